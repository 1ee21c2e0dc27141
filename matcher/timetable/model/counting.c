/* Hall's theorem (1935): meetings that each take one place in one of their slots can all be placed
 * unless some of them have, in all their slots together, fewer places than they are. Such a set is
 * what is left in hand when the search for a place for one more meeting fails: the slots that could
 * be reached are full, and whoever is in them, with the one more, can go nowhere else. Any one of
 * these meetings could be spared, but no fewer than all of them clash.
 *
 * The places are, in turn: one in each slot for a participant's own meetings; the tables; the
 * interpreters who speak one of a set of languages. Order is counted along its chains. */
#include "matcher/timetable/model/counting.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define NOBODY UINT32_MAX
#define MOST_SEARCHES 20000 /* for one crowd; more are not worth the time */

/* Meetings that claim the same kind of place. */
struct crowd {
    const struct mus_timetable_problem *problem;
    uint32_t *meetings;
    uint32_t count;
    mus_slots *slots; /* of each of them */
    int8_t *at;       /* where each is put; -1: nowhere yet */
    uint32_t room[MUS_TIMETABLE_MAX_SLOTS];
    uint32_t load[MUS_TIMETABLE_MAX_SLOTS];
    mus_slots reached; /* after a failure */
};

static mus_slots bit(size_t slot)
{
    return (mus_slots)1 << slot;
}

static int compare_ids(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;
    return l < r ? -1 : l > r;
}

/* Puts a meeting where there is room, moving others along the path by which the room was reached:
 * `by[s]` is who was to come to s. False where no room can be reached. */
static bool put(struct crowd *crowd, uint32_t index)
{
    uint32_t by[MUS_TIMETABLE_MAX_SLOTS];
    mus_slots reached = crowd->slots[index];
    mus_slots new = reached;
    for (mus_slots s = new; s != 0; s &= s - 1) {
        by[__builtin_ctzll(s)] = index;
    }
    while (new != 0) {
        size_t slot = (size_t)__builtin_ctzll(new);
        new &= new - 1;
        if (crowd->load[slot] < crowd->room[slot]) {
            crowd->load[slot]++;
            for (;;) {
                uint32_t who = by[slot];
                int8_t from = crowd->at[who];
                crowd->at[who] = (int8_t)slot;
                if (from < 0) {
                    return true;
                }
                slot = (size_t)from;
            }
        }
        for (uint32_t i = 0; i < crowd->count; i++) {
            mus_slots more = crowd->at[i] == (int8_t)slot ? crowd->slots[i] & ~reached : 0;
            reached |= more;
            new |= more;
            for (; more != 0; more &= more - 1) {
                by[__builtin_ctzll(more)] = i;
            }
        }
    }
    crowd->reached = reached;
    return false;
}

/* The index of a meeting for which there is no place; NOBODY: all have one, or it took too long. */
static uint32_t find_overflow(struct crowd *crowd)
{
    memset(crowd->load, 0, sizeof crowd->load);
    for (uint32_t i = 0; i < crowd->count; i++) {
        crowd->at[i] = -1;
    }
    uint32_t searches = 0;
    for (uint32_t i = 0; i < crowd->count && searches < MOST_SEARCHES; i++) {
        mus_slots slots = crowd->slots[i];
        while (slots != 0 && crowd->at[i] < 0) {
            size_t slot = (size_t)__builtin_ctzll(slots);
            if (crowd->load[slot] < crowd->room[slot]) {
                crowd->load[slot]++;
                crowd->at[i] = (int8_t)slot;
            }
            slots &= slots - 1;
        }
        if (crowd->at[i] < 0) {
            searches++;
            if (!put(crowd, i)) {
                return i;
            }
        }
    }
    return NOBODY;
}

/* ---- demands ---- */

struct demands {
    struct mus_demand *list;
    size_t count, room;
};

static enum mus_status demand(struct demands *demands, struct mus_demand what,
                              struct mus_error *err)
{
    if (demands->count == demands->room) {
        size_t room = demands->room == 0 ? 16 : 2 * demands->room;
        struct mus_demand *list = mus_realloc(demands->list, room, sizeof *list);
        if (list == NULL) {
            return mus_fail_memory(err);
        }
        demands->list = list;
        demands->room = room;
    }
    demands->list[demands->count++] = what;
    return MUS_OK;
}

static struct mus_demand of_meeting(enum mus_demand_kind kind, uint32_t meeting)
{
    return (struct mus_demand){(uint8_t)kind, -1, meeting, NOBODY, NOBODY};
}

