/* What the last of the best will score, guessed while only a part of the documents is known. Inside
 * the index.
 *
 * Of 20 to be found, a tenth of the documents holds 2, and hardly ever more than 7: so the bound of
 * the 7th is a guess of the 20th of all, once it is lowered by as much as scores are below bounds.
 * A guess decides nothing: search.h makes good where it was too high. */
#ifndef MUS_MATCHER_INDEX_GUESS_H
#define MUS_MATCHER_INDEX_GUESS_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_guess {
    size_t top;
    uint64_t all;     /* documents */
    uint32_t *bounds; /* the greatest found, descending */
    size_t count, capacity;
    uint64_t ratio; /* of scores to bounds, in 65536ths */
};

/* Of the best `top` among `all` documents. The only failure is MUS_NO_MEMORY. */
enum mus_status mus_guess_make(struct mus_guess *guess, size_t top, uint64_t all,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_guess_done(struct mus_guess *guess);
/* A bound that has been found. */
void mus_guess_add(struct mus_guess *guess, uint32_t bound);
/* What documents score whose bounds are about this. */
void mus_guess_learn(struct mus_guess *guess, uint32_t score, uint32_t bound);
/* After so many documents; 0 where too little is known. */
uint32_t mus_guess_score(const struct mus_guess *guess, uint64_t seen);

#endif
