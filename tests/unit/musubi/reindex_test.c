/* The index made anew: nobody sees it in an answer, and it is for the weights and the day asked
 * for. */
#include "musubi_fixture.h"

#include "base/clock.h"
#include "matcher/weights.h"
#include "musubi/handle.h"
#include "store/segments.h"

#define COMPANY(id, side, text)                                                                    \
    "{\"id\":\"" id "\",\"name\":{\"ja\":\"" id "\"},\"country\":\"JP\",\"listings\":[{\"id\":"    \
    "\"l\",\"side\":\"" side "\",\"purposes\":[\"sales\"],\"text\":{\"ja\":\"" text "\"}}]}"
#define EXPERT "3e4ffcc2005a4025c88226ecf516604798e8436e0681fa1cf4077ff4c87fabb3"

static void put_companies(struct place *place)
{
    put(place, COMPANY("c-1", "offer", "排水の膜"));
    put(place, COMPANY("c-2", "need", "排水の膜"));
    put(place, COMPANY("c-3", "need", "太陽光"));
}

static void match(struct place *place)
{
    struct mus_match_options options = {.company = "c-1", .threads = 1, .explain = true};
    ok(place, mus_match(place->musubi, &options, &place->sink, &place->err));
}

/* What a match says, to be freed. */
static struct mus_buf matched(struct place *place)
{
    clear(place);
    match(place);
    struct mus_buf answer = place->out;
    place->out = (struct mus_buf){0};
    clear(place);
    return answer;
}

static void expect_match(struct place *place, const struct mus_buf *before)
{
    struct mus_buf now = matched(place);
    assert_int_equal(now.len, before->len);
    assert_memory_equal(now.data, before->data, now.len);
    mus_buf_done(&now);
}

static void reindex(struct place *place)
{
    ok(place, mus_reindex(place->musubi, &place->sink, &place->err));
}

static void expect_said(const struct place *place, const char *words)
{
    if (strstr(place->out.data, words) == NULL) {
        fail_msg("%s: not in %s", words, place->out.data);
    }
}

static void it_says_for_what_and_of_how_many_the_index_is(void **state)
{
    struct place *place = *state;
    reindex(place);
    expect_answers(place, "{\"companies\":0,\"segments\":0,\"weights\":\"" EXPERT "\"}\n");
    put_companies(place);
    reindex(place);
    expect_answers(place, "{\"companies\":3,\"segments\":1,\"weights\":\"" EXPERT "\"}\n");
    assert_int_equal(place->progress, 3);
}

static void a_match_answers_as_before(void **state)
{
    struct place *place = *state;
    put_companies(place);
    struct mus_buf before = matched(place);
    for (int i = 0; i < 2; i++) {
        reindex(place);
        expect_match(place, &before);
    }
    mus_buf_done(&before);
}

static void stats_tell_how_the_index_stands(void **state)
{
    struct place *place = *state;
    put_companies(place);
    ok(place, mus_stats(place->musubi, &place->sink, &place->err));
    expect_said(place, "\"index\":{\"segments\":0,\"documents\":0,\"gone\":0,\"changed\":3}");
    reindex(place);
    clear(place);
    put(place, COMPANY("c-3", "need", "風力"));
    ok(place, mus_stats(place->musubi, &place->sink, &place->err));
    expect_said(place, "\"index\":{\"segments\":1,\"documents\":3,\"gone\":0,\"changed\":1}");
}

/* As a program with other text weights would have left it. */
static void make_for_others(struct place *place)
{
    struct mus_text_weights others = mus_weights_default().text;
    others.half *= 2;
    ok(place, mus_store_reindex(place->musubi->store, &others, NULL, NULL, &place->err));
}

static void expect_indexed(struct place *place, bool indexed)
{
    const char *said = indexed ? "\"indexed\":true" : "\"indexed\":false";
    clear(place);
    ok(place, mus_weights_use(place->musubi, "expert", &place->sink, &place->err));
    expect_said(place, said);
    clear(place);
    ok(place, mus_weights_list(place->musubi, &place->sink, &place->err));
    expect_said(place, said);
    clear(place);
    ok(place, mus_weights_show(place->musubi, NULL, &place->sink, &place->err));
    expect_said(place, said);
    clear(place);
    ok(place, mus_check(place->musubi, &place->sink, &place->err));
    expect_said(place, "\"errors\":0,\"warnings\":0,");
    clear(place);
}

static void an_index_for_other_weights_is_told_and_made_anew(void **state)
{
    struct place *place = *state;
    put_companies(place);
    struct mus_buf before = matched(place);
    make_for_others(place);
    expect_indexed(place, false);
    expect_match(place, &before);
    reindex(place);
    expect_indexed(place, true);
    expect_match(place, &before);
    mus_buf_done(&before);
}

static mus_date day_of_index(struct place *place)
{
    struct mus_read *read = NULL;
    struct mus_arena arena = {0};
    struct mus_segments segments;
    bool there = false;
    ok(place, mus_store_read_begin(place->musubi->store, &read, &place->err));
    ok(place, mus_store_segments(read, &arena, &segments, &there, &place->err));
    assert_true(there && segments.count == 1);
    mus_date day = segments.items[0].segment.day;
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return day;
}

static void the_index_is_for_the_day_that_was_given_or_the_clocks(void **state)
{
    struct place *place = *state;
    put_companies(place);
    reindex(place);
    assert_int_equal(day_of_index(place), place->musubi->today);
    mus_close(place->musubi);
    place->open.today = NULL;
    mus_date before = mus_date_in_tokyo(mus_clock_now_ms());
    open_it(place);
    reindex(place);
    assert_in_range(day_of_index(place), before, mus_date_in_tokyo(mus_clock_now_ms()));
}

static void a_store_open_for_reading_is_left_alone(void **state)
{
    struct place *place = *state;
    put_companies(place);
    mus_close(place->musubi);
    place->open.read_only = true;
    open_it(place);
    expect(place, mus_reindex(place->musubi, &place->sink, &place->err), MUS_STORE,
           "the store is open for reading only");
    assert_int_equal(place->answers, 0);
}

static void a_sink_that_refuses_is_told(void **state)
{
    struct place *place = *state;
    put_companies(place);
    place->refuse_at = 1;
    expect(place, mus_reindex(place->musubi, &place->sink, &place->err), MUS_IO,
           "the reader has gone");
}

static void nobody_need_listen_to_progress(void **state)
{
    struct place *place = *state;
    put_companies(place);
    place->sink.progress = NULL;
    reindex(place);
    assert_int_equal(place->answers, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STORE(it_says_for_what_and_of_how_many_the_index_is),
        IN_STORE(a_match_answers_as_before),
        IN_STORE(stats_tell_how_the_index_stands),
        IN_STORE(an_index_for_other_weights_is_told_and_made_anew),
        IN_STORE(the_index_is_for_the_day_that_was_given_or_the_clocks),
        IN_STORE(a_store_open_for_reading_is_left_alone),
        IN_STORE(a_sink_that_refuses_is_told),
        IN_STORE(nobody_need_listen_to_progress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
