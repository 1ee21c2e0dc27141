/* The tree is built while the pull reader goes through the text: one pass, in which all that is to
 * be refused is refused.
 *
 * A tree is one piece: its nodes come from an arena of its own, its strings and keys from one block
 * as long as the text, in which each fits with a NUL behind it, because it stood in quotes there.
 */
#include "codec/json.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "codec/json_number.h"
#include "codec/json_pull.h"

struct mus_json {
    enum mus_json_type type;
    bool boolean;
    struct mus_text key; /* of an object's member */
    struct mus_json *next;
    union {
        struct mus_text text;
        struct {
            int64_t integer; /* of MUS_JSON_INTEGER */
            double real;
        } number;
        struct {
            struct mus_json *first;
            size_t count;
        } elements;
    } is;
};

/* The root comes first: it is the tree to the outside. */
struct tree {
    struct mus_json root;
    struct mus_arena nodes;
    char *strings;
};

/* Parsing */

struct builder {
    const struct mus_json_source *source;
    struct tree *tree;
    size_t used;      /* bytes of strings */
    size_t too_large; /* where the first number stands that no double holds; SIZE_MAX: none */
    struct level {
        struct mus_json *container;
        struct mus_json **end; /* where its next element is hung in */
    } levels[MUS_MAX_JSON_DEPTH];
    struct mus_error *err;
};

static struct mus_text keep(struct builder *builder, struct mus_text text)
{
    char *copy = builder->tree->strings + builder->used;
    if (text.len > 0) {
        memcpy(copy, text.ptr, text.len);
    }
    copy[text.len] = '\0';
    builder->used += text.len + 1;
    return (struct mus_text){copy, text.len};
}

/* The digits of a number without fault are ASCII, and no locale is ever set: strtod reads them as
 * JSON means them. */
static double real_of(struct mus_text number)
{
    enum { ROOM = 64 };
    char digits[ROOM];
    assert(number.len < sizeof digits);
    memcpy(digits, number.ptr, number.len);
    digits[number.len] = '\0';
    return strtod(digits, NULL);
}

static void take_number(struct builder *builder, const struct mus_json_item *item,
                        struct mus_json *node)
{
    node->is.number.integer = item->integer;
    node->is.number.real = (double)item->integer;
    if (item->type == MUS_JSON_NUMBER) {
        node->is.number.real = real_of(mus_json_token_at(builder->source->text, item->at));
        if (!isfinite(node->is.number.real) && builder->too_large == SIZE_MAX) {
            builder->too_large = item->at;
        }
    }
}

static void take_value(struct builder *builder, const struct mus_json_item *item,
                       struct mus_json *node)
{
    node->type = item->type;
    if (item->type == MUS_JSON_STRING) {
        node->is.text = keep(builder, item->text);
    } else if (item->type == MUS_JSON_INTEGER || item->type == MUS_JSON_NUMBER) {
        take_number(builder, item, node);
    } else {
        node->boolean = item->boolean;
    }
}

/* The container that was opened last gets elements from now on. */
static void go_into(struct builder *builder, unsigned depth, struct mus_json *container)
{
    builder->levels[depth - 1] = (struct level){container, &container->is.elements.first};
}

static enum mus_status add_element(struct builder *builder, unsigned depth,
                                   const struct mus_json_item *item, struct mus_json **out)
{
    struct level *level = &builder->levels[depth - 1];
    struct mus_json *node = mus_arena_alloc(&builder->tree->nodes, 1, sizeof *node);
    if (node == NULL) {
        return mus_fail_memory(builder->err);
    }
    if (item->key.ptr != NULL) {
        node->key = keep(builder, item->key);
    }
    take_value(builder, item, node);
    *level->end = node;
    level->end = &node->next;
    level->container->is.elements.count++;
    *out = node;
    return MUS_OK;
}

static bool is_container(const struct mus_json *node)
{
    return node->type == MUS_JSON_ARRAY || node->type == MUS_JSON_OBJECT;
}

static enum mus_status build(struct builder *builder, struct mus_json_pull *pull)
{
    struct mus_json_item item;
    enum mus_status status = mus_json_pull_begin(pull, builder->source, &item, builder->err);
    if (status == MUS_OK) {
        take_value(builder, &item, &builder->tree->root);
        if (pull->depth > 0) {
            go_into(builder, pull->depth, &builder->tree->root);
        }
    }
    while (status == MUS_OK && pull->depth > 0) {
        unsigned depth = pull->depth;
        bool more = false;
        struct mus_json *node = NULL;
        status = mus_json_pull_next(pull, &item, &more, builder->err);
        if (status == MUS_OK && more) {
            status = add_element(builder, depth, &item, &node);
        }
        if (node != NULL && is_container(node)) {
            go_into(builder, pull->depth, node);
        }
    }
    return status == MUS_OK ? mus_json_pull_end(pull, builder->err) : status;
}

/* A number that is too large is told when nothing else is wrong. */
static enum mus_status check_numbers(const struct builder *builder)
{
    if (builder->too_large == SIZE_MAX) {
        return MUS_OK;
    }
    struct mus_text number = mus_json_token_at(builder->source->text, builder->too_large);
    mus_fail(builder->err, MUS_LIMIT, "number \"%.*s\" is too large", MUS_TEXT_SHORT_ARG(number));
    return mus_json_fail_at(builder->source, builder->too_large, MUS_LIMIT, builder->err);
}

