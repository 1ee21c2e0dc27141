#include "store_fixture.h"

#include "store/data_key.h"
#include "store/keys.h"

static struct mus_text seal(struct world *world, const char *id, const char *use, const char *plain)
{
    struct mus_write *write = NULL;
    struct mus_buf sealed = {0};
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_seal(write, mus_text_of(id), mus_text_of(use), mus_text_of(plain),
                               &sealed, &world->err));
    /* readable within the write that made the key */
    struct mus_buf back = {0};
    must(world, mus_store_unseal(mus_store_write_view(write), mus_text_of(id), mus_text_of(use),
                                 mus_buf_text(&sealed), &back, &world->err));
    assert_text(mus_buf_text(&back), plain);
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    struct mus_text kept = mus_arena_copy(&world->arena, mus_buf_text(&sealed));
    mus_buf_wipe(&back);
    mus_buf_done(&sealed);
    return kept;
}

static void expect_unsealed(struct world *world, const char *id, const char *use,
                            struct mus_text sealed, enum mus_status expected, const char *text)
{
    struct mus_read *read = begin(world);
    struct mus_buf plain = {0};
    assert_int_equal(
        mus_store_unseal(read, mus_text_of(id), mus_text_of(use), sealed, &plain, &world->err),
        expected);
    assert_string_equal(expected == MUS_OK ? plain.data : world->err.message, text);
    mus_buf_wipe(&plain);
    mus_store_read_end(read);
}

static void what_is_sealed_for_a_use_is_unsealed_for_it_alone(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", ""));
    put_json(world, COMPANY("c-2", "幸", CONTACT("田中")));
    struct mus_text sealed = seal(world, "c-1", "note:1", "電話は午後");
    expect_unsealed(world, "c-1", "note:1", sealed, MUS_OK, "電話は午後");
    expect_unsealed(world, "c-1", "note:2", sealed, MUS_UNREADABLE,
                    "note:2 of \"c-1\": sealed data: altered, or sealed for something else");
    expect_unsealed(world, "c-2", "note:1", sealed, MUS_UNREADABLE,
                    "note:1 of \"c-2\": sealed data: sealed with another key");
    expect_unsealed(world, "c-3", "note:1", sealed, MUS_UNREADABLE,
                    "note:1 of \"c-3\": the data key of \"c-3\" is gone");
    reopen(world);
    expect_unsealed(world, "c-1", "note:1", sealed, MUS_OK, "電話は午後");
    expect_sound(world);
}

static void a_company_has_one_data_key_made_at_need(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", ""));
    assert_int_equal(check(world).keys, 0);
    struct mus_text first = seal(world, "c-1", "note:1", "a");
    struct mus_text second = seal(world, "c-1", "note:2", "b");
    put_json(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    assert_int_equal(check(world).keys, 1);
    expect_unsealed(world, "c-1", "note:1", first, MUS_OK, "a");
    expect_unsealed(world, "c-1", "note:2", second, MUS_OK, "b");
}

static void a_key_that_nothing_needs_is_only_a_warning(void **state)
{
    struct world *world = *state;
    (void)seal(world, "c-gone", "note:1", "a");
    struct mus_check_report report = check(world);
    assert_int_equal(report.errors, 0);
    assert_int_equal(report.warnings, 1);
    assert_text(report.findings[0].message, "data key of \"c-gone\": there is no such company");
}

static void a_key_wrapped_by_another_key_is_said(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    char wrapped[MUS_WRAPPED_BYTES] = {1, 2, 3, 4, 5};
    tamper_keys(world, MUS_KEYS_KEY, MUS_TEXT("c-1"), (struct mus_text){wrapped, sizeof wrapped});
    struct mus_company_record record;
    assert_int_equal(get(world, "c-1", &record), MUS_UNREADABLE);
    assert_string_equal(world->err.message, "contacts of \"c-1\": data key of \"c-1\": wrapped by "
                                            "another key than that of this opening");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(what_is_sealed_for_a_use_is_unsealed_for_it_alone),
        IN_WORLD(a_company_has_one_data_key_made_at_need),
        IN_WORLD(a_key_that_nothing_needs_is_only_a_warning),
        IN_WORLD(a_key_wrapped_by_another_key_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
