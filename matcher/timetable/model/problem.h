/* Which meetings are to be held when and where: the timetabling problem of a fair.
 *
 * Hard rules: no participant twice in a slot; not more meetings at shared tables than the slot has
 * tables; a meeting within its session and when both sides can come; locks on slot and table; order
 * (`after`, where both are held); an interpreter of its language for each meeting that asks for
 * one; nobody in two halls on one day between which there is no time to walk; the difference
 * between most and fewest breaks of any two participants (those without meetings included).
 * Objective, in this order: meetings left out, then (of equally many) their weight, then breaks:
 * holes between two consecutive meetings of a participant on one day, however long.
 *
 * A set of slots is a bit mask, slot s is bit s. A problem is borrowed and read-only for whoever
 * solves it; any thread. */
#ifndef MUS_MATCHER_TIMETABLE_MODEL_PROBLEM_H
#define MUS_MATCHER_TIMETABLE_MODEL_PROBLEM_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_TIMETABLE_MAX_SLOTS 64
#define MUS_TIMETABLE_MAX_TABLES 10000
#define MUS_TIMETABLE_MAX_PARTICIPANTS 100000
#define MUS_TIMETABLE_MAX_MEETINGS 1000000
#define MUS_TIMETABLE_MAX_LANGUAGES 8
#define MUS_TIMETABLE_MAX_INTERPRETERS 1000
#define MUS_TIMETABLE_MAX_HALLS 16
#define MUS_TIMETABLE_NO_LIMIT UINT32_MAX

typedef uint64_t mus_slots;

struct mus_timetable_slot {
    uint16_t day;            /* from 0, not falling */
    uint16_t session;        /* what it is called is the caller's affair */
    uint32_t tables;         /* shared tables that can be used in it at one time */
    uint16_t start, minutes; /* minute of the day, length; 0, 0: not given, no walking is judged */
};

/* Where a meeting takes place. */
enum mus_timetable_place {
    MUS_PLACE_TABLE,   /* at a shared table */
    MUS_PLACE_BOOTH_A, /* at the booth of a, or of b: needs no table */
    MUS_PLACE_BOOTH_B,
    MUS_PLACE_ONLINE
};

#define MUS_TIMETABLE_NO_HALL (-1)

struct mus_timetable_participant {
    mus_slots available;
    int16_t hall; /* of its booth; MUS_TIMETABLE_NO_HALL: has none */
};

struct mus_timetable_meeting {
    uint32_t a, b;         /* two different participants */
    mus_slots session;     /* slots of its session; all where it has none */
    int16_t locked_slot;   /* -1: free */
    uint16_t locked_table; /* 1 … tables; 0: free. Only at MUS_PLACE_TABLE */
    uint8_t place;         /* enum mus_timetable_place */
    uint8_t language;      /* 1 … MUS_TIMETABLE_MAX_LANGUAGES; 0: no interpreter */
    uint32_t weight;       /* what leaving it out costs, among equally many left out; millionths */
    uint32_t after_begin, after_count; /* in problem->after: meetings that must be earlier */
    int16_t standing_slot;   /* in the timetable that stands; -1: none. See mus_timetable_repair */
    uint16_t standing_table; /* 0: none */
};

struct mus_timetable_interpreter {
    mus_slots available;
    uint8_t languages; /* bit l-1: language l */
};

struct mus_timetable_problem {
    const struct mus_timetable_slot *slots;
    size_t slot_count;
    uint32_t table_count;
    const int16_t *table_halls;  /* hall of table t at t-1; NULL: one hall, or not given */
    const mus_slots *table_open; /* when table t can be used, at t-1; NULL: always */
    const struct mus_timetable_participant *participants;
    size_t participant_count;
    const struct mus_timetable_meeting *meetings;
    size_t meeting_count;
    const uint32_t *after;
    const struct mus_timetable_interpreter *interpreters;
    size_t interpreter_count;
    size_t hall_count;
    const uint16_t
        *walk_minutes; /* hall_count × hall_count, symmetric; NULL where hall_count < 2 */
    uint32_t max_break_difference; /* MUS_TIMETABLE_NO_LIMIT: none */
};

