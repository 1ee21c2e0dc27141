/* Late acceptance hill climbing (Burke and Bykov 2017): a changed set of routes is taken where it
 * is no worse than the routes now, or than those of so many steps ago. It needs no weights and no
 * temperature, only an order, so that the objective can be compared part by part, in its order.
 *
 * A change is one of: a group goes to another booth in a slot, or to none; two slots of a group
 * change places; two groups change places in a slot. Hard rules are never broken on the way. */
#include "matcher/tour/tour.h"

#include "base/mem.h"
#include "base/random.h"
#include "matcher/tour/route.h"

#include <string.h>

enum { MEMORY = 200, USUAL_STEPS = 200000, ASK_EVERY = 256 };

/* Compared in this order; less is better. */
enum part { MISSING, MUSTS_MISSED, WANTS_MISSED, NOT_VISITED, UNEVEN, WALKED, PART_COUNT };
struct value {
    int64_t parts[PART_COUNT];
};

struct search {
    const struct mus_tour_problem *problem;
    struct mus_random random;
    struct mus_tour_stop *stops;
    struct value *of_group;
    struct value total;
    uint32_t *load;      /* people at a booth in a slot: booth × slot_count + slot */
    uint16_t *visits_of; /* of a group to a booth: group × booth_count + booth */
    int16_t *room;       /* of one matching */
    struct value *memory;
};

static int compare(const struct value *a, const struct value *b)
{
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (a->parts[i] != b->parts[i]) {
            return a->parts[i] < b->parts[i] ? -1 : 1;
        }
    }
    return 0;
}

static int16_t booth_at(const struct search *search, size_t group, size_t slot)
{
    return search->stops[group * search->problem->slot_count + slot].booth;
}

/* What the routes of one group are worth. Wishes count what is missed, so that all is to be small.
 */
static struct value value_of(const struct search *search, size_t group)
{
    const struct mus_tour_problem *problem = search->problem;
    struct value value = {0};
    int64_t visits = 0;
    int before = -1;
    for (size_t s = 0; s < problem->slot_count; s++) {
        int16_t booth = booth_at(search, group, s);
        if (booth < 0) {
            continue;
        }
        enum mus_tour_wish wish = mus_tour_wish_of(problem, group, (size_t)booth);
        value.parts[MUSTS_MISSED] -= wish == MUS_TOUR_MUST;
        value.parts[WANTS_MISSED] -= wish == MUS_TOUR_WANT;
        if (before >= 0) {
            value.parts[WALKED] += mus_tour_walk(problem, (size_t)before, (size_t)booth);
        }
        visits++;
        before = booth;
    }
    int64_t min = problem->groups[group].min;
    value.parts[MISSING] = visits < min ? min - visits : 0;
    value.parts[NOT_VISITED] = -visits;
    value.parts[UNEVEN] = visits * visits;
    return value;
}

/* ------------------------------------------------------------------ hard rules */

/* The booth of the group's next visit before (step -1) or after (1) the slot; -1: none. */
static int neighbour(const struct search *search, size_t group, size_t slot, int step,
                     size_t *at_slot)
{
    for (long s = (long)slot + step; s >= 0 && s < (long)search->problem->slot_count; s += step) {
        if (booth_at(search, group, (size_t)s) >= 0) {
            *at_slot = (size_t)s;
            return booth_at(search, group, (size_t)s);
        }
    }
    return -1;
}

static bool can_come(const struct search *search, size_t group, size_t slot)
{
    size_t at = 0;
    const struct mus_tour_problem *problem = search->problem;
    int16_t booth = booth_at(search, group, slot);
    if (booth < 0) {
        return true;
    }
    int before = neighbour(search, group, slot, -1, &at);
    if (before >= 0 && !mus_tour_can_walk(problem, (size_t)before, at, (size_t)booth, slot)) {
        return false;
    }
    int after = neighbour(search, group, slot, 1, &at);
    return after < 0 || mus_tour_can_walk(problem, (size_t)booth, slot, (size_t)after, at);
}

