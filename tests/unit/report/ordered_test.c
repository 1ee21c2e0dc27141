#include "report/ordered.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"

#include "sample.h"

/* The keys in the order in which they are shown. */
static void assert_order(struct sample *sample, size_t which, const char *expected, uint64_t most)
{
    struct mus_arena arena = {0};
    struct mus_words words = {.arena = &arena};
    struct mus_buf keys = {0};
    struct mus_ordered ordered = mus_ordered_make(&sample->indicator, which, &words);
    for (size_t i = 0; i < ordered.count; i++) {
        mus_buf_printf(&keys, "%s%.*s", i == 0 ? "" : " ", MUS_TEXT_ARG(ordered.cells[i]->key));
    }
    assert_string_equal(mus_buf_text(&keys).ptr, expected);
    assert_int_equal(mus_ordered_most(&ordered), most);
    mus_buf_done(&keys);
    mus_arena_done(&arena);
}

static void the_greatest_counts_come_first_and_equal_ones_by_key(void **state)
{
    (void)state;
    struct sample *sample = sample_new(false);
    assert_order(sample, MUS_BY_PURPOSE,
                 "unspecified sales agent alliance procurement pilot research licence_in logistics "
                 "franchise",
                 371);
    assert_order(sample, MUS_BY_SIZE, "small sme large unknown", 388);
    assert_order(sample, MUS_BY_MONTH,
                 "2025-04 2025-05 2025-06 2025-07 2025-08 2025-09 2025-10 2025-11 2025-12 2026-01 "
                 "2026-02 2026-03",
                 294);
    sample_free(sample);
}

static void hidden_cells_stand_last_by_their_keys_alone(void **state)
{
    (void)state;
    struct sample *sample = sample_new(false);
    sample->cells[MUS_BY_PROGRAMME][2].hidden = true; /* FAIR, the greatest */
    sample->cells[MUS_BY_PROGRAMME][0].hidden = true; /* ACADEMIA */
    sample->cells[MUS_BY_PROGRAMME][6].hidden = true; /* UNIDO-TOUR */
    assert_order(sample, MUS_BY_PROGRAMME,
                 "KOBS MISSION ONLINE-TALKS CITY-TO-CITY ACADEMIA FAIR UNIDO-TOUR", 287);
    sample_free(sample);
}

static void without_memory_it_is_empty(void **state)
{
    (void)state;
    struct sample *sample = sample_new(false);
    struct mus_arena arena = {0};
    struct mus_words words = {.arena = &arena};
    mus_mem_fail_at(1, false);
    struct mus_ordered ordered = mus_ordered_make(&sample->indicator, MUS_BY_SIZE, &words);
    mus_mem_fail_at(0, false);
    assert_int_equal(ordered.count, 0);
    assert_int_equal(mus_ordered_most(&ordered), 0);
    assert_true(words.failed);
    mus_arena_done(&arena);
    sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_greatest_counts_come_first_and_equal_ones_by_key),
        cmocka_unit_test(hidden_cells_stand_last_by_their_keys_alone),
        cmocka_unit_test(without_memory_it_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
