#include "profile/table_rows.h"

#include "base/mem.h"
#include "codec/json.h"
#include "profile/table_make.h"

#include <string.h>

struct mus_table_rows {
    struct mus_arena arena; /* what the rows point to */
    struct mus_table_row *rows;
    uint64_t *numbers;
    size_t count;
    size_t capacity;
};

/* Columns */

static enum mus_table_column column_of(struct mus_text name)
{
    static const struct {
        const char *name;
        enum mus_table_column column;
    } names[] = {
        {"code", MUS_TABLE_COLUMN_CODE},       {"parent", MUS_TABLE_COLUMN_PARENT},
        {"ja", MUS_TABLE_COLUMN_JA},           {"en", MUS_TABLE_COLUMN_EN},
        {"order", MUS_TABLE_COLUMN_ORDER},     {"note_ja", MUS_TABLE_COLUMN_NOTE_JA},
        {"note_en", MUS_TABLE_COLUMN_NOTE_EN}, {"synonym", MUS_TABLE_COLUMN_SYNONYM},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (mus_text_equals(name, names[i].name)) {
            return names[i].column;
        }
    }
    return MUS_TABLE_COLUMN_PASSED_OVER;
}

static bool has_column(const struct mus_table_columns *columns, enum mus_table_column column)
{
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->items[i] == column) {
            return true;
        }
    }
    return false;
}

static enum mus_status add_column(struct mus_table_columns *columns, struct mus_text name,
                                  struct mus_error *err)
{
    enum mus_table_column column = column_of(mus_text_trim(name));
    bool repeatable = column == MUS_TABLE_COLUMN_PASSED_OVER || column == MUS_TABLE_COLUMN_SYNONYM;
    if (!repeatable && has_column(columns, column)) {
        return mus_fail(err, MUS_INVALID, "columns: \"%.*s\" stands twice",
                        MUS_TEXT_SHORT_ARG(mus_text_trim(name)));
    }
    if (columns->count == MUS_MAX_COLUMNS) {
        return mus_fail(err, MUS_LIMIT, "columns: at most %d", MUS_MAX_COLUMNS);
    }
    columns->items[columns->count++] = column;
    return MUS_OK;
}

static enum mus_status check_columns(const struct mus_table_columns *columns, struct mus_error *err)
{
    if (!has_column(columns, MUS_TABLE_COLUMN_CODE)) {
        return mus_fail(err, MUS_INVALID, "columns: \"code\" is missing");
    }
    if (!has_column(columns, MUS_TABLE_COLUMN_JA) && !has_column(columns, MUS_TABLE_COLUMN_EN)) {
        return mus_fail(err, MUS_INVALID, "columns: \"ja\" or \"en\" is missing");
    }
    return MUS_OK;
}

enum mus_status mus_table_columns_of(struct mus_texts names, struct mus_table_columns *out,
                                     struct mus_error *err)
{
    struct mus_table_columns columns = {.count = 0};
    for (size_t i = 0; i < names.count; i++) {
        enum mus_status status = add_column(&columns, names.items[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    enum mus_status status = check_columns(&columns, err);
    if (status == MUS_OK) {
        *out = columns;
    }
    return status;
}

enum mus_status mus_table_columns_read(struct mus_text list, struct mus_table_columns *out,
                                       struct mus_error *err)
{
    struct mus_table_columns columns = {.count = 0};
    size_t start = 0;
    for (size_t i = 0; i <= list.len; i++) {
        if (i < list.len && list.ptr[i] != ',') {
            continue;
        }
        struct mus_text name = {list.len == 0 ? "" : list.ptr + start, i - start};
        enum mus_status status = add_column(&columns, name, err);
        if (status != MUS_OK) {
            return status;
        }
        start = i + 1;
    }
    enum mus_status status = check_columns(&columns, err);
    if (status == MUS_OK) {
        *out = columns;
    }
    return status;
}

/* Rows */

struct mus_table_rows *mus_table_rows_new(void)
{
    return mus_alloc_zero(1, sizeof(struct mus_table_rows));
}

void mus_table_rows_free(struct mus_table_rows *rows)
{
    if (rows == NULL) {
        return;
    }
    mus_arena_done(&rows->arena);
    mus_free(rows->rows);
    mus_free(rows->numbers);
    mus_free(rows);
}

static bool grow(struct mus_table_rows *rows)
{
    if (rows->count < rows->capacity) {
        return true;
    }
    size_t capacity = rows->capacity == 0 ? 256 : rows->capacity * 2;
    struct mus_table_row *more = mus_realloc(rows->rows, capacity, sizeof *more);
    if (more == NULL) {
        return false;
    }
    rows->rows = more;
    uint64_t *numbers = mus_realloc(rows->numbers, capacity, sizeof *numbers);
    if (numbers == NULL) {
        return false;
    }
    rows->numbers = numbers;
    rows->capacity = capacity;
    return true;
}

static enum mus_status copy_text(struct mus_arena *arena, struct mus_text text,
                                 struct mus_text *out, struct mus_error *err)
{
    *out = mus_arena_copy(arena, text);
    return out->ptr == NULL && text.ptr != NULL ? mus_fail_memory(err) : MUS_OK;
}

static enum mus_status read_order(struct mus_text cell, int64_t *out, struct mus_error *err)
{
    int64_t value = 0;
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] < '0' || cell.ptr[i] > '9' || value > MUS_JSON_INTEGER_MAX / 10) {
            return mus_fail(err, MUS_INVALID, "order: \"%.*s\" is no number from 0 to %lld",
                            MUS_TEXT_SHORT_ARG(cell), (long long)MUS_JSON_INTEGER_MAX);
        }
        value = value * 10 + (cell.ptr[i] - '0');
    }
    *out = value;
    return MUS_OK;
}

