/* The list of a participant is ordered by score less the dial's share of the partner's price
 * (market.c), then by score, then by place, all integers. */
#include "matcher/attention/attention.h"

#include "base/mem.h"
#include "matcher/attention/exposure.h"
#include "matcher/attention/market.h"
#include "matcher/reference.h"

#include <stdlib.h>

enum { DIAL_FULL = 1000 };

/* A partner on its way into a list. */
struct candidate {
    int64_t key; /* higher is better */
    uint32_t score;
    uint32_t partner;
    uint32_t pair;
    uint32_t rank_by_score;
};

static enum mus_status check(const struct mus_attention_problem *problem, struct mus_error *err)
{
    if (problem->sharing > DIAL_FULL) {
        return mus_fail(err, MUS_INVALID, "sharing: %u is more than %d", problem->sharing,
                        DIAL_FULL);
    }
    for (size_t i = 0; i < problem->pair_count; i++) {
        const struct mus_attention_pair *pair = &problem->pairs[i];
        if (pair->a == pair->b || pair->a >= problem->participant_count ||
            pair->b >= problem->participant_count) {
            return mus_fail(err, MUS_INVALID, "pairs[%zu]: %u and %u are no two participants", i,
                            pair->a, pair->b);
        }
        if (pair->forth > MUS_MILLION || pair->back > MUS_MILLION) {
            return mus_fail(err, MUS_INVALID, "pairs[%zu]: a fit is more than %u", i, MUS_MILLION);
        }
    }
    for (size_t v = 0; v < problem->participant_count; v++) {
        if (problem->room[v] == 0) {
            return mus_fail(err, MUS_INVALID, "room[%zu]: 0, expected at least 1", v);
        }
    }
    return MUS_OK;
}

static uint32_t harmonic_mean(const struct mus_attention_pair *pair)
{
    uint64_t sum = (uint64_t)pair->forth + pair->back;
    return sum == 0 ? 0 : (uint32_t)(2ULL * pair->forth * pair->back / sum);
}

static int best_first(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->key != b->key) {
        return a->key > b->key ? -1 : 1;
    }
    if (a->score != b->score) {
        return a->score > b->score ? -1 : 1;
    }
    return a->partner < b->partner ? -1 : a->partner > b->partner;
}

/* One list: ordered by own score first, so that each row knows where that would put it. */
static void rank_one(const struct mus_attention_problem *problem,
                     const struct mus_attention_graph *graph, const int64_t *prices, size_t v,
                     struct candidate *room)
{
    size_t count = graph->begin[v + 1] - graph->begin[v];
    for (size_t i = 0; i < count; i++) {
        size_t at = graph->begin[v] + i;
        uint32_t score = harmonic_mean(&problem->pairs[graph->pair[at]]);
        room[i] = (struct candidate){
            .key = score, .score = score, .partner = graph->partner[at], .pair = graph->pair[at]};
    }
    qsort(room, count, sizeof *room, best_first);
    for (size_t i = 0; i < count; i++) {
        const struct mus_attention_pair *pair = &problem->pairs[room[i].pair];
        int64_t dial = problem->sharing;
        int64_t gain = ((int64_t)pair->forth + pair->back) / 2;
        room[i].rank_by_score = (uint32_t)i + 1;
        room[i].key =
            (DIAL_FULL - dial) * (int64_t)room[i].score + dial * (gain - prices[room[i].partner]);
    }
    if (problem->sharing > 0) {
        qsort(room, count, sizeof *room, best_first);
    }
}

/* For each row the place that the list's owner has in the list of the row's partner. */
static enum mus_status mirror_of(const struct mus_attention_problem *problem, const size_t *begin,
                                 const struct mus_attention_row *rows, uint32_t **out,
                                 struct mus_error *err)
{
    size_t row_count = begin[problem->participant_count];
    uint32_t *mirror = mus_alloc_zero(row_count, sizeof *mirror);
    /* The row of each pair that was met first, plus one. */
    size_t *first = mus_alloc_zero(problem->pair_count, sizeof *first);
    if (mirror == NULL || first == NULL) {
        mus_free(mirror);
        mus_free(first);
        return mus_fail_memory(err);
    }
    for (size_t v = 0; v < problem->participant_count; v++) {
        for (size_t i = begin[v]; i < begin[v + 1]; i++) {
            size_t other = first[rows[i].pair];
            if (other == 0) {
                first[rows[i].pair] = i + 1;
                continue;
            }
            mirror[other - 1] = (uint32_t)(i - begin[v] + 1);
            mirror[i] = (uint32_t)(other - begin[rows[i].partner]);
        }
    }
    mus_free(first);
    *out = mirror;
    return MUS_OK;
}

