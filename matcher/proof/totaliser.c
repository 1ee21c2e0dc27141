/* Two unary numbers a and b are added by naming every pair of counts: a ≥ i and b ≥ j make the sum
 * ≥ i + j; and for the other side, a < i and b < j make it < i + j - 1. Many are added in a tree
 * whose levels join neighbours, so that each literal passes log n sums. */
#include "matcher/proof/totaliser.h"

/* "At least k" of a number: 0 stands for always, `count + 1` for never. */
static int at_least(const struct mus_sat *sat, const struct mus_unary *number, size_t k)
{
    if (k == 0) {
        return mus_sat_true(sat);
    }
    return k <= number->count ? number->at[k - 1] : -mus_sat_true(sat);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void add_up(struct mus_sat *sat, const struct mus_unary *a, const struct mus_unary *b,
                   const struct mus_unary *sum)
{
    for (size_t i = 0; i <= a->count; i++) {
        for (size_t j = i == 0 ? 1 : 0; j <= b->count; j++) {
            int reached = sum->at[least(i + j, sum->count) - 1];
            if (i == 0) {
                mus_sat_add2(sat, -b->at[j - 1], reached);
            } else if (j == 0) {
                mus_sat_add2(sat, -a->at[i - 1], reached);
            } else {
                mus_sat_add3(sat, -a->at[i - 1], -b->at[j - 1], reached);
            }
            if (i + j >= sum->count) {
                break; /* greater j say no more */
            }
        }
    }
}

static void add_down(struct mus_sat *sat, const struct mus_unary *a, const struct mus_unary *b,
                     const struct mus_unary *sum)
{
    for (size_t i = 0; i <= a->count; i++) {
        for (size_t j = 0; j <= b->count && i + j < sum->count; j++) {
            mus_sat_add3(sat, at_least(sat, a, i + 1), at_least(sat, b, j + 1), -sum->at[i + j]);
        }
    }
}

static bool add(const struct mus_totaliser *totaliser, const struct mus_unary *a,
                const struct mus_unary *b, size_t bound, struct mus_unary *out)
{
    if (a->count == 0 || b->count == 0) {
        const struct mus_unary *other = a->count == 0 ? b : a;
        *out = (struct mus_unary){other->at, least(other->count, bound)};
        return true;
    }
    struct mus_unary sum = {.count = least(a->count + b->count, bound)};
    sum.at = mus_arena_alloc(totaliser->arena, sum.count, sizeof *sum.at);
    if (sum.at == NULL) {
        return false;
    }
    for (size_t k = 0; k < sum.count; k++) {
        sum.at[k] = mus_sat_variable(totaliser->sat);
        if (k > 0) {
            mus_sat_add2(totaliser->sat, -sum.at[k], sum.at[k - 1]);
        }
    }
    if (sum.count > 0) {
        add_up(totaliser->sat, a, b, &sum);
    }
    if (totaliser->sides == MUS_TOTALISER_BOTH) {
        add_down(totaliser->sat, a, b, &sum);
    }
    *out = sum;
    return true;
}

bool mus_totaliser_sum(const struct mus_totaliser *totaliser, struct mus_unary *parts, size_t count,
                       size_t bound, struct mus_unary *sum)
{
    if (count == 0) {
        *sum = (struct mus_unary){0};
        return true;
    }
    while (count > 1) {
        size_t kept = 0;
        for (size_t i = 0; i + 1 < count; i += 2) {
            if (!add(totaliser, &parts[i], &parts[i + 1], bound, &parts[kept++])) {
                return false;
            }
        }
        if (count % 2 == 1) {
            parts[kept++] = parts[count - 1];
        }
        count = kept;
    }
    *sum = (struct mus_unary){parts[0].at, least(parts[0].count, bound)};
    return true;
}

bool mus_totaliser_count(const struct mus_totaliser *totaliser, int *literals, size_t count,
                         size_t bound, struct mus_unary *sum)
{
    struct mus_unary *parts = mus_arena_alloc(totaliser->arena, count, sizeof *parts);
    if (parts == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        parts[i] = (struct mus_unary){&literals[i], 1};
    }
    return mus_totaliser_sum(totaliser, parts, count, bound, sum);
}
