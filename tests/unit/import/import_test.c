#include "import/import.h"

#include "import_fixture.h"
#include "store/stats.h"

static int setup(void **state)
{
    static struct fixture fixture;
    fixture_init(&fixture);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    fixture_done(*state);
    return 0;
}

#define BOM "\xEF\xBB\xBF"

/* ------------------------------------------------------------------ JSON Lines */

static void lines_of_json_become_companies(void **state)
{
    struct fixture *fixture = *state;
    const char *path =
        write_file(fixture, "fair.jsonl",
                   BOM "{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\"},\"country\":\"JP\"}\n\n"
                       "{\"source\":{\"name\":\"s\",\"id\":\"2\"},\"name\":{\"en\":\"Two\"},"
                       "\"country\":\"VN\"}\r\n"
                       "{\"name\":{\"ja\":\"三\"},\"country\":\"JP\"}");
    assert_counts(import_file(fixture, path), 3, 0, 0, 0, 0);
    assert_store(fixture, "{\"name\":{\"ja\":\"結び\"},\"country\":\"JP\"}\n"
                          "{\"source\":{\"name\":\"fair\",\"id\":\"k-81a76d0210a34b1c3089\"},"
                          "\"name\":{\"ja\":\"三\"},"
                          "\"country\":\"JP\"}\n"
                          "{\"source\":{\"name\":\"s\",\"id\":\"2\"},\"name\":{\"en\":\"Two\"},"
                          "\"country\":\"VN\"}\n");
    assert_counts(import_file(fixture, path), 0, 0, 3, 0, 0);
    assert_sound(fixture);
}

static void a_bad_line_is_rejected_and_the_rest_goes_on(void **state)
{
    struct fixture *fixture = *state;
    const char *path =
        write_file(fixture, "bad.jsonl",
                   "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\"}\n"
                   "{\"id\":\"c-2\",\"name\":{\"ja\":\"\xFF\"},\"country\":\"JP\"}\n"
                   "{\"id\":\"c-3\",\"names\":1}\n"
                   "{\"id\":\"c-4\",\"name\":{\"ja\":\"四\"},\"country\":\"XX\"}\n"
                   "{\"id\":\"c-5\",\"country\":\"JP\"}\n"
                   "[1]\n"
                   "{\"id\":\"c-6\",\"name\":{\"ja\":\"六\"},\"country\":\"JP\"} x\r\n"
                   "{\"id\":\"c-7\",\"name\":{\"ja\":\"七\"},\"country\":\"JP\",\"listings\":[{"
                   "\"side\":\"offer\","
                   "\"purposes\":[\"dance\"]}]}\n");
    static const char *const messages[] = {
        "line 2, column 27: byte 0xff is not UTF-8",
        "line 3: unknown key \"names\"",
        "line 4: country: unknown code \"XX\"; expected an ISO 3166-1 country code such as JP",
        "line 5: name: is missing; expected one in ja or en",
        "line 6: expected an object, found an array",
        "line 7, column 47: unexpected \"x\" where the end of the text was expected",
        "line 8: listings[0].purposes[0]: unknown code \"dance\"; expected a purpose such as "
        "sales, "
        "procurement or alliance"};
    const struct mus_import_report *report = import_file(fixture, path);
    assert_counts(report, 1, 0, 0, 7, 0);
    assert_int_equal(report->bad, 7);
    assert_int_equal(report->problem_count, 7);
    for (size_t i = 0; i < ARRAY_COUNT(messages); i++) {
        assert_text(report->problems[i].message, messages[i]);
        assert_int_equal(report->problems[i].line, i + 2);
        assert_int_equal(report->problems[i].row, i + 2);
    }
    size_t len;
    assert_text(report->rejected_file, path_of(fixture, "bad.jsonl.rejected.jsonl"));
    char *whole = read_file(path, &len);
    char *rejected = read_file(path_of(fixture, "bad.jsonl.rejected.jsonl"), &len);
    assert_non_null(
        strstr(rejected, "{\"id\":\"c-2\",\"name\":{\"ja\":\"\xFF\"},\"country\":\"JP\"}\n"));
    assert_null(strstr(rejected, "c-1"));
    assert_non_null(strstr(rejected, "\"country\":\"JP\"} x\n"));
    mus_free(whole);
    mus_free(rejected);
}

