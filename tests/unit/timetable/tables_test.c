#include "matcher/timetable/tables.h"

#include "plan_fixture.h"

/* Assigns and looks at the tables: 0 where there is none. */
static void assert_tables(const struct small_timetable *small, bool keep_standing,
                          struct mus_timetable_seat *seats, const uint16_t *expected)
{
    uint32_t unseated = 7;
    assert_int_equal(mus_tables_assign(&small->problem, keep_standing, seats, &unseated, NULL),
                     MUS_OK);
    assert_int_equal(unseated, UINT32_MAX);
    for (size_t m = 0; m < small->problem.meeting_count; m++) {
        assert_int_equal(seats[m].table, expected[m]);
    }
}

static void who_stays_at_a_table_need_not_change(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 3, 3, 6);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 2, 3);
    (void)small_meet(&small, 2, 4);
    (void)small_meet(&small, 0, 5);
    small_meet(&small, 3, 1)->place = MUS_PLACE_ONLINE;
    struct mus_timetable_seat seats[] = {{0, 0}, {0, 0}, {2, 0}, {2, 0}, {1, 0}};
    uint32_t unseated;
    assert_int_equal(mus_tables_assign(&small.problem, false, seats, &unseated, NULL), MUS_OK);
    assert_int_not_equal(seats[0].table, seats[1].table);
    assert_int_equal(seats[2].table, seats[1].table);
    assert_int_equal(seats[3].table, seats[0].table);
    assert_int_equal(seats[4].table, 0); /* online */
}

static void a_lock_is_kept_and_drawn_near_to(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 3, 5);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 3, 4);
    small_meet(&small, 0, 2)->locked_table = 3;
    struct mus_timetable_seat seats[] = {{0, 0}, {0, 0}, {1, 0}};
    /* participant 0 sits at table 3 beforehand already */
    assert_tables(&small, false, seats, (const uint16_t[]){3, 1, 3});
}

static void a_standing_table_is_kept_where_that_is_asked_for(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 2, 4);
    small_meet(&small, 0, 1)->standing_slot = 0;
    small_meet(&small, 2, 3)->standing_slot = 1;
    small.meetings[0].standing_table = 2;
    small.meetings[1].standing_table = 2; /* but it is in slot 0 now: its table is another's */
    struct mus_timetable_seat seats[] = {{0, 0}, {0, 0}};
    assert_tables(&small, true, seats, (const uint16_t[]){2, 1});
}

static void a_table_is_used_only_when_it_is_open(void **state)
{
    (void)state;
    static const mus_slots OPEN[] = {0x2, 0x3};
    struct small_timetable small;
    small_init(&small, 2, 2, 4);
    small.problem.table_open = OPEN;
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 2, 3);
    struct mus_timetable_seat seats[] = {{0, 0}, {1, 0}};
    uint32_t unseated;
    assert_int_equal(mus_tables_assign(&small.problem, false, seats, &unseated, NULL), MUS_OK);
    assert_int_equal(seats[0].table, 2);
    assert_int_equal(unseated, UINT32_MAX);
    seats[1].slot = 0;
    assert_int_equal(mus_tables_assign(&small.problem, false, seats, &unseated, NULL), MUS_OK);
    assert_true(unseated < 2); /* one table for two */
    assert_int_equal(seats[unseated].table, 0);
    assert_int_equal(seats[1 - unseated].table, 2);
}

/* Two halls ten minutes apart, five minutes between the slots: who has just been at the booth in
 * the one cannot be at a table of the other. */
static void walk(struct small_timetable *small, const int16_t *table_halls)
{
    small_init(small, 2, 2, 4);
    for (size_t s = 0; s < 2; s++) {
        small->slots[s].start = (uint16_t)(600 + 25 * s);
        small->slots[s].minutes = 20;
    }
    small->walk[1] = small->walk[2] = 10;
    small->problem.hall_count = 2;
    small->problem.walk_minutes = small->walk;
    small->problem.table_halls = table_halls;
    small->people[0].hall = 1;
    small_meet(small, 0, 1)->place = MUS_PLACE_BOOTH_A;
    (void)small_meet(small, 1, 2);
}

