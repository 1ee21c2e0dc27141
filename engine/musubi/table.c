#include <string.h>

#include "base/limits.h"
#include "codec/sheet.h"
#include "match/reasons.h"
#include "match/usage.h"
#include "musubi/handle.h"
#include "profile/table_rows.h"
#include "profile/value_json.h"
#include "store/companies.h"
#include "store/tables.h"

enum { MAX_TABLE_FILE = 64 * 1024 * 1024, COMPANIES_SHOWN = 20 };

/* ------------------------------------------------------------------ reading a table */

static bool ends_with(const char *path, const char *ending)
{
    size_t len = strlen(path);
    size_t end = strlen(ending);
    return len >= end && strcmp(path + len - end, ending) == 0;
}

static enum mus_status read_json(const struct mus_table_import_options *options,
                                 struct mus_arena *arena, struct mus_table *table,
                                 struct mus_error *err)
{
    struct mus_buf text = {0};
    enum mus_status status = mus_file_read(options->file, MAX_TABLE_FILE, &text, err);
    if (status == MUS_OK) {
        status = mus_table_read_json(mus_buf_text(&text), arena, table, err);
    }
    mus_buf_done(&text);
    return status;
}

static enum mus_status read_columns(const struct mus_table_import_options *options,
                                    const struct mus_sheet *sheet,
                                    struct mus_table_columns *columns, struct mus_error *err)
{
    if (options->columns != NULL) {
        return mus_table_columns_read(mus_text_of(options->columns), columns, err);
    }
    if (!options->header) {
        return mus_fail(err, MUS_INVALID,
                        "%s: say with --columns which column is which, or --header if the first "
                        "row names them",
                        options->file);
    }
    return mus_table_columns_of(mus_sheet_header(sheet), columns, err);
}

static enum mus_status read_rows(struct mus_sheet *sheet, const struct mus_table_columns *columns,
                                 struct mus_table_rows *rows, struct mus_error *err)
{
    for (;;) {
        bool more = false;
        enum mus_status status = mus_sheet_next(sheet, &more, err);
        if (status != MUS_OK || !more) {
            return status;
        }
        const struct mus_row *row = mus_sheet_row(sheet);
        struct mus_texts cells = {row->cells, row->count};
        status = mus_table_rows_add(rows, columns, cells, row->number, err);
        if (status != MUS_OK) {
            return status;
        }
    }
}

