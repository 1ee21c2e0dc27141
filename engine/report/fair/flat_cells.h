/* The cells of a flat table (flat.h) as they are filled in, one after the other, row by row. */
#ifndef MUS_REPORT_FAIR_FLAT_CELLS_H
#define MUS_REPORT_FAIR_FLAT_CELLS_H

#include "base/arena.h"
#include "base/buf.h"
#include "report/fair/flat.h"

#include <stdbool.h>
#include <stddef.h>

struct mus_flat_column {
    const char *ja, *en;
    unsigned width;
};

struct mus_flat_cells {
    struct mus_arena *arena; /* where texts are copied to */
    struct mus_text *items;
    size_t used;
    struct mus_buf words; /* of the next cell, where it is put together */
    bool failed;          /* memory ran out; what is put after that is nothing */
};

/* Room for so many rows of these columns, and their heads in the table. MUS_NO_MEMORY. */
enum mus_status mus_flat_cells_begin(struct mus_flat_cells *cells, struct mus_flat *flat,
                                     const struct mus_flat_column *columns, size_t count,
                                     size_t rows, bool english, struct mus_arena *arena,
                                     struct mus_error *err) MUS_MUST_CHECK;
void mus_flat_put(struct mus_flat_cells *cells, struct mus_text text);
/* What stands in words, which are then empty again. */
void mus_flat_put_words(struct mus_flat_cells *cells);
/* Hands the rows over to the table; MUS_NO_MEMORY where anything has failed. To be called in any
 * case. */
enum mus_status mus_flat_cells_end(struct mus_flat_cells *cells, struct mus_flat *flat,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
