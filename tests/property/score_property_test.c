/* What holds of every score: tried on random companies against slow obvious versions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "matcher/classes.h"
#include "matcher/evidence_terms.h"
#include "matcher/places.h"
#include "matcher/scorer.h"
#include "matcher/subject.h"
#include "scored_world.h"

static void the_score_is_symmetric_and_its_parts_add_up(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(CASES); i++) {
        if (i % WORLD_CASES == 0) {
            scored_world_new(&f, i / WORLD_CASES, false);
        }
        const struct mus_firm *a = any_firm(&f);
        const struct mus_firm *b = any_firm(&f);
        struct mus_score ab = score_of(&f, a, b);
        struct mus_score ba = score_of(&f, b, a);
        assert_int_equal(ab.score, ba.score);
        assert_true(same_fit(&ab.forth, &ba.back));
        assert_true(same_fit(&ab.back, &ba.forth));
    }
    scored_world_finish(&f);
}

static const struct mus_firm_listing *listing_of(const struct mus_firm *firm, uint32_t index)
{
    return index == MUS_NO_LISTING ? NULL : &firm->listings[index];
}

static bool complement_each_other(const struct mus_reference *reference,
                                  const struct mus_firm_listing *a,
                                  const struct mus_firm_listing *b)
{
    for (size_t i = 0; i < a->purposes.count; i++) {
        for (size_t j = 0; j < b->purposes.count; j++) {
            if (mus_reference_complement(reference, a->purposes.items[i], b->purposes.items[j]) >
                0) {
                return true;
            }
        }
    }
    return false;
}

/* What a pair of units is about, and who seeks in whom. */
struct search {
    const struct mus_firm_listing *seeker;
    const struct mus_firm *firm;
    const struct mus_firm_listing *listing;
};

/* Of the pair that the fit names; false where neither serves the other. */
static bool search_of(const struct scored_world *f, const struct mus_firm *from,
                      const struct mus_firm *to, const struct mus_fit *fit, struct search *out)
{
    const struct mus_firm_listing *a = listing_of(from, fit->from_listing);
    const struct mus_firm_listing *b = listing_of(to, fit->to_listing);
    bool asked = a->side == MUS_SIDE_OFFER && b != NULL && b->side == MUS_SIDE_NEED;
    bool needs = a->side == MUS_SIDE_NEED && b != NULL && b->side == MUS_SIDE_NEED;
    if (needs && !complement_each_other(&f->world.reference, a, b)) {
        return false;
    }
    *out = asked ? (struct search){b, from, a} : (struct search){a, to, b};
    return true;
}

/* The sum of the worths of the terms, each of which is there once and for something. */
static uint64_t worth_of_terms(struct scored_world *f, const struct search *search)
{
    struct mus_term_pieces pieces;
    assert_true(mus_evidence_terms(f->scorer, search->seeker, search->firm, search->listing,
                                   &f->arena, &pieces));
    uint64_t sum = 0;
    for (size_t i = 0; i < pieces.count; i++) {
        assert_true(pieces.items[i].worth > 0);
        assert_true(i == 0 || pieces.items[i - 1].hash < pieces.items[i].hash);
        sum += pieces.items[i].worth;
    }
    assert_true(sum == pieces.sum);
    return sum;
}

/* The same search where nothing is translated. */
static uint64_t worth_of_literal_terms(struct scored_world *f, const struct search *search)
{
    struct mus_firm_listing seeker = *search->seeker;
    struct mus_firm firm = *search->firm;
    struct mus_firm_listing listing = {0};
    seeker.translated.count = seeker.partner.translated.count = firm.translated.count = 0;
    if (search->listing != NULL) {
        listing = *search->listing;
        listing.translated.count = 0;
    }
    return worth_of_terms(
        f, &(struct search){&seeker, &firm, search->listing == NULL ? NULL : &listing});
}

