#include "fair/format/timetable_json.h"

#include "problem_fixture.h"

#include <stdio.h>

#include "base/limits.h"

#define FORMAT "'format': 'musubi-timetable-problem/1'"
#define TWO_SLOTS "'slots': [{'id': 's1', 'session': 'am'}, {'id': 's2', 'session': 'pm'}]"
#define THREE "'participants': [{'id': 'p1'}, {'id': 'p2'}, {'id': 'p3'}]"
/* A problem with something in one of its places. */
#define TOP(more) "{" FORMAT ", 'tables': 2, " TWO_SLOTS ", " THREE ", 'meetings': []" more "}"
#define TABLES(tables)                                                                             \
    "{" FORMAT ", 'tables': " tables ", " TWO_SLOTS ", " THREE ", 'meetings': []}"
#define SLOTS(slots) "{" FORMAT ", 'tables': 2, 'slots': [" slots "], " THREE ", 'meetings': []}"
#define PEOPLE(people)                                                                             \
    "{" FORMAT ", 'tables': 2, " TWO_SLOTS ", 'participants': [" people "], 'meetings': []}"
#define MEETINGS(meetings)                                                                         \
    "{" FORMAT ", 'tables': 2, " TWO_SLOTS ", " THREE ", 'meetings': [" meetings "]}"
#define ONE(more) MEETINGS("{'id': 'm1', 'between': ['p1', 'p2']" more "}")
#define HALLS(more)                                                                                \
    "{" FORMAT ", 'tables': 2, 'halls': [{'id': 'h1'}, {'id': 'h2'}], " TWO_SLOTS ", " THREE       \
    ", 'meetings': []" more "}"

