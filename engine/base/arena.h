/* Memory of one request: parsed input, working memory and reply, freed together.
 *
 * An arena belongs to one thread at a time. Start it with `struct mus_arena arena = {0};` (no
 * limit) or set `limit` in bytes; end it with mus_arena_done. */
#ifndef MUS_BASE_ARENA_H
#define MUS_BASE_ARENA_H

#include "base/text.h"

#include <stddef.h>

struct mus_arena_block;

struct mus_arena {
    struct mus_arena_block *blocks; /* newest first */
    size_t used;                    /* bytes given out since the last reset, alignment included */
    size_t limit;                   /* 0: none */
    struct mus_arena_block *spare;  /* kept by mus_arena_rewind */
};

/* Zeroed, aligned for any type; NULL when memory or the limit runs out or the size overflows. */
void *mus_arena_alloc(struct mus_arena *arena, size_t count, size_t size);
/* A copy with a terminating NUL (not counted); the pointer is NULL on failure. A text that is not
 * given copies to one that is not given: test `copy.ptr == NULL && text.ptr != NULL`. */
struct mus_text mus_arena_copy(struct mus_arena *arena, struct mus_text text);
/* Gives everything back but one block, which is kept for the next request. */
void mus_arena_reset(struct mus_arena *arena);
/* Begins anew like a reset, but keeps all blocks of the usual size: for a long row of requests that
 * each need about as much as the one before, and far more than one block. */
void mus_arena_rewind(struct mus_arena *arena);
/* Gives everything back. */
void mus_arena_done(struct mus_arena *arena);

#endif
