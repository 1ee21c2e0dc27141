#include "fair/format/event_file.h"

#include "fair/format/event_slots.h"
#include "profile/value_json.h"

void mus_put_slots(struct mus_json_writer *writer, const char *key, const struct mus_event *event,
                   mus_slots slots)
{
    if (slots == 0) {
        return;
    }
    mus_json_key(writer, key);
    mus_json_begin_array(writer);
    for (size_t s = 0; s < event->slot_count; s++) {
        if ((slots >> s & 1U) != 0) {
            mus_json_write_text(writer, event->slots[s].id);
        }
    }
    mus_json_end_array(writer);
}

static void put_minute(struct mus_json_writer *writer, const char *key, unsigned minute)
{
    const char time[] = {(char)('0' + minute / 600),     (char)('0' + minute / 60 % 10), ':',
                         (char)('0' + minute % 60 / 10), (char)('0' + minute % 10),      '\0'};
    mus_json_put_z(writer, key, time);
}

static void put_code(struct mus_json_writer *writer, const char *key, struct mus_text code)
{
    if (code.len > 0) {
        mus_json_put_text(writer, key, code);
    }
}

static void put_head(struct mus_json_writer *writer, const struct mus_event *event)
{
    mus_json_put_text(writer, "id", event->id);
    mus_put_bilingual(writer, "name", event->name);
    mus_put_bilingual(writer, "theme", event->theme);
    mus_put_bilingual(writer, "venue", event->venue);
    mus_put_date(writer, "from", event->first);
    mus_put_date(writer, "to", event->last);
    put_code(writer, "programme", event->programme);
    put_code(writer, "edition", event->edition);
    put_code(writer, "purpose", event->purpose);
    mus_json_put_text(writer, "language", event->language);
    if (event->capacity != UINT64_MAX) {
        mus_json_put_integer(writer, "capacity", (int64_t)event->capacity);
    }
    if (event->max_break_difference != UINT32_MAX) {
        mus_json_put_integer(writer, "max_break_difference", event->max_break_difference);
    }
}

static void put_walking(struct mus_json_writer *writer, const struct mus_event *event)
{
    size_t n = event->hall_count;
    mus_json_key(writer, "walking");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            unsigned minutes = event->walk_minutes == NULL ? 0 : event->walk_minutes[i * n + j];
            if (minutes > 0) {
                mus_json_begin_array(writer);
                mus_json_write_text(writer, event->halls[i].id);
                mus_json_write_text(writer, event->halls[j].id);
                mus_json_write_integer(writer, minutes);
                mus_json_end_array(writer);
            }
        }
    }
    mus_json_end_array(writer);
}

static void put_halls(struct mus_json_writer *writer, const struct mus_event *event)
{
    mus_json_key(writer, "halls");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < event->hall_count; i++) {
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "id", event->halls[i].id);
        mus_put_bilingual(writer, "name", event->halls[i].name);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    if (event->hall_count > 1) {
        put_walking(writer, event);
    }
}

static void put_slots(struct mus_json_writer *writer, const struct mus_event *event)
{
    mus_json_key(writer, "slots");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < event->slot_count; i++) {
        const struct mus_event_slot *slot = &event->slots[i];
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "id", slot->id);
        mus_put_date(writer, "day", slot->day);
        put_minute(writer, "start", slot->start);
        mus_json_put_integer(writer, "minutes", slot->minutes);
        put_code(writer, "session", slot->session);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

/* How many tables from this one on are alike. */
static size_t alike(const struct mus_event *event, size_t first)
{
    const struct mus_event_table *table = &event->tables[first];
    size_t count = 1;
    while (first + count < event->table_count && table[count].hall == table->hall &&
           table[count].closed == table->closed &&
           mus_text_equal(table[count].label, table->label)) {
        count++;
    }
    return count;
}

static void put_tables(struct mus_json_writer *writer, const struct mus_event *event)
{
    mus_json_key(writer, "tables");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < event->table_count; i += alike(event, i)) {
        const struct mus_event_table *table = &event->tables[i];
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "hall", event->halls[table->hall].id);
        mus_json_put_integer(writer, "count", (int64_t)alike(event, i));
        put_code(writer, "label", table->label);
        mus_put_slots(writer, "closed", event, table->closed);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void put_interpreters(struct mus_json_writer *writer, const struct mus_event *event)
{
    mus_json_key(writer, "interpreters");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < event->interpreter_count; i++) {
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "id", event->interpreters[i].id);
        mus_put_texts(writer, "languages", event->interpreters[i].languages);
        mus_put_slots(writer, "unavailable", event, event->interpreters[i].unavailable);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void put_roles(struct mus_json_writer *writer, const struct mus_event *event)
{
    mus_json_key(writer, "roles");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < event->role_count; i++) {
        const struct mus_event_role *role = &event->roles[i];
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "code", role->code);
        mus_put_bilingual(writer, "name", role->name);
        mus_json_put_integer(writer, "min", role->min);
        mus_json_put_integer(writer, "max", role->max);
        mus_json_key(writer, "meets");
        mus_json_begin_array(writer);
        for (size_t j = 0; j < event->role_count; j++) {
            if ((role->meets >> j & 1U) != 0) {
                mus_json_write_text(writer, event->roles[j].code);
            }
        }
        mus_json_end_array(writer);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

void mus_event_put_members(struct mus_json_writer *writer, const struct mus_event *event)
{
    put_head(writer, event);
    put_halls(writer, event);
    put_slots(writer, event);
    put_tables(writer, event);
    put_interpreters(writer, event);
    put_roles(writer, event);
    mus_put_slots(writer, "closed", event, event->closed);
}

void mus_event_file_write(const struct mus_event *event, bool pretty, struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out, .pretty = pretty};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", MUS_EVENT_FORMAT);
    mus_event_put_members(&writer, event);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
}
