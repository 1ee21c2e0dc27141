/* Reading: what an entry refers to stands in an earlier list (halls before tables, slots before
 * what is closed in them), whatever the order of the file. */
#include "fair/format/event_file.h"

#include "base/limits.h"
#include "fair/format/event_file_slots.h"
#include "profile/value_json.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *const EVENT_KEYS[] = {
    "format",
    "id",
    "name",
    "theme",
    "venue",
    "from",
    "to",
    "programme",
    "edition",
    "purpose",
    "language",
    "capacity",
    "halls",
    "walking",
    "slots",
    "tables",
    "interpreters",
    "roles",
    "max_break_difference",
    "closed",
};

static const struct mus_hall USUAL_HALL = {.id = {"h1", 2}};
static const struct mus_event_role USUAL_ROLES[] = {
    {{"exhibitor", 9}, {{"出展者", 9}, {"exhibitor", 9}}, 0, 20, 2},
    {{"visitor", 7}, {{"来場者", 9}, {"visitor", 7}}, 0, 6, 1},
};

void mus_event_usual(struct mus_event *out)
{
    *out = (struct mus_event){.halls = &USUAL_HALL,
                              .hall_count = 1,
                              .roles = USUAL_ROLES,
                              .role_count = COUNT(USUAL_ROLES),
                              .capacity = UINT64_MAX,
                              .max_break_difference = UINT32_MAX,
                              .language = MUS_TEXT("ja"),
                              .first = MUS_NO_DATE,
                              .last = MUS_NO_DATE};
}

/* ---- lists ---- */

typedef enum mus_status read_entry(struct mus_event_reader *r, const struct mus_json *value,
                                   size_t index);

/* Calls `entry` for each entry of the list, with the reader at its place. */
static enum mus_status read_list(struct mus_event_reader *r, const struct mus_json *object,
                                 const char *key, size_t max, read_entry *entry)
{
    const struct mus_json *list = mus_json_get(object, key);
    if (mus_reader_not_given(list)) {
        return MUS_OK;
    }
    size_t mark = mus_place_key(&r->reader.place, key);
    enum mus_status status = mus_reader_array(&r->reader, list, max);
    struct mus_json_iter iter;
    for (bool more = mus_json_first(list, &iter); status == MUS_OK && more;
         more = mus_json_next(&iter)) {
        size_t element = mus_place_index(&r->reader.place, iter.index);
        status = entry(r, iter.value, iter.index);
        mus_place_back(&r->reader.place, element);
    }
    mus_place_back(&r->reader.place, mark);
    return status;
}

/* Room for as many as the list has, at most `max`, which the reading of the list refuses to
 * exceed; NULL where memory ran out. */
static void *room_for(struct mus_event_reader *r, const struct mus_json *object, const char *key,
                      size_t max, size_t size)
{
    size_t count = mus_json_count(mus_json_get(object, key));
    return mus_arena_alloc(r->reader.arena, count < max ? count : max, size);
}

/* ---- single members ---- */

static enum mus_status read_name_at(struct mus_event_reader *r, const struct mus_json *object,
                                    const char *key, struct mus_bilingual *out)
{
    size_t mark = mus_place_key(&r->reader.place, key);
    enum mus_status status =
        mus_read_bilingual(&r->reader, mus_json_get(object, key), MUS_MAX_NAME, out);
    mus_place_back(&r->reader.place, mark);
    return status;
}

static enum mus_status read_id_at(struct mus_event_reader *r, const struct mus_json *object,
                                  const char *key, bool needed, struct mus_text *out)
{
    size_t mark = mus_place_key(&r->reader.place, key);
    enum mus_status status = mus_read_id(&r->reader, mus_json_get(object, key), out);
    mus_place_back(&r->reader.place, mark);
    if (status == MUS_OK && needed && out->len == 0) {
        status =
            mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID, "\"%s\" is missing", key);
    }
    return status;
}

