/* A run of all companies killed at random moments and resumed, over and over, until it is whole:
 * what was told as done stands in the file, and in the end the bytes are those of a run that nobody
 * killed. MUS_CRASHES says how many kills (default 12), MUS_SEED repeats a run. */
#include "killed.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

/* Enough lines for several blocks: what is killed has written some of them. */
enum { COMPANIES = 260, TOP = 200, PATH_ROOM = 128 };

struct place {
    struct killed_folder folder;
    char store[PATH_ROOM], companies[PATH_ROOM];
    char whole[PATH_ROOM], run[PATH_ROOM], state[PATH_ROOM];
};

static void write_companies(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < COMPANIES; i++) {
        fprintf(file,
                "{\"id\":\"c-%04d\",\"name\":{\"en\":\"Firm %d\"},\"country\":\"JP\","
                "\"listings\":[{\"id\":\"l\",\"side\":\"%s\",\"purposes\":[\"%s\"],"
                "\"text\":{\"ja\":\"%s\"}}]}\n",
                i, i, i % 2 == 0 ? "offer" : "need", i % 2 == 0 ? "sales" : "procurement",
                i % 3 == 0 ? "排水の膜" : "太陽光");
    }
    assert_int_equal(fclose(file), 0);
}

static enum mus_status match(const struct place *place, const char *run, bool resume,
                             struct mus_sink *sink, struct mus_error *err)
{
    struct mus_open_options open = {
        .store = place->store, .today = "2026-11-23", .read_only = true};
    struct mus_match_options options = {
        .all = true, .run = run, .resume = resume, .top = TOP, .threads = 2};
    struct mus_musubi *musubi = NULL;
    enum mus_status status = mus_open(&open, &musubi, err);
    if (status == MUS_OK) {
        status = mus_match(musubi, &options, sink, err);
    }
    mus_close(musubi);
    return status;
}

static enum mus_status resume(const void *context, struct mus_sink *sink, struct mus_error *err)
{
    const struct place *place = context;
    return match(place, place->run, true, sink, err);
}

static void read_file(const char *path, struct mus_buf *out)
{
    mus_buf_clear(out);
    enum mus_status status = mus_file_read(path, 1 << 24, out, NULL);
    assert_true(status == MUS_OK || status == MUS_NOT_FOUND);
}

/* As far as it came it is the whole run, and at least as far as was told. */
static void expect_beginning(const struct place *place, struct mus_text whole, uint64_t told)
{
    struct mus_buf found = {0};
    uint64_t lines = 0;
    read_file(place->run, &found);
    assert_true(found.len <= whole.len);
    if (found.len > 0) {
        assert_memory_equal(found.data, whole.ptr, found.len);
    }
    for (size_t i = 0; i < found.len; i++) {
        lines += found.data[i] == '\n';
    }
    assert_true(lines >= told * TOP);
    mus_buf_done(&found);
}

/* Whole it has no state: it may be killed between that and its end. */
static bool is_whole(const struct place *place)
{
    struct stat info;
    return access(place->state, F_OK) != 0 && stat(place->run, &info) == 0 && info.st_size > 0;
}

/* Kills one run until it is whole all the same; returns how often. */
static uint64_t one_run(const struct place *place, struct mus_text whole, int64_t whole_ms,
                        struct mus_random *random)
{
    uint64_t kills = 0;
    bool finished = false;
    remove(place->run);
    while (!finished) {
        useconds_t delay = (useconds_t)mus_random_below(random, (uint64_t)whole_ms * 1000 + 1);
        uint64_t told = run_and_kill(resume, place, delay, &finished);
        expect_beginning(place, whole, told);
        kills += !finished;
        finished = finished || is_whole(place);
    }
    struct mus_buf found = {0};
    read_file(place->run, &found);
    assert_int_equal(found.len, whole.len);
    assert_int_equal(access(place->state, F_OK), -1);
    mus_buf_done(&found);
    return kills;
}

static void make_place(struct place *place)
{
    struct mus_open_options open = {.store = place->store, .today = "2026-11-23"};
    struct mus_import_options import = {.file = place->companies};
    struct mus_sink quiet = quiet_sink();
    struct mus_musubi *musubi = NULL;
    make_folder(&place->folder);
    snprintf(place->store, sizeof place->store, "%s/store", place->folder.path);
    snprintf(place->companies, sizeof place->companies, "%s/companies.jsonl", place->folder.path);
    snprintf(place->whole, sizeof place->whole, "%s/whole.txt", place->folder.path);
    snprintf(place->run, sizeof place->run, "%s/run.txt", place->folder.path);
    snprintf(place->state, sizeof place->state, "%s/run.txt.state", place->folder.path);
    write_companies(place->companies);
    assert_int_equal(mus_init(&open, &quiet, NULL), MUS_OK);
    assert_int_equal(mus_open(&open, &musubi, NULL), MUS_OK);
    assert_int_equal(mus_import_companies(musubi, &import, &quiet, NULL), MUS_OK);
    mus_close(musubi);
}

static void a_killed_run_is_resumed_to_the_bytes_of_one_that_was_not(void **state)
{
    (void)state;
    struct place place = {0};
    struct mus_buf whole = {0};
    struct mus_sink quiet = quiet_sink();
    struct mus_error err = {0};
    struct mus_random random;
    uint64_t kills = begin_kills(&random);
    make_place(&place);
    int64_t begun_ms = mus_clock_monotonic_ms();
    if (match(&place, place.whole, false, &quiet, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    int64_t whole_ms = mus_clock_monotonic_ms() - begun_ms;
    read_file(place.whole, &whole);
    for (uint64_t done = 0; done < kills;) {
        done += one_run(&place, mus_buf_text(&whole), whole_ms, &random);
    }
    mus_buf_done(&whole);
    remove_folder(place.folder.path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_run_is_resumed_to_the_bytes_of_one_that_was_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
