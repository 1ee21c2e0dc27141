/* In two steps of one write. First meetings that lose their places are planned without them, by the
 * numbers that still hold, as a plan with its run (plan.h). Then everything is brought to the new
 * numbers; a meeting that only gets another number for the same slot is the same in everybody's
 * calendar, one whose slot has another time is not. */
#include "fair/layout.h"

#include "base/buf.h"
#include "fair/meet.h"

#include <string.h>

enum { MAX_NAMED = 8 };

struct laying {
    struct mus_write *write;
    const struct mus_layout_context *context;
    struct mus_arena *arena;
    struct mus_fair fair;
    const struct mus_event *to;
    mus_slots begun; /* by the old numbers */
    bool *loses;     /* of each meeting of the fair */
    size_t loses_count;
};

static enum mus_status begin(struct laying *laying, struct mus_text event, struct mus_error *err)
{
    enum mus_status status = mus_store_fair(mus_store_write_view(laying->write), event,
                                            laying->arena, &laying->fair, err);
    if (status != MUS_OK) {
        return status;
    }
    laying->begun = mus_event_begun(&laying->fair.event, laying->context->now);
    laying->loses =
        mus_arena_alloc(laying->arena, laying->fair.meeting_count, sizeof *laying->loses);
    return laying->loses == NULL ? mus_fail_memory(err) : MUS_OK;
}

/* ------------------------------------------------------------------ losing a place */

/* "m-000001 in s3, m-000004 in s3, …" */
static void name_them(const struct laying *laying, struct mus_buf *out)
{
    size_t named = 0;
    for (size_t i = 0; i < laying->fair.meeting_count && named <= MAX_NAMED; i++) {
        const struct mus_meeting *m = &laying->fair.meetings[i];
        if (!laying->loses[i]) {
            continue;
        }
        if (named++ == MAX_NAMED) {
            mus_buf_add_z(out, ", …");
            return;
        }
        mus_buf_printf(out, "%s%.*s", named == 1 ? "" : ", ", MUS_TEXT_ARG(m->id));
        if (m->slot >= 0) {
            struct mus_text slot = laying->fair.event.slots[m->slot].id;
            mus_buf_printf(out, " in %.*s", MUS_TEXT_ARG(slot));
        }
    }
}

static enum mus_status refuse(const struct laying *laying, struct mus_error *err)
{
    struct mus_buf names = {0};
    name_them(laying, &names);
    enum mus_status status = mus_buf_check(&names, err);
    if (status == MUS_OK) {
        size_t count = laying->loses_count;
        status =
            mus_fail(err, MUS_CONFLICT,
                     "%zu meeting%s would lose %s: %s (--replan leaves %s to be planned again)",
                     count, count == 1 ? "" : "s", count == 1 ? "its place" : "their places",
                     names.data, count == 1 ? "it" : "them");
    }
    mus_buf_done(&names);
    return status;
}

static enum mus_status report(const struct laying *laying, struct mus_layout_change *out,
                              struct mus_error *err)
{
    const struct mus_fair *fair = &laying->fair;
    struct mus_unplaced *list = mus_arena_alloc(laying->arena, laying->loses_count, sizeof *list);
    if (list == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *m = &fair->meetings[i];
        if (laying->loses[i]) {
            list[out->count++] = (struct mus_unplaced){
                m->id, m->a, m->b, m->slot < 0 ? MUS_NO_TEXT : fair->event.slots[m->slot].id,
                m->table};
        }
    }
    out->unplaced = list;
    return MUS_OK;
}

/* Stays paired, also where that is locked. */
static void take_place(struct mus_meeting *m)
{
    m->slot = m->interpreter = -1;
    m->table = 0;
    m->lock_slot = m->lock_table = (struct mus_lock){0};
}

static enum mus_status begin_plan(const struct laying *laying, struct mus_fair_plan *plan,
                                  struct mus_error *err)
{
    const struct mus_fair_context context = {.by = laying->context->by,
                                             .now = laying->context->now};
    enum mus_status status = mus_fair_plan_init(plan, &laying->fair, &context, 0, MUS_RUN_REPAIR,
                                                laying->context->what, err);
    for (size_t i = 0; status == MUS_OK && i < laying->fair.meeting_count; i++) {
        if (laying->loses[i]) {
            take_place(&plan->meetings[i]);
        }
    }
    return status;
}

