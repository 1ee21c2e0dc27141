#include "matcher/text/memo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"

static const char *const TEXTS[] = {"廃棄物処理装置の販売", "water treatment plants", ""};

enum { TEXT_COUNT = sizeof TEXTS / sizeof TEXTS[0] };

static int make_analyser(void **state)
{
    *state = mus_analyser_new();
    return *state == NULL ? -1 : 0;
}

static int free_analyser(void **state)
{
    mus_analyser_free(*state);
    return 0;
}

static const struct mus_token *tokens_of(struct mus_terms_memo *memo, struct mus_analyser *analyser,
                                         struct mus_text text, size_t *count)
{
    const struct mus_token *tokens = NULL;
    assert_int_equal(mus_terms_memo_of(memo, analyser, text, &tokens, count, NULL), MUS_OK);
    return tokens;
}

static void it_has_what_the_analyser_gives(void **state)
{
    struct mus_terms_memo memo = {0};
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < TEXT_COUNT; i++) {
            const struct mus_text text = mus_text_of(TEXTS[i]);
            const struct mus_token *expected = NULL;
            size_t count = 0;
            size_t expected_count = 0;
            const struct mus_token *tokens = tokens_of(&memo, *state, text, &count);
            assert_ptr_equal(tokens, tokens_of(&memo, *state, text, &count));
            assert_int_equal(mus_terms_of(*state, text, &expected, &expected_count, NULL), MUS_OK);
            assert_int_equal(count, expected_count);
            for (size_t t = 0; t < count; t++) {
                assert_int_equal(tokens[t].hash, expected[t].hash);
                assert_int_equal(tokens[t].begin, expected[t].begin);
                assert_int_equal(tokens[t].end, expected[t].end);
                assert_int_equal(tokens[t].kind, expected[t].kind);
            }
        }
    }
    mus_terms_memo_done(&memo);
}

/* What lies where another text has been is read anew. */
static void cleared_it_knows_nothing(void **state)
{
    struct mus_terms_memo memo = {0};
    char room[] = "pump";
    const struct mus_text text = mus_text_of(room);
    size_t count = 0;
    uint64_t before = tokens_of(&memo, *state, text, &count)[0].hash;
    room[0] = 'j';
    assert_int_equal(tokens_of(&memo, *state, text, &count)[0].hash, before);
    mus_terms_memo_clear(&memo);
    assert_int_not_equal(tokens_of(&memo, *state, text, &count)[0].hash, before);
    mus_terms_memo_done(&memo);
}

/* The beginning of a text is another text. */
static void a_text_is_known_with_its_length(void **state)
{
    struct mus_terms_memo memo = {0};
    size_t whole = 0;
    size_t half = 0;
    const char *two = "valves pumps";
    tokens_of(&memo, *state, mus_text_of(two), &whole);
    tokens_of(&memo, *state, (struct mus_text){two, 6}, &half);
    assert_true(half < whole);
    mus_terms_memo_done(&memo);
}

static void failures_are_told(void **state)
{
    struct mus_terms_memo memo = {0};
    const struct mus_token *tokens = NULL;
    size_t count = 0;
    enum mus_status status = MUS_NO_MEMORY;
    assert_int_equal(
        mus_terms_memo_of(&memo, *state, (struct mus_text){"a\xFF", 2}, &tokens, &count, NULL),
        MUS_INVALID);
    uint64_t fail_at = 1;
    for (; status == MUS_NO_MEMORY; fail_at++) {
        mus_mem_fail_at(fail_at, false);
        status = mus_terms_memo_of(&memo, *state, mus_text_of(TEXTS[0]), &tokens, &count, NULL);
        mus_mem_fail_at(0, false);
    }
    assert_int_equal(status, MUS_OK);
    assert_true(fail_at > 2);
    mus_terms_memo_done(&memo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_has_what_the_analyser_gives),
        cmocka_unit_test(cleared_it_knows_nothing),
        cmocka_unit_test(a_text_is_known_with_its_length),
        cmocka_unit_test(failures_are_told),
    };
    return cmocka_run_group_tests(tests, make_analyser, free_analyser);
}
