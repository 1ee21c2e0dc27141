/* Everything is taken from one view of the store: the entries recorded by as_of, as a book, counted
 * by one rule set; the same rule set counts the past years that the projection learns from. Figures
 * are looked up, never added to anything. */
#include "report/indicator.h"

#include <stdlib.h>

#include "ledger/append.h"
#include "report/breakdown.h"
#include "report/funnel.h"
#include "report/outlook.h"
#include "store/ledger.h"

/* ------------------------------------------------------------------ rule set */

enum mus_status mus_rules_find(const struct mus_book *book, struct mus_text id, uint64_t as_of,
                               const struct mus_rule_set **out, struct mus_error *err)
{
    struct mus_book_rules rules = mus_book_rules_by_id(book, id, as_of);
    if (rules.rules == NULL) {
        return mus_fail(err, MUS_NOT_FOUND, "no rule set \"%.*s\" in the ledger",
                        MUS_TEXT_SHORT_ARG(id));
    }
    *out = rules.rules;
    return MUS_OK;
}

/* The one asked for, or the one in force. */
static enum mus_status choose_rules(const struct mus_book *book,
                                    const struct mus_indicator_options *options, uint64_t as_of,
                                    const struct mus_rule_set **out, struct mus_error *err)
{
    if (options->rules != NULL) {
        *out = options->rules;
        return MUS_OK;
    }
    if (options->rule_set.len > 0) {
        return mus_rules_find(book, options->rule_set, as_of, out, err);
    }
    *out = mus_book_rules_in_force(book, options->fiscal_year, as_of).rules;
    return *out != NULL ? MUS_OK
                        : mus_fail(err, MUS_NOT_FOUND,
                                   "no rule set is in force for fiscal year %d; adopt one with: "
                                   "musubi rules adopt FILE",
                                   options->fiscal_year);
}

/* ------------------------------------------------------------------ figures */

/* By fiscal year, indicator and kind; of these the last is in force. */
static int compare_kinds(const struct mus_report_figure *x, const struct mus_report_figure *y)
{
    int order = x->fiscal_year < y->fiscal_year ? -1 : x->fiscal_year > y->fiscal_year;
    if (order == 0) {
        order = mus_text_compare(x->indicator, y->indicator);
    }
    return order != 0 ? order : (int)x->kind - (int)y->kind;
}

static int compare_figures(const void *a, const void *b)
{
    const struct mus_report_figure *x = a;
    const struct mus_report_figure *y = b;
    int order = compare_kinds(x, y);
    return order != 0 ? order : x->entry < y->entry ? -1 : x->entry > y->entry;
}

static struct mus_report_figure report_figure(const struct mus_book_figure *figure)
{
    return (struct mus_report_figure){
        .entry = figure->entry,
        .fiscal_year = figure->content.as.figure.fiscal_year,
        .kind = figure->content.as.figure.kind,
        .value = figure->content.as.figure.value,
        .indicator = figure->content.as.figure.indicator,
        .source = figure->content.as.figure.source,
    };
}

static size_t count_figures(const struct mus_book *book, uint64_t as_of)
{
    struct mus_book_figure figure;
    size_t count = 0;
    while (mus_book_figure_at(book, count, as_of, &figure)) {
        count++;
    }
    return count;
}

static void sort_out(const struct mus_report_figure *all, size_t count, struct mus_indicator *out)
{
    for (size_t i = 0; i < count; i++) {
        bool superseded = i + 1 < count && compare_kinds(&all[i], &all[i + 1]) == 0;
        if (superseded) {
            continue;
        }
        if (mus_text_equal(all[i].indicator, out->count.rules->indicator)) {
            out->figures[out->figure_count++] = all[i];
        } else if (all[i].fiscal_year == out->fiscal_year) {
            out->others[out->other_count++] = all[i];
        }
    }
}

