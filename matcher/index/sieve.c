/* A filter gives two sets: who states what it asks about, and who passes. Of several filters, who
 * passes all passes; who states and does not pass some fails; the rest is excluded for want of a
 * value (matcher/filter.c has the same rule for one company). */
#include "matcher/index/sieve.h"

#include "base/mem.h"
#include "matcher/index/lanes.h"
#include "matcher/scorer.h"

#include <string.h>

struct sieving {
    const struct mus_segment *segment;
    const struct mus_filter *filter;
    const struct mus_reference *reference;
    size_t words;
    uint64_t *passes; /* all filters so far */
    uint64_t *fails;  /* one of them */
    uint64_t *found;  /* of the filter at work */
};

/* ------------------------------------------------------------------ filters */

/* The filter at work has found whom it lets pass; `stated`: who says anything about it. */
static void settle(const struct sieving *s, enum mus_fact_flag stated)
{
    for (size_t i = 0; i < s->words; i++) {
        s->fails[i] |= mus_segment_bits(s->segment, stated, i) & ~s->found[i];
        s->passes[i] &= s->found[i];
    }
}

static void mark_feature(const struct mus_segment *segment, enum mus_feature_kind kind,
                         uint32_t feature, uint32_t windows, uint64_t *bits)
{
    struct mus_posting_reader reader;
    if (!mus_segment_list(segment, kind, feature, &reader)) {
        return;
    }
    for (uint32_t window = 0; window < windows; window++) {
        mus_posting_mark(&reader, window, bits + (size_t)window * (MUS_WINDOW / 64));
    }
}

static void mark_hash(const struct mus_segment *segment, enum mus_feature_kind kind, uint64_t hash,
                      uint32_t windows, uint64_t *bits)
{
    uint32_t feature = mus_segment_find(segment, kind, hash);
    if (feature != UINT32_MAX) {
        mark_feature(segment, kind, feature, windows, bits);
    }
}

static uint32_t windows_of(const struct sieving *s)
{
    return mus_windows_of(s->segment->docs);
}

static void clear(const struct sieving *s)
{
    memset(s->found, 0, s->words * sizeof *s->found);
}

static void filter_codes(const struct sieving *s, struct mus_hashes wanted,
                         enum mus_feature_kind kind, enum mus_fact_flag stated)
{
    if (wanted.count == 0) {
        return;
    }
    clear(s);
    for (size_t i = 0; i < wanted.count; i++) {
        mark_hash(s->segment, kind, wanted.items[i], windows_of(s), s->found);
    }
    settle(s, stated);
}

typedef bool wants_code(const struct mus_reference *reference, struct mus_hashes wanted,
                        uint64_t code);

/* Codes that pass by way of the tables: each that the segment has is asked for. */
static void find_by_tables(const struct sieving *s, struct mus_hashes wanted,
                           enum mus_feature_kind kind, wants_code *wants)
{
    clear(s);
    for (uint32_t i = 0; i < s->segment->kinds[kind].count; i++) {
        if (wants(s->reference, wanted, mus_segment_hash(s->segment, kind, i))) {
            mark_feature(s->segment, kind, i, windows_of(s), s->found);
        }
    }
}

static void filter_by_tables(const struct sieving *s, struct mus_hashes wanted,
                             enum mus_feature_kind kind, wants_code *wants,
                             enum mus_fact_flag stated)
{
    if (wanted.count > 0) {
        find_by_tables(s, wanted, kind, wants);
        settle(s, stated);
    }
}

static void filter_elsewhere(const struct sieving *s)
{
    struct mus_hashes unwanted = s->filter->not_countries;
    if (unwanted.count == 0) {
        return;
    }
    find_by_tables(s, unwanted, MUS_FEATURE_COUNTRY, mus_filter_wants_place);
    for (size_t i = 0; i < s->words; i++) {
        uint64_t stated = mus_segment_bits(s->segment, MUS_FACT_COUNTRY, i);
        s->fails[i] |= stated & s->found[i];
        s->passes[i] &= stated & ~s->found[i];
    }
}

