#include "matcher/text/chars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static void each_character_has_its_class(void **state)
{
    (void)state;
    static const struct {
        int32_t character;
        enum mus_char_class class;
    } cases[] = {
        {'a', MUS_CHAR_LATIN},      {'Z', MUS_CHAR_LATIN},      {U'é', MUS_CHAR_LATIN},
        {U'ế', MUS_CHAR_LATIN},     {'7', MUS_CHAR_DIGIT},      {U'٣', MUS_CHAR_DIGIT},
        {' ', MUS_CHAR_SPACE},      {0, MUS_CHAR_SPACE},        {0x7F, MUS_CHAR_SPACE},
        {0x85, MUS_CHAR_SPACE},     {U'　', MUS_CHAR_SPACE},    {'-', MUS_CHAR_PUNCT},
        {U'・', MUS_CHAR_PUNCT},    {U'、', MUS_CHAR_PUNCT},    {U'☆', MUS_CHAR_PUNCT},
        {'+', MUS_CHAR_SYMBOL},     {U'€', MUS_CHAR_SYMBOL},    {U'я', MUS_CHAR_LETTER},
        {U'ω', MUS_CHAR_LETTER},    {0x301, MUS_CHAR_MARK},     {U'川', MUS_CHAR_HAN},
        {U'々', MUS_CHAR_HAN},      {U'〆', MUS_CHAR_HAN},      {U'﨑', MUS_CHAR_HAN},
        {U'𠮷', MUS_CHAR_HAN},      {U'あ', MUS_CHAR_HIRAGANA}, {U'ゞ', MUS_CHAR_HIRAGANA},
        {U'ア', MUS_CHAR_KATAKANA}, {U'ー', MUS_CHAR_KATAKANA}, {U'ヶ', MUS_CHAR_KATAKANA},
        {U'한', MUS_CHAR_HANGUL},   {U'ท', MUS_CHAR_UNSPACED},  {0x0E34, MUS_CHAR_UNSPACED},
        {0x10FFFF, MUS_CHAR_PUNCT}, {U'²', MUS_CHAR_LETTER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(mus_char_class(cases[i].character), cases[i].class);
    }
}

static void dashes_are_known_and_the_long_vowel_mark_is_none(void **state)
{
    (void)state;
    static const int32_t dashes[] = {'-', U'‐', U'–', U'—', U'―', U'−', U'─', U'〜'};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        assert_true(mus_char_is_dash(dashes[i]));
    }
    assert_false(mus_char_is_dash(U'ー'));
    assert_false(mus_char_is_dash(U'一'));
    assert_false(mus_char_is_dash('_'));
}

static void plain_is(int32_t character, const char *wanted)
{
    int32_t plain[MUS_CHAR_PLAIN_MAX];
    size_t count = mus_char_plain(character, plain);
    struct mus_buf buf = {0};
    for (size_t i = 0; i < count; i++) {
        mus_buf_add_char(&buf, plain[i]);
    }
    assert_string_equal(buf.data, wanted);
    mus_buf_done(&buf);
}

static void latin_letters_become_plain_and_others_stay(void **state)
{
    (void)state;
    plain_is('a', "a");
    plain_is(U'é', "e");
    plain_is(U'ệ', "e");
    plain_is(U'đ', "d");
    plain_is(U'ø', "o");
    plain_is(U'ǿ', "o");
    plain_is(U'æ', "ae");
    plain_is(U'ǽ', "ae");
    plain_is(U'þ', "th");
    plain_is(U'ł', "l");
    plain_is(U'й', "й");
    plain_is(U'が', "が");
    plain_is(U'ά', "ά");
}

static void every_character_is_read_as_it_is_written(void **state)
{
    (void)state;
    for (int32_t c = 0; c <= 0x10FFFF; c++) {
        if (c == 0xD800) {
            c = 0xE000;
        }
        char bytes[4];
        size_t len = mus_char_write(bytes, c);
        size_t at = 0;
        assert_int_equal(mus_char_next(bytes, &at), c);
        assert_int_equal(at, len);
        at = 0;
        assert_int_equal(mus_text_next((struct mus_text){bytes, len}, &at), c);
    }
}

static void a_place_in_a_text_has_the_classes_of_its_neighbours(void **state)
{
    (void)state;
    struct mus_text text = MUS_TEXT("a川ア");
    size_t behind = 1 + strlen("川");
    assert_int_equal(mus_char_class_before(text, 0), MUS_CHAR_SPACE);
    assert_int_equal(mus_char_class_at(text, 0), MUS_CHAR_LATIN);
    assert_int_equal(mus_char_class_before(text, 1), MUS_CHAR_LATIN);
    assert_int_equal(mus_char_class_at(text, 1), MUS_CHAR_HAN);
    assert_int_equal(mus_char_class_before(text, behind), MUS_CHAR_HAN);
    assert_int_equal(mus_char_class_before(text, text.len), MUS_CHAR_KATAKANA);
    assert_int_equal(mus_char_class_at(text, text.len), MUS_CHAR_SPACE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_character_has_its_class),
        cmocka_unit_test(dashes_are_known_and_the_long_vowel_mark_is_none),
        cmocka_unit_test(latin_letters_become_plain_and_others_stay),
        cmocka_unit_test(a_place_in_a_text_has_the_classes_of_its_neighbours),
        cmocka_unit_test(every_character_is_read_as_it_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
