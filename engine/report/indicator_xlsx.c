/* The workbook: a sheet a subject, each with its header in view. */
#include "report/documents.h"

#include <stdio.h>

#include "codec/xlsx_write.h"
#include "crypto/encode.h"
#include "report/definition.h"
#include "report/ordered.h"
#include "report/page.h"
#include "report/words.h"

struct book {
    const struct mus_indicator *indicator;
    struct mus_words words;
    struct mus_xlsx_writer *xlsx;
};

static struct mus_text say(struct book *book, const char *ja, const char *en)
{
    return mus_words_say(&book->words, ja, en);
}

static void text(struct book *book, struct mus_text value)
{
    mus_xlsx_write_text(book->xlsx, value, MUS_XLSX_PLAIN);
}

static void wrapped(struct book *book, struct mus_text value)
{
    mus_xlsx_write_text(book->xlsx, value, MUS_XLSX_WRAPPED);
}

static void number(struct book *book, uint64_t value)
{
    mus_xlsx_write_integer(book->xlsx, value > INT64_MAX ? INT64_MAX : (int64_t)value);
}

static void told(struct book *book, bool hidden, uint64_t value)
{
    if (hidden) {
        text(book, MUS_TEXT(MUS_PAGE_HIDDEN));
    } else {
        number(book, value);
    }
}

static void end_row(struct book *book)
{
    mus_xlsx_end_row(book->xlsx);
}

struct column {
    const char *ja, *en;
    unsigned width;
};

static void begin_sheet(struct book *book, struct mus_text name, const struct column *columns,
                        size_t count)
{
    enum { MAX_COLUMNS = 8 };
    unsigned widths[MAX_COLUMNS];
    mus_xlsx_write_sheet(book->xlsx, name);
    for (size_t i = 0; i < count && i < MAX_COLUMNS; i++) {
        widths[i] = columns[i].width;
    }
    mus_xlsx_write_widths(book->xlsx, widths, count);
    for (size_t i = 0; i < count; i++) {
        mus_xlsx_write_text(book->xlsx, say(book, columns[i].ja, columns[i].en), MUS_XLSX_HEADER);
    }
    end_row(book);
    mus_xlsx_write_freeze(book->xlsx);
}

/* ------------------------------------------------------------------ summary */

static void count_line(struct book *book, struct mus_text name, uint64_t value)
{
    text(book, name);
    number(book, value);
    end_row(book);
}

static void text_line(struct book *book, struct mus_text name, struct mus_text value)
{
    text(book, name);
    wrapped(book, value);
    end_row(book);
}

static void write_projection(struct book *book)
{
    const struct mus_projection *projection = &book->indicator->projection;
    if (!projection->given || projection->final) {
        return;
    }
    count_line(book, say(book, "3月31日の見込み", "Expected by 31 March"), projection->expected);
    count_line(book, say(book, "見込みの下限（80％）", "Low (80%)"), projection->low);
    count_line(book, say(book, "見込みの上限（80％）", "High (80%)"), projection->high);
}

static void write_summary(struct book *book)
{
    const struct mus_indicator *indicator = book->indicator;
    const struct mus_count *count = &indicator->count;
    struct mus_words *words = &book->words;
    char digits[2 * MUS_DIGEST_BYTES + 1];
    mus_hex_print(digits, indicator->ledger_root.bytes, MUS_DIGEST_BYTES);
    mus_xlsx_write_sheet(book->xlsx, say(book, "概要", "Summary"));
    mus_xlsx_write_widths(book->xlsx, (unsigned[]){28, 72}, 2);
    mus_xlsx_write_text(book->xlsx, mus_page_indicator_name(words, count->rules->indicator),
                        MUS_XLSX_TITLE);
    end_row(book);
    text_line(book, say(book, "年度", "Fiscal year"),
              mus_words_fiscal_year(words, indicator->fiscal_year));
    text(book, say(book, "基準日", "As of"));
    mus_xlsx_write_date(book->xlsx, indicator->as_of);
    end_row(book);
    count_line(book, say(book, "件数", "Matches"), count->total);
    count_line(book, say(book, "うち個別記録", "of these named"), count->named);
    count_line(book, say(book, "うちアンケート報告", "of these reported"), count->reported);
    if (indicator->has_target) {
        count_line(book, say(book, "目標", "Target"), indicator->target);
    }
    write_projection(book);
    text_line(book, say(book, "指標", "Indicator"), count->rules->indicator);
    text_line(book, say(book, "定義", "Rule set"), count->rules->id);
    count_line(book, say(book, "台帳の記録数", "Entries of the ledger"), indicator->ledger_size);
    text_line(book, say(book, "ルートハッシュ（16進）", "Root hash (hex)"), mus_text_of(digits));
}

/* ------------------------------------------------------------------ months, breakdowns */

/* After a row that is left free. */
static void write_hidden_note(struct book *book, bool hides)
{
    if (hides) {
        end_row(book);
        text(book, mus_page_hidden_note(&book->words, book->indicator));
    }
}

static void write_months(struct book *book)
{
    static const struct column columns[] = {{"月", "Month", 16},
                                            {"件数", "Matches", 12},
                                            {"累計", "Cumulative", 12},
                                            {"必要な累計", "Needed", 14}};
    const struct mus_indicator *indicator = book->indicator;
    bool hides = false;
    begin_sheet(book, say(book, "月別", "Months"), columns, indicator->has_target ? 4 : 3);
    for (size_t i = 0; i < MUS_REPORT_MONTHS; i++) {
        const struct mus_report_month *month = &indicator->months[i];
        text(book, mus_words_month(&book->words, month->year, month->month));
        if (month->future) {
            text(book, MUS_TEXT(""));
            text(book, MUS_TEXT(""));
        } else {
            told(book, month->hidden, month->count);
            told(book, month->hidden || month->cumulative_hidden, month->cumulative);
        }
        if (indicator->has_target) {
            number(book, month->needed);
        }
        end_row(book);
        hides |= month->hidden;
    }
    write_hidden_note(book, hides);
}

