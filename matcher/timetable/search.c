/* Simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983) whose usual step exchanges two slots along
 * a Kempe chain (chain.h).
 *
 * A step is one of
 *   shift   a meeting goes to another slot, with its chain; if the slot has no table left, a second
 *           chain that brings one back goes with it
 *   gather  somebody with a break gets all meetings into one window of consecutive slots, each by
 *           a chain; kept or taken back as a whole
 *   insert  a meeting that is left out comes in, and whoever stands in its way is moved by a chain
 *           or left out
 * A step that makes the plan dearer by d is kept with probability exp(-d / temperature). The dice
 * are thrown first: a threshold -temperature × ln(u) is what the step may cost, with the logarithms
 * in a table, so that only sums of integers decide. */
#include "matcher/timetable/search.h"

#include "base/mem.h"
#include "matcher/timetable/rules.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define THRESHOLDS 4096
#define STAGES 256 /* of one cooling: its 256th root is taken by eight square roots */
#define HOT 500.0
#define COLD 100.0
#define MIN_CYCLE 20000000
#define MAX_CYCLE 120000000
#define STEPS_PER_MEETING 50000
#define STOP_EVERY 4096

bool mus_plan_figures_better(const struct mus_plan_figures *left,
                             const struct mus_plan_figures *right)
{
    if (left->left_out != right->left_out) {
        return left->left_out < right->left_out;
    }
    if (left->left_out_weight != right->left_out_weight) {
        return left->left_out_weight < right->left_out_weight;
    }
    return left->breaks < right->breaks;
}

struct mus_plan_figures mus_plan_figures(const struct mus_plan *plan)
{
    return (struct mus_plan_figures){plan->out_count, plan->left_out_weight, plan->breaks};
}

/* ---- dice ---- */

/* Evenly 0 … bound-1, but for what 2³² leaves over. */
static uint32_t below(struct mus_search *search, uint32_t bound)
{
    if (search->dice_left == 0) {
        search->dice = mus_random_next(&search->random);
        search->dice_left = 2;
    }
    uint32_t bits = (uint32_t)search->dice;
    search->dice >>= 32;
    search->dice_left--;
    return (uint32_t)((uint64_t)bits * bound >> 32);
}

/* One of the slots of a set that is not empty. */
static uint32_t any_slot(struct mus_search *search, mus_slots slots)
{
    uint32_t skip = below(search, (uint32_t)__builtin_popcountll(slots));
    for (; skip > 0; skip--) {
        slots &= slots - 1;
    }
    return (uint32_t)__builtin_ctzll(slots);
}

/* ln(1 / u) for 0 < u < 1: halvings, and 2 artanh((1-u) / (1+u)) for the rest. */
static double log_inverse(double u)
{
    double log = 0;
    while (u < 0.5) {
        u *= 2;
        log += 0.693147180559945309417;
    }
    double z = (1 - u) / (1 + u);
    double power = z;
    for (int k = 1; k < 60; k += 2) {
        log += 2 * power / k;
        power *= z * z;
    }
    return log;
}

static void set_thresholds(struct mus_search *search)
{
    for (int i = 0; i < THRESHOLDS; i++) {
        search->thresholds[i] =
            (int32_t)(search->temperature * log_inverse((i + 0.5) / THRESHOLDS));
    }
}

static int32_t threshold(struct mus_search *search)
{
    return search->thresholds[below(search, THRESHOLDS)];
}

/* ---- the best one ---- */

static void keep_best(struct mus_search *search)
{
    struct mus_plan_figures figures = mus_plan_figures(search->plan);
    if (mus_plan_figures_better(&figures, &search->best_figures) && mus_plan_fair(search->plan)) {
        memcpy(search->best, search->plan->slots,
               search->plan->problem->meeting_count * sizeof *search->best);
        search->best_figures = figures;
    }
}

/* Before a change that does not pay: what is best so far would be lost. */
static void before(struct mus_search *search, int32_t delta)
{
    if (delta >= 0) {
        keep_best(search);
    }
}

/* ---- shift ---- */

/* Looks for a second chain between the two slots of the grown one, which takes back what is too
 * much. Its first meeting is in the slot that is full. */
