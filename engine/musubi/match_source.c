#include "musubi/match_source.h"

#include <stdlib.h>

#include "base/mem.h"
#include "codec/json.h"
#include "crypto/encode.h"
#include "import/lines.h"
#include "store/companies.h"

struct mus_match_source {
    const struct mus_matching *matching;
    uint64_t count;
    bool ended;
    char name[2 * MUS_DIGEST_BYTES + 1];
    /* a file */
    struct mus_lines *lines;
    struct mus_digest_run digest; /* of the lines so far */
    /* the store */
    struct mus_walker *walker;
    struct mus_text firm; /* the match record of the last company */
    struct mus_filter filter;
    struct mus_arena arena; /* of the filter */
};

/* ------------------------------------------------------------------ a file of queries */

static enum mus_status at_line(const struct mus_match_source *source, enum mus_status status,
                               struct mus_error *err)
{
    unsigned long long number = mus_lines_at(source->lines)->number;
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "line %llu", number);
}

static enum mus_status parse_query(const struct mus_match_source *source,
                                   const struct mus_line *line, struct mus_arena *arena,
                                   struct mus_match_query *query, struct mus_error *err)
{
    const struct mus_matching *matching = source->matching;
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
    }
    return at_line(source, status, err);
}

static enum mus_status next_line(struct mus_match_source *source, struct mus_arena *arena,
                                 struct mus_match_query *query, bool *more, struct mus_error *err)
{
    enum mus_status status = mus_lines_next(source->lines, more, err);
    if (status != MUS_OK || !*more) {
        return status;
    }
    const struct mus_line *line = mus_lines_at(source->lines);
    mus_digest_add(&source->digest, line->text.ptr, line->text.len);
    mus_digest_add(&source->digest, "\n", 1);
    return parse_query(source, line, arena, query, err);
}

