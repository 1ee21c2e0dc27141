#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "case_fixture.h"

static void words_and_stages_lead_to_each_other(void **state)
{
    (void)state;
    for (unsigned i = 1; i < MUS_CASE_STAGE_END; i++) {
        const char *name = mus_case_stage_name((enum mus_case_stage)i);
        assert_int_equal(mus_case_stage_of(mus_text_of(name)), i);
    }
    assert_string_equal(mus_case_stage_name(MUS_CASE_MEETING_HELD), "meeting_held");
    assert_string_equal(mus_case_stage_name(MUS_CASE_STAGE_END), "?");
    assert_int_equal(mus_case_stage_of(MUS_TEXT("meeting held")), 0);
    assert_int_equal(mus_case_stage_of(MUS_NO_TEXT), 0);
}

/* All that may follow, written down a second time; whatever is not here may not. */
static const struct {
    const char *from, *to;
} WAYS[] = {
    {"suggested", "introduced"},  {"suggested", "declined"},     {"suggested", "withdrawn"},
    {"suggested", "lapsed"},      {"introduced", "accepted"},    {"introduced", "declined"},
    {"introduced", "withdrawn"},  {"introduced", "lapsed"},      {"accepted", "meeting_held"},
    {"accepted", "no_show"},      {"accepted", "declined"},      {"accepted", "withdrawn"},
    {"accepted", "lapsed"},       {"meeting_held", "follow_up"}, {"meeting_held", "concluded"},
    {"meeting_held", "declined"}, {"meeting_held", "withdrawn"}, {"meeting_held", "lapsed"},
    {"follow_up", "follow_up"},   {"follow_up", "meeting_held"}, {"follow_up", "concluded"},
    {"follow_up", "declined"},    {"follow_up", "withdrawn"},    {"follow_up", "lapsed"},
    {"concluded", "first_order"},
};

static void only_the_known_ways_are_open(void **state)
{
    (void)state;
    size_t open = 0;
    for (size_t i = 0; i < sizeof WAYS / sizeof WAYS[0]; i++) {
        assert_true(mus_case_may_follow(mus_case_stage_of(mus_text_of(WAYS[i].from)),
                                        mus_case_stage_of(mus_text_of(WAYS[i].to))));
    }
    for (unsigned from = 0; from <= MUS_CASE_STAGE_END; from++) {
        for (unsigned to = 0; to <= MUS_CASE_STAGE_END; to++) {
            open += mus_case_may_follow((enum mus_case_stage)from, (enum mus_case_stage)to);
        }
    }
    assert_int_equal(open, sizeof WAYS / sizeof WAYS[0]);
}

static void stages_end_or_are_open_or_are_concluded(void **state)
{
    (void)state;
    for (unsigned i = 1; i < MUS_CASE_STAGE_END; i++) {
        enum mus_case_stage stage = (enum mus_case_stage)i;
        bool ends = stage >= MUS_CASE_FIRST_ORDER;
        assert_int_equal(mus_case_is_terminal(stage), ends);
        assert_int_equal(mus_case_is_open(stage), !ends && stage != MUS_CASE_CONCLUDED);
    }
    assert_false(mus_case_is_terminal((enum mus_case_stage)0));
    assert_false(mus_case_is_open(MUS_CASE_STAGE_END));
}

static void four_stages_are_the_ledger_s_too(void **state)
{
    (void)state;
    unsigned count = 0;
    for (unsigned i = 0; i <= MUS_CASE_STAGE_END; i++) {
        enum mus_ledger_stage stage = mus_case_ledger_stage((enum mus_case_stage)i);
        if (stage != 0) {
            assert_string_equal(mus_case_stage_name((enum mus_case_stage)i),
                                stage == MUS_LEDGER_MEETING_HELD ? "meeting_held"
                                : stage == MUS_LEDGER_FOLLOW_UP  ? "follow_up"
                                : stage == MUS_LEDGER_CONCLUDED  ? "concluded"
                                                                 : "first_order");
            count++;
        }
    }
    assert_int_equal(count, 4);
}

