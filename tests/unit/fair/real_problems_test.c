/* The real timetabling problems are read. Skipped, saying so, where they are not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "fair/format/timetable_json.h"

static const struct problem {
    const char *name;
    size_t slots, participants, meetings;
    bool passes_over; /* slots that there are not */
} PROBLEMS[] = {
    {"forum-13", 21, 70, 154, true},          {"forum-13.unavailable07", 21, 70, 154, false},
    {"forum-13crafb", 22, 76, 195, true},     {"forum-14", 22, 78, 302, true},
    {"forum-14.locked20", 22, 78, 302, true}, {"forumt-14", 10, 60, 237, true},
    {"tic-13crafc", 10, 47, 180, true},       {"tic-13crafc.order15", 10, 47, 180, true},
    {"ticf-13crafb", 22, 76, 195, true},
};

static void path_of(const char *name, char *path, size_t size)
{
    const char *given = getenv("MUS_SHARED_DATA");
    if (given != NULL) {
        snprintf(path, size, "%s/timetable/%s.json", given, name);
    } else {
        snprintf(path, size, "%s/../shared/data/timetable/%s.json", MUS_SOURCE_ROOT, name);
    }
}

static void is_read(const struct problem *problem, struct mus_text json)
{
    struct mus_arena arena = {0};
    struct mus_error err;
    struct mus_timetable_document document;
    if (mus_timetable_document_read(json, &arena, &document, &err) != MUS_OK) {
        fail_msg("%s: %s", problem->name, err.message);
    }
    assert_int_equal(document.problem.slot_count, problem->slots);
    assert_int_equal(document.problem.participant_count, problem->participants);
    assert_int_equal(document.problem.meeting_count, problem->meetings);
    assert_int_equal(document.problem.max_break_difference, 2);
    assert_int_equal(document.passed_over > 0, problem->passes_over);
    mus_arena_done(&arena);
}

static void every_real_problem_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PROBLEMS / sizeof PROBLEMS[0]; i++) {
        char path[768];
        struct mus_error err;
        struct mus_buf json = {0};
        path_of(PROBLEMS[i].name, path, sizeof path);
        if (mus_file_read(path, MUS_MAX_JSON_BYTES, &json, &err) != MUS_OK) {
            mus_buf_done(&json);
            print_message("skipped: %s; set MUS_SHARED_DATA\n", err.message);
            skip();
        }
        is_read(&PROBLEMS[i], mus_buf_text(&json));
        mus_buf_done(&json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_real_problem_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
