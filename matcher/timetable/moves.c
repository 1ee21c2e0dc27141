/* A move is one of
 *   shift   a meeting goes to another slot, with its chain; if the slot has no table left, a second
 *           chain that brings one back goes with it
 *   gather  somebody with more breaks than need be gets all meetings into one window of consecutive
 * slots, each by a chain; kept or taken back as a whole insert  a meeting that is left out comes
 * in, and whoever stands in its way is moved by a chain or left out leave   a meeting of somebody
 * who has more breaks than is fair is left out The dice are thrown first: a threshold says what the
 * move may cost, and only sums of integers decide. */
#include "matcher/timetable/moves.h"

#include "base/mem.h"
#include "matcher/timetable/rules.h"

#include <assert.h>
#include <string.h>

bool mus_plan_figures_better(const struct mus_plan_figures *left,
                             const struct mus_plan_figures *right)
{
    if (left->left_out != right->left_out) {
        return left->left_out < right->left_out;
    }
    if (left->left_out_weight != right->left_out_weight) {
        return left->left_out_weight < right->left_out_weight;
    }
    return left->price < right->price;
}

struct mus_plan_figures mus_plan_figures(const struct mus_plan *plan)
{
    return (struct mus_plan_figures){
        .left_out = plan->out_count,
        .left_out_weight = plan->left_out_weight,
        .price = plan->breaks * MUS_PLAN_BREAK + plan->moved * (uint64_t)plan->move_cost,
        .breaks = plan->breaks,
    };
}

/* ---- dice ---- */

uint32_t mus_moves_below(struct mus_moves *moves, uint32_t bound)
{
    if (moves->dice_left == 0) {
        moves->dice = mus_random_next(&moves->random);
        moves->dice_left = 2;
    }
    uint32_t bits = (uint32_t)moves->dice;
    moves->dice >>= 32;
    moves->dice_left--;
    return (uint32_t)((uint64_t)bits * bound >> 32);
}

/* One of the slots of a set that is not empty. */
static uint32_t any_slot(struct mus_moves *moves, mus_slots slots)
{
    uint32_t skip = mus_moves_below(moves, mus_slots_count(slots));
    for (; skip > 0; skip--) {
        slots &= slots - 1;
    }
    return (uint32_t)__builtin_ctzll(slots);
}

static int32_t threshold(struct mus_moves *moves)
{
    return moves->thresholds[mus_moves_below(moves, MUS_MOVES_THRESHOLDS)];
}

/* ---- the best one ---- */

void mus_moves_keep_best(struct mus_moves *moves)
{
    struct mus_plan_figures figures = mus_plan_figures(moves->plan);
    if (mus_plan_figures_better(&figures, &moves->best_figures) && mus_plan_fair(moves->plan) &&
        moves->plan->moved <= moves->most_moved) {
        memcpy(moves->best, moves->plan->slots,
               moves->plan->problem->meeting_count * sizeof *moves->best);
        moves->best_figures = figures;
    }
}

/* Before a change that does not pay: what is best so far would be lost. */
static void before(struct mus_moves *moves, int32_t delta)
{
    if (delta >= 0) {
        mus_moves_keep_best(moves);
    }
}

/* ---- shift ---- */

/* Looks for a second chain between the two slots of the grown one, which takes back what is too
 * much. Its first meeting is in the slot that is full. */
static bool find_counterpart(struct mus_moves *moves)
{
    struct mus_plan *plan = moves->plan;
    const struct mus_chain *chain = &moves->chain;
    uint32_t full = chain->lean > 0 ? chain->to : chain->from;
    uint32_t empty = chain->lean > 0 ? chain->from : chain->to;
    uint32_t persons = (uint32_t)plan->problem->participant_count;
    for (int tries = 0; tries < 6; tries++) {
        uint32_t meeting = *mus_plan_at(plan, mus_moves_below(moves, persons), full);
        if (meeting == MUS_PLAN_NONE || !mus_chain_grow(&moves->second, plan, meeting, empty) ||
            moves->second.lean <= 0) {
            continue;
        }
        bool same = false;
        for (uint32_t i = 0; !same && i < chain->count; i++) {
            same = chain->meetings[i] == meeting;
        }
        int32_t lean = chain->lean > 0 ? chain->lean : -chain->lean;
        int32_t rest = lean - moves->second.lean;
        if (!same && (int32_t)plan->load[full] + rest <= (int32_t)plan->room[full] &&
            (int32_t)plan->load[empty] - rest <= (int32_t)plan->room[empty]) {
            return true;
        }
    }
    return false;
}

