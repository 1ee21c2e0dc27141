/* What the facts make of a pair of listings is what its purposes are worth, what its subject is
 * worth at least (a subject that is unknown), and which sum it may be worth more by. A fit takes
 * the best pair. Profiles are found by the facts themselves in a table that forgets what it has no
 * room for. */
#include "matcher/index/profiles.h"

#include "base/mem.h"
#include "matcher/scorer.h"

#include <string.h>

enum { SLOT_BITS = 9, SLOTS = 1 << SLOT_BITS };
/* A kind of pair: the value of its purposes, and of its subject at least. */
struct pair {
    uint32_t purpose;
    uint32_t least;
    uint32_t subject; /* MUS_SUBJECT_…: by which it may be worth more */
};

/* With a group of the query's units. */
struct with_group {
    uint32_t fixed;                /* market and partner */
    uint32_t industry, technology; /* at least */
    uint32_t end;                  /* of the group's pairs */
};

struct mus_profile {
    uint64_t key;
    uint64_t segment; /* number of the segment it is of; 0: none */
    uint32_t either;  /* contributions that both fits have */
    uint32_t no_breadth;
    uint32_t back;                                        /* partner */
    uint32_t back_market, back_industry, back_technology; /* at least */
    uint32_t end;                                         /* of the pairs back, which come last */
    struct with_group *groups;
    struct pair *pairs;
};

struct mus_profiles {
    const struct mus_bounds *bounds;
    const struct mus_segment *segment;
    uint64_t number; /* of the segment */
    struct mus_profile slots[SLOTS];
    struct with_group *groups; /* of all slots */
    struct pair *pairs;
};

struct mus_profiles *mus_profiles_new(const struct mus_bounds *bounds)
{
    struct mus_profiles *profiles = mus_alloc_zero(1, sizeof *profiles);
    if (profiles == NULL) {
        return NULL;
    }
    const size_t groups = bounds->group_count;
    const size_t pairs = 4 * groups + 4;
    profiles->bounds = bounds;
    profiles->groups = mus_alloc(SLOTS * groups, sizeof *profiles->groups);
    profiles->pairs = mus_alloc(SLOTS * pairs, sizeof *profiles->pairs);
    if (profiles->groups == NULL || profiles->pairs == NULL) {
        mus_profiles_free(profiles);
        return NULL;
    }
    for (size_t i = 0; i < SLOTS; i++) {
        profiles->slots[i].groups = profiles->groups + i * groups;
        profiles->slots[i].pairs = profiles->pairs + i * pairs;
    }
    return profiles;
}

void mus_profiles_free(struct mus_profiles *profiles)
{
    if (profiles != NULL) {
        mus_free(profiles->groups);
        mus_free(profiles->pairs);
        mus_free(profiles);
    }
}

void mus_profiles_enter(struct mus_profiles *profiles, const struct mus_segment *segment)
{
    profiles->segment = segment;
    profiles->number++;
}

/* ------------------------------------------------------------------ making one */

struct making {
    const struct mus_bounds *bounds;
    struct mus_profile *profile;
    uint32_t country, languages, kind_size, ways;
    uint32_t purposes[MUS_BOUND_SIDES]; /* codes */
    uint32_t flags;
    uint32_t pairs;
};

static bool has(const struct making *m, uint32_t flags)
{
    return (m->flags & flags) != 0;
}

static void add_pair(struct making *m, uint32_t purpose, bool unknown, uint32_t subject)
{
    m->profile->pairs[m->pairs++] =
        (struct pair){purpose, unknown ? m->bounds->neutral[MUS_PART_SUBJECT] : 0, subject};
}

static bool aimless(const struct making *m, unsigned side)
{
    return has(m, side == 0 ? MUS_FACT_AIMLESS_OFFER : MUS_FACT_AIMLESS_NEED);
}

/* The purpose of a pair: `value` where both have some. */
static uint32_t purpose(const struct making *m, uint32_t value, bool unknown)
{
    return unknown ? mus_greater(value, m->bounds->neutral[MUS_PART_PURPOSE]) : value;
}

static uint32_t purpose_of_group(const struct making *m, const struct mus_bound_group *group,
                                 unsigned side)
{
    return purpose(m, group->purpose[side][m->purposes[side]], group->aimless || aimless(m, side));
}

