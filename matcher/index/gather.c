/* A sum of text, as a share of its half, is kept in 16 bits: what a list's sixteen levels are worth
 * is scaled so that all the query's lists together cannot exceed them. Postings are added window by
 * window, so that the sums stay in the nearest cache whatever the size of the segment. */
#include "matcher/index/gather.h"

#include "base/mem.h"
#include "matcher/index/grid.h"
#include "matcher/places.h"
#include "matcher/subject.h"

#include <string.h>

__extension__ typedef unsigned __int128 wide;

/* Where a list goes. The first MUS_BOUND_GROUPS are the groups. */
enum { BACK = MUS_BOUND_GROUPS, TOPIC, SUMS };
enum { BACK_CLASSES = MUS_BOUND_GROUPS, MARKETS = BACK_CLASSES + 1, RAISES };

enum { FACTOR_SHIFT = 40, MOST_UNIT = 1 << 30, LEAST_UNIT = 16 };

/* A feature that the query looks for: a posting of strength v adds factor · v / 2⁴⁰ to a sum. */
struct want {
    uint64_t hash;
    uint64_t factor;
    uint8_t kind;
    uint8_t sum;
};

struct text_list {
    struct mus_posting_reader reader;
    uint32_t want;
    uint16_t weights[MUS_LEVELS];
};

struct raise_list {
    struct mus_posting_reader reader;
    uint16_t value;
    uint16_t *values;
};

struct mus_gathering {
    struct mus_bounds *bounds;
    const struct mus_search_segment *segments;
    size_t segment_count;
    struct want *wants;
    size_t want_count, want_capacity;
    struct text_list *texts; /* of all segments, one after the other */
    size_t text_count, text_capacity;
    size_t *text_starts;       /* of each segment, and the end */
    struct raise_list *raises; /* of the segment entered */
    size_t raise_count, raise_capacity;
    size_t entered;
    uint32_t units[SUMS]; /* 0: there is no bound, and nothing is added up */
    uint16_t *sums[SUMS];
    uint16_t *industry[MUS_BOUND_GROUPS + 1]; /* and back */
    uint16_t *technology[MUS_BOUND_GROUPS + 1];
    uint16_t *markets;
    uint16_t *memory;
    size_t arrays;
    struct mus_gathered gathered;
};

static bool grow(void **items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) {
        return true;
    }
    size_t room = *capacity == 0 ? 256 : 2 * *capacity;
    void *grown = mus_realloc(*items, room, size);
    if (grown == NULL) {
        return false;
    }
    *items = grown;
    *capacity = room;
    return true;
}

/* ------------------------------------------------------------------ what is looked for */

static bool want(struct mus_gathering *g, enum mus_feature_kind kind, uint64_t hash, unsigned sum,
                 uint64_t factor)
{
    if (factor == 0) {
        return true;
    }
    void *items = g->wants;
    if (!grow(&items, &g->want_capacity, g->want_count, sizeof *g->wants)) {
        return false;
    }
    g->wants = items;
    g->wants[g->want_count++] = (struct want){hash, factor, (uint8_t)kind, (uint8_t)sum};
    return true;
}

/* The greatest over a group's units of urge · rarity / half. */
static void raise_factors(const struct mus_gathering *g, const struct mus_posting_lists *lists,
                          uint32_t term, uint64_t factors[MUS_BOUND_GROUPS])
{
    const struct mus_query *query = g->bounds->query;
    memset(factors, 0, MUS_BOUND_GROUPS * sizeof *factors);
    for (uint32_t i = lists->starts[term]; i < lists->starts[term + 1]; i++) {
        uint32_t unit = lists->items[i].unit;
        uint64_t half = query->party.half[unit];
        wide worth = (wide)lists->items[i].worth * query->text.rarity[term];
        uint64_t factor = (uint64_t)(((worth << 24) + half - 1) / half);
        uint64_t *most = &factors[mus_bounds_group_of(unit)];
        *most = factor > *most ? factor : *most;
    }
}

static uint64_t part_of(uint64_t factor, uint32_t thousandths)
{
    return (factor * thousandths + 999) / 1000;
}

