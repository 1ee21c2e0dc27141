#include "fair/format/problem_reader.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "codec/place.h"
#include "crypto/crypto.h"

/* ---- places and messages ---- */

static void go_into(struct mus_problem_reader *reader, const char *key, size_t index)
{
    assert(reader->depth < MUS_PROBLEM_MAX_STEPS);
    reader->steps[reader->depth++] = (struct mus_problem_step){key, index};
}

void mus_problem_into(struct mus_problem_reader *reader, const char *key)
{
    go_into(reader, key, 0);
}

void mus_problem_back(struct mus_problem_reader *reader)
{
    reader->depth--;
}

void mus_problem_place(const struct mus_problem_reader *reader, struct mus_place *out)
{
    *out = (struct mus_place){0};
    for (size_t i = 0; i < reader->depth; i++) {
        if (reader->steps[i].key != NULL) {
            mus_place_key(out, reader->steps[i].key);
        } else {
            mus_place_index(out, reader->steps[i].index);
        }
    }
}

enum mus_status mus_problem_fail(const struct mus_problem_reader *reader, enum mus_status status,
                                 const char *format, ...)
{
    char message[MUS_ERROR_MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct mus_place place;
    mus_problem_place(reader, &place);
    return mus_place_fail(&place, reader->err, status, "%s", message);
}

size_t mus_problem_index(const struct mus_problem_reader *reader)
{
    size_t at = reader->depth;
    while (at > 0 && reader->steps[at - 1].key != NULL) {
        at--;
    }
    assert(at > 0);
    return reader->steps[at - 1].index;
}

/* ---- objects and arrays ---- */

static size_t member_of(const struct mus_problem_member *members, size_t count, struct mus_text key)
{
    size_t at = 0;
    while (at < count && !mus_text_equals(key, members[at].name)) {
        at++;
    }
    return at;
}

static enum mus_status unknown_key(const struct mus_problem_reader *reader, struct mus_text key)
{
    return mus_problem_fail(reader, MUS_INVALID, "unknown key \"%.*s\"", MUS_TEXT_SHORT_ARG(key));
}

static enum mus_status missing(const struct mus_problem_reader *reader, const char *name)
{
    return mus_problem_fail(reader, MUS_INVALID, "\"%s\" is missing", name);
}

static enum mus_status read_member(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item,
                                   const struct mus_problem_member *member, void *into)
{
    mus_problem_into(reader, member->name);
    enum mus_status status = member->read(reader, item, into);
    mus_problem_back(reader);
    return status;
}

/* Which of the members were given, bit by bit, is put into *given. */
static enum mus_status read_members(struct mus_problem_reader *reader,
                                    const struct mus_problem_member *members, size_t count,
                                    uint32_t *given, void *into)
{
    struct mus_json_item item;
    bool more = true;
    *given = 0;
    enum mus_status status = MUS_OK;
    while (status == MUS_OK) {
        status = mus_json_pull_next(&reader->pull, &item, &more, reader->err);
        if (status != MUS_OK || !more) {
            break;
        }
        size_t at = member_of(members, count, item.key);
        if (at == count) {
            status = unknown_key(reader, item.key);
        } else if (item.type != MUS_JSON_NULL) {
            *given |= (uint32_t)1 << at;
            status = read_member(reader, &item, &members[at], into);
        }
    }
    return status;
}

enum mus_status mus_problem_object(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item,
                                   const struct mus_problem_member *members, size_t count,
                                   void *into)
{
    assert(count <= MUS_PROBLEM_MAX_MEMBERS);
    uint32_t given = 0;
    enum mus_status status = mus_problem_type(reader, item, MUS_JSON_OBJECT);
    if (status == MUS_OK) {
        status = read_members(reader, members, count, &given, into);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        if (members[i].required && (given >> i & 1) == 0) {
            status = missing(reader, members[i].name);
        }
    }
    return status;
}

enum mus_status mus_problem_array(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, size_t most,
                                  mus_problem_read *read, void *into)
{
    struct mus_json_item element;
    bool more = true;
    enum mus_status status = mus_problem_type(reader, item, MUS_JSON_ARRAY);
    for (size_t i = 0; status == MUS_OK; i++) {
        status = mus_json_pull_next(&reader->pull, &element, &more, reader->err);
        if (status != MUS_OK || !more) {
            break;
        }
        if (i == most) {
            return mus_problem_fail(reader, MUS_LIMIT, "more than %zu entries", most);
        }
        go_into(reader, NULL, i);
        status = read(reader, &element, into);
        mus_problem_back(reader);
    }
    return status;
}

/* ---- the document ---- */

/* Reads the text to its end and notes where each member begins; SIZE_MAX: it is not given. */
static enum mus_status look_through(struct mus_problem_reader *reader, struct mus_text json,
                                    const struct mus_problem_member *members, size_t count,
                                    size_t *begins)
{
    const struct mus_json_source source = {json, 1, MUS_MAX_PROBLEM_BYTES};
    struct mus_json_item item;
    bool more = true;
    enum mus_status status = mus_json_pull_begin(&reader->pull, &source, &item, reader->err);
    if (status == MUS_OK) {
        status = mus_problem_type(reader, &item, MUS_JSON_OBJECT);
    }
    while (status == MUS_OK) {
        status = mus_json_pull_next(&reader->pull, &item, &more, reader->err);
        if (status != MUS_OK || !more) {
            break;
        }
        size_t at = member_of(members, count, item.key);
        if (at == count) {
            return unknown_key(reader, item.key);
        }
        begins[at] = item.type == MUS_JSON_NULL ? SIZE_MAX : item.at;
        status = mus_json_pull_skip(&reader->pull, &item, reader->err);
    }
    return status == MUS_OK ? mus_json_pull_end(&reader->pull, reader->err) : status;
}

static enum mus_status read_document(struct mus_problem_reader *reader, struct mus_text json,
                                     const struct mus_problem_member *members, size_t count,
                                     void *into)
{
    size_t begins[MUS_PROBLEM_MAX_MEMBERS];
    assert(count <= MUS_PROBLEM_MAX_MEMBERS);
    for (size_t i = 0; i < count; i++) {
        begins[i] = SIZE_MAX;
    }
    enum mus_status status = look_through(reader, json, members, count, begins);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_json_item item;
        if (begins[i] == SIZE_MAX) {
            status = members[i].required ? missing(reader, members[i].name) : MUS_OK;
            continue;
        }
        status = mus_json_pull_again(&reader->pull, begins[i], &item, reader->err);
        if (status == MUS_OK) {
            status = read_member(reader, &item, &members[i], into);
        }
    }
    return status;
}

