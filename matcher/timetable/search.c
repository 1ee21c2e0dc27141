/* Simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983) over the moves of moves.h.
 *
 * A step that makes the plan dearer by d is kept with probability exp(-d / temperature). What a
 * step may cost is drawn before it is tried, from a table of -temperature × ln(u), so that the
 * floating point decides nothing but the table, and that the same everywhere: it is sums, products
 * and square roots. The temperature falls geometrically; where it ends, the days of people with
 * more breaks than need be are solved exactly one after the other (resolve.h); then it begins anew,
 * for longer. */
#include "matcher/timetable/search.h"

#include <math.h>

#define STAGES 256 /* of one cooling: its 256th root is taken by eight square roots */
/* A large fair is built far worse than it can be, and there is time for little: one cooling, over
 * a wider range. In a small one there is time to wander, where it is warm enough to. */
#define HOT 300.0
#define COLD 200.0
#define LARGE 10000 /* meetings */
#define LARGE_HOT 500.0
#define LARGE_COLD 150.0
#define MIN_CYCLE 20000000
#define MAX_CYCLE 120000000
#define STEPS_PER_MEETING 100000
#define STOP_EVERY 4096
#define MOST_RESOLVED 64 /* people at the end of one cooling */

/* ln(1 / u) for 0 < u < 1: halvings, and 2 artanh((1-u) / (1+u)) for the rest. */
static double log_inverse(double u)
{
    double log = 0;
    while (u < 0.5) {
        u *= 2;
        log += 0.693147180559945309417;
    }
    double z = (1 - u) / (1 + u);
    double power = z;
    for (int k = 1; k < 60; k += 2) {
        log += 2 * power / k;
        power *= z * z;
    }
    return log;
}

void mus_search_thresholds(struct mus_moves *moves, double temperature)
{
    for (int i = 0; i < MUS_MOVES_THRESHOLDS; i++) {
        moves->thresholds[i] =
            (int32_t)(temperature * log_inverse((i + 0.5) / MUS_MOVES_THRESHOLDS));
    }
}

/* ---- steps ---- */

static void step(struct mus_search *search)
{
    struct mus_moves *moves = &search->moves;
    const struct mus_plan *plan = moves->plan;
    uint32_t kind = mus_moves_below(moves, 64);
    if (plan->out_count > 0 && kind < 6) {
        mus_moves_insert(moves);
    } else if (kind >= 6 && kind < 16) {
        mus_moves_gather(moves);
    } else if (kind >= 16 && kind < 60 && plan->torn_count > 0) {
        uint32_t person = plan->torn[mus_moves_below(moves, plan->torn_count)];
        if (kind == 59 && plan->persons[person].breaks > plan->most) {
            mus_moves_leave_out(moves, person);
        } else {
            mus_moves_shift_beside(moves, person);
        }
    } else {
        mus_moves_shift_anyone(moves);
    }
}

static void begin_cycle(struct mus_search *search)
{
    bool large = search->moves.plan->problem->meeting_count >= LARGE;
    search->temperature = large ? LARGE_HOT : HOT;
    double root = (large ? LARGE_COLD : COLD) / search->temperature;
    for (int i = STAGES; i > 1; i /= 2) {
        root = sqrt(root);
    }
    search->cooling = root;
    search->stage_steps = search->cycle_steps / STAGES;
    search->stage_left = search->stage_steps;
    search->cycle_left = search->stage_steps * STAGES;
    mus_search_thresholds(&search->moves, search->temperature);
}

/* Who has more breaks than need be, one after the other, until nobody's day becomes cheaper. */
static void resolve_days(struct mus_search *search)
{
    struct mus_plan *plan = search->moves.plan;
    mus_moves_keep_best(&search->moves);
    uint32_t tries = 0;
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < plan->torn_count && tries < MOST_RESOLVED; i++, tries++) {
            again |= mus_resolve_person(&search->resolve, plan, plan->torn[i]);
        }
    }
    mus_moves_keep_best(&search->moves);
}

static void count_step(struct mus_search *search)
{
    search->steps++;
    if (--search->stage_left > 0) {
        return;
    }
    search->stage_left = search->stage_steps;
    search->cycle_left -= search->stage_steps;
    if (search->cycle_left == 0) {
        search->cycle_steps += search->cycle_steps / 2;
        resolve_days(search);
        begin_cycle(search);
    } else {
        search->temperature *= search->cooling;
        mus_search_thresholds(&search->moves, search->temperature);
    }
}

void mus_search_run(struct mus_search *search, uint64_t steps, uint64_t enough,
                    const struct mus_stop *stop)
{
    struct mus_plan *plan = search->moves.plan;
    for (uint64_t i = 0; i < steps; i++) {
        if (plan->out_count == 0 && plan->breaks <= enough && mus_plan_fair(plan)) {
            break;
        }
        if (i % STOP_EVERY == 0 && mus_stop_asked(stop)) {
            break;
        }
        step(search);
        count_step(search);
    }
    mus_moves_keep_best(&search->moves);
}

void mus_search_tell(struct mus_search *search, const int8_t *slots)
{
    mus_plan_load(search->moves.plan, slots);
    mus_moves_keep_best(&search->moves);
}

/* ---- making one ---- */

static uint64_t first_cycle(size_t meetings)
{
    uint64_t steps = (uint64_t)meetings * STEPS_PER_MEETING;
    steps = steps < MIN_CYCLE ? MIN_CYCLE : steps;
    return steps > MAX_CYCLE ? MAX_CYCLE : steps;
}

enum mus_status mus_search_init(struct mus_search *search, struct mus_plan *plan, uint64_t seed,
                                struct mus_error *err)
{
    *search = (struct mus_search){.cycle_steps = first_cycle(plan->problem->meeting_count)};
    enum mus_status status = mus_moves_init(&search->moves, plan, seed, err);
    if (status == MUS_OK) {
        status = mus_resolve_init(&search->resolve, plan->slot_count, err);
    }
    if (status != MUS_OK) {
        mus_search_done(search);
        return status;
    }
    begin_cycle(search);
    return MUS_OK;
}

void mus_search_done(struct mus_search *search)
{
    mus_moves_done(&search->moves);
    mus_resolve_done(&search->resolve);
    *search = (struct mus_search){0};
}
