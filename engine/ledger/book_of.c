/* Reading the ledger as a book. Walking the store and adding to the book take about as long; a long
 * ledger is walked by a thread of its own, one batch ahead of the adding:
 *
 *     walking  [batch 0][batch 1][batch 0][batch 1] …
 *     adding            [batch 0][batch 1][batch 0] …
 *
 * While it runs the read belongs to that thread. The book is the same either way. */
#include "ledger/append.h"

#include <pthread.h>

#include "base/mem.h"
#include "store/ledger.h"

enum {
    SOME = 64,           /* entries handed to the book together */
    BATCH = 64 * SOME,   /* entries of a batch */
    LONG_LEDGER = 50000, /* entries from which on a thread is worth its while */
};

struct batch {
    struct mus_text entries[BATCH];
    size_t count; /* fewer than BATCH: the last one */
    bool full;    /* waits to be added */
};

/* Fills a batch, as far as the ledger goes. */
static enum mus_status fill(struct mus_ledger_walker *walker, struct batch *batch,
                            struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    batch->count = 0;
    while (status == MUS_OK && batch->count < BATCH) {
        uint64_t index;
        struct mus_text *entry = &batch->entries[batch->count];
        status = mus_ledger_walker_next(walker, &index, entry, err);
        if (status == MUS_OK && entry->ptr == NULL) {
            break;
        }
        batch->count += status == MUS_OK;
    }
    return status;
}

static enum mus_status add(struct mus_book *book, const struct batch *batch, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t at = 0; status == MUS_OK && at < batch->count; at += SOME) {
        size_t left = batch->count - at;
        status = mus_book_add_all(book, &batch->entries[at], left < SOME ? left : SOME, err);
    }
    return status;
}

static enum mus_status take_turns(struct mus_ledger_walker *walker, struct mus_book *book,
                                  struct batch *batch, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    do {
        status = fill(walker, batch, err);
        if (status == MUS_OK) {
            status = add(book, batch, err);
        }
    } while (status == MUS_OK && batch->count == BATCH);
    return status;
}

/* ------------------------------------------------------------------ one batch ahead */

struct ahead {
    struct mus_ledger_walker *walker;
    struct batch *batches; /* two */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stop; /* the adding has failed */
    enum mus_status status;
    struct mus_error err;
};

/* Waits until the batch is full, or empty, as asked for; false where there is nothing to wait for
 * any more. */
static bool await(struct ahead *ahead, const struct batch *batch, bool full)
{
    pthread_mutex_lock(&ahead->lock);
    while (batch->full != full && !ahead->stop && ahead->status == MUS_OK) {
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    }
    bool ready = batch->full == full && !ahead->stop;
    pthread_mutex_unlock(&ahead->lock);
    return ready;
}

static void hand_over(struct ahead *ahead, struct batch *batch, bool full)
{
    pthread_mutex_lock(&ahead->lock);
    batch->full = full;
    pthread_cond_signal(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
}

static void *walk(void *context)
{
    struct ahead *ahead = context;
    struct mus_error err = {0};
    enum mus_status status = MUS_OK;
    bool more = true;
    for (size_t i = 0; more && await(ahead, &ahead->batches[i % 2], false); i++) {
        struct batch *batch = &ahead->batches[i % 2];
        status = fill(ahead->walker, batch, &err);
        more = status == MUS_OK && batch->count == BATCH;
        if (status == MUS_OK) {
            hand_over(ahead, batch, true);
        }
    }
    if (status != MUS_OK) {
        pthread_mutex_lock(&ahead->lock);
        ahead->status = status;
        ahead->err = err;
        pthread_cond_signal(&ahead->changed);
        pthread_mutex_unlock(&ahead->lock);
    }
    return NULL;
}

static enum mus_status add_all(struct ahead *ahead, struct mus_book *book, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    bool more = true;
    for (size_t i = 0; status == MUS_OK && more; i++) {
        struct batch *batch = &ahead->batches[i % 2];
        if (!await(ahead, batch, true)) {
            return mus_fail(err, ahead->status, "%s", ahead->err.message);
        }
        status = add(book, batch, err);
        more = batch->count == BATCH;
        hand_over(ahead, batch, false);
    }
    return status;
}

/* *done is false where no thread could be had: nothing was read then. */
static enum mus_status read_ahead(struct mus_ledger_walker *walker, struct mus_book *book,
                                  struct batch *batches, bool *done, struct mus_error *err)
{
    struct ahead ahead = {.walker = walker,
                          .batches = batches,
                          .lock = PTHREAD_MUTEX_INITIALIZER,
                          .changed = PTHREAD_COND_INITIALIZER};
    pthread_t thread;
    *done = pthread_create(&thread, NULL, walk, &ahead) == 0;
    if (!*done) {
        return MUS_OK;
    }
    enum mus_status status = add_all(&ahead, book, err);
    pthread_mutex_lock(&ahead.lock);
    ahead.stop = true;
    pthread_cond_signal(&ahead.changed);
    pthread_mutex_unlock(&ahead.lock);
    pthread_join(thread, NULL);
    return status;
}

static enum mus_status read_with(const struct mus_read *read, struct mus_book *book,
                                 struct batch *batches, struct mus_error *err)
{
    uint64_t size = 0;
    bool done = false;
    struct mus_ledger_walker *walker = NULL;
    enum mus_status status = mus_store_ledger_size(read, &size, err);
    if (status == MUS_OK) {
        status = mus_book_reserve(book, size, err);
    }
    if (status == MUS_OK) {
        status = mus_ledger_walker_open(read, 0, &walker, err);
    }
    if (status == MUS_OK && size >= LONG_LEDGER) {
        status = read_ahead(walker, book, batches, &done, err);
    }
    if (status == MUS_OK && !done) {
        status = take_turns(walker, book, batches, err);
    }
    mus_ledger_walker_close(walker);
    return status;
}

enum mus_status mus_ledger_book_of(const struct mus_read *read, struct mus_book **out,
                                   struct mus_error *err)
{
    struct mus_book *book = NULL;
    struct batch *batches = mus_alloc(2, sizeof *batches);
    if (batches == NULL) {
        return mus_fail_memory(err);
    }
    batches[0].full = false;
    batches[1].full = false;
    enum mus_status status = mus_book_new(&book, err);
    if (status == MUS_OK) {
        status = read_with(read, book, batches, err);
    }
    mus_free(batches);
    if (status != MUS_OK) {
        mus_book_free(book);
        return status;
    }
    *out = book;
    return MUS_OK;
}
