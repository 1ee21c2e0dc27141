#include "matcher/learn/calibration.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

enum { MOST = 400 };

static struct mus_calibration_pair pairs[MOST];
static size_t count;

/* `concluded` of `of` pairs with this score. */
static void add(uint32_t score, size_t concluded, size_t of)
{
    for (size_t i = 0; i < of; i++) {
        pairs[count++] = (struct mus_calibration_pair){score, i < concluded};
    }
}

static struct mus_calibration fitted(void)
{
    struct mus_calibration calibration;
    struct mus_error err;
    assert_int_equal(mus_calibrate(pairs, count, &calibration), MUS_CALIBRATION_FITTED);
    assert_int_equal(mus_calibration_check(&calibration, &err), MUS_OK);
    return calibration;
}

static struct mus_calibration_range range_at(const struct mus_calibration *calibration,
                                             uint32_t score)
{
    struct mus_calibration_range range = {0, 0};
    assert_true(mus_calibration_at(calibration, score, &range));
    return range;
}

static int empty(void **state)
{
    (void)state;
    count = 0;
    return 0;
}

static void the_range_holds_the_share_that_was_concluded(void **state)
{
    (void)state;
    add(300000, 10, 100);
    add(500000, 20, 100);
    add(700000, 36, 100);
    struct mus_calibration calibration = fitted();
    static const struct {
        uint32_t score, share, low, high;
    } EXPECTED[] = {
        {300000, 100000, 60000, 160000},
        {500000, 200000, 160000, 250000},
        {700000, 360000, 280000, 450000},
    };
    for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++) {
        struct mus_calibration_range range = range_at(&calibration, EXPECTED[i].score);
        assert_in_range(EXPECTED[i].share, range.low, range.high);
        assert_in_range(range.low, EXPECTED[i].low, EXPECTED[i].share);
        assert_in_range(range.high, EXPECTED[i].share, EXPECTED[i].high);
    }
    assert_int_equal(calibration.pairs, 300);
    assert_int_equal(calibration.concluded, 66);
}

/* Four times the pairs: half the error of either number. */
static void more_pairs_make_the_range_narrower(void **state)
{
    (void)state;
    add(400000, 4, 20);
    add(600000, 8, 20);
    struct mus_calibration few = fitted();
    for (int i = 0; i < 3; i++) {
        add(400000, 4, 20);
        add(600000, 8, 20);
    }
    struct mus_calibration many = fitted();
    assert_in_range(many.level_error, few.level_error * 45 / 100, few.level_error * 55 / 100);
    assert_in_range(many.slope_error, few.slope_error * 45 / 100, few.slope_error * 55 / 100);
}

static void fewer_than_ten_of_a_kind_say_nothing(void **state)
{
    (void)state;
    struct mus_calibration calibration;
    assert_int_equal(mus_calibrate(pairs, 0, &calibration), MUS_CALIBRATION_FEW);
    assert_int_equal(calibration.pairs, 0);
    add(400000, 2, 100);
    add(600000, 7, 100);
    assert_int_equal(mus_calibrate(pairs, count, &calibration), MUS_CALIBRATION_FEW);
    assert_int_equal(calibration.pairs, 200);
    assert_int_equal(calibration.concluded, 9);
    add(600000, 1, 1);
    assert_int_equal(mus_calibrate(pairs, count, &calibration), MUS_CALIBRATION_FITTED);
    count = 0;
    add(400000, 11, 15);
    add(600000, 15, 20);
    assert_int_equal(mus_calibrate(pairs, count, &calibration), MUS_CALIBRATION_FEW);
    add(300000, 0, 1);
    assert_int_equal(mus_calibrate(pairs, count, &calibration), MUS_CALIBRATION_FITTED);
}

static void scores_against_the_outcomes_are_unrelated(void **state)
{
    (void)state;
    struct mus_calibration calibration;
    add(400000, 20, 40);
    add(600000, 10, 40);
    assert_int_equal(mus_calibrate(pairs, count, &calibration), MUS_CALIBRATION_UNRELATED);
}

static void scores_that_are_all_the_same_are_unrelated(void **state)
{
    (void)state;
    struct mus_calibration calibration;
    add(400000, 20, 40);
    assert_int_equal(mus_calibrate(pairs, count, &calibration), MUS_CALIBRATION_UNRELATED);
}

static void scores_that_separate_outcomes_are_not_believed_to_the_end(void **state)
{
    (void)state;
    add(400000, 0, 15);
    add(600000, 15, 15);
    struct mus_calibration calibration = fitted();
    struct mus_calibration_range low = range_at(&calibration, 400000);
    struct mus_calibration_range high = range_at(&calibration, 600000);
    assert_true(low.low > 0 && low.high < 400000);
    assert_true(high.low > 600000 && high.high < 1000000);
}

