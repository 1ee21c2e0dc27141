/* Outcomes as a file has them: one event a line, the list somebody was shown and which of it was
 * concluded.
 *
 *     {"event": "2026-17", "from": "c-1", "candidates": [{"company": "v-1", "chosen": true},
 *                                                        {"company": "v-2"}, …]}
 *     {"event": "2026-18", "candidates": [{"parts": {"subject": 620000, …}, "chosen": true}, …]}
 *
 * Exactly one is chosen. With companies the parts are scored; given directly they are values in
 * millionths, and a part that is not named has its neutral value. Pure; any thread. */
#ifndef MUS_MATCH_OUTCOMES_H
#define MUS_MATCH_OUTCOMES_H

#include "base/arena.h"
#include "base/status.h"
#include "codec/json.h"
#include "matcher/learn/learn.h"
#include "matcher/weights.h"

#include <stddef.h>

#define MUS_OUTCOME_CANDIDATES 1000 /* of one event */

struct mus_outcome {
    struct mus_text event;
    struct mus_text from;              /* not given: the parts are */
    const struct mus_text *companies;  /* NULL: the parts are given */
    struct mus_learn_candidate *parts; /* NULL: companies are given */
    size_t count;                      /* at least 2 */
    size_t chosen;
};

/* Strict: MUS_INVALID or MUS_LIMIT with the place, such as `candidates[1].parts.subject: …`. In the
 * arena. */
enum mus_status mus_outcome_read(const struct mus_json *object, const struct mus_weights *weights,
                                 struct mus_arena *arena, struct mus_outcome *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
