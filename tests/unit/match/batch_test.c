#include "match_fixture.h"

#include "match/batch.h"

/* Every result and count of a query, as text: what must not depend on threads or company kept. */
static void tell(const struct mus_scan *scan, struct mus_buf *out)
{
    const struct mus_scan_counts *counts = mus_scan_counts(scan);
    const struct mus_topk *results = mus_scan_results(scan);
    const struct mus_topk *vetoed = mus_scan_vetoed(scan);
    mus_buf_printf(out, "%d %d %d %d %d\n", (int)counts->seen, (int)counts->scored,
                   (int)counts->filtered, (int)counts->unknown_excluded, (int)counts->vetoed);
    for (size_t i = 0; i < results->count; i++) {
        struct mus_text id = mus_topk_row_id(&results->rows[i]);
        mus_buf_printf(out, "%.*s %u %u %u\n", MUS_TEXT_ARG(id), results->rows[i].score,
                       results->rows[i].forth, results->rows[i].back);
    }
    for (size_t i = 0; i < vetoed->count; i++) {
        struct mus_text id = mus_topk_row_id(&vetoed->rows[i]);
        mus_buf_printf(out, "%.*s %s\n", MUS_TEXT_ARG(id),
                       mus_veto_name((enum mus_veto)vetoed->rows[i].tag));
    }
}

static struct mus_match_query query_of(struct match *match, const struct mus_read *read,
                                       const char *json)
{
    struct mus_json *parsed = NULL;
    struct mus_match_query query;
    ok(match, mus_json_parse(mus_text_of(json), &parsed, &match->err));
    ok(match, mus_match_query_read(&match->world, parsed, &match->arena, &query, &match->err));
    mus_json_free(parsed);
    ok(match, mus_match_query_load(&query, read, &match->tools, &match->arena, &match->err));
    return query;
}

static const char *const QUERIES[] = {
    "{\"id\":\"a\",\"company\":\"m-02\",\"top\":5}",
    "{\"id\":\"b\",\"need\":{\"text\":{\"ja\":\"排水の再利用\"}},\"top\":40}",
    ("{\"id\":\"c\",\"company\":\"m-09\","
     "\"filters\":{\"countries\":[\"ASEAN\"],\"kinds\":[\"company\"]}}"),
    "{\"id\":\"d\",\"company\":\"m-30\",\"filters\":{\"countries\":[\"VN\"]},\"top\":3}",
};
enum { QUERY_COUNT = sizeof QUERIES / sizeof QUERIES[0] };

static void answer(struct match *match, const char *const *jsons, size_t count, size_t threads,
                   struct mus_buf *out)
{
    struct mus_read *read = begin(match->place);
    struct mus_match_query queries[QUERY_COUNT];
    struct mus_batch *batch = NULL;
    for (size_t i = 0; i < count; i++) {
        queries[i] = query_of(match, read, jsons[i]);
    }
    ok(match, mus_batch_new(&match->world, read, queries, count, threads, &batch, &match->err));
    ok(match, mus_batch_scan(batch, 100, &match->err));
    for (size_t i = 0; i < count; i++) {
        tell(mus_batch_result(batch, i), out);
    }
    mus_batch_free(batch);
    mus_store_read_end(read);
}

static void the_answer_is_the_same_for_any_number_of_threads(void **state)
{
    struct match *match = *state;
    struct mus_buf expected = {0};
    put_many(match);
    answer(match, QUERIES, QUERY_COUNT, 1, &expected);
    static const size_t counts[] = {2, 7, 64};
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        struct mus_buf found = {0};
        answer(match, QUERIES, QUERY_COUNT, counts[c], &found);
        assert_string_equal(found.data, expected.data);
        mus_buf_done(&found);
    }
    mus_buf_done(&expected);
}

static void the_answer_does_not_depend_on_the_other_queries(void **state)
{
    struct match *match = *state;
    struct mus_buf together = {0};
    struct mus_buf alone = {0};
    put_many(match);
    answer(match, QUERIES, QUERY_COUNT, 2, &together);
    for (size_t i = 0; i < QUERY_COUNT; i++) {
        answer(match, &QUERIES[i], 1, 2, &alone);
    }
    assert_string_equal(together.data, alone.data);
    mus_buf_done(&together);
    mus_buf_done(&alone);
}

/* By the index and by looking at everybody; and often enough for records to be found where they
 * were found before. */
