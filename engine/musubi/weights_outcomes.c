/* Lists of candidates with their parts, from a file or from cases. Queries share a walk over the
 * store, so many at a time as a batch takes. */
#include "base/mem.h"
#include "import/lines.h"
#include "match/batch.h"
#include "match/outcomes.h"
#include "musubi/weights_shared.h"
#include "profile/firm_record.h"
#include "store/cases.h"
#include "store/ledger.h"
#include "store/lexicon.h"

enum { LEAST_SHOWN = 10, THREADS = 2 };

/* One event of which the parts are to be found. */
struct listed {
    struct mus_text from;
    struct mus_text chosen;
    size_t rank;                      /* of a case; 0: the companies are given */
    const struct mus_text *companies; /* of a file */
    size_t count;
    uint64_t line;
};

struct gathering {
    struct mus_musubi *musubi;
    struct mus_world world; /* with the expert's weights */
    const struct mus_read *read;
    struct mus_store_tools tools;
    struct mus_workspace *workspace;
    struct mus_outcome_lists *out;
    struct mus_buf known;   /* struct listed: every pair of which a conclusion stands */
    struct mus_arena arena; /* of all events */
    struct mus_arena brief; /* of one batch */
    struct mus_arena firm;  /* of one candidate */
    struct mus_match_query queries[MUS_BATCH_QUERIES];
};

void mus_outcome_lists_done(struct mus_outcome_lists *lists)
{
    mus_buf_done(&lists->candidates);
    mus_buf_done(&lists->events);
}

static size_t candidate_count(const struct mus_outcome_lists *lists)
{
    return lists->candidates.len / sizeof(struct mus_learn_candidate);
}

static void add_event(struct mus_outcome_lists *lists, size_t first, size_t chosen)
{
    struct mus_logit_event event = {first, candidate_count(lists) - first, chosen};
    mus_buf_add(&lists->events, &event, sizeof event);
}

static enum mus_status check_room(const struct mus_outcome_lists *lists, struct mus_error *err)
{
    if (candidate_count(lists) > MUS_LEARN_MOST_CANDIDATES) {
        return mus_fail(err, MUS_LIMIT, "more than %d candidates", MUS_LEARN_MOST_CANDIDATES);
    }
    enum mus_status status = mus_buf_check(&lists->candidates, err);
    return status == MUS_OK ? mus_buf_check(&lists->events, err) : status;
}

static enum mus_status add_candidate(struct gathering *gathering, const struct mus_query *query,
                                     struct mus_text id, struct mus_error *err)
{
    struct mus_walk_item item;
    struct mus_firm firm;
    struct mus_score score;
    mus_arena_reset(&gathering->firm);
    enum mus_status status = mus_store_firm(gathering->read, id, &gathering->firm, &item, err);
    if (status == MUS_OK) {
        status =
            mus_firm_record_decode(item.bytes.ptr, item.bytes.len, &gathering->firm, &firm, err);
    }
    if (status == MUS_OK) {
        status = mus_query_score(query, gathering->workspace, &firm, &score, err);
    }
    if (status == MUS_OK) {
        struct mus_learn_candidate candidate = mus_learn_candidate_of(&score);
        mus_buf_add(&gathering->out->candidates, &candidate, sizeof candidate);
    }
    return status;
}

static enum mus_status add_given(struct gathering *gathering, const struct listed *listed,
                                 const struct mus_query *query, struct mus_error *err)
{
    size_t first = candidate_count(gathering->out);
    size_t chosen = 0;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; i < listed->count && status == MUS_OK; i++) {
        chosen = mus_text_equal(listed->companies[i], listed->chosen) ? i : chosen;
        status = add_candidate(gathering, query, listed->companies[i], err);
        status = status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "candidates[%zu]", i);
    }
    if (status == MUS_OK) {
        add_event(gathering->out, first, chosen);
    }
    return status;
}

/* The two concluded with each other, in whichever case: then neither was passed over. */
static bool is_concluded(const struct gathering *gathering, struct mus_text a, struct mus_text b)
{
    const struct listed *known = (const struct listed *)(const void *)gathering->known.data;
    for (size_t i = 0; i < gathering->known.len / sizeof *known; i++) {
        if ((mus_text_equal(known[i].from, a) && mus_text_equal(known[i].chosen, b)) ||
            (mus_text_equal(known[i].from, b) && mus_text_equal(known[i].chosen, a))) {
            return true;
        }
    }
    return false;
}

