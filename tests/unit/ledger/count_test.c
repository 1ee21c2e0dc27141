#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "book_fixture.h"
#include "ledger/format/count.h"

/* A ledger, its count, and where the count's lists lie. */
struct counting {
    struct ledger ledger;
    struct mus_arena arena;
    struct mus_count count;
};

static struct counting start(const char *rule_set)
{
    struct counting c = {.ledger = ledger_new()};
    struct mus_ledger_entry entry = adopting(&c.ledger, rule_set);
    add(&c.ledger, &entry);
    return c;
}

static void finish(struct counting *c)
{
    mus_arena_done(&c->arena);
    ledger_done(&c->ledger);
}

static void count_as_of(struct counting *c, int fiscal_year, uint64_t as_of)
{
    struct mus_error err = {0};
    struct mus_count_options options = {.fiscal_year = fiscal_year, .as_of = as_of};
    if (mus_ledger_count(c->ledger.book, &options, &c->arena, &c->count, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(c->count.total, c->count.named + c->count.reported);
}

static void count_year(struct counting *c, int fiscal_year)
{
    count_as_of(c, fiscal_year, MUS_BOOK_NOW);
}

static void assert_count(const struct counting *c, uint64_t named_count, uint64_t reported_count)
{
    assert_int_equal(c->count.named, named_count);
    assert_int_equal(c->count.reported, reported_count);
}

/* What was suppressed, as text: "3 ×1 duplicate 1; 4 ×2 unconfirmed". */
static void assert_suppressed(const struct counting *c, const char *expected)
{
    struct mus_buf text = {0};
    for (size_t i = 0; i < c->count.suppressed_count; i++) {
        const struct mus_suppressed *one = &c->count.suppressed[i];
        mus_buf_printf(&text, "%s%d ×%d %s", i == 0 ? "" : "; ", (int)one->entry, (int)one->count,
                       mus_count_reason_name(one->reason));
        if (one->same_as != MUS_COUNT_NONE) {
            mus_buf_printf(&text, " %d", (int)one->same_as);
        }
    }
    assert_string_equal(text.data == NULL ? "" : text.data, expected);
    mus_buf_done(&text);
}

static uint64_t add_named(struct counting *c, unsigned char a, unsigned char b)
{
    struct mus_ledger_entry entry = named(&c->ledger, a, b);
    return add(&c->ledger, &entry);
}

/* At the 18th fair, where `firm` may have reported it. */
static uint64_t add_at_fair(struct counting *c, unsigned char a, unsigned char b)
{
    struct mus_ledger_entry entry = named(&c->ledger, a, b);
    entry.as.named.programme = MUS_TEXT("FAIR");
    entry.as.named.edition = MUS_TEXT("18");
    return add(&c->ledger, &entry);
}

static uint64_t add_reported(struct counting *c, unsigned char firm, uint32_t n)
{
    struct mus_ledger_entry entry = reported(&c->ledger, firm, n);
    return add(&c->ledger, &entry);
}

static uint64_t reverse(struct counting *c, uint64_t of)
{
    struct mus_ledger_entry entry = reversing(&c->ledger, of);
    return add(&c->ledger, &entry);
}

static uint64_t confirm(struct counting *c, uint64_t of)
{
    struct mus_ledger_entry entry = confirming(&c->ledger, of);
    return add(&c->ledger, &entry);
}

static uint64_t succeed(struct counting *c, unsigned char from, unsigned char to)
{
    struct mus_ledger_entry entry = succeeding(&c->ledger, from, to);
    return add(&c->ledger, &entry);
}

/* Rules */

static void without_rules_there_is_no_count(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2025"));
    struct mus_error err = {0};
    struct mus_count_options options = {.fiscal_year = 2024, .as_of = MUS_BOOK_NOW};
    assert_int_equal(mus_ledger_count(c.ledger.book, &options, &c.arena, &c.count, &err),
                     MUS_NOT_FOUND);
    assert_string_equal(err.message, "no rule set is in force for fiscal year 2024");
    finish(&c);
}

static void an_empty_year_counts_nothing(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    count_year(&c, 2025);
    assert_count(&c, 0, 0);
    assert_suppressed(&c, "");
    assert_int_equal(c.count.seen, 1);
    assert_int_equal(c.count.rules_entry, 0);
    assert_true(mus_text_equals(c.count.rules->id, "r"));
    finish(&c);
}

static void any_rule_set_can_be_asked_for(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("a", "2013"));
    struct mus_ledger_entry entry =
        adopting(&c.ledger, RULE_SET("b", "2013", "", EXHIBITORS, USUAL_MATCH, "corporate_number"));
    add(&c.ledger, &entry);
    add_named(&c, 1, 2);
    count_year(&c, 2025);
    assert_count(&c, 0, 0);
    assert_int_equal(c.count.rules_entry, 1);
    struct mus_book_rules a = mus_book_rules_by_id(c.ledger.book, MUS_TEXT("a"), MUS_BOOK_NOW);
    struct mus_count_options options = {a.rules, 2025, MUS_BOOK_NOW};
    assert_int_equal(mus_ledger_count(c.ledger.book, &options, &c.arena, &c.count, NULL), MUS_OK);
    assert_count(&c, 1, 0);
    assert_int_equal(c.count.rules_entry, 0);
    struct mus_rule_set proposed = *a.rules;
    proposed.named.count = 0;
    options.rules = &proposed;
    assert_int_equal(mus_ledger_count(c.ledger.book, &options, &c.arena, &c.count, NULL), MUS_OK);
    assert_count(&c, 0, 0);
    assert_true(c.count.rules_entry == MUS_COUNT_NONE);
    finish(&c);
}

static void what_no_clause_speaks_of_is_told_not_listed(void **state)
{
    (void)state;
    struct counting c = start(RULE_SET(
        "r", "2013", "{\"programmes\":[\"KOBS\"],\"stages\":[\"concluded\"],\"confirmed\":false}",
        EXHIBITORS, USUAL_MATCH, "id"));
    struct mus_ledger_entry entry = named(&c.ledger, 1, 2);
    entry.as.named.stage = MUS_LEDGER_MEETING_HELD;
    uint64_t meeting = add(&c.ledger, &entry);
    entry = named(&c.ledger, 1, 2);
    entry.as.named.programme = MUS_TEXT("MISSION");
    add(&c.ledger, &entry);
    entry = reported(&c.ledger, 3, 4);
    entry.as.reported.side_of_fair = MUS_LEDGER_VISITOR;
    add(&c.ledger, &entry);
    entry = reported(&c.ledger, 3, 4);
    entry.as.reported.programme = MUS_TEXT("MISSION");
    add(&c.ledger, &entry);
    reverse(&c, meeting);
    count_year(&c, 2025);
    assert_count(&c, 0, 0);
    assert_suppressed(&c, "");
    assert_int_equal(c.count.other_stage, 1);
    assert_int_equal(c.count.other_programme, 2);
    assert_int_equal(c.count.other_side, 1);
    count_year(&c, 2024);
    assert_int_equal(c.count.other_stage + c.count.other_programme + c.count.other_side, 0);
    finish(&c);
}

/* One match */

static void of_duplicates_the_first_stands(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    uint64_t first = add_named(&c, 1, 2);
    add_named(&c, 2, 1);
    add_named(&c, 2, 1);
    count_year(&c, 2025);
    assert_count(&c, 1, 0);
    assert_int_equal(c.count.counted[0].entry, first);
    assert_suppressed(&c, "2 ×1 duplicate 1; 3 ×1 duplicate 1");
    finish(&c);
}

static void reversing_the_first_frees_the_next(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_named(&c, 1, 2);
    add_named(&c, 1, 2);
    add_named(&c, 1, 2);
    reverse(&c, 1);
    count_year(&c, 2025);
    assert_count(&c, 1, 0);
    assert_int_equal(c.count.counted[0].entry, 2);
    assert_suppressed(&c, "1 ×1 reversed 4; 3 ×1 duplicate 2");
    finish(&c);
}

static void a_reversed_duplicate_is_told_as_reversed(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_named(&c, 1, 2);
    add_named(&c, 1, 2);
    reverse(&c, 2);
    count_year(&c, 2025);
    assert_suppressed(&c, "2 ×1 reversed 3");
    finish(&c);
}

static void another_purpose_or_year_is_another_match(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_named(&c, 1, 2);
    struct mus_ledger_entry entry = named(&c.ledger, 1, 2);
    entry.as.named.purpose = MUS_TEXT("agent");
    add(&c.ledger, &entry);
    entry = named(&c.ledger, 1, 2);
    entry.as.named.date = fixture_day(2025, 3, 31);
    add(&c.ledger, &entry);
    count_year(&c, 2025);
    assert_count(&c, 2, 0);
    count_year(&c, 2024);
    assert_count(&c, 1, 0);
    finish(&c);
}

static void without_the_year_in_one_match_an_earlier_year_comes_first(void **state)
{
    (void)state;
    struct counting c =
        start(RULE_SET("r", "2013", CONCLUDED, EXHIBITORS, "\"pair\",\"programme\"", "id"));
    struct mus_ledger_entry entry = named(&c.ledger, 1, 2);
    entry.as.named.date = fixture_day(2020, 3, 31);
    entry.as.named.purpose = MUS_TEXT("agent");
    add(&c.ledger, &entry);
    add_named(&c, 1, 2);
    add_at_fair(&c, 1, 2);
    count_year(&c, 2025);
    assert_count(&c, 1, 0);
    assert_suppressed(&c, "2 ×1 duplicate 1");
    count_year(&c, 2019);
    assert_count(&c, 1, 0);
    finish(&c);
}

static void the_edition_may_tell_matches_apart(void **state)
{
    (void)state;
    struct counting c =
        start(RULE_SET("r", "2013", CONCLUDED, EXHIBITORS, "\"pair\",\"edition\"", "id"));
    add_named(&c, 1, 2);
    add_at_fair(&c, 1, 2);
    add_at_fair(&c, 1, 2);
    count_year(&c, 2025);
    assert_count(&c, 2, 0);
    assert_suppressed(&c, "3 ×1 duplicate 2");
    finish(&c);
}

/* Firms */

static void ids_that_succession_joins_are_one_firm(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_named(&c, 1, 2);
    add_named(&c, 1, 3);
    add_named(&c, 1, 4);
    uint64_t joined = succeed(&c, 3, 2);
    succeed(&c, 4, 3);
    count_year(&c, 2025);
    assert_count(&c, 1, 0);
    assert_suppressed(&c, "2 ×1 duplicate 1; 3 ×1 duplicate 1");
    reverse(&c, joined);
    count_year(&c, 2025);
    assert_count(&c, 2, 0);
    assert_suppressed(&c, "3 ×1 duplicate 2");
    count_as_of(&c, 2025, time_of(joined) - 1);
    assert_count(&c, 3, 0);
    finish(&c);
}

static struct mus_ledger_entry numbered(struct counting *c, unsigned char a, unsigned char b,
                                        uint64_t number)
{
    struct mus_ledger_entry entry = named(&c->ledger, a, b);
    entry.as.named.sides[1].corporate_number = number;
    return entry;
}

static void ids_with_one_corporate_number_are_one_firm_where_the_rules_say_so(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    struct mus_ledger_entry entry = numbered(&c, 1, 2, NUMBER_A);
    add(&c.ledger, &entry);
    entry = numbered(&c, 1, 3, NUMBER_A);
    add(&c.ledger, &entry);
    entry = numbered(&c, 1, 4, NUMBER_B);
    add(&c.ledger, &entry);
    count_year(&c, 2025);
    assert_count(&c, 2, 0);
    assert_suppressed(&c, "2 ×1 duplicate 1");
    entry = adopting(&c.ledger, RULE_SET("s", "2013", CONCLUDED, "", USUAL_MATCH, "id"));
    add(&c.ledger, &entry);
    count_year(&c, 2025);
    assert_count(&c, 3, 0);
    finish(&c);
}

static void what_another_year_says_of_numbers_holds_and_what_was_reversed_does_not(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_named(&c, 1, 2);
    add_named(&c, 1, 3);
    struct mus_ledger_entry entry = numbered(&c, 1, 2, NUMBER_A);
    entry.as.named.date = fixture_day(2020, 5, 1);
    add(&c.ledger, &entry);
    entry = numbered(&c, 1, 3, NUMBER_A);
    entry.as.named.date = fixture_day(2021, 5, 1);
    uint64_t mistake = add(&c.ledger, &entry);
    count_year(&c, 2025);
    assert_count(&c, 1, 0);
    uint64_t mended = reverse(&c, mistake);
    count_year(&c, 2025);
    assert_count(&c, 2, 0);
    count_as_of(&c, 2025, time_of(mended) - 1);
    assert_count(&c, 1, 0);
    count_as_of(&c, 2025, time_of(mistake) - 1);
    assert_count(&c, 2, 0);
    finish(&c);
}

/* Confirmation */

#define CONFIRMED_RULES                                                                            \
    RULE_SET("r", "2013",                                                                          \
             "{\"programmes\":[\"any\"],\"stages\":[\"concluded\"],\"confirmed\":true}",           \
             "{\"programmes\":[\"FAIR\"],\"sides\":[\"exhibitor\"],\"confirmed\":true}",           \
             USUAL_MATCH, "id")

static void where_the_clause_says_so_a_second_person_must_have_confirmed(void **state)
{
    (void)state;
    struct counting c = start(CONFIRMED_RULES);
    add_named(&c, 1, 2);
    add_named(&c, 1, 2);
    add_reported(&c, 3, 5);
    uint64_t second = confirm(&c, 2);
    confirm(&c, 3);
    count_year(&c, 2025);
    assert_count(&c, 1, 5);
    assert_suppressed(&c, "1 ×1 unconfirmed");
    reverse(&c, second);
    count_year(&c, 2025);
    assert_count(&c, 0, 5);
    assert_suppressed(&c, "1 ×1 unconfirmed; 2 ×1 unconfirmed");
    confirm(&c, 2);
    count_year(&c, 2025);
    assert_count(&c, 1, 5);
    count_as_of(&c, 2025, time_of(second) - 1);
    assert_suppressed(&c, "1 ×1 unconfirmed; 2 ×1 unconfirmed; 3 ×5 unconfirmed");
    finish(&c);
}

/* Questionnaires */

static void two_of_one_respondent_side_and_edition_are_one_questionnaire(void **state)
{
    (void)state;
    struct counting c = start(RULE_SET(
        "r", "2013", CONCLUDED,
        "{\"programmes\":[\"any\"],\"sides\":[\"exhibitor\",\"visitor\"],\"confirmed\":false}",
        USUAL_MATCH, "id"));
    add_reported(&c, 3, 5);
    add_reported(&c, 3, 7);
    struct mus_ledger_entry entry = reported(&c.ledger, 3, 2);
    entry.as.reported.side_of_fair = MUS_LEDGER_VISITOR;
    add(&c.ledger, &entry);
    entry = reported(&c.ledger, 3, 4);
    entry.as.reported.edition = MUS_TEXT("17");
    add(&c.ledger, &entry);
    count_year(&c, 2025);
    assert_count(&c, 0, 11);
    assert_suppressed(&c, "2 ×7 duplicate 1");
    finish(&c);
}

static void a_questionnaire_of_another_year_comes_first_all_the_same(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    struct mus_ledger_entry entry = reported(&c.ledger, 3, 5);
    entry.as.reported.date = fixture_day(2026, 4, 2);
    add(&c.ledger, &entry);
    add_reported(&c, 3, 5);
    count_year(&c, 2025);
    assert_count(&c, 0, 0);
    assert_suppressed(&c, "2 ×5 duplicate 1");
    count_year(&c, 2026);
    assert_count(&c, 0, 5);
    finish(&c);
}

static void named_entries_reduce_what_was_reported_down_to_nothing(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_at_fair(&c, 3, 4);
    add_reported(&c, 3, 2);
    add_at_fair(&c, 3, 5);
    add_at_fair(&c, 3, 6);
    count_year(&c, 2025);
    assert_count(&c, 3, 0);
    assert_suppressed(&c, "2 ×1 reduced_by_named 1; 2 ×1 reduced_by_named 3");
    assert_int_equal(c.count.counted_count, 3);
    finish(&c);
}

static void only_entries_that_count_reduce(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_reported(&c, 3, 9);
    add_at_fair(&c, 3, 4);
    add_at_fair(&c, 4, 3); /* a duplicate */
    reverse(&c, add_at_fair(&c, 3, 5));
    add_named(&c, 3, 6); /* without the edition */
    struct mus_ledger_entry entry = named(&c.ledger, 3, 7);
    entry.as.named.programme = MUS_TEXT("FAIR");
    entry.as.named.edition = MUS_TEXT("17");
    add(&c.ledger, &entry);
    entry = named(&c.ledger, 3, 8);
    entry.as.named.programme = MUS_TEXT("KOBS");
    entry.as.named.edition = MUS_TEXT("18");
    add(&c.ledger, &entry);
    count_year(&c, 2025);
    assert_count(&c, 4, 8);
    assert_suppressed(&c, "1 ×1 reduced_by_named 2; 3 ×1 duplicate 2; 4 ×1 reversed 5");
    finish(&c);
}

static void a_named_entry_of_another_year_reduces_too_unless_it_is_a_duplicate_there(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_reported(&c, 3, 9);
    struct mus_ledger_entry entry = named(&c.ledger, 3, 4);
    entry.as.named.date = fixture_day(2026, 4, 10);
    add(&c.ledger, &entry); /* by KOBS, and so the first of its year */
    entry = named(&c.ledger, 3, 4);
    entry.as.named.programme = MUS_TEXT("FAIR");
    entry.as.named.edition = MUS_TEXT("18");
    entry.as.named.date = fixture_day(2026, 4, 12);
    add(&c.ledger, &entry);
    entry = named(&c.ledger, 3, 5);
    entry.as.named.programme = MUS_TEXT("FAIR");
    entry.as.named.edition = MUS_TEXT("18");
    entry.as.named.date = fixture_day(2026, 4, 12);
    add(&c.ledger, &entry);
    count_year(&c, 2025);
    assert_count(&c, 0, 8);
    assert_suppressed(&c, "1 ×1 reduced_by_named 4");
    finish(&c);
}

static void both_firms_of_a_match_are_reduced_if_both_reported(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_reported(&c, 3, 2);
    add_reported(&c, 4, 1);
    add_at_fair(&c, 3, 4);
    count_year(&c, 2025);
    assert_count(&c, 1, 1);
    assert_suppressed(&c, "1 ×1 reduced_by_named 3; 2 ×1 reduced_by_named 3");
    finish(&c);
}

/* What is told of one that counts */

static void what_counts_is_listed_in_the_order_of_entries(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_reported(&c, 3, 2);
    add_named(&c, 1, 2);
    add_reported(&c, 4, 0);
    add_reported(&c, 5, 1);
    count_year(&c, 2025);
    assert_count(&c, 1, 3);
    assert_int_equal(c.count.counted_count, 3);
    const struct mus_counted *counted = c.count.counted;
    assert_int_equal(counted[0].entry, 1);
    assert_int_equal(counted[0].count, 2);
    assert_true(counted[0].reported);
    assert_true(mus_text_equals(counted[0].programme, "FAIR"));
    assert_int_equal(counted[0].purpose.len, 0);
    assert_int_equal(counted[0].date, fixture_day(2025, 11, 20));
    assert_int_equal(counted[1].entry, 2);
    assert_int_equal(counted[1].recorded, time_of(2));
    assert_false(counted[1].reported);
    assert_true(mus_text_equals(counted[1].purpose, "sales"));
    assert_int_equal(counted[2].entry, 4);
    finish(&c);
}

struct partner {
    const char *countries[2];
    enum mus_size sizes[2];
    const char *country;
    enum mus_size size;
};

static void the_partner_is_abroad_and_the_size_is_that_of_the_firm_at_home(void **state)
{
    (void)state;
    static const struct partner cases[] = {
        {{"JP", "VN"}, {MUS_SIZE_LARGE, MUS_SIZE_SMALL}, "VN", MUS_SIZE_LARGE},
        {{"VN", "JP"}, {MUS_SIZE_SMALL, MUS_SIZE_UNKNOWN}, "VN", MUS_SIZE_UNKNOWN},
        {{"VN", "TH"}, {MUS_SIZE_LARGE, MUS_SIZE_SME}, "TH", MUS_SIZE_SME},
        {{"JP", "JP"}, {MUS_SIZE_UNKNOWN, MUS_SIZE_LARGE}, "JP", MUS_SIZE_LARGE},
        {{"JP", "JP"}, {MUS_SIZE_SMALL, MUS_SIZE_SME}, "JP", MUS_SIZE_SMALL},
        {{"TH", "VN"}, {MUS_SIZE_UNKNOWN, MUS_SIZE_UNKNOWN}, "TH", MUS_SIZE_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct counting c = start(STANDARD("r", "2013"));
        struct mus_ledger_entry entry = named(&c.ledger, 1, 2);
        for (size_t side = 0; side < 2; side++) {
            memcpy(entry.as.named.sides[side].country, cases[i].countries[side], 2);
            entry.as.named.sides[side].size = cases[i].sizes[side];
        }
        add(&c.ledger, &entry);
        count_year(&c, 2025);
        assert_memory_equal(c.count.counted[0].country, cases[i].country, 2);
        assert_int_equal(c.count.counted[0].size, cases[i].size);
        finish(&c);
    }
}

/* Time */

static void only_what_was_recorded_by_then_exists(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_named(&c, 1, 2);
    reverse(&c, 1);
    add_named(&c, 1, 2);
    count_as_of(&c, 2025, time_of(0));
    assert_count(&c, 0, 0);
    assert_int_equal(c.count.seen, 1);
    count_as_of(&c, 2025, time_of(1));
    assert_count(&c, 1, 0);
    assert_suppressed(&c, "");
    count_as_of(&c, 2025, time_of(2));
    assert_count(&c, 0, 0);
    assert_suppressed(&c, "1 ×1 reversed 2");
    count_as_of(&c, 2025, time_of(3));
    assert_count(&c, 1, 0);
    assert_int_equal(c.count.seen, 4);
    finish(&c);
}

static void a_day_ends_at_midnight_in_tokyo(void **state)
{
    (void)state;
    /* 2026-05-11T23:59:59+09:00 */
    assert_int_equal(mus_as_of_day(fixture_day(2026, 5, 11)), 1778511599);
    assert_int_equal(mus_as_of_day(fixture_day(1970, 1, 1)), 53999);
    assert_int_equal(mus_as_of_day(fixture_day(1969, 12, 31)), 0);
}

static void a_year_beyond_the_calendar_is_empty(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    add_named(&c, 1, 2);
    const int years[] = {9999, 40000, INT32_MAX};
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
        count_year(&c, years[i]);
        assert_count(&c, 0, 0);
    }
    struct mus_count_options options = {c.count.rules, -1, MUS_BOOK_NOW};
    assert_int_equal(mus_ledger_count(c.ledger.book, &options, &c.arena, &c.count, NULL), MUS_OK);
    assert_count(&c, 0, 0);
    finish(&c);
}

/* Memory */

static void every_failing_allocation_is_told(void **state)
{
    (void)state;
    struct counting c = start(STANDARD("r", "2013"));
    for (unsigned char i = 1; i < 24; i++) {
        add_at_fair(&c, i, i + 1);
        add_reported(&c, i, 3);
    }
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_count_options options = {.fiscal_year = 2025, .as_of = MUS_BOOK_NOW};
        struct mus_count count;
        mus_mem_fail_at(n, false);
        status = mus_ledger_count(c.ledger.book, &options, &arena, &count, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
    finish(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_rules_there_is_no_count),
        cmocka_unit_test(an_empty_year_counts_nothing),
        cmocka_unit_test(any_rule_set_can_be_asked_for),
        cmocka_unit_test(what_no_clause_speaks_of_is_told_not_listed),
        cmocka_unit_test(of_duplicates_the_first_stands),
        cmocka_unit_test(reversing_the_first_frees_the_next),
        cmocka_unit_test(a_reversed_duplicate_is_told_as_reversed),
        cmocka_unit_test(another_purpose_or_year_is_another_match),
        cmocka_unit_test(without_the_year_in_one_match_an_earlier_year_comes_first),
        cmocka_unit_test(the_edition_may_tell_matches_apart),
        cmocka_unit_test(ids_that_succession_joins_are_one_firm),
        cmocka_unit_test(ids_with_one_corporate_number_are_one_firm_where_the_rules_say_so),
        cmocka_unit_test(what_another_year_says_of_numbers_holds_and_what_was_reversed_does_not),
        cmocka_unit_test(where_the_clause_says_so_a_second_person_must_have_confirmed),
        cmocka_unit_test(two_of_one_respondent_side_and_edition_are_one_questionnaire),
        cmocka_unit_test(a_questionnaire_of_another_year_comes_first_all_the_same),
        cmocka_unit_test(named_entries_reduce_what_was_reported_down_to_nothing),
        cmocka_unit_test(only_entries_that_count_reduce),
        cmocka_unit_test(a_named_entry_of_another_year_reduces_too_unless_it_is_a_duplicate_there),
        cmocka_unit_test(both_firms_of_a_match_are_reduced_if_both_reported),
        cmocka_unit_test(what_counts_is_listed_in_the_order_of_entries),
        cmocka_unit_test(the_partner_is_abroad_and_the_size_is_that_of_the_firm_at_home),
        cmocka_unit_test(only_what_was_recorded_by_then_exists),
        cmocka_unit_test(a_day_ends_at_midnight_in_tokyo),
        cmocka_unit_test(a_year_beyond_the_calendar_is_empty),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
