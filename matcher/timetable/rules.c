#include "matcher/timetable/rules.h"

#include "base/mem.h"

static bool walks(const struct mus_timetable_problem *problem)
{
    return problem->walk_minutes != NULL && problem->hall_count > 1;
}

/* ---- which meetings are bound ---- */

static size_t mark_bound(struct mus_plan *plan)
{
    const struct mus_timetable_problem *problem = plan->problem;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &problem->meetings[m];
        plan->meetings[m].bound |= meeting->after_count > 0 || meeting->language != 0 ||
                                   meeting->locked_table != 0 ||
                                   (walks(problem) && plan->meetings[m].hall >= 0);
        for (uint32_t i = 0; i < meeting->after_count; i++) {
            plan->meetings[problem->after[meeting->after_begin + i]].bound = 1;
        }
    }
    size_t bound = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        bound += plan->meetings[m].bound;
    }
    return bound;
}

/* ---- tables of what is known beforehand ---- */

static void fill_later(const struct mus_timetable_problem *problem, struct mus_plan_rules *rules)
{
    for (size_t m = 0; m < problem->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &problem->meetings[m];
        for (uint32_t i = 0; i < meeting->after_count; i++) {
            rules->later_begin[problem->after[meeting->after_begin + i] + 1]++;
        }
    }
    for (size_t m = 0; m < problem->meeting_count; m++) {
        rules->later_begin[m + 1] += rules->later_begin[m];
    }
    uint32_t count = rules->later_begin[problem->meeting_count];
    /* Filled from the back, so that each begin ends up where it belongs. */
    for (size_t m = 0; m < problem->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &problem->meetings[m];
        for (uint32_t i = 0; i < meeting->after_count; i++) {
            rules->later[--rules->later_begin[problem->after[meeting->after_begin + i] + 1]] =
                (uint32_t)m;
        }
    }
    for (size_t m = 0; m < problem->meeting_count; m++) {
        rules->later_begin[m] = rules->later_begin[m + 1];
    }
    rules->later_begin[problem->meeting_count] = count;
}

static void fill_near(const struct mus_timetable_problem *problem, mus_slots *near)
{
    size_t halls = problem->hall_count;
    for (size_t s = 0; s < problem->slot_count; s++) {
        for (size_t way = 0; way < halls * halls; way++) {
            int16_t here = (int16_t)(way / halls);
            int16_t there = (int16_t)(way % halls);
            mus_slots slots = 0;
            for (size_t t = 0; t < problem->slot_count; t++) {
                bool can = t < s ? mus_timetable_can_walk(problem, t, there, s, here)
                                 : mus_timetable_can_walk(problem, s, here, t, there);
                slots |= t != s && !can ? mus_plan_bit((uint32_t)t) : 0;
            }
            near[s * halls * halls + way] = slots;
        }
    }
}

static void fill_speak(const struct mus_timetable_problem *problem, struct mus_plan_rules *rules)
{
    for (size_t s = 0; s < problem->slot_count; s++) {
        for (unsigned set = 0; set < MUS_RULES_SETS; set++) {
            rules->speak[s][set] = mus_timetable_interpreters(problem, s, set);
        }
    }
}

static bool has_locked_table(const struct mus_timetable_problem *problem)
{
    bool any = false;
    for (size_t m = 0; !any && m < problem->meeting_count; m++) {
        any = problem->meetings[m].locked_table != 0;
    }
    return any;
}

static size_t count_after(const struct mus_timetable_problem *problem)
{
    size_t count = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        count += problem->meetings[m].after_count;
    }
    return count;
}

static bool allocate(const struct mus_timetable_problem *problem, struct mus_plan_rules *rules)
{
    size_t slots = problem->slot_count;
    rules->asked = mus_alloc_zero(slots, sizeof *rules->asked);
    rules->speak = mus_alloc(slots, sizeof *rules->speak);
    rules->later = mus_alloc(count_after(problem), sizeof *rules->later);
    rules->later_begin = mus_alloc_zero(problem->meeting_count + 1, sizeof *rules->later_begin);
    bool done = rules->asked != NULL && rules->speak != NULL && rules->later != NULL &&
                rules->later_begin != NULL;
    if (done && has_locked_table(problem)) {
        rules->locked = mus_alloc_zero(slots * problem->table_count, sizeof *rules->locked);
        done = rules->locked != NULL;
    }
    if (done && walks(problem)) {
        rules->near =
            mus_alloc(slots * problem->hall_count * problem->hall_count, sizeof *rules->near);
        done = rules->near != NULL;
    }
    return done;
}

enum mus_status mus_rules_new(struct mus_plan *plan, struct mus_error *err)
{
    plan->rules = NULL;
    if (mark_bound(plan) == 0) {
        return MUS_OK;
    }
    struct mus_plan_rules *rules = mus_alloc_zero(1, sizeof *rules);
    if (rules == NULL || !allocate(plan->problem, rules)) {
        mus_rules_free(rules);
        return mus_fail_memory(err);
    }
    fill_later(plan->problem, rules);
    fill_speak(plan->problem, rules);
    if (rules->near != NULL) {
        fill_near(plan->problem, rules->near);
    }
    plan->rules = rules;
    return MUS_OK;
}

