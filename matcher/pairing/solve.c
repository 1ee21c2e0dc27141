/* Which method: exact where participants fall into two sides, no two companies could meet twice and
 * the graph is not too large, else prices. Whatever it hands back is made into an answer,
 * explained, bounded and judged. */
#include "matcher/pairing/solve.h"

#include "base/mem.h"
#include "matcher/pairing/bound.h"
#include "matcher/pairing/exact.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/judge.h"
#include "matcher/pairing/minimum.h"
#include "matcher/pairing/plan.h"
#include "matcher/pairing/prices.h"

#include <assert.h>
#include <string.h>

/* More edges than this and the flow takes longer than what it wins over prices is worth. */
#define MOST_FLOW_EDGES 2000000

struct solve {
    const struct mus_pairing_problem *problem;
    const struct mus_pairing_options *options;
    struct mus_pairing_graph graph;
    struct mus_pairing_plan plan;
    enum mus_pairing_method method; /* FLOW or PRICES: which one the plan is of */
};

static enum mus_status solve_by_prices(struct solve *s, struct mus_error *err)
{
    s->method = MUS_PAIRING_PRICES;
    return mus_pairing_prices_solve(&s->graph, s->options, &s->plan, err);
}

static enum mus_status solve_by_flow(struct solve *s, const uint8_t *right, struct mus_error *err)
{
    bool finished = false;
    enum mus_status status =
        mus_pairing_exact_solve(&s->graph, right, s->options, &s->plan, &finished, err);
    if (status == MUS_OK && !finished) {
        mus_pairing_plan_done(&s->plan);
        status = mus_pairing_plan_init(&s->plan, &s->graph, err);
        return status == MUS_OK ? solve_by_prices(s, err) : status;
    }
    s->method = MUS_PAIRING_FLOW;
    return status;
}

static enum mus_status choose_method(struct solve *s, struct mus_error *err)
{
    enum mus_pairing_method method = s->options->method;
    bool flow =
        method == MUS_PAIRING_FLOW || (method == MUS_PAIRING_BEST && s->graph.group_count == 0 &&
                                       s->graph.edge_count <= MOST_FLOW_EDGES);
    if (flow && s->graph.group_count > 0) {
        return mus_fail(err, MUS_INVALID,
                        "method: flow does not suit companies that could meet in several pairs");
    }
    if (!flow) {
        return solve_by_prices(s, err);
    }
    uint8_t *right = mus_alloc(s->graph.node_count, sizeof *right);
    if (right == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_pairing_two_sides(&s->graph, right, err);
    if (status == MUS_OK) {
        status = solve_by_flow(s, right, err);
    } else if (status == MUS_NO) {
        status = method == MUS_PAIRING_FLOW
                     ? mus_fail(err, MUS_INVALID,
                                "method: flow wants participants that fall into two sides")
                     : solve_by_prices(s, err);
    }
    mus_free(right);
    return status;
}

/* Fixed pairs and taken edges, as places in the problem. */
static enum mus_status list_chosen(struct solve *s, struct mus_pairing_answer *answer,
                                   struct mus_error *err)
{
    const struct mus_pairing_problem *problem = s->problem;
    uint8_t *chosen = mus_alloc_zero(problem->pair_count, sizeof *chosen);
    if (chosen == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t e = 0; e < s->graph.edge_count; e++) {
        chosen[s->graph.edges[e].pair] = s->plan.taken[e];
    }
    for (size_t i = 0; i < problem->pair_count; i++) {
        chosen[i] |= mus_pairing_mark_of(problem, i) == MUS_PAIRING_FIXED;
        answer->chosen_count += chosen[i];
    }
    answer->chosen = mus_alloc(answer->chosen_count, sizeof *answer->chosen);
    size_t at = 0;
    for (size_t i = 0; i < problem->pair_count && answer->chosen != NULL; i++) {
        if (chosen[i]) {
            answer->chosen[at++] = (uint32_t)i;
            answer->total += problem->pairs[i].score;
        }
    }
    mus_free(chosen);
    return answer->chosen != NULL ? MUS_OK : mus_fail_memory(err);
}

static enum mus_status prove(struct solve *s, struct mus_pairing_answer *answer,
                             struct mus_error *err)
{
    struct mus_pairing_proof *proof = mus_alloc(1, sizeof *proof);
    if (proof == NULL) {
        return mus_fail_memory(err);
    }
    if (answer->missing > answer->missing_lower_bound) {
        mus_pairing_bound_tighten(&s->graph, &s->plan.proof, answer->missing);
    }
    *proof = s->plan.proof;
    s->plan.proof = (struct mus_pairing_proof){0};
    answer->proof = proof;
    answer->upper_bound = mus_pairing_bound_total(&s->graph, proof, answer->missing);
    return MUS_OK;
}

static enum mus_status make_answer(struct solve *s, struct mus_pairing_answer *answer,
                                   struct mus_error *err)
{
    answer->method = s->method;
    answer->steps = s->plan.steps;
    enum mus_status status = list_chosen(s, answer, err);
    if (status == MUS_OK) {
        status = mus_pairing_explain_missing(&s->graph, &s->plan, s->options->stop, answer, err);
    }
    if (status == MUS_OK) {
        status = prove(s, answer, err);
    }
    if (status == MUS_OK) {
        status = mus_pairing_judge(s->problem, answer, err);
        assert(status != MUS_NO);
    }
    return status;
}

static enum mus_status solve(struct solve *s, struct mus_pairing_answer *answer,
                             struct mus_error *err)
{
    enum mus_status status = mus_pairing_graph_init(&s->graph, s->problem, err);
    if (status == MUS_OK) {
        status = mus_pairing_plan_init(&s->plan, &s->graph, err);
    }
    if (status == MUS_OK) {
        status = choose_method(s, err);
    }
    return status == MUS_OK ? make_answer(s, answer, err) : status;
}

enum mus_status mus_pairing_solve(const struct mus_pairing_problem *problem,
                                  const struct mus_pairing_options *options,
                                  struct mus_pairing_answer *answer, struct mus_error *err)
{
    struct solve s = {.problem = problem, .options = options};
    struct mus_pairing_answer made = {0};
    enum mus_status status = solve(&s, &made, err);
    mus_pairing_plan_done(&s.plan);
    mus_pairing_graph_done(&s.graph);
    if (status != MUS_OK) {
        mus_pairing_answer_done(&made);
        return status;
    }
    *answer = made;
    return MUS_OK;
}

void mus_pairing_answer_done(struct mus_pairing_answer *answer)
{
    if (answer->proof != NULL) {
        mus_free(answer->proof->prices);
        mus_free(answer->proof->missing_prices);
    }
    mus_free(answer->proof);
    mus_free(answer->chosen);
    mus_free(answer->unmet);
    mus_free(answer->groups);
    mus_free(answer->group_participants);
    *answer = (struct mus_pairing_answer){0};
}
