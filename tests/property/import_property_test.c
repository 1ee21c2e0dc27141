/* Random files of companies against a map in memory that knows only what the format promises: of
 * several rows about one company the last sound one counts; tables touch what they have columns
 * for, lines of JSON replace; bad rows change nothing; a dry run tells the same and changes
 * nothing; the same file again changes nothing. */
#include "../unit/import/import_fixture.h"

#include "base/clock.h"
#include "base/random.h"

enum { COMPANIES = 12, CASES = 150, ROWS = 40 };

/* 0: not given; otherwise a number that makes the value. */
struct content {
    bool there;
    unsigned name, employees, city, language;
};

/* What a row says; `bad` has a cell that cannot be read. */
struct row {
    unsigned company;
    struct content content;
    bool bad;
};

struct model {
    struct fixture fixture;
    struct content companies[COMPANIES];
    struct mus_random random;
};

static const char *const CITIES[] = {NULL, "川崎市", "横浜市, 中区", "\"引用\"市"};
static const char *const LANGUAGES[] = {NULL, "ja", "en", "vi"};

static unsigned below(struct model *model, unsigned bound)
{
    return (unsigned)mus_random_below(&model->random, bound);
}

static struct row random_row(struct model *model)
{
    return (struct row){
        .company = below(model, COMPANIES),
        .content = {.there = true,
                    .name = below(model, 4),
                    .employees = below(model, 3) == 0 ? 0 : 1 + below(model, 5),
                    .city = below(model, ARRAY_COUNT(CITIES)),
                    .language = below(model, ARRAY_COUNT(LANGUAGES))},
        .bad = below(model, 8) == 0,
    };
}

/* ------------------------------------------------------------------ writing files */

static void add_cell(struct mus_buf *out, const char *text, bool last)
{
    mus_buf_add_byte(out, '"');
    for (size_t i = 0; text != NULL && text[i] != '\0'; i++) {
        mus_buf_add_z(out, text[i] == '"' ? "\"" : "");
        mus_buf_add_byte(out, (unsigned char)text[i]);
    }
    mus_buf_add_z(out, last ? "\"\r\n" : "\",");
}

static void write_row(const struct row *row, struct mus_buf *out)
{
    char text[64];
    const struct content *content = &row->content;
    snprintf(text, sizeof text, "%u", row->company);
    add_cell(out, text, false);
    snprintf(text, sizeof text, "会社%u", content->name);
    add_cell(out, content->name == 0 ? "" : text, false);
    snprintf(text, sizeof text, "%u人", content->employees);
    add_cell(out, row->bad ? "多数" : content->employees == 0 ? "-" : text, false);
    add_cell(out, CITIES[content->city], false);
    add_cell(out, LANGUAGES[content->language], true);
}

static const char *write_table(const struct fixture *fixture, const struct row *rows, size_t count)
{
    struct mus_buf out = {0};
    mus_buf_add_z(&out, "\xEF\xBB\xBFsource.id,企業名,従業員数,市区町村,言語\r\n");
    for (size_t i = 0; i < count; i++) {
        write_row(&rows[i], &out);
    }
    assert_false(out.failed);
    const char *path = write_bytes(fixture, "p.csv", out.data, out.len);
    mus_buf_done(&out);
    return path;
}

static void write_line(const struct row *row, struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out};
    char name[32];
    const struct content *content = &row->content;
    mus_json_begin_object(&writer);
    mus_json_key(&writer, "source");
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "name", "p");
    snprintf(name, sizeof name, "%u", row->company);
    mus_json_put_z(&writer, "id", name);
    mus_json_end_object(&writer);
    if (content->name != 0) {
        mus_json_key(&writer, "name");
        mus_json_begin_object(&writer);
        snprintf(name, sizeof name, "会社%u", content->name);
        mus_json_put_z(&writer, "ja", name);
        mus_json_end_object(&writer);
    }
    mus_json_put_z(&writer, "country", "JP");
    if (row->bad) {
        mus_json_put_z(&writer, "employees", "many");
    } else if (content->employees != 0) {
        mus_json_put_integer(&writer, "employees", content->employees);
    }
    if (content->city != 0) {
        mus_json_put_z(&writer, "city", CITIES[content->city]);
    }
    if (content->language != 0) {
        mus_json_key(&writer, "languages");
        mus_json_begin_array(&writer);
        mus_json_write_z(&writer, LANGUAGES[content->language]);
        mus_json_end_array(&writer);
    }
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    mus_buf_add_z(out, "\n");
}

static const char *write_lines(const struct fixture *fixture, const struct row *rows, size_t count)
{
    struct mus_buf out = {0};
    for (size_t i = 0; i < count; i++) {
        write_line(&rows[i], &out);
    }
    assert_false(out.failed);
    const char *path = write_bytes(fixture, "p.jsonl", out.data == NULL ? "" : out.data, out.len);
    mus_buf_done(&out);
    return path;
}

/* ------------------------------------------------------------------ the slow way */

static void touch(unsigned *value, unsigned new_value, bool clear_empty)
{
    *value = new_value != 0 || clear_empty ? new_value : *value;
}

/* What the company becomes if this row is taken. */
static struct content applied(const struct content *old, const struct row *row, bool json,
                              bool clear_empty)
{
    struct content made = json ? row->content : *old;
    if (!json) {
        touch(&made.name, row->content.name, clear_empty);
        touch(&made.employees, row->content.employees, clear_empty);
        touch(&made.city, row->content.city, clear_empty);
        touch(&made.language, row->content.language, clear_empty);
    }
    made.there = true;
    return made;
}

