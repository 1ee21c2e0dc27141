/* The one gate to the heap. Sizes are checked against overflow; every allocation can be made to
 * fail by a test. Any thread may call these; the failure plan belongs to the calling thread. */
#ifndef MUS_BASE_MEM_H
#define MUS_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All return NULL when memory runs out or count × size overflows. A size of 0 counts as 1. */
void *mus_alloc(size_t count, size_t size);
void *mus_alloc_zero(size_t count, size_t size);
/* Keeps the old block where it fails. */
void *mus_realloc(void *block, size_t count, size_t size);
/* For a program that answers many questions: memory that was freed stays with the process, up to
 * half a gigabyte, so that the next question does not fetch it again page by page. A wish, as far
 * as the C library has it; before any thread is started. */
void mus_mem_keep(void);
/* NULL is accepted. */
void mus_free(void *block);

/* Sizes that add and multiply without wrapping; false where the result does not fit. */
static inline bool mus_size_add(size_t a, size_t b, size_t *sum)
{
    return !__builtin_add_overflow(a, b, sum);
}
static inline bool mus_size_mul(size_t a, size_t b, size_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

/* For tests: the calling thread's n-th allocation from now on (1 = the next) fails, and so does
 * every one after it when `lasting`. 0 ends the plan. */
void mus_mem_fail_at(uint64_t n, bool lasting);
/* Allocations the calling thread has asked for since the last mus_mem_fail_at. */
uint64_t mus_mem_count(void);

#endif
