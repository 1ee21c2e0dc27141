/* Whom an event recommends to each of its participants before they wish: the lists of all of them
 * at once, ranked so that attention is shared (matcher/attention/attention.h), with how evenly it
 * lies before and after, by size class too. One thread; same fair, store and day, same lists. */
#ifndef MUS_FAIR_LISTS_H
#define MUS_FAIR_LISTS_H

#include "base/status.h"
#include "fair/candidates.h"
#include "matcher/attention/attention.h"
#include "matcher/vocabulary.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_SIZE_CLASSES (MUS_SIZE_LARGE + 1) /* the first: not known */

struct mus_list_options {
    struct mus_candidate_options candidates;
    uint32_t sharing; /* thousandths: see struct mus_attention_problem */
    size_t top;
};

/* Mean exposure of the participants of one size class, in millionths of a first place. */
struct mus_class_exposure {
    size_t participants;
    uint64_t before, after;
};

struct mus_event_lists {
    struct mus_candidates candidates;
    uint32_t *members; /* places in the fair of those who may meet anybody, ascending */
    size_t member_count;
    uint8_t *sizes;                   /* enum mus_size of each member */
    struct mus_attention_lists lists; /* of the members; pairs are candidates.pairs */
    struct mus_class_exposure by_size[MUS_SIZE_CLASSES];
};

/* MUS_INVALID: sharing or top out of range; MUS_NOT_FOUND as mus_candidates_find. */
enum mus_status mus_event_lists_make(const struct mus_fair *fair,
                                     const struct mus_list_options *options,
                                     struct mus_event_lists *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
void mus_event_lists_done(struct mus_event_lists *lists);

#endif
