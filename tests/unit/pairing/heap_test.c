#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "matcher/pairing/heap.h"

enum { LIMIT = 50 };

static struct mus_heap heap_in(struct mus_arena *arena)
{
    struct mus_heap heap;
    assert_int_equal(mus_heap_init(&heap, LIMIT, arena, NULL), MUS_OK);
    return heap;
}

static void the_smallest_key_comes_first(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_heap heap = heap_in(&arena);
    mus_heap_lower(&heap, 3, 30);
    mus_heap_lower(&heap, 1, 10);
    mus_heap_lower(&heap, 2, 20);
    assert_int_equal(mus_heap_take(&heap).number, 1);
    assert_int_equal(mus_heap_take(&heap).key, 20);
    assert_int_equal(mus_heap_take(&heap).number, 3);
    assert_int_equal(heap.count, 0);
    mus_arena_done(&arena);
}

static void of_equal_keys_the_smaller_number_comes_first(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_heap heap = heap_in(&arena);
    for (uint32_t i = LIMIT; i > 0; i--) {
        mus_heap_lower(&heap, i - 1, 7);
    }
    for (uint32_t i = 0; i < LIMIT; i++) {
        assert_int_equal(mus_heap_take(&heap).number, i);
    }
    mus_arena_done(&arena);
}

static void keys_are_only_lowered(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_heap heap = heap_in(&arena);
    mus_heap_lower(&heap, 4, 40);
    mus_heap_lower(&heap, 5, 30);
    mus_heap_lower(&heap, 5, 50);
    mus_heap_lower(&heap, 4, 20);
    assert_int_equal(heap.count, 2);
    assert_int_equal(mus_heap_take(&heap).key, 20);
    assert_int_equal(mus_heap_take(&heap).key, 30);
    mus_arena_done(&arena);
}

static void numbers_come_in_the_order_of_their_keys(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_heap heap = heap_in(&arena);
    struct mus_random random;
    mus_random_init(&random, 1);
    for (int round = 0; round < 100; round++) {
        int64_t keys[LIMIT];
        for (uint32_t i = 0; i < LIMIT; i++) {
            keys[i] = (int64_t)mus_random_below(&random, 100);
            mus_heap_lower(&heap, i, 200);
            mus_heap_lower(&heap, i, keys[i]);
        }
        int64_t last = -1;
        for (uint32_t i = 0; i < LIMIT; i++) {
            struct mus_heap_row row = mus_heap_take(&heap);
            assert_true(row.key >= last);
            assert_int_equal(row.key, keys[row.number]);
            last = row.key;
        }
    }
    mus_arena_done(&arena);
}

static void a_cleared_heap_can_be_used_again(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_heap heap = heap_in(&arena);
    mus_heap_lower(&heap, 4, 40);
    mus_heap_lower(&heap, 5, 30);
    mus_heap_clear(&heap);
    mus_heap_lower(&heap, 4, 60);
    assert_int_equal(heap.count, 1);
    assert_int_equal(mus_heap_take(&heap).key, 60);
    mus_arena_done(&arena);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_heap heap;
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_heap_init(&heap, LIMIT, &arena, NULL), MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_key_comes_first),
        cmocka_unit_test(of_equal_keys_the_smaller_number_comes_first),
        cmocka_unit_test(keys_are_only_lowered),
        cmocka_unit_test(numbers_come_in_the_order_of_their_keys),
        cmocka_unit_test(a_cleared_heap_can_be_used_again),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
