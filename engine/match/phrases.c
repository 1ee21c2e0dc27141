/* The phrases are sorted by their bytes, so that those which begin with the same bytes stand
 * together. A text is scanned by narrowing that stretch byte by byte from each place at which a
 * phrase may begin: what is left when a phrase is used up stands there. */
#include "match/phrases.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "matcher/text/chars.h"

static const char *const ROLES[MUS_WORD_COUNT] = {
    [MUS_WORD_PLACE] = NULL, /* from tables of their own */
    [MUS_WORD_REGION] = NULL,
    [MUS_WORD_COMPANY] = "company",
    [MUS_WORD_PARTNER] = "partner",
    [MUS_WORD_SOUGHT] = "sought",
    [MUS_WORD_SIZE] = "size",
    [MUS_WORD_KIND] = "kind",
    [MUS_WORD_DEAL] = "deal",
    [MUS_WORD_ABLE] = "able",
    [MUS_WORD_SEEK] = "seek",
    [MUS_WORD_WANTED] = "wanted",
    [MUS_WORD_OWN] = "own",
    [MUS_WORD_BLOCK] = "block",
    [MUS_WORD_NOT] = "not",
    [MUS_WORD_LINK] = "link",
    [MUS_WORD_AFTER] = "after",
    [MUS_WORD_IN] = "in",
    [MUS_WORD_OF] = "place_of",
    [MUS_WORD_FROM] = "from",
    [MUS_WORD_ELSEWHERE] = "elsewhere",
    [MUS_WORD_SITE] = "site",
    [MUS_WORD_HELD] = "held",
    [MUS_WORD_LANGUAGE] = NULL, /* from a table of its own */
    [MUS_WORD_SPEAK_BEFORE] = "speak_before",
    [MUS_WORD_SPEAK_AFTER] = "speak_after",
    [MUS_WORD_SERVED_AFTER] = "served_after",
    [MUS_WORD_MEETS] = "meets",
    [MUS_WORD_CHANNEL] = "channel",
    [MUS_WORD_MARKET_AFTER] = "market_after",
    [MUS_WORD_MARKET_BEFORE] = "market_before",
    [MUS_WORD_STAFF] = "staff",
    [MUS_WORD_COUNTER] = "counter",
    [MUS_WORD_CAPITAL] = "capital",
    [MUS_WORD_YEN] = "yen",
    [MUS_WORD_MIN_BEFORE] = "min_before",
    [MUS_WORD_OVER_BEFORE] = "over_before",
    [MUS_WORD_MAX_BEFORE] = "max_before",
    [MUS_WORD_UNDER_BEFORE] = "under_before",
    [MUS_WORD_MIN_AFTER] = "min_after",
    [MUS_WORD_OVER_AFTER] = "over_after",
    [MUS_WORD_MAX_AFTER] = "max_after",
    [MUS_WORD_UNDER_AFTER] = "under_after",
    [MUS_WORD_ENDING] = "ending",
    [MUS_WORD_AMBIGUOUS] = "ambiguous",
    [MUS_WORD_CAPITALISED] = "capitalised",
    [MUS_WORD_SHORT] = "short",
};

enum { SHORT_NAME = 3 }; /* Latin names of so many letters are abbreviations */

/* ------------------------------------------------------------------ making */

struct maker {
    struct mus_arena *arena;
    struct mus_phrase *items;
    size_t count;
    size_t capacity;
    struct mus_buf folded;
    struct mus_error *err;
};

static enum mus_status add(struct maker *maker, struct mus_text words, enum mus_word role,
                           struct mus_text code)
{
    mus_buf_clear(&maker->folded);
    enum mus_status status = mus_fold_search(words, &maker->folded, maker->err);
    if (status != MUS_OK || maker->folded.len == 0) {
        return status;
    }
    struct mus_text folded = mus_arena_copy(maker->arena, mus_buf_text(&maker->folded));
    if (folded.ptr == NULL) {
        return mus_fail_memory(maker->err);
    }
    if (maker->count == maker->capacity) {
        size_t capacity = maker->capacity == 0 ? 1024 : maker->capacity * 2;
        struct mus_phrase *more = mus_realloc(maker->items, capacity, sizeof *more);
        if (more == NULL) {
            return mus_fail_memory(maker->err);
        }
        maker->items = more;
        maker->capacity = capacity;
    }
    maker->items[maker->count++] = (struct mus_phrase){folded, role, code};
    return MUS_OK;
}

