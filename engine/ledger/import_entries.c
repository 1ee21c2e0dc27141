#include "ledger/import_entries.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "crypto/encode.h"
#include "import/columns.h"
#include "import/input.h"
#include "import/refused.h"
#include "import/rejected.h"
#include "ledger/append.h"
#include "ledger/company_of.h"
#include "ledger/occurrences.h"
#include "ledger/request_content.h"
#include "store/ledger.h"

enum { DEFAULT_BATCH = 1000 };

enum result { RESULT_REJECTED, RESULT_ADDED, RESULT_UNCHANGED };

/* A row of a batch: what it asks for, under which id, and what became of it. */
struct item {
    struct mus_input_row row;
    struct mus_ledger_request request;
    struct mus_digest content;
    struct mus_text id;
    bool readable; /* it could be made a request */
    enum result result;
    struct mus_import_problem problem; /* of a rejected one */
};

struct importer {
    const struct mus_entry_import *job;
    struct mus_arena *arena;
    struct mus_import_report *report;
    struct mus_input_options input;
    struct mus_texts header;
    struct mus_entry_columns columns;
    struct mus_rejected *rejected; /* NULL: nothing is to be written */
    struct mus_occurrences occurrences;
    struct item *items;
    size_t count, capacity, bytes;
    struct mus_arena rows;     /* the batch's rows and requests */
    struct mus_arena outcomes; /* what became of them; anew with each try */
    struct mus_arena scratch;  /* of one row */
    struct mus_write *trial;   /* of a dry run: never committed */
    struct mus_error *err;
};

/* ------------------------------------------------------------------ what is said about a row */

struct refusal {
    const char *message;
    enum mus_entry_column about; /* MUS_ENTRY_COLUMN_COUNT: not known */
    bool placed;                 /* the message names the row already */
};

static enum mus_status say(struct importer *importer, struct item *item,
                           const struct refusal *refusal, struct mus_arena *arena)
{
    bool known = refusal->about != MUS_ENTRY_COLUMN_COUNT && !importer->input.json;
    const struct mus_refused_row refused = {
        .row = &item->row,
        .header = importer->header,
        .json = importer->input.json,
        .placed = refusal->placed,
        .column = known ? importer->columns.at[refusal->about] : MUS_NO_COLUMN,
        .field = known ? mus_entry_column_field(importer->job->kind, refusal->about) : NULL,
    };
    item->result = RESULT_REJECTED;
    return mus_refused_say(&refused, refusal->message, arena, &item->problem, importer->err);
}

/* ------------------------------------------------------------------ a row becomes a request */

static enum mus_status parse_line(struct importer *importer, struct item *item,
                                  struct refusal *refusal, struct mus_error *said)
{
    struct mus_json *json = NULL;
    struct mus_ledger_request *request = &item->request;
    enum mus_ledger_kind kind = importer->job->kind;
    refusal->placed = true; /* the parser says line and column */
    enum mus_status status =
        mus_json_parse_at(item->row.line, (size_t)item->row.cells.line, &json, said);
    if (status != MUS_OK) {
        return status;
    }
    refusal->placed = false;
    status = mus_ledger_request_read(json, request, said);
    if (status == MUS_OK && request->kind != kind) {
        status = mus_fail(said, MUS_INVALID, "kind: expected %s, found \"%s\"",
                          mus_ledger_kind_name(kind), mus_ledger_kind_name(request->kind));
    }
    struct mus_text *const texts[] = {
        &request->id,      &request->companies[0], &request->companies[1], &request->programme,
        &request->edition, &request->purpose,      &request->agreement};
    for (size_t i = 0; status == MUS_OK && i < sizeof texts / sizeof texts[0]; i++) {
        struct mus_text copy = mus_arena_copy(&importer->rows, *texts[i]);
        status = copy.ptr == NULL && texts[i]->ptr != NULL ? mus_fail_memory(said) : MUS_OK;
        *texts[i] = copy;
    }
    mus_json_free(json);
    return status;
}

static enum mus_status parse(struct importer *importer, struct item *item, struct refusal *refusal,
                             struct mus_error *said)
{
    const struct mus_input_row *row = &item->row;
    if (row->error.status != MUS_OK) {
        refusal->placed = true;
        return mus_fail(said, MUS_INVALID, "%s", row->error.message);
    }
    if (importer->input.json) {
        return parse_line(importer, item, refusal, said);
    }
    enum mus_entry_column about = MUS_ENTRY_COLUMN_COUNT;
    enum mus_status status =
        mus_entry_columns_read(&importer->columns, &row->cells, importer->job->tables,
                               &importer->rows, &item->request, &about, said);
    refusal->about = status == MUS_OK ? MUS_ENTRY_COLUMN_COUNT : about;
    return status;
}

