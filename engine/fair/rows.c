#include "fair/rows.h"

#include "codec/encoding.h"
#include "import/refused.h"
#include "import/rejected.h"

/* ------------------------------------------------------------------ reading */

static enum mus_status copy_header(struct mus_file_rows *rows, const struct mus_input *input,
                                   struct mus_error *err)
{
    struct mus_texts header = mus_input_header(input);
    struct mus_text *items = mus_arena_alloc(rows->arena, header.count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < header.count; i++) {
        items[i] = mus_arena_copy(rows->arena, header.items[i]);
        if (items[i].ptr == NULL) {
            return mus_fail_memory(err);
        }
    }
    rows->header = (struct mus_texts){items, header.count};
    return MUS_OK;
}

/* The array grows by doubling within the arena. */
static enum mus_status room_for_one(struct mus_file_rows *rows, size_t *capacity,
                                    struct mus_error *err)
{
    if (rows->count < *capacity) {
        return MUS_OK;
    }
    if (rows->count >= MUS_REGISTRATION_MAX_ROWS) {
        return mus_fail(err, MUS_LIMIT, "%s: more than %d rows", rows->job->file,
                        MUS_REGISTRATION_MAX_ROWS);
    }
    size_t wanted = *capacity == 0 ? 256 : *capacity * 2;
    wanted = wanted > MUS_REGISTRATION_MAX_ROWS ? MUS_REGISTRATION_MAX_ROWS : wanted;
    struct mus_file_row *new = mus_arena_alloc(rows->arena, wanted, sizeof *new);
    if (new == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < rows->count; i++) {
        new[i] = rows->rows[i];
    }
    rows->rows = new;
    *capacity = wanted;
    return MUS_OK;
}

static enum mus_status read_all(struct mus_file_rows *rows, struct mus_input *input,
                                struct mus_error *err)
{
    size_t capacity = 0;
    bool more = false;
    enum mus_status status = mus_input_next(input, &more, err);
    while (status == MUS_OK && more) {
        status = room_for_one(rows, &capacity, err);
        if (status == MUS_OK) {
            struct mus_file_row *row = &rows->rows[rows->count];
            *row = (struct mus_file_row){0};
            status = mus_input_copy(mus_input_at(input), rows->arena, &row->row, NULL, err);
        }
        if (status == MUS_OK) {
            struct mus_file_row *row = &rows->rows[rows->count++];
            if (row->row.error.status != MUS_OK) {
                /* The reader's message names the row already. */
                row->result = MUS_ROW_REJECTED;
                row->problem = (struct mus_import_problem){
                    .row = row->row.cells.number,
                    .line = row->row.cells.line,
                    .message = mus_arena_copy(rows->arena, mus_text_of(row->row.error.message))};
                status = row->problem.message.ptr == NULL ? mus_fail_memory(err) : MUS_OK;
            }
        }
        if (status == MUS_OK) {
            status = mus_input_next(input, &more, err);
        }
    }
    return status;
}

enum mus_status mus_file_rows_read(const struct mus_registration_job *job, struct mus_arena *arena,
                                   struct mus_file_rows *out, struct mus_error *err)
{
    struct mus_file_rows rows = {.job = job, .arena = arena};
    struct mus_input *input = NULL;
    struct mus_input_options options = {
        .path = job->file,
        .sheet = {.header_row = job->header_row, .sheet = mus_text_of(job->sheet)},
    };
    enum mus_status status = MUS_OK;
    if (job->encoding != NULL) {
        status = mus_encoding_read_name(mus_text_of(job->encoding), &options.sheet.encoding, err);
    }
    if (status == MUS_OK) {
        status = mus_input_open(&options, &input, err);
    }
    if (status == MUS_OK) {
        status = copy_header(&rows, input, err);
    }
    if (status == MUS_OK) {
        status = read_all(&rows, input, err);
    }
    if (status == MUS_OK) {
        rows.encoding = mus_input_encoding(input);
        *out = rows;
    }
    mus_input_close(input);
    return status;
}

enum mus_status mus_file_rows_write(const struct mus_registration_job *job,
                                    mus_store_change *change, void *context, struct mus_error *err)
{
    struct mus_write *write = NULL;
    if (!job->dry_run) {
        return mus_store_update(job->store, change, context, err);
    }
    enum mus_status status = mus_store_write_begin(job->store, &write, err);
    if (status == MUS_OK) {
        status = change(write, context, err);
    }
    mus_store_write_end(write);
    return status;
}

/* ------------------------------------------------------------------ what is said about a row */

enum mus_status mus_file_rows_reject(const struct mus_file_rows *rows, struct mus_file_row *row,
                                     size_t column, const char *field, const char *message,
                                     struct mus_error *err)
{
    const struct mus_refused_row refused = {
        .row = &row->row, .header = rows->header, .column = column, .field = field};
    row->result = MUS_ROW_REJECTED;
    return mus_refused_say(&refused, message, rows->arena, &row->problem, err);
}

/* ------------------------------------------------------------------ the report */

static enum mus_status note_row(const struct mus_file_rows *rows, const struct mus_file_row *row,
                                struct mus_import_report *report, struct mus_rejected *rejected,
                                struct mus_error *err)
{
    report->rows++;
    if (row->result == MUS_ROW_SUPERSEDED) {
        report->superseded++;
        if (report->by_others_count < MUS_MAX_REPORTED) {
            report->by_others[report->by_others_count++] =
                (struct mus_import_superseded){row->row.cells.number, row->by};
        }
        return MUS_OK;
    }
    if (row->result != MUS_ROW_REJECTED) {
        report->taken++;
        report->added += row->result == MUS_ROW_ADDED;
        report->changed += row->result == MUS_ROW_CHANGED;
        report->unchanged += row->result == MUS_ROW_UNCHANGED;
        return MUS_OK;
    }
    report->rejected++;
    report->bad++;
    enum mus_status status = mus_report_problem(report, &row->problem, err);
    return status == MUS_OK && rejected != NULL && !rows->job->dry_run
               ? mus_rejected_add(rejected, &row->row, row->problem.message, err)
               : status;
}

enum mus_status mus_file_rows_report(const struct mus_file_rows *rows, struct mus_texts passed_over,
                                     struct mus_import_report **out, struct mus_error *err)
{
    struct mus_import_report *report = mus_arena_alloc(rows->arena, 1, sizeof *report);
    struct mus_rejected *rejected = NULL;
    const struct mus_rejected_options options = {
        .path = rows->job->rejected,
        .input = rows->job->file,
        .header = rows->header,
        .header_row = rows->job->header_row,
        .width = rows->header.count,
    };
    if (report == NULL) {
        return mus_fail_memory(err);
    }
    report->arena = rows->arena;
    report->dry_run = rows->job->dry_run;
    report->encoding = rows->encoding;
    report->source = mus_text_of(rows->job->source);
    enum mus_status status =
        rows->job->dry_run ? MUS_OK : mus_rejected_new(&options, &rejected, err);
    if (status == MUS_OK) {
        status = mus_report_passed_over(report, passed_over, err);
    }
    for (size_t i = 0; status == MUS_OK && i < rows->count; i++) {
        status = note_row(rows, &rows->rows[i], report, rejected, err);
    }
    if (status == MUS_OK && rejected != NULL) {
        status = mus_rejected_finish(rejected, rows->arena, &report->rejected_file, err);
    }
    if (status == MUS_OK) {
        *out = report;
    }
    mus_rejected_free(rejected);
    return status;
}
