#include "musubi_fixture.h"

static void put_some(struct place *place)
{
    for (int i = 0; i < 70; i++) {
        char json[320];
        snprintf(json, sizeof json,
                 "{\"id\":\"c-%02d\",\"name\":{\"ja\":\"会社%d\"},\"country\":\"%s\","
                 "\"listings\":[{\"id\":\"l\",\"side\":\"%s\",\"purposes\":[\"%s\"],"
                 "\"text\":{\"ja\":\"%s\"}}]}",
                 i, i, i % 3 == 0 ? "VN" : "JP", i % 2 == 0 ? "offer" : "need",
                 i % 2 == 0 ? "sales" : "procurement", i % 5 == 0 ? "排水の膜" : "太陽光");
        put(place, json);
    }
}

static void expect_options(struct place *place, struct mus_match_options options,
                           enum mus_status status, const char *message)
{
    expect(place, mus_match(place->musubi, &options, &place->sink, &place->err), status, message);
    assert_int_equal(place->answers, 0);
}

static void options_that_contradict_each_other_are_refused(void **state)
{
    static const char one[] = "match needs exactly one of a company, --need, --queries and --all";
    struct place *place = *state;
    expect_options(place, (struct mus_match_options){0}, MUS_INVALID, one);
    expect_options(place, (struct mus_match_options){.company = "c", .need = "膜"}, MUS_INVALID,
                   one);
    expect_options(place, (struct mus_match_options){.need = "膜", .queries = "q"}, MUS_INVALID,
                   one);
    expect_options(place, (struct mus_match_options){.company = "c", .run = "r"}, MUS_INVALID,
                   "--run goes with --queries or --all");
    expect_options(place, (struct mus_match_options){.company = "c", .all = true}, MUS_INVALID,
                   one);
    expect_options(place, (struct mus_match_options){.queries = "q", .all = true}, MUS_INVALID,
                   one);
    expect_options(place, (struct mus_match_options){.all = true, .resume = true}, MUS_INVALID,
                   "--resume goes with --run");
    expect_options(place, (struct mus_match_options){.all = true, .run = "r", .explain = true},
                   MUS_INVALID,
                   "--explain and --show-vetoed do not go with --all --run: a run has no place for "
                   "them");
    expect_options(place, (struct mus_match_options){.queries = "q", .filters = "{}"}, MUS_INVALID,
                   "--filters does not go with --queries: each query has its own");
    expect_options(place, (struct mus_match_options){.company = "c", .top = 1001}, MUS_LIMIT,
                   "top: expected 1 to 1000");
    expect_options(place, (struct mus_match_options){.company = "c", .top = -1}, MUS_LIMIT,
                   "top: expected 1 to 1000");
    expect_options(place, (struct mus_match_options){.company = "c", .threads = 257}, MUS_LIMIT,
                   "threads: expected 1 to 256");
    expect_options(place, (struct mus_match_options){.company = "c-1"}, MUS_NOT_FOUND,
                   "no company \"c-1\"");
}

static void answer(struct place *place, struct mus_match_options options)
{
    ok(place, mus_match(place->musubi, &options, &place->sink, &place->err));
}

static void the_bytes_are_the_same_for_any_number_of_threads(void **state)
{
    struct place *place = *state;
    static const int64_t threads[] = {1, 2, 7, 0};
    char *expected = NULL;
    put_some(place);
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++) {
        answer(place,
               (struct mus_match_options){
                   .company = "c-05", .threads = threads[i], .explain = true, .show_vetoed = true});
        answer(place, (struct mus_match_options){
                          .need = "排水の膜", .threads = threads[i], .top = 1000, .explain = true});
        if (expected == NULL) {
            expected = strdup(place->out.data);
        }
        expect_answers(place, expected);
    }
    free(expected);
}

static void more_queries_than_a_batch_holds_are_answered_in_their_order(void **state)
{
    struct place *place = *state;
    struct mus_buf queries = {0};
    put_some(place);
    for (int i = 0; i < 130; i++) {
        mus_buf_printf(&queries, "{\"id\":\"q%03d\",\"company\":\"c-%02d\",\"top\":1}\n", i,
                       i % 70);
    }
    const char *path = file(place, "q.jsonl", queries.data);
    mus_buf_done(&queries);
    answer(place, (struct mus_match_options){.queries = path, .threads = 2});
    assert_int_equal(place->answers, 130);
    assert_int_equal(place->progress, 130);
    const char *at = place->out.data;
    for (int i = 0; i < 130; i++) {
        char begins[32];
        snprintf(begins, sizeof begins, "{\"query\":\"q%03d\",", i);
        assert_memory_equal(at, begins, strlen(begins));
        at = strchr(at, '\n') + 1;
    }
}