mus_slots mus_timetable_all_slots(const struct mus_timetable_problem *problem);
/* The slots that a meeting may take by itself: session, lock on a slot, when its locked table is
 * open, both sides' availability. */
mus_slots mus_timetable_allowed(const struct mus_timetable_problem *problem, size_t meeting);
/* Meetings at shared tables that a slot has room for: its tables, of which as many are open. */
uint32_t mus_timetable_tables(const struct mus_timetable_problem *problem, size_t slot);
/* Interpreters who can come in the slot and speak one of the languages (bit l-1: language l). */
uint32_t mus_timetable_interpreters(const struct mus_timetable_problem *problem, size_t slot,
                                    unsigned languages);
/* Where a meeting takes place, given its table (0: not known yet); MUS_TIMETABLE_NO_HALL: nowhere
 * that has to be walked to. */
int16_t mus_timetable_hall(const struct mus_timetable_problem *problem, size_t meeting,
                           uint16_t table);
/* Whether who is in one hall in the first slot can be in another in the second, later one. Nobody
 * walks overnight, nor to where there is no hall. */
bool mus_timetable_can_walk(const struct mus_timetable_problem *problem, size_t first,
                            int16_t first_hall, size_t second, int16_t second_hall);

/* Every rule of the form above (places in range, a ≠ b, `after` without a cycle, no two meetings
 * locked at one table of one slot). That it can be solved is not looked at. MUS_INVALID or
 * MUS_LIMIT with the place: meetings[3].after: leads back to itself. */
enum mus_status mus_timetable_check_problem(const struct mus_timetable_problem *problem,
                                            struct mus_error *err) MUS_MUST_CHECK;

/* ---- a timetable ---- */

struct mus_timetable_seat {
    int16_t slot;   /* -1: left out */
    uint16_t table; /* 0: none (left out, at a booth, online) */
};

struct mus_timetable_figures {
    size_t left_out;
    uint64_t left_out_weight;
    uint64_t breaks;
    uint32_t fewest_breaks, most_breaks; /* of any participant */
    size_t moved; /* meetings with a standing slot that have another slot, or none */
};

/* The judge: whether the seats (one for each meeting) break a rule, by the plain definition, and
 * their figures. MUS_NO with what is broken: meetings[4]: participant 7 is in meetings[2] as well
 * in slot 3. */
enum mus_status mus_timetable_judge(const struct mus_timetable_problem *problem,
                                    const struct mus_timetable_seat *seats,
                                    struct mus_timetable_figures *figures,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* ---- why there is none ---- */

/* One demand of a problem that cannot be met together with others. */
enum mus_demand_kind {
    MUS_DEMAND_MEETING,       /* meeting is held */
    MUS_DEMAND_SESSION,       /* … within its session */
    MUS_DEMAND_LOCKED_SLOT,   /* … in its locked slot */
    MUS_DEMAND_LOCKED_TABLE,  /* … at its locked table */
    MUS_DEMAND_AVAILABLE,     /* participant comes only when available */
    MUS_DEMAND_ONE_AT_A_TIME, /* participant is in one meeting in a slot */
    MUS_DEMAND_TABLES,        /* slot has so many tables (slot -1: any slot) */
    MUS_DEMAND_INTERPRETERS,  /* slot has so many interpreters (slot -1: any slot) */
    MUS_DEMAND_AFTER,         /* meeting is later than `other` */
    MUS_DEMAND_WALKING,       /* participant has time to walk */
    MUS_DEMAND_BREAKS         /* the difference of breaks is within its limit */
};

struct mus_demand {
    uint8_t kind;         /* enum mus_demand_kind */
    int16_t slot;         /* -1: none */
    uint32_t meeting;     /* UINT32_MAX: none */
    uint32_t other;       /* another meeting; UINT32_MAX: none */
    uint32_t participant; /* UINT32_MAX: none */
};

/* Demands that clash, none of which can be spared; in the order of kind, meeting, participant. */
struct mus_clash {
    struct mus_demand *demands;
    size_t count;
    bool minimal; /* each was tried to be left out; false: stopped before that */
};
void mus_clash_done(struct mus_clash *clash);

#endif
