#include "matcher/party.h"

#include "base/mem.h"
#include "matcher/score.h"

static bool grow_classes(struct mus_class_lists *classes, uint32_t capacity)
{
    size_t lists;
    if (!mus_size_mul(capacity, 2, &lists)) {
        return false;
    }
    struct mus_hashes *grown = mus_realloc(classes->lists, lists + 1, sizeof *grown);
    classes->lists = grown == NULL ? classes->lists : grown;
    uint32_t *of_unit = mus_realloc(classes->of_unit, capacity, sizeof *of_unit);
    classes->of_unit = of_unit == NULL ? classes->of_unit : of_unit;
    uint32_t *sought = mus_realloc(classes->sought, capacity, sizeof *sought);
    classes->sought = sought == NULL ? classes->sought : sought;
    return grown != NULL && of_unit != NULL && sought != NULL;
}

static enum mus_status grow(struct mus_party *party, size_t units, struct mus_error *err)
{
    if (units > UINT32_MAX / 4) {
        return mus_fail_memory(err);
    }
    uint32_t capacity = (uint32_t)units + 8;
    uint32_t *live = mus_realloc(party->live, capacity, sizeof *live);
    party->live = live == NULL ? party->live : live;
    enum mus_seeking *seeking = mus_realloc(party->seeking, capacity, sizeof *seeking);
    party->seeking = seeking == NULL ? party->seeking : seeking;
    uint64_t *half = mus_realloc(party->half, capacity, sizeof *half);
    party->half = half == NULL ? party->half : half;
    bool grown = live != NULL && seeking != NULL && half != NULL;
    for (unsigned field = 0; grown && field < MUS_CLASS_FIELD_COUNT; field++) {
        grown = grow_classes(&party->classes[field], capacity);
    }
    if (!grown) {
        return mus_fail_memory(err);
    }
    party->capacity = capacity;
    return MUS_OK;
}

static uint32_t add_list(struct mus_class_lists *classes, struct mus_hashes list)
{
    if (list.count == 0) {
        return 0;
    }
    classes->lists[classes->count] = list;
    return classes->count++;
}

static void start_classes(struct mus_class_lists *classes, struct mus_hashes own)
{
    classes->lists[0] = own;
    classes->count = 1;
}

static void add_unit(struct mus_party *party, const struct mus_text_weights *weights,
                     uint32_t index)
{
    const struct mus_firm_listing *listing = &party->firm->listings[index];
    uint32_t unit = party->count++;
    party->live[unit] = index;
    party->has_need = party->has_need || listing->side == MUS_SIDE_NEED;
    party->has_offer = party->has_offer || listing->side != MUS_SIDE_NEED;
    party->seeking[unit] = mus_subject_seeking(listing);
    party->half[unit] = mus_subject_half(weights, listing);
    struct mus_class_lists *technology = &party->classes[MUS_CLASS_TECHNOLOGY];
    technology->of_unit[unit] = add_list(technology, listing->technology_fields);
    technology->sought[unit] = 0;
    struct mus_class_lists *industry = &party->classes[MUS_CLASS_INDUSTRY];
    industry->of_unit[unit] = add_list(industry, listing->industries);
    industry->sought[unit] = add_list(industry, listing->partner.industries);
    for (size_t f = 0; f < MUS_LISTING_FIELD_COUNT; f++) {
        party->has_text = party->has_text || listing->fields[f].count > 0;
    }
}

enum mus_status mus_party_load(struct mus_party *party, const struct mus_text_weights *weights,
                               mus_date today, const struct mus_firm *firm, struct mus_error *err)
{
    if (firm->listing_count + 1 > party->capacity) {
        enum mus_status status = grow(party, firm->listing_count + 1, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    party->firm = firm;
    party->count = 0;
    party->has_offer = party->has_need = false;
    party->has_text = firm->description.count > 0;
    start_classes(&party->classes[MUS_CLASS_TECHNOLOGY], firm->technology_fields);
    start_classes(&party->classes[MUS_CLASS_INDUSTRY], firm->industries);
    for (size_t i = 0; i < firm->listing_count; i++) {
        if (mus_listing_is_live(&firm->listings[i], today)) {
            add_unit(party, weights, (uint32_t)i);
        }
    }
    party->seeking[party->count] = MUS_SEEKING_NOTHING;
    party->half[party->count] = 1;
    for (unsigned field = 0; field < MUS_CLASS_FIELD_COUNT; field++) {
        party->classes[field].of_unit[party->count] = 0;
        party->classes[field].sought[party->count] = 0;
    }
    return MUS_OK;
}

void mus_party_done(struct mus_party *party)
{
    mus_free(party->live);
    mus_free(party->seeking);
    mus_free(party->half);
    for (unsigned field = 0; field < MUS_CLASS_FIELD_COUNT; field++) {
        mus_free(party->classes[field].lists);
        mus_free(party->classes[field].of_unit);
        mus_free(party->classes[field].sought);
    }
    *party = (struct mus_party){0};
}
