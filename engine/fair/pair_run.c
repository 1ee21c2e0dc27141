#include "fair/pair_run.h"

#include "base/clock.h"
#include "base/mem.h"
#include "fair/meet.h"
#include "fair/pair_problem.h"
#include "fair/pair_wishes.h"
#include "matcher/pairing/judge.h"

#include <assert.h>
#include <stdlib.h>

/* ------------------------------------------------------------------ solving */

/* How a problem is to be solved. */
struct solving {
    struct mus_pairing_options options;
    uint32_t evenness;
    const uint8_t *classes;          /* of each participant; NULL: none */
    struct mus_pairing_price *price; /* where evenness is asked for */
};

static enum mus_status solve(const struct mus_pairing_document *document, const struct solving *how,
                             struct mus_pairing_answer *answer, struct mus_error *err)
{
    return how->evenness == 0
               ? mus_pairing_solve(&document->problem, &how->options, answer, err)
               : mus_pairing_solve_evenly(&document->problem, &how->options, how->evenness,
                                          how->classes, answer, how->price, err);
}

enum mus_status mus_pairing_answer_of(struct mus_text problem, const struct mus_run *run,
                                      size_t threads, struct mus_buf *out, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_pairing_document document;
    struct mus_pairing_answer answer = {0};
    struct mus_pairing_price price;
    struct solving how = {.options = {.seed = run->seed, .steps = run->steps, .threads = threads},
                          .evenness = run->evenness,
                          .price = &price};
    enum mus_status status = mus_pairing_document_read(problem, &arena, &document, err);
    if (status == MUS_OK) {
        status = solve(&document, &how, &answer, err);
    }
    if (status == MUS_OK) {
        mus_pairing_answer_write(&document, &answer, 0, out);
        status = mus_buf_check(out, err);
        mus_pairing_answer_done(&answer);
    }
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ one run at work */

/* What was proved before anything was struck out for want of interpreters. */
struct first {
    int64_t upper_bound, missing_price; /* what one more missing meeting may add to the bound */
    uint64_t missing, missing_lower_bound;
};

struct work {
    const struct mus_fair *fair;
    const struct mus_fair_context *context;
    const struct mus_pair_run_options *options;
    mus_slots begun;
    struct mus_candidates candidates;
    struct mus_pair_problem problem;
    struct mus_pairing_document document; /* what is solved: the problem as it is kept */
    struct mus_pairing_answer answer;
    struct first first;
    bool solved;
    struct mus_pair_run *run;
};

static enum mus_status keep_text(struct mus_fair_plan *plan, const struct mus_buf *buf,
                                 struct mus_text *out, struct mus_error *err)
{
    enum mus_status status = mus_buf_check(buf, err);
    if (status == MUS_OK) {
        *out = mus_arena_copy(&plan->arena, mus_buf_text(buf));
        status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    return status;
}

/* What is solved is read back from what is kept, so that a run can be done again from that alone.
 */
static enum mus_status keep_problem(struct work *work, struct mus_error *err)
{
    struct mus_fair_plan *plan = &work->run->plan;
    struct mus_buf text = {0};
    mus_pairing_document_write(&work->problem.document, &text);
    enum mus_status status = keep_text(plan, &text, &plan->problem, err);
    mus_buf_done(&text);
    if (status == MUS_OK) {
        status = mus_pairing_document_read(plan->problem, &plan->arena, &work->document, err);
    }
    assert(status != MUS_OK ||
           work->document.problem.pair_count == work->problem.document.problem.pair_count);
    return status;
}

static enum mus_status make_problem(struct work *work, struct mus_error *err)
{
    enum mus_status status = mus_pair_problem_of(work->fair, &work->candidates, work->begun,
                                                 &work->run->plan.arena, &work->problem, err);
    if (status == MUS_OK && work->problem.document.problem.participant_count == 0) {
        status = mus_fail(err, MUS_INVALID, "%.*s: nobody is registered who asks for meetings",
                          MUS_TEXT_SHORT_ARG(work->fair->event.id));
    }
    return status == MUS_OK ? keep_problem(work, err) : status;
}

static enum mus_status list_classes(struct work *work, uint8_t **out, struct mus_error *err)
{
    size_t count = work->problem.document.problem.participant_count;
    uint8_t *classes = mus_arena_alloc(&work->run->plan.arena, count, sizeof *classes);
    if (classes == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t v = 0; v < count; v++) {
        classes[v] = work->candidates.sizes[work->problem.participants[v]];
    }
    *out = classes;
    return MUS_OK;
}

/* Whatever was struck out since: the first problem, of which the last is a part, has no choice of
 * more than this with as few meetings missing as there are now (judge.h). */
static int64_t first_bound(const struct first *first, uint64_t missing)
{
    uint64_t more = missing > first->missing ? missing - first->missing : 0;
    return first->upper_bound + (int64_t)more * first->missing_price;
}

static struct first first_of(const struct mus_pairing_answer *answer)
{
    const struct mus_pairing_proof *proof = answer->proof;
    return (struct first){.upper_bound = answer->upper_bound,
                          .missing_price = (proof->missing_price + proof->scale - 1) / proof->scale,
                          .missing = answer->missing,
                          .missing_lower_bound = answer->missing_lower_bound};
}

/* Solves the problem, and again for as long as pairs are struck out for want of interpreters. */
static enum mus_status solve_within(struct work *work, const struct solving *how,
                                    struct mus_interpreter_fitting *fitting, struct mus_error *err)
{
    bool again = true;
    enum mus_status status = MUS_OK;
    for (unsigned round = 0; status == MUS_OK && again; round++) {
        again = false;
        if (round > 0) {
            mus_pairing_answer_done(&work->answer);
            work->solved = false;
            status = keep_problem(work, err);
        }
        if (status == MUS_OK) {
            status = solve(&work->document, how, &work->answer, err);
            work->solved = status == MUS_OK;
        }
        if (status == MUS_OK && round == 0) {
            work->first = first_of(&work->answer);
        }
        if (status == MUS_OK && fitting != NULL) {
            status = mus_interpreters_fit(fitting, work->answer.chosen, work->answer.chosen_count,
                                          &again, err);
        }
    }
    return status;
}

static enum mus_status solve_with_interpreters(struct work *work, const struct solving *how,
                                               struct mus_error *err)
{
    struct mus_interpreter_fitting *fitting = NULL;
    if (work->fair->event.interpreter_count == 0) {
        return solve_within(work, how, NULL, err);
    }
    fitting =
        mus_interpreters_begin(work->fair, work->begun, &work->problem, &work->run->plan.arena);
    enum mus_status status =
        fitting == NULL ? mus_fail_memory(err) : solve_within(work, how, fitting, err);
    return status == MUS_OK ? mus_interpreters_tell(fitting, &work->run->interpreters, err)
                            : status;
}

static enum mus_status solve_it(struct work *work, struct mus_error *err)
{
    const struct mus_fair_context *context = work->context;
    struct mus_fair_plan *plan = &work->run->plan;
    uint8_t *classes = NULL;
    struct mus_buf text = {0};
    int64_t began = mus_clock_monotonic_ms();
    enum mus_status status = list_classes(work, &classes, err);
    struct solving how = {.options = {.seed = context->seed,
                                      .steps = context->steps,
                                      .threads = context->threads,
                                      .stop = context->stop},
                          .evenness = work->options->evenness,
                          .classes = classes,
                          .price = &work->run->price};
    if (status == MUS_OK) {
        status = solve_with_interpreters(work, &how, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    uint64_t took = (uint64_t)(mus_clock_monotonic_ms() - began) * 1000;
    mus_pairing_answer_write(&work->document, &work->answer, took, &text);
    status = keep_text(plan, &text, &plan->answer, err);
    mus_buf_done(&text);
    if (mus_stop_asked(context->stop)) {
        plan->run.steps = work->answer.steps; /* so that it can be done again */
    }
    return status;
}

/* ------------------------------------------------------------------ meetings */

/* A pair of the fair that was chosen. */
struct chosen {
    uint32_t a, b;
    bool used; /* it had a meeting before */
};

static int by_pair(const void *left, const void *right)
{
    const struct chosen *a = left;
    const struct chosen *b = right;
    if (a->a != b->a) {
        return a->a < b->a ? -1 : 1;
    }
    return a->b < b->b ? -1 : a->b > b->b;
}

static uint32_t score_of(const struct work *work, const struct chosen *pair, uint32_t otherwise)
{
    const struct mus_candidate *candidate = mus_candidate_of(&work->candidates, pair->a, pair->b);
    return candidate == NULL ? otherwise : candidate->score;
}

/* A meeting that is planned anew, as of nowhere. */
static enum mus_status plan_meeting(struct work *work, const struct chosen *pair,
                                    struct mus_meeting *meeting, struct mus_error *err)
{
    const struct mus_participant *a = &work->fair->participants[pair->a];
    const struct mus_participant *b = &work->fair->participants[pair->b];
    struct mus_text id = meeting->id;
    uint32_t score = score_of(work, pair, meeting->score);
    *meeting = (struct mus_meeting){.id = id,
                                    .a = a->id,
                                    .b = b->id,
                                    .score = score,
                                    .state = MUS_MEETING_PLANNED,
                                    .place = (uint8_t)mus_meeting_place(a, b),
                                    .slot = -1,
                                    .interpreter = -1,
                                    .sequence = meeting->sequence,
                                    .case_id = meeting->case_id};
    return mus_meeting_plain_language(&work->fair->event, a, b, &work->run->plan.arena,
                                      &meeting->language, err);
}

static enum mus_status carry_over(struct work *work, struct chosen *chosen, size_t count,
                                  struct mus_error *err)
{
    struct mus_fair_plan *plan = &work->run->plan;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < work->fair->meeting_count; i++) {
        struct mus_meeting *meeting = &plan->meetings[i];
        if (mus_meeting_settled(meeting, work->begun)) {
            continue;
        }
        size_t a = mus_fair_participant(work->fair, meeting->a);
        size_t b = mus_fair_participant(work->fair, meeting->b);
        struct chosen key = {.a = (uint32_t)a, .b = (uint32_t)b};
        struct chosen *pair = a == SIZE_MAX || b == SIZE_MAX || count == 0
                                  ? NULL
                                  : bsearch(&key, chosen, count, sizeof *chosen, by_pair);
        if (pair == NULL) {
            meeting->state = MUS_MEETING_CANCELLED;
            meeting->lock_pair = meeting->lock_slot = meeting->lock_table = (struct mus_lock){0};
            continue;
        }
        pair->used = true;
        if (meeting->state == MUS_MEETING_CANCELLED) {
            status = plan_meeting(work, pair, meeting, err);
        } else {
            meeting->score = score_of(work, pair, meeting->score);
        }
    }
    return status;
}

static enum mus_status make_meetings(struct work *work, struct mus_error *err)
{
    struct mus_fair_plan *plan = &work->run->plan;
    size_t count = work->answer.chosen_count;
    struct chosen *chosen = mus_arena_alloc(&plan->arena, count, sizeof *chosen);
    struct mus_meeting *meetings =
        mus_arena_alloc(&plan->arena, work->fair->meeting_count + count, sizeof *meetings);
    if (chosen == NULL || meetings == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < plan->meeting_count; i++) {
        meetings[i] = plan->meetings[i];
    }
    plan->meetings = meetings;
    for (size_t i = 0; i < count; i++) {
        const struct mus_pairing_pair *pair = &work->document.problem.pairs[work->answer.chosen[i]];
        chosen[i].a = work->problem.participants[pair->a];
        chosen[i].b = work->problem.participants[pair->b];
    }
    if (count > 0) {
        qsort(chosen, count, sizeof *chosen, by_pair);
    }
    enum mus_status status = carry_over(work, chosen, count, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        work->run->score_total += score_of(work, &chosen[i], 0);
        if (!chosen[i].used) {
            struct mus_meeting *meeting = &plan->meetings[plan->meeting_count++];
            *meeting = (struct mus_meeting){0};
            status = plan_meeting(work, &chosen[i], meeting, err);
        }
    }
    if (status == MUS_OK && plan->meeting_count > MUS_EVENT_MAX_MEETINGS) {
        status = mus_fail(err, MUS_LIMIT, "%zu meetings, at most %d", plan->meeting_count,
                          MUS_EVENT_MAX_MEETINGS);
    }
    return status;
}

/* ------------------------------------------------------------------ figures */

static enum mus_status tell_below(struct work *work, struct mus_error *err)
{
    const struct mus_pairing_answer *answer = &work->answer;
    struct mus_arena *arena = &work->run->plan.arena;
    struct mus_below_minimum *below = mus_arena_alloc(arena, answer->unmet_count, sizeof *below);
    struct mus_buf words = {0};
    enum mus_status status = below == NULL ? mus_fail_memory(err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < answer->unmet_count; i++) {
        const struct mus_pairing_unmet *unmet = &answer->unmet[i];
        below[i].participant = work->problem.participants[unmet->participant];
        below[i].missing = unmet->missing;
        for (unsigned japanese = 0; status == MUS_OK && japanese < 2; japanese++) {
            mus_buf_clear(&words);
            mus_pairing_why(&work->document, answer, unmet, japanese == 1, &words);
            status = keep_text(&work->run->plan, &words,
                               japanese == 1 ? &below[i].ja : &below[i].en, err);
        }
    }
    mus_buf_done(&words);
    work->run->below = below;
    work->run->below_count = answer->unmet_count;
    return status;
}

static enum mus_status tell(struct work *work, struct mus_error *err)
{
    struct mus_pair_run *run = work->run;
    const struct mus_pairing_answer *answer = &work->answer;
    struct mus_fair after = mus_fair_plan_after(&run->plan);
    run->candidate_count = work->candidates.count;
    run->refused_count = work->candidates.refused_count;
    run->dropped = work->candidates.dropped;
    run->wishes = work->candidates.wishes;
    run->total = answer->total;
    run->upper_bound = first_bound(&work->first, answer->missing);
    run->missing = answer->missing;
    run->missing_lower_bound = work->first.missing_lower_bound;
    run->exact = answer->method == MUS_PAIRING_FLOW;
    enum mus_status status = tell_below(work, err);
    if (status == MUS_OK) {
        status = mus_pair_wishes_tell(run, &work->candidates, err);
    }
    if (status == MUS_OK) {
        status = mus_spread_by_size(&after, work->candidates.sizes, run->spread, err);
    }
    if (status == MUS_OK) {
        status = mus_fair_plan_count(&run->plan, err);
    }
    struct mus_run *kept = &run->plan.run;
    kept->total = answer->total;
    kept->upper_bound = run->upper_bound;
    kept->missing = answer->missing;
    kept->gini = run->spread[MUS_SPREAD_ALL].gini;
    kept->evenness = work->options->evenness;
    return status;
}

/* ------------------------------------------------------------------ all of it */

static enum mus_status find_candidates(struct work *work, const struct mus_read *read,
                                       struct mus_error *err)
{
    struct mus_candidate_options options = {.world = work->context->world,
                                            .read = read,
                                            .threads = work->context->threads,
                                            .begun = work->begun,
                                            .most = work->options->most,
                                            .per_participant = work->options->per_participant};
    return mus_candidates_find(work->fair, &options, &work->candidates, err);
}

enum mus_status mus_pair_run_make(const struct mus_fair *fair, const struct mus_read *read,
                                  const struct mus_fair_context *context,
                                  const struct mus_pair_run_options *options,
                                  struct mus_pair_run *out, struct mus_error *err)
{
    *out = (struct mus_pair_run){0};
    struct work work = {.fair = fair,
                        .context = context,
                        .options = options,
                        .begun = mus_event_begun(&fair->event, context->now),
                        .run = out};
    enum mus_status status =
        mus_fair_plan_init(&out->plan, fair, context, 0, MUS_RUN_PAIRING, "pairing", err);
    if (status == MUS_OK) {
        status = mus_fair_plan_weigh(&out->plan, context, err);
    }
    if (status == MUS_OK) {
        status = find_candidates(&work, read, err);
    }
    if (status == MUS_OK) {
        status = make_problem(&work, err);
    }
    if (status == MUS_OK) {
        status = solve_it(&work, err);
    }
    if (status == MUS_OK) {
        status = make_meetings(&work, err);
    }
    if (status == MUS_OK) {
        status = tell(&work, err);
    }
    if (work.solved) {
        mus_pairing_answer_done(&work.answer);
    }
    mus_candidates_done(&work.candidates);
    if (status != MUS_OK) {
        mus_pair_run_done(out);
    }
    return status;
}

void mus_pair_run_done(struct mus_pair_run *run)
{
    mus_fair_plan_done(&run->plan);
    *run = (struct mus_pair_run){0};
}
