#include "match_fixture.h"

#include "base/mem.h"
#include "match/outcomes.h"

struct reading {
    struct mus_arena arena;
    struct mus_weights weights;
    struct mus_outcome outcome;
    struct mus_error err;
};

static enum mus_status read_outcome(struct reading *reading, const char *text)
{
    struct mus_json *json = NULL;
    enum mus_status status = mus_json_parse(mus_text_of(text), &json, &reading->err);
    if (status == MUS_OK) {
        status = mus_outcome_read(json, &reading->weights, &reading->arena, &reading->outcome,
                                  &reading->err);
    }
    mus_json_free(json);
    return status;
}

static void companies_are_read_in_their_order(void **state)
{
    (void)state;
    struct reading reading = {.weights = mus_weights_default()};
    assert_int_equal(read_outcome(&reading, "{\"event\":\"e\",\"from\":\"c-1\",\"candidates\":["
                                            "{\"company\":\"v-1\"},"
                                            "{\"company\":\"v-2\",\"chosen\":true},"
                                            "{\"company\":\"v-3\",\"chosen\":false}]}"),
                     MUS_OK);
    assert_true(mus_text_equals(reading.outcome.from, "c-1"));
    assert_int_equal(reading.outcome.count, 3);
    assert_int_equal(reading.outcome.chosen, 1);
    assert_true(mus_text_equals(reading.outcome.companies[2], "v-3"));
    assert_null(reading.outcome.parts);
    mus_arena_done(&reading.arena);
}

static void a_part_that_is_not_named_is_neutral(void **state)
{
    (void)state;
    struct reading reading = {.weights = mus_weights_default()};
    assert_int_equal(read_outcome(&reading, "{\"event\":\"e\",\"candidates\":["
                                            "{\"parts\":{\"subject\":7},\"chosen\":true},"
                                            "{\"parts\":{}}]}"),
                     MUS_OK);
    assert_null(reading.outcome.companies);
    assert_int_equal(reading.outcome.chosen, 0);
    assert_int_equal(reading.outcome.parts[0].value[MUS_PART_SUBJECT], 7);
    assert_int_equal(reading.outcome.parts[0].value[MUS_PART_MARKET],
                     reading.weights.neutral[MUS_PART_MARKET]);
    assert_int_equal(reading.outcome.parts[1].value[MUS_PART_SUBJECT],
                     reading.weights.neutral[MUS_PART_SUBJECT]);
    mus_arena_done(&reading.arena);
}

static void more_candidates_than_may_be_are_refused(void **state)
{
    (void)state;
    struct reading reading = {.weights = mus_weights_default()};
    struct mus_buf text = {0};
    mus_buf_add_z(&text, "{\"event\":\"e\",\"candidates\":[{\"parts\":{},\"chosen\":true}");
    for (int i = 0; i < MUS_OUTCOME_CANDIDATES; i++) {
        mus_buf_add_z(&text, ",{\"parts\":{}}");
    }
    mus_buf_add_z(&text, "]}");
    mus_buf_add_byte(&text, '\0');
    assert_int_equal(read_outcome(&reading, text.data), MUS_LIMIT);
    mus_buf_done(&text);
    mus_arena_done(&reading.arena);
}

static void a_failed_allocation_is_told(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct reading reading = {.weights = mus_weights_default()};
        mus_mem_fail_at(n, false);
        status = read_outcome(&reading, "{\"event\":\"e\",\"from\":\"c-1\",\"candidates\":["
                                        "{\"company\":\"v-1\"},"
                                        "{\"company\":\"v-2\",\"chosen\":true}]}");
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_true(n < 1000);
        mus_arena_done(&reading.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(companies_are_read_in_their_order),
        cmocka_unit_test(a_part_that_is_not_named_is_neutral),
        cmocka_unit_test(more_candidates_than_may_be_are_refused),
        cmocka_unit_test(a_failed_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