/* By a rule for each value of a column: 0 not known, 1 fails, 2 passes. */
static void filter_column(const struct sieving *s, enum mus_fact_column column,
                          const uint8_t verdicts[256])
{
    for (uint32_t first = 0; first < s->segment->docs; first += 64) {
        uint64_t passes = 0;
        uint64_t fails = 0;
        for (uint32_t i = 0; i < 64 && first + i < s->segment->docs; i++) {
            uint8_t verdict = verdicts[mus_segment_fact(s->segment, column, first + i)];
            passes |= (uint64_t)(verdict == 2) << i;
            fails |= (uint64_t)(verdict == 1) << i;
        }
        s->passes[first / 64] &= passes;
        s->fails[first / 64] |= fails;
    }
}

/* What a value of the column is, of what a filter asks about. */
typedef unsigned value_of(unsigned value);

static unsigned kind_of(unsigned value)
{
    return value / 4;
}
static unsigned size_of(unsigned value)
{
    return value % 4;
}
static unsigned stage_of(unsigned value)
{
    return value / 16;
}
static unsigned itself(unsigned value)
{
    return value;
}

static void filter_words(const struct sieving *s, mus_word_set set, enum mus_fact_column column,
                         value_of *part)
{
    uint8_t verdicts[256];
    for (unsigned value = 0; set != 0 && value < 256; value++) {
        unsigned number = part(value);
        verdicts[value] =
            number == 0 ? 0 : (uint8_t)(1 + (number < 16 && (set >> number & 1) != 0));
    }
    if (set != 0) {
        filter_column(s, column, verdicts);
    }
}

static void filter_channels(const struct sieving *s)
{
    uint8_t verdicts[256];
    mus_word_set set = s->filter->channels;
    for (unsigned value = 0; value < 256; value++) {
        unsigned channels = value % 16;
        verdicts[value] = channels == 0 ? 0 : (uint8_t)(1 + ((set & channels) != 0));
    }
    if (set != 0) {
        filter_column(s, MUS_COLUMN_WAYS, verdicts);
    }
}

static bool within(struct mus_bound least, struct mus_bound most, int64_t value)
{
    return (!least.given || value >= least.value) && (!most.given || value <= most.value);
}

static void filter_bounds(const struct sieving *s, struct mus_bound least, struct mus_bound most,
                          bool capital)
{
    const struct mus_segment *segment = s->segment;
    for (uint32_t doc = 0; (least.given || most.given) && doc < segment->docs; doc++) {
        uint64_t stored =
            capital ? mus_segment_capital(segment, doc) : mus_segment_employees(segment, doc);
        uint64_t bit = (uint64_t)1 << (doc & 63);
        bool passes = stored != 0 && within(least, most, (int64_t)(stored - 1));
        s->passes[doc / 64] &= passes ? UINT64_MAX : ~bit;
        s->fails[doc / 64] |= stored != 0 && !passes ? bit : 0;
    }
}

static void filter_sides(const struct sieving *s)
{
    mus_word_set sides = s->filter->sides;
    for (size_t i = 0; sides != 0 && i < s->words; i++) {
        uint64_t offers = mus_segment_bits(s->segment, MUS_FACT_OFFERING, i);
        uint64_t needs = mus_segment_bits(s->segment, MUS_FACT_NEEDING, i);
        uint64_t found = ((sides >> MUS_SIDE_OFFER & 1) != 0 ? offers : 0) |
                         ((sides >> MUS_SIDE_NEED & 1) != 0 ? needs : 0);
        s->fails[i] |= (offers | needs) & ~found;
        s->passes[i] &= found;
    }
}

