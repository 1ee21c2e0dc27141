#include "cases/cases.h"

#include <stdio.h>
#include <string.h>

#include "ledger/append.h"
#include "store/cases.h"
#include "store/companies.h"

/* ---- what a case must be ---- */

static struct mus_text person_of(const struct mus_case_context *context, const struct mus_case *c)
{
    return context->by.len > 0 ? context->by : c->coordinator;
}

static enum mus_status check_listing(const struct mus_company *company, struct mus_text listing,
                                     struct mus_error *err)
{
    for (size_t i = 0; i < company->listings.count; i++) {
        if (mus_text_equal(company->listings.items[i].id, listing)) {
            return MUS_OK;
        }
    }
    return listing.len == 0
               ? MUS_OK
               : mus_fail(err, MUS_NOT_FOUND, "company \"%.*s\" has no listing \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(company->id), MUS_TEXT_SHORT_ARG(listing));
}

/* The ids become those of the companies as they are now, redirects followed. */
static enum mus_status find_companies(const struct mus_read *read, struct mus_case *c,
                                      struct mus_arena *arena, struct mus_error *err)
{
    for (int i = 0; i < 2; i++) {
        struct mus_company_record record;
        enum mus_status status = mus_store_company(read, c->companies[i], arena, &record, err);
        if (status == MUS_OK) {
            status = check_listing(&record.company, c->listings[i], err);
        }
        if (status != MUS_OK) {
            return status;
        }
        c->companies[i] = record.company.id;
    }
    return MUS_OK;
}

/* A second case of the same pair and purpose is mostly a slip: the first is still under way. */
static enum mus_status check_not_under_way(const struct mus_read *read, const struct mus_case *c,
                                           struct mus_arena *arena, struct mus_error *err)
{
    struct mus_case *cases = NULL;
    size_t count = 0;
    enum mus_status status = mus_store_cases_of(read, c->companies[0], arena, &cases, &count, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        const struct mus_case *old = &cases[i];
        bool same =
            mus_text_equal(old->purpose, c->purpose) && mus_case_is_open(mus_case_last(old)->stage);
        for (int side = 0; same && side < 2; side++) {
            struct mus_text now;
            status = mus_store_resolve(read, old->companies[side], arena, &now, err);
            same = status == MUS_OK &&
                   (mus_text_equal(now, c->companies[0]) || mus_text_equal(now, c->companies[1]));
        }
        if (status == MUS_OK && same) {
            return mus_fail(err, MUS_CONFLICT,
                            "\"%.*s\" and \"%.*s\" have a case of purpose %.*s under way: %.*s "
                            "(--again opens another)",
                            MUS_TEXT_SHORT_ARG(c->companies[0]),
                            MUS_TEXT_SHORT_ARG(c->companies[1]), MUS_TEXT_SHORT_ARG(c->purpose),
                            MUS_TEXT_SHORT_ARG(old->id));
        }
    }
    return status;
}

static enum mus_status check_date(mus_date date, mus_date earliest, mus_date today,
                                  struct mus_error *err)
{
    if (date > today) {
        return mus_ledger_refuse_date(date, " lies after today, ", today, err);
    }
    return date < earliest
               ? mus_ledger_refuse_date(date, " lies before the last step, ", earliest, err)
               : MUS_OK;
}

/* ---- opening ---- */

/* Every case begins with a suggestion; one that is opened with the introduction has both steps. */
static struct mus_case_step *first_steps(const struct mus_case_context *context,
                                         const struct mus_case_opening *opening,
                                         struct mus_arena *arena)
{
    struct mus_case_step *steps = mus_arena_alloc(arena, 2, sizeof *steps);
    for (int i = 0; steps != NULL && i < 2; i++) {
        steps[i] =
            (struct mus_case_step){.stage = i == 0 ? MUS_CASE_SUGGESTED : MUS_CASE_INTRODUCED,
                                   .date = opening->date,
                                   .recorded = context->now,
                                   .by = person_of(context, &opening->content),
                                   .entry = MUS_CASE_NO_ENTRY};
    }
    return steps;
}

enum mus_status mus_case_begin(struct mus_write *write, const struct mus_case_context *context,
                               const struct mus_case_opening *opening, struct mus_arena *arena,
                               struct mus_case *out, struct mus_error *err)
{
    const struct mus_read *read = mus_store_write_view(write);
    struct mus_case c = opening->content;
    if (opening->stage != MUS_CASE_SUGGESTED && opening->stage != MUS_CASE_INTRODUCED) {
        return mus_fail(err, MUS_INVALID,
                        "stage: a case is opened as suggested or introduced, found \"%s\"",
                        mus_case_stage_name(opening->stage));
    }
    struct mus_case_step *steps = first_steps(context, opening, arena);
    if (steps == NULL) {
        return mus_fail_memory(err);
    }
    c.steps = steps;
    c.step_count = opening->stage == MUS_CASE_SUGGESTED ? 1 : 2;
    enum mus_status status = check_date(opening->date, opening->date, context->today, err);
    if (status == MUS_OK) {
        status =
            mus_ledger_check_code(context->tables, "programme", "programmes", c.programme, err);
    }
    if (status == MUS_OK) {
        status = mus_ledger_check_code(context->tables, "purpose", "purposes", c.purpose, err);
    }
    if (status == MUS_OK) {
        status = find_companies(read, &c, arena, err);
    }
    if (status == MUS_OK && !opening->again) {
        status = check_not_under_way(read, &c, arena, err);
    }
    if (status == MUS_OK) {
        status = mus_store_new_case_id(write, arena, &c.id, err);
    }
    if (status == MUS_OK) {
        status = mus_case_check(&c, err);
    }
    if (status == MUS_OK) {
        status = mus_store_put_case(write, &c, err);
    }
    if (status == MUS_OK) {
        *out = c;
    }
    return status;
}

/* ---- going on ---- */

static enum mus_status refuse_stage(enum mus_case_stage from, enum mus_case_stage to,
                                    struct mus_error *err)
{
    char may[256] = "";
    size_t len = 0;
    for (int stage = 1; stage < MUS_CASE_STAGE_END; stage++) {
        if (mus_case_may_follow(from, (enum mus_case_stage)stage)) {
            len += (size_t)snprintf(may + len, sizeof may - len, "%s%s", len == 0 ? "" : ", ",
                                    mus_case_stage_name((enum mus_case_stage)stage));
        }
    }
    return mus_fail(err, MUS_INVALID, "stage: a case that is %s %s%s; found \"%s\"%s",
                    mus_case_stage_name(from), len == 0 ? "has ended" : "may go on to ", may,
                    mus_case_stage_name(to),
                    len == 0 ? "; another case may be opened for the pair" : "");
}

/* The line of the ledger for a stage that is reached for the first time. The request id makes the
 * entry one for this case and stage, whatever happens. */
static enum mus_status append_entry(struct mus_write *write, const struct mus_case_context *context,
                                    const struct mus_case *c, struct mus_case_step *step,
                                    struct mus_error *err)
{
    enum mus_ledger_stage stage = mus_case_ledger_stage(step->stage);
    if (stage == 0 || mus_case_step_at(c, step->stage) != NULL) {
        return MUS_OK;
    }
    char request[128];
    int len = snprintf(request, sizeof request, "case:%.*s:%s", MUS_TEXT_ARG(c->id),
                       mus_case_stage_name(step->stage));
    struct mus_ledger_context ledger = {.tables = context->tables,
                                        .today = context->today,
                                        .now = context->now,
                                        .by = step->by,
                                        .request = {request, (size_t)len}};
    struct mus_ledger_request entry = {.kind = MUS_LEDGER_NAMED,
                                       .companies = {c->companies[0], c->companies[1]},
                                       .stage = stage,
                                       .date = step->date,
                                       .programme = c->programme,
                                       .edition = c->edition,
                                       .purpose = c->purpose,
                                       .agreement = c->agreement,
                                       .has_evidence = step->has_evidence,
                                       .evidence = step->evidence};
    struct mus_ledger_done done;
    enum mus_status status = mus_ledger_append(write, &ledger, &entry, &done, err);
    if (status == MUS_OK) {
        step->entry = done.entry;
    }
    return status;
}

/* The case with one step more, in the arena. */
static enum mus_status with_step(const struct mus_case *c, const struct mus_case_step *step,
                                 struct mus_arena *arena, struct mus_case *out,
                                 struct mus_error *err)
{
    if (c->step_count >= MUS_CASE_MAX_STEPS) {
        return mus_fail(err, MUS_LIMIT, "case \"%.*s\" has %d steps already, the most there may be",
                        MUS_TEXT_SHORT_ARG(c->id), MUS_CASE_MAX_STEPS);
    }
    struct mus_case_step *steps = mus_arena_alloc(arena, c->step_count + 1, sizeof *steps);
    if (steps == NULL) {
        return mus_fail_memory(err);
    }
    memcpy(steps, c->steps, c->step_count * sizeof *steps);
    steps[c->step_count] = *step;
    *out = *c;
    out->steps = steps;
    out->step_count = c->step_count + 1;
    return MUS_OK;
}

enum mus_status mus_case_go_on(struct mus_write *write, const struct mus_case_context *context,
                               struct mus_text id, const struct mus_case_advance *advance,
                               struct mus_arena *arena, struct mus_case *out, struct mus_error *err)
{
    struct mus_case c;
    enum mus_status status = mus_store_case(mus_store_write_view(write), id, arena, &c, err);
    if (status != MUS_OK) {
        return status;
    }
    if (!mus_case_may_follow(mus_case_last(&c)->stage, advance->stage)) {
        return refuse_stage(mus_case_last(&c)->stage, advance->stage, err);
    }
    if (advance->agreement.len > 0) {
        c.agreement = advance->agreement;
    }
    struct mus_case_step step = {.stage = advance->stage,
                                 .date = advance->date,
                                 .recorded = context->now,
                                 .by = person_of(context, &c),
                                 .has_evidence = advance->has_evidence,
                                 .evidence = advance->evidence,
                                 .label = advance->label,
                                 .entry = MUS_CASE_NO_ENTRY};
    struct mus_case next;
    status = check_date(advance->date, mus_case_last(&c)->date, context->today, err);
    if (status ==
        MUS_OK) { /* before the ledger is touched: the case must be good but for its entry */
        status = with_step(&c, &step, arena, &next, err);
    }
    if (status == MUS_OK) {
        status = mus_case_check(&next, err);
    }
    if (status == MUS_OK) {
        status = append_entry(write, context, &c, &step, err);
    }
    if (status == MUS_OK) {
        status = with_step(&c, &step, arena, &next, err);
    }
    if (status == MUS_OK) {
        status = mus_store_put_case(write, &next, err);
    }
    if (status == MUS_OK) {
        *out = next;
    }
    return status;
}

/* ---- coordinators ---- */

static enum mus_status hand_one(struct mus_write *write, const struct mus_case_context *context,
                                const struct mus_case *c, struct mus_text to,
                                struct mus_arena *arena, struct mus_case *out,
                                struct mus_error *err)
{
    if (c->handover_count >= MUS_CASE_MAX_HANDOVERS) {
        return mus_fail(err, MUS_LIMIT,
                        "case \"%.*s\" has %d hand-overs already, the most there may be",
                        MUS_TEXT_SHORT_ARG(c->id), MUS_CASE_MAX_HANDOVERS);
    }
    struct mus_case_handover *list = mus_arena_alloc(arena, c->handover_count + 1, sizeof *list);
    if (list == NULL) {
        return mus_fail_memory(err);
    }
    if (c->handover_count > 0) {
        memcpy(list, c->handovers, c->handover_count * sizeof *list);
    }
    list[c->handover_count] = (struct mus_case_handover){
        .recorded = context->now, .from = c->coordinator, .to = to, .by = person_of(context, c)};
    struct mus_case next = *c;
    next.coordinator = to;
    next.handovers = list;
    next.handover_count = c->handover_count + 1;
    enum mus_status status = mus_case_check(&next, err);
    if (status == MUS_OK) {
        status = mus_store_put_case(write, &next, err);
    }
    if (status == MUS_OK) {
        *out = next;
    }
    return status;
}

enum mus_status mus_case_assign(struct mus_write *write, const struct mus_case_context *context,
                                struct mus_text id, struct mus_text to, struct mus_arena *arena,
                                struct mus_case *out, struct mus_error *err)
{
    struct mus_case c;
    enum mus_status status = mus_store_case(mus_store_write_view(write), id, arena, &c, err);
    if (status == MUS_OK && mus_text_equal(c.coordinator, to)) {
        status = mus_fail(err, MUS_INVALID, "to: case \"%.*s\" is with \"%.*s\" already",
                          MUS_TEXT_SHORT_ARG(c.id), MUS_TEXT_SHORT_ARG(to));
    }
    return status == MUS_OK ? hand_one(write, context, &c, to, arena, out, err) : status;
}

/* The coordinator's open cases, before any of them is changed: a walk does not outlive a change. */
static enum mus_status open_cases_of(const struct mus_read *read, struct mus_text coordinator,
                                     struct mus_arena *arena, struct mus_buf *found,
                                     struct mus_error *err)
{
    struct mus_case_walker *walker = NULL;
    bool more = true;
    enum mus_status status = mus_case_walker_open(read, &walker, err);
    while (status == MUS_OK && more) {
        struct mus_case c;
        status = mus_case_walker_next(walker, arena, &more, &c, err);
        if (status == MUS_OK && more && mus_text_equal(c.coordinator, coordinator) &&
            mus_case_is_open(mus_case_last(&c)->stage)) {
            struct mus_text id = mus_arena_copy(arena, c.id);
            status = id.ptr == NULL ? mus_fail_memory(err) : MUS_OK;
            mus_buf_add(found, &id, sizeof id);
        }
    }
    mus_case_walker_close(walker);
    return status == MUS_OK ? mus_buf_check(found, err) : status;
}

enum mus_status mus_case_hand_over(struct mus_write *write, const struct mus_case_context *context,
                                   struct mus_text from, struct mus_text to,
                                   struct mus_arena *arena, struct mus_texts *ids,
                                   struct mus_error *err)
{
    struct mus_buf found = {0};
    struct mus_text *list = NULL;
    size_t count = 0;
    if (mus_text_equal(from, to)) {
        return mus_fail(err, MUS_INVALID, "to: the cases are with \"%.*s\" already",
                        MUS_TEXT_SHORT_ARG(to));
    }
    enum mus_status status = open_cases_of(mus_store_write_view(write), from, arena, &found, err);
    count = found.len / sizeof *list;
    if (status == MUS_OK && count == 0) {
        status =
            mus_fail(err, MUS_NOT_FOUND, "no open case is with \"%.*s\"", MUS_TEXT_SHORT_ARG(from));
    }
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, count, sizeof *list);
        status = list == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    if (status == MUS_OK) {
        memcpy(list, found.data, found.len);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_case c;
        status = mus_case_assign(write, context, list[i], to, arena, &c, err);
    }
    if (status == MUS_OK) {
        *ids = (struct mus_texts){list, count};
    }
    mus_buf_done(&found);
    return status;
}

int32_t mus_case_idle_days(const struct mus_case *c, mus_date today)
{
    const struct mus_case_step *last = mus_case_last(c);
    return !mus_case_is_open(last->stage) || last->date > today ? 0 : today - last->date;
}
