/* From each place the text is followed into the lexicon as long as the characters are the beginning
 * of a headword. Matches come in the order of their beginnings, so one is within another exactly
 * where a longer one begins at the same place, or one that began before reaches as far: the
 * furthest end so far is all that is to be remembered. */
#include "lexicon/matches.h"

#include "base/mem.h"
#include "lexicon/layout.h"

static bool make_room(struct mus_matches *matches, size_t wanted)
{
    if (wanted <= matches->capacity) {
        return true;
    }
    size_t capacity = matches->capacity < 256 ? 256 : matches->capacity;
    while (capacity < wanted) {
        capacity *= 2; /* wanted is far below overflow: the text is limited */
    }
    struct mus_place *places = mus_realloc(matches->places, capacity, sizeof *places);
    if (places == NULL) {
        return false;
    }
    matches->places = places;
    matches->capacity = capacity;
    return true;
}

bool mus_matches_start(struct mus_matches *matches, struct mus_text folded)
{
    if (!make_room(matches, folded.len)) {
        return false;
    }
    size_t count = 0;
    bool spaced = false;
    struct mus_character before = {.class = MUS_CHAR_SPACE};
    for (size_t at = 0; at < folded.len;) {
        size_t begin = at;
        struct mus_character here = mus_character_next(folded, &at);
        if (here.class == MUS_CHAR_SPACE && mus_character_joins(before, folded, at)) {
            spaced = true;
            continue;
        }
        matches->places[count++] = (struct mus_place){here, spaced, (uint32_t)begin, (uint32_t)at};
        spaced = false;
        before = here;
    }
    matches->count = count;
    matches->at = 0;
    matches->furthest = 0;
    return true;
}

void mus_matches_done(struct mus_matches *matches)
{
    mus_free(matches->places);
    *matches = (struct mus_matches){0};
}

/* Whether a word that is read whole goes on from the place before `at` to it. */
static bool word_goes_on(const struct mus_matches *matches, size_t at)
{
    return at > 0 && at < matches->count &&
           mus_character_is_of_word(matches->places[at - 1].is.class) &&
           mus_character_is_of_word(matches->places[at].is.class);
}

static bool katakana_goes_on(const struct mus_matches *matches, size_t at)
{
    return at > 0 && at < matches->count && !matches->places[at].spaced &&
           matches->places[at - 1].is.class == MUS_CHAR_KATAKANA &&
           matches->places[at].is.class == MUS_CHAR_KATAKANA;
}

/* Whether places begin … end-1, a headword by their characters, are one here. */
static bool is_match(const struct mus_matches *matches, size_t begin, size_t end)
{
    if (word_goes_on(matches, end)) {
        return false;
    }
    return end - begin >= 3 ||
           (!katakana_goes_on(matches, begin) && !katakana_goes_on(matches, end));
}

/* The matches that begin at `begin`, the shorter first. */
static size_t find_from(const struct mus_matches *matches, const struct mus_lexicon *lexicon,
                        size_t begin, struct mus_match found[MUS_MAX_HEADWORD])
{
    size_t count = 0;
    uint64_t key = MUS_LEXICON_START;
    size_t limit =
        matches->count - begin < MUS_MAX_HEADWORD ? matches->count : begin + MUS_MAX_HEADWORD;
    for (size_t end = begin; end < limit && !word_goes_on(matches, begin);) {
        key = mus_lexicon_step(key, matches->places[end++].is.character);
        uint32_t value = mus_lexicon_find(lexicon, key);
        if (value == 0) {
            break;
        }
        if (value > 1 && is_match(matches, begin, end)) {
            found[count++] = (struct mus_match){begin, end, key, value, 2};
        }
    }
    return count;
}

/* Says how far each counts, and takes out those that count nothing. */
static size_t weigh(struct mus_matches *matches, struct mus_match *found, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct mus_match match = found[i];
        bool within = i + 1 < count || matches->furthest >= match.end;
        bool one = match.end - match.begin == 1;
        match.halves = within ? 1 : 2;
        if (!within || !one) {
            found[kept++] = match;
        }
    }
    return kept;
}

size_t mus_matches_next(struct mus_matches *matches, const struct mus_lexicon *lexicon,
                        struct mus_match found[MUS_MAX_HEADWORD])
{
    while (matches->at < matches->count) {
        size_t count = find_from(matches, lexicon, matches->at++, found);
        size_t end = count > 0 ? found[count - 1].end : 0;
        count = weigh(matches, found, count);
        matches->furthest = end > matches->furthest ? end : matches->furthest;
        if (count > 0) {
            return count;
        }
    }
    return 0;
}