static enum mus_status commit_plan(struct laying *laying, struct mus_fair_plan *plan,
                                   struct mus_layout_change *out, struct mus_error *err)
{
    enum mus_status status = mus_fair_plan_count(plan, err);
    if (status == MUS_OK) {
        status = mus_fair_plan_commit(laying->write, plan, err);
    }
    if (status == MUS_OK) {
        out->run = plan->run.number;
    }
    return status;
}

/* ------------------------------------------------------------------ an event */

static bool was_and_is(mus_slots was, size_t old_slot, mus_slots is, size_t new_slot)
{
    return (was >> old_slot & 1U) == 0 && (is >> new_slot & 1U) != 0;
}

/* Whether an interpreter that it has cannot be there any more. */
static bool loses_interpreter(const struct laying *laying, const struct mus_meeting *m,
                              size_t new_slot)
{
    const struct mus_event *from = &laying->fair.event;
    if (m->interpreter < 0) {
        return false;
    }
    const struct mus_event_interpreter *was = &from->interpreters[m->interpreter];
    size_t at = mus_event_interpreter_of(laying->to, was->id);
    if (at == SIZE_MAX) {
        return true;
    }
    const struct mus_event_interpreter *is = &laying->to->interpreters[at];
    return !mus_interpreter_speaks(is, m->language) ||
           was_and_is(was->unavailable, (size_t)m->slot, is->unavailable, new_slot);
}

static bool loses_place(const struct laying *laying, const struct mus_meeting *m)
{
    const struct mus_event *from = &laying->fair.event;
    const struct mus_event *to = laying->to;
    if (m->state != MUS_MEETING_PLANNED || mus_meeting_settled(m, laying->begun)) {
        return false;
    }
    if (m->table > to->table_count) {
        return true;
    }
    if (m->slot < 0) {
        return false;
    }
    size_t slot = mus_event_slot_of(to, from->slots[m->slot].id);
    return slot == SIZE_MAX || was_and_is(from->closed, (size_t)m->slot, to->closed, slot) ||
           (m->table > 0 && was_and_is(from->tables[m->table - 1].closed, (size_t)m->slot,
                                       to->tables[m->table - 1].closed, slot)) ||
           loses_interpreter(laying, m, slot);
}

/* What was held, or is under way, keeps its slot and its table. */
static enum mus_status check_settled(const struct laying *laying, const struct mus_meeting *m,
                                     struct mus_error *err)
{
    if (m->slot < 0 || !mus_meeting_settled(m, laying->begun)) {
        return MUS_OK;
    }
    struct mus_text slot = laying->fair.event.slots[m->slot].id;
    if (mus_event_slot_of(laying->to, slot) == SIZE_MAX) {
        return mus_fail(err, MUS_CONFLICT, "%.*s has begun, and \"%.*s\" is in it",
                        MUS_TEXT_SHORT_ARG(slot), MUS_TEXT_SHORT_ARG(m->id));
    }
    return m->table <= laying->to->table_count
               ? MUS_OK
               : mus_fail(err, MUS_CONFLICT, "table %u was that of \"%.*s\" in %.*s", m->table,
                          MUS_TEXT_SHORT_ARG(m->id), MUS_TEXT_SHORT_ARG(slot));
}