/* ------------------------------------------------------------------ tables */

static void a_table_is_understood_by_its_headings(void **state)
{
    struct fixture *fixture = *state;
    const char *path = write_file(
        fixture, "list.csv",
        BOM "企業名,法人番号,住所,従業員数,資本金（百万円）,設立,対応言語,シーズ,ニーズ,備考\r\n"
            "結び商事,８７００１１０００５９０１,神奈川県川崎市,４２名,10,平成10年4月,日本語・英語,"
            "ろ過膜,,x\r\n"
            "\r\n"
            "海外工業,,東京都港区,-,,,,,販売代理店,\r\n");
    const struct mus_import_report *report = import_file(fixture, path);
    assert_counts(report, 2, 0, 0, 0, 0);
    assert_int_equal(report->warning_count, 2);
    assert_text(report->warnings[0], "column J (\"備考\") was not understood and is passed over");
    assert_int_equal(report->encoding, MUS_ENCODING_UTF8);
    assert_store(
        fixture,
        "{\"source\":{\"name\":\"list\",\"id\":\"8700110005901\"},\"name\":{\"ja\":\"結び商事\"},"
        "\"corporate_number\":\"8700110005901\",\"country\":\"JP\",\"region\":\"JP-14\","
        "\"address\":\"神奈川県川崎市\",\"founded_year\":1998,\"employees\":42,\"capital_jpy\":"
        "10000000,\"languages\":[\"ja\",\"en\"],\"listings\":[{\"id\":\"l-832a283f-1\",\"side\":"
        "\"offer\",\"text\":{\"ja\":\"ろ過膜\"}}]}\n"
        "{\"source\":{\"name\":\"list\",\"id\":\"k-4c9956a2586b0fe8c839\"},\"name\":{\"ja\":"
        "\"海外工業\"},\"country\":\"JP\",\"region\":\"JP-13\",\"address\":\"東京都港区\","
        "\"listings\":[{\"id\":\"l-832a283f-2\",\"side\":\"need\",\"text\":{\"ja\":\"販売代理店\"}}"
        "]}"
        "\n");
    assert_counts(import_file(fixture, path), 0, 0, 2, 0, 0);
    assert_sound(fixture);
}

