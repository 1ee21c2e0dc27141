/* The bound of one participant: the fewest breaks over all choices of slots for its meetings, each
 * slot once, each meeting in one it can have, everybody else being set aside. Slots are walked in
 * order of time; the state is how many meetings of each kind (meetings of the same slots are alike)
 * have been placed, and whether the last slot was busy. Where the kinds are too many, two are
 * thrown together and may have the slots of both: the bound can only fall. The sum over all
 * participants is a bound for all; where fairness lets nobody be more than so many breaks below
 * another, everyone counts at least as many as the worst one less the difference. */
#include "matcher/timetable/model/bound.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define MOST_STATES 4096
#define MOST_WORK 40000000 /* states × slots × participants, about */
#define IMPOSSIBLE UINT8_MAX

/* ---- domains ---- */

static mus_slots bit(size_t slot)
{
    return (mus_slots)1 << slot;
}

/* Slots after the first one of a set. */
static mus_slots after_first(mus_slots slots)
{
    return slots == 0 ? 0 : ~(slots ^ (slots - 1));
}

/* Slots before the last one of a set. */
static mus_slots before_last(mus_slots slots)
{
    return slots == 0 ? 0 : bit(63 - (size_t)__builtin_clzll(slots)) - 1;
}

static bool narrow_order(const struct mus_timetable_problem *problem, mus_slots *domains)
{
    bool changed = false;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &problem->meetings[m];
        for (uint32_t i = 0; i < meeting->after_count; i++) {
            mus_slots *earlier = &domains[problem->after[meeting->after_begin + i]];
            mus_slots late = domains[m] & after_first(*earlier);
            mus_slots early = *earlier & before_last(domains[m]);
            changed |= late != domains[m] || early != *earlier;
            domains[m] = late;
            *earlier = early;
        }
    }
    return changed;
}

static bool is_single(mus_slots slots)
{
    return slots != 0 && (slots & (slots - 1)) == 0;
}

/* A meeting that has one slot only takes it from all others of its two sides. `taken` is working
 * memory, one for each participant. */
static bool narrow_single(const struct mus_timetable_problem *problem, mus_slots *domains,
                          mus_slots *taken)
{
    memset(taken, 0, problem->participant_count * sizeof *taken);
    for (size_t m = 0; m < problem->meeting_count; m++) {
        if (is_single(domains[m])) {
            taken[problem->meetings[m].a] |= domains[m];
            taken[problem->meetings[m].b] |= domains[m];
        }
    }
    bool changed = false;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        mus_slots left =
            domains[m] & ~taken[problem->meetings[m].a] & ~taken[problem->meetings[m].b];
        if (!is_single(domains[m]) && left != domains[m]) {
            domains[m] = left;
            changed = true;
        }
    }
    return changed;
}

enum mus_status mus_timetable_domains(const struct mus_timetable_problem *problem,
                                      mus_slots *domains, struct mus_error *err)
{
    mus_slots *taken = mus_alloc(problem->participant_count, sizeof *taken);
    if (taken == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t m = 0; m < problem->meeting_count; m++) {
        domains[m] = mus_timetable_allowed(problem, m);
    }
    bool changed = true;
    while (changed) {
        changed = narrow_order(problem, domains);
        changed |= narrow_single(problem, domains, taken);
    }
    mus_free(taken);
    return MUS_OK;
}

/* ---- one participant ---- */

struct kind {
    mus_slots slots;
    uint32_t count;
};

struct person {
    struct kind kinds[MUS_TIMETABLE_MAX_SLOTS];
    uint32_t kind_count;
    mus_slots fixed; /* where it certainly is busy */
    bool impossible;
};

/* Whether the person was busy in the last slot: IDLE is after a meeting of the same day. */
enum last { NONE_YET, BUSY, IDLE, LASTS };

struct walk {
    uint8_t *best; /* state × LASTS: fewest breaks so far */
    uint8_t *next;
    uint32_t states, most_states;
};

