/* Random lexicons and texts of few characters, so that headwords overlap, contain each other and
 * repeat: bags and evidence against a slow obvious version, which looks for every headword at every
 * place and compares all matches with all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lexicon/builder.h"
#include "lexicon/compile.h"
#include "lexicon/glossing.h"
#include "lexicon/source.h"
#include "matcher/text/fold.h"
#include "random_firm.h"

enum { CASES = 4000, TEXTS = 4, ROWS = 40, WORDS = 12, TEXT_MAX = 40, FOUND_MAX = 2000 };

static const char *const CHARACTERS[] = {"水", "処", "理", "ア", "ン", "ー", "あ",
                                         "い", "a",  "b",  "1",  " ",  "・"};
enum { CHARACTER_COUNT = sizeof CHARACTERS / sizeof CHARACTERS[0] };

enum kind { KANJI, KATAKANA, HIRAGANA, WORD, SPACE, OTHER };
static const enum kind KINDS[CHARACTER_COUNT] = {KANJI,    KANJI,    KANJI,    KATAKANA, KATAKANA,
                                                 KATAKANA, HIRAGANA, HIRAGANA, WORD,     WORD,
                                                 WORD,     SPACE,    OTHER};

/* A text as places in CHARACTERS, without spaces that are layout, and where each stands. */
struct plain {
    unsigned items[TEXT_MAX];
    bool spaced[TEXT_MAX];
    size_t begin[TEXT_MAX];
    size_t end[TEXT_MAX];
    size_t count;
};

struct headword {
    struct plain form;
    double weights[WORDS]; /* 0: not one of its terms */
};

struct found {
    size_t begin;
    size_t end;
    const struct headword *headword;
    unsigned halves;
};

struct world {
    struct mus_random random;
    struct mus_analyser *analyser;
    struct mus_glossing *space;
    struct mus_arena arena;
    uint64_t hashes[WORDS];
    struct mus_buf source;
    struct mus_buf bytes;
    struct mus_lexicon lexicon;
    struct headword headwords[ROWS];
    size_t headword_count;
    struct found found[FOUND_MAX];
    size_t found_count;
};

static unsigned below(struct world *world, unsigned bound)
{
    return (unsigned)mus_random_below(&world->random, bound);
}

/* Characters that folding leaves as they are: single spaces, none at either end. */
static void random_text(struct world *world, size_t most, struct mus_buf *out)
{
    size_t count = 1 + below(world, (unsigned)most);
    bool space = true;
    mus_buf_clear(out);
    for (size_t i = 0; i < count; i++) {
        unsigned c = below(world, CHARACTER_COUNT);
        if (KINDS[c] == SPACE && (space || i + 1 == count)) {
            c = 0;
        }
        space = KINDS[c] == SPACE;
        mus_buf_add_z(out, CHARACTERS[c]);
    }
    struct mus_buf folded = {0};
    assert_int_equal(mus_fold_search(mus_buf_text(out), &folded, NULL), MUS_OK);
    assert_true(mus_text_equal(mus_buf_text(out), mus_buf_text(&folded)));
    mus_buf_done(&folded);
}

static bool is_japanese(unsigned c)
{
    return KINDS[c] == KANJI || KINDS[c] == KATAKANA || KINDS[c] == HIRAGANA;
}

static unsigned character_at(struct mus_text text, size_t at)
{
    unsigned c = 0;
    while (c < CHARACTER_COUNT && !mus_text_starts((struct mus_text){text.ptr + at, text.len - at},
                                                   mus_text_of(CHARACTERS[c]))) {
        c++;
    }
    assert_true(c < CHARACTER_COUNT);
    return c;
}

static struct plain plain_of(struct mus_text text)
{
    struct plain plain = {.count = 0};
    bool spaced = false;
    for (size_t at = 0; at < text.len;) {
        unsigned c = character_at(text, at);
        size_t end = at + strlen(CHARACTERS[c]);
        bool layout = KINDS[c] == SPACE && is_japanese(plain.items[plain.count - 1]) &&
                      is_japanese(character_at(text, end));
        if (!layout) {
            plain.items[plain.count] = c;
            plain.spaced[plain.count] = spaced;
            plain.begin[plain.count] = at;
            plain.end[plain.count++] = end;
        }
        spaced = layout;
        at = end;
    }
    return plain;
}

/* --- a random lexicon --- */

