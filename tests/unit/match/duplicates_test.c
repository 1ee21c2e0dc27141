#include "match_fixture.h"

#include "match/duplicates.h"

#define PLACE ",\"region\":\"JP-14\",\"city\":\"川崎市\",\"ward\":\"中原区\""
#define PHONE(number) ",\"phone\":\"" number "\""
#define WEBSITE(address) ",\"website\":\"" address "\""

/* Companies that have nothing to do with each other, so that what two share is rare. */
static void put_strangers(struct match *match, int count)
{
    for (int i = 0; i < count; i++) {
        char json[256];
        snprintf(json, sizeof json,
                 "{\"id\":\"s-%03d\",\"name\":{\"ja\":\"他人%c%c\"},\"country\":\"JP\","
                 "\"city\":\"遠い町%d\"}",
                 i, 'a' + i / 26, 'a' + i % 26, i);
        put_json(match->place, json);
    }
}

static struct mus_duplicates find(struct match *match, size_t limit)
{
    struct mus_read *read = begin(match->place);
    struct mus_duplicates found;
    ok(match, mus_duplicates_find(read, limit, &match->arena, &found, &match->err));
    mus_store_read_end(read);
    return found;
}

static void expect_none_found(struct match *match)
{
    assert_int_equal(find(match, 10).count, 0);
}

/* Exactly one pair, c-1 and c-2, of this likelihood, for reasons given as a bit set. */
static void expect_pair(struct match *match, enum mus_likelihood likelihood, uint32_t reasons)
{
    struct mus_duplicates found = find(match, 10);
    assert_int_equal(found.count, 1);
    assert_text(found.items[0].a, "c-1");
    assert_text(found.items[0].b, "c-2");
    assert_int_equal(found.items[0].reasons, reasons);
    assert_string_equal(mus_likelihood_name(found.items[0].likelihood),
                        mus_likelihood_name(likelihood));
}

#define BIT(reason) (1U << MUS_##reason)

static void a_name_alone_never_suffices(void **state)
{
    struct match *match = *state;
    put_strangers(match, 30);
    put_json(match->place, COMPANY("c-1", "株式会社川崎環境", ""));
    put_json(match->place, COMPANY("c-2", "株式会社川崎環境", ""));
    expect_none_found(match);
}

static void a_name_in_another_place_does_not_suffice(void **state)
{
    struct match *match = *state;
    put_strangers(match, 30);
    put_json(match->place, COMPANY("c-1", "川崎環境", PLACE));
    put_json(match->place, COMPANY("c-2", "川崎環境", ",\"region\":\"JP-27\",\"city\":\"大阪市\""));
    expect_none_found(match);
}

static void the_same_name_in_the_same_place_is_probably_one(void **state)
{
    struct match *match = *state;
    put_json(match->place, COMPANY("c-1", "株式会社川崎環境", PLACE));
    put_json(match->place, COMPANY("c-2", "(株)川崎環境", PLACE));
    expect_pair(match, MUS_LIKELIHOOD_PROBABLE, BIT(SAME_NAME) | BIT(SAME_PLACE));
}

static void the_legal_form_at_the_other_end_may_be_another_company(void **state)
{
    struct match *match = *state;
    put_json(match->place, COMPANY("c-1", "株式会社川崎環境", PLACE));
    put_json(match->place, COMPANY("c-2", "川崎環境株式会社", PLACE));
    expect_pair(match, MUS_LIKELIHOOD_POSSIBLE,
                BIT(SAME_NAME) | BIT(SAME_PLACE) | BIT(OTHER_LEGAL_FORM));
}

static void another_legal_form_may_be_another_company(void **state)
{
    struct match *match = *state;
    put_json(match->place, COMPANY("c-1", "株式会社川崎環境", PLACE));
    put_json(match->place, COMPANY("c-2", "有限会社川崎環境", PLACE));
    expect_pair(match, MUS_LIKELIHOOD_POSSIBLE,
                BIT(SAME_NAME) | BIT(SAME_PLACE) | BIT(OTHER_LEGAL_FORM));
}

