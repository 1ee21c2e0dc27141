/* English: what a phrase is follows from the word before it and from whether the noun it belongs to
 * is what is sought.
 *
 *     place      logistics companies in Germany, a distributor based in Vietnam or Thailand
 *                German pump manufacturers, Vietnam-based suppliers
 *                companies outside Germany, … in ASEAN except Vietnam
 *     presence   companies with an office in Thailand
 *     language   English-speaking suppliers, companies that speak English or French
 *     channel    companies able to meet online, looking for online meetings
 *     market     export to Vietnam, the Vietnam market
 *     purpose    looking for a local distributor, distributor wanted, joint venture partner
 *     number     companies with more than 1,000 employees, with 100 to 300 employees
 *                companies with capital of at least 100 million yen
 *     size, kind SMEs in Thailand, looking for universities
 *
 * need_english.h says when a noun is what is sought; need_numbers_en.c reads the numbers. What goes
 * on as nothing that may follow is left alone ("in Germany or elsewhere", "in Mexico City"), and so
 * is what no filter says: that both of two languages must be spoken. */
#include <string.h>

#include "match/need_english.h"

#define ROLES_PURPOSE                                                                              \
    (MUS_WORD_BIT(MUS_WORD_PARTNER) | MUS_WORD_BIT(MUS_WORD_SOUGHT) | MUS_WORD_BIT(MUS_WORD_DEAL))
#define ROLES_HEAD (MUS_WORD_BIT(MUS_WORD_SIZE) | MUS_WORD_BIT(MUS_WORD_KIND))

enum { LIST_MAX = 16, WORDS_BEFORE_DEAL = 1, WORDS_IN_NAME = 2 };

static const char BASED[] = "-based ";
static const char *const SPEAKING[] = {"-speaking ", " speaking "};

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
    return mus_english_is_denied(s, begin) ? MUS_OK
                                           : mus_sentence_add_markets(s, places, count, begin, end);
}

/* The noun for firms that are sought to which an adjective belongs, at most a few words on; NULL
 * where there is none. A noun that `in` may follow is one whose place is still to be said. */
static const struct mus_mark *noun_of(const struct mus_sentence *s, size_t adjective, size_t at,
                                      bool in)
{
    const struct mus_mark *seek = NULL;
    at = mus_english_skip_space(s, at);
    for (size_t i = 0; i <= WORDS_IN_NAME && at < s->end; i++, at = mus_english_next_word(s, at)) {
        const struct mus_mark *noun = mus_mark_at(s->marks, at, MUS_WORDS_NOUN);
        if (noun != NULL) {
            bool read =
                noun->end <= s->end && mus_english_is_sought(s, adjective, &seek) &&
                (mus_english_may_end(s, noun->end) || mus_sentence_starts(s, noun->end, " of ") ||
                 (in && mus_english_may_end_noun(s, noun->end)) ||
                 mus_english_at(s, noun->end, MUS_WORD_BIT(MUS_WORD_WANTED)) != NULL);
            return read ? noun : NULL;
        }
        if (mus_mark_at(s->marks, at, MUS_WORDS_STOP | MUS_WORD_BIT(MUS_WORD_IN)) != NULL ||
            mus_sentence_starts(s, at, "and ") || mus_sentence_starts(s, at, "or ")) {
            return NULL;
        }
    }
    return NULL;
}

/* Where the words end before which a firm has what stands at `at`; `at` itself where they do not:
 * "with an office". */
static size_t without_having(const struct mus_sentence *s, size_t at)
{
    static const char *const having[] = {" with",       " having",   " that have", " who have",
                                         " which have", " that has", " operating"};
    size_t before = mus_english_without_article(s, mus_english_back_space(s, at));
    size_t begin = mus_english_without(s, before, having, sizeof having / sizeof having[0]);
    return begin < before ? begin : at;
}

/* Where "with an office", which "in" follows at `at`, begins; `at` where it is none. */
static size_t presence_begin(const struct mus_sentence *s, size_t at)
{
    const struct mus_mark *site =
        mus_english_ending(s, mus_english_back_space(s, at), MUS_WORD_BIT(MUS_WORD_SITE));
    size_t begin = site == NULL ? at : without_having(s, site->begin);
    return site == NULL || begin == site->begin ? at : mus_english_skip_space(s, begin);
}

