#include "import/judge.h"

#include "codec/json.h"
#include "import/refused.h"
#include "profile/company_check.h"
#include "profile/company_complete.h"
#include "profile/company_json.h"

#include <inttypes.h>
#include <string.h>

/* One row on its way through the steps. A step that refuses the row fails with MUS_INVALID or
 * MUS_LIMIT and a message without the row's name; `remark` says where. */
struct trial {
    struct mus_judge *judge;
    const struct mus_input_row *row;
    const struct mus_read *view;
    struct mus_arena *arena;
    struct mus_verdict *verdict;
    struct mus_remark remark;
    bool placed;     /* the message names the line already */
    bool identified; /* its keys are known and its own */
    struct mus_company input;
    struct mus_company_record old;
    bool has_old;
    mus_field_set mapped;
    struct mus_error *err;
};

/* A table that is not there is no fault of the row. */
static bool is_refusal(enum mus_status status)
{
    return status != MUS_NOT_FOUND && mus_is_refusal(status);
}

/* ------------------------------------------------------------------ reading */

static enum mus_status read_json(struct trial *trial)
{
    struct mus_json *json = NULL;
    trial->placed = true;
    enum mus_status status =
        mus_json_parse_at(trial->row->line, (size_t)trial->row->cells.line, &json, trial->err);
    if (status != MUS_OK) {
        return status;
    }
    trial->placed = false;
    status = mus_company_read_json(json, trial->arena, &trial->input, NULL, trial->err);
    mus_json_free(json);
    return status;
}

/* Without the company that is there: enough to tell which it is. */
static enum mus_status read_cells(struct trial *trial)
{
    struct mus_judge *judge = trial->judge;
    trial->verdict->row_name = mus_draft_row_name(judge->map, &trial->row->cells);
    enum mus_status status =
        mus_draft_read(&judge->draft, &trial->row->cells, trial->arena, &trial->remark, trial->err);
    return status == MUS_OK
               ? mus_draft_company(&judge->draft, NULL, judge->identity.source, judge->clear_empty,
                                   &trial->input, &trial->mapped, trial->err)
               : status;
}

static enum mus_status read_row(struct trial *trial)
{
    const struct mus_input_row *row = trial->row;
    if (row->error.status != MUS_OK) {
        trial->placed = true;
        return mus_fail(trial->err, MUS_INVALID, "%s", row->error.message);
    }
    if (row->cells.errors > 0 && trial->judge->clear_empty) {
        trial->remark.column = row->cells.first_error;
        return mus_fail(trial->err, MUS_INVALID, "the cell holds an error of the spreadsheet");
    }
    return trial->judge->map == NULL ? read_json(trial) : read_cells(trial);
}

/* ------------------------------------------------------------------ which company */

static struct mus_row_key id_key(struct mus_text id)
{
    return mus_row_key('i', id, MUS_NO_TEXT);
}

/* Leads to the company of this id or source, where there is one; otherwise the key is what the row
 * itself says. */
static void add_key(struct trial *trial, struct mus_text found, struct mus_row_key own)
{
    struct mus_verdict *verdict = trial->verdict;
    verdict->keys[verdict->key_count++] = found.ptr == NULL ? own : id_key(found);
}

static void add_keys(struct trial *trial)
{
    const struct mus_standing *standing = &trial->verdict->standing;
    const struct mus_source *source = &standing->source;
    if (standing->id.ptr != NULL) {
        add_key(trial, standing->by_id, id_key(standing->id));
    }
    if (source->name.ptr != NULL) {
        add_key(trial, standing->by_source, mus_row_key('s', source->name, source->id));
    }
}

static enum mus_status identify(struct trial *trial, struct mus_text *id)
{
    struct mus_standing *standing = &trial->verdict->standing;
    enum mus_status status = mus_identity_source(&trial->input, &trial->judge->identity,
                                                 trial->arena, &trial->input.source, trial->err);
    if (status == MUS_OK) {
        status = mus_standing_find(trial->view, trial->input.id, trial->input.source, trial->arena,
                                   standing, trial->err);
    }
    if (status != MUS_OK) {
        return status;
    }
    add_keys(trial);
    if (standing->by_id.ptr != NULL && standing->by_source.ptr != NULL &&
        !mus_text_equal(standing->by_id, standing->by_source)) {
        return mus_fail(trial->err, MUS_INVALID,
                        "id \"%.*s\" is company \"%.*s\", but id \"%.*s\" of source \"%.*s\" is "
                        "company \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(trial->input.id), MUS_TEXT_SHORT_ARG(standing->by_id),
                        MUS_TEXT_SHORT_ARG(trial->input.source.id),
                        MUS_TEXT_SHORT_ARG(trial->input.source.name),
                        MUS_TEXT_SHORT_ARG(standing->by_source));
    }
    *id = standing->by_id.ptr != NULL ? standing->by_id : standing->by_source;
    return MUS_OK;
}

/* ------------------------------------------------------------------ merging */

