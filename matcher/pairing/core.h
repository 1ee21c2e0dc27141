/* The edges that matter once prices are nearly right: of each node the best few beyond its room, by
 * what they are worth to it before it is paid, whichever end wants them. The others are so far from
 * being worth their prices that a good choice does without them. Built once, then read-only. */
#ifndef MUS_MATCHER_PAIRING_CORE_H
#define MUS_MATCHER_PAIRING_CORE_H

#include "base/status.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/worth.h"

#include <stddef.h>
#include <stdint.h>

struct mus_core {
    /* As in the graph: what v sees is halves[first[v]] … halves[first[v + 1] - 1]. */
    uint32_t *first;
    struct mus_pairing_half *halves;
};

/* worth: borrowed during the call. taken: of each edge, 1 where it
 * stays in any case; NULL: none does. MUS_NO_MEMORY. */
enum mus_status mus_core_init(struct mus_core *core, const struct mus_pairing_graph *graph,
                              const struct mus_worth *worth, const uint8_t *taken,
                              struct mus_error *err) MUS_MUST_CHECK;
void mus_core_done(struct mus_core *core);

/* Edges of the node that has most, at least 1. */
size_t mus_core_most_edges(const struct mus_pairing_graph *graph);

#endif
