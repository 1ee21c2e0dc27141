/* What holds of every ranking and explanation: tried on random companies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "matcher/evidence.h"
#include "matcher/scan.h"
#include "scored_world.h"

/* --- ranking --- */

struct ranked {
    uint32_t score, forth, back;
    const struct mus_firm *firm;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *l = left;
    const struct ranked *r = right;
    if (l->score != r->score) {
        return l->score > r->score ? -1 : 1;
    }
    return mus_text_compare(l->firm->id, r->firm->id);
}

struct ranking {
    struct mus_query *query;
    struct mus_scan_options options;
    struct ranked best[POOL];
    size_t count;
    size_t vetoed;
};

static void rank_plainly(struct scored_world *f, const struct mus_firm *firm,
                         struct ranking *ranking)
{
    struct mus_veto_context context = {f->world.today, ranking->options.met,
                                       ranking->options.declined, ranking->options.never};
    for (unsigned i = 0; i < POOL; i++) {
        if (mus_veto_find(firm, f->firms[i], &context) != MUS_VETO_NONE) {
            ranking->vetoed++;
            continue;
        }
        struct mus_score score = score_of(f, firm, f->firms[i]);
        ranking->best[ranking->count++] =
            (struct ranked){score.score, score.forth.fit, score.back.fit, f->firms[i]};
    }
    qsort(ranking->best, ranking->count, sizeof ranking->best[0], compare_ranked);
}

static void shuffle(struct scored_world *f)
{
    for (unsigned i = POOL - 1; i > 0; i--) {
        unsigned j = (unsigned)mus_random_below(&f->random, i + 1);
        struct mus_firm *kept = f->firms[i];
        f->firms[i] = f->firms[j];
        f->firms[j] = kept;
    }
}

static struct mus_scan *scan_in_parts(struct scored_world *f, const struct ranking *ranking,
                                      unsigned parts)
{
    struct mus_scan *scans[5];
    for (unsigned p = 0; p < parts; p++) {
        assert_int_equal(mus_scan_new(&ranking->options, &scans[p], NULL), MUS_OK);
    }
    for (unsigned i = 0; i < POOL; i++) {
        struct mus_scan *scan = scans[mus_random_below(&f->random, parts)];
        assert_int_equal(mus_scan_offer(scan, f->firms[i], f->firms[i]->id_hash, NULL), MUS_OK);
        assert_int_equal(mus_topk_check(mus_scan_results(scan), NULL), MUS_OK);
    }
    for (unsigned p = 1; p < parts; p++) {
        mus_scan_merge(scans[0], scans[p]);
        mus_scan_free(scans[p]);
    }
    mus_scan_finish(scans[0]);
    return scans[0];
}

static void assert_same_ranking(const struct mus_scan *scan, const struct ranking *ranking)
{
    const struct mus_topk *results = mus_scan_results(scan);
    size_t expected = ranking->count < ranking->options.top ? ranking->count : ranking->options.top;
    assert_int_equal(results->count, expected);
    for (size_t i = 0; i < expected; i++) {
        assert_int_equal(results->rows[i].score, ranking->best[i].score);
        assert_int_equal(results->rows[i].forth, ranking->best[i].forth);
        assert_int_equal(results->rows[i].back, ranking->best[i].back);
        assert_true(mus_text_equal(mus_topk_row_id(&results->rows[i]), ranking->best[i].firm->id));
        assert_int_equal(results->rows[i].tag, ranking->best[i].firm->id_hash);
    }
    const struct mus_scan_counts *counts = mus_scan_counts(scan);
    assert_int_equal(counts->seen, POOL);
    assert_int_equal(counts->vetoed, ranking->vetoed);
    assert_int_equal(counts->scored, ranking->count);
}

static void the_ranking_is_a_full_sort_without_the_vetoed_whatever_order_or_split(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(CASES) / 40; i++) {
        if (i % 10 == 0) {
            scored_world_new(&f, i / 10, true);
        }
        struct ranking ranking = {0};
        const struct mus_firm *firm = any_firm(&f);
        uint64_t met = any_firm(&f)->id_hash;
        uint64_t never = any_firm(&f)->id_hash;
        assert_int_equal(mus_query_new(f.scorer, firm, false, &ranking.query, NULL), MUS_OK);
        ranking.options = (struct mus_scan_options){
            .query = ranking.query,
            .met = {&met, 1},
            .never = {&never, 1},
            .top = (size_t)mus_random_below(&f.random, POOL + 5),
            .vetoed_to_show = 5,
        };
        rank_plainly(&f, firm, &ranking);
        for (unsigned parts = 1; parts <= 5; parts++) {
            shuffle(&f);
            struct mus_scan *scan = scan_in_parts(&f, &ranking, parts);
            assert_same_ranking(scan, &ranking);
            mus_scan_free(scan);
        }
        mus_query_free(ranking.query);
    }
    scored_world_finish(&f);
}

/* --- extremes --- */

