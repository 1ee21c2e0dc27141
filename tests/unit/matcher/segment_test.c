#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "matcher/index/build.h"
#include "matcher/index/search.h"
#include "matcher/index/segment_layout.h"
#include "matcher/weights.h"

static const uint64_t DESCRIBED[] = {0x1000, 0x2000, 0x3000};

struct made {
    struct mus_weights weights;
    struct mus_term terms[3];
    uint64_t industries[1], markets[1];
    struct mus_firm_listing listing;
    struct mus_firm firm;
};

/* A company that describes itself in three terms and needs one of them. */
static void make(struct made *made, const char *id, uint64_t number)
{
    *made = (struct made){.weights = mus_weights_default(), .industries = {77}, .markets = {88}};
    for (size_t i = 0; i < 3; i++) {
        made->terms[i] = (struct mus_term){.hash = DESCRIBED[i] + 8 * number, .tf = 1};
    }
    struct mus_bag all = {made->terms, 3, 3};
    made->listing = (struct mus_firm_listing){
        .side = MUS_SIDE_NEED, .valid_until = 20000, .markets = {made->markets, 1}};
    made->listing.fields[MUS_LISTING_TEXT] = (struct mus_bag){made->terms, 1, 1};
    made->firm = (struct mus_firm){.id = mus_text_of(id),
                                   .id_hash = (uint64_t)(1000 + number) << 32,
                                   .country = 99,
                                   .kind = MUS_KIND_COMPANY,
                                   .employees = 12,
                                   .capital_jpy = -1,
                                   .consent_until = MUS_NO_DATE,
                                   .profile_valid_until = MUS_NO_DATE,
                                   .held_until = MUS_NO_DATE,
                                   .industries = {made->industries, 1},
                                   .description = all,
                                   .listings = &made->listing,
                                   .listing_count = 1};
}

static enum mus_status build(const struct made *firms, size_t count, struct mus_buf *out)
{
    struct mus_segment_builder *builder = NULL;
    enum mus_status status = mus_segment_builder_new(&firms[0].weights.text, 19000, &builder, NULL);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_firm firm = firms[i].firm;
        status = mus_segment_builder_add(builder, &firm, NULL);
    }
    if (status == MUS_OK) {
        status = mus_segment_builder_finish(builder, out, NULL);
    }
    mus_segment_builder_free(builder);
    return status;
}

static struct made FIRMS[2];

static struct mus_segment two_companies(struct mus_buf *bytes)
{
    struct mus_segment segment;
    make(&FIRMS[0], "c-1", 0);
    make(&FIRMS[1], "c-2", 1);
    for (size_t i = 0; i < 2; i++) {
        FIRMS[i].firm.listings = &FIRMS[i].listing;
    }
    assert_int_equal(build(FIRMS, 2, bytes), MUS_OK);
    assert_int_equal(mus_segment_open(bytes->data, bytes->len, &segment, NULL), MUS_OK);
    assert_int_equal(mus_segment_check(&segment, NULL), MUS_OK);
    return segment;
}

static void a_segment_tells_who_has_a_feature(void **state)
{
    (void)state;
    struct mus_buf bytes = {0};
    struct mus_segment segment = two_companies(&bytes);
    struct mus_posting_reader reader;
    struct mus_impact impact;
    assert_int_equal(segment.docs, 2);
    assert_int_equal(segment.day, 19000);
    assert_int_equal(segment.fingerprint, mus_index_fingerprint(&FIRMS[0].weights.text));
    uint32_t term = mus_segment_find(&segment, MUS_FEATURE_FOUND, DESCRIBED[1] + 8);
    assert_true(term != UINT32_MAX);
    assert_int_equal(mus_segment_companies(&segment, MUS_FEATURE_FOUND, term), 1024);
    assert_true(mus_segment_list(&segment, MUS_FEATURE_FOUND, term, &reader));
    assert_true(mus_posting_next(&reader, &impact));
    assert_int_equal(impact.doc, 1);
    assert_false(mus_posting_next(&reader, &impact));
    uint32_t industry = mus_segment_find(&segment, MUS_FEATURE_INDUSTRY, 77);
    assert_true(mus_segment_list(&segment, MUS_FEATURE_INDUSTRY, industry, &reader));
    assert_true(mus_posting_next(&reader, &impact) && mus_posting_next(&reader, &impact));
    assert_int_equal(mus_segment_find(&segment, MUS_FEATURE_INDUSTRY, 78), UINT32_MAX);
    assert_true(mus_text_equals(mus_segment_id(&segment, 1), "c-2"));
    mus_buf_done(&bytes);
}

