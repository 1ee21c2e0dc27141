/* One pass over the folded text. Neighbouring characters of a script without spaces make a run,
 * letters and digits make a word; everything else parts them:
 *
 *     folded    led 照明の省エネ waste-water
 *     word      led              waste water, wastewater
 *     run           照明の省エネ
 *     pairs         照明 明の の省 省エ エネ
 *     singles       照 明 省
 *     katakana      エネ
 *
 * A run is read with one character of look-ahead, a word with as much as its hyphens reach. */
#include "matcher/text/terms.h"

#include "base/limits.h"
#include "base/mem.h"
#include "matcher/text/chars.h"
#include "matcher/text/exceptions.h"
#include "matcher/text/fold.h"
#include "matcher/text/kanji.h"
#include "matcher/text/katakana.h"
#include "matcher/text/words.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

/* The first byte of what is hashed. Folded text holds no control characters, and no code or id
 * begins with one. */
static const char PREFIX[MUS_TERM_CLASS_COUNT] = {
    [MUS_TERM_WORD] = 3,          [MUS_TERM_PAIR] = 1,          [MUS_TERM_SINGLE] = 2,
    [MUS_TERM_KATAKANA_PAIR] = 1, [MUS_TERM_KATAKANA_WORD] = 4,
};

/* Bytes begin … end-1 of the folded text. */
struct stretch {
    uint32_t begin;
    uint32_t end;
};

struct mus_analyser {
    struct sb_stemmer *stemmer;
    struct mus_fold fold;
    struct mus_token *tokens;
    size_t count;
    size_t capacity;
    bool capitals_tell; /* a word in capitals (IT, US) is not the small word of the same letters */
    struct mus_text original;
    uint64_t *hashes; /* of a bag, with as much room again for sorting */
    size_t hash_capacity;
};

struct mus_analyser *mus_analyser_new(void)
{
    struct mus_analyser *analyser = mus_alloc_zero(1, sizeof *analyser);
    if (analyser == NULL) {
        return NULL;
    }
    analyser->stemmer = mus_word_stemmer_new();
    if (analyser->stemmer == NULL) {
        mus_analyser_free(analyser);
        return NULL;
    }
    return analyser;
}

void mus_analyser_free(struct mus_analyser *analyser)
{
    if (analyser == NULL) {
        return;
    }
    mus_word_stemmer_free(analyser->stemmer);
    mus_fold_done(&analyser->fold);
    mus_free(analyser->tokens);
    mus_free(analyser->hashes);
    mus_free(analyser);
}

static bool grow_tokens(struct mus_analyser *analyser)
{
    size_t capacity = analyser->capacity < 256 ? 256 : analyser->capacity * 2;
    struct mus_token *tokens = mus_realloc(analyser->tokens, capacity, sizeof *tokens);
    if (tokens == NULL) {
        return false;
    }
    analyser->tokens = tokens;
    analyser->capacity = capacity;
    return true;
}

/* Appends the token of that form that stands there in the folded text. */
static bool push(struct mus_analyser *analyser, enum mus_token_kind kind, enum mus_term_class class,
                 struct mus_text form, struct stretch stretch)
{
    if (analyser->count == analyser->capacity && !grow_tokens(analyser)) {
        return false;
    }
    char bytes[1 + MUS_MAX_TERM_BYTES];
    assert(form.len <= MUS_MAX_TERM_BYTES);
    bytes[0] = PREFIX[class];
    memcpy(bytes + 1, form.ptr, form.len);
    struct mus_fold_source origin = mus_fold_origin(&analyser->fold, stretch.begin, stretch.end);
    analyser->tokens[analyser->count++] = (struct mus_token){
        .hash = mus_term_of_class(mus_text_hash((struct mus_text){bytes, form.len + 1}), class),
        .kind = kind,
        .begin = origin.begin,
        .end = origin.end,
    };
    return true;
}

static const char *folded_bytes(const struct mus_analyser *analyser)
{
    return analyser->fold.text.data;
}

static struct mus_text folded_text(const struct mus_analyser *analyser)
{
    return (struct mus_text){folded_bytes(analyser), analyser->fold.text.len};
}

static struct mus_text folded_slice(const struct mus_analyser *analyser, struct stretch stretch)
{
    return (struct mus_text){folded_bytes(analyser) + stretch.begin, stretch.end - stretch.begin};
}

