/* Rarity is the inverse document frequency of BM25 in the form log((2N+2)/(2df+1)), which is
 * positive even for a term that every company has, divided by its greatest value. The logarithm is
 * to base 2 in fixed point, by repeated squaring: sixteen binary places, the same everywhere. */
#include "matcher/statistics.h"

#include "base/mem.h"
#include "matcher/reference.h"
#include "matcher/term_set.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

enum { DF_ONE_BITS = 10 };
_Static_assert(MUS_DF_ONE == 1 << DF_ONE_BITS, "a power of two");

struct mus_statistics {
    struct mus_term_set terms;
    uint64_t *wanted; /* before the start */
    size_t wanted_count;
    size_t wanted_capacity;
    uint64_t *df;         /* in 1024ths of companies */
    uint32_t *counted_by; /* number of the company that last counted the term, from 1 */
    uint16_t *counted;    /* … and for how much, in 1024ths */
    uint32_t companies;
    bool started;
};

struct mus_statistics *mus_statistics_new(void)
{
    return mus_alloc_zero(1, sizeof(struct mus_statistics));
}

void mus_statistics_free(struct mus_statistics *statistics)
{
    if (statistics == NULL) {
        return;
    }
    mus_term_set_done(&statistics->terms);
    mus_free(statistics->wanted);
    mus_free(statistics->df);
    mus_free(statistics->counted_by);
    mus_free(statistics->counted);
    mus_free(statistics);
}

/* Makes room by dropping repeats where they are half of all, else by growing. */
static enum mus_status make_room(struct mus_statistics *statistics, struct mus_error *err)
{
    size_t kept = mus_hashes_sort(statistics->wanted, statistics->wanted_count);
    statistics->wanted_count = kept;
    if (kept < statistics->wanted_capacity / 2) {
        return MUS_OK;
    }
    size_t capacity = statistics->wanted_capacity == 0 ? 1024 : 2 * statistics->wanted_capacity;
    uint64_t *wanted = mus_realloc(statistics->wanted, capacity, sizeof *wanted);
    if (wanted == NULL) {
        return mus_fail_memory(err);
    }
    statistics->wanted = wanted;
    statistics->wanted_capacity = capacity;
    return MUS_OK;
}

