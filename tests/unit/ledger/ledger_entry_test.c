#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "entry_fixture.h"

/* Bytes */

/* Hexadecimal digits as they are compared, blanks between fields set aside. */
static struct mus_buf packed(const char *spaced)
{
    struct mus_buf buf = {0};
    for (; *spaced != '\0'; spaced++) {
        if (*spaced != ' ') {
            mus_buf_add_byte(&buf, (unsigned char)*spaced);
        }
    }
    return buf;
}

static struct mus_buf encoded(const struct mus_ledger_entry *entry)
{
    struct mus_buf bytes = {0};
    struct mus_error err = {0};
    if (mus_ledger_entry_check(entry, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    mus_ledger_entry_encode(entry, &bytes);
    assert_false(bytes.failed);
    return bytes;
}

static void assert_bytes(const struct mus_ledger_entry *entry, const char *spaced)
{
    struct mus_buf expected = packed(spaced);
    struct mus_buf bytes = encoded(entry);
    struct mus_buf hex = {0};
    mus_hex_write(&hex, bytes.data, bytes.len);
    assert_string_equal(hex.data, expected.data);
    mus_buf_done(&hex);
    mus_buf_done(&bytes);
    mus_buf_done(&expected);
}

/* version kind recorded by */
#define HEAD(kind) "01 " kind " 102a016a00000000 a0a1a2a3a4a5a6a7a8a9aaabacadaeaf "

static void a_named_entry_has_these_bytes(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    assert_bytes(&entry, HEAD("01") "03 67500000 "   /* concluded on 2026-05-10 */
                                    "04 4b4f4253 "   /* KOBS */
                                    "02 3138 "       /* 18 */
                                    "05 73616c6573 " /* sales */
                                    "03 6d6f75 "     /* mou */
                                    "01 0001020304050607 08090a0b0c0d0e0f 1011121314151617 "
                                    "18191a1b1c1d1e1f " /* SHA-256 of the evidence */
                                    "101112131415161718191a1b1c1d1e1f 8d66f7a6e9070000 4a50 02 01 "
                                    "202122232425262728292a2b2c2d2e2f 0000000000000000 564e 00 00");
    entry.as.named.edition = MUS_NO_TEXT;
    entry.as.named.agreement = MUS_TEXT("");
    entry.as.named.has_evidence = false;
    assert_bytes(&entry, HEAD("01") "03 67500000 04 4b4f4253 00 05 73616c6573 00 00 "
                                    "101112131415161718191a1b1c1d1e1f 8d66f7a6e9070000 4a50 02 01 "
                                    "202122232425262728292a2b2c2d2e2f 0000000000000000 564e 00 00");
}

static void a_reported_entry_has_these_bytes(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = reported_entry();
    assert_bytes(&entry, HEAD("02") "68500000 04 46414952 02 3138 " /* FAIR, 18 */
                                    "02 07000000 "                  /* visitor, 7 */
                                    "303132333435363738393a3b3c3d3e3f 0000000000000000 4a50 01 02");
}

static void confirmations_and_reversals_have_these_bytes(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = confirmed_entry();
    assert_bytes(&entry, HEAD("03") "0c00000000000000");
    entry = reversed_entry();
    assert_bytes(&entry, HEAD("04") "8967452301000000 05");
}

static void a_succession_has_these_bytes(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = succession_entry();
    assert_bytes(&entry, HEAD("05") "68500000 202122232425262728292a2b2c2d2e2f "
                                    "101112131415161718191a1b1c1d1e1f");
}

static void a_figure_has_these_bytes(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = figure_entry();
    assert_bytes(&entry, HEAD("07") "e807 02 25030000 "            /* FY2024, published, 805 */
                                    "0c 666169722d6d617463686573 " /* fair-matches */
                                    "0d00 e5a0b1e5918a20223230323422");
}

static void a_rotation_has_these_bytes(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = rotation_entry();
    assert_bytes(&entry,
                 HEAD("08") "01 4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b "
                            "53535353535353535353535353535353535353535353535353535353535353"
                            "53535353535353535353535353535353535353535353535353535353535353"
                            "5353");
}

static void the_adoption_of_rules_has_these_bytes(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = rules_entry();
    struct mus_buf hex = {0};
    struct mus_buf len = {0};
    mus_buf_add_u32(&len, sizeof RULES - 1);
    mus_buf_add_z(&hex, HEAD("06"));
    mus_hex_write(&hex, len.data, len.len);
    mus_hex_write(&hex, RULES, sizeof RULES - 1);
    assert_bytes(&entry, hex.data);
    mus_buf_done(&len);
    mus_buf_done(&hex);
}

static void times_before_and_after_are_kept(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = confirmed_entry();
    entry.recorded = 0;
    assert_bytes(&entry,
                 "01 03 0000000000000000 a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 0c00000000000000");
    entry.recorded = MUS_LEDGER_LAST_SECOND;
    assert_bytes(&entry,
                 "01 03 efc2f3ff3a000000 a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 0c00000000000000");
}

/* Reading */

static void what_is_decoded_is_written_back_as_it_was(void **state)
{
    (void)state;
    for (int kind = MUS_LEDGER_NAMED; kind < MUS_LEDGER_KIND_END; kind++) {
        struct mus_ledger_entry entry = entry_of_each(kind);
        struct mus_buf bytes = encoded(&entry);
        struct mus_ledger_entry found;
        struct mus_error err = {0};
        assert_int_equal(mus_ledger_entry_decode(mus_buf_text(&bytes), &found, &err), MUS_OK);
        assert_int_equal(found.kind, kind);
        assert_int_equal(found.recorded, RECORDED);
        assert_true(mus_ledger_id_equal(&found.by, &entry.by));
        struct mus_buf again = encoded(&found);
        assert_true(mus_text_equal(mus_buf_text(&again), mus_buf_text(&bytes)));
        mus_buf_done(&again);
        mus_buf_done(&bytes);
    }
}

static void a_decoded_named_entry_says_what_was_written(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    struct mus_buf bytes = encoded(&entry);
    struct mus_ledger_entry found;
    struct mus_error err = {0};
    assert_int_equal(mus_ledger_entry_decode(mus_buf_text(&bytes), &found, &err), MUS_OK);
    assert_int_equal(found.as.named.stage, MUS_LEDGER_CONCLUDED);
    assert_int_equal(found.as.named.date, YESTERDAY);
    assert_true(mus_text_equals(found.as.named.programme, "KOBS"));
    assert_true(mus_text_equals(found.as.named.edition, "18"));
    assert_true(mus_text_equals(found.as.named.purpose, "sales"));
    assert_true(mus_text_equals(found.as.named.agreement, "mou"));
    assert_true(found.as.named.has_evidence);
    assert_memory_equal(found.as.named.evidence.bytes, entry.as.named.evidence.bytes, 32);
    const struct mus_ledger_side *side = &found.as.named.sides[0];
    assert_int_equal(side->corporate_number, UINT64_C(8700110005901));
    assert_memory_equal(side->country, "JP", 2);
    assert_int_equal(side->size, MUS_SIZE_SME);
    assert_int_equal(side->kind, MUS_KIND_COMPANY);
    mus_buf_done(&bytes);
}

static void assert_corrupt(struct mus_text bytes, const char *message)
{
    struct mus_ledger_entry found = {.recorded = 99};
    struct mus_error err = {0};
    assert_int_equal(mus_ledger_entry_decode(bytes, &found, &err), MUS_CORRUPT);
    assert_int_equal(err.status, MUS_CORRUPT);
    assert_int_equal(found.recorded, 99);
    if (message != NULL) {
        assert_string_equal(err.message, message);
    }
}

static void an_entry_cut_anywhere_is_refused(void **state)
{
    (void)state;
    for (int kind = MUS_LEDGER_NAMED; kind < MUS_LEDGER_KIND_END; kind++) {
        struct mus_ledger_entry entry = entry_of_each(kind);
        struct mus_buf bytes = encoded(&entry);
        for (size_t len = 0; len < bytes.len; len++) {
            /* In memory of its own size, so that a step beyond it shows. */
            char *cut = malloc(len + 1);
            memcpy(cut, bytes.data, len);
            char *exact = realloc(cut, len == 0 ? 1 : len);
            assert_corrupt((struct mus_text){exact, len}, "cut short");
            free(exact);
        }
        mus_buf_done(&bytes);
    }
}

static void bytes_behind_the_end_are_refused(void **state)
{
    (void)state;
    for (int kind = MUS_LEDGER_NAMED; kind < MUS_LEDGER_KIND_END; kind++) {
        struct mus_ledger_entry entry = entry_of_each(kind);
        struct mus_buf bytes = encoded(&entry);
        mus_buf_add_u16(&bytes, 0);
        assert_corrupt(mus_buf_text(&bytes), "bytes behind the end: 2");
        mus_buf_done(&bytes);
    }
}

static void any_bit_flipped_gives_another_entry_or_none(void **state)
{
    (void)state;
    for (int kind = MUS_LEDGER_NAMED; kind < MUS_LEDGER_KIND_END; kind++) {
        struct mus_ledger_entry entry = entry_of_each(kind);
        struct mus_buf bytes = encoded(&entry);
        for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
            struct mus_ledger_entry found;
            bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << (bit % 8)));
            if (mus_ledger_entry_decode(mus_buf_text(&bytes), &found, NULL) == MUS_OK) {
                struct mus_buf again = encoded(&found);
                assert_true(mus_text_equal(mus_buf_text(&again), mus_buf_text(&bytes)));
                mus_buf_done(&again);
            }
            bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << (bit % 8)));
        }
        mus_buf_done(&bytes);
    }
}

