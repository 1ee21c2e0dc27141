/* In place of ical.c where libical is not there. */
#include "codec/ical.h"

bool mus_ical_is_built(void)
{
    return false;
}

enum mus_status mus_ical_write(const struct mus_ical *calendar, struct mus_buf *out,
                               struct mus_error *err)
{
    (void)calendar;
    (void)out;
    return mus_fail(err, MUS_INVALID, "this build writes no calendars");
}

enum mus_status mus_ical_offset(struct mus_text zone, int64_t instant, int *minutes,
                                struct mus_error *err)
{
    (void)instant;
    (void)minutes;
    return mus_fail(err, MUS_NOT_FOUND, "no time zone \"%.*s\"", MUS_TEXT_SHORT_ARG(zone));
}
