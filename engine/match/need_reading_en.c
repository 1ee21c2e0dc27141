/* English: what a phrase is follows from the word before it and from whether the noun it belongs to
 * is what is sought.
 *
 *     place      logistics companies in Germany, a distributor based in Vietnam or Thailand
 *                German pump manufacturers
 *     market     export to Vietnam, the Vietnam market
 *     purpose    looking for a local distributor, distributor wanted, joint venture partner
 *     number     companies with more than 1,000 employees, with 100 to 300 employees
 *     size, kind SMEs in Thailand, looking for universities
 *
 * A noun is what is sought where at most a few words, and none of those that would make it
 * something else (a preposition, "our", "are", another noun for firms), stand between it and a word
 * of seeking or the beginning of the sentence: "we sell to companies in Germany" is left alone. So
 * is all that a "not" or "outside" precedes, and what goes on as nothing that may follow ("in
 * Germany or elsewhere", "in Mexico City"). */
#include <string.h>

#include "match/need_sentence.h"

#define ROLES_PURPOSE                                                                              \
    (MUS_WORD_BIT(MUS_WORD_PARTNER) | MUS_WORD_BIT(MUS_WORD_SOUGHT) | MUS_WORD_BIT(MUS_WORD_DEAL))
#define ROLES_HEAD (MUS_WORD_BIT(MUS_WORD_SIZE) | MUS_WORD_BIT(MUS_WORD_KIND))

enum { LIST_MAX = 16, WORDS_BETWEEN = 5, WORDS_BEFORE_DEAL = 1, WORDS_IN_NAME = 2 };

#define ROLES_STOP                                                                                 \
    (MUS_WORD_BIT(MUS_WORD_OWN) | MUS_WORD_BIT(MUS_WORD_BLOCK) | MUS_WORD_BIT(MUS_WORD_LINK) |     \
     MUS_WORD_BIT(MUS_WORD_NOT))
#define ROLES_COMPARE                                                                              \
    (MUS_WORD_BIT(MUS_WORD_MIN_BEFORE) | MUS_WORD_BIT(MUS_WORD_OVER_BEFORE) |                      \
     MUS_WORD_BIT(MUS_WORD_MAX_BEFORE) | MUS_WORD_BIT(MUS_WORD_UNDER_BEFORE))

/* ------------------------------------------------------------------ words */

static size_t skip_space(const struct mus_sentence *s, size_t at)
{
    return at < s->end && s->text.ptr[at] == ' ' ? at + 1 : at;
}

static size_t back_space(const struct mus_sentence *s, size_t at)
{
    return at > s->begin && s->text.ptr[at - 1] == ' ' ? at - 1 : at;
}

static size_t next_word(const struct mus_sentence *s, size_t at)
{
    while (at < s->end && s->text.ptr[at] != ' ') {
        at++;
    }
    return skip_space(s, at);
}

/* The longest mark that ends there and lies in the sentence. */
static const struct mus_mark *ending(const struct mus_sentence *s, size_t end, mus_word_roles roles)
{
    const struct mus_mark *mark = mus_mark_ending(s->marks, end, roles);
    return mark == NULL || mark->begin < s->begin ? NULL : mark;
}

static const struct mus_mark *at_word(const struct mus_sentence *s, size_t at, mus_word_roles roles)
{
    const struct mus_mark *mark = mus_mark_at(s->marks, skip_space(s, at), roles);
    return mark == NULL || mark->end > s->end ? NULL : mark;
}

static size_t count_words(const struct mus_sentence *s, size_t begin, size_t end)
{
    size_t words = 0;
    for (size_t at = skip_space(s, begin); at < end; at = next_word(s, at)) {
        words++;
    }
    return words;
}

static bool has_word(const struct mus_sentence *s, size_t begin, size_t end, const char *word)
{
    size_t len = strlen(word);
    for (size_t at = skip_space(s, begin); at + len <= end; at = next_word(s, at)) {
        if (mus_sentence_starts(s, at, word) &&
            (at + len == s->end || s->text.ptr[at + len] == ' ')) {
            return true;
        }
    }
    return false;
}