/* True where the candidate's needs may leave the subject unknown. */
static bool wordless(const struct making *m)
{
    return has(m, MUS_FACT_WORDLESS_NEED) || !m->bounds->answers_text;
}

/* A need of the query, and an offer or the bare profile of a candidate that has none; or a need,
 * where purposes complement each other. */
static void add_forth_of_need(struct making *m, unsigned number)
{
    const struct mus_bound_group *group = &m->bounds->groups[number];
    const bool unknown = group->silent || !has(m, MUS_FACT_TEXT);
    uint32_t offered = purpose_of_group(m, group, 0);
    add_pair(m, purpose(m, offered, !has(m, MUS_FACT_OFFER)), unknown, MUS_SUBJECT_TEXT + number);
    if (has(m, MUS_FACT_NEED)) {
        add_pair(m, purpose_of_group(m, group, 1), unknown,
                 group->meets[m->purposes[1]] ? MUS_SUBJECT_NEED_TEXT + number : MUS_SUBJECT_NONE);
    }
}

/* An offer of the query, and a need, which asks, or the bare profile of a candidate that has none;
 * or an offer. */
static void add_forth_of_offer(struct making *m, unsigned number)
{
    const struct mus_bound_group *group = &m->bounds->groups[number];
    const bool textless = !has(m, MUS_FACT_TEXT);
    if (has(m, MUS_FACT_NEED)) {
        add_pair(m, purpose_of_group(m, group, 1), wordless(m), MUS_SUBJECT_BACK);
    } else {
        add_pair(m, m->bounds->neutral[MUS_PART_PURPOSE], group->silent || textless,
                 MUS_SUBJECT_TEXT + number);
    }
    if (has(m, MUS_FACT_OFFER)) {
        add_pair(m, purpose_of_group(m, group, 0), !group->all_by_text || textless,
                 group->by_text ? MUS_SUBJECT_TEXT + number : MUS_SUBJECT_NONE);
    }
}

static void add_forth(struct making *m, unsigned number)
{
    const struct mus_bounds *bounds = m->bounds;
    const struct mus_bound_group *group = &bounds->groups[number];
    struct with_group *with = &m->profile->groups[number];
    uint32_t market = group->market[m->country];
    uint32_t partner = group->partner_place[m->country];
    if (has(m, MUS_FACT_PRESENT)) {
        market = mus_greater(market, group->present_market);
        partner = mus_greater(partner, group->present_partner);
    }
    with->fixed = market + partner + group->partner[m->kind_size];
    with->industry =
        mus_greater(group->industry,
                    has(m, MUS_FACT_WITHOUT_INDUSTRY) ? bounds->neutral[MUS_PART_INDUSTRY] : 0);
    with->technology =
        mus_greater(group->technology,
                    has(m, MUS_FACT_WITHOUT_TECHNOLOGY) ? bounds->neutral[MUS_PART_TECHNOLOGY] : 0);
    if (group->needs) {
        add_forth_of_need(m, number);
    }
    if (group->offers) {
        add_forth_of_offer(m, number);
    }
    if (!group->needs && !group->offers) {
        add_pair(m, bounds->neutral[MUS_PART_PURPOSE], true, MUS_SUBJECT_NONE);
    }
    with->end = m->pairs;
}

/* With the query's listings of a side. */
static uint32_t back_purpose(const struct making *m, unsigned own, unsigned side)
{
    return purpose(m, m->bounds->back_purpose[own][side][m->purposes[side]],
                   m->bounds->aimless[own] || aimless(m, side));
}

/* A need of the candidate, and an offer of the query or its bare profile where it has none; or a
 * need, where purposes complement each other. */
static void add_back_of_need(struct making *m)
{
    const struct mus_bounds *bounds = m->bounds;
    add_pair(m, bounds->has[0] ? back_purpose(m, 0, 1) : bounds->neutral[MUS_PART_PURPOSE],
             wordless(m), MUS_SUBJECT_BACK);
    if (bounds->has[1]) {
        add_pair(m, back_purpose(m, 1, 1), wordless(m),
                 bounds->meets[m->purposes[1]] ? MUS_SUBJECT_BACK_NEED : MUS_SUBJECT_NONE);
    }
}

/* An offer of the candidate, and a need of the query, which asks, or its bare profile where it has
 * none; or an offer. */
