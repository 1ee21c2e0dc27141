#include "matcher/timetable/chain.h"

#include "base/mem.h"
#include "matcher/timetable/rules.h"

enum mus_status mus_chain_init(struct mus_chain *chain, const struct mus_plan *plan,
                               struct mus_error *err)
{
    *chain = (struct mus_chain){0};
    chain->meetings = mus_alloc(plan->problem->participant_count + 1, sizeof *chain->meetings);
    return chain->meetings != NULL ? MUS_OK : mus_fail_memory(err);
}

void mus_chain_done(struct mus_chain *chain)
{
    mus_free(chain->meetings);
    *chain = (struct mus_chain){0};
}

static void add(struct mus_chain *chain, const struct mus_plan_meeting *of, uint32_t meeting,
                bool forward)
{
    chain->meetings[chain->count++] = meeting;
    chain->lean += forward ? of->at_table : -(int32_t)of->at_table;
    chain->bound |= of->bound != 0;
}

/* Follows the chain from its first meeting over one of that meeting's sides. */
static bool follow(struct mus_chain *chain, const struct mus_plan *plan, uint32_t person)
{
    uint32_t first = chain->meetings[0];
    uint32_t loses = chain->from;
    uint32_t gains = chain->to;
    for (;;) {
        uint32_t next = *mus_plan_at(plan, person, gains);
        if (next == MUS_PLAN_NONE) {
            chain->ends[chain->end_count++] = (struct mus_chain_end){person, loses, gains};
            return true;
        }
        if (next == first) {
            return true;
        }
        const struct mus_plan_meeting *of = &plan->meetings[next];
        if ((of->allowed & mus_plan_bit(loses)) == 0) {
            return false;
        }
        add(chain, of, next, gains == chain->from);
        person = mus_plan_other(of, person);
        uint32_t kept = loses;
        loses = gains;
        gains = kept;
    }
}

bool mus_chain_grow(struct mus_chain *chain, const struct mus_plan *plan, uint32_t meeting,
                    uint32_t to)
{
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    if ((of->allowed & mus_plan_bit(to)) == 0) {
        return false;
    }
    chain->count = 0;
    chain->end_count = 0;
    chain->lean = 0;
    chain->bound = false;
    chain->from = (uint32_t)plan->slots[meeting];
    chain->to = to;
    add(chain, of, meeting, true);
    return follow(chain, plan, of->a) && (chain->end_count == 0 || follow(chain, plan, of->b));
}

static mus_slots busy_after(const struct mus_chain_end *end, const struct mus_plan *plan)
{
    return plan->persons[end->person].busy ^ mus_plan_bit(end->loses) ^ mus_plan_bit(end->gains);
}

/* By how many more meetings a swap makes stand elsewhere than they stood. */
static int32_t moved_by(const struct mus_chain *chain, const struct mus_plan *plan)
{
    int32_t moved = 0;
    for (uint32_t i = 0; i < chain->count; i++) {
        uint32_t meeting = chain->meetings[i];
        uint32_t slot = (uint32_t)plan->slots[meeting];
        moved += (int32_t)mus_plan_is_moved(plan, meeting, (int)(chain->from ^ chain->to ^ slot)) -
                 (int32_t)mus_plan_is_moved(plan, meeting, (int)slot);
    }
    return moved;
}

int32_t mus_chain_delta(const struct mus_chain *chain, const struct mus_plan *plan)
{
    int32_t delta = plan->move_cost == 0 ? 0 : plan->move_cost * moved_by(chain, plan);
    for (uint32_t i = 0; i < chain->end_count; i++) {
        const struct mus_chain_end *end = &chain->ends[i];
        delta +=
            mus_plan_person_cost(plan, busy_after(end, plan)) - plan->persons[end->person].cost;
    }
    return delta;
}

static void enter_and_leave(const struct mus_chain *chain, struct mus_plan *plan)
{
    for (uint32_t i = 0; i < chain->count; i++) {
        const struct mus_plan_meeting *of = &plan->meetings[chain->meetings[i]];
        if (of->bound) {
            uint32_t slot = (uint32_t)plan->slots[chain->meetings[i]];
            mus_rules_leave(plan, of, slot);
            mus_rules_enter(plan, of, chain->from ^ chain->to ^ slot);
        }
    }
}

void mus_chain_swap(struct mus_chain *chain, struct mus_plan *plan)
{
    if (chain->bound) {
        enter_and_leave(chain, plan);
    }
    if (plan->move_cost != 0) {
        int32_t moved = moved_by(chain, plan);
        plan->moved += (uint64_t)(int64_t)moved;
        plan->cost += (int64_t)plan->move_cost * moved;
    }
    for (uint32_t i = 0; i < chain->count; i++) {
        uint32_t meeting = chain->meetings[i];
        const struct mus_plan_meeting *of = &plan->meetings[meeting];
        uint32_t slot = chain->from ^ chain->to ^ (uint32_t)plan->slots[meeting];
        plan->slots[meeting] = (int8_t)slot;
        *mus_plan_at(plan, of->a, slot) = meeting;
        *mus_plan_at(plan, of->b, slot) = meeting;
    }
    for (uint32_t i = 0; i < chain->end_count; i++) {
        struct mus_chain_end *end = &chain->ends[i];
        *mus_plan_at(plan, end->person, end->loses) = MUS_PLAN_NONE;
        mus_plan_set_busy(plan, end->person, busy_after(end, plan));
        *end = (struct mus_chain_end){end->person, end->gains, end->loses};
    }
    plan->load[chain->to] += (uint32_t)chain->lean;
    plan->load[chain->from] -= (uint32_t)chain->lean;
    uint32_t kept = chain->from;
    chain->from = chain->to;
    chain->to = kept;
}

bool mus_chain_holds(const struct mus_chain *chain, const struct mus_plan *plan)
{
    bool holds = !chain->bound || mus_rules_counts_hold(plan->rules);
    for (uint32_t i = 0; holds && chain->bound && i < chain->count; i++) {
        holds =
            !plan->meetings[chain->meetings[i]].bound || mus_rules_hold(plan, chain->meetings[i]);
    }
    return holds;
}
