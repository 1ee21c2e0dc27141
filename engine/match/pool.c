#include "match/pool.h"

#include <assert.h>
#include <pthread.h>

#include "base/limits.h"
#include "base/mem.h"
#include "profile/firm_record.h"

enum { BLOCK = 16384, AHEAD = 3, EXPECTED_BYTES = 1024, CACHE_LINE = 64 };

struct block {
    struct mus_walk_item *items;
    size_t count;
};

struct worker {
    const struct block *block;
    mus_pool_visit *visit;
    void *state;
    size_t first, step;
    struct mus_firm_reader reader;
    enum mus_status status;
    struct mus_error err;
};

static enum mus_status visit_one(struct worker *worker, const struct mus_walk_item *item)
{
    struct mus_firm firm;
    enum mus_status status = mus_firm_record_read(&worker->reader, item->bytes.ptr, item->bytes.len,
                                                  NULL, &firm, &worker->err);
    if (status != MUS_OK) {
        return mus_fail_at(&worker->err, status, "company \"%.*s\"", MUS_TEXT_ARG(item->id));
    }
    return worker->visit(worker->state, &firm, &worker->err);
}

/* Asks for the beginning of a record that is read soon: records lie on pages of their own, so the
 * processor does not see them coming. */
static void expect(const struct worker *worker, size_t i)
{
    if (i < worker->block->count) {
        struct mus_text bytes = worker->block->items[i].bytes;
        for (size_t at = 0; at < bytes.len && at < EXPECTED_BYTES; at += CACHE_LINE) {
            __builtin_prefetch(bytes.ptr + at);
        }
    }
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    for (size_t i = worker->first; i < worker->block->count; i += worker->step) {
        expect(worker, i + AHEAD * worker->step);
        worker->status = visit_one(worker, &worker->block->items[i]);
        if (worker->status != MUS_OK) {
            break;
        }
    }
    return NULL;
}

static enum mus_status fill(struct mus_walker *walker, struct block *block, struct mus_error *err)
{
    block->count = 0;
    while (block->count < BLOCK) {
        struct mus_walk_item *item = &block->items[block->count];
        enum mus_status status = mus_walker_next(walker, item, err);
        if (status != MUS_OK || item->id.ptr == NULL) {
            return status;
        }
        block->count++;
    }
    return MUS_OK;
}

/* All workers look at the block; this thread is the last of them. A thread that cannot be started
 * has its share done here: fewer threads, the same answer. */
static enum mus_status share(struct worker *workers, size_t threads, struct mus_error *err)
{
    pthread_t ids[MUS_MAX_THREADS];
    size_t started = 0;
    while (started + 1 < threads &&
           pthread_create(&ids[started], NULL, work, &workers[started]) == 0) {
        started++;
    }
    for (size_t i = started; i < threads; i++) {
        work(&workers[i]);
    }
    for (size_t i = 0; i < started; i++) {
        pthread_join(ids[i], NULL);
    }
    for (size_t i = 0; i < threads; i++) {
        if (workers[i].status != MUS_OK) {
            if (err != NULL) {
                *err = workers[i].err;
            }
            return workers[i].status;
        }
    }
    return MUS_OK;
}

enum mus_status mus_pool_run(const struct mus_read *read, mus_pool_visit *visit,
                             void *const *states, size_t threads, struct mus_error *err)
{
    assert(threads >= 1 && threads <= MUS_MAX_THREADS);
    struct mus_walker *walker = NULL;
    struct block block = {.items = mus_alloc(BLOCK, sizeof *block.items)};
    struct worker *workers = mus_alloc_zero(threads, sizeof *workers);
    enum mus_status status = MUS_OK;
    if (block.items == NULL || workers == NULL) {
        status = mus_fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < threads; i++) {
        workers[i].block = &block;
        workers[i].visit = visit;
        workers[i].state = states[i];
        workers[i].first = i;
        workers[i].step = threads;
    }
    status = mus_walker_open(read, MUS_WALK_FIRMS, (struct mus_id_range){0}, &walker, err);
    while (status == MUS_OK) {
        status = fill(walker, &block, err);
        if (status != MUS_OK || block.count == 0) {
            break;
        }
        status = share(workers, threads, err);
    }
out:
    mus_walker_close(walker);
    for (size_t i = 0; workers != NULL && i < threads; i++) {
        mus_firm_reader_done(&workers[i].reader);
    }
    mus_free(workers);
    mus_free(block.items);
    return status;
}