void mus_rules_free(struct mus_plan_rules *rules)
{
    if (rules != NULL) {
        mus_free(rules->asked);
        mus_free(rules->speak);
        mus_free(rules->locked);
        mus_free(rules->later);
        mus_free(rules->later_begin);
        mus_free(rules->near);
        mus_free(rules);
    }
}

/* ---- coming and leaving ---- */

static uint16_t *locked_at(const struct mus_plan *plan, const struct mus_plan_meeting *meeting,
                           uint32_t slot)
{
    return &plan->rules
                ->locked[(size_t)slot * plan->problem->table_count + meeting->locked_table - 1U];
}

void mus_rules_enter(struct mus_plan *plan, const struct mus_plan_meeting *meeting, uint32_t slot)
{
    struct mus_plan_rules *rules = plan->rules;
    if (meeting->language != 0) {
        unsigned bit = 1U << (meeting->language - 1);
        for (unsigned set = bit; set < MUS_RULES_SETS; set = (set + 1) | bit) {
            rules->languages_broken += rules->asked[slot][set] == rules->speak[slot][set];
            rules->asked[slot][set]++;
        }
    }
    if (meeting->locked_table != 0) {
        rules->locks_broken += (*locked_at(plan, meeting, slot))++ > 0;
    }
}

void mus_rules_leave(struct mus_plan *plan, const struct mus_plan_meeting *meeting, uint32_t slot)
{
    struct mus_plan_rules *rules = plan->rules;
    if (meeting->language != 0) {
        unsigned bit = 1U << (meeting->language - 1);
        for (unsigned set = bit; set < MUS_RULES_SETS; set = (set + 1) | bit) {
            rules->asked[slot][set]--;
            rules->languages_broken -= rules->asked[slot][set] == rules->speak[slot][set];
        }
    }
    if (meeting->locked_table != 0) {
        rules->locks_broken -= --(*locked_at(plan, meeting, slot)) > 0;
    }
}

/* ---- what stands against a meeting in a slot ---- */

bool mus_rules_language(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    const struct mus_plan_rules *rules = plan->rules;
    uint8_t language = plan->meetings[meeting].language;
    if (rules == NULL || language == 0) {
        return true;
    }
    unsigned bit = 1U << (language - 1);
    bool room = true;
    for (unsigned set = bit; room && set < MUS_RULES_SETS; set = (set + 1) | bit) {
        room = rules->asked[slot][set] < rules->speak[slot][set];
    }
    return room;
}

bool mus_rules_lock(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    return plan->rules == NULL || of->locked_table == 0 || *locked_at(plan, of, slot) == 0;
}

/* A meeting that the order does not let be where it is, if the meeting is in the slot. */
static uint32_t out_of_order(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    const struct mus_plan_rules *rules = plan->rules;
    const struct mus_timetable_meeting *of = &plan->problem->meetings[meeting];
    for (uint32_t i = 0; i < of->after_count; i++) {
        uint32_t earlier = plan->problem->after[of->after_begin + i];
        if (plan->slots[earlier] >= (int)slot) {
            return earlier;
        }
    }
    for (uint32_t i = rules->later_begin[meeting]; i < rules->later_begin[meeting + 1]; i++) {
        int8_t later = plan->slots[rules->later[i]];
        if (later >= 0 && later <= (int)slot) {
            return rules->later[i];
        }
    }
    return MUS_PLAN_NONE;
}

bool mus_rules_order(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    return plan->rules == NULL || out_of_order(plan, meeting, slot) == MUS_PLAN_NONE;
}

/* A meeting of the person that is too far from the hall in the slot. */
static uint32_t too_far(const struct mus_plan *plan, uint32_t person, int8_t hall, uint32_t slot)
{
    size_t halls = plan->problem->hall_count;
    const mus_slots *near = &plan->rules->near[(slot * halls + (size_t)hall) * halls];
    mus_slots busy = plan->persons[person].busy & ~mus_plan_bit(slot);
    for (; busy != 0; busy &= busy - 1) {
        uint32_t other = (uint32_t)__builtin_ctzll(busy);
        uint32_t there = *mus_plan_at(plan, person, other);
        int8_t other_hall = plan->meetings[there].hall;
        if (other_hall >= 0 && (near[other_hall] & mus_plan_bit(other)) != 0) {
            return there;
        }
    }
    return MUS_PLAN_NONE;
}

static uint32_t too_far_for(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    if (plan->rules->near == NULL || of->hall < 0) {
        return MUS_PLAN_NONE;
    }
    uint32_t there = too_far(plan, of->a, of->hall, slot);
    return there != MUS_PLAN_NONE ? there : too_far(plan, of->b, of->hall, slot);
}

bool mus_rules_walking(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    return plan->rules == NULL || too_far_for(plan, meeting, slot) == MUS_PLAN_NONE;
}

uint32_t mus_rules_blocker(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    if (plan->rules == NULL) {
        return MUS_PLAN_NONE;
    }
    uint32_t blocker = out_of_order(plan, meeting, slot);
    return blocker != MUS_PLAN_NONE ? blocker : too_far_for(plan, meeting, slot);
}

bool mus_rules_hold(const struct mus_plan *plan, uint32_t meeting)
{
    uint32_t slot = (uint32_t)plan->slots[meeting];
    return mus_rules_order(plan, meeting, slot) && mus_rules_walking(plan, meeting, slot);
}
