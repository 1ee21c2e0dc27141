/* Search and proof side by side. A round is so many steps of the search and so many conflicts of
 * the prover, on two threads where there are; at its end each learns what the other has found. Time
 * decides nothing but when to stop, so that the same rounds give the same answer everywhere.
 *
 * What is known of every timetable comes first, and is cheap: counting (model/counting.h) may show
 * that there is none, and the bound of single participants (model/bound.h) is often reached by the
 * search, which ends it without any further proof. */
#include "matcher/timetable/solve.h"

#include "base/mem.h"
#include "base/workers.h"
#include "matcher/proof/prover.h"
#include "matcher/timetable/construct.h"
#include "matcher/timetable/finish.h"
#include "matcher/timetable/model/bound.h"
#include "matcher/timetable/model/counting.h"
#include "matcher/timetable/plan.h"
#include "matcher/timetable/search.h"

#include <string.h>

#define ROUND_STEPS_PER_MEETING 20000
#define MOST_ROUND_STEPS 4000000
#define LEAST_ROUND_STEPS 5000
#define ROUND_CONFLICTS 4000
#define USUAL_ROUNDS 25 /* without a stop and without a number of rounds */
#define AIMED_ROUNDS 5  /* fruitless ones, at breaks that fairness asks of all only if all meet */
#define INFEASIBLE_ROUNDS 20 /* without more meetings placed, once it is proved impossible */

#define MOST_TURNS 16 /* of search and tables, where tables are in several halls */

struct solver {
    const struct mus_timetable_problem *problem;
    const struct mus_timetable_options *options;
    struct mus_plan plan;
    struct mus_search search;
    struct mus_prover *prover;      /* NULL: none, or no longer of use */
    struct mus_prover_state proved; /* by it */
    int16_t *found;                 /* slots from the prover */
    uint64_t lower_bound;
    bool infeasible, optimal;
    uint64_t rounds;
    uint64_t extra_rounds; /* one for each time that tables were too few */
    uint64_t fruitless;    /* rounds since fewer meetings were left out */
};

/* ---- one round ---- */

static uint64_t round_steps(const struct mus_timetable_problem *problem)
{
    uint64_t steps = (uint64_t)problem->meeting_count * ROUND_STEPS_PER_MEETING;
    steps = steps > MOST_ROUND_STEPS ? MOST_ROUND_STEPS : steps;
    return steps < LEAST_ROUND_STEPS ? LEAST_ROUND_STEPS : steps;
}

static enum mus_status search_round(void *state, struct mus_error *err)
{
    (void)err;
    struct solver *solver = state;
    uint64_t enough = solver->infeasible ? UINT64_MAX : solver->lower_bound;
    mus_search_run(&solver->search, round_steps(solver->problem), enough, solver->options->stop);
    return MUS_OK;
}

static enum mus_status prover_round(void *state, struct mus_error *err)
{
    struct solver *solver = state;
    return solver->prover == NULL
               ? MUS_OK
               : mus_prover_work(solver->prover, ROUND_CONFLICTS, solver->options->stop,
                                 solver->found, &solver->proved, err);
}

struct part {
    mus_work *work;
    struct solver *solver;
};

static enum mus_status run_part(void *state, struct mus_error *err)
{
    const struct part *part = state;
    return part->work(part->solver, err);
}

static enum mus_status run_parts(struct solver *solver, struct mus_error *err)
{
    struct part parts[] = {{search_round, solver}, {prover_round, solver}};
    void *states[] = {&parts[0], &parts[1]};
    if (solver->prover != NULL && solver->options->threads > 1) {
        return mus_workers_run(run_part, states, 2, err);
    }
    enum mus_status status = run_part(states[0], err);
    return status == MUS_OK ? run_part(states[1], err) : status;
}

static bool all_placed(const struct solver *solver)
{
    return solver->search.moves.best_figures.left_out == 0;
}

static bool reached_bound(const struct solver *solver)
{
    return all_placed(solver) && solver->search.moves.best_figures.breaks <= solver->lower_bound;
}

/* A timetable from the prover is taken over where it breaks no rule that the prover did not know.
 */
static enum mus_status take_found(struct solver *solver, struct mus_error *err)
{
    size_t meetings = solver->problem->meeting_count;
    int8_t *slots = mus_alloc(meetings, sizeof *slots);
    if (slots == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t m = 0; m < meetings; m++) {
        slots[m] = (int8_t)solver->found[m];
    }
    mus_search_tell(&solver->search, slots);
    mus_free(slots);
    return MUS_OK;
}

