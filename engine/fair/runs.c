#include "fair/runs.h"

#include "base/buf.h"
#include "base/mem.h"
#include "fair/meet.h"
#include "fair/pair_run.h"
#include "fair/seat.h"
#include "fair/timetable_run.h"
#include "store/documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_given(const struct mus_digest *digest)
{
    static const struct mus_digest none;
    return mus_digest_compare(digest, &none) != 0;
}

enum mus_status mus_run_documents(const struct mus_read *read, const struct mus_run *run,
                                  struct mus_text *problem, struct mus_text *answer,
                                  struct mus_error *err)
{
    bool pairing = run->kind == MUS_RUN_PAIRING;
    enum mus_status status = MUS_OK;
    *problem = *answer = MUS_NO_TEXT;
    if (is_given(&run->problem)) {
        struct mus_text kind = mus_text_of(pairing ? "pairing-problem" : "timetable-problem");
        status = mus_store_borrow_document(read, kind, &run->problem, problem, err);
    }
    if (status == MUS_OK && is_given(&run->answer)) {
        struct mus_text kind = mus_text_of(pairing ? "pairing" : "timetable");
        status = mus_store_borrow_document(read, kind, &run->answer, answer, err);
    }
    return status;
}

/* ------------------------------------------------------------------ compared */

static enum mus_status meetings_after(const struct mus_read *read, struct mus_text event,
                                      uint64_t number, struct mus_arena *arena, struct mus_run *run,
                                      struct mus_stood *out, struct mus_error *err)
{
    struct mus_text bytes;
    struct mus_event now;
    enum mus_status status = mus_store_event(read, event, arena, &now, err);
    if (status == MUS_OK) {
        status = mus_store_run(read, event, number, arena, run, err);
    }
    if (status == MUS_OK) {
        status = mus_store_borrow_document(read, MUS_TEXT("meetings"), &run->meetings, &bytes, err);
    }
    return status == MUS_OK ? mus_meetings_read(bytes, &now, arena, out, err) : status;
}

/* Both lists are in the order of ids. */
static void compare(const struct mus_stood *was, const struct mus_stood *is,
                    struct mus_run_comparison *out)
{
    size_t i = 0;
    size_t j = 0;
    while (i < was->count || j < is->count) {
        int order = i == was->count  ? 1
                    : j == is->count ? -1
                                     : mus_text_compare(was->meetings[i].id, is->meetings[j].id);
        struct mus_run_difference row = {.was = order <= 0 ? &was->meetings[i] : NULL,
                                         .is = order >= 0 ? &is->meetings[j] : NULL};
        row.change = mus_meeting_change(row.was, row.is);
        i += order <= 0;
        j += order >= 0;
        out->counts[row.change]++;
        if (row.change != MUS_CHANGE_NONE) {
            out->rows[out->count++] = row;
        }
    }
}

