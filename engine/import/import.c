#include "import/import.h"

#include "base/crew.h"
#include "base/workers.h"
#include "import/batch.h"
#include "import/groups.h"
#include "import/prepare.h"
#include "import/rejected.h"
#include "store/segments.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Batches that are filled, judged or used up at a time: while the store takes its time over one,
 * for a commit or for a merge of segments, the threads judge those behind it. More than four are no
 * faster: by then it is the storing that all wait for. */
enum { DEFAULT_BATCH = 4096, BATCHES = 4, MOST_ROWS = BATCHES * DEFAULT_BATCH };

static_assert((size_t)BATCHES <= (size_t)MUS_CREW_TASKS, "each of them is a task of the crew");

struct importer {
    const struct mus_import_job *job;
    struct mus_arena *arena;
    struct mus_import_report *report;
    struct mus_import_plan plan;
    struct mus_groups *groups;
    struct mus_rejected *rejected;     /* NULL: nothing is to be written */
    struct mus_batch batches[BATCHES]; /* a ring; each gets its room when it is filled first */
    size_t oldest, filled;             /* the first of those in use, and how many are */
    size_t capacity;                   /* of each */
    struct mus_batch_worker *workers;  /* the first is this thread's */
    void *states[MUS_MAX_THREADS];     /* the workers, for the crew */
    size_t threads;
    struct mus_batch *storing; /* for mus_store_update */
    bool take;                 /* winners are stored */
    size_t told;               /* of the report's superseded rows, those whose winner has come by */
    bool winner_known[MUS_MAX_REPORTED];
    struct mus_error *err;
};

static enum mus_status prepare_rejected(struct importer *importer)
{
    const struct mus_import_job *job = importer->job;
    const struct mus_rejected_options options = {
        .path = job->rejected,
        .input = job->file,
        .json = importer->plan.input.json,
        .header = importer->plan.judge.header,
        .header_row = importer->plan.input.sheet.header_row,
        .width = importer->plan.map.width,
    };
    return mus_rejected_new(&options, &importer->rejected, importer->err);
}

static enum mus_status note_problem(struct importer *importer, const struct mus_input_row *row,
                                    const struct mus_import_problem *problem)
{
    importer->report->rejected++;
    enum mus_status status = mus_report_problem(importer->report, problem, importer->err);
    return status == MUS_OK && importer->rejected != NULL
               ? mus_rejected_add(importer->rejected, row, problem->message, importer->err)
               : status;
}

/* ------------------------------------------------------------------ reading */

/* One of the two readings. */
struct reading {
    mus_crew_work *judge;
    /* What it does with a row that was read, before it is judged; and with a batch that was. */
    enum mus_status (*take_row)(struct importer *importer, struct mus_batch_row *row);
    enum mus_status (*use)(struct importer *importer, struct mus_batch *batch);
    struct mus_input *input;
    uint64_t rows;
};

/* Fills the batch, which stays empty at the end of the file. */
static enum mus_status fill(struct importer *importer, struct reading *reading,
                            struct mus_batch *batch)
{
    bool more = true;
    enum mus_status status = MUS_OK;
    mus_batch_clear(batch);
    while (status == MUS_OK && more && !mus_batch_is_full(batch)) {
        struct mus_batch_row *row = NULL;
        status = mus_input_next(reading->input, &more, importer->err);
        if (status == MUS_OK && more) {
            status = mus_batch_add(batch, mus_input_at(reading->input), reading->rows++, &row,
                                   importer->err);
        }
        if (status == MUS_OK && row != NULL) {
            status = reading->take_row(importer, row);
        }
    }
    return status;
}

/* For two always; for more of them only as long as all are hardly larger than one may be. */
static bool has_room(const struct importer *importer)
{
    size_t bytes = 0;
    size_t rows = 0;
    for (size_t i = 0; i < importer->filled; i++) {
        const struct mus_batch *batch = &importer->batches[(importer->oldest + i) % BATCHES];
        bytes += batch->bytes;
        rows += batch->count;
    }
    return importer->filled < 2 ||
           (importer->filled < BATCHES && bytes < MUS_MAX_BATCH_BYTES && rows < MOST_ROWS);
}

/* Fills the next batch and has it judged; *more: there was one. */
static enum mus_status fill_next(struct importer *importer, struct reading *reading,
                                 struct mus_crew *crew, bool *more)
{
    struct mus_batch *batch = &importer->batches[(importer->oldest + importer->filled) % BATCHES];
    enum mus_status status = MUS_OK;
    if (batch->capacity == 0) {
        status = mus_batch_init(batch, importer->capacity, importer->arena, importer->err);
    }
    if (status == MUS_OK) {
        status = fill(importer, reading, batch);
    }
    *more = status == MUS_OK && batch->count > 0;
    if (*more) {
        mus_crew_give(crew, batch, mus_batch_parts(batch));
        importer->filled++;
    }
    return status;
}

