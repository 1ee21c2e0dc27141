#include "matcher/text/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void stem_is(struct sb_stemmer *stemmer, const char *folded, const char *wanted)
{
    struct mus_word word;
    mus_word_start(&word);
    mus_word_add(&word, mus_text_of(folded));
    assert_true(mus_text_equals(mus_word_stem(stemmer, &word), wanted));
}

static void plain_english_words_are_stemmed(void **state)
{
    stem_is(*state, "recycling", "recycl");
    stem_is(*state, "recycled", "recycl");
    stem_is(*state, "technologies", "technolog");
    stem_is(*state, "water", "water");
    stem_is(*state, "it", "it");
}

static void what_is_no_plain_word_is_its_own_stem(void **state)
{
    stem_is(*state, "co2s", "co2s");
    stem_is(*state, "1000", "1000");
    stem_is(*state, "2.5", "2.5");
    stem_is(*state, "отходов", "отходов");
}

static void diacritics_and_commas_go(void **state)
{
    stem_is(*state, "müller", "muller");
    stem_is(*state, "mu\xCC\x88ller", "muller");
    stem_is(*state, "1,000", "1000");
    stem_is(*state, "æro", "aero");
    stem_is(*state, "й\xCC\x81", "й\xCC\x81");
}

static void a_word_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    struct mus_word word;
    mus_word_start(&word);
    mus_word_add(&word, MUS_TEXT("x"));
    for (int i = 0; i < MUS_MAX_TERM_BYTES; i++) {
        mus_word_add(&word, MUS_TEXT("ш"));
    }
    assert_true(word.cut);
    assert_int_equal(word.len, MUS_MAX_TERM_BYTES - 1);
    assert_true(mus_text_is_utf8((struct mus_text){word.bytes, word.len}, NULL));
    mus_word_add(&word, MUS_TEXT("x")); /* it would fit, yet the word has ended */
    assert_int_equal(word.len, MUS_MAX_TERM_BYTES - 1);
}

static void stop_words_say_nothing_of_a_subject(void **state)
{
    (void)state;
    static const char *const stop[] = {"a", "the", "of", "and", "yours", "it", "us", "with"};
    static const char *const kept[] = {"", "company", "service", "waste", "zero", "aa", "th"};
    for (size_t i = 0; i < sizeof stop / sizeof *stop; i++) {
        assert_true(mus_word_is_stop(mus_text_of(stop[i])));
    }
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        assert_false(mus_word_is_stop(mus_text_of(kept[i])));
    }
}

static int make_stemmer(void **state)
{
    *state = mus_word_stemmer_new();
    return *state == NULL ? -1 : 0;
}

static int free_stemmer(void **state)
{
    mus_word_stemmer_free(*state);
    mus_word_stemmer_free(NULL);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_english_words_are_stemmed),
        cmocka_unit_test(what_is_no_plain_word_is_its_own_stem),
        cmocka_unit_test(diacritics_and_commas_go),
        cmocka_unit_test(a_word_is_cut_at_a_whole_character),
        cmocka_unit_test(stop_words_say_nothing_of_a_subject),
    };
    return cmocka_run_group_tests(tests, make_stemmer, free_stemmer);
}
