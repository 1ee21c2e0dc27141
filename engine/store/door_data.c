/* Reading and writing inside a transaction. */
#include "base/mem.h"
#include "store/door_internal.h"

struct mus_cursor {
    MDB_cursor *mdb;
};

static MDB_val val_of(struct mus_text text)
{
    union {
        const char *from;
        void *to;
    } bytes = {text.ptr}; /* LMDB takes keys and values as void *, and does not write there */
    return (MDB_val){text.len, bytes.to};
}

static struct mus_text text_of(MDB_val val)
{
    return (struct mus_text){val.mv_data, val.mv_size};
}

enum mus_status mus_db_get(struct mus_txn *txn, size_t table, struct mus_text key,
                           struct mus_text *value, struct mus_error *err)
{
    MDB_val k = val_of(key);
    MDB_val v;
    int code = mus_door_refused() ? EIO : mdb_get(txn->mdb, txn->env->dbis[table], &k, &v);
    if (code == MDB_NOTFOUND) {
        *value = MUS_NO_TEXT;
        return MUS_OK;
    }
    if (code != 0) {
        return mus_door_fail_in(txn, err, "reading", code);
    }
    *value = text_of(v);
    return MUS_OK;
}

enum mus_status mus_db_has_value(struct mus_txn *txn, size_t table, struct mus_text key,
                                 struct mus_text value, bool *has, struct mus_error *err)
{
    if (!txn->env->tables[table].many) {
        struct mus_text found = MUS_NO_TEXT;
        enum mus_status status = mus_db_get(txn, table, key, &found, err);
        *has = status == MUS_OK && found.ptr != NULL && mus_text_equal(found, value);
        return status;
    }
    MDB_cursor *cursor = NULL;
    MDB_val k = val_of(key);
    MDB_val v = val_of(value);
    int code = mus_door_refused() ? EIO : mdb_cursor_open(txn->mdb, txn->env->dbis[table], &cursor);
    if (code == 0) {
        code = mdb_cursor_get(cursor, &k, &v, MDB_GET_BOTH);
        mdb_cursor_close(cursor);
    }
    *has = code == 0;
    return code == 0 || code == MDB_NOTFOUND ? MUS_OK : mus_door_fail_in(txn, err, "reading", code);
}

/* LMDB divides a full page that gets one more row behind all others so that a place stays empty in
 * it, which is much where three rows fit. It does not where it is told that the key is beyond all
 * others; that looks along one branch of the tree, and changes nothing where the key is not. */
static int put(struct mus_txn *txn, size_t table, MDB_val *key, MDB_val *value)
{
    MDB_dbi dbi = txn->env->dbis[table];
    if (txn->env->tables[table].large) {
        int code = mdb_put(txn->mdb, dbi, key, value, MDB_APPEND);
        if (code != MDB_KEYEXIST) {
            return code;
        }
    }
    return mdb_put(txn->mdb, dbi, key, value, 0);
}

enum mus_status mus_db_put(struct mus_txn *txn, size_t table, struct mus_text key,
                           struct mus_text value, struct mus_error *err)
{
    MDB_val k = val_of(key);
    MDB_val v = val_of(value);
    int code = mus_door_refused() ? EIO : put(txn, table, &k, &v);
    return code == 0 ? MUS_OK : mus_door_fail_in(txn, err, "writing", code);
}

enum mus_status mus_db_delete(struct mus_txn *txn, size_t table, struct mus_text key,
                              struct mus_text value, struct mus_error *err)
{
    MDB_val k = val_of(key);
    MDB_val v = val_of(value);
    int code = mus_door_refused()
                   ? EIO
                   : mdb_del(txn->mdb, txn->env->dbis[table], &k, value.ptr == NULL ? NULL : &v);
    return code == 0 || code == MDB_NOTFOUND ? MUS_OK
                                             : mus_door_fail_in(txn, err, "removing", code);
}

