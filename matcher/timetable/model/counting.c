/* Counting: a crowd of meetings that want places of one kind, for every kind of place. Where one is
 * left over, the crowd is reduced to those that are in its way, and then the reasons why each of
 * these can take only the slots that it can take are left out one by one: where the meeting left
 * over still cannot be seated, the reason is not needed.
 *
 * Leaving out only widens what the members can take, so who was needed once is needed in the end,
 * and the slots that are reached in the end are those whose places count. */
#include "matcher/timetable/model/counting.h"

#include "base/mem.h"
#include "matcher/timetable/model/crowd.h"
#include "matcher/timetable/model/demand.h"
#include "matcher/timetable/model/order.h"

#include <stdlib.h>
#include <string.h>

/* What the places of a crowd are. */
struct kind_of_place {
    enum mus_demand_kind kind; /* MUS_DEMAND_MEETING: there is room for all everywhere */
    uint32_t participant;      /* MUS_DEMAND_ONE_AT_A_TIME */
    unsigned languages;        /* MUS_DEMAND_INTERPRETERS */
};

struct counting {
    const struct mus_timetable_problem *problem;
    mus_slots *allowed; /* of each meeting */
    struct mus_crowd crowd;
    struct kind_of_place place;
};

/* ---- reasons of one meeting ---- */

struct visit {
    uint32_t participant;
    uint32_t member;
    uint8_t by; /* MUS_BY_A or MUS_BY_B */
};

struct reasons {
    uint8_t *spared;         /* of each member: bits of enum mus_confinement */
    struct visit *visits;    /* of participants by members of the crowd, in order */
    struct mus_demand *kept; /* the clash */
    size_t kept_count;
};

static mus_slots slots_left(const struct counting *counting, const struct reasons *reasons,
                            size_t member)
{
    mus_slots slots = mus_timetable_all_slots(counting->problem);
    for (int by = 0; by < MUS_CONFINEMENTS; by++) {
        if ((reasons->spared[member] >> by & 1) == 0) {
            slots &= mus_confined(counting->problem, counting->crowd.meetings[member],
                                  (enum mus_confinement)by);
        }
    }
    return slots;
}

static bool still_left_over(const struct counting *counting)
{
    mus_slots reached;
    return !mus_crowd_could_seat(&counting->crowd, 0, &reached);
}

static void keep(struct reasons *reasons, struct mus_demand demand)
{
    reasons->kept[reasons->kept_count++] = demand;
}

/* ---- leaving out ---- */

static void set_spared(struct counting *counting, struct reasons *reasons, size_t member, int by,
                       bool spared)
{
    unsigned bit = 1U << by;
    unsigned bits = reasons->spared[member];
    reasons->spared[member] = (uint8_t)(spared ? bits | bit : bits & ~bit);
    mus_crowd_set_mask(&counting->crowd, member, slots_left(counting, reasons, member));
}

/* Whether the reason is not needed. If it is, nothing has changed. */
static bool spare(struct counting *counting, struct reasons *reasons, size_t member, int by)
{
    set_spared(counting, reasons, member, by, true);
    if (still_left_over(counting)) {
        return true;
    }
    set_spared(counting, reasons, member, by, false);
    return false;
}

/* What is of the meeting alone; the places of a locked table are not there without its lock. */
static void spare_of_member(struct counting *counting, struct reasons *reasons, size_t member)
{
    const struct mus_timetable_problem *problem = counting->problem;
    uint32_t m = counting->crowd.meetings[member];
    for (int by = MUS_BY_SESSION; by <= MUS_BY_LOCKED_TABLE; by++) {
        bool of_place =
            by == MUS_BY_LOCKED_TABLE && counting->place.kind == MUS_DEMAND_LOCKED_TABLE;
        bool confines =
            mus_confined(problem, m, (enum mus_confinement)by) != mus_timetable_all_slots(problem);
        if (of_place || (confines && !spare(counting, reasons, member, by))) {
            keep(reasons, mus_demand_of_confinement(problem, m, (enum mus_confinement)by));
        }
    }
}

