#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matcher/ratio.h"
#include "matcher/subject.h"
#include "small.h"

static const uint64_t ONE = 65536;

static struct mus_text_weights weights_of_bm25(void)
{
    struct mus_text_weights weights = mus_weights_default().text;
    weights.k1 = 1000;
    weights.k1_word = 3000;
    weights.b = 500;
    weights.k3 = 8000;
    weights.half = 1000;
    weights.topic = 500;
    for (unsigned field = 0; field < MUS_TEXT_FIELD_COUNT; field++) {
        weights.found[field] = 1000;
        weights.sought[field] = 1000;
        weights.length[field] = 10;
    }
    return weights;
}

static void a_field_of_usual_length_counts_once_and_a_long_one_less(void **state)
{
    (void)state;
    struct mus_text_weights weights = weights_of_bm25();
    assert_int_equal(mus_subject_found_factor(&weights, MUS_TEXT_TITLE, 10), ONE);
    /* 1 − 0.5 + 0.5 · 30/10 = 2 */
    assert_int_equal(mus_subject_found_factor(&weights, MUS_TEXT_TITLE, 30), ONE / 2);
    /* 1 − 0.5 = 0.5 */
    assert_int_equal(mus_subject_found_factor(&weights, MUS_TEXT_TITLE, 0), ONE * 2);
    weights.found[MUS_TEXT_TITLE] = 3000;
    assert_int_equal(mus_subject_found_factor(&weights, MUS_TEXT_TITLE, 10), ONE * 3);
}

static void a_piece_saturates_with_what_is_found(void **state)
{
    (void)state;
    struct mus_text_weights weights = weights_of_bm25();
    const enum mus_term_class pair = MUS_TERM_PAIR;
    assert_int_equal(mus_subject_saturation(&weights, pair, 0), 0);
    assert_int_equal(mus_subject_saturation(&weights, pair, ONE), 32768);     /* 1/2 */
    assert_int_equal(mus_subject_saturation(&weights, pair, 3 * ONE), 49152); /* 3/4 */
    assert_in_range(mus_subject_saturation(&weights, pair, UINT64_MAX), 65534, 65536);
    assert_int_equal(mus_subject_saturation(&weights, MUS_TERM_WORD, ONE), 16384); /* 1/4 */
    assert_int_equal(mus_subject_piece(65536, 32768), 32768);
    assert_int_equal(mus_subject_piece(32768, 32768), 16384);
}

static void a_translation_is_worth_less_than_a_literal_term(void **state)
{
    (void)state;
    struct mus_text_weights weights = weights_of_bm25();
    weights.found[MUS_TEXT_TRANSLATED] = 400;
    weights.translated_most = 900;
    assert_int_equal(mus_subject_translated(&weights, 0, 10), 0);
    assert_int_equal(mus_subject_translated(&weights, 1000, 10), 32768); /* 1/2 */
    assert_int_equal(mus_subject_translated(&weights, 1000, 30), 21845); /* 1/3 */
    assert_int_equal(mus_subject_for_literal(&weights, 32768, ONE), 13107);
    /* However often it stands, it stays below a word that stands once: .9 · 1/4, .9 · 1/31. */
    assert_in_range(mus_subject_for_literal(&weights, 65000, ONE), 14740, 14746);
    assert_in_range(mus_subject_for_literal(&weights, 65000, ONE / 10), 1890, 1903);
    uint32_t most = mus_subject_most_for_literal(&weights, ONE / 10);
    assert_int_equal(mus_subject_for_literal_within(&weights, 65000, most),
                     mus_subject_for_literal(&weights, 65000, ONE / 10));
}

