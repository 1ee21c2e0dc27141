/* A timetable in the making: who is busy when, in a form in which a change costs little.
 *
 * For each participant a mask of busy slots, and the meeting in each of them; for each slot its
 * loads. Meetings are in a slot or left out. The cost adds up, in thousandths of a break: breaks,
 * a little for idle slots between meetings (so that a search sees a hole close before it is
 * closed), a lot for breaks beyond the limit of fairness, and most for what is left out. Where a
 * timetable stands that is to be mended, each meeting that is not where it stood costs something.
 *
 * A plan never breaks a hard rule but, on the way, that of fairness and those that its `broken`
 * counts. It belongs to one thread. The problem is borrowed. */
#ifndef MUS_MATCHER_TIMETABLE_PLAN_H
#define MUS_MATCHER_TIMETABLE_PLAN_H

#include "base/status.h"
#include "matcher/timetable/model/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_PLAN_NONE UINT32_MAX
#define MUS_PLAN_OUT (-1)
/* Costs, in thousandths of a break. */
#define MUS_PLAN_BREAK 1000
#define MUS_PLAN_IDLE 150
#define MUS_PLAN_UNFAIR 16000 /* more than any meeting: rather left out than unfair */
#define MUS_PLAN_LEFT_OUT 8000
#define MUS_PLAN_LEFT_OUT_WEIGHT 1500 /* more for the weightiest meeting */

/* What a search reads of a meeting, in half a cache line. */
struct mus_plan_meeting {
    mus_slots allowed;
    uint32_t a, b;
    int32_t left_out_cost;
    uint16_t locked_table;
    uint8_t at_table; /* 1: needs a shared table */
    uint8_t language;
    int8_t hall;     /* where it certainly is; MUS_TIMETABLE_NO_HALL: not to be walked to */
    uint8_t bound;   /* 1: has rules beyond busy sides and room: order, language, lock, walking */
    int8_t standing; /* where it stood, while moves cost; MUS_PLAN_OUT: nowhere */
};

struct mus_plan_person {
    mus_slots busy;
    int32_t cost;
    uint8_t breaks;
    uint8_t least;     /* breaks that it must have in any case, as far as is known */
    uint16_t meetings; /* in all, placed or not; 65535: so many or more */
    uint32_t position; /* in `torn`; MUS_PLAN_NONE: is not */
};

struct mus_plan {
    const struct mus_timetable_problem *problem;
    uint32_t slot_count;
    struct mus_plan_meeting *meetings;
    int8_t *slots; /* of each meeting; MUS_PLAN_OUT */
    struct mus_plan_person *persons;
    uint32_t *at;        /* person × slot: meeting, or MUS_PLAN_NONE */
    uint32_t *torn;      /* persons with more breaks than they must have, in no order */
    uint32_t torn_count; /* how many */
    uint32_t *out;       /* meetings left out, in no order */
    uint32_t *out_position;
    uint32_t out_count;
    mus_slots first;                         /* slots with which a day begins */
    mus_slots days[MUS_TIMETABLE_MAX_SLOTS]; /* slots of each day that has any */
    uint32_t day_count;
    uint32_t load[MUS_TIMETABLE_MAX_SLOTS]; /* meetings at shared tables */
    uint32_t room[MUS_TIMETABLE_MAX_SLOTS];
    int32_t break_costs[MUS_TIMETABLE_MAX_SLOTS + 1]; /* of a person with so many */
    uint32_t fewest, most;                            /* breaks a person is to have */
    uint32_t having[MUS_TIMETABLE_MAX_SLOTS + 1];     /* persons with so many breaks */
    uint64_t left_out_weight;
    uint64_t breaks;
    int32_t move_cost; /* of a meeting that is not where it stood; 0: moves cost nothing */
    uint64_t moved;    /* meetings that are not where they stood, where moves cost */
    int64_t cost;
    struct mus_plan_rules *rules; /* of bound meetings; NULL: there are none */
};

/* Everything is left out. `fewest` is how many breaks each participant has at least (usually 0). */
enum mus_status mus_plan_init(struct mus_plan *plan, const struct mus_timetable_problem *problem,
                              uint32_t fewest, struct mus_error *err) MUS_MUST_CHECK;
void mus_plan_done(struct mus_plan *plan);

/* How many slots are in a set, side by side: without -mpopcnt the compiler's own way is a call
 * (Warren, Hacker's Delight, 5-1). */