static enum mus_status add_shown(struct gathering *gathering, const struct listed *listed,
                                 const struct mus_query *query, const struct mus_scan *scan,
                                 struct mus_error *err)
{
    const struct mus_topk *results = mus_scan_results(scan);
    size_t first = candidate_count(gathering->out);
    enum mus_status status = add_candidate(gathering, query, listed->chosen, err);
    for (size_t i = 0; i < results->count && status == MUS_OK; i++) {
        struct mus_text id = mus_topk_row_id(&results->rows[i]);
        if (!is_concluded(gathering, listed->from, id)) {
            status = add_candidate(gathering, query, id, err);
        }
    }
    if (status != MUS_OK) {
        return status;
    }
    if (candidate_count(gathering->out) - first < 2) {
        gathering->out->candidates.len = first * sizeof(struct mus_learn_candidate);
        gathering->out->left_out++;
        return MUS_OK;
    }
    add_event(gathering->out, first, 0);
    return MUS_OK;
}

/* Whom the company has met since is no reason to leave it off the list it was chosen from. */
static enum mus_status load_query(struct gathering *gathering, const struct listed *listed,
                                  struct mus_match_query *query, struct mus_error *err)
{
    size_t shown = listed->rank < LEAST_SHOWN ? LEAST_SHOWN : listed->rank;
    *query = (struct mus_match_query){.company_id = listed->from,
                                      .top = shown > MUS_MAX_TOP ? MUS_MAX_TOP : shown,
                                      .met_since = MUS_NO_DATE};
    enum mus_status status = mus_match_query_load(query, gathering->read, &gathering->tools.firm,
                                                  &gathering->brief, err);
    query->acquaintances = (struct mus_acquaintances){0};
    return status == MUS_OK || listed->rank > 0 ? status : mus_fail_at(err, status, "from");
}

static enum mus_status at_line(const struct listed *listed, enum mus_status status,
                               struct mus_error *err)
{
    return status == MUS_OK || listed->line == 0
               ? status
               : mus_fail_at(err, status, "line %llu", (unsigned long long)listed->line);
}

static enum mus_status gather_batch(struct gathering *gathering, const struct listed *all,
                                    size_t at, size_t count, struct mus_error *err)
{
    struct mus_batch *batch = NULL;
    enum mus_status status = MUS_OK;
    mus_arena_reset(&gathering->brief);
    for (size_t i = 0; i < count && status == MUS_OK; i++) {
        status = load_query(gathering, &all[at + i], &gathering->queries[i], err);
        status = at_line(&all[at + i], status, err);
    }
    if (status == MUS_OK) {
        status = mus_batch_new(&gathering->world, gathering->read, gathering->queries, count,
                               THREADS, &batch, err);
    }
    if (status == MUS_OK && all[at].rank > 0) {
        status = mus_batch_scan(batch, 0, err);
    }
    for (size_t i = 0; i < count && status == MUS_OK; i++) {
        const struct listed *listed = &all[at + i];
        const struct mus_query *query = mus_batch_query(batch, i);
        status = listed->rank > 0
                     ? add_shown(gathering, listed, query, mus_batch_result(batch, i), err)
                     : add_given(gathering, listed, query, err);
        status = status == MUS_OK ? check_room(gathering->out, err) : status;
        status = at_line(listed, status, err);
    }
    mus_batch_free(batch);
    return status;
}

static enum mus_status gather(struct gathering *gathering, const struct mus_buf *rows,
                              struct mus_error *err)
{
    const struct listed *all = (const struct listed *)(const void *)rows->data;
    size_t count = rows->len / sizeof *all;
    enum mus_status status = mus_buf_check(rows, err);
    for (size_t at = 0; at < count && status == MUS_OK; at += MUS_BATCH_QUERIES) {
        size_t left = count - at;
        status = gather_batch(gathering, all, at,
                              left < MUS_BATCH_QUERIES ? left : MUS_BATCH_QUERIES, err);
    }
    return status;
}

/* ------------------------------------------------------------------ begin and end */

