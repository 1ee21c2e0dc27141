/* How a row finds its participant: by the id that it gives; else, of the participants that its
 * company has in its role already and that no row names, by turn: the first row is the first of
 * them. So the same file finds the same participants again, without an id of its own. */
#include "fair/registration.h"

#include <stdlib.h>

#include "base/buf.h"
#include "fair/by_company.h"
#include "fair/format/event_record.h"
#include "fair/registration_columns.h"
#include "fair/rows.h"
#include "import/refused.h"
#include "ledger/company_of.h"
#include "store/events.h"

struct item {
    struct mus_file_row *row;
    struct mus_registration_row said;
    bool readable;
    enum mus_registration_column about; /* of one that is not readable */
    const char *refusal;
    struct mus_text company; /* id in the store; not given: not found */
    struct mus_text id;      /* of the participant */
};

struct registration {
    const struct mus_registration_job *job;
    struct mus_arena *arena;
    struct mus_file_rows rows;
    struct mus_registration_columns columns;
    struct mus_texts passed_over;
    struct item *items;  /* in the order of the file */
    struct item **order; /* by company, role, row */
    size_t count;
    struct mus_fair fair; /* as it is in the write */
    struct mus_by_company by_company;
    struct mus_error *err;
};

/* ------------------------------------------------------------------ reading */

/* Rows that the reader refused have been rejected already, and are no items. */
static enum mus_status read_items(struct registration *reg, const struct mus_event *event)
{
    reg->items = mus_arena_alloc(reg->arena, reg->rows.count, sizeof *reg->items);
    reg->order = mus_arena_alloc(reg->arena, reg->rows.count, sizeof(struct item *));
    if (reg->items == NULL || reg->order == NULL) {
        return mus_fail_memory(reg->err);
    }
    for (size_t i = 0; i < reg->rows.count; i++) {
        struct mus_file_row *row = &reg->rows.rows[i];
        if (row->result == MUS_ROW_REJECTED) {
            continue;
        }
        struct mus_error said = {0};
        struct item *item = &reg->items[reg->count];
        *item = (struct item){.row = row};
        enum mus_status status =
            mus_registration_row_read(&reg->columns, &row->row.cells, event, reg->job->tables,
                                      reg->arena, &item->said, &item->about, &said);
        if (status != MUS_OK && !mus_is_refusal(status)) {
            return mus_fail(reg->err, status, "%s", said.message);
        }
        item->readable = status == MUS_OK;
        item->refusal = mus_arena_copy(reg->arena, mus_text_of(said.message)).ptr;
        if (item->refusal == NULL) {
            return mus_fail_memory(reg->err);
        }
        reg->order[reg->count++] = item;
    }
    return MUS_OK;
}

static enum mus_status reject(const struct registration *reg, struct item *item,
                              enum mus_registration_column column, const char *message)
{
    size_t at = reg->columns.at[column];
    return mus_file_rows_reject(&reg->rows, item->row, at, mus_registration_field(column), message,
                                reg->err);
}

/* ------------------------------------------------------------------ whose row it is */

/* As it is written, or under the file's source. */
static enum mus_status find_company(const struct registration *reg, const struct mus_read *view,
                                    struct mus_text written, struct mus_text *id,
                                    struct mus_error *said)
{
    struct mus_buf with_source = {0};
    enum mus_status status = MUS_NOT_FOUND;
    if (reg->job->source != NULL) {
        mus_buf_printf(&with_source, "%s:%.*s", reg->job->source, MUS_TEXT_ARG(written));
        status = mus_buf_check(&with_source, said);
        if (status == MUS_OK) {
            status = mus_ledger_company_of(view, mus_buf_text(&with_source), reg->arena, id, said);
        }
    }
    if (status == MUS_NOT_FOUND) {
        status = mus_ledger_company_of(view, written, reg->arena, id, said);
    }
    mus_buf_done(&with_source);
    return status;
}

