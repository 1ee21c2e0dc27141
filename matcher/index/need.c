/* A bound (bounds.h) with every fact but the country at its greatest in the window and the segment
 * leaves the subject alone to decide, and the subject grows with a sum: so for each kind of sum
 * there is a least one below which nobody of a country reaches the score. Where no text is met, the
 * subject of a pair of listings is worth nothing, or what is unknown is worth; so what is reached
 * without a sum is told apart from what is reached with one. */
#include "matcher/index/need.h"

#include <string.h>

static uint32_t at_most_one(uint32_t fit)
{
    return fit < MUS_MILLION ? fit : MUS_MILLION;
}

struct crowd {
    const struct mus_bounds *bounds;
    const struct mus_worth *most;
    struct mus_window_facts facts;
};

static bool some(const struct crowd *crowd, uint32_t flag)
{
    return (crowd->facts.some & flag) != 0;
}

static bool all(const struct crowd *crowd, uint32_t flag)
{
    return (crowd->facts.all & flag) == flag;
}

/* Of a table by codes; that of another code counts where there is one. */
static uint32_t greatest(const struct crowd *crowd, const uint32_t values[256],
                         enum mus_fact_column column)
{
    uint32_t best = 0;
    bool other = (crowd->facts.other >> column & 1) != 0;
    for (unsigned i = 0; i < MUS_CODE_OTHER + (unsigned)other; i++) {
        mus_raise(&best, values[i]);
    }
    return best;
}

static uint32_t purpose(const struct crowd *crowd, const uint32_t values[256], unsigned side,
                        bool aimless)
{
    uint32_t flag = side == 0 ? MUS_FACT_AIMLESS_OFFER : MUS_FACT_AIMLESS_NEED;
    uint32_t best = greatest(crowd, values, mus_bounds_purposes(side));
    return aimless || some(crowd, flag)
               ? mus_greater(best, crowd->bounds->neutral[MUS_PART_PURPOSE])
               : best;
}

/* A pair whose subject may be unknown, or may have been met. */
static void add_pair(const struct crowd *crowd, struct mus_reach *reach, uint32_t value,
                     bool unknown, bool met)
{
    mus_raise(&reach->free, value + (unknown ? crowd->bounds->neutral[MUS_PART_SUBJECT] : 0));
    mus_raise(&reach->met, met ? value : 0);
}

static bool any_meets(const bool meets[256])
{
    for (size_t i = 0; i < 256; i++) {
        if (meets[i]) {
            return true;
        }
    }
    return false;
}

static struct mus_reach forth_of_group(const struct crowd *crowd,
                                       const struct mus_bound_group *group)
{
    const struct mus_bounds *bounds = crowd->bounds;
    const uint32_t neutral = bounds->neutral[MUS_PART_PURPOSE];
    const bool silent = group->silent || !all(crowd, MUS_FACT_TEXT);
    uint32_t offered = purpose(crowd, group->purpose[0], 0, group->aimless);
    uint32_t needed = purpose(crowd, group->purpose[1], 1, group->aimless);
    struct mus_reach reach = {0, 0};
    if (group->needs) {
        add_pair(crowd, &reach,
                 all(crowd, MUS_FACT_OFFER) ? offered : mus_greater(offered, neutral), silent,
                 true);
        if (some(crowd, MUS_FACT_NEED)) {
            add_pair(crowd, &reach, needed, silent, any_meets(group->meets));
        }
    }
    if (group->offers) {
        if (some(crowd, MUS_FACT_NEED)) {
            add_pair(crowd, &reach, needed,
                     some(crowd, MUS_FACT_WORDLESS_NEED) || !bounds->answers_text, true);
        }
        if (!all(crowd, MUS_FACT_NEED)) {
            add_pair(crowd, &reach, neutral, silent, true);
        }
        if (some(crowd, MUS_FACT_OFFER)) {
            add_pair(crowd, &reach, offered, !group->all_by_text || !all(crowd, MUS_FACT_TEXT),
                     group->by_text);
        }
    }
    if (!group->needs && !group->offers) {
        add_pair(crowd, &reach, neutral, true, false);
    }
    return reach;
}

