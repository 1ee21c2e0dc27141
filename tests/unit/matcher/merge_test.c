#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "matcher/index/build.h"
#include "matcher/index/merge.h"
#include "matcher/weights.h"

enum { DAY = 19000, MOST = 300 };

static const struct mus_feature_counts NOTHING = {NULL, 0};

struct made {
    char id[16];
    struct mus_term terms[3], translated[2];
    uint64_t industries[1], languages[1], purposes[1];
    struct mus_firm_listing listing;
    struct mus_firm firm;
};

static struct made FIRMS[MOST];
static struct mus_weights WEIGHTS;

/* Companies that share some terms and codes with their neighbours and have some to themselves. */
static void make_firms(void)
{
    WEIGHTS = mus_weights_default();
    for (uint64_t i = 0; i < MOST; i++) {
        struct made *made = &FIRMS[i];
        *made = (struct made){
            .terms = {{.hash = 0x1000, .tf = 1},
                      {.hash = 0x2000 + 8 * (i / 2), .tf = 1},
                      {.hash = 0x9000 + 8 * i, .tf = 1}},
            .translated = {{.hash = 0x1000, .tf = 300}, {.hash = 0x7000 + 8 * (i % 3), .tf = 500}},
            .industries = {70 + i % 4},
            .languages = {500 + i},
            .purposes = {40 + i % 2}};
        snprintf(made->id, sizeof made->id, "c-%u", (unsigned)i);
        made->listing =
            (struct mus_firm_listing){.side = i % 3 == 0 ? MUS_SIDE_NEED : MUS_SIDE_OFFER,
                                      .valid_until = DAY - 5 + (mus_date)(i % 10),
                                      .purposes = {made->purposes, 1}};
        made->listing.fields[MUS_LISTING_TEXT] = (struct mus_bag){made->terms, 1, 1};
        made->firm = (struct mus_firm){.id = mus_text_of(made->id),
                                       .id_hash = (uint64_t)(1000 + i) << 32,
                                       .country = 90 + i % 5,
                                       .kind = MUS_KIND_COMPANY,
                                       .employees = i % 4 == 0 ? -1 : (int64_t)i,
                                       .capital_jpy = i % 5 == 0 ? -1 : (int64_t)(i * 1000000),
                                       .consent_until = MUS_NO_DATE,
                                       .profile_valid_until = MUS_NO_DATE,
                                       .held_until = MUS_NO_DATE,
                                       .industries = {made->industries, 1},
                                       .languages = {made->languages, 1},
                                       .translated = {made->translated, 2, 800},
                                       .listings = &made->listing,
                                       .listing_count = 1};
        made->firm.description = i % 2 == 0 ? (struct mus_bag){made->terms, 3, 3}
                                            : (struct mus_bag){made->terms + 1, 2, 2};
    }
}

struct built {
    struct mus_buf bytes;
    struct mus_search_segment segment;
};

/* Of the companies from `from` to before `to`; without those in `gone` (a bit each). */
static struct built build_some(size_t from, size_t to, uint64_t gone, mus_date day)
{
    struct built built = {.segment.gone = NULL};
    struct mus_segment_builder *builder = NULL;
    assert_int_equal(mus_segment_builder_new(&WEIGHTS.text, day, &builder, NULL), MUS_OK);
    for (size_t i = from; i < to; i++) {
        if (i >= 64 || (gone >> i & 1) == 0) {
            assert_int_equal(mus_segment_builder_add(builder, &FIRMS[i].firm, NULL), MUS_OK);
        }
    }
    assert_int_equal(mus_segment_builder_finish(builder, &built.bytes, NULL), MUS_OK);
    mus_segment_builder_free(builder);
    assert_int_equal(
        mus_segment_open(built.bytes.data, built.bytes.len, &built.segment.segment, NULL), MUS_OK);
    return built;
}

static struct built build(size_t from, size_t to)
{
    return build_some(from, to, 0, DAY);
}

