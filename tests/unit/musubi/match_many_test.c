/* Matches of all companies and of files of queries, their runs, and runs carried on. */
#include "musubi_fixture.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/file.h"
#include "store/store.h"

enum { COMPANIES = 75, SEEN_AT_MOST = 64 };

/* More than one group, so that a run ends in any of two. */
static int make_fair(void **state)
{
    if (make_store(state) != 0) {
        return -1;
    }
    struct place *place = *state;
    struct mus_buf lines = {0};
    for (int i = 0; i < COMPANIES; i++) {
        mus_buf_printf(&lines,
                       "{\"id\":\"c-%03d\",\"name\":{\"ja\":\"会社%d\"},\"country\":\"%s\","
                       "\"listings\":[{\"id\":\"l\",\"side\":\"%s\",\"purposes\":[\"%s\"],"
                       "\"text\":{\"ja\":\"%s\"}}]%s}\n",
                       i, i, i % 3 == 0 ? "VN" : "JP", i % 2 == 0 ? "offer" : "need",
                       i % 2 == 0 ? "sales" : "procurement", i % 5 == 0 ? "排水の膜" : "太陽光",
                       i == 7 ? ",\"status\":\"closed\"" : "");
    }
    struct mus_import_options options = {.file = file(place, "companies.jsonl", lines.data)};
    ok(place, mus_import_companies(place->musubi, &options, &place->sink, &place->err));
    mus_buf_done(&lines);
    clear(place);
    return 0;
}

#define IN_FAIR(test) cmocka_unit_test_setup_teardown(test, make_fair, remove_place)

static void answer(struct place *place, struct mus_match_options options)
{
    ok(place, mus_match(place->musubi, &options, &place->sink, &place->err));
}

static const char *path_of(struct place *place, const char *name)
{
    static char paths[4][96];
    static size_t next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", place->top, name);
    return path;
}

static bool is_there(struct place *place, const char *name)
{
    return access(path_of(place, name), F_OK) == 0;
}

/* To be freed. */
static char *content(struct place *place, const char *name)
{
    struct mus_buf found = {0};
    ok(place, mus_file_read(path_of(place, name), 1 << 24, &found, &place->err));
    char *text = strdup(found.len == 0 ? "" : found.data);
    mus_buf_done(&found);
    return text;
}

static void expect_content(struct place *place, const char *name, const char *expected)
{
    char *found = content(place, name);
    assert_string_equal(found, expected);
    free(found);
}

static void put_bytes(struct place *place, const char *name, const char *bytes, size_t len)
{
    FILE *out = fopen(path_of(place, name), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, len, out), len);
    assert_int_equal(fclose(out), 0);
}

static void all_companies_are_answered_as_each_would_be_in_the_order_of_ids(void **state)
{
    struct place *place = *state;
    struct mus_match_options options = {.filters = "{\"countries\":[\"VN\"]}",
                                        .top = 3,
                                        .met_since = "2026-01-01",
                                        .explain = true,
                                        .show_vetoed = true};
    for (int i = 0; i < COMPANIES; i++) {
        char id[8];
        snprintf(id, sizeof id, "c-%03d", i);
        options.company = id;
        answer(place, options);
    }
    char *expected = strdup(place->out.data);
    assert_non_null(strstr(expected, "\"company\":\"c-007\",\"name\":{\"ja\":\"会社7\"},"
                                     "\"company_veto\":{\"reason\":\"closed\""));
    clear(place);
    options.company = NULL;
    options.all = true;
    answer(place, options);
    assert_int_equal(place->answers, COMPANIES);
    assert_int_equal(place->progress, COMPANIES);
    expect_answers(place, expected);
    free(expected);
}

/* The lines of the run that the answers stand for, company by company. */
static void add_lines(struct mus_buf *out, const char *answer)
{
    const char *at = strstr(answer, "\"query\":\"") + 9;
    const char *line_end = strchr(answer, '\n');
    int query_len = (int)strcspn(at, "\"");
    const char *query = at;
    const char *rank = answer;
    while ((rank = strstr(rank, "{\"rank\":")) != NULL && rank < line_end) {
        const char *company = strstr(rank, "\"company\":\"") + 11;
        const char *score = strstr(rank, "\"score\":") + 8;
        mus_buf_printf(out, "%.*s Q0 %.*s %ld %ld musubi\n", query_len, query,
                       (int)strcspn(company, "\""), company, strtol(rank + 8, NULL, 10),
                       strtol(score, NULL, 10));
        rank++;
    }
}

static char *lines_of_answers(const struct place *place)
{
    struct mus_buf lines = {0};
    const char *at = place->out.data;
    for (size_t i = 0; i < place->answers; i++) {
        add_lines(&lines, at);
        at = strchr(at, '\n') + 1;
    }
    char *text = strdup(lines.len == 0 ? "" : lines.data);
    mus_buf_done(&lines);
    return text;
}

