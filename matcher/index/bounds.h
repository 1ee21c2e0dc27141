/* How high a company can score at most, from what the index keeps of it: an upper bound for each
 * part of both fits, and from them for the score. Inside the index.
 *
 * What depends on the query alone is worked out once; what depends on a value that many companies
 * share, once a segment. Contributions are in millionths, as those of a fit. */
#ifndef MUS_MATCHER_INDEX_BOUNDS_H
#define MUS_MATCHER_INDEX_BOUNDS_H

#include "base/status.h"
#include "matcher/index/segment.h"
#include "matcher/scorer.h"

#include <stdbool.h>
#include <stdint.h>

static inline uint32_t mus_greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}
static inline void mus_raise(uint32_t *value, uint32_t to)
{
    *value = mus_greater(*value, to);
}

/* The query's units that seek are kept apart up to so many; beyond, several share a group, whose
 * every bound is the greatest of theirs. */
#define MUS_BOUND_GROUPS 8
/* Sums of text go up to 65535 and are looked at in steps of 64. */
#define MUS_SUM_STEP 64
#define MUS_SUM_STEPS 1024
/* Contributions gathered from lists are kept in steps of 16 millionths, rounded up. */
#define MUS_RAISE_STEP 16
static inline uint32_t mus_unstepped(uint16_t steps)
{
    return (uint32_t)steps * MUS_RAISE_STEP;
}

/* Two sides of listings: in tables [0] is offers, [1] is needs. */
enum { MUS_BOUND_SIDES = 2 };

/* Units of the query that seek, looked at together. */
struct mus_bound_group {
    bool offers, needs; /* some unit is one */
    bool seeks;         /* some unit seeks by text or topic */
    bool topic;         /* … and all of those by topic */
    bool by_text;       /* some unit seeks by text */
    bool silent;        /* some unit seeks nothing */
    bool all_by_text;   /* all do */
    bool aimless;       /* some unit has no purpose */
    uint32_t industry;  /* whatever the candidate's classes are, at least */
    uint32_t technology;
    uint32_t subject[MUS_SUM_STEPS]; /* of a sum, by text found */
    /* by codes of the segment */
    uint32_t market[256];        /* by country */
    uint32_t partner_place[256]; /* the partner's country */
    uint32_t present_market;     /* both by presence, at most */
    uint32_t present_partner;
    uint32_t partner[256];                  /* kind and size */
    uint32_t purpose[MUS_BOUND_SIDES][256]; /* of the candidate's offers, of its needs */
    bool meets[256];                        /* purposes of needs complement each other */
};

struct mus_bounds {
    const struct mus_query *query;
    const struct mus_weights *weights;
    unsigned group_count;
    bool one_way;                     /* a bare need: the fit forth is the score */
    bool answers_text;                /* the query has text that can be found */
    bool wordless;                    /* a need of the query says nothing */
    bool has[MUS_BOUND_SIDES];        /* the query has live listings of the side */
    bool aimless[MUS_BOUND_SIDES];    /* … some without a purpose */
    uint32_t neutral[MUS_PART_COUNT]; /* contributions */
    uint32_t most[MUS_PART_COUNT];    /* … of a value of a million */
    uint32_t forth_fixed;             /* theme, and breadth where it is unknown */
    uint32_t back_fixed;
    uint64_t forth_breadth; /* in 65536ths of what a pair of listings adds up to */
    uint64_t back_breadth;
    bool back_market_neutral, back_industry_neutral, back_technology_neutral;
    uint32_t back_subject[MUS_SUM_STEPS];                         /* of a sum, sought by text */
    uint32_t back_topic[MUS_SUM_STEPS];                           /* … by topic */
    uint32_t back_purpose[MUS_BOUND_SIDES][MUS_BOUND_SIDES][256]; /* the query's side, the
                                              candidate's; by codes of the segment */
    bool meets[256];                                              /* of some group */
    uint32_t ways[256]; /* stage and channels, both ways alike */
    uint32_t languages[256];
    struct mus_bound_group groups[MUS_BOUND_GROUPS]; /* group_count of them are filled */
};

/* Large: to be allocated. What depends on the query alone; borrowed for the bounds' life. */
void mus_bounds_make(struct mus_bounds *bounds, const struct mus_query *query);
/* How a group's sums are to be read: `unit` is what the sum of a text is worth that is as much as
 * its half. */
void mus_bounds_scale_group(struct mus_bounds *bounds, unsigned group, uint32_t unit);
void mus_bounds_scale_back(struct mus_bounds *bounds, uint32_t unit, bool topic);
/* What depends on the segment's codes. */
void mus_bounds_enter(struct mus_bounds *bounds, const struct mus_segment *segment);
/* What a second pair of listings adds at most to a fit whose best adds up to `pair`. */
static inline uint32_t mus_bounds_breadth(const struct mus_bounds *bounds, uint32_t pair,
                                          uint64_t rate)
{
    uint64_t share = rate == 0 ? 0 : (pair * rate >> 16) + 1;
    uint64_t most = bounds->most[MUS_PART_BREADTH];
    return (uint32_t)(share < most ? share : most);
}
/* The group of a unit of the query. */
static inline unsigned mus_bounds_group_of(uint32_t unit)
{
    return unit % MUS_BOUND_GROUPS;
}

/* What was gathered for a window, by documents. Some lists may have been left out: then a sum is
 * more by no more than its cap. */
struct mus_gathered {
    const uint16_t *text[MUS_BOUND_GROUPS];
    const uint16_t *need_text[MUS_BOUND_GROUPS]; /* what needs add to it */
    const uint16_t *back_text;
    const uint16_t *back_need_text; /* what the query's needs add to it */
    const uint16_t *back_topic;
    bool met[MUS_BOUND_GROUPS], back_met, topic_met; /* else all of these sums are nothing */
    bool capped;
    uint16_t text_cap[MUS_BOUND_GROUPS], need_text_cap[MUS_BOUND_GROUPS];
    uint16_t back_text_cap, back_need_text_cap, back_topic_cap;
};

/* What classes and markets contribute at most, in steps of MUS_RAISE_STEP. */
enum { MUS_WORTH_INDUSTRY, MUS_WORTH_TECHNOLOGY, MUS_WORTH_MARKET, MUS_WORTH_FIELDS };
enum { MUS_WORTH_BACK, MUS_WORTH_GROUPS, MUS_WORTH_LANES = MUS_WORTH_GROUPS + MUS_BOUND_GROUPS };
struct mus_worth {
    uint16_t values[MUS_WORTH_FIELDS][MUS_WORTH_LANES]; /* back, and of each group */
};

/* The column of the purposes of a side. */
static inline enum mus_fact_column mus_bounds_purposes(unsigned side)
{
    return side == 0 ? MUS_COLUMN_OFFERED : MUS_COLUMN_NEEDED;
}
/* Two sums that were scaled together. */
static inline uint32_t mus_bounds_both(uint32_t sum, uint32_t more)
{
    return sum + more < UINT16_MAX ? sum + more : UINT16_MAX;
}

/* True where purposes of the query's needs and of needs in the segment may complement each other:
 * else what needs find in needs is worth nothing. */
bool mus_bounds_needs_meet(const struct mus_bounds *bounds, const struct mus_segment *segment);

#endif