static uint32_t subject_of_worth(const struct scored_world *f,
                                 const struct mus_firm_listing *seeker, uint64_t worth)
{
    return mus_subject_value(&f->weights.text, f->weights.neutral[MUS_PART_SUBJECT], worth,
                             mus_subject_half(&f->weights.text, seeker),
                             mus_subject_seeking(seeker));
}

static void the_subject_is_what_its_terms_give_one_by_one(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    unsigned known = 0;
    unsigned by_translation = 0;
    unsigned cases = mus_random_cases(CASES);
    for (unsigned i = 0; i < cases; i++) {
        if (i % WORLD_CASES == 0) {
            scored_world_new(&f, i / WORLD_CASES, false);
        }
        const struct mus_firm *a = any_firm(&f);
        const struct mus_firm *b = any_firm(&f);
        struct mus_score score = score_of(&f, a, b);
        if (score.forth.parts[MUS_PART_SUBJECT].unknown) {
            continue;
        }
        known++;
        uint32_t value = 0;
        struct search search;
        if (search_of(&f, a, b, &score.forth, &search)) {
            uint64_t worth = worth_of_terms(&f, &search);
            value = subject_of_worth(&f, search.seeker, worth);
            by_translation += worth > worth_of_literal_terms(&f, &search);
        }
        assert_int_equal(score.forth.parts[MUS_PART_SUBJECT].value, value);
    }
    assert_true(known > cases / 4);
    assert_true(by_translation > known / 4);
    scored_world_finish(&f);
}

/* --- nearness of classes --- */

static unsigned plain_level(const struct mus_reference *reference, uint64_t code)
{
    unsigned level = 0;
    for (const struct mus_class *row = mus_reference_code(reference, code); row != NULL;
         row = row->parent == 0 ? NULL : mus_reference_code(reference, row->parent)) {
        level++;
    }
    return level;
}

/* Of the deepest class that both codes lie in; 0: none. */
static uint32_t plain_shared(const struct mus_reference *reference, uint64_t x, uint64_t y,
                             const struct mus_code_weights *weights)
{
    unsigned deepest = 0;
    for (size_t i = 0; i < reference->code_count; i++) {
        uint64_t code = reference->codes[i].code;
        if (mus_reference_below(reference, x, code) && mus_reference_below(reference, y, code)) {
            unsigned level = plain_level(reference, code);
            deepest = level > deepest ? level : deepest;
        }
    }
    return weights->shared[deepest < MUS_CODE_LEVELS ? deepest : MUS_CODE_LEVELS - 1];
}

static uint64_t scheme_of(const struct mus_reference *reference, uint64_t code)
{
    const struct mus_class *row = mus_reference_code(reference, code);
    return row == NULL ? 0 : row->scheme;
}

static void raise(uint32_t *value, uint32_t to)
{
    *value = to > *value ? to : *value;
}

static struct mus_nearness plain_nearness(const struct mus_reference *reference,
                                          struct mus_hashes mine, struct mus_hashes others,
                                          const struct mus_code_weights *weights)
{
    struct mus_nearness near = {0};
    for (size_t i = 0; i < mine.count; i++) {
        for (size_t j = 0; j < others.count; j++) {
            uint64_t x = mine.items[i];
            uint64_t y = others.items[j];
            uint64_t s = scheme_of(reference, x);
            uint64_t t = scheme_of(reference, y);
            near.comparable = near.comparable || s == 0 || t == 0 || s == t;
            uint32_t shared = plain_shared(reference, x, y, weights);
            raise(&near.kin, x == y ? MUS_MILLION : shared);
            raise(&near.forth, mus_reference_below(reference, y, x) ? MUS_MILLION : shared);
            raise(&near.back, mus_reference_below(reference, x, y) ? MUS_MILLION : shared);
        }
    }
    return near;
}

