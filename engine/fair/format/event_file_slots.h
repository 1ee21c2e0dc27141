/* What the units that read an event's file share. Internal to the module. */
#ifndef MUS_FAIR_FORMAT_EVENT_FILE_SLOTS_H
#define MUS_FAIR_FORMAT_EVENT_FILE_SLOTS_H

#include "fair/format/event.h"
#include "profile/value_json.h"

#include <stdint.h>

#define MUS_EVENT_MAX_WALK 1440 /* minutes */
#define MUS_EVENT_USUAL_MAX 20  /* meetings of a participant whose role says nothing */

struct mus_event_reader {
    struct mus_reader reader;
    struct mus_event event;
    /* Where its lists lie while they are filled. */
    struct mus_hall *halls;
    uint16_t *walk;
    struct mus_event_table *tables;
    struct mus_event_interpreter *interpreters;
    struct mus_event_role *roles;
};

/* The member of an object; *out stays where it is not given. */
enum mus_status mus_event_read_number(struct mus_event_reader *r, const struct mus_json *object,
                                      const char *key, int64_t min, int64_t max,
                                      int64_t *out) MUS_MUST_CHECK;
/* The slots of the event's file, once its days are known. */
enum mus_status mus_event_read_slots(struct mus_event_reader *r,
                                     const struct mus_json *object) MUS_MUST_CHECK;

#endif