static const struct refusal REFUSALS[] = {
    /* the document */
    ROW("[]", "expected an object, found an array"),
    ROW("{", "line 1, column 2: the text ends where a key in double quotes or \"}\" was expected"),
    ROW("{'id': 1, 'id': 2}", "line 1, column 11: key \"id\" stands twice"),
    ROW("{}", "\"format\" is missing"),
    ROW("{'format': null}", "\"format\" is missing"),
    ROW("{'format': 1}", "format: expected a string, found an integer"),
    ROW("{'format': 'musubi-timetable-problem/2'}",
        "format: \"musubi-timetable-problem/2\" is not known; expected "
        "\"musubi-timetable-problem/1\""),
    ROW("{" FORMAT "}", "\"tables\" is missing"),
    ROW("{" FORMAT ", 'tables': 2}", "\"slots\" is missing"),
    ROW("{" FORMAT ", 'tables': 2, " TWO_SLOTS "}", "\"participants\" is missing"),
    ROW("{" FORMAT ", 'tables': 2, " TWO_SLOTS ", " THREE "}", "\"meetings\" is missing"),
    ROW(TOP(", 'room': 1"), "unknown key \"room\""),
    ROW(TOP(", 'id': 'a b'"), "id: malformed id \"a b\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"),
    ROW(TOP(", 'max_break_difference': -1"),
        "max_break_difference: -1 is out of range; expected 0 to 1000000"),
    ROW(TOP(", 'max_break_difference': 1.5"),
        "max_break_difference: expected an integer, found a number"),
    ROW(TABLES("-1"), "tables: -1 is out of range; expected 0 to 10000"),
    ROW(TABLES("10001"), "tables: 10001 is out of range; expected 0 to 10000"),
    ROW(TABLES("'2'"), "tables: expected an integer, found a string"),
    ROW("{" FORMAT ", 'tables': 0, " TWO_SLOTS ", " THREE
        ", 'meetings': [{'id': 'm1', 'between': ['p1', 'p2']}]}",
        "tables: there is none, but meetings[0] needs one"),
    /* slots */
    ROW(SLOTS(""), "slots: there is none"),
    ROW(SLOTS("1"), "slots[0]: expected an object, found an integer"),
    ROW(SLOTS("{}"), "slots[0]: \"id\" is missing"),
    ROW(SLOTS("{'id': 's1', 'room': 1}"), "slots[0]: unknown key \"room\""),
    ROW(SLOTS("{'id': 's1'}, {'id': 's1'}"), "slots[1].id: \"s1\" is the id of slots[0] already"),
    ROW(SLOTS("{'id': 's1', 'session': ' '}"), "slots[0].session: is empty"),
    ROW(SLOTS("{'id': 's1', 'day': true}"), "slots[0].day: expected a string, found a boolean"),
    ROW(SLOTS("{'id': 's1', 'day': 'd1'}, {'id': 's2', 'day': 'd2'}, {'id': 's3', 'day': 'd1'}"),
        "slots[2].day: \"d1\" comes back after \"d2\""),
    ROW(SLOTS("{'id': 's1'}, {'id': 's2', 'day': 'd2'}, {'id': 's3'}"),
        "slots[2].day: is missing again, as in slots[0], after \"d2\""),
    ROW(SLOTS("{'id': 's1', 'start': '9:30', 'minutes': 20}"),
        "slots[0].start: expected a time such as \"09:30\", found \"9:30\""),
    ROW(SLOTS("{'id': 's1', 'start': '24:00', 'minutes': 20}"),
        "slots[0].start: expected a time such as \"09:30\", found \"24:00\""),
    ROW(SLOTS("{'id': 's1', 'start': '10:00'}"),
        "slots[0]: \"start\" and \"minutes\" go together, \"minutes\" is missing"),
    ROW(SLOTS("{'id': 's1', 'minutes': 20}"),
        "slots[0]: \"start\" and \"minutes\" go together, \"start\" is missing"),
    ROW(SLOTS("{'id': 's1', 'start': '10:00', 'minutes': 0}"),
        "slots[0].minutes: 0 is out of range; expected 1 to 1440"),
    ROW(SLOTS("{'id': 's1', 'start': '23:50', 'minutes': 20}"), "slots[0]: ends after midnight"),
    ROW(SLOTS("{'id': 's1', 'start': '10:00', 'minutes': 30}, "
              "{'id': 's2', 'start': '10:20', 'minutes': 30}"),
        "slots[1].start: before the end of slots[0]"),
    ROW(SLOTS("{'id': 's1', 'tables': 3}"), "slots[0].tables: 3 is out of range; expected 0 to 2"),
    /* halls, tables, interpreters */
    ROW(HALLS(", 'walking': [['h1', 'h2']]"), "walking[0]: expected two halls and minutes"),
    LIMIT(HALLS(", 'walking': [['h1', 'h2', 3, 4]]"), "walking[0]: more than 3 entries"),
    ROW(HALLS(", 'walking': [['h1', 'h3', 3]]"), "walking[0][1]: no hall \"h3\""),
    ROW(HALLS(", 'walking': [['h1', 'h1', 3]]"), "walking[0]: from hall \"h1\" to itself"),
    ROW(HALLS(", 'walking': [['h1', 'h2', -3]]"),
        "walking[0][2]: -3 is out of range; expected 0 to 1440"),
    ROW(HALLS(", 'walking': [['h1', 'h2', 3], ['h2', 'h1', 3]]"),
        "walking[1]: the way is given twice"),
    ROW(TOP(", 'halls': [{'id': 'h1'}, {'id': 'h1'}]"),
        "halls[1].id: \"h1\" is the id of halls[0] already"),
    ROW(HALLS(", 'table_places': [{'table': 3}]"),
        "table_places[0].table: 3 is out of range; expected 1 to 2"),
    ROW(HALLS(", 'table_places': [{'table': 1}, {'table': 1}]"),
        "table_places[1].table: table 1 is listed twice"),
    ROW(HALLS(", 'table_places': [{'table': 1, 'hall': 'h3'}]"),
        "table_places[0].hall: no hall \"h3\""),
    ROW(HALLS(", 'table_places': [{'table': 1, 'closed': ['s3']}]"),
        "table_places[0].closed[0]: no slot \"s3\""),
    ROW(TOP(", 'interpreters': [{'id': 'i1'}]"), "interpreters[0]: \"languages\" is missing"),
    ROW(TOP(", 'interpreters': [{'id': 'i1', 'languages': []}]"),
        "interpreters[0].languages: there is none"),
    ROW(TOP(", 'interpreters': [{'id': 'i1', 'languages': ['en', 'en']}]"),
        "interpreters[0].languages[1]: language \"en\" is listed twice"),
    ROW(TOP(", 'interpreters': [{'id': 'i1', 'languages': ['en']}, "
            "{'id': 'i1', 'languages': ['en']}]"),
        "interpreters[1].id: \"i1\" is the id of interpreters[0] already"),
    LIMIT(TOP(", 'interpreters': [{'id': 'i1', 'languages': ['a', 'b', 'c', 'd', 'e', 'f', 'g', "
              "'h']}, {'id': 'i2', 'languages': ['i']}]"),
          "interpreters[1].languages[0]: \"i\" would be one language more than 8"),
    /* participants */
    ROW(PEOPLE("{'id': 'p1'}, {'id': 'p1'}"),
        "participants[1].id: \"p1\" is the id of participants[0] already"),
    ROW(PEOPLE("{'id': 'p1', 'unavailable': 's1'}"),
        "participants[0].unavailable: expected an array, found a string"),
    ROW(PEOPLE("{'id': 'p1', 'unavailable': ['s1', 's1']}"),
        "participants[0].unavailable[1]: slot \"s1\" is listed twice"),
    ROW(PEOPLE("{'id': 'p1', 'booth_hall': 'h1'}"), "participants[0].booth_hall: no hall \"h1\""),
    /* meetings */
    ROW(MEETINGS("{'between': ['p1', 'p2']}"), "meetings[0]: \"id\" is missing"),
    ROW(MEETINGS("{'id': 'm1'}"), "meetings[0]: \"between\" is missing"),
    ROW(MEETINGS("{'id': 'm1', 'between': ['p1']}"),
        "meetings[0].between: expected two participants"),
    ROW(MEETINGS("{'id': 'm1', 'between': ['p1', 'p1']}"),
        "meetings[0].between: \"p1\" meets itself"),
    ROW(MEETINGS("{'id': 'm1', 'between': ['p1', 'p9']}"),
        "meetings[0].between[1]: no participant \"p9\""),
    LIMIT(MEETINGS("{'id': 'm1', 'between': ['p1', 'p2', 'p3']}"),
          "meetings[0].between: more than 2 entries"),
    ROW(MEETINGS("{'id': 'm1', 'between': ['p1', 'p2']}, {'id': 'm1', 'between': ['p1', 'p3']}"),
        "meetings[1].id: \"m1\" is the id of meetings[0] already"),
    ROW(ONE(", 'session': 'night'"), "meetings[0].session: no slot is in session \"night\""),
    ROW(ONE(", 'locked_slot': 's9'"), "meetings[0].locked_slot: no slot \"s9\""),
    ROW(ONE(", 'locked_table': 3"), "meetings[0].locked_table: 3 is out of range; expected 1 to 2"),
    ROW(ONE(", 'locked_table': 0"), "meetings[0].locked_table: 0 is out of range; expected 1 to 2"),
    ROW(ONE(", 'place': 'garden'"),
        "meetings[0].place: \"garden\" is not known; expected table, booth or online"),
    ROW(ONE(", 'place': 'booth'"), "meetings[0].host: is missing: at whose booth?"),
    ROW(ONE(", 'place': 'booth', 'host': 'p3'"),
        "meetings[0].host: is not one of the two who meet"),
    ROW(ONE(", 'host': 'p1'"), "meetings[0].host: the meeting is at no booth"),
    ROW(ONE(", 'place': 'online', 'locked_table': 1"),
        "meetings[0].locked_table: the meeting is at no shared table"),
    ROW(ONE(", 'score': 1000001"), "meetings[0].score: 1000001 is out of range; expected 0 to "
                                   "1000000"),
    ROW(ONE(", 'score': -1"), "meetings[0].score: -1 is out of range; expected 0 to 1000000"),
    ROW(ONE(", 'standing_slot': 's9'"), "meetings[0].standing_slot: no slot \"s9\""),
    ROW(ONE(", 'standing_table': 9"),
        "meetings[0].standing_table: 9 is out of range; expected 1 to 2"),
    ROW(ONE(", 'after': ['m9']"), "meetings[0].after[0]: \"m9\" is no meeting"),
    ROW(ONE(", 'after': ['m1']"), "meetings[0].after[0]: \"m1\" is the meeting itself"),
    ROW(MEETINGS("{'id': 'm1', 'between': ['p1', 'p2']}, "
                 "{'id': 'm2', 'between': ['p1', 'p3'], 'after': ['m1', 'm1']}"),
        "meetings[1].after[1]: \"m1\" is listed twice"),
    ROW(MEETINGS("{'id': 'm4', 'between': ['p1', 'p3'], 'after': ['m3']}, "
                 "{'id': 'm3', 'between': ['p1', 'p2'], 'after': ['m1']}, "
                 "{'id': 'm2', 'between': ['p1', 'p3'], 'after': ['m3']}, "
                 "{'id': 'm1', 'between': ['p2', 'p3'], 'after': ['m2']}"),
        "meetings[1].after: leads back to itself: m3 after m1 after m2 after m3"),
    ROW(MEETINGS("{'id': 'm1', 'between': ['p1', 'p2'], 'locked_slot': 's1', 'locked_table': 2}, "
                 "{'id': 'm2', 'between': ['p1', 'p3'], 'locked_slot': 's1', 'locked_table': 2}"),
        "meetings[1].locked_table: table 2 in slot \"s1\" is that of meetings[0] already"),
};

