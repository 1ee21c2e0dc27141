/* Keeping a pairing to what the event's interpreters can serve.
 *
 * The problem of pairing knows nothing of interpreters. So what was chosen is looked at afterwards:
 * meetings that need one are taken one by one (interpreter_room.h), fixed ones first, then those
 * that somebody's minimum rests on, then the others, in each by worth. Where some cannot be served
 * beside the rest, they are struck out of the problem, and so is every other pair for which there
 * is no room left; and the problem is solved anew. After a few such rounds only those are left that
 * were taken together, so that it comes to an end.
 *
 * A bound that was proved for the first problem holds for what is chosen at the end as well. */
#ifndef MUS_FAIR_PAIR_INTERPRETERS_H
#define MUS_FAIR_PAIR_INTERPRETERS_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/format/event.h"
#include "fair/pair_problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A language that is interpreted: "vi", "id+vi". */
struct mus_interpreted_language {
    struct mus_text code;
    uint32_t wanted;   /* meetings of the first choice that need it */
    uint32_t meetings; /* of the last */
    uint32_t slots;    /* in which somebody who speaks it can come, over all interpreters */
};

struct mus_interpreted_pair {
    uint32_t a, b; /* participants of the fair, a < b */
    struct mus_text language;
};

struct mus_pair_interpreters {
    const struct mus_interpreted_language *languages; /* by code */
    size_t language_count;
    const struct mus_interpreted_pair *given_up; /* of the first choice, not of the last; by a, b */
    size_t given_up_count;
    const struct mus_interpreted_pair *struck; /* all that were struck out; by a, b */
    size_t struck_count;
    unsigned rounds; /* times that the problem was solved anew */
};

struct mus_interpreter_fitting;

/* In the arena, to which the fair and the problem are borrowed. */
struct mus_interpreter_fitting *mus_interpreters_begin(const struct mus_fair *fair, mus_slots begun,
                                                       const struct mus_pair_problem *problem,
                                                       struct mus_arena *arena);
/* Looks at a choice (places in the problem's pairs, ascending). *again: some were struck out, which
 * is marked in the problem, and it is to be solved anew. */
enum mus_status mus_interpreters_fit(struct mus_interpreter_fitting *fitting,
                                     const uint32_t *chosen, size_t chosen_count, bool *again,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* After the last choice. */
enum mus_status mus_interpreters_tell(struct mus_interpreter_fitting *fitting,
                                      struct mus_pair_interpreters *out,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
