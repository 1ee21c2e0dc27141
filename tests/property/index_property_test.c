/* The index against looking at everybody: the same companies in the same order with the same scores
 * and counts, whatever the companies, weights, filters, day and relations, however the companies
 * are split into segments and these are merged, and whoever is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "matcher/index/bounds.h"
#include "matcher/index/build.h"
#include "matcher/index/gather.h"
#include "matcher/index/merge.h"
#include "matcher/index/profiles.h"
#include "matcher/index/search.h"
#include "matcher/index/sieve.h"
#include "matcher/index/strata.h"
#include "matcher/index/worths.h"
#include "random_query.h"

enum { MOST_SEGMENTS = 4 };

struct segments {
    struct mus_buf bytes[MOST_SEGMENTS];
    struct mus_search_segment items[MOST_SEGMENTS];
    unsigned char gone[MOST_SEGMENTS][8];
    unsigned first[MOST_SEGMENTS]; /* each is of companies that follow one another */
    size_t count;
    bool is_gone[POOL];
    bool is_left_out[POOL]; /* gone, and in no segment any more */
};

static unsigned below(struct scored_world *f, unsigned bound)
{
    return (unsigned)mus_random_below(&f->random, bound);
}

static void make_segment(struct scored_world *f, struct segments *segments, unsigned from,
                         unsigned to, mus_date day)
{
    struct mus_error err;
    struct mus_segment_builder *builder = NULL;
    size_t number = segments->count++;
    struct mus_buf *bytes = &segments->bytes[number];
    segments->first[number] = from;
    assert_int_equal(mus_segment_builder_new(&f->weights.text, day, &builder, NULL), MUS_OK);
    for (unsigned i = from; i < to; i++) {
        assert_int_equal(mus_segment_builder_add(builder, f->firms[i], NULL), MUS_OK);
        if (segments->is_gone[i]) {
            segments->gone[number][(i - from) / 8] |= (unsigned char)(1 << ((i - from) & 7));
        }
    }
    assert_int_equal(mus_segment_builder_finish(builder, bytes, NULL), MUS_OK);
    mus_segment_builder_free(builder);
    struct mus_search_segment *segment = &segments->items[number];
    if (mus_segment_open(bytes->data, bytes->len, &segment->segment, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    segment->gone = segments->gone[number];
}

/* The pool in one to four parts, made on different days. */
static void make_segments(struct scored_world *f, struct segments *segments)
{
    unsigned parts = 1 + below(f, MOST_SEGMENTS);
    unsigned from = 0;
    memset(segments, 0, sizeof *segments);
    for (unsigned i = 0; i < POOL; i++) {
        segments->is_gone[i] = mus_random_chance(&f->random, 8);
    }
    for (unsigned part = 0; part < parts; part++) {
        unsigned to = part + 1 == parts ? POOL : from + below(f, POOL - from + 1);
        mus_date day = f->world.today + (mus_date)below(f, 60) - 30;
        day = mus_random_chance(&f->random, 3) ? f->world.today : day;
        day = mus_random_chance(&f->random, 10) ? MUS_NO_DATE : day;
        make_segment(f, segments, from, to, day);
        from = to;
    }
}

static void free_segments(struct segments *segments)
{
    for (size_t i = 0; i < segments->count; i++) {
        mus_buf_done(&segments->bytes[i]);
    }
}

/* ------------------------------------------------------------------ merging */

/* What those companies count for that a merge leaves out. */
static struct mus_feature_counts
to_take_off(struct scored_world *f, const struct segments *segments, unsigned from, unsigned to)
{
    struct mus_feature_maker *maker = mus_feature_maker_new(&f->weights.text, f->world.today);
    struct mus_feature_counts counts;
    struct mus_buf all = {0};
    assert_non_null(maker);
    for (unsigned i = from; i < to; i++) {
        if (segments->is_gone[i] && !segments->is_left_out[i]) {
            assert_int_equal(mus_feature_counts_of(maker, f->firms[i], &counts, NULL), MUS_OK);
            mus_buf_add(&all, counts.items, counts.count * sizeof *counts.items);
        }
    }
    size_t count = all.len / sizeof *counts.items;
    struct mus_feature_count *items = mus_arena_alloc(&f->arena, count + 1, sizeof *items);
    if (count > 0) {
        memcpy(items, all.data, all.len);
        qsort(items, count, sizeof *items, mus_feature_count_compare);
    }
    mus_buf_done(&all);
    mus_feature_maker_free(maker);
    return (struct mus_feature_counts){items, count};
}

static unsigned end_of(const struct segments *segments, size_t number)
{
    return number + 1 < segments->count ? segments->first[number + 1] : POOL;
}

static void open_merged(const struct mus_buf *bytes, struct mus_segment *segment)
{
    struct mus_error err;
    if (mus_segment_open(bytes->data, bytes->len, segment, &err) != MUS_OK ||
        mus_segment_check(segment, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
}

/* Some more of the companies of a segment are gone. */
static void lose_some(struct scored_world *f, struct segments *segments, size_t number)
{
    unsigned char *gone = segments->gone[number];
    unsigned doc = 0;
    memset(gone, 0, sizeof segments->gone[number]);
    for (unsigned i = segments->first[number]; i < end_of(segments, number); i++) {
        if (!segments->is_left_out[i]) {
            segments->is_gone[i] = mus_random_chance(&f->random, 10);
            gone[doc / 8] |= (unsigned char)(segments->is_gone[i] << (doc & 7));
            doc++;
        }
    }
    assert_int_equal(doc, segments->items[number].segment.docs);
}

/* The segments from `first` on become one. */
static void merge(struct scored_world *f, struct segments *segments, size_t first, size_t count)
{
    struct mus_buf bytes = {0};
    struct mus_error err;
    unsigned from = segments->first[first];
    unsigned to = end_of(segments, first + count - 1);
    if (mus_segments_merge(&segments->items[first], count, to_take_off(f, segments, from, to),
                           &bytes, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    for (size_t i = first; i < first + count; i++) {
        mus_buf_done(&segments->bytes[i]);
    }
    for (unsigned i = from; i < to; i++) {
        segments->is_left_out[i] = segments->is_gone[i];
    }
    for (size_t i = first + count; i < segments->count; i++) {
        size_t down = i - count + 1;
        segments->bytes[down] = segments->bytes[i];
        segments->items[down] = segments->items[i];
        segments->first[down] = segments->first[i];
        memcpy(segments->gone[down], segments->gone[i], sizeof segments->gone[i]);
        segments->items[down].gone = segments->gone[down];
    }
    segments->count -= count - 1;
    segments->bytes[first] = bytes;
    open_merged(&bytes, &segments->items[first].segment);
    segments->items[first].gone = segments->gone[first];
    memset(segments->gone[first], 0, sizeof segments->gone[first]);
}

static void merge_some(struct scored_world *f, struct segments *segments)
{
    for (unsigned times = below(f, 3); times > 0; times--) {
        size_t first = below(f, (unsigned)segments->count);
        size_t count = 1 + below(f, (unsigned)(segments->count - first));
        merge(f, segments, first, count);
        lose_some(f, segments, first);
    }
}

/* ------------------------------------------------------------------ both answers */

static struct mus_scan *scan_all(struct scored_world *f, const struct segments *segments,
                                 const struct mus_scan_options *options)
{
    struct mus_scan *scan = NULL;
    assert_int_equal(mus_scan_new(options, &scan, NULL), MUS_OK);
    for (unsigned i = 0; i < POOL; i++) {
        if (!segments->is_gone[i]) {
            assert_int_equal(mus_scan_offer(scan, f->firms[i], 0, NULL), MUS_OK);
        }
    }
    mus_scan_finish(scan);
    return scan;
}

static const struct mus_firm *firm_of(const struct scored_world *f, struct mus_text id)
{
    for (unsigned i = 0; i < POOL; i++) {
        if (mus_text_equal(f->firms[i]->id, id)) {
            return f->firms[i];
        }
    }
    fail_msg("no company \"%.*s\"", MUS_TEXT_ARG(id));
    return NULL;
}

static struct mus_search *search_all(struct scored_world *f, const struct segments *segments,
                                     const struct mus_scan_options *options)
{
    struct mus_search *search = NULL;
    struct mus_search_hit hit;
    assert_true(mus_search_serves(segments->items, segments->count, &f->weights));
    assert_int_equal(mus_search_new(options, segments->items, segments->count, &search, NULL),
                     MUS_OK);
    for (;;) {
        assert_int_equal(mus_search_next(search, &hit, NULL), MUS_OK);
        if (hit.id.ptr == NULL) {
            break;
        }
        assert_int_equal(mus_search_offer(search, firm_of(f, hit.id), NULL), MUS_OK);
    }
    mus_scan_finish(mus_search_scan(search));
    return search;
}

/* What the last of the best scores, or something near it, or anything. */
static uint32_t random_floor(struct scored_world *f, const struct mus_scan *plain, size_t top)
{
    const struct mus_topk *results = mus_scan_results(plain);
    uint32_t last = top > 0 && results->count == top ? results->rows[top - 1].score : 0;
    switch (below(f, 5)) {
    case 0:
        return 0;
    case 1:
        return below(f, MUS_MILLION + 1);
    case 2:
        return last + 1;
    case 3:
        return last - (last > 0);
    default:
        return last;
    }
}

static void try_one(struct scored_world *f, const struct segments *segments)
{
    struct mus_query *query = NULL;
    bool bare = mus_random_chance(&f->random, 5);
    struct mus_filter filter = random_filter(f);
    uint64_t related[3];
    for (size_t i = 0; i < 3; i++) {
        related[i] = any_firm(f)->id_hash;
    }
    assert_int_equal(mus_query_new(f->scorer, any_firm(f), bare, &query, NULL), MUS_OK);
    struct mus_scan_options options = {.query = query,
                                       .filter = &filter,
                                       .met = {&related[0], below(f, 2)},
                                       .declined = {&related[1], below(f, 2)},
                                       .never = {&related[2], below(f, 2)},
                                       .top = below(f, 6) == 0 ? below(f, POOL + 5) : below(f, 6)};
    struct mus_scan *plain = scan_all(f, segments, &options);
    options.floor = random_floor(f, plain, options.top);
    struct mus_search *search = search_all(f, segments, &options);
    assert_same_ranking(plain, mus_search_scan(search));
    mus_search_free(search);
    mus_scan_free(plain);
    mus_query_free(query);
}

/* A document's features are worth no more than the most of its stratum. */
static void assert_of_stratum(const struct mus_strata *strata, uint32_t doc,
                              const struct mus_worth *worth)
{
    const uint32_t at = doc % MUS_WINDOW;
    unsigned stratum = 0;
    for (unsigned field = 0; field < mus_strata_fields(strata); field++) {
        const uint64_t *near = mus_strata_near(strata, field, doc / MUS_WINDOW);
        stratum |= (unsigned)(near[at / 64] >> (at % 64) & 1) << field;
    }
    const struct mus_worth *most = mus_strata_most(strata, stratum);
    for (unsigned field = 0; field < MUS_WORTH_FIELDS; field++) {
        for (unsigned lane = 0; lane < MUS_WORTH_LANES; lane++) {
            assert_true(worth->values[field][lane] <= most->values[field][lane]);
        }
    }
}

/* Of the documents of a segment that hold on the day. */
static void assert_bounded(struct scored_world *f, const struct segments *segments,
                           const struct mus_query *query, struct mus_bounds *bounds)
{
    struct mus_gathering *gathering = NULL;
    struct mus_workspace *workspace = mus_workspace_new();
    unsigned firm = 0;
    assert_non_null(workspace);
    mus_bounds_make(bounds, query);
    struct mus_worths *worths = mus_worths_new(bounds);
    struct mus_profiles *profiles = mus_profiles_new(bounds);
    struct mus_strata *strata = mus_strata_new(worths);
    assert_non_null(worths);
    assert_non_null(strata);
    assert_non_null(profiles);
    assert_int_equal(mus_gathering_new(bounds, segments->items, segments->count, &gathering, NULL),
                     MUS_OK);
    for (size_t i = 0; i < segments->count; i++) {
        struct mus_sieve sieve;
        struct mus_scan_options none = {.query = query};
        const struct mus_segment *segment = &segments->items[i].segment;
        assert_int_equal(mus_sieve_make(segment, NULL, &none, &sieve, NULL), MUS_OK);
        mus_bounds_enter(bounds, segment);
        assert_int_equal(mus_worths_enter(worths, segment, NULL), MUS_OK);
        assert_int_equal(mus_strata_enter(strata, segment, NULL), MUS_OK);
        assert_int_equal(mus_gathering_enter(gathering, i, NULL), MUS_OK);
        mus_profiles_enter(profiles, segment);
        const struct mus_gathered *gathered = mus_gathering_window(gathering, 0, false);
        for (uint32_t doc = 0; doc < segment->docs; doc++, firm++) {
            struct mus_score score = {0};
            assert_int_equal(mus_query_score(query, workspace, f->firms[firm], &score, NULL),
                             MUS_OK);
            struct mus_worth worth;
            struct mus_subjects subjects;
            mus_worths_of(worths, doc, &worth);
            assert_of_stratum(strata, doc, &worth);
            mus_subjects_of(bounds, gathered, doc, true, &subjects);
            uint32_t bound_is =
                mus_profile_bound(bounds, mus_profile_of(profiles, doc), &subjects, &worth);
            bool apart = (sieve.apart[doc / 64] >> (doc & 63) & 1) != 0;
            if (!apart && bound_is < score.score) {
                fail_msg("%.*s: scores %u, and its bound is %u", MUS_TEXT_ARG(f->firms[firm]->id),
                         score.score, bound_is);
            }
        }
        mus_sieve_done(&sieve);
    }
    mus_gathering_free(gathering);
    mus_worths_free(worths);
    mus_strata_free(strata);
    mus_profiles_free(profiles);
    mus_workspace_free(workspace);
}

static void no_score_is_above_its_bound(void **state)
{
    (void)state;
    struct scored_world f;
    struct mus_bounds *bounds = mus_alloc(1, sizeof *bounds);
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(10000) / 20; i++) {
        struct segments segments;
        struct mus_query *query = NULL;
        scored_world_new(&f, i, false);
        make_segments(&f, &segments);
        assert_int_equal(
            mus_query_new(f.scorer, any_firm(&f), mus_random_chance(&f.random, 5), &query, NULL),
            MUS_OK);
        assert_bounded(&f, &segments, query, bounds);
        mus_query_free(query);
        free_segments(&segments);
    }
    scored_world_finish(&f);
    mus_free(bounds);
}

static void the_index_ranks_and_counts_as_looking_at_everybody_does(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    unsigned cases = mus_random_cases(10000);
    for (unsigned i = 0; i < cases; i += WORLD_CASES) {
        struct segments segments;
        scored_world_new(&f, i / WORLD_CASES, i / WORLD_CASES % 4 != 0);
        make_segments(&f, &segments);
        merge_some(&f, &segments);
        for (unsigned k = 0; k < WORLD_CASES; k++) {
            try_one(&f, &segments);
        }
        free_segments(&segments);
    }
    scored_world_finish(&f);
}

static void the_index_counts_terms_as_looking_at_everybody_does(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(10000) / 200; i++) {
        struct segments segments;
        scored_world_new(&f, i, false);
        make_segments(&f, &segments);
        struct mus_statistics *counted = mus_statistics_like(f.statistics);
        assert_non_null(counted);
        mus_search_count(segments.items, segments.count, counted);
        struct mus_hashes terms = mus_statistics_terms(counted);
        assert_int_equal(mus_statistics_companies(counted), POOL);
        for (size_t t = 0; t < terms.count; t++) {
            assert_int_equal(mus_statistics_df(counted, terms.items[t]),
                             mus_statistics_df(f.statistics, terms.items[t]));
        }
        mus_statistics_free(counted);
        free_segments(&segments);
    }
    scored_world_finish(&f);
}

static void merged_segments_count_terms_as_looking_at_who_is_left_does(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(10000) / 200; i++) {
        struct segments segments;
        scored_world_new(&f, i, false);
        make_segments(&f, &segments);
        merge_some(&f, &segments);
        merge(&f, &segments, 0, segments.count);
        struct mus_statistics *merged = mus_statistics_like(f.statistics);
        struct mus_statistics *plain = mus_statistics_like(f.statistics);
        assert_true(merged != NULL && plain != NULL);
        mus_search_count(segments.items, segments.count, merged);
        for (unsigned k = 0; k < POOL; k++) {
            if (!segments.is_gone[k]) {
                mus_statistics_add(plain, f.firms[k]);
            }
        }
        struct mus_hashes terms = mus_statistics_terms(plain);
        assert_int_equal(mus_statistics_companies(merged), mus_statistics_companies(plain));
        for (size_t t = 0; t < terms.count; t++) {
            assert_int_equal(mus_statistics_df(merged, terms.items[t]),
                             mus_statistics_df(plain, terms.items[t]));
        }
        mus_statistics_free(merged);
        mus_statistics_free(plain);
        free_segments(&segments);
    }
    scored_world_finish(&f);
}

static void merged_segments_are_the_one_that_is_built_at_once(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(10000) / 200; i++) {
        struct segments parts = {.count = 0};
        struct segments whole = {.count = 0};
        scored_world_new(&f, i, false);
        for (unsigned from = 0; from < POOL;) {
            unsigned to = parts.count + 1 == MOST_SEGMENTS ? POOL : from + below(&f, POOL - from);
            make_segment(&f, &parts, from, to, f.world.today);
            from = to;
        }
        make_segment(&f, &whole, 0, POOL, f.world.today);
        merge(&f, &parts, 0, 1 + below(&f, (unsigned)parts.count));
        merge(&f, &parts, 0, parts.count);
        assert_int_equal(parts.bytes[0].len, whole.bytes[0].len);
        assert_memory_equal(parts.bytes[0].data, whole.bytes[0].data, whole.bytes[0].len);
        free_segments(&parts);
        free_segments(&whole);
    }
    scored_world_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_score_is_above_its_bound),
        cmocka_unit_test(the_index_ranks_and_counts_as_looking_at_everybody_does),
        cmocka_unit_test(the_index_counts_terms_as_looking_at_everybody_does),
        cmocka_unit_test(merged_segments_count_terms_as_looking_at_who_is_left_does),
        cmocka_unit_test(merged_segments_are_the_one_that_is_built_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
