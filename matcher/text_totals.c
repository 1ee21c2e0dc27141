#include "matcher/text_totals.h"

#include "base/mem.h"
#include "matcher/query_text.h"
#include "matcher/subject.h"

enum { TOTALS = 6 };
#define ALL_TOTALS(space)                                                                          \
    {                                                                                              \
        &(space)->description, &(space)->description_tr, &(space)->found, &(space)->found_tr,      \
            &(space)->sought, &(space)->sought_tr                                                  \
    }

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

/* Each term of the bag adds to `found` by the field it stands in and tf · sought_factor to what is
 * sought. Most bags have no term that matters: what a field is worth is worked out at the first. */
static void add_field(const struct mus_text_looker *looker, struct mus_bag bag,
                      struct mus_totals *found, enum mus_text_field field, uint64_t sought_factor)
{
    uint64_t found_factor = 0;
    bool met = false;
    for (size_t i = 0; i < bag.count; i++) {
        uint32_t term = mus_term_set_find(looker->terms, bag.terms[i].hash);
        if (term == MUS_NO_TERM) {
            continue;
        }
        uint64_t tf = mus_subject_tf(bag.terms[i].tf);
        if ((looker->uses[term] & MUS_TERM_SOUGHT) != 0) {
            if (!met) {
                found_factor = mus_subject_found_factor(looker->weights, field, bag.length);
                met = true;
            }
            add(found, term, tf * found_factor);
        }
        if ((looker->uses[term] & MUS_TERM_FOUND) != 0) {
            add(&looker->space->sought, term, tf * sought_factor);
        }
    }
}

/* The partner sought is not searched. */
static void add_partner(const struct mus_text_looker *looker, struct mus_bag bag)
{
    for (size_t i = 0; i < bag.count; i++) {
        uint32_t term = mus_term_set_find(looker->terms, bag.terms[i].hash);
        if (term != MUS_NO_TERM && (looker->uses[term] & MUS_TERM_FOUND) != 0) {
            add(&looker->space->sought, term,
                mus_subject_tf(bag.terms[i].tf) * looker->weights->sought[MUS_TEXT_PARTNER]);
        }
    }
}

static void add_found_translation(const struct mus_text_looker *looker, struct mus_bag bag,
                                  struct mus_totals *found)
{
    uint64_t factor = 0;
    bool met = false;
    for (size_t i = 0; i < bag.count; i++) {
        uint32_t term = mus_term_set_find(looker->terms, bag.terms[i].hash);
        if (term == MUS_NO_TERM || (looker->uses[term] & MUS_TERM_SOUGHT) == 0) {
            continue;
        }
        if (!met) {
            factor = mus_subject_translated_factor(looker->weights, bag.length);
            met = true;
        }
        add(found, term, mus_subject_translated_by(looker->weights, bag.terms[i].tf, factor));
    }
}

/* A whole word is all that a term can be. */
static void add_sought_translation(const struct mus_text_looker *looker, struct mus_bag bag)
{
    struct mus_totals *sought = &looker->space->sought_tr;
    for (size_t i = 0; i < bag.count; i++) {
        uint32_t term = mus_term_set_find(looker->terms, bag.terms[i].hash);
        if (term != MUS_NO_TERM && (looker->uses[term] & MUS_TERM_FOUND) != 0) {
            uint64_t room = MUS_SHARE_WHOLE - sought->of_term[term];
            add(sought, term, bag.terms[i].share < room ? bag.terms[i].share : room);
        }
    }
}

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t saturation(const struct mus_text_looker *looker, uint32_t term, uint64_t found)
{
    return mus_subject_saturation(looker->weights, mus_term_class_of(looker->terms->hashes[term]),
                                  found);
}

/* `most`: see found_most. */
static void describe(const struct mus_text_looker *looker, uint32_t term, uint32_t most)
{
    struct mus_text_space *space = looker->space;
    uint32_t literal = saturation(looker, term, space->description.of_term[term]);
    uint32_t translated = (uint32_t)space->description_tr.of_term[term];
    space->described[term] = (struct mus_saturations){
        .literal =
            greater(literal, mus_subject_for_literal_within(looker->weights, translated, most)),
        .translated = mus_subject_for_translated(looker->weights, literal, translated)};
}

