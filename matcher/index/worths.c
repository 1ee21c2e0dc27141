/* Each feature's worth is worked out once a segment; what the segment before had too is taken over
 * from there, since hashes ascend in both. */
#include "matcher/index/worths.h"

#include "base/mem.h"
#include "matcher/index/forward.h"
#include "matcher/places.h"

#include <string.h>

enum { KINDS = MUS_FORWARD_LAST - MUS_FORWARD_FIRST + 1 };

/* The field of each kind from MUS_FORWARD_FIRST on. */
static const uint8_t FIELDS[KINDS] = {MUS_WORTH_INDUSTRY, MUS_WORTH_INDUSTRY, MUS_WORTH_TECHNOLOGY,
                                      MUS_WORTH_TECHNOLOGY, MUS_WORTH_MARKET};

/* What a feature is worth to the query's groups, and back. */
struct row {
    uint16_t values[MUS_WORTH_LANES];
};

struct table {
    struct row *rows; /* of all kinds, one after the other */
    uint64_t *hashes;
    uint32_t starts[KINDS + 1];
    size_t capacity;
};

struct mus_worths {
    const struct mus_bounds *bounds;
    const struct mus_segment *segment;
    struct table tables[2]; /* of the segment, and of the one before */
    unsigned now;
    struct mus_worth most;
};

struct mus_worths *mus_worths_new(const struct mus_bounds *bounds)
{
    struct mus_worths *worths = mus_alloc_zero(1, sizeof *worths);
    if (worths != NULL) {
        worths->bounds = bounds;
    }
    return worths;
}

void mus_worths_free(struct mus_worths *worths)
{
    if (worths != NULL) {
        for (unsigned i = 0; i < 2; i++) {
            mus_free(worths->tables[i].rows);
            mus_free(worths->tables[i].hashes);
        }
        mus_free(worths);
    }
}

const struct mus_worth *mus_worths_most(const struct mus_worths *worths)
{
    return &worths->most;
}

/* ------------------------------------------------------------------ of a code */

/* One field of classes: industries or technology fields. */
struct class_field {
    enum mus_class_field field;
    enum mus_part part;
    const struct mus_code_weights *weights;
};

/* A code against one of the query's lists. */
static struct mus_nearness nearness_of(const struct mus_worths *worths,
                                       const struct class_field *field, uint32_t list,
                                       uint64_t code)
{
    const struct mus_query *query = worths->bounds->query;
    return mus_class_nearness(&query->scorer->tree, &query->sets[field->field][list],
                              (struct mus_hashes){&code, 1}, field->weights);
}

static uint32_t contribution(const struct mus_worths *worths, const struct class_field *field,
                             bool comparable, uint64_t value)
{
    const struct mus_weights *weights = worths->bounds->weights;
    uint64_t counted = comparable ? value : weights->neutral[field->part];
    return (uint32_t)(weights->weight[field->part] * counted / MUS_MILLION);
}

static uint64_t kin_of(const struct class_field *field, const struct mus_nearness *near)
{
    return (uint64_t)near->kin * field->weights->kin / MUS_MILLION;
}

/* What a candidate's own code is worth to a unit of the query. */
static uint32_t for_unit(const struct mus_worths *worths, const struct class_field *field,
                         uint32_t unit, uint64_t code)
{
    const struct mus_party *party = &worths->bounds->query->party;
    const struct mus_class_lists *lists = &party->classes[field->field];
    const struct mus_firm_listing *listing = mus_party_listing(party, unit);
    uint32_t sought = lists->sought[unit];
    uint32_t own = lists->of_unit[unit];
    struct mus_nearness near = nearness_of(worths, field, sought != 0 ? sought : own, code);
    bool asks = sought != 0 || (own != 0 && listing != NULL && listing->side == MUS_SIDE_NEED);
    return contribution(worths, field, near.comparable, asks ? near.forth : kin_of(field, &near));
}

