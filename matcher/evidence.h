/* Why a fit is what it is: for each part what met what, and what would raise the score most.
 * Hashes stand for words and codes; who knows the profiles turns them back. */
#ifndef MUS_MATCHER_EVIDENCE_H
#define MUS_MATCHER_EVIDENCE_H

#include "base/arena.h"
#include "base/status.h"
#include "matcher/score.h"

#include <stddef.h>
#include <stdint.h>

enum mus_evidence_kind {
    MUS_EVIDENCE_TERM,           /* from, to: the term, the same on both sides */
    MUS_EVIDENCE_PURPOSE_PAIR,   /* from's purpose, to's purpose */
    MUS_EVIDENCE_INDUSTRY,       /* from's class (sought or own), to's class */
    MUS_EVIDENCE_TECHNOLOGY,     /* from's field, to's field */
    MUS_EVIDENCE_COUNTRY,        /* from's target, to's country: the same */
    MUS_EVIDENCE_GROUP,          /* from's target group, to's country in it */
    MUS_EVIDENCE_PRESENCE,       /* from's target, the country to is present in: the same */
    MUS_EVIDENCE_PRESENCE_GROUP, /* from's target group, the country to is present in */
    MUS_EVIDENCE_ANY,            /* from's "any", to's country */
    MUS_EVIDENCE_KIND,           /* from: bit set of kinds sought, to: the kind's number */
    MUS_EVIDENCE_SIZE,           /* from: bit set of sizes sought, to: the size's number */
    MUS_EVIDENCE_STAGE,          /* from, to: the stages' numbers */
    MUS_EVIDENCE_CHANNEL,        /* from, to: the channel's number */
    MUS_EVIDENCE_LANGUAGE,       /* from, to: the language */
    MUS_EVIDENCE_THEME,          /* the theme's code, to's code */
    MUS_EVIDENCE_LISTING_PAIR,   /* breadth: the second pair; see the listings */
    MUS_EVIDENCE_KIND_COUNT
};
/* "term", "purpose_pair", … */
const char *mus_evidence_kind_name(enum mus_evidence_kind kind);

struct mus_evidence {
    enum mus_part part;
    enum mus_evidence_kind kind;
    uint64_t from;
    uint64_t to;
    uint32_t from_listing; /* MUS_NO_LISTING: the company's own */
    uint32_t to_listing;
    uint32_t value; /* of this piece, in millionths; of a term its share of all that was found */
    bool matched; /* false: looked at, and did not meet (a kind that is not sought, a stage gap) */
};

struct mus_evidence_list {
    const struct mus_evidence *items; /* by part; within a part by value, falling, then by hashes */
    size_t count;
};

/* What the fit of `to` for `from` rests on. `fit` comes from a score under the same rules. Parts of
 * weight 0 are left out. At most `max_terms` terms, the strongest. Items live in the arena. */
enum mus_status mus_evidence_collect(const struct mus_scorer *scorer, const struct mus_firm *from,
                                     const struct mus_firm *to, const struct mus_fit *fit,
                                     size_t max_terms, struct mus_arena *arena,
                                     struct mus_evidence_list *out,
                                     struct mus_error *err) MUS_MUST_CHECK;

enum mus_advice_side {
    MUS_ADVICE_QUERY = 1,
    MUS_ADVICE_CANDIDATE = 2,
    MUS_ADVICE_BOTH = 3 /* neither has said anything */
};

struct mus_advice {
    enum mus_advice_side side; /* who would have to fill something in */
    enum mus_part part;        /* of what kind */
    uint32_t gain;             /* how far the score could rise at most */
};

/* What would raise the score most: for each part that is unknown for want of an entry, the score
 * with that part at its full value less the score as it is. Greatest gain first, then part, then
 * side; gains of 0 are left out. Writes at most MUS_ADVICE_MAX rows and returns how many. */
#define MUS_ADVICE_MAX (3 * MUS_PART_COUNT)
size_t mus_advice_collect(const struct mus_score *score, struct mus_advice rows[MUS_ADVICE_MAX]);

#endif
