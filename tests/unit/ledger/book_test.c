#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "base/mem.h"
#include "book_fixture.h"

static uint64_t add_named(struct ledger *ledger, unsigned char a, unsigned char b)
{
    struct mus_ledger_entry entry = named(ledger, a, b);
    return add(ledger, &entry);
}

static uint64_t add_reversal(struct ledger *ledger, uint64_t of)
{
    struct mus_ledger_entry entry = reversing(ledger, of);
    return add(ledger, &entry);
}

static uint64_t add_confirmation(struct ledger *ledger, uint64_t of)
{
    struct mus_ledger_entry entry = confirming(ledger, of);
    return add(ledger, &entry);
}

static uint64_t add_rules(struct ledger *ledger, const char *rule_set)
{
    struct mus_ledger_entry entry = adopting(ledger, rule_set);
    return add(ledger, &entry);
}

static uint64_t add_succession(struct ledger *ledger, unsigned char from, unsigned char to)
{
    struct mus_ledger_entry entry = succeeding(ledger, from, to);
    return add(ledger, &entry);
}

static void refuse_confirmation(struct ledger *ledger, uint64_t of, const char *message)
{
    struct mus_ledger_entry entry = confirming(ledger, of);
    add_refused(ledger, &entry, message);
}

static void refuse_reversal(struct ledger *ledger, uint64_t of, const char *message)
{
    struct mus_ledger_entry entry = reversing(ledger, of);
    add_refused(ledger, &entry, message);
}

static void refuse_succession(struct ledger *ledger, unsigned char from, unsigned char to)
{
    struct mus_ledger_entry entry = succeeding(ledger, from, to);
    char message[80];
    (void)snprintf(message, sizeof message,
                   "entry %zu: the company that it leads to leads back to it", ledger->count);
    add_refused(ledger, &entry, message);
}

/* Entries and their order */

static void a_book_counts_what_was_added(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    assert_int_equal(mus_book_size(ledger.book), 0);
    add_named(&ledger, 1, 2);
    struct mus_ledger_entry entry = reported(&ledger, 3, 4);
    add(&ledger, &entry);
    assert_int_equal(mus_book_size(ledger.book), 2);
    ledger_done(&ledger);
}

static void the_years_are_those_of_named_and_reported_entries(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    int first = 0;
    int last = 0;
    struct mus_ledger_entry entry = figure(&ledger, 2030, 1);
    add(&ledger, &entry);
    assert_false(mus_book_years(ledger.book, &first, &last));
    add_named(&ledger, 1, 2);
    entry = named(&ledger, 1, 2);
    entry.as.named.date = fixture_day(2019, 2, 7);
    add(&ledger, &entry);
    entry = named(&ledger, 1, 2);
    entry.as.named.date = fixture_day(2019, 4, 1);
    add(&ledger, &entry);
    assert_true(mus_book_years(ledger.book, &first, &last));
    assert_int_equal(first, 2018);
    assert_int_equal(last, 2025);
    ledger_done(&ledger);
}

static void time_never_runs_back(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    add_named(&ledger, 1, 2);
    struct mus_ledger_entry entry = named(&ledger, 1, 2);
    entry.recorded = START - 1;
    add_refused(&ledger, &entry,
                "entry 1: recorded at 1779999999, before the entry before it, at 1780000000");
    entry.recorded = START;
    add(&ledger, &entry);
    ledger_done(&ledger);
}