static void a_batch_that_is_renewed_answers_like_a_new_one(void **state)
{
    struct match *match = *state;
    put_many(match);
    struct mus_read *read = begin(match->place);
    struct mus_match_query queries[QUERY_COUNT];
    struct mus_batch *batch = NULL;
    struct mus_buf expected = {0};
    for (size_t i = 0; i < QUERY_COUNT; i++) {
        queries[i] = query_of(match, read, QUERIES[i]);
    }
    ok(match, mus_batch_new(&match->world, read, queries, 1, 2, &batch, &match->err));
    for (size_t round = 0; round < 30; round++) {
        const size_t count = QUERY_COUNT - round % 2;
        struct mus_buf found = {0};
        ok(match, mus_batch_renew(batch, queries, count, &match->err));
        ok(match, mus_batch_scan(batch, round == 0 ? 100 : 0, &match->err));
        for (size_t i = 0; i < 3; i++) {
            const struct mus_topk *results = mus_scan_results(mus_batch_result(batch, i));
            for (size_t row = 0; row < results->count; row++) {
                mus_buf_printf(&found, "%.*s %u\n",
                               MUS_TEXT_ARG(mus_topk_row_id(&results->rows[row])),
                               results->rows[row].score);
            }
        }
        if (round == 0) {
            mus_buf_add(&expected, found.data, found.len + 1);
        }
        assert_string_equal(found.data, expected.data);
        mus_buf_done(&found);
    }
    mus_buf_done(&expected);
    mus_batch_free(batch);
    mus_store_read_end(read);
}

enum { ALL = 44, GROUP = 8, TOP = 5 };

/* The companies of the store, and some who are not to be suggested, or not to each other. */
static void put_all(struct match *match, struct mus_read **read,
                    struct mus_match_query queries[ALL])
{
    put_many(match);
    put_json(match->place, "{\"id\":\"m-40\",\"name\":{\"ja\":\"冷凍の魚\"},\"review\":"
                           "{\"state\":\"draft\"},\"description\":{\"ja\":\"ポンプ\"}}");
    put_json(match->place, "{\"id\":\"m-41\",\"name\":{\"ja\":\"冷凍の魚\"},"
                           "\"group\":\"g\",\"description\":{\"ja\":\"ポンプ\"}}");
    put_json(match->place, "{\"id\":\"m-42\",\"name\":{\"ja\":\"冷凍の魚\"},"
                           "\"group\":\"g\",\"description\":{\"ja\":\"ポンプ\"}}");
    put_json(match->place, "{\"id\":\"m-43\",\"name\":{\"ja\":\"冷凍の魚\"},"
                           "\"consent\":{\"share_profile\":false},"
                           "\"description\":{\"ja\":\"ポンプ\"}}");
    *read = begin(match->place);
    for (unsigned i = 0; i < ALL; i++) {
        char json[64];
        snprintf(json, sizeof json, "{\"company\":\"m-%02u\",\"top\":%d}", i, TOP);
        queries[i] = query_of(match, *read, json);
        queries[i].firm.held = i == 20;
        uint64_t *met = mus_arena_alloc(&match->arena, 1, sizeof *met);
        assert_non_null(met);
        *met = queries[i / 2].firm.id_hash;
        if (i % 5 == 0) { /* from one side alone, which no store says */
            queries[i].acquaintances.met = (struct mus_hashes){met, 1};
        }
    }
}

static void answer_all(struct match *match, const struct mus_read *read,
                       const struct mus_match_query *queries, size_t threads, struct mus_buf *out)
{
    struct mus_batch *batch = NULL;
    ok(match, mus_batch_new(&match->world, read, queries, 0, threads, &batch, &match->err));
    ok(match, mus_batch_keep_floors(batch, TOP, &match->err));
    for (size_t first = 0; first < ALL; first += GROUP) {
        size_t count = ALL - first < GROUP ? ALL - first : GROUP;
        ok(match, mus_batch_renew(batch, &queries[first], count, &match->err));
        ok(match, mus_batch_scan(batch, 0, &match->err));
        for (size_t i = 0; i < count; i++) {
            tell(mus_batch_result(batch, i), out);
        }
    }
    mus_batch_free(batch);
}

