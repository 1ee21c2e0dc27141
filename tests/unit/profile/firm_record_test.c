#include "firm_fixture.h"

#include "base/mem.h"
#include "profile/firm_record.h"

#include <stdio.h>
#include <stdlib.h>

static int make_analyser(void **state)
{
    *state = mus_analyser_new();
    return *state == NULL;
}

static int free_analyser(void **state)
{
    mus_analyser_free(*state);
    return 0;
}

static struct mus_buf record_of(struct mus_analyser *analyser, const struct mus_company *company)
{
    struct mus_arena scratch = {0};
    struct mus_buf record = {0};
    struct mus_error err = {0};
    if (mus_firm_record_encode(&(struct mus_firm_tools){.analyser = analyser}, company, &scratch,
                               &record, &err) != MUS_OK ||
        mus_firm_record_check(record.data, record.len, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    mus_arena_done(&scratch);
    return record;
}

static struct mus_buf record_of_text(struct mus_analyser *analyser, const char *json)
{
    struct mus_arena arena = {0};
    struct mus_company company = company_of(json, &arena);
    struct mus_buf record = record_of(analyser, &company);
    mus_arena_done(&arena);
    return record;
}

/* What is decoded must be what the analysis gave. */
static void assert_round_trip(struct mus_analyser *analyser, const struct mus_company *company)
{
    struct mus_arena arena = {0};
    struct mus_firm expected;
    struct mus_firm found;
    struct mus_error err;
    struct mus_buf record = record_of(analyser, company);
    assert_int_equal(mus_firm_of_company(&(struct mus_firm_tools){.analyser = analyser}, company,
                                         &arena, &expected, &err),
                     MUS_OK);
    assert_int_equal(mus_firm_record_decode(record.data, record.len, &arena, &found, &err), MUS_OK);
    assert_firms_equal(&found, &expected);
    struct mus_firm_reader reader = {0};
    assert_int_equal(mus_firm_record_read(&reader, record.data, record.len, NULL, &found, &err),
                     MUS_OK);
    assert_firms_equal(&found, &expected);
    mus_firm_reader_done(&reader);
    mus_buf_done(&record);
    mus_arena_done(&arena);
}

static void what_is_decoded_is_what_was_analysed(void **state)
{
    struct mus_arena arena = {0};
    struct mus_company company = company_of(FULL_COMPANY, &arena);
    assert_round_trip(*state, &company);
    company = company_of(SMALL_COMPANY, &arena);
    assert_round_trip(*state, &company);
    mus_arena_done(&arena);
}

static struct mus_term_set set_of(const uint64_t *hashes, size_t count)
{
    uint64_t *copy = mus_alloc(count, sizeof *copy);
    assert_non_null(copy);
    for (size_t i = 0; i < count; i++) {
        copy[i] = hashes[i];
    }
    struct mus_term_set set;
    assert_int_equal(mus_term_set_take(&set, copy, count, NULL), MUS_OK);
    return set;
}

static void one_reader_reads_record_after_record(void **state)
{
    struct mus_firm_reader reader = {0};
    const char *const texts[] = {SMALL_COMPANY, FULL_COMPANY, SMALL_COMPANY};
    for (size_t i = 0; i < 3; i++) {
        struct mus_buf record = record_of_text(*state, texts[i]);
        struct mus_arena arena = {0};
        struct mus_firm expected;
        struct mus_firm found;
        assert_int_equal(mus_firm_record_decode(record.data, record.len, &arena, &expected, NULL),
                         MUS_OK);
        assert_int_equal(mus_firm_record_read(&reader, record.data, record.len, NULL, &found, NULL),
                         MUS_OK);
        assert_firms_equal(&found, &expected);
        mus_arena_done(&arena);
        mus_buf_done(&record);
    }
    mus_firm_reader_done(&reader);
}

/* Terms 1·2^55, 2·2^55, … of these counts, of which the fourth is not counted in lengths. */
#define MANY 200
static struct mus_term many_terms[MANY];

static struct mus_buf record_of_many(uint32_t first_tf)
{
    struct mus_bag bag = {many_terms, MANY, 0};
    for (uint64_t i = 0; i < MANY; i++) {
        uint64_t hash = mus_term_of_class((i + 1) << 55, i == 3 ? MUS_TERM_KATAKANA_WORD : 0);
        many_terms[i] = (struct mus_term){.hash = hash, .tf = i == 0 ? first_tf : (uint32_t)i};
        bag.length += i == 3 ? 0 : many_terms[i].tf;
    }
    struct mus_term sure = {.hash = 77 << 16, .tf = 300, .share = 9};
    const struct mus_firm firm = {.id = MUS_TEXT("many"),
                                  .employees = -1,
                                  .capital_jpy = -1,
                                  .consent_until = MUS_NO_DATE,
                                  .profile_valid_until = MUS_NO_DATE,
                                  .held_until = MUS_NO_DATE,
                                  .description = bag,
                                  .translated = {&sure, 1, bag.length}};
    struct mus_buf record = {0};
    mus_firm_record_write(&firm, &record);
    return record;
}

static void of_the_terms_that_are_wanted_all_are_read_and_few_others(void **state)
{
    (void)state;
    for (uint32_t first_tf = 1; first_tf < 1000; first_tf += 998) { /* a large count, read whole */
        struct mus_buf record = record_of_many(first_tf);
        const uint64_t hashes[] = {1 << 16, UINT64_C(1) << 55, UINT64_C(70) << 55,
                                   UINT64_C(200) << 55};
        struct mus_term_set wanted = set_of(hashes, 4);
        struct mus_firm_reader reader = {0};
        struct mus_firm firm;
        assert_int_equal(
            mus_firm_record_read(&reader, record.data, record.len, &wanted, &firm, NULL), MUS_OK);
        assert_int_equal(mus_bag_tf(firm.description, hashes[1]), first_tf);
        assert_int_equal(mus_bag_tf(firm.description, hashes[2]), 69);
        assert_int_equal(mus_bag_tf(firm.description, hashes[3]), 199);
        assert_true(first_tf >= 255 || firm.description.count < 50);
        assert_int_equal(firm.description.length, first_tf + 199 * 200 / 2 - 3);
        mus_firm_reader_done(&reader);
        mus_term_set_done(&wanted);
        mus_buf_done(&record);
    }
}

static void a_text_of_which_no_term_is_wanted_is_still_there(void **state)
{
    (void)state;
    struct mus_buf record = record_of_many(1);
    struct mus_term_set none = set_of(NULL, 0);
    struct mus_firm_reader reader = {0};
    struct mus_firm firm;
    assert_int_equal(mus_firm_record_read(&reader, record.data, record.len, &none, &firm, NULL),
                     MUS_OK);
    assert_int_equal(firm.description.count, 1);
    assert_int_equal(firm.description.length, 1 + 199 * 200 / 2 - 3);
    assert_int_equal(firm.translated.count, 1);
    assert_int_equal(firm.translated.terms[0].tf, 300);
    assert_int_equal(firm.translated.terms[0].share, 9);
    mus_firm_reader_done(&reader);
    mus_term_set_done(&none);
    mus_buf_done(&record);
}

static void a_typed_need_round_trips(void **state)
{
    const struct mus_listing listing = {
        .side = MUS_SIDE_NEED,
        .text = {.ja = MUS_TEXT("排水処理"), .en = MUS_TEXT("Waste-water treatment")},
        .valid_until = MUS_NO_DATE,
    };
    struct mus_company need = need_of(&listing);
    assert_round_trip(*state, &need);
}

/* One word so many times, which sets the width of its count. */
static void assert_repeats(struct mus_analyser *analyser, size_t times)
{
    struct mus_buf text = {0};
    for (size_t i = 0; i < times; i++) {
        mus_buf_add_z(&text, "pump ");
    }
    mus_buf_add_z(&text, "valve");
    const struct mus_company company = {.description = {.en = mus_buf_text(&text)}};
    assert_round_trip(analyser, &company);
    struct mus_arena arena = {0};
    struct mus_firm firm;
    struct mus_error err;
    struct mus_buf record = record_of(analyser, &company);
    assert_int_equal(mus_firm_record_decode(record.data, record.len, &arena, &firm, &err), MUS_OK);
    assert_int_equal(firm.description.count, 2);
    assert_int_equal(firm.description.length, times + 1);
    mus_arena_done(&arena);
    mus_buf_done(&record);
    mus_buf_done(&text);
}

static void counts_beyond_a_byte_are_kept(void **state)
{
    assert_repeats(*state, 254);
    assert_repeats(*state, 255);
    assert_repeats(*state, 256);
    assert_repeats(*state, 5000);
}

static void long_lists_are_kept(void **state)
{
    struct mus_text ids[300];
    char bytes[300][8];
    for (size_t i = 0; i < 300; i++) {
        ids[i] = (struct mus_text){bytes[i], (size_t)snprintf(bytes[i], 8, "c-%zu", i)};
    }
    const struct mus_company company = {.id = MUS_TEXT("c"), .not_with = {ids, 300}};
    assert_round_trip(*state, &company);
}

static void a_bare_company_takes_few_bytes(void **state)
{
    struct mus_buf record = record_of_text(*state, SMALL_COMPANY);
    assert_int_equal(record.len, 4 + 3 + 1 + 3 + 6 + 4 + 6);
    mus_buf_done(&record);
}

static void the_bytes_are_as_documented(void **state)
{
    (void)state;
    static const uint64_t markets[] = {0x030000, 0x0102030405060000};
    static const uint64_t not_with[] = {9};
    static const struct mus_term terms[] = {{0x080000, 1, 0}, {0x100000, 300, 0}, {0x180000, 3, 0},
                                            {0x200000, 2, 0}, {0x280000, 4, 0},   {0x300000, 1, 0}};
    static const struct mus_term translated[] = {{0x180000, 700, 51}};
    const struct mus_firm_listing listing = {
        .side = MUS_SIDE_NEED,
        .valid_until = MUS_NO_DATE,
        .markets = {markets, 2},
        .fields[MUS_LISTING_TITLE] = {terms, 6, 311},
        .translated = {translated, 1, 311},
    };
    const struct mus_firm firm = {
        .id = MUS_TEXT("ab"),
        .country = 0x020000,
        .kind = MUS_KIND_UNIVERSITY,
        .employees = 7,
        .capital_jpy = -1,
        .consent_until = MUS_NO_DATE,
        .profile_valid_until = 1,
        .held_until = MUS_NO_DATE,
        .not_with = {not_with, 1},
        .listings = &listing,
        .listing_count = 1,
    };
    static const unsigned char expected[] = {
        3,    0,    2,   0,                  /* versions */
        1,    3,    7,                       /* listings, hashes, terms */
        2,    'a',  'b', 3, 0, 0, 0, 0,  0,  /* id, words */
        0x92, 0,    2,   0,                  /* country, employees, profile valid until, not with */
        2,    0,    0,   0, 0, 0,            /* country */
        7,    0,    0,   0, 0, 0, 0, 0,      /* employees */
        1,    0,    0,   0,                  /* profile valid until */
        1,    9,    0,   0, 0, 0, 0, 0,  0,  /* not with, a whole hash */
        0x02, 0x12, 1,   0,                  /* need, markets, title, translated */
        2,    3,    0,   0, 0, 0, 0,         /* markets, the first */
        6,    5,    4,   3, 2, 1,            /* and the second */
        6,    0x08, 0,   0, 0, 0, 0,         /* the title's terms */
        0x10, 0,    0,   0, 0, 0,            /* … */
        0x18, 0,    0,   0, 0, 0,            /* … */
        0x20, 0,    0,   0, 0, 0,            /* … */
        0x28, 0,    0,   0, 0, 0,            /* … */
        0x30, 0,    0,   0, 0, 0,            /* … */
        0xB7, 2,                             /* its length, 311 */
        0x6C, 0x03,                          /* codes 0, 3, 2, 1 and 3, 0 */
        255,  4,    44,  1, 0, 0,            /* the counts that are long */
        1,    0x18, 0,   0, 0, 0, 0, 70, 51, /* the translation's */
    };
    struct mus_buf record = {0};
    mus_firm_record_write(&firm, &record);
    assert_int_equal(record.len, sizeof expected);
    assert_memory_equal(record.data, expected, sizeof expected);
    mus_buf_done(&record);
}

static enum mus_status decode(const void *bytes, size_t len, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_firm firm;
    enum mus_status status = mus_firm_record_decode(bytes, len, &arena, &firm, err);
    struct mus_error as_read = {0};
    const uint64_t some = UINT64_C(1) << 63;
    struct mus_term_set wanted = set_of(&some, 1);
    struct mus_firm_reader reader = {0};
    assert_int_equal(mus_firm_record_read(&reader, bytes, len, &wanted, &firm, &as_read), status);
    assert_true(status == MUS_OK || strcmp(as_read.message, err->message) == 0);
    mus_firm_reader_done(&reader);
    mus_term_set_done(&wanted);
    mus_arena_done(&arena);
    return status;
}

static void a_record_of_another_version_asks_for_a_new_analysis(void **state)
{
    struct mus_error err;
    struct mus_buf record = record_of_text(*state, SMALL_COMPANY);
    record.data[2] = 9;
    assert_int_equal(decode(record.data, record.len, &err), MUS_CONFLICT);
    assert_string_equal(err.message,
                        "match record: made by version 3 and analysis 9; expected 3 and 2");
    assert_int_equal(mus_firm_record_check(record.data, record.len, &err), MUS_CONFLICT);
    record.data[2] = 2;
    record.data[0] = 2;
    assert_int_equal(decode(record.data, record.len, &err), MUS_CONFLICT);
    mus_buf_done(&record);
}

static void a_record_cut_anywhere_is_refused(void **state)
{
    struct mus_error err;
    struct mus_buf record = record_of_text(*state, FULL_COMPANY);
    for (size_t len = 0; len < record.len; len++) {
        char *cut = malloc(len + 1); /* the end is the end of the block: ASan sees a step beyond */
        memcpy(cut + 1, record.data, len);
        assert_int_equal(decode(cut + 1, len, &err), MUS_CORRUPT);
        free(cut);
    }
    assert_int_equal(decode(NULL, 0, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "match record: too short");
    mus_buf_add_byte(&record, 0);
    assert_int_equal(decode(record.data, record.len, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "match record: not what was written");
    mus_buf_done(&record);
}

/* Reads all that the firm points to; ASan sees a step beyond it. */
static uint64_t sum_of(const struct mus_firm *firm)
{
    struct mus_buf again = {0};
    mus_firm_record_write(firm, &again);
    uint64_t sum = mus_text_hash(mus_buf_text(&again));
    mus_buf_done(&again);
    return sum;
}

static void damage_to_any_byte_is_refused_or_harmless(void **state)
{
    struct mus_buf record = record_of_text(*state, FULL_COMPANY);
    char *damaged = malloc(record.len);
    for (size_t i = 0; i < record.len * 8; i++) {
        struct mus_arena arena = {0};
        struct mus_firm firm;
        struct mus_error err;
        memcpy(damaged, record.data, record.len);
        damaged[i / 8] = (char)((unsigned char)damaged[i / 8] ^ 1U << i % 8);
        enum mus_status status = mus_firm_record_decode(damaged, record.len, &arena, &firm, &err);
        if (status == MUS_OK) {
            sum_of(&firm);
            status = mus_firm_record_check(damaged, record.len, &err);
            assert_true(status == MUS_OK || status == MUS_CORRUPT);
        } else {
            assert_true(status == MUS_CORRUPT || (i < 32 && status == MUS_CONFLICT));
        }
        mus_arena_done(&arena);
    }
    free(damaged);
    mus_buf_done(&record);
}

static void totals_that_cannot_be_are_refused_before_anything_is_allocated(void **state)
{
    (void)state;
    struct mus_error err;
    static const unsigned char bytes[] = {3, 0, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0};
    assert_int_equal(decode(bytes, sizeof bytes, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "match record: totals that do not fit its length");
    static const unsigned char too_long[] = {3, 0, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0};
    assert_int_equal(decode(too_long, sizeof too_long, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "match record: totals that do not fit its length");
}

/* The check must refuse this firm's record with this message. */
static void assert_unsound(const struct mus_firm *firm, const char *message)
{
    struct mus_error err = {0};
    struct mus_buf record = {0};
    mus_firm_record_write(firm, &record);
    assert_int_equal(mus_firm_record_check(record.data, record.len, &err), MUS_CORRUPT);
    assert_string_equal(err.message, message);
    mus_buf_done(&record);
}

static void the_check_looks_at_order_and_days(void **state)
{
    (void)state;
    static const uint64_t unsorted[] = {0x40000, 0x30000};
    static const struct mus_term twice[] = {{0x80000, 1, 0}, {0x80000, 1, 0}};
    static const struct mus_term none[] = {{0x80000, 0, 0}};
    const struct mus_firm sound = {
        .id = MUS_TEXT("a"),
        .employees = -1,
        .capital_jpy = -1,
        .consent_until = MUS_NO_DATE,
        .profile_valid_until = MUS_NO_DATE,
        .held_until = MUS_NO_DATE,
    };
    struct mus_firm firm = sound;
    firm.languages = (struct mus_hashes){unsorted, 2};
    assert_unsound(&firm, "match record: list 0 is not sorted");
    firm = sound;
    firm.description = (struct mus_bag){twice, 2, 2};
    assert_unsound(&firm, "match record: the description's terms are not in order");
    firm = sound;
    firm.description = (struct mus_bag){none, 1, 0};
    assert_unsound(&firm, "match record: the description's terms are not in order");
    firm = sound;
    firm.description = (struct mus_bag){twice, 1, 2};
    assert_unsound(&firm, "match record: the description's terms are not in order");
    firm = sound;
    firm.consent_until = INT32_MAX;
    assert_unsound(&firm, "match record: a day that does not exist");
    firm = sound;
    firm.held_until = 5;
    assert_unsound(&firm, "match record: a last day without a hold");
    firm = sound;
    firm.id = MUS_TEXT("a b");
    assert_unsound(&firm, "match record: malformed id \"a b\"");
    struct mus_firm_listing listing = {.valid_until = MUS_NO_DATE, .markets = {unsorted, 2}};
    firm = sound;
    firm.listings = &listing;
    firm.listing_count = 1;
    assert_unsound(&firm, "match record: listing 0 is not in order");
}

static void there_is_one_way_to_write_a_firm(void **state)
{
    struct mus_error err = {0};
    struct mus_buf record = record_of_text(*state, SMALL_COMPANY);
    struct mus_buf longer = {0};
    /* The count of listings, 0, in two bytes instead of one. */
    mus_buf_add(&longer, record.data, 4);
    mus_buf_add(&longer, "\x80\x00", 2);
    mus_buf_add(&longer, record.data + 5, record.len - 5);
    assert_int_equal(decode(longer.data, longer.len, &err), MUS_OK);
    assert_int_equal(mus_firm_record_check(longer.data, longer.len, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "match record: not as it would be written");
    mus_buf_done(&longer);
    mus_buf_done(&record);
}

static void a_failed_analysis_appends_nothing(void **state)
{
    struct mus_arena scratch = {0};
    struct mus_buf out = {0};
    struct mus_error err;
    mus_buf_add_z(&out, "before");
    const struct mus_company company = {.description = {.ja = MUS_TEXT("\xFF")}};
    assert_int_equal(mus_firm_record_encode(&(struct mus_firm_tools){.analyser = *state}, &company,
                                            &scratch, &out, &err),
                     MUS_INVALID);
    assert_string_equal(out.data, "before");
    mus_buf_done(&out);
    mus_arena_done(&scratch);
}

static void everything_survives_every_failing_allocation(void **state)
{
    struct mus_arena input = {0};
    struct mus_company company = company_of(FULL_COMPANY, &input);
    struct mus_buf record = record_of(*state, &company);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena scratch = {0};
        struct mus_buf out = {0};
        struct mus_error err;
        mus_mem_fail_at(n, false);
        status = mus_firm_record_encode(&(struct mus_firm_tools){.analyser = *state}, &company,
                                        &scratch, &out, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_buf_done(&out);
        mus_arena_done(&scratch);
    }
    status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_error err;
        mus_mem_fail_at(n, false);
        status = mus_firm_record_check(record.data, record.len, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    struct mus_firm_reader reader = {0};
    struct mus_firm firm;
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_firm_record_read(&reader, record.data, record.len, NULL, &firm, NULL),
                     MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    assert_int_equal(mus_firm_record_read(&reader, record.data, record.len, NULL, &firm, NULL),
                     MUS_OK);
    mus_firm_reader_done(&reader);
    mus_buf_done(&record);
    mus_arena_done(&input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_decoded_is_what_was_analysed),
        cmocka_unit_test(one_reader_reads_record_after_record),
        cmocka_unit_test(of_the_terms_that_are_wanted_all_are_read_and_few_others),
        cmocka_unit_test(a_text_of_which_no_term_is_wanted_is_still_there),
        cmocka_unit_test(a_typed_need_round_trips),
        cmocka_unit_test(counts_beyond_a_byte_are_kept),
        cmocka_unit_test(long_lists_are_kept),
        cmocka_unit_test(a_bare_company_takes_few_bytes),
        cmocka_unit_test(the_bytes_are_as_documented),
        cmocka_unit_test(a_record_of_another_version_asks_for_a_new_analysis),
        cmocka_unit_test(a_record_cut_anywhere_is_refused),
        cmocka_unit_test(damage_to_any_byte_is_refused_or_harmless),
        cmocka_unit_test(totals_that_cannot_be_are_refused_before_anything_is_allocated),
        cmocka_unit_test(the_check_looks_at_order_and_days),
        cmocka_unit_test(there_is_one_way_to_write_a_firm),
        cmocka_unit_test(a_failed_analysis_appends_nothing),
        cmocka_unit_test(everything_survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, make_analyser, free_analyser);
}