static void errors_name_row_and_column(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *row, *message, *column, *field;
    } cases[] = {
        {"a,多数,,,,,,,,,,,", "row 2, column B (従業員数): expected a number, found \"多数\"", "B",
         "employees"},
        {"a,1.5,,,,,,,,,,,", "row 2, column B (従業員数): expected a whole number, found \"1.5\"",
         "B", "employees"},
        {"a,-3,,,,,,,,,,,",
         "row 2, column B (従業員数): employees: -3 is out of range; expected 0 to 10000000", "B",
         "employees"},
        {"a,,123456789012,,,,,,,,,,",
         "row 2, column C (法人番号): 12 digits are a personal number (My Number) and are "
         "never stored",
         "C", "corporate_number"},
        {"a,,8700110005902,,,,,,,,,,",
         "row 2, column C (法人番号): the check digit is 8, expected 7", "C", "corporate_number"},
        {"a,,,Freedonia,,,,,,,,,",
         "row 2, column D (国): \"Freedonia\" is not in the table countries", "D", "country"},
        {"a,,,,R7.2.30,,,,,,,,", "row 2, column E (有効期限): no such date \"R7.2.30\"", "E",
         "review.valid_until"},
        {"a,,,,,火星語,,,,,,,", "row 2, column F (言語): \"火星語\" is not in the table languages",
         "F", "languages"},
        {"a,,,,,,昔,,,,,,", "row 2, column G (設立): expected a year, found \"昔\"", "G",
         "founded_year"},
        {"a,,,,,,,多額,,,,,", "row 2, column H (資本金（千円）): expected a number, found \"多額\"",
         "H", "capital_jpy"},
        {"a,,,,,,,,準備中,,,,",
         "row 2, column I (URL): website: malformed address \"準備中\"; expected http:// or "
         "https:// "
         "and a host",
         "I", "website"},
        {"a,,,,,,,,,幽霊,,,", "row 2, column J (企業種別): \"幽霊\" is not in the table kinds", "J",
         "kind"},
        {"a,,,,,,,,,,踊り,,", "row 2, column K (目的): \"踊り\" is not in the table purposes", "K",
         "listings[0].purposes"},
        {"a,,,,,,,,,,,みなし県,",
         "row 2, column L (都道府県): \"みなし県\" is not in the table regions", "L", "region"},
        {"a,,,,,,,,,,,,太郎", "row 2, column M (メール): contacts[0].email: no e-mail address", "M",
         "contacts[0].email"},
        {",,,,,,,,,,,東京都,",
         "row 2: neither id nor corporate number nor name: nothing to tell it by", NULL, NULL},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "企業名,従業員数,法人番号,国,有効期限,言語,設立,資本金（千円）,URL,企業種別,目的,"
                 "都道府県,"
                 "メール\n%s\n",
                 cases[i].row);
        struct mus_import_job job = job_of(fixture, write_file(fixture, "wrong.csv", text));
        job.dry_run = true;
        const struct mus_import_report *report = import_job(fixture, &job);
        assert_counts(report, 0, 0, 0, 1, 0);
        assert_text(report->problems[0].message, cases[i].message);
        assert_int_equal(report->problems[0].column.ptr != NULL, cases[i].column != NULL);
        if (cases[i].column != NULL) {
            assert_text(report->problems[0].column, cases[i].column);
            assert_text(report->problems[0].field, cases[i].field);
        }
        assert_null(report->rejected_file.ptr);
    }
    assert_int_equal(company_count(fixture), 0);
}

static void a_bad_row_leaves_nothing_of_its_company(void **state)
{
    struct fixture *fixture = *state;
    const char *path = write_file(fixture, "half.csv",
                                  "source.id,name.ja,country,employees\n1,一,JP,1\n2,二,JP,多数\n");
    assert_counts(import_file(fixture, path), 1, 0, 0, 1, 0);
    assert_store(fixture, "{\"source\":{\"name\":\"half\",\"id\":\"1\"},\"name\":{\"ja\":\"一\"},"
                          "\"country\":\"JP\",\"employees\":1}\n");
}

static void rejected_rows_can_be_mended_and_imported_again(void **state)
{
    struct fixture *fixture = *state;
    size_t len;
    const char *path = write_file(
        fixture, "mend.csv",
        "一覧,2026\nsource.id,name.ja,country,employees\n1,一,JP,1\n2,\"二, 商事\",JP,多数\n");
    struct mus_import_job job = job_of(fixture, path);
    job.header_row = 2;
    const struct mus_import_report *report = import_job(fixture, &job);
    assert_counts(report, 1, 0, 0, 1, 0);
    assert_text(report->problems[0].message,
                "row 4, column D (employees): expected a number, found \"多数\"");
    assert_int_equal(report->problems[0].line, 4);
    const char *rejected = path_of(fixture, "mend.csv.rejected.csv");
    char *text = read_file(rejected, &len);
    assert_string_equal(
        text, BOM "\r\nsource.id,name.ja,country,employees,musubi_error\r\n2,\"二, 商事\",JP,多数,"
                  "\"row 4, column D (employees): expected a number, found \"\"多数\"\"\"\r\n");
    char *bad = strstr(text, "JP,多数");
    memcpy(bad, "JP,000002", 9);
    job.file = write_bytes(fixture, "mend.csv.rejected.csv", text, len);
    mus_free(text);
    assert_counts(import_job(fixture, &job), 1, 0, 0, 0, 0);
    assert_store(fixture,
                 "{\"source\":{\"name\":\"mend\",\"id\":\"1\"},\"name\":{\"ja\":\"一\"},"
                 "\"country\":\"JP\",\"employees\":1}\n"
                 "{\"source\":{\"name\":\"mend\",\"id\":\"2\"},\"name\":{\"ja\":\"二, 商事\"},"
                 "\"country\":\"JP\",\"employees\":2}\n");
}

