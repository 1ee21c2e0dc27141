/* Charts as SVG within a page: lines and bars drawn in whole numbers, the same bytes for the same
 * numbers. Every chart has a title and a description for those who cannot see it, and is told apart
 * by dashes, marks and words, so that it can be read in black and white. Colours come from the
 * page's style (classes c-…). One thread. */
#ifndef MUS_REPORT_CHART_H
#define MUS_REPORT_CHART_H

#include "base/text.h"
#include "report/html.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_CHART_MONTHS 12
#define MUS_CHART_MAX_BARS 24

struct mus_chart_title {
    const char *id; /* unique in the page */
    struct mus_text title, description;
};

/* A count that grows through a year, against the straight line to a target. */
struct mus_pace_chart {
    struct mus_chart_title title;
    struct mus_text months[MUS_CHART_MONTHS]; /* under the axis */
    uint64_t cumulative[MUS_CHART_MONTHS];    /* at the end of the month */
    bool told[MUS_CHART_MONTHS];              /* false: no point; a dotted line leads over it */
    unsigned last_part; /* thousandths of the last told month that have gone by; 1000: all */
    bool has_target;
    uint64_t target;
    bool has_projection; /* at the year's end */
    uint64_t low, expected, high;
    /* Beside the ends of the lines; a count stands behind them. */
    struct mus_text actual_label, target_label, projection_label;
};
void mus_chart_pace(const struct mus_pace_chart *chart, struct mus_html *html);

struct mus_chart_column {
    struct mus_text label, under; /* two lines; the second may be empty */
    bool has_value, has_target;
    uint64_t value, target;
    bool accent; /* the year that the page is about */
};

/* Columns side by side, each with a line where its target lies. */
struct mus_column_chart {
    struct mus_chart_title title;
    const struct mus_chart_column
        *columns; /* at most MUS_CHART_MAX_BARS: the last ones are shown */
    size_t count;
};
void mus_chart_columns(const struct mus_column_chart *chart, struct mus_html *html);

/* A bar inside the cell of a table, whose number stands beside it: hidden from readers. */
void mus_chart_bar(uint64_t value, uint64_t most, struct mus_html *html);
/* One bar in two parts, the second hatched. */
void mus_chart_parts(const struct mus_chart_title *title, uint64_t first, uint64_t second,
                     struct mus_html *html);

#endif
