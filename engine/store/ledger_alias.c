/* The only way from the ledger's random ids to companies and persons, and back. */
#include "crypto/crypto.h"
#include "store/ledger_internal.h"

#include <string.h>

static enum mus_status read_alias(struct mus_text value, struct mus_ledger_id *out,
                                  struct mus_error *err)
{
    if (value.len != sizeof out->bytes) {
        return mus_fail(err, MUS_CORRUPT, "alias: %zu bytes, expected %zu", value.len,
                        sizeof out->bytes);
    }
    memcpy(out->bytes, value.ptr, sizeof out->bytes);
    return MUS_OK;
}

static struct mus_text text_of(const struct mus_ledger_id *alias)
{
    return (struct mus_text){(const char *)alias->bytes, sizeof alias->bytes};
}

enum mus_status mus_store_find_alias(const struct mus_read *read, enum mus_alias what,
                                     struct mus_text id, bool *found, struct mus_ledger_id *out,
                                     struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text value = MUS_NO_TEXT;
    enum mus_status status = mus_key_of_alias(what, id, &key, err);
    if (status == MUS_OK) {
        status = mus_db_get(read->txn, MUS_DB_ALIAS, mus_key_text(&key), &value, err);
    }
    if (status == MUS_OK && value.ptr != NULL) {
        status = read_alias(value, out, err);
    }
    if (status == MUS_OK) {
        *found = value.ptr != NULL;
    }
    return status;
}

/* A company must be there: an alias without one would never go. */
static enum mus_status check_owner(const struct mus_read *read, enum mus_alias what,
                                   struct mus_text id, struct mus_error *err)
{
    struct mus_text record = MUS_NO_TEXT;
    if (what != MUS_ALIAS_COMPANY) {
        return MUS_OK;
    }
    enum mus_status status = mus_db_get(read->txn, MUS_DB_COMPANY, id, &record, err);
    return status == MUS_OK && record.ptr == NULL
               ? mus_fail(err, MUS_NOT_FOUND, "no company \"%.*s\"", MUS_TEXT_SHORT_ARG(id))
               : status;
}

static enum mus_status draw(struct mus_write *write, const struct mus_db_key *key,
                            struct mus_ledger_id *out, struct mus_error *err)
{
    struct mus_ledger_id alias;
    struct mus_txn *txn = write->view.txn;
    mus_crypto_random(alias.bytes, sizeof alias.bytes); /* 128 bits: never the same twice */
    enum mus_status status = mus_db_put(txn, MUS_DB_ALIAS, mus_key_text(key), text_of(&alias), err);
    if (status == MUS_OK) {
        status = mus_db_put(txn, MUS_DB_ALIAS_OF, text_of(&alias), mus_key_text(key), err);
    }
    if (status == MUS_OK) {
        *out = alias;
    }
    return status;
}

enum mus_status mus_store_alias(struct mus_write *write, enum mus_alias what, struct mus_text id,
                                struct mus_ledger_id *out, struct mus_error *err)
{
    struct mus_db_key key;
    bool found = false;
    enum mus_status status = mus_store_find_alias(&write->view, what, id, &found, out, err);
    if (status != MUS_OK || found) {
        return status;
    }
    status = check_owner(&write->view, what, id, err);
    if (status == MUS_OK) {
        status = mus_key_of_alias(what, id, &key, err);
    }
    return status == MUS_OK ? draw(write, &key, out, err) : status;
}

enum mus_status mus_store_alias_of(const struct mus_read *read, const struct mus_ledger_id *alias,
                                   enum mus_alias *what, struct mus_arena *arena,
                                   struct mus_text *id, struct mus_error *err)
{
    struct mus_text value;
    struct mus_text owner;
    unsigned kind = 0;
    enum mus_status status = mus_db_get(read->txn, MUS_DB_ALIAS_OF, text_of(alias), &value, err);
    if (status != MUS_OK) {
        return status;
    }
    if (value.ptr == NULL) {
        *id = MUS_NO_TEXT;
        return MUS_OK;
    }
    if (!mus_key_read_alias(value, &kind, &owner)) {
        return mus_fail(err, MUS_CORRUPT, "alias: stands for nothing readable");
    }
    owner = mus_arena_copy(arena, owner);
    if (owner.ptr == NULL) {
        return mus_fail_memory(err);
    }
    *what = (enum mus_alias)kind;
    *id = owner;
    return MUS_OK;
}

/* The next alias of the kind; *more is false behind the last one. */
static enum mus_status next_alias(struct mus_cursor *cursor, enum mus_cursor_step step,
                                  enum mus_alias what, struct mus_arena *arena,
                                  struct mus_alias_item *out, bool *more, struct mus_error *err)
{
    char first = (char)what;
    struct mus_text key = {&first, 1};
    struct mus_text value;
    struct mus_text id;
    unsigned kind = 0;
    enum mus_status status = mus_cursor_step(cursor, step, &key, &value, err);
    *more = status == MUS_OK && key.ptr != NULL;
    if (!*more) {
        return status;
    }
    if (!mus_key_read_alias(key, &kind, &id)) {
        return mus_fail(err, MUS_CORRUPT, "alias: a key of %zu bytes", key.len);
    }
    *more = kind == what;
    if (!*more) {
        return MUS_OK;
    }
    out->id = mus_arena_copy(arena, id);
    return out->id.ptr == NULL ? mus_fail_memory(err) : read_alias(value, &out->alias, err);
}

enum mus_status mus_store_aliases(const struct mus_read *read, enum mus_alias what,
                                  struct mus_arena *arena, struct mus_alias_item **items,
                                  size_t *count, struct mus_error *err)
{
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    struct mus_alias_item *list = NULL;
    size_t n = 0;
    bool more = true;
    enum mus_status status = mus_db_sizes(read->txn, MUS_DB_ALIAS, &sizes, err);
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, (size_t)sizes.entries, sizeof *list);
        status = list == NULL ? mus_fail_memory(err)
                              : mus_cursor_open(read->txn, MUS_DB_ALIAS, &cursor, err);
    }
    while (status == MUS_OK && more && n < sizes.entries) {
        status = next_alias(cursor, n == 0 ? MUS_CURSOR_AT_OR_AFTER : MUS_CURSOR_NEXT, what, arena,
                            &list[n], &more, err);
        n += more;
    }
    mus_cursor_close(cursor);
    if (status == MUS_OK) {
        *items = list;
        *count = n;
    }
    return status;
}

enum mus_status mus_alias_remove(struct mus_write *write, enum mus_alias what, struct mus_text id,
                                 struct mus_error *err)
{
    struct mus_txn *txn = write->view.txn;
    struct mus_db_key key;
    struct mus_ledger_id alias;
    bool found = false;
    enum mus_status status = mus_store_find_alias(&write->view, what, id, &found, &alias, err);
    if (status != MUS_OK || !found) {
        return status;
    }
    status = mus_key_of_alias(what, id, &key, err);
    if (status == MUS_OK) {
        status = mus_db_delete(txn, MUS_DB_ALIAS, mus_key_text(&key), MUS_NO_TEXT, err);
    }
    return status == MUS_OK ? mus_db_delete(txn, MUS_DB_ALIAS_OF, text_of(&alias), MUS_NO_TEXT, err)
                            : status;
}