static void a_run_of_all_has_what_the_answers_have_for_any_number_of_threads(void **state)
{
    struct place *place = *state;
    struct mus_match_options options = {.all = true, .top = 4};
    answer(place, options);
    char *expected = lines_of_answers(place);
    clear(place);
    for (int64_t threads = 1; threads <= 3; threads++) {
        options.threads = threads;
        options.run = path_of(place, "run.txt");
        answer(place, options);
        expect_content(place, "run.txt", expected);
        assert_false(is_there(place, "run.txt.state"));
        assert_int_equal(place->answers, 1);
        assert_int_equal(place->progress, COMPANIES);
        assert_non_null(strstr(place->out.data, "run.txt\",\"queries\":75,\"kept\":0,"
                                                "\"lines\":300,\"weights\":\""));
        clear(place);
    }
    free(expected);
}

/* Files may become no longer than `bytes`. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static const struct mus_match_options ALL = {
    .all = true, .top = 3, .filters = "{\"countries\":[\"JP\"]}", .met_since = "2026-01-01"};

/* A run of ALL that the disk had no room for: its state is there, and of its lines these. */
static void interrupt(struct place *place, const char *bytes, size_t len)
{
    struct mus_match_options options = ALL;
    options.run = path_of(place, "run.txt");
    signal(SIGXFSZ, SIG_IGN);
    limit_files(1000);
    assert_int_equal(mus_match(place->musubi, &options, &place->sink, &place->err), MUS_IO);
    limit_files(RLIM_INFINITY);
    assert_non_null(strstr(place->err.message, "run.txt: cannot write: File too large"));
    assert_int_equal(place->answers, 0);
    assert_true(is_there(place, "run.txt.state"));
    put_bytes(place, "run.txt", bytes, len);
}

static char *run_all(struct place *place)
{
    struct mus_match_options options = ALL;
    options.run = path_of(place, "run.txt");
    answer(place, options);
    clear(place);
    return content(place, "run.txt");
}

/* What note_progress cannot tell: the first and the last that was told. */
struct told {
    uint64_t done[SEEN_AT_MOST];
    size_t count;
};

static struct told told;

static void note_all(void *user, uint64_t done, uint64_t total)
{
    (void)user;
    assert_int_equal(total, COMPANIES);
    assert_true(told.count < SEEN_AT_MOST);
    told.done[told.count++] = done;
}

static void a_run_of_all_is_carried_on_to_the_same_bytes(void **state)
{
    struct place *place = *state;
    char *whole = run_all(place);
    size_t len = strlen(whole);
    for (size_t cut = 0; cut <= len; cut += cut > 70 && cut < len - 70 ? 397 : 7) {
        struct mus_match_options options = ALL;
        interrupt(place, whole, cut);
        options.run = path_of(place, "run.txt");
        options.resume = true;
        options.threads = 1 + (int64_t)(cut % 3);
        answer(place, options);
        expect_content(place, "run.txt", whole);
        assert_false(is_there(place, "run.txt.state"));
        clear(place);
    }
    free(whole);
}

static void what_was_kept_is_told_at_once(void **state)
{
    struct place *place = *state;
    char *whole = run_all(place);
    struct mus_match_options options = ALL;
    /* cut within the lines of the 71st company */
    interrupt(place, whole, (size_t)(strstr(whole, "c-070 Q0") - whole) + 40);
    options.run = path_of(place, "run.txt");
    options.resume = true;
    place->sink.progress = note_all;
    told.count = 0;
    answer(place, options);
    assert_true(told.count >= 2);
    assert_int_equal(told.done[0], 70);
    assert_int_equal(told.done[told.count - 1], COMPANIES);
    for (size_t i = 1; i < told.count; i++) {
        assert_true(told.done[i] > told.done[i - 1]);
    }
    assert_non_null(strstr(place->out.data, "\"queries\":75,\"kept\":70,\"lines\":225,"));
    expect_content(place, "run.txt", whole);
    free(whole);
}

static void refuse_resuming(struct place *place, struct mus_match_options options,
                            enum mus_status status, const char *message)
{
    char expected[256];
    char *before = content(place, "run.txt");
    options.run = path_of(place, "run.txt");
    options.resume = true;
    snprintf(expected, sizeof expected, message, options.run);
    expect(place, mus_match(place->musubi, &options, &place->sink, &place->err), status, expected);
    assert_int_equal(place->answers, 0);
    expect_content(place, "run.txt", before);
    assert_true(is_there(place, "run.txt.state"));
    free(before);
}

