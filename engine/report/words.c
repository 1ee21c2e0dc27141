#include "report/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report/breakdown.h"

const char *mus_words_pick(const struct mus_words *words, const char *ja, const char *en)
{
    return words->language == MUS_REPORT_JA ? ja : en;
}

struct mus_text mus_words_say(const struct mus_words *words, const char *ja, const char *en)
{
    return mus_text_of(mus_words_pick(words, ja, en));
}

/* A copy of what was written, which is given back. */
static struct mus_text keep(struct mus_words *words, struct mus_buf *written)
{
    struct mus_text copy = MUS_NO_TEXT;
    if (!written->failed) {
        copy = mus_arena_copy(words->arena, mus_buf_text(written));
    }
    mus_buf_done(written);
    if (copy.ptr == NULL) {
        words->failed = true;
        return MUS_TEXT("");
    }
    return copy;
}

/* {1} to {3} stand for the values; nothing else in a pattern has braces. */
static struct mus_text fill(struct mus_words *words, const char *pattern,
                            const struct mus_text *values)
{
    struct mus_buf out = {0};
    const char *from = pattern;
    for (const char *at = strchr(from, '{'); at != NULL; at = strchr(from, '{')) {
        mus_buf_add(&out, from, (size_t)(at - from));
        mus_buf_add_text(&out, values[at[1] - '1']);
        from = at + 3;
    }
    mus_buf_add_z(&out, from);
    return keep(words, &out);
}

struct mus_text mus_words_say_1(struct mus_words *words, const char *ja, const char *en,
                                struct mus_text first)
{
    return fill(words, mus_words_pick(words, ja, en), &first);
}

struct mus_text mus_words_say_2(struct mus_words *words, const char *ja, const char *en,
                                struct mus_text first, struct mus_text second)
{
    return fill(words, mus_words_pick(words, ja, en), (struct mus_text[]){first, second});
}

struct mus_text mus_words_say_3(struct mus_words *words, const char *ja, const char *en,
                                struct mus_text first, struct mus_text second,
                                struct mus_text third)
{
    return fill(words, mus_words_pick(words, ja, en), (struct mus_text[]){first, second, third});
}

/* ------------------------------------------------------------------ numbers */

struct mus_text mus_words_number(struct mus_words *words, uint64_t value)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, value);
    struct mus_buf out = {0};
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0) {
            mus_buf_add_byte(&out, ',');
        }
        mus_buf_add_byte(&out, (unsigned char)digits[i]);
    }
    return keep(words, &out);
}

struct mus_text mus_words_count(struct mus_words *words, uint64_t value)
{
    return mus_words_say_1(words, "{1}件", "{1}", mus_words_number(words, value));
}

struct mus_text mus_words_share(struct mus_words *words, uint64_t part, uint64_t whole)
{
    if (whole == 0 || part > UINT64_MAX / 2000) {
        return MUS_TEXT("–");
    }
    uint64_t tenths = (part * 2000 / whole + 1) / 2;
    struct mus_buf out = {0};
    mus_buf_printf(&out, "%" PRIu64 ".%" PRIu64 "%%", tenths / 10, tenths % 10);
    return keep(words, &out);
}

/* ------------------------------------------------------------------ time */

static const char *month_name(int month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    return names[month - 1];
}

struct mus_text mus_words_day(struct mus_words *words, mus_date date)
{
    struct mus_buf out = {0};
    if (words->language == MUS_REPORT_JA) {
        mus_date_write_japanese(&out, date);
    } else {
        int year, month, day;
        mus_date_parts(date, &year, &month, &day);
        mus_buf_printf(&out, "%d %s %d", day, month_name(month), year);
    }
    return keep(words, &out);
}

/* The era at the end of the calendar year in which the fiscal year begins: 2019 is 令和元年度. */
struct mus_text mus_words_era_year(struct mus_words *words, int fiscal_year)
{
    struct mus_buf out = {0};
    mus_date last;
    if (words->language != MUS_REPORT_JA || !mus_date_of(fiscal_year, 12, 31, &last)) {
        return MUS_TEXT("");
    }
    mus_date_write_japanese(&out, last);
    char *rest = out.failed ? NULL : strstr(out.data, "12月");
    if (rest != NULL) {
        out.len = (size_t)(rest - out.data);
        mus_buf_add_z(&out, "度");
    }
    return keep(words, &out);
}

