/* What became of the wishes, after a pairing. Only pair_run.c uses it. */
#ifndef MUS_FAIR_PAIR_WISHES_H
#define MUS_FAIR_PAIR_WISHES_H

#include "fair/candidates.h"
#include "fair/pair_run.h"

/* Fills the counts and the list of wishes that were not fulfilled; the list lies in the plan. */
enum mus_status mus_pair_wishes_tell(struct mus_pair_run *run,
                                     const struct mus_candidates *candidates,
                                     struct mus_error *err) MUS_MUST_CHECK;

#endif
