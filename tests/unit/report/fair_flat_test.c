#include "report/fair/flat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "codec/xlsx.h"
#include "codec/xlsx_write.h"

#include "papers_fixture.h"

/* Heads and rows, cells parted by |. */
static void assert_flat(const struct mus_papers *papers, enum mus_paper paper, const char *expected)
{
    struct mus_arena arena = {0};
    struct mus_flat flat;
    struct mus_buf found = {0};
    assert_int_equal(mus_flat_make(papers, paper, &arena, &flat, NULL), MUS_OK);
    for (size_t r = 0; r <= flat.rows; r++) {
        for (size_t c = 0; c < flat.columns; c++) {
            mus_buf_add_z(&found, c > 0 ? "|" : "");
            mus_buf_add_text(&found,
                             r == 0 ? flat.heads[c] : flat.cells[(r - 1) * flat.columns + c]);
        }
        mus_buf_add_byte(&found, '\n');
    }
    mus_buf_add_byte(&found, '\0');
    assert_string_equal(found.data, expected);
    mus_buf_done(&found);
    mus_arena_done(&arena);
}

static void agendas_have_a_row_for_each_side_of_a_meeting(void **state)
{
    (void)state;
    struct paper_fair fair;
    make_papers(&fair, MUS_PAPER_JA);
    assert_flat(
        &fair.papers, MUS_PAPER_AGENDA,
        "参加者番号|企業|日|開始|終了|相手番号|相手企業|場所|通訳|現地時刻|商談番号|状態\n"
        "e-0001|架空水処理|2026-05-11|10:00|10:20|v-0002|架空商事|小間 B-02（東館）|||m-000001|"
        "planned\n"
        "e-0001|架空水処理|2026-05-11|11:00|11:30|v-0001|Hanoi \"Clean\" Air|オンライン|||"
        "m-000002|planned\n"
        "e-0002|架空<膜>&技術|2026-05-11|10:20|10:40|v-0002|架空商事|小間 A-01（West hall）|||"
        "m-000006|planned\n"
        "e-0002|架空<膜>&技術||||v-0003|架空商事|テーブル未定|||m-000003|planned\n"
        "e-0002|架空<膜>&技術||||v-0001|Hanoi \"Clean\" Air|テーブル未定|||m-000008|planned\n"
        "v-0001|Hanoi \"Clean\" Air|2026-05-11|11:00|11:30|e-0001|架空水処理|オンライン||"
        "09:00 Asia/Ho_Chi_Minh|m-000002|planned\n"
        "v-0001|Hanoi \"Clean\" Air||||e-0002|架空<膜>&技術|テーブル未定|||m-000008|planned\n"
        "v-0002|架空商事|2026-05-11|10:00|10:20|e-0001|架空水処理|小間 B-02（東館）|||m-000001|"
        "planned\n"
        "v-0002|架空商事|2026-05-11|10:20|10:40|e-0002|架空<膜>&技術|小間 A-01（West hall）|||"
        "m-000006|planned\n"
        "v-0002|架空商事|2026-05-12|13:00|13:45|v-0003|架空商事|テーブル 窓側（東館）|i1||m-000005|"
        "planned\n"
        "v-0003|架空商事|2026-05-12|13:00|13:45|v-0002|架空商事|テーブル 窓側（東館）|i1||m-000005|"
        "planned\n"
        "v-0003|架空商事||||e-0002|架空<膜>&技術|テーブル未定|||m-000003|planned\n");
}

static void one_participant_may_be_asked_for(void **state)
{
    (void)state;
    struct paper_fair fair;
    make_papers(&fair, MUS_PAPER_EN);
    fair.papers.only = E1;
    assert_flat(
        &fair.papers, MUS_PAPER_AGENDA,
        "participant|company|day|start|end|partner|partner company|place|interpreter|local time|"
        "meeting|state\n"
        "e-0001|Invented Water|2026-05-11|10:00|10:20|v-0002|Invented Trading|Booth B-02 (East "
        "hall)|||"
        "m-000001|planned\n"
        "e-0001|Invented Water|2026-05-11|11:00|11:30|v-0001|Hanoi \"Clean\" Air|online|||m-000002|"
        "planned\n");
    assert_flat(&fair.papers, MUS_PAPER_OUTCOMES,
                "respondent|name|side|edition|programme|date|n|meetings\n"
                "c-1|Invented Water|exhibitor|fair-18|FAIR|2026-05-12||m-000001,m-000002\n");
}