static void a_step_is_found_by_its_stage(void **state)
{
    (void)state;
    struct whole_case whole;
    make_case(&whole);
    assert_ptr_equal(mus_case_step_at(&whole.c, MUS_CASE_CONCLUDED), &whole.steps[5]);
    assert_null(mus_case_step_at(&whole.c, MUS_CASE_DECLINED));
    assert_int_equal(mus_case_last(&whole.c)->stage, MUS_CASE_FIRST_ORDER);
}

static void a_whole_case_passes(void **state)
{
    (void)state;
    struct whole_case whole;
    struct mus_error err;
    make_case(&whole);
    assert_int_equal(mus_case_check(&whole.c, &err), MUS_OK);
    whole.c.origin = MUS_CASE_FROM_MEETING;
    whole.c.rank = whole.c.score = 0;
    memset(&whole.c.weights, 0, sizeof whole.c.weights);
    whole.c.event = MUS_TEXT("fair-18");
    whole.c.meeting = MUS_TEXT("m-7");
    assert_int_equal(mus_case_check(&whole.c, &err), MUS_OK);
}

/* ---- what is refused ---- */

static char LONG[256];

#define SPOIL(name, statement)                                                                     \
    static void name(struct whole_case *w)                                                         \
    {                                                                                              \
        statement;                                                                                 \
    }
SPOIL(no_id, w->c.id = MUS_NO_TEXT)
SPOIL(odd_company, w->c.companies[1] = MUS_TEXT("c 2"))
SPOIL(same_company, w->c.companies[1] = w->c.companies[0])
SPOIL(long_listing, (w->c.listings[1] = (struct mus_text){LONG, 65}))
SPOIL(no_programme, w->c.programme = MUS_TEXT(""))
SPOIL(no_purpose, w->c.purpose = MUS_TEXT(""))
SPOIL(long_agreement, (w->c.agreement = (struct mus_text){LONG, 21}))
SPOIL(no_coordinator, w->c.coordinator = MUS_TEXT(""))
SPOIL(odd_origin, w->c.origin = (enum mus_case_origin)3)
SPOIL(no_rank, w->c.rank = 0)
SPOIL(high_score, w->c.score = 1000001)
SPOIL(rank_by_hand, w->c.origin = MUS_CASE_BY_HAND)
SPOIL(meeting_of_match, w->c.meeting = MUS_TEXT("m-1"))
SPOIL(no_steps, w->c.step_count = 0)
SPOIL(many_steps, w->c.step_count = MUS_CASE_MAX_STEPS + 1)
SPOIL(odd_stage, w->steps[1].stage = MUS_CASE_STAGE_END)
SPOIL(late_start, w->steps[0].stage = MUS_CASE_INTRODUCED)
SPOIL(no_way, w->steps[2].stage = MUS_CASE_CONCLUDED)
SPOIL(back_in_time, w->steps[3].date = w->steps[2].date - 1)
SPOIL(no_day, w->steps[6].date = MUS_NO_DATE)
SPOIL(future, w->steps[6].date = TODAY + 1)
SPOIL(far_future, w->steps[6].recorded = UINT64_MAX)
SPOIL(nobody, w->steps[4].by = MUS_TEXT(""))
SPOIL(long_name, (w->steps[4].by = (struct mus_text){LONG, 65}))
SPOIL(odd_name, w->steps[4].by = MUS_TEXT("a\nb"))
SPOIL(no_utf8, w->steps[5].label = MUS_TEXT("\xFF"))
SPOIL(long_label, (w->steps[5].label = (struct mus_text){LONG, 201}))
SPOIL(odd_entry, w->steps[1].entry = 4)
SPOIL(many_handovers, w->c.handover_count = MUS_CASE_MAX_HANDOVERS + 1)
SPOIL(broken_chain, w->handovers[1].from = MUS_TEXT("佐藤"))
SPOIL(broken_end, w->c.coordinator = MUS_TEXT("佐藤"))
SPOIL(handed_by_nobody, w->handovers[0].by = MUS_NO_TEXT)
SPOIL(late_handover, w->handovers[0].recorded = UINT64_MAX)

