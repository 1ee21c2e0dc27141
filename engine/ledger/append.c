#include "ledger/append.h"

#include <assert.h>
#include <inttypes.h>

#include "base/buf.h"
#include "ledger/earlier.h"
#include "ledger/request_content.h"
#include "ledger/side.h"
#include "store/companies.h"
#include "store/ledger.h"

/* An entry in the making. Everything that can be refused is judged before anything is written, so
 * that a refused request leaves no trace in the write: until then companies and the person have
 * stand-ins for their random ids. */
struct maker {
    struct mus_write *write;
    const struct mus_read *view;
    const struct mus_ledger_context *context;
    const struct mus_ledger_request *request;
    struct mus_text by; /* trimmed */
    struct mus_ledger_entry entry;
    /* Whose random id goes where. */
    struct mus_text companies[2];
    struct mus_ledger_id *places[2];
    size_t company_count;
    struct mus_arena arena;
    struct mus_error *err;
};

/* ------------------------------------------------------------------ what stands alone */

enum mus_status mus_ledger_check_person(struct mus_text name, struct mus_error *err)
{
    struct mus_text by = mus_text_trim(name);
    bool good = by.len >= 1 && by.len <= MUS_LEDGER_MAX_PERSON && mus_text_is_utf8(by, NULL);
    for (size_t i = 0; good && i < by.len; i++) {
        good = (unsigned char)by.ptr[i] >= 0x20 && by.ptr[i] != 0x7F;
    }
    return good ? MUS_OK
                : mus_fail(err, MUS_INVALID,
                           "by: expected a person's name of 1 to %d bytes, found \"%.*s\"",
                           MUS_LEDGER_MAX_PERSON, MUS_TEXT_SHORT_ARG(by));
}

enum mus_status mus_ledger_refuse_date(mus_date date, const char *why, mus_date limit,
                                       struct mus_error *err)
{
    struct mus_buf text = {0};
    mus_date_write_iso(&text, date);
    mus_buf_add_z(&text, why);
    mus_date_write_iso(&text, limit);
    enum mus_status status = mus_buf_check(&text, err);
    if (status == MUS_OK) {
        status = mus_fail(err, MUS_INVALID, "date: %s", text.data);
    }
    mus_buf_done(&text);
    return status;
}

static enum mus_status check_date(struct maker *maker, mus_date date)
{
    if (!mus_date_exists(date)) {
        return mus_fail(maker->err, MUS_INVALID, "date: is missing");
    }
    return date <= maker->context->today
               ? MUS_OK
               : mus_ledger_refuse_date(date, " lies after today, ", maker->context->today,
                                        maker->err);
}

enum mus_status mus_ledger_check_code(const struct mus_tables *tables, const char *field,
                                      const char *name, struct mus_text code, struct mus_error *err)
{
    const struct mus_table *table = mus_tables_get(tables, name);
    if (code.len == 0) {
        return mus_fail(err, MUS_INVALID, "%s: is missing", field);
    }
    if (table == NULL || mus_table_find(table, code) != NULL) {
        return MUS_OK;
    }
    return mus_fail(err, MUS_INVALID, "%s: unknown code \"%.*s\"; see: musubi table show %s", field,
                    MUS_TEXT_SHORT_ARG(code), name);
}

static enum mus_status check_code(struct maker *maker, const char *field, const char *name,
                                  struct mus_text code)
{
    return mus_ledger_check_code(maker->context->tables, field, name, code, maker->err);
}

static struct mus_text given(struct mus_text text)
{
    return text.ptr == NULL ? MUS_TEXT("") : text;
}

/* ------------------------------------------------------------------ companies */

/* A stand-in that differs from the other one and, being all but zero, from no random id's order. */
static struct mus_ledger_id stand_in(size_t index)
{
    struct mus_ledger_id id = {{0}};
    id.bytes[MUS_LEDGER_ID_BYTES - 1] = (unsigned char)(index + 1);
    return id;
}

static void await_id(struct maker *maker, struct mus_text company, struct mus_ledger_id *place)
{
    *place = stand_in(maker->company_count);
    maker->companies[maker->company_count] = company;
    maker->places[maker->company_count++] = place;
}

