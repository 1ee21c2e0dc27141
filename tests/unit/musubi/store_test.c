#include "musubi_fixture.h"

#include "match/calibrated.h"
#include "match/weight_sets.h"
#include "store/documents.h"

static void a_new_store_is_sound_and_empty(void **state)
{
    struct place *place = *state;
    ok(place, mus_check(place->musubi, &place->sink, &place->err));
    assert_non_null(strstr(place->out.data,
                           "{\"ok\":true,\"errors\":0,\"warnings\":0,"
                           "\"contacts_checked\":true,\"checked\":{\"companies\":0,"));
    clear(place);
    ok(place, mus_stats(place->musubi, &place->sink, &place->err));
    assert_memory_equal(place->out.data, "{\"companies\":0,\"version\":", 25);
}

static void companies_and_contacts_are_counted(void **state)
{
    struct place *place = *state;
    put(place, "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\","
               "\"contacts\":[{\"name\":\"山田\"}]}");
    put(place, "{\"id\":\"c-2\",\"name\":{\"ja\":\"二\"},\"country\":\"JP\"}");
    ok(place, mus_check(place->musubi, &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "\"companies\":2,\"sealed\":1,"));
}

static void a_check_without_the_key_says_what_it_did_not_look_at(void **state)
{
    struct place *place = *state;
    char key[96];
    put(place, "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\","
               "\"contacts\":[{\"name\":\"山田\"}]}");
    mus_close(place->musubi);
    place->musubi = NULL;
    snprintf(key, sizeof key, "%s/wrapping.key", place->dir);
    assert_int_equal(unlink(key), 0);
    open_it(place);
    ok(place, mus_check(place->musubi, &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "\"contacts_checked\":false"));
}

/* Puts "{}" into the store as a document of this kind, in force or not. The store is closed. */
static void spoil_document(struct place *place, const char *kind, bool in_force)
{
    struct mus_store *store = NULL;
    struct mus_write *write = NULL;
    mus_close(place->musubi);
    place->musubi = NULL;
    ok(place, mus_store_open(place->dir, NULL, &store, &place->err));
    ok(place, mus_store_write_begin(store, &write, &place->err));
    ok(place, (in_force ? mus_store_put_document : mus_store_keep_document)(
                  write, mus_text_of(kind), MUS_TEXT("{}"), NULL, &place->err));
    ok(place, mus_store_write_commit(write, &place->err));
    mus_store_write_end(write);
    mus_store_close(store);
}

#define SPOILT "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"

static void documents_that_cannot_be_read_are_faults(void **state)
{
    struct place *place = *state;
    spoil_document(place, MUS_WEIGHTS_KIND, false);
    spoil_document(place, MUS_CALIBRATION_KIND, false);
    open_it(place);
    expect(place, mus_check(place->musubi, &place->sink, &place->err), MUS_NO,
           "the store is not sound: 2 errors");
    assert_non_null(strstr(place->out.data,
                           "{\"kind\":\"error\",\"message\":\"weights document \\\"" SPOILT
                           "\\\": format: expected \\\"musubi-weights/1\\\"\"}"));
    assert_non_null(strstr(place->out.data,
                           "{\"kind\":\"error\",\"message\":\"calibration document \\\"" SPOILT
                           "\\\": format: expected \\\"musubi-calibration/1\\\"\"}"));
}

static void one_that_is_in_force_keeps_the_store_from_being_opened(void **state)
{
    struct place *place = *state;
    spoil_document(place, MUS_CALIBRATION_KIND, true);
    expect(place, mus_open(&place->open, &place->musubi, &place->err), MUS_CORRUPT,
           "calibration document \"" SPOILT "\": format: expected \"musubi-calibration/1\"");
    spoil_document(place, MUS_WEIGHTS_KIND, true);
    expect(place, mus_open(&place->open, &place->musubi, &place->err), MUS_CORRUPT,
           "weights document \"" SPOILT "\": format: expected \"musubi-weights/1\"");
}

static void a_sink_that_refuses_ends_check_and_stats_with_its_word(void **state)
{
    struct place *place = *state;
    place->refuse_at = 1;
    expect(place, mus_check(place->musubi, &place->sink, &place->err), MUS_IO,
           "the reader has gone");
    clear(place);
    expect(place, mus_stats(place->musubi, &place->sink, &place->err), MUS_IO,
           "the reader has gone");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STORE(a_new_store_is_sound_and_empty),
        IN_STORE(companies_and_contacts_are_counted),
        IN_STORE(a_check_without_the_key_says_what_it_did_not_look_at),
        IN_STORE(documents_that_cannot_be_read_are_faults),
        IN_STORE(one_that_is_in_force_keeps_the_store_from_being_opened),
        IN_STORE(a_sink_that_refuses_ends_check_and_stats_with_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