static bool want_found(struct mus_gathering *g, uint32_t term)
{
    const struct mus_query_text *text = &g->bounds->query->text;
    const struct mus_text_weights *weights = &g->bounds->weights->text;
    uint64_t literal[MUS_BOUND_GROUPS];
    uint64_t translated[MUS_BOUND_GROUPS];
    uint64_t hash = text->terms.hashes[term];
    bool done = true;
    raise_factors(g, &text->seekers, term, literal);
    raise_factors(g, &text->seekers_tr, term, translated);
    for (unsigned group = 0; done && group < g->bounds->group_count; group++) {
        done = want(g, MUS_FEATURE_FOUND, hash, group,
                    literal[group] +
                        part_of(translated[group], weights->sought[MUS_TEXT_TRANSLATED])) &&
               want(g, MUS_FEATURE_FOUND_TRANSLATED, hash, group,
                    part_of(literal[group], weights->found[MUS_TEXT_TRANSLATED]) +
                        part_of(translated[group], weights->translated_both));
    }
    return done;
}

/* The greatest piece over the query's units that answer: all, or the bare profile alone. */
static uint64_t best_piece(const struct mus_gathering *g, const struct mus_posting_lists *lists,
                           uint32_t term, bool bare)
{
    uint64_t best = 0;
    for (uint32_t i = lists->starts[term]; i < lists->starts[term + 1]; i++) {
        if (!bare || lists->items[i].unit == g->bounds->query->party.count) {
            best = lists->items[i].worth > best ? lists->items[i].worth : best;
        }
    }
    return best << (FACTOR_SHIFT - MUS_SEEK_SHIFT);
}

static bool want_sought(struct mus_gathering *g, uint32_t term)
{
    const struct mus_query_text *text = &g->bounds->query->text;
    uint64_t hash = text->terms.hashes[term];
    bool topic = !g->bounds->query->party.has_need; /* else the bare profile serves no offer */
    return want(g, MUS_FEATURE_SOUGHT, hash, BACK, best_piece(g, &text->finders, term, false)) &&
           want(g, MUS_FEATURE_SOUGHT_TRANSLATED, hash, BACK,
                best_piece(g, &text->finders_tr, term, false)) &&
           (!topic ||
            (want(g, MUS_FEATURE_TOPIC, hash, TOPIC, best_piece(g, &text->finders, term, true)) &&
             want(g, MUS_FEATURE_TOPIC_TRANSLATED, hash, TOPIC,
                  best_piece(g, &text->finders_tr, term, true))));
}

/* Who seeks in the query's text matters to both fits: where an offer meets a need, the need asks.
 */
static bool looks_back(const struct mus_gathering *g)
{
    return !g->bounds->one_way || g->bounds->query->party.has_offer;
}

static enum mus_status make_wants(struct mus_gathering *g, struct mus_error *err)
{
    bool done = true;
    for (uint32_t term = 0; done && term < g->bounds->query->text.terms.count; term++) {
        done = want_found(g, term) && (!looks_back(g) || want_sought(g, term));
    }
    return done ? MUS_OK : mus_fail_memory(err);
}

/* ------------------------------------------------------------------ lists of text */

static enum mus_status open_texts(struct mus_gathering *g, size_t number, struct mus_error *err)
{
    const struct mus_segment *segment = &g->segments[number].segment;
    for (size_t i = 0; i < g->want_count; i++) {
        const struct want *w = &g->wants[i];
        uint32_t feature = mus_segment_find(segment, (enum mus_feature_kind)w->kind, w->hash);
        if (feature == UINT32_MAX) {
            continue;
        }
        void *items = g->texts;
        if (!grow(&items, &g->text_capacity, g->text_count, sizeof *g->texts)) {
            return mus_fail_memory(err);
        }
        g->texts = items;
        struct text_list *list = &g->texts[g->text_count];
        list->want = (uint32_t)i;
        if (!mus_segment_list(segment, (enum mus_feature_kind)w->kind, feature, &list->reader)) {
            return mus_fail(err, MUS_CORRUPT, "index segment: a posting list is damaged");
        }
        g->text_count += list->reader.at != list->reader.end;
    }
    return MUS_OK;
}

/* What all lists of each sum add up to at most, in 2⁻⁴⁰. A want has one list a segment, so of each
 * want the greatest counts. */
