/* How rare the terms of a query (or of a whole batch of queries) are: in how many companies' serve
 * side — any listing's title, keywords and text, or the description — each stands. Where it only
 * stands in a translation the company counts for as much of one as the translation is sure.
 *
 * First the wanted terms are told, then mus_statistics_start, then every company is counted once;
 * or the counts are set from an index that keeps them. While counting it belongs to one thread;
 * several threads each count into one made by mus_statistics_like and are merged. After that it is
 * read-only and may be shared. */
#ifndef MUS_MATCHER_STATISTICS_H
#define MUS_MATCHER_STATISTICS_H

#include "base/status.h"
#include "matcher/firm.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_statistics;

struct mus_statistics *mus_statistics_new(void); /* NULL: no memory */
void mus_statistics_free(struct mus_statistics *statistics);

/* Before the start. Wanting a term twice is the same as once. */
enum mus_status mus_statistics_want(struct mus_statistics *statistics, uint64_t term,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Every term of the firm that a score may need: what it offers and what it seeks. */
enum mus_status mus_statistics_want_firm(struct mus_statistics *statistics,
                                         const struct mus_firm *firm,
                                         struct mus_error *err) MUS_MUST_CHECK;
/* Ends the wanting; counts are 0. */
enum mus_status mus_statistics_start(struct mus_statistics *statistics,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* Counts one company; each company once. */
void mus_statistics_add(struct mus_statistics *statistics, const struct mus_firm *firm);
/* A started one with the same wanted terms and no counts; NULL: no memory. */
struct mus_statistics *mus_statistics_like(const struct mus_statistics *statistics);
/* Adds the counts of one made by mus_statistics_like. */
void mus_statistics_merge(struct mus_statistics *into, const struct mus_statistics *from);

#define MUS_DF_ONE 1024 /* a whole company in counts of companies */

/* For how much of one a company counts that has the term so often in a text: wholly, but for a
 * translation, whose tf are thousandths. */
static inline uint32_t mus_statistics_amount(uint32_t tf, bool translated)
{
    return translated ? (tf < 1000 ? tf : 1000) * MUS_DF_ONE / 1000 : MUS_DF_ONE;
}

/* Counts that are known from elsewhere, in 1024ths. Setting a term that is not wanted does nothing.
 */
void mus_statistics_set(struct mus_statistics *statistics, uint64_t term, uint64_t companies);
void mus_statistics_set_companies(struct mus_statistics *statistics, uint32_t companies);

uint32_t mus_statistics_companies(const struct mus_statistics *statistics);
/* In how many companies the term stands, in 1024ths; 0 for a term that was not wanted. */
uint64_t mus_statistics_df(const struct mus_statistics *statistics, uint64_t term);
/* The wanted terms, ascending; borrowed. */
struct mus_hashes mus_statistics_terms(const struct mus_statistics *statistics);

/* How rare the term is, from floor_thousandths·65536/1000 (in every company) to 65536 (in one):
 * log((2N+2)/(2df+1)) over its value for df = 1, so that it means the same in a fair of a hundred
 * and in a register of millions. A term that is not counted is as rare as can be. */
uint32_t mus_statistics_rarity(const struct mus_statistics *statistics, uint64_t term,
                               uint32_t floor_thousandths);

/* The same in two steps, the first of which is the same for all terms. */
struct mus_rarity_scale {
    uint64_t most; /* a term's count at most */
    uint64_t all;  /* log(2N+2) */
    uint64_t span; /* … less log 3 */
    uint32_t least;
};
struct mus_rarity_scale mus_statistics_scale(const struct mus_statistics *statistics,
                                             uint32_t floor_thousandths);
uint32_t mus_statistics_rarity_on(const struct mus_statistics *statistics,
                                  const struct mus_rarity_scale *scale, uint64_t term);

#endif