static int compare_slots(const void *left, const void *right)
{
    mus_slots l = *(const mus_slots *)left;
    mus_slots r = *(const mus_slots *)right;
    return l < r ? -1 : l > r;
}

static uint32_t count_states(const struct person *person)
{
    uint64_t states = 1;
    for (uint32_t k = 0; k < person->kind_count && states <= MOST_STATES; k++) {
        states *= person->kinds[k].count + 1;
    }
    return states > MOST_STATES ? MOST_STATES + 1 : (uint32_t)states;
}

/* Throws the two kinds together that gain the fewest slots by it. */
static void merge_kinds(struct person *person)
{
    uint32_t best_i = 0;
    uint32_t best_j = 1;
    int least = MUS_TIMETABLE_MAX_SLOTS * 2 + 1;
    for (uint32_t j = 1; j < person->kind_count; j++) {
        for (uint32_t i = 0; i < j; i++) {
            int gained = __builtin_popcountll(person->kinds[i].slots ^ person->kinds[j].slots);
            if (gained < least) {
                least = gained;
                best_i = i;
                best_j = j;
            }
        }
    }
    person->kinds[best_i].slots |= person->kinds[best_j].slots;
    person->kinds[best_i].count += person->kinds[best_j].count;
    person->kinds[best_j] = person->kinds[--person->kind_count];
}

/* The kinds of meetings with these domains (sorted here). */
static void fill_person(struct person *person, mus_slots *domains, uint32_t count,
                        uint32_t most_states)
{
    person->kind_count = 0;
    person->fixed = 0;
    person->impossible = count > MUS_TIMETABLE_MAX_SLOTS;
    if (count == 0 || person->impossible) {
        return;
    }
    qsort(domains, count, sizeof *domains, compare_slots);
    for (uint32_t i = 0; i < count; i++) {
        if (is_single(domains[i])) {
            person->impossible |= (person->fixed & domains[i]) != 0;
            person->fixed |= domains[i];
        } else if (person->kind_count > 0 &&
                   person->kinds[person->kind_count - 1].slots == domains[i]) {
            person->kinds[person->kind_count - 1].count++;
        } else {
            person->kinds[person->kind_count++] = (struct kind){domains[i], 1};
        }
        person->impossible |= domains[i] == 0;
    }
    while (person->kind_count > 1 && count_states(person) > most_states) {
        merge_kinds(person);
    }
}

static void improve(uint8_t *best, uint8_t breaks)
{
    *best = breaks < *best ? breaks : *best;
}

/* From one state over one slot. `places` holds the worth of each kind's count in a state. */
static void step_state(struct walk *walk, const struct person *person, const uint32_t *places,
                       uint32_t state, size_t slot)
{
    bool fixed = (person->fixed & bit(slot)) != 0;
    const uint8_t *from = &walk->best[(size_t)state * LASTS];
    uint8_t busy = from[NONE_YET];
    improve(&busy, from[BUSY]);
    if (from[IDLE] != IMPOSSIBLE) {
        improve(&busy, (uint8_t)(from[IDLE] + 1));
    }
    if (fixed) {
        improve(&walk->next[(size_t)state * LASTS + BUSY], busy);
        return;
    }
    improve(&walk->next[(size_t)state * LASTS + NONE_YET], from[NONE_YET]);
    improve(&walk->next[(size_t)state * LASTS + IDLE], from[BUSY]);
    improve(&walk->next[(size_t)state * LASTS + IDLE], from[IDLE]);
    for (uint32_t k = 0; busy != IMPOSSIBLE && k < person->kind_count; k++) {
        const struct kind *kind = &person->kinds[k];
        uint32_t placed = state / places[k] % (kind->count + 1);
        if ((kind->slots & bit(slot)) != 0 && placed < kind->count) {
            improve(&walk->next[((size_t)state + places[k]) * LASTS + BUSY], busy);
        }
    }
}

