#include "store_fixture.h"

#include "profile/firm_record.h"

static void new_ids_are_random_and_well_formed(void **state)
{
    (void)state;
    char a[MUS_NEW_ID_BYTES + 1];
    char b[MUS_NEW_ID_BYTES + 1];
    mus_store_new_id(a);
    mus_store_new_id(b);
    assert_string_not_equal(a, b);
    assert_int_equal(strlen(a), MUS_NEW_ID_BYTES);
    assert_int_equal(strspn(a + 2, "0123456789abcdefghjkmnpqrstvwxyz"), 13);
    assert_memory_equal(a, "c-", 2);
    assert_true(mus_text_is_id(mus_text_of(a)));
}

static void an_unknown_id_is_said(void **state)
{
    struct world *world = *state;
    struct mus_read *read = begin(world);
    struct mus_walk_item item;
    struct mus_text id;
    expect_none(world, "c-1");
    assert_int_equal(mus_store_firm(read, MUS_TEXT("c-1"), &world->arena, &item, &world->err),
                     MUS_NOT_FOUND);
    assert_int_equal(mus_store_resolve(read, MUS_TEXT("no id"), &world->arena, &id, &world->err),
                     MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no company \"no id\"");
    assert_int_equal(mus_store_resolve(read, MUS_NO_TEXT, &world->arena, &id, &world->err),
                     MUS_NOT_FOUND);
    mus_store_read_end(read);
}

static void branches_share_a_number_and_namesakes_a_name(void **state)
{
    struct world *world = *state;
    struct mus_texts ids;
    put_json(world, COMPANY("c-2", "株式会社川崎", NUMBER("8700110005901")));
    put_json(world, COMPANY("c-1", "川崎(株)", NUMBER("8700110005901")));
    put_json(world,
             "{\"id\":\"c-3\",\"name\":{\"en\":\"Kawasaki Co., Ltd.\",\"kana\":\"カワサキ\"},"
             "\"country\":\"JP\"}");
    struct mus_read *read = begin(world);
    must(world,
         mus_store_find_number(read, MUS_TEXT("8700110005901"), &world->arena, &ids, &world->err));
    assert_int_equal(ids.count, 2);
    assert_text(ids.items[0], "c-1");
    assert_text(ids.items[1], "c-2");
    must(world, mus_store_find_name(read, MUS_TEXT("川崎"), &world->arena, &ids, &world->err));
    assert_int_equal(ids.count, 2);
    must(world, mus_store_find_name(read, MUS_TEXT("kawasaki"), &world->arena, &ids, &world->err));
    assert_int_equal(ids.count, 1);
    assert_text(ids.items[0], "c-3");
    must(world, mus_store_find_name(read, MUS_TEXT("カワサキ"), &world->arena, &ids, &world->err));
    assert_int_equal(ids.count, 1);
    must(world, mus_store_find_number(read, MUS_TEXT("1"), &world->arena, &ids, &world->err));
    assert_int_equal(ids.count, 0);
    assert_int_equal(mus_store_find_name(read, MUS_TEXT(""), &world->arena, &ids, &world->err),
                     MUS_INVALID);
    assert_string_equal(world->err.message, "name: is empty");
    mus_store_read_end(read);
}

static void the_match_record_is_that_of_the_company(void **state)
{
    struct world *world = *state;
    struct mus_walk_item item;
    struct mus_firm firm;
    put_json(world, COMPANY("c-1", "川崎", ",\"employees\":42"));
    struct mus_read *read = begin(world);
    must(world, mus_store_firm(read, MUS_TEXT("c-1"), &world->arena, &item, &world->err));
    assert_text(item.id, "c-1");
    must(world,
         mus_firm_record_decode(item.bytes.ptr, item.bytes.len, &world->arena, &firm, &world->err));
    assert_text(firm.id, "c-1");
    assert_int_equal(firm.employees, 42);
    mus_store_read_end(read);
}

