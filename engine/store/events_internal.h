/* What the units of events share. Internal to the store. */
#ifndef MUS_STORE_EVENTS_INTERNAL_H
#define MUS_STORE_EVENTS_INTERNAL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "fair/format/event.h"
#include "store/internal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an event counts: the last numbers given to ids, which are never given twice, and how many
 * there are. In the store as six u64. */
struct mus_event_numbers {
    uint64_t last_participant, last_meeting, last_run;
    uint64_t participants, wishes, meetings;
};
enum mus_status mus_event_numbers(const struct mus_read *read, struct mus_text event,
                                  struct mus_event_numbers *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_event_set_numbers(struct mus_write *write, struct mus_text event,
                                      const struct mus_event_numbers *numbers,
                                      struct mus_error *err) MUS_MUST_CHECK;
bool mus_event_numbers_read(struct mus_text value, struct mus_event_numbers *out);

/* Walks over what a table has under an event. Keys and values are borrowed from the transaction. */
struct mus_event_walk {
    struct mus_cursor *cursor;
    struct mus_db_key prefix; /* the event and a NUL */
    bool begun;
};
/* To be closed either way. */
enum mus_status mus_event_walk_open(const struct mus_read *read, enum mus_main_table table,
                                    struct mus_text event, struct mus_event_walk *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The whole key; not given behind the last one. */
enum mus_status mus_event_walk_next(struct mus_event_walk *walk, struct mus_text *key,
                                    struct mus_text *value, struct mus_error *err) MUS_MUST_CHECK;
void mus_event_walk_close(struct mus_event_walk *walk);
/* How many there are. */
enum mus_status mus_event_walk_count(const struct mus_read *read, enum mus_main_table table,
                                     struct mus_text event, size_t *count,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* The record's bytes go into the table. */
enum mus_status mus_event_put_bytes(struct mus_write *write, enum mus_main_table table,
                                    const struct mus_db_key *key, const struct mus_buf *bytes,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND unless the event is there. */
enum mus_status mus_event_there(const struct mus_read *read, struct mus_text event,
                                struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND unless the participant is there. */
enum mus_status mus_participant_there(const struct mus_read *read, struct mus_text event,
                                      struct mus_text id, struct mus_error *err) MUS_MUST_CHECK;

/* MUS_NOT_FOUND unless every document that the run names is there. */
enum mus_status mus_run_documents_there(const struct mus_read *read, const struct mus_run *run,
                                        struct mus_error *err) MUS_MUST_CHECK;

/* What the names of the participant's people are sealed for: "people EVENT PARTICIPANT". */
#define MUS_MAX_USE_OF_PEOPLE 160
struct mus_use_of_people {
    char text[MUS_MAX_USE_OF_PEOPLE];
};
struct mus_text mus_use_of_people(struct mus_text event, struct mus_text participant,
                                  struct mus_use_of_people *room);

/* All that the fair knows of its participants, wishes, meetings, each by key; in the arena. */
enum mus_status mus_store_all_participants(const struct mus_read *read, struct mus_text event,
                                           struct mus_arena *arena, struct mus_participant **out,
                                           size_t *count, struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_all_wishes(const struct mus_read *read, struct mus_text event,
                                     struct mus_arena *arena, struct mus_wish **out, size_t *count,
                                     struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_all_meetings(const struct mus_read *read, struct mus_text event,
                                       struct mus_arena *arena, struct mus_meeting **out,
                                       size_t *count, struct mus_error *err) MUS_MUST_CHECK;

/* Takes away all participants of the company, under exactly this id, with their people, wishes and
 * meetings. Part of an erasure: a failure may leave some of them. */
enum mus_status mus_events_remove_of(struct mus_write *write, struct mus_text company,
                                     struct mus_arena *arena, struct mus_error *err) MUS_MUST_CHECK;
/* The part of it that events_meetings.c knows: wishes and meetings that name the participant. */
enum mus_status mus_event_remove_ties(struct mus_write *write, struct mus_text event,
                                      struct mus_text participant,
                                      struct mus_event_numbers *numbers, struct mus_arena *arena,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
