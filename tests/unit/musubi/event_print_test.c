/* What an event prints, through the public interface: files, what is refused, and every allocation
 * failing in turn, for every paper in every format. */
#include "musubi_fixture.h"

#include "codec/ical.h"

/* One exhibitor and two visitors, paired and timetabled; the second visitor's name is not in CP932.
 */
static void fill(struct place *place)
{
    put(place, "{\"id\":\"c-1\",\"name\":{\"ja\":\"甲\"},\"country\":\"JP\",\"consent\":"
               "{\"share_contacts\":\"on_acceptance\"},\"listings\":[{\"id\":\"l\",\"side\":"
               "\"offer\",\"purposes\":[\"sales\"],\"text\":{\"ja\":\"膜\"}}]}");
    put(place,
        "{\"id\":\"c-2\",\"name\":{\"ja\":\"乙\"},\"country\":\"VN\",\"listings\":[{\"id\":"
        "\"n\",\"side\":\"need\",\"purposes\":[\"procurement\"],\"text\":{\"ja\":\"膜\"}}]}");
    put(place, "{\"id\":\"c-3\",\"name\":{\"ja\":\"Đại Phát\"},\"country\":\"VN\",\"listings\":["
               "{\"id\":\"n\",\"side\":\"need\",\"purposes\":[\"procurement\"],\"text\":"
               "{\"ja\":\"膜\"}}]}");
    const struct mus_event_options options = {
        .file = file(place, "fair.json",
                     "{\"format\":\"musubi-event/1\",\"id\":\"fair\",\"name\":{\"ja\":\"展示会\"},"
                     "\"from\":\"2027-02-04\",\"to\":\"2027-02-04\",\"programme\":\"FAIR\","
                     "\"edition\":\"fair-19\",\"slots\":[{\"from\":\"10:00\",\"to\":\"11:00\","
                     "\"minutes\":20}],\"tables\":2}")};
    ok(place, mus_event_create(place->musubi, &options, &place->sink, &place->err));
    const struct mus_event_import_options import = {
        .what = "participants",
        .event = "fair",
        .file = file(place, "people.csv",
                     "id,company,role,booth,person\np-1,c-1,exhibitor,A-1,Yamada\n"
                     "p-2,c-2,visitor,,\np-3,c-3,visitor,,\n")};
    ok(place, mus_event_import(place->musubi, &import, &place->sink, &place->err));
    const struct mus_event_pair_options pair = {.event = "fair", .plan = {.threads = 1}};
    ok(place, mus_event_pair(place->musubi, &pair, &place->sink, &place->err));
    const struct mus_plan_options plan = {.threads = 1, .steps = 1};
    ok(place, mus_event_timetable(place->musubi, "fair", NULL, &plan, &place->sink, &place->err));
    clear(place);
}

static enum mus_status print(struct place *place, struct mus_event_print_options options)
{
    options.event = options.event == NULL ? "fair" : options.event;
    return mus_event_print(place->musubi, &options, &place->sink, &place->err);
}

/* The path of a file in the test's folder; good until the next. */
static const char *path_of(const struct place *place, const char *name)
{
    static char path[96];
    snprintf(path, sizeof path, "%s/%s", place->top, name);
    return path;
}

static bool is_there(const struct place *place, const char *name)
{
    return access(path_of(place, name), F_OK) == 0;
}

/* What a file begins with, in bytes. */
static void assert_begins(const struct place *place, const char *name, const char *bytes)
{
    char head[8] = {0};
    FILE *file = fopen(path_of(place, name), "rb");
    assert_non_null(file);
    assert_int_equal(fread(head, 1, strlen(bytes), file), strlen(bytes));
    fclose(file);
    assert_memory_equal(head, bytes, strlen(bytes));
}

static void each_paper_is_a_file_in_the_format_asked_for(void **state)
{
    struct place *place = *state;
    static const char *const PAPERS[] = {"agenda", "tables", "halls", "badges", "outcomes"};
    static const struct {
        const char *format, *begin;
    } FORMATS[] = {{NULL, "<!"}, {"html", "<!"}, {"xlsx", "PK"}, {"csv", "\xEF\xBB\xBF"}};
    fill(place);
    for (size_t p = 0; p < 5; p++) {
        for (size_t f = 0; f < 4; f++) {
            char name[32];
            snprintf(name, sizeof name, "%s.%zu", PAPERS[p], f);
            ok(place,
               print(place, (struct mus_event_print_options){.what = PAPERS[p],
                                                             .format = FORMATS[f].format,
                                                             .output = path_of(place, name)}));
            assert_begins(place, name, FORMATS[f].begin);
            assert_int_equal(place->answers, p * 4 + f + 1);
        }
    }
}

