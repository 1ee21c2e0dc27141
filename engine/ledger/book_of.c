#include "ledger/append.h"

#include "store/ledger.h"

enum { SOME = 64 }; /* entries handed to the book together */

/* Up to SOME entries; fewer: the last ones. */
static enum mus_status read_some(struct mus_ledger_walker *walker, struct mus_text *entries,
                                 size_t *count, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    *count = 0;
    while (status == MUS_OK && *count < SOME) {
        uint64_t index;
        status = mus_ledger_walker_next(walker, &index, &entries[*count], err);
        if (status == MUS_OK && entries[*count].ptr == NULL) {
            break;
        }
        *count += status == MUS_OK;
    }
    return status;
}

static enum mus_status read_all(const struct mus_read *read, struct mus_book *book,
                                struct mus_error *err)
{
    struct mus_text entries[SOME];
    size_t count = SOME;
    uint64_t size = 0;
    struct mus_ledger_walker *walker = NULL;
    enum mus_status status = mus_store_ledger_size(read, &size, err);
    if (status == MUS_OK) {
        status = mus_book_reserve(book, size, err);
    }
    if (status == MUS_OK) {
        status = mus_ledger_walker_open(read, 0, &walker, err);
    }
    while (status == MUS_OK && count == SOME) {
        status = read_some(walker, entries, &count, err);
        if (status == MUS_OK) {
            status = mus_book_add_all(book, entries, count, err);
        }
    }
    mus_ledger_walker_close(walker);
    return status;
}

enum mus_status mus_ledger_book_of(const struct mus_read *read, struct mus_book **out,
                                   struct mus_error *err)
{
    struct mus_book *book = NULL;
    enum mus_status status = mus_book_new(&book, err);
    if (status == MUS_OK) {
        status = read_all(read, book, err);
    }
    if (status != MUS_OK) {
        mus_book_free(book);
        return status;
    }
    *out = book;
    return MUS_OK;
}
