/* Greedy construction. Who has few slots to spare goes first (Brélaz's idea for colouring graphs,
 * 1979), and a meeting goes where its two participants' days tear least. What then has no slot in
 * which both sides are free gets one by Kempe's argument: in slot s one side is free, in slot t the
 * other, and unless one chain leads from side to side, exchanging s and t makes a slot free. */
#include "matcher/timetable/construct.h"

#include "base/mem.h"
#include "matcher/timetable/rules.h"

#include <stdlib.h>

struct candidate {
    int32_t spare; /* slots allowed, less the meetings of the busier side */
    uint32_t meeting;
};

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *l = left;
    const struct candidate *r = right;
    if (l->spare != r->spare) {
        return l->spare < r->spare ? -1 : 1;
    }
    return l->meeting < r->meeting ? -1 : l->meeting > r->meeting;
}

/* What the meeting in the slot changes, without its being placed. */
static int32_t cost_of(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    const struct mus_plan_person *a = &plan->persons[of->a];
    const struct mus_plan_person *b = &plan->persons[of->b];
    int32_t moved = (int32_t)mus_plan_is_moved(plan, meeting, (int)slot) * plan->move_cost;
    return mus_plan_person_cost(plan, a->busy | mus_plan_bit(slot)) - a->cost +
           mus_plan_person_cost(plan, b->busy | mus_plan_bit(slot)) - b->cost + moved;
}

/* The cheapest slot for it, of equally cheap ones the emptiest, then the first; -1: none. */
static int cheapest_slot(const struct mus_plan *plan, uint32_t meeting)
{
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    mus_slots slots = of->allowed & ~plan->persons[of->a].busy & ~plan->persons[of->b].busy;
    int best = -1;
    int32_t best_cost = 0;
    for (; slots != 0; slots &= slots - 1) {
        uint32_t slot = (uint32_t)__builtin_ctzll(slots);
        if (!mus_plan_can_place(plan, meeting, slot)) {
            continue;
        }
        int32_t cost = cost_of(plan, meeting, slot);
        if (best < 0 || cost < best_cost ||
            (cost == best_cost && plan->load[slot] < plan->load[best])) {
            best = (int)slot;
            best_cost = cost;
        }
    }
    return best;
}

static void place_greedily(struct mus_plan *plan, const struct candidate *order, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        int slot = cheapest_slot(plan, order[i].meeting);
        if (slot >= 0) {
            mus_plan_place(plan, order[i].meeting, (uint32_t)slot);
        }
    }
}

/* Makes the busy side free in the slot by the chain to another slot, and places the meeting. */
static bool place_by_chain(struct mus_plan *plan, struct mus_chain *chain, uint32_t meeting,
                           uint32_t busy, uint32_t slot, uint32_t other)
{
    uint32_t there = *mus_plan_at(plan, busy, slot);
    if (!mus_chain_grow(chain, plan, there, other) || !mus_chain_fits(chain, plan)) {
        return false;
    }
    mus_chain_swap(chain, plan);
    if (mus_chain_holds(chain, plan) && mus_plan_can_place(plan, meeting, slot)) {
        mus_plan_place(plan, meeting, slot);
        return true;
    }
    mus_chain_swap(chain, plan);
    return false;
}

/* Tries every slot in which one side is free, with every slot in which the other one is. */
static bool place_beside(struct mus_plan *plan, struct mus_chain *chain, uint32_t meeting,
                         uint32_t idle, uint32_t busy)
{
    mus_slots slots =
        plan->meetings[meeting].allowed & ~plan->persons[idle].busy & plan->persons[busy].busy;
    for (; slots != 0; slots &= slots - 1) {
        uint32_t slot = (uint32_t)__builtin_ctzll(slots);
        mus_slots others =
            ~plan->persons[busy].busy & plan->meetings[*mus_plan_at(plan, busy, slot)].allowed;
        for (; others != 0; others &= others - 1) {
            if (place_by_chain(plan, chain, meeting, busy, slot,
                               (uint32_t)__builtin_ctzll(others))) {
                return true;
            }
        }
    }
    return false;
}

