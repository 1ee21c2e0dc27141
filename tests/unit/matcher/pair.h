/* Two companies, tables and rules, for tests of the score: A is Japanese and has one need, B is
 * Vietnamese and has one offer; the rest is empty. */
#ifndef MUS_TESTS_UNIT_MATCHER_PAIR_H
#define MUS_TESTS_UNIT_MATCHER_PAIR_H

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "matcher/score.h"
#include "small.h"

#define TODAY 20000

struct pair {
    struct mus_arena arena;
    struct mus_reference reference;
    struct mus_weights weights;
    struct mus_scorer *scorer;
    struct mus_firm a;
    struct mus_firm b;
    struct mus_firm_listing of_a[3];
    struct mus_firm_listing of_b[3];
};

static inline void pair_start(struct pair *p)
{
    *p = (struct pair){
        .weights = mus_weights_default(),
        .a = firm_of("a", "JP"),
        .b = firm_of("b", "VN"),
    };
    p->reference = small_reference(&p->arena);
    for (size_t i = 0; i < 3; i++) {
        p->of_a[i] = listing_of_side(MUS_SIDE_NEED);
        p->of_b[i] = listing_of_side(MUS_SIDE_OFFER);
    }
    p->a.listings = p->of_a;
    p->b.listings = p->of_b;
    p->a.listing_count = p->b.listing_count = 1;
}

static inline void pair_end(struct pair *p)
{
    mus_scorer_free(p->scorer);
    mus_arena_done(&p->arena);
}

static inline struct mus_bag words(struct pair *p, const char *text)
{
    return bag_of(&p->arena, text);
}

static inline struct mus_hashes list(struct pair *p, const char *text)
{
    return list_of(&p->arena, text);
}

/* Under weights and tables as they stand. */
static inline struct mus_score pair_score(struct pair *p)
{
    struct mus_rules rules = {&p->weights, &p->reference, NULL, TODAY, NULL};
    struct mus_score score;
    struct mus_error err;
    mus_scorer_free(p->scorer);
    p->scorer = NULL;
    assert_int_equal(mus_scorer_new(&rules, &p->scorer, NULL), MUS_OK);
    assert_int_equal(mus_score_pair(p->scorer, &p->a, &p->b, &score, NULL), MUS_OK);
    assert_int_equal(mus_score_check(&score, &p->weights, &err), MUS_OK);
    return score;
}

static inline void assert_known(const struct mus_fit *fit, enum mus_part part, uint32_t value)
{
    assert_false(fit->parts[part].unknown);
    assert_int_equal(fit->parts[part].value, value);
}

static inline void assert_unknown(const struct mus_fit *fit, enum mus_part part,
                                  enum mus_missing missing)
{
    assert_true(fit->parts[part].unknown);
    assert_int_equal(fit->parts[part].missing, missing);
}

#endif
