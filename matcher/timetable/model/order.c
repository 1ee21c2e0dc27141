/* Every meeting is put as early as its slots and what must be earlier let it, over and over, until
 * nothing moves or one has no slot left. What held that one up, and what held this one up, and so
 * on, is a chain that clashes. It is shortened from both ends while it still does; then what
 * confines its meetings is left out where it clashes all the same.
 *
 * A chain that has lost a meeting within falls into two shorter ones, neither of which clashes. */
#include "matcher/timetable/model/order.h"

#include "base/mem.h"
#include "matcher/timetable/model/demand.h"

#include <assert.h>

#define NOBODY UINT32_MAX

/* Each meeting is in a later slot than the one before: no more than slots, and one without. */
enum { LONGEST = MUS_TIMETABLE_MAX_SLOTS + 1 };

struct chain {
    const struct mus_timetable_problem *problem;
    uint32_t meetings[LONGEST]; /* earliest first */
    uint8_t spared[LONGEST];    /* bits of enum mus_confinement */
    size_t begin, end;          /* what is left of it */
};

static mus_slots from(size_t slot)
{
    return slot >= MUS_TIMETABLE_MAX_SLOTS ? 0 : ~(mus_slots)0 << slot;
}

static bool clashes(const struct chain *chain, size_t begin, size_t end)
{
    size_t next = 0;
    for (size_t i = begin; i < end; i++) {
        mus_slots slots = mus_timetable_all_slots(chain->problem) & from(next);
        for (int by = 0; by < MUS_CONFINEMENTS; by++) {
            if ((chain->spared[i] >> by & 1) == 0) {
                slots &= mus_confined(chain->problem, chain->meetings[i], (enum mus_confinement)by);
            }
        }
        if (slots == 0) {
            return true;
        }
        next = (size_t)__builtin_ctzll(slots) + 1;
    }
    return false;
}

static void shorten(struct chain *chain)
{
    while (clashes(chain, chain->begin + 1, chain->end)) {
        chain->begin++;
    }
    while (clashes(chain, chain->begin, chain->end - 1)) {
        chain->end--;
    }
}

static bool is_same(struct mus_demand left, struct mus_demand right)
{
    return left.kind == right.kind && left.meeting == right.meeting &&
           left.participant == right.participant;
}

/* Spares the demand wherever it confines the chain, or no longer. */
static void set_spared(struct chain *chain, struct mus_demand demand, bool spared)
{
    for (size_t i = chain->begin; i < chain->end; i++) {
        for (int by = 0; by < MUS_CONFINEMENTS; by++) {
            unsigned bit = 1U << by;
            if (is_same(demand, mus_demand_of_confinement(chain->problem, chain->meetings[i],
                                                          (enum mus_confinement)by))) {
                chain->spared[i] =
                    (uint8_t)(spared ? chain->spared[i] | bit : chain->spared[i] & ~bit);
            }
        }
    }
}

static bool is_kept(const struct mus_clash *clash, struct mus_demand demand)
{
    bool kept = false;
    for (size_t i = 0; !kept && i < clash->count; i++) {
        kept = is_same(clash->demands[i], demand);
    }
    return kept;
}

static void keep_confinements(struct chain *chain, size_t i, struct mus_clash *clash)
{
    const struct mus_timetable_problem *problem = chain->problem;
    for (int by = 0; by < MUS_CONFINEMENTS; by++) {
        enum mus_confinement confinement = (enum mus_confinement)by;
        struct mus_demand demand =
            mus_demand_of_confinement(problem, chain->meetings[i], confinement);
        if (mus_confined(problem, chain->meetings[i], confinement) ==
                mus_timetable_all_slots(problem) ||
            is_kept(clash, demand)) {
            continue;
        }
        set_spared(chain, demand, true);
        if (!clashes(chain, chain->begin, chain->end)) {
            set_spared(chain, demand, false);
            clash->demands[clash->count++] = demand;
        }
    }
}

