/* Posting lists of what an eighth of the documents or more have: a bit for each document, and the
 * levels of those that have it one after the other. A document's level is found without going
 * through those before it. Inside posting.c and gather.c.
 *
 *     u8 4, u8 greatest level, u32 postings
 *     bits     u64 each 64 documents
 *     ranks    u32 each 512 documents: postings before them
 *     levels   4 bits each, the lower half of a byte first */
#ifndef MUS_MATCHER_INDEX_DENSE_H
#define MUS_MATCHER_INDEX_DENSE_H

#include "matcher/index/posting.h"

#define MUS_DENSE_LAYOUT 4

/* True where such a list is to be written densely. */
static inline bool mus_dense_suits(size_t count, uint32_t docs)
{
    return count >= 8 && count * 8 >= docs;
}

/* What the bytes of such a list are. */
size_t mus_dense_size(size_t count, uint32_t docs);
/* Writes so many bytes; levels count down from `top`, the greatest code. */
void mus_dense_write(unsigned char *at, const struct mus_impact *impacts, size_t count,
                     uint32_t docs, uint8_t top);
/* False where the bytes are no such list. */
bool mus_dense_open(struct mus_dense *dense, const unsigned char *bytes, size_t len, uint32_t docs);
/* NULL where nothing is wrong. */
const char *mus_dense_check(const struct mus_dense *dense);

/* A window of them, as mus_posting_add and mus_posting_mark. */
void mus_dense_add(const struct mus_dense *dense, uint32_t window,
                   const uint16_t weights[MUS_LEVELS], uint16_t *sums);
void mus_dense_mark(const struct mus_dense *dense, uint32_t window, uint64_t *bits);
/* The level of the document, -1 where it is not in the list. */
int mus_dense_level(const struct mus_dense *dense, uint32_t doc);
/* The first document in the list that is `doc` or behind it; the number of documents where there is
 * none. `at`: how many are before it; its level is mus_dense_level_at. */
uint32_t mus_dense_next(const struct mus_dense *dense, uint32_t doc);
unsigned mus_dense_level_at(const struct mus_dense *dense, uint32_t at);

#endif
