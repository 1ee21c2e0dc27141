#include "store_fixture.h"

#include "profile/company_join.h"
#include "store/merge.h"

/* Joins the two as a person would, and merges; what merging said is in world->err. */
static enum mus_status try_merge(struct world *world, const char *survivor, const char *merged,
                                 uint64_t *number)
{
    struct mus_write *write = NULL;
    struct mus_company_record a;
    struct mus_company_record b;
    struct mus_merged joined;
    must(world, get(world, survivor, &a));
    must(world, get(world, merged, &b));
    must(world, mus_company_join(&a, &b, NOW_MS + 1, &world->arena, &joined, &world->err));
    joined.record.company.id = mus_text_of(survivor);
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    enum mus_status status = mus_store_merge(write, &joined.record, mus_text_of(merged), NOW_MS + 1,
                                             number, &world->err);
    if (status == MUS_OK) {
        status = mus_store_write_commit(write, &world->err);
    }
    mus_store_write_end(write);
    return status;
}

static uint64_t merge(struct world *world, const char *survivor, const char *merged)
{
    uint64_t number = 0;
    must(world, try_merge(world, survivor, merged, &number));
    return number;
}

static enum mus_status undo(struct world *world, uint64_t number)
{
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    enum mus_status status = mus_store_undo_merge(write, number, &world->err);
    if (status == MUS_OK) {
        status = mus_store_write_commit(write, &world->err);
    }
    mus_store_write_end(write);
    return status;
}

static void put_three(struct world *world)
{
    put_json(world, COMPANY("c-1", "川崎", SOURCE("a", "1") CONTACT("山田")));
    put_json(world,
             COMPANY("c-2", "川崎工業", SOURCE("a", "2") NUMBER("8700110005901") CONTACT("田中")));
    put_json(world, COMPANY("c-3", "幸", SOURCE("a", "3") CONTACT("鈴木")));
}

static void keys_of_the_merged_company_lead_to_the_survivor(void **state)
{
    struct world *world = *state;
    struct mus_texts ids;
    put_three(world);
    assert_int_equal(merge(world, "c-1", "c-2"), 1);
    expect_sound(world);
    assert_int_equal(count_companies(world), 2);
    expect_name(world, "c-2", "川崎");
    expect_source(world, "a", "1", "c-1");
    expect_source(world, "a", "2", "c-1");
    struct mus_read *read = begin(world);
    must(world,
         mus_store_find_number(read, MUS_TEXT("8700110005901"), &world->arena, &ids, &world->err));
    assert_int_equal(ids.count, 1);
    assert_text(ids.items[0], "c-1");
    must(world, mus_store_find_name(read, MUS_TEXT("川崎工業"), &world->arena, &ids, &world->err));
    assert_int_equal(ids.count, 1);
    assert_text(ids.items[0], "c-1");
    mus_store_read_end(read);
}

static void contacts_of_both_are_sealed_under_the_survivors_key(void **state)
{
    struct world *world = *state;
    struct mus_company_record record;
    put_three(world);
    merge(world, "c-1", "c-2");
    must(world, get(world, "c-1", &record));
    assert_int_equal(record.company.contacts.count, 2);
    /* the merged company's own key is not needed for it */
    tamper_keys(world, MUS_KEYS_KEY, MUS_TEXT("c-2"), MUS_NO_TEXT);
    must(world, get(world, "c-1", &record));
    assert_int_equal(record.company.contacts.count, 2);
}

static void undoing_brings_both_back_to_the_byte(void **state)
{
    struct world *world = *state;
    static const char *const ids[] = {"c-1", "c-2"};
    struct mus_text before[4];
    struct mus_text after[4];
    put_three(world);
    struct mus_read *read = begin(world);
    for (size_t i = 0; i < 4; i++) {
        must(world, mus_read_copy(read, i < 2 ? MUS_DB_COMPANY : MUS_DB_SEALED,
                                  mus_text_of(ids[i % 2]), &world->arena, &before[i], &world->err));
    }
    mus_store_read_end(read);
    uint64_t number = merge(world, "c-1", "c-2");
    must(world, undo(world, number));
    expect_sound(world);
    read = begin(world);
    for (size_t i = 0; i < 4; i++) {
        must(world, mus_read_copy(read, i < 2 ? MUS_DB_COMPANY : MUS_DB_SEALED,
                                  mus_text_of(ids[i % 2]), &world->arena, &after[i], &world->err));
        assert_true(mus_text_equal(before[i], after[i]));
    }
    mus_store_read_end(read);
    expect_contact(world, "c-1", "山田");
    expect_contact(world, "c-2", "田中");
    expect_source(world, "a", "1", "c-1");
    expect_source(world, "a", "2", "c-2");
}