static size_t without_article(const struct mus_sentence *s, size_t at)
{
    bool the = at >= s->begin + 4 && memcmp(s->text.ptr + at - 4, " the", 4) == 0;
    return the ? at - 4 : at;
}

/* ------------------------------------------------------------------ what is sought */

/* Whether a "not" stands before. That of "no fewer than" denies nothing. */
static bool is_denied(const struct mus_sentence *s, size_t before)
{
    for (size_t i = 0; i < s->marks->count && s->marks->items[i].begin < before; i++) {
        const struct mus_mark *mark = &s->marks->items[i];
        if (mark->begin >= s->begin && mark->role == MUS_WORD_NOT &&
            mus_mark_at(s->marks, mark->begin, ROLES_COMPARE) == NULL) {
            return true;
        }
    }
    return false;
}

/* The last mark of these roles that ends before this place; NULL where there is none. */
static const struct mus_mark *last_before(const struct mus_sentence *s, size_t before,
                                          mus_word_roles roles)
{
    const struct mus_mark *last = NULL;
    for (size_t i = 0; i < s->marks->count && s->marks->items[i].begin < before; i++) {
        const struct mus_mark *mark = &s->marks->items[i];
        bool wanted = (MUS_WORD_BIT(mark->role) & roles) != 0;
        if (wanted && mark->begin >= s->begin && mark->end <= before &&
            (last == NULL || mark->end > last->end)) {
            last = mark;
        }
    }
    return last;
}

/* Whether the noun that begins there is what is sought; *seek is the word of seeking, or NULL where
 * the sentence begins with it. */
static bool is_sought(const struct mus_sentence *s, size_t noun, const struct mus_mark **seek)
{
    *seek = last_before(s, noun, MUS_WORD_BIT(MUS_WORD_SEEK));
    size_t from = *seek == NULL ? s->begin : (*seek)->end;
    return !is_denied(s, noun) && count_words(s, from, noun) <= WORDS_BETWEEN &&
           !mus_mark_within(s->marks, from, noun,
                            ROLES_STOP | MUS_WORDS_NOUN | MUS_WORD_BIT(MUS_WORD_IN)) &&
           !has_word(s, from, noun, "and") && !has_word(s, from, noun, "or");
}

/* Whether a phrase may end there. */
static bool may_end(const struct mus_sentence *s, size_t at)
{
    size_t next = skip_space(s, at);
    if (next >= s->end) {
        return true;
    }
    if (s->text.ptr[next] == ',' || s->text.ptr[next] == ':' || s->text.ptr[next] == ')') {
        size_t word = skip_space(s, next + 1);
        return !mus_sentence_starts(s, word, "or ") && !mus_sentence_starts(s, word, "and ") &&
               !mus_sentence_starts(s, word, "but ");
    }
    return at_word(s, at, MUS_WORD_BIT(MUS_WORD_LINK) | MUS_WORD_BIT(MUS_WORD_AFTER)) != NULL;
}

/* The same of a noun, which a place or "of" may follow as well. */
static bool may_end_noun(const struct mus_sentence *s, size_t at)
{
    return may_end(s, at) || mus_sentence_starts(s, at, " of ") ||
           at_word(s, at, MUS_WORD_BIT(MUS_WORD_IN)) != NULL;
}

/* ------------------------------------------------------------------ places and markets */

/* The place behind a place and a joiner; NULL where there is none. */
static const struct mus_mark *place_after(const struct mus_sentence *s, size_t end)
{
    static const char *const joiners[] = {", and ", ", or ", ", ", " and ", " or ", " & ", "/"};
    for (size_t i = 0; i < sizeof joiners / sizeof joiners[0]; i++) {
        if (!mus_sentence_starts(s, end, joiners[i])) {
            continue;
        }
        size_t at = end + strlen(joiners[i]);
        at += mus_sentence_starts(s, at, "the ") ? 4 : 0;
        const struct mus_mark *place = mus_mark_at(s->marks, at, MUS_WORDS_PLACE);
        return place == NULL || place->end > s->end ? NULL : place;
    }
    return NULL;
}

static enum mus_status add_markets(struct mus_sentence *s, const struct mus_mark *const *places,
                                   size_t count, size_t begin, size_t end)
{
    return is_denied(s, begin) ? MUS_OK : mus_sentence_add_markets(s, places, count, begin, end);
}

