/* The subject of one pair of units, term by term: the plain way to what score_text works out for
 * all pairs at once. Inside the matcher. */
#ifndef MUS_MATCHER_EVIDENCE_TERMS_H
#define MUS_MATCHER_EVIDENCE_TERMS_H

#include "base/arena.h"
#include "matcher/scorer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_term_piece {
    uint64_t hash;
    uint64_t worth; /* urge × piece */
};

struct mus_term_pieces {
    struct mus_term_piece *items; /* by hash; only terms that are both sought and found */
    size_t count;
    uint64_t sum;
};

/* `seeker` seeks in the text of `firm`, that of its listing (NULL: the bare profile) and its
 * description. Items live in the arena; false when memory runs out. */
bool mus_evidence_terms(const struct mus_scorer *scorer, const struct mus_firm_listing *seeker,
                        const struct mus_firm *firm, const struct mus_firm_listing *listing,
                        struct mus_arena *arena, struct mus_term_pieces *out);

#endif
