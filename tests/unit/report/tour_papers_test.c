#include "report/fair/tour_papers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#include "xml_check.h"

/* Two halls, two days; g1 has a free slot and a way to the other hall, g2 no name, g3 no visit. */
#define PROBLEM                                                                                    \
    "{\"format\": \"musubi-tour-problem/1\", \"id\": \"visit\", \"slots\": [{\"id\": \"t1\", "     \
    "\"day\": \"2026-11-12\", \"start\": \"13:00\", \"minutes\": 20}, {\"id\": \"t2\", \"day\": "  \
    "\"2026-11-12\", \"start\": \"13:30\", \"minutes\": 20}, {\"id\": \"t3\", \"day\": "           \
    "\"2026-11-12\", \"start\": \"14:00\", \"minutes\": 20}, {\"id\": \"t4\", \"day\": "           \
    "\"2026-11-13\", \"start\": \"10:00\", \"minutes\": 20}], \"halls\": [{\"id\": \"east\"}, "    \
    "{\"id\": \"west\"}], \"walking\": [[\"east\", \"west\", 6]], \"interpreters\": [{\"id\": "    \
    "\"i1\", \"languages\": [\"en\"]}], \"booths\": [{\"id\": \"A-1\", \"name\": {\"ja\": "        \
    "\"架空<水>\", \"en\": \"Invented Water\"}, \"hall\": \"east\", \"room\": 20}, {\"id\": "   \
    "\"B-1\", \"hall\": \"west\", \"room\": 20}], \"groups\": [{\"id\": \"g1\", \"name\": "        \
    "{\"ja\": \"第1班\", \"en\": \"Group 1\"}, \"people\": 9, \"language\": \"en\"}, {\"id\": "  \
    "\"g2\", \"people\": 5}, {\"id\": \"g3\", \"people\": 3}]}"
#define ANSWER                                                                                     \
    "{\"format\": \"musubi-tour/1\", \"routes\": [{\"group\": \"g1\", \"stops\": [{\"slot\": "     \
    "\"t1\", \"booth\": \"A-1\", \"interpreter\": \"i1\"}, {\"slot\": \"t3\", \"booth\": "         \
    "\"B-1\", \"interpreter\": \"i1\"}]}, {\"group\": \"g2\", \"stops\": [{\"slot\": \"t1\", "     \
    "\"booth\": \"A-1\"}, {\"slot\": \"t4\", \"booth\": \"B-1\"}]}]}"

struct tour {
    struct mus_arena arena;
    struct mus_tour_document document;
    struct mus_tour_answer answer;
    struct mus_tour_papers papers;
};

static void make_tour(struct tour *tour, enum mus_paper_language language)
{
    struct mus_error err = {0};
    *tour = (struct tour){0};
    assert_int_equal(mus_tour_document_read(MUS_TEXT(PROBLEM), &tour->arena, &tour->document, &err),
                     MUS_OK);
    if (mus_tour_answer_read(MUS_TEXT(ANSWER), &tour->document, &tour->answer, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    tour->papers = (struct mus_tour_papers){.document = &tour->document,
                                            .answer = &tour->answer,
                                            .language = language,
                                            .now = 1778461200};
}

static void end_tour(struct tour *tour)
{
    mus_tour_answer_done(&tour->answer);
    mus_arena_done(&tour->arena);
}

static void must_print(const struct tour *tour, struct mus_buf *out)
{
    assert_int_equal(mus_tour_papers_html(&tour->papers, out, NULL), MUS_OK);
    assert_well_formed(mus_buf_text(out));
    mus_buf_add_byte(out, '\0');
}

static size_t count_of(const struct mus_buf *page, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(page->data, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

static void each_group_has_a_page_and_each_booth_one_for_each_day(void **state)
{
    (void)state;
    struct tour tour;
    struct mus_buf page = {0};
    make_tour(&tour, MUS_PAPER_BOTH);
    must_print(&tour, &page);
    assert_int_equal(count_of(&page, "<section class=\"sheet\""), 3);
    assert_int_equal(count_of(&page, "<section class=\"sheet place\""), 3);
    assert_int_equal(count_of(&page, "13:00–13:20"), 4);
    assert_int_equal(count_of(&page, "架空&lt;水&gt;"), 3);
    assert_int_equal(count_of(&page, "Invented Water"), 3);
    assert_int_equal(count_of(&page, "9名　訪問先 2　9 people, 2 visits"), 1);
    assert_int_equal(count_of(&page, "空き時間 / free"), 1);
    assert_int_equal(count_of(&page, "別の会場へ移る / on to another hall"), 1);
    assert_int_equal(count_of(&page, "2026-11-13（金 Fri）"), 2);
    mus_buf_done(&page);
    end_tour(&tour);
}

static void a_page_may_be_in_one_language(void **state)
{
    (void)state;
    struct tour tour;
    struct mus_buf page = {0};
    make_tour(&tour, MUS_PAPER_EN);
    must_print(&tour, &page);
    assert_int_equal(count_of(&page, "第1班"), 0);
    assert_int_equal(count_of(&page, "訪"), 0);
    assert_int_equal(count_of(&page, "Group 1"), 3);
    assert_int_equal(count_of(&page, "9 people, 2 visits"), 1);
    mus_buf_done(&page);
    end_tour(&tour);
}

static void the_table_has_a_row_for_each_visit(void **state)
{
    (void)state;
    struct tour tour;
    struct mus_buf out = {0};
    make_tour(&tour, MUS_PAPER_EN);
    assert_int_equal(mus_tour_papers_csv(&tour.papers, &out, NULL), MUS_OK);
    mus_buf_add_byte(&out, '\0');
    assert_string_equal(
        out.data, "group,group name,people,day,start,end,slot,booth,visit,hall,interpreter\r\n"
                  "g1,Group 1,9,2026-11-12,13:00,13:20,t1,A-1,Invented Water,east,i1\r\n"
                  "g1,Group 1,9,2026-11-12,14:00,14:20,t3,B-1,,west,i1\r\n"
                  "g2,,5,2026-11-12,13:00,13:20,t1,A-1,Invented Water,east,\r\n"
                  "g2,,5,2026-11-13,10:00,10:20,t4,B-1,,west,\r\n");
    mus_buf_clear(&out);
    assert_int_equal(mus_tour_papers_xlsx(&tour.papers, &out, NULL), MUS_OK);
    assert_true(out.len > 1000);
    mus_buf_done(&out);
    end_tour(&tour);
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    struct tour tour;
    make_tour(&tour, MUS_PAPER_BOTH);
    for (uint64_t n = 1;; n++) {
        struct mus_buf page = {0};
        struct mus_buf table = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        enum mus_status status = mus_tour_papers_html(&tour.papers, &page, &err);
        if (status == MUS_OK) {
            status = mus_tour_papers_csv(&tour.papers, &table, &err);
        }
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        mus_buf_done(&page);
        mus_buf_done(&table);
        assert_int_equal(status, met ? MUS_NO_MEMORY : MUS_OK);
        if (!met) {
            break;
        }
    }
    end_tour(&tour);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_group_has_a_page_and_each_booth_one_for_each_day),
        cmocka_unit_test(a_page_may_be_in_one_language),
        cmocka_unit_test(the_table_has_a_row_for_each_visit),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
