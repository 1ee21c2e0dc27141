#include "store_fixture.h"

#include "ledger_fixture.h"
#include "store/erase.h"
#include "store/merge.h"

static struct mus_ledger_id alias_of(struct world *world, enum mus_alias what, const char *id)
{
    struct mus_ledger_id alias;
    struct mus_write *write = begin_write(world);
    must(world, mus_store_alias(write, what, mus_text_of(id), &alias, &world->err));
    end_write(world, write);
    return alias;
}

/* Whom the alias stands for, "" for nobody. */
static void expect_owner(struct world *world, const struct mus_ledger_id *alias,
                         enum mus_alias expected, const char *owner)
{
    enum mus_alias what = 0;
    struct mus_text id;
    struct mus_read *read = begin(world);
    must(world, mus_store_alias_of(read, alias, &what, &world->arena, &id, &world->err));
    assert_text(id, owner);
    assert_int_equal(what, owner[0] == '\0' ? 0 : expected);
    mus_store_read_end(read);
}

static void an_alias_is_drawn_once_and_leads_both_ways(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", ""));
    struct mus_ledger_id first = alias_of(world, MUS_ALIAS_COMPANY, "c-1");
    struct mus_ledger_id again = alias_of(world, MUS_ALIAS_COMPANY, "c-1");
    struct mus_ledger_id person = alias_of(world, MUS_ALIAS_PERSON, "c-1");
    struct mus_ledger_id other = alias_of(world, MUS_ALIAS_PERSON, "佐藤");
    assert_true(mus_ledger_id_equal(&first, &again));
    assert_false(mus_ledger_id_equal(&first, &person));
    expect_owner(world, &first, MUS_ALIAS_COMPANY, "c-1");
    expect_owner(world, &person, MUS_ALIAS_PERSON, "c-1");
    expect_owner(world, &other, MUS_ALIAS_PERSON, "佐藤");
    expect_owner(world, &(struct mus_ledger_id){{0}}, MUS_ALIAS_COMPANY, "");
    expect_sound(world);
}

static void what_has_no_alias_is_said(void **state)
{
    struct world *world = *state;
    struct mus_ledger_id alias;
    char longest[MUS_MAX_ID + 1];
    bool found = true;
    memset(longest, 'p', sizeof longest);
    struct mus_write *write = begin_write(world);
    const struct mus_read *view = mus_store_write_view(write);
    must(world, mus_store_find_alias(view, MUS_ALIAS_COMPANY, MUS_TEXT("c-9"), &found, &alias,
                                     &world->err));
    assert_false(found);
    assert_int_equal(
        mus_store_alias(write, MUS_ALIAS_COMPANY, MUS_TEXT("c-9"), &alias, &world->err),
        MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no company \"c-9\"");
    assert_int_equal(mus_store_alias(write, MUS_ALIAS_PERSON, MUS_TEXT(""), &alias, &world->err),
                     MUS_INVALID);
    assert_string_equal(world->err.message, "id: is empty");
    must(world, mus_store_alias(write, MUS_ALIAS_PERSON, (struct mus_text){longest, MUS_MAX_ID},
                                &alias, &world->err));
    assert_int_equal(mus_store_alias(write, MUS_ALIAS_PERSON,
                                     (struct mus_text){longest, MUS_MAX_ID + 1}, &alias,
                                     &world->err),
                     MUS_INVALID);
    assert_string_equal(world->err.message, "id: 65 bytes, at most 64");
    end_write(world, write);
    expect_sound(world);
}

