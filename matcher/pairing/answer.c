/* A choice becomes an answer: listed, explained, bounded, and judged before anybody sees it. */
#include "matcher/pairing/answer.h"

#include "base/mem.h"
#include "matcher/pairing/bound.h"
#include "matcher/pairing/judge.h"
#include "matcher/pairing/minimum.h"

#include <assert.h>

/* What an answer is made from. */
struct making {
    const struct mus_pairing_problem *problem;
    const struct mus_pairing_graph *graph;
    struct mus_pairing_plan *plan;
    const struct mus_stop *stop;
};

/* Fixed pairs and taken edges, as places in the problem. */
static enum mus_status list_chosen(struct making *m, struct mus_pairing_answer *answer,
                                   struct mus_error *err)
{
    const struct mus_pairing_problem *problem = m->problem;
    uint8_t *chosen = mus_alloc_zero(problem->pair_count, sizeof *chosen);
    if (chosen == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t e = 0; e < m->graph->edge_count; e++) {
        chosen[m->graph->edges[e].pair] = m->plan->taken[e];
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

static enum mus_status prove(struct making *m, struct mus_pairing_answer *answer,
                             struct mus_error *err)
{
    struct mus_pairing_proof *proof = mus_alloc(1, sizeof *proof);
    if (proof == NULL) {
        return mus_fail_memory(err);
    }
    if (answer->missing > answer->missing_lower_bound) {
        mus_pairing_bound_tighten(m->graph, &m->plan->proof, answer->missing);
    }
    *proof = m->plan->proof;
    m->plan->proof = (struct mus_pairing_proof){0};
    answer->proof = proof;
    answer->upper_bound = mus_pairing_bound_total(m->graph, proof, answer->missing);
    return MUS_OK;
}

static enum mus_status make(struct making *m, struct mus_pairing_answer *answer,
                            struct mus_error *err)
{
    enum mus_status status = list_chosen(m, answer, err);
    if (status == MUS_OK) {
        status = mus_pairing_explain_missing(m->graph, m->plan, m->stop, answer, err);
    }
    if (status == MUS_OK) {
        status = prove(m, answer, err);
    }
    if (status == MUS_OK) {
        status = mus_pairing_judge(m->problem, answer, err);
        assert(status != MUS_NO);
    }
    return status;
}

enum mus_status mus_pairing_answer_make(const struct mus_pairing_problem *problem,
                                        const struct mus_pairing_graph *graph,
                                        struct mus_pairing_plan *plan,
                                        enum mus_pairing_method method, const struct mus_stop *stop,
                                        struct mus_pairing_answer *answer, struct mus_error *err)
{
    struct making making = {problem, graph, plan, stop};
    struct mus_pairing_answer made = {.method = method, .steps = plan->steps};
    enum mus_status status = make(&making, &made, err);
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
