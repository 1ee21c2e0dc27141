#include "match/need_english.h"

#include <string.h>

enum { WORDS_BETWEEN = 5, SAID_MAX = 16 };

/* What may follow a place or a noun and says more of the firm. */
#define ROLES_MORE                                                                                 \
    (MUS_WORD_BIT(MUS_WORD_LINK) | MUS_WORD_BIT(MUS_WORD_AFTER) |                                  \
     MUS_WORD_BIT(MUS_WORD_ELSEWHERE) | MUS_WORD_BIT(MUS_WORD_SPEAK_BEFORE) |                      \
     MUS_WORD_BIT(MUS_WORD_MEETS))

/* ------------------------------------------------------------------ words */

size_t mus_english_skip_space(const struct mus_sentence *s, size_t at)
{
    return at < s->end && s->text.ptr[at] == ' ' ? at + 1 : at;
}

size_t mus_english_back_space(const struct mus_sentence *s, size_t at)
{
    return at > s->begin && s->text.ptr[at - 1] == ' ' ? at - 1 : at;
}

size_t mus_english_next_word(const struct mus_sentence *s, size_t at)
{
    while (at < s->end && s->text.ptr[at] != ' ') {
        at++;
    }
    return mus_english_skip_space(s, at);
}

const struct mus_mark *mus_english_ending(const struct mus_sentence *s, size_t end,
                                          mus_word_roles roles)
{
    const struct mus_mark *mark = mus_mark_ending(s->marks, end, roles);
    return mark == NULL || mark->begin < s->begin ? NULL : mark;
}

const struct mus_mark *mus_english_at(const struct mus_sentence *s, size_t at, mus_word_roles roles)
{
    const struct mus_mark *mark = mus_mark_at(s->marks, mus_english_skip_space(s, at), roles);
    return mark == NULL || mark->end > s->end ? NULL : mark;
}

size_t mus_english_count_words(const struct mus_sentence *s, size_t begin, size_t end)
{
    size_t words = 0;
    for (size_t at = mus_english_skip_space(s, begin); at < end;
         at = mus_english_next_word(s, at)) {
        words++;
    }
    return words;
}

static bool has_word(const struct mus_sentence *s, size_t begin, size_t end, const char *word)
{
    size_t len = strlen(word);
    for (size_t at = mus_english_skip_space(s, begin); at + len <= end;
         at = mus_english_next_word(s, at)) {
        if (mus_sentence_starts(s, at, word) &&
            (at + len == s->end || s->text.ptr[at + len] == ' ')) {
            return true;
        }
    }
    return false;
}

size_t mus_english_without(const struct mus_sentence *s, size_t at, const char *const *words,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (mus_sentence_ends(s, at, words[i])) {
            return at - strlen(words[i]);
        }
    }
    return at;
}

size_t mus_english_without_article(const struct mus_sentence *s, size_t at)
{
    static const char *const articles[] = {" the", " an", " a"};
    return mus_english_without(s, at, articles, sizeof articles / sizeof articles[0]);
}

/* ------------------------------------------------------------------ what is sought */

/* Whether the mark denies only the place behind it: "outside Germany". */
static bool denies_place(const struct mus_sentence *s, const struct mus_mark *mark)
{
    const struct mus_mark *elsewhere =
        mus_mark_at(s->marks, mark->begin, MUS_WORD_BIT(MUS_WORD_ELSEWHERE));
    if (elsewhere == NULL || elsewhere->end < mark->end) {
        return false;
    }
    size_t at = mus_english_skip_space(s, elsewhere->end);
    at += mus_sentence_starts(s, at, "the ") ? strlen("the ") : 0;
    return mus_mark_at(s->marks, at, MUS_WORDS_PLACE) != NULL;
}

/* Whether a "not" stands within begin … end-1 that denies what follows. That of "no fewer than"
 * denies nothing. */
static bool has_denial(const struct mus_sentence *s, size_t begin, size_t end)
{
    for (size_t i = 0; i < s->marks->count && s->marks->items[i].begin < end; i++) {
        const struct mus_mark *mark = &s->marks->items[i];
        if (mark->begin >= begin && (MUS_WORD_BIT(mark->role) & MUS_WORDS_NOT) != 0 &&
            !denies_place(s, mark) &&
            mus_mark_at(s->marks, mark->begin, MUS_WORDS_COMPARE) == NULL) {
            return true;
        }
    }
    return false;
}

