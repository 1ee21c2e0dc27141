#include "base/workers.h"

#include "base/limits.h"
#include "base/stop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct part {
    size_t number;
    size_t fails_from;
    size_t seen;
};

static enum mus_status look(void *state, struct mus_error *err)
{
    struct part *part = state;
    part->seen++;
    return part->number >= part->fails_from ? mus_fail(err, MUS_INVALID, "part %zu", part->number)
                                            : MUS_OK;
}

static void each_part_is_worked_on_once(void **unused)
{
    (void)unused;
    struct part parts[MUS_MAX_THREADS];
    void *states[MUS_MAX_THREADS];
    for (size_t i = 0; i < MUS_MAX_THREADS; i++) {
        parts[i] = (struct part){.number = i, .fails_from = SIZE_MAX};
        states[i] = &parts[i];
    }
    struct mus_error err;
    assert_int_equal(mus_workers_run(look, states, MUS_MAX_THREADS, &err), MUS_OK);
    for (size_t i = 0; i < MUS_MAX_THREADS; i++) {
        assert_int_equal(parts[i].seen, 1);
    }
    assert_int_equal(mus_workers_run(look, NULL, 0, &err), MUS_OK);
}

static void the_first_failure_in_order_is_told(void **unused)
{
    (void)unused;
    struct part parts[5];
    void *states[5];
    for (size_t i = 0; i < 5; i++) {
        parts[i] = (struct part){.number = i, .fails_from = 2};
        states[i] = &parts[i];
    }
    struct mus_error err;
    assert_int_equal(mus_workers_run(look, states, 5, &err), MUS_INVALID);
    assert_string_equal(err.message, "part 2");
    assert_int_equal(parts[4].seen, 1);
}

static void there_is_a_processor(void **unused)
{
    (void)unused;
    assert_in_range(mus_workers_available(), 1, MUS_MAX_THREADS);
}

static void a_deadline_that_has_passed_asks_to_stop(void **unused)
{
    (void)unused;
    struct mus_deadline past = mus_deadline_in_ms(-1);
    struct mus_deadline far = mus_deadline_in_ms(INT32_MAX);
    struct mus_stop now = mus_stop_at(&past);
    struct mus_stop later = mus_stop_at(&far);
    assert_true(mus_stop_asked(&now));
    assert_false(mus_stop_asked(&later));
    assert_false(mus_stop_asked(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_part_is_worked_on_once),
        cmocka_unit_test(the_first_failure_in_order_is_told),
        cmocka_unit_test(there_is_a_processor),
        cmocka_unit_test(a_deadline_that_has_passed_asks_to_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
