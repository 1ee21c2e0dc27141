/* Every public function with every allocation failing in turn: each failure is told as one, nothing
 * leaks, and what is in the store afterwards is sound and either the old or the new. */
#include "musubi_fixture.h"

#include "lexicon/source.h"
#include "musubi/handle.h"
#include "store/lexicon.h"

#define A                                                                                          \
    "{\"id\":\"c-1\",\"name\":{\"ja\":\"川崎環境\",\"en\":\"Kawasaki\"},\"country\":\"JP\","   \
    "\"city\":\"川崎市\",\"phone\":\"044-000-0000\",\"contacts\":[{\"name\":\"山田\"}],"      \
    "\"consent\":{\"share_contacts\":\"on_acceptance\"},\"listings\":[{\"id\":\"l\","              \
    "\"side\":\"offer\",\"purposes\":[\"sales\"],\"text\":{\"ja\":\"膜\"},"                       \
    "\"valid_until\":\"2027-03-31\"}]}"
#define B                                                                                                \
    "{\"id\":\"c-2\",\"name\":{\"ja\":\"(株)川崎環境\"},\"country\":\"JP\",\"city\":\"川崎市\"," \
    "\"phone\":\"044-000-0000\",\"listings\":[{\"id\":\"n\",\"side\":\"need\","                          \
    "\"purposes\":[\"procurement\"],\"text\":{\"ja\":\"膜\"}}]}"

static enum mus_status put_small_lexicon(struct mus_write *write, void *context,
                                         struct mus_error *err)
{
    (void)context;
    return mus_store_put_lexicon(write, MUS_TEXT(MUS_LEXICON_HEADING "膜\tmembrane\n"), NULL, err);
}

/* A store whose dictionary has one word: what is asked here is asked hundreds of times, and each
 * check of a store compiles its dictionary. */
static int make_small_store(void **state)
{
    if (make_store(state) != 0) {
        return -1;
    }
    struct place *place = *state;
    ok(place, mus_store_update(place->musubi->store, put_small_lexicon, NULL, &place->err));
    return 0;
}

#define IN_SMALL_STORE(test) cmocka_unit_test_setup_teardown(test, make_small_store, remove_place)

typedef enum mus_status ask(struct place *place);

static enum mus_status show(struct place *place)
{
    return mus_company_show(place->musubi, "c-1", true, &place->sink, &place->err);
}

static enum mus_status list(struct place *place)
{
    return mus_company_list(place->musubi, NULL, 0, &place->sink, &place->err);
}

static enum mus_status search(struct place *place)
{
    return mus_company_search(place->musubi, "川崎", 0, &place->sink, &place->err);
}

static enum mus_status export(struct place *place) {
    return mus_company_export(place->musubi, true, &place->sink, &place->err);
}

static enum mus_status duplicates(struct place *place)
{
    return mus_company_duplicates(place->musubi, 0, &place->sink, &place->err);
}

static enum mus_status list_tables(struct place *place)
{
    return mus_table_list(place->musubi, &place->sink, &place->err);
}

static enum mus_status show_table(struct place *place)
{
    return mus_table_show(place->musubi, "country_groups", NULL, "EU", &place->sink, &place->err);
}

