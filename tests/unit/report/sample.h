/* An indicator as it might be: fiscal year 2025 with its fair in November, filled in by hand so
 * that documents can be tested without a store. All parts add up. */
#ifndef MUS_TEST_REPORT_SAMPLE_H
#define MUS_TEST_REPORT_SAMPLE_H

#include <stdlib.h>
#include <string.h>

#include "profile/builtin.h"
#include "report/documents.h"

struct sample {
    struct mus_arena arena;
    struct mus_table items[64];
    struct mus_tables tables;
    struct mus_rule_set rules;
    struct mus_report_cell cells[MUS_BY_COUNT][16];
    struct mus_suppressed suppressed[4];
    struct mus_report_figure figures[6], others[1];
    struct mus_indicator indicator;
    struct mus_report_context context;
};

static const char SAMPLE_RULES[] =
    "{\"format\":\"musubi-rules/1\",\"id\":\"standard-2026\","
    "\"title\":{\"ja\":\"標準の数え方\",\"en\":\"Standard rules\"},"
    "\"note\":{\"ja\":\"試験用の定義です。\",\"en\":\"Rules for a test.\"},"
    "\"indicator\":\"city-matches\",\"from_fiscal_year\":2014,\"home_country\":\"JP\","
    "\"named\":[{\"programmes\":[\"any\"],\"stages\":[\"concluded\",\"first_order\"],"
    "\"confirmed\":false}],"
    "\"reported\":[{\"programmes\":[\"FAIR\",\"FAIR-ABROAD\"],\"sides\":[\"exhibitor\"],"
    "\"confirmed\":true}],"
    "\"one_match\":[\"pair\",\"purpose\",\"fiscal_year\"],\"same_company\":\"corporate_number\"}";

struct sample_cell {
    const char *key;
    uint64_t count;
};

static inline void sample_breakdown(struct sample *sample, size_t which, const char *name,
                                    const struct sample_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sample->cells[which][i] =
            (struct mus_report_cell){.key = mus_text_of(cells[i].key), .count = cells[i].count};
    }
    sample->indicator.by[which] = (struct mus_breakdown){name, sample->cells[which], count};
}

static inline void sample_breakdowns(struct sample *sample)
{
    static const struct sample_cell programmes[] = {
        {"ACADEMIA", 4}, {"CITY-TO-CITY", 2},  {"FAIR", 402},     {"KOBS", 287},
        {"MISSION", 41}, {"ONLINE-TALKS", 29}, {"UNIDO-TOUR", 18}};
    static const struct sample_cell months[] = {{"2025-04", 31}, {"2025-05", 28},  {"2025-06", 44},
                                                {"2025-07", 39}, {"2025-08", 26},  {"2025-09", 52},
                                                {"2025-10", 61}, {"2025-11", 294}, {"2025-12", 47},
                                                {"2026-01", 38}, {"2026-02", 49},  {"2026-03", 74}};
    static const struct sample_cell purposes[] = {
        {"agent", 96},    {"alliance", 52},    {"franchise", 2},    {"licence_in", 3},
        {"logistics", 3}, {"pilot", 22},       {"procurement", 47}, {"research", 19},
        {"sales", 168},   {"unspecified", 371}};
    static const struct sample_cell countries[] = {
        {"AU", 4},  {"CN", 49}, {"DE", 16}, {"FI", 2},  {"ID", 61}, {"IN", 11}, {"JP", 352},
        {"KR", 33}, {"SG", 9},  {"TH", 74}, {"TW", 57}, {"US", 24}, {"VN", 88}, {"unknown", 3}};
    static const struct sample_cell sizes[] = {
        {"large", 71}, {"small", 301}, {"sme", 388}, {"unknown", 23}};
    sample_breakdown(sample, MUS_BY_PROGRAMME, "by_programme", programmes, 7);
    sample_breakdown(sample, MUS_BY_MONTH, "by_month", months, 12);
    sample_breakdown(sample, MUS_BY_PURPOSE, "by_purpose", purposes, 10);
    sample_breakdown(sample, MUS_BY_COUNTRY, "by_country", countries, 14);
    sample_breakdown(sample, MUS_BY_SIZE, "by_size", sizes, 4);
}

static inline void sample_months(struct sample *sample)
{
    uint64_t cumulative = 0;
    for (int i = 0; i < MUS_REPORT_MONTHS; i++) {
        uint64_t count = sample->cells[MUS_BY_MONTH][i].count;
        cumulative += count;
        sample->indicator.months[i] = (struct mus_report_month){
            .year = i < 9 ? 2025 : 2026,
            .month = (i + 3) % 12 + 1,
            .count = count,
            .cumulative = cumulative,
            .needed = (800U * (unsigned)(i + 1) + 11) / 12,
        };
    }
}

