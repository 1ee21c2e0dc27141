#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "matcher/index/kept.h"

enum { MANY = 3000 };

static int worst_first(const void *left, const void *right)
{
    const struct mus_kept *l = left;
    const struct mus_kept *r = right;
    if (l->bound != r->bound) {
        return l->bound < r->bound ? -1 : 1;
    }
    if (l->segment != r->segment) {
        return l->segment < r->segment ? -1 : 1;
    }
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

static void assert_same(const struct mus_kept *left, const struct mus_kept *right)
{
    assert_int_equal(left->bound, right->bound);
    assert_int_equal(left->segment, right->segment);
    assert_int_equal(left->doc, right->doc);
}

static void fill(struct mus_kept_list *list, size_t count, uint64_t bounds)
{
    struct mus_random random;
    mus_random_init(&random, count + bounds);
    for (size_t i = 0; i < count; i++) {
        const struct mus_kept kept = {.bound = (uint32_t)mus_random_below(&random, bounds),
                                      .segment = (uint32_t)mus_random_below(&random, 3),
                                      .doc = (uint32_t)i};
        assert_int_equal(mus_kept_add(list, kept, NULL), MUS_OK);
    }
}

static void the_best_come_out_of_the_heap_in_their_order(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 3, 10, MANY};
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        for (uint64_t bounds = 1; bounds < 100000; bounds *= 300) {
            struct mus_kept_list list = {0};
            struct mus_kept sorted[MANY];
            fill(&list, counts[c], bounds);
            memcpy(sorted, list.items, counts[c] * sizeof *sorted);
            qsort(sorted, counts[c], sizeof *sorted, worst_first);
            mus_kept_heap(&list);
            for (size_t left = counts[c]; left > 0; left--) {
                assert_same(&list.items[0], &sorted[left - 1]);
                mus_kept_put_last(&list, left);
            }
            for (size_t i = 0; i < counts[c]; i++) {
                assert_same(&list.items[i], &sorted[i]);
            }
            mus_kept_done(&list);
        }
    }
}

static void who_is_below_is_dropped(void **state)
{
    (void)state;
    struct mus_kept_list list = {0};
    fill(&list, MANY, 100);
    mus_kept_drop(&list, 60);
    assert_in_range(list.count, 1, MANY - 1);
    for (size_t i = 0; i < list.count; i++) {
        assert_in_range(list.items[i].bound, 60, 99);
    }
    mus_kept_drop(&list, 100);
    assert_int_equal(list.count, 0);
    mus_kept_heap(&list);
    mus_kept_done(&list);
}

static void each_allocation_that_fails_is_told(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 2; n++) {
        struct mus_kept_list list = {0};
        enum mus_status status = MUS_OK;
        mus_mem_fail_at(n, false);
        while (status == MUS_OK && list.count < MANY) {
            status = mus_kept_add(&list, (struct mus_kept){.bound = 1}, NULL);
        }
        mus_mem_fail_at(0, false);
        assert_int_equal(status, MUS_NO_MEMORY);
        mus_kept_done(&list);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_come_out_of_the_heap_in_their_order),
        cmocka_unit_test(who_is_below_is_dropped),
        cmocka_unit_test(each_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
