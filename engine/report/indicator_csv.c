/* One table for other programs: a row a number, told apart by section and key. Codes are the keys,
 * labels are for people. */
#include "report/documents.h"

#include <inttypes.h>
#include <stdio.h>

#include "codec/csv_write.h"
#include "crypto/encode.h"
#include "report/definition.h"
#include "report/ordered.h"
#include "report/page.h"
#include "report/words.h"

struct table {
    const struct mus_indicator *indicator;
    struct mus_words words;
    struct mus_csv_writer csv;
};

static struct mus_text say(struct table *table, const char *ja, const char *en)
{
    return mus_words_say(&table->words, ja, en);
}

static void begin_row(struct table *table, const char *section, struct mus_text key,
                      struct mus_text label)
{
    mus_csv_write_cell(&table->csv, mus_text_of(section));
    mus_csv_write_cell(&table->csv, key);
    mus_csv_write_cell(&table->csv, label);
}

static void end_row(struct table *table, struct mus_text note)
{
    mus_csv_write_cell(&table->csv, note);
    mus_csv_end_row(&table->csv);
}

static void write_number(struct table *table, uint64_t value)
{
    mus_csv_write_integer(&table->csv, value > INT64_MAX ? INT64_MAX : (int64_t)value);
}

static void count_row(struct table *table, const char *section, const char *key,
                      struct mus_text label, uint64_t count)
{
    begin_row(table, section, mus_text_of(key), label);
    write_number(table, count);
    end_row(table, MUS_TEXT(""));
}

static void note_row(struct table *table, const char *section, const char *key,
                     struct mus_text label, struct mus_text note)
{
    begin_row(table, section, mus_text_of(key), label);
    mus_csv_write_cell(&table->csv, MUS_TEXT(""));
    end_row(table, note);
}

/* A count that may be hidden, or not be there yet. */
static void told_row(struct table *table, const char *section, struct mus_text key,
                     struct mus_text label, bool hidden, uint64_t count)
{
    begin_row(table, section, key, label);
    if (hidden) {
        mus_csv_write_cell(&table->csv, MUS_TEXT(MUS_PAGE_HIDDEN));
    } else {
        write_number(table, count);
    }
    end_row(table, MUS_TEXT(""));
}

/* ------------------------------------------------------------------ sections */

static void write_summary(struct table *table)
{
    const struct mus_indicator *indicator = table->indicator;
    const struct mus_count *count = &indicator->count;
    struct mus_words *words = &table->words;
    struct mus_buf as_of = {0};
    char year[16];
    (void)snprintf(year, sizeof year, "%d", indicator->fiscal_year);
    mus_date_write_iso(&as_of, indicator->as_of);
    note_row(table, "summary", "fiscal_year", say(table, "年度", "Fiscal year"), mus_text_of(year));
    note_row(table, "summary", "indicator", mus_page_indicator_name(words, count->rules->indicator),
             count->rules->indicator);
    note_row(table, "summary", "rule_set", say(table, "定義", "Rule set"), count->rules->id);
    note_row(table, "summary", "as_of", say(table, "基準日", "As of"), mus_buf_text(&as_of));
    words->failed |= as_of.failed;
    mus_buf_done(&as_of);
    count_row(table, "summary", "total", say(table, "件数", "Matches"), count->total);
    count_row(table, "summary", "named", say(table, "個別記録", "Named matches"), count->named);
    count_row(table, "summary", "reported", say(table, "アンケート報告", "Reported counts"),
              count->reported);
    if (indicator->has_target) {
        count_row(table, "summary", "target", say(table, "目標", "Target"), indicator->target);
    }
}

static void write_projection(struct table *table)
{
    const struct mus_projection *projection = &table->indicator->projection;
    if (!projection->given) {
        return;
    }
    count_row(table, "projection", "low", say(table, "見込みの下限（80％）", "Low (80%)"),
              projection->low);
    count_row(table, "projection", "expected", say(table, "見込み", "Expected"),
              projection->expected);
    count_row(table, "projection", "high", say(table, "見込みの上限（80％）", "High (80%)"),
              projection->high);
}

static void write_months(struct table *table)
{
    for (size_t i = 0; i < MUS_REPORT_MONTHS; i++) {
        const struct mus_report_month *month = &table->indicator->months[i];
        char key[32];
        (void)snprintf(key, sizeof key, "%04d-%02d", month->year, month->month);
        struct mus_text label = mus_words_month(&table->words, month->year, month->month);
        if (!month->future) {
            told_row(table, "by_month", mus_text_of(key), label, month->hidden, month->count);
            told_row(table, "cumulative", mus_text_of(key), label,
                     month->hidden || month->cumulative_hidden, month->cumulative);
        }
        if (table->indicator->has_target) {
            count_row(table, "needed", key, label, month->needed);
        }
    }
}

