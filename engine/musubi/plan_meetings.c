#include "fair/locks.h"
#include "musubi/plan_shared.h"

/* ------------------------------------------------------------------ list */

static bool is_asked_for(const struct mus_planning *planning,
                         const struct mus_meeting_list_options *options,
                         const struct mus_meeting *meeting)
{
    const struct mus_event *event = &planning->fair.event;
    struct mus_text who = mus_text_of(options->participant);
    struct mus_text slot = mus_text_of(options->slot);
    if (who.ptr != NULL && !mus_text_equal(meeting->a, who) && !mus_text_equal(meeting->b, who)) {
        return false;
    }
    if (slot.ptr != NULL &&
        (meeting->slot < 0 || !mus_text_equal(event->slots[meeting->slot].id, slot))) {
        return false;
    }
    if (options->unplaced && (meeting->slot >= 0 || meeting->state != MUS_MEETING_PLANNED)) {
        return false;
    }
    if (options->state != NULL) {
        return mus_text_equals(mus_text_of(options->state),
                               mus_meeting_state_name((enum mus_meeting_state)meeting->state));
    }
    return meeting->state != MUS_MEETING_CANCELLED;
}

static enum mus_status check_asked(const struct mus_planning *planning,
                                   const struct mus_meeting_list_options *options,
                                   struct mus_error *err)
{
    struct mus_text who = mus_text_of(options->participant);
    struct mus_text slot = mus_text_of(options->slot);
    if (who.ptr != NULL && mus_fair_participant(&planning->fair, who) == SIZE_MAX) {
        return mus_fail(err, MUS_NOT_FOUND, "no participant \"%.*s\"", MUS_TEXT_SHORT_ARG(who));
    }
    if (slot.ptr != NULL && mus_event_slot_of(&planning->fair.event, slot) == SIZE_MAX) {
        return mus_fail(err, MUS_NOT_FOUND, "no slot \"%.*s\"", MUS_TEXT_SHORT_ARG(slot));
    }
    return MUS_OK;
}

enum mus_status mus_event_meeting_list(struct mus_musubi *musubi,
                                       const struct mus_meeting_list_options *options,
                                       struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    enum mus_status status = mus_planning_open(&planning, musubi, options->event, NULL, err);
    if (status == MUS_OK) {
        status = check_asked(&planning, options, err);
    }
    for (size_t i = 0; status == MUS_OK && i < planning.fair.meeting_count; i++) {
        const struct mus_meeting *meeting = &planning.fair.meetings[i];
        if (!is_asked_for(&planning, options, meeting)) {
            continue;
        }
        mus_json_begin_object(&planning.writer);
        status = mus_put_meeting(&planning, meeting, err);
        mus_json_end_object(&planning.writer);
        if (status == MUS_OK) {
            status = mus_planning_give(&planning, sink, err);
        }
    }
    mus_planning_close(&planning);
    return status;
}

/* ------------------------------------------------------------------ edits */

/* The plan is made, and the meeting told as it is then. */
static enum mus_status make_and_tell(struct mus_planning *planning, struct mus_fair_plan *plan,
                                     struct mus_text meeting, struct mus_sink *sink,
                                     struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    enum mus_status status = mus_planning_commit(planning, plan, err);
    if (status == MUS_OK) {
        size_t at = mus_fair_meeting(&planning->fair, meeting);
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "event", planning->fair.event.id);
        mus_json_put_integer(writer, "run", (int64_t)plan->run.number);
        mus_json_put_z(writer, "change", mus_change_name(mus_fair_plan_change(plan, at)));
        status = mus_put_meeting(planning, &plan->meetings[at], err);
        mus_json_end_object(writer);
    }
    return status == MUS_OK ? mus_planning_give(planning, sink, err) : status;
}

static unsigned locks_of(const struct mus_meeting_lock_options *options)
{
    return (options->pair ? MUS_LOCK_PAIR : 0U) | (options->slot ? MUS_LOCK_SLOT : 0U) |
           (options->table ? MUS_LOCK_TABLE : 0U);
}

enum mus_status mus_event_meeting_lock(struct mus_musubi *musubi,
                                       const struct mus_meeting_lock_options *options,
                                       struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_fair_plan plan = {0};
    const struct mus_plan_options by = {.by = options->by};
    struct mus_text meeting = mus_text_of(options->meeting);
    unsigned what = locks_of(options);
    enum mus_status status = mus_planning_open(&planning, musubi, options->event, &by, err);
    if (status == MUS_OK && what == 0) {
        status = mus_fail(err, MUS_INVALID, "say what: --pair, --slot, --table");
    }
    if (status == MUS_OK) {
        status =
            options->unlock
                ? mus_meeting_unlock(&planning.fair, &planning.context, meeting, what, &plan, err)
                : mus_meeting_lock(&planning.fair, &planning.context, meeting, what, &plan, err);
    }
    if (status == MUS_OK) {
        status = make_and_tell(&planning, &plan, meeting, sink, err);
    }
    mus_fair_plan_done(&plan);
    mus_planning_close(&planning);
    return status;
}

static enum mus_status read_move(const struct mus_meeting_move_options *options,
                                 struct mus_meeting_move *out, struct mus_error *err)
{
    if (options->nowhere && (options->slot != NULL || options->table != 0)) {
        return mus_fail(err, MUS_INVALID, "--nowhere goes with neither --slot nor --table");
    }
    if (!options->nowhere && options->slot == NULL && options->table == 0) {
        return mus_fail(err, MUS_INVALID, "say where: --slot, --table, --nowhere");
    }
    if (options->table < 0 || options->table > MUS_TIMETABLE_MAX_TABLES) {
        return mus_fail(err, MUS_LIMIT, "table: expected 1 to %d", MUS_TIMETABLE_MAX_TABLES);
    }
    *out = (struct mus_meeting_move){.meeting = mus_text_of(options->meeting),
                                     .slot = mus_text_of(options->slot),
                                     .table = (uint16_t)options->table,
                                     .nowhere = options->nowhere,
                                     .uneven = options->uneven};
    return MUS_OK;
}

enum mus_status mus_event_meeting_move(struct mus_musubi *musubi,
                                       const struct mus_meeting_move_options *options,
                                       struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_fair_plan plan = {0};
    struct mus_meeting_move move;
    const struct mus_plan_options by = {.by = options->by};
    enum mus_status status = mus_planning_open(&planning, musubi, options->event, &by, err);
    if (status == MUS_OK) {
        status = read_move(options, &move, err);
    }
    if (status == MUS_OK) {
        status = mus_meeting_move(&planning.fair, &planning.context, &move, &plan, err);
    }
    if (status == MUS_OK) {
        status = make_and_tell(&planning, &plan, move.meeting, sink, err);
    }
    mus_fair_plan_done(&plan);
    mus_planning_close(&planning);
    return status;
}
