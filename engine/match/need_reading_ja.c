/* Japanese: what a phrase is follows from the particle behind it and from how the sentence goes on.
 *
 *     place      ドイツの物流会社 …     の, and a run of kanji, katakana and letters that ends in a
 *                                       noun for firms (the head)
 *                ドイツ企業 …           the noun right behind the place
 *                ベトナムで…の代理店を探 で, and nouns joined by の up to a party that is sought
 *                ベトナム以外の会社, ベトナムを除くASEANの会社
 *     presence   タイに拠点を持つ会社
 *     language   英語が話せる会社, 英語対応の会社
 *     channel    オンライン商談が可能な会社, オンライン商談を希望
 *     market     ベトナム向け, ベトナムへ輸出したい
 *     purpose    代理店を探, 合弁相手, 共同研究したい, 委託できる会社
 *     number     従業員1,000人以上の会社, 資本金3億円以下
 *     size, kind 中小企業を探, ドイツの商社を探
 *
 * The head must be what is sought: the sentence ends with it, or a word of seeking follows and no
 * further noun for a firm after that. Where the sentence speaks of oneself (当社), only the word of
 * seeking will do. "…の中小企業で、…会社" is read where the sentence ends in that second head:
 * before 「探している」 it could be the speaker who is one. A list with anything unknown in it
 * (中国・四国) is not read. What may also be said of a product (英語対応の会計ソフトメーカー) is
 * read of a firm alone: 会社, 物流会社. */
#include <string.h>

#include "codec/amount.h"
#include "match/need_sentence.h"

#define ROLES_PURPOSE                                                                              \
    (MUS_WORD_BIT(MUS_WORD_PARTNER) | MUS_WORD_BIT(MUS_WORD_SOUGHT) |                              \
     MUS_WORD_BIT(MUS_WORD_DEAL) | MUS_WORD_BIT(MUS_WORD_ABLE))
#define ROLES_HEAD (MUS_WORD_BIT(MUS_WORD_SIZE) | MUS_WORD_BIT(MUS_WORD_KIND))
#define ROLES_ENDING (MUS_WORD_BIT(MUS_WORD_ENDING) | MUS_WORD_BIT(MUS_WORD_WANTED))
#define ROLES_NUMBER (MUS_WORD_BIT(MUS_WORD_STAFF) | MUS_WORD_BIT(MUS_WORD_CAPITAL))

enum { LIST_MAX = 16, CHAIN_MAX = 6 };

enum tail { TAIL_NONE, TAIL_END, TAIL_COMMA, TAIL_COPULA, TAIL_WANTED };

/* Between the members of a list. */
static const char *const JOINERS[] = {"・",   "、",     ", ", ",",  "/", "または",
                                      "及び", "および", "と", "や", "か"};

static size_t joiner_at(const struct mus_sentence *s, size_t at)
{
    for (size_t i = 0; i < sizeof JOINERS / sizeof JOINERS[0]; i++) {
        if (mus_sentence_starts(s, at, JOINERS[i])) {
            return strlen(JOINERS[i]);
        }
    }
    return 0;
}

/* Whether something stands before this that it may be listed with. A comma may also divide. */
static bool is_joined_before(const struct mus_sentence *s, size_t at, bool commas_too)
{
    for (size_t i = 0; i < sizeof JOINERS / sizeof JOINERS[0]; i++) {
        bool comma = strcmp(JOINERS[i], "、") == 0 || JOINERS[i][0] == ',';
        if (mus_sentence_ends(s, at, JOINERS[i]) && (!comma || commas_too)) {
            return true;
        }
    }
    return false;
}

static bool is_own(const struct mus_sentence *s)
{
    return mus_mark_within(s->marks, s->begin, s->end, MUS_WORD_BIT(MUS_WORD_OWN));
}

static bool is_run_class(enum mus_char_class class)
{
    return class == MUS_CHAR_HAN || class == MUS_CHAR_KATAKANA || class == MUS_CHAR_LATIN ||
           class == MUS_CHAR_DIGIT;
}

/* The end of the run of kanji, katakana, Latin letters and digits. */
static size_t run_end(const struct mus_sentence *s, size_t at)
{
    while (at < s->end) {
        size_t next = at;
        int32_t c = mus_text_next(s->text, &next);
        if (!is_run_class(mus_char_class(c)) && c != U'・' && c != '-' && c != '&') {
            break;
        }
        at = next;
    }
    return at;
}