static enum mus_status missing(struct maker *maker, const char *field)
{
    return mus_fail(maker->err, MUS_INVALID, "%s: is missing", field);
}

static enum mus_status make_side(struct maker *maker, size_t index, const char *field,
                                 struct mus_ledger_side *side)
{
    struct mus_text id = MUS_NO_TEXT;
    struct mus_text asked = maker->request->companies[index];
    if (asked.len == 0) {
        return missing(maker, field);
    }
    enum mus_status status =
        mus_ledger_side_of_company(maker->view, asked, &maker->arena, &id, side, maker->err);
    if (status != MUS_OK) {
        return mus_fail_at(maker->err, status, "%s", field);
    }
    await_id(maker, id, &side->company);
    return MUS_OK;
}

static enum mus_status check_two(struct maker *maker, const char *field)
{
    if (!mus_text_equal(maker->companies[0], maker->companies[1])) {
        return MUS_OK;
    }
    return mus_fail(maker->err, MUS_INVALID, "%s: \"%.*s\" and \"%.*s\" are the same company",
                    field, MUS_TEXT_SHORT_ARG(maker->request->companies[0]),
                    MUS_TEXT_SHORT_ARG(maker->request->companies[1]));
}

/* ------------------------------------------------------------------ by kind */

static enum mus_status make_named(struct maker *maker)
{
    const struct mus_ledger_request *request = maker->request;
    struct mus_ledger_entry *entry = &maker->entry;
    entry->as.named.stage = request->stage;
    entry->as.named.date = request->date;
    entry->as.named.programme = given(request->programme);
    entry->as.named.edition = given(request->edition);
    entry->as.named.purpose = given(request->purpose);
    entry->as.named.agreement = given(request->agreement);
    entry->as.named.has_evidence = request->has_evidence;
    entry->as.named.evidence = request->evidence;
    enum mus_status status = make_side(maker, 0, "companies[0]", &entry->as.named.sides[0]);
    if (status == MUS_OK) {
        status = make_side(maker, 1, "companies[1]", &entry->as.named.sides[1]);
    }
    if (status == MUS_OK) {
        status = check_two(maker, "companies[1]");
    }
    if (status == MUS_OK) {
        status = check_date(maker, request->date);
    }
    if (status == MUS_OK) {
        status = check_code(maker, "programme", "programmes", request->programme);
    }
    return status == MUS_OK ? check_code(maker, "purpose", "purposes", request->purpose) : status;
}

static enum mus_status make_reported(struct maker *maker)
{
    const struct mus_ledger_request *request = maker->request;
    struct mus_ledger_entry *entry = &maker->entry;
    entry->as.reported.date = request->date;
    entry->as.reported.programme = given(request->programme);
    entry->as.reported.edition = given(request->edition);
    entry->as.reported.side_of_fair = request->side_of_fair;
    entry->as.reported.n = request->n;
    enum mus_status status = make_side(maker, 0, "respondent", &entry->as.reported.respondent);
    if (status == MUS_OK) {
        status = check_date(maker, request->date);
    }
    return status == MUS_OK ? check_code(maker, "programme", "programmes", request->programme)
                            : status;
}

static enum mus_status make_about(struct maker *maker)
{
    const struct mus_ledger_request *request = maker->request;
    maker->entry.as.about.entry = request->entry;
    if (request->kind == MUS_LEDGER_REVERSED) {
        maker->entry.as.about.reason = request->reason;
        return mus_earlier_reverse(maker->view, request->entry, &maker->arena, maker->err);
    }
    return mus_earlier_confirm(maker->view, request->entry, maker->by, &maker->arena, maker->err);
}

/* "from" stands for itself: that its id leads to "to" by now is what the entry is about. Of an id
 * that was merged away and that no entry speaks of there is nothing to say. */