static void who_seeks_a_translation_finds_the_word_or_another_translation(void **state)
{
    (void)state;
    struct mus_text_weights weights = weights_of_bm25();
    weights.sought[MUS_TEXT_TRANSLATED] = 900;
    weights.translated_both = 1200;
    assert_int_equal(mus_subject_for_translated(&weights, 20000, 0), 18000);
    assert_int_equal(mus_subject_for_translated(&weights, 0, 20000), 24000);
    assert_int_equal(mus_subject_for_translated(&weights, 30000, 20000), 27000);
    assert_int_equal(mus_subject_urge_of_share(&weights, MUS_SHARE_WHOLE),
                     mus_subject_urge(&weights, 1000));
    assert_int_equal(mus_subject_urge_of_share(&weights, 0), 0);
}

static void an_offer_that_names_its_partner_seeks_by_the_partner_s_translation(void **state)
{
    struct mus_arena *arena = *state;
    struct mus_firm_listing offer = listing_of_side(MUS_SIDE_OFFER);
    offer.fields[MUS_LISTING_TEXT] = bag_of(arena, "pump");
    offer.translated = bag_of(arena, "pompe:700");
    assert_int_equal(mus_subject_sought_translation(&offer, 0).count, 1);
    offer.partner.text = bag_of(arena, "agent");
    offer.partner.translated = bag_of(arena, "agence:700 agent:200");
    assert_int_equal(mus_subject_sought_translation(&offer, 0).count, 0);
    assert_int_equal(mus_subject_sought_translation(&offer, 1).count, 2);
}

static void a_term_weighs_what_its_class_does(void **state)
{
    (void)state;
    struct mus_text_weights weights = weights_of_bm25();
    weights.term[MUS_TERM_SINGLE] = 500;
    uint64_t word = mus_text_hash(MUS_TEXT("pump"));
    assert_int_equal(mus_subject_rarity(&weights, NULL, mus_term_of_class(word, MUS_TERM_SINGLE)),
                     32768);
    assert_int_equal(mus_subject_rarity(&weights, NULL, mus_term_of_class(word, MUS_TERM_PAIR)),
                     65536);
}

static void an_urge_grows_slowly_with_repeats(void **state)
{
    (void)state;
    struct mus_text_weights weights = weights_of_bm25();
    assert_int_equal(mus_subject_urge(&weights, 0), 0);
    assert_int_equal(mus_subject_urge(&weights, 1000), 1024);            /* 9 · 1 / 9 */
    assert_int_equal(mus_subject_urge(&weights, 8000), 4608);            /* 9 · 8 / 16 = 4.5 */
    assert_in_range(mus_subject_urge(&weights, 6553500000), 9213, 9216); /* 9 at most */
}

static void a_need_seeks_its_fields_and_an_offer_its_partner(void **state)
{
    struct mus_arena *arena = *state;
    struct mus_firm_listing need = listing_of_side(MUS_SIDE_NEED);
    assert_int_equal(mus_subject_seeking(&need), MUS_SEEKING_NOTHING);
    need.fields[MUS_LISTING_TEXT] = bag_of(arena, "pump");
    assert_int_equal(mus_subject_seeking(&need), MUS_SEEKING_TEXT);
    assert_int_equal(mus_subject_sought_bag(&need, MUS_TEXT_TEXT).count, 1);
    struct mus_firm_listing offer = need;
    offer.side = MUS_SIDE_OFFER;
    assert_int_equal(mus_subject_seeking(&offer), MUS_SEEKING_TOPIC);
    assert_int_equal(mus_subject_sought_bag(&offer, MUS_TEXT_TEXT).count, 1);
    offer.partner.text = bag_of(arena, "agent importer");
    assert_int_equal(mus_subject_seeking(&offer), MUS_SEEKING_TEXT);
    assert_int_equal(mus_subject_sought_bag(&offer, MUS_TEXT_TEXT).count, 0);
    assert_int_equal(mus_subject_sought_bag(&offer, MUS_TEXT_PARTNER).count, 2);
}