struct mus_text mus_words_fiscal_year(struct mus_words *words, int fiscal_year)
{
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%d", fiscal_year);
    return mus_words_say_2(words, "{1}年度（{2}）", "FY{1}", mus_text_of(digits),
                           mus_words_era_year(words, fiscal_year));
}

struct mus_text mus_words_month(struct mus_words *words, int year, int month)
{
    struct mus_buf out = {0};
    if (words->language == MUS_REPORT_JA) {
        mus_buf_printf(&out, "%d年%d月", year, month);
    } else {
        mus_buf_printf(&out, "%s %d", month_name(month), year);
    }
    return keep(words, &out);
}

struct mus_text mus_words_short_month(const struct mus_words *words, int month)
{
    static const char *const ja[] = {"1月", "2月", "3月", "4月",  "5月",  "6月",
                                     "7月", "8月", "9月", "10月", "11月", "12月"};
    if (words->language == MUS_REPORT_JA) {
        return mus_text_of(ja[month - 1]);
    }
    return (struct mus_text){month_name(month), 3};
}

/* ------------------------------------------------------------------ codes */

static const struct mus_table_row *find_row(const struct mus_words *words, const char *table,
                                            struct mus_text code)
{
    const struct mus_table *found =
        words->tables == NULL ? NULL : mus_tables_get(words->tables, table);
    return found == NULL ? NULL : mus_table_find(found, code);
}

struct mus_text mus_words_label(struct mus_words *words, const char *table, struct mus_text code)
{
    const struct mus_table_row *row = find_row(words, table, code);
    if (row != NULL) {
        const struct mus_bilingual *label = &row->label;
        struct mus_text own = words->language == MUS_REPORT_JA ? label->ja : label->en;
        struct mus_text other = words->language == MUS_REPORT_JA ? label->en : label->ja;
        return own.len > 0 ? own : other.len > 0 ? other : code;
    }
    if (mus_text_equals(code, MUS_CELL_UNKNOWN)) {
        return mus_words_say(words, "不明", "not known");
    }
    if (mus_text_equals(code, MUS_PURPOSE_UNSPECIFIED)) {
        return mus_words_say(words, "目的の区分なし（アンケート報告）",
                             "not stated (questionnaires)");
    }
    return code;
}

static struct mus_text list(struct mus_words *words, const struct mus_text *items, size_t count,
                            const char *last)
{
    struct mus_buf out = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            mus_buf_add_z(&out, i + 1 == count ? last : mus_words_pick(words, "、", ", "));
        }
        mus_buf_add_text(&out, items[i]);
    }
    return keep(words, &out);
}

struct mus_text mus_words_all_of(struct mus_words *words, const struct mus_text *items,
                                 size_t count)
{
    return list(words, items, count, mus_words_pick(words, "、", " and "));
}

struct mus_text mus_words_one_of(struct mus_words *words, const struct mus_text *items,
                                 size_t count)
{
    return list(words, items, count, mus_words_pick(words, "または", " or "));
}

struct mus_text mus_words_reason(const struct mus_words *words, enum mus_count_reason reason)
{
    switch (reason) {
    case MUS_COUNT_DUPLICATE:
        return mus_words_say(words, "同じものが先に記録されている（重複）",
                             "the same was recorded before (duplicate)");
    case MUS_COUNT_REVERSED:
        return mus_words_say(words, "取り消された", "taken back (reversed)");
    case MUS_COUNT_REDUCED:
        return mus_words_say(words, "個別記録として数えている（差引き）",
                             "counted as a named match (reduced)");
    case MUS_COUNT_UNCONFIRMED:
        return mus_words_say(words, "第二の者の確認を待っている（未確認）",
                             "awaits confirmation by a second person");
    }
    return MUS_TEXT("");
}

struct mus_text mus_words_entry(struct mus_words *words, uint64_t entry)
{
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%" PRIu64, entry);
    return mus_words_say_1(words, "記録{1}", "entry {1}", mus_text_of(digits));
}
