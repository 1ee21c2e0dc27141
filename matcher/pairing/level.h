/* Local improvement of a choice for total and evenness together. How it works stands at the top of
 * level.c. Deterministic. */
#ifndef MUS_MATCHER_PAIRING_LEVEL_H
#define MUS_MATCHER_PAIRING_LEVEL_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/pairing/graph.h"

#include <stdbool.h>
#include <stdint.h>

/* Changes what is taken, of each edge, until no exchange of an edge or two makes the choice worth
 * more (evenness.h), or somebody asks to stop. fixed: meetings of each participant in fixed pairs.
 * What is missing to minimums never grows. *changed: whether anything is otherwise than before.
 * MUS_NO_MEMORY; what is taken is legal even then. */
enum mus_status mus_pairing_level(const struct mus_pairing_graph *graph, const uint32_t *fixed,
                                  uint32_t evenness, const struct mus_stop *stop, uint8_t *taken,
                                  bool *changed, struct mus_error *err) MUS_MUST_CHECK;

#endif
