/* Posting lists: which documents of a segment have a feature, in ascending order, each with how
 * strongly, in place. Inside the index.
 *
 * A strength is a byte of the grid (grid.h). A list keeps sixteen levels of it, the greatest and
 * the fifteen below; what is weaker counts as the lowest of them, so that a level is never less
 * than what was put in.
 *
 *     u8 layout (0: narrow, 1: wide; + 2: with a table of windows; 4: see dense.h), u8 greatest
 *     level
 *     with a table: for each window of MUS_WINDOW documents u32 bytes of its units, u8 its greatest
 *     level
 *     units: narrow (u8): gap of 4 bits, level of 4 bits; wide (u16): gap of 12 bits, level of 4
 *
 * A gap counts from the document before, or from one before the first of the segment (of the
 * window, where there is a table). A unit of gap 0 is no posting: it moves on by (level + 1) times
 * 15 or 4095. Of the two widths the shorter is taken. */
#ifndef MUS_MATCHER_INDEX_POSTING_H
#define MUS_MATCHER_INDEX_POSTING_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_WINDOW 8192 /* documents that are looked at together */
#define MUS_LEVELS 16

static inline uint32_t mus_windows_of(uint32_t docs)
{
    return (docs + MUS_WINDOW - 1) / MUS_WINDOW;
}

struct mus_impact {
    uint32_t doc;
    uint8_t code; /* on the grid */
};

/* Appends the list of these postings, ascending by document, each below `docs`. */
void mus_posting_write(const struct mus_impact *impacts, size_t count, uint32_t docs,
                       struct mus_buf *out);

/* A list that is a bit a document: see dense.h. */
struct mus_dense {
    const unsigned char *bits;
    const unsigned char *ranks;
    const unsigned char *levels;
    uint32_t docs;
    uint32_t count;
};

/* A list that is walked through window by window, each at most once and in order. */
struct mus_posting_reader {
    const unsigned char *table; /* NULL: none */
    const unsigned char *begin; /* of the units */
    const unsigned char *at;
    const unsigned char *end;
    const unsigned char *stop; /* for mus_posting_next: end of the window */
    uint32_t windows;          /* of the table */
    uint32_t window;           /* the next of the table */
    uint32_t doc;              /* before the next unit, plus 1 */
    uint32_t rank;             /* for mus_posting_next in a dense list: postings before */
    uint8_t top;
    bool wide;
    bool is_dense;
    struct mus_dense dense;
};

/* An empty run of bytes is an empty list. False where the bytes are no list for so many documents.
 */
bool mus_posting_open(struct mus_posting_reader *reader, const unsigned char *bytes, size_t len,
                      uint32_t docs);

/* Back to the beginning. */
void mus_posting_rewind(struct mus_posting_reader *reader);

/* The code that a level of the list stands for. */
static inline uint8_t mus_posting_code(const struct mus_posting_reader *reader, unsigned level)
{
    int code = (int)reader->top - (MUS_LEVELS - 1) + (int)level;
    return code < 0 ? 0 : (uint8_t)code;
}

/* The greatest level in the window, MUS_LEVELS - 1 where the list has no table. */
unsigned mus_posting_window_top(const struct mus_posting_reader *reader, uint32_t window);

/* What each unit of a narrow list with a table does, so that nothing is asked of it: how many
 * documents it moves on by, in the lowest byte, and what it adds, in the upper half. */
struct mus_posting_steps {
    uint32_t of[256];
};
static inline bool mus_posting_has_steps(const struct mus_posting_reader *reader)
{
    return !reader->is_dense && !reader->wide && reader->table != NULL;
}
void mus_posting_make_steps(const uint16_t weights[MUS_LEVELS], struct mus_posting_steps *out);

/* Adds weights[level] to the document's number, for each posting of the window; steps: of these
 * weights, where the list has any. `sums` has room for
 * MUS_WINDOW documents, the first being window · MUS_WINDOW. Sums that pass 65535 wrap round: the
 * caller sees to it that none can. */
void mus_posting_add(struct mus_posting_reader *reader, uint32_t window,
                     const uint16_t weights[MUS_LEVELS], const struct mus_posting_steps *steps,
                     uint16_t *sums);
/* Sets the document's bit. */
void mus_posting_mark(struct mus_posting_reader *reader, uint32_t window, uint64_t *bits);

/* The next posting of the whole list, without regard to windows; false at the end. Not to be mixed
 * with the functions above. */
bool mus_posting_next(struct mus_posting_reader *reader, struct mus_impact *out);

#define MUS_NO_POSTINGS UINT32_MAX
/* The whole list at once, by a reader just opened: copies its postings to `out`, which has room for
 * `docs`, with `first` added to their documents. Returns how many there are; MUS_NO_POSTINGS where
 * one is at or beyond `docs`, or in another window than its own. */
uint32_t mus_posting_read(const struct mus_posting_reader *reader, uint32_t docs, uint32_t first,
                          struct mus_impact *out);

/* What is wrong with the bytes as a list for so many documents, NULL where nothing is: units,
 * documents in order and within their window, the windows' greatest levels. */
const char *mus_posting_check(const unsigned char *bytes, size_t len, uint32_t docs);

#endif
