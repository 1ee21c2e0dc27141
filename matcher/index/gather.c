/* Lists that many documents are in are dense (dense.h), and cost the most time. What such a list
 * adds to a sum is little, since what is frequent is worth little: so they are left out, and
 * counted as if every document had them at their strongest. Where few documents may still reach the
 * score that it takes, the lists left out are looked into for these alone. (This is the idea of
 * MaxScore: Turtle and Flood, Query evaluation: strategies and optimizations, 1995.) How many lists
 * are left out follows from the window before: fewer, where looking into them took longer than
 * adding them up would have.
 *
 * A sum of text, as a share of its half, is kept in 16 bits: what a list's sixteen levels are worth
 * is scaled so that all the query's lists together cannot exceed them. Postings are added window by
 * window, so that the sums stay in the nearest cache whatever the size of the segment. */
#include "matcher/index/gather.h"

#include "base/mem.h"
#include "matcher/index/dense.h"
#include "matcher/index/grid.h"
#include "matcher/subject.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

/* Where a list goes. The first MUS_BOUND_GROUPS are the groups; from NEED_TEXT on, what needs add
 * to each. */
enum {
    BACK = MUS_BOUND_GROUPS,
    TOPIC,
    NEED_TEXT,
    BACK_NEED_TEXT = NEED_TEXT + MUS_BOUND_GROUPS,
    SUMS
};
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
    uint32_t steps; /* which of them, where the list has any */
    bool left_out;  /* of the window */
};

struct mus_gathering {
    struct mus_bounds *bounds;
    const struct mus_search_segment *segments;
    size_t segment_count;
    struct want *wants;
    size_t want_count, want_capacity;
    struct text_list *texts; /* of all segments, one after the other */
    size_t text_count, text_capacity;
    size_t *text_starts; /* of each segment, and the end */
    struct mus_posting_steps *steps;
    uint32_t *dense; /* the dense lists of the segment entered, those to be left out first */
    size_t dense_count;
    size_t allowance;   /* how many of them may be left out */
    uint64_t completed; /* documents of the window that were looked into */
    uint32_t window;
    size_t entered;
    bool needs_meet;      /* in some segment */
    uint32_t units[SUMS]; /* 0: there is no bound, and nothing is added up */
    bool wanted[SUMS];    /* in some segment: others have no scale */
    bool used[SUMS];      /* in the segment entered: others stay nothing */
    uint16_t *sums[SUMS];
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

/* Needs find in needs what they find elsewhere, and more. */
static bool want_found_in_need(struct mus_gathering *g, unsigned group, uint64_t hash,
                               uint64_t literal, uint64_t translated)
{
    return !g->needs_meet || !g->bounds->groups[group].needs ||
           (want(g, MUS_FEATURE_FOUND_IN_NEED, hash, NEED_TEXT + group, literal) &&
            want(g, MUS_FEATURE_FOUND_IN_NEED_TRANSLATED, hash, NEED_TEXT + group, translated));
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
        uint64_t of_literal =
            literal[group] + part_of(translated[group], weights->sought[MUS_TEXT_TRANSLATED]);
        uint64_t of_translated = part_of(literal[group], weights->found[MUS_TEXT_TRANSLATED]) +
                                 part_of(translated[group], weights->translated_both);
        done = want(g, MUS_FEATURE_FOUND, hash, group, of_literal) &&
               want(g, MUS_FEATURE_FOUND_TRANSLATED, hash, group, of_translated) &&
               want_found_in_need(g, group, hash, of_literal, of_translated);
    }
    return done;
}

/* The greatest piece over the query's units that answer: of its offers and the bare profile, of its
 * needs, or of the bare profile alone. */
enum answering { BY_OFFERS, BY_NEEDS, BY_PROFILE };

static bool answers(const struct mus_gathering *g, uint32_t unit, enum answering answering)
{
    const struct mus_firm_listing *listing = mus_party_listing(&g->bounds->query->party, unit);
    switch (answering) {
    case BY_OFFERS:
        return listing == NULL || listing->side != MUS_SIDE_NEED;
    case BY_NEEDS:
        return listing != NULL && listing->side == MUS_SIDE_NEED;
    case BY_PROFILE:
        break;
    }
    return listing == NULL;
}

