/* The records. Numbers are little-endian, a text is u16 length and bytes (an empty one was not
 * given), texts are u16 count and the texts, a name is the texts ja and en; same thing, same bytes.
 *
 * An event:
 *     u8   version (1)
 *     text id, edition, programme, purpose, language ‖ name, theme, venue (two texts each)
 *     i32  first, last ‖ u64 capacity ‖ u32 max_break_difference ‖ u64 closed ‖ u64 changed
 *     u16  halls, then each: text id ‖ name; then u16 minutes from each to each behind it
 *     u16  slots, then each: text id ‖ text session ‖ i32 day ‖ u16 start ‖ u16 minutes
 *     u16  tables, then each: u16 hall ‖ u64 closed ‖ text label
 *     u16  interpreters, then each: text id ‖ texts languages ‖ u64 unavailable
 *     u16  roles, then each: text code ‖ name ‖ u32 min ‖ u32 max ‖ u16 meets */
#include "fair/format/event_record.h"

#include "fair/format/record_fields.h"

/* Bytes of an element of each list whose texts are empty. */
enum {
    LEAST_HALL = 3 * MUS_RECORD_TEXT,
    LEAST_SLOT = 2 * MUS_RECORD_TEXT + 4 + 2 + 2,
    LEAST_TABLE = 2 + 8 + MUS_RECORD_TEXT,
    LEAST_INTERPRETER = MUS_RECORD_TEXT + 2 + 8,
    LEAST_ROLE = 3 * MUS_RECORD_TEXT + 4 + 4 + 2,
};

/* ---- writing ---- */

static void add_head(const struct mus_event *event, struct mus_buf *out)
{
    mus_field_add_text(out, event->id);
    mus_field_add_text(out, event->edition);
    mus_field_add_text(out, event->programme);
    mus_field_add_text(out, event->purpose);
    mus_field_add_text(out, event->language);
    mus_field_add_name(out, &event->name);
    mus_field_add_name(out, &event->theme);
    mus_field_add_name(out, &event->venue);
    mus_buf_add_u32(out, (uint32_t)event->first);
    mus_buf_add_u32(out, (uint32_t)event->last);
    mus_buf_add_u64(out, event->capacity);
    mus_buf_add_u32(out, event->max_break_difference);
    mus_buf_add_u64(out, event->closed);
    mus_buf_add_u64(out, event->changed);
}

static void add_halls(const struct mus_event *event, struct mus_buf *out)
{
    size_t n = event->hall_count;
    mus_buf_add_u16(out, (uint16_t)n);
    for (size_t i = 0; i < n; i++) {
        mus_field_add_text(out, event->halls[i].id);
        mus_field_add_name(out, &event->halls[i].name);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            mus_buf_add_u16(out, event->walk_minutes == NULL ? 0 : event->walk_minutes[i * n + j]);
        }
    }
}

static void add_slots(const struct mus_event *event, struct mus_buf *out)
{
    mus_buf_add_u16(out, (uint16_t)event->slot_count);
    for (size_t i = 0; i < event->slot_count; i++) {
        const struct mus_event_slot *slot = &event->slots[i];
        mus_field_add_text(out, slot->id);
        mus_field_add_text(out, slot->session);
        mus_buf_add_u32(out, (uint32_t)slot->day);
        mus_buf_add_u16(out, slot->start);
        mus_buf_add_u16(out, slot->minutes);
    }
}

static void add_tables(const struct mus_event *event, struct mus_buf *out)
{
    mus_buf_add_u16(out, (uint16_t)event->table_count);
    for (size_t i = 0; i < event->table_count; i++) {
        mus_buf_add_u16(out, event->tables[i].hall);
        mus_buf_add_u64(out, event->tables[i].closed);
        mus_field_add_text(out, event->tables[i].label);
    }
}

static void add_interpreters(const struct mus_event *event, struct mus_buf *out)
{
    mus_buf_add_u16(out, (uint16_t)event->interpreter_count);
    for (size_t i = 0; i < event->interpreter_count; i++) {
        mus_field_add_text(out, event->interpreters[i].id);
        mus_field_add_texts(out, &event->interpreters[i].languages);
        mus_buf_add_u64(out, event->interpreters[i].unavailable);
    }
}

static void add_roles(const struct mus_event *event, struct mus_buf *out)
{
    mus_buf_add_u16(out, (uint16_t)event->role_count);
    for (size_t i = 0; i < event->role_count; i++) {
        const struct mus_event_role *role = &event->roles[i];
        mus_field_add_text(out, role->code);
        mus_field_add_name(out, &role->name);
        mus_buf_add_u32(out, role->min);
        mus_buf_add_u32(out, role->max);
        mus_buf_add_u16(out, role->meets);
    }
}

void mus_event_encode(const struct mus_event *event, struct mus_buf *out)
{
    mus_buf_add_byte(out, MUS_RECORD_VERSION);
    add_head(event, out);
    add_halls(event, out);
    add_slots(event, out);
    add_tables(event, out);
    add_interpreters(event, out);
    add_roles(event, out);
}

/* ---- reading ---- */

