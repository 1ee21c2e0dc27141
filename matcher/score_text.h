/* Sums of the subject part between a prepared company and any other, for all pairs of their units
 * at once. Inside the matcher. */
#ifndef MUS_MATCHER_SCORE_TEXT_H
#define MUS_MATCHER_SCORE_TEXT_H

#include "matcher/party.h"
#include "matcher/query_text.h"
#include "matcher/text_totals.h"
#include "matcher/weights.h"

#include <stdint.h>

/* forth[b · stride + a]: the query's unit a seeks, the candidate's unit b serves; the last row is
 * the bare profile. back[b · stride + a]: the candidate's listing b seeks, the query's unit a
 * serves. Both hold candidate->count + 1 rows and are written whole; stride is the number of the
 * query's units or more. `space` has room for the query's terms. */
void mus_text_sums(const struct mus_query_text *text, const struct mus_text_weights *weights,
                   struct mus_text_space *space, const struct mus_party *candidate, uint32_t stride,
                   uint64_t *forth, uint64_t *back);

#endif