/* A day ends: whoever was in a meeting or a hole begins anew. */
static void end_day(struct walk *walk)
{
    for (uint32_t state = 0; state < walk->states; state++) {
        uint8_t *best = &walk->best[(size_t)state * LASTS];
        improve(&best[NONE_YET], best[BUSY]);
        improve(&best[NONE_YET], best[IDLE]);
        best[BUSY] = IMPOSSIBLE;
        best[IDLE] = IMPOSSIBLE;
    }
}

static uint8_t fewest_breaks(struct walk *walk, const struct mus_timetable_problem *problem,
                             const struct person *person)
{
    uint32_t places[MUS_TIMETABLE_MAX_SLOTS];
    walk->states = 1;
    for (uint32_t k = 0; k < person->kind_count; k++) {
        places[k] = walk->states;
        walk->states *= person->kinds[k].count + 1;
    }
    size_t bytes = (size_t)walk->states * LASTS;
    memset(walk->best, IMPOSSIBLE, bytes);
    walk->best[NONE_YET] = 0;
    for (size_t s = 0; s < problem->slot_count; s++) {
        if (s > 0 && problem->slots[s].day != problem->slots[s - 1].day) {
            end_day(walk);
        }
        memset(walk->next, IMPOSSIBLE, bytes);
        for (uint32_t state = 0; state < walk->states; state++) {
            step_state(walk, person, places, state, s);
        }
        uint8_t *kept = walk->best;
        walk->best = walk->next;
        walk->next = kept;
    }
    end_day(walk);
    return walk->best[((size_t)walk->states - 1) * LASTS + NONE_YET];
}

/* ---- all of them ---- */

/* Domains of the meetings of each participant, one after the other. */
struct lists {
    mus_slots *domains;
    mus_slots *of_person;
    uint32_t *begin;
    uint8_t *breaks;
};

static void fill_lists(const struct mus_timetable_problem *problem, struct lists *lists)
{
    for (size_t m = 0; m < problem->meeting_count; m++) {
        lists->begin[problem->meetings[m].a + 1]++;
        lists->begin[problem->meetings[m].b + 1]++;
    }
    for (size_t p = 0; p < problem->participant_count; p++) {
        lists->begin[p + 1] += lists->begin[p];
    }
    /* Each list is filled from its end; its begin moves down to where it belongs. */
    for (size_t m = 0; m < problem->meeting_count; m++) {
        lists->of_person[--lists->begin[problem->meetings[m].a + 1]] = lists->domains[m];
        lists->of_person[--lists->begin[problem->meetings[m].b + 1]] = lists->domains[m];
    }
}

/* Whether all meetings can have any of so many slots in a row, within a day: no break is needed. */
static bool fits_in_a_row(const struct mus_timetable_problem *problem, const mus_slots *domains,
                          uint32_t count)
{
    mus_slots common = ~(mus_slots)0;
    for (uint32_t i = 0; i < count; i++) {
        common &= domains[i];
    }
    mus_slots rows = common; /* slots with which a row of the length so far begins */
    for (uint32_t length = 1; rows != 0 && length < count; length++) {
        mus_slots begins = 0;
        for (mus_slots left = rows; left != 0; left &= left - 1) {
            size_t begin = (size_t)__builtin_ctzll(left);
            size_t next = begin + length;
            bool goes_on = next < problem->slot_count && (common & bit(next)) != 0 &&
                           problem->slots[next].day == problem->slots[begin].day;
            begins |= goes_on ? bit(begin) : 0;
        }
        rows = begins;
    }
    return rows != 0;
}

static uint32_t most_states(const struct mus_timetable_problem *problem)
{
    size_t work = problem->participant_count * problem->slot_count + 1;
    size_t states = MOST_WORK / work;
    return states > MOST_STATES ? MOST_STATES : states < 64 ? 64 : (uint32_t)states;
}

