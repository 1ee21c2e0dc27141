/* Kempe chains between two slots.
 *
 * In two slots everybody has at most one meeting each, so that meetings, linked where they share a
 * participant, form paths and cycles. Exchanging the two slots along one of them keeps everybody
 * from being in two meetings at once, and who is inside the chain stays busy in both slots: only
 * the participants at its two ends become busy at another time. What it costs is therefore known
 * from two masks, however long the chain is (after Kempe's proof about maps, 1879). */
#ifndef MUS_MATCHER_TIMETABLE_CHAIN_H
#define MUS_MATCHER_TIMETABLE_CHAIN_H

#include "matcher/timetable/plan.h"

struct mus_chain_end {
    uint32_t person;
    uint32_t loses, gains; /* slots */
};

struct mus_chain {
    uint32_t *meetings; /* room for one of each two participants in each of two slots */
    uint32_t count;
    uint32_t from, to; /* where its first meeting is, and comes */
    int32_t lean;      /* by how many more meetings at tables come to `to` than leave it */
    struct mus_chain_end ends[2];
    uint32_t end_count; /* 0: a cycle */
    bool bound;         /* has meetings with further rules */
};

enum mus_status mus_chain_init(struct mus_chain *chain, const struct mus_plan *plan,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_chain_done(struct mus_chain *chain);

/* The chain of a placed meeting towards another slot. False where a meeting of it may not come
 * where it would: the chain is then unfinished. Room is not looked at. */
bool mus_chain_grow(struct mus_chain *chain, const struct mus_plan *plan, uint32_t meeting,
                    uint32_t to);
/* What exchanging the slots of a grown chain changes in the plan's cost. */
int32_t mus_chain_delta(const struct mus_chain *chain, const struct mus_plan *plan);
/* Exchanges them. A second call takes it back. */
void mus_chain_swap(struct mus_chain *chain, struct mus_plan *plan);
/* After a swap: whether the further rules of its meetings hold. */
bool mus_chain_holds(const struct mus_chain *chain, const struct mus_plan *plan);
/* Whether the two slots have room for what a swap brings. */
static inline bool mus_chain_fits(const struct mus_chain *chain, const struct mus_plan *plan)
{
    return chain->lean == 0 ||
           (chain->lean > 0
                ? plan->load[chain->to] + (uint32_t)chain->lean <= plan->room[chain->to]
                : plan->load[chain->from] + (uint32_t)-chain->lean <= plan->room[chain->from]);
}

#endif
