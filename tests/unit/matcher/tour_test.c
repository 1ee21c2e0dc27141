#include "matcher/tour/tour.h"

#include "base/mem.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SLOTS = 6, ALL_SLOTS = 0x3F, MAX_GROUPS = 4, MAX_BOOTHS = 20 };

struct visit {
    struct mus_timetable_slot slots[SLOTS];
    struct mus_tour_group groups[MAX_GROUPS];
    struct mus_tour_booth booths[MAX_BOOTHS];
    uint8_t wishes[MAX_GROUPS * MAX_BOOTHS];
    struct mus_timetable_interpreter interpreters[2];
    uint16_t walk[4];
    struct mus_tour_problem problem;
};

/* Two hours in slots of 20 minutes, one hall. */
static void plan(struct visit *visit, size_t groups, size_t booths)
{
    *visit = (struct visit){.walk = {0, 10, 10, 0}};
    for (size_t s = 0; s < SLOTS; s++) {
        visit->slots[s] =
            (struct mus_timetable_slot){.start = (uint16_t)(600 + 20 * s), .minutes = 20};
    }
    for (size_t g = 0; g < groups; g++) {
        visit->groups[g] =
            (struct mus_tour_group){.people = 9, .available = ALL_SLOTS, .min = 1, .max = SLOTS};
    }
    for (size_t b = 0; b < booths; b++) {
        visit->booths[b] =
            (struct mus_tour_booth){.room = 10, .open = ALL_SLOTS, .x = (uint16_t)(10 * b), .y = 1};
    }
    visit->problem = (struct mus_tour_problem){.slots = visit->slots,
                                               .slot_count = SLOTS,
                                               .groups = visit->groups,
                                               .group_count = groups,
                                               .booths = visit->booths,
                                               .booth_count = booths,
                                               .wishes = visit->wishes,
                                               .interpreters = visit->interpreters,
                                               .hall_count = 2,
                                               .walk_minutes = visit->walk};
}

