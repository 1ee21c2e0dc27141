/* A sorted set of 64-bit hashes with quick look-up: a directory over the leading bits narrows the
 * search to a handful of neighbours, bisection does the rest. Hashes chosen to collide cost a
 * bisection and no more, so that text from outside cannot slow a scan down. A sieve, a byte for
 * each of many more places, turns most strangers away before that.
 *
 * Useful for: telling, for each of a candidate's thousands of terms, whether the query knows it.
 * Not useful for: sets that change. Read-only once made; any number of threads may look up. */
#ifndef MUS_MATCHER_TERM_SET_H
#define MUS_MATCHER_TERM_SET_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_NO_TERM UINT32_MAX

struct mus_term_set {
    uint64_t *hashes; /* ascending, each once */
    uint32_t count;
    unsigned shift;   /* a hash's place in the directory is hash >> shift */
    uint32_t *starts; /* first index per place, one more at the end */
    bool *sieve;      /* whether a hash has the place, which is hash >> sieve_shift */
    unsigned sieve_shift;
};

/* Takes `hashes` (from base/mem, in any order, repeats allowed; NULL where count is 0): sorts them,
 * drops repeats and builds the directory. On failure the array has been freed. At most UINT32_MAX-1
 * hashes (MUS_LIMIT beyond). */
enum mus_status mus_term_set_take(struct mus_term_set *terms, uint64_t *hashes, size_t count,
                                  struct mus_error *err) MUS_MUST_CHECK;
void mus_term_set_done(struct mus_term_set *terms);
/* Order, directory and counts fit together. */
enum mus_status mus_term_set_check(const struct mus_term_set *terms,
                                   struct mus_error *err) MUS_MUST_CHECK;

/* False: the hash is not in the set. True: it may be. The set has been made, though it may be
 * empty. */
static inline bool mus_term_set_passes(const struct mus_term_set *terms, uint64_t hash)
{
    return terms->sieve[hash >> terms->sieve_shift];
}

/* The index of the hash, MUS_NO_TERM where it is not in the set. */
static inline uint32_t mus_term_set_find(const struct mus_term_set *terms, uint64_t hash)
{
    if (terms->count == 0 || !mus_term_set_passes(terms, hash)) {
        return MUS_NO_TERM;
    }
    uint64_t place = hash >> terms->shift;
    uint32_t low = terms->starts[place];
    uint32_t high = terms->starts[place + 1];
    while (high - low > 4) {
        uint32_t middle = low + (high - low) / 2;
        if (terms->hashes[middle] <= hash) {
            low = middle;
        } else {
            high = middle;
        }
    }
    for (; low < high; low++) {
        if (terms->hashes[low] == hash) {
            return low;
        }
    }
    return MUS_NO_TERM;
}

#endif
