#include "matcher/timetable/plan.h"

#include "base/mem.h"
#include "matcher/timetable/rules.h"

#include <assert.h>
#include <string.h>

#define MOVES_FOR_A_PLACE 50 /* so many moves are worth it, to place one meeting more */

uint32_t mus_plan_days_used(const struct mus_plan *plan, mus_slots busy)
{
    uint32_t used = 0;
    for (uint32_t d = 0; d < plan->day_count; d++) {
        used += (busy & plan->days[d]) != 0;
    }
    return used;
}

uint32_t mus_plan_idle_days(const struct mus_plan *plan, mus_slots busy)
{
    uint32_t idle = 0;
    for (uint32_t d = 0; d < plan->day_count; d++) {
        idle += mus_plan_idle_day(busy & plan->days[d]);
    }
    return idle;
}

/* ---- making one ---- */

static void fill_days(struct mus_plan *plan)
{
    const struct mus_timetable_problem *problem = plan->problem;
    for (uint32_t s = 0; s < plan->slot_count; s++) {
        if (s == 0 || problem->slots[s].day != problem->slots[s - 1].day) {
            plan->first |= mus_plan_bit(s);
            plan->day_count++;
        }
        plan->days[plan->day_count - 1] |= mus_plan_bit(s);
        plan->room[s] = mus_timetable_tables(problem, s);
    }
}

static uint32_t unfair_by(const struct mus_plan *plan, uint32_t breaks)
{
    if (breaks > plan->most) {
        return breaks - plan->most;
    }
    return breaks < plan->fewest ? plan->fewest - breaks : 0;
}

static void fill_costs(struct mus_plan *plan, uint32_t fewest)
{
    uint32_t difference = plan->problem->max_break_difference;
    plan->fewest = fewest;
    plan->most =
        difference > MUS_TIMETABLE_MAX_SLOTS ? MUS_TIMETABLE_MAX_SLOTS : fewest + difference;
    for (uint32_t breaks = 0; breaks <= MUS_TIMETABLE_MAX_SLOTS; breaks++) {
        plan->break_costs[breaks] = (int32_t)(MUS_PLAN_BREAK * breaks) +
                                    (int32_t)(MUS_PLAN_UNFAIR * unfair_by(plan, breaks));
    }
}

/* Where a meeting certainly is: at a booth, at its locked table, or where all tables are. */
static int8_t certain_hall(const struct mus_timetable_problem *problem, size_t m)
{
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    if (meeting->place != MUS_PLACE_TABLE || meeting->locked_table != 0) {
        return (int8_t)mus_timetable_hall(problem, m, meeting->locked_table);
    }
    for (size_t t = 1; problem->table_halls != NULL && t < problem->table_count; t++) {
        if (problem->table_halls[t] != problem->table_halls[0]) {
            return MUS_TIMETABLE_NO_HALL;
        }
    }
    return problem->table_count > 0 ? (int8_t)mus_timetable_hall(problem, m, 1)
                                    : MUS_TIMETABLE_NO_HALL;
}

static void count_meeting(struct mus_plan_person *person)
{
    person->meetings = (uint16_t)(person->meetings + (person->meetings < UINT16_MAX));
}

static void fill_meetings(struct mus_plan *plan)
{
    const struct mus_timetable_problem *problem = plan->problem;
    uint32_t weightiest = 1;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        uint32_t weight = problem->meetings[m].weight;
        weightiest = weight > weightiest ? weight : weightiest;
    }
    const struct mus_timetable_meeting *like = NULL; /* whose certain hall is known */
    int8_t table_hall = MUS_TIMETABLE_NO_HALL;
    for (uint32_t m = 0; m < problem->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &problem->meetings[m];
        bool plain = meeting->place == MUS_PLACE_TABLE && meeting->locked_table == 0;
        if (plain && like == NULL) {
            like = meeting;
            table_hall = certain_hall(problem, m);
        }
        plan->meetings[m] = (struct mus_plan_meeting){
            .allowed = mus_timetable_allowed(problem, m),
            .a = meeting->a,
            .b = meeting->b,
            .left_out_cost = MUS_PLAN_LEFT_OUT + (int32_t)((uint64_t)MUS_PLAN_LEFT_OUT_WEIGHT *
                                                           meeting->weight / weightiest),
            .locked_table = meeting->locked_table,
            .at_table = meeting->place == MUS_PLACE_TABLE,
            .language = meeting->language,
            .hall = plain ? table_hall : certain_hall(problem, m),
            .standing = MUS_PLAN_OUT,
        };
        count_meeting(&plan->persons[meeting->a]);
        count_meeting(&plan->persons[meeting->b]);
        plan->slots[m] = MUS_PLAN_OUT;
        plan->out[m] = m;
        plan->out_position[m] = m;
        plan->left_out_weight += meeting->weight;
        plan->cost += plan->meetings[m].left_out_cost;
    }
    plan->out_count = (uint32_t)problem->meeting_count;
}

