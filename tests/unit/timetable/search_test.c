#include "matcher/timetable/search.h"

#include "matcher/timetable/construct.h"
#include "plan_fixture.h"

/* Fourteen people who meet some others, by no pattern, in eight slots: construction leaves holes.
 */
static void open_search(struct mus_search *search, struct mus_plan *plan,
                        struct small_timetable *small, uint64_t seed)
{
    struct mus_random random;
    mus_random_init(&random, 3);
    small_init(small, 8, 8, 14);
    for (uint32_t a = 0; a < 14; a++) {
        for (uint32_t b = 0; b < a; b++) {
            if (mus_random_below(&random, 5) < 2) {
                (void)small_meet(small, a, b);
            }
        }
    }
    open_plan(plan, small);
    assert_int_equal(mus_construct(plan, NULL), MUS_OK);
    mus_construct_finish(plan);
    assert_int_equal(mus_search_init(search, plan, seed, NULL), MUS_OK);
}

static void close_search(struct mus_search *search, struct mus_plan *plan)
{
    mus_search_done(search);
    mus_plan_done(plan);
}

static void a_search_makes_a_timetable_better(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_search search;
    open_search(&search, &plan, &small, 1);
    struct mus_plan_figures first = search.moves.best_figures;
    mus_search_run(&search, 20000, 0, NULL);
    assert_sound(&plan);
    assert_true(mus_plan_figures_better(&search.moves.best_figures, &first));
    assert_int_equal(search.moves.best_figures.left_out, 0);
    assert_in_range(search.steps, 1, 20000);
    close_search(&search, &plan);
}

static void it_ends_where_it_is_good_enough(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_search search;
    open_search(&search, &plan, &small, 1);
    uint64_t enough = search.moves.best_figures.breaks / 2;
    assert_true(enough > 0);
    mus_search_run(&search, 1000000, enough, NULL);
    assert_in_range(search.steps, 1, 999999);
    assert_int_equal(plan.out_count, 0);
    assert_in_range(search.moves.best_figures.breaks, 1, enough); /* and no better */
    uint64_t steps = search.steps;
    mus_search_run(&search, 100, enough, NULL);
    assert_int_equal(search.steps, steps);
    close_search(&search, &plan);
}

/* However the steps are parted, and again with the same seed. */
static void portions_do_not_show(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plans[3];
    struct mus_search searches[3];
    for (int i = 0; i < 3; i++) {
        open_search(&searches[i], &plans[i], &small, i < 2 ? 7 : 8);
    }
    mus_search_run(&searches[0], 900, 0, NULL);
    for (int i = 0; i < 30; i++) {
        mus_search_run(&searches[1], 30, 0, NULL);
    }
    mus_search_run(&searches[2], 900, 0, NULL);
    assert_memory_equal(plans[0].slots, plans[1].slots, small.problem.meeting_count);
    assert_memory_not_equal(plans[0].slots, plans[2].slots,
                            small.problem.meeting_count); /* another seed */
    for (int i = 0; i < 3; i++) {
        close_search(&searches[i], &plans[i]);
    }
}

static bool at_once(const void *state)
{
    (void)state;
    return true;
}

static void whoever_asks_ends_it(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_search search;
    const struct mus_stop stop = {at_once, NULL};
    open_search(&search, &plan, &small, 1);
    mus_search_run(&search, 100000, 0, &stop);
    assert_int_equal(search.steps, 0);
    close_search(&search, &plan);
}

static void what_comes_from_elsewhere_is_taken_where_it_is_better(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_search search;
    small_init(&small, 4, 1, 4);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 0, 2);
    open_plan(&plan, &small);
    mus_plan_load(&plan, (const int8_t[]){0, 2});
    assert_int_equal(mus_search_init(&search, &plan, 1, NULL), MUS_OK);
    assert_int_equal(search.moves.best_figures.breaks, 1);
    mus_search_tell(&search, (const int8_t[]){0, 3}); /* no better */
    assert_int_equal(search.moves.best[1], 2);
    mus_search_tell(&search, (const int8_t[]){2, 3});
    assert_int_equal(search.moves.best_figures.breaks, 0);
    assert_int_equal(search.moves.best[0], 2);
    mus_search_tell(&search, (const int8_t[]){2, MUS_PLAN_OUT});
    assert_int_equal(search.moves.best_figures.left_out, 0);
    close_search(&search, &plan);
}

/* -T ln u at the middle of each of the equal parts of 0 … 1: the first is 9.01 T, the one in the
 * middle ln 2 T, the last nothing, and their mean T. */
static void thresholds_are_drawn_from_the_exponential(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_search search;
    open_search(&search, &plan, &small, 1);
    mus_search_thresholds(&search.moves, 10000.0);
    const int32_t *thresholds = search.moves.thresholds;
    int64_t sum = 0;
    for (int i = 0; i < MUS_MOVES_THRESHOLDS; i++) {
        assert_true(i == 0 || thresholds[i] <= thresholds[i - 1]);
        sum += thresholds[i];
    }
    assert_int_equal(thresholds[0], 90109);
    assert_in_range(thresholds[MUS_MOVES_THRESHOLDS / 2 - 1], 6931, 6934);
    assert_in_range(thresholds[MUS_MOVES_THRESHOLDS - 1], 0, 2);
    assert_in_range(sum / MUS_MOVES_THRESHOLDS, 9980, 10000);
    close_search(&search, &plan);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_search search;
    enum mus_status status = MUS_NO_MEMORY;
    open_search(&search, &plan, &small, 1);
    mus_search_done(&search);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_search_init(&search, &plan, 1, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
    }
    assert_true(n > 5);
    close_search(&search, &plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_makes_a_timetable_better),
        cmocka_unit_test(it_ends_where_it_is_good_enough),
        cmocka_unit_test(portions_do_not_show),
        cmocka_unit_test(whoever_asks_ends_it),
        cmocka_unit_test(what_comes_from_elsewhere_is_taken_where_it_is_better),
        cmocka_unit_test(thresholds_are_drawn_from_the_exponential),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
