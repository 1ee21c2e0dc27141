/* How an import meets what is there: identities, merged companies, edits, several sources. */
#include "import/import.h"

#include "import_fixture.h"
#include "profile/company_merge.h"
#include "store/merge.h"

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

static const struct mus_import_report *import_text(struct fixture *fixture, const char *name,
                                                   const char *text)
{
    return import_file(fixture, write_file(fixture, name, text));
}

/* ------------------------------------------------------------------ changes made by hand */

struct edit {
    const char *id, *json;
    mus_field_set cleared;
    struct mus_arena arena;
};

static enum mus_status make_edit(struct mus_write *write, void *context, struct mus_error *err)
{
    struct edit *edit = context;
    struct mus_company_record old;
    struct mus_company input;
    struct mus_merged merged;
    struct mus_json *json = NULL;
    enum mus_status status = mus_store_company(mus_store_write_view(write), mus_text_of(edit->id),
                                               &edit->arena, &old, err);
    if (status == MUS_OK) {
        status = mus_json_parse(mus_text_of(edit->json), &json, err);
    }
    if (status == MUS_OK) {
        status = mus_company_read_json(json, &edit->arena, &input, &edit->cleared, err);
    }
    if (status == MUS_OK) {
        status = mus_company_edit(&old, &input, edit->cleared, NOW_MS, &edit->arena, &merged, err);
    }
    if (status == MUS_OK) {
        status = mus_store_put(write, &merged.record, NULL, err);
    }
    mus_json_free(json);
    return status;
}

static void edit_company(struct fixture *fixture, const char *id, const char *json)
{
    struct edit edit = {.id = id, .json = json};
    assert_int_equal(mus_store_update(fixture->store, make_edit, &edit, NULL), MUS_OK);
    mus_arena_done(&edit.arena);
}

struct joining {
    const char *survivor, *merged;
    uint64_t number;
    struct mus_arena arena;
};

static enum mus_status make_join(struct mus_write *write, void *context, struct mus_error *err)
{
    struct joining *joining = context;
    struct mus_company_record survivor;
    enum mus_status status =
        mus_store_company(mus_store_write_view(write), mus_text_of(joining->survivor),
                          &joining->arena, &survivor, err);
    return status == MUS_OK ? mus_store_merge(write, &survivor, mus_text_of(joining->merged),
                                              NOW_MS, &joining->number, err)
                            : status;
}

static void merge_companies(struct fixture *fixture, const char *survivor, const char *merged)
{
    struct joining joining = {.survivor = survivor, .merged = merged};
    struct mus_error err = {0};
    enum mus_status status = mus_store_update(fixture->store, make_join, &joining, &err);
    if (status != MUS_OK) {
        print_error("%s\n", err.message);
    }
    assert_int_equal(status, MUS_OK);
    mus_arena_done(&joining.arena);
}

/* ------------------------------------------------------------------ JSON Lines */

static void json_replaces_what_its_source_supplied(void **state)
{
    struct fixture *fixture = *state;
    import_text(
        fixture, "a.jsonl",
        "{\"source\":{\"name\":\"s\",\"id\":\"1\"},\"name\":{\"ja\":\"一\"},\"country\":\"JP\","
        "\"employees\":5,\"city\":\"川崎市\"}\n");
    assert_counts(import_text(fixture, "a.jsonl",
                              "{\"source\":{\"name\":\"s\",\"id\":\"1\"},\"name\":{\"ja\":\"一\"},"
                              "\"country\":\"JP\",\"employees\":6}\n"),
                  0, 1, 0, 0, 0);
    assert_store(fixture, "{\"source\":{\"name\":\"s\",\"id\":\"1\"},\"name\":{\"ja\":\"一\"},"
                          "\"country\":\"JP\",\"employees\":6}\n");
}

