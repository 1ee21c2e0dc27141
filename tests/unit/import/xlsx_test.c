/* Companies from a workbook: dates, errors in cells, the header further down. */
#include "import/import.h"

#include "../codec/xlsx_file.h"
#include "import_fixture.h"

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

#define CELL(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(place, number) "<c r=\"" place "\"><v>" number "</v></c>"

static const struct xlsx_parts PARTS = {
    .rows = "<row r=\"1\">" CELL(
        "A1",
        "出展者一覧") "</row>"
                      "<row r=\"3\">" CELL("A3", "企業名") CELL("B3", "国") CELL("C3", "従業員数")
                          CELL(
                              "D3",
                              "法人番号") "</row>"
                                          "<row r=\"4\">" CELL("A4", "結び") CELL("B4", "日本")
                                              NUMBER("C4", "42") NUMBER(
                                                  "D4",
                                                  "8700110005901") "</row>"
                                                                   "<row r=\"6\">" CELL("A6", "海外"
                                                                                              "工"
                                                                                              "業")
                                                                       CELL(
                                                                           "B6",
                                                                           "VN") "<c r=\"C6\" "
                                                                                 "t=\"e\"><v>#N/A</"
                                                                                 "v></c></row>"
                                                                                 "<row "
                                                                                 "r=\"7\">" CELL(
                                                                                     "A7",
                                                                                     "多数工業")
                                                                                     CELL("B7", "V"
                                                                                                "N")
                                                                                         CELL(
                                                                                             "C7",
                                                                                             "多"
                                                                                             "数") "<"
                                                                                                   "/"
                                                                                                   "r"
                                                                                                   "o"
                                                                                                   "w"
                                                                                                   ">",
};

static const char *write_book(const struct fixture *fixture)
{
    struct mus_buf file = {0};
    xlsx_make(&PARTS, &file);
    const char *path = write_bytes(fixture, "book.xlsx", file.data, file.len);
    mus_buf_done(&file);
    return path;
}

static void a_workbook_is_read_like_a_table(void **state)
{
    struct fixture *fixture = *state;
    struct mus_import_job job = job_of(fixture, write_book(fixture));
    job.header_row = 3;
    const struct mus_import_report *report = import_job(fixture, &job);
    assert_counts(report, 2, 0, 0, 1, 0);
    assert_text(report->problems[0].message,
                "row 7, column C (従業員数): expected a number, found \"多数\"");
    assert_int_equal(report->problems[0].line, 0);
    assert_int_equal(report->warning_count, 1);
    assert_text(report->warnings[0],
                "row 6, column C (従業員数): the cell holds an error of the spreadsheet; taken as "
                "empty");
    assert_store(
        fixture,
        "{\"source\":{\"name\":\"book\",\"id\":\"8700110005901\"},\"name\":{\"ja\":\"結び\"},"
        "\"corporate_number\":\"8700110005901\",\"country\":\"JP\",\"employees\":42}\n"
        "{\"source\":{\"name\":\"book\",\"id\":\"k-181730711d9c8a2e43ca\"},\"name\":{\"ja\":"
        "\"海外工業\"},"
        "\"country\":\"VN\"}\n");
    assert_counts(import_job(fixture, &job), 0, 0, 2, 1, 0);
}

static void what_was_rejected_comes_back_as_csv(void **state)
{
    struct fixture *fixture = *state;
    struct mus_import_job job = job_of(fixture, write_book(fixture));
    size_t len;
    job.header_row = 3;
    import_job(fixture, &job);
    char *text = read_file(path_of(fixture, "book.xlsx.rejected.csv"), &len);
    assert_string_equal(text,
                        "\xEF\xBB\xBF\r\n\r\n企業名,国,従業員数,法人番号,musubi_error\r\n"
                        "多数工業,VN,多数,,\"row 7, column C (従業員数): expected a number, found "
                        "\"\"多数\"\"\"\r\n");
    char *many = strstr(text, ",多数,");
    memcpy(many, ",000042,", 8);
    job.file = write_bytes(fixture, "book.xlsx.rejected.csv", text, len);
    mus_free(text);
    assert_counts(import_job(fixture, &job), 1, 0, 0, 0, 0);
    assert_text(fixture->report->source, "book");
}

static void an_error_in_a_cell_clears_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct mus_import_job job = job_of(fixture, write_book(fixture));
    job.header_row = 3;
    job.clear_empty = true;
    const struct mus_import_report *report = import_job(fixture, &job);
    assert_counts(report, 1, 0, 0, 2, 0);
    assert_text(report->problems[0].message,
                "row 6, column C (従業員数): the cell holds an error of the spreadsheet");
}

static void a_sheet_that_is_not_there_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct mus_import_job job = job_of(fixture, write_book(fixture));
    job.sheet = "名簿";
    assert_int_equal(run_job(fixture, &job), MUS_NOT_FOUND);
    job.sheet = "会社一覧";
    job.header_row = 3;
    assert_counts(import_job(fixture, &job), 2, 0, 0, 1, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_workbook_is_read_like_a_table),
        TEST(what_was_rejected_comes_back_as_csv),
        TEST(an_error_in_a_cell_clears_nothing),
        TEST(a_sheet_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
