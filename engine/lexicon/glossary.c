#include "lexicon/glossary.h"

#include "base/limits.h"
#include "lexicon/brackets.h"

#include <stdbool.h>
#include <string.h>

/* --- glossaries --- */

/* Takes terms parted by | apart; MUS_INVALID where one is empty. */
static enum mus_status cut_terms(struct mus_text list, const char *language,
                                 struct mus_text terms[MUS_MAX_GLOSSES], size_t *count,
                                 struct mus_error *err)
{
    size_t used = 0;
    bool more = true;
    while (more) {
        more = list.len > 0 && memchr(list.ptr, '|', list.len) != NULL;
        struct mus_text term = mus_text_trim(mus_text_cut(&list, '|'));
        if (term.len == 0) {
            return mus_fail(err, MUS_INVALID, "%s term %zu is empty", language, used + 1);
        }
        if (used == MUS_MAX_GLOSSES) {
            return mus_fail(err, MUS_LIMIT, "more than %d %s terms", MUS_MAX_GLOSSES, language);
        }
        terms[used++] = term;
    }
    *count = used;
    return MUS_OK;
}

static enum mus_status add_row(struct mus_lexicon_builder *builder, struct mus_text line,
                               struct mus_error *err)
{
    size_t bad = 0;
    if (!mus_text_is_utf8(line, &bad)) {
        return mus_fail(err, MUS_INVALID, "byte %zu: not UTF-8", bad);
    }
    struct mus_text en = line;
    struct mus_text ja = mus_text_cut(&en, '\t');
    if (ja.len == line.len || (en.len > 0 && memchr(en.ptr, '\t', en.len) != NULL)) {
        return mus_fail(err, MUS_INVALID,
                        "Japanese terms, one tab and English terms were expected");
    }
    struct mus_text headwords[MUS_MAX_GLOSSES];
    struct mus_text glosses[MUS_MAX_GLOSSES];
    size_t headword_count = 0;
    size_t gloss_count = 0;
    enum mus_status status = cut_terms(ja, "Japanese", headwords, &headword_count, err);
    if (status == MUS_OK) {
        status = cut_terms(en, "English", glosses, &gloss_count, err);
    }
    for (size_t i = 0; status == MUS_OK && i < headword_count; i++) {
        status = mus_lexicon_add(builder, MUS_LEXICON_GLOSSARY, headwords[i],
                                 (struct mus_texts){glosses, gloss_count}, err);
    }
    return status;
}

enum mus_status mus_lexicon_add_glossary(struct mus_lexicon_builder *builder, struct mus_text name,
                                         struct mus_text text, struct mus_error *err)
{
    struct mus_lexicon_mark mark = mus_lexicon_mark(builder);
    enum mus_status status = MUS_OK;
    for (size_t number = 1; status == MUS_OK && text.len > 0; number++) {
        struct mus_text line = mus_text_cut(&text, '\n');
        if (line.len > 0 && line.ptr[line.len - 1] == '\r') {
            line.len--;
        }
        status = add_row(builder, line, err);
        if (status != MUS_OK && status != MUS_NO_MEMORY) {
            status = mus_fail_at(err, status, "%.*s:%zu", MUS_TEXT_SHORT_ARG(name), number);
        }
    }
    if (status != MUS_OK) {
        mus_lexicon_take_back(builder, mark);
    }
    return status;
}

/* --- names in both languages --- */

/* The things that a name lists. */
struct things {
    struct mus_text items[MUS_MAX_GLOSSES];
    size_t count;
};

/* The length of the sign that parts things at the beginning of the text, 0 where none stands. */
static size_t comma_len(struct mus_text text)
{
    static const char *const COMMAS[] = {"、", "，", ",", ";"};
    for (size_t i = 0; i < sizeof COMMAS / sizeof COMMAS[0]; i++) {
        if (mus_text_starts(text, mus_text_of(COMMAS[i]))) {
            return strlen(COMMAS[i]);
        }
    }
    return 0;
}

static size_t comma_or_and_len(struct mus_text text)
{
    static const struct mus_text AND = {" and ", 5};
    return mus_text_starts(text, AND) ? AND.len : comma_len(text);
}

static void list_thing(struct things *things, struct mus_text thing)
{
    thing = mus_text_trim(thing);
    if (thing.len > 0 && things->count < MUS_MAX_GLOSSES) {
        things->items[things->count++] = thing;
    }
}

static struct things things_of(struct mus_text name, size_t (*parting_len)(struct mus_text))
{
    struct things things = {.count = 0};
    size_t begin = 0;
    for (size_t at = 0; at < name.len;) {
        size_t parting = parting_len((struct mus_text){name.ptr + at, name.len - at});
        if (parting == 0) {
            at++;
            continue;
        }
        list_thing(&things, (struct mus_text){name.ptr + begin, at - begin});
        at += parting;
        begin = at;
    }
    list_thing(&things, (struct mus_text){name.ptr + begin, name.len - begin});
    return things;
}

static enum mus_status add_names(struct mus_lexicon_builder *builder, struct mus_text ja,
                                 struct mus_text en, struct mus_error *err)
{
    struct things japanese = things_of(ja, comma_len);
    if (japanese.count < 2) {
        return mus_lexicon_add(builder, MUS_LEXICON_TABLES, ja, (struct mus_texts){&en, 1}, err);
    }
    struct things english = things_of(en, comma_len);
    if (english.count != japanese.count) {
        english = things_of(en, comma_or_and_len);
    }
    if (english.count != japanese.count) {
        mus_lexicon_pass_over(builder, MUS_LEXICON_TABLES);
        return MUS_OK;
    }
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < japanese.count; i++) {
        status = mus_lexicon_add(builder, MUS_LEXICON_TABLES, japanese.items[i],
                                 (struct mus_texts){&english.items[i], 1}, err);
    }
    return status;
}

enum mus_status mus_lexicon_add_pair(struct mus_lexicon_builder *builder, struct mus_text ja,
                                     struct mus_text en, struct mus_error *err)
{
    struct mus_lexicon_mark mark = mus_lexicon_mark(builder);
    struct mus_buf names = {0};
    mus_brackets_strip(ja, &names);
    size_t ja_len = names.len;
    mus_brackets_strip(en, &names);
    enum mus_status status = mus_buf_check(&names, err);
    if (status == MUS_OK) {
        status = add_names(builder, (struct mus_text){names.data, ja_len},
                           (struct mus_text){names.data + ja_len, names.len - ja_len}, err);
    }
    if (status != MUS_OK) {
        mus_lexicon_take_back(builder, mark);
    }
    mus_buf_done(&names);
    return status;
}
