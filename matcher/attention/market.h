/* The prices of attention: how sought after each participant is in the equilibrium of the market
 * in which everybody may meet everybody at a price that clears it. Inside the module. */
#ifndef MUS_MATCHER_ATTENTION_MARKET_H
#define MUS_MATCHER_ATTENTION_MARKET_H

#include "base/status.h"
#include "matcher/attention/attention.h"

#include <stddef.h>
#include <stdint.h>

/* Partners of each participant: those of v are at begin[v] … begin[v+1]-1, by the order of pairs.
 */
struct mus_attention_graph {
    size_t *begin;
    uint32_t *partner;
    uint32_t *pair;
};
enum mus_status mus_attention_graph_new(const struct mus_attention_problem *problem,
                                        struct mus_attention_graph *graph,
                                        struct mus_error *err) MUS_MUST_CHECK;
void mus_attention_graph_done(struct mus_attention_graph *graph);

/* prices[v] (of the caller, one for each participant): what a place in v's day costs, in millionths
 * of a score; lowest for whom nobody seeks. *rounds: sweeps that the fitting took. */
enum mus_status mus_market_prices(const struct mus_attention_problem *problem,
                                  const struct mus_attention_graph *graph, int64_t *prices,
                                  uint32_t *rounds, struct mus_error *err) MUS_MUST_CHECK;

#endif