static inline uint32_t mus_slots_count(mus_slots slots)
{
    slots -= slots >> 1 & 0x5555555555555555;
    slots = (slots & 0x3333333333333333) + (slots >> 2 & 0x3333333333333333);
    slots = (slots + (slots >> 4)) & 0x0F0F0F0F0F0F0F0F;
    return (uint32_t)(slots * 0x0101010101010101 >> 56);
}

static inline mus_slots mus_plan_bit(uint32_t slot)
{
    return (mus_slots)1 << slot;
}

static inline uint32_t mus_plan_other(const struct mus_plan_meeting *meeting, uint32_t person)
{
    return meeting->a ^ meeting->b ^ person;
}

static inline uint32_t *mus_plan_at(const struct mus_plan *plan, uint32_t person, uint32_t slot)
{
    return &plan->at[(size_t)person * plan->slot_count + slot];
}

/* Runs of busy slots, where each day begins anew. */
static inline uint32_t mus_plan_runs(const struct mus_plan *plan, mus_slots busy)
{
    return mus_slots_count(busy & (~(busy << 1) | plan->first));
}

uint32_t mus_plan_days_used(const struct mus_plan *plan, mus_slots busy);
uint32_t mus_plan_idle_days(const struct mus_plan *plan, mus_slots busy);

static inline uint32_t mus_plan_breaks(const struct mus_plan *plan, mus_slots busy)
{
    uint32_t days = plan->day_count == 1 ? busy != 0 : mus_plan_days_used(plan, busy);
    return mus_plan_runs(plan, busy) - days;
}

/* Slots without a meeting between the first and the last busy one of a day. */
static inline uint32_t mus_plan_idle_day(mus_slots busy)
{
    return busy == 0 ? 0
                     : 64 - (uint32_t)(__builtin_clzll(busy) + __builtin_ctzll(busy)) -
                           mus_slots_count(busy);
}

static inline uint32_t mus_plan_idle(const struct mus_plan *plan, mus_slots busy)
{
    return plan->day_count > 1 ? mus_plan_idle_days(plan, busy) : mus_plan_idle_day(busy);
}

/* What a person with these busy slots costs. */
static inline int32_t mus_plan_person_cost(const struct mus_plan *plan, mus_slots busy)
{
    return plan->break_costs[mus_plan_breaks(plan, busy)] +
           MUS_PLAN_IDLE * (int32_t)mus_plan_idle(plan, busy);
}

/* Takes over how many breaks each person must have in any case; before anything is placed. */
void mus_plan_set_least(struct mus_plan *plan, const uint8_t *least);
/* Not everything can be placed, as far as is known: from now on nobody must have any breaks. */
void mus_plan_forget_fewest(struct mus_plan *plan);
/* Gives a person other busy slots; what is in them is the caller's affair. */
void mus_plan_set_busy(struct mus_plan *plan, uint32_t person, mus_slots busy);

/* Whether both sides are free and no rule but fairness stands against it. */
bool mus_plan_can_place(const struct mus_plan *plan, uint32_t meeting, uint32_t slot);
/* Puts a meeting that is left out into a slot where both sides are free. */
void mus_plan_place(struct mus_plan *plan, uint32_t meeting, uint32_t slot);
void mus_plan_remove(struct mus_plan *plan, uint32_t meeting);
/* From now on what is not in its problem's standing slot, where that is allowed, costs so much, and
 * what is left out costs more than any number of moves is likely to. */
void mus_plan_hold_standing(struct mus_plan *plan, int32_t move_cost);

/* 1 where a meeting in the slot is not where it stood. */
static inline uint32_t mus_plan_is_moved(const struct mus_plan *plan, uint32_t meeting, int slot)
{
    int8_t standing = plan->meetings[meeting].standing;
    return standing != MUS_PLAN_OUT && standing != slot;
}
/* Whether the difference of breaks is within its limit. */
bool mus_plan_fair(const struct mus_plan *plan);
/* Whether it would be with the meeting in a slot where it can be placed. */
bool mus_plan_fair_with(const struct mus_plan *plan, uint32_t meeting, uint32_t slot);
/* Takes over where everything is (-1: left out), as far as the rules let it. */
void mus_plan_load(struct mus_plan *plan, const int8_t *slots);

/* Every sum is what it should be (for tests): MUS_CORRUPT with what is not. */
enum mus_status mus_plan_check(const struct mus_plan *plan, struct mus_error *err) MUS_MUST_CHECK;

#endif
