#include "match_fixture.h"

#include "base/mem.h"
#include "match/weight_sets.h"

#define PARTS                                                                                      \
    "{\"purpose\":180000,\"subject\":330000,\"technology\":90000,\"industry\":110000,"             \
    "\"market\":120000,\"partner\":70000,\"stage\":20000,\"channel\":20000,\"language\":40000,"    \
    "\"theme\":10000,\"breadth\":10000}"
#define SET(name, parts)                                                                           \
    "{\"name\":\"" name "\",\"origin\":\"learned\",\"author\":\"A\",\"date\":\"2026-11-01\","      \
    "\"events\":40,\"gain\":9,\"gain_low\":-3,\"parts\":" parts "}"
#define DOCUMENT(in_use, sets)                                                                     \
    "{\"format\":\"musubi-weights/1\",\"in_use\":\"" in_use "\",\"sets\":[" sets "]}"

static void a_document_is_written_as_it_was_read(void **state)
{
    (void)state;
    static const char TEXT[] = DOCUMENT("b", SET("a", PARTS) "," SET("b", PARTS));
    struct mus_arena arena = {0};
    struct mus_buf written = {0};
    struct mus_weight_sets sets;
    struct mus_error err;
    assert_int_equal(mus_weight_sets_read(mus_text_of(TEXT), &arena, &sets, &err), MUS_OK);
    assert_int_equal(sets.count, 3);
    assert_int_equal(sets.in_use, 2);
    assert_true(mus_text_equals(sets.items[0].name, MUS_EXPERT_WEIGHTS));
    assert_int_equal(sets.items[2].weight[MUS_PART_THEME], 10000);
    mus_weight_sets_write(&sets, &written);
    assert_true(mus_text_equals(mus_buf_text(&written), TEXT));
    mus_buf_done(&written);
    mus_arena_done(&arena);
}

static void what_is_no_document_is_refused(void **state)
{
    (void)state;
    static const char *const BAD[][2] = {
        {"[]", "expected an object, found an array"},
        {"{\"format\":\"x\"}", "format: expected \"musubi-weights/1\""},
        {"{\"format\":\"musubi-weights/1\"}", "sets: expected an array, found nothing"},
        {"{\"format\":\"musubi-weights/1\",\"sets\":[]}", "in_use: expected a name"},
        {DOCUMENT("a", ""), "in_use: no weights \"a\""},
        {DOCUMENT("expert", SET("expert", PARTS)), "sets[0]: \"expert\" stands twice"},
        {DOCUMENT("expert", SET("a", PARTS) "," SET("a", PARTS)), "sets[1]: \"a\" stands twice"},
        {DOCUMENT("expert", SET("", PARTS)), "sets[0].name: expected a name"},
        {DOCUMENT("expert", SET("a", "{}")),
         "sets[0].parts.purpose: expected an integer, found nothing"},
        {DOCUMENT("expert", "{\"name\":\"a\",\"origin\":\"expert\"}"),
         "sets[0].origin: expected \"learned\""},
        {DOCUMENT("expert", "{\"name\":\"a\",\"origin\":\"learned\"}"),
         "sets[0].date: expected a date"},
    };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_weight_sets sets;
        struct mus_error err;
        assert_int_equal(mus_weight_sets_read(mus_text_of(BAD[i][0]), &arena, &sets, &err),
                         MUS_INVALID);
        assert_string_equal(err.message, BAD[i][1]);
        mus_arena_done(&arena);
    }
}

static void a_set_is_added_once(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_weight_sets sets;
    struct mus_error err;
    assert_int_equal(
        mus_weight_sets_read(MUS_TEXT(DOCUMENT("a", SET("a", PARTS))), &arena, &sets, &err),
        MUS_OK);
    struct mus_weight_set set = sets.items[1];
    assert_int_equal(mus_weight_sets_add(&sets, &arena, &set, &err), MUS_CONFLICT);
    assert_string_equal(err.message, "weights \"a\" are already there");
    set.name = MUS_TEXT("b");
    assert_int_equal(mus_weight_sets_add(&sets, &arena, &set, &err), MUS_OK);
    assert_int_equal(sets.count, 3);
    assert_int_equal(sets.in_use, 1);
    mus_arena_done(&arena);
}

static void no_more_sets_are_added_than_may_be(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_weight_sets sets = {.count = MUS_MAX_WEIGHT_SETS};
    struct mus_weight_set set = {.name = MUS_TEXT("b")};
    struct mus_error err;
    sets.items = mus_arena_alloc(&arena, sets.count, sizeof *sets.items);
    assert_non_null(sets.items);
    assert_int_equal(mus_weight_sets_add(&sets, &arena, &set, &err), MUS_LIMIT);
    mus_arena_done(&arena);
}

static void a_failed_allocation_is_told(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_weight_sets sets;
        mus_mem_fail_at(n, false);
        status =
            mus_weight_sets_read(MUS_TEXT(DOCUMENT("a", SET("a", PARTS))), &arena, &sets, NULL);
        if (status == MUS_OK) {
            struct mus_weight_set set = {.name = MUS_TEXT("b")};
            status = mus_weight_sets_add(&sets, &arena, &set, NULL);
        }
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_true(n < 1000);
        mus_arena_done(&arena);
    }
}

/* ------------------------------------------------------------------ worlds */

static void a_world_takes_other_weights_and_says_so(void **state)
{
    struct match *match = *state;
    char before[MUS_WEIGHTS_DIGEST_LEN + 1];
    char digest[MUS_WEIGHTS_DIGEST_LEN + 1];
    struct mus_weights weights = mus_weights_default();
    memcpy(before, match->world.weights_digest, sizeof before);
    weights.weight[MUS_PART_SUBJECT] -= 1000;
    weights.weight[MUS_PART_THEME] += 1000;
    ok(match, mus_weights_digest(&weights, digest, &match->err));
    ok(match, mus_world_weigh(&match->world, &weights, &match->err));
    assert_string_equal(match->world.weights_digest, digest);
    assert_string_not_equal(digest, before);
    assert_int_equal(match->world.weights.weight[MUS_PART_THEME], 1000);
}

static void a_world_refuses_weights_that_do_not_add_up(void **state)
{
    struct match *match = *state;
    struct mus_weights weights = mus_weights_default();
    weights.weight[MUS_PART_SUBJECT] -= 1000;
    assert_int_equal(mus_world_weigh(&match->world, &weights, &match->err), MUS_INVALID);
    assert_int_equal(match->world.weights.weight[MUS_PART_SUBJECT], 330000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_written_as_it_was_read),
        cmocka_unit_test(what_is_no_document_is_refused),
        cmocka_unit_test(a_set_is_added_once),
        cmocka_unit_test(no_more_sets_are_added_than_may_be),
        cmocka_unit_test(a_failed_allocation_is_told),
        IN_MATCH(a_world_takes_other_weights_and_says_so),
        IN_MATCH(a_world_refuses_weights_that_do_not_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
