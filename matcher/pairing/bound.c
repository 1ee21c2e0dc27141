#include "matcher/pairing/bound.h"

#include <stdbool.h>
#include <string.h>

__extension__ typedef __int128 wide;

struct dual {
    const int64_t *prices;
    int64_t capacity_price;
    int64_t missing_price; /* prices below −missing_price count as that */
    int64_t scale;         /* of the scores; 0: they do not count */
};

static int64_t price_at(const struct dual *dual, uint32_t v)
{
    return dual->prices[v] > -dual->missing_price ? dual->prices[v] : -dual->missing_price;
}

static wide worth(const struct mus_pairing_graph *graph, const struct dual *dual, size_t e)
{
    const struct mus_pairing_edge *edge = &graph->edges[e];
    wide left = (wide)edge->score * dual->scale - price_at(dual, edge->a) -
                price_at(dual, edge->b) - dual->capacity_price;
    return left > 0 ? left : 0;
}

static wide group_worth(const struct mus_pairing_graph *graph, const struct dual *dual, size_t g)
{
    wide best = 0;
    for (size_t i = graph->group_first[g]; i < graph->group_first[g + 1]; i++) {
        wide here = worth(graph, dual, graph->group_edges[i]);
        best = here > best ? here : best;
    }
    return best;
}

static wide bound_of(const struct mus_pairing_graph *graph, const struct dual *dual)
{
    wide sum = dual->capacity_price > 0 ? (wide)graph->capacity * dual->capacity_price : 0;
    for (uint32_t v = 0; v < graph->node_count; v++) {
        wide price = price_at(dual, v);
        sum += price * (price > 0 ? graph->nodes[v].max : graph->nodes[v].min);
    }
    for (size_t e = 0; e < graph->edge_count; e++) {
        bool alone = graph->group == NULL || graph->group[e] == MUS_PAIRING_NO_GROUP;
        sum += alone ? worth(graph, dual, e) : 0;
    }
    for (size_t g = 0; g < graph->group_count; g++) {
        sum += group_worth(graph, dual, g);
    }
    return sum;
}

static wide floor_of(wide value, wide by)
{
    return value / by - (value % by < 0);
}

static int64_t total_at(const struct mus_pairing_graph *graph,
                        const struct mus_pairing_proof *proof, int64_t missing_price,
                        uint64_t missing)
{
    struct dual dual = {proof->prices, proof->capacity_price, missing_price, proof->scale};
    wide bound = bound_of(graph, &dual) + (wide)missing_price * (wide)missing;
    bound = graph->fixed_total + floor_of(bound, proof->scale);
    return bound < INT64_MAX ? (int64_t)bound : INT64_MAX;
}

int64_t mus_pairing_bound_total(const struct mus_pairing_graph *graph,
                                const struct mus_pairing_proof *proof, uint64_t missing)
{
    return total_at(graph, proof, proof->missing_price, missing);
}

uint64_t mus_pairing_bound_missing(const struct mus_pairing_graph *graph,
                                   const struct mus_pairing_proof *proof)
{
    if (proof->missing_prices == NULL) {
        return 0;
    }
    struct dual dual = {proof->missing_prices, proof->missing_capacity_price, proof->scale, 0};
    wide least = -floor_of(bound_of(graph, &dual), proof->scale);
    return least > 0 ? (uint64_t)least : 0;
}

void mus_pairing_bound_tighten(const struct mus_pairing_graph *graph,
                               struct mus_pairing_proof *proof, uint64_t missing)
{
    int64_t best_price = proof->missing_price;
    int64_t best = total_at(graph, proof, best_price, missing);
    for (int64_t price = proof->missing_price; price > 0;) {
        price /= 2;
        int64_t here = total_at(graph, proof, price, missing);
        if (here < best) {
            best = here;
            best_price = price;
        }
    }
    proof->missing_price = best_price;
    for (size_t v = 0; v < graph->node_count; v++) {
        if (proof->prices[v] < -best_price) {
            proof->prices[v] = -best_price;
        }
    }
}