/* Whether the group's stop in the slot keeps the rules that concern it alone, and the booth's. */
static bool stop_is_legal(const struct search *search, size_t group, size_t slot)
{
    const struct mus_tour_problem *problem = search->problem;
    int16_t booth = booth_at(search, group, slot);
    if (booth < 0) {
        return true;
    }
    const struct mus_tour_booth *where = &problem->booths[booth];
    return (problem->groups[group].available >> slot & 1) != 0 && (where->open >> slot & 1) != 0 &&
           mus_tour_wish_of(problem, group, (size_t)booth) != MUS_TOUR_NEVER &&
           search->visits_of[group * problem->booth_count + (size_t)booth] == 1 &&
           search->load[(size_t)booth * problem->slot_count + slot] <= where->room &&
           can_come(search, group, slot);
}

/* A gap closed or opened between two others. */
static bool around_is_legal(const struct search *search, size_t group, size_t slot)
{
    size_t before_slot = 0;
    size_t after_slot = 0;
    if (booth_at(search, group, slot) >= 0) {
        return true;
    }
    int before = neighbour(search, group, slot, -1, &before_slot);
    int after = neighbour(search, group, slot, 1, &after_slot);
    return before < 0 || after < 0 ||
           mus_tour_can_walk(search->problem, (size_t)before, before_slot, (size_t)after,
                             after_slot);
}

/* ------------------------------------------------------------------ changes */

/* One or two stops that are written anew. */
struct change {
    size_t group[2], slot[2];
    int16_t booth[2];
    size_t count;
};

static void put(struct search *search, size_t group, size_t slot, int16_t booth)
{
    const struct mus_tour_problem *problem = search->problem;
    struct mus_tour_stop *stop = &search->stops[group * problem->slot_count + slot];
    uint32_t people = problem->groups[group].people;
    if (stop->booth >= 0) {
        search->load[(size_t)stop->booth * problem->slot_count + slot] -= people;
        search->visits_of[group * problem->booth_count + (size_t)stop->booth]--;
    }
    stop->booth = booth;
    if (booth >= 0) {
        search->load[(size_t)booth * problem->slot_count + slot] += people;
        search->visits_of[group * problem->booth_count + (size_t)booth]++;
    }
}

/* Puts the stops of the change and leaves in it what stood there before. */
static void exchange(struct search *search, struct change *change)
{
    int16_t old[2];
    for (size_t i = 0; i < change->count; i++) {
        old[i] = booth_at(search, change->group[i], change->slot[i]);
    }
    for (size_t i = 0; i < change->count; i++) {
        put(search, change->group[i], change->slot[i], change->booth[i]);
        change->booth[i] = old[i];
    }
}

