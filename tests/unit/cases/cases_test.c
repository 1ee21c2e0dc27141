#include "../match/match_fixture.h"

#include "cases/cases.h"
#include "ledger/append.h"
#include "ledger/format/ledger_entry.h"
#include "match/acquaintance.h"
#include "store/cases.h"
#include "store/ledger.h"

#define NOON UINT64_C(1795402800) /* 2026-11-23T12:00:00+09:00 */

/* One change of a case in a write of its own. */
struct asked {
    struct mus_case_context context;
    struct mus_case_opening opening;
    const struct mus_case_advance *advance;
    struct mus_text id, to;
    struct mus_arena *arena;
    struct mus_case result;
};

static enum mus_status change(struct mus_write *write, void *context, struct mus_error *err)
{
    struct asked *asked = context;
    if (asked->advance != NULL) {
        return mus_case_go_on(write, &asked->context, asked->id, asked->advance, asked->arena,
                              &asked->result, err);
    }
    if (asked->to.ptr != NULL) {
        return mus_case_assign(write, &asked->context, asked->id, asked->to, asked->arena,
                               &asked->result, err);
    }
    return mus_case_begin(write, &asked->context, &asked->opening, asked->arena, &asked->result,
                          err);
}

static struct asked asked_of(struct match *match)
{
    return (struct asked){.context = {&match->tables, day_of(TODAY), NOON, MUS_TEXT("")},
                          .opening = {.content = {.companies = {MUS_TEXT("c-1"), MUS_TEXT("c-2")},
                                                  .programme = MUS_TEXT("KOBS"),
                                                  .purpose = MUS_TEXT("sales"),
                                                  .coordinator = MUS_TEXT("a")},
                                      .date = day_of("2026-05-01"),
                                      .stage = MUS_CASE_SUGGESTED},
                          .arena = &match->arena};
}

static enum mus_status make(struct match *match, struct asked *asked)
{
    return mus_store_update(match->place->store, change, asked, &match->err);
}

static void put_firms(struct match *match)
{
    put_json(match->place, "{\"id\":\"c-1\",\"name\":{\"ja\":\"甲\"},\"country\":\"JP\"}");
    put_json(match->place, "{\"id\":\"c-2\",\"name\":{\"ja\":\"乙\"},\"country\":\"VN\"}");
    put_json(match->place, "{\"id\":\"c-3\",\"name\":{\"ja\":\"丙\"},\"country\":\"TH\"}");
}

static struct mus_text open_case(struct match *match)
{
    struct asked asked = asked_of(match);
    ok(match, make(match, &asked));
    return asked.result.id;
}

static enum mus_status go_on(struct match *match, struct mus_text id, enum mus_case_stage stage,
                             const char *day, struct mus_case *out)
{
    struct mus_case_advance advance = {.stage = stage, .date = day_of(day)};
    struct asked asked = asked_of(match);
    asked.advance = &advance;
    asked.id = id;
    enum mus_status status = make(match, &asked);
    if (status == MUS_OK && out != NULL) {
        *out = asked.result;
    }
    return status;
}

static uint64_t ledger_size(struct match *match)
{
    struct mus_read *read = NULL;
    uint64_t size = 0;
    ok(match, mus_store_read_begin(match->place->store, &read, &match->err));
    ok(match, mus_store_ledger_size(read, &size, &match->err));
    mus_store_read_end(read);
    return size;
}

static void a_case_is_opened_for_companies_that_are_there(void **state)
{
    struct match *match = *state;
    put_firms(match);
    struct asked asked = asked_of(match);
    ok(match, make(match, &asked));
    assert_string_equal(asked.result.id.ptr, "case-000001");
    assert_int_equal(asked.result.step_count, 1);
    asked = asked_of(match);
    asked.opening.content.companies[1] = MUS_TEXT("c-9");
    assert_int_equal(make(match, &asked), MUS_NOT_FOUND);
    assert_string_equal(match->err.message, "no company \"c-9\"");
}

