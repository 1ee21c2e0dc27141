/* Prices first, then edges by what they are worth beyond prices, then trails.
 *
 * 1. Some sweeps of coordinate descent (dual.c) give every participant a price, and a bound that is
 *    proved at any moment.
 * 2. The greedy choice by worth beyond prices (choice.c) is right almost everywhere: in measured
 *    fairs it reaches .998 to .9995 of the bound.
 * 3. Alternating trails (trail.c) move what is left of disagreement between choice and prices to
 *    where it costs nothing: .9999 and more.
 * 4. Where more than one part in ten thousand is left, and the graph is not too large, the
 *    relaxation is solved exactly (cover.c), which gives the best prices there are and a choice
 *    rounded from it.
 * 5. Where that much is left still, subgradient steps find better prices from the choice
 *    (polish.c), and trails a better choice from the prices.
 *
 * Greedy choice and trails serve minimums, too: who needs meetings has a price below 0, which makes
 * its edges worth more; who is still short goes first. Whom trails leave short, an exact search
 * looks after (blossom.c). */
#include "matcher/pairing/prices.h"

#include "base/mem.h"
#include "matcher/pairing/blossom.h"
#include "matcher/pairing/bound.h"
#include "matcher/pairing/choice.h"
#include "matcher/pairing/core.h"
#include "matcher/pairing/cover.h"
#include "matcher/pairing/dual.h"
#include "matcher/pairing/improve.h"
#include "matcher/pairing/polish.h"

#include <string.h>

#define USUAL_SWEEPS 36
#define CAPACITY_SWEEPS 60 /* more, where the capacity needs a price, too */

/* A gap of one in so many is worth more work: where the relaxation can be solved, and in larger
 * graphs, where polishing takes long. */
#define GAP_PARTS 10000
#define LARGE_GAP_PARTS 1000
#define ROUNDS_AT_ONCE 60
#define LEAST_ROUNDS 15
#define MOST_ROUNDS 180
#define POLISH_EDGES 100000000   /* edges times rounds */
#define MOST_COVER_EDGES 1000000 /* more is a large graph */

struct run {
    const struct mus_pairing_graph *graph;
    const struct mus_pairing_options *options;
    struct mus_pairing_plan *plan;
    struct mus_dual dual;
    struct mus_choice choice;
    struct mus_pairing_proof relaxed; /* exact prices of the relaxation; without prices: none */
    uint64_t steps;                   /* that are left */
    bool thorough;                    /* trails look further: there is much to win */
};

static void hand_over_prices(struct run *run)
{
    struct mus_pairing_proof *proof = &run->plan->proof;
    for (size_t v = 0; v < run->graph->node_count; v++) {
        proof->prices[v] = run->dual.prices[v];
    }
    proof->capacity_price = run->dual.capacity_price;
    proof->missing_price = run->dual.missing_price;
    proof->scale = run->dual.scale;
}

static enum mus_status find_prices(struct run *run, struct mus_error *err)
{
    uint64_t sweeps = USUAL_SWEEPS + (run->dual.capacity_binds ? CAPACITY_SWEEPS : 0);
    sweeps = run->steps < sweeps ? run->steps : sweeps;
    enum mus_status status = mus_dual_descend(&run->dual, sweeps, run->options->stop, err);
    run->steps -= run->dual.sweeps;
    if (status == MUS_OK) {
        hand_over_prices(run);
    }
    return status;
}

static bool may_go_on(const struct run *run)
{
    return run->steps > 0 && !mus_stop_asked(run->options->stop);
}

static void use_steps(struct run *run, uint64_t steps)
{
    run->steps -= steps < run->steps ? steps : run->steps;
}

/* Trails over the core until they find nothing more. */
static enum mus_status improve(struct run *run, const struct mus_core *core, struct mus_error *err)
{
    if (!may_go_on(run)) {
        return MUS_OK;
    }
    struct mus_worth worth = mus_dual_worth(&run->dual);
    uint64_t made = 0;
    enum mus_status status = mus_improve(&run->choice, core, &worth, run->thorough, run->steps,
                                         run->options->stop, &made, err);
    use_steps(run, made);
    return status;
}

/* Minimums that trails have not met: exactly. What that costs in total, trails look at again. */
static enum mus_status meet_minimums(struct run *run, struct mus_error *err)
{
    uint64_t missing = run->choice.missing;
    uint64_t made = 0;
    if (missing == 0 || !may_go_on(run)) {
        return MUS_OK;
    }
    enum mus_status status =
        mus_blossom_meet_minimums(&run->choice, run->steps, run->options->stop, &made, err);
    use_steps(run, made);
    if (status != MUS_OK || run->choice.missing == missing || !may_go_on(run)) {
        return status;
    }
    struct mus_worth worth = mus_dual_worth(&run->dual);
    struct mus_core core;
    status = mus_core_init(&core, run->graph, &worth, run->plan->taken, err);
    if (status == MUS_OK) {
        status = improve(run, &core, err);
        mus_core_done(&core);
    }
    return status;
}

