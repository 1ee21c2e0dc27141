#include "profile/table.h"

#include "base/limits.h"
#include "codec/json.h"
#include "codec/json_write.h"
#include "profile/table_make.h"
#include "profile/value_json.h"

static const char FORMAT[] = "musubi-table/1";

/* Reading */

static enum mus_status read_number_at(struct mus_reader *reader, const struct mus_json *object,
                                      const char *key, int64_t max, int64_t *out)
{
    size_t mark = mus_place_key(&reader->place, key);
    enum mus_status status = mus_read_number(reader, mus_json_get(object, key), 0, max, out);
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status read_date_at(struct mus_reader *reader, const struct mus_json *object,
                                    const char *key, mus_date *out)
{
    size_t mark = mus_place_key(&reader->place, key);
    enum mus_status status = mus_read_date(reader, mus_json_get(object, key), out);
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status read_member(struct mus_reader *reader, const struct mus_json *value,
                                   struct mus_table_member *out)
{
    static const char *const keys[] = {"code", "from", "to"};
    out->from = MUS_NO_DATE;
    out->to = MUS_NO_DATE;
    enum mus_status status = mus_reader_object(reader, value, keys, 3);
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "code", MUS_MAX_CODE, &out->code);
    }
    if (status == MUS_OK) {
        status = read_date_at(reader, value, "from", &out->from);
    }
    return status == MUS_OK ? read_date_at(reader, value, "to", &out->to) : status;
}

static enum mus_status read_members(struct mus_reader *reader, const struct mus_json *value,
                                    struct mus_table_row *row)
{
    size_t count = mus_json_count(value);
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_array(reader, value, MUS_MAX_TABLE_MEMBERS);
    if (status != MUS_OK || count == 0) {
        return status;
    }
    struct mus_table_member *members = mus_arena_alloc(reader->arena, count, sizeof *members);
    if (members == NULL) {
        return mus_fail_memory(reader->err);
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_member(reader, iter.value, &members[iter.index]);
        mus_place_back(&reader->place, mark);
        if (status != MUS_OK) {
            return status;
        }
    }
    mus_table_sort_members(members, count);
    row->members = members;
    row->member_count = count;
    return MUS_OK;
}

static enum mus_status read_complement(struct mus_reader *reader, const struct mus_json *value,
                                       struct mus_table_complement *out)
{
    static const char *const keys[] = {"code", "value"};
    int64_t number = -1;
    enum mus_status status = mus_reader_object(reader, value, keys, 2);
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "code", MUS_MAX_CODE, &out->code);
    }
    if (status == MUS_OK) {
        status = read_number_at(reader, value, "value", 1000000, &number);
    }
    if (status == MUS_OK && number < 0) {
        status = mus_place_fail(&reader->place, reader->err, MUS_INVALID, "\"value\" is missing");
    }
    if (status == MUS_OK) {
        out->value = (uint32_t)number;
    }
    return status;
}

static enum mus_status read_complements(struct mus_reader *reader, const struct mus_json *value,
                                        struct mus_table_row *row)
{
    size_t count = mus_json_count(value);
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_array(reader, value, MUS_MAX_LIST);
    if (status != MUS_OK || count == 0) {
        return status;
    }
    struct mus_table_complement *items = mus_arena_alloc(reader->arena, count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(reader->err);
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_complement(reader, iter.value, &items[iter.index]);
        mus_place_back(&reader->place, mark);
        if (status != MUS_OK) {
            return status;
        }
    }
    mus_table_sort_complements(items, count);
    row->complements = items;
    row->complement_count = count;
    return MUS_OK;
}

/* What has a list or an object for a value. */
static enum mus_status read_row_lists(struct mus_reader *reader, const struct mus_json *value,
                                      struct mus_table_row *row)
{
    size_t mark = mus_place_key(&reader->place, "note");
    enum mus_status status =
        mus_read_bilingual(reader, mus_json_get(value, "note"), MUS_MAX_LONG_TEXT, &row->note);
    mus_place_back(&reader->place, mark);
    if (status == MUS_OK) {
        mark = mus_place_key(&reader->place, "synonyms");
        status = mus_read_texts(reader, mus_json_get(value, "synonyms"), MUS_MAX_LIST, false,
                                &row->synonyms);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        mark = mus_place_key(&reader->place, "members");
        status = read_members(reader, mus_json_get(value, "members"), row);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        mark = mus_place_key(&reader->place, "complements");
        status = read_complements(reader, mus_json_get(value, "complements"), row);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

static enum mus_status read_row(struct mus_reader *reader, const struct mus_json *value,
                                struct mus_table_row *row)
{
    static const char *const keys[] = {"code",    "parent",   "ja",         "en",
                                       "note",    "order",    "valid_from", "valid_to",
                                       "members", "synonyms", "complements"};
    row->order = -1;
    row->valid_from = MUS_NO_DATE;
    row->valid_to = MUS_NO_DATE;
    enum mus_status status = mus_reader_object(reader, value, keys, sizeof keys / sizeof keys[0]);
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "code", MUS_MAX_CODE, &row->code);
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "parent", MUS_MAX_CODE, &row->parent);
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "ja", MUS_MAX_NAME, &row->label.ja);
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "en", MUS_MAX_NAME, &row->label.en);
    }
    if (status == MUS_OK) {
        status = read_number_at(reader, value, "order", MUS_JSON_INTEGER_MAX, &row->order);
    }
    if (status == MUS_OK) {
        status = read_date_at(reader, value, "valid_from", &row->valid_from);
    }
    if (status == MUS_OK) {
        status = read_date_at(reader, value, "valid_to", &row->valid_to);
    }
    return status == MUS_OK ? read_row_lists(reader, value, row) : status;
}

