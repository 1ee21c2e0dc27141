/* What a pair is worth to the pairing: its score, and what the two wish of each other.
 *
 * Where nobody at the event wishes anything it is the score itself. Otherwise a quarter of the
 * score, rounded down, and on top of it:
 *
 *     nobody wishes              0       one must                   600,000
 *     one wants            100,000       one must, the other wants  650,000
 *     both want            200,000       both must                  750,000
 *
 * so that a pair that somebody must meet is worth more than the two best unwished pairs that may
 * have to make room for it (250,000 each at most), and a mutual wish more than a one-sided one.
 * The score stays beside it, in the meeting and in every answer. Pure; any thread. */
#ifndef MUS_FAIR_WORTH_H
#define MUS_FAIR_WORTH_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/format/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* wish_a, wish_b: what each wishes of the other, enum mus_wish_kind, 0: nothing. */
uint32_t mus_pair_worth(bool wishes, uint32_t score, uint8_t wish_a, uint8_t wish_b);

/* The wishes of a fair by the places of their participants. */
struct mus_wish_row {
    uint32_t from, to;
    uint8_t kind;
};
struct mus_wish_table {
    const struct mus_wish_row *rows; /* by from, to */
    size_t count;
    bool positive; /* somebody wishes to meet somebody */
};
/* Wishes of participants that are not there are left out. In the arena. */
enum mus_status mus_wish_table_of(const struct mus_fair *fair, struct mus_arena *arena,
                                  struct mus_wish_table *out, struct mus_error *err) MUS_MUST_CHECK;
/* 0: none. */
uint8_t mus_wish_of(const struct mus_wish_table *table, uint32_t from, uint32_t to);

#endif
