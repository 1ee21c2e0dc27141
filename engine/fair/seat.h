/* Whether one meeting can take a seat in the plan as it is: the hard rules, looked at by name. */
#ifndef MUS_FAIR_SEAT_H
#define MUS_FAIR_SEAT_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/format/event.h"

#include <stddef.h>
#include <stdint.h>

struct mus_seat {
    int16_t slot;
    uint8_t place;       /* enum mus_timetable_place */
    uint16_t table;      /* 0: none */
    int16_t interpreter; /* -1: none */
};

/* The seat that meeting i of the fair can have in the slot. table 0: the first that is free and can
 * be walked to; the interpreter is the one it has where possible. All other meetings stay where
 * they are; slots that have begun are out of the question. MUS_CONFLICT with the clash: p-0003 is
 * in m-000007 in s4; table 3 is taken by m-000009 in s4; p-0003 does not come in s4; no interpreter
 * of "vi" is free in s4; p-0003 has no time to walk between hall h2 in s4 and m-000007. */
enum mus_status mus_seat_find(const struct mus_fair *fair, size_t i, size_t slot, uint16_t table,
                              mus_slots begun, struct mus_arena *arena, struct mus_seat *out,
                              struct mus_error *err) MUS_MUST_CHECK;

#endif