static void a_name_without_legal_form_contradicts_none(void **state)
{
    struct match *match = *state;
    put_json(match->place, COMPANY("c-1", "株式会社川崎環境", PLACE));
    put_json(match->place, COMPANY("c-2", "川崎環境", PLACE));
    expect_pair(match, MUS_LIKELIHOOD_PROBABLE, BIT(SAME_NAME) | BIT(SAME_PLACE));
}

static void different_corporate_numbers_are_different_companies(void **state)
{
    struct match *match = *state;
    put_strangers(match, 30);
    put_json(match->place,
             COMPANY("c-1", "川崎環境", PLACE PHONE("044-000-0000") NUMBER("8700110005901")));
    put_json(match->place,
             COMPANY("c-2", "川崎環境", PLACE PHONE("044-000-0000") NUMBER("7000012050002")));
    expect_none_found(match);
}

static void the_same_number_and_name_are_certainly_one(void **state)
{
    struct match *match = *state;
    put_json(match->place, COMPANY("c-1", "川崎環境", NUMBER("8700110005901")));
    put_json(match->place, COMPANY("c-2", "㈱川崎環境", NUMBER("8700110005901")));
    expect_pair(match, MUS_LIKELIHOOD_CERTAIN, BIT(SAME_CORPORATE_NUMBER) | BIT(SAME_NAME));
}

static void the_same_number_under_another_name_is_probably_one(void **state)
{
    struct match *match = *state;
    put_json(match->place, COMPANY("c-1", "川崎環境", NUMBER("8700110005901")));
    put_json(match->place, COMPANY("c-2", "新しい社名", NUMBER("8700110005901")));
    expect_pair(match, MUS_LIKELIHOOD_PROBABLE, BIT(SAME_CORPORATE_NUMBER));
}

static void a_confusable_name_with_the_same_website_is_found(void **state)
{
    struct match *match = *state;
    put_strangers(match, 30);
    put_json(match->place, COMPANY("c-1", "キヤノン", WEBSITE("https://www.example.jp/ja")));
    put_json(match->place, COMPANY("c-2", "キャノン", WEBSITE("http://Example.JP:80")));
    expect_pair(match, MUS_LIKELIHOOD_POSSIBLE, BIT(SAME_NAME_SIMILAR) | BIT(SAME_WEBSITE));
}

static void a_telephone_is_compared_by_its_digits(void **state)
{
    struct match *match = *state;
    put_json(match->place, COMPANY("c-1", "川崎環境", PHONE("044-000-0000")));
    put_json(match->place, COMPANY("c-2", "川崎環境", PHONE("(044) 000 0000")));
    expect_pair(match, MUS_LIKELIHOOD_PROBABLE, BIT(SAME_NAME) | BIT(SAME_PHONE));
}

static void much_that_is_rare_is_certain(void **state)
{
    struct match *match = *state;
    put_strangers(match, 200);
    put_json(match->place, COMPANY("c-1", "川崎環境", PLACE PHONE("044-000-0000")));
    put_json(match->place, COMPANY("c-2", "川崎環境", PLACE PHONE("044-000-0000")));
    expect_pair(match, MUS_LIKELIHOOD_CERTAIN, BIT(SAME_NAME) | BIT(SAME_PLACE) | BIT(SAME_PHONE));
}

static void a_value_that_many_share_weighs_little(void **state)
{
    struct match *match = *state;
    for (int i = 0; i < 26; i++) {
        char json[256];
        snprintf(json, sizeof json,
                 "{\"id\":\"s-%02d\",\"name\":{\"ja\":\"他人%c\"},\"country\":\"JP\","
                 "\"phone\":\"044-111-1111\"}",
                 i, 'a' + i);
        put_json(match->place, json);
    }
    expect_none_found(match);
}

static void a_group_that_is_too_large_is_passed_over_and_counted(void **state)
{
    struct match *match = *state;
    for (int i = 0; i < 61; i++) {
        char json[256];
        snprintf(json, sizeof json,
                 "{\"id\":\"s-%02d\",\"name\":{\"ja\":\"同じ名前\"},\"country\":\"JP\","
                 "\"city\":\"川崎市\"}",
                 i);
        put_json(match->place, json);
    }
    struct mus_duplicates found = find(match, 10);
    assert_int_equal(found.count, 0);
    assert_int_equal(found.groups_skipped, 1);
}

