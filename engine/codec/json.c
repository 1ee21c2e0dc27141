/* A struct mus_json is a cJSON node under another name: only this file knows.
 *
 * cJSON keeps numbers as doubles, which is exact for every integer that the check lets pass. It
 * does not keep how a number was written, nor how many elements a container has. Both are put in
 * once after parsing, in the field valueint, which nothing here needs otherwise:
 *
 *     number       1 if written as an integer, 0 otherwise
 *     container    the number of its elements */
#include "codec/json.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

#include <cJSON.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "base/mem.h"
#include "codec/json_check.h"
#include "codec/json_number.h"

static_assert(MUS_MAX_JSON_BYTES < INT_MAX && MUS_MAX_REPLY_BYTES < INT_MAX,
              "the elements of a container are counted in an int");

/* cJSON's allocator is one for the process, so it is set once. */
static pthread_once_t hooks_once = PTHREAD_ONCE_INIT;

static void *allocate(size_t size)
{
    return mus_alloc(1, size);
}

static void set_hooks(void)
{
    cJSON_Hooks hooks = {.malloc_fn = allocate, .free_fn = mus_free};
    cJSON_InitHooks(&hooks);
}

static const cJSON *node_of(const struct mus_json *value)
{
    return (const cJSON *)(const void *)value;
}

static const struct mus_json *value_of(const cJSON *node)
{
    return (const struct mus_json *)(const void *)node;
}

/* Parsing */

struct settling {
    const struct mus_json_source *source;
    struct mus_bytes numbers; /* their offsets, in the order of the text */
    struct mus_error *err;
};

static enum mus_status settle_number(struct settling *s, cJSON *node)
{
    size_t at = mus_bytes_u32(&s->numbers);
    struct mus_text number = mus_json_token_at(s->source->text, at);
    if (!isfinite(node->valuedouble)) {
        mus_fail(s->err, MUS_LIMIT, "number \"%.*s\" is too large", MUS_TEXT_SHORT_ARG(number));
        return mus_json_fail_at(s->source, at, MUS_LIMIT, s->err);
    }
    node->valueint = mus_json_number_is_integer(number);
    return MUS_OK;
}

/* Goes through the tree in the order of the text, no deeper than MUS_MAX_JSON_DEPTH. */
static enum mus_status settle(struct settling *s, cJSON *node)
{
    if (cJSON_IsNumber(node)) {
        return settle_number(s, node);
    }
    int count = 0;
    for (cJSON *child = node->child; child != NULL; child = child->next) {
        enum mus_status status = settle(s, child);
        if (status != MUS_OK) {
            return status;
        }
        count++;
    }
    node->valueint = count;
    return MUS_OK;
}

static enum mus_status build(const struct mus_json_source *source, struct mus_text numbers,
                             struct mus_json **out, struct mus_error *err)
{
    /* The check has let the text pass, so that nothing but memory can be missing here. cJSON
     * resets a static record of its last error on every call; nobody reads it. */
    cJSON *root = cJSON_ParseWithLengthOpts(source->text.ptr, source->text.len, NULL, 0);
    if (root == NULL) {
        return mus_fail_memory(err);
    }
    struct settling s = {source, mus_bytes_of(numbers.ptr, numbers.len), err};
    enum mus_status status = settle(&s, root);
    assert(status != MUS_OK || (s.numbers.left == 0 && !s.numbers.failed));
    if (status != MUS_OK) {
        cJSON_Delete(root);
        return status;
    }
    *out = (struct mus_json *)(void *)root;
    return MUS_OK;
}

static enum mus_status parse(const struct mus_json_source *source, struct mus_json **out,
                             struct mus_error *err)
{
    pthread_once(&hooks_once, set_hooks);
    struct mus_buf numbers = {0};
    enum mus_status status = mus_json_check_text(source, &numbers, err);
    if (status == MUS_OK) {
        status = build(source, mus_buf_text(&numbers), out, err);
    }
    mus_buf_done(&numbers);
    return status;
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
    cJSON_Delete((cJSON *)(void *)value);
}

/* Values */

enum mus_json_type mus_json_type(const struct mus_json *value)
{
    const cJSON *node = node_of(value);
    if (node == NULL) {
        return MUS_JSON_ABSENT;
    }
    switch (node->type) {
    case cJSON_NULL:
        return MUS_JSON_NULL;
    case cJSON_False:
    case cJSON_True:
        return MUS_JSON_BOOL;
    case cJSON_Number:
        return node->valueint != 0 ? MUS_JSON_INTEGER : MUS_JSON_NUMBER;
    case cJSON_String:
        return MUS_JSON_STRING;
    case cJSON_Array:
        return MUS_JSON_ARRAY;
    default:
        assert(node->type == cJSON_Object);
        return MUS_JSON_OBJECT;
    }
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
    const cJSON *node = node_of(value);
    return cJSON_IsString(node) ? mus_text_of(node->valuestring) : MUS_NO_TEXT;
}

int64_t mus_json_integer(const struct mus_json *value)
{
    const cJSON *node = node_of(value);
    return cJSON_IsNumber(node) && node->valueint != 0 ? (int64_t)node->valuedouble : 0;
}

double mus_json_real(const struct mus_json *value)
{
    const cJSON *node = node_of(value);
    return cJSON_IsNumber(node) ? node->valuedouble : 0;
}

bool mus_json_bool(const struct mus_json *value)
{
    return cJSON_IsTrue(node_of(value));
}

/* Containers */

size_t mus_json_count(const struct mus_json *value)
{
    const cJSON *node = node_of(value);
    return cJSON_IsArray(node) || cJSON_IsObject(node) ? (size_t)node->valueint : 0;
}

const struct mus_json *mus_json_at(const struct mus_json *array, size_t index)
{
    const cJSON *node = node_of(array);
    if (!cJSON_IsArray(node) || index >= (size_t)node->valueint) {
        return NULL;
    }
    const cJSON *child = node->child;
    for (size_t i = 0; i < index; i++) {
        child = child->next;
    }
    return value_of(child);
}

const struct mus_json *mus_json_get(const struct mus_json *object, const char *key)
{
    const cJSON *node = node_of(object);
    if (!cJSON_IsObject(node)) {
        return NULL;
    }
    for (const cJSON *child = node->child; child != NULL; child = child->next) {
        if (child->string[0] == key[0] && strcmp(child->string, key) == 0) {
            return value_of(child);
        }
    }
    return NULL;
}

static bool stand_on(struct mus_json_iter *iter, const cJSON *node)
{
    iter->value = value_of(node);
    iter->key = node != NULL && node->string != NULL ? mus_text_of(node->string) : MUS_NO_TEXT;
    return node != NULL;
}

bool mus_json_first(const struct mus_json *container, struct mus_json_iter *iter)
{
    const cJSON *node = node_of(container);
    iter->index = 0;
    return stand_on(iter, node == NULL ? NULL : node->child);
}

bool mus_json_next(struct mus_json_iter *iter)
{
    if (iter->value == NULL) {
        return false;
    }
    iter->index++;
    return stand_on(iter, node_of(iter->value)->next);
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
