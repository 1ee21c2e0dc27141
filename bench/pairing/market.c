/* Each participant is wanted by a popularity, the cube of an even draw, and by a taste that is
 * drawn for each pair and direction. The score of a pair is the harmonic mean of
 * the two directions, as the matcher's is. */
#include "pairing/market.h"

#include "base/mem.h"
#include "base/random.h"
#include "matcher/reference.h"
#include "timer.h"

#include <stdlib.h>
#include <string.h>

struct candidate {
    uint64_t ends; /* smaller number << 32 | larger number */
    uint32_t score;
};

struct draw {
    const struct market_kind *kind;
    struct mus_random random;
    uint32_t *popularity; /* millionths */
    struct candidate *candidates;
    size_t count;
};

static uint64_t mixed(uint64_t x)
{
    x ^= x >> 31;
    x *= 0x9e3779b97f4a7c15U;
    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9U;
    return x ^ x >> 32;
}

static uint64_t wanted(const struct draw *draw, uint64_t from, uint64_t to)
{
    uint64_t taste = mixed(draw->kind->seed ^ mixed(from << 32 | to)) % MUS_MILLION;
    return (draw->popularity[to] * draw->kind->fame + taste * (100 - draw->kind->fame)) / 100;
}

static struct candidate candidate_of(const struct draw *draw, uint64_t a, uint64_t b)
{
    uint64_t p = wanted(draw, a, b);
    uint64_t q = wanted(draw, b, a);
    uint32_t score = p + q == 0 ? 0 : (uint32_t)(2 * p * q / (p + q));
    return (struct candidate){a < b ? a << 32 | b : b << 32 | a, score};
}

static int by_score(const void *left, const void *right)
{
    const struct candidate *l = left;
    const struct candidate *r = right;
    if (l->score != r->score) {
        return l->score > r->score ? -1 : 1;
    }
    return (l->ends > r->ends) - (l->ends < r->ends);
}

static int by_ends(const void *left, const void *right)
{
    const struct candidate *l = left;
    const struct candidate *r = right;
    return (l->ends > r->ends) - (l->ends < r->ends);
}

static size_t without_doubles(struct candidate *candidates, size_t count)
{
    size_t kept = 0;
    qsort(candidates, count, sizeof *candidates, by_ends);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || candidates[kept - 1].ends != candidates[i].ends) {
            candidates[kept++] = candidates[i];
        }
    }
    return kept;
}

/* What participant v looks at: everybody it may meet where there are not more, else a sample. */
static size_t look_around(struct draw *draw, size_t v, struct candidate *seen)
{
    const struct market_kind *kind = draw->kind;
    size_t first = kind->right > 0 ? kind->left : 0;
    size_t others = kind->right > 0 ? kind->right : kind->left;
    size_t count = 0;
    for (size_t i = 0; i < (others <= kind->seen ? others : kind->seen); i++) {
        size_t u = first + (others <= kind->seen ? i : mus_random_below(&draw->random, others));
        if (u != v) {
            seen[count++] = candidate_of(draw, v, u);
        }
    }
    count = without_doubles(seen, count);
    qsort(seen, count, sizeof *seen, by_score);
    return count < kind->candidates ? count : kind->candidates;
}

static bool draw_candidates(struct draw *draw)
{
    const struct market_kind *kind = draw->kind;
    size_t people = kind->left + kind->right;
    struct candidate *seen = mus_alloc(kind->seen, sizeof *seen);
    draw->popularity = mus_alloc(people, sizeof *draw->popularity);
    draw->candidates = mus_alloc(kind->left * kind->candidates, sizeof *draw->candidates);
    bool enough = seen != NULL && draw->popularity != NULL && draw->candidates != NULL;
    mus_random_init(&draw->random, kind->seed);
    for (size_t v = 0; v < people && enough; v++) {
        uint64_t u = mus_random_below(&draw->random, 1000);
        draw->popularity[v] = (uint32_t)(u * u * u / 1000);
    }
    for (size_t v = 0; v < kind->left && enough; v++) {
        size_t count = look_around(draw, v, seen);
        memcpy(draw->candidates + draw->count, seen, count * sizeof *seen);
        draw->count += count;
    }
    mus_free(seen);
    return enough;
}

