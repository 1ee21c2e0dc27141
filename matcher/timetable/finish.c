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

enum mus_status mus_finish(struct mus_plan *plan, bool keep_standing,
                           struct mus_timetable_answer *answer, struct mus_error *err)
{
    size_t meetings = plan->problem->meeting_count;
    struct mus_timetable_seat *seats = mus_alloc(meetings, sizeof *seats);
    uint8_t *why = mus_alloc_zero(meetings, sizeof *why);
    enum mus_status status = seats != NULL && why != NULL
                                 ? seat_all(plan, keep_standing, seats, err)
                                 : mus_fail_memory(err);
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