/* One character of the folded text and where it stands; class SPACE at the end of the text. */
struct place {
    struct stretch stretch;
    int32_t character;
    int32_t current; /* the form in terms: that of an old kanji is the one in use today */
    enum mus_char_class class;
};

static struct place place_at(const struct mus_analyser *analyser, size_t at)
{
    struct place place = {{(uint32_t)at, (uint32_t)at}, 0, 0, MUS_CHAR_SPACE};
    if (at < analyser->fold.text.len) {
        place.character = mus_char_next(folded_bytes(analyser), &at);
        place.class = mus_char_class(place.character);
        place.current =
            place.class == MUS_CHAR_HAN ? mus_kanji_current(place.character) : place.character;
        place.stretch.end = (uint32_t)at;
    }
    return place;
}

enum family { NO_RUN, JAPANESE, HANGUL, UNSPACED };

static enum family family_of(enum mus_char_class class)
{
    if (class == MUS_CHAR_HAN || class == MUS_CHAR_HIRAGANA || class == MUS_CHAR_KATAKANA) {
        return JAPANESE;
    }
    if (class == MUS_CHAR_HANGUL) {
        return HANGUL;
    }
    return class == MUS_CHAR_UNSPACED ? UNSPACED : NO_RUN;
}

/* True where the one character of a run says something by itself. */
static bool tells_alone(struct place place)
{
    if (place.class == MUS_CHAR_KATAKANA) {
        return place.character >= 0x30A1 && place.character <= 0x30FA;
    }
    return place.class == MUS_CHAR_HANGUL || place.class == MUS_CHAR_UNSPACED;
}

static bool push_pair(struct mus_analyser *analyser, struct place first, struct place second)
{
    char form[8];
    size_t len = mus_char_write(form, first.current);
    len += mus_char_write(form + len, second.current);
    bool katakana = first.class == MUS_CHAR_KATAKANA && second.class == MUS_CHAR_KATAKANA;
    return push(analyser, MUS_TOKEN_PAIR, katakana ? MUS_TERM_KATAKANA_PAIR : MUS_TERM_PAIR,
                (struct mus_text){form, len},
                (struct stretch){first.stretch.begin, second.stretch.end});
}

static bool push_single(struct mus_analyser *analyser, struct place place)
{
    char form[4];
    size_t len = mus_char_write(form, place.current);
    return push(analyser, MUS_TOKEN_SINGLE, MUS_TERM_SINGLE, (struct mus_text){form, len},
                place.stretch);
}

/* The word of katakana that begins at `here`, where it has two characters or more. */
static bool push_katakana(struct mus_analyser *analyser, struct place here)
{
    struct stretch word = here.stretch;
    size_t characters = 1;
    struct place next = place_at(analyser, word.end);
    while (next.class == MUS_CHAR_KATAKANA) {
        characters++;
        word.end = next.stretch.end;
        next = place_at(analyser, word.end);
    }
    if (characters < 2) {
        return true;
    }
    char form[MUS_MAX_TERM_BYTES];
    size_t len = mus_katakana_form(folded_slice(analyser, word), form);
    return push(analyser, MUS_TOKEN_KATAKANA, MUS_TERM_KATAKANA_WORD, (struct mus_text){form, len},
                word);
}

/* What begins at one character of a run. */
static bool push_from(struct mus_analyser *analyser, struct place before, struct place here,
                      struct place next)
{
    bool first = family_of(before.class) != family_of(here.class);
    bool last = family_of(next.class) != family_of(here.class);
    bool word = here.class == MUS_CHAR_KATAKANA && before.class != MUS_CHAR_KATAKANA;
    if (word && !push_katakana(analyser, here)) {
        return false;
    }
    if (!last && !push_pair(analyser, here, next)) {
        return false;
    }
    bool single = here.class == MUS_CHAR_HAN || (first && last && tells_alone(here));
    return !single || push_single(analyser, here);
}

