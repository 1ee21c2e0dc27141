#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matcher/reference.h"
#include "small.h"

static void a_complement_holds_in_either_order(void **state)
{
    struct mus_reference *reference = *state;
    uint64_t sales = hash_of("sales");
    uint64_t procurement = hash_of("procurement");
    assert_int_equal(mus_reference_complement(reference, sales, procurement), 1000000);
    assert_int_equal(mus_reference_complement(reference, procurement, sales), 1000000);
    assert_int_equal(mus_reference_complement(reference, sales, sales), 0);
}

static void of_two_rows_for_a_pair_the_greater_value_stays(void **state)
{
    (void)state;
    struct mus_complement rows[] = {{2, 1, 300}, {1, 2, 500}, {1, 1, 7}};
    assert_int_equal(mus_complements_sort(rows, 3), 2);
    assert_int_equal(rows[0].value, 7);
    assert_int_equal(rows[1].a, 1);
    assert_int_equal(rows[1].value, 500);
}

static void of_two_rows_for_a_class_that_with_a_parent_stays(void **state)
{
    (void)state;
    struct mus_class rows[] = {{9, 0, 1}, {3, 0, 1}, {9, 3, 1}};
    assert_int_equal(mus_codes_sort(rows, 3), 2);
    assert_int_equal(rows[1].code, 9);
    assert_int_equal(rows[1].parent, 3);
}

static void a_class_is_below_itself_and_those_above_it(void **state)
{
    struct mus_reference *reference = *state;
    assert_true(mus_reference_below(reference, hash_of("241"), hash_of("241")));
    assert_true(mus_reference_below(reference, hash_of("241"), hash_of("E")));
    assert_false(mus_reference_below(reference, hash_of("E"), hash_of("241")));
    assert_false(mus_reference_below(reference, hash_of("241"), hash_of("F")));
    assert_true(mus_reference_below(reference, hash_of("unlisted"), hash_of("unlisted")));
}

static void a_country_is_in_its_groups(void **state)
{
    struct mus_reference *reference = *state;
    size_t count;
    assert_true(mus_reference_in_group(reference, hash_of("VN"), hash_of("ASEAN")));
    assert_false(mus_reference_in_group(reference, hash_of("VN"), hash_of("EU")));
    assert_non_null(mus_reference_groups(reference, hash_of("DE"), &count));
    assert_int_equal(count, 1);
    assert_null(mus_reference_groups(reference, hash_of("JP"), &count));
    assert_int_equal(count, 0);
}

/* `alike` leading bytes are the same in all. */
static void assert_sorted(size_t count, unsigned alike)
{
    static uint64_t hashes[3000];
    uint64_t hash = 1;
    for (size_t i = 0; i < count; i++) {
        hash = hash * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        hashes[i] = i % 7 == 6 ? hashes[i / 2] : hash >> 8 * alike;
    }
    size_t kept = mus_hashes_sort(hashes, count);
    assert_int_equal(kept, alike == 7 && count > 2000 ? 256 : count - (count / 7));
    for (size_t i = 1; i < kept; i++) {
        assert_true(hashes[i - 1] < hashes[i]);
    }
}

static void hashes_are_sorted_however_many_bytes_they_share(void **state)
{
    (void)state;
    assert_int_equal(mus_hashes_sort(NULL, 0), 0);
    assert_sorted(20, 0);
    assert_sorted(300, 0);
    assert_sorted(3000, 0);
    assert_sorted(3000, 3);
    assert_sorted(3000, 7);
}

static void tables_out_of_order_are_refused(void **state)
{
    (void)state;
    struct mus_error err;
    const struct mus_complement turned[] = {{2, 1, 5}};
    struct mus_reference reference = {.complements = turned, .complement_count = 1};
    assert_int_equal(mus_reference_check(&reference, &err), MUS_INVALID);
    assert_string_equal(err.message, "complements[0]: not in order");
    const struct mus_complement great[] = {{1, 2, 1000001}};
    reference.complements = great;
    assert_int_equal(mus_reference_check(&reference, &err), MUS_INVALID);
    assert_string_equal(err.message, "complements[0]: value 1000001 is above 1000000");
    const struct mus_membership twice[] = {{1, 2}, {1, 2}};
    reference = (struct mus_reference){.memberships = twice, .membership_count = 2};
    assert_int_equal(mus_reference_check(&reference, &err), MUS_INVALID);
    assert_string_equal(err.message, "memberships[1]: not in order");
    const uint64_t theme[] = {4, 3};
    reference = (struct mus_reference){.theme = {theme, 2}};
    assert_int_equal(mus_reference_check(&reference, &err), MUS_INVALID);
    assert_string_equal(err.message, "theme[1]: not in order");
}

static void a_circle_of_classes_is_refused(void **state)
{
    (void)state;
    struct mus_error err;
    const struct mus_class rows[] = {{1, 2, 0}, {2, 1, 0}};
    struct mus_reference reference = {.codes = rows, .code_count = 2};
    assert_int_equal(mus_reference_check(&reference, &err), MUS_INVALID);
    assert_string_equal(err.message, "codes[0]: more than 15 classes above it");
    assert_false(mus_reference_below(&reference, 1, 3));
}

static int set_up(void **state)
{
    static struct mus_arena arena;
    static struct mus_reference reference;
    arena = (struct mus_arena){0};
    reference = small_reference(&arena);
    *state = &reference;
    assert_int_equal(mus_reference_check(&reference, NULL), MUS_OK);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_complement_holds_in_either_order),
        cmocka_unit_test(of_two_rows_for_a_pair_the_greater_value_stays),
        cmocka_unit_test(of_two_rows_for_a_class_that_with_a_parent_stays),
        cmocka_unit_test(a_class_is_below_itself_and_those_above_it),
        cmocka_unit_test(a_country_is_in_its_groups),
        cmocka_unit_test(hashes_are_sorted_however_many_bytes_they_share),
        cmocka_unit_test(tables_out_of_order_are_refused),
        cmocka_unit_test(a_circle_of_classes_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