static void write_breakdown(struct book *book, size_t which, bool *hides)
{
    const struct mus_breakdown_face *face = mus_breakdown_face(which);
    struct mus_ordered ordered = mus_ordered_make(book->indicator, which, &book->words);
    for (size_t i = 0; i < ordered.count; i++) {
        const struct mus_report_cell *cell = ordered.cells[i];
        text(book, say(book, face->title_ja, face->title_en));
        text(book, cell->key);
        text(book, mus_words_label(&book->words, face->table, cell->key));
        told(book, cell->hidden, cell->count);
        end_row(book);
        *hides |= cell->hidden;
    }
}

static void write_breakdowns(struct book *book)
{
    static const struct column columns[] = {{"区分", "Breakdown", 20},
                                            {"コード", "Code", 18},
                                            {"名称", "Label", 44},
                                            {"件数", "Matches", 12}};
    bool hides = false;
    begin_sheet(book, say(book, "内訳", "Breakdowns"), columns, 4);
    for (size_t which = 0; which < MUS_BY_COUNT; which++) {
        if (which != MUS_BY_MONTH) {
            write_breakdown(book, which, &hides);
        }
    }
    write_hidden_note(book, hides);
}

/* ------------------------------------------------------------------ figures, suppressed */

static void write_figure(struct book *book, const struct mus_report_figure *figure)
{
    text(book, mus_words_fiscal_year(&book->words, figure->fiscal_year));
    text(book, mus_words_label(&book->words, "indicators", figure->indicator));
    text(book, figure->kind == MUS_LEDGER_TARGET ? say(book, "目標", "Target")
                                                 : say(book, "公表値", "Published"));
    number(book, figure->value);
    wrapped(book, figure->source);
    number(book, figure->entry);
    end_row(book);
}

static void write_figures(struct book *book)
{
    static const struct column columns[] = {
        {"年度", "Fiscal year", 24}, {"指標", "Indicator", 24}, {"種別", "Kind", 12},
        {"値", "Value", 12},         {"出典", "Source", 60},    {"台帳の記録", "Entry", 12}};
    const struct mus_indicator *indicator = book->indicator;
    begin_sheet(book, say(book, "公表値と目標", "Figures"), columns, 6);
    for (size_t i = 0; i < indicator->figure_count; i++) {
        write_figure(book, &indicator->figures[i]);
    }
    if (indicator->other_count > 0) {
        end_row(book);
        text(book, say(book, "次の数値は別の指標のもので、この報告の件数と合算してはなりません。",
                       "The figures below belong to other indicators and must not be added to the "
                       "number of this report."));
        end_row(book);
    }
    for (size_t i = 0; i < indicator->other_count; i++) {
        write_figure(book, &indicator->others[i]);
    }
}

static void write_suppressed(struct book *book)
{
    static const struct column columns[] = {{"台帳の記録", "Entry", 12},
                                            {"件数", "Matches", 10},
                                            {"数えない理由", "Why it does not count", 48},
                                            {"対応する記録", "Gives way to", 14}};
    const struct mus_count *count = &book->indicator->count;
    begin_sheet(book, say(book, "数えなかった記録", "Suppressed"), columns, 4);
    for (size_t i = 0; i < count->suppressed_count; i++) {
        const struct mus_suppressed *suppressed = &count->suppressed[i];
        number(book, suppressed->entry);
        number(book, suppressed->count);
        text(book, mus_words_reason(&book->words, suppressed->reason));
        if (suppressed->same_as != MUS_COUNT_NONE) {
            number(book, suppressed->same_as);
        }
        end_row(book);
    }
}

static void write_definition(struct book *book)
{
    static const struct column columns[] = {{"項目", "Item", 24}, {"内容", "Meaning", 100}};
    struct mus_definition definition = mus_definition_make(book->indicator, &book->words);
    begin_sheet(book, say(book, "定義", "Definition"), columns, 2);
    for (size_t i = 0; i < definition.count; i++) {
        text(book, definition.lines[i].heading);
        wrapped(book, definition.lines[i].text);
        end_row(book);
    }
}

/* ------------------------------------------------------------------ all of it */

static enum mus_status write_book(struct book *book, struct mus_buf *out, struct mus_error *err)
{
    /* The day that was judged by is when the workbook was made: so it is the same tomorrow. Days
     * before 1970 are before any ledger. */
    const int64_t seconds_of_day = 86400;
    int64_t made = book->indicator->as_of * seconds_of_day;
    struct mus_xlsx_write_options options = {
        .title = mus_page_indicator_name(&book->words, book->indicator->count.rules->indicator),
        .created = made > 0 ? made : 1,
    };
    enum mus_status status = mus_xlsx_writer_new(&options, &book->xlsx, err);
    if (status != MUS_OK) {
        return status;
    }
    write_summary(book);
    write_months(book);
    write_breakdowns(book);
    write_figures(book);
    write_suppressed(book);
    write_definition(book);
    status = book->words.failed ? mus_fail_memory(err) : mus_xlsx_writer_take(book->xlsx, out, err);
    mus_xlsx_writer_free(book->xlsx);
    return status;
}

enum mus_status mus_report_xlsx(const struct mus_indicator *indicator,
                                const struct mus_report_context *context, struct mus_buf *out,
                                struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct book book = {
        .indicator = indicator,
        .words = {.language = context->language, .tables = context->tables, .arena = &arena},
    };
    enum mus_status status = write_book(&book, out, err);
    mus_arena_done(&arena);
    return status;
}