/* 「していない」: the hiragana behind a word of seeking deny it. */
static bool is_denied(const struct mus_sentence *s, size_t at)
{
    while (mus_sentence_class(s, at) == MUS_CHAR_HIRAGANA) {
        if (mus_sentence_starts(s, at, "ない") || mus_sentence_starts(s, at, "ません") ||
            mus_sentence_starts(s, at, "なく") || mus_sentence_starts(s, at, "ず")) {
            return true;
        }
        mus_text_next(s->text, &at);
    }
    return false;
}

/* Whether the sentence ends in a noun for a firm. */
static bool ends_in_head(const struct mus_sentence *s)
{
    const struct mus_mark *last = mus_mark_ending(s->marks, s->end, MUS_WORDS_NOUN);
    return last != NULL && last->begin >= s->begin;
}

/* The place behind a way to meet that stands before the wish to: 「とオンラインで商談したい」;
 * `at` where there is none. */
static size_t past_channel(const struct mus_sentence *s, size_t at)
{
    static const char *const joiners[] = {"との", "と"};
    for (size_t i = 0; i < sizeof joiners / sizeof joiners[0]; i++) {
        const struct mus_mark *channel =
            mus_sentence_starts(s, at, joiners[i])
                ? mus_mark_at(s->marks, at + strlen(joiners[i]), MUS_WORD_BIT(MUS_WORD_CHANNEL))
                : NULL;
        if (channel != NULL) {
            return channel->end;
        }
    }
    return at;
}

/* How the sentence goes on behind a head. */
static enum tail tail_at(const struct mus_sentence *s, size_t at)
{
    at = past_channel(s, at);
    const struct mus_mark *wanted = mus_mark_at(s->marks, at, MUS_WORD_BIT(MUS_WORD_WANTED));
    if (wanted != NULL && wanted->end <= s->end) {
        bool further = mus_mark_within(s->marks, wanted->end, s->end, MUS_WORDS_NOUN);
        return further || is_denied(s, wanted->end) ? TAIL_NONE : TAIL_WANTED;
    }
    if (is_own(s)) {
        return TAIL_NONE;
    }
    if (at == s->end) {
        return TAIL_END;
    }
    if (mus_sentence_starts(s, at, "で、") || mus_sentence_starts(s, at, "で,")) {
        return ends_in_head(s) ? TAIL_COPULA : TAIL_NONE;
    }
    bool comma = mus_sentence_starts(s, at, "、") || mus_sentence_starts(s, at, ",") ||
                 mus_sentence_starts(s, at, " ");
    return comma && !mus_mark_within(s->marks, at, s->end, MUS_WORDS_NOUN) ? TAIL_COMMA : TAIL_NONE;
}

/* The noun for a firm in which the run that begins there ends, or which a word of seeking follows
 * within it (代理店募集). A kind of organisation must be all of the run: 工業大学 is one
 * university. */
static const struct mus_mark *head_of_run(const struct mus_sentence *s, size_t begin)
{
    size_t end = run_end(s, begin);
    const struct mus_mark *head = NULL;
    for (size_t at = begin; at < end; mus_text_next(s->text, &at)) {
        const struct mus_mark *noun = mus_mark_at(s->marks, at, MUS_WORDS_NOUN);
        if (noun == NULL || noun->end > s->end ||
            (noun->role == MUS_WORD_KIND && noun->begin != begin)) {
            continue;
        }
        bool closes = noun->end >= end ||
                      mus_mark_at(s->marks, noun->end, MUS_WORD_BIT(MUS_WORD_WANTED)) != NULL;
        if (closes && (head == NULL || noun->end > head->end)) {
            head = noun;
        }
    }
    return head;
}

static bool is_sought(const struct mus_sentence *s, const struct mus_mark *head)
{
    return head != NULL && tail_at(s, head->end) != TAIL_NONE;
}

/* What says more of a head and begins there, behind a comma or not: words that were read, or a
 * place with の. The place behind it, 0 where it is none. */
static size_t modifier_end(const struct mus_sentence *s, size_t at)
{
    size_t begin = at + (mus_sentence_starts(s, at, "、") ? strlen("、") : 0);
    size_t said = mus_sentence_past_said(s, begin);
    const struct mus_mark *place = mus_mark_at(s->marks, at, MUS_WORDS_PLACE);
    if (said > begin) {
        return said;
    }
    return place != NULL && mus_sentence_starts(s, place->end, "の") ? place->end + strlen("の")
                                                                     : 0;
}