static void add_back_of_offer(struct making *m)
{
    const struct mus_bounds *bounds = m->bounds;
    const bool unknown = !has(m, MUS_FACT_OFFERS_BY_TEXT) || !bounds->answers_text;
    if (bounds->has[1]) {
        add_pair(m, back_purpose(m, 1, 0), bounds->wordless || !has(m, MUS_FACT_TEXT),
                 MUS_SUBJECT_ASKED);
    } else {
        add_pair(m, bounds->neutral[MUS_PART_PURPOSE], unknown, MUS_SUBJECT_BACK_TOPIC);
    }
    if (bounds->has[0]) {
        add_pair(m, back_purpose(m, 0, 0), unknown, MUS_SUBJECT_BACK);
    }
}

static void add_back(struct making *m)
{
    const struct mus_bounds *bounds = m->bounds;
    struct mus_profile *profile = m->profile;
    const uint32_t *neutral = bounds->neutral;
    profile->back =
        has(m, MUS_FACT_PARTNER) ? bounds->most[MUS_PART_PARTNER] : neutral[MUS_PART_PARTNER];
    profile->back_market = bounds->back_market_neutral || has(m, MUS_FACT_WITHOUT_MARKET)
                               ? neutral[MUS_PART_MARKET]
                               : 0;
    profile->back_industry = bounds->back_industry_neutral || has(m, MUS_FACT_WITHOUT_INDUSTRY)
                                 ? neutral[MUS_PART_INDUSTRY]
                                 : 0;
    profile->back_technology =
        bounds->back_technology_neutral || has(m, MUS_FACT_WITHOUT_TECHNOLOGY)
            ? neutral[MUS_PART_TECHNOLOGY]
            : 0;
    if (has(m, MUS_FACT_NEED)) {
        add_back_of_need(m);
    }
    if (has(m, MUS_FACT_OFFER)) {
        add_back_of_offer(m);
    }
    if (!has(m, MUS_FACT_LISTED)) {
        add_pair(m, neutral[MUS_PART_PURPOSE], true, MUS_SUBJECT_NONE);
    }
    profile->end = m->pairs;
}

/* The key is the document's row. */
static void make(const struct mus_bounds *bounds, uint64_t key, struct mus_profile *profile)
{
    struct making m = {.bounds = bounds,
                       .profile = profile,
                       .country = key & 255,
                       .languages = key >> 8 & 255,
                       .purposes = {key >> 16 & 255, key >> 24 & 255},
                       .kind_size = key >> 32 & 255,
                       .ways = key >> 40 & 255,
                       .flags = (uint32_t)(key >> 48)};
    profile->key = key;
    profile->either = bounds->ways[m.ways] + bounds->languages[m.languages];
    bool unknown = bounds->query->party.count == 0 || !has(&m, MUS_FACT_LISTED);
    profile->no_breadth = unknown ? bounds->neutral[MUS_PART_BREADTH] : 0;
    for (unsigned i = 0; i < bounds->group_count; i++) {
        add_forth(&m, i);
    }
    add_back(&m);
}

const struct mus_profile *mus_profile_of(struct mus_profiles *profiles, uint32_t doc)
{
    uint64_t key = mus_segment_row(profiles->segment, doc);
    struct mus_profile *slot = &profiles->slots[key * 0x9E3779B97F4A7C15U >> (64 - SLOT_BITS)];
    if (slot->segment != profiles->number || slot->key != key) {
        make(profiles->bounds, key, slot);
        slot->segment = profiles->number;
    }
    return slot;
}

/* ------------------------------------------------------------------ of a document */

/* The worth of a sum; of a sum of nothing, nothing. */
static uint32_t worth_of(const uint32_t table[MUS_SUM_STEPS], uint32_t sum)
{
    return sum == 0 ? 0 : table[sum / MUS_SUM_STEP];
}

