#include "matcher/text/exceptions.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST = 1000 };

/* The place of the bracket that closes the one at `open`; 0 where none does in time. */
static size_t closing(struct mus_text text, size_t open)
{
    size_t end = text.len - open < LONGEST ? text.len : open + LONGEST;
    size_t depth = 0;
    for (size_t at = open; at < end; at++) {
        if (text.ptr[at] == '(') {
            depth++;
        } else if (text.ptr[at] == ')' && --depth == 0) {
            return at;
        }
    }
    return 0;
}

static bool ends_in(struct mus_text text, const char *ending)
{
    size_t len = strlen(ending);
    return text.len >= len && memcmp(text.ptr + text.len - len, ending, len) == 0;
}

static bool begins_with(struct mus_text text, const char *beginning)
{
    size_t len = strlen(beginning);
    return text.len >= len && memcmp(text.ptr, beginning, len) == 0;
}

size_t mus_exception_end(struct mus_text folded, size_t at)
{
    if (at >= folded.len || folded.ptr[at] != '(') {
        return 0;
    }
    size_t close = closing(folded, at);
    if (close == 0) {
        return 0;
    }
    struct mus_text inside = {folded.ptr + at + 1, close - at - 1};
    bool exception = ends_in(inside, "を除く") || ends_in(inside, "を除く。") ||
                     begins_with(inside, "except ") || begins_with(inside, "excluding ");
    return exception ? close + 1 : 0;
}
