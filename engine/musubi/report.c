/* Reports of the indicator, told or written. */
#include <string.h>

#include "base/new_file.h"
#include "crypto/note.h"
#include "musubi/handle.h"
#include "musubi/ledger_shared.h"
#include "report/compare.h"
#include "report/documents.h"
#include "report/indicator_json.h"
#include "store/ledger.h"

/* ------------------------------------------------------------------ what is asked for */

static enum mus_status read_fiscal_year(const struct mus_musubi *musubi, const char *text, int *out,
                                        struct mus_error *err)
{
    if (text == NULL) {
        *out = mus_fiscal_year(musubi->today);
        return MUS_OK;
    }
    enum mus_status status = mus_fiscal_year_read(mus_text_of(text), out, err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "--fy");
}

/* A report as of a day that is still to come would not be the same when that day has come. */
static enum mus_status read_as_of(const struct mus_musubi *musubi, const char *text, mus_date *out,
                                  struct mus_error *err)
{
    *out = MUS_NO_DATE;
    if (text == NULL) {
        return MUS_OK;
    }
    enum mus_status status = mus_date_read(mus_text_of(text), out, NULL, err);
    if (status == MUS_OK && *out > musubi->today) {
        struct mus_text shown = mus_text_of(text);
        status = mus_fail(err, MUS_INVALID, "%.*s lies after today", MUS_TEXT_SHORT_ARG(shown));
    }
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "--as-of");
}

/* A rule set is named by its id, or by a file (a path, or NAME.json) with one that need not be
 * adopted. *out is left alone for an id. */
static enum mus_status read_rules(const char *name, struct mus_arena *arena,
                                  const struct mus_rule_set **out, struct mus_error *err)
{
    struct mus_text text = mus_text_of(name);
    bool is_file = text.len > 0 && (memchr(text.ptr, '/', text.len) != NULL ||
                                    (text.len > 5 && strcmp(name + text.len - 5, ".json") == 0));
    if (!is_file) {
        return MUS_OK;
    }
    struct mus_rule_set *rules = mus_arena_alloc(arena, 1, sizeof *rules);
    if (rules == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_rules_read_file(name, arena, rules, err);
    if (status == MUS_OK) {
        *out = rules;
    }
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "--rule-set");
}

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_HTML, FORMAT_XLSX, FORMATS };
static const char *const FORMAT_NAMES[FORMATS] = {"text", "json", "csv", "html", "xlsx"};

/* `allowed` has a bit for each. */
static enum mus_status read_format(const char *text, enum format usual, unsigned allowed,
                                   enum format *out, struct mus_error *err)
{
    if (text == NULL) {
        *out = usual;
        return MUS_OK;
    }
    for (int i = 0; i < FORMATS; i++) {
        if (strcmp(FORMAT_NAMES[i], text) == 0 && (allowed & (1U << i)) != 0) {
            *out = (enum format)i;
            return MUS_OK;
        }
    }
    struct mus_text shown = mus_text_of(text);
    return mus_fail(err, MUS_INVALID, "--format: this report has no format \"%.*s\"",
                    MUS_TEXT_SHORT_ARG(shown));
}

static enum mus_status read_language(const char *text, enum mus_report_language *out,
                                     struct mus_error *err)
{
    *out = text != NULL && strcmp(text, "en") == 0 ? MUS_REPORT_EN : MUS_REPORT_JA;
    if (text == NULL || strcmp(text, "ja") == 0 || strcmp(text, "en") == 0) {
        return MUS_OK;
    }
    struct mus_text shown = mus_text_of(text);
    return mus_fail(err, MUS_INVALID, "--lang: expected ja or en, found \"%.*s\"",
                    MUS_TEXT_SHORT_ARG(shown));
}

/* ------------------------------------------------------------------ the report being made */

struct report {
    struct mus_musubi *musubi;
    const struct mus_report_options *options;
    enum format format;
    bool yearly;
    struct mus_read *read;
    struct mus_arena arena;
    struct mus_book *book;
    struct mus_indicator indicator;
    struct mus_report_context context;
    struct mus_buf document, reply;
};

static void report_done(struct report *report)
{
    mus_book_free(report->book);
    mus_store_read_end(report->read);
    mus_buf_done(&report->document);
    mus_buf_done(&report->reply);
    mus_arena_done(&report->arena);
}

