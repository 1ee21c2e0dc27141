/* The timetabling problem of a fair, as the document that a run keeps.
 *
 * Its meetings are those that are planned and not settled (meet.h), of participants that are
 * registered. What is settled is no part of it, but takes away its participants, table and
 * interpreter in its slot; slots that have begun are nobody's any more. */
#ifndef MUS_FAIR_TIMETABLE_PROBLEM_H
#define MUS_FAIR_TIMETABLE_PROBLEM_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/format/event.h"
#include "fair/format/timetable_json.h"

#include <stddef.h>
#include <stdint.h>

struct mus_fair_timetable {
    struct mus_timetable_document document;
    const uint32_t *meetings;     /* of the fair, by the place in the problem */
    const uint32_t *participants; /* likewise */
    const uint32_t *interpreters; /* likewise; of the event, those that are needed by a meeting */
};

/* Everything lies in the arena. A meeting without an id (it is to be made) is called "new-000001"
 * and so on. MUS_LIMIT: more languages to interpret than a problem has room for. */
enum mus_status mus_fair_timetable_of(const struct mus_fair *fair, mus_slots begun,
                                      struct mus_arena *arena, struct mus_fair_timetable *out,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