static struct mus_reach back_of_pair(const struct crowd *crowd)
{
    const struct mus_bounds *bounds = crowd->bounds;
    const uint32_t neutral = bounds->neutral[MUS_PART_PURPOSE];
    const bool wordless = some(crowd, MUS_FACT_WORDLESS_NEED) || !bounds->answers_text;
    const bool untold = !all(crowd, MUS_FACT_OFFERS_BY_TEXT) || !bounds->answers_text;
    struct mus_reach reach = {0, 0};
    if (some(crowd, MUS_FACT_NEED)) {
        add_pair(crowd, &reach,
                 bounds->has[0] ? purpose(crowd, bounds->back_purpose[0][1], 1, bounds->aimless[0])
                                : neutral,
                 wordless, true);
        if (bounds->has[1]) {
            add_pair(crowd, &reach,
                     purpose(crowd, bounds->back_purpose[1][1], 1, bounds->aimless[1]), wordless,
                     any_meets(bounds->meets));
        }
    }
    if (some(crowd, MUS_FACT_OFFER)) {
        if (bounds->has[1]) {
            add_pair(crowd, &reach,
                     purpose(crowd, bounds->back_purpose[1][0], 0, bounds->aimless[1]),
                     bounds->wordless || !all(crowd, MUS_FACT_TEXT), true);
        } else {
            add_pair(crowd, &reach, neutral, untold, true);
        }
        if (bounds->has[0]) {
            add_pair(crowd, &reach,
                     purpose(crowd, bounds->back_purpose[0][0], 0, bounds->aimless[0]), untold,
                     true);
        }
    }
    if (!all(crowd, MUS_FACT_LISTED)) {
        add_pair(crowd, &reach, neutral, true, false);
    }
    return reach;
}

static void add_to(struct mus_reach *reach, uint32_t value)
{
    reach->free += value;
    reach->met += value;
}

static struct mus_rest rest_of(const struct crowd *crowd)
{
    const struct mus_bounds *bounds = crowd->bounds;
    const struct mus_worth *most = crowd->most;
    const uint32_t *neutral = bounds->neutral;
    struct mus_rest rest = {.forth_other = 0};
    for (unsigned i = 0; i < bounds->group_count; i++) {
        const struct mus_bound_group *group = &bounds->groups[i];
        uint32_t industry = mus_greater(
            mus_unstepped(most->values[MUS_WORTH_INDUSTRY][MUS_WORTH_GROUPS + i]), group->industry);
        uint32_t technology =
            mus_greater(mus_unstepped(most->values[MUS_WORTH_TECHNOLOGY][MUS_WORTH_GROUPS + i]),
                        group->technology);
        struct mus_reach reach = forth_of_group(crowd, group);
        add_to(&reach, greatest(crowd, group->partner, MUS_COLUMN_KIND_SIZE) +
                           mus_greater(industry, neutral[MUS_PART_INDUSTRY]) +
                           mus_greater(technology, neutral[MUS_PART_TECHNOLOGY]));
        mus_raise(&rest.forth.free, reach.free);
        mus_raise(&rest.forth.met, reach.met);
    }
    rest.back = back_of_pair(crowd);
    add_to(&rest.back,
           mus_greater(mus_unstepped(most->values[MUS_WORTH_MARKET][MUS_WORTH_BACK]),
                       neutral[MUS_PART_MARKET]) +
               (some(crowd, MUS_FACT_PARTNER) ? bounds->most[MUS_PART_PARTNER]
                                              : neutral[MUS_PART_PARTNER]) +
               mus_greater(mus_unstepped(most->values[MUS_WORTH_INDUSTRY][MUS_WORTH_BACK]),
                           neutral[MUS_PART_INDUSTRY]) +
               mus_greater(mus_unstepped(most->values[MUS_WORTH_TECHNOLOGY][MUS_WORTH_BACK]),
                           neutral[MUS_PART_TECHNOLOGY]));
    uint32_t either = greatest(crowd, bounds->ways, MUS_COLUMN_WAYS) +
                      greatest(crowd, bounds->languages, MUS_COLUMN_LANGUAGES);
    rest.forth_other = either + bounds->forth_fixed;
    rest.back_other = either + bounds->back_fixed;
    return rest;
}

static uint32_t breadth_of(const struct mus_bounds *bounds, uint32_t pair, uint64_t rate)
{
    return mus_greater(mus_bounds_breadth(bounds, pair, rate), bounds->neutral[MUS_PART_BREADTH]);
}

static uint32_t pair_of(struct mus_reach reach, uint32_t subject)
{
    return subject == 0 ? reach.free : mus_greater(reach.free, reach.met + subject);
}

/* The score at most of a country, where both fits have a subject of no more than this; 0: no text
 * is met. */
static uint32_t score_of(const struct mus_bounds *bounds, const struct mus_rest *rest,
                         uint32_t country, uint32_t subject)
{
    uint32_t pair = country + pair_of(rest->forth, subject);
    uint32_t to =
        at_most_one(pair + breadth_of(bounds, pair, bounds->forth_breadth) + rest->forth_other);
    if (bounds->one_way) {
        return to;
    }
    pair = pair_of(rest->back, subject);
    uint32_t from =
        at_most_one(pair + breadth_of(bounds, pair, bounds->back_breadth) + rest->back_other);
    return mus_score_combine(bounds->weights->formula, to, from);
}

