/* Lexicons made of a few lines, for the tests of engine/lexicon. */
#ifndef MUS_TESTS_LEXICON_FIXTURE_H
#define MUS_TESTS_LEXICON_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "lexicon/compile.h"
#include "lexicon/glossing.h"
#include "lexicon/lexicon.h"
#include "lexicon/source.h"
#include "matcher/text/terms.h"

struct built {
    struct mus_analyser *analyser;
    struct mus_glossing *space;
    struct mus_arena arena;
    struct mus_buf source;
    struct mus_buf bytes;
    struct mus_lexicon lexicon;
};

/* Of lines without the heading, sorted by headword. */
static inline void build(struct built *built, const char *lines)
{
    struct mus_error err = {0};
    *built = (struct built){.analyser = mus_analyser_new(), .space = mus_glossing_new()};
    assert_non_null(built->analyser);
    assert_non_null(built->space);
    mus_buf_printf(&built->source, "%s%s", MUS_LEXICON_HEADING, lines);
    enum mus_status status =
        mus_lexicon_compile(mus_buf_text(&built->source), built->analyser, &built->bytes, &err);
    if (status == MUS_OK) {
        status = mus_lexicon_open(mus_buf_text(&built->bytes), &built->lexicon, &err);
    }
    if (status == MUS_OK) {
        status = mus_lexicon_check(&built->lexicon, &err);
    }
    if (status != MUS_OK) {
        fail_msg("%s", err.message);
    }
}

static inline void unbuild(struct built *built)
{
    mus_analyser_free(built->analyser);
    mus_glossing_free(built->space);
    mus_arena_done(&built->arena);
    mus_buf_done(&built->source);
    mus_buf_done(&built->bytes);
}

static inline uint64_t term_of_word(struct mus_analyser *analyser, struct mus_text word)
{
    const struct mus_token *tokens = NULL;
    size_t count = 0;
    assert_int_equal(mus_terms_of(analyser, word, &tokens, &count, NULL), MUS_OK);
    assert_int_equal(count, 1);
    return tokens[0].hash;
}

/* Terms as text: "waste 1000|refuse 707", in any order. */
static inline void assert_terms(struct built *built, struct mus_bag bag, const char *expected)
{
    struct mus_text left = mus_text_of(expected);
    size_t count = 0;
    for (size_t i = 1; i < bag.count; i++) {
        assert_true(bag.terms[i - 1].hash < bag.terms[i].hash);
    }
    for (; left.len > 0; count++) {
        struct mus_text tf = mus_text_cut(&left, '|');
        struct mus_text word = mus_text_cut(&tf, ' ');
        char number[16] = "";
        snprintf(number, sizeof number, "%u", mus_bag_tf(bag, term_of_word(built->analyser, word)));
        if (!mus_text_equals(tf, number)) {
            fail_msg("%.*s has %s in \"%s\"", MUS_TEXT_ARG(word), number, expected);
        }
    }
    assert_int_equal(bag.count, count);
    assert_int_equal(bag.length, 0);
}

static inline void assert_bag(struct built *built, const char *text, const char *expected)
{
    struct mus_text item = mus_text_of(text);
    struct mus_bag bag;
    assert_int_equal(mus_lexicon_bag(&built->lexicon, built->space, (struct mus_texts){&item, 1},
                                     &built->arena, &bag, NULL),
                     MUS_OK);
    assert_terms(built, bag, expected);
}

#endif
