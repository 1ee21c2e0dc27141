/* Threads take chunk after chunk. Whoever takes one cuts it off and adds its entries to the book,
 * which wants them in order, while the others wait; that is a tenth of the work, and leaves the
 * entries in this processor's cache. Then it makes the lines that the entries call for, hashes the
 * entries, and holds the lines against entries.jsonl. Where the lines of a chunk begin there
 * follows from the length of all lines before it: each chunk says how long its lines are as soon as
 * they are made, and hashing lies between that and the moment when the next chunk needs to know, so
 * that hardly anyone waits.
 *
 *     chunk 0   make lines ─ say length ─ hash ─ compare
 *     chunk 1      make lines ─ say length ─ hash ─ (wait for 0's length) ─ compare
 *
 * Who finds a fault says in which chunk; chunks after it need no look any more, chunks before it
 * get theirs, so that the fault that is told does not depend on who was quick. Nobody waits for a
 * chunk that nobody has taken: they are taken in order, and nobody waits before having said its
 * length. */
#include "ledger/format/export_check.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "ledger/format/entry_line.h"
#include "ledger/format/export_compare.h"
#include "ledger/format/ledger_entry.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <string.h>

/* What is known of the lines of a chunk. */
struct measure {
    bool made;
    uint64_t len;
};

/* What the threads share; `lock` guards all but `lines`. */
struct job {
    struct mus_export_chunks *chunks;
    const struct mus_export_lines *lines;
    struct mus_book *book;
    struct mus_export_fault book_fault;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t bad_from;          /* the first chunk that is known to hold a fault */
    struct measure *measures; /* one a chunk, and one that is never made */
    uint64_t *begins;         /* where the lines of a chunk begin; one more than chunks */
    size_t known;             /* how many of these are known */
};

struct worker {
    struct job *job;
    size_t chunk;
    struct mus_text entries[MUS_CHUNK_ENTRIES]; /* of the chunk */
    size_t count;
    struct mus_buf made; /* its lines */
    struct mus_export_fault fault;
};

void mus_export_fault_take(struct mus_export_fault *kept, const struct mus_export_fault *found)
{
    if (found->entry < kept->entry) {
        *kept = *found;
    }
}

/* ------------------------------------------------------------------ what the threads share */

static void note_bad(struct job *job, size_t chunk)
{
    if (chunk < job->bad_from) {
        job->bad_from = chunk;
    }
    pthread_cond_broadcast(&job->changed);
}

static void say_bad(struct job *job, size_t chunk)
{
    pthread_mutex_lock(&job->lock);
    note_bad(job, chunk);
    pthread_mutex_unlock(&job->lock);
}

/* The book is as it was before the entry that it refuses. */
static void fill_book(struct worker *worker)
{
    struct job *job = worker->job;
    struct mus_export_fault *fault = &job->book_fault;
    enum mus_status status =
        mus_book_add_all(job->book, worker->entries, worker->count, &fault->err);
    if (status != MUS_OK) {
        fault->entry = mus_book_size(job->book);
        fault->status = status == MUS_CORRUPT ? MUS_NO : status;
        note_bad(job, worker->chunk);
    }
}

static void cut_chunk(struct worker *worker)
{
    struct job *job = worker->job;
    struct mus_export_fault *fault = &job->book_fault;
    enum mus_status status =
        mus_export_chunks_cut(job->chunks, worker->entries, &worker->count, &fault->err);
    if (status != MUS_OK) {
        worker->count = 0;
        fault->entry = worker->chunk * MUS_CHUNK_ENTRIES;
        fault->status = status;
        note_bad(job, worker->chunk);
    } else if (worker->count > 0) {
        fill_book(worker);
    }
}

/* False where there is none left, or none that matters: behind one that has a fault. */
static bool take_chunk(struct worker *worker)
{
    struct job *job = worker->job;
    pthread_mutex_lock(&job->lock);
    worker->chunk = job->chunks->count;
    worker->count = 0;
    if (worker->chunk <= job->bad_from) {
        cut_chunk(worker);
    }
    pthread_mutex_unlock(&job->lock);
    return worker->count > 0;
}