/* The participant by the new event's numbers. */
static enum mus_status bring_participant(const struct laying *laying, size_t at,
                                         struct mus_participant *out, struct mus_error *err)
{
    const struct mus_event *from = &laying->fair.event;
    const struct mus_participant *who = &laying->fair.participants[at];
    struct mus_text role_code = from->roles[who->role].code;
    struct mus_text hall_id = from->halls[who->booth_hall].id;
    size_t role = mus_event_role_of(laying->to, role_code);
    size_t hall = mus_event_hall_of(laying->to, hall_id);
    if (role == SIZE_MAX) {
        return mus_fail(err, MUS_CONFLICT, "role \"%.*s\" is that of \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(role_code), MUS_TEXT_SHORT_ARG(who->id));
    }
    if (who->booth.len > 0 && hall == SIZE_MAX) {
        return mus_fail(err, MUS_CONFLICT, "hall \"%.*s\" has the booth of \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(hall_id), MUS_TEXT_SHORT_ARG(who->id));
    }
    *out = *who;
    out->role = (uint8_t)role;
    out->booth_hall = who->booth.len > 0 ? (uint16_t)hall : 0;
    out->unavailable = mus_slots_between(who->unavailable, from, laying->to);
    enum mus_status status = mus_participant_check(out, laying->to, err);
    return status == MUS_OK ? MUS_OK
                            : mus_fail_at(err, status, "\"%.*s\"", MUS_TEXT_SHORT_ARG(who->id));
}

static enum mus_status check_change(struct laying *laying, struct mus_error *err)
{
    struct mus_participant who;
    enum mus_status status = mus_event_check(laying->to, err);
    for (size_t i = 0; status == MUS_OK && i < laying->fair.participant_count; i++) {
        status = bring_participant(laying, i, &who, err);
    }
    for (size_t i = 0; status == MUS_OK && i < laying->fair.meeting_count; i++) {
        status = check_settled(laying, &laying->fair.meetings[i], err);
        laying->loses[i] = loses_place(laying, &laying->fair.meetings[i]);
        laying->loses_count += laying->loses[i];
    }
    if (status == MUS_OK && laying->loses_count > 0 && !laying->context->replan) {
        status = refuse(laying, err);
    }
    return status;
}

static bool same_time(const struct mus_event_slot *a, const struct mus_event_slot *b)
{
    return a->day == b->day && a->start == b->start && a->minutes == b->minutes;
}

/* Whether who comes to the table in the slot has to come elsewhere or at another time. */
static bool tells_otherwise(const struct mus_event *from, const struct mus_meeting *was,
                            const struct mus_event *to, const struct mus_meeting *is)
{
    if (!same_time(&from->slots[was->slot], &to->slots[is->slot])) {
        return true;
    }
    if (is->table == 0) {
        return false;
    }
    const struct mus_event_table *a = &from->tables[was->table - 1];
    const struct mus_event_table *b = &to->tables[is->table - 1];
    return !mus_text_equal(a->label, b->label) ||
           !mus_text_equal(from->halls[a->hall].id, to->halls[b->hall].id);
}

/* The meeting by the new event's numbers; true where it is to be stored. */
static bool bring_meeting(const struct laying *laying, struct mus_meeting *m)
{
    const struct mus_event *from = &laying->fair.event;
    const struct mus_event *to = laying->to;
    const struct mus_meeting was = *m;
    if (m->interpreter >= 0) {
        size_t at = mus_event_interpreter_of(to, from->interpreters[m->interpreter].id);
        bool speaks = at != SIZE_MAX && mus_interpreter_speaks(&to->interpreters[at], m->language);
        m->interpreter = speaks ? (int16_t)at : -1;
    }
    if (m->table > to->table_count) { /* of one that is cancelled */
        m->table = 0;
        m->lock_table = (struct mus_lock){0};
    }
    if (m->slot >= 0) {
        size_t at = mus_event_slot_of(to, from->slots[m->slot].id);
        if (at == SIZE_MAX) {
            take_place(m);
        } else {
            m->slot = (int16_t)at;
            if (tells_otherwise(from, &was, to, m)) {
                m->sequence += m->state == MUS_MEETING_PLANNED;
                m->changed = laying->context->now;
                return true;
            }
        }
    }
    return m->slot != was.slot || m->table != was.table || m->interpreter != was.interpreter;
}

static enum mus_status put_participants(const struct laying *laying, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < laying->fair.participant_count; i++) {
        const struct mus_participant *was = &laying->fair.participants[i];
        struct mus_participant is;
        status = bring_participant(laying, i, &is, err);
        if (status == MUS_OK && (was->role != is.role || was->booth_hall != is.booth_hall ||
                                 was->unavailable != is.unavailable)) {
            status = mus_store_put_participant(laying->write, laying->to->id, &is, err);
        }
    }
    return status;
}

static enum mus_status put_meetings(const struct laying *laying, struct mus_error *err)
{
    const struct mus_fair *fair = &laying->fair;
    struct mus_meeting *changed =
        mus_arena_alloc(laying->arena, fair->meeting_count, sizeof *changed);
    size_t count = 0;
    if (changed == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        changed[count] = fair->meetings[i];
        count += bring_meeting(laying, &changed[count]);
    }
    return mus_store_put_meetings(laying->write, laying->to->id, changed, count, err);
}

/* The meetings that lose their places, as a plan of its own; then the fair is read again. */
static enum mus_status unplace(struct laying *laying, struct mus_layout_change *out,
                               struct mus_error *err)
{
    struct mus_fair_plan plan = {0};
    enum mus_status status = report(laying, out, err);
    status = status == MUS_OK ? begin_plan(laying, &plan, err) : status;
    status = status == MUS_OK ? commit_plan(laying, &plan, out, err) : status;
    mus_fair_plan_done(&plan);
    return status == MUS_OK ? mus_store_fair(mus_store_write_view(laying->write), laying->to->id,
                                             laying->arena, &laying->fair, err)
                            : status;
}

enum mus_status mus_event_become(struct mus_write *write, const struct mus_event *event,
                                 const struct mus_layout_context *context, struct mus_arena *arena,
                                 struct mus_layout_change *out, struct mus_error *err)
{
    struct mus_event to = *event;
    struct laying laying = {.write = write, .context = context, .arena = arena, .to = &to};
    struct mus_layout_change change = {0};
    to.changed = context->now;
    enum mus_status status = begin(&laying, event->id, err);
    status = status == MUS_OK ? check_change(&laying, err) : status;
    if (status == MUS_OK && laying.loses_count > 0) {
        status = unplace(&laying, &change, err);
    }
    status = status == MUS_OK ? mus_store_put_event(write, &to, err) : status;
    status = status == MUS_OK ? put_participants(&laying, err) : status;
    status = status == MUS_OK ? put_meetings(&laying, err) : status;
    if (status == MUS_OK) {
        *out = change;
    }
    return status;
}

/* ------------------------------------------------------------------ a participant */

struct becoming {
    struct laying laying;
    size_t at; /* of the participant */
    const struct mus_participant *was;
    struct mus_participant is;
    struct mus_meeting *meetings; /* of the fair, as they are to be */
    bool changes;                 /* some of them are others */
};

static const struct mus_participant *side(const struct becoming *becoming, struct mus_text id)
{
    const struct mus_fair *fair = &becoming->laying.fair;
    return mus_text_equal(id, becoming->is.id)
               ? &becoming->is
               : &fair->participants[mus_fair_participant(fair, id)];
}

static bool is_in(const struct becoming *becoming, const struct mus_meeting *m)
{
    return mus_text_equal(m->a, becoming->is.id) || mus_text_equal(m->b, becoming->is.id);
}

/* Where and in which language it is held now, and whether it can stay in its slot. */
static enum mus_status settle_meeting(struct becoming *becoming, size_t i, struct mus_error *err)
{
    struct laying *laying = &becoming->laying;
    struct mus_meeting *m = &becoming->meetings[i];
    const struct mus_participant *a = side(becoming, m->a);
    const struct mus_participant *b = side(becoming, m->b);
    struct mus_text language = MUS_NO_TEXT;
    enum mus_status status =
        mus_meeting_plain_language(&laying->fair.event, a, b, laying->arena, &language, err);
    if (status != MUS_OK) {
        return status;
    }
    uint8_t place = (uint8_t)mus_meeting_place(a, b);
    bool other_place = place != m->place;
    bool other_language = !mus_text_equal(language, m->language);
    m->place = place;
    m->language = language;
    becoming->changes = becoming->changes || other_place || other_language;
    bool comes = m->slot < 0 || !was_and_is(becoming->was->unavailable, (size_t)m->slot,
                                            becoming->is.unavailable, (size_t)m->slot);
    if ((m->slot >= 0 && (!comes || other_place || other_language)) ||
        (m->table > 0 && other_place)) {
        laying->loses[i] = true;
        laying->loses_count++;
    }
    return MUS_OK;
}

static enum mus_status check_participant(struct becoming *becoming, struct mus_error *err)
{
    struct laying *laying = &becoming->laying;
    bool bound = becoming->was->role != becoming->is.role ||
                 (mus_takes_part(becoming->was) && !mus_takes_part(&becoming->is));
    enum mus_status status = mus_participant_check(&becoming->is, &laying->fair.event, err);
    for (size_t i = 0; status == MUS_OK && i < laying->fair.meeting_count; i++) {
        const struct mus_meeting *m = &laying->fair.meetings[i];
        if (m->state != MUS_MEETING_PLANNED || !is_in(becoming, m) ||
            mus_meeting_settled(m, laying->begun)) {
            continue;
        }
        status = bound ? mus_fail(err, MUS_CONFLICT, "\"%.*s\" has meetings, such as \"%.*s\"",
                                  MUS_TEXT_SHORT_ARG(becoming->is.id), MUS_TEXT_SHORT_ARG(m->id))
                       : settle_meeting(becoming, i, err);
    }
    if (status == MUS_OK && laying->loses_count > 0 && !laying->context->replan) {
        status = refuse(laying, err);
    }
    return status;
}

static enum mus_status plan_meetings(struct becoming *becoming, struct mus_layout_change *out,
                                     struct mus_error *err)
{
    struct laying *laying = &becoming->laying;
    struct mus_fair_plan plan = {0};
    enum mus_status status = report(laying, out, err);
    if (status == MUS_OK) {
        status = begin_plan(laying, &plan, err);
    }
    for (size_t i = 0; status == MUS_OK && i < laying->fair.meeting_count; i++) {
        plan.meetings[i].place = becoming->meetings[i].place;
        plan.meetings[i].language = becoming->meetings[i].language;
    }
    status = status == MUS_OK ? commit_plan(laying, &plan, out, err) : status;
    mus_fair_plan_done(&plan);
    return status;
}

/* Who is to come to its booth is told where that stands now. */
static enum mus_status tell_booth(struct becoming *becoming, struct mus_error *err)
{
    struct laying *laying = &becoming->laying;
    struct mus_text event = laying->fair.event.id;
    enum mus_status status = MUS_OK;
    if (mus_text_equal(becoming->was->booth, becoming->is.booth) &&
        becoming->was->booth_hall == becoming->is.booth_hall) {
        return MUS_OK;
    }
    for (size_t i = 0; status == MUS_OK && i < laying->fair.meeting_count; i++) {
        struct mus_meeting m = laying->fair.meetings[i];
        bool there = mus_text_equal(m.a, becoming->is.id) ? m.place == MUS_PLACE_BOOTH_A
                                                          : m.place == MUS_PLACE_BOOTH_B;
        if (m.state == MUS_MEETING_PLANNED && m.slot >= 0 && is_in(becoming, &m) && there &&
            !laying->loses[i] && !mus_meeting_settled(&m, laying->begun)) {
            m.sequence++;
            m.changed = laying->context->now;
            status = mus_store_put_meeting(laying->write, event, &m, err);
        }
    }
    return status;
}

static enum mus_status begin_becoming(struct becoming *becoming, struct mus_text event,
                                      struct mus_error *err)
{
    struct laying *laying = &becoming->laying;
    const struct mus_fair *fair = &laying->fair;
    enum mus_status status = begin(laying, event, err);
    if (status != MUS_OK) {
        return status;
    }
    becoming->at = mus_fair_participant(fair, becoming->is.id);
    if (becoming->at == SIZE_MAX) {
        return mus_fail(err, MUS_NOT_FOUND, "no participant \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(becoming->is.id));
    }
    becoming->was = &fair->participants[becoming->at];
    becoming->is.company = becoming->was->company;
    becoming->meetings =
        mus_arena_alloc(laying->arena, fair->meeting_count, sizeof *becoming->meetings);
    if (becoming->meetings == NULL) {
        return mus_fail_memory(err);
    }
    if (fair->meeting_count > 0) {
        memcpy(becoming->meetings, fair->meetings,
               fair->meeting_count * sizeof *becoming->meetings);
    }
    return MUS_OK;
}

enum mus_status mus_participant_become(struct mus_write *write, struct mus_text event,
                                       const struct mus_participant *participant,
                                       const struct mus_layout_context *context,
                                       struct mus_arena *arena, struct mus_layout_change *out,
                                       struct mus_error *err)
{
    struct becoming becoming = {.laying = {.write = write, .context = context, .arena = arena},
                                .is = *participant};
    struct mus_layout_change change = {0};
    enum mus_status status = begin_becoming(&becoming, event, err);
    status = status == MUS_OK ? check_participant(&becoming, err) : status;
    if (status == MUS_OK && (becoming.laying.loses_count > 0 || becoming.changes)) {
        status = plan_meetings(&becoming, &change, err);
    }
    status = status == MUS_OK ? mus_store_put_participant(write, event, &becoming.is, err) : status;
    status = status == MUS_OK ? tell_booth(&becoming, err) : status;
    if (status == MUS_OK) {
        *out = change;
    }
    return status;
}