static void what_cp932_lacks_is_counted(void **state)
{
    struct place *place = *state;
    fill(place);
    ok(place,
       print(place, (struct mus_event_print_options){.what = "outcomes",
                                                     .format = "csv",
                                                     .encoding = "cp932",
                                                     .language = "ja",
                                                     .output = path_of(place, "forms.csv")}));
    assert_begins(place, "forms.csv", "\x89\xF1\x93\x9A"); /* 回答 */
    assert_non_null(strstr(place->out.data, "\"files\":1,"));
    assert_non_null(strstr(place->out.data, "\"replaced_characters\":3}"));
}

static void calendars_are_a_file_for_each_who_has_meetings(void **state)
{
    struct place *place = *state;
    if (!mus_ical_is_built()) {
        skip();
    }
    fill(place);
    ok(place, print(place, (struct mus_event_print_options){.what = "calendar",
                                                            .output = path_of(place, "all")}));
    assert_non_null(strstr(place->out.data, "\"format\":\"ics\""));
    assert_non_null(strstr(place->out.data, "\"files\":3,"));
    assert_begins(place, "all/p-1.ics", "BEGIN:");
    assert_true(is_there(place, "all/p-2.ics"));
    assert_false(is_there(place, "all/p-1.cancel.ics"));
    clear(place);
    ok(place, print(place, (struct mus_event_print_options){.what = "calendar",
                                                            .participant = "p-3",
                                                            .output = path_of(place, "one")}));
    assert_non_null(strstr(place->out.data, "\"files\":1,"));
    assert_true(is_there(place, "one/p-3.ics"));
    assert_false(is_there(place, "one/p-1.ics"));
}

static void what_makes_no_sense_is_refused_and_nothing_written(void **state)
{
    struct place *place = *state;
    char to[96];
    snprintf(to, sizeof to, "%s/no", place->top);
    const struct {
        struct mus_event_print_options asked;
        enum mus_status status;
        const char *message;
    } wrong[] = {
        {{.what = "tables", .format = "pdf", .output = to},
         MUS_INVALID,
         "--format pdf: expected html, xlsx or csv"},
        {{.what = "tables", .format = "ics", .output = to},
         MUS_INVALID,
         "--format ics: expected html, xlsx or csv"},
        {{.what = "calendar", .format = "csv", .output = to},
         MUS_INVALID,
         "--format csv: expected ics"},
        {{.what = "halls", .encoding = "cp932", .output = to},
         MUS_INVALID,
         "--encoding cp932: only a CSV file has a choice"},
        {{.what = "halls", .language = "vi", .output = to},
         MUS_INVALID,
         "--language: expected ja, en or both, found \"vi\""},
        {{.what = "halls", .participant = "p-1", .output = to},
         MUS_INVALID,
         "--participant: halls are those of all participants"},
        {{.what = "agenda", .participant = "p-9", .output = to},
         MUS_NOT_FOUND,
         "no participant \"p-9\""},
        {{.what = "agenda", .event = "fair-9", .output = to}, MUS_NOT_FOUND, "no event \"fair-9\""},
        {{.what = "agenda"}, MUS_INVALID, "--output: where the papers are to go is missing"},
    };
    fill(place);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        expect(place, print(place, wrong[i].asked), wrong[i].status, wrong[i].message);
    }
    assert_int_equal(place->answers, 0);
    assert_false(is_there(place, "no"));
}

/* A paper is there whole or not at all: what stood there before stands until the new one is. */
static void every_allocation_may_fail(void **state)
{
    struct place *place = *state;
    static const struct {
        const char *what, *format, *encoding, *participant;
    } ASKED[] = {{"agenda", "html", NULL, NULL},   {"agenda", "xlsx", NULL, "p-1"},
                 {"tables", "html", NULL, NULL},   {"halls", "csv", "utf-8", NULL},
                 {"badges", "html", NULL, NULL},   {"badges", "csv", "cp932", NULL},
                 {"outcomes", "html", NULL, NULL}, {"outcomes", "xlsx", NULL, NULL},
                 {"calendar", "ics", NULL, NULL}};
    fill(place);
    for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0]; i++) {
        char name[32];
        snprintf(name, sizeof name, "paper-%zu", i);
        if (strcmp(ASKED[i].what, "calendar") == 0 && !mus_ical_is_built()) {
            continue;
        }
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            const struct mus_event_print_options asked = {.what = ASKED[i].what,
                                                          .format = ASKED[i].format,
                                                          .encoding = ASKED[i].encoding,
                                                          .participant = ASKED[i].participant,
                                                          .output = path_of(place, name)};
            clear(place);
            mus_mem_fail_at(n, false);
            status = print(place, asked);
            mus_mem_fail_at(0, false);
            if (status != MUS_OK) {
                expect(place, status, MUS_NO_MEMORY, "out of memory");
            }
            assert_int_equal(place->answers, status == MUS_OK);
            assert_true(n < 10000);
        }
        assert_true(is_there(place, name));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STORE(each_paper_is_a_file_in_the_format_asked_for),
        IN_STORE(what_cp932_lacks_is_counted),
        IN_STORE(calendars_are_a_file_for_each_who_has_meetings),
        IN_STORE(what_makes_no_sense_is_refused_and_nothing_written),
        IN_STORE(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