/* A name of one character (米, 独) means too much else. Codes are names too, of which is_to_be_read
 * lets only few pass. */
static bool is_name(struct mus_text name)
{
    size_t at = 0;
    if (name.len == 0) {
        return false;
    }
    mus_text_next(name, &at);
    return at < name.len;
}

/* Codes of three letters stand among the names of languages: "may", "fin". */
static bool is_long(struct mus_text name)
{
    return name.len > SHORT_NAME;
}

static bool ends_as_prefecture(struct mus_text name)
{
    static const char *const ends[] = {"都", "道", "府", "県"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t len = strlen(ends[i]);
        if (name.len > len && memcmp(name.ptr + name.len - len, ends[i], len) == 0) {
            return true;
        }
    }
    return false;
}

/* 山口 and 千葉 are also people: in Japanese a prefecture is read by its full name only. */
static bool is_name_of_region(struct mus_text name)
{
    return (name.len > 0 && (unsigned char)name.ptr[0] < 0x80) || ends_as_prefecture(name);
}

static enum mus_status add_names(struct maker *maker, const struct mus_table *table,
                                 enum mus_word role)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; table != NULL && status == MUS_OK && i < table->count; i++) {
        const struct mus_table_row *row = &table->rows[i];
        struct mus_text code = row->code;
        for (size_t k = 0; status == MUS_OK && k < row->synonyms.count + 3; k++) {
            struct mus_text name = k == 0   ? row->label.ja
                                   : k == 1 ? row->label.en
                                   : k == 2 ? code
                                            : row->synonyms.items[k - 3];
            if (is_name(name) && (role != MUS_WORD_REGION || is_name_of_region(name)) &&
                (role != MUS_WORD_LANGUAGE || is_long(name))) {
                status = add(maker, name, role, code);
            }
        }
    }
    return status;
}

static bool role_of(struct mus_text code, enum mus_word *role, struct mus_text *rest)
{
    const char *slash = memchr(code.ptr, '/', code.len);
    struct mus_text word = {code.ptr, slash == NULL ? code.len : (size_t)(slash - code.ptr)};
    for (unsigned i = 0; i < MUS_WORD_COUNT; i++) {
        if (ROLES[i] != NULL && mus_text_equals(word, ROLES[i])) {
            *role = (enum mus_word)i;
            *rest = slash == NULL ? (struct mus_text){"", 0}
                                  : (struct mus_text){slash + 1, code.len - word.len - 1};
            return true;
        }
    }
    return false;
}

static enum mus_status add_words(struct maker *maker, const struct mus_table *table)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; table != NULL && status == MUS_OK && i < table->count; i++) {
        const struct mus_table_row *row = &table->rows[i];
        enum mus_word role;
        struct mus_text code;
        if (!role_of(row->code, &role, &code)) {
            continue;
        }
        for (size_t k = 0; status == MUS_OK && k < row->synonyms.count; k++) {
            status = add(maker, row->synonyms.items[k], role, code);
        }
    }
    return status;
}

static int by_folded(const void *left, const void *right)
{
    const struct mus_phrase *a = left;
    const struct mus_phrase *b = right;
    int order = mus_text_compare(a->folded, b->folded);
    if (order == 0 && a->role != b->role) {
        return a->role < b->role ? -1 : 1;
    }
    return order != 0 ? order : mus_text_compare(a->code, b->code);
}

static enum mus_status finish(struct maker *maker, struct mus_phrases *out)
{
    struct mus_phrase *items = mus_arena_alloc(maker->arena, maker->count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(maker->err);
    }
    if (maker->count > 0) {
        memcpy(items, maker->items, maker->count * sizeof *items);
        qsort(items, maker->count, sizeof *items, by_folded);
    }
    *out = (struct mus_phrases){items, maker->count};
    return MUS_OK;
}