/* The least sum whose value is so much; more than any sum where none is. */
static uint16_t least_sum(const uint32_t table[MUS_SUM_STEPS], uint32_t subject)
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
    uint32_t sum = low == 0 ? 1 : low * MUS_SUM_STEP; /* a sum of nothing has no value */
    return sum < UINT16_MAX ? (uint16_t)sum : UINT16_MAX;
}

static struct mus_need need_of(const struct mus_bounds *bounds, const struct mus_rest *rest,
                               uint32_t country, uint32_t least)
{
    struct mus_need need = {.nothing = score_of(bounds, rest, country, 0) >= least};
    uint32_t low = 1;
    uint32_t high = bounds->most[MUS_PART_SUBJECT] + 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (score_of(bounds, rest, country, middle) >= least) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    for (unsigned i = 0; i < bounds->group_count; i++) {
        need.text[i] = least_sum(bounds->groups[i].subject, low);
    }
    need.back_text = least_sum(bounds->back_subject, low);
    need.back_topic = least_sum(bounds->back_topic, low);
    return need;
}

/* What a country counts for in a fit at most. */
static uint32_t country_of(const struct crowd *crowd, unsigned code)
{
    const struct mus_bounds *bounds = crowd->bounds;
    bool present = some(crowd, MUS_FACT_PRESENT);
    uint32_t best = 0;
    for (unsigned i = 0; i < bounds->group_count; i++) {
        const struct mus_bound_group *group = &bounds->groups[i];
        mus_raise(&best, mus_greater(group->market[code], present ? group->present_market : 0) +
                             mus_greater(group->partner_place[code],
                                         present ? group->present_partner : 0));
    }
    return best;
}

/* The value's place among those of the grades, which descend. Where there are too many, the last
 * takes it in. */
static void add_grade(struct mus_grades *grades, uint32_t value)
{
    unsigned at = 0;
    while (at < grades->count && grades->values[at] > value) {
        at++;
    }
    if (at < grades->count && grades->values[at] == value) {
        return;
    }
    unsigned last = grades->count < MUS_NEED_GRADES ? grades->count++ : MUS_NEED_GRADES - 1;
    if (at < MUS_NEED_GRADES) {
        memmove(grades->values + at + 1, grades->values + at, (last - at) * sizeof *grades->values);
        grades->values[at] = value;
    }
}

/* The grade that counts for as much at least. */
static uint8_t grade_of(const struct mus_grades *grades, uint32_t value)
{
    unsigned grade = 0;
    while (grade + 1 < grades->count && grades->values[grade + 1] >= value) {
        grade++;
    }
    return (uint8_t)grade;
}

static bool same_facts(struct mus_window_facts a, struct mus_window_facts b)
{
    return a.some == b.some && a.all == b.all && a.other == b.other;
}

static void tell_apart(struct mus_grades *grades, unsigned most)
{
    grades->told = grades->count < most ? grades->count : most;
    for (unsigned code = 0; code < 256; code++) {
        const unsigned grade =
            grades->of[code] < grades->told ? grades->of[code] : grades->told - 1;
        for (unsigned bit = 0; grade >> bit != 0; bit++) {
            if ((grade >> bit & 1) != 0) {
                mus_code_set_add(&grades->sets[bit], (uint8_t)code);
            }
        }
    }
}

void mus_bounds_grade(const struct mus_bounds *bounds, const struct mus_segment *segment,
                      uint32_t window, unsigned most, struct mus_grades *out)
{
    const struct crowd crowd = {bounds, NULL, mus_segment_window(segment, window)};
    const unsigned count = segment->sets[MUS_COLUMN_COUNTRY].count;
    uint32_t values[256] = {0};
    if (out->known && same_facts(out->facts, crowd.facts)) {
        return;
    }
    *out = (struct mus_grades){.known = true, .facts = crowd.facts};
    for (unsigned code = 0; code < count; code++) {
        values[code] = country_of(&crowd, code);
        add_grade(out, values[code]);
    }
    values[MUS_CODE_OTHER] = country_of(&crowd, MUS_CODE_OTHER);
    add_grade(out, values[MUS_CODE_OTHER]);
    for (unsigned code = 0; code < 256; code++) {
        out->of[code] = grade_of(out, values[code]);
    }
    tell_apart(out, most);
}

void mus_bounds_need(const struct mus_bounds *bounds, const struct mus_grades *grades,
                     const struct mus_worth *most, uint32_t least, struct mus_needed *out)
{
    const struct crowd crowd = {bounds, most, grades->facts};
    bool known = out->known && same_facts(out->facts, crowd.facts);
    if (known && out->score == least) {
        return;
    }
    if (!known) {
        out->facts = crowd.facts;
        out->rest = rest_of(&crowd);
    }
    out->known = true;
    out->score = least;
    for (unsigned grade = 0; grade < grades->count; grade++) {
        out->needs[grade] = need_of(bounds, &out->rest, grades->values[grade], least);
    }
}

