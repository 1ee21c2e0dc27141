#include "musubi/event_changing.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define USUAL_PERSON "organiser"

/* ------------------------------------------------------------------ changing */

void mus_event_changing_what(struct mus_event_changing *changing, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(changing->what, sizeof changing->what, format, args);
    va_end(args);
    /* Cut at a whole character, should it have been too long. */
    struct mus_text text = mus_text_of(changing->what);
    size_t bad = 0;
    if (!mus_text_is_utf8(text, &bad)) {
        changing->what[bad] = '\0';
    }
}

struct mus_layout_context mus_event_layout_context(const struct mus_event_changing *changing)
{
    bool named = changing->by != NULL && changing->by[0] != '\0';
    return (struct mus_layout_context){.by = mus_text_of(named ? changing->by : USUAL_PERSON),
                                       .now = mus_musubi_now(changing->musubi),
                                       .replan = changing->replan,
                                       .what = changing->what};
}

static enum mus_status change_event(struct mus_write *write, void *context, struct mus_error *err)
{
    struct mus_event_changing *changing = context;
    struct mus_arena *arena = &changing->arena;
    struct mus_event event;
    struct mus_event_edit edit;
    mus_arena_reset(arena); /* it may be the second try, in a larger map */
    enum mus_status status = mus_store_event(mus_store_write_view(write),
                                             mus_text_of(changing->event), arena, &event, err);
    if (status == MUS_OK) {
        status = mus_event_edit_begin(&edit, &event, changing->more_tables, arena, err);
    }
    if (status == MUS_OK) {
        status = changing->edit(changing, &edit, err);
    }
    if (status == MUS_OK) {
        const struct mus_layout_context how = mus_event_layout_context(changing);
        status = mus_event_become(write, &edit.event, &how, arena, &changing->change, err);
    }
    return status;
}

enum mus_status mus_event_changing_run(struct mus_event_changing *changing, struct mus_error *err)
{
    return changing->edit == NULL
               ? MUS_OK
               : mus_store_update(changing->musubi->store, change_event, changing, err);
}

enum mus_status mus_put_unplaced(struct mus_planning *planning,
                                 const struct mus_layout_change *change, struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "unplaced");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < change->count; i++) {
        const struct mus_unplaced *one = &change->unplaced[i];
        const struct mus_meeting sides = {.a = one->a, .b = one->b};
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "meeting", one->meeting);
        status = mus_put_between(planning, &sides, err);
        mus_json_put_given(writer, "slot", one->slot);
        if (one->table > 0) {
            mus_json_put_integer(writer, "table", one->table);
        }
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    if (change->run > 0) {
        mus_json_put_integer(writer, "run", (int64_t)change->run);
    }
    return status;
}

static enum mus_status answer(const struct mus_event_changing *changing,
                              void (*put)(struct mus_planning *planning), struct mus_sink *sink,
                              struct mus_error *err)
{
    struct mus_planning planning;
    enum mus_status status =
        mus_planning_open(&planning, changing->musubi, changing->event, NULL, err);
    if (status == MUS_OK) {
        mus_json_begin_object(&planning.writer);
        mus_json_put_text(&planning.writer, "event", planning.fair.event.id);
        put(&planning);
        if (changing->edit != NULL) {
            status = mus_put_unplaced(&planning, &changing->change, err);
        }
        mus_json_end_object(&planning.writer);
    }
    status = status == MUS_OK ? mus_planning_give(&planning, sink, err) : status;
    mus_planning_close(&planning);
    return status;
}

enum mus_status mus_event_changing_answer(struct mus_event_changing *changing,
                                          void (*put)(struct mus_planning *planning),
                                          struct mus_sink *sink, struct mus_error *err)
{
    enum mus_status status = mus_event_changing_run(changing, err);
    status = status == MUS_OK ? answer(changing, put, sink, err) : status;
    mus_arena_done(&changing->arena);
    return status;
}

/* ------------------------------------------------------------------ options */

enum mus_status mus_event_at_most_one(const struct mus_event_option *options, size_t count,
                                      struct mus_error *err)
{
    const char *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (options[i].given && first != NULL) {
            return mus_fail(err, MUS_INVALID, "%s and %s do not go together", first,
                            options[i].name);
        }
        first = options[i].given ? options[i].name : first;
    }
    return MUS_OK;
}

enum mus_status mus_event_goes_with(const struct mus_event_option *options, size_t count, bool with,
                                    const char *what, struct mus_error *err)
{
    for (size_t i = 0; !with && i < count; i++) {
        if (options[i].given) {
            return mus_fail(err, MUS_INVALID, "%s goes with %s", options[i].name, what);
        }
    }
    return MUS_OK;
}