static bool find_counterpart(struct mus_search *search)
{
    struct mus_plan *plan = search->plan;
    const struct mus_chain *chain = &search->chain;
    uint32_t full = chain->lean > 0 ? chain->to : chain->from;
    uint32_t empty = chain->lean > 0 ? chain->from : chain->to;
    uint32_t persons = (uint32_t)plan->problem->participant_count;
    for (int tries = 0; tries < 6; tries++) {
        uint32_t meeting = *mus_plan_at(plan, below(search, persons), full);
        if (meeting == MUS_PLAN_NONE || !mus_chain_grow(&search->second, plan, meeting, empty) ||
            search->second.lean <= 0) {
            continue;
        }
        bool same = false;
        for (uint32_t i = 0; !same && i < chain->count; i++) {
            same = chain->meetings[i] == meeting;
        }
        int32_t lean = chain->lean > 0 ? chain->lean : -chain->lean;
        int32_t rest = lean - search->second.lean;
        if (!same && (int32_t)plan->load[full] + rest <= (int32_t)plan->room[full] &&
            (int32_t)plan->load[empty] - rest <= (int32_t)plan->room[empty]) {
            return true;
        }
    }
    return false;
}

/* Exchanges along the grown chain, and along the second where two, unless a further rule breaks. */
static bool swap(struct mus_search *search, bool two)
{
    struct mus_plan *plan = search->plan;
    mus_chain_swap(&search->chain, plan);
    if (two) {
        mus_chain_swap(&search->second, plan);
    }
    if (mus_chain_holds(&search->chain, plan) && (!two || mus_chain_holds(&search->second, plan))) {
        return true;
    }
    mus_chain_swap(&search->chain, plan);
    if (two) {
        mus_chain_swap(&search->second, plan);
    }
    return false;
}

static void shift_to(struct mus_search *search, uint32_t meeting, uint32_t slot)
{
    struct mus_plan *plan = search->plan;
    int32_t most = threshold(search);
    if (!mus_chain_grow(&search->chain, plan, meeting, slot)) {
        return;
    }
    int32_t delta = mus_chain_delta(&search->chain, plan);
    if (delta > most) {
        return;
    }
    bool two = !mus_chain_fits(&search->chain, plan);
    if (two) {
        if (!find_counterpart(search)) {
            return;
        }
        delta += mus_chain_delta(&search->second, plan);
    }
    if (delta <= most) {
        before(search, delta);
        (void)swap(search, two);
    }
}

/* Slots beside busy ones, within their day. */
static mus_slots beside(const struct mus_plan *plan, mus_slots busy)
{
    return (busy << 1 & ~plan->first) | (busy & ~plan->first) >> 1;
}

static void shift_anyone(struct mus_search *search)
{
    struct mus_plan *plan = search->plan;
    uint32_t meeting = below(search, (uint32_t)plan->problem->meeting_count);
    if (plan->slots[meeting] == MUS_PLAN_OUT) {
        return;
    }
    mus_slots slots =
        plan->meetings[meeting].allowed & ~mus_plan_bit((uint32_t)plan->slots[meeting]);
    if (slots != 0) {
        shift_to(search, meeting, any_slot(search, slots));
    }
}

/* Somebody's meeting goes to a slot beside others of the same participant. */
static void shift_beside(struct mus_search *search, uint32_t person)
{
    struct mus_plan *plan = search->plan;
    mus_slots busy = plan->persons[person].busy;
    if (busy == 0) {
        return;
    }
    uint32_t slot = any_slot(search, busy);
    uint32_t meeting = *mus_plan_at(plan, person, slot);
    mus_slots rest = busy & ~mus_plan_bit(slot);
    mus_slots slots = plan->meetings[meeting].allowed & ~busy;
    mus_slots close = slots & beside(plan, rest);
    slots = close != 0 ? close : slots;
    if (slots != 0) {
        shift_to(search, meeting, any_slot(search, slots));
    }
}

/* ---- gather ---- */

static void note(struct mus_search *search, uint32_t meeting, int8_t from, int8_t to)
{
    assert(search->journal_count < search->journal_room);
    search->journal[search->journal_count++] = (struct mus_search_change){meeting, from, to};
}

static void take_back(struct mus_search *search)
{
    struct mus_plan *plan = search->plan;
    while (search->journal_count > 0) {
        struct mus_search_change change = search->journal[--search->journal_count];
        if (change.from == MUS_PLAN_OUT) {
            mus_plan_remove(plan, change.meeting);
        } else if (change.to == MUS_PLAN_OUT) {
            mus_plan_place(plan, change.meeting, (uint32_t)change.from);
        } else {
            bool grown =
                mus_chain_grow(&search->chain, plan, change.meeting, (uint32_t)change.from);
            assert(grown);
            (void)grown;
            mus_chain_swap(&search->chain, plan);
        }
    }
}

