/* Events as such: made, shown, listed, and what is said of them as a whole. */
#include "fair/format/event_file.h"

#include "base/file.h"
#include "base/limits.h"
#include "ledger/append.h"
#include "match/reasons.h"
#include "musubi/event_changing.h"
#include "profile/value_json.h"

#include <string.h>

/* ------------------------------------------------------------------ showing */

static void put_role_counts(struct mus_planning *planning, size_t role)
{
    const struct mus_fair *fair = &planning->fair;
    struct mus_json_writer *writer = &planning->writer;
    uint64_t counts[MUS_PARTICIPANT_STATE_END] = {0};
    uint64_t meeting = 0;
    for (size_t i = 0; i < fair->participant_count; i++) {
        const struct mus_participant *who = &fair->participants[i];
        if (who->role == role) {
            counts[who->state]++;
            meeting += who->state == MUS_PARTICIPANT_REGISTERED && who->meets;
        }
    }
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "role", fair->event.roles[role].code);
    for (unsigned state = 1; state < MUS_PARTICIPANT_STATE_END; state++) {
        mus_json_put_integer(writer, mus_participant_state_name(state), (int64_t)counts[state]);
    }
    mus_json_put_integer(writer, "asking_for_meetings", (int64_t)meeting);
    mus_json_end_object(writer);
}

static void put_meeting_counts(struct mus_planning *planning)
{
    const struct mus_fair *fair = &planning->fair;
    struct mus_json_writer *writer = &planning->writer;
    uint64_t counts[MUS_MEETING_STATE_END] = {0};
    uint64_t placed = 0;
    for (size_t i = 0; i < fair->meeting_count; i++) {
        counts[fair->meetings[i].state]++;
        placed += fair->meetings[i].state == MUS_MEETING_PLANNED && fair->meetings[i].slot >= 0;
    }
    mus_json_key(writer, "meetings");
    mus_json_begin_object(writer);
    for (unsigned state = 1; state < MUS_MEETING_STATE_END; state++) {
        mus_json_put_integer(writer, mus_meeting_state_name(state), (int64_t)counts[state]);
    }
    mus_json_put_integer(writer, "placed", (int64_t)placed);
    mus_json_end_object(writer);
}

static void put_label_of(struct mus_planning *planning, const char *key, const char *table,
                         struct mus_text code)
{
    if (code.len > 0) {
        mus_put_label(&planning->writer, key,
                      mus_world_label(&planning->musubi->world, table, code));
    }
}

static enum mus_status put_whole(struct mus_planning *planning, struct mus_error *err)
{
    const struct mus_fair *fair = &planning->fair;
    struct mus_json_writer *writer = &planning->writer;
    struct mus_event_counts counts = {0};
    enum mus_status status = mus_store_event_counts(planning->read, fair->event.id, &counts, err);
    mus_event_put_members(writer, &fair->event);
    put_label_of(planning, "programme_name", "programmes", fair->event.programme);
    put_label_of(planning, "purpose_name", "purposes", fair->event.purpose);
    mus_json_key(writer, "participants");
    mus_json_begin_array(writer);
    for (size_t r = 0; r < fair->event.role_count; r++) {
        put_role_counts(planning, r);
    }
    mus_json_end_array(writer);
    mus_json_put_integer(writer, "wishes", (int64_t)fair->wish_count);
    put_meeting_counts(planning);
    mus_json_put_integer(writer, "runs", (int64_t)counts.runs);
    return status;
}

/* change may be NULL. */
static enum mus_status show(struct mus_musubi *musubi, const char *event,
                            const struct mus_layout_change *change, struct mus_sink *sink,
                            struct mus_error *err)
{
    struct mus_planning planning;
    enum mus_status status = mus_planning_open(&planning, musubi, event, NULL, err);
    if (status == MUS_OK) {
        mus_json_begin_object(&planning.writer);
        status = put_whole(&planning, err);
        if (status == MUS_OK && change != NULL) {
            status = mus_put_unplaced(&planning, change, err);
        }
        mus_json_end_object(&planning.writer);
    }
    status = status == MUS_OK ? mus_planning_give(&planning, sink, err) : status;
    mus_planning_close(&planning);
    return status;
}

enum mus_status mus_event_show(struct mus_musubi *musubi, const char *event, struct mus_sink *sink,
                               struct mus_error *err)
{
    return show(musubi, event, NULL, sink, err);
}

/* ------------------------------------------------------------------ reading options */

