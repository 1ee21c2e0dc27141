/* What happens on the day: somebody cancels, does not come or comes late, a slot or a table is
 * lost, free places are filled again.
 *
 * Each works out a plan and says what changes before anything does (plan.h): who moves, who loses,
 * who gains. What is shown is bound to a token: the change is made only where a token of the same
 * state, the same request and the same slots begun is handed back, so that what was seen is what is
 * done. */
#ifndef MUS_FAIR_DAY_H
#define MUS_FAIR_DAY_H

#include "fair/plan.h"
#include "fair/timetable_run.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_DAY_TOKEN 16 /* hexadecimal digits */

/* How the timetable is mended. */
enum mus_mending {
    MUS_MEND_USUAL, /* as few moves as can be (MUS_MODE_REPAIR) */
    MUS_MEND_KEEP   /* nothing that can stay is moved */
};

struct mus_day {
    struct mus_timetable_run run; /* with the plan */
    char token[MUS_DAY_TOKEN + 1];
    /* Participants of the fair whose own meetings the event is about, ascending. */
    const uint32_t *who;
    size_t who_count;
};

/* Fair and context are borrowed for the life of what comes out. The caller ends it; to make it:
 * mus_fair_plan_commit(&day.run.plan).
 *
 * Cancelled, or not come: their meetings to come are taken back, and what that frees is used. Of
 * somebody who did not come, meetings in slots that have begun are marked so. MUS_NOT_FOUND: no
 * participant "p-9"; MUS_CONFLICT: p-9 is cancelled already; nobody has missed an event that is
 * still to come. */
enum mus_status mus_day_cancel(const struct mus_fair *fair, const struct mus_fair_context *context,
                               const struct mus_texts *participants, bool no_show,
                               enum mus_mending mending, struct mus_day *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* Comes only from this slot on; those before it on its day are left by its meetings. */
enum mus_status mus_day_late(const struct mus_fair *fair, const struct mus_fair_context *context,
                             struct mus_text participant, struct mus_text slot,
                             enum mus_mending mending, struct mus_day *out,
                             struct mus_error *err) MUS_MUST_CHECK;

/* What cannot be used any more: a slot (table 0), a table (slot not given: from now on), or a table
 * in a slot. */
struct mus_loss {
    struct mus_text slot;
    uint16_t table;
};
/* MUS_NOT_FOUND: no slot "s9"; MUS_CONFLICT: s3 has begun. */
enum mus_status mus_day_lose(const struct mus_fair *fair, const struct mus_fair_context *context,
                             const struct mus_loss *loss, enum mus_mending mending,
                             struct mus_day *out, struct mus_error *err) MUS_MUST_CHECK;

/* One meeting that was to be: somebody did not come to it, whatever else the somebody does. */
enum mus_status mus_day_absent(const struct mus_fair *fair, const struct mus_fair_context *context,
                               struct mus_text meeting, struct mus_text absent, struct mus_day *out,
                               struct mus_error *err) MUS_MUST_CHECK;

void mus_day_done(struct mus_day *day);

/* For those who work out a day elsewhere in this folder: the token of what was worked out. */
enum mus_status mus_day_seal(struct mus_day *day, const struct mus_fair_context *context,
                             struct mus_error *err) MUS_MUST_CHECK;

/* ---- how a company kept its word before ---- */

struct mus_attendance_record {
    uint32_t events;    /* others that it was registered for */
    uint32_t cancelled; /* of these */
    uint32_t no_shows;  /* participants that did not come at all */
};
/* Of the company, in all events but the one named. */
enum mus_status mus_attendance_before(const struct mus_read *read, struct mus_text company,
                                      struct mus_text except, struct mus_arena *arena,
                                      struct mus_attendance_record *out,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