static void a_table_without_a_header_needs_a_map(void **state)
{
    struct fixture *fixture = *state;
    const char *path = write_file(fixture, "bare.csv", "7,一,JP\n8,二,??\n");
    struct mus_import_job job = job_of(fixture, path);
    job.no_header = true;
    assert_int_equal(run_job(fixture, &job), MUS_INVALID);
    assert_string_equal(fixture->err.message,
                        "without a header a map must say what the columns are");
    job.map = write_file(
        fixture, "map.json",
        "{\"format\":\"musubi-map/1\",\"source\":\"b\",\"row_name\":{\"column\":1,\"label\":"
        "\"number\"},\"fields\":{\"source.id\":{\"column\":1},\"name.ja\":{\"column\":2},"
        "\"country\":{\"column\":3}}}");
    const struct mus_import_report *report = import_job(fixture, &job);
    assert_counts(report, 1, 0, 0, 1, 0);
    assert_text(report->problems[0].message,
                "row 2 (number 8), column C: \"??\" is not in the table countries");
    assert_text(report->problems[0].row_name, "8");
    size_t len;
    char *text = read_file(path_of(fixture, "bare.csv.rejected.csv"), &len);
    assert_string_equal(
        text, BOM "8,二,??,\"musubi_error: row 2 (number 8), column C: \"\"??\"\" is not in the "
                  "table countries\"\r\n");
    mus_free(text);
    job.file = path_of(fixture, "bare.csv.rejected.csv");
    assert_counts(import_job(fixture, &job), 0, 0, 0, 1, 0);
}

static void a_bad_header_or_map_refuses_the_file(void **state)
{
    struct fixture *fixture = *state;
    struct mus_import_job job = job_of(fixture, write_file(fixture, "x.csv", "企業名,分野\na,b\n"));
    assert_int_equal(run_job(fixture, &job), MUS_INVALID);
    assert_string_equal(fixture->err.message, "column B (\"分野\") can mean industries or "
                                              "technology_fields; say which with a map");
    job.map = write_file(fixture, "map.json", "{\"name.ja\":{\"column\":\"社名\"}}");
    assert_int_equal(run_job(fixture, &job), MUS_INVALID);
    assert_string_equal(
        fixture->err.message,
        "fields.name.ja: column: no column is called \"社名\"; there are \"企業名\", \"分野\"");
    job.file = "/nonexistent/x.csv";
    assert_int_equal(run_job(fixture, &job), MUS_NOT_FOUND);
}

static void options_of_tables_are_refused_for_json(void **state)
{
    struct fixture *fixture = *state;
    struct mus_import_job job = job_of(fixture, write_file(fixture, "y.jsonl", "{}\n"));
    char expected[256];
    job.map = "m.json";
    snprintf(expected, sizeof expected, "%s: a map is for CSV and XLSX, not for JSON Lines",
             job.file);
    assert_int_equal(run_job(fixture, &job), MUS_INVALID);
    assert_string_equal(fixture->err.message, expected);
    job.map = NULL;
    job.batch = MUS_MAX_BATCH_ROWS + 1;
    assert_int_equal(run_job(fixture, &job), MUS_LIMIT);
    assert_string_equal(fixture->err.message, "a batch of 100001 rows; at most 100000");
    job.batch = 0;
    job.source = " ";
    assert_int_equal(run_job(fixture, &job), MUS_INVALID);
    assert_string_equal(fixture->err.message, "source \" \": expected a name of at most 64 bytes");
}

