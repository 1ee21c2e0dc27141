#include "table_fixture.h"

#include "base/mem.h"
#include "matcher/firm.h"
#include "profile/code_hash.h"

static uint64_t name_hash(struct mus_text name)
{
    uint64_t hash = 7;
    struct mus_error err;
    assert_int_equal(mus_code_hash_name(name, &hash, &err), MUS_OK);
    return hash;
}

static void codes_are_hashed_as_they_stand(void **state)
{
    (void)state;
    assert_true(mus_code_hash(MUS_TEXT("VN")) == mus_short_hash(mus_text_hash(MUS_TEXT("VN"))));
    assert_true(mus_code_hash(MUS_TEXT("VN")) != mus_code_hash(MUS_TEXT("vn")));
}

static void an_industry_is_scheme_version_and_code(void **state)
{
    (void)state;
    uint64_t hash = mus_code_hash_industry(MUS_TEXT("JSIC"), MUS_TEXT("14"), MUS_TEXT("24"));
    assert_true(hash == mus_code_hash(MUS_TEXT("JSIC:14:24")));
    hash = mus_code_hash_industry(MUS_TEXT("HS"), MUS_NO_TEXT, MUS_TEXT("8421"));
    assert_true(hash == mus_code_hash(MUS_TEXT("HS::8421")));
}

static void a_technology_field_is_scheme_and_code(void **state)
{
    (void)state;
    uint64_t hash = mus_code_hash_technology(MUS_TEXT("CPC"), MUS_TEXT("Y02W"));
    assert_true(hash == mus_code_hash(MUS_TEXT("CPC:Y02W")));
}

static void a_code_that_is_too_long_is_known_by_what_fits(void **state)
{
    (void)state;
    char code[512];
    for (size_t i = 0; i < sizeof code; i++) {
        code[i] = 'x';
    }
    struct mus_text one = {code, 400};
    struct mus_text other = {code, 500};
    assert_true(mus_code_hash_technology(MUS_TEXT("CPC"), one) ==
                mus_code_hash_technology(MUS_TEXT("CPC"), other));
    assert_true(mus_code_hash_language(one) == mus_code_hash_language(other));
}

static void languages_are_one_in_either_case(void **state)
{
    (void)state;
    assert_true(mus_code_hash_language(MUS_TEXT("zh-Hant")) == mus_code_hash(MUS_TEXT("zh-hant")));
    assert_true(mus_code_hash_language(MUS_TEXT("ja")) == mus_code_hash(MUS_TEXT("ja")));
}

static void names_are_one_whatever_their_width_case_and_spaces(void **state)
{
    (void)state;
    assert_true(name_hash(MUS_TEXT("ISO 14001")) == mus_code_hash(MUS_TEXT("iso14001")));
    assert_true(name_hash(MUS_TEXT("ＩＳＯ　１４００１")) == name_hash(MUS_TEXT("iso14001")));
    assert_true(name_hash(MUS_TEXT("結び グループ")) == name_hash(MUS_TEXT("結びｸﾞﾙｰﾌﾟ")));
    assert_true(name_hash(MUS_TEXT("ISO 14001")) != name_hash(MUS_TEXT("ISO 9001")));
}

static void a_name_of_nothing_is_zero(void **state)
{
    (void)state;
    assert_true(name_hash(MUS_NO_TEXT) == 0);
    assert_true(name_hash(MUS_TEXT(" 　")) == 0);
}

static void a_name_that_cannot_be_folded_is_refused(void **state)
{
    (void)state;
    uint64_t hash = 7;
    struct mus_error err;
    assert_int_equal(mus_code_hash_name(MUS_TEXT("\xFF"), &hash, &err), MUS_INVALID);
    assert_true(hash == 7);
    mus_mem_fail_at(1, true);
    enum mus_status status = mus_code_hash_name(MUS_TEXT("ISO"), &hash, &err);
    mus_mem_fail_at(0, false);
    assert_int_equal(status, MUS_NO_MEMORY);
    assert_string_equal(err.message, "out of memory");
    assert_true(hash == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_hashed_as_they_stand),
        cmocka_unit_test(an_industry_is_scheme_version_and_code),
        cmocka_unit_test(a_technology_field_is_scheme_and_code),
        cmocka_unit_test(a_code_that_is_too_long_is_known_by_what_fits),
        cmocka_unit_test(languages_are_one_in_either_case),
        cmocka_unit_test(names_are_one_whatever_their_width_case_and_spaces),
        cmocka_unit_test(a_name_of_nothing_is_zero),
        cmocka_unit_test(a_name_that_cannot_be_folded_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
