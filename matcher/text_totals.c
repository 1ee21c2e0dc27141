#include "matcher/text_totals.h"

#include "base/mem.h"
#include "matcher/subject.h"

static void add(struct mus_totals *totals, uint32_t term, uint64_t amount)
{
    if (amount == 0) {
        return;
    }
    if (totals->of_term[term] == 0) {
        totals->touched[totals->count++] = term;
    }
    totals->of_term[term] += amount;
}

static void clear(struct mus_totals *totals)
{
    for (uint32_t i = 0; i < totals->count; i++) {
        totals->of_term[totals->touched[i]] = 0;
    }
    totals->count = 0;
}

/* Each term of the bag adds tf · found_factor to one total and tf · sought_factor to the other. */
static void add_bag(const struct mus_text_looker *looker, struct mus_bag bag,
                    struct mus_totals *found, uint64_t found_factor, uint64_t sought_factor)
{
    for (size_t i = 0; i < bag.count; i++) {
        uint32_t term = mus_term_set_find(looker->terms, bag.terms[i].hash);
        if (term != MUS_NO_TERM) {
            uint64_t tf = mus_subject_tf(bag.terms[i].tf);
            add(found, term, tf * found_factor);
            add(&looker->space->sought, term, tf * sought_factor);
        }
    }
}

void mus_text_add_description(const struct mus_text_looker *looker, struct mus_bag bag)
{
    uint64_t factor = mus_subject_found_factor(looker->weights, MUS_TEXT_DESCRIPTION, bag.length);
    add_bag(looker, bag, &looker->space->description, factor, 0);
}

/* Translations come in thousandths of an occurrence. */
static void add_translated(const struct mus_text_looker *looker, struct mus_bag bag)
{
    uint64_t factor = looker->weights->sought[MUS_TEXT_TRANSLATED];
    for (size_t i = 0; i < bag.count; i++) {
        uint32_t term = mus_term_set_find(looker->terms, bag.terms[i].hash);
        if (term != MUS_NO_TERM) {
            add(&looker->space->sought, term, mus_subject_tf(bag.terms[i].tf) * factor / 1000);
        }
    }
}

/* What the listing's own fields hold and what it seeks. */
void mus_text_add_listing(const struct mus_text_looker *looker,
                          const struct mus_firm_listing *listing)
{
    const struct mus_text_weights *weights = looker->weights;
    for (unsigned f = 0; f < MUS_LISTING_FIELD_COUNT; f++) {
        enum mus_text_field field = (enum mus_text_field)f;
        struct mus_bag bag = listing->fields[f];
        bool seeks = mus_subject_sought_bag(listing, field).count > 0;
        add_bag(looker, bag, &looker->space->found,
                mus_subject_found_factor(weights, field, bag.length),
                seeks ? weights->sought[field] : 0);
    }
    add_bag(looker, mus_subject_sought_bag(listing, MUS_TEXT_PARTNER), &looker->space->found, 0,
            weights->sought[MUS_TEXT_PARTNER]);
    add_translated(looker, mus_subject_sought_bag(listing, MUS_TEXT_TRANSLATED));
}

void mus_text_clear_listing(const struct mus_text_looker *looker)
{
    clear(&looker->space->found);
    clear(&looker->space->sought);
}

void mus_text_clear_description(const struct mus_text_looker *looker)
{
    clear(&looker->space->description);
}

static enum mus_status grow(struct mus_totals *totals, uint32_t capacity, struct mus_error *err)
{
    uint64_t *of_term = mus_alloc_zero(capacity, sizeof *of_term);
    uint32_t *touched = mus_alloc(capacity, sizeof *touched);
    if (of_term == NULL || touched == NULL) {
        mus_free(of_term);
        mus_free(touched);
        return mus_fail_memory(err);
    }
    mus_free(totals->of_term);
    mus_free(totals->touched);
    *totals = (struct mus_totals){of_term, touched, 0};
    return MUS_OK;
}

enum mus_status mus_text_space_reserve(struct mus_text_space *space, uint32_t terms,
                                       struct mus_error *err)
{
    if (terms <= space->capacity && space->description.of_term != NULL) {
        return MUS_OK;
    }
    enum mus_status status = grow(&space->description, terms, err);
    if (status == MUS_OK) {
        status = grow(&space->found, terms, err);
    }
    if (status == MUS_OK) {
        status = grow(&space->sought, terms, err);
    }
    /* After a failure some are larger than the rest; the least is what there is room for. */
    space->capacity = status == MUS_OK ? terms : space->capacity;
    return status;
}

static void free_totals(struct mus_totals *totals)
{
    mus_free(totals->of_term);
    mus_free(totals->touched);
}

void mus_text_space_done(struct mus_text_space *space)
{
    free_totals(&space->description);
    free_totals(&space->found);
    free_totals(&space->sought);
    *space = (struct mus_text_space){0};
}
