/* Running totals per term of what is found and what is sought in a company's text. Inside the
 * matcher.
 *
 * A company's terms are looked up in the set of terms that matter; only those it holds cost
 * anything more. */
#ifndef MUS_MATCHER_TEXT_TOTALS_H
#define MUS_MATCHER_TEXT_TOTALS_H

#include "base/status.h"
#include "matcher/firm.h"
#include "matcher/term_set.h"
#include "matcher/weights.h"

#include <stdint.h>

/* A total per term, with a list of the terms that have one. */
struct mus_totals {
    uint64_t *of_term; /* all 0 between uses */
    uint32_t *touched;
    uint32_t count;
};

/* How far a term saturates for who seeks it literally and who seeks it as a translation. */
struct mus_saturations {
    uint32_t literal;
    uint32_t translated;
};

/* Belongs to one thread at a time; starts zeroed. */
struct mus_text_space {
    struct mus_totals description;     /* found in the company's description */
    struct mus_totals description_tr;  /* how far it saturates in the translation of that */
    struct mus_totals found;           /* found in the listing's own fields */
    struct mus_totals found_tr;        /* how far it saturates in the translation of these */
    struct mus_totals sought;          /* sought by the listing */
    struct mus_totals sought_tr;       /* sought as a translation: its share */
    struct mus_saturations *described; /* by the description alone; 0 where it says nothing */
    uint32_t found_most; /* what a translation in the fields is worth to who seeks literally */
    uint32_t capacity;   /* terms there is room for */
};

struct mus_text_looker {
    const struct mus_term_set *terms; /* those that matter; others are passed over */
    const uint8_t *uses; /* of each: enum mus_term_use; what nobody seeks need not be found, and
                            what is nowhere found not be sought */
    const struct mus_text_weights *weights;
    struct mus_text_space *space;
};

enum mus_status mus_text_space_reserve(struct mus_text_space *space, uint32_t terms,
                                       struct mus_error *err) MUS_MUST_CHECK;
void mus_text_space_done(struct mus_text_space *space);

/* Fills `description`, its translation and what follows from both. */
void mus_text_add_description(const struct mus_text_looker *looker, const struct mus_firm *firm);
/* Fills `found`, its translation and `sought`. */
void mus_text_add_listing(const struct mus_text_looker *looker,
                          const struct mus_firm_listing *listing);
/* In listing and description together. */
struct mus_saturations mus_text_in_listing(const struct mus_text_looker *looker, uint32_t term);
/* In the description alone. */
static inline struct mus_saturations mus_text_in_description(const struct mus_text_looker *looker,
                                                             uint32_t term)
{
    return looker->space->described[term];
}

/* Empty what was filled, for the next. */
void mus_text_clear_listing(const struct mus_text_looker *looker);
void mus_text_clear_description(const struct mus_text_looker *looker);

#endif