static const struct {
    void (*spoil)(struct whole_case *whole);
    enum mus_status status;
    const char *message;
} REFUSED[] = {
    {no_id, MUS_INVALID, "id: is empty"},
    {odd_company, MUS_INVALID, "companies[1]: expected letters, digits and ._:-, found \"c 2\""},
    {same_company, MUS_INVALID, "companies: both are \"c-1\""},
    {long_listing, MUS_LIMIT, "listings[1]: 65 bytes, at most 64"},
    {no_programme, MUS_INVALID, "programme: is empty"},
    {no_purpose, MUS_INVALID, "purpose: is empty"},
    {long_agreement, MUS_LIMIT, "agreement: 21 bytes, at most 20"},
    {no_coordinator, MUS_INVALID, "coordinator: is empty"},
    {odd_origin, MUS_INVALID, "origin: there is no origin 3"},
    {no_rank, MUS_INVALID, "rank: ranks begin with 1"},
    {high_score, MUS_INVALID, "score: 1000001, at most 1000000"},
    {rank_by_hand, MUS_INVALID, "rank: the case does not come from a match"},
    {meeting_of_match, MUS_INVALID, "meeting: the case does not come from a meeting"},
    {no_steps, MUS_INVALID, "steps: there is none"},
    {many_steps, MUS_LIMIT, "steps: 1001, at most 1000"},
    {odd_stage, MUS_INVALID, "steps[1]: stage: there is no stage 12"},
    {late_start, MUS_INVALID,
     "steps[0]: stage: a case begins with \"suggested\", not \"introduced\""},
    {no_way, MUS_INVALID, "steps[2]: stage: \"concluded\" cannot follow \"introduced\""},
    {back_in_time, MUS_INVALID, "steps[3]: date: lies before that of the step before it"},
    {no_day, MUS_INVALID, "steps[6]: date: there is no such day"},
    {future, MUS_INVALID, "steps[6]: date: lies after the day it was recorded"},
    {far_future, MUS_INVALID, "steps[6]: recorded: 18446744073709551615 lies beyond the calendar"},
    {nobody, MUS_INVALID, "steps[4]: by: is empty"},
    {long_name, MUS_LIMIT, "steps[4]: by: 65 bytes, at most 64"},
    {odd_name, MUS_INVALID, "steps[4]: by: holds a control character"},
    {no_utf8, MUS_INVALID, "steps[5]: label: is not UTF-8"},
    {long_label, MUS_LIMIT, "steps[5]: label: 201 bytes, at most 200"},
    {odd_entry, MUS_INVALID, "steps[1]: entry: the ledger has no stage \"introduced\""},
    {many_handovers, MUS_LIMIT, "handovers: 1001, at most 1000"},
    {broken_chain, MUS_INVALID, "handovers[0]: to: \"鈴木\", but then \"佐藤\" had the case"},
    {broken_end, MUS_INVALID, "handovers[1]: to: \"田中\", but then \"佐藤\" had the case"},
    {handed_by_nobody, MUS_INVALID, "handovers[0]: by: is empty"},
    {late_handover, MUS_INVALID,
     "handovers[0]: recorded: 18446744073709551615 lies beyond the calendar"},
};

static void what_breaks_a_rule_is_refused_with_its_place(void **state)
{
    (void)state;
    memset(LONG, 'x', sizeof LONG);
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
        struct whole_case whole;
        struct mus_error err;
        make_case(&whole);
        REFUSED[i].spoil(&whole);
        assert_int_equal(mus_case_check(&whole.c, &err), REFUSED[i].status);
        assert_string_equal(err.message, REFUSED[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_stages_lead_to_each_other),
        cmocka_unit_test(only_the_known_ways_are_open),
        cmocka_unit_test(stages_end_or_are_open_or_are_concluded),
        cmocka_unit_test(four_stages_are_the_ledger_s_too),
        cmocka_unit_test(a_step_is_found_by_its_stage),
        cmocka_unit_test(a_whole_case_passes),
        cmocka_unit_test(what_breaks_a_rule_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