static int compare_visits(const void *left, const void *right)
{
    const struct visit *l = left;
    const struct visit *r = right;
    return l->participant != r->participant ? (l->participant < r->participant ? -1 : 1)
                                            : (l->member > r->member) - (l->member < r->member);
}

static void list_visits(const struct counting *counting, struct reasons *reasons)
{
    const struct mus_crowd *crowd = &counting->crowd;
    for (uint32_t i = 0; i < crowd->count; i++) {
        const struct mus_timetable_meeting *meeting =
            &counting->problem->meetings[crowd->meetings[i]];
        reasons->visits[2 * i] = (struct visit){meeting->a, i, MUS_BY_A};
        reasons->visits[2 * i + 1] = (struct visit){meeting->b, i, MUS_BY_B};
    }
    qsort(reasons->visits, 2 * crowd->count, sizeof *reasons->visits, compare_visits);
}

static void set_all_spared(struct counting *counting, struct reasons *reasons,
                           const struct visit *begin, const struct visit *end, bool spared)
{
    for (const struct visit *visit = begin; visit < end; visit++) {
        set_spared(counting, reasons, visit->member, visit->by, spared);
    }
}

static void spare_participants(struct counting *counting, struct reasons *reasons)
{
    const struct mus_timetable_problem *problem = counting->problem;
    mus_slots all = mus_timetable_all_slots(problem);
    const struct visit *last = reasons->visits + 2 * counting->crowd.count;
    const struct visit *end;
    for (const struct visit *begin = reasons->visits; begin < last; begin = end) {
        uint32_t participant = begin->participant;
        for (end = begin; end < last && end->participant == participant; end++) {
        }
        if ((problem->participants[participant].available & all) == all) {
            continue;
        }
        set_all_spared(counting, reasons, begin, end, true);
        if (!still_left_over(counting)) {
            set_all_spared(counting, reasons, begin, end, false);
            keep(reasons, mus_demand_of_participant(MUS_DEMAND_AVAILABLE, participant));
        }
    }
}

static void keep_places(const struct counting *counting, struct reasons *reasons)
{
    mus_slots reached;
    (void)mus_crowd_could_seat(&counting->crowd, 0, &reached);
    if (counting->place.kind == MUS_DEMAND_ONE_AT_A_TIME) {
        keep(reasons,
             mus_demand_of_participant(MUS_DEMAND_ONE_AT_A_TIME, counting->place.participant));
    }
    if (counting->place.kind != MUS_DEMAND_TABLES &&
        counting->place.kind != MUS_DEMAND_INTERPRETERS) {
        return;
    }
    for (; reached != 0; reached &= reached - 1) {
        keep(reasons, mus_demand_of_slot(counting->place.kind, (size_t)__builtin_ctzll(reached)));
    }
}

static void find_reasons(struct counting *counting, struct reasons *reasons)
{
    list_visits(counting, reasons);
    for (size_t i = 0; i < counting->crowd.count; i++) {
        keep(reasons, mus_demand_of_meeting(MUS_DEMAND_MEETING, counting->crowd.meetings[i]));
        spare_of_member(counting, reasons, i);
    }
    spare_participants(counting, reasons);
    keep_places(counting, reasons);
}

static enum mus_status tell(struct counting *counting, struct mus_clash *clash,
                            struct mus_error *err)
{
    size_t count = counting->crowd.count;
    size_t most = (1 + MUS_CONFINEMENTS) * count + MUS_TIMETABLE_MAX_SLOTS + 1;
    struct reasons reasons = {
        .spared = mus_alloc_zero(count, sizeof *reasons.spared),
        .visits = mus_alloc(2 * count, sizeof *reasons.visits),
        .kept = mus_alloc(most, sizeof *reasons.kept),
    };
    bool room = reasons.spared != NULL && reasons.visits != NULL && reasons.kept != NULL;
    if (room) {
        find_reasons(counting, &reasons);
        *clash = (struct mus_clash){reasons.kept, reasons.kept_count, true};
        mus_clash_sort(clash, counting->problem->slot_count);
    } else {
        mus_free(reasons.kept);
    }
    mus_free(reasons.spared);
    mus_free(reasons.visits);
    return room ? MUS_OK : mus_fail_memory(err);
}