/* Moves a meeting by its chain, as part of a larger change. */
static bool move(struct mus_search *search, uint32_t meeting, uint32_t slot)
{
    struct mus_plan *plan = search->plan;
    int8_t from = plan->slots[meeting];
    if (!mus_chain_grow(&search->chain, plan, meeting, slot)) {
        return false;
    }
    bool two = !mus_chain_fits(&search->chain, plan);
    if (two && !find_counterpart(search)) {
        return false;
    }
    uint32_t second = two ? search->second.meetings[0] : 0;
    uint32_t second_from = search->second.from;
    uint32_t second_to = search->second.to;
    if (!swap(search, two)) {
        return false;
    }
    note(search, meeting, from, (int8_t)slot);
    if (two) {
        note(search, second, (int8_t)second_from, (int8_t)second_to);
    }
    return true;
}

/* A window of as many slots of one day as the person has meetings, some of them in it already. */
static mus_slots window(struct mus_search *search, mus_slots busy)
{
    const struct mus_plan *plan = search->plan;
    uint32_t size = (uint32_t)__builtin_popcountll(busy);
    mus_slots day = plan->days[plan->day_count == 1 ? 0 : below(search, plan->day_count)];
    busy &= day;
    size = plan->day_count == 1 ? size : (uint32_t)__builtin_popcountll(busy);
    if (size < 2) {
        return 0;
    }
    uint32_t begin = (uint32_t)__builtin_ctzll(busy);
    uint32_t end = 64 - (uint32_t)__builtin_clzll(busy);
    if (end - begin <= size) {
        return 0;
    }
    uint32_t first = begin + below(search, end - begin - size + 1);
    return (((mus_slots)1 << size) - 1) << first;
}

static void gather(struct mus_search *search)
{
    struct mus_plan *plan = search->plan;
    if (plan->torn_count == 0) {
        return;
    }
    uint32_t person = plan->torn[below(search, plan->torn_count)];
    mus_slots all = plan->persons[person].busy;
    mus_slots wanted = window(search, all);
    if (wanted == 0) {
        return;
    }
    mus_slots day = 0;
    for (uint32_t d = 0; d < plan->day_count; d++) {
        day |= plan->days[d] & wanted ? plan->days[d] : 0;
    }
    int32_t most = threshold(search);
    int64_t cost = plan->cost;
    keep_best(search);
    search->journal_count = 0;
    mus_slots outside = all & day & ~wanted;
    bool done = true;
    for (; done && outside != 0; outside &= outside - 1) {
        uint32_t meeting = *mus_plan_at(plan, person, (uint32_t)__builtin_ctzll(outside));
        mus_slots slots = wanted & ~plan->persons[person].busy & plan->meetings[meeting].allowed;
        done = slots != 0 && move(search, meeting, any_slot(search, slots));
    }
    if (!done || plan->cost - cost > most) {
        take_back(search);
    }
}

/* ---- insert ---- */

static void leave_out(struct mus_search *search, uint32_t meeting)
{
    note(search, meeting, search->plan->slots[meeting], MUS_PLAN_OUT);
    mus_plan_remove(search->plan, meeting);
}

/* Makes one side of the meeting free in the slot: by a chain, now and then, else by leaving out. */
static void make_free(struct mus_search *search, uint32_t person, uint32_t slot)
{
    struct mus_plan *plan = search->plan;
    uint32_t meeting = *mus_plan_at(plan, person, slot);
    if (meeting == MUS_PLAN_NONE) {
        return;
    }
    mus_slots slots = plan->meetings[meeting].allowed & ~plan->persons[person].busy;
    if (slots != 0 && below(search, 4) != 0 && move(search, meeting, any_slot(search, slots))) {
        return;
    }
    leave_out(search, meeting);
}

/* Leaves out what is in the slot and has the same kind of claim as the meeting. */
static void make_room(struct mus_search *search, uint32_t meeting, uint32_t slot)
{
    struct mus_plan *plan = search->plan;
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    uint32_t persons = (uint32_t)plan->problem->participant_count;
    for (int tries = 0; tries < 32; tries++) {
        bool full = of->at_table && plan->load[slot] >= plan->room[slot];
        bool language = !mus_rules_language(plan, meeting, slot);
        bool lock = !mus_rules_lock(plan, meeting, slot);
        if (!full && !language && !lock) {
            return;
        }
        uint32_t there = *mus_plan_at(plan, below(search, persons), slot);
        if (there == MUS_PLAN_NONE) {
            continue;
        }
        const struct mus_plan_meeting *other = &plan->meetings[there];
        if ((full && other->at_table) || (language && other->language != 0) ||
            (lock && other->locked_table == of->locked_table)) {
            leave_out(search, there);
        }
    }
}