static void nothing_overflows_at_the_extremes(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    for (unsigned i = 0; i < 4 + mus_random_cases(CASES) / 5000; i++) {
        scored_world_end(&f);
        mus_random_world_init(&f.world, &f.random, &f.arena);
        f.world.sizes = (struct mus_random_sizes){
            .listings = 200, .terms = 60, .vocabulary = 100, .tf = UINT32_MAX, .sparse = 0};
        for (unsigned n = 0; n < POOL; n++) {
            f.world.sizes.listings = n < 2 ? 200 : 1;
            f.firms[n] = mus_random_firm(&f.world, n);
        }
        count_all(&f);
        f.weights = mus_random_weights(&f.random);
        make_scorer(&f);
        struct mus_score ab = score_of(&f, f.firms[0], f.firms[1]);
        struct mus_score ba = score_of(&f, f.firms[1], f.firms[0]);
        assert_int_equal(ab.score, ba.score);
        assert_true(same_fit(&ab.forth, &ba.back));
        for (unsigned n = 2; n < POOL; n++) {
            score_of(&f, f.firms[0], f.firms[n]);
        }
    }
    scored_world_finish(&f);
}

/* --- evidence and advice --- */

static void assert_in_order(const struct mus_evidence_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        assert_true(list->items[i - 1].part <= list->items[i].part);
        if (list->items[i - 1].part == list->items[i].part) {
            assert_true(list->items[i - 1].value >= list->items[i].value);
        }
    }
}

static void evidence_and_advice_go_with_the_fit(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(CASES) / 2; i++) {
        if (i % WORLD_CASES == 0) {
            scored_world_new(&f, i / WORLD_CASES, false);
        }
        const struct mus_firm *a = any_firm(&f);
        const struct mus_firm *b = any_firm(&f);
        struct mus_score score = score_of(&f, a, b);
        struct mus_evidence_list list;
        assert_int_equal(
            mus_evidence_collect(f.scorer, a, b, &score.forth, 1000, &f.arena, &list, NULL),
            MUS_OK);
        assert_in_order(&list);
        uint32_t best[MUS_PART_COUNT] = {0};
        for (size_t n = 0; n < list.count; n++) {
            uint32_t *most = &best[list.items[n].part];
            *most = list.items[n].value > *most ? list.items[n].value : *most;
            assert_false(score.forth.parts[list.items[n].part].unknown);
        }
        /* Where the best piece alone makes the value, it is the value. */
        const enum mus_part parts[] = {MUS_PART_PURPOSE, MUS_PART_TECHNOLOGY, MUS_PART_INDUSTRY,
                                       MUS_PART_MARKET, MUS_PART_THEME};
        for (size_t n = 0; n < sizeof parts / sizeof parts[0]; n++) {
            const struct mus_fit_part *part = &score.forth.parts[parts[n]];
            if (!part->unknown && part->weight > 0) {
                assert_int_equal(best[parts[n]], part->value);
            }
        }
        struct mus_advice advice[MUS_ADVICE_MAX];
        size_t count = mus_advice_collect(&score, advice);
        for (size_t n = 0; n < count; n++) {
            assert_true(advice[n].gain > 0 && advice[n].gain <= MUS_MILLION - score.score);
            assert_true(n == 0 || advice[n - 1].gain >= advice[n].gain);
        }
    }
    scored_world_finish(&f);
}

static void a_rank_is_the_score_where_that_is_asked_for(void **state)
{
    (void)state;
    struct scored_world f;
    unsigned lesser = 0;
    scored_world_start(&f);
    struct mus_workspace *workspace = mus_workspace_new();
    for (unsigned i = 0; i < mus_random_cases(CASES) / 2; i++) {
        if (i % 50 == 0) {
            scored_world_new(&f, i / 50, false);
        }
        struct mus_query *query = NULL;
        const struct mus_firm *candidate = any_firm(&f);
        struct mus_score score;
        struct mus_rank_score rank;
        assert_int_equal(mus_query_new(f.scorer, any_firm(&f), i % 5 == 0, &query, NULL), MUS_OK);
        assert_int_equal(mus_query_score(query, workspace, candidate, &score, NULL), MUS_OK);
        uint32_t least = (uint32_t)mus_random_below(&f.random, MUS_MILLION);
        assert_int_equal(mus_query_rank(query, workspace, candidate, least, &rank, NULL), MUS_OK);
        if (score.score >= least) {
            assert_int_equal(rank.score, score.score);
            assert_int_equal(rank.forth, score.forth.fit);
            assert_int_equal(rank.back, score.back.fit);
        } else {
            assert_true(rank.score < least && rank.score >= score.score);
            lesser += rank.score != score.score;
        }
        mus_query_free(query);
    }
    assert_true(lesser > 0);
    mus_workspace_free(workspace);
    scored_world_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ranking_is_a_full_sort_without_the_vetoed_whatever_order_or_split),
        cmocka_unit_test(nothing_overflows_at_the_extremes),
        cmocka_unit_test(evidence_and_advice_go_with_the_fit),
        cmocka_unit_test(a_rank_is_the_score_where_that_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
