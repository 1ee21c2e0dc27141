#include "match_fixture.h"

#include "lexicon/source.h"
#include "match/batch.h"
#include "match/reasons.h"
#include "store/lexicon.h"

static const char *const OFFER =
    "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"target_markets\":[\"VN\"],"
    "\"listings\":[{\"id\":\"l\",\"side\":\"offer\",\"purposes\":[\"sales\"],\"markets\":[\"VN\"],"
    "\"title\":{\"ja\":\"秘密の装置\"},\"text\":{\"ja\":\"排水を再利用する\","
    "\"en\":\"Reuse and reuse of water\"},\"anonymous\":true}]}";
static const char *const NEED =
    "{\"id\":\"c-2\",\"name\":{\"ja\":\"二\"},\"country\":\"VN\","
    "\"review\":{\"state\":\"published\",\"valid_until\":\"2026-12-31\"},"
    "\"listings\":[{\"id\":\"n\",\"side\":\"need\",\"purposes\":[\"procurement\"],"
    "\"title\":{\"ja\":\"排水\"},\"text\":{\"ja\":\"排水を再利用したい\",\"en\":\"Reuse\"}}]}";

/* The reasons of the first query for company c-2, as JSON in an object; an allocation may fail. */
static enum mus_status explain(struct match *match, const struct mus_match_query *query,
                               const struct mus_read *read, uint64_t fail_at, struct mus_buf *out)
{
    struct mus_batch *batch = NULL;
    struct mus_workspace *workspace = mus_workspace_new();
    struct mus_match_query other = {.company_id = MUS_TEXT("c-2")};
    struct mus_score score;
    struct mus_arena arena = {0};
    struct mus_terms_memo memos[2] = {{.newest = NULL}, {.newest = NULL}};
    struct mus_json_writer writer = {.buf = out};
    ok(match, mus_match_query_load(&other, read, &match->tools, &match->arena, &match->err));
    ok(match, mus_batch_new(&match->world, read, query, 1, 1, &batch, &match->err));
    ok(match,
       mus_query_score(mus_batch_query(batch, 0), workspace, &other.firm, &score, &match->err));
    struct mus_reasons reasons = {.world = &match->world,
                                  .scorer = mus_query_scorer(mus_batch_query(batch, 0)),
                                  .tools = &match->tools,
                                  .arena = &arena,
                                  .a = {&query->company, &query->firm},
                                  .b = {&other.company, &other.firm},
                                  .of_a = &memos[0],
                                  .of_b = &memos[1],
                                  .score = &score};
    mus_mem_fail_at(fail_at, false);
    mus_json_begin_object(&writer);
    enum mus_status status = mus_reasons_write(&reasons, &writer, &match->err);
    mus_json_end_object(&writer);
    if (status == MUS_OK) {
        status = mus_buf_check(out, &match->err);
    }
    mus_mem_fail_at(0, false);
    mus_terms_memo_done(&memos[0]);
    mus_terms_memo_done(&memos[1]);
    mus_arena_done(&arena);
    mus_workspace_free(workspace);
    mus_batch_free(batch);
    return status;
}

static struct mus_json *explained(struct match *match, struct mus_match_query *query)
{
    struct mus_buf out = {0};
    struct mus_json *json = NULL;
    put_json(match->place, OFFER);
    put_json(match->place, NEED);
    struct mus_read *read = begin(match->place);
    ok(match, mus_match_query_load(query, read, &match->tools, &match->arena, &match->err));
    ok(match, explain(match, query, read, 0, &out));
    ok(match, mus_json_parse(mus_buf_text(&out), &json, &match->err));
    mus_buf_done(&out);
    mus_store_read_end(read);
    return json;
}

static struct mus_json *explained_company(struct match *match)
{
    struct mus_match_query query = {.company_id = MUS_TEXT("c-1")};
    return explained(match, &query);
}

static const struct mus_json *side_of(const struct mus_json *reasons, size_t index)
{
    return mus_json_at(mus_json_get(reasons, "sides"), index);
}

static const struct mus_json *part_of(const struct mus_json *side, const char *name)
{
    struct mus_json_iter iter;
    const struct mus_json *parts = mus_json_get(side, "parts");
    for (bool more = mus_json_first(parts, &iter); more; more = mus_json_next(&iter)) {
        if (mus_text_equals(mus_json_text(mus_json_get(iter.value, "name")), name)) {
            return iter.value;
        }
    }
    fail_msg("there is no part %s", name);
    return NULL;
}

static int64_t number(const struct mus_json *object, const char *key)
{
    return mus_json_integer(mus_json_get(object, key));
}

