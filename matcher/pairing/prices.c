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

#include "base/mem.h"
#include "matcher/pairing/blossom.h"
#include "matcher/pairing/choice.h"
#include "matcher/pairing/dual.h"
#include "matcher/pairing/trail.h"

#define USUAL_SWEEPS 24

struct run {
    const struct mus_pairing_graph *graph;
    const struct mus_pairing_options *options;
    struct mus_pairing_plan *plan;
    struct mus_dual dual;
    struct mus_choice choice;
    int32_t *worth; /* of each edge beyond prices */
    uint64_t steps; /* that are left */
};

static void set_worth(struct run *run)
{
    for (size_t e = 0; e < run->graph->edge_count; e++) {
        const struct mus_pairing_edge *edge = &run->graph->edges[e];
        run->worth[e] = mus_dual_reduced(&run->dual, edge->a, edge->b, edge->score);
    }
}

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
    uint64_t sweeps = run->steps < USUAL_SWEEPS ? run->steps : USUAL_SWEEPS;
    enum mus_status status = mus_dual_descend(&run->dual, sweeps, run->options->stop, err);
    run->steps -= run->dual.sweeps;
    if (status == MUS_OK) {
        hand_over_prices(run);
        set_worth(run);
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

/* Minimums that trails have not met: exactly. What that costs in total, trails look at again. */
static enum mus_status meet_minimums(struct run *run, struct mus_trail *trail,
                                     struct mus_error *err)
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
    uint64_t before = trail->searches;
    status = mus_trail_improve(trail, run->steps, run->options->stop, err);
    use_steps(run, trail->searches - before);
    return status;
}

static enum mus_status improve(struct run *run, struct mus_error *err)
{
    if (!may_go_on(run)) {
        return MUS_OK;
    }
    struct mus_trail trail;
    enum mus_status status = mus_trail_init(&trail, &run->choice, &run->dual, run->worth, err);
    if (status != MUS_OK) {
        return status;
    }
    status = mus_trail_improve(&trail, run->steps, run->options->stop, err);
    use_steps(run, trail.searches);
    if (status == MUS_OK) {
        status = meet_minimums(run, &trail, err);
    }
    mus_trail_done(&trail);
    return status;
}

static enum mus_status solve(struct run *run, struct mus_error *err)
{
    const struct mus_pairing_options *options = run->options;
    run->worth = mus_alloc(run->graph->edge_count, sizeof *run->worth);
    enum mus_status status = run->worth == NULL ? mus_fail_memory(err) : MUS_OK;
    if (status == MUS_OK) {
        status = mus_choice_init(&run->choice, run->graph, run->plan->taken, err);
    }
    if (status == MUS_OK) {
        status = mus_dual_init(&run->dual, run->graph, options->seed, options->threads, err);
    }
    if (status == MUS_OK) {
        status = find_prices(run, err);
    }
    if (status == MUS_OK) {
        status = mus_choice_greedy(&run->choice, run->worth, err);
    }
    return status == MUS_OK ? improve(run, err) : status;
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
    mus_free(run.worth);
    return status;
}
