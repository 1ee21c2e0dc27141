/* More companies than a window has: what a search guesses, and what it leaves out at first, must
 * not show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/random.h"
#include "matcher/index/build.h"
#include "matcher/index/merge.h"
#include "matcher/index/search.h"
#include "matcher/weights.h"

enum { DAY = 19000, COMPANIES = 20000, FREQUENT = 12, TERMS = FREQUENT + 2, TOP = 20 };

struct made {
    char id[12];
    struct mus_term terms[TERMS];
    uint64_t purposes[1];
    uint64_t industries[1];
    struct mus_firm_listing listing;
    struct mus_firm firm;
};

struct world {
    struct mus_weights weights;
    struct mus_reference reference;
    struct made *made;
    struct mus_scorer *scorer;
};

/* The first `outstanding` companies have every frequent term, the others some of them; of the rarer
 * ones each has two. */
static void make(struct made *made, struct mus_random *random, uint64_t number, bool outstanding)
{
    size_t count = 0;
    *made = (struct made){.purposes = {40}, .industries = {70 + number % 9}};
    snprintf(made->id, sizeof made->id, "c-%06u", (unsigned)number);
    for (uint64_t term = 0; term < FREQUENT; term++) {
        if (outstanding || mus_random_below(random, 3) == 0) {
            uint32_t tf = outstanding ? 9 : 1 + (uint32_t)mus_random_below(random, 3);
            made->terms[count++] = (struct mus_term){.hash = 0x1000 + 8 * term, .tf = tf};
        }
    }
    uint64_t rare = mus_random_below(random, 200);
    made->terms[count++] = (struct mus_term){.hash = 0x2000 + 8 * rare, .tf = 1};
    made->terms[count++] = (struct mus_term){.hash = 0x3000 + 8 * rare, .tf = 2};
    made->listing =
        (struct mus_firm_listing){.side = number % 2 == 0 ? MUS_SIDE_NEED : MUS_SIDE_OFFER,
                                  .valid_until = MUS_NO_DATE,
                                  .purposes = {made->purposes, 1}};
    made->listing.fields[MUS_LISTING_TEXT] =
        (struct mus_bag){made->terms, count, (uint32_t)(2 * count)};
    made->firm = (struct mus_firm){.id = mus_text_of(made->id),
                                   .id_hash = (uint64_t)(1000 + number) << 32,
                                   .country = 90 + number % 5,
                                   .kind = MUS_KIND_COMPANY,
                                   .employees = -1,
                                   .capital_jpy = -1,
                                   .consent_until = MUS_NO_DATE,
                                   .profile_valid_until = MUS_NO_DATE,
                                   .held_until = MUS_NO_DATE,
                                   .industries = {made->industries, 1},
                                   .listings = &made->listing,
                                   .listing_count = 1};
}

static void start(struct world *world, unsigned outstanding)
{
    struct mus_random random;
    *world = (struct world){.weights = mus_weights_default(), .reference = {.any = 5}};
    mus_random_init(&random, 11);
    world->made = mus_alloc(COMPANIES, sizeof *world->made);
    assert_non_null(world->made);
    for (uint64_t i = 0; i < COMPANIES; i++) {
        make(&world->made[i], &random, i, i < outstanding);
    }
    struct mus_rules rules = {
        .weights = &world->weights, .reference = &world->reference, .today = DAY};
    assert_int_equal(mus_scorer_new(&rules, &world->scorer, NULL), MUS_OK);
}

static void end(struct world *world)
{
    mus_scorer_free(world->scorer);
    mus_free(world->made);
}

static void build(const struct world *world, size_t from, size_t to, struct mus_buf *bytes,
                  struct mus_search_segment *out)
{
    struct mus_segment_builder *builder = NULL;
    assert_int_equal(mus_segment_builder_new(&world->weights.text, DAY, &builder, NULL), MUS_OK);
    for (size_t i = from; i < to; i++) {
        assert_int_equal(mus_segment_builder_add(builder, &world->made[i].firm, NULL), MUS_OK);
    }
    assert_int_equal(mus_segment_builder_finish(builder, bytes, NULL), MUS_OK);
    mus_segment_builder_free(builder);
    *out = (struct mus_search_segment){.gone = NULL};
    assert_int_equal(mus_segment_open(bytes->data, bytes->len, &out->segment, NULL), MUS_OK);
}

static struct mus_scan *look_at_all(const struct world *world,
                                    const struct mus_scan_options *options)
{
    struct mus_scan *scan = NULL;
    assert_int_equal(mus_scan_new(options, &scan, NULL), MUS_OK);
    for (size_t i = 0; i < COMPANIES; i++) {
        assert_int_equal(mus_scan_offer(scan, &world->made[i].firm, 0, NULL), MUS_OK);
    }
    mus_scan_finish(scan);
    return scan;
}

