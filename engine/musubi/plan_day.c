#include <string.h>

#include "fair/day.h"
#include "fair/held.h"
#include "fair/refill.h"
#include "match/reasons.h"
#include "musubi/plan_shared.h"
#include "profile/value_json.h"

/* Ids parted by commas; in the arena. */
static enum mus_status read_ids(const char *text, struct mus_arena *arena, struct mus_texts *out,
                                struct mus_error *err)
{
    struct mus_text rest = mus_text_of(text);
    struct mus_text *ids = mus_arena_alloc(arena, rest.len / 2 + 1, sizeof *ids);
    size_t count = 0;
    if (ids == NULL) {
        return mus_fail_memory(err);
    }
    for (;;) {
        const char *comma = rest.len == 0 ? NULL : memchr(rest.ptr, ',', rest.len);
        size_t len = comma == NULL ? rest.len : (size_t)(comma - rest.ptr);
        struct mus_text id = {rest.ptr, len};
        if (!mus_text_is_id(id)) {
            return mus_fail(err, MUS_INVALID, "expected ids parted by commas, found \"%.*s\"",
                            MUS_TEXT_SHORT_ARG(id));
        }
        ids[count++] = id;
        if (comma == NULL) {
            break;
        }
        rest = (struct mus_text){comma + 1, rest.len - len - 1};
    }
    *out = (struct mus_texts){ids, count};
    return MUS_OK;
}

/* ------------------------------------------------------------------ shown first, then made */

static enum mus_status put_who(struct mus_planning *planning, const struct mus_day *day,
                               struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    mus_json_key(&planning->writer, "who");
    mus_json_begin_array(&planning->writer);
    for (size_t i = 0; status == MUS_OK && i < day->who_count; i++) {
        const struct mus_participant *who = &day->run.plan.participants[day->who[i]];
        mus_json_begin_object(&planning->writer);
        status = mus_put_participant(planning, day->who[i], err);
        mus_json_put_z(&planning->writer, "state",
                       mus_participant_state_name((enum mus_participant_state)who->state));
        mus_json_end_object(&planning->writer);
    }
    mus_json_end_array(&planning->writer);
    return status;
}

static enum mus_status tell(struct mus_planning *planning, const struct mus_day *day, bool applied,
                            struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    const struct mus_fair_plan *plan = &day->run.plan;
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "event", planning->fair.event.id);
    mus_json_put_text(writer, "what", plan->run.what);
    mus_json_put_bool(writer, "applied", applied);
    if (applied) {
        mus_json_put_integer(writer, "run", (int64_t)plan->run.number);
    } else {
        mus_json_put_z(writer, "token", day->token);
    }
    enum mus_status status = put_who(planning, day, err);
    if (status == MUS_OK) {
        status = mus_put_changes(planning, plan, err);
    }
    mus_json_put_integer(writer, "breaks", (int64_t)plan->run.breaks);
    if (status == MUS_OK) {
        status = mus_put_left(planning, &day->run, err);
    }
    mus_json_end_object(writer);
    return status;
}

/* Shown where no token is given; made where the token is that of what would be shown. */
static enum mus_status show_or_make(struct mus_planning *planning, struct mus_day *day,
                                    const struct mus_day_options *options, struct mus_sink *sink,
                                    struct mus_error *err)
{
    bool apply = options->apply != NULL;
    enum mus_status status = MUS_OK;
    if (apply && strcmp(options->apply, day->token) != 0) {
        return mus_fail(err, MUS_CONFLICT,
                        "--apply: the plan is not as it was when \"%s\" was shown; look at what "
                        "changes now",
                        options->apply);
    }
    if (apply) {
        status = mus_planning_commit(planning, &day->run.plan, err);
    }
    if (status == MUS_OK) {
        status = tell(planning, day, apply, err);
    }
    return status == MUS_OK ? mus_planning_give(planning, sink, err) : status;
}

static enum mus_mending mending_of(const struct mus_day_options *options)
{
    return options->keep ? MUS_MEND_KEEP : MUS_MEND_USUAL;
}

static struct mus_plan_options plan_options(const struct mus_day_options *options)
{
    return (struct mus_plan_options){.by = options->by};
}

