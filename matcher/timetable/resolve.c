/* Dynamic programming over the slots of the days and the set of meetings that have been given one
 * (as Held and Karp 1962 for tours). A state says where the participant stands in the day:
 *
 *   AHEAD    no meeting of the day yet
 *   BUSY     in a meeting
 *   BETWEEN  in a hole, which a later meeting of the day ends
 *   OVER     no more meetings this day
 *
 * A hole costs a break when it begins and each of its slots a little; a meeting costs what it makes
 * of the other side's day. So for k meetings and t slots 2^k · 4 · t · (k + 1) steps find the
 * cheapest of all ways. What fairness adds for many breaks is no sum over slots and is left aside:
 * the way found is taken only where the whole plan becomes cheaper by it. */
#include "matcher/timetable/resolve.h"

#include "base/mem.h"

#include <limits.h>
#include <string.h>

enum state { AHEAD, BUSY, BETWEEN, OVER, STATES };

#define SETS ((uint32_t)1 << MUS_RESOLVE_MEETINGS)
#define NEVER (INT32_MAX / 2)
#define NO_MEETING MUS_RESOLVE_MEETINGS

struct day {
    struct mus_resolve *resolve;
    struct mus_plan *plan;
    uint32_t person;
    uint32_t meetings[MUS_RESOLVE_MEETINGS];
    int8_t kept[MUS_RESOLVE_MEETINGS]; /* their slots before */
    uint32_t count;
    mus_slots fixed; /* slots of the participant's other meetings */
    mus_slots freed; /* slots in which one of these meetings gives up a table */
};

enum mus_status mus_resolve_init(struct mus_resolve *resolve, size_t slots, struct mus_error *err)
{
    *resolve = (struct mus_resolve){
        .costs = mus_alloc((size_t)2 * SETS * STATES, sizeof *resolve->costs),
        .steps = mus_alloc((slots + 1) * SETS * STATES, sizeof *resolve->steps),
    };
    if (resolve->costs == NULL || resolve->steps == NULL) {
        mus_resolve_done(resolve);
        return mus_fail_memory(err);
    }
    return MUS_OK;
}

void mus_resolve_done(struct mus_resolve *resolve)
{
    mus_free(resolve->costs);
    mus_free(resolve->steps);
    *resolve = (struct mus_resolve){0};
}

/* ---- what is looked at ---- */

static bool has_other(const struct day *day, uint32_t other)
{
    bool has = false;
    for (uint32_t i = 0; i < day->count; i++) {
        has |= mus_plan_other(&day->plan->meetings[day->meetings[i]], day->person) == other;
    }
    return has;
}

static void collect(struct day *day)
{
    const struct mus_plan *plan = day->plan;
    day->fixed = plan->persons[day->person].busy;
    for (mus_slots busy = day->fixed; busy != 0 && day->count < MUS_RESOLVE_MEETINGS;
         busy &= busy - 1) {
        uint32_t slot = (uint32_t)__builtin_ctzll(busy);
        uint32_t meeting = *mus_plan_at(plan, day->person, slot);
        const struct mus_plan_meeting *of = &plan->meetings[meeting];
        if (!of->bound && !has_other(day, mus_plan_other(of, day->person))) {
            day->meetings[day->count] = meeting;
            day->kept[day->count++] = (int8_t)slot;
            day->fixed &= ~mus_plan_bit(slot);
            day->freed |= of->at_table ? mus_plan_bit(slot) : 0;
        }
    }
}

/* What one of the meetings costs in the slot; NEVER where it cannot be there. */
static int32_t cost_in(const struct day *day, uint32_t i, uint32_t slot)
{
    const struct mus_plan *plan = day->plan;
    const struct mus_plan_meeting *of = &plan->meetings[day->meetings[i]];
    const struct mus_plan_person *other = &plan->persons[mus_plan_other(of, day->person)];
    mus_slots bit = mus_plan_bit(slot);
    mus_slots busy = other->busy & ~mus_plan_bit((uint32_t)day->kept[i]);
    uint32_t load = plan->load[slot] - ((day->freed & bit) != 0);
    if ((of->allowed & bit) == 0 || (busy & bit) != 0 ||
        (of->at_table && load >= plan->room[slot])) {
        return NEVER;
    }
    int32_t moved = (int32_t)mus_plan_is_moved(plan, day->meetings[i], (int)slot);
    return mus_plan_person_cost(plan, busy | bit) - other->cost + plan->move_cost * moved;
}

/* ---- the cheapest way ---- */

struct step {
    const int32_t *from;
    int32_t *to;
    uint8_t *how;
};

