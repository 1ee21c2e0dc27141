/* The parts of an encoding; encoding.c calls them in this order. False when memory runs out. */
#ifndef MUS_MATCHER_PROOF_ENCODE_H
#define MUS_MATCHER_PROOF_ENCODE_H

#include "matcher/proof/encoding.h"
#include "matcher/timetable/model/demand.h"

/* The literal that stands in every clause of a demand: false, so that the clause holds, or, for
 * explaining, the negated selector of the demand, which this enters. 0 when memory runs out. */
int mus_encode_unless(struct mus_encoding *encoding, struct mus_demand demand);
/* The same for the tables of a slot, of which several parts speak: always the same literal. */
int mus_encode_unless_tables(struct mus_encoding *encoding, size_t slot);

/* At most one of the literals, unless. */
void mus_encode_at_most_one(struct mus_sat *sat, const int *literals, size_t count, int unless);

/* Each meeting in one slot, one at a time for each participant, order. */
bool mus_encode_meetings(struct mus_encoding *encoding);
/* How many meetings each participant has had so far. Follows from what is said above. */
bool mus_encode_counts(struct mus_encoding *encoding);
/* Tables, those locked among them, and interpreters of each slot. */
bool mus_encode_rooms(struct mus_encoding *encoding);
/* Halls, where there is not always time to walk. */
bool mus_encode_walking(struct mus_encoding *encoding);
/* Breaks of each participant, and the difference between them. */
bool mus_encode_breaks(struct mus_encoding *encoding);

/* A row of the encoding's tables. */
static inline int *mus_encoding_held(const struct mus_encoding *encoding, size_t meeting)
{
    return &encoding->held[meeting * encoding->problem->slot_count];
}
static inline int *mus_encoding_busy(const struct mus_encoding *encoding, size_t participant)
{
    return &encoding->busy[participant * encoding->problem->slot_count];
}
/* so_far(p, s, 0 … meetings of p + 1), for s up to the number of slots. */
static inline int *mus_encoding_so_far(const struct mus_encoding *encoding, size_t participant,
                                       size_t slot)
{
    const uint32_t *begin = &encoding->meetings_begin[participant];
    return &encoding->so_far[participant][slot * (begin[1] - begin[0] + 2)];
}

#endif