static void apply(const struct sieving *s)
{
    const struct mus_filter *f = s->filter;
    filter_words(s, f->kinds, MUS_COLUMN_KIND_SIZE, kind_of);
    filter_words(s, mus_filter_sizes(f->sizes), MUS_COLUMN_KIND_SIZE, size_of);
    filter_words(s, f->main_business, MUS_COLUMN_BUSINESS, itself);
    filter_words(s, f->stages, MUS_COLUMN_WAYS, stage_of);
    filter_channels(s);
    filter_bounds(s, f->min_employees, f->max_employees, false);
    filter_bounds(s, f->min_capital_jpy, f->max_capital_jpy, true);
    filter_codes(s, f->regions, MUS_FEATURE_REGION, MUS_FACT_REGION);
    filter_codes(s, f->languages, MUS_FEATURE_LANGUAGE, MUS_FACT_LANGUAGE);
    filter_codes(s, f->certifications, MUS_FEATURE_CERTIFICATION, MUS_FACT_CERTIFICATION);
    filter_codes(s, f->purposes, MUS_FEATURE_PURPOSE, MUS_FACT_PURPOSE);
    filter_by_tables(s, f->countries, MUS_FEATURE_COUNTRY, mus_filter_wants_place,
                     MUS_FACT_COUNTRY);
    filter_elsewhere(s);
    filter_by_tables(s, f->presence, MUS_FEATURE_PRESENCE, mus_filter_wants_place,
                     MUS_FACT_PRESENCE);
    filter_sides(s);
    filter_by_tables(s, f->target_markets, MUS_FEATURE_MARKET, mus_filter_wants_place,
                     MUS_FACT_MARKET);
    filter_by_tables(s, f->industries, MUS_FEATURE_INDUSTRY, mus_filter_wants_class,
                     MUS_FACT_INDUSTRY);
    filter_by_tables(s, f->technology_fields, MUS_FEATURE_TECHNOLOGY, mus_filter_wants_class,
                     MUS_FACT_TECHNOLOGY);
}

/* ------------------------------------------------------------------ set apart */

static void mark_ids(const struct mus_segment *segment, struct mus_hashes ids, uint64_t *bits)
{
    for (size_t i = 0; i < ids.count; i++) {
        uint32_t at = mus_segment_id_keys(segment, ids.items[i]);
        uint32_t doc = 0;
        while (mus_segment_next_of_id(segment, ids.items[i], &at, &doc)) {
            bits[doc / 64] |= (uint64_t)1 << (doc & 63);
        }
    }
}

/* Whom the company that asks has a relation to. */
static void mark_related(const struct mus_segment *segment, const struct mus_scan_options *options,
                         uint32_t windows, uint64_t *bits)
{
    const struct mus_firm *firm = mus_query_firm(options->query);
    mark_ids(segment, (struct mus_hashes){&firm->id_hash, 1}, bits);
    mark_ids(segment, firm->not_with, bits);
    mark_hash(segment, MUS_FEATURE_NOT_WITH, firm->id_hash, windows, bits);
    if (firm->group != 0) {
        mark_hash(segment, MUS_FEATURE_GROUP, firm->group, windows, bits);
    }
    mark_ids(segment, options->met, bits);
    mark_ids(segment, options->declined, bits);
    mark_ids(segment, options->never, bits);
}

static void mark_turned(const struct mus_segment *segment, mus_date today, uint64_t *bits)
{
    for (uint32_t i = 0; i < segment->last_day_count; i++) {
        struct mus_turn turn = mus_segment_turn(segment->last_days, i);
        if (turn.day >= today) {
            break;
        }
        if (turn.doc < segment->docs) {
            bits[turn.doc / 64] |= (uint64_t)1 << (turn.doc & 63);
        }
    }
    for (uint32_t i = segment->first_day_count; i-- > 0;) {
        struct mus_turn turn = mus_segment_turn(segment->first_days, i);
        if (turn.day <= today) {
            break;
        }
        if (turn.doc < segment->docs) {
            bits[turn.doc / 64] |= (uint64_t)1 << (turn.doc & 63);
        }
    }
}