/* Where the run begins that the words before `at` lead to: 「ドイツの物流会社」 from ドイツ on. */
static size_t behind_modifiers(const struct mus_sentence *s, size_t at)
{
    for (size_t i = 0; i < CHAIN_MAX && head_of_run(s, at) == NULL; i++) {
        size_t end = modifier_end(s, at);
        if (end == 0) {
            break;
        }
        at = end;
    }
    return at;
}

static const struct mus_mark *head_behind(const struct mus_sentence *s, size_t at)
{
    return head_of_run(s, behind_modifiers(s, at));
}

/* The same, of nothing but a noun for a firm or a compound of kanji with one: what is said before
 * it is said of the firm, not of what it makes. */
static const struct mus_mark *firm_behind(const struct mus_sentence *s, size_t at)
{
    at = behind_modifiers(s, at);
    const struct mus_mark *head = head_of_run(s, at);
    if (head == NULL || head->begin == at) {
        return head;
    }
    while (at < head->end && mus_sentence_class(s, at) == MUS_CHAR_HAN) {
        mus_text_next(s->text, &at);
    }
    return at == head->end ? head : NULL;
}

/* ------------------------------------------------------------------ places and markets */

/* The party sought that nouns joined by の lead to: 「水処理プラントの代理店を探」. */
static bool leads_to_party(const struct mus_sentence *s, size_t at)
{
    if (mus_sentence_starts(s, at, "、")) {
        at += strlen("、");
    }
    for (size_t i = 0; i < CHAIN_MAX; i++) {
        size_t end = run_end(s, at);
        const struct mus_mark *head = end == at ? NULL : head_of_run(s, at);
        if (head != NULL && head->role == MUS_WORD_SOUGHT) {
            return is_sought(s, head);
        }
        if (head != NULL) {
            return tail_at(s, head->end) == TAIL_WANTED;
        }
        if (end == at || !mus_sentence_starts(s, end, "の")) {
            return false;
        }
        at = end + strlen("の");
    }
    return false;
}

/* Where a word of seeking or wishing ends that goes on there: を探 + している. */
static size_t with_ending(const struct mus_sentence *s, size_t end)
{
    for (size_t i = 0; i < CHAIN_MAX; i++) {
        const struct mus_mark *ending = mus_mark_at(s->marks, end, ROLES_ENDING);
        if (ending == NULL || ending->end > s->end) {
            break;
        }
        end = ending->end;
    }
    return end;
}

/* The list of places that begins with this one; how many, and the last is places[count - 1]. */
static size_t list_places(const struct mus_sentence *s, const struct mus_mark *first,
                          const struct mus_mark **places)
{
    size_t count = 0;
    const struct mus_mark *place = first;
    while (place != NULL && count < LIST_MAX) {
        size_t end = place->end;
        size_t joiner = joiner_at(s, end);
        places[count++] = place;
        place = joiner == 0 ? NULL : mus_mark_at(s->marks, end + joiner, MUS_WORDS_PLACE);
    }
    return count;
}

static enum mus_status add_markets(struct mus_sentence *s, const struct mus_mark *const *places,
                                   size_t count, const struct mus_mark *market)
{
    bool longer = is_run_class(mus_sentence_class_before(s, market->end)) &&
                  is_run_class(mus_sentence_class(s, market->end)); /* 市場調査 */
    if (longer || is_denied(s, market->end)) {
        return MUS_OK;
    }
    return mus_sentence_add_markets(s, places, count, places[0]->begin,
                                    with_ending(s, market->end));
}

/* The place behind 以外の or を除く that says so of a head, or 以外で of a party sought; 0 where
 * nothing does. */
static size_t elsewhere_end(const struct mus_sentence *s, size_t at)
{
    const struct mus_mark *mark = mus_mark_at(s->marks, at, MUS_WORD_BIT(MUS_WORD_ELSEWHERE));
    if (mark == NULL) {
        return 0;
    }
    const struct mus_mark *of = mus_mark_at(s->marks, mark->end, MUS_WORD_BIT(MUS_WORD_OF));
    const struct mus_mark *in = mus_mark_at(s->marks, mark->end, MUS_WORD_BIT(MUS_WORD_IN));
    size_t end = of == NULL ? mark->end : of->end;
    if (is_sought(s, head_behind(s, end))) {
        return end;
    }
    return in != NULL && leads_to_party(s, in->end) ? in->end : 0;
}

