#include "import/prepare.h"

#include "import/headings.h"

#include <string.h>
#include <strings.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

struct preparation {
    const struct mus_import_job *job;
    struct mus_arena *arena;
    struct mus_import_report *report;
    struct mus_import_plan *plan;
    struct mus_error *err;
};

static bool ends_with(const char *path, const char *end)
{
    size_t len = strlen(path);
    size_t more = strlen(end);
    return len >= more && strcasecmp(path + len - more, end) == 0;
}

static bool is_json(const char *path)
{
    return ends_with(path, ".jsonl") || ends_with(path, ".ndjson") || ends_with(path, ".json");
}

static enum mus_status check_options(struct preparation *preparation)
{
    const struct mus_import_job *job = preparation->job;
    const struct {
        const char *name;
        bool given;
    } of_tables[] = {{"a map", job->map != NULL},     {"an encoding", job->encoding != NULL},
                     {"a sheet", job->sheet != NULL}, {"a header row", job->header_row != 0},
                     {"no header", job->no_header},   {"clearing empty cells", job->clear_empty}};
    for (size_t i = 0; preparation->plan->input.json && i < COUNT(of_tables); i++) {
        if (of_tables[i].given) {
            return mus_fail(preparation->err, MUS_INVALID,
                            "%s: %s is for CSV and XLSX, not for JSON Lines", job->file,
                            of_tables[i].name);
        }
    }
    if (job->batch > MUS_MAX_BATCH_ROWS) {
        return mus_fail(preparation->err, MUS_LIMIT, "a batch of %zu rows; at most %d", job->batch,
                        MUS_MAX_BATCH_ROWS);
    }
    if (job->no_header && job->map == NULL) {
        return mus_fail(preparation->err, MUS_INVALID,
                        "without a header a map must say what the columns are");
    }
    return MUS_OK;
}

static enum mus_status choose_input(struct preparation *preparation)
{
    const struct mus_import_job *job = preparation->job;
    struct mus_sheet_options *sheet = &preparation->plan->input.sheet;
    enum mus_status status = MUS_OK;
    preparation->plan->input.path = job->file;
    sheet->encoding = preparation->plan->map.encoding;
    sheet->sheet = job->sheet != NULL ? mus_text_of(job->sheet) : preparation->plan->map.sheet;
    sheet->header_row = job->header_row != 0 ? job->header_row : preparation->plan->map.header_row;
    sheet->no_header = job->no_header || preparation->plan->map.no_header;
    if (job->encoding != NULL) {
        status =
            mus_encoding_read_name(mus_text_of(job->encoding), &sheet->encoding, preparation->err);
    }
    return status;
}

static enum mus_status choose_source(struct preparation *preparation)
{
    struct mus_identity_options *identity = &preparation->plan->judge.identity;
    struct mus_text given = preparation->plan->map.source;
    enum mus_status status = MUS_OK;
    if (preparation->job->source != NULL) {
        given = mus_text_of(preparation->job->source);
    }
    identity->key = preparation->plan->map.key;
    identity->source_named = given.ptr != NULL;
    identity->source = given;
    if (given.ptr == NULL) {
        status = mus_identity_file_source(preparation->job->file, preparation->arena,
                                          &identity->source, preparation->err);
    } else if (mus_text_trim(given).len == 0 || given.len > MUS_MAX_SOURCE_NAME ||
               !mus_text_is_utf8(given, NULL)) {
        status = mus_fail(preparation->err, MUS_INVALID,
                          "source \"%.*s\": expected a name of at most %d bytes",
                          MUS_TEXT_SHORT_ARG(given), MUS_MAX_SOURCE_NAME);
    }
    preparation->report->source = identity->source;
    return status;
}

/* The map meets the columns. The header is kept: every reading has the same. */
static enum mus_status bind(struct preparation *preparation, const struct mus_input *input)
{
    struct mus_judge *judge = &preparation->plan->judge;
    struct mus_headings_notes notes = {0};
    struct mus_texts header = mus_input_header(input);
    struct mus_text *items = mus_arena_alloc(preparation->arena, header.count, sizeof *items);
    enum mus_status status = items == NULL ? mus_fail_memory(preparation->err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < header.count; i++) {
        items[i] = mus_arena_copy(preparation->arena, header.items[i]);
        status = items[i].ptr == NULL ? mus_fail_memory(preparation->err) : MUS_OK;
    }
    if (status != MUS_OK) {
        return status;
    }
    judge->header = (struct mus_texts){items, header.count};
    if (preparation->job->map != NULL) {
        status = mus_map_bind(&preparation->plan->map, judge->header,
                              !preparation->plan->input.sheet.no_header, preparation->arena,
                              preparation->err);
    } else {
        status = mus_headings_map(judge->header, judge->tables, preparation->arena,
                                  &preparation->plan->map, &notes, preparation->err);
    }
    for (size_t i = 0; status == MUS_OK && i < notes.count; i++) {
        status = mus_report_warning(preparation->report, notes.items[i], preparation->err);
    }
    if (status == MUS_OK) {
        judge->map = &preparation->plan->map;
        status = mus_draft_init(&judge->draft, judge->map, judge->tables, preparation->err);
    }
    return status;
}

static enum mus_status prepare(struct preparation *preparation)
{
    const struct mus_import_job *job = preparation->job;
    struct mus_input *input = NULL;
    preparation->plan->input.json = is_json(job->file);
    enum mus_status status = check_options(preparation);
    if (status == MUS_OK && job->map != NULL) {
        status = mus_map_read_file(job->map, job->tables, preparation->arena,
                                   &preparation->plan->map, preparation->err);
    }
    if (status == MUS_OK) {
        status = choose_input(preparation);
    }
    if (status == MUS_OK) {
        status = choose_source(preparation);
    }
    if (status == MUS_OK) {
        status = mus_input_open(&preparation->plan->input, &input, preparation->err);
    }
    if (status == MUS_OK && !preparation->plan->input.json) {
        status = bind(preparation, input);
    }
    mus_input_close(input);
    return status;
}

enum mus_status mus_import_prepare(const struct mus_import_job *job, struct mus_arena *arena,
                                   struct mus_import_report *report, struct mus_import_plan *out,
                                   struct mus_error *err)
{
    struct preparation preparation = {
        .job = job, .arena = arena, .report = report, .plan = out, .err = err};
    *out = (struct mus_import_plan){
        .map = {.row_name = {.at = MUS_NO_COLUMN}},
        .judge = {.tables = job->tables,
                  .store = job->store,
                  .today = job->today,
                  .now_ms = job->now_ms,
                  .clear_empty = job->clear_empty,
                  .overwrite = job->overwrite},
    };
    return prepare(&preparation);
}