static void tables_have_a_row_for_each_meeting_by_place_and_time(void **state)
{
    (void)state;
    struct paper_fair fair;
    make_papers(&fair, MUS_PAPER_EN);
    assert_flat(
        &fair.papers, MUS_PAPER_TABLES,
        "place|day|start|end|a|company a|b|company b|interpreter|meeting|state\n"
        "Table 窓側 (East hall)|2026-05-12|13:00|13:45|v-0002|Invented Trading|v-0003|Invented "
        "Trading|"
        "i1|m-000005|planned\n"
        "Booth B-02 (East hall)|2026-05-11|10:00|10:20|e-0001|Invented Water|v-0002|Invented "
        "Trading||"
        "m-000001|planned\n"
        "Booth A-01 (West hall)|2026-05-11|10:20|10:40|e-0002|架空<膜>&技術|v-0002|"
        "Invented Trading||m-000006|planned\n"
        "online|2026-05-11|11:00|11:30|e-0001|Invented Water|v-0001|Hanoi \"Clean\" Air||m-000002|"
        "planned\n"
        "table to be set||||e-0002|架空<膜>&技術|v-0003|Invented Trading||m-000003|planned\n"
        "table to be set||||e-0002|架空<膜>&技術|v-0001|Hanoi \"Clean\" Air||m-000008|planned\n");
}

static void halls_have_a_row_for_each_booth_and_table(void **state)
{
    (void)state;
    struct paper_fair fair;
    make_papers(&fair, MUS_PAPER_BOTH);
    assert_flat(&fair.papers, MUS_PAPER_HALLS,
                "会場|場所|参加者番号|企業\n"
                "東館 / East hall|小間 B-02（東館） / Booth B-02 (East hall)|e-0001|架空水処理\n"
                "West hall|小間 A-01（West hall） / Booth A-01 (West hall)|e-0002|架空<膜>&技術\n"
                "東館 / East hall|テーブル 1（東館） / Table 1 (East hall)||\n"
                "東館 / East hall|テーブル 窓側（東館） / Table 窓側 (East hall)||\n"
                "West hall|テーブル 3（West hall） / Table 3 (West hall)||\n");
}

static void badges_have_a_row_for_each_person(void **state)
{
    (void)state;
    struct paper_fair fair;
    make_papers(&fair, MUS_PAPER_JA);
    assert_flat(&fair.papers, MUS_PAPER_BADGES,
                "参加者番号|企業|企業（英）|氏名|区分|小間\n"
                "e-0001|架空水処理|Invented Water||出展者|B-02\n"
                "e-0002|架空<膜>&技術|||出展者|A-01\n"
                "v-0001|Hanoi \"Clean\" Air|Hanoi \"Clean\" Air||来場者|\n"
                "v-0002|架空商事|Invented Trading|見本 花子|来場者|\n"
                "v-0002|架空商事|Invented Trading|見本 太郎|来場者|\n"
                "v-0002|架空商事|Invented Trading||来場者|\n"
                "v-0003|架空商事|Invented Trading||来場者|\n"
                "v-0005|架空来場|||来場者|\n");
}

static void a_company_answers_once_for_each_side(void **state)
{
    (void)state;
    struct paper_fair fair;
    make_papers(&fair, MUS_PAPER_JA);
    fair.participants[V1].company = MUS_TEXT("c-1"); /* exhibits and visits */
    fair.participants[E2].booth = MUS_NO_TEXT;       /* an exhibitor at a table */
    assert_flat(&fair.papers, MUS_PAPER_OUTCOMES,
                "回答企業|企業名|区分|開催回|事業|回答日|件数|商談番号\n"
                "c-1|架空水処理|exhibitor|fair-18|FAIR|2026-05-12||m-000001,m-000002\n"
                "c-2|架空<膜>&技術|exhibitor|fair-18|FAIR|2026-05-12||m-000006\n"
                "c-1|Hanoi \"Clean\" Air|visitor|fair-18|FAIR|2026-05-12||m-000002\n"
                "c-4|架空商事|visitor|fair-18|FAIR|2026-05-12||"
                "m-000001,m-000006,m-000005,m-000005\n");
}