static void the_contributions_of_each_side_add_up_to_its_fit(void **state)
{
    struct mus_json *reasons = explained_company(*state);
    assert_int_equal(mus_json_count(mus_json_get(reasons, "sides")), 2);
    for (size_t i = 0; i < 2; i++) {
        const struct mus_json *side = side_of(reasons, i);
        int64_t sum = 0;
        int64_t weights = 0;
        struct mus_json_iter iter;
        const struct mus_json *parts = mus_json_get(side, "parts");
        for (bool more = mus_json_first(parts, &iter); more; more = mus_json_next(&iter)) {
            int64_t contribution = number(iter.value, "contribution");
            assert_int_equal(contribution,
                             number(iter.value, "weight") * number(iter.value, "value") / 1000000);
            sum += contribution;
            weights += number(iter.value, "weight");
        }
        assert_int_equal(sum, number(side, "fit"));
        assert_int_equal(weights, 1000000);
    }
    mus_json_free(reasons);
}

static void each_side_names_where_it_comes_from(void **state)
{
    struct mus_json *reasons = explained_company(*state);
    assert_text(mus_json_text(mus_json_get(reasons, "combine")), "harmonic_mean");
    assert_text(mus_json_text(mus_json_get(side_of(reasons, 0), "from")), "c-1");
    assert_text(mus_json_text(mus_json_get(side_of(reasons, 0), "to")), "c-2");
    assert_text(mus_json_text(mus_json_get(side_of(reasons, 1), "from")), "c-2");
    assert_text(mus_json_text(mus_json_get(side_of(reasons, 1), "to")), "c-1");
    mus_json_free(reasons);
}

static void a_bare_need_has_one_side_and_no_company(void **state)
{
    struct match *match = *state;
    struct mus_match_query query;
    ok(match, mus_match_query_of_text(MUS_TEXT("排水"), &match->arena, &query, &match->err));
    struct mus_json *reasons = explained(match, &query);
    assert_int_equal(mus_json_count(mus_json_get(reasons, "sides")), 1);
    assert_text(mus_json_text(mus_json_get(reasons, "combine")), "fit");
    assert_int_equal(mus_json_type(mus_json_get(side_of(reasons, 0), "from")), MUS_JSON_NULL);
    mus_json_free(reasons);
}

static void an_anonymous_listing_does_not_tell_its_title(void **state)
{
    struct mus_json *reasons = explained_company(*state);
    const struct mus_json *listings = mus_json_get(side_of(reasons, 0), "listings");
    assert_text(mus_json_text(mus_json_get(mus_json_get(listings, "from"), "id")), "l");
    assert_null(mus_json_get(mus_json_get(listings, "from"), "title"));
    assert_non_null(mus_json_get(mus_json_get(listings, "to"), "title"));
    mus_json_free(reasons);
}

static void a_target_stated_twice_is_told_once(void **state)
{
    struct mus_json *reasons = explained_company(*state);
    const struct mus_json *evidence =
        mus_json_get(part_of(side_of(reasons, 0), "market"), "evidence");
    assert_int_equal(mus_json_count(evidence), 1);
    const struct mus_json *piece = mus_json_at(evidence, 0);
    assert_text(mus_json_text(mus_json_get(piece, "kind")), "country");
    assert_text(mus_json_text(mus_json_get(mus_json_get(piece, "text"), "en")),
                "a company in Vietnam, a target");
    mus_json_free(reasons);
}

