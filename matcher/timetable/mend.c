/* Every way to place one meeting with at most one chain for each side is tried on the plan itself,
 * its cost read off, and taken back; the cheapest is then done. A chain whose own cost is no less
 * than the cheapest way so far is not tried further: placing can hardly win back what it costs. */
#include "matcher/timetable/mend.h"

#include "matcher/timetable/rules.h"

#include <limits.h>

#define NO_SLOT UINT32_MAX

/* How to place a meeting: the slot, and where each side's meeting there goes first (NO_SLOT: the
 * side is free). */
struct way {
    int64_t cost;
    uint32_t slot;
    uint32_t first, second;
};

struct mend {
    struct mus_moves *moves;
    uint64_t most_moved;
    uint32_t meeting;
    struct way best;
};

/* The side that has to be made free, by its chain. */
static bool make_free(struct mus_plan *plan, struct mus_chain *chain, uint32_t person,
                      uint32_t slot, uint32_t to)
{
    uint32_t there = *mus_plan_at(plan, person, slot);
    if (there == MUS_PLAN_NONE || !mus_chain_grow(chain, plan, there, to) ||
        !mus_chain_fits(chain, plan)) {
        return false;
    }
    mus_chain_swap(chain, plan);
    if (mus_chain_holds(chain, plan)) {
        return true;
    }
    mus_chain_swap(chain, plan);
    return false;
}

/* Looks at what it would cost to place the meeting in the slot now. */
static void consider(struct mend *mend, struct way way)
{
    struct mus_plan *plan = mend->moves->plan;
    if (!mus_plan_can_place(plan, mend->meeting, way.slot)) {
        return;
    }
    mus_plan_place(plan, mend->meeting, way.slot);
    way.cost = plan->cost;
    if (way.cost < mend->best.cost && plan->moved <= mend->most_moved) {
        mend->best = way;
    }
    mus_plan_remove(plan, mend->meeting);
}

/* Where the meeting that the person has in the slot could go. */
static mus_slots ways_out(const struct mus_plan *plan, uint32_t person, uint32_t slot)
{
    return plan->meetings[*mus_plan_at(plan, person, slot)].allowed & ~plan->persons[person].busy;
}

static bool too_dear(const struct mend *mend)
{
    const struct mus_plan *plan = mend->moves->plan;
    return plan->cost - plan->meetings[mend->meeting].left_out_cost >= mend->best.cost;
}

static void try_second(struct mend *mend, uint32_t person, struct way way)
{
    struct mus_plan *plan = mend->moves->plan;
    if (too_dear(mend)) {
        return;
    }
    if ((plan->persons[person].busy & mus_plan_bit(way.slot)) == 0) {
        consider(mend, way);
        return;
    }
    mus_slots slots = ways_out(plan, person, way.slot);
    for (; slots != 0; slots &= slots - 1) {
        way.second = (uint32_t)__builtin_ctzll(slots);
        if (make_free(plan, &mend->moves->second, person, way.slot, way.second)) {
            consider(mend, way);
            mus_chain_swap(&mend->moves->second, plan);
        }
    }
}

static void try_slot(struct mend *mend, uint32_t slot)
{
    struct mus_plan *plan = mend->moves->plan;
    const struct mus_plan_meeting *of = &plan->meetings[mend->meeting];
    struct way way = {.slot = slot, .first = NO_SLOT, .second = NO_SLOT};
    if ((plan->persons[of->a].busy & mus_plan_bit(slot)) == 0) {
        try_second(mend, of->b, way);
        return;
    }
    mus_slots slots = ways_out(plan, of->a, slot);
    for (; slots != 0; slots &= slots - 1) {
        way.first = (uint32_t)__builtin_ctzll(slots);
        if (make_free(plan, &mend->moves->chain, of->a, slot, way.first)) {
            try_second(mend, of->b, way);
            mus_chain_swap(&mend->moves->chain, plan);
        }
    }
}

/* Where both sides are free first: what is found there cuts short the rest. */
static bool find_way(struct mend *mend)
{
    const struct mus_plan *plan = mend->moves->plan;
    const struct mus_plan_meeting *of = &plan->meetings[mend->meeting];
    mus_slots a = plan->persons[of->a].busy;
    mus_slots b = plan->persons[of->b].busy;
    const mus_slots turns[] = {of->allowed & ~a & ~b, of->allowed & (a ^ b), of->allowed & a & b};
    mend->best = (struct way){.cost = INT64_MAX};
    for (size_t i = 0; i < sizeof turns / sizeof turns[0]; i++) {
        for (mus_slots slots = turns[i]; slots != 0; slots &= slots - 1) {
            try_slot(mend, (uint32_t)__builtin_ctzll(slots));
        }
    }
    return mend->best.cost != INT64_MAX;
}

static void go(struct mend *mend)
{
    struct mus_plan *plan = mend->moves->plan;
    const struct mus_plan_meeting *of = &plan->meetings[mend->meeting];
    const struct way *way = &mend->best;
    if (way->first != NO_SLOT) {
        (void)make_free(plan, &mend->moves->chain, of->a, way->slot, way->first);
    }
    if (way->second != NO_SLOT) {
        (void)make_free(plan, &mend->moves->second, of->b, way->slot, way->second);
    }
    mus_plan_place(plan, mend->meeting, way->slot);
}

void mus_mend_place(struct mus_moves *moves, uint64_t most_moved)
{
    struct mend mend = {.moves = moves, .most_moved = most_moved};
    for (bool again = true; again;) {
        again = false;
        for (uint32_t m = 0; m < moves->plan->problem->meeting_count; m++) {
            mend.meeting = m;
            if (moves->plan->slots[m] == MUS_PLAN_OUT && moves->plan->meetings[m].allowed != 0 &&
                find_way(&mend)) {
                go(&mend);
                again = true;
            }
        }
    }
}

void mus_mend_take_home(struct mus_moves *moves)
{
    struct mus_plan *plan = moves->plan;
    for (uint32_t m = 0; m < plan->problem->meeting_count; m++) {
        int8_t standing = plan->meetings[m].standing;
        if (standing == MUS_PLAN_OUT || plan->slots[m] == MUS_PLAN_OUT ||
            plan->slots[m] == standing ||
            !mus_chain_grow(&moves->chain, plan, m, (uint32_t)standing) ||
            !mus_chain_fits(&moves->chain, plan) || mus_chain_delta(&moves->chain, plan) > 0) {
            continue;
        }
        mus_chain_swap(&moves->chain, plan);
        if (!mus_chain_holds(&moves->chain, plan)) {
            mus_chain_swap(&moves->chain, plan);
        }
    }
}
