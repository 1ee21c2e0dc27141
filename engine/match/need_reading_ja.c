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
 * need_japanese.h says when a head is what is sought; need_numbers_ja.c reads the numbers. A list
 * with anything unknown in it (中国・四国) is not read. What may also be said of a product
 * (英語対応の会計ソフトメーカー) is read of a firm alone: 会社, 物流会社. */
#include <string.h>

#include "match/need_japanese.h"

#define ROLES_PURPOSE                                                                              \
    (MUS_WORD_BIT(MUS_WORD_PARTNER) | MUS_WORD_BIT(MUS_WORD_SOUGHT) |                              \
     MUS_WORD_BIT(MUS_WORD_DEAL) | MUS_WORD_BIT(MUS_WORD_ABLE))
#define ROLES_HEAD (MUS_WORD_BIT(MUS_WORD_SIZE) | MUS_WORD_BIT(MUS_WORD_KIND))
#define ROLES_ENDING (MUS_WORD_BIT(MUS_WORD_ENDING) | MUS_WORD_BIT(MUS_WORD_WANTED))
#define ROLES_NUMBER (MUS_WORD_BIT(MUS_WORD_STAFF) | MUS_WORD_BIT(MUS_WORD_CAPITAL))

enum { LIST_MAX = 16 };

/* ------------------------------------------------------------------ places and markets */

