#include "fair/format/pairing_json.h"

#include "problem_fixture.h"

#include <stdio.h>

#define FORMAT "'format': 'musubi-pairing-problem/1'"
#define FOUR                                                                                       \
    "'participants': [{'id': 'p1', 'max': 2}, {'id': 'p2', 'max': 2}, {'id': 'p3', 'max': 1}, "    \
    "{'id': 'p4', 'max': 1}]"
/* A problem with something in one of its places. */
#define TOP(more) "{" FORMAT ", " FOUR ", 'pairs': [['p1', 'p2', 5], ['p3', 'p1', 6]]" more "}"
#define PEOPLE(people) "{" FORMAT ", 'participants': [" people "], 'pairs': []}"
#define PAIRS(pairs) "{" FORMAT ", " FOUR ", 'pairs': [" pairs "]}"
/* Four of three companies. */
#define FIRMS(pairs, more)                                                                         \
    "{" FORMAT ", 'participants': [{'id': 'p1', 'company': 'c1', 'max': 2}, "                      \
    "{'id': 'p2', 'company': 'c1', 'max': 2}, {'id': 'p3', 'company': 'c2', 'max': 2}, "           \
    "{'id': 'p4', 'max': 2}], 'pairs': [" pairs "]" more "}"

static const struct refusal REFUSALS[] = {
    /* the document */
    ROW("7", "expected an object, found an integer"),
    ROW("{'pairs': [1, ]}", "line 1, column 13: comma before \"]\""),
    ROW("{} {}", "line 1, column 4: unexpected \"{\" where the end of the text was expected"),
    ROW("{'pairs': [], 'pairs': []}", "line 1, column 15: key \"pairs\" stands twice"),
    ROW("{'format': 'musubi-timetable-problem/1'}",
        "format: \"musubi-timetable-problem/1\" is not known; expected "
        "\"musubi-pairing-problem/1\""),
    ROW("{" FORMAT "}", "\"participants\" is missing"),
    ROW("{" FORMAT ", 'participants': []}", "\"pairs\" is missing"),
    ROW(TOP(", 'tables': 3"), "unknown key \"tables\""),
    ROW(TOP(", 'capacity': -1"), "capacity: -1 is out of range; expected 0 to 9007199254740991"),
    ROW(TOP(", 'capacity': '9'"), "capacity: expected an integer, found a string"),
    LIMIT(TOP(", 'capacity': 9007199254740992"),
          "line 1, column 211: integer \"9007199254740992\" is not within ±9007199254740991"),
    /* participants */
    ROW(PEOPLE("'p1'"), "participants[0]: expected an object, found a string"),
    ROW(PEOPLE("{'max': 1}"), "participants[0]: \"id\" is missing"),
    ROW(PEOPLE("{'id': 'p1'}"), "participants[0]: \"max\" is missing"),
    ROW(PEOPLE("{'id': 'p 1', 'max': 1}"), "participants[0].id: malformed id \"p 1\"; expected 1 "
                                           "to 64 of A-Z a-z 0-9 . _ : -"),
    ROW(PEOPLE("{'id': 1, 'max': 1}"), "participants[0].id: expected a string, found an integer"),
    ROW(PEOPLE("{'id': 'p1', 'max': 1}, {'id': 'p1', 'max': 1}"),
        "participants[1].id: \"p1\" is the id of participants[0] already"),
    ROW(PEOPLE("{'id': 'p1', 'max': -1}"),
        "participants[0].max: -1 is out of range; expected 0 to 1000000"),
    ROW(PEOPLE("{'id': 'p1', 'max': 1000001}"),
        "participants[0].max: 1000001 is out of range; expected 0 to 1000000"),
    ROW(PEOPLE("{'id': 'p1', 'max': 2.0}"),
        "participants[0].max: expected an integer, found a number"),
    ROW(PEOPLE("{'id': 'p1', 'max': 1, 'min': -1}"),
        "participants[0].min: -1 is out of range; expected 0 to 1000000"),
    ROW(PEOPLE("{'id': 'p1', 'min': 3, 'max': 2}"), "participants[0].min: 3 is above the max of 2"),
    ROW(PEOPLE("{'id': 'p1', 'max': 1, 'company': ''}"),
        "participants[0].company: malformed id \"\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"),
    ROW(PEOPLE("{'id': 'p1', 'max': 1, 'name': 'x'}"), "participants[0]: unknown key \"name\""),
    /* pairs */
    ROW(PAIRS("['p1', 'p2']"), "pairs[0]: expected two participants and a score"),
    LIMIT(PAIRS("['p1', 'p2', 3, 4]"), "pairs[0]: more than 3 entries"),
    ROW(PAIRS("['p1', 'p2', 3], ['p1', 'p9', 3]"), "pairs[1][1]: no participant \"p9\""),
    ROW(PAIRS("['p1', 'p1', 3]"), "pairs[0]: \"p1\" with itself"),
    ROW(PAIRS("['p1', 'p2', -1]"), "pairs[0][2]: -1 is out of range; expected 0 to 1000000"),
    ROW(PAIRS("['p1', 'p2', 1000001]"),
        "pairs[0][2]: 1000001 is out of range; expected 0 to 1000000"),
    ROW(PAIRS("['p1', 'p2', 0.5]"), "pairs[0][2]: expected an integer, found a number"),
    ROW(PAIRS("['p1', 'p2', null]"), "pairs[0][2]: expected an integer, found null"),
    ROW(PAIRS("['p3', 'p4', 1], ['p1', 'p2', 3], ['p1', 'p3', 3], ['p2', 'p1', 4], "
              "['p4', 'p3', 1]"),
        "pairs[3]: \"p1\" and \"p2\" stand in pairs[1] already"),
    ROW(PAIRS("{}"), "pairs[0]: expected an array, found an object"),
    ROW(FIRMS("['p1', 'p2', 3]", ""), "pairs[0]: \"p1\" and \"p2\" are of one company, \"c1\""),
    ROW(PAIRS("['p9', 'p1', 3], ['p1', 'p2', -1]"), "pairs[0][0]: no participant \"p9\""),
    ROW(PAIRS("['p1', 'p2', 3], ['p2', 'p2', 3], ['p1', 1, 3]"), "pairs[1]: \"p2\" with itself"),
    /* forbidden and fixed */
    ROW(TOP(", 'forbidden': [['p1', 'p9']]"), "forbidden[0][1]: no participant \"p9\""),
    ROW(TOP(", 'forbidden': [['p1', 'p1']]"), "forbidden[0]: \"p1\" with itself"),
    LIMIT(TOP(", 'forbidden': [['p1', 'p2', 5]]"), "forbidden[0]: more than 2 entries"),
    ROW(TOP(", 'fixed': [['p1']]"), "fixed[0]: expected two participants"),
    ROW(TOP(", 'fixed': [['p1', 'p4']]"), "fixed[0]: \"p1\" and \"p4\" are not among the pairs"),
    ROW(TOP(", 'fixed': [['p1', 'p2'], ['p2', 'p1']]"),
        "fixed[1]: \"p1\" and \"p2\" are fixed twice"),
    ROW(TOP(", 'fixed': [['p1', 'p2']], 'forbidden': [['p2', 'p1']]"),
        "fixed[0]: \"p1\" and \"p2\" are forbidden as well"),
    ROW(TOP(", 'capacity': 1, 'fixed': [['p1', 'p2'], ['p3', 'p1']]"),
        "fixed: 2 pairs, but the capacity is 1"),
    ROW("{" FORMAT ", " FOUR ", 'pairs': [['p1', 'p3', 1], ['p2', 'p3', 1]], "
        "'fixed': [['p1', 'p3'], ['p2', 'p3']]}",
        "fixed[1]: one more for \"p3\" than its max of 1"),
    ROW(FIRMS("['p1', 'p3', 1], ['p3', 'p2', 1]", ", 'fixed': [['p3', 'p1'], ['p2', 'p3']]"),
        "fixed[1]: companies \"c1\" and \"c2\" meet in fixed[0] already"),
};

