#include "matcher/query_text.h"

#include "base/mem.h"
#include "matcher/subject.h"
#include "matcher/text_totals.h"

#include <string.h>

struct entry {
    uint32_t term;
    struct mus_posting posting;
};

struct entries {
    struct entry *items;
    size_t count;
    size_t capacity;
};

static bool push(struct entries *entries, uint32_t term, uint32_t unit, uint32_t worth)
{
    if (worth == 0) {
        return true;
    }
    if (entries->count == entries->capacity) {
        size_t capacity = entries->capacity == 0 ? 256 : 2 * entries->capacity;
        struct entry *items = mus_realloc(entries->items, capacity, sizeof *items);
        if (items == NULL) {
            return false;
        }
        entries->items = items;
        entries->capacity = capacity;
    }
    entries->items[entries->count++] = (struct entry){term, {unit, worth}};
    return true;
}

/* Sorts the entries by term (a counting sort, so units keep their order). */
static enum mus_status make_lists(struct mus_posting_lists *lists, const struct entries *entries,
                                  uint32_t terms, struct mus_error *err)
{
    if (entries->count >= UINT32_MAX) {
        return mus_fail(err, MUS_LIMIT, "%zu terms in all listings of a query", entries->count);
    }
    lists->starts = mus_alloc_zero((size_t)terms + 2, sizeof *lists->starts);
    lists->items = mus_alloc(entries->count, sizeof *lists->items);
    if (lists->starts == NULL || lists->items == NULL) {
        return mus_fail_memory(err);
    }
    /* starts[t + 2] counts term t; summed up, starts[t + 1] is where its next entry goes. */
    for (size_t i = 0; i < entries->count; i++) {
        lists->starts[entries->items[i].term + 2]++;
    }
    for (uint32_t t = 0; t < terms; t++) {
        lists->starts[t + 2] += lists->starts[t + 1];
    }
    for (size_t i = 0; i < entries->count; i++) {
        lists->items[lists->starts[entries->items[i].term + 1]++] = entries->items[i].posting;
    }
    return MUS_OK;
}

/* What goes into the four lists. */
struct all_entries {
    struct entries seekers, seekers_tr, finders, finders_tr;
};

static bool push_term_found(const struct mus_query_text *text, const struct mus_text_looker *looker,
                            struct all_entries *entries, uint32_t unit, uint32_t term)
{
    struct mus_saturations found = mus_text_in_listing(looker, term);
    uint32_t rarity = text->rarity[term];
    return push(&entries->finders, term, unit, mus_subject_piece(rarity, found.literal)) &&
           push(&entries->finders_tr, term, unit, mus_subject_piece(rarity, found.translated));
}

/* The query's own units, looked at as a candidate's are. */
static bool push_found(const struct mus_query_text *text, const struct mus_text_looker *looker,
                       struct all_entries *entries, uint32_t unit)
{
    const struct mus_text_space *space = looker->space;
    const struct mus_totals *const places[] = {&space->found, &space->found_tr, &space->description,
                                               &space->description_tr};
    for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
        for (uint32_t i = 0; i < places[p]->count; i++) {
            uint32_t term = places[p]->touched[i];
            bool seen = false;
            for (size_t before = 0; before < p; before++) {
                seen = seen || places[before]->of_term[term] != 0;
            }
            if (!seen && !push_term_found(text, looker, entries, unit, term)) {
                return false;
            }
        }
    }
    return true;
}

static bool push_sought(const struct mus_text_looker *looker, struct all_entries *entries,
                        uint32_t unit)
{
    const struct mus_totals *sought = &looker->space->sought;
    const struct mus_totals *translated = &looker->space->sought_tr;
    bool done = true;
    for (uint32_t i = 0; done && i < sought->count; i++) {
        uint32_t term = sought->touched[i];
        done = push(&entries->seekers, term, unit,
                    mus_subject_urge(looker->weights, sought->of_term[term]));
    }
    for (uint32_t i = 0; done && i < translated->count; i++) {
        uint32_t term = translated->touched[i];
        done = push(&entries->seekers_tr, term, unit,
                    mus_subject_urge_of_share(looker->weights, translated->of_term[term]));
    }
    return done;
}

static bool push_units(const struct mus_query_text *text, const struct mus_text_looker *looker,
                       const struct mus_party *query, struct all_entries *entries)
{
    bool done = true;
    mus_text_add_description(looker, query->firm);
    for (uint32_t unit = 0; done && unit <= query->count; unit++) {
        if (unit < query->count) {
            mus_text_add_listing(looker, mus_party_listing(query, unit));
        }
        done = push_found(text, looker, entries, unit) && push_sought(looker, entries, unit);
        mus_text_clear_listing(looker);
    }
    mus_text_clear_description(looker);
    return done;
}

enum { MOST_BAGS = MUS_LISTING_FIELD_COUNT + 3 };

static size_t bags_of(const struct mus_party *query, uint32_t unit, struct mus_bag bags[MOST_BAGS])
{
    const struct mus_firm_listing *listing = mus_party_listing(query, unit);
    if (listing == NULL) {
        bags[0] = query->firm->description;
        bags[1] = query->firm->translated;
        return 2;
    }
    for (size_t f = 0; f < MUS_LISTING_FIELD_COUNT; f++) {
        bags[f] = listing->fields[f];
    }
    bags[MUS_LISTING_FIELD_COUNT] = listing->partner.text;
    bags[MUS_LISTING_FIELD_COUNT + 1] = listing->translated;
    bags[MUS_LISTING_FIELD_COUNT + 2] = listing->partner.translated;
    return MOST_BAGS;
}

