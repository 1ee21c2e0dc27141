/* One good entry of each kind, for the tests of what is made of entries. Include after cmocka. */
#ifndef MUS_TESTS_ENTRY_FIXTURE_H
#define MUS_TESTS_ENTRY_FIXTURE_H

#include "ledger/format/ledger_entry.h"

#include <string.h>

/* 2026-05-11T10:00:00+09:00, and the day before. */
#define RECORDED UINT64_C(1778461200)
#define TODAY ((mus_date)20584)
#define YESTERDAY ((mus_date)20583)

/* The smallest rule set that there is, as it is written. */
#define RULES                                                                                       \
    "{\"format\":\"musubi-rules/1\",\"id\":\"r-1\",\"title\":{\"ja\":\"規則\",\"en\":\"Rules\"}," \
    "\"indicator\":\"city-matches\",\"from_fiscal_year\":2025,\"home_country\":\"JP\","             \
    "\"named\":[{\"programmes\":[\"any\"],\"stages\":[\"concluded\"],\"confirmed\":false}],"        \
    "\"reported\":[],\"one_match\":[\"pair\",\"purpose\",\"fiscal_year\"],"                         \
    "\"same_company\":\"corporate_number\"}"

static inline struct mus_ledger_id id_of(unsigned char first)
{
    struct mus_ledger_id id;
    for (size_t i = 0; i < sizeof id.bytes; i++) {
        id.bytes[i] = (unsigned char)(first + i);
    }
    return id;
}

static inline struct mus_ledger_entry entry_of(enum mus_ledger_kind kind)
{
    return (struct mus_ledger_entry){.kind = kind, .recorded = RECORDED, .by = id_of(0xA0)};
}

static inline struct mus_ledger_entry named_entry(void)
{
    struct mus_ledger_entry entry = entry_of(MUS_LEDGER_NAMED);
    entry.as.named.stage = MUS_LEDGER_CONCLUDED;
    entry.as.named.date = YESTERDAY;
    entry.as.named.programme = MUS_TEXT("KOBS");
    entry.as.named.edition = MUS_TEXT("18");
    entry.as.named.purpose = MUS_TEXT("sales");
    entry.as.named.agreement = MUS_TEXT("mou");
    entry.as.named.has_evidence = true;
    for (size_t i = 0; i < MUS_DIGEST_BYTES; i++) {
        entry.as.named.evidence.bytes[i] = (unsigned char)i;
    }
    entry.as.named.sides[0] = (struct mus_ledger_side){
        .company = id_of(0x10),
        .corporate_number = UINT64_C(8700110005901),
        .country = {'J', 'P'},
        .size = MUS_SIZE_SME,
        .kind = MUS_KIND_COMPANY,
    };
    entry.as.named.sides[1] =
        (struct mus_ledger_side){.company = id_of(0x20), .country = {'V', 'N'}};
    return entry;
}

static inline struct mus_ledger_entry reported_entry(void)
{
    struct mus_ledger_entry entry = entry_of(MUS_LEDGER_REPORTED);
    entry.as.reported.date = TODAY;
    entry.as.reported.programme = MUS_TEXT("FAIR");
    entry.as.reported.edition = MUS_TEXT("18");
    entry.as.reported.side_of_fair = MUS_LEDGER_VISITOR;
    entry.as.reported.n = 7;
    entry.as.reported.respondent = (struct mus_ledger_side){
        .company = id_of(0x30),
        .country = {'J', 'P'},
        .size = MUS_SIZE_SMALL,
        .kind = MUS_KIND_SOLE_PROPRIETOR,
    };
    return entry;
}

static inline struct mus_ledger_entry confirmed_entry(void)
{
    struct mus_ledger_entry entry = entry_of(MUS_LEDGER_CONFIRMED);
    entry.as.about.entry = 12;
    return entry;
}

static inline struct mus_ledger_entry reversed_entry(void)
{
    struct mus_ledger_entry entry = entry_of(MUS_LEDGER_REVERSED);
    entry.as.about.entry = UINT64_C(0x123456789);
    entry.as.about.reason = MUS_LEDGER_NOT_OURS;
    return entry;
}

static inline struct mus_ledger_entry succession_entry(void)
{
    struct mus_ledger_entry entry = entry_of(MUS_LEDGER_SUCCESSION);
    entry.as.succession.date = TODAY;
    entry.as.succession.from = id_of(0x20);
    entry.as.succession.to = id_of(0x10);
    return entry;
}

static inline struct mus_ledger_entry rules_entry(void)
{
    struct mus_ledger_entry entry = entry_of(MUS_LEDGER_RULES);
    entry.as.rules = MUS_TEXT(RULES);
    return entry;
}

static inline struct mus_ledger_entry figure_entry(void)
{
    struct mus_ledger_entry entry = entry_of(MUS_LEDGER_FIGURE);
    entry.as.figure.fiscal_year = 2024;
    entry.as.figure.kind = MUS_LEDGER_PUBLISHED;
    entry.as.figure.value = 805;
    entry.as.figure.indicator = MUS_TEXT("fair-matches");
    entry.as.figure.source = MUS_TEXT("報告 \"2024\"");
    return entry;
}

static inline struct mus_ledger_entry rotation_entry(void)
{
    struct mus_ledger_entry entry = entry_of(MUS_LEDGER_ROTATION);
    entry.as.rotation.algorithm = MUS_NOTE_ED25519;
    memset(entry.as.rotation.key, 0x4B, sizeof entry.as.rotation.key);
    memset(entry.as.rotation.signature, 0x53, sizeof entry.as.rotation.signature);
    return entry;
}

/* The entry of the kind, from 1 to below MUS_LEDGER_KIND_END. */
static inline struct mus_ledger_entry entry_of_each(int kind)
{
    struct mus_ledger_entry (*const make[])(void) = {
        named_entry,      reported_entry, confirmed_entry, reversed_entry,
        succession_entry, rules_entry,    figure_entry,    rotation_entry,
    };
    return make[kind - MUS_LEDGER_NAMED]();
}

/* The named entry that takes the most bytes. */
static inline struct mus_ledger_entry largest_named_entry(void)
{
    struct mus_ledger_entry entry = named_entry();
    entry.as.named.stage = MUS_LEDGER_MEETING_HELD;
    entry.as.named.programme = MUS_TEXT("PROGRAMME-OF-24-BYTES---");
    entry.as.named.edition = MUS_TEXT("an-edition-of-thirty-two-bytes--");
    entry.as.named.purpose = MUS_TEXT("contract_manufacturing--");
    entry.as.named.agreement = MUS_TEXT("agreement-of-twenty-");
    for (size_t i = 0; i < 2; i++) {
        entry.as.named.sides[i].corporate_number = UINT64_C(8700110005901);
        entry.as.named.sides[i].size = MUS_SIZE_SMALL;
        entry.as.named.sides[i].kind = MUS_KIND_FINANCIAL_INSTITUTION;
    }
    return entry;
}

#endif
