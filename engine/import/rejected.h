/* The file of rejected rows: to be mended and imported again, with the same options.
 *
 * Rows of a table are written as CSV (UTF-8 with byte order mark) with the columns they had and one
 * more behind the header's, "musubi_error", which an import passes over; the header stands in the
 * row where it stood. Without a header the last cell of a row is that one, and begins with
 * "musubi_error: ". Lines of JSON are written byte for
 * byte as they stand in the file. The file takes its name when all is written, and is not made
 * where nothing was rejected. Belongs to one thread at a time. */
#ifndef MUS_IMPORT_REJECTED_H
#define MUS_IMPORT_REJECTED_H

#include "base/arena.h"
#include "base/status.h"
#include "import/input.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_REJECTED_COLUMN "musubi_error"
#define MUS_REJECTED_MARK "musubi_error: "

struct mus_rejected_options {
    /* Where it goes; replaced if it is there. NULL: INPUT.rejected.csv or .jsonl, or where that is
     * there already .rejected-2, -3, … up to 999; an input of such a name is counted on from. */
    const char *path;
    const char *input; /* the file that is imported */
    bool json;
    struct mus_texts header; /* none: no header */
    uint64_t header_row;     /* 0: the first */
    size_t width;            /* columns that the import looks at */
};

struct mus_rejected;

/* Nothing is made yet. The options' texts are borrowed. MUS_INVALID: the path is that of the file
 * that is imported. */
enum mus_status mus_rejected_new(const struct mus_rejected_options *options,
                                 struct mus_rejected **out, struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_rejected_add(struct mus_rejected *rejected, const struct mus_input_row *row,
                                 struct mus_text message, struct mus_error *err) MUS_MUST_CHECK;
/* Puts the file in its place and gives that, in the arena; not given where nothing was rejected. */
enum mus_status mus_rejected_finish(struct mus_rejected *rejected, struct mus_arena *arena,
                                    struct mus_text *path, struct mus_error *err) MUS_MUST_CHECK;
/* Drops what was not finished. NULL is accepted. */
void mus_rejected_free(struct mus_rejected *rejected);

#endif