static enum mus_status begin(struct gathering *gathering, struct mus_read **read,
                             struct mus_error *err)
{
    gathering->world = gathering->musubi->world;
    struct mus_weights expert = mus_weights_default();
    gathering->workspace = mus_workspace_new();
    if (gathering->workspace == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_world_weigh(&gathering->world, &expert, err);
    if (status == MUS_OK) {
        status = mus_store_read_begin(gathering->musubi->store, read, err);
        gathering->read = *read;
    }
    if (status == MUS_OK) {
        status = mus_store_tools_open(*read, &gathering->tools, err);
    }
    return status;
}

/* The world is a copy of the handle's, which keeps what it points to. */
static void end(struct gathering *gathering, struct mus_read *read)
{
    mus_store_tools_close(&gathering->tools);
    mus_store_read_end(read);
    mus_workspace_free(gathering->workspace);
    mus_buf_done(&gathering->known);
    mus_arena_done(&gathering->arena);
    mus_arena_done(&gathering->brief);
    mus_arena_done(&gathering->firm);
    mus_free(gathering);
}

/* ------------------------------------------------------------------ a file */

static enum mus_status take_line(struct gathering *gathering, const struct mus_line *line,
                                 struct mus_buf *rows, struct mus_error *err)
{
    struct mus_json *json = NULL;
    struct mus_outcome outcome;
    enum mus_status status = mus_json_parse_at(line->text, line->number, &json, err);
    if (status != MUS_OK) {
        return status;
    }
    status = mus_outcome_read(json, &gathering->world.weights, &gathering->arena, &outcome, err);
    mus_json_free(json);
    if (status == MUS_OK && outcome.parts != NULL) {
        size_t first = candidate_count(gathering->out);
        mus_buf_add(&gathering->out->candidates, outcome.parts,
                    outcome.count * sizeof *outcome.parts);
        add_event(gathering->out, first, outcome.chosen);
        status = check_room(gathering->out, err);
    } else if (status == MUS_OK) {
        struct listed listed = {.from = outcome.from,
                                .chosen = outcome.companies[outcome.chosen],
                                .companies = outcome.companies,
                                .count = outcome.count,
                                .line = line->number};
        mus_buf_add(rows, &listed, sizeof listed);
    }
    return status == MUS_OK
               ? MUS_OK
               : mus_fail_at(err, status, "line %llu", (unsigned long long)line->number);
}

static enum mus_status take_lines(struct gathering *gathering, const char *path,
                                  struct mus_buf *rows, struct mus_error *err)
{
    struct mus_lines *lines = NULL;
    bool more = true;
    enum mus_status status = mus_lines_open(path, &lines, err);
    while (status == MUS_OK) {
        status = mus_lines_next(lines, &more, err);
        if (status != MUS_OK || !more) {
            break;
        }
        status = take_line(gathering, mus_lines_at(lines), rows, err);
    }
    mus_lines_close(lines);
    return status == MUS_REJECTED ? MUS_LIMIT : status;
}

/* ------------------------------------------------------------------ cases */

enum mus_status mus_conclusion_stands(const struct mus_read *read, const struct mus_case *c,
                                      struct mus_arena *arena, bool *stands, struct mus_error *err)
{
    const struct mus_case_step *step = mus_case_step_at(c, MUS_CASE_CONCLUDED);
    bool reversed = false;
    uint64_t reversal = 0;
    enum mus_status status = MUS_OK;
    if (step != NULL && step->entry != MUS_CASE_NO_ENTRY) {
        status = mus_store_ledger_reversal(read, step->entry, arena, &reversed, &reversal, err);
    }
    *stands = step != NULL && !reversed;
    return status;
}

static enum mus_status take_case(struct gathering *gathering, const struct mus_case *c,
                                 struct mus_buf *rows, struct mus_error *err)
{
    bool stands = false;
    enum mus_status status =
        mus_conclusion_stands(gathering->read, c, &gathering->brief, &stands, err);
    if (status != MUS_OK || !stands) {
        return status;
    }
    struct listed listed = {.rank = c->rank};
    status =
        mus_store_resolve(gathering->read, c->companies[0], &gathering->arena, &listed.from, err);
    if (status == MUS_OK) {
        status = mus_store_resolve(gathering->read, c->companies[1], &gathering->arena,
                                   &listed.chosen, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    mus_buf_add(&gathering->known, &listed, sizeof listed);
    /* The two may be records of one firm that were merged since. */
    if (c->origin == MUS_CASE_FROM_MATCH && c->rank > 0 &&
        !mus_text_equal(listed.from, listed.chosen)) {
        mus_buf_add(rows, &listed, sizeof listed);
    } else {
        gathering->out->left_out++;
    }
    return mus_buf_check(&gathering->known, err);
}

static enum mus_status take_cases(struct gathering *gathering, struct mus_buf *rows,
                                  struct mus_error *err)
{
    struct mus_case_walker *walker = NULL;
    enum mus_status status = mus_case_walker_open(gathering->read, &walker, err);
    while (status == MUS_OK) {
        bool more = false;
        struct mus_case c;
        mus_arena_reset(&gathering->brief);
        status = mus_case_walker_next(walker, &gathering->brief, &more, &c, err);
        if (status != MUS_OK || !more) {
            break;
        }
        status = take_case(gathering, &c, rows, err);
    }
    mus_case_walker_close(walker);
    return status;
}

enum mus_status mus_outcomes_gather(struct mus_musubi *musubi, const char *path,
                                    struct mus_outcome_lists *out, struct mus_error *err)
{
    struct mus_buf rows = {0};
    struct mus_read *read = NULL;
    struct gathering *gathering = mus_alloc_zero(1, sizeof *gathering);
    if (gathering == NULL) {
        return mus_fail_memory(err);
    }
    gathering->musubi = musubi;
    gathering->out = out;
    enum mus_status status = begin(gathering, &read, err);
    if (status == MUS_OK) {
        status = path != NULL ? take_lines(gathering, path, &rows, err)
                              : take_cases(gathering, &rows, err);
    }
    status = status == MUS_OK ? gather(gathering, &rows, err) : status;
    end(gathering, read);
    mus_buf_done(&rows);
    return status;
}
