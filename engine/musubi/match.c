/* Matches: one, or those of a file of queries; and a pair explained. */
#include "musubi/match_shared.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "codec/json.h"
#include "import/lines.h"
#include "match/batch.h"
#include "match/need_chips.h"

static size_t thread_count(int64_t asked)
{
    if (asked > 0) {
        return (size_t)asked;
    }
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > MUS_MAX_THREADS ? MUS_MAX_THREADS : (size_t)cores;
}

/* TREC: query, Q0, document, rank, score, name of the run. */
static enum mus_status write_run(struct mus_matching *matching, const struct mus_match_query *query,
                                 const struct mus_scan *scan, struct mus_error *err)
{
    const struct mus_topk *results = mus_scan_results(scan);
    for (size_t i = 0; matching->run != NULL && i < results->count; i++) {
        struct mus_text id = mus_topk_row_id(&results->rows[i]);
        if (fprintf(matching->run, "%.*s Q0 %.*s %zu %u musubi\n", MUS_TEXT_ARG(query->id),
                    MUS_TEXT_ARG(id), i + 1, results->rows[i].score) < 0) {
            return mus_fail(err, MUS_IO, "%s: cannot write", matching->options->run);
        }
    }
    return MUS_OK;
}

/* Answers loaded queries, in their order. */
static enum mus_status answer(struct mus_matching *matching, const struct mus_match_query *queries,
                              size_t count, struct mus_error *err)
{
    struct mus_batch *batch = NULL;
    size_t vetoed = matching->options->show_vetoed ? MUS_MAX_TOP : 0;
    enum mus_status status = mus_batch_new(&matching->musubi->world, matching->read, queries, count,
                                           matching->threads, &batch, err);
    if (status == MUS_OK) {
        status = mus_batch_scan(batch, vetoed, err);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        const struct mus_scan *scan = mus_batch_result(batch, i);
        status = write_run(matching, &queries[i], scan, err);
        if (status == MUS_OK) {
            status = mus_match_answer(matching, &queries[i], mus_batch_query(batch, i), scan, err);
        }
    }
    mus_batch_free(batch);
    return status;
}

/* ------------------------------------------------------------------ where queries come from */

static enum mus_status set_filters(const struct mus_matching *matching, struct mus_arena *arena,
                                   struct mus_match_query *query, struct mus_error *err)
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
    status = mus_match_filter_read(&matching->musubi->world, json, arena, &query->filter, err);
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
    enum mus_status status = MUS_OK;
    if (matching->options->need != NULL) {
        status = mus_match_query_of_text(mus_text_of(matching->options->need), &arena, &query, err);
    } else {
        query.company_id = mus_text_of(matching->options->company);
    }
    query.id = query.bare_need ? MUS_TEXT("need") : query.company_id;
    if (status == MUS_OK) {
        status = set_filters(matching, &arena, &query, err);
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
        status = answer(matching, &query, 1, err);
    }
    mus_arena_done(&arena);
    return status;
}

static enum mus_status read_query(const struct mus_matching *matching, const struct mus_line *line,
                                  struct mus_arena *arena, struct mus_match_query *query,
                                  struct mus_error *err)
{
    struct mus_json *json = NULL;
    enum mus_status status = mus_json_parse_at(line->text, line->number, &json, err);
    if (status != MUS_OK) {
        return status;
    }
    status = mus_match_query_read(&matching->musubi->world, json, arena, query, err);
    mus_json_free(json);
    if (status == MUS_OK && query->id.ptr == NULL) {
        status = mus_fail(err, MUS_INVALID, "the query has no id");
    }
    if (status == MUS_OK) {
        query->top = matching->options->top > 0 ? (size_t)matching->options->top : query->top;
        query->met_since =
            matching->met_since != MUS_NO_DATE ? matching->met_since : query->met_since;
        status = mus_match_query_load(query, matching->read, &matching->tools.firm, arena, err);
    }
    return status == MUS_OK
               ? MUS_OK
               : mus_fail_at(err, status, "line %llu", (unsigned long long)line->number);
}

/* Which line a query stands in. */
struct query_line {
    uint64_t id; /* its hash */
    uint64_t number;
};

