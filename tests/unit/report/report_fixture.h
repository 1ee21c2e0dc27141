/* A store with a ledger of some thirty entries, for the tests of reports made from a store. */
#ifndef MUS_TEST_REPORT_FIXTURE_H
#define MUS_TEST_REPORT_FIXTURE_H

#include "../store/store_fixture.h"

#include "../ledger/book_fixture.h"

#include "store/cases.h"
#include "store/ledger.h"

/* What is in the ledger, by index; recorded on 29 May 2026, figures on 30 and 31 May. */
enum {
    ADOPTED_STANDARD, /* concluded ones count, exhibitors' numbers of the fair too */
    ADOPTED_STRICT,   /* a second person must have confirmed; no number of the fair */
    ADOPTED_OTHER,    /* of another indicator */
    PAIR,             /* 1 × 2, concluded, May 2025 */
    PAIR_AGAIN,       /* the same pair and purpose */
    PAIR_CONFIRMED,   /* 3 × 4, June 2025 */
    CONFIRMATION,
    MET,      /* 5 × 6, a meeting only */
    REVERSED, /* 7 × 8 */
    REVERSAL,
    FAIR,       /* firm 9 reports 12 */
    FAIR_PAIR,  /* 9 × 10 at the same fair, concluded, November 2025 */
    VISITOR,    /* firm 11 reports 5 as a visitor, whose numbers do not count */
    LAST_YEAR,  /* 12 × 13, May 2024 */
    TARGET_OLD, /* 700 for 2025, */
    TARGET,     /* and then 800 */
    PUBLISHED,  /* 371 in 2020 */
    FAIRS_OWN,  /* another indicator's 805 for 2025 */
    FAIRS_PAST, /* and its 700 for 2024 */
    ENTRIES
};

static inline void add_figure(struct ledger *ledger, enum mus_ledger_figure_kind kind,
                              const char *indicator, int fiscal_year, uint32_t value)
{
    struct mus_ledger_entry e = figure(ledger, fiscal_year, value);
    e.recorded += 24 * HOUR;
    e.as.figure.kind = kind;
    e.as.figure.indicator = mus_text_of(indicator);
    add(ledger, &e);
}

static inline void make_entries(struct ledger *ledger)
{
    struct mus_ledger_entry e = adopting(ledger, STANDARD("standard", "2014"));
    assert_int_equal(add(ledger, &e), ADOPTED_STANDARD);
    e = adopting(
        ledger, RULE_SET("strict", "2099",
                         "{\"programmes\":[\"any\"],\"stages\":[\"concluded\"],\"confirmed\":true}",
                         "", USUAL_MATCH, "corporate_number"));
    add(ledger, &e);
    e = adopting(ledger,
                 "{\"format\":\"musubi-rules/1\",\"id\":\"fair-own\",\"title\":{\"ja\":\"展\","
                 "\"en\":\"Fair\"},\"indicator\":\"fair-deals\",\"from_fiscal_year\":2099,"
                 "\"home_country\":\"JP\",\"named\":[],\"reported\":[" EXHIBITORS
                 "],\"one_match\":[\"pair\"],\"same_company\":\"id\"}");
    assert_int_equal(add(ledger, &e), ADOPTED_OTHER);
    e = named(ledger, 1, 2);
    memcpy(e.as.named.sides[1].country, "VN", 2);
    assert_int_equal(add(ledger, &e), PAIR);
    e = named(ledger, 2, 1);
    add(ledger, &e);
    e = named(ledger, 3, 4);
    e.as.named.date = fixture_day(2025, 6, 10);
    e.as.named.purpose = MUS_TEXT("agent");
    assert_int_equal(add(ledger, &e), PAIR_CONFIRMED);
    e = confirming(ledger, PAIR_CONFIRMED);
    add(ledger, &e);
    e = named(ledger, 5, 6);
    e.as.named.stage = MUS_LEDGER_MEETING_HELD;
    add(ledger, &e);
    e = named(ledger, 7, 8);
    assert_int_equal(add(ledger, &e), REVERSED);
    e = reversing(ledger, REVERSED);
    add(ledger, &e);
    e = reported(ledger, 9, 12);
    assert_int_equal(add(ledger, &e), FAIR);
    e = named(ledger, 9, 10);
    e.as.named.programme = MUS_TEXT("FAIR");
    e.as.named.edition = MUS_TEXT("18");
    e.as.named.date = fixture_day(2025, 11, 20);
    add(ledger, &e);
    e = reported(ledger, 11, 5);
    e.as.reported.side_of_fair = MUS_LEDGER_VISITOR;
    assert_int_equal(add(ledger, &e), VISITOR);
    e = named(ledger, 12, 13);
    e.as.named.date = fixture_day(2024, 5, 1);
    add(ledger, &e);
    add_figure(ledger, MUS_LEDGER_TARGET, "city-matches", 2025, 700);
    add_figure(ledger, MUS_LEDGER_TARGET, "city-matches", 2025, 800);
    add_figure(ledger, MUS_LEDGER_PUBLISHED, "city-matches", 2020, 371);
    add_figure(ledger, MUS_LEDGER_PUBLISHED, "fair-deals", 2025, 805);
    add_figure(ledger, MUS_LEDGER_TARGET, "fair-deals", 2024, 700);
    assert_int_equal(ledger->count, ENTRIES);
}

static inline void store_entries(struct world *world, const struct ledger *ledger)
{
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    for (size_t i = 0; i < ledger->count; i++) {
        uint64_t index;
        must(world,
             mus_store_ledger_append(write, mus_buf_text(&ledger->bytes[i]), &index, &world->err));
        assert_int_equal(index, i);
    }
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
}

static inline int make_reported_world(void **state)
{
    if (make_world(state) != 0) {
        return -1;
    }
    struct world *world = *state;
    struct ledger ledger = ledger_new();
    make_entries(&ledger);
    store_entries(world, &ledger);
    ledger_done(&ledger);
    return 0;
}

#define IN_LEDGER(test) cmocka_unit_test_setup_teardown(test, make_reported_world, remove_world)

#endif
