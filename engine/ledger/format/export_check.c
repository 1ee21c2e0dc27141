/* Threads take chunk after chunk. Who finds a fault says in which chunk; chunks after it need no
 * look any more, chunks before it get theirs, so that the fault that is told does not depend on who
 * was quick. */
#include "ledger/format/export_check.h"

#include "base/buf.h"
#include "base/limits.h"
#include "ledger/format/entry_line.h"
#include "ledger/format/export_compare.h"
#include "ledger/format/ledger_entry.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* What the threads share. */
struct job {
    struct mus_export_chunks *chunks;
    atomic_size_t next;     /* the chunk to be taken next */
    atomic_size_t bad_from; /* the first chunk that is known to hold a fault */
};

struct worker {
    struct job *job;
    struct mus_buf line;
    struct mus_export_fault fault;
};

void mus_export_fault_take(struct mus_export_fault *kept, const struct mus_export_fault *found)
{
    if (found->entry < kept->entry) {
        *kept = *found;
    }
}

static void say_bad(struct job *job, size_t chunk)
{
    size_t known = atomic_load(&job->bad_from);
    while (chunk < known && !atomic_compare_exchange_weak(&job->bad_from, &known, chunk)) {
    }
}

/* Moves *at behind the entry's line. */
static enum mus_status check_line(struct worker *worker, const struct mus_ledger_entry *entry,
                                  uint64_t index, size_t *at)
{
    struct mus_error *err = &worker->fault.err;
    mus_buf_clear(&worker->line);
    mus_ledger_entry_line(entry, index, &worker->line);
    mus_buf_add_byte(&worker->line, '\n');
    enum mus_status status = mus_buf_check(&worker->line, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text made = mus_buf_text(&worker->line);
    struct mus_text lines = worker->job->chunks->lines;
    struct mus_text rest = {lines.ptr + *at, lines.len - *at};
    if (!mus_text_starts(rest, made)) {
        return mus_export_difference(index, made, rest, err);
    }
    *at += made.len;
    return MUS_OK;
}

static enum mus_status check_entry(struct worker *worker, struct mus_text bytes, uint64_t index,
                                   size_t *line_at)
{
    struct mus_ledger_entry entry;
    enum mus_status status = mus_ledger_entry_decode(bytes, &entry, &worker->fault.err);
    if (status == MUS_CORRUPT) {
        return mus_fail_at(&worker->fault.err, MUS_NO, "entry %" PRIu64, index);
    }
    return status == MUS_OK ? check_line(worker, &entry, index, line_at) : status;
}

static void check_chunk(struct worker *worker, size_t at)
{
    struct mus_export_chunks *chunks = worker->job->chunks;
    struct mus_export_chunk *chunk = &chunks->items[at];
    struct mus_merkle_edge edge = {0};
    struct mus_text bytes = MUS_NO_TEXT;
    size_t entries_at = chunk->entries_at;
    size_t lines_at = chunk->lines_at;
    uint64_t first = at * MUS_CHUNK_ENTRIES;
    uint64_t size = mus_export_chunk_size(chunks, at);
    for (uint64_t i = 0; i < size && mus_export_next(chunks->entries, &entries_at, &bytes); i++) {
        enum mus_status status = check_entry(worker, bytes, first + i, &lines_at);
        if (status != MUS_OK) {
            worker->fault.entry = first + i;
            worker->fault.status = status;
            say_bad(worker->job, at);
            return;
        }
        if (size == MUS_CHUNK_ENTRIES) {
            struct mus_digest leaf = mus_merkle_leaf(bytes.ptr, bytes.len);
            mus_merkle_add(&edge, &leaf);
        }
    }
    if (size == MUS_CHUNK_ENTRIES) {
        chunk->node = edge.roots[MUS_CHUNK_LEVEL];
    }
}

/* Chunks come in rising order: after one with a fault this worker finds none that comes before. */
static void *work(void *argument)
{
    struct worker *worker = argument;
    struct job *job = worker->job;
    while (worker->fault.entry == MUS_NO_FAULT) {
        size_t at = atomic_fetch_add(&job->next, 1);
        if (at >= job->chunks->count || at > atomic_load(&job->bad_from)) {
            break;
        }
        check_chunk(worker, at);
    }
    return NULL;
}

static void fill_book(struct job *job, struct mus_book *book, struct mus_export_fault *fault)
{
    struct mus_text bytes = MUS_NO_TEXT;
    size_t at = 0;
    uint64_t last = job->chunks->size;
    for (uint64_t i = 0; i < last && mus_export_next(job->chunks->entries, &at, &bytes); i++) {
        enum mus_status status = mus_book_add(book, bytes, &fault->err);
        if (status != MUS_OK) {
            fault->entry = i;
            fault->status = status == MUS_CORRUPT ? MUS_NO : status;
            say_bad(job, i / MUS_CHUNK_ENTRIES);
            return;
        }
    }
}

void mus_export_check(struct mus_export_chunks *chunks, size_t threads, struct mus_book *book,
                      struct mus_export_fault *fault)
{
    struct worker workers[MUS_MAX_THREADS];
    pthread_t ids[MUS_MAX_THREADS];
    struct job job = {.chunks = chunks};
    struct mus_export_fault book_fault = {.entry = MUS_NO_FAULT};
    assert(threads >= 1 && threads <= MUS_MAX_THREADS);
    atomic_init(&job.next, 0);
    atomic_init(&job.bad_from,
                fault->entry == MUS_NO_FAULT ? SIZE_MAX : fault->entry / MUS_CHUNK_ENTRIES);
    for (size_t i = 0; i < threads; i++) {
        workers[i] = (struct worker){.job = &job, .fault = {.entry = MUS_NO_FAULT}};
    }
    /* A thread that cannot be started is missed by nobody: the others take its chunks. */
    size_t started = 0;
    while (started + 1 < threads &&
           pthread_create(&ids[started], NULL, work, &workers[started + 1]) == 0) {
        started++;
    }
    fill_book(&job, book, &book_fault);
    work(&workers[0]);
    for (size_t i = 0; i < started; i++) {
        pthread_join(ids[i], NULL);
    }
    struct mus_export_fault first = {.entry = MUS_NO_FAULT};
    for (size_t i = 0; i < threads; i++) {
        mus_export_fault_take(&first, &workers[i].fault);
        mus_buf_done(&workers[i].line);
    }
    mus_export_fault_take(&first, &book_fault);
    mus_export_fault_take(&first, fault);
    *fault = first;
}
