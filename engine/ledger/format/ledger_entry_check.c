/* What one entry can be held to without the others. */
#include "ledger/format/ledger_entry.h"

#include "ledger/format/rule_set.h"
#include "profile/corporate_number.h"

#include <inttypes.h>
#include <string.h>

enum { FIRST_FISCAL_YEAR = 1990, LAST_FISCAL_YEAR = 2200 };

/* A date in parts, for a message: a refusal must not depend on memory. */
struct day {
    int year, month, day;
};

static struct day day_of(mus_date date)
{
    struct day day = {0};
    mus_date_parts(date, &day.year, &day.month, &day.day);
    return day;
}

static mus_date day_recorded(const struct mus_ledger_entry *entry)
{
    return mus_date_in_tokyo((int64_t)entry->recorded * 1000);
}

static enum mus_status check_date(const struct mus_ledger_entry *entry, mus_date date,
                                  struct mus_error *err)
{
    if (!mus_date_exists(date)) {
        return mus_fail(err, MUS_INVALID, "date: no such day");
    }
    if (date > day_recorded(entry)) {
        struct day found = day_of(date);
        struct day last = day_of(day_recorded(entry));
        return mus_fail(err, MUS_INVALID,
                        "date: %04d-%02d-%02d is after %04d-%02d-%02d, the day it was recorded",
                        found.year, found.month, found.day, last.year, last.month, last.day);
    }
    return MUS_OK;
}

/* A code of an open list, such as a programme. */
struct code {
    const char *place;
    struct mus_text text;
    size_t limit;
    bool needed;
};

static enum mus_status check_code(const struct code *code, struct mus_error *err)
{
    if (code->text.len == 0) {
        return code->needed ? mus_fail(err, MUS_INVALID, "%s: missing", code->place) : MUS_OK;
    }
    if (code->text.len > code->limit) {
        return mus_fail(err, MUS_LIMIT, "%s: expected at most %zu characters, found %zu",
                        code->place, code->limit, code->text.len);
    }
    if (!mus_text_is_id(code->text)) {
        return mus_fail(err, MUS_INVALID,
                        "%s: expected letters, digits and . _ : -, found \"%.*s\"", code->place,
                        MUS_TEXT_SHORT_ARG(code->text));
    }
    return MUS_OK;
}

static enum mus_status check_codes(const struct code *codes, size_t count, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; i < count && status == MUS_OK; i++) {
        status = check_code(&codes[i], err);
    }
    return status;
}

/* A number of a fixed list: from 1 to below `end`. */
struct choice {
    const char *place;
    unsigned number, end;
};

static enum mus_status check_choice(struct choice choice, struct mus_error *err)
{
    if (choice.number == 0 || choice.number >= choice.end) {
        return mus_fail(err, MUS_INVALID, "%s: unknown number %u", choice.place, choice.number);
    }
    return MUS_OK;
}

