/* iCalendar (RFC 5545): the one door to libical. A calendar is made of events with times in UTC;
 * the same calls give the same bytes. Where the build has no libical, mus_ical_write fails with
 * "this build writes no calendars". Pure; one thread. */
#ifndef MUS_CODEC_ICAL_H
#define MUS_CODEC_ICAL_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_ical_event {
    struct mus_text uid; /* the same for all versions of the event */
    uint32_t sequence;   /* rises with each version */
    int64_t stamp;       /* unix seconds: when this version was made */
    int64_t start, end;  /* unix seconds */
    bool no_time;        /* they are not known any more: one that is off */
    struct mus_text summary, location, description; /* UTF-8; the last two may be empty */
};

struct mus_ical {
    struct mus_text name; /* of the calendar, for programs that show it; empty: none */
    bool cancel;          /* METHOD:CANCEL, of events that are off; otherwise METHOD:PUBLISH */
    const struct mus_ical_event *events;
    size_t event_count;
};

bool mus_ical_is_built(void);
/* Appends the calendar. MUS_INVALID: a text that is not UTF-8, or times out of the years 1970 to
 * 9999; MUS_NO_MEMORY (libical allocates by itself: its allocations cannot be failed in tests). */
enum mus_status mus_ical_write(const struct mus_ical *calendar, struct mus_buf *out,
                               struct mus_error *err) MUS_MUST_CHECK;

/* What the clocks of a place show at an instant: minutes to add to UTC there, daylight saving
 * included. MUS_NOT_FOUND: no time zone "Asia/Nowhere". Zones are those of libical. */
enum mus_status mus_ical_offset(struct mus_text zone, int64_t instant, int *minutes,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
