#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "codec/json.h"
#include "fair/format/tour_json.h"

#include <string.h>

#define HEAD                                                                                       \
    "{\"format\": \"musubi-tour-problem/1\", \"id\": \"visit\", \"slots\": [{\"id\": \"t1\", "     \
    "\"start\": \"13:00\", \"minutes\": 20}, {\"id\": \"t2\", \"start\": \"13:25\", \"minutes\": " \
    "20}], \"halls\": [{\"id\": \"h1\"}, {\"id\": \"h2\"}], \"walking\": [[\"h1\", \"h2\", 6]], "  \
    "\"interpreters\": [{\"id\": \"i1\", \"languages\": [\"en\"], \"unavailable\": [\"t2\"]}], "
#define BOOTHS                                                                                         \
    "\"booths\": [{\"id\": \"b1\", \"name\": {\"ja\": \"架空水処理\"}, \"room\": 12, \"x\": 4}, " \
    "{\"id\": \"b2\", \"hall\": \"h2\", \"room\": 5, \"closed\": [\"t1\"]}], "
#define GROUPS                                                                                     \
    "\"groups\": [{\"id\": \"g1\", \"people\": 9, \"language\": \"en\", \"must\": [\"b1\"]}, "     \
    "{\"id\": \"g2\", \"people\": 5, \"unavailable\": [\"t1\"], \"want\": [\"b2\"], \"never\": "   \
    "[\"b1\"]}]}"

static void a_problem_is_read(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_tour_document document;
    struct mus_error err;
    assert_int_equal(mus_tour_document_read(MUS_TEXT(HEAD BOOTHS GROUPS), &arena, &document, &err),
                     MUS_OK);
    const struct mus_tour_problem *problem = &document.problem;
    assert_true(mus_text_equals(document.id, "visit"));
    assert_int_equal(problem->slot_count, 2);
    assert_int_equal(problem->slots[1].start, 805);
    assert_int_equal(problem->hall_count, 2);
    assert_int_equal(problem->walk_minutes[1], 6);
    assert_int_equal(problem->interpreters[0].available, 1);
    assert_int_equal(problem->interpreters[0].languages, 1);
    assert_int_equal(problem->booths[1].hall, 1);
    assert_int_equal(problem->booths[1].open, 2);
    assert_true(mus_text_equals(document.booth_names[0].ja, "架空水処理"));
    assert_int_equal(problem->groups[0].language, 1);
    assert_int_equal(problem->groups[0].max, 2);
    assert_int_equal(problem->groups[1].available, 2);
    assert_int_equal(problem->wishes[0], MUS_TOUR_MUST);
    assert_int_equal(problem->wishes[2], MUS_TOUR_NEVER);
    assert_int_equal(problem->wishes[3], MUS_TOUR_WANT);
    mus_arena_done(&arena);
}

static void routes_are_written(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_buf text = {0};
    struct mus_tour_document document;
    struct mus_tour_answer answer;
    struct mus_error err;
    struct mus_json *json = NULL;
    assert_int_equal(mus_tour_document_read(MUS_TEXT(HEAD BOOTHS GROUPS), &arena, &document, &err),
                     MUS_OK);
    assert_int_equal(mus_tour_solve(&document.problem, 1, 2000, NULL, &answer, &err), MUS_OK);
    mus_tour_answer_write(&document, &answer, 1500000, &text);
    assert_int_equal(mus_json_parse(mus_buf_text(&text), &json, &err), MUS_OK);
    assert_int_equal(mus_json_integer(mus_json_get(json, "visits")), 2);
    assert_int_equal(mus_json_integer(mus_json_get(json, "musts")), 1);
    assert_int_equal(mus_json_integer(mus_json_get(json, "wants_missed")), 0);
    const struct mus_json *routes = mus_json_get(json, "routes");
    const struct mus_json *stop = mus_json_at(mus_json_get(mus_json_at(routes, 0), "stops"), 0);
    assert_true(mus_text_equals(mus_json_text(mus_json_get(stop, "slot")), "t1"));
    assert_true(mus_text_equals(mus_json_text(mus_json_get(stop, "start")), "13:00"));
    assert_true(mus_text_equals(mus_json_text(mus_json_get(stop, "booth")), "b1"));
    assert_true(mus_text_equals(mus_json_text(mus_json_get(stop, "interpreter")), "i1"));
    assert_true(mus_json_real(mus_json_get(json, "seconds")) == 1.5);
    mus_json_free(json);
    mus_tour_answer_done(&answer);
    mus_buf_done(&text);
    mus_arena_done(&arena);
}

static void routes_are_read_back(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_buf text = {0};
    struct mus_tour_document document;
    struct mus_tour_answer answer;
    struct mus_tour_answer again;
    struct mus_error err;
    assert_int_equal(mus_tour_document_read(MUS_TEXT(HEAD BOOTHS GROUPS), &arena, &document, &err),
                     MUS_OK);
    assert_int_equal(mus_tour_solve(&document.problem, 1, 2000, NULL, &answer, &err), MUS_OK);
    mus_tour_answer_write(&document, &answer, 0, &text);
    assert_int_equal(mus_tour_answer_read(mus_buf_text(&text), &document, &again, &err), MUS_OK);
    assert_int_equal(again.visits, answer.visits);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(again.stops[i].booth, answer.stops[i].booth);
        assert_int_equal(again.stops[i].interpreter, answer.stops[i].interpreter);
    }
    for (uint64_t n = 1;; n++) {
        struct mus_tour_answer other;
        mus_mem_fail_at(n, false);
        enum mus_status status = mus_tour_answer_read(mus_buf_text(&text), &document, &other, &err);
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            mus_tour_answer_done(&other);
        }
        assert_int_equal(status, met ? MUS_NO_MEMORY : MUS_OK);
        if (!met) {
            break;
        }
    }
    mus_tour_answer_done(&again);
    mus_tour_answer_done(&answer);
    mus_buf_done(&text);
    mus_arena_done(&arena);
}