static void facts_say_until_when_they_hold(void **state)
{
    (void)state;
    struct mus_buf bytes = {0};
    struct mus_segment segment = two_companies(&bytes);
    assert_int_equal(segment.last_day_count, 2);
    assert_int_equal(mus_segment_turn(segment.last_days, 0).day, 20000);
    assert_int_equal(segment.first_day_count, 0);
    assert_int_equal(mus_segment_window(&segment, 0).some & (MUS_FACT_NEED | MUS_FACT_OFFER),
                     MUS_FACT_NEED);
    assert_int_equal(mus_segment_bits(&segment, MUS_FACT_MARKET, 0), 3);
    assert_int_equal(mus_segment_bits(&segment, MUS_FACT_BARRED, 0), 0);
    assert_int_equal(mus_load_u32(segment.employees, 0), 13);
    assert_null(segment.capital); /* nobody's is known */
    assert_int_equal(mus_segment_capital(&segment, 0), 0);
    mus_buf_done(&bytes);
}

static void the_same_companies_give_the_same_bytes(void **state)
{
    (void)state;
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    (void)two_companies(&first);
    (void)two_companies(&second);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    mus_buf_done(&first);
    mus_buf_done(&second);
}

static void another_version_and_a_part_are_told(void **state)
{
    (void)state;
    struct mus_buf bytes = {0};
    struct mus_segment segment = two_companies(&bytes);
    struct mus_error err;
    for (size_t len = 0; len < bytes.len; len += 1 + len / 9) {
        assert_int_equal(mus_segment_open(bytes.data, len, &segment, &err), MUS_CORRUPT);
    }
    bytes.data[0]++;
    assert_int_equal(mus_segment_open(bytes.data, bytes.len, &segment, &err), MUS_CONFLICT);
    assert_string_equal(err.message, "index segment: of version 5, expected 4");
    mus_buf_done(&bytes);
}

/* Whatever byte is another: it is told, or it is one of those that may be anything (strengths,
 * days, facts, the hashes of sets). */
static void damage_is_told_or_does_no_harm(void **state)
{
    (void)state;
    struct mus_buf bytes = {0};
    (void)two_companies(&bytes);
    unsigned told = 0;
    for (size_t at = 4; at < bytes.len; at++) {
        struct mus_segment segment;
        bytes.data[at] ^= 0x55;
        enum mus_status status = mus_segment_open(bytes.data, bytes.len, &segment, NULL);
        status = status == MUS_OK ? mus_segment_check(&segment, NULL) : status;
        assert_true(status == MUS_OK || status == MUS_CORRUPT);
        told += status == MUS_CORRUPT;
        bytes.data[at] ^= 0x55;
    }
    assert_true(told > bytes.len / 2);
    mus_buf_done(&bytes);
}

static void a_country_that_stands_twice_is_the_same(void **state)
{
    (void)state;
    struct mus_buf bytes = {0};
    struct mus_segment segment = two_companies(&bytes);
    struct mus_error err;
    bytes.data[(const char *)&segment.countries[1] - bytes.data] ^= 1;
    assert_int_equal(mus_segment_check(&segment, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "index segment: document 1 has two different countries");
    mus_buf_done(&bytes);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    struct mus_buf whole = {0};
    (void)two_companies(&whole);
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_buf bytes = {0};
        mus_mem_fail_at(n, false);
        status = build(FIRMS, 2, &bytes);
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            assert_int_equal(bytes.len, whole.len);
            assert_memory_equal(bytes.data, whole.data, whole.len);
        }
        mus_buf_done(&bytes);
    }
    assert_int_equal(status, MUS_OK);
    mus_buf_done(&whole);
}

