#include "codec/ical.h"

#include <libical/ical.h>
#include <time.h>

#define PRODUCT "-//musubi//fair//EN"
/* 9999-12-31 23:59:59 */
#define LAST_SECOND INT64_C(253402300799)

bool mus_ical_is_built(void)
{
    return true;
}

/* libical wants terminated texts. */
static char *terminated(struct mus_text text, struct mus_buf *room)
{
    mus_buf_clear(room);
    mus_buf_add_text(room, text);
    mus_buf_add_byte(room, '\0');
    return room->failed ? NULL : room->data;
}

static struct icaltimetype utc(int64_t seconds)
{
    return icaltime_from_timet_with_zone((time_t)seconds, 0, icaltimezone_get_utc_timezone());
}

static bool add(icalcomponent *component, icalproperty *property)
{
    if (property == NULL) {
        return false;
    }
    icalcomponent_add_property(component, property);
    return true;
}

/* DTSTART may be missing only where there is a METHOD (RFC 5545, 3.6.1), and makes sense to miss
 * only where the event is taken away (RFC 5546, 3.2.5). */
static enum mus_status check_event(const struct mus_ical_event *event, bool cancel, size_t index,
                                   struct mus_error *err)
{
    const struct mus_text texts[] = {event->uid, event->summary, event->location,
                                     event->description};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!mus_text_is_utf8(texts[i], NULL)) {
            return mus_fail(err, MUS_INVALID, "event %zu: a text is not UTF-8", index);
        }
    }
    if (event->no_time && !cancel) {
        return mus_fail(err, MUS_INVALID, "event %zu: has no time", index);
    }
    if (event->stamp < 0 || event->stamp > LAST_SECOND || event->start < 0 ||
        event->end < event->start || event->end > LAST_SECOND) {
        return mus_fail(err, MUS_INVALID, "event %zu: a time is out of range", index);
    }
    return MUS_OK;
}

static bool add_texts(icalcomponent *component, const struct mus_ical_event *event,
                      struct mus_buf *room)
{
    char *uid = terminated(event->uid, room);
    bool good = uid != NULL && add(component, icalproperty_new_uid(uid));
    char *summary = good ? terminated(event->summary, room) : NULL;
    good = summary != NULL && add(component, icalproperty_new_summary(summary));
    if (good && event->location.len > 0) {
        char *location = terminated(event->location, room);
        good = location != NULL && add(component, icalproperty_new_location(location));
    }
    if (good && event->description.len > 0) {
        char *description = terminated(event->description, room);
        good = description != NULL && add(component, icalproperty_new_description(description));
    }
    return good;
}

static bool add_event(icalcomponent *calendar, const struct mus_ical_event *event, bool cancel,
                      struct mus_buf *room)
{
    icalcomponent *component = icalcomponent_new_vevent();
    if (component == NULL) {
        return false;
    }
    icalcomponent_add_component(calendar, component);
    return add(component, icalproperty_new_dtstamp(utc(event->stamp))) &&
           (event->no_time || add(component, icalproperty_new_dtstart(utc(event->start)))) &&
           (event->no_time || add(component, icalproperty_new_dtend(utc(event->end)))) &&
           add(component, icalproperty_new_sequence((int)event->sequence)) &&
           add(component,
               icalproperty_new_status(cancel ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED)) &&
           add_texts(component, event, room);
}

static bool fill(icalcomponent *calendar, const struct mus_ical *what, struct mus_buf *room)
{
    bool good = add(calendar, icalproperty_new_version("2.0")) &&
                add(calendar, icalproperty_new_prodid(PRODUCT)) &&
                add(calendar, icalproperty_new_method(what->cancel ? ICAL_METHOD_CANCEL
                                                                   : ICAL_METHOD_PUBLISH));
    if (good && what->name.len > 0) {
        char *name = terminated(what->name, room);
        icalproperty *property = name == NULL ? NULL : icalproperty_new_x(name);
        good = add(calendar, property);
        if (good) {
            icalproperty_set_x_name(property, "X-WR-CALNAME");
        }
    }
    for (size_t i = 0; good && i < what->event_count; i++) {
        good = add_event(calendar, &what->events[i], what->cancel, room);
    }
    return good;
}

enum mus_status mus_ical_write(const struct mus_ical *calendar, struct mus_buf *out,
                               struct mus_error *err)
{
    struct mus_buf room = {0};
    enum mus_status status = mus_text_is_utf8(calendar->name, NULL)
                                 ? MUS_OK
                                 : mus_fail(err, MUS_INVALID, "the calendar's name is not UTF-8");
    for (size_t i = 0; status == MUS_OK && i < calendar->event_count; i++) {
        status = check_event(&calendar->events[i], calendar->cancel, i, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    icalcomponent *component = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    char *text = NULL;
    if (component != NULL && fill(component, calendar, &room)) {
        text = icalcomponent_as_ical_string_r(component);
    }
    if (text == NULL) {
        status = mus_fail_memory(err);
    } else {
        mus_buf_add_z(out, text);
        status = mus_buf_check(out, err);
    }
    icalmemory_free_buffer(text);
    if (component != NULL) {
        icalcomponent_free(component);
    }
    mus_buf_done(&room);
    return status;
}

enum mus_status mus_ical_offset(struct mus_text zone, int64_t instant, int *minutes,
                                struct mus_error *err)
{
    struct mus_buf room = {0};
    char *name = terminated(zone, &room);
    if (name == NULL) {
        mus_buf_done(&room);
        return mus_fail_memory(err);
    }
    icaltimezone *found = icaltimezone_get_builtin_timezone(name);
    enum mus_status status = MUS_OK;
    if (found == NULL) {
        status = mus_fail(err, MUS_NOT_FOUND, "no time zone \"%.*s\"", MUS_TEXT_SHORT_ARG(zone));
    } else {
        struct icaltimetype there = utc(instant);
        int summer = 0;
        *minutes = icaltimezone_get_utc_offset_of_utc_time(found, &there, &summer) / 60;
    }
    mus_buf_done(&room);
    return status;
}
