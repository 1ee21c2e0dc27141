#include "lexicon/source.h"

#include "base/limits.h"

#include <stdint.h>
#include <string.h>

enum mus_status mus_lexicon_lines_start(struct mus_lexicon_lines *lines, struct mus_text source,
                                        struct mus_error *err)
{
    static const struct mus_text HEADING = {MUS_LEXICON_HEADING, sizeof MUS_LEXICON_HEADING - 1};
    if (!mus_text_starts(source, HEADING)) {
        return mus_fail(err, MUS_INVALID, "line 1: expected \"%.*s\"", (int)HEADING.len - 1,
                        HEADING.ptr);
    }
    if (source.len > MUS_MAX_LEXICON_BYTES) {
        return mus_fail(err, MUS_LIMIT, "a lexicon has at most %d bytes", MUS_MAX_LEXICON_BYTES);
    }
    *lines = (struct mus_lexicon_lines){
        .left = {source.ptr + HEADING.len, source.len - HEADING.len},
        .number = 1,
    };
    return MUS_OK;
}

static enum mus_status check_headword(struct mus_text headword, struct mus_error *err)
{
    if (headword.len == 0) {
        return mus_fail(err, MUS_INVALID, "a headword was expected");
    }
    size_t count = 0;
    for (size_t at = 0; at < headword.len; count++) {
        if ((unsigned char)headword.ptr[at] < ' ') {
            return mus_fail(err, MUS_INVALID, "a control character in the headword");
        }
        mus_text_next(headword, &at);
    }
    if (count > MUS_MAX_HEADWORD) {
        return mus_fail(err, MUS_LIMIT, "a headword of %zu characters, at most %d", count,
                        MUS_MAX_HEADWORD);
    }
    return MUS_OK;
}

static size_t count_words(struct mus_text gloss)
{
    size_t words = 0;
    while (gloss.len > 0) {
        words += mus_text_cut(&gloss, ' ').len > 0;
    }
    return words;
}

static enum mus_status check_glosses(struct mus_text glosses, struct mus_error *err)
{
    size_t count = 1;
    for (size_t i = 0; i < glosses.len; i++) {
        if ((unsigned char)glosses.ptr[i] < ' ') {
            return mus_fail(err, MUS_INVALID, "a control character in the glosses");
        }
        count += glosses.ptr[i] == '|';
    }
    if (count > MUS_MAX_GLOSSES) {
        return mus_fail(err, MUS_LIMIT, "%zu glosses, at most %d", count, MUS_MAX_GLOSSES);
    }
    for (size_t i = 0; i < count; i++) {
        size_t words = count_words(mus_text_cut(&glosses, '|'));
        if (words == 0) {
            return mus_fail(err, MUS_INVALID, "gloss %zu is empty", i + 1);
        }
        if (words > MUS_MAX_GLOSS_WORDS) {
            return mus_fail(err, MUS_LIMIT, "gloss %zu has %zu words, at most %d", i + 1, words,
                            MUS_MAX_GLOSS_WORDS);
        }
    }
    return MUS_OK;
}

static enum mus_status read_line(struct mus_text text, struct mus_lexicon_line *line,
                                 struct mus_error *err)
{
    size_t bad = 0;
    if (!mus_text_is_utf8(text, &bad)) {
        return mus_fail(err, MUS_INVALID, "byte %zu: not UTF-8", bad);
    }
    if (text.len == 0 || memchr(text.ptr, '\t', text.len) == NULL) {
        return mus_fail(err, MUS_INVALID, "a headword, a tab and glosses were expected");
    }
    line->headword = mus_text_cut(&text, '\t');
    line->glosses = text;
    enum mus_status status = check_headword(line->headword, err);
    return status == MUS_OK ? check_glosses(line->glosses, err) : status;
}

/* The text up to the next LF, which must be there. */
static enum mus_status cut_line(struct mus_text *left, struct mus_text *line, struct mus_error *err)
{
    const char *end = memchr(left->ptr, '\n', left->len);
    if (end == NULL) {
        return mus_fail(err, MUS_INVALID, "the line has no end");
    }
    size_t len = (size_t)(end - left->ptr);
    *line = (struct mus_text){left->ptr, len};
    *left = (struct mus_text){end + 1, left->len - len - 1};
    return MUS_OK;
}

enum mus_status mus_lexicon_lines_next(struct mus_lexicon_lines *lines, bool *more,
                                       struct mus_error *err)
{
    if (lines->left.len == 0) {
        *more = false;
        return MUS_OK;
    }
    size_t number = lines->number + 1;
    if (number > (size_t)MUS_MAX_LEXICON_ROWS + 1) {
        return mus_fail(err, MUS_LIMIT, "a lexicon has at most %d lines", MUS_MAX_LEXICON_ROWS);
    }
    struct mus_text text;
    struct mus_lexicon_line line = {0};
    enum mus_status status = cut_line(&lines->left, &text, err);
    if (status == MUS_OK) {
        status = read_line(text, &line, err);
    }
    if (status == MUS_OK && number > 2 &&
        mus_text_compare(lines->line.headword, line.headword) > 0) {
        status =
            mus_fail(err, MUS_INVALID, "\"%.*s\" stands behind \"%.*s\"",
                     MUS_TEXT_SHORT_ARG(line.headword), MUS_TEXT_SHORT_ARG(lines->line.headword));
    }
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "line %zu", number);
    }
    lines->line = line;
    lines->number = number;
    *more = true;
    return MUS_OK;
}
