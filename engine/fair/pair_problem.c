#include "fair/pair_problem.h"

#include "fair/meet.h"

#include <stdio.h>
#include <stdlib.h>

#define NOT_IN UINT32_MAX

struct building {
    const struct mus_fair *fair;
    const struct mus_candidates *candidates;
    mus_slots begun;
    struct mus_arena *arena;
    uint32_t *place; /* of each participant of the fair in the problem; NOT_IN */
    uint32_t *of;    /* the other way round */
    size_t count;
    struct mus_text *companies; /* what each is called in the document */
    size_t company_count;
    struct mus_pairing_participant *participants;
    struct mus_pairing_pair *pairs;
    uint8_t *marks;
    size_t pair_count;
};

/* ------------------------------------------------------------------ participants */

struct company {
    struct mus_text id;
    uint32_t participant;
};

static int by_company(const void *left, const void *right)
{
    const struct company *a = left;
    const struct company *b = right;
    int order = mus_text_compare(a->id, b->id);
    return order != 0 ? order : a->participant < b->participant ? -1 : 1;
}

/* Companies are numbered in the order of their first participants, and called by their numbers. */
static enum mus_status call_companies(struct building *building, const uint32_t *first,
                                      struct mus_error *err)
{
    uint32_t *number = mus_arena_alloc(building->arena, building->count, sizeof *number);
    building->companies =
        mus_arena_alloc(building->arena, building->count, sizeof *building->companies);
    if (number == NULL || building->companies == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t v = 0; v < building->count; v++) {
        if (first[v] == v) {
            char name[24];
            number[v] = (uint32_t)building->company_count++;
            snprintf(name, sizeof name, "k%06u", number[v] + 1);
            struct mus_text kept = mus_arena_copy(building->arena, mus_text_of(name));
            if (kept.ptr == NULL) {
                return mus_fail_memory(err);
            }
            building->companies[number[v]] = kept;
        }
        building->participants[v].company = number[first[v]];
    }
    return MUS_OK;
}

static enum mus_status number_companies(struct building *building, struct mus_error *err)
{
    struct company *companies =
        mus_arena_alloc(building->arena, building->count, sizeof *companies);
    uint32_t *first = mus_arena_alloc(building->arena, building->count, sizeof *first);
    if (companies == NULL || first == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t v = 0; v < building->count; v++) {
        companies[v].id = building->fair->participants[building->of[v]].company;
        companies[v].participant = (uint32_t)v;
    }
    qsort(companies, building->count, sizeof *companies, by_company);
    for (size_t i = 0; i < building->count; i++) {
        bool same = i > 0 && mus_text_equal(companies[i - 1].id, companies[i].id);
        first[companies[i].participant] =
            same ? first[companies[i - 1].participant] : companies[i].participant;
    }
    return call_companies(building, first, err);
}

static enum mus_status list_participants(struct building *building, struct mus_error *err)
{
    const struct mus_fair *fair = building->fair;
    size_t all = fair->participant_count;
    building->place = mus_arena_alloc(building->arena, all, sizeof *building->place);
    building->of = mus_arena_alloc(building->arena, all, sizeof *building->of);
    building->participants = mus_arena_alloc(building->arena, all, sizeof *building->participants);
    if (building->place == NULL || building->of == NULL || building->participants == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < all; i++) {
        const struct mus_participant *who = &fair->participants[i];
        building->place[i] = NOT_IN;
        if (mus_takes_part(who)) {
            building->place[i] = (uint32_t)building->count;
            building->of[building->count] = (uint32_t)i;
            building->participants[building->count++] =
                (struct mus_pairing_participant){.max = mus_participant_max(&fair->event, who),
                                                 .min = mus_participant_min(&fair->event, who)};
        }
    }
    return number_companies(building, err);
}

/* What a settled meeting takes away of its participants' max and min, and of their slots. */
static void take_settled(struct building *building, mus_slots *busy, uint64_t *settled)
{
    const struct mus_fair *fair = building->fair;
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->meetings[i];
        if (!mus_meeting_settled(meeting, building->begun)) {
            continue;
        }
        ++*settled;
        size_t sides[2] = {mus_fair_participant(fair, meeting->a),
                           mus_fair_participant(fair, meeting->b)};
        for (unsigned side = 0; side < 2; side++) {
            if (sides[side] == SIZE_MAX || building->place[sides[side]] == NOT_IN) {
                continue;
            }
            struct mus_pairing_participant *who =
                &building->participants[building->place[sides[side]]];
            who->max -= who->max > 0;
            who->min -= who->min > 0;
            if (meeting->slot >= 0) {
                busy[building->place[sides[side]]] |= (mus_slots)1 << meeting->slot;
            }
        }
    }
}