enum mus_status mus_runs_compare(const struct mus_read *read, struct mus_text event, uint64_t a,
                                 uint64_t b, struct mus_arena *arena,
                                 struct mus_run_comparison *out, struct mus_error *err)
{
    struct mus_run_comparison made = {0};
    struct mus_stood was = {0};
    struct mus_stood is = {0};
    enum mus_status status = meetings_after(read, event, a, arena, &made.a, &was, err);
    if (status == MUS_OK) {
        status = meetings_after(read, event, b, arena, &made.b, &is, err);
    }
    if (status == MUS_OK) {
        made.rows = mus_arena_alloc(arena, was.count + is.count, sizeof *made.rows);
        status = made.rows == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    if (status == MUS_OK) {
        compare(&was, &is, &made);
        *out = made;
    }
    return status;
}

/* ------------------------------------------------------------------ restored */

struct pair_of {
    struct mus_text a, b;
    size_t at;
};

static int by_pair(const void *left, const void *right)
{
    const struct pair_of *a = left;
    const struct pair_of *b = right;
    int order = mus_text_compare(a->a, b->a);
    return order != 0 ? order : mus_text_compare(a->b, b->b);
}

struct restoring {
    const struct mus_fair *fair;
    struct mus_restoring *out;
    mus_slots begun;
    struct mus_arena *arena; /* of the plan */
    struct mus_not_restored *left;
    struct mus_meeting *wanted; /* as they stood, by the plan's place; state 0: not there */
    bool *gone;                 /* likewise: their slot is not there any more */
};

static enum mus_status leave(struct restoring *restoring, size_t meeting, const char *why,
                             struct mus_error *err)
{
    struct mus_text kept = mus_arena_copy(restoring->arena, mus_text_of(why));
    restoring->left[restoring->out->left_count++] = (struct mus_not_restored){meeting, kept};
    return kept.ptr == NULL ? mus_fail_memory(err) : MUS_OK;
}

static bool takes_part(const struct mus_fair *fair, struct mus_text id)
{
    size_t at = mus_fair_participant(fair, id);
    return at != SIZE_MAX && mus_takes_part(&fair->participants[at]);
}

/* A text that must outlive the read. */
static bool keep(struct mus_arena *arena, struct mus_text *text)
{
    struct mus_text kept = mus_arena_copy(arena, *text);
    bool ok = kept.ptr != NULL || text->ptr == NULL;
    *text = kept;
    return ok;
}

static bool keep_texts(struct mus_arena *arena, struct mus_meeting *meeting)
{
    return keep(arena, &meeting->id) && keep(arena, &meeting->a) && keep(arena, &meeting->b) &&
           keep(arena, &meeting->language) && keep(arena, &meeting->lock_pair.by) &&
           keep(arena, &meeting->lock_slot.by) && keep(arena, &meeting->lock_table.by) &&
           keep(arena, &meeting->absent) && keep(arena, &meeting->case_id);
}

/* First nobody meets but where it is settled; those that stood then are planned again, without
 * seats; a pair whose meeting was removed since gets a new one. */
static enum mus_status plan_pairs(struct restoring *restoring, const struct mus_stood *stood,
                                  struct mus_error *err)
{
    struct mus_fair_plan *plan = &restoring->out->plan;
    struct pair_of *pairs = mus_arena_alloc(restoring->arena, plan->meeting_count, sizeof *pairs);
    size_t before = plan->meeting_count;
    if (pairs == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < before; i++) {
        pairs[i] = (struct pair_of){plan->meetings[i].a, plan->meetings[i].b, i};
        if (!mus_meeting_settled(&plan->meetings[i], restoring->begun)) {
            plan->meetings[i].state = MUS_MEETING_CANCELLED;
            plan->meetings[i].lock_pair = plan->meetings[i].lock_slot =
                plan->meetings[i].lock_table = (struct mus_lock){0};
        }
    }
    if (before > 0) {
        qsort(pairs, before, sizeof *pairs, by_pair);
    }
    enum mus_status status = MUS_OK;
    for (size_t k = 0; status == MUS_OK && k < stood->count; k++) {
        struct mus_meeting wanted = stood->meetings[k];
        struct pair_of key = {wanted.a, wanted.b, 0};
        const struct pair_of *found =
            before == 0 ? NULL : bsearch(&key, pairs, before, sizeof *pairs, by_pair);
        size_t at = found == NULL ? plan->meeting_count : found->at;
        if (!mus_meeting_counts(&wanted) || !takes_part(restoring->fair, wanted.a) ||
            !takes_part(restoring->fair, wanted.b) ||
            (found != NULL && mus_meeting_settled(&plan->meetings[at], restoring->begun))) {
            continue;
        }
        if (!keep_texts(restoring->arena, &wanted)) {
            return mus_fail_memory(err);
        }
        struct mus_meeting *meeting = &plan->meetings[at];
        plan->meeting_count += found == NULL;
        struct mus_text id = found == NULL ? MUS_NO_TEXT : meeting->id;
        restoring->wanted[at] = wanted;
        restoring->gone[at] = stood->gone[k];
        *meeting = wanted;
        meeting->id = id;
        meeting->state = MUS_MEETING_PLANNED;
        meeting->slot = meeting->interpreter = -1;
        meeting->table = 0;
        meeting->absent = MUS_NO_TEXT;
        meeting->lock_slot = meeting->lock_table = (struct mus_lock){0};
    }
    return status;
}

/* One by one into their old seats, as long as nothing speaks against it today. */
static enum mus_status seat_again(struct restoring *restoring, size_t i, struct mus_error *err)
{
    struct mus_fair_plan *plan = &restoring->out->plan;
    const struct mus_meeting *wanted = &restoring->wanted[i];
    struct mus_meeting *meeting = &plan->meetings[i];
    struct mus_fair after = mus_fair_plan_after(plan);
    struct mus_error why;
    struct mus_seat seat;
    if (restoring->gone[i]) {
        return leave(restoring, i, "its slot is not there any more", err);
    }
    if (wanted->slot < 0) {
        return MUS_OK;
    }
    meeting->interpreter = wanted->interpreter; /* whom it had is asked first */
    enum mus_status status = mus_seat_find(&after, i, (size_t)wanted->slot, wanted->table,
                                           restoring->begun, restoring->arena, &seat, &why);
    meeting->interpreter = -1;
    if (status == MUS_CONFLICT) {
        return leave(restoring, i, why.message, err);
    }
    if (status != MUS_OK) {
        return mus_fail(err, status, "%s", why.message);
    }
    meeting->slot = seat.slot;
    meeting->place = seat.place;
    meeting->table = seat.table;
    meeting->interpreter = seat.interpreter;
    meeting->lock_slot = wanted->lock_slot;
    meeting->lock_table = seat.table > 0 ? wanted->lock_table : (struct mus_lock){0};
    return MUS_OK;
}

static enum mus_status restore(struct restoring *restoring, const struct mus_stood *stood,
                               struct mus_error *err)
{
    struct mus_fair_plan *plan = &restoring->out->plan;
    size_t room = plan->meeting_count + stood->count;
    restoring->wanted = mus_arena_alloc(restoring->arena, room, sizeof *restoring->wanted);
    restoring->gone = mus_arena_alloc(restoring->arena, room, sizeof *restoring->gone);
    restoring->left = mus_arena_alloc(restoring->arena, room, sizeof *restoring->left);
    if (restoring->wanted == NULL || restoring->gone == NULL || restoring->left == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = plan_pairs(restoring, stood, err);
    for (size_t i = 0; status == MUS_OK && i < plan->meeting_count; i++) {
        if (restoring->wanted[i].state != 0) {
            status = seat_again(restoring, i, err);
        }
    }
    restoring->out->left = restoring->left;
    return status == MUS_OK ? mus_fair_plan_count(plan, err) : status;
}

enum mus_status mus_run_restore(const struct mus_fair *fair, const struct mus_read *read,
                                const struct mus_fair_context *context, uint64_t number,
                                struct mus_restoring *out, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_run run;
    struct mus_stood stood = {0};
    char what[48];
    *out = (struct mus_restoring){0};
    snprintf(what, sizeof what, "restore %llu", (unsigned long long)number);
    enum mus_status status =
        meetings_after(read, fair->event.id, number, &arena, &run, &stood, err);
    if (status == MUS_OK) {
        status =
            mus_fair_plan_init(&out->plan, fair, context, stood.count, MUS_RUN_RESTORE, what, err);
    }
    if (status == MUS_OK) {
        struct restoring restoring = {.fair = fair,
                                      .out = out,
                                      .begun = mus_event_begun(&fair->event, context->now),
                                      .arena = &out->plan.arena};
        status = restore(&restoring, &stood, err);
    }
    if (status != MUS_OK) {
        mus_restoring_done(out);
    }
    mus_arena_done(&arena);
    return status;
}

void mus_restoring_done(struct mus_restoring *restoring)
{
    mus_fair_plan_done(&restoring->plan);
    *restoring = (struct mus_restoring){0};
}

/* ------------------------------------------------------------------ done again */

/* The text without the value of "seconds", which is outside the promise of equal bytes. */
static void without_seconds(struct mus_text text, struct mus_buf *out)
{
    static const char key[] = "\"seconds\":";
    const char *at = text.len == 0 ? NULL : memmem(text.ptr, text.len, key, sizeof key - 1);
    if (at == NULL) {
        mus_buf_add_text(out, text);
        return;
    }
    const char *end = text.ptr + text.len;
    const char *value = at + sizeof key - 1;
    mus_buf_add(out, text.ptr, (size_t)(value - text.ptr));
    while (value < end && strchr(",}] \n", *value) == NULL) {
        value++;
    }
    mus_buf_add(out, value, (size_t)(end - value));
}

static enum mus_status answer_again(const struct mus_run *run, struct mus_text problem,
                                    size_t threads, struct mus_buf *out, struct mus_error *err)
{
    if (run->kind == MUS_RUN_PAIRING) {
        return mus_pairing_answer_of(problem, run, threads, out, err);
    }
    enum mus_timetable_mode mode = mus_timetable_mode_of(run->mode);
    return mode == MUS_MODE_COUNT
               ? mus_fail(err, MUS_CORRUPT, "run %llu: there is no mode \"%.*s\"",
                          (unsigned long long)run->number, MUS_TEXT_SHORT_ARG(run->mode))
               : mus_timetable_answer_of(problem, mode, run->seed, run->steps, threads, out, err);
}

static enum mus_status compare_answers(struct mus_repetition *repetition, struct mus_error *err)
{
    struct mus_buf before = {0};
    struct mus_buf again = {0};
    without_seconds(repetition->before, &before);
    without_seconds(repetition->again, &again);
    enum mus_status status = mus_buf_check(&before, err);
    if (status == MUS_OK) {
        status = mus_buf_check(&again, err);
    }
    if (status == MUS_OK) {
        repetition->same = mus_text_equal(mus_buf_text(&before), mus_buf_text(&again));
    }
    mus_buf_done(&before);
    mus_buf_done(&again);
    return status;
}

enum mus_status mus_run_repeat(const struct mus_read *read, struct mus_text event, uint64_t number,
                               size_t threads, struct mus_arena *arena, struct mus_repetition *out,
                               struct mus_error *err)
{
    struct mus_repetition made = {0};
    struct mus_text problem = MUS_NO_TEXT;
    struct mus_buf again = {0};
    enum mus_status status = mus_store_run(read, event, number, arena, &made.run, err);
    if (status == MUS_OK) {
        status = mus_run_documents(read, &made.run, &problem, &made.before, err);
    }
    if (status == MUS_OK && problem.ptr == NULL) {
        status =
            mus_fail(err, MUS_INVALID, "run %llu solved no problem", (unsigned long long)number);
    }
    if (status == MUS_OK) {
        status = answer_again(&made.run, problem, threads, &again, err);
    }
    if (status == MUS_OK) {
        made.again = mus_arena_copy(arena, mus_buf_text(&again));
        status = made.again.ptr == NULL ? mus_fail_memory(err) : compare_answers(&made, err);
    }
    mus_buf_done(&again);
    if (status == MUS_OK) {
        *out = made;
    }
    return status;
}