static void half_grows_with_the_square_root_of_the_length(void **state)
{
    struct mus_arena *arena = *state;
    struct mus_text_weights weights = weights_of_bm25();
    struct mus_firm_listing need = listing_of_side(MUS_SIDE_NEED);
    const uint64_t one = (uint64_t)1 << 26;
    assert_int_equal(mus_subject_half(&weights, &need), one);
    need.fields[MUS_LISTING_TITLE] = bag_of(arena, "a b c:2");
    assert_int_equal(mus_subject_half(&weights, &need), 2 * one);
    need.fields[MUS_LISTING_TEXT] = bag_of(arena, "d:5");
    assert_int_equal(mus_subject_half(&weights, &need), 3 * one);
    need.translated = bag_of(arena, "e:1000");
    assert_int_equal(mus_subject_half(&weights, &need), 3 * one);
    weights.half = 500;
    assert_int_equal(mus_subject_half(&weights, &need), 3 * one / 2);
}

static void a_sum_as_great_as_half_is_worth_half_of_what_is_above_neutral(void **state)
{
    (void)state;
    struct mus_text_weights weights = weights_of_bm25();
    assert_int_equal(mus_subject_value(&weights, 0, 0, 100, MUS_SEEKING_TEXT), 0);
    assert_int_equal(mus_subject_value(&weights, 0, 100, 100, MUS_SEEKING_TEXT), 500000);
    assert_int_equal(mus_subject_value(&weights, 0, 300, 100, MUS_SEEKING_TEXT), 750000);
    assert_int_equal(mus_subject_value(&weights, 200000, 100, 100, MUS_SEEKING_TEXT), 600000);
    assert_int_equal(mus_subject_value(&weights, 200000, 0, 100, MUS_SEEKING_TEXT), 0);
    assert_int_equal(mus_subject_value(&weights, 0, 100, 100, MUS_SEEKING_TOPIC), 250000);
}

static void a_ratio_is_exact_where_64_bits_do_not_hold_it(void **state)
{
    (void)state;
    assert_int_equal(mus_ratio(1, 2, 1000000), 333333);
    assert_int_equal(mus_ratio((uint64_t)1 << 62, (uint64_t)1 << 62, 1000000), 500000);
    assert_int_equal(mus_ratio((uint64_t)1 << 42, (uint64_t)1 << 42, 1000000), 500000);
    assert_int_equal(mus_ratio(((uint64_t)1 << 42) - 1, (uint64_t)1 << 42, 1000000), 499999);
    assert_int_equal(mus_ratio(0, 1, 1000000), 0);
}

static void a_root_is_the_greatest_that_fits(void **state)
{
    (void)state;
    assert_int_equal(mus_root(0), 0);
    assert_int_equal(mus_root(15), 3);
    assert_int_equal(mus_root(16), 4);
    assert_int_equal(mus_root(UINT64_MAX), UINT32_MAX);
    assert_int_equal(mus_root((uint64_t)UINT32_MAX * UINT32_MAX - 1), UINT32_MAX - 1);
}

static int set_up(void **state)
{
    static struct mus_arena arena;
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    mus_arena_done(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_of_usual_length_counts_once_and_a_long_one_less),
        cmocka_unit_test(a_piece_saturates_with_what_is_found),
        cmocka_unit_test(a_translation_is_worth_less_than_a_literal_term),
        cmocka_unit_test(who_seeks_a_translation_finds_the_word_or_another_translation),
        cmocka_unit_test(an_offer_that_names_its_partner_seeks_by_the_partner_s_translation),
        cmocka_unit_test(a_term_weighs_what_its_class_does),
        cmocka_unit_test(an_urge_grows_slowly_with_repeats),
        cmocka_unit_test(a_need_seeks_its_fields_and_an_offer_its_partner),
        cmocka_unit_test(half_grows_with_the_square_root_of_the_length),
        cmocka_unit_test(a_sum_as_great_as_half_is_worth_half_of_what_is_above_neutral),
        cmocka_unit_test(a_ratio_is_exact_where_64_bits_do_not_hold_it),
        cmocka_unit_test(a_root_is_the_greatest_that_fits),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