static void add_rows(struct world *world, struct mus_lexicon_builder *builder)
{
    struct mus_buf headword = {0};
    size_t rows = 1 + below(world, ROWS);
    for (size_t i = 0; i < rows; i++) {
        char glosses[3][32];
        struct mus_text items[3];
        size_t count = 1 + below(world, 3);
        for (size_t g = 0; g < count; g++) {
            size_t len = 0;
            for (size_t w = 1 + below(world, 3); w > 0; w--) {
                len += (size_t)snprintf(glosses[g] + len, sizeof glosses[g] - len, "%sw%u",
                                        len > 0 ? " " : "", below(world, WORDS));
            }
            items[g] = mus_text_of(glosses[g]);
        }
        random_text(world, 5, &headword);
        assert_int_equal(
            mus_lexicon_add(builder,
                            (enum mus_lexicon_origin)below(world, MUS_LEXICON_ORIGIN_COUNT),
                            mus_buf_text(&headword), (struct mus_texts){items, count}, NULL),
            MUS_OK);
    }
    mus_buf_done(&headword);
}

/* The weights of the line's terms, as the header of compile.h says. */
static void weigh(struct headword *headword, struct mus_text glosses)
{
    for (unsigned place = 1; glosses.len > 0; place++) {
        struct mus_text gloss = mus_text_cut(&glosses, '|');
        unsigned count = 0;
        for (struct mus_text left = gloss; left.len > 0; count++) {
            mus_text_cut(&left, ' ');
        }
        while (gloss.len > 0) {
            unsigned word = (unsigned)atoi(mus_text_cut(&gloss, ' ').ptr + 1);
            double weight = round(1000 / sqrt(place * count));
            if (weight > headword->weights[word]) {
                headword->weights[word] = weight;
            }
        }
    }
}

static void read_source(struct world *world)
{
    struct mus_lexicon_lines lines;
    bool more = false;
    struct mus_text before = MUS_NO_TEXT;
    world->headword_count = 0;
    assert_int_equal(mus_lexicon_lines_start(&lines, mus_buf_text(&world->source), NULL), MUS_OK);
    for (;;) {
        assert_int_equal(mus_lexicon_lines_next(&lines, &more, NULL), MUS_OK);
        if (!more) {
            return;
        }
        if (!mus_text_equal(before, lines.line.headword)) {
            before = lines.line.headword;
            world->headwords[world->headword_count++] = (struct headword){.form = plain_of(before)};
        }
        weigh(&world->headwords[world->headword_count - 1], lines.line.glosses);
    }
}

