#include "fair/held.h"

#include "fair/meet.h"
#include "store/cases.h"
#include "store/companies.h"

#include <stdio.h>

/* ------------------------------------------------------------------ the plan */

enum mus_status mus_held_check(const struct mus_fair *fair, const struct mus_fair_context *context,
                               const struct mus_meeting *meeting, struct mus_error *err)
{
    if (meeting->state != MUS_MEETING_PLANNED) {
        return mus_fail(err, MUS_CONFLICT, "%.*s is not planned any more: %s",
                        MUS_TEXT_SHORT_ARG(meeting->id),
                        mus_meeting_state_name((enum mus_meeting_state)meeting->state));
    }
    if (meeting->slot < 0) {
        return mus_fail(err, MUS_CONFLICT, "%.*s is not on the timetable",
                        MUS_TEXT_SHORT_ARG(meeting->id));
    }
    return mus_day_is_to_come(fair->event.slots[meeting->slot].day, context->now)
               ? mus_fail(err, MUS_CONFLICT, "the day of %.*s is still to come",
                          MUS_TEXT_SHORT_ARG(meeting->id))
               : MUS_OK;
}

enum mus_status mus_held_make(const struct mus_fair *fair, const struct mus_fair_context *context,
                              const struct mus_texts *meetings, struct mus_fair_plan *out,
                              struct mus_error *err)
{
    char what[64];
    if (fair->event.programme.len == 0 || fair->event.purpose.len == 0) {
        return mus_fail(err, MUS_INVALID, "%.*s names no %s, which its cases need",
                        MUS_TEXT_SHORT_ARG(fair->event.id),
                        fair->event.programme.len == 0 ? "programme" : "purpose");
    }
    snprintf(what, sizeof what, "held %zu", meetings->count);
    enum mus_status status = mus_fair_plan_init(out, fair, context, 0, MUS_RUN_REPAIR, what, err);
    if (status != MUS_OK) {
        return status;
    }
    for (size_t i = 0; status == MUS_OK && i < meetings->count; i++) {
        size_t at = mus_fair_meeting(fair, meetings->items[i]);
        status = at == SIZE_MAX ? mus_fail(err, MUS_NOT_FOUND, "no meeting \"%.*s\"",
                                           MUS_TEXT_SHORT_ARG(meetings->items[i]))
                                : mus_held_check(fair, context, &out->meetings[at], err);
        if (status == MUS_OK) {
            out->meetings[at].state = MUS_MEETING_HELD;
        }
    }
    if (status == MUS_OK) {
        status = mus_fair_plan_count(out, err);
    }
    if (status != MUS_OK) {
        mus_fair_plan_done(out);
    }
    return status;
}

/* ------------------------------------------------------------------ cases */

struct casing {
    struct mus_write *write;
    struct mus_fair_plan *plan;
    const struct mus_case_context *context;
    struct mus_arena *arena; /* of one meeting */
};

static struct mus_text company_of(const struct mus_fair_plan *plan, struct mus_text participant)
{
    size_t at = mus_fair_participant(plan->before, participant);
    return at == SIZE_MAX ? MUS_NO_TEXT : plan->participants[at].company;
}

/* The next step on the way to a meeting; 0: none leads there. */
static enum mus_case_stage next_stage(enum mus_case_stage stage)
{
    if (stage == MUS_CASE_SUGGESTED) {
        return MUS_CASE_INTRODUCED;
    }
    if (stage == MUS_CASE_INTRODUCED) {
        return MUS_CASE_ACCEPTED;
    }
    return mus_case_may_follow(stage, MUS_CASE_MEETING_HELD) ? MUS_CASE_MEETING_HELD
                                                             : (enum mus_case_stage)0;
}