static enum mus_status find_units(struct mus_gathering *g, struct mus_error *err)
{
    uint8_t *tops = mus_alloc_zero(g->want_count, sizeof *tops);
    wide totals[SUMS] = {0};
    size_t lists[SUMS] = {0};
    if (tops == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < g->text_count; i++) {
        uint8_t *top = &tops[g->texts[i].want];
        *top = g->texts[i].reader.top > *top ? g->texts[i].reader.top : *top;
    }
    for (size_t i = 0; i < g->want_count; i++) {
        totals[g->wants[i].sum] += (wide)g->wants[i].factor * mus_grid_value(tops[i]);
        lists[g->wants[i].sum]++;
    }
    mus_free(tops);
    for (unsigned sum = 0; sum < SUMS; sum++) {
        wide room = lists[sum] < UINT16_MAX ? (wide)(UINT16_MAX - lists[sum]) << FACTOR_SHIFT : 0;
        wide unit = totals[sum] == 0 ? MOST_UNIT : room / totals[sum];
        unit = unit < MOST_UNIT ? unit : MOST_UNIT;
        g->units[sum] = unit < LEAST_UNIT ? 0 : (uint32_t)unit;
    }
    return MUS_OK;
}

static void weigh(struct mus_gathering *g, struct text_list *list)
{
    const struct want *w = &g->wants[list->want];
    wide rate = (wide)w->factor * g->units[w->sum];
    for (unsigned level = 0; level < MUS_LEVELS; level++) {
        wide worth = rate * mus_grid_value(mus_posting_code(&list->reader, level));
        list->weights[level] =
            (uint16_t)((worth + (((wide)1 << FACTOR_SHIFT) - 1)) >> FACTOR_SHIFT);
    }
}

static enum mus_status open_all_texts(struct mus_gathering *g, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < g->segment_count; i++) {
        g->text_starts[i] = g->text_count;
        status = open_texts(g, i, err);
    }
    g->text_starts[g->segment_count] = g->text_count;
    if (status == MUS_OK) {
        status = find_units(g, err);
    }
    for (size_t i = 0; status == MUS_OK && i < g->text_count; i++) {
        weigh(g, &g->texts[i]);
    }
    for (unsigned group = 0; status == MUS_OK && group < g->bounds->group_count; group++) {
        mus_bounds_scale_group(g->bounds, group, g->units[group]);
    }
    if (status == MUS_OK && looks_back(g)) {
        mus_bounds_scale_back(g->bounds, g->units[BACK], false);
        mus_bounds_scale_back(g->bounds, g->units[TOPIC], true);
    }
    return status;
}

/* ------------------------------------------------------------------ classes and markets */

static bool add_raise(struct mus_gathering *g, const struct mus_segment *segment,
                      enum mus_feature_kind kind, uint32_t feature, uint32_t contribution,
                      uint16_t *values, uint16_t *most)
{
    if (contribution == 0) {
        return true;
    }
    void *items = g->raises;
    if (!grow(&items, &g->raise_capacity, g->raise_count, sizeof *g->raises)) {
        return false;
    }
    g->raises = items;
    struct raise_list *list = &g->raises[g->raise_count];
    uint32_t value = (contribution + MUS_RAISE_STEP - 1) / MUS_RAISE_STEP;
    list->value = (uint16_t)(value < UINT16_MAX ? value : UINT16_MAX);
    list->values = values;
    *most = list->value > *most ? list->value : *most;
    /* A list that cannot be opened was refused at the entrance already, or holds nothing. */
    g->raise_count += mus_segment_list(segment, kind, feature, &list->reader);
    return true;
}

/* One field of classes: industries or technology fields. */
struct class_field {
    enum mus_class_field field;
    enum mus_part part;
    enum mus_feature_kind own, asked;
    const struct mus_code_weights *weights;
    uint16_t *const *values; /* of the groups, and back */
    uint16_t *most;          /* … of the groups */
    uint16_t *back_most;
};

/* A code against one of the query's lists. */
static struct mus_nearness nearness_of(const struct mus_gathering *g,
                                       const struct class_field *field, uint32_t list,
                                       uint64_t code)
{
    const struct mus_query *query = g->bounds->query;
    return mus_class_nearness(&query->scorer->tree, &query->sets[field->field][list],
                              (struct mus_hashes){&code, 1}, field->weights);
}

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t contribution(const struct mus_gathering *g, const struct class_field *field,
                             bool comparable, uint64_t value)
{
    const struct mus_weights *weights = g->bounds->weights;
    uint64_t counted = comparable ? value : weights->neutral[field->part];
    return (uint32_t)(weights->weight[field->part] * counted / MUS_MILLION);
}

static uint64_t kin_of(const struct class_field *field, const struct mus_nearness *near)
{
    return (uint64_t)near->kin * field->weights->kin / MUS_MILLION;
}