static enum mus_status load_old(struct trial *trial, struct mus_text id)
{
    bool contacts =
        mus_company_has(&trial->input, MUS_FIELD_CONTACTS) && trial->input.contacts.count > 0;
    enum mus_status status = MUS_OK;
    if (contacts) { /* they must be sealed, or compared with those that are */
        status = mus_store_key_status(trial->judge->store, trial->err);
    }
    if (status != MUS_OK || id.ptr == NULL) {
        return status;
    }
    trial->has_old = true;
    return contacts
               ? mus_store_company_whole(trial->view, id, trial->arena, &trial->old, trial->err)
               : mus_store_company(trial->view, id, trial->arena, &trial->old, trial->err);
}

/* Lists and objects of which the row has only parts take the rest from the company. */
static enum mus_status complete(struct trial *trial)
{
    struct mus_judge *judge = trial->judge;
    struct mus_source source = trial->input.source;
    if (judge->map == NULL || !trial->has_old || !mus_draft_needs_old(&judge->draft)) {
        return MUS_OK;
    }
    enum mus_status status =
        mus_draft_company(&judge->draft, &trial->old.company, judge->identity.source,
                          judge->clear_empty, &trial->input, &trial->mapped, trial->err);
    trial->input.source = source;
    return status;
}

static enum mus_status merge(struct trial *trial)
{
    const struct mus_judge *judge = trial->judge;
    struct mus_verdict *verdict = trial->verdict;
    const struct mus_supply supply = {
        .mode = judge->map == NULL ? MUS_SUPPLY_SOURCE : MUS_SUPPLY_MAPPED,
        .mapped = trial->mapped,
        .clear_empty = judge->clear_empty,
        .overwrite = judge->overwrite,
        .now_ms = judge->now_ms,
    };
    enum mus_status status =
        mus_company_complete(&trial->input, judge->tables, trial->arena, trial->err);
    if (status == MUS_OK) {
        status = mus_company_supply(trial->has_old ? &trial->old : NULL, &trial->input, &supply,
                                    trial->arena, &verdict->merged, trial->err);
    }
    if (status == MUS_OK && verdict->merged.record.company.id.ptr == NULL) {
        mus_store_new_id(verdict->new_id);
        verdict->merged.record.company.id = mus_text_of(verdict->new_id);
    }
    return status;
}

/* Numbers in lists of registrations start anew each year: a key may lead to another firm's company.
 * Such a row says nothing about the one it leads to, so its keys do not count. */
static enum mus_status check_number(struct trial *trial)
{
    const struct mus_company *old = &trial->old.company;
    const struct mus_company *row = &trial->input;
    if (!trial->has_old || trial->judge->overwrite || old->corporate_number.ptr == NULL ||
        row->corporate_number.ptr == NULL ||
        mus_text_equal(old->corporate_number, row->corporate_number)) {
        return MUS_OK;
    }
    trial->identified = false;
    return mus_fail(trial->err, MUS_INVALID,
                    "corporate_number: is another than that of company \"%.*s\", to which the "
                    "row's key leads",
                    MUS_TEXT_SHORT_ARG(old->id));
}

static enum mus_status judge_steps(struct trial *trial)
{
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = read_row(trial);
    if (status == MUS_OK) {
        status = identify(trial, &id);
    }
    if (status == MUS_OK) {
        trial->identified = true;
        status = load_old(trial, id);
    }
    if (status == MUS_OK) {
        status = check_number(trial);
    }
    if (status == MUS_OK) {
        status = complete(trial);
    }
    if (status == MUS_OK) {
        status = merge(trial);
    }
    if (status == MUS_OK && !trial->verdict->merged.unchanged) {
        status = mus_company_check(&trial->verdict->merged.record.company, trial->judge->tables,
                                   trial->judge->today, trial->err);
    }
    return status;
}

/* Whether the row is sound in itself, given a company that has what every company must have. */
static bool is_sound(const struct trial *trial)
{
    struct mus_company company = trial->input;
    company.id = MUS_TEXT("c-0");
    company.source = (struct mus_source){MUS_NO_TEXT, MUS_NO_TEXT};
    if (!mus_company_has(&company, MUS_FIELD_NAME_JA)) {
        company.name_ja = MUS_TEXT("-");
        company.given |= MUS_FIELD_BIT(MUS_FIELD_NAME_JA);
    }
    if (!mus_company_has(&company, MUS_FIELD_COUNTRY)) {
        bool region = mus_company_has(&company, MUS_FIELD_REGION) && company.region.len > 2;
        company.country = region ? (struct mus_text){company.region.ptr, 2} : MUS_TEXT("JP");
        company.given |= MUS_FIELD_BIT(MUS_FIELD_COUNTRY);
    }
    return trial->identified &&
           mus_company_check(&company, trial->judge->tables, trial->judge->today, NULL) == MUS_OK;
}

/* ------------------------------------------------------------------ what is said about it */