static enum mus_status match(struct place *place)
{
    struct mus_match_options options = {.company = "c-1",
                                        .filters = "{\"countries\":[\"JP\"]}",
                                        .threads = 1,
                                        .explain = true,
                                        .show_vetoed = true};
    return mus_match(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status match_need(struct place *place)
{
    struct mus_match_options options = {.need = "膜", .threads = 1, .explain = true};
    return mus_match(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status match_queries(struct place *place)
{
    char path[96];
    snprintf(path, sizeof path, "%s/q.jsonl", place->top);
    struct mus_match_options options = {.queries = path, .threads = 1};
    return mus_match(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status match_all(struct place *place)
{
    struct mus_match_options options = {.all = true, .threads = 1};
    return mus_match(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status match_all_to_a_run(struct place *place)
{
    char path[96];
    snprintf(path, sizeof path, "%s/run.txt", place->top);
    struct mus_match_options options = {
        .all = true, .threads = 1, .run = path, .filters = "{\"countries\":[\"JP\"]}"};
    return mus_match(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status explain(struct place *place)
{
    return mus_explain(place->musubi, "c-1", "c-2", &place->sink, &place->err);
}

static enum mus_status check(struct place *place)
{
    return mus_check(place->musubi, &place->sink, &place->err);
}

static enum mus_status stats(struct place *place)
{
    return mus_stats(place->musubi, &place->sink, &place->err);
}

/* Opening, so that the open store of the fixture is not in the way. */
static enum mus_status open_again(struct place *place)
{
    struct mus_musubi *second = NULL;
    mus_close(place->musubi);
    place->musubi = NULL;
    enum mus_status status = mus_open(&place->open, &second, &place->err);
    place->musubi = second;
    return status;
}

/* The next allocation to fail: each of the first 400, from there on one in a hundred of those
 * before it; with MUS_EVERY each. Units are tested by themselves with each of theirs. */
static uint64_t next_of(uint64_t n)
{
    return n < 400 || getenv("MUS_EVERY") != NULL ? n + 1 : n + n / 100;
}

/* Fails the n-th allocation for many n until it succeeds. */
static void fail_each(struct place *place, ask *question, void (*before)(struct place *),
                      void (*after)(struct place *))
{
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 1;
    for (; status != MUS_OK; n = next_of(n)) {
        if (before != NULL) {
            before(place);
        }
        mus_mem_fail_at(n, false);
        status = question(place);
        mus_mem_fail_at(0, false);
        clear(place);
        if (status != MUS_OK) {
            assert_string_equal(mus_status_name(status), "no_memory");
            assert_non_null(strstr(place->err.message, "out of memory"));
        }
        if (after != NULL) {
            after(place);
        }
        assert_true(n < 100000);
    }
}

static void put_both(struct place *place)
{
    put(place, A);
    put(place, B);
}

static void every_question_says_that_memory_ran_out(void **state)
{
    static ask *const questions[] = {
        show,       list,       search,        export,    duplicates,         list_tables,
        show_table, match_need, match_queries, match_all, match_all_to_a_run, explain};
    struct place *place = *state;
    put_both(place);
    file(place, "q.jsonl", "{\"id\":\"q1\",\"company\":\"c-1\"}\n");
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        fail_each(place, questions[i], NULL, NULL);
    }
}

static void a_match_with_everything_says_that_memory_ran_out(void **state)
{
    struct place *place = *state;
    put_both(place);
    fail_each(place, match, NULL, NULL);
}

static void check_and_stats_say_that_memory_ran_out(void **state)
{
    struct place *place = *state;
    put_both(place);
    fail_each(place, stats, NULL, NULL);
    fail_each(place, check, NULL, NULL);
}

static void an_answer_is_whole_or_not_given(void **state)
{
    struct place *place = *state;
    put_both(place);
    ok(place, match(place));
    struct mus_buf whole = {0};
    mus_buf_add_text(&whole, mus_buf_text(&place->out));
    clear(place);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = match(place);
        mus_mem_fail_at(0, false);
        if (place->answers > 0 && status == MUS_OK) {
            assert_string_equal(place->out.data, whole.data);
        }
        clear(place);
    }
    mus_buf_done(&whole);
}

static void opening_says_that_memory_ran_out(void **state)
{
    fail_each(*state, open_again, NULL, NULL);
}

static void expect_sound(struct place *place)
{
    if (place->musubi == NULL) {
        open_it(place);
    }
    ok(place, mus_check(place->musubi, &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "\"errors\":0"));
    clear(place);
}

static enum mus_status put_new(struct place *place)
{
    return mus_company_put(place->musubi, A, strlen(A), &place->sink, &place->err);
}

static void a_company_is_put_whole_or_not_at_all(void **state)
{
    fail_each(*state, put_new, NULL, expect_sound);
}

static enum mus_status edit(struct place *place)
{
    static const char json[] = "{\"id\":\"c-1\",\"contacts\":[{\"name\":\"田中\"}],\"city\":null}";
    return mus_company_put(place->musubi, json, sizeof json - 1, &place->sink, &place->err);
}

static void a_company_is_edited_whole_or_not_at_all(void **state)
{
    put_both(*state);
    fail_each(*state, edit, NULL, expect_sound);
}

static enum mus_status merge(struct place *place)
{
    return mus_company_merge(place->musubi, "c-1", "c-2", &place->sink, &place->err);
}

static void companies_are_merged_whole_or_not_at_all(void **state)
{
    struct place *place = *state;
    put_both(place);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n = next_of(n)) {
        mus_mem_fail_at(n, false);
        status = merge(place);
        mus_mem_fail_at(0, false);
        expect_sound(place);
        if (status == MUS_CONFLICT) {
            break; /* the answer alone had failed: the merge stands */
        }
    }
}

static enum mus_status erase(struct place *place)
{
    return mus_company_erase(place->musubi, "c-1", &place->sink, &place->err);
}

static void a_company_is_erased_or_still_sound(void **state)
{
    struct place *place = *state;
    put_both(place);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK && status != MUS_NOT_FOUND; n = next_of(n)) {
        mus_mem_fail_at(n, false);
        status = erase(place);
        mus_mem_fail_at(0, false);
        mus_close(place->musubi); /* opening completes an erasure that was cut short */
        place->musubi = NULL;
        expect_sound(place);
    }
}

static enum mus_status reindex(struct place *place)
{
    return mus_reindex(place->musubi, &place->sink, &place->err);
}

static void an_index_made_anew_is_the_old_or_the_new(void **state)
{
    put_both(*state);
    fail_each(*state, reindex, NULL, expect_sound);
}

static void a_database_that_fails_leaves_the_index_sound(void **state)
{
    struct place *place = *state;
    enum mus_status status = MUS_STORE;
    put_both(place);
    for (uint64_t n = 1; status != MUS_OK; n = next_of(n)) {
        mus_store_fail_at(n);
        status = reindex(place);
        mus_store_fail_at(0);
        clear(place);
        assert_true(status == MUS_OK || status == MUS_STORE);
        expect_sound(place);
        assert_true(n < 10000);
    }
}

static enum mus_status import_table(struct place *place)
{
    char path[96];
    snprintf(path, sizeof path, "%s/t.csv", place->top);
    struct mus_table_import_options options = {
        .file = path, .name = "purposes", .version = "9", .columns = "code,ja", .dry_run = false};
    return mus_table_import(place->musubi, &options, &place->sink, &place->err);
}

static void a_table_is_taken_whole_or_not_at_all(void **state)
{
    struct place *place = *state;
    put_both(place);
    file(place, "t.csv", "sales,売る\nagent,代理\n");
    fail_each(place, import_table, NULL, expect_sound);
}

static void remove_store(struct place *place)
{
    nftw(place->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static enum mus_status init(struct place *place)
{
    return mus_init(&place->open, &place->sink, &place->err);
}

static void a_making_that_failed_is_completed_by_the_next(void **state)
{
    struct place *place = *state;
    enum mus_status status = MUS_NO_MEMORY;
    /* Making all tables takes very many allocations: beyond the first, ever fewer are tried. */
    for (uint64_t n = 1; status != MUS_OK; n += n < 10 ? 1 : n / 3) {
        remove_store(place);
        mus_mem_fail_at(n, false);
        status = init(place);
        mus_mem_fail_at(0, false);
        clear(place);
        if (status != MUS_OK) {
            assert_string_equal(mus_status_name(status), "no_memory");
        }
        if (mus_open(&place->open, &place->musubi, &place->err) != MUS_OK) {
            ok(place, init(place)); /* completes it, or begins anew */
            open_it(place);
        }
        ok(place, mus_table_show(place->musubi, "kinds", NULL, NULL, &place->sink, &place->err));
        mus_close(place->musubi);
        place->musubi = NULL;
        clear(place);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SMALL_STORE(every_question_says_that_memory_ran_out),
        IN_SMALL_STORE(a_match_with_everything_says_that_memory_ran_out),
        IN_SMALL_STORE(check_and_stats_say_that_memory_ran_out),
        IN_SMALL_STORE(an_answer_is_whole_or_not_given),
        IN_SMALL_STORE(opening_says_that_memory_ran_out),
        IN_SMALL_STORE(a_company_is_put_whole_or_not_at_all),
        IN_SMALL_STORE(a_company_is_edited_whole_or_not_at_all),
        IN_SMALL_STORE(companies_are_merged_whole_or_not_at_all),
        IN_SMALL_STORE(a_company_is_erased_or_still_sound),
        IN_SMALL_STORE(an_index_made_anew_is_the_old_or_the_new),
        IN_SMALL_STORE(a_database_that_fails_leaves_the_index_sound),
        IN_SMALL_STORE(a_table_is_taken_whole_or_not_at_all),
        IN_PLACE(a_making_that_failed_is_completed_by_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