static enum mus_status list_figures(const struct mus_book *book, uint64_t as_of,
                                    struct mus_arena *arena, struct mus_indicator *out,
                                    struct mus_error *err)
{
    size_t count = count_figures(book, as_of);
    struct mus_report_figure *all = mus_arena_alloc(arena, count, sizeof *all);
    out->figures = mus_arena_alloc(arena, count, sizeof *out->figures);
    out->others = mus_arena_alloc(arena, count, sizeof *out->others);
    if (all == NULL || out->figures == NULL || out->others == NULL) {
        return mus_fail_memory(err);
    }
    struct mus_book_figure figure;
    for (size_t i = 0; i < count && mus_book_figure_at(book, i, as_of, &figure); i++) {
        all[i] = report_figure(&figure);
    }
    qsort(all, count, sizeof *all, compare_figures);
    sort_out(all, count, out);
    return MUS_OK;
}

static void find_target(const struct mus_book *book, const struct mus_rule_set *rules,
                        uint64_t as_of, struct mus_indicator *out)
{
    struct mus_book_figure figure;
    out->has_target = mus_book_figure(book, rules->indicator, out->fiscal_year, MUS_LEDGER_TARGET,
                                      as_of, &figure);
    out->target = out->has_target ? figure.content.as.figure.value : 0;
}

/* ------------------------------------------------------------------ all of it */

/* Everything but the projection. */
static enum mus_status fill(const struct mus_read *read, const struct mus_book *book,
                            uint64_t as_of, struct mus_arena *arena, struct mus_indicator *out,
                            struct mus_error *err)
{
    out->ledger_size = out->count.seen;
    enum mus_status status = mus_store_ledger_root(read, out->ledger_size, &out->ledger_root, err);
    if (status == MUS_OK) {
        status = list_figures(book, as_of, arena, out, err);
    }
    if (status == MUS_OK) {
        status = mus_breakdowns_make(&out->count, out->fiscal_year, arena, out->by, err);
    }
    for (size_t i = 0; status == MUS_OK && i < MUS_BY_COUNT; i++) {
        mus_breakdown_suppress(&out->by[i], out->suppress_below);
    }
    if (status == MUS_OK) {
        mus_months_make(out, out->months);
        status = mus_funnel_make(read, out->fiscal_year, as_of, out->funnel, err);
    }
    return status;
}

/* The past is counted beside the year itself. */
static enum mus_status count_and_fill(const struct mus_read *read, const struct mus_book *book,
                                      const struct mus_count_options *how, struct mus_arena *arena,
                                      struct mus_indicator *out, struct mus_error *err)
{
    struct mus_outlook *outlook = NULL;
    find_target(book, how->rules, how->as_of, out);
    struct mus_outlook_options ahead = {.rules = how->rules,
                                        .fiscal_year = how->fiscal_year,
                                        .as_of = how->as_of,
                                        .day = out->as_of,
                                        .has_target = out->has_target,
                                        .target = out->target};
    enum mus_status status = mus_outlook_begin(book, &ahead, &outlook, err);
    if (status == MUS_OK) {
        status = mus_ledger_count(book, how, arena, &out->count, err);
    }
    if (status == MUS_OK) {
        status = fill(read, book, how->as_of, arena, out, err);
    }
    if (status == MUS_OK) {
        status = mus_outlook_project(outlook, &out->count, &out->projection, err);
    }
    mus_outlook_end(outlook);
    return status;
}

enum mus_status mus_indicator_make(const struct mus_read *read,
                                   const struct mus_indicator_options *options,
                                   struct mus_arena *arena, struct mus_book **book,
                                   struct mus_indicator *out, struct mus_error *err)
{
    bool dated = options->as_of != MUS_NO_DATE;
    struct mus_count_options how = {.fiscal_year = options->fiscal_year,
                                    .as_of = dated ? mus_as_of_day(options->as_of) : MUS_BOOK_NOW};
    struct mus_indicator made = {.fiscal_year = options->fiscal_year,
                                 .as_of = dated ? options->as_of : options->today,
                                 .suppress_below = options->suppress_below};
    struct mus_book *whole = NULL;
    enum mus_status status = mus_ledger_book_of(read, &whole, err);
    if (status == MUS_OK) {
        status = choose_rules(whole, options, how.as_of, &how.rules, err);
    }
    if (status == MUS_OK) {
        status = count_and_fill(read, whole, &how, arena, &made, err);
    }
    if (status != MUS_OK) {
        mus_book_free(whole);
        return status;
    }
    *book = whole;
    *out = made;
    return MUS_OK;
}
