/* Companies, not participants, are scored: a company with three participants is compared once with
 * each other company. Of two companies the one that meets more others is prepared as a query (the
 * score is the same whichever it is): 123 exhibitors and 600 visitors take 123 queries. */
#include "fair/candidates_internal.h"

#include "base/mem.h"
#include "base/workers.h"
#include "match/batch.h"
#include "profile/firm_record.h"
#include "store/companies.h"

#include <stdlib.h>

/* ------------------------------------------------------------------ companies */

static int by_text(const void *left, const void *right)
{
    const struct mus_text *a = left;
    const struct mus_text *b = right;
    return mus_text_compare(*a, *b);
}

static enum mus_status load(struct mus_gathering *gathering, struct mus_text id,
                            struct mus_fair_firm *out, struct mus_error *err)
{
    struct mus_walk_item item;
    const struct mus_read *read = gathering->options->read;
    enum mus_status status = mus_store_firm(read, id, &gathering->arena, &item, err);
    if (status == MUS_OK) {
        status = mus_firm_record_decode(item.bytes.ptr, item.bytes.len, &gathering->arena,
                                        &out->firm, err);
    }
    if (status == MUS_OK) {
        out->id = id;
        status = mus_acquaintances_of(read, id, MUS_NO_DATE, &gathering->arena, &out->acquaintances,
                                      err);
    }
    return status;
}

/* A company that another one was merged into is there once: its place, or that of the new one. */
static uint32_t place_of(struct mus_gathering *gathering, const struct mus_fair_firm *firm)
{
    for (size_t i = 0; i < gathering->firm_count; i++) {
        if (gathering->firms[i].firm.id_hash == firm->firm.id_hash &&
            mus_text_equal(gathering->firms[i].firm.id, firm->firm.id)) {
            return (uint32_t)i;
        }
    }
    gathering->firms[gathering->firm_count] = *firm;
    return (uint32_t)gathering->firm_count++;
}

/* The names that participants give their companies, sorted, each once, and the firm of each. */
struct names {
    struct mus_text *items;
    uint32_t *firms;
    size_t count;
};

static enum mus_status list_names(struct mus_gathering *gathering, struct names *names,
                                  struct mus_error *err)
{
    size_t count = gathering->taking_count;
    names->items = mus_arena_alloc(&gathering->arena, count, sizeof *names->items);
    names->firms = mus_arena_alloc(&gathering->arena, count, sizeof *names->firms);
    gathering->firms = mus_arena_alloc(&gathering->arena, count, sizeof *gathering->firms);
    if (names->items == NULL || names->firms == NULL || gathering->firms == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        names->items[i] = gathering->fair->participants[gathering->taking[i]].company;
    }
    qsort(names->items, count, sizeof *names->items, by_text);
    for (size_t i = 0; i < count; i++) {
        if (names->count == 0 || !mus_text_equal(names->items[names->count - 1], names->items[i])) {
            names->items[names->count++] = names->items[i];
        }
    }
    return MUS_OK;
}

enum mus_status mus_gathering_load_firms(struct mus_gathering *gathering, struct mus_error *err)
{
    struct names names = {0};
    enum mus_status status = list_names(gathering, &names, err);
    for (size_t i = 0; status == MUS_OK && i < names.count; i++) {
        struct mus_fair_firm firm = {0};
        status = load(gathering, names.items[i], &firm, err);
        if (status == MUS_OK && mus_text_equal(firm.firm.id, names.items[i])) {
            names.firms[i] = (uint32_t)gathering->firm_count;
            gathering->firms[gathering->firm_count++] = firm;
        } else if (status == MUS_OK) {
            names.firms[i] = UINT32_MAX; /* merged: found again below, when all others are there */
        }
    }
    for (size_t i = 0; status == MUS_OK && i < names.count; i++) {
        if (names.firms[i] == UINT32_MAX) {
            struct mus_fair_firm firm = {0};
            status = load(gathering, names.items[i], &firm, err);
            names.firms[i] = status == MUS_OK ? place_of(gathering, &firm) : 0;
        }
    }
    for (size_t i = 0; status == MUS_OK && i < gathering->taking_count; i++) {
        uint32_t participant = gathering->taking[i];
        const struct mus_text *name =
            bsearch(&gathering->fair->participants[participant].company, names.items, names.count,
                    sizeof *names.items, by_text);
        gathering->firm_of[participant] = names.firms[name - names.items];
    }
    return status;
}

/* ------------------------------------------------------------------ scores */

/* Two companies to compare: `row` is prepared as a query. */
struct job {
    uint32_t row, column;
    uint32_t score, forth, back; /* of the pair; fits row → column and column → row */
};

struct scoring {
    const struct mus_gathering *gathering;
    const struct mus_batch *batch;
    const uint32_t *query_of; /* of each firm; UINT32_MAX: is no row */
    struct job *jobs;         /* by row and column, each once */
    size_t job_count;
};

struct share {
    const struct scoring *scoring;
    size_t from, to; /* jobs */
    struct mus_workspace *workspace;
};

static int by_row_and_column(const void *left, const void *right)
{
    const struct job *a = left;
    const struct job *b = right;
    if (a->row != b->row) {
        return a->row < b->row ? -1 : 1;
    }
    return a->column < b->column ? -1 : a->column > b->column;
}

static struct job job_of(const struct mus_gathering *gathering, const uint32_t *degree,
                         const struct mus_candidate *pair)
{
    uint32_t a = gathering->firm_of[pair->a];
    uint32_t b = gathering->firm_of[pair->b];
    bool turned = degree[a] == degree[b] ? b < a : degree[a] < degree[b];
    return turned ? (struct job){.row = b, .column = a} : (struct job){.row = a, .column = b};
}