/* Exchanges along the grown chain, and along the second where two, unless a further rule breaks. */
static bool swap(struct mus_moves *moves, bool two)
{
    struct mus_plan *plan = moves->plan;
    mus_chain_swap(&moves->chain, plan);
    if (two) {
        mus_chain_swap(&moves->second, plan);
    }
    if (mus_chain_holds(&moves->chain, plan) && (!two || mus_chain_holds(&moves->second, plan))) {
        return true;
    }
    mus_chain_swap(&moves->chain, plan);
    if (two) {
        mus_chain_swap(&moves->second, plan);
    }
    return false;
}

static void shift_to(struct mus_moves *moves, uint32_t meeting, uint32_t slot)
{
    struct mus_plan *plan = moves->plan;
    int32_t most = threshold(moves);
    if (!mus_chain_grow(&moves->chain, plan, meeting, slot)) {
        return;
    }
    int32_t delta = mus_chain_delta(&moves->chain, plan);
    if (delta > most) {
        return;
    }
    bool two = !mus_chain_fits(&moves->chain, plan);
    if (two) {
        if (!find_counterpart(moves)) {
            return;
        }
        delta += mus_chain_delta(&moves->second, plan);
    }
    if (delta <= most) {
        before(moves, delta);
        (void)swap(moves, two);
    }
}

/* Slots beside busy ones, within their day. */
static mus_slots beside(const struct mus_plan *plan, mus_slots busy)
{
    return (busy << 1 & ~plan->first) | (busy & ~plan->first) >> 1;
}

/* Where a meeting of the person can go from a slot (its bit) without tearing up the person's day in
 * plain sight: it takes the place of another one, or goes from the edge of a run to the edge of
 * one. */
static mus_slots promising(const struct mus_plan *plan, uint32_t person, mus_slots here)
{
    mus_slots busy = plan->persons[person].busy;
    mus_slots neighbours = beside(plan, here);
    bool inside = (neighbours & busy) == neighbours;
    return inside ? busy : busy | beside(plan, busy & ~here);
}

void mus_moves_shift_anyone(struct mus_moves *moves)
{
    struct mus_plan *plan = moves->plan;
    uint32_t meeting = mus_moves_below(moves, (uint32_t)plan->problem->meeting_count);
    if (plan->slots[meeting] == MUS_PLAN_OUT) {
        return;
    }
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    mus_slots here = mus_plan_bit((uint32_t)plan->slots[meeting]);
    mus_slots slots = of->allowed & ~here;
    if (mus_moves_below(moves, 8) != 0) {
        slots &= promising(plan, of->a, here) & promising(plan, of->b, here);
    }
    if (slots != 0) {
        shift_to(moves, meeting, any_slot(moves, slots));
    }
}

/* Somebody's meeting goes to a slot beside others of the same participant. */
void mus_moves_shift_beside(struct mus_moves *moves, uint32_t person)
{
    struct mus_plan *plan = moves->plan;
    mus_slots busy = plan->persons[person].busy;
    if (busy == 0) {
        return;
    }
    uint32_t slot = any_slot(moves, busy);
    uint32_t meeting = *mus_plan_at(plan, person, slot);
    mus_slots rest = busy & ~mus_plan_bit(slot);
    mus_slots slots = plan->meetings[meeting].allowed & ~busy;
    mus_slots close = slots & beside(plan, rest);
    slots = close != 0 ? close : slots;
    if (slots != 0) {
        shift_to(moves, meeting, any_slot(moves, slots));
    }
}

/* ---- gather ---- */

static void note(struct mus_moves *moves, uint32_t meeting, int8_t from, int8_t to)
{
    assert(moves->journal_count < moves->journal_room);
    moves->journal[moves->journal_count++] = (struct mus_moves_change){meeting, from, to};
}

static void take_back(struct mus_moves *moves)
{
    struct mus_plan *plan = moves->plan;
    while (moves->journal_count > 0) {
        struct mus_moves_change change = moves->journal[--moves->journal_count];
        if (change.from == MUS_PLAN_OUT) {
            mus_plan_remove(plan, change.meeting);
        } else if (change.to == MUS_PLAN_OUT) {
            mus_plan_place(plan, change.meeting, (uint32_t)change.from);
        } else {
            bool grown = mus_chain_grow(&moves->chain, plan, change.meeting, (uint32_t)change.from);
            assert(grown); /* everything in it has just been where it goes */
            (void)grown;
            mus_chain_swap(&moves->chain, plan);
        }
    }
}

