/* Tasks are worked on in their order, and the parts of each are given out in theirs, under one
 * lock. So when a part fails, those before it have been given out already: nothing more of its task
 * is given out, and the first failure in order is the same however the threads run. */
#include "base/crew.h"

#include "base/limits.h"
#include "base/mem.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

struct thread {
    struct mus_crew *crew;
    void *state;
    pthread_t id;
};

/* A task that was given. */
struct given {
    void *task;
    size_t next, parts; /* to be given out: next … parts-1 */
    size_t under_way;
    size_t failed; /* the first part that failed; SIZE_MAX: none */
    enum mus_status status;
    struct mus_error error;
};

struct mus_crew {
    mus_crew_work *work;
    size_t count;
    size_t started; /* threads beside the caller's: 1 … started */
    bool tried;     /* to start them */
    pthread_mutex_t lock;
    pthread_cond_t given;    /* there are parts to work on, or the end */
    pthread_cond_t finished; /* the last part of a task that was under way */
    bool ending;
    struct given queue[MUS_CREW_TASKS]; /* a ring */
    size_t oldest, length;
    struct thread threads[];
};

struct mus_crew *mus_crew_new(mus_crew_work *work, void *const *states, size_t count)
{
    assert(count >= 1 && count <= MUS_MAX_THREADS);
    struct mus_crew *crew = mus_alloc_zero(1, sizeof *crew + count * sizeof crew->threads[0]);
    if (crew == NULL) {
        return NULL;
    }
    crew->work = work;
    crew->count = count;
    pthread_mutex_init(&crew->lock, NULL); /* with no attributes these cannot fail */
    pthread_cond_init(&crew->given, NULL);
    pthread_cond_init(&crew->finished, NULL);
    for (size_t i = 0; i < count; i++) {
        crew->threads[i].crew = crew;
        crew->threads[i].state = states[i];
    }
    return crew;
}

/* Works on the next part of the task, which has one. The lock is held before and after, but not
 * meanwhile. */
static void work_on_one(struct mus_crew *crew, struct given *given, void *state)
{
    struct mus_error error = {0};
    size_t part = given->next++;
    given->under_way++;
    pthread_mutex_unlock(&crew->lock);
    enum mus_status status = crew->work(state, given->task, part, &error);
    pthread_mutex_lock(&crew->lock);
    given->under_way--;
    if (status != MUS_OK) {
        given->next = given->parts;
        if (part < given->failed) {
            given->failed = part;
            given->status = status;
            given->error = error;
        }
    }
    if (given->next == given->parts && given->under_way == 0) {
        pthread_cond_signal(&crew->finished);
    }
}

/* The first task that has parts to be given out; NULL: none has. */
static struct given *next_given(struct mus_crew *crew)
{
    for (size_t i = 0; i < crew->length; i++) {
        struct given *given = &crew->queue[(crew->oldest + i) % MUS_CREW_TASKS];
        if (given->next < given->parts) {
            return given;
        }
    }
    return NULL;
}

static void *stand_by(void *argument)
{
    struct thread *thread = argument;
    struct mus_crew *crew = thread->crew;
    pthread_mutex_lock(&crew->lock);
    while (!crew->ending) {
        struct given *given = next_given(crew);
        if (given != NULL) {
            work_on_one(crew, given, thread->state);
        } else {
            pthread_cond_wait(&crew->given, &crew->lock);
        }
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static void start(struct mus_crew *crew)
{
    crew->tried = true;
    for (size_t i = 1; i < crew->count; i++) {
        struct thread *thread = &crew->threads[crew->started + 1];
        crew->started += pthread_create(&thread->id, NULL, stand_by, thread) == 0;
    }
}

void mus_crew_free(struct mus_crew *crew)
{
    if (crew == NULL) {
        return;
    }
    pthread_mutex_lock(&crew->lock);
    crew->ending = true;
    pthread_cond_broadcast(&crew->given);
    pthread_mutex_unlock(&crew->lock);
    for (size_t i = 1; i <= crew->started; i++) {
        pthread_join(crew->threads[i].id, NULL);
    }
    pthread_cond_destroy(&crew->finished);
    pthread_cond_destroy(&crew->given);
    pthread_mutex_destroy(&crew->lock);
    mus_free(crew);
}

void mus_crew_give(struct mus_crew *crew, void *task, size_t parts)
{
    if (!crew->tried && parts > 1) {
        start(crew);
    }
    pthread_mutex_lock(&crew->lock);
    assert(crew->length < MUS_CREW_TASKS);
    crew->queue[(crew->oldest + crew->length++) % MUS_CREW_TASKS] =
        (struct given){.task = task, .parts = parts, .failed = SIZE_MAX};
    pthread_mutex_unlock(&crew->lock);
    if (parts > 1) {
        pthread_cond_broadcast(&crew->given);
    }
}

enum mus_status mus_crew_finish(struct mus_crew *crew, struct mus_error *err)
{
    pthread_mutex_lock(&crew->lock);
    assert(crew->length > 0);
    struct given *given = &crew->queue[crew->oldest];
    while (given->next < given->parts) {
        work_on_one(crew, given, crew->threads[0].state);
    }
    while (given->under_way > 0) {
        pthread_cond_wait(&crew->finished, &crew->lock);
    }
    crew->oldest = (crew->oldest + 1) % MUS_CREW_TASKS;
    crew->length--;
    enum mus_status status = given->status;
    struct mus_error error = given->error;
    pthread_mutex_unlock(&crew->lock);
    return status == MUS_OK ? MUS_OK : mus_fail(err, status, "%s", error.message);
}
