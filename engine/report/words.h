/* What reports say, in Japanese or English: sentences with values in them, numbers, days, fiscal
 * years, labels of codes. Every text that is returned lives in the arena; where memory runs out it
 * is empty and `failed` is set, so that a document checks once, at the end. One thread. */
#ifndef MUS_REPORT_WORDS_H
#define MUS_REPORT_WORDS_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/text.h"
#include "ledger/format/count.h"
#include "report/documents.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_words {
    enum mus_report_language language;
    const struct mus_tables *tables; /* may be NULL */
    struct mus_arena *arena;
    bool failed;
};

/* The one of the two. Not copied. */
const char *mus_words_pick(const struct mus_words *words, const char *ja, const char *en);
struct mus_text mus_words_say(const struct mus_words *words, const char *ja, const char *en);
/* With values in the places of {1}, {2} and {3}. */
struct mus_text mus_words_say_1(struct mus_words *words, const char *ja, const char *en,
                                struct mus_text first);
struct mus_text mus_words_say_2(struct mus_words *words, const char *ja, const char *en,
                                struct mus_text first, struct mus_text second);
struct mus_text mus_words_say_3(struct mus_words *words, const char *ja, const char *en,
                                struct mus_text first, struct mus_text second,
                                struct mus_text third);

/* 12,345 */
struct mus_text mus_words_number(struct mus_words *words, uint64_t value);
/* 12,345件; in English the number alone. */
struct mus_text mus_words_count(struct mus_words *words, uint64_t value);
/* 12.3%, half rounded up; "–" of nothing. */
struct mus_text mus_words_share(struct mus_words *words, uint64_t part, uint64_t whole);
/* 令和8年3月31日, 31 March 2026 */
struct mus_text mus_words_day(struct mus_words *words, mus_date date);
/* 2025年度（令和7年度）, FY2025. An era that begins within the year gives it its name, as in
 * 令和元年度. */
struct mus_text mus_words_fiscal_year(struct mus_words *words, int fiscal_year);
/* 令和7年度 alone; in English empty. */
struct mus_text mus_words_era_year(struct mus_words *words, int fiscal_year);
/* 2025年4月, April 2025 */
struct mus_text mus_words_month(struct mus_words *words, int year, int month);
/* 4月, Apr */
struct mus_text mus_words_short_month(const struct mus_words *words, int month);
/* The label in the table in force, or the code; "unknown" and "unspecified" are told in words. */
struct mus_text mus_words_label(struct mus_words *words, const char *table, struct mus_text code);
/* A、B、C; A, B and C. */
struct mus_text mus_words_all_of(struct mus_words *words, const struct mus_text *items,
                                 size_t count);
/* A、BまたはC; A, B or C. */
struct mus_text mus_words_one_of(struct mus_words *words, const struct mus_text *items,
                                 size_t count);
/* Why an entry does not count, with the entry that it gives way to in words of its own. */
struct mus_text mus_words_reason(const struct mus_words *words, enum mus_count_reason reason);
/* 記録12, entry 12 */
struct mus_text mus_words_entry(struct mus_words *words, uint64_t entry);

#endif
