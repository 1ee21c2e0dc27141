#include "fair/diagnose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "event_fixture.h"

enum { SELLERS = 2, PEOPLE = 6, MOST = 12 };

/* p-0 and p-1 exhibit, p-2 to p-5 visit; every visitor may meet every exhibitor, until a test says
 * otherwise. Exhibitors have room for three meetings, visitors for two; three slots. */
struct market {
    struct sample_event sample;
    struct mus_participant people[PEOPLE];
    struct mus_meeting meetings[MOST];
    struct mus_candidate pairs[MOST];
    struct mus_refused refused[MOST];
    struct mus_fair fair;
    struct mus_candidates candidates;
    struct mus_arena arena;
    struct mus_diagnosis *found;
    size_t count;
};

static void make_market(struct market *market)
{
    static const char *const IDS[] = {"p-0", "p-1", "p-2", "p-3", "p-4", "p-5"};
    *market = (struct market){0};
    make_event(&market->sample);
    market->sample.roles[0].min = 0;
    market->sample.roles[0].max = 3;
    market->sample.roles[1].max = 2;
    for (uint32_t i = 0; i < PEOPLE; i++) {
        market->people[i] = participant_of(IDS[i], IDS[i]);
        market->people[i].role = i < SELLERS ? 0 : 1;
    }
    for (uint32_t a = 0; a < SELLERS; a++) {
        for (uint32_t b = SELLERS; b < PEOPLE; b++) {
            market->pairs[market->candidates.count++] = (struct mus_candidate){.a = a, .b = b};
        }
    }
    market->candidates.pairs = market->pairs;
    market->candidates.refused = market->refused;
    market->fair = (struct mus_fair){.event = market->sample.event,
                                     .participants = market->people,
                                     .participant_count = PEOPLE,
                                     .meetings = market->meetings};
}

static void meet(struct market *market, const char *a, const char *b, int slot)
{
    struct mus_meeting *meeting = &market->meetings[market->fair.meeting_count++];
    *meeting = meeting_of("m", a, b);
    meeting->slot = (int16_t)slot;
}

/* The candidates without the pair of a and b, which something keeps apart. */
static void keep_apart(struct market *market, uint32_t a, uint32_t b, enum mus_apart why,
                       enum mus_veto veto)
{
    size_t kept = 0;
    for (size_t i = 0; i < market->candidates.count; i++) {
        if (market->pairs[i].a != a || market->pairs[i].b != b) {
            market->pairs[kept++] = market->pairs[i];
        }
    }
    market->candidates.count = kept;
    market->refused[market->candidates.refused_count++] =
        (struct mus_refused){a, b, (uint8_t)why, (uint8_t)veto};
}

static void diagnose(struct market *market, const char *participant)
{
    mus_arena_done(&market->arena);
    struct mus_text id = participant == NULL ? MUS_NO_TEXT : mus_text_of(participant);
    assert_int_equal(mus_diagnose(&market->fair, &market->candidates, id, 0, &market->arena,
                                  &market->found, &market->count, NULL),
                     MUS_OK);
}

static const struct mus_diagnosis *of(struct market *market, const char *participant)
{
    diagnose(market, participant);
    assert_int_equal(market->count, 1);
    return &market->found[0];
}

static void meetings_and_partners_are_counted(void **state)
{
    (void)state;
    struct market market;
    make_market(&market);
    meet(&market, "p-0", "p-2", 1);
    meet(&market, "p-0", "p-3", -1);
    meet(&market, "p-1", "p-3", 1);
    meet(&market, "p-1", "p-4", 2);
    market.meetings[3].state = MUS_MEETING_CANCELLED;
    keep_apart(&market, 0, 4, MUS_APART_VETO, MUS_VETO_DECLINED);
    keep_apart(&market, 0, 5, MUS_APART_SLOTS, MUS_VETO_NONE);
    const struct mus_diagnosis *found = of(&market, "p-0");
    assert_int_equal(found->meetings, 2);
    assert_int_equal(found->placed, 1);
    assert_int_equal(found->max, 3);
    assert_int_equal(found->slots, 3); /* s4 is lost */
    assert_int_equal(found->partners, 4);
    assert_int_equal(found->acceptable, 2);
    assert_int_equal(found->acceptable_full, 0); /* p-3 is full, but with it */
    assert_int_equal(found->apart[MUS_APART_VETO], 1);
    assert_int_equal(found->vetoes[MUS_VETO_DECLINED], 1);
    assert_int_equal(found->apart[MUS_APART_SLOTS], 1);
    assert_int_equal(of(&market, "p-1")->meetings, 1);
    mus_arena_done(&market.arena);
}

/* By role: exhibitors have three meetings on average, so that two is not few and one is. */
static void few_is_less_than_the_minimum_one_or_half_the_average(void **state)
{
    (void)state;
    struct market market;
    make_market(&market);
    meet(&market, "p-0", "p-2", 0);
    meet(&market, "p-0", "p-3", 1);
    meet(&market, "p-0", "p-4", 2);
    meet(&market, "p-1", "p-2", 1);
    diagnose(&market, NULL);
    assert_int_equal(market.count, 1); /* p-5 has none; p-1 has one, half the average of two */
    assert_int_equal(market.found[0].participant, 5);
    market.people[1].min = 2;
    market.people[5].meets = false; /* asks for none */
    diagnose(&market, NULL);
    assert_int_equal(market.count, 1);
    assert_int_equal(market.found[0].participant, 1);
    market.people[1].max = 0;
    diagnose(&market, NULL);
    assert_int_equal(market.count, 0);
    mus_arena_done(&market.arena);
}

