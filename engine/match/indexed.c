/* The segments are searched; who has changed since they were made is looked at besides.
 *
 * A record is found through the store's tree, which takes longer than scoring it. Where it lies is
 * the same as long as the read lasts, so who searches much keeps places of records in a table that
 * forgets what it has no room for: by where the segment has the id, which is another for each
 * document. */
#include "match/indexed.h"

#include "base/mem.h"
#include "matcher/index/search.h"
#include "profile/firm_record.h"

enum { FEW = 512, PLACE_BITS = 17, PLACES = 1 << PLACE_BITS };

struct mus_record_place {
    const char *id;
    struct mus_text record;
};

enum mus_status mus_indexed_open(struct mus_indexed *indexed, const struct mus_read *read,
                                 const struct mus_weights *weights, bool *serves,
                                 struct mus_error *err)
{
    *indexed = (struct mus_indexed){.read = read};
    struct mus_segments *segments = &indexed->segments;
    enum mus_status status = mus_store_segments(read, &indexed->arena, segments, serves, err);
    if (status == MUS_CORRUPT || status == MUS_CONFLICT) { /* a damaged index serves nobody */
        *serves = false;
        status = MUS_OK;
    }
    *serves =
        status == MUS_OK && *serves && mus_search_serves(segments->items, segments->count, weights);
    if (*serves && pthread_mutex_init(&indexed->reading, NULL) != 0) {
        status = mus_fail_memory(err);
    }
    *serves = *serves && status == MUS_OK;
    if (!*serves) {
        mus_arena_done(&indexed->arena);
    }
    return status;
}

void mus_indexed_close(struct mus_indexed *indexed)
{
    pthread_mutex_destroy(&indexed->reading);
    mus_free(indexed->places);
    mus_arena_done(&indexed->arena);
}

/* `terms` as mus_firm_record_read has them. */
static enum mus_status decode(struct mus_text id, struct mus_text record,
                              struct mus_firm_reader *reader, const struct mus_term_set *terms,
                              struct mus_firm *out, struct mus_error *err)
{
    enum mus_status status = mus_firm_record_read(reader, record.ptr, record.len, terms, out, err);
    return status == MUS_OK ? MUS_OK
                            : mus_fail_at(err, status, "company \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
}

/* ------------------------------------------------------------------ counting */

/* What the changed companies counted for, and what they count for; NULL: none has changed. */
struct change {
    struct mus_statistics *before, *now;
};

static enum mus_status change_make(struct change *change, const struct mus_statistics *like,
                                   struct mus_error *err)
{
    change->before = mus_statistics_like(like);
    change->now = mus_statistics_like(like);
    return change->before == NULL || change->now == NULL ? mus_fail_memory(err) : MUS_OK;
}

static uint64_t df_of(const struct mus_statistics *statistics, uint64_t term)
{
    return statistics == NULL ? 0 : mus_statistics_df(statistics, term);
}

static enum mus_status count_changed(const struct mus_changed_company *changed,
                                     const struct change *change, struct mus_firm_reader *reader,
                                     struct mus_error *err)
{
    struct mus_firm firm;
    enum mus_status status = MUS_OK;
    if (changed->before.ptr != NULL) {
        status = decode(changed->id, changed->before, reader, NULL, &firm, err);
        if (status == MUS_OK) {
            mus_statistics_add(change->before, &firm);
        }
    }
    if (status == MUS_OK && changed->now.ptr != NULL) {
        status = decode(changed->id, changed->now, reader, NULL, &firm, err);
        if (status == MUS_OK) {
            mus_statistics_add(change->now, &firm);
        }
    }
    return status;
}

static uint64_t discounted(const struct mus_segments *segments, uint64_t term)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < segments->discount_count; i++) {
        sum += mus_discount_of(&segments->discounts[i], MUS_FEATURE_FOUND, term);
        sum += mus_discount_of(&segments->discounts[i], MUS_FEATURE_FOUND_TRANSLATED, term);
    }
    return sum;
}

static void settle(const struct mus_segments *segments, const struct change *change,
                   struct mus_statistics *statistics)
{
    struct mus_hashes terms = mus_statistics_terms(statistics);
    for (size_t i = 0; i < terms.count; i++) {
        uint64_t term = terms.items[i];
        uint64_t held = mus_statistics_df(statistics, term) + df_of(change->now, term);
        mus_statistics_set(statistics, term,
                           held - df_of(change->before, term) - discounted(segments, term));
    }
    mus_statistics_set_companies(statistics, (uint32_t)segments->companies);
}

