/* The slots of an event's file: single ones and series. */
#include "fair/format/event_file_slots.h"

#include "base/limits.h"
#include "fair/format/event_slots.h"

enum { MINUTES_A_DAY = 1440 };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static enum mus_status read_time(struct mus_event_reader *r, const struct mus_json *object,
                                 const char *key, unsigned *out)
{
    const struct mus_json *value = mus_json_get(object, key);
    if (mus_reader_not_given(value)) {
        return mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID, "\"%s\" is missing",
                              key);
    }
    size_t mark = mus_place_key(&r->reader.place, key);
    struct mus_text text = mus_json_text(value);
    enum mus_status status = mus_reader_type(&r->reader, value, MUS_JSON_STRING);
    if (status == MUS_OK && !mus_minute_read(text, out)) {
        status = mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID,
                                "malformed time \"%.*s\"; expected one such as 09:30",
                                MUS_TEXT_SHORT_ARG(text));
    }
    mus_place_back(&r->reader.place, mark);
    return status;
}

/* *out stays where no day is given. */
static enum mus_status read_slot_day(struct mus_event_reader *r, const struct mus_json *object,
                                     mus_date *out)
{
    size_t mark = mus_place_key(&r->reader.place, "day");
    mus_date day = MUS_NO_DATE;
    enum mus_status status = mus_read_date(&r->reader, mus_json_get(object, "day"), &day);
    if (status == MUS_OK && day != MUS_NO_DATE) {
        *out = day;
        if (day < r->event.first || day > r->event.last) {
            status = mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID,
                                    "is none of the event's days");
        }
    }
    mus_place_back(&r->reader.place, mark);
    return status;
}

static enum mus_status read_id(struct mus_event_reader *r, const struct mus_json *object,
                               const char *key, struct mus_text *out)
{
    size_t mark = mus_place_key(&r->reader.place, key);
    enum mus_status status = mus_read_id(&r->reader, mus_json_get(object, key), out);
    mus_place_back(&r->reader.place, mark);
    return status;
}

/* Needed: an event has slots of many lengths. */
static enum mus_status read_minutes(struct mus_event_reader *r, const struct mus_json *object,
                                    unsigned *out)
{
    int64_t minutes = 0;
    enum mus_status status =
        mus_event_read_number(r, object, "minutes", 1, MINUTES_A_DAY, &minutes);
    if (status == MUS_OK && minutes == 0) {
        status =
            mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID, "\"minutes\" is missing");
    }
    *out = (unsigned)minutes;
    return status;
}

static enum mus_status read_single(struct mus_event_reader *r, const struct mus_json *value,
                                   size_t index, struct mus_slot_drafts *drafts)
{
    static const char *const keys[] = {"id", "day", "start", "minutes", "session"};
    struct mus_slot_draft draft = {.place = index};
    mus_date day = r->event.first == r->event.last ? r->event.first : MUS_NO_DATE;
    unsigned start = 0;
    unsigned minutes = 0;
    enum mus_status status = mus_reader_object(&r->reader, value, keys, COUNT(keys));
    status = status == MUS_OK ? read_id(r, value, "id", &draft.slot.id) : status;
    status = status == MUS_OK ? read_slot_day(r, value, &day) : status;
    if (status == MUS_OK && day == MUS_NO_DATE) {
        status = mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID, "\"day\" is missing");
    }
    status = status == MUS_OK ? read_time(r, value, "start", &start) : status;
    status = status == MUS_OK ? read_minutes(r, value, &minutes) : status;
    if (status == MUS_OK && start + minutes > MINUTES_A_DAY) {
        status = mus_place_fail(&r->reader.place, r->reader.err, MUS_INVALID,
                                "%u minutes from %02u:%02u do not end on their day", minutes,
                                start / 60, start % 60);
    }
    status = status == MUS_OK ? read_id(r, value, "session", &draft.slot.session) : status;
    draft.slot.day = day;
    draft.slot.start = (uint16_t)start;
    draft.slot.minutes = (uint16_t)minutes;
    return status == MUS_OK ? mus_slot_drafts_add(drafts, &draft, r->reader.err) : status;
}

static enum mus_status read_series(struct mus_event_reader *r, const struct mus_json *value,
                                   size_t index, struct mus_slot_drafts *drafts)
{
    static const char *const keys[] = {"day", "from", "to", "minutes", "pause", "session"};
    struct mus_slot_series series = {.place = index};
    mus_date day = MUS_NO_DATE;
    int64_t pause = 0;
    enum mus_status status = mus_reader_object(&r->reader, value, keys, COUNT(keys));
    status = status == MUS_OK ? read_slot_day(r, value, &day) : status;
    status = status == MUS_OK ? read_time(r, value, "from", &series.from) : status;
    status = status == MUS_OK ? read_time(r, value, "to", &series.to) : status;
    status = status == MUS_OK ? read_minutes(r, value, &series.minutes) : status;
    if (status == MUS_OK) {
        status = mus_event_read_number(r, value, "pause", 0, MINUTES_A_DAY, &pause);
    }
    status = status == MUS_OK ? read_id(r, value, "session", &series.session) : status;
    series.pause = (unsigned)pause;
    series.first = day == MUS_NO_DATE ? r->event.first : day;
    series.last = day == MUS_NO_DATE ? r->event.last : day;
    return status == MUS_OK ? mus_slot_drafts_add_series(drafts, &series, r->reader.err) : status;
}

/* An entry is a series where it says when it ends. */
static enum mus_status read_entry(struct mus_event_reader *r, const struct mus_json *value,
                                  size_t index, struct mus_slot_drafts *drafts)
{
    enum mus_status status = mus_reader_type(&r->reader, value, MUS_JSON_OBJECT);
    if (status != MUS_OK) {
        return status;
    }
    bool series = mus_json_get(value, "from") != NULL || mus_json_get(value, "to") != NULL;
    return series ? read_series(r, value, index, drafts) : read_single(r, value, index, drafts);
}

static enum mus_status read_drafts(struct mus_event_reader *r, const struct mus_json *list,
                                   struct mus_slot_drafts *drafts)
{
    size_t mark = mus_place_key(&r->reader.place, "slots");
    enum mus_status status = mus_reader_array(&r->reader, list, MUS_TIMETABLE_MAX_SLOTS);
    struct mus_json_iter iter;
    for (bool more = mus_json_first(list, &iter); status == MUS_OK && more;
         more = mus_json_next(&iter)) {
        size_t element = mus_place_index(&r->reader.place, iter.index);
        status = read_entry(r, iter.value, iter.index, drafts);
        mus_place_back(&r->reader.place, element);
    }
    mus_place_back(&r->reader.place, mark);
    return status;
}

/* A day before the first, or too many of them, is refused before a series counts them. */
static enum mus_status check_days(const struct mus_event *event, struct mus_error *err)
{
    return event->last >= event->first
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "to: lies before the first day");
}

enum mus_status mus_event_read_slots(struct mus_event_reader *r, const struct mus_json *object)
{
    struct mus_slot_drafts drafts = {.count = 0};
    struct mus_event_slot *slots = NULL;
    const struct mus_json *list = mus_json_get(object, "slots");
    enum mus_status status = check_days(&r->event, r->reader.err);
    if (status == MUS_OK && !mus_reader_not_given(list)) {
        status = read_drafts(r, list, &drafts);
    }
    if (status == MUS_OK) {
        status = mus_slot_drafts_settle(&drafts, r->reader.arena, &slots, r->reader.err);
    }
    if (status == MUS_OK) {
        r->event.slots = slots;
        r->event.slot_count = drafts.count;
    }
    return status;
}
