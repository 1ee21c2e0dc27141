/* Improvement of a choice along alternating trails: edges taken and given up in turn. How it works
 * stands at the top of trail.c. Belongs to one thread at a time; deterministic. */
#ifndef MUS_MATCHER_PAIRING_TRAIL_H
#define MUS_MATCHER_PAIRING_TRAIL_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/pairing/choice.h"
#include "matcher/pairing/core.h"
#include "matcher/pairing/worth.h"

#include <stddef.h>
#include <stdint.h>

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
    struct mus_trail_state *states;
    uint32_t stamp, start; /* of the present search */
    struct mus_trail_entry *heap;
    size_t heap_count;
    size_t heap_room;
    uint32_t *log; /* edges toggled since the last mark */
    size_t log_count;
    size_t log_room;
    uint64_t searches; /* that were made */
};

/* core: holds every chosen edge; borrowed. MUS_NO_MEMORY. */
enum mus_status mus_trail_init(struct mus_trail *trail, struct mus_choice *choice,
                               const struct mus_core *core, const struct mus_worth *worth,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_trail_done(struct mus_trail *trail);

/* Looks for better choices from wherever choice and prices disagree, until nothing is found, or
 * `searches` were made, or somebody asks to stop. What is missing to minimums never grows.
 * MUS_NO_MEMORY; the choice is legal even then. */
enum mus_status mus_trail_improve(struct mus_trail *trail, uint64_t searches,
                                  const struct mus_stop *stop,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
