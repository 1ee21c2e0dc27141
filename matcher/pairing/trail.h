/* Alternating trails: edges taken and given up in turn, by which a choice is changed to a better
 * one. How they are found stands at the top of trail.c. Belongs to one thread at a time;
 * deterministic. */
#ifndef MUS_MATCHER_PAIRING_TRAIL_H
#define MUS_MATCHER_PAIRING_TRAIL_H

#include "base/status.h"
#include "matcher/pairing/choice.h"
#include "matcher/pairing/core.h"
#include "matcher/pairing/worth.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_TRAIL_NO_STATE UINT32_MAX

/* An edge as one of its ends sees it. */
struct mus_trail_half {
    uint32_t other;
    uint32_t edge;
    int32_t worth; /* beyond prices */
};

struct mus_trail_state;
struct mus_trail_entry;

struct mus_trail {
    struct mus_choice *choice;     /* borrowed, changed */
    struct mus_worth worth;        /* prices are borrowed and stay as they are */
    const uint32_t *first;         /* of the core, borrowed */
    struct mus_trail_half *halves; /* those of the core, of each node by falling worth */
    uint32_t moved; /* an edge that no trail may toggle, or MUS_CHOICE_NO_EDGE; the caller's */
    /* The present search. */
    struct mus_trail_state *states;
    uint32_t stamp, start;
    struct mus_trail_entry *heap;
    size_t heap_count, heap_room;
    uint64_t searches; /* that were made */
    /* Edges toggled since the caller last set log_count to 0. */
    uint32_t *log;
    size_t log_count, log_room;
};

/* What a trail has come to at a node. */
enum mus_trail_side {
    MUS_TRAIL_HUNGRY, /* the node may have an edge more */
    MUS_TRAIL_FULL    /* it has to give an edge up */
};

static inline uint32_t mus_trail_state_of(uint32_t node, enum mus_trail_side side)
{
    return 2 * node + (uint32_t)side;
}

static inline bool mus_trail_event_has_room(const struct mus_trail *trail)
{
    return trail->choice->count < trail->choice->graph->capacity;
}

/* core: holds every chosen edge; borrowed. MUS_NO_MEMORY; done is called even then. */
enum mus_status mus_trail_init(struct mus_trail *trail, struct mus_choice *choice,
                               const struct mus_core *core, const struct mus_worth *worth,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_trail_done(struct mus_trail *trail);

/* The end of a trail; its cost is what it loses of the total, in the units of prices. */
struct mus_trail_end {
    int64_t cost;
    uint32_t state; /* MUS_TRAIL_NO_STATE: none was found */
};

/* The cheapest trail from `start` that costs less than `limit`, as far as the search goes. cost:
 * what the start costs, −price of a hungry node, price of a full one. Followed while this search is
 * the last one. */
enum mus_status mus_trail_search(struct mus_trail *trail, uint32_t start, int64_t cost,
                                 int64_t limit, struct mus_trail_end *end,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NO_MEMORY leaves part of it in the log. */
enum mus_status mus_trail_follow(struct mus_trail *trail, uint32_t end,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Toggles one edge, and logs it. */
enum mus_status mus_trail_toggle(struct mus_trail *trail, uint32_t edge,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Takes back all that is logged. */
void mus_trail_take_back(struct mus_trail *trail);

#endif
