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
#include "match/reasons.h"
#include "musubi/handle.h"
#include "musubi/summary.h"
#include "musubi/weights_shared.h"
#include "profile/firm_record.h"
#include "profile/value_json.h"
#include "store/lexicon.h"

/* ------------------------------------------------------------------ one match at work */

struct matching {
    struct mus_musubi *musubi;
    const struct mus_match_options *options;
    struct mus_sink *sink;
    const struct mus_read *read;
    struct mus_store_tools tools;
    struct mus_workspace *workspace;
    size_t threads;
    mus_date met_since;         /* MUS_NO_DATE: not asked */
    FILE *run;                  /* the TREC run, NULL where none is asked for */
    struct mus_bilingual typed; /* a need as it was typed */
    struct mus_reading reading; /* what was read from it */
    struct mus_buf json;
    struct mus_arena arena; /* of one result */
};

static size_t thread_count(int64_t asked)
{
    if (asked > 0) {
        return (size_t)asked;
    }
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > MUS_MAX_THREADS ? MUS_MAX_THREADS : (size_t)cores;
}

/* Outcomes are of pairs of companies: the score of a bare need is made otherwise. */
static bool is_calibrated(const struct matching *matching, const struct mus_match_query *query)
{
    return matching->musubi->calibrated && !query->bare_need;
}

static enum mus_status write_result(struct matching *matching, const struct mus_match_query *query,
                                    const struct mus_query *prepared, size_t rank,
                                    const struct mus_topk_row *row, struct mus_json_writer *writer,
                                    struct mus_error *err)
{
    struct mus_company_record record;
    struct mus_walk_item item;
    struct mus_firm firm;
    struct mus_score score;
    struct mus_text id = mus_topk_row_id(row);
    mus_arena_reset(&matching->arena);
    enum mus_status status = mus_store_company(matching->read, id, &matching->arena, &record, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "rank", (int64_t)rank);
    mus_json_put_text(writer, "company", id);
    mus_put_name(writer, &record.company);
    mus_json_put_given(writer, "country", record.company.country);
    mus_put_label(writer, "country_name",
                  mus_world_market_label(&matching->musubi->world, record.company.country));
    mus_json_put_integer(writer, "score", row->score);
    if (is_calibrated(matching, query)) {
        mus_put_concluded(writer, &matching->musubi->calibration, row->score);
    }
    if (matching->options->explain) {
        status = mus_store_firm(matching->read, id, &matching->arena, &item, err);
        if (status == MUS_OK) {
            status = mus_firm_record_decode(item.bytes.ptr, item.bytes.len, &matching->arena, &firm,
                                            err);
        }
        if (status == MUS_OK) {
            status = mus_query_score(prepared, matching->workspace, &firm, &score, err);
        }
        if (status == MUS_OK) {
            struct mus_reasons reasons = {.world = &matching->musubi->world,
                                          .scorer = mus_query_scorer(prepared),
                                          .tools = &matching->tools.firm,
                                          .arena = &matching->arena,
                                          .a = {&query->company, &query->firm},
                                          .b = {&record.company, &firm},
                                          .score = &score};
            status = mus_reasons_write(&reasons, writer, err);
        }
    }
    mus_json_end_object(writer);
    return status;
}

/* "reason" and "label" of a veto, into the object that is open. */
static void put_veto(struct mus_json_writer *writer, const struct mus_world *world,
                     enum mus_veto veto)
{
    struct mus_text reason = mus_text_of(mus_veto_name(veto));
    mus_json_put_text(writer, "reason", reason);
    mus_put_label(writer, "label", mus_world_label(world, "veto_reasons", reason));
}

static enum mus_status write_vetoed(struct matching *matching, const struct mus_topk *vetoed,
                                    struct mus_json_writer *writer, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "vetoed");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < vetoed->count; i++) {
        struct mus_company_record record;
        struct mus_text id = mus_topk_row_id(&vetoed->rows[i]);
        mus_arena_reset(&matching->arena);
        status = mus_store_company(matching->read, id, &matching->arena, &record, err);
        if (status != MUS_OK) {
            break;
        }
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "company", id);
        mus_put_name(writer, &record.company);
        put_veto(writer, &matching->musubi->world, (enum mus_veto)vetoed->rows[i].tag);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    return status;
}

