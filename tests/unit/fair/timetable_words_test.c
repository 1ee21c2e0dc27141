/* Clashes in words: each sentence of its own where its count bears it out, else demand by demand.
 */
#include "fair/format/timetable_json.h"

#include "problem_fixture.h"

#define NONE UINT32_MAX

/* Meetings m0 … m3 of p1 are locked into s1; m4 has session pm; m5 needs an interpreter. */
static const char PROBLEM[] =
    "{'format': 'musubi-timetable-problem/1', 'tables': 2, 'max_break_difference': 1,"
    " 'slots': [{'id': 's1', 'session': 'am'}, {'id': 's2', 'session': 'am'},"
    " {'id': 's3', 'session': 'pm'}],"
    " 'interpreters': [{'id': 'i1', 'languages': ['zh'], 'unavailable': ['s2', 's3']}],"
    " 'participants': [{'id': 'p1', 'unavailable': ['s2']}, {'id': 'p2', 'unavailable': ['s3']},"
    " {'id': 'p3'}, {'id': 'p4', 'unavailable': ['s1', 's2', 's3']}, {'id': 'p5', 'unavailable':"
    " ['s1', 's2']}],"
    " 'meetings': [{'id': 'm0', 'between': ['p1', 'p2'], 'locked_slot': 's1'},"
    " {'id': 'm1', 'between': ['p1', 'p3'], 'locked_slot': 's1'},"
    " {'id': 'm2', 'between': ['p3', 'p5'], 'locked_slot': 's1'},"
    " {'id': 'm3', 'between': ['p1', 'p5'], 'locked_slot': 's2', 'session': 'pm'},"
    " {'id': 'm4', 'between': ['p2', 'p3'], 'session': 'pm', 'after': ['m1']},"
    " {'id': 'm5', 'between': ['p2', 'p5'], 'language': 'zh', 'locked_slot': 's1'},"
    " {'id': 'm6', 'between': ['p3', 'p2'], 'language': 'zh', 'locked_slot': 's1'},"
    " {'id': 'm7', 'between': ['p3', 'p4'], 'locked_table': 2},"
    " {'id': 'm8', 'between': ['p2', 'p5'], 'locked_table': 2},"
    " {'id': 'm9', 'between': ['p1', 'p3'], 'locked_table': 2, 'session': 'pm'}],"
    " 'table_places': [{'table': 2, 'closed': ['s3']}]}";

#define HELD(m)                                                                                    \
    {                                                                                              \
        .kind = MUS_DEMAND_MEETING, .slot = -1, .meeting = (m), .other = NONE, .participant = NONE \
    }
#define OF(demand, m)                                                                              \
    {                                                                                              \
        .kind = MUS_DEMAND_##demand, .slot = -1, .meeting = (m), .other = NONE,                    \
        .participant = NONE                                                                        \
    }
#define WHO(demand, p)                                                                             \
    {                                                                                              \
        .kind = MUS_DEMAND_##demand, .slot = -1, .meeting = NONE, .other = NONE,                   \
        .participant = (p)                                                                         \
    }
#define AT(demand, s)                                                                              \
    {                                                                                              \
        .kind = MUS_DEMAND_##demand, .slot = (s), .meeting = NONE, .other = NONE,                  \
        .participant = NONE                                                                        \
    }
#define LATER(m, o)                                                                                \
    {                                                                                              \
        .kind = MUS_DEMAND_AFTER, .slot = -1, .meeting = (m), .other = (o), .participant = NONE    \
    }

struct row {
    const char *en, *ja;
    struct mus_demand demands[9];
    size_t count;
    bool not_minimal;
};