static enum mus_status read_day(const char *option, const char *text, mus_date *out,
                                struct mus_error *err)
{
    if (text == NULL) {
        return MUS_OK;
    }
    enum mus_status status = mus_date_read(mus_text_of(text), out, NULL, err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", option);
}

static enum mus_status read_limit(const char *option, const char *text, uint64_t max, uint64_t none,
                                  uint64_t *out, struct mus_error *err)
{
    if (text == NULL) {
        return MUS_OK;
    }
    if (mus_event_is_none(text)) {
        *out = none;
        return MUS_OK;
    }
    return mus_event_number_of(option, text, 0, max, out, err);
}

/* What the options say goes into the event; what they do not say stays. */
static enum mus_status read_options(const struct mus_event_options *o, struct mus_event *event,
                                    struct mus_error *err)
{
    uint64_t difference = event->max_break_difference;
    event->name.ja = mus_event_text_or(o->name, event->name.ja);
    event->name.en = mus_event_text_or(o->name_en, event->name.en);
    event->theme.ja = mus_event_text_or(o->theme, event->theme.ja);
    event->theme.en = mus_event_text_or(o->theme_en, event->theme.en);
    event->venue.ja = mus_event_text_or(o->venue, event->venue.ja);
    event->venue.en = mus_event_text_or(o->venue_en, event->venue.en);
    event->programme = mus_event_text_or(o->programme, event->programme);
    event->edition = mus_event_text_or(o->edition, event->edition);
    event->purpose = mus_event_text_or(o->purpose, event->purpose);
    event->language = o->language == NULL ? event->language : mus_text_of(o->language);
    enum mus_status status = read_day("--from", o->from, &event->first, err);
    status = status == MUS_OK ? read_day("--to", o->to, &event->last, err) : status;
    if (status == MUS_OK) {
        status = read_limit("--capacity", o->capacity, (uint64_t)MUS_JSON_INTEGER_MAX, UINT64_MAX,
                            &event->capacity, err);
    }
    if (status == MUS_OK) {
        status = read_limit("--max-break-difference", o->max_break_difference, UINT32_MAX - 1,
                            UINT32_MAX, &difference, err);
    }
    event->max_break_difference = (uint32_t)difference;
    return status;
}

static bool has_options(const struct mus_event_options *o)
{
    const char *const all[] = {o->name,      o->name_en,
                               o->theme,     o->theme_en,
                               o->venue,     o->venue_en,
                               o->from,      o->to,
                               o->programme, o->edition,
                               o->purpose,   o->language,
                               o->capacity,  o->max_break_difference};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i] != NULL) {
            return true;
        }
    }
    return false;
}

/* The programme and the purpose are codes of the store's tables, where they are given. */
static enum mus_status check_codes(const struct mus_musubi *musubi, const struct mus_event *event,
                                   struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    if (event->programme.len > 0) {
        status = mus_ledger_check_code(&musubi->tables, "programme", "programmes", event->programme,
                                       err);
    }
    if (status == MUS_OK && event->purpose.len > 0) {
        status = mus_ledger_check_code(&musubi->tables, "purpose", "purposes", event->purpose, err);
    }
    return status;
}

static enum mus_status read_file(const char *path, struct mus_arena *arena, struct mus_event *out,
                                 struct mus_error *err)
{
    struct mus_buf bytes = {0};
    enum mus_status status = mus_file_read(path, MUS_MAX_JSON_BYTES, &bytes, err);
    if (status == MUS_OK) {
        status = mus_event_file_read(mus_buf_text(&bytes), arena, out, err);
        status = status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", path);
    }
    mus_buf_done(&bytes);
    return status;
}

/* ------------------------------------------------------------------ making */

/* The event that is described, by a file or by options alone. */
static enum mus_status describe(const struct mus_event_options *options, struct mus_arena *arena,
                                struct mus_event *out, struct mus_error *err)
{
    if (options->file != NULL) {
        return has_options(options) || options->event != NULL
                   ? mus_fail(err, MUS_INVALID,
                              "a file says all of it: no other option goes with it")
                   : read_file(options->file, arena, out, err);
    }
    mus_event_usual(out);
    out->id = mus_text_of(options->event);
    if (options->from == NULL || options->to == NULL) {
        return mus_fail(err, MUS_INVALID, "a new event needs --%s DATE",
                        options->from == NULL ? "from" : "to");
    }
    enum mus_status status = read_options(options, out, err);
    return status == MUS_OK ? mus_event_check(out, err) : status;
}

