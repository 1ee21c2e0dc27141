/* Changing what an event is made of once it is planned: its slots, halls, tables, interpreters and
 * roles, and its participants.
 *
 * What belongs to the event follows in the same write: masks, places of halls and roles, slots and
 * interpreters of meetings get their new numbers, by the ids that they stand for. A meeting whose
 * slot, table or interpreter goes, or can no longer be used, loses its place; that is refused, and
 * the meetings named, unless it is asked for. Then they stay paired, without a slot, to be planned
 * again, and a run is kept of it. Meetings that were held, and slots that have begun, are never
 * touched. One thread, inside a write; on failure nothing of the write is to be committed. */
#ifndef MUS_FAIR_LAYOUT_H
#define MUS_FAIR_LAYOUT_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/format/event.h"
#include "fair/plan.h"
#include "store/events.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who changes it, and how far that may go. */
struct mus_layout_context {
    struct mus_text by;
    uint64_t now;     /* unix seconds */
    bool replan;      /* meetings may lose their places */
    const char *what; /* what it is, for the run: "remove slot s3" */
};

struct mus_unplaced {
    struct mus_text meeting, a, b; /* participants */
    struct mus_text slot;          /* where it was; not given: it only had a locked table */
    uint16_t table;                /* 0: none */
};

struct mus_layout_change {
    const struct mus_unplaced *unplaced; /* meetings that lost their places, by id */
    size_t count;
    uint64_t run; /* 0: none was kept, since no meeting changed */
};

/* The event of that id becomes this one; slots, halls, interpreters and roles are the same where
 * their ids are. In the arena. MUS_CONFLICT: 2 meetings would lose their places: m-000001 in s3,
 * m-000004 in s3 (--replan leaves them to be planned again); hall "h2" has the booth of "p-0007";
 * role "visitor" is that of "p-0001"; s3 has begun, and "m-000002" is in it. */
enum mus_status mus_event_become(struct mus_write *write, const struct mus_event *event,
                                 const struct mus_layout_context *context, struct mus_arena *arena,
                                 struct mus_layout_change *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* The participant of that id becomes this one; its company stays. Its meetings are held where and
 * in which language its booth and its languages say; one that must change its place or its
 * language, or stands in a slot in which it does not come any more, loses its place as above.
 * MUS_CONFLICT also: "p-0001" has meetings, such as "m-000001", where it gets another role or takes
 * part no more. */
enum mus_status mus_participant_become(struct mus_write *write, struct mus_text event,
                                       const struct mus_participant *participant,
                                       const struct mus_layout_context *context,
                                       struct mus_arena *arena, struct mus_layout_change *out,
                                       struct mus_error *err) MUS_MUST_CHECK;

#endif
