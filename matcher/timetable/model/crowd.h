/* Meetings that each want a place in one of some slots, and slots that have so many places: who can
 * be seated, and, where not all can, the smallest reason. One thread at a time. */
#ifndef MUS_MATCHER_TIMETABLE_MODEL_CROWD_H
#define MUS_MATCHER_TIMETABLE_MODEL_CROWD_H

#include "matcher/timetable/model/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_crowd {
    size_t slot_count;
    uint64_t room[MUS_TIMETABLE_MAX_SLOTS]; /* places of each slot */
    uint64_t load[MUS_TIMETABLE_MAX_SLOTS]; /* of which are taken */

    /* Of each member; of the caller's making are the first two. */
    uint32_t *meetings;
    mus_slots *masks;      /* the slots that it can take */
    int16_t *slots;        /* that it has; -1: none */
    uint32_t *next, *prev; /* of those in the same slot */
    size_t count;

    uint32_t first[MUS_TIMETABLE_MAX_SLOTS]; /* member in each slot */
    /* moves[s][t]: members in s that could be in t. */
    uint32_t moves[MUS_TIMETABLE_MAX_SLOTS][MUS_TIMETABLE_MAX_SLOTS];
};

/* Room for so many members. False when memory runs out; mus_crowd_done in any case. */
bool mus_crowd_init(struct mus_crowd *crowd, size_t slot_count, size_t most_members);
void mus_crowd_done(struct mus_crowd *crowd);
/* Nobody is there, and no slot has a place. */
void mus_crowd_clear(struct mus_crowd *crowd);
void mus_crowd_add(struct mus_crowd *crowd, uint32_t meeting, mus_slots mask);

/* Seats all members. False where they cannot be: then *left is the first that cannot be seated with
 * those before it, and nobody behind it has a slot. */
bool mus_crowd_seat(struct mus_crowd *crowd, size_t *left);
/* Keeps, of a crowd that cannot be seated, `left`, which becomes member 0, and those that sit where
 * it could sit if they made room, or those could for whom others made room. Every one of them is
 * needed for the reason. */
void mus_crowd_keep_reason(struct mus_crowd *crowd, size_t left);
/* Other slots for a member that sits, or does not. */
void mus_crowd_set_mask(struct mus_crowd *crowd, size_t member, mus_slots mask);
/* Whether a member without a slot could be seated now. *reached: the slots that it or others who
 * make room can take; all are full where it cannot be seated. */
bool mus_crowd_could_seat(const struct mus_crowd *crowd, size_t member, mus_slots *reached);

#endif