void mus_plan_set_least(struct mus_plan *plan, const uint8_t *least)
{
    /* Who must have more than is fair cannot have all meetings, and is not left alone. */
    for (size_t p = 0; p < plan->problem->participant_count; p++) {
        plan->persons[p].least = least[p] < plan->most ? least[p] : (uint8_t)plan->most;
    }
}

/* ---- who has more breaks than need be ---- */

static void list_torn(struct mus_plan *plan, uint32_t p)
{
    struct mus_plan_person *person = &plan->persons[p];
    if (person->breaks > person->least && person->position == MUS_PLAN_NONE) {
        person->position = plan->torn_count;
        plan->torn[plan->torn_count++] = p;
    } else if (person->breaks <= person->least && person->position != MUS_PLAN_NONE) {
        uint32_t last = plan->torn[--plan->torn_count];
        plan->torn[person->position] = last;
        plan->persons[last].position = person->position;
        person->position = MUS_PLAN_NONE;
    }
}

void mus_plan_forget_fewest(struct mus_plan *plan)
{
    fill_costs(plan, 0);
    for (uint32_t p = 0; p < plan->problem->participant_count; p++) {
        struct mus_plan_person *person = &plan->persons[p];
        int32_t cost = mus_plan_person_cost(plan, person->busy);
        plan->cost += cost - person->cost;
        person->cost = cost;
        person->least = 0;
        list_torn(plan, p);
    }
}

void mus_plan_hold_standing(struct mus_plan *plan, int32_t move_cost)
{
    plan->move_cost = move_cost;
    for (uint32_t m = 0; m < plan->problem->meeting_count; m++) {
        int16_t standing = plan->problem->meetings[m].standing_slot;
        bool can = standing >= 0 && (plan->meetings[m].allowed >> standing & 1) != 0;
        plan->meetings[m].standing = can ? (int8_t)standing : MUS_PLAN_OUT;
        int32_t more = MOVES_FOR_A_PLACE * move_cost;
        plan->meetings[m].left_out_cost += more;
        plan->cost += plan->slots[m] == MUS_PLAN_OUT ? more : 0;
        plan->moved += mus_plan_is_moved(plan, m, plan->slots[m]);
    }
    plan->cost += (int64_t)plan->moved * move_cost;
}

static void fill_persons(struct mus_plan *plan)
{
    for (size_t p = 0; p < plan->problem->participant_count; p++) {
        struct mus_plan_person *person = &plan->persons[p];
        person->position = MUS_PLAN_NONE;
        person->cost = plan->break_costs[0];
        plan->cost += person->cost;
    }
    plan->having[0] = (uint32_t)plan->problem->participant_count;
}

static bool allocate(struct mus_plan *plan)
{
    size_t meetings = plan->problem->meeting_count;
    size_t persons = plan->problem->participant_count;
    size_t places = persons * plan->slot_count;
    plan->meetings = mus_alloc(meetings, sizeof *plan->meetings);
    plan->slots = mus_alloc(meetings, sizeof *plan->slots);
    plan->persons = mus_alloc_zero(persons, sizeof *plan->persons);
    plan->at = mus_alloc(places, sizeof *plan->at);
    plan->torn = mus_alloc(persons, sizeof *plan->torn);
    plan->out = mus_alloc(meetings, sizeof *plan->out);
    plan->out_position = mus_alloc(meetings, sizeof *plan->out_position);
    if (plan->at != NULL) {
        memset(plan->at, 0xFF, places * sizeof *plan->at);
    }
    return plan->meetings != NULL && plan->slots != NULL && plan->persons != NULL &&
           plan->at != NULL && plan->torn != NULL && plan->out != NULL &&
           plan->out_position != NULL;
}

enum mus_status mus_plan_init(struct mus_plan *plan, const struct mus_timetable_problem *problem,
                              uint32_t fewest, struct mus_error *err)
{
    *plan = (struct mus_plan){.problem = problem, .slot_count = (uint32_t)problem->slot_count};
    enum mus_status status = allocate(plan) ? MUS_OK : mus_fail_memory(err);
    if (status == MUS_OK) {
        fill_days(plan);
        fill_costs(plan, fewest);
        fill_meetings(plan);
        fill_persons(plan);
        status = mus_rules_new(plan, err);
    }
    if (status != MUS_OK) {
        mus_plan_done(plan);
    }
    return status;
}

