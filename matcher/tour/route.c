#include "matcher/tour/route.h"

#include <string.h>

enum { METRES_A_MINUTE = 80, MAX_PEOPLE = 100000 };

static uint32_t apart(uint16_t a, uint16_t b)
{
    return a > b ? a - b : b - a;
}

uint32_t mus_tour_walk(const struct mus_tour_problem *problem, size_t from, size_t to)
{
    const struct mus_tour_booth *a = &problem->booths[from];
    const struct mus_tour_booth *b = &problem->booths[to];
    if (a->hall != b->hall) {
        return problem->walk_minutes[a->hall * problem->hall_count + b->hall];
    }
    uint32_t metres = apart(a->x, b->x) + apart(a->y, b->y);
    return (metres + METRES_A_MINUTE - 1) / METRES_A_MINUTE;
}

uint32_t mus_tour_gap(const struct mus_tour_problem *problem, size_t earlier, size_t later)
{
    const struct mus_timetable_slot *a = &problem->slots[earlier];
    const struct mus_timetable_slot *b = &problem->slots[later];
    if (a->day != b->day || a->minutes == 0 || b->minutes == 0) {
        return UINT32_MAX;
    }
    uint32_t end = (uint32_t)a->start + a->minutes;
    return b->start > end ? b->start - end : 0;
}

bool mus_tour_can_walk(const struct mus_tour_problem *problem, size_t from, size_t from_slot,
                       size_t to, size_t to_slot)
{
    return problem->booths[from].hall == problem->booths[to].hall ||
           mus_tour_walk(problem, from, to) <= mus_tour_gap(problem, from_slot, to_slot);
}

enum mus_tour_wish mus_tour_wish_of(const struct mus_tour_problem *problem, size_t group,
                                    size_t booth)
{
    return problem->wishes == NULL
               ? MUS_TOUR_NEUTRAL
               : (enum mus_tour_wish)problem->wishes[group * problem->booth_count + booth];
}

/* ------------------------------------------------------------------ interpreters */

struct matching {
    const struct mus_tour_problem *problem;
    size_t slot;
    int16_t *group_of; /* of each interpreter; -1: free */
    uint64_t seen[(MUS_TIMETABLE_MAX_INTERPRETERS + 63) / 64];
};

static bool can_speak(const struct matching *matching, size_t interpreter, size_t group)
{
    const struct mus_timetable_interpreter *who = &matching->problem->interpreters[interpreter];
    uint8_t language = matching->problem->groups[group].language;
    return (who->available >> matching->slot & 1) != 0 &&
           (who->languages & (1U << (language - 1))) != 0;
}

/* An augmenting path from the group (Kuhn's algorithm); as deep as there are interpreters. */
static bool find_one(struct matching *matching, size_t group)
{
    for (size_t i = 0; i < matching->problem->interpreter_count; i++) {
        if (!can_speak(matching, i, group) || (matching->seen[i / 64] >> (i % 64) & 1) != 0) {
            continue;
        }
        matching->seen[i / 64] |= (uint64_t)1 << (i % 64);
        if (matching->group_of[i] < 0 || find_one(matching, (size_t)matching->group_of[i])) {
            matching->group_of[i] = (int16_t)group;
            return true;
        }
    }
    return false;
}

bool mus_tour_interpret(const struct mus_tour_problem *problem, const struct mus_tour_stop *stops,
                        size_t slot, int16_t *chosen, int16_t *room)
{
    struct matching matching = {.problem = problem, .slot = slot, .group_of = room};
    bool all = true;
    for (size_t i = 0; i < problem->interpreter_count; i++) {
        room[i] = -1;
    }
    for (size_t g = 0; all && g < problem->group_count; g++) {
        if (problem->groups[g].language != 0 && stops[g * problem->slot_count + slot].booth >= 0) {
            memset(matching.seen, 0, sizeof matching.seen);
            all = find_one(&matching, g);
        }
    }
    for (size_t g = 0; chosen != NULL && g < problem->group_count; g++) {
        chosen[g] = -1;
    }
    for (size_t i = 0; chosen != NULL && i < problem->interpreter_count; i++) {
        if (room[i] >= 0) {
            chosen[room[i]] = (int16_t)i;
        }
    }
    return all;
}

/* ------------------------------------------------------------------ the form of a problem */

static enum mus_status check_counts(const struct mus_tour_problem *problem, struct mus_error *err)
{
    const struct {
        const char *name;
        size_t count, most;
    } counts[] = {{"slots", problem->slot_count, MUS_TIMETABLE_MAX_SLOTS},
                  {"groups", problem->group_count, MUS_TOUR_MAX_GROUPS},
                  {"booths", problem->booth_count, MUS_TOUR_MAX_BOOTHS},
                  {"interpreters", problem->interpreter_count, MUS_TIMETABLE_MAX_INTERPRETERS},
                  {"halls", problem->hall_count, MUS_TIMETABLE_MAX_HALLS}};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        if (counts[i].count > counts[i].most) {
            return mus_fail(err, MUS_LIMIT, "%s: %zu, at most %zu", counts[i].name, counts[i].count,
                            counts[i].most);
        }
    }
    return MUS_OK;
}

static enum mus_status check_groups(const struct mus_tour_problem *problem, struct mus_error *err)
{
    for (size_t g = 0; g < problem->group_count; g++) {
        const struct mus_tour_group *group = &problem->groups[g];
        if (group->people == 0 || group->people > MAX_PEOPLE) {
            return mus_fail(err, MUS_INVALID, "groups[%zu].people: %u, expected 1 to %d", g,
                            group->people, MAX_PEOPLE);
        }
        if (group->min > group->max) {
            return mus_fail(err, MUS_INVALID, "groups[%zu].min: %u is more than max %u", g,
                            group->min, group->max);
        }
        if (group->language > MUS_TIMETABLE_MAX_LANGUAGES) {
            return mus_fail(err, MUS_INVALID, "groups[%zu].language: %u, at most %d", g,
                            group->language, MUS_TIMETABLE_MAX_LANGUAGES);
        }
    }
    return MUS_OK;
}

enum mus_status mus_tour_check(const struct mus_tour_problem *problem, struct mus_error *err)
{
    enum mus_status status = check_counts(problem, err);
    if (status == MUS_OK) {
        status = check_groups(problem, err);
    }
    for (size_t b = 0; status == MUS_OK && b < problem->booth_count; b++) {
        uint16_t hall = problem->booths[b].hall;
        if (hall >= problem->hall_count && !(problem->hall_count == 0 && hall == 0)) {
            status = mus_fail(err, MUS_INVALID, "booths[%zu].hall: there is no hall %u", b, hall);
        }
    }
    size_t wishes = problem->wishes == NULL ? 0 : problem->group_count * problem->booth_count;
    for (size_t i = 0; status == MUS_OK && i < wishes; i++) {
        if (problem->wishes[i] > MUS_TOUR_NEVER) {
            status = mus_fail(err, MUS_INVALID, "wishes[%zu]: there is no wish %u", i,
                              problem->wishes[i]);
        }
    }
    return status;
}