static struct mus_tour_answer solve(const struct visit *visit)
{
    struct mus_tour_answer answer;
    struct mus_error err;
    assert_int_equal(mus_tour_solve(&visit->problem, 1, 0, NULL, &answer, &err), MUS_OK);
    if (mus_tour_judge(&visit->problem, &answer, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return answer;
}

static void three_groups_see_a_booth_in_every_slot(void **state)
{
    (void)state;
    static struct visit visit;
    plan(&visit, 3, 8);
    struct mus_tour_answer answer = solve(&visit);
    assert_int_equal(answer.visits, 18);
    assert_int_equal(answer.most_visits, 18);
    mus_tour_answer_done(&answer);
}

static void one_booth_is_shared_one_group_at_a_time(void **state)
{
    (void)state;
    static struct visit visit;
    plan(&visit, 3, 1);
    visit.booths[0].room = 17;
    struct mus_tour_answer answer = solve(&visit);
    assert_int_equal(answer.visits, 3);
    mus_tour_answer_done(&answer);
}

static void musts_come_before_wants_and_nevers_are_kept(void **state)
{
    (void)state;
    static struct visit visit;
    plan(&visit, 2, 4);
    for (size_t b = 0; b < 4; b++) {
        visit.booths[b].open = 1; /* all in the first slot: one for each group */
    }
    visit.wishes[1] = MUS_TOUR_WANT;
    visit.wishes[2] = MUS_TOUR_MUST;
    visit.wishes[4] = MUS_TOUR_NEVER;
    visit.wishes[5] = MUS_TOUR_NEVER;
    struct mus_tour_answer answer = solve(&visit);
    assert_int_equal(answer.stops[0].booth, 2);
    assert_int_equal(answer.stops[SLOTS].booth, 3);
    assert_int_equal(answer.musts, 1);
    assert_int_equal(answer.wants_missed, 1);
    mus_tour_answer_done(&answer);
}

static void an_interpreter_goes_with_one_group(void **state)
{
    (void)state;
    static struct visit visit;
    plan(&visit, 3, 8);
    visit.groups[0].language = 1;
    visit.groups[1].language = 1;
    visit.interpreters[0] =
        (struct mus_timetable_interpreter){.available = ALL_SLOTS, .languages = 1};
    visit.problem.interpreter_count = 1;
    struct mus_tour_answer answer = solve(&visit);
    assert_int_equal(answer.visits, 12); /* six for the third, six for the two together */
    mus_tour_answer_done(&answer);
}

static void nobody_is_asked_to_run_to_another_hall(void **state)
{
    (void)state;
    static struct visit visit;
    plan(&visit, 1, 6);
    for (size_t b = 3; b < 6; b++) {
        visit.booths[b].hall = 1;
    }
    struct mus_tour_answer answer = solve(&visit);
    /* Ten minutes on foot and no pause: a slot is lost on the way. */
    assert_int_equal(answer.visits, 5);
    mus_tour_answer_done(&answer);
}

static void what_has_no_form_is_refused(void **state)
{
    (void)state;
    static struct visit visit;
    struct mus_tour_answer answer;
    struct mus_error err;
    plan(&visit, 2, 2);
    visit.groups[1].people = 0;
    assert_int_equal(mus_tour_solve(&visit.problem, 1, 0, NULL, &answer, &err), MUS_INVALID);
    assert_string_equal(err.message, "groups[1].people: 0, expected 1 to 100000");
    plan(&visit, 2, 2);
    visit.groups[0].min = 7;
    assert_int_equal(mus_tour_solve(&visit.problem, 1, 0, NULL, &answer, &err), MUS_INVALID);
    assert_string_equal(err.message, "groups[0].min: 7 is more than max 6");
    plan(&visit, 2, 2);
    visit.booths[1].hall = 2;
    assert_int_equal(mus_tour_solve(&visit.problem, 1, 0, NULL, &answer, &err), MUS_INVALID);
    assert_string_equal(err.message, "booths[1].hall: there is no hall 2");
    plan(&visit, 2, 2);
    visit.wishes[3] = 4;
    assert_int_equal(mus_tour_solve(&visit.problem, 1, 0, NULL, &answer, &err), MUS_INVALID);
    assert_string_equal(err.message, "wishes[3]: there is no wish 4");
    plan(&visit, 2, 2);
    visit.problem.group_count = MUS_TOUR_MAX_GROUPS + 1;
    assert_int_equal(mus_tour_solve(&visit.problem, 1, 0, NULL, &answer, &err), MUS_LIMIT);
    assert_string_equal(err.message, "groups: 257, at most 256");
}

static void memory_that_runs_out_is_said(void **state)
{
    (void)state;
    static struct visit visit;
    plan(&visit, 2, 3);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_tour_answer answer;
        mus_mem_fail_at(n, true);
        status = mus_tour_solve(&visit.problem, 1, 100, NULL, &answer, NULL);
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            assert_true(n > 5);
            mus_tour_answer_done(&answer);
        }
    }
    assert_int_equal(status, MUS_OK);
}

static uint64_t pick(struct mus_random *random, uint64_t count)
{
    return mus_random_next(random) % count;
}

static void random_visit(struct visit *visit, struct mus_random *random)
{
    plan(visit, 1 + pick(random, 2), 1 + pick(random, 3));
    visit->problem.slot_count = 1 + pick(random, 3);
    visit->problem.interpreter_count = pick(random, 3);
    for (size_t i = 0; i < 2; i++) {
        visit->interpreters[i] = (struct mus_timetable_interpreter){
            .available = pick(random, 8), .languages = (uint8_t)(1 + pick(random, 3))};
    }
    for (size_t g = 0; g < visit->problem.group_count; g++) {
        visit->groups[g].available = 1 + pick(random, 7);
        visit->groups[g].people = 1 + (uint32_t)pick(random, 9);
        visit->groups[g].language = (uint8_t)pick(random, 3);
        visit->groups[g].max = 1 + (uint32_t)pick(random, 3);
    }
    for (size_t b = 0; b < visit->problem.booth_count; b++) {
        visit->booths[b].open = 1 + pick(random, 7);
        visit->booths[b].hall = (uint16_t)pick(random, 2);
    }
    for (size_t i = 0; i < MAX_GROUPS * MAX_BOOTHS; i++) {
        visit->wishes[i] = (uint8_t)pick(random, 4);
    }
}

