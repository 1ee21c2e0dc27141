#include "planned_fair.h"

#include "fair/candidates.h"
#include "fair/held.h"
#include "match/acquaintance.h"
#include "store/cases.h"
#include "store/ledger.h"

#define AFTER_FAIR (FAIR_SECONDS + 5 * 86400)

static enum mus_status hold_and_commit(struct fair *fair, struct mus_write *write,
                                       const void *argument, struct mus_error *err)
{
    struct mus_fair_plan *plan;
    memcpy(&plan, argument, sizeof plan);
    struct mus_case_context context = {.tables = &fair->match->tables,
                                       .today = FAIR_DAY + 5,
                                       .now = fair->context.now,
                                       .by = MUS_TEXT("佐藤")};
    return mus_held_commit(write, plan, &context, err);
}

static enum mus_status hold(struct fair *fair, const struct mus_texts *ids)
{
    struct mus_fair_plan plan;
    struct mus_fair_plan *pointer = &plan;
    enum mus_status status =
        mus_held_make(&fair->now, &fair->context, ids, &plan, &fair->match->err);
    if (status != MUS_OK) {
        return status;
    }
    status = change_fair(fair, hold_and_commit, &pointer);
    mus_fair_plan_done(&plan);
    load_fair(fair);
    return status;
}

static uint64_t ledger_size(struct fair *fair)
{
    struct mus_read *read = begin(fair->match->place);
    uint64_t size = 0;
    ok(fair->match, mus_store_ledger_size(read, &size, &fair->match->err));
    mus_store_read_end(read);
    return size;
}

static void meetings_that_were_held_become_cases_and_entries(void **state)
{
    struct fair *fair = *state;
    fair->context.now = AFTER_FAIR;
    struct mus_text two[2] = {fair->now.meetings[0].id, fair->now.meetings[1].id};
    struct mus_texts ids = {two, 2};
    ok(fair->match, hold(fair, &ids));
    assert_int_equal(ledger_size(fair), 2);
    for (size_t i = 0; i < 2; i++) {
        struct mus_case c;
        struct mus_read *read = begin(fair->match->place);
        assert_int_equal(fair->now.meetings[i].state, MUS_MEETING_HELD);
        ok(fair->match, mus_store_case(read, fair->now.meetings[i].case_id, &fair->match->arena, &c,
                                       &fair->match->err));
        assert_int_equal(c.origin, MUS_CASE_FROM_MEETING);
        assert_true(mus_text_equal(c.event, EVENT));
        assert_true(mus_text_equal(c.meeting, fair->now.meetings[i].id));
        assert_text(c.programme, "FAIR");
        assert_text(c.edition, "fair-18");
        assert_int_equal(mus_case_last(&c)->stage, MUS_CASE_MEETING_HELD);
        assert_int_equal(mus_case_last(&c)->date,
                         fair->now.event.slots[fair->now.meetings[i].slot].day);
        assert_int_equal(c.step_count, 4);
        mus_store_read_end(read);
    }
}

static void who_has_met_is_not_brought_together_again(void **state)
{
    struct fair *fair = *state;
    fair->context.now = AFTER_FAIR;
    struct mus_meeting first = fair->now.meetings[0];
    struct mus_texts ids = {&first.id, 1};
    ok(fair->match, hold(fair, &ids));
    struct mus_read *read = begin(fair->match->place);
    struct mus_acquaintances met;
    size_t a = mus_fair_participant(&fair->now, first.a);
    size_t b = mus_fair_participant(&fair->now, first.b);
    ok(fair->match, mus_acquaintances_of(read, fair->now.participants[a].company, MUS_NO_DATE,
                                         &fair->match->arena, &met, &fair->match->err));
    assert_true(mus_hashes_has(met.met, mus_text_hash(fair->now.participants[b].company)));
    mus_store_read_end(read);
}

