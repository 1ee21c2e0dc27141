/* Windows of all segments are gathered one after the other, and documents whose bound is not below
 * what it takes to be among the best are kept. What that is, is known at the end only; but the
 * fewer are kept, the better. So it is guessed from the bounds found so far: of those that ask for
 * the best 20, a tenth of the documents holds 2, give or take what chance does; the bound of that
 * rank, and by how much scores are below bounds, which a few of a sample show, are what is guessed
 * (guess.h); where a floor is handed in, guessing begins with it. Who is below the guess is not
 * kept. When all windows are done, who is kept is looked at in descending order of bounds until a
 * bound is below the last score that stands. Where a guess was above that score, it was too high:
 * these windows are gathered a second time for those who are between. Nobody who is left out could
 * have entered: no score is above its bound (profiles.h), and of equal scores the id decides, so
 * that equal bounds are looked at too. */
#include "matcher/index/search.h"

#include "base/mem.h"
#include "matcher/index/bounds.h"
#include "matcher/index/build.h"
#include "matcher/index/candidates.h"
#include "matcher/index/forward.h"
#include "matcher/index/gather.h"
#include "matcher/index/guess.h"
#include "matcher/index/kept.h"
#include "matcher/index/need.h"
#include "matcher/index/profiles.h"
#include "matcher/index/sieve.h"
#include "matcher/index/strata.h"
#include "matcher/index/worths.h"

enum stage { STAGE_APART, STAGE_WINDOWS, STAGE_SAMPLE, STAGE_REST, STAGE_OVER };

enum { SAMPLE = 256, TRIED = 5, LOW = MUS_MILLION / 4 };