bool mus_event_is_none(const char *text)
{
    return text != NULL && strcmp(text, "none") == 0;
}

static size_t count_parts(const char *text)
{
    size_t count = 1;
    for (const char *c = text; *c != '\0'; c++) {
        count += *c == ',';
    }
    return count;
}

enum mus_status mus_event_list_of(const char *option, const char *text, struct mus_arena *arena,
                                  struct mus_texts *out, struct mus_error *err)
{
    *out = (struct mus_texts){NULL, 0};
    if (text == NULL || mus_event_is_none(text)) {
        return MUS_OK;
    }
    size_t count = count_parts(text);
    struct mus_text *parts = mus_arena_alloc(arena, count, sizeof *parts);
    if (parts == NULL) {
        return mus_fail_memory(err);
    }
    const char *from = text;
    for (size_t i = 0; i < count; i++) {
        size_t len = strcspn(from, ",");
        parts[i] = mus_text_trim((struct mus_text){from, len});
        if (parts[i].len == 0) {
            return mus_fail(err, MUS_INVALID, "%s: a part of \"%s\" is empty", option, text);
        }
        from += len + 1;
    }
    *out = (struct mus_texts){parts, count};
    return MUS_OK;
}

static enum mus_status not_found(const char *option, const char *what, struct mus_text id,
                                 struct mus_error *err)
{
    return mus_fail(err, MUS_NOT_FOUND, "%s: no %s \"%.*s\"", option, what, MUS_TEXT_SHORT_ARG(id));
}

enum mus_status mus_event_slots_of(const char *option, const char *text,
                                   const struct mus_event *event, struct mus_arena *arena,
                                   mus_slots *out, struct mus_error *err)
{
    struct mus_texts ids;
    mus_slots slots = 0;
    enum mus_status status = mus_event_list_of(option, text, arena, &ids, err);
    for (size_t i = 0; status == MUS_OK && i < ids.count; i++) {
        size_t at = mus_event_slot_of(event, ids.items[i]);
        if (at == SIZE_MAX) {
            return not_found(option, "slot", ids.items[i], err);
        }
        slots |= (mus_slots)1 << at;
    }
    if (status == MUS_OK) {
        *out = slots;
    }
    return status;
}

enum mus_status mus_event_number_of(const char *option, const char *text, uint64_t min,
                                    uint64_t max, uint64_t *out, struct mus_error *err)
{
    uint64_t number = 0;
    size_t len = strlen(text);
    bool sound = len > 0 && len <= 18 && strspn(text, "0123456789") == len;
    for (size_t i = 0; sound && i < len; i++) {
        number = number * 10 + (uint64_t)(text[i] - '0');
    }
    if (!sound || number < min || number > max) {
        struct mus_text shown = mus_text_of(text);
        return mus_fail(err, MUS_INVALID, "%s: expected a number from %llu to %llu, found \"%.*s\"",
                        option, (unsigned long long)min, (unsigned long long)max,
                        MUS_TEXT_SHORT_ARG(shown));
    }
    *out = number;
    return MUS_OK;
}

static enum mus_status found_or_not(const char *option, const char *what, const char *id, size_t at,
                                    size_t *out, struct mus_error *err)
{
    *out = at;
    return at != SIZE_MAX ? MUS_OK : not_found(option, what, mus_text_of(id), err);
}

enum mus_status mus_event_find_slot(const char *option, const char *id,
                                    const struct mus_event *event, size_t *out,
                                    struct mus_error *err)
{
    size_t at = mus_event_slot_of(event, mus_text_of(id));
    return found_or_not(option, "slot", id, at, out, err);
}

enum mus_status mus_event_find_hall(const char *option, const char *id,
                                    const struct mus_event *event, size_t *out,
                                    struct mus_error *err)
{
    size_t at = mus_event_hall_of(event, mus_text_of(id));
    return found_or_not(option, "hall", id, at, out, err);
}

enum mus_status mus_event_find_role(const char *option, const char *code,
                                    const struct mus_event *event, size_t *out,
                                    struct mus_error *err)
{
    size_t at = mus_event_role_of(event, mus_text_of(code));
    return found_or_not(option, "role", code, at, out, err);
}

enum mus_status mus_event_find_interpreter(const char *option, const char *id,
                                           const struct mus_event *event, size_t *out,
                                           struct mus_error *err)
{
    size_t at = mus_event_interpreter_of(event, mus_text_of(id));
    return found_or_not(option, "interpreter", id, at, out, err);
}

struct mus_text mus_event_text_or(const char *text, struct mus_text was)
{
    if (text == NULL) {
        return was;
    }
    return mus_event_is_none(text) ? MUS_NO_TEXT : mus_text_of(text);
}
