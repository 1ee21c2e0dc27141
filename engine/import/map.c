#include "import/map.h"

#include "base/limits.h"
#include "import/map_json.h"
#include "profile/field.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char *const MAP_KEYS[] = {"format",   "source", "header_row", "no_header",
                                       "encoding", "sheet",  "key",        "row_name",
                                       "tables",   "fields", "reject_if"};

static enum mus_status read_tables(struct mus_map_reader *reader, const struct mus_json *value)
{
    if (mus_json_type(value) == MUS_JSON_ABSENT) {
        return MUS_OK;
    }
    size_t mark = mus_place_key(&reader->place, "tables");
    enum mus_status status = MUS_OK;
    struct mus_json_iter iter;
    if (mus_json_type(value) != MUS_JSON_OBJECT) {
        status = mus_map_expected(reader, "an object of tables", value);
    }
    bool more = status == MUS_OK && mus_json_first(value, &iter);
    for (; status == MUS_OK && more; more = mus_json_next(&iter)) {
        size_t table = mus_place_key_text(&reader->place, iter.key);
        struct mus_text name = mus_arena_copy(reader->arena, iter.key);
        status = name.ptr == NULL ? mus_fail_memory(reader->err)
                                  : mus_map_read_table(reader, name, iter.value);
        mus_place_back(&reader->place, table);
    }
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status read_field(struct mus_map_reader *reader, const struct mus_json_iter *iter,
                                  struct mus_map_field *out)
{
    size_t mark = mus_place_key_text(&reader->place, iter->key);
    enum mus_status status = MUS_OK;
    out->path = mus_arena_copy(reader->arena, iter->key);
    if (out->path.ptr == NULL) {
        status = mus_fail_memory(reader->err);
    }
    if (status == MUS_OK) {
        status = mus_target_read(out->path, &out->target, reader->err);
        if (status == MUS_INVALID || status == MUS_LIMIT) {
            status = mus_fail_at(reader->err, status, "%s", mus_place_text(&reader->place));
        }
    }
    if (status == MUS_OK) {
        status = mus_map_read_rules(reader, iter->value, out);
    }
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status read_fields(struct mus_map_reader *reader, const struct mus_json *value,
                                   struct mus_map *map)
{
    struct mus_json_iter iter;
    size_t count = mus_json_count(value);
    if (mus_json_type(value) != MUS_JSON_OBJECT || count == 0) {
        return mus_map_expected(reader, "an object of at least one field", value);
    }
    if (count > MUS_MAX_MAP_FIELDS) {
        return mus_place_fail(&reader->place, reader->err, MUS_LIMIT, "more than %d fields",
                              MUS_MAX_MAP_FIELDS);
    }
    map->fields = mus_arena_alloc(reader->arena, count, sizeof *map->fields);
    if (map->fields == NULL) {
        return mus_fail_memory(reader->err);
    }
    enum mus_status status = MUS_OK;
    bool more = mus_json_first(value, &iter);
    for (; status == MUS_OK && more; more = mus_json_next(&iter)) {
        status = read_field(reader, &iter, &map->fields[map->field_count]);
        map->field_count++;
    }
    return status;
}

/* "name" and "name.ja" would both fill the Japanese name. */
static bool clash(const struct mus_target *a, const struct mus_target *b)
{
    if (a->home != b->home || a->index != b->index || a->home == MUS_HOME_DECLARATION) {
        return false;
    }
    size_t a_places[] = {a->part.offset, a->part.by_script ? a->part.latin_offset : a->part.offset};
    size_t b_places[] = {b->part.offset, b->part.by_script ? b->part.latin_offset : b->part.offset};
    return a_places[0] == b_places[0] || a_places[0] == b_places[1] || a_places[1] == b_places[0] ||
           a_places[1] == b_places[1];
}

static enum mus_status check_clashes(struct mus_map_reader *reader, const struct mus_map *map)
{
    for (size_t i = 1; i < map->field_count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (clash(&map->fields[i].target, &map->fields[k].target)) {
                return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                                      "\"%.*s\" and \"%.*s\" fill the same field",
                                      MUS_TEXT_SHORT_ARG(map->fields[k].path),
                                      MUS_TEXT_SHORT_ARG(map->fields[i].path));
            }
        }
    }
    return MUS_OK;
}

