#include "store_fixture.h"

#include "store/companies.h"

static void a_company_is_stored_with_all_that_leads_to_it(void **state)
{
    struct world *world = *state;
    const char *json = COMPANY("c-1", "株式会社川崎",
                               SOURCE("fair", "E-1") NUMBER("8700110005901") CONTACT("山田"));
    assert_int_equal(put_json(world, json), MUS_PUT_ADDED);
    expect_name(world, "c-1", "株式会社川崎");
    expect_contact(world, "c-1", "山田");
    expect_source(world, "fair", "E-1", "c-1");
    expect_sound(world);
    reopen(world);
    expect_contact(world, "c-1", "山田");
    expect_sound(world);
}

static void the_same_again_writes_nothing(void **state)
{
    struct world *world = *state;
    const char *json = COMPANY("c-1", "川崎", SOURCE("fair", "E-1") CONTACT("山田"));
    assert_int_equal(put_json(world, json), MUS_PUT_ADDED);
    struct mus_env_sizes before;
    mus_env_sizes(world->store->main, &before);
    assert_int_equal(put_json(world, json), MUS_PUT_UNCHANGED);
    struct mus_env_sizes after;
    mus_env_sizes(world->store->main, &after);
    assert_int_equal(after.used_bytes, before.used_bytes);
    assert_int_equal(put_json(world, COMPANY("c-1", "幸", SOURCE("fair", "E-1") CONTACT("山田"))),
                     MUS_PUT_CHANGED);
    expect_name(world, "c-1", "幸");
    expect_sound(world);
}

static void what_a_change_drops_leads_to_it_no_longer(void **state)
{
    struct world *world = *state;
    struct mus_read *read = NULL;
    struct mus_texts ids;
    put_json(world, COMPANY("c-1", "川崎", SOURCE("a", "1") NUMBER("8700110005901")));
    put_json(world, COMPANY("c-1", "幸", SOURCE("b", "2")));
    expect_source(world, "a", "1", "");
    expect_source(world, "b", "2", "c-1");
    read = begin(world);
    must(world, mus_store_find_name(read, MUS_TEXT("川崎"), &world->arena, &ids, &world->err));
    assert_int_equal(ids.count, 0);
    must(world,
         mus_store_find_number(read, MUS_TEXT("8700110005901"), &world->arena, &ids, &world->err));
    assert_int_equal(ids.count, 0);
    mus_store_read_end(read);
    expect_sound(world);
}

static void contacts_are_sealed_and_not_in_the_clear(void **state)
{
    struct world *world = *state;
    static const char needle[] = "himitsu-tantou";
    put_json(world, COMPANY("c-1", "川崎", CONTACT("himitsu-tantou")));
    for (int keys = 0; keys < 2; keys++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s/data.mdb", world->dir, keys ? "keys" : "main");
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        char *bytes = malloc(1 << 24);
        size_t len = fread(bytes, 1, 1 << 24, file);
        fclose(file);
        assert_true(len > 0 && len < 1 << 24);
        assert_null(memmem(bytes, len, needle, sizeof needle - 1));
        free(bytes);
    }
}

static void the_same_contacts_are_not_sealed_anew(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    struct mus_read *read = begin(world);
    struct mus_text before;
    must(world,
         mus_read_copy(read, MUS_DB_SEALED, MUS_TEXT("c-1"), &world->arena, &before, &world->err));
    mus_store_read_end(read);
    put_json(world, COMPANY("c-1", "幸", CONTACT("山田")));
    read = begin(world);
    struct mus_text after;
    must(world,
         mus_read_copy(read, MUS_DB_SEALED, MUS_TEXT("c-1"), &world->arena, &after, &world->err));
    mus_store_read_end(read);
    assert_true(mus_text_equal(before, after));
    put_json(world, COMPANY("c-1", "幸", CONTACT("田中")));
    expect_contact(world, "c-1", "田中");
    expect_sound(world);
}