static const struct row ROWS[] = {
    {"table count 2, but 3 meetings are locked into s1: m0, m1, m2",
     "テーブルは 2 台ですが、3 件の商談が s1 に固定されています：m0、m1、m2",
     {HELD(0), HELD(1), HELD(2), OF(LOCKED_SLOT, 0), OF(LOCKED_SLOT, 1), OF(LOCKED_SLOT, 2),
      AT(TABLES, 0)},
     7,
     false},
    {"7 meetings, but in their slots (s1, s2, s3) there is room at tables for 5: m0, m1, m2, m3, "
     "m4, m7, m8",
     "7 件の商談がありますが、行える時間枠（s1、s2、s3）のテーブルは合わせて 5 "
     "台分です：m0、m1、m2、m3、m4、m7、m8",
     {HELD(0), HELD(1), HELD(2), HELD(3), HELD(4), HELD(7), HELD(8), AT(TABLES, -1)},
     8,
     false},
    {"2 meetings need an interpreter, but in their slots (s1) interpreters can come for 1: m5, m6",
     "通訳の要る商談が 2 件ありますが、行える時間枠（s1）に来られる通訳は延べ 1 人です：m5、m6",
     {HELD(5), HELD(6), OF(LOCKED_SLOT, 5), OF(LOCKED_SLOT, 6), AT(INTERPRETERS, 0)},
     5,
     false},
    {"p1 has 2 meetings locked into s1: m0, m1",
     "p1 の 2 件の商談が同じ s1 に固定されています：m0、m1",
     {HELD(0), HELD(1), OF(LOCKED_SLOT, 0), OF(LOCKED_SLOT, 1), WHO(ONE_AT_A_TIME, 0)},
     5,
     false},
    {"p5 has 2 meetings (m3, m8), but slots for only 1: s3",
     "p5 には 2 件の商談（m3、m8）がありますが、行える時間枠は 1 つだけです：s3",
     {HELD(3), HELD(8), OF(SESSION, 3), WHO(AVAILABLE, 4), WHO(ONE_AT_A_TIME, 4)},
     5,
     false},
    {"m8 has no slot: p2 and p5 are never both available",
     "m8 を行える時間枠がありません：p2 と p5 が共に来られる時間枠がありません",
     {HELD(8), WHO(AVAILABLE, 1), WHO(AVAILABLE, 4)},
     3,
     false},
    {"m7 has no slot: p4 is never available",
     "m7 を行える時間枠がありません：p4 の来られる時間枠がありません",
     {HELD(7), WHO(AVAILABLE, 3)},
     2,
     false},
    {"m4 has no slot: in its session p2 is never available",
     "m4 を行える時間枠がありません：そのセッションの中に、p2 の来られる時間枠がありません",
     {HELD(4), OF(SESSION, 4), WHO(AVAILABLE, 1)},
     3,
     false},
    {"m2 is locked into s1, in which p5 is not available",
     "m2 は s1 に固定されていますが、p5 はその時間枠に来られません",
     {HELD(2), OF(LOCKED_SLOT, 2), WHO(AVAILABLE, 4)},
     3,
     false},
    {"m3 is locked into s2, which is not in its session",
     "m3 は s2 に固定されていますが、そのセッションの時間枠ではありません",
     {HELD(3), OF(SESSION, 3), OF(LOCKED_SLOT, 3)},
     3,
     false},
    {"table 2 is locked for 3 meetings (m7, m8, m9), but it has slots for only 2 of them: s1, s2",
     "テーブル 2 に 3 件の商談が固定されています（m7、m8、m9）が、行える時間枠は 2 "
     "つだけです：s1、s2",
     {HELD(7), HELD(8), HELD(9), OF(LOCKED_TABLE, 7), OF(LOCKED_TABLE, 8), OF(LOCKED_TABLE, 9)},
     6,
     false},
    {"locked to table 2, which cannot be used in any slot left: m9",
     "テーブル 2 に固定されていますが、使える時間枠がありません：m9",
     {HELD(9), OF(LOCKED_TABLE, 9), OF(SESSION, 9)},
     3,
     false},
    /* what no sentence of its own is true of */
    {"these demands cannot all be met: meetings held: m0, m1; locked slots: m0 in s1; tables: s1 "
     "has 2",
     "次の条件をすべて満たすことはできません：行う商談：m0、m1；固定された時間枠：m0 は "
     "s1；テーブルの数：s1 に 2",
     {HELD(0), HELD(1), OF(LOCKED_SLOT, 0), AT(TABLES, 0)},
     4,
     false},
    {"these demands, of which some may be spared, cannot all be met: meetings held: m1, m4; within "
     "their sessions: m4; locked tables: m7 at 2; unavailable: p1 in s2; one meeting at a time: "
     "p3; tables: what each slot has; interpreters: s1 has 1; order: m4 after m1; time to walk: p2",
     "次の条件（余分なものを含みうる）をすべて満たすことはできません：行う商談：m1、m4；"
     "決められたセッションの中で行う商談：m4；固定されたテーブル：m7 は 2；来られない時間枠：p1 は "
     "s2；一度に一つの商談：p3；テーブルの数：どの時間枠も、ある数まで；通訳の人数：s1 に "
     "1；順序：m4 は m1 の後；会場の間を歩く時間：p2",
     {HELD(1), HELD(4), OF(SESSION, 4), OF(LOCKED_TABLE, 7), WHO(AVAILABLE, 0),
      WHO(ONE_AT_A_TIME, 2), AT(TABLES, -1), AT(INTERPRETERS, 0), LATER(4, 1)},
     9,
     true},
};

