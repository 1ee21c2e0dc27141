#include "table_fixture.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "profile/builtin.h"
#include "profile/countries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder like /usr/share that holds only what a test puts there. */
struct share {
    char path[64];
};

static void make_folder(const struct share *share, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", share->path, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void write_file(const struct share *share, const char *name, const void *bytes, size_t len)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", share->path, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

#define CODES_FILE "iso-codes/json/iso_3166-1.json"
#define CATALOGUE_FILE "locale/ja/LC_MESSAGES/iso_3166-1.mo"

static void share_open(struct share *share)
{
    snprintf(share->path, sizeof share->path, "/tmp/musubi-countries-XXXXXX");
    assert_non_null(mkdtemp(share->path));
    make_folder(share, "iso-codes");
    make_folder(share, "iso-codes/json");
    make_folder(share, "locale");
    make_folder(share, "locale/ja");
    make_folder(share, "locale/ja/LC_MESSAGES");
}

static void share_close(const struct share *share)
{
    static const char *const names[] = {CODES_FILE,  CATALOGUE_FILE,          "iso-codes/json",
                                        "iso-codes", "locale/ja/LC_MESSAGES", "locale/ja",
                                        "locale"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", share->path, names[i]);
        (void)remove(path); /* not every test writes both files */
    }
    assert_int_equal(rmdir(share->path), 0);
}

static const char CODES[] =
    "{\"3166-1\": [\n"
    "{\"alpha_2\": \"GE\", \"alpha_3\": \"GEO\", \"name\": \"Georgia\", \"numeric\": \"268\"},\n"
    "{\"alpha_2\": \"KR\", \"alpha_3\": \"KOR\", \"name\": \"Korea, Republic of\",\n"
    " \"common_name\": \"South Korea\", \"official_name\": \"Republic of Corea\"},\n"
    "{\"alpha_2\": \"JP\", \"alpha_3\": \"JPN\", \"name\": \"Nippon Land\"},\n"
    "{\"alpha_2\": \"QZ\", \"alpha_3\": \"QZZ\", \"name\": \"Newland\", \"flag\": \"x\"}\n"
    "]}\n";

/* Messages in bytewise order, as a catalogue has them. */
static const char *const MESSAGES[][2] = {
    {"", "Content-Type: text/plain; charset=UTF-8\n"},
    {"Georgia", "グルジア"},
    {"Korea, Republic of", "コリア共和国"},
    {"Newland", "新国"},
    {"Nippon Land", "日の本"},
};
enum { MESSAGE_COUNT = sizeof MESSAGES / sizeof MESSAGES[0] };

static void write_catalogue(const struct share *share)
{
    struct mus_buf file = {0};
    struct mus_buf texts = {0};
    const uint32_t head = 28;
    const uint32_t tables = head + 16 * MESSAGE_COUNT;
    const uint32_t words[] = {0x950412DE, 0, MESSAGE_COUNT, head, head + 8 * MESSAGE_COUNT, 0, 0};
    for (size_t i = 0; i < 7; i++) {
        mus_buf_add_u32(&file, words[i]);
    }
    for (size_t side = 0; side < 2; side++) {
        for (size_t i = 0; i < MESSAGE_COUNT; i++) {
            mus_buf_add_u32(&file, (uint32_t)strlen(MESSAGES[i][side]));
            mus_buf_add_u32(&file, tables + (uint32_t)texts.len);
            mus_buf_add(&texts, MESSAGES[i][side], strlen(MESSAGES[i][side]) + 1);
        }
    }
    mus_buf_add_text(&file, mus_buf_text(&texts));
    write_file(share, CATALOGUE_FILE, file.data, file.len);
    mus_buf_done(&file);
    mus_buf_done(&texts);
}

static struct mus_table countries_of(const struct share *share, struct mus_arena *arena)
{
    struct mus_table table;
    struct mus_error err = {0};
    if (mus_countries_table(share->path, arena, &table, &err) != MUS_OK ||
        mus_table_check(&table, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return table;
}

static void without_iso_codes_the_built_in_table_stands_in(void **state)
{
    (void)state;
    struct share share;
    struct mus_arena arena = {0};
    struct mus_table builtin;
    share_open(&share);
    struct mus_table table = countries_of(&share, &arena);
    assert_int_equal(mus_builtin_read("countries", &arena, &builtin, NULL), MUS_OK);
    struct mus_buf expected = {0};
    struct mus_buf found = {0};
    mus_table_encode(&builtin, &expected);
    mus_table_encode(&table, &found);
    assert_int_equal(found.len, expected.len);
    assert_memory_equal(found.data, expected.data, expected.len);
    mus_buf_done(&expected);
    mus_buf_done(&found);
    mus_arena_done(&arena);
    share_close(&share);
}

static void a_label(const struct mus_table *table, const char *code, const char *ja, const char *en)
{
    const struct mus_table_row *row = mus_table_find(table, mus_text_of(code));
    assert_non_null(row);
    assert_text(row->label.ja, ja);
    assert_text(row->label.en, en);
}

static void names_come_from_iso_codes_unless_the_built_in_table_knows_better(void **state)
{
    (void)state;
    struct share share;
    struct mus_arena arena = {0};
    share_open(&share);
    write_file(&share, CODES_FILE, CODES, sizeof CODES - 1);
    write_catalogue(&share);
    struct mus_table table = countries_of(&share, &arena);
    a_label(&table, "QZ", "新国", "Newland");
    a_label(&table, "JP", "日の本", "Nippon Land");
    /* グルジア is a known spelling of what is now called otherwise. */
    a_label(&table, "GE", "ジョージア", "Georgia");
    /* The catalogue does not have the common name. */
    a_label(&table, "KR", "韓国", "South Korea");
    /* Not in this list, but in the built-in table. */
    a_label(&table, "XK", "コソボ", "Kosovo");
    mus_arena_done(&arena);
    share_close(&share);
}

static void every_name_of_either_side_leads_to_the_country(void **state)
{
    (void)state;
    struct share share;
    struct mus_arena arena = {0};
    share_open(&share);
    write_file(&share, CODES_FILE, CODES, sizeof CODES - 1);
    write_catalogue(&share);
    struct mus_table table = countries_of(&share, &arena);
    static const char *const words[][2] = {
        {"日本", "JP"},
        {"Japan", "JP"},
        {"JPN", "JP"},
        {"日の本", "JP"},
        {"グルジア", "GE"},
        {"GEO", "GE"},
        {"Korea, Republic of", "KR"},
        {"コリア共和国", "KR"},
        {"qzz", "QZ"},
        {"コソボ", "XK"},
        {"republic of corea", "KR"},
        {"ROK", "KR"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_row(mus_table_lookup(&table, mus_text_of(words[i][0])), words[i][1]);
    }
    mus_arena_done(&arena);
    share_close(&share);
}

static void every_built_in_spelling_still_leads_to_its_country(void **state)
{
    (void)state;
    struct share share;
    struct mus_arena arena = {0};
    struct mus_table builtin;
    share_open(&share);
    write_file(&share, CODES_FILE, CODES, sizeof CODES - 1);
    write_catalogue(&share);
    struct mus_table table = countries_of(&share, &arena);
    assert_int_equal(mus_builtin_read("countries", &arena, &builtin, NULL), MUS_OK);
    for (size_t i = 0; i < builtin.count; i++) {
        const struct mus_table_row *row = &builtin.rows[i];
        for (size_t k = 0; k < row->synonyms.count; k++) {
            const struct mus_table_row *found = mus_table_lookup(&table, row->synonyms.items[k]);
            assert_non_null(found);
            assert_true(mus_text_equal(found->code, row->code));
        }
    }
    mus_arena_done(&arena);
    share_close(&share);
}

static void without_the_catalogue_japanese_names_are_the_built_in_ones(void **state)
{
    (void)state;
    struct share share;
    struct mus_arena arena = {0};
    share_open(&share);
    write_file(&share, CODES_FILE, CODES, sizeof CODES - 1);
    struct mus_table table = countries_of(&share, &arena);
    a_label(&table, "JP", "日本", "Nippon Land");
    assert_null(mus_table_find(&table, MUS_TEXT("QZ"))->label.ja.ptr);
    mus_arena_done(&arena);
    share_close(&share);
}

static void the_version_follows_the_contents(void **state)
{
    (void)state;
    struct share share;
    struct mus_arena arena = {0};
    share_open(&share);
    write_file(&share, CODES_FILE, CODES, sizeof CODES - 1);
    struct mus_table first = countries_of(&share, &arena);
    struct mus_table again = countries_of(&share, &arena);
    write_catalogue(&share);
    struct mus_table other = countries_of(&share, &arena);
    assert_int_equal(first.version.len, 12);
    assert_memory_equal(first.version.ptr, "iso-", 4);
    assert_true(mus_text_equal(first.version, again.version));
    assert_false(mus_text_equal(first.version, other.version));
    mus_arena_done(&arena);
    share_close(&share);
}

static void assert_refused(const struct share *share, enum mus_status status, const char *file,
                           const char *message)
{
    struct mus_arena arena = {0};
    struct mus_table table;
    struct mus_error err = {0};
    char expected[512];
    snprintf(expected, sizeof expected, "%s/%s: %s", share->path, file, message);
    assert_int_equal(mus_countries_table(share->path, &arena, &table, &err), status);
    assert_string_equal(err.message, expected);
    mus_arena_done(&arena);
}

static void damaged_files_are_refused_by_name(void **state)
{
    (void)state;
    struct share share;
    share_open(&share);
    static const struct {
        const char *json;
        const char *message;
    } cases[] = {
        {"{\"3166-2\": []}", "3166-1: expected an array, found nothing"},
        {"{\"3166-1\": [{\"alpha_2\": \"jp\", \"name\": \"Japan\"}]}",
         "3166-1[0].alpha_2: \"jp\" is not two capital letters"},
        {"{\"3166-1\": [{\"name\": \"Japan\"}]}",
         "3166-1[0].alpha_2: \"\" is not two capital letters"},
        {"{\"3166-1\": [{\"alpha_2\": \"QZ\"}]}",
         "row \"QZ\": ja: a label in \"ja\" or \"en\" is missing"},
        {"{\"3166-1\": [{\"alpha_2\": \"JP\"}, {\"alpha_2\": \"JP\"}]}",
         "row \"JP\": code: \"JP\" stands twice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        write_file(&share, CODES_FILE, cases[i].json, strlen(cases[i].json));
        assert_refused(&share, MUS_INVALID, CODES_FILE, cases[i].message);
    }
    write_file(&share, CODES_FILE, CODES, sizeof CODES - 1);
    write_file(&share, CATALOGUE_FILE, "no catalogue", 12);
    struct mus_arena arena = {0};
    struct mus_table table;
    struct mus_error err = {0};
    assert_int_equal(mus_countries_table(share.path, &arena, &table, &err), MUS_INVALID);
    assert_non_null(strstr(err.message, CATALOGUE_FILE));
    mus_arena_done(&arena);
    share_close(&share);
}

static void a_file_without_end_is_refused(void **state)
{
    (void)state;
    struct share share;
    share_open(&share);
    size_t len = MUS_MAX_JSON_BYTES + 1;
    char *bytes = calloc(len, 1);
    write_file(&share, CODES_FILE, bytes, len);
    free(bytes);
    assert_refused(&share, MUS_LIMIT, CODES_FILE, "longer than 4194304 bytes");
    share_close(&share);
}

/* Taken in spite of a failure, the table must be the whole one. */
static void join_with_failure(const struct share *share, uint64_t n, struct mus_text version)
{
    struct mus_arena arena = {0};
    struct mus_table table;
    struct mus_error err = {0};
    mus_mem_fail_at(n, false);
    enum mus_status status = mus_countries_table(share->path, &arena, &table, &err);
    mus_mem_fail_at(0, false);
    assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    if (status == MUS_OK) {
        assert_true(mus_text_equal(table.version, version));
    }
    mus_arena_done(&arena);
}

/* Failing every single one would take minutes: reading the built-in table alone asks thousands of
 * times, which has a test of its own. */
static void joining_survives_failing_allocations(void **state)
{
    (void)state;
    struct share share;
    struct mus_arena arena = {0};
    share_open(&share);
    write_file(&share, CODES_FILE, CODES, sizeof CODES - 1);
    write_catalogue(&share);
    mus_mem_fail_at(0, false);
    struct mus_table whole = countries_of(&share, &arena);
    uint64_t total = mus_mem_count();
    for (uint64_t n = 1; n <= total; n += 199) {
        join_with_failure(&share, n, whole.version);
    }
    for (uint64_t n = total > 200 ? total - 200 : 1; n <= total; n++) {
        join_with_failure(&share, n, whole.version);
    }
    mus_arena_done(&arena);
    share_close(&share);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_iso_codes_the_built_in_table_stands_in),
        cmocka_unit_test(names_come_from_iso_codes_unless_the_built_in_table_knows_better),
        cmocka_unit_test(every_name_of_either_side_leads_to_the_country),
        cmocka_unit_test(every_built_in_spelling_still_leads_to_its_country),
        cmocka_unit_test(without_the_catalogue_japanese_names_are_the_built_in_ones),
        cmocka_unit_test(the_version_follows_the_contents),
        cmocka_unit_test(damaged_files_are_refused_by_name),
        cmocka_unit_test(a_file_without_end_is_refused),
        cmocka_unit_test(joining_survives_failing_allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
