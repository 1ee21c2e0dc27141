/* What asking about an event's plan takes: the fair as it is, who plans, and meetings, changes and
 * words in answers. Only this folder. */
#ifndef MUS_MUSUBI_PLAN_SHARED_H
#define MUS_MUSUBI_PLAN_SHARED_H

#include "base/stop.h"
#include "fair/candidates.h"
#include "fair/names.h"
#include "fair/pair_run.h"
#include "fair/plan.h"
#include "fair/timetable_run.h"
#include "musubi/handle.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_planning {
    struct mus_musubi *musubi;
    struct mus_read *read; /* ended by a commit, begun anew for names */
    struct mus_arena arena;
    struct mus_fair fair;
    struct mus_fair_context context;
    struct mus_deadline deadline;
    struct mus_stop until;
    struct mus_fair_name *names; /* of participants, once asked for */
    bool *named;
    struct mus_buf json;
    struct mus_json_writer writer;
};

/* Reads the event. Not to be moved: it leads into itself. options may be NULL. MUS_NOT_FOUND. The
 * caller closes it, also after a failure. */
enum mus_status mus_planning_open(struct mus_planning *planning, struct mus_musubi *musubi,
                                  const char *event, const struct mus_plan_options *options,
                                  struct mus_error *err) MUS_MUST_CHECK;
void mus_planning_close(struct mus_planning *planning);
/* Makes the plan in a write of its own. */
enum mus_status mus_planning_commit(struct mus_planning *planning, struct mus_fair_plan *plan,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Hands the object that was written to the sink. */
enum mus_status mus_planning_give(struct mus_planning *planning, struct mus_sink *sink,
                                  struct mus_error *err) MUS_MUST_CHECK;

/* ---- pieces of answers, into the object or array that is open ---- */

/* Keys participant, company, name. */
enum mus_status mus_put_participant(struct mus_planning *planning, size_t participant,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* An object with those keys. */
enum mus_status mus_write_participant(struct mus_planning *planning, size_t participant,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* "between": both sides of a meeting. */
enum mus_status mus_put_between(struct mus_planning *planning, const struct mus_meeting *meeting,
                                struct mus_error *err) MUS_MUST_CHECK;
/* Keys slot, day, start, place, hall, table or booth, interpreter of where it takes place; slot
 * null where it has none. */
void mus_put_seat(struct mus_planning *planning, const struct mus_event *event,
                  const struct mus_meeting *meeting);
/* Keys meeting, between, state, score, locks, … of a whole meeting. */
enum mus_status mus_put_meeting(struct mus_planning *planning, const struct mus_meeting *meeting,
                                struct mus_error *err) MUS_MUST_CHECK;
/* "changes": an array of what becomes of the meetings that change, and "counts" of all, by change;
 * "stays" among them. */
enum mus_status mus_put_changes(struct mus_planning *planning, const struct mus_fair_plan *plan,
                                struct mus_error *err) MUS_MUST_CHECK;
/* "left_out": an array of meetings without a slot, with the reason. */
enum mus_status mus_put_left(struct mus_planning *planning, const struct mus_timetable_run *run,
                             struct mus_error *err) MUS_MUST_CHECK;
/* Keys interpreted, given_up_count, given_up: what interpreters can serve of a pairing, and which
 * pairs were given up for want of them. */
enum mus_status mus_put_interpreted(struct mus_planning *planning, const struct mus_pair_run *run,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Keys of a run: run, kind, what, by, recorded, seed, steps, figures. */
void mus_put_run(struct mus_json_writer *writer, const struct mus_run *run);

/* "reason" and "label" of what keeps two apart, veto and all. */
void mus_put_apart(struct mus_planning *planning, enum mus_apart apart, enum mus_veto veto);
/* "change" and "label". */
void mus_put_change(struct mus_json_writer *writer, enum mus_change change);

/* What a code means, in both languages. */
struct mus_words {
    const char *ja, *en;
};
/* {"ja", "en"} under the key. */
void mus_put_words(struct mus_json_writer *writer, const char *key, const struct mus_words *words);

#endif