static enum mus_status find_companies(struct registration *reg, const struct mus_read *view)
{
    for (size_t i = 0; i < reg->count; i++) {
        struct item *item = &reg->items[i];
        struct mus_error said = {0};
        enum mus_status status = MUS_OK;
        item->row->result = MUS_ROW_OPEN;
        item->company = MUS_NO_TEXT;
        item->id = MUS_NO_TEXT;
        if (item->said.company.len > 0) {
            status = find_company(reg, view, item->said.company, &item->company, &said);
        }
        if (status != MUS_OK && !mus_is_refusal(status)) {
            return mus_fail(reg->err, status, "%s", said.message);
        }
        enum mus_status noted = MUS_OK;
        if (status != MUS_OK) {
            noted = reject(reg, item, MUS_REGISTRATION_COMPANY, said.message);
        } else if (!item->readable) {
            noted = reject(reg, item, item->about, item->refusal);
        }
        if (noted != MUS_OK) {
            return noted;
        }
    }
    return MUS_OK;
}

static int by_company(const void *left, const void *right)
{
    const struct item *a = *(struct item *const *)left;
    const struct item *b = *(struct item *const *)right;
    int order = mus_text_compare(a->company, b->company);
    if (order != 0) {
        return order;
    }
    if (a->said.said.role != b->said.said.role) {
        return a->said.said.role < b->said.said.role ? -1 : 1;
    }
    return a < b ? -1 : a > b;
}

/* The end of the items of one company that begin at `from`. */
static size_t end_of_company(const struct registration *reg, size_t from)
{
    size_t end = from;
    while (end < reg->count &&
           mus_text_equal(reg->order[end]->company, reg->order[from]->company)) {
        end++;
    }
    return end;
}

/* A bad row: nothing of its company. */
static enum mus_status reject_with(struct registration *reg, const struct item *bad, size_t from,
                                   size_t to)
{
    struct mus_buf message = {0};
    mus_buf_printf(&message, "row %llu of the same company is refused",
                   (unsigned long long)bad->row->row.cells.number);
    mus_buf_add_char(&message, '\0');
    enum mus_status status = mus_buf_check(&message, reg->err);
    for (size_t i = from; status == MUS_OK && i < to; i++) {
        if (reg->order[i]->row->result != MUS_ROW_REJECTED) {
            status = mus_file_rows_reject(&reg->rows, reg->order[i]->row, MUS_NO_COLUMN, NULL,
                                          mus_buf_text(&message).ptr, reg->err);
        }
    }
    mus_buf_done(&message);
    return status;
}

