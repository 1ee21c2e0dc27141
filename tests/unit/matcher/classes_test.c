#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/classes.h"
#include "small.h"

struct fixture {
    struct mus_arena arena;
    struct mus_reference reference;
    struct mus_class_tree tree;
    struct mus_code_weights weights;
};

static struct mus_nearness near(struct fixture *f, const char *mine, const char *others)
{
    struct mus_class_set set;
    assert_int_equal(mus_class_set_make(&set, &f->tree, list_of(&f->arena, mine), NULL), MUS_OK);
    struct mus_nearness nearness =
        mus_class_nearness(&f->tree, &set, list_of(&f->arena, others), &f->weights);
    mus_class_set_done(&set);
    return nearness;
}

static void assert_near(struct mus_nearness nearness, uint32_t kin, uint32_t forth, uint32_t back)
{
    assert_true(nearness.comparable);
    assert_int_equal(nearness.kin, kin);
    assert_int_equal(nearness.forth, forth);
    assert_int_equal(nearness.back, back);
}

static void the_same_class_is_as_near_as_can_be(void **state)
{
    assert_near(near(*state, "241", "241"), 1000000, 1000000, 1000000);
}

static void siblings_are_as_near_as_their_common_class_is_deep(void **state)
{
    assert_near(near(*state, "241", "242"), 200000, 200000, 200000);
    assert_near(near(*state, "241", "25"), 100000, 100000, 100000);
    assert_near(near(*state, "241", "33"), 0, 0, 0);
}

static void who_asks_for_a_class_is_served_by_all_below_it(void **state)
{
    assert_near(near(*state, "24", "241"), 200000, 1000000, 200000);
    assert_near(near(*state, "E", "241"), 100000, 1000000, 100000);
    assert_near(near(*state, "241", "24"), 200000, 200000, 1000000);
}

static void of_several_codes_the_nearest_pair_counts(void **state)
{
    assert_near(near(*state, "33 241", "25 242"), 200000, 200000, 200000);
    assert_near(near(*state, "24 33", "241 33"), 1000000, 1000000, 1000000);
}

static void classes_of_different_schemes_cannot_be_compared(void **state)
{
    assert_false(near(*state, "241", "C28").comparable);
    assert_true(near(*state, "241 C28", "C").comparable);
    assert_false(near(*state, "", "C").comparable);
    assert_false(near(*state, "C", "").comparable);
}

static void a_code_in_no_table_meets_only_itself(void **state)
{
    assert_near(near(*state, "X", "X"), 1000000, 1000000, 1000000);
    assert_near(near(*state, "X", "241"), 0, 0, 0);
    assert_near(near(*state, "241", "X"), 0, 0, 0);
}

static enum mus_status try_all(struct mus_reference *reference, struct mus_hashes codes)
{
    struct mus_class_tree tree;
    struct mus_class_set set = {0};
    enum mus_status status = mus_class_tree_make(&tree, reference, NULL);
    if (status != MUS_OK) {
        return status;
    }
    status = mus_class_set_make(&set, &tree, codes, NULL);
    mus_class_set_done(&set);
    mus_class_tree_done(&tree);
    return status;
}

static void no_memory_is_told_and_leaks_nothing(void **state)
{
    struct fixture *f = *state;
    struct mus_hashes codes = list_of(&f->arena, "241 33");
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = try_all(&f->reference, codes);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_true(n < 100);
    }
}

static int set_up(void **state)
{
    static struct fixture f;
    f.reference = small_reference(&f.arena);
    f.weights = (struct mus_code_weights){.shared = {0, 100000, 200000, 300000, 400000, 500000},
                                          .kin = 1000000};
    assert_int_equal(mus_class_tree_make(&f.tree, &f.reference, NULL), MUS_OK);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    mus_class_tree_done(&f->tree);
    mus_arena_done(&f->arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_class_is_as_near_as_can_be),
        cmocka_unit_test(siblings_are_as_near_as_their_common_class_is_deep),
        cmocka_unit_test(who_asks_for_a_class_is_served_by_all_below_it),
        cmocka_unit_test(of_several_codes_the_nearest_pair_counts),
        cmocka_unit_test(classes_of_different_schemes_cannot_be_compared),
        cmocka_unit_test(a_code_in_no_table_meets_only_itself),
        cmocka_unit_test(no_memory_is_told_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
