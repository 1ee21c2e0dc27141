#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matcher/weights.h"

static void assert_refused(const struct mus_weights *weights, const char *message)
{
    struct mus_error err;
    assert_int_equal(mus_weights_check(weights, &err), MUS_INVALID);
    assert_string_equal(err.message, message);
}

static void the_built_in_document_passes(void **state)
{
    (void)state;
    struct mus_weights weights = mus_weights_default();
    assert_int_equal(mus_weights_check(&weights, NULL), MUS_OK);
    assert_int_equal(weights.weight[MUS_PART_THEME], 0);
}

static void weights_must_add_up(void **state)
{
    (void)state;
    struct mus_weights weights = mus_weights_default();
    weights.weight[MUS_PART_BREADTH] -= 1;
    assert_refused(&weights, "weights: the parts add up to 999999, not 1000000");
    weights.weight[MUS_PART_BREADTH] = UINT32_MAX;
    weights.weight[MUS_PART_PURPOSE] = UINT32_MAX;
    assert_refused(&weights, "weights: the parts add up to 8590734590, not 1000000");
}

static void values_out_of_range_are_named(void **state)
{
    (void)state;
    struct mus_weights weights = mus_weights_default();
    weights.neutral[MUS_PART_MARKET] = 1000001;
    assert_refused(&weights, "weights.neutral.market: 1000001 is not between 0 and 1000000");
    weights = mus_weights_default();
    weights.text.k1 = 0;
    assert_refused(&weights, "weights.text.k1: 0 is not between 1 and 100000");
    weights = mus_weights_default();
    weights.text.b = 1001;
    assert_refused(&weights, "weights.text.b: 1001 is not between 0 and 1000");
    weights = mus_weights_default();
    weights.text.length[MUS_TEXT_TITLE] = 0;
    assert_refused(&weights, "weights.text.length.title: 0 is not between 1 and 1000000");
    weights = mus_weights_default();
    weights.text.sought[MUS_TEXT_PARTNER] = 100001;
    assert_refused(&weights, "weights.text: the weight of partner is above 100000");
    weights = mus_weights_default();
    weights.stage[2] = 1000001;
    assert_refused(&weights, "weights.stage[2]: 1000001 is not between 0 and 1000000");
    weights = mus_weights_default();
    weights.industry.shared[2] = 1;
    assert_refused(&weights, "weights.industry.shared[2]: 1 is above 1000000 or falls with depth");
    weights = mus_weights_default();
    weights.technology.kin = 1000001;
    assert_refused(&weights, "weights.technology: kin is above 1000000");
    weights = mus_weights_default();
    weights.formula = MUS_FORMULA_FIT;
    assert_refused(&weights, "weights.formula: expected \"harmonic_mean\"");
}

static void names_lead_back_to_what_they_name(void **state)
{
    (void)state;
    for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
        const char *name = mus_part_name((enum mus_part)part);
        assert_int_equal(mus_part_of(mus_text_of(name)), part);
    }
    assert_string_equal(mus_part_name(MUS_PART_PARTNER), "partner");
    assert_int_equal(mus_part_of(MUS_TEXT("luck")), MUS_PART_COUNT);
    assert_int_equal(mus_formula_of(MUS_TEXT("harmonic_mean")), MUS_FORMULA_HARMONIC_MEAN);
    assert_int_equal(mus_formula_of(MUS_TEXT("fit")), MUS_FORMULA_FIT);
    assert_int_equal(mus_formula_of(MUS_TEXT("luck")), MUS_FORMULA_COUNT);
    assert_string_equal(mus_text_field_name(MUS_TEXT_DESCRIPTION), "description");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_document_passes),
        cmocka_unit_test(weights_must_add_up),
        cmocka_unit_test(values_out_of_range_are_named),
        cmocka_unit_test(names_lead_back_to_what_they_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