#define ROUTES(stops)                                                                              \
    "{\"format\": \"musubi-tour/1\", \"routes\": [{\"group\": \"g1\", \"stops\": [" stops "]}]}"

static void routes_that_are_none_are_refused_with_their_place(void **state)
{
    (void)state;
    const struct {
        const char *text, *message;
    } rows[] = {
        {"[]", "expected an object"},
        {"{\"format\": \"musubi-tour/2\", \"routes\": []}", "format: expected \"musubi-tour/1\""},
        {"{\"format\": \"musubi-tour/1\"}", "routes: expected an array"},
        {"{\"format\": \"musubi-tour/1\", \"problem\": \"else\", \"routes\": []}",
         "problem: these are routes of \"else\", not of \"visit\""},
        {"{\"format\": \"musubi-tour/1\", \"routes\": [{\"group\": \"g9\", \"stops\": []}]}",
         "routes[0].group: the problem has no group \"g9\""},
        {"{\"format\": \"musubi-tour/1\", \"routes\": [{\"group\": \"g1\", \"stops\": []}, "
         "{\"group\": \"g1\", \"stops\": []}]}",
         "routes[1].group: g1 has a route already"},
        {ROUTES("{\"slot\": \"t1\", \"booth\": \"b9\"}"),
         "routes[0].stops[0].booth: the problem has no booth \"b9\""},
        {ROUTES("{\"slot\": 1, \"booth\": \"b1\"}"), "routes[0].stops[0].slot: expected an id"},
        {ROUTES("{\"slot\": \"t1\", \"booth\": \"b1\", \"at\": 1}"),
         "routes[0].stops[0]: unknown key \"at\""},
        {ROUTES("{\"slot\": \"t1\", \"booth\": \"b1\", \"interpreter\": \"i1\"}, {\"slot\": "
                "\"t1\", \"booth\": \"b2\"}"),
         "routes[0].stops[1].slot: the group is elsewhere in t1 already"},
        {ROUTES("{\"slot\": \"t1\", \"booth\": \"b1\"}"), "group 0 has no interpreter in slot 0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_tour_document document;
        struct mus_tour_answer answer;
        struct mus_error err;
        assert_int_equal(
            mus_tour_document_read(MUS_TEXT(HEAD BOOTHS GROUPS), &arena, &document, &err), MUS_OK);
        assert_int_not_equal(
            mus_tour_answer_read(mus_text_of(rows[i].text), &document, &answer, &err), MUS_OK);
        assert_string_equal(err.message, rows[i].message);
        mus_arena_done(&arena);
    }
}

static void what_is_malformed_is_refused_with_its_place(void **state)
{
    (void)state;
    const struct {
        const char *text, *message;
    } rows[] = {
        {HEAD BOOTHS "\"groups\": [{\"id\": \"g1\", \"people\": 9, \"must\": [\"b9\"]}]}",
         "groups[0].must[0]: no booth \"b9\""},
        {HEAD BOOTHS
         "\"groups\": [{\"id\": \"g1\", \"people\": 9, \"must\": [\"b1\"], \"never\": [\"b1\"]}]}",
         "groups[0].never[0]: \"b1\" stands in a list already"},
        {HEAD BOOTHS "\"groups\": [{\"id\": \"g1\", \"people\": 9, \"min\": 3, \"max\": 2}]}",
         "groups[0]: min 3 is more than max 2"},
        {HEAD BOOTHS
         "\"groups\": [{\"id\": \"g1\", \"people\": 9}, {\"id\": \"g1\", \"people\": 9}]}",
         "groups[1].id: \"g1\" is the id of groups[0] already"},
        {HEAD "\"booths\": [{\"id\": \"b1\", \"room\": 1}, {\"id\": \"b1\", \"room\": 1}], " GROUPS,
         "booths[1].id: \"b1\" is the id of booths[0] already"},
        {HEAD "\"booths\": [{\"id\": \"b1\", \"hall\": \"h9\", \"room\": 1}], " GROUPS,
         "booths[0].hall: no hall \"h9\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_tour_document document;
        struct mus_error err;
        assert_int_equal(mus_tour_document_read(mus_text_of(rows[i].text), &arena, &document, &err),
                         MUS_INVALID);
        assert_string_equal(err.message, rows[i].message);
        mus_arena_done(&arena);
    }
}

static void memory_that_runs_out_is_said(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_arena arena = {0};
        struct mus_tour_document document;
        mus_mem_fail_at(n, true);
        status = mus_tour_document_read(MUS_TEXT(HEAD BOOTHS GROUPS), &arena, &document, NULL);
        mus_mem_fail_at(0, false);
        mus_arena_done(&arena);
    }
    assert_int_equal(status, MUS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_is_read),
        cmocka_unit_test(routes_are_written),
        cmocka_unit_test(routes_are_read_back),
        cmocka_unit_test(routes_that_are_none_are_refused_with_their_place),
        cmocka_unit_test(what_is_malformed_is_refused_with_its_place),
        cmocka_unit_test(memory_that_runs_out_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