/* The last case of the two companies for the event's purpose that can go on to a meeting. */
static enum mus_status find_case(struct casing *casing, const struct mus_text *companies,
                                 mus_date day, struct mus_text *id, enum mus_case_stage *stage,
                                 struct mus_error *err)
{
    const struct mus_read *read = mus_store_write_view(casing->write);
    struct mus_text other;
    struct mus_case *cases = NULL;
    size_t count = 0;
    *id = MUS_NO_TEXT;
    enum mus_status status =
        mus_store_cases_of(read, companies[0], casing->arena, &cases, &count, err);
    if (status == MUS_OK) {
        status = mus_store_resolve(read, companies[1], casing->arena, &other, err);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        bool is_theirs = false;
        for (unsigned side = 0; status == MUS_OK && side < 2; side++) {
            struct mus_text now;
            status = mus_store_resolve(read, cases[i].companies[side], casing->arena, &now, err);
            is_theirs = is_theirs || (status == MUS_OK && mus_text_equal(now, other));
        }
        const struct mus_case_step *last = mus_case_last(&cases[i]);
        if (is_theirs && mus_text_equal(cases[i].purpose, casing->plan->event.purpose) &&
            next_stage(last->stage) != 0 && last->date <= day) {
            *id = cases[i].id;
            *stage = last->stage;
        }
    }
    return status;
}

static enum mus_status open_case(struct casing *casing, const struct mus_meeting *meeting,
                                 const struct mus_text *companies, mus_date day,
                                 struct mus_text *id, struct mus_error *err)
{
    const struct mus_event *event = &casing->plan->event;
    struct mus_case_opening opening = {
        .content = {.companies = {companies[0], companies[1]},
                    .programme = event->programme,
                    .purpose = event->purpose,
                    .edition = event->edition.ptr == NULL ? MUS_TEXT("") : event->edition,
                    .coordinator = casing->context->by,
                    .origin = MUS_CASE_FROM_MEETING,
                    .event = event->id,
                    .meeting = meeting->id},
        .date = day,
        .stage = MUS_CASE_INTRODUCED,
        .again = true};
    struct mus_case opened;
    enum mus_status status =
        mus_case_begin(casing->write, casing->context, &opening, casing->arena, &opened, err);
    if (status == MUS_OK) {
        *id = opened.id;
    }
    return status;
}

/* Who met had been introduced and accepted by then: the steps on the way are taken the same day. */
static enum mus_status advance(struct casing *casing, struct mus_text id, enum mus_case_stage from,
                               mus_date day, struct mus_error *err)
{
    enum mus_case_stage stage = from;
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && stage != MUS_CASE_MEETING_HELD) {
        struct mus_case gone_on;
        stage = next_stage(stage);
        struct mus_case_advance step = {
            .stage = stage, .date = day, .agreement = MUS_TEXT(""), .label = MUS_TEXT("")};
        status =
            mus_case_go_on(casing->write, casing->context, id, &step, casing->arena, &gone_on, err);
    }
    return status;
}

static enum mus_status carry_on(struct casing *casing, struct mus_meeting *meeting,
                                struct mus_error *err)
{
    struct mus_text companies[2] = {company_of(casing->plan, meeting->a),
                                    company_of(casing->plan, meeting->b)};
    mus_date day = casing->plan->event.slots[meeting->slot].day;
    enum mus_case_stage stage = MUS_CASE_INTRODUCED;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = find_case(casing, companies, day, &id, &stage, err);
    if (status == MUS_OK && id.ptr == NULL) {
        status = open_case(casing, meeting, companies, day, &id, err);
    }
    if (status == MUS_OK) {
        status = advance(casing, id, stage, day, err);
    }
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "%.*s", MUS_TEXT_SHORT_ARG(meeting->id));
    }
    meeting->case_id = mus_arena_copy(&casing->plan->arena, id);
    return meeting->case_id.ptr == NULL ? mus_fail_memory(err) : MUS_OK;
}

enum mus_status mus_held_commit(struct mus_write *write, struct mus_fair_plan *plan,
                                const struct mus_case_context *context, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct casing casing = {.write = write, .plan = plan, .context = context, .arena = &arena};
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < plan->before->meeting_count; i++) {
        if (plan->meetings[i].state == MUS_MEETING_HELD &&
            plan->before->meetings[i].state != MUS_MEETING_HELD) {
            mus_arena_reset(&arena);
            status = carry_on(&casing, &plan->meetings[i], err);
        }
    }
    mus_arena_done(&arena);
    return status == MUS_OK ? mus_fair_plan_commit(write, plan, err) : status;
}