/* "reported/1", "reported/fair-2026/1" */
static void own_id(const struct importer *importer, const struct item *item, struct mus_buf *out)
{
    const char *source = importer->job->source;
    mus_buf_printf(out, "%s/%s%s", mus_ledger_kind_name(importer->job->kind),
                   source == NULL ? "" : source, source == NULL ? "" : "/");
    mus_buf_add_text(out, item->request.id);
}

/* "row/" and 40 hexadecimal digits of SHA-256(content ‖ how many before it say the same). */
static enum mus_status made_id(struct importer *importer, const struct item *item,
                               struct mus_buf *out)
{
    enum { DIGITS_OF = 20, NUMBER_BYTES = 8 };
    unsigned char number[NUMBER_BYTES];
    struct mus_digest_run run;
    uint64_t before = 0;
    enum mus_status status =
        mus_occurrences_add(&importer->occurrences, &item->content, &before, importer->err);
    for (size_t i = 0; i < NUMBER_BYTES; i++) {
        number[i] = (unsigned char)(before >> (8 * i));
    }
    mus_digest_init(&run, MUS_DIGEST_SHA256);
    mus_digest_add(&run, item->content.bytes, sizeof item->content.bytes);
    mus_digest_add(&run, number, sizeof number);
    struct mus_digest digest = mus_digest_take(&run);
    mus_buf_add_z(out, "row/");
    mus_hex_write(out, digest.bytes, DIGITS_OF);
    return status;
}

static enum mus_status identify(struct importer *importer, struct item *item)
{
    struct mus_buf id = {0};
    enum mus_status status =
        mus_ledger_request_content(&item->request, &item->content, importer->err);
    if (status == MUS_OK && item->request.id.len > 0) {
        own_id(importer, item, &id);
    } else if (status == MUS_OK) {
        status = made_id(importer, item, &id);
    }
    item->id = id.failed ? MUS_NO_TEXT : mus_arena_copy(&importer->rows, mus_buf_text(&id));
    mus_buf_done(&id);
    if (status != MUS_OK) {
        return status;
    }
    return item->id.ptr == NULL ? mus_fail_memory(importer->err) : MUS_OK;
}

static enum mus_status read_item(struct importer *importer, struct item *item)
{
    struct mus_error said = {0};
    struct refusal refusal = {.message = said.message, .about = MUS_ENTRY_COLUMN_COUNT};
    enum mus_status status = parse(importer, item, &refusal, &said);
    item->readable = status == MUS_OK;
    if (status == MUS_OK) {
        return identify(importer, item);
    }
    return mus_is_refusal(status) ? say(importer, item, &refusal, &importer->rows)
                                  : mus_fail(importer->err, status, "%s", said.message);
}

/* ------------------------------------------------------------------ a request becomes an entry */

static enum mus_status find_companies(struct importer *importer, struct mus_ledger_request *request,
                                      const struct mus_read *view, struct mus_error *said)
{
    size_t count = request->kind == MUS_LEDGER_NAMED ? 2 : 1;
    for (size_t i = 0; i < count; i++) {
        enum mus_entry_column column = i == 0 ? MUS_ENTRY_COMPANY : MUS_ENTRY_PARTNER;
        struct mus_text id = MUS_NO_TEXT;
        enum mus_status status =
            mus_ledger_company_of(view, request->companies[i], &importer->scratch, &id, said);
        if (status != MUS_OK) {
            return mus_fail_at(said, status, "%s", mus_entry_column_field(request->kind, column));
        }
        request->companies[i] = id;
    }
    return MUS_OK;
}

/* What a row has made before needs its companies no more. */
static enum mus_status is_known(const struct importer *importer, const struct item *item,
                                const struct mus_read *view, bool *known)
{
    uint64_t index;
    struct mus_digest content;
    bool found = false;
    enum mus_status status =
        mus_store_ledger_request(view, item->id, &found, &index, &content, importer->err);
    *known = status == MUS_OK && found && mus_digest_compare(&content, &item->content) == 0;
    return status;
}

static enum mus_status append(struct importer *importer, struct item *item, struct mus_write *write,
                              struct mus_error *said)
{
    const struct mus_entry_import *job = importer->job;
    const struct mus_ledger_context context = {
        .tables = job->tables,
        .today = job->today,
        .now = job->now,
        .by = job->by,
        .request = item->id,
        .content = &item->content,
    };
    struct mus_ledger_request request = item->request;
    struct mus_ledger_done done = {0};
    enum mus_status status = find_companies(importer, &request, mus_store_write_view(write), said);
    if (status == MUS_OK) {
        status = mus_ledger_append(write, &context, &request, &done, said);
    }
    item->result = done.repeated ? RESULT_UNCHANGED : RESULT_ADDED;
    return status;
}

