#include "match_fixture.h"

#include "base/mem.h"
#include "match/calibrated.h"
#include "store/documents.h"

#define WEIGHTS "68b0013033eea19e1d9330a7f2742ea881a84937bd92f63f9846a3d8e9717fde"
#define CURVE                                                                                      \
    "{\"pairs\":45,\"concluded\":18,\"lowest\":300000,\"highest\":700000,\"centre\":480000,"       \
    "\"level\":-400000,\"level_error\":310000,\"slope\":4000000,\"slope_error\":1500000}"
#define HEAD(weights)                                                                              \
    "{\"format\":\"musubi-calibration/1\",\"weights\":\"" weights "\",\"author\":\"A\","           \
    "\"date\":\"2026-11-01\""
#define DOCUMENT HEAD(WEIGHTS) ",\"curve\":" CURVE "}"

static void a_document_is_written_as_it_was_read(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {DOCUMENT, HEAD(WEIGHTS) "}"};
    for (size_t i = 0; i < 2; i++) {
        struct mus_arena arena = {0};
        struct mus_buf written = {0};
        struct mus_calibrated calibrated;
        struct mus_error err;
        assert_int_equal(mus_calibrated_read(mus_text_of(TEXTS[i]), &arena, &calibrated, &err),
                         MUS_OK);
        assert_string_equal(calibrated.weights, WEIGHTS);
        assert_string_equal(calibrated.digest, "");
        assert_int_equal(calibrated.has_curve, i == 0);
        assert_int_equal(calibrated.curve.slope, i == 0 ? 4000000 : 0);
        mus_calibrated_write(&calibrated, &written);
        assert_true(mus_text_equals(mus_buf_text(&written), TEXTS[i]));
        mus_buf_done(&written);
        mus_arena_done(&arena);
    }
}

static void what_is_no_document_is_refused(void **state)
{
    (void)state;
    static const char *const BAD[][2] = {
        {"[]", "expected an object, found an array"},
        {"{\"format\":\"x\"}", "format: expected \"musubi-calibration/1\""},
        {HEAD("68b0") "}", "weights: expected a digest of 64 digits"},
        {"{\"format\":\"musubi-calibration/1\",\"weights\":\"" WEIGHTS "\"}",
         "date: expected a date"},
        {HEAD(WEIGHTS) ",\"more\":1}", "unknown key \"more\""},
        {HEAD(WEIGHTS) ",\"curve\":null}", "curve: expected an object, found null"},
        {HEAD(WEIGHTS) ",\"curve\":{}}", "curve.pairs: expected an integer, found nothing"},
        {HEAD(WEIGHTS) ",\"curve\":{\"pairs\":45,\"concluded\":18,\"lowest\":-1}}",
         "curve.lowest: -1 is out of range; expected 0 to 1000000"},
        {HEAD(WEIGHTS) ",\"curve\":{\"pairs\":45,\"concluded\":40,\"lowest\":1,\"highest\":9,"
                       "\"centre\":5,\"level\":0,\"level_error\":1,\"slope\":1,\"slope_error\":1}}",
         "curve: concluded: 40 is not between 10 and 35"},
    };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_calibrated calibrated;
        struct mus_error err;
        assert_int_equal(mus_calibrated_read(mus_text_of(BAD[i][0]), &arena, &calibrated, &err),
                         MUS_INVALID);
        assert_string_equal(err.message, BAD[i][1]);
        mus_arena_done(&arena);
    }
}

static void a_failed_allocation_is_told(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_calibrated calibrated;
        mus_mem_fail_at(n, false);
        status = mus_calibrated_read(MUS_TEXT(DOCUMENT), &arena, &calibrated, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_true(n < 1000);
        mus_arena_done(&arena);
    }
}

/* ------------------------------------------------------------------ the store's */

static struct mus_calibrated load(struct match *match)
{
    struct mus_read *read = NULL;
    struct mus_calibrated calibrated;
    ok(match, mus_store_read_begin(match->place->store, &read, &match->err));
    ok(match, mus_calibrated_load(read, &match->arena, &calibrated, &match->err));
    mus_store_read_end(read);
    return calibrated;
}

static void a_store_without_one_says_nothing(void **state)
{
    struct mus_calibrated calibrated = load(*state);
    assert_string_equal(calibrated.digest, "");
    assert_string_equal(calibrated.weights, "");
    assert_false(calibrated.has_curve);
}

static void the_one_that_was_stored_is_in_force(void **state)
{
    struct match *match = *state;
    struct mus_write *write = NULL;
    struct mus_calibrated stored;
    ok(match, mus_calibrated_read(MUS_TEXT(DOCUMENT), &match->arena, &stored, &match->err));
    ok(match, mus_store_write_begin(match->place->store, &write, &match->err));
    ok(match, mus_calibrated_store(write, &stored, &match->err));
    ok(match, mus_store_write_commit(write, &match->err));
    mus_store_write_end(write);
    struct mus_calibrated loaded = load(match);
    assert_int_equal(strlen(loaded.digest), MUS_WEIGHTS_DIGEST_LEN);
    assert_string_equal(loaded.digest, stored.digest);
    assert_memory_equal(&loaded.curve, &stored.curve, sizeof stored.curve);
}

static void one_that_cannot_be_read_is_named_by_its_digest(void **state)
{
    struct match *match = *state;
    struct mus_write *write = NULL;
    struct mus_read *read = NULL;
    struct mus_calibrated calibrated;
    ok(match, mus_store_write_begin(match->place->store, &write, &match->err));
    ok(match, mus_store_put_document(write, MUS_TEXT(MUS_CALIBRATION_KIND), MUS_TEXT("{}"), NULL,
                                     &match->err));
    ok(match, mus_store_write_commit(write, &match->err));
    mus_store_write_end(write);
    ok(match, mus_store_read_begin(match->place->store, &read, &match->err));
    assert_int_equal(mus_calibrated_load(read, &match->arena, &calibrated, &match->err),
                     MUS_CORRUPT);
    assert_string_equal(match->err.message,
                        "calibration document "
                        "\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\": "
                        "format: expected \"musubi-calibration/1\"");
    mus_store_read_end(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_written_as_it_was_read),
        cmocka_unit_test(what_is_no_document_is_refused),
        cmocka_unit_test(a_failed_allocation_is_told),
        IN_MATCH(a_store_without_one_says_nothing),
        IN_MATCH(the_one_that_was_stored_is_in_force),
        IN_MATCH(one_that_cannot_be_read_is_named_by_its_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
