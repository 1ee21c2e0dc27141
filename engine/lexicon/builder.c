#include "lexicon/builder.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "lexicon/characters.h"
#include "lexicon/source.h"
#include "matcher/text/fold.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* One line of the source as it will stand there, without its end. */
struct row {
    const char *line;
    uint32_t len;
    uint32_t headword_len;
    uint32_t number; /* in the order of arrival */
    uint8_t origin;
    bool again; /* an earlier row has the same line */
};

struct mus_lexicon_builder {
    struct mus_arena arena;
    struct row *rows;
    size_t capacity;
    struct mus_lexicon_mark at;
    struct mus_buf line;   /* the row in hand */
    struct mus_buf folded; /* its headword */
};

struct mus_lexicon_builder *mus_lexicon_builder_new(void)
{
    return mus_alloc_zero(1, sizeof(struct mus_lexicon_builder));
}

void mus_lexicon_builder_free(struct mus_lexicon_builder *builder)
{
    if (builder == NULL) {
        return;
    }
    mus_arena_done(&builder->arena);
    mus_free(builder->rows);
    mus_buf_done(&builder->line);
    mus_buf_done(&builder->folded);
    mus_free(builder);
}

void mus_lexicon_pass_over(struct mus_lexicon_builder *builder, enum mus_lexicon_origin origin)
{
    builder->at.passed_over[origin]++;
}

struct mus_lexicon_mark mus_lexicon_mark(const struct mus_lexicon_builder *builder)
{
    return builder->at;
}

void mus_lexicon_take_back(struct mus_lexicon_builder *builder, struct mus_lexicon_mark mark)
{
    builder->at = mark;
}