enum mus_status mus_indexed_count(const struct mus_indexed *indexed,
                                  struct mus_statistics *statistics, struct mus_error *err)
{
    const struct mus_segments *segments = &indexed->segments;
    struct mus_firm_reader reader = {0};
    struct change change = {NULL, NULL};
    enum mus_status status =
        segments->changed_count > 0 ? change_make(&change, statistics, err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < segments->changed_count; i++) {
        status = count_changed(&segments->changed[i], &change, &reader, err);
    }
    if (status == MUS_OK) {
        mus_search_count(segments->items, segments->count, statistics);
        settle(segments, &change, statistics);
    }
    mus_statistics_free(change.before);
    mus_statistics_free(change.now);
    mus_firm_reader_done(&reader);
    return status;
}

/* ------------------------------------------------------------------ searching */

static enum mus_status offer_changed(const struct mus_segments *segments, struct mus_scan *scan,
                                     struct mus_firm_reader *reader,
                                     const struct mus_term_set *terms, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < segments->changed_count; i++) {
        const struct mus_changed_company *changed = &segments->changed[i];
        struct mus_firm firm;
        if (changed->now.ptr == NULL) {
            continue;
        }
        status = decode(changed->id, changed->now, reader, terms, &firm, err);
        if (status == MUS_OK) {
            status = mus_scan_offer(scan, &firm, 0, err);
        }
    }
    return status;
}

static enum mus_status find(struct mus_indexed *indexed, struct mus_text id, struct mus_text *out,
                            struct mus_error *err)
{
    if (indexed->places == NULL) {
        if (indexed->fetched++ < FEW) {
            return mus_store_indexed_firm(indexed->read, id, out, err);
        }
        indexed->places = mus_alloc_zero(PLACES, sizeof *indexed->places);
        if (indexed->places == NULL) {
            return mus_fail_memory(err);
        }
    }
    uint64_t hash = (uint64_t)(uintptr_t)id.ptr * 0x9E3779B97F4A7C15U;
    struct mus_record_place *place = &indexed->places[hash >> (64 - PLACE_BITS)];
    if (place->id != id.ptr) {
        enum mus_status status = mus_store_indexed_firm(indexed->read, id, &place->record, err);
        place->id = status == MUS_OK ? id.ptr : NULL;
        if (status != MUS_OK) {
            return status;
        }
    }
    *out = place->record;
    return MUS_OK;
}

static enum mus_status fetch(struct mus_indexed *indexed, struct mus_text id, struct mus_text *out,
                             struct mus_error *err)
{
    pthread_mutex_lock(&indexed->reading);
    enum mus_status status = find(indexed, id, out, err);
    pthread_mutex_unlock(&indexed->reading);
    return status;
}

static void note(struct mus_floors *floors, const struct mus_search_hit *hit,
                 const struct mus_scan *scan)
{
    uint32_t score;
    if (floors != NULL && mus_scan_last(scan, &score)) {
        mus_floors_note(floors, hit->segment, hit->doc, score);
    }
}

static enum mus_status search_all(struct mus_indexed *indexed, struct mus_search *search,
                                  struct mus_floors *floors, struct mus_firm_reader *reader,
                                  const struct mus_term_set *terms, struct mus_error *err)
{
    for (;;) {
        struct mus_search_hit hit;
        struct mus_text record;
        struct mus_firm firm;
        enum mus_status status = mus_search_next(search, &hit, err);
        if (status != MUS_OK || hit.id.ptr == NULL) {
            return status;
        }
        status = fetch(indexed, hit.id, &record, err);
        if (status == MUS_OK) {
            status = decode(hit.id, record, reader, terms, &firm, err);
        }
        if (status == MUS_OK) {
            status = mus_search_offer(search, &firm, err);
        }
        if (status != MUS_OK) {
            return status;
        }
        note(floors, &hit, mus_search_scan(search));
    }
}

enum mus_status mus_indexed_search(struct mus_indexed *indexed,
                                   const struct mus_scan_options *options,
                                   struct mus_floors *floors, struct mus_firm_reader *reader,
                                   struct mus_scan *scan, struct mus_error *err)
{
    const struct mus_term_set *terms = mus_query_terms(options->query);
    const struct mus_segments *segments = &indexed->segments;
    struct mus_search *search = NULL;
    enum mus_status status =
        mus_search_new(options, segments->items, segments->count, &search, err);
    if (status == MUS_OK) {
        status = offer_changed(segments, mus_search_scan(search), reader, terms, err);
    }
    if (status == MUS_OK) {
        status = search_all(indexed, search, floors, reader, terms, err);
    }
    if (status == MUS_OK) {
        mus_scan_merge(scan, mus_search_scan(search));
    }
    mus_search_free(search);
    return status;
}
