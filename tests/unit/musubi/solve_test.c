/* Problems solved without a store: the answer in a file or in hand, and every allocation failing in
 * turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "musubi/musubi.h"

static const char PAIRING[] =
    "{\"format\": \"musubi-pairing-problem/1\", \"id\": \"small\", \"participants\": ["
    "{\"id\": \"a\", \"max\": 1, \"min\": 1}, {\"id\": \"b\", \"max\": 1, \"min\": 1}, "
    "{\"id\": \"z\", \"max\": 1}], \"pairs\": [[\"a\", \"z\", 5], [\"b\", \"z\", 4]]}";
static const char TIMETABLE[] =
    "{\"format\": \"musubi-timetable-problem/1\", \"id\": \"full\", \"tables\": 1, "
    "\"slots\": [{\"id\": \"s1\"}], \"participants\": [{\"id\": \"a\"}, {\"id\": \"b\"}, "
    "{\"id\": \"c\"}, {\"id\": \"d\"}], \"meetings\": [{\"id\": \"m1\", \"between\": [\"a\", "
    "\"b\"]}, {\"id\": \"m2\", \"between\": [\"c\", \"d\"]}]}";
static const char TOUR[] =
    "{\"format\": \"musubi-tour-problem/1\", \"id\": \"visit\", \"slots\": [{\"id\": \"t1\", "
    "\"start\": \"13:00\", \"minutes\": 20}], \"booths\": [{\"id\": \"b1\", \"room\": 12}], "
    "\"groups\": [{\"id\": \"g1\", \"people\": 9}]}";

struct place {
    char folder[64];
    char *problem, *output;
    struct mus_buf out;
    struct mus_sink sink;
    struct mus_solve_options options;
    struct mus_error err;
};

static enum mus_status take(void *user, const char *json, size_t len, struct mus_error *err)
{
    struct place *place = user;
    (void)err;
    mus_buf_add(&place->out, json, len);
    return MUS_OK;
}

static int setup(void **state)
{
    static struct place place;
    place = (struct place){.folder = "/tmp/musubi-XXXXXX"};
    if (mkdtemp(place.folder) == NULL) {
        return -1;
    }
    place.problem = mus_path_join(place.folder, "problem.json");
    place.output = mus_path_join(place.folder, "answer.json");
    place.sink = (struct mus_sink){.take = take, .user = &place};
    place.options = (struct mus_solve_options){.file = place.problem, .steps = 1, .threads = 1};
    *state = &place;
    return 0;
}

static int teardown(void **state)
{
    struct place *place = *state;
    unlink(place->problem);
    unlink(place->output);
    rmdir(place->folder);
    mus_free(place->problem);
    mus_free(place->output);
    mus_buf_done(&place->out);
    return 0;
}

static void write_problem(const struct place *place, const char *text)
{
    FILE *file = fopen(place->problem, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_has(const struct mus_buf *text, const char *words)
{
    if (text->data == NULL || strstr(text->data, words) == NULL) {
        fail_msg("%s lacks %s", text->data == NULL ? "" : text->data, words);
    }
}

static void without_a_file_the_answer_is_what_is_given(void **state)
{
    struct place *place = *state;
    write_problem(place, PAIRING);
    assert_int_equal(mus_solve_pairing(&place->options, &place->sink, &place->err), MUS_OK);
    assert_has(&place->out, "{\"format\":\"musubi-pairing/1\",\"problem\":\"small\","
                            "\"pairs\":[[\"a\",\"z\"]]");
    assert_has(&place->out, "\"total\":5,\"upper_bound\":5,\"missing\":1,");
}

static void with_a_file_a_summary_is_given(void **state)
{
    struct place *place = *state;
    struct mus_buf answer = {0};
    write_problem(place, PAIRING);
    place->options.output = place->output;
    assert_int_equal(mus_solve_pairing(&place->options, &place->sink, &place->err), MUS_OK);
    assert_has(&place->out, "\"participant_count\":3,\"pair_count\":1,\"unmet_count\":1,");
    assert_int_equal(mus_file_read(place->output, 10000, &answer, &place->err), MUS_OK);
    assert_has(&answer, "{\"format\":\"musubi-pairing/1\"");
    assert_int_equal(answer.data[answer.len - 1], '\n');
    mus_buf_done(&answer);
}

static void where_the_answer_is_no_the_file_is_written_as_well(void **state)
{
    struct place *place = *state;
    struct mus_buf answer = {0};
    write_problem(place, TIMETABLE);
    place->options.output = place->output;
    assert_int_equal(mus_solve_timetable(&place->options, &place->sink, &place->err), MUS_NO);
    assert_non_null(strstr(place->err.message, "infeasible: "));
    assert_has(&place->out, "\"status\":\"infeasible\"");
    assert_int_equal(mus_file_read(place->output, 10000, &answer, &place->err), MUS_OK);
    assert_has(&answer, "\"left_out\":1");
    mus_buf_done(&answer);
}

static void a_malformed_problem_is_refused_with_its_file(void **state)
{
    struct place *place = *state;
    char message[160];
    write_problem(place, "{\"format\": \"musubi-timetable-problem/1\", \"tables\": -1}");
    assert_int_equal(mus_solve_timetable(&place->options, &place->sink, &place->err), MUS_INVALID);
    snprintf(message, sizeof message, "%s: tables: -1 is out of range; expected 0 to 10000",
             place->problem);
    assert_string_equal(place->err.message, message);
    assert_int_equal(place->out.len, 0);
}

static void a_method_is_one_of_three(void **state)
{
    struct place *place = *state;
    write_problem(place, PAIRING);
    place->options.method = "guess";
    assert_int_equal(mus_solve_pairing(&place->options, &place->sink, &place->err), MUS_INVALID);
    assert_string_equal(place->err.message,
                        "method: \"guess\" is not known; expected best, flow or prices");
    place->options.method = "prices";
    assert_int_equal(mus_solve_pairing(&place->options, &place->sink, &place->err), MUS_OK);
    assert_has(&place->out, "\"method\":\"prices\"");
}

static void time_that_is_up_still_gives_an_answer(void **state)
{
    struct place *place = *state;
    write_problem(place, PAIRING);
    place->options.time_ms = 1;
    assert_int_equal(mus_solve_pairing(&place->options, &place->sink, &place->err), MUS_OK);
    assert_has(&place->out, "\"pairs\":[[");
}

typedef enum mus_status solve(const struct mus_solve_options *options, struct mus_sink *sink,
                              struct mus_error *err);

static void survives_failing_allocations(struct place *place, solve *how, enum mus_status last)
{
    place->options.output = place->output;
    place->options.no_proof = true;
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        unlink(place->output);
        mus_buf_clear(&place->out);
        mus_buf_reserve(&place->out, 10000); /* the sink is not what is to fail */
        mus_mem_fail_at(n, false);
        enum mus_status status = how(&place->options, &place->sink, &place->err);
        failed = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        assert_true(status == last || (failed && status == MUS_NO_MEMORY));
    }
}

