#include "match/need_japanese.h"

#include <string.h>

/* Between the members of a list. */
static const char *const JOINERS[] = {"・",   "、",     ", ", ",",  "/", "または",
                                      "及び", "および", "と", "や", "か"};

size_t mus_japanese_joiner_at(const struct mus_sentence *s, size_t at)
{
    for (size_t i = 0; i < sizeof JOINERS / sizeof JOINERS[0]; i++) {
        if (mus_sentence_starts(s, at, JOINERS[i])) {
            return strlen(JOINERS[i]);
        }
    }
    return 0;
}

bool mus_japanese_is_joined_before(const struct mus_sentence *s, size_t at, bool commas_too)
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

bool mus_japanese_is_run_class(enum mus_char_class class)
{
    return class == MUS_CHAR_HAN || class == MUS_CHAR_KATAKANA || class == MUS_CHAR_LATIN ||
           class == MUS_CHAR_DIGIT;
}

size_t mus_japanese_run_end(const struct mus_sentence *s, size_t at)
{
    while (at < s->end) {
        size_t next = at;
        int32_t c = mus_text_next(s->text, &next);
        if (!mus_japanese_is_run_class(mus_char_class(c)) && c != U'・' && c != '-' && c != '&') {
            break;
        }
        at = next;
    }
    return at;
}

bool mus_japanese_is_denied(const struct mus_sentence *s, size_t at)
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

size_t mus_japanese_past_channel(const struct mus_sentence *s, size_t at)
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

enum mus_tail mus_japanese_tail_at(const struct mus_sentence *s, size_t at)
{
    at = mus_japanese_past_channel(s, at);
    const struct mus_mark *wanted = mus_mark_at(s->marks, at, MUS_WORD_BIT(MUS_WORD_WANTED));
    if (wanted != NULL && wanted->end <= s->end) {
        bool further = mus_mark_within(s->marks, wanted->end, s->end, MUS_WORDS_NOUN);
        return further || mus_japanese_is_denied(s, wanted->end) ? MUS_TAIL_NONE : MUS_TAIL_WANTED;
    }
    if (is_own(s)) {
        return MUS_TAIL_NONE;
    }
    if (at == s->end) {
        return MUS_TAIL_END;
    }
    if (mus_sentence_starts(s, at, "で、") || mus_sentence_starts(s, at, "で,")) {
        return ends_in_head(s) ? MUS_TAIL_COPULA : MUS_TAIL_NONE;
    }
    bool comma = mus_sentence_starts(s, at, "、") || mus_sentence_starts(s, at, ",") ||
                 mus_sentence_starts(s, at, " ");
    return comma && !mus_mark_within(s->marks, at, s->end, MUS_WORDS_NOUN) ? MUS_TAIL_COMMA
                                                                           : MUS_TAIL_NONE;
}

const struct mus_mark *mus_japanese_head_of_run(const struct mus_sentence *s, size_t begin)
{
    size_t end = mus_japanese_run_end(s, begin);
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

bool mus_japanese_is_sought(const struct mus_sentence *s, const struct mus_mark *head)
{
    return head != NULL && mus_japanese_tail_at(s, head->end) != MUS_TAIL_NONE;
}

/* What says more of a head and begins there, behind a comma or not: words that were read, or a
 * place with の. The place behind it, 0 where it is none. Without a comma it is the staff that
 * speaks in 「英語が話せる従業員100人以上の会社」. */
static size_t modifier_end(const struct mus_sentence *s, size_t at)
{
    size_t begin = at + (mus_sentence_starts(s, at, "、") ? strlen("、") : 0);
    size_t said = mus_sentence_past_said(s, begin);
    const struct mus_mark *place = mus_mark_at(s->marks, at, MUS_WORDS_PLACE);
    bool staff = mus_mark_at(s->marks, at, MUS_WORD_BIT(MUS_WORD_STAFF)) != NULL;
    if (said > begin) {
        return staff ? 0 : said;
    }
    return place != NULL && mus_sentence_starts(s, place->end, "の") ? place->end + strlen("の")
                                                                     : 0;
}

/* Where the run begins that the words before `at` lead to: 「ドイツの物流会社」 from ドイツ on. */
static size_t behind_modifiers(const struct mus_sentence *s, size_t at)
{
    for (size_t i = 0; i < MUS_CHAIN_MAX && mus_japanese_head_of_run(s, at) == NULL; i++) {
        size_t end = modifier_end(s, at);
        if (end == 0) {
            break;
        }
        at = end;
    }
    return at;
}

const struct mus_mark *mus_japanese_head_behind(const struct mus_sentence *s, size_t at)
{
    return mus_japanese_head_of_run(s, behind_modifiers(s, at));
}

/* Whether the run names a party or its people, of whom as much could be said: 当社, 取引先, 担当者,
 * 従業員100人以上. */
static bool is_party(const struct mus_sentence *s, size_t begin, size_t end)
{
    static const char *const ends[] = {"先", "客", "様", "者", "社", "人", "員", "側", "グループ"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (mus_sentence_ends(s, end, ends[i])) {
            return true;
        }
    }
    return mus_mark_at(s->marks, begin,
                       MUS_WORD_BIT(MUS_WORD_STAFF) | MUS_WORD_BIT(MUS_WORD_OWN)) != NULL;
}

const struct mus_mark *mus_japanese_firm_of(const struct mus_sentence *s, size_t at)
{
    at = behind_modifiers(s, at);
    const struct mus_mark *head = mus_japanese_head_of_run(s, at);
    for (size_t i = 0; i < MUS_CHAIN_MAX && head == NULL; i++) {
        size_t end = mus_japanese_run_end(s, at);
        if (end == at || is_party(s, at, end) || !mus_sentence_starts(s, end, "の")) {
            return NULL;
        }
        at = end + strlen("の");
        head = mus_japanese_head_of_run(s, at);
    }
    return head;
}

const struct mus_mark *mus_japanese_firm_behind(const struct mus_sentence *s, size_t at)
{
    at = behind_modifiers(s, at);
    const struct mus_mark *head = mus_japanese_head_of_run(s, at);
    if (head == NULL || head->begin == at) {
        return head;
    }
    while (at < head->end && mus_sentence_class(s, at) == MUS_CHAR_HAN) {
        mus_text_next(s->text, &at);
    }
    return at == head->end ? head : NULL;
}