/* ------------------------------------------------------------------ all together */

static uint64_t living(const struct mus_segment *segment, const unsigned char *gone, size_t word)
{
    uint64_t first = (uint64_t)word * 64;
    if (first >= segment->docs) {
        return 0;
    }
    uint64_t left = segment->docs - first;
    uint64_t all = left >= 64 ? UINT64_MAX : ((uint64_t)1 << left) - 1;
    return gone == NULL ? all : all & ~mus_load_u64(gone, word);
}

static inline uint64_t count(uint64_t word)
{
    return (uint64_t)__builtin_popcountll(word);
}

/* `fails` NULL: nothing is filtered. */
MUS_COUNTING static void conclude(const struct mus_segment *segment, const unsigned char *gone,
                                  bool all_vetoed, const uint64_t *passes, const uint64_t *fails,
                                  struct mus_sieve *out)
{
    const size_t words = (segment->docs + 63) / 64;
    for (size_t i = 0; i < words; i++) {
        uint64_t alive = living(segment, gone, i);
        out->apart[i] &= alive; /* a damaged list may name who is not there */
        alive &= ~out->apart[i];
        uint64_t passing = fails == NULL ? alive : alive & passes[i];
        uint64_t failing = fails == NULL ? 0 : alive & fails[i];
        uint64_t barred = all_vetoed ? UINT64_MAX : mus_segment_bits(segment, MUS_FACT_BARRED, i);
        out->eligible[i] = passing & ~barred;
        out->counts.seen += count(alive);
        out->counts.filtered += count(failing);
        out->counts.unknown_excluded += count(alive & ~passing & ~failing);
        out->counts.vetoed += count(passing & barred);
    }
    for (size_t i = words; i < (size_t)out->windows * (MUS_WINDOW / 64); i++) {
        out->apart[i] = 0;
    }
    out->counts.scored =
        out->counts.seen - out->counts.filtered - out->counts.unknown_excluded - out->counts.vetoed;
}

enum mus_status mus_sieve_make(const struct mus_segment *segment, const unsigned char *gone,
                               const struct mus_scan_options *options, struct mus_sieve *out,
                               struct mus_error *err)
{
    const struct mus_rules *rules = mus_scorer_rules(mus_query_scorer(options->query));
    uint32_t windows = mus_windows_of(segment->docs);
    size_t words = (size_t)windows * (MUS_WINDOW / 64);
    bool filters = options->filter != NULL && !mus_filter_is_empty(options->filter);
    uint64_t *bits = mus_alloc_zero(2 * words, sizeof *bits);
    uint64_t *of_filters = filters ? mus_alloc_zero(3 * words, sizeof *of_filters) : NULL;
    if (bits == NULL || (filters && of_filters == NULL)) {
        mus_free(bits);
        mus_free(of_filters);
        return mus_fail_memory(err);
    }
    *out = (struct mus_sieve){.eligible = bits, .apart = bits + words, .windows = windows};
    struct sieving sieving = {
        segment, options->filter, rules->reference, (segment->docs + 63) / 64, NULL, NULL, NULL};
    if (filters) {
        sieving.passes = of_filters;
        sieving.fails = of_filters + words;
        sieving.found = of_filters + 2 * words;
        memset(sieving.passes, 0xFF, words * sizeof *bits);
        apply(&sieving);
    }
    bool company = !mus_query_is_bare_need(options->query);
    if (company) {
        mark_related(segment, options, windows, out->apart);
    }
    mark_turned(segment, rules->today, out->apart);
    bool all_vetoed = company && mus_veto_is_held(mus_query_firm(options->query), rules->today);
    conclude(segment, gone, all_vetoed, sieving.passes, sieving.fails, out);
    mus_free(of_filters);
    return MUS_OK;
}

void mus_sieve_done(struct mus_sieve *sieve)
{
    mus_free(sieve->eligible);
    *sieve = (struct mus_sieve){0};
}
