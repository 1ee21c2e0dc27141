#include "matcher/proof/cadical.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ROOM = 100000, PIGEONS = 9, HOLES = PIGEONS - 1 };

static void a_model_makes_every_clause_true(void **state)
{
    (void)state;
    struct mus_sat *sat = mus_sat_new(ROOM);
    int a = mus_sat_variable(sat);
    int b = mus_sat_variable(sat);
    mus_sat_add2(sat, a, b);
    mus_sat_add2(sat, -a, -b);
    mus_sat_assume(sat, -a);
    assert_int_equal(mus_sat_solve(sat, 100, NULL), MUS_SAT_YES);
    assert_false(mus_sat_value(sat, a));
    assert_true(mus_sat_value(sat, -a));
    assert_true(mus_sat_value(sat, b));
    assert_false(mus_sat_value(sat, -b));
    mus_sat_free(sat);
}

static void an_assumption_holds_for_one_question_and_a_proof_names_it(void **state)
{
    (void)state;
    struct mus_sat *sat = mus_sat_new(ROOM);
    int a = mus_sat_variable(sat);
    int b = mus_sat_variable(sat);
    int c = mus_sat_variable(sat);
    mus_sat_add2(sat, -a, -b);
    mus_sat_assume(sat, a);
    mus_sat_assume(sat, c);
    mus_sat_assume(sat, b);
    assert_int_equal(mus_sat_solve(sat, 100, NULL), MUS_SAT_NO);
    assert_true(mus_sat_failed(sat, a));
    assert_true(mus_sat_failed(sat, b));
    assert_false(mus_sat_failed(sat, c));
    assert_int_equal(mus_sat_solve(sat, 100, NULL), MUS_SAT_YES);
    mus_sat_free(sat);
}

static void constants_stand_for_themselves(void **state)
{
    (void)state;
    struct mus_sat *sat = mus_sat_new(ROOM);
    int always = mus_sat_true(sat);
    int a = mus_sat_variable(sat);
    mus_sat_add3(sat, -always, -always, -a);
    mus_sat_add2(sat, always, a);
    assert_int_equal(mus_sat_solve(sat, 100, NULL), MUS_SAT_YES);
    assert_true(mus_sat_value(sat, always));
    assert_false(mus_sat_value(sat, a));
    mus_sat_add2(sat, -always, -always);
    assert_int_equal(mus_sat_solve(sat, 100, NULL), MUS_SAT_NO);
    mus_sat_free(sat);
}

/* One pigeon more than there are holes: hard for a solver that does not count. */
static struct mus_sat *pigeons(void)
{
    struct mus_sat *sat = mus_sat_new(ROOM);
    int sits[PIGEONS][HOLES];
    for (size_t p = 0; p < PIGEONS; p++) {
        for (size_t h = 0; h < HOLES; h++) {
            sits[p][h] = mus_sat_variable(sat);
            for (size_t q = 0; q < p; q++) {
                mus_sat_add2(sat, -sits[p][h], -sits[q][h]);
            }
        }
        mus_sat_add(sat, sits[p], HOLES);
    }
    return sat;
}

static void work_ends_with_the_conflicts_and_goes_on_where_it_was(void **state)
{
    (void)state;
    struct mus_sat *sat = pigeons();
    unsigned open = 0;
    while (mus_sat_solve(sat, 100, NULL) == MUS_SAT_OPEN) {
        open++;
    }
    assert_true(open > 1);
    assert_true(mus_sat_conflicts(sat) > 100);
    assert_int_equal(mus_sat_solve(sat, 100, NULL), MUS_SAT_NO);
    mus_sat_free(sat);
}

static bool at_once(const void *asked)
{
    (void)asked;
    return true;
}

static void work_ends_with_the_stop(void **state)
{
    (void)state;
    struct mus_sat *sat = pigeons();
    const struct mus_stop stop = {at_once, NULL};
    assert_int_equal(mus_sat_solve(sat, 1000000, &stop), MUS_SAT_OPEN);
    mus_sat_free(sat);
}

static void what_has_no_room_is_dropped_and_told(void **state)
{
    (void)state;
    struct mus_sat *sat = mus_sat_new(3);
    int a = mus_sat_variable(sat);
    mus_sat_add(sat, &a, 1);
    assert_false(mus_sat_full(sat));
    mus_sat_add3(sat, -a, -a, -a);
    assert_true(mus_sat_full(sat));
    assert_int_equal(mus_sat_solve(sat, 100, NULL), MUS_SAT_YES);
    mus_sat_free(sat);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    mus_mem_fail_at(1, false);
    assert_null(mus_sat_new(ROOM));
    mus_mem_fail_at(0, false);
    mus_sat_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_makes_every_clause_true),
        cmocka_unit_test(an_assumption_holds_for_one_question_and_a_proof_names_it),
        cmocka_unit_test(constants_stand_for_themselves),
        cmocka_unit_test(work_ends_with_the_conflicts_and_goes_on_where_it_was),
        cmocka_unit_test(work_ends_with_the_stop),
        cmocka_unit_test(what_has_no_room_is_dropped_and_told),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