static inline void sample_figures(struct sample *sample)
{
    const struct mus_text own = MUS_TEXT("city-matches");
    const struct mus_text plan = MUS_TEXT("かわさき産業振興プラン 第3期実行プログラム 政策6");
    sample->figures[0] = (struct mus_report_figure){3, 2014, MUS_LEDGER_PUBLISHED, 581, own, plan};
    sample->figures[1] = (struct mus_report_figure){4, 2020, MUS_LEDGER_PUBLISHED, 371, own, plan};
    sample->figures[2] = (struct mus_report_figure){5, 2021, MUS_LEDGER_TARGET, 800, own, plan};
    sample->figures[3] = (struct mus_report_figure){6, 2025, MUS_LEDGER_TARGET, 800, own, plan};
    sample->others[0] = (struct mus_report_figure){7,
                                                   2025,
                                                   MUS_LEDGER_PUBLISHED,
                                                   805,
                                                   MUS_TEXT("fair-reported"),
                                                   MUS_TEXT("川崎国際環境技術展 実施報告")};
    sample->indicator.figures = sample->figures;
    sample->indicator.figure_count = 4;
    sample->indicator.others = sample->others;
    sample->indicator.other_count = 1;
}

static inline void sample_count(struct sample *sample)
{
    sample->suppressed[0] = (struct mus_suppressed){112, 1, MUS_COUNT_DUPLICATE, 87};
    sample->suppressed[1] = (struct mus_suppressed){240, 1, MUS_COUNT_REVERSED, 251};
    sample->suppressed[2] = (struct mus_suppressed){388, 2, MUS_COUNT_REDUCED, 301};
    sample->suppressed[3] = (struct mus_suppressed){512, 3, MUS_COUNT_UNCONFIRMED, MUS_COUNT_NONE};
    sample->indicator.count = (struct mus_count){
        .rules = &sample->rules,
        .rules_entry = 0,
        .total = 783,
        .named = 412,
        .reported = 371,
        .suppressed = sample->suppressed,
        .suppressed_count = 4,
        .other_stage = 96,
        .other_side = 12,
        .seen = 1204,
    };
}

/* `tables`: with the built-in reference tables. NULL without memory. */
static inline struct sample *sample_new(bool tables)
{
    struct sample *sample = calloc(1, sizeof *sample);
    if (sample == NULL || mus_rule_set_read(mus_text_of(SAMPLE_RULES), &sample->arena,
                                            &sample->rules, NULL) != MUS_OK) {
        abort();
    }
    static const uint64_t funnel[MUS_CASE_STAGE_END] = {0,   1320, 1105, 861, 702, 655,
                                                        409, 133,  96,   41,  27,  38};
    struct mus_indicator *indicator = &sample->indicator;
    indicator->fiscal_year = 2025;
    (void)mus_date_of(2026, 4, 30, &indicator->as_of);
    indicator->ledger_size = 1204;
    for (size_t i = 0; i < MUS_DIGEST_BYTES; i++) {
        indicator->ledger_root.bytes[i] = (unsigned char)(i * 37 + 11);
    }
    indicator->has_target = true;
    indicator->target = 800;
    indicator->projection = (struct mus_projection){true, true, 783, 783, 783, 3};
    memcpy(indicator->funnel, funnel, sizeof funnel);
    sample_count(sample);
    sample_breakdowns(sample);
    sample_months(sample);
    sample_figures(sample);
    size_t count = 0;
    const struct mus_builtin_table *builtin = mus_builtin_tables(&count);
    for (size_t i = 0; tables && i < count && i < 64; i++) {
        if (mus_table_read_json(builtin[i].json, &sample->arena, &sample->items[i], NULL) !=
            MUS_OK) {
            abort();
        }
        sample->tables.count++;
    }
    sample->tables.items = sample->items;
    sample->context.tables = &sample->tables;
    return sample;
}

/* As it was on 10 December, before the year was over. */
static inline void sample_in_december(struct sample *sample)
{
    struct mus_indicator *indicator = &sample->indicator;
    (void)mus_date_of(2025, 12, 10, &indicator->as_of);
    for (int i = 8; i < MUS_REPORT_MONTHS; i++) {
        struct mus_report_month *month = &indicator->months[i];
        month->future = i > 8;
        month->count = i > 8 ? 0 : 17;
        month->cumulative = 592;
    }
    indicator->count.total = 592;
    indicator->count.named = 221;
    indicator->projection = (struct mus_projection){true, false, 712, 768, 829, 3};
}

/* Cells from 1 to 4 are hidden, and two months in the middle. */
static inline void sample_hide(struct sample *sample)
{
    sample->indicator.suppress_below = 5;
    for (size_t which = 0; which < MUS_BY_COUNT; which++) {
        for (size_t i = 0; i < sample->indicator.by[which].count; i++) {
            sample->cells[which][i].hidden = sample->cells[which][i].count < 5;
        }
    }
    for (int i = 4; i < 7; i++) {
        bool told = i == 5;
        sample->indicator.months[i].hidden = !told;
        sample->indicator.months[i].cumulative_hidden = i < 6;
        sample->cells[MUS_BY_MONTH][i].hidden = !told;
    }
}

static inline void sample_free(struct sample *sample)
{
    mus_arena_done(&sample->arena);
    free(sample);
}

#endif
