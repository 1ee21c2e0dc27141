/* What a meeting of two participants takes: a place, a language, slots in which it can be.
 *
 * Looks at the event and the two alone, not at what else is planned. Pure; any thread. */
#ifndef MUS_FAIR_MEET_H
#define MUS_FAIR_MEET_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/format/event.h"

#include <stdbool.h>

/* Registered, and asks for meetings. */
bool mus_takes_part(const struct mus_participant *who);
/* Their roles meet. */
bool mus_roles_meet(const struct mus_event *event, const struct mus_participant *a,
                    const struct mus_participant *b);

/* Online where either is online; otherwise at a's booth, or b's where only b has one; otherwise at
 * a shared table. */
enum mus_timetable_place mus_meeting_place(const struct mus_participant *a,
                                           const struct mus_participant *b);

/* Slots in which the participant comes. */
mus_slots mus_participant_slots(const struct mus_event *event, const struct mus_participant *who);
/* Slots of the event that were not lost. */
mus_slots mus_event_slots(const struct mus_event *event);
/* Slots in which some shared table, or the given one (from 1), can be used. */
mus_slots mus_event_table_slots(const struct mus_event *event, uint16_t table);

/* Slots that have begun by then: what is planned in them is left as it is, and nothing is put there
 * any more. now: unix seconds. */
mus_slots mus_event_begun(const struct mus_event *event, uint64_t now);
/* Whether a day has not begun yet by then, in Japan. */
bool mus_day_is_to_come(mus_date day, uint64_t now);
/* It was held, or one side did not come, or its slot has begun: no planning changes it. */
bool mus_meeting_settled(const struct mus_meeting *meeting, mus_slots begun);
/* Somebody locked its pair, slot or table: it stays, whoever is paired anew. */
bool mus_meeting_locked(const struct mus_meeting *meeting);

/* Which interpreter a meeting needs.
 *
 * Whoever names no language speaks that of the fair, and interpreters speak it beside their own.
 * Two that share a language need nobody. Otherwise the language of the one that does not speak that
 * of the fair is interpreted, the first of its languages that an interpreter has. Where neither
 * speaks it, somebody must have a language of each: written "id+vi", bytewise. An event without
 * interpreters leaves it to the two. */
enum mus_language_need {
    MUS_LANGUAGE_SHARED,      /* or nobody's concern: no interpreter */
    MUS_LANGUAGE_INTERPRETER, /* see the code */
    MUS_LANGUAGE_NOBODY       /* no interpreter has what it takes */
};
/* *code lies in the arena or is borrowed from event and participants; not given where no
 * interpreter is needed. MUS_NO_MEMORY. */
enum mus_status mus_meeting_language(const struct mus_event *event, const struct mus_participant *a,
                                     const struct mus_participant *b, struct mus_arena *arena,
                                     enum mus_language_need *need, struct mus_text *code,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* The same as a meeting keeps it: one language, of "id+vi" the first; not given where nobody is
 * needed or can be had. */
enum mus_status mus_meeting_plain_language(const struct mus_event *event,
                                           const struct mus_participant *a,
                                           const struct mus_participant *b, struct mus_arena *arena,
                                           struct mus_text *code,
                                           struct mus_error *err) MUS_MUST_CHECK;
/* Whether the interpreter speaks the language, or both of "id+vi". */
bool mus_interpreter_speaks(const struct mus_event_interpreter *interpreter, struct mus_text code);

/* Slots in which the two can meet: both come, and what place and language take is there. */
mus_slots mus_meeting_slots(const struct mus_event *event, const struct mus_participant *a,
                            const struct mus_participant *b, struct mus_text language);

#endif
