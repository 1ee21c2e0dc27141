#include "fair/timetable_run.h"

#include "base/clock.h"
#include "base/mem.h"
#include "fair/interpreters.h"
#include "fair/meet.h"
#include "fair/timetable_problem.h"

#include <assert.h>

static const char *const MODES[MUS_MODE_COUNT] = {
    [MUS_MODE_ALL] = "all", [MUS_MODE_UNPLACED] = "unplaced", [MUS_MODE_REPAIR] = "repair"};

const char *mus_timetable_mode_name(enum mus_timetable_mode mode)
{
    return MODES[mode];
}

enum mus_timetable_mode mus_timetable_mode_of(struct mus_text name)
{
    unsigned mode = 0;
    while (mode < MUS_MODE_COUNT && !mus_text_equals(name, MODES[mode])) {
        mode++;
    }
    return (enum mus_timetable_mode)mode;
}

/* ------------------------------------------------------------------ solving */

struct solving {
    enum mus_timetable_mode mode;
    uint64_t seed, steps;
    size_t threads;
    const struct mus_stop *stop;
};

static enum mus_status solve(const struct mus_timetable_problem *problem, const struct solving *how,
                             struct mus_timetable_answer *answer, struct mus_error *err)
{
    if (how->mode == MUS_MODE_ALL) {
        struct mus_timetable_options options = {
            .seed = how->seed, .steps = how->steps, .threads = how->threads, .stop = how->stop};
        return mus_timetable_solve(problem, &options, answer, err);
    }
    struct mus_timetable_repair_options options = {.seed = how->seed,
                                                   .steps = how->steps,
                                                   .only_place = how->mode == MUS_MODE_UNPLACED,
                                                   .stop = how->stop};
    return mus_timetable_repair(problem, &options, answer, err);
}