/* Begins the line with the headword in its form; *fit says whether it can be one. */
static enum mus_status begin_line(struct mus_lexicon_builder *builder, struct mus_text headword,
                                  bool *fit, struct mus_error *err)
{
    mus_buf_clear(&builder->line);
    mus_buf_clear(&builder->folded);
    enum mus_status status = mus_fold_search(headword, &builder->folded, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text folded = mus_buf_text(&builder->folded);
    struct mus_character before = {0};
    size_t count = 0;
    size_t hiragana = 0;
    for (size_t at = 0; at < folded.len;) {
        struct mus_character here = mus_character_next(folded, &at);
        if (here.class == MUS_CHAR_SPACE && mus_character_joins(before, folded, at)) {
            continue;
        }
        mus_buf_add_char(&builder->line, here.character);
        hiragana += here.class == MUS_CHAR_HIRAGANA;
        count++;
        before = here;
    }
    bool one = count == 1 && before.class != MUS_CHAR_HAN;
    bool short_kana = hiragana == count && count < 3;
    *fit = count > 0 && count <= MUS_MAX_HEADWORD && !one && !short_kana;
    return MUS_OK;
}

static bool is_blank(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7F || c == '|';
}

/* Appends the gloss as it stands in a line, if it has one word at least and not too many. */
static bool add_gloss(struct mus_buf *line, struct mus_text gloss, bool first)
{
    size_t before = line->len;
    size_t words = 0;
    for (size_t at = 0; at < gloss.len;) {
        while (at < gloss.len && is_blank(gloss.ptr[at])) {
            at++;
        }
        size_t begin = at;
        while (at < gloss.len && !is_blank(gloss.ptr[at])) {
            at++;
        }
        if (at > begin) {
            mus_buf_add(line, words > 0 ? " " : "|", words > 0 || !first ? 1 : 0);
            mus_buf_add(line, gloss.ptr + begin, at - begin);
            words++;
        }
    }
    if (words > MUS_MAX_GLOSS_WORDS) {
        line->len = before;
        line->data[before] = '\0';
        words = 0;
    }
    return words > 0;
}

static enum mus_status add_glosses(struct mus_buf *line, struct mus_texts glosses, size_t *count,
                                   struct mus_error *err)
{
    size_t used = 0;
    for (size_t i = 0; i < glosses.count && used < MUS_MAX_GLOSSES; i++) {
        size_t bad = 0;
        if (!mus_text_is_utf8(glosses.items[i], &bad)) {
            return mus_fail(err, MUS_INVALID, "byte %zu: not UTF-8", bad);
        }
        used += add_gloss(line, glosses.items[i], used == 0);
    }
    *count = used;
    return mus_buf_check(line, err);
}

static enum mus_status make_room(struct mus_lexicon_builder *builder, struct mus_error *err)
{
    size_t capacity = builder->capacity < 1024 ? 1024 : builder->capacity * 2;
    struct row *rows = mus_realloc(builder->rows, capacity, sizeof *rows);
    if (rows == NULL) {
        return mus_fail_memory(err);
    }
    builder->rows = rows;
    builder->capacity = capacity;
    return MUS_OK;
}

/* Keeps the line in hand. */
static enum mus_status keep_line(struct mus_lexicon_builder *builder,
                                 enum mus_lexicon_origin origin, size_t headword_len,
                                 struct mus_error *err)
{
    struct mus_lexicon_mark *at = &builder->at;
    size_t left = MUS_MAX_LEXICON_BYTES - sizeof MUS_LEXICON_HEADING - at->bytes;
    if (at->rows == MUS_MAX_LEXICON_ROWS || builder->line.len > left) {
        return mus_fail(err, MUS_LIMIT, "a lexicon has at most %d lines and %d bytes",
                        MUS_MAX_LEXICON_ROWS, MUS_MAX_LEXICON_BYTES);
    }
    if (at->rows == builder->capacity) {
        enum mus_status status = make_room(builder, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    struct mus_text line = mus_arena_copy(&builder->arena, mus_buf_text(&builder->line));
    if (line.ptr == NULL) {
        return mus_fail_memory(err);
    }
    builder->rows[at->rows] = (struct row){
        .line = line.ptr,
        .len = (uint32_t)line.len,
        .headword_len = (uint32_t)headword_len,
        .number = (uint32_t)at->rows,
        .origin = (uint8_t)origin,
    };
    at->rows++;
    at->bytes += line.len + 1;
    return MUS_OK;
}

enum mus_status mus_lexicon_add(struct mus_lexicon_builder *builder, enum mus_lexicon_origin origin,
                                struct mus_text headword, struct mus_texts glosses,
                                struct mus_error *err)
{
    bool fit = false;
    size_t count = 0;
    enum mus_status status = begin_line(builder, headword, &fit, err);
    size_t headword_len = builder->line.len;
    mus_buf_add_byte(&builder->line, '\t');
    if (status == MUS_OK) {
        status = add_glosses(&builder->line, glosses, &count, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (!fit || count == 0) {
        mus_lexicon_pass_over(builder, origin);
        return MUS_OK;
    }
    return keep_line(builder, origin, headword_len, err);
}

/* --- writing --- */

static struct mus_text headword_of(const struct row *row)
{
    return (struct mus_text){row->line, row->headword_len};
}

static struct mus_text line_of(const struct row *row)
{
    return (struct mus_text){row->line, row->len};
}

/* What is trusted more first, then the order of arrival. */
static int by_arrival(const struct row *a, const struct row *b)
{
    if (a->origin != b->origin) {
        return a->origin < b->origin ? -1 : 1;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

static int by_line(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    int order = mus_text_compare(line_of(a), line_of(b));
    return order != 0 ? order : by_arrival(a, b);
}

static int by_headword(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    int order = mus_text_compare(headword_of(a), headword_of(b));
    return order != 0 ? order : by_arrival(a, b);
}

static int by_number(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    return a->number < b->number ? -1 : a->number > b->number;
}

/* Marks each row whose line an earlier one has. */
static void mark_duplicates(struct row *rows, size_t count)
{
    qsort(rows, count, sizeof *rows, by_line);
    for (size_t i = 0; i < count; i++) {
        rows[i].again = i > 0 && mus_text_equal(line_of(&rows[i - 1]), line_of(&rows[i]));
    }
}

enum mus_status mus_lexicon_write(struct mus_lexicon_builder *builder, struct mus_buf *out,
                                  struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT],
                                  struct mus_error *err)
{
    struct mus_lexicon_counts seen[MUS_LEXICON_ORIGIN_COUNT] = {0};
    struct row *rows = builder->rows;
    size_t count = builder->at.rows;
    if (count > 1) {
        mark_duplicates(rows, count);
        qsort(rows, count, sizeof *rows, by_headword);
    }
    mus_buf_add_z(out, MUS_LEXICON_HEADING);
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].again) {
            mus_buf_add_text(out, line_of(&rows[i]));
            mus_buf_add_byte(out, '\n');
            seen[rows[i].origin].rows++;
        }
    }
    if (count > 1) {
        qsort(rows, count, sizeof *rows, by_number); /* marks count on the order of arrival */
    }
    enum mus_status status = mus_buf_check(out, err);
    for (size_t i = 0; status == MUS_OK && i < MUS_LEXICON_ORIGIN_COUNT; i++) {
        counts[i] = seen[i];
        counts[i].passed_over = builder->at.passed_over[i];
    }
    return status;
}