/* The place behind に拠点を持つ that says so of a head; 0 where nothing does. */
static size_t presence_end(const struct mus_sentence *s, size_t at)
{
    if (!mus_sentence_starts(s, at, "に")) {
        return 0;
    }
    at += strlen("に");
    size_t end = run_end(s, at);
    const struct mus_mark *site = mus_mark_ending(s->marks, end, MUS_WORD_BIT(MUS_WORD_SITE));
    const struct mus_mark *held = mus_mark_at(
        s->marks, site != NULL && site->begin >= at ? end : at, MUS_WORD_BIT(MUS_WORD_HELD));
    return held != NULL && is_sought(s, head_behind(s, held->end)) ? held->end : 0;
}

/* Reads the list of places that begins there; *past is behind it. */
static enum mus_status read_places(struct mus_sentence *s, const struct mus_mark *first,
                                   size_t *past)
{
    const struct mus_mark *places[LIST_MAX] = {first};
    size_t count = list_places(s, first, places);
    size_t end = places[count - 1]->end;
    *past = end;
    if (is_joined_before(s, first->begin, false)) {
        return MUS_OK;
    }
    const struct mus_mark *market = mus_mark_at(s->marks, end, MUS_WORD_BIT(MUS_WORD_MARKET_AFTER));
    const struct mus_mark *of = mus_mark_at(s->marks, end, MUS_WORD_BIT(MUS_WORD_OF));
    const struct mus_mark *in = mus_mark_at(s->marks, end, MUS_WORD_BIT(MUS_WORD_IN));
    const struct mus_mark *head = head_of_run(s, end);
    size_t elsewhere = elsewhere_end(s, end);
    size_t presence = presence_end(s, end);
    if (market != NULL) {
        return add_markets(s, places, count, market);
    }
    if (elsewhere > 0) {
        return mus_sentence_add_countries(s, MUS_CHIP_NOT_COUNTRY, places, count, first->begin,
                                          elsewhere);
    }
    if (presence > 0) {
        return mus_sentence_add_countries(s, MUS_CHIP_PRESENCE, places, count, first->begin,
                                          presence);
    }
    if (of != NULL && is_sought(s, head_behind(s, of->end))) {
        return mus_sentence_add_places(s, places, count, first->begin, of->end);
    }
    if (in != NULL && leads_to_party(s, in->end)) {
        return mus_sentence_add_places(s, places, count, first->begin, in->end);
    }
    if (head != NULL && head->begin == end && is_sought(s, head)) {
        return mus_sentence_add_places(s, places, count, first->begin, end);
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ purposes, sizes, kinds */

/* What is read runs on to the end of the word of seeking, so that the chip shows why. */
static size_t with_wanted(const struct mus_sentence *s, size_t end)
{
    const struct mus_mark *wanted = mus_mark_at(s->marks, end, MUS_WORD_BIT(MUS_WORD_WANTED));
    return wanted == NULL ? end : with_ending(s, wanted->end);
}

static enum mus_status read_purpose(struct mus_sentence *s, const struct mus_mark *mark)
{
    enum tail tail = tail_at(s, mark->end);
    bool read = tail == TAIL_WANTED || (tail != TAIL_NONE && mark->role == MUS_WORD_SOUGHT);
    size_t end = tail == TAIL_WANTED ? with_wanted(s, mark->end) : mark->end;
    if (mark->role == MUS_WORD_ABLE) {
        const struct mus_mark *head = head_of_run(s, mark->end);
        read = is_sought(s, head);
        end = head == NULL ? mark->end : head->end;
    }
    return read ? mus_sentence_add(s, MUS_CHIP_PURPOSE, mark->code, mark->begin, end, end) : MUS_OK;
}

static enum mus_status read_head(struct mus_sentence *s, const struct mus_mark *mark)
{
    enum mus_chip_kind kind = mark->role == MUS_WORD_SIZE ? MUS_CHIP_SIZE : MUS_CHIP_KIND;
    bool whole = !is_run_class(mus_sentence_class_before(s, mark->begin)) ||
                 mus_mark_ending(s->marks, mark->begin, MUS_WORDS_PLACE) != NULL;
    if (!whole || is_joined_before(s, mark->begin, true) || head_of_run(s, mark->begin) != mark ||
        !is_sought(s, mark)) {
        return MUS_OK;
    }
    return mus_sentence_add(s, kind, mark->code, mark->begin, mark->end, mark->end);
}

/* ------------------------------------------------------------------ languages and channels */

/* Whether another of the role stands before this one in a list: 「中国語と」, 「訪問または」; but
 * not 「商社とオンラインで商談したい」, nor 「…の会社で、英語が…」. */
static bool is_one_of_several(const struct mus_sentence *s, size_t at, enum mus_word role)
{
    if (mus_sentence_ends(s, at, "と")) {
        return mus_mark_ending(s->marks, at - strlen("と"), MUS_WORD_BIT(role)) != NULL;
    }
    if (mus_sentence_ends(s, at, "、")) {
        return mus_sentence_class_before(s, at - strlen("、")) != MUS_CHAR_HIRAGANA;
    }
    return is_joined_before(s, at, true);
}

static enum mus_status read_language(struct mus_sentence *s, const struct mus_mark *mark)
{
    const struct mus_mark *speaks =
        mus_mark_at(s->marks, mark->end, MUS_WORD_BIT(MUS_WORD_SPEAK_AFTER));
    const struct mus_mark *served =
        mus_mark_at(s->marks, mark->end, MUS_WORD_BIT(MUS_WORD_SERVED_AFTER));
    size_t end = 0;
    if (is_one_of_several(s, mark->begin, MUS_WORD_LANGUAGE)) {
        return MUS_OK;
    }
    if (speaks != NULL && is_sought(s, head_behind(s, speaks->end))) {
        end = speaks->end;
    } else if (served != NULL && is_sought(s, firm_behind(s, served->end))) {
        end = served->end;
    }
    return end == 0
               ? MUS_OK
               : mus_sentence_add(s, MUS_CHIP_LANGUAGE, mark->code, mark->begin, end, mark->begin);
}

static bool is_channel_alone(const struct mus_sentence *s, const struct mus_mark *mark)
{
    return !is_one_of_several(s, mark->begin, MUS_WORD_CHANNEL) &&
           !is_run_class(mus_sentence_class_before(s, mark->begin));
}

static enum mus_status read_meets(struct mus_sentence *s, const struct mus_mark *mark)
{
    if (!is_channel_alone(s, mark) || !is_sought(s, firm_behind(s, mark->end))) {
        return MUS_OK;
    }
    return mus_sentence_add(s, MUS_CHIP_CHANNEL, mark->code, mark->begin, mark->end, mark->begin);
}

static enum mus_status read_channel(struct mus_sentence *s, const struct mus_mark *mark)
{
    if (!is_channel_alone(s, mark) || past_channel(s, mark->end) > mark->end ||
        tail_at(s, mark->end) != TAIL_WANTED) {
        return MUS_OK;
    }
    return mus_sentence_add(s, MUS_CHIP_CHANNEL, mark->code, mark->begin, with_wanted(s, mark->end),
                            mark->begin);
}

/* ------------------------------------------------------------------ numbers */

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
    size_t end = run_end(s, at);
    size_t yen = at;
    while (yen < end && !mus_sentence_starts(s, yen, "円") && !mus_sentence_starts(s, yen, "約")) {
        mus_text_next(s->text, &yen);
        end = mus_sentence_starts(s, yen, ",") ? run_end(s, yen + 1) : end;
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

static enum mus_status read_range(struct mus_sentence *s, const struct mus_mark *mark)
{
    struct range range = {-1, -1};
    size_t at = skip_link(s, mark->end);
    size_t end =
        mark->role == MUS_WORD_STAFF ? people_range(s, at, &range) : yen_range(s, at, &range);
    if (end == 0 || end > s->end) {
        return MUS_OK;
    }
    if (mus_sentence_starts(s, end, "規模")) {
        end += strlen("規模");
    }
    bool of = mus_sentence_starts(s, end, "の");
    size_t past = of ? end + strlen("の") : end;
    if (of ? !is_sought(s, head_behind(s, past)) : tail_at(s, end) == TAIL_NONE) {
        return MUS_OK;
    }
    return mus_sentence_add_range(
        s, mark->role == MUS_WORD_STAFF ? MUS_CHIP_EMPLOYEES : MUS_CHIP_CAPITAL, range.min,
        range.max, mark->begin, past);
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
    if ((role & ROLES_NUMBER) != 0) {
        return read_range(s, mark);
    }
    if (mark->role == MUS_WORD_LANGUAGE) {
        return read_language(s, mark);
    }
    if (mark->role == MUS_WORD_MEETS) {
        return read_meets(s, mark);
    }
    return mark->role == MUS_WORD_CHANNEL ? read_channel(s, mark) : MUS_OK;
}

enum mus_status mus_sentence_read_ja(struct mus_sentence *s)
{
    return mus_sentence_read_marks(s, read_places, read_mark);
}
