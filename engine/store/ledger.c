/* Appending and finding entries. The size of the ledger is not kept anywhere: it is one more than
 * the last index, so that it cannot disagree with the entries. */
#include "store/ledger.h"

#include "crypto/merkle.h"
#include "store/ledger_internal.h"

enum mus_status mus_ledger_no_entry(uint64_t index, uint64_t size, struct mus_error *err)
{
    return mus_fail(err, MUS_NOT_FOUND, "no entry %llu (the ledger has %llu)",
                    (unsigned long long)index, (unsigned long long)size);
}

static enum mus_status read_end(struct mus_text key, struct mus_text bytes,
                                struct mus_ledger_end *out, struct mus_error *err)
{
    uint64_t index = 0;
    enum mus_ledger_kind kind;
    mus_date date;
    if (!mus_key_read_number(key, &index)) {
        return mus_fail(err, MUS_CORRUPT, "ledger: a key of %zu bytes", key.len);
    }
    if (!mus_ledger_entry_peek(bytes, &kind, &out->recorded, &date)) {
        return mus_fail(err, MUS_CORRUPT, "entry %llu: malformed", (unsigned long long)index);
    }
    out->size = index + 1;
    return MUS_OK;
}

enum mus_status mus_ledger_end_of(const struct mus_read *read, struct mus_ledger_end *out,
                                  struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_text key = MUS_NO_TEXT;
    struct mus_text bytes = MUS_NO_TEXT;
    struct mus_ledger_end end = {0, 0};
    enum mus_status status = mus_cursor_open(read->txn, MUS_DB_LEDGER_ENTRY, &cursor, err);
    if (status == MUS_OK) {
        status = mus_cursor_step(cursor, MUS_CURSOR_LAST, &key, &bytes, err);
    }
    if (status == MUS_OK && key.ptr != NULL) {
        status = read_end(key, bytes, &end, err);
    }
    mus_cursor_close(cursor);
    if (status == MUS_OK) {
        *out = end;
    }
    return status;
}

/* Puts the entry and all that follows from it. */
static enum mus_status put_entry(struct mus_write *write, uint64_t index, struct mus_text bytes,
                                 const struct mus_ledger_entry *entry, struct mus_error *err)
{
    struct mus_txn *txn = write->view.txn;
    struct mus_db_key key;
    struct mus_digest leaf = mus_merkle_leaf(bytes.ptr, bytes.len);
    mus_key_of_number(index, &key);
    enum mus_status status = mus_db_put(txn, MUS_DB_LEDGER_ENTRY, mus_key_text(&key), bytes, err);
    if (status == MUS_OK) {
        status = mus_ledger_tree_add(write, index, &leaf, err);
    }
    if (status == MUS_OK && mus_ledger_is_about(entry)) {
        struct mus_db_key about;
        mus_key_of_number(entry->as.about.entry, &about);
        status =
            mus_db_put(txn, MUS_DB_LEDGER_ABOUT, mus_key_text(&about), mus_key_text(&key), err);
    }
    return status;
}

/* That the entry may come next. */
static enum mus_status check_next(const struct mus_ledger_end *end,
                                  const struct mus_ledger_entry *entry, struct mus_error *err)
{
    if (entry->recorded < end->recorded) {
        return mus_fail(err, MUS_CONFLICT,
                        "recorded: %llu, before the last entry, which was recorded at %llu",
                        (unsigned long long)entry->recorded, (unsigned long long)end->recorded);
    }
    return mus_ledger_is_about(entry) && entry->as.about.entry >= end->size
               ? mus_ledger_no_entry(entry->as.about.entry, end->size, err)
               : MUS_OK;
}