/* musts, then wants, then visits, after the minimum of one each. */
static uint64_t worth(const struct visit *visit, const struct mus_tour_answer *answer)
{
    const struct mus_tour_problem *problem = &visit->problem;
    uint64_t visited = 0;
    for (size_t g = 0; g < problem->group_count; g++) {
        bool any = false;
        for (size_t s = 0; s < problem->slot_count; s++) {
            any = any || answer->stops[g * problem->slot_count + s].booth >= 0;
        }
        visited += any;
    }
    return visited * 1000000 + answer->musts * 10000UL + answer->wants * 100UL + answer->visits;
}

/* Every way to fill the stops, the interpreters included. */
static uint64_t best_of_all(const struct visit *visit)
{
    const struct mus_tour_problem *problem = &visit->problem;
    size_t cells = problem->group_count * problem->slot_count;
    struct mus_tour_stop stops[2 * 3];
    uint64_t ways = 1;
    uint64_t best = 0;
    size_t booths = problem->booth_count + 1;
    size_t choices = booths * (problem->interpreter_count + 1);
    for (size_t i = 0; i < cells; i++) {
        ways *= choices;
    }
    for (uint64_t way = 0; way < ways; way++) {
        struct mus_tour_answer answer = {.stops = stops, .most_visits = UINT32_MAX};
        uint64_t rest = way;
        for (size_t i = 0; i < cells; i++) {
            size_t choice = rest % choices;
            rest /= choices;
            stops[i].booth = (int16_t)((int)(choice % booths) - 1);
            stops[i].interpreter = (int16_t)((int)(choice / booths) - 1);
            if (stops[i].booth >= 0) {
                size_t group = i / problem->slot_count;
                uint8_t wish = visit->wishes[group * problem->booth_count + (size_t)stops[i].booth];
                answer.visits++;
                answer.musts += wish == MUS_TOUR_MUST;
                answer.wants += wish == MUS_TOUR_WANT;
            }
        }
        uint64_t value = worth(visit, &answer);
        if (value > best && mus_tour_judge(problem, &answer, NULL) == MUS_OK) {
            best = value;
        }
    }
    return best;
}

static void small_visits_are_planned_as_well_as_can_be(void **state)
{
    (void)state;
    static struct visit visit;
    struct mus_random random;
    mus_random_init(&random, 20251112);
    for (int i = 0; i < 60; i++) {
        random_visit(&visit, &random);
        if (visit.problem.group_count * visit.problem.slot_count > 4) {
            visit.problem.slot_count = 2;
        }
        struct mus_tour_answer answer;
        struct mus_error err;
        assert_int_equal(mus_tour_solve(&visit.problem, 3, 5000, NULL, &answer, &err), MUS_OK);
        assert_int_equal(mus_tour_judge(&visit.problem, &answer, &err), MUS_OK);
        assert_int_equal(worth(&visit, &answer), best_of_all(&visit));
        mus_tour_answer_done(&answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_groups_see_a_booth_in_every_slot),
        cmocka_unit_test(one_booth_is_shared_one_group_at_a_time),
        cmocka_unit_test(musts_come_before_wants_and_nevers_are_kept),
        cmocka_unit_test(an_interpreter_goes_with_one_group),
        cmocka_unit_test(nobody_is_asked_to_run_to_another_hall),
        cmocka_unit_test(what_has_no_form_is_refused),
        cmocka_unit_test(memory_that_runs_out_is_said),
        cmocka_unit_test(small_visits_are_planned_as_well_as_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
