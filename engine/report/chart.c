/* All drawing is in the units of a view box, which the page scales to its width. Values are brought
 * to units by scaled(), rounded down, so that no arithmetic depends on the machine. */
#include "report/chart.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    WIDTH = 720,
    HEIGHT = 244,
    LEFT = 46,    /* of the plot: room for the numbers of the axis */
    RIGHT = 590,  /* room for labels beside the ends of lines */
    TOP = 20,     /* room for a number above the highest column */
    BOTTOM = 210, /* room for the months */
    MAX_TICKS = 6,
    LABEL_APART = 15,
};

/* value/most of the span; values beyond `most` stand at its end. */
static int scaled(uint64_t value, uint64_t most, int span)
{
    if (most == 0) {
        return 0;
    }
    value = value < most ? value : most;
    while (most > UINT64_MAX / 4096) {
        most >>= 1;
        value >>= 1;
    }
    return (int)(value * (uint64_t)span / most);
}

/* The smallest of 1, 2 and 5 times a power of ten with which MAX_TICKS steps reach the value. */
static uint64_t tick_step(uint64_t value)
{
    static const uint64_t factors[] = {1, 2, 5};
    uint64_t least = value / MAX_TICKS + (value % MAX_TICKS != 0 ? 1 : 0);
    uint64_t power = 1;
    for (;; power *= 10) {
        for (size_t i = 0; i < sizeof factors / sizeof factors[0]; i++) {
            if (factors[i] * power >= least) {
                return factors[i] * power;
            }
        }
    }
}

/* An axis from 0 to the end of the last step. */
struct axis {
    uint64_t step, most;
};

static struct axis axis_for(uint64_t value)
{
    /* Beyond any count of a ledger; keeps the products below in range. */
    const uint64_t limit = UINT64_C(1) << 53;
    value = value < limit ? value : limit;
    uint64_t step = tick_step(value == 0 ? 1 : value);
    uint64_t steps = value / step + (value % step != 0 || value == 0 ? 1 : 0);
    return (struct axis){step, step * steps};
}

static int y_of(uint64_t value, const struct axis *axis)
{
    return BOTTOM - scaled(value, axis->most, BOTTOM - TOP);
}

/* ------------------------------------------------------------------ pieces */

static void begin_chart(const struct mus_chart_title *title, int width, int height,
                        struct mus_html *html)
{
    char text[64];
    mus_html_begin_class(html, "svg", "chart");
    mus_html_attribute(html, "xmlns", "http://www.w3.org/2000/svg");
    (void)snprintf(text, sizeof text, "0 0 %d %d", width, height);
    mus_html_attribute(html, "viewBox", text);
    mus_html_attribute(html, "role", "img");
    (void)snprintf(text, sizeof text, "%s-t %s-d", title->id, title->id);
    mus_html_attribute(html, "aria-labelledby", text);
    mus_html_begin(html, "title");
    (void)snprintf(text, sizeof text, "%s-t", title->id);
    mus_html_attribute(html, "id", text);
    mus_html_text(html, title->title);
    mus_html_end(html);
    mus_html_begin(html, "desc");
    (void)snprintf(text, sizeof text, "%s-d", title->id);
    mus_html_attribute(html, "id", text);
    mus_html_text(html, title->description);
    mus_html_end(html);
}

struct spot {
    int x, y;
};

static void line(struct mus_html *html, const char *class_name, struct spot from, struct spot to)
{
    mus_html_begin_class(html, "line", class_name);
    mus_html_attribute_integer(html, "x1", from.x);
    mus_html_attribute_integer(html, "y1", from.y);
    mus_html_attribute_integer(html, "x2", to.x);
    mus_html_attribute_integer(html, "y2", to.y);
    mus_html_end(html);
}

static void rectangle(struct mus_html *html, const char *class_name, struct spot corner, int width,
                      int height)
{
    mus_html_begin_class(html, "rect", class_name);
    mus_html_attribute_integer(html, "x", corner.x);
    mus_html_attribute_integer(html, "y", corner.y);
    mus_html_attribute_integer(html, "width", width);
    mus_html_attribute_integer(html, "height", height);
    mus_html_end(html);
}

static void dot(struct mus_html *html, const char *class_name, struct spot at, int radius)
{
    mus_html_begin_class(html, "circle", class_name);
    mus_html_attribute_integer(html, "cx", at.x);
    mus_html_attribute_integer(html, "cy", at.y);
    mus_html_attribute_integer(html, "r", radius);
    mus_html_end(html);
}

static void begin_words(struct mus_html *html, const char *class_name, struct spot at)
{
    mus_html_begin_class(html, "text", class_name);
    mus_html_attribute_integer(html, "x", at.x);
    mus_html_attribute_integer(html, "y", at.y);
}