/* What makes the key must be a text of the company that the map fills; "name" is any of its names.
 */
static enum mus_status check_key(struct mus_map_reader *reader, const struct mus_map *map)
{
    for (size_t i = 0; i < map->key.count; i++) {
        struct mus_text path = map->key.items[i];
        bool any_name = mus_text_equals(path, "name");
        bool filled = false;
        for (size_t k = 0; k < map->field_count; k++) {
            const struct mus_map_field *field = &map->fields[k];
            bool text = field->target.home == MUS_HOME_COMPANY && field->target.whole &&
                        field->target.part.type == MUS_VALUE_TEXT;
            bool name = any_name && mus_text_starts(field->path, MUS_TEXT("name"));
            filled = filled || (text && (name || mus_text_equal(field->path, path)));
        }
        if (!filled) {
            return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                                  "\"%.*s\" is no text that the map fills",
                                  MUS_TEXT_SHORT_ARG(path));
        }
    }
    return MUS_OK;
}

static enum mus_status read_count(struct mus_map_reader *reader, const struct mus_json *value,
                                  uint64_t *out)
{
    if (mus_json_type(value) == MUS_JSON_ABSENT) {
        return MUS_OK;
    }
    if (mus_json_type(value) != MUS_JSON_INTEGER || mus_json_integer(value) < 1) {
        return mus_map_expected(reader, "a row number from 1 on", value);
    }
    *out = (uint64_t)mus_json_integer(value);
    return MUS_OK;
}

static enum mus_status read_flag(struct mus_map_reader *reader, const struct mus_json *value,
                                 bool *out)
{
    if (mus_json_type(value) == MUS_JSON_ABSENT) {
        return MUS_OK;
    }
    if (mus_json_type(value) != MUS_JSON_BOOL) {
        return mus_map_expected(reader, "true or false", value);
    }
    *out = mus_json_bool(value);
    return MUS_OK;
}

static enum mus_status read_encoding(struct mus_map_reader *reader, const struct mus_json *value,
                                     struct mus_map *map)
{
    struct mus_text name = MUS_NO_TEXT;
    if (mus_json_type(value) == MUS_JSON_ABSENT) {
        return MUS_OK;
    }
    enum mus_status status = mus_map_string(reader, value, &name);
    if (status == MUS_OK) {
        status = mus_encoding_read_name(name, &map->encoding, reader->err);
        if (status != MUS_OK) {
            status = mus_fail_at(reader->err, status, "%s", mus_place_text(&reader->place));
        }
    }
    return status;
}

static enum mus_status read_text(struct mus_map_reader *reader, const struct mus_json *value,
                                 size_t max, struct mus_text *out)
{
    if (mus_json_type(value) == MUS_JSON_ABSENT) {
        return MUS_OK;
    }
    enum mus_status status = mus_map_string(reader, value, out);
    if (status == MUS_OK && (mus_text_trim(*out).len == 0 || out->len > max)) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "expected a text of at most %zu bytes", max);
    }
    return status;
}

/* {"column": …, "label": "…"} */
static enum mus_status read_row_name(struct mus_map_reader *reader, const struct mus_json *value,
                                     struct mus_map *map)
{
    static const char *const keys[] = {"column", "label"};
    if (mus_json_type(value) == MUS_JSON_ABSENT) {
        return MUS_OK;
    }
    enum mus_status status = mus_map_object(reader, value, keys, COUNT(keys));
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, "column");
        status = mus_map_read_column(reader, mus_json_get(value, "column"), &map->row_name);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, "label");
        status = mus_map_string(reader, mus_json_get(value, "label"), &map->row_name_label);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

