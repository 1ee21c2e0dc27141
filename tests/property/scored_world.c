#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "scored_world.h"

void count_all(struct scored_world *f)
{
    f->statistics = mus_statistics_new();
    assert_non_null(f->statistics);
    for (unsigned i = 0; i < POOL; i++) {
        assert_int_equal(mus_statistics_want_firm(f->statistics, f->firms[i], NULL), MUS_OK);
    }
    assert_int_equal(mus_statistics_start(f->statistics, NULL), MUS_OK);
    for (unsigned i = 0; i < POOL; i++) {
        mus_statistics_add(f->statistics, f->firms[i]);
    }
}

void scored_world_end(struct scored_world *f)
{
    mus_scorer_free(f->scorer);
    mus_statistics_free(f->statistics);
    f->scorer = NULL;
    f->statistics = NULL;
    mus_arena_reset(&f->arena);
}

void make_scorer(struct scored_world *f)
{
    struct mus_error err;
    struct mus_rules rules = {&f->weights, &f->world.reference, f->statistics, f->world.today,
                              NULL};
    enum mus_status status = mus_scorer_new(&rules, &f->scorer, &err);
    if (status != MUS_OK) {
        fail_msg("%s", err.message);
    }
}

/* A new world with its companies; every other one has wild weights. */
void scored_world_new(struct scored_world *f, unsigned number, bool barred)
{
    scored_world_end(f);
    mus_random_world_init(&f->world, &f->random, &f->arena);
    f->world.barred = barred;
    f->world.sizes.sparse = number % 3 == 0 ? 20 : 3;
    for (unsigned i = 0; i < POOL; i++) {
        f->firms[i] = mus_random_firm(&f->world, i);
    }
    count_all(f);
    f->weights = number % 2 == 0 ? mus_weights_default() : mus_random_weights(&f->random);
    make_scorer(f);
}

void scored_world_start(struct scored_world *f)
{
    memset(f, 0, sizeof *f);
    mus_random_init(&f->random, mus_random_seed());
}

void scored_world_finish(struct scored_world *f)
{
    scored_world_end(f);
    mus_arena_done(&f->arena);
}

struct mus_firm *any_firm(struct scored_world *f)
{
    return f->firms[mus_random_below(&f->random, POOL)];
}

struct mus_score score_of(struct scored_world *f, const struct mus_firm *a,
                          const struct mus_firm *b)
{
    struct mus_score score;
    struct mus_error err;
    assert_int_equal(mus_score_pair(f->scorer, a, b, &score, NULL), MUS_OK);
    if (mus_score_check(&score, &f->weights, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return score;
}

bool same_fit(const struct mus_fit *a, const struct mus_fit *b)
{
    for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
        const struct mus_fit_part *p = &a->parts[part];
        const struct mus_fit_part *q = &b->parts[part];
        if (p->value != q->value || p->contribution != q->contribution ||
            p->unknown != q->unknown || p->missing != q->missing) {
            return false;
        }
    }
    return a->fit == b->fit && a->from_listing == b->from_listing &&
           a->to_listing == b->to_listing && a->second_from == b->second_from &&
           a->second_to == b->second_to;
}
