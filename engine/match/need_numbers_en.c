/* English numbers: each is read outwards from its digits, to what compares it ("more than", "or
 * more") and to what it counts ("employees", "capital"); then whether firms that are sought have
 * it: "with" or a comma leads from them to it, or "and" from something else that was read. */
#include <string.h>

#include "base/limits.h"
#include "match/need_english.h"

struct range {
    enum mus_chip_kind kind;
    int64_t min, max; /* -1: open */
    size_t begin, end;
};

/* "100-300", "100 to 300", "between 100 and 300": the place behind, 0 where it is none. */
static size_t both_ends(const struct mus_sentence *s, size_t at, size_t end, int64_t low,
                        struct range *range)
{
    static const char *const dashes[] = {"-", "–", "~", " - ", " – ", " to ", " and "};
    size_t before = mus_english_back_space(s, at);
    size_t len = strlen("between");
    bool between =
        before >= s->begin + len && memcmp(s->text.ptr + before - len, "between", len) == 0;
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        bool and = strcmp(dashes[i], " and ") == 0;
        int64_t high = 0;
        size_t second = mus_sentence_starts(s, end, dashes[i]) && and == between
                            ? mus_sentence_number(s, end + strlen(dashes[i]), &high)
                            : 0;
        if (second > 0 && low <= high) {
            *range =
                (struct range){MUS_CHIP_EMPLOYEES, low, high, between ? before - len : at, second};
            return second;
        }
    }
    return 0;
}

static bool compare_before(const struct mus_sentence *s, size_t at, int64_t value,
                           struct range *range)
{
    const struct mus_mark *mark =
        mus_english_ending(s, mus_english_back_space(s, at), MUS_WORDS_COMPARE);
    if (mark == NULL) {
        return false;
    }
    bool least = mark->role == MUS_WORD_MIN_BEFORE || mark->role == MUS_WORD_OVER_BEFORE;
    int shift = mark->role == MUS_WORD_OVER_BEFORE    ? 1
                : mark->role == MUS_WORD_UNDER_BEFORE ? -1
                                                      : 0;
    range->min = least ? value + shift : -1;
    range->max = least ? -1 : value + shift;
    range->begin = mark->begin;
    return value + shift >= 0;
}

/* "or more", "+" behind the number or the word for employees; moves *end past it. */
static bool compare_after(const struct mus_sentence *s, size_t *end, int64_t value,
                          struct range *range)
{
    const struct mus_mark *least = mus_english_at(s, *end, MUS_WORD_BIT(MUS_WORD_MIN_AFTER));
    const struct mus_mark *most = mus_english_at(s, *end, MUS_WORD_BIT(MUS_WORD_MAX_AFTER));
    if (least == NULL && most == NULL) {
        return false;
    }
    range->min = least != NULL ? value : -1;
    range->max = least != NULL ? -1 : value;
    *end = least != NULL ? least->end : most->end;
    return true;
}

/* The number of employees that begins there. */
static bool read_employees(const struct mus_sentence *s, size_t at, struct range *range)
{
    int64_t value = 0;
    size_t end = mus_sentence_number(s, at, &value);
    if (end == 0) {
        return false;
    }
    *range = (struct range){MUS_CHIP_EMPLOYEES, -1, -1, at, end};
    size_t second = both_ends(s, at, end, value, range);
    bool compared =
        second > 0 || compare_before(s, at, value, range) || compare_after(s, &end, value, range);
    const struct mus_mark *staff =
        mus_english_at(s, second > 0 ? second : end, MUS_WORD_BIT(MUS_WORD_STAFF));
    if (staff == NULL) {
        return false;
    }
    range->end = staff->end;
    return compared || compare_after(s, &range->end, value, range);
}

/* 100, 1.5 million, 2bn; the place behind, 0 where it is no whole number of yen. */
static size_t money(const struct mus_sentence *s, size_t at, int64_t *value)
{
    static const struct {
        const char *word;
        int64_t unit;
    } steps[] = {{" thousand", 1000},
                 {" million", 1000000},
                 {" billion", 1000000000},
                 {" trillion", 1000000000000},
                 {"k", 1000},
                 {"mn", 1000000},
                 {"m", 1000000},
                 {"bn", 1000000000},
                 {"b", 1000000000}};
    int64_t part = 0; /* behind the point, in units of 1/scale */
    int64_t scale = 1;
    int64_t unit = 1;
    size_t end = mus_sentence_number(s, at, value);
    if (end > 0 && mus_sentence_starts(s, end, ".")) {
        size_t point = end;
        end = mus_sentence_number(s, point + 1, &part);
        for (size_t digit = point + 1; digit < end && digit < point + 4; digit++) {
            scale *= 10;
        }
        end = end > point + 4 ? 0 : end;
    }
    for (size_t i = 0; end > 0 && i < sizeof steps / sizeof steps[0]; i++) {
        size_t behind = end + strlen(steps[i].word);
        if (mus_sentence_starts(s, end, steps[i].word) &&
            mus_sentence_class(s, behind) != MUS_CHAR_LATIN) {
            unit = steps[i].unit;
            end = behind;
            break;
        }
    }
    /* "¥100-300 million" and "100 to 300 million" are two amounts. */
    bool whole = mus_sentence_class(s, end) == MUS_CHAR_SPACE || mus_sentence_starts(s, end, ",") ||
                 mus_sentence_starts(s, end, ")") || mus_sentence_starts(s, end, "+");
    if (end == 0 || !whole || mus_sentence_starts(s, end, " to ") ||
        *value > MUS_MAX_CAPITAL_JPY / unit || unit % scale != 0) {
        return 0;
    }
    *value = *value * unit + part * (unit / scale);
    return end;
}