static uint64_t best_piece(const struct mus_gathering *g, const struct mus_posting_lists *lists,
                           uint32_t term, enum answering answering)
{
    uint64_t best = 0;
    for (uint32_t i = lists->starts[term]; i < lists->starts[term + 1]; i++) {
        if (answers(g, lists->items[i].unit, answering)) {
            best = lists->items[i].worth > best ? lists->items[i].worth : best;
        }
    }
    return best << (FACTOR_SHIFT - MUS_SEEK_SHIFT);
}

/* What needs of the candidate ask of the query, by one kind of features. */
static bool want_answer(struct mus_gathering *g, enum mus_feature_kind kind,
                        const struct mus_posting_lists *lists, uint32_t term)
{
    uint64_t hash = g->bounds->query->text.terms.hashes[term];
    uint64_t offered = best_piece(g, lists, term, BY_OFFERS);
    uint64_t needed = g->needs_meet ? best_piece(g, lists, term, BY_NEEDS) : 0;
    return want(g, kind, hash, BACK, offered) &&
           want(g, kind, hash, BACK_NEED_TEXT, needed > offered ? needed - offered : 0);
}

static bool want_sought(struct mus_gathering *g, uint32_t term)
{
    const struct mus_query_text *text = &g->bounds->query->text;
    uint64_t hash = text->terms.hashes[term];
    bool topic = !g->bounds->query->party.has_need; /* else the bare profile serves no offer */
    return want_answer(g, MUS_FEATURE_SOUGHT, &text->finders, term) &&
           want_answer(g, MUS_FEATURE_SOUGHT_TRANSLATED, &text->finders_tr, term) &&
           (!topic || (want(g, MUS_FEATURE_TOPIC, hash, TOPIC,
                            best_piece(g, &text->finders, term, BY_PROFILE)) &&
                       want(g, MUS_FEATURE_TOPIC_TRANSLATED, hash, TOPIC,
                            best_piece(g, &text->finders_tr, term, BY_PROFILE))));
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
        list->left_out = false;
        if (!mus_segment_list(segment, (enum mus_feature_kind)w->kind, feature, &list->reader)) {
            return mus_fail(err, MUS_CORRUPT, "index segment: a posting list is damaged");
        }
        g->text_count += list->reader.at != list->reader.end;
    }
    return MUS_OK;
}