/* What the query is worth to a candidate with this code: of its own, or asked for. */
static uint32_t for_candidate(const struct mus_worths *worths, const struct class_field *field,
                              uint64_t code, bool asked)
{
    const struct mus_party *party = &worths->bounds->query->party;
    const struct mus_class_lists *lists = &party->classes[field->field];
    struct mus_nearness company = nearness_of(worths, field, 0, code);
    uint32_t best = asked ? contribution(worths, field, company.comparable, company.back) : 0;
    for (uint32_t unit = 0; unit <= party->count; unit++) {
        uint32_t list = lists->of_unit[unit];
        struct mus_nearness near = list == 0 ? company : nearness_of(worths, field, list, code);
        best = mus_greater(best, contribution(worths, field, near.comparable,
                                              asked ? near.back : kin_of(field, &near)));
    }
    return best;
}

static uint16_t stepped(uint32_t contribution)
{
    uint32_t steps = (contribution + MUS_RAISE_STEP - 1) / MUS_RAISE_STEP;
    return (uint16_t)(steps < UINT16_MAX ? steps : UINT16_MAX);
}

static void look_at_class(const struct mus_worths *worths, const struct class_field *field,
                          uint64_t code, bool asked, struct row *row)
{
    const struct mus_bounds *bounds = worths->bounds;
    for (uint32_t unit = 0; !asked && unit < mus_party_seekers(&bounds->query->party); unit++) {
        uint16_t *value = &row->values[MUS_WORTH_GROUPS + mus_bounds_group_of(unit)];
        *value = (uint16_t)mus_greater(*value, stepped(for_unit(worths, field, unit, code)));
    }
    if (!bounds->one_way) {
        row->values[MUS_WORTH_BACK] = stepped(for_candidate(worths, field, code, asked));
    }
}

static void look_at_market(const struct mus_worths *worths, uint64_t code, struct row *row)
{
    const struct mus_query *query = worths->bounds->query;
    const struct mus_weights *weights = worths->bounds->weights;
    if (worths->bounds->one_way) {
        return;
    }
    struct mus_place_match match =
        mus_place_meet(query->scorer->rules.reference, &query->scorer->groups, &weights->market,
                       code, query->party.firm);
    uint64_t worth = (uint64_t)weights->weight[MUS_PART_MARKET] * match.value / MUS_MILLION;
    row->values[MUS_WORTH_BACK] = stepped((uint32_t)worth);
}

static void look_at(const struct mus_worths *worths, enum mus_feature_kind kind, uint64_t code,
                    struct row *row)
{
    const struct mus_weights *weights = worths->bounds->weights;
    const struct class_field industry = {MUS_CLASS_INDUSTRY, MUS_PART_INDUSTRY, &weights->industry};
    const struct class_field technology = {MUS_CLASS_TECHNOLOGY, MUS_PART_TECHNOLOGY,
                                           &weights->technology};
    if (kind == MUS_FEATURE_INDUSTRY || kind == MUS_FEATURE_INDUSTRY_ASKED) {
        look_at_class(worths, &industry, code, kind == MUS_FEATURE_INDUSTRY_ASKED, row);
    } else if (kind == MUS_FEATURE_TECHNOLOGY || kind == MUS_FEATURE_TECHNOLOGY_ASKED) {
        look_at_class(worths, &technology, code, kind == MUS_FEATURE_TECHNOLOGY_ASKED, row);
    } else {
        look_at_market(worths, code, row);
    }
}

/* ------------------------------------------------------------------ of a segment */

static bool reserve(struct table *table, size_t count)
{
    if (count <= table->capacity) {
        return true;
    }
    struct row *rows = mus_realloc(table->rows, count, sizeof *rows);
    table->rows = rows == NULL ? table->rows : rows;
    uint64_t *hashes = mus_realloc(table->hashes, count, sizeof *hashes);
    table->hashes = hashes == NULL ? table->hashes : hashes;
    if (rows == NULL || hashes == NULL) {
        return false;
    }
    table->capacity = count;
    return true;
}

