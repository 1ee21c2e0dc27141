/* Meetings by where they are held, and booths by where they stand: for sheets and lists of places.
 * Inside report/fair. */
#ifndef MUS_REPORT_FAIR_SEATS_H
#define MUS_REPORT_FAIR_SEATS_H

#include "report/fair/papers.h"

#include <stddef.h>
#include <stdint.h>

/* Those of one place, in the order of time. */
struct mus_seats {
    const struct mus_meeting *const *items;
    size_t count;
};

/* All meetings that are not cancelled: at tables by their number, at booths by their host, online,
 * at a table that is not chosen yet; those of a place by time, without a time last. */
struct mus_seating {
    const struct mus_meeting *const *items;
    size_t count;
    const uint32_t *booths; /* participants that have one and come: by hall, label, id */
    size_t booth_count;
};

/* In the arena. */
enum mus_status mus_seating_make(const struct mus_fair *fair, struct mus_arena *arena,
                                 struct mus_seating *out, struct mus_error *err) MUS_MUST_CHECK;
/* The meetings that have a time at the table (from 1), or at the booth of the host. */
struct mus_seats mus_seats_at_table(const struct mus_seating *seating, uint16_t table);
struct mus_seats mus_seats_at_booth(const struct mus_seating *seating, struct mus_text host);

#endif