/* The entry with the byte at `at` set to `value`. */
static void assert_corrupt_byte(const struct mus_ledger_entry *entry, size_t at,
                                unsigned char value, const char *message)
{
    struct mus_buf bytes = encoded(entry);
    assert_in_range(at, 0, bytes.len - 1);
    bytes.data[at] = (char)value;
    assert_corrupt(mus_buf_text(&bytes), message);
    mus_buf_done(&bytes);
}

static void bytes_that_no_entry_has_are_named(void **state)
{
    (void)state;
    struct mus_ledger_entry named = named_entry();
    struct mus_ledger_entry reported = reported_entry();
    struct mus_ledger_entry reversed = reversed_entry();
    assert_corrupt_byte(&named, 0, 2, "unknown version 2");
    assert_corrupt_byte(&named, 1, 0, "unknown kind 0");
    assert_corrupt_byte(&named, 1, 9, "unknown kind 9");
    assert_corrupt_byte(&named, 9, 1, "recorded: no such time");
    assert_corrupt_byte(&named, 26, 0, "stage: unknown number 0");
    assert_corrupt_byte(&named, 26, 5, "stage: unknown number 5");
    assert_corrupt_byte(&named, 30, 0x80, "date: no such day");
    assert_corrupt_byte(&named, 49, 2, "evidence: expected 0 or 1, found 2");
    assert_corrupt_byte(&named, 82, 0x30, "companies: not in the order of their ids");
    assert_corrupt_byte(&named, 108, 4, "companies[0].size: unknown number 4");
    assert_corrupt_byte(&named, 109, 9, "companies[0].kind: unknown number 9");
    assert_corrupt_byte(&reported, 38, 4, "side: unknown number 4");
    assert_corrupt_byte(&reversed, 34, 6, "reason: unknown number 6");
    assert_corrupt(MUS_NO_TEXT, "cut short");
}

