#include "report/html.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Elements that HTML closes by themselves. */
static bool is_void(const char *element)
{
    static const char *const names[] = {"br", "col", "hr", "meta", "wbr"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(element, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Elements behind which a line may end without a blank being seen. */
static bool ends_line(const char *element)
{
    static const char *const names[] = {
        "title",  "meta",    "style", "head",  "body",  "header", "main", "h1",      "h2", "h3",
        "p",      "section", "div",   "table", "thead", "tbody",  "tr",   "caption", "dl", "dd",
        "figure", "footer",  "ul",    "li",    "pre",   "svg",    "g",    "colgroup"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(element, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void close_tag(struct mus_html *html)
{
    if (html->in_tag) {
        mus_buf_add_byte(html->out, '>');
        html->in_tag = false;
    }
}

void mus_html_doctype(struct mus_html *html)
{
    assert(html->depth == 0);
    mus_buf_add_z(html->out, "<!DOCTYPE html>\n");
}

void mus_html_begin(struct mus_html *html, const char *element)
{
    assert(html->depth < MUS_HTML_MAX_DEPTH);
    close_tag(html);
    mus_buf_add_byte(html->out, '<');
    mus_buf_add_z(html->out, element);
    html->open[html->depth++] = element;
    html->in_tag = true;
}

void mus_html_begin_class(struct mus_html *html, const char *element, const char *class_name)
{
    mus_html_begin(html, element);
    if (class_name != NULL) {
        mus_html_attribute(html, "class", class_name);
    }
}

/* Characters that XML cannot hold, and bytes that are no characters. */
static bool cannot_be_shown(int32_t c)
{
    bool control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
    return control || c == 0xFFFE || c == 0xFFFF;
}

static const char *escape_of(int32_t c, bool quoted)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return quoted ? "&quot;" : NULL;
    case '\n':
        return quoted ? "&#10;" : NULL;
    case '\t':
        return quoted ? "&#9;" : NULL;
    default:
        return cannot_be_shown(c) ? "\xEF\xBF\xBD" : NULL;
    }
}

static void add_escaped(struct mus_buf *out, struct mus_text text, bool quoted)
{
    size_t written = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        const char *escape = escape_of(mus_text_next(text, &at), quoted);
        if (escape != NULL) {
            mus_buf_add(out, text.ptr + written, start - written);
            mus_buf_add_z(out, escape);
            written = at;
        }
    }
    if (written < text.len) {
        mus_buf_add(out, text.ptr + written, text.len - written);
    }
}

void mus_html_attribute_text(struct mus_html *html, const char *name, struct mus_text value)
{
    assert(html->in_tag);
    mus_buf_add_byte(html->out, ' ');
    mus_buf_add_z(html->out, name);
    mus_buf_add_z(html->out, "=\"");
    add_escaped(html->out, value, true);
    mus_buf_add_byte(html->out, '"');
}

void mus_html_attribute(struct mus_html *html, const char *name, const char *value)
{
    mus_html_attribute_text(html, name, mus_text_of(value));
}

void mus_html_attribute_integer(struct mus_html *html, const char *name, int64_t value)
{
    assert(html->in_tag);
    mus_buf_printf(html->out, " %s=\"%" PRId64 "\"", name, value);
}

void mus_html_text(struct mus_html *html, struct mus_text text)
{
    assert(html->depth > 0 && !is_void(html->open[html->depth - 1]));
    close_tag(html);
    add_escaped(html->out, text, false);
}

void mus_html_z(struct mus_html *html, const char *text)
{
    mus_html_text(html, mus_text_of(text));
}

void mus_html_end(struct mus_html *html)
{
    assert(html->depth > 0);
    const char *element = html->open[--html->depth];
    if (is_void(element)) {
        assert(html->in_tag);
        mus_buf_add_z(html->out, "/>");
        html->in_tag = false;
    } else {
        close_tag(html);
        mus_buf_add_z(html->out, "</");
        mus_buf_add_z(html->out, element);
        mus_buf_add_byte(html->out, '>');
    }
    if (ends_line(element)) {
        mus_buf_add_byte(html->out, '\n');
    }
}

void mus_html_element(struct mus_html *html, const char *element, const char *class_name,
                      struct mus_text text)
{
    mus_html_begin_class(html, element, class_name);
    mus_html_text(html, text);
    mus_html_end(html);
}
