/* Many queries: in groups that share a look at the store, each answered or written to a TREC run,
 * or both. */
#include "musubi/match_shared.h"

#include "base/clock.h"
#include "base/mem.h"
#include "crypto/digest.h"
#include "crypto/encode.h"
#include "match/batch.h"
#include "musubi/match_run.h"
#include "musubi/match_source.h"
#include "profile/value_json.h"
#include "store/companies.h"

/* What is told as done is on the disk: so often is a run written there. */
enum { SYNC_MS = 1000 };

struct many {
    struct mus_matching *matching;
    struct mus_match_source *source;
    struct mus_run *run;             /* NULL: none is asked for */
    struct mus_match_query *queries; /* of one group */
    size_t count;
    struct mus_batch *batch; /* NULL: there has been no group */
    struct mus_arena arena;  /* theirs */
    uint64_t done;           /* with those that were kept */
    uint64_t kept;           /* that stood in the run already */
    uint64_t told;           /* as done */
    int64_t synced_ms;
};

/* ------------------------------------------------------------------ what a run depends on */

static void add_date(struct mus_buf *facts, const char *name, mus_date date)
{
    mus_buf_printf(facts, "%s: ", name);
    if (date == MUS_NO_DATE) {
        mus_buf_add_z(facts, "none");
    } else {
        mus_date_write_iso(facts, date);
    }
    mus_buf_add_byte(facts, '\n');
}

static void add_filters(struct mus_buf *facts, const char *filters)
{
    mus_buf_add_z(facts, "--filters: ");
    if (filters == NULL) {
        mus_buf_add_z(facts, "none");
    } else {
        struct mus_text text = mus_text_of(filters);
        struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, text.ptr, text.len);
        mus_hex_write(facts, digest.bytes, sizeof digest.bytes);
    }
    mus_buf_add_byte(facts, '\n');
}

/* Queries of a file have their own, unless they are overruled. */
static void add_top(struct mus_buf *facts, const struct mus_match_options *options)
{
    long long top = options->all && options->top == 0 ? MUS_DEFAULT_TOP : (long long)options->top;
    if (top == 0) {
        mus_buf_add_z(facts, "--top: none\n");
    } else {
        mus_buf_printf(facts, "--top: %lld\n", top);
    }
}

/* Those that the handle has, which a longer life may have left behind the store. */
static void add_tables(struct mus_buf *facts, const struct mus_tables *tables)
{
    struct mus_digest_run run;
    mus_digest_init(&run, MUS_DIGEST_SHA256);
    for (size_t i = 0; i < tables->count; i++) {
        const struct mus_table *table = &tables->items[i];
        uint64_t sizes[] = {table->name.len, table->version.len, table->count};
        mus_digest_add(&run, sizes, sizeof sizes);
        mus_digest_add(&run, table->name.ptr, table->name.len);
        mus_digest_add(&run, table->version.ptr, table->version.len);
    }
    struct mus_digest digest = mus_digest_take(&run);
    mus_buf_add_z(facts, "tables: ");
    mus_hex_write(facts, digest.bytes, sizeof digest.bytes);
    mus_buf_add_byte(facts, '\n');
}

static enum mus_status write_facts(const struct many *many, struct mus_buf *facts,
                                   struct mus_error *err)
{
    const struct mus_matching *matching = many->matching;
    const struct mus_match_options *options = matching->options;
    const struct mus_world *world = &matching->musubi->world;
    uint64_t companies = 0;
    enum mus_status status = mus_store_company_count(matching->read, &companies, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_buf_printf(facts, "musubi: %s\n", mus_version());
    mus_buf_printf(facts, "the store at change: %llu (%llu companies)\n",
                   (unsigned long long)mus_store_read_number(matching->read),
                   (unsigned long long)companies);
    mus_buf_printf(facts, "weights: %s\n", world->weights_digest);
    add_tables(facts, world->tables);
    add_date(facts, "--today", world->today);
    mus_buf_printf(facts, "queries: %.*s\n", MUS_TEXT_ARG(mus_match_source_name(many->source)));
    add_filters(facts, options->filters);
    add_date(facts, "--met-since", matching->met_since);
    add_top(facts, options);
    return mus_buf_check(facts, err);
}

/* Not before all queries are known to be good: an earlier run stays as it is until then. */
static enum mus_status open_run(struct many *many, struct mus_error *err)
{
    const struct mus_match_options *options = many->matching->options;
    struct mus_buf facts = {0};
    if (options->run == NULL) {
        return MUS_OK;
    }
    enum mus_status status = write_facts(many, &facts, err);
    if (status == MUS_OK) {
        status = mus_run_open(options->run, options->resume, mus_buf_text(&facts), &many->run, err);
    }
    mus_buf_done(&facts);
    return status;
}

/* ------------------------------------------------------------------ group by group */

/* Each number once. */
static void tell(struct many *many)
{
    const struct mus_sink *sink = many->matching->sink;
    if (sink->progress != NULL && many->told != many->done) {
        sink->progress(sink->user, many->done, mus_match_source_count(many->source));
    }
    many->told = many->done;
}

/* Fills the group with queries that have no answer in the run yet; none is left where it stays
 * empty. */
static enum mus_status fill_group(struct many *many, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    bool more = true;
    many->count = 0;
    mus_arena_reset(&many->arena);
    while (status == MUS_OK && many->count < MUS_BATCH_QUERIES) {
        struct mus_match_query *query = &many->queries[many->count];
        bool holds = false;
        status = mus_match_source_next(many->source, &many->arena, query, &more, err);
        if (status != MUS_OK || !more) {
            break;
        }
        if (many->run != NULL) {
            status = mus_run_holds(many->run, query->id, &holds, err);
        }
        if (status == MUS_OK && !holds) {
            status = mus_match_source_load(many->source, &many->arena, query, err);
            many->count++;
        } else if (holds && many->kept++ % MUS_BATCH_QUERIES == 0) {
            mus_arena_reset(&many->arena); /* as many as one likes may be passed over */
        }
    }
    return status;
}

static enum mus_status write_run(struct many *many, const struct mus_match_query *query,
                                 const struct mus_scan *scan, struct mus_error *err)
{
    const struct mus_topk *results = mus_scan_results(scan);
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < results->count; i++) {
        status = mus_run_add(many->run, query->id, mus_topk_row_id(&results->rows[i]), i + 1,
                             results->rows[i].score, err);
    }
    return status;
}

