#include "fair/worth.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const uint8_t KINDS[] = {0, MUS_WISH_MUST, MUS_WISH_WANT};

static void without_wishes_a_pair_is_worth_its_score(void **state)
{
    (void)state;
    assert_int_equal(mus_pair_worth(false, 734001, 0, 0), 734001);
    assert_int_equal(mus_pair_worth(true, 734001, 0, 0), 183500);
}

static void what_somebody_must_meet_outranks_two_unwished_pairs(void **state)
{
    (void)state;
    uint32_t best = mus_pair_worth(true, 1000000, 0, 0);
    for (unsigned other = 0; other < 3; other++) {
        assert_true(mus_pair_worth(true, 0, MUS_WISH_MUST, KINDS[other]) > 2 * best);
    }
}

static void a_mutual_wish_is_worth_more_and_sides_do_not_matter(void **state)
{
    (void)state;
    assert_true(mus_pair_worth(true, 0, MUS_WISH_WANT, MUS_WISH_WANT) >
                mus_pair_worth(true, 0, MUS_WISH_WANT, 0));
    assert_true(mus_pair_worth(true, 0, MUS_WISH_MUST, MUS_WISH_WANT) >
                mus_pair_worth(true, 0, MUS_WISH_MUST, 0));
    assert_int_equal(mus_pair_worth(true, 1000000, MUS_WISH_MUST, MUS_WISH_MUST), 1000000);
    for (unsigned a = 0; a < 3; a++) {
        for (unsigned b = 0; b < 3; b++) {
            assert_int_equal(mus_pair_worth(true, 500000, KINDS[a], KINDS[b]),
                             mus_pair_worth(true, 500000, KINDS[b], KINDS[a]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_wishes_a_pair_is_worth_its_score),
        cmocka_unit_test(what_somebody_must_meet_outranks_two_unwished_pairs),
        cmocka_unit_test(a_mutual_wish_is_worth_more_and_sides_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
