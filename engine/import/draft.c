#include "import/draft.h"

#include "base/mem.h"
#include "import/pattern.h"
#include "profile/table_make.h"

enum mus_status mus_draft_init(struct mus_draft *draft, const struct mus_map *map,
                               const struct mus_tables *tables, struct mus_error *err)
{
    *draft = (struct mus_draft){.map = map, .tables = tables};
    draft->values = mus_alloc_zero(map->field_count, sizeof *draft->values);
    draft->columns = mus_alloc_zero(map->field_count, sizeof *draft->columns);
    if (draft->values == NULL || draft->columns == NULL) {
        mus_draft_done(draft);
        return mus_fail_memory(err);
    }
    return MUS_OK;
}

void mus_draft_done(struct mus_draft *draft)
{
    mus_free(draft->values);
    mus_free(draft->columns);
    mus_buf_done(&draft->work);
    *draft = (struct mus_draft){0};
}

static struct mus_text cell_of(const struct mus_row *row, const struct mus_map_column *column)
{
    return column->at == MUS_NO_COLUMN ? MUS_TEXT("")
                                       : mus_text_trim(mus_row_cell(row, column->at));
}

struct mus_text mus_draft_row_name(const struct mus_map *map, const struct mus_row *row)
{
    struct mus_text name = cell_of(row, &map->row_name);
    return name.len == 0 ? MUS_NO_TEXT : name;
}

/* ------------------------------------------------------------------ conditions */

static enum mus_status holds(struct mus_draft *draft, const struct mus_map_condition *condition,
                             const struct mus_row *row, bool *out, struct mus_error *err)
{
    struct mus_text cell = cell_of(row, &condition->column);
    if (condition->test != MUS_MAP_IN) {
        *out = (cell.len > 0) == (condition->test == MUS_MAP_GIVEN);
        return MUS_OK;
    }
    mus_buf_clear(&draft->work);
    enum mus_status status = mus_table_fold(cell, &draft->work, err);
    *out = false;
    for (size_t i = 0; status == MUS_OK && !*out && i < condition->words.count; i++) {
        *out = mus_text_equal(condition->words.items[i], mus_buf_text(&draft->work));
    }
    return status;
}

/* ------------------------------------------------------------------ one rule */

