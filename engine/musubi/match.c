/* A match: what is asked, and of what; and a pair explained. */
#include "musubi/match_shared.h"

#include "base/limits.h"
#include "base/workers.h"
#include "codec/json.h"
#include "match/need_chips.h"

static size_t thread_count(int64_t asked)
{
    return asked > 0 ? (size_t)asked : mus_workers_available();
}

enum mus_status mus_match_scan(const struct mus_matching *matching,
                               const struct mus_match_query *queries, size_t count,
                               struct mus_batch **batch, struct mus_error *err)
{
    size_t vetoed = matching->options->show_vetoed ? MUS_MAX_TOP : 0;
    bool first = *batch == NULL;
    enum mus_status status = first ? mus_batch_new(&matching->musubi->world, matching->read,
                                                   queries, count, matching->threads, batch, err)
                                   : mus_batch_renew(*batch, queries, count, err);
    if (status == MUS_OK && first && matching->options->all) {
        status = mus_batch_keep_floors(*batch, queries[0].top, err);
    }
    return status == MUS_OK ? mus_batch_scan(*batch, vetoed, err) : status;
}

enum mus_status mus_match_filters(const struct mus_matching *matching, struct mus_arena *arena,
                                  struct mus_filter *out, struct mus_error *err)
{
    const char *filters = matching->options->filters;
    if (filters == NULL) {
        return MUS_OK;
    }
    struct mus_json *json = NULL;
    enum mus_status status = mus_json_parse(mus_text_of(filters), &json, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "filters");
    }
    status = mus_match_filter_read(&matching->musubi->world, json, arena, out, err);
    mus_json_free(json);
    return status;
}

/* Reads the words of a typed need into filters and purposes, unless that was switched off. */
static enum mus_status read_words(struct mus_matching *matching, struct mus_arena *arena,
                                  struct mus_match_query *query, struct mus_error *err)
{
    const struct mus_match_options *options = matching->options;
    const struct mus_world *world = &matching->musubi->world;
    struct mus_phrases phrases;
    matching->typed = query->company.listings.items[0].text;
    struct mus_text text = matching->typed.ja.len > 0 ? matching->typed.ja : matching->typed.en;
    if (options->unread) {
        return MUS_OK;
    }
    enum mus_status status = mus_phrases_make(world->tables, arena, &phrases, err);
    if (status == MUS_OK) {
        status = mus_need_read(&phrases, text, arena, &matching->reading, err);
    }
    if (status == MUS_OK) {
        struct mus_text as_text = mus_text_of(options->not_read);
        status = mus_need_chips_settle(world, query, as_text, &matching->reading, err);
        status = status == MUS_INVALID ? mus_fail_at(err, status, "not-read") : status;
    }
    return status == MUS_OK ? mus_need_chips_apply(&matching->reading, text, arena, query, err)
                            : status;
}

static enum mus_status answer_one(struct mus_matching *matching, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_match_query query = {.top = MUS_DEFAULT_TOP};
    struct mus_batch *batch = NULL;
    enum mus_status status = MUS_OK;
    if (matching->options->need != NULL) {
        status = mus_match_query_of_text(mus_text_of(matching->options->need), &arena, &query, err);
    } else {
        query.company_id = mus_text_of(matching->options->company);
    }
    query.id = query.bare_need ? MUS_TEXT("need") : query.company_id;
    if (status == MUS_OK) {
        status = mus_match_filters(matching, &arena, &query.filter, err);
    }
    if (status == MUS_OK && query.bare_need) {
        status = read_words(matching, &arena, &query, err);
    }
    if (matching->options->top > 0) {
        query.top = (size_t)matching->options->top;
    }
    query.met_since = matching->met_since;
    if (status == MUS_OK) {
        status = mus_match_query_load(&query, matching->read, &matching->tools.firm, &arena, err);
    }
    if (status == MUS_OK) {
        status = mus_match_scan(matching, &query, 1, &batch, err);
    }
    if (status == MUS_OK) {
        status = mus_match_answer(matching, &query, mus_batch_query(batch, 0),
                                  mus_batch_result(batch, 0), err);
    }
    mus_batch_free(batch);
    mus_arena_done(&arena);
    return status;
}

