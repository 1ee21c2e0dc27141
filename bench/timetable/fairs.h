/* Invented fairs for the timetable bench: participants anywhere meet each other, and two in five
 * are away for a sixth to a half of the day. The same seed gives the same fair on every machine. */
#ifndef MUS_BENCH_TIMETABLE_FAIRS_H
#define MUS_BENCH_TIMETABLE_FAIRS_H

#include "matcher/timetable/model/problem.h"

#include <stdbool.h>

struct fair_kind {
    uint32_t participants, meetings;
    uint32_t slots, tables;
    uint32_t hubs; /* the first so many participants have as many meetings as they have slots for */
    uint64_t seed;
};

struct fair {
    struct mus_timetable_slot *slots;
    struct mus_timetable_participant *participants;
    struct mus_timetable_meeting *meetings;
    uint32_t *load; /* meetings of each participant */
    struct mus_timetable_problem problem;
};

/* False where memory ran out. */
bool fair_init(struct fair *fair, const struct fair_kind *kind);
void fair_done(struct fair *fair);

#endif