static void a_record_read_in_a_write_outlives_the_next_change(void **state)
{
    struct world *world = *state;
    struct mus_write *write = NULL;
    struct mus_company_record record;
    put_json(world, COMPANY("c-1", "川崎", ""));
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_company(mus_store_write_view(write), MUS_TEXT("c-1"), &world->arena,
                                  &record, &world->err));
    struct mus_company_record other = record_of(world, COMPANY("c-1", "幸", ""));
    for (int i = 0; i < 50; i++) {
        must(world, mus_store_put(write, i % 2 ? &record : &other, NULL, &world->err));
        assert_text(record.company.name_ja, "川崎");
    }
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    expect_name(world, "c-1", "川崎");
}

static void redirects_that_lead_astray_are_corrupt(void **state)
{
    struct world *world = *state;
    struct mus_company_record record;
    tamper(world, MUS_DB_REDIRECT, MUS_TEXT("a"), MUS_TEXT("\1\0\0\0\0\0\0\0b"));
    assert_int_equal(get(world, "a", &record), MUS_CORRUPT);
    assert_string_equal(world->err.message, "redirect of \"a\": leads nowhere");
    tamper(world, MUS_DB_REDIRECT, MUS_TEXT("b"), MUS_TEXT("\1\0\0\0\0\0\0\0a"));
    assert_int_equal(get(world, "a", &record), MUS_CORRUPT);
    assert_string_equal(world->err.message, "redirect of \"a\": leads in a circle");
    tamper(world, MUS_DB_REDIRECT, MUS_TEXT("b"), MUS_TEXT("x"));
    assert_int_equal(get(world, "a", &record), MUS_CORRUPT);
    assert_string_equal(world->err.message, "redirect of \"b\": malformed");
}

static void some_of_a_company_is_read_where_its_id_leads(void **state)
{
    struct world *world = *state;
    struct mus_company some;
    const mus_field_set name = MUS_FIELD_BIT(MUS_FIELD_NAME_JA);
    put_json(world, COMPANY("c-1", "川崎", ",\"employees\":42"));
    tamper(world, MUS_DB_REDIRECT, MUS_TEXT("c-0"), MUS_TEXT("\1\0\0\0\0\0\0\0c-1"));
    struct mus_read *read = begin(world);
    must(world,
         mus_store_company_some(read, MUS_TEXT("c-0"), name, &world->arena, &some, &world->err));
    assert_text(some.id, "c-1");
    assert_text(some.name_ja, "川崎");
    assert_int_equal(some.given, name);
    assert_int_equal(
        mus_store_company_some(read, MUS_TEXT("c-2"), name, &world->arena, &some, &world->err),
        MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no company \"c-2\"");
    mus_store_read_end(read);
    tamper(world, MUS_DB_COMPANY, MUS_TEXT("c-1"), MUS_TEXT("\1\0"));
    read = begin(world);
    assert_int_equal(
        mus_store_company_some(read, MUS_TEXT("c-1"), name, &world->arena, &some, &world->err),
        MUS_CORRUPT);
    assert_string_equal(world->err.message, "company record: broken in its head");
    mus_store_read_end(read);
}

static void some_of_a_company_read_in_a_write_outlives_the_next_change(void **state)
{
    struct world *world = *state;
    struct mus_write *write = NULL;
    struct mus_company some;
    put_json(world, COMPANY("c-1", "川崎", ""));
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_company_some(mus_store_write_view(write), MUS_TEXT("c-1"),
                                       MUS_FIELD_BIT(MUS_FIELD_NAME_JA), &world->arena, &some,
                                       &world->err));
    struct mus_company_record other = record_of(world, COMPANY("c-1", "幸", ""));
    must(world, mus_store_put(write, &other, NULL, &world->err));
    assert_text(some.name_ja, "川崎");
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(new_ids_are_random_and_well_formed),
        IN_WORLD(an_unknown_id_is_said),
        IN_WORLD(branches_share_a_number_and_namesakes_a_name),
        IN_WORLD(the_match_record_is_that_of_the_company),
        IN_WORLD(a_record_read_in_a_write_outlives_the_next_change),
        IN_WORLD(redirects_that_lead_astray_are_corrupt),
        IN_WORLD(some_of_a_company_is_read_where_its_id_leads),
        IN_WORLD(some_of_a_company_read_in_a_write_outlives_the_next_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