/* ---- kinds of places ---- */

static uint64_t room_of(const struct counting *counting, size_t s)
{
    enum mus_demand_kind kind = counting->place.kind;
    if (kind == MUS_DEMAND_ONE_AT_A_TIME || kind == MUS_DEMAND_LOCKED_TABLE) {
        return 1;
    }
    if (kind == MUS_DEMAND_TABLES) {
        return mus_timetable_tables(counting->problem, s);
    }
    if (kind == MUS_DEMAND_INTERPRETERS) {
        return mus_timetable_interpreters(counting->problem, s, counting->place.languages);
    }
    return counting->problem->meeting_count;
}

static void start(struct counting *counting, struct kind_of_place place)
{
    counting->place = place;
    mus_crowd_clear(&counting->crowd);
    for (size_t s = 0; s < counting->problem->slot_count; s++) {
        counting->crowd.room[s] = room_of(counting, s);
    }
}

static void join(struct counting *counting, uint32_t m)
{
    mus_crowd_add(&counting->crowd, m, counting->allowed[m]);
}

/* Whether the crowd finds room; if not, why. */
static enum mus_status seat(struct counting *counting, struct mus_clash *clash,
                            struct mus_error *err)
{
    size_t left;
    if (mus_crowd_seat(&counting->crowd, &left)) {
        return MUS_OK;
    }
    mus_crowd_keep_reason(&counting->crowd, left);
    return tell(counting, clash, err);
}

static enum mus_status count_meetings(struct counting *counting, struct mus_clash *clash,
                                      struct mus_error *err)
{
    start(counting, (struct kind_of_place){.kind = MUS_DEMAND_MEETING});
    for (uint32_t m = 0; m < counting->problem->meeting_count; m++) {
        if (counting->allowed[m] == 0) {
            join(counting, m);
            return seat(counting, clash, err);
        }
    }
    return MUS_OK;
}

static enum mus_status count_tables(struct counting *counting, struct mus_clash *clash,
                                    struct mus_error *err)
{
    start(counting, (struct kind_of_place){.kind = MUS_DEMAND_TABLES});
    for (uint32_t m = 0; m < counting->problem->meeting_count; m++) {
        if (counting->problem->meetings[m].place == MUS_PLACE_TABLE) {
            join(counting, m);
        }
    }
    return seat(counting, clash, err);
}

static enum mus_status count_languages(struct counting *counting, unsigned set,
                                       struct mus_clash *clash, struct mus_error *err)
{
    const struct mus_timetable_problem *problem = counting->problem;
    start(counting, (struct kind_of_place){.kind = MUS_DEMAND_INTERPRETERS, .languages = set});
    for (uint32_t m = 0; m < problem->meeting_count; m++) {
        uint8_t language = problem->meetings[m].language;
        if (language != 0 && (set >> (language - 1) & 1)) {
            join(counting, m);
        }
    }
    return seat(counting, clash, err);
}

/* Smaller sets first, so that no part of the set found is a reason by itself. */
static enum mus_status count_interpreters(struct counting *counting, struct mus_clash *clash,
                                          struct mus_error *err)
{
    const struct mus_timetable_problem *problem = counting->problem;
    unsigned used = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        used |= problem->meetings[m].language == 0 ? 0 : 1U << (problem->meetings[m].language - 1);
    }
    enum mus_status status = MUS_OK;
    for (int size = 1; size <= __builtin_popcount(used); size++) {
        for (unsigned set = used; status == MUS_OK && clash->count == 0 && set > 0;
             set = (set - 1) & used) {
            if (__builtin_popcount(set) == size) {
                status = count_languages(counting, set, clash, err);
            }
        }
    }
    return status;
}

