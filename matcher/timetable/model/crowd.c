/* Bipartite matching by augmenting paths (Hall, 1935; Kuhn, 1955), with slots instead of members as
 * the places of the path: at most 64, however many members there are.
 *
 *     left ──can take──▸ slot 3 ──a member there can take──▸ slot 7 ──…──▸ a slot with room
 *
 * Where the path finds no room, the slots it has reached are all full of members who can take no
 * others: with the one that is left over they are one more than there are places. Without any one
 * of them a place in a reached slot falls free, and everybody moves up: each is needed. */
#include "matcher/timetable/model/crowd.h"

#include "base/mem.h"

#include <string.h>

#define NOBODY UINT32_MAX

bool mus_crowd_init(struct mus_crowd *crowd, size_t slot_count, size_t most_members)
{
    memset(crowd, 0, sizeof *crowd);
    crowd->slot_count = slot_count;
    crowd->meetings = mus_alloc(most_members, sizeof *crowd->meetings);
    crowd->masks = mus_alloc(most_members, sizeof *crowd->masks);
    crowd->slots = mus_alloc(most_members, sizeof *crowd->slots);
    crowd->next = mus_alloc(most_members, sizeof *crowd->next);
    crowd->prev = mus_alloc(most_members, sizeof *crowd->prev);
    mus_crowd_clear(crowd);
    return crowd->meetings != NULL && crowd->masks != NULL && crowd->slots != NULL &&
           crowd->next != NULL && crowd->prev != NULL;
}

void mus_crowd_done(struct mus_crowd *crowd)
{
    mus_free(crowd->meetings);
    mus_free(crowd->masks);
    mus_free(crowd->slots);
    mus_free(crowd->next);
    mus_free(crowd->prev);
}

static void empty_slots(struct mus_crowd *crowd)
{
    for (size_t s = 0; s < crowd->slot_count; s++) {
        crowd->load[s] = 0;
        crowd->first[s] = NOBODY;
        memset(crowd->moves[s], 0, sizeof crowd->moves[s]);
    }
}

void mus_crowd_clear(struct mus_crowd *crowd)
{
    crowd->count = 0;
    memset(crowd->room, 0, sizeof crowd->room);
    empty_slots(crowd);
}

void mus_crowd_add(struct mus_crowd *crowd, uint32_t meeting, mus_slots mask)
{
    crowd->meetings[crowd->count] = meeting;
    crowd->masks[crowd->count] = mask;
    crowd->slots[crowd->count++] = -1;
}

/* ---- one member ---- */

static void count_moves(struct mus_crowd *crowd, size_t member, uint32_t change)
{
    uint32_t *moves = crowd->moves[crowd->slots[member]];
    for (mus_slots rest = crowd->masks[member]; rest != 0; rest &= rest - 1) {
        moves[__builtin_ctzll(rest)] += change;
    }
}

static void sit(struct mus_crowd *crowd, size_t member, size_t s)
{
    crowd->slots[member] = (int16_t)s;
    crowd->load[s]++;
    crowd->prev[member] = NOBODY;
    crowd->next[member] = crowd->first[s];
    if (crowd->first[s] != NOBODY) {
        crowd->prev[crowd->first[s]] = (uint32_t)member;
    }
    crowd->first[s] = (uint32_t)member;
    count_moves(crowd, member, 1);
}

static void stand_up(struct mus_crowd *crowd, size_t member)
{
    size_t s = (size_t)crowd->slots[member];
    count_moves(crowd, member, UINT32_MAX); /* one less, modulo 2^32 */
    crowd->load[s]--;
    if (crowd->next[member] != NOBODY) {
        crowd->prev[crowd->next[member]] = crowd->prev[member];
    }
    if (crowd->prev[member] != NOBODY) {
        crowd->next[crowd->prev[member]] = crowd->next[member];
    } else {
        crowd->first[s] = crowd->next[member];
    }
    crowd->slots[member] = -1;
}