enum mus_status mus_problem_document(struct mus_text json, struct mus_arena *arena,
                                     const struct mus_problem_member *members, size_t count,
                                     void *into, struct mus_error *err)
{
    struct mus_problem_reader reader = {.arena = arena, .err = err};
    enum mus_status status = mus_crypto_init(err); /* for mus_problem_ids_add */
    if (status == MUS_OK) {
        status = read_document(&reader, json, members, count, into);
    }
    mus_json_pull_done(&reader.pull);
    return status;
}

/* ---- values ---- */

enum mus_status mus_problem_type(const struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, enum mus_json_type type)
{
    return item->type == type
               ? MUS_OK
               : mus_problem_fail(reader, MUS_INVALID, "expected %s, found %s",
                                  mus_json_type_name(type), mus_json_type_name(item->type));
}

enum mus_status mus_problem_integer(const struct mus_problem_reader *reader,
                                    const struct mus_json_item *item, int64_t min, int64_t max,
                                    int64_t *out)
{
    enum mus_status status = mus_problem_type(reader, item, MUS_JSON_INTEGER);
    if (status != MUS_OK) {
        return status;
    }
    if (item->integer < min || item->integer > max) {
        return mus_problem_fail(reader, MUS_INVALID, "%lld is out of range; expected %lld to %lld",
                                (long long)item->integer, (long long)min, (long long)max);
    }
    *out = item->integer;
    return MUS_OK;
}

enum mus_status mus_problem_id(const struct mus_problem_reader *reader,
                               const struct mus_json_item *item, struct mus_text *out)
{
    enum mus_status status = mus_problem_type(reader, item, MUS_JSON_STRING);
    if (status == MUS_OK && !mus_text_is_id(item->text)) {
        status = mus_problem_fail(reader, MUS_INVALID,
                                  "malformed id \"%.*s\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -",
                                  MUS_TEXT_SHORT_ARG(item->text));
    }
    if (status == MUS_OK) {
        *out = item->text;
    }
    return status;
}

static enum mus_status keep(const struct mus_problem_reader *reader, struct mus_text text,
                            struct mus_text *out)
{
    struct mus_text copy = mus_arena_copy(reader->arena, text);
    if (copy.ptr == NULL) {
        return mus_fail_memory(reader->err);
    }
    *out = copy;
    return MUS_OK;
}

enum mus_status mus_problem_new_id(const struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, struct mus_text *out)
{
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_id(reader, item, &id);
    return status == MUS_OK ? keep(reader, id, out) : status;
}