void mus_plan_done(struct mus_plan *plan)
{
    mus_free(plan->meetings);
    mus_free(plan->slots);
    mus_free(plan->persons);
    mus_free(plan->at);
    mus_free(plan->torn);
    mus_free(plan->out);
    mus_free(plan->out_position);
    mus_rules_free(plan->rules);
    *plan = (struct mus_plan){0};
}

/* ---- changing it ---- */

void mus_plan_set_busy(struct mus_plan *plan, uint32_t p, mus_slots busy)
{
    struct mus_plan_person *person = &plan->persons[p];
    uint32_t breaks = mus_plan_breaks(plan, busy);
    int32_t cost = plan->break_costs[breaks] + MUS_PLAN_IDLE * (int32_t)mus_plan_idle(plan, busy);
    plan->cost += cost - person->cost;
    if (breaks != person->breaks) {
        plan->breaks += (uint64_t)breaks - person->breaks;
        plan->having[person->breaks]--;
        plan->having[breaks]++;
        person->breaks = (uint8_t)breaks;
        list_torn(plan, p);
    }
    person->busy = busy;
    person->cost = cost;
}

static void count_moved(struct mus_plan *plan, uint32_t before, uint32_t after)
{
    plan->moved += (uint64_t)after - before;
    plan->cost += (int64_t)plan->move_cost * ((int64_t)after - before);
}

bool mus_plan_can_place(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    const struct mus_plan_meeting *of = &plan->meetings[meeting];
    mus_slots taken = plan->persons[of->a].busy | plan->persons[of->b].busy;
    if ((of->allowed & ~taken & mus_plan_bit(slot)) == 0 ||
        (of->at_table && plan->load[slot] >= plan->room[slot])) {
        return false;
    }
    return !of->bound ||
           (mus_rules_language(plan, meeting, slot) && mus_rules_lock(plan, meeting, slot) &&
            mus_rules_order(plan, meeting, slot) && mus_rules_walking(plan, meeting, slot));
}

void mus_plan_place(struct mus_plan *plan, uint32_t m, uint32_t slot)
{
    const struct mus_plan_meeting *meeting = &plan->meetings[m];
    assert(plan->slots[m] == MUS_PLAN_OUT);
    *mus_plan_at(plan, meeting->a, slot) = m;
    *mus_plan_at(plan, meeting->b, slot) = m;
    count_moved(plan, mus_plan_is_moved(plan, m, MUS_PLAN_OUT),
                mus_plan_is_moved(plan, m, (int)slot));
    plan->slots[m] = (int8_t)slot;
    plan->load[slot] += meeting->at_table;
    if (meeting->bound) {
        mus_rules_enter(plan, meeting, slot);
    }
    mus_plan_set_busy(plan, meeting->a, plan->persons[meeting->a].busy | mus_plan_bit(slot));
    mus_plan_set_busy(plan, meeting->b, plan->persons[meeting->b].busy | mus_plan_bit(slot));
    uint32_t last = plan->out[--plan->out_count];
    plan->out[plan->out_position[m]] = last;
    plan->out_position[last] = plan->out_position[m];
    plan->left_out_weight -= plan->problem->meetings[m].weight;
    plan->cost -= meeting->left_out_cost;
}

void mus_plan_remove(struct mus_plan *plan, uint32_t m)
{
    const struct mus_plan_meeting *meeting = &plan->meetings[m];
    assert(plan->slots[m] != MUS_PLAN_OUT);
    uint32_t slot = (uint32_t)plan->slots[m];
    *mus_plan_at(plan, meeting->a, slot) = MUS_PLAN_NONE;
    *mus_plan_at(plan, meeting->b, slot) = MUS_PLAN_NONE;
    count_moved(plan, mus_plan_is_moved(plan, m, (int)slot),
                mus_plan_is_moved(plan, m, MUS_PLAN_OUT));
    plan->slots[m] = MUS_PLAN_OUT;
    plan->load[slot] -= meeting->at_table;
    if (meeting->bound) {
        mus_rules_leave(plan, meeting, slot);
    }
    mus_plan_set_busy(plan, meeting->a, plan->persons[meeting->a].busy & ~mus_plan_bit(slot));
    mus_plan_set_busy(plan, meeting->b, plan->persons[meeting->b].busy & ~mus_plan_bit(slot));
    plan->out_position[m] = plan->out_count;
    plan->out[plan->out_count++] = m;
    plan->left_out_weight += plan->problem->meetings[m].weight;
    plan->cost += meeting->left_out_cost;
}

static bool fair(const uint32_t *having, uint32_t difference)
{
    uint32_t fewest = 0;
    uint32_t most = MUS_TIMETABLE_MAX_SLOTS;
    while (fewest < most && having[fewest] == 0) {
        fewest++;
    }
    while (most > fewest && having[most] == 0) {
        most--;
    }
    return most - fewest <= difference;
}

