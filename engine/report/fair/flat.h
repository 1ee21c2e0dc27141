/* A paper as one table of rows, which CSV and XLSX write in their own way. Inside report/fair. */
#ifndef MUS_REPORT_FAIR_FLAT_H
#define MUS_REPORT_FAIR_FLAT_H

#include "report/fair/papers.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_FLAT_MAX_COLUMNS 16

struct mus_flat {
    struct mus_text title; /* of the sheet */
    struct mus_text heads[MUS_FLAT_MAX_COLUMNS];
    unsigned widths[MUS_FLAT_MAX_COLUMNS]; /* in digits */
    size_t columns;
    const struct mus_text *cells; /* rows × columns */
    size_t rows;
};

/* In the arena. */
enum mus_status mus_flat_make(const struct mus_papers *papers, enum mus_paper paper,
                              struct mus_arena *arena, struct mus_flat *out,
                              struct mus_error *err) MUS_MUST_CHECK;
/* now: unix seconds, in the file. */
enum mus_status mus_flat_csv(const struct mus_flat *flat, struct mus_buf *out,
                             struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_flat_xlsx(const struct mus_flat *flat, uint64_t now, struct mus_buf *out,
                              struct mus_error *err) MUS_MUST_CHECK;

#endif
