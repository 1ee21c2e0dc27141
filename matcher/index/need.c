/* A bound (bounds.h) with every fact at its greatest in the window and the segment leaves the
 * subject alone to decide, and the subject grows with a sum: so for each kind of sum there is a
 * least one below which nobody reaches the score. */
#include "matcher/index/need.h"

#include <string.h>

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static void raise(uint32_t *value, uint32_t to)
{
    *value = greater(*value, to);
}

static uint32_t at_most_one(uint32_t fit)
{
    return fit < MUS_MILLION ? fit : MUS_MILLION;
}

/* What fits add up to at most without the subject, and without the breadth of a pair. */
struct rest {
    uint32_t forth_pair, forth_other;
    uint32_t back_pair, back_other;
};

/* What some document of a window has. */
struct crowd {
    uint32_t flags;
    bool other[3]; /* a code that is none of the segment's */
};

static struct crowd crowd_of(const struct mus_segment *segment, uint32_t window)
{
    struct crowd crowd = {0};
    uint32_t first = window * MUS_WINDOW;
    uint32_t count = segment->docs - first < MUS_WINDOW ? segment->docs - first : MUS_WINDOW;
    for (uint32_t i = 0; i < count; i++) {
        crowd.flags |= mus_load_u16(segment->flags, first + i);
    }
    for (unsigned column = 0; column < 3; column++) {
        crowd.other[column] =
            memchr(segment->columns[column] + first, MUS_CODE_OTHER, count) != NULL;
    }
    return crowd;
}

/* Of a table by codes; that of another code counts where there is one. */
static uint32_t greatest(const uint32_t values[256], bool other)
{
    uint32_t best = 0;
    for (unsigned i = 0; i < MUS_CODE_OTHER + (unsigned)other; i++) {
        raise(&best, values[i]);
    }
    return best;
}

static uint32_t stepped(uint16_t value)
{
    return (uint32_t)value * MUS_RAISE_STEP;
}

static struct rest rest_of(const struct mus_bounds *bounds, const struct crowd *crowd,
                           const struct mus_gathered *gathered)
{
    const uint32_t *neutral = bounds->neutral;
    const bool present = (crowd->flags & MUS_FACT_PRESENT) != 0;
    const bool country = crowd->other[MUS_COLUMN_COUNTRY];
    const bool purpose = crowd->other[MUS_COLUMN_PURPOSES];
    struct rest rest = {0};
    for (unsigned i = 0; i < bounds->group_count; i++) {
        const struct mus_bound_group *group = &bounds->groups[i];
        uint32_t industry = greater(stepped(gathered->industry_most[i]), group->industry);
        uint32_t technology = greater(stepped(gathered->technology_most[i]), group->technology);
        raise(&rest.forth_pair,
              greater(greatest(group->market, country), present ? group->present_market : 0) +
                  greater(greatest(group->partner_place, country),
                          present ? group->present_partner : 0) +
                  greatest(group->partner, true) +
                  greater(greatest(group->purpose, purpose), neutral[MUS_PART_PURPOSE]) +
                  greater(industry, neutral[MUS_PART_INDUSTRY]) +
                  greater(technology, neutral[MUS_PART_TECHNOLOGY]));
    }
    rest.back_pair = greater(stepped(gathered->back_market_most), neutral[MUS_PART_MARKET]) +
                     ((crowd->flags & MUS_FACT_PARTNER) != 0 ? bounds->most[MUS_PART_PARTNER]
                                                             : neutral[MUS_PART_PARTNER]) +
                     greater(greatest(bounds->back_purpose, purpose), neutral[MUS_PART_PURPOSE]) +
                     greater(stepped(gathered->back_industry_most), neutral[MUS_PART_INDUSTRY]) +
                     greater(stepped(gathered->back_technology_most), neutral[MUS_PART_TECHNOLOGY]);
    uint32_t either = greatest(bounds->ways, true) +
                      greatest(bounds->languages, crowd->other[MUS_COLUMN_LANGUAGES]);
    rest.forth_other = either + bounds->forth_fixed;
    rest.back_other = either + bounds->back_fixed;
    return rest;
}

static uint32_t breadth_of(const struct mus_bounds *bounds, uint32_t pair, uint64_t rate)
{
    return greater(mus_bounds_breadth(bounds, pair, rate), bounds->neutral[MUS_PART_BREADTH]);
}

/* The score at most, where both fits have a subject of no more than this. */
static uint32_t reach(const struct mus_bounds *bounds, const struct rest *rest, uint32_t subject)
{
    uint32_t pair = rest->forth_pair + subject;
    uint32_t to =
        at_most_one(pair + breadth_of(bounds, pair, bounds->forth_breadth) + rest->forth_other);
    if (bounds->one_way) {
        return to;
    }
    pair = rest->back_pair + subject;
    uint32_t from =
        at_most_one(pair + breadth_of(bounds, pair, bounds->back_breadth) + rest->back_other);
    return mus_score_combine(bounds->weights->formula, to, from);
}

/* The least sum whose value is so much; more than any sum where none is. */
static uint32_t least_sum(const uint32_t table[MUS_SUM_STEPS], uint32_t subject)
{
    uint32_t low = 0;
    uint32_t high = MUS_SUM_STEPS;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (table[middle] >= subject) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low == 0 ? 1 : low * MUS_SUM_STEP; /* a sum of nothing has no value */
}

void mus_bounds_need(const struct mus_bounds *bounds, const struct mus_segment *segment,
                     uint32_t window, const struct mus_gathered *gathered, uint32_t least,
                     struct mus_needed *out)
{
    struct crowd crowd = crowd_of(segment, window);
    struct rest rest = rest_of(bounds, &crowd, gathered);
    uint32_t low = 0;
    uint32_t high = bounds->most[MUS_PART_SUBJECT] + 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (reach(bounds, &rest, middle) >= least) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    out->nothing = low <= bounds->neutral[MUS_PART_SUBJECT];
    for (unsigned i = 0; i < bounds->group_count; i++) {
        out->text[i] = least_sum(bounds->groups[i].subject, low);
    }
    out->back_text = least_sum(bounds->back_subject, low);
    out->back_topic = least_sum(bounds->back_topic, low);
}