bool mus_english_is_denied(const struct mus_sentence *s, size_t before)
{
    return has_denial(s, s->begin, before);
}

const struct mus_mark *mus_english_last_before(const struct mus_sentence *s, size_t before,
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

bool mus_english_is_sought(const struct mus_sentence *s, size_t noun, const struct mus_mark **seek)
{
    *seek = mus_english_last_before(s, noun, MUS_WORD_BIT(MUS_WORD_SEEK));
    size_t from = *seek == NULL ? s->begin : (*seek)->end;
    return !mus_english_is_denied(s, noun) &&
           mus_english_count_words(s, from, noun) <= WORDS_BETWEEN &&
           !mus_mark_within(s->marks, from, noun,
                            MUS_WORDS_STOP | MUS_WORDS_NOUN | MUS_WORD_BIT(MUS_WORD_IN)) &&
           !has_word(s, from, noun, "and") && !has_word(s, from, noun, "or");
}

bool mus_english_may_end(const struct mus_sentence *s, size_t at)
{
    size_t next = mus_english_skip_space(s, at);
    if (next >= s->end || mus_mark_at(s->marks, next, ROLES_MORE) != NULL) {
        return true;
    }
    if (s->text.ptr[next] == '(') {
        return mus_english_at(s, next + 1, MUS_WORD_BIT(MUS_WORD_ELSEWHERE)) != NULL;
    }
    if (s->text.ptr[next] == ',' || s->text.ptr[next] == ':' || s->text.ptr[next] == ')') {
        size_t word = mus_english_skip_space(s, next + 1);
        return mus_english_at(s, word, MUS_WORD_BIT(MUS_WORD_ELSEWHERE)) != NULL ||
               (!mus_sentence_starts(s, word, "or ") && !mus_sentence_starts(s, word, "and ") &&
                !mus_sentence_starts(s, word, "but "));
    }
    return false;
}

bool mus_english_may_end_noun(const struct mus_sentence *s, size_t at)
{
    return mus_english_may_end(s, at) || mus_sentence_starts(s, at, " of ") ||
           mus_english_at(s, at, MUS_WORD_BIT(MUS_WORD_IN)) != NULL;
}

/* The end of what stands before: without blanks, a comma, a bracket, and the "and" of a list. */
static size_t back_to_word(const struct mus_sentence *s, size_t at)
{
    static const char *const joiners[] = {" and", " or", " &", ",", "/"};
    at = mus_english_back_space(s, at);
    at = mus_sentence_ends(s, at, "(") ? mus_english_back_space(s, at - 1) : at;
    at = mus_english_without(s, at, joiners, sizeof joiners / sizeof joiners[0]);
    return mus_sentence_ends(s, at, ",") ? at - 1 : at;
}

/* The noun for firms that something more is said of from `at` on: right before it, or before a
 * place
 * ("companies in ASEAN except Vietnam"), or before what else is said of them, where a comma or an
 * "and" divides the two: it is the staff that speaks in "with 50 employees who speak English". NULL
 * where there is none. */
static const struct mus_mark *noun_before(const struct mus_sentence *s, size_t at)
{
    const mus_word_roles between =
        MUS_WORDS_PLACE | MUS_WORD_BIT(MUS_WORD_IN) | MUS_WORD_BIT(MUS_WORD_ELSEWHERE);
    for (size_t i = 0; i < SAID_MAX; i++) {
        size_t word = back_to_word(s, at);
        bool divided = word < mus_english_back_space(s, at);
        size_t said = divided ? mus_sentence_before_said(s, word) : word;
        const struct mus_mark *noun = mus_english_ending(s, word, MUS_WORDS_NOUN);
        const struct mus_mark *place = mus_english_ending(s, word, between);
        if (noun != NULL) {
            return noun;
        }
        if (said < word) {
            at = said;
        } else if (place != NULL) {
            at = mus_english_without_article(s, mus_english_back_space(s, place->begin));
        } else {
            return NULL;
        }
    }
    return NULL;
}

bool mus_english_is_said_of_sought(const struct mus_sentence *s, size_t at)
{
    const struct mus_mark *seek = NULL;
    const struct mus_mark *noun = noun_before(s, at);
    return noun != NULL && mus_english_is_sought(s, noun->begin, &seek) &&
           !mus_english_is_denied(s, at);
}