enum mus_status mus_phrases_make(const struct mus_tables *tables, struct mus_arena *arena,
                                 struct mus_phrases *out, struct mus_error *err)
{
    struct maker maker = {.arena = arena, .err = err};
    static const struct {
        const char *table;
        enum mus_word role;
    } names[] = {{"countries", MUS_WORD_PLACE},
                 {"country_groups", MUS_WORD_PLACE},
                 {"regions", MUS_WORD_REGION},
                 {"languages", MUS_WORD_LANGUAGE}};
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < sizeof names / sizeof names[0]; i++) {
        status = add_names(&maker, mus_tables_get(tables, names[i].table), names[i].role);
    }
    if (status == MUS_OK) {
        status = add_words(&maker, mus_tables_get(tables, "need_words"));
    }
    if (status == MUS_OK) {
        status = finish(&maker, out);
    }
    mus_free(maker.items);
    mus_buf_done(&maker.folded);
    return status;
}

/* ------------------------------------------------------------------ scanning */

struct scan {
    const struct mus_phrases *phrases;
    struct mus_text text;
    struct mus_mark *marks;
    size_t count;
    size_t capacity;
    struct mus_error *err;
};

static bool is_word_class(enum mus_char_class class)
{
    return class == MUS_CHAR_LATIN || class == MUS_CHAR_DIGIT || class == MUS_CHAR_LETTER ||
           class == MUS_CHAR_MARK;
}

/* Whether something of one word is cut there. */
static bool cuts(enum mus_char_class before, enum mus_char_class after)
{
    return is_word_class(before) && is_word_class(after);
}

static bool stands_alone(struct mus_text text, size_t begin, size_t end, enum mus_word role)
{
    enum mus_char_class before = mus_char_class_before(text, begin);
    enum mus_char_class first = mus_char_class_at(text, begin);
    enum mus_char_class last = mus_char_class_before(text, end);
    enum mus_char_class after = mus_char_class_at(text, end);
    if (cuts(before, first) || cuts(last, after)) {
        return false;
    }
    if (role != MUS_WORD_PLACE && role != MUS_WORD_REGION && role != MUS_WORD_LANGUAGE) {
        return true;
    }
    bool katakana = (first == MUS_CHAR_KATAKANA && before == MUS_CHAR_KATAKANA) ||
                    (last == MUS_CHAR_KATAKANA && after == MUS_CHAR_KATAKANA);
    return !katakana && before != MUS_CHAR_HAN;
}

static enum mus_status keep(struct scan *scan, size_t begin, size_t end,
                            const struct mus_phrase *phrase)
{
    if (!stands_alone(scan->text, begin, end, phrase->role)) {
        return MUS_OK;
    }
    if (scan->count == scan->capacity) {
        size_t capacity = scan->capacity == 0 ? 64 : scan->capacity * 2;
        struct mus_mark *more = mus_realloc(scan->marks, capacity, sizeof *more);
        if (more == NULL) {
            return mus_fail_memory(scan->err);
        }
        scan->marks = more;
        scan->capacity = capacity;
    }
    scan->marks[scan->count++] = (struct mus_mark){begin, end, phrase->role, phrase->code};
    return MUS_OK;
}

/* The first phrase of low … high-1 whose byte at `depth` is at least `byte`. All of them have more
 * than `depth` bytes. */