static enum mus_status exchange(struct solver *solver, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    if (solver->prover != NULL) {
        if (solver->proved.found) {
            status = take_found(solver, err);
        }
        if (solver->proved.lower_bound > solver->lower_bound) {
            solver->lower_bound = solver->proved.lower_bound;
        }
        if (solver->proved.verdict == MUS_PROVER_INFEASIBLE) {
            solver->infeasible = true;
        }
        if (all_placed(solver)) {
            mus_prover_known(solver->prover, solver->search.moves.best_figures.breaks);
        }
        if (solver->proved.verdict != MUS_PROVER_OPEN) {
            solver->optimal = solver->proved.verdict == MUS_PROVER_OPTIMAL && all_placed(solver);
            mus_prover_free(solver->prover);
            solver->prover = NULL;
        }
    }
    solver->optimal |= reached_bound(solver);
    return status;
}

static bool goes_on(const struct solver *solver)
{
    const struct mus_timetable_options *options = solver->options;
    if (solver->optimal || mus_stop_asked(options->stop)) {
        return false;
    }
    if (solver->infeasible && solver->fruitless >= INFEASIBLE_ROUNDS) {
        return false;
    }
    if (options->steps != 0) {
        return solver->rounds < options->steps + solver->extra_rounds;
    }
    return options->stop != NULL || solver->rounds < USUAL_ROUNDS;
}

static enum mus_status run_rounds(struct solver *solver, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    solver->optimal = reached_bound(solver);
    while (status == MUS_OK && goes_on(solver)) {
        uint32_t left_out = solver->search.moves.best_figures.left_out;
        status = run_parts(solver, err);
        if (status == MUS_OK) {
            status = exchange(solver, err);
        }
        solver->rounds++;
        solver->fruitless =
            solver->search.moves.best_figures.left_out < left_out ? 0 : solver->fruitless + 1;
        if (solver->plan.fewest > 0 && !all_placed(solver) &&
            (solver->infeasible || solver->fruitless >= AIMED_ROUNDS)) {
            mus_plan_forget_fewest(&solver->plan);
        }
    }
    return status;
}

/* ---- before and after ---- */

/* The first legal timetable is known before the search begins; but the search begins with what was
 * constructed, where what is unfair is still to be mended, not left out. */
static enum mus_status open_search(struct solver *solver, struct mus_error *err)
{
    size_t meetings = solver->problem->meeting_count;
    int8_t *constructed = mus_alloc(meetings, sizeof *constructed);
    enum mus_status status =
        constructed != NULL ? mus_construct(&solver->plan, err) : mus_fail_memory(err);
    if (status == MUS_OK) {
        memcpy(constructed, solver->plan.slots, meetings * sizeof *constructed);
        mus_construct_finish(&solver->plan);
        status = mus_search_init(&solver->search, &solver->plan, solver->options->seed, err);
    }
    if (status == MUS_OK) {
        mus_plan_load(&solver->plan, constructed);
    }
    mus_free(constructed);
    return status;
}

/* The bound, and a plan whose persons know how many breaks they must have. */
static enum mus_status open_plan(struct solver *solver, struct mus_error *err)
{
    struct mus_timetable_bound bound = {0};
    uint8_t *least = mus_alloc_zero(solver->problem->participant_count, sizeof *least);
    enum mus_status status = least != NULL
                                 ? mus_timetable_bound(solver->problem, &bound, least, err)
                                 : mus_fail_memory(err);
    if (status == MUS_OK) {
        solver->infeasible |= bound.impossible;
        solver->lower_bound = solver->infeasible ? 0 : bound.breaks;
        status = mus_plan_init(&solver->plan, solver->problem,
                               solver->infeasible ? 0 : bound.fewest, err);
    }
    if (status == MUS_OK && !solver->infeasible) {
        mus_plan_set_least(&solver->plan, least);
    }
    mus_free(least);
    return status;
}

static enum mus_status open_solver(struct solver *solver, struct mus_clash *clash,
                                   struct mus_error *err)
{
    enum mus_status status = mus_timetable_count(solver->problem, clash, err);
    if (status == MUS_OK) {
        solver->infeasible = clash->count > 0;
        status = open_plan(solver, err);
    }
    return status == MUS_OK ? open_search(solver, err) : status;
}

