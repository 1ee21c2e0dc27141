/* Prices first, then edges by what they are worth beyond prices, then trails.
 *
 * 1. Some sweeps of coordinate descent (dual.c) give every participant a price, and a bound that is
 *    proved at any moment.
 * 2. The greedy choice by worth beyond prices (choice.c) is right almost everywhere: in measured
 *    fairs it reaches .998 to .9995 of the bound.
 * 3. Alternating trails (trail.c) move what is left of disagreement between choice and prices to
 *    where it costs nothing: .9999 and more.
 *
 * Greedy choice and trails serve minimums, too: who needs meetings has a price below 0, which makes
 * its edges worth more; who is still short goes first. */
#include "matcher/pairing/prices.h"

#include "matcher/pairing/blossom.h"
#include "matcher/pairing/choice.h"
#include "matcher/pairing/core.h"
#include "matcher/pairing/dual.h"
#include "matcher/pairing/trail.h"

#define USUAL_SWEEPS 36
#define CAPACITY_SWEEPS 60 /* more, where the capacity needs a price, too */

struct run {
    const struct mus_pairing_graph *graph;
    const struct mus_pairing_options *options;
    struct mus_pairing_plan *plan;
    struct mus_dual dual;
    struct mus_choice choice;
    uint64_t steps; /* that are left */
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
    struct mus_worth worth = mus_dual_worth(&run->dual);
    struct mus_trail trail;
    if (!may_go_on(run)) {
        return MUS_OK;
    }
    enum mus_status status = mus_trail_init(&trail, &run->choice, core, &worth, err);
    if (status == MUS_OK) {
        status = mus_trail_improve(&trail, run->steps, run->options->stop, err);
        use_steps(run, trail.searches);
        mus_trail_done(&trail);
    }
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

static enum mus_status choose(struct run *run, struct mus_error *err)
{
    /* Where the descent was stopped before it made a core, the graph is its own. */
    struct mus_core whole = {run->graph->first, run->graph->halves};
    const struct mus_core *core = run->dual.core.first != NULL ? &run->dual.core : &whole;
    struct mus_worth worth = mus_dual_worth(&run->dual);
    enum mus_status status = mus_choice_greedy(&run->choice, core, &worth, err);
    if (status == MUS_OK) {
        status = improve(run, core, err);
    }
    if (status == MUS_OK) {
        status = meet_minimums(run, err);
    }
    mus_choice_fill(&run->choice);
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
    return status == MUS_OK ? choose(run, err) : status;
}

enum mus_status mus_pairing_prices_solve(const struct mus_pairing_graph *graph,
                                         const struct mus_pairing_options *options,
                                         struct mus_pairing_plan *plan, struct mus_error *err)
{
    uint64_t steps = options->steps == 0 ? UINT64_MAX : options->steps;
    struct run run = {.graph = graph, .options = options, .plan = plan, .steps = steps};
    enum mus_status status = solve(&run, err);
    plan->steps = steps - run.steps;
    mus_dual_done(&run.dual);
    mus_choice_done(&run.choice);
    return status;
}