void mus_text_add_description(const struct mus_text_looker *looker, const struct mus_firm *firm)
{
    struct mus_text_space *space = looker->space;
    struct mus_bag bag = firm->description;
    add_field(looker, bag, &space->description, MUS_TEXT_DESCRIPTION, 0);
    add_found_translation(looker, firm->translated, &space->description_tr);
    uint32_t most = 0;
    if (space->description_tr.count > 0) {
        most = mus_subject_most_for_literal(
            looker->weights,
            mus_subject_found_factor(looker->weights, MUS_TEXT_DESCRIPTION, bag.length));
    }
    for (uint32_t i = 0; i < space->description.count; i++) {
        describe(looker, space->description.touched[i], most);
    }
    for (uint32_t i = 0; i < space->description_tr.count; i++) {
        describe(looker, space->description_tr.touched[i], most);
    }
}

/* What a literal term adds that stands once in the listing, where it adds least. */
static uint64_t least_once(const struct mus_text_weights *weights,
                           const struct mus_firm_listing *listing)
{
    uint64_t least = UINT64_MAX;
    for (unsigned f = 0; f < MUS_LISTING_FIELD_COUNT; f++) {
        uint64_t once =
            mus_subject_found_factor(weights, (enum mus_text_field)f, listing->fields[f].length);
        least = once < least ? once : least;
    }
    return least;
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
        add_field(looker, bag, &looker->space->found, field, seeks ? weights->sought[field] : 0);
    }
    add_partner(looker, mus_subject_sought_bag(listing, MUS_TEXT_PARTNER));
    add_found_translation(looker, listing->translated, &looker->space->found_tr);
    if (looker->space->found_tr.count > 0) {
        looker->space->found_most =
            mus_subject_most_for_literal(weights, least_once(weights, listing));
    }
    for (unsigned which = 0; which < MUS_SOUGHT_TRANSLATIONS; which++) {
        add_sought_translation(looker, mus_subject_sought_translation(listing, which));
    }
}

struct mus_saturations mus_text_in_listing(const struct mus_text_looker *looker, uint32_t term)
{
    const struct mus_text_space *space = looker->space;
    uint64_t found = space->description.of_term[term] + space->found.of_term[term];
    uint32_t literal = saturation(looker, term, found);
    uint32_t translated = (uint32_t)space->found_tr.of_term[term];
    struct mus_saturations before = mus_text_in_description(looker, term);
    uint32_t own = literal;
    if (translated > 0) {
        own = greater(literal, mus_subject_for_literal_within(looker->weights, translated,
                                                              space->found_most));
    }
    return (struct mus_saturations){
        .literal = greater(before.literal, own),
        .translated = greater(before.translated,
                              mus_subject_for_translated(looker->weights, literal, translated))};
}

void mus_text_clear_listing(const struct mus_text_looker *looker)
{
    clear(&looker->space->found);
    clear(&looker->space->found_tr);
    clear(&looker->space->sought_tr);
    clear(&looker->space->sought);
}

static void forget_described(struct mus_text_space *space, const struct mus_totals *totals)
{
    for (uint32_t i = 0; i < totals->count; i++) {
        space->described[totals->touched[i]] = (struct mus_saturations){0};
    }
}

void mus_text_clear_description(const struct mus_text_looker *looker)
{
    forget_described(looker->space, &looker->space->description);
    forget_described(looker->space, &looker->space->description_tr);
    clear(&looker->space->description);
    clear(&looker->space->description_tr);
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
    struct mus_saturations *described = mus_alloc_zero(terms, sizeof *described);
    if (described == NULL) {
        return mus_fail_memory(err);
    }
    mus_free(space->described);
    space->described = described;
    struct mus_totals *const all[] = ALL_TOTALS(space);
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < TOTALS; i++) {
        status = grow(all[i], terms, err);
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
    struct mus_totals *const all[] = ALL_TOTALS(space);
    for (size_t i = 0; i < TOTALS; i++) {
        free_totals(all[i]);
    }
    mus_free(space->described);
    *space = (struct mus_text_space){0};
}
