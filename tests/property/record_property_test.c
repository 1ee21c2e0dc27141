/* Of a match record only the query's terms need be read: tried on random companies against reading
 * the whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "matcher/scan.h"
#include "profile/firm_record.h"
#include "scored_world.h"

struct world {
    struct scored_world scored;
    struct mus_buf records[POOL];
    struct mus_firm firms[POOL]; /* read whole */
    struct mus_arena arena;
};

static void read_all(struct world *w)
{
    mus_arena_reset(&w->arena);
    for (size_t i = 0; i < POOL; i++) {
        w->records[i].len = 0;
        mus_firm_record_write(w->scored.firms[i], &w->records[i]);
        assert_int_equal(mus_firm_record_decode(w->records[i].data, w->records[i].len, &w->arena,
                                                &w->firms[i], NULL),
                         MUS_OK);
    }
}

static void assert_same_rows(const struct mus_scan *a, const struct mus_scan *b)
{
    const struct mus_topk *left = mus_scan_results(a);
    const struct mus_topk *right = mus_scan_results(b);
    assert_memory_equal(mus_scan_counts(a), mus_scan_counts(b), sizeof *mus_scan_counts(a));
    assert_int_equal(left->count, right->count);
    for (size_t i = 0; i < left->count; i++) {
        assert_true(left->rows[i].tag == right->rows[i].tag);
        assert_int_equal(left->rows[i].score, right->rows[i].score);
        assert_int_equal(left->rows[i].forth, right->rows[i].forth);
        assert_int_equal(left->rows[i].back, right->rows[i].back);
    }
}

static struct mus_scan *scan_of(const struct mus_query *query)
{
    struct mus_scan_options options = {.query = query, .top = 7};
    struct mus_scan *scan = NULL;
    assert_int_equal(mus_scan_new(&options, &scan, NULL), MUS_OK);
    return scan;
}

/* One query against everybody, scored and scanned both ways. */
static void try_query(struct world *w, const struct mus_firm *firm, bool bare_need)
{
    struct mus_query *query = NULL;
    struct mus_workspace *workspace = mus_workspace_new();
    struct mus_firm_reader reader = {0};
    assert_int_equal(mus_query_new(w->scored.scorer, firm, bare_need, &query, NULL), MUS_OK);
    assert_non_null(workspace);
    struct mus_scan *whole = scan_of(query);
    struct mus_scan *part = scan_of(query);
    for (size_t i = 0; i < POOL; i++) {
        struct mus_firm read;
        struct mus_score expected;
        struct mus_score found;
        assert_int_equal(mus_firm_record_read(&reader, w->records[i].data, w->records[i].len,
                                              mus_query_terms(query), &read, NULL),
                         MUS_OK);
        assert_int_equal(mus_query_score(query, workspace, &w->firms[i], &expected, NULL), MUS_OK);
        assert_int_equal(mus_query_score(query, workspace, &read, &found, NULL), MUS_OK);
        assert_int_equal(found.score, expected.score);
        assert_true(same_fit(&found.forth, &expected.forth));
        assert_true(same_fit(&found.back, &expected.back));
        assert_int_equal(mus_scan_offer(whole, &w->firms[i], i, NULL), MUS_OK);
        assert_int_equal(mus_scan_offer(part, &read, i, NULL), MUS_OK);
    }
    mus_scan_finish(whole);
    mus_scan_finish(part);
    assert_same_rows(whole, part);
    mus_scan_free(whole);
    mus_scan_free(part);
    mus_firm_reader_done(&reader);
    mus_workspace_free(workspace);
    mus_query_free(query);
}

static void who_reads_only_the_terms_of_a_query_scores_the_same(void **state)
{
    (void)state;
    static struct world w;
    scored_world_start(&w.scored);
    for (unsigned i = 0; i < mus_random_cases(CASES) / POOL; i++) {
        if (i % 4 == 0) {
            scored_world_new(&w.scored, i / 4, i % 8 == 0);
            read_all(&w);
        }
        const struct mus_firm *firm = any_firm(&w.scored);
        try_query(&w, firm, i % 5 == 0);
    }
    for (size_t i = 0; i < POOL; i++) {
        mus_buf_done(&w.records[i]);
    }
    mus_arena_done(&w.arena);
    scored_world_finish(&w.scored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_reads_only_the_terms_of_a_query_scores_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