/* The run that begins at `here`; *at becomes its end. */
static bool scan_run(struct mus_analyser *analyser, struct place here, size_t *at)
{
    struct place before = {.class = MUS_CHAR_SPACE};
    for (;;) {
        struct place next = place_at(analyser, here.stretch.end);
        bool more = family_of(next.class) == family_of(here.class);
        if (!push_from(analyser, before, here, next)) {
            return false;
        }
        if (!more) {
            *at = here.stretch.end;
            return true;
        }
        before = here;
        here = next;
    }
}

static bool is_word_class(enum mus_char_class class)
{
    return class == MUS_CHAR_LATIN || class == MUS_CHAR_DIGIT || class == MUS_CHAR_LETTER;
}

static bool is_digit_at(const struct mus_analyser *analyser, size_t at)
{
    if (at >= analyser->fold.text.len) {
        return false;
    }
    char byte = folded_bytes(analyser)[at];
    return byte >= '0' && byte <= '9';
}

/* True where the byte at `at` belongs to a number: the point of 2.5, the comma of 1,000. */
static bool is_inside_number(const struct mus_analyser *analyser, size_t begin, size_t at)
{
    char byte = folded_bytes(analyser)[at];
    if (at == begin || !is_digit_at(analyser, begin) || !is_digit_at(analyser, at - 1) ||
        !is_digit_at(analyser, at + 1)) {
        return false;
    }
    return byte == '.' || (byte == ',' && is_digit_at(analyser, at + 2) &&
                           is_digit_at(analyser, at + 3) && !is_digit_at(analyser, at + 4));
}

/* The end of the word that begins at `begin`. */
static size_t word_end(const struct mus_analyser *analyser, size_t begin)
{
    size_t at = begin;
    while (at < analyser->fold.text.len) {
        struct place place = place_at(analyser, at);
        if (!is_word_class(place.class) && place.class != MUS_CHAR_MARK &&
            !is_inside_number(analyser, begin, at)) {
            break;
        }
        at = place.stretch.end;
    }
    return at;
}

/* Where the next part of a joined word begins, 0 where the word ends at `end`. */
static size_t next_part(const struct mus_analyser *analyser, size_t end)
{
    struct place joiner = place_at(analyser, end);
    if (joiner.character != '-' && joiner.character != 0x2010 && joiner.character != '&') {
        return 0;
    }
    bool follows = is_word_class(place_at(analyser, joiner.stretch.end).class);
    return follows ? joiner.stretch.end : 0;
}

static bool push_word(struct mus_analyser *analyser, enum mus_token_kind kind,
                      struct mus_word *word, struct stretch stretch)
{
    struct mus_text form = mus_word_stem(analyser->stemmer, word);
    return form.ptr != NULL && push(analyser, kind, MUS_TERM_WORD, form, stretch);
}

/* True where every letter of the original is a capital. */
static bool is_in_capitals(const struct mus_analyser *analyser, struct stretch stretch)
{
    struct mus_fold_source origin = mus_fold_origin(&analyser->fold, stretch.begin, stretch.end);
    struct mus_text text = {analyser->original.ptr, origin.end};
    for (size_t at = origin.begin; at < origin.end;) {
        int32_t c = mus_text_narrow(mus_text_next(text, &at));
        if (c >= 'a' && c <= 'z') {
            return false;
        }
    }
    return true;
}

static bool is_stop(const struct mus_analyser *analyser, const struct mus_word *word,
                    struct stretch stretch)
{
    if (!word->ascii_letters || !mus_word_is_stop((struct mus_text){word->bytes, word->len})) {
        return false;
    }
    return word->len < 2 || !analyser->capitals_tell || !is_in_capitals(analyser, stretch);
}

/* The length of the letters in a word of two or more letters, then two or more digits, and nothing
 * else (iso14001); 0 for any other. */
static size_t letters_before_digits(struct mus_text folded)
{
    size_t letters = 0;
    while (letters < folded.len && folded.ptr[letters] >= 'a' && folded.ptr[letters] <= 'z') {
        letters++;
    }
    size_t end = letters;
    while (end < folded.len && folded.ptr[end] >= '0' && folded.ptr[end] <= '9') {
        end++;
    }
    return end == folded.len && letters >= 2 && end - letters >= 2 ? letters : 0;
}

static bool push_plain_part(struct mus_analyser *analyser, struct stretch stretch)
{
    struct mus_word word;
    mus_word_start(&word);
    mus_word_add(&word, folded_slice(analyser, stretch));
    if (word.len == 0 || is_stop(analyser, &word, stretch)) {
        return true;
    }
    return push_word(analyser, MUS_TOKEN_WORD, &word, stretch);
}