/* ------------------------------------------------------------------ files */

static void a_cell_of_a_csv_file_is_no_formula(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf out = {0};
    make_papers(&fair, MUS_PAPER_JA);
    fair.items[E1].ja = MUS_TEXT("=1+1, \"x\"");
    fair.papers.only = E1;
    assert_int_equal(mus_papers_csv(&fair.papers, MUS_PAPER_OUTCOMES, &out, NULL), MUS_OK);
    mus_buf_add_byte(&out, '\0');
    assert_string_equal(out.data, "回答企業,企業名,区分,開催回,事業,回答日,件数,商談番号\r\n"
                                  "c-1,\"'=1+1, \"\"x\"\"\",exhibitor,fair-18,FAIR,2026-05-12,,"
                                  "\"m-000001,m-000002\"\r\n");
    mus_buf_done(&out);
}

static void a_workbook_holds_the_same_rows(void **state)
{
    (void)state;
    for (int paper = 0; paper < MUS_PAPER_COUNT; paper++) {
        struct paper_fair fair;
        struct mus_buf file = {0};
        struct mus_arena arena = {0};
        struct mus_flat flat;
        struct mus_xlsx *xlsx = NULL;
        const struct mus_xlsx_options options = {.sheet = MUS_NO_TEXT};
        bool more = true;
        size_t rows = 0;
        make_papers(&fair, MUS_PAPER_JA);
        assert_int_equal(mus_papers_xlsx(&fair.papers, (enum mus_paper)paper, &file, NULL), MUS_OK);
        assert_int_equal(mus_flat_make(&fair.papers, (enum mus_paper)paper, &arena, &flat, NULL),
                         MUS_OK);
        assert_int_equal(mus_xlsx_open_bytes(mus_buf_text(&file), &options, &xlsx, NULL), MUS_OK);
        while (mus_xlsx_next(xlsx, &more, NULL) == MUS_OK && more) {
            const struct mus_row *row = mus_xlsx_row(xlsx);
            for (size_t c = 0; c < flat.columns; c++) {
                struct mus_text cell =
                    rows == 0 ? flat.heads[c] : flat.cells[(rows - 1) * flat.columns + c];
                assert_true(cell.len == 0 ? c >= row->count || row->cells[c].len == 0
                                          : mus_text_equal(row->cells[c], cell));
            }
            rows++;
        }
        assert_int_equal(rows, flat.rows + 1);
        mus_xlsx_close(xlsx);
        mus_arena_done(&arena);
        mus_buf_done(&file);
    }
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct paper_fair fair;
    make_papers(&fair, MUS_PAPER_BOTH);
    for (int paper = 0; paper < MUS_PAPER_COUNT; paper++) {
        for (int book = 0; book < 2; book++) {
            enum mus_status status = MUS_NO_MEMORY;
            for (uint64_t n = 1; status != MUS_OK; n++) {
                struct mus_buf out = {0};
                struct mus_error err = {0};
                mus_mem_fail_at(n, false);
                status = book == 0
                             ? mus_papers_csv(&fair.papers, (enum mus_paper)paper, &out, &err)
                             : mus_papers_xlsx(&fair.papers, (enum mus_paper)paper, &out, &err);
                mus_mem_fail_at(0, false);
                assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
                assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
                mus_buf_done(&out);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agendas_have_a_row_for_each_side_of_a_meeting),
        cmocka_unit_test(one_participant_may_be_asked_for),
        cmocka_unit_test(tables_have_a_row_for_each_meeting_by_place_and_time),
        cmocka_unit_test(halls_have_a_row_for_each_booth_and_table),
        cmocka_unit_test(badges_have_a_row_for_each_person),
        cmocka_unit_test(a_company_answers_once_for_each_side),
        cmocka_unit_test(a_cell_of_a_csv_file_is_no_formula),
        cmocka_unit_test(a_workbook_holds_the_same_rows),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
