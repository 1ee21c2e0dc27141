/* Pairs of stored companies that are probably one: proposed to a person, never joined by itself.
 *
 * A name alone never suffices: names repeat (some 6 in 100 companies of a register share theirs).
 * Evidence is weighed as Fellegi and Sunter do (A Theory for Record Linkage, 1969): each agreement
 * adds the logarithm of how much more often it is seen among the same than among strangers, each
 * contradiction takes some away; a rare name weighs more than a common one. */
#ifndef MUS_MATCH_DUPLICATES_H
#define MUS_MATCH_DUPLICATES_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* What two companies have in common (or contradict each other in). */
enum mus_sameness {
    MUS_SAME_CORPORATE_NUMBER,
    MUS_SAME_NAME,         /* on the comparing key */
    MUS_SAME_NAME_SIMILAR, /* not the same, but confusable or close */
    MUS_SAME_PLACE,        /* region, city and ward as far as both have them */
    MUS_SAME_ADDRESS,
    MUS_SAME_POSTAL_CODE,
    MUS_SAME_PHONE,
    MUS_SAME_WEBSITE,
    MUS_OTHER_CORPORATE_NUMBER, /* contradicts */
    MUS_OTHER_PLACE,            /* contradicts */
    MUS_OTHER_LEGAL_FORM,       /* contradicts: 株式会社A and A株式会社 */
    MUS_SAMENESS_COUNT
};
/* "corporate_number", "name", … */
const char *mus_sameness_name(enum mus_sameness sameness);

enum mus_likelihood {
    MUS_LIKELIHOOD_POSSIBLE,
    MUS_LIKELIHOOD_PROBABLE,
    MUS_LIKELIHOOD_CERTAIN,
};
const char *mus_likelihood_name(enum mus_likelihood likelihood);

struct mus_duplicate {
    struct mus_text a, b; /* a is the smaller id */
    uint32_t reasons;     /* bit n: enum mus_sameness n */
    int32_t weight;       /* evidence in hundredths of a bit */
    enum mus_likelihood likelihood;
};

struct mus_duplicates {
    const struct mus_duplicate *items; /* weightiest first, then by a and b */
    size_t count;
    size_t groups_skipped; /* groups too large to compare pair by pair */
};

/* At most `limit` pairs. Companies that were merged away do not take part. Everything lies in the
 * arena. */
enum mus_status mus_duplicates_find(const struct mus_read *read, size_t limit,
                                    struct mus_arena *arena, struct mus_duplicates *out,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
