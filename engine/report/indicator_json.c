#include "report/indicator_json.h"

#include "crypto/encode.h"
#include "match/reasons.h"
#include "report/breakdown.h"

static void put_count(struct mus_json_writer *writer, const char *key, uint64_t count)
{
    mus_json_put_integer(writer, key, (int64_t)count);
}

/* A count, or null where it may not be told. */
static void put_told(struct mus_json_writer *writer, const char *key, uint64_t count, bool told)
{
    if (told) {
        put_count(writer, key, count);
    } else {
        mus_json_put_null(writer, key);
    }
}

static void put_day(struct mus_json_writer *writer, const char *key, mus_date date)
{
    struct mus_buf text = {0};
    mus_date_write_iso(&text, date);
    writer->buf->failed = writer->buf->failed || text.failed;
    mus_json_put_text(writer, key, mus_buf_text(&text));
    mus_buf_done(&text);
}

static void put_ledger(struct mus_json_writer *writer, uint64_t size, const struct mus_digest *root)
{
    char digits[2 * MUS_DIGEST_BYTES + 1];
    mus_hex_print(digits, root->bytes, sizeof root->bytes);
    mus_json_key(writer, "ledger");
    mus_json_begin_object(writer);
    put_count(writer, "size", size);
    mus_json_put_z(writer, "root", digits);
    mus_json_end_object(writer);
}

/* null: no entry. */
static void put_same_as(struct mus_json_writer *writer, uint64_t entry)
{
    put_told(writer, "same_as", entry, entry != MUS_COUNT_NONE);
}

/* What the rule set does not speak of: entries, by why. */
static void put_excluded(struct mus_json_writer *writer, const struct mus_count *count)
{
    mus_json_key(writer, "excluded");
    mus_json_begin_object(writer);
    put_count(writer, "stage", count->other_stage);
    put_count(writer, "programme", count->other_programme);
    put_count(writer, "side", count->other_side);
    mus_json_end_object(writer);
}

/* ------------------------------------------------------------------ parts of the indicator */

static void put_breakdown(struct mus_json_writer *writer, const struct mus_breakdown *breakdown)
{
    mus_json_key(writer, breakdown->name);
    mus_json_begin_object(writer);
    for (size_t i = 0; i < breakdown->count; i++) {
        const struct mus_report_cell *cell = &breakdown->cells[i];
        mus_json_key_text(writer, cell->key);
        if (cell->hidden) {
            mus_json_write_null(writer);
        } else {
            mus_json_write_integer(writer, (int64_t)cell->count);
        }
    }
    mus_json_end_object(writer);
}

