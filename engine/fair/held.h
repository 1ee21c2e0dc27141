/* Meetings that took place: marked in the plan, and each the beginning (or the next step) of a
 * case.
 */
#ifndef MUS_FAIR_HELD_H
#define MUS_FAIR_HELD_H

#include "cases/cases.h"
#include "fair/plan.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether a meeting can have been held, or missed: MUS_CONFLICT as below. */
enum mus_status mus_held_check(const struct mus_fair *fair, const struct mus_fair_context *context,
                               const struct mus_meeting *meeting,
                               struct mus_error *err) MUS_MUST_CHECK;
/* The meetings as held. MUS_NOT_FOUND: no meeting "m-000009"; MUS_CONFLICT: m-000007 is held
 * already, is not on the timetable, or its day is still to come; MUS_INVALID: the event names no
 * programme or purpose for its cases. */
enum mus_status mus_held_make(const struct mus_fair *fair, const struct mus_fair_context *context,
                              const struct mus_texts *meetings, struct mus_fair_plan *out,
                              struct mus_error *err) MUS_MUST_CHECK;

/* Makes the plan, and of each of its meetings that is held now a step of a case in the same write:
 * of the case that the two companies have under way for the event's purpose, where it can go on to
 * a meeting, or of a new one that begins with the introduction. Each becomes an entry of the
 * ledger, and the two have met from then on. */
enum mus_status mus_held_commit(struct mus_write *write, struct mus_fair_plan *plan,
                                const struct mus_case_context *context,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
