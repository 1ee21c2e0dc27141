/* How evenly meetings are spread over those that take part. Pure; any thread. */
#ifndef MUS_FAIR_SPREAD_H
#define MUS_FAIR_SPREAD_H

#include "base/status.h"
#include "fair/format/event.h"

#include <stddef.h>
#include <stdint.h>

struct mus_spread {
    uint64_t participants, meetings; /* a meeting counts for each side that is looked at */
    uint32_t fewest, most;
    uint32_t gini; /* of the numbers of meetings, millionths; 0: all have as many */
};

/* Sorts the counts. */
struct mus_spread mus_spread_of(uint32_t *counts, size_t count);

/* Meetings that count (plan.h) of each participant of the fair. */
void mus_meetings_of_each(const struct mus_fair *fair, uint32_t *counts);

/* By size of company (enum mus_size), and of all. */
enum { MUS_SPREAD_ALL = 4, MUS_SPREAD_COUNT };
/* sizes: of each participant's company. Only who takes part is looked at. */
enum mus_status mus_spread_by_size(const struct mus_fair *fair, const uint8_t *sizes,
                                   struct mus_spread out[MUS_SPREAD_COUNT],
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