static void assert_why(struct market *market, const char *participant, enum mus_few why)
{
    assert_string_equal(mus_few_name(of(market, participant)->why), mus_few_name(why));
}

static void who_does_not_come_is_told_first(void **state)
{
    (void)state;
    struct market market;
    make_market(&market);
    market.people[3].state = MUS_PARTICIPANT_CANCELLED;
    assert_why(&market, "p-3", MUS_FEW_ABSENT);
    market.people[3].state = MUS_PARTICIPANT_REGISTERED;
    assert_why(&market, "p-3", MUS_FEW_NOT_PAIRED);
    market.people[3].unavailable = 0xE;
    meet(&market, "p-0", "p-3", 0);
    assert_why(&market, "p-3", MUS_FEW_AVAILABILITY); /* one slot, and a meeting in it */
    market.people[3].unavailable = 0;
    market.people[3].max = 1;
    assert_why(&market, "p-3", MUS_FEW_OWN_MAX);
    mus_arena_done(&market.arena);
}

static void what_keeps_most_of_the_others_away_is_named(void **state)
{
    (void)state;
    struct market market;
    make_market(&market);
    keep_apart(&market, 0, 5, MUS_APART_SLOTS, MUS_VETO_NONE);
    keep_apart(&market, 1, 5, MUS_APART_SLOTS, MUS_VETO_NONE);
    assert_why(&market, "p-5", MUS_FEW_SLOTS);
    market.refused[0].why = market.refused[1].why = MUS_APART_LANGUAGE;
    assert_why(&market, "p-5", MUS_FEW_LANGUAGE);
    market.refused[0].why = market.refused[1].why = MUS_APART_NEVER;
    assert_why(&market, "p-5", MUS_FEW_VETOES);
    market.refused[0].why = MUS_APART_SLOTS; /* one each: what a person has said comes first */
    assert_why(&market, "p-5", MUS_FEW_VETOES);
    market.candidates.refused_count = 0;
    assert_why(&market, "p-5", MUS_FEW_ROLES);
    mus_arena_done(&market.arena);
}

static void partners_that_are_full_are_no_fault_of_its_own(void **state)
{
    (void)state;
    struct market market;
    make_market(&market);
    for (int i = 0; i < 3; i++) {
        static const char *const BUYERS[] = {"p-2", "p-3", "p-4"};
        meet(&market, "p-0", BUYERS[i], i);
        meet(&market, "p-1", BUYERS[i], (i + 1) % 3);
    }
    assert_why(&market, "p-5", MUS_FEW_PARTNERS_FULL);
    assert_int_equal(market.found[0].acceptable_full, 2);
    market.people[1].max = 4;
    assert_why(&market, "p-5", MUS_FEW_PARTNERS_FULL); /* there are three slots */
    market.fair.meeting_count = 5;                     /* p-1 has two meetings now */
    assert_why(&market, "p-5", MUS_FEW_NOT_PAIRED);
    market.fair.event.capacity = 5;
    assert_why(&market, "p-5", MUS_FEW_CAPACITY);
    mus_arena_done(&market.arena);
}

static void interpreters_without_time_are_named(void **state)
{
    (void)state;
    static const struct mus_text VIETNAMESE[] = {{"vi", 2}};
    struct market market;
    make_market(&market); /* one interpreter speaks Vietnamese, in three slots */
    for (uint32_t i = SELLERS; i < PEOPLE; i++) {
        market.people[i].languages = (struct mus_texts){VIETNAMESE, 1};
    }
    meet(&market, "p-0", "p-2", 0);
    meet(&market, "p-0", "p-3", 1);
    assert_why(&market, "p-5", MUS_FEW_NOT_PAIRED);
    meet(&market, "p-0", "p-4", 2);
    assert_why(&market, "p-5", MUS_FEW_INTERPRETERS);
    market.people[1].languages = (struct mus_texts){VIETNAMESE, 1};
    assert_why(&market, "p-5", MUS_FEW_NOT_PAIRED); /* with p-1 it needs nobody */
    mus_arena_done(&market.arena);
}

static void who_is_not_there_is_not_found(void **state)
{
    (void)state;
    struct market market;
    struct mus_error err;
    make_market(&market);
    assert_int_equal(mus_diagnose(&market.fair, &market.candidates, MUS_TEXT("p-9"), 0,
                                  &market.arena, &market.found, &market.count, &err),
                     MUS_NOT_FOUND);
    assert_string_equal(err.message, "no participant \"p-9\"");
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    struct market market;
    struct mus_error err;
    make_market(&market);
    meet(&market, "p-0", "p-2", 0);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = mus_diagnose(&market.fair, &market.candidates, MUS_NO_TEXT, 0, &market.arena,
                              &market.found, &market.count, &err);
        mus_mem_fail_at(0, false);
        assert_true(n > 1 || status == MUS_NO_MEMORY);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
            assert_string_equal(err.message, "out of memory");
        }
        mus_arena_done(&market.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meetings_and_partners_are_counted),
        cmocka_unit_test(few_is_less_than_the_minimum_one_or_half_the_average),
        cmocka_unit_test(who_does_not_come_is_told_first),
        cmocka_unit_test(what_keeps_most_of_the_others_away_is_named),
        cmocka_unit_test(partners_that_are_full_are_no_fault_of_its_own),
        cmocka_unit_test(interpreters_without_time_are_named),
        cmocka_unit_test(who_is_not_there_is_not_found),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