static void a_bad_line_in_any_batch_answers_nothing_and_leaves_the_run(void **state)
{
    struct place *place = *state;
    struct mus_buf queries = {0};
    char run[96];
    char kept[32] = "";
    put_some(place);
    for (int i = 0; i < 100; i++) {
        mus_buf_printf(&queries, "{\"id\":\"q%03d\",\"company\":\"c-%02d\"}\n", i, i % 70);
    }
    mus_buf_add_z(&queries, "{\"id\":\"q\",\"company\":\"nobody\"}\n");
    strcpy(run, file(place, "run.txt", "an earlier run\n"));
    const char *path = file(place, "q.jsonl", queries.data);
    mus_buf_done(&queries);
    expect_options(place, (struct mus_match_options){.queries = path, .run = run}, MUS_NOT_FOUND,
                   "line 101: no company \"nobody\"");
    FILE *in = fopen(run, "r");
    assert_non_null(in);
    assert_non_null(fgets(kept, sizeof kept, in));
    fclose(in);
    assert_string_equal(kept, "an earlier run\n");
}

/* A pipe gives its lines once; the second reading would find none. */
static void queries_that_cannot_be_read_twice_are_refused(void **state)
{
    struct place *place = *state;
    char path[32];
    char message[96];
    int ends[2];
    put_some(place);
    assert_int_equal(pipe(ends), 0);
    static const char line[] = "{\"id\":\"q\",\"company\":\"c-01\"}\n";
    assert_int_equal(write(ends[1], line, sizeof line - 1), (ssize_t)(sizeof line - 1));
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    snprintf(message, sizeof message, "%s: has changed while it was read (it must be a file)",
             path);
    expect_options(place, (struct mus_match_options){.queries = path}, MUS_IO, message);
    close(ends[0]);
}

static void a_sink_that_refuses_ends_the_match_with_its_word(void **state)
{
    struct place *place = *state;
    put_some(place);
    place->refuse_at = 1;
    struct mus_match_options options = {.company = "c-01"};
    expect(place, mus_match(place->musubi, &options, &place->sink, &place->err), MUS_IO,
           "the reader has gone");
    place->refuse_at = 2;
    expect(place, mus_explain(place->musubi, "c-01", "c-02", &place->sink, &place->err), MUS_IO,
           "the reader has gone");
}

static const char *score_in(const char *json, const char *company)
{
    static char score[32];
    char key[64];
    snprintf(key, sizeof key, "\"company\":\"%s\"", company);
    const char *at = strstr(json, key);
    assert_non_null(at);
    at = strstr(at, "\"score\":");
    assert_non_null(at);
    snprintf(score, sizeof score, "%.*s", (int)strcspn(at, ",}"), at);
    return score;
}

static void explaining_a_pair_gives_the_score_of_the_match(void **state)
{
    struct place *place = *state;
    char in_match[32];
    put_some(place);
    answer(place, (struct mus_match_options){.company = "c-05", .top = 100});
    strcpy(in_match, score_in(strstr(place->out.data, "\"results\""), "c-10"));
    clear(place);
    ok(place, mus_explain(place->musubi, "c-05", "c-10", &place->sink, &place->err));
    assert_string_equal(score_in(place->out.data, "c-10"), in_match);
}

static void what_stands_against_a_pair_is_told_from_either_side(void **state)
{
    struct place *place = *state;
    put_some(place);
    put(place, "{\"id\":\"c-01\",\"status\":\"closed\"}");
    for (int i = 0; i < 2; i++) {
        ok(place, mus_explain(place->musubi, i == 0 ? "c-01" : "c-02", i == 0 ? "c-02" : "c-01",
                              &place->sink, &place->err));
        assert_non_null(strstr(place->out.data, "\"veto\":{\"reason\":\"closed\""));
        clear(place);
    }
    ok(place, mus_explain(place->musubi, "c-02", "c-03", &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "\"veto\":null}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STORE(options_that_contradict_each_other_are_refused),
        IN_STORE(the_bytes_are_the_same_for_any_number_of_threads),
        IN_STORE(more_queries_than_a_batch_holds_are_answered_in_their_order),
        IN_STORE(a_bad_line_in_any_batch_answers_nothing_and_leaves_the_run),
        IN_STORE(queries_that_cannot_be_read_twice_are_refused),
        IN_STORE(a_sink_that_refuses_ends_the_match_with_its_word),
        IN_STORE(explaining_a_pair_gives_the_score_of_the_match),
        IN_STORE(what_stands_against_a_pair_is_told_from_either_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
