/* Events in the store: the event, its participants, wishes, meetings and runs.
 *
 * All of an event lies together under its id. A participant belongs to a company of the store, and
 * is found by it (its history of no-shows is the participants that it had before); erasing the
 * company takes its participants, their wishes and meetings away. */
#ifndef MUS_STORE_EVENTS_H
#define MUS_STORE_EVENTS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "fair/format/event.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* Stores an event that passes its check, new or changed. Slots or halls that became fewer or stand
 * in another order are the caller's affair: masks and places of what belongs to it are changed in
 * the same write. */
enum mus_status mus_store_put_event(struct mus_write *write, const struct mus_event *event,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND: no event "fair-18". */
enum mus_status mus_store_event(const struct mus_read *read, struct mus_text id,
                                struct mus_arena *arena, struct mus_event *out,
                                struct mus_error *err) MUS_MUST_CHECK;
/* All of them, by id. */
enum mus_status mus_store_events(const struct mus_read *read, struct mus_arena *arena,
                                 struct mus_event **events, size_t *count,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* How much there is of it. MUS_NOT_FOUND. */
struct mus_event_counts {
    uint64_t participants, wishes, meetings, runs;
};
enum mus_status mus_store_event_counts(const struct mus_read *read, struct mus_text id,
                                       struct mus_event_counts *out,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* The event and all that is planned for it; in the arena. MUS_NOT_FOUND. */
enum mus_status mus_store_fair(const struct mus_read *read, struct mus_text id,
                               struct mus_arena *arena, struct mus_fair *out,
                               struct mus_error *err) MUS_MUST_CHECK;

/* New or changed; checked against the event. The company of a new one is there (redirects are
 * followed; the survivor is stored). It never changes afterwards (MUS_CONFLICT), also where it is
 * merged later; any of its ids may then stand for it. */
enum mus_status mus_store_put_participant(struct mus_write *write, struct mus_text event,
                                          const struct mus_participant *participant,
                                          struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_participant(const struct mus_read *read, struct mus_text event,
                                      struct mus_text id, struct mus_arena *arena,
                                      struct mus_participant *out,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* An id that the event had not given yet: "p-0001". */
enum mus_status mus_store_new_participant_id(struct mus_write *write, struct mus_text event,
                                             struct mus_arena *arena, struct mus_text *id,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* Where the company took part: (event, participant), by event; redirects followed both ways. */
struct mus_attendance {
    struct mus_text event;
    struct mus_participant participant;
};
enum mus_status mus_store_attendances(const struct mus_read *read, struct mus_text company,
                                      struct mus_arena *arena, struct mus_attendance **out,
                                      size_t *count, struct mus_error *err) MUS_MUST_CHECK;

/* The names of its people, as they are to stand on badges: sealed under the company's data key,
 * which is made where there is none. No names: takes them away. */
enum mus_status mus_store_put_people(struct mus_write *write, struct mus_text event,
                                     struct mus_text participant, const struct mus_texts *names,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* None where none were given. */
enum mus_status mus_store_people(const struct mus_read *read, struct mus_text event,
                                 struct mus_text participant, struct mus_arena *arena,
                                 struct mus_texts *names, struct mus_error *err) MUS_MUST_CHECK;

/* Between two different participants of the event; replaces an earlier wish of the same two. */
enum mus_status mus_store_put_wish(struct mus_write *write, struct mus_text event,
                                   const struct mus_wish *wish,
                                   struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_remove_wish(struct mus_write *write, struct mus_text event,
                                      struct mus_text from, struct mus_text to,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* An id that the event had not given yet: "m-000001". */
enum mus_status mus_store_new_meeting_id(struct mus_write *write, struct mus_text event,
                                         struct mus_arena *arena, struct mus_text *id,
                                         struct mus_error *err) MUS_MUST_CHECK;
/* New or changed; its participants are there and never change, and have no other meeting
 * (MUS_CONFLICT); its case is there. */
enum mus_status mus_store_put_meeting(struct mus_write *write, struct mus_text event,
                                      const struct mus_meeting *meeting,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* The same for many, with one look at the event. Where it fails for one behind the first, the write
 * cannot be committed any more. */
enum mus_status mus_store_put_meetings(struct mus_write *write, struct mus_text event,
                                       const struct mus_meeting *meetings, size_t count,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND: no meeting "m-000009". */
enum mus_status mus_store_meeting(const struct mus_read *read, struct mus_text event,
                                  struct mus_text id, struct mus_arena *arena,
                                  struct mus_meeting *out, struct mus_error *err) MUS_MUST_CHECK;
/* Only of one that was never in anybody's calendar (sequence 0); others are cancelled. */
enum mus_status mus_store_remove_meeting(struct mus_write *write, struct mus_text event,
                                         struct mus_text id, struct mus_error *err) MUS_MUST_CHECK;

/* Gives the run its number. Its documents are in the store already (MUS_NOT_FOUND), put there by
 * mus_store_keep_document; a digest that is all zero stands for none. */
enum mus_status mus_store_add_run(struct mus_write *write, struct mus_text event,
                                  struct mus_run *run, struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND: no run 7. */
enum mus_status mus_store_run(const struct mus_read *read, struct mus_text event, uint64_t number,
                              struct mus_arena *arena, struct mus_run *out,
                              struct mus_error *err) MUS_MUST_CHECK;
/* All runs of the event, by number. */
enum mus_status mus_store_runs(const struct mus_read *read, struct mus_text event,
                               struct mus_arena *arena, struct mus_run **runs, size_t *count,
                               struct mus_error *err) MUS_MUST_CHECK;

#endif
