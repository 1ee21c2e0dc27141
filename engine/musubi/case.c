#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "cases/cases.h"
#include "crypto/encode.h"
#include "match/batch.h"
#include "musubi/case_answer.h"
#include "musubi/handle.h"
#include "store/cases.h"
#include "store/companies.h"
#include "store/lexicon.h"

static struct mus_text given(const char *terminated)
{
    return terminated == NULL ? MUS_TEXT("") : mus_text_of(terminated);
}

static struct mus_case_context context_of(const struct mus_musubi *musubi, const char *by)
{
    return (struct mus_case_context){.tables = &musubi->tables,
                                     .today = musubi->today,
                                     .now = mus_musubi_now(musubi),
                                     .by = given(by)};
}

/* The day said, or today. */
static enum mus_status read_day(const struct mus_musubi *musubi, const char *date, mus_date *out,
                                struct mus_error *err)
{
    *out = musubi->today;
    if (date == NULL) {
        return MUS_OK;
    }
    enum mus_status status = mus_date_read(mus_text_of(date), out, NULL, err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "--date");
}

/* ------------------------------------------------------------------ changes */

/* One change of one case, and what it needs. */
struct change {
    struct mus_musubi *musubi;
    struct mus_case_context context;
    const struct mus_case_opening *opening;
    const struct mus_case_advance *advance;
    struct mus_text id, to;
    struct mus_arena arena;
    struct mus_case result;
};

static enum mus_status change_case(struct mus_write *write, void *context, struct mus_error *err)
{
    struct change *change = context;
    struct mus_arena *arena = &change->arena;
    mus_arena_reset(arena); /* it may be the second try, in a larger map */
    if (change->opening != NULL) {
        return mus_case_begin(write, &change->context, change->opening, arena, &change->result,
                              err);
    }
    if (change->advance != NULL) {
        return mus_case_go_on(write, &change->context, change->id, change->advance, arena,
                              &change->result, err);
    }
    return mus_case_assign(write, &change->context, change->id, change->to, arena, &change->result,
                           err);
}

/* The answer is read from the store again: what is shown is what is there. */
static enum mus_status give_stored(struct mus_musubi *musubi, struct mus_text id, bool whole,
                                   struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_read *read = NULL;
    struct mus_case c;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_store_case(read, id, &arena, &c, err);
    }
    if (status == MUS_OK) {
        status = mus_give_case(musubi, read, &c, whole, &arena, sink, err);
    }
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}

static enum mus_status make_change(struct change *change, struct mus_sink *sink,
                                   struct mus_error *err)
{
    enum mus_status status = mus_store_update(change->musubi->store, change_case, change, err);
    if (status == MUS_OK) {
        status = give_stored(change->musubi, change->result.id, false, sink, err);
    }
    mus_arena_done(&change->arena);
    return status;
}

/* ------------------------------------------------------------------ where a case comes from */

/* Rank and score of b in the match of a, as it is now. */
static enum mus_status look_up_match(struct mus_musubi *musubi, struct mus_text a,
                                     struct mus_text b, struct mus_case *out, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_read *read = NULL;
    struct mus_batch *batch = NULL;
    struct mus_text resolved = MUS_NO_TEXT;
    struct mus_store_tools tools = {0};
    struct mus_match_query query = {.top = MUS_MAX_TOP, .company_id = a, .met_since = MUS_NO_DATE};
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_store_tools_open(read, &tools, err);
    }
    if (status == MUS_OK) {
        status = mus_store_resolve(read, b, &arena, &resolved, err);
    }
    if (status == MUS_OK) {
        status = mus_match_query_load(&query, read, &tools.firm, &arena, err);
    }
    if (status == MUS_OK) {
        status = mus_batch_new(&musubi->world, read, &query, 1, 1, &batch, err);
    }
    if (status == MUS_OK) {
        status = mus_batch_scan(batch, 0, err);
    }
    if (status == MUS_OK) {
        const struct mus_topk *results = mus_scan_results(mus_batch_result(batch, 0));
        size_t at = 0;
        while (at < results->count &&
               !mus_text_equal(mus_topk_row_id(&results->rows[at]), resolved)) {
            at++;
        }
        if (at == results->count) {
            status =
                mus_fail(err, MUS_INVALID,
                         "--match: \"%.*s\" is not among the first %d of the match of \"%.*s\"",
                         MUS_TEXT_SHORT_ARG(b), MUS_MAX_TOP, MUS_TEXT_SHORT_ARG(a));
        } else {
            out->origin = MUS_CASE_FROM_MATCH;
            out->rank = (uint32_t)at + 1;
            out->score = results->rows[at].score;
            bool hex = mus_hex_read(mus_text_of(musubi->world.weights_digest), out->weights.bytes,
                                    sizeof out->weights.bytes);
            status = hex ? MUS_OK : mus_fail(err, MUS_CORRUPT, "the weights have no digest");
        }
    }
    mus_batch_free(batch);
    mus_store_tools_close(&tools);
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}

