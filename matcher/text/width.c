#include "matcher/text/width.h"

#include <utf8proc.h>

static size_t width_of(int32_t character)
{
    if (character < 0) {
        return 1;
    }
    int width = utf8proc_charwidth(character);
    return width < 0 ? 0 : (size_t)width;
}

size_t mus_text_width(struct mus_text text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.len;) {
        width += width_of(mus_text_next(text, &at));
    }
    return width;
}

struct mus_text mus_text_fit(struct mus_text text, size_t width)
{
    size_t used = 0;
    size_t end = 0;
    for (size_t at = 0; at < text.len;) {
        used += width_of(mus_text_next(text, &at));
        if (used > width) {
            break;
        }
        end = at;
    }
    return (struct mus_text){text.ptr, end};
}