/* Why the company that asks should itself not be introduced, whoever the other is. */
static void write_own_veto(const struct mus_world *world, const struct mus_firm *firm,
                           struct mus_json_writer *writer)
{
    struct mus_veto_context context = {.today = world->today};
    enum mus_veto veto = mus_veto_find(NULL, firm, &context);
    if (veto == MUS_VETO_NONE) {
        return;
    }
    mus_json_key(writer, "company_veto");
    mus_json_begin_object(writer);
    put_veto(writer, world, veto);
    mus_json_end_object(writer);
}

/* The need; and where something was read from its words, what, and the text that is compared. */
static void write_need(const struct matching *matching, struct mus_bilingual text,
                       struct mus_json_writer *writer)
{
    if (matching->reading.count == 0) {
        mus_put_label(writer, "need", text);
        return;
    }
    mus_put_label(writer, "need", matching->typed);
    mus_json_key(writer, "read");
    mus_need_chips_write(&matching->musubi->world, &matching->reading, writer);
    mus_put_label(writer, "compared", text);
}

static void write_head(const struct matching *matching, const struct mus_match_query *query,
                       const struct mus_scan_counts *counts, struct mus_json_writer *writer)
{
    mus_json_put_text(writer, "query", query->id);
    if (!query->bare_need) {
        mus_json_put_text(writer, "company", query->company.id);
        mus_put_name(writer, &query->company);
        write_own_veto(&matching->musubi->world, &query->firm, writer);
    } else {
        write_need(matching, query->company.listings.items[0].text, writer);
    }
    mus_json_put_z(writer, "weights", matching->musubi->world.weights_digest);
    if (is_calibrated(matching, query)) {
        mus_json_put_z(writer, "calibration", matching->musubi->calibration_digest);
    }
    mus_put_date(writer, "today", matching->musubi->world.today);
    mus_json_put_integer(writer, "considered", (int64_t)counts->seen);
    mus_json_put_integer(writer, "scored", (int64_t)counts->scored);
    mus_json_put_integer(writer, "filtered", (int64_t)counts->filtered);
    mus_json_put_integer(writer, "unknown_excluded", (int64_t)counts->unknown_excluded);
    mus_json_put_integer(writer, "vetoed_count", (int64_t)counts->vetoed);
}

static enum mus_status give_answer(struct matching *matching, const struct mus_match_query *query,
                                   const struct mus_query *prepared, const struct mus_scan *scan,
                                   struct mus_error *err)
{
    struct mus_json_writer writer = {.buf = &matching->json};
    const struct mus_topk *results = mus_scan_results(scan);
    enum mus_status status = MUS_OK;
    mus_json_begin_object(&writer);
    write_head(matching, query, mus_scan_counts(scan), &writer);
    mus_json_key(&writer, "results");
    mus_json_begin_array(&writer);
    for (size_t i = 0; status == MUS_OK && i < results->count; i++) {
        status = write_result(matching, query, prepared, i + 1, &results->rows[i], &writer, err);
    }
    mus_json_end_array(&writer);
    if (status == MUS_OK && matching->options->show_vetoed) {
        status = write_vetoed(matching, mus_scan_vetoed(scan), &writer, err);
    }
    mus_json_end_object(&writer);
    return status == MUS_OK ? mus_sink_give(matching->sink, &matching->json, err) : status;
}

/* TREC: query, Q0, document, rank, score, name of the run. */
static enum mus_status write_run(struct matching *matching, const struct mus_match_query *query,
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
static enum mus_status answer(struct matching *matching, const struct mus_match_query *queries,
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
            status = give_answer(matching, &queries[i], mus_batch_query(batch, i), scan, err);
        }
    }
    mus_batch_free(batch);
    return status;
}

/* ------------------------------------------------------------------ where queries come from */