/* ------------------------------------------------------------------ searching */

static enum mus_status search_once(const struct mus_query *query,
                                   const struct mus_search_segment *segment, size_t *results)
{
    struct mus_scan_options options = {.query = query, .top = 5};
    struct mus_search *search = NULL;
    struct mus_search_hit hit = {.doc = 0};
    enum mus_status status = mus_search_new(&options, segment, 1, &search, NULL);
    while (status == MUS_OK) {
        status = mus_search_next(search, &hit, NULL);
        if (status != MUS_OK || hit.id.ptr == NULL) {
            break;
        }
        status = mus_search_offer(search, &FIRMS[hit.doc].firm, NULL);
    }
    if (status == MUS_OK) {
        mus_scan_finish(mus_search_scan(search));
        *results = mus_scan_results(mus_search_scan(search))->count;
    }
    mus_search_free(search);
    return status;
}

static void a_search_survives_every_allocation_that_fails(void **state)
{
    (void)state;
    struct mus_buf bytes = {0};
    struct mus_search_segment segment = {.segment = two_companies(&bytes)};
    struct mus_reference reference = {.any = 5};
    struct mus_rules rules = {&FIRMS[0].weights, &reference, NULL, 19500, NULL};
    struct mus_scorer *scorer = NULL;
    struct mus_query *query = NULL;
    assert_int_equal(mus_scorer_new(&rules, &scorer, NULL), MUS_OK);
    assert_int_equal(mus_query_new(scorer, &FIRMS[0].firm, false, &query, NULL), MUS_OK);
    assert_true(mus_search_serves(&segment, 1, &FIRMS[0].weights));
    enum mus_status status = MUS_NO_MEMORY;
    size_t results = 0;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        mus_mem_fail_at(n, false);
        status = search_once(query, &segment, &results);
        mus_mem_fail_at(0, false);
    }
    assert_int_equal(status, MUS_OK);
    assert_int_equal(results, 1); /* not itself */
    mus_query_free(query);
    mus_scorer_free(scorer);
    mus_buf_done(&bytes);
}

static void other_text_weights_are_not_served(void **state)
{
    (void)state;
    struct mus_buf bytes = {0};
    struct mus_search_segment segment = {.segment = two_companies(&bytes)};
    struct mus_weights others = FIRMS[0].weights;
    others.neutral[MUS_PART_STAGE]++;
    assert_true(mus_search_serves(&segment, 1, &others));
    others.text.length[MUS_TEXT_TITLE]++;
    assert_false(mus_search_serves(&segment, 1, &others));
    mus_buf_done(&bytes);
}

static void a_builder_takes_so_many_and_no_more(void **state)
{
    (void)state;
    struct made one;
    struct mus_error err;
    struct mus_segment_builder *builder = NULL;
    make(&one, "c-1", 0);
    one.firm.listings = NULL;
    one.firm.listing_count = 0;
    assert_int_equal(mus_segment_builder_new(&one.weights.text, 19000, &builder, NULL), MUS_OK);
    for (unsigned i = 0; i < MUS_BUILD_MOST; i++) {
        assert_int_equal(mus_segment_builder_add(builder, &one.firm, NULL), MUS_OK);
    }
    assert_int_equal(mus_segment_builder_add(builder, &one.firm, &err), MUS_LIMIT);
    assert_string_equal(err.message, "index segment: more than 16384 companies at once");
    mus_segment_builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_segment_tells_who_has_a_feature),
        cmocka_unit_test(facts_say_until_when_they_hold),
        cmocka_unit_test(the_same_companies_give_the_same_bytes),
        cmocka_unit_test(another_version_and_a_part_are_told),
        cmocka_unit_test(damage_is_told_or_does_no_harm),
        cmocka_unit_test(a_country_that_stands_twice_is_the_same),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(a_search_survives_every_allocation_that_fails),
        cmocka_unit_test(other_text_weights_are_not_served),
        cmocka_unit_test(a_builder_takes_so_many_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