enum mus_status mus_timetable_answer_of(struct mus_text problem, enum mus_timetable_mode mode,
                                        uint64_t seed, uint64_t steps, size_t threads,
                                        struct mus_buf *out, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    struct mus_timetable_answer answer = {0};
    struct solving how = {.mode = mode, .seed = seed, .steps = steps, .threads = threads};
    enum mus_status status = mus_timetable_document_read(problem, &arena, &document, err);
    if (status == MUS_OK) {
        status = solve(&document.problem, &how, &answer, err);
    }
    if (status == MUS_OK) {
        mus_timetable_answer_write(&document, &answer, 0, out);
        status = mus_buf_check(out, err);
        mus_timetable_answer_done(&answer);
    }
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ one run at work */

struct work {
    const struct mus_fair_context *context;
    enum mus_timetable_mode mode;
    struct mus_timetable_run *run;
    struct mus_fair fair; /* as it is to be */
    mus_slots begun;
    struct mus_fair_timetable timetable;
    struct mus_timetable_document document; /* what is solved: the problem as it is kept */
    struct mus_timetable_answer answer;
    bool solved;
};

static enum mus_status keep_text(struct work *work, const struct mus_buf *buf, struct mus_text *out,
                                 struct mus_error *err)
{
    enum mus_status status = mus_buf_check(buf, err);
    if (status == MUS_OK) {
        *out = mus_arena_copy(&work->run->plan.arena, mus_buf_text(buf));
        status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    return status;
}

/* What is solved is read back from what is kept, so that a run can be done again from that alone.
 */
static enum mus_status make_problem(struct work *work, struct mus_error *err)
{
    struct mus_fair_plan *plan = &work->run->plan;
    struct mus_buf text = {0};
    enum mus_status status =
        mus_fair_timetable_of(&work->fair, work->begun, &plan->arena, &work->timetable, err);
    if (status == MUS_OK) {
        mus_timetable_document_write(&work->timetable.document, &text);
        status = keep_text(work, &text, &plan->problem, err);
    }
    mus_buf_done(&text);
    if (status == MUS_OK) {
        status = mus_timetable_document_read(plan->problem, &plan->arena, &work->document, err);
    }
    assert(status != MUS_OK ||
           work->document.problem.meeting_count == work->timetable.document.problem.meeting_count);
    return status;
}

static enum mus_status solve_it(struct work *work, struct mus_error *err)
{
    const struct mus_fair_context *context = work->context;
    struct mus_fair_plan *plan = &work->run->plan;
    struct solving how = {.mode = work->mode,
                          .seed = context->seed,
                          .steps = context->steps,
                          .threads = context->threads,
                          .stop = context->stop};
    struct mus_buf text = {0};
    int64_t began = mus_clock_monotonic_ms();
    enum mus_status status = solve(&work->document.problem, &how, &work->answer, err);
    if (status != MUS_OK) {
        return status;
    }
    work->solved = true;
    uint64_t took = (uint64_t)(mus_clock_monotonic_ms() - began) * 1000;
    mus_timetable_answer_write(&work->document, &work->answer, took, &text);
    status = keep_text(work, &text, &plan->answer, err);
    mus_buf_done(&text);
    if (status == MUS_OK) {
        status = mus_timetable_judge(&work->document.problem, work->answer.seats,
                                     &work->answer.figures, err);
    }
    if (mus_stop_asked(context->stop)) {
        plan->run.steps = work->answer.steps; /* so that it can be done again */
    }
    return status;
}

/* ------------------------------------------------------------------ meetings */

/* Of a meeting that keeps its slot, who interprets it so far, as the problem numbers them. */
static void list_had(const struct work *work, int16_t *had)
{
    const struct mus_timetable_problem *problem = &work->timetable.document.problem;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        const struct mus_meeting *meeting = &work->run->plan.meetings[work->timetable.meetings[m]];
        had[m] = -1;
        for (size_t i = 0; i < problem->interpreter_count; i++) {
            if (meeting->interpreter == (int)work->timetable.interpreters[i] &&
                meeting->slot == work->answer.seats[m].slot) {
                had[m] = (int16_t)i;
            }
        }
    }
}

static enum mus_status seat(struct work *work, size_t m, int16_t interpreter, struct mus_error *err)
{
    struct mus_meeting *meeting = &work->run->plan.meetings[work->timetable.meetings[m]];
    const struct mus_timetable_meeting *asked = &work->timetable.document.problem.meetings[m];
    const struct mus_timetable_seat *got = &work->answer.seats[m];
    meeting->slot = got->slot;
    meeting->place = asked->place;
    meeting->table = got->slot < 0 ? asked->locked_table : got->table;
    meeting->interpreter = interpreter;
    work->run->interpreted += interpreter >= 0;
    /* Locks on what is no longer there fall away: on a table where a booth has come, on a slot that
     * could not be kept. The meeting is told of as moved to the one or left out for the other. */
    if (meeting->table == 0) {
        meeting->lock_table = (struct mus_lock){0};
    }
    if (meeting->slot < 0) {
        meeting->lock_slot = (struct mus_lock){0};
    }
    const struct mus_participant *all = work->fair.participants;
    return mus_meeting_plain_language(&work->fair.event,
                                      &all[work->timetable.participants[asked->a]],
                                      &all[work->timetable.participants[asked->b]],
                                      &work->run->plan.arena, &meeting->language, err);
}

/* Planned meetings of those that do not take part have no seat. */
static void unseat_absent(struct work *work, struct mus_left_over *left)
{
    struct mus_timetable_run *run = work->run;
    size_t m = 0;
    for (size_t i = 0; i < run->plan.meeting_count; i++) {
        struct mus_meeting *meeting = &run->plan.meetings[i];
        if (m < work->document.problem.meeting_count && work->timetable.meetings[m] == i) {
            m++;
            continue;
        }
        if (meeting->state != MUS_MEETING_PLANNED || mus_meeting_settled(meeting, work->begun)) {
            continue;
        }
        meeting->slot = meeting->interpreter = -1;
        meeting->table = 0;
        meeting->lock_slot = meeting->lock_table = (struct mus_lock){0};
        left[run->left_count++] =
            (struct mus_left_over){.meeting = i,
                                   .absent = true,
                                   .ja = MUS_TEXT("一方が参加していない"),
                                   .en = MUS_TEXT("one of the two does not take part")};
    }
}

static enum mus_status tell_left(struct work *work, struct mus_left_over *left,
                                 struct mus_error *err)
{
    struct mus_timetable_run *run = work->run;
    struct mus_buf words = {0};
    enum mus_status status = MUS_OK;
    for (size_t m = 0; status == MUS_OK && m < work->document.problem.meeting_count; m++) {
        if (work->answer.seats[m].slot >= 0) {
            continue;
        }
        struct mus_left_over *over = &left[run->left_count++];
        over->meeting = work->timetable.meetings[m];
        over->why = work->answer.why[m];
        for (unsigned japanese = 0; status == MUS_OK && japanese < 2; japanese++) {
            mus_buf_clear(&words);
            mus_timetable_why(&work->document, &work->answer, m, japanese == 1, &words);
            status = keep_text(work, &words, japanese == 1 ? &over->ja : &over->en, err);
        }
    }
    mus_buf_done(&words);
    return status;
}

static enum mus_status tell_reason(struct work *work, struct mus_error *err)
{
    struct mus_timetable_run *run = work->run;
    struct mus_buf words = {0};
    enum mus_status status = MUS_OK;
    if (run->status != MUS_TIMETABLE_INFEASIBLE || work->answer.clash.count == 0) {
        return MUS_OK;
    }
    for (unsigned japanese = 0; status == MUS_OK && japanese < 2; japanese++) {
        mus_buf_clear(&words);
        mus_timetable_reason(&work->document, &work->answer.clash, japanese == 1, &words);
        status = keep_text(work, &words, japanese == 1 ? &run->reason_ja : &run->reason_en, err);
    }
    mus_buf_done(&words);
    return status;
}

static enum mus_status make_seats(struct work *work, struct mus_error *err)
{
    struct mus_timetable_run *run = work->run;
    struct mus_arena *arena = &run->plan.arena;
    size_t count = work->document.problem.meeting_count;
    int16_t *had = mus_arena_alloc(arena, count, sizeof *had);
    int16_t *have = mus_arena_alloc(arena, count, sizeof *have);
    struct mus_left_over *left = mus_arena_alloc(arena, run->plan.meeting_count, sizeof *left);
    if (had == NULL || have == NULL || left == NULL) {
        return mus_fail_memory(err);
    }
    list_had(work, had);
    enum mus_status status =
        mus_interpreters_assign(&work->timetable, work->answer.seats, had, have, err);
    run->interpreted = run->left_count = 0;
    for (size_t m = 0; status == MUS_OK && m < count; m++) {
        int16_t who = have[m] < 0 ? -1 : (int16_t)work->timetable.interpreters[have[m]];
        status = seat(work, m, who, err);
    }
    if (status == MUS_OK) {
        unseat_absent(work, left);
        status = tell_left(work, left, err);
        run->left = left;
    }
    return status == MUS_OK ? tell_reason(work, err) : status;
}

/* ------------------------------------------------------------------ all of it */

static enum mus_status tell(struct work *work, struct mus_error *err)
{
    struct mus_timetable_run *run = work->run;
    const struct mus_timetable_answer *answer = &work->answer;
    run->mode = work->mode;
    run->status = answer->status;
    run->breaks = answer->figures.breaks;
    run->fewest_breaks = answer->figures.fewest_breaks;
    run->most_breaks = answer->figures.most_breaks;
    run->lower_bound = answer->lower_bound;
    run->steps = answer->steps;
    enum mus_status status = make_seats(work, err);
    if (status == MUS_OK) {
        status = mus_fair_plan_count(&run->plan, err);
    }
    run->plan.run.lower_bound = answer->lower_bound;
    run->plan.run.mode = mus_text_of(MODES[run->mode]);
    return status;
}

enum mus_status mus_timetable_run_go_on(struct mus_timetable_run *run,
                                        const struct mus_fair_context *context,
                                        enum mus_timetable_mode mode, struct mus_error *err)
{
    struct work work = {.context = context,
                        .mode = mode,
                        .run = run,
                        .fair = mus_fair_plan_after(&run->plan),
                        .begun = mus_event_begun(&run->plan.event, context->now)};
    enum mus_status status = make_problem(&work, err);
    if (status == MUS_OK) {
        status = solve_it(&work, err);
    }
    if (status == MUS_OK) {
        status = tell(&work, err);
    }
    if (work.solved) {
        mus_timetable_answer_done(&work.answer);
    }
    return status;
}

enum mus_status mus_timetable_run_make(const struct mus_fair *fair,
                                       const struct mus_fair_context *context,
                                       enum mus_timetable_mode mode, struct mus_timetable_run *out,
                                       struct mus_error *err)
{
    *out = (struct mus_timetable_run){0};
    enum mus_status status =
        mus_fair_plan_init(&out->plan, fair, context, 0, MUS_RUN_TIMETABLE, "timetable", err);
    if (status == MUS_OK) {
        status = mus_timetable_run_go_on(out, context, mode, err);
    }
    if (status != MUS_OK) {
        mus_timetable_run_done(out);
    }
    return status;
}

void mus_timetable_run_done(struct mus_timetable_run *run)
{
    mus_fair_plan_done(&run->plan);
    *run = (struct mus_timetable_run){0};
}