/* A choice anew by the prices at hand, over a core made with them. */
static enum mus_status choose(struct run *run, const struct mus_core *core, struct mus_error *err)
{
    struct mus_worth worth = mus_dual_worth(&run->dual);
    enum mus_status status = mus_choice_greedy(&run->choice, core, &worth, err);
    if (status == MUS_OK) {
        status = improve(run, core, err);
    }
    return status == MUS_OK ? meet_minimums(run, err) : status;
}

static enum mus_status choose_first(struct run *run, struct mus_error *err)
{
    /* Where the descent was stopped before it made a core, the graph is its own. */
    struct mus_core whole = {run->graph->first, run->graph->halves};
    return choose(run, run->dual.core.first != NULL ? &run->dual.core : &whole, err);
}

/* What the choice has reached, in the dual's units. */
static int64_t reached(const struct run *run)
{
    return run->choice.total * run->dual.scale -
           run->dual.missing_price * (int64_t)run->choice.missing;
}

/* Rounds of polishing that a graph of this size is worth. */
static uint64_t polish_rounds(const struct mus_pairing_graph *graph)
{
    uint64_t rounds = POLISH_EDGES / (graph->edge_count + 1);
    return rounds < LEAST_ROUNDS ? LEAST_ROUNDS : rounds > MOST_ROUNDS ? MOST_ROUNDS : rounds;
}

/* The dual's best prices, and a core made with them that holds what is taken. */
static enum mus_status renew_core(struct run *run, const uint8_t *taken, struct mus_error *err)
{
    hand_over_prices(run);
    struct mus_worth worth = mus_dual_worth(&run->dual);
    mus_core_done(&run->dual.core);
    return mus_core_init(&run->dual.core, run->graph, &worth, taken, err);
}

/* Better prices, and a core made with them that holds what is chosen. */
static enum mus_status polish(struct run *run, struct mus_error *err)
{
    uint64_t before = run->dual.sweeps;
    uint64_t rounds = polish_rounds(run->graph);
    rounds = rounds < ROUNDS_AT_ONCE ? rounds : ROUNDS_AT_ONCE;
    rounds = rounds < run->steps ? rounds : run->steps;
    enum mus_status status =
        mus_dual_polish(&run->dual, reached(run), rounds, run->options->stop, err);
    use_steps(run, run->dual.sweeps - before);
    return status == MUS_OK ? renew_core(run, run->plan->taken, err) : status;
}

/* Trails by the new prices from the choice at hand, then a choice anew: the better one is kept. */
static enum mus_status choose_again(struct run *run, uint8_t *kept, struct mus_error *err)
{
    enum mus_status status = improve(run, &run->dual.core, err);
    if (status != MUS_OK || !may_go_on(run)) {
        return status;
    }
    int64_t before = reached(run);
    memcpy(kept, run->plan->taken, run->graph->edge_count);
    mus_choice_set(&run->choice, NULL);
    status = choose(run, &run->dual.core, err);
    if (reached(run) < before) {
        mus_choice_set(&run->choice, kept);
    }
    return status;
}

static bool is_gap_wide(const struct run *run)
{
    int64_t gap = run->dual.bound - reached(run);
    int64_t parts = run->graph->edge_count > MOST_COVER_EDGES ? LARGE_GAP_PARTS : GAP_PARTS;
    return gap > run->dual.bound / parts && gap > run->dual.scale && run->dual.core.first != NULL;
}

/* ---- the relaxation ---- */

static int32_t in_units_of(const struct mus_dual *dual, int64_t price, int64_t scale)
{
    int64_t most = dual->missing_price;
    /* A price may be a whole missing meeting of the proof's, which is far more than the dual's. */
    int64_t bounded = price > most * scale    ? most * scale
                      : price < -most * scale ? -most * scale
                                              : price;
    int64_t units = bounded * dual->scale / scale;
    return (int32_t)(units > most ? most : units < -most ? -most : units);
}

/* The dual goes on from the relaxation's prices, with a core that holds the relaxation's choice. */
static enum mus_status take_over_prices(struct run *run, const struct mus_pairing_plan *plan,
                                        struct mus_error *err)
{
    struct mus_dual *dual = &run->dual;
    const struct mus_pairing_proof *proof = &plan->proof;
    for (size_t v = 0; v < run->graph->node_count; v++) {
        dual->current[v] = in_units_of(dual, proof->prices[v], proof->scale);
    }
    dual->current_capacity_price = in_units_of(dual, proof->capacity_price, proof->scale);
    int64_t bound;
    enum mus_status status = mus_dual_keep(dual, &bound, err);
    return status == MUS_OK ? renew_core(run, plan->taken, err) : status;
}

