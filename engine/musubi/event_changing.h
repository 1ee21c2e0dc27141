/* What changing an event takes: options as people type them, an edit made in a write, and the
 * answer. Only this folder. */
#ifndef MUS_MUSUBI_EVENT_CHANGING_H
#define MUS_MUSUBI_EVENT_CHANGING_H

#include "fair/format/event_edit.h"
#include "fair/layout.h"
#include "musubi/plan_shared.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_event_changing;

/* Changes the event that is handed in; `what` says in words what it did. */
typedef enum mus_status mus_event_edit_step(struct mus_event_changing *changing,
                                            struct mus_event_edit *edit, struct mus_error *err);

struct mus_event_changing {
    struct mus_musubi *musubi;
    const char *event;
    const void *options;
    mus_event_edit_step *edit; /* NULL: nothing is asked to change */
    const char *by;            /* NULL: organiser */
    bool replan;
    size_t more_tables;     /* that the edit may add */
    struct mus_arena arena; /* of this try */
    char what[160];
    struct mus_layout_change change;
};

/* Makes the change in a write of its own. The caller ends the arena. */
enum mus_status mus_event_changing_run(struct mus_event_changing *changing,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* Makes the change, where one is asked for, and gives one object: event, what `put` writes of the
 * event as it is then, and after a change unplaced and run. Ends the arena. */
enum mus_status mus_event_changing_answer(struct mus_event_changing *changing,
                                          void (*put)(struct mus_planning *planning),
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* What is to be said of a run; printf-style. */
void mus_event_changing_what(struct mus_event_changing *changing, const char *format, ...)
    MUS_PRINTF(2, 3);
struct mus_layout_context mus_event_layout_context(const struct mus_event_changing *changing);
/* "unplaced", and "run" where one was kept. */
enum mus_status mus_put_unplaced(struct mus_planning *planning,
                                 const struct mus_layout_change *change,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* ---- options ---- */

/* One that was given, or not, and its name. */
struct mus_event_option {
    const char *name; /* "--add" */
    bool given;
};
/* At most one of them: --add and --remove do not go together. */
enum mus_status mus_event_at_most_one(const struct mus_event_option *options, size_t count,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* None of them, where what they go with is not given: --day goes with --add or --change. */
enum mus_status mus_event_goes_with(const struct mus_event_option *options, size_t count, bool with,
                                    const char *what, struct mus_error *err) MUS_MUST_CHECK;
/* "none" */
bool mus_event_is_none(const char *text);
/* "a, b,c": its parts without blanks around them, in the arena; "none": an empty list. MUS_INVALID
 * for an empty part. */
enum mus_status mus_event_list_of(const char *option, const char *text, struct mus_arena *arena,
                                  struct mus_texts *out, struct mus_error *err) MUS_MUST_CHECK;
/* The slots of such a list. MUS_NOT_FOUND: --close: no slot "s9". */
enum mus_status mus_event_slots_of(const char *option, const char *text,
                                   const struct mus_event *event, struct mus_arena *arena,
                                   mus_slots *out, struct mus_error *err) MUS_MUST_CHECK;
/* A number from min to max. */
enum mus_status mus_event_number_of(const char *option, const char *text, uint64_t min,
                                    uint64_t max, uint64_t *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The place of what is called so. */
enum mus_status mus_event_find_slot(const char *option, const char *id,
                                    const struct mus_event *event, size_t *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_event_find_hall(const char *option, const char *id,
                                    const struct mus_event *event, size_t *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_event_find_role(const char *option, const char *code,
                                    const struct mus_event *event, size_t *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_event_find_interpreter(const char *option, const char *id,
                                           const struct mus_event *event, size_t *out,
                                           struct mus_error *err) MUS_MUST_CHECK;
/* A text that stays where the option is NULL; "none" takes it away. */
struct mus_text mus_event_text_or(const char *text, struct mus_text was);

#endif
