/* A change of a fair's plan that was worked out and not yet made, and the making of it.
 *
 * Whatever changes a plan (pairing, timetabling, repair, an edit by hand, what happens on the day)
 * works out a struct mus_fair_plan from a fair that was read, which can be looked at as long as one
 * likes; mus_fair_plan_commit then makes it, in a write, and keeps a run of it. The fair must be as
 * it was when the change was worked out: the digest of that state is part of the plan, so that
 * nothing is overwritten that somebody else did in between.
 *
 * One thread. */
#ifndef MUS_FAIR_PLAN_H
#define MUS_FAIR_PLAN_H

#include "base/arena.h"
#include "base/status.h"
#include "base/stop.h"
#include "crypto/digest.h"
#include "fair/format/event.h"
#include "match/world.h"
#include "store/events.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who works it out, when, and how long it may take. */
struct mus_fair_context {
    const struct mus_world *world;
    struct mus_text by;
    uint64_t now;   /* unix seconds */
    size_t threads; /* 1 … MUS_MAX_THREADS */
    uint64_t seed;
    uint64_t steps;              /* 0: the usual */
    const struct mus_stop *stop; /* NULL: never */
};

struct mus_fair_plan {
    const struct mus_fair *before; /* borrowed */
    struct mus_digest state;       /* of before */
    /* The event and participants as they are to be; what does not change is before's. */
    struct mus_event event;
    struct mus_participant *participants; /* as many as before, in their order */
    /* The meetings as they are to be: first those of before, in their order, then new ones, which
     * get their ids when they are made. Sequence and time of change are the commit's. One that is
     * to go is cancelled; the commit removes it where nobody can have heard of it. */
    struct mus_meeting *meetings;
    size_t meeting_count;
    struct mus_run run;              /* without number and digests of documents */
    struct mus_text problem, answer; /* documents of the run; not given: none */
    struct mus_arena arena;
};

/* SHA-256 over everything planning looks at: event, participants, wishes, meetings. */
enum mus_status mus_fair_state(const struct mus_fair *fair, struct mus_digest *out,
                               struct mus_error *err) MUS_MUST_CHECK;

/* Nothing changes yet. room: how many meetings may be added. kind and what are the run's. */
enum mus_status mus_fair_plan_init(struct mus_fair_plan *plan, const struct mus_fair *before,
                                   const struct mus_fair_context *context, size_t room,
                                   enum mus_run_kind kind, const char *what,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* Keeps the digest of the weights document with the run: of one that scores. */
enum mus_status mus_fair_plan_weigh(struct mus_fair_plan *plan,
                                    const struct mus_fair_context *context,
                                    struct mus_error *err) MUS_MUST_CHECK;
void mus_fair_plan_done(struct mus_fair_plan *plan);

/* The plan as a fair that can be looked at, such as to plan on from it: borrows from the plan.
 * Cancelled meetings are in it, new ones have no id and stand at the end. */
struct mus_fair mus_fair_plan_after(const struct mus_fair_plan *plan);

/* Makes the change and keeps the run, whose number and digests are filled in; new meetings have
 * their ids afterwards. May be called again in another write, where the map was full. MUS_CONFLICT:
 * fair-18 has changed since this was worked out. */
enum mus_status mus_fair_plan_commit(struct mus_write *write, struct mus_fair_plan *plan,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* ---- what changes ---- */

/* What becomes of a meeting; of several the first. */
enum mus_change {
    MUS_CHANGE_NONE,
    MUS_CHANGE_GAINED,   /* was not planned */
    MUS_CHANGE_LOST,     /* is not planned any more */
    MUS_CHANGE_HELD,     /* was held, or one side did not come */
    MUS_CHANGE_PLACED,   /* has a slot now */
    MUS_CHANGE_UNPLACED, /* has none any more */
    MUS_CHANGE_MOVED,    /* another slot */
    MUS_CHANGE_RESEATED, /* another table, place or interpreter in the same slot */
    MUS_CHANGE_LOCKED,   /* only its locks differ */
    MUS_CHANGE_COUNT
};
/* "none", "gained", … */
const char *mus_change_name(enum mus_change change);
/* NULL: it is not there. */
enum mus_change mus_meeting_change(const struct mus_meeting *was, const struct mus_meeting *is);
/* Of meeting i of the plan. */
enum mus_change mus_fair_plan_change(const struct mus_fair_plan *plan, size_t i);
/* The figures that every run tells: how many meetings are planned or were held, how many of them
 * have no slot, how many moved, and their breaks. Fills the plan's run. */
enum mus_status mus_fair_plan_count(struct mus_fair_plan *plan,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* Breaks of those that take part, as the timetable counts them: how many each has at least and at
 * most, and who has most (a place in the participants; SIZE_MAX: nobody takes part). */
struct mus_breaks_apart {
    uint32_t fewest, most;
    size_t who;
};
enum mus_status mus_fair_breaks_apart(const struct mus_fair *fair, struct mus_breaks_apart *out,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* Whether it counts as one of the two's meetings: planned, held, or one side did not come. */
bool mus_meeting_counts(const struct mus_meeting *meeting);

/* ---- meetings as they stood after a run (documents of kind "meetings") ---- */

/* The event's record and every meeting's (event_record.h), each behind its length as u32, meetings
 * by id. The event tells which slot and which interpreter a number was. */
enum mus_status mus_meetings_write(const struct mus_event *event,
                                   const struct mus_meeting *meetings, size_t count,
                                   struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;

struct mus_stood {
    struct mus_meeting *meetings; /* by id; slots and interpreters by the numbers of today */
    const bool *gone; /* its slot is not there any more; it then has none, and no table */
    size_t count;
};
/* As the event is `now`: slots and interpreters are found by their ids, since their numbers may
 * have become others. MUS_CORRUPT. Borrows from the bytes; the lists lie in the arena. */
enum mus_status mus_meetings_read(struct mus_text bytes, const struct mus_event *now,
                                  struct mus_arena *arena, struct mus_stood *out,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