static struct mus_segment open_checked(const struct mus_buf *bytes)
{
    struct mus_segment segment;
    struct mus_error err;
    if (mus_segment_open(bytes->data, bytes->len, &segment, &err) != MUS_OK ||
        mus_segment_check(&segment, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return segment;
}

static void assert_bytes(const struct mus_buf *a, const struct mus_buf *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->data, b->data, a->len);
}

/* Merges and compares with what was built at once. */
static void assert_merged(const struct mus_search_segment *segments, size_t count,
                          struct mus_feature_counts off, struct built whole)
{
    struct mus_buf merged = {0};
    struct mus_error err;
    if (mus_segments_merge(segments, count, off, &merged, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    (void)open_checked(&merged);
    assert_bytes(&merged, &whole.bytes);
    mus_buf_done(&merged);
    mus_buf_done(&whole.bytes);
}

static void merged_segments_have_the_bytes_of_one_built_at_once(void **state)
{
    (void)state;
    struct built parts[] = {build(0, 3), build(3, 3), build(3, 4), build(4, 11)};
    struct mus_search_segment segments[4];
    for (size_t i = 0; i < 4; i++) {
        segments[i] = parts[i].segment;
    }
    assert_merged(segments, 4, NOTHING, build(0, 11));
    assert_merged(segments + 3, 1, NOTHING, build(4, 11));
    for (size_t i = 0; i < 4; i++) {
        mus_buf_done(&parts[i].bytes);
    }
}

static void sets_beyond_those_that_have_codes_count_as_another(void **state)
{
    (void)state;
    struct built parts[] = {build(0, 150), build(150, MOST), build(0, MOST)};
    const struct mus_search_segment segments[] = {parts[0].segment, parts[1].segment};
    const struct mus_segment *whole = &parts[2].segment.segment;
    assert_merged(segments, 2, NOTHING, build(0, MOST));
    assert_int_equal(mus_segment_fact(whole, MUS_COLUMN_LANGUAGES, 254), 254);
    assert_int_equal(mus_segment_fact(whole, MUS_COLUMN_LANGUAGES, 255), MUS_CODE_OTHER);
    assert_merged(&parts[2].segment, 1, NOTHING, build(0, MOST));
    for (size_t i = 0; i < 3; i++) {
        mus_buf_done(&parts[i].bytes);
    }
}

/* ------------------------------------------------------------------ gone */

static struct mus_feature_counts counts_of(uint64_t gone, struct mus_feature_count room[64])
{
    struct mus_feature_maker *maker = mus_feature_maker_new(&WEIGHTS.text, DAY);
    struct mus_feature_counts counts;
    size_t count = 0;
    for (size_t i = 0; i < 64; i++) {
        if ((gone >> i & 1) != 0) {
            assert_int_equal(mus_feature_counts_of(maker, &FIRMS[i].firm, &counts, NULL), MUS_OK);
            assert_true(count + counts.count <= 64);
            memcpy(room + count, counts.items, counts.count * sizeof *room);
            count += counts.count;
        }
    }
    mus_feature_maker_free(maker);
    qsort(room, count, sizeof *room, mus_feature_count_compare);
    return (struct mus_feature_counts){room, count};
}

static void what_a_company_counts_for_is_what_its_segment_has(void **state)
{
    (void)state;
    struct built one = build(4, 5);
    struct mus_feature_count room[64];
    struct mus_feature_counts counts = counts_of(1 << 4, room);
    const struct mus_segment *segment = &one.segment.segment;
    size_t at = 0;
    for (unsigned kind = 0; kind < MUS_FEATURE_COUNT; kind++) {
        for (uint32_t i = 0; i < segment->kinds[kind].count; i++) {
            uint32_t companies = mus_segment_companies(segment, (enum mus_feature_kind)kind, i);
            if (companies > 0) {
                assert_true(at < counts.count);
                assert_int_equal(counts.items[at].kind, kind);
                assert_int_equal(counts.items[at].hash,
                                 mus_segment_hash(segment, (enum mus_feature_kind)kind, i));
                assert_int_equal(counts.items[at++].companies, companies);
            }
        }
    }
    assert_int_equal(at, counts.count);
    assert_int_equal(at, 4); /* three literal terms, and one that is only translated */
    assert_int_equal(counts.items[3].companies, 512);
    mus_buf_done(&one.bytes);
}

static void who_is_gone_is_left_out_and_numbers_close_up(void **state)
{
    (void)state;
    static const uint64_t first = 0x5;
    static const uint64_t second = 0x18; /* not who is the strongest in a list */
    struct mus_feature_count room[64];
    struct built parts[] = {build(0, 4), build(4, 9)};
    struct mus_search_segment segments[] = {parts[0].segment, parts[1].segment};
    uint64_t gone = first | second << 4;
    uint64_t stored[] = {htole64(first), htole64(second)};
    segments[0].gone = (const unsigned char *)&stored[0];
    segments[1].gone = (const unsigned char *)&stored[1];
    assert_merged(segments, 2, counts_of(gone, room), build_some(0, 9, gone, DAY));
    for (size_t i = 0; i < 2; i++) {
        mus_buf_done(&parts[i].bytes);
    }
}

static void nobody_may_be_left(void **state)
{
    (void)state;
    struct built part = build(0, 3);
    struct mus_feature_count room[64];
    uint64_t all = htole64(UINT64_MAX); /* bits behind the last do not count */
    part.segment.gone = (const unsigned char *)&all;
    assert_merged(&part.segment, 1, counts_of(7, room), build(0, 0));
    mus_buf_done(&part.bytes);
}

/* ------------------------------------------------------------------ days */

static void the_day_is_the_latest_and_each_company_keeps_its_own(void **state)
{
    (void)state;
    struct built parts[] = {build_some(0, 2, 0, DAY), build_some(2, 3, 0, DAY - 8),
                            build_some(7, 8, 0, DAY - 1)};
    const struct mus_search_segment segments[] = {parts[0].segment, parts[1].segment,
                                                  parts[2].segment};
    struct mus_buf bytes = {0};
    assert_int_equal(mus_segments_merge(segments, 3, NOTHING, &bytes, NULL), MUS_OK);
    struct mus_segment merged = open_checked(&bytes);
    assert_int_equal(merged.day, DAY);
    /* The first two listings have ended before their day, the others end after it. */
    assert_int_equal(merged.first_day_count, 2);
    assert_int_equal(mus_segment_turn(merged.first_days, 0).doc, 0);
    assert_int_equal(mus_segment_turn(merged.first_days, 0).day, DAY - 4);
    assert_int_equal(mus_segment_turn(merged.first_days, 1).day, DAY - 3);
    assert_int_equal(merged.last_day_count, 2);
    assert_int_equal(mus_segment_turn(merged.last_days, 0).doc, 2);
    assert_int_equal(mus_segment_turn(merged.last_days, 0).day, DAY - 3);
    assert_int_equal(mus_segment_turn(merged.last_days, 1).doc, 3);
    assert_int_equal(mus_segment_turn(merged.last_days, 1).day, DAY + 2);
    mus_buf_done(&bytes);
    for (size_t i = 0; i < 3; i++) {
        mus_buf_done(&parts[i].bytes);
    }
}

/* ------------------------------------------------------------------ what is refused */

static void assert_refused(const struct mus_search_segment *segments, size_t count,
                           struct mus_feature_counts off, enum mus_status expected,
                           const char *message)
{
    struct mus_buf bytes = {0};
    struct mus_error err;
    assert_int_equal(mus_segments_merge(segments, count, off, &bytes, &err), expected);
    assert_string_equal(err.message, message);
    mus_buf_done(&bytes);
}

static void segments_of_other_text_weights_are_not_merged(void **state)
{
    (void)state;
    struct built parts[] = {build(0, 2), build(2, 4)};
    struct mus_search_segment segments[] = {parts[0].segment, parts[1].segment};
    segments[1].segment.fingerprint++;
    assert_refused(segments, 2, NOTHING, MUS_INVALID,
                   "index segment 2: made for other text weights than the first");
    assert_refused(segments, 0, NOTHING, MUS_INVALID, "index segment: to be merged of none");
    for (size_t i = 0; i < 2; i++) {
        mus_buf_done(&parts[i].bytes);
    }
}

static void no_more_is_taken_off_than_there_is(void **state)
{
    (void)state;
    struct built part = build(0, 3);
    const struct mus_feature_count much[] = {{MUS_FEATURE_FOUND, 0x9000, 1025}};
    const struct mus_feature_count twice[] = {{MUS_FEATURE_FOUND, 0x9000, 1000},
                                              {MUS_FEATURE_FOUND, 0x9000, 25}};
    const struct mus_feature_count strange[] = {{MUS_FEATURE_FOUND, 0x9001, 1}};
    const struct mus_feature_count last[] = {
        {MUS_FEATURE_NOT_WITH, UINT64_MAX, 1}}; /* of no kind that counts */
    const struct mus_feature_count none[] = {{MUS_FEATURE_FOUND, 0x9000, 1024},
                                             {MUS_FEATURE_NOT_WITH, UINT64_MAX, 0}};
    const struct mus_feature_count orderless[] = {{MUS_FEATURE_FOUND, 0x9000, 1},
                                                  {MUS_FEATURE_FOUND, 0x1000, 1}};
    static const char more[] = "index segment: more companies gone than there are of kind 0";
    struct mus_buf bytes = {0};
    assert_refused(&part.segment, 1, (struct mus_feature_counts){much, 1}, MUS_CORRUPT, more);
    assert_refused(&part.segment, 1, (struct mus_feature_counts){twice, 2}, MUS_CORRUPT, more);
    assert_refused(&part.segment, 1, (struct mus_feature_counts){strange, 1}, MUS_CORRUPT, more);
    assert_refused(&part.segment, 1, (struct mus_feature_counts){last, 1}, MUS_CORRUPT,
                   "index segment: more companies gone than there are of kind 20");
    assert_refused(&part.segment, 1, (struct mus_feature_counts){orderless, 2}, MUS_INVALID,
                   "index segment: companies gone are out of order");
    assert_int_equal(
        mus_segments_merge(&part.segment, 1, (struct mus_feature_counts){none, 2}, &bytes, NULL),
        MUS_OK);
    struct mus_segment merged = open_checked(&bytes);
    uint32_t feature = mus_segment_find(&merged, MUS_FEATURE_FOUND, 0x9000);
    assert_true(feature != UINT32_MAX);
    assert_int_equal(mus_segment_companies(&merged, MUS_FEATURE_FOUND, feature), 0);
    mus_buf_done(&bytes);
    mus_buf_done(&part.bytes);
}

/* As many as a builder takes, each the same but for nothing. */
static struct built build_many(void)
{
    struct built built = {.segment.gone = NULL};
    struct mus_segment_builder *builder = NULL;
    struct mus_firm firm = FIRMS[0].firm;
    firm.listing_count = 0;
    assert_int_equal(mus_segment_builder_new(&WEIGHTS.text, DAY, &builder, NULL), MUS_OK);
    for (unsigned i = 0; i < MUS_BUILD_MOST; i++) {
        assert_int_equal(mus_segment_builder_add(builder, &firm, NULL), MUS_OK);
    }
    assert_int_equal(mus_segment_builder_finish(builder, &built.bytes, NULL), MUS_OK);
    mus_segment_builder_free(builder);
    assert_int_equal(
        mus_segment_open(built.bytes.data, built.bytes.len, &built.segment.segment, NULL), MUS_OK);
    return built;
}

static void a_segment_holds_so_many_and_no_more(void **state)
{
    (void)state;
    enum { FULL = MUS_SEGMENT_MOST / MUS_BUILD_MOST };
    struct built part = build_many();
    struct mus_search_segment segments[FULL + 1];
    struct mus_posting_reader reader;
    struct mus_impact impact = {.doc = 0};
    struct mus_buf bytes = {0};
    for (size_t i = 0; i <= FULL; i++) {
        segments[i] = part.segment;
    }
    assert_refused(segments, FULL + 1, NOTHING, MUS_LIMIT,
                   "index segment: more than 262144 companies");
    assert_int_equal(mus_segments_merge(segments, FULL, NOTHING, &bytes, NULL), MUS_OK);
    struct mus_segment merged = open_checked(&bytes);
    assert_int_equal(merged.docs, MUS_SEGMENT_MOST);
    uint32_t term = mus_segment_find(&merged, MUS_FEATURE_FOUND, 0x1000);
    assert_int_equal(mus_segment_companies(&merged, MUS_FEATURE_FOUND, term),
                     MUS_SEGMENT_MOST * 1024);
    assert_true(mus_segment_list(&merged, MUS_FEATURE_FOUND, term, &reader));
    uint32_t count = 0;
    for (; mus_posting_next(&reader, &impact); count++) {
        assert_int_equal(impact.doc, count);
    }
    assert_int_equal(count, MUS_SEGMENT_MOST);
    mus_buf_done(&bytes);
    mus_buf_done(&part.bytes);
}

/* ------------------------------------------------------------------ damage */

/* What is made of damaged segments is told, or is a sound segment of something else. */
static unsigned try_damaged(const struct mus_buf *bytes)
{
    struct mus_search_segment segments[2] = {{.gone = NULL}};
    struct mus_buf out = {0};
    if (mus_segment_open(bytes->data, bytes->len, &segments[0].segment, NULL) != MUS_OK) {
        return 1;
    }
    segments[1] = segments[0];
    enum mus_status status = mus_segments_merge(segments, 2, NOTHING, &out, NULL);
    if (status == MUS_OK) {
        (void)open_checked(&out);
    } else {
        assert_int_equal(status, MUS_CORRUPT);
    }
    mus_buf_done(&out);
    return status == MUS_CORRUPT;
}

static void damage_is_told_or_does_no_harm(void **state)
{
    (void)state;
    struct built part = build(0, 3);
    unsigned told = 0;
    for (size_t at = 4; at < part.bytes.len; at++) {
        part.bytes.data[at] ^= 0x55;
        told += try_damaged(&part.bytes);
        part.bytes.data[at] ^= 0x55;
    }
    assert_true(told > part.bytes.len / 4);
    mus_buf_done(&part.bytes);
}

static void damaged_windows_are_told_or_do_no_harm(void **state)
{
    (void)state;
    struct built part = build_many();
    const struct mus_feature_lists *lists = &part.segment.segment.kinds[MUS_FEATURE_FOUND];
    char *list = part.bytes.data + (lists->lists - (const unsigned char *)part.bytes.data);
    for (size_t at = 0; at < 16; at++) {
        list[at] ^= 0x55;
        (void)try_damaged(&part.bytes);
        list[at] ^= 0x55;
    }
    mus_buf_done(&part.bytes);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct built parts[] = {build(0, 4), build(4, 10)};
    struct mus_search_segment segments[] = {parts[0].segment, parts[1].segment};
    uint64_t gone = htole64(2);
    struct mus_feature_count room[64];
    struct mus_feature_counts off = counts_of(2 << 4, room);
    struct built whole = build_some(0, 10, 2 << 4, DAY);
    enum mus_status status = MUS_NO_MEMORY;
    segments[1].gone = (const unsigned char *)&gone;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_buf bytes = {0};
        mus_mem_fail_at(n, false);
        status = mus_segments_merge(segments, 2, off, &bytes, NULL);
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            assert_bytes(&bytes, &whole.bytes);
        }
        mus_buf_done(&bytes);
    }
    assert_int_equal(status, MUS_OK);
    mus_buf_done(&whole.bytes);
    for (size_t i = 0; i < 2; i++) {
        mus_buf_done(&parts[i].bytes);
    }
}

static void counting_a_company_survives_every_allocation_that_fails(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_feature_counts counts;
        struct mus_feature_maker *maker = mus_feature_maker_new(&WEIGHTS.text, DAY);
        mus_mem_fail_at(n, false);
        status = mus_feature_counts_of(maker, &FIRMS[0].firm, &counts, NULL);
        mus_mem_fail_at(0, false);
        assert_int_equal(counts.count, status == MUS_OK ? 4 : 0);
        mus_feature_maker_free(maker);
    }
    assert_int_equal(status, MUS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merged_segments_have_the_bytes_of_one_built_at_once),
        cmocka_unit_test(sets_beyond_those_that_have_codes_count_as_another),
        cmocka_unit_test(what_a_company_counts_for_is_what_its_segment_has),
        cmocka_unit_test(who_is_gone_is_left_out_and_numbers_close_up),
        cmocka_unit_test(nobody_may_be_left),
        cmocka_unit_test(the_day_is_the_latest_and_each_company_keeps_its_own),
        cmocka_unit_test(segments_of_other_text_weights_are_not_merged),
        cmocka_unit_test(no_more_is_taken_off_than_there_is),
        cmocka_unit_test(a_segment_holds_so_many_and_no_more),
        cmocka_unit_test(damage_is_told_or_does_no_harm),
        cmocka_unit_test(damaged_windows_are_told_or_do_no_harm),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(counting_a_company_survives_every_allocation_that_fails),
    };
    make_firms();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