static enum mus_status parse(const struct mus_json_source *source, struct mus_json **out,
                             struct mus_error *err)
{
    struct mus_json_pull pull = {0};
    struct builder builder = {.source = source, .too_large = SIZE_MAX, .err = err};
    builder.tree = mus_alloc_zero(1, sizeof *builder.tree);
    if (builder.tree == NULL) {
        return mus_fail_memory(err);
    }
    builder.tree->strings = mus_alloc(1, source->text.len + 1);
    enum mus_status status =
        builder.tree->strings == NULL ? mus_fail_memory(err) : build(&builder, &pull);
    mus_json_pull_done(&pull);
    if (status == MUS_OK) {
        status = check_numbers(&builder);
    }
    if (status != MUS_OK) {
        mus_json_free(&builder.tree->root);
        return status;
    }
    *out = &builder.tree->root;
    return MUS_OK;
}

enum mus_status mus_json_parse_at(struct mus_text text, size_t first_line, struct mus_json **out,
                                  struct mus_error *err)
{
    const struct mus_json_source source = {.text = text, .first_line = first_line};
    return parse(&source, out, err);
}

enum mus_status mus_json_parse(struct mus_text text, struct mus_json **out, struct mus_error *err)
{
    return mus_json_parse_at(text, 1, out, err);
}

enum mus_status mus_json_parse_reply(struct mus_text text, struct mus_json **out,
                                     struct mus_error *err)
{
    const struct mus_json_source source = {
        .text = text, .first_line = 1, .max_bytes = MUS_MAX_REPLY_BYTES};
    return parse(&source, out, err);
}

void mus_json_free(struct mus_json *value)
{
    if (value == NULL) {
        return;
    }
    struct tree *tree = (struct tree *)(void *)value;
    mus_arena_done(&tree->nodes);
    mus_free(tree->strings);
    mus_free(tree);
}

/* Values */

enum mus_json_type mus_json_type(const struct mus_json *value)
{
    return value == NULL ? MUS_JSON_ABSENT : value->type;
}

const char *mus_json_type_name(enum mus_json_type type)
{
    static const char *const names[] = {
        [MUS_JSON_ABSENT] = "nothing",  [MUS_JSON_NULL] = "null",
        [MUS_JSON_BOOL] = "a boolean",  [MUS_JSON_INTEGER] = "an integer",
        [MUS_JSON_NUMBER] = "a number", [MUS_JSON_STRING] = "a string",
        [MUS_JSON_ARRAY] = "an array",  [MUS_JSON_OBJECT] = "an object",
    };
    assert((unsigned)type < sizeof names / sizeof names[0]);
    return names[type];
}

struct mus_text mus_json_text(const struct mus_json *value)
{
    return mus_json_type(value) == MUS_JSON_STRING ? value->is.text : MUS_NO_TEXT;
}

int64_t mus_json_integer(const struct mus_json *value)
{
    return mus_json_type(value) == MUS_JSON_INTEGER ? value->is.number.integer : 0;
}

double mus_json_real(const struct mus_json *value)
{
    enum mus_json_type type = mus_json_type(value);
    return type == MUS_JSON_INTEGER || type == MUS_JSON_NUMBER ? value->is.number.real : 0;
}

bool mus_json_bool(const struct mus_json *value)
{
    return mus_json_type(value) == MUS_JSON_BOOL && value->boolean;
}

/* Containers */

size_t mus_json_count(const struct mus_json *value)
{
    return value != NULL && is_container(value) ? value->is.elements.count : 0;
}

const struct mus_json *mus_json_at(const struct mus_json *array, size_t index)
{
    if (mus_json_type(array) != MUS_JSON_ARRAY || index >= array->is.elements.count) {
        return NULL;
    }
    const struct mus_json *element = array->is.elements.first;
    for (size_t i = 0; i < index; i++) {
        element = element->next;
    }
    return element;
}

const struct mus_json *mus_json_get(const struct mus_json *object, const char *key)
{
    if (mus_json_type(object) != MUS_JSON_OBJECT) {
        return NULL;
    }
    for (const struct mus_json *member = object->is.elements.first; member != NULL;
         member = member->next) {
        if (member->key.ptr[0] == key[0] && strcmp(member->key.ptr, key) == 0) {
            return member;
        }
    }
    return NULL;
}

static bool stand_on(struct mus_json_iter *iter, const struct mus_json *value)
{
    iter->value = value;
    iter->key = value == NULL ? MUS_NO_TEXT : value->key;
    return value != NULL;
}

bool mus_json_first(const struct mus_json *container, struct mus_json_iter *iter)
{
    bool any = container != NULL && is_container(container);
    iter->index = 0;
    return stand_on(iter, any ? container->is.elements.first : NULL);
}

bool mus_json_next(struct mus_json_iter *iter)
{
    if (iter->value == NULL) {
        return false;
    }
    iter->index++;
    return stand_on(iter, iter->value->next);
}

static bool is_known(struct mus_text key, const char *const *known, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (mus_text_equals(key, known[i])) {
            return true;
        }
    }
    return false;
}

enum mus_status mus_json_check_keys(const struct mus_json *object, const char *const *known,
                                    size_t count, const char *place, struct mus_error *err)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(object, &iter); more; more = mus_json_next(&iter)) {
        if (iter.key.ptr == NULL || is_known(iter.key, known, count)) {
            continue;
        }
        bool placed = place != NULL && place[0] != '\0';
        return mus_fail(err, MUS_INVALID, "%s%sunknown key \"%.*s\"", placed ? place : "",
                        placed ? ": " : "", MUS_TEXT_SHORT_ARG(iter.key));
    }
    return MUS_OK;
}