static enum mus_status use_oldest(struct importer *importer, struct reading *reading,
                                  struct mus_crew *crew)
{
    struct mus_batch *batch = &importer->batches[importer->oldest];
    enum mus_status status = mus_crew_finish(crew, importer->err);
    if (status == MUS_OK) {
        status = reading->use(importer, batch);
    }
    importer->oldest = (importer->oldest + 1) % BATCHES;
    importer->filled--;
    return status;
}

/* Batch after batch: they are used up in their order, while those behind are judged. Where the
 * reading fails, the batches before the failure are used up nevertheless, and a failure of theirs
 * is the first. */
static enum mus_status read_batches(struct importer *importer, struct reading *reading,
                                    struct mus_crew *crew)
{
    struct mus_error *outer = importer->err;
    struct mus_error ending = {0};
    enum mus_status filled = MUS_OK;
    enum mus_status status = MUS_OK;
    bool more = true;
    importer->oldest = 0;
    importer->filled = 0;
    while (status == MUS_OK && (more || importer->filled > 0)) {
        if (more && has_room(importer)) {
            importer->err = &ending;
            filled = fill_next(importer, reading, crew, &more);
            importer->err = outer;
        } else {
            status = use_oldest(importer, reading, crew);
        }
    }
    return status == MUS_OK && filled != MUS_OK ? mus_fail(outer, filled, "%s", ending.message)
                                                : status;
}

static enum mus_status read_file(struct importer *importer, struct reading *reading)
{
    struct mus_crew *crew = mus_crew_new(reading->judge, importer->states, importer->threads);
    enum mus_status status = crew == NULL ? mus_fail_memory(importer->err) : MUS_OK;
    if (status == MUS_OK) {
        status = mus_input_open(&importer->plan.input, &reading->input, importer->err);
    }
    if (status == MUS_OK) {
        status = read_batches(importer, reading, crew);
    }
    if (status == MUS_OK) {
        importer->report->encoding = mus_input_encoding(reading->input);
    }
    mus_crew_free(crew);
    mus_input_close(reading->input);
    return status;
}

/* ------------------------------------------------------------------ first reading */

static enum mus_status take_any(struct importer *importer, struct mus_batch_row *row)
{
    (void)importer;
    (void)row;
    return MUS_OK;
}

/* A row that is not sound in itself is told and done with. One that only lacks what the company in
 * the store may have is settled by the second reading. */
static enum mus_status group(struct importer *importer, struct mus_batch *batch)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < batch->count; i++) {
        const struct mus_batch_row *row = &batch->rows[i];
        if (row->key_count > 0) {
            status = mus_groups_add(importer->groups, row->keys, row->key_count, row->good,
                                    importer->err);
            continue;
        }
        status = note_problem(importer, &row->row, &row->made.outcome.problem);
        if (status == MUS_OK) {
            status = mus_groups_skip(importer->groups, importer->err);
        }
    }
    return status;
}

static enum mus_status read_first(struct importer *importer)
{
    struct reading reading = {.judge = mus_batch_judge_first, .take_row = take_any, .use = group};
    enum mus_status status = read_file(importer, &reading);
    importer->report->rows = mus_groups_rows(importer->groups);
    return status;
}

/* ------------------------------------------------------------------ one batch */

/* What the store itself refuses refuses the row: the write is still whole then. */
static enum mus_status put(struct importer *importer, struct mus_batch_row *row,
                           const struct mus_row_made *made, struct mus_write *write)
{
    struct mus_error refusal = {0};
    enum mus_status status = mus_store_put_ready(write, &made->ready, NULL, &refusal);
    if (status == MUS_OK) {
        return MUS_OK;
    }
    if (status != MUS_INVALID && status != MUS_LIMIT && status != MUS_CONFLICT) {
        return mus_fail(importer->err, status, "%s", refusal.message);
    }
    return mus_batch_refuse(&importer->workers[0], &row->row, made, &refusal,
                            &importer->storing->outcomes, &row->outcome, importer->err);
}

/* Stores what was made of the row; where that does not hold any more, it is made anew. */
static enum mus_status take_winner(struct importer *importer, struct mus_batch_row *row,
                                   struct mus_write *write)
{
    const struct mus_read *view = mus_store_write_view(write);
    struct mus_batch_worker *worker = &importer->workers[0];
    struct mus_row_made anew;
    const struct mus_row_made *made = &row->made;
    bool holds = false;
    enum mus_status status = MUS_OK;
    mus_arena_reset(&worker->scratch);
    if (!made->postponed) {
        status = mus_standing_holds(view, &made->standing, &worker->scratch, &holds, importer->err);
    }
    if (status == MUS_OK && !holds) {
        status = mus_batch_make(worker, &row->row, view, NULL, &importer->storing->outcomes, &anew,
                                importer->err);
        made = &anew;
    }
    if (status != MUS_OK) {
        return status;
    }
    row->outcome = made->outcome;
    return made->has_ready ? put(importer, row, made, write) : MUS_OK;
}