static void all_of_a_kind_are_listed_by_id(void **state)
{
    struct world *world = *state;
    struct mus_alias_item *items = NULL;
    size_t count = 9;
    put_json(world, COMPANY("c-1", "川崎", ""));
    put_json(world, COMPANY("c-2", "幸", ""));
    struct mus_ledger_id second = alias_of(world, MUS_ALIAS_COMPANY, "c-2");
    struct mus_read *read = begin(world);
    must(world,
         mus_store_aliases(read, MUS_ALIAS_PERSON, &world->arena, &items, &count, &world->err));
    assert_int_equal(count, 0);
    mus_store_read_end(read);
    alias_of(world, MUS_ALIAS_COMPANY, "c-1");
    alias_of(world, MUS_ALIAS_PERSON, "a");
    read = begin(world);
    must(world,
         mus_store_aliases(read, MUS_ALIAS_COMPANY, &world->arena, &items, &count, &world->err));
    assert_int_equal(count, 2);
    assert_text(items[0].id, "c-1");
    assert_text(items[1].id, "c-2");
    assert_true(mus_ledger_id_equal(&items[1].alias, &second));
    must(world,
         mus_store_aliases(read, MUS_ALIAS_PERSON, &world->arena, &items, &count, &world->err));
    assert_int_equal(count, 1);
    assert_text(items[0].id, "a");
    mus_store_read_end(read);
}

static void merge(struct world *world, const char *survivor, const char *merged, uint64_t *number)
{
    struct mus_company_record record;
    must(world, get(world, survivor, &record));
    struct mus_write *write = begin_write(world);
    must(world, mus_store_merge(write, &record, mus_text_of(merged), NOW_MS, number, &world->err));
    end_write(world, write);
}

static void both_aliases_stay_through_a_merge_and_its_undoing(void **state)
{
    struct world *world = *state;
    uint64_t number = 0;
    put_json(world, COMPANY("c-1", "川崎", ""));
    put_json(world, COMPANY("c-2", "幸", ""));
    struct mus_ledger_id first = alias_of(world, MUS_ALIAS_COMPANY, "c-1");
    struct mus_ledger_id second = alias_of(world, MUS_ALIAS_COMPANY, "c-2");
    merge(world, "c-1", "c-2", &number);
    expect_owner(world, &first, MUS_ALIAS_COMPANY, "c-1");
    expect_owner(world, &second, MUS_ALIAS_COMPANY, "c-2");
    expect_sound(world);
    struct mus_write *write = begin_write(world);
    must(world, mus_store_undo_merge(write, number, &world->err));
    end_write(world, write);
    expect_owner(world, &second, MUS_ALIAS_COMPANY, "c-2");
    expect_sound(world);
}

static void nothing_leads_back_to_an_erased_company(void **state)
{
    struct world *world = *state;
    uint64_t number = 0;
    uint64_t size = 0;
    put_json(world, COMPANY("c-1", "川崎", ""));
    put_json(world, COMPANY("c-2", "幸", ""));
    put_json(world, COMPANY("c-3", "中原", ""));
    append_figures(world, 3);
    struct mus_ledger_id first = alias_of(world, MUS_ALIAS_COMPANY, "c-1");
    struct mus_ledger_id second = alias_of(world, MUS_ALIAS_COMPANY, "c-2");
    struct mus_ledger_id third = alias_of(world, MUS_ALIAS_COMPANY, "c-3");
    struct mus_ledger_id person = alias_of(world, MUS_ALIAS_PERSON, "c-1");
    merge(world, "c-1", "c-2", &number);
    must(world, mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err));
    expect_owner(world, &first, MUS_ALIAS_COMPANY, "");
    expect_owner(world, &second, MUS_ALIAS_COMPANY, "");
    expect_owner(world, &third, MUS_ALIAS_COMPANY, "c-3");
    expect_owner(world, &person, MUS_ALIAS_PERSON, "c-1");
    struct mus_read *read = begin(world);
    must(world, mus_store_ledger_size(read, &size, &world->err));
    assert_int_equal(size, 3);
    mus_store_read_end(read);
    expect_sound(world);
    put_json(world, COMPANY("c-1", "川崎", ""));
    struct mus_ledger_id next = alias_of(world, MUS_ALIAS_COMPANY, "c-1");
    assert_false(mus_ledger_id_equal(&first, &next));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(an_alias_is_drawn_once_and_leads_both_ways),
        IN_WORLD(what_has_no_alias_is_said),
        IN_WORLD(all_of_a_kind_are_listed_by_id),
        IN_WORLD(both_aliases_stay_through_a_merge_and_its_undoing),
        IN_WORLD(nothing_leads_back_to_an_erased_company),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
