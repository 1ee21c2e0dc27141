/* Routes of visiting groups: which group stands at which booth in which slot.
 *
 * Hard rules: a group is at one booth in a slot and at no booth twice; a booth takes so many groups
 * at a time as it has room for, and only when it is open; a group comes only when available; an
 * interpreter of its language goes with each group that asks for one, one group at a time; between
 * consecutive slots in different halls there is time to walk.
 * Objective, in this order: wishes met (must before want), visits in all, evenness (the group with
 * fewest visits), minutes walked. Pure; any thread; deterministic. */
#ifndef MUS_MATCHER_TOUR_TOUR_H
#define MUS_MATCHER_TOUR_TOUR_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/timetable/model/problem.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_TOUR_MAX_GROUPS 256
#define MUS_TOUR_MAX_BOOTHS 1000

struct mus_tour_group {
    uint32_t people;
    mus_slots available;
    uint8_t language;  /* 1 …; 0: needs no interpreter */
    uint32_t min, max; /* visits */
};

struct mus_tour_booth {
    uint32_t room; /* people at a time */
    mus_slots open;
    uint16_t hall;
    uint16_t x, y; /* where it stands in its hall, in metres; 0, 0: not known */
};

enum mus_tour_wish { MUS_TOUR_NEUTRAL, MUS_TOUR_WANT, MUS_TOUR_MUST, MUS_TOUR_NEVER };

struct mus_tour_problem {
    const struct mus_timetable_slot *slots;
    size_t slot_count;
    const struct mus_tour_group *groups;
    size_t group_count;
    const struct mus_tour_booth *booths;
    size_t booth_count;
    const uint8_t *wishes; /* group_count × booth_count, enum mus_tour_wish; NULL: all neutral */
    const struct mus_timetable_interpreter *interpreters;
    size_t interpreter_count;
    size_t hall_count;
    const uint16_t *walk_minutes; /* hall_count × hall_count */
};

struct mus_tour_stop {
    int16_t booth;       /* -1: none */
    int16_t interpreter; /* -1: none */
};

struct mus_tour_answer {
    struct mus_tour_stop *stops; /* group_count × slot_count */
    uint32_t musts, wants, visits, walked_minutes;
    uint32_t musts_missed, wants_missed;
    uint32_t most_visits; /* an upper bound on visits, by counting alone */
    uint64_t steps;
};

/* MUS_INVALID or MUS_LIMIT with the place for a problem that breaks the form above. */
enum mus_status mus_tour_solve(const struct mus_tour_problem *problem, uint64_t seed,
                               uint64_t steps, const struct mus_stop *stop,
                               struct mus_tour_answer *answer,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_tour_answer_done(struct mus_tour_answer *answer);
/* The judge, by the plain rules: MUS_NO with what is broken. */
enum mus_status mus_tour_judge(const struct mus_tour_problem *problem,
                               const struct mus_tour_answer *answer,
                               struct mus_error *err) MUS_MUST_CHECK;

#endif