/* With no write the outcome is what was made. */
static enum mus_status settle(struct importer *importer, struct mus_batch_row *row,
                              struct mus_write *write)
{
    if (row->skipped || row->winner != row->index) {
        row->outcome =
            (struct mus_row_outcome){.result = row->skipped ? MUS_ROW_SKIPPED : MUS_ROW_SUPERSEDED};
        return MUS_OK;
    }
    if (write != NULL) {
        return take_winner(importer, row, write);
    }
    row->outcome = row->made.outcome;
    return MUS_OK;
}

static enum mus_status settle_all(struct importer *importer, struct mus_write *write)
{
    struct mus_batch *batch = importer->storing;
    enum mus_status status = MUS_OK;
    mus_arena_reset(&batch->outcomes);
    for (size_t i = 0; status == MUS_OK && i < batch->count; i++) {
        status = settle(importer, &batch->rows[i], write);
    }
    return status;
}

/* For mus_store_update: leaves nothing behind that a second call would trip over. */
static enum mus_status take_batch(struct mus_write *write, void *context, struct mus_error *err)
{
    struct importer *importer = context;
    struct mus_error *outer = importer->err;
    importer->err = err;
    enum mus_status status = settle_all(importer, write);
    importer->err = outer;
    return status;
}

/* ------------------------------------------------------------------ telling */

static void note_superseded(struct importer *importer, const struct mus_batch_row *row)
{
    struct mus_import_report *report = importer->report;
    report->superseded++;
    if (report->by_others_count < MUS_MAX_REPORTED) {
        /* The winner's index, until it comes by and tells its number. */
        report->by_others[report->by_others_count++] =
            (struct mus_import_superseded){row->row.cells.number, row->winner};
    }
}

static enum mus_status note_row(struct importer *importer, const struct mus_batch_row *row)
{
    struct mus_import_report *report = importer->report;
    const struct mus_row_outcome *outcome = &row->outcome;
    if (outcome->result == MUS_ROW_SUPERSEDED) {
        note_superseded(importer, row);
        return MUS_OK;
    }
    if (outcome->result == MUS_ROW_SKIPPED) {
        return MUS_OK;
    }
    if (outcome->result == MUS_ROW_REJECTED) {
        return note_problem(importer, &row->row, &outcome->problem);
    }
    report->taken++;
    report->added += outcome->result == MUS_ROW_ADDED;
    report->changed += outcome->result == MUS_ROW_CHANGED;
    report->unchanged += outcome->result == MUS_ROW_UNCHANGED;
    enum mus_status status =
        outcome->kept.fields == 0 ? MUS_OK : mus_report_kept(report, &outcome->kept, importer->err);
    for (size_t i = 0; status == MUS_OK && i < outcome->warnings.count; i++) {
        status = mus_report_warning(report, outcome->warnings.items[i], importer->err);
    }
    return status;
}

/* To the superseded rows that were listed: this is who won. Winners come behind them. */
static void tell_number(struct importer *importer, const struct mus_batch_row *row)
{
    struct mus_import_report *report = importer->report;
    if (importer->told == report->by_others_count || row->outcome.result == MUS_ROW_SUPERSEDED) {
        return;
    }
    for (size_t i = 0; i < report->by_others_count; i++) {
        if (!importer->winner_known[i] && report->by_others[i].by == row->index) {
            report->by_others[i].by = row->row.cells.number;
            importer->winner_known[i] = true;
            importer->told++;
        }
    }
}

static enum mus_status finish_batch(struct importer *importer, struct mus_batch *batch)
{
    importer->storing = batch;
    enum mus_status status =
        importer->take ? mus_store_update(importer->job->store, take_batch, importer, importer->err)
                       : settle_all(importer, NULL);
    for (size_t i = 0; status == MUS_OK && i < batch->count; i++) {
        status = note_row(importer, &batch->rows[i]);
        tell_number(importer, &batch->rows[i]);
    }
    if (status == MUS_OK && importer->take && importer->job->progress != NULL) {
        uint64_t done = batch->rows[batch->count - 1].index + 1;
        importer->job->progress(importer->job->user, done, importer->report->rows);
    }
    return status;
}

/* ------------------------------------------------------------------ second reading */

static enum mus_status changed_meanwhile(struct importer *importer)
{
    return mus_fail(importer->err, MUS_IO, "%s: changed while it was read", importer->job->file);
}