static bool change_is_legal(struct search *search, const struct change *change)
{
    const struct mus_tour_problem *problem = search->problem;
    for (size_t i = 0; i < change->count; i++) {
        if (!stop_is_legal(search, change->group[i], change->slot[i]) ||
            !around_is_legal(search, change->group[i], change->slot[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < change->count; i++) {
        bool needs_one = problem->groups[change->group[i]].language != 0;
        if (needs_one &&
            !mus_tour_interpret(problem, search->stops, change->slot[i], NULL, search->room)) {
            return false;
        }
    }
    return true;
}

static size_t below(struct search *search, size_t count)
{
    return (size_t)(mus_random_next(&search->random) % count);
}

static struct change draw(struct search *search)
{
    const struct mus_tour_problem *problem = search->problem;
    size_t g = below(search, problem->group_count);
    size_t s = below(search, problem->slot_count);
    size_t kind = below(search, 8);
    if (kind == 0) {
        size_t t = below(search, problem->slot_count);
        return (struct change){.group = {g, g},
                               .slot = {s, t},
                               .booth = {booth_at(search, g, t), booth_at(search, g, s)},
                               .count = s == t ? 0 : 2};
    }
    if (kind == 1) {
        size_t h = below(search, problem->group_count);
        return (struct change){.group = {g, h},
                               .slot = {s, s},
                               .booth = {booth_at(search, h, s), booth_at(search, g, s)},
                               .count = g == h ? 0 : 2};
    }
    /* One in sixteen takes a stop away, so that a worse one can make room for a better. */
    bool away = below(search, 16) == 0;
    return (struct change){
        .group = {g},
        .slot = {s},
        .booth = {(int16_t)(away ? -1 : (long)below(search, problem->booth_count))},
        .count = 1};
}

static struct value total_with(const struct search *search, const struct change *change,
                               struct value *of_groups)
{
    struct value total = search->total;
    for (size_t i = 0; i < change->count; i++) {
        bool again = i == 1 && change->group[0] == change->group[1];
        of_groups[i] = value_of(search, change->group[i]);
        for (size_t part = 0; !again && part < PART_COUNT; part++) {
            total.parts[part] +=
                of_groups[i].parts[part] - search->of_group[change->group[i]].parts[part];
        }
    }
    return total;
}

static bool within_max(const struct search *search, const struct change *change,
                       const struct value *of_groups)
{
    for (size_t i = 0; i < change->count; i++) {
        if (-of_groups[i].parts[NOT_VISITED] >
            (int64_t)search->problem->groups[change->group[i]].max) {
            return false;
        }
    }
    return true;
}

static void step(struct search *search, uint64_t number)
{
    struct change change = draw(search);
    struct value of_groups[2];
    if (change.count == 0) {
        return;
    }
    struct value *then = &search->memory[number % MEMORY];
    exchange(search, &change);
    struct value total = total_with(search, &change, of_groups);
    bool taken = within_max(search, &change, of_groups) &&
                 (compare(&total, &search->total) <= 0 || compare(&total, then) <= 0) &&
                 change_is_legal(search, &change);
    if (taken) {
        search->total = total;
        for (size_t i = 0; i < change.count; i++) {
            search->of_group[change.group[i]] = of_groups[i];
        }
    } else {
        exchange(search, &change);
    }
    *then = search->total;
}

/* ------------------------------------------------------------------ all */

/* What the search costs: empty routes, the room that is needed beside them. */
static enum mus_status prepare(struct search *search, struct mus_error *err)
{
    const struct mus_tour_problem *problem = search->problem;
    size_t stops = problem->group_count * problem->slot_count;
    search->stops = mus_alloc(stops, sizeof *search->stops);
    search->of_group = mus_alloc_zero(problem->group_count, sizeof *search->of_group);
    search->load = mus_alloc_zero(problem->booth_count * problem->slot_count, sizeof *search->load);
    search->visits_of =
        mus_alloc_zero(problem->group_count * problem->booth_count, sizeof *search->visits_of);
    search->room = mus_alloc(problem->interpreter_count, sizeof *search->room);
    search->memory = mus_alloc(MEMORY, sizeof *search->memory);
    if (search->stops == NULL || search->of_group == NULL || search->load == NULL ||
        search->visits_of == NULL || search->room == NULL || search->memory == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < stops; i++) {
        search->stops[i] = (struct mus_tour_stop){.booth = -1, .interpreter = -1};
    }
    for (size_t g = 0; g < problem->group_count; g++) {
        search->of_group[g] = value_of(search, g);
        for (size_t part = 0; part < PART_COUNT; part++) {
            search->total.parts[part] += search->of_group[g].parts[part];
        }
    }
    for (size_t i = 0; i < MEMORY; i++) {
        search->memory[i] = search->total;
    }
    return MUS_OK;
}

static void done(struct search *search)
{
    mus_free(search->of_group);
    mus_free(search->load);
    mus_free(search->visits_of);
    mus_free(search->room);
    mus_free(search->memory);
}

/* Works on, keeping the best routes seen. */
static enum mus_status climb(struct search *search, uint64_t steps, const struct mus_stop *stop,
                             uint64_t *used, struct mus_error *err)
{
    size_t stops = search->problem->group_count * search->problem->slot_count;
    struct mus_tour_stop *best = mus_alloc(stops, sizeof *best);
    if (best == NULL) {
        return mus_fail_memory(err);
    }
    memcpy(best, search->stops, stops * sizeof *best);
    struct value best_value = search->total;
    uint64_t n = 0;
    for (; n < steps && (n % ASK_EVERY != 0 || !mus_stop_asked(stop)); n++) {
        step(search, n);
        if (compare(&search->total, &best_value) < 0) {
            best_value = search->total;
            memcpy(best, search->stops, stops * sizeof *best);
        }
    }
    memcpy(search->stops, best, stops * sizeof *best);
    mus_free(best);
    *used = n;
    return MUS_OK;
}

/* No group can visit more than its max, its slots or the booths that are not "never". */
static uint32_t most_visits(const struct mus_tour_problem *problem)
{
    uint32_t sum = 0;
    for (size_t g = 0; g < problem->group_count; g++) {
        uint32_t booths = 0;
        mus_slots slots = 0;
        for (size_t b = 0; b < problem->booth_count; b++) {
            const struct mus_tour_booth *booth = &problem->booths[b];
            mus_slots common = booth->open & problem->groups[g].available;
            if (common != 0 && problem->groups[g].people <= booth->room &&
                mus_tour_wish_of(problem, g, b) != MUS_TOUR_NEVER) {
                booths++;
                slots |= common;
            }
        }
        uint32_t most = (uint32_t)__builtin_popcountll(slots);
        most = booths < most ? booths : most;
        sum += most < problem->groups[g].max ? most : problem->groups[g].max;
    }
    return sum;
}

static void count_wishes(const struct mus_tour_problem *problem, struct mus_tour_answer *answer)
{
    size_t wishes = problem->wishes == NULL ? 0 : problem->group_count * problem->booth_count;
    for (size_t i = 0; i < wishes; i++) {
        answer->musts_missed += problem->wishes[i] == MUS_TOUR_MUST;
        answer->wants_missed += problem->wishes[i] == MUS_TOUR_WANT;
    }
    answer->musts_missed -= answer->musts;
    answer->wants_missed -= answer->wants;
}

static enum mus_status finish(const struct search *search, struct mus_tour_answer *answer,
                              struct mus_error *err)
{
    const struct mus_tour_problem *problem = search->problem;
    int16_t *chosen = mus_alloc(problem->group_count, sizeof *chosen);
    if (chosen == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t s = 0; s < problem->slot_count; s++) {
        (void)mus_tour_interpret(problem, search->stops, s, chosen, search->room);
        for (size_t g = 0; g < problem->group_count; g++) {
            search->stops[g * problem->slot_count + s].interpreter = chosen[g];
        }
    }
    mus_free(chosen);
    for (size_t g = 0; g < problem->group_count; g++) {
        struct value value = value_of(search, g);
        answer->musts += (uint32_t)-value.parts[MUSTS_MISSED];
        answer->wants += (uint32_t)-value.parts[WANTS_MISSED];
        answer->visits += (uint32_t)-value.parts[NOT_VISITED];
        answer->walked_minutes += (uint32_t)value.parts[WALKED];
    }
    count_wishes(problem, answer);
    answer->most_visits = most_visits(problem);
    return MUS_OK;
}

enum mus_status mus_tour_solve(const struct mus_tour_problem *problem, uint64_t seed,
                               uint64_t steps, const struct mus_stop *stop,
                               struct mus_tour_answer *answer, struct mus_error *err)
{
    struct search search = {.problem = problem};
    struct mus_tour_answer new = {0};
    enum mus_status status = mus_tour_check(problem, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_random_init(&search.random, seed);
    status = prepare(&search, err);
    bool empty = problem->group_count == 0 || problem->booth_count == 0 || problem->slot_count == 0;
    if (status == MUS_OK && !empty) {
        status = climb(&search, steps == 0 ? USUAL_STEPS : steps, stop, &new.steps, err);
    }
    if (status == MUS_OK) {
        status = finish(&search, &new, err);
    }
    done(&search);
    if (status == MUS_OK) {
        new.stops = search.stops;
        *answer = new;
    } else {
        mus_free(search.stops);
    }
    return status;
}

void mus_tour_answer_done(struct mus_tour_answer *answer)
{
    mus_free(answer->stops);
    *answer = (struct mus_tour_answer){0};
}
