#include "import/lookup.h"

#include "matcher/text/chars.h"

#include <stdlib.h>

enum { MIN_LATIN_LETTERS = 4 };

enum mus_status mus_lookup_of_table(const struct mus_table *table, struct mus_arena *arena,
                                    struct mus_lookup *out, struct mus_error *err)
{
    struct mus_spelling *items = mus_arena_alloc(arena, table->key_count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    size_t count = 0;
    for (size_t i = 0; i < table->key_count; i++) {
        const struct mus_table_key *key = &table->keys[i];
        if (count == 0 || !mus_text_equal(items[count - 1].folded, key->folded)) {
            items[count++] = (struct mus_spelling){key->folded, table->rows[key->row].code};
        }
    }
    *out = (struct mus_lookup){table->name, items, count, true};
    return MUS_OK;
}

static int by_folded(const void *left, const void *right)
{
    const struct mus_spelling *a = left;
    const struct mus_spelling *b = right;
    return mus_text_compare(a->folded, b->folded);
}

enum mus_status mus_lookup_make(struct mus_text name, struct mus_spelling *items, size_t count,
                                struct mus_lookup *out, struct mus_error *err)
{
    if (count > 1) {
        qsort(items, count, sizeof *items, by_folded);
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !mus_text_equal(items[kept - 1].folded, items[i].folded)) {
            items[kept++] = items[i];
            continue;
        }
        struct mus_text a = items[kept - 1].value;
        struct mus_text b = items[i].value;
        if ((a.ptr == NULL) != (b.ptr == NULL) || !mus_text_equal(a, b)) {
            bool swap = mus_text_compare(a, b) > 0; /* equal keys are sorted in no fixed order */
            return mus_fail(err, MUS_INVALID, "\"%.*s\" stands for both \"%.*s\" and \"%.*s\"",
                            MUS_TEXT_SHORT_ARG(items[i].folded), MUS_TEXT_SHORT_ARG(swap ? b : a),
                            MUS_TEXT_SHORT_ARG(swap ? a : b));
        }
    }
    *out = (struct mus_lookup){name, items, kept, false};
    return MUS_OK;
}

bool mus_lookup_find(const struct mus_lookup *lookup, struct mus_text folded,
                     struct mus_text *value)
{
    size_t low = 0;
    size_t high = lookup->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = mus_text_compare(lookup->items[middle].folded, folded);
        if (order == 0) {
            *value = lookup->items[middle].value;
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

/* ------------------------------------------------------------------ inside a text */

/* Kinds of letters that are written without a break between words of the same kind's letters. */
static enum mus_char_class joins(enum mus_char_class class)
{
    bool joining =
        class == MUS_CHAR_LATIN || class == MUS_CHAR_KATAKANA || class == MUS_CHAR_HANGUL;
    return joining ? class : MUS_CHAR_SPACE;
}

static bool is_break(struct mus_text text, size_t at)
{
    enum mus_char_class before = joins(mus_char_class_before(text, at));
    return before == MUS_CHAR_SPACE || before != joins(mus_char_class_at(text, at));
}

/* Long enough to mean something inside a longer text. */
static bool is_telling(const struct mus_lookup *lookup, struct mus_text spelling)
{
    if (!lookup->whole_words_only) {
        return true;
    }
    size_t characters = 0;
    bool latin = true;
    for (size_t at = 0; at < spelling.len; characters++) {
        latin = mus_text_next(spelling, &at) < 0x80 && latin;
    }
    return latin ? characters >= MIN_LATIN_LETTERS : characters >= 2;
}

/* Narrows items low … high-1, which agree in their first `depth` bytes, to those whose next is
 * `byte`. */
static void narrow(const struct mus_lookup *lookup, size_t depth, unsigned char byte, size_t *low,
                   size_t *high)
{
    size_t edges[2];
    for (int edge = 0; edge < 2; edge++) {
        size_t from = *low;
        size_t to = *high;
        while (from < to) {
            size_t middle = from + (to - from) / 2;
            struct mus_text folded = lookup->items[middle].folded;
            int here = folded.len <= depth ? -1 : (unsigned char)folded.ptr[depth];
            if (here < (int)byte + edge) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        edges[edge] = from;
    }
    *low = edges[0];
    *high = edges[1];
}

/* The end of the longest spelling that stands at `start`, 0 where none does. */
static size_t match_at(const struct mus_lookup *lookup, struct mus_text text, size_t start,
                       struct mus_text *value)
{
    size_t low = 0;
    size_t high = lookup->count;
    size_t depth = 0;
    size_t end = 0;
    if (!is_break(text, start)) {
        return 0;
    }
    for (size_t at = start; at < text.len && low < high; at++) {
        if (text.ptr[at] == ' ') {
            continue;
        }
        narrow(lookup, depth, (unsigned char)text.ptr[at], &low, &high);
        depth++;
        if (low < high && lookup->items[low].folded.len == depth && is_break(text, at + 1) &&
            is_telling(lookup, lookup->items[low].folded)) {
            *value = lookup->items[low].value;
            end = at + 1;
        }
    }
    return end;
}

bool mus_lookup_search(const struct mus_lookup *lookup, enum mus_lookup_place place,
                       struct mus_text folded, struct mus_text *value)
{
    if (place == MUS_LOOKUP_FRONT) {
        return match_at(lookup, folded, 0, value) > 0;
    }
    bool found = false;
    size_t at = 0;
    while (at < folded.len) {
        size_t end = folded.ptr[at] == ' ' ? 0 : match_at(lookup, folded, at, value);
        found = found || end > 0;
        if (end > 0) {
            at = end;
        } else {
            mus_text_next(folded, &at);
        }
    }
    return found;
}
