#include "base/crew.h"

#include "base/limits.h"
#include "base/mem.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

enum { THREADS = 4, PARTS = 200 };

struct task {
    unsigned seen[PARTS];
    size_t fails_from;
    size_t slow; /* this part takes its time */
    /* May be NULL. The first part waits for this task to be begun. */
    struct task *awaits;
    atomic_bool begun;
};

struct state {
    uint64_t parts;
};

static enum mus_status look(void *state, void *task, size_t part, struct mus_error *err)
{
    struct state *own = state;
    struct task *work = task;
    own->parts++;
    work->seen[part]++;
    atomic_store(&work->begun, true);
    while (part == 0 && work->awaits != NULL && !atomic_load(&work->awaits->begun)) {
        sched_yield();
    }
    if (part == work->slow) {
        usleep(2000);
    }
    return part >= work->fails_from ? mus_fail(err, MUS_INVALID, "part %zu", part) : MUS_OK;
}

struct world {
    struct state states[THREADS];
    void *list[THREADS];
    struct mus_crew *crew;
};

static void world_init(struct world *world, size_t threads)
{
    *world = (struct world){.crew = NULL};
    for (size_t i = 0; i < THREADS; i++) {
        world->list[i] = &world->states[i];
    }
    world->crew = mus_crew_new(look, world->list, threads);
    assert_non_null(world->crew);
}

static void assert_seen(const struct task *task, size_t parts)
{
    for (size_t i = 0; i < PARTS; i++) {
        assert_int_equal(task->seen[i], i < parts);
    }
}

static void each_part_of_each_task_is_worked_on_once(void **unused)
{
    (void)unused;
    for (size_t threads = 1; threads <= THREADS; threads++) {
        struct world world;
        world_init(&world, threads);
        uint64_t sum = 0;
        for (size_t parts = 0; parts <= PARTS; parts += 20) {
            struct task task = {.fails_from = SIZE_MAX, .slow = SIZE_MAX};
            mus_crew_give(world.crew, &task, parts);
            assert_int_equal(mus_crew_finish(world.crew, NULL), MUS_OK);
            assert_seen(&task, parts);
            sum += parts;
        }
        mus_crew_free(world.crew);
        for (size_t i = 0; i < THREADS; i++) {
            sum -= world.states[i].parts;
        }
        assert_int_equal(sum, 0);
    }
}

static size_t parts_of(size_t task)
{
    static const size_t some[] = {PARTS, 1, 0, 33, 2, 150};
    return some[task % (sizeof some / sizeof some[0])];
}

/* From each length of the queue on. */
static void several_tasks_are_finished_in_their_order(void **unused)
{
    (void)unused;
    enum { TASKS = 40 };
    static struct task tasks[TASKS];
    for (size_t ahead = 1; ahead <= MUS_CREW_TASKS; ahead++) {
        struct world world;
        size_t given = 0;
        world_init(&world, 1 + ahead % THREADS);
        for (size_t i = 0; i < TASKS; i++) {
            for (; given < TASKS && given < i + ahead; given++) {
                tasks[given] = (struct task){.fails_from = SIZE_MAX, .slow = given};
                mus_crew_give(world.crew, &tasks[given], parts_of(given));
            }
            assert_int_equal(mus_crew_finish(world.crew, NULL), MUS_OK);
            assert_seen(&tasks[i], parts_of(i));
        }
        mus_crew_free(world.crew);
    }
}

static void the_threads_go_on_with_the_next_task(void **unused)
{
    (void)unused;
    struct world world;
    struct task next = {.fails_from = SIZE_MAX, .slow = SIZE_MAX};
    struct task first = {.fails_from = SIZE_MAX, .slow = SIZE_MAX, .awaits = &next};
    world_init(&world, 3);
    mus_crew_give(world.crew, &first, 2);
    mus_crew_give(world.crew, &next, 1);
    assert_int_equal(mus_crew_finish(world.crew, NULL), MUS_OK);
    assert_int_equal(mus_crew_finish(world.crew, NULL), MUS_OK);
    assert_seen(&first, 2);
    assert_seen(&next, 1);
    mus_crew_free(world.crew);
}