static void whatever_is_malformed_is_refused_with_its_place(void **state)
{
    (void)state;
    struct mus_buf json = {0};
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_timetable_document document;
        put_quoted(&json, REFUSALS[i].problem);
        enum mus_status status =
            mus_timetable_document_read(mus_buf_text(&json), &arena, &document, &err);
        assert_string_equal(err.message, REFUSALS[i].message);
        assert_int_equal(status, REFUSALS[i].status);
        mus_arena_done(&arena);
    }
    mus_buf_done(&json);
}

/* Everything that a problem may hold, in an order of its own. */
static const char FULL[] =
    "{'meetings': [{'id': 'm2', 'between': ['p2', 'p1'], 'session': 'am', 'language': 'zh',"
    " 'after': ['m3', 'm1'], 'score': 734000, 'standing_slot': 's2', 'standing_table': 1},"
    " {'id': 'm3', 'between': ['p3', 'p1'], 'place': 'booth', 'host': 'p3', 'language': 'en'},"
    " {'id': 'm1', 'between': ['p2', 'p3'], 'locked_slot': 's1', 'locked_table': 2,"
    " 'place': 'table', 'after': null}, {'id': 'm4', 'between': ['p1', 'p4'], 'place': 'online'}],"
    " 'participants': [{'id': 'p3', 'booth_hall': 'h2'}, {'id': 'p1', 'unavailable': ['s3']},"
    " {'id': 'p4'}, {'id': 'p2', 'unavailable': []}],"
    " 'interpreters': [{'id': 'i2', 'languages': ['zh', 'en'], 'unavailable': ['s1']},"
    " {'id': 'i1', 'languages': ['en']}],"
    " 'table_places': [{'table': 2, 'hall': 'h1', 'closed': ['s3']}],"
    " 'slots': [{'id': 's1', 'session': 'am', 'day': 1, 'start': '09:30', 'minutes': 20},"
    " {'id': 's2', 'session': 'am', 'day': 1, 'start': '10:00', 'minutes': 20, 'tables': 1},"
    " {'id': 's3', 'session': 'pm', 'day': '2'}],"
    " 'walking': [['h2', 'h1', 6]], 'halls': [{'id': 'h1'}, {'id': 'h2'}],"
    " 'max_break_difference': 2, 'tables': 2, 'id': 'forum', " FORMAT "}";

