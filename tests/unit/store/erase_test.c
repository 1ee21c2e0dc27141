#include "store_fixture.h"

#include "ledger_fixture.h"
#include "store/erase.h"
#include "store/merge.h"

static void put_two(struct world *world)
{
    put_json(world,
             COMPANY("c-1", "川崎", SOURCE("a", "1") NUMBER("8700110005901") CONTACT("山田")));
    put_json(world, COMPANY("c-2", "幸", SOURCE("a", "2") CONTACT("田中")));
    put_case(world, "k-1", "c-1", "c-2");
    struct mus_ledger_id alias;
    struct mus_write *write = begin_write(world);
    must(world, mus_store_alias(write, MUS_ALIAS_COMPANY, MUS_TEXT("c-1"), &alias, &world->err));
    end_write(world, write);
}

/* c-2 goes into c-1. */
static void merge_two(struct world *world)
{
    struct mus_write *write = NULL;
    struct mus_company_record record;
    uint64_t number;
    must(world, get(world, "c-1", &record));
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_merge(write, &record, MUS_TEXT("c-2"), NOW_MS, &number, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
}

static void expect_gone(struct world *world, uint64_t companies)
{
    struct mus_check_report report = check(world);
    expect_sound(world);
    assert_int_equal(report.companies, companies);
    assert_int_equal(report.keys, companies);
    assert_int_equal(report.sealed, companies);
    assert_int_equal(report.redirects, 0);
    assert_int_equal(report.merges, 0);
    assert_int_equal(report.cases, 0);
}

static void an_erased_company_is_gone_with_its_key(void **state)
{
    struct world *world = *state;
    size_t ids = 0;
    put_two(world);
    must(world, mus_store_erase(world->store, MUS_TEXT("c-1"), &ids, &world->err));
    assert_int_equal(ids, 1);
    expect_none(world, "c-1");
    expect_source(world, "a", "1", "");
    expect_contact(world, "c-2", "田中");
    expect_gone(world, 1);
    assert_int_equal(mus_store_erase(world->store, MUS_TEXT("c-1"), &ids, &world->err),
                     MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no company \"c-1\"");
}

static void those_merged_into_it_go_too(void **state)
{
    struct world *world = *state;
    size_t ids = 0;
    put_two(world);
    merge_two(world);
    must(world, mus_store_erase(world->store, MUS_TEXT("c-2"), &ids, &world->err));
    assert_int_equal(ids, 2);
    expect_none(world, "c-1");
    expect_none(world, "c-2");
    expect_source(world, "a", "2", "");
    expect_gone(world, 0);
}

static void the_id_can_be_used_again(void **state)
{
    struct world *world = *state;
    put_two(world);
    must(world, mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err));
    put_json(world, COMPANY("c-1", "新", CONTACT("佐藤")));
    reopen(world);
    expect_contact(world, "c-1", "佐藤");
    expect_gone(world, 2);
}

/* Every call of the database failing in turn stands for a crash at that place: afterwards the store
 * is opened anew. The company is whole or gone, never there without its key. */
static void an_erasure_cut_short_is_completed_on_opening(void **state)
{
    struct world *world = *state;
    enum mus_status status = MUS_STORE;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        put_two(world);
        merge_two(world);
        mus_store_fail_at(n);
        status = mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err);
        mus_store_fail_at(0);
        reopen(world);
        if (count_companies(world) == 0) {
            expect_gone(world, 0);
        } else {
            assert_int_not_equal(status, MUS_OK);
            expect_contact(world, "c-1", "山田");
            expect_sound(world);
            must(world, mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err));
        }
        assert_true(n < 300);
    }
}

static void erasing_again_completes_what_was_cut_short(void **state)
{
    struct world *world = *state;
    bool seen_half = false;
    enum mus_status status = MUS_STORE;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        put_two(world);
        mus_store_fail_at(n);
        status = mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err);
        mus_store_fail_at(0);
        if (status != MUS_OK) {
            struct mus_company_record record;
            seen_half |= get(world, "c-1", &record) == MUS_UNREADABLE;
            must(world, mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err));
        }
        must(world, mus_store_erase(world->store, MUS_TEXT("c-2"), NULL, &world->err));
        expect_gone(world, 0);
        assert_true(n < 300);
    }
    assert_true(seen_half);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(an_erased_company_is_gone_with_its_key),
        IN_WORLD(those_merged_into_it_go_too),
        IN_WORLD(the_id_can_be_used_again),
        IN_WORLD(an_erasure_cut_short_is_completed_on_opening),
        IN_WORLD(erasing_again_completes_what_was_cut_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
