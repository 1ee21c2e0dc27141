/* Making a plan that was worked out: in one write, with the run that keeps it. */
#include "fair/plan.h"

#include "base/buf.h"
#include "store/documents.h"

#include <stdlib.h>
#include <string.h>

struct making {
    struct mus_write *write;
    struct mus_fair_plan *plan;
    struct mus_text event;
    struct mus_arena arena;       /* of this try */
    struct mus_meeting *standing; /* meetings as they stand afterwards */
    struct mus_meeting *changed;  /* those of them that are to be stored */
    size_t standing_count, changed_count;
};

static enum mus_status check_state(struct making *making, struct mus_error *err)
{
    struct mus_fair now;
    struct mus_digest state;
    enum mus_status status = mus_store_fair(mus_store_write_view(making->write), making->event,
                                            &making->arena, &now, err);
    if (status == MUS_OK) {
        status = mus_fair_state(&now, &state, err);
    }
    if (status == MUS_OK && mus_digest_compare(&state, &making->plan->state) != 0) {
        status = mus_fail(err, MUS_CONFLICT, "%.*s has changed since this was worked out",
                          MUS_TEXT_SHORT_ARG(making->event));
    }
    return status;
}

/* What a participant or an event holds is compared field by field: padding is nobody's. */
static bool same_participant(const struct mus_participant *a, const struct mus_participant *b)
{
    return a->state == b->state && a->unavailable == b->unavailable && a->online == b->online &&
           a->meets == b->meets && a->min == b->min && a->max == b->max;
}

static bool same_event(const struct mus_event *a, const struct mus_event *b)
{
    return a->slots == b->slots && a->slot_count == b->slot_count && a->tables == b->tables &&
           a->table_count == b->table_count && a->interpreters == b->interpreters &&
           a->interpreter_count == b->interpreter_count && a->closed == b->closed;
}

static enum mus_status put_surroundings(struct making *making, struct mus_error *err)
{
    struct mus_fair_plan *plan = making->plan;
    enum mus_status status = MUS_OK;
    if (!same_event(&plan->event, &plan->before->event)) {
        plan->event.changed = plan->run.recorded;
        status = mus_store_put_event(making->write, &plan->event, err);
    }
    for (size_t i = 0; status == MUS_OK && i < plan->before->participant_count; i++) {
        if (!same_participant(&plan->participants[i], &plan->before->participants[i])) {
            status = mus_store_put_participant(making->write, making->event, &plan->participants[i],
                                               err);
        }
    }
    return status;
}

/* ------------------------------------------------------------------ meetings */

/* Whether somebody's calendar has to be put right. */
static bool shows(enum mus_change change, const struct mus_meeting *was,
                  const struct mus_meeting *is)
{
    switch (change) {
    case MUS_CHANGE_NONE:
    case MUS_CHANGE_LOCKED:
        return false;
    case MUS_CHANGE_GAINED:
        return was != NULL || is->slot >= 0;
    case MUS_CHANGE_LOST:
    case MUS_CHANGE_HELD:
    case MUS_CHANGE_PLACED:
    case MUS_CHANGE_UNPLACED:
    case MUS_CHANGE_MOVED:
    case MUS_CHANGE_RESEATED:
    case MUS_CHANGE_COUNT:
        break;
    }
    return true;
}

static bool never_shown(const struct mus_meeting *was)
{
    return was->sequence == 0 && was->state == MUS_MEETING_PLANNED;
}

static bool same_rest(const struct mus_meeting *was, const struct mus_meeting *is)
{
    return was->score == is->score && mus_text_equal(was->language, is->language) &&
           mus_text_equal(was->case_id, is->case_id) && mus_text_equal(was->absent, is->absent);
}

/* One that was there: among those standing afterwards, and among those to put where it differs. */
static enum mus_status take_old(struct making *making, size_t i, struct mus_error *err)
{
    const struct mus_meeting *was = &making->plan->before->meetings[i];
    struct mus_meeting *is = &making->plan->meetings[i];
    enum mus_change change = mus_fair_plan_change(making->plan, i);
    bool changed = change != MUS_CHANGE_NONE || !same_rest(was, is);
    is->sequence = was->sequence + shows(change, was, is);
    is->changed = changed ? making->plan->run.recorded : was->changed;
    if (change == MUS_CHANGE_LOST && never_shown(was)) {
        return mus_store_remove_meeting(making->write, making->event, is->id, err);
    }
    making->standing[making->standing_count++] = *is;
    if (changed) {
        making->changed[making->changed_count++] = *is;
    }
    return MUS_OK;
}