static void new_lexicon(struct world *world)
{
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    struct mus_error err = {0};
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    assert_non_null(builder);
    add_rows(world, builder);
    mus_buf_clear(&world->source);
    mus_buf_clear(&world->bytes);
    assert_int_equal(mus_lexicon_write(builder, &world->source, counts, NULL), MUS_OK);
    mus_lexicon_builder_free(builder);
    if (mus_lexicon_compile(mus_buf_text(&world->source), world->analyser, &world->bytes, &err) !=
            MUS_OK ||
        mus_lexicon_open(mus_buf_text(&world->bytes), &world->lexicon, &err) != MUS_OK ||
        mus_lexicon_check(&world->lexicon, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    read_source(world);
    assert_int_equal(world->lexicon.headwords, world->headword_count);
}

/* --- the slow version --- */

static bool both(const struct plain *text, size_t at, enum kind kind)
{
    return at > 0 && at < text->count && KINDS[text->items[at - 1]] == kind &&
           KINDS[text->items[at]] == kind && !text->spaced[at];
}

static bool stands_at(const struct plain *text, size_t begin, const struct plain *form)
{
    size_t end = begin + form->count;
    if (end > text->count) {
        return false;
    }
    for (size_t i = 0; i < form->count; i++) {
        if (text->items[begin + i] != form->items[i]) {
            return false;
        }
    }
    bool inside_katakana = both(text, begin, KATAKANA) || both(text, end, KATAKANA);
    return !both(text, begin, WORD) && !both(text, end, WORD) &&
           (form->count >= 3 || !inside_katakana);
}

static bool contains(const struct found *outer, const struct found *inner)
{
    return outer != inner && outer->begin <= inner->begin && outer->end >= inner->end;
}

static void find_all(struct world *world, const struct plain *text)
{
    world->found_count = 0;
    for (size_t begin = 0; begin < text->count; begin++) {
        for (size_t h = 0; h < world->headword_count; h++) {
            const struct headword *headword = &world->headwords[h];
            if (stands_at(text, begin, &headword->form)) {
                assert_true(world->found_count < FOUND_MAX);
                world->found[world->found_count++] =
                    (struct found){begin, begin + headword->form.count, headword, 0};
            }
        }
    }
    for (size_t i = 0; i < world->found_count; i++) {
        struct found *found = &world->found[i];
        bool within = false;
        for (size_t k = 0; k < world->found_count; k++) {
            within = within || contains(&world->found[k], found);
        }
        found->halves = found->end - found->begin > 1 ? (within ? 1 : 2) : (within ? 0 : 2);
    }
}

/* All that the headword can mean. */
static double whole_of(const struct headword *headword)
{
    double whole = 0;
    for (size_t w = 0; w < WORDS; w++) {
        whole += headword->weights[w];
    }
    return whole;
}

static double share_in(struct mus_bag bag, uint64_t term)
{
    for (size_t i = 0; i < bag.count; i++) {
        if (bag.terms[i].hash == term) {
            return bag.terms[i].share;
        }
    }
    return 0;
}

static void compare_bag(struct world *world, struct mus_text text)
{
    struct mus_bag bag;
    assert_int_equal(mus_lexicon_bag(&world->lexicon, world->space, (struct mus_texts){&text, 1},
                                     &world->arena, &bag, NULL),
                     MUS_OK);
    size_t count = 0;
    for (size_t w = 0; w < WORDS; w++) {
        double halves = 0;
        double share = 0;
        for (size_t i = 0; i < world->found_count; i++) {
            const struct found *found = &world->found[i];
            double weight = found->halves * found->headword->weights[w];
            halves += weight;
            share += weight / 2 / whole_of(found->headword);
        }
        assert_int_equal(mus_bag_tf(bag, world->hashes[w]), (uint32_t)round(halves / 2));
        share = share < 1 ? share : 1;
        assert_true(fabs(share_in(bag, world->hashes[w]) - share * MUS_SHARE_WHOLE) < 0.51);
        count += halves > 0;
    }
    assert_int_equal(bag.count, count);
}

static size_t bytes_of(const struct plain *text, const struct found *found)
{
    return text->end[found->end - 1] - text->begin[found->begin];
}

/* The longest wanted match that nothing chosen shows, the first of equals; NULL where none is left.
 */
static const struct found *next_shown(const struct world *world, const struct plain *text,
                                      size_t wanted, const struct found **chosen, size_t count)
{
    const struct found *best = NULL;
    for (size_t i = 0; i < world->found_count; i++) {
        const struct found *found = &world->found[i];
        bool shown = found->halves == 0 || found->headword->weights[wanted] == 0;
        for (size_t k = 0; k < count; k++) {
            shown = shown || found == chosen[k] || contains(chosen[k], found) ||
                    found->headword == chosen[k]->headword;
        }
        if (!shown && (best == NULL || bytes_of(text, found) > bytes_of(text, best))) {
            best = found;
        }
    }
    return best;
}

static void compare_evidence(struct world *world, struct mus_text text, const struct plain *plain)
{
    const struct found *chosen[TEXT_MAX];
    size_t count = 0;
    size_t wanted = below(world, WORDS);
    size_t limit = below(world, 5);
    struct mus_hashes hashes = {&world->hashes[wanted], 1};
    struct mus_texts shown;
    assert_int_equal(mus_lexicon_matched(&world->lexicon, world->space, text, hashes, limit,
                                         &world->arena, &shown, NULL),
                     MUS_OK);
    while (count < limit) {
        const struct found *next = next_shown(world, plain, wanted, chosen, count);
        if (next == NULL) {
            break;
        }
        chosen[count++] = next;
    }
    assert_int_equal(shown.count, count);
    for (size_t i = 0; i < shown.count; i++) {
        const struct mus_text item = shown.items[i];
        bool expected = false;
        for (size_t k = 0; k < count; k++) {
            expected = expected || (item.ptr == text.ptr + plain->begin[chosen[k]->begin] &&
                                    item.len == bytes_of(plain, chosen[k]));
        }
        assert_true(expected);
        assert_true(i == 0 || shown.items[i - 1].ptr < item.ptr);
    }
}

static void bags_and_evidence_are_those_of_the_slow_version(void **state)
{
    (void)state;
    static struct world world;
    struct mus_buf text = {0};
    size_t matches = 0;
    unsigned cases = mus_random_cases(CASES);
    mus_random_init(&world.random, mus_random_seed());
    world.analyser = mus_analyser_new();
    world.space = mus_glossing_new();
    for (unsigned w = 0; w < WORDS; w++) {
        char word[8];
        const struct mus_token *tokens = NULL;
        size_t count = 0;
        snprintf(word, sizeof word, "w%u", w);
        assert_int_equal(mus_terms_of(world.analyser, mus_text_of(word), &tokens, &count, NULL),
                         MUS_OK);
        assert_int_equal(count, 1);
        world.hashes[w] = tokens[0].hash;
    }
    for (unsigned i = 0; i < cases; i++) {
        if (i % TEXTS == 0) {
            new_lexicon(&world);
        }
        random_text(&world, TEXT_MAX, &text);
        struct plain plain = plain_of(mus_buf_text(&text));
        find_all(&world, &plain);
        compare_bag(&world, mus_buf_text(&text));
        compare_evidence(&world, mus_buf_text(&text), &plain);
        matches += world.found_count;
        mus_arena_reset(&world.arena);
    }
    assert_true(matches > cases);
    mus_buf_done(&text);
    mus_buf_done(&world.source);
    mus_buf_done(&world.bytes);
    mus_arena_done(&world.arena);
    mus_glossing_free(world.space);
    mus_analyser_free(world.analyser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bags_and_evidence_are_those_of_the_slow_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