static void nearness_of_classes_is_that_of_the_nearest_pair(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    struct mus_class_tree tree = {0};
    for (unsigned i = 0; i < mus_random_cases(CASES) / 10; i++) {
        if (i % WORLD_CASES == 0) {
            mus_class_tree_done(&tree);
            scored_world_new(&f, i / WORLD_CASES, false);
            assert_int_equal(mus_class_tree_make(&tree, &f.world.reference, NULL), MUS_OK);
        }
        struct mus_hashes mine = any_firm(&f)->industries;
        struct mus_hashes others = any_firm(&f)->industries;
        struct mus_class_set set;
        assert_int_equal(mus_class_set_make(&set, &tree, mine, NULL), MUS_OK);
        struct mus_nearness quick = mus_class_nearness(&tree, &set, others, &f.weights.industry);
        struct mus_nearness plain =
            plain_nearness(&f.world.reference, mine, others, &f.weights.industry);
        mus_class_set_done(&set);
        assert_int_equal(quick.comparable, plain.comparable);
        assert_int_equal(quick.kin, plain.kin);
        assert_int_equal(quick.forth, plain.forth);
        assert_int_equal(quick.back, plain.back);
    }
    mus_class_tree_done(&tree);
    scored_world_finish(&f);
}

/* --- more never hurts --- */

static bool has_text(const struct mus_firm *firm, mus_date today)
{
    bool has = firm->description.count > 0;
    for (size_t i = 0; i < firm->listing_count; i++) {
        for (unsigned field = 0; field < MUS_LISTING_FIELD_COUNT; field++) {
            has = has || (mus_listing_is_live(&firm->listings[i], today) &&
                          firm->listings[i].fields[field].count > 0);
        }
    }
    return has;
}

/* A copy of the firm whose listings can be changed. */
static struct mus_firm *copy_of(struct scored_world *f, const struct mus_firm *firm, size_t room,
                                struct mus_firm_listing **listings)
{
    struct mus_firm *copy = mus_arena_alloc(&f->arena, 1, sizeof *copy);
    *listings = mus_arena_alloc(&f->arena, room + 1, sizeof **listings);
    assert_non_null(copy);
    assert_non_null(*listings);
    size_t count = firm->listing_count < room ? firm->listing_count : room;
    if (count > 0) {
        memcpy(*listings, firm->listings, count * sizeof **listings);
    }
    *copy = *firm;
    copy->listings = *listings;
    copy->listing_count = count;
    return copy;
}

/* A term of a bag, of all of them with the same chance. */
static bool pick_term(struct scored_world *f, const struct mus_bag *bags, size_t count,
                      uint64_t *term)
{
    struct mus_bag bag = bags[mus_random_below(&f->random, count)];
    if (bag.count == 0) {
        return false;
    }
    *term = bag.terms[mus_random_below(&f->random, bag.count)].hash;
    return true;
}

static bool pick_sought(struct scored_world *f, const struct mus_firm_listing *need, uint64_t *term)
{
    const struct mus_bag bags[] = {need->fields[0], need->fields[1], need->fields[2],
                                   need->partner.text};
    return pick_term(f, bags, 4, term);
}

static bool pick_found(struct scored_world *f, const struct mus_firm *firm,
                       const struct mus_firm_listing *offer, uint64_t *term)
{
    const struct mus_bag bags[] = {offer->fields[0], offer->fields[1], offer->fields[2],
                                   firm->description};
    return pick_term(f, bags, 4, term);
}

static uint32_t listing_sum(const struct mus_fit *fit)
{
    uint32_t sum = 0;
    for (unsigned part = MUS_PART_PURPOSE; part <= MUS_PART_PARTNER; part++) {
        sum += fit->parts[part].contribution;
    }
    return sum;
}

