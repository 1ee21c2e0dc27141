/* What the prover says of tiny timetabling problems, against all timetables tried one by one: the
 * fewest breaks, whether there is a timetable at all, and that of a set of clashing demands none
 * can be spared. The slow version knows each demand by itself; with all of them it is held against
 * the judge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "matcher/proof/prover.h"
#include "random_firm.h"

enum {
    CASES = 400,
    SLOTS = 5,
    TABLES = 3,
    PARTICIPANTS = 6,
    MEETINGS = 6,
    INTERPRETERS = 2,
    HALLS = 2,
    PLACES = HALLS + 1, /* the last: tables in no hall */
    ENOUGH = 100000
};

struct world {
    struct mus_random random;
    struct mus_timetable_slot slots[SLOTS];
    struct mus_timetable_participant participants[PARTICIPANTS];
    struct mus_timetable_meeting meetings[MEETINGS];
    struct mus_timetable_interpreter interpreters[INTERPRETERS];
    int16_t table_halls[TABLES];
    mus_slots table_open[TABLES];
    uint16_t walk[HALLS * HALLS];
    uint32_t after[MEETINGS * 2];
    struct mus_timetable_problem problem;
};

/* ---- problems ---- */

static uint32_t below(struct world *world, uint32_t bound)
{
    return (uint32_t)mus_random_below(&world->random, bound);
}

static bool one_in(struct world *world, uint32_t n)
{
    return below(world, n) == 0;
}

/* Mostly all slots, else each with a chance of two in three. */
static mus_slots some_slots(struct world *world)
{
    mus_slots slots = (1U << SLOTS) - 1;
    for (unsigned s = 0; s < SLOTS && one_in(world, 2); s++) {
        slots &= one_in(world, 3) ? ~((mus_slots)1 << s) : slots;
    }
    return slots;
}

static void make_slots(struct world *world, bool walks)
{
    unsigned days = 1 + one_in(world, 4);
    uint32_t minutes = 20;
    for (unsigned s = 0; s < world->problem.slot_count; s++) {
        world->slots[s] = (struct mus_timetable_slot){
            .day = (uint16_t)(s * days / world->problem.slot_count),
            .tables = 1 + below(world, world->problem.table_count),
        };
        if (walks) {
            world->slots[s].start = (uint16_t)(600 + s * (minutes + 5));
            world->slots[s].minutes = (uint16_t)minutes;
        }
    }
}

static void make_places(struct world *world, bool walks)
{
    struct mus_timetable_problem *problem = &world->problem;
    for (unsigned t = 0; t < TABLES; t++) {
        world->table_halls[t] = (int16_t)((int)below(world, PLACES) - 1);
        world->table_open[t] = some_slots(world);
    }
    problem->table_open = one_in(world, 3) ? world->table_open : NULL;
    if (walks) {
        problem->hall_count = HALLS;
        world->walk[1] = world->walk[2] = (uint16_t)(3 + 6 * below(world, 5));
        problem->walk_minutes = world->walk;
        problem->table_halls = one_in(world, 4) ? NULL : world->table_halls;
    }
}

static void make_meeting(struct world *world, uint32_t m)
{
    struct mus_timetable_problem *problem = &world->problem;
    uint32_t people = (uint32_t)problem->participant_count;
    struct mus_timetable_meeting meeting = {.locked_slot = -1, .standing_slot = -1};
    meeting.a = below(world, people);
    meeting.b = (meeting.a + 1 + below(world, people - 1)) % people;
    meeting.session = some_slots(world);
    meeting.place = (uint8_t)(one_in(world, 3) ? below(world, 4) : MUS_PLACE_TABLE);
    meeting.locked_slot =
        one_in(world, 6) ? (int16_t)below(world, (uint32_t)problem->slot_count) : -1;
    if (meeting.place == MUS_PLACE_TABLE && one_in(world, 5)) {
        meeting.locked_table = (uint16_t)(1 + below(world, problem->table_count));
    }
    if (problem->interpreter_count > 0 && one_in(world, 2)) {
        meeting.language = (uint8_t)(1 + below(world, 2));
    }
    meeting.after_begin = 2 * m;
    for (uint32_t i = 0; m > 0 && i < 2 && one_in(world, 6); i++) {
        world->after[2 * m + i] = below(world, m);
        meeting.after_count++;
    }
    world->meetings[m] = meeting;
}