static void put_suppressed(struct mus_json_writer *writer, const struct mus_count *count)
{
    mus_json_key(writer, "suppressed");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < count->suppressed_count; i++) {
        const struct mus_suppressed *item = &count->suppressed[i];
        mus_json_begin_object(writer);
        put_count(writer, "entry", item->entry);
        put_count(writer, "count", item->count);
        mus_json_put_z(writer, "because", mus_count_reason_name(item->reason));
        put_same_as(writer, item->same_as);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void put_projection(struct mus_json_writer *writer, const struct mus_projection *projection)
{
    if (!projection->given) {
        mus_json_put_null(writer, "projection");
        return;
    }
    mus_json_key(writer, "projection");
    mus_json_begin_object(writer);
    put_count(writer, "low", projection->low);
    put_count(writer, "expected", projection->expected);
    put_count(writer, "high", projection->high);
    mus_json_put_bool(writer, "final", projection->final);
    put_count(writer, "years", projection->years);
    mus_json_end_object(writer);
}

static void put_months(struct mus_json_writer *writer, const struct mus_indicator *indicator)
{
    mus_json_key(writer, "months");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < MUS_REPORT_MONTHS; i++) {
        const struct mus_report_month *month = &indicator->months[i];
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "month", indicator->by[MUS_BY_MONTH].cells[i].key);
        put_told(writer, "count", month->count, !month->hidden);
        put_told(writer, "cumulative", month->cumulative, !month->cumulative_hidden);
        put_told(writer, "needed", month->needed, indicator->has_target);
        mus_json_put_bool(writer, "future", month->future);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void put_funnel(struct mus_json_writer *writer, const struct mus_indicator *indicator)
{
    mus_json_key(writer, "funnel");
    mus_json_begin_object(writer);
    for (int stage = MUS_CASE_SUGGESTED; stage < MUS_CASE_STAGE_END; stage++) {
        put_count(writer, mus_case_stage_name((enum mus_case_stage)stage),
                  indicator->funnel[stage]);
    }
    mus_json_end_object(writer);
}

static void put_figures(struct mus_json_writer *writer, const char *key,
                        const struct mus_report_figure *figures, size_t count)
{
    mus_json_key(writer, key);
    mus_json_begin_array(writer);
    for (size_t i = 0; i < count; i++) {
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "indicator", figures[i].indicator);
        mus_json_put_integer(writer, "fiscal_year", figures[i].fiscal_year);
        mus_json_put_z(writer, "figure", mus_ledger_figure_name(figures[i].kind));
        mus_json_put_integer(writer, "value", figures[i].value);
        mus_json_put_text(writer, "source", figures[i].source);
        put_count(writer, "entry", figures[i].entry);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

/* ------------------------------------------------------------------ labels */

static void put_labels_of(struct mus_json_writer *writer, const struct mus_world *world,
                          const char *table, const struct mus_breakdown *breakdown)
{
    mus_json_key(writer, table);
    mus_json_begin_object(writer);
    for (size_t i = 0; i < breakdown->count; i++) {
        const struct mus_table_row *row = mus_world_row(world, table, breakdown->cells[i].key);
        if (row != NULL) {
            mus_json_key_text(writer, breakdown->cells[i].key);
            mus_json_begin_object(writer);
            mus_json_put_given(writer, "ja", row->label.ja);
            mus_json_put_given(writer, "en", row->label.en);
            mus_json_end_object(writer);
        }
    }
    mus_json_end_object(writer);
}

static void put_labels(struct mus_json_writer *writer, const struct mus_world *world,
                       const struct mus_indicator *indicator)
{
    mus_json_key(writer, "labels");
    mus_json_begin_object(writer);
    put_labels_of(writer, world, "programmes", &indicator->by[MUS_BY_PROGRAMME]);
    put_labels_of(writer, world, "purposes", &indicator->by[MUS_BY_PURPOSE]);
    put_labels_of(writer, world, "countries", &indicator->by[MUS_BY_COUNTRY]);
    put_labels_of(writer, world, "sizes", &indicator->by[MUS_BY_SIZE]);
    mus_json_end_object(writer);
}

/* ------------------------------------------------------------------ the replies */

static void put_rule_set(struct mus_json_writer *writer, const struct mus_count *count)
{
    struct mus_bilingual title = {count->rules->title_ja, count->rules->title_en};
    mus_json_put_text(writer, "rule_set", count->rules->id);
    if (count->rules_entry == MUS_COUNT_NONE) {
        mus_json_put_null(writer, "rule_set_entry"); /* tried, not adopted */
    } else {
        put_count(writer, "rule_set_entry", count->rules_entry);
    }
    mus_put_label(writer, "rule_set_title", title);
}

static void put_totals(struct mus_json_writer *writer, const struct mus_count *count)
{
    put_count(writer, "total", count->total);
    put_count(writer, "named", count->named);
    put_count(writer, "reported", count->reported);
}

void mus_indicator_put_json(struct mus_json_writer *writer, const struct mus_indicator *indicator,
                            const struct mus_world *world)
{
    const struct mus_count *count = &indicator->count;
    mus_json_put_integer(writer, "fiscal_year", indicator->fiscal_year);
    mus_json_put_text(writer, "indicator", count->rules->indicator);
    mus_put_label(writer, "indicator_name",
                  mus_world_label(world, "indicators", indicator->count.rules->indicator));
    put_rule_set(writer, count);
    put_day(writer, "as_of", indicator->as_of);
    put_ledger(writer, indicator->ledger_size, &indicator->ledger_root);
    put_told(writer, "target", indicator->target, indicator->has_target);
    put_totals(writer, count);
    for (size_t i = 0; i < MUS_BY_COUNT; i++) {
        put_breakdown(writer, &indicator->by[i]);
    }
    put_suppressed(writer, count);
    put_projection(writer, &indicator->projection);
    put_months(writer, indicator);
    put_funnel(writer, indicator);
    put_figures(writer, "figures", indicator->figures, indicator->figure_count);
    put_figures(writer, "other_figures", indicator->others, indicator->other_count);
    put_excluded(writer, count);
    put_told(writer, "published_below", (uint64_t)indicator->suppress_below,
             indicator->suppress_below > 0);
    put_labels(writer, world, indicator);
}

static void put_verdict(struct mus_json_writer *writer, const char *key,
                        const struct mus_verdict *verdict)
{
    mus_json_key(writer, key);
    mus_json_begin_object(writer);
    put_count(writer, "count", verdict->count);
    mus_json_key(writer, "because");
    mus_json_begin_array(writer);
    if (verdict->excluded != MUS_EXCLUDED_NOT) {
        mus_json_begin_object(writer);
        mus_json_put_z(writer, "reason", mus_excluded_name(verdict->excluded));
        put_same_as(writer, MUS_COUNT_NONE);
        mus_json_end_object(writer);
    }
    for (size_t i = 0; i < verdict->suppressed_count; i++) {
        mus_json_begin_object(writer);
        mus_json_put_z(writer, "reason", mus_count_reason_name(verdict->suppressed[i].reason));
        put_same_as(writer, verdict->suppressed[i].same_as);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
}

static void put_differences(struct mus_json_writer *writer, const struct mus_comparison *comparison)
{
    mus_json_key(writer, "entries");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < comparison->difference_count; i++) {
        const struct mus_difference *item = &comparison->differences[i];
        mus_json_begin_object(writer);
        put_count(writer, "entry", item->entry);
        mus_json_put_z(
            writer, "kind",
            mus_ledger_kind_name(item->reported ? MUS_LEDGER_REPORTED : MUS_LEDGER_NAMED));
        put_day(writer, "date", item->date);
        mus_json_put_text(writer, "programme", item->programme);
        put_verdict(writer, "a", &item->verdicts[0]);
        put_verdict(writer, "b", &item->verdicts[1]);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

void mus_comparison_put_json(struct mus_json_writer *writer,
                             const struct mus_comparison *comparison)
{
    static const char *const SIDES[2] = {"a", "b"};
    mus_json_put_integer(writer, "fiscal_year", comparison->fiscal_year);
    mus_json_put_text(writer, "indicator", comparison->counts[0].rules->indicator);
    put_day(writer, "as_of", comparison->as_of);
    put_ledger(writer, comparison->ledger_size, &comparison->ledger_root);
    for (size_t side = 0; side < 2; side++) {
        mus_json_key(writer, SIDES[side]);
        mus_json_begin_object(writer);
        put_rule_set(writer, &comparison->counts[side]);
        put_totals(writer, &comparison->counts[side]);
        put_excluded(writer, &comparison->counts[side]);
        mus_json_end_object(writer);
    }
    mus_json_key(writer, "rules");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < comparison->rules.count; i++) {
        mus_json_write_text(writer, comparison->rules.items[i]);
    }
    mus_json_end_array(writer);
    put_differences(writer, comparison);
}