static void a_case_that_was_under_way_goes_on(void **state)
{
    struct fair *fair = *state;
    fair->context.now = AFTER_FAIR;
    struct mus_text two[2] = {fair->now.meetings[0].id, fair->now.meetings[0].id};
    struct mus_texts ids = {two, 1};
    struct mus_write *write = NULL;
    struct mus_case opened;
    struct mus_error *err = &fair->match->err;
    size_t a = mus_fair_participant(&fair->now, fair->now.meetings[0].a);
    size_t b = mus_fair_participant(&fair->now, fair->now.meetings[0].b);
    struct mus_case_context context = {&fair->match->tables, FAIR_DAY + 5, AFTER_FAIR,
                                       MUS_TEXT("")};
    struct mus_case_opening opening = {.content = {.companies = {fair->now.participants[b].company,
                                                                 fair->now.participants[a].company},
                                                   .programme = MUS_TEXT("KOBS"),
                                                   .purpose = MUS_TEXT("sales"),
                                                   .coordinator = MUS_TEXT("田中")},
                                       .date = FAIR_DAY - 30,
                                       .stage = MUS_CASE_SUGGESTED};
    ok(fair->match, mus_store_write_begin(fair->match->place->store, &write, err));
    ok(fair->match, mus_case_begin(write, &context, &opening, &fair->match->arena, &opened, err));
    ok(fair->match, mus_store_write_commit(write, err));
    mus_store_write_end(write);
    ok(fair->match, hold(fair, &ids));
    assert_true(mus_text_equal(fair->now.meetings[0].case_id, opened.id));
}

static void only_what_is_on_the_timetable_can_have_been_held(void **state)
{
    struct fair *fair = *state;
    struct mus_text id = fair->now.meetings[0].id;
    struct mus_texts ids = {&id, 1};
    assert_int_equal(hold(fair, &ids), MUS_CONFLICT);
    assert_non_null(strstr(fair->match->err.message, "is still to come"));
    fair->context.now = AFTER_FAIR;
    struct mus_text none = MUS_TEXT("m-999999");
    struct mus_texts no_ids = {&none, 1};
    assert_int_equal(hold(fair, &no_ids), MUS_NOT_FOUND);
    assert_string_equal(fair->match->err.message, "no meeting \"m-999999\"");
    ok(fair->match, hold(fair, &ids));
    assert_int_equal(hold(fair, &ids), MUS_CONFLICT);
    assert_non_null(strstr(fair->match->err.message, "is not planned any more: held"));
    assert_int_equal(ledger_size(fair), 1);
}

static void each_database_call_may_fail(void **state)
{
    struct fair *fair = *state;
    fair->context.now = AFTER_FAIR;
    struct mus_text id = fair->now.meetings[0].id;
    struct mus_texts ids = {&id, 1};
    struct mus_fair_plan plan;
    struct mus_fair_plan *pointer = &plan;
    ok(fair->match, mus_held_make(&fair->now, &fair->context, &ids, &plan, &fair->match->err));
    for (uint64_t n = 1;; n++) {
        struct mus_write *write = NULL;
        ok(fair->match,
           mus_store_write_begin(fair->match->place->store, &write, &fair->match->err));
        mus_store_fail_at(n);
        enum mus_status status = hold_and_commit(fair, write, &pointer, &fair->match->err);
        bool met = mus_store_call_count() >= n;
        mus_store_fail_at(0);
        mus_store_write_end(write);
        assert_true(met ? status == MUS_STORE || status == MUS_OK : status == MUS_OK);
        if (!met) {
            break;
        }
    }
    assert_int_equal(ledger_size(fair), 0);
    mus_fair_plan_done(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLANNED(meetings_that_were_held_become_cases_and_entries),
        IN_PLANNED(who_has_met_is_not_brought_together_again),
        IN_PLANNED(a_case_that_was_under_way_goes_on),
        IN_PLANNED(only_what_is_on_the_timetable_can_have_been_held),
        IN_PLANNED(each_database_call_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