static struct mus_demand of_participant(enum mus_demand_kind kind, uint32_t participant)
{
    return (struct mus_demand){(uint8_t)kind, -1, NOBODY, NOBODY, participant};
}

static struct mus_demand of_slot(enum mus_demand_kind kind, int slot)
{
    return (struct mus_demand){(uint8_t)kind, (int16_t)slot, NOBODY, NOBODY, NOBODY};
}

static int compare_demands(const void *left, const void *right)
{
    const struct mus_demand *l = left;
    const struct mus_demand *r = right;
    const uint32_t ls[] = {l->kind, l->meeting, l->participant, (uint32_t)l->slot, l->other};
    const uint32_t rs[] = {r->kind, r->meeting, r->participant, (uint32_t)r->slot, r->other};
    for (size_t i = 0; i < sizeof ls / sizeof ls[0]; i++) {
        if (ls[i] != rs[i]) {
            return ls[i] < rs[i] ? -1 : 1;
        }
    }
    return 0;
}

static enum mus_status hand_over(struct demands *demands, struct mus_clash *clash,
                                 enum mus_status status)
{
    if (status != MUS_OK || demands->count == 0) {
        mus_free(demands->list);
        return status;
    }
    qsort(demands->list, demands->count, sizeof *demands->list, compare_demands);
    *clash = (struct mus_clash){demands->list, demands->count, true};
    return MUS_OK;
}

/* What confines a meeting to its slots. */
enum confinement { SESSION, LOCKED_SLOT, LOCKED_TABLE, A_AVAILABLE, B_AVAILABLE, CONFINEMENTS };

static mus_slots confined(const struct mus_timetable_problem *problem, uint32_t meeting,
                          enum confinement by)
{
    const struct mus_timetable_meeting *of = &problem->meetings[meeting];
    switch (by) {
    case SESSION:
        return of->session;
    case LOCKED_SLOT:
        return of->locked_slot < 0 ? ~(mus_slots)0 : bit((size_t)of->locked_slot);
    case LOCKED_TABLE:
        return of->locked_table == 0 || problem->table_open == NULL
                   ? ~(mus_slots)0
                   : problem->table_open[of->locked_table - 1];
    case A_AVAILABLE:
        return problem->participants[of->a].available;
    case B_AVAILABLE:
        return problem->participants[of->b].available;
    case CONFINEMENTS:
        break;
    }
    return ~(mus_slots)0;
}

static struct mus_demand confinement_demand(const struct mus_timetable_problem *problem,
                                            uint32_t meeting, enum confinement by)
{
    static const enum mus_demand_kind kinds[CONFINEMENTS] = {
        MUS_DEMAND_SESSION, MUS_DEMAND_LOCKED_SLOT, MUS_DEMAND_LOCKED_TABLE, MUS_DEMAND_AVAILABLE,
        MUS_DEMAND_AVAILABLE};
    const struct mus_timetable_meeting *of = &problem->meetings[meeting];
    return by == A_AVAILABLE   ? of_participant(kinds[by], of->a)
           : by == B_AVAILABLE ? of_participant(kinds[by], of->b)
                               : of_meeting(kinds[by], meeting);
}

static bool has_demand(const struct demands *demands, struct mus_demand what)
{
    bool found = false;
    for (size_t i = 0; !found && i < demands->count; i++) {
        found = compare_demands(&demands->list[i], &what) == 0;
    }
    return found;
}

/* The slots of a meeting by the demands that are there, less one of them. */
static mus_slots slots_by(const struct mus_timetable_problem *problem, uint32_t meeting,
                          const struct demands *demands, size_t without)
{
    mus_slots slots = mus_timetable_all_slots(problem);
    for (int by = SESSION; by < CONFINEMENTS; by++) {
        struct mus_demand what = confinement_demand(problem, meeting, (enum confinement)by);
        bool there = false;
        for (size_t i = 0; !there && i < demands->count; i++) {
            there = i != without && compare_demands(&demands->list[i], &what) == 0;
        }
        slots &= there ? confined(problem, meeting, (enum confinement)by) : ~(mus_slots)0;
    }
    return slots;
}

static enum mus_status confine(const struct mus_timetable_problem *problem, uint32_t meeting,
                               mus_slots reached, struct demands *demands, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    mus_slots outside = mus_timetable_all_slots(problem) & ~reached;
    for (int by = SESSION; status == MUS_OK && by < CONFINEMENTS; by++) {
        struct mus_demand what = confinement_demand(problem, meeting, (enum confinement)by);
        if ((~confined(problem, meeting, (enum confinement)by) & outside) != 0 &&
            !has_demand(demands, what)) {
            status = demand(demands, what, err);
        }
    }
    return status;
}