static void list_jobs(struct scoring *scoring, const uint32_t *degree)
{
    const struct mus_gathering *gathering = scoring->gathering;
    const struct mus_candidate *pairs = mus_gathering_pairs(gathering);
    size_t count = mus_gathering_pair_count(gathering);
    for (size_t i = 0; i < count; i++) {
        scoring->jobs[i] = job_of(gathering, degree, &pairs[i]);
    }
    if (count > 0) {
        qsort(scoring->jobs, count, sizeof *scoring->jobs, by_row_and_column);
    }
    for (size_t i = 0; i < count; i++) {
        if (scoring->job_count == 0 ||
            by_row_and_column(&scoring->jobs[scoring->job_count - 1], &scoring->jobs[i]) != 0) {
            scoring->jobs[scoring->job_count++] = scoring->jobs[i];
        }
    }
}

static enum mus_status score_share(void *state, struct mus_error *err)
{
    struct share *share = state;
    const struct scoring *scoring = share->scoring;
    enum mus_status status = MUS_OK;
    for (size_t i = share->from; status == MUS_OK && i < share->to; i++) {
        struct job *job = &scoring->jobs[i];
        struct mus_score score = {0};
        status = mus_query_score(mus_batch_query(scoring->batch, scoring->query_of[job->row]),
                                 share->workspace, &scoring->gathering->firms[job->column].firm,
                                 &score, err);
        job->score = score.score;
        job->forth = score.forth.fit;
        job->back = score.back.fit;
    }
    return status;
}

static enum mus_status score_all(const struct scoring *scoring, size_t threads,
                                 struct mus_error *err)
{
    struct share *shares = mus_alloc_zero(threads, sizeof *shares);
    void **states = mus_alloc_zero(threads, sizeof *states);
    enum mus_status status = shares == NULL || states == NULL ? mus_fail_memory(err) : MUS_OK;
    for (size_t t = 0; status == MUS_OK && t < threads; t++) {
        shares[t] = (struct share){.scoring = scoring,
                                   .from = scoring->job_count * t / threads,
                                   .to = scoring->job_count * (t + 1) / threads,
                                   .workspace = mus_workspace_new()};
        states[t] = &shares[t];
        status = shares[t].workspace == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    if (status == MUS_OK) {
        status = mus_workers_run(score_share, states, threads, err);
    }
    for (size_t t = 0; shares != NULL && t < threads; t++) {
        mus_workspace_free(shares[t].workspace);
    }
    mus_free(states);
    mus_free(shares);
    return status;
}

static void give_scores(const struct scoring *scoring, const uint32_t *degree)
{
    const struct mus_gathering *gathering = scoring->gathering;
    struct mus_candidate *pairs = mus_gathering_pairs(gathering);
    for (size_t i = 0; i < mus_gathering_pair_count(gathering); i++) {
        struct job key = job_of(gathering, degree, &pairs[i]);
        const struct job *job = bsearch(&key, scoring->jobs, scoring->job_count,
                                        sizeof *scoring->jobs, by_row_and_column);
        bool turned = gathering->firm_of[pairs[i].a] != job->row;
        pairs[i].score = job->score;
        pairs[i].fit_a = turned ? job->back : job->forth;
        pairs[i].fit_b = turned ? job->forth : job->back;
        pairs[i].worth = mus_pair_worth(gathering->wishes.positive, job->score, pairs[i].wish_a,
                                        pairs[i].wish_b);
    }
}

/* A query for each firm that is a row. */
static size_t list_queries(struct scoring *scoring, struct mus_match_query *queries,
                           uint32_t *query_of)
{
    size_t count = 0;
    for (size_t i = 0; i < scoring->gathering->firm_count; i++) {
        query_of[i] = UINT32_MAX;
    }
    for (size_t i = 0; i < scoring->job_count; i++) {
        uint32_t row = scoring->jobs[i].row;
        if (query_of[row] == UINT32_MAX) {
            queries[count].firm = scoring->gathering->firms[row].firm;
            query_of[row] = (uint32_t)count++;
        }
    }
    scoring->query_of = query_of;
    return count;
}

enum mus_status mus_gathering_score(struct mus_gathering *gathering, struct mus_error *err)
{
    const struct mus_candidate_options *options = gathering->options;
    size_t count = mus_gathering_pair_count(gathering);
    struct scoring scoring = {.gathering = gathering};
    struct mus_batch *batch = NULL;
    struct mus_match_query *queries = mus_alloc_zero(gathering->firm_count, sizeof *queries);
    uint32_t *query_of = mus_alloc(gathering->firm_count, sizeof *query_of);
    uint32_t *degree = mus_alloc_zero(gathering->firm_count, sizeof *degree);
    scoring.jobs = mus_alloc(count, sizeof *scoring.jobs);
    enum mus_status status =
        queries == NULL || query_of == NULL || degree == NULL || scoring.jobs == NULL
            ? mus_fail_memory(err)
            : MUS_OK;
    if (status == MUS_OK && count > 0) {
        for (size_t i = 0; i < count; i++) {
            degree[gathering->firm_of[mus_gathering_pairs(gathering)[i].a]]++;
            degree[gathering->firm_of[mus_gathering_pairs(gathering)[i].b]]++;
        }
        list_jobs(&scoring, degree);
        size_t rows = list_queries(&scoring, queries, query_of);
        status = mus_batch_new(options->world, options->read, queries, rows, options->threads,
                               &batch, err);
        scoring.batch = batch;
        if (status == MUS_OK) {
            status = score_all(&scoring, options->threads, err);
        }
        if (status == MUS_OK) {
            give_scores(&scoring, degree);
        }
    }
    mus_batch_free(batch);
    mus_free(scoring.jobs);
    mus_free(degree);
    mus_free(query_of);
    mus_free(queries);
    return status;
}
