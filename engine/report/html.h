/* Writing HTML that is well-formed XML too: elements are opened and closed by calls, and everything
 * between and within the tags is escaped, so that no label, whatever it holds, becomes markup.
 *
 *     struct mus_html html = {.out = &buf};
 *     mus_html_begin(&html, "td");
 *     mus_html_attribute(&html, "class", "number");
 *     mus_html_z(&html, "12");
 *     mus_html_end(&html);
 *
 * Names of elements and attributes are ours, never a user's. Broken nesting is our own mistake and
 * asserted; running out of memory is remembered by the buffer. The same calls give the same bytes.
 * A writer belongs to one thread. */
#ifndef MUS_REPORT_HTML_H
#define MUS_REPORT_HTML_H

#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

#define MUS_HTML_MAX_DEPTH 32

struct mus_html {
    struct mus_buf *out;
    const char *open[MUS_HTML_MAX_DEPTH]; /* the elements that are open, borrowed */
    unsigned depth;
    bool in_tag; /* of the innermost: attributes may follow */
};

/* <!DOCTYPE html>, before everything. */
void mus_html_doctype(struct mus_html *html);
void mus_html_begin(struct mus_html *html, const char *element);
/* Directly after mus_html_begin or another attribute. */
void mus_html_attribute(struct mus_html *html, const char *name, const char *value);
void mus_html_attribute_text(struct mus_html *html, const char *name, struct mus_text value);
void mus_html_attribute_integer(struct mus_html *html, const char *name, int64_t value);
void mus_html_text(struct mus_html *html, struct mus_text text);
void mus_html_z(struct mus_html *html, const char *text);
/* The innermost element. */
void mus_html_end(struct mus_html *html);
/* An element that holds text alone; class NULL: none. */
void mus_html_element(struct mus_html *html, const char *element, const char *class_name,
                      struct mus_text text);
/* Opens an element with a class; NULL: none. */
void mus_html_begin_class(struct mus_html *html, const char *element, const char *class_name);

#endif