struct mus_search {
    struct mus_scan *scan;
    size_t top;
    const struct mus_search_segment *segments;
    size_t count;
    struct mus_sieve *sieves;
    struct mus_bounds *bounds;
    struct mus_gathering *gathering;
    struct mus_worths *worths;
    struct mus_strata *strata;
    struct mus_profiles *profiles;
    struct mus_grades grades;
    struct mus_needed needed[MUS_STRATA];
    const struct mus_lanes *lanes;
    enum stage stage;
    size_t entered;   /* segments up to the one that was entered last */
    size_t segment;   /* where the stage stands */
    uint32_t window;  /* … in it: a window, or a document while looking at those apart */
    uint64_t windows; /* done so far */
    uint64_t all_windows;
    uint32_t *floors;      /* of each window: who is below has not been kept */
    bool again;            /* once more, for who is below them */
    uint64_t seen, to_see; /* documents that may be suggested: of which bounds are known, and all */
    unsigned sampled;      /* words of the first window that are the sample */
    bool learned;          /* from those who were tried: there may be guesses */
    const struct mus_gathered *gathered; /* of the first window, once it has been sampled */
    struct mus_guess guess;
    uint32_t guessed;  /* by it, or the floor that was given */
    uint32_t floor;    /* … that was given: of the sample, who is below has not been kept */
    uint64_t guess_at; /* windows before the next guess */
    struct mus_kept_list kept;
    size_t to_try, tried; /* of the sample: the last of kept */
    bool counted;         /* the last hit is: it may be suggested */
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
            search->to_see += search->sieves[i].counts.scored;
            search->all_windows += search->sieves[i].windows;
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
    *search = (struct mus_search){.top = options->top,
                                  .segments = segments,
                                  .count = count,
                                  .lanes = mus_lanes_best(),
                                  .guessed = options->floor,
                                  .floor = options->floor};
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
    if (status == MUS_OK) {
        status = mus_guess_make(&search->guess, search->top, search->to_see, err);
    }
    if (status == MUS_OK) {
        search->floors = mus_alloc_zero(search->all_windows, sizeof *search->floors);
        status = search->floors == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    if (status == MUS_OK && options->top > 0) {
        mus_bounds_make(search->bounds, options->query);
        search->worths = mus_worths_new(search->bounds);
        search->strata = mus_strata_new(search->worths);
        search->profiles = mus_profiles_new(search->bounds);
        status = search->worths == NULL || search->strata == NULL || search->profiles == NULL
                     ? mus_fail_memory(err)
                     : MUS_OK;
    }
    if (status == MUS_OK && options->top > 0) {
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
    mus_guess_done(&search->guess);
    mus_gathering_free(search->gathering);
    mus_worths_free(search->worths);
    mus_strata_free(search->strata);
    mus_profiles_free(search->profiles);
    mus_scan_free(search->scan);
    mus_free(search->sieves);
    mus_free(search->bounds);
    mus_kept_done(&search->kept);
    mus_free(search->floors);
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
    mus_guess_add(&search->guess, bound);
    search->cost.kept++;
    return mus_kept_add(&search->kept,
                        (struct mus_kept){bound, (uint32_t)search->segment, doc, false}, err);
}

static const struct mus_segment *segment_of(const struct mus_search *search)
{
    return &search->segments[search->segment].segment;
}

/* Of the window where the search stands: who may be suggested. */
static const uint64_t *eligible_of(const struct mus_search *search)
{
    return search->sieves[search->segment].eligible + (size_t)search->window * (MUS_WINDOW / 64);
}

static uint32_t bound_of(const struct mus_search *search, const struct mus_gathered *gathered,
                         uint32_t at, bool whole, const struct mus_worth *worth)
{
    struct mus_subjects subjects;
    mus_subjects_of(search->bounds, gathered, at, whole, &subjects);
    return mus_profile_bound(search->bounds,
                             mus_profile_of(search->profiles, search->window * MUS_WINDOW + at),
                             &subjects, worth);
}

/* Drops those who are not enough by their facts, classes and markets being worth what they are
 * worth at most in their stratum. */
static void drop_by_facts(struct mus_search *search, const struct mus_gathered *gathered,
                          uint32_t least, struct mus_candidates *candidates)
{
    const struct mus_segment *segment = segment_of(search);
    uint32_t count = 0;
    for (uint32_t i = 0; i < candidates->count; i++) {
        uint16_t at = candidates->at[i];
        const struct mus_worth *most = mus_strata_most(search->strata, candidates->strata[i]);
        if (bound_of(search, gathered, at, false, most) >= least) {
            mus_forward_prefetch(segment, search->window * MUS_WINDOW + at);
            candidates->at[count++] = at;
        }
    }
    candidates->count = count;
}

/* With classes and markets, and with all of the text at last. */
static uint32_t whole_bound(struct mus_search *search, const struct mus_gathered *gathered,
                            uint32_t at, uint32_t least)
{
    struct mus_worth worth;
    mus_worths_of(search->worths, search->window * MUS_WINDOW + at, &worth);
    uint32_t bound = bound_of(search, gathered, at, false, &worth);
    if (!gathered->capped || bound < least) {
        return bound;
    }
    mus_gathering_complete(search->gathering, at);
    return bound_of(search, gathered, at, true, &worth);
}

/* What documents of the window need in their stratum to score so much. */
static void find_needed(struct mus_search *search, uint32_t least)
{
    const unsigned strata = 1U << mus_strata_fields(search->strata);
    mus_bounds_grade(search->bounds, segment_of(search), search->window, MUS_LANE_KINDS / strata,
                     &search->grades);
    for (unsigned stratum = 0; stratum < strata; stratum++) {
        mus_bounds_need(search->bounds, &search->grades, mus_strata_most(search->strata, stratum),
                        least, &search->needed[stratum]);
    }
}

/* Keeps whose bound is `least` or more, of some words of the window; once more, only who was below
 * the floor. */
static enum mus_status look_at_words(struct mus_search *search, const struct mus_gathered *gathered,
                                     unsigned from, unsigned to, uint32_t least, uint32_t floor,
                                     struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    const struct mus_place_of_candidates place = {.bounds = search->bounds,
                                                  .strata = search->strata,
                                                  .grades = &search->grades,
                                                  .needed = search->needed,
                                                  .segment = segment_of(search),
                                                  .lanes = search->lanes,
                                                  .gathered = gathered,
                                                  .eligible = eligible_of(search),
                                                  .window = search->window,
                                                  .first = from,
                                                  .words = to - from};
    struct mus_candidates candidates;
    find_needed(search, least);
    mus_candidates_of_window(&place, &candidates);
    search->cost.bounded += candidates.count;
    if (least > 0) {
        drop_by_facts(search, gathered, least, &candidates);
    }
    for (uint32_t i = 0; status == MUS_OK && i < candidates.count; i++) {
        uint32_t at = candidates.at[i];
        uint32_t bound = whole_bound(search, gathered, at, least);
        if (bound >= least && (!search->again || bound < floor)) {
            status = keep(search, bound, search->window * MUS_WINDOW + at, err);
        }
    }
    return status;
}

/* What it takes to be kept; guessed anew ever more rarely, since others follow from it. */
static uint32_t least_of(struct mus_search *search)
{
    if (search->learned && !search->again && search->windows >= search->guess_at) {
        uint32_t guessed = mus_guess_score(&search->guess, search->seen);
        search->guessed = guessed > search->guessed ? guessed : search->guessed;
        search->guess_at = search->windows + 1 + search->windows / 8;
    }
    uint32_t least = mus_scan_least(search->scan);
    return search->guessed < least ? least : search->guessed;
}

/* Keeps everybody of the first window's first words, down to the floor. */
static enum mus_status look_at_sample(struct mus_search *search, struct mus_error *err)
{
    const uint64_t *eligible = eligible_of(search);
    uint64_t count = 0;
    while (search->sampled < MUS_WINDOW / 64 && count < SAMPLE) {
        count += mus_lanes_count(eligible + search->sampled, 1);
        search->sampled++;
    }
    if (count == 0) {
        return MUS_OK;
    }
    search->seen = count;
    search->gathered = mus_gathering_window(search->gathering, search->window, false);
    return look_at_words(search, search->gathered, 0, search->sampled, search->floor, 0, err);
}

/* Once more, for those of the sample who were below the floor. */
static enum mus_status look_at_sample_again(struct mus_search *search,
                                            const struct mus_gathered *gathered, uint32_t least,
                                            struct mus_error *err)
{
    const uint32_t floor = search->floor;
    search->floor = least;
    return look_at_words(search, gathered, 0, search->sampled, least, floor, err);
}

static enum mus_status look_at_window(struct mus_search *search, struct mus_error *err)
{
    const uint64_t *eligible = eligible_of(search);
    const unsigned from = search->windows == 0 ? search->sampled : 0;
    const struct mus_gathered *gathered = search->gathered;
    uint32_t least = least_of(search);
    uint32_t floor = search->floors[search->windows];
    uint64_t count = mus_lanes_count(eligible + from, MUS_WINDOW / 64 - from);
    bool sample = search->again && from > 0 && search->floor > least;
    bool others = count > 0 && (!search->again || floor > least);
    enum mus_status status = MUS_OK;
    search->gathered = NULL;
    if (!sample && !others) {
        return MUS_OK;
    }
    if (gathered == NULL) {
        gathered = mus_gathering_window(search->gathering, search->window, least > 0);
    }
    if (sample) {
        status = look_at_sample_again(search, gathered, least, err);
    }
    if (status == MUS_OK && others) {
        search->floors[search->windows] = least;
        search->seen += count;
        status = look_at_words(search, gathered, from, MUS_WINDOW / 64, least, floor, err);
    }
    return status;
}

static enum mus_status enter_segment(struct mus_search *search, struct mus_error *err)
{
    const struct mus_segment *segment = segment_of(search);
    if (search->entered == search->segment + 1) {
        return MUS_OK;
    }
    search->entered = search->segment + 1;
    search->grades.known = false;
    for (unsigned stratum = 0; stratum < MUS_STRATA; stratum++) {
        search->needed[stratum].known = false;
    }
    mus_bounds_enter(search->bounds, segment);
    mus_profiles_enter(search->profiles, segment);
    enum mus_status status = mus_worths_enter(search->worths, segment, err);
    if (status == MUS_OK) {
        status = mus_strata_enter(search->strata, segment, err);
    }
    return status == MUS_OK ? mus_gathering_enter(search->gathering, search->segment, err) : status;
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

/* The best of the sample are to be looked at, the very best being the last. */
static void try_sample(struct mus_search *search)
{
    size_t most = search->top < TRIED ? search->top : TRIED;
    mus_kept_heap(&search->kept);
    search->to_try = search->kept.count < most ? search->kept.count : most;
    for (size_t i = 0; i < search->to_try; i++) {
        mus_kept_put_last(&search->kept, search->kept.count - i);
    }
    search->stage = STAGE_SAMPLE;
}

/* By what those of the middle score, of those tried. */
static void learn_from_sample(struct mus_search *search)
{
    size_t middle = (3 * search->to_try + 3) / 4;
    mus_guess_learn(&search->guess, mus_scan_score_at(search->scan, middle),
                    search->kept.items[search->kept.count - middle].bound);
    search->learned = true;
}

/* The next guess after one that was too high. With too high a floor too few may have been found for
 * their last to say anything: then it is lowered step by step. */
static uint32_t lower_guess(const struct mus_search *search)
{
    bool enough = mus_scan_least(search->scan) > 0;
    return enough || search->floor < LOW ? 0 : search->floor - search->floor / 8;
}

/* True where a window has been looked at with too high a guess; then all begins once more. */
static bool begin_again(struct mus_search *search)
{
    uint32_t least = mus_scan_least(search->scan);
    bool any = search->floor > least;
    for (uint64_t i = 0; i < search->all_windows; i++) {
        any = any || search->floors[i] > least;
    }
    if (any) {
        search->guessed = lower_guess(search);
        search->again = true;
        search->segment = 0;
        search->window = 0;
        search->windows = 0;
        mus_gathering_rewind(search->gathering);
    }
    return any;
}

/* The sample of the first window, or a window. */
static enum mus_status look_further(struct mus_search *search, struct mus_error *err)
{
    if (search->seen == 0 && search->sampled == 0) {
        return look_at_sample(search, err);
    }
    enum mus_status status = look_at_window(search, err);
    search->window++;
    search->windows++;
    return status;
}

/* Until there is somebody to look at: as soon as anybody is kept, and when all windows are done. */
static enum mus_status go_through_windows(struct mus_search *search, struct mus_error *err)
{
    for (;;) {
        bool more = true;
        enum mus_status status = next_window(search, &more, err);
        if (status == MUS_OK && more) {
            status = look_further(search, err);
        }
        if (status != MUS_OK) {
            return status;
        }
        if (!more) {
            break;
        }
        if (!search->learned && !search->again && search->kept.count > 0) {
            try_sample(search);
            return MUS_OK;
        }
    }
    mus_kept_drop(&search->kept, mus_scan_least(search->scan));
    mus_kept_heap(&search->kept);
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

static void hit_kept(struct mus_search *search, struct mus_kept *kept, struct mus_search_hit *hit)
{
    kept->tried = true;
    hit_document(search, kept->segment, kept->doc, hit);
    search->counted = true;
}

static bool next_of_sample(struct mus_search *search, struct mus_search_hit *hit)
{
    if (search->tried == search->to_try) {
        return false;
    }
    search->tried++;
    hit_kept(search, &search->kept.items[search->kept.count - search->tried], hit);
    return true;
}

/* The best of those kept, where it may still enter. */
static bool next_kept(struct mus_search *search, struct mus_search_hit *hit)
{
    while (search->kept.count > 0) {
        if (search->kept.items[0].bound < mus_scan_least(search->scan)) {
            search->kept.count = 0; /* nor may any below it */
            return false;
        }
        mus_kept_put_last(&search->kept, search->kept.count);
        search->kept.count--;
        struct mus_kept *best = &search->kept.items[search->kept.count];
        if (!best->tried) {
            hit_kept(search, best, hit);
            return true;
        }
    }
    return false;
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
    case STAGE_SAMPLE:
        *found = next_of_sample(search, hit);
        if (!*found) {
            learn_from_sample(search);
            search->stage = STAGE_WINDOWS;
        }
        return MUS_OK;
    case STAGE_REST:
        *found = next_kept(search, hit);
        if (!*found) {
            search->stage = begin_again(search) ? STAGE_WINDOWS : STAGE_OVER;
        }
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
