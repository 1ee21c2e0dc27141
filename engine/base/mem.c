#include "base/mem.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* A page that is touched for the first time costs a trip into the kernel, which in a virtual
 * machine is dear, and an array of megabytes has thousands of them. Where the system has pages of 2
 * MiB, a large block is laid upon their borders and they are asked for: a wish, which changes
 * nothing but speed. */
#define HUGE_PAGE ((size_t)2 * 1024 * 1024)

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

/* Of at least one such page. */
static void *huge_alloc(size_t bytes)
{
    void *block = NULL;
    if (posix_memalign(&block, HUGE_PAGE, bytes) != 0) {
        return NULL;
    }
#ifdef MADV_HUGEPAGE
    (void)madvise(block, bytes - bytes % HUGE_PAGE, MADV_HUGEPAGE);
#endif
    return block;
}

void *mus_alloc(size_t count, size_t size)
{
    size_t bytes;
    if (refused() || !mus_size_mul(count, size, &bytes)) {
        return NULL;
    }
    return bytes >= HUGE_PAGE ? huge_alloc(bytes) : malloc(bytes == 0 ? 1 : bytes);
}

void *mus_alloc_zero(size_t count, size_t size)
{
    size_t bytes;
    if (refused() || !mus_size_mul(count, size, &bytes)) {
        return NULL;
    }
    if (bytes < HUGE_PAGE) {
        return calloc(1, bytes == 0 ? 1 : bytes);
    }
    void *block = huge_alloc(bytes);
    return block == NULL ? NULL : memset(block, 0, bytes);
}

void *mus_realloc(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (refused() || !mus_size_mul(count, size, &bytes)) {
        return NULL;
    }
    return block == NULL && bytes >= HUGE_PAGE ? huge_alloc(bytes)
                                               : realloc(block, bytes == 0 ? 1 : bytes);
}

void mus_free(void *block)
{
    free(block);
}

void mus_mem_keep(void)
{
#ifdef M_TRIM_THRESHOLD
    (void)mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
    (void)mallopt(M_TRIM_THRESHOLD, 512 * 1024 * 1024);
#endif
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