static enum mus_status read_sheet(const struct mus_table_import_options *options,
                                  struct mus_arena *arena, struct mus_table *table,
                                  struct mus_error *err)
{
    struct mus_table head = {
        .name = mus_text_of(options->name),
        .version = mus_text_of(options->version),
        .title = {mus_text_of(options->title_ja), mus_text_of(options->title_en)},
        .source = mus_text_of(options->source),
    };
    struct mus_sheet_options how = {.no_header = !options->header};
    struct mus_sheet *sheet = NULL;
    struct mus_table_rows *rows = NULL;
    struct mus_table_columns *columns = mus_arena_alloc(arena, 1, sizeof *columns);
    if (options->name == NULL || options->version == NULL) {
        return mus_fail(err, MUS_INVALID, "%s: a table that is not JSON needs --name and --version",
                        options->file);
    }
    if (columns == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_sheet_open(options->file, &how, &sheet, err);
    if (status == MUS_OK) {
        status = read_columns(options, sheet, columns, err);
    }
    if (status == MUS_OK) {
        rows = mus_table_rows_new();
        status = rows == NULL ? mus_fail_memory(err) : read_rows(sheet, columns, rows, err);
    }
    if (status == MUS_OK) {
        status = mus_table_rows_finish(rows, &head, arena, table, err);
    }
    mus_table_rows_free(rows);
    mus_sheet_close(sheet);
    return status;
}

/* ------------------------------------------------------------------ what it leaves behind */

struct lost {
    struct mus_text code;
    struct mus_text companies[COMPANIES_SHOWN];
    size_t count;
    uint64_t last; /* the company that was counted last, by its place in the walk */
};

struct losses {
    const struct mus_table *before, *after;
    struct lost *items; /* one for each code that the new version lacks, by code */
    size_t count;
    uint64_t walked; /* companies looked at */
    struct mus_arena *arena;
};

static enum mus_status list_lost(struct losses *losses, struct mus_error *err)
{
    losses->items = mus_arena_alloc(losses->arena, losses->before->count, sizeof *losses->items);
    if (losses->items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < losses->before->count; i++) {
        struct mus_text code = losses->before->rows[i].code;
        if (mus_table_find(losses->after, code) == NULL) {
            losses->items[losses->count++].code = code;
        }
    }
    return MUS_OK;
}

static struct lost *find_lost(struct losses *losses, struct mus_text code)
{
    size_t low = 0;
    size_t high = losses->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (mus_text_compare(losses->items[middle].code, code) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool there = low < losses->count && mus_text_equal(losses->items[low].code, code);
    return there ? &losses->items[low] : NULL;
}

static enum mus_status note_user(struct losses *losses, struct lost *lost, struct mus_text id,
                                 struct mus_error *err)
{
    if (lost->last == losses->walked) {
        return MUS_OK; /* the company uses it twice */
    }
    if (lost->count < COMPANIES_SHOWN) {
        lost->companies[lost->count] = mus_arena_copy(losses->arena, id);
        if (lost->companies[lost->count].ptr == NULL) {
            return mus_fail_memory(err);
        }
    }
    lost->last = losses->walked;
    lost->count++;
    return MUS_OK;
}

static enum mus_status note_company(struct losses *losses, const struct mus_walk_item *item,
                                    struct mus_arena *arena, struct mus_error *err)
{
    struct mus_company_record record;
    struct mus_texts used = {0};
    losses->walked++;
    enum mus_status status =
        mus_company_record_decode(item->bytes.ptr, item->bytes.len, arena, &record, err);
    if (status == MUS_OK) {
        status = mus_usage_of(&record.company, losses->after->name, arena, &used, err);
    }
    for (size_t i = 0; status == MUS_OK && i < used.count; i++) {
        struct lost *lost = find_lost(losses, used.items[i]);
        if (lost != NULL) {
            status = note_user(losses, lost, item->id, err);
        }
    }
    return status;
}

static enum mus_status note_users(struct losses *losses, const struct mus_read *read,
                                  struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_walker *walker = NULL;
    struct mus_walk_item item;
    enum mus_status status =
        mus_walker_open(read, MUS_WALK_COMPANIES, (struct mus_id_range){0}, &walker, err);
    while (status == MUS_OK) {
        mus_arena_reset(&arena);
        status = mus_walker_next(walker, &item, err);
        if (status != MUS_OK || item.id.ptr == NULL) {
            break;
        }
        status = note_company(losses, &item, &arena, err);
    }
    mus_walker_close(walker);
    mus_arena_done(&arena);
    return status;
}

static void write_losses(struct mus_json_writer *writer, const struct losses *losses)
{
    mus_json_key(writer, "lost_codes");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < losses->count; i++) {
        const struct lost *lost = &losses->items[i];
        if (lost->count == 0) {
            continue;
        }
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "code", lost->code);
        mus_put_label(writer, "label", mus_table_find(losses->before, lost->code)->label);
        mus_json_put_integer(writer, "companies_count", (int64_t)lost->count);
        mus_json_key(writer, "companies");
        mus_json_begin_array(writer);
        for (size_t k = 0; k < lost->count && k < COMPANIES_SHOWN; k++) {
            mus_json_write_text(writer, lost->companies[k]);
        }
        mus_json_end_array(writer);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

/* ------------------------------------------------------------------ import */

static enum mus_status put_table(struct mus_write *write, void *context, struct mus_error *err)
{
    return mus_store_put_table(write, context, false, NULL, err);
}

static enum mus_status find_losses(struct mus_musubi *musubi, struct losses *losses,
                                   struct mus_error *err)
{
    struct mus_read *read = NULL;
    enum mus_status status = list_lost(losses, err);
    if (status == MUS_OK) {
        status = mus_store_read_begin(musubi->store, &read, err);
    }
    if (status == MUS_OK) {
        status = note_users(losses, read, err);
    }
    mus_store_read_end(read);
    return status;
}

static enum mus_status find_name(const struct mus_table *table, char *name, struct mus_error *err)
{
    if (table->name.len > MUS_MAX_ID) {
        return mus_fail(err, MUS_LIMIT, "the table's name is longer than %d bytes", MUS_MAX_ID);
    }
    memcpy(name, table->name.ptr, table->name.len);
    name[table->name.len] = '\0';
    return MUS_OK;
}

static void write_import(struct mus_json_writer *writer, const struct mus_table *table,
                         const struct losses *losses, bool dry_run)
{
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "table", table->name);
    mus_json_put_text(writer, "version", table->version);
    mus_json_put_integer(writer, "rows", (int64_t)table->count);
    mus_json_put_text(writer, "previous",
                      losses->before == NULL ? MUS_NO_TEXT : losses->before->version);
    mus_json_put_bool(writer, "dry_run", dry_run);
    write_losses(writer, losses);
    mus_json_end_object(writer);
}

enum mus_status mus_table_import(struct mus_musubi *musubi,
                                 const struct mus_table_import_options *options,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    struct mus_table table = {0};
    char name[MUS_MAX_ID + 1];
    enum mus_status status = ends_with(options->file, ".json")
                                 ? read_json(options, &arena, &table, err)
                                 : read_sheet(options, &arena, &table, err);
    if (status == MUS_OK) {
        status = find_name(&table, name, err);
    }
    if (status != MUS_OK) {
        goto out;
    }
    struct losses losses = {
        .before = mus_tables_get(&musubi->tables, name), .after = &table, .arena = &arena};
    if (losses.before != NULL) {
        status = find_losses(musubi, &losses, err);
    }
    if (status == MUS_OK) {
        write_import(&writer, &table, &losses, options->dry_run);
        status =
            options->dry_run ? MUS_OK : mus_store_update(musubi->store, put_table, &table, err);
    }
    if (status == MUS_OK && !options->dry_run) {
        status = mus_musubi_reload(musubi, err);
    }
    if (status == MUS_OK) {
        status = mus_sink_give(sink, &json, err);
    }
out:
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ list, show */

enum mus_status mus_table_list(struct mus_musubi *musubi, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_read *read = NULL;
    struct mus_table_info *items = NULL;
    size_t count = 0;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_store_list_tables(read, &arena, &items, &count, err);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_json_writer writer = {.buf = &json};
        mus_json_begin_object(&writer);
        mus_json_put_text(&writer, "table", items[i].name);
        mus_json_put_text(&writer, "version", items[i].version);
        mus_json_put_bool(&writer, "current", items[i].in_force);
        mus_json_put_integer(&writer, "rows", (int64_t)items[i].rows);
        mus_put_label(&writer, "title", items[i].title);
        mus_json_put_given(&writer, "source", items[i].source);
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_store_read_end(read);
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

static enum mus_status give_row(const struct mus_table_row *row, struct mus_sink *sink,
                                struct mus_error *err)
{
    struct mus_buf json = {0};
    mus_table_row_write_json(row, &json);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_table_show(struct mus_musubi *musubi, const char *name, const char *version,
                               const char *code, struct mus_sink *sink, struct mus_error *err)
{
    const struct mus_table *table =
        version == NULL
            ? mus_tables_get(&musubi->tables, name)
            : mus_tables_get_version(&musubi->tables, mus_text_of(name), mus_text_of(version));
    if (table == NULL) {
        return mus_fail(err, MUS_NOT_FOUND, "no table \"%s\"%s%s", name,
                        version == NULL ? "" : " of version ", version == NULL ? "" : version);
    }
    if (code != NULL) {
        const struct mus_table_row *row = mus_table_lookup(table, mus_text_of(code));
        struct mus_text shown = mus_text_of(code);
        return row == NULL ? mus_fail(err, MUS_NOT_FOUND, "table \"%s\" has no code \"%.*s\"", name,
                                      MUS_TEXT_SHORT_ARG(shown))
                           : give_row(row, sink, err);
    }
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < table->count; i++) {
        status = give_row(&table->rows[i], sink, err);
    }
    return status;
}
