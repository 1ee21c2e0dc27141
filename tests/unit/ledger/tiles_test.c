#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "ledger/format/tiles.h"

static void assert_path(int level, uint64_t index, unsigned width, const char *expected)
{
    struct mus_buf path = {0};
    mus_tile_path(level, index, width, &path);
    assert_string_equal(path.data, expected);
    mus_buf_done(&path);
}

/* The examples of C2SP tlog-tiles, and the edges of the groups. */
static void paths_are_those_of_the_specification(void **state)
{
    (void)state;
    assert_path(0, 1234067, 256, "tile/0/x001/x234/067");
    assert_path(1, 0, 256, "tile/1/000");
    assert_path(0, 999, 256, "tile/0/999");
    assert_path(0, 1000, 256, "tile/0/x001/000");
    assert_path(3, 1000000, 1, "tile/3/x001/x000/000.p/1");
    assert_path(0, 273, 112, "tile/0/273.p/112");
    assert_path(7, 0, 255, "tile/7/000.p/255");
    assert_path(-1, 67, 12, "tile/entries/067.p/12");
    assert_path(-1, 1234067, 256, "tile/entries/x001/x234/067");
    assert_path(0, UINT64_MAX, 256, "tile/0/x018/x446/x744/x073/x709/x551/615");
}

static void assert_part(unsigned level, uint64_t index, struct mus_tile_part expected)
{
    const struct mus_merkle_place place = {.level = level, .index = index};
    struct mus_tile_part part = mus_tile_of(&place);
    assert_int_equal(part.level, expected.level);
    assert_int_equal(part.index, expected.index);
    assert_int_equal(part.first, expected.first);
    assert_int_equal(part.count, expected.count);
}

static void a_perfect_node_lies_in_one_tile(void **state)
{
    (void)state;
    assert_part(0, 0, (struct mus_tile_part){0, 0, 0, 1});
    assert_part(0, 511, (struct mus_tile_part){0, 1, 255, 1});
    assert_part(3, 33, (struct mus_tile_part){0, 1, 8, 8});
    assert_part(7, 3, (struct mus_tile_part){0, 1, 128, 128});
    assert_part(8, 300, (struct mus_tile_part){1, 1, 44, 1});
    assert_part(15, 1, (struct mus_tile_part){1, 0, 128, 128});
    assert_part(62, 1, (struct mus_tile_part){7, 0, 64, 64});
    assert_part(0, UINT64_C(0x7FFFFFFFFFFFFFFF),
                (struct mus_tile_part){0, UINT64_C(0x7FFFFFFFFFFFFF), 255, 1});
}

static struct mus_digest leaf_of(unsigned number)
{
    unsigned char byte = (unsigned char)number;
    return mus_merkle_leaf(&byte, 1);
}

static void folding_gives_the_root_of_the_tree(void **state)
{
    (void)state;
    unsigned char hashes[MUS_TILE_WIDTH * MUS_DIGEST_BYTES];
    struct mus_merkle_edge edge = {0};
    for (unsigned n = 1; n <= MUS_TILE_WIDTH; n++) {
        struct mus_digest leaf = leaf_of(n - 1);
        memcpy(hashes + (size_t)(n - 1) * MUS_DIGEST_BYTES, leaf.bytes, MUS_DIGEST_BYTES);
        mus_merkle_add(&edge, &leaf);
        if ((n & (n - 1)) == 0) {
            struct mus_digest root = mus_merkle_root(&edge);
            struct mus_digest folded = mus_tile_fold(hashes, n);
            assert_memory_equal(folded.bytes, root.bytes, MUS_DIGEST_BYTES);
        }
    }
}

static void a_failing_allocation_is_remembered(void **state)
{
    (void)state;
    struct mus_buf path = {0};
    mus_mem_fail_at(1, false);
    mus_tile_path(0, 1234067, 3, &path);
    mus_mem_fail_at(0, false);
    assert_true(path.failed);
    mus_buf_done(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_those_of_the_specification),
        cmocka_unit_test(a_perfect_node_lies_in_one_tile),
        cmocka_unit_test(folding_gives_the_root_of_the_tree),
        cmocka_unit_test(a_failing_allocation_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