static enum mus_status read_rows(struct mus_reader *reader, const struct mus_json *value,
                                 struct mus_table *table, struct mus_table_origin *origin)
{
    size_t mark = mus_place_key(&reader->place, "rows");
    enum mus_status status = mus_reader_array(reader, value, MUS_MAX_TABLE_ROWS);
    if (status != MUS_OK) {
        return status;
    }
    size_t count = mus_json_count(value);
    struct mus_table_row *rows = mus_arena_alloc(reader->arena, count, sizeof *rows);
    uint64_t *numbers = mus_arena_alloc(reader->arena, count, sizeof *numbers);
    if (rows == NULL || numbers == NULL) {
        return mus_fail_memory(reader->err);
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        size_t row_mark = mus_place_index(&reader->place, iter.index);
        numbers[iter.index] = iter.index;
        status = read_row(reader, iter.value, &rows[iter.index]);
        mus_place_back(&reader->place, row_mark);
        if (status != MUS_OK) {
            return status;
        }
    }
    mus_place_back(&reader->place, mark);
    table->rows = rows;
    table->count = count;
    *origin = (struct mus_table_origin){MUS_TABLE_BY_INDEX, numbers};
    return MUS_OK;
}

static enum mus_status read_head(struct mus_reader *reader, const struct mus_json *root,
                                 struct mus_table *table)
{
    static const char *const keys[] = {"format", "table", "version", "title", "source", "rows"};
    enum mus_status status = mus_reader_object(reader, root, keys, sizeof keys / sizeof keys[0]);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text format = mus_json_text(mus_json_get(root, "format"));
    if (!mus_text_equals(format, FORMAT)) {
        return mus_fail(reader->err, MUS_INVALID, "format: \"%.*s\" is not known; expected \"%s\"",
                        MUS_TEXT_SHORT_ARG(format), FORMAT);
    }
    status = mus_read_text_at(reader, root, "table", MUS_MAX_ID, &table->name);
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, root, "version", MUS_MAX_ID, &table->version);
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, root, "source", MUS_MAX_LONG_TEXT, &table->source);
    }
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, "title");
        status =
            mus_read_bilingual(reader, mus_json_get(root, "title"), MUS_MAX_NAME, &table->title);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

enum mus_status mus_table_read_json(struct mus_text text, struct mus_arena *arena,
                                    struct mus_table *out, struct mus_error *err)
{
    struct mus_json *root = NULL;
    enum mus_status status = mus_json_parse(text, &root, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_reader reader = {.arena = arena, .err = err};
    struct mus_table table = {0};
    struct mus_table_origin origin = {MUS_TABLE_BY_CODE, NULL};
    status = read_head(&reader, root, &table);
    if (status == MUS_OK) {
        status = read_rows(&reader, mus_json_get(root, "rows"), &table, &origin);
    }
    if (status == MUS_OK) {
        status = mus_table_make(&table, &origin, arena, err);
    }
    mus_json_free(root);
    if (status == MUS_OK) {
        *out = table;
    }
    return status;
}

/* Writing */

static void put_members(struct mus_json_writer *writer, const struct mus_table_row *row)
{
    if (row->member_count == 0) {
        return;
    }
    mus_json_key(writer, "members");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < row->member_count; i++) {
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "code", row->members[i].code);
        mus_put_date(writer, "from", row->members[i].from);
        mus_put_date(writer, "to", row->members[i].to);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void put_complements(struct mus_json_writer *writer, const struct mus_table_row *row)
{
    if (row->complement_count == 0) {
        return;
    }
    mus_json_key(writer, "complements");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < row->complement_count; i++) {
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "code", row->complements[i].code);
        mus_json_put_integer(writer, "value", row->complements[i].value);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

void mus_table_row_write_json(const struct mus_table_row *row, struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out};
    mus_json_begin_object(&writer);
    mus_json_put_text(&writer, "code", row->code);
    mus_json_put_given(&writer, "parent", row->parent);
    mus_json_put_given(&writer, "ja", row->label.ja);
    mus_json_put_given(&writer, "en", row->label.en);
    mus_put_bilingual(&writer, "note", row->note);
    if (row->order >= 0) {
        mus_json_put_integer(&writer, "order", row->order);
    }
    mus_put_date(&writer, "valid_from", row->valid_from);
    mus_put_date(&writer, "valid_to", row->valid_to);
    mus_put_texts(&writer, "synonyms", row->synonyms);
    put_members(&writer, row);
    put_complements(&writer, row);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
}

static void write_head_and_rows(struct mus_buf *out, const struct mus_table *table,
                                struct mus_text rows)
{
    struct mus_json_writer writer = {.buf = out};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", FORMAT);
    mus_json_put_text(&writer, "table", table->name);
    mus_json_put_text(&writer, "version", table->version);
    mus_put_bilingual(&writer, "title", table->title);
    mus_json_put_given(&writer, "source", table->source);
    mus_json_key(&writer, "rows");
    mus_json_write_raw(&writer, rows);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    mus_buf_add_z(out, "\n");
}

void mus_table_write_json(const struct mus_table *table, struct mus_buf *out)
{
    struct mus_buf rows = {0};
    mus_buf_add_z(&rows, "[");
    for (size_t i = 0; i < table->count; i++) {
        mus_buf_add_z(&rows, i == 0 ? "\n " : ",\n ");
        mus_table_row_write_json(&table->rows[i], &rows);
    }
    mus_buf_add_z(&rows, "\n]");
    if (rows.failed) {
        out->failed = true;
    } else {
        write_head_and_rows(out, table, mus_buf_text(&rows));
    }
    mus_buf_done(&rows);
}
