#include "store_fixture.h"

#include "ledger_fixture.h"

static struct mus_digest naive_root(struct world *world, uint64_t size)
{
    struct mus_merkle_edge edge = {0};
    for (uint64_t i = 0; i < size; i++) {
        struct mus_text bytes = figure(world, RECORDED, (uint32_t)i);
        struct mus_digest leaf = mus_merkle_leaf(bytes.ptr, bytes.len);
        mus_merkle_add(&edge, &leaf);
    }
    return mus_merkle_root(&edge);
}

static void expect_root(struct world *world, const struct mus_read *read, uint64_t size)
{
    struct mus_digest expected = naive_root(world, size);
    struct mus_digest root;
    must(world, mus_store_ledger_root(read, size, &root, &world->err));
    assert_int_equal(mus_digest_compare(&root, &expected), 0);
}

static void expect_size(struct world *world, uint64_t expected)
{
    uint64_t size = 99;
    struct mus_read *read = begin(world);
    must(world, mus_store_ledger_size(read, &size, &world->err));
    assert_int_equal(size, expected);
    mus_store_read_end(read);
}

static void an_empty_ledger_has_a_root_and_nothing_else(void **state)
{
    struct world *world = *state;
    struct mus_ledger_walker *walker = NULL;
    struct mus_text entry;
    uint64_t number = 99;
    struct mus_read *read = begin(world);
    must(world, mus_store_ledger_size(read, &number, &world->err));
    assert_int_equal(number, 0);
    must(world, mus_store_ledger_last_recorded(read, &number, &world->err));
    assert_int_equal(number, 0);
    expect_root(world, read, 0);
    assert_int_equal(mus_store_ledger_entry(read, 0, &world->arena, &entry, &world->err),
                     MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no entry 0 (the ledger has 0)");
    must(world, mus_ledger_walker_open(read, 0, &walker, &world->err));
    must(world, mus_ledger_walker_next(walker, &number, &entry, &world->err));
    assert_null(entry.ptr);
    mus_ledger_walker_close(walker);
    mus_store_read_end(read);
}

static void entries_stand_in_the_order_they_came(void **state)
{
    struct world *world = *state;
    struct mus_text entry;
    uint64_t recorded = 0;
    append_figures(world, 3);
    reopen(world);
    append_figures(world, 4);
    expect_size(world, 7);
    struct mus_read *read = begin(world);
    for (uint64_t i = 0; i < 7; i++) {
        must(world, mus_store_ledger_entry(read, i, &world->arena, &entry, &world->err));
        assert_true(mus_text_equal(entry, figure(world, RECORDED, (uint32_t)i)));
    }
    assert_int_equal(mus_store_ledger_entry(read, 7, &world->arena, &entry, &world->err),
                     MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no entry 7 (the ledger has 7)");
    must(world, mus_store_ledger_last_recorded(read, &recorded, &world->err));
    assert_true(recorded == RECORDED);
    mus_store_read_end(read);
    expect_sound(world);
}

/* Sizes around the ends of tiles, old trees read from the tiles of later ones. */
static void the_root_is_that_of_the_entries_at_every_size(void **state)
{
    struct world *world = *state;
    static const uint64_t sizes[] = {1, 2, 255, 256, 257, 511, 512, 513, 700};
    enum { SIZES = sizeof sizes / sizeof sizes[0] };
    for (size_t i = 0; i < SIZES; i++) {
        append_figures(world, sizes[i] - (i == 0 ? 0 : sizes[i - 1]));
        struct mus_read *read = begin(world);
        for (size_t k = 0; k <= i; k++) {
            expect_root(world, read, sizes[k]);
        }
        struct mus_digest root;
        assert_int_equal(mus_store_ledger_root(read, sizes[i] + 1, &root, &world->err),
                         MUS_NOT_FOUND);
        mus_store_read_end(read);
    }
    expect_sound(world);
}

static void two_levels_of_tiles_give_every_proof(void **state)
{
    struct world *world = *state;
    enum { SIZE = 256 * 3 + 17 };
    struct mus_merkle_plan plan;
    struct mus_merkle_proof proof;
    struct mus_digest nodes[2 * MUS_MERKLE_MAX_PROOF];
    struct mus_digest root;
    struct mus_digest old;
    struct mus_digest led;
    append_figures(world, SIZE);
    struct mus_read *read = begin(world);
    must(world, mus_store_ledger_root(read, SIZE, &root, &world->err));
    for (uint64_t i = 0; i < SIZE; i += 5) {
        struct mus_text bytes = figure(world, RECORDED, (uint32_t)i);
        struct mus_digest leaf = mus_merkle_leaf(bytes.ptr, bytes.len);
        mus_merkle_plan_inclusion(i, SIZE, &plan);
        must(world, mus_store_ledger_nodes(read, &plan, nodes, &world->err));
        mus_merkle_fold(&plan, nodes, &proof);
        assert_true(mus_merkle_inclusion_root(&leaf, i, SIZE, &proof, &led));
        assert_int_equal(mus_digest_compare(&led, &root), 0);
        must(world, mus_store_ledger_root(read, i, &old, &world->err));
        mus_merkle_plan_consistency(i, SIZE, &plan);
        must(world, mus_store_ledger_nodes(read, &plan, nodes, &world->err));
        mus_merkle_fold(&plan, nodes, &proof);
        assert_true(mus_merkle_consistent(i, &old, SIZE, &root, &proof));
    }
    mus_merkle_plan_inclusion(3, SIZE + 4, &plan);
    assert_int_equal(mus_store_ledger_nodes(read, &plan, nodes, &world->err), MUS_NOT_FOUND);
    mus_store_read_end(read);
}

static void what_cannot_come_next_changes_nothing(void **state)
{
    struct world *world = *state;
    uint64_t index = 99;
    append_figures(world, 2);
    struct mus_write *write = begin_write(world);
    assert_int_equal(mus_store_ledger_append(write, MUS_TEXT("\1\1"), &index, &world->err),
                     MUS_CORRUPT);
    assert_int_equal(
        mus_store_ledger_append(write, figure(world, RECORDED - 1, 9), &index, &world->err),
        MUS_CONFLICT);
    assert_string_equal(
        world->err.message,
        "recorded: 1778461199, before the last entry, which was recorded at 1778461200");
    assert_int_equal(
        mus_store_ledger_append(write, reversal(world, RECORDED, 2), &index, &world->err),
        MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no entry 2 (the ledger has 2)");
    assert_int_equal(index, 99);
    must(world, mus_store_ledger_append(write, figure(world, RECORDED, 2), &index, &world->err));
    assert_int_equal(index, 2);
    end_write(world, write);
    struct mus_read *read = begin(world);
    expect_root(world, read, 3);
    mus_store_read_end(read);
    expect_sound(world);
}

static void a_write_sees_what_it_appended_and_ends_without_it(void **state)
{
    struct world *world = *state;
    uint64_t index = 0;
    uint64_t size = 0;
    append_figures(world, 255);
    struct mus_write *write = begin_write(world);
    const struct mus_read *view = mus_store_write_view(write);
    must(world, mus_store_ledger_append(write, figure(world, RECORDED, 255), &index, &world->err));
    must(world, mus_store_ledger_append(write, figure(world, RECORDED, 256), &index, &world->err));
    must(world, mus_store_ledger_size(view, &size, &world->err));
    assert_int_equal(size, 257);
    expect_root(world, view, 257);
    mus_store_write_end(write);
    expect_size(world, 255);
    expect_sound(world);
}

static void entries_about_an_entry_are_found_in_order(void **state)
{
    struct world *world = *state;
    uint64_t index = 0;
    uint64_t *entries = NULL;
    size_t count = 9;
    append_figures(world, 300);
    struct mus_write *write = begin_write(world);
    must(world, mus_store_ledger_append(write, reversal(world, RECORDED, 7), &index, &world->err));
    must(world, mus_store_ledger_append(write, reversal(world, RECORDED, 7), &index, &world->err));
    end_write(world, write);
    struct mus_read *read = begin(world);
    must(world, mus_store_ledger_about(read, 7, &world->arena, &entries, &count, &world->err));
    assert_int_equal(count, 2);
    assert_int_equal(entries[0], 300);
    assert_int_equal(entries[1], 301);
    must(world, mus_store_ledger_about(read, 8, &world->arena, &entries, &count, &world->err));
    assert_int_equal(count, 0);
    mus_store_read_end(read);
    expect_sound(world);
}

static void a_walk_begins_anywhere(void **state)
{
    struct world *world = *state;
    append_figures(world, 5);
    struct mus_read *read = begin(world);
    for (uint64_t from = 0; from < 7; from++) {
        struct mus_ledger_walker *walker = NULL;
        struct mus_text entry = MUS_TEXT("");
        uint64_t next = from;
        must(world, mus_ledger_walker_open(read, from, &walker, &world->err));
        for (;;) {
            uint64_t index = 99;
            must(world, mus_ledger_walker_next(walker, &index, &entry, &world->err));
            if (entry.ptr == NULL) {
                break;
            }
            assert_int_equal(index, next++);
            assert_true(mus_text_equal(entry, figure(world, RECORDED, (uint32_t)index)));
        }
        assert_int_equal(next, from < 5 ? 5 : from);
        mus_ledger_walker_close(walker);
    }
    mus_store_read_end(read);
}

static void a_missing_entry_stops_a_walk(void **state)
{
    struct world *world = *state;
    struct mus_ledger_walker *walker = NULL;
    struct mus_text entry;
    uint64_t index = 0;
    append_figures(world, 3);
    tamper(world, MUS_DB_LEDGER_ENTRY, MUS_TEXT("\0\0\0\0\0\0\0\1"), MUS_NO_TEXT);
    struct mus_read *read = begin(world);
    must(world, mus_ledger_walker_open(read, 0, &walker, &world->err));
    must(world, mus_ledger_walker_next(walker, &index, &entry, &world->err));
    assert_int_equal(mus_ledger_walker_next(walker, &index, &entry, &world->err), MUS_CORRUPT);
    assert_string_equal(world->err.message, "entry 1: is missing");
    mus_ledger_walker_close(walker);
    mus_store_read_end(read);
}

static void a_tile_that_is_too_short_is_said(void **state)
{
    struct world *world = *state;
    struct mus_digest root;
    uint64_t index = 0;
    append_figures(world, 3);
    tamper(world, MUS_DB_LEDGER_TILE, MUS_TEXT("\0\0\0\0\0\0\0\0\0"), MUS_TEXT("x"));
    struct mus_write *write = begin_write(world);
    assert_int_equal(mus_store_ledger_root(mus_store_write_view(write), 3, &root, &world->err),
                     MUS_CORRUPT);
    assert_string_equal(world->err.message, "ledger tile 0/0: is cut short");
    assert_int_equal(
        mus_store_ledger_append(write, figure(world, RECORDED, 3), &index, &world->err),
        MUS_CORRUPT);
    assert_string_equal(world->err.message, "ledger tile 0/0: is not as long as the ledger");
    assert_int_equal(mus_store_write_commit(write, &world->err), MUS_STORE);
    mus_store_write_end(write);
    expect_size(world, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(an_empty_ledger_has_a_root_and_nothing_else),
        IN_WORLD(entries_stand_in_the_order_they_came),
        IN_WORLD(the_root_is_that_of_the_entries_at_every_size),
        IN_WORLD(two_levels_of_tiles_give_every_proof),
        IN_WORLD(what_cannot_come_next_changes_nothing),
        IN_WORLD(a_write_sees_what_it_appended_and_ends_without_it),
        IN_WORLD(entries_about_an_entry_are_found_in_order),
        IN_WORLD(a_walk_begins_anywhere),
        IN_WORLD(a_missing_entry_stops_a_walk),
        IN_WORLD(a_tile_that_is_too_short_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