/* Spares what confines without need: all meetings stay within the slots reached all the same. */
static void spare(const struct mus_timetable_problem *problem, const uint32_t *meetings,
                  uint32_t count, mus_slots reached, struct demands *demands)
{
    for (size_t d = 0; d < demands->count;) {
        bool needed = false;
        for (uint32_t i = 0; !needed && i < count; i++) {
            needed = (slots_by(problem, meetings[i], demands, d) & ~reached) != 0;
        }
        if (needed) {
            d++;
        } else {
            memmove(&demands->list[d], &demands->list[d + 1],
                    (demands->count - d - 1) * sizeof *demands->list);
            demands->count--;
        }
    }
}

/* Keeps in front of crowd->meetings those that are in a slot reached, and the one without a place.
 */
static uint32_t keep_stuck(struct crowd *crowd, uint32_t overflow)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < crowd->count; i++) {
        if (i == overflow || (crowd->at[i] >= 0 && (crowd->reached >> crowd->at[i] & 1) != 0)) {
            crowd->meetings[kept++] = crowd->meetings[i];
        }
    }
    qsort(crowd->meetings, kept, sizeof *crowd->meetings, compare_ids);
    return kept;
}

/* A clash of the meetings in hand with the room they have; the demands that give the room are there
 * already. */
static enum mus_status tell(struct crowd *crowd, uint32_t overflow, struct demands *demands,
                            struct mus_error *err)
{
    uint32_t stuck = keep_stuck(crowd, overflow);
    struct demands confinements = {0};
    enum mus_status status = MUS_OK;
    for (uint32_t i = 0; status == MUS_OK && i < stuck; i++) {
        status = demand(demands, of_meeting(MUS_DEMAND_MEETING, crowd->meetings[i]), err);
        if (status == MUS_OK) {
            status =
                confine(crowd->problem, crowd->meetings[i], crowd->reached, &confinements, err);
        }
    }
    if (status == MUS_OK) {
        spare(crowd->problem, crowd->meetings, stuck, crowd->reached, &confinements);
    }
    for (size_t i = 0; status == MUS_OK && i < confinements.count; i++) {
        status = demand(demands, confinements.list[i], err);
    }
    mus_free(confinements.list);
    return status;
}

/* The demands of one kind that each slot reached has so much room; one for all where all are. */
static enum mus_status tell_room(const struct crowd *crowd, enum mus_demand_kind kind,
                                 struct demands *demands, struct mus_error *err)
{
    if (crowd->reached == mus_timetable_all_slots(crowd->problem)) {
        return demand(demands, of_slot(kind, -1), err);
    }
    enum mus_status status = MUS_OK;
    for (mus_slots s = crowd->reached; status == MUS_OK && s != 0; s &= s - 1) {
        status = demand(demands, of_slot(kind, __builtin_ctzll(s)), err);
    }
    return status;
}

/* ---- the crowds ---- */

static void add(struct crowd *crowd, uint32_t meeting)
{
    crowd->slots[crowd->count] = mus_timetable_allowed(crowd->problem, meeting);
    crowd->meetings[crowd->count++] = meeting;
}

/* Meetings that have no slot at all: nothing but what confines them clashes. */
static enum mus_status count_slots(struct crowd *crowd, struct demands *demands,
                                   struct mus_error *err)
{
    for (uint32_t m = 0; m < crowd->problem->meeting_count; m++) {
        if (mus_timetable_allowed(crowd->problem, m) == 0) {
            crowd->count = 0;
            add(crowd, m);
            crowd->reached = 0;
            return tell(crowd, 0, demands, err);
        }
    }
    return MUS_OK;
}

static enum mus_status count_tables(struct crowd *crowd, struct demands *demands,
                                    struct mus_error *err)
{
    crowd->count = 0;
    for (uint32_t m = 0; m < crowd->problem->meeting_count; m++) {
        if (crowd->problem->meetings[m].place == MUS_PLACE_TABLE) {
            add(crowd, m);
        }
    }
    for (size_t s = 0; s < crowd->problem->slot_count; s++) {
        crowd->room[s] = mus_timetable_tables(crowd->problem, s);
    }
    uint32_t overflow = find_overflow(crowd);
    if (overflow == NOBODY) {
        return MUS_OK;
    }
    enum mus_status status = tell_room(crowd, MUS_DEMAND_TABLES, demands, err);
    return status == MUS_OK ? tell(crowd, overflow, demands, err) : status;
}

static unsigned languages_asked(const struct mus_timetable_problem *problem)
{
    unsigned languages = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        uint8_t language = problem->meetings[m].language;
        languages |= language == 0 ? 0 : 1U << (language - 1);
    }
    return languages;
}

