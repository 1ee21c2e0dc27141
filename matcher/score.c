#include "matcher/score.h"

#include "base/mem.h"
#include "matcher/fit.h"
#include "matcher/score_text.h"
#include "matcher/scorer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum mus_status mus_scorer_new(const struct mus_rules *rules, struct mus_scorer **out,
                               struct mus_error *err)
{
    enum mus_status status = mus_weights_check(rules->weights, err);
    struct mus_reference_index *own = NULL;
    if (status == MUS_OK && rules->index == NULL) {
        status = mus_reference_index_new(rules->reference, &own, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    struct mus_scorer *scorer = mus_alloc_zero(1, sizeof *scorer);
    if (scorer == NULL) {
        mus_reference_index_free(own);
        return mus_fail_memory(err);
    }
    const struct mus_reference_index *index = own != NULL ? own : rules->index;
    assert(index != NULL);
    *scorer = (struct mus_scorer){*rules, own, index->tree, index->groups, index->theme};
    scorer->rules.reference = &index->reference;
    scorer->rules.index = index;
    *out = scorer;
    return MUS_OK;
}

void mus_scorer_free(struct mus_scorer *scorer)
{
    if (scorer == NULL) {
        return;
    }
    mus_reference_index_free(scorer->own);
    mus_free(scorer);
}

const struct mus_rules *mus_scorer_rules(const struct mus_scorer *scorer)
{
    return &scorer->rules;
}

/* --- the query --- */

static enum mus_status make_sets(struct mus_query *query, enum mus_class_field field,
                                 struct mus_error *err)
{
    const struct mus_class_lists *classes = &query->party.classes[field];
    query->sets[field] = mus_alloc_zero(classes->count, sizeof *query->sets[field]);
    if (query->sets[field] == NULL) {
        return mus_fail_memory(err);
    }
    for (uint32_t list = 0; list < classes->count; list++) {
        enum mus_status status = mus_class_set_make(&query->sets[field][list], &query->scorer->tree,
                                                    classes->lists[list], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

/* By purpose, the better value first. */
static int compare_wants(const void *left, const void *right)
{
    const struct mus_want *l = left;
    const struct mus_want *r = right;
    if (l->purpose != r->purpose) {
        return l->purpose < r->purpose ? -1 : 1;
    }
    return l->value > r->value ? -1 : l->value < r->value;
}

/* At most two wants per row of the table, sorted; returns how many differ. */
static size_t fill_wants(const struct mus_reference *reference, struct mus_hashes purposes,
                         struct mus_want *wants)
{
    size_t count = 0;
    for (size_t i = 0; i < reference->complement_count; i++) {
        const struct mus_complement *row = &reference->complements[i];
        if (mus_hashes_has(purposes, row->a)) {
            wants[count++] = (struct mus_want){row->b, row->value};
        }
        if (mus_hashes_has(purposes, row->b)) {
            wants[count++] = (struct mus_want){row->a, row->value};
        }
    }
    if (count == 0) {
        return 0;
    }
    qsort(wants, count, sizeof *wants, compare_wants);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (wants[i].purpose != wants[kept - 1].purpose) {
            wants[kept++] = wants[i];
        }
    }
    return kept;
}

static enum mus_status make_wants(struct mus_query *query, struct mus_error *err)
{
    const struct mus_reference *reference = query->scorer->rules.reference;
    const struct mus_party *party = &query->party;
    size_t room;
    if (!mus_size_mul(party->count, 2, &room) ||
        !mus_size_mul(room, reference->complement_count, &room)) {
        return mus_fail_memory(err);
    }
    query->wants = mus_alloc(room, sizeof *query->wants);
    query->want_starts = mus_alloc((size_t)party->count + 1, sizeof *query->want_starts);
    if (query->wants == NULL || query->want_starts == NULL) {
        return mus_fail_memory(err);
    }
    size_t count = 0;
    for (uint32_t unit = 0; unit < party->count; unit++) {
        query->want_starts[unit] = count;
        count +=
            fill_wants(reference, mus_party_listing(party, unit)->purposes, &query->wants[count]);
    }
    query->want_starts[party->count] = count;
    return MUS_OK;
}

static enum mus_status prepare(struct mus_query *query, const struct mus_firm *firm,
                               struct mus_error *err)
{
    const struct mus_rules *rules = &query->scorer->rules;
    enum mus_status status =
        mus_party_load(&query->party, &rules->weights->text, rules->today, firm, err);
    if (status == MUS_OK) {
        status = mus_query_text_make(&query->text, &query->party, &rules->weights->text,
                                     rules->statistics, err);
    }
    for (unsigned field = 0; status == MUS_OK && field < MUS_CLASS_FIELD_COUNT; field++) {
        status = make_sets(query, (enum mus_class_field)field, err);
    }
    return status == MUS_OK ? make_wants(query, err) : status;
}

enum mus_status mus_query_new(const struct mus_scorer *scorer, const struct mus_firm *firm,
                              bool bare_need, struct mus_query **out, struct mus_error *err)
{
    struct mus_query *query = mus_alloc_zero(1, sizeof *query);
    if (query == NULL) {
        return mus_fail_memory(err);
    }
    query->scorer = scorer;
    query->bare_need = bare_need;
    enum mus_status status = prepare(query, firm, err);
    if (status != MUS_OK) {
        mus_query_free(query);
        return status;
    }
    *out = query;
    return MUS_OK;
}

void mus_query_free(struct mus_query *query)
{
    if (query == NULL) {
        return;
    }
    for (unsigned field = 0; field < MUS_CLASS_FIELD_COUNT; field++) {
        uint32_t count = query->sets[field] == NULL ? 0 : query->party.classes[field].count;
        for (uint32_t list = 0; list < count; list++) {
            mus_class_set_done(&query->sets[field][list]);
        }
        mus_free(query->sets[field]);
    }
    mus_query_text_done(&query->text);
    mus_party_done(&query->party);
    mus_free(query->wants);
    mus_free(query->want_starts);
    mus_free(query);
}

const struct mus_firm *mus_query_firm(const struct mus_query *query)
{
    return query->party.firm;
}

const struct mus_scorer *mus_query_scorer(const struct mus_query *query)
{
    return query->scorer;
}

const struct mus_term_set *mus_query_terms(const struct mus_query *query)
{
    return &query->text.terms;
}

bool mus_query_is_bare_need(const struct mus_query *query)
{
    return query->bare_need;
}

/* --- the workspace --- */

struct mus_workspace *mus_workspace_new(void)
{
    return mus_alloc_zero(1, sizeof(struct mus_workspace));
}

static void free_cells(struct mus_workspace *workspace)
{
    mus_free(workspace->forth);
    mus_free(workspace->back);
    mus_free(workspace->purpose);
    mus_free(workspace->sums);
    workspace->forth = workspace->back = NULL;
    workspace->purpose = workspace->sums = NULL;
    workspace->cells = 0;
}

void mus_workspace_free(struct mus_workspace *workspace)
{
    if (workspace == NULL) {
        return;
    }
    mus_party_done(&workspace->candidate);
    mus_text_space_done(&workspace->text);
    free_cells(workspace);
    for (unsigned field = 0; field < MUS_CLASS_FIELD_COUNT; field++) {
        mus_free(workspace->near[field]);
    }
    mus_free(workspace);
}

/* The tables are written anew for each candidate, so nothing is copied when they grow. */
static enum mus_status reserve_cells(struct mus_workspace *workspace, size_t rows, size_t stride,
                                     struct mus_error *err)
{
    size_t cells;
    workspace->stride = stride;
    if (!mus_size_mul(rows, stride, &cells)) {
        return mus_fail_memory(err);
    }
    if (cells <= workspace->cells) {
        return MUS_OK;
    }
    free_cells(workspace);
    workspace->forth = mus_alloc(cells, sizeof *workspace->forth);
    workspace->back = mus_alloc(cells, sizeof *workspace->back);
    workspace->purpose = mus_alloc(cells, sizeof *workspace->purpose);
    workspace->sums = mus_alloc(cells, sizeof *workspace->sums);
    if (workspace->forth == NULL || workspace->back == NULL || workspace->purpose == NULL ||
        workspace->sums == NULL) {
        free_cells(workspace);
        return mus_fail_memory(err);
    }
    workspace->cells = cells;
    return MUS_OK;
}

static enum mus_status clear_nearness(struct mus_workspace *workspace,
                                      const struct mus_query *query, enum mus_class_field field,
                                      struct mus_error *err)
{
    size_t cells;
    if (!mus_size_mul(query->party.classes[field].count, workspace->candidate.classes[field].count,
                      &cells)) {
        return mus_fail_memory(err);
    }
    if (cells > workspace->near_cells[field]) {
        mus_free(workspace->near[field]);
        workspace->near_cells[field] = 0;
        workspace->near[field] = mus_alloc(cells, sizeof *workspace->near[field]);
        if (workspace->near[field] == NULL) {
            return mus_fail_memory(err);
        }
        workspace->near_cells[field] = cells;
    }
    memset(workspace->near[field], 0, cells * sizeof *workspace->near[field]);
    return MUS_OK;
}

static enum mus_status load(struct mus_workspace *workspace, const struct mus_query *query,
                            const struct mus_firm *candidate, struct mus_error *err)
{
    const struct mus_rules *rules = &query->scorer->rules;
    enum mus_status status =
        mus_party_load(&workspace->candidate, &rules->weights->text, rules->today, candidate, err);
    if (status == MUS_OK) {
        status = mus_text_space_reserve(&workspace->text, query->text.terms.count, err);
    }
    if (status == MUS_OK) {
        status = reserve_cells(workspace, (size_t)workspace->candidate.count + 1,
                               (size_t)query->party.count + 1, err);
    }
    for (unsigned field = 0; status == MUS_OK && field < MUS_CLASS_FIELD_COUNT; field++) {
        status = clear_nearness(workspace, query, (enum mus_class_field)field, err);
    }
    return status;
}

/* --- comparing --- */

static uint32_t want_value(const struct mus_query *query, uint32_t unit, uint64_t purpose)
{
    size_t low = query->want_starts[unit];
    size_t high = query->want_starts[unit + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (query->wants[middle].purpose == purpose) {
            return query->wants[middle].value;
        }
        if (query->wants[middle].purpose < purpose) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

static uint32_t best_purpose(const struct mus_query *query, uint32_t unit,
                             struct mus_hashes purposes)
{
    uint32_t best = 0;
    for (size_t i = 0; i < purposes.count && best < MUS_MILLION; i++) {
        uint32_t value = want_value(query, unit, purposes.items[i]);
        best = value > best ? value : best;
    }
    return best;
}

static void compare_purposes(const struct mus_query *query, struct mus_workspace *workspace)
{
    for (uint32_t b = 0; b < workspace->candidate.count; b++) {
        struct mus_hashes purposes = mus_party_listing(&workspace->candidate, b)->purposes;
        for (uint32_t a = 0; a < query->party.count; a++) {
            workspace->purpose[b * workspace->stride + a] = best_purpose(query, a, purposes);
        }
    }
}

/* Fills the workspace's tables for the two companies. */
static enum mus_status compare(const struct mus_query *query, struct mus_workspace *workspace,
                               const struct mus_firm *candidate, struct mus_error *err)
{
    enum mus_status status = load(workspace, query, candidate, err);
    if (status == MUS_OK) {
        compare_purposes(query, workspace);
        mus_text_sums(&query->text, &query->scorer->rules.weights->text, &workspace->text,
                      &workspace->candidate, (uint32_t)workspace->stride, workspace->forth,
                      workspace->back);
    }
    return status;
}

static enum mus_formula formula_of(const struct mus_query *query)
{
    return query->bare_need ? MUS_FORMULA_FIT : query->scorer->rules.weights->formula;
}

enum mus_status mus_query_score(const struct mus_query *query, struct mus_workspace *workspace,
                                const struct mus_firm *candidate, struct mus_score *out,
                                struct mus_error *err)
{
    enum mus_status status = compare(query, workspace, candidate, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_score score = {.formula = formula_of(query)};
    score.forth = mus_fit_make(query, workspace, true);
    if (!query->bare_need) {
        score.back = mus_fit_make(query, workspace, false);
    }
    score.score = mus_score_combine(score.formula, score.forth.fit, score.back.fit);
    *out = score;
    return MUS_OK;
}

/* The fit back is not worked out where even the greatest that it can be would not do: the score
 * grows with either fit. */
enum mus_status mus_query_rank(const struct mus_query *query, struct mus_workspace *workspace,
                               const struct mus_firm *candidate, uint32_t least,
                               struct mus_rank_score *out, struct mus_error *err)
{
    enum mus_status status = compare(query, workspace, candidate, err);
    if (status != MUS_OK) {
        return status;
    }
    enum mus_formula formula = formula_of(query);
    uint32_t ways = mus_fit_ways(query, workspace);
    struct mus_rank_score rank = {.forth = mus_fit_sum(query, workspace, true, ways),
                                  .exact = true};
    if (!query->bare_need) {
        rank.back = mus_fit_most(query->scorer->rules.weights, ways);
        rank.exact = mus_score_combine(formula, rank.forth, rank.back) >= least;
    }
    if (!query->bare_need && rank.exact) {
        rank.back = mus_fit_sum(query, workspace, false, ways);
    }
    rank.score = mus_score_combine(formula, rank.forth, rank.back);
    *out = rank;
    return MUS_OK;
}

enum mus_status mus_score_pair(const struct mus_scorer *scorer, const struct mus_firm *a,
                               const struct mus_firm *b, struct mus_score *out,
                               struct mus_error *err)
{
    struct mus_query *query = NULL;
    enum mus_status status = mus_query_new(scorer, a, false, &query, err);
    if (status != MUS_OK) {
        return status;
    }
    assert(query != NULL);
    struct mus_workspace *workspace = mus_workspace_new();
    status =
        workspace == NULL ? mus_fail_memory(err) : mus_query_score(query, workspace, b, out, err);
    mus_workspace_free(workspace);
    mus_query_free(query);
    return status;
}