/* Moves a meeting by its chain, as part of a larger change. */
static bool move(struct mus_moves *moves, uint32_t meeting, uint32_t slot)
{
    struct mus_plan *plan = moves->plan;
    int8_t from = plan->slots[meeting];
    if (!mus_chain_grow(&moves->chain, plan, meeting, slot)) {
        return false;
    }
    bool two = !mus_chain_fits(&moves->chain, plan);
    if (two && !find_counterpart(moves)) {
        return false;
    }
    uint32_t second = two ? moves->second.meetings[0] : 0;
    uint32_t second_from = moves->second.from;
    uint32_t second_to = moves->second.to;
    if (!swap(moves, two)) {
        return false;
    }
    note(moves, meeting, from, (int8_t)slot);
    if (two) {
        note(moves, second, (int8_t)second_from, (int8_t)second_to);
    }
    return true;
}

/* A window of as many slots of one day as the person has meetings, some of them in it already. */
static mus_slots window(struct mus_moves *moves, mus_slots busy)
{
    const struct mus_plan *plan = moves->plan;
    uint32_t size = mus_slots_count(busy);
    mus_slots day = plan->days[plan->day_count == 1 ? 0 : mus_moves_below(moves, plan->day_count)];
    busy &= day;
    size = plan->day_count == 1 ? size : mus_slots_count(busy);
    if (size < 2) {
        return 0;
    }
    uint32_t begin = (uint32_t)__builtin_ctzll(busy);
    uint32_t end = 64 - (uint32_t)__builtin_clzll(busy);
    if (end - begin <= size) {
        return 0;
    }
    uint32_t first = begin + mus_moves_below(moves, end - begin - size + 1);
    return (((mus_slots)1 << size) - 1) << first;
}

void mus_moves_gather(struct mus_moves *moves)
{
    struct mus_plan *plan = moves->plan;
    if (plan->torn_count == 0) {
        return;
    }
    uint32_t person = plan->torn[mus_moves_below(moves, plan->torn_count)];
    mus_slots all = plan->persons[person].busy;
    mus_slots wanted = window(moves, all);
    if (wanted == 0) {
        return;
    }
    mus_slots day = 0;
    for (uint32_t d = 0; d < plan->day_count; d++) {
        day |= plan->days[d] & wanted ? plan->days[d] : 0;
    }
    int32_t most = threshold(moves);
    int64_t cost = plan->cost;
    mus_moves_keep_best(moves);
    moves->journal_count = 0;
    mus_slots outside = all & day & ~wanted;
    bool done = true;
    for (; done && outside != 0; outside &= outside - 1) {
        uint32_t meeting = *mus_plan_at(plan, person, (uint32_t)__builtin_ctzll(outside));
        mus_slots slots = wanted & ~plan->persons[person].busy & plan->meetings[meeting].allowed;
        done = slots != 0 && move(moves, meeting, any_slot(moves, slots));
    }
    if (!done || plan->cost - cost > most) {
        take_back(moves);
    }
}

/* ---- insert ---- */

static void leave_out(struct mus_moves *moves, uint32_t meeting)
{
    note(moves, meeting, moves->plan->slots[meeting], MUS_PLAN_OUT);
    mus_plan_remove(moves->plan, meeting);
}

/* Makes one side of the meeting free in the slot: by a chain, now and then, else by leaving out. */
static void make_free(struct mus_moves *moves, uint32_t person, uint32_t slot)
{
    struct mus_plan *plan = moves->plan;
    uint32_t meeting = *mus_plan_at(plan, person, slot);
    if (meeting == MUS_PLAN_NONE) {
        return;
    }
    mus_slots slots = plan->meetings[meeting].allowed & ~plan->persons[person].busy;
    if (slots != 0 && mus_moves_below(moves, 4) != 0 &&
        move(moves, meeting, any_slot(moves, slots))) {
        return;
    }
    leave_out(moves, meeting);
}

/* Leaves out what stands in the way of the meeting elsewhere, and what is in the slot and has the
 * same kind of claim. */