static void words_that_differ_in_capitals_are_told_once(void **state)
{
    struct mus_json *reasons = explained_company(*state);
    const struct mus_json *evidence =
        mus_json_get(part_of(side_of(reasons, 1), "subject"), "evidence");
    const struct mus_json *words = mus_json_get(mus_json_at(evidence, 0), "words");
    size_t found = 0;
    struct mus_json_iter iter;
    for (bool more = mus_json_first(words, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text word = mus_json_text(iter.value);
        found += mus_text_equals(word, "Reuse") || mus_text_equals(word, "reuse");
    }
    assert_int_equal(found, 1);
    mus_json_free(reasons);
}

static void an_unknown_part_says_whose_silence_it_is(void **state)
{
    struct mus_json *reasons = explained_company(*state);
    const struct mus_json *market = part_of(side_of(reasons, 1), "market");
    assert_true(mus_json_bool(mus_json_get(market, "unknown")));
    assert_text(mus_json_text(mus_json_get(market, "missing")), "from");
    assert_int_equal(mus_json_count(mus_json_get(market, "evidence")), 0);
    mus_json_free(reasons);
}

static void a_profile_that_is_about_to_expire_is_advised_to_renew(void **state)
{
    struct mus_json *reasons = explained_company(*state);
    const struct mus_json *advice = mus_json_get(reasons, "advice");
    const struct mus_json *last = mus_json_at(advice, mus_json_count(advice) - 1);
    assert_text(mus_json_text(mus_json_get(last, "about")), "expiry");
    assert_text(mus_json_text(mus_json_get(last, "company")), "c-2");
    assert_null(mus_json_get(last, "gain"));
    mus_json_free(reasons);
}

static const char *const JAPANESE_OFFER =
    "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"listings\":[{\"id\":\"l\","
    "\"side\":\"offer\",\"purposes\":[\"sales\"],\"text\":{\"ja\":\"工場の排水処理\"}}]}";
static const char *const ENGLISH_NEED =
    "{\"id\":\"c-2\",\"name\":{\"ja\":\"二\"},\"country\":\"VN\",\"listings\":[{\"id\":\"n\","
    "\"side\":\"need\",\"purposes\":[\"procurement\"],\"text\":{\"en\":\"wastewater of "
    "factories\"}}]}";

static enum mus_status put_lexicon(struct mus_write *write, void *context, struct mus_error *err)
{
    (void)context;
    return mus_store_put_lexicon(
        write, MUS_TEXT(MUS_LEXICON_HEADING "工場\tfactory|plant\n排水\twastewater\n"), NULL, err);
}

static struct mus_read *begin_translated(struct match *match, struct mus_store_tools *tools)
{
    struct world *world = match->place;
    ok(match, mus_store_update(world->store, put_lexicon, NULL, &match->err));
    put_json(world, JAPANESE_OFFER);
    put_json(world, ENGLISH_NEED);
    struct mus_read *read = begin(world);
    ok(match, mus_store_tools_open(read, tools, &match->err));
    mus_analyser_free(match->tools.analyser);
    match->tools = tools->firm;
    return read;
}

static void end_translated(struct match *match, struct mus_store_tools *tools,
                           struct mus_read *read)
{
    mus_store_tools_close(tools);
    match->tools = (struct mus_firm_tools){.analyser = mus_analyser_new()};
    mus_store_read_end(read);
}

static void words_of_another_language_stand_beside_what_was_sought(void **state)
{
    struct match *match = *state;
    struct mus_store_tools tools;
    struct mus_buf out = {0};
    struct mus_json *json = NULL;
    struct mus_match_query query = {.company_id = MUS_TEXT("c-1")};
    struct mus_read *read = begin_translated(match, &tools);
    ok(match, mus_match_query_load(&query, read, &match->tools, &match->arena, &match->err));
    ok(match, explain(match, &query, read, 0, &out));
    ok(match, mus_json_parse(mus_buf_text(&out), &json, &match->err));
    const struct mus_json *subject = part_of(side_of(json, 1), "subject");
    const struct mus_json *piece = mus_json_at(mus_json_get(subject, "evidence"), 0);
    struct mus_text text = mus_json_text(mus_json_get(mus_json_get(piece, "text"), "ja"));
    assert_true(mus_text_equals(text, "「工場」「排水」（対応：「wastewater」「factories」）"));
    text = mus_json_text(mus_json_get(mus_json_get(piece, "text"), "en"));
    assert_true(mus_text_equals(text, "“工場”, “排水” (for “wastewater”, “factories”)"));
    assert_int_equal(mus_json_count(mus_json_get(piece, "for")), 2);
    mus_json_free(json);
    mus_buf_done(&out);
    end_translated(match, &tools, read);
}

static void each_allocation_that_fails_while_reading_by_a_lexicon_is_told(void **state)
{
    struct match *match = *state;
    struct mus_store_tools tools;
    enum mus_status status = MUS_NO_MEMORY;
    struct mus_match_query query = {.company_id = MUS_TEXT("c-1")};
    struct mus_read *read = begin_translated(match, &tools);
    ok(match, mus_match_query_load(&query, read, &match->tools, &match->arena, &match->err));
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_buf out = {0};
        status = explain(match, &query, read, n, &out);
        mus_buf_done(&out);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    end_translated(match, &tools, read);
}

static void each_allocation_that_fails_is_told(void **state)
{
    struct match *match = *state;
    enum mus_status status = MUS_NO_MEMORY;
    struct mus_match_query query = {.company_id = MUS_TEXT("c-1")};
    put_json(match->place, OFFER);
    put_json(match->place, NEED);
    struct mus_read *read = begin(match->place);
    ok(match, mus_match_query_load(&query, read, &match->tools, &match->arena, &match->err));
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_buf out = {0};
        status = explain(match, &query, read, n, &out);
        mus_buf_done(&out);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
        }
    }
    mus_store_read_end(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(the_contributions_of_each_side_add_up_to_its_fit),
        IN_MATCH(each_side_names_where_it_comes_from),
        IN_MATCH(a_bare_need_has_one_side_and_no_company),
        IN_MATCH(an_anonymous_listing_does_not_tell_its_title),
        IN_MATCH(a_target_stated_twice_is_told_once),
        IN_MATCH(words_that_differ_in_capitals_are_told_once),
        IN_MATCH(an_unknown_part_says_whose_silence_it_is),
        IN_MATCH(a_profile_that_is_about_to_expire_is_advised_to_renew),
        IN_MATCH(words_of_another_language_stand_beside_what_was_sought),
        IN_MATCH(each_allocation_that_fails_while_reading_by_a_lexicon_is_told),
        IN_MATCH(each_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
