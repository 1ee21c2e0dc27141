#include "fair/locks.h"

#include "fair/meet.h"
#include "fair/seat.h"

#include <stdio.h>

/* The meeting, where it can still be changed. */
static enum mus_status find(const struct mus_fair *fair, const struct mus_fair_context *context,
                            struct mus_text id, size_t *at, struct mus_error *err)
{
    *at = mus_fair_meeting(fair, id);
    if (*at == SIZE_MAX) {
        return mus_fail(err, MUS_NOT_FOUND, "no meeting \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
    }
    const struct mus_meeting *meeting = &fair->meetings[*at];
    if (meeting->state != MUS_MEETING_PLANNED) {
        return mus_fail(err, MUS_CONFLICT, "%.*s is not planned any more: %s",
                        MUS_TEXT_SHORT_ARG(id),
                        mus_meeting_state_name((enum mus_meeting_state)meeting->state));
    }
    return mus_meeting_settled(meeting, mus_event_begun(&fair->event, context->now))
               ? mus_fail(err, MUS_CONFLICT, "the slot of %.*s has begun", MUS_TEXT_SHORT_ARG(id))
               : MUS_OK;
}

static enum mus_status begin(const struct mus_fair *fair, const struct mus_fair_context *context,
                             const char *verb, struct mus_text id, struct mus_fair_plan *out,
                             struct mus_error *err)
{
    char what[128];
    snprintf(what, sizeof what, "%s %.*s", verb, MUS_TEXT_SHORT_ARG(id));
    return mus_fair_plan_init(out, fair, context, 0, MUS_RUN_REPAIR, what, err);
}

/* ------------------------------------------------------------------ locks */

static struct mus_text company_of(const struct mus_fair *fair, struct mus_text id)
{
    size_t at = mus_fair_participant(fair, id);
    return at == SIZE_MAX ? MUS_NO_TEXT : fair->participants[at].company;
}

/* A pairing has one meeting of two companies at most: two of them cannot both stay. */
static enum mus_status check_companies(const struct mus_fair *fair, size_t at,
                                       struct mus_error *err)
{
    struct mus_text a = company_of(fair, fair->meetings[at].a);
    struct mus_text b = company_of(fair, fair->meetings[at].b);
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *other = &fair->meetings[i];
        if (i == at || other->state != MUS_MEETING_PLANNED || !mus_meeting_locked(other)) {
            continue;
        }
        struct mus_text c = company_of(fair, other->a);
        struct mus_text d = company_of(fair, other->b);
        if ((mus_text_equal(a, c) && mus_text_equal(b, d)) ||
            (mus_text_equal(a, d) && mus_text_equal(b, c))) {
            return mus_fail(err, MUS_CONFLICT, "%.*s of the same two companies is locked already",
                            MUS_TEXT_SHORT_ARG(other->id));
        }
    }
    return MUS_OK;
}

static enum mus_status check_lockable(const struct mus_meeting *meeting, unsigned what,
                                      struct mus_error *err)
{
    if ((what & MUS_LOCK_SLOT) != 0 && meeting->slot < 0) {
        return mus_fail(err, MUS_CONFLICT, "%.*s has no slot to lock",
                        MUS_TEXT_SHORT_ARG(meeting->id));
    }
    if ((what & MUS_LOCK_TABLE) != 0 && meeting->table == 0) {
        return mus_fail(err, MUS_CONFLICT, "%.*s has no table to lock",
                        MUS_TEXT_SHORT_ARG(meeting->id));
    }
    return MUS_OK;
}

/* That all of these locks are there, or that none is. What somebody locked is not taken over in
 * silence: it is unlocked first. */
static enum mus_status check_locks(const struct mus_meeting *meeting, unsigned what, bool locked,
                                   struct mus_error *err)
{
    const struct {
        unsigned bit;
        struct mus_text by;
        const char *where;
    } locks[] = {{MUS_LOCK_PAIR, meeting->lock_pair.by, "as a pair"},
                 {MUS_LOCK_SLOT, meeting->lock_slot.by, "in its slot"},
                 {MUS_LOCK_TABLE, meeting->lock_table.by, "at its table"}};
    for (size_t i = 0; i < sizeof locks / sizeof locks[0]; i++) {
        if ((what & locks[i].bit) == 0 || (locks[i].by.len > 0) == locked) {
            continue;
        }
        return locked ? mus_fail(err, MUS_CONFLICT, "%.*s is not locked %s",
                                 MUS_TEXT_SHORT_ARG(meeting->id), locks[i].where)
                      : mus_fail(err, MUS_CONFLICT, "%.*s is locked %s by %.*s already",
                                 MUS_TEXT_SHORT_ARG(meeting->id), locks[i].where,
                                 MUS_TEXT_SHORT_ARG(locks[i].by));
    }
    return MUS_OK;
}

