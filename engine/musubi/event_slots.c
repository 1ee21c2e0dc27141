/* The slots of an event. */
#include "fair/format/event_slots.h"

#include "fair/format/event_file.h"
#include "fair/meet.h"
#include "musubi/event_changing.h"
#include "profile/value_json.h"

#include <string.h>

enum { MINUTES_A_DAY = 1440 };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ------------------------------------------------------------------ answers */

static void put_minute(struct mus_json_writer *writer, const char *key, unsigned minute)
{
    struct mus_buf text = {0};
    mus_minute_write(&text, minute);
    mus_json_put_text(writer, key, mus_buf_text(&text));
    writer->buf->failed = writer->buf->failed || text.failed;
    mus_buf_done(&text);
}

/* Shared tables that can be used in the slot. */
static int64_t open_tables(const struct mus_event *event, size_t slot)
{
    int64_t open = 0;
    for (size_t t = 0; t < event->table_count; t++) {
        open += (event->tables[t].closed >> slot & 1U) == 0;
    }
    return open;
}

static void put_slot(struct mus_planning *planning, size_t s)
{
    const struct mus_fair *fair = &planning->fair;
    const struct mus_event_slot *slot = &fair->event.slots[s];
    struct mus_json_writer *writer = &planning->writer;
    int64_t meetings = 0;
    for (size_t i = 0; i < fair->meeting_count; i++) {
        meetings += fair->meetings[i].slot == (int)s && mus_meeting_counts(&fair->meetings[i]);
    }
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "slot", slot->id);
    mus_put_date(writer, "day", slot->day);
    put_minute(writer, "start", slot->start);
    put_minute(writer, "end", slot->start + (unsigned)slot->minutes);
    mus_json_put_integer(writer, "minutes", slot->minutes);
    mus_json_put_given(writer, "session", slot->session);
    mus_json_put_integer(writer, "tables", open_tables(&fair->event, s));
    mus_json_put_integer(writer, "meetings", meetings);
    mus_json_put_bool(writer, "closed", (fair->event.closed >> s & 1U) != 0);
    mus_json_end_object(writer);
}

static void put_slots(struct mus_planning *planning)
{
    mus_json_key(&planning->writer, "slots");
    mus_json_begin_array(&planning->writer);
    for (size_t s = 0; s < planning->fair.event.slot_count; s++) {
        put_slot(planning, s);
    }
    mus_json_end_array(&planning->writer);
}

/* ------------------------------------------------------------------ what is asked */

static enum mus_status check_options(const struct mus_layout_slots_options *o,
                                     struct mus_error *err)
{
    const struct mus_event_option actions[] = {{"--add", o->add != NULL},
                                               {"--remove", o->remove != NULL},
                                               {"--close", o->close != NULL},
                                               {"--open", o->open != NULL},
                                               {"--change", o->change != NULL}};
    const struct mus_event_option of_either[] = {{"--day", o->day != NULL},
                                                 {"--session", o->session != NULL},
                                                 {"--minutes", o->minutes != 0}};
    const struct mus_event_option of_added[] = {{"--id", o->id != NULL},
                                                {"--pause", o->pause != 0}};
    const struct mus_event_option of_changed[] = {{"--start", o->start != NULL}};
    enum mus_status status = mus_event_at_most_one(actions, COUNT(actions), err);
    if (status == MUS_OK) {
        status = mus_event_goes_with(of_either, COUNT(of_either),
                                     o->add != NULL || o->change != NULL, "--add or --change", err);
    }
    if (status == MUS_OK) {
        status = mus_event_goes_with(of_added, COUNT(of_added), o->add != NULL, "--add", err);
    }
    if (status == MUS_OK) {
        status =
            mus_event_goes_with(of_changed, COUNT(of_changed), o->change != NULL, "--change", err);
    }
    if (status == MUS_OK && (o->minutes < 0 || o->minutes > MINUTES_A_DAY || o->pause < 0 ||
                             o->pause > MINUTES_A_DAY)) {
        status = mus_fail(err, MUS_INVALID, "minutes: expected 1 to %d", MINUTES_A_DAY);
    }
    return status;
}

