/* Let Phi be what a pair gains together, the sum of its two fits, K = e^(Phi / 2 beta), and n the
 * meetings that a participant may have. In equilibrium a and b meet mu = K·A·B times on average,
 * where for each participant
 *
 *     A² + A·Σ K·B = n,      A = n / (√(n + s²) + s)  with  s = ½ Σ K·B,
 *
 * A² being the room it keeps for itself (Choo and Siow 2006). The quotient is the usual root
 * √(n+s²) − s without its cancellation. Solving one participant's equation after the other, each
 * with the newest values of the others, is coordinate descent on a convex function and converges
 * (iterative proportional fitting); whether the market has two sides or everybody may meet
 * everybody makes no difference.
 *
 * For a list only the order of mu counts: log mu = Phi / 2 beta + log A + log B, so that in the
 * list of a, b stands by its score less its price −beta·log B.
 *
 * beta says how much of what people choose is chance. It is measured in the spread of the pairs'
 * gains, so that a market where all scores lie close together is not taken for one without
 * preferences. */
#include "matcher/attention/market.h"

#include "base/mem.h"
#include "matcher/attention/elementary.h"
#include "matcher/reference.h"

#include <math.h>

/* beta is so many hundredths of the standard deviation of the pairs' gains, and no less than the
 * smallest at which all numbers stay in range: Phi <= 2, so e^(1/beta) < e^700. */
enum { BETA_HUNDREDTHS = 25, MAX_ROUNDS = 200 };
static const double SMALLEST_BETA = 0.01;
/* The fitting ends when no A moves by more than this share. */
static const double TOLERANCE = 1e-4;

enum mus_status mus_attention_graph_new(const struct mus_attention_problem *problem,
                                        struct mus_attention_graph *graph, struct mus_error *err)
{
    size_t count = problem->participant_count;
    struct mus_attention_graph new = {
        .begin = mus_alloc_zero(count + 2, sizeof *new.begin),
        .partner = mus_alloc(problem->pair_count * 2, sizeof *new.partner),
        .pair = mus_alloc(problem->pair_count * 2, sizeof *new.pair),
    };
    if (new.begin == NULL || new.partner == NULL || new.pair == NULL) {
        mus_attention_graph_done(&new);
        return mus_fail_memory(err);
    }
    /* begin[v + 2] counts, then begin[v + 1] is where v's next partner goes. */
    for (size_t i = 0; i < problem->pair_count; i++) {
        new.begin[problem->pairs[i].a + 2]++;
        new.begin[problem->pairs[i].b + 2]++;
    }
    for (size_t v = 2; v < count + 2; v++) {
        new.begin[v] += new.begin[v - 1];
    }
    for (size_t i = 0; i < problem->pair_count; i++) {
        const struct mus_attention_pair *pair = &problem->pairs[i];
        size_t at_a = new.begin[pair->a + 1]++;
        size_t at_b = new.begin[pair->b + 1]++;
        new.partner[at_a] = pair->b;
        new.partner[at_b] = pair->a;
        new.pair[at_a] = (uint32_t)i;
        new.pair[at_b] = (uint32_t)i;
    }
    *graph = new;
    return MUS_OK;
}

void mus_attention_graph_done(struct mus_attention_graph *graph)
{
    mus_free(graph->begin);
    mus_free(graph->partner);
    mus_free(graph->pair);
    *graph = (struct mus_attention_graph){0};
}

static double gain(const struct mus_attention_pair *pair)
{
    return (double)((uint64_t)pair->forth + pair->back) / MUS_MILLION;
}

/* Sums of integers below 2^53 are exact, so that the order of the pairs does not show. */
static double beta_of(const struct mus_attention_problem *problem)
{
    if (problem->pair_count == 0) {
        return SMALLEST_BETA;
    }
    double mean = 0;
    double squares = 0;
    for (size_t i = 0; i < problem->pair_count; i++) {
        mean += gain(&problem->pairs[i]);
    }
    mean /= (double)problem->pair_count;
    for (size_t i = 0; i < problem->pair_count; i++) {
        double off = gain(&problem->pairs[i]) - mean;
        squares += off * off;
    }
    double beta = sqrt(squares / (double)problem->pair_count) * BETA_HUNDREDTHS / 100;
    return beta < SMALLEST_BETA ? SMALLEST_BETA : beta;
}

/* One sweep over all participants; the largest share by which any A moved. */
static double sweep(const struct mus_attention_problem *problem,
                    const struct mus_attention_graph *graph, const double *k, double *a)
{
    double largest = 0;
    for (size_t v = 0; v < problem->participant_count; v++) {
        double sum = 0;
        for (size_t i = graph->begin[v]; i < graph->begin[v + 1]; i++) {
            sum += k[graph->pair[i]] * a[graph->partner[i]];
        }
        double half = sum / 2;
        double room = problem->room[v];
        double new = room / (sqrt(room + half * half) + half);
        double share = new > a[v] ? new / a[v] - 1 : a[v] / new - 1;
        largest = share > largest ? share : largest;
        a[v] = new;
    }
    return largest;
}

enum mus_status mus_market_prices(const struct mus_attention_problem *problem,
                                  const struct mus_attention_graph *graph, int64_t *prices,
                                  uint32_t *rounds, struct mus_error *err)
{
    double *k = mus_alloc(problem->pair_count, sizeof *k);
    double *a = mus_alloc(problem->participant_count, sizeof *a);
    if (k == NULL || a == NULL) {
        mus_free(k);
        mus_free(a);
        return mus_fail_memory(err);
    }
    double beta = beta_of(problem);
    for (size_t i = 0; i < problem->pair_count; i++) {
        k[i] = mus_exp(gain(&problem->pairs[i]) / (2 * beta));
    }
    for (size_t v = 0; v < problem->participant_count; v++) {
        a[v] = sqrt(problem->room[v]);
    }
    uint32_t round = 0;
    while (round < MAX_ROUNDS && sweep(problem, graph, k, a) > TOLERANCE) {
        round++;
    }
    for (size_t v = 0; v < problem->participant_count; v++) {
        double price = -beta * mus_log(a[v]) * MUS_MILLION;
        prices[v] = (int64_t)(price < 0 ? price - 0.5 : price + 0.5);
    }
    *rounds = round;
    mus_free(k);
    mus_free(a);
    return MUS_OK;
}