static void set_locks(struct mus_meeting *meeting, unsigned what, struct mus_lock lock)
{
    if ((what & MUS_LOCK_PAIR) != 0) {
        meeting->lock_pair = lock;
    }
    if ((what & MUS_LOCK_SLOT) != 0) {
        meeting->lock_slot = lock;
    }
    if ((what & MUS_LOCK_TABLE) != 0) {
        meeting->lock_table = lock;
    }
}

static enum mus_status finish(struct mus_fair_plan *plan, enum mus_status status,
                              struct mus_error *err)
{
    if (status == MUS_OK) {
        status = mus_fair_plan_count(plan, err);
    }
    if (status != MUS_OK) {
        mus_fair_plan_done(plan);
    }
    return status;
}

enum mus_status mus_meeting_lock(const struct mus_fair *fair,
                                 const struct mus_fair_context *context, struct mus_text meeting,
                                 unsigned what, struct mus_fair_plan *out, struct mus_error *err)
{
    size_t at = 0;
    enum mus_status status = find(fair, context, meeting, &at, err);
    if (status == MUS_OK) {
        status = check_lockable(&fair->meetings[at], what, err);
    }
    if (status == MUS_OK) {
        status = check_locks(&fair->meetings[at], what, false, err);
    }
    if (status == MUS_OK) {
        status = check_companies(fair, at, err);
    }
    if (status == MUS_OK) {
        status = begin(fair, context, "lock", meeting, out, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    set_locks(&out->meetings[at], what, (struct mus_lock){out->run.by, context->now});
    return finish(out, MUS_OK, err);
}

enum mus_status mus_meeting_unlock(const struct mus_fair *fair,
                                   const struct mus_fair_context *context, struct mus_text meeting,
                                   unsigned what, struct mus_fair_plan *out, struct mus_error *err)
{
    size_t at = 0;
    enum mus_status status = find(fair, context, meeting, &at, err);
    if (status == MUS_OK) {
        status = check_locks(&fair->meetings[at], what, true, err);
    }
    if (status == MUS_OK) {
        status = begin(fair, context, "unlock", meeting, out, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    set_locks(&out->meetings[at], what, (struct mus_lock){0});
    if (out->meetings[at].slot < 0 && out->meetings[at].lock_table.by.len == 0) {
        out->meetings[at].table = 0; /* it was kept for the lock alone */
    }
    return finish(out, MUS_OK, err);
}

/* ------------------------------------------------------------------ moves */

static enum mus_status check_movable(const struct mus_meeting *meeting,
                                     const struct mus_meeting_move *move, size_t slot,
                                     struct mus_error *err)
{
    bool other_slot = move->nowhere || meeting->slot != (int)slot;
    if (other_slot && meeting->lock_slot.by.len > 0) {
        return mus_fail(err, MUS_CONFLICT, "%.*s is locked in its slot by %.*s",
                        MUS_TEXT_SHORT_ARG(meeting->id), MUS_TEXT_SHORT_ARG(meeting->lock_slot.by));
    }
    if (move->table != 0 && move->table != meeting->table && meeting->lock_table.by.len > 0) {
        return mus_fail(err, MUS_CONFLICT, "%.*s is locked at its table by %.*s",
                        MUS_TEXT_SHORT_ARG(meeting->id),
                        MUS_TEXT_SHORT_ARG(meeting->lock_table.by));
    }
    return MUS_OK;
}

static enum mus_status slot_of(const struct mus_fair *fair, const struct mus_meeting *meeting,
                               const struct mus_meeting_move *move, size_t *slot,
                               struct mus_error *err)
{
    if (move->slot.len == 0) {
        *slot = (size_t)meeting->slot;
        return meeting->slot >= 0 || move->nowhere
                   ? MUS_OK
                   : mus_fail(err, MUS_CONFLICT, "%.*s has no slot: say which",
                              MUS_TEXT_SHORT_ARG(meeting->id));
    }
    *slot = mus_event_slot_of(&fair->event, move->slot);
    return *slot == SIZE_MAX
               ? mus_fail(err, MUS_NOT_FOUND, "no slot \"%.*s\"", MUS_TEXT_SHORT_ARG(move->slot))
               : MUS_OK;
}

/* The table it has is tried first, where no other one is asked for. */
static enum mus_status find_seat(const struct mus_fair *fair, size_t at, size_t slot,
                                 const struct mus_meeting_move *move, mus_slots begun,
                                 struct mus_arena *arena, struct mus_seat *seat,
                                 struct mus_error *err)
{
    const struct mus_meeting *meeting = &fair->meetings[at];
    bool locked = meeting->lock_table.by.len > 0;
    if (move->table == 0 && meeting->table > 0) {
        enum mus_status status =
            mus_seat_find(fair, at, slot, meeting->table, begun, arena, seat, err);
        if (status != MUS_CONFLICT || locked) {
            return status;
        }
    }
    return mus_seat_find(fair, at, slot, move->table, begun, arena, seat, err);
}

static bool is_in(const struct mus_meeting *meeting, const struct mus_seat *seat)
{
    return meeting->slot == seat->slot && meeting->place == seat->place &&
           meeting->table == seat->table && meeting->interpreter == seat->interpreter;
}

/* The timetable keeps the breaks of any two participants within the event's limit. A move by hand
 * must not carry them beyond it; where they are beyond it already, not farther. */
static enum mus_status check_breaks(const struct mus_fair *fair, const struct mus_fair_plan *plan,
                                    struct mus_error *err)
{
    uint32_t limit = fair->event.max_break_difference;
    struct mus_fair after = mus_fair_plan_after(plan);
    struct mus_breaks_apart was = {0};
    struct mus_breaks_apart is = {0};
    if (limit == UINT32_MAX) {
        return MUS_OK;
    }
    enum mus_status status = mus_fair_breaks_apart(fair, &was, err);
    if (status == MUS_OK) {
        status = mus_fair_breaks_apart(&after, &is, err);
    }
    if (status != MUS_OK || is.most - is.fewest <= limit ||
        is.most - is.fewest <= was.most - was.fewest) {
        return status;
    }
    return mus_fail(err, MUS_CONFLICT, "%.*s would have %u break%s and others %u, at most %u apart",
                    MUS_TEXT_SHORT_ARG(fair->participants[is.who].id), is.most,
                    is.most == 1 ? "" : "s", is.fewest, limit);
}

enum mus_status mus_meeting_move(const struct mus_fair *fair,
                                 const struct mus_fair_context *context,
                                 const struct mus_meeting_move *move, struct mus_fair_plan *out,
                                 struct mus_error *err)
{
    size_t at = 0;
    size_t slot = 0;
    struct mus_seat seat = {.slot = -1, .interpreter = -1};
    enum mus_status status = find(fair, context, move->meeting, &at, err);
    if (status == MUS_OK) {
        status = slot_of(fair, &fair->meetings[at], move, &slot, err);
    }
    if (status == MUS_OK) {
        status = check_movable(&fair->meetings[at], move, slot, err);
    }
    if (status == MUS_OK) {
        status = begin(fair, context, "move", move->meeting, out, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    struct mus_meeting *meeting = &out->meetings[at];
    if (move->nowhere) {
        seat.place = meeting->place;
        seat.table = meeting->lock_table.by.len > 0 ? meeting->table : 0;
    } else {
        status = find_seat(fair, at, slot, move, mus_event_begun(&fair->event, context->now),
                           &out->arena, &seat, err);
    }
    if (status == MUS_OK && is_in(meeting, &seat)) {
        status = mus_fail(err, MUS_CONFLICT, "%.*s is %s already", MUS_TEXT_SHORT_ARG(meeting->id),
                          move->nowhere ? "without a slot" : "there");
    }
    if (status == MUS_OK) {
        meeting->slot = seat.slot;
        meeting->place = seat.place;
        meeting->table = seat.table;
        meeting->interpreter = seat.interpreter;
        status = move->uneven ? MUS_OK : check_breaks(fair, out, err);
    }
    return finish(out, status, err);
}
