#include "import/value_list.h"

#include "base/limits.h"
#include "import/value_text.h"
#include "profile/scheme.h"

#include <string.h>

/* An element as long as its table knows it, else parted further: "英語／中国語", but "ISO/IEC
 * 27001" and "ボスニア・ヘルツェゴビナ" stay whole. */
#define TEXT_OF(literal)                                                                           \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
static const struct mus_text USUAL = TEXT_OF("、,，;；|｜\n\r");
static const struct mus_text FURTHER = TEXT_OF("/／・･ 　");

struct list {
    const struct mus_value_reader *reader;
    const struct mus_target_part *part;
    struct mus_text *texts;
    struct mus_code *codes;
    size_t count, capacity;
    uint16_t set;
    struct mus_error *err;
};

static bool is_separator(struct mus_text separators, int32_t character)
{
    for (size_t at = 0; at < separators.len;) {
        if (mus_text_next(separators, &at) == character) {
            return true;
        }
    }
    return false;
}

/* Takes the next element off the front of *rest; false at the end. */
static bool next_element(struct mus_text *rest, struct mus_text separators, struct mus_text *out)
{
    while (rest->len > 0) {
        size_t end = 0;
        size_t next = 0;
        while (end < rest->len) {
            next = end;
            if (is_separator(separators, mus_text_next(*rest, &next))) {
                break;
            }
            end = next;
        }
        *out = mus_text_trim((struct mus_text){rest->ptr, end});
        *rest = (struct mus_text){rest->ptr + next, rest->len - next};
        if (!mus_value_is_missing(*out)) {
            return true;
        }
    }
    return false;
}

static enum mus_status make_room(struct list *list)
{
    size_t capacity = list->capacity == 0 ? 4 : list->capacity * 2;
    struct mus_arena *arena = list->reader->arena;
    if (list->count >= MUS_MAX_LIST) {
        return mus_fail(list->err, MUS_LIMIT, "more than %d elements", MUS_MAX_LIST);
    }
    if (list->count < list->capacity) {
        return MUS_OK;
    }
    struct mus_text *texts = mus_arena_alloc(arena, capacity, sizeof *texts);
    struct mus_code *codes = mus_arena_alloc(arena, capacity, sizeof *codes);
    if (texts == NULL || codes == NULL) {
        return mus_fail_memory(list->err);
    }
    if (list->count > 0) {
        memcpy(texts, list->texts, list->count * sizeof *texts);
        memcpy(codes, list->codes, list->count * sizeof *codes);
    }
    list->texts = texts;
    list->codes = codes;
    list->capacity = capacity;
    return MUS_OK;
}

static enum mus_status add_text(struct list *list, struct mus_text text)
{
    struct mus_text taken;
    enum mus_status status = mus_text_take(list->reader, list->part->rule, text, &taken, list->err);
    for (size_t i = 0; status == MUS_OK && i < list->count; i++) {
        if (mus_text_equal(list->texts[i], taken)) {
            return MUS_OK;
        }
    }
    if (status == MUS_OK) {
        status = make_room(list);
    }
    if (status == MUS_OK) {
        list->texts[list->count++] = taken;
    }
    return status;
}

static enum mus_status add_word(struct list *list, struct mus_text text)
{
    unsigned word = 0;
    enum mus_status status =
        mus_word_take(list->reader, list->part->vocabulary, text, &word, list->err);
    if (status == MUS_OK) {
        list->set |= (uint16_t)(1U << word);
    }
    return status;
}

/* ------------------------------------------------------------------ codes */

/* "JSIC:14:24" or "CPC:Y02W"; false where it is no such thing. */
static bool read_code(struct mus_text text, struct mus_code *out)
{
    size_t colons[2];
    size_t count = 0;
    for (size_t i = 0; i < text.len && count < 2; i++) {
        if (text.ptr[i] == ':') {
            colons[count++] = i;
        }
    }
    if (count == 0) {
        return false;
    }
    size_t last = colons[count - 1] + 1;
    *out = (struct mus_code){.scheme = {text.ptr, colons[0]},
                             .code = {text.ptr + last, text.len - last}};
    if (count == 2 && colons[1] > colons[0] + 1) {
        out->version = (struct mus_text){text.ptr + colons[0] + 1, colons[1] - colons[0] - 1};
    }
    return true;
}

/* By its code or label in the table, whose scheme it then has. */
static enum mus_status find_code(const struct list *list, const char *name, struct mus_text text,
                                 bool *found, struct mus_code *out)
{
    const struct mus_tables *tables = list->reader->tables;
    const struct mus_table *table = tables == NULL ? NULL : mus_tables_get(tables, name);
    const struct mus_table_row *row;
    char buffer[MUS_SCHEME_BYTES];
    enum mus_status status = mus_row_take(list->reader, name, text, &row, list->err);
    *found = status == MUS_OK && table != NULL && row != NULL;
    if (!*found) {
        return status;
    }
    struct mus_text scheme =
        mus_arena_copy(list->reader->arena, mus_scheme_of_table(table->name, buffer));
    if (scheme.ptr == NULL) {
        return mus_fail_memory(list->err);
    }
    *out = (struct mus_code){.scheme = scheme, .code = row->code};
    if (list->part->rule == MUS_TEXT_INDUSTRY) {
        out->version = table->version;
    }
    return MUS_OK;
}