static void words(struct mus_html *html, const char *class_name, struct spot at,
                  struct mus_text text)
{
    begin_words(html, class_name, at);
    mus_html_text(html, text);
    mus_html_end(html);
}

/* 12,345 */
static const char *print_number(uint64_t value, char out[32])
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, value);
    char *to = out;
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0) {
            *to++ = ',';
        }
        *to++ = digits[i];
    }
    *to = '\0';
    return out;
}

static void number(struct mus_html *html, const char *class_name, struct spot at, uint64_t value)
{
    char text[32];
    words(html, class_name, at, mus_text_of(print_number(value, text)));
}

static void draw_axis(const struct axis *axis, int right, struct mus_html *html)
{
    for (uint64_t value = 0; value <= axis->most; value += axis->step) {
        int y = y_of(value, axis);
        line(html, value == 0 ? "c-base" : "c-grid", (struct spot){LEFT, y},
             (struct spot){right, y});
        number(html, "c-axis", (struct spot){LEFT - 8, y + 4}, value);
    }
}

/* ------------------------------------------------------------------ labels beside lines */

struct side_label {
    int y;
    const char *class_name;
    struct mus_text text;
    uint64_t value;
    bool has_value;
};

enum { MAX_SIDE_LABELS = 3 };
struct side_labels {
    struct side_label items[MAX_SIDE_LABELS];
    size_t count;
};

/* In the order of their height. */
static void add_label(struct side_labels *labels, struct side_label label)
{
    size_t at = labels->count++;
    while (at > 0 && labels->items[at - 1].y > label.y) {
        labels->items[at] = labels->items[at - 1];
        at--;
    }
    labels->items[at] = label;
}

/* Moves them apart, downwards first, and up again from the bottom. */
static void spread_labels(struct side_labels *labels)
{
    for (size_t i = 1; i < labels->count; i++) {
        int least = labels->items[i - 1].y + LABEL_APART;
        labels->items[i].y = labels->items[i].y > least ? labels->items[i].y : least;
    }
    int most = BOTTOM;
    for (size_t i = labels->count; i > 0; i--) {
        labels->items[i - 1].y = labels->items[i - 1].y < most ? labels->items[i - 1].y : most;
        most = labels->items[i - 1].y - LABEL_APART;
    }
}

static void draw_labels(struct side_labels *labels, struct mus_html *html)
{
    spread_labels(labels);
    for (size_t i = 0; i < labels->count; i++) {
        const struct side_label *label = &labels->items[i];
        begin_words(html, label->class_name, (struct spot){RIGHT + 14, label->y + 4});
        mus_html_text(html, label->text);
        if (label->has_value) {
            char text[32];
            mus_html_z(html, " ");
            mus_html_z(html, print_number(label->value, text));
        }
        mus_html_end(html);
    }
}

/* ------------------------------------------------------------------ pace */

static int month_end(unsigned month)
{
    return LEFT + (RIGHT - LEFT) * ((int)month + 1) / MUS_CHART_MONTHS;
}