static void a_doubtful_date_is_a_warning(void **state)
{
    struct fixture *fixture = *state;
    const char *path =
        write_file(fixture, "doubt.csv", "企業名,国,有効期限\n結び,JP,平成31年5月2日\n");
    const struct mus_import_report *report = import_file(fixture, path);
    assert_counts(report, 1, 0, 0, 0, 0);
    assert_int_equal(report->warning_count, 1);
    assert_text(
        report->warnings[0],
        "row 2, column C (有効期限): \"平成31年5月2日\" lies after the end of its era; taken as "
        "2019-05-02");
}

/* ------------------------------------------------------------------ one key, several rows */

static void of_several_rows_with_one_key_the_last_sound_one_wins(void **state)
{
    struct fixture *fixture = *state;
    const char *path = write_file(fixture, "many.csv",
                                  "source.id,name.ja,country,employees\n"
                                  "1,一,JP,1\n2,二,JP,2\n1,壱,JP,11\n3,三,JP,多数\n2,弐,JP,多数\n"
                                  "1,一一,JP,111\n");
    const struct mus_import_report *report = import_file(fixture, path);
    assert_counts(report, 2, 0, 0, 2, 2);
    assert_int_equal(report->by_others_count, 2);
    assert_int_equal(report->by_others[0].row, 2);
    assert_int_equal(report->by_others[0].by, 7);
    assert_int_equal(report->by_others[1].row, 4);
    assert_int_equal(report->by_others[1].by, 7);
    assert_store(fixture, "{\"source\":{\"name\":\"many\",\"id\":\"1\"},\"name\":{\"ja\":\"一一\"},"
                          "\"country\":\"JP\",\"employees\":111}\n"
                          "{\"source\":{\"name\":\"many\",\"id\":\"2\"},\"name\":{\"ja\":\"二\"},"
                          "\"country\":\"JP\",\"employees\":2}\n");
    assert_counts(import_file(fixture, path), 0, 0, 2, 2, 2);
}

static void a_partial_row_wins_even_where_it_finds_no_company(void **state)
{
    struct fixture *fixture = *state;
    struct mus_import_job job =
        job_of(fixture, write_file(fixture, "partial.csv",
                                   "source.id,name.ja,country,employees\n"
                                   "1,一,JP,1\n1,,,2\n2,二,JP,多数\n3,,,3\n"));
    job.batch = 1; /* where batches end must not show */
    for (int round = 0; round < 2; round++) {
        const struct mus_import_report *report = import_job(fixture, &job);
        assert_counts(report, 0, 0, 0, 3, 1);
        assert_text(report->problems[0].message,
                    "row 3, column B (name.ja): name: is missing; expected one in ja or en");
        assert_text(report->problems[1].message,
                    "row 4, column D (employees): expected a number, found \"多数\"");
        assert_int_equal(report->problems[2].row, 5);
        assert_int_equal(company_count(fixture), 0);
    }
    import_file(fixture, write_file(fixture, "partial.jsonl",
                                    "{\"source\":{\"name\":\"partial\",\"id\":\"1\"},\"name\":{"
                                    "\"ja\":\"一\"},\"country\":\"JP\"}\n"));
    assert_counts(import_job(fixture, &job), 0, 1, 0, 2, 1);
    assert_counts(import_job(fixture, &job), 0, 0, 1, 2, 1);
}

