#include "import/groups.h"

#include "import_fixture.h"

static struct mus_row_key key(int number)
{
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    return mus_row_key('i', mus_text_of(text), MUS_NO_TEXT);
}

static void the_last_row_wins_but_one_that_was_skipped(void **state)
{
    (void)state;
    struct mus_groups *groups = mus_groups_new();
    const struct mus_row_key a = key(1);
    const struct mus_row_key b = key(2);
    assert_int_equal(mus_groups_add(groups, &a, 1, true, NULL), MUS_OK); /* 0 */
    assert_int_equal(mus_groups_add(groups, &b, 1, true, NULL), MUS_OK); /* 1 */
    assert_int_equal(mus_groups_add(groups, &a, 1, true, NULL), MUS_OK); /* 2 */
    assert_int_equal(mus_groups_skip(groups, NULL), MUS_OK);             /* 3 */
    assert_int_equal(mus_groups_rows(groups), 4);
    assert_int_equal(mus_groups_winner(groups, 0), 2);
    assert_int_equal(mus_groups_winner(groups, 1), 1);
    assert_int_equal(mus_groups_winner(groups, 2), 2);
    assert_int_equal(mus_groups_winner(groups, 3), 3);
    assert_true(mus_groups_skipped(groups, 3));
    assert_false(mus_groups_skipped(groups, 0));
    mus_groups_free(groups);
}

static void winners_that_are_not_good_are_counted(void **state)
{
    (void)state;
    struct mus_groups *groups = mus_groups_new();
    const struct mus_row_key keys[] = {key(1), key(2), key(3)};
    assert_int_equal(mus_groups_add(groups, &keys[0], 1, true, NULL), MUS_OK);
    assert_int_equal(mus_groups_add(groups, &keys[1], 1, false, NULL), MUS_OK);
    assert_int_equal(mus_groups_add(groups, &keys[2], 1, false, NULL), MUS_OK);
    assert_int_equal(mus_groups_bad_winners(groups), 2);
    assert_int_equal(mus_groups_add(groups, &keys[2], 1, true, NULL), MUS_OK);
    assert_int_equal(mus_groups_bad_winners(groups), 1);
    assert_int_equal(mus_groups_add(groups, &keys[0], 2, false, NULL), MUS_OK);
    assert_int_equal(mus_groups_bad_winners(groups), 1);
    mus_groups_free(groups);
}

static void a_row_with_two_keys_ties_rows_together(void **state)
{
    (void)state;
    struct mus_groups *groups = mus_groups_new();
    const struct mus_row_key keys[] = {key(1), key(2), key(3)};
    assert_int_equal(mus_groups_add(groups, &keys[0], 1, true, NULL), MUS_OK); /* 0: 1 */
    assert_int_equal(mus_groups_add(groups, &keys[2], 1, true, NULL), MUS_OK); /* 1: 3 */
    assert_int_equal(mus_groups_add(groups, &keys[0], 2, true, NULL), MUS_OK); /* 2: 1 2 */
    assert_int_equal(mus_groups_add(groups, &keys[1], 2, true, NULL), MUS_OK); /* 3: 2 3 */
    for (uint64_t row = 0; row < 4; row++) {
        assert_int_equal(mus_groups_winner(groups, row), 3);
    }
    mus_groups_free(groups);
}

static void kinds_and_parts_of_keys_are_kept_apart(void **state)
{
    (void)state;
    const struct mus_row_key a = mus_row_key('s', MUS_TEXT("ab"), MUS_TEXT("c"));
    const struct mus_row_key b = mus_row_key('s', MUS_TEXT("a"), MUS_TEXT("bc"));
    const struct mus_row_key c = mus_row_key('i', MUS_TEXT("ab"), MUS_TEXT("c"));
    assert_true(a.a != b.a || a.b != b.b);
    assert_true(a.a != c.a || a.b != c.b);
}

static void many_rows_are_grouped_as_a_plain_search_groups_them(void **state)
{
    (void)state;
    enum { ROWS = 20000, KEYS = 5000 };
    static int keys[ROWS];
    static uint64_t last[KEYS];
    struct mus_groups *groups = mus_groups_new();
    uint64_t random = 1;
    for (int row = 0; row < ROWS; row++) {
        random = random * UINT64_C(6364136223846793005) + 1;
        keys[row] = (int)(random >> 33) % KEYS;
        struct mus_row_key one = key(keys[row]);
        last[keys[row]] = (uint64_t)row;
        assert_int_equal(mus_groups_add(groups, &one, 1, true, NULL), MUS_OK);
    }
    for (int row = 0; row < ROWS; row++) {
        assert_int_equal(mus_groups_winner(groups, (uint64_t)row), last[keys[row]]);
    }
    mus_groups_free(groups);
}

static void every_failing_allocation_is_told(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        struct mus_groups *groups = mus_groups_new();
        status = groups == NULL ? MUS_NO_MEMORY : MUS_OK;
        for (int row = 0; status == MUS_OK && row < 3000; row++) {
            struct mus_row_key one = key(row);
            status = mus_groups_add(groups, &one, 1, true, NULL);
        }
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_groups_free(groups);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_row_wins_but_one_that_was_skipped),
        cmocka_unit_test(winners_that_are_not_good_are_counted),
        cmocka_unit_test(a_row_with_two_keys_ties_rows_together),
        cmocka_unit_test(kinds_and_parts_of_keys_are_kept_apart),
        cmocka_unit_test(many_rows_are_grouped_as_a_plain_search_groups_them),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