static int by_id(const void *left, const void *right)
{
    const struct query_line *a = left;
    const struct query_line *b = right;
    if (a->id != b->id) {
        return a->id < b->id ? -1 : 1;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

/* In a run a query is known by its id alone. */
static enum mus_status check_ids(const struct mus_buf *seen, uint64_t *count, struct mus_error *err)
{
    enum mus_status status = mus_buf_check(seen, err);
    struct query_line *lines = (struct query_line *)(void *)seen->data;
    *count = seen->len / sizeof *lines;
    if (status != MUS_OK || *count == 0) {
        return status;
    }
    qsort(lines, *count, sizeof *lines, by_id);
    for (size_t i = 1; i < *count; i++) {
        if (lines[i].id == lines[i - 1].id) {
            return mus_fail(err, MUS_INVALID, "line %llu: the query in line %llu has the same id",
                            (unsigned long long)lines[i].number,
                            (unsigned long long)lines[i - 1].number);
        }
    }
    return MUS_OK;
}

/* Every line is checked before the first is answered: a bad one changes nothing. *count says how
 * many there are. */
static enum mus_status check_lines(const struct mus_matching *matching, uint64_t *count,
                                   struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf seen = {0}; /* a struct query_line for each */
    struct mus_lines *lines = NULL;
    bool more = true;
    enum mus_status status = mus_lines_open(matching->options->queries, &lines, err);
    while (status == MUS_OK) {
        struct mus_match_query query;
        status = mus_lines_next(lines, &more, err);
        if (status != MUS_OK || !more) {
            break;
        }
        mus_arena_reset(&arena);
        status = read_query(matching, mus_lines_at(lines), &arena, &query, err);
        if (status == MUS_OK) {
            struct query_line line = {mus_text_hash(query.id), mus_lines_at(lines)->number};
            mus_buf_add(&seen, &line, sizeof line);
        }
    }
    if (status == MUS_OK) {
        status = check_ids(&seen, count, err);
    }
    mus_buf_done(&seen);
    mus_lines_close(lines);
    mus_arena_done(&arena);
    return status;
}

/* Fills at most MUS_BATCH_QUERIES queries; *count is 0 at the end of the file. */
static enum mus_status read_batch(const struct mus_matching *matching, struct mus_lines *lines,
                                  struct mus_arena *arena, struct mus_match_query *queries,
                                  size_t *count, struct mus_error *err)
{
    *count = 0;
    mus_arena_reset(arena);
    while (*count < MUS_BATCH_QUERIES) {
        bool more = false;
        enum mus_status status = mus_lines_next(lines, &more, err);
        if (status != MUS_OK || !more) {
            return status;
        }
        status = read_query(matching, mus_lines_at(lines), arena, &queries[*count], err);
        if (status != MUS_OK) {
            return status;
        }
        (*count)++;
    }
    return MUS_OK;
}

/* Not before all queries are known to be good: an earlier run stays as it is until then. */
static enum mus_status open_run(struct mus_matching *matching, struct mus_error *err)
{
    const char *path = matching->options->run;
    if (path == NULL) {
        return MUS_OK;
    }
    matching->run = fopen(path, "w");
    return matching->run == NULL
               ? mus_fail(err, MUS_IO, "%s: cannot write: %s", path, strerror(errno))
               : MUS_OK;
}

static enum mus_status answer_file(struct mus_matching *matching, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_lines *lines = NULL;
    struct mus_match_query *queries = mus_alloc_zero(MUS_BATCH_QUERIES, sizeof *queries);
    uint64_t expected = 0;
    uint64_t done = 0;
    enum mus_status status =
        queries == NULL ? mus_fail_memory(err) : check_lines(matching, &expected, err);
    if (status == MUS_OK) {
        status = open_run(matching, err);
    }
    if (status == MUS_OK) {
        status = mus_lines_open(matching->options->queries, &lines, err);
    }
    while (status == MUS_OK) {
        size_t count = 0;
        status = read_batch(matching, lines, &arena, queries, &count, err);
        if (status != MUS_OK || count == 0) {
            break;
        }
        status = answer(matching, queries, count, err);
        done += count;
        if (status == MUS_OK && matching->sink->progress != NULL) {
            matching->sink->progress(matching->sink->user, done, expected);
        }
    }
    if (status == MUS_OK && done != expected) {
        status = mus_fail(err, MUS_IO, "%s: has changed while it was read (it must be a file)",
                          matching->options->queries);
    }
    mus_lines_close(lines);
    mus_arena_done(&arena);
    mus_free(queries);
    return status;
}

static enum mus_status check_options(const struct mus_match_options *options, struct mus_error *err)
{
    int asked = (options->company != NULL) + (options->need != NULL) + (options->queries != NULL);
    if (asked != 1) {
        return mus_fail(err, MUS_INVALID,
                        "match needs exactly one of a company, --need and --queries");
    }
    if (options->need == NULL && (options->unread || options->not_read != NULL)) {
        return mus_fail(err, MUS_INVALID, "--read and --not-read go with --need");
    }
    if (options->unread && options->not_read != NULL) {
        return mus_fail(err, MUS_INVALID, "--not-read does not go with --read no");
    }
    if (options->queries == NULL && options->run != NULL) {
        return mus_fail(err, MUS_INVALID, "--run goes with --queries");
    }
    if (options->queries != NULL && options->filters != NULL) {
        return mus_fail(err, MUS_INVALID,
                        "--filters does not go with --queries: each query has its own");
    }
    if (options->top < 0 || options->top > MUS_MAX_TOP) {
        return mus_fail(err, MUS_LIMIT, "top: expected 1 to %d", MUS_MAX_TOP);
    }
    if (options->threads < 0 || options->threads > MUS_MAX_THREADS) {
        return mus_fail(err, MUS_LIMIT, "threads: expected 1 to %d", MUS_MAX_THREADS);
    }
    return MUS_OK;
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
        status =
            options->queries != NULL ? answer_file(&matching, err) : answer_one(&matching, err);
    }
    if (matching.run != NULL && fclose(matching.run) != 0 && status == MUS_OK) {
        status = mus_fail(err, MUS_IO, "%s: cannot write", options->run);
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