static enum mus_status read_time(const char *option, struct mus_text text, unsigned *out,
                                 struct mus_error *err)
{
    return mus_minute_read(text, out)
               ? MUS_OK
               : mus_fail(err, MUS_INVALID,
                          "%s: malformed time \"%.*s\"; expected one such as 09:30", option,
                          MUS_TEXT_SHORT_ARG(text));
}

/* *out stays where no day is said. */
static enum mus_status read_day(const char *text, const struct mus_event *event, mus_date *out,
                                struct mus_error *err)
{
    mus_date day = MUS_NO_DATE;
    if (text == NULL) {
        return MUS_OK;
    }
    enum mus_status status = mus_date_read(mus_text_of(text), &day, NULL, err);
    if (status == MUS_OK && (day < event->first || day > event->last)) {
        status = mus_fail(err, MUS_INVALID, "%s is none of the event's days", text);
    }
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "--day");
    }
    *out = day;
    return MUS_OK;
}

/* ------------------------------------------------------------------ adding */

static enum mus_status check_code(const char *option, const char *text, struct mus_error *err)
{
    struct mus_text code = text == NULL ? MUS_TEXT("-") : mus_text_of(text);
    return mus_text_is_id(code)
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "%s: expected letters, digits and ._:-, found \"%.*s\"",
                          option, MUS_TEXT_SHORT_ARG(code));
}

static enum mus_status add_one(const struct mus_layout_slots_options *o, struct mus_text start,
                               const struct mus_event *event, struct mus_slot_drafts *drafts,
                               struct mus_error *err)
{
    struct mus_slot_draft draft = {.place = SIZE_MAX};
    mus_date day = event->first == event->last ? event->first : MUS_NO_DATE;
    unsigned minute = 0;
    enum mus_status status = read_time("--add", start, &minute, err);
    status = status == MUS_OK ? read_day(o->day, event, &day, err) : status;
    if (status == MUS_OK && day == MUS_NO_DATE) {
        status = mus_fail(err, MUS_INVALID, "--add of one slot needs --day DATE");
    }
    if (status == MUS_OK && minute + o->minutes > MINUTES_A_DAY) {
        status =
            mus_fail(err, MUS_INVALID, "--add: %lld minutes from %02u:%02u do not end on their day",
                     (long long)o->minutes, minute / 60, minute % 60);
    }
    draft.slot.day = day;
    draft.slot.start = (uint16_t)minute;
    draft.slot.minutes = (uint16_t)o->minutes;
    draft.slot.id = mus_text_of(o->id);
    draft.slot.session = mus_event_text_or(o->session, MUS_NO_TEXT);
    return status == MUS_OK ? mus_slot_drafts_add(drafts, &draft, err) : status;
}

/* "10:00-12:00" */
static enum mus_status add_series(const struct mus_layout_slots_options *o, size_t dash,
                                  const struct mus_event *event, struct mus_slot_drafts *drafts,
                                  struct mus_error *err)
{
    struct mus_slot_series series = {.place = SIZE_MAX,
                                     .minutes = (unsigned)o->minutes,
                                     .pause = (unsigned)o->pause,
                                     .session = mus_event_text_or(o->session, MUS_NO_TEXT)};
    mus_date day = MUS_NO_DATE;
    enum mus_status status = read_time("--add", (struct mus_text){o->add, dash}, &series.from, err);
    if (status == MUS_OK) {
        status = read_time("--add", mus_text_of(o->add + dash + 1), &series.to, err);
    }
    if (status == MUS_OK && o->id != NULL) {
        status = mus_fail(err, MUS_INVALID, "--id is that of one slot, and these may be several");
    }
    status = status == MUS_OK ? read_day(o->day, event, &day, err) : status;
    series.first = day == MUS_NO_DATE ? event->first : day;
    series.last = day == MUS_NO_DATE ? event->last : day;
    if (status != MUS_OK) {
        return status;
    }
    status = mus_slot_drafts_add_series(drafts, &series, err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "--add");
}

