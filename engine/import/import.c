#include "import/import.h"

#include "import/groups.h"
#include "import/prepare.h"
#include "import/rejected.h"

#include <inttypes.h>
#include <string.h>

enum { DEFAULT_BATCH = 1000 };

enum result {
    RESULT_SKIPPED, /* refused at the first reading, and told then */
    RESULT_REJECTED,
    RESULT_SUPERSEDED,
    RESULT_ADDED,
    RESULT_CHANGED,
    RESULT_UNCHANGED,
};

/* A row of a batch and what became of it. */
struct item {
    struct mus_input_row row;
    uint64_t index; /* among all rows, from 0 */
    enum result result;
    struct mus_import_problem problem; /* of a rejected one */
    struct mus_texts warnings;
    struct mus_import_kept kept;
};

struct batch {
    struct item *items;
    size_t count, capacity;
    size_t bytes;
    struct mus_arena rows;     /* the rows */
    struct mus_arena outcomes; /* what became of them; anew with each try */
};

struct importer {
    const struct mus_import_job *job;
    struct mus_arena *arena;
    struct mus_import_report *report;
    struct mus_import_plan plan;
    struct mus_groups *groups;
    struct mus_rejected *rejected; /* NULL: nothing is to be written */
    struct batch batch;
    struct mus_arena scratch; /* of one row */
    bool take;                /* winners are stored */
    size_t told;              /* of the report's superseded rows, those whose winner has come by */
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

/* ------------------------------------------------------------------ first reading */

static enum mus_status note_problem(struct importer *importer, const struct mus_input_row *row,
                                    const struct mus_import_problem *problem)
{
    importer->report->rejected++;
    enum mus_status status = mus_report_problem(importer->report, problem, importer->err);
    return status == MUS_OK && importer->rejected != NULL
               ? mus_rejected_add(importer->rejected, row, problem->message, importer->err)
               : status;
}

static struct mus_import_problem problem_of(const struct mus_input_row *row,
                                            const struct mus_verdict *verdict)
{
    return (struct mus_import_problem){
        .row = row->cells.number,
        .line = row->cells.line,
        .row_name = verdict->row_name,
        .column = verdict->column,
        .heading = verdict->heading,
        .field = verdict->field,
        .message = verdict->message,
    };
}

/* A row that is not sound in itself is told and done with. One that only lacks what the company in
 * the store may have is settled by the second reading. */
static enum mus_status judge_first(struct importer *importer, const struct mus_input_row *row,
                                   const struct mus_read *view)
{
    struct mus_verdict verdict;
    mus_arena_reset(&importer->scratch);
    enum mus_status status = mus_judge_row(&importer->plan.judge, row, view, &importer->scratch,
                                           &verdict, importer->err);
    if (status != MUS_OK) {
        return status;
    }
    if (verdict.key_count > 0) {
        return mus_groups_add(importer->groups, verdict.keys, verdict.key_count,
                              verdict.status == MUS_OK, importer->err);
    }
    const struct mus_import_problem problem = problem_of(row, &verdict);
    status = note_problem(importer, row, &problem);
    return status == MUS_OK ? mus_groups_skip(importer->groups, importer->err) : status;
}

static enum mus_status read_first(struct importer *importer)
{
    struct mus_input *input = NULL;
    struct mus_read *view = NULL;
    bool more = false;
    enum mus_status status = mus_input_open(&importer->plan.input, &input, importer->err);
    if (status == MUS_OK) {
        status = mus_store_read_begin(importer->job->store, &view, importer->err);
    }
    if (status == MUS_OK) {
        status = mus_input_next(input, &more, importer->err);
    }
    while (status == MUS_OK && more) {
        status = judge_first(importer, mus_input_at(input), view);
        if (status == MUS_OK) {
            status = mus_input_next(input, &more, importer->err);
        }
    }
    if (status == MUS_OK) {
        importer->report->encoding = mus_input_encoding(input);
        importer->report->rows = mus_groups_rows(importer->groups);
    }
    mus_store_read_end(view);
    mus_input_close(input);
    return status;
}

/* ------------------------------------------------------------------ one batch */

static enum mus_status copy_warnings(struct importer *importer, struct mus_texts from,
                                     struct mus_texts *out)
{
    struct mus_arena *arena = &importer->batch.outcomes;
    struct mus_text *items = mus_arena_alloc(arena, from.count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(importer->err);
    }
    for (size_t i = 0; i < from.count; i++) {
        items[i] = mus_arena_copy(arena, from.items[i]);
        if (items[i].ptr == NULL) {
            return mus_fail_memory(importer->err);
        }
    }
    *out = (struct mus_texts){items, from.count};
    return MUS_OK;
}

static enum mus_status reject(struct importer *importer, struct item *item,
                              const struct mus_verdict *verdict, struct mus_text message)
{
    struct mus_arena *arena = &importer->batch.outcomes;
    struct mus_import_problem problem = problem_of(&item->row, verdict);
    problem.row_name = mus_arena_copy(arena, problem.row_name);
    problem.column = mus_arena_copy(arena, problem.column);
    problem.message = mus_arena_copy(arena, message);
    item->result = RESULT_REJECTED;
    item->problem = problem;
    bool failed = problem.message.ptr == NULL ||
                  (verdict->row_name.ptr != NULL && problem.row_name.ptr == NULL) ||
                  (verdict->column.ptr != NULL && problem.column.ptr == NULL);
    return failed ? mus_fail_memory(importer->err) : MUS_OK;
}

/* What the store itself refuses refuses the row: the write is still whole then. */
static enum mus_status put(struct importer *importer, struct item *item, struct mus_write *write,
                           const struct mus_verdict *verdict)
{
    struct mus_error refusal = {0};
    char message[MUS_ERROR_MESSAGE_MAX + 32];
    enum mus_status status = mus_store_put(write, &verdict->merged.record, NULL, &refusal);
    if (status == MUS_OK) {
        return MUS_OK;
    }
    if (status != MUS_INVALID && status != MUS_LIMIT && status != MUS_CONFLICT) {
        return mus_fail(importer->err, status, "%s", refusal.message);
    }
    mus_fail_at(&refusal, status, "%s %" PRIu64, importer->plan.input.json ? "line" : "row",
                importer->plan.input.json ? item->row.cells.line : item->row.cells.number);
    size_t len = strlen(refusal.message);
    memcpy(message, refusal.message, len + 1);
    return reject(importer, item, verdict, (struct mus_text){message, len});
}

static enum mus_status settle(struct importer *importer, struct item *item,
                              const struct mus_read *view, struct mus_write *write)
{
    struct mus_verdict verdict;
    mus_arena_reset(&importer->scratch);
    item->kept = (struct mus_import_kept){0};
    item->warnings = (struct mus_texts){NULL, 0};
    if (mus_groups_skipped(importer->groups, item->index)) {
        item->result = RESULT_SKIPPED;
        return MUS_OK;
    }
    if (mus_groups_winner(importer->groups, item->index) != item->index) {
        item->result = RESULT_SUPERSEDED;
        return MUS_OK;
    }
    enum mus_status status = mus_judge_row(&importer->plan.judge, &item->row, view,
                                           &importer->scratch, &verdict, importer->err);
    if (status != MUS_OK) {
        return status;
    }
    if (verdict.status != MUS_OK) {
        return reject(importer, item, &verdict, verdict.message);
    }
    const struct mus_merged *merged = &verdict.merged;
    item->result = merged->added       ? RESULT_ADDED
                   : merged->unchanged ? RESULT_UNCHANGED
                                       : RESULT_CHANGED;
    if (merged->kept != 0) {
        item->kept = (struct mus_import_kept){
            .row = item->row.cells.number,
            .company = mus_arena_copy(&importer->batch.outcomes, merged->record.company.id),
            .fields = merged->kept};
        status = item->kept.company.ptr == NULL ? mus_fail_memory(importer->err) : MUS_OK;
    }
    if (status == MUS_OK) {
        status = copy_warnings(importer, verdict.warnings, &item->warnings);
    }
    return status == MUS_OK && write != NULL && !merged->unchanged
               ? put(importer, item, write, &verdict)
               : status;
}

static enum mus_status settle_all(struct importer *importer, const struct mus_read *view,
                                  struct mus_write *write)
{
    enum mus_status status = MUS_OK;
    mus_arena_reset(&importer->batch.outcomes);
    for (size_t i = 0; status == MUS_OK && i < importer->batch.count; i++) {
        status = settle(importer, &importer->batch.items[i], view, write);
    }
    return status;
}

/* For mus_store_update: leaves nothing behind that a second call would trip over. */
static enum mus_status take_batch(struct mus_write *write, void *context, struct mus_error *err)
{
    struct importer *importer = context;
    struct mus_error *outer = importer->err;
    importer->err = err;
    enum mus_status status = settle_all(importer, mus_store_write_view(write), write);
    importer->err = outer;
    return status;
}

static enum mus_status only_judge(struct importer *importer)
{
    struct mus_read *view = NULL;
    enum mus_status status = mus_store_read_begin(importer->job->store, &view, importer->err);
    if (status == MUS_OK) {
        status = settle_all(importer, view, NULL);
    }
    mus_store_read_end(view);
    return status;
}

/* ------------------------------------------------------------------ telling */

static void note_superseded(struct importer *importer, const struct item *item)
{
    struct mus_import_report *report = importer->report;
    report->superseded++;
    if (report->by_others_count < MUS_MAX_REPORTED) {
        /* The winner's index, until it comes by and tells its number. */
        report->by_others[report->by_others_count++] = (struct mus_import_superseded){
            item->row.cells.number, mus_groups_winner(importer->groups, item->index)};
    }
}

static enum mus_status note_item(struct importer *importer, const struct item *item)
{
    struct mus_import_report *report = importer->report;
    if (item->result == RESULT_SUPERSEDED) {
        note_superseded(importer, item);
        return MUS_OK;
    }
    if (item->result == RESULT_SKIPPED) {
        return MUS_OK;
    }
    if (item->result == RESULT_REJECTED) {
        return note_problem(importer, &item->row, &item->problem);
    }
    report->taken++;
    report->added += item->result == RESULT_ADDED;
    report->changed += item->result == RESULT_CHANGED;
    report->unchanged += item->result == RESULT_UNCHANGED;
    enum mus_status status =
        item->kept.fields == 0 ? MUS_OK : mus_report_kept(report, &item->kept, importer->err);
    for (size_t i = 0; status == MUS_OK && i < item->warnings.count; i++) {
        status = mus_report_warning(report, item->warnings.items[i], importer->err);
    }
    return status;
}

/* To the superseded rows that were listed: this is who won. Winners come behind them. */
static void tell_number(struct importer *importer, const struct item *item)
{
    struct mus_import_report *report = importer->report;
    if (importer->told == report->by_others_count || item->result == RESULT_SUPERSEDED) {
        return;
    }
    for (size_t i = 0; i < report->by_others_count; i++) {
        if (!importer->winner_known[i] && report->by_others[i].by == item->index) {
            report->by_others[i].by = item->row.cells.number;
            importer->winner_known[i] = true;
            importer->told++;
        }
    }
}

static enum mus_status finish_batch(struct importer *importer)
{
    struct batch *batch = &importer->batch;
    enum mus_status status =
        importer->take ? mus_store_update(importer->job->store, take_batch, importer, importer->err)
                       : only_judge(importer);
    for (size_t i = 0; status == MUS_OK && i < batch->count; i++) {
        status = note_item(importer, &batch->items[i]);
        tell_number(importer, &batch->items[i]);
    }
    if (status == MUS_OK && importer->take && importer->job->progress != NULL) {
        uint64_t done = batch->items[batch->count - 1].index + 1;
        importer->job->progress(importer->job->user, done, importer->report->rows);
    }
    batch->count = 0;
    batch->bytes = 0;
    mus_arena_reset(&batch->rows);
    return status;
}

/* ------------------------------------------------------------------ second reading */

static enum mus_status add_item(struct importer *importer, const struct mus_input_row *row,
                                uint64_t index)
{
    struct batch *batch = &importer->batch;
    struct item *item = &batch->items[batch->count];
    size_t bytes;
    if (index >= importer->report->rows) {
        return mus_fail(importer->err, MUS_IO, "%s: changed while it was read",
                        importer->job->file);
    }
    *item = (struct item){.index = index};
    enum mus_status status = mus_input_copy(row, &batch->rows, &item->row, &bytes, importer->err);
    if (status == MUS_OK) {
        batch->count++;
        batch->bytes += bytes;
    }
    return status;
}

static enum mus_status read_rows(struct importer *importer, struct mus_input *input)
{
    struct batch *batch = &importer->batch;
    bool more = false;
    uint64_t index = 0;
    enum mus_status status = mus_input_next(input, &more, importer->err);
    for (; status == MUS_OK && more; index++) {
        status = add_item(importer, mus_input_at(input), index);
        if (status == MUS_OK &&
            (batch->count == batch->capacity || batch->bytes >= MUS_MAX_BATCH_BYTES)) {
            status = finish_batch(importer);
        }
        if (status == MUS_OK) {
            status = mus_input_next(input, &more, importer->err);
        }
    }
    if (status == MUS_OK && batch->count > 0) {
        status = finish_batch(importer);
    }
    if (status == MUS_OK && index != importer->report->rows) {
        status =
            mus_fail(importer->err, MUS_IO, "%s: changed while it was read", importer->job->file);
    }
    return status;
}

static enum mus_status read_second(struct importer *importer)
{
    struct batch *batch = &importer->batch;
    struct mus_input *input = NULL;
    batch->capacity = importer->job->batch == 0 ? DEFAULT_BATCH : importer->job->batch;
    batch->items = mus_arena_alloc(importer->arena, batch->capacity, sizeof *batch->items);
    enum mus_status status = batch->items == NULL ? mus_fail_memory(importer->err) : MUS_OK;
    if (status == MUS_OK) {
        status = mus_input_open(&importer->plan.input, &input, importer->err);
    }
    if (status == MUS_OK) {
        status = read_rows(importer, input);
    }
    mus_input_close(input);
    return status;
}

/* ------------------------------------------------------------------ all */

/* With a bad row a strict import takes none of the others either. */
static void take_back(struct mus_import_report *report)
{
    report->rejected = report->rows - report->superseded;
    report->taken = report->added = report->changed = report->unchanged = 0;
    report->kept_listed = 0;
    report->kept_count = 0;
}

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
        status = read_first(importer);
    }
    bool bad = report->rejected > 0 || mus_groups_bad_winners(importer->groups) > 0;
    importer->take = !job->dry_run && !(job->strict && bad);
    if (status == MUS_OK) {
        status = read_second(importer);
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
    mus_rejected_free(importer.rejected);
    mus_groups_free(importer.groups);
    mus_draft_done(&importer.plan.judge.draft);
    mus_arena_done(&importer.batch.rows);
    mus_arena_done(&importer.batch.outcomes);
    mus_arena_done(&importer.scratch);
    return status;
}
