#include "import/pattern.h"

#include "matcher/text/fold.h"

#include <string.h>

static struct mus_text part(struct mus_text text, size_t from, size_t to)
{
    return (struct mus_text){text.ptr + from, to - from};
}

/* Where `needle` begins, SIZE_MAX where it does not stand in the text. */
static size_t find_first(struct mus_text text, struct mus_text needle)
{
    for (size_t at = 0; needle.len <= text.len && at <= text.len - needle.len; at++) {
        if (memcmp(text.ptr + at, needle.ptr, needle.len) == 0) {
            return at;
        }
    }
    return SIZE_MAX;
}

/* Where the last one begins. */
static size_t find_last(struct mus_text text, struct mus_text needle)
{
    for (size_t at = text.len; at >= needle.len; at--) {
        if (memcmp(text.ptr + at - needle.len, needle.ptr, needle.len) == 0) {
            return at - needle.len;
        }
    }
    return SIZE_MAX;
}

static struct mus_text cut(const struct mus_map_step *step, struct mus_text text)
{
    struct mus_text needle = step->texts.items[0];
    bool first = step->operation == MUS_MAP_AFTER_FIRST ||
                 step->operation == MUS_MAP_BEFORE_FIRST ||
                 step->operation == MUS_MAP_THROUGH_FIRST;
    bool after = step->operation == MUS_MAP_AFTER_FIRST || step->operation == MUS_MAP_AFTER_LAST;
    bool before = step->operation == MUS_MAP_BEFORE_FIRST || step->operation == MUS_MAP_BEFORE_LAST;
    size_t at = first ? find_first(text, needle) : find_last(text, needle);
    if (at == SIZE_MAX) {
        return MUS_NO_TEXT;
    }
    if (after) {
        return part(text, at + needle.len, text.len);
    }
    return part(text, 0, before ? at : at + needle.len);
}

static struct mus_text last_pieces(const struct mus_map_step *step, struct mus_text text)
{
    struct mus_text needle = step->texts.items[0];
    size_t from = text.len;
    for (size_t pieces = 0; pieces < step->count; pieces++) {
        size_t at = find_last(part(text, 0, from), needle);
        if (at == SIZE_MAX) {
            /* Just so many pieces as the whole text has, or fewer than were asked for. */
            return pieces + 1 == step->count ? text : MUS_NO_TEXT;
        }
        from = at;
    }
    return part(text, from + needle.len, text.len);
}

static struct mus_text take(const struct mus_map_step *step, struct mus_text text)
{
    size_t at = 0;
    for (size_t i = 0; i < step->start && at < text.len; i++) {
        mus_text_next(text, &at);
    }
    size_t end = at;
    for (size_t i = 0; i < step->count && end < text.len; i++) {
        mus_text_next(text, &end);
    }
    return part(text, at, end);
}

static bool begins(struct mus_text text, struct mus_text with)
{
    return mus_text_starts(text, with);
}

static bool ends(struct mus_text text, struct mus_text with)
{
    return text.len >= with.len && memcmp(text.ptr + text.len - with.len, with.ptr, with.len) == 0;
}

static struct mus_text strip(const struct mus_map_step *step, struct mus_text text)
{
    for (size_t i = 0; i < step->texts.count; i++) {
        struct mus_text with = step->texts.items[i];
        if (step->operation == MUS_MAP_STRIP_PREFIX && begins(text, with)) {
            return part(text, with.len, text.len);
        }
        if (step->operation == MUS_MAP_STRIP_SUFFIX && ends(text, with)) {
            return part(text, 0, text.len - with.len);
        }
    }
    return text;
}

static bool holds(const struct mus_map_step *step, struct mus_text text)
{
    for (size_t i = 0; i < step->texts.count; i++) {
        struct mus_text with = step->texts.items[i];
        bool found = step->operation == MUS_MAP_STARTS ? begins(text, with)
                     : step->operation == MUS_MAP_ENDS ? ends(text, with)
                                                       : find_first(text, with) != SIZE_MAX;
        if (found) {
            return true;
        }
    }
    return false;
}

static enum mus_status search(const struct mus_map_step *step, struct mus_buf *work,
                              struct mus_text *text, struct mus_error *err)
{
    struct mus_text value = MUS_NO_TEXT;
    enum mus_lookup_place place =
        step->operation == MUS_MAP_FRONT ? MUS_LOOKUP_FRONT : MUS_LOOKUP_WITHIN;
    mus_buf_clear(work);
    enum mus_status status = mus_fold_search(*text, work, err);
    if (status == MUS_OK && !mus_lookup_search(step->lookup, place, mus_buf_text(work), &value)) {
        value = MUS_NO_TEXT;
    }
    if (status == MUS_OK) {
        *text = value;
    }
    return status;
}

static enum mus_status apply(const struct mus_map_step *step, struct mus_buf *work,
                             struct mus_text *text, struct mus_error *err)
{
    switch (step->operation) {
    case MUS_MAP_AFTER_FIRST:
    case MUS_MAP_AFTER_LAST:
    case MUS_MAP_BEFORE_FIRST:
    case MUS_MAP_BEFORE_LAST:
    case MUS_MAP_THROUGH_FIRST:
    case MUS_MAP_THROUGH_LAST:
        *text = cut(step, *text);
        return MUS_OK;
    case MUS_MAP_LAST_PIECES:
        *text = last_pieces(step, *text);
        return MUS_OK;
    case MUS_MAP_TAKE:
        *text = take(step, *text);
        return MUS_OK;
    case MUS_MAP_STRIP_PREFIX:
    case MUS_MAP_STRIP_SUFFIX:
        *text = strip(step, *text);
        return MUS_OK;
    case MUS_MAP_STARTS:
    case MUS_MAP_ENDS:
    case MUS_MAP_CONTAINS:
        *text = holds(step, *text) ? *text : MUS_NO_TEXT;
        return MUS_OK;
    case MUS_MAP_FRONT:
    case MUS_MAP_WITHIN:
        break;
    }
    return search(step, work, text, err);
}

enum mus_status mus_pattern_apply(const struct mus_map_step *steps, size_t count,
                                  struct mus_buf *work, struct mus_text *text,
                                  struct mus_error *err)
{
    struct mus_text left = *text;
    for (size_t i = 0; i < count && left.ptr != NULL; i++) {
        enum mus_status status = apply(&steps[i], work, &left, err);
        if (status != MUS_OK) {
            return status;
        }
        left = left.ptr == NULL ? left : mus_text_trim(left);
    }
    *text = left;
    return MUS_OK;
}