static enum mus_status add(const struct mus_layout_slots_options *o, struct mus_event_edit *edit,
                           struct mus_error *err)
{
    struct mus_slot_drafts drafts = {.count = 0};
    size_t dash = strcspn(o->add, "-");
    if (o->minutes == 0) {
        return mus_fail(err, MUS_INVALID, "--add needs --minutes N");
    }
    enum mus_status status = o->id == NULL ? MUS_OK : check_code("--id", o->id, err);
    if (status == MUS_OK && o->session != NULL) {
        status = check_code("--session", o->session, err);
    }
    if (status == MUS_OK) {
        status = o->add[dash] == '-' ? add_series(o, dash, &edit->event, &drafts, err)
                                     : add_one(o, mus_text_of(o->add), &edit->event, &drafts, err);
    }
    return status == MUS_OK ? mus_event_edit_add_slots(edit, &drafts, err) : status;
}

/* ------------------------------------------------------------------ changing */

static enum mus_status change(const struct mus_layout_slots_options *o, struct mus_event_edit *edit,
                              struct mus_error *err)
{
    size_t at = 0;
    unsigned start = 0;
    if (o->day == NULL && o->session == NULL && o->minutes == 0 && o->start == NULL) {
        return mus_fail(err, MUS_INVALID, "--change needs --start, --minutes, --day or --session");
    }
    enum mus_status status = mus_event_find_slot("--change", o->change, &edit->event, &at, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_event_slot slot = edit->slots[at];
    status = read_day(o->day, &edit->event, &slot.day, err);
    if (status == MUS_OK && o->start != NULL) {
        status = read_time("--start", mus_text_of(o->start), &start, err);
        slot.start = (uint16_t)start;
    }
    if (status == MUS_OK && o->session != NULL) {
        status = check_code("--session", o->session, err);
        slot.session = mus_event_text_or(o->session, slot.session);
    }
    slot.minutes = o->minutes == 0 ? slot.minutes : (uint16_t)o->minutes;
    return status == MUS_OK ? mus_event_edit_change_slot(edit, at, &slot, err) : status;
}

static enum mus_status edit_slots(struct mus_event_changing *changing, struct mus_event_edit *edit,
                                  struct mus_error *err)
{
    const struct mus_layout_slots_options *o = changing->options;
    struct mus_arena *arena = &changing->arena;
    mus_slots slots = 0;
    enum mus_status status = MUS_OK;
    if (o->add != NULL) {
        mus_event_changing_what(changing, "add slots %s", o->add);
        return add(o, edit, err);
    }
    if (o->change != NULL) {
        mus_event_changing_what(changing, "change slot %s", o->change);
        return change(o, edit, err);
    }
    if (o->remove != NULL) {
        mus_event_changing_what(changing, "remove slots %s", o->remove);
        status = mus_event_slots_of("--remove", o->remove, &edit->event, arena, &slots, err);
        return status == MUS_OK ? mus_event_edit_remove_slots(edit, slots, err) : status;
    }
    const char *option = o->close != NULL ? "--close" : "--open";
    const char *text = o->close != NULL ? o->close : o->open;
    mus_event_changing_what(changing, "%s slots %s", option + 2, text);
    status = mus_event_slots_of(option, text, &edit->event, arena, &slots, err);
    edit->event.closed =
        o->close != NULL ? edit->event.closed | slots : edit->event.closed & ~slots;
    return status;
}

enum mus_status mus_layout_slots(struct mus_musubi *musubi,
                                 const struct mus_layout_slots_options *options,
                                 struct mus_sink *sink, struct mus_error *err)
{
    bool asked = options->add != NULL || options->remove != NULL || options->close != NULL ||
                 options->open != NULL || options->change != NULL;
    struct mus_event_changing changing = {.musubi = musubi,
                                          .event = options->event,
                                          .options = options,
                                          .edit = asked ? edit_slots : NULL,
                                          .by = options->by,
                                          .replan = options->replan};
    enum mus_status status = check_options(options, err);
    return status == MUS_OK ? mus_event_changing_answer(&changing, put_slots, sink, err) : status;
}