static uint32_t slots_in(mus_slots slots)
{
    return (uint32_t)__builtin_popcountll(slots);
}

static enum mus_status limit_participants(struct building *building, uint64_t *settled,
                                          struct mus_error *err)
{
    const struct mus_event *event = &building->fair->event;
    mus_slots *busy = mus_arena_alloc(building->arena, building->count, sizeof *busy);
    if (busy == NULL) {
        return mus_fail_memory(err);
    }
    take_settled(building, busy, settled);
    for (size_t v = 0; v < building->count; v++) {
        struct mus_pairing_participant *who = &building->participants[v];
        mus_slots free_slots =
            mus_participant_slots(event, &building->fair->participants[building->of[v]]) &
            ~building->begun & ~busy[v];
        who->max = slots_in(free_slots) < who->max ? slots_in(free_slots) : who->max;
        who->min = who->max < who->min ? who->max : who->min;
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ pairs */

static void add_pair(struct building *building, uint32_t a, uint32_t b, uint32_t worth,
                     enum mus_pairing_mark mark)
{
    building->pairs[building->pair_count] = (struct mus_pairing_pair){a, b, worth};
    building->marks[building->pair_count++] = (uint8_t)mark;
}

struct locked {
    uint32_t a, b; /* places in the problem, a < b */
    uint32_t worth;
    struct mus_text id;
};

static int by_pair(const void *left, const void *right)
{
    const struct locked *a = left;
    const struct locked *b = right;
    if (a->a != b->a) {
        return a->a < b->a ? -1 : 1;
    }
    return a->b < b->b ? -1 : a->b > b->b;
}

/* Locked meetings of participants that still take part. They lift a max that they exceed. */
static void list_locked(struct building *building, struct locked *locked, size_t *count)
{
    const struct mus_fair *fair = building->fair;
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->meetings[i];
        if (meeting->state != MUS_MEETING_PLANNED || !mus_meeting_locked(meeting) ||
            mus_meeting_settled(meeting, building->begun)) {
            continue;
        }
        size_t a = mus_fair_participant(fair, meeting->a);
        size_t b = mus_fair_participant(fair, meeting->b);
        if (a != SIZE_MAX && b != SIZE_MAX && building->place[a] != NOT_IN &&
            building->place[b] != NOT_IN) {
            uint32_t worth = mus_pair_worth(building->candidates->wishes, meeting->score, 0, 0);
            locked[(*count)++] =
                (struct locked){building->place[a], building->place[b], worth, meeting->id};
        }
    }
    if (*count > 0) {
        qsort(locked, *count, sizeof *locked, by_pair);
    }
}

static enum mus_status lift(struct building *building, const struct locked *locked, size_t count,
                            struct mus_error *err)
{
    uint32_t *own = mus_arena_alloc(building->arena, building->count, sizeof *own);
    if (own == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        own[locked[i].a]++;
        own[locked[i].b]++;
    }
    for (size_t v = 0; v < building->count; v++) {
        uint32_t *max = &building->participants[v].max;
        *max = own[v] > *max ? own[v] : *max;
    }
    return MUS_OK;
}

/* Two locked meetings between the same two companies, of which a pairing has one at most. */
static enum mus_status check_companies(const struct building *building, const struct locked *locked,
                                       size_t count, struct mus_error *err)
{
    const struct mus_pairing_participant *who = building->participants;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            uint32_t a = who[locked[i].a].company;
            uint32_t b = who[locked[i].b].company;
            uint32_t c = who[locked[j].a].company;
            uint32_t d = who[locked[j].b].company;
            if ((a == c && b == d) || (a == d && b == c)) {
                return mus_fail(err, MUS_CONFLICT,
                                "meetings %.*s and %.*s of the same two companies are both locked",
                                MUS_TEXT_SHORT_ARG(locked[i].id), MUS_TEXT_SHORT_ARG(locked[j].id));
            }
        }
    }
    return MUS_OK;
}

