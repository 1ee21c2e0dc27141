/* The parts of a fit that do not need a pair of listings. Inside the matcher. */
#ifndef MUS_MATCHER_PARTS_H
#define MUS_MATCHER_PARTS_H

#include "matcher/firm.h"
#include "matcher/score.h"
#include "matcher/scorer.h"

#include <stdbool.h>
#include <stdint.h>

/* A part of which the value is known; more than a million counts as a million. */
struct mus_fit_part mus_part_known(const struct mus_weights *weights, enum mus_part part,
                                   uint64_t value);
struct mus_fit_part mus_part_unknown(const struct mus_weights *weights, enum mus_part part,
                                     enum mus_missing missing);
/* MUS_MISSING_… of what `from` and `to` have not said. */
enum mus_missing mus_missing_of(bool from, bool to);

/* `to`'s place and presence within the markets of the listing (NULL: the bare profile) and the
 * company. */
struct mus_fit_part mus_part_market(const struct mus_scorer *scorer, const struct mus_firm *from,
                                    const struct mus_firm_listing *listing,
                                    const struct mus_firm *to);
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
