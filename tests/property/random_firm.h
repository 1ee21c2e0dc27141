/* Random companies, reference tables and weights for tests: small vocabularies, so that things meet
 * often; every field is sometimes missing. The same seed gives the same companies. */
#ifndef MUS_TESTS_PROPERTY_RANDOM_FIRM_H
#define MUS_TESTS_PROPERTY_RANDOM_FIRM_H

#include "base/arena.h"
#include "base/random.h"
#include "matcher/firm.h"
#include "matcher/reference.h"
#include "matcher/weights.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a hash is made of: mus_random_hash(MUS_HASH_COUNTRY, 3) is country number 3. */
enum mus_random_hash {
    MUS_HASH_TERM,
    MUS_HASH_COUNTRY,
    MUS_HASH_GROUP,
    MUS_HASH_ANY,
    MUS_HASH_PURPOSE,
    MUS_HASH_INDUSTRY,
    MUS_HASH_TECHNOLOGY,
    MUS_HASH_LANGUAGE,
    MUS_HASH_CERTIFICATE,
    MUS_HASH_REGION,
    MUS_HASH_CORPORATE_GROUP,
    MUS_HASH_SCHEME,
    MUS_HASH_ID
};
uint64_t mus_random_hash(enum mus_random_hash of, uint64_t number);

/* How large companies are. Zeroed: see mus_random_world_init. */
struct mus_random_sizes {
    unsigned listings;   /* at most */
    unsigned terms;      /* in a field, at most */
    unsigned vocabulary; /* different terms in all */
    uint32_t tf;         /* at most */
    unsigned sparse;     /* one field in so many is missing */
};

struct mus_random_world {
    struct mus_random *random;
    struct mus_arena *arena; /* all that is made lies in it; memory running out ends the test */
    struct mus_random_sizes sizes;
    struct mus_reference reference;
    mus_date today; /* some listings, consents and holds end before it */
    bool barred;    /* companies may be vetoed: closed, drafts, held, … */
};

/* Fills in reference tables and usual sizes: up to 4 listings, 12 terms of 300, repeats up to 4,
 * one field in three missing. */
void mus_random_world_init(struct mus_random_world *world, struct mus_random *random,
                           struct mus_arena *arena);
/* A company with the id "c-<number>". */
struct mus_firm *mus_random_firm(struct mus_random_world *world, unsigned number);
/* Weights that pass mus_weights_check, wild ones among them. */
struct mus_weights mus_random_weights(struct mus_random *random);
/* The seed: of the environment's MUS_SEED, else a fixed one. Printed. */
uint64_t mus_random_seed(void);
/* How many cases to try: of the environment's MUS_CASES, else `usual`. */
unsigned mus_random_cases(unsigned usual);

/* The bag with one more occurrence of the term; the length stays as it is. */
struct mus_bag mus_random_bag_with(struct mus_random_world *world, struct mus_bag bag,
                                   uint64_t term);
/* True with a chance of one in n. */
bool mus_random_chance(struct mus_random *random, unsigned n);

#endif