static void whatever_is_malformed_is_refused_with_its_place(void **state)
{
    (void)state;
    struct mus_buf json = {0};
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_pairing_document document;
        put_quoted(&json, REFUSALS[i].problem);
        enum mus_status status =
            mus_pairing_document_read(mus_buf_text(&json), &arena, &document, &err);
        assert_string_equal(err.message, REFUSALS[i].message);
        assert_int_equal(status, REFUSALS[i].status);
        mus_arena_done(&arena);
    }
    mus_buf_done(&json);
}

/* Everything that a problem may hold, in an order of its own. */
static const char FULL[] =
    "{'fixed': [['p3', 'p1']], 'forbidden': [['p4', 'p2'], ['p1', 'p4'], ['p4', 'p1']],"
    " 'pairs': [['p4', 'p2', 0], ['p3', 'p1', 1000000], ['p2', 'p3', 7]],"
    " 'participants': [{'id': 'p4', 'company': 'c2', 'min': 1, 'max': 3}, {'id': 'p3', 'max': 2},"
    " {'id': 'p2', 'max': 2, 'company': 'c1', 'min': null},"
    " {'max': 1, 'id': 'p\\u0031', 'company': 'c2'}],"
    " 'capacity': 5, 'id': 'fair', " FORMAT "}";

