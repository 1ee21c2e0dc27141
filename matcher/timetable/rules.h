/* The rules of a plan that few meetings have: order, languages, tables that are locked, walking.
 *
 * Counts are kept of what each slot asks for, so that a change can be made first and looked at
 * afterwards; whoever breaks a rule takes the change back. A problem without such meetings has
 * none of this. */
#ifndef MUS_MATCHER_TIMETABLE_RULES_H
#define MUS_MATCHER_TIMETABLE_RULES_H

#include "matcher/timetable/plan.h"

#define MUS_RULES_SETS (1U << MUS_TIMETABLE_MAX_LANGUAGES)

struct mus_plan_rules {
    uint32_t (*asked)[MUS_RULES_SETS]; /* slot × set of languages: meetings in one of them */
    uint32_t (*speak)[MUS_RULES_SETS]; /* the same: interpreters who speak one of them */
    uint16_t *locked;                  /* slot × table: meetings locked at it; NULL: none is */
    uint32_t *later;                   /* by later_begin: meetings that must be later */
    uint32_t *later_begin;             /* of each meeting, and one more */
    mus_slots *near;           /* slot × hall × hall: slots one cannot walk between; NULL */
    uint32_t languages_broken; /* sets of languages of a slot that ask for too many */
    uint32_t locks_broken;     /* meetings at a table locked by another one */
};

/* *rules is NULL where no meeting needs any; sets `bound` of those that do. */
enum mus_status mus_rules_new(struct mus_plan *plan, struct mus_error *err) MUS_MUST_CHECK;
void mus_rules_free(struct mus_plan_rules *rules);

/* A bound meeting comes into a slot, or leaves it. */
void mus_rules_enter(struct mus_plan *plan, const struct mus_plan_meeting *meeting, uint32_t slot);
void mus_rules_leave(struct mus_plan *plan, const struct mus_plan_meeting *meeting, uint32_t slot);

/* What the meeting in the slot would break, besides busy sides and room, as things are. */
bool mus_rules_language(const struct mus_plan *plan, uint32_t meeting, uint32_t slot);
bool mus_rules_lock(const struct mus_plan *plan, uint32_t meeting, uint32_t slot);
bool mus_rules_order(const struct mus_plan *plan, uint32_t meeting, uint32_t slot);
bool mus_rules_walking(const struct mus_plan *plan, uint32_t meeting, uint32_t slot);
/* A meeting by whose leaving order or walking would stand less against it; MUS_PLAN_NONE: none. */
uint32_t mus_rules_blocker(const struct mus_plan *plan, uint32_t meeting, uint32_t slot);
/* Whether a bound meeting that has come into its slot breaks a rule there. */
bool mus_rules_hold(const struct mus_plan *plan, uint32_t meeting);
/* Whether the counts of all slots are within what there is. */
static inline bool mus_rules_counts_hold(const struct mus_plan_rules *rules)
{
    return rules == NULL || (rules->languages_broken == 0 && rules->locks_broken == 0);
}

#endif
