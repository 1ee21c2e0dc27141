#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/mem.h"
#include "matcher/reference_index.h"
#include "pair.h"

static void it_knows_classes_groups_and_theme(void **state)
{
    struct pair *p = *state;
    struct mus_reference_index *index = NULL;
    p->reference.theme = list(p, "241");
    assert_int_equal(mus_reference_index_new(&p->reference, &index, NULL), MUS_OK);
    assert_int_not_equal(mus_term_set_find(&index->tree.index, hash_of("241")), MUS_NO_TERM);
    assert_int_not_equal(mus_term_set_find(&index->groups, hash_of("ASEAN")), MUS_NO_TERM);
    assert_int_equal(mus_term_set_find(&index->groups, hash_of("VN")), MUS_NO_TERM);
    assert_true(index->theme.count > 1);
    mus_reference_index_free(index);
}

static void scorers_that_share_it_score_as_one_that_makes_its_own(void **state)
{
    struct pair *p = *state;
    p->reference.theme = list(p, "24");
    p->of_a[0].industries = p->of_b[0].industries = list(p, "241");
    p->b.country = hash_of("VN");
    p->of_a[0].markets = list(p, "ASEAN");
    struct mus_score expected = pair_score(p);
    struct mus_rules rules = {&p->weights, NULL, NULL, TODAY, NULL};
    struct mus_reference_index *index = NULL;
    assert_int_equal(mus_reference_index_new(&p->reference, &index, NULL), MUS_OK);
    rules.index = index;
    for (int i = 0; i < 2; i++) {
        struct mus_scorer *scorer = NULL;
        struct mus_score score;
        assert_int_equal(mus_scorer_new(&rules, &scorer, NULL), MUS_OK);
        assert_int_equal(mus_score_pair(scorer, &p->a, &p->b, &score, NULL), MUS_OK);
        assert_memory_equal(&score, &expected, sizeof score);
        mus_scorer_free(scorer);
    }
    mus_reference_index_free(index);
}

static void tables_that_do_not_pass_their_check_are_refused(void **state)
{
    (void)state;
    const uint64_t theme[] = {2, 1};
    struct mus_reference reference = {.theme = {theme, 2}};
    struct mus_reference_index *index = NULL;
    struct mus_error err;
    assert_int_equal(mus_reference_index_new(&reference, &index, &err), MUS_INVALID);
    assert_string_equal(err.message, "theme[1]: not in order");
    assert_null(index);
}

static void no_memory_is_told_and_leaks_nothing(void **state)
{
    struct pair *p = *state;
    p->reference.theme = list(p, "24");
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_reference_index *index = NULL;
        mus_mem_fail_at(n, false);
        status = mus_reference_index_new(&p->reference, &index, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_reference_index_free(index);
        assert_true(n < 100);
    }
}

static int set_up(void **state)
{
    static struct pair pair;
    pair_start(&pair);
    *state = &pair;
    return 0;
}

static int tear_down(void **state)
{
    pair_end(*state);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_knows_classes_groups_and_theme),
        TEST(scorers_that_share_it_score_as_one_that_makes_its_own),
        TEST(tables_that_do_not_pass_their_check_are_refused),
        TEST(no_memory_is_told_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