static void make_problem(struct world *world)
{
    bool walks = one_in(world, 4);
    world->problem = (struct mus_timetable_problem){
        .slots = world->slots,
        .slot_count = 2 + below(world, SLOTS - 1),
        .table_count = 1 + below(world, TABLES),
        .participants = world->participants,
        .participant_count = 2 + below(world, PARTICIPANTS - 1),
        .meetings = world->meetings,
        .meeting_count = 1 + below(world, MEETINGS),
        .after = world->after,
        .interpreters = world->interpreters,
        .interpreter_count = one_in(world, 3) ? 1 + below(world, INTERPRETERS) : 0,
        .max_break_difference = one_in(world, 2) ? below(world, 2) : MUS_TIMETABLE_NO_LIMIT,
    };
    make_slots(world, walks);
    make_places(world, walks);
    for (unsigned p = 0; p < PARTICIPANTS; p++) {
        world->participants[p] = (struct mus_timetable_participant){
            .available = some_slots(world), .hall = (int16_t)below(world, HALLS)};
    }
    for (unsigned i = 0; i < INTERPRETERS; i++) {
        world->interpreters[i] = (struct mus_timetable_interpreter){
            .available = some_slots(world), .languages = (uint8_t)(1 + below(world, 3))};
    }
    for (uint32_t m = 0; m < world->problem.meeting_count; m++) {
        make_meeting(world, m);
    }
}

/* ---- all timetables, one by one ---- */

struct slow {
    const struct mus_timetable_problem *problem;
    const struct mus_demand *demands; /* NULL: all of them hold */
    size_t demand_count;
    size_t without; /* one of them that does not */
    int slot[MEETINGS];
    int place[MEETINGS]; /* hall, HALLS: none that is known */
    uint32_t fewest;     /* breaks; ENOUGH: no timetable yet */
};

static bool same_or_any(uint32_t of_demand, uint32_t asked)
{
    return of_demand == UINT32_MAX || of_demand == asked;
}

static bool holds(const struct slow *slow, enum mus_demand_kind kind, int slot, uint32_t meeting,
                  uint32_t other, uint32_t participant)
{
    for (size_t i = 0; i < slow->demand_count; i++) {
        const struct mus_demand *demand = &slow->demands[i];
        if (i != slow->without && demand->kind == kind &&
            (demand->slot == -1 || demand->slot == slot) && same_or_any(demand->meeting, meeting) &&
            same_or_any(demand->other, other) && same_or_any(demand->participant, participant)) {
            return true;
        }
    }
    return slow->demands == NULL;
}

static bool holds_of_meeting(const struct slow *slow, enum mus_demand_kind kind, uint32_t m)
{
    return holds(slow, kind, -1, m, UINT32_MAX, UINT32_MAX);
}

static bool holds_of(const struct slow *slow, enum mus_demand_kind kind, uint32_t participant)
{
    return holds(slow, kind, -1, UINT32_MAX, UINT32_MAX, participant);
}

static bool can_come(const struct slow *slow, uint32_t participant, int s)
{
    return (slow->problem->participants[participant].available >> s & 1) ||
           !holds_of(slow, MUS_DEMAND_AVAILABLE, participant);
}

static int place_of_table(const struct mus_timetable_problem *problem, unsigned table)
{
    int hall = problem->table_halls == NULL ? -1 : problem->table_halls[table - 1];
    return hall < 0 ? HALLS : hall;
}