static void what_others_have_shown_of_a_company_does_not_change_its_answer(void **state)
{
    struct match *match = *state;
    struct mus_read *read = NULL;
    struct mus_match_query queries[ALL];
    struct mus_buf expected = {0};
    put_all(match, &read, queries);
    for (size_t i = 0; i < ALL; i++) {
        struct mus_batch *batch = NULL;
        ok(match, mus_batch_new(&match->world, read, &queries[i], 1, 1, &batch, &match->err));
        ok(match, mus_batch_scan(batch, 0, &match->err));
        tell(mus_batch_result(batch, 0), &expected);
        mus_batch_free(batch);
    }
    static const size_t counts[] = {1, 2, 4};
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        struct mus_buf found = {0};
        answer_all(match, read, queries, counts[c], &found);
        assert_string_equal(found.data, expected.data);
        mus_buf_done(&found);
    }
    mus_buf_done(&expected);
    mus_store_read_end(read);
}

static void every_company_is_counted_in_one_way(void **state)
{
    struct match *match = *state;
    put_many(match);
    struct mus_read *read = begin(match->place);
    struct mus_match_query query = query_of(match, read, QUERIES[2]);
    struct mus_batch *batch = NULL;
    ok(match, mus_batch_new(&match->world, read, &query, 1, 3, &batch, &match->err));
    ok(match, mus_batch_scan(batch, 0, &match->err));
    const struct mus_scan_counts *counts = mus_scan_counts(mus_batch_result(batch, 0));
    assert_int_equal(counts->seen, 40);
    assert_int_equal(counts->filtered, 26);         /* of Japan */
    assert_int_equal(counts->unknown_excluded, 14); /* no kind is given */
    assert_int_equal(counts->scored + counts->vetoed, 0);
    assert_int_equal(mus_scan_vetoed(mus_batch_result(batch, 0))->count, 0);
    mus_batch_free(batch);
    mus_store_read_end(read);
}

static void a_ranked_score_is_that_of_the_pair(void **state)
{
    struct match *match = *state;
    put_many(match);
    struct mus_read *read = begin(match->place);
    struct mus_match_query query = query_of(match, read, QUERIES[0]);
    struct mus_batch *batch = NULL;
    struct mus_workspace *workspace = mus_workspace_new();
    ok(match, mus_batch_new(&match->world, read, &query, 1, 2, &batch, &match->err));
    ok(match, mus_batch_scan(batch, 0, &match->err));
    const struct mus_topk *results = mus_scan_results(mus_batch_result(batch, 0));
    assert_int_equal(results->count, 5);
    for (size_t i = 0; i < results->count; i++) {
        char json[64];
        struct mus_text id = mus_topk_row_id(&results->rows[i]);
        snprintf(json, sizeof json, "{\"company\":\"%.*s\"}", MUS_TEXT_ARG(id));
        struct mus_match_query other = query_of(match, read, json);
        struct mus_score score;
        ok(match,
           mus_query_score(mus_batch_query(batch, 0), workspace, &other.firm, &score, &match->err));
        assert_int_equal(score.score, results->rows[i].score);
    }
    mus_workspace_free(workspace);
    mus_batch_free(batch);
    mus_store_read_end(read);
}

static void no_queries_are_answered_at_once(void **state)
{
    struct match *match = *state;
    struct mus_buf out = {0};
    answer(match, QUERIES, 0, 2, &out);
    assert_int_equal(out.len, 0);
    mus_buf_done(&out);
}

static void each_allocation_that_fails_is_told(void **state)
{
    struct match *match = *state;
    enum mus_status status = MUS_NO_MEMORY;
    put_many(match);
    struct mus_read *read = begin(match->place);
    struct mus_match_query queries[] = {query_of(match, read, QUERIES[0]),
                                        query_of(match, read, QUERIES[1])};
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_batch *batch = NULL;
        mus_mem_fail_at(n, false);
        status = mus_batch_new(&match->world, read, queries, 2, 1, &batch, &match->err);
        if (status == MUS_OK) {
            status = mus_batch_keep_floors(batch, 5, &match->err);
        }
        if (status == MUS_OK) {
            status = mus_batch_scan(batch, 10, &match->err);
        }
        mus_mem_fail_at(0, false);
        mus_batch_free(batch);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
        }
    }
    mus_store_read_end(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(the_answer_is_the_same_for_any_number_of_threads),
        IN_MATCH(the_answer_does_not_depend_on_the_other_queries),
        IN_MATCH(a_batch_that_is_renewed_answers_like_a_new_one),
        IN_MATCH(what_others_have_shown_of_a_company_does_not_change_its_answer),
        IN_MATCH(every_company_is_counted_in_one_way),
        IN_MATCH(a_ranked_score_is_that_of_the_pair),
        IN_MATCH(no_queries_are_answered_at_once),
        IN_MATCH(each_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
