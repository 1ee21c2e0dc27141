/* Whether a company lies in, or is present in, the countries somebody looks for. Inside the
 * matcher.
 */
#ifndef MUS_MATCHER_PLACES_H
#define MUS_MATCHER_PLACES_H

#include "matcher/evidence.h"
#include "matcher/firm.h"
#include "matcher/reference.h"
#include "matcher/term_set.h"
#include "matcher/weights.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_place_match {
    uint32_t value; /* 0: none of the places looked for */
    enum mus_evidence_kind kind;
    uint64_t target; /* what was looked for: a country, a group, any */
    uint64_t place;  /* the company's country, or the one it is present in */
};

/* One place that is looked for against the company's; `groups` are all groups of the tables. */
struct mus_place_match mus_place_meet(const struct mus_reference *reference,
                                      const struct mus_term_set *groups,
                                      const struct mus_market_weights *weights, uint64_t target,
                                      const struct mus_firm *firm);

/* The best of several places; of equal ones the first in the list. */
struct mus_place_match mus_place_best(const struct mus_reference *reference,
                                      const struct mus_term_set *groups,
                                      const struct mus_market_weights *weights,
                                      struct mus_hashes targets, const struct mus_firm *firm);

/* The value of the best alone. */
uint32_t mus_place_value(const struct mus_reference *reference, const struct mus_term_set *groups,
                         const struct mus_market_weights *weights, struct mus_hashes targets,
                         const struct mus_firm *firm);

/* True if it is known where the company is. */
static inline bool mus_place_is_known(const struct mus_firm *firm)
{
    return firm->country != 0 || firm->presence.count > 0;
}

#endif
