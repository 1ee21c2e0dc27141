/* The indicator of one fiscal year, with all that is told beside it. Made from the ledger (and, for
 * the funnel alone, from the cases); every face of the report (JSON, text, CSV, XLSX, HTML) is made
 * from this one struct, so that they cannot disagree. */
#ifndef MUS_REPORT_INDICATOR_H
#define MUS_REPORT_INDICATOR_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/status.h"
#include "cases/format/case.h"
#include "crypto/digest.h"
#include "ledger/format/book.h"
#include "ledger/format/count.h"
#include "report/projection.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_indicator_options {
    int fiscal_year;
    struct mus_text rule_set; /* id; empty: the one in force */
    /* One in hand, that need not be adopted, in place of rule_set; NULL: none. */
    const struct mus_rule_set *rules;
    mus_date as_of; /* MUS_NO_DATE: everything recorded, judged on `today` */
    mus_date today;
    int64_t suppress_below; /* 0: none; cells of breakdowns from 1 to this less one are not told */
};

struct mus_report_cell {
    struct mus_text key; /* "KOBS", "2025-04", "sales", "VN", "sme"; "unknown" where not known */
    uint64_t count;
    bool hidden; /* too small to be published, or next to one that is */
};
struct mus_breakdown {
    const char *name;              /* "by_programme", … */
    struct mus_report_cell *cells; /* months: all twelve in order; others by key */
    size_t count;
};
enum { MUS_BY_PROGRAMME, MUS_BY_MONTH, MUS_BY_PURPOSE, MUS_BY_COUNTRY, MUS_BY_SIZE, MUS_BY_COUNT };

#define MUS_REPORT_MONTHS 12

struct mus_report_month {
    int year, month;
    uint64_t count, cumulative;
    uint64_t needed; /* cumulative, on a straight line to the target; 0 without one */
    bool future;     /* begins after as_of */
    /* Not to be told: the count, because its cell in by_month is hidden; the cumulative count,
     * because it would part hidden months from each other. */
    bool hidden, cumulative_hidden;
};

struct mus_report_figure {
    uint64_t entry;
    int fiscal_year;
    enum mus_ledger_figure_kind kind;
    uint32_t value;
    struct mus_text indicator, source;
};

struct mus_indicator {
    int fiscal_year;
    mus_date as_of; /* the day that was judged by */
    struct mus_count count;
    uint64_t ledger_size;
    struct mus_digest ledger_root; /* of the entries seen */
    bool has_target;
    uint64_t target;
    struct mus_breakdown by[MUS_BY_COUNT];
    struct mus_report_month months[MUS_REPORT_MONTHS];
    struct mus_projection projection;
    /* Figures of this indicator for all fiscal years, and, apart, those of other indicators for
     * this one: shown, never added. */
    struct mus_report_figure *figures, *others;
    size_t figure_count, other_count;
    /* Cases by the furthest stage of the main line that they had reached by as_of with a step in
     * the fiscal year: funnel[MUS_CASE_SUGGESTED … MUS_CASE_FIRST_ORDER] counts cases that came at
     * least so far; the rest counts cases that ended so. */
    uint64_t funnel[MUS_CASE_STAGE_END];
    int64_t suppress_below;
};

/* The rule set with this id, as known then. MUS_NOT_FOUND: no rule set "x" in the ledger. */
enum mus_status mus_rules_find(const struct mus_book *book, struct mus_text id, uint64_t as_of,
                               const struct mus_rule_set **out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND: no rule set "x" in the ledger; no rule set is in force. Lists in the arena, texts
 * borrowed from the read. */
enum mus_status mus_indicator_make(const struct mus_read *read,
                                   const struct mus_indicator_options *options,
                                   struct mus_arena *arena, struct mus_book **book,
                                   struct mus_indicator *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
