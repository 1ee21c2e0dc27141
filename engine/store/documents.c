#include "store/documents.h"

#include "base/limits.h"
#include "crypto/encode.h"
#include "store/internal.h"

enum { MAX_KIND = 32, HEX = 2 * MUS_DIGEST_BYTES };

static enum mus_status check_kind(struct mus_text kind, struct mus_error *err)
{
    if (!mus_text_is_id(kind) || kind.len > MAX_KIND) {
        return mus_fail(err, MUS_INVALID, "\"%.*s\" is no kind of document",
                        MUS_TEXT_SHORT_ARG(kind));
    }
    return MUS_OK;
}

static enum mus_status key_of(struct mus_text kind, const struct mus_digest *digest,
                              struct mus_db_key *out, struct mus_error *err)
{
    char hex[HEX + 1];
    mus_hex_print(hex, digest->bytes, sizeof digest->bytes);
    enum mus_status status = check_kind(kind, err);
    return status == MUS_OK
               ? mus_key_of_pair("document", kind, (struct mus_text){hex, HEX}, out, err)
               : status;
}

/* Where the bytes are not there yet they are stored; the key is handed back. */
static enum mus_status keep(struct mus_write *write, struct mus_text kind, struct mus_text bytes,
                            size_t most, struct mus_db_key *key, struct mus_digest *digest,
                            struct mus_error *err)
{
    struct mus_text old = MUS_NO_TEXT;
    if (bytes.len > most) {
        return mus_fail(err, MUS_LIMIT, "document of %zu bytes, at most %zu", bytes.len, most);
    }
    *digest = mus_digest_of(MUS_DIGEST_SHA256, bytes.ptr, bytes.len);
    enum mus_status status = key_of(kind, digest, key, err);
    if (status == MUS_OK) {
        status = mus_db_get(write->view.txn, MUS_DB_DOCUMENT, mus_key_text(key), &old, err);
    }
    return status == MUS_OK && old.ptr == NULL
               ? mus_db_put(write->view.txn, MUS_DB_DOCUMENT, mus_key_text(key), bytes, err)
               : status;
}

enum mus_status mus_store_put_document(struct mus_write *write, struct mus_text kind,
                                       struct mus_text bytes, struct mus_digest *digest,
                                       struct mus_error *err)
{
    struct mus_digest own;
    struct mus_db_key key;
    enum mus_status status = keep(write, kind, bytes, MUS_MAX_JSON_BYTES, &key, &own, err);
    if (status == MUS_OK) {
        status = mus_store_enforce_document(write, kind, &own, err);
    }
    if (status == MUS_OK && digest != NULL) {
        *digest = own;
    }
    return status;
}

enum mus_status mus_store_keep_document(struct mus_write *write, struct mus_text kind,
                                        struct mus_text bytes, struct mus_digest *digest,
                                        struct mus_error *err)
{
    struct mus_digest own;
    struct mus_db_key key;
    enum mus_status status = keep(write, kind, bytes, MUS_MAX_KEPT_DOCUMENT, &key, &own, err);
    if (status == MUS_OK && digest != NULL) {
        *digest = own;
    }
    return status;
}

enum mus_status mus_store_enforce_document(struct mus_write *write, struct mus_text kind,
                                           const struct mus_digest *digest, struct mus_error *err)
{
    struct mus_db_key key;
    enum mus_status status = key_of(kind, digest, &key, err);
    return status == MUS_OK ? mus_db_put(write->view.txn, MUS_DB_DOCUMENT_IN_FORCE, kind,
                                         mus_key_second(mus_key_text(&key)), err)
                            : status;
}

enum mus_status mus_store_drop_document(struct mus_write *write, struct mus_text kind,
                                        struct mus_error *err)
{
    struct mus_text hex = MUS_NO_TEXT;
    struct mus_db_key key;
    struct mus_txn *txn = write->view.txn;
    enum mus_status status = check_kind(kind, err);
    if (status == MUS_OK) {
        status = mus_db_get(txn, MUS_DB_DOCUMENT_IN_FORCE, kind, &hex, err);
    }
    if (status != MUS_OK || hex.ptr == NULL) {
        return status;
    }
    status = mus_key_of_pair("document", kind, hex, &key, err);
    if (status == MUS_OK) {
        status = mus_db_delete(txn, MUS_DB_DOCUMENT, mus_key_text(&key), MUS_NO_TEXT, err);
    }
    return status == MUS_OK ? mus_db_delete(txn, MUS_DB_DOCUMENT_IN_FORCE, kind, MUS_NO_TEXT, err)
                            : status;
}

enum mus_status mus_store_borrow_document(const struct mus_read *read, struct mus_text kind,
                                          const struct mus_digest *digest, struct mus_text *bytes,
                                          struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text found = MUS_NO_TEXT;
    enum mus_status status = key_of(kind, digest, &key, err);
    if (status == MUS_OK) {
        status = mus_db_get(read->txn, MUS_DB_DOCUMENT, mus_key_text(&key), &found, err);
    }
    if (status == MUS_OK && found.ptr == NULL) {
        struct mus_text hex = mus_key_second(mus_key_text(&key));
        return mus_fail(err, MUS_NOT_FOUND, "no %.*s document \"%.*s\"", MUS_TEXT_SHORT_ARG(kind),
                        MUS_TEXT_SHORT_ARG(hex));
    }
    if (status == MUS_OK) {
        *bytes = found;
    }
    return status;
}

/* What is not given stays so. */
static enum mus_status copy(struct mus_text found, struct mus_arena *arena, struct mus_text *bytes,
                            struct mus_error *err)
{
    struct mus_text copied = found.ptr == NULL ? MUS_NO_TEXT : mus_arena_copy(arena, found);
    if (found.ptr != NULL && copied.ptr == NULL) {
        return mus_fail_memory(err);
    }
    *bytes = copied;
    return MUS_OK;
}

enum mus_status mus_store_document(const struct mus_read *read, struct mus_text kind,
                                   const struct mus_digest *digest, struct mus_arena *arena,
                                   struct mus_text *bytes, struct mus_error *err)
{
    struct mus_text found;
    enum mus_status status = mus_store_borrow_document(read, kind, digest, &found, err);
    return status == MUS_OK ? copy(found, arena, bytes, err) : status;
}

enum mus_status mus_store_borrow_in_force(const struct mus_read *read, struct mus_text kind,
                                          struct mus_text *bytes, struct mus_digest *digest,
                                          struct mus_error *err)
{
    struct mus_text hex = MUS_NO_TEXT;
    *bytes = MUS_NO_TEXT;
    enum mus_status status = check_kind(kind, err);
    if (status == MUS_OK) {
        status = mus_db_get(read->txn, MUS_DB_DOCUMENT_IN_FORCE, kind, &hex, err);
    }
    if (status != MUS_OK || hex.ptr == NULL) {
        return status;
    }
    if (!mus_hex_read(hex, digest->bytes, sizeof digest->bytes)) {
        return mus_fail(err, MUS_CORRUPT, "%.*s document in force: malformed digest",
                        MUS_TEXT_SHORT_ARG(kind));
    }
    return mus_store_borrow_document(read, kind, digest, bytes, err);
}

enum mus_status mus_store_document_in_force(const struct mus_read *read, struct mus_text kind,
                                            struct mus_arena *arena, struct mus_text *bytes,
                                            struct mus_error *err)
{
    struct mus_text found;
    struct mus_digest digest;
    enum mus_status status = mus_store_borrow_in_force(read, kind, &found, &digest, err);
    return status == MUS_OK ? copy(found, arena, bytes, err) : status;
}
