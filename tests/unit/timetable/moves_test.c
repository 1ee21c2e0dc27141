#include "matcher/timetable/moves.h"

#include <string.h>

#include "matcher/timetable/construct.h"
#include "plan_fixture.h"

/* A fair with every rule, constructed and legal. */
struct made {
    struct small_timetable small;
    struct mus_timetable_interpreter interpreters[2];
    struct mus_plan plan;
    struct mus_moves moves;
};

static void make(struct made *made, uint64_t seed, uint32_t limit)
{
    struct mus_random random;
    mus_random_init(&random, seed);
    small_fair(&made->small, &random, made->interpreters);
    made->small.problem.max_break_difference = limit;
    open_plan(&made->plan, &made->small);
    assert_int_equal(mus_construct(&made->plan, NULL), MUS_OK);
    mus_construct_finish(&made->plan);
    assert_int_equal(mus_moves_init(&made->moves, &made->plan, seed, NULL), MUS_OK);
}

static void forget(struct made *made)
{
    mus_moves_done(&made->moves);
    mus_plan_done(&made->plan);
}

static void allow(struct mus_moves *moves, int32_t most)
{
    for (int i = 0; i < MUS_MOVES_THRESHOLDS; i++) {
        moves->thresholds[i] = most;
    }
}

static void any_move(struct mus_moves *moves, uint32_t kind)
{
    uint32_t person = mus_moves_below(moves, 16);
    switch (kind) {
    case 0:
        mus_moves_shift_anyone(moves);
        break;
    case 1:
        mus_moves_shift_beside(moves, person);
        break;
    case 2:
        mus_moves_gather(moves);
        break;
    case 3:
        mus_moves_leave_out(moves, person);
        break;
    default:
        if (moves->plan->out_count > 0) {
            mus_moves_insert(moves);
        }
    }
}

/* The best one, loaded into a plan of its own, is all there, fair, and as good as is said. */
static void assert_best(const struct made *made)
{
    struct mus_plan plan;
    open_plan(&plan, &made->small);
    if (made->plan.move_cost != 0) {
        mus_plan_hold_standing(&plan, made->plan.move_cost);
    }
    for (int turn = 0; turn < 30; turn++) { /* whatever must be placed before what */
        mus_plan_load(&plan, made->moves.best);
    }
    assert_slots(&plan, made->moves.best);
    assert_true(mus_plan_fair(&plan));
    struct mus_plan_figures figures = mus_plan_figures(&plan);
    assert_false(mus_plan_figures_better(&figures, &made->moves.best_figures));
    assert_false(mus_plan_figures_better(&made->moves.best_figures, &figures));
    mus_plan_done(&plan);
}

static void every_move_keeps_the_rules_and_no_dearer_one_is_kept(void **state)
{
    (void)state;
    static const int32_t MOST[] = {0, 500, 20000};
    for (uint64_t seed = 0; seed < 6; seed++) {
        struct made made;
        make(&made, seed, seed % 2 == 0 ? MUS_TIMETABLE_NO_LIMIT : 1);
        allow(&made.moves, MOST[seed % 3]);
        unsigned changed = 0;
        for (int i = 0; i < 2000; i++) {
            int64_t cost = made.plan.cost;
            int8_t slots[SMALL_MEETINGS];
            memcpy(slots, made.plan.slots, 30);
            any_move(&made.moves, mus_moves_below(&made.moves, 5));
            assert_sound(&made.plan);
            assert_true(made.plan.cost <= cost + MOST[seed % 3]);
            changed += memcmp(slots, made.plan.slots, 30) != 0;
        }
        assert_true(changed > 20);
        mus_moves_keep_best(&made.moves);
        assert_best(&made);
        forget(&made);
    }
}

static void the_best_is_never_lost(void **state)
{
    (void)state;
    struct made made;
    make(&made, 9, MUS_TIMETABLE_NO_LIMIT);
    allow(&made.moves, 20000);
    struct mus_plan_figures best = made.moves.best_figures;
    for (int i = 0; i < 2000; i++) {
        struct mus_plan_figures here = mus_plan_figures(&made.plan);
        best = mus_plan_figures_better(&here, &best) ? here : best;
        any_move(&made.moves, mus_moves_below(&made.moves, 5));
    }
    mus_moves_keep_best(&made.moves);
    assert_false(mus_plan_figures_better(&best, &made.moves.best_figures));
    mus_moves_begin_anew(&made.moves);
    assert_memory_equal(made.moves.best, made.plan.slots, 30);
    forget(&made);
}

