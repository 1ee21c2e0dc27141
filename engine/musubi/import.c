#include "import/import.h"

#include "base/clock.h"
#include "musubi/handle.h"
#include "profile/field.h"

#include <inttypes.h>

static void put_count(struct mus_json_writer *writer, const char *key, uint64_t count)
{
    mus_json_put_integer(writer, key, (int64_t)count);
}

/* Not where it is not known. */
static void put_known(struct mus_json_writer *writer, const char *key, uint64_t number)
{
    if (number > 0) {
        put_count(writer, key, number);
    }
}

static void write_counts(struct mus_json_writer *writer, const struct mus_import_report *report)
{
    put_count(writer, "rows", report->rows);
    put_count(writer, "taken", report->taken);
    put_count(writer, "rejected", report->rejected);
    put_count(writer, "superseded", report->superseded);
    put_count(writer, "added", report->added);
    put_count(writer, "changed", report->changed);
    put_count(writer, "unchanged", report->unchanged);
    mus_json_put_bool(writer, "dry_run", report->dry_run);
    mus_json_put_bool(writer, "strict", report->strict);
    mus_json_put_text(writer, "source", report->source);
    mus_json_put_z(writer, "encoding",
                   report->encoding == MUS_ENCODING_DETECT ? "ASCII"
                                                           : mus_encoding_name(report->encoding));
}

static void write_errors(struct mus_json_writer *writer, const struct mus_import_report *report)
{
    put_count(writer, "errors_total", report->bad);
    mus_json_key(writer, "errors");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < report->problem_count; i++) {
        const struct mus_import_problem *problem = &report->problems[i];
        mus_json_begin_object(writer);
        put_count(writer, "row", problem->row);
        put_known(writer, "line", problem->line);
        mus_json_put_given(writer, "row_name", problem->row_name);
        mus_json_put_given(writer, "column", problem->column);
        mus_json_put_given(writer, "heading", problem->heading);
        mus_json_put_given(writer, "field", problem->field);
        mus_json_put_text(writer, "message", problem->message);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void write_superseded(struct mus_json_writer *writer, const struct mus_import_report *report)
{
    mus_json_key(writer, "superseded_rows");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < report->by_others_count; i++) {
        mus_json_begin_object(writer);
        put_count(writer, "row", report->by_others[i].row);
        put_count(writer, "by", report->by_others[i].by);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void write_fields(struct mus_json_writer *writer, mus_field_set fields)
{
    mus_json_key(writer, "fields");
    mus_json_begin_array(writer);
    for (int field = 0; field < MUS_FIELD_COUNT; field++) {
        if ((fields & MUS_FIELD_BIT(field)) != 0) {
            mus_json_write_z(writer, mus_field_info((enum mus_field)field)->key);
        }
    }
    mus_json_end_array(writer);
}

static void write_kept(struct mus_json_writer *writer, const struct mus_import_report *report)
{
    put_count(writer, "kept_total", report->kept_count);
    mus_json_key(writer, "kept");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < report->kept_listed; i++) {
        mus_json_begin_object(writer);
        put_count(writer, "row", report->kept[i].row);
        mus_json_put_text(writer, "company", report->kept[i].company);
        write_fields(writer, report->kept[i].fields);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void write_warnings(struct mus_json_writer *writer, const struct mus_import_report *report)
{
    put_count(writer, "warnings_total", report->warning_count);
    mus_json_key(writer, "warnings");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < report->warnings_listed; i++) {
        mus_json_write_text(writer, report->warnings[i]);
    }
    mus_json_end_array(writer);
}

static void write_report(struct mus_json_writer *writer, const struct mus_import_report *report)
{
    mus_json_begin_object(writer);
    write_counts(writer, report);
    write_errors(writer, report);
    write_superseded(writer, report);
    write_kept(writer, report);
    write_warnings(writer, report);
    mus_json_put_text(writer, "rejected_file", report->rejected_file);
    mus_json_end_object(writer);
}

static enum mus_status conclude(const struct mus_import_report *report, struct mus_error *err)
{
    if (report->bad == 0) {
        return MUS_OK;
    }
    if (report->strict) {
        return mus_fail(err, MUS_REJECTED, "%" PRIu64 " of %" PRIu64 " rows %s bad; none %s",
                        report->bad, report->rows, report->bad == 1 ? "is" : "are",
                        report->dry_run ? "would be taken" : "was taken");
    }
    if (report->dry_run) {
        return mus_fail(err, MUS_REJECTED, "%" PRIu64 " of %" PRIu64 " rows would be rejected",
                        report->bad, report->rows);
    }
    return mus_fail(err, MUS_REJECTED,
                    "%" PRIu64 " of %" PRIu64 " rows %s rejected; %s in \"%.*s\"", report->bad,
                    report->rows, report->bad == 1 ? "was" : "were",
                    report->bad == 1 ? "it is" : "they are", MUS_TEXT_ARG(report->rejected_file));
}

static enum mus_status check_numbers(const struct mus_import_options *options,
                                     struct mus_error *err)
{
    if (options->header_row < 0) {
        return mus_fail(err, MUS_INVALID, "header row: expected a row from 1 on, found %" PRId64,
                        options->header_row);
    }
    if (options->batch < 0) {
        return mus_fail(err, MUS_INVALID, "batch: expected a number of rows, found %" PRId64,
                        options->batch);
    }
    return MUS_OK;
}

enum mus_status mus_import_companies(struct mus_musubi *musubi,
                                     const struct mus_import_options *options,
                                     struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    struct mus_import_report *report = NULL;
    const struct mus_import_job job = {
        .store = musubi->store,
        .tables = &musubi->tables,
        .today = musubi->today,
        .now_ms = mus_clock_now_ms(),
        .file = options->file,
        .map = options->map,
        .source = options->source,
        .encoding = options->encoding,
        .sheet = options->sheet,
        .rejected = options->rejected,
        .header_row = (uint64_t)options->header_row,
        .batch = (size_t)options->batch,
        .no_header = options->no_header,
        .dry_run = options->dry_run,
        .strict = options->strict,
        .clear_empty = options->clear_empty,
        .overwrite = options->overwrite,
        .progress = sink->progress,
        .user = sink->user,
    };
    enum mus_status status = check_numbers(options, err);
    if (status == MUS_OK) {
        status = mus_import_run(&job, &arena, &report, err);
    }
    if (status == MUS_OK) {
        write_report(&writer, report);
        status = mus_sink_give(sink, &json, err);
    }
    if (status == MUS_OK) {
        status = conclude(report, err);
    }
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}
