#include "match/weight_sets.h"

#include "base/limits.h"
#include "codec/json_write.h"
#include "crypto/encode.h"
#include "profile/value_json.h"
#include "store/documents.h"

#include <string.h>

static const char FORMAT[] = "musubi-weights/1";
static const int64_t MOST_GAIN = 1000000000000;

static struct mus_weight_set expert_set(void)
{
    struct mus_weights weights = mus_weights_default();
    struct mus_weight_set set = {
        .name = MUS_TEXT(MUS_EXPERT_WEIGHTS), .author = MUS_TEXT("musubi"), .date = MUS_NO_DATE};
    memcpy(set.weight, weights.weight, sizeof set.weight);
    return set;
}

struct mus_weights mus_weights_of_set(const struct mus_weight_set *set)
{
    struct mus_weights weights = mus_weights_default();
    memcpy(weights.weight, set->weight, sizeof weights.weight);
    return weights;
}

/* ------------------------------------------------------------------ reading */

static enum mus_status read_weights(struct mus_reader *reader, const struct mus_json *value,
                                    struct mus_weight_set *set)
{
    const char *names[MUS_PART_COUNT];
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        names[part] = mus_part_name((enum mus_part)part);
    }
    enum mus_status status = mus_reader_object(reader, value, names, MUS_PART_COUNT);
    for (size_t part = 0; part < MUS_PART_COUNT && status == MUS_OK; part++) {
        int64_t number = 0;
        status = mus_read_integer_at(reader, value, names[part], 0, MUS_MILLION, &number);
        set->weight[part] = (uint32_t)number;
    }
    struct mus_weights weights = mus_weights_of_set(set);
    struct mus_error why;
    if (status == MUS_OK && mus_weights_check(&weights, &why) != MUS_OK) {
        status = mus_place_fail(&reader->place, reader->err, MUS_INVALID, "%s", why.message);
    }
    return status;
}

static enum mus_status read_name(struct mus_reader *reader, const struct mus_json *object,
                                 const char *key, struct mus_text *out)
{
    size_t mark = mus_place_key(&reader->place, key);
    enum mus_status status = mus_read_id(reader, mus_json_get(object, key), out);
    if (status == MUS_OK && out->len == 0) {
        status = mus_place_fail(&reader->place, reader->err, MUS_INVALID, "expected a name");
    }
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status read_set(struct mus_reader *reader, const struct mus_json *value,
                                struct mus_weight_set *out)
{
    static const char *const KEYS[] = {"name",   "origin", "author",   "date",
                                       "events", "gain",   "gain_low", "parts"};
    *out = (struct mus_weight_set){.date = MUS_NO_DATE};
    enum mus_status status = mus_reader_object(reader, value, KEYS, 8);
    if (status == MUS_OK) {
        status = read_name(reader, value, "name", &out->name);
    }
    if (status == MUS_OK) {
        status = mus_read_constant_at(reader, value, "origin", "learned");
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "author", MUS_MAX_WEIGHTS_AUTHOR, &out->author);
    }
    if (status == MUS_OK) {
        status = mus_read_day_at(reader, value, "date", &out->date);
    }
    if (status == MUS_OK) {
        status =
            mus_read_integer_at(reader, value, "events", 1, MUS_JSON_INTEGER_MAX, &out->events);
    }
    if (status == MUS_OK) {
        status = mus_read_integer_at(reader, value, "gain", -MOST_GAIN, MOST_GAIN, &out->gain);
    }
    if (status == MUS_OK) {
        status =
            mus_read_integer_at(reader, value, "gain_low", -MOST_GAIN, MOST_GAIN, &out->gain_low);
    }
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, "parts");
        status = read_weights(reader, mus_json_get(value, "parts"), out);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

static size_t place_of(const struct mus_weight_sets *sets, struct mus_text name)
{
    size_t at = 0;
    while (at < sets->count && !mus_text_equal(sets->items[at].name, name)) {
        at++;
    }
    return at;
}

static enum mus_status read_sets(struct mus_reader *reader, const struct mus_json *value,
                                 struct mus_weight_sets *sets)
{
    struct mus_json_iter iter;
    enum mus_status status = mus_reader_array(reader, value, MUS_MAX_WEIGHT_SETS - 1);
    if (status != MUS_OK) {
        return status;
    }
    sets->items = mus_arena_alloc(reader->arena, mus_json_count(value) + 1, sizeof *sets->items);
    if (sets->items == NULL) {
        return mus_fail_memory(reader->err);
    }
    sets->items[sets->count++] = expert_set();
    for (bool more = mus_json_first(value, &iter); more && status == MUS_OK;
         more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        struct mus_weight_set *set = &sets->items[sets->count];
        status = read_set(reader, iter.value, set);
        if (status == MUS_OK && place_of(sets, set->name) < sets->count) {
            status = mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                                    "\"%.*s\" stands twice", MUS_TEXT_SHORT_ARG(set->name));
        }
        sets->count += status == MUS_OK;
        mus_place_back(&reader->place, mark);
    }
    return status;
}

