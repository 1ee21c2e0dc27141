#include "base/workers.h"

#include "base/limits.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

struct worker {
    mus_work *work;
    void *state;
    pthread_t thread;
    bool started;
    enum mus_status status;
    struct mus_error error;
};

static void *run(void *argument)
{
    struct worker *worker = argument;
    worker->status = worker->work(worker->state, &worker->error);
    return NULL;
}

enum mus_status mus_workers_run(mus_work *work, void *const *states, size_t count,
                                struct mus_error *err)
{
    assert(count <= MUS_MAX_THREADS);
    struct worker workers[MUS_MAX_THREADS];
    for (size_t i = 0; i < count; i++) {
        workers[i] = (struct worker){.work = work, .state = states[i]};
        workers[i].started =
            i > 0 && pthread_create(&workers[i].thread, NULL, run, &workers[i]) == 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!workers[i].started) {
            run(&workers[i]);
        }
    }
    const struct worker *failed = NULL;
    for (size_t i = 0; i < count; i++) {
        if (workers[i].started) {
            pthread_join(workers[i].thread, NULL);
        }
        if (failed == NULL && workers[i].status != MUS_OK) {
            failed = &workers[i];
        }
    }
    return failed == NULL ? MUS_OK : mus_fail(err, failed->status, "%s", failed->error.message);
}

size_t mus_workers_available(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) {
        return 1;
    }
    size_t count = (size_t)CPU_COUNT(&set);
    return count < 1 ? 1 : count > MUS_MAX_THREADS ? MUS_MAX_THREADS : count;
}
