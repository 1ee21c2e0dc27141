/* Three real lists, each with its map: every row accounted for, names as Python's cp932 reads them,
 * and nothing new the second time. Skipped, saying so, where the lists are not there. */
#include "import/import.h"

#include "import_fixture.h"

struct lists {
    struct fixture fixture;
    char folder[512]; /* empty: they are not there */
};

static int setup(void **state)
{
    static struct lists lists;
    const char *given = getenv("MUS_SHARED_DATA");
    lists = (struct lists){0};
    if (given != NULL) {
        snprintf(lists.folder, sizeof lists.folder, "%s/import", given);
    } else {
        snprintf(lists.folder, sizeof lists.folder, "%s/../shared/data/import", MUS_SOURCE_ROOT);
    }
    if (access(lists.folder, R_OK) != 0) {
        lists.folder[0] = '\0';
    }
    fixture_init(&lists.fixture);
    *state = &lists;
    return 0;
}

static int teardown(void **state)
{
    struct lists *lists = *state;
    fixture_done(&lists->fixture);
    return 0;
}

static const struct mus_import_report *import_list(struct lists *lists, const char *name,
                                                   const char *map)
{
    static char file[768];
    static char map_file[768];
    if (lists->folder[0] == '\0') {
        print_message("skipped: the lists are not there; set MUS_SHARED_DATA\n");
        skip();
    }
    snprintf(file, sizeof file, "%s/%s", lists->folder, name);
    snprintf(map_file, sizeof map_file, "%s/fixtures/maps/%s", MUS_SOURCE_ROOT, map);
    struct mus_import_job job = job_of(&lists->fixture, file);
    job.map = map_file;
    job.rejected = path_of(&lists->fixture, "rejected.csv");
    return import_job(&lists->fixture, &job);
}

/* The companies of which `is` says so. */
static uint64_t count_of(const struct fixture *fixture,
                         bool (*is)(const struct mus_company *company))
{
    struct mus_read *read = NULL;
    struct mus_walker *walker = NULL;
    struct mus_arena arena = {0};
    uint64_t count = 0;
    assert_int_equal(mus_store_read_begin(fixture->store, &read, NULL), MUS_OK);
    assert_int_equal(
        mus_walker_open(read, MUS_WALK_COMPANIES, (struct mus_id_range){0}, &walker, NULL), MUS_OK);
    for (;;) {
        struct mus_walk_item item;
        struct mus_company_record record;
        mus_arena_reset(&arena);
        assert_int_equal(mus_walker_next(walker, &item, NULL), MUS_OK);
        if (item.id.ptr == NULL) {
            break;
        }
        assert_int_equal(
            mus_company_record_decode(item.bytes.ptr, item.bytes.len, &arena, &record, NULL),
            MUS_OK);
        count += is(&record.company);
    }
    mus_walker_close(walker);
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return count;
}

static bool is_german(const struct mus_company *company)
{
    return mus_text_equals(company->country, "DE");
}

static bool is_moldovan(const struct mus_company *company)
{
    return mus_text_equals(company->country, "MD");
}

static bool is_closed(const struct mus_company *company)
{
    return company->status == MUS_COMPANY_CLOSED;
}

static bool has_ward(const struct mus_company *company)
{
    return company->ward.ptr != NULL;
}

static bool is_without_number(const struct mus_company *company)
{
    return company->corporate_number.ptr == NULL;
}

static void the_exhibitors_of_a_fair_go_in(void **state)
{
    struct lists *lists = *state;
    const char *file = "exporeal2024_exhibitors.csv";
    assert_counts(import_list(lists, file, "exporeal.json"), 1598, 0, 0, 0, 9);
    assert_int_equal(count_of(&lists->fixture, is_german), 1244);
    assert_int_equal(count_of(&lists->fixture, is_moldovan), 1);
    assert_counts(import_list(lists, file, "exporeal.json"), 0, 0, 1598, 0, 9);
    assert_sound(&lists->fixture);
}