static void bytes_that_are_no_entry_are_refused(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    struct mus_error err = {0};
    assert_int_equal(mus_book_add(ledger.book, MUS_TEXT(""), &err), MUS_CORRUPT);
    assert_string_equal(err.message, "entry 0: not the bytes of an entry");
    add_named(&ledger, 1, 2);
    struct mus_text cut = mus_buf_text(&ledger.bytes[0]);
    cut.len--;
    assert_int_equal(mus_book_add(ledger.book, cut, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "entry 1: not the bytes of a named entry");
    struct mus_ledger_entry entry = confirming(&ledger, 0);
    add(&ledger, &entry);
    cut = mus_buf_text(&ledger.bytes[1]);
    cut.len--;
    assert_int_equal(mus_book_add(ledger.book, cut, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "entry 2: cut short");
    assert_int_equal(mus_book_size(ledger.book), 2);
    ledger_done(&ledger);
}

/* Confirmations and reversals */

static void only_another_person_confirms(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    add_named(&ledger, 1, 2);
    struct mus_ledger_entry entry = confirming(&ledger, 0);
    entry.by = fixture_id(0xA1);
    add_refused(&ledger, &entry, "entry 1: the person who recorded entry 0 cannot confirm it");
    add_confirmation(&ledger, 0);
    ledger_done(&ledger);
}

static void only_named_and_reported_entries_are_confirmed(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    struct mus_ledger_entry entry = reported(&ledger, 3, 4);
    add(&ledger, &entry);
    add_confirmation(&ledger, 0);
    refuse_confirmation(&ledger, 1,
                        "entry 2: entry 1 is of kind confirmed, which cannot be "
                        "confirmed");
    refuse_confirmation(&ledger, 2, "entry 2: entry 2 does not stand before it");
    ledger_done(&ledger);
}

static void what_is_reversed_is_neither_confirmed_nor_reversed_again(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    add_named(&ledger, 1, 2);
    add_confirmation(&ledger, 0);
    add_reversal(&ledger, 0);
    refuse_confirmation(&ledger, 0, "entry 3: entry 0 was reversed by entry 2");
    refuse_reversal(&ledger, 0, "entry 3: entry 0 was reversed by entry 2");
    ledger_done(&ledger);
}

static void what_may_be_reversed_is_and_nothing_else(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    add_named(&ledger, 1, 2);
    struct mus_ledger_entry entry = reported(&ledger, 3, 4);
    add(&ledger, &entry);
    add_confirmation(&ledger, 0);
    add_succession(&ledger, 5, 6);
    entry = figure(&ledger, 2025, 800);
    add(&ledger, &entry);
    for (uint64_t i = 0; i < 5; i++) {
        add_reversal(&ledger, i);
    }
    refuse_reversal(&ledger, 9, "entry 10: entry 9 is of kind reversed, which cannot be reversed");
    add_rules(&ledger, STANDARD("r", "2025"));
    refuse_reversal(&ledger, 10, "entry 11: entry 10 is of kind rules, which cannot be reversed");
    entry = new_entry(&ledger, MUS_LEDGER_ROTATION);
    entry.as.rotation.algorithm = MUS_NOTE_ED25519;
    add(&ledger, &entry);
    refuse_reversal(&ledger, 11,
                    "entry 12: entry 11 is of kind rotation, which cannot be reversed");
    refuse_reversal(&ledger, 12, "entry 12: entry 12 does not stand before it");
    ledger_done(&ledger);
}

/* Successions */

static void successions_make_no_circle(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    add_succession(&ledger, 1, 2);
    refuse_succession(&ledger, 2, 1);
    add_succession(&ledger, 2, 3);
    refuse_succession(&ledger, 3, 1);
    add_succession(&ledger, 1, 4); /* two ways to one firm are no circle */
    add_succession(&ledger, 4, 3);
    refuse_succession(&ledger, 3, 4);
    ledger_done(&ledger);
}

static void a_reversed_succession_leads_nowhere(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    add_succession(&ledger, 1, 2);
    add_reversal(&ledger, 0);
    add_succession(&ledger, 2, 1);
    refuse_succession(&ledger, 1, 2);
    ledger_done(&ledger);
}

/* Rule sets */

static void the_rule_set_adopted_last_is_in_force_from_its_year_on(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    assert_null(mus_book_rules_in_force(ledger.book, 2025, MUS_BOOK_NOW).rules);
    assert_null(mus_book_rules_at(ledger.book, 0).rules);
    add_rules(&ledger, STANDARD("old", "2013"));
    add_rules(&ledger, STANDARD("new", "2025"));
    struct mus_book_rules rules = mus_book_rules_in_force(ledger.book, 2025, MUS_BOOK_NOW);
    assert_true(mus_text_equals(rules.rules->id, "new"));
    assert_int_equal(rules.entry, 1);
    assert_int_equal(rules.recorded, time_of(1));
    rules = mus_book_rules_in_force(ledger.book, 2024, MUS_BOOK_NOW);
    assert_true(mus_text_equals(rules.rules->id, "old"));
    assert_null(mus_book_rules_in_force(ledger.book, 2012, MUS_BOOK_NOW).rules);
    rules = mus_book_rules_in_force(ledger.book, 2025, time_of(1) - 1);
    assert_true(mus_text_equals(rules.rules->id, "old"));
    assert_null(mus_book_rules_in_force(ledger.book, 2025, time_of(0) - 1).rules);
    ledger_done(&ledger);
}

static void a_rule_set_may_be_adopted_again_but_not_changed(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    add_rules(&ledger, STANDARD("a", "2013"));
    add_rules(&ledger, STANDARD("b", "2013"));
    add_rules(&ledger, STANDARD("a", "2013"));
    struct mus_ledger_entry entry = adopting(&ledger, STANDARD("a", "2014"));
    add_refused(&ledger, &entry, "entry 3: rule set \"a\" says something else in entry 2");
    struct mus_book_rules rules = mus_book_rules_in_force(ledger.book, 2025, MUS_BOOK_NOW);
    assert_true(mus_text_equals(rules.rules->id, "a"));
    assert_int_equal(rules.entry, 2);
    rules = mus_book_rules_by_id(ledger.book, MUS_TEXT("a"), time_of(1));
    assert_int_equal(rules.entry, 0);
    assert_null(mus_book_rules_by_id(ledger.book, MUS_TEXT("b"), time_of(0)).rules);
    assert_null(mus_book_rules_by_id(ledger.book, MUS_TEXT("c"), MUS_BOOK_NOW).rules);
    assert_int_equal(mus_book_rules_at(ledger.book, 1).entry, 1);
    assert_int_equal(mus_book_rules_at(ledger.book, 2).entry, 2);
    assert_null(mus_book_rules_at(ledger.book, 3).rules);
    ledger_done(&ledger);
}

/* Figures */

static void the_figure_in_force_is_the_last_that_stands(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    struct mus_book_figure found;
    struct mus_ledger_entry entry = figure(&ledger, 2025, 700);
    add(&ledger, &entry);
    entry = figure(&ledger, 2025, 800);
    add(&ledger, &entry);
    entry = figure(&ledger, 2024, 600);
    add(&ledger, &entry);
    add_reversal(&ledger, 1);
    struct mus_text id = MUS_TEXT("city-matches");
    assert_true(mus_book_figure(ledger.book, id, 2025, MUS_LEDGER_TARGET, MUS_BOOK_NOW, &found));
    assert_int_equal(found.content.as.figure.value, 700);
    assert_int_equal(found.entry, 0);
    assert_true(mus_book_figure(ledger.book, id, 2025, MUS_LEDGER_TARGET, time_of(2), &found));
    assert_int_equal(found.content.as.figure.value, 800);
    assert_int_equal(found.recorded, time_of(1));
    assert_false(mus_book_figure(ledger.book, id, 2023, MUS_LEDGER_TARGET, MUS_BOOK_NOW, &found));
    assert_false(
        mus_book_figure(ledger.book, id, 2025, MUS_LEDGER_PUBLISHED, MUS_BOOK_NOW, &found));
    assert_false(mus_book_figure(ledger.book, MUS_TEXT("fair-matches"), 2025, MUS_LEDGER_TARGET,
                                 MUS_BOOK_NOW, &found));
    ledger_done(&ledger);
}

static void figures_that_stand_are_listed_in_order(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    struct mus_book_figure found;
    for (uint32_t i = 0; i < 3; i++) {
        struct mus_ledger_entry entry = figure(&ledger, 2025, 700 + i);
        add(&ledger, &entry);
    }
    add_reversal(&ledger, 1);
    assert_true(mus_book_figure_at(ledger.book, 0, MUS_BOOK_NOW, &found));
    assert_int_equal(found.entry, 0);
    assert_true(mus_book_figure_at(ledger.book, 1, MUS_BOOK_NOW, &found));
    assert_int_equal(found.entry, 2);
    assert_false(mus_book_figure_at(ledger.book, 2, MUS_BOOK_NOW, &found));
    assert_true(mus_book_figure_at(ledger.book, 1, time_of(1), &found));
    assert_int_equal(found.entry, 1);
    assert_false(mus_book_figure_at(ledger.book, 2, time_of(1), &found));
    ledger_done(&ledger);
}

static void entries_are_added_together_up_to_the_first_that_is_refused(void **state)
{
    (void)state;
    enum { COUNT = 24, BAD = 21 };
    struct ledger ledger = ledger_new();
    add_rules(&ledger, STANDARD("r", "2025"));
    while (ledger.count < COUNT) {
        struct mus_ledger_entry entry = named(&ledger, (unsigned char)ledger.count, 100);
        add(&ledger, &entry);
    }
    struct mus_text entries[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        entries[i] = mus_buf_text(&ledger.bytes[i]);
    }
    struct mus_error err = {0};
    struct mus_book *book = NULL;
    assert_int_equal(mus_book_new(&book, &err), MUS_OK);
    assert_int_equal(mus_book_reserve(book, COUNT, &err), MUS_OK);
    assert_int_equal(mus_book_add_all(book, entries, 0, &err), MUS_OK);
    assert_int_equal(mus_book_size(book), 0);
    entries[BAD].len--;
    assert_int_equal(mus_book_add_all(book, entries, COUNT, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "entry 21: not the bytes of a named entry");
    assert_int_equal(mus_book_size(book), BAD);
    entries[BAD].len++;
    assert_int_equal(mus_book_add_all(book, entries + BAD, COUNT - BAD, &err), MUS_OK);
    assert_int_equal(mus_book_size(book), COUNT);
    mus_book_free(book);
    ledger_done(&ledger);
}

/* Memory */

static enum mus_status fill(const struct ledger *ledger, struct mus_book **out)
{
    enum mus_status status = mus_book_new(out, NULL);
    if (status == MUS_OK) {
        status = mus_book_reserve(*out, ledger->count / 2, NULL);
    }
    for (size_t i = 0; status == MUS_OK && i < ledger->count; i++) {
        status = mus_book_add(*out, mus_buf_text(&ledger->bytes[i]), NULL);
        assert_int_equal(mus_book_size(*out), i + (status == MUS_OK));
    }
    return status;
}

static void every_failing_allocation_is_told(void **state)
{
    (void)state;
    struct ledger ledger = ledger_new();
    add_rules(&ledger, STANDARD("r", "2025"));
    for (unsigned char i = 1; i < 20; i++) {
        struct mus_ledger_entry entry = named(&ledger, i, i + 1);
        entry.as.named.edition = MUS_TEXT("18");
        entry.as.named.sides[0].corporate_number = i % 2 == 0 ? NUMBER_A : NUMBER_B;
        add(&ledger, &entry);
    }
    add_succession(&ledger, 1, 2);
    add_succession(&ledger, 2, 3);
    add_succession(&ledger, 1, 3);
    struct mus_ledger_entry entry = figure(&ledger, 2025, 800);
    add(&ledger, &entry);
    add_confirmation(&ledger, 1);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_book *book = NULL;
        mus_mem_fail_at(n, true);
        status = fill(&ledger, &book);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_book_free(book);
    }
    ledger_done(&ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_book_counts_what_was_added),
        cmocka_unit_test(entries_are_added_together_up_to_the_first_that_is_refused),
        cmocka_unit_test(the_years_are_those_of_named_and_reported_entries),
        cmocka_unit_test(time_never_runs_back),
        cmocka_unit_test(bytes_that_are_no_entry_are_refused),
        cmocka_unit_test(only_another_person_confirms),
        cmocka_unit_test(only_named_and_reported_entries_are_confirmed),
        cmocka_unit_test(what_is_reversed_is_neither_confirmed_nor_reversed_again),
        cmocka_unit_test(what_may_be_reversed_is_and_nothing_else),
        cmocka_unit_test(successions_make_no_circle),
        cmocka_unit_test(a_reversed_succession_leads_nowhere),
        cmocka_unit_test(the_rule_set_adopted_last_is_in_force_from_its_year_on),
        cmocka_unit_test(a_rule_set_may_be_adopted_again_but_not_changed),
        cmocka_unit_test(the_figure_in_force_is_the_last_that_stands),
        cmocka_unit_test(figures_that_stand_are_listed_in_order),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