static void the_weightiest_come_first_and_no_more_than_asked(void **state)
{
    struct match *match = *state;
    put_strangers(match, 100);
    put_json(match->place, COMPANY("c-1", "川崎環境", PHONE("044-000-0000")));
    put_json(match->place, COMPANY("c-2", "川崎環境", PHONE("044-000-0000")));
    put_json(match->place, COMPANY("a-1", "横浜水", NUMBER("8700110005901")));
    put_json(match->place, COMPANY("a-2", "横浜水", NUMBER("8700110005901")));
    put_json(match->place, COMPANY("a-3", "横浜水", NUMBER("8700110005901")));
    struct mus_duplicates found = find(match, 10);
    assert_int_equal(found.count, 4);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(found.items[i].likelihood, MUS_LIKELIHOOD_CERTAIN);
    }
    assert_text(found.items[3].b, "c-2");
    found = find(match, 1);
    assert_int_equal(found.count, 1);
    assert_text(found.items[0].a, "a-1");
    assert_text(found.items[0].b, "a-2");
}

static void an_empty_store_has_no_pairs(void **state)
{
    struct mus_duplicates found = find(*state, 10);
    assert_int_equal(found.count, 0);
    assert_int_equal(found.groups_skipped, 0);
}

static void every_sameness_and_likelihood_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i < MUS_SAMENESS_COUNT; i++) {
        assert_true(strlen(mus_sameness_name((enum mus_sameness)i)) > 0);
    }
    assert_string_equal(mus_sameness_name(MUS_SAMENESS_COUNT), "");
    assert_string_equal(mus_likelihood_name(MUS_LIKELIHOOD_POSSIBLE), "possible");
    assert_string_equal(mus_likelihood_name(MUS_LIKELIHOOD_CERTAIN), "certain");
}

static void each_allocation_that_fails_is_told(void **state)
{
    struct match *match = *state;
    enum mus_status status = MUS_NO_MEMORY;
    put_json(match->place, COMPANY("c-1", "川崎環境", PLACE PHONE("044-000-0000")));
    put_json(match->place, COMPANY("c-2", "川崎環境", PLACE PHONE("044-000-0000")));
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_read *read = begin(match->place);
        struct mus_arena arena = {0};
        struct mus_duplicates found;
        mus_mem_fail_at(n, false);
        status = mus_duplicates_find(read, 10, &arena, &found, &match->err);
        mus_mem_fail_at(0, false);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
            assert_string_equal(match->err.message, "out of memory");
        }
        mus_arena_done(&arena);
        mus_store_read_end(read);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(a_name_alone_never_suffices),
        IN_MATCH(a_name_in_another_place_does_not_suffice),
        IN_MATCH(the_same_name_in_the_same_place_is_probably_one),
        IN_MATCH(the_legal_form_at_the_other_end_may_be_another_company),
        IN_MATCH(another_legal_form_may_be_another_company),
        IN_MATCH(a_name_without_legal_form_contradicts_none),
        IN_MATCH(different_corporate_numbers_are_different_companies),
        IN_MATCH(the_same_number_and_name_are_certainly_one),
        IN_MATCH(the_same_number_under_another_name_is_probably_one),
        IN_MATCH(a_confusable_name_with_the_same_website_is_found),
        IN_MATCH(a_telephone_is_compared_by_its_digits),
        IN_MATCH(much_that_is_rare_is_certain),
        IN_MATCH(a_value_that_many_share_weighs_little),
        IN_MATCH(a_group_that_is_too_large_is_passed_over_and_counted),
        IN_MATCH(the_weightiest_come_first_and_no_more_than_asked),
        IN_MATCH(an_empty_store_has_no_pairs),
        IN_MATCH(every_sameness_and_likelihood_has_a_name),
        IN_MATCH(each_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
