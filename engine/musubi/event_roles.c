/* The roles and the interpreters of an event. */
#include "fair/format/event_file.h"

#include "musubi/event_changing.h"
#include "profile/value_json.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ------------------------------------------------------------------ interpreters */

static void put_interpreters(struct mus_planning *planning)
{
    const struct mus_fair *fair = &planning->fair;
    struct mus_json_writer *writer = &planning->writer;
    mus_json_key(writer, "interpreters");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < fair->event.interpreter_count; i++) {
        int64_t meetings = 0;
        for (size_t m = 0; m < fair->meeting_count; m++) {
            meetings +=
                fair->meetings[m].interpreter == (int)i && mus_meeting_counts(&fair->meetings[m]);
        }
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "interpreter", fair->event.interpreters[i].id);
        mus_put_texts(writer, "languages", fair->event.interpreters[i].languages);
        mus_put_slots(writer, "unavailable", &fair->event, fair->event.interpreters[i].unavailable);
        mus_json_put_integer(writer, "meetings", meetings);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static enum mus_status read_interpreter(const struct mus_layout_interpreters_options *o,
                                        const struct mus_event *event, struct mus_arena *arena,
                                        struct mus_event_interpreter *out, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    if (o->languages != NULL) {
        status = mus_event_list_of("--languages", o->languages, arena, &out->languages, err);
    }
    if (status == MUS_OK && o->unavailable != NULL) {
        status = mus_event_slots_of("--unavailable", o->unavailable, event, arena,
                                    &out->unavailable, err);
    }
    return status;
}

static enum mus_status edit_interpreters(struct mus_event_changing *changing,
                                         struct mus_event_edit *edit, struct mus_error *err)
{
    const struct mus_layout_interpreters_options *o = changing->options;
    size_t at = 0;
    enum mus_status status = MUS_OK;
    if (o->add != NULL) {
        struct mus_event_interpreter who = {.id = mus_text_of(o->add)};
        mus_event_changing_what(changing, "add interpreter %s", o->add);
        status = read_interpreter(o, &edit->event, &changing->arena, &who, err);
        return status == MUS_OK ? mus_event_edit_add_interpreter(edit, &who, err) : status;
    }
    if (o->remove != NULL) {
        mus_event_changing_what(changing, "remove interpreter %s", o->remove);
        status = mus_event_find_interpreter("--remove", o->remove, &edit->event, &at, err);
        if (status == MUS_OK) {
            mus_event_edit_remove_interpreter(edit, at);
        }
        return status;
    }
    mus_event_changing_what(changing, "change interpreter %s", o->change);
    status = mus_event_find_interpreter("--change", o->change, &edit->event, &at, err);
    return status == MUS_OK
               ? read_interpreter(o, &edit->event, &changing->arena, &edit->interpreters[at], err)
               : status;
}

enum mus_status mus_layout_interpreters(struct mus_musubi *musubi,
                                        const struct mus_layout_interpreters_options *options,
                                        struct mus_sink *sink, struct mus_error *err)
{
    const struct mus_event_option actions[] = {{"--add", options->add != NULL},
                                               {"--remove", options->remove != NULL},
                                               {"--change", options->change != NULL}};
    const struct mus_event_option said[] = {{"--languages", options->languages != NULL},
                                            {"--unavailable", options->unavailable != NULL}};
    bool put = options->add != NULL || options->change != NULL;
    struct mus_event_changing changing = {.musubi = musubi,
                                          .event = options->event,
                                          .options = options,
                                          .edit = put || options->remove != NULL ? edit_interpreters
                                                                                 : NULL,
                                          .by = options->by,
                                          .replan = options->replan};
    enum mus_status status = mus_event_at_most_one(actions, COUNT(actions), err);
    if (status == MUS_OK) {
        status = mus_event_goes_with(said, COUNT(said), put, "--add or --change", err);
    }
    if (status == MUS_OK && options->change != NULL && options->languages == NULL &&
        options->unavailable == NULL) {
        status = mus_fail(err, MUS_INVALID, "--change needs --languages or --unavailable");
    }
    return status == MUS_OK ? mus_event_changing_answer(&changing, put_interpreters, sink, err)
                            : status;
}

/* ------------------------------------------------------------------ roles */

