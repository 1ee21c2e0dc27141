#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/mem.h"
#include "case_fixture.h"

static void assert_same_text(struct mus_text a, struct mus_text b)
{
    assert_true(mus_text_equal(a, b));
}

static void assert_same_steps(const struct mus_case *a, const struct mus_case *b)
{
    assert_int_equal(a->step_count, b->step_count);
    for (size_t i = 0; i < a->step_count; i++) {
        const struct mus_case_step *x = &a->steps[i];
        const struct mus_case_step *y = &b->steps[i];
        assert_int_equal(x->stage, y->stage);
        assert_int_equal(x->date, y->date);
        assert_true(x->recorded == y->recorded && x->entry == y->entry);
        assert_same_text(x->by, y->by);
        assert_same_text(x->label, y->label);
        assert_int_equal(x->has_evidence, y->has_evidence);
        assert_int_equal(mus_digest_compare(&x->evidence, &y->evidence), 0);
    }
}

static void assert_same(const struct mus_case *a, const struct mus_case *b)
{
    assert_same_text(a->id, b->id);
    for (int i = 0; i < 2; i++) {
        assert_same_text(a->companies[i], b->companies[i]);
        assert_same_text(a->listings[i], b->listings[i]);
    }
    assert_same_text(a->programme, b->programme);
    assert_same_text(a->purpose, b->purpose);
    assert_same_text(a->edition, b->edition);
    assert_same_text(a->agreement, b->agreement);
    assert_same_text(a->coordinator, b->coordinator);
    assert_int_equal(a->origin, b->origin);
    assert_int_equal(a->rank, b->rank);
    assert_int_equal(a->score, b->score);
    assert_int_equal(mus_digest_compare(&a->weights, &b->weights), 0);
    assert_same_text(a->event, b->event);
    assert_same_text(a->meeting, b->meeting);
    assert_same_steps(a, b);
    assert_int_equal(a->handover_count, b->handover_count);
    for (size_t i = 0; i < a->handover_count; i++) {
        assert_true(a->handovers[i].recorded == b->handovers[i].recorded);
        assert_same_text(a->handovers[i].from, b->handovers[i].from);
        assert_same_text(a->handovers[i].to, b->handovers[i].to);
        assert_same_text(a->handovers[i].by, b->handovers[i].by);
    }
}

static struct mus_buf encoded(const struct mus_case *c)
{
    struct mus_buf bytes = {0};
    mus_case_encode(c, &bytes);
    assert_int_equal(mus_buf_check(&bytes, NULL), MUS_OK);
    return bytes;
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    struct whole_case whole;
    struct mus_case back;
    struct mus_arena arena = {0};
    make_case(&whole);
    for (int origin = MUS_CASE_FROM_MATCH; origin >= MUS_CASE_BY_HAND; origin--) {
        whole.c.origin = (enum mus_case_origin)origin;
        struct mus_buf bytes = encoded(&whole.c);
        assert_int_equal(mus_case_decode(mus_buf_text(&bytes), &arena, &back, NULL), MUS_OK);
        assert_same(&whole.c, &back);
        mus_buf_done(&bytes);
        whole.c.rank = whole.c.score = 0;
        memset(&whole.c.weights, 0, sizeof whole.c.weights);
    }
    whole.c.origin = MUS_CASE_FROM_MEETING;
    whole.c.event = MUS_TEXT("fair-18");
    whole.c.meeting = MUS_TEXT("m-7");
    struct mus_buf bytes = encoded(&whole.c);
    assert_int_equal(mus_case_decode(mus_buf_text(&bytes), &arena, &back, NULL), MUS_OK);
    assert_same(&whole.c, &back);
    mus_buf_done(&bytes);
    mus_arena_done(&arena);
}

/* The least case, byte by byte. */
static void the_bytes_are_as_documented(void **state)
{
    (void)state;
    static const unsigned char expected[] = {
        1,                                              /* version */
        1,    'k',  1,    'a',  1,    'b',  0,    0,    /* id, companies, listings */
        1,    'P',  1,    's',  0,    0,    1,    'T',  /* codes, coordinator */
        0,                                              /* origin */
        1,    0,                                        /* steps */
        1,    0x68, 0x50, 0,    0,                      /* stage, date */
        0x10, 0x2A, 0x01, 0x6A, 0,    0,    0,    0,    /* recorded */
        1,    'T',  0,    0,                            /* by, evidence, label */
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, /* entry */
        0,    0,                                        /* hand-overs */
    };
    const struct mus_case_step step = {.stage = MUS_CASE_SUGGESTED,
                                       .date = TODAY,
                                       .recorded = RECORDED,
                                       .by = MUS_TEXT("T"),
                                       .entry = MUS_CASE_NO_ENTRY};
    const struct mus_case c = {.id = MUS_TEXT("k"),
                               .companies = {MUS_TEXT("a"), MUS_TEXT("b")},
                               .programme = MUS_TEXT("P"),
                               .purpose = MUS_TEXT("s"),
                               .coordinator = MUS_TEXT("T"),
                               .steps = &step,
                               .step_count = 1};
    assert_int_equal(mus_case_check(&c, NULL), MUS_OK);
    struct mus_buf bytes = encoded(&c);
    assert_int_equal(bytes.len, sizeof expected);
    assert_memory_equal(bytes.data, expected, sizeof expected);
    mus_buf_done(&bytes);
}