/* ------------------------------------------------------------------ of documents */

/* Sums with what may have been left out of both. */
static uint32_t at_most(const uint16_t *sums, const uint16_t *more, uint32_t at, uint32_t cap)
{
    uint32_t sum = sums[at] + cap;
    return mus_bounds_both(sum, more == NULL ? 0 : more[at]);
}

bool mus_bounds_may(const struct mus_bounds *bounds, const struct mus_need *need,
                    const struct mus_gathered *gathered, uint32_t at)
{
    if (need->nothing) {
        return true;
    }
    if (gathered->back_text != NULL &&
        (at_most(gathered->back_text, gathered->back_need_text, at,
                 (uint32_t)gathered->back_text_cap + gathered->back_need_text_cap) >=
             need->back_text ||
         at_most(gathered->back_topic, NULL, at, gathered->back_topic_cap) >= need->back_topic)) {
        return true;
    }
    for (unsigned i = 0; i < bounds->group_count; i++) {
        if (at_most(gathered->text[i], gathered->need_text[i], at,
                    (uint32_t)gathered->text_cap[i] + gathered->need_text_cap[i]) >=
            need->text[i]) {
            return true;
        }
    }
    return false;
}

/* What documents are looked at by. */
struct glance {
    const struct mus_lanes *lanes;
    const struct mus_some_documents *some;
    uint64_t *out;
};

/* Whose sum is so much for its kind, with what may have been left out. */
static void add_reaching(const struct glance *glance, const uint16_t *sums, const uint16_t *more,
                         uint16_t least[MUS_LANE_KINDS], uint32_t cap)
{
    const struct mus_some_documents *some = glance->some;
    const size_t at = (size_t)some->first * 64;
    for (unsigned kind = 0; kind < MUS_LANE_KINDS; kind++) {
        least[kind] = (uint16_t)(least[kind] > cap ? least[kind] - cap : 0);
    }
    glance->lanes->reach(sums + at, more == NULL ? NULL : more + at, some->kinds + at, least,
                         some->words, some->of, glance->out);
}

/* Those of kinds that need nothing. */
static void add_needless(const struct glance *glance,
                         const struct mus_need *const needs[MUS_LANE_KINDS])
{
    const struct mus_some_documents *some = glance->some;
    for (unsigned i = 0; i < some->words; i++) {
        const uint8_t *kinds = some->kinds + ((size_t)some->first + i) * 64;
        for (uint64_t left = some->of[i]; left != 0; left &= left - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(left);
            glance->out[i] |= (uint64_t)needs[kinds[bit]]->nothing << bit;
        }
    }
}

void mus_bounds_hits(const struct mus_bounds *bounds, const struct mus_lanes *lanes,
                     const struct mus_need *const needs[MUS_LANE_KINDS],
                     const struct mus_gathered *gathered, const struct mus_some_documents *some,
                     uint64_t *out)
{
    const struct glance glance = {lanes, some, out};
    uint16_t text[MUS_BOUND_GROUPS][MUS_LANE_KINDS];
    uint16_t back_text[MUS_LANE_KINDS];
    uint16_t back_topic[MUS_LANE_KINDS];
    bool met = gathered->back_met || gathered->topic_met;
    memset(out, 0, some->words * sizeof *out);
    for (unsigned kind = 0; kind < MUS_LANE_KINDS; kind++) {
        const struct mus_need *need = needs[kind]; /* who needs nothing has any sum */
        for (unsigned i = 0; i < bounds->group_count; i++) {
            text[i][kind] = need->nothing ? 0 : need->text[i];
        }
        back_text[kind] = need->nothing ? 0 : need->back_text;
        back_topic[kind] = need->nothing ? 0 : need->back_topic;
    }
    for (unsigned i = 0; i < bounds->group_count; i++) {
        if (gathered->met[i]) {
            met = true;
            add_reaching(&glance, gathered->text[i], gathered->need_text[i], text[i],
                         (uint32_t)gathered->text_cap[i] + gathered->need_text_cap[i]);
        }
    }
    if (gathered->back_met) {
        add_reaching(&glance, gathered->back_text, gathered->back_need_text, back_text,
                     (uint32_t)gathered->back_text_cap + gathered->back_need_text_cap);
    }
    if (gathered->topic_met) {
        add_reaching(&glance, gathered->back_topic, NULL, back_topic, gathered->back_topic_cap);
    }
    if (!met) {
        add_needless(&glance, needs);
    }
}
