/* Gathering evidence. Inside the matcher. */
#ifndef MUS_MATCHER_COLLECTOR_H
#define MUS_MATCHER_COLLECTOR_H

#include "base/arena.h"
#include "matcher/evidence.h"
#include "matcher/scorer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_collector {
    const struct mus_scorer *scorer;
    const struct mus_weights *weights;
    const struct mus_firm *from;
    const struct mus_firm *to;
    const struct mus_fit *fit;
    const struct mus_firm_listing *from_listing; /* NULL: the bare profile */
    const struct mus_firm_listing *to_listing;
    struct mus_arena *arena;
    struct mus_evidence *items;
    size_t count;
    size_t capacity;
    bool failed; /* memory ran out */
};

/* A matched piece between the pair of listings that decides the fit, for the caller to fill in. */
struct mus_evidence mus_collector_piece(const struct mus_collector *collector, enum mus_part part,
                                        enum mus_evidence_kind kind);
void mus_collector_add(struct mus_collector *collector, const struct mus_evidence *piece);

/* What the parts rest on that a pair of listings decides; unsorted. */
void mus_collect_purposes(struct mus_collector *collector);
void mus_collect_terms(struct mus_collector *collector);
void mus_collect_technology(struct mus_collector *collector);
void mus_collect_industry(struct mus_collector *collector);
void mus_collect_market(struct mus_collector *collector);
void mus_collect_partner(struct mus_collector *collector);
/* How near `to`'s classes are to the event's theme. */
void mus_collect_theme(struct mus_collector *collector);

#endif