enum mus_status mus_event_read_number(struct mus_event_reader *r, const struct mus_json *object,
                                      const char *key, int64_t min, int64_t max, int64_t *out)
{
    size_t mark = mus_place_key(&r->reader.place, key);
    enum mus_status status = mus_read_number(&r->reader, mus_json_get(object, key), min, max, out);
    mus_place_back(&r->reader.place, mark);
    return status;
}

static enum mus_status read_day(struct mus_event_reader *r, const struct mus_json *object,
                                const char *key, mus_date *out)
{
    size_t mark = mus_place_key(&r->reader.place, key);
    enum mus_status status = mus_read_date(&r->reader, mus_json_get(object, key), out);
    mus_place_back(&r->reader.place, mark);
    if (status == MUS_OK && *out == MUS_NO_DATE) {
        status = mus_fail(r->reader.err, MUS_INVALID, "\"%s\" is missing", key);
    }
    return status;
}

static enum mus_status read_head(struct mus_event_reader *r, const struct mus_json *object)
{
    struct mus_event *event = &r->event;
    struct mus_text language = MUS_NO_TEXT;
    int64_t capacity = -1;
    int64_t difference = -1;
    enum mus_status status = read_id_at(r, object, "id", true, &event->id);
#define NEXT(call) status = status == MUS_OK ? (call) : status
    NEXT(read_name_at(r, object, "name", &event->name));
    NEXT(read_name_at(r, object, "theme", &event->theme));
    NEXT(read_name_at(r, object, "venue", &event->venue));
    NEXT(read_day(r, object, "from", &event->first));
    NEXT(read_day(r, object, "to", &event->last));
    NEXT(read_id_at(r, object, "programme", false, &event->programme));
    NEXT(read_id_at(r, object, "edition", false, &event->edition));
    NEXT(read_id_at(r, object, "purpose", false, &event->purpose));
    NEXT(mus_read_text_at(&r->reader, object, "language", MUS_MAX_CODE, &language));
    NEXT(mus_event_read_number(r, object, "capacity", 0, MUS_JSON_INTEGER_MAX, &capacity));
    NEXT(mus_event_read_number(r, object, "max_break_difference", 0, UINT32_MAX - 1, &difference));
#undef NEXT
    if (status != MUS_OK) {
        return status;
    }
    event->language = language.len > 0 ? language : event->language;
    event->capacity = capacity >= 0 ? (uint64_t)capacity : UINT64_MAX;
    event->max_break_difference = difference >= 0 ? (uint32_t)difference : UINT32_MAX;
    return MUS_OK;
}

/* ---- halls ---- */

static enum mus_status read_hall(struct mus_event_reader *r, const struct mus_json *value,
                                 size_t index)
{
    static const char *const keys[] = {"id", "name"};
    struct mus_hall *hall = &r->halls[index];
    enum mus_status status = mus_reader_object(&r->reader, value, keys, COUNT(keys));
    status = status == MUS_OK ? read_id_at(r, value, "id", true, &hall->id) : status;
    status = status == MUS_OK ? read_name_at(r, value, "name", &hall->name) : status;
    r->event.hall_count = index + 1;
    return status;
}

/* The place of the hall that the value names. */
static enum mus_status read_hall_name(struct mus_event_reader *r, const struct mus_json *value,
                                      size_t *out)
{
    enum mus_status status = mus_reader_type(&r->reader, value, MUS_JSON_STRING);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text id = mus_json_text(value);
    *out = mus_event_hall_of(&r->event, id);
    return *out != SIZE_MAX ? MUS_OK
                            : mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID,
                                             "no hall \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
}