static void a_matching_keyword_never_lowers_the_subject_of_single_listings(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    unsigned tried = 0;
    for (unsigned i = 0; i < mus_random_cases(CASES); i++) {
        if (i % WORLD_CASES == 0) {
            scored_world_new(&f, i / WORLD_CASES, false);
        }
        struct mus_firm_listing *mine;
        struct mus_firm_listing *theirs;
        struct mus_firm *need = copy_of(&f, any_firm(&f), 1, &mine);
        struct mus_firm *offer = copy_of(&f, any_firm(&f), 1, &theirs);
        uint64_t term;
        bool of_need = mus_random_chance(&f.random, 2);
        if (need->listing_count == 0 || offer->listing_count == 0 ||
            !(of_need ? pick_found(&f, offer, theirs, &term) : pick_sought(&f, mine, &term))) {
            continue;
        }
        mine->side = MUS_SIDE_NEED;
        theirs->side = MUS_SIDE_OFFER;
        mine->valid_until = theirs->valid_until = MUS_NO_DATE;
        struct mus_score before = score_of(&f, need, offer);
        /* Wild weights may give a field no weight at all: then a word there makes the unknown
         * known, but matches nothing. */
        bool wild = f.weights.text.k1 != mus_weights_default().text.k1;
        if (before.forth.parts[MUS_PART_SUBJECT].unknown && wild) {
            continue;
        }
        struct mus_bag *field = of_need ? &mine->fields[mus_random_below(&f.random, 3)]
                                        : &theirs->fields[mus_random_below(&f.random, 3)];
        *field = mus_random_bag_with(&f.world, *field, term);
        struct mus_score after = score_of(&f, need, offer);
        tried++;
        assert_true(after.forth.parts[MUS_PART_SUBJECT].value >=
                    before.forth.parts[MUS_PART_SUBJECT].value);
        assert_true(listing_sum(&after.forth) >= listing_sum(&before.forth));
    }
    assert_true(tried > mus_random_cases(CASES) / 10);
    scored_world_finish(&f);
}

static void a_matching_keyword_never_lowers_what_the_best_pair_is_worth(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(CASES); i++) {
        if (i % WORLD_CASES == 0) {
            scored_world_new(&f, i / WORLD_CASES, false);
        }
        const struct mus_firm *other = any_firm(&f);
        struct mus_firm_listing *listings;
        struct mus_firm *firm = copy_of(&f, any_firm(&f), 8, &listings);
        uint64_t term;
        if (firm->listing_count == 0 || !pick_term(&f, &other->description, 1, &term) ||
            !has_text(firm, f.world.today) || !has_text(other, f.world.today)) {
            continue;
        }
        struct mus_firm_listing *listing =
            &listings[mus_random_below(&f.random, firm->listing_count)];
        if (mus_subject_seeking(listing) == MUS_SEEKING_NOTHING) {
            continue;
        }
        struct mus_score before = score_of(&f, firm, other);
        struct mus_bag *field = &listing->fields[mus_random_below(&f.random, 3)];
        if (field->length > 0) {
            *field = mus_random_bag_with(&f.world, *field, term);
        }
        struct mus_score after = score_of(&f, firm, other);
        assert_true(listing_sum(&after.forth) >= listing_sum(&before.forth));
        assert_true(listing_sum(&after.back) >= listing_sum(&before.back));
    }
    scored_world_finish(&f);
}

static bool has_live_listing(const struct mus_firm *firm, mus_date today, enum mus_side side)
{
    for (size_t i = 0; i < firm->listing_count; i++) {
        if (firm->listings[i].side == side && mus_listing_is_live(&firm->listings[i], today)) {
            return true;
        }
    }
    return false;
}

static void a_further_listing_of_a_side_never_lowers_what_the_best_pair_is_worth(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(CASES); i++) {
        if (i % WORLD_CASES == 0) {
            scored_world_new(&f, i / WORLD_CASES, false);
        }
        const struct mus_firm *other = any_firm(&f);
        const struct mus_firm *donor = any_firm(&f);
        struct mus_firm_listing *listings;
        const struct mus_firm *firm = any_firm(&f);
        struct mus_firm *longer = copy_of(&f, firm, firm->listing_count + 1, &listings);
        if (donor->listing_count == 0 ||
            !has_live_listing(firm, f.world.today, donor->listings[0].side) ||
            !has_text(firm, f.world.today)) {
            continue;
        }
        listings[longer->listing_count++] = donor->listings[0];
        struct mus_score before = score_of(&f, firm, other);
        struct mus_score after = score_of(&f, longer, other);
        assert_true(listing_sum(&after.forth) >= listing_sum(&before.forth));
        assert_true(listing_sum(&after.back) >= listing_sum(&before.back));
    }
    scored_world_finish(&f);
}