static void a_second_case_of_the_same_pair_and_purpose_must_be_asked_for(void **state)
{
    struct match *match = *state;
    put_firms(match);
    open_case(match);
    struct asked asked = asked_of(match);
    asked.opening.content.companies[0] = MUS_TEXT("c-2");
    asked.opening.content.companies[1] = MUS_TEXT("c-1");
    assert_int_equal(make(match, &asked), MUS_CONFLICT);
    assert_non_null(strstr(match->err.message, "case-000001"));
    asked.opening.again = true;
    ok(match, make(match, &asked));
    asked = asked_of(match);
    asked.opening.content.purpose = MUS_TEXT("agent");
    ok(match, make(match, &asked));
}

static void stages_follow_each_other_as_the_table_says(void **state)
{
    struct match *match = *state;
    put_firms(match);
    struct mus_text id = open_case(match);
    assert_int_equal(go_on(match, id, MUS_CASE_CONCLUDED, TODAY, NULL), MUS_INVALID);
    assert_string_equal(match->err.message,
                        "stage: a case that is suggested may go on to introduced, declined, "
                        "withdrawn, lapsed; found \"concluded\"");
    ok(match, go_on(match, id, MUS_CASE_LAPSED, TODAY, NULL));
    assert_int_equal(go_on(match, id, MUS_CASE_INTRODUCED, TODAY, NULL), MUS_INVALID);
    assert_string_equal(
        match->err.message,
        "stage: a case that is lapsed has ended; found \"introduced\"; another case may "
        "be opened for the pair");
}

static void only_the_first_meeting_conclusion_and_order_become_entries(void **state)
{
    struct match *match = *state;
    struct mus_case c;
    put_firms(match);
    struct mus_text id = open_case(match);
    ok(match, go_on(match, id, MUS_CASE_INTRODUCED, "2026-05-02", NULL));
    ok(match, go_on(match, id, MUS_CASE_ACCEPTED, "2026-05-03", &c));
    assert_int_equal(ledger_size(match), 0);
    ok(match, go_on(match, id, MUS_CASE_MEETING_HELD, "2026-05-04", &c));
    assert_int_equal(mus_case_last(&c)->entry, 0);
    ok(match, go_on(match, id, MUS_CASE_FOLLOW_UP, "2026-05-05", NULL));
    ok(match, go_on(match, id, MUS_CASE_FOLLOW_UP, "2026-05-06", &c));
    assert_true(mus_case_last(&c)->entry == MUS_CASE_NO_ENTRY);
    ok(match, go_on(match, id, MUS_CASE_CONCLUDED, "2026-05-07", &c));
    assert_int_equal(mus_case_last(&c)->entry, 2);
    ok(match, go_on(match, id, MUS_CASE_FIRST_ORDER, "2026-05-08", NULL));
    assert_int_equal(ledger_size(match), 4);

    struct mus_read *read = NULL;
    struct mus_text bytes;
    struct mus_ledger_entry entry;
    ok(match, mus_store_read_begin(match->place->store, &read, &match->err));
    ok(match, mus_store_ledger_entry(read, 2, &match->arena, &bytes, &match->err));
    ok(match, mus_ledger_entry_decode(bytes, &entry, &match->err));
    assert_int_equal(entry.kind, MUS_LEDGER_NAMED);
    assert_int_equal(entry.as.named.stage, MUS_LEDGER_CONCLUDED);
    assert_int_equal(entry.as.named.date, day_of("2026-05-07"));
    mus_store_read_end(read);
}

static void a_refused_step_leaves_no_entry(void **state)
{
    struct match *match = *state;
    put_firms(match);
    struct mus_text id = open_case(match);
    ok(match, go_on(match, id, MUS_CASE_INTRODUCED, "2026-05-02", NULL));
    ok(match, go_on(match, id, MUS_CASE_ACCEPTED, "2026-05-03", NULL));
    assert_int_equal(go_on(match, id, MUS_CASE_MEETING_HELD, "2026-05-02", NULL), MUS_INVALID);
    assert_int_equal(go_on(match, id, MUS_CASE_MEETING_HELD, "2026-11-24", NULL), MUS_INVALID);
    assert_string_equal(match->err.message, "date: 2026-11-24 lies after today, 2026-11-23");
    assert_int_equal(ledger_size(match), 0);
}

