#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdalign.h>
#include <string.h>

#include "base/mem.h"

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    static const unsigned char zeroes[512];
    struct mus_arena arena = {0};
    for (int round = 0; round < 2; round++) {
        unsigned char *before = NULL;
        for (size_t size = 0; size < 512; size++) {
            unsigned char *block = mus_arena_alloc(&arena, size, 1);
            assert_non_null(block);
            assert_int_equal((uintptr_t)block % alignof(max_align_t), 0);
            assert_memory_equal(block, zeroes, size);
            assert_ptr_not_equal(block, before);
            memset(block, 0xFF, size);
            before = block;
        }
        mus_arena_reset(&arena);
    }
    mus_arena_done(&arena);
}

static void what_was_given_stays_as_it_was_written(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    static uint32_t *blocks[COUNT];
    struct mus_arena arena = {0};
    for (uint32_t i = 0; i < COUNT; i++) {
        blocks[i] = mus_arena_alloc(&arena, i % 40 + 1, sizeof *blocks[i]);
        assert_non_null(blocks[i]);
        for (uint32_t j = 0; j <= i % 40; j++) {
            blocks[i][j] = i * 100 + j;
        }
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        for (uint32_t j = 0; j <= i % 40; j++) {
            assert_int_equal(blocks[i][j], i * 100 + j);
        }
    }
    mus_arena_done(&arena);
}

static void a_block_larger_than_any_other_is_given(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    char *small = mus_arena_alloc(&arena, 1, 10);
    char *large = mus_arena_alloc(&arena, 1000, 1000);
    char *after = mus_arena_alloc(&arena, 1, 10);
    assert_non_null(small);
    assert_non_null(large);
    assert_non_null(after);
    large[0] = 1;
    large[999999] = 1;
    after[9] = 1;
    assert_int_equal(small[9], 0);
    mus_arena_done(&arena);
}

static void sizes_that_overflow_give_null(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    assert_null(mus_arena_alloc(&arena, SIZE_MAX, 2));
    assert_null(mus_arena_alloc(&arena, SIZE_MAX / 2 + 1, 2));
    assert_null(mus_arena_alloc(&arena, SIZE_MAX, 1));
    assert_null(mus_arena_alloc(&arena, SIZE_MAX - 16, 1));
    assert_int_equal(arena.used, 0);
    assert_null(arena.blocks);
    struct mus_text text = {"", SIZE_MAX};
    assert_null(mus_arena_copy(&arena, text).ptr);
    mus_arena_done(&arena);
}

static void the_limit_is_met_to_the_byte(void **state)
{
    (void)state;
    struct mus_arena arena = {.limit = 1024};
    assert_non_null(mus_arena_alloc(&arena, 1, 1000));
    assert_int_equal(arena.used, 1008);
    assert_null(mus_arena_alloc(&arena, 1, 17));
    assert_non_null(mus_arena_alloc(&arena, 1, 16));
    assert_int_equal(arena.used, 1024);
    assert_null(mus_arena_alloc(&arena, 1, 1));
    mus_arena_reset(&arena);
    assert_int_equal(arena.used, 0);
    assert_null(mus_arena_alloc(&arena, 1, 1025));
    assert_non_null(mus_arena_alloc(&arena, 1, 1024));
    mus_arena_done(&arena);
}

static void a_limit_set_below_what_is_used_stops_everything(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    assert_non_null(mus_arena_alloc(&arena, 1, 4096));
    arena.limit = 64;
    assert_null(mus_arena_alloc(&arena, 1, 1));
    mus_arena_done(&arena);
}

static void a_copy_is_terminated_and_its_own(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    char original[] = "結び";
    struct mus_text copy = mus_arena_copy(&arena, mus_text_of(original));
    original[0] = 0;
    assert_int_equal(copy.len, 6);
    assert_string_equal(copy.ptr, "結び");
    mus_arena_done(&arena);
}

static void a_text_not_given_copies_to_one_not_given_and_an_empty_one_to_an_empty_one(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    assert_null(mus_arena_copy(&arena, MUS_NO_TEXT).ptr);
    assert_null(arena.blocks);
    struct mus_text copy = mus_arena_copy(&arena, MUS_TEXT(""));
    assert_string_equal(copy.ptr, "");
    assert_int_equal(copy.len, 0);
    mus_arena_done(&arena);
}

static void a_reset_keeps_one_block_and_no_more(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    for (int i = 0; i < 100; i++) {
        assert_non_null(mus_arena_alloc(&arena, 1, 10000));
    }
    assert_non_null(mus_arena_alloc(&arena, 1, 1000000));
    mus_arena_reset(&arena);
    mus_mem_fail_at(1, true);
    assert_non_null(mus_arena_alloc(&arena, 1, 60000));
    assert_null(mus_arena_alloc(&arena, 1, 60000));
    mus_mem_fail_at(0, false);
    mus_arena_done(&arena);
    assert_null(arena.blocks);
    mus_arena_reset(&arena);
    mus_arena_done(&arena);
}

static void an_allocation_that_fails_leaves_the_arena_in_use(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    mus_mem_fail_at(1, false);
    assert_null(mus_arena_copy(&arena, MUS_TEXT("lost")).ptr);
    assert_int_equal(arena.used, 0);
    assert_string_equal(mus_arena_copy(&arena, MUS_TEXT("kept")).ptr, "kept");
    mus_mem_fail_at(1, false);
    assert_null(mus_arena_alloc(&arena, 1, 1000000));
    mus_mem_fail_at(0, false);
    assert_string_equal(mus_arena_copy(&arena, MUS_TEXT("again")).ptr, "again");
    mus_arena_done(&arena);
}

/* The second round of the same requests needs no memory, and finds it zeroed. */
static void a_rewind_keeps_what_the_next_round_needs(void **state)
{
    (void)state;
    enum { BLOCKS = 100, SIZE = 10000 };
    static const unsigned char zeroes[SIZE];
    struct mus_arena arena = {0};
    for (int round = 0; round < 3; round++) {
        mus_mem_fail_at(round == 0 ? 0 : 1, true);
        for (int i = 0; i < BLOCKS; i++) {
            unsigned char *block = mus_arena_alloc(&arena, SIZE, 1);
            assert_non_null(block);
            assert_memory_equal(block, zeroes, SIZE);
            memset(block, 0xFF, SIZE);
        }
        mus_mem_fail_at(0, false);
        assert_int_equal(arena.used >= (size_t)BLOCKS * SIZE, 1);
        mus_arena_rewind(&arena);
        assert_int_equal(arena.used, 0);
    }
    assert_non_null(mus_arena_alloc(&arena, 1000, 1000));
    mus_arena_reset(&arena);
    assert_non_null(mus_arena_alloc(&arena, 1, 1));
    mus_arena_done(&arena);
    mus_arena_rewind(&arena);
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(what_was_given_stays_as_it_was_written),
        cmocka_unit_test(a_block_larger_than_any_other_is_given),
        cmocka_unit_test(sizes_that_overflow_give_null),
        cmocka_unit_test(the_limit_is_met_to_the_byte),
        cmocka_unit_test(a_limit_set_below_what_is_used_stops_everything),
        cmocka_unit_test(a_copy_is_terminated_and_its_own),
        cmocka_unit_test(a_text_not_given_copies_to_one_not_given_and_an_empty_one_to_an_empty_one),
        cmocka_unit_test(a_reset_keeps_one_block_and_no_more),
        cmocka_unit_test(a_rewind_keeps_what_the_next_round_needs),
        cmocka_unit_test(an_allocation_that_fails_leaves_the_arena_in_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