/* Candidates and locked pairs, both in the order of their participants, merged. */
static void merge_pairs(struct building *building, const struct locked *locked, size_t locked_count)
{
    const struct mus_candidates *candidates = building->candidates;
    size_t at = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        const struct mus_candidate *pair = &candidates->pairs[i];
        struct locked here = {.a = building->place[pair->a], .b = building->place[pair->b]};
        for (; at < locked_count && by_pair(&locked[at], &here) < 0; at++) {
            add_pair(building, locked[at].a, locked[at].b, locked[at].worth, MUS_PAIRING_FIXED);
        }
        bool fixed = at < locked_count && by_pair(&locked[at], &here) == 0;
        add_pair(building, here.a, here.b, pair->worth,
                 fixed ? MUS_PAIRING_FIXED : MUS_PAIRING_FREE);
        at += fixed;
    }
    for (; at < locked_count; at++) {
        add_pair(building, locked[at].a, locked[at].b, locked[at].worth, MUS_PAIRING_FIXED);
    }
}

static enum mus_status list_pairs(struct building *building, struct mus_error *err)
{
    size_t most = building->candidates->count + building->fair->meeting_count;
    size_t count = 0;
    struct locked *locked =
        mus_arena_alloc(building->arena, building->fair->meeting_count, sizeof *locked);
    building->pairs = mus_arena_alloc(building->arena, most, sizeof *building->pairs);
    building->marks = mus_arena_alloc(building->arena, most, sizeof *building->marks);
    if (locked == NULL || building->pairs == NULL || building->marks == NULL) {
        return mus_fail_memory(err);
    }
    list_locked(building, locked, &count);
    enum mus_status status = check_companies(building, locked, count, err);
    if (status == MUS_OK) {
        status = lift(building, locked, count, err);
    }
    if (status == MUS_OK) {
        merge_pairs(building, locked, count);
    }
    return status;
}

/* ------------------------------------------------------------------ all together */

/* Meetings that there can be at all: what the event says, and as many as there are tables in all
 * slots beside those that take none. */
static uint64_t capacity_of(const struct building *building, uint64_t settled)
{
    const struct mus_event *event = &building->fair->event;
    uint64_t tables = 0;
    uint64_t elsewhere = 0;
    for (size_t t = 0; t < event->table_count; t++) {
        tables += slots_in(mus_event_slots(event) & ~event->tables[t].closed & ~building->begun);
    }
    for (size_t v = 0; v < building->count; v++) {
        const struct mus_participant *who = &building->fair->participants[building->of[v]];
        if (who->online || who->booth.len > 0) {
            elsewhere += building->participants[v].max;
        }
    }
    uint64_t own = event->capacity == UINT64_MAX ? UINT64_MAX
                   : event->capacity > settled   ? event->capacity - settled
                                                 : 0;
    return own < tables + elsewhere ? own : tables + elsewhere;
}

/* Locked pairs alone may exceed the capacity: they stay all the same. */
static uint64_t at_least_fixed(const struct building *building, uint64_t capacity)
{
    uint64_t fixed = 0;
    for (size_t i = 0; i < building->pair_count; i++) {
        fixed += building->marks[i] == MUS_PAIRING_FIXED;
    }
    return capacity < fixed ? fixed : capacity;
}

enum mus_status mus_pair_problem_of(const struct mus_fair *fair,
                                    const struct mus_candidates *candidates, mus_slots begun,
                                    struct mus_arena *arena, struct mus_pair_problem *out,
                                    struct mus_error *err)
{
    struct building building = {
        .fair = fair, .candidates = candidates, .begun = begun, .arena = arena};
    uint64_t settled = 0;
    enum mus_status status = list_participants(&building, err);
    if (status == MUS_OK) {
        status = limit_participants(&building, &settled, err);
    }
    if (status == MUS_OK) {
        status = list_pairs(&building, err);
    }
    struct mus_text *ids =
        status == MUS_OK ? mus_arena_alloc(arena, building.count, sizeof *ids) : NULL;
    if (status == MUS_OK && ids == NULL) {
        status = mus_fail_memory(err);
    }
    if (status != MUS_OK) {
        return status;
    }
    for (size_t v = 0; v < building.count; v++) {
        ids[v] = fair->participants[building.of[v]].id;
    }
    *out = (struct mus_pair_problem){
        .document = {.id = fair->event.id,
                     .participant_ids = ids,
                     .company_ids = building.companies,
                     .problem = {.participants = building.participants,
                                 .participant_count = building.count,
                                 .pairs = building.pairs,
                                 .marks = building.marks,
                                 .pair_count = building.pair_count,
                                 .capacity =
                                     at_least_fixed(&building, capacity_of(&building, settled))}},
        .participants = building.of,
        .marks = building.marks};
    return MUS_OK;
}