enum mus_status mus_problem_name(const struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, struct mus_text *out)
{
    enum mus_status status = mus_problem_type(reader, item, MUS_JSON_STRING);
    if (status == MUS_OK && mus_text_trim(item->text).len == 0) {
        status = mus_problem_fail(reader, MUS_INVALID, "is empty");
    }
    if (status == MUS_OK && item->text.len > MUS_MAX_ID) {
        status = mus_problem_fail(reader, MUS_LIMIT, "%zu bytes, at most %d", item->text.len,
                                  MUS_MAX_ID);
    }
    return status == MUS_OK ? keep(reader, item->text, out) : status;
}

enum mus_status mus_problem_format(const struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, const char *format)
{
    enum mus_status status = mus_problem_type(reader, item, MUS_JSON_STRING);
    if (status == MUS_OK && !mus_text_equals(item->text, format)) {
        status = mus_problem_fail(reader, MUS_INVALID, "\"%.*s\" is not known; expected \"%s\"",
                                  MUS_TEXT_SHORT_ARG(item->text), format);
    }
    return status;
}

/* ---- ids ---- */

uint32_t mus_problem_ids_find(const struct mus_problem_ids *ids, struct mus_text id)
{
    uint32_t place;
    struct mus_slot_walk walk = mus_slots_walk(&ids->slots, mus_keyed_text(ids->key, 0, id));
    while (mus_slots_next(&ids->slots, &walk, &place)) {
        if (mus_text_equal(ids->ids[place], id)) {
            return place;
        }
    }
    return MUS_PROBLEM_NONE;
}

void mus_problem_ids_find_all(const struct mus_problem_ids *ids, const struct mus_text *wanted,
                              size_t count, uint32_t *places)
{
    struct mus_slot_walk walks[MUS_PROBLEM_MOST_AT_ONCE];
    assert(count <= MUS_PROBLEM_MOST_AT_ONCE);
    for (size_t i = 0; i < count; i++) {
        const uint64_t hash = mus_keyed_text(ids->key, 0, wanted[i]);
        walks[i] = mus_slots_walk(&ids->slots, hash);
        mus_slots_prefetch(&ids->slots, hash);
    }
    /* The first whose hash agrees is nearly always the one. */
    for (size_t i = 0; i < count; i++) {
        places[i] = MUS_PROBLEM_NONE;
        if (mus_slots_next(&ids->slots, &walks[i], &places[i])) {
            __builtin_prefetch(&ids->ids[places[i]]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (places[i] != MUS_PROBLEM_NONE) {
            __builtin_prefetch(ids->ids[places[i]].ptr);
        }
    }
    for (size_t i = 0; i < count; i++) {
        while (places[i] != MUS_PROBLEM_NONE && !mus_text_equal(ids->ids[places[i]], wanted[i])) {
            if (!mus_slots_next(&ids->slots, &walks[i], &places[i])) {
                places[i] = MUS_PROBLEM_NONE;
            }
        }
    }
}

bool mus_problem_ids_add(struct mus_problem_ids *ids, uint32_t place)
{
    if (ids->slots.size == 0) {
        /* Nothing that is answered depends on the key; whoever writes a file cannot foresee it. */
        mus_crypto_random(&ids->key, sizeof ids->key);
    }
    return mus_slots_put(&ids->slots, mus_keyed_text(ids->key, 0, ids->ids[place]), place);
}

void mus_problem_ids_done(struct mus_problem_ids *ids)
{
    mus_slots_done(&ids->slots);
    *ids = (struct mus_problem_ids){0};
}

struct ranked {
    struct mus_text id;
    uint32_t at;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *l = left;
    const struct ranked *r = right;
    return mus_text_compare(l->id, r->id);
}

bool mus_problem_rank(struct mus_arena *arena, const struct mus_text *ids, size_t count,
                      struct mus_text **sorted, uint32_t **rank)
{
    struct ranked *items = mus_arena_alloc(arena, count, sizeof *items);
    *sorted = mus_arena_alloc(arena, count, sizeof **sorted);
    *rank = mus_arena_alloc(arena, count, sizeof **rank);
    if (items == NULL || *sorted == NULL || *rank == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct ranked){ids[i], (uint32_t)i};
    }
    qsort(items, count, sizeof *items, compare_ranked);
    for (size_t i = 0; i < count; i++) {
        (*sorted)[i] = items[i].id;
        (*rank)[items[i].at] = (uint32_t)i;
    }
    return true;
}
