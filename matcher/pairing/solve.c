/* Which method: exact where participants fall into two sides, no two companies could meet twice and
 * the graph is not too large, else prices. Whatever it hands back is made into an answer,
 * explained, bounded and judged. */
#include "matcher/pairing/solve.h"

#include "base/mem.h"
#include "matcher/pairing/answer.h"
#include "matcher/pairing/exact.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/plan.h"
#include "matcher/pairing/prices.h"

/* More edges than this and the flow takes longer than what it wins over prices is worth. */
#define MOST_FLOW_EDGES 3000000

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
    if (status == MUS_OK) {
        status = mus_pairing_answer_make(s->problem, &s->graph, &s->plan, s->method,
                                         s->options->stop, answer, err);
    }
    return status;
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