static inline void raise(uint16_t values[MUS_WORTH_LANES], const struct row *row, unsigned lanes)
{
    for (unsigned i = 0; i < lanes; i++) {
        values[i] = row->values[i] > values[i] ? row->values[i] : values[i];
    }
}

static unsigned lanes_of(const struct mus_worths *worths)
{
    return MUS_WORTH_GROUPS + worths->bounds->group_count;
}

static void enter_kind(struct mus_worths *worths, const struct mus_segment *segment, unsigned kind)
{
    struct table *table = &worths->tables[worths->now];
    const struct table *before = &worths->tables[1 - worths->now];
    const unsigned number = kind - MUS_FORWARD_FIRST;
    uint32_t old = before->starts[number];
    uint32_t at = table->starts[number];
    for (uint32_t i = 0; i < segment->kinds[kind].count; i++, at++) {
        struct row *row = &table->rows[at];
        uint64_t hash = mus_segment_hash(segment, (enum mus_feature_kind)kind, i);
        table->hashes[at] = hash;
        while (old < before->starts[number + 1] && before->hashes[old] < hash) {
            old++;
        }
        if (old < before->starts[number + 1] && before->hashes[old] == hash) {
            *row = before->rows[old];
        } else {
            memset(row, 0, sizeof *row);
            look_at(worths, (enum mus_feature_kind)kind, hash, row);
        }
        raise(worths->most.values[FIELDS[number]], row, lanes_of(worths));
    }
    table->starts[number + 1] = at;
}

enum mus_status mus_worths_enter(struct mus_worths *worths, const struct mus_segment *segment,
                                 struct mus_error *err)
{
    size_t count = 0;
    for (unsigned kind = MUS_FORWARD_FIRST; kind <= MUS_FORWARD_LAST; kind++) {
        count += segment->kinds[kind].count;
    }
    worths->now = 1 - worths->now;
    if (!reserve(&worths->tables[worths->now], count)) {
        return mus_fail_memory(err);
    }
    worths->segment = segment;
    memset(&worths->most, 0, sizeof worths->most);
    for (unsigned kind = MUS_FORWARD_FIRST; kind <= MUS_FORWARD_LAST; kind++) {
        enter_kind(worths, segment, kind);
    }
    return MUS_OK;
}

unsigned mus_worth_field(unsigned kind)
{
    return FIELDS[kind - MUS_FORWARD_FIRST];
}

const uint16_t *mus_worths_feature(const struct mus_worths *worths, unsigned kind, uint32_t feature)
{
    const struct table *table = &worths->tables[worths->now];
    return table->rows[table->starts[kind - MUS_FORWARD_FIRST] + feature].values;
}

uint16_t mus_worths_peak(const struct mus_worths *worths, unsigned kind, uint32_t feature)
{
    const uint16_t *values = mus_worths_feature(worths, kind, feature);
    uint16_t peak = 0;
    for (unsigned i = 0; i < MUS_WORTH_LANES; i++) {
        peak = values[i] > peak ? values[i] : peak;
    }
    return peak;
}

/* ------------------------------------------------------------------ of a document */

void mus_worths_of(const struct mus_worths *worths, uint32_t doc, struct mus_worth *out)
{
    const struct table *table = &worths->tables[worths->now];
    const unsigned lanes = lanes_of(worths);
    struct mus_forward forward = mus_forward_of(worths->segment, doc);
    unsigned kind = 0;
    uint32_t number;
    if (mus_forward_is_unknown(forward)) {
        *out = worths->most;
        return;
    }
    memset(out, 0, sizeof *out);
    while (mus_forward_next(&forward, &number)) {
        while (kind + 1 < KINDS && number >= table->starts[kind + 1]) {
            kind++;
        }
        if (number < table->starts[kind + 1]) { /* else it is damaged */
            raise(out->values[FIELDS[kind]], &table->rows[number], lanes);
        }
    }
}
