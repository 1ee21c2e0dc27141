#include "base/scan.h"

#include <assert.h>

/* The next character and where the one after it starts. */
static int32_t next(const struct mus_scan *scan, size_t *after)
{
    *after = scan->at;
    if (scan->at >= scan->text.len) {
        return MUS_SCAN_END;
    }
    int32_t c = mus_text_next(scan->text, after);
    return c < 0 ? MUS_SCAN_BAD : mus_text_narrow(c);
}

static int32_t lower(int32_t c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

int32_t mus_scan_peek(const struct mus_scan *scan)
{
    size_t after;
    return next(scan, &after);
}

bool mus_scan_at_end(const struct mus_scan *scan)
{
    return scan->at >= scan->text.len;
}

bool mus_scan_word(struct mus_scan *scan, const char *word)
{
    struct mus_text wanted = mus_text_of(word);
    struct mus_scan ahead = *scan;
    for (size_t at = 0; at < wanted.len;) {
        size_t after;
        if (lower(next(&ahead, &after)) != mus_text_next(wanted, &at)) {
            return false;
        }
        ahead.at = after;
    }
    *scan = ahead;
    return true;
}

bool mus_scan_one_of(struct mus_scan *scan, const char *characters)
{
    struct mus_text wanted = mus_text_of(characters);
    size_t after;
    int32_t c = lower(next(scan, &after));
    for (size_t at = 0; c >= 0 && at < wanted.len;) {
        if (c == mus_text_next(wanted, &at)) {
            scan->at = after;
            return true;
        }
    }
    return false;
}

bool mus_scan_blanks(struct mus_scan *scan)
{
    size_t start = scan->at;
    while (mus_scan_one_of(scan, " \t\n\v\f\r")) {
    }
    return scan->at > start;
}

int mus_scan_digits(struct mus_scan *scan, int most, int *value)
{
    assert(most <= 9);
    int number = 0;
    int count = 0;
    for (; count < most; count++) {
        size_t after;
        int32_t c = next(scan, &after);
        if (c < '0' || c > '9') {
            break;
        }
        number = number * 10 + (int)(c - '0');
        scan->at = after;
    }
    *value = number;
    return count;
}
