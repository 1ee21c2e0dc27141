#include "matcher/text/exceptions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* The text behind the exception that its first bracket begins; "none" where it begins none. */
static void expect_rest(const char *text, const char *expected)
{
    struct mus_text folded = mus_text_of(text);
    const char *bracket = strchr(text, '(');
    assert_non_null(bracket);
    size_t end = mus_exception_end(folded, (size_t)(bracket - text));
    assert_true(end <= folded.len);
    const char *rest = end == 0 ? "none" : text + end;
    if (strcmp(rest, expected) != 0) {
        fail_msg("%s: behind its exception stands \"%s\", not \"%s\"", text, rest, expected);
    }
}

static void exceptions_in_japanese_end_in_so_many_words(void **state)
{
    (void)state;
    expect_rest("食料品製造業(冷凍食品を除く)", "");
    expect_rest("卸売業(医薬品を除く。)、小売業", "、小売業");
    expect_rest("(を除く)", "");
    expect_rest("食料品(冷凍食品を含む)", "none");
    expect_rest("食料品(冷凍食品を除くもの)", "none");
    expect_rest("食料品(除く)", "none");
}

static void exceptions_in_english_begin_with_a_word(void **state)
{
    (void)state;
    expect_rest("plastics (except film) and rubber", " and rubber");
    expect_rest("vehicles (excluding parts)", "");
    expect_rest("plastics (film, except bags)", "none");
    expect_rest("plastics (exceptional)", "none");
    expect_rest("plastics (except)", "none");
    expect_rest("plastics ( except film)", "none");
}

static void brackets_may_stand_within_brackets(void **state)
{
    (void)state;
    expect_rest("業(食品(冷凍)を除く)と", "と");
    expect_rest("works (except (a) and (b)) here", " here");
    expect_rest("業(食品(冷凍を除く)を含む)と", "none"); /* the inner one is asked for apart */
    struct mus_text text = MUS_TEXT("a(b(except c)d)");
    assert_int_equal(mus_exception_end(text, 1), 0);
    assert_int_equal(mus_exception_end(text, 3), sizeof "a(b(except c)" - 1);
}

static void other_places_begin_none(void **state)
{
    (void)state;
    struct mus_text text = MUS_TEXT("a (except b)");
    for (size_t at = 0; at <= text.len + 1; at++) {
        assert_int_equal(mus_exception_end(text, at), at == 2 ? text.len : 0);
    }
    assert_int_equal(mus_exception_end(MUS_NO_TEXT, 0), 0);
}

static void brackets_that_do_not_close_are_none(void **state)
{
    (void)state;
    expect_rest("(", "none");
    expect_rest("()", "none");
    expect_rest("plastics (except film", "none");
    expect_rest("plastics (except (film)", "none");
    expect_rest("食料品(冷凍食品を除く", "none");
}

/* Brackets of a thousand bytes, and of one more. */
static void a_long_one_is_not_looked_at_to_its_end(void **state)
{
    (void)state;
    char text[1002];
    memset(text, 'x', sizeof text);
    memcpy(text, "(except ", sizeof "(except " - 1);
    for (size_t len = 999; len <= 1001; len++) {
        text[len - 1] = ')';
        assert_int_equal(mus_exception_end((struct mus_text){text, sizeof text}, 0),
                         len <= 1000 ? len : 0);
        text[len - 1] = 'x';
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exceptions_in_japanese_end_in_so_many_words),
        cmocka_unit_test(exceptions_in_english_begin_with_a_word),
        cmocka_unit_test(brackets_may_stand_within_brackets),
        cmocka_unit_test(other_places_begin_none),
        cmocka_unit_test(brackets_that_do_not_close_are_none),
        cmocka_unit_test(a_long_one_is_not_looked_at_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
