/* An event being edited: its lists with room for more, and changes that keep them in step with each
 * other (masks with slots, tables with halls, roles with whom they meet).
 *
 * The edited event borrows its texts from the event that it came from. What belongs to the event
 * (participants, meetings) is not looked at here: see fair/layout.h. Pure; one thread. */
#ifndef MUS_FAIR_FORMAT_EVENT_EDIT_H
#define MUS_FAIR_FORMAT_EVENT_EDIT_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/format/event.h"
#include "fair/format/event_slots.h"

#include <stddef.h>

struct mus_event_edit {
    struct mus_event event; /* as it is now: its lists are those below */
    struct mus_event_slot *slots;
    struct mus_hall *halls;
    uint16_t *walk; /* hall_count × hall_count */
    struct mus_event_table *tables;
    struct mus_event_interpreter *interpreters;
    struct mus_event_role *roles;
    struct mus_arena *arena;
};

/* Everything as it is, with room for one more hall, interpreter and role and for so many tables.
 * The event and the arena outlive it. */
enum mus_status mus_event_edit_begin(struct mus_event_edit *edit, const struct mus_event *event,
                                     size_t more_tables, struct mus_arena *arena,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* More slots, in their places by time; their numbers, and those behind them, are new. */
enum mus_status mus_event_edit_add_slots(struct mus_event_edit *edit,
                                         const struct mus_slot_drafts *more,
                                         struct mus_error *err) MUS_MUST_CHECK;
/* The slot at `at` becomes this one, wherever that then stands. */
enum mus_status mus_event_edit_change_slot(struct mus_event_edit *edit, size_t at,
                                           const struct mus_event_slot *slot,
                                           struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_event_edit_remove_slots(struct mus_event_edit *edit, mus_slots slots,
                                            struct mus_error *err) MUS_MUST_CHECK;

/* MUS_LIMIT beyond what an event may have; MUS_CONFLICT where its id is there already. */
enum mus_status mus_event_edit_add_hall(struct mus_event_edit *edit, const struct mus_hall *hall,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* MUS_CONFLICT: hall "h2" has tables. */
enum mus_status mus_event_edit_remove_hall(struct mus_event_edit *edit, size_t at,
                                           struct mus_error *err) MUS_MUST_CHECK;
void mus_event_edit_walk(struct mus_event_edit *edit, size_t from, size_t to, uint16_t minutes);

/* So many tables like this one, behind the others; at most as many as there was to be room for. */
enum mus_status mus_event_edit_add_tables(struct mus_event_edit *edit,
                                          const struct mus_event_table *table, size_t count,
                                          struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_event_edit_add_interpreter(struct mus_event_edit *edit,
                                               const struct mus_event_interpreter *interpreter,
                                               struct mus_error *err) MUS_MUST_CHECK;
void mus_event_edit_remove_interpreter(struct mus_event_edit *edit, size_t at);
/* Whom it meets is said by mus_event_edit_meets. */
enum mus_status mus_event_edit_add_role(struct mus_event_edit *edit,
                                        const struct mus_event_role *role,
                                        struct mus_error *err) MUS_MUST_CHECK;
void mus_event_edit_remove_role(struct mus_event_edit *edit, size_t at);
/* The role meets exactly these; holds both ways. */
void mus_event_edit_meets(struct mus_event_edit *edit, size_t at, uint16_t meets);

#endif