void mus_subjects_of(const struct mus_bounds *bounds, const struct mus_gathered *gathered,
                     uint32_t at, bool whole, struct mus_subjects *out)
{
    const uint32_t caps = whole ? 0 : UINT16_MAX; /* which bits of a cap count */
    uint32_t asked = 0;
    for (unsigned i = 0; i < bounds->group_count; i++) {
        const struct mus_bound_group *group = &bounds->groups[i];
        uint32_t more = gathered->need_text[i] == NULL
                            ? 0
                            : gathered->need_text[i][at] + (caps & gathered->need_text_cap[i]);
        uint32_t sum = gathered->text[i][at] + (caps & gathered->text_cap[i]);
        uint32_t value = worth_of(group->subject, sum);
        out->values[MUS_SUBJECT_TEXT + i] = value;
        out->values[MUS_SUBJECT_NEED_TEXT + i] =
            more == 0 ? value : worth_of(group->subject, mus_bounds_both(sum, more));
        asked = group->needs ? mus_greater(asked, value) : asked;
    }
    out->values[MUS_SUBJECT_ASKED] = asked;
    out->values[MUS_SUBJECT_NONE] = 0;
    if (gathered->back_text == NULL) {
        out->values[MUS_SUBJECT_BACK] = out->values[MUS_SUBJECT_BACK_NEED] = 0;
        out->values[MUS_SUBJECT_BACK_TOPIC] = 0;
        return;
    }
    uint32_t sum = gathered->back_text[at] + (caps & gathered->back_text_cap);
    uint32_t more = gathered->back_need_text[at] + (caps & gathered->back_need_text_cap);
    uint32_t topic = gathered->back_topic[at] + (caps & gathered->back_topic_cap);
    uint32_t value = worth_of(bounds->back_subject, sum);
    out->values[MUS_SUBJECT_BACK] = value;
    out->values[MUS_SUBJECT_BACK_NEED] =
        more == 0 ? value : worth_of(bounds->back_subject, mus_bounds_both(sum, more));
    /* Offers that seek by text meet the bare profile as well. */
    out->values[MUS_SUBJECT_BACK_TOPIC] = mus_greater(value, worth_of(bounds->back_topic, topic));
}

static uint32_t best_pair(const struct mus_profile *profile, uint32_t from, uint32_t to,
                          const struct mus_subjects *subjects)
{
    uint32_t best = 0;
    for (uint32_t i = from; i < to; i++) {
        const struct pair *pair = &profile->pairs[i];
        best = mus_greater(best, pair->purpose +
                                     mus_greater(pair->least, subjects->values[pair->subject]));
    }
    return best;
}

/* With the share of breadth. */
static uint32_t fit(const struct mus_bounds *bounds, const struct mus_profile *profile,
                    uint32_t pair, uint64_t rate, uint32_t fixed)
{
    uint32_t all = pair + mus_greater(mus_bounds_breadth(bounds, pair, rate), profile->no_breadth) +
                   profile->either + fixed;
    return all < MUS_MILLION ? all : MUS_MILLION;
}

uint32_t mus_profile_bound(const struct mus_bounds *bounds, const struct mus_profile *profile,
                           const struct mus_subjects *subjects, const struct mus_worth *worth)
{
    uint32_t best = 0;
    uint32_t at = 0;
    for (unsigned i = 0; i < bounds->group_count; i++) {
        const struct with_group *with = &profile->groups[i];
        uint16_t industry = worth->values[MUS_WORTH_INDUSTRY][MUS_WORTH_GROUPS + i];
        uint16_t technology = worth->values[MUS_WORTH_TECHNOLOGY][MUS_WORTH_GROUPS + i];
        best = mus_greater(best, with->fixed + best_pair(profile, at, with->end, subjects) +
                                     mus_greater(with->industry, mus_unstepped(industry)) +
                                     mus_greater(with->technology, mus_unstepped(technology)));
        at = with->end;
    }
    uint32_t forth = fit(bounds, profile, best, bounds->forth_breadth, bounds->forth_fixed);
    if (bounds->one_way) {
        return forth;
    }
    best = profile->back + best_pair(profile, at, profile->end, subjects) +
           mus_greater(profile->back_market,
                       mus_unstepped(worth->values[MUS_WORTH_MARKET][MUS_WORTH_BACK])) +
           mus_greater(profile->back_industry,
                       mus_unstepped(worth->values[MUS_WORTH_INDUSTRY][MUS_WORTH_BACK])) +
           mus_greater(profile->back_technology,
                       mus_unstepped(worth->values[MUS_WORTH_TECHNOLOGY][MUS_WORTH_BACK]));
    return mus_score_combine(bounds->weights->formula, forth,
                             fit(bounds, profile, best, bounds->back_breadth, bounds->back_fixed));
}