static size_t count_terms(const struct mus_party *query)
{
    size_t count = 0;
    for (uint32_t unit = 0; unit <= query->count; unit++) {
        struct mus_bag bags[MOST_BAGS];
        size_t bag_count = bags_of(query, unit, bags);
        for (size_t b = 0; b < bag_count; b++) {
            count += bags[b].count;
        }
    }
    return count;
}

static enum mus_status make_terms(struct mus_term_set *terms, const struct mus_party *query,
                                  struct mus_error *err)
{
    uint64_t *hashes = mus_alloc(count_terms(query), sizeof *hashes);
    if (hashes == NULL) {
        return mus_fail_memory(err);
    }
    size_t count = 0;
    for (uint32_t unit = 0; unit <= query->count; unit++) {
        struct mus_bag bags[MOST_BAGS];
        size_t bag_count = bags_of(query, unit, bags);
        for (size_t b = 0; b < bag_count; b++) {
            for (size_t i = 0; i < bags[b].count; i++) {
                hashes[count++] = bags[b].terms[i].hash;
            }
        }
    }
    return mus_term_set_take(terms, hashes, count, err);
}

/* Until the lists are made each term is for everything. */
static enum mus_status start_uses(struct mus_query_text *text, struct mus_error *err)
{
    text->uses = mus_alloc(text->terms.count, sizeof *text->uses);
    if (text->uses == NULL) {
        return mus_fail_memory(err);
    }
    memset(text->uses, MUS_TERM_SOUGHT | MUS_TERM_FOUND, text->terms.count);
    return MUS_OK;
}

static enum mus_status make_rarity(struct mus_query_text *text,
                                   const struct mus_text_weights *weights,
                                   const struct mus_statistics *statistics, struct mus_error *err)
{
    text->rarity = mus_alloc(text->terms.count, sizeof *text->rarity);
    if (text->rarity == NULL) {
        return mus_fail_memory(err);
    }
    struct mus_rarity_scale scale = {0};
    if (statistics != NULL) {
        scale = mus_statistics_scale(statistics, weights->rarity_floor);
    }
    for (uint32_t term = 0; term < text->terms.count; term++) {
        uint64_t hash = text->terms.hashes[term];
        uint32_t rarity =
            statistics == NULL ? 65536 : mus_statistics_rarity_on(statistics, &scale, hash);
        text->rarity[term] = mus_subject_weigh_rarity(weights, rarity, hash);
    }
    return MUS_OK;
}

static enum mus_status make_all_lists(struct mus_query_text *text,
                                      const struct all_entries *entries, struct mus_error *err)
{
    const struct {
        struct mus_posting_lists *lists;
        const struct entries *entries;
    } all[] = {{&text->seekers, &entries->seekers},
               {&text->seekers_tr, &entries->seekers_tr},
               {&text->finders, &entries->finders},
               {&text->finders_tr, &entries->finders_tr}};
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < sizeof all / sizeof *all; i++) {
        status = make_lists(all[i].lists, all[i].entries, text->terms.count, err);
    }
    return status;
}

static bool is_listed(const struct mus_posting_lists *lists, uint32_t term)
{
    return lists->starts[term] < lists->starts[term + 1];
}

static void set_uses(struct mus_query_text *text)
{
    for (uint32_t term = 0; term < text->terms.count; term++) {
        bool sought = is_listed(&text->seekers, term) || is_listed(&text->seekers_tr, term);
        bool found = is_listed(&text->finders, term) || is_listed(&text->finders_tr, term);
        text->uses[term] = (uint8_t)((sought ? MUS_TERM_SOUGHT : 0) | (found ? MUS_TERM_FOUND : 0));
    }
}

static enum mus_status make_postings(struct mus_query_text *text, const struct mus_party *query,
                                     const struct mus_text_weights *weights, struct mus_error *err)
{
    struct mus_text_space space = {0};
    struct all_entries entries = {.seekers = {0}};
    struct mus_text_looker looker = {&text->terms, text->uses, weights, &space};
    enum mus_status status = mus_text_space_reserve(&space, text->terms.count, err);
    if (status == MUS_OK && !push_units(text, &looker, query, &entries)) {
        status = mus_fail_memory(err);
    }
    if (status == MUS_OK) {
        status = make_all_lists(text, &entries, err);
    }
    mus_free(entries.seekers.items);
    mus_free(entries.seekers_tr.items);
    mus_free(entries.finders.items);
    mus_free(entries.finders_tr.items);
    mus_text_space_done(&space);
    return status;
}

enum mus_status mus_query_text_make(struct mus_query_text *text, const struct mus_party *query,
                                    const struct mus_text_weights *weights,
                                    const struct mus_statistics *statistics, struct mus_error *err)
{
    *text = (struct mus_query_text){0};
    enum mus_status status = make_terms(&text->terms, query, err);
    if (status == MUS_OK) {
        status = make_rarity(text, weights, statistics, err);
    }
    if (status == MUS_OK) {
        status = start_uses(text, err);
    }
    if (status == MUS_OK) {
        status = make_postings(text, query, weights, err);
    }
    if (status != MUS_OK) {
        mus_query_text_done(text);
        return status;
    }
    set_uses(text);
    return MUS_OK;
}

static void free_lists(struct mus_posting_lists *lists)
{
    mus_free(lists->starts);
    mus_free(lists->items);
}

void mus_query_text_done(struct mus_query_text *text)
{
    mus_term_set_done(&text->terms);
    mus_free(text->rarity);
    mus_free(text->uses);
    free_lists(&text->seekers);
    free_lists(&text->seekers_tr);
    free_lists(&text->finders);
    free_lists(&text->finders_tr);
    *text = (struct mus_query_text){0};
}