static const struct item *bad_one(const struct registration *reg, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (reg->order[i]->row->result == MUS_ROW_REJECTED) {
            return reg->order[i];
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------ which participant it is */

static bool is_named(const struct registration *reg, size_t from, size_t to, struct mus_text id)
{
    for (size_t i = from; i < to; i++) {
        if (mus_text_equal(reg->order[i]->id, id)) {
            return true;
        }
    }
    return false;
}

/* The first participant of the item's company and role that no row of from … to names; not given:
 * there is none. */
static struct mus_text free_participant(const struct registration *reg, size_t from, size_t to,
                                        const struct item *item)
{
    size_t first = 0;
    size_t count = mus_by_company_find(&reg->by_company, item->company, &first);
    for (size_t i = 0; i < count; i++) {
        const struct mus_participant *known =
            &reg->fair.participants[reg->by_company.places[first + i]];
        if (known->role == item->said.said.role && !is_named(reg, from, to, known->id)) {
            return known->id;
        }
    }
    return MUS_NO_TEXT;
}

static bool shares(const struct item *item)
{
    return item->said.said.mode != MUS_PARTICIPANT_EXCLUSIVE;
}

/* The rows of one company: those that say an id first, then the others in their order. */
static enum mus_status name_participants(struct registration *reg, struct mus_write *write,
                                         size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        reg->order[i]->id = reg->order[i]->said.said.id;
    }
    for (size_t i = from; i < to; i++) {
        struct item *item = reg->order[i];
        const struct item *before = i > from ? reg->order[i - 1] : NULL;
        if (item->id.ptr != NULL) {
            continue;
        }
        if (before != NULL && shares(item) && shares(before) &&
            before->said.said.role == item->said.said.role && before->said.said.id.ptr == NULL) {
            item->id = before->id;
            continue;
        }
        item->id = free_participant(reg, from, to, item);
        if (item->id.ptr == NULL) {
            enum mus_status status = mus_store_new_participant_id(write, reg->job->event,
                                                                  reg->arena, &item->id, reg->err);
            if (status != MUS_OK) {
                return status;
            }
        }
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ putting */

static struct mus_participant as_known(const struct registration *reg, const struct item *item,
                                       bool *known)
{
    size_t at = mus_fair_participant(&reg->fair, item->id);
    *known = at != SIZE_MAX;
    if (*known) {
        return reg->fair.participants[at];
    }
    return (struct mus_participant){
        .id = item->id,
        .company = item->company,
        .mode = MUS_PARTICIPANT_SHARING,
        .state = MUS_PARTICIPANT_REGISTERED,
        .min = MUS_PARTICIPANT_OF_ROLE,
        .max = MUS_PARTICIPANT_OF_ROLE,
        .meets = true,
        .people = 1,
        .registered = reg->job->now,
    };
}

/* The rows of one participant: of an exclusive one the last wins, people who share are joined. */
static enum mus_status join_rows(struct registration *reg, struct item *const *rows, size_t count,
                                 struct mus_participant *participant, struct mus_texts *names)
{
    struct mus_text *list = mus_arena_alloc(reg->arena, count, sizeof *list);
    if (list == NULL) {
        return mus_fail_memory(reg->err);
    }
    size_t named = 0;
    for (size_t i = 0; i < count; i++) {
        const struct item *item = rows[i];
        if (!shares(item) && i + 1 < count) {
            item->row->result = MUS_ROW_SUPERSEDED;
            item->row->by = rows[count - 1]->row->row.cells.number;
            continue;
        }
        mus_registration_row_apply(&item->said, participant);
        if (item->said.person.ptr != NULL) {
            list[named++] = item->said.person;
        }
    }
    *names = (struct mus_texts){list, named};
    return MUS_OK;
}

static bool same_texts(struct mus_texts a, struct mus_texts b)
{
    bool same = a.count == b.count;
    for (size_t i = 0; same && i < a.count; i++) {
        same = mus_text_equal(a.items[i], b.items[i]);
    }
    return same;
}

static enum mus_status same_participant(const struct mus_participant *a,
                                        const struct mus_participant *b, bool *same,
                                        struct mus_error *err)
{
    struct mus_buf left = {0};
    struct mus_buf right = {0};
    mus_participant_encode(a, &left);
    mus_participant_encode(b, &right);
    enum mus_status status = left.failed || right.failed ? mus_fail_memory(err) : MUS_OK;
    *same = status == MUS_OK && mus_text_equal(mus_buf_text(&left), mus_buf_text(&right));
    mus_buf_done(&left);
    mus_buf_done(&right);
    return status;
}

/* Stores the participant, and its people where the rows name any. */
static enum mus_status put(struct registration *reg, struct mus_write *write,
                           const struct mus_participant *participant,
                           const struct mus_participant *before, bool known, struct mus_texts names,
                           enum mus_row_result *result, struct mus_error *said)
{
    struct mus_text event = reg->job->event;
    struct mus_texts old = {0};
    bool same = false;
    enum mus_status status = known ? same_participant(participant, before, &same, said) : MUS_OK;
    if (status == MUS_OK && known && names.count > 0) {
        status = mus_store_people(mus_store_write_view(write), event, participant->id, reg->arena,
                                  &old, said);
    }
    bool same_people = names.count == 0 || (known && same_texts(old, names));
    if (status == MUS_OK && !same) {
        status = mus_store_put_participant(write, event, participant, said);
    }
    if (status == MUS_OK && !same_people) {
        status = mus_store_put_people(write, event, participant->id, &names, said);
    }
    *result = !known ? MUS_ROW_ADDED : same && same_people ? MUS_ROW_UNCHANGED : MUS_ROW_CHANGED;
    return status;
}

/* The rows of one participant: taken together or refused together. */
static enum mus_status put_participant(struct registration *reg, struct mus_write *write,
                                       struct item *const *rows, size_t count)
{
    struct mus_error said = {0};
    struct mus_texts names = {0};
    enum mus_row_result result = MUS_ROW_REJECTED;
    bool known = false;
    struct mus_participant before = as_known(reg, rows[0], &known);
    struct mus_participant participant = before;
    participant.company = rows[0]->company;
    enum mus_status status = join_rows(reg, rows, count, &participant, &names);
    if (status != MUS_OK) {
        return status;
    }
    participant.people = names.count > 0 ? (uint16_t)names.count : participant.people;
    status = names.count > MUS_EVENT_MAX_PEOPLE
                 ? mus_fail(&said, MUS_LIMIT, "%zu people share one agenda, at most %d",
                            names.count, MUS_EVENT_MAX_PEOPLE)
                 : mus_participant_check(&participant, &reg->fair.event, &said);
    if (status == MUS_OK) {
        status = put(reg, write, &participant, &before, known, names, &result, &said);
    }
    if (status != MUS_OK && !mus_is_refusal(status)) {
        return mus_fail(reg->err, status, "%s", said.message);
    }
    enum mus_status noted = MUS_OK;
    for (size_t i = 0; noted == MUS_OK && i < count; i++) {
        if (status != MUS_OK) {
            noted = mus_file_rows_reject(&reg->rows, rows[i]->row, MUS_NO_COLUMN, NULL,
                                         said.message, reg->err);
        } else if (rows[i]->row->result != MUS_ROW_SUPERSEDED) {
            rows[i]->row->result = result;
        }
    }
    return noted;
}

static int by_participant(const void *left, const void *right)
{
    const struct item *a = *(struct item *const *)left;
    const struct item *b = *(struct item *const *)right;
    int order = mus_text_compare(a->id, b->id);
    return order != 0 ? order : a < b ? -1 : a > b;
}

static enum mus_status put_company(struct registration *reg, struct mus_write *write, size_t from,
                                   size_t to)
{
    enum mus_status status = name_participants(reg, write, from, to);
    if (status != MUS_OK) {
        return status;
    }
    qsort(reg->order + from, to - from, sizeof *reg->order, by_participant);
    for (size_t i = from; status == MUS_OK && i < to;) {
        size_t end = i;
        while (end < to && mus_text_equal(reg->order[end]->id, reg->order[i]->id)) {
            end++;
        }
        status = put_participant(reg, write, reg->order + i, end - i);
        i = end;
    }
    return status;
}

/* ------------------------------------------------------------------ all */

static enum mus_status put_all(struct registration *reg, struct mus_write *write)
{
    const struct mus_read *view = mus_store_write_view(write);
    enum mus_status status =
        mus_store_fair(view, reg->job->event, reg->arena, &reg->fair, reg->err);
    if (status == MUS_OK) {
        status = mus_by_company_make(&reg->fair, reg->arena, &reg->by_company, reg->err);
    }
    if (status == MUS_OK) {
        status = find_companies(reg, view);
    }
    if (status == MUS_OK && reg->count > 1) {
        qsort(reg->order, reg->count, sizeof *reg->order, by_company);
    }
    for (size_t from = 0; status == MUS_OK && from < reg->count;) {
        size_t to = end_of_company(reg, from);
        const struct item *bad = bad_one(reg, from, to);
        if (bad == NULL) {
            status = put_company(reg, write, from, to);
        } else if (bad->company.ptr != NULL) {
            status = reject_with(reg, bad, from, to);
        }
        from = to;
    }
    return status;
}

static enum mus_status change(struct mus_write *write, void *context, struct mus_error *err)
{
    struct registration *reg = context;
    struct mus_error *outer = reg->err;
    reg->err = err;
    enum mus_status status = put_all(reg, write);
    reg->err = outer;
    return status;
}

static enum mus_status load_event(struct registration *reg, struct mus_event *event)
{
    struct mus_read *read = NULL;
    enum mus_status status = mus_store_read_begin(reg->job->store, &read, reg->err);
    if (status == MUS_OK) {
        status = mus_store_event(read, reg->job->event, reg->arena, event, reg->err);
    }
    mus_store_read_end(read);
    return status;
}

enum mus_status mus_registration_import(const struct mus_registration_job *job,
                                        struct mus_arena *arena, struct mus_import_report **out,
                                        struct mus_error *err)
{
    struct registration reg = {
        .job = job, .arena = arena, .columns = {.role = job->role}, .err = err};
    struct mus_event event = {0};
    enum mus_status status = load_event(&reg, &event);
    if (status == MUS_OK) {
        status = mus_file_rows_read(job, arena, &reg.rows, err);
    }
    if (status == MUS_OK) {
        status = mus_registration_columns_find(&reg.columns, reg.rows.header, arena,
                                               &reg.passed_over, err);
    }
    if (status == MUS_OK) {
        status = read_items(&reg, &event);
    }
    if (status == MUS_OK) {
        status = mus_file_rows_write(job, change, &reg, err);
    }
    return status == MUS_OK ? mus_file_rows_report(&reg.rows, reg.passed_over, out, err) : status;
}
