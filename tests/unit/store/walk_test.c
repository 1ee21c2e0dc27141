#include "store_fixture.h"

static enum mus_status put_many(struct mus_write *write, void *context, struct mus_error *err)
{
    struct world *world = context;
    for (unsigned i = 0; i < 2000; i++) {
        char json[128];
        snprintf(json, sizeof json, COMPANY("c-%04u", "社%u", ""), i, i);
        struct mus_company_record record = record_of(world, json);
        enum mus_status status = mus_store_put(write, &record, NULL, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

/* The ids of the range, which must follow on *next. */
static unsigned walk(struct world *world, struct mus_read *read, enum mus_walk what,
                     struct mus_id_range range, unsigned *next)
{
    struct mus_walker *walker = NULL;
    struct mus_walk_item item;
    unsigned count = 0;
    must(world, mus_walker_open(read, what, range, &walker, &world->err));
    for (;; count++) {
        char id[16];
        must(world, mus_walker_next(walker, &item, &world->err));
        if (item.id.ptr == NULL) {
            break;
        }
        snprintf(id, sizeof id, "c-%04u", *next);
        assert_text(item.id, id);
        assert_true(item.bytes.len > 0);
        ++*next;
    }
    mus_walker_close(walker);
    return count;
}

static void ranges_together_hold_every_company_once(void **state)
{
    struct world *world = *state;
    must(world, mus_store_update(world->store, put_many, world, &world->err));
    struct mus_read *read = begin(world);
    for (size_t parts = 0; parts <= 40; parts++) {
        struct mus_id_range *ranges = NULL;
        size_t count = 0;
        unsigned next = 0;
        must(world, mus_store_partition(read, parts, &world->arena, &ranges, &count, &world->err));
        assert_in_range(count, 1, parts == 0 ? 1 : parts);
        for (size_t i = 0; i < count; i++) {
            unsigned n =
                walk(world, read, i % 2 ? MUS_WALK_FIRMS : MUS_WALK_COMPANIES, ranges[i], &next);
            if (parts == 4) {
                assert_in_range(n, 250, 750);
            }
        }
        assert_int_equal(next, 2000);
    }
    mus_store_read_end(read);
}

static void a_range_holds_its_beginning_and_not_its_end(void **state)
{
    struct world *world = *state;
    must(world, mus_store_update(world->store, put_many, world, &world->err));
    struct mus_read *read = begin(world);
    unsigned next = 10;
    struct mus_id_range range = {MUS_TEXT("c-0010"), MUS_TEXT("c-0020")};
    assert_int_equal(walk(world, read, MUS_WALK_COMPANIES, range, &next), 10);
    range = (struct mus_id_range){MUS_TEXT("c-1999a"), MUS_NO_TEXT};
    assert_int_equal(walk(world, read, MUS_WALK_COMPANIES, range, &next), 0);
    range = (struct mus_id_range){MUS_TEXT("c-0020"), MUS_TEXT("c-0020")};
    assert_int_equal(walk(world, read, MUS_WALK_COMPANIES, range, &next), 0);
    mus_store_read_end(read);
}

static void an_empty_store_is_one_empty_range(void **state)
{
    struct world *world = *state;
    struct mus_id_range *ranges = NULL;
    size_t count = 0;
    unsigned next = 0;
    struct mus_read *read = begin(world);
    must(world, mus_store_partition(read, 8, &world->arena, &ranges, &count, &world->err));
    assert_int_equal(count, 1);
    assert_int_equal(walk(world, read, MUS_WALK_FIRMS, ranges[0], &next), 0);
    mus_store_read_end(read);
    mus_walker_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(ranges_together_hold_every_company_once),
        IN_WORLD(a_range_holds_its_beginning_and_not_its_end),
        IN_WORLD(an_empty_store_is_one_empty_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