enum mus_status mus_store_ledger_append(struct mus_write *write, struct mus_text bytes,
                                        uint64_t *index, struct mus_error *err)
{
    struct mus_ledger_entry entry;
    struct mus_ledger_end end;
    enum mus_status status = mus_ledger_entry_decode(bytes, &entry, err);
    if (status == MUS_OK) {
        status = mus_ledger_end_of(&write->view, &end, err);
    }
    if (status == MUS_OK) {
        status = check_next(&end, &entry, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    status = put_entry(write, end.size, bytes, &entry, err);
    if (status != MUS_OK) {
        mus_write_doom(write);
        return status;
    }
    *index = end.size;
    return MUS_OK;
}

enum mus_status mus_store_ledger_size(const struct mus_read *read, uint64_t *size,
                                      struct mus_error *err)
{
    struct mus_ledger_end end;
    enum mus_status status = mus_ledger_end_of(read, &end, err);
    if (status == MUS_OK) {
        *size = end.size;
    }
    return status;
}

enum mus_status mus_store_ledger_last_recorded(const struct mus_read *read, uint64_t *recorded,
                                               struct mus_error *err)
{
    struct mus_ledger_end end;
    enum mus_status status = mus_ledger_end_of(read, &end, err);
    if (status == MUS_OK) {
        *recorded = end.recorded;
    }
    return status;
}

enum mus_status mus_store_ledger_entry(const struct mus_read *read, uint64_t index,
                                       struct mus_arena *arena, struct mus_text *out,
                                       struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text bytes;
    uint64_t size = 0;
    mus_key_of_number(index, &key);
    enum mus_status status =
        mus_read_bytes(read, MUS_DB_LEDGER_ENTRY, mus_key_text(&key), arena, &bytes, err);
    if (status == MUS_OK && bytes.ptr == NULL) {
        status = mus_store_ledger_size(read, &size, err);
        return status == MUS_OK ? mus_ledger_no_entry(index, size, err) : status;
    }
    if (status == MUS_OK) {
        *out = bytes;
    }
    return status;
}

/* Goes over the entries about this one; `entries`, where it is given, has room for them. */
static enum mus_status gather_about(const struct mus_read *read, uint64_t index, uint64_t *entries,
                                    size_t *count, struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_db_key key;
    size_t n = 0;
    mus_key_of_number(index, &key);
    struct mus_text at = mus_key_text(&key);
    struct mus_text value;
    enum mus_cursor_step step = MUS_CURSOR_EXACT;
    enum mus_status status = mus_cursor_open(read->txn, MUS_DB_LEDGER_ABOUT, &cursor, err);
    while (status == MUS_OK) {
        uint64_t entry = 0;
        status = mus_cursor_step(cursor, step, &at, &value, err);
        step = MUS_CURSOR_NEXT_VALUE;
        if (status != MUS_OK || at.ptr == NULL) {
            break;
        }
        if (!mus_key_read_number(value, &entry)) {
            status = mus_fail(err, MUS_CORRUPT, "entries about %llu: malformed",
                              (unsigned long long)index);
        } else if (entries != NULL) {
            entries[n] = entry;
        }
        n++;
    }
    mus_cursor_close(cursor);
    *count = n;
    return status;
}

enum mus_status mus_store_ledger_about(const struct mus_read *read, uint64_t index,
                                       struct mus_arena *arena, uint64_t **entries, size_t *count,
                                       struct mus_error *err)
{
    size_t n = 0;
    enum mus_status status = gather_about(read, index, NULL, &n, err);
    if (status != MUS_OK) {
        return status;
    }
    uint64_t *list = mus_arena_alloc(arena, n, sizeof *list);
    if (list == NULL) {
        return mus_fail_memory(err);
    }
    status = gather_about(read, index, list, &n, err);
    if (status == MUS_OK) {
        *entries = list;
        *count = n;
    }
    return status;
}

enum mus_status mus_store_ledger_reversal(const struct mus_read *read, uint64_t index,
                                          struct mus_arena *arena, bool *found, uint64_t *reversal,
                                          struct mus_error *err)
{
    uint64_t *about = NULL;
    size_t count = 0;
    bool reversed = false;
    enum mus_status status = mus_store_ledger_about(read, index, arena, &about, &count, err);
    for (size_t i = 0; status == MUS_OK && !reversed && i < count; i++) {
        struct mus_text bytes;
        enum mus_ledger_kind kind;
        uint64_t recorded = 0;
        mus_date date = MUS_NO_DATE;
        status = mus_store_ledger_entry(read, about[i], arena, &bytes, err);
        reversed = status == MUS_OK && mus_ledger_entry_peek(bytes, &kind, &recorded, &date) &&
                   kind == MUS_LEDGER_REVERSED;
        if (reversed) {
            *reversal = about[i];
        }
    }
    if (status == MUS_OK) {
        *found = reversed;
    }
    return status;
}
