/* Companies found by id and by key. Putting is in put.c, walking in walk.c. */
#include "store/companies.h"

#include "crypto/crypto.h"
#include "crypto/seal.h"
#include "store/internal.h"
#include "store/keys.h"
#include "store/redirect.h"

#include <string.h>

void mus_store_new_id(char out[MUS_NEW_ID_BYTES + 1])
{
    static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz"; /* without i, l, o, u */
    unsigned char random[MUS_NEW_ID_BYTES - 2];
    mus_crypto_random(random, sizeof random);
    out[0] = 'c';
    out[1] = '-';
    for (size_t i = 0; i < sizeof random; i++) {
        out[2 + i] = alphabet[random[i] % 32];
    }
    out[MUS_NEW_ID_BYTES] = '\0';
}

static enum mus_status no_company(struct mus_text id, struct mus_error *err)
{
    return mus_fail(err, MUS_NOT_FOUND, "no company \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
}

/* Where the id leads to, and the record there; both borrowed. */
static enum mus_status follow(const struct mus_read *read, struct mus_text id, struct mus_text *end,
                              struct mus_text *record, struct mus_error *err)
{
    struct mus_text at = id;
    if (!mus_text_is_id(id)) {
        return no_company(id, err);
    }
    for (size_t steps = 0; steps < MUS_MAX_REDIRECTS; steps++) {
        struct mus_redirect redirect;
        enum mus_status status = mus_db_get(read->txn, MUS_DB_COMPANY, at, record, err);
        if (status == MUS_OK && record->ptr != NULL) {
            *end = at;
            return MUS_OK;
        }
        if (status == MUS_OK) {
            status = mus_redirect_of(read, at, &redirect, err);
        }
        if (status != MUS_OK) {
            return status;
        }
        if (redirect.id.ptr == NULL) {
            return steps == 0 ? no_company(id, err)
                              : mus_fail(err, MUS_CORRUPT, "redirect of \"%.*s\": leads nowhere",
                                         MUS_TEXT_SHORT_ARG(id));
        }
        at = redirect.id;
    }
    return mus_fail(err, MUS_CORRUPT, "redirect of \"%.*s\": leads in a circle",
                    MUS_TEXT_SHORT_ARG(id));
}

enum mus_status mus_store_resolve(const struct mus_read *read, struct mus_text id,
                                  struct mus_arena *arena, struct mus_text *out,
                                  struct mus_error *err)
{
    struct mus_text end;
    struct mus_text record;
    enum mus_status status = follow(read, id, &end, &record, err);
    if (status != MUS_OK) {
        return status;
    }
    *out = mus_arena_copy(arena, end);
    return out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
}

/* The record that the id leads to; a write's next change may take what is borrowed from it. */
static enum mus_status record_of(const struct mus_read *read, struct mus_text id,
                                 struct mus_arena *arena, struct mus_text *out,
                                 struct mus_error *err)
{
    struct mus_text end;
    struct mus_text record;
    enum mus_status status = follow(read, id, &end, &record, err);
    if (status == MUS_OK && read->write != NULL) {
        record = mus_arena_copy(arena, record);
        status = record.ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    if (status == MUS_OK) {
        *out = record;
    }
    return status;
}

enum mus_status mus_store_company(const struct mus_read *read, struct mus_text id,
                                  struct mus_arena *arena, struct mus_company_record *out,
                                  struct mus_error *err)
{
    struct mus_text bytes;
    enum mus_status status = record_of(read, id, arena, &bytes, err);
    return status == MUS_OK ? mus_company_record_decode(bytes.ptr, bytes.len, arena, out, err)
                            : status;
}

enum mus_status mus_store_company_some(const struct mus_read *read, struct mus_text id,
                                       mus_field_set fields, struct mus_arena *arena,
                                       struct mus_company *out, struct mus_error *err)
{
    struct mus_text bytes;
    enum mus_status status = record_of(read, id, arena, &bytes, err);
    return status == MUS_OK
               ? mus_company_record_decode_some(bytes.ptr, bytes.len, fields, arena, out, err)
               : status;
}

static enum mus_status unseal_contacts(const struct mus_read *read,
                                       struct mus_company_record *record, struct mus_arena *arena,
                                       struct mus_error *err)
{
    struct mus_text id = record->company.id;
    struct mus_text sealed;
    struct mus_buf plain = {0};
    enum mus_status status = mus_db_get(read->txn, MUS_DB_SEALED, id, &sealed, err);
    if (status == MUS_OK && sealed.ptr == NULL) {
        status = mus_fail(err, MUS_CORRUPT, "contacts of \"%.*s\": are not there",
                          MUS_TEXT_SHORT_ARG(id));
    }
    if (status == MUS_OK) {
        status = mus_store_unseal(read, id, MUS_USE_CONTACTS, sealed, &plain, err);
    }
    if (status == MUS_OK) {
        struct mus_text kept = mus_arena_copy(arena, mus_buf_text(&plain));
        status = kept.ptr == NULL ? mus_fail_memory(err)
                                  : mus_contacts_decode(kept.ptr, kept.len, arena,
                                                        &record->company.contacts, err);
    }
    if (status == MUS_OK) {
        record->company.given |= MUS_FIELD_BIT(MUS_FIELD_CONTACTS);
    }
    mus_buf_wipe(&plain);
    return status;
}

enum mus_status mus_store_company_whole(const struct mus_read *read, struct mus_text id,
                                        struct mus_arena *arena, struct mus_company_record *out,
                                        struct mus_error *err)
{
    struct mus_company_record record;
    enum mus_status status = mus_store_company(read, id, arena, &record, err);
    if (status == MUS_OK && record.has_contacts) {
        status = unseal_contacts(read, &record, arena, err);
    }
    if (status == MUS_OK) {
        *out = record;
    }
    return status;
}

enum mus_status mus_store_firm(const struct mus_read *read, struct mus_text id,
                               struct mus_arena *arena, struct mus_walk_item *out,
                               struct mus_error *err)
{
    struct mus_walk_item item;
    enum mus_status status = mus_store_resolve(read, id, arena, &item.id, err);
    if (status == MUS_OK) {
        status = mus_read_bytes(read, MUS_DB_FIRM, item.id, arena, &item.bytes, err);
    }
    if (status == MUS_OK && item.bytes.ptr == NULL) {
        status = mus_fail(err, MUS_CORRUPT, "match record of \"%.*s\": is not there",
                          MUS_TEXT_SHORT_ARG(item.id));
    }
    if (status == MUS_OK) {
        *out = item;
    }
    return status;
}

enum mus_status mus_store_find_source(const struct mus_read *read, struct mus_source source,
                                      struct mus_arena *arena, struct mus_text *id,
                                      struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text owner;
    enum mus_status status = mus_key_of_pair("source", source.name, source.id, &key, err);
    if (status == MUS_OK) {
        status = mus_db_get(read->txn, MUS_DB_SOURCE, mus_key_text(&key), &owner, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (owner.ptr == NULL) {
        *id = MUS_NO_TEXT;
        return MUS_OK;
    }
    return mus_store_resolve(read, owner, arena, id, err);
}

/* How many values the key has; the cursor is left behind the last one that fits into `items`. */
static enum mus_status collect(const struct mus_read *read, struct mus_cursor *cursor,
                               struct mus_text key, struct mus_arena *arena, struct mus_text *items,
                               size_t *count, struct mus_error *err)
{
    size_t n = 0;
    enum mus_cursor_step step = MUS_CURSOR_EXACT;
    for (;;) {
        struct mus_text at = key;
        struct mus_text value;
        enum mus_status status = mus_cursor_step(cursor, step, &at, &value, err);
        if (status == MUS_OK && value.ptr != NULL && items != NULL) {
            status = mus_store_resolve(read, value, arena, &items[n], err);
        }
        if (status != MUS_OK) {
            return status;
        }
        if (value.ptr == NULL) {
            *count = n;
            return MUS_OK;
        }
        n++;
        step = MUS_CURSOR_NEXT_VALUE;
    }
}

/* Sorted, each once: several keys may have led to one company. */
static size_t unique(struct mus_text *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct mus_text item = items[i];
        size_t at = i;
        for (; at > 0 && mus_text_compare(items[at - 1], item) > 0; at--) {
            items[at] = items[at - 1];
        }
        items[at] = item;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !mus_text_equal(items[kept - 1], items[i])) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

static enum mus_status find_many(const struct mus_read *read, enum mus_main_table table,
                                 struct mus_text key, struct mus_arena *arena,
                                 struct mus_texts *ids, struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_text *items = NULL;
    size_t count = 0;
    enum mus_status status = mus_cursor_open(read->txn, table, &cursor, err);
    if (status == MUS_OK) {
        status = collect(read, cursor, key, arena, NULL, &count, err);
    }
    if (status == MUS_OK && count > 0) {
        items = mus_arena_alloc(arena, count, sizeof *items);
        status = items == NULL ? mus_fail_memory(err)
                               : collect(read, cursor, key, arena, items, &count, err);
    }
    if (status == MUS_OK) {
        *ids = (struct mus_texts){items, unique(items, count)};
    }
    mus_cursor_close(cursor);
    return status;
}

enum mus_status mus_store_find_number(const struct mus_read *read, struct mus_text number,
                                      struct mus_arena *arena, struct mus_texts *ids,
                                      struct mus_error *err)
{
    struct mus_db_key key;
    enum mus_status status = mus_key_of_text("corporate_number", number, &key, err);
    return status == MUS_OK ? find_many(read, MUS_DB_NUMBER, mus_key_text(&key), arena, ids, err)
                            : status;
}

enum mus_status mus_store_find_name(const struct mus_read *read, struct mus_text key,
                                    struct mus_arena *arena, struct mus_texts *ids,
                                    struct mus_error *err)
{
    struct mus_db_key bytes;
    enum mus_status status = mus_key_of_text("name", key, &bytes, err);
    return status == MUS_OK ? find_many(read, MUS_DB_NAME, mus_key_text(&bytes), arena, ids, err)
                            : status;
}

enum mus_status mus_store_company_count(const struct mus_read *read, uint64_t *count,
                                        struct mus_error *err)
{
    struct mus_db_sizes sizes;
    enum mus_status status = mus_db_sizes(read->txn, MUS_DB_COMPANY, &sizes, err);
    if (status == MUS_OK) {
        *count = sizes.entries;
    }
    return status;
}