/* What goes with what. */
static enum mus_status check_together(const struct mus_match_options *options,
                                      struct mus_error *err)
{
    int asked = (options->company != NULL) + (options->need != NULL) + (options->queries != NULL) +
                options->all;
    bool many = options->queries != NULL || options->all;
    const struct {
        bool wrong;
        const char *message;
    } rules[] = {
        {asked != 1, "match needs exactly one of a company, --need, --queries and --all"},
        {options->need == NULL && (options->unread || options->not_read != NULL),
         "--read and --not-read go with --need"},
        {options->unread && options->not_read != NULL, "--not-read does not go with --read no"},
        {!many && options->run != NULL, "--run goes with --queries or --all"},
        {options->run == NULL && options->resume, "--resume goes with --run"},
        {options->queries != NULL && options->filters != NULL,
         "--filters does not go with --queries: each query has its own"},
        {options->all && options->run != NULL && (options->explain || options->show_vetoed),
         "--explain and --show-vetoed do not go with --all --run: a run has no place for them"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (rules[i].wrong) {
            return mus_fail(err, MUS_INVALID, "%s", rules[i].message);
        }
    }
    return MUS_OK;
}

static enum mus_status check_options(const struct mus_match_options *options, struct mus_error *err)
{
    if (options->top < 0 || options->top > MUS_MAX_TOP) {
        return mus_fail(err, MUS_LIMIT, "top: expected 1 to %d", MUS_MAX_TOP);
    }
    if (options->threads < 0 || options->threads > MUS_MAX_THREADS) {
        return mus_fail(err, MUS_LIMIT, "threads: expected 1 to %d", MUS_MAX_THREADS);
    }
    return check_together(options, err);
}

static enum mus_status open_matching(struct mus_matching *matching, struct mus_read **read,
                                     struct mus_error *err)
{
    matching->workspace = mus_workspace_new();
    if (matching->workspace == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_store_read_begin(matching->musubi->store, read, err);
    if (status == MUS_OK) {
        matching->read = *read;
        status = mus_store_tools_open(*read, &matching->tools, err);
    }
    return status;
}

static void close_matching(struct mus_matching *matching, struct mus_read *read)
{
    mus_store_tools_close(&matching->tools);
    mus_store_read_end(read);
    mus_workspace_free(matching->workspace);
    mus_buf_done(&matching->json);
    mus_arena_done(&matching->arena);
    mus_terms_memo_done(&matching->asking);
    mus_terms_memo_done(&matching->found);
}

enum mus_status mus_match(struct mus_musubi *musubi, const struct mus_match_options *options,
                          struct mus_sink *sink, struct mus_error *err)
{
    struct mus_matching matching = {.musubi = musubi,
                                    .options = options,
                                    .sink = sink,
                                    .met_since = MUS_NO_DATE,
                                    .threads = thread_count(options->threads)};
    struct mus_read *read = NULL;
    enum mus_status status = check_options(options, err);
    if (status == MUS_OK && options->met_since != NULL) {
        status = mus_date_read(mus_text_of(options->met_since), &matching.met_since, NULL, err);
        status = status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "--met-since");
    }
    if (status == MUS_OK) {
        status = open_matching(&matching, &read, err);
    }
    if (status == MUS_OK) {
        bool many = options->queries != NULL || options->all;
        status = many ? mus_match_many(&matching, err) : answer_one(&matching, err);
    }
    close_matching(&matching, read);
    return status;
}

/* ------------------------------------------------------------------ explain */

static enum mus_status load(struct mus_matching *matching, const char *id, struct mus_arena *arena,
                            struct mus_match_query *query, struct mus_error *err)
{
    *query =
        (struct mus_match_query){.top = 1, .company_id = mus_text_of(id), .met_since = MUS_NO_DATE};
    return mus_match_query_load(query, matching->read, &matching->tools.firm, arena, err);
}

enum mus_status mus_explain(struct mus_musubi *musubi, const char *a, const char *b,
                            struct mus_sink *sink, struct mus_error *err)
{
    struct mus_match_options options = {.explain = true};
    struct mus_matching matching = {
        .musubi = musubi, .options = &options, .sink = sink, .threads = thread_count(0)};
    struct mus_arena arena = {0};
    struct mus_match_query pair[2];
    struct mus_batch *batch = NULL;
    struct mus_read *read = NULL;
    enum mus_status status = open_matching(&matching, &read, err);
    if (status == MUS_OK) {
        status = load(&matching, a, &arena, &pair[0], err);
    }
    if (status == MUS_OK) {
        status = load(&matching, b, &arena, &pair[1], err);
    }
    if (status == MUS_OK) {
        status = mus_batch_new(&musubi->world, read, pair, 1, matching.threads, &batch, err);
    }
    if (status == MUS_OK) {
        status = mus_match_explanation(&matching, pair, mus_batch_query(batch, 0), err);
    }
    mus_batch_free(batch);
    close_matching(&matching, read);
    mus_arena_done(&arena);
    return status;
}