/* The party sought that nouns joined by の lead to: 「水処理プラントの代理店を探」. */
static bool leads_to_party(const struct mus_sentence *s, size_t at)
{
    if (mus_sentence_starts(s, at, "、")) {
        at += strlen("、");
    }
    for (size_t i = 0; i < MUS_CHAIN_MAX; i++) {
        size_t end = mus_japanese_run_end(s, at);
        const struct mus_mark *head = end == at ? NULL : mus_japanese_head_of_run(s, at);
        if (head != NULL && head->role == MUS_WORD_SOUGHT) {
            return mus_japanese_is_sought(s, head);
        }
        if (head != NULL) {
            return mus_japanese_tail_at(s, head->end) == MUS_TAIL_WANTED;
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
    for (size_t i = 0; i < MUS_CHAIN_MAX; i++) {
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
    size_t count = 1;
    places[0] = first;
    for (const struct mus_mark *last = first; count < LIST_MAX; last = places[count - 1]) {
        size_t joiner = mus_japanese_joiner_at(s, last->end);
        const struct mus_mark *next =
            joiner == 0 ? NULL : mus_mark_at(s->marks, last->end + joiner, MUS_WORDS_PLACE);
        if (next == NULL) {
            break;
        }
        places[count++] = next;
    }
    return count;
}

static enum mus_status add_markets(struct mus_sentence *s, const struct mus_mark *const *places,
                                   size_t count, const struct mus_mark *market)
{
    bool longer = mus_japanese_is_run_class(mus_sentence_class_before(s, market->end)) &&
                  mus_japanese_is_run_class(mus_sentence_class(s, market->end)); /* 市場調査 */
    if (longer || mus_japanese_is_denied(s, market->end)) {
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
    if (mus_japanese_is_sought(s, mus_japanese_head_behind(s, end))) {
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
    size_t end = mus_japanese_run_end(s, at);
    const struct mus_mark *site = mus_mark_ending(s->marks, end, MUS_WORD_BIT(MUS_WORD_SITE));
    const struct mus_mark *held = mus_mark_at(
        s->marks, site != NULL && site->begin >= at ? end : at, MUS_WORD_BIT(MUS_WORD_HELD));
    return held != NULL && mus_japanese_is_sought(s, mus_japanese_firm_of(s, held->end)) ? held->end
                                                                                         : 0;
}

/* Reads the list of places that begins there; *past is behind it. */
static enum mus_status read_places(struct mus_sentence *s, const struct mus_mark *first,
                                   size_t *past)
{
    const struct mus_mark *places[LIST_MAX];
    size_t count = list_places(s, first, places);
    size_t end = places[count - 1]->end;
    *past = end;
    if (mus_japanese_is_joined_before(s, first->begin, false)) {
        return MUS_OK;
    }
    const struct mus_mark *market = mus_mark_at(s->marks, end, MUS_WORD_BIT(MUS_WORD_MARKET_AFTER));
    const struct mus_mark *of = mus_mark_at(s->marks, end, MUS_WORD_BIT(MUS_WORD_OF));
    const struct mus_mark *in = mus_mark_at(s->marks, end, MUS_WORD_BIT(MUS_WORD_IN));
    const struct mus_mark *head = mus_japanese_head_of_run(s, end);
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
    if (of != NULL && mus_japanese_is_sought(s, mus_japanese_head_behind(s, of->end))) {
        return mus_sentence_add_places(s, places, count, first->begin, of->end);
    }
    if (in != NULL && leads_to_party(s, in->end)) {
        return mus_sentence_add_places(s, places, count, first->begin, in->end);
    }
    if (head != NULL && head->begin == end && mus_japanese_is_sought(s, head)) {
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
    enum mus_tail tail = mus_japanese_tail_at(s, mark->end);
    bool read = tail == MUS_TAIL_WANTED || (tail != MUS_TAIL_NONE && mark->role == MUS_WORD_SOUGHT);
    size_t end = tail == MUS_TAIL_WANTED ? with_wanted(s, mark->end) : mark->end;
    if (mark->role == MUS_WORD_ABLE) {
        const struct mus_mark *head = mus_japanese_head_of_run(s, mark->end);
        read = mus_japanese_is_sought(s, head);
        end = head == NULL ? mark->end : head->end;
    }
    return read ? mus_sentence_add(s, MUS_CHIP_PURPOSE, mark->code, mark->begin, end, end) : MUS_OK;
}

static enum mus_status read_head(struct mus_sentence *s, const struct mus_mark *mark)
{
    enum mus_chip_kind kind = mark->role == MUS_WORD_SIZE ? MUS_CHIP_SIZE : MUS_CHIP_KIND;
    bool whole = !mus_japanese_is_run_class(mus_sentence_class_before(s, mark->begin)) ||
                 mus_mark_ending(s->marks, mark->begin, MUS_WORDS_PLACE) != NULL;
    if (!whole || mus_japanese_is_joined_before(s, mark->begin, true) ||
        mus_japanese_head_of_run(s, mark->begin) != mark || !mus_japanese_is_sought(s, mark)) {
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
    return mus_japanese_is_joined_before(s, at, true);
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
    if (speaks != NULL && mus_japanese_is_sought(s, mus_japanese_firm_of(s, speaks->end))) {
        end = speaks->end;
    } else if (served != NULL &&
               mus_japanese_is_sought(s, mus_japanese_firm_behind(s, served->end))) {
        end = served->end;
    }
    return end == 0
               ? MUS_OK
               : mus_sentence_add(s, MUS_CHIP_LANGUAGE, mark->code, mark->begin, end, mark->begin);
}

static bool is_channel_alone(const struct mus_sentence *s, const struct mus_mark *mark)
{
    return !is_one_of_several(s, mark->begin, MUS_WORD_CHANNEL) &&
           !mus_japanese_is_run_class(mus_sentence_class_before(s, mark->begin));
}

static enum mus_status read_meets(struct mus_sentence *s, const struct mus_mark *mark)
{
    if (!is_channel_alone(s, mark) ||
        !mus_japanese_is_sought(s, mus_japanese_firm_behind(s, mark->end))) {
        return MUS_OK;
    }
    return mus_sentence_add(s, MUS_CHIP_CHANNEL, mark->code, mark->begin, mark->end, mark->begin);
}

static enum mus_status read_channel(struct mus_sentence *s, const struct mus_mark *mark)
{
    if (!is_channel_alone(s, mark) || mus_japanese_past_channel(s, mark->end) > mark->end ||
        mus_japanese_tail_at(s, mark->end) != MUS_TAIL_WANTED) {
        return MUS_OK;
    }
    return mus_sentence_add(s, MUS_CHIP_CHANNEL, mark->code, mark->begin, with_wanted(s, mark->end),
                            mark->begin);
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
        return mus_japanese_read_number(s, mark);
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