bool mus_plan_fair(const struct mus_plan *plan)
{
    return fair(plan->having, plan->problem->max_break_difference);
}

bool mus_plan_fair_with(const struct mus_plan *plan, uint32_t meeting, uint32_t slot)
{
    if (plan->problem->max_break_difference >= MUS_TIMETABLE_MAX_SLOTS) {
        return true;
    }
    uint32_t having[MUS_TIMETABLE_MAX_SLOTS + 1];
    memcpy(having, plan->having, sizeof having);
    const uint32_t sides[] = {plan->meetings[meeting].a, plan->meetings[meeting].b};
    for (size_t i = 0; i < 2; i++) {
        const struct mus_plan_person *person = &plan->persons[sides[i]];
        having[person->breaks]--;
        having[mus_plan_breaks(plan, person->busy | mus_plan_bit(slot))]++;
    }
    return fair(having, plan->problem->max_break_difference);
}

void mus_plan_load(struct mus_plan *plan, const int8_t *slots)
{
    uint32_t count = (uint32_t)plan->problem->meeting_count;
    for (uint32_t m = 0; m < count; m++) {
        if (plan->slots[m] != MUS_PLAN_OUT && plan->slots[m] != slots[m]) {
            mus_plan_remove(plan, m);
        }
    }
    for (uint32_t m = 0; m < count; m++) {
        if (slots[m] != MUS_PLAN_OUT && plan->slots[m] == MUS_PLAN_OUT &&
            mus_plan_can_place(plan, m, (uint32_t)slots[m])) {
            mus_plan_place(plan, m, (uint32_t)slots[m]);
        }
    }
}

/* ---- checking it ---- */

static enum mus_status check_person(const struct mus_plan *plan, uint32_t p, uint64_t *breaks,
                                    int64_t *cost, struct mus_error *err)
{
    const struct mus_plan_person *person = &plan->persons[p];
    for (uint32_t s = 0; s < plan->slot_count; s++) {
        uint32_t m = *mus_plan_at(plan, p, s);
        bool busy = (person->busy >> s & 1) != 0;
        if (busy != (m != MUS_PLAN_NONE) || (busy && plan->slots[m] != (int)s) ||
            (busy && plan->meetings[m].a != p && plan->meetings[m].b != p)) {
            return mus_fail(err, MUS_CORRUPT, "plan: participant %u in slot %u", p, s);
        }
    }
    if (person->breaks != mus_plan_breaks(plan, person->busy) ||
        person->cost != mus_plan_person_cost(plan, person->busy) ||
        (person->breaks > person->least) != (person->position != MUS_PLAN_NONE)) {
        return mus_fail(err, MUS_CORRUPT, "plan: figures of participant %u", p);
    }
    *breaks += person->breaks;
    *cost += person->cost;
    return MUS_OK;
}

static enum mus_status check_meetings(const struct mus_plan *plan, int64_t *cost,
                                      struct mus_error *err)
{
    uint32_t load[MUS_TIMETABLE_MAX_SLOTS] = {0};
    uint32_t out = 0;
    for (uint32_t m = 0; m < plan->problem->meeting_count; m++) {
        int8_t slot = plan->slots[m];
        *cost += (int64_t)mus_plan_is_moved(plan, m, slot) * plan->move_cost;
        if (slot == MUS_PLAN_OUT) {
            out++;
            *cost += plan->meetings[m].left_out_cost;
        } else {
            load[slot] += plan->meetings[m].at_table;
            if ((plan->meetings[m].allowed >> slot & 1) == 0 ||
                (plan->meetings[m].bound && !mus_rules_hold(plan, m))) {
                return mus_fail(err, MUS_CORRUPT, "plan: meeting %u in slot %d", m, slot);
            }
        }
    }
    for (uint32_t s = 0; s < plan->slot_count; s++) {
        if (load[s] != plan->load[s] || load[s] > plan->room[s]) {
            return mus_fail(err, MUS_CORRUPT, "plan: load of slot %u", s);
        }
    }
    return out == plan->out_count && mus_rules_counts_hold(plan->rules)
               ? MUS_OK
               : mus_fail(err, MUS_CORRUPT, "plan: what is left out, or rules");
}

enum mus_status mus_plan_check(const struct mus_plan *plan, struct mus_error *err)
{
    uint64_t breaks = 0;
    int64_t cost = 0;
    enum mus_status status = check_meetings(plan, &cost, err);
    for (uint32_t p = 0; status == MUS_OK && p < plan->problem->participant_count; p++) {
        status = check_person(plan, p, &breaks, &cost, err);
    }
    if (status == MUS_OK && (breaks != plan->breaks || cost != plan->cost)) {
        status = mus_fail(err, MUS_CORRUPT, "plan: sums of breaks or costs");
    }
    return status;
}