/* That it can be loaded. A company only has to be there. */
static enum mus_status check_query(const struct mus_match_source *source, struct mus_arena *arena,
                                   struct mus_match_query *query, struct mus_error *err)
{
    const struct mus_matching *matching = source->matching;
    struct mus_text id;
    enum mus_status status =
        query->bare_need
            ? mus_match_query_load(query, matching->read, &matching->tools.firm, arena, err)
            : mus_store_resolve(matching->read, query->company_id, arena, &id, err);
    return at_line(source, status, err);
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

static enum mus_status open_lines(struct mus_match_source *source, struct mus_error *err)
{
    mus_digest_init(&source->digest, MUS_DIGEST_SHA256);
    return mus_lines_open(source->matching->options->queries, &source->lines, err);
}

static void print_digest(struct mus_match_source *source, char out[2 * MUS_DIGEST_BYTES + 1])
{
    struct mus_digest digest = mus_digest_take(&source->digest);
    mus_hex_print(out, digest.bytes, sizeof digest.bytes);
}

/* Once through, to the count and the digest of the lines. */
static enum mus_status check_lines(struct mus_match_source *source, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf seen = {0}; /* a struct query_line for each */
    bool more = true;
    enum mus_status status = open_lines(source, err);
    while (status == MUS_OK) {
        struct mus_match_query query;
        mus_arena_reset(&arena);
        status = next_line(source, &arena, &query, &more, err);
        if (status != MUS_OK || !more) {
            break;
        }
        status = check_query(source, &arena, &query, err);
        struct query_line line = {mus_text_hash(query.id), mus_lines_at(source->lines)->number};
        mus_buf_add(&seen, &line, sizeof line);
    }
    if (status == MUS_OK) {
        status = check_ids(&seen, &source->count, err);
    }
    print_digest(source, source->name);
    mus_lines_close(source->lines);
    source->lines = NULL;
    mus_buf_done(&seen);
    mus_arena_done(&arena);
    return status == MUS_OK ? open_lines(source, err) : status;
}

/* At the end, whether the lines were those that were checked. */
static enum mus_status compare_lines(struct mus_match_source *source, struct mus_error *err)
{
    char name[sizeof source->name];
    print_digest(source, name);
    return mus_text_equals(mus_text_of(name), source->name)
               ? MUS_OK
               : mus_fail(err, MUS_IO, "%s: has changed while it was read (it must be a file)",
                          source->matching->options->queries);
}

/* ------------------------------------------------------------------ the store */

static enum mus_status open_store(struct mus_match_source *source, struct mus_error *err)
{
    const struct mus_matching *matching = source->matching;
    struct mus_id_range everyone = {MUS_NO_TEXT, MUS_NO_TEXT};
    enum mus_status status = mus_match_filters(matching, &source->arena, &source->filter, err);
    if (status == MUS_OK) {
        status = mus_store_company_count(matching->read, &source->count, err);
    }
    return status == MUS_OK
               ? mus_walker_open(matching->read, MUS_WALK_FIRMS, everyone, &source->walker, err)
               : status;
}

static enum mus_status next_company(struct mus_match_source *source, struct mus_match_query *query,
                                    bool *more, struct mus_error *err)
{
    const struct mus_matching *matching = source->matching;
    int64_t top = matching->options->top;
    struct mus_walk_item item;
    enum mus_status status = mus_walker_next(source->walker, &item, err);
    if (status != MUS_OK) {
        return status;
    }
    *more = item.id.ptr != NULL;
    source->firm = item.bytes;
    *query = (struct mus_match_query){.id = item.id,
                                      .company_id = item.id,
                                      .filter = source->filter,
                                      .top = top > 0 ? (size_t)top : MUS_DEFAULT_TOP,
                                      .met_since = matching->met_since};
    return MUS_OK;
}

/* ------------------------------------------------------------------ either */

enum mus_status mus_match_source_open(const struct mus_matching *matching,
                                      struct mus_match_source **out, struct mus_error *err)
{
    struct mus_match_source *source = mus_alloc_zero(1, sizeof *source);
    if (source == NULL) {
        return mus_fail_memory(err);
    }
    source->matching = matching;
    enum mus_status status =
        matching->options->all ? open_store(source, err) : check_lines(source, err);
    if (status != MUS_OK) {
        mus_match_source_close(source);
        return status;
    }
    *out = source;
    return MUS_OK;
}

void mus_match_source_close(struct mus_match_source *source)
{
    if (source != NULL) {
        mus_lines_close(source->lines);
        mus_walker_close(source->walker);
        mus_arena_done(&source->arena);
        mus_free(source);
    }
}

uint64_t mus_match_source_count(const struct mus_match_source *source)
{
    return source->count;
}

struct mus_text mus_match_source_name(const struct mus_match_source *source)
{
    return source->walker != NULL ? MUS_TEXT("all") : mus_text_of(source->name);
}

enum mus_status mus_match_source_next(struct mus_match_source *source, struct mus_arena *arena,
                                      struct mus_match_query *query, bool *more,
                                      struct mus_error *err)
{
    *more = false;
    if (source->ended) {
        return MUS_OK;
    }
    enum mus_status status = source->walker != NULL ? next_company(source, query, more, err)
                                                    : next_line(source, arena, query, more, err);
    source->ended = status == MUS_OK && !*more;
    return source->ended && source->lines != NULL ? compare_lines(source, err) : status;
}

enum mus_status mus_match_source_load(struct mus_match_source *source, struct mus_arena *arena,
                                      struct mus_match_query *query, struct mus_error *err)
{
    const struct mus_matching *matching = source->matching;
    if (source->walker != NULL && matching->options->run != NULL) {
        return mus_match_query_load_firm(query, matching->read, source->firm, arena, err);
    }
    enum mus_status status =
        mus_match_query_load(query, matching->read, &matching->tools.firm, arena, err);
    return source->walker != NULL ? status : at_line(source, status, err);
}
