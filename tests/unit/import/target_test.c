#include "import/target.h"

#include "import_fixture.h"
#include "profile/field.h"

static void every_field_of_the_format_has_a_target_or_parts_that_have(void **state)
{
    (void)state;
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        const struct mus_field_info *info = mus_field_info((enum mus_field)field);
        struct mus_target target;
        enum mus_status status = mus_target_read(mus_text_of(info->key), &target, NULL);
        bool parts = info->type == MUS_TYPE_LISTINGS || info->type == MUS_TYPE_HOLD ||
                     info->type == MUS_TYPE_DECLARATIONS || info->type == MUS_TYPE_CONTACTS ||
                     info->type == MUS_TYPE_CONSENT || info->type == MUS_TYPE_REVIEW;
        assert_int_equal(status, parts ? MUS_INVALID : MUS_OK);
        if (!parts) {
            assert_int_equal(target.field, field);
            assert_int_equal(target.part.offset, info->offset);
            assert_true(target.whole);
        }
    }
}

static void parts_are_targets(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        enum mus_target_home home;
        enum mus_field field;
        size_t index;
    } cases[] = {
        {"id", MUS_HOME_COMPANY, MUS_FIELD_COUNT, 0},
        {"source.id", MUS_HOME_COMPANY, MUS_FIELD_COUNT, 0},
        {"name", MUS_HOME_COMPANY, MUS_FIELD_NAME_JA, 0},
        {"hold.until", MUS_HOME_COMPANY, MUS_FIELD_HOLD, 0},
        {"consent.share_contacts", MUS_HOME_COMPANY, MUS_FIELD_CONSENT, 0},
        {"review.state", MUS_HOME_COMPANY, MUS_FIELD_REVIEW, 0},
        {"listings[0].title.ja", MUS_HOME_LISTING, MUS_FIELD_LISTINGS, 0},
        {"listings[19].partner_sought.countries", MUS_HOME_LISTING, MUS_FIELD_LISTINGS, 19},
        {"contacts[9].email", MUS_HOME_CONTACT, MUS_FIELD_CONTACTS, 9},
        {"declarations.anti_social_forces", MUS_HOME_DECLARATION, MUS_FIELD_DECLARATIONS, 0},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct mus_target target;
        assert_int_equal(mus_target_read(mus_text_of(cases[i].path), &target, NULL), MUS_OK);
        assert_int_equal(target.home, cases[i].home);
        assert_int_equal(target.field, cases[i].field);
        assert_int_equal(target.index, cases[i].index);
    }
}

static void what_is_no_field_is_refused(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "",          "names.ja",     "name.de",       "listings",      "listings.title",
        "listings[", "listings[].x", "listings[0]",   "listings[0].",  "listings[0].caption",
        "hold",      "hold.since",   "declarations.", "contacts[0].x", "listings[1000].title",
        "source",    "contact.name"};
    for (size_t i = 0; i < ARRAY_COUNT(paths); i++) {
        struct mus_target target;
        struct mus_error err = {0};
        char expected[128];
        snprintf(expected, sizeof expected, "no field is called \"%s\"", paths[i]);
        assert_int_equal(mus_target_read(mus_text_of(paths[i]), &target, &err), MUS_INVALID);
        assert_string_equal(err.message, expected);
    }
}

static void an_index_has_a_limit(void **state)
{
    (void)state;
    struct mus_target target;
    struct mus_error err = {0};
    assert_int_equal(mus_target_read(MUS_TEXT("listings[20].title"), &target, &err), MUS_LIMIT);
    assert_string_equal(err.message,
                        "\"listings[20].title\" lies beyond the 20 that a map may have");
    assert_int_equal(mus_target_read(MUS_TEXT("contacts[10].name"), &target, &err), MUS_LIMIT);
    assert_string_equal(err.message,
                        "\"contacts[10].name\" lies beyond the 10 that a map may have");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_of_the_format_has_a_target_or_parts_that_have),
        cmocka_unit_test(parts_are_targets),
        cmocka_unit_test(what_is_no_field_is_refused),
        cmocka_unit_test(an_index_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