/* ["h1", "h2", 6] */
static enum mus_status read_walk(struct mus_event_reader *r, const struct mus_json *value,
                                 size_t index)
{
    (void)index;
    size_t halls[2] = {0, 0};
    int64_t minutes = -1;
    enum mus_status status = mus_reader_type(&r->reader, value, MUS_JSON_ARRAY);
    if (status == MUS_OK && mus_json_count(value) != 3) {
        return mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID,
                              "expected two halls and minutes, found %zu values",
                              mus_json_count(value));
    }
    for (size_t i = 0; status == MUS_OK && i < 3; i++) {
        size_t mark = mus_place_index(&r->reader.place, i);
        const struct mus_json *element = mus_json_at(value, i);
        status = i < 2 ? read_hall_name(r, element, &halls[i])
                       : mus_reader_type(&r->reader, element, MUS_JSON_INTEGER);
        if (status == MUS_OK && i == 2) {
            status = mus_read_number(&r->reader, element, 0, MUS_EVENT_MAX_WALK, &minutes);
        }
        mus_place_back(&r->reader.place, mark);
    }
    if (status == MUS_OK && halls[0] == halls[1]) {
        status =
            mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID, "from a hall to itself");
    }
    if (status == MUS_OK) {
        size_t n = r->event.hall_count;
        r->walk[halls[0] * n + halls[1]] = r->walk[halls[1] * n + halls[0]] = (uint16_t)minutes;
    }
    return status;
}

static enum mus_status read_halls(struct mus_event_reader *r, const struct mus_json *object)
{
    enum mus_status status = MUS_OK;
    if (!mus_reader_not_given(mus_json_get(object, "halls"))) {
        r->halls = room_for(r, object, "halls", MUS_TIMETABLE_MAX_HALLS, sizeof *r->halls);
        r->event.halls = r->halls;
        r->event.hall_count = 0;
        status = r->halls == NULL
                     ? mus_fail_memory(r->reader.err)
                     : read_list(r, object, "halls", MUS_TIMETABLE_MAX_HALLS, read_hall);
    }
    if (status == MUS_OK) {
        size_t n = r->event.hall_count;
        r->walk = mus_arena_alloc(r->reader.arena, n * n, sizeof *r->walk);
        r->event.walk_minutes = r->walk;
        status = r->walk == NULL ? mus_fail_memory(r->reader.err) : MUS_OK;
    }
    return status == MUS_OK
               ? read_list(r, object, "walking", MUS_TIMETABLE_MAX_HALLS * MUS_TIMETABLE_MAX_HALLS,
                           read_walk)
               : status;
}

/* ---- tables ---- */

/* ["s1", "s3"] */
static enum mus_status read_slots(struct mus_event_reader *r, const struct mus_json *object,
                                  const char *key, mus_slots *out)
{
    struct mus_texts ids = {NULL, 0};
    size_t mark = mus_place_key(&r->reader.place, key);
    enum mus_status status =
        mus_read_texts(&r->reader, mus_json_get(object, key), MUS_TIMETABLE_MAX_SLOTS, true, &ids);
    for (size_t i = 0; status == MUS_OK && i < ids.count; i++) {
        size_t slot = mus_event_slot_of(&r->event, ids.items[i]);
        if (slot == SIZE_MAX) {
            mus_place_index(&r->reader.place, i);
            status = mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID,
                                    "no slot \"%.*s\"", MUS_TEXT_SHORT_ARG(ids.items[i]));
        } else {
            *out |= (mus_slots)1 << slot;
        }
    }
    mus_place_back(&r->reader.place, mark);
    return status;
}

/* So many more tables like this one. */
static enum mus_status add_tables(struct mus_event_reader *r, const struct mus_event_table *table,
                                  size_t count)
{
    if (count > MUS_TIMETABLE_MAX_TABLES - r->event.table_count) {
        return mus_place_fail(&r->reader.place, r->reader.err, MUS_LIMIT,
                              "makes more than %d tables", MUS_TIMETABLE_MAX_TABLES);
    }
    for (size_t i = 0; i < count; i++) {
        r->tables[r->event.table_count++] = *table;
    }
    return MUS_OK;
}