/* One millionth apart, and as far as scores go. */
static void the_nearest_and_the_farthest_scores_are_fitted(void **state)
{
    (void)state;
    add(500000, 0, MOST / 2);
    add(500001, MOST / 2, MOST / 2);
    struct mus_calibration near = fitted();
    assert_true(near.lowest <= near.centre && near.centre <= near.highest);
    count = 0;
    add(0, 5, 100);
    add(1000000, 95, 100);
    struct mus_calibration far = fitted();
    assert_in_range(range_at(&far, 500000).low, 0, 500000);
    assert_in_range(range_at(&far, 500000).high, 500000, 1000000);
}

static void nothing_is_said_of_scores_that_were_not_seen(void **state)
{
    (void)state;
    struct mus_calibration_range range = {1, 2};
    add(400000, 10, 40);
    add(600000, 20, 40);
    struct mus_calibration calibration = fitted();
    assert_false(mus_calibration_at(&calibration, 399999, &range));
    assert_false(mus_calibration_at(&calibration, 600001, &range));
    assert_int_equal(range.low, 1);
    assert_int_equal(range.high, 2);
}

/* The share rises and then stays: no curve of this kind. */
static void a_truth_that_is_no_such_curve_widens_the_range(void **state)
{
    (void)state;
    add(300000, 2, 60);
    add(400000, 2, 60);
    add(500000, 40, 60);
    add(600000, 40, 60);
    add(700000, 40, 60);
    struct mus_calibration bent = fitted();
    count = 0;
    add(300000, 7, 60);
    add(400000, 13, 60);
    add(500000, 22, 60);
    add(600000, 36, 60);
    add(700000, 46, 60);
    struct mus_calibration straight = fitted();
    assert_true(bent.level_error > 2 * straight.level_error);
    assert_true(bent.slope_error > 2 * straight.slope_error);
}

static void the_order_of_arrival_does_not_show(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 60; i++) {
        add(300000 + i * 7919 % 60 * 5000, i * 31 % 60 < i * 7919 % 60, 1);
    }
    struct mus_calibration one = fitted();
    for (size_t i = 0; i < count / 2; i++) {
        struct mus_calibration_pair kept = pairs[i];
        pairs[i] = pairs[count - 1 - i];
        pairs[count - 1 - i] = kept;
    }
    struct mus_calibration other = fitted();
    assert_memory_equal(&one, &other, sizeof one);
}

static void numbers_that_are_none_are_refused(void **state)
{
    (void)state;
    add(400000, 10, 40);
    add(600000, 20, 40);
    const struct mus_calibration good = fitted();
    struct mus_calibration bad[7];
    for (size_t i = 0; i < 7; i++) {
        bad[i] = good;
    }
    bad[0].pairs = 19;
    bad[1].concluded = 71;
    bad[2].highest = 1000001;
    bad[3].lowest = 600000;
    bad[4].centre = 600001;
    bad[5].slope = 0;
    bad[6].level_error = 0;
    static const char *const MESSAGES[] = {
        "pairs: 19 is not between 20 and 1000000",
        "concluded: 71 is not between 10 and 70",
        "highest: 1000001 is not between 1 and 1000000",
        "lowest: 600000 is not between 0 and 599999",
        "centre: 600001 is not between 400000 and 600000",
        "slope: 0 is not between 1 and 4000000000000000",
        "level_error: 0 is not between 1 and 4000000000000000",
    };
    for (size_t i = 0; i < 7; i++) {
        struct mus_error err;
        assert_int_equal(mus_calibration_check(&bad[i], &err), MUS_INVALID);
        assert_string_equal(err.message, MESSAGES[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_range_holds_the_share_that_was_concluded, empty),
        cmocka_unit_test_setup(more_pairs_make_the_range_narrower, empty),
        cmocka_unit_test_setup(fewer_than_ten_of_a_kind_say_nothing, empty),
        cmocka_unit_test_setup(scores_against_the_outcomes_are_unrelated, empty),
        cmocka_unit_test_setup(scores_that_are_all_the_same_are_unrelated, empty),
        cmocka_unit_test_setup(scores_that_separate_outcomes_are_not_believed_to_the_end, empty),
        cmocka_unit_test_setup(the_nearest_and_the_farthest_scores_are_fitted, empty),
        cmocka_unit_test_setup(nothing_is_said_of_scores_that_were_not_seen, empty),
        cmocka_unit_test_setup(a_truth_that_is_no_such_curve_widens_the_range, empty),
        cmocka_unit_test_setup(the_order_of_arrival_does_not_show, empty),
        cmocka_unit_test_setup(numbers_that_are_none_are_refused, empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