/* The amount of capital that begins there: "capital of at least 100 million yen",
 * "capital over ¥100m", "over JPY 100 million in capital". Without a currency it is none. */
static bool read_capital(const struct mus_sentence *s, size_t at, struct range *range)
{
    int64_t value = 0;
    size_t end = money(s, at, &value);
    const struct mus_mark *before =
        mus_english_ending(s, mus_english_back_space(s, at), MUS_WORD_BIT(MUS_WORD_YEN));
    const struct mus_mark *behind = mus_english_at(s, end, MUS_WORD_BIT(MUS_WORD_YEN));
    if (end == 0 || (before == NULL) == (behind == NULL)) {
        return false;
    }
    size_t begin = before == NULL ? at : before->begin;
    end = behind == NULL ? end : behind->end;
    *range = (struct range){MUS_CHIP_CAPITAL, -1, -1, begin, end};
    if (!compare_before(s, begin, value, range) && !compare_after(s, &range->end, value, range)) {
        return false;
    }
    static const char *const links[] = {" of", " at"};
    size_t word = mus_english_without(s, mus_english_back_space(s, range->begin), links,
                                      sizeof links / sizeof links[0]);
    const struct mus_mark *named = mus_english_ending(s, word, MUS_WORD_BIT(MUS_WORD_CAPITAL));
    size_t in = range->end + (mus_sentence_starts(s, range->end, " in ") ? strlen(" in") : 0);
    const struct mus_mark *names = mus_english_at(s, in, MUS_WORD_BIT(MUS_WORD_CAPITAL));
    if (named != NULL) {
        range->begin = named->begin;
    } else if (names != NULL) {
        range->end = names->end;
    }
    return named != NULL || names != NULL;
}

/* Whether no word between the last noun for firms and the range takes it from them. */
static bool leads_from_sought(const struct mus_sentence *s, size_t begin)
{
    const struct mus_mark *seek = NULL;
    const struct mus_mark *noun = mus_english_last_before(s, begin, MUS_WORDS_NOUN);
    return noun != NULL && mus_english_is_sought(s, noun->begin, &seek) &&
           !mus_english_is_denied(s, begin) &&
           !mus_mark_within(s->marks, noun->end, begin,
                            (MUS_WORDS_STOP & ~MUS_WORDS_NOT) | MUS_WORD_BIT(MUS_WORD_SEEK));
}

/* Whether the range is said of firms that are sought; *begin is where the words for it begin. */
static bool is_range_of_sought(const struct mus_sentence *s, const struct range *range,
                               size_t *begin)
{
    static const char *const and[] = {" and"};
    size_t at = mus_english_without_article(s, mus_english_back_space(s, range->begin));
    size_t before = mus_english_without(s, at, and, 1);
    const struct mus_mark *with =
        mus_english_ending(s, at, MUS_WORD_BIT(MUS_WORD_LINK) | MUS_WORD_BIT(MUS_WORD_AFTER));
    bool goes_on = before < at && mus_sentence_before_said(s, before) < before;
    bool comma = mus_sentence_ends(s, at, ",");
    *begin = with == NULL ? range->begin : with->begin;
    return (goes_on || comma || with != NULL) &&
           (mus_english_is_said_of_sought(s, *begin) || leads_from_sought(s, *begin));
}

/* Whether what follows may be said of the employees that are counted: "at most 50 employees outside
 * Germany". Of "at least 50" the firm has as many in any case. */
static bool is_of_some(const struct mus_sentence *s, const struct range *range)
{
    return range->kind == MUS_CHIP_EMPLOYEES && range->max >= 0 &&
           mus_english_at(s, range->end,
                          MUS_WORD_BIT(MUS_WORD_ELSEWHERE) | MUS_WORD_BIT(MUS_WORD_SPEAK_BEFORE) |
                              MUS_WORD_BIT(MUS_WORD_MEETS)) != NULL;
}

static enum mus_status read_number(struct mus_sentence *s, size_t at)
{
    struct range range;
    size_t begin = 0;
    if (!read_employees(s, at, &range) && !read_capital(s, at, &range)) {
        return MUS_OK;
    }
    bool goes_on = mus_sentence_starts(s, range.end, " and ");
    if ((!goes_on && !mus_english_may_end(s, range.end)) || is_of_some(s, &range) ||
        !is_range_of_sought(s, &range, &begin)) {
        return MUS_OK;
    }
    return mus_sentence_add_range(s, range.kind, range.min, range.max, begin, range.end);
}

enum mus_status mus_english_read_numbers(struct mus_sentence *s)
{
    enum mus_status status = MUS_OK;
    for (size_t at = s->begin; status == MUS_OK && at < s->end; at++) {
        bool digit = s->text.ptr[at] >= '0' && s->text.ptr[at] <= '9';
        bool first = at == s->begin || s->text.ptr[at - 1] == ' ' ||
                     mus_english_ending(s, at, MUS_WORD_BIT(MUS_WORD_YEN)) != NULL;
        if (digit && first) {
            status = read_number(s, at);
        }
    }
    return status;
}