static void say_length(struct job *job, size_t chunk, uint64_t len)
{
    pthread_mutex_lock(&job->lock);
    job->measures[chunk] = (struct measure){true, len};
    while (job->measures[job->known - 1].made) {
        job->begins[job->known] = job->begins[job->known - 1] + job->measures[job->known - 1].len;
        job->known++;
    }
    pthread_cond_broadcast(&job->changed);
    pthread_mutex_unlock(&job->lock);
}

/* False where an earlier chunk has a fault, so that nothing depends on this one. */
static bool wait_for_begin(struct job *job, size_t chunk, uint64_t *begin)
{
    pthread_mutex_lock(&job->lock);
    while (job->known <= chunk && job->bad_from >= chunk) {
        pthread_cond_wait(&job->changed, &job->lock);
    }
    bool known = job->known > chunk;
    if (known) {
        *begin = job->begins[chunk];
    }
    pthread_mutex_unlock(&job->lock);
    return known;
}

/* ----------------------------------------------------------------------------- one chunk */

static void set_fault(struct worker *worker, uint64_t entry, enum mus_status status)
{
    worker->fault.entry = entry;
    worker->fault.status = status;
}

static uint64_t first_entry(const struct worker *worker)
{
    return worker->chunk * MUS_CHUNK_ENTRIES;
}

static enum mus_status make_line(struct worker *worker, size_t at)
{
    struct mus_ledger_entry entry;
    struct mus_error *err = &worker->fault.err;
    uint64_t index = first_entry(worker) + at;
    enum mus_status status = mus_ledger_entry_decode(worker->entries[at], &entry, err);
    if (status != MUS_OK) {
        return status == MUS_CORRUPT ? mus_fail_at(err, MUS_NO, "entry %" PRIu64, index) : status;
    }
    mus_ledger_entry_line(&entry, index, &worker->made);
    mus_buf_add_byte(&worker->made, '\n');
    return mus_buf_check(&worker->made, err);
}

/* Makes the lines of entries up to the first that cannot be read, which is the fault. */
static void make_lines(struct worker *worker)
{
    mus_buf_clear(&worker->made);
    for (size_t i = 0; i < worker->count; i++) {
        enum mus_status status = make_line(worker, i);
        if (status != MUS_OK) {
            set_fault(worker, first_entry(worker) + i, status);
            return;
        }
    }
}

static void hash_chunk(struct worker *worker)
{
    struct mus_merkle_edge edge = {0};
    for (size_t i = 0; i < worker->count; i++) {
        struct mus_digest leaf = mus_merkle_leaf(worker->entries[i].ptr, worker->entries[i].len);
        mus_merkle_add(&edge, &leaf);
    }
    worker->job->chunks->items[worker->chunk].node = edge.roots[MUS_CHUNK_LEVEL];
}

/* The line in which the two part, after `same` bytes of the chunk's lines. */
static void tell_difference(struct worker *worker, uint64_t begin, size_t same)
{
    struct mus_text line = {worker->made.data, 0};
    uint64_t index = first_entry(worker);
    const char *end = memchr(line.ptr, '\n', worker->made.len);
    while ((size_t)(end - worker->made.data) < same) {
        line.ptr = end + 1;
        end = memchr(line.ptr, '\n', worker->made.len - (size_t)(line.ptr - worker->made.data));
        index++;
    }
    line.len = (size_t)(end - line.ptr) + 1;
    struct mus_error *err = &worker->fault.err;
    char *found = mus_alloc(line.len, 1);
    size_t len = 0;
    enum mus_status status =
        found == NULL ? mus_fail_memory(err)
                      : mus_export_lines_read(worker->job->lines,
                                              begin + (uint64_t)(line.ptr - worker->made.data),
                                              found, line.len, &len, err);
    if (status == MUS_OK) {
        status = mus_export_difference(index, line, (struct mus_text){found, len}, err);
    }
    mus_free(found);
    set_fault(worker, index, status);
}