static void rows_that_share_an_id_or_a_source_are_one_company(void **state)
{
    struct fixture *fixture = *state;
    const char *path = write_file(
        fixture, "tied.jsonl",
        "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\"}\n"
        "{\"id\":\"c-1\",\"source\":{\"name\":\"s\",\"id\":\"1\"},\"name\":{\"ja\":\"二\"},"
        "\"country\":"
        "\"JP\"}\n"
        "{\"source\":{\"name\":\"s\",\"id\":\"1\"},\"name\":{\"ja\":\"三\"},\"country\":\"JP\"}\n");
    assert_counts(import_file(fixture, path), 1, 0, 0, 0, 2);
    assert_int_equal(company_count(fixture), 1);
    assert_store(fixture, "{\"source\":{\"name\":\"s\",\"id\":\"1\"},\"name\":{\"ja\":\"三\"},"
                          "\"country\":\"JP\"}\n");
}

/* ------------------------------------------------------------------ strict, dry */

static void a_dry_run_gives_the_same_numbers_and_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    const char *path = write_file(fixture, "dry.csv",
                                  "source.id,name.ja,country,employees\n1,一,JP,1\n2,二,JP,多数\n"
                                  "1,壱,JP,2\n3,三,JP,3\n");
    struct mus_import_job job = job_of(fixture, path);
    struct mus_store_stats before;
    struct mus_store_stats after;
    assert_int_equal(mus_store_stats(fixture->store, &before, NULL), MUS_OK);
    job.dry_run = true;
    assert_counts(import_job(fixture, &job), 2, 0, 0, 1, 1);
    assert_true(fixture->report->dry_run);
    assert_int_equal(mus_store_stats(fixture->store, &after, NULL), MUS_OK);
    assert_memory_equal(&before, &after, sizeof before);
    assert_int_equal(access(path_of(fixture, "dry.csv.rejected.csv"), F_OK), -1);
    job.dry_run = false;
    assert_counts(import_job(fixture, &job), 2, 0, 0, 1, 1);
    job.dry_run = true;
    assert_counts(import_job(fixture, &job), 0, 0, 2, 1, 1);
}

static void a_strict_import_takes_all_or_nothing(void **state)
{
    struct fixture *fixture = *state;
    const char *bad = write_file(fixture, "strict.csv",
                                 "source.id,name.ja,country,employees\n1,一,JP,1\n2,二,JP,多数\n"
                                 "1,壱,JP,2\n");
    struct mus_import_job job = job_of(fixture, bad);
    job.strict = true;
    const struct mus_import_report *report = import_job(fixture, &job);
    assert_counts(report, 0, 0, 0, 2, 1);
    assert_int_equal(report->bad, 1);
    assert_int_equal(report->problem_count, 1);
    assert_text(report->problems[0].message,
                "row 3, column D (employees): expected a number, found \"多数\"");
    assert_null(report->rejected_file.ptr);
    assert_int_equal(company_count(fixture), 0);
    assert_int_equal(access(path_of(fixture, "strict.csv.rejected.csv"), F_OK), -1);
    job.file = write_file(fixture, "strict.csv",
                          "source.id,name.ja,country,employees\n1,一,JP,1\n2,二,JP,2\n");
    assert_counts(import_job(fixture, &job), 2, 0, 0, 0, 0);
}

/* ------------------------------------------------------------------ batches */

struct watcher {
    uint64_t done[8], total;
    size_t calls;
};

static void watch(void *user, uint64_t done, uint64_t total)
{
    struct watcher *watcher = user;
    assert_true(watcher->calls < ARRAY_COUNT(watcher->done));
    watcher->done[watcher->calls++] = done;
    watcher->total = total;
}