static enum mus_status check_number(uint64_t number, struct mus_error *err)
{
    char digits[MUS_CORPORATE_NUMBER_DIGITS];
    uint64_t rest = number;
    for (size_t i = sizeof digits; i > 0; i--) {
        digits[i - 1] = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (rest > 0) {
        return mus_fail(err, MUS_INVALID, "expected 13 digits");
    }
    if (digits[0] == mus_corporate_number_check_digit(digits + 1)) {
        return MUS_OK; /* most are good, and the whole check is slower: it finds the words */
    }
    return mus_corporate_number_check((struct mus_text){digits, sizeof digits}, err);
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* `place` is where the side stands: "companies[0]". */
static enum mus_status check_side(const char *place, const struct mus_ledger_side *side,
                                  struct mus_error *err)
{
    if (side->corporate_number != 0 && side->kind == MUS_KIND_SOLE_PROPRIETOR) {
        return mus_fail(err, MUS_INVALID, "%s.corporate_number: a sole proprietor has none", place);
    }
    if (side->corporate_number != 0) {
        enum mus_status status = check_number(side->corporate_number, err);
        if (status != MUS_OK) {
            return mus_fail_at(err, status, "%s.corporate_number", place);
        }
    }
    if (!is_capital(side->country[0]) || !is_capital(side->country[1])) {
        return mus_fail(err, MUS_INVALID,
                        "%s.country: expected two capital letters, found \"%.2s\"", place,
                        side->country);
    }
    if (side->size > mus_vocabulary_size(MUS_VOCABULARY_SIZE)) {
        return mus_fail(err, MUS_INVALID, "%s.size: unknown number %u", place, side->size);
    }
    if (side->kind > mus_vocabulary_size(MUS_VOCABULARY_KIND)) {
        return mus_fail(err, MUS_INVALID, "%s.kind: unknown number %u", place, side->kind);
    }
    return MUS_OK;
}

static enum mus_status check_sides(const struct mus_ledger_side sides[2], struct mus_error *err)
{
    enum mus_status status = check_side("companies[0]", &sides[0], err);
    if (status == MUS_OK) {
        status = check_side("companies[1]", &sides[1], err);
    }
    if (status != MUS_OK) {
        return status;
    }
    int order = memcmp(sides[0].company.bytes, sides[1].company.bytes, MUS_LEDGER_ID_BYTES);
    if (order == 0) {
        return mus_fail(err, MUS_INVALID, "companies: both are the same");
    }
    if (order > 0) {
        return mus_fail(err, MUS_INVALID, "companies: not in the order of their ids");
    }
    return MUS_OK;
}

static enum mus_status check_named(const struct mus_ledger_entry *entry, struct mus_error *err)
{
    const struct code codes[] = {
        {"programme", entry->as.named.programme, MUS_LEDGER_MAX_PROGRAMME, true},
        {"edition", entry->as.named.edition, MUS_LEDGER_MAX_EDITION, false},
        {"purpose", entry->as.named.purpose, MUS_LEDGER_MAX_PURPOSE, true},
        {"agreement", entry->as.named.agreement, MUS_LEDGER_MAX_AGREEMENT, false},
    };
    enum mus_status status =
        check_choice((struct choice){"stage", entry->as.named.stage, MUS_LEDGER_STAGE_END}, err);
    if (status == MUS_OK) {
        status = check_date(entry, entry->as.named.date, err);
    }
    if (status == MUS_OK) {
        status = check_codes(codes, sizeof codes / sizeof codes[0], err);
    }
    return status == MUS_OK ? check_sides(entry->as.named.sides, err) : status;
}

static enum mus_status check_reported(const struct mus_ledger_entry *entry, struct mus_error *err)
{
    const struct code codes[] = {
        {"programme", entry->as.reported.programme, MUS_LEDGER_MAX_PROGRAMME, true},
        {"edition", entry->as.reported.edition, MUS_LEDGER_MAX_EDITION, true},
    };
    enum mus_status status = check_date(entry, entry->as.reported.date, err);
    if (status == MUS_OK) {
        status = check_codes(codes, sizeof codes / sizeof codes[0], err);
    }
    if (status == MUS_OK) {
        status = check_choice(
            (struct choice){"side", entry->as.reported.side_of_fair, MUS_LEDGER_SIDE_OF_FAIR_END},
            err);
    }
    if (status == MUS_OK && entry->as.reported.n > MUS_LEDGER_MAX_REPORTED) {
        status = mus_fail(err, MUS_LIMIT, "n: expected 0 to %d, found %" PRIu32,
                          MUS_LEDGER_MAX_REPORTED, entry->as.reported.n);
    }
    return status == MUS_OK ? check_side("respondent", &entry->as.reported.respondent, err)
                            : status;
}

static enum mus_status check_about(const struct mus_ledger_entry *entry, struct mus_error *err)
{
    bool reversal = entry->kind == MUS_LEDGER_REVERSED;
    if (entry->as.about.entry > MUS_LEDGER_MAX_INDEX) {
        return mus_fail(err, MUS_LIMIT, "%s: no ledger has an entry %" PRIu64,
                        reversal ? "reverses" : "confirms", entry->as.about.entry);
    }
    if (!reversal) {
        return MUS_OK;
    }
    return check_choice((struct choice){"reason", entry->as.about.reason, MUS_LEDGER_REASON_END},
                        err);
}

static enum mus_status check_succession(const struct mus_ledger_entry *entry, struct mus_error *err)
{
    if (mus_ledger_id_equal(&entry->as.succession.from, &entry->as.succession.to)) {
        return mus_fail(err, MUS_INVALID, "to: a company does not succeed itself");
    }
    return check_date(entry, entry->as.succession.date, err);
}

static enum mus_status check_rules(const struct mus_ledger_entry *entry, struct mus_error *err)
{
    if (entry->as.rules.len > MUS_LEDGER_MAX_RULES) {
        return mus_fail(err, MUS_LIMIT, "rule_set: expected at most %d bytes, found %zu",
                        MUS_LEDGER_MAX_RULES, entry->as.rules.len);
    }
    enum mus_status status = mus_rule_set_check_canonical(entry->as.rules, err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "rule_set");
}

/* Free text: one line of UTF-8. */
static enum mus_status check_source(struct mus_text source, struct mus_error *err)
{
    if (source.len > MUS_LEDGER_MAX_SOURCE) {
        return mus_fail(err, MUS_LIMIT, "source: expected at most %d bytes, found %zu",
                        MUS_LEDGER_MAX_SOURCE, source.len);
    }
    if (!mus_text_is_utf8(source, NULL)) {
        return mus_fail(err, MUS_INVALID, "source: not UTF-8");
    }
    for (size_t i = 0; i < source.len; i++) {
        unsigned char c = (unsigned char)source.ptr[i];
        if (c < 0x20 || c == 0x7F) {
            return mus_fail(err, MUS_INVALID, "source: control character 0x%02X", c);
        }
    }
    return MUS_OK;
}

static enum mus_status check_figure(const struct mus_ledger_entry *entry, struct mus_error *err)
{
    const struct code indicator = {"indicator", entry->as.figure.indicator,
                                   MUS_LEDGER_MAX_INDICATOR, true};
    int year = entry->as.figure.fiscal_year;
    if (year < FIRST_FISCAL_YEAR || year > LAST_FISCAL_YEAR) {
        return mus_fail(err, MUS_INVALID, "fiscal_year: expected %d to %d, found %d",
                        FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, year);
    }
    enum mus_status status = check_choice(
        (struct choice){"figure", entry->as.figure.kind, MUS_LEDGER_FIGURE_KIND_END}, err);
    if (status == MUS_OK && entry->as.figure.value > MUS_LEDGER_MAX_FIGURE) {
        status = mus_fail(err, MUS_LIMIT, "value: expected at most %d, found %" PRIu32,
                          MUS_LEDGER_MAX_FIGURE, entry->as.figure.value);
    }
    if (status == MUS_OK) {
        status = check_code(&indicator, err);
    }
    return status == MUS_OK ? check_source(entry->as.figure.source, err) : status;
}

static enum mus_status check_rotation(const struct mus_ledger_entry *entry, struct mus_error *err)
{
    /* A log signs with Ed25519; a later algorithm will come with a version of entries that knows
     * how long its keys and signatures are. */
    if (entry->as.rotation.algorithm != MUS_NOTE_ED25519) {
        return mus_fail(err, MUS_INVALID, "algorithm: unknown number %u",
                        (unsigned)entry->as.rotation.algorithm);
    }
    return MUS_OK;
}

enum mus_status mus_ledger_entry_check(const struct mus_ledger_entry *entry, struct mus_error *err)
{
    if (entry->recorded > MUS_LEDGER_LAST_SECOND) {
        return mus_fail(err, MUS_INVALID, "recorded: no such time");
    }
    switch (entry->kind) {
    case MUS_LEDGER_NAMED:
        return check_named(entry, err);
    case MUS_LEDGER_REPORTED:
        return check_reported(entry, err);
    case MUS_LEDGER_CONFIRMED:
    case MUS_LEDGER_REVERSED:
        return check_about(entry, err);
    case MUS_LEDGER_SUCCESSION:
        return check_succession(entry, err);
    case MUS_LEDGER_RULES:
        return check_rules(entry, err);
    case MUS_LEDGER_FIGURE:
        return check_figure(entry, err);
    case MUS_LEDGER_ROTATION:
        return check_rotation(entry, err);
    case MUS_LEDGER_KIND_END:
        break;
    }
    return mus_fail(err, MUS_INVALID, "kind: unknown number %u", (unsigned)entry->kind);
}