/* The length of the separator that stands here, 0 where there is none. */
static size_t separator_at(struct mus_text cell, size_t at)
{
    static const struct mus_text wide = {"；", sizeof "；" - 1};
    if (cell.ptr[at] == ';') {
        return 1;
    }
    struct mus_text rest = {cell.ptr + at, cell.len - at};
    return mus_text_starts(rest, wide) ? wide.len : 0;
}

/* Cuts the first synonym off the cell. */
static struct mus_text next_synonym(struct mus_text *cell)
{
    size_t at = 0;
    while (at < cell->len && separator_at(*cell, at) == 0) {
        at++;
    }
    struct mus_text synonym = mus_text_trim((struct mus_text){cell->ptr, at});
    size_t past = at < cell->len ? at + separator_at(*cell, at) : at;
    cell->ptr += past;
    cell->len -= past;
    return synonym;
}

static enum mus_status add_synonyms(struct mus_table_rows *rows, struct mus_text cell,
                                    struct mus_text *synonyms, size_t *count, struct mus_error *err)
{
    while (cell.len > 0) {
        struct mus_text synonym = next_synonym(&cell);
        if (synonym.len == 0) {
            continue;
        }
        if (*count == MUS_MAX_LIST) {
            return mus_fail(err, MUS_LIMIT, "synonym: more than %d entries", MUS_MAX_LIST);
        }
        enum mus_status status = copy_text(&rows->arena, synonym, &synonyms[*count], err);
        if (status != MUS_OK) {
            return status;
        }
        (*count)++;
    }
    return MUS_OK;
}

/* The cell in the column of this kind, MUS_NO_TEXT where it is blank or there is no such column. */
static struct mus_text cell_of(const struct mus_table_columns *columns, struct mus_texts cells,
                               enum mus_table_column column)
{
    for (size_t i = 0; i < columns->count && i < cells.count; i++) {
        if (columns->items[i] == column) {
            struct mus_text cell = mus_text_trim(cells.items[i]);
            return cell.len == 0 ? MUS_NO_TEXT : cell;
        }
    }
    return MUS_NO_TEXT;
}

