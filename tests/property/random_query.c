#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "random_query.h"

enum { LISTED = 3 };

static unsigned below(struct scored_world *f, unsigned bound)
{
    return (unsigned)mus_random_below(&f->random, bound);
}

static struct mus_hashes some(struct scored_world *f, enum mus_random_hash of, unsigned different)
{
    if (!mus_random_chance(&f->random, 8)) {
        return (struct mus_hashes){NULL, 0};
    }
    uint64_t *items = mus_arena_alloc(&f->arena, LISTED, sizeof *items);
    size_t count = 1 + below(f, LISTED);
    for (size_t i = 0; i < count; i++) {
        items[i] = mus_random_hash(of, below(f, different));
    }
    return (struct mus_hashes){items, mus_hashes_sort(items, count)};
}

/* Countries, groups, or any country. */
static struct mus_hashes places(struct scored_world *f)
{
    static const uint64_t zero;
    struct mus_hashes list = some(f, below(f, 2) == 0 ? MUS_HASH_COUNTRY : MUS_HASH_GROUP, 8);
    if (list.count == 0 && mus_random_chance(&f->random, 30)) {
        uint64_t *any = mus_arena_alloc(&f->arena, 1, sizeof *any);
        *any = f->world.reference.any;
        return (struct mus_hashes){any, *any != zero};
    }
    return list;
}

static mus_word_set words(struct scored_world *f, unsigned most)
{
    return mus_random_chance(&f->random, 8) ? (mus_word_set)(below(f, 1U << (most + 1)) & ~1U) : 0;
}

static struct mus_bound bound(struct scored_world *f)
{
    return (struct mus_bound){mus_random_chance(&f->random, 12), below(f, 500)};
}

struct mus_filter random_filter(struct scored_world *f)
{
    if (mus_random_chance(&f->random, 3)) {
        return (struct mus_filter){.kinds = 0};
    }
    return (struct mus_filter){
        .countries = places(f),
        .not_countries = places(f),
        .kinds = words(f, mus_vocabulary_size(MUS_VOCABULARY_KIND)),
        .sizes = words(f, mus_vocabulary_size(MUS_VOCABULARY_SIZE)),
        .industries = some(f, MUS_HASH_INDUSTRY, 30),
        .purposes = some(f, MUS_HASH_PURPOSE, 8),
        .min_employees = bound(f),
        .max_employees = bound(f),
        .min_capital_jpy = bound(f),
        .max_capital_jpy = bound(f),
        .languages = some(f, MUS_HASH_LANGUAGE, 4),
        .certifications = some(f, MUS_HASH_CERTIFICATE, 4),
        .regions = some(f, MUS_HASH_REGION, 4),
        .main_business = words(f, mus_vocabulary_size(MUS_VOCABULARY_MAIN_BUSINESS)),
        .stages = words(f, mus_vocabulary_size(MUS_VOCABULARY_STAGE)),
        .technology_fields = some(f, MUS_HASH_TECHNOLOGY, 30),
        .sides = words(f, 2),
        .channels = words(f, mus_vocabulary_size(MUS_VOCABULARY_CHANNEL)),
        .target_markets = places(f),
        .presence = places(f),
    };
}

void assert_same_ranking(const struct mus_scan *plain, const struct mus_scan *indexed)
{
    const struct mus_topk *a = mus_scan_results(plain);
    const struct mus_topk *b = mus_scan_results(indexed);
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        assert_true(mus_text_equal(mus_topk_row_id(&a->rows[i]), mus_topk_row_id(&b->rows[i])));
        assert_int_equal(a->rows[i].score, b->rows[i].score);
        assert_int_equal(a->rows[i].forth, b->rows[i].forth);
        assert_int_equal(a->rows[i].back, b->rows[i].back);
    }
    const struct mus_scan_counts *p = mus_scan_counts(plain);
    const struct mus_scan_counts *q = mus_scan_counts(indexed);
    assert_int_equal(p->seen, q->seen);
    assert_int_equal(p->filtered, q->filtered);
    assert_int_equal(p->unknown_excluded, q->unknown_excluded);
    assert_int_equal(p->vetoed, q->vetoed);
    assert_int_equal(p->scored, q->scored);
}
