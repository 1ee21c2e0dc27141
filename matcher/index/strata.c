/* Where a field is divided is where the worths of its features, in their order, leave the widest
 * gap, nothing being the least of them. Those above it are the ones that are worth much. */
#include "matcher/index/strata.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct mus_strata {
    const struct mus_worths *worths;
    uint64_t *near[MUS_WORTH_FIELDS]; /* a bit a document, in whole windows */
    size_t words;                     /* room for each */
    unsigned count;                   /* fields that divide: the first of `fields` */
    unsigned fields[MUS_WORTH_FIELDS];
    uint16_t *order; /* worths of a field's features */
    size_t order_capacity;
    struct mus_worth most[MUS_STRATA];
};

struct mus_strata *mus_strata_new(const struct mus_worths *worths)
{
    struct mus_strata *strata = mus_alloc_zero(1, sizeof *strata);
    if (strata != NULL) {
        strata->worths = worths;
    }
    return strata;
}

void mus_strata_free(struct mus_strata *strata)
{
    if (strata != NULL) {
        mus_free(strata->near[0]);
        mus_free(strata->order);
        mus_free(strata);
    }
}

unsigned mus_strata_fields(const struct mus_strata *strata)
{
    return strata->count;
}

const struct mus_worth *mus_strata_most(const struct mus_strata *strata, unsigned stratum)
{
    return &strata->most[stratum];
}

const uint64_t *mus_strata_near(const struct mus_strata *strata, unsigned field, uint32_t window)
{
    return strata->near[strata->fields[field]] + (size_t)window * (MUS_WINDOW / 64);
}

/* ------------------------------------------------------------------ where a field is divided */

static int compare_worths(const void *left, const void *right)
{
    const uint16_t *l = left;
    const uint16_t *r = right;
    return *l < *r ? -1 : *l > *r;
}

/* The greatest worth below the widest gap; that of the best where there is no gap. */
static uint16_t divide(uint16_t *worths, size_t count)
{
    if (count > 1) {
        qsort(worths, count, sizeof *worths, compare_worths);
    }
    uint16_t before = 0;
    uint16_t below = 0;
    unsigned widest = 0;
    for (size_t i = 0; i < count; i++) {
        if ((unsigned)(worths[i] - before) > widest) {
            widest = worths[i] - before;
            below = before;
        }
        before = worths[i];
    }
    return widest == 0 ? before : below;
}

static bool order_field(struct mus_strata *strata, const struct mus_segment *segment,
                        unsigned field, size_t *count)
{
    size_t room = 0;
    for (unsigned kind = MUS_FORWARD_FIRST; kind <= MUS_FORWARD_LAST; kind++) {
        room += mus_worth_field(kind) == field ? segment->kinds[kind].count : 0;
    }
    if (room > strata->order_capacity) {
        mus_free(strata->order);
        strata->order = mus_alloc(room, sizeof *strata->order);
        strata->order_capacity = strata->order == NULL ? 0 : room;
        if (strata->order == NULL) {
            return false;
        }
    }
    *count = 0;
    for (unsigned kind = MUS_FORWARD_FIRST; kind <= MUS_FORWARD_LAST; kind++) {
        for (uint32_t i = 0; mus_worth_field(kind) == field && i < segment->kinds[kind].count;
             i++) {
            strata->order[(*count)++] = mus_worths_peak(strata->worths, kind, i);
        }
    }
    return true;
}

/* ------------------------------------------------------------------ who is near */

static void mark(struct mus_strata *strata, const struct mus_segment *segment, unsigned field,
                 enum mus_feature_kind kind, uint32_t feature)
{
    struct mus_posting_reader reader;
    const uint32_t windows = mus_windows_of(segment->docs);
    if (!mus_segment_list(segment, kind, feature, &reader)) { /* damaged: it may be anybody's */
        memset(strata->near[field], UINT8_MAX, windows * (size_t)(MUS_WINDOW / 8));
        return;
    }
    for (uint32_t window = 0; window < windows; window++) {
        mus_posting_mark(&reader, window, strata->near[field] + (size_t)window * (MUS_WINDOW / 64));
    }
}

static void raise_field(struct mus_worth *most, unsigned field, const uint16_t *values,
                        unsigned lanes)
{
    for (unsigned i = 0; i < lanes; i++) {
        if (values[i] > most->values[field][i]) {
            most->values[field][i] = values[i];
        }
    }
}

/* Marks who is near, and finds what is the most of those far. */
static void sort_field(struct mus_strata *strata, const struct mus_segment *segment, unsigned field,
                       uint16_t below, struct mus_worth *far)
{
    memset(strata->near[field], 0, mus_windows_of(segment->docs) * (size_t)(MUS_WINDOW / 8));
    for (unsigned kind = MUS_FORWARD_FIRST; kind <= MUS_FORWARD_LAST; kind++) {
        for (uint32_t i = 0; mus_worth_field(kind) == field && i < segment->kinds[kind].count;
             i++) {
            if (mus_worths_peak(strata->worths, kind, i) > below) {
                mark(strata, segment, field, (enum mus_feature_kind)kind, i);
            } else {
                raise_field(far, field, mus_worths_feature(strata->worths, kind, i),
                            MUS_WORTH_LANES);
            }
        }
    }
}

static bool reserve(struct mus_strata *strata, const struct mus_segment *segment)
{
    size_t words = (size_t)mus_windows_of(segment->docs) * (MUS_WINDOW / 64);
    if (words <= strata->words) {
        return true;
    }
    mus_free(strata->near[0]);
    strata->near[0] = mus_alloc(words * MUS_WORTH_FIELDS, sizeof *strata->near[0]);
    strata->words = strata->near[0] == NULL ? 0 : words;
    for (unsigned field = 1; strata->words > 0 && field < MUS_WORTH_FIELDS; field++) {
        strata->near[field] = strata->near[0] + field * words;
    }
    return strata->words > 0;
}

/* Where a field does not divide, everybody may have what is the most. */
static void find_most(struct mus_strata *strata, const struct mus_worth *far)
{
    for (unsigned stratum = 0; stratum < 1U << strata->count; stratum++) {
        struct mus_worth *most = &strata->most[stratum];
        *most = *mus_worths_most(strata->worths);
        for (unsigned i = 0; i < strata->count; i++) {
            const unsigned field = strata->fields[i];
            if ((stratum >> i & 1) == 0) {
                memcpy(most->values[field], far->values[field], sizeof far->values[field]);
            }
        }
    }
}

enum mus_status mus_strata_enter(struct mus_strata *strata, const struct mus_segment *segment,
                                 struct mus_error *err)
{
    struct mus_worth far = {{{0}}};
    strata->count = 0;
    if (!reserve(strata, segment)) {
        return mus_fail_memory(err);
    }
    for (unsigned field = 0; field < MUS_WORTH_FIELDS; field++) {
        size_t count = 0;
        if (!order_field(strata, segment, field, &count)) {
            return mus_fail_memory(err);
        }
        uint16_t below = divide(strata->order, count);
        if (count > 0 && strata->order[count - 1] > below) {
            strata->fields[strata->count++] = field;
            sort_field(strata, segment, field, below, &far);
        }
    }
    find_most(strata, &far);
    return MUS_OK;
}
