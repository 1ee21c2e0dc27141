#include "matcher/timetable/why.h"

#include "matcher/timetable/rules.h"

static bool has_room(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    return !plan->meetings[meeting].at_table || plan->load[slot] < plan->room[slot];
}

static mus_slots slots_without_rules(const struct mus_plan *plan, uint32_t meeting)
{
    const struct mus_timetable_meeting *of = &plan->problem->meetings[meeting];
    return mus_timetable_all_slots(plan->problem) & of->session &
           plan->problem->participants[of->a].available &
           plan->problem->participants[of->b].available;
}

enum mus_left_out mus_why_left_out(const struct mus_plan *plan, uint32_t meeting)
{
    typedef bool rule(const struct mus_plan *, uint32_t, uint32_t);
    static const struct {
        rule *lets;
        enum mus_left_out why;
    } rules[] = {
        {mus_rules_order, MUS_LEFT_OUT_ORDER},     {has_room, MUS_LEFT_OUT_TABLES},
        {mus_rules_lock, MUS_LEFT_OUT_LOCK},       {mus_rules_language, MUS_LEFT_OUT_INTERPRETERS},
        {mus_rules_walking, MUS_LEFT_OUT_WALKING},
    };
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    mus_slots slots = slots_without_rules(plan, meeting);
    if (slots == 0) {
        return MUS_LEFT_OUT_NO_COMMON_SLOT;
    }
    slots &= mus_timetable_allowed(plan->problem, meeting);
    if (slots == 0) {
        return MUS_LEFT_OUT_LOCK;
    }
    slots &= ~plan->persons[of->a].busy & ~plan->persons[of->b].busy;
    if (slots == 0) {
        return plan->problem->meetings[meeting].locked_slot >= 0 ? MUS_LEFT_OUT_LOCK
                                                                 : MUS_LEFT_OUT_BOTH_BUSY;
    }
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        for (mus_slots left = slots; left != 0; left &= left - 1) {
            uint32_t slot = (uint32_t)__builtin_ctzll(left);
            slots &= rules[i].lets(plan, meeting, slot) ? ~(mus_slots)0 : ~mus_plan_bit(slot);
        }
        if (slots == 0) {
            return rules[i].why;
        }
    }
    /* What neither breaks nor anything else stands against lacks a table that can be walked to. */
    for (; slots != 0; slots &= slots - 1) {
        if (mus_plan_fair_with(plan, meeting, (uint32_t)__builtin_ctzll(slots))) {
            return MUS_LEFT_OUT_WALKING;
        }
    }
    return MUS_LEFT_OUT_BREAKS;
}
