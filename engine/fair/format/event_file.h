/* The file that describes an event: musubi-event/1.
 *
 *     {"format": "musubi-event/1", "id": "fair-18", "name": {"ja": "…", "en": "…"},
 *      "theme": {…}, "venue": {…}, "from": "2026-11-12", "to": "2026-11-13",
 *      "programme": "FAIR", "edition": "fair-18", "purpose": "alliance", "language": "ja",
 *      "capacity": 1120, "max_break_difference": 2,
 *      "halls": [{"id": "h1", "name": {…}}], "walking": [["h1", "h2", 6]],
 *      "slots": [{"from": "10:00", "to": "12:00", "minutes": 20, "pause": 5, "session": "am"},
 *                {"id": "last", "day": "2026-11-13", "start": "16:00", "minutes": 30}],
 *      "tables": [{"hall": "h1", "count": 38}, {"hall": "h2", "label": "…", "closed": ["s3"]}],
 *      "interpreters": [{"id": "i1", "languages": ["en", "vi"], "unavailable": ["s1"]}],
 *      "roles": [{"code": "exhibitor", "name": {…}, "min": 1, "max": 20, "meets": ["visitor"]}],
 *      "closed": ["s4"]}
 *
 * Needed are format, id, a name, from and to. An entry of "slots" with "from" and "to" is a series,
 * of one day or of all; slots without an id are called s1, s2, … in time order. "tables" may be a
 * number: so many in the first hall. What a role says of whom it meets holds both ways. Without
 * halls there is one, h1; without roles there are exhibitors and visitors, who meet each other.
 * Pure; any thread. */
#ifndef MUS_FAIR_FORMAT_EVENT_FILE_H
#define MUS_FAIR_FORMAT_EVENT_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "codec/json_write.h"
#include "fair/format/event.h"

#include <stdbool.h>

#define MUS_EVENT_FORMAT "musubi-event/1"

/* What an event has where nothing was said: one hall, two roles, no limits, Japanese. Everything
 * else is zero; the lists are constant. */
void mus_event_usual(struct mus_event *out);
/* An event that passes its check, in the arena; the text need not outlive it. MUS_INVALID or
 * MUS_LIMIT with the place: slots[2].start: malformed time "25:00". `changed` is 0. */
enum mus_status mus_event_file_read(struct mus_text json, struct mus_arena *arena,
                                    struct mus_event *out, struct mus_error *err) MUS_MUST_CHECK;
/* The same event as a file, on one line or for people to edit; what is read from it again is equal.
 */
void mus_event_file_write(const struct mus_event *event, bool pretty, struct mus_buf *out);
/* The members of that file from "id" to "closed", into an object that is open. */
void mus_event_put_members(struct mus_json_writer *writer, const struct mus_event *event);
/* A set of slots as their ids: "closed": ["s3"]; neither key nor value for none. */
void mus_put_slots(struct mus_json_writer *writer, const char *key, const struct mus_event *event,
                   mus_slots slots);

#endif
