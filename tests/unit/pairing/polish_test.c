#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "crowd.h"
#include "matcher/pairing/polish.h"

enum { SWEEPS = 36, ROUNDS = 60 };

static void start(struct mus_dual *dual, const struct crowd *crowd)
{
    assert_int_equal(mus_dual_init(dual, &crowd->graph, 1, 1, NULL), MUS_OK);
    assert_int_equal(mus_dual_descend(dual, SWEEPS, NULL, NULL), MUS_OK);
}

/* Groups and minimums bring descent to a stand; the target is a little below where it stands. */
static void it_finds_better_prices_where_descent_stands_still(void **state)
{
    (void)state;
    struct crowd crowd;
    struct mus_dual dual;
    crowd_start(&crowd, 5, 2, 3);
    start(&dual, &crowd);
    int64_t before = dual.bound;
    assert_int_equal(mus_dual_polish(&dual, before - before / 50, ROUNDS, NULL, NULL), MUS_OK);
    assert_true(dual.bound < before - before / 200);
    assert_true(dual.sweeps <= SWEEPS + ROUNDS);
    mus_dual_done(&dual);
    crowd_end(&crowd);
}

static void at_the_target_nothing_is_done(void **state)
{
    (void)state;
    struct crowd crowd;
    struct mus_dual dual;
    crowd_start(&crowd, 1, 0, 1);
    start(&dual, &crowd);
    int64_t before = dual.bound;
    assert_int_equal(mus_dual_polish(&dual, before, ROUNDS, NULL, NULL), MUS_OK);
    assert_int_equal(dual.bound, before);
    assert_int_equal(dual.sweeps, SWEEPS);
    mus_dual_done(&dual);
    crowd_end(&crowd);
}

static void the_capacity_is_polished_too(void **state)
{
    (void)state;
    struct crowd crowd;
    struct mus_dual dual;
    crowd_start(&crowd, 3, 1, 1);
    crowd.graph.capacity = 90;
    start(&dual, &crowd);
    int64_t before = dual.bound;
    assert_int_equal(mus_dual_polish(&dual, before - before / 20, ROUNDS, NULL, NULL), MUS_OK);
    assert_true(dual.bound <= before);
    assert_true(dual.capacity_price > 0);
    mus_dual_done(&dual);
    crowd_end(&crowd);
}

static void out_of_memory_leaks_nothing(void **state)
{
    (void)state;
    struct crowd crowd;
    struct mus_dual dual;
    crowd_start(&crowd, 3, 1, 3);
    start(&dual, &crowd);
    mus_mem_fail_at(1, false);
    enum mus_status status = mus_dual_polish(&dual, 0, ROUNDS, NULL, NULL);
    mus_mem_fail_at(0, false);
    assert_int_equal(status, MUS_NO_MEMORY);
    mus_dual_done(&dual);
    crowd_end(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_finds_better_prices_where_descent_stands_still),
        cmocka_unit_test(at_the_target_nothing_is_done),
        cmocka_unit_test(the_capacity_is_polished_too),
        cmocka_unit_test(out_of_memory_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
