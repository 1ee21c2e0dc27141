/* Whether interpreters can serve one meeting more: how many of a set of meetings they can serve
 * together, before anybody knows the slots.
 *
 * An interpreter serves one meeting a slot. A meeting that is taken holds some slot of an
 * interpreter who speaks what it needs, in which both sides come; it gives it up for another one
 * where that makes room for somebody else. So what is taken can always be served as far as
 * interpreters go; that nobody of the two sides sits elsewhere in that slot is for the timetable.
 * Meetings that are settled (meet.h) hold their interpreters already.
 * One thread at a time; everything lies in the arena, the fair is borrowed. */
#ifndef MUS_FAIR_INTERPRETER_ROOM_H
#define MUS_FAIR_INTERPRETER_ROOM_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "fair/format/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a meeting needs. */
struct mus_interpreter_need {
    uint32_t language; /* number in the room, from 1; 0: no interpreter */
    mus_slots slots;   /* in which both come and somebody who speaks it does */
};

struct mus_interpreter_unit;

struct mus_interpreter_room {
    const struct mus_fair *fair;
    mus_slots begun;
    struct mus_arena *arena;
    mus_slots *busy;                    /* of each participant, by what is settled */
    struct mus_interpreter_unit *units; /* interpreter × slot */
    uint32_t *queue;
    struct mus_buf languages; /* see mus_interpreter_room_language */
    uint32_t round;
};

/* The caller ends it with mus_interpreter_room_done, also after a failure. */
enum mus_status mus_interpreter_room_init(struct mus_interpreter_room *room,
                                          const struct mus_fair *fair, mus_slots begun,
                                          struct mus_arena *arena,
                                          struct mus_error *err) MUS_MUST_CHECK;
void mus_interpreter_room_done(struct mus_interpreter_room *room);

/* What a meeting of two participants of the fair needs. */
enum mus_status mus_interpreter_room_need(struct mus_interpreter_room *room, uint32_t a, uint32_t b,
                                          struct mus_interpreter_need *out,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* Languages as far as they were needed: "vi", "id+vi" (meet.h). In how many slots somebody who
 * speaks it is free of what is settled, over all interpreters. */
size_t mus_interpreter_room_language_count(const struct mus_interpreter_room *room);
struct mus_text mus_interpreter_room_language(const struct mus_interpreter_room *room,
                                              uint32_t number);
uint32_t mus_interpreter_room_slots(const struct mus_interpreter_room *room, uint32_t number);

/* Takes a meeting; false: it cannot be served beside those that were taken. Taken one by one in the
 * order of their worth, those that stay are worth most together (they are the independent sets of
 * a transversal matroid: Edmonds and Fulkerson 1965). */
bool mus_interpreter_room_take(struct mus_interpreter_room *room,
                               const struct mus_interpreter_need *need);
/* Once everything was taken: looks where there is room, so that mus_interpreter_room_has can tell
 * whether a meeting could be taken. */
void mus_interpreter_room_look(struct mus_interpreter_room *room);
bool mus_interpreter_room_has(const struct mus_interpreter_room *room,
                              const struct mus_interpreter_need *need);

#endif