/* What one entry is held to */

static void assert_refused(const struct mus_ledger_entry *entry, enum mus_status status,
                           const char *message)
{
    struct mus_error err = {0};
    assert_int_equal(mus_ledger_entry_check(entry, &err), status);
    assert_string_equal(err.message, message);
}

static void assert_good(const struct mus_ledger_entry *entry)
{
    struct mus_error err = {0};
    if (mus_ledger_entry_check(entry, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
}

static void nothing_is_dated_after_the_day_it_was_recorded(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    entry.as.named.date = TODAY;
    assert_good(&entry);
    entry.as.named.date = TODAY + 1;
    assert_refused(&entry, MUS_INVALID,
                   "date: 2026-05-12 is after 2026-05-11, the day it was recorded");
    /* It is the 12th in Kawasaki from 15:00 UTC on. */
    entry.recorded = RECORDED + 14 * 3600 - 1;
    assert_refused(&entry, MUS_INVALID,
                   "date: 2026-05-12 is after 2026-05-11, the day it was recorded");
    entry.recorded = RECORDED + 14 * 3600;
    assert_good(&entry);
    entry = reported_entry();
    entry.as.reported.date = TODAY + 1;
    assert_refused(&entry, MUS_INVALID,
                   "date: 2026-05-12 is after 2026-05-11, the day it was recorded");
    entry = succession_entry();
    entry.as.succession.date = TODAY + 1;
    assert_refused(&entry, MUS_INVALID,
                   "date: 2026-05-12 is after 2026-05-11, the day it was recorded");
}

static void days_and_times_exist(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    entry.as.named.date = MUS_NO_DATE;
    assert_refused(&entry, MUS_INVALID, "date: no such day");
    entry.as.named.date = INT32_MAX;
    assert_refused(&entry, MUS_INVALID, "date: no such day");
    entry = confirmed_entry();
    entry.recorded = MUS_LEDGER_LAST_SECOND + 1;
    assert_refused(&entry, MUS_INVALID, "recorded: no such time");
    entry.recorded = UINT64_MAX;
    assert_refused(&entry, MUS_INVALID, "recorded: no such time");
}

static void codes_are_ids_within_their_limits(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    entry.as.named.programme = MUS_TEXT("");
    assert_refused(&entry, MUS_INVALID, "programme: missing");
    entry.as.named.programme = MUS_TEXT("K B");
    assert_refused(&entry, MUS_INVALID,
                   "programme: expected letters, digits and . _ : -, found \"K B\"");
    entry.as.named.programme = MUS_TEXT("PROGRAMME-OF-25-BYTES----");
    assert_refused(&entry, MUS_LIMIT, "programme: expected at most 24 characters, found 25");
    entry = named_entry();
    entry.as.named.purpose = MUS_NO_TEXT;
    assert_refused(&entry, MUS_INVALID, "purpose: missing");
    entry = named_entry();
    entry.as.named.agreement = MUS_TEXT("agreement-of-21-bytes");
    assert_refused(&entry, MUS_LIMIT, "agreement: expected at most 20 characters, found 21");
    entry = reported_entry();
    entry.as.reported.edition = MUS_NO_TEXT;
    assert_refused(&entry, MUS_INVALID, "edition: missing");
    entry = reported_entry();
    entry.as.reported.programme = MUS_NO_TEXT;
    assert_refused(&entry, MUS_INVALID, "programme: missing");
    entry = largest_named_entry();
    assert_good(&entry);
}

static void sides_differ_and_stand_in_order(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    struct mus_ledger_side first = entry.as.named.sides[0];
    entry.as.named.sides[0] = entry.as.named.sides[1];
    entry.as.named.sides[1] = first;
    assert_refused(&entry, MUS_INVALID, "companies: not in the order of their ids");
    mus_ledger_order_sides(entry.as.named.sides);
    assert_good(&entry);
    assert_memory_equal(&entry.as.named.sides[0].company, &first.company, MUS_LEDGER_ID_BYTES);
    mus_ledger_order_sides(entry.as.named.sides);
    assert_good(&entry);
    entry.as.named.sides[1].company = first.company;
    assert_refused(&entry, MUS_INVALID, "companies: both are the same");
}

static void corporate_numbers_have_their_check_digit(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    entry.as.named.sides[1].corporate_number = UINT64_C(8700110005902);
    struct mus_error err = {0};
    assert_int_equal(mus_ledger_entry_check(&entry, &err), MUS_INVALID);
    assert_ptr_equal(strstr(err.message, "companies[1].corporate_number: "), err.message);
    assert_null(strstr(err.message, "8700110005902"));
    entry.as.named.sides[1].corporate_number = UINT64_C(10000000000000);
    assert_refused(&entry, MUS_INVALID, "companies[1].corporate_number: expected 13 digits");
    entry.as.named.sides[1].corporate_number =
        UINT64_C(123456789012); /* as long as a personal number */
    assert_int_equal(mus_ledger_entry_check(&entry, &err), MUS_INVALID);
    entry.as.named.sides[1].corporate_number = UINT64_MAX;
    assert_refused(&entry, MUS_INVALID, "companies[1].corporate_number: expected 13 digits");
}

static void a_sole_proprietor_has_no_corporate_number(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    entry.as.named.sides[0].kind = MUS_KIND_SOLE_PROPRIETOR;
    assert_refused(&entry, MUS_INVALID,
                   "companies[0].corporate_number: a sole proprietor has none");
    entry.as.named.sides[0].corporate_number = 0;
    assert_good(&entry);
}

static void countries_are_two_capital_letters(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = reported_entry();
    memcpy(entry.as.reported.respondent.country, "jP", 2);
    assert_refused(&entry, MUS_INVALID,
                   "respondent.country: expected two capital letters, found \"jP\"");
    memset(entry.as.reported.respondent.country, 0, 2);
    assert_refused(&entry, MUS_INVALID,
                   "respondent.country: expected two capital letters, found \"\"");
}

static void a_questionnaire_reports_at_most_ten_thousand(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = reported_entry();
    entry.as.reported.n = 0;
    assert_good(&entry);
    entry.as.reported.n = 10000;
    assert_good(&entry);
    entry.as.reported.n = 10001;
    assert_refused(&entry, MUS_LIMIT, "n: expected 0 to 10000, found 10001");
}

static void numbers_of_lists_are_known(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    entry.as.named.stage = MUS_LEDGER_STAGE_END;
    assert_refused(&entry, MUS_INVALID, "stage: unknown number 5");
    entry = reversed_entry();
    entry.as.about.reason = (enum mus_ledger_reason)0;
    assert_refused(&entry, MUS_INVALID, "reason: unknown number 0");
    entry = figure_entry();
    entry.as.figure.kind = MUS_LEDGER_FIGURE_KIND_END;
    assert_refused(&entry, MUS_INVALID, "figure: unknown number 3");
    entry = rotation_entry();
    entry.as.rotation.algorithm = MUS_NOTE_COSIGNATURE;
    assert_refused(&entry, MUS_INVALID, "algorithm: unknown number 4");
    entry.kind = MUS_LEDGER_KIND_END;
    assert_refused(&entry, MUS_INVALID, "kind: unknown number 9");
    entry.kind = (enum mus_ledger_kind)0;
    assert_refused(&entry, MUS_INVALID, "kind: unknown number 0");
}

static void indexes_stay_below_what_json_can_say(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = confirmed_entry();
    entry.as.about.entry = MUS_LEDGER_MAX_INDEX;
    assert_good(&entry);
    entry.as.about.entry++;
    assert_refused(&entry, MUS_LIMIT, "confirms: no ledger has an entry 9007199254740992");
    entry = reversed_entry();
    entry.as.about.entry = UINT64_MAX;
    assert_refused(&entry, MUS_LIMIT, "reverses: no ledger has an entry 18446744073709551615");
}

static void a_company_does_not_succeed_itself(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = succession_entry();
    entry.as.succession.to = entry.as.succession.from;
    assert_refused(&entry, MUS_INVALID, "to: a company does not succeed itself");
}

static void figures_are_of_a_year_and_within_limits(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = figure_entry();
    entry.as.figure.fiscal_year = 1989;
    assert_refused(&entry, MUS_INVALID, "fiscal_year: expected 1990 to 2200, found 1989");
    entry.as.figure.fiscal_year = 2201;
    assert_refused(&entry, MUS_INVALID, "fiscal_year: expected 1990 to 2200, found 2201");
    entry = figure_entry();
    entry.as.figure.value = MUS_LEDGER_MAX_FIGURE + 1;
    assert_refused(&entry, MUS_LIMIT, "value: expected at most 100000000, found 100000001");
    entry = figure_entry();
    entry.as.figure.indicator = MUS_NO_TEXT;
    assert_refused(&entry, MUS_INVALID, "indicator: missing");
}

static void a_source_is_one_line_of_utf8(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = figure_entry();
    static char long_source[MUS_LEDGER_MAX_SOURCE + 1];
    memset(long_source, 'x', sizeof long_source);
    entry.as.figure.source = (struct mus_text){long_source, MUS_LEDGER_MAX_SOURCE};
    assert_good(&entry);
    entry.as.figure.source.len++;
    assert_refused(&entry, MUS_LIMIT, "source: expected at most 512 bytes, found 513");
    entry.as.figure.source = MUS_TEXT("a\nb");
    assert_refused(&entry, MUS_INVALID, "source: control character 0x0A");
    entry.as.figure.source = MUS_TEXT("\xE5\xA0");
    assert_refused(&entry, MUS_INVALID, "source: not UTF-8");
}

static void rules_are_canonical_and_within_limits(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = rules_entry();
    struct mus_error err = {0};
    assert_good(&entry);
    entry.as.rules = MUS_TEXT(RULES " ");
    assert_int_equal(mus_ledger_entry_check(&entry, &err), MUS_INVALID);
    assert_ptr_equal(strstr(err.message, "rule_set: "), err.message);
    entry.as.rules = MUS_NO_TEXT;
    assert_int_equal(mus_ledger_entry_check(&entry, &err), MUS_INVALID);
    entry.as.rules = (struct mus_text){RULES, MUS_LEDGER_MAX_RULES + 1};
    assert_refused(&entry, MUS_LIMIT, "rule_set: expected at most 32768 bytes, found 32769");
}

/* Peeking, ids, words */

static void peeking_reads_head_and_date(void **state)
{
    (void)state;
    for (int kind = MUS_LEDGER_NAMED; kind < MUS_LEDGER_KIND_END; kind++) {
        struct mus_ledger_entry entry = entry_of_each(kind);
        struct mus_buf bytes = encoded(&entry);
        enum mus_ledger_kind found;
        uint64_t recorded;
        mus_date date;
        assert_true(mus_ledger_entry_peek(mus_buf_text(&bytes), &found, &recorded, &date));
        assert_int_equal(found, kind);
        assert_int_equal(recorded, RECORDED);
        assert_int_equal(date, kind == MUS_LEDGER_NAMED      ? YESTERDAY
                               : kind == MUS_LEDGER_REPORTED ? TODAY
                                                             : MUS_NO_DATE);
        mus_buf_done(&bytes);
    }
}

static bool peeks(const char *bytes, size_t len)
{
    enum mus_ledger_kind kind;
    uint64_t recorded;
    mus_date date;
    return mus_ledger_entry_peek((struct mus_text){bytes, len}, &kind, &recorded, &date);
}

static void peeking_refuses_what_is_short_or_strange(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    struct mus_buf bytes = encoded(&entry);
    assert_false(peeks(NULL, 0));
    assert_false(peeks(bytes.data, 25));
    assert_false(peeks(bytes.data, 30));
    assert_true(peeks(bytes.data, 31));
    bytes.data[1] = 2;
    assert_false(peeks(bytes.data, 29));
    assert_true(peeks(bytes.data, 30));
    bytes.data[1] = 3;
    assert_true(peeks(bytes.data, 26));
    bytes.data[1] = 9;
    assert_false(peeks(bytes.data, 60));
    bytes.data[1] = 0;
    assert_false(peeks(bytes.data, 60));
    bytes.data[1] = 1;
    bytes.data[0] = 2;
    assert_false(peeks(bytes.data, 60));
    mus_buf_done(&bytes);
}

static void ids_are_32_hexadecimal_digits(void **state)
{
    (void)state;
    struct mus_ledger_id id;
    struct mus_ledger_id expected = id_of(0xA0);
    assert_true(mus_ledger_id_read(MUS_TEXT("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"), &id));
    assert_true(mus_ledger_id_equal(&id, &expected));
    expected.bytes[15] ^= 1;
    assert_false(mus_ledger_id_equal(&id, &expected));
    assert_false(mus_ledger_id_read(MUS_TEXT("a0a1a2a3a4a5a6a7a8a9aaabacadae"), &id));
    assert_false(mus_ledger_id_read(MUS_TEXT("A0a1a2a3a4a5a6a7a8a9aaabacadaeaf"), &id));
}

static void words_and_numbers_lead_to_each_other(void **state)
{
    (void)state;
    for (unsigned i = 1; i < MUS_LEDGER_KIND_END; i++) {
        const char *name = mus_ledger_kind_name((enum mus_ledger_kind)i);
        assert_int_equal(mus_ledger_kind_of(mus_text_of(name)), i);
    }
    for (unsigned i = 1; i < MUS_LEDGER_STAGE_END; i++) {
        const char *name = mus_ledger_stage_name((enum mus_ledger_stage)i);
        assert_int_equal(mus_ledger_stage_of(mus_text_of(name)), i);
    }
    for (unsigned i = 1; i < MUS_LEDGER_SIDE_OF_FAIR_END; i++) {
        const char *name = mus_ledger_side_name((enum mus_ledger_side_of_fair)i);
        assert_int_equal(mus_ledger_side_of(mus_text_of(name)), i);
    }
    for (unsigned i = 1; i < MUS_LEDGER_REASON_END; i++) {
        const char *name = mus_ledger_reason_name((enum mus_ledger_reason)i);
        assert_int_equal(mus_ledger_reason_of(mus_text_of(name)), i);
    }
    for (unsigned i = 1; i < MUS_LEDGER_FIGURE_KIND_END; i++) {
        const char *name = mus_ledger_figure_name((enum mus_ledger_figure_kind)i);
        assert_int_equal(mus_ledger_figure_of(mus_text_of(name)), i);
    }
    assert_string_equal(mus_ledger_kind_name(MUS_LEDGER_ROTATION), "rotation");
    assert_string_equal(mus_ledger_kind_name((enum mus_ledger_kind)77), "");
    assert_string_equal(mus_ledger_stage_name(MUS_LEDGER_MEETING_HELD), "meeting_held");
    assert_int_equal(mus_ledger_stage_of(MUS_TEXT("")), 0);
    assert_int_equal(mus_ledger_stage_of(MUS_TEXT("Concluded")), 0);
}

/* Memory */

static void a_failed_append_is_remembered(void **state)
{
    (void)state;
    for (int kind = MUS_LEDGER_NAMED; kind < MUS_LEDGER_KIND_END; kind++) {
        struct mus_ledger_entry entry = entry_of_each(kind);
        bool failed = true;
        for (uint64_t n = 1; failed; n++) {
            struct mus_buf bytes = {0};
            mus_mem_fail_at(n, false);
            mus_ledger_entry_encode(&entry, &bytes);
            mus_mem_fail_at(0, false);
            failed = bytes.failed;
            mus_buf_done(&bytes);
        }
    }
}

static void reading_survives_every_failing_allocation(void **state)
{
    (void)state;
    for (int kind = MUS_LEDGER_NAMED; kind < MUS_LEDGER_KIND_END; kind++) {
        struct mus_ledger_entry entry = entry_of_each(kind);
        struct mus_buf bytes = encoded(&entry);
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            struct mus_ledger_entry found;
            struct mus_error err = {0};
            mus_mem_fail_at(n, false);
            status = mus_ledger_entry_decode(mus_buf_text(&bytes), &found, &err);
            mus_mem_fail_at(0, false);
            assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
            assert_int_equal(err.status, status);
        }
        mus_buf_done(&bytes);
    }
}

static void a_refusal_needs_no_memory(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    struct mus_error err = {0};
    entry.as.named.date = TODAY + 1;
    mus_mem_fail_at(1, true);
    assert_int_equal(mus_ledger_entry_check(&entry, &err), MUS_INVALID);
    mus_mem_fail_at(0, false);
    assert_string_equal(err.message,
                        "date: 2026-05-12 is after 2026-05-11, the day it was recorded");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_named_entry_has_these_bytes),
        cmocka_unit_test(a_reported_entry_has_these_bytes),
        cmocka_unit_test(confirmations_and_reversals_have_these_bytes),
        cmocka_unit_test(a_succession_has_these_bytes),
        cmocka_unit_test(a_figure_has_these_bytes),
        cmocka_unit_test(a_rotation_has_these_bytes),
        cmocka_unit_test(the_adoption_of_rules_has_these_bytes),
        cmocka_unit_test(times_before_and_after_are_kept),
        cmocka_unit_test(what_is_decoded_is_written_back_as_it_was),
        cmocka_unit_test(a_decoded_named_entry_says_what_was_written),
        cmocka_unit_test(an_entry_cut_anywhere_is_refused),
        cmocka_unit_test(bytes_behind_the_end_are_refused),
        cmocka_unit_test(any_bit_flipped_gives_another_entry_or_none),
        cmocka_unit_test(bytes_that_no_entry_has_are_named),
        cmocka_unit_test(nothing_is_dated_after_the_day_it_was_recorded),
        cmocka_unit_test(days_and_times_exist),
        cmocka_unit_test(codes_are_ids_within_their_limits),
        cmocka_unit_test(sides_differ_and_stand_in_order),
        cmocka_unit_test(corporate_numbers_have_their_check_digit),
        cmocka_unit_test(a_sole_proprietor_has_no_corporate_number),
        cmocka_unit_test(countries_are_two_capital_letters),
        cmocka_unit_test(a_questionnaire_reports_at_most_ten_thousand),
        cmocka_unit_test(numbers_of_lists_are_known),
        cmocka_unit_test(indexes_stay_below_what_json_can_say),
        cmocka_unit_test(a_company_does_not_succeed_itself),
        cmocka_unit_test(figures_are_of_a_year_and_within_limits),
        cmocka_unit_test(a_source_is_one_line_of_utf8),
        cmocka_unit_test(rules_are_canonical_and_within_limits),
        cmocka_unit_test(peeking_reads_head_and_date),
        cmocka_unit_test(peeking_refuses_what_is_short_or_strange),
        cmocka_unit_test(ids_are_32_hexadecimal_digits),
        cmocka_unit_test(words_and_numbers_lead_to_each_other),
        cmocka_unit_test(a_failed_append_is_remembered),
        cmocka_unit_test(reading_survives_every_failing_allocation),
        cmocka_unit_test(a_refusal_needs_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