static enum mus_status settle(struct importer *importer, struct item *item, struct mus_write *write)
{
    struct mus_error said = {0};
    struct refusal refusal = {0};
    bool known = false;
    if (!item->readable) {
        return MUS_OK;
    }
    if (item->id.len > MUS_LEDGER_MAX_REQUEST) {
        refusal = (struct refusal){.message = "is too long", .about = MUS_ENTRY_ID};
        return say(importer, item, &refusal, &importer->outcomes);
    }
    mus_arena_reset(&importer->scratch);
    enum mus_status status = is_known(importer, item, mus_store_write_view(write), &known);
    if (status != MUS_OK || known) {
        item->result = RESULT_UNCHANGED;
        return status;
    }
    status = append(importer, item, write, &said);
    if (status == MUS_OK) {
        return MUS_OK;
    }
    if (!mus_is_refusal(status)) {
        return mus_fail(importer->err, status, "%s", said.message);
    }
    refusal.message = said.message;
    refusal.about = MUS_ENTRY_COLUMN_COUNT;
    if (!importer->input.json) {
        refusal.about =
            mus_entry_columns_of_message(importer->job->kind, said.message, &refusal.message);
    }
    return say(importer, item, &refusal, &importer->outcomes);
}

static enum mus_status settle_all(struct importer *importer, struct mus_write *write)
{
    enum mus_status status = MUS_OK;
    mus_arena_reset(&importer->outcomes);
    for (size_t i = 0; status == MUS_OK && i < importer->count; i++) {
        status = settle(importer, &importer->items[i], write);
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

/* ------------------------------------------------------------------ batches */

static enum mus_status note_item(struct importer *importer, const struct item *item)
{
    struct mus_import_report *report = importer->report;
    report->rows++;
    if (item->result != RESULT_REJECTED) {
        report->taken++;
        report->added += item->result == RESULT_ADDED;
        report->unchanged += item->result == RESULT_UNCHANGED;
        return MUS_OK;
    }
    report->rejected++;
    report->bad++;
    enum mus_status status = mus_report_problem(report, &item->problem, importer->err);
    return status == MUS_OK && importer->rejected != NULL
               ? mus_rejected_add(importer->rejected, &item->row, item->problem.message,
                                  importer->err)
               : status;
}

static enum mus_status finish_batch(struct importer *importer)
{
    const struct mus_entry_import *job = importer->job;
    enum mus_status status =
        job->dry_run ? settle_all(importer, importer->trial)
                     : mus_store_update(job->store, take_batch, importer, importer->err);
    for (size_t i = 0; status == MUS_OK && i < importer->count; i++) {
        status = note_item(importer, &importer->items[i]);
    }
    if (status == MUS_OK && !job->dry_run && job->progress != NULL) {
        job->progress(job->user, importer->report->rows, 0);
    }
    importer->count = 0;
    importer->bytes = 0;
    mus_arena_reset(&importer->rows);
    return status;
}

static enum mus_status add_item(struct importer *importer, const struct mus_input_row *row)
{
    struct item *item = &importer->items[importer->count];
    size_t bytes = 0;
    *item = (struct item){0};
    enum mus_status status =
        mus_input_copy(row, &importer->rows, &item->row, &bytes, importer->err);
    if (status == MUS_OK) {
        status = read_item(importer, item);
    }
    if (status == MUS_OK) {
        importer->count++;
        importer->bytes += bytes;
    }
    return status;
}

static enum mus_status read_rows(struct importer *importer, struct mus_input *input)
{
    bool more = false;
    enum mus_status status = mus_input_next(input, &more, importer->err);
    while (status == MUS_OK && more) {
        status = add_item(importer, mus_input_at(input));
        if (status == MUS_OK &&
            (importer->count == importer->capacity || importer->bytes >= MUS_MAX_BATCH_BYTES)) {
            status = finish_batch(importer);
        }
        if (status == MUS_OK) {
            status = mus_input_next(input, &more, importer->err);
        }
    }
    return status == MUS_OK && importer->count > 0 ? finish_batch(importer) : status;
}

/* ------------------------------------------------------------------ all */

static bool is_json(const char *path)
{
    static const char *const endings[] = {".jsonl", ".ndjson", ".json"};
    size_t len = strlen(path);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t more = strlen(endings[i]);
        if (len >= more && strcasecmp(path + len - more, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}

static enum mus_status check_options(const struct mus_entry_import *job, struct mus_error *err)
{
    const struct {
        const char *name;
        bool given;
    } of_tables[] = {{"an encoding", job->encoding != NULL},
                     {"a sheet", job->sheet != NULL},
                     {"a header row", job->header_row != 0}};
    for (size_t i = 0; is_json(job->file) && i < sizeof of_tables / sizeof of_tables[0]; i++) {
        if (of_tables[i].given) {
            return mus_fail(err, MUS_INVALID, "%s: %s is for CSV and XLSX, not for JSON Lines",
                            job->file, of_tables[i].name);
        }
    }
    return job->batch <= MUS_MAX_BATCH_ROWS
               ? MUS_OK
               : mus_fail(err, MUS_LIMIT, "a batch of %zu rows; at most %d", job->batch,
                          MUS_MAX_BATCH_ROWS);
}

/* The header is kept beyond the reader's life. */
static enum mus_status read_header(struct importer *importer, const struct mus_input *input)
{
    struct mus_texts header = mus_input_header(input);
    struct mus_texts passed_over = {0};
    struct mus_text *items = mus_arena_alloc(importer->arena, header.count, sizeof *items);
    enum mus_status status = items == NULL ? mus_fail_memory(importer->err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < header.count; i++) {
        items[i] = mus_arena_copy(importer->arena, header.items[i]);
        status = items[i].ptr == NULL ? mus_fail_memory(importer->err) : MUS_OK;
    }
    if (status != MUS_OK) {
        return status;
    }
    importer->header = (struct mus_texts){items, header.count};
    status = mus_entry_columns_find(&importer->columns, importer->header, importer->arena,
                                    &passed_over, importer->err);
    return status == MUS_OK ? mus_report_passed_over(importer->report, passed_over, importer->err)
                            : status;
}

static enum mus_status prepare_rejected(struct importer *importer)
{
    const struct mus_rejected_options options = {
        .path = importer->job->rejected,
        .input = importer->job->file,
        .json = importer->input.json,
        .header = importer->header,
        .header_row = importer->input.sheet.header_row,
        .width = importer->header.count,
    };
    return mus_rejected_new(&options, &importer->rejected, importer->err);
}

static enum mus_status prepare(struct importer *importer, struct mus_input **input)
{
    const struct mus_entry_import *job = importer->job;
    importer->input = (struct mus_input_options){
        .path = job->file,
        .json = is_json(job->file),
        .sheet = {.header_row = job->header_row, .sheet = mus_text_of(job->sheet)},
    };
    importer->columns.kind = job->kind;
    memcpy(importer->columns.defaults, job->defaults, sizeof job->defaults);
    enum mus_status status = check_options(job, importer->err);
    if (status == MUS_OK) {
        status = mus_ledger_check_person(job->by, importer->err);
    }
    if (status == MUS_OK && job->encoding != NULL) {
        status = mus_encoding_read_name(mus_text_of(job->encoding), &importer->input.sheet.encoding,
                                        importer->err);
    }
    if (status == MUS_OK) {
        status = mus_input_open(&importer->input, input, importer->err);
    }
    if (status == MUS_OK && !importer->input.json) {
        status = read_header(importer, *input);
    }
    if (status == MUS_OK && !job->dry_run) {
        status = prepare_rejected(importer);
    }
    importer->capacity = job->batch == 0 ? DEFAULT_BATCH : job->batch;
    importer->items = mus_arena_alloc(importer->arena, importer->capacity, sizeof *importer->items);
    return status == MUS_OK && importer->items == NULL ? mus_fail_memory(importer->err) : status;
}

static enum mus_status run(struct importer *importer)
{
    struct mus_input *input = NULL;
    struct mus_import_report *report = importer->report;
    enum mus_status status = prepare(importer, &input);
    if (status == MUS_OK && importer->job->dry_run) {
        status = mus_store_write_begin(importer->job->store, &importer->trial, importer->err);
    }
    if (status == MUS_OK) {
        status = read_rows(importer, input);
    }
    if (status == MUS_OK) {
        report->encoding = mus_input_encoding(input);
    }
    if (status == MUS_OK && importer->rejected != NULL) {
        status = mus_rejected_finish(importer->rejected, importer->arena, &report->rejected_file,
                                     importer->err);
    }
    mus_store_write_end(importer->trial);
    mus_input_close(input);
    return status;
}

enum mus_status mus_entry_import_run(const struct mus_entry_import *job, struct mus_arena *arena,
                                     struct mus_import_report **out, struct mus_error *err)
{
    struct importer importer = {.job = job, .arena = arena, .err = err};
    importer.report = mus_arena_alloc(arena, 1, sizeof *importer.report);
    enum mus_status status = importer.report == NULL ? mus_fail_memory(err) : MUS_OK;
    if (status == MUS_OK) {
        importer.report->arena = arena;
        importer.report->dry_run = job->dry_run;
        importer.report->source = mus_text_of(job->source);
        status = run(&importer);
    }
    if (status == MUS_OK) {
        *out = importer.report;
    }
    mus_rejected_free(importer.rejected);
    mus_occurrences_done(&importer.occurrences);
    mus_arena_done(&importer.rows);
    mus_arena_done(&importer.outcomes);
    mus_arena_done(&importer.scratch);
    return status;
}
