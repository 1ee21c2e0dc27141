/* What a person reads on a terminal: text in the chosen language, aligned by columns.
 *
 * A page collects output in a buffer; main writes it. One thread. */
#ifndef MUS_CLI_PAGE_H
#define MUS_CLI_PAGE_H

#include "base/buf.h"
#include "base/text.h"
#include "codec/json.h"

#include <stdbool.h>

struct mus_page {
    struct mus_buf *out;
    bool english; /* Japanese otherwise */
    bool colour;
    size_t answers; /* objects shown so far */
};

/* The text in the page's language. */
const char *mus_page_pick(const struct mus_page *page, const char *ja, const char *en);
/* printf in the page's language: both formats take the same arguments. */
#define mus_page_say(page, ja, en, ...)                                                            \
    ((page)->english ? mus_buf_printf((page)->out, en, __VA_ARGS__)                                \
                     : mus_buf_printf((page)->out, ja, __VA_ARGS__))
void mus_page_line(struct mus_page *page, const char *ja, const char *en);
/* Ends a line, without blanks at its end. */
void mus_page_end(struct mus_page *page);
/* The text, then blanks up to the width in columns; longer texts are cut and end in "…". The
 * width is at least 1. */
void mus_page_pad(struct mus_page *page, struct mus_text text, size_t width);
/* The same, to the right. */
void mus_page_pad_left(struct mus_page *page, struct mus_text text, size_t width);
/* 1234567 → "1,234,567". */
void mus_page_number(struct mus_page *page, int64_t value);
/* Millionths as points: 734000 → "73.4". */
void mus_page_points(struct mus_page *page, int64_t millionths);
/* Bold where the terminal has colours. */
void mus_page_strong(struct mus_page *page, struct mus_text text);
void mus_page_faint(struct mus_page *page, struct mus_text text);
/* {"ja": …, "en": …} in the page's language, or in the other where it lacks that. */
struct mus_text mus_page_label(const struct mus_page *page, const struct mus_json *bilingual);

#endif
