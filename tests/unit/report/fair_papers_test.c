#include "report/fair/papers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"

#include "papers_fixture.h"
#include "xml_check.h"

static void must_print(const struct mus_papers *papers, enum mus_paper paper, struct mus_buf *out)
{
    struct mus_error err = {0};
    if (mus_papers_html(papers, paper, out, &err) != MUS_OK) {
        fail_msg("%s: %s", mus_paper_name(paper), err.message);
    }
    assert_well_formed(mus_buf_text(out));
    mus_buf_add_byte(out, '\0');
}

static void assert_has(const struct mus_buf *page, const char *part)
{
    if (strstr(page->data, part) == NULL) {
        fail_msg("\"%s\" is not there", part);
    }
}

static void assert_lacks(const struct mus_buf *page, const char *part)
{
    if (strstr(page->data, part) != NULL) {
        fail_msg("\"%s\" is there", part);
    }
}

static size_t count_of(const struct mus_buf *page, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(page->data, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

/* ------------------------------------------------------------------ appointments */

static void assert_appointments(const struct mus_appointments *all, size_t participant,
                                const char *expected)
{
    char found[256] = "";
    for (size_t i = all->begin[participant]; i < all->begin[participant + 1]; i++) {
        const struct mus_appointment *at = &all->items[i];
        assert_int_equal(at->self, participant);
        snprintf(found + strlen(found), sizeof found - strlen(found), "%.*s:%u%s ",
                 MUS_TEXT_ARG(at->meeting->id), at->partner, at->hosts ? "h" : "");
    }
    assert_string_equal(found, expected);
}

static void appointments_come_in_the_order_of_time_and_those_without_one_last(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_arena arena = {0};
    struct mus_appointments all;
    make_papers(&fair, MUS_PAPER_JA);
    fair.meetings[0].slot = 2; /* the first by its id is not the first by time */
    fair.meetings[1].slot = 0;
    assert_int_equal(mus_appointments_make(&fair.fair, false, &arena, &all, NULL), MUS_OK);
    assert_appointments(&all, E1, "m-000002:2 m-000001:3h ");
    assert_appointments(&all, E2, "m-000006:3h m-000003:4 m-000008:2 ");
    assert_appointments(&all, V2, "m-000006:1 m-000001:0 m-000005:4 ");
    assert_appointments(&all, V4, "");
    assert_int_equal(mus_appointments_make(&fair.fair, true, &arena, &all, NULL), MUS_OK);
    assert_appointments(&all, E1, "m-000002:2 m-000004:4h m-000001:3h m-000007:5h ");
    assert_appointments(&all, V5, "");
    mus_arena_done(&arena);
}

static void a_meeting_of_somebody_who_is_not_known_is_passed_over(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_arena arena = {0};
    struct mus_appointments all;
    make_papers(&fair, MUS_PAPER_JA);
    fair.meetings[0].b = MUS_TEXT("v-0999");
    assert_int_equal(mus_appointments_make(&fair.fair, false, &arena, &all, NULL), MUS_OK);
    assert_appointments(&all, E1, "m-000002:2 ");
    mus_arena_done(&arena);
}

/* ------------------------------------------------------------------ pages */

static void every_paper_is_well_formed_in_every_language(void **state)
{
    (void)state;
    for (int language = MUS_PAPER_JA; language <= MUS_PAPER_BOTH; language++) {
        for (int paper = 0; paper < MUS_PAPER_COUNT; paper++) {
            struct paper_fair fair;
            struct mus_buf page = {0};
            make_papers(&fair, (enum mus_paper_language)language);
            must_print(&fair.papers, (enum mus_paper)paper, &page);
            assert_has(&page, language == MUS_PAPER_EN ? "<html lang=\"en\"" : "<html lang=\"ja\"");
            assert_has(&page, "@page{size:A4");
            assert_lacks(&page, "<script");
            assert_lacks(&page, "src=");
            assert_lacks(&page, "href=");
            assert_lacks(&page, "架空<膜>"); /* names are never markup */
            assert_has(&page, paper == MUS_PAPER_TABLES || language == MUS_PAPER_EN
                                  ? "架空&lt;膜&gt;&amp;技術"
                                  : "架空");
            mus_buf_done(&page);
        }
    }
}

static void an_empty_fair_has_papers_too(void **state)
{
    (void)state;
    for (int paper = 0; paper < MUS_PAPER_COUNT; paper++) {
        struct paper_fair fair;
        struct mus_buf page = {0};
        make_papers(&fair, MUS_PAPER_BOTH);
        fair.fair.participant_count = fair.fair.meeting_count = 0;
        must_print(&fair.papers, (enum mus_paper)paper, &page);
        mus_buf_done(&page);
    }
}

static void an_agenda_tells_times_partners_places_and_holes(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf page = {0};
    make_papers(&fair, MUS_PAPER_JA);
    fair.papers.only = E1;
    must_print(&fair.papers, MUS_PAPER_AGENDA, &page);
    assert_int_equal(count_of(&page, "class=\"sheet\""), 1);
    assert_has(&page, "<h1>架空水処理</h1>");
    assert_has(&page, "2026-05-11（月）");
    assert_has(&page, "10:00–10:20");
    /* a host's own hall need not be told it */
    assert_has(&page, "<td class=\"where\"><span class=\"kind\">小間</span> <b>B-02</b></td>");
    /* the hole between the meetings of 10:00 and 11:00, where the cancelled one was */
    assert_has(&page, "<tr class=\"free\"><td>10:20–11:00</td>");
    assert_has(&page, "空き時間");
    assert_lacks(&page, "10:20–10:40");
    /* online: the time where the partner is */
    assert_has(&page, "<td class=\"time\">11:00–11:30<span class=\"local\">09:00 Asia/Ho_Chi_Minh"
                      "</span></td>");
    assert_has(&page, "オンライン");
    assert_lacks(&page, "架空物産");
    assert_lacks(&page, "時刻の決まっていない");
    mus_buf_done(&page);
}

static void what_has_no_time_stands_at_the_end_of_an_agenda(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf page = {0};
    make_papers(&fair, MUS_PAPER_BOTH);
    fair.papers.only = E2;
    must_print(&fair.papers, MUS_PAPER_AGENDA, &page);
    assert_has(&page, "時刻の決まっていない商談 / Meetings without a time yet");
    assert_has(&page, "未定 / to be set");
    assert_has(&page, "架空商事<span class=\"other\">Invented Trading</span>");
    assert_has(&page, "<span class=\"kind\">小間 / Booth</span> <b>A-01</b>");
    assert_has(&page, "2026-05-11（月 Mon）");
    mus_buf_done(&page);
}

static void a_time_that_both_sides_share_stands_there_once(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf page = {0};
    make_papers(&fair, MUS_PAPER_EN);
    fair.participants[E1].time_zone = fair.participants[V1].time_zone;
    fair.papers.only = E1;
    must_print(&fair.papers, MUS_PAPER_AGENDA, &page);
    assert_int_equal(count_of(&page, "09:00 Asia/Ho_Chi_Minh"), 1);
    assert_has(&page, "Mon 2026-05-11");
    mus_buf_done(&page);
}

static void a_day_that_differs_abroad_stands_with_the_time(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf page = {0};
    make_papers(&fair, MUS_PAPER_EN);
    fair.participants[V1].time_zone = MUS_TEXT("America/Los_Angeles");
    fair.participants[E1].time_zone = MUS_TEXT("Asia/Nowhere"); /* not known: passed over */
    fair.papers.only = V1;
    must_print(&fair.papers, MUS_PAPER_AGENDA, &page);
    assert_has(&page, "2026-05-10 19:00 America/Los_Angeles");
    assert_lacks(&page, "Nowhere");
    mus_buf_done(&page);
}

static void agendas_are_for_those_who_take_part_and_ask(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf page = {0};
    make_papers(&fair, MUS_PAPER_JA);
    must_print(&fair.papers, MUS_PAPER_AGENDA, &page);
    assert_int_equal(count_of(&page, "class=\"sheet\""), 5);
    assert_lacks(&page, "架空来場");
    assert_lacks(&page, "架空物産");
    mus_buf_done(&page);
}

static void a_place_has_a_sheet_for_each_day(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf page = {0};
    make_papers(&fair, MUS_PAPER_JA);
    fair.meetings[1].place = MUS_PLACE_BOOTH_A;
    fair.meetings[1].slot = 3; /* the other day */
    must_print(&fair.papers, MUS_PAPER_TABLES, &page);
    /* table 2, B-02 on two days, A-01 */
    assert_int_equal(count_of(&page, "class=\"sheet place\""), 4);
    assert_has(&page, "<h1 class=\"where\"><span class=\"kind\">テーブル</span> <b>窓側</b>"
                      "<span class=\"other\">東館</span></h1>");
    assert_has(&page, "<td class=\"interpreter\">i1 <span class=\"id\">vi</span></td>");
    assert_int_equal(count_of(&page, "<b>B-02</b>"), 2);
    assert_lacks(&page, "m-000004");
    /* booths hall by hall: East before West */
    assert_true(strstr(page.data, "<b>B-02</b>") < strstr(page.data, "<b>A-01</b>"));
    mus_buf_done(&page);
}

static void a_hall_lists_its_booths_and_tables(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf page = {0};
    make_papers(&fair, MUS_PAPER_EN);
    must_print(&fair.papers, MUS_PAPER_HALLS, &page);
    assert_int_equal(count_of(&page, "class=\"sheet\""), 2);
    assert_has(&page, "<h1>West hall</h1>");
    assert_has(&page, "<span class=\"kind\">Booth</span> <b>B-02</b>");
    assert_has(&page, "<span class=\"kind\">Table</span> <b>1</b>");
    assert_has(&page, "<span class=\"kind\">Table</span> <b>窓側</b>");
    assert_has(&page, "Invented Water</td><td class=\"number\">1</td>");
    mus_buf_done(&page);
}

static void a_badge_is_for_each_person_ten_on_a_sheet(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf page = {0};
    make_papers(&fair, MUS_PAPER_BOTH);
    must_print(&fair.papers, MUS_PAPER_BADGES, &page);
    /* five of one person, v-0002 of three; the cancelled one has none */
    assert_int_equal(count_of(&page, "class=\"badge\""), 8);
    assert_int_equal(count_of(&page, "class=\"sheet"), 1);
    assert_int_equal(count_of(&page, "<svg xmlns"), 8);
    assert_has(&page, "見本 花子");
    assert_has(&page, "見本 太郎");
    assert_int_equal(count_of(&page, "aria-label=\"v-0002\""), 3);
    assert_lacks(&page, "v-0004");
    mus_buf_done(&page);
    fair.participants[E1].people = 5;
    must_print(&fair.papers, MUS_PAPER_BADGES, &page);
    assert_int_equal(count_of(&page, "class=\"sheet"), 2);
    mus_buf_done(&page);
}

static void a_long_name_is_set_smaller_on_a_badge(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf page = {0};
    make_papers(&fair, MUS_PAPER_EN);
    fair.papers.only = E1;
    must_print(&fair.papers, MUS_PAPER_BADGES, &page);
    assert_has(&page, "<p class=\"big\">Invented Water</p>");
    mus_buf_done(&page);
    fair.items[E1].en = MUS_TEXT("Invented Organisation for Cooperation in Water Reuse");
    must_print(&fair.papers, MUS_PAPER_BADGES, &page);
    assert_has(&page, "<p class=\"middle\">Invented Organisation");
    mus_buf_done(&page);
    fair.items[E1].en = MUS_TEXT("架空国際環境技術協力推進機構アジア水循環事業本部研究開発第二"
                                 "センター分室準備室第一課");
    must_print(&fair.papers, MUS_PAPER_BADGES, &page);
    assert_has(&page, "<p class=\"small\">架空国際");
    mus_buf_done(&page);
}

static void many_meetings_are_set_closer_so_that_two_days_fit_a_page(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_meeting many[28];
    const char *const classes[] = {"<div class=\"close\">", "<div class=\"closest\">"};
    make_papers(&fair, MUS_PAPER_JA);
    for (size_t i = 0; i < 28; i++) {
        many[i] = fair.meetings[0];
    }
    fair.fair.meetings = many;
    fair.papers.only = E1;
    for (size_t count = 14; count <= 28; count += 7) {
        struct mus_buf page = {0};
        fair.fair.meeting_count = count;
        must_print(&fair.papers, MUS_PAPER_AGENDA, &page);
        for (size_t c = 0; c < 2; c++) {
            assert_int_equal(strstr(page.data, classes[c]) != NULL, count == 21 + 7 * c);
        }
        mus_buf_done(&page);
    }
}

static void an_outcome_form_asks_of_every_meeting(void **state)
{
    (void)state;
    struct paper_fair fair;
    struct mus_buf page = {0};
    make_papers(&fair, MUS_PAPER_JA);
    fair.papers.only = V2;
    must_print(&fair.papers, MUS_PAPER_OUTCOMES, &page);
    assert_int_equal(count_of(&page, "class=\"sheet\""), 1);
    assert_int_equal(count_of(&page, "<tr><td class=\"time\">"), 3);
    assert_int_equal(count_of(&page, "class=\"box\""), 15);
    assert_has(&page, "成立した件数");
    mus_buf_done(&page);
}

static void the_same_fair_gives_the_same_bytes(void **state)
{
    (void)state;
    for (int paper = 0; paper < MUS_PAPER_COUNT; paper++) {
        struct paper_fair fair;
        struct mus_buf pages[2] = {{0}};
        make_papers(&fair, MUS_PAPER_BOTH);
        must_print(&fair.papers, (enum mus_paper)paper, &pages[0]);
        must_print(&fair.papers, (enum mus_paper)paper, &pages[1]);
        assert_string_equal(pages[0].data, pages[1].data);
        mus_buf_done(&pages[0]);
        mus_buf_done(&pages[1]);
    }
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct paper_fair fair;
    make_papers(&fair, MUS_PAPER_BOTH);
    for (int paper = 0; paper < MUS_PAPER_COUNT; paper++) {
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            struct mus_buf out = {0};
            struct mus_error err = {0};
            mus_mem_fail_at(n, false);
            status = mus_papers_html(&fair.papers, (enum mus_paper)paper, &out, &err);
            mus_mem_fail_at(0, false);
            assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
            assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
            mus_buf_done(&out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appointments_come_in_the_order_of_time_and_those_without_one_last),
        cmocka_unit_test(a_meeting_of_somebody_who_is_not_known_is_passed_over),
        cmocka_unit_test(every_paper_is_well_formed_in_every_language),
        cmocka_unit_test(an_empty_fair_has_papers_too),
        cmocka_unit_test(an_agenda_tells_times_partners_places_and_holes),
        cmocka_unit_test(what_has_no_time_stands_at_the_end_of_an_agenda),
        cmocka_unit_test(a_time_that_both_sides_share_stands_there_once),
        cmocka_unit_test(a_day_that_differs_abroad_stands_with_the_time),
        cmocka_unit_test(agendas_are_for_those_who_take_part_and_ask),
        cmocka_unit_test(a_place_has_a_sheet_for_each_day),
        cmocka_unit_test(a_hall_lists_its_booths_and_tables),
        cmocka_unit_test(a_badge_is_for_each_person_ten_on_a_sheet),
        cmocka_unit_test(a_long_name_is_set_smaller_on_a_badge),
        cmocka_unit_test(many_meetings_are_set_closer_so_that_two_days_fit_a_page),
        cmocka_unit_test(an_outcome_form_asks_of_every_meeting),
        cmocka_unit_test(the_same_fair_gives_the_same_bytes),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
