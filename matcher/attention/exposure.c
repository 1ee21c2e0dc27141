/* Exposure and mutual choices follow the usual model of how a list is read: place k is looked at
 * with probability 1/log2(1 + k), and who is looked at is chosen with the probability of the fit. A
 * mutual choice is expected of a pair of which each stands in the other's list with the product of
 * the two. */
#include "matcher/attention/exposure.h"

#include "base/mem.h"
#include "matcher/attention/elementary.h"
#include "matcher/reference.h"

#include <stdlib.h>

__extension__ typedef __int128 wide;

uint32_t mus_attention_at(size_t rank)
{
    return (uint32_t)(mus_log(2) / mus_log((double)rank + 1) * MUS_MILLION + 0.5);
}

static int ascending(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static uint64_t *sorted_copy(const uint64_t *values, size_t count)
{
    uint64_t *copy = mus_alloc(count, sizeof *copy);
    if (copy != NULL) {
        for (size_t i = 0; i < count; i++) {
            copy[i] = values[i];
        }
        qsort(copy, count, sizeof *copy, ascending);
    }
    return copy;
}

/* Σ (2i − n − 1)·x_i / (n·Σ x) over ascending values, i from 1. */
static uint32_t gini_of_sorted(const uint64_t *sorted, size_t count)
{
    wide sum = 0;
    wide spread = 0;
    for (size_t i = 0; i < count; i++) {
        sum += sorted[i];
        spread += (2 * (int64_t)i + 1 - (int64_t)count) * (wide)sorted[i];
    }
    return sum == 0 ? 0 : (uint32_t)(spread * MUS_MILLION / (sum * (int64_t)count));
}

enum mus_status mus_gini(const uint64_t *values, size_t count, uint32_t *millionths,
                         struct mus_error *err)
{
    uint64_t *sorted = sorted_copy(values, count);
    if (sorted == NULL) {
        return mus_fail_memory(err);
    }
    *millionths = gini_of_sorted(sorted, count);
    mus_free(sorted);
    return MUS_OK;
}

static void spread_of(const uint64_t *sorted, size_t count, struct mus_exposure *out)
{
    uint64_t sum = 0;
    uint64_t worst = 0;
    size_t tenth = count < 10 ? 1 : (count + 9) / 10;
    for (size_t i = 0; i < count; i++) {
        sum += sorted[i];
        worst += i < tenth ? sorted[i] : 0;
    }
    out->gini = gini_of_sorted(sorted, count);
    out->smallest = count == 0 ? 0 : sorted[0];
    out->worst_tenth = count == 0 ? 0 : worst / tenth;
    out->mean = count == 0 ? 0 : sum / count;
}

enum mus_status mus_exposure_of(const struct mus_attention_problem *problem, const size_t *begin,
                                const struct mus_attention_row *rows, const uint32_t *mirror,
                                uint64_t *of_each, struct mus_exposure *out, struct mus_error *err)
{
    size_t count = problem->participant_count;
    uint64_t attention = 0;
    uint64_t score = 0;  /* millionths of millionths */
    uint64_t mutual = 0; /* twice, since each pair is met in both lists */
    for (size_t v = 0; v < count; v++) {
        of_each[v] = 0;
    }
    for (size_t v = 0; v < count; v++) {
        for (size_t i = begin[v]; i < begin[v + 1]; i++) {
            const struct mus_attention_pair *pair = &problem->pairs[rows[i].pair];
            uint64_t seen = mus_attention_at(i - begin[v] + 1);
            of_each[rows[i].partner] += seen;
            attention += seen;
            score += seen * rows[i].score / MUS_MILLION;
            if (mirror[i] != 0) {
                uint64_t both = seen * mus_attention_at(mirror[i]) / MUS_MILLION;
                mutual += both * ((uint64_t)pair->forth * pair->back / MUS_MILLION) / MUS_MILLION;
            }
        }
    }
    uint64_t *sorted = sorted_copy(of_each, count);
    if (sorted == NULL) {
        return mus_fail_memory(err);
    }
    *out = (struct mus_exposure){
        .mean_score = attention == 0 ? 0 : score * MUS_MILLION / attention,
        .mutual = mutual / 2,
    };
    spread_of(sorted, count, out);
    mus_free(sorted);
    return MUS_OK;
}