static void a_change_file_of_the_tax_agency_goes_in(void **state)
{
    struct lists *lists = *state;
    const char *file = "houjin_diff_cp932.csv";
    const struct mus_import_report *report = import_list(lists, file, "houjin.json");
    assert_counts(report, 3942, 0, 0, 0, 58);
    assert_int_equal(report->encoding, MUS_ENCODING_CP932);
    assert_int_equal(report->by_others[0].row, 8); /* which is its sequence number */
    assert_int_equal(report->by_others[0].by, 9);
    assert_int_equal(count_of(&lists->fixture, is_closed), 3625);
    assert_int_equal(count_of(&lists->fixture, has_ward), 1606);
    assert_counts(import_list(lists, file, "houjin.json"), 0, 0, 3942, 0, 58);
    assert_sound(&lists->fixture);
}

/* Lines "code\tname" of Python's csv and cp932, against the store. */
static void compare_names(const struct fixture *fixture, FILE *names, uint64_t expected)
{
    struct mus_read *read = NULL;
    struct mus_arena arena = {0};
    char line[2048];
    uint64_t equal = 0;
    assert_int_equal(mus_store_read_begin(fixture->store, &read, NULL), MUS_OK);
    while (fgets(line, sizeof line, names) != NULL) {
        struct mus_text id;
        struct mus_company_record record;
        char *tab = strchr(line, '\t');
        char *end = strchr(line, '\n');
        assert_non_null(tab);
        assert_non_null(end);
        const struct mus_source source = {MUS_TEXT("edinet"), {line, (size_t)(tab - line)}};
        const struct mus_text name = {tab + 1, (size_t)(end - tab - 1)};
        mus_arena_reset(&arena);
        assert_int_equal(mus_store_find_source(read, source, &arena, &id, NULL), MUS_OK);
        if (id.ptr == NULL) {
            continue; /* rejected */
        }
        assert_int_equal(mus_store_company(read, id, &arena, &record, NULL), MUS_OK);
        assert_true(mus_text_equal(record.company.name_ja, name));
        equal++;
    }
    mus_store_read_end(read);
    mus_arena_done(&arena);
    if (equal == 0) {
        print_message("names were not compared: there is no python3\n");
    } else {
        assert_int_equal(equal, expected);
    }
}

static void names_are_what_python_decodes(const struct lists *lists, const char *file,
                                          uint64_t expected)
{
    char command[2048];
    snprintf(command, sizeof command,
             "python3 -c 'import csv, sys\n"
             "sys.stdout.reconfigure(encoding=\"utf-8\")\n"
             "rows = csv.reader(open(sys.argv[1], encoding=\"cp932\", newline=\"\"))\n"
             "for row in list(rows)[2:]: print(row[0] + \"\\t\" + row[6].strip())' '%s/%s' "
             "2>/dev/null",
             lists->folder, file);
    FILE *names = popen(command, "r");
    assert_non_null(names);
    compare_names(&lists->fixture, names, expected);
    pclose(names);
}

static void the_filers_of_the_financial_services_agency_go_in(void **state)
{
    struct lists *lists = *state;
    const char *file = "EdinetcodeDlInfo_noindiv_cp932.csv";
    const struct mus_import_report *report = import_list(lists, file, "edinet.json");
    assert_counts(report, 7674, 0, 0, 1, 0);
    assert_text(report->problems[0].message,
                "row 7657, column J (所在地): country: is missing; expected an ISO 3166-1 country "
                "code such as JP");
    assert_int_equal(count_of(&lists->fixture, is_without_number), 951);
    names_are_what_python_decodes(lists, file, 7674);
    assert_counts(import_list(lists, file, "edinet.json"), 0, 0, 7674, 1, 0);
    assert_sound(&lists->fixture);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_exhibitors_of_a_fair_go_in),
        TEST(a_change_file_of_the_tax_agency_goes_in),
        TEST(the_filers_of_the_financial_services_agency_go_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