static void nobody_is_seated_too_far_away(void **state)
{
    (void)state;
    struct small_timetable small;
    walk(&small, (const int16_t[]){0, 1});
    struct mus_timetable_seat seats[] = {{0, 0}, {1, 0}};
    assert_tables(&small, false, seats, (const uint16_t[]){0, 2});
    walk(&small, (const int16_t[]){0, 0});
    uint32_t unseated;
    assert_int_equal(mus_tables_assign(&small.problem, false, seats, &unseated, NULL), MUS_OK);
    assert_int_equal(unseated, 1);
    assert_int_equal(seats[1].table, 0);
}

static void one_more_finds_a_table_that_is_free_open_and_near(void **state)
{
    (void)state;
    struct small_timetable small;
    uint16_t table = 9;
    walk(&small, (const int16_t[]){0, 1});
    (void)small_meet(&small, 3, 2);
    struct mus_timetable_seat seats[] = {{0, 0}, {-1, 0}, {-1, 0}};
    assert_true(mus_tables_find(&small.problem, seats, 1, 1, &table));
    assert_int_equal(table, 2);
    seats[2] = (struct mus_timetable_seat){1, 2};
    small.meetings[2].b = 0;                                            /* so that 2 is free */
    assert_false(mus_tables_find(&small.problem, seats, 1, 1, &table)); /* taken */
    seats[2].slot = 0;
    small.meetings[1].locked_table = 1;
    assert_false(mus_tables_find(&small.problem, seats, 1, 1, &table)); /* too far */
    small.meetings[1].place = MUS_PLACE_ONLINE;
    assert_true(mus_tables_find(&small.problem, seats, 1, 1, &table));
    assert_int_equal(table, 0);
    assert_int_equal(seats[1].slot, -1); /* only looked at */
}

/* So many tables that wishes are granted one after the other. */
static void a_large_hall_is_seated_too(void **state)
{
    (void)state;
    enum { TABLES = 700 };
    struct small_timetable small;
    bool taken[TABLES + 1] = {false};
    struct mus_timetable_seat seats[SMALL_MEETINGS];
    uint32_t unseated;
    small_init(&small, 2, TABLES, 120);
    for (uint32_t m = 0; m < 120; m++) {
        /* in slot 0 the neighbour to the right, in slot 1 the one to the left */
        (void)small_meet(&small, m, (m + 1) % 120);
        seats[m] = (struct mus_timetable_seat){(int16_t)(m % 2), 0};
    }
    small.meetings[1].locked_table = 650;
    assert_int_equal(mus_tables_assign(&small.problem, false, seats, &unseated, NULL), MUS_OK);
    assert_int_equal(unseated, UINT32_MAX);
    assert_int_equal(seats[1].table, 650);
    assert_true(seats[0].table == 650 || seats[2].table == 650); /* before what is locked */
    for (uint32_t m = 0; m < 120; m += 2) {
        assert_in_range(seats[m].table, 1, TABLES);
        assert_false(taken[seats[m].table]);
        taken[seats[m].table] = true;
    }
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_timetable_seat seats[] = {{0, 0}, {0, 0}};
    enum mus_status status = MUS_NO_MEMORY;
    small_init(&small, 1, 2, 4);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 2, 3);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        uint32_t unseated;
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_tables_assign(&small.problem, false, seats, &unseated, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
    }
    assert_true(n > 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_stays_at_a_table_need_not_change),
        cmocka_unit_test(a_lock_is_kept_and_drawn_near_to),
        cmocka_unit_test(a_standing_table_is_kept_where_that_is_asked_for),
        cmocka_unit_test(a_table_is_used_only_when_it_is_open),
        cmocka_unit_test(nobody_is_seated_too_far_away),
        cmocka_unit_test(one_more_finds_a_table_that_is_free_open_and_near),
        cmocka_unit_test(a_large_hall_is_seated_too),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
