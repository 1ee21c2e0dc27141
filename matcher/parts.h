/* The parts of a fit that do not need a pair of listings. Inside the matcher. */
#ifndef MUS_MATCHER_PARTS_H
#define MUS_MATCHER_PARTS_H

#include "matcher/firm.h"
#include "matcher/score.h"
#include "matcher/scorer.h"

#include <stdbool.h>
#include <stdint.h>

/* The first three are made for every pair of listings that is looked at: where only the
 * contribution is asked for the compiler leaves out the rest. */

/* A part of which the value is known; more than a million counts as a million. */
static inline struct mus_fit_part mus_part_known(const struct mus_weights *weights,
                                                 enum mus_part part, uint64_t value)
{
    uint32_t weight = weights->weight[part];
    uint32_t counted = value < MUS_MILLION ? (uint32_t)value : MUS_MILLION;
    return (struct mus_fit_part){
        .weight = weight,
        .value = counted,
        .contribution = (uint32_t)((uint64_t)weight * counted / MUS_MILLION),
    };
}

static inline struct mus_fit_part mus_part_unknown(const struct mus_weights *weights,
                                                   enum mus_part part, enum mus_missing missing)
{
    struct mus_fit_part unknown = mus_part_known(weights, part, weights->neutral[part]);
    unknown.unknown = true;
    unknown.missing = missing;
    return unknown;
}

/* MUS_MISSING_… of what `from` and `to` have not said. */
static inline enum mus_missing mus_missing_of(bool from, bool to)
{
    return (enum mus_missing)((from ? MUS_MISSING_FROM : 0) | (to ? MUS_MISSING_TO : 0));
}

/* `to`'s place and presence within the markets of the listing (NULL: the bare profile) and the
 * company. */
struct mus_fit_part mus_part_market(const struct mus_scorer *scorer, const struct mus_firm *from,
                                    const struct mus_firm_listing *listing,
                                    const struct mus_firm *to);
/* The same in two steps, the first of which is the same for all listings: `to` within the markets
 * of the company, as a value. */
uint32_t mus_company_market(const struct mus_scorer *scorer, const struct mus_firm *from,
                            const struct mus_firm *to);
struct mus_fit_part mus_part_market_beside(const struct mus_scorer *scorer,
                                           const struct mus_firm *from,
                                           const struct mus_firm_listing *listing,
                                           const struct mus_firm *to, uint32_t company_market);
/* The mean over what the listing says of its partner: kind, size, country. What `to` does not say
 * counts as the neutral value; if it says none of it, the part is unknown. */
struct mus_fit_part mus_part_partner(const struct mus_scorer *scorer,
                                     const struct mus_firm_listing *listing,
                                     const struct mus_firm *to);
/* True if the countries limit anything: "any" among them does not. */
bool mus_partner_names_countries(const struct mus_scorer *scorer, struct mus_hashes countries);
/* True if a size that is sought covers the size: small ones are SMEs. */
bool mus_partner_size_sought(mus_word_set sizes, enum mus_size size);

struct mus_fit_part mus_part_stage(const struct mus_weights *weights, const struct mus_firm *from,
                                   const struct mus_firm *to);
struct mus_fit_part mus_part_channel(const struct mus_weights *weights, const struct mus_firm *from,
                                     const struct mus_firm *to);
struct mus_fit_part mus_part_language(const struct mus_weights *weights,
                                      const struct mus_firm *from, const struct mus_firm *to);
/* How near `to`'s classes, the company's and its live listings', are to the event's theme. */
struct mus_fit_part mus_part_theme(const struct mus_scorer *scorer, const struct mus_party *to);

#endif
