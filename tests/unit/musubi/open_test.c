#include "musubi_fixture.h"

static void the_version_is_that_of_the_build(void **state)
{
    (void)state;
    assert_string_equal(mus_version(), "0.1.0");
}

static void a_store_is_made_once(void **state)
{
    struct place *place = *state;
    char message[128];
    snprintf(message, sizeof message, "%s: a store is already here", place->dir);
    ok(place, mus_init(&place->open, &place->sink, &place->err));
    expect(place, mus_init(&place->open, &place->sink, &place->err), MUS_CONFLICT, message);
    assert_int_equal(place->answers, 1);
}

static void where_no_store_is_none_is_opened(void **state)
{
    struct place *place = *state;
    struct mus_musubi *musubi = NULL;
    char message[128];
    snprintf(message, sizeof message, "no store at \"%s\"; make one with: musubi init", place->dir);
    expect(place, mus_open(&place->open, &musubi, &place->err), MUS_NOT_FOUND, message);
    assert_null(musubi);
}

static void the_day_is_read_as_people_write_it(void **state)
{
    struct place *place = *state;
    ok(place, mus_init(&place->open, &place->sink, &place->err));
    place->open.today = "令和8年11月23日";
    open_it(place);
    mus_close(place->musubi);
    place->musubi = NULL;
    place->open.today = "2026-02-30";
    expect(place, mus_open(&place->open, &place->musubi, &place->err), MUS_INVALID,
           "--today: no such date \"2026-02-30\"");
    place->open.today = NULL;
    open_it(place);
}

static void a_passphrase_is_the_first_line_of_its_file(void **state)
{
    struct place *place = *state;
    place->open.passphrase_file = file(place, "p", "secret\r\nsecond line\n");
    ok(place, mus_init(&place->open, &place->sink, &place->err));
    file(place, "p", "secret");
    open_it(place);
    mus_close(place->musubi);
    place->musubi = NULL;
    char message[128];
    snprintf(message, sizeof message, "%s/wrapping.key: the passphrase is wrong", place->dir);
    file(place, "p", "other");
    expect(place, mus_open(&place->open, &place->musubi, &place->err), MUS_UNREADABLE, message);
    snprintf(message, sizeof message, "%s/p: the passphrase is empty", place->top);
    file(place, "p", "\nsecret");
    expect(place, mus_open(&place->open, &place->musubi, &place->err), MUS_INVALID, message);
}

static void a_sink_that_refuses_ends_the_making_with_its_word(void **state)
{
    struct place *place = *state;
    place->refuse_at = 1;
    expect(place, mus_init(&place->open, &place->sink, &place->err), MUS_IO, "the reader has gone");
}

static void an_open_to_read_does_not_write(void **state)
{
    struct place *place = *state;
    ok(place, mus_init(&place->open, &place->sink, &place->err));
    place->open.read_only = true;
    open_it(place);
    static const char json[] = "{\"id\":\"c\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\"}";
    assert_int_not_equal(
        mus_company_put(place->musubi, json, sizeof json - 1, &place->sink, &place->err), MUS_OK);
    assert_true(strlen(place->err.message) > 0);
}

static void closing_nothing_is_nothing(void **state)
{
    (void)state;
    mus_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_version_is_that_of_the_build),
        IN_PLACE(a_store_is_made_once),
        IN_PLACE(where_no_store_is_none_is_opened),
        IN_PLACE(the_day_is_read_as_people_write_it),
        IN_PLACE(a_passphrase_is_the_first_line_of_its_file),
        IN_PLACE(a_sink_that_refuses_ends_the_making_with_its_word),
        IN_PLACE(an_open_to_read_does_not_write),
        cmocka_unit_test(closing_nothing_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
