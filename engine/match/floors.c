/* For each document a heap of the best scores that were noted, the least of them on top; nothing is
 * noted as 0. Rounded down they have room in two bytes. Locks are shared by documents that lie far
 * from each other.
 *
 * When half of the companies have been asked for, half of a company's best 20 have noted it, give
 * or take what chance does, or would have if they had looked at it: the 14th of those who did is
 * worth no more than the last of the 20, hardly ever. Where fewer have, the least of them stands
 * for it: they came upon the company because it is among the best of theirs, and the best of one
 * company score about what the best of another do. It is lowered by the less the more of them there
 * are. */
#include "match/floors.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

enum { LOCKS = 64, STEP = 16 };

static_assert(MUS_MILLION / STEP <= UINT16_MAX, "a score has room");

struct mus_floors {
    const struct mus_segments *segments;
    size_t top;
    uint16_t *scores; /* `top` of each document, in steps; NULL: they are too many */
    size_t docs;
    size_t *firsts;      /* number of each segment's first document among all */
    atomic_size_t asked; /* companies whose floor was wanted */
    size_t locked;       /* locks there are */
    pthread_mutex_t locks[LOCKS];
};

static enum mus_status make(struct mus_floors *floors, struct mus_error *err)
{
    const struct mus_segments *segments = floors->segments;
    size_t docs = 0;
    floors->firsts = mus_alloc(segments->count, sizeof *floors->firsts);
    if (floors->firsts == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < segments->count; i++) {
        floors->firsts[i] = docs;
        docs += segments->items[i].segment.docs;
    }
    floors->docs = docs;
    if (docs > MUS_MAX_FLOORS / floors->top) {
        return MUS_OK;
    }
    floors->scores = mus_alloc_zero(docs * floors->top, sizeof *floors->scores);
    if (floors->scores == NULL) {
        return mus_fail_memory(err);
    }
    while (floors->locked < LOCKS) {
        if (pthread_mutex_init(&floors->locks[floors->locked], NULL) != 0) {
            return mus_fail_memory(err);
        }
        floors->locked++;
    }
    return MUS_OK;
}

enum mus_status mus_floors_new(const struct mus_segments *segments, size_t top,
                               struct mus_floors **out, struct mus_error *err)
{
    struct mus_floors *floors = mus_alloc_zero(1, sizeof *floors);
    if (floors == NULL) {
        return mus_fail_memory(err);
    }
    floors->segments = segments;
    floors->top = top;
    enum mus_status status = make(floors, err);
    if (status != MUS_OK || floors->scores == NULL) {
        mus_floors_free(floors);
        floors = NULL;
    }
    if (status == MUS_OK) {
        *out = floors;
    }
    return status;
}

void mus_floors_free(struct mus_floors *floors)
{
    if (floors == NULL) {
        return;
    }
    while (floors->locked > 0) {
        pthread_mutex_destroy(&floors->locks[--floors->locked]);
    }
    mus_free(floors->scores);
    mus_free(floors->firsts);
    mus_free(floors);
}

size_t mus_floors_top(const struct mus_floors *floors)
{
    return floors->top;
}

/* Puts the score in the place of the least. */
static void replace_least(uint16_t *heap, size_t count, uint16_t score)
{
    size_t at = 0;
    for (size_t child = 1; child < count; child = 2 * at + 1) {
        child += child + 1 < count && heap[child + 1] < heap[child];
        if (heap[child] >= score) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = score;
}

void mus_floors_note(struct mus_floors *floors, size_t segment, uint32_t doc, uint32_t score)
{
    size_t number = floors->firsts[segment] + doc;
    uint16_t *heap = &floors->scores[number * floors->top];
    pthread_mutex_lock(&floors->locks[number % LOCKS]);
    if (score / STEP > heap[0]) {
        replace_least(heap, floors->top, (uint16_t)(score / STEP));
    }
    pthread_mutex_unlock(&floors->locks[number % LOCKS]);
}

/* Which of a company's scores is looked to. */
static size_t rank_of(const struct mus_floors *floors, size_t asked)
{
    double share = asked < floors->docs ? (double)asked / (double)floors->docs : 1;
    double mean = (double)floors->top * share;
    size_t rank = (size_t)ceil(mean + sqrt(mean * (1 - share))) + 1;
    return rank < floors->top ? rank : floors->top;
}

static int descending(const void *left, const void *right)
{
    return (int)*(const uint16_t *)right - (int)*(const uint16_t *)left;
}

/* By a seventh where it is the only one. */
static uint32_t lowered(uint32_t score, size_t rank)
{
    return (uint32_t)((uint64_t)score * (6 * rank) / (6 * rank + 1));
}

static uint32_t floor_of(struct mus_floors *floors, size_t segment, uint32_t doc)
{
    size_t number = floors->firsts[segment] + doc;
    uint16_t scores[MUS_MAX_TOP];
    pthread_mutex_lock(&floors->locks[number % LOCKS]);
    memcpy(scores, &floors->scores[number * floors->top], floors->top * sizeof *scores);
    pthread_mutex_unlock(&floors->locks[number % LOCKS]);
    qsort(scores, floors->top, sizeof *scores, descending);
    size_t asked = atomic_fetch_add(&floors->asked, 1);
    size_t rank = rank_of(floors, asked);
    while (rank > 0 && scores[rank - 1] == 0) {
        rank--;
    }
    return rank == 0 ? 0 : lowered(STEP * (uint32_t)scores[rank - 1], rank);
}

uint32_t mus_floors_of(struct mus_floors *floors, const struct mus_firm *firm)
{
    for (size_t i = 0; i < floors->segments->count; i++) {
        uint32_t doc = 0;
        if (mus_segment_locate(&floors->segments->items[i], firm->id, firm->id_hash, false, &doc)) {
            return floor_of(floors, i, doc);
        }
    }
    return 0;
}