static enum mus_status tell(struct chain *chain, struct mus_clash *clash, struct mus_error *err)
{
    struct mus_clash told = {.minimal = true};
    assert(clashes(chain, chain->begin, chain->end));
    shorten(chain);
    told.demands =
        mus_alloc((chain->end - chain->begin) * (2 + MUS_CONFINEMENTS), sizeof *told.demands);
    if (told.demands == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = chain->begin; i < chain->end; i++) {
        uint32_t m = chain->meetings[i];
        told.demands[told.count++] = mus_demand_of_meeting(MUS_DEMAND_MEETING, m);
        if (i > chain->begin) {
            struct mus_demand after = mus_demand_of_meeting(MUS_DEMAND_AFTER, m);
            after.other = chain->meetings[i - 1];
            told.demands[told.count++] = after;
        }
        keep_confinements(chain, i, &told);
    }
    mus_clash_sort(&told, chain->problem->slot_count);
    *clash = told;
    return MUS_OK;
}

/* ---- finding one ---- */

struct early {
    const struct mus_timetable_problem *problem;
    const mus_slots *allowed;
    uint8_t *first;    /* of each meeting: the first slot it can have, as far as is known */
    uint32_t *because; /* the meeting that holds it up; NOBODY: none does */
    bool moved;
};

/* Whether the meeting has a slot left. */
static bool move(struct early *early, uint32_t m)
{
    const struct mus_timetable_meeting *meeting = &early->problem->meetings[m];
    size_t next = 0;
    for (uint32_t i = 0; i < meeting->after_count; i++) {
        uint32_t earlier = early->problem->after[meeting->after_begin + i];
        if (early->first[earlier] + 1U > next) {
            next = early->first[earlier] + 1U;
            early->because[m] = earlier;
        }
    }
    mus_slots slots = early->allowed[m] & from(next);
    if (slots == 0) {
        return false;
    }
    size_t first = (size_t)__builtin_ctzll(slots);
    early->moved = early->moved || first != early->first[m];
    early->first[m] = (uint8_t)first;
    return true;
}

/* The first meeting without a slot, or NOBODY. */
static uint32_t find_stuck(struct early *early)
{
    for (uint32_t m = 0; m < early->problem->meeting_count; m++) {
        early->because[m] = NOBODY;
        early->first[m] = (uint8_t)__builtin_ctzll(early->allowed[m]);
    }
    do {
        early->moved = false;
        for (uint32_t m = 0; m < early->problem->meeting_count; m++) {
            if (!move(early, m)) {
                return m;
            }
        }
    } while (early->moved);
    return NOBODY;
}

static struct chain chain_to(const struct early *early, uint32_t stuck)
{
    struct chain chain = {.problem = early->problem, .begin = LONGEST, .end = LONGEST};
    for (uint32_t m = stuck; m != NOBODY && chain.begin > 0; m = early->because[m]) {
        chain.meetings[--chain.begin] = m;
    }
    return chain;
}

enum mus_status mus_clash_of_order(const struct mus_timetable_problem *problem,
                                   const mus_slots *allowed, struct mus_clash *clash,
                                   struct mus_error *err)
{
    struct early early = {
        .problem = problem,
        .allowed = allowed,
        .first = mus_alloc(problem->meeting_count, sizeof *early.first),
        .because = mus_alloc(problem->meeting_count, sizeof *early.because),
    };
    struct mus_clash found = {0};
    enum mus_status status = MUS_OK;
    if (early.first == NULL || early.because == NULL) {
        status = mus_fail_memory(err);
    } else {
        uint32_t stuck = find_stuck(&early);
        if (stuck != NOBODY) {
            struct chain chain = chain_to(&early, stuck);
            status = tell(&chain, &found, err);
        }
    }
    mus_free(early.first);
    mus_free(early.because);
    if (status == MUS_OK) {
        *clash = found;
    }
    return status;
}
