#include "matcher/timetable/finish.h"

#include "base/mem.h"
#include "matcher/timetable/construct.h"
#include "matcher/timetable/tables.h"
#include "matcher/timetable/why.h"

#include <assert.h>

static void take_slots(const struct mus_plan *plan, struct mus_timetable_seat *seats)
{
    for (size_t m = 0; m < plan->problem->meeting_count; m++) {
        seats[m] = (struct mus_timetable_seat){.slot = plan->slots[m]};
    }
}

static void tell_why(const struct mus_plan *plan, uint8_t *why)
{
    for (uint32_t i = 0; i < plan->out_count; i++) {
        why[plan->out[i]] = (uint8_t)mus_why_left_out(plan, plan->out[i]);
    }
}

/* A meeting that gets no table it could be walked to may no longer be in its slot. Each turn takes
 * away a slot of a meeting, so that it ends. */
static enum mus_status seat_all(struct mus_plan *plan, bool keep_standing,
                                struct mus_timetable_seat *seats, struct mus_error *err)
{
    for (;;) {
        uint32_t unseated = UINT32_MAX;
        mus_construct_finish(plan);
        take_slots(plan, seats);
        enum mus_status status =
            mus_tables_assign(plan->problem, keep_standing, seats, &unseated, err);
        if (status != MUS_OK || unseated == UINT32_MAX) {
            return status;
        }
        plan->meetings[unseated].allowed &= ~mus_plan_bit((uint32_t)plan->slots[unseated]);
        mus_plan_remove(plan, unseated);
    }
}

static bool seat_one(struct mus_plan *plan, struct mus_timetable_seat *seats, uint32_t meeting)
{
    for (uint32_t slot = 0; slot < plan->slot_count; slot++) {
        uint16_t table = 0;
        if (mus_plan_can_place(plan, meeting, slot) && mus_plan_fair_with(plan, meeting, slot) &&
            mus_tables_find(plan->problem, seats, meeting, slot, &table)) {
            mus_plan_place(plan, meeting, slot);
            seats[meeting] = (struct mus_timetable_seat){(int16_t)slot, table};
            return true;
        }
    }
    return false;
}

/* A meeting that has been moved goes back to where it stood, if it can just do so. */
static bool seat_back(struct mus_plan *plan, struct mus_timetable_seat *seats, uint32_t meeting)
{
    uint32_t slot = (uint32_t)plan->slots[meeting];
    uint32_t standing = (uint32_t)plan->meetings[meeting].standing;
    struct mus_timetable_seat kept = seats[meeting];
    uint16_t table = 0;
    mus_plan_remove(plan, meeting);
    seats[meeting] = (struct mus_timetable_seat){.slot = -1};
    if (mus_plan_can_place(plan, meeting, standing) &&
        mus_plan_fair_with(plan, meeting, standing) &&
        mus_tables_find(plan->problem, seats, meeting, standing, &table)) {
        mus_plan_place(plan, meeting, standing);
        seats[meeting] = (struct mus_timetable_seat){(int16_t)standing, table};
        return true;
    }
    mus_plan_place(plan, meeting, slot);
    seats[meeting] = kept;
    return false;
}

/* With all tables given, what was too far for a meeting may no longer be. */
static enum mus_status seat_late(struct mus_plan *plan, struct mus_timetable_seat *seats,
                                 struct mus_error *err)
{
    mus_slots *allowed = mus_alloc(plan->problem->meeting_count, sizeof *allowed);
    if (allowed == NULL) {
        return mus_fail_memory(err);
    }
    for (uint32_t m = 0; m < plan->problem->meeting_count; m++) {
        allowed[m] = plan->meetings[m].allowed;
        plan->meetings[m].allowed = mus_timetable_allowed(plan->problem, m);
    }
    /* Each that finds its place may be what another waits for. */
    for (bool again = true; again;) {
        again = false;
        for (uint32_t m = 0; m < plan->problem->meeting_count; m++) {
            if (plan->slots[m] == MUS_PLAN_OUT) {
                again |= seat_one(plan, seats, m);
            } else if (mus_plan_is_moved(plan, m, plan->slots[m])) {
                again |= seat_back(plan, seats, m);
            }
        }
    }
    for (uint32_t m = 0; m < plan->problem->meeting_count; m++) {
        /* What has found a seat after all may have its slot again. */
        int8_t slot = plan->slots[m];
        plan->meetings[m].allowed =
            allowed[m] | (slot == MUS_PLAN_OUT ? 0 : mus_plan_bit((uint32_t)slot));
    }
    mus_free(allowed);
    return MUS_OK;
}

/* Where days must be alike, what was left out for that may come back once others have come in. */
static bool days_are_limited(const struct mus_plan *plan)
{
    return plan->move_cost != 0 && plan->problem->max_break_difference < MUS_TIMETABLE_MAX_SLOTS;
}

enum mus_status mus_finish(struct mus_plan *plan, bool keep_standing,
                           struct mus_timetable_answer *answer, struct mus_error *err)
{
    size_t meetings = plan->problem->meeting_count;
    struct mus_timetable_seat *seats = mus_alloc(meetings, sizeof *seats);
    uint8_t *why = mus_alloc_zero(meetings, sizeof *why);
    enum mus_status status = seats != NULL && why != NULL
                                 ? seat_all(plan, keep_standing, seats, err)
                                 : mus_fail_memory(err);
    if (status == MUS_OK && (plan->problem->walk_minutes != NULL || days_are_limited(plan))) {
        status = seat_late(plan, seats, err);
    }
    if (status == MUS_OK) {
        tell_why(plan, why);
        status = mus_timetable_judge(plan->problem, seats, &answer->figures, err);
        assert(status != MUS_NO);
    }
    if (status != MUS_OK) {
        mus_free(seats);
        mus_free(why);
        return status;
    }
    answer->seats = seats;
    answer->why = why;
    return MUS_OK;
}