static void progress_is_told_batch_by_batch(void **state)
{
    struct fixture *fixture = *state;
    struct watcher watcher = {0};
    const char *path =
        write_file(fixture, "batches.csv",
                   "source.id,name.ja,country\n1,一,JP\n2,二,JP\n3,三,JP\n4,四,JP\n5,五,JP\n");
    struct mus_import_job job = job_of(fixture, path);
    job.batch = 2;
    job.progress = watch;
    job.user = &watcher;
    assert_counts(import_job(fixture, &job), 5, 0, 0, 0, 0);
    assert_int_equal(watcher.calls, 3);
    assert_int_equal(watcher.done[0], 2);
    assert_int_equal(watcher.done[1], 4);
    assert_int_equal(watcher.done[2], 5);
    assert_int_equal(watcher.total, 5);
    watcher.calls = 0;
    job.dry_run = true;
    import_job(fixture, &job);
    assert_int_equal(watcher.calls, 0);
}

static void a_full_map_grows_and_loses_nothing(void **state)
{
    struct fixture *fixture = *state;
    enum { ROWS = 2500 };
    struct mus_buf text = {0};
    mus_buf_add_z(&text, "source.id,name.ja,country,description.ja\n");
    for (int i = 0; i < ROWS; i++) {
        mus_buf_printf(&text, "%d,会社%d,JP,", i, i);
        for (int k = 0; k < 60; k++) {
            mus_buf_printf(&text, "製品%d-%d ", i * 7 % 100, k);
        }
        mus_buf_add_z(&text, "\n");
    }
    const char *path = write_bytes(fixture, "large.csv", text.data, text.len);
    mus_buf_done(&text);
    struct mus_import_job job = job_of(fixture, path);
    job.batch = 600;
    assert_counts(import_job(fixture, &job), ROWS, 0, 0, 0, 0);
    assert_int_equal(company_count(fixture), ROWS);
    assert_counts(import_job(fixture, &job), 0, 0, ROWS, 0, 0);
}

static void only_the_first_hundred_errors_are_listed(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf text = {0};
    mus_buf_add_z(&text, "name.ja,country,employees\n");
    for (int i = 0; i < 150; i++) {
        mus_buf_printf(&text, "会社%d,JP,多数\n", i);
    }
    const char *path = write_bytes(fixture, "errors.csv", text.data, text.len);
    mus_buf_done(&text);
    const struct mus_import_report *report = import_file(fixture, path);
    assert_counts(report, 0, 0, 0, 150, 0);
    assert_int_equal(report->problem_count, MUS_MAX_REPORTED);
    assert_text(report->problems[99].message,
                "row 101, column C (employees): expected a number, found \"多数\"");
}

static void an_empty_table_is_no_failure(void **state)
{
    struct fixture *fixture = *state;
    assert_counts(import_file(fixture, write_file(fixture, "e.csv", "企業名,国\n")), 0, 0, 0, 0, 0);
    assert_counts(import_file(fixture, write_file(fixture, "e.jsonl", "\n")), 0, 0, 0, 0, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(lines_of_json_become_companies),
        TEST(a_bad_line_is_rejected_and_the_rest_goes_on),
        TEST(a_table_is_understood_by_its_headings),
        TEST(errors_name_row_and_column),
        TEST(a_bad_row_leaves_nothing_of_its_company),
        TEST(rejected_rows_can_be_mended_and_imported_again),
        TEST(a_table_without_a_header_needs_a_map),
        TEST(a_bad_header_or_map_refuses_the_file),
        TEST(options_of_tables_are_refused_for_json),
        TEST(a_doubtful_date_is_a_warning),
        TEST(of_several_rows_with_one_key_the_last_sound_one_wins),
        TEST(a_partial_row_wins_even_where_it_finds_no_company),
        TEST(rows_that_share_an_id_or_a_source_are_one_company),
        TEST(a_dry_run_gives_the_same_numbers_and_changes_nothing),
        TEST(a_strict_import_takes_all_or_nothing),
        TEST(progress_is_told_batch_by_batch),
        TEST(a_full_map_grows_and_loses_nothing),
        TEST(only_the_first_hundred_errors_are_listed),
        TEST(an_empty_table_is_no_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
