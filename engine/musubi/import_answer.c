#include "musubi/import_answer.h"

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

enum mus_status mus_import_answer(const struct mus_import_report *report, struct mus_sink *sink,
                                  struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    write_report(&writer, report);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status == MUS_OK ? conclude(report, err) : status;
}