/* --- what is unknown --- */

static void assert_unknown(const struct scored_world *f, const struct mus_fit *fit,
                           enum mus_part part, unsigned missing)
{
    assert_true(fit->parts[part].unknown);
    assert_int_equal(fit->parts[part].value, f->weights.neutral[part]);
    assert_int_equal(fit->parts[part].missing & missing, missing);
}

static void what_is_not_given_is_unknown_and_neutral(void **state)
{
    (void)state;
    struct scored_world f;
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(CASES) / 4; i++) {
        if (i % WORLD_CASES == 0) {
            scored_world_new(&f, i / WORLD_CASES, false);
        }
        struct mus_firm bare = *any_firm(&f);
        const struct mus_firm *other = any_firm(&f);
        bare.stage = MUS_STAGE_UNKNOWN;
        bare.channels = 0;
        bare.languages = bare.industries = bare.technology_fields = (struct mus_hashes){NULL, 0};
        bare.target_markets = (struct mus_hashes){NULL, 0};
        bare.description = (struct mus_bag){0};
        bare.listing_count = 0;
        struct mus_score score = score_of(&f, &bare, other);
        for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
            if (part != MUS_PART_THEME) {
                assert_unknown(&f, &score.forth, (enum mus_part)part, MUS_MISSING_FROM);
            }
        }
        assert_unknown(&f, &score.back, MUS_PART_PURPOSE, MUS_MISSING_TO);
        assert_unknown(&f, &score.back, MUS_PART_SUBJECT, MUS_MISSING_TO);
        assert_unknown(&f, &score.back, MUS_PART_TECHNOLOGY, MUS_MISSING_TO);
        assert_unknown(&f, &score.back, MUS_PART_LANGUAGE, MUS_MISSING_TO);
        assert_unknown(&f, &score.back, MUS_PART_BREADTH, MUS_MISSING_TO);
        assert_int_equal(score.forth.from_listing, MUS_NO_LISTING);
    }
    scored_world_finish(&f);
}

static void the_value_of_places_is_that_of_the_best_of_them(void **state)
{
    (void)state;
    struct scored_world f;
    unsigned met = 0;
    scored_world_start(&f);
    for (unsigned i = 0; i < mus_random_cases(CASES); i++) {
        if (i % WORLD_CASES == 0) {
            scored_world_new(&f, i / WORLD_CASES, false);
        }
        struct mus_hashes targets = any_firm(&f)->target_markets;
        const struct mus_firm *firm = any_firm(&f);
        const struct mus_reference *reference = &f.world.reference;
        uint32_t value =
            mus_place_value(reference, &f.scorer->groups, &f.weights.market, targets, firm);
        assert_int_equal(
            value,
            mus_place_best(reference, &f.scorer->groups, &f.weights.market, targets, firm).value);
        met += value > 0;
    }
    assert_true(met > 0);
    scored_world_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_score_is_symmetric_and_its_parts_add_up),
        cmocka_unit_test(the_subject_is_what_its_terms_give_one_by_one),
        cmocka_unit_test(nearness_of_classes_is_that_of_the_nearest_pair),
        cmocka_unit_test(a_matching_keyword_never_lowers_the_subject_of_single_listings),
        cmocka_unit_test(a_matching_keyword_never_lowers_what_the_best_pair_is_worth),
        cmocka_unit_test(a_further_listing_of_a_side_never_lowers_what_the_best_pair_is_worth),
        cmocka_unit_test(what_is_not_given_is_unknown_and_neutral),
        cmocka_unit_test(the_value_of_places_is_that_of_the_best_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
