/* The check of reference tables, documents and data keys. */
#include "store/check_internal.h"

#include "crypto/digest.h"
#include "crypto/encode.h"
#include "profile/table.h"
#include "store/data_key.h"

#include <stdio.h>

static enum mus_status check_table(struct mus_checking *c, struct mus_text key,
                                   struct mus_text value, struct mus_error *err)
{
    struct mus_table table;
    struct mus_db_key expected;
    struct mus_error reason;
    c->report.tables++;
    enum mus_status status = mus_table_decode(value.ptr, value.len, &c->scratch, &table, &reason);
    if (status == MUS_OK) {
        status = mus_table_check(&table, &reason);
    }
    if (status == MUS_OK) {
        status = mus_key_of_pair("table", table.name, table.version, &expected, &reason);
    }
    if (status != MUS_OK) {
        return mus_check_judge(c, status, &reason, err, "table", key);
    }
    if (!mus_text_equal(key, mus_key_text(&expected))) {
        return mus_check_found(c, false, err, "table \"%.*s\": stands under another name",
                               MUS_TEXT_SHORT_ARG(table.name));
    }
    struct mus_text version;
    status = mus_key_of_text("table", table.name, &expected, err);
    if (status == MUS_OK) {
        status =
            mus_db_get(c->read->txn, MUS_DB_TABLE_IN_FORCE, mus_key_text(&expected), &version, err);
    }
    if (status == MUS_OK && version.ptr == NULL) {
        return mus_check_found(c, false, err, "table \"%.*s\": no version of it is in force",
                               MUS_TEXT_SHORT_ARG(table.name));
    }
    return status;
}

static enum mus_status check_table_in_force(struct mus_checking *c, struct mus_text key,
                                            struct mus_text value, struct mus_error *err)
{
    struct mus_db_key pair;
    struct mus_text table = MUS_NO_TEXT;
    enum mus_status status = MUS_OK;
    if (mus_key_of_pair("table", key, value, &pair, NULL) == MUS_OK) {
        status = mus_db_get(c->read->txn, MUS_DB_TABLE, mus_key_text(&pair), &table, err);
    }
    return status != MUS_OK || table.ptr != NULL
               ? status
               : mus_check_found(c, false, err,
                                 "table \"%.*s\": version \"%.*s\" is in force and not there",
                                 MUS_TEXT_SHORT_ARG(key), MUS_TEXT_SHORT_ARG(value));
}

/* A document that has its digest and cannot be read was written so. */
static enum mus_status read_document(struct mus_checking *c, struct mus_text kind,
                                     struct mus_text hex, struct mus_text bytes,
                                     struct mus_error *err)
{
    for (size_t i = 0; i < c->kind_count; i++) {
        if (mus_text_equals(kind, c->kinds[i].name)) {
            struct mus_error reason;
            char what[64];
            enum mus_status status = c->kinds[i].read(bytes, &c->scratch, &reason);
            snprintf(what, sizeof what, "%s document", c->kinds[i].name);
            return mus_check_judge(c, status, &reason, err, what, hex);
        }
    }
    return MUS_OK;
}

static enum mus_status check_document(struct mus_checking *c, struct mus_text key,
                                      struct mus_text value, struct mus_error *err)
{
    struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, value.ptr, value.len);
    struct mus_digest stated = {{0}};
    c->report.documents++;
    struct mus_text hex = mus_key_second(key);
    if (!mus_hex_read(hex, stated.bytes, sizeof stated.bytes) ||
        mus_digest_compare(&digest, &stated) != 0) {
        return mus_check_found(c, false, err, "document \"%.*s\": is not what its digest says",
                               MUS_TEXT_SHORT_ARG(hex));
    }
    struct mus_text kind = {key.ptr, key.len - hex.len - 1};
    return read_document(c, kind, hex, value, err);
}

static enum mus_status check_document_in_force(struct mus_checking *c, struct mus_text key,
                                               struct mus_text value, struct mus_error *err)
{
    struct mus_db_key pair;
    struct mus_text document = MUS_NO_TEXT;
    enum mus_status status = MUS_OK;
    if (mus_key_of_pair("document", key, value, &pair, NULL) == MUS_OK) {
        status = mus_db_get(c->read->txn, MUS_DB_DOCUMENT, mus_key_text(&pair), &document, err);
    }
    return status != MUS_OK || document.ptr != NULL
               ? status
               : mus_check_found(c, false, err, "%.*s document \"%.*s\": is in force and not there",
                                 MUS_TEXT_SHORT_ARG(key), MUS_TEXT_SHORT_ARG(value));
}

/* A key that nothing needs does no harm: a crash may leave it. */
static enum mus_status check_key(struct mus_checking *c, struct mus_text key, struct mus_text value,
                                 struct mus_error *err)
{
    struct mus_key data_key = {0};
    struct mus_text record = MUS_NO_TEXT;
    struct mus_text redirect = MUS_NO_TEXT;
    struct mus_error reason;
    c->report.keys++;
    enum mus_status status = MUS_OK;
    if (!c->report.contacts_not_checked) {
        status = mus_keyring_unwrap(c->read->store->keyring, key, value, &data_key, &reason);
        mus_key_wipe(&data_key);
        status = mus_check_judge(c, status, &reason, err, "key", key);
    }
    if (status == MUS_OK) {
        status = mus_db_get(c->read->txn, MUS_DB_COMPANY, key, &record, err);
    }
    if (status == MUS_OK && record.ptr == NULL) {
        status = mus_db_get(c->read->txn, MUS_DB_REDIRECT, key, &redirect, err);
    }
    if (status == MUS_OK && record.ptr == NULL && redirect.ptr == NULL) {
        status = mus_check_found(c, true, err, "data key of \"%.*s\": there is no such company",
                                 MUS_TEXT_SHORT_ARG(key));
    }
    return status;
}

static enum mus_status check_note(struct mus_checking *c, struct mus_text key,
                                  struct mus_text value, struct mus_error *err)
{
    (void)value;
    return mus_check_found(c, true, err,
                           "erasure of \"%.*s\": was cut short; opening the store to write "
                           "completes it",
                           MUS_TEXT_SHORT_ARG(key));
}

static enum mus_status check_keys(struct mus_checking *c, struct mus_error *err)
{
    struct mus_txn *txn = NULL;
    enum mus_status status = mus_txn_begin(c->read->store->keys, false, &txn, err);
    if (status == MUS_OK) {
        status = mus_check_each(c, txn, MUS_KEYS_KEY, check_key, err);
    }
    if (status == MUS_OK) {
        status = mus_check_each(c, txn, MUS_KEYS_ERASING, check_note, err);
    }
    mus_txn_end(txn);
    return status;
}

enum mus_status mus_check_data(struct mus_checking *c, struct mus_error *err)
{
    static const struct {
        enum mus_main_table table;
        mus_check_one *one;
    } steps[] = {
        {MUS_DB_TABLE, check_table},
        {MUS_DB_TABLE_IN_FORCE, check_table_in_force},
        {MUS_DB_DOCUMENT, check_document},
        {MUS_DB_DOCUMENT_IN_FORCE, check_document_in_force},
    };
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < sizeof steps / sizeof steps[0]; i++) {
        status = mus_check_each(c, c->read->txn, steps[i].table, steps[i].one, err);
    }
    return status == MUS_OK ? check_keys(c, err) : status;
}
