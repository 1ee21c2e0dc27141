#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "base/random.h"
#include "store/segments_internal.h"

enum { MOST = 600, RUNS = 7 };

/* Counts of both kinds, some of them of the same hash; `shift` brings hashes together. */
static size_t random_counts(struct mus_random *random, struct mus_feature_count *out, size_t most,
                            unsigned shift)
{
    size_t count = (size_t)mus_random_below(random, most + 1);
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = mus_random_below(random, 1u << 9) << (55 - shift % 56);
        out[i] = (struct mus_feature_count){
            mus_random_below(random, 3) == 0 ? MUS_FEATURE_FOUND_TRANSLATED : MUS_FEATURE_FOUND,
            hash, 1 + (uint32_t)mus_random_below(random, 1024)};
    }
    return mus_feature_counts_sort(out, count);
}

static struct mus_discount discount_of(struct mus_buf *bytes, const struct mus_feature_count *items,
                                       size_t count)
{
    mus_buf_clear(bytes);
    for (size_t i = 0; i < count; i++) {
        mus_buf_add_u64(bytes, items[i].hash);
        mus_buf_add_u32(bytes, items[i].companies);
        mus_buf_add_u32(bytes, items[i].kind);
    }
    return mus_discount_open(mus_buf_text(bytes));
}

static uint32_t plainly(const struct mus_feature_count *items, size_t count,
                        enum mus_feature_kind kind, uint64_t hash)
{
    for (size_t i = 0; i < count; i++) {
        if (items[i].kind == kind && items[i].hash == hash) {
            return items[i].companies;
        }
    }
    return 0;
}

static void expect_found(const struct mus_discount *discount, const struct mus_feature_count *items,
                         size_t count, uint64_t hash)
{
    static const enum mus_feature_kind kinds[] = {MUS_FEATURE_FOUND, MUS_FEATURE_FOUND_TRANSLATED};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(mus_discount_of(discount, kinds[i], hash),
                         plainly(items, count, kinds[i], hash));
    }
}

static void what_a_feature_is_discounted_by_is_found_wherever_hashes_lie(void **state)
{
    static struct mus_feature_count items[MOST];
    struct mus_random random;
    struct mus_buf bytes = {0};
    (void)state;
    mus_random_init(&random, 7);
    for (unsigned round = 0; round < 60; round++) {
        size_t count = random_counts(&random, items, round < 3 ? round : MOST, round);
        struct mus_discount discount = discount_of(&bytes, items, count);
        assert_int_equal(discount.count, count);
        for (size_t i = 0; i < count; i += 7) {
            expect_found(&discount, items, count, items[i].hash - 1);
            expect_found(&discount, items, count, items[i].hash);
            expect_found(&discount, items, count, items[i].hash + 1);
        }
        expect_found(&discount, items, count, 0);
        expect_found(&discount, items, count, UINT64_MAX);
    }
    mus_buf_done(&bytes);
}

static void sorted_runs_are_joined_as_sorting_all_would(void **state)
{
    static struct mus_feature_count arrays[3][RUNS * MOST];
    struct mus_random random;
    (void)state;
    mus_random_init(&random, 8);
    for (size_t runs = 0; runs <= RUNS; runs++) {
        struct mus_feature_count *counts = arrays[0];
        struct mus_feature_count *room = arrays[1];
        struct mus_feature_count *all = arrays[2];
        size_t ends[RUNS];
        size_t n = 0;
        for (size_t run = 0; run < runs; run++) {
            n += random_counts(&random, counts + n, run == 2 ? 0 : MOST, 0);
            ends[run] = n;
        }
        memcpy(all, counts, n * sizeof *all);
        size_t expected = mus_feature_counts_sort(all, n);
        assert_int_equal(mus_counts_join(&counts, &room, ends, runs), expected);
        for (size_t i = 0; i < expected; i++) {
            assert_int_equal(mus_feature_count_compare(&counts[i], &all[i]), 0);
            assert_int_equal(counts[i].companies, all[i].companies);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_feature_is_discounted_by_is_found_wherever_hashes_lie),
        cmocka_unit_test(sorted_runs_are_joined_as_sorting_all_would),
    };
    return cmocka_run_group_tests_name("segments_discount", tests, NULL, NULL);
}