enum mus_status mus_db_clear(struct mus_txn *txn, size_t table, struct mus_error *err)
{
    int code = mus_door_refused() ? EIO : mdb_drop(txn->mdb, txn->env->dbis[table], 0);
    return code == 0 ? MUS_OK : mus_door_fail_in(txn, err, "clearing", code);
}

enum mus_status mus_db_sizes(struct mus_txn *txn, size_t table, struct mus_db_sizes *out,
                             struct mus_error *err)
{
    MDB_stat stat;
    int code = mus_door_refused() ? EIO : mdb_stat(txn->mdb, txn->env->dbis[table], &stat);
    if (code != 0) {
        return mus_door_fail_in(txn, err, "counting", code);
    }
    out->entries = stat.ms_entries;
    out->pages = stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages;
    return MUS_OK;
}

enum mus_status mus_txn_free_pages(struct mus_txn *txn, uint64_t *pages, struct mus_error *err)
{
    enum { FREE_TABLE = 0 }; /* LMDB's own table: transaction → count and numbers of pages */
    MDB_cursor *cursor = NULL;
    int code = mus_door_refused() ? EIO : mdb_cursor_open(txn->mdb, FREE_TABLE, &cursor);
    uint64_t sum = 0;
    while (code == 0) {
        MDB_val key;
        MDB_val value;
        code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
        if (code == 0) {
            sum += *(const size_t *)value.mv_data;
        }
    }
    if (cursor != NULL) {
        mdb_cursor_close(cursor);
    }
    if (code != MDB_NOTFOUND) {
        return mus_door_fail_in(txn, err, "counting", code);
    }
    *pages = sum;
    return MUS_OK;
}

enum mus_status mus_cursor_open(struct mus_txn *txn, size_t table, struct mus_cursor **out,
                                struct mus_error *err)
{
    struct mus_cursor *cursor = mus_alloc_zero(1, sizeof *cursor);
    if (cursor == NULL) {
        return mus_fail_memory(err);
    }
    int code =
        mus_door_refused() ? EIO : mdb_cursor_open(txn->mdb, txn->env->dbis[table], &cursor->mdb);
    if (code != 0) {
        mus_free(cursor);
        return mus_door_fail_in(txn, err, "reading", code);
    }
    *out = cursor;
    return MUS_OK;
}

void mus_cursor_close(struct mus_cursor *cursor)
{
    if (cursor != NULL) {
        mdb_cursor_close(cursor->mdb);
        mus_free(cursor);
    }
}

static MDB_cursor_op op_of(enum mus_cursor_step step, struct mus_text key)
{
    switch (step) {
    case MUS_CURSOR_FIRST:
        return MDB_FIRST;
    case MUS_CURSOR_LAST:
        return MDB_LAST;
    case MUS_CURSOR_AT_OR_AFTER:
        return key.len == 0 ? MDB_FIRST : MDB_SET_RANGE; /* LMDB knows no empty key */
    case MUS_CURSOR_EXACT:
        return MDB_SET_KEY;
    case MUS_CURSOR_NEXT:
        return MDB_NEXT;
    case MUS_CURSOR_NEXT_VALUE:
        return MDB_NEXT_DUP;
    }
    return MDB_NEXT;
}

enum mus_status mus_cursor_step(struct mus_cursor *cursor, enum mus_cursor_step step,
                                struct mus_text *key, struct mus_text *value, struct mus_error *err)
{
    MDB_val k = val_of(*key);
    MDB_val v;
    int code = mus_door_refused() ? EIO : mdb_cursor_get(cursor->mdb, &k, &v, op_of(step, *key));
    if (code == MDB_NOTFOUND) {
        *key = MUS_NO_TEXT;
        *value = MUS_NO_TEXT;
        return MUS_OK;
    }
    if (code != 0) {
        return mus_door_fail(err, "reading", code);
    }
    *key = text_of(k);
    *value = text_of(v);
    return MUS_OK;
}
