#include "matcher/index/audit.h"

#include "base/mem.h"

#include <string.h>

/* What a document is looked at for. */
enum look {
    NOT_ADDED, /* gone, or not there yet */
    COUNTED,   /* it has changed with the day: only what it counts for is looked at */
    LOOKED_AT, /* all of it */
};

struct mus_audit {
    const struct mus_segment *segment;
    struct mus_feature_maker *maker;
    uint8_t *looks;                       /* of each document */
    struct mus_period *periods;           /* on which its row holds */
    uint64_t expected[MUS_FEATURE_COUNT]; /* sums of postings */
    uint64_t counted;                     /* … of companies that features count in */
};

/* The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t mix(uint64_t value)
{
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

static uint64_t mix_feature(unsigned kind, uint64_t hash)
{
    return mix(hash + kind * UINT64_C(0x9e3779b97f4a7c15));
}

static uint64_t mix_posting(uint64_t feature, uint32_t doc)
{
    return mix(feature + doc);
}

enum mus_status mus_audit_new(const struct mus_segment *segment,
                              const struct mus_text_weights *weights, struct mus_audit **out,
                              struct mus_error *err)
{
    struct mus_audit *audit = mus_alloc_zero(1, sizeof *audit);
    if (audit == NULL) {
        return mus_fail_memory(err);
    }
    audit->segment = segment;
    audit->maker = mus_feature_maker_new(weights, segment->day);
    audit->looks = mus_alloc_zero(segment->docs, sizeof *audit->looks);
    audit->periods = mus_alloc(segment->docs, sizeof *audit->periods);
    if (audit->maker == NULL || audit->looks == NULL || audit->periods == NULL) {
        mus_audit_free(audit);
        return mus_fail_memory(err);
    }
    if (!mus_segment_periods(segment, audit->periods)) {
        mus_audit_free(audit);
        return mus_fail(err, MUS_CORRUPT, "index segment: a day of a document that is none");
    }
    *out = audit;
    return MUS_OK;
}

void mus_audit_free(struct mus_audit *audit)
{
    if (audit != NULL) {
        mus_feature_maker_free(audit->maker);
        mus_free(audit->looks);
        mus_free(audit->periods);
        mus_free(audit);
    }
}

static bool same_facts(const struct mus_facts *a, const struct mus_facts *b)
{
    return a->flags == b->flags && a->kind == b->kind && a->size == b->size &&
           a->stage == b->stage && a->channels == b->channels &&
           a->main_business == b->main_business && a->employees == b->employees &&
           a->capital_jpy == b->capital_jpy && a->from == b->from && a->until == b->until;
}

enum mus_status mus_audit_add(struct mus_audit *audit, uint32_t doc, const struct mus_firm *firm,
                              struct mus_error *err)
{
    const struct mus_segment *segment = audit->segment;
    const struct mus_feature *features = NULL;
    struct mus_facts facts;
    size_t count = 0;
    const struct mus_period period = audit->periods[doc];
    enum mus_status status = mus_features_of(audit->maker, firm, &features, &count, &facts, err);
    if (status != MUS_OK) {
        return status;
    }
    const struct mus_facts held = mus_segment_facts(segment, doc, period);
    bool holds = period.from <= segment->day && segment->day <= period.until;
    if (holds && !same_facts(&facts, &held)) {
        return mus_fail(err, MUS_CORRUPT, "its row in the index is not what its record gives");
    }
    audit->looks[doc] = holds ? LOOKED_AT : COUNTED;
    for (size_t i = 0; i < count; i++) {
        uint64_t feature = mix_feature(features[i].kind, features[i].hash);
        audit->counted += feature * features[i].companies;
        if (holds && features[i].standing) {
            audit->expected[features[i].kind] += mix_posting(feature, doc);
        }
    }
    return MUS_OK;
}

void mus_audit_discount(struct mus_audit *audit, const struct mus_feature_count *count)
{
    audit->counted += mix_feature(count->kind, count->hash) * count->companies;
}

static uint64_t sum_list(const struct mus_audit *audit, enum mus_feature_kind kind,
                         uint32_t feature)
{
    const struct mus_segment *segment = audit->segment;
    struct mus_posting_reader reader;
    struct mus_impact impact;
    uint64_t sum = 0;
    uint64_t mixed = mix_feature(kind, mus_segment_hash(segment, kind, feature));
    if (!mus_segment_list(segment, kind, feature, &reader)) {
        return 0;
    }
    while (mus_posting_next(&reader, &impact)) {
        if (impact.doc < segment->docs && audit->looks[impact.doc] == LOOKED_AT) {
            sum += mix_posting(mixed, impact.doc);
        }
    }
    return sum;
}

enum mus_status mus_audit_finish(struct mus_audit *audit, struct mus_error *err)
{
    const struct mus_segment *segment = audit->segment;
    uint64_t counted = 0;
    for (unsigned kind = 0; kind < MUS_FEATURE_COUNT; kind++) {
        uint64_t sum = 0;
        for (uint32_t i = 0; i < segment->kinds[kind].count; i++) {
            sum += sum_list(audit, kind, i);
            counted += mix_feature(kind, mus_segment_hash(segment, kind, i)) *
                       mus_segment_companies(segment, kind, i);
        }
        if (sum != audit->expected[kind]) {
            return mus_fail(err, MUS_CORRUPT,
                            "its lists of kind %u are not what its companies give", kind);
        }
    }
    return counted == audit->counted
               ? MUS_OK
               : mus_fail(err, MUS_CORRUPT,
                          "in how many companies its features stand is not what they give");
}
