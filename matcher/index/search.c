/* Windows of all segments are gathered one after the other, and documents whose bound is not below
 * what it takes to be among the best are kept. The earlier a high score is known, the fewer are
 * kept: so after the first window, and whenever as many windows again have been gathered, those
 * with the greatest bounds so far are looked at, as many as the query asks for. When all windows
 * are done, who is left is looked at in descending order of bounds until a bound is below the last
 * score that stands. Nobody who is left out could have entered: no score is above its bound
 * (bounds.h), and of equal scores the id decides, so that equal bounds are looked at too. */
#include "matcher/index/search.h"

#include "base/mem.h"
#include "matcher/index/bounds.h"
#include "matcher/index/build.h"
#include "matcher/index/gather.h"
#include "matcher/index/need.h"
#include "matcher/index/sieve.h"

#include <stdlib.h>

struct kept {
    uint32_t bound;
    uint32_t segment;
    uint32_t doc;
};

enum stage { STAGE_APART, STAGE_WINDOWS, STAGE_BEST, STAGE_REST, STAGE_OVER };

struct mus_search {
    struct mus_scan *scan;
    size_t top;
    const struct mus_search_segment *segments;
    size_t count;
    struct mus_sieve *sieves;
    struct mus_bounds *bounds;
    struct mus_gathering *gathering;
    enum stage stage;
    size_t segment;    /* where the stage stands */
    uint32_t window;   /* … in it: a window, or a document while looking at those apart */
    uint64_t windows;  /* gathered so far */
    uint64_t pause_at; /* windows after which the best so far are looked at */
    struct kept *kept;
    size_t kept_count, kept_capacity;
    size_t best_left; /* in STAGE_BEST: to be looked at, the last of kept */
    bool counted;     /* the last hit is: it may be suggested */
    struct mus_search_cost cost;
};

bool mus_search_serves(const struct mus_search_segment *segments, size_t count,
                       const struct mus_weights *weights)
{
    uint64_t fingerprint = mus_index_fingerprint(&weights->text);
    for (size_t i = 0; i < count; i++) {
        if (segments[i].segment.fingerprint != fingerprint) {
            return false;
        }
    }
    return true;
}

void mus_search_count(const struct mus_search_segment *segments, size_t count,
                      struct mus_statistics *statistics)
{
    static const enum mus_feature_kind KINDS[] = {MUS_FEATURE_FOUND, MUS_FEATURE_FOUND_TRANSLATED};
    struct mus_hashes terms = mus_statistics_terms(statistics);
    uint64_t companies = mus_statistics_companies(statistics);
    for (size_t i = 0; i < count; i++) {
        companies += segments[i].segment.docs;
    }
    for (size_t t = 0; t < terms.count; t++) {
        uint64_t sum = mus_statistics_df(statistics, terms.items[t]);
        for (size_t i = 0; i < 2 * count; i++) {
            const struct mus_segment *segment = &segments[i / 2].segment;
            uint32_t feature = mus_segment_find(segment, KINDS[i % 2], terms.items[t]);
            sum +=
                feature == UINT32_MAX ? 0 : mus_segment_companies(segment, KINDS[i % 2], feature);
        }
        mus_statistics_set(statistics, terms.items[t], sum);
    }
    mus_statistics_set_companies(statistics, (uint32_t)companies);
}

/* ------------------------------------------------------------------ beginning and end */

static enum mus_status sift(struct mus_search *search, const struct mus_scan_options *options,
                            struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < search->count; i++) {
        status = mus_sieve_make(&search->segments[i].segment, search->segments[i].gone, options,
                                &search->sieves[i], err);
        if (status == MUS_OK) {
            mus_scan_count(search->scan, &search->sieves[i].counts);
        }
    }
    return status;
}

enum mus_status mus_search_new(const struct mus_scan_options *options,
                               const struct mus_search_segment *segments, size_t count,
                               struct mus_search **out, struct mus_error *err)
{
    struct mus_search *search = mus_alloc_zero(1, sizeof *search);
    if (search == NULL) {
        return mus_fail_memory(err);
    }
    *search = (struct mus_search){
        .top = options->top, .segments = segments, .count = count, .pause_at = 1};
    search->sieves = mus_alloc_zero(count, sizeof *search->sieves);
    search->bounds = mus_alloc(1, sizeof *search->bounds);
    enum mus_status status = MUS_OK;
    if (search->sieves == NULL || search->bounds == NULL) {
        status = mus_fail_memory(err);
    }
    if (status == MUS_OK) {
        status = mus_scan_new(options, &search->scan, err);
    }
    if (status == MUS_OK) {
        status = sift(search, options, err);
    }
    if (status == MUS_OK && options->top > 0) {
        mus_bounds_make(search->bounds, options->query);
        status = mus_gathering_new(search->bounds, segments, count, &search->gathering, err);
    }
    if (status != MUS_OK) {
        mus_search_free(search);
        return status;
    }
    *out = search;
    return MUS_OK;
}