enum mus_status mus_event_cancel(struct mus_musubi *musubi, const struct mus_day_options *options,
                                 const char *participants, bool no_show, struct mus_sink *sink,
                                 struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_day day = {0};
    struct mus_texts ids;
    const struct mus_plan_options how = plan_options(options);
    enum mus_status status = mus_planning_open(&planning, musubi, options->event, &how, err);
    if (status == MUS_OK) {
        status = read_ids(participants, &planning.arena, &ids, err);
    }
    if (status == MUS_OK) {
        status = mus_day_cancel(&planning.fair, &planning.context, &ids, no_show,
                                mending_of(options), &day, err);
    }
    if (status == MUS_OK) {
        status = show_or_make(&planning, &day, options, sink, err);
    }
    mus_day_done(&day);
    mus_planning_close(&planning);
    return status;
}

enum mus_status mus_event_absent(struct mus_musubi *musubi, const struct mus_day_options *options,
                                 const char *meeting, const char *participant,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_day day = {0};
    const struct mus_plan_options how = plan_options(options);
    enum mus_status status = mus_planning_open(&planning, musubi, options->event, &how, err);
    if (status == MUS_OK) {
        status = mus_day_absent(&planning.fair, &planning.context, mus_text_of(meeting),
                                mus_text_of(participant), &day, err);
    }
    if (status == MUS_OK) {
        status = show_or_make(&planning, &day, options, sink, err);
    }
    mus_day_done(&day);
    mus_planning_close(&planning);
    return status;
}

enum mus_status mus_event_late(struct mus_musubi *musubi, const struct mus_day_options *options,
                               const char *participant, const char *slot, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_day day = {0};
    const struct mus_plan_options how = plan_options(options);
    enum mus_status status = mus_planning_open(&planning, musubi, options->event, &how, err);
    if (status == MUS_OK) {
        status = mus_day_late(&planning.fair, &planning.context, mus_text_of(participant),
                              mus_text_of(slot), mending_of(options), &day, err);
    }
    if (status == MUS_OK) {
        status = show_or_make(&planning, &day, options, sink, err);
    }
    mus_day_done(&day);
    mus_planning_close(&planning);
    return status;
}

enum mus_status mus_event_lose(struct mus_musubi *musubi, const struct mus_day_options *options,
                               const char *slot, int64_t table, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_day day = {0};
    const struct mus_plan_options how = plan_options(options);
    const struct mus_loss loss = {.slot = mus_text_of(slot), .table = (uint16_t)table};
    enum mus_status status = mus_planning_open(&planning, musubi, options->event, &how, err);
    if (status == MUS_OK && (table < 0 || table > MUS_TIMETABLE_MAX_TABLES)) {
        status = mus_fail(err, MUS_LIMIT, "table: expected 1 to %d", MUS_TIMETABLE_MAX_TABLES);
    }
    if (status == MUS_OK) {
        status =
            mus_day_lose(&planning.fair, &planning.context, &loss, mending_of(options), &day, err);
    }
    if (status == MUS_OK) {
        status = show_or_make(&planning, &day, options, sink, err);
    }
    mus_day_done(&day);
    mus_planning_close(&planning);
    return status;
}

enum mus_status mus_event_refill(struct mus_musubi *musubi, const struct mus_day_options *options,
                                 const char *participant, bool waiting, struct mus_sink *sink,
                                 struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_day day = {0};
    const struct mus_plan_options how = plan_options(options);
    const struct mus_refill_options refill = {.participant = mus_text_of(participant),
                                              .waiting = waiting};
    enum mus_status status = mus_planning_open(&planning, musubi, options->event, &how, err);
    if (status == MUS_OK) {
        status =
            mus_day_refill(&planning.fair, planning.read, &planning.context, &refill, &day, err);
    }
    if (status == MUS_OK) {
        status = show_or_make(&planning, &day, options, sink, err);
    }
    mus_day_done(&day);
    mus_planning_close(&planning);
    return status;
}

/* ------------------------------------------------------------------ held */

/* What a write needs to make both the plan and its cases. */
struct holding {
    struct mus_fair_plan *plan;
    struct mus_case_context context;
};

static enum mus_status hold(struct mus_write *write, void *context, struct mus_error *err)
{
    struct holding *holding = context;
    return mus_held_commit(write, holding->plan, &holding->context, err);
}