static bool push_part(struct mus_analyser *analyser, struct stretch stretch)
{
    if (!push_plain_part(analyser, stretch)) {
        return false;
    }
    size_t letters = letters_before_digits(folded_slice(analyser, stretch));
    if (letters == 0) {
        return true;
    }
    uint32_t middle = stretch.begin + (uint32_t)letters;
    return push_plain_part(analyser, (struct stretch){stretch.begin, middle}) &&
           push_plain_part(analyser, (struct stretch){middle, stretch.end});
}

/* The joined form of the parts from `begin` on, unless all are numbers; *end becomes the end of the
 * last. */
static bool push_joined(struct mus_analyser *analyser, size_t begin, size_t *end)
{
    struct mus_word word;
    mus_word_start(&word);
    bool has_letters = false;
    size_t at = begin;
    do {
        *end = word_end(analyser, at);
        has_letters = has_letters || !is_digit_at(analyser, at);
        mus_word_add(&word, folded_slice(analyser, (struct stretch){(uint32_t)at, (uint32_t)*end}));
        at = next_part(analyser, *end);
    } while (at != 0);
    struct stretch whole = {(uint32_t)begin, (uint32_t)*end};
    return !has_letters || push_word(analyser, MUS_TOKEN_JOINED, &word, whole);
}

/* The word, or the words joined by hyphens, that begin at *at; *at becomes their end. */
static bool scan_words(struct mus_analyser *analyser, size_t *at)
{
    size_t begin = *at;
    size_t part_end = word_end(analyser, begin);
    size_t end = part_end;
    if (next_part(analyser, part_end) != 0 && !push_joined(analyser, begin, &end)) {
        return false;
    }
    while (push_part(analyser, (struct stretch){(uint32_t)begin, (uint32_t)part_end})) {
        if (part_end == end) {
            *at = end;
            return true;
        }
        begin = next_part(analyser, part_end);
        part_end = word_end(analyser, begin);
    }
    return false;
}

/* Capitals say nothing where a longer English text has no small letters at all. */
static bool do_capitals_tell(struct mus_text text)
{
    enum { SHOUTED_MIN = 32 };
    if (text.len < SHOUTED_MIN) {
        return true;
    }
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte >= 0x80 || (byte >= 'a' && byte <= 'z')) {
            return true;
        }
    }
    return false;
}

static enum mus_status analyse(struct mus_analyser *analyser, struct mus_text text,
                               struct mus_error *err)
{
    analyser->count = 0;
    analyser->original = text;
    analyser->capitals_tell = do_capitals_tell(text);
    enum mus_status status = mus_fold_mapped(&analyser->fold, text, err);
    if (status != MUS_OK) {
        return status;
    }
    for (size_t at = 0; at < analyser->fold.text.len;) {
        struct place here = place_at(analyser, at);
        bool pushed = true;
        if (is_word_class(here.class)) {
            pushed = scan_words(analyser, &at);
        } else if (family_of(here.class) != NO_RUN) {
            pushed = scan_run(analyser, here, &at);
        } else {
            size_t after = mus_exception_end(folded_text(analyser), here.stretch.begin);
            at = after > here.stretch.end ? after : here.stretch.end;
        }
        if (!pushed) {
            return mus_fail_memory(err);
        }
    }
    return MUS_OK;
}

enum mus_status mus_terms_of(struct mus_analyser *analyser, struct mus_text text,
                             const struct mus_token **tokens, size_t *count, struct mus_error *err)
{
    enum mus_status status = analyse(analyser, text, err);
    if (status == MUS_OK) {
        *tokens = analyser->tokens;
        *count = analyser->count;
    }
    return status;
}

/* --- bags --- */

/* Adds the tokens' hashes behind `used` others. */
static bool collect_hashes(struct mus_analyser *analyser, size_t used)
{
    size_t wanted = used + analyser->count;
    if (wanted > analyser->hash_capacity) {
        size_t capacity = analyser->hash_capacity < 512 ? 512 : analyser->hash_capacity;
        while (capacity < wanted) {
            capacity *= 2;
        }
        uint64_t *hashes = mus_realloc(analyser->hashes, capacity, 2 * sizeof *hashes);
        if (hashes == NULL) {
            return false;
        }
        analyser->hashes = hashes;
        analyser->hash_capacity = capacity;
    }
    for (size_t i = 0; i < analyser->count; i++) {
        analyser->hashes[used + i] = analyser->tokens[i].hash;
    }
    return true;
}