static enum mus_status read_place_of_firm(struct mus_sentence *s,
                                          const struct mus_mark *const *places, size_t count,
                                          size_t before)
{
    size_t end = places[count - 1]->end;
    const struct mus_mark *in = mus_english_ending(s, before, MUS_WORD_BIT(MUS_WORD_IN));
    const struct mus_mark *elsewhere =
        mus_english_ending(s, before, MUS_WORD_BIT(MUS_WORD_ELSEWHERE));
    if (elsewhere != NULL) {
        return mus_english_is_said_of_sought(s, elsewhere->begin)
                   ? mus_sentence_add_countries(s, MUS_CHIP_NOT_COUNTRY, places, count,
                                                elsewhere->begin, end)
                   : MUS_OK;
    }
    if (in == NULL) {
        return MUS_OK;
    }
    size_t presence = presence_begin(s, in->begin);
    if (presence < in->begin) {
        return mus_english_is_said_of_sought(s, presence)
                   ? mus_sentence_add_countries(s, MUS_CHIP_PRESENCE, places, count, presence, end)
                   : MUS_OK;
    }
    const struct mus_mark *seek = NULL;
    const struct mus_mark *noun =
        mus_english_ending(s, mus_english_back_space(s, in->begin), MUS_WORDS_NOUN);
    if (noun == NULL || !mus_english_is_sought(s, noun->begin, &seek) ||
        mus_english_is_denied(s, in->begin)) {
        return MUS_OK;
    }
    return mus_sentence_add_places(s, places, count, in->begin, end);
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
    size_t before = mus_english_back_space(
        s, mus_english_without_article(s, mus_english_back_space(s, first->begin)));
    const struct mus_mark *market = mus_english_at(s, end, MUS_WORD_BIT(MUS_WORD_MARKET_AFTER));
    const struct mus_mark *to = mus_english_ending(s, before, MUS_WORD_BIT(MUS_WORD_MARKET_BEFORE));
    *past = end;
    if (market != NULL && mus_english_may_end(s, market->end)) {
        return add_markets(s, places, count, first->begin, market->end);
    }
    if (to != NULL && mus_english_may_end(s, end)) {
        return add_markets(s, places, count, to->begin, end);
    }
    if (count == 1 && mus_sentence_starts(s, end, BASED)) {
        size_t based = end + strlen(BASED);
        return noun_of(s, first->begin, based, false) != NULL
                   ? mus_sentence_add_places(s, places, 1, first->begin, based)
                   : MUS_OK;
    }
    return mus_english_may_end(s, end) ? read_place_of_firm(s, places, count, before) : MUS_OK;
}

/* Whether the word there is for what a people has of its own: Thai food is also made elsewhere. */
static bool is_of_people(const struct mus_sentence *s, size_t at)
{
    static const char *const words[] = {" speaking ", " language ", " food ", " foods ",
                                        " cuisine ",  " wine ",     " cars ", " style ",
                                        " culture ",  " market ",   " law ",  " products "};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (mus_sentence_starts(s, at, words[i])) {
            return true;
        }
    }
    return false;
}

/* "German pump manufacturers", "German distributors"; but "German-speaking" names a language, and
 * German pumps may be what "German pump distributors" distribute. */
static enum mus_status read_adjective(struct mus_sentence *s, const struct mus_mark *mark)
{
    const struct mus_mark *noun = noun_of(s, mark->begin, mark->end, false);
    if (noun == NULL || !mus_sentence_starts(s, mark->end, " ") || is_of_people(s, mark->end)) {
        return MUS_OK;
    }
    bool next = noun->begin == mus_english_skip_space(s, mark->end);
    return next || noun->role != MUS_WORD_PARTNER
               ? mus_sentence_add(s, MUS_CHIP_COUNTRY, mark->code, mark->begin, mark->end,
                                  mark->begin)
               : MUS_OK;
}

/* ------------------------------------------------------------------ languages and channels */

/* "with English-speaking staff": where it begins, and *end behind it; `at` where it is none. */
static size_t with_staff(const struct mus_sentence *s, size_t at, size_t *end)
{
    const struct mus_mark *staff = mus_english_at(s, *end, MUS_WORD_BIT(MUS_WORD_STAFF));
    size_t begin = without_having(s, at);
    if (staff == NULL || begin == at) {
        return at;
    }
    *end = staff->end;
    return mus_english_skip_space(s, begin);
}

/* "English-speaking suppliers", "suppliers with English-speaking staff". */
static enum mus_status read_speaking(struct mus_sentence *s, const struct mus_mark *mark,
                                     size_t end)
{
    size_t begin = with_staff(s, mark->begin, &end);
    bool listed = mus_sentence_ends(s, mus_english_back_space(s, mark->begin), ",");
    bool read = begin < mark->begin
                    ? mus_english_may_end(s, end) && mus_english_is_said_of_sought(s, begin)
                    : !listed && noun_of(s, mark->begin, end, true) != NULL;
    return read ? mus_sentence_add(s, MUS_CHIP_LANGUAGE, mark->code, begin, end, begin) : MUS_OK;
}

/* The languages that begin with the first, joined by commas and an "or"; 0 where the list does not
 * end in one: with "and" all would have to be spoken, which no filter says. */
