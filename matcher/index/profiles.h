/* Bounds of documents (bounds.h). Documents of a segment whose facts are alike share a profile:
 * what the facts make of every pair of listings is worked out once, and what remains to a document
 * is what its text, its classes and its markets are worth. Inside the index. */
#ifndef MUS_MATCHER_INDEX_PROFILES_H
#define MUS_MATCHER_INDEX_PROFILES_H

#include "matcher/index/bounds.h"

/* What a document's sums are worth as subjects, each kind of pair having its own. */
enum {
    MUS_SUBJECT_TEXT,                                            /* of each group */
    MUS_SUBJECT_NEED_TEXT = MUS_SUBJECT_TEXT + MUS_BOUND_GROUPS, /* … with what needs add */
    MUS_SUBJECT_BACK = MUS_SUBJECT_NEED_TEXT + MUS_BOUND_GROUPS, /* sought by text */
    MUS_SUBJECT_BACK_NEED,                                       /* … with what needs add */
    MUS_SUBJECT_BACK_TOPIC,
    MUS_SUBJECT_ASKED, /* what the query's needs ask of offers */
    MUS_SUBJECT_NONE,  /* nothing */
    MUS_SUBJECT_COUNT
};

struct mus_subjects {
    uint32_t values[MUS_SUBJECT_COUNT];
};

/* `at`: the document within the window; whole: what was left out of its sums has been added. */
void mus_subjects_of(const struct mus_bounds *bounds, const struct mus_gathered *gathered,
                     uint32_t at, bool whole, struct mus_subjects *out);

struct mus_profile;
struct mus_profiles;
/* The bounds are borrowed. NULL: no memory. */
struct mus_profiles *mus_profiles_new(const struct mus_bounds *bounds);
void mus_profiles_free(struct mus_profiles *profiles);
/* Turns to the segment that the bounds have been entered with. */
void mus_profiles_enter(struct mus_profiles *profiles, const struct mus_segment *segment);
/* Borrowed until the next call. */
const struct mus_profile *mus_profile_of(struct mus_profiles *profiles, uint32_t doc);
/* No score of the query with a document of this profile is greater. worth: of its classes and
 * markets, or more. */
uint32_t mus_profile_bound(const struct mus_bounds *bounds, const struct mus_profile *profile,
                           const struct mus_subjects *subjects, const struct mus_worth *worth);

#endif
