#include "base/mem.h"

#include <stdlib.h>

/* The failure plan of the tests. Thread-local, so that parallel work is not disturbed; it is the
 * only state of this module, and without a plan it costs one increment. */
static _Thread_local uint64_t asked;
static _Thread_local uint64_t fail_at;
static _Thread_local bool fail_lasting;

static bool refused(void)
{
    asked++;
    return fail_at != 0 && (asked == fail_at || (fail_lasting && asked > fail_at));
}

void *mus_alloc(size_t count, size_t size)
{
    size_t bytes;
    if (refused() || !mus_size_mul(count, size, &bytes)) {
        return NULL;
    }
    return malloc(bytes == 0 ? 1 : bytes);
}

void *mus_alloc_zero(size_t count, size_t size)
{
    size_t bytes;
    if (refused() || !mus_size_mul(count, size, &bytes)) {
        return NULL;
    }
    return calloc(1, bytes == 0 ? 1 : bytes);
}

void *mus_realloc(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (refused() || !mus_size_mul(count, size, &bytes)) {
        return NULL;
    }
    return realloc(block, bytes == 0 ? 1 : bytes);
}

void mus_free(void *block)
{
    free(block);
}

void mus_mem_fail_at(uint64_t n, bool lasting)
{
    asked = 0;
    fail_at = n;
    fail_lasting = lasting;
}

uint64_t mus_mem_count(void)
{
    return asked;
}
