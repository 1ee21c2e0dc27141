#include "lexicon/builtin.h"

#include "lexicon/builder.h"
#include "lexicon/glossary.h"
#include "lexicon_fixture.h"

static void every_glossary_is_sound_and_in_its_place(void **state)
{
    (void)state;
    size_t count;
    const struct mus_builtin_glossary *glossaries = mus_lexicon_builtin(&count);
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    assert_true(count >= 16);
    for (size_t i = 0; i < count; i++) {
        struct mus_error err = {0};
        assert_true(i == 0 || mus_text_compare(glossaries[i - 1].name, glossaries[i].name) < 0);
        if (mus_lexicon_add_glossary(builder, glossaries[i].name, glossaries[i].text, &err) !=
            MUS_OK) {
            fail_msg("%s", err.message);
        }
    }
    mus_lexicon_builder_free(builder);
}

static void all_of_it_compiles_and_can_be_read(void **state)
{
    (void)state;
    size_t count;
    const struct mus_builtin_glossary *glossaries = mus_lexicon_builtin(&count);
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    struct mus_buf source = {0};
    struct built built;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(
            mus_lexicon_add_glossary(builder, glossaries[i].name, glossaries[i].text, NULL),
            MUS_OK);
    }
    assert_int_equal(mus_lexicon_write(builder, &source, counts, NULL), MUS_OK);
    assert_true(counts[MUS_LEXICON_GLOSSARY].rows > 9000);
    assert_true(counts[MUS_LEXICON_GLOSSARY].passed_over < 50);
    build(&built, source.data + sizeof MUS_LEXICON_HEADING - 1);
    struct mus_text text = MUS_TEXT("ごみ発電プラント");
    struct mus_bag bag;
    assert_int_equal(mus_lexicon_bag(&built.lexicon, built.space, (struct mus_texts){&text, 1},
                                     &built.arena, &bag, NULL),
                     MUS_OK);
    assert_true(mus_bag_tf(bag, term_of_word(built.analyser, MUS_TEXT("waste"))) > 0);
    assert_true(mus_bag_tf(bag, term_of_word(built.analyser, MUS_TEXT("plant"))) > 0);
    unbuild(&built);
    mus_buf_done(&source);
    mus_lexicon_builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_glossary_is_sound_and_in_its_place),
        cmocka_unit_test(all_of_it_compiles_and_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