static enum mus_status put_new(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct mus_event *event = context;
    struct mus_event_counts counts;
    enum mus_status status =
        mus_store_event_counts(mus_store_write_view(write), event->id, &counts, err);
    if (status == MUS_OK) {
        return mus_fail(err, MUS_CONFLICT, "event \"%.*s\" is there already",
                        MUS_TEXT_SHORT_ARG(event->id));
    }
    return status == MUS_NOT_FOUND ? mus_store_put_event(write, event, err) : status;
}

enum mus_status mus_event_create(struct mus_musubi *musubi, const struct mus_event_options *options,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_event event;
    enum mus_status status = describe(options, &arena, &event, err);
    if (status == MUS_OK) {
        status = check_codes(musubi, &event, err);
    }
    if (status == MUS_OK) {
        event.changed = mus_musubi_now(musubi);
        status = mus_store_update(musubi->store, put_new, &event, err);
    }
    if (status == MUS_OK) {
        struct mus_text id = mus_arena_copy(&arena, event.id);
        status = id.ptr == NULL ? mus_fail_memory(err) : show(musubi, id.ptr, NULL, sink, err);
    }
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ changing */

static enum mus_status edit_whole(struct mus_event_changing *changing, struct mus_event_edit *edit,
                                  struct mus_error *err)
{
    const struct mus_event_options *options = changing->options;
    struct mus_text id = edit->event.id;
    enum mus_status status = options->file == NULL
                                 ? read_options(options, &edit->event, err)
                                 : read_file(options->file, &changing->arena, &edit->event, err);
    if (status == MUS_OK && !mus_text_equal(id, edit->event.id)) {
        status =
            mus_fail(err, MUS_INVALID, "%s: id: expected \"%.*s\", found \"%.*s\"", options->file,
                     MUS_TEXT_SHORT_ARG(id), MUS_TEXT_SHORT_ARG(edit->event.id));
    }
    mus_event_changing_what(changing, "change %.*s", MUS_TEXT_ARG(id));
    return status == MUS_OK ? check_codes(changing->musubi, &edit->event, err) : status;
}

enum mus_status mus_event_change(struct mus_musubi *musubi, const struct mus_event_options *options,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_event_changing changing = {.musubi = musubi,
                                          .event = options->event,
                                          .options = options,
                                          .edit = edit_whole,
                                          .by = options->by,
                                          .replan = options->replan};
    enum mus_status status = MUS_OK;
    if (options->file != NULL && has_options(options)) {
        status = mus_fail(err, MUS_INVALID, "a file says all of it: no other option goes with it");
    } else if (options->file == NULL && !has_options(options)) {
        status = mus_fail(err, MUS_INVALID, "nothing is said that is to change");
    }
    status = status == MUS_OK ? mus_event_changing_run(&changing, err) : status;
    if (status == MUS_OK) {
        status = show(musubi, options->event, &changing.change, sink, err);
    }
    mus_arena_done(&changing.arena);
    return status;
}

/* ------------------------------------------------------------------ export, list */

enum mus_status mus_event_export(struct mus_musubi *musubi, const char *event,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf file = {0};
    struct mus_read *read = NULL;
    struct mus_event found;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_store_event(read, mus_text_of(event), &arena, &found, err);
    }
    if (status == MUS_OK) {
        mus_event_file_write(&found, false, &file);
        status = mus_sink_give(sink, &file, err);
    }
    mus_store_read_end(read);
    mus_buf_done(&file);
    mus_arena_done(&arena);
    return status;
}

static enum mus_status give_line(const struct mus_read *read, const struct mus_event *event,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    struct mus_event_counts counts;
    enum mus_status status = mus_store_event_counts(read, event->id, &counts, err);
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        mus_json_put_text(&writer, "event", event->id);
        mus_put_bilingual(&writer, "name", event->name);
        mus_put_date(&writer, "from", event->first);
        mus_put_date(&writer, "to", event->last);
        mus_put_bilingual(&writer, "venue", event->venue);
        mus_json_put_integer(&writer, "halls", (int64_t)event->hall_count);
        mus_json_put_integer(&writer, "slots", (int64_t)event->slot_count);
        mus_json_put_integer(&writer, "tables", (int64_t)event->table_count);
        mus_json_put_integer(&writer, "participants", (int64_t)counts.participants);
        mus_json_put_integer(&writer, "meetings", (int64_t)counts.meetings);
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_event_list(struct mus_musubi *musubi, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_read *read = NULL;
    struct mus_event *events = NULL;
    size_t count = 0;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_store_events(read, &arena, &events, &count, err);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        status = give_line(read, &events[i], sink, err);
    }
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}