static bool fits_alone(const struct slow *slow, uint32_t m, int s, int place)
{
    const struct mus_timetable_problem *problem = slow->problem;
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    if (meeting->locked_table != 0 && holds_of_meeting(slow, MUS_DEMAND_LOCKED_TABLE, m) &&
        (place != place_of_table(problem, meeting->locked_table) ||
         (problem->table_open != NULL &&
          (problem->table_open[meeting->locked_table - 1] >> s & 1) == 0))) {
        return false;
    }
    return ((meeting->session >> s & 1) || !holds_of_meeting(slow, MUS_DEMAND_SESSION, m)) &&
           (meeting->locked_slot < 0 || meeting->locked_slot == s ||
            !holds_of_meeting(slow, MUS_DEMAND_LOCKED_SLOT, m)) &&
           can_come(slow, meeting->a, s) && can_come(slow, meeting->b, s);
}

static bool is_after(const struct mus_timetable_problem *problem, uint32_t m, uint32_t earlier)
{
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    for (uint32_t i = 0; i < meeting->after_count; i++) {
        if (problem->after[meeting->after_begin + i] == earlier) {
            return true;
        }
    }
    return false;
}

static bool can_walk(const struct mus_timetable_problem *problem, int s, int place, int other_s,
                     int other_place)
{
    if (place == HALLS || other_place == HALLS || s == other_s) {
        return true;
    }
    return s < other_s ? mus_timetable_can_walk(problem, (size_t)s, (int16_t)place, (size_t)other_s,
                                                (int16_t)other_place)
                       : mus_timetable_can_walk(problem, (size_t)other_s, (int16_t)other_place,
                                                (size_t)s, (int16_t)place);
}

static bool shares(const struct slow *slow, uint32_t participant, uint32_t m, uint32_t other)
{
    const struct mus_timetable_meeting *of = &slow->problem->meetings[other];
    if (of->a != participant && of->b != participant) {
        return true;
    }
    if (slow->slot[m] == slow->slot[other] &&
        holds_of(slow, MUS_DEMAND_ONE_AT_A_TIME, participant)) {
        return false;
    }
    return !holds_of(slow, MUS_DEMAND_WALKING, participant) ||
           can_walk(slow->problem, slow->slot[m], slow->place[m], slow->slot[other],
                    slow->place[other]);
}

static bool fit_together(const struct slow *slow, uint32_t m, uint32_t other)
{
    const struct mus_timetable_problem *problem = slow->problem;
    if (slow->slot[other] < 0) {
        return true;
    }
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    if (meeting->locked_table != 0 &&
        meeting->locked_table == problem->meetings[other].locked_table &&
        slow->slot[m] == slow->slot[other] && holds_of_meeting(slow, MUS_DEMAND_LOCKED_TABLE, m) &&
        holds_of_meeting(slow, MUS_DEMAND_LOCKED_TABLE, other)) {
        return false;
    }
    if (is_after(problem, m, other) && slow->slot[m] <= slow->slot[other] &&
        holds(slow, MUS_DEMAND_AFTER, -1, m, other, UINT32_MAX)) {
        return false;
    }
    return shares(slow, meeting->a, m, other) && shares(slow, meeting->b, m, other);
}

static bool enough_tables(const struct slow *slow, int s)
{
    const struct mus_timetable_problem *problem = slow->problem;
    uint32_t taken[PLACES] = {0};
    uint32_t open[PLACES] = {0};
    uint32_t all = 0;
    for (uint32_t m = 0; m < problem->meeting_count; m++) {
        if (slow->slot[m] == s && problem->meetings[m].place == MUS_PLACE_TABLE) {
            taken[slow->place[m]]++;
            all++;
        }
    }
    for (unsigned t = 1; t <= problem->table_count; t++) {
        open[place_of_table(problem, t)] +=
            problem->table_open == NULL || (problem->table_open[t - 1] >> s & 1);
    }
    bool enough = all <= problem->slots[s].tables;
    for (unsigned place = 0; place < PLACES; place++) {
        enough = enough && taken[place] <= open[place];
    }
    return enough;
}