static const char FULL_WRITTEN[] =
    "{'format':'musubi-pairing-problem/1','id':'fair','capacity':5,"
    "'participants':[{'id':'p1','company':'c2','max':1},{'id':'p2','company':'c1','max':2},"
    "{'id':'p3','max':2},{'id':'p4','company':'c2','max':3,'min':1}],"
    "'pairs':[['p1','p3',1000000],['p2','p3',7],['p2','p4',0]],"
    "'forbidden':[['p2','p4']],'fixed':[['p1','p3']]}";

static void read_quoted(const char *problem, struct mus_arena *arena,
                        struct mus_pairing_document *document)
{
    struct mus_buf json = {0};
    struct mus_error err = {0};
    put_quoted(&json, problem);
    if (mus_pairing_document_read(mus_buf_text(&json), arena, document, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    mus_buf_done(&json);
}

static void a_problem_is_put_in_the_order_of_its_ids(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_pairing_document document;
    read_quoted(FULL, &arena, &document);
    const struct mus_pairing_problem *problem = &document.problem;
    assert_int_equal(problem->capacity, 5);
    assert_text(document.participant_ids[0], "p1");
    assert_int_equal(problem->participants[3].min, 1);
    assert_int_equal(problem->participants[2].company, MUS_PAIRING_NO_COMPANY);
    assert_text(document.company_ids[problem->participants[0].company], "c2");
    assert_int_equal(problem->pairs[0].score, 1000000);
    assert_int_equal(problem->marks[0], MUS_PAIRING_FIXED);
    assert_int_equal(problem->marks[1], MUS_PAIRING_FREE);
    assert_int_equal(problem->marks[2], MUS_PAIRING_FORBIDDEN);
    assert_int_equal(mus_pairing_check_problem(problem, NULL), MUS_OK);
    mus_arena_done(&arena);
}

static void what_is_written_reads_back_as_the_same(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_pairing_document document;
    struct mus_buf expected = {0};
    struct mus_buf written = {0};
    put_quoted(&expected, FULL_WRITTEN);
    read_quoted(FULL, &arena, &document);
    mus_pairing_document_write(&document, &written);
    assert_string_equal(written.data, expected.data);
    read_quoted(FULL_WRITTEN, &arena, &document);
    mus_buf_clear(&written);
    mus_pairing_document_write(&document, &written);
    assert_string_equal(written.data, expected.data);
    mus_buf_done(&expected);
    mus_buf_done(&written);
    mus_arena_done(&arena);
}

static void an_empty_problem_is_one(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_pairing_document document;
    read_quoted(PEOPLE(""), &arena, &document);
    assert_int_equal(document.problem.participant_count, 0);
    assert_int_equal(document.problem.capacity, MUS_PAIRING_NO_CAPACITY);
    assert_null(document.problem.marks);
    mus_arena_done(&arena);
}

static void many_pairs_in_any_order_come_out_sorted(void **state)
{
    (void)state;
    enum { COUNT = 300 };
    struct mus_arena arena = {0};
    struct mus_pairing_document document;
    struct mus_buf json = {0};
    struct mus_error err = {0};
    mus_buf_add_z(&json, "{\"format\": \"musubi-pairing-problem/1\", \"pairs\": [");
    for (int i = 0; i < COUNT * COUNT; i++) {
        const int mixed = (int)((unsigned)i * 7919U % (COUNT * COUNT));
        const int a = mixed / COUNT;
        const int b = mixed % COUNT;
        if (a != b && (a < b) == ((a + b) % 2 == 0)) {
            mus_buf_printf(&json, "%s[\"%03d\",\"%03d\",%d]",
                           json.data[json.len - 1] == '[' ? "" : ",", a, b, a < b ? a : b);
        }
    }
    mus_buf_add_z(&json, "], \"participants\": [");
    for (int i = COUNT - 1; i >= 0; i--) {
        mus_buf_printf(&json, "{\"id\":\"%03d\",\"max\":3}%s", i, i == 0 ? "" : ",");
    }
    mus_buf_add_z(&json, "]}");
    assert_int_equal(mus_pairing_document_read(mus_buf_text(&json), &arena, &document, &err),
                     MUS_OK);
    assert_int_equal(document.problem.pair_count, COUNT * (COUNT - 1) / 2);
    for (size_t i = 0; i < document.problem.pair_count; i++) {
        const struct mus_pairing_pair *pair = &document.problem.pairs[i];
        assert_true(pair->a < pair->b);
        assert_int_equal(pair->score, pair->a);
        assert_true(i == 0 || pair[-1].a < pair->a ||
                    (pair[-1].a == pair->a && pair[-1].b < pair->b));
    }
    mus_buf_done(&json);
    mus_arena_done(&arena);
}

static void there_is_a_limit_to_the_participants(void **state)
{
    (void)state;
    struct mus_buf json = {0};
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_pairing_document document;
    mus_buf_add_z(&json, "{\"format\": \"musubi-pairing-problem/1\", \"pairs\": [], "
                         "\"participants\": [");
    for (int i = 0; i <= MUS_PAIRING_MAX_PARTICIPANTS; i++) {
        mus_buf_printf(&json, "%s{\"id\":\"%d\",\"max\":1}", i == 0 ? "" : ",", i);
    }
    mus_buf_add_z(&json, "]}");
    assert_int_equal(mus_pairing_document_read(mus_buf_text(&json), &arena, &document, &err),
                     MUS_LIMIT);
    assert_string_equal(err.message, "participants: more than 1000000 entries");
    mus_buf_done(&json);
    mus_arena_done(&arena);
}

static void the_last_of_many_pairs_is_looked_at_like_the_first(void **state)
{
    (void)state;
    struct mus_buf json = {0};
    for (int count = 1; count < 100; count++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_pairing_document document;
        mus_buf_clear(&json);
        mus_buf_add_z(&json, "{\"format\": \"musubi-pairing-problem/1\", \"participants\": [");
        for (int i = 0; i <= count; i++) {
            mus_buf_printf(&json, "{\"id\": \"p%d\", \"max\": 1}, ", i);
        }
        mus_buf_add_z(&json, "{\"id\": \"q\", \"max\": 1}], \"pairs\": [");
        for (int i = 1; i < count; i++) {
            mus_buf_printf(&json, "[\"p0\", \"p%d\", 3], ", i);
        }
        mus_buf_add_z(&json, "[\"p0\", \"x\", 3]]}");
        assert_int_equal(mus_pairing_document_read(mus_buf_text(&json), &arena, &document, &err),
                         MUS_INVALID);
        char message[64];
        snprintf(message, sizeof message, "pairs[%d][1]: no participant \"x\"", count - 1);
        assert_string_equal(err.message, message);
        mus_arena_done(&arena);
    }
    mus_buf_done(&json);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_buf json = {0};
    struct mus_error err = {0};
    struct mus_pairing_document document;
    put_quoted(&json, FULL);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        mus_mem_fail_at(n, false);
        status = mus_pairing_document_read(mus_buf_text(&json), &arena, &document, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
    mus_buf_done(&json);
}

/* ---- answers ---- */

/* An answer in which p4 lacks one meeting, for the reason that the group gives. */
static void write_answer(const struct mus_pairing_group *group, struct mus_buf *out)
{
    struct mus_arena arena = {0};
    struct mus_pairing_document document;
    uint32_t chosen[] = {0, 1};
    struct mus_pairing_unmet unmet = {.participant = 3, .missing = 1, .group = 0};
    struct mus_pairing_group groups[] = {*group};
    const struct mus_pairing_answer answer = {
        .chosen = chosen,
        .chosen_count = 2,
        .total = 1000007,
        .upper_bound = 1000007,
        .missing = 1,
        .missing_lower_bound = 1,
        .unmet = &unmet,
        .unmet_count = 1,
        .groups = groups,
        .group_count = 1,
        .steps = 3,
        .method = MUS_PAIRING_PRICES,
    };
    read_quoted(FULL, &arena, &document);
    mus_pairing_answer_write(&document, &answer, 1500, out);
    mus_arena_done(&arena);
}

static void an_answer_names_the_pairs_and_who_stays_below_its_minimum(void **state)
{
    (void)state;
    static const uint32_t member[] = {3};
    const struct mus_pairing_group group = {.members = member, .member_count = 1, .needed = 1};
    struct mus_buf written = {0};
    struct mus_buf expected = {0};
    write_answer(&group, &written);
    put_quoted(&expected,
               "{'format':'musubi-pairing/1','problem':'fair','pairs':[['p1','p3'],['p2','p3']],"
               "'unmet_minimum':[{'id':'p4','missing':1,'why':'p4 needs 1 more meeting, but may "
               "meet nobody',"
               "'why_ja':'p4 にはあと 1 件の商談が要りますが、会える相手がいません'}],"
               "'total':1000007,'upper_bound':1000007,'missing':1,'missing_lower_bound':1,"
               "'method':'prices','steps':3,'seconds':0.0015}");
    assert_string_equal(written.data, expected.data);
    mus_buf_done(&written);
    mus_buf_done(&expected);
}

static void a_blocking_group_is_told_in_both_languages(void **state)
{
    (void)state;
    static const uint32_t p[] = {0, 1, 2, 3};
    static const struct {
        struct mus_pairing_group group;
        const char *en, *ja;
    } rows[] = {
        {{.members = p + 3,
          .member_count = 1,
          .partners = p,
          .partner_count = 2,
          .needed = 3,
          .room = 2},
         "p4 needs 3 more meetings, but accepts only 2 partners with room for 2 more; partners: "
         "p1, p2",
         "p4 にはあと 3 件の商談が要りますが、受け入れる相手は 2 者だけで、あと 2 "
         "件分の空きしかありません。相手：p1、p2"},
        {{.members = p + 2,
          .member_count = 2,
          .partners = p,
          .partner_count = 1,
          .needed = 6,
          .room = 4},
         "these 2 participants need 6 more meetings, but accept only 1 partner with room for 4 "
         "more: "
         "p3, p4; partners: p1",
         "この 2 者には合わせてあと 6 件の商談が要りますが、受け入れる相手は 1 者だけで、あと 4 "
         "件分の空きしかありません：p3、p4。相手：p1"},
        {{.members = p, .member_count = 4, .needed = 9},
         "these 4 participants need 9 more meetings, but may meet nobody: p1, p2, p3, p4",
         "この 4 者には合わせてあと 9 件の商談が要りますが、会える相手がいません：p1、p2、p3、p4"},
        {{.member_count = 0},
         "the capacity of 5 meetings is too small for everybody's minimum",
         "全体の上限 5 件では、全員の最少件数に足りません"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_buf written = {0};
        write_answer(&rows[i].group, &written);
        assert_non_null(strstr(written.data, rows[i].en));
        assert_non_null(strstr(written.data, rows[i].ja));
        mus_buf_done(&written);
    }
}

static void a_group_that_explains_nothing_is_not_told(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_pairing_document document;
    struct mus_buf words = {0};
    struct mus_pairing_group group = {.member_count = 1, .needed = 1, .room = 1};
    const struct mus_pairing_unmet unmet = {.participant = 1, .missing = 1};
    const struct mus_pairing_answer answer = {.groups = &group, .group_count = 1};
    read_quoted(TOP(""), &arena, &document);
    mus_pairing_why(&document, &answer, &unmet, false, &words);
    assert_string_equal(words.data, "no group of participants that explains it was found; it is "
                                    "not proved that it cannot be avoided");
    mus_buf_done(&words);
    mus_arena_done(&arena);
}

static void of_many_ids_ten_are_named(void **state)
{
    (void)state;
    enum { COUNT = 12 };
    struct mus_text ids[COUNT];
    uint32_t members[COUNT];
    char names[COUNT][8];
    for (uint32_t i = 0; i < COUNT; i++) {
        snprintf(names[i], sizeof names[i], "p%02u", i);
        ids[i] = mus_text_of(names[i]);
        members[i] = i;
    }
    struct mus_pairing_group group = {.members = members, .member_count = COUNT, .needed = 12};
    const struct mus_pairing_document document = {.participant_ids = ids};
    const struct mus_pairing_unmet unmet = {.participant = 1, .missing = 1};
    const struct mus_pairing_answer answer = {.groups = &group, .group_count = 1};
    struct mus_buf words = {0};
    mus_pairing_why(&document, &answer, &unmet, false, &words);
    assert_string_equal(words.data,
                        "these 12 participants need 12 more meetings, but may meet nobody: "
                        "p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, …");
    mus_buf_done(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_malformed_is_refused_with_its_place),
        cmocka_unit_test(a_problem_is_put_in_the_order_of_its_ids),
        cmocka_unit_test(what_is_written_reads_back_as_the_same),
        cmocka_unit_test(an_empty_problem_is_one),
        cmocka_unit_test(many_pairs_in_any_order_come_out_sorted),
        cmocka_unit_test(there_is_a_limit_to_the_participants),
        cmocka_unit_test(the_last_of_many_pairs_is_looked_at_like_the_first),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(an_answer_names_the_pairs_and_who_stays_below_its_minimum),
        cmocka_unit_test(a_blocking_group_is_told_in_both_languages),
        cmocka_unit_test(a_group_that_explains_nothing_is_not_told),
        cmocka_unit_test(of_many_ids_ten_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