static enum mus_status read_rejects(struct mus_map_reader *reader, const struct mus_json *value,
                                    struct mus_map *map)
{
    size_t count = mus_json_count(value);
    if (mus_json_type(value) == MUS_JSON_ABSENT) {
        return MUS_OK;
    }
    if (mus_json_type(value) != MUS_JSON_ARRAY || count > MUS_MAX_MAP_RULES) {
        return mus_map_expected(reader, "an array of at most 16 conditions", value);
    }
    map->rejects = mus_arena_alloc(reader->arena, count, sizeof *map->rejects);
    if (map->rejects == NULL) {
        return mus_fail_memory(reader->err);
    }
    enum mus_status status = MUS_OK;
    struct mus_json_iter iter;
    bool more = mus_json_first(value, &iter);
    for (; status == MUS_OK && more; more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = mus_map_read_condition(reader, iter.value, true, &map->rejects[iter.index]);
        mus_place_back(&reader->place, mark);
        map->reject_count++;
    }
    return status;
}

/* Each key of the document with what reads it; the reader stands at the key. */
static enum mus_status read_member(struct mus_map_reader *reader, const struct mus_json *object,
                                   const char *key, struct mus_map *map)
{
    const struct mus_json *value = mus_json_get(object, key);
    size_t mark = mus_place_key(&reader->place, key);
    enum mus_status status = MUS_OK;
    if (strcmp(key, "source") == 0) {
        status = read_text(reader, value, MUS_MAX_SOURCE_NAME, &map->source);
    } else if (strcmp(key, "header_row") == 0) {
        status = read_count(reader, value, &map->header_row);
    } else if (strcmp(key, "no_header") == 0) {
        status = read_flag(reader, value, &map->no_header);
        reader->no_header = map->no_header;
    } else if (strcmp(key, "encoding") == 0) {
        status = read_encoding(reader, value, map);
    } else if (strcmp(key, "sheet") == 0) {
        status = read_text(reader, value, MUS_MAX_NAME, &map->sheet);
    } else if (strcmp(key, "row_name") == 0) {
        status = read_row_name(reader, value, map);
    } else if (strcmp(key, "fields") == 0) {
        status = read_fields(reader, value, map);
        status = status == MUS_OK ? check_clashes(reader, map) : status;
    } else if (strcmp(key, "key") == 0 && value != NULL) {
        status = mus_map_strings(reader, value, false, &map->key);
        status = status == MUS_OK ? check_key(reader, map) : status;
    } else if (strcmp(key, "reject_if") == 0) {
        status = read_rejects(reader, value, map);
    }
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status read_document(struct mus_map_reader *reader, const struct mus_json *object,
                                     struct mus_map *map)
{
    /* In this order: tables before the fields that use them, fields before the key of them. */
    static const char *const order[] = {"source",   "header_row", "no_header", "encoding", "sheet",
                                        "row_name", "fields",     "key",       "reject_if"};
    enum mus_status status = mus_map_object(reader, object, MAP_KEYS, COUNT(MAP_KEYS));
    if (status == MUS_OK &&
        !mus_text_equals(mus_json_text(mus_json_get(object, "format")), "musubi-map/1")) {
        size_t mark = mus_place_key(&reader->place, "format");
        status = mus_map_expected(reader, "\"musubi-map/1\"", mus_json_get(object, "format"));
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        status = read_tables(reader, mus_json_get(object, "tables"));
    }
    for (size_t i = 0; status == MUS_OK && i < COUNT(order); i++) {
        status = read_member(reader, object, order[i], map);
    }
    return status;
}

enum mus_status mus_map_read_json(struct mus_text text, const struct mus_tables *tables,
                                  struct mus_arena *arena, struct mus_map *out,
                                  struct mus_error *err)
{
    struct mus_map_reader reader = {.tables = tables, .arena = arena, .err = err};
    struct mus_map map = {.row_name = {.at = MUS_NO_COLUMN}};
    struct mus_json *json = NULL;
    enum mus_status status = mus_json_parse(text, &json, err);
    if (status != MUS_OK) {
        return status;
    }
    if (mus_json_type(json) != MUS_JSON_OBJECT) {
        status = mus_map_expected(&reader, "a map, which is an object", json);
    } else if (mus_json_get(json, "format") == NULL && mus_json_get(json, "fields") == NULL) {
        status = read_fields(&reader, json, &map);
        status = status == MUS_OK ? check_clashes(&reader, &map) : status;
    } else {
        status = read_document(&reader, json, &map);
    }
    mus_json_free(json);
    if (status == MUS_OK) {
        *out = map;
    }
    return status;
}