static void what_another_source_supplied_stays(void **state)
{
    struct fixture *fixture = *state;
    import_text(fixture, "a.jsonl",
                "{\"id\":\"c-1\",\"source\":{\"name\":\"s\",\"id\":\"1\"},\"name\":{\"ja\":\"一\"},"
                "\"country\":\"JP\",\"employees\":5}\n");
    assert_counts(import_text(fixture, "b.jsonl",
                              "{\"id\":\"c-1\",\"source\":{\"name\":\"t\",\"id\":\"9\"},\"name\":{"
                              "\"ja\":\"一\"},\"country\":\"JP\",\"city\":\"川崎市\"}\n"),
                  0, 1, 0, 0, 0);
    assert_counts(import_text(fixture, "b.jsonl",
                              "{\"source\":{\"name\":\"t\",\"id\":\"9\"},\"name\":{\"ja\":\"一\"},"
                              "\"country\":\"JP\"}\n"),
                  0, 1, 0, 0, 0);
    assert_store(fixture, "{\"source\":{\"name\":\"s\",\"id\":\"1\"},\"name\":{\"ja\":\"一\"},"
                          "\"country\":\"JP\",\"employees\":5}\n");
    assert_sound(fixture);
}

static void an_id_and_a_source_of_two_companies_are_refused(void **state)
{
    struct fixture *fixture = *state;
    import_text(fixture, "a.jsonl",
                "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\"}\n"
                "{\"id\":\"c-2\",\"source\":{\"name\":\"s\",\"id\":\"2\"},\"name\":{\"ja\":\"二\"},"
                "\"country\":\"JP\"}\n");
    const struct mus_import_report *report = import_text(
        fixture, "b.jsonl",
        "{\"id\":\"c-1\",\"source\":{\"name\":\"s\",\"id\":\"2\"},\"name\":{\"ja\":\"三\"},"
        "\"country\":\"JP\"}\n");
    assert_counts(report, 0, 0, 0, 1, 0);
    assert_text(report->problems[0].message,
                "line 1: id \"c-1\" is company \"c-1\", but id \"2\" of source \"s\" is company "
                "\"c-2\"");
}

static void a_named_source_is_remembered_for_rows_with_ids(void **state)
{
    struct fixture *fixture = *state;
    struct mus_import_job job = job_of(
        fixture, write_file(fixture, "a.jsonl",
                            "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\"}\n"));
    job.source = "fair";
    assert_counts(import_job(fixture, &job), 1, 0, 0, 0, 0);
    assert_store(fixture, "{\"source\":{\"name\":\"fair\",\"id\":\"c-1\"},\"name\":{\"ja\":\"一\"},"
                          "\"country\":\"JP\"}\n");
}

/* ------------------------------------------------------------------ tables */

static void a_table_touches_only_its_columns(void **state)
{
    struct fixture *fixture = *state;
    import_text(fixture, "s.jsonl",
                "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"employees\":5,"
                "\"city\":\"川崎市\"}\n");
    assert_counts(import_text(fixture, "t.csv", "id,employees,city\nc-1,6,\n"), 0, 1, 0, 0, 0);
    assert_store(fixture, "{\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"city\":\"川崎市\","
                          "\"employees\":6}\n");
}

static void an_empty_cell_clears_only_where_that_is_asked_for(void **state)
{
    struct fixture *fixture = *state;
    import_text(fixture, "s.jsonl",
                "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"employees\":5,"
                "\"city\":\"川崎市\"}\n");
    struct mus_import_job job =
        job_of(fixture, write_file(fixture, "t.csv", "id,employees,city\nc-1,6,\n"));
    job.clear_empty = true;
    assert_counts(import_job(fixture, &job), 0, 1, 0, 0, 0);
    assert_store(fixture, "{\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"employees\":6}\n");
    assert_counts(import_job(fixture, &job), 0, 0, 1, 0, 0);
}

static void a_partial_row_of_an_unknown_company_is_rejected(void **state)
{
    struct fixture *fixture = *state;
    const struct mus_import_report *report = import_text(fixture, "t.csv", "id,employees\nc-1,6\n");
    assert_counts(report, 0, 0, 0, 1, 0);
    assert_text(report->problems[0].message, "row 2: name: is missing; expected one in ja or en");
}

static void listings_of_other_sources_stay(void **state)
{
    struct fixture *fixture = *state;
    import_text(fixture, "s.jsonl",
                "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"listings\":[{\"id\":"
                "\"l1\",\"side\":\"need\",\"text\":{\"ja\":\"部品\"}}]}\n");
    const char *path = write_file(fixture, "t.csv", "id,シーズ\nc-1,ろ過膜\n");
    assert_counts(import_file(fixture, path), 0, 1, 0, 0, 0);
    assert_counts(import_file(fixture, path), 0, 0, 1, 0, 0);
    assert_store(
        fixture,
        "{\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"listings\":[{\"id\":\"l1\",\"side\":"
        "\"need\",\"text\":{\"ja\":\"部品\"}},{\"id\":\"l-bea4bbfe-1\",\"side\":\"offer\","
        "\"text\":{\"ja\":\"ろ過膜\"}}]}\n");
}