/* "name" is where "name.ja" is. */
static bool is_at(struct mus_text path, struct mus_text place)
{
    return mus_text_starts(path, place) && (path.len == place.len || path.ptr[place.len] == '.');
}

/* Of a company's check: "employees: …" is about the column that fills it. */
static void find_column(struct trial *trial, const char *message)
{
    const struct mus_map *map = trial->judge->map;
    const char *colon = strstr(message, ": ");
    if (map == NULL || colon == NULL || trial->remark.column != MUS_NO_COLUMN) {
        return;
    }
    struct mus_text place = {message, (size_t)(colon - message)};
    for (size_t i = 0; i < map->field_count; i++) {
        if (is_at(map->fields[i].path, place)) {
            trial->remark.field = map->fields[i].path;
            trial->remark.column = trial->judge->draft.columns[i];
            return;
        }
    }
}

/* "row 18 (No. 7), column F (従業員数): " */
static void write_place(const struct trial *trial, size_t column, struct mus_buf *out)
{
    const struct mus_judge *judge = trial->judge;
    const struct mus_row *cells = &trial->row->cells;
    struct mus_text name = trial->verdict->row_name;
    char letters[MUS_COLUMN_NAME_MAX];
    if (judge->map == NULL) {
        mus_buf_printf(out, "line %" PRIu64 ": ", cells->line);
        return;
    }
    mus_buf_printf(out, "row %" PRIu64, cells->number);
    if (name.ptr != NULL) {
        mus_buf_printf(out, " (%.*s %.*s)", MUS_TEXT_SHORT_ARG(judge->map->row_name_label),
                       MUS_TEXT_SHORT_ARG(name));
    }
    if (column != MUS_NO_COLUMN) {
        mus_buf_printf(out, ", column %s", mus_column_name(column, letters));
        if (column < judge->header.count && judge->header.items[column].len > 0) {
            mus_buf_printf(out, " (%.*s)", MUS_TEXT_SHORT_ARG(judge->header.items[column]));
        }
    }
    mus_buf_add_z(out, ": ");
}

static enum mus_status say(struct trial *trial, size_t column, const char *words,
                           struct mus_text *out)
{
    struct mus_buf text = {0};
    if (!trial->placed) {
        write_place(trial, column, &text);
    }
    mus_buf_add_z(&text, words);
    *out = text.failed ? MUS_NO_TEXT : mus_arena_copy(trial->arena, mus_buf_text(&text));
    mus_buf_done(&text);
    return out->ptr == NULL ? mus_fail_memory(trial->err) : MUS_OK;
}

static enum mus_status say_why(struct trial *trial, enum mus_status status, const char *message)
{
    struct mus_verdict *verdict = trial->verdict;
    char letters[MUS_COLUMN_NAME_MAX];
    find_column(trial, message);
    size_t column = trial->remark.column;
    if (column != MUS_NO_COLUMN) {
        verdict->column =
            mus_arena_copy(trial->arena, mus_text_of(mus_column_name(column, letters)));
        if (verdict->column.ptr == NULL) {
            return mus_fail_memory(trial->err);
        }
        verdict->heading =
            column < trial->judge->header.count ? trial->judge->header.items[column] : MUS_NO_TEXT;
    }
    verdict->field = trial->remark.field;
    verdict->status = status == MUS_LIMIT ? MUS_LIMIT : MUS_INVALID;
    verdict->key_count = is_sound(trial) ? verdict->key_count : 0;
    return say(trial, column, message, &verdict->message);
}

static enum mus_status say_warnings(struct trial *trial)
{
    size_t count = 0;
    const struct mus_remark *first =
        trial->judge->map == NULL ? NULL : trial->judge->draft.warnings;
    for (const struct mus_remark *at = first; at != NULL; at = at->next) {
        count++;
    }
    struct mus_text *items = mus_arena_alloc(trial->arena, count, sizeof *items);
    enum mus_status status = items == NULL ? mus_fail_memory(trial->err) : MUS_OK;
    size_t said = 0;
    for (const struct mus_remark *at = first; status == MUS_OK && at != NULL; at = at->next) {
        status = say(trial, at->column, at->message.ptr, &items[said++]);
    }
    trial->verdict->warnings = (struct mus_texts){items, said};
    return status;
}

enum mus_status mus_judge_row(struct mus_judge *judge, const struct mus_input_row *row,
                              const struct mus_read *view, struct mus_arena *arena,
                              struct mus_verdict *out, struct mus_error *err)
{
    struct mus_error said = {0};
    *out = (struct mus_verdict){0};
    struct trial trial = {.judge = judge,
                          .row = row,
                          .view = view,
                          .arena = arena,
                          .verdict = out,
                          .remark = {.column = MUS_NO_COLUMN},
                          .err = &said};
    enum mus_status status = judge_steps(&trial);
    trial.err = err;
    if (status == MUS_OK) {
        return say_warnings(&trial);
    }
    if (is_refusal(status)) {
        return say_why(&trial, status, said.message);
    }
    return mus_fail(err, status, "%s", said.message);
}
