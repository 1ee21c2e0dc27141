#include "fair/day.h"

#include "crypto/encode.h"
#include "fair/held.h"
#include "fair/meet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WHAT = 256 };

/* ------------------------------------------------------------------ beginning and ending */

static enum mus_status begin(const struct mus_fair *fair, const struct mus_fair_context *context,
                             const char *what, size_t who_count, struct mus_day *out,
                             uint32_t **who, struct mus_error *err)
{
    *out = (struct mus_day){0};
    enum mus_status status =
        mus_fair_plan_init(&out->run.plan, fair, context, 0, MUS_RUN_REPAIR, what, err);
    if (status == MUS_OK) {
        *who = mus_arena_alloc(&out->run.plan.arena, who_count, sizeof **who);
        status = *who == NULL ? mus_fail_memory(err) : MUS_OK;
        out->who = *who;
    }
    return status;
}

enum mus_status mus_day_seal(struct mus_day *day, const struct mus_fair_context *context,
                             struct mus_error *err)
{
    struct mus_fair_plan *plan = &day->run.plan;
    mus_slots begun = mus_event_begun(&plan->before->event, context->now);
    struct mus_buf text = {0};
    mus_buf_add(&text, plan->state.bytes, sizeof plan->state.bytes);
    mus_buf_add_u64(&text, begun);
    mus_buf_add_u64(&text, plan->run.seed);
    mus_buf_add_u64(&text, plan->run.steps);
    mus_buf_add_text(&text, plan->run.what);
    mus_buf_add_byte(&text, 0);
    mus_buf_add_text(&text, plan->run.mode);
    enum mus_status status = mus_buf_check(&text, err);
    if (status == MUS_OK) {
        struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, text.data, text.len);
        mus_hex_print(day->token, digest.bytes, MUS_DAY_TOKEN / 2);
    }
    mus_buf_done(&text);
    return status;
}

static enum mus_status mend(struct mus_day *day, const struct mus_fair_context *context,
                            enum mus_mending mending, struct mus_error *err)
{
    enum mus_timetable_mode mode = mending == MUS_MEND_KEEP ? MUS_MODE_UNPLACED : MUS_MODE_REPAIR;
    enum mus_status status = mus_timetable_run_go_on(&day->run, context, mode, err);
    return status == MUS_OK ? mus_day_seal(day, context, err) : status;
}

void mus_day_done(struct mus_day *day)
{
    mus_timetable_run_done(&day->run);
    *day = (struct mus_day){0};
}

static enum mus_status finish(struct mus_day *day, enum mus_status status)
{
    if (status != MUS_OK) {
        mus_day_done(day);
    }
    return status;
}

/* ------------------------------------------------------------------ finding */

static enum mus_status find_participant(const struct mus_fair *fair, struct mus_text id,
                                        uint32_t *at, struct mus_error *err)
{
    size_t found = mus_fair_participant(fair, id);
    *at = (uint32_t)found;
    return found == SIZE_MAX
               ? mus_fail(err, MUS_NOT_FOUND, "no participant \"%.*s\"", MUS_TEXT_SHORT_ARG(id))
               : MUS_OK;
}

static enum mus_status find_slot(const struct mus_fair *fair, struct mus_text id, size_t *at,
                                 struct mus_error *err)
{
    *at = mus_event_slot_of(&fair->event, id);
    return *at == SIZE_MAX
               ? mus_fail(err, MUS_NOT_FOUND, "no slot \"%.*s\"", MUS_TEXT_SHORT_ARG(id))
               : MUS_OK;
}

static bool is_of(const struct mus_meeting *meeting, struct mus_text participant)
{
    return mus_text_equal(meeting->a, participant) || mus_text_equal(meeting->b, participant);
}

static void cancel_meeting(struct mus_meeting *meeting)
{
    meeting->state = MUS_MEETING_CANCELLED;
    meeting->lock_pair = meeting->lock_slot = meeting->lock_table = (struct mus_lock){0};
}

/* ------------------------------------------------------------------ cancelled, not come */