static void a_run_begun_with_other_options_is_not_carried_on(void **state)
{
    struct place *place = *state;
    char *whole = run_all(place);
    struct mus_match_options options = ALL;
    interrupt(place, whole, 200);
    options.top = 4;
    refuse_resuming(place, options, MUS_CONFLICT,
                    "%s: cannot go on: it was begun with --top 3, not 4");
    options.top = 0;
    refuse_resuming(place, options, MUS_CONFLICT,
                    "%s: cannot go on: it was begun with --top 3, not 20");
    options = ALL;
    options.met_since = NULL;
    refuse_resuming(place, options, MUS_CONFLICT,
                    "%s: cannot go on: it was begun with --met-since 2026-01-01, not none");
    options = ALL;
    options.filters = NULL;
    refuse_resuming(place, options, MUS_CONFLICT,
                    "%s: cannot go on: it was begun with --filters 16b4113fcf98, not none");
    free(whole);
}

/* Puts another value into the state, as if that had been the case when the run began. */
static void alter_state(struct place *place, const char *name, const char *value)
{
    char *text = content(place, "run.txt.state");
    struct mus_buf altered = {0};
    char *at = strstr(text, name);
    assert_non_null(at);
    at += strlen(name) + 2;
    mus_buf_add(&altered, text, (size_t)(at - text));
    mus_buf_add_z(&altered, value);
    mus_buf_add_z(&altered, strchr(at, '\n'));
    put_bytes(place, "run.txt.state", altered.data, altered.len);
    mus_buf_done(&altered);
    free(text);
}

static void a_run_of_other_weights_or_another_version_is_not_carried_on(void **state)
{
    struct place *place = *state;
    char *whole = run_all(place);
    char message[160];
    interrupt(place, whole, 200);
    alter_state(place, "weights",
                "3e4ffcc2005a4025c88226ecf516604798e8436e0681fa1cf4077ff4c87fabb0");
    char *text = content(place, "run.txt.state");
    assert_non_null(strstr(text, "\nweights: 3e4ffcc2005a"));
    answer(place, (struct mus_match_options){.company = "c-001", .top = 1});
    snprintf(message, sizeof message,
             "%%s: cannot go on: it was begun with weights 3e4ffcc2005a, not %.12s",
             strstr(place->out.data, "\"weights\":\"") + 11);
    clear(place);
    refuse_resuming(place, ALL, MUS_CONFLICT, message);
    free(text);
    interrupt(place, whole, 200);
    alter_state(place, "\nmusubi", "0.0.9");
    snprintf(message, sizeof message, "%%s: cannot go on: it was begun with musubi 0.0.9, not %s",
             mus_version());
    refuse_resuming(place, ALL, MUS_CONFLICT, message);
    free(whole);
}

static void a_run_of_another_day_is_not_carried_on(void **state)
{
    struct place *place = *state;
    char *whole = run_all(place);
    interrupt(place, whole, 200);
    mus_close(place->musubi);
    place->open.today = "2026-11-24";
    open_it(place);
    refuse_resuming(place, ALL, MUS_CONFLICT,
                    "%s: cannot go on: it was begun with --today 2026-11-23, not 2026-11-24");
    free(whole);
}

static void a_run_of_a_store_that_has_changed_is_not_carried_on(void **state)
{
    struct place *place = *state;
    char *whole = run_all(place);
    interrupt(place, whole, 200);
    put(place, "{\"id\":\"c-003\",\"city\":\"川崎市\"}");
    struct mus_match_options options = ALL;
    options.run = path_of(place, "run.txt");
    options.resume = true;
    assert_int_equal(mus_match(place->musubi, &options, &place->sink, &place->err), MUS_CONFLICT);
    assert_non_null(strstr(place->err.message, "it was begun with the store at change "));
    whole[200] = '\0';
    expect_content(place, "run.txt", whole);
    free(whole);
}

static void a_run_that_the_store_failed_is_carried_on(void **state)
{
    struct place *place = *state;
    char *whole = run_all(place);
    enum mus_status status = MUS_STORE;
    for (uint64_t n = 1; status != MUS_OK; n += 1 + n / 3) {
        struct mus_match_options options = ALL;
        options.run = path_of(place, "run.txt");
        options.threads = 1;
        assert_true(remove(options.run) == 0);
        mus_store_fail_at(n);
        status = mus_match(place->musubi, &options, &place->sink, &place->err);
        mus_store_fail_at(0);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_STORE);
            options.resume = true;
            answer(place, options);
        }
        expect_content(place, "run.txt", whole);
        assert_false(is_there(place, "run.txt.state"));
        clear(place);
    }
    free(whole);
}

/* ------------------------------------------------------------------ files of queries */

static const char *write_queries(struct place *place, int count)
{
    struct mus_buf queries = {0};
    for (int i = 0; i < count; i++) {
        mus_buf_printf(&queries, "{\"id\":\"q%03d\",\"company\":\"c-%03d\",\"top\":2}\n", i,
                       (i * 37) % COMPANIES);
    }
    const char *path = file(place, "q.jsonl", queries.data);
    mus_buf_done(&queries);
    return path;
}

