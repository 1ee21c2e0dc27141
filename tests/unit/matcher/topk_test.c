#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/mem.h"
#include "matcher/topk.h"

static void offer(struct mus_topk *topk, const char *id, uint32_t score)
{
    struct mus_topk_row row = mus_topk_row_of(mus_text_of(id), score);
    mus_topk_offer(topk, &row);
    assert_int_equal(mus_topk_check(topk, NULL), MUS_OK);
}

static void assert_row(const struct mus_topk *topk, size_t at, const char *id, uint32_t score)
{
    assert_true(mus_text_equals(mus_topk_row_id(&topk->rows[at]), id));
    assert_int_equal(topk->rows[at].score, score);
}

static void the_best_are_kept_best_first(void **state)
{
    (void)state;
    struct mus_topk topk;
    assert_int_equal(mus_topk_init(&topk, 3, NULL), MUS_OK);
    offer(&topk, "c-1", 10);
    offer(&topk, "c-2", 50);
    offer(&topk, "c-3", 20);
    offer(&topk, "c-4", 40);
    offer(&topk, "c-5", 5);
    mus_topk_sort(&topk);
    assert_int_equal(topk.count, 3);
    assert_row(&topk, 0, "c-2", 50);
    assert_row(&topk, 1, "c-4", 40);
    assert_row(&topk, 2, "c-3", 20);
    mus_topk_done(&topk);
}

static void of_equal_scores_the_smaller_id_is_better(void **state)
{
    (void)state;
    struct mus_topk topk;
    assert_int_equal(mus_topk_init(&topk, 2, NULL), MUS_OK);
    offer(&topk, "c-9", 7);
    offer(&topk, "c-10", 7);
    assert_false(mus_topk_would_keep(&topk, 7, MUS_TEXT("c-91")));
    assert_true(mus_topk_would_keep(&topk, 7, MUS_TEXT("c-1")));
    offer(&topk, "c-1", 7);
    mus_topk_sort(&topk);
    assert_row(&topk, 0, "c-1", 7);
    assert_row(&topk, 1, "c-10", 7);
    mus_topk_done(&topk);
}

static void merging_is_offering_all(void **state)
{
    (void)state;
    struct mus_topk all;
    struct mus_topk parts[2];
    assert_int_equal(mus_topk_init(&all, 4, NULL), MUS_OK);
    assert_int_equal(mus_topk_init(&parts[0], 4, NULL), MUS_OK);
    assert_int_equal(mus_topk_init(&parts[1], 4, NULL), MUS_OK);
    for (unsigned i = 0; i < 20; i++) {
        char id[16];
        snprintf(id, sizeof id, "c-%u", i);
        offer(&all, id, i * 7 % 11);
        offer(&parts[i % 2], id, i * 7 % 11);
    }
    mus_topk_merge(&parts[0], &parts[1]);
    mus_topk_sort(&all);
    mus_topk_sort(&parts[0]);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(all.rows[i].score, parts[0].rows[i].score);
        assert_true(
            mus_text_equal(mus_topk_row_id(&all.rows[i]), mus_topk_row_id(&parts[0].rows[i])));
    }
    mus_topk_done(&all);
    mus_topk_done(&parts[0]);
    mus_topk_done(&parts[1]);
}

static void a_list_without_room_keeps_nothing(void **state)
{
    (void)state;
    struct mus_topk topk;
    assert_int_equal(mus_topk_init(&topk, 0, NULL), MUS_OK);
    offer(&topk, "c-1", 10);
    assert_int_equal(topk.count, 0);
    mus_topk_sort(&topk);
    mus_topk_done(&topk);
}

static void a_row_out_of_place_is_told(void **state)
{
    (void)state;
    struct mus_topk topk;
    struct mus_error err;
    assert_int_equal(mus_topk_init(&topk, 2, NULL), MUS_OK);
    offer(&topk, "c-1", 10);
    offer(&topk, "c-2", 20);
    topk.rows[1].score = 1;
    assert_int_equal(mus_topk_check(&topk, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "topk[1]: worse than the row above it");
    mus_topk_done(&topk);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    struct mus_topk topk;
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_topk_init(&topk, 3, NULL), MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_are_kept_best_first),
        cmocka_unit_test(of_equal_scores_the_smaller_id_is_better),
        cmocka_unit_test(merging_is_offering_all),
        cmocka_unit_test(a_list_without_room_keeps_nothing),
        cmocka_unit_test(a_row_out_of_place_is_told),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