static enum mus_status resolve_code(const struct list *list, struct mus_text text,
                                    struct mus_code *out)
{
    static const char *const industries[] = {"jsic"};
    static const char *const technologies[] = {"cpc_y02", "fair_categories", "sdg"};
    bool industry = list->part->rule == MUS_TEXT_INDUSTRY;
    const char *const *names = industry ? industries : technologies;
    size_t count = industry ? 1 : sizeof technologies / sizeof technologies[0];
    if (read_code(text, out)) {
        return MUS_OK;
    }
    for (size_t i = 0; i < count; i++) {
        bool found;
        enum mus_status status = find_code(list, names[i], text, &found, out);
        if (status != MUS_OK || found) {
            return status;
        }
    }
    return mus_fail(list->err, MUS_INVALID, "\"%.*s\" is not in the table %s",
                    MUS_TEXT_SHORT_ARG(text),
                    industry ? "jsic" : "cpc_y02, fair_categories or sdg");
}

static bool same_code(const struct mus_code *a, const struct mus_code *b)
{
    return mus_text_equal(a->scheme, b->scheme) && mus_text_equal(a->version, b->version) &&
           mus_text_equal(a->code, b->code);
}

static enum mus_status add_code(struct list *list, struct mus_text text)
{
    struct mus_code code;
    enum mus_status status = resolve_code(list, text, &code);
    for (size_t i = 0; status == MUS_OK && i < list->count; i++) {
        if (same_code(&list->codes[i], &code)) {
            return MUS_OK;
        }
    }
    if (status == MUS_OK) {
        status = make_room(list);
    }
    if (status == MUS_OK) {
        list->codes[list->count++] = code;
    }
    return status;
}

/* ------------------------------------------------------------------ all */

static enum mus_status add(struct list *list, struct mus_text text)
{
    switch (list->part->type) {
    case MUS_VALUE_WORD_SET:
        return add_word(list, text);
    case MUS_VALUE_CODES:
        return add_code(list, text);
    case MUS_VALUE_TEXT:
    case MUS_VALUE_NUMBER:
    case MUS_VALUE_YEAR:
    case MUS_VALUE_PERCENT:
    case MUS_VALUE_WORD:
    case MUS_VALUE_TEXTS:
    case MUS_VALUE_DATE:
    case MUS_VALUE_ANSWER:
    case MUS_VALUE_FLAG:
        break;
    }
    return add_text(list, text);
}

/* The element, or its pieces where only they are known. */
static enum mus_status add_or_part(struct list *list, struct mus_text element)
{
    enum mus_status status = add(list, element);
    bool table = list->part->type != MUS_VALUE_TEXTS || list->part->rule != MUS_TEXT_PLAIN;
    if (status != MUS_INVALID || !table || list->reader->separators.ptr != NULL) {
        return status;
    }
    struct list kept = *list;
    struct mus_text rest = element;
    struct mus_text piece;
    size_t pieces = 0;
    enum mus_status parted = MUS_OK;
    kept.err = NULL; /* the message is about the element */
    while (parted == MUS_OK && next_element(&rest, FURTHER, &piece)) {
        parted = piece.len == element.len ? MUS_INVALID : add(&kept, piece);
        pieces++;
    }
    if (parted == MUS_NO_MEMORY) {
        return mus_fail_memory(list->err);
    }
    if (parted != MUS_OK || pieces == 0) {
        return status;
    }
    kept.err = list->err;
    *list = kept;
    return MUS_OK;
}

enum mus_status mus_list_take(const struct mus_value_reader *reader,
                              const struct mus_target_part *part, struct mus_text text,
                              struct mus_value *out, struct mus_error *err)
{
    struct list list = {.reader = reader, .part = part, .err = err};
    struct mus_text separators = reader->separators.ptr == NULL ? USUAL : reader->separators;
    struct mus_text rest = text;
    struct mus_text element;
    while (next_element(&rest, separators, &element)) {
        enum mus_status status = add_or_part(&list, element);
        if (status != MUS_OK) {
            return status;
        }
    }
    if (part->type == MUS_VALUE_WORD_SET) {
        out->as.set = list.set;
        out->given = list.set != 0;
    } else if (part->type == MUS_VALUE_CODES) {
        out->as.codes = (struct mus_codes){list.codes, list.count};
        out->given = list.count > 0;
    } else {
        out->as.texts = (struct mus_texts){list.texts, list.count};
        out->given = list.count > 0;
    }
    return MUS_OK;
}