enum mus_status mus_statistics_want(struct mus_statistics *statistics, uint64_t term,
                                    struct mus_error *err)
{
    assert(!statistics->started);
    if (statistics->wanted_count == statistics->wanted_capacity) {
        enum mus_status status = make_room(statistics, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    statistics->wanted[statistics->wanted_count++] = term;
    return MUS_OK;
}

static enum mus_status want_bag(struct mus_statistics *statistics, struct mus_bag bag,
                                struct mus_error *err)
{
    for (size_t i = 0; i < bag.count; i++) {
        enum mus_status status = mus_statistics_want(statistics, bag.terms[i].hash, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

static enum mus_status want_listing(struct mus_statistics *statistics,
                                    const struct mus_firm_listing *listing, struct mus_error *err)
{
    enum mus_status status = want_bag(statistics, listing->partner.text, err);
    if (status == MUS_OK) {
        status = want_bag(statistics, listing->translated, err);
    }
    if (status == MUS_OK) {
        status = want_bag(statistics, listing->partner.translated, err);
    }
    for (size_t f = 0; status == MUS_OK && f < MUS_LISTING_FIELD_COUNT; f++) {
        status = want_bag(statistics, listing->fields[f], err);
    }
    return status;
}

enum mus_status mus_statistics_want_firm(struct mus_statistics *statistics,
                                         const struct mus_firm *firm, struct mus_error *err)
{
    enum mus_status status = want_bag(statistics, firm->description, err);
    if (status == MUS_OK) {
        status = want_bag(statistics, firm->translated, err);
    }
    for (size_t i = 0; status == MUS_OK && i < firm->listing_count; i++) {
        status = want_listing(statistics, &firm->listings[i], err);
    }
    return status;
}

static bool make_counters(struct mus_statistics *statistics)
{
    statistics->df = mus_alloc_zero(statistics->terms.count, sizeof *statistics->df);
    statistics->counted_by =
        mus_alloc_zero(statistics->terms.count, sizeof *statistics->counted_by);
    statistics->counted = mus_alloc_zero(statistics->terms.count, sizeof *statistics->counted);
    return statistics->df != NULL && statistics->counted_by != NULL && statistics->counted != NULL;
}

enum mus_status mus_statistics_start(struct mus_statistics *statistics, struct mus_error *err)
{
    assert(!statistics->started);
    uint64_t *wanted = statistics->wanted;
    size_t count = statistics->wanted_count;
    statistics->wanted = NULL;
    statistics->wanted_count = statistics->wanted_capacity = 0;
    enum mus_status status = mus_term_set_take(&statistics->terms, wanted, count, err);
    if (status == MUS_OK && !make_counters(statistics)) {
        status = mus_fail_memory(err);
    }
    statistics->started = status == MUS_OK;
    return status;
}

/* The company counts for the term at `at` as much as its surest text says. */
static void count_term(struct mus_statistics *statistics, uint32_t at, uint32_t amount)
{
    if (statistics->counted_by[at] != statistics->companies) {
        statistics->counted_by[at] = statistics->companies;
        statistics->counted[at] = 0;
    }
    if (amount > statistics->counted[at]) {
        statistics->df[at] += amount - statistics->counted[at];
        statistics->counted[at] = (uint16_t)amount;
    }
}

static void count_bag(struct mus_statistics *statistics, struct mus_bag bag, bool translated)
{
    for (size_t i = 0; i < bag.count; i++) {
        uint32_t at = mus_term_set_find(&statistics->terms, bag.terms[i].hash);
        if (at != MUS_NO_TERM) {
            count_term(statistics, at, mus_statistics_amount(bag.terms[i].tf, translated));
        }
    }
}

void mus_statistics_add(struct mus_statistics *statistics, const struct mus_firm *firm)
{
    assert(statistics->started);
    statistics->companies++;
    count_bag(statistics, firm->description, false);
    count_bag(statistics, firm->translated, true);
    for (size_t i = 0; i < firm->listing_count; i++) {
        for (size_t f = 0; f < MUS_LISTING_FIELD_COUNT; f++) {
            count_bag(statistics, firm->listings[i].fields[f], false);
        }
        count_bag(statistics, firm->listings[i].translated, true);
    }
}

struct mus_statistics *mus_statistics_like(const struct mus_statistics *statistics)
{
    assert(statistics->started);
    struct mus_statistics *copy = mus_statistics_new();
    size_t count = statistics->terms.count;
    uint64_t *hashes = mus_alloc(count, sizeof *hashes);
    if (copy == NULL || hashes == NULL) {
        mus_free(hashes);
        mus_free(copy);
        return NULL;
    }
    if (count > 0) {
        memcpy(hashes, statistics->terms.hashes, count * sizeof *hashes);
    }
    if (mus_term_set_take(&copy->terms, hashes, count, NULL) != MUS_OK || !make_counters(copy)) {
        mus_statistics_free(copy);
        return NULL;
    }
    copy->started = true;
    return copy;
}

void mus_statistics_merge(struct mus_statistics *into, const struct mus_statistics *from)
{
    assert(into->started && from->started && into->terms.count == from->terms.count);
    for (uint32_t i = 0; i < from->terms.count; i++) {
        into->df[i] += from->df[i];
        into->counted_by[i] = 0; /* numbers of companies start anew, above all that were used */
    }
    into->companies += from->companies;
}

void mus_statistics_set(struct mus_statistics *statistics, uint64_t term, uint64_t companies)
{
    assert(statistics->started);
    uint32_t at = mus_term_set_find(&statistics->terms, term);
    if (at != MUS_NO_TERM) {
        statistics->df[at] = companies;
    }
}

void mus_statistics_set_companies(struct mus_statistics *statistics, uint32_t companies)
{
    assert(statistics->started);
    statistics->companies = companies;
    if (statistics->terms.count > 0) {
        memset(statistics->counted_by, 0, statistics->terms.count * sizeof *statistics->counted_by);
    }
}

uint32_t mus_statistics_companies(const struct mus_statistics *statistics)
{
    return statistics->companies;
}

uint64_t mus_statistics_df(const struct mus_statistics *statistics, uint64_t term)
{
    assert(statistics->started);
    uint32_t at = mus_term_set_find(&statistics->terms, term);
    return at == MUS_NO_TERM ? 0 : statistics->df[at];
}

struct mus_hashes mus_statistics_terms(const struct mus_statistics *statistics)
{
    return (struct mus_hashes){statistics->terms.hashes, statistics->terms.count};
}

/* 65536 · log2(x), rounded down; x ≥ 1. */
static uint32_t log2_fixed(uint64_t x)
{
    assert(x >= 1);
    unsigned whole = 63 - (unsigned)__builtin_clzll(x);
    /* The mantissa as a number in [1, 2) with 31 binary places. */
    uint64_t mantissa = whole >= 31 ? x >> (whole - 31) : x << (31 - whole);
    uint32_t log = whole;
    for (int place = 0; place < 16; place++) {
        mantissa = (mantissa * mantissa) >> 31;
        uint64_t beyond_two = mantissa >> 32;
        mantissa >>= beyond_two;
        log = log << 1 | (uint32_t)beyond_two;
    }
    return log;
}

struct mus_rarity_scale mus_statistics_scale(const struct mus_statistics *statistics,
                                             uint32_t floor_thousandths)
{
    uint64_t companies = statistics->companies < 1 ? 1 : statistics->companies;
    uint64_t all = log2_fixed(2 * companies + 2);
    return (struct mus_rarity_scale){
        .most = companies * MUS_DF_ONE,
        .all = all,
        .span = all - log2_fixed(3),
        .least = (uint32_t)((uint64_t)floor_thousandths * 65536 / 1000),
    };
}

uint32_t mus_statistics_rarity_on(const struct mus_statistics *statistics,
                                  const struct mus_rarity_scale *scale, uint64_t term)
{
    uint64_t df = mus_statistics_df(statistics, term);
    df = df < MUS_DF_ONE ? MUS_DF_ONE : df > scale->most ? scale->most : df;
    /* The logarithm of MUS_DF_ONE is a whole number. */
    uint64_t common = log2_fixed(2 * df + MUS_DF_ONE) - (DF_ONE_BITS << 16);
    uint32_t rarity = (uint32_t)((scale->all - common) * 65536 / scale->span);
    return rarity < scale->least ? scale->least : rarity;
}

uint32_t mus_statistics_rarity(const struct mus_statistics *statistics, uint64_t term,
                               uint32_t floor_thousandths)
{
    struct mus_rarity_scale scale = mus_statistics_scale(statistics, floor_thousandths);
    return mus_statistics_rarity_on(statistics, &scale, term);
}