/* Meetings of each participant, or of each table where they are locked, in order of these. */
static enum mus_status count_groups(struct counting *counting, struct visit *visits, size_t count,
                                    enum mus_demand_kind kind, struct mus_clash *clash,
                                    struct mus_error *err)
{
    qsort(visits, count, sizeof *visits, compare_visits);
    enum mus_status status = MUS_OK;
    size_t end;
    for (size_t begin = 0; status == MUS_OK && clash->count == 0 && begin < count; begin = end) {
        uint32_t group = visits[begin].participant;
        start(counting, (struct kind_of_place){.kind = kind, .participant = group});
        for (end = begin; end < count && visits[end].participant == group; end++) {
            join(counting, visits[end].member);
        }
        status = seat(counting, clash, err);
    }
    return status;
}

static size_t list_locks(const struct mus_timetable_problem *problem, struct visit *visits)
{
    size_t count = 0;
    for (uint32_t m = 0; m < problem->meeting_count; m++) {
        if (problem->meetings[m].locked_table != 0) {
            visits[count++] = (struct visit){problem->meetings[m].locked_table, m, 0};
        }
    }
    return count;
}

static size_t list_sides(const struct mus_timetable_problem *problem, struct visit *visits)
{
    size_t count = 0;
    for (uint32_t m = 0; m < problem->meeting_count; m++) {
        visits[count++] = (struct visit){problem->meetings[m].a, m, 0};
        visits[count++] = (struct visit){problem->meetings[m].b, m, 0};
    }
    return count;
}

/* Locked tables first: what clashes there needs nobody to be in one meeting at a time. */
static enum mus_status count_locks_and_participants(struct counting *counting,
                                                    struct mus_clash *clash, struct mus_error *err)
{
    const struct mus_timetable_problem *problem = counting->problem;
    struct visit *visits = mus_alloc(2 * problem->meeting_count, sizeof *visits);
    if (visits == NULL) {
        return mus_fail_memory(err);
    }
    size_t count = list_locks(problem, visits);
    enum mus_status status =
        count_groups(counting, visits, count, MUS_DEMAND_LOCKED_TABLE, clash, err);
    if (status == MUS_OK && clash->count == 0) {
        count = list_sides(problem, visits);
        status = count_groups(counting, visits, count, MUS_DEMAND_ONE_AT_A_TIME, clash, err);
    }
    mus_free(visits);
    return status;
}

static enum mus_status count_order(struct counting *counting, struct mus_clash *clash,
                                   struct mus_error *err)
{
    return mus_clash_of_order(counting->problem, counting->allowed, clash, err);
}

typedef enum mus_status count_reasons(struct counting *counting, struct mus_clash *clash,
                                      struct mus_error *err);

static enum mus_status count_all(struct counting *counting, struct mus_clash *clash,
                                 struct mus_error *err)
{
    /* In this order: what is found later is no reason by those before. */
    static count_reasons *const counts[] = {count_meetings, count_locks_and_participants,
                                            count_tables, count_interpreters, count_order};
    enum mus_status status = MUS_OK;
    for (size_t i = 0;
         status == MUS_OK && clash->count == 0 && i < sizeof counts / sizeof counts[0]; i++) {
        status = counts[i](counting, clash, err);
    }
    return status;
}

enum mus_status mus_timetable_count(const struct mus_timetable_problem *problem,
                                    struct mus_clash *clash, struct mus_error *err)
{
    struct counting counting = {.problem = problem};
    struct mus_clash found = {0};
    counting.allowed = mus_alloc(problem->meeting_count, sizeof *counting.allowed);
    bool room = mus_crowd_init(&counting.crowd, problem->slot_count, problem->meeting_count) &&
                counting.allowed != NULL;
    for (size_t m = 0; room && m < problem->meeting_count; m++) {
        counting.allowed[m] = mus_timetable_allowed(problem, m);
    }
    enum mus_status status = room ? count_all(&counting, &found, err) : mus_fail_memory(err);
    mus_free(counting.allowed);
    mus_crowd_done(&counting.crowd);
    if (status == MUS_OK) {
        *clash = found;
    }
    return status;
}