static const char FULL_WRITTEN[] =
    "{'format':'musubi-timetable-problem/1','id':'forum','tables':2,'max_break_difference':2,"
    "'halls':[{'id':'h1'},{'id':'h2'}],'walking':[['h1','h2',6]],"
    "'slots':[{'id':'s1','session':'am','day':'1','start':'09:30','minutes':20},"
    "{'id':'s2','session':'am','day':'1','start':'10:00','minutes':20,'tables':1},"
    "{'id':'s3','session':'pm','day':'2'}],"
    "'table_places':[{'table':2,'hall':'h1','closed':['s3']}],"
    "'interpreters':[{'id':'i1','languages':['en']},"
    "{'id':'i2','languages':['en','zh'],'unavailable':['s1']}],"
    "'participants':[{'id':'p1','unavailable':['s3']},{'id':'p2'},"
    "{'id':'p3','booth_hall':'h2'},{'id':'p4'}],"
    "'meetings':[{'id':'m1','between':['p2','p3'],'locked_slot':'s1','locked_table':2},"
    "{'id':'m2','between':['p1','p2'],'session':'am','after':['m1','m3'],'language':'zh',"
    "'score':734000,'standing_slot':'s2','standing_table':1},"
    "{'id':'m3','between':['p1','p3'],'place':'booth','host':'p3','language':'en'},"
    "{'id':'m4','between':['p1','p4'],'place':'online'}]}";

