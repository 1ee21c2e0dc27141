/* What is kept beside the entries: requests, checkpoints and the log's verification keys. */
#include "base/bytes.h"
#include "crypto/note.h"
#include "store/ledger_internal.h"

#include <string.h>

/* ---- requests ---- */

static enum mus_status key_of_request(struct mus_text request, struct mus_db_key *out,
                                      struct mus_error *err)
{
    if (request.len > MUS_LEDGER_MAX_REQUEST) {
        return mus_fail(err, MUS_LIMIT, "request id: %zu bytes, at most %d", request.len,
                        MUS_LEDGER_MAX_REQUEST);
    }
    return mus_key_of_text("request id", request, out, err);
}

bool mus_ledger_request_value(struct mus_text value, uint64_t *index, struct mus_digest *content)
{
    struct mus_bytes bytes = mus_bytes_of(value.ptr, value.len);
    uint64_t entry = mus_bytes_u64(&bytes);
    const unsigned char *digest = mus_bytes_take(&bytes, sizeof content->bytes);
    if (digest == NULL || bytes.left != 0) {
        return false;
    }
    memcpy(content->bytes, digest, sizeof content->bytes);
    *index = entry;
    return true;
}

enum mus_status mus_store_ledger_request(const struct mus_read *read, struct mus_text request,
                                         bool *found, uint64_t *index, struct mus_digest *content,
                                         struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text value;
    enum mus_status status = key_of_request(request, &key, err);
    if (status == MUS_OK) {
        status = mus_db_get(read->txn, MUS_DB_LEDGER_REQUEST, mus_key_text(&key), &value, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (value.ptr != NULL && !mus_ledger_request_value(value, index, content)) {
        return mus_fail(err, MUS_CORRUPT, "request \"%.*s\": malformed",
                        MUS_TEXT_SHORT_ARG(request));
    }
    *found = value.ptr != NULL;
    return MUS_OK;
}

static enum mus_status put_request(struct mus_write *write, struct mus_text request, uint64_t index,
                                   const struct mus_digest *content, struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_buf value = {0};
    mus_buf_add_u64(&value, index);
    mus_buf_add(&value, content->bytes, sizeof content->bytes);
    enum mus_status status = mus_buf_check(&value, err);
    if (status == MUS_OK) {
        status = key_of_request(request, &key, err);
    }
    if (status == MUS_OK) {
        status = mus_db_put(write->view.txn, MUS_DB_LEDGER_REQUEST, mus_key_text(&key),
                            mus_buf_text(&value), err);
    }
    mus_buf_done(&value);
    return status;
}

enum mus_status mus_store_ledger_put_request(struct mus_write *write, struct mus_text request,
                                             uint64_t index, const struct mus_digest *content,
                                             struct mus_error *err)
{
    bool found = false;
    uint64_t old = 0;
    struct mus_digest old_content;
    struct mus_ledger_end end;
    enum mus_status status =
        mus_store_ledger_request(&write->view, request, &found, &old, &old_content, err);
    if (status == MUS_OK && found) {
        return mus_fail(err, MUS_CONFLICT, "request \"%.*s\": entry %llu came of it already",
                        MUS_TEXT_SHORT_ARG(request), (unsigned long long)old);
    }
    if (status == MUS_OK) {
        status = mus_ledger_end_of(&write->view, &end, err);
    }
    if (status == MUS_OK && index >= end.size) {
        return mus_ledger_no_entry(index, end.size, err);
    }
    return status == MUS_OK ? put_request(write, request, index, content, err) : status;
}

/* ---- checkpoints ---- */

enum mus_status mus_store_put_checkpoint(struct mus_write *write, uint64_t size,
                                         struct mus_text note, struct mus_error *err)
{
    struct mus_ledger_end end;
    struct mus_db_key key;
    if (note.len == 0) {
        return mus_fail(err, MUS_INVALID, "checkpoint: is empty");
    }
    enum mus_status status = mus_ledger_end_of(&write->view, &end, err);
    if (status == MUS_OK && size > end.size) {
        return mus_ledger_no_entry(size - 1, end.size, err);
    }
    mus_key_of_number(size, &key);
    return status == MUS_OK
               ? mus_db_put(write->view.txn, MUS_DB_CHECKPOINT, mus_key_text(&key), note, err)
               : status;
}

enum mus_status mus_store_checkpoint(const struct mus_read *read, uint64_t size,
                                     struct mus_arena *arena, struct mus_text *note,
                                     struct mus_error *err)
{
    struct mus_db_key key;
    mus_key_of_number(size, &key);
    return mus_read_copy(read, MUS_DB_CHECKPOINT, mus_key_text(&key), arena, note, err);
}

/* The last number and value of a table whose keys are numbers; *value is not given where it is
 * empty. Borrowed from the store. */
static enum mus_status last_of(const struct mus_read *read, enum mus_main_table table,
                               uint64_t *number, struct mus_text *value, struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_text key = MUS_NO_TEXT;
    struct mus_text found;
    enum mus_status status = mus_cursor_open(read->txn, table, &cursor, err);
    if (status == MUS_OK) {
        status = mus_cursor_step(cursor, MUS_CURSOR_LAST, &key, &found, err);
    }
    if (status == MUS_OK && key.ptr != NULL && !mus_key_read_number(key, number)) {
        status = mus_fail(err, MUS_CORRUPT, "%s: a key of %zu bytes", MUS_MAIN_TABLES[table].name,
                          key.len);
    }
    if (status == MUS_OK) {
        *value = key.ptr == NULL ? MUS_NO_TEXT : found;
    }
    mus_cursor_close(cursor);
    return status;
}

enum mus_status mus_store_last_checkpoint(const struct mus_read *read, struct mus_arena *arena,
                                          uint64_t *size, struct mus_text *note,
                                          struct mus_error *err)
{
    struct mus_text found;
    enum mus_status status = last_of(read, MUS_DB_CHECKPOINT, size, &found, err);
    if (status != MUS_OK) {
        return status;
    }
    *note = mus_arena_copy(arena, found);
    return note->ptr == NULL && found.ptr != NULL ? mus_fail_memory(err) : MUS_OK;
}

enum mus_status mus_store_next_checkpoint(const struct mus_read *read, uint64_t from,
                                          struct mus_arena *arena, uint64_t *size,
                                          struct mus_text *note, struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_db_key first;
    struct mus_text found = MUS_NO_TEXT;
    mus_key_of_number(from, &first);
    struct mus_text key = mus_key_text(&first);
    enum mus_status status = mus_cursor_open(read->txn, MUS_DB_CHECKPOINT, &cursor, err);
    if (status == MUS_OK) {
        status = mus_cursor_step(cursor, MUS_CURSOR_AT_OR_AFTER, &key, &found, err);
    }
    if (status == MUS_OK && key.ptr != NULL && !mus_key_read_number(key, size)) {
        status = mus_fail(err, MUS_CORRUPT, "checkpoint: a key of %zu bytes", key.len);
    }
    if (status == MUS_OK) {
        found = key.ptr == NULL ? MUS_NO_TEXT : found;
        *note = mus_arena_copy(arena, found);
        status = note->ptr == NULL && found.ptr != NULL ? mus_fail_memory(err) : MUS_OK;
    }
    mus_cursor_close(cursor);
    return status;
}

/* ---- keys ---- */

enum mus_status mus_store_add_ledger_key(struct mus_write *write, struct mus_text key,
                                         struct mus_error *err)
{
    struct mus_note_key readable;
    struct mus_text last;
    struct mus_db_key at;
    uint64_t number = 0;
    enum mus_status status = mus_note_key_read(key, &readable, err);
    if (status == MUS_OK) {
        status = last_of(&write->view, MUS_DB_LEDGER_KEY, &number, &last, err);
    }
    if (status == MUS_OK) {
        mus_key_of_number(last.ptr == NULL ? 0 : number + 1, &at);
        status = mus_db_put(write->view.txn, MUS_DB_LEDGER_KEY, mus_key_text(&at), key, err);
    }
    return status;
}

enum mus_status mus_store_ledger_keys(const struct mus_read *read, struct mus_arena *arena,
                                      struct mus_texts *keys, struct mus_error *err)
{
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    struct mus_text *items = NULL;
    size_t count = 0;
    enum mus_status status = mus_db_sizes(read->txn, MUS_DB_LEDGER_KEY, &sizes, err);
    if (status == MUS_OK) {
        items = mus_arena_alloc(arena, (size_t)sizes.entries, sizeof *items);
        status = items == NULL ? mus_fail_memory(err)
                               : mus_cursor_open(read->txn, MUS_DB_LEDGER_KEY, &cursor, err);
    }
    for (; status == MUS_OK && count < sizes.entries; count++) {
        struct mus_text number = MUS_NO_TEXT;
        struct mus_text key = MUS_NO_TEXT;
        status = mus_cursor_step(cursor, count == 0 ? MUS_CURSOR_FIRST : MUS_CURSOR_NEXT, &number,
                                 &key, err);
        if (status == MUS_OK) {
            items[count] = mus_arena_copy(arena, key);
            status = items[count].ptr == NULL ? mus_fail_memory(err) : MUS_OK;
        }
    }
    mus_cursor_close(cursor);
    if (status == MUS_OK) {
        *keys = (struct mus_texts){count == 0 ? NULL : items, count};
    }
    return status;
}
