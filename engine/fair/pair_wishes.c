#include "fair/pair_wishes.h"

#include "base/mem.h"
#include "fair/meet.h"

#include <stdlib.h>

static const char *const NAMES[MUS_UNFULFILLED_COUNT] = {
    [MUS_UNFULFILLED_APART] = "apart",       [MUS_UNFULFILLED_COMPANY] = "company",
    [MUS_UNFULFILLED_OWN_FULL] = "own_full", [MUS_UNFULFILLED_OTHER_FULL] = "other_full",
    [MUS_UNFULFILLED_CAPACITY] = "capacity", [MUS_UNFULFILLED_INTERPRETER] = "interpreter",
};

const char *mus_unfulfilled_name(enum mus_unfulfilled why)
{
    return NAMES[why];
}

struct looking {
    struct mus_pair_run *run;
    const struct mus_candidates *candidates;
    struct mus_fair after;
    uint64_t *pairs;     /* of participants that meet, sorted */
    uint64_t *companies; /* of companies that meet, sorted */
    size_t count;
    uint64_t *struck;   /* pairs that no interpreter has time for, sorted */
    uint32_t *meetings; /* of each participant */
};

static int by_number(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static uint64_t key_of(uint32_t a, uint32_t b)
{
    return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

/* Two companies in either order, by the hashes of their ids. */
static uint64_t company_key(const struct mus_fair *fair, uint32_t a, uint32_t b)
{
    return mus_text_hash(fair->participants[a].company) +
           mus_text_hash(fair->participants[b].company);
}

static bool among(const uint64_t *list, size_t count, uint64_t key)
{
    return count > 0 && bsearch(&key, list, count, sizeof *list, by_number) != NULL;
}

static enum mus_status list_meetings(struct looking *looking, struct mus_error *err)
{
    const struct mus_fair *fair = &looking->after;
    looking->pairs = mus_alloc(fair->meeting_count, sizeof *looking->pairs);
    looking->companies = mus_alloc(fair->meeting_count, sizeof *looking->companies);
    looking->meetings = mus_alloc_zero(fair->participant_count, sizeof *looking->meetings);
    looking->struck = mus_alloc(looking->run->interpreters.struck_count, sizeof *looking->struck);
    if (looking->pairs == NULL || looking->companies == NULL || looking->meetings == NULL ||
        looking->struck == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < looking->run->interpreters.struck_count; i++) {
        const struct mus_interpreted_pair *pair = &looking->run->interpreters.struck[i];
        looking->struck[i] = key_of(pair->a, pair->b);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        size_t a = mus_fair_participant(fair, fair->meetings[i].a);
        size_t b = mus_fair_participant(fair, fair->meetings[i].b);
        if (mus_meeting_counts(&fair->meetings[i]) && a != SIZE_MAX && b != SIZE_MAX) {
            looking->pairs[looking->count] = key_of((uint32_t)a, (uint32_t)b);
            looking->companies[looking->count++] = company_key(fair, (uint32_t)a, (uint32_t)b);
        }
    }
    if (looking->count > 0) {
        qsort(looking->pairs, looking->count, sizeof *looking->pairs, by_number);
        qsort(looking->companies, looking->count, sizeof *looking->companies, by_number);
    }
    mus_meetings_of_each(fair, looking->meetings);
    return MUS_OK;
}

/* As many as the participant may have, or as it has slots for. */
static bool is_full(const struct looking *looking, uint32_t who)
{
    const struct mus_event *event = &looking->after.event;
    const struct mus_participant *participant = &looking->after.participants[who];
    uint32_t max = mus_participant_max(event, participant);
    uint32_t slots = (uint32_t)__builtin_popcountll(mus_participant_slots(event, participant));
    return looking->meetings[who] >= max || looking->meetings[who] >= slots;
}

static enum mus_apart apart_of(const struct looking *looking, uint32_t from, uint32_t to)
{
    const struct mus_participant *a = &looking->after.participants[from];
    const struct mus_participant *b = &looking->after.participants[to];
    if (a->state != MUS_PARTICIPANT_REGISTERED || b->state != MUS_PARTICIPANT_REGISTERED) {
        return MUS_APART_ABSENT;
    }
    if (!a->meets || !b->meets) {
        return MUS_APART_NO_MEETINGS;
    }
    return mus_roles_meet(&looking->after.event, a, b) ? MUS_APART_NOT : MUS_APART_ROLES;
}

static struct mus_wish_missed missed_of(const struct looking *looking,
                                        const struct mus_wish_row *wish)
{
    struct mus_wish_missed missed = {.from = wish->from, .to = wish->to, .kind = wish->kind};
    missed.apart = (uint8_t)apart_of(looking, wish->from, wish->to);
    const struct mus_refused *refused = mus_refused_of(looking->candidates, wish->from, wish->to);
    if (missed.apart == MUS_APART_NOT && refused != NULL) {
        missed.apart = refused->why;
        missed.veto = refused->veto;
    }
    if (missed.apart != MUS_APART_NOT) {
        missed.why = MUS_UNFULFILLED_APART;
    } else if (among(looking->companies, looking->count,
                     company_key(&looking->after, wish->from, wish->to))) {
        missed.why = MUS_UNFULFILLED_COMPANY;
    } else if (among(looking->struck, looking->run->interpreters.struck_count,
                     key_of(wish->from, wish->to))) {
        missed.why = MUS_UNFULFILLED_INTERPRETER;
    } else if (is_full(looking, wish->from)) {
        missed.why = MUS_UNFULFILLED_OWN_FULL;
    } else {
        missed.why =
            is_full(looking, wish->to) ? MUS_UNFULFILLED_OTHER_FULL : MUS_UNFULFILLED_CAPACITY;
    }
    return missed;
}

static void go_through(const struct looking *looking, const struct mus_wish_table *wishes,
                       struct mus_wish_missed *missed)
{
    static const uint8_t kinds[] = {MUS_WISH_MUST, MUS_WISH_WANT};
    struct mus_pair_run *run = looking->run;
    for (unsigned k = 0; k < 2; k++) {
        uint64_t *count = kinds[k] == MUS_WISH_MUST ? &run->must_count : &run->want_count;
        uint64_t *fulfilled =
            kinds[k] == MUS_WISH_MUST ? &run->must_fulfilled : &run->want_fulfilled;
        for (size_t i = 0; i < wishes->count; i++) {
            const struct mus_wish_row *wish = &wishes->rows[i];
            if (wish->kind != kinds[k]) {
                continue;
            }
            ++*count;
            if (among(looking->pairs, looking->count, key_of(wish->from, wish->to))) {
                ++*fulfilled;
            } else {
                missed[run->missed_count++] = missed_of(looking, wish);
            }
        }
    }
    run->missed = missed;
}

enum mus_status mus_pair_wishes_tell(struct mus_pair_run *run,
                                     const struct mus_candidates *candidates, struct mus_error *err)
{
    struct looking looking = {
        .run = run, .candidates = candidates, .after = mus_fair_plan_after(&run->plan)};
    struct mus_arena *arena = &run->plan.arena;
    struct mus_wish_table wishes;
    enum mus_status status = mus_wish_table_of(&looking.after, arena, &wishes, err);
    struct mus_wish_missed *missed =
        status == MUS_OK ? mus_arena_alloc(arena, wishes.count, sizeof *missed) : NULL;
    if (status == MUS_OK) {
        status = missed == NULL ? mus_fail_memory(err) : list_meetings(&looking, err);
    }
    if (status == MUS_OK) {
        go_through(&looking, &wishes, missed);
    }
    mus_free(looking.pairs);
    mus_free(looking.companies);
    mus_free(looking.meetings);
    mus_free(looking.struck);
    return status;
}