/* Every meeting of the slot that is still planned. */
static enum mus_status of_slot(struct mus_planning *planning, const char *slot,
                               struct mus_texts *out, struct mus_error *err)
{
    const struct mus_fair *fair = &planning->fair;
    size_t at = mus_event_slot_of(&fair->event, mus_text_of(slot));
    struct mus_text *ids = mus_arena_alloc(&planning->arena, fair->meeting_count, sizeof *ids);
    size_t count = 0;
    if (at == SIZE_MAX) {
        return mus_fail(err, MUS_NOT_FOUND, "no slot \"%s\"", slot);
    }
    if (ids == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        if (fair->meetings[i].state == MUS_MEETING_PLANNED && fair->meetings[i].slot == (int)at) {
            ids[count++] = fair->meetings[i].id;
        }
    }
    *out = (struct mus_texts){ids, count};
    return MUS_OK;
}

static enum mus_status tell_held(struct mus_planning *planning, const struct mus_fair_plan *plan,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < plan->before->meeting_count; i++) {
        if (mus_fair_plan_change(plan, i) != MUS_CHANGE_HELD) {
            continue;
        }
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "event", planning->fair.event.id);
        mus_json_put_integer(writer, "run", (int64_t)plan->run.number);
        status = mus_put_meeting(planning, &plan->meetings[i], err);
        mus_json_end_object(writer);
        if (status == MUS_OK) {
            status = mus_planning_give(planning, sink, err);
        }
    }
    return status;
}

enum mus_status mus_event_held(struct mus_musubi *musubi, const struct mus_day_options *options,
                               const char *meetings, const char *slot, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_fair_plan plan = {0};
    struct mus_texts ids;
    const struct mus_plan_options how = plan_options(options);
    enum mus_status status = mus_planning_open(&planning, musubi, options->event, &how, err);
    if (status == MUS_OK && (meetings == NULL) == (slot == NULL)) {
        status = mus_fail(err, MUS_INVALID, "event held needs either MEETINGS or --slot SLOT");
    }
    if (status == MUS_OK) {
        status = meetings != NULL ? read_ids(meetings, &planning.arena, &ids, err)
                                  : of_slot(&planning, slot, &ids, err);
    }
    if (status == MUS_OK) {
        status = mus_held_make(&planning.fair, &planning.context, &ids, &plan, err);
    }
    if (status == MUS_OK) {
        struct holding holding = {.plan = &plan,
                                  .context = {.tables = &musubi->tables,
                                              .today = musubi->today,
                                              .now = planning.context.now,
                                              .by = planning.context.by}};
        mus_store_read_end(planning.read);
        planning.read = NULL;
        status = mus_store_update(musubi->store, hold, &holding, err);
    }
    if (status == MUS_OK) {
        status = tell_held(&planning, &plan, sink, err);
    }
    mus_fair_plan_done(&plan);
    mus_planning_close(&planning);
    return status;
}

/* ------------------------------------------------------------------ before */

static enum mus_status tell_attendance(struct mus_planning *planning, size_t participant,
                                       const struct mus_attendance_record *record,
                                       struct mus_sink *sink, struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    mus_json_begin_object(writer);
    enum mus_status status = mus_put_participant(planning, participant, err);
    mus_json_put_integer(writer, "events", record->events);
    mus_json_put_integer(writer, "cancelled", record->cancelled);
    mus_json_put_integer(writer, "no_shows", record->no_shows);
    mus_json_end_object(writer);
    return status == MUS_OK ? mus_planning_give(planning, sink, err) : status;
}

enum mus_status mus_event_attendance(struct mus_musubi *musubi, const char *event, bool all,
                                     struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_arena arena = {0};
    enum mus_status status = mus_planning_open(&planning, musubi, event, NULL, err);
    for (size_t i = 0; status == MUS_OK && i < planning.fair.participant_count; i++) {
        struct mus_attendance_record record;
        mus_arena_reset(&arena);
        status = mus_attendance_before(planning.read, planning.fair.participants[i].company,
                                       planning.fair.event.id, &arena, &record, err);
        if (status == MUS_OK &&
            (all ? record.events > 0 : record.cancelled + record.no_shows > 0)) {
            status = tell_attendance(&planning, i, &record, sink, err);
        }
    }
    mus_arena_done(&arena);
    mus_planning_close(&planning);
    return status;
}
