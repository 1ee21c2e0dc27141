#include "lexicon/brackets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void gives(const char *text, const char *expected)
{
    struct mus_buf out = {0};
    mus_buf_add_z(&out, "x");
    mus_brackets_strip(mus_text_of(text), &out);
    assert_string_equal(out.data + 1, expected);
    mus_buf_done(&out);
}

static void what_stands_in_brackets_is_left_out(void **state)
{
    (void)state;
    gives("(n,vs) (1) short selling", "short selling");
    gives("steel (esp. hot (rolled)) {comp} plate", "steel     plate");
    gives("水処理（排水）", "水処理");
    gives("〔特殊〕ポンプ", "ポンプ");
    gives("pump", "pump");
    gives("(pump)", "");
    gives("", "");
}

static void blanks_and_stops_at_the_ends_are_left_out(void **state)
{
    (void)state;
    gives(" ; pump. ", "pump");
    gives("Co. (Ltd.)", "Co");
    gives("e.g. pumps", "e.g. pumps");
}

static void brackets_without_their_fellow_are_borne(void **state)
{
    (void)state;
    gives("pump (for water", "pump");
    gives("pump) valve", "pump) valve");
    gives("a (b} c", "a   c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_in_brackets_is_left_out),
        cmocka_unit_test(blanks_and_stops_at_the_ends_are_left_out),
        cmocka_unit_test(brackets_without_their_fellow_are_borne),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