static bool equal(const struct content *a, const struct content *b)
{
    return a->there == b->there && a->name == b->name && a->employees == b->employees &&
           a->city == b->city && a->language == b->language;
}

struct numbers {
    uint64_t added, changed, unchanged, rejected, superseded;
};

static struct numbers expect(struct model *model, const struct row *rows, size_t count, bool json,
                             bool clear_empty, bool take)
{
    struct numbers numbers = {0};
    struct content next[COMPANIES];
    bool taken[COMPANIES] = {false};
    memcpy(next, model->companies, sizeof next);
    for (size_t i = count; i > 0; i--) {
        const struct row *row = &rows[i - 1];
        const struct content *old = &model->companies[row->company];
        struct content made = applied(old, row, json, clear_empty);
        if (row->bad) {
            numbers.rejected++;
            continue;
        }
        if (taken[row->company]) {
            numbers.superseded++;
            continue;
        }
        taken[row->company] = true;
        if (made.name == 0) {
            numbers.rejected++;
        } else {
            numbers.added += !old->there;
            numbers.unchanged += equal(old, &made);
            numbers.changed += old->there && !equal(old, &made);
            next[row->company] = made;
        }
    }
    if (take) {
        memcpy(model->companies, next, sizeof next);
    }
    return numbers;
}

static void write_company(const struct content *content, unsigned company, struct mus_buf *out)
{
    mus_buf_printf(out, "{\"source\":{\"name\":\"p\",\"id\":\"%u\"},\"name\":{\"ja\":\"会社%u\"},",
                   company, content->name);
    mus_buf_add_z(out, "\"country\":\"JP\"");
    if (content->city != 0) {
        struct mus_buf city = {0};
        struct mus_json_writer writer = {.buf = &city};
        mus_json_write_z(&writer, CITIES[content->city]);
        mus_buf_printf(out, ",\"city\":%.*s", MUS_TEXT_ARG(mus_buf_text(&city)));
        mus_buf_done(&city);
    }
    if (content->employees != 0) {
        mus_buf_printf(out, ",\"employees\":%u", content->employees);
    }
    if (content->language != 0) {
        mus_buf_printf(out, ",\"languages\":[\"%s\"]", LANGUAGES[content->language]);
    }
    mus_buf_add_z(out, "}");
}

static void assert_model(const struct model *model)
{
    struct mus_buf all = {0};
    struct mus_buf one[COMPANIES] = {{0}};
    char *lines[COMPANIES];
    size_t count = 0;
    for (unsigned i = 0; i < COMPANIES; i++) {
        if (model->companies[i].there) {
            write_company(&model->companies[i], i, &one[i]);
            lines[count++] = one[i].data;
        }
    }
    qsort(lines, count, sizeof lines[0], by_line);
    for (size_t i = 0; i < count; i++) {
        mus_buf_printf(&all, "%s\n", lines[i]);
    }
    assert_store(&model->fixture, all.data == NULL ? "" : all.data);
    for (unsigned i = 0; i < COMPANIES; i++) {
        mus_buf_done(&one[i]);
    }
    mus_buf_done(&all);
}

static void assert_numbers(const struct mus_import_report *report, struct numbers numbers)
{
    assert_counts(report, numbers.added, numbers.changed, numbers.unchanged, numbers.rejected,
                  numbers.superseded);
}

/* ------------------------------------------------------------------ cases */

static void one_case(struct model *model)
{
    struct row rows[ROWS];
    size_t count = below(model, ROWS);
    bool json = below(model, 2) == 0;
    for (size_t i = 0; i < count; i++) {
        rows[i] = random_row(model);
    }
    struct mus_import_job job = job_of(&model->fixture, NULL);
    job.file = json ? write_lines(&model->fixture, rows, count)
                    : write_table(&model->fixture, rows, count);
    job.batch = 1 + below(model, 7);
    job.clear_empty = !json && below(model, 3) == 0;
    job.dry_run = true;
    struct numbers numbers = expect(model, rows, count, json, job.clear_empty, false);
    assert_numbers(import_job(&model->fixture, &job), numbers);
    assert_model(model);
    job.dry_run = false;
    job.strict = below(model, 2) == 0;
    if (job.strict && numbers.rejected > 0) {
        assert_counts(import_job(&model->fixture, &job), 0, 0, 0, count - numbers.superseded,
                      numbers.superseded);
        assert_model(model);
        job.strict = false;
    }
    expect(model, rows, count, json, job.clear_empty, true);
    assert_numbers(import_job(&model->fixture, &job), numbers);
    assert_model(model);
    const struct mus_import_report *again = import_job(&model->fixture, &job);
    assert_int_equal(again->added, 0);
    assert_int_equal(again->changed, 0);
    assert_int_equal(again->taken, numbers.added + numbers.changed + numbers.unchanged);
}

static void imports_do_what_a_map_in_memory_does(void **state)
{
    (void)state;
    static struct model model;
    const char *given = getenv("MUS_SEED");
    const char *length = getenv("MUS_CASES");
    uint64_t seed = given == NULL ? (uint64_t)mus_clock_now_ms() : strtoull(given, NULL, 10);
    int cases = length == NULL ? CASES : atoi(length);
    print_message("MUS_SEED=%llu\n", (unsigned long long)seed);
    memset(model.companies, 0, sizeof model.companies);
    mus_random_init(&model.random, seed);
    fixture_init(&model.fixture);
    for (int i = 0; i < cases; i++) {
        one_case(&model);
    }
    assert_sound(&model.fixture);
    fixture_done(&model.fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(imports_do_what_a_map_in_memory_does)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