/* After filling, the list of p lies from begin[p+1] to the begin of the next one. */
static uint32_t meetings_of(const struct mus_timetable_problem *problem, const struct lists *lists,
                            uint32_t p)
{
    uint32_t end = p + 1 < problem->participant_count ? lists->begin[p + 2]
                                                      : (uint32_t)(2 * problem->meeting_count);
    return end - lists->begin[p + 1];
}

static void bound_persons(const struct mus_timetable_problem *problem, struct lists *lists,
                          struct walk *walk, struct mus_timetable_bound *bound)
{
    struct person person;
    for (uint32_t p = 0; p < problem->participant_count && !bound->impossible; p++) {
        mus_slots *list = &lists->of_person[lists->begin[p + 1]];
        uint32_t count = meetings_of(problem, lists, p);
        if (fits_in_a_row(problem, list, count)) {
            continue;
        }
        fill_person(&person, list, count, walk->most_states);
        lists->breaks[p] = person.impossible ? IMPOSSIBLE : fewest_breaks(walk, problem, &person);
        if (lists->breaks[p] == IMPOSSIBLE) {
            bound->impossible = true;
            bound->participant = p;
        }
    }
}

static void add_up(const struct mus_timetable_problem *problem, const struct lists *lists,
                   struct mus_timetable_bound *bound)
{
    uint32_t worst = 0;
    for (size_t p = 0; p < problem->participant_count; p++) {
        worst = lists->breaks[p] > worst ? lists->breaks[p] : worst;
    }
    bound->fewest =
        worst > problem->max_break_difference ? worst - problem->max_break_difference : 0;
    for (uint32_t p = 0; p < problem->participant_count; p++) {
        bound->breaks += lists->breaks[p] > bound->fewest ? lists->breaks[p] : bound->fewest;
        /* Whoever has n meetings has n − 1 breaks at most. */
        if (bound->fewest > 0 && meetings_of(problem, lists, p) <= bound->fewest) {
            bound->impossible = true;
            bound->participant = p;
        }
    }
}

enum mus_status mus_timetable_bound(const struct mus_timetable_problem *problem,
                                    struct mus_timetable_bound *bound, uint8_t *least,
                                    struct mus_error *err)
{
    struct walk walk = {.most_states = most_states(problem)};
    walk.best = mus_alloc(((size_t)MOST_STATES + 1) * LASTS, sizeof *walk.best);
    walk.next = mus_alloc(((size_t)MOST_STATES + 1) * LASTS, sizeof *walk.next);
    struct lists lists = {
        .domains = mus_alloc(problem->meeting_count, sizeof *lists.domains),
        .of_person = mus_alloc(problem->meeting_count, 2 * sizeof *lists.of_person),
        .begin = mus_alloc_zero(problem->participant_count + 1, sizeof *lists.begin),
        .breaks = mus_alloc_zero(problem->participant_count, sizeof *lists.breaks),
    };
    struct mus_timetable_bound found = {0};
    enum mus_status status = walk.best == NULL || walk.next == NULL || lists.domains == NULL ||
                                     lists.of_person == NULL || lists.begin == NULL ||
                                     lists.breaks == NULL
                                 ? mus_fail_memory(err)
                                 : mus_timetable_domains(problem, lists.domains, err);
    if (status == MUS_OK) {
        fill_lists(problem, &lists);
        bound_persons(problem, &lists, &walk, &found);
        if (!found.impossible) {
            add_up(problem, &lists, &found);
        }
        *bound = found;
        if (least != NULL) {
            memcpy(least, lists.breaks, problem->participant_count * sizeof *least);
        }
    }
    mus_free(walk.best);
    mus_free(walk.next);
    mus_free(lists.domains);
    mus_free(lists.of_person);
    mus_free(lists.begin);
    mus_free(lists.breaks);
    return status;
}