static void place_by_chains(struct mus_plan *plan, struct mus_chain *chain,
                            const struct candidate *order, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t meeting = order[i].meeting;
        const struct mus_plan_meeting *of = &plan->meetings[meeting];
        if (plan->slots[meeting] == MUS_PLAN_OUT &&
            !place_beside(plan, chain, meeting, of->a, of->b)) {
            (void)place_beside(plan, chain, meeting, of->b, of->a);
        }
    }
}

static uint32_t collect(const struct mus_plan *plan, struct candidate *order)
{
    for (uint32_t i = 0; i < plan->out_count; i++) {
        uint32_t meeting = plan->out[i];
        const struct mus_plan_meeting *of = &plan->meetings[meeting];
        uint16_t a = plan->persons[of->a].meetings;
        uint16_t b = plan->persons[of->b].meetings;
        order[i] = (struct candidate){
            (int32_t)mus_slots_count(of->allowed) - (int32_t)(a > b ? a : b), meeting};
    }
    qsort(order, plan->out_count, sizeof *order, compare_candidates);
    return plan->out_count;
}

enum mus_status mus_construct(struct mus_plan *plan, struct mus_error *err)
{
    struct mus_chain chain = {0};
    struct candidate *order = mus_alloc(plan->out_count, sizeof *order);
    enum mus_status status =
        order != NULL ? mus_chain_init(&chain, plan, err) : mus_fail_memory(err);
    if (status == MUS_OK && plan->out_count > 0) {
        uint32_t count = collect(plan, order);
        place_greedily(plan, order, count);
        place_by_chains(plan, &chain, order, count);
    }
    mus_chain_done(&chain);
    mus_free(order);
    return status;
}

/* ---- finishing ---- */

/* The meeting of an unfair person whose leaving helps most; of equal ones the earliest. */
static uint32_t worst_meeting(const struct mus_plan *plan, uint32_t person)
{
    mus_slots busy = plan->persons[person].busy;
    uint32_t fewest = UINT32_MAX;
    uint32_t worst = MUS_PLAN_NONE;
    for (mus_slots slots = busy; slots != 0; slots &= slots - 1) {
        uint32_t slot = (uint32_t)__builtin_ctzll(slots);
        uint32_t breaks = mus_plan_breaks(plan, busy & ~mus_plan_bit(slot));
        if (breaks < fewest) {
            fewest = breaks;
            worst = *mus_plan_at(plan, person, slot);
        }
    }
    return worst;
}

/* Whoever has the most breaks loses a meeting, until it is well. Each turn leaves one more meeting
 * out, and where all are out nobody has a break: it ends. */
static void make_fair(struct mus_plan *plan)
{
    while (!mus_plan_fair(plan)) {
        uint32_t worst = 0;
        for (uint32_t p = 1; p < plan->problem->participant_count; p++) {
            worst = plan->persons[p].breaks > plan->persons[worst].breaks ? p : worst;
        }
        mus_plan_remove(plan, worst_meeting(plan, worst));
    }
}

static bool place_fairly(struct mus_plan *plan, uint32_t meeting)
{
    mus_slots slots = plan->meetings[meeting].allowed;
    int best = -1;
    int32_t best_cost = 0;
    for (; slots != 0; slots &= slots - 1) {
        uint32_t slot = (uint32_t)__builtin_ctzll(slots);
        if (!mus_plan_can_place(plan, meeting, slot) || !mus_plan_fair_with(plan, meeting, slot)) {
            continue;
        }
        int32_t cost = cost_of(plan, meeting, slot);
        if (best < 0 || cost < best_cost) {
            best = (int)slot;
            best_cost = cost;
        }
    }
    if (best >= 0) {
        mus_plan_place(plan, meeting, (uint32_t)best);
    }
    return best >= 0;
}

void mus_construct_finish(struct mus_plan *plan)
{
    make_fair(plan);
    for (bool again = plan->out_count > 0; again;) {
        again = false;
        for (uint32_t m = 0; m < plan->problem->meeting_count; m++) {
            if (plan->slots[m] == MUS_PLAN_OUT && place_fairly(plan, m)) {
                again = true;
            }
        }
    }
}