static void expect_corrupt(struct mus_text bytes, const char *message)
{
    struct mus_arena arena = {0};
    struct mus_case c;
    struct mus_error err;
    assert_int_equal(mus_case_decode(bytes, &arena, &c, &err), MUS_CORRUPT);
    assert_string_equal(err.message, message);
    mus_arena_done(&arena);
}

static void nothing_else_is_read(void **state)
{
    (void)state;
    struct whole_case whole;
    make_case(&whole);
    struct mus_buf bytes = encoded(&whole.c);
    for (size_t len = 0; len < bytes.len; len++) {
        struct mus_text cut = {bytes.data, len};
        expect_corrupt(cut, "case record: cut short or malformed");
    }
    bytes.data[0] = 2;
    expect_corrupt(mus_buf_text(&bytes), "case record: unknown version 2");
    bytes.data[0] = 1;
    mus_buf_add_byte(&bytes, 0);
    expect_corrupt(mus_buf_text(&bytes), "case record: goes on behind its end");
    mus_buf_done(&bytes);
    whole.steps[2].stage = MUS_CASE_CONCLUDED;
    bytes = encoded(&whole.c);
    expect_corrupt(mus_buf_text(&bytes),
                   "case record: steps[2]: stage: \"concluded\" cannot follow "
                   "\"introduced\"");
    mus_buf_done(&bytes);
}

/* Whatever one changed byte makes of it: refused, or another case that is written as it was read.
 */
static void a_changed_byte_is_refused_or_read_as_it_stands(void **state)
{
    (void)state;
    struct whole_case whole;
    make_case(&whole);
    struct mus_buf bytes = encoded(&whole.c);
    for (size_t i = 0; i < bytes.len; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            struct mus_arena arena = {0};
            struct mus_case c;
            bytes.data[i] = (char)(bytes.data[i] ^ 1 << bit);
            enum mus_status status = mus_case_decode(mus_buf_text(&bytes), &arena, &c, NULL);
            if (status == MUS_OK) {
                struct mus_buf again = encoded(&c);
                assert_true(mus_text_equal(mus_buf_text(&again), mus_buf_text(&bytes)));
                mus_buf_done(&again);
            }
            assert_true(status == MUS_OK || status == MUS_CORRUPT);
            bytes.data[i] = (char)(bytes.data[i] ^ 1 << bit);
            mus_arena_done(&arena);
        }
    }
    mus_buf_done(&bytes);
}

static void the_longest_case_is_read_back(void **state)
{
    (void)state;
    struct whole_case whole;
    struct mus_case back;
    struct mus_arena arena = {0};
    struct mus_case_step *steps = calloc(MUS_CASE_MAX_STEPS, sizeof *steps);
    make_case(&whole);
    for (size_t i = 0; i < MUS_CASE_MAX_STEPS; i++) {
        steps[i] = whole.steps[i < 4 ? i : 4];
    }
    whole.c.steps = steps;
    whole.c.step_count = MUS_CASE_MAX_STEPS;
    assert_int_equal(mus_case_check(&whole.c, NULL), MUS_OK);
    struct mus_buf bytes = encoded(&whole.c);
    assert_int_equal(mus_case_decode(mus_buf_text(&bytes), &arena, &back, NULL), MUS_OK);
    assert_same(&whole.c, &back);
    mus_buf_done(&bytes);
    mus_arena_done(&arena);
    free(steps);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct whole_case whole;
    make_case(&whole);
    struct mus_buf bytes = encoded(&whole.c);
    enum mus_status status = MUS_NO;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_case c;
        mus_mem_fail_at(n, false);
        status = mus_case_decode(mus_buf_text(&bytes), &arena, &c, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
    mus_buf_done(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(the_bytes_are_as_documented),
        cmocka_unit_test(nothing_else_is_read),
        cmocka_unit_test(a_changed_byte_is_refused_or_read_as_it_stands),
        cmocka_unit_test(the_longest_case_is_read_back),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