static void chains_lead_on_and_are_undone_from_the_end(void **state)
{
    struct world *world = *state;
    put_three(world);
    uint64_t first = merge(world, "c-2", "c-1");
    uint64_t second = merge(world, "c-3", "c-2");
    expect_sound(world);
    expect_name(world, "c-1", "幸");
    expect_source(world, "a", "1", "c-3");
    assert_int_equal(undo(world, first), MUS_CONFLICT);
    assert_string_equal(world->err.message,
                        "merge 1 cannot be undone: \"c-2\" was itself merged into \"c-3\"");
    must(world, undo(world, second));
    expect_sound(world);
    must(world, undo(world, first));
    expect_sound(world);
    assert_int_equal(count_companies(world), 3);
    expect_contact(world, "c-1", "山田");
}

static void a_survivor_that_was_changed_cannot_be_taken_apart(void **state)
{
    struct world *world = *state;
    struct mus_company_record record;
    put_three(world);
    uint64_t number = merge(world, "c-1", "c-2");
    must(world, get(world, "c-1", &record));
    record.company.name_ja = MUS_TEXT("別");
    put_record(world, &record);
    assert_int_equal(undo(world, number), MUS_CONFLICT);
    assert_string_equal(world->err.message, "merge 1 cannot be undone: \"c-1\" was changed since");
    expect_sound(world);
    assert_int_equal(undo(world, 7), MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no merge 7");
}

static void what_cannot_be_merged_is_said(void **state)
{
    struct world *world = *state;
    struct mus_write *write = NULL;
    uint64_t number = 0;
    put_three(world);
    merge(world, "c-1", "c-2");
    struct mus_company_record record;
    must(world, get(world, "c-1", &record));
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    assert_int_equal(mus_store_merge(write, &record, MUS_TEXT("c-1"), NOW_MS, &number, &world->err),
                     MUS_CONFLICT);
    assert_string_equal(world->err.message, "company \"c-1\" cannot be merged into itself");
    assert_int_equal(mus_store_merge(write, &record, MUS_TEXT("c-2"), NOW_MS, &number, &world->err),
                     MUS_CONFLICT);
    assert_string_equal(world->err.message, "company \"c-2\" was merged into \"c-1\" already");
    assert_int_equal(mus_store_merge(write, &record, MUS_TEXT("c-9"), NOW_MS, &number, &world->err),
                     MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no company \"c-9\"");
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    expect_refused(world, COMPANY("c-2", "新", ""), MUS_CONFLICT,
                   "company \"c-2\" was merged into \"c-1\"");
    expect_refused(world, COMPANY("c-4", "新", SOURCE("a", "2")), MUS_CONFLICT,
                   "source \"a\", id \"2\": belongs to company \"c-1\"");
    expect_sound(world);
}

static void merges_that_stand_are_listed_oldest_first(void **state)
{
    struct world *world = *state;
    struct mus_merge_info *items = NULL;
    size_t count = 0;
    put_three(world);
    merge(world, "c-1", "c-2");
    merge(world, "c-1", "c-3");
    struct mus_read *read = begin(world);
    must(world, mus_store_merges(read, &world->arena, &items, &count, &world->err));
    mus_store_read_end(read);
    assert_int_equal(count, 2);
    assert_int_equal(items[0].number, 1);
    assert_text(items[0].survivor, "c-1");
    assert_text(items[0].merged, "c-2");
    assert_int_equal(items[0].at_ms, NOW_MS + 1);
    assert_int_equal(items[1].number, 2);
    assert_text(items[1].merged, "c-3");
    must(world, undo(world, 2));
    assert_int_equal(merge(world, "c-1", "c-3"), 3);
    expect_sound(world);
}

static void a_source_dropped_by_the_survivor_still_leads_to_it(void **state)
{
    struct world *world = *state;
    struct mus_company_record record;
    put_three(world);
    merge(world, "c-1", "c-2");
    must(world, get(world, "c-1", &record));
    record.source_count = 1;
    for (size_t i = 0; i < MUS_FIELD_COUNT; i++) {
        record.supplied_by[i] = record.supplied_by[i] == 1 ? 0 : record.supplied_by[i];
    }
    put_record(world, &record);
    expect_source(world, "a", "2", "c-1");
    expect_sound(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(keys_of_the_merged_company_lead_to_the_survivor),
        IN_WORLD(contacts_of_both_are_sealed_under_the_survivors_key),
        IN_WORLD(undoing_brings_both_back_to_the_byte),
        IN_WORLD(chains_lead_on_and_are_undone_from_the_end),
        IN_WORLD(a_survivor_that_was_changed_cannot_be_taken_apart),
        IN_WORLD(what_cannot_be_merged_is_said),
        IN_WORLD(merges_that_stand_are_listed_oldest_first),
        IN_WORLD(a_source_dropped_by_the_survivor_still_leads_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