static void insert(struct mus_search *search)
{
    struct mus_plan *plan = search->plan;
    uint32_t meeting = plan->out[below(search, plan->out_count)];
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    if (of->allowed == 0) {
        return;
    }
    mus_slots free = of->allowed & ~plan->persons[of->a].busy;
    mus_slots half = free & ~plan->persons[of->b].busy;
    half = half != 0 ? half : free | (of->allowed & ~plan->persons[of->b].busy);
    uint32_t slot = any_slot(search, half != 0 && below(search, 8) != 0 ? half : of->allowed);
    int32_t most = threshold(search);
    int64_t cost = plan->cost;
    keep_best(search);
    search->journal_count = 0;
    make_free(search, of->a, slot);
    make_free(search, of->b, slot);
    make_room(search, meeting, slot);
    bool done = mus_plan_can_place(plan, meeting, slot);
    if (done) {
        mus_plan_place(plan, meeting, slot);
        note(search, meeting, MUS_PLAN_OUT, (int8_t)slot);
    }
    if (!done || plan->cost - cost > most) {
        take_back(search);
    }
}

/* ---- steps ---- */

static void step(struct mus_search *search)
{
    struct mus_plan *plan = search->plan;
    uint32_t kind = below(search, 64);
    if (plan->out_count > 0 && kind < 6) {
        insert(search);
    } else if (kind < 16) {
        gather(search);
    } else if (kind < 32 && plan->torn_count > 0) {
        shift_beside(search, plan->torn[below(search, plan->torn_count)]);
    } else {
        shift_anyone(search);
    }
}

static void begin_cycle(struct mus_search *search)
{
    search->temperature = HOT;
    double root = COLD / HOT;
    for (int i = STAGES; i > 1; i /= 2) {
        root = sqrt(root);
    }
    search->cooling = root;
    search->stage_steps = search->cycle_steps / STAGES;
    search->stage_left = search->stage_steps;
    search->cycle_left = search->stage_steps * STAGES;
    search->cycle++;
    set_thresholds(search);
}

static void count_step(struct mus_search *search)
{
    search->steps++;
    if (--search->stage_left > 0) {
        return;
    }
    search->stage_left = search->stage_steps;
    search->cycle_left -= search->stage_steps;
    if (search->cycle_left == 0) {
        search->cycle_steps += search->cycle_steps / 2;
        begin_cycle(search);
    } else {
        search->temperature *= search->cooling;
        set_thresholds(search);
    }
}

void mus_search_run(struct mus_search *search, uint64_t steps, uint64_t enough,
                    const struct mus_stop *stop)
{
    struct mus_plan *plan = search->plan;
    for (uint64_t i = 0; i < steps; i++) {
        if (plan->out_count == 0 && plan->breaks <= enough && mus_plan_fair(plan)) {
            break;
        }
        if (i % STOP_EVERY == 0 && mus_stop_asked(stop)) {
            break;
        }
        step(search);
        count_step(search);
    }
    keep_best(search);
}

void mus_search_tell(struct mus_search *search, const int8_t *slots)
{
    mus_plan_load(search->plan, slots);
    keep_best(search);
}

/* ---- making one ---- */

static uint64_t first_cycle(size_t meetings)
{
    uint64_t steps = (uint64_t)meetings * STEPS_PER_MEETING;
    steps = steps < MIN_CYCLE ? MIN_CYCLE : steps;
    return steps > MAX_CYCLE ? MAX_CYCLE : steps;
}

enum mus_status mus_search_init(struct mus_search *search, struct mus_plan *plan, uint64_t seed,
                                struct mus_error *err)
{
    size_t meetings = plan->problem->meeting_count;
    *search = (struct mus_search){.plan = plan};
    mus_random_init(&search->random, seed);
    search->journal_room = 4 * MUS_TIMETABLE_MAX_SLOTS;
    search->journal = mus_alloc(search->journal_room, sizeof *search->journal);
    search->best = mus_alloc(meetings, sizeof *search->best);
    search->thresholds = mus_alloc(THRESHOLDS, sizeof *search->thresholds);
    enum mus_status status =
        search->journal != NULL && search->best != NULL && search->thresholds != NULL
            ? MUS_OK
            : mus_fail_memory(err);
    if (status == MUS_OK) {
        status = mus_chain_init(&search->chain, plan, err);
    }
    if (status == MUS_OK) {
        status = mus_chain_init(&search->second, plan, err);
    }
    if (status != MUS_OK) {
        mus_search_done(search);
        return status;
    }
    memcpy(search->best, plan->slots, meetings * sizeof *search->best);
    search->best_figures = mus_plan_figures(plan);
    search->cycle_steps = first_cycle(meetings);
    begin_cycle(search);
    return MUS_OK;
}

void mus_search_done(struct mus_search *search)
{
    mus_chain_done(&search->chain);
    mus_chain_done(&search->second);
    mus_free(search->journal);
    mus_free(search->best);
    mus_free(search->thresholds);
    *search = (struct mus_search){0};
}