static uint64_t greatest(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t most_of_pace(const struct mus_pace_chart *chart)
{
    uint64_t most = chart->has_target ? chart->target : 0;
    most = greatest(most, chart->has_projection ? chart->high : 0);
    for (size_t i = 0; i < MUS_CHART_MONTHS; i++) {
        most = greatest(most, chart->told[i] ? chart->cumulative[i] : 0);
    }
    return most;
}

static void draw_months(const struct mus_pace_chart *chart, struct mus_html *html)
{
    for (unsigned i = 0; i < MUS_CHART_MONTHS; i++) {
        int middle = month_end(i) - (RIGHT - LEFT) / MUS_CHART_MONTHS / 2;
        line(html, "c-tick", (struct spot){month_end(i), BOTTOM},
             (struct spot){month_end(i), BOTTOM + 4});
        words(html, "c-month", (struct spot){middle, BOTTOM + 18}, chart->months[i]);
    }
}

static int last_told(const struct mus_pace_chart *chart)
{
    int last = MUS_CHART_MONTHS - 1;
    while (last >= 0 && !chart->told[last]) {
        last--;
    }
    return last;
}

/* The line starts at nothing on 1 April. Returns where it ends. */
static struct spot draw_actual(const struct mus_pace_chart *chart, const struct axis *axis,
                               struct mus_html *html)
{
    struct spot from = {LEFT, BOTTOM};
    int last = last_told(chart);
    bool next = true; /* no month is passed over */
    for (int i = 0; i <= last; i++) {
        if (!chart->told[i]) {
            next = false;
            continue;
        }
        struct spot to = {month_end((unsigned)i), y_of(chart->cumulative[i], axis)};
        if (i == last && chart->last_part < 1000) {
            int month = (RIGHT - LEFT) / MUS_CHART_MONTHS;
            to.x -= month - month * (int)chart->last_part / 1000;
        }
        line(html, next ? "c-actual" : "c-bridge", from, to);
        from = to;
        next = true;
    }
    return from;
}

static void draw_dots(const struct mus_pace_chart *chart, const struct axis *axis, struct spot end,
                      struct mus_html *html)
{
    int last = last_told(chart);
    for (int i = 0; i < last; i++) {
        if (chart->told[i]) {
            dot(html, "c-dot",
                (struct spot){month_end((unsigned)i), y_of(chart->cumulative[i], axis)}, 3);
        }
    }
    if (last >= 0) {
        dot(html, "c-dot", end, 4);
    }
}

/* From the last point to the expected one, and the interval as an upright line with two ends. */
static void draw_projection(const struct mus_pace_chart *chart, const struct axis *axis,
                            struct spot from, struct mus_html *html)
{
    struct spot expected = {RIGHT, y_of(chart->expected, axis)};
    struct spot low = {RIGHT, y_of(chart->low, axis)};
    struct spot high = {RIGHT, y_of(chart->high, axis)};
    const int half = 6;
    mus_html_begin_class(html, "path", "c-fan");
    char path[160];
    (void)snprintf(path, sizeof path, "M%d %dL%d %dL%d %dz", from.x, from.y, high.x, high.y, low.x,
                   low.y);
    mus_html_attribute(html, "d", path);
    mus_html_end(html);
    line(html, "c-expected", from, expected);
    line(html, "c-interval", high, low);
    line(html, "c-interval", (struct spot){RIGHT - half, high.y},
         (struct spot){RIGHT + half, high.y});
    line(html, "c-interval", (struct spot){RIGHT - half, low.y},
         (struct spot){RIGHT + half, low.y});
    dot(html, "c-open", expected, 4);
}

static void label_pace(const struct mus_pace_chart *chart, const struct axis *axis, struct spot end,
                       struct mus_html *html)
{
    struct side_labels labels = {0};
    if (chart->has_target) {
        add_label(&labels, (struct side_label){y_of(chart->target, axis), "c-target-label",
                                               chart->target_label, chart->target, true});
    }
    if (chart->has_projection) {
        add_label(&labels, (struct side_label){y_of(chart->expected, axis), "c-expected-label",
                                               chart->projection_label, chart->expected, true});
    }
    int last = last_told(chart);
    if (last == MUS_CHART_MONTHS - 1 && chart->last_part >= 1000) {
        add_label(&labels, (struct side_label){end.y, "c-actual-label", chart->actual_label,
                                               chart->cumulative[last], true});
    } else if (last >= 0) {
        begin_words(html, "c-actual-here", (struct spot){end.x - 8, end.y - 9});
        mus_html_text(html, chart->actual_label);
        char text[32];
        mus_html_z(html, " ");
        mus_html_z(html, print_number(chart->cumulative[last], text));
        mus_html_end(html);
    }
    draw_labels(&labels, html);
}

void mus_chart_pace(const struct mus_pace_chart *chart, struct mus_html *html)
{
    struct axis axis = axis_for(most_of_pace(chart));
    begin_chart(&chart->title, WIDTH, HEIGHT - 14, html);
    draw_axis(&axis, RIGHT, html);
    draw_months(chart, html);
    if (chart->has_target) {
        line(html, "c-needed", (struct spot){LEFT, BOTTOM},
             (struct spot){RIGHT, y_of(chart->target, &axis)});
    }
    struct spot end = draw_actual(chart, &axis, html);
    if (chart->has_projection) {
        draw_projection(chart, &axis, end, html);
    }
    draw_dots(chart, &axis, end, html);
    label_pace(chart, &axis, end, html);
    mus_html_end(html);
}

/* ------------------------------------------------------------------ columns */

/* A number stands GAP above its line or column. */
enum { TEXT_HEIGHT = 11, GAP = 5, INSIDE = 15 };

/* Above the column, or inside its top where the target and its number would stand there. */
static void write_value(const struct mus_chart_column *column, const struct axis *axis,
                        struct spot top, struct mus_html *html)
{
    bool crossed = false;
    if (column->has_target) {
        int target = y_of(column->target, axis);
        crossed = target > top.y - GAP - TEXT_HEIGHT - 2 && target < top.y + 2;
    }
    if (crossed && BOTTOM - top.y > INSIDE) {
        top.y += INSIDE;
        number(html, column->accent ? "c-value-inside" : "c-value", top, column->value);
        return;
    }
    top.y -= GAP;
    number(html, column->accent ? "c-value-now" : "c-value", top, column->value);
}

/* Its number is left out where the column reaches it: the axis shows it well enough. */
static void draw_target(const struct mus_chart_column *column, int middle, int half, int y,
                        struct mus_html *html)
{
    struct spot from = {middle - half, y};
    struct spot to = {middle + half, y};
    line(html, "c-halo", from, to);
    line(html, "c-target", from, to);
    if (!column->has_value || column->value < column->target) {
        number(html, "c-goal", (struct spot){middle, y - GAP}, column->target);
    }
}

static void draw_column(const struct mus_chart_column *column, const struct axis *axis, int left,
                        int width, struct mus_html *html)
{
    enum { WIDEST = 44, BEYOND = 5 };
    int bar = width * 6 / 10 < WIDEST ? width * 6 / 10 : WIDEST;
    int middle = left + width / 2;
    if (column->has_value) {
        int y = y_of(column->value, axis);
        rectangle(html, column->accent ? "c-bar-now" : "c-bar", (struct spot){middle - bar / 2, y},
                  bar, BOTTOM - y);
        write_value(column, axis, (struct spot){middle, y}, html);
    }
    if (column->has_target) {
        draw_target(column, middle, bar / 2 + BEYOND, y_of(column->target, axis), html);
    }
    words(html, "c-month", (struct spot){middle, BOTTOM + 16}, column->label);
    if (column->under.len > 0) {
        words(html, "c-under", (struct spot){middle, BOTTOM + 29}, column->under);
    }
}

void mus_chart_columns(const struct mus_column_chart *chart, struct mus_html *html)
{
    size_t first = chart->count > MUS_CHART_MAX_BARS ? chart->count - MUS_CHART_MAX_BARS : 0;
    uint64_t most = 0;
    for (size_t i = first; i < chart->count; i++) {
        const struct mus_chart_column *column = &chart->columns[i];
        most = greatest(most, column->has_value ? column->value : 0);
        most = greatest(most, column->has_target ? column->target : 0);
    }
    struct axis axis = axis_for(most);
    begin_chart(&chart->title, WIDTH, HEIGHT, html);
    draw_axis(&axis, WIDTH, html);
    int shown = (int)(chart->count - first);
    for (int i = 0; i < shown; i++) {
        int left = LEFT + (WIDTH - LEFT) * i / shown;
        int right = LEFT + (WIDTH - LEFT) * (i + 1) / shown;
        draw_column(&chart->columns[first + (size_t)i], &axis, left, right - left, html);
    }
    mus_html_end(html);
}

/* ------------------------------------------------------------------ bars in tables */

enum { CELL_WIDTH = 1000, CELL_HEIGHT = 60 };

void mus_chart_bar(uint64_t value, uint64_t most, struct mus_html *html)
{
    mus_html_begin_class(html, "svg", "bar");
    mus_html_attribute(html, "viewBox", "0 0 1000 60");
    mus_html_attribute(html, "preserveAspectRatio", "none");
    mus_html_attribute(html, "aria-hidden", "true");
    rectangle(html, "c-cell", (struct spot){0, 0}, scaled(value, most, CELL_WIDTH), CELL_HEIGHT);
    mus_html_end(html);
}

void mus_chart_parts(const struct mus_chart_title *title, uint64_t first, uint64_t second,
                     struct mus_html *html)
{
    enum { PARTS_HEIGHT = 16 };
    uint64_t whole = first + second;
    int at = scaled(first, whole, WIDTH);
    begin_chart(title, WIDTH, PARTS_HEIGHT, html);
    mus_html_begin(html, "defs");
    mus_html_begin(html, "pattern");
    mus_html_attribute(html, "id", "hatch");
    mus_html_attribute(html, "width", "6");
    mus_html_attribute(html, "height", "6");
    mus_html_attribute(html, "patternUnits", "userSpaceOnUse");
    mus_html_attribute(html, "patternTransform", "rotate(45)");
    rectangle(html, "c-hatch", (struct spot){0, 0}, 2, 6);
    mus_html_end(html);
    mus_html_end(html);
    rectangle(html, "c-first", (struct spot){0, 0}, at, PARTS_HEIGHT);
    mus_html_begin_class(html, "rect", "c-second");
    mus_html_attribute_integer(html, "x", at);
    mus_html_attribute(html, "y", "0");
    mus_html_attribute_integer(html, "width", whole == 0 ? 0 : WIDTH - at);
    mus_html_attribute_integer(html, "height", PARTS_HEIGHT);
    mus_html_attribute(html, "fill", "url(#hatch)");
    mus_html_end(html);
    mus_html_end(html);
}
