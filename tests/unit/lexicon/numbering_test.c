#include "lexicon/numbering.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"

static void keys_are_numbered_as_they_first_come(void **state)
{
    (void)state;
    struct mus_numbering numbering = {0};
    for (unsigned round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 1000; i++) {
            uint32_t number = 0;
            bool fresh = false;
            /* keys that share their low bits, and 0 */
            assert_true(mus_numbering_add(&numbering, (uint64_t)i << 40, &number, &fresh));
            assert_int_equal(number, i);
            assert_int_equal(fresh, round == 0);
            assert_true(numbering.keys[i] == (uint64_t)i << 40);
        }
    }
    assert_int_equal(numbering.count, 1000);
    mus_numbering_done(&numbering);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t n = 0;
    bool all = false;
    while (!all) {
        struct mus_numbering numbering = {0};
        all = true;
        mus_mem_fail_at(++n, false);
        for (uint64_t i = 0; i < 200 && all; i++) {
            uint32_t number;
            bool fresh;
            all = mus_numbering_add(&numbering, i, &number, &fresh);
        }
        mus_mem_fail_at(0, false);
        mus_numbering_done(&numbering);
    }
    assert_true(n > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_numbered_as_they_first_come),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