static bool enough_interpreters(const struct slow *slow, int s)
{
    const struct mus_timetable_problem *problem = slow->problem;
    uint32_t asked[3] = {0};
    for (uint32_t m = 0; m < problem->meeting_count; m++) {
        asked[problem->meetings[m].language] += slow->slot[m] == s;
    }
    return asked[1] <= mus_timetable_interpreters(problem, (size_t)s, 1) &&
           asked[2] <= mus_timetable_interpreters(problem, (size_t)s, 2) &&
           asked[1] + asked[2] <= mus_timetable_interpreters(problem, (size_t)s, 3);
}

static uint32_t breaks_of(const struct slow *slow, uint32_t p)
{
    const struct mus_timetable_problem *problem = slow->problem;
    uint32_t breaks = 0;
    int last = -1;
    for (int s = 0; s < (int)problem->slot_count; s++) {
        bool busy = false;
        for (uint32_t m = 0; m < problem->meeting_count; m++) {
            busy = busy || (slow->slot[m] == s &&
                            (problem->meetings[m].a == p || problem->meetings[m].b == p));
        }
        if (busy) {
            breaks +=
                last >= 0 && last + 1 < s && problem->slots[last].day == problem->slots[s].day;
            last = s;
        }
    }
    return breaks;
}

static void weigh(struct slow *slow)
{
    const struct mus_timetable_problem *problem = slow->problem;
    for (int s = 0; s < (int)problem->slot_count; s++) {
        if ((holds(slow, MUS_DEMAND_TABLES, s, UINT32_MAX, UINT32_MAX, UINT32_MAX) &&
             !enough_tables(slow, s)) ||
            (holds(slow, MUS_DEMAND_INTERPRETERS, s, UINT32_MAX, UINT32_MAX, UINT32_MAX) &&
             !enough_interpreters(slow, s))) {
            return;
        }
    }
    uint32_t all = 0;
    uint32_t least = ENOUGH;
    uint32_t most = 0;
    for (uint32_t p = 0; p < problem->participant_count; p++) {
        uint32_t breaks = breaks_of(slow, p);
        all += breaks;
        least = breaks < least ? breaks : least;
        most = breaks > most ? breaks : most;
    }
    if ((most - least <= problem->max_break_difference ||
         !holds_of(slow, MUS_DEMAND_BREAKS, UINT32_MAX)) &&
        all < slow->fewest) {
        slow->fewest = all;
    }
}

static bool table_place(const struct mus_timetable_problem *problem, int place)
{
    for (unsigned t = 1; t <= problem->table_count; t++) {
        if (place_of_table(problem, t) == place) {
            return true;
        }
    }
    return false;
}

static bool place_is_possible(const struct slow *slow, uint32_t m, int place)
{
    const struct mus_timetable_problem *problem = slow->problem;
    if (problem->meetings[m].place == MUS_PLACE_TABLE) {
        return table_place(problem, place);
    }
    int16_t hall = mus_timetable_hall(problem, m, 0);
    return place == (hall < 0 || problem->walk_minutes == NULL ? HALLS : hall);
}

static void try_all(struct slow *slow, uint32_t m);

static void try_seat(struct slow *slow, uint32_t m, int s, int place)
{
    slow->slot[m] = s;
    slow->place[m] = place;
    bool fits = fits_alone(slow, m, s, place);
    for (uint32_t other = 0; fits && other < m; other++) {
        fits = fit_together(slow, m, other);
    }
    if (fits) {
        try_all(slow, m + 1);
    }
}

/* With a choice of demands, any timetable is enough. */
static void try_all(struct slow *slow, uint32_t m)
{
    const struct mus_timetable_problem *problem = slow->problem;
    if (m == problem->meeting_count) {
        weigh(slow);
        return;
    }
    if (!holds_of_meeting(slow, MUS_DEMAND_MEETING, m)) {
        slow->slot[m] = -1;
        try_all(slow, m + 1);
    }
    for (int s = 0; s < (int)problem->slot_count; s++) {
        for (int place = 0; place < PLACES; place++) {
            if (slow->demands != NULL && slow->fewest < ENOUGH) {
                return;
            }
            if (place_is_possible(slow, m, place)) {
                try_seat(slow, m, s, place);
            }
        }
    }
    slow->slot[m] = -1;
}