static void read_problem(struct mus_arena *arena, struct mus_timetable_document *document)
{
    struct mus_buf json = {0};
    struct mus_error err = {0};
    put_quoted(&json, PROBLEM);
    if (mus_timetable_document_read(mus_buf_text(&json), arena, document, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    mus_buf_done(&json);
}

static void every_clash_is_a_sentence_in_both_languages(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    read_problem(&arena, &document);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct mus_demand demands[10];
        memcpy(demands, ROWS[i].demands, sizeof ROWS[i].demands);
        size_t count = ROWS[i].count;
        if (ROWS[i].not_minimal) {
            demands[count++] = (struct mus_demand)WHO(WALKING, 1);
        }
        const struct mus_clash clash = {demands, count, !ROWS[i].not_minimal};
        struct mus_buf words = {0};
        mus_timetable_reason(&document, &clash, false, &words);
        assert_string_equal(words.data, ROWS[i].en);
        mus_buf_clear(&words);
        mus_timetable_reason(&document, &clash, true, &words);
        assert_string_equal(words.data, ROWS[i].ja);
        mus_buf_done(&words);
    }
    mus_arena_done(&arena);
}

/* Every set of kinds, one demand of each: never a failed count, always a sentence. */
static void every_combination_of_kinds_reads_as_a_sentence(void **state)
{
    (void)state;
    static const struct mus_demand one[] = {
        HELD(3),           OF(SESSION, 3),        OF(LOCKED_SLOT, 3), OF(LOCKED_TABLE, 7),
        WHO(AVAILABLE, 0), WHO(ONE_AT_A_TIME, 0), AT(TABLES, 1),      AT(INTERPRETERS, 2),
        LATER(4, 1),       WHO(WALKING, 0),       WHO(BREAKS, NONE),
    };
    enum { KINDS = sizeof one / sizeof one[0] };
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    struct mus_buf words = {0};
    read_problem(&arena, &document);
    for (unsigned set = 0; set < 1U << KINDS; set++) {
        struct mus_demand demands[KINDS];
        struct mus_clash clash = {demands, 0, true};
        for (unsigned kind = 0; kind < KINDS; kind++) {
            if ((set >> kind & 1) != 0) {
                demands[clash.count++] = one[kind];
            }
        }
        for (int japanese = 0; japanese < 2; japanese++) {
            mus_buf_clear(&words);
            mus_timetable_reason(&document, &clash, japanese == 1, &words);
            assert_false(words.failed);
            assert_true(words.len > 20);
            assert_true(mus_text_is_utf8(mus_buf_text(&words), NULL));
        }
    }
    mus_buf_done(&words);
    mus_arena_done(&arena);
}

static void more_than_ten_are_counted(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    struct mus_demand demands[13];
    const struct mus_clash clash = {demands, 13, true};
    struct mus_buf words = {0};
    read_problem(&arena, &document);
    for (uint32_t i = 0; i < 12; i++) {
        demands[i] = (struct mus_demand)LATER(i % 9, 0);
    }
    demands[12] = (struct mus_demand)WHO(BREAKS, NONE);
    mus_timetable_reason(&document, &clash, false, &words);
    assert_string_equal(words.data,
                        "these demands cannot all be met: order: m0 after m0, m1 after m0, m2 "
                        "after m0, m3 after m0, m4 after m0, m5 after m0, m6 after m0, m7 after "
                        "m0, m8 after m0, m0 after m0, … (12); breaks differ by at most: 1");
    mus_buf_done(&words);
    mus_arena_done(&arena);
}

static void a_clash_that_was_not_found_in_time_is_told_so(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    const struct mus_clash clash = {0};
    struct mus_buf words = {0};
    read_problem(&arena, &document);
    mus_timetable_reason(&document, &clash, false, &words);
    assert_string_equal(words.data, "it is proved that not every meeting can be placed; no smaller "
                                    "reason was found in the time given");
    mus_buf_done(&words);
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_clash_is_a_sentence_in_both_languages),
        cmocka_unit_test(every_combination_of_kinds_reads_as_a_sentence),
        cmocka_unit_test(more_than_ten_are_counted),
        cmocka_unit_test(a_clash_that_was_not_found_in_time_is_told_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
