#include "cli/page.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "matcher/text/width.h"

const char *mus_page_pick(const struct mus_page *page, const char *ja, const char *en)
{
    return page->english ? en : ja;
}

void mus_page_line(struct mus_page *page, const char *ja, const char *en)
{
    mus_buf_add_z(page->out, mus_page_pick(page, ja, en));
    mus_buf_add_byte(page->out, '\n');
}

void mus_page_end(struct mus_page *page)
{
    while (page->out->len > 0 && page->out->data[page->out->len - 1] == ' ') {
        page->out->len--;
    }
    mus_buf_add_byte(page->out, '\n');
}

static void blanks(struct mus_page *page, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mus_buf_add_byte(page->out, ' ');
    }
}

/* A control character, such as a line break in a name, becomes a blank: a row stays one line. */
static void add_line(struct mus_page *page, struct mus_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        mus_buf_add_byte(page->out, byte < 0x20 || byte == 0x7F ? ' ' : byte);
    }
}

void mus_page_pad(struct mus_page *page, struct mus_text text, size_t width)
{
    size_t taken = mus_text_width(text);
    if (taken > width) {
        struct mus_text part = mus_text_fit(text, width - 1);
        add_line(page, part);
        mus_buf_add_z(page->out, "…");
        taken = mus_text_width(part) + 1;
    } else {
        add_line(page, text);
    }
    blanks(page, width - taken);
}

void mus_page_pad_left(struct mus_page *page, struct mus_text text, size_t width)
{
    size_t taken = mus_text_width(text);
    blanks(page, taken < width ? width - taken : 0);
    mus_buf_add_text(page->out, text);
}

void mus_page_number(struct mus_page *page, int64_t value)
{
    char digits[32];
    int len = snprintf(digits, sizeof digits, "%" PRId64, value);
    for (int i = 0; i < len; i++) {
        mus_buf_add_byte(page->out, (unsigned char)digits[i]);
        int left = len - i - 1;
        if (left > 0 && left % 3 == 0 && digits[i] != '-') {
            mus_buf_add_byte(page->out, ',');
        }
    }
}

void mus_page_points(struct mus_page *page, int64_t millionths)
{
    int64_t tenths = (millionths + 500) / 1000;
    mus_buf_printf(page->out, "%" PRId64 ".%" PRId64, tenths / 10, tenths % 10);
}

static void wrapped(struct mus_page *page, const char *code, struct mus_text text)
{
    if (page->colour) {
        mus_buf_printf(page->out, "\x1B[%sm", code);
    }
    mus_buf_add_text(page->out, text);
    if (page->colour) {
        mus_buf_add_z(page->out, "\x1B[0m");
    }
}

void mus_page_strong(struct mus_page *page, struct mus_text text)
{
    wrapped(page, "1", text);
}

void mus_page_faint(struct mus_page *page, struct mus_text text)
{
    wrapped(page, "2", text);
}

struct mus_text mus_page_label(const struct mus_page *page, const struct mus_json *bilingual)
{
    static const char *const orders[2][2] = {{"ja", "en"}, {"en", "ja"}};
    for (int i = 0; i < 2; i++) {
        struct mus_text text =
            mus_json_text(mus_json_get(bilingual, orders[page->english ? 1 : 0][i]));
        if (text.len > 0) {
            return text;
        }
    }
    return MUS_TEXT("—");
}