void mus_crowd_set_mask(struct mus_crowd *crowd, size_t member, mus_slots mask)
{
    if (crowd->slots[member] >= 0) {
        count_moves(crowd, member, UINT32_MAX);
    }
    crowd->masks[member] = mask;
    if (crowd->slots[member] >= 0) {
        count_moves(crowd, member, 1);
    }
}

/* ---- ways ---- */

struct way {
    mus_slots reached;
    int free;                              /* a reached slot with room; -1: none */
    int16_t from[MUS_TIMETABLE_MAX_SLOTS]; /* the slot before each; -1: it is the first */
};

static mus_slots targets_of(const struct mus_crowd *crowd, size_t s)
{
    mus_slots targets = 0;
    for (size_t t = 0; t < MUS_TIMETABLE_MAX_SLOTS; t++) {
        targets |= (mus_slots)(crowd->moves[s][t] > 0) << t;
    }
    return targets;
}

/* Breadth first, so that few have to move. */
static void find_way(const struct mus_crowd *crowd, mus_slots start, struct way *way)
{
    int16_t queue[MUS_TIMETABLE_MAX_SLOTS];
    size_t head = 0;
    size_t tail = 0;
    mus_slots found = start;
    int16_t from = -1;
    way->reached = 0;
    way->free = -1;
    for (;;) {
        for (mus_slots fresh = found & ~way->reached; fresh != 0; fresh &= fresh - 1) {
            int s = __builtin_ctzll(fresh);
            way->reached |= (mus_slots)1 << s;
            way->from[s] = from;
            queue[tail++] = (int16_t)s;
            if (crowd->load[s] < crowd->room[s]) {
                way->free = s;
                return;
            }
        }
        if (head == tail) {
            return;
        }
        from = queue[head++];
        found = targets_of(crowd, (size_t)from);
    }
}

/* Everybody on the way moves up, from its end. */
static void follow(struct mus_crowd *crowd, size_t member, const struct way *way)
{
    int to = way->free;
    while (way->from[to] >= 0) {
        uint32_t mover = crowd->first[way->from[to]];
        while ((crowd->masks[mover] >> to & 1) == 0) {
            mover = crowd->next[mover];
        }
        stand_up(crowd, mover);
        sit(crowd, mover, (size_t)to);
        to = way->from[to];
    }
    sit(crowd, member, (size_t)to);
}

bool mus_crowd_seat(struct mus_crowd *crowd, size_t *left)
{
    for (size_t i = 0; i < crowd->count; i++) {
        struct way way;
        find_way(crowd, crowd->masks[i], &way);
        if (way.free < 0) {
            *left = i;
            return false;
        }
        follow(crowd, i, &way);
    }
    return true;
}

bool mus_crowd_could_seat(const struct mus_crowd *crowd, size_t member, mus_slots *reached)
{
    struct way way;
    find_way(crowd, crowd->masks[member], &way);
    *reached = way.reached;
    return way.free >= 0;
}

static void put(struct mus_crowd *crowd, size_t to, size_t from)
{
    crowd->meetings[to] = crowd->meetings[from];
    crowd->masks[to] = crowd->masks[from];
    crowd->slots[to] = crowd->slots[from];
}

void mus_crowd_keep_reason(struct mus_crowd *crowd, size_t left)
{
    mus_slots reached;
    (void)mus_crowd_could_seat(crowd, left, &reached);
    uint32_t meeting = crowd->meetings[left];
    mus_slots mask = crowd->masks[left];
    put(crowd, left, 0);
    crowd->meetings[0] = meeting;
    crowd->masks[0] = mask;
    crowd->slots[0] = -1;
    size_t others = crowd->count;
    crowd->count = 1;
    empty_slots(crowd);
    for (size_t i = 1; i < others; i++) {
        int16_t slot = crowd->slots[i];
        if (slot >= 0 && (reached >> slot & 1)) {
            put(crowd, crowd->count, i);
            sit(crowd, crowd->count++, (size_t)slot);
        }
    }
}