static void take_head(struct mus_bytes *bytes, struct mus_event *out)
{
    out->id = mus_field_text(bytes);
    out->edition = mus_field_text(bytes);
    out->programme = mus_field_text(bytes);
    out->purpose = mus_field_text(bytes);
    out->language = mus_field_text(bytes);
    out->name = mus_field_name(bytes);
    out->theme = mus_field_name(bytes);
    out->venue = mus_field_name(bytes);
    out->first = (mus_date)mus_bytes_u32(bytes);
    out->last = (mus_date)mus_bytes_u32(bytes);
    out->capacity = mus_bytes_u64(bytes);
    out->max_break_difference = mus_bytes_u32(bytes);
    out->closed = mus_bytes_u64(bytes);
    out->changed = mus_bytes_u64(bytes);
}

static enum mus_status take_walking(struct mus_bytes *bytes, struct mus_arena *arena,
                                    struct mus_event *out, struct mus_error *err)
{
    size_t n = out->hall_count;
    uint16_t *minutes = mus_arena_alloc(arena, n * n, sizeof *minutes);
    if (minutes == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            minutes[i * n + j] = mus_bytes_u16(bytes);
            minutes[j * n + i] = minutes[i * n + j];
        }
    }
    out->walk_minutes = minutes;
    return MUS_OK;
}

static enum mus_status take_halls(struct mus_bytes *bytes, struct mus_arena *arena,
                                  struct mus_event *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status = mus_field_list(bytes, LEAST_HALL, sizeof(struct mus_hall), arena,
                                            &list, &out->hall_count, err);
    struct mus_hall *halls = list;
    for (size_t i = 0; status == MUS_OK && i < out->hall_count; i++) {
        halls[i].id = mus_field_text(bytes);
        halls[i].name = mus_field_name(bytes);
    }
    out->halls = halls;
    if (status == MUS_OK && out->hall_count > MUS_TIMETABLE_MAX_HALLS) {
        bytes->failed = true; /* so many are refused before their square is asked for */
        out->hall_count = 0;
    }
    return status == MUS_OK ? take_walking(bytes, arena, out, err) : status;
}

static enum mus_status take_slots(struct mus_bytes *bytes, struct mus_arena *arena,
                                  struct mus_event *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status = mus_field_list(bytes, LEAST_SLOT, sizeof(struct mus_event_slot), arena,
                                            &list, &out->slot_count, err);
    struct mus_event_slot *slots = list;
    for (size_t i = 0; status == MUS_OK && i < out->slot_count; i++) {
        slots[i].id = mus_field_text(bytes);
        slots[i].session = mus_field_text(bytes);
        slots[i].day = (mus_date)mus_bytes_u32(bytes);
        slots[i].start = mus_bytes_u16(bytes);
        slots[i].minutes = mus_bytes_u16(bytes);
    }
    out->slots = slots;
    return status;
}

static enum mus_status take_tables(struct mus_bytes *bytes, struct mus_arena *arena,
                                   struct mus_event *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status = mus_field_list(bytes, LEAST_TABLE, sizeof(struct mus_event_table),
                                            arena, &list, &out->table_count, err);
    struct mus_event_table *tables = list;
    for (size_t i = 0; status == MUS_OK && i < out->table_count; i++) {
        tables[i].hall = mus_bytes_u16(bytes);
        tables[i].closed = mus_bytes_u64(bytes);
        tables[i].label = mus_field_text(bytes);
    }
    out->tables = tables;
    return status;
}

static enum mus_status take_interpreters(struct mus_bytes *bytes, struct mus_arena *arena,
                                         struct mus_event *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status =
        mus_field_list(bytes, LEAST_INTERPRETER, sizeof(struct mus_event_interpreter), arena, &list,
                       &out->interpreter_count, err);
    struct mus_event_interpreter *interpreters = list;
    for (size_t i = 0; status == MUS_OK && i < out->interpreter_count; i++) {
        interpreters[i].id = mus_field_text(bytes);
        status = mus_field_texts(bytes, arena, &interpreters[i].languages, err);
        interpreters[i].unavailable = mus_bytes_u64(bytes);
    }
    out->interpreters = interpreters;
    return status;
}

static enum mus_status take_roles(struct mus_bytes *bytes, struct mus_arena *arena,
                                  struct mus_event *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status = mus_field_list(bytes, LEAST_ROLE, sizeof(struct mus_event_role), arena,
                                            &list, &out->role_count, err);
    struct mus_event_role *roles = list;
    for (size_t i = 0; status == MUS_OK && i < out->role_count; i++) {
        roles[i].code = mus_field_text(bytes);
        roles[i].name = mus_field_name(bytes);
        roles[i].min = mus_bytes_u32(bytes);
        roles[i].max = mus_bytes_u32(bytes);
        roles[i].meets = mus_bytes_u16(bytes);
    }
    out->roles = roles;
    return status;
}

enum mus_status mus_event_decode(struct mus_text bytes, struct mus_arena *arena,
                                 struct mus_event *out, struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_event event = {0};
    struct mus_error reason;
    enum mus_status status = mus_field_version(&in, "event", err);
    if (status == MUS_OK) {
        take_head(&in, &event);
        status = take_halls(&in, arena, &event, err);
    }
    status = status == MUS_OK ? take_slots(&in, arena, &event, err) : status;
    status = status == MUS_OK ? take_tables(&in, arena, &event, err) : status;
    status = status == MUS_OK ? take_interpreters(&in, arena, &event, err) : status;
    status = status == MUS_OK ? take_roles(&in, arena, &event, err) : status;
    status = status == MUS_OK ? mus_field_end(&in, "event", err) : status;
    if (status == MUS_OK) {
        status = mus_field_judge(mus_event_check(&event, &reason), &reason, "event", err);
    }
    if (status == MUS_OK) {
        *out = event;
    }
    return status;
}