static void a_case_is_handed_over_with_a_note_of_it(void **state)
{
    struct match *match = *state;
    put_firms(match);
    struct asked asked = asked_of(match);
    asked.id = open_case(match);
    asked.to = MUS_TEXT("b");
    ok(match, make(match, &asked));
    assert_true(mus_text_equals(asked.result.coordinator, "b"));
    assert_int_equal(asked.result.handover_count, 1);
    assert_true(mus_text_equals(asked.result.handovers[0].from, "a"));
    assert_int_equal(make(match, &asked), MUS_INVALID);
}

struct handing {
    struct mus_case_context context;
    struct mus_arena *arena;
    struct mus_texts ids;
};

static enum mus_status hand_over(struct mus_write *write, void *context, struct mus_error *err)
{
    struct handing *handing = context;
    return mus_case_hand_over(write, &handing->context, MUS_TEXT("a"), MUS_TEXT("b"),
                              handing->arena, &handing->ids, err);
}

static void only_open_cases_of_one_coordinator_are_handed_over_together(void **state)
{
    struct match *match = *state;
    put_firms(match);
    struct mus_text first = open_case(match);
    struct asked asked = asked_of(match);
    asked.opening.content.purpose = MUS_TEXT("agent");
    ok(match, make(match, &asked));
    ok(match, go_on(match, first, MUS_CASE_LAPSED, TODAY, NULL));
    struct handing handing = {asked_of(match).context, &match->arena, {0}};
    ok(match, mus_store_update(match->place->store, hand_over, &handing, &match->err));
    assert_int_equal(handing.ids.count, 1);
    assert_string_equal(handing.ids.items[0].ptr, "case-000002");
    assert_int_equal(mus_store_update(match->place->store, hand_over, &handing, &match->err),
                     MUS_NOT_FOUND);
}

static void a_case_is_idle_since_its_last_step(void **state)
{
    struct match *match = *state;
    struct mus_case c;
    put_firms(match);
    struct mus_text id = open_case(match);
    ok(match, go_on(match, id, MUS_CASE_INTRODUCED, "2026-05-02", &c));
    assert_int_equal(mus_case_idle_days(&c, day_of("2026-05-12")), 10);
    ok(match, go_on(match, id, MUS_CASE_WITHDRAWN, "2026-05-03", &c));
    assert_int_equal(mus_case_idle_days(&c, day_of("2026-05-12")), 0);
}

static struct mus_acquaintances acquaintances(struct match *match, const char *company,
                                              mus_date since)
{
    struct mus_read *read = NULL;
    struct mus_acquaintances found = {0};
    ok(match, mus_store_read_begin(match->place->store, &read, &match->err));
    ok(match,
       mus_acquaintances_of(read, mus_text_of(company), since, &match->arena, &found, &match->err));
    mus_store_read_end(read);
    return found;
}

static void a_meeting_and_a_refusal_are_known_to_both_sides(void **state)
{
    struct match *match = *state;
    put_firms(match);
    struct mus_text id = open_case(match);
    ok(match, go_on(match, id, MUS_CASE_INTRODUCED, "2026-05-02", NULL));
    ok(match, go_on(match, id, MUS_CASE_ACCEPTED, "2026-05-03", NULL));
    assert_int_equal(acquaintances(match, "c-1", MUS_NO_DATE).met.count, 0);
    ok(match, go_on(match, id, MUS_CASE_MEETING_HELD, "2026-05-04", NULL));
    struct mus_acquaintances one = acquaintances(match, "c-1", MUS_NO_DATE);
    struct mus_acquaintances two = acquaintances(match, "c-2", MUS_NO_DATE);
    assert_true(mus_hashes_has(one.met, mus_text_hash(MUS_TEXT("c-2"))));
    assert_true(mus_hashes_has(two.met, mus_text_hash(MUS_TEXT("c-1"))));
    assert_int_equal(acquaintances(match, "c-1", day_of("2026-05-05")).met.count, 0);
    assert_int_equal(one.declined.count, 0);
    ok(match, go_on(match, id, MUS_CASE_DECLINED, "2026-05-06", NULL));
    assert_int_equal(acquaintances(match, "c-2", MUS_NO_DATE).declined.count, 1);
    open_case(match); /* a later case of the two decides */
    assert_int_equal(acquaintances(match, "c-2", MUS_NO_DATE).declined.count, 0);
}