static enum mus_status take_known(struct importer *importer, struct mus_batch_row *row)
{
    if (row->index >= importer->report->rows) {
        return changed_meanwhile(importer);
    }
    row->skipped = mus_groups_skipped(importer->groups, row->index);
    row->winner = mus_groups_winner(importer->groups, row->index);
    return MUS_OK;
}

static enum mus_status read_second(struct importer *importer)
{
    struct reading reading = {
        .judge = mus_batch_judge_second, .take_row = take_known, .use = finish_batch};
    for (size_t i = 0; i < importer->threads; i++) {
        importer->workers[i].analyses = importer->take;
    }
    enum mus_status status = read_file(importer, &reading);
    return status == MUS_OK && reading.rows != importer->report->rows ? changed_meanwhile(importer)
                                                                      : status;
}

/* ------------------------------------------------------------------ all */

static enum mus_status prepare_workers(struct importer *importer)
{
    const struct mus_import_job *job = importer->job;
    size_t threads = job->threads == 0 ? mus_workers_available() : job->threads;
    enum mus_status status = MUS_OK;
    if (threads > MUS_MAX_THREADS) {
        return mus_fail(importer->err, MUS_LIMIT, "%zu threads; at most %d", threads,
                        MUS_MAX_THREADS);
    }
    importer->workers = mus_arena_alloc(importer->arena, threads, sizeof *importer->workers);
    if (importer->workers == NULL) {
        return mus_fail_memory(importer->err);
    }
    for (size_t i = 0; status == MUS_OK && i < threads; i++) {
        importer->states[i] = &importer->workers[i];
        importer->threads++;
        status = mus_batch_worker_init(&importer->workers[i], &importer->plan.judge, importer->err);
    }
    importer->capacity = job->batch == 0 ? DEFAULT_BATCH : job->batch;
    return status;
}

static void release(struct importer *importer)
{
    for (size_t i = 0; i < importer->threads; i++) {
        mus_batch_worker_done(&importer->workers[i]);
    }
    for (size_t i = 0; i < BATCHES; i++) {
        mus_batch_done(&importer->batches[i]);
    }
    mus_rejected_free(importer->rejected);
    mus_groups_free(importer->groups);
    mus_draft_done(&importer->plan.judge.draft);
}

/* With a bad row a strict import takes none of the others either. */
static void take_back(struct mus_import_report *report)
{
    report->rejected = report->rows - report->superseded;
    report->taken = report->added = report->changed = report->unchanged = 0;
    report->kept_listed = 0;
    report->kept_count = 0;
}

/* So many companies changed make tidying up after them worth its time. */
enum { MANY = 16384 };

static enum mus_status run(struct importer *importer)
{
    const struct mus_import_job *job = importer->job;
    struct mus_import_report *report = importer->report;
    enum mus_status status =
        mus_import_prepare(job, importer->arena, report, &importer->plan, importer->err);
    if (status == MUS_OK && !job->dry_run && !job->strict) {
        status = prepare_rejected(importer);
    }
    if (status == MUS_OK) {
        status = prepare_workers(importer);
    }
    if (status == MUS_OK) {
        status = read_first(importer);
    }
    bool bad = report->rejected > 0 || mus_groups_bad_winners(importer->groups) > 0;
    importer->take = !job->dry_run && !(job->strict && bad);
    if (status == MUS_OK) {
        status = read_second(importer);
    }
    if (status == MUS_OK && importer->take && report->added + report->changed >= MANY) {
        /* All is stored; that the index is not tidied does no harm. */
        (void)(mus_store_tidy_index(job->store, NULL) == MUS_OK);
    }
    if (status == MUS_OK && importer->rejected != NULL) {
        status = mus_rejected_finish(importer->rejected, importer->arena, &report->rejected_file,
                                     importer->err);
    }
    report->bad = report->rejected;
    if (job->strict && bad) {
        take_back(report);
    }
    return status;
}

enum mus_status mus_import_run(const struct mus_import_job *job, struct mus_arena *arena,
                               struct mus_import_report **out, struct mus_error *err)
{
    struct importer importer = {.job = job, .arena = arena, .err = err};
    importer.report = mus_arena_alloc(arena, 1, sizeof *importer.report);
    importer.groups = mus_groups_new();
    enum mus_status status =
        importer.report == NULL || importer.groups == NULL ? mus_fail_memory(err) : MUS_OK;
    if (status == MUS_OK) {
        importer.report->arena = arena;
        importer.report->dry_run = job->dry_run;
        importer.report->strict = job->strict;
        status = run(&importer);
    }
    if (status == MUS_OK) {
        *out = importer.report;
    }
    release(&importer);
    return status;
}