static enum mus_status read_places(struct mus_sentence *s, const struct mus_mark *first,
                                   size_t *past)
{
    const struct mus_mark *places[LIST_MAX] = {first};
    size_t count = 1;
    size_t end = first->end;
    for (const struct mus_mark *place = place_after(s, end); place != NULL && count < LIST_MAX;
         place = place_after(s, end)) {
        places[count++] = place;
        end = place->end;
    }
    size_t before = back_space(s, without_article(s, back_space(s, first->begin)));
    const struct mus_mark *market = at_word(s, end, MUS_WORD_BIT(MUS_WORD_MARKET_AFTER));
    const struct mus_mark *to = ending(s, before, MUS_WORD_BIT(MUS_WORD_MARKET_BEFORE));
    const struct mus_mark *in = ending(s, before, MUS_WORD_BIT(MUS_WORD_IN));
    const struct mus_mark *seek = NULL;
    *past = end;
    if (market != NULL && may_end(s, market->end)) {
        return add_markets(s, places, count, first->begin, market->end);
    }
    if (to != NULL && may_end(s, end)) {
        return add_markets(s, places, count, to->begin, end);
    }
    if (in == NULL || !may_end(s, end)) {
        return MUS_OK;
    }
    const struct mus_mark *noun = ending(s, back_space(s, in->begin), MUS_WORDS_NOUN);
    if (noun == NULL || !is_sought(s, noun->begin, &seek) || is_denied(s, first->begin)) {
        return MUS_OK;
    }
    return mus_sentence_add_places(s, places, count, in->begin, end);
}

/* "German pump manufacturers". */
static enum mus_status read_adjective(struct mus_sentence *s, const struct mus_mark *mark)
{
    const struct mus_mark *seek = NULL;
    size_t at = skip_space(s, mark->end);
    for (size_t i = 0; i <= WORDS_IN_NAME && at < s->end; i++, at = next_word(s, at)) {
        const struct mus_mark *noun = mus_mark_at(s->marks, at, MUS_WORDS_NOUN);
        if (noun != NULL) {
            bool read = noun->end <= s->end && is_sought(s, mark->begin, &seek) &&
                        (may_end(s, noun->end) || mus_sentence_starts(s, noun->end, " of "));
            return read ? mus_sentence_add(s, MUS_CHIP_COUNTRY, mark->code, mark->begin, mark->end,
                                           mark->begin)
                        : MUS_OK;
        }
        if (mus_mark_at(s->marks, at, ROLES_STOP | MUS_WORD_BIT(MUS_WORD_IN)) != NULL ||
            mus_sentence_starts(s, at, "and ") || mus_sentence_starts(s, at, "or ")) {
            break;
        }
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ purposes, sizes, kinds */

static enum mus_status read_purpose(struct mus_sentence *s, const struct mus_mark *mark)
{
    const struct mus_mark *seek = NULL;
    bool sought = is_sought(s, mark->begin, &seek);
    const struct mus_mark *wanted = at_word(s, mark->end, MUS_WORD_BIT(MUS_WORD_WANTED));
    if (!sought || (wanted == NULL && !may_end_noun(s, mark->end))) {
        return MUS_OK;
    }
    if (mark->role == MUS_WORD_DEAL && seek != NULL &&
        count_words(s, seek->end, mark->begin) > WORDS_BEFORE_DEAL) {
        return MUS_OK;
    }
    if (seek == NULL && wanted == NULL && mark->role != MUS_WORD_SOUGHT) {
        return MUS_OK;
    }
    size_t begin = seek == NULL ? mark->begin : seek->begin;
    size_t end = wanted == NULL ? mark->end : wanted->end;
    return mus_sentence_add(s, MUS_CHIP_PURPOSE, mark->code, begin, end, end);
}

static enum mus_status read_head(struct mus_sentence *s, const struct mus_mark *mark)
{
    const struct mus_mark *seek = NULL;
    enum mus_chip_kind kind = mark->role == MUS_WORD_SIZE ? MUS_CHIP_SIZE : MUS_CHIP_KIND;
    if (!is_sought(s, mark->begin, &seek) || !may_end_noun(s, mark->end)) {
        return MUS_OK;
    }
    return mus_sentence_add(s, kind, mark->code, mark->begin, mark->end, mark->end);
}

/* ------------------------------------------------------------------ numbers */

struct range {
    int64_t min, max; /* -1: open */
    size_t begin, end;
};

/* "100-300", "100 to 300", "between 100 and 300": the place behind, 0 where it is none. */
static size_t both_ends(const struct mus_sentence *s, size_t at, size_t end, int64_t low,
                        struct range *range)
{
    static const char *const dashes[] = {"-", "–", "~", " - ", " – ", " to ", " and "};
    size_t before = back_space(s, at);
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
            *range = (struct range){low, high, between ? before - len : at, second};
            return second;
        }
    }
    return 0;
}

