/* Two passes over all edges: each node says what an edge must be worth to it to be among its best;
 * then every edge is kept that one of its ends wants. */
#include "matcher/pairing/core.h"

#include "base/mem.h"
#include "matcher/pairing/largest.h"

#include <stdbool.h>

#define BEYOND_ROOM 12

struct builder {
    const struct mus_pairing_graph *graph;
    const struct mus_worth *worth;
    const uint8_t *taken;
    int32_t *least; /* of each node: what its last wanted edge is worth to it */
};

static int32_t worth_to(const struct builder *b, const struct mus_pairing_half *half)
{
    return (int32_t)half->score * b->worth->scale - b->worth->prices[half->other];
}

/* values: room for every edge of a node. */
static void find_least(struct builder *b, uint32_t v, int32_t *values)
{
    const struct mus_pairing_graph *graph = b->graph;
    size_t count = graph->first[v + 1] - graph->first[v];
    size_t wanted = (size_t)graph->nodes[v].max + BEYOND_ROOM;
    b->least[v] = INT32_MIN;
    if (count <= wanted) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = worth_to(b, &graph->halves[graph->first[v] + i]);
    }
    b->least[v] = mus_largest(values, count, wanted - 1);
}

static bool is_kept(const struct builder *b, uint32_t v, const struct mus_pairing_half *half)
{
    return worth_to(b, half) >= b->least[v] ||
           (int32_t)half->score * b->worth->scale - b->worth->prices[v] >= b->least[half->other] ||
           (b->taken != NULL && b->taken[half->edge] != 0);
}

static enum mus_status keep(struct builder *b, struct mus_core *core, struct mus_error *err)
{
    const struct mus_pairing_graph *graph = b->graph;
    uint32_t count = 0;
    for (uint32_t v = 0; v < graph->node_count; v++) {
        core->first[v] = count;
        for (uint32_t i = graph->first[v]; i < graph->first[v + 1]; i++) {
            count += is_kept(b, v, &graph->halves[i]);
        }
    }
    core->first[graph->node_count] = count;
    core->halves = mus_alloc(count, sizeof *core->halves);
    if (core->halves == NULL) {
        return mus_fail_memory(err);
    }
    count = 0;
    for (uint32_t v = 0; v < graph->node_count; v++) {
        for (uint32_t i = graph->first[v]; i < graph->first[v + 1]; i++) {
            if (is_kept(b, v, &graph->halves[i])) {
                core->halves[count++] = graph->halves[i];
            }
        }
    }
    return MUS_OK;
}

size_t mus_core_most_edges(const struct mus_pairing_graph *graph)
{
    size_t most = 1;
    for (size_t v = 0; v < graph->node_count; v++) {
        size_t edges = graph->first[v + 1] - graph->first[v];
        most = edges > most ? edges : most;
    }
    return most;
}

enum mus_status mus_core_init(struct mus_core *core, const struct mus_pairing_graph *graph,
                              const struct mus_worth *worth, const uint8_t *taken,
                              struct mus_error *err)
{
    struct mus_core made = {.first = mus_alloc(graph->node_count + 1, sizeof *made.first)};
    struct builder b = {graph, worth, taken, mus_alloc(graph->node_count, sizeof *b.least)};
    int32_t *values = mus_alloc(mus_core_most_edges(graph), sizeof *values);
    enum mus_status status =
        made.first == NULL || b.least == NULL || values == NULL ? mus_fail_memory(err) : MUS_OK;
    if (status == MUS_OK) {
        for (uint32_t v = 0; v < graph->node_count; v++) {
            find_least(&b, v, values);
        }
        status = keep(&b, &made, err);
    }
    mus_free(values);
    mus_free(b.least);
    if (status != MUS_OK) {
        mus_core_done(&made);
        return status;
    }
    *core = made;
    return MUS_OK;
}

void mus_core_done(struct mus_core *core)
{
    mus_free(core->first);
    mus_free(core->halves);
    *core = (struct mus_core){0};
}