void mus_search_free(struct mus_search *search)
{
    if (search == NULL) {
        return;
    }
    for (size_t i = 0; search->sieves != NULL && i < search->count; i++) {
        mus_sieve_done(&search->sieves[i]);
    }
    mus_gathering_free(search->gathering);
    mus_scan_free(search->scan);
    mus_free(search->sieves);
    mus_free(search->bounds);
    mus_free(search->kept);
    mus_free(search);
}

struct mus_scan *mus_search_scan(struct mus_search *search)
{
    return search->scan;
}

struct mus_search_cost mus_search_cost(const struct mus_search *search)
{
    return search->cost;
}

enum mus_status mus_search_offer(struct mus_search *search, const struct mus_firm *firm,
                                 struct mus_error *err)
{
    search->cost.offered++;
    return search->counted ? mus_scan_rank(search->scan, firm, 0, err)
                           : mus_scan_offer(search->scan, firm, 0, err);
}

/* ------------------------------------------------------------------ windows */

static enum mus_status keep(struct mus_search *search, uint32_t bound, uint32_t doc,
                            struct mus_error *err)
{
    if (search->kept_count == search->kept_capacity) {
        size_t capacity = search->kept_capacity == 0 ? 1024 : 2 * search->kept_capacity;
        struct kept *kept = mus_realloc(search->kept, capacity, sizeof *kept);
        if (kept == NULL) {
            return mus_fail_memory(err);
        }
        search->kept = kept;
        search->kept_capacity = capacity;
    }
    search->kept[search->kept_count++] = (struct kept){bound, (uint32_t)search->segment, doc};
    search->cost.kept++;
    return MUS_OK;
}

static bool any_eligible(const uint64_t *words)
{
    uint64_t any = 0;
    for (unsigned i = 0; i < MUS_WINDOW / 64; i++) {
        any |= words[i];
    }
    return any != 0;
}

static enum mus_status look_at_window(struct mus_search *search, struct mus_error *err)
{
    const struct mus_sieve *sieve = &search->sieves[search->segment];
    const struct mus_segment *segment = &search->segments[search->segment].segment;
    const uint64_t *words = sieve->eligible + (size_t)search->window * (MUS_WINDOW / 64);
    uint32_t first = search->window * MUS_WINDOW;
    uint32_t least = mus_scan_least(search->scan);
    enum mus_status status = MUS_OK;
    if (!any_eligible(words)) {
        return MUS_OK;
    }
    const struct mus_gathered *gathered = mus_gathering_window(search->gathering, search->window);
    struct mus_needed needed;
    mus_bounds_need(search->bounds, segment, search->window, gathered, least, &needed);
    for (unsigned i = 0; i < MUS_WINDOW / 64; i++) {
        for (uint64_t left = words[i]; status == MUS_OK && left != 0; left &= left - 1) {
            uint32_t at = i * 64 + (uint32_t)__builtin_ctzll(left);
            if (!mus_bounds_may(search->bounds, &needed, gathered, at)) {
                continue;
            }
            uint32_t bound = mus_bounds_of(search->bounds, segment, first + at, gathered, at);
            search->cost.bounded++;
            if (bound >= least) {
                status = keep(search, bound, first + at, err);
            }
        }
    }
    return status;
}

