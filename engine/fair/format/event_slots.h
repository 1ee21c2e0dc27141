/* Slots on their way into an event: times of day as people write them, series of slots, and the
 * order and ids of them all. Pure; any thread. */
#ifndef MUS_FAIR_FORMAT_EVENT_SLOTS_H
#define MUS_FAIR_FORMAT_EVENT_SLOTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "fair/format/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "9:30", "09:30", "24:00": minutes from midnight; false for anything else. */
bool mus_minute_read(struct mus_text text, unsigned *minute);
/* "09:30" */
void mus_minute_write(struct mus_buf *out, unsigned minute);

/* A slot that may not have its id yet, and which entry of a list it came from: "slots[2]" in
 * messages; SIZE_MAX: it came from none, and is called by its id or its time. */
struct mus_slot_draft {
    struct mus_event_slot slot;
    size_t place;
};

/* The same times on each of some days: from `from` on, each so many minutes, with a pause between
 * them, as many as end by `to`. */
struct mus_slot_series {
    mus_date first, last;
    unsigned from, to, minutes, pause;
    struct mus_text session; /* not given: none */
    size_t place;
};

struct mus_slot_drafts {
    struct mus_slot_draft items[MUS_TIMETABLE_MAX_SLOTS];
    size_t count;
};

/* MUS_LIMIT: slots[2]: is the 65th, at most 64. */
enum mus_status mus_slot_drafts_add(struct mus_slot_drafts *drafts,
                                    const struct mus_slot_draft *draft,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* MUS_INVALID: slots[2]: no slot of 40 minutes ends by 10:30. */
enum mus_status mus_slot_drafts_add_series(struct mus_slot_drafts *drafts,
                                           const struct mus_slot_series *series,
                                           struct mus_error *err) MUS_MUST_CHECK;
/* Puts them in time order and gives those without an id the next of s1, s2, … that is free. The
 * list lies in the arena. MUS_INVALID: slots[2]: 10:10 on 2026-11-12 lies before the end of
 * slots[0]; slots[2]: "s1" is the id of slots[0]. */
enum mus_status mus_slot_drafts_settle(struct mus_slot_drafts *drafts, struct mus_arena *arena,
                                       struct mus_event_slot **slots,
                                       struct mus_error *err) MUS_MUST_CHECK;

#endif