static enum mus_status find_from(struct maker *maker, bool *found, struct mus_ledger_id *alias)
{
    struct mus_text from = maker->request->companies[0];
    struct mus_text kept = MUS_NO_TEXT;
    enum mus_status status = mus_store_resolve(maker->view, from, &maker->arena, &kept, maker->err);
    if (status != MUS_OK) {
        return mus_fail_at(maker->err, status, "from");
    }
    status = mus_store_find_alias(maker->view, MUS_ALIAS_COMPANY, from, found, alias, maker->err);
    if (status == MUS_OK && !*found && !mus_text_equal(kept, from)) {
        return mus_fail(maker->err, MUS_INVALID,
                        "from: no entry speaks of \"%.*s\", which was merged into \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(from), MUS_TEXT_SHORT_ARG(kept));
    }
    return status;
}

static enum mus_status find_to(struct maker *maker, struct mus_text *to, bool *found,
                               struct mus_ledger_id *alias)
{
    enum mus_status status =
        mus_store_resolve(maker->view, maker->request->companies[1], &maker->arena, to, maker->err);
    if (status != MUS_OK) {
        return mus_fail_at(maker->err, status, "to");
    }
    return mus_store_find_alias(maker->view, MUS_ALIAS_COMPANY, *to, found, alias, maker->err);
}

/* `to` is NULL for a company of which no entry speaks yet. */
static enum mus_status check_succession(struct maker *maker, const struct mus_ledger_id *from,
                                        const struct mus_ledger_id *to)
{
    struct mus_successions successions;
    enum mus_status status =
        mus_successions_read(maker->view, &maker->arena, &successions, maker->err);
    return status == MUS_OK ? mus_successions_allow(&successions, from, to, maker->err) : status;
}

static enum mus_status make_succession(struct maker *maker)
{
    const struct mus_ledger_request *request = maker->request;
    struct mus_ledger_id ids[2];
    struct mus_text to = MUS_NO_TEXT;
    bool from_known = false;
    bool to_known = false;
    if (request->companies[0].len == 0 || request->companies[1].len == 0) {
        return missing(maker, request->companies[0].len == 0 ? "from" : "to");
    }
    enum mus_status status = find_from(maker, &from_known, &ids[0]);
    if (status == MUS_OK) {
        status = find_to(maker, &to, &to_known, &ids[1]);
    }
    if (status != MUS_OK) {
        return status;
    }
    mus_date date = request->date == MUS_NO_DATE ? maker->context->today : request->date;
    maker->entry.as.succession.date = date;
    await_id(maker, request->companies[0], &maker->entry.as.succession.from);
    await_id(maker, to, &maker->entry.as.succession.to);
    status = check_two(maker, "to");
    if (status == MUS_OK) {
        status = check_date(maker, date);
    }
    return status == MUS_OK && from_known
               ? check_succession(maker, &ids[0], to_known ? &ids[1] : NULL)
               : status;
}

static enum mus_status make_rules(struct maker *maker)
{
    struct mus_text rules = maker->request->rules;
    maker->entry.as.rules = rules;
    enum mus_status status = mus_rule_set_check_canonical(rules, maker->err);
    return status == MUS_OK ? mus_earlier_rules(maker->view, rules, &maker->arena, maker->err)
                            : status;
}

static enum mus_status make_figure(struct maker *maker)
{
    const struct mus_ledger_request *request = maker->request;
    maker->entry.as.figure.fiscal_year = request->fiscal_year;
    maker->entry.as.figure.kind = request->figure;
    maker->entry.as.figure.value = request->value;
    maker->entry.as.figure.indicator = given(request->indicator);
    maker->entry.as.figure.source = given(request->source);
    return MUS_OK;
}

static enum mus_status make(struct maker *maker)
{
    switch (maker->request->kind) {
    case MUS_LEDGER_NAMED:
        return make_named(maker);
    case MUS_LEDGER_REPORTED:
        return make_reported(maker);
    case MUS_LEDGER_CONFIRMED:
    case MUS_LEDGER_REVERSED:
        return make_about(maker);
    case MUS_LEDGER_SUCCESSION:
        return make_succession(maker);
    case MUS_LEDGER_RULES:
        return make_rules(maker);
    case MUS_LEDGER_FIGURE:
        return make_figure(maker);
    case MUS_LEDGER_ROTATION:
    case MUS_LEDGER_KIND_END:
        break;
    }
    return mus_fail(maker->err, MUS_INVALID, "kind: a key rotation is not asked for like this");
}

/* ------------------------------------------------------------------ writing */

/* Time never goes back in the ledger, even where the clock does. */
static enum mus_status set_recorded(struct maker *maker)
{
    uint64_t last = 0;
    enum mus_status status = mus_store_ledger_last_recorded(maker->view, &last, maker->err);
    maker->entry.recorded = maker->context->now > last ? maker->context->now : last;
    return status;
}

static enum mus_status draw_ids(struct maker *maker)
{
    enum mus_status status =
        mus_store_alias(maker->write, MUS_ALIAS_PERSON, maker->by, &maker->entry.by, maker->err);
    for (size_t i = 0; status == MUS_OK && i < maker->company_count; i++) {
        status = mus_store_alias(maker->write, MUS_ALIAS_COMPANY, maker->companies[i],
                                 maker->places[i], maker->err);
    }
    if (status == MUS_OK && maker->entry.kind == MUS_LEDGER_NAMED) {
        mus_ledger_order_sides(maker->entry.as.named.sides);
    }
    return status;
}

static enum mus_status append(struct maker *maker, uint64_t *index)
{
    struct mus_buf bytes = {0};
    mus_ledger_entry_encode(&maker->entry, &bytes);
    enum mus_status status = mus_buf_check(&bytes, maker->err);
    if (status == MUS_OK) {
        status = mus_store_ledger_append(maker->write, mus_buf_text(&bytes), index, maker->err);
    }
    mus_buf_done(&bytes);
    return status;
}

/* ------------------------------------------------------------------ the same again */

static enum mus_status find_request(struct maker *maker, const struct mus_digest *content,
                                    bool *found, uint64_t *index)
{
    struct mus_text id = maker->context->request;
    struct mus_digest other;
    *found = false;
    if (id.len == 0) {
        return MUS_OK;
    }
    if (id.len > MUS_LEDGER_MAX_REQUEST || !mus_text_is_utf8(id, NULL)) {
        return mus_fail(maker->err, MUS_INVALID,
                        "id: expected 1 to %d bytes of text, found \"%.*s\"",
                        MUS_LEDGER_MAX_REQUEST, MUS_TEXT_SHORT_ARG(id));
    }
    enum mus_status status =
        mus_store_ledger_request(maker->view, id, found, index, &other, maker->err);
    if (status == MUS_OK && *found && mus_digest_compare(&other, content) != 0) {
        return mus_fail(maker->err, MUS_CONFLICT,
                        "id: \"%.*s\" was used for something else, entry %" PRIu64,
                        MUS_TEXT_SHORT_ARG(id), *index);
    }
    return status;
}

static enum mus_status make_new(struct maker *maker, const struct mus_digest *content,
                                uint64_t *index)
{
    enum mus_status status = make(maker);
    if (status == MUS_OK) {
        status = set_recorded(maker);
    }
    if (status == MUS_OK) {
        status = mus_ledger_entry_check(&maker->entry, maker->err);
    }
    if (status == MUS_OK) {
        status = draw_ids(maker);
    }
    if (status == MUS_OK) {
        status = append(maker, index);
    }
    if (status == MUS_OK && maker->context->request.len > 0) {
        status = mus_store_ledger_put_request(maker->write, maker->context->request, *index,
                                              content, maker->err);
    }
    return status;
}

enum mus_status mus_ledger_append(struct mus_write *write, const struct mus_ledger_context *context,
                                  const struct mus_ledger_request *request,
                                  struct mus_ledger_done *out, struct mus_error *err)
{
    struct maker maker = {
        .write = write,
        .view = mus_store_write_view(write),
        .context = context,
        .request = request,
        .by = mus_text_trim(context->by),
        .entry = {.kind = request->kind, .by = stand_in(2)},
        .err = err,
    };
    struct mus_digest content;
    uint64_t index = 0;
    bool found = false;
    enum mus_status status = mus_ledger_check_person(context->by, err);
    if (status == MUS_OK && context->content == NULL) {
        status = mus_ledger_request_content(request, &content, err);
    } else if (status == MUS_OK) {
        content = *context->content;
    }
    if (status == MUS_OK) {
        status = find_request(&maker, &content, &found, &index);
    }
    if (status == MUS_OK && !found) {
        status = make_new(&maker, &content, &index);
    }
    mus_arena_done(&maker.arena);
    if (status == MUS_OK) {
        *out = (struct mus_ledger_done){.entry = index, .repeated = found};
    }
    return status;
}