static enum mus_status count_interpreters(struct crowd *crowd, struct demands *demands,
                                          struct mus_error *err)
{
    unsigned asked = languages_asked(crowd->problem);
    for (unsigned set = asked; set != 0; set = (set - 1) & asked) {
        crowd->count = 0;
        for (uint32_t m = 0; m < crowd->problem->meeting_count; m++) {
            uint8_t language = crowd->problem->meetings[m].language;
            if (language != 0 && (set >> (language - 1) & 1) != 0) {
                add(crowd, m);
            }
        }
        for (size_t s = 0; s < crowd->problem->slot_count; s++) {
            crowd->room[s] = mus_timetable_interpreters(crowd->problem, s, set);
        }
        uint32_t overflow = find_overflow(crowd);
        if (overflow != NOBODY) {
            enum mus_status status = tell_room(crowd, MUS_DEMAND_INTERPRETERS, demands, err);
            return status == MUS_OK ? tell(crowd, overflow, demands, err) : status;
        }
    }
    return MUS_OK;
}

/* The meetings of each participant, one list after the other: that of p ends where the next begins.
 */
static void fill_lists(const struct mus_timetable_problem *problem, uint32_t *lists,
                       uint32_t *begin)
{
    for (size_t m = 0; m < problem->meeting_count; m++) {
        begin[problem->meetings[m].a]++;
        begin[problem->meetings[m].b]++;
    }
    for (size_t p = 0; p < problem->participant_count; p++) {
        begin[p + 1] += begin[p];
    }
    for (uint32_t m = (uint32_t)problem->meeting_count; m-- > 0;) {
        lists[--begin[problem->meetings[m].a]] = m;
        lists[--begin[problem->meetings[m].b]] = m;
    }
}

static enum mus_status count_participant(struct crowd *crowd, uint32_t participant,
                                         const uint32_t *meetings, uint32_t count,
                                         struct demands *demands, struct mus_error *err)
{
    crowd->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        add(crowd, meetings[i]);
    }
    for (size_t s = 0; s < crowd->problem->slot_count; s++) {
        crowd->room[s] = 1;
    }
    uint32_t overflow = find_overflow(crowd);
    if (overflow == NOBODY) {
        return MUS_OK;
    }
    enum mus_status status =
        demand(demands, of_participant(MUS_DEMAND_ONE_AT_A_TIME, participant), err);
    return status == MUS_OK ? tell(crowd, overflow, demands, err) : status;
}

static enum mus_status count_participants(struct crowd *crowd, struct demands *demands,
                                          struct mus_error *err)
{
    const struct mus_timetable_problem *problem = crowd->problem;
    uint32_t *lists = mus_alloc(problem->meeting_count, 2 * sizeof *lists);
    uint32_t *begin = mus_alloc_zero(problem->participant_count + 1, sizeof *begin);
    enum mus_status status = lists != NULL && begin != NULL ? MUS_OK : mus_fail_memory(err);
    if (status == MUS_OK) {
        fill_lists(problem, lists, begin);
    }
    for (uint32_t p = 0; status == MUS_OK && demands->count == 0 && p < problem->participant_count;
         p++) {
        status =
            count_participant(crowd, p, &lists[begin[p]], begin[p + 1] - begin[p], demands, err);
    }
    mus_free(lists);
    mus_free(begin);
    return status;
}

/* ---- order ---- */

/* The first slot a meeting can have, all that must be earlier being as early as it can be, given
 * `first` of those. slot_count: none. `because` is the one that holds it up; NOBODY: nothing does.
 */
static size_t first_slot(const struct mus_timetable_problem *problem, uint32_t meeting,
                         mus_slots slots, const uint8_t *first, uint32_t *because)
{
    const struct mus_timetable_meeting *of = &problem->meetings[meeting];
    size_t from = 0;
    *because = NOBODY;
    for (uint32_t i = 0; i < of->after_count; i++) {
        uint32_t earlier = problem->after[of->after_begin + i];
        if (first[earlier] + 1U > from) {
            from = first[earlier] + 1U;
            *because = earlier;
        }
    }
    slots &= from >= MUS_TIMETABLE_MAX_SLOTS ? 0 : ~(mus_slots)0 << from;
    return slots == 0 ? problem->slot_count : (size_t)__builtin_ctzll(slots);
}