static enum mus_status check_options(struct report *report, struct mus_error *err)
{
    const struct mus_report_options *options = report->options;
    unsigned documents = 1U << FORMAT_CSV | 1U << FORMAT_HTML | 1U << FORMAT_XLSX;
    unsigned allowed =
        report->yearly ? documents : documents | 1U << FORMAT_TEXT | 1U << FORMAT_JSON;
    enum mus_status status = read_format(
        options->format, report->yearly ? FORMAT_HTML : FORMAT_TEXT, allowed, &report->format, err);
    if (status == MUS_OK) {
        status = read_language(options->language, &report->context.language, err);
    }
    if (status == MUS_OK && report->format == FORMAT_XLSX && options->output == NULL) {
        status =
            mus_fail(err, MUS_INVALID, "--format xlsx: a workbook needs a file: --output FILE");
    }
    if (status == MUS_OK && report->format == FORMAT_TEXT && options->output != NULL) {
        status = mus_fail(err, MUS_INVALID,
                          "--output: expected --format json, csv, html or xlsx beside it");
    }
    if (status == MUS_OK && options->suppress_below < 0) {
        status = mus_fail(err, MUS_INVALID, "--suppress-below: expected 0 or more, found %lld",
                          (long long)options->suppress_below);
    }
    return status;
}

static enum mus_status make_indicator(struct report *report, struct mus_error *err)
{
    const struct mus_report_options *options = report->options;
    struct mus_indicator_options how = {.today = report->musubi->today,
                                        .rule_set = mus_text_of(options->rule_set),
                                        .suppress_below = options->suppress_below};
    enum mus_status status =
        read_fiscal_year(report->musubi, options->fiscal_year, &how.fiscal_year, err);
    if (status == MUS_OK) {
        status = read_as_of(report->musubi, options->as_of, &how.as_of, err);
    }
    if (status == MUS_OK) {
        status = read_rules(options->rule_set, &report->arena, &how.rules, err);
    }
    if (status == MUS_OK) {
        status = mus_store_read_begin(report->musubi->store, &report->read, err);
    }
    if (status == MUS_OK) {
        status = mus_indicator_make(report->read, &how, &report->arena, &report->book,
                                    &report->indicator, err);
    }
    return status;
}

/* ------------------------------------------------------------------ what a document says beside */

/* The newest of the log's keys that has signed the checkpoint: an older one where the log's key was
 * changed since. */
static enum mus_status find_key(struct report *report, struct mus_error *err)
{
    struct mus_texts keys = {0};
    struct mus_note *note = mus_arena_alloc(&report->arena, 1, sizeof *note);
    enum mus_status status = note == NULL
                                 ? mus_fail_memory(err)
                                 : mus_store_ledger_keys(report->read, &report->arena, &keys, err);
    if (status == MUS_OK) {
        status = mus_note_read(report->context.checkpoint, note, err);
    }
    for (size_t i = keys.count; status == MUS_OK && i > 0; i--) {
        struct mus_note_key key;
        status = mus_note_key_read(keys.items[i - 1], &key, err);
        if (status != MUS_OK) {
            return status;
        }
        enum mus_status signed_by = mus_note_verify(note, &key, NULL, err);
        if (signed_by == MUS_OK) {
            report->context.key = keys.items[i - 1];
            return MUS_OK;
        }
        status = signed_by == MUS_NO ? MUS_OK : signed_by;
    }
    return status;
}

/* The checkpoint of just these entries, or else the first one after, which speaks of them too. */
static enum mus_status find_checkpoint(struct report *report, struct mus_error *err)
{
    uint64_t size = 0;
    return mus_store_next_checkpoint(report->read, report->indicator.ledger_size, &report->arena,
                                     &size, &report->context.checkpoint, err);
}

static enum mus_status fill_context(struct report *report, struct mus_error *err)
{
    report->context.tables = &report->musubi->tables;
    report->context.publisher = mus_text_of(report->options->publisher);
    enum mus_status status = find_checkpoint(report, err);
    if (status == MUS_OK && report->context.checkpoint.len > 0) {
        status = find_key(report, err);
    }
    return status;
}

/* ------------------------------------------------------------------ answers */

static void write_indicator(const struct report *report, bool named, struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out};
    mus_json_begin_object(&writer);
    if (named) {
        mus_json_put_z(&writer, "format", FORMAT_NAMES[report->format]);
    }
    mus_indicator_put_json(&writer, &report->indicator, &report->musubi->world);
    mus_json_end_object(&writer);
}