static enum mus_status read_origin(struct mus_musubi *musubi,
                                   const struct mus_case_open_options *options,
                                   struct mus_case *out, struct mus_error *err)
{
    if ((options->event != NULL) != (options->meeting != NULL)) {
        return mus_fail(err, MUS_INVALID, "--event and --meeting go together");
    }
    if (options->match && options->event != NULL) {
        return mus_fail(err, MUS_INVALID, "a case comes from --match or from --event, not both");
    }
    if (options->event != NULL) {
        out->origin = MUS_CASE_FROM_MEETING;
        out->event = given(options->event);
        out->meeting = given(options->meeting);
    }
    return options->match ? look_up_match(musubi, out->companies[0], out->companies[1], out, err)
                          : MUS_OK;
}

enum mus_status mus_case_open(struct mus_musubi *musubi,
                              const struct mus_case_open_options *options, struct mus_sink *sink,
                              struct mus_error *err)
{
    struct mus_case_opening opening = {
        .content = {.companies = {given(options->a), given(options->b)},
                    .listings = {given(options->listing_a), given(options->listing_b)},
                    .programme = given(options->programme),
                    .purpose = given(options->purpose),
                    .edition = given(options->edition),
                    .coordinator = given(options->coordinator)},
        .stage = options->introduced ? MUS_CASE_INTRODUCED : MUS_CASE_SUGGESTED,
        .again = options->again};
    struct change change = {
        .musubi = musubi, .context = context_of(musubi, options->by), .opening = &opening};
    enum mus_status status = read_day(musubi, options->date, &opening.date, err);
    if (status == MUS_OK) {
        status = read_origin(musubi, options, &opening.content, err);
    }
    return status == MUS_OK ? make_change(&change, sink, err) : status;
}

/* ------------------------------------------------------------------ going on */

/* SHA-256 of the file, which stays where it is. */
static enum mus_status digest_file(const char *path, struct mus_digest *out, struct mus_error *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return mus_fail(err, errno == ENOENT ? MUS_NOT_FOUND : MUS_IO, "%s: %s", path,
                        strerror(errno));
    }
    struct mus_digest_run run;
    char block[16384];
    size_t got;
    mus_digest_init(&run, MUS_DIGEST_SHA256);
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        mus_digest_add(&run, block, got);
    }
    bool bad = ferror(file) != 0;
    fclose(file);
    if (bad) {
        return mus_fail(err, MUS_IO, "%s: cannot read", path);
    }
    *out = mus_digest_take(&run);
    return MUS_OK;
}

enum mus_status mus_case_advance(struct mus_musubi *musubi,
                                 const struct mus_case_advance_options *options,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_case_advance advance = {.agreement = given(options->agreement),
                                       .label = given(options->label)};
    struct change change = {.musubi = musubi,
                            .context = context_of(musubi, options->by),
                            .advance = &advance,
                            .id = given(options->id)};
    enum mus_status status = mus_read_case_stage(options->stage, &advance.stage, err);
    if (status == MUS_OK) {
        status = read_day(musubi, options->date, &advance.date, err);
    }
    if (status == MUS_OK && options->evidence == NULL && options->label != NULL) {
        status = mus_fail(err, MUS_INVALID, "--label goes with --evidence");
    }
    if (status == MUS_OK && options->evidence != NULL) {
        advance.has_evidence = true;
        status = digest_file(options->evidence, &advance.evidence, err);
    }
    return status == MUS_OK ? make_change(&change, sink, err) : status;
}

/* ------------------------------------------------------------------ coordinators */

struct handing {
    struct mus_case_context context;
    struct mus_text from, to;
    struct mus_arena arena;
    struct mus_texts ids;
};

static enum mus_status hand_over(struct mus_write *write, void *context, struct mus_error *err)
{
    struct handing *handing = context;
    mus_arena_reset(&handing->arena);
    return mus_case_hand_over(write, &handing->context, handing->from, handing->to, &handing->arena,
                              &handing->ids, err);
}

enum mus_status mus_case_assign_to(struct mus_musubi *musubi, const char *id, const char *from,
                                   const char *to, const char *by, struct mus_sink *sink,
                                   struct mus_error *err)
{
    if ((id != NULL) == (from != NULL)) {
        return mus_fail(err, MUS_INVALID, "case assign needs either a CASE or --all-of NAME");
    }
    if (id != NULL) {
        struct change change = {.musubi = musubi,
                                .context = context_of(musubi, by),
                                .id = mus_text_of(id),
                                .to = given(to)};
        return make_change(&change, sink, err);
    }
    struct handing handing = {
        .context = context_of(musubi, by), .from = given(from), .to = given(to)};
    enum mus_status status = mus_store_update(musubi->store, hand_over, &handing, err);
    for (size_t i = 0; status == MUS_OK && i < handing.ids.count; i++) {
        status = give_stored(musubi, handing.ids.items[i], false, sink, err);
    }
    mus_arena_done(&handing.arena);
    return status;
}

enum mus_status mus_case_show(struct mus_musubi *musubi, const char *id, struct mus_sink *sink,
                              struct mus_error *err)
{
    return give_stored(musubi, mus_text_of(id), true, sink, err);
}
