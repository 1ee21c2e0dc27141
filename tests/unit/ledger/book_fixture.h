/* A ledger made entry by entry, for the tests of the book and of the count. Include after cmocka.
 *
 * Firms are small numbers: firm 7 has the id 07 07 … and, where `number` is given, that corporate
 * number. Each entry is recorded one hour after the one before it; person 1 records. */
#ifndef MUS_TESTS_BOOK_FIXTURE_H
#define MUS_TESTS_BOOK_FIXTURE_H

#include "ledger/format/book.h"
#include "ledger/format/ledger_entry.h"

#include <string.h>

#define FIXTURE_ENTRIES 64
#define START UINT64_C(1780000000) /* 2026-05-28 */
#define HOUR 3600

/* Numbers with their check digits. */
#define NUMBER_A UINT64_C(8700110005901)
#define NUMBER_B UINT64_C(7000012050002)

struct ledger {
    struct mus_book *book;
    struct mus_buf bytes[FIXTURE_ENTRIES];
    size_t count;
};

static inline struct mus_ledger_id fixture_id(unsigned char firm)
{
    struct mus_ledger_id id;
    memset(id.bytes, firm, sizeof id.bytes);
    return id;
}

static inline struct ledger ledger_new(void)
{
    struct ledger ledger = {0};
    assert_int_equal(mus_book_new(&ledger.book, NULL), MUS_OK);
    return ledger;
}

static inline void ledger_done(struct ledger *ledger)
{
    mus_book_free(ledger->book);
    for (size_t i = 0; i < FIXTURE_ENTRIES; i++) {
        mus_buf_done(&ledger->bytes[i]);
    }
}

/* When entry number `index` is recorded. */
static inline uint64_t time_of(size_t index)
{
    return START + HOUR * index;
}

static inline struct mus_ledger_entry new_entry(const struct ledger *ledger,
                                                enum mus_ledger_kind kind)
{
    return (struct mus_ledger_entry){
        .kind = kind, .recorded = time_of(ledger->count), .by = fixture_id(0xA1)};
}

static inline enum mus_status try_add(struct ledger *ledger, const struct mus_ledger_entry *entry,
                                      struct mus_error *err)
{
    assert_true(ledger->count < FIXTURE_ENTRIES);
    struct mus_error broken = {0};
    if (mus_ledger_entry_check(entry, &broken) != MUS_OK) {
        fail_msg("%s", broken.message);
    }
    struct mus_buf *bytes = &ledger->bytes[ledger->count];
    mus_buf_done(bytes);
    *bytes = (struct mus_buf){0};
    mus_ledger_entry_encode(entry, bytes);
    assert_false(bytes->failed);
    enum mus_status status = mus_book_add(ledger->book, mus_buf_text(bytes), err);
    ledger->count += status == MUS_OK;
    return status;
}