static enum mus_status read_table(struct mus_event_reader *r, const struct mus_json *value,
                                  size_t index)
{
    (void)index;
    static const char *const keys[] = {"hall", "count", "label", "closed"};
    struct mus_event_table table = {0};
    size_t hall = 0;
    int64_t count = 1;
    enum mus_status status = mus_reader_object(&r->reader, value, keys, COUNT(keys));
    if (status == MUS_OK && !mus_reader_not_given(mus_json_get(value, "hall"))) {
        size_t mark = mus_place_key(&r->reader.place, "hall");
        status = read_hall_name(r, mus_json_get(value, "hall"), &hall);
        mus_place_back(&r->reader.place, mark);
    }
    if (status == MUS_OK) {
        status = mus_event_read_number(r, value, "count", 1, MUS_TIMETABLE_MAX_TABLES, &count);
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(&r->reader, value, "label", MUS_EVENT_MAX_LABEL, &table.label);
    }
    status = status == MUS_OK ? read_slots(r, value, "closed", &table.closed) : status;
    table.hall = (uint16_t)hall;
    return status == MUS_OK ? add_tables(r, &table, (size_t)count) : status;
}

static enum mus_status read_tables(struct mus_event_reader *r, const struct mus_json *object)
{
    const struct mus_event_table plain = {0};
    const struct mus_json *list = mus_json_get(object, "tables");
    r->tables = mus_arena_alloc(r->reader.arena, MUS_TIMETABLE_MAX_TABLES, sizeof *r->tables);
    r->event.tables = r->tables;
    if (r->tables == NULL) {
        return mus_fail_memory(r->reader.err);
    }
    if (mus_json_type(list) != MUS_JSON_INTEGER) {
        return read_list(r, object, "tables", MUS_TIMETABLE_MAX_TABLES, read_table);
    }
    int64_t count = 0;
    enum mus_status status =
        mus_event_read_number(r, object, "tables", 0, MUS_TIMETABLE_MAX_TABLES, &count);
    return status == MUS_OK ? add_tables(r, &plain, (size_t)count) : status;
}

/* ---- interpreters and roles ---- */

static enum mus_status read_interpreter(struct mus_event_reader *r, const struct mus_json *value,
                                        size_t index)
{
    static const char *const keys[] = {"id", "languages", "unavailable"};
    struct mus_event_interpreter *who = &r->interpreters[index];
    enum mus_status status = mus_reader_object(&r->reader, value, keys, COUNT(keys));
    status = status == MUS_OK ? read_id_at(r, value, "id", true, &who->id) : status;
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&r->reader.place, "languages");
        status = mus_read_texts(&r->reader, mus_json_get(value, "languages"),
                                MUS_TIMETABLE_MAX_LANGUAGES, false, &who->languages);
        mus_place_back(&r->reader.place, mark);
    }
    status = status == MUS_OK ? read_slots(r, value, "unavailable", &who->unavailable) : status;
    r->event.interpreter_count = index + 1;
    return status;
}

static enum mus_status read_role(struct mus_event_reader *r, const struct mus_json *value,
                                 size_t index)
{
    static const char *const keys[] = {"code", "name", "min", "max", "meets"};
    struct mus_event_role *role = &r->roles[index];
    int64_t min = 0;
    int64_t max = MUS_EVENT_USUAL_MAX;
    enum mus_status status = mus_reader_object(&r->reader, value, keys, COUNT(keys));
    status = status == MUS_OK ? read_id_at(r, value, "code", true, &role->code) : status;
    status = status == MUS_OK ? read_name_at(r, value, "name", &role->name) : status;
    if (status == MUS_OK) {
        status = mus_event_read_number(r, value, "min", 0, MUS_EVENT_MAX_MEETINGS, &min);
    }
    if (status == MUS_OK) {
        status = mus_event_read_number(r, value, "max", 0, MUS_EVENT_MAX_MEETINGS, &max);
    }
    role->min = (uint32_t)min;
    role->max = (uint32_t)max;
    r->event.role_count = index + 1;
    return status;
}