static size_t first_with(const struct mus_phrase *items, size_t low, size_t high, size_t depth,
                         unsigned byte)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((unsigned char)items[middle].folded.ptr[depth] < byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static enum mus_status scan_at(struct scan *scan, size_t begin)
{
    const struct mus_phrase *items = scan->phrases->items;
    size_t low = 0;
    size_t high = scan->phrases->count;
    for (size_t depth = 0; low < high && begin + depth < scan->text.len; depth++) {
        unsigned byte = (unsigned char)scan->text.ptr[begin + depth];
        low = first_with(items, low, high, depth, byte);
        high = first_with(items, low, high, depth, byte + 1);
        for (; low < high && items[low].folded.len == depth + 1; low++) {
            enum mus_status status = keep(scan, begin, begin + depth + 1, &items[low]);
            if (status != MUS_OK) {
                return status;
            }
        }
    }
    return MUS_OK;
}

static int by_place(const void *left, const void *right)
{
    const struct mus_mark *a = left;
    const struct mus_mark *b = right;
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    if (a->end != b->end) {
        return a->end > b->end ? -1 : 1;
    }
    if (a->role != b->role) {
        return a->role < b->role ? -1 : 1;
    }
    return mus_text_compare(a->code, b->code);
}

/* The first mark that begins there or later. */
static size_t first_from(const struct mus_marks *marks, size_t begin)
{
    size_t low = 0;
    size_t high = marks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (marks->items[middle].begin < begin) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whether a phrase of that role stands in just the same place. */
static bool is_also(const struct mus_marks *marks, const struct mus_mark *mark, enum mus_word role)
{
    for (size_t i = first_from(marks, mark->begin);
         i < marks->count && marks->items[i].begin == mark->begin; i++) {
        if (marks->items[i].end == mark->end && marks->items[i].role == role) {
            return true;
        }
    }
    return false;
}

/* Whether the mark's own spelling allows it to be read as a place. */
static bool is_to_be_read(const struct mus_marks *marks, const struct mus_mark *mark,
                          const struct mus_fold *fold, struct mus_text original)
{
    struct mus_fold_source source = mus_fold_origin(fold, mark->begin, mark->end);
    bool ascii = true;
    bool upper = true;
    for (size_t i = source.begin; i < source.end; i++) {
        ascii = ascii && (unsigned char)original.ptr[i] < 0x80;
        upper = upper && !(original.ptr[i] >= 'a' && original.ptr[i] <= 'z');
    }
    if (is_also(marks, mark, MUS_WORD_AMBIGUOUS)) {
        return false;
    }
    if (ascii && mark->end - mark->begin <= SHORT_NAME) {
        return upper && is_also(marks, mark, MUS_WORD_SHORT);
    }
    bool small = original.ptr[source.begin] >= 'a' && original.ptr[source.begin] <= 'z';
    return !(small && is_also(marks, mark, MUS_WORD_CAPITALISED));
}

static enum mus_status give_marks(struct scan *scan, const struct mus_fold *fold,
                                  struct mus_text original, struct mus_arena *arena,
                                  struct mus_marks *out)
{
    struct mus_mark *kept = mus_arena_alloc(arena, scan->count, sizeof *kept);
    struct mus_marks all = {scan->marks, scan->count};
    size_t count = 0;
    if (kept == NULL) {
        return mus_fail_memory(scan->err);
    }
    if (scan->count > 0) {
        qsort(scan->marks, scan->count, sizeof *scan->marks, by_place);
    }
    for (size_t i = 0; i < scan->count; i++) {
        const struct mus_mark *mark = &scan->marks[i];
        if (mark->role != MUS_WORD_PLACE || is_to_be_read(&all, mark, fold, original)) {
            kept[count++] = *mark;
        }
    }
    *out = (struct mus_marks){kept, count};
    return MUS_OK;
}

enum mus_status mus_phrases_scan(const struct mus_phrases *phrases, const struct mus_fold *fold,
                                 struct mus_text original, struct mus_arena *arena,
                                 struct mus_marks *out, struct mus_error *err)
{
    struct scan scan = {.phrases = phrases, .text = mus_buf_text(&fold->text), .err = err};
    enum mus_status status = MUS_OK;
    for (size_t at = 0; status == MUS_OK && at < scan.text.len;) {
        status = scan_at(&scan, at);
        mus_text_next(scan.text, &at);
    }
    if (status == MUS_OK) {
        status = give_marks(&scan, fold, original, arena, out);
    }
    mus_free(scan.marks);
    return status;
}

/* ------------------------------------------------------------------ asking */

const struct mus_mark *mus_mark_at(const struct mus_marks *marks, size_t begin,
                                   mus_word_roles roles)
{
    for (size_t i = first_from(marks, begin); i < marks->count && marks->items[i].begin == begin;
         i++) {
        if ((roles & MUS_WORD_BIT(marks->items[i].role)) != 0) {
            return &marks->items[i];
        }
    }
    return NULL;
}

const struct mus_mark *mus_mark_ending(const struct mus_marks *marks, size_t end,
                                       mus_word_roles roles)
{
    for (size_t i = 0; i < marks->count && marks->items[i].begin < end; i++) {
        if (marks->items[i].end == end && (roles & MUS_WORD_BIT(marks->items[i].role)) != 0) {
            return &marks->items[i];
        }
    }
    return NULL;
}

bool mus_mark_within(const struct mus_marks *marks, size_t begin, size_t end, mus_word_roles roles)
{
    for (size_t i = first_from(marks, begin); i < marks->count && marks->items[i].begin < end;
         i++) {
        if ((roles & MUS_WORD_BIT(marks->items[i].role)) != 0) {
            return true;
        }
    }
    return false;
}
