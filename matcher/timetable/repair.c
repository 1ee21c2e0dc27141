/* Mending: what stands is loaded, what cannot stand falls out, and is placed again at the least
 * cost (mend.h). What then is still out is tried by moves that may leave out others in its place,
 * at a low temperature: hot annealing would be better at nothing here and move most of the fair. */
#include "matcher/timetable/solve.h"

#include "base/mem.h"
#include "matcher/timetable/construct.h"
#include "matcher/timetable/finish.h"
#include "matcher/timetable/mend.h"
#include "matcher/timetable/search.h"

#define USUAL_MOVE_COST 3000
#define MOST_MOVE_COST 20000
#define USUAL_ROUNDS 8
#define ROUND_STEPS 16384
#define STOP_EVERY 1024
#define TEMPERATURE 50.0 /* thousandths of a break */

static enum mus_status load_standing(struct mus_plan *plan, struct mus_error *err)
{
    const struct mus_timetable_problem *problem = plan->problem;
    int8_t *slots = mus_alloc(problem->meeting_count, sizeof *slots);
    if (slots == NULL) {
        return mus_fail_memory(err);
    }
    /* What is locked first: where two want one place, it is the other one that falls out. */
    for (int turn = 0; turn < 2; turn++) {
        for (size_t m = 0; m < problem->meeting_count; m++) {
            const struct mus_timetable_meeting *meeting = &problem->meetings[m];
            bool locked = meeting->locked_slot >= 0 || meeting->locked_table != 0;
            slots[m] = turn > 0 || locked ? (int8_t)meeting->standing_slot : MUS_PLAN_OUT;
        }
        mus_plan_load(plan, slots);
    }
    mus_free(slots);
    return MUS_OK;
}

static bool could_place(const struct mus_plan *plan)
{
    bool could = false;
    for (uint32_t i = 0; !could && i < plan->out_count; i++) {
        could = plan->meetings[plan->out[i]].allowed != 0;
    }
    return could;
}

static void step(struct mus_moves *moves, bool placing)
{
    const struct mus_plan *plan = moves->plan;
    uint32_t kind = mus_moves_below(moves, 4);
    if (placing && plan->out_count > 0 && kind < 2) {
        mus_moves_insert(moves);
    } else if (plan->torn_count > 0 && kind < 3) {
        mus_moves_shift_beside(moves, plan->torn[mus_moves_below(moves, plan->torn_count)]);
    } else {
        mus_moves_gather(moves);
    }
}

static uint64_t run_rounds(struct mus_moves *moves,
                           const struct mus_timetable_repair_options *options)
{
    uint64_t most = options->steps != 0 ? options->steps : USUAL_ROUNDS;
    uint64_t rounds = 0;
    bool placing = could_place(moves->plan);
    for (; rounds < most && !mus_stop_asked(options->stop); rounds++) {
        for (uint32_t i = 0; i < ROUND_STEPS; i++) {
            if (i % STOP_EVERY == 0 && mus_stop_asked(options->stop)) {
                break;
            }
            step(moves, placing);
        }
        mus_moves_keep_best(moves);
    }
    return rounds;
}

static enum mus_status mend(struct mus_plan *plan,
                            const struct mus_timetable_repair_options *options, uint64_t *rounds,
                            struct mus_error *err)
{
    struct mus_moves moves;
    enum mus_status status = mus_moves_init(&moves, plan, options->seed, err);
    if (status != MUS_OK) {
        return status;
    }
    moves.most_moved = options->max_moved == 0 ? UINT64_MAX : options->max_moved;
    mus_mend_place(&moves, moves.most_moved);
    mus_mend_take_home(&moves);
    mus_construct_finish(plan);
    mus_moves_begin_anew(&moves);
    mus_search_thresholds(&moves, TEMPERATURE);
    *rounds = run_rounds(&moves, options);
    mus_plan_load(plan, moves.best);
    mus_mend_take_home(&moves);
    mus_moves_done(&moves);
    return MUS_OK;
}

enum mus_status mus_timetable_repair(const struct mus_timetable_problem *problem,
                                     const struct mus_timetable_repair_options *options,
                                     struct mus_timetable_answer *answer, struct mus_error *err)
{
    struct mus_plan plan;
    struct mus_timetable_answer made = {0};
    uint32_t move_cost = options->move_cost == 0 ? USUAL_MOVE_COST : options->move_cost;
    move_cost = move_cost > MOST_MOVE_COST ? MOST_MOVE_COST : move_cost;
    enum mus_status status = mus_plan_init(&plan, problem, 0, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_plan_hold_standing(&plan, (int32_t)move_cost);
    status = load_standing(&plan, err);
    if (status == MUS_OK && !options->only_place) {
        status = mend(&plan, options, &made.steps, err);
    }
    if (status == MUS_OK) {
        status = mus_finish(&plan, true, &made, err);
    }
    mus_plan_done(&plan);
    if (status == MUS_OK) {
        made.status = made.figures.left_out > 0 ? MUS_TIMETABLE_INCOMPLETE : MUS_TIMETABLE_FEASIBLE;
        *answer = made;
    } else {
        mus_timetable_answer_done(&made);
    }
    return status;
}