/* Trails from the relaxation's choice; it is kept where it is better than the one at hand. */
static enum mus_status take_over_choice(struct run *run, const struct mus_pairing_plan *plan,
                                        struct mus_error *err)
{
    uint8_t *kept = mus_alloc(run->graph->edge_count, sizeof *kept);
    if (kept == NULL) {
        return mus_fail_memory(err);
    }
    memcpy(kept, run->plan->taken, run->graph->edge_count);
    int64_t before = reached(run);
    mus_choice_set(&run->choice, plan->taken);
    enum mus_status status = improve(run, &run->dual.core, err);
    if (status == MUS_OK) {
        status = meet_minimums(run, err);
    }
    if (reached(run) < before) {
        mus_choice_set(&run->choice, kept);
    }
    mus_free(kept);
    return status;
}

static enum mus_status relax(struct run *run, struct mus_error *err)
{
    const struct mus_pairing_graph *graph = run->graph;
    if (graph->group_count > 0 || graph->edge_count > MOST_COVER_EDGES || !may_go_on(run) ||
        !is_gap_wide(run)) {
        return MUS_OK;
    }
    struct mus_pairing_plan plan = {0};
    bool finished = false;
    enum mus_status status = mus_pairing_plan_init(&plan, graph, err);
    if (status == MUS_OK) {
        status = mus_pairing_cover_solve(graph, run->options, &plan, &finished, err);
    }
    if (status == MUS_OK && finished) {
        use_steps(run, plan.steps);
        status = take_over_prices(run, &plan, err);
        if (status == MUS_OK) {
            status = take_over_choice(run, &plan, err);
        }
        run->relaxed = plan.proof;
        plan.proof = (struct mus_pairing_proof){0};
    }
    mus_pairing_plan_done(&plan);
    return status;
}

/* The prices that prove more: the dual's have less room for fractions. */
static void choose_proof(struct run *run)
{
    struct mus_pairing_proof *proof = &run->plan->proof;
    uint64_t missing = run->choice.missing;
    if (run->relaxed.prices != NULL && mus_pairing_bound_total(run->graph, &run->relaxed, missing) <
                                           mus_pairing_bound_total(run->graph, proof, missing)) {
        struct mus_pairing_proof kept = *proof;
        *proof = run->relaxed;
        run->relaxed = kept;
    }
}

/* While much is left between the choice and what is proved. */
static enum mus_status close_gap(struct run *run, struct mus_error *err)
{
    uint8_t *kept = mus_alloc(run->graph->edge_count, sizeof *kept);
    enum mus_status status = kept == NULL ? mus_fail_memory(err) : MUS_OK;
    run->thorough = true;
    uint64_t rounds = 0;
    while (status == MUS_OK && may_go_on(run) && rounds < polish_rounds(run->graph) &&
           is_gap_wide(run)) {
        rounds += ROUNDS_AT_ONCE;
        status = polish(run, err);
        if (status == MUS_OK) {
            status = choose_again(run, kept, err);
        }
    }
    mus_free(kept);
    return status;
}

static enum mus_status solve(struct run *run, struct mus_error *err)
{
    const struct mus_pairing_options *options = run->options;
    enum mus_status status = mus_choice_init(&run->choice, run->graph, run->plan->taken, err);
    if (status == MUS_OK) {
        status = mus_dual_init(&run->dual, run->graph, options->seed, options->threads, err);
    }
    if (status == MUS_OK) {
        status = find_prices(run, err);
    }
    if (status == MUS_OK) {
        status = choose_first(run, err);
    }
    if (status == MUS_OK) {
        status = relax(run, err);
    }
    if (status == MUS_OK) {
        status = close_gap(run, err);
    }
    if (status == MUS_OK) {
        mus_choice_fill(&run->choice);
        choose_proof(run);
    }
    return status;
}

enum mus_status mus_pairing_prices_solve(const struct mus_pairing_graph *graph,
                                         const struct mus_pairing_options *options,
                                         struct mus_pairing_plan *plan, struct mus_error *err)
{
    uint64_t steps = options->steps == 0 ? UINT64_MAX : options->steps;
    struct run run = {.graph = graph, .options = options, .plan = plan, .steps = steps};
    enum mus_status status = solve(&run, err);
    plan->steps = steps - run.steps;
    mus_free(run.relaxed.prices);
    mus_dual_done(&run.dual);
    mus_choice_done(&run.choice);
    return status;
}