/* Insertion sort: the quickest for a few hashes, and for more that are nearly in order. Gives up
 * where more than so many of them must be moved. */
static bool sort_by_moving(uint64_t *hashes, size_t count, size_t most)
{
    size_t moved = 0;
    for (size_t i = 1; i < count; i++) {
        uint64_t hash = hashes[i];
        size_t at = i;
        for (; at > 0 && hashes[at - 1] > hash; at--) {
            hashes[at] = hashes[at - 1];
        }
        hashes[at] = hash;
        moved += i - at;
        if (moved > most) {
            return false;
        }
    }
    return true;
}

/* Radix sort by the bytes from bit `shift` on, the least significant first, through `spare`: an
 * even number of passes, so that the result is back in `hashes`. */
static void sort_by_bytes(uint64_t *hashes, uint64_t *spare, size_t count, unsigned shift)
{
    for (; shift < 64; shift += 8) {
        size_t starts[257] = {0};
        for (size_t i = 0; i < count; i++) {
            starts[((hashes[i] >> shift) & 0xFF) + 1]++;
        }
        for (size_t i = 1; i < 257; i++) {
            starts[i] += starts[i - 1];
        }
        for (size_t i = 0; i < count; i++) {
            spare[starts[(hashes[i] >> shift) & 0xFF]++] = hashes[i];
        }
        uint64_t *sorted = spare;
        spare = hashes;
        hashes = sorted;
    }
}

/* Two bytes bring hashes nearly into order. Where a text was made so that they do not, all six that
 * short hashes have are sorted by. */
static void sort_hashes(uint64_t *hashes, uint64_t *spare, size_t count)
{
    enum { FEW = 48, TWO_BYTES = 48, ALL_BYTES = MUS_SHORT_HASH_SHIFT };
    if (count <= FEW) {
        sort_by_moving(hashes, count, SIZE_MAX);
        return;
    }
    sort_by_bytes(hashes, spare, count, TWO_BYTES);
    if (!sort_by_moving(hashes, count, 4 * count)) {
        sort_by_bytes(hashes, spare, count, ALL_BYTES);
    }
}

static enum mus_status bag_of_sorted(const uint64_t *hashes, size_t count, struct mus_arena *arena,
                                     struct mus_bag *bag, struct mus_error *err)
{
    size_t distinct = 0;
    uint32_t length = 0;
    for (size_t i = 0; i < count; i++) {
        distinct += i == 0 || hashes[i] != hashes[i - 1];
        length += mus_term_has_length(hashes[i]);
    }
    struct mus_term *terms = NULL;
    if (distinct > 0) {
        terms = mus_arena_alloc(arena, distinct, sizeof *terms);
        if (terms == NULL) {
            return mus_fail_memory(err);
        }
    }
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && hashes[i] != hashes[i - 1]) {
            at++;
        }
        terms[at].hash = hashes[i];
        terms[at].tf++;
    }
    *bag = (struct mus_bag){terms, distinct, length};
    return MUS_OK;
}

enum mus_status mus_terms_bag(struct mus_analyser *analyser, struct mus_texts texts,
                              struct mus_arena *arena, struct mus_bag *bag, struct mus_error *err)
{
    size_t used = 0;
    for (size_t i = 0; i < texts.count; i++) {
        enum mus_status status = analyse(analyser, texts.items[i], err);
        if (status != MUS_OK) {
            return status;
        }
        if (used > UINT32_MAX - analyser->count) {
            return mus_fail(err, MUS_LIMIT, "text %zu: too many terms for one field", i);
        }
        if (!collect_hashes(analyser, used)) {
            return mus_fail_memory(err);
        }
        used += analyser->count;
    }
    if (used > 0) {
        sort_hashes(analyser->hashes, analyser->hashes + analyser->hash_capacity, used);
    }
    return bag_of_sorted(analyser->hashes, used, arena, bag, err);
}