static int compare_kept(const void *left, const void *right)
{
    const struct kept *l = left;
    const struct kept *r = right;
    if (l->bound != r->bound) {
        return l->bound < r->bound ? -1 : 1;
    }
    if (l->segment != r->segment) {
        return l->segment < r->segment ? -1 : 1;
    }
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

/* The best come last. */
static void sort_kept(struct mus_search *search)
{
    if (search->kept_count > 1) {
        qsort(search->kept, search->kept_count, sizeof *search->kept, compare_kept);
    }
}

/* Drops who cannot be among the best any more; the rest keeps its order. */
static void drop_hopeless(struct mus_search *search)
{
    uint32_t least = mus_scan_least(search->scan);
    size_t left = 0;
    for (size_t i = 0; i < search->kept_count; i++) {
        if (search->kept[i].bound >= least) {
            search->kept[left++] = search->kept[i];
        }
    }
    search->kept_count = left;
}

static enum mus_status enter_segment(struct mus_search *search, struct mus_error *err)
{
    mus_bounds_enter(search->bounds, &search->segments[search->segment].segment);
    return mus_gathering_enter(search->gathering, search->segment, err);
}

/* To the next window; false behind the last of the last segment. */
static enum mus_status next_window(struct mus_search *search, bool *more, struct mus_error *err)
{
    *more = true;
    while (search->segment < search->count) {
        if (search->window < search->sieves[search->segment].windows) {
            return search->window > 0 ? MUS_OK : enter_segment(search, err);
        }
        search->segment++;
        search->window = 0;
    }
    *more = false;
    return MUS_OK;
}

/* Until there is somebody to look at. */
static enum mus_status go_through_windows(struct mus_search *search, struct mus_error *err)
{
    bool more = true;
    while (more) {
        enum mus_status status = next_window(search, &more, err);
        if (status == MUS_OK && more) {
            status = look_at_window(search, err);
            search->window++;
            search->windows++;
        }
        if (status != MUS_OK) {
            return status;
        }
        if (more && search->windows >= search->pause_at && search->kept_count > 0) {
            search->pause_at = 2 * search->windows;
            drop_hopeless(search);
            sort_kept(search);
            search->best_left = search->kept_count < search->top ? search->kept_count : search->top;
            search->stage = STAGE_BEST;
            return MUS_OK;
        }
    }
    drop_hopeless(search);
    sort_kept(search);
    search->stage = STAGE_REST;
    return MUS_OK;
}

/* ------------------------------------------------------------------ who is next */

static void hit_document(const struct mus_search *search, size_t segment, uint32_t doc,
                         struct mus_search_hit *hit)
{
    *hit = (struct mus_search_hit){mus_segment_id(&search->segments[segment].segment, doc), segment,
                                   doc};
}

static bool next_apart(struct mus_search *search, struct mus_search_hit *hit)
{
    for (; search->segment < search->count; search->segment++, search->window = 0) {
        const struct mus_sieve *sieve = &search->sieves[search->segment];
        uint32_t words = sieve->windows * (MUS_WINDOW / 64);
        for (; search->window < words; search->window++) {
            uint64_t *word = &sieve->apart[search->window];
            if (*word != 0) {
                uint32_t doc = search->window * 64 + (uint32_t)__builtin_ctzll(*word);
                *word &= *word - 1;
                hit_document(search, search->segment, doc, hit);
                search->counted = false;
                return true;
            }
        }
    }
    return false;
}

/* The best of those kept, where it may still enter. */
static bool next_kept(struct mus_search *search, struct mus_search_hit *hit)
{
    if (search->kept_count == 0) {
        return false;
    }
    const struct kept *best = &search->kept[search->kept_count - 1];
    if (best->bound < mus_scan_least(search->scan)) {
        search->kept_count = 0; /* nor may any below it */
        return false;
    }
    search->kept_count--;
    hit_document(search, best->segment, best->doc, hit);
    search->counted = true;
    return true;
}

static enum mus_status step(struct mus_search *search, struct mus_search_hit *hit, bool *found,
                            struct mus_error *err)
{
    *found = false;
    switch (search->stage) {
    case STAGE_APART:
        *found = next_apart(search, hit);
        if (!*found) {
            search->segment = 0;
            search->window = 0;
            search->stage = search->top == 0 ? STAGE_OVER : STAGE_WINDOWS;
        }
        return MUS_OK;
    case STAGE_WINDOWS:
        return go_through_windows(search, err);
    case STAGE_BEST:
        *found = search->best_left > 0 && next_kept(search, hit);
        search->best_left -= *found;
        search->stage = *found ? STAGE_BEST : STAGE_WINDOWS;
        return MUS_OK;
    case STAGE_REST:
        *found = next_kept(search, hit);
        search->stage = *found ? STAGE_REST : STAGE_OVER;
        return MUS_OK;
    case STAGE_OVER:
        break;
    }
    *hit = (struct mus_search_hit){MUS_NO_TEXT, 0, 0};
    *found = true;
    return MUS_OK;
}

enum mus_status mus_search_next(struct mus_search *search, struct mus_search_hit *hit,
                                struct mus_error *err)
{
    bool found = false;
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && !found) {
        status = step(search, hit, &found, err);
    }
    return status;
}
