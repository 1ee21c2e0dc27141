/* Edits of single meetings by hand: locks on pair, slot and table, and moves. Each is a plan of its
 * own, kept as a run. */
#ifndef MUS_FAIR_LOCKS_H
#define MUS_FAIR_LOCKS_H

#include "fair/plan.h"

#include <stddef.h>

/* What to lock; any together. */
enum { MUS_LOCK_PAIR = 1, MUS_LOCK_SLOT = 2, MUS_LOCK_TABLE = 4 };

/* Locks in the name of context->by, or takes locks away. MUS_NOT_FOUND: no meeting "m-000009";
 * MUS_CONFLICT: m-000007 has no slot to lock; it is cancelled, held; the two companies have another
 * locked meeting; what is to be locked is locked already, what is to be unlocked is not. */
enum mus_status mus_meeting_lock(const struct mus_fair *fair,
                                 const struct mus_fair_context *context, struct mus_text meeting,
                                 unsigned what, struct mus_fair_plan *out,
                                 struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_meeting_unlock(const struct mus_fair *fair,
                                   const struct mus_fair_context *context, struct mus_text meeting,
                                   unsigned what, struct mus_fair_plan *out,
                                   struct mus_error *err) MUS_MUST_CHECK;

/* Where a meeting goes. */
struct mus_meeting_move {
    struct mus_text meeting;
    struct mus_text slot; /* not given: the one it has */
    uint16_t table;       /* 0: the one it has where that is free, otherwise the first that is */
    bool nowhere;         /* it loses its slot, and stays planned */
    bool uneven;          /* also where breaks are farther apart then than the event allows */
};
/* MUS_CONFLICT with the clash (fair/seat.h), or: m-000007 is locked in its slot by NAME; it is
 * there already; p-0003 would have 2 breaks and others 0, at most 1 apart. The last is said only
 * where it becomes worse by the move, and not where `uneven` is. */
enum mus_status mus_meeting_move(const struct mus_fair *fair,
                                 const struct mus_fair_context *context,
                                 const struct mus_meeting_move *move, struct mus_fair_plan *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
