#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/scan.h"
#include "pair.h"

struct fixture {
    struct pair p;
    struct mus_query *query;
    struct mus_firm candidates[4];
};

static struct mus_scan *scan_of(struct fixture *f, const struct mus_filter *filter)
{
    struct mus_scan_options options = {
        .query = f->query, .filter = filter, .top = 10, .vetoed_to_show = 1};
    struct mus_scan *scan = NULL;
    assert_int_equal(mus_scan_new(&options, &scan, NULL), MUS_OK);
    return scan;
}

static void offer_all(struct fixture *f, struct mus_scan *scan)
{
    for (uint64_t i = 0; i < 4; i++) {
        assert_int_equal(mus_scan_offer(scan, &f->candidates[i], 100 + i, NULL), MUS_OK);
    }
    mus_scan_finish(scan);
}

static void all_are_ranked_with_both_fits_and_their_tags(void **state)
{
    struct fixture *f = *state;
    f->candidates[2].description = words(&f->p, "pump");
    struct mus_scan *scan = scan_of(f, NULL);
    offer_all(f, scan);
    const struct mus_topk *results = mus_scan_results(scan);
    assert_int_equal(results->count, 4);
    assert_true(mus_text_equals(mus_topk_row_id(&results->rows[0]), "c-2"));
    assert_int_equal(results->rows[0].tag, 102);
    assert_true(results->rows[0].forth > results->rows[1].forth);
    assert_int_equal(results->rows[0].score,
                     mus_score_combine(MUS_FORMULA_HARMONIC_MEAN, results->rows[0].forth,
                                       results->rows[0].back));
    assert_true(mus_text_equals(mus_topk_row_id(&results->rows[1]), "c-0"));
    assert_true(mus_text_equals(mus_topk_row_id(&results->rows[3]), "c-3"));
    mus_scan_free(scan);
}

static void those_left_out_are_counted_by_reason(void **state)
{
    struct fixture *f = *state;
    struct mus_filter filter = {.kinds = 1U << MUS_KIND_UNIVERSITY};
    f->candidates[0].kind = MUS_KIND_COMPANY;
    f->candidates[2].kind = f->candidates[3].kind = MUS_KIND_UNIVERSITY;
    f->candidates[3].review = MUS_REVIEW_DRAFT;
    struct mus_scan *scan = scan_of(f, &filter);
    offer_all(f, scan);
    const struct mus_scan_counts *counts = mus_scan_counts(scan);
    assert_int_equal(counts->seen, 4);
    assert_int_equal(counts->filtered, 1);
    assert_int_equal(counts->unknown_excluded, 1);
    assert_int_equal(counts->vetoed, 1);
    assert_int_equal(counts->scored, 1);
    assert_int_equal(mus_scan_results(scan)->count, 1);
    mus_scan_free(scan);
}

static void vetoed_companies_are_listed_by_id_as_far_as_asked(void **state)
{
    struct fixture *f = *state;
    f->candidates[3].status = MUS_COMPANY_CLOSED;
    f->candidates[1].review = MUS_REVIEW_SUSPENDED;
    struct mus_scan *scan = scan_of(f, NULL);
    offer_all(f, scan);
    const struct mus_topk *vetoed = mus_scan_vetoed(scan);
    assert_int_equal(mus_scan_counts(scan)->vetoed, 2);
    assert_int_equal(vetoed->count, 1);
    assert_true(mus_text_equals(mus_topk_row_id(&vetoed->rows[0]), "c-1"));
    assert_int_equal(vetoed->rows[0].tag, MUS_VETO_SUSPENDED);
    mus_scan_free(scan);
}

static void the_querys_own_company_is_vetoed(void **state)
{
    struct fixture *f = *state;
    struct mus_scan *scan = scan_of(f, NULL);
    assert_int_equal(mus_scan_offer(scan, &f->p.a, 1, NULL), MUS_OK);
    mus_scan_finish(scan);
    assert_int_equal(mus_scan_results(scan)->count, 0);
    assert_int_equal(mus_scan_vetoed(scan)->rows[0].tag, MUS_VETO_SELF);
    mus_scan_free(scan);
}

static void more_than_the_limit_is_refused(void **state)
{
    struct fixture *f = *state;
    struct mus_scan_options options = {.query = f->query, .top = MUS_MAX_TOP + 1};
    struct mus_scan *scan = NULL;
    struct mus_error err;
    assert_int_equal(mus_scan_new(&options, &scan, &err), MUS_LIMIT);
    assert_string_equal(err.message, "top: 1001 is above 1000");
}

static enum mus_status try_all(struct fixture *f)
{
    struct mus_scan_options options = {.query = f->query, .top = 10, .vetoed_to_show = 1};
    struct mus_scan *scan = NULL;
    enum mus_status status = mus_scan_new(&options, &scan, NULL);
    if (status == MUS_OK) {
        status = mus_scan_offer(scan, &f->candidates[0], 0, NULL);
    }
    mus_scan_free(scan);
    return status;
}

static void no_memory_is_told_and_leaks_nothing(void **state)
{
    struct fixture *f = *state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = try_all(f);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_true(n < 1000);
    }
}

static int set_up(void **state)
{
    static struct fixture f;
    f = (struct fixture){0};
    pair_start(&f.p);
    f.p.of_a[0].fields[MUS_LISTING_TITLE] = words(&f.p, "pump");
    struct mus_rules rules = {&f.p.weights, &f.p.reference, NULL, TODAY, NULL};
    assert_int_equal(mus_scorer_new(&rules, &f.p.scorer, NULL), MUS_OK);
    assert_int_equal(mus_query_new(f.p.scorer, &f.p.a, false, &f.query, NULL), MUS_OK);
    const char *const ids[] = {"c-0", "c-1", "c-2", "c-3"};
    for (size_t i = 0; i < 4; i++) {
        f.candidates[i] = firm_of(ids[i], "VN");
    }
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    mus_query_free(f->query);
    pair_end(&f->p);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_are_ranked_with_both_fits_and_their_tags),
        TEST(those_left_out_are_counted_by_reason),
        TEST(vetoed_companies_are_listed_by_id_as_far_as_asked),
        TEST(the_querys_own_company_is_vetoed),
        TEST(more_than_the_limit_is_refused),
        TEST(no_memory_is_told_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