static enum mus_status take_new(struct making *making, size_t i, struct mus_error *err)
{
    struct mus_meeting *is = &making->plan->meetings[i];
    if (!mus_meeting_counts(is)) {
        return MUS_OK;
    }
    enum mus_status status =
        mus_store_new_meeting_id(making->write, making->event, &making->plan->arena, &is->id, err);
    if (status == MUS_OK) {
        is->sequence = shows(MUS_CHANGE_GAINED, NULL, is);
        is->changed = making->plan->run.recorded;
        making->standing[making->standing_count++] = *is;
        making->changed[making->changed_count++] = *is;
    }
    return status;
}

static int by_id(const void *left, const void *right)
{
    const struct mus_meeting *a = left;
    const struct mus_meeting *b = right;
    return mus_text_compare(a->id, b->id);
}

static enum mus_status put_meetings(struct making *making, struct mus_error *err)
{
    struct mus_fair_plan *plan = making->plan;
    making->standing =
        mus_arena_alloc(&making->arena, plan->meeting_count, sizeof *making->standing);
    making->changed = mus_arena_alloc(&making->arena, plan->meeting_count, sizeof *making->changed);
    enum mus_status status =
        making->standing == NULL || making->changed == NULL ? mus_fail_memory(err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < plan->meeting_count; i++) {
        status =
            i < plan->before->meeting_count ? take_old(making, i, err) : take_new(making, i, err);
    }
    if (status == MUS_OK && making->standing_count > 0) {
        qsort(making->standing, making->standing_count, sizeof *making->standing, by_id);
    }
    return status == MUS_OK ? mus_store_put_meetings(making->write, making->event, making->changed,
                                                     making->changed_count, err)
                            : status;
}

/* ------------------------------------------------------------------ the run */

static enum mus_status keep(struct making *making, const char *kind, struct mus_text bytes,
                            struct mus_digest *digest, struct mus_error *err)
{
    return bytes.ptr == NULL
               ? MUS_OK
               : mus_store_keep_document(making->write, mus_text_of(kind), bytes, digest, err);
}

static enum mus_status keep_meetings(struct making *making, struct mus_error *err)
{
    struct mus_buf bytes = {0};
    enum mus_status status = mus_meetings_write(&making->plan->event, making->standing,
                                                making->standing_count, &bytes, err);
    if (status == MUS_OK) {
        status = keep(making, "meetings", mus_buf_text(&bytes), &making->plan->run.meetings, err);
    }
    mus_buf_done(&bytes);
    return status;
}

static enum mus_status keep_run(struct making *making, struct mus_error *err)
{
    struct mus_fair_plan *plan = making->plan;
    bool pairing = plan->run.kind == MUS_RUN_PAIRING;
    enum mus_status status = keep(making, pairing ? "pairing-problem" : "timetable-problem",
                                  plan->problem, &plan->run.problem, err);
    if (status == MUS_OK) {
        status =
            keep(making, pairing ? "pairing" : "timetable", plan->answer, &plan->run.answer, err);
    }
    if (status == MUS_OK) {
        status = keep_meetings(making, err);
    }
    return status == MUS_OK ? mus_store_add_run(making->write, making->event, &plan->run, err)
                            : status;
}

enum mus_status mus_fair_plan_commit(struct mus_write *write, struct mus_fair_plan *plan,
                                     struct mus_error *err)
{
    struct making making = {.write = write, .plan = plan, .event = plan->before->event.id};
    enum mus_status status = check_state(&making, err);
    if (status == MUS_OK) {
        status = put_surroundings(&making, err);
    }
    if (status == MUS_OK) {
        status = put_meetings(&making, err);
    }
    if (status == MUS_OK) {
        status = keep_run(&making, err);
    }
    mus_arena_done(&making.arena);
    return status;
}
