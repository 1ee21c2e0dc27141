#include "base/arena.h"

#include "base/mem.h"

#include <stdalign.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024 };

struct mus_arena_block {
    struct mus_arena_block *next;
    size_t capacity;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

static struct mus_arena_block *block_new(struct mus_arena *arena, size_t wanted)
{
    size_t capacity = wanted > BLOCK_SIZE ? wanted : BLOCK_SIZE;
    size_t bytes;
    if (capacity == BLOCK_SIZE && arena->spare != NULL) {
        struct mus_arena_block *spare = arena->spare;
        arena->spare = spare->next;
        spare->next = arena->blocks;
        spare->used = 0;
        arena->blocks = spare;
        return spare;
    }
    if (!mus_size_add(capacity, sizeof(struct mus_arena_block), &bytes)) {
        return NULL;
    }
    struct mus_arena_block *block = mus_alloc(1, bytes);
    if (block == NULL) {
        return NULL;
    }
    block->next = arena->blocks;
    block->capacity = capacity;
    block->used = 0;
    arena->blocks = block;
    return block;
}

/* Memory as it comes, aligned for any type. */
static void *take(struct mus_arena *arena, size_t count, size_t size, size_t *taken)
{
    const size_t align = alignof(max_align_t);
    size_t bytes;
    if (!mus_size_mul(count, size, &bytes) || !mus_size_add(bytes, align, &bytes)) {
        return NULL;
    }
    bytes = (bytes - 1) / align * align;
    bytes = bytes == 0 ? align : bytes;
    if (arena->limit != 0 && (arena->used > arena->limit || bytes > arena->limit - arena->used)) {
        return NULL;
    }
    struct mus_arena_block *block = arena->blocks;
    if (block == NULL || block->capacity - block->used < bytes) {
        block = block_new(arena, bytes);
        if (block == NULL) {
            return NULL;
        }
    }
    void *result = block->bytes + block->used;
    block->used += bytes;
    arena->used += bytes;
    *taken = bytes;
    return result;
}

void *mus_arena_alloc(struct mus_arena *arena, size_t count, size_t size)
{
    size_t taken = 0;
    void *result = take(arena, count, size, &taken);
    return result == NULL ? NULL : memset(result, 0, taken);
}

struct mus_text mus_arena_copy(struct mus_arena *arena, struct mus_text text)
{
    size_t taken = 0;
    if (text.ptr == NULL) {
        return MUS_NO_TEXT;
    }
    char *copy = text.len == SIZE_MAX ? NULL : take(arena, text.len + 1, 1, &taken);
    if (copy == NULL) {
        return MUS_NO_TEXT;
    }
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return (struct mus_text){copy, text.len};
}

static void free_all(struct mus_arena_block *blocks)
{
    while (blocks != NULL) {
        struct mus_arena_block *next = blocks->next;
        mus_free(blocks);
        blocks = next;
    }
}

void mus_arena_rewind(struct mus_arena *arena)
{
    while (arena->blocks != NULL) {
        struct mus_arena_block *block = arena->blocks;
        arena->blocks = block->next;
        if (block->capacity == BLOCK_SIZE) {
            block->next = arena->spare;
            arena->spare = block;
        } else {
            mus_free(block);
        }
    }
    arena->used = 0;
}

void mus_arena_reset(struct mus_arena *arena)
{
    mus_arena_rewind(arena);
    struct mus_arena_block *kept = arena->spare;
    if (kept != NULL) {
        free_all(kept->next);
        kept->next = NULL;
        kept->used = 0;
    }
    arena->blocks = kept;
    arena->spare = NULL;
}

void mus_arena_done(struct mus_arena *arena)
{
    free_all(arena->blocks);
    free_all(arena->spare);
    arena->blocks = NULL;
    arena->spare = NULL;
    arena->used = 0;
}
