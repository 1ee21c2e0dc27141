/* The fair of fair_fixture.h, paired and timetabled. */
#ifndef MUS_TESTS_PLANNED_FAIR_H
#define MUS_TESTS_PLANNED_FAIR_H

#include "fair_fixture.h"

#include "fair/pair_run.h"
#include "fair/timetable_run.h"

static inline void pair_fair(struct fair *fair)
{
    struct mus_read *read = begin(fair->match->place);
    struct mus_pair_run_options options = {0};
    struct mus_pair_run run;
    ok(fair->match,
       mus_pair_run_make(&fair->now, read, &fair->context, &options, &run, &fair->match->err));
    mus_store_read_end(read);
    ok(fair->match, make_plan_stand(fair, &run.plan));
    mus_pair_run_done(&run);
}

static inline void timetable_fair(struct fair *fair, enum mus_timetable_mode mode)
{
    struct mus_timetable_run run;
    ok(fair->match,
       mus_timetable_run_make(&fair->now, &fair->context, mode, &run, &fair->match->err));
    ok(fair->match, make_plan_stand(fair, &run.plan));
    mus_timetable_run_done(&run);
}

/* Run 1 is the pairing, run 2 the timetable: 24 meetings, all with a slot. */
static inline int make_planned(void **state)
{
    if (make_fair(state) != 0) {
        return -1;
    }
    pair_fair(*state);
    timetable_fair(*state, MUS_MODE_ALL);
    return 0;
}

#define IN_PLANNED(test) cmocka_unit_test_setup_teardown(test, make_planned, remove_fair)

#endif