/* Fills in begin and rows; the lists end at `top`. */
static enum mus_status rank_all(const struct mus_attention_problem *problem,
                                const struct mus_attention_graph *graph, const int64_t *prices,
                                size_t *begin, struct mus_attention_row *rows,
                                struct mus_error *err)
{
    size_t longest = 0;
    for (size_t v = 0; v < problem->participant_count; v++) {
        size_t count = graph->begin[v + 1] - graph->begin[v];
        longest = count > longest ? count : longest;
    }
    struct candidate *room = mus_alloc(longest, sizeof *room);
    if (room == NULL) {
        return mus_fail_memory(err);
    }
    begin[0] = 0;
    for (size_t v = 0; v < problem->participant_count; v++) {
        rank_one(problem, graph, prices, v, room);
        size_t count = graph->begin[v + 1] - graph->begin[v];
        count = count > problem->top ? problem->top : count;
        for (size_t i = 0; i < count; i++) {
            rows[begin[v] + i] = (struct mus_attention_row){.partner = room[i].partner,
                                                            .pair = room[i].pair,
                                                            .score = room[i].score,
                                                            .rank_by_score = room[i].rank_by_score};
        }
        begin[v + 1] = begin[v] + count;
    }
    mus_free(room);
    return MUS_OK;
}

/* Ranks all lists with these prices and judges them. */
static enum mus_status rank_and_judge(const struct mus_attention_problem *problem,
                                      const struct mus_attention_graph *graph,
                                      const int64_t *prices, struct mus_attention_lists *lists,
                                      uint64_t *of_each, struct mus_exposure *exposure,
                                      struct mus_error *err)
{
    uint32_t *mirror = NULL;
    enum mus_status status = rank_all(problem, graph, prices, lists->begin, lists->rows, err);
    if (status == MUS_OK) {
        status = mirror_of(problem, lists->begin, lists->rows, &mirror, err);
    }
    if (status == MUS_OK) {
        status =
            mus_exposure_of(problem, lists->begin, lists->rows, mirror, of_each, exposure, err);
    }
    mus_free(mirror);
    return status;
}

static enum mus_status make_lists(const struct mus_attention_problem *problem,
                                  const struct mus_attention_graph *graph, int64_t *prices,
                                  struct mus_attention_lists *lists, struct mus_error *err)
{
    struct mus_attention_problem by_score = *problem;
    by_score.sharing = 0;
    enum mus_status status = rank_and_judge(&by_score, graph, prices, lists, lists->exposure_before,
                                            &lists->before, err);
    if (status == MUS_OK && problem->sharing > 0) {
        status = mus_market_prices(problem, graph, prices, &lists->rounds, err);
    }
    if (status == MUS_OK) {
        status = rank_and_judge(problem, graph, prices, lists, lists->exposure_after, &lists->after,
                                err);
    }
    return status;
}

enum mus_status mus_attention_rank(const struct mus_attention_problem *problem,
                                   struct mus_attention_lists *lists, struct mus_error *err)
{
    enum mus_status status = check(problem, err);
    if (status != MUS_OK) {
        return status;
    }
    size_t count = problem->participant_count;
    struct mus_attention_graph graph = {0};
    int64_t *prices = mus_alloc_zero(count, sizeof *prices);
    struct mus_attention_lists new = {
        .begin = mus_alloc_zero(count + 1, sizeof *new.begin),
        .rows = mus_alloc(problem->pair_count * 2, sizeof *new.rows),
        .exposure_before = mus_alloc(count, sizeof *new.exposure_before),
        .exposure_after = mus_alloc(count, sizeof *new.exposure_after),
    };
    if (prices == NULL || new.begin == NULL || new.rows == NULL || new.exposure_before == NULL ||
        new.exposure_after == NULL) {
        status = mus_fail_memory(err);
    }
    if (status == MUS_OK) {
        status = mus_attention_graph_new(problem, &graph, err);
    }
    if (status == MUS_OK) {
        status = make_lists(problem, &graph, prices, &new, err);
    }
    mus_attention_graph_done(&graph);
    mus_free(prices);
    if (status == MUS_OK) {
        *lists = new;
    } else {
        mus_attention_lists_done(&new);
    }
    return status;
}

void mus_attention_lists_done(struct mus_attention_lists *lists)
{
    mus_free(lists->begin);
    mus_free(lists->rows);
    mus_free(lists->exposure_before);
    mus_free(lists->exposure_after);
    *lists = (struct mus_attention_lists){0};
}
