/* The report as people hold it in their hands: a page, the yearly document that a city publishes,
 * a table for other programs, and a workbook. All are made from one struct mus_indicator; what is
 * hidden there is told in none of them, not by a bar's length or a running total either.
 *
 * The same indicator and context give the same bytes: no clock is read, no font is measured, and
 * nothing is fetched when a document is shown. Pure; any thread. All append to `out`. */
#ifndef MUS_REPORT_DOCUMENTS_H
#define MUS_REPORT_DOCUMENTS_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "profile/table.h"
#include "report/indicator.h"

#include <stdbool.h>

enum mus_report_language { MUS_REPORT_JA, MUS_REPORT_EN };

/* What the documents say beside the numbers. A zeroed one is good: Japanese, codes in place of
 * labels. */
struct mus_report_context {
    enum mus_report_language language;
    /* For labels: programmes, purposes, countries, sizes, case_stages, and indicators where there
     * is such a table. NULL, or a table or code that is not there: the code stands for itself. */
    const struct mus_tables *tables;
    struct mus_text publisher;  /* who puts its name to it; empty: nobody */
    struct mus_text checkpoint; /* the signed note (crypto/note.h), whole; empty: none */
    struct mus_text key;        /* the verification key, as text; empty: not told */
};

/* One page of HTML, or with `yearly` the document to be published: definition, charts, annexes and
 * how to verify it; self-contained, without scripts, to be read on paper (A4) as on a screen.
 * MUS_INVALID: the checkpoint is none; MUS_CORRUPT: it has another root for the ledger's size than
 * the report; MUS_NO_MEMORY. */
enum mus_status mus_report_html(const struct mus_indicator *indicator,
                                const struct mus_report_context *context, bool yearly,
                                struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;

/* One table: section, key, label, count, note; UTF-8 with a byte order mark, for spreadsheets. A
 * hidden count is "–". */
enum mus_status mus_report_csv(const struct mus_indicator *indicator,
                               const struct mus_report_context *context, struct mus_buf *out,
                               struct mus_error *err) MUS_MUST_CHECK;

/* A workbook: summary, months, breakdowns, figures, suppressed entries, definition. MUS_INVALID
 * where the build writes none; MUS_LIMIT where there are more suppressed entries than rows. */
enum mus_status mus_report_xlsx(const struct mus_indicator *indicator,
                                const struct mus_report_context *context, struct mus_buf *out,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
