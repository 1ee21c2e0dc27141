/* What the commands about weights share; only this folder looks inside. */
#ifndef MUS_MUSUBI_WEIGHTS_SHARED_H
#define MUS_MUSUBI_WEIGHTS_SHARED_H

#include "cases/format/case.h"
#include "codec/json_write.h"
#include "match/weight_sets.h"
#include "match/world.h"
#include "matcher/learn/learn.h"
#include "musubi/handle.h"

/* "part" and "label", into the object that is open. */
void mus_put_part(struct mus_json_writer *writer, const struct mus_world *world,
                  enum mus_part part);
/* "digest" of the whole weights document of the set, into the object that is open. */
enum mus_status mus_put_set_digest(struct mus_json_writer *writer, const struct mus_weight_set *set,
                                   struct mus_error *err) MUS_MUST_CHECK;

/* Whether the store's index serves matches by the set in use; they look at everybody where not. */
enum mus_status mus_weights_are_indexed(const struct mus_read *read,
                                        const struct mus_weight_sets *sets, bool *indexed,
                                        struct mus_error *err) MUS_MUST_CHECK;

/* "concluded" with low and high, of pairs with that score; nothing where the curve does not reach.
 */
void mus_put_concluded(struct mus_json_writer *writer, const struct mus_calibration *curve,
                       uint32_t score);

/* Outcomes as the learner wants them. */
struct mus_outcome_lists {
    struct mus_buf candidates; /* struct mus_learn_candidate */
    struct mus_buf events;     /* struct mus_logit_event */
    size_t left_out;           /* concluded cases that no list of a match stands behind */
};
void mus_outcome_lists_done(struct mus_outcome_lists *lists);

/* Scored by the expert's weights. path: a file (match/outcomes.h), each line checked; messages
 * begin with the line. NULL: from the cases that a match suggested and that were concluded (a
 * conclusion that the ledger took back is none). Their lists are not kept: each is made anew as the
 * match would show it now, down to the rank that the case remembers and at least to the tenth,
 * without companies that the same one concluded with in another case. */
enum mus_status mus_outcomes_gather(struct mus_musubi *musubi, const char *path,
                                    struct mus_outcome_lists *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Whether the case was concluded and the ledger did not take that back. The arena may be reset
 * afterwards. */
enum mus_status mus_conclusion_stands(const struct mus_read *read, const struct mus_case *c,
                                      struct mus_arena *arena, bool *stands,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
