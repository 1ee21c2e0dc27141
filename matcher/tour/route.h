/* What routes are judged by while they are looked for. Inside the module. */
#ifndef MUS_MATCHER_TOUR_ROUTE_H
#define MUS_MATCHER_TOUR_ROUTE_H

#include "matcher/tour/tour.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Minutes on foot from one booth to another: between halls as the problem says, within a hall by
 * the sum of the two distances at 80 metres a minute, as Japanese floor plans reckon. */
uint32_t mus_tour_walk(const struct mus_tour_problem *problem, size_t from, size_t to);
/* Minutes between the end of a slot and the beginning of a later one of the same day; UINT32_MAX
 * where they are of two days or no times are given. */
uint32_t mus_tour_gap(const struct mus_tour_problem *problem, size_t earlier, size_t later);
/* Whether one can go from a booth in one slot to another in the next that is visited. */
bool mus_tour_can_walk(const struct mus_tour_problem *problem, size_t from, size_t from_slot,
                       size_t to, size_t to_slot);
enum mus_tour_wish mus_tour_wish_of(const struct mus_tour_problem *problem, size_t group,
                                    size_t booth);

/* Interpreters for the groups that stand somewhere in the slot and need one: a maximum matching,
 * the groups in their order. True where each has one; `chosen` (one for each group, -1: none) may
 * be NULL. `room` has a place for each interpreter. */
bool mus_tour_interpret(const struct mus_tour_problem *problem, const struct mus_tour_stop *stops,
                        size_t slot, int16_t *chosen, int16_t *room);

enum mus_status mus_tour_check(const struct mus_tour_problem *problem,
                               struct mus_error *err) MUS_MUST_CHECK;

#endif