/* What is added to another sum goes by that one's scale. */
static unsigned scale_of(unsigned sum)
{
    if (sum == BACK_NEED_TEXT) {
        return BACK;
    }
    return sum >= NEED_TEXT ? sum - NEED_TEXT : sum;
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
        unsigned scale = scale_of(g->wants[i].sum);
        totals[scale] += (wide)g->wants[i].factor * mus_grid_value(tops[i]);
        lists[scale]++;
    }
    mus_free(tops);
    for (unsigned sum = 0; sum < SUMS; sum++) {
        wide room = lists[sum] < UINT16_MAX ? (wide)(UINT16_MAX - lists[sum]) << FACTOR_SHIFT : 0;
        wide unit = totals[sum] == 0 ? MOST_UNIT : room / totals[sum];
        unit = unit < MOST_UNIT ? unit : MOST_UNIT;
        g->units[sum] = unit < LEAST_UNIT ? 0 : (uint32_t)unit;
    }
    for (unsigned sum = 0; sum < SUMS; sum++) {
        g->units[sum] = g->units[scale_of(sum)];
        g->wanted[sum] = totals[scale_of(sum)] > 0 || g->units[sum] == 0;
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

static enum mus_status make_steps(struct mus_gathering *g, struct mus_error *err)
{
    uint32_t count = 0;
    for (size_t i = 0; i < g->text_count; i++) {
        g->texts[i].steps = count;
        count += mus_posting_has_steps(&g->texts[i].reader);
    }
    g->steps = mus_alloc(count, sizeof *g->steps);
    if (g->steps == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < g->text_count; i++) {
        if (mus_posting_has_steps(&g->texts[i].reader)) {
            mus_posting_make_steps(g->texts[i].weights, &g->steps[g->texts[i].steps]);
        }
    }
    return MUS_OK;
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
    if (status == MUS_OK) {
        status = make_steps(g, err);
    }
    for (unsigned group = 0; status == MUS_OK && group < g->bounds->group_count; group++) {
        if (g->wanted[group]) {
            mus_bounds_scale_group(g->bounds, group, g->units[group]);
        }
    }
    if (status == MUS_OK && looks_back(g) && g->wanted[BACK]) {
        mus_bounds_scale_back(g->bounds, g->units[BACK], false);
    }
    if (status == MUS_OK && looks_back(g) && g->wanted[TOPIC]) {
        mus_bounds_scale_back(g->bounds, g->units[TOPIC], true);
    }
    return status;
}

/* ------------------------------------------------------------------ what is left out */

struct ordered {
    uint64_t key;
    uint32_t list;
};

static int compare_ordered(const void *left, const void *right)
{
    const struct ordered *l = left;
    const struct ordered *r = right;
    if (l->key != r->key) {
        return l->key > r->key ? -1 : 1;
    }
    return l->list < r->list ? -1 : l->list > r->list;
}

/* Which sums the segment's lists add to. */
static void find_used(struct mus_gathering *g, size_t first, size_t end)
{
    struct mus_gathered *gathered = &g->gathered;
    for (unsigned sum = 0; sum < SUMS; sum++) {
        g->used[sum] = g->sums[sum] != NULL && g->units[sum] == 0;
    }
    for (size_t i = first; i < end; i++) {
        g->used[g->wants[g->texts[i].want].sum] = true;
    }
    for (unsigned group = 0; group < MUS_BOUND_GROUPS; group++) {
        gathered->met[group] = g->used[group] || g->used[NEED_TEXT + group];
        gathered->need_text[group] = g->used[NEED_TEXT + group] ? g->sums[NEED_TEXT + group] : NULL;
    }
    gathered->back_met = g->used[BACK] || g->used[BACK_NEED_TEXT];
    gathered->topic_met = g->used[TOPIC];
    memset(g->memory, 0, g->arrays * MUS_WINDOW * sizeof *g->memory);
}

/* Those with the most postings for what they add come first. */
enum mus_status mus_gathering_enter(struct mus_gathering *g, size_t number, struct mus_error *err)
{
    size_t first = g->text_starts[number];
    size_t end = g->text_starts[number + 1];
    size_t count = 0;
    struct ordered *order = mus_alloc(end - first, sizeof *order);
    void *dense = mus_realloc(g->dense, end - first + 1, sizeof *g->dense);
    g->dense = dense == NULL ? g->dense : dense;
    if (order == NULL || dense == NULL) {
        mus_free(order);
        return mus_fail_memory(err);
    }
    for (size_t i = first; i < end; i++) {
        const struct text_list *list = &g->texts[i];
        if (list->reader.is_dense) {
            order[count++] = (struct ordered){((uint64_t)list->reader.dense.count << 16) /
                                                  (1U + list->weights[MUS_LEVELS - 1]),
                                              (uint32_t)i};
        }
    }
    if (count > 1) {
        qsort(order, count, sizeof *order, compare_ordered);
    }
    for (size_t i = 0; i < count; i++) {
        g->dense[i] = order[i].list;
    }
    g->dense_count = count;
    g->allowance = count;
    g->gathered.capped = false;
    g->entered = number;
    find_used(g, first, end);
    mus_free(order);
    return MUS_OK;
}

enum { LOOK = 8, ADD = 1 }; /* what looking into a list takes, and adding a posting */

/* After a window from which lists were left out. */
static void adjust_allowance(struct mus_gathering *g)
{
    uint64_t spared = 0;
    if (!g->gathered.capped) {
        return;
    }
    for (size_t i = 0; i < g->allowance; i++) {
        const struct mus_dense *dense = &g->texts[g->dense[i]].reader.dense;
        spared += (uint64_t)dense->count * MUS_WINDOW / dense->docs * ADD;
    }
    uint64_t taken = g->completed * g->allowance * LOOK;
    if (taken > spared) {
        g->allowance /= 2;
    } else if (4 * taken < spared) {
        g->allowance = 2 * g->allowance < g->dense_count ? 2 * g->allowance : g->dense_count;
    }
}

/* Chooses the lists to be left out, and sets the caps. */
static void leave_out(struct mus_gathering *g, bool may)
{
    uint32_t caps[SUMS] = {0};
    adjust_allowance(g);
    g->completed = 0;
    g->gathered.capped = false;
    for (size_t i = 0; i < g->dense_count; i++) {
        struct text_list *list = &g->texts[g->dense[i]];
        list->left_out = may && i < g->allowance;
        if (list->left_out) {
            caps[g->wants[list->want].sum] += list->weights[MUS_LEVELS - 1];
            g->gathered.capped = true;
        }
    }
    for (unsigned group = 0; group < MUS_BOUND_GROUPS; group++) {
        g->gathered.text_cap[group] = (uint16_t)caps[group];
        g->gathered.need_text_cap[group] = (uint16_t)caps[NEED_TEXT + group];
    }
    g->gathered.back_text_cap = (uint16_t)caps[BACK];
    g->gathered.back_need_text_cap = (uint16_t)caps[BACK_NEED_TEXT];
    g->gathered.back_topic_cap = (uint16_t)caps[TOPIC];
}

void mus_gathering_complete(struct mus_gathering *g, uint32_t at)
{
    uint32_t doc = g->window * MUS_WINDOW + at;
    g->completed++;
    for (size_t i = 0; i < g->dense_count; i++) {
        const struct text_list *list = &g->texts[g->dense[i]];
        int level = list->left_out ? mus_dense_level(&list->reader.dense, doc) : -1;
        if (level >= 0) {
            uint16_t *sum = &g->sums[g->wants[list->want].sum][at];
            *sum = (uint16_t)(*sum + list->weights[level]);
        }
    }
}

/* ------------------------------------------------------------------ the arrays */

static enum mus_status make_arrays(struct mus_gathering *g, struct mus_error *err)
{
    unsigned groups = g->bounds->group_count;
    bool back = looks_back(g);
    size_t of_group = g->needs_meet ? 2 : 1;
    g->arrays = of_group * groups + (back ? 3 : 0);
    g->memory = mus_alloc(g->arrays * MUS_WINDOW, sizeof *g->memory);
    if (g->memory == NULL) {
        return mus_fail_memory(err);
    }
    uint16_t *next = g->memory;
    for (unsigned group = 0; group < groups; group++) {
        g->gathered.text[group] = g->sums[group] = next;
        if (g->needs_meet) {
            g->gathered.need_text[group] = g->sums[NEED_TEXT + group] = next + MUS_WINDOW;
        }
        next += of_group * MUS_WINDOW;
    }
    if (back) {
        g->gathered.back_text = g->sums[BACK] = next;
        g->gathered.back_topic = g->sums[TOPIC] = next + MUS_WINDOW;
        g->gathered.back_need_text = g->sums[BACK_NEED_TEXT] = next + 2 * MUS_WINDOW;
    }
    return MUS_OK;
}

static void clear_used(struct mus_gathering *g)
{
    for (unsigned sum = 0; sum < SUMS; sum++) {
        if (g->used[sum]) {
            memset(g->sums[sum], 0, MUS_WINDOW * sizeof *g->sums[sum]);
        }
    }
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

void mus_gathering_rewind(struct mus_gathering *g)
{
    for (size_t i = 0; i < g->text_count; i++) {
        mus_posting_rewind(&g->texts[i].reader);
    }
}

const struct mus_gathered *mus_gathering_window(struct mus_gathering *g, uint32_t window,
                                                bool leave)
{
    g->window = window;
    leave_out(g, leave);
    clear_used(g);
    fill_unbounded(g);
    for (size_t i = g->text_starts[g->entered]; i < g->text_starts[g->entered + 1]; i++) {
        unsigned sum = g->wants[g->texts[i].want].sum;
        if (g->units[sum] > 0 && !g->texts[i].left_out) {
            struct text_list *list = &g->texts[i];
            mus_posting_add(&list->reader, window, list->weights, &g->steps[list->steps],
                            g->sums[sum]);
        }
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
    for (size_t i = 0; i < count; i++) {
        g->needs_meet = g->needs_meet || mus_bounds_needs_meet(bounds, &segments[i].segment);
    }
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
        mus_free(g->dense);
        mus_free(g->text_starts);
        mus_free(g->steps);
        mus_free(g->memory);
        mus_free(g);
    }
}