static void a_key_of_another_firm_s_company_is_refused(void **state)
{
    struct fixture *fixture = *state;
    import_text(fixture, "s.jsonl",
                "{\"id\":\"c-1\",\"source\":{\"name\":\"fair\",\"id\":\"1\"},\"name\":{\"ja\":"
                "\"一\"},\"country\":\"JP\",\"corporate_number\":\"7000012050002\"}\n"
                "{\"id\":\"c-2\",\"source\":{\"name\":\"fair\",\"id\":\"2\"},\"name\":{\"ja\":"
                "\"二\"},\"country\":\"JP\"}\n");
    /* The row before it about the same company is taken, and so is one that brings the same number,
     * none, or the first one. */
    struct mus_import_job job =
        job_of(fixture, write_file(fixture, "fair.csv",
                                   "管理番号,企業名,法人番号\n1,一の改め,7000-01-2050002\n"
                                   "1,三,4000012090001\n2,二,4000012090001\n"));
    const struct mus_import_report *report = import_job(fixture, &job);
    assert_counts(report, 0, 2, 0, 1, 0);
    assert_text(report->problems[0].message,
                "row 3, column C (法人番号): corporate_number: is another than that of company "
                "\"c-1\", to which the row's key leads");
    assert_text(report->problems[0].field, "corporate_number");
    assert_counts(import_text(fixture, "fair.csv", "管理番号,企業名,法人番号\n1,一の再び,\n"), 0, 1,
                  0, 0, 0);
    report = import_text(fixture, "t.jsonl",
                         "{\"id\":\"c-1\",\"corporate_number\":\"4000012090001\"}\n");
    assert_counts(report, 0, 0, 0, 1, 0);
    assert_text(report->problems[0].message,
                "line 1: corporate_number: is another than that of company \"c-1\", to which the "
                "row's key leads");
    job.file = write_file(fixture, "fair.csv", "管理番号,企業名,法人番号\n1,三,4000012090001\n");
    job.overwrite = true;
    assert_counts(import_job(fixture, &job), 0, 1, 0, 0, 0);
    assert_sound(fixture);
}

/* ------------------------------------------------------------------ persons and mergers */

static void what_a_person_edited_stays_and_is_reported(void **state)
{
    struct fixture *fixture = *state;
    const char *path =
        write_file(fixture, "t.csv", "id,name.ja,country,employees,city\nc-1,一,JP,5,川崎市\n");
    import_file(fixture, path);
    edit_company(fixture, "c-1", "{\"employees\":50,\"city\":null}");
    const struct mus_import_report *report = import_file(fixture, path);
    assert_counts(report, 0, 0, 1, 0, 0);
    assert_int_equal(report->kept_count, 1);
    assert_text(report->kept[0].company, "c-1");
    assert_int_equal(report->kept[0].row, 2);
    assert_int_equal(report->kept[0].fields,
                     MUS_FIELD_BIT(MUS_FIELD_EMPLOYEES) | MUS_FIELD_BIT(MUS_FIELD_CITY));
    assert_store(fixture, "{\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"employees\":50}\n");
    struct mus_import_job job = job_of(fixture, path);
    job.overwrite = true;
    assert_counts(import_job(fixture, &job), 0, 1, 0, 0, 0);
    assert_int_equal(fixture->report->kept_count, 0);
    assert_store(fixture, "{\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"city\":\"川崎市\","
                          "\"employees\":5}\n");
}

static void keys_of_a_merged_company_lead_to_the_survivor(void **state)
{
    struct fixture *fixture = *state;
    import_text(fixture, "a.jsonl",
                "{\"id\":\"c-1\",\"source\":{\"name\":\"s\",\"id\":\"1\"},\"name\":{\"ja\":\"一\"},"
                "\"country\":\"JP\"}\n"
                "{\"id\":\"c-2\",\"source\":{\"name\":\"s\",\"id\":\"2\"},\"name\":{\"ja\":\"二\"},"
                "\"country\":\"JP\"}\n");
    merge_companies(fixture, "c-1", "c-2");
    const char *path = write_file(fixture, "t.csv", "source.name,source.id,employees\ns,2,7\n");
    assert_counts(import_file(fixture, path), 0, 1, 0, 0, 0);
    assert_counts(import_text(fixture, "u.csv", "id,city\nc-2,川崎市\n"), 0, 1, 0, 0, 0);
    assert_int_equal(company_count(fixture), 1);
    assert_sound(fixture);
    /* Both keys in one file are one company. */
    assert_counts(import_text(fixture, "v.csv", "id,employees\nc-1,8\nc-2,9\n"), 0, 1, 0, 0, 1);
    char *found = dump(fixture, true);
    assert_non_null(strstr(found, "\"employees\":9"));
    assert_non_null(strstr(found, "\"city\":\"川崎市\""));
    mus_free(found);
}