static struct mus_search *search_all(const struct world *world,
                                     const struct mus_scan_options *options,
                                     const struct mus_search_segment *segments, size_t count)
{
    struct mus_search *search = NULL;
    struct mus_search_hit hit = {.doc = 0};
    assert_int_equal(mus_search_new(options, segments, count, &search, NULL), MUS_OK);
    for (;;) {
        unsigned number = 0;
        assert_int_equal(mus_search_next(search, &hit, NULL), MUS_OK);
        if (hit.id.ptr == NULL) {
            break;
        }
        for (size_t i = 2; i < hit.id.len; i++) { /* the number is in the id */
            number = number * 10 + (unsigned)(hit.id.ptr[i] - '0');
        }
        assert_int_equal(mus_search_offer(search, &world->made[number].firm, NULL), MUS_OK);
    }
    mus_scan_finish(mus_search_scan(search));
    return search;
}

static void assert_same(const struct mus_scan *plain, const struct mus_scan *indexed)
{
    const struct mus_topk *a = mus_scan_results(plain);
    const struct mus_topk *b = mus_scan_results(indexed);
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        assert_true(mus_text_equal(mus_topk_row_id(&a->rows[i]), mus_topk_row_id(&b->rows[i])));
        assert_int_equal(a->rows[i].score, b->rows[i].score);
    }
    assert_memory_equal(mus_scan_counts(plain), mus_scan_counts(indexed),
                        sizeof(struct mus_scan_counts));
}

/* Whatever is believed of the last of the best; what is true makes less to be kept. */
static void believe(const struct world *world, const struct mus_scan *plain,
                    struct mus_scan_options options, const struct mus_search_segment *segments,
                    size_t count)
{
    const uint32_t truth = mus_scan_results(plain)->rows[TOP - 1].score;
    const uint32_t floors[] = {
        0, truth, truth / 10 * 9, truth + 1, truth + 5000, truth / 10 * 11, MUS_MILLION};
    uint64_t kept[2];
    for (size_t i = 0; i < sizeof floors / sizeof floors[0]; i++) {
        options.floor = floors[i];
        struct mus_search *search = search_all(world, &options, segments, count);
        assert_same(plain, mus_search_scan(search));
        kept[i < 2 ? i : 0] = i < 2 ? mus_search_cost(search).kept : kept[0];
        mus_search_free(search);
    }
    assert_true(kept[1] <= kept[0]);
}

/* For some companies, over the segments as they are. Returns how many were looked at in all. */
static uint64_t ask(const struct world *world, const struct mus_search_segment *segments,
                    size_t count)
{
    uint64_t offered = 0;
    for (size_t who = 0; who < COMPANIES; who += 4999) {
        struct mus_query *query = NULL;
        const struct mus_firm *firm = &world->made[who].firm;
        assert_int_equal(mus_query_new(world->scorer, firm, false, &query, NULL), MUS_OK);
        const struct mus_scan_options options = {.query = query, .top = TOP};
        struct mus_scan *plain = look_at_all(world, &options);
        struct mus_search *search = search_all(world, &options, segments, count);
        assert_same(plain, mus_search_scan(search));
        offered += mus_search_cost(search).offered;
        believe(world, plain, options, segments, count);
        mus_search_free(search);
        mus_scan_free(plain);
        mus_query_free(query);
    }
    return offered;
}

static void ask_of(unsigned outstanding)
{
    struct world world;
    struct mus_buf bytes[2] = {{0}, {0}};
    struct mus_buf merged = {0};
    struct mus_search_segment parts[2];
    struct mus_search_segment whole = {.gone = NULL};
    start(&world, outstanding);
    build(&world, 0, 12000, &bytes[0], &parts[0]);
    build(&world, 12000, COMPANIES, &bytes[1], &parts[1]);
    assert_int_equal(
        mus_segments_merge(parts, 2, (struct mus_feature_counts){NULL, 0}, &merged, NULL), MUS_OK);
    assert_int_equal(mus_segment_open(merged.data, merged.len, &whole.segment, NULL), MUS_OK);
    assert_int_equal(mus_segment_check(&whole.segment, NULL), MUS_OK);
    uint64_t offered = ask(&world, parts, 2);
    assert_true(offered < COMPANIES); /* of five times as many */
    assert_true(ask(&world, &whole, 1) < COMPANIES);
    mus_buf_done(&merged);
    mus_buf_done(&bytes[0]);
    mus_buf_done(&bytes[1]);
    end(&world);
}

static void many_windows_give_what_looking_at_everybody_gives(void **state)
{
    (void)state;
    ask_of(0);
}

/* A sample in which a few are far better than all others promises more of them than there are. */
static void a_guess_that_is_too_high_does_not_show(void **state)
{
    (void)state;
    ask_of(8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_windows_give_what_looking_at_everybody_gives),
        cmocka_unit_test(a_guess_that_is_too_high_does_not_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
