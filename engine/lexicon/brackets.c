#include "lexicon/brackets.h"

#include <stdbool.h>
#include <stdint.h>

static bool opens(int32_t c)
{
    return c == '(' || c == '{' || c == U'（' || c == U'〔';
}

static bool closes(int32_t c)
{
    return c == ')' || c == '}' || c == U'）' || c == U'〕';
}

static bool is_trimmed(char c)
{
    return c == ' ' || c == '.' || c == ';' || c == '\t';
}

void mus_brackets_strip(struct mus_text text, struct mus_buf *out)
{
    size_t start = out->len;
    size_t depth = 0;
    for (size_t at = 0; at < text.len;) {
        size_t begin = at;
        int32_t c = mus_text_next(text, &at);
        if (opens(c)) {
            depth++;
        } else if (closes(c) && depth > 0) {
            depth--;
            mus_buf_add(out, " ", depth == 0 && out->len > start ? 1 : 0);
        } else if (depth == 0 && (out->len > start || !is_trimmed(text.ptr[begin]))) {
            mus_buf_add(out, text.ptr + begin, at - begin);
        }
    }
    while (out->len > start && is_trimmed(out->data[out->len - 1])) {
        out->data[--out->len] = '\0';
    }
}