static size_t list_languages(const struct mus_sentence *s, const struct mus_mark *first,
                             const struct mus_mark **languages)
{
    static const char *const joiners[] = {", or ", " or ", ", "};
    size_t count = 1;
    bool ended = true;
    languages[0] = first;
    for (size_t i = 0; count < LIST_MAX && i < sizeof joiners / sizeof joiners[0];) {
        size_t end = languages[count - 1]->end;
        const struct mus_mark *next =
            mus_sentence_starts(s, end, joiners[i])
                ? mus_mark_at(s->marks, end + strlen(joiners[i]), MUS_WORD_BIT(MUS_WORD_LANGUAGE))
                : NULL;
        if (next == NULL) {
            i++;
            continue;
        }
        ended = strcmp(joiners[i], ", ") != 0;
        languages[count++] = next;
        i = 0;
    }
    return ended ? count : 0;
}

/* "companies that speak English or French". */
static enum mus_status read_spoken(struct mus_sentence *s, const struct mus_mark *first,
                                   const struct mus_mark *speak)
{
    const struct mus_mark *languages[LIST_MAX] = {first};
    size_t count = list_languages(s, first, languages);
    enum mus_status status = MUS_OK;
    if (count == 0) {
        return MUS_OK;
    }
    if (!mus_english_may_end(s, languages[count - 1]->end) ||
        !mus_english_is_said_of_sought(s, speak->begin)) {
        return MUS_OK;
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        size_t from = i == 0 ? speak->begin : languages[i]->begin;
        size_t cut = i == 0 ? from : languages[i - 1]->end;
        status = mus_sentence_add(s, MUS_CHIP_LANGUAGE, languages[i]->code, from, languages[i]->end,
                                  cut);
    }
    return status;
}

static enum mus_status read_language(struct mus_sentence *s, const struct mus_mark *mark)
{
    const struct mus_mark *speak = mus_english_ending(s, mus_english_back_space(s, mark->begin),
                                                      MUS_WORD_BIT(MUS_WORD_SPEAK_BEFORE));
    if (speak != NULL) {
        return read_spoken(s, mark, speak);
    }
    for (size_t i = 0; i < sizeof SPEAKING / sizeof SPEAKING[0]; i++) {
        if (mus_sentence_starts(s, mark->end, SPEAKING[i])) {
            return read_speaking(s, mark, mark->end + strlen(SPEAKING[i]));
        }
    }
    return MUS_OK;
}

/* "companies able to meet online". */
static enum mus_status read_meets(struct mus_sentence *s, const struct mus_mark *mark)
{
    return mus_english_may_end(s, mark->end) && mus_english_is_said_of_sought(s, mark->begin)
               ? mus_sentence_add(s, MUS_CHIP_CHANNEL, mark->code, mark->begin, mark->end,
                                  mark->begin)
               : MUS_OK;
}

/* "looking for online meetings with importers". */
static enum mus_status read_channel(struct mus_sentence *s, const struct mus_mark *mark)
{
    const struct mus_mark *seek = mus_english_ending(
        s, mus_english_without_article(s, mus_english_back_space(s, mark->begin)),
        MUS_WORD_BIT(MUS_WORD_SEEK));
    bool ends = mark->end == s->end || mus_sentence_starts(s, mark->end, ",") ||
                mus_sentence_starts(s, mark->end, " with ");
    return seek != NULL && ends && !mus_english_is_denied(s, mark->begin)
               ? mus_sentence_add(s, MUS_CHIP_CHANNEL, mark->code, seek->begin, mark->end,
                                  seek->begin)
               : MUS_OK;
}

/* ------------------------------------------------------------------ purposes, sizes, kinds */

static enum mus_status read_purpose(struct mus_sentence *s, const struct mus_mark *mark)
{
    const struct mus_mark *seek = NULL;
    bool sought = mus_english_is_sought(s, mark->begin, &seek);
    const struct mus_mark *wanted = mus_english_at(s, mark->end, MUS_WORD_BIT(MUS_WORD_WANTED));
    if (!sought || (wanted == NULL && !mus_english_may_end_noun(s, mark->end))) {
        return MUS_OK;
    }
    if (mark->role == MUS_WORD_DEAL && seek != NULL &&
        mus_english_count_words(s, seek->end, mark->begin) > WORDS_BEFORE_DEAL) {
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
    if (!mus_english_is_sought(s, mark->begin, &seek) || !mus_english_may_end_noun(s, mark->end)) {
        return MUS_OK;
    }
    return mus_sentence_add(s, kind, mark->code, mark->begin, mark->end, mark->end);
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
    if (mark->role == MUS_WORD_LANGUAGE) {
        return read_language(s, mark);
    }
    if (mark->role == MUS_WORD_MEETS) {
        return read_meets(s, mark);
    }
    if (mark->role == MUS_WORD_CHANNEL) {
        return read_channel(s, mark);
    }
    return mark->role == MUS_WORD_FROM ? read_adjective(s, mark) : MUS_OK;
}

enum mus_status mus_sentence_read_en(struct mus_sentence *s)
{
    enum mus_status status = mus_sentence_read_marks(s, read_places, read_mark);
    return status == MUS_OK ? mus_english_read_numbers(s) : status;
}