/* Adds it and gives its index. */
static inline uint64_t add(struct ledger *ledger, const struct mus_ledger_entry *entry)
{
    struct mus_error err = {0};
    if (try_add(ledger, entry, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return ledger->count - 1;
}

static inline void add_refused(struct ledger *ledger, const struct mus_ledger_entry *entry,
                               const char *message)
{
    struct mus_error err = {0};
    assert_int_equal(try_add(ledger, entry, &err), MUS_CORRUPT);
    assert_int_equal(err.status, MUS_CORRUPT);
    assert_string_equal(err.message, message);
}

static inline mus_date fixture_day(int year, int month, int day)
{
    mus_date date = 0;
    assert_true(mus_date_of(year, month, day, &date));
    return date;
}

static inline struct mus_ledger_side fixture_side(unsigned char firm, uint64_t number)
{
    return (struct mus_ledger_side){.company = fixture_id(firm),
                                    .corporate_number = number,
                                    .country = {'J', 'P'},
                                    .size = MUS_SIZE_SME,
                                    .kind = MUS_KIND_COMPANY};
}

/* Concluded for sales by KOBS on 1 May 2025, without an edition. */
static inline struct mus_ledger_entry named(const struct ledger *ledger, unsigned char a,
                                            unsigned char b)
{
    struct mus_ledger_entry entry = new_entry(ledger, MUS_LEDGER_NAMED);
    entry.as.named.stage = MUS_LEDGER_CONCLUDED;
    entry.as.named.date = fixture_day(2025, 5, 1);
    entry.as.named.programme = MUS_TEXT("KOBS");
    entry.as.named.purpose = MUS_TEXT("sales");
    entry.as.named.sides[0] = fixture_side(a, 0);
    entry.as.named.sides[1] = fixture_side(b, 0);
    mus_ledger_order_sides(entry.as.named.sides);
    return entry;
}

/* n by an exhibitor of the 18th FAIR, on 20 November 2025. */
static inline struct mus_ledger_entry reported(const struct ledger *ledger, unsigned char firm,
                                               uint32_t n)
{
    struct mus_ledger_entry entry = new_entry(ledger, MUS_LEDGER_REPORTED);
    entry.as.reported.date = fixture_day(2025, 11, 20);
    entry.as.reported.programme = MUS_TEXT("FAIR");
    entry.as.reported.edition = MUS_TEXT("18");
    entry.as.reported.side_of_fair = MUS_LEDGER_EXHIBITOR;
    entry.as.reported.n = n;
    entry.as.reported.respondent = fixture_side(firm, 0);
    return entry;
}

/* By person 2. */
static inline struct mus_ledger_entry confirming(const struct ledger *ledger, uint64_t index)
{
    struct mus_ledger_entry entry = new_entry(ledger, MUS_LEDGER_CONFIRMED);
    entry.by = fixture_id(0xA2);
    entry.as.about.entry = index;
    return entry;
}

static inline struct mus_ledger_entry reversing(const struct ledger *ledger, uint64_t index)
{
    struct mus_ledger_entry entry = new_entry(ledger, MUS_LEDGER_REVERSED);
    entry.as.about.entry = index;
    entry.as.about.reason = MUS_LEDGER_MISTAKE;
    return entry;
}

static inline struct mus_ledger_entry succeeding(const struct ledger *ledger, unsigned char from,
                                                 unsigned char to)
{
    struct mus_ledger_entry entry = new_entry(ledger, MUS_LEDGER_SUCCESSION);
    entry.as.succession.date = fixture_day(2026, 4, 1);
    entry.as.succession.from = fixture_id(from);
    entry.as.succession.to = fixture_id(to);
    return entry;
}

static inline struct mus_ledger_entry figure(const struct ledger *ledger, int fiscal_year,
                                             uint32_t value)
{
    struct mus_ledger_entry entry = new_entry(ledger, MUS_LEDGER_FIGURE);
    entry.as.figure.fiscal_year = fiscal_year;
    entry.as.figure.kind = MUS_LEDGER_TARGET;
    entry.as.figure.value = value;
    entry.as.figure.indicator = MUS_TEXT("city-matches");
    entry.as.figure.source = MUS_TEXT("plan");
    return entry;
}

/* Concluded ones of every programme count, and what exhibitors of the fair report; firms are one by
 * their corporate number too. `extra` goes between, for one that counts otherwise. */
#define RULE_SET(id, from, named_clauses, reported_clauses, one_match, same)                       \
    "{\"format\":\"musubi-rules/1\",\"id\":\"" id                                                  \
    "\",\"title\":{\"ja\":\"規則\",\"en\":\"Rules\"},"                                           \
    "\"indicator\":\"city-matches\",\"from_fiscal_year\":" from ",\"home_country\":\"JP\","        \
    "\"named\":[" named_clauses "],\"reported\":[" reported_clauses "],"                           \
    "\"one_match\":[" one_match "],\"same_company\":\"" same "\"}"
#define CONCLUDED "{\"programmes\":[\"any\"],\"stages\":[\"concluded\"],\"confirmed\":false}"
#define EXHIBITORS "{\"programmes\":[\"FAIR\"],\"sides\":[\"exhibitor\"],\"confirmed\":false}"
#define USUAL_MATCH "\"pair\",\"purpose\",\"fiscal_year\""
#define STANDARD(id, from)                                                                         \
    RULE_SET(id, from, CONCLUDED, EXHIBITORS, USUAL_MATCH, "corporate_number")

static inline struct mus_ledger_entry adopting(const struct ledger *ledger, const char *rule_set)
{
    struct mus_ledger_entry entry = new_entry(ledger, MUS_LEDGER_RULES);
    entry.as.rules = mus_text_of(rule_set);
    return entry;
}

#endif