static void offer(const struct step *step, uint32_t set, enum state state, int32_t cost,
                  enum state before, uint32_t meeting)
{
    size_t at = (size_t)set * STATES + state;
    if (cost < step->to[at]) {
        step->to[at] = cost;
        step->how[at] = (uint8_t)(before | meeting << 2);
    }
}

static void stay_away(const struct step *step, uint32_t set, enum state state, enum state before,
                      int32_t cost)
{
    if (state == BUSY) {
        offer(step, set, OVER, cost, before, NO_MEETING);
        offer(step, set, BETWEEN, cost + MUS_PLAN_BREAK + MUS_PLAN_IDLE, before, NO_MEETING);
    } else {
        offer(step, set, state, cost + (state == BETWEEN ? MUS_PLAN_IDLE : 0), before, NO_MEETING);
    }
}

static void pass_slot(const struct day *day, uint32_t slot, const struct step *step)
{
    int32_t costs[MUS_RESOLVE_MEETINGS];
    bool fixed = (day->fixed & mus_plan_bit(slot)) != 0;
    bool first = (day->plan->first & mus_plan_bit(slot)) != 0;
    for (uint32_t i = 0; i < day->count; i++) {
        costs[i] = fixed ? NEVER : cost_in(day, i, slot);
    }
    for (uint32_t at = 0; at < (uint32_t)STATES << day->count; at++) {
        uint32_t set = at / STATES;
        enum state before = (enum state)(at % STATES);
        if (step->from[at] >= NEVER || (first && before == BETWEEN)) {
            continue;
        }
        enum state state = first ? AHEAD : before;
        if (!fixed) {
            stay_away(step, set, state, before, step->from[at]);
        }
        if (fixed && state != OVER) {
            offer(step, set, BUSY, step->from[at], before, NO_MEETING);
        }
        for (uint32_t i = 0; i < day->count && state != OVER; i++) {
            if (costs[i] < NEVER && (set >> i & 1) == 0) {
                offer(step, set | (uint32_t)1 << i, BUSY, step->from[at] + costs[i], before, i);
            }
        }
    }
}

/* Fills in everything; the state in which the cheapest way ends, STATES where there is none. */
static enum state find_way(const struct day *day)
{
    size_t size = (size_t)SETS * STATES;
    int32_t *costs[2] = {day->resolve->costs, day->resolve->costs + size};
    size_t used = (size_t)STATES << day->count;
    for (size_t i = 0; i < used; i++) {
        costs[0][i] = NEVER;
    }
    costs[0][AHEAD] = 0;
    for (uint32_t slot = 0; slot < day->plan->slot_count; slot++) {
        const struct step step = {costs[slot % 2], costs[(slot + 1) % 2],
                                  day->resolve->steps + slot * size};
        for (size_t i = 0; i < used; i++) {
            step.to[i] = NEVER;
        }
        pass_slot(day, slot, &step);
    }
    const int32_t *last = costs[day->plan->slot_count % 2] + used - STATES;
    enum state best = STATES;
    for (enum state state = AHEAD; state < STATES; state++) {
        if (state != BETWEEN && last[state] < (best == STATES ? NEVER : last[best])) {
            best = state;
        }
    }
    return best;
}

static void follow_back(const struct day *day, enum state state, int8_t *slots)
{
    size_t size = (size_t)SETS * STATES;
    uint32_t set = ((uint32_t)1 << day->count) - 1;
    for (uint32_t slot = day->plan->slot_count; slot-- > 0;) {
        uint8_t how = day->resolve->steps[slot * size + (size_t)set * STATES + state];
        state = (enum state)(how & 3);
        uint32_t meeting = how >> 2;
        if (meeting != NO_MEETING) {
            slots[meeting] = (int8_t)slot;
            set &= ~((uint32_t)1 << meeting);
        }
    }
}

/* ---- the plan ---- */

static void put(const struct day *day, const int8_t *slots)
{
    for (uint32_t i = 0; i < day->count; i++) {
        mus_plan_remove(day->plan, day->meetings[i]);
    }
    for (uint32_t i = 0; i < day->count; i++) {
        mus_plan_place(day->plan, day->meetings[i], (uint32_t)slots[i]);
    }
}

bool mus_resolve_person(struct mus_resolve *resolve, struct mus_plan *plan, uint32_t person)
{
    struct day day = {.resolve = resolve, .plan = plan, .person = person};
    int8_t slots[MUS_RESOLVE_MEETINGS] = {0};
    int64_t cost = plan->cost;
    collect(&day);
    enum state end = day.count > 0 ? find_way(&day) : STATES;
    if (end == STATES) {
        return false;
    }
    follow_back(&day, end, slots);
    if (memcmp(slots, day.kept, day.count) == 0) {
        return false;
    }
    put(&day, slots);
    if (plan->cost < cost) {
        return true;
    }
    put(&day, day.kept);
    return false;
}
