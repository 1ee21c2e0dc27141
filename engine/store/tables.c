#include "store/tables.h"

#include "store/internal.h"

static enum mus_status put_in_force(struct mus_write *write, const struct mus_table *table,
                                    struct mus_error *err)
{
    struct mus_db_key key;
    enum mus_status status = mus_key_of_text("table name", table->name, &key, err);
    return status == MUS_OK ? mus_db_put(write->view.txn, MUS_DB_TABLE_IN_FORCE, mus_key_text(&key),
                                         table->version, err)
                            : status;
}

static enum mus_status is_in_force(const struct mus_read *read, const struct mus_table *table,
                                   bool *in_force, struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text version;
    enum mus_status status = mus_key_of_text("table name", table->name, &key, err);
    if (status == MUS_OK) {
        status = mus_db_get(read->txn, MUS_DB_TABLE_IN_FORCE, mus_key_text(&key), &version, err);
    }
    if (status == MUS_OK) {
        *in_force = version.ptr != NULL && mus_text_equal(version, table->version);
    }
    return status;
}

/* What putting these bytes would be. */
static enum mus_status judge(const struct mus_read *read, const struct mus_table *table,
                             const struct mus_db_key *key, struct mus_text bytes, bool force,
                             enum mus_table_put *put, struct mus_error *err)
{
    struct mus_text old;
    bool in_force = false;
    enum mus_status status = mus_db_get(read->txn, MUS_DB_TABLE, mus_key_text(key), &old, err);
    if (status == MUS_OK) {
        status = is_in_force(read, table, &in_force, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (old.ptr == NULL) {
        *put = MUS_TABLE_ADDED;
    } else if (mus_text_equal(old, bytes)) {
        *put = in_force ? MUS_TABLE_UNCHANGED : MUS_TABLE_CHOSEN;
    } else if (force) {
        *put = MUS_TABLE_REPLACED;
    } else {
        return mus_fail(err, MUS_CONFLICT,
                        "table \"%.*s\", version \"%.*s\": is here already with other content",
                        MUS_TEXT_SHORT_ARG(table->name), MUS_TEXT_SHORT_ARG(table->version));
    }
    return MUS_OK;
}

enum mus_status mus_store_put_table(struct mus_write *write, const struct mus_table *table,
                                    bool force, enum mus_table_put *put, struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_buf bytes = {0};
    enum mus_table_put done = MUS_TABLE_UNCHANGED;
    enum mus_status status = mus_table_check(table, err);
    if (status == MUS_OK) {
        status = mus_key_of_pair("table", table->name, table->version, &key, err);
    }
    if (status == MUS_OK) {
        mus_table_encode(table, &bytes);
        status = mus_buf_check(&bytes, err);
    }
    if (status == MUS_OK) {
        status = judge(&write->view, table, &key, mus_buf_text(&bytes), force, &done, err);
    }
    if (status == MUS_OK && (done == MUS_TABLE_ADDED || done == MUS_TABLE_REPLACED)) {
        status = mus_db_put(write->view.txn, MUS_DB_TABLE, mus_key_text(&key), mus_buf_text(&bytes),
                            err);
    }
    if (status == MUS_OK && done != MUS_TABLE_UNCHANGED) {
        status = put_in_force(write, table, err);
    }
    if (status == MUS_OK && put != NULL) {
        *put = done;
    }
    mus_buf_done(&bytes);
    return status;
}

/* ---- reading ---- */

static enum mus_status decode_next(const struct mus_read *read, struct mus_text value,
                                   struct mus_arena *arena, struct mus_table *out, bool *in_force,
                                   struct mus_error *err)
{
    struct mus_text bytes = mus_arena_copy(arena, value); /* so that nothing borrows from the map */
    if (bytes.ptr == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_table_decode(bytes.ptr, bytes.len, arena, out, err);
    return status == MUS_OK ? is_in_force(read, out, in_force, err) : status;
}

struct gathering {
    struct mus_table *tables;
    size_t count;
    size_t group; /* where the tables of the name at hand begin */
};

/* Tables come by name and version; the one in force goes before the others of its name. */
static void add_table(struct gathering *g, const struct mus_table *table, bool in_force)
{
    if (g->count > g->group && !mus_text_equal(g->tables[g->group].name, table->name)) {
        g->group = g->count;
    }
    size_t at = g->count++;
    for (; in_force && at > g->group; at--) {
        g->tables[at] = g->tables[at - 1];
    }
    g->tables[at] = *table;
}

static enum mus_status gather(const struct mus_read *read, bool all, struct mus_arena *arena,
                              struct mus_tables *out, struct mus_error *err)
{
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    struct gathering g = {0};
    enum mus_status status = mus_db_sizes(read->txn, MUS_DB_TABLE, &sizes, err);
    if (status == MUS_OK) {
        g.tables = mus_arena_alloc(arena, (size_t)sizes.entries, sizeof *g.tables);
        status = g.tables == NULL ? mus_fail_memory(err)
                                  : mus_cursor_open(read->txn, MUS_DB_TABLE, &cursor, err);
    }
    for (uint64_t i = 0; status == MUS_OK && i < sizes.entries; i++) {
        struct mus_text key = MUS_NO_TEXT;
        struct mus_text value;
        struct mus_table table;
        bool in_force = false;
        status =
            mus_cursor_step(cursor, i == 0 ? MUS_CURSOR_FIRST : MUS_CURSOR_NEXT, &key, &value, err);
        if (status == MUS_OK) {
            status = decode_next(read, value, arena, &table, &in_force, err);
        }
        if (status == MUS_OK && (all || in_force)) {
            add_table(&g, &table, in_force);
        }
    }
    mus_cursor_close(cursor);
    if (status == MUS_OK) {
        *out = (struct mus_tables){g.tables, g.count};
    }
    return status;
}

enum mus_status mus_store_tables(const struct mus_read *read, struct mus_arena *arena,
                                 struct mus_tables *out, struct mus_error *err)
{
    return gather(read, true, arena, out, err);
}

enum mus_status mus_store_tables_in_force(const struct mus_read *read, struct mus_arena *arena,
                                          struct mus_tables *out, struct mus_error *err)
{
    return gather(read, false, arena, out, err);
}

enum mus_status mus_store_list_tables(const struct mus_read *read, struct mus_arena *arena,
                                      struct mus_table_info **items, size_t *count,
                                      struct mus_error *err)
{
    struct mus_tables tables;
    enum mus_status status = mus_store_tables(read, arena, &tables, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_table_info *list = mus_arena_alloc(arena, tables.count, sizeof *list);
    if (list == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; status == MUS_OK && i < tables.count; i++) {
        const struct mus_table *table = &tables.items[i];
        struct mus_table_info info = {table->name,   table->version, table->title,
                                      table->source, table->count,   false};
        status = is_in_force(read, table, &info.in_force, err);
        size_t at = i; /* back to the order of versions */
        for (; at > 0 && mus_text_equal(list[at - 1].name, info.name) &&
               mus_text_compare(list[at - 1].version, info.version) > 0;
             at--) {
            list[at] = list[at - 1];
        }
        list[at] = info;
    }
    if (status == MUS_OK) {
        *items = list;
        *count = tables.count;
    }
    return status;
}