static void take_away(struct mus_fair_plan *plan, struct mus_participant *who, bool no_show,
                      mus_slots begun)
{
    who->state = no_show ? MUS_PARTICIPANT_NO_SHOW : MUS_PARTICIPANT_CANCELLED;
    for (size_t i = 0; i < plan->meeting_count; i++) {
        struct mus_meeting *meeting = &plan->meetings[i];
        if (meeting->state != MUS_MEETING_PLANNED || !is_of(meeting, who->id)) {
            continue;
        }
        if (!mus_meeting_settled(meeting, begun)) {
            cancel_meeting(meeting);
        } else if (no_show) {
            meeting->state = MUS_MEETING_NO_SHOW;
            meeting->absent = who->id;
        }
    }
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static enum mus_status check_leaving(const struct mus_participant *who, struct mus_error *err)
{
    if (who->state == MUS_PARTICIPANT_CANCELLED || who->state == MUS_PARTICIPANT_NO_SHOW) {
        return mus_fail(err, MUS_CONFLICT, "%.*s is %s already", MUS_TEXT_SHORT_ARG(who->id),
                        who->state == MUS_PARTICIPANT_CANCELLED ? "cancelled" : "a no-show");
    }
    return MUS_OK;
}

/* "cancel p-0003 p-0007", cut where there are too many to name. */
static void name_all(char *what, const char *verb, const struct mus_texts *ids)
{
    int length = snprintf(what, MAX_WHAT, "%s", verb);
    for (size_t i = 0; i < ids->count; i++) {
        if ((size_t)length + ids->items[i].len + 8 >= MAX_WHAT) {
            snprintf(what + length, (size_t)(MAX_WHAT - length), " …");
            return;
        }
        length += snprintf(what + length, (size_t)(MAX_WHAT - length), " %.*s",
                           MUS_TEXT_ARG(ids->items[i]));
    }
}

enum mus_status mus_day_cancel(const struct mus_fair *fair, const struct mus_fair_context *context,
                               const struct mus_texts *participants, bool no_show,
                               enum mus_mending mending, struct mus_day *out, struct mus_error *err)
{
    char what[MAX_WHAT];
    uint32_t *who = NULL;
    if (no_show && mus_day_is_to_come(fair->event.first, context->now)) {
        return mus_fail(err, MUS_CONFLICT, "%.*s is still to come: nobody has missed it",
                        MUS_TEXT_SHORT_ARG(fair->event.id));
    }
    name_all(what, no_show ? "no-show" : "cancel", participants);
    enum mus_status status = begin(fair, context, what, participants->count, out, &who, err);
    struct mus_fair_plan *plan = &out->run.plan;
    mus_slots begun = mus_event_begun(&fair->event, context->now);
    for (size_t i = 0; status == MUS_OK && i < participants->count; i++) {
        status = find_participant(fair, participants->items[i], &who[i], err);
        if (status == MUS_OK) {
            status = check_leaving(&plan->participants[who[i]], err);
        }
        if (status == MUS_OK) {
            take_away(plan, &plan->participants[who[i]], no_show, begun);
        }
    }
    if (status == MUS_OK) {
        qsort(who, participants->count, sizeof *who, by_number);
        out->who_count = participants->count;
        status = mend(out, context, mending, err);
    }
    return finish(out, status);
}

/* ------------------------------------------------------------------ late */

/* The slots before it on its day. */
static mus_slots slots_before(const struct mus_event *event, size_t slot)
{
    mus_slots before = 0;
    for (size_t s = 0; s < slot; s++) {
        if (event->slots[s].day == event->slots[slot].day) {
            before |= (mus_slots)1 << s;
        }
    }
    return before;
}

enum mus_status mus_day_late(const struct mus_fair *fair, const struct mus_fair_context *context,
                             struct mus_text participant, struct mus_text slot,
                             enum mus_mending mending, struct mus_day *out, struct mus_error *err)
{
    char what[MAX_WHAT];
    uint32_t *who = NULL;
    size_t from = 0;
    snprintf(what, sizeof what, "late %.*s %.*s", MUS_TEXT_SHORT_ARG(participant),
             MUS_TEXT_SHORT_ARG(slot));
    enum mus_status status = begin(fair, context, what, 1, out, &who, err);
    if (status == MUS_OK) {
        status = find_participant(fair, participant, who, err);
    }
    if (status == MUS_OK) {
        status = find_slot(fair, slot, &from, err);
    }
    if (status == MUS_OK) {
        status = check_leaving(&fair->participants[*who], err);
    }
    if (status == MUS_OK) {
        out->who_count = 1;
        out->run.plan.participants[*who].unavailable |= slots_before(&fair->event, from);
        status = mend(out, context, mending, err);
    }
    return finish(out, status);
}

/* ------------------------------------------------------------------ lost */

static enum mus_status name_loss(const struct mus_loss *loss, char *what, struct mus_error *err)
{
    if (loss->table == 0 && loss->slot.len == 0) {
        return mus_fail(err, MUS_INVALID, "neither a slot nor a table is named");
    }
    int length = snprintf(what, MAX_WHAT, "lost");
    if (loss->table > 0) {
        length += snprintf(what + length, (size_t)(MAX_WHAT - length), " table %u", loss->table);
    }
    if (loss->slot.len > 0) {
        snprintf(what + length, (size_t)(MAX_WHAT - length), " slot %.*s",
                 MUS_TEXT_SHORT_ARG(loss->slot));
    }
    return MUS_OK;
}

static enum mus_status close_table(struct mus_fair_plan *plan, uint16_t table, mus_slots slots,
                                   struct mus_error *err)
{
    size_t count = plan->event.table_count;
    struct mus_event_table *tables = mus_arena_alloc(&plan->arena, count, sizeof *tables);
    if (tables == NULL) {
        return mus_fail_memory(err);
    }
    if (table > count) {
        return mus_fail(err, MUS_NOT_FOUND, "no table %u: there are %zu", table, count);
    }
    memcpy(tables, plan->event.tables, count * sizeof *tables);
    tables[table - 1].closed |= slots;
    plan->event.tables = tables;
    return MUS_OK;
}

static enum mus_status lose(struct mus_fair_plan *plan, const struct mus_loss *loss,
                            mus_slots begun, struct mus_error *err)
{
    size_t slot = 0;
    mus_slots slots = mus_event_all_slots(&plan->event) & ~begun;
    if (loss->slot.len > 0) {
        enum mus_status status = find_slot(plan->before, loss->slot, &slot, err);
        if (status != MUS_OK) {
            return status;
        }
        if ((begun >> slot & 1U) != 0) {
            return mus_fail(err, MUS_CONFLICT, "%.*s has begun", MUS_TEXT_SHORT_ARG(loss->slot));
        }
        slots = (mus_slots)1 << slot;
    }
    if (loss->table > 0) {
        return close_table(plan, loss->table, slots, err);
    }
    plan->event.closed |= slots;
    return MUS_OK;
}

/* Locks on what is lost cannot hold: the meeting is planned elsewhere, not silently dropped. */
static void unlock_lost(struct mus_fair_plan *plan, mus_slots begun)
{
    mus_slots open = mus_event_slots(&plan->event);
    for (size_t i = 0; i < plan->meeting_count; i++) {
        struct mus_meeting *meeting = &plan->meetings[i];
        if (meeting->state != MUS_MEETING_PLANNED || meeting->slot < 0 ||
            mus_meeting_settled(meeting, begun)) {
            continue;
        }
        mus_slots slot = (mus_slots)1 << meeting->slot;
        if ((open & slot) == 0) {
            meeting->lock_slot = (struct mus_lock){0};
        }
        if (meeting->table > 0 && meeting->table <= plan->event.table_count &&
            (plan->event.tables[meeting->table - 1].closed & slot) != 0) {
            meeting->lock_table = (struct mus_lock){0};
        }
    }
}

enum mus_status mus_day_lose(const struct mus_fair *fair, const struct mus_fair_context *context,
                             const struct mus_loss *loss, enum mus_mending mending,
                             struct mus_day *out, struct mus_error *err)
{
    char what[MAX_WHAT] = "";
    uint32_t *who = NULL;
    mus_slots begun = mus_event_begun(&fair->event, context->now);
    enum mus_status status = name_loss(loss, what, err);
    if (status != MUS_OK) {
        return status;
    }
    status = begin(fair, context, what, 0, out, &who, err);
    if (status == MUS_OK) {
        status = lose(&out->run.plan, loss, begun, err);
    }
    if (status == MUS_OK) {
        unlock_lost(&out->run.plan, begun);
        status = mend(out, context, mending, err);
    }
    return finish(out, status);
}

/* ------------------------------------------------------------------ one meeting */

enum mus_status mus_day_absent(const struct mus_fair *fair, const struct mus_fair_context *context,
                               struct mus_text meeting, struct mus_text absent, struct mus_day *out,
                               struct mus_error *err)
{
    char what[MAX_WHAT];
    uint32_t *who = NULL;
    size_t at = mus_fair_meeting(fair, meeting);
    if (at == SIZE_MAX) {
        return mus_fail(err, MUS_NOT_FOUND, "no meeting \"%.*s\"", MUS_TEXT_SHORT_ARG(meeting));
    }
    enum mus_status status = mus_held_check(fair, context, &fair->meetings[at], err);
    if (status != MUS_OK) {
        return status;
    }
    if (!is_of(&fair->meetings[at], absent)) {
        return mus_fail(err, MUS_INVALID, "\"%.*s\" is not in %.*s", MUS_TEXT_SHORT_ARG(absent),
                        MUS_TEXT_SHORT_ARG(meeting));
    }
    snprintf(what, sizeof what, "no-show %.*s %.*s", MUS_TEXT_SHORT_ARG(absent),
             MUS_TEXT_SHORT_ARG(meeting));
    status = begin(fair, context, what, 1, out, &who, err);
    if (status == MUS_OK) {
        status = find_participant(fair, absent, who, err);
    }
    if (status == MUS_OK) {
        out->who_count = 1;
        out->run.plan.meetings[at].state = MUS_MEETING_NO_SHOW;
        out->run.plan.meetings[at].absent = fair->participants[*who].id;
        status = mus_fair_plan_count(&out->run.plan, err);
    }
    if (status == MUS_OK) {
        status = mus_day_seal(out, context, err);
    }
    return finish(out, status);
}

/* ------------------------------------------------------------------ before */

enum mus_status mus_attendance_before(const struct mus_read *read, struct mus_text company,
                                      struct mus_text except, struct mus_arena *arena,
                                      struct mus_attendance_record *out, struct mus_error *err)
{
    struct mus_attendance *list = NULL;
    size_t count = 0;
    struct mus_attendance_record record = {0};
    enum mus_status status = mus_store_attendances(read, company, arena, &list, &count, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        if (mus_text_equal(list[i].event, except)) {
            continue;
        }
        bool first = i == 0 || !mus_text_equal(list[i - 1].event, list[i].event);
        record.events += first;
        record.cancelled += list[i].participant.state == MUS_PARTICIPANT_CANCELLED;
        record.no_shows += list[i].participant.state == MUS_PARTICIPANT_NO_SHOW;
    }
    if (status == MUS_OK) {
        *out = record;
    }
    return status;
}