static void put_roles(struct mus_planning *planning)
{
    const struct mus_event *event = &planning->fair.event;
    struct mus_json_writer *writer = &planning->writer;
    mus_json_key(writer, "roles");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < event->role_count; i++) {
        int64_t participants = 0;
        for (size_t p = 0; p < planning->fair.participant_count; p++) {
            participants += planning->fair.participants[p].role == i;
        }
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "role", event->roles[i].code);
        mus_put_bilingual(writer, "name", event->roles[i].name);
        mus_json_put_integer(writer, "min", event->roles[i].min);
        mus_json_put_integer(writer, "max", event->roles[i].max);
        mus_json_key(writer, "meets");
        mus_json_begin_array(writer);
        for (size_t j = 0; j < event->role_count; j++) {
            if ((event->roles[i].meets >> j & 1U) != 0) {
                mus_json_write_text(writer, event->roles[j].code);
            }
        }
        mus_json_end_array(writer);
        mus_json_put_integer(writer, "participants", participants);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

/* Whom it meets, once it is among the event's roles: it may meet its own. */
static enum mus_status read_meets(const struct mus_layout_roles_options *o,
                                  struct mus_event_edit *edit, size_t at, struct mus_arena *arena,
                                  struct mus_error *err)
{
    struct mus_texts codes;
    unsigned meets = 0;
    if (o->meets == NULL) {
        return MUS_OK;
    }
    enum mus_status status = mus_event_list_of("--meets", o->meets, arena, &codes, err);
    for (size_t i = 0; status == MUS_OK && i < codes.count; i++) {
        size_t other = mus_event_role_of(&edit->event, codes.items[i]);
        if (other == SIZE_MAX) {
            return mus_fail(err, MUS_NOT_FOUND, "--meets: no role \"%.*s\"",
                            MUS_TEXT_SHORT_ARG(codes.items[i]));
        }
        meets |= 1U << other;
    }
    if (status == MUS_OK) {
        mus_event_edit_meets(edit, at, (uint16_t)meets);
    }
    return status;
}

static enum mus_status read_role(const struct mus_layout_roles_options *o,
                                 struct mus_event_role *role, struct mus_error *err)
{
    uint64_t min = role->min;
    uint64_t max = role->max;
    enum mus_status status = MUS_OK;
    role->name.ja = mus_event_text_or(o->name, role->name.ja);
    role->name.en = mus_event_text_or(o->name_en, role->name.en);
    if (o->min != NULL) {
        status = mus_event_number_of("--min", o->min, 0, MUS_EVENT_MAX_MEETINGS, &min, err);
    }
    if (status == MUS_OK && o->max != NULL) {
        status = mus_event_number_of("--max", o->max, 0, MUS_EVENT_MAX_MEETINGS, &max, err);
    }
    role->min = (uint32_t)min;
    role->max = (uint32_t)max;
    return status;
}

static enum mus_status edit_roles(struct mus_event_changing *changing, struct mus_event_edit *edit,
                                  struct mus_error *err)
{
    const struct mus_layout_roles_options *o = changing->options;
    size_t at = 0;
    enum mus_status status = MUS_OK;
    mus_event_changing_what(changing, "roles");
    if (o->remove != NULL) {
        status = mus_event_find_role("--remove", o->remove, &edit->event, &at, err);
        if (status == MUS_OK) {
            mus_event_edit_remove_role(edit, at);
        }
        return status;
    }
    if (o->add != NULL) {
        const struct mus_event_role role = {.code = mus_text_of(o->add), .max = 20};
        status = mus_event_edit_add_role(edit, &role, err);
        at = edit->event.role_count - 1;
    } else {
        status = mus_event_find_role("--change", o->change, &edit->event, &at, err);
    }
    status = status == MUS_OK ? read_role(o, &edit->roles[at], err) : status;
    return status == MUS_OK ? read_meets(o, edit, at, &changing->arena, err) : status;
}

enum mus_status mus_layout_roles(struct mus_musubi *musubi,
                                 const struct mus_layout_roles_options *options,
                                 struct mus_sink *sink, struct mus_error *err)
{
    const struct mus_event_option actions[] = {{"--add", options->add != NULL},
                                               {"--remove", options->remove != NULL},
                                               {"--change", options->change != NULL}};
    const struct mus_event_option said[] = {{"--name", options->name != NULL},
                                            {"--name-en", options->name_en != NULL},
                                            {"--min", options->min != NULL},
                                            {"--max", options->max != NULL},
                                            {"--meets", options->meets != NULL}};
    bool put = options->add != NULL || options->change != NULL;
    struct mus_event_changing changing = {.musubi = musubi,
                                          .event = options->event,
                                          .options = options,
                                          .edit =
                                              put || options->remove != NULL ? edit_roles : NULL};
    enum mus_status status = mus_event_at_most_one(actions, COUNT(actions), err);
    if (status == MUS_OK) {
        status = mus_event_goes_with(said, COUNT(said), put, "--add or --change", err);
    }
    return status == MUS_OK ? mus_event_changing_answer(&changing, put_roles, sink, err) : status;
}