static enum mus_status reverse_first(struct mus_write *write, void *context, struct mus_error *err)
{
    struct match *match = context;
    struct mus_ledger_context ledger = {
        .tables = &match->tables, .today = day_of(TODAY), .now = NOON, .by = MUS_TEXT("b")};
    struct mus_ledger_request request = {
        .kind = MUS_LEDGER_REVERSED, .entry = 0, .reason = MUS_LEDGER_MISTAKE};
    struct mus_ledger_done done;
    return mus_ledger_append(write, &ledger, &request, &done, err);
}

static void a_meeting_whose_entry_was_reversed_was_not_held(void **state)
{
    struct match *match = *state;
    put_firms(match);
    struct mus_text id = open_case(match);
    ok(match, go_on(match, id, MUS_CASE_INTRODUCED, "2026-05-02", NULL));
    ok(match, go_on(match, id, MUS_CASE_ACCEPTED, "2026-05-03", NULL));
    ok(match, go_on(match, id, MUS_CASE_MEETING_HELD, "2026-05-04", NULL));
    assert_int_equal(acquaintances(match, "c-1", MUS_NO_DATE).met.count, 1);
    ok(match, mus_store_update(match->place->store, reverse_first, match, &match->err));
    assert_int_equal(acquaintances(match, "c-1", MUS_NO_DATE).met.count, 0);
    ok(match, go_on(match, id, MUS_CASE_FOLLOW_UP, "2026-05-05", NULL));
    ok(match, go_on(match, id, MUS_CASE_MEETING_HELD, "2026-05-06", NULL)); /* a second one */
    assert_int_equal(acquaintances(match, "c-1", MUS_NO_DATE).met.count, 1);
}

static void every_allocation_and_store_call_that_fails_is_told(void **state)
{
    struct match *match = *state;
    put_firms(match);
    struct mus_text id = open_case(match);
    ok(match, go_on(match, id, MUS_CASE_INTRODUCED, "2026-05-02", NULL));
    ok(match, go_on(match, id, MUS_CASE_ACCEPTED, "2026-05-03", NULL));
    for (int what = 0; what < 2; what++) {
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            if (what == 0) {
                mus_mem_fail_at(n, false);
            } else {
                mus_store_fail_at(n);
            }
            status = go_on(match, id, what == 0 ? MUS_CASE_MEETING_HELD : MUS_CASE_CONCLUDED,
                           "2026-05-04", NULL);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            if (status != MUS_OK) {
                assert_true(status == MUS_NO_MEMORY || status == MUS_STORE || status == MUS_IO);
                assert_int_equal(ledger_size(match), (uint64_t)what);
            }
        }
    }
    assert_int_equal(ledger_size(match), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(a_case_is_opened_for_companies_that_are_there),
        IN_MATCH(a_second_case_of_the_same_pair_and_purpose_must_be_asked_for),
        IN_MATCH(stages_follow_each_other_as_the_table_says),
        IN_MATCH(only_the_first_meeting_conclusion_and_order_become_entries),
        IN_MATCH(a_refused_step_leaves_no_entry),
        IN_MATCH(a_case_is_handed_over_with_a_note_of_it),
        IN_MATCH(only_open_cases_of_one_coordinator_are_handed_over_together),
        IN_MATCH(a_case_is_idle_since_its_last_step),
        IN_MATCH(a_meeting_and_a_refusal_are_known_to_both_sides),
        IN_MATCH(a_meeting_whose_entry_was_reversed_was_not_held),
        IN_MATCH(every_allocation_and_store_call_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