/* What a candidate's own code is worth to a unit of the query. */
static uint32_t for_unit(const struct mus_gathering *g, const struct class_field *field,
                         uint32_t unit, uint64_t code)
{
    const struct mus_party *party = &g->bounds->query->party;
    const struct mus_class_lists *lists = &party->classes[field->field];
    const struct mus_firm_listing *listing = mus_party_listing(party, unit);
    uint32_t sought = lists->sought[unit];
    uint32_t own = lists->of_unit[unit];
    struct mus_nearness near = nearness_of(g, field, sought != 0 ? sought : own, code);
    bool asks = sought != 0 || (own != 0 && listing != NULL && listing->side == MUS_SIDE_NEED);
    return contribution(g, field, near.comparable, asks ? near.forth : kin_of(field, &near));
}

/* What the query is worth to a candidate with this code: of its own, or asked for. */
static uint32_t for_candidate(const struct mus_gathering *g, const struct class_field *field,
                              uint64_t code, bool asked)
{
    const struct mus_party *party = &g->bounds->query->party;
    const struct mus_class_lists *lists = &party->classes[field->field];
    struct mus_nearness company = nearness_of(g, field, 0, code);
    uint32_t best = asked ? contribution(g, field, company.comparable, company.back) : 0;
    for (uint32_t unit = 0; unit <= party->count; unit++) {
        struct mus_nearness near = nearness_of(g, field, lists->of_unit[unit], code);
        best = greater(best, contribution(g, field, near.comparable,
                                          asked ? near.back : kin_of(field, &near)));
    }
    return best;
}

static bool raise_own(struct mus_gathering *g, const struct mus_segment *segment,
                      const struct class_field *field)
{
    bool done = true;
    for (uint32_t i = 0; done && i < segment->kinds[field->own].count; i++) {
        uint64_t code = mus_segment_hash(segment, field->own, i);
        uint32_t best[MUS_BOUND_GROUPS] = {0};
        for (uint32_t unit = 0; unit < mus_party_seekers(&g->bounds->query->party); unit++) {
            uint32_t *of_group = &best[mus_bounds_group_of(unit)];
            *of_group = greater(*of_group, for_unit(g, field, unit, code));
        }
        for (unsigned group = 0; done && group < g->bounds->group_count; group++) {
            done = add_raise(g, segment, field->own, i, best[group], field->values[group],
                             &field->most[group]);
        }
        if (done && !g->bounds->one_way) {
            done = add_raise(g, segment, field->own, i, for_candidate(g, field, code, false),
                             field->values[BACK_CLASSES], field->back_most);
        }
    }
    return done;
}

static bool raise_asked(struct mus_gathering *g, const struct mus_segment *segment,
                        const struct class_field *field)
{
    bool done = true;
    for (uint32_t i = 0; done && !g->bounds->one_way && i < segment->kinds[field->asked].count;
         i++) {
        uint64_t code = mus_segment_hash(segment, field->asked, i);
        done = add_raise(g, segment, field->asked, i, for_candidate(g, field, code, true),
                         field->values[BACK_CLASSES], field->back_most);
    }
    return done;
}

static bool raise_markets(struct mus_gathering *g, const struct mus_segment *segment)
{
    const struct mus_scorer *scorer = g->bounds->query->scorer;
    const struct mus_weights *weights = g->bounds->weights;
    bool done = true;
    for (uint32_t i = 0;
         done && !g->bounds->one_way && i < segment->kinds[MUS_FEATURE_MARKET].count; i++) {
        struct mus_place_match match = mus_place_meet(
            scorer->rules.reference, &scorer->groups, &weights->market,
            mus_segment_hash(segment, MUS_FEATURE_MARKET, i), g->bounds->query->party.firm);
        uint64_t worth = (uint64_t)weights->weight[MUS_PART_MARKET] * match.value / MUS_MILLION;
        done = add_raise(g, segment, MUS_FEATURE_MARKET, i, (uint32_t)worth, g->markets,
                         &g->gathered.back_market_most);
    }
    return done;
}

