/* Random timetabling problems with every kind of rule, for tests. The same seed gives the same
 * problems. */
#ifndef MUS_TESTS_PROPERTY_RANDOM_TIMETABLE_H
#define MUS_TESTS_PROPERTY_RANDOM_TIMETABLE_H

#include "base/random.h"
#include "matcher/timetable/model/problem.h"

enum {
    RANDOM_SLOTS = 10,
    RANDOM_TABLES = 6,
    RANDOM_PARTICIPANTS = 30,
    RANDOM_MEETINGS = 80,
    RANDOM_INTERPRETERS = 4,
    RANDOM_HALLS = 3
};

/* What a problem is made of; problem points into it. */
struct random_timetable {
    struct mus_timetable_problem problem;
    struct mus_timetable_slot slots[RANDOM_SLOTS];
    int16_t table_halls[RANDOM_TABLES];
    mus_slots table_open[RANDOM_TABLES];
    struct mus_timetable_participant participants[RANDOM_PARTICIPANTS];
    struct mus_timetable_meeting meetings[RANDOM_MEETINGS];
    uint32_t after[RANDOM_MEETINGS];
    struct mus_timetable_interpreter interpreters[RANDOM_INTERPRETERS];
    uint16_t walk_minutes[RANDOM_HALLS * RANDOM_HALLS];
};

/* Fills it with a problem that passes its check. Tiny: at most 4 slots, 5 participants, 5 meetings
 * and 2 tables, so that all timetables can be tried. */
void random_timetable(struct random_timetable *made, struct mus_random *random, bool tiny);

#endif