static void read_quoted(const char *problem, struct mus_arena *arena,
                        struct mus_timetable_document *document)
{
    struct mus_buf json = {0};
    struct mus_error err = {0};
    put_quoted(&json, problem);
    if (mus_timetable_document_read(mus_buf_text(&json), arena, document, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    mus_buf_done(&json);
}

static void a_problem_is_put_in_the_order_of_its_ids(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    read_quoted(FULL, &arena, &document);
    const struct mus_timetable_problem *problem = &document.problem;
    assert_int_equal(problem->slot_count, 3);
    assert_int_equal(problem->slots[0].day, 0);
    assert_int_equal(problem->slots[2].day, 1);
    assert_int_equal(problem->slots[1].start, 600);
    assert_int_equal(problem->slots[1].tables, 1);
    assert_text(document.languages[0], "en");
    assert_int_equal(problem->interpreters[1].languages, 3);
    assert_int_equal(problem->interpreters[1].available, 6);
    assert_int_equal(problem->participants[0].available, 3);
    assert_int_equal(problem->participants[2].hall, 1);
    assert_int_equal(problem->walk_minutes[1], 6);
    assert_int_equal(problem->walk_minutes[2], 6);
    assert_int_equal(problem->table_open[1], 3);
    assert_int_equal(problem->meetings[1].language, 2);
    assert_int_equal(problem->meetings[1].session, 3);
    assert_int_equal(problem->meetings[1].after_count, 2);
    assert_int_equal(problem->meetings[2].place, MUS_PLACE_BOOTH_B);
    assert_int_equal(problem->meetings[3].place, MUS_PLACE_ONLINE);
    assert_int_equal(document.passed_over, 0);
    mus_arena_done(&arena);
}

static void what_is_written_reads_back_as_the_same(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    struct mus_buf expected = {0};
    struct mus_buf written = {0};
    put_quoted(&expected, FULL_WRITTEN);
    read_quoted(FULL, &arena, &document);
    mus_timetable_document_write(&document, &written);
    assert_string_equal(written.data, expected.data);
    read_quoted(FULL_WRITTEN, &arena, &document);
    mus_buf_clear(&written);
    mus_timetable_document_write(&document, &written);
    assert_string_equal(written.data, expected.data);
    mus_buf_done(&expected);
    mus_buf_done(&written);
    mus_arena_done(&arena);
}

static void slots_that_there_are_not_are_passed_over_and_told(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    read_quoted(PEOPLE("{'id': 'p1', 'unavailable': ['s2', 's0']}, "
                       "{'id': 'p2', 'unavailable': ['s9']}"),
                &arena, &document);
    assert_int_equal(document.passed_over, 2);
    assert_text(document.passed_over_place, "participants[0].unavailable[1]");
    assert_text(document.passed_over_slot, "s0");
    assert_int_equal(document.problem.participants[0].available, 1);
    mus_arena_done(&arena);
}

static void two_of_one_participant_in_one_slot_are_impossible_but_well_formed(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    read_quoted(MEETINGS("{'id': 'm1', 'between': ['p1', 'p2'], 'locked_slot': 's1'}, "
                         "{'id': 'm2', 'between': ['p1', 'p3'], 'locked_slot': 's1'}"),
                &arena, &document);
    assert_int_equal(document.problem.meeting_count, 2);
    mus_arena_done(&arena);
}

/* A problem with so many of these, each written with its number. */
static void assert_limit(const char *before, const char *each, size_t count, const char *after,
                         const char *message)
{
    struct mus_buf json = {0};
    struct mus_buf item = {0};
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_timetable_document document;
    put_quoted(&json, before);
    for (size_t i = 0; i < count; i++) {
        char number[24];
        put_quoted(&item, each);
        const char *place = strchr(item.data, '#');
        int len = snprintf(number, sizeof number, "%zu", i);
        mus_buf_add_z(&json, i == 0 ? "" : ", ");
        mus_buf_add(&json, item.data, (size_t)(place - item.data));
        mus_buf_add(&json, number, (size_t)len);
        mus_buf_add_z(&json, place + 1);
    }
    put_quoted(&item, after);
    mus_buf_add_text(&json, mus_buf_text(&item));
    assert_int_equal(mus_timetable_document_read(mus_buf_text(&json), &arena, &document, &err),
                     MUS_LIMIT);
    assert_string_equal(err.message, message);
    mus_buf_done(&json);
    mus_buf_done(&item);
    mus_arena_done(&arena);
}

static void every_quantity_has_its_limit(void **state)
{
    (void)state;
    assert_limit("{" FORMAT ", 'tables': 1, 'participants': [], 'meetings': [], 'slots': [",
                 "{'id': 's#'}", 65, "]}", "slots: more than 64 entries");
    assert_limit("{" FORMAT ", 'tables': 1, " TWO_SLOTS ", 'meetings': [], 'participants': [",
                 "{'id': 'p#'}", 100001, "]}", "participants: more than 100000 entries");
    assert_limit("{" FORMAT ", 'tables': 1, " TWO_SLOTS ", " THREE ", 'meetings': [",
                 "{'id':'m#','between':['p1','p2']}", 1000001, "]}",
                 "meetings: more than 1000000 entries");
    assert_limit("{" FORMAT ", 'tables': 1, " TWO_SLOTS ", " THREE ", 'meetings': [], 'halls': [",
                 "{'id': 'h#'}", 17, "]}", "halls: more than 16 entries");
    assert_limit(
        "{" FORMAT ", 'tables': 1, " TWO_SLOTS ", " THREE ", 'meetings': [], 'interpreters': [",
        "{'id': 'i#', 'languages': ['en']}", 1001, "]}", "interpreters: more than 1000 entries");
}

static void a_problem_file_has_its_limit(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_timetable_document document;
    const struct mus_text text = {"{", MUS_MAX_PROBLEM_BYTES + 1}; /* nothing of it is looked at */
    assert_int_equal(mus_timetable_document_read(text, &arena, &document, &err), MUS_LIMIT);
    assert_string_equal(err.message,
                        "a JSON text of 2147483649 bytes, at most 2147483648 are read");
    mus_arena_done(&arena);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_buf json = {0};
    struct mus_error err = {0};
    struct mus_timetable_document document;
    put_quoted(&json, FULL);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        mus_mem_fail_at(n, false);
        status = mus_timetable_document_read(mus_buf_text(&json), &arena, &document, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
    mus_buf_done(&json);
}

/* ---- answers ---- */

static void an_answer_names_each_meeting_and_why_one_is_left_out(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    struct mus_buf written = {0};
    struct mus_buf expected = {0};
    read_quoted(FULL, &arena, &document);
    struct mus_timetable_seat seats[] = {{0, 2}, {1, 1}, {2, 0}, {-1, 0}};
    uint8_t why[] = {0, 0, 0, MUS_LEFT_OUT_BOTH_BUSY};
    const struct mus_timetable_answer answer = {
        .status = MUS_TIMETABLE_INCOMPLETE,
        .seats = seats,
        .why = why,
        .figures = {.left_out = 1, .breaks = 3, .most_breaks = 2},
        .lower_bound = 1,
        .steps = 7,
    };
    mus_timetable_answer_write(&document, &answer, 250000, &written);
    put_quoted(&expected,
               "{'format':'musubi-timetable/1','problem':'forum','status':'incomplete',"
               "'meetings':[{'id':'m1','slot':'s1','table':2},{'id':'m2','slot':'s2','table':1},"
               "{'id':'m3','slot':'s3'},{'id':'m4','slot':null,"
               "'why':'wherever both could come, p1 or p4 is in another meeting',"
               "'why_ja':'共に来られる時間枠ではどれも、p1 か p4 が別の商談をしています'}],"
               "'left_out':1,'breaks':3,'lower_bound':1,'fewest_breaks':0,'most_breaks':2,"
               "'steps':7,'seconds':0.25}");
    assert_string_equal(written.data, expected.data);
    mus_buf_done(&written);
    mus_buf_done(&expected);
    mus_arena_done(&arena);
}

static void every_reason_for_leaving_out_is_a_sentence(void **state)
{
    (void)state;
    static const char *const sentences[] = {
        [MUS_LEFT_OUT_NO_COMMON_SLOT] = "p1 and p2 are never both available when it may be held",
        [MUS_LEFT_OUT_BOTH_BUSY] = "wherever both could come, p1 or p2 is in another meeting",
        [MUS_LEFT_OUT_TABLES] = "no table is free in the slots in which p1 and p2 are",
        [MUS_LEFT_OUT_INTERPRETERS] = "no interpreter is free in the slots in which p1 and p2 are",
        [MUS_LEFT_OUT_LOCK] = "the slot or the table that it is locked to cannot be used",
        [MUS_LEFT_OUT_ORDER] = "what must be earlier or later leaves no slot",
        [MUS_LEFT_OUT_WALKING] =
            "p1 or p2 would have no time to walk there from another meeting, or back",
        [MUS_LEFT_OUT_BREAKS] = "with it the numbers of breaks would differ by more than 2",
    };
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    read_quoted(FULL, &arena, &document);
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
        uint8_t why[] = {0, (uint8_t)i, 0, 0};
        const struct mus_timetable_answer answer = {.why = why};
        struct mus_buf words = {0};
        mus_timetable_why(&document, &answer, 1, false, &words);
        assert_string_equal(words.data, sentences[i]);
        mus_buf_clear(&words);
        mus_timetable_why(&document, &answer, 1, true, &words);
        assert_true(words.len > 20 && mus_text_is_utf8(mus_buf_text(&words), NULL));
        mus_buf_done(&words);
    }
    mus_arena_done(&arena);
}

static void an_answer_without_memory_is_marked_so(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    read_quoted(FULL, &arena, &document);
    struct mus_timetable_seat seats[4] = {{-1, 0}, {-1, 0}, {-1, 0}, {-1, 0}};
    uint8_t why[4] = {0};
    struct mus_demand demand = {.kind = MUS_DEMAND_MEETING, .meeting = 1};
    const struct mus_timetable_answer answer = {.status = MUS_TIMETABLE_INFEASIBLE,
                                                .seats = seats,
                                                .why = why,
                                                .clash = {&demand, 1, true}};
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        struct mus_buf written = {0};
        mus_mem_fail_at(n, false);
        mus_timetable_answer_write(&document, &answer, 0, &written);
        mus_mem_fail_at(0, false);
        failed = written.failed;
        mus_buf_done(&written);
    }
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_malformed_is_refused_with_its_place),
        cmocka_unit_test(a_problem_is_put_in_the_order_of_its_ids),
        cmocka_unit_test(what_is_written_reads_back_as_the_same),
        cmocka_unit_test(slots_that_there_are_not_are_passed_over_and_told),
        cmocka_unit_test(two_of_one_participant_in_one_slot_are_impossible_but_well_formed),
        cmocka_unit_test(every_quantity_has_its_limit),
        cmocka_unit_test(a_problem_file_has_its_limit),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(an_answer_names_each_meeting_and_why_one_is_left_out),
        cmocka_unit_test(every_reason_for_leaving_out_is_a_sentence),
        cmocka_unit_test(an_answer_without_memory_is_marked_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