/* Whether the chain (latest first) clashes still without one of the demands. */
static bool chain_clashes(const struct mus_timetable_problem *problem, const uint32_t *chain,
                          uint32_t count, const struct demands *demands, size_t without)
{
    size_t from = 0;
    for (uint32_t i = count; i-- > 0;) {
        mus_slots slots = slots_by(problem, chain[i], demands, without);
        slots &= from >= MUS_TIMETABLE_MAX_SLOTS ? 0 : ~(mus_slots)0 << from;
        if (slots == 0) {
            return true;
        }
        from = (size_t)__builtin_ctzll(slots) + 1;
    }
    return false;
}

static enum mus_status tell_chain(const struct mus_timetable_problem *problem,
                                  const uint32_t *chain, uint32_t count, struct demands *demands,
                                  struct mus_error *err)
{
    struct demands confinements = {0};
    enum mus_status status = MUS_OK;
    for (uint32_t i = 0; status == MUS_OK && i < count; i++) {
        status = demand(demands, of_meeting(MUS_DEMAND_MEETING, chain[i]), err);
        if (status == MUS_OK && i + 1 < count) {
            struct mus_demand after = of_meeting(MUS_DEMAND_AFTER, chain[i]);
            after.other = chain[i + 1];
            status = demand(demands, after, err);
        }
        if (status == MUS_OK) {
            status = confine(problem, chain[i], 0, &confinements, err);
        }
    }
    for (size_t d = 0; status == MUS_OK && d < confinements.count;) {
        if (chain_clashes(problem, chain, count, &confinements, d)) {
            memmove(&confinements.list[d], &confinements.list[d + 1],
                    (confinements.count - d - 1) * sizeof *confinements.list);
            confinements.count--;
        } else {
            d++;
        }
    }
    for (size_t i = 0; status == MUS_OK && i < confinements.count; i++) {
        status = demand(demands, confinements.list[i], err);
    }
    mus_free(confinements.list);
    return status;
}

/* Puts every meeting as early as its order lets it; a meeting is taken once all that must be
 * earlier have been. */
static enum mus_status count_order(struct crowd *crowd, struct demands *demands,
                                   struct mus_error *err)
{
    const struct mus_timetable_problem *problem = crowd->problem;
    uint32_t *because = mus_alloc(problem->meeting_count, sizeof *because);
    uint8_t *first = mus_alloc_zero(problem->meeting_count, sizeof *first);
    if (because == NULL || first == NULL) {
        mus_free(because);
        mus_free(first);
        return mus_fail_memory(err);
    }
    enum mus_status status = MUS_OK;
    bool changed = true;
    for (size_t turn = 0;
         changed && status == MUS_OK && demands->count == 0 && turn <= problem->slot_count;
         turn++) {
        changed = false;
        for (uint32_t m = 0; status == MUS_OK && demands->count == 0 && m < problem->meeting_count;
             m++) {
            size_t slot =
                first_slot(problem, m, mus_timetable_allowed(problem, m), first, &because[m]);
            if (slot == problem->slot_count) {
                uint32_t chain[MUS_TIMETABLE_MAX_SLOTS + 1];
                uint32_t count = 0;
                for (uint32_t at = m; at != NOBODY && count <= MUS_TIMETABLE_MAX_SLOTS;
                     at = because[at]) {
                    chain[count++] = at;
                }
                status = tell_chain(problem, chain, count, demands, err);
            } else if (slot != first[m]) {
                first[m] = (uint8_t)slot;
                changed = true;
            }
        }
    }
    mus_free(because);
    mus_free(first);
    return status;
}

enum mus_status mus_timetable_count(const struct mus_timetable_problem *problem,
                                    struct mus_clash *clash, struct mus_error *err)
{
    typedef enum mus_status count_crowd(struct crowd *, struct demands *, struct mus_error *);
    static count_crowd *const counts[] = {count_slots, count_participants, count_tables,
                                          count_interpreters, count_order};
    struct crowd crowd = {
        .problem = problem,
        .meetings = mus_alloc(problem->meeting_count, sizeof *crowd.meetings),
        .slots = mus_alloc(problem->meeting_count, sizeof *crowd.slots),
        .at = mus_alloc(problem->meeting_count, sizeof *crowd.at),
    };
    struct demands demands = {0};
    enum mus_status status = crowd.meetings == NULL || crowd.slots == NULL || crowd.at == NULL
                                 ? mus_fail_memory(err)
                                 : MUS_OK;
    for (size_t i = 0; status == MUS_OK && demands.count == 0 && i < sizeof counts / sizeof *counts;
         i++) {
        status = counts[i](&crowd, &demands, err);
    }
    mus_free(crowd.meetings);
    mus_free(crowd.slots);
    mus_free(crowd.at);
    *clash = (struct mus_clash){0};
    return hand_over(&demands, clash, status);
}
