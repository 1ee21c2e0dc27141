#include "report/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"

static void assert_html(struct mus_buf *out, const char *expected)
{
    assert_int_equal(mus_buf_check(out, NULL), MUS_OK);
    assert_string_equal(out->data, expected);
    mus_buf_done(out);
}

static void elements_are_closed_in_their_order(void **state)
{
    (void)state;
    struct mus_buf out = {0};
    struct mus_html html = {.out = &out};
    mus_html_doctype(&html);
    mus_html_begin_class(&html, "b", "x");
    mus_html_attribute_integer(&html, "data-n", -5);
    mus_html_begin_class(&html, "i", NULL);
    mus_html_end(&html);
    mus_html_element(&html, "u", "y", MUS_TEXT("結"));
    mus_html_begin(&html, "br");
    mus_html_end(&html);
    mus_html_z(&html, "!");
    mus_html_end(&html);
    assert_int_equal(html.depth, 0);
    assert_html(&out, "<!DOCTYPE html>\n<b class=\"x\" data-n=\"-5\"><i></i><u class=\"y\">結</u>"
                      "<br/>!</b>");
}

static void no_text_becomes_markup(void **state)
{
    (void)state;
    struct mus_buf out = {0};
    struct mus_html html = {.out = &out};
    mus_html_begin(&html, "b");
    mus_html_attribute(&html, "title", "\"><script>'&amp;\n\t");
    mus_html_z(&html, "</b><script>alert(\"1\")</script>&lt;]]>\n");
    mus_html_end(&html);
    assert_html(&out, "<b title=\"&quot;&gt;&lt;script&gt;'&amp;amp;&#10;&#9;\">"
                      "&lt;/b&gt;&lt;script&gt;alert(\"1\")&lt;/script&gt;&amp;lt;]]&gt;\n</b>");
}

static void what_xml_cannot_hold_is_replaced(void **state)
{
    (void)state;
    struct mus_buf out = {0};
    struct mus_html html = {.out = &out};
    mus_html_begin(&html, "b");
    mus_html_text(&html, MUS_TEXT("a\0b\x01\x7F\xC2\x80\xFF\xED\xA0\x80\xEF\xBF\xBF\r😀"));
    mus_html_end(&html);
    assert_html(&out, "<b>a\xEF\xBF\xBD"
                      "b\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                      "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD😀</b>");
}

static void a_failed_allocation_is_remembered_in_the_buffer(void **state)
{
    (void)state;
    struct mus_buf out = {0};
    struct mus_html html = {.out = &out};
    mus_mem_fail_at(1, false);
    mus_html_element(&html, "b", NULL, MUS_TEXT("a"));
    mus_mem_fail_at(0, false);
    assert_int_equal(mus_buf_check(&out, NULL), MUS_NO_MEMORY);
    mus_buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_are_closed_in_their_order),
        cmocka_unit_test(no_text_becomes_markup),
        cmocka_unit_test(what_xml_cannot_hold_is_replaced),
        cmocka_unit_test(a_failed_allocation_is_remembered_in_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