static void pairing_survives_every_failing_allocation(void **state)
{
    struct place *place = *state;
    write_problem(place, PAIRING);
    survives_failing_allocations(place, mus_solve_pairing, MUS_OK);
}

static void timetabling_survives_every_failing_allocation(void **state)
{
    struct place *place = *state;
    write_problem(place, TIMETABLE);
    survives_failing_allocations(place, mus_solve_timetable, MUS_NO);
}

static void touring_survives_every_failing_allocation(void **state)
{
    struct place *place = *state;
    write_problem(place, TOUR);
    survives_failing_allocations(place, mus_solve_tour, MUS_OK);
}

static void printing_routes_survives_every_failing_allocation(void **state)
{
    struct place *place = *state;
    static const char *const formats[] = {"html", "csv"};
    char *paper = mus_path_join(place->folder, "routes");
    write_problem(place, TOUR);
    place->options.output = place->output;
    assert_int_equal(mus_solve_tour(&place->options, &place->sink, &place->err), MUS_OK);
    for (size_t i = 0; i < 2; i++) {
        const struct mus_tour_print_options options = {.problem = place->problem,
                                                       .answer = place->output,
                                                       .output = paper,
                                                       .format = formats[i]};
        bool failed = true;
        for (uint64_t n = 1; failed; n++) {
            mus_buf_clear(&place->out);
            mus_buf_reserve(&place->out, 10000); /* the sink is not what is to fail */
            mus_mem_fail_at(n, false);
            enum mus_status status = mus_tour_print(&options, &place->sink, &place->err);
            failed = mus_mem_count() >= n;
            mus_mem_fail_at(0, false);
            assert_true(status == MUS_OK ? !failed : status == MUS_NO_MEMORY);
        }
        assert_has(&place->out, "\"files\":1");
    }
    unlink(paper);
    mus_free(paper);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(without_a_file_the_answer_is_what_is_given),
        TEST(with_a_file_a_summary_is_given),
        TEST(where_the_answer_is_no_the_file_is_written_as_well),
        TEST(a_malformed_problem_is_refused_with_its_file),
        TEST(a_method_is_one_of_three),
        TEST(time_that_is_up_still_gives_an_answer),
        TEST(pairing_survives_every_failing_allocation),
        TEST(timetabling_survives_every_failing_allocation),
        TEST(touring_survives_every_failing_allocation),
        TEST(printing_routes_survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