static enum mus_status open_prover(struct solver *solver, struct mus_error *err)
{
    if (solver->infeasible || reached_bound(solver) || solver->options->no_prover ||
        !mus_prover_exists() || solver->problem->meeting_count == 0) {
        return MUS_OK;
    }
    solver->found = mus_alloc(solver->problem->meeting_count, sizeof *solver->found);
    if (solver->found == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status =
        mus_prover_new(solver->problem, solver->lower_bound, &solver->prover, err);
    if (status == MUS_OK && solver->prover != NULL && all_placed(solver)) {
        mus_prover_known(solver->prover, solver->search.moves.best_figures.breaks);
    }
    return status;
}

static enum mus_timetable_status verdict(const struct solver *solver,
                                         const struct mus_timetable_answer *answer)
{
    if (answer->figures.left_out > 0) {
        return solver->infeasible ? MUS_TIMETABLE_INFEASIBLE : MUS_TIMETABLE_INCOMPLETE;
    }
    /* What is proved is proved of the slots; for want of a table the answer may have more breaks.
     */
    bool as_proved =
        solver->optimal && answer->figures.breaks <= solver->search.moves.best_figures.breaks;
    return answer->figures.breaks <= solver->lower_bound || as_proved ? MUS_TIMETABLE_OPTIMAL
                                                                      : MUS_TIMETABLE_FEASIBLE;
}

static bool is_better(const struct mus_timetable_answer *left,
                      const struct mus_timetable_answer *right)
{
    const struct mus_plan_figures l = {(uint32_t)left->figures.left_out,
                                       left->figures.left_out_weight, left->figures.breaks,
                                       left->figures.breaks};
    const struct mus_plan_figures r = {(uint32_t)right->figures.left_out,
                                       right->figures.left_out_weight, right->figures.breaks,
                                       right->figures.breaks};
    return right->seats == NULL || mus_plan_figures_better(&l, &r);
}

/* Gives the best slots tables, and keeps the answer if it is better than the one before. *seated
 * tells whether tables were found for all that the slots promised. */
static enum mus_status finish(struct solver *solver, struct mus_timetable_answer *answer,
                              bool *seated, struct mus_error *err)
{
    struct mus_timetable_answer made = {0};
    mus_plan_load(&solver->plan, solver->search.moves.best);
    enum mus_status status = mus_finish(&solver->plan, false, &made, err);
    if (status != MUS_OK) {
        return status;
    }
    *seated = made.figures.left_out <= solver->search.moves.best_figures.left_out;
    if (is_better(&made, answer)) {
        made.clash = answer->clash;
        answer->clash = (struct mus_clash){0};
        mus_timetable_answer_done(answer);
        *answer = made;
    } else {
        mus_timetable_answer_done(&made);
    }
    return MUS_OK;
}

/* Slots promise more than tables hold only where tables are in several halls; then the search is
 * told which slots were too far, and goes on from what could be seated. */
static enum mus_status run(struct solver *solver, struct mus_timetable_answer *answer,
                           struct mus_error *err)
{
    bool seated = false;
    enum mus_status status = MUS_OK;
    for (int turn = 0; status == MUS_OK && !seated && turn < MOST_TURNS; turn++) {
        if (turn > 0) {
            mus_moves_begin_anew(&solver->search.moves);
            solver->optimal = false;
            solver->extra_rounds++;
        }
        status = run_rounds(solver, err);
        if (status == MUS_OK) {
            status = finish(solver, answer, &seated, err);
        }
        if (mus_stop_asked(solver->options->stop)) {
            break;
        }
    }
    return status;
}

static enum mus_status close_solver(struct solver *solver, struct mus_timetable_answer *answer,
                                    struct mus_error *err)
{
    answer->status = verdict(solver, answer);
    answer->steps = solver->rounds;
    answer->lower_bound =
        answer->status == MUS_TIMETABLE_OPTIMAL ? answer->figures.breaks : solver->lower_bound;
    return answer->status == MUS_TIMETABLE_INFEASIBLE && answer->clash.count == 0 &&
                   !solver->options->no_prover && mus_prover_exists()
               ? mus_prover_explain(solver->problem, solver->options->stop, &answer->clash, err)
               : MUS_OK;
}

enum mus_status mus_timetable_solve(const struct mus_timetable_problem *problem,
                                    const struct mus_timetable_options *options,
                                    struct mus_timetable_answer *answer, struct mus_error *err)
{
    struct solver solver = {.problem = problem, .options = options};
    struct mus_timetable_answer made = {0};
    enum mus_status status = open_solver(&solver, &made.clash, err);
    if (status == MUS_OK) {
        status = open_prover(&solver, err);
    }
    if (status == MUS_OK) {
        status = run(&solver, &made, err);
    }
    if (status == MUS_OK) {
        status = close_solver(&solver, &made, err);
    }
    mus_prover_free(solver.prover);
    mus_free(solver.found);
    mus_search_done(&solver.search);
    mus_plan_done(&solver.plan);
    if (status == MUS_OK) {
        *answer = made;
    } else {
        mus_timetable_answer_done(&made);
    }
    return status;
}

void mus_timetable_answer_done(struct mus_timetable_answer *answer)
{
    mus_free(answer->seats);
    mus_free(answer->why);
    mus_clash_done(&answer->clash);
    *answer = (struct mus_timetable_answer){0};
}