static enum mus_status make_document(struct report *report, struct mus_error *err)
{
    enum mus_status status = fill_context(report, err);
    if (status != MUS_OK) {
        return status;
    }
    if (report->format == FORMAT_CSV) {
        return mus_report_csv(&report->indicator, &report->context, &report->document, err);
    }
    if (report->format == FORMAT_XLSX) {
        return mus_report_xlsx(&report->indicator, &report->context, &report->document, err);
    }
    return mus_report_html(&report->indicator, &report->context, report->yearly, &report->document,
                           err);
}

/* Where the document is, or the document. */
static enum mus_status give_document(struct report *report, struct mus_sink *sink,
                                     struct mus_error *err)
{
    const char *output = report->options->output;
    struct mus_json_writer writer = {.buf = &report->reply};
    enum mus_status status = mus_buf_check(&report->document, err);
    if (status == MUS_OK && output != NULL) {
        status = mus_file_replace(output, mus_buf_text(&report->document), err);
    }
    if (status != MUS_OK) {
        return status;
    }
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", FORMAT_NAMES[report->format]);
    if (output == NULL) {
        mus_json_put_text(&writer, "content", mus_buf_text(&report->document));
    } else {
        mus_json_put_z(&writer, "output", output);
        mus_json_put_integer(&writer, "bytes", (int64_t)report->document.len);
    }
    mus_json_end_object(&writer);
    return mus_sink_give(sink, &report->reply, err);
}

static enum mus_status give(struct report *report, struct mus_sink *sink, struct mus_error *err)
{
    bool told = report->format == FORMAT_TEXT || report->format == FORMAT_JSON;
    if (told && report->options->output == NULL) {
        write_indicator(report, report->format == FORMAT_JSON, &report->reply);
        return mus_sink_give(sink, &report->reply, err);
    }
    enum mus_status status = MUS_OK;
    if (told) {
        write_indicator(report, false, &report->document);
        mus_buf_add_byte(&report->document, '\n');
    } else {
        status = make_document(report, err);
    }
    return status == MUS_OK ? give_document(report, sink, err) : status;
}

static enum mus_status run(struct report *report, struct mus_sink *sink, struct mus_error *err)
{
    enum mus_status status = check_options(report, err);
    if (status == MUS_OK) {
        status = make_indicator(report, err);
    }
    if (status == MUS_OK) {
        status = give(report, sink, err);
    }
    report_done(report);
    return status;
}

enum mus_status mus_report_indicator(struct mus_musubi *musubi,
                                     const struct mus_report_options *options,
                                     struct mus_sink *sink, struct mus_error *err)
{
    struct report report = {.musubi = musubi, .options = options};
    return run(&report, sink, err);
}

enum mus_status mus_report_yearly(struct mus_musubi *musubi,
                                  const struct mus_report_options *options, struct mus_sink *sink,
                                  struct mus_error *err)
{
    struct report report = {.musubi = musubi, .options = options, .yearly = true};
    return run(&report, sink, err);
}

/* ------------------------------------------------------------------ two rule sets */

static enum mus_status give_comparison(const struct mus_comparison *comparison,
                                       struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_comparison_put_json(&writer, comparison);
    mus_json_end_object(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_report_compare(struct mus_musubi *musubi, const char *fiscal_year,
                                   const char *rule_set_a, const char *rule_set_b,
                                   const char *as_of, struct mus_sink *sink, struct mus_error *err)
{
    struct mus_compare_options how = {
        .rule_sets = {mus_text_of(rule_set_a), mus_text_of(rule_set_b)}, .today = musubi->today};
    struct mus_arena arena = {0};
    struct mus_read *read = NULL;
    struct mus_book *book = NULL;
    struct mus_comparison comparison;
    enum mus_status status = read_fiscal_year(musubi, fiscal_year, &how.fiscal_year, err);
    if (status == MUS_OK) {
        status = read_as_of(musubi, as_of, &how.as_of, err);
    }
    if (status == MUS_OK) {
        status = read_rules(rule_set_a, &arena, &how.rules[0], err);
    }
    if (status == MUS_OK) {
        status = read_rules(rule_set_b, &arena, &how.rules[1], err);
    }
    if (status == MUS_OK) {
        status = mus_store_read_begin(musubi->store, &read, err);
    }
    if (status == MUS_OK) {
        status = mus_compare_make(read, &how, &arena, &book, &comparison, err);
    }
    if (status == MUS_OK) {
        status = give_comparison(&comparison, sink, err);
    }
    mus_book_free(book);
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}