static void a_failure_is_that_of_its_task_alone(void **unused)
{
    (void)unused;
    for (size_t threads = 1; threads <= THREADS; threads++) {
        struct world world;
        struct mus_error err = {0};
        struct task tasks[3] = {{.fails_from = SIZE_MAX, .slow = 0},
                                {.fails_from = 7, .slow = 7},
                                {.fails_from = SIZE_MAX, .slow = 1}};
        world_init(&world, threads);
        for (size_t i = 0; i < 3; i++) {
            mus_crew_give(world.crew, &tasks[i], PARTS);
        }
        assert_int_equal(mus_crew_finish(world.crew, &err), MUS_OK);
        assert_string_equal(err.message, "");
        assert_seen(&tasks[0], PARTS);
        assert_int_equal(mus_crew_finish(world.crew, &err), MUS_INVALID);
        assert_string_equal(err.message, "part 7");
        assert_int_equal(mus_crew_finish(world.crew, NULL), MUS_OK);
        assert_seen(&tasks[2], PARTS);
        mus_crew_free(world.crew);
    }
}

static void what_is_not_finished_is_given_up(void **unused)
{
    (void)unused;
    for (size_t threads = 1; threads <= THREADS; threads++) {
        struct world world;
        struct task tasks[3];
        world_init(&world, threads);
        for (size_t i = 0; i < 3; i++) {
            tasks[i] = (struct task){.fails_from = SIZE_MAX, .slow = 10};
            mus_crew_give(world.crew, &tasks[i], PARTS);
        }
        assert_int_equal(mus_crew_finish(world.crew, NULL), MUS_OK);
        mus_crew_free(world.crew);
        assert_seen(&tasks[0], PARTS);
        uint64_t sum = 0;
        for (size_t i = 0; i < THREADS; i++) {
            sum += world.states[i].parts;
        }
        for (size_t i = 0; i < PARTS; i++) {
            assert_true(tasks[1].seen[i] <= 1 && tasks[2].seen[i] <= 1);
            sum -= tasks[0].seen[i] + tasks[1].seen[i] + tasks[2].seen[i];
        }
        assert_int_equal(sum, 0);
    }
}

static void the_first_failure_in_order_is_told(void **unused)
{
    (void)unused;
    struct world world;
    struct mus_error err;
    world_init(&world, THREADS);
    for (int i = 0; i < 20; i++) {
        struct task task = {.fails_from = 50, .slow = 50};
        mus_crew_give(world.crew, &task, PARTS);
        assert_int_equal(mus_crew_finish(world.crew, &err), MUS_INVALID);
        assert_string_equal(err.message, "part 50");
        assert_int_equal(task.seen[49], 1);
        assert_int_equal(task.seen[PARTS - 1], 0);
    }
    struct task task = {.fails_from = SIZE_MAX, .slow = SIZE_MAX};
    mus_crew_give(world.crew, &task, PARTS);
    assert_int_equal(mus_crew_finish(world.crew, &err), MUS_OK);
    mus_crew_free(world.crew);
}

static void the_caller_may_be_late(void **unused)
{
    (void)unused;
    struct world world;
    struct task task = {.fails_from = SIZE_MAX, .slow = SIZE_MAX};
    world_init(&world, 2);
    mus_crew_give(world.crew, &task, PARTS);
    usleep(20000);
    assert_int_equal(mus_crew_finish(world.crew, NULL), MUS_OK);
    assert_int_equal(world.states[0].parts + world.states[1].parts, PARTS);
    mus_crew_free(world.crew);
    mus_crew_free(NULL);
}

static void without_memory_there_is_no_crew(void **unused)
{
    (void)unused;
    struct state state = {0};
    void *states[] = {&state};
    mus_mem_fail_at(1, false);
    assert_null(mus_crew_new(look, states, 1));
    mus_mem_fail_at(0, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_part_of_each_task_is_worked_on_once),
        cmocka_unit_test(several_tasks_are_finished_in_their_order),
        cmocka_unit_test(the_threads_go_on_with_the_next_task),
        cmocka_unit_test(a_failure_is_that_of_its_task_alone),
        cmocka_unit_test(what_is_not_finished_is_given_up),
        cmocka_unit_test(the_first_failure_in_order_is_told),
        cmocka_unit_test(the_caller_may_be_late),
        cmocka_unit_test(without_memory_there_is_no_crew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
