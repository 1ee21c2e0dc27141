#include "matcher/scan.h"

#include "base/limits.h"
#include "base/mem.h"

#include <stdbool.h>

struct mus_scan {
    struct mus_scan_options options;
    bool filters;
    const struct mus_firm *firm; /* NULL for a bare need */
    struct mus_veto_context context;
    struct mus_workspace *workspace;
    struct mus_topk results;
    struct mus_topk vetoed; /* all of score 0: ordered by id */
    struct mus_scan_counts counts;
    struct mus_rank_score last; /* of the company that was looked at last */
};

static enum mus_status make_lists(struct mus_scan *scan, struct mus_error *err)
{
    enum mus_status status = mus_topk_init(&scan->results, scan->options.top, err);
    if (status == MUS_OK) {
        status = mus_topk_init(&scan->vetoed, scan->options.vetoed_to_show, err);
    }
    if (status == MUS_OK) {
        scan->workspace = mus_workspace_new();
        status = scan->workspace == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    return status;
}

enum mus_status mus_scan_new(const struct mus_scan_options *options, struct mus_scan **out,
                             struct mus_error *err)
{
    if (options->top > MUS_MAX_TOP) {
        return mus_fail(err, MUS_LIMIT, "top: %zu is above %d", options->top, MUS_MAX_TOP);
    }
    struct mus_scan *scan = mus_alloc_zero(1, sizeof *scan);
    if (scan == NULL) {
        return mus_fail_memory(err);
    }
    const struct mus_query *query = options->query;
    scan->options = *options;
    scan->filters = options->filter != NULL && !mus_filter_is_empty(options->filter);
    scan->firm = mus_query_is_bare_need(query) ? NULL : mus_query_firm(query);
    scan->context = (struct mus_veto_context){
        mus_scorer_rules(mus_query_scorer(query))->today,
        options->met,
        options->declined,
        options->never,
    };
    enum mus_status status = make_lists(scan, err);
    if (status != MUS_OK) {
        mus_scan_free(scan);
        return status;
    }
    *out = scan;
    return MUS_OK;
}

void mus_scan_free(struct mus_scan *scan)
{
    if (scan == NULL) {
        return;
    }
    mus_workspace_free(scan->workspace);
    mus_topk_done(&scan->results);
    mus_topk_done(&scan->vetoed);
    mus_free(scan);
}

/* True if the candidate passes; else it has been counted. */
static bool passes(struct mus_scan *scan, const struct mus_firm *candidate)
{
    if (!scan->filters) {
        return true;
    }
    const struct mus_rules *rules = mus_scorer_rules(mus_query_scorer(scan->options.query));
    switch (mus_filter_apply(scan->options.filter, rules->reference, rules->today, candidate)) {
    case MUS_FILTER_PASS:
        return true;
    case MUS_FILTER_FAIL:
        scan->counts.filtered++;
        return false;
    case MUS_FILTER_UNKNOWN:
        scan->counts.unknown_excluded++;
        return false;
    }
    return false;
}

static bool is_vetoed(struct mus_scan *scan, const struct mus_firm *candidate)
{
    enum mus_veto veto = mus_veto_find(scan->firm, candidate, &scan->context);
    if (veto == MUS_VETO_NONE) {
        return false;
    }
    scan->counts.vetoed++;
    if (mus_topk_would_keep(&scan->vetoed, 0, candidate->id)) {
        struct mus_topk_row row = mus_topk_row_of(candidate->id, 0);
        row.tag = veto;
        mus_topk_offer(&scan->vetoed, &row);
    }
    return true;
}

enum mus_status mus_scan_rank(struct mus_scan *scan, const struct mus_firm *candidate, uint64_t tag,
                              struct mus_error *err)
{
    struct mus_rank_score rank;
    enum mus_status status = mus_query_rank(scan->options.query, scan->workspace, candidate,
                                            mus_scan_least(scan), &rank, err);
    if (status != MUS_OK) {
        return status;
    }
    scan->last = rank;
    if (mus_topk_would_keep(&scan->results, rank.score, candidate->id)) {
        struct mus_topk_row row = mus_topk_row_of(candidate->id, rank.score);
        row.forth = rank.forth;
        row.back = rank.back;
        row.tag = tag;
        mus_topk_offer(&scan->results, &row);
    }
    return MUS_OK;
}

enum mus_status mus_scan_offer(struct mus_scan *scan, const struct mus_firm *candidate,
                               uint64_t tag, struct mus_error *err)
{
    scan->counts.seen++;
    scan->last.exact = false;
    if (!passes(scan, candidate) || is_vetoed(scan, candidate)) {
        return MUS_OK;
    }
    enum mus_status status = mus_scan_rank(scan, candidate, tag, err);
    scan->counts.scored += status == MUS_OK;
    return status;
}

void mus_scan_count(struct mus_scan *scan, const struct mus_scan_counts *counts)
{
    scan->counts.seen += counts->seen;
    scan->counts.filtered += counts->filtered;
    scan->counts.unknown_excluded += counts->unknown_excluded;
    scan->counts.vetoed += counts->vetoed;
    scan->counts.scored += counts->scored;
}

uint32_t mus_scan_least(const struct mus_scan *scan)
{
    const struct mus_topk *results = &scan->results;
    return results->count < results->capacity || results->capacity == 0 ? 0
                                                                        : results->rows[0].score;
}

uint32_t mus_scan_score_at(const struct mus_scan *scan, size_t rank)
{
    const struct mus_topk *results = &scan->results;
    for (size_t i = 0; i < results->count; i++) {
        size_t better = 0;
        size_t equal = 0;
        for (size_t k = 0; k < results->count; k++) {
            better += results->rows[k].score > results->rows[i].score;
            equal += results->rows[k].score == results->rows[i].score;
        }
        if (better < rank && rank <= better + equal) {
            return results->rows[i].score;
        }
    }
    return 0;
}

bool mus_scan_last(const struct mus_scan *scan, uint32_t *score)
{
    *score = scan->last.score;
    return scan->last.exact;
}

void mus_scan_merge(struct mus_scan *into, const struct mus_scan *from)
{
    mus_topk_merge(&into->results, &from->results);
    mus_topk_merge(&into->vetoed, &from->vetoed);
    mus_scan_count(into, &from->counts);
}

void mus_scan_finish(struct mus_scan *scan)
{
    mus_topk_sort(&scan->results);
    mus_topk_sort(&scan->vetoed);
}

const struct mus_topk *mus_scan_results(const struct mus_scan *scan)
{
    return &scan->results;
}

const struct mus_topk *mus_scan_vetoed(const struct mus_scan *scan)
{
    return &scan->vetoed;
}

const struct mus_scan_counts *mus_scan_counts(const struct mus_scan *scan)
{
    return &scan->counts;
}