static void a_run_of_queries_is_carried_on_and_only_the_rest_is_answered(void **state)
{
    struct place *place = *state;
    struct mus_match_options options = {.queries = write_queries(place, 70)};
    answer(place, options);
    char *answers = strdup(place->out.data);
    char *lines = lines_of_answers(place);
    clear(place);
    options.run = path_of(place, "run.txt");
    place->refuse_at = 67; /* in the second group */
    expect(place, mus_match(place->musubi, &options, &place->sink, &place->err), MUS_IO,
           "the reader has gone");
    assert_true(is_there(place, "run.txt.state"));
    clear(place);
    place->refuse_at = 0;
    put_bytes(place, "run.txt", lines, (size_t)(strstr(lines, "q050 Q0") - lines) + 3);
    options.resume = true;
    answer(place, options);
    assert_int_equal(place->answers, 70 - 49);
    expect_answers(place, strstr(answers, "{\"query\":\"q049\""));
    expect_content(place, "run.txt", lines);
    free(answers);
    free(lines);
}

static void a_run_of_other_queries_is_not_carried_on(void **state)
{
    struct place *place = *state;
    struct mus_match_options options = {.queries = write_queries(place, 30)};
    options.run = path_of(place, "run.txt");
    place->refuse_at = 20;
    assert_int_equal(mus_match(place->musubi, &options, &place->sink, &place->err), MUS_IO);
    clear(place);
    place->refuse_at = 0;
    options.queries = write_queries(place, 31);
    options.run = path_of(place, "run.txt");
    options.resume = true;
    assert_int_equal(mus_match(place->musubi, &options, &place->sink, &place->err), MUS_CONFLICT);
    assert_non_null(strstr(place->err.message, "cannot go on: it was begun with queries "));
    options.queries = NULL;
    options.all = true;
    assert_int_equal(mus_match(place->musubi, &options, &place->sink, &place->err), MUS_CONFLICT);
    assert_non_null(strstr(place->err.message, ", not all"));
    options.all = false;
    options.queries = write_queries(place, 30);
    options.run = path_of(place, "run.txt");
    answer(place, options);
}

static void a_company_that_is_not_there_is_told_before_the_run_is_touched(void **state)
{
    struct place *place = *state;
    put_bytes(place, "run.txt", "an earlier run\n", 15);
    struct mus_match_options options = {
        .queries = file(place, "q.jsonl", "{\"id\":\"q\",\"company\":\"nobody\"}\n"),
        .run = path_of(place, "run.txt")};
    expect(place, mus_match(place->musubi, &options, &place->sink, &place->err), MUS_NOT_FOUND,
           "line 1: no company \"nobody\"");
    options = ALL;
    options.run = path_of(place, "run.txt");
    options.filters = "{\"country\":[\"JP\"]}";
    expect(place, mus_match(place->musubi, &options, &place->sink, &place->err), MUS_INVALID,
           "filters: unknown key \"country\"");
    expect_content(place, "run.txt", "an earlier run\n");
}

static void an_empty_store_has_an_empty_run(void **state)
{
    struct place *place = *state;
    struct mus_match_options options = {.all = true, .run = path_of(place, "run.txt")};
    answer(place, options);
    expect_content(place, "run.txt", "");
    assert_false(is_there(place, "run.txt.state"));
    assert_non_null(strstr(place->out.data, "\"queries\":0,\"kept\":0,\"lines\":0,"));
    clear(place);
    options.run = NULL;
    answer(place, options);
    assert_int_equal(place->answers, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FAIR(all_companies_are_answered_as_each_would_be_in_the_order_of_ids),
        IN_FAIR(a_run_of_all_has_what_the_answers_have_for_any_number_of_threads),
        IN_FAIR(a_run_of_all_is_carried_on_to_the_same_bytes),
        IN_FAIR(what_was_kept_is_told_at_once),
        IN_FAIR(a_run_begun_with_other_options_is_not_carried_on),
        IN_FAIR(a_run_of_other_weights_or_another_version_is_not_carried_on),
        IN_FAIR(a_run_of_another_day_is_not_carried_on),
        IN_FAIR(a_run_of_a_store_that_has_changed_is_not_carried_on),
        IN_FAIR(a_run_that_the_store_failed_is_carried_on),
        IN_FAIR(a_run_of_queries_is_carried_on_and_only_the_rest_is_answered),
        IN_FAIR(a_run_of_other_queries_is_not_carried_on),
        IN_FAIR(a_company_that_is_not_there_is_told_before_the_run_is_touched),
        IN_STORE(an_empty_store_has_an_empty_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
