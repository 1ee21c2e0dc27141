#include "ledger/append.h"

#include "store/ledger.h"

enum mus_status mus_ledger_book_of(const struct mus_read *read, struct mus_book **out,
                                   struct mus_error *err)
{
    struct mus_book *book = NULL;
    struct mus_ledger_walker *walker = NULL;
    uint64_t size = 0;
    enum mus_status status = mus_store_ledger_size(read, &size, err);
    if (status == MUS_OK) {
        status = mus_book_new(&book, err);
    }
    if (status == MUS_OK) {
        status = mus_book_reserve(book, size, err);
    }
    if (status == MUS_OK) {
        status = mus_ledger_walker_open(read, 0, &walker, err);
    }
    while (status == MUS_OK) {
        uint64_t index;
        struct mus_text entry;
        status = mus_ledger_walker_next(walker, &index, &entry, err);
        if (status == MUS_OK && entry.ptr == NULL) {
            break;
        }
        if (status == MUS_OK) {
            status = mus_book_add(book, entry, err);
        }
    }
    mus_ledger_walker_close(walker);
    if (status != MUS_OK) {
        mus_book_free(book);
        return status;
    }
    *out = book;
    return MUS_OK;
}