enum mus_status mus_gathering_enter(struct mus_gathering *g, size_t number, struct mus_error *err)
{
    const struct mus_segment *segment = &g->segments[number].segment;
    const struct mus_weights *weights = g->bounds->weights;
    const struct class_field fields[] = {
        {MUS_CLASS_INDUSTRY, MUS_PART_INDUSTRY, MUS_FEATURE_INDUSTRY, MUS_FEATURE_INDUSTRY_ASKED,
         &weights->industry, g->industry, g->gathered.industry_most,
         &g->gathered.back_industry_most},
        {MUS_CLASS_TECHNOLOGY, MUS_PART_TECHNOLOGY, MUS_FEATURE_TECHNOLOGY,
         MUS_FEATURE_TECHNOLOGY_ASKED, &weights->technology, g->technology,
         g->gathered.technology_most, &g->gathered.back_technology_most},
    };
    bool done = true;
    g->entered = number;
    g->raise_count = 0;
    memset(g->gathered.industry_most, 0, sizeof g->gathered.industry_most);
    memset(g->gathered.technology_most, 0, sizeof g->gathered.technology_most);
    g->gathered.back_industry_most = g->gathered.back_technology_most = 0;
    g->gathered.back_market_most = 0;
    for (size_t i = 0; done && i < 2; i++) {
        done = raise_own(g, segment, &fields[i]) && raise_asked(g, segment, &fields[i]);
    }
    return done && raise_markets(g, segment) ? MUS_OK : mus_fail_memory(err);
}

/* ------------------------------------------------------------------ the arrays */

static enum mus_status make_arrays(struct mus_gathering *g, struct mus_error *err)
{
    unsigned groups = g->bounds->group_count;
    bool back = looks_back(g);
    g->arrays = 3 * (size_t)groups + (back ? 5 : 0);
    g->memory = mus_alloc(g->arrays * MUS_WINDOW, sizeof *g->memory);
    if (g->memory == NULL) {
        return mus_fail_memory(err);
    }
    uint16_t *next = g->memory;
    for (unsigned group = 0; group < groups; group++) {
        g->gathered.text[group] = g->sums[group] = next;
        g->gathered.industry[group] = g->industry[group] = next + MUS_WINDOW;
        g->gathered.technology[group] = g->technology[group] = next + 2 * MUS_WINDOW;
        next += 3 * MUS_WINDOW;
    }
    if (back) {
        g->gathered.back_text = g->sums[BACK] = next;
        g->gathered.back_topic = g->sums[TOPIC] = next + MUS_WINDOW;
        g->gathered.back_industry = g->industry[BACK_CLASSES] = next + 2 * MUS_WINDOW;
        g->gathered.back_technology = g->technology[BACK_CLASSES] = next + 3 * MUS_WINDOW;
        g->gathered.back_market = g->markets = next + 4 * MUS_WINDOW;
    }
    return MUS_OK;
}

/* Where there is no bound, every document has met. */
static void fill_unbounded(struct mus_gathering *g)
{
    for (unsigned sum = 0; sum < SUMS; sum++) {
        for (uint32_t i = 0; g->sums[sum] != NULL && g->units[sum] == 0 && i < MUS_WINDOW; i++) {
            g->sums[sum][i] = UINT16_MAX;
        }
    }
}

const struct mus_gathered *mus_gathering_window(struct mus_gathering *g, uint32_t window)
{
    memset(g->memory, 0, g->arrays * MUS_WINDOW * sizeof *g->memory);
    fill_unbounded(g);
    for (size_t i = g->text_starts[g->entered]; i < g->text_starts[g->entered + 1]; i++) {
        unsigned sum = g->wants[g->texts[i].want].sum;
        if (g->units[sum] > 0) {
            mus_posting_add(&g->texts[i].reader, window, g->texts[i].weights, g->sums[sum]);
        }
    }
    for (size_t i = 0; i < g->raise_count; i++) {
        mus_posting_raise(&g->raises[i].reader, window, g->raises[i].value, g->raises[i].values);
    }
    return &g->gathered;
}

enum mus_status mus_gathering_new(struct mus_bounds *bounds,
                                  const struct mus_search_segment *segments, size_t count,
                                  struct mus_gathering **out, struct mus_error *err)
{
    struct mus_gathering *g = mus_alloc_zero(1, sizeof *g);
    if (g == NULL) {
        return mus_fail_memory(err);
    }
    g->bounds = bounds;
    g->segments = segments;
    g->segment_count = count;
    g->text_starts = mus_alloc_zero(count + 1, sizeof *g->text_starts);
    enum mus_status status = g->text_starts == NULL ? mus_fail_memory(err) : make_arrays(g, err);
    if (status == MUS_OK) {
        status = make_wants(g, err);
    }
    if (status == MUS_OK) {
        status = open_all_texts(g, err);
    }
    if (status != MUS_OK) {
        mus_gathering_free(g);
        return status;
    }
    *out = g;
    return MUS_OK;
}

void mus_gathering_free(struct mus_gathering *g)
{
    if (g != NULL) {
        mus_free(g->wants);
        mus_free(g->texts);
        mus_free(g->text_starts);
        mus_free(g->raises);
        mus_free(g->memory);
        mus_free(g);
    }
}