/* Lines before an entry that cannot be read come first in the order of entries, and so their
 * faults. */
static void compare_lines(struct worker *worker, uint64_t begin)
{
    struct mus_text made = mus_buf_text(&worker->made);
    struct mus_error err;
    size_t same = 0;
    enum mus_status status = mus_export_lines_compare(worker->job->lines, begin, made, &same, &err);
    if (status != MUS_OK) {
        worker->fault.err = err;
        set_fault(worker, first_entry(worker), status);
    } else if (same < made.len) {
        tell_difference(worker, begin, same);
    }
}

static void check_chunk(struct worker *worker)
{
    uint64_t begin = 0;
    make_lines(worker);
    if (worker->fault.entry == MUS_NO_FAULT) {
        say_length(worker->job, worker->chunk, worker->made.len);
    } else {
        say_bad(worker->job, worker->chunk);
    }
    /* A chunk that is not whole is hashed where the tree is put together. */
    if (worker->fault.entry == MUS_NO_FAULT && worker->count == MUS_CHUNK_ENTRIES) {
        hash_chunk(worker);
    }
    if (!worker->made.failed && wait_for_begin(worker->job, worker->chunk, &begin)) {
        compare_lines(worker, begin);
    }
    if (worker->fault.entry != MUS_NO_FAULT) {
        say_bad(worker->job, worker->chunk);
    }
}

/* Chunks come in rising order: after one with a fault this worker finds none that comes before. */
static void *work(void *argument)
{
    struct worker *worker = argument;
    while (worker->fault.entry == MUS_NO_FAULT && take_chunk(worker)) {
        check_chunk(worker);
    }
    return NULL;
}

/* ---------------------------------------------------------------------------- all of them */

/* A thread that cannot be started is missed by nobody: the others take its chunks. */
static void run(struct job *job, struct worker *workers, size_t threads,
                struct mus_export_fault *fault)
{
    pthread_t ids[MUS_MAX_THREADS];
    size_t started = 0;
    for (size_t i = 0; i < threads; i++) {
        workers[i].job = job;
        workers[i].fault.entry = MUS_NO_FAULT;
    }
    while (started + 1 < threads &&
           pthread_create(&ids[started], NULL, work, &workers[started + 1]) == 0) {
        started++;
    }
    work(&workers[0]);
    for (size_t i = 0; i < started; i++) {
        pthread_join(ids[i], NULL);
    }
    fault->entry = MUS_NO_FAULT;
    for (size_t i = 0; i < threads; i++) {
        mus_export_fault_take(fault, &workers[i].fault);
        mus_buf_done(&workers[i].made);
    }
    mus_export_fault_take(fault, &job->book_fault);
}

enum mus_status mus_export_check(struct mus_export_chunks *chunks,
                                 const struct mus_export_lines *lines, size_t threads,
                                 struct mus_book *book, struct mus_export_fault *fault,
                                 uint64_t *lines_end, struct mus_error *err)
{
    assert(threads >= 1 && threads <= MUS_MAX_THREADS);
    struct job job = {.chunks = chunks,
                      .lines = lines,
                      .book = book,
                      .book_fault = {.entry = MUS_NO_FAULT},
                      .bad_from = SIZE_MAX,
                      .measures = mus_alloc_zero(chunks->room + 1, sizeof *job.measures),
                      .begins = mus_alloc_zero(chunks->room + 1, sizeof *job.begins),
                      .known = 1};
    struct worker *workers = mus_alloc_zero(threads, sizeof *workers);
    enum mus_status status = MUS_OK;
    if (job.measures == NULL || job.begins == NULL || workers == NULL) {
        status = mus_fail_memory(err);
    } else {
        pthread_mutex_init(&job.lock, NULL);
        pthread_cond_init(&job.changed, NULL);
        run(&job, workers, threads, fault);
        *lines_end = job.begins[chunks->count];
        pthread_cond_destroy(&job.changed);
        pthread_mutex_destroy(&job.lock);
    }
    mus_free(job.measures);
    mus_free(job.begins);
    mus_free(workers);
    return status;
}
