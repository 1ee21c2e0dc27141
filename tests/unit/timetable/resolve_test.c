#include "matcher/timetable/resolve.h"

#include "matcher/timetable/construct.h"
#include "plan_fixture.h"

enum { PEOPLE = 10, SLOTS = 6, TRIES = 300 };

struct made {
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_resolve resolve;
};

/* Two days of three slots, few tables, half of the people away now and then. */
static void make(struct made *made, struct mus_random *random)
{
    struct small_timetable *small = &made->small;
    small_init(small, SLOTS, 3, PEOPLE);
    for (size_t s = 0; s < SLOTS; s++) {
        small->slots[s].day = (uint16_t)(s / 3);
    }
    for (size_t p = 0; p < PEOPLE; p += 2) {
        small->people[p].available = 0x3F & ~((mus_slots)1 << mus_random_below(random, SLOTS));
    }
    for (uint32_t m = 0; m < 14; m++) {
        uint32_t a = (uint32_t)mus_random_below(random, PEOPLE);
        uint32_t b = (a + 1 + (uint32_t)mus_random_below(random, PEOPLE - 1)) % PEOPLE;
        small_meet(small, a, b)->place = m % 3 == 0 ? MUS_PLACE_ONLINE : MUS_PLACE_TABLE;
    }
    small->problem.table_count = 3;
    open_plan(&made->plan, small);
    assert_int_equal(mus_construct(&made->plan, NULL), MUS_OK);
    assert_int_equal(mus_resolve_init(&made->resolve, SLOTS, NULL), MUS_OK);
}

static void forget(struct made *made)
{
    mus_resolve_done(&made->resolve);
    mus_plan_done(&made->plan);
}

struct tried {
    struct mus_plan *plan;
    uint32_t meetings[MUS_RESOLVE_MEETINGS];
    uint32_t count;
    int64_t best;
};

static void try_all(struct tried *tried, uint32_t next)
{
    if (next == tried->count) {
        tried->best = tried->plan->cost < tried->best ? tried->plan->cost : tried->best;
        return;
    }
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        if (mus_plan_can_place(tried->plan, tried->meetings[next], slot)) {
            mus_plan_place(tried->plan, tried->meetings[next], slot);
            try_all(tried, next + 1);
            mus_plan_remove(tried->plan, tried->meetings[next]);
        }
    }
}

/* The cheapest plan with the person's meetings anywhere and all others where they are. */
static int64_t cheapest(struct mus_plan *plan, uint32_t person)
{
    struct tried tried = {.plan = plan, .best = INT64_MAX};
    int8_t kept[MUS_RESOLVE_MEETINGS];
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        uint32_t meeting = *mus_plan_at(plan, person, slot);
        if (meeting != MUS_PLAN_NONE) {
            kept[tried.count] = (int8_t)slot;
            tried.meetings[tried.count++] = meeting;
        }
    }
    for (uint32_t i = 0; i < tried.count; i++) {
        mus_plan_remove(plan, tried.meetings[i]);
    }
    try_all(&tried, 0);
    for (uint32_t i = 0; i < tried.count; i++) {
        mus_plan_place(plan, tried.meetings[i], (uint32_t)kept[i]);
    }
    return tried.best;
}

static bool meets_somebody_twice(const struct mus_plan *plan, uint32_t person)
{
    uint32_t met[PEOPLE] = {0};
    bool twice = false;
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        uint32_t meeting = *mus_plan_at(plan, person, slot);
        if (meeting != MUS_PLAN_NONE) {
            twice |= met[mus_plan_other(&plan->meetings[meeting], person)]++ > 0;
        }
    }
    return twice;
}

static void a_day_becomes_as_cheap_as_trying_everything_makes_it(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 11);
    unsigned better = 0;
    for (int i = 0; i < TRIES; i++) {
        struct made made;
        make(&made, &random);
        for (uint32_t p = 0; p < PEOPLE; p++) {
            int64_t before = made.plan.cost;
            int64_t best = cheapest(&made.plan, p);
            bool cheaper = mus_resolve_person(&made.resolve, &made.plan, p);
            assert_sound(&made.plan);
            assert_int_equal(cheaper, made.plan.cost < before);
            assert_true(made.plan.cost >= best && made.plan.cost <= before);
            if (!meets_somebody_twice(&made.plan, p)) {
                assert_int_equal(made.plan.cost, best);
            }
            better += cheaper;
        }
        forget(&made);
    }
    assert_true(better > TRIES / 10);
}

static void meetings_with_rules_of_their_own_stay(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 5);
    for (int i = 0; i < 50; i++) {
        struct made made;
        struct mus_timetable_interpreter interpreters[2];
        small_fair(&made.small, &random, interpreters);
        open_plan(&made.plan, &made.small);
        assert_int_equal(mus_construct(&made.plan, NULL), MUS_OK);
        assert_int_equal(mus_resolve_init(&made.resolve, 8, NULL), MUS_OK);
        int8_t before[SMALL_MEETINGS];
        memcpy(before, made.plan.slots, made.small.problem.meeting_count);
        for (uint32_t p = 0; p < 16; p++) {
            (void)mus_resolve_person(&made.resolve, &made.plan, p);
            assert_sound(&made.plan);
        }
        for (size_t m = 0; m < made.small.problem.meeting_count; m++) {
            assert_true(!made.plan.meetings[m].bound || made.plan.slots[m] == before[m]);
        }
        forget(&made);
    }
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 2; n++) {
        struct mus_resolve resolve;
        struct mus_error err;
        mus_mem_fail_at(n, false);
        assert_int_equal(mus_resolve_init(&resolve, SLOTS, &err), MUS_NO_MEMORY);
        mus_mem_fail_at(0, false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_becomes_as_cheap_as_trying_everything_makes_it),
        cmocka_unit_test(meetings_with_rules_of_their_own_stay),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
