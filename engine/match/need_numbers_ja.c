/* Japanese numbers: each follows the word for what is counted (従業員, 資本金) and is followed by
 * what compares it (以上, 未満); then の and the head that has it, or the end. */
#include <string.h>

#include "codec/amount.h"
#include "match/need_japanese.h"

struct range {
    int64_t min, max; /* -1: open */
};

/* 以上, 超, 以下, 未満 behind a number; the place behind it, 0 where there is none. */
static size_t compare(const struct mus_sentence *s, size_t at, int64_t value, struct range *range)
{
    static const struct {
        enum mus_word role;
        bool least;
        int shift;
    } rows[] = {{MUS_WORD_MIN_AFTER, true, 0},
                {MUS_WORD_OVER_AFTER, true, 1},
                {MUS_WORD_MAX_AFTER, false, 0},
                {MUS_WORD_UNDER_AFTER, false, -1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct mus_mark *mark = mus_mark_at(s->marks, at, MUS_WORD_BIT(rows[i].role));
        if (mark != NULL && value + rows[i].shift >= 0) {
            range->min = rows[i].least ? value + rows[i].shift : -1;
            range->max = rows[i].least ? -1 : value + rows[i].shift;
            return mark->end;
        }
    }
    return 0;
}

/* が, は, a colon or blanks between the word and its number. */
static size_t skip_link(const struct mus_sentence *s, size_t at)
{
    static const char *const links[] = {"が", "は", ":", "、", " "};
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        if (mus_sentence_starts(s, at, links[i])) {
            at += strlen(links[i]);
        }
    }
    return at;
}

/* 1,000人, 1万人; 0 where there is none. */
static size_t people(const struct mus_sentence *s, size_t at, bool counted, int64_t *value)
{
    size_t end = mus_sentence_number(s, at, value);
    if (end == 0 || *value > 100000000) {
        return 0;
    }
    if (mus_sentence_starts(s, end, "万") || mus_sentence_starts(s, end, "千")) {
        *value *= mus_sentence_starts(s, end, "万") ? 10000 : 1000;
        end += strlen("万");
    }
    const struct mus_mark *counter = mus_mark_at(s->marks, end, MUS_WORD_BIT(MUS_WORD_COUNTER));
    if (counter == NULL) {
        return counted ? 0 : end;
    }
    return counter->end;
}

/* 100〜300人 and 1,000人以上; 0 where it is neither. */
static size_t people_range(const struct mus_sentence *s, size_t at, struct range *range)
{
    static const char *const dashes[] = {"~", "〜", "-", "–", "から"};
    int64_t low = 0;
    int64_t high = 0;
    size_t end = people(s, at, false, &low);
    if (end == 0) {
        return 0;
    }
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        size_t second = mus_sentence_starts(s, end, dashes[i])
                            ? people(s, end + strlen(dashes[i]), true, &high)
                            : 0;
        if (second > 0 && low <= high) {
            *range = (struct range){low, high};
            return second;
        }
    }
    return people(s, at, true, &low) == end ? compare(s, end, low, range) : 0;
}

/* 3億円以下; 0 where it is none. */
static size_t yen_range(const struct mus_sentence *s, size_t at, struct range *range)
{
    int64_t value = 0;
    bool missing = false;
    size_t end = mus_japanese_run_end(s, at);
    size_t yen = at;
    while (yen < end && !mus_sentence_starts(s, yen, "円") && !mus_sentence_starts(s, yen, "約")) {
        mus_text_next(s->text, &yen);
        end = mus_sentence_starts(s, yen, ",") ? mus_japanese_run_end(s, yen + 1) : end;
    }
    if (yen >= end || !mus_sentence_starts(s, yen, "円")) {
        return 0;
    }
    yen += strlen("円");
    struct mus_text amount = {s->text.ptr + at, yen - at};
    if (mus_amount_read(amount, 1, &value, &missing, NULL) != MUS_OK || missing || value < 0 ||
        value == INT64_MAX) {
        return 0;
    }
    return compare(s, yen, value, range);
}

/* Whether what stands before may be said of the employees that are counted: 「ベトナムの従業員50人
 * 以下」. Of 50人以上 the firm has as many in any case. */
static bool is_of_some(const struct mus_sentence *s, const struct mus_mark *mark,
                       const struct range *range)
{
    static const char *const modifiers[] = {"の", "る", "た", "い", "な"};
    bool said = false;
    for (size_t i = 0; i < sizeof modifiers / sizeof modifiers[0]; i++) {
        said = said || mus_sentence_ends(s, mark->begin, modifiers[i]);
    }
    return said && mark->role == MUS_WORD_STAFF && range->max >= 0;
}

enum mus_status mus_japanese_read_number(struct mus_sentence *s, const struct mus_mark *mark)
{
    struct range range = {-1, -1};
    size_t at = skip_link(s, mark->end);
    size_t end =
        mark->role == MUS_WORD_STAFF ? people_range(s, at, &range) : yen_range(s, at, &range);
    if (end == 0 || end > s->end || is_of_some(s, mark, &range)) {
        return MUS_OK;
    }
    if (mus_sentence_starts(s, end, "規模")) {
        end += strlen("規模");
    }
    bool of = mus_sentence_starts(s, end, "の");
    size_t past = of ? end + strlen("の") : end;
    if (!mus_japanese_is_sought(s, mus_japanese_firm_of(s, past)) &&
        (of || mus_japanese_tail_at(s, end) == MUS_TAIL_NONE)) {
        return MUS_OK;
    }
    return mus_sentence_add_range(
        s, mark->role == MUS_WORD_STAFF ? MUS_CHIP_EMPLOYEES : MUS_CHIP_CAPITAL, range.min,
        range.max, mark->begin, past);
}