static bool compare_before(const struct mus_sentence *s, size_t at, int64_t value,
                           struct range *range)
{
    const struct mus_mark *mark = ending(s, back_space(s, at), ROLES_COMPARE);
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
    const struct mus_mark *least = at_word(s, *end, MUS_WORD_BIT(MUS_WORD_MIN_AFTER));
    const struct mus_mark *most = at_word(s, *end, MUS_WORD_BIT(MUS_WORD_MAX_AFTER));
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
    range->begin = at;
    size_t second = both_ends(s, at, end, value, range);
    bool compared =
        second > 0 || compare_before(s, at, value, range) || compare_after(s, &end, value, range);
    const struct mus_mark *staff =
        at_word(s, second > 0 ? second : end, MUS_WORD_BIT(MUS_WORD_STAFF));
    if (staff == NULL) {
        return false;
    }
    range->end = staff->end;
    return compared || compare_after(s, &range->end, value, range);
}

static enum mus_status read_number(struct mus_sentence *s, size_t at)
{
    struct range range = {-1, -1, at, at};
    if (!read_employees(s, at, &range)) {
        return MUS_OK;
    }
    const struct mus_mark *with = ending(
        s, back_space(s, range.begin), MUS_WORD_BIT(MUS_WORD_LINK) | MUS_WORD_BIT(MUS_WORD_AFTER));
    size_t begin = with == NULL ? range.begin : with->begin;
    const struct mus_mark *noun = last_before(s, begin, MUS_WORDS_NOUN);
    const struct mus_mark *seek = NULL;
    bool goes_on = mus_sentence_starts(s, range.end, " and ");
    bool comma = begin >= s->begin + 2 && s->text.ptr[begin - 2] == ',';
    if (noun == NULL || (with == NULL && !comma) || (!goes_on && !may_end(s, range.end)) ||
        !is_sought(s, noun->begin, &seek) || is_denied(s, begin) ||
        mus_mark_within(s->marks, noun->end, begin, ROLES_STOP | MUS_WORD_BIT(MUS_WORD_SEEK))) {
        return MUS_OK;
    }
    return mus_sentence_add_range(s, MUS_CHIP_EMPLOYEES, range.min, range.max, begin, range.end);
}

static enum mus_status read_numbers(struct mus_sentence *s)
{
    enum mus_status status = MUS_OK;
    for (size_t at = s->begin; status == MUS_OK && at < s->end; at++) {
        bool digit = s->text.ptr[at] >= '0' && s->text.ptr[at] <= '9';
        bool first = at == s->begin || s->text.ptr[at - 1] == ' ';
        if (digit && first) {
            status = read_number(s, at);
        }
    }
    return status;
}

/* ------------------------------------------------------------------ the sentence */

static enum mus_status read_mark(struct mus_sentence *s, const struct mus_mark *mark)
{
    mus_word_roles role = MUS_WORD_BIT(mark->role);
    if ((role & ROLES_PURPOSE) != 0) {
        return read_purpose(s, mark);
    }
    if ((role & ROLES_HEAD) != 0) {
        return read_head(s, mark);
    }
    return mark->role == MUS_WORD_FROM ? read_adjective(s, mark) : MUS_OK;
}

enum mus_status mus_sentence_read_en(struct mus_sentence *s)
{
    enum mus_status status = mus_sentence_read_marks(s, read_places, read_mark);
    return status == MUS_OK ? read_numbers(s) : status;
}