static enum mus_status read_texts(struct mus_table_rows *rows,
                                  const struct mus_table_columns *columns, struct mus_texts cells,
                                  struct mus_table_row *row, struct mus_error *err)
{
    const struct {
        enum mus_table_column column;
        struct mus_text *out;
    } texts[] = {
        {MUS_TABLE_COLUMN_CODE, &row->code},       {MUS_TABLE_COLUMN_PARENT, &row->parent},
        {MUS_TABLE_COLUMN_JA, &row->label.ja},     {MUS_TABLE_COLUMN_EN, &row->label.en},
        {MUS_TABLE_COLUMN_NOTE_JA, &row->note.ja}, {MUS_TABLE_COLUMN_NOTE_EN, &row->note.en},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mus_text cell = cell_of(columns, cells, texts[i].column);
        enum mus_status status = copy_text(&rows->arena, cell, texts[i].out, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

static enum mus_status read_synonyms(struct mus_table_rows *rows,
                                     const struct mus_table_columns *columns,
                                     struct mus_texts cells, struct mus_table_row *row,
                                     struct mus_error *err)
{
    struct mus_text found[MUS_MAX_LIST];
    size_t count = 0;
    for (size_t i = 0; i < columns->count && i < cells.count; i++) {
        if (columns->items[i] != MUS_TABLE_COLUMN_SYNONYM) {
            continue;
        }
        enum mus_status status = add_synonyms(rows, cells.items[i], found, &count, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    if (count == 0) {
        return MUS_OK;
    }
    struct mus_text *synonyms = mus_arena_alloc(&rows->arena, count, sizeof *synonyms);
    if (synonyms == NULL) {
        return mus_fail_memory(err);
    }
    memcpy(synonyms, found, count * sizeof *synonyms);
    row->synonyms = (struct mus_texts){synonyms, count};
    return MUS_OK;
}

static bool is_blank(const struct mus_table_columns *columns, struct mus_texts cells)
{
    for (size_t i = 0; i < columns->count && i < cells.count; i++) {
        if (columns->items[i] != MUS_TABLE_COLUMN_PASSED_OVER &&
            mus_text_trim(cells.items[i]).len > 0) {
            return false;
        }
    }
    return true;
}

static enum mus_status read_row(struct mus_table_rows *rows,
                                const struct mus_table_columns *columns, struct mus_texts cells,
                                struct mus_table_row *row, struct mus_error *err)
{
    *row = (struct mus_table_row){.order = -1, .valid_from = MUS_NO_DATE, .valid_to = MUS_NO_DATE};
    struct mus_text order = cell_of(columns, cells, MUS_TABLE_COLUMN_ORDER);
    enum mus_status status = MUS_OK;
    if (order.len > 0) {
        status = read_order(order, &row->order, err);
    }
    if (status == MUS_OK) {
        status = read_texts(rows, columns, cells, row, err);
    }
    return status == MUS_OK ? read_synonyms(rows, columns, cells, row, err) : status;
}

enum mus_status mus_table_rows_add(struct mus_table_rows *rows,
                                   const struct mus_table_columns *columns, struct mus_texts cells,
                                   uint64_t number, struct mus_error *err)
{
    if (is_blank(columns, cells)) {
        return MUS_OK;
    }
    if (rows->count == MUS_MAX_TABLE_ROWS) {
        return mus_fail(err, MUS_LIMIT, "row %llu: a table has at most %d rows",
                        (unsigned long long)number, MUS_MAX_TABLE_ROWS);
    }
    if (!grow(rows)) {
        return mus_fail_memory(err);
    }
    enum mus_status status = read_row(rows, columns, cells, &rows->rows[rows->count], err);
    if (status == MUS_INVALID || status == MUS_LIMIT) {
        return mus_fail_at(err, status, "row %llu", (unsigned long long)number);
    }
    if (status == MUS_OK) {
        rows->numbers[rows->count++] = number;
    }
    return status;
}

/* The table */

static enum mus_status copy_row(struct mus_arena *arena, const struct mus_table_row *from,
                                struct mus_table_row *row, struct mus_error *err)
{
    *row = *from;
    struct mus_text *texts[] = {&row->code,     &row->parent,  &row->label.ja,
                                &row->label.en, &row->note.ja, &row->note.en};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        enum mus_status status = copy_text(arena, *texts[i], texts[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    struct mus_text *synonyms = mus_arena_alloc(arena, from->synonyms.count, sizeof *synonyms);
    if (synonyms == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < from->synonyms.count; i++) {
        enum mus_status status = copy_text(arena, from->synonyms.items[i], &synonyms[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    row->synonyms.items = from->synonyms.count == 0 ? NULL : synonyms;
    return MUS_OK;
}

static enum mus_status copy_head(struct mus_arena *arena, const struct mus_table *head,
                                 struct mus_table *table, struct mus_error *err)
{
    *table = (struct mus_table){
        .name = head->name, .version = head->version, .title = head->title, .source = head->source};
    struct mus_text *texts[] = {&table->name, &table->version, &table->title.ja, &table->title.en,
                                &table->source};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        enum mus_status status = copy_text(arena, *texts[i], texts[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

enum mus_status mus_table_rows_finish(const struct mus_table_rows *rows,
                                      const struct mus_table *head, struct mus_arena *arena,
                                      struct mus_table *out, struct mus_error *err)
{
    struct mus_table table;
    enum mus_status status = copy_head(arena, head, &table, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_table_row *copies = mus_arena_alloc(arena, rows->count, sizeof *copies);
    if (copies == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < rows->count; i++) {
        status = copy_row(arena, &rows->rows[i], &copies[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    table.rows = copies;
    table.count = rows->count;
    const struct mus_table_origin origin = {MUS_TABLE_BY_NUMBER, rows->numbers};
    status = mus_table_make(&table, &origin, arena, err);
    if (status == MUS_OK) {
        *out = table;
    }
    return status;
}