/* The cells of several columns; those that are empty leave no trace. */
static enum mus_status join_cells(struct mus_draft *draft, const struct mus_map_rule *rule,
                                  const struct mus_row *row, struct mus_text *out,
                                  struct mus_error *err)
{
    if (rule->column_count == 1) {
        *out = cell_of(row, &rule->columns[0]);
        return MUS_OK;
    }
    mus_buf_clear(&draft->work);
    for (size_t i = 0; i < rule->column_count; i++) {
        struct mus_text cell = cell_of(row, &rule->columns[i]);
        if (cell.len > 0) {
            mus_buf_add_text(&draft->work, draft->work.len == 0 ? MUS_TEXT("") : rule->join);
            mus_buf_add_text(&draft->work, cell);
        }
    }
    enum mus_status status = mus_buf_check(&draft->work, err);
    if (status == MUS_OK) {
        *out = draft->work.len == 0 ? MUS_TEXT("")
                                    : mus_arena_copy(draft->arena, mus_buf_text(&draft->work));
        status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    return status;
}

/* The table's value for the text. */
static enum mus_status look_up(struct mus_draft *draft, const struct mus_map_rule *rule,
                               struct mus_text *text, struct mus_error *err)
{
    struct mus_text value = MUS_NO_TEXT;
    mus_buf_clear(&draft->work);
    enum mus_status status = mus_table_fold(*text, &draft->work, err);
    if (status != MUS_OK) {
        return status;
    }
    if (mus_lookup_find(rule->lookup, mus_buf_text(&draft->work), &value)) {
        *text = value;
        return MUS_OK;
    }
    if (rule->has_fallback || mus_value_is_missing(*text)) {
        *text = rule->fallback;
        return MUS_OK;
    }
    return mus_fail(err, MUS_INVALID, "\"%.*s\" is not in the table %.*s",
                    MUS_TEXT_SHORT_ARG(*text), MUS_TEXT_SHORT_ARG(rule->lookup->name));
}

/* What the rule makes of the row: not given where it makes nothing. */
static enum mus_status text_of(struct mus_draft *draft, const struct mus_map_rule *rule,
                               const struct mus_row *row, struct mus_text *out,
                               struct mus_error *err)
{
    struct mus_text text = rule->constant;
    bool applies = true;
    enum mus_status status = MUS_OK;
    if (rule->when != NULL) {
        status = holds(draft, rule->when, row, &applies, err);
    }
    if (status != MUS_OK || !applies || text.ptr != NULL) {
        *out = applies ? text : MUS_NO_TEXT;
        return status;
    }
    status = join_cells(draft, rule, row, &text, err);
    text = status == MUS_OK && text.len == 0 ? MUS_NO_TEXT : text;
    if (status == MUS_OK && text.ptr != NULL && rule->step_count > 0) {
        status = mus_pattern_apply(rule->steps, rule->step_count, &draft->work, &text, err);
    }
    if (status == MUS_OK && text.ptr != NULL && text.len > 0 && rule->lookup != NULL) {
        status = look_up(draft, rule, &text, err);
    }
    if (status == MUS_OK) {
        *out = text;
    }
    return status;
}

static struct mus_remark *warn(struct mus_draft *draft, size_t column, struct mus_text field,
                               struct mus_text message)
{
    struct mus_remark *remark = mus_arena_alloc(draft->arena, 1, sizeof *remark);
    if (remark != NULL) {
        struct mus_remark **end = &draft->warnings;
        while (*end != NULL) {
            end = &(*end)->next;
        }
        *remark = (struct mus_remark){.column = column, .field = field, .message = message};
        *end = remark;
    }
    return remark;
}

static size_t column_of(const struct mus_map_rule *rule)
{
    return rule->column_count == 0 ? MUS_NO_COLUMN : rule->columns[0].at;
}

static enum mus_status read_rule(struct mus_draft *draft, const struct mus_map_field *field,
                                 const struct mus_map_rule *rule, const struct mus_row *row,
                                 struct mus_value *out, struct mus_error *err)
{
    struct mus_text text;
    struct mus_value_reader reader = {.tables = draft->tables,
                                      .arena = draft->arena,
                                      .unit = rule->unit,
                                      .separators = rule->separators};
    enum mus_status status = text_of(draft, rule, row, &text, err);
    if (status != MUS_OK || text.ptr == NULL || text.len == 0) {
        return status;
    }
    status = mus_value_read(&reader, &field->target.part, text, out, err);
    if (status == MUS_OK && reader.note.ptr != NULL &&
        warn(draft, column_of(rule), field->path, reader.note) == NULL) {
        return mus_fail_memory(err);
    }
    return status;
}

/* ------------------------------------------------------------------ a row */

/* Where a value would stand that is not there. */
static size_t first_column(const struct mus_map_field *field)
{
    for (size_t i = 0; i < field->rule_count; i++) {
        if (column_of(&field->rules[i]) != MUS_NO_COLUMN) {
            return column_of(&field->rules[i]);
        }
    }
    return MUS_NO_COLUMN;
}

/* The first rule that gives a value decides; where none does, the first that was refused does. */
static enum mus_status read_field(struct mus_draft *draft, size_t index, const struct mus_row *row,
                                  struct mus_remark *remark, struct mus_error *err)
{
    const struct mus_map_field *field = &draft->map->fields[index];
    struct mus_error refusal = {0};
    struct mus_value value = {0};
    size_t refused = field->rule_count;
    size_t used = 0;
    for (size_t i = 0; i < field->rule_count && !value.given; i++) {
        struct mus_error here = {0};
        enum mus_status status = read_rule(draft, field, &field->rules[i], row, &value, &here);
        used = i;
        if (status != MUS_OK && status != MUS_INVALID && status != MUS_LIMIT) {
            return mus_fail(err, status, "%s", here.message);
        }
        if (status != MUS_OK) {
            value = (struct mus_value){0};
            refusal = refused == field->rule_count ? here : refusal;
            refused = refused == field->rule_count ? i : refused;
        }
    }
    if (!value.given && refused < field->rule_count) {
        *remark =
            (struct mus_remark){.column = column_of(&field->rules[refused]), .field = field->path};
        return mus_fail(err, refusal.status, "%s", refusal.message);
    }
    draft->values[index] = value;
    draft->columns[index] = value.given ? column_of(&field->rules[used]) : first_column(field);
    return MUS_OK;
}

static enum mus_status check_rejects(struct mus_draft *draft, const struct mus_row *row,
                                     struct mus_remark *remark, struct mus_error *err)
{
    for (size_t i = 0; i < draft->map->reject_count; i++) {
        const struct mus_map_condition *condition = &draft->map->rejects[i];
        bool reject;
        enum mus_status status = holds(draft, condition, row, &reject, err);
        if (status != MUS_OK) {
            return status;
        }
        if (reject) {
            *remark = (struct mus_remark){.column = condition->column.at};
            return mus_fail(err, MUS_INVALID, "%.*s", MUS_TEXT_ARG(condition->reason));
        }
    }
    return MUS_OK;
}

enum mus_status mus_draft_read(struct mus_draft *draft, const struct mus_row *row,
                               struct mus_arena *arena, struct mus_remark *remark,
                               struct mus_error *err)
{
    draft->arena = arena;
    draft->warnings = NULL;
    *remark = (struct mus_remark){.column = MUS_NO_COLUMN};
    enum mus_status status = check_rejects(draft, row, remark, err);
    for (size_t i = 0; status == MUS_OK && i < draft->map->field_count; i++) {
        status = read_field(draft, i, row, remark, err);
    }
    if (status == MUS_OK && row->errors > 0 &&
        warn(draft, row->first_error, MUS_NO_TEXT,
             MUS_TEXT("the cell holds an error of the spreadsheet; taken as empty")) == NULL) {
        status = mus_fail_memory(err);
    }
    return status;
}