/* Once all roles are known: whom they meet, which holds both ways. */
static enum mus_status read_meets(struct mus_event_reader *r, const struct mus_json *value,
                                  size_t index)
{
    struct mus_texts codes = {NULL, 0};
    size_t mark = mus_place_key(&r->reader.place, "meets");
    enum mus_status status =
        mus_read_texts(&r->reader, mus_json_get(value, "meets"), MUS_EVENT_MAX_ROLES, true, &codes);
    for (size_t i = 0; status == MUS_OK && i < codes.count; i++) {
        size_t other = mus_event_role_of(&r->event, codes.items[i]);
        if (other == SIZE_MAX) {
            mus_place_index(&r->reader.place, i);
            status = mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID,
                                    "no role \"%.*s\"", MUS_TEXT_SHORT_ARG(codes.items[i]));
        } else {
            r->roles[index].meets = (uint16_t)(r->roles[index].meets | 1U << other);
            r->roles[other].meets = (uint16_t)(r->roles[other].meets | 1U << index);
        }
    }
    mus_place_back(&r->reader.place, mark);
    return status;
}

static enum mus_status read_people(struct mus_event_reader *r, const struct mus_json *object)
{
    r->interpreters = room_for(r, object, "interpreters", MUS_TIMETABLE_MAX_INTERPRETERS,
                               sizeof *r->interpreters);
    r->event.interpreters = r->interpreters;
    enum mus_status status = r->interpreters == NULL
                                 ? mus_fail_memory(r->reader.err)
                                 : read_list(r, object, "interpreters",
                                             MUS_TIMETABLE_MAX_INTERPRETERS, read_interpreter);
    if (status != MUS_OK || mus_reader_not_given(mus_json_get(object, "roles"))) {
        return status;
    }
    r->roles = room_for(r, object, "roles", MUS_EVENT_MAX_ROLES, sizeof *r->roles);
    r->event.roles = r->roles;
    r->event.role_count = 0;
    status = r->roles == NULL ? mus_fail_memory(r->reader.err)
                              : read_list(r, object, "roles", MUS_EVENT_MAX_ROLES, read_role);
    return status == MUS_OK ? read_list(r, object, "roles", MUS_EVENT_MAX_ROLES, read_meets)
                            : status;
}

/* ---- the file ---- */

static enum mus_status read_all(struct mus_event_reader *r, const struct mus_json *object)
{
    enum mus_status status = mus_reader_object(&r->reader, object, EVENT_KEYS, COUNT(EVENT_KEYS));
    struct mus_text format = mus_json_text(mus_json_get(object, "format"));
    if (status == MUS_OK && !mus_text_equals(format, MUS_EVENT_FORMAT)) {
        return mus_fail(r->reader.err, MUS_INVALID, "format: expected \"%s\", found \"%.*s\"",
                        MUS_EVENT_FORMAT, MUS_TEXT_SHORT_ARG(format));
    }
    status = status == MUS_OK ? read_head(r, object) : status;
    status = status == MUS_OK ? read_halls(r, object) : status;
    status = status == MUS_OK ? mus_event_read_slots(r, object) : status;
    status = status == MUS_OK ? read_tables(r, object) : status;
    status = status == MUS_OK ? read_people(r, object) : status;
    status = status == MUS_OK ? read_slots(r, object, "closed", &r->event.closed) : status;
    return status == MUS_OK ? mus_event_check(&r->event, r->reader.err) : status;
}

enum mus_status mus_event_file_read(struct mus_text json, struct mus_arena *arena,
                                    struct mus_event *out, struct mus_error *err)
{
    struct mus_event_reader r = {.reader = {.arena = arena, .err = err}};
    struct mus_json *object = NULL;
    mus_event_usual(&r.event);
    enum mus_status status = mus_json_parse(json, &object, err);
    status = status == MUS_OK ? read_all(&r, object) : status;
    mus_json_free(object);
    if (status == MUS_OK) {
        *out = r.event;
    }
    return status;
}