static void make_room(struct mus_moves *moves, uint32_t meeting, uint32_t slot)
{
    struct mus_plan *plan = moves->plan;
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    uint32_t persons = (uint32_t)plan->problem->participant_count;
    for (uint32_t blocker; moves->journal_count < moves->journal_room &&
                           (blocker = mus_rules_blocker(plan, meeting, slot)) != MUS_PLAN_NONE;) {
        leave_out(moves, blocker);
    }
    for (int tries = 0; tries < 32 && moves->journal_count < moves->journal_room; tries++) {
        bool full = of->at_table && plan->load[slot] >= plan->room[slot];
        bool language = !mus_rules_language(plan, meeting, slot);
        bool lock = !mus_rules_lock(plan, meeting, slot);
        if (!full && !language && !lock) {
            return;
        }
        uint32_t there = *mus_plan_at(plan, mus_moves_below(moves, persons), slot);
        if (there == MUS_PLAN_NONE) {
            continue;
        }
        const struct mus_plan_meeting *other = &plan->meetings[there];
        if ((full && other->at_table) || (language && other->language != 0) ||
            (lock && other->locked_table == of->locked_table)) {
            leave_out(moves, there);
        }
    }
}

void mus_moves_leave_out(struct mus_moves *moves, uint32_t person)
{
    struct mus_plan *plan = moves->plan;
    mus_slots busy = plan->persons[person].busy;
    if (busy == 0) {
        return;
    }
    uint32_t meeting = *mus_plan_at(plan, person, any_slot(moves, busy));
    int32_t most = threshold(moves);
    int64_t cost = plan->cost;
    mus_moves_keep_best(moves);
    moves->journal_count = 0;
    leave_out(moves, meeting);
    if (plan->cost - cost > most) {
        take_back(moves);
    }
}

void mus_moves_insert(struct mus_moves *moves)
{
    struct mus_plan *plan = moves->plan;
    uint32_t meeting = plan->out[mus_moves_below(moves, plan->out_count)];
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    if (of->allowed == 0) {
        return;
    }
    mus_slots free = of->allowed & ~plan->persons[of->a].busy;
    mus_slots half = free & ~plan->persons[of->b].busy;
    half = half != 0 ? half : free | (of->allowed & ~plan->persons[of->b].busy);
    uint32_t slot =
        any_slot(moves, half != 0 && mus_moves_below(moves, 8) != 0 ? half : of->allowed);
    int32_t most = threshold(moves);
    int64_t cost = plan->cost;
    mus_moves_keep_best(moves);
    moves->journal_count = 0;
    make_free(moves, of->a, slot);
    make_free(moves, of->b, slot);
    make_room(moves, meeting, slot);
    bool done =
        moves->journal_count < moves->journal_room && mus_plan_can_place(plan, meeting, slot);
    if (done) {
        mus_plan_place(plan, meeting, slot);
        note(moves, meeting, MUS_PLAN_OUT, (int8_t)slot);
    }
    if (!done || plan->cost - cost > most) {
        take_back(moves);
    }
}

/* ---- making one ---- */

void mus_moves_begin_anew(struct mus_moves *moves)
{
    const struct mus_plan *plan = moves->plan;
    memcpy(moves->best, plan->slots, plan->problem->meeting_count * sizeof *moves->best);
    moves->best_figures = mus_plan_figures(plan);
}

enum mus_status mus_moves_init(struct mus_moves *moves, struct mus_plan *plan, uint64_t seed,
                               struct mus_error *err)
{
    size_t meetings = plan->problem->meeting_count;
    *moves = (struct mus_moves){.plan = plan, .most_moved = UINT64_MAX};
    mus_random_init(&moves->random, seed);
    moves->journal_room = 4 * MUS_TIMETABLE_MAX_SLOTS;
    moves->journal = mus_alloc(moves->journal_room, sizeof *moves->journal);
    moves->best = mus_alloc(meetings, sizeof *moves->best);
    moves->thresholds = mus_alloc_zero(MUS_MOVES_THRESHOLDS, sizeof *moves->thresholds);
    enum mus_status status =
        moves->journal != NULL && moves->best != NULL && moves->thresholds != NULL
            ? mus_chain_init(&moves->chain, plan, err)
            : mus_fail_memory(err);
    if (status == MUS_OK) {
        status = mus_chain_init(&moves->second, plan, err);
    }
    if (status != MUS_OK) {
        mus_moves_done(moves);
        return status;
    }
    mus_moves_begin_anew(moves);
    return MUS_OK;
}

void mus_moves_done(struct mus_moves *moves)
{
    mus_chain_done(&moves->chain);
    mus_chain_done(&moves->second);
    mus_free(moves->journal);
    mus_free(moves->best);
    mus_free(moves->thresholds);
    *moves = (struct mus_moves){0};
}