static void write_breakdown(struct table *table, size_t which)
{
    const struct mus_breakdown_face *face = mus_breakdown_face(which);
    struct mus_ordered ordered = mus_ordered_make(table->indicator, which, &table->words);
    for (size_t i = 0; i < ordered.count; i++) {
        const struct mus_report_cell *cell = ordered.cells[i];
        told_row(table, table->indicator->by[which].name, cell->key,
                 mus_words_label(&table->words, face->table, cell->key), cell->hidden, cell->count);
    }
}

static void write_funnel(struct table *table)
{
    for (int stage = MUS_CASE_SUGGESTED; stage < MUS_CASE_STAGE_END; stage++) {
        const char *name = mus_case_stage_name((enum mus_case_stage)stage);
        count_row(table, "funnel", name,
                  mus_words_label(&table->words, "case_stages", mus_text_of(name)),
                  table->indicator->funnel[stage]);
    }
}

/* Figures of this indicator by fiscal year; those of others by indicator, in a section of their
 * own. */
static void write_figure(struct table *table, const struct mus_report_figure *figure, bool other)
{
    bool target = figure->kind == MUS_LEDGER_TARGET;
    const char *section =
        other ? (target ? "other_target" : "other_published") : (target ? "target" : "published");
    char year[16];
    (void)snprintf(year, sizeof year, "%d", figure->fiscal_year);
    begin_row(table, section, other ? figure->indicator : mus_text_of(year),
              other ? mus_words_label(&table->words, "indicators", figure->indicator)
                    : mus_words_fiscal_year(&table->words, figure->fiscal_year));
    write_number(table, figure->value);
    end_row(table, figure->source);
}

static void write_suppressed(struct table *table)
{
    const struct mus_count *count = &table->indicator->count;
    for (size_t i = 0; i < count->suppressed_count; i++) {
        const struct mus_suppressed *suppressed = &count->suppressed[i];
        char key[24];
        char note[64];
        (void)snprintf(key, sizeof key, "%" PRIu64, suppressed->entry);
        (void)snprintf(note, sizeof note, "%s", mus_count_reason_name(suppressed->reason));
        if (suppressed->same_as != MUS_COUNT_NONE) {
            (void)snprintf(note, sizeof note, "%s %" PRIu64,
                           mus_count_reason_name(suppressed->reason), suppressed->same_as);
        }
        begin_row(table, "suppressed", mus_text_of(key),
                  mus_words_reason(&table->words, suppressed->reason));
        write_number(table, suppressed->count);
        end_row(table, mus_text_of(note));
    }
}

static void write_ledger(struct table *table)
{
    char digits[2 * MUS_DIGEST_BYTES + 1];
    mus_hex_print(digits, table->indicator->ledger_root.bytes, MUS_DIGEST_BYTES);
    count_row(table, "ledger", "size", say(table, "台帳の記録数", "Entries of the ledger"),
              table->indicator->ledger_size);
    struct mus_buf base64 = {0};
    mus_base64_write(&base64, table->indicator->ledger_root.bytes, MUS_DIGEST_BYTES);
    note_row(table, "ledger", "root", say(table, "ルートハッシュ（base64）", "Root hash (base64)"),
             mus_buf_text(&base64));
    note_row(table, "ledger", "root_hex", say(table, "ルートハッシュ（16進）", "Root hash (hex)"),
             mus_text_of(digits));
    table->words.failed |= base64.failed;
    mus_buf_done(&base64);
}

static void write_all(struct table *table)
{
    static const struct mus_text header[] = {
        {"section", 7}, {"key", 3}, {"label", 5}, {"count", 5}, {"note", 4}};
    mus_csv_write_bom(&table->csv);
    mus_csv_write_row(&table->csv, header, sizeof header / sizeof header[0]);
    write_summary(table);
    write_projection(table);
    write_months(table);
    for (size_t which = 0; which < MUS_BY_COUNT; which++) {
        if (which != MUS_BY_MONTH) {
            write_breakdown(table, which);
        }
    }
    write_funnel(table);
    for (size_t i = 0; i < table->indicator->figure_count; i++) {
        write_figure(table, &table->indicator->figures[i], false);
    }
    for (size_t i = 0; i < table->indicator->other_count; i++) {
        write_figure(table, &table->indicator->others[i], true);
    }
    write_suppressed(table);
    write_ledger(table);
}

enum mus_status mus_report_csv(const struct mus_indicator *indicator,
                               const struct mus_report_context *context, struct mus_buf *out,
                               struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct table table = {
        .indicator = indicator,
        .words = {.language = context->language, .tables = context->tables, .arena = &arena},
        .csv = {.out = out, .spreadsheet_safe = true},
    };
    write_all(&table);
    enum mus_status status = table.words.failed ? mus_fail_memory(err) : mus_buf_check(out, err);
    mus_arena_done(&arena);
    return status;
}
