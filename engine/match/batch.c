#include "match/batch.h"

#include "base/crew.h"
#include "base/limits.h"
#include "base/mem.h"
#include "match/indexed.h"
#include "match/pool.h"

/* What one thread gathers, and its room for searching. */
struct share {
    struct mus_statistics *statistics;
    struct mus_scan **scans; /* one a query */
    size_t count;
    struct mus_firm_reader reader;
};

struct mus_batch {
    const struct mus_world *world;
    const struct mus_read *read;
    const struct mus_match_query *queries;
    size_t count;
    size_t threads;
    struct mus_statistics *statistics;
    struct mus_scorer *scorer;
    struct mus_query **prepared;
    struct share *shares; /* one a thread; the first has the result */
    void **states;
    struct mus_crew *crew; /* of these, for a query a part */
    struct mus_indexed indexed;
    bool has_index;            /* … that serves these weights */
    struct mus_floors *floors; /* NULL: none are kept */
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

/* Over the whole store, by looking at every company. */
static enum mus_status count_by_looking(struct mus_batch *batch, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
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
    if (status != MUS_OK) {
        return status;
    }
    return batch->has_index ? mus_indexed_count(&batch->indexed, batch->statistics, err)
                            : count_by_looking(batch, err);
}

/* A step that is taken for every query, on one thread each. */
typedef enum mus_status step(struct mus_batch *batch, struct share *share, size_t query,
                             struct mus_error *err);

struct task {
    struct mus_batch *batch;
    step *step;
};

static enum mus_status take_step(void *state, void *task, size_t part, struct mus_error *err)
{
    const struct task *to_do = task;
    return to_do->step(to_do->batch, state, part, err);
}

static enum mus_status for_every_query(struct mus_batch *batch, step *to_take,
                                       struct mus_error *err)
{
    struct task task = {batch, to_take};
    if (batch->count == 0) {
        return MUS_OK;
    }
    if (batch->crew == NULL) {
        batch->crew = mus_crew_new(take_step, batch->states, batch->threads);
    }
    if (batch->crew == NULL) {
        return mus_fail_memory(err);
    }
    mus_crew_give(batch->crew, &task, batch->count);
    return mus_crew_finish(batch->crew, err);
}

static enum mus_status prepare_one(struct mus_batch *batch, struct share *share, size_t query,
                                   struct mus_error *err)
{
    (void)share;
    return mus_query_new(batch->scorer, &batch->queries[query].firm,
                         batch->queries[query].bare_need, &batch->prepared[query], err);
}

static enum mus_status prepare(struct mus_batch *batch, struct mus_error *err)
{
    const struct mus_world *world = batch->world;
    struct mus_rules rules = {.weights = &world->weights,
                              .reference = &world->reference,
                              .statistics = batch->statistics,
                              .today = world->today,
                              .index = world->index};
    enum mus_status status = mus_scorer_new(&rules, &batch->scorer, err);
    return status == MUS_OK ? for_every_query(batch, prepare_one, err) : status;
}

static enum mus_status take(struct mus_batch *batch, const struct mus_match_query *queries,
                            size_t count, struct mus_error *err)
{
    batch->queries = queries;
    batch->count = count;
    batch->prepared = mus_alloc_zero(count, sizeof *batch->prepared);
    if (batch->prepared == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = count_terms(batch, err);
    return status == MUS_OK ? prepare(batch, err) : status;
}

static void share_forget(struct share *share)
{
    mus_statistics_free(share->statistics);
    for (size_t i = 0; share->scans != NULL && i < share->count; i++) {
        mus_scan_free(share->scans[i]);
    }
    mus_free(share->scans);
    share->statistics = NULL;
    share->scans = NULL;
}

/* All that was made for the queries. */
static void forget(struct mus_batch *batch)
{
    for (size_t t = 0; batch->shares != NULL && t < batch->threads; t++) {
        share_forget(&batch->shares[t]);
    }
    for (size_t i = 0; batch->prepared != NULL && i < batch->count; i++) {
        mus_query_free(batch->prepared[i]);
    }
    mus_free(batch->prepared);
    mus_scorer_free(batch->scorer);
    mus_statistics_free(batch->statistics);
    batch->prepared = NULL;
    batch->scorer = NULL;
    batch->statistics = NULL;
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
    batch->world = world;
    batch->read = read;
    batch->threads = threads;
    batch->shares = mus_alloc_zero(threads, sizeof *batch->shares);
    batch->states = mus_alloc_zero(threads, sizeof *batch->states);
    if (batch->shares == NULL || batch->states == NULL) {
        status = mus_fail_memory(err);
        goto out;
    }
    for (size_t t = 0; t < threads; t++) {
        batch->states[t] = &batch->shares[t];
    }
    status = mus_indexed_open(&batch->indexed, read, &world->weights, &batch->has_index, err);
    if (status == MUS_OK) {
        status = take(batch, queries, count, err);
    }
out:
    if (status != MUS_OK) {
        mus_batch_free(batch);
        return status;
    }
    *out = batch;
    return MUS_OK;
}

enum mus_status mus_batch_renew(struct mus_batch *batch, const struct mus_match_query *queries,
                                size_t count, struct mus_error *err)
{
    forget(batch);
    return take(batch, queries, count, err);
}

void mus_batch_free(struct mus_batch *batch)
{
    if (batch == NULL) {
        return;
    }
    mus_crew_free(batch->crew);
    forget(batch);
    for (size_t t = 0; batch->shares != NULL && t < batch->threads; t++) {
        mus_firm_reader_done(&batch->shares[t].reader);
    }
    mus_floors_free(batch->floors);
    if (batch->has_index) {
        mus_indexed_close(&batch->indexed);
    }
    mus_free(batch->shares);
    mus_free(batch->states);
    mus_free(batch);
}

static struct mus_scan_options options_of(const struct mus_batch *batch, size_t query,
                                          size_t vetoed_to_show)
{
    return (struct mus_scan_options){.query = batch->prepared[query],
                                     .filter = &batch->queries[query].filter,
                                     .met = batch->queries[query].acquaintances.met,
                                     .declined = batch->queries[query].acquaintances.declined,
                                     .top = batch->queries[query].top,
                                     .vetoed_to_show = vetoed_to_show};
}

static enum mus_status start_scans(const struct mus_batch *batch, struct share *share,
                                   size_t vetoed_to_show, struct mus_error *err)
{
    share->scans = mus_alloc_zero(batch->count, sizeof *share->scans);
    if (share->scans == NULL) {
        return mus_fail_memory(err);
    }
    share->count = batch->count;
    for (size_t i = 0; i < batch->count; i++) {
        const struct mus_scan_options options = options_of(batch, i, vetoed_to_show);
        enum mus_status status = mus_scan_new(&options, &share->scans[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

enum mus_status mus_batch_keep_floors(struct mus_batch *batch, size_t top, struct mus_error *err)
{
    if (!batch->has_index || batch->floors != NULL || top == 0) {
        return MUS_OK;
    }
    return mus_floors_new(&batch->indexed.segments, top, &batch->floors, err);
}

/* Whether others may be told of who asks, and it of them: it would be suggested, and as many are
 * asked for. */
static bool is_told_of(const struct mus_batch *batch, const struct mus_match_query *query)
{
    const struct mus_veto_context context = {.today = batch->world->today};
    return batch->floors != NULL && !query->bare_need && mus_filter_is_empty(&query->filter) &&
           query->top == mus_floors_top(batch->floors) &&
           mus_veto_find(NULL, &query->firm, &context) == MUS_VETO_NONE;
}

static enum mus_status search_one(struct mus_batch *batch, struct share *share, size_t query,
                                  struct mus_error *err)
{
    const struct mus_match_query *asked = &batch->queries[query];
    struct mus_scan_options options = options_of(batch, query, 0);
    struct mus_floors *floors = is_told_of(batch, asked) ? batch->floors : NULL;
    options.floor = floors == NULL ? 0 : mus_floors_of(floors, &asked->firm);
    return mus_indexed_search(&batch->indexed, &options, floors, &share->reader,
                              batch->shares[0].scans[query], err);
}

static enum mus_status search_all(struct mus_batch *batch, struct mus_error *err)
{
    enum mus_status status = start_scans(batch, &batch->shares[0], 0, err);
    if (status != MUS_OK) {
        return status;
    }
    status = for_every_query(batch, search_one, err);
    for (size_t i = 0; status == MUS_OK && i < batch->count; i++) {
        mus_scan_finish(batch->shares[0].scans[i]);
    }
    return status;
}

static enum mus_status scan_all(struct mus_batch *batch, size_t vetoed_to_show,
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

enum mus_status mus_batch_scan(struct mus_batch *batch, size_t vetoed_to_show,
                               struct mus_error *err)
{
    if (batch->count == 0) {
        return MUS_OK;
    }
    return batch->has_index && vetoed_to_show == 0 ? search_all(batch, err)
                                                   : scan_all(batch, vetoed_to_show, err);
}

const struct mus_query *mus_batch_query(const struct mus_batch *batch, size_t index)
{
    return batch->prepared[index];
}

const struct mus_scan *mus_batch_result(const struct mus_batch *batch, size_t index)
{
    return batch->shares[0].scans[index];
}
