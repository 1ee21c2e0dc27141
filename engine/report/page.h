/* A report as a page of HTML, section by section. Each function below writes one section; what a
 * document consists of is the order in which it calls them (indicator_html.c, yearly_html.c).
 *
 * Memory running out is remembered, by the buffer or by the words, and asked for once at the end
 * (mus_page_finish). One thread. */
#ifndef MUS_REPORT_PAGE_H
#define MUS_REPORT_PAGE_H

#include "base/status.h"
#include "crypto/note.h"
#include "report/documents.h"
#include "report/html.h"
#include "report/indicator.h"
#include "report/words.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_page {
    const struct mus_indicator *indicator;
    const struct mus_report_context *context;
    struct mus_arena arena;
    struct mus_words words; /* in the arena */
    struct mus_html html;
    bool year_over; /* the fiscal year had ended by as_of */
    bool signed_by; /* there is a checkpoint */
    struct mus_checkpoint checkpoint;
    unsigned section, annex; /* numbers given so far */
};

/* What stands for a count that is not told. */
#define MUS_PAGE_HIDDEN "–"

/* Reads the checkpoint and opens the document up to its body. The page is to be ended, also where
 * this fails. */
enum mus_status mus_page_begin(struct mus_page *page, const struct mus_indicator *indicator,
                               const struct mus_report_context *context, struct mus_buf *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* Closes the document, where `status` (of what was done so far, and given back) is MUS_OK, and
 * frees what the page holds. */
enum mus_status mus_page_finish(struct mus_page *page, enum mus_status status,
                                struct mus_error *err) MUS_MUST_CHECK;

/* Sections */
void mus_page_title(struct mus_page *page);
void mus_page_result(struct mus_page *page); /* the number, its target, its two parts */
void mus_page_months(struct mus_page *page);
void mus_page_breakdowns(struct mus_page *page);
void mus_page_history(struct mus_page *page); /* published figures and targets, year by year */
void mus_page_funnel(struct mus_page *page);
void mus_page_definition(struct mus_page *page);
void mus_page_others(struct mus_page *page); /* figures of other indicators */
void mus_page_suppressed(struct mus_page *page);
void mus_page_ledger(struct mus_page *page); /* root hash, checkpoint */
void mus_page_verification(struct mus_page *page);

/* For the sections: */

/* Opens a section with a numbered heading, or an annex. */
void mus_page_begin_section(struct mus_page *page, struct mus_text title);
void mus_page_begin_annex(struct mus_page *page, struct mus_text title);
/* A paragraph. */
void mus_page_say(struct mus_page *page, const char *class_name, struct mus_text text);
/* Opens a table and writes its caption (empty: none) and headings; `kinds` has a letter a column:
 * t text, n number, b a bar whose number stands in the next column and shares its heading. The body
 * is open afterwards. */
void mus_page_begin_table(struct mus_page *page, struct mus_text caption, const char *kinds,
                          const struct mus_text *headings);
void mus_page_end_table(struct mus_page *page);
/* Cells of a row that is open. */
void mus_page_head_cell(struct mus_page *page, struct mus_text text);
void mus_page_number_cell(struct mus_page *page, struct mus_text text);
void mus_page_bar_cell(struct mus_page *page, bool told, uint64_t value, uint64_t most);
/* The count, or what stands for one that is not told. */
struct mus_text mus_page_told(struct mus_page *page, bool hidden, uint64_t count);
/* The figure of this indicator in force; NULL where there is none. */
const struct mus_report_figure *mus_page_figure(const struct mus_indicator *indicator,
                                                int fiscal_year, enum mus_ledger_figure_kind kind);
/* The name of the indicator, for titles. */
struct mus_text mus_page_indicator_name(struct mus_words *words, struct mus_text indicator);
/* Why dashes stand in a table. */
struct mus_text mus_page_hidden_note(struct mus_words *words,
                                     const struct mus_indicator *indicator);

/* The style of all pages in parts, behind the last of which is NULL; without characters that would
 * have to be escaped. */
extern const char *const mus_page_style[];

#endif