static void contacts_out_of_hand_stay_sealed(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    struct mus_company_record record = record_of(world, COMPANY("c-1", "幸", CONTACT("山田")));
    record.company.given &= ~MUS_FIELD_BIT(MUS_FIELD_CONTACTS);
    assert_int_equal(put_record(world, &record), MUS_PUT_CHANGED);
    expect_name(world, "c-1", "幸");
    expect_contact(world, "c-1", "山田");
    record.company.id = MUS_TEXT("c-2");
    assert_int_equal(try_put_record(world, &record, NULL), MUS_INVALID);
    assert_string_equal(world->err.message, "contacts: neither in hand nor in the store");
    expect_sound(world);
}

static void a_company_without_contacts_has_nothing_sealed(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    put_json(world, COMPANY("c-1", "川崎", ""));
    struct mus_company_record record;
    must(world, get(world, "c-1", &record));
    assert_false(record.has_contacts);
    assert_int_equal(check(world).sealed, 0);
    expect_sound(world);
}

static void a_sources_key_belongs_to_one_company(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", SOURCE("fair", "E-1")));
    expect_refused(world, COMPANY("c-2", "幸", SOURCE("fair", "E-1")), MUS_CONFLICT,
                   "source \"fair\", id \"E-1\": belongs to company \"c-1\"");
    expect_sound(world);
}

static void a_record_without_an_id_is_refused(void **state)
{
    struct world *world = *state;
    struct mus_company_record record = record_of(world, COMPANY("c-1", "川崎", ""));
    record.company.id = MUS_TEXT("no id");
    assert_int_equal(try_put_record(world, &record, NULL), MUS_INVALID);
    assert_int_equal(world->err.status, MUS_INVALID);
    assert_int_equal(count_companies(world), 0);
}

static void what_is_refused_leaves_the_write_usable(void **state)
{
    struct world *world = *state;
    struct mus_write *write = NULL;
    put_json(world, COMPANY("c-1", "川崎", SOURCE("fair", "E-1")));
    struct mus_company_record bad = record_of(world, COMPANY("c-2", "幸", SOURCE("fair", "E-1")));
    struct mus_company_record good = record_of(world, COMPANY("c-3", "幸", SOURCE("fair", "E-3")));
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    assert_int_equal(mus_store_put(write, &bad, NULL, &world->err), MUS_CONFLICT);
    must(world, mus_store_put(write, &good, NULL, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    assert_int_equal(count_companies(world), 2);
    expect_sound(world);
}

static void a_write_that_is_not_committed_leaves_nothing(void **state)
{
    struct world *world = *state;
    struct mus_write *write = NULL;
    struct mus_company_record record = record_of(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_put(write, &record, NULL, &world->err));
    struct mus_text id;
    must(world, mus_store_resolve(mus_store_write_view(write), MUS_TEXT("c-1"), &world->arena, &id,
                                  &world->err));
    mus_store_write_end(write);
    expect_none(world, "c-1");
    assert_int_equal(check(world).keys, 0);
    expect_sound(world);
}

static void very_long_names_are_found_too(void **state)
{
    struct world *world = *state;
    char name[500];
    char json[800];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    for (int i = 0; i < 2; i++) {
        name[490] = (char)('a' + i);
        snprintf(json, sizeof json, "{\"id\":\"c-%d\",\"name\":{\"en\":\"%s\"},\"country\":\"JP\"}",
                 i, name);
        put_json(world, json);
    }
    struct mus_read *read = begin(world);
    struct mus_texts ids;
    must(world, mus_store_find_name(read, mus_text_of(name), &world->arena, &ids, &world->err));
    assert_int_equal(ids.count, 1);
    assert_text(ids.items[0], "c-1");
    mus_store_read_end(read);
    expect_sound(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_company_is_stored_with_all_that_leads_to_it),
        IN_WORLD(the_same_again_writes_nothing),
        IN_WORLD(what_a_change_drops_leads_to_it_no_longer),
        IN_WORLD(contacts_are_sealed_and_not_in_the_clear),
        IN_WORLD(the_same_contacts_are_not_sealed_anew),
        IN_WORLD(contacts_out_of_hand_stay_sealed),
        IN_WORLD(a_company_without_contacts_has_nothing_sealed),
        IN_WORLD(a_sources_key_belongs_to_one_company),
        IN_WORLD(a_record_without_an_id_is_refused),
        IN_WORLD(what_is_refused_leaves_the_write_usable),
        IN_WORLD(a_write_that_is_not_committed_leaves_nothing),
        IN_WORLD(very_long_names_are_found_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