static enum mus_status read_document(struct mus_reader *reader, const struct mus_json *json,
                                     struct mus_weight_sets *sets)
{
    static const char *const KEYS[] = {"format", "in_use", "sets"};
    struct mus_text name = MUS_NO_TEXT;
    enum mus_status status = mus_reader_object(reader, json, KEYS, 3);
    if (status == MUS_OK) {
        status = mus_read_constant_at(reader, json, "format", FORMAT);
    }
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, "sets");
        status = read_sets(reader, mus_json_get(json, "sets"), sets);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        status = read_name(reader, json, "in_use", &name);
    }
    if (status == MUS_OK) {
        status = mus_weight_sets_find(sets, name, &sets->in_use, reader->err);
        status = status == MUS_OK ? MUS_OK : mus_fail_at(reader->err, MUS_INVALID, "in_use");
    }
    return status;
}

enum mus_status mus_weight_sets_read(struct mus_text text, struct mus_arena *arena,
                                     struct mus_weight_sets *out, struct mus_error *err)
{
    struct mus_reader reader = {.arena = arena, .err = err};
    struct mus_weight_sets sets = {0};
    struct mus_json *json = NULL;
    enum mus_status status = mus_json_parse(text, &json, err);
    if (status == MUS_OK) {
        status = read_document(&reader, json, &sets);
    }
    mus_json_free(json);
    if (status == MUS_OK) {
        *out = sets;
    }
    return status;
}

/* ------------------------------------------------------------------ writing */

static void write_set(struct mus_json_writer *writer, const struct mus_weight_set *set)
{
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "name", set->name);
    mus_json_put_z(writer, "origin", "learned");
    mus_json_put_given(writer, "author", set->author);
    mus_put_date(writer, "date", set->date);
    mus_json_put_integer(writer, "events", set->events);
    mus_json_put_integer(writer, "gain", set->gain);
    mus_json_put_integer(writer, "gain_low", set->gain_low);
    mus_json_key(writer, "parts");
    mus_json_begin_object(writer);
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        mus_json_put_integer(writer, mus_part_name((enum mus_part)part), set->weight[part]);
    }
    mus_json_end_object(writer);
    mus_json_end_object(writer);
}

void mus_weight_sets_write(const struct mus_weight_sets *sets, struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", FORMAT);
    mus_json_put_text(&writer, "in_use", sets->items[sets->in_use].name);
    mus_json_key(&writer, "sets");
    mus_json_begin_array(&writer);
    for (size_t i = 1; i < sets->count; i++) {
        write_set(&writer, &sets->items[i]);
    }
    mus_json_end_array(&writer);
    mus_json_end_object(&writer);
}

/* ------------------------------------------------------------------ the store's */

enum mus_status mus_weight_sets_load(const struct mus_read *read, struct mus_arena *arena,
                                     struct mus_weight_sets *out, struct mus_error *err)
{
    struct mus_text bytes = MUS_NO_TEXT;
    enum mus_status status =
        mus_store_document_in_force(read, mus_text_of(MUS_WEIGHTS_KIND), arena, &bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    if (bytes.ptr != NULL) {
        status = mus_weight_sets_read(bytes, arena, out, err);
        if (status == MUS_INVALID || status == MUS_LIMIT) {
            char hex[2 * MUS_DIGEST_BYTES + 1];
            struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, bytes.ptr, bytes.len);
            mus_hex_print(hex, digest.bytes, sizeof digest.bytes);
            return mus_fail_at(err, MUS_CORRUPT, "weights document \"%s\"", hex);
        }
        return status;
    }
    struct mus_weight_set *expert = mus_arena_alloc(arena, 1, sizeof *expert);
    if (expert == NULL) {
        return mus_fail_memory(err);
    }
    *expert = expert_set();
    *out = (struct mus_weight_sets){.items = expert, .count = 1};
    return MUS_OK;
}

enum mus_status mus_weight_sets_store(struct mus_write *write, const struct mus_weight_sets *sets,
                                      struct mus_error *err)
{
    struct mus_buf bytes = {0};
    mus_weight_sets_write(sets, &bytes);
    enum mus_status status = mus_buf_check(&bytes, err);
    if (status == MUS_OK) {
        status = mus_store_put_document(write, mus_text_of(MUS_WEIGHTS_KIND), mus_buf_text(&bytes),
                                        NULL, err);
    }
    mus_buf_done(&bytes);
    return status;
}

enum mus_status mus_weight_sets_find(const struct mus_weight_sets *sets, struct mus_text name,
                                     size_t *out, struct mus_error *err)
{
    size_t at = place_of(sets, name);
    if (at == sets->count) {
        return mus_fail(err, MUS_NOT_FOUND, "no weights \"%.*s\"", MUS_TEXT_SHORT_ARG(name));
    }
    *out = at;
    return MUS_OK;
}

enum mus_status mus_weight_sets_add(struct mus_weight_sets *sets, struct mus_arena *arena,
                                    const struct mus_weight_set *set, struct mus_error *err)
{
    if (place_of(sets, set->name) < sets->count) {
        return mus_fail(err, MUS_CONFLICT, "weights \"%.*s\" are already there",
                        MUS_TEXT_SHORT_ARG(set->name));
    }
    if (sets->count == MUS_MAX_WEIGHT_SETS) {
        return mus_fail(err, MUS_LIMIT, "more than %d sets of weights", MUS_MAX_WEIGHT_SETS);
    }
    struct mus_weight_set *items = mus_arena_alloc(arena, sets->count + 1, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    memcpy(items, sets->items, sets->count * sizeof *items);
    items[sets->count++] = *set;
    sets->items = items;
    return MUS_OK;
}
