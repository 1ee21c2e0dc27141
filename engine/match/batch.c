#include "match/batch.h"

#include "base/limits.h"
#include "base/mem.h"
#include "match/pool.h"

/* What one thread gathers. */
struct share {
    struct mus_statistics *statistics;
    struct mus_scan **scans; /* one a query */
    size_t count;
};

struct mus_batch {
    const struct mus_read *read;
    const struct mus_match_query *queries;
    size_t count;
    size_t threads;
    struct mus_statistics *statistics;
    struct mus_scorer *scorer;
    struct mus_query **prepared;
    struct share *shares; /* one a thread; the first has the result */
    void **states;
};

static enum mus_status count_firm(void *state, const struct mus_firm *firm, struct mus_error *err)
{
    (void)err;
    struct share *share = state;
    mus_statistics_add(share->statistics, firm);
    return MUS_OK;
}

static enum mus_status offer_firm(void *state, const struct mus_firm *firm, struct mus_error *err)
{
    struct share *share = state;
    for (size_t i = 0; i < share->count; i++) {
        enum mus_status status = mus_scan_offer(share->scans[i], firm, 0, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

static enum mus_status count_terms(struct mus_batch *batch, struct mus_error *err)
{
    batch->statistics = mus_statistics_new();
    if (batch->statistics == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < batch->count; i++) {
        status = mus_statistics_want_firm(batch->statistics, &batch->queries[i].firm, err);
    }
    if (status == MUS_OK) {
        status = mus_statistics_start(batch->statistics, err);
    }
    for (size_t t = 0; status == MUS_OK && t < batch->threads; t++) {
        batch->shares[t].statistics = mus_statistics_like(batch->statistics);
        if (batch->shares[t].statistics == NULL) {
            status = mus_fail_memory(err);
        }
    }
    if (status == MUS_OK) {
        status = mus_pool_run(batch->read, count_firm, batch->states, batch->threads, err);
    }
    for (size_t t = 0; status == MUS_OK && t < batch->threads; t++) {
        mus_statistics_merge(batch->statistics, batch->shares[t].statistics);
    }
    return status;
}

static enum mus_status prepare(struct mus_batch *batch, const struct mus_world *world,
                               struct mus_error *err)
{
    struct mus_rules rules = {.weights = &world->weights,
                              .reference = &world->reference,
                              .statistics = batch->statistics,
                              .today = world->today,
                              .index = world->index};
    enum mus_status status = mus_scorer_new(&rules, &batch->scorer, err);
    for (size_t i = 0; status == MUS_OK && i < batch->count; i++) {
        status = mus_query_new(batch->scorer, &batch->queries[i].firm, batch->queries[i].bare_need,
                               &batch->prepared[i], err);
    }
    return status;
}

enum mus_status mus_batch_new(const struct mus_world *world, const struct mus_read *read,
                              const struct mus_match_query *queries, size_t count, size_t threads,
                              struct mus_batch **out, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    struct mus_batch *batch = mus_alloc_zero(1, sizeof *batch);
    if (batch == NULL) {
        return mus_fail_memory(err);
    }
    batch->read = read;
    batch->queries = queries;
    batch->count = count;
    batch->threads = threads;
    batch->prepared = mus_alloc_zero(count, sizeof *batch->prepared);
    batch->shares = mus_alloc_zero(threads, sizeof *batch->shares);
    batch->states = mus_alloc_zero(threads, sizeof *batch->states);
    if (batch->prepared == NULL || batch->shares == NULL || batch->states == NULL) {
        status = mus_fail_memory(err);
        goto out;
    }
    for (size_t t = 0; t < threads; t++) {
        batch->states[t] = &batch->shares[t];
    }
    status = count_terms(batch, err);
    if (status == MUS_OK) {
        status = prepare(batch, world, err);
    }
out:
    if (status != MUS_OK) {
        mus_batch_free(batch);
        return status;
    }
    *out = batch;
    return MUS_OK;
}

static void share_done(struct share *share)
{
    mus_statistics_free(share->statistics);
    for (size_t i = 0; share->scans != NULL && i < share->count; i++) {
        mus_scan_free(share->scans[i]);
    }
    mus_free(share->scans);
}

void mus_batch_free(struct mus_batch *batch)
{
    if (batch == NULL) {
        return;
    }
    for (size_t t = 0; batch->shares != NULL && t < batch->threads; t++) {
        share_done(&batch->shares[t]);
    }
    for (size_t i = 0; batch->prepared != NULL && i < batch->count; i++) {
        mus_query_free(batch->prepared[i]);
    }
    mus_scorer_free(batch->scorer);
    mus_statistics_free(batch->statistics);
    mus_free(batch->prepared);
    mus_free(batch->shares);
    mus_free(batch->states);
    mus_free(batch);
}

static enum mus_status start_scans(struct mus_batch *batch, struct share *share,
                                   size_t vetoed_to_show, struct mus_error *err)
{
    share->scans = mus_alloc_zero(batch->count, sizeof *share->scans);
    if (share->scans == NULL) {
        return mus_fail_memory(err);
    }
    share->count = batch->count;
    for (size_t i = 0; i < batch->count; i++) {
        struct mus_scan_options options = {.query = batch->prepared[i],
                                           .filter = &batch->queries[i].filter,
                                           .met = batch->queries[i].acquaintances.met,
                                           .declined = batch->queries[i].acquaintances.declined,
                                           .top = batch->queries[i].top,
                                           .vetoed_to_show = vetoed_to_show};
        enum mus_status status = mus_scan_new(&options, &share->scans[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

enum mus_status mus_batch_scan(struct mus_batch *batch, size_t vetoed_to_show,
                               struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t t = 0; status == MUS_OK && t < batch->threads; t++) {
        status = start_scans(batch, &batch->shares[t], vetoed_to_show, err);
    }
    if (status == MUS_OK) {
        status = mus_pool_run(batch->read, offer_firm, batch->states, batch->threads, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    for (size_t i = 0; i < batch->count; i++) {
        struct mus_scan *result = batch->shares[0].scans[i];
        for (size_t t = 1; t < batch->threads; t++) {
            mus_scan_merge(result, batch->shares[t].scans[i]);
        }
        mus_scan_finish(result);
    }
    return MUS_OK;
}

const struct mus_query *mus_batch_query(const struct mus_batch *batch, size_t index)
{
    return batch->prepared[index];
}

const struct mus_scan *mus_batch_result(const struct mus_batch *batch, size_t index)
{
    return batch->shares[0].scans[index];
}
