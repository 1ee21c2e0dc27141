/* Walking over the entries. */
#include "base/mem.h"
#include "store/ledger_internal.h"

struct mus_ledger_walker {
    struct mus_cursor *cursor;
    uint64_t next;
    bool begun;
};

enum mus_status mus_ledger_walker_open(const struct mus_read *read, uint64_t from,
                                       struct mus_ledger_walker **out, struct mus_error *err)
{
    struct mus_ledger_walker *walker = mus_alloc_zero(1, sizeof *walker);
    if (walker == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_cursor_open(read->txn, MUS_DB_LEDGER_ENTRY, &walker->cursor, err);
    if (status != MUS_OK) {
        mus_free(walker);
        return status;
    }
    walker->next = from;
    *out = walker;
    return MUS_OK;
}

void mus_ledger_walker_close(struct mus_ledger_walker *walker)
{
    if (walker != NULL) {
        mus_cursor_close(walker->cursor);
        mus_free(walker);
    }
}

enum mus_status mus_ledger_walker_next(struct mus_ledger_walker *walker, uint64_t *index,
                                       struct mus_text *entry, struct mus_error *err)
{
    struct mus_db_key from;
    struct mus_text bytes;
    uint64_t found = 0;
    mus_key_of_number(walker->next, &from);
    struct mus_text key = mus_key_text(&from);
    enum mus_cursor_step step = walker->begun ? MUS_CURSOR_NEXT : MUS_CURSOR_AT_OR_AFTER;
    enum mus_status status = mus_cursor_step(walker->cursor, step, &key, &bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    if (key.ptr == NULL) {
        *entry = MUS_NO_TEXT;
        return MUS_OK;
    }
    if (!mus_key_read_number(key, &found) || found != walker->next) {
        return mus_fail(err, MUS_CORRUPT, "entry %llu: is missing",
                        (unsigned long long)walker->next);
    }
    walker->begun = true;
    walker->next++;
    *index = found;
    *entry = bytes;
    return MUS_OK;
}