static uint32_t fewest_breaks(const struct mus_timetable_problem *problem)
{
    struct slow slow = {.problem = problem, .without = SIZE_MAX, .fewest = ENOUGH};
    try_all(&slow, 0);
    return slow.fewest;
}

static bool clashes_without(const struct mus_timetable_problem *problem,
                            const struct mus_clash *clash, size_t without)
{
    struct slow slow = {.problem = problem,
                        .demands = clash->demands,
                        .demand_count = clash->count,
                        .without = without,
                        .fewest = ENOUGH};
    try_all(&slow, 0);
    return slow.fewest == ENOUGH;
}

/* ---- the judge, with tables tried one by one ---- */

static bool judge_with_tables(const struct mus_timetable_problem *problem,
                              struct mus_timetable_seat *seats, size_t m, uint64_t breaks)
{
    while (m < problem->meeting_count && problem->meetings[m].place != MUS_PLACE_TABLE) {
        m++;
    }
    if (m == problem->meeting_count) {
        struct mus_timetable_figures figures;
        return mus_timetable_judge(problem, seats, &figures, NULL) == MUS_OK &&
               figures.left_out == 0 && figures.breaks == breaks;
    }
    for (uint16_t t = 1; t <= problem->table_count; t++) {
        seats[m].table = t;
        if (judge_with_tables(problem, seats, m + 1, breaks)) {
            return true;
        }
    }
    return false;
}

static bool is_legal(const struct mus_timetable_problem *problem, const int16_t *slots,
                     uint64_t breaks)
{
    struct mus_timetable_seat seats[MEETINGS] = {{0}};
    for (size_t m = 0; m < problem->meeting_count; m++) {
        seats[m].slot = slots[m];
    }
    return judge_with_tables(problem, seats, 0, breaks);
}

/* ---- what is held against what ---- */

static uint32_t prove(struct world *world)
{
    struct mus_error err;
    struct mus_prover *prover = NULL;
    struct mus_prover_state state = {.verdict = MUS_PROVER_OPEN};
    int16_t slots[MEETINGS];
    uint64_t best = ENOUGH;
    assert_int_equal(mus_prover_new(&world->problem, 0, &prover, &err), MUS_OK);
    assert_non_null(prover);
    while (state.verdict == MUS_PROVER_OPEN) {
        assert_int_equal(mus_prover_work(prover, 100, NULL, slots, &state, &err), MUS_OK);
        if (state.found) {
            assert_true(state.breaks < best);
            assert_true(is_legal(&world->problem, slots, state.breaks));
            best = state.breaks;
        }
    }
    mus_prover_free(prover);
    assert_true(state.verdict == MUS_PROVER_OPTIMAL ? state.lower_bound == best : best == ENOUGH);
    return (uint32_t)best;
}

static void explain(struct world *world)
{
    struct mus_error err;
    struct mus_clash clash = {0};
    assert_int_equal(mus_prover_explain(&world->problem, NULL, &clash, &err), MUS_OK);
    assert_true(clash.count > 0);
    assert_true(clash.minimal);
    assert_true(clashes_without(&world->problem, &clash, SIZE_MAX));
    for (size_t i = 0; i < clash.count; i++) {
        assert_false(clashes_without(&world->problem, &clash, i));
    }
    mus_clash_done(&clash);
}

static void the_prover_and_a_search_of_everything_agree(void **state)
{
    (void)state;
    if (!mus_prover_exists()) {
        skip();
    }
    struct world *world = test_calloc(1, sizeof *world);
    uint64_t seed = mus_random_seed();
    unsigned impossible = 0;
    for (unsigned i = 0; i < mus_random_cases(CASES); i++) {
        mus_random_init(&world->random, seed + i);
        make_problem(world);
        uint32_t fewest = fewest_breaks(&world->problem);
        if (prove(world) != fewest) {
            fail_msg("seed %llu, first case", (unsigned long long)(seed + i));
        }
        if (fewest == ENOUGH) {
            impossible++;
            explain(world);
        }
    }
    print_message("%u of them impossible\n", impossible);
    test_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_prover_and_a_search_of_everything_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