static enum mus_status answer_group(struct many *many, struct mus_error *err)
{
    struct mus_matching *matching = many->matching;
    bool in_words = !matching->options->all || many->run == NULL;
    enum mus_status status =
        mus_match_scan(matching, many->queries, many->count, &many->batch, err);
    for (size_t i = 0; status == MUS_OK && i < many->count; i++) {
        const struct mus_match_query *query = &many->queries[i];
        const struct mus_scan *scan = mus_batch_result(many->batch, i);
        if (many->run != NULL) {
            status = write_run(many, query, scan, err);
        }
        if (status == MUS_OK && in_words) {
            status = mus_match_answer(matching, query, mus_batch_query(many->batch, i), scan, err);
        }
    }
    return status;
}

/* Without a run nothing is to be kept, and every group is told. */
static enum mus_status told_when_durable(struct many *many, struct mus_error *err)
{
    int64_t now_ms = mus_clock_monotonic_ms();
    if (many->run != NULL && now_ms - many->synced_ms < SYNC_MS) {
        return MUS_OK;
    }
    enum mus_status status = many->run == NULL ? MUS_OK : mus_run_sync(many->run, err);
    if (status == MUS_OK) {
        tell(many);
        many->synced_ms = mus_clock_monotonic_ms();
    }
    return status;
}

static enum mus_status answer_groups(struct many *many, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    many->synced_ms = mus_clock_monotonic_ms();
    for (bool first = true; status == MUS_OK; first = false) {
        status = fill_group(many, err);
        if (status == MUS_OK && first && many->kept > 0) {
            many->done = many->kept;
            tell(many);
        }
        if (status != MUS_OK || many->count == 0) {
            break;
        }
        status = answer_group(many, err);
        many->done += many->count;
        if (status == MUS_OK) {
            status = told_when_durable(many, err);
        }
    }
    if (status == MUS_OK && many->run != NULL) {
        status = mus_run_finish(many->run, err);
        if (status == MUS_OK) {
            tell(many);
        }
    }
    return status;
}

/* What stands in the place of the answers. */
static enum mus_status tell_run(struct many *many, struct mus_error *err)
{
    struct mus_matching *matching = many->matching;
    const struct mus_world *world = &matching->musubi->world;
    struct mus_json_writer writer = {.buf = &matching->json};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "run", matching->options->run);
    mus_json_put_integer(&writer, "queries", (int64_t)many->done);
    mus_json_put_integer(&writer, "kept", (int64_t)many->kept);
    mus_json_put_integer(&writer, "lines", (int64_t)mus_run_line_count(many->run));
    mus_json_put_z(&writer, "weights", world->weights_digest);
    mus_put_date(&writer, "today", world->today);
    mus_json_end_object(&writer);
    return mus_sink_give(matching->sink, &matching->json, err);
}

enum mus_status mus_match_many(struct mus_matching *matching, struct mus_error *err)
{
    struct many many = {.matching = matching,
                        .queries = mus_alloc_zero(MUS_BATCH_QUERIES, sizeof *many.queries)};
    enum mus_status status = many.queries == NULL
                                 ? mus_fail_memory(err)
                                 : mus_match_source_open(matching, &many.source, err);
    if (status == MUS_OK) {
        status = open_run(&many, err);
    }
    if (status == MUS_OK) {
        status = answer_groups(&many, err);
    }
    if (status == MUS_OK && matching->options->all && many.run != NULL) {
        status = tell_run(&many, err);
    }
    mus_batch_free(many.batch);
    mus_run_close(many.run);
    mus_match_source_close(many.source);
    mus_arena_done(&many.arena);
    mus_free(many.queries);
    return status;
}