static void no_more_are_moved_than_may_be(void **state)
{
    (void)state;
    struct made made;
    make(&made, 12, MUS_TIMETABLE_NO_LIMIT);
    for (uint32_t m = 0; m < 30; m++) {
        made.small.meetings[m].standing_slot = made.plan.slots[m];
    }
    mus_plan_hold_standing(&made.plan, 1);
    mus_moves_begin_anew(&made.moves);
    made.moves.most_moved = 4;
    allow(&made.moves, 3000);
    uint64_t most = 0;
    for (int i = 0; i < 3000; i++) {
        any_move(&made.moves, mus_moves_below(&made.moves, 5));
        most = made.plan.moved > most ? made.plan.moved : most;
        mus_moves_keep_best(&made.moves);
    }
    assert_true(most > 4);
    unsigned moved = 0;
    for (uint32_t m = 0; m < 30; m++) {
        moved += mus_plan_is_moved(&made.plan, m, made.moves.best[m]);
    }
    assert_in_range(moved, 0, 4);
    assert_best(&made);
    forget(&made);
}

static void whoever_is_torn_is_gathered(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_moves moves;
    small_init(&small, 6, 2, 4);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 0, 2);
    (void)small_meet(&small, 0, 3);
    open_plan(&plan, &small);
    mus_plan_load(&plan, (const int8_t[]){0, 3, 5});
    assert_int_equal(mus_moves_init(&moves, &plan, 1, NULL), MUS_OK);
    for (int i = 0; i < 20 && plan.breaks > 0; i++) {
        mus_moves_gather(&moves);
    }
    assert_int_equal(plan.breaks, 0);
    assert_int_equal(plan.torn_count, 0);
    mus_moves_gather(&moves); /* nobody is */
    mus_moves_keep_best(&moves);
    assert_int_equal(moves.best_figures.breaks, 0);
    mus_moves_done(&moves);
    mus_plan_done(&plan);
}

static void fewer_left_out_come_first_then_their_weight_then_the_price(void **state)
{
    (void)state;
    static const struct mus_plan_figures BY_WORTH[] = {
        {0, 0, 9000, 9}, {1, 5, 0, 0}, {1, 6, 0, 0}, {1, 6, 1000, 1}, {2, 0, 0, 0}};
    for (size_t i = 0; i < 5; i++) {
        for (size_t j = 0; j < 5; j++) {
            assert_int_equal(mus_plan_figures_better(&BY_WORTH[i], &BY_WORTH[j]), i < j);
        }
    }
}

static void the_same_seed_gives_the_same_moves(void **state)
{
    (void)state;
    struct made one;
    struct made two;
    make(&one, 21, MUS_TIMETABLE_NO_LIMIT);
    make(&two, 21, MUS_TIMETABLE_NO_LIMIT);
    unsigned seen = 0;
    for (int i = 0; i < 500; i++) {
        uint32_t kind = mus_moves_below(&one.moves, 5);
        assert_int_equal(mus_moves_below(&two.moves, 5), kind);
        seen |= 1U << kind;
        any_move(&one.moves, kind);
        any_move(&two.moves, kind);
        assert_memory_equal(one.plan.slots, two.plan.slots, 30);
    }
    assert_int_equal(seen, 0x1F); /* 0 … bound-1 */
    forget(&one);
    forget(&two);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct made made;
    enum mus_status status = MUS_NO_MEMORY;
    make(&made, 1, MUS_TIMETABLE_NO_LIMIT);
    mus_moves_done(&made.moves);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_moves_init(&made.moves, &made.plan, 1, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
    }
    assert_true(n > 5);
    forget(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_move_keeps_the_rules_and_no_dearer_one_is_kept),
        cmocka_unit_test(the_best_is_never_lost),
        cmocka_unit_test(no_more_are_moved_than_may_be),
        cmocka_unit_test(whoever_is_torn_is_gathered),
        cmocka_unit_test(fewer_left_out_come_first_then_their_weight_then_the_price),
        cmocka_unit_test(the_same_seed_gives_the_same_moves),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