static void contacts_are_sealed_once(void **state)
{
    struct fixture *fixture = *state;
    const char *path = write_file(fixture, "t.csv",
                                  "企業名,国,担当者名,メール\n結び,JP,結 太郎,taro@example.jp\n");
    assert_counts(import_file(fixture, path), 1, 0, 0, 0, 0);
    assert_counts(import_file(fixture, path), 0, 0, 1, 0, 0);
    char *found = dump(fixture, true);
    assert_non_null(
        strstr(found, "\"contacts\":[{\"name\":\"結 太郎\",\"email\":\"taro@example.jp\"}]"));
    mus_free(found);
    assert_counts(import_text(fixture, "t.csv", "企業名,国,担当者名,メール\n結び,JP,,\n"), 0, 0, 1,
                  0, 0);
    assert_counts(import_text(fixture, "t.csv",
                              "企業名,国,担当者名,メール\n結び,JP,結 花子,hanako@example.jp\n"),
                  0, 1, 0, 0, 0);
    assert_sound(fixture);
}

static void without_the_key_contacts_stop_the_import_even_a_dry_one(void **state)
{
    struct fixture *fixture = *state;
    char key[160];
    const struct mus_store_options options = {.map_bytes = 8 * 1024 * 1024};
    snprintf(key, sizeof key, "%s/wrapping.key", fixture->store_dir);
    mus_store_close(fixture->store);
    assert_int_equal(unlink(key), 0);
    assert_int_equal(mus_store_open(fixture->store_dir, &options, &fixture->store, NULL), MUS_OK);
    struct mus_import_job job = job_of(
        fixture, write_file(fixture, "t.csv", "企業名,国,担当者名\n結び,JP,\n海外,JP,結 太郎\n"));
    job.dry_run = true;
    assert_int_equal(run_job(fixture, &job), MUS_UNREADABLE);
    job.dry_run = false;
    assert_int_equal(run_job(fixture, &job), MUS_UNREADABLE);
    assert_int_equal(company_count(fixture), 0);
    job.file = write_file(fixture, "t.csv", "企業名,国,担当者名\n結び,JP,\n");
    assert_counts(import_job(fixture, &job), 1, 0, 0, 0, 0);
}

/* ------------------------------------------------------------------ mended files */

static void a_company_without_a_key_is_known_again_by_what_it_is(void **state)
{
    struct fixture *fixture = *state;
    import_text(fixture, "t.csv", "企業名,国,住所,従業員数\n結び 商事,JP,川崎市１－２,5\n");
    assert_counts(
        import_text(fixture, "t.csv",
                    "企業名,国,住所,従業員数\n結び商事,JP,川崎市1-2,6\n別商事,JP,川崎市1-2,1\n"),
        1, 1, 0, 0, 0);
    assert_int_equal(company_count(fixture), 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(json_replaces_what_its_source_supplied),
        TEST(what_another_source_supplied_stays),
        TEST(an_id_and_a_source_of_two_companies_are_refused),
        TEST(a_named_source_is_remembered_for_rows_with_ids),
        TEST(a_table_touches_only_its_columns),
        TEST(an_empty_cell_clears_only_where_that_is_asked_for),
        TEST(a_partial_row_of_an_unknown_company_is_rejected),
        TEST(listings_of_other_sources_stay),
        TEST(a_key_of_another_firm_s_company_is_refused),
        TEST(what_a_person_edited_stays_and_is_reported),
        TEST(keys_of_a_merged_company_lead_to_the_survivor),
        TEST(contacts_are_sealed_once),
        TEST(without_the_key_contacts_stop_the_import_even_a_dry_one),
        TEST(a_company_without_a_key_is_known_again_by_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
