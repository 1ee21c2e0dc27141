/* The tables and the halls of an event. A table's number is its place: tables are added behind the
 * others and taken away from the last on, so that a number that is printed somewhere stays right.
 */
#include "fair/format/event_file.h"

#include "base/limits.h"
#include "musubi/event_changing.h"
#include "profile/value_json.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ------------------------------------------------------------------ tables */

static void put_tables(struct mus_planning *planning)
{
    const struct mus_fair *fair = &planning->fair;
    struct mus_json_writer *writer = &planning->writer;
    mus_json_key(writer, "tables");
    mus_json_begin_array(writer);
    for (size_t t = 0; t < fair->event.table_count; t++) {
        const struct mus_event_table *table = &fair->event.tables[t];
        int64_t meetings = 0;
        for (size_t i = 0; i < fair->meeting_count; i++) {
            meetings += fair->meetings[i].table == t + 1 && mus_meeting_counts(&fair->meetings[i]);
        }
        mus_json_begin_object(writer);
        mus_json_put_integer(writer, "table", (int64_t)t + 1);
        mus_json_put_text(writer, "hall", fair->event.halls[table->hall].id);
        mus_json_put_given(writer, "label", table->label);
        mus_put_slots(writer, "closed", &fair->event, table->closed);
        mus_json_put_integer(writer, "meetings", meetings);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static enum mus_status check_tables(const struct mus_layout_tables_options *o,
                                    struct mus_error *err)
{
    const struct mus_event_option actions[] = {{"--add", o->add != 0},
                                               {"--remove", o->remove != 0},
                                               {"--close", o->close != NULL},
                                               {"--open", o->open != NULL},
                                               {"--change", o->change != NULL}};
    const struct mus_event_option of_either[] = {{"--hall", o->hall != NULL},
                                                 {"--label", o->label != NULL}};
    const struct mus_event_option of_closed[] = {{"--slots", o->slots != NULL}};
    enum mus_status status = mus_event_at_most_one(actions, COUNT(actions), err);
    if (status == MUS_OK) {
        status = mus_event_goes_with(of_either, COUNT(of_either), o->add != 0 || o->change != NULL,
                                     "--add or --change", err);
    }
    if (status == MUS_OK) {
        status = mus_event_goes_with(of_closed, COUNT(of_closed),
                                     o->close != NULL || o->open != NULL, "--close or --open", err);
    }
    if (status == MUS_OK && (o->add < 0 || o->add > MUS_TIMETABLE_MAX_TABLES || o->remove < 0)) {
        status = mus_fail(err, MUS_INVALID, "tables: expected 1 to %d", MUS_TIMETABLE_MAX_TABLES);
    }
    return status;
}

/* "3" or "5-7", as numbers of tables. */
static enum mus_status read_range(const char *option, struct mus_text part, size_t tables,
                                  size_t *first, size_t *last, struct mus_error *err)
{
    size_t numbers[2] = {0, 0};
    size_t which = 0;
    bool sound = part.len > 0 && part.len < 12;
    for (size_t i = 0; sound && i < part.len; i++) {
        char c = part.ptr[i];
        if (c == '-' && which == 0 && i > 0) {
            which = 1;
        } else {
            sound = c >= '0' && c <= '9';
            numbers[which] = numbers[which] * 10 + (size_t)(c - '0');
        }
    }
    numbers[1] = which == 0 ? numbers[0] : numbers[1];
    if (!sound || numbers[0] == 0 || numbers[1] < numbers[0]) {
        return mus_fail(err, MUS_INVALID,
                        "%s: expected numbers of tables such as 3 or 5-7, found \"%.*s\"", option,
                        MUS_TEXT_SHORT_ARG(part));
    }
    if (numbers[1] > tables) {
        return mus_fail(err, MUS_NOT_FOUND, "%s: no table %zu", option, numbers[1]);
    }
    *first = numbers[0];
    *last = numbers[1];
    return MUS_OK;
}

/* What becomes of each table that is named. */
struct table_step {
    mus_slots close, open;
    bool has_hall;
    uint16_t hall;
    const char *label; /* NULL: stays */
};

static enum mus_status each_table(const char *option, const char *text,
                                  const struct table_step *step, struct mus_event_edit *edit,
                                  struct mus_arena *arena, struct mus_error *err)
{
    struct mus_texts parts;
    enum mus_status status = mus_event_list_of(option, text, arena, &parts, err);
    for (size_t i = 0; status == MUS_OK && i < parts.count; i++) {
        size_t first = 1;
        size_t last = 0;
        status = read_range(option, parts.items[i], edit->event.table_count, &first, &last, err);
        for (size_t t = first; status == MUS_OK && t <= last; t++) {
            struct mus_event_table *table = &edit->tables[t - 1];
            table->closed = (table->closed | step->close) & ~step->open;
            table->hall = step->has_hall ? step->hall : table->hall;
            table->label = mus_event_text_or(step->label, table->label);
        }
    }
    return status;
}

static enum mus_status find_hall(const struct mus_layout_tables_options *o,
                                 const struct mus_event *event, uint16_t *out,
                                 struct mus_error *err)
{
    size_t at = 0;
    enum mus_status status =
        o->hall == NULL ? MUS_OK : mus_event_find_hall("--hall", o->hall, event, &at, err);
    *out = (uint16_t)at;
    return status;
}

static enum mus_status remove_tables(const struct mus_layout_tables_options *o,
                                     struct mus_event_edit *edit, struct mus_error *err)
{
    if ((uint64_t)o->remove > edit->event.table_count) {
        return mus_fail(err, MUS_INVALID, "--remove: there are %zu tables, %lld cannot go",
                        edit->event.table_count, (long long)o->remove);
    }
    edit->event.table_count -= (size_t)o->remove;
    return MUS_OK;
}

static enum mus_status edit_tables(struct mus_event_changing *changing, struct mus_event_edit *edit,
                                   struct mus_error *err)
{
    const struct mus_layout_tables_options *o = changing->options;
    struct mus_arena *arena = &changing->arena;
    struct table_step step = {.label = o->label, .has_hall = o->hall != NULL};
    mus_slots slots = mus_event_all_slots(&edit->event);
    enum mus_status status = find_hall(o, &edit->event, &step.hall, err);
    if (status == MUS_OK && o->slots != NULL) {
        status = mus_event_slots_of("--slots", o->slots, &edit->event, arena, &slots, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (o->add != 0) {
        const struct mus_event_table table = {.hall = step.hall,
                                              .label = mus_event_text_or(o->label, MUS_NO_TEXT)};
        mus_event_changing_what(changing, "add tables %lld", (long long)o->add);
        return mus_event_edit_add_tables(edit, &table, (size_t)o->add, err);
    }
    if (o->remove != 0) {
        mus_event_changing_what(changing, "remove tables %lld", (long long)o->remove);
        return remove_tables(o, edit, err);
    }
    if (o->change != NULL) {
        mus_event_changing_what(changing, "change tables %s", o->change);
        return o->hall == NULL && o->label == NULL
                   ? mus_fail(err, MUS_INVALID, "--change needs --hall or --label")
                   : each_table("--change", o->change, &step, edit, arena, err);
    }
    const char *option = o->close != NULL ? "--close" : "--open";
    const char *text = o->close != NULL ? o->close : o->open;
    mus_event_changing_what(changing, "%s tables %s", option + 2, text);
    *(o->close != NULL ? &step.close : &step.open) = slots;
    return each_table(option, text, &step, edit, arena, err);
}

enum mus_status mus_layout_tables(struct mus_musubi *musubi,
                                  const struct mus_layout_tables_options *options,
                                  struct mus_sink *sink, struct mus_error *err)
{
    bool asked = options->add != 0 || options->remove != 0 || options->close != NULL ||
                 options->open != NULL || options->change != NULL;
    enum mus_status status = check_tables(options, err);
    struct mus_event_changing changing = {.musubi = musubi,
                                          .event = options->event,
                                          .options = options,
                                          .edit = asked ? edit_tables : NULL,
                                          .by = options->by,
                                          .replan = options->replan,
                                          .more_tables =
                                              status == MUS_OK ? (size_t)options->add : 0};
    return status == MUS_OK ? mus_event_changing_answer(&changing, put_tables, sink, err) : status;
}

/* ------------------------------------------------------------------ halls */

static void put_halls(struct mus_planning *planning)
{
    const struct mus_event *event = &planning->fair.event;
    struct mus_json_writer *writer = &planning->writer;
    mus_json_key(writer, "halls");
    mus_json_begin_array(writer);
    for (size_t h = 0; h < event->hall_count; h++) {
        int64_t tables = 0;
        int64_t booths = 0;
        for (size_t t = 0; t < event->table_count; t++) {
            tables += event->tables[t].hall == h;
        }
        for (size_t p = 0; p < planning->fair.participant_count; p++) {
            const struct mus_participant *who = &planning->fair.participants[p];
            booths += who->booth.len > 0 && who->booth_hall == h;
        }
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "hall", event->halls[h].id);
        mus_put_bilingual(writer, "name", event->halls[h].name);
        mus_json_put_integer(writer, "tables", tables);
        mus_json_put_integer(writer, "booths", booths);
        mus_json_key(writer, "walking");
        mus_json_begin_object(writer);
        for (size_t k = 0; k < event->hall_count; k++) {
            if (k != h) {
                mus_json_key_text(writer, event->halls[k].id);
                mus_json_write_integer(writer, event->walk_minutes[h * event->hall_count + k]);
            }
        }
        mus_json_end_object(writer);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

/* "h1,h2" */
static enum mus_status walk(const struct mus_layout_halls_options *o, struct mus_event_edit *edit,
                            struct mus_arena *arena, struct mus_error *err)
{
    struct mus_texts ids;
    size_t halls[2] = {0, 0};
    uint64_t minutes = 0;
    if (o->minutes == NULL) {
        return mus_fail(err, MUS_INVALID, "--walk needs --minutes N");
    }
    enum mus_status status = mus_event_list_of("--walk", o->walk, arena, &ids, err);
    if (status == MUS_OK && ids.count != 2) {
        status = mus_fail(err, MUS_INVALID, "--walk: expected two halls, found \"%s\"", o->walk);
    }
    for (size_t i = 0; status == MUS_OK && i < 2; i++) {
        halls[i] = mus_event_hall_of(&edit->event, ids.items[i]);
        if (halls[i] == SIZE_MAX) {
            status = mus_fail(err, MUS_NOT_FOUND, "--walk: no hall \"%.*s\"",
                              MUS_TEXT_SHORT_ARG(ids.items[i]));
        }
    }
    if (status == MUS_OK && halls[0] == halls[1]) {
        status = mus_fail(err, MUS_INVALID, "--walk: from a hall to itself");
    }
    if (status == MUS_OK) {
        status = mus_event_number_of("--minutes", o->minutes, 0, 1440, &minutes, err);
    }
    if (status == MUS_OK) {
        mus_event_edit_walk(edit, halls[0], halls[1], (uint16_t)minutes);
    }
    return status;
}

static enum mus_status edit_halls(struct mus_event_changing *changing, struct mus_event_edit *edit,
                                  struct mus_error *err)
{
    const struct mus_layout_halls_options *o = changing->options;
    size_t at = 0;
    enum mus_status status = MUS_OK;
    mus_event_changing_what(changing, "halls");
    if (o->add != NULL) {
        const struct mus_hall hall = {
            mus_text_of(o->add),
            {mus_event_text_or(o->name, MUS_NO_TEXT), mus_event_text_or(o->name_en, MUS_NO_TEXT)}};
        return mus_event_edit_add_hall(edit, &hall, err);
    }
    if (o->remove != NULL) {
        status = mus_event_find_hall("--remove", o->remove, &edit->event, &at, err);
        return status == MUS_OK ? mus_event_edit_remove_hall(edit, at, err) : status;
    }
    if (o->walk != NULL) {
        return walk(o, edit, &changing->arena, err);
    }
    status = mus_event_find_hall("--change", o->change, &edit->event, &at, err);
    if (status == MUS_OK) {
        edit->halls[at].name.ja = mus_event_text_or(o->name, edit->halls[at].name.ja);
        edit->halls[at].name.en = mus_event_text_or(o->name_en, edit->halls[at].name.en);
    }
    return status;
}

enum mus_status mus_layout_halls(struct mus_musubi *musubi,
                                 const struct mus_layout_halls_options *options,
                                 struct mus_sink *sink, struct mus_error *err)
{
    const struct mus_event_option actions[] = {{"--add", options->add != NULL},
                                               {"--remove", options->remove != NULL},
                                               {"--change", options->change != NULL},
                                               {"--walk", options->walk != NULL}};
    const struct mus_event_option of_named[] = {{"--name", options->name != NULL},
                                                {"--name-en", options->name_en != NULL}};
    const struct mus_event_option of_walk[] = {{"--minutes", options->minutes != NULL}};
    bool named = options->add != NULL || options->change != NULL;
    bool asked = named || options->remove != NULL || options->walk != NULL;
    struct mus_event_changing changing = {.musubi = musubi,
                                          .event = options->event,
                                          .options = options,
                                          .edit = asked ? edit_halls : NULL};
    enum mus_status status = mus_event_at_most_one(actions, COUNT(actions), err);
    if (status == MUS_OK) {
        status = mus_event_goes_with(of_named, COUNT(of_named), named, "--add or --change", err);
    }
    if (status == MUS_OK) {
        status = mus_event_goes_with(of_walk, COUNT(of_walk), options->walk != NULL, "--walk", err);
    }
    if (status == MUS_OK && options->change != NULL && options->name == NULL &&
        options->name_en == NULL) {
        status = mus_fail(err, MUS_INVALID, "--change needs --name or --name-en");
    }
    return status == MUS_OK ? mus_event_changing_answer(&changing, put_halls, sink, err) : status;
}