static bool make_problem(struct market *market, struct draw *draw)
{
    const struct market_kind *kind = draw->kind;
    size_t people = kind->left + kind->right;
    size_t pairs = without_doubles(draw->candidates, draw->count);
    market->participants = mus_alloc(people, sizeof *market->participants);
    market->pairs = mus_alloc(pairs, sizeof *market->pairs);
    if (market->participants == NULL || market->pairs == NULL) {
        return false;
    }
    for (size_t v = 0; v < people; v++) {
        uint32_t spread = kind->most_max - kind->least_max + 1;
        uint32_t max = kind->least_max + (uint32_t)mus_random_below(&draw->random, spread);
        market->participants[v] =
            (struct mus_pairing_participant){max, kind->min, MUS_PAIRING_NO_COMPANY};
    }
    for (size_t i = 0; i < pairs; i++) {
        const struct candidate *from = &draw->candidates[i];
        market->pairs[i] = (struct mus_pairing_pair){
            (uint32_t)(from->ends >> 32), (uint32_t)(from->ends & UINT32_MAX), from->score};
    }
    market->problem = (struct mus_pairing_problem){
        .participants = market->participants,
        .participant_count = people,
        .pairs = market->pairs,
        .pair_count = pairs,
        .capacity = MUS_PAIRING_NO_CAPACITY,
    };
    return true;
}

bool market_init(struct market *market, const struct market_kind *kind)
{
    struct draw draw = {.kind = kind};
    *market = (struct market){0};
    bool made = draw_candidates(&draw) && make_problem(market, &draw);
    mus_free(draw.popularity);
    mus_free(draw.candidates);
    return made;
}

void market_done(struct market *market)
{
    mus_free(market->participants);
    mus_free(market->pairs);
}

static int by_pair_score(const void *left, const void *right)
{
    const struct mus_pairing_pair *l = left;
    const struct mus_pairing_pair *r = right;
    if (l->score != r->score) {
        return l->score > r->score ? -1 : 1;
    }
    return l->a != r->a ? (l->a > r->a) - (l->a < r->a) : (l->b > r->b) - (l->b < r->b);
}

bool market_greedy(const struct market *market, struct market_greedy *greedy)
{
    const struct mus_pairing_problem *problem = &market->problem;
    struct mus_pairing_pair *pairs = mus_alloc(problem->pair_count, sizeof *pairs);
    uint32_t *degree = mus_alloc_zero(problem->participant_count, sizeof *degree);
    if (pairs == NULL || degree == NULL) {
        mus_free(pairs);
        mus_free(degree);
        return false;
    }
    *greedy = (struct market_greedy){0};
    double start = cpu_seconds();
    memcpy(pairs, problem->pairs, problem->pair_count * sizeof *pairs);
    qsort(pairs, problem->pair_count, sizeof *pairs, by_pair_score);
    for (size_t i = 0; i < problem->pair_count; i++) {
        if (degree[pairs[i].a] < problem->participants[pairs[i].a].max &&
            degree[pairs[i].b] < problem->participants[pairs[i].b].max) {
            degree[pairs[i].a]++;
            degree[pairs[i].b]++;
            greedy->total += pairs[i].score;
        }
    }
    greedy->seconds = cpu_seconds() - start;
    for (size_t v = 0; v < problem->participant_count; v++) {
        uint32_t min = problem->participants[v].min;
        greedy->short_of += degree[v] < min;
        greedy->missing += degree[v] < min ? min - degree[v] : 0;
    }
    mus_free(pairs);
    mus_free(degree);
    return true;
}