static enum mus_status set_filters(const struct matching *matching, struct mus_arena *arena,
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
static enum mus_status read_words(struct matching *matching, struct mus_arena *arena,
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

static enum mus_status answer_one(struct matching *matching, struct mus_error *err)
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

static enum mus_status read_query(const struct matching *matching, const struct mus_line *line,
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
static enum mus_status check_lines(const struct matching *matching, uint64_t *count,
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
static enum mus_status read_batch(const struct matching *matching, struct mus_lines *lines,
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
static enum mus_status open_run(struct matching *matching, struct mus_error *err)
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

static enum mus_status answer_file(struct matching *matching, struct mus_error *err)
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

static enum mus_status open_matching(struct matching *matching, struct mus_read **read,
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

static void close_matching(struct matching *matching, struct mus_read *read)
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
    struct matching matching = {.musubi = musubi,
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

static enum mus_status load(struct matching *matching, const char *id, struct mus_arena *arena,
                            struct mus_match_query *query, struct mus_error *err)
{
    *query =
        (struct mus_match_query){.top = 1, .company_id = mus_text_of(id), .met_since = MUS_NO_DATE};
    return mus_match_query_load(query, matching->read, &matching->tools.firm, arena, err);
}

static void write_party(struct mus_json_writer *writer, const char *key,
                        const struct mus_world *world, const struct mus_company *company)
{
    mus_json_key(writer, key);
    mus_write_summary(writer, world, company);
}

static enum mus_status write_explanation(struct matching *matching,
                                         const struct mus_match_query *pair,
                                         const struct mus_query *prepared, struct mus_error *err)
{
    const struct mus_world *world = &matching->musubi->world;
    struct mus_json_writer writer = {.buf = &matching->json};
    struct mus_score score;
    enum mus_status status =
        mus_query_score(prepared, matching->workspace, &pair[1].firm, &score, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_veto_context context = {.today = world->today,
                                       .met = pair[0].acquaintances.met,
                                       .declined = pair[0].acquaintances.declined};
    enum mus_veto veto = mus_veto_pair(&pair[0].firm, &pair[1].firm, &context);
    mus_json_begin_object(&writer);
    write_party(&writer, "a", world, &pair[0].company);
    write_party(&writer, "b", world, &pair[1].company);
    mus_json_put_text(&writer, "company", pair[1].company.id);
    mus_put_name(&writer, &pair[1].company);
    mus_json_put_z(&writer, "weights", world->weights_digest);
    if (is_calibrated(matching, &pair[0])) {
        mus_json_put_z(&writer, "calibration", matching->musubi->calibration_digest);
    }
    mus_json_put_integer(&writer, "score", score.score);
    if (is_calibrated(matching, &pair[0]) && veto == MUS_VETO_NONE) {
        mus_put_concluded(&writer, &matching->musubi->calibration, score.score);
    }
    struct mus_reasons reasons = {.world = world,
                                  .scorer = mus_query_scorer(prepared),
                                  .tools = &matching->tools.firm,
                                  .arena = &matching->arena,
                                  .a = {&pair[0].company, &pair[0].firm},
                                  .b = {&pair[1].company, &pair[1].firm},
                                  .score = &score};
    status = mus_reasons_write(&reasons, &writer, err);
    if (veto == MUS_VETO_NONE) {
        mus_json_put_null(&writer, "veto");
    } else {
        mus_json_key(&writer, "veto");
        mus_json_begin_object(&writer);
        put_veto(&writer, world, veto);
        mus_json_end_object(&writer);
    }
    mus_json_end_object(&writer);
    return status == MUS_OK ? mus_sink_give(matching->sink, &matching->json, err) : status;
}

enum mus_status mus_explain(struct mus_musubi *musubi, const char *a, const char *b,
                            struct mus_sink *sink, struct mus_error *err)
{
    struct mus_match_options options = {.explain = true};
    struct matching matching = {
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
        status = write_explanation(&matching, pair, mus_batch_query(batch, 0), err);
    }
    mus_batch_free(batch);
    close_matching(&matching, read);
    mus_arena_done(&arena);
    return status;
}
