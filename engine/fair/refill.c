/* Pairs are taken greedily by worth. A tentative slot is given to each so that the next pair sees
 * who is busy; the timetable's own repair then finds the real seats, with nothing that stands
 * moved. What it cannot seat is not gained after all. */
#include "fair/refill.h"

#include "base/mem.h"
#include "fair/candidates.h"
#include "fair/meet.h"

#include <stdio.h>
#include <stdlib.h>

#define ALL UINT32_MAX

struct refilling {
    const struct mus_fair *fair;
    const struct mus_fair_context *context;
    const struct mus_refill_options *options;
    mus_slots begun;
    struct mus_arena arena;
    struct mus_fair open; /* the fair with those who wait let in */
    struct mus_participant *people;
    struct mus_candidates candidates;
    uint32_t *order; /* candidates by worth, best first */
    uint32_t *room;  /* meetings that each may still have */
    uint32_t *lost;  /* meetings that each is to get back */
    uint32_t *got;
    mus_slots *busy;
    uint32_t *tables; /* free in each slot */
    uint64_t *met;    /* pairs of companies that meet, sorted; behind them those gained */
    size_t met_count, gained_count;
    uint32_t *gained; /* candidates */
    bool *shut;       /* of each participant: waits on after all */
};

/* ------------------------------------------------------------------ what there is */

static uint64_t company_pair(const struct mus_fair *fair, uint32_t a, uint32_t b)
{
    return mus_text_hash(fair->participants[a].company) +
           mus_text_hash(fair->participants[b].company);
}

static int by_number(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static enum mus_status make_room(struct refilling *refilling, struct mus_error *err)
{
    size_t people = refilling->fair->participant_count;
    struct mus_arena *arena = &refilling->arena;
    refilling->people = mus_arena_alloc(arena, people, sizeof *refilling->people);
    refilling->room = mus_arena_alloc(arena, people, sizeof *refilling->room);
    refilling->lost = mus_arena_alloc(arena, people, sizeof *refilling->lost);
    refilling->got = mus_arena_alloc(arena, people, sizeof *refilling->got);
    refilling->busy = mus_arena_alloc(arena, people, sizeof *refilling->busy);
    refilling->shut = mus_arena_alloc(arena, people, sizeof *refilling->shut);
    refilling->tables = mus_arena_alloc(arena, MUS_TIMETABLE_MAX_SLOTS, sizeof *refilling->tables);
    refilling->met = mus_arena_alloc(arena, refilling->fair->meeting_count, sizeof *refilling->met);
    return refilling->people == NULL || refilling->room == NULL || refilling->lost == NULL ||
                   refilling->got == NULL || refilling->busy == NULL || refilling->shut == NULL ||
                   refilling->tables == NULL || refilling->met == NULL
               ? mus_fail_memory(err)
               : MUS_OK;
}

static void open_doors(struct refilling *refilling)
{
    refilling->open = *refilling->fair;
    for (size_t i = 0; i < refilling->fair->participant_count; i++) {
        refilling->people[i] = refilling->fair->participants[i];
        if (refilling->options->waiting && refilling->people[i].state == MUS_PARTICIPANT_WAITING) {
            refilling->people[i].state = MUS_PARTICIPANT_REGISTERED;
        }
    }
    refilling->open.participants = refilling->people;
}

static bool waits(const struct refilling *refilling, uint32_t who)
{
    return refilling->fair->participants[who].state == MUS_PARTICIPANT_WAITING;
}

static bool is_gone(const struct mus_participant *who)
{
    return who->state == MUS_PARTICIPANT_CANCELLED || who->state == MUS_PARTICIPANT_NO_SHOW;
}

static void count_meeting(struct refilling *refilling, const struct mus_meeting *meeting)
{
    const struct mus_fair *fair = refilling->fair;
    size_t a = mus_fair_participant(fair, meeting->a);
    size_t b = mus_fair_participant(fair, meeting->b);
    if (a == SIZE_MAX || b == SIZE_MAX) {
        return;
    }
    if (!mus_meeting_counts(meeting)) {
        bool a_gone = is_gone(&fair->participants[a]);
        bool b_gone = is_gone(&fair->participants[b]);
        refilling->lost[a] += b_gone && !a_gone;
        refilling->lost[b] += a_gone && !b_gone;
        return;
    }
    refilling->room[a] -= refilling->room[a] > 0;
    refilling->room[b] -= refilling->room[b] > 0;
    refilling->met[refilling->met_count++] = company_pair(fair, (uint32_t)a, (uint32_t)b);
    if (meeting->slot >= 0) {
        refilling->busy[a] |= (mus_slots)1 << meeting->slot;
        refilling->busy[b] |= (mus_slots)1 << meeting->slot;
        if (meeting->table > 0) {
            refilling->tables[meeting->slot] -= refilling->tables[meeting->slot] > 0;
        }
    }
}

static enum mus_status count_all(struct refilling *refilling, struct mus_error *err)
{
    const struct mus_fair *fair = refilling->fair;
    uint32_t named = ALL;
    if (refilling->options->participant.len > 0) {
        size_t at = mus_fair_participant(fair, refilling->options->participant);
        if (at == SIZE_MAX) {
            return mus_fail(err, MUS_NOT_FOUND, "no participant \"%.*s\"",
                            MUS_TEXT_SHORT_ARG(refilling->options->participant));
        }
        named = (uint32_t)at;
    }
    for (size_t s = 0; s < fair->event.slot_count; s++) {
        for (size_t t = 0; t < fair->event.table_count; t++) {
            refilling->tables[s] += (fair->event.tables[t].closed >> s & 1U) == 0;
        }
    }
    for (size_t i = 0; i < fair->participant_count; i++) {
        refilling->room[i] = mus_participant_max(&fair->event, &fair->participants[i]);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        count_meeting(refilling, &fair->meetings[i]);
    }
    for (size_t i = 0; i < fair->participant_count; i++) {
        bool fills = i == named || (named == ALL && waits(refilling, (uint32_t)i));
        refilling->lost[i] = fills ? refilling->room[i] : named == ALL ? refilling->lost[i] : 0;
    }
    if (refilling->met_count > 0) {
        qsort(refilling->met, refilling->met_count, sizeof *refilling->met, by_number);
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ choosing */

struct ranked {
    uint32_t worth, candidate;
    uint64_t waited; /* when the one of the two that waits registered; 0: none does */
};

/* Best first; of equal worth who waited longest, then the smaller ids. */
static int by_worth(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->worth != b->worth) {
        return a->worth > b->worth ? -1 : 1;
    }
    if (a->waited != b->waited) {
        return a->waited < b->waited ? -1 : 1;
    }
    return a->candidate < b->candidate ? -1 : a->candidate > b->candidate;
}

static enum mus_status rank(struct refilling *refilling, struct mus_error *err)
{
    const struct mus_candidates *candidates = &refilling->candidates;
    struct ranked *ranked = mus_arena_alloc(&refilling->arena, candidates->count, sizeof *ranked);
    refilling->order =
        mus_arena_alloc(&refilling->arena, candidates->count, sizeof *refilling->order);
    refilling->gained =
        mus_arena_alloc(&refilling->arena, candidates->count, sizeof *refilling->gained);
    if (ranked == NULL || refilling->order == NULL || refilling->gained == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < candidates->count; i++) {
        const struct mus_candidate *pair = &candidates->pairs[i];
        const struct mus_participant *all = refilling->fair->participants;
        uint64_t a = waits(refilling, pair->a) ? all[pair->a].registered : 0;
        uint64_t b = waits(refilling, pair->b) ? all[pair->b].registered : 0;
        ranked[i] = (struct ranked){pair->worth, (uint32_t)i, a > b ? a : b};
    }
    if (candidates->count > 0) {
        qsort(ranked, candidates->count, sizeof *ranked, by_worth);
    }
    for (size_t i = 0; i < candidates->count; i++) {
        refilling->order[i] = ranked[i].candidate;
    }
    return MUS_OK;
}

/* A slot free for both, and a table in it where one is needed; beside another meeting of either if
 * there is one such. -1: none. */
static enum mus_status find_slot(struct refilling *refilling, const struct mus_candidate *pair,
                                 int *slot, struct mus_error *err)
{
    const struct mus_event *event = &refilling->fair->event;
    const struct mus_participant *a = &refilling->people[pair->a];
    const struct mus_participant *b = &refilling->people[pair->b];
    enum mus_language_need need = MUS_LANGUAGE_SHARED;
    struct mus_text code = MUS_NO_TEXT;
    enum mus_status status =
        mus_meeting_language(event, a, b, &refilling->arena, &need, &code, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_slots busy = refilling->busy[pair->a] | refilling->busy[pair->b];
    mus_slots can = mus_meeting_slots(event, a, b, code) & ~refilling->begun & ~busy;
    bool at_table = mus_meeting_place(a, b) == MUS_PLACE_TABLE;
    *slot = -1;
    for (size_t s = 0; s < event->slot_count; s++) {
        if ((can >> s & 1U) == 0 || (at_table && refilling->tables[s] == 0)) {
            continue;
        }
        bool beside = (s > 0 && (busy >> (s - 1) & 1U) != 0) ||
                      (s + 1 < event->slot_count && (busy >> (s + 1) & 1U) != 0);
        *slot = *slot < 0 || beside ? (int)s : *slot;
        if (beside) {
            break;
        }
    }
    return MUS_OK;
}

static bool is_wanted(const struct refilling *refilling, const struct mus_candidate *pair)
{
    if (refilling->room[pair->a] == 0 || refilling->room[pair->b] == 0 ||
        (refilling->lost[pair->a] == 0 && refilling->lost[pair->b] == 0) ||
        refilling->shut[pair->a] || refilling->shut[pair->b]) {
        return false;
    }
    uint64_t key = company_pair(refilling->fair, pair->a, pair->b);
    if (refilling->met_count > 0 &&
        bsearch(&key, refilling->met, refilling->met_count, sizeof key, by_number) != NULL) {
        return false;
    }
    for (size_t i = 0; i < refilling->gained_count; i++) {
        const struct mus_candidate *other = &refilling->candidates.pairs[refilling->gained[i]];
        if (company_pair(refilling->fair, other->a, other->b) == key) {
            return false;
        }
    }
    return true;
}

static void gain(struct refilling *refilling, uint32_t candidate, int slot)
{
    const struct mus_candidate *pair = &refilling->candidates.pairs[candidate];
    const uint32_t sides[2] = {pair->a, pair->b};
    for (unsigned side = 0; side < 2; side++) {
        uint32_t who = sides[side];
        refilling->busy[who] |= (mus_slots)1 << slot;
        refilling->room[who]--;
        refilling->lost[who] -= refilling->lost[who] > 0;
        refilling->got[who]++;
    }
    if (mus_meeting_place(&refilling->people[pair->a], &refilling->people[pair->b]) ==
        MUS_PLACE_TABLE) {
        refilling->tables[slot]--;
    }
    refilling->gained[refilling->gained_count++] = candidate;
}

static enum mus_status choose(struct refilling *refilling, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < refilling->candidates.count; i++) {
        const struct mus_candidate *pair = &refilling->candidates.pairs[refilling->order[i]];
        int slot = -1;
        if (is_wanted(refilling, pair)) {
            status = find_slot(refilling, pair, &slot, err);
        }
        if (slot >= 0) {
            gain(refilling, refilling->order[i], slot);
        }
    }
    return status;
}

/* What it takes to be let in. */
static uint32_t least_for(const struct refilling *refilling, uint32_t who)
{
    uint32_t min =
        mus_participant_min(&refilling->fair->event, &refilling->fair->participants[who]);
    return min < 1 ? 1 : min;
}

/* Shuts out who waits and got too little; true where there was such a one. */
static bool shut_out(struct refilling *refilling)
{
    bool found = false;
    for (uint32_t i = 0; i < refilling->fair->participant_count; i++) {
        if (waits(refilling, i) && !refilling->shut[i] && refilling->got[i] > 0 &&
            refilling->got[i] < least_for(refilling, i)) {
            refilling->shut[i] = true;
            found = true;
        }
    }
    return found;
}

/* Everything is chosen anew without those who were shut out: each time somebody is. */
static enum mus_status choose_all(struct refilling *refilling, struct mus_error *err)
{
    enum mus_status status = rank(refilling, err);
    while (status == MUS_OK) {
        size_t people = refilling->fair->participant_count;
        for (size_t i = 0; i < people; i++) {
            refilling->lost[i] = refilling->got[i] = 0;
            refilling->busy[i] = 0;
        }
        for (size_t s = 0; s < MUS_TIMETABLE_MAX_SLOTS; s++) {
            refilling->tables[s] = 0;
        }
        refilling->met_count = refilling->gained_count = 0;
        status = count_all(refilling, err);
        if (status == MUS_OK) {
            status = choose(refilling, err);
        }
        if (status != MUS_OK || !shut_out(refilling)) {
            break;
        }
    }
    return status;
}

/* ------------------------------------------------------------------ the plan */

/* The meeting that the pair had once, or SIZE_MAX. */
static size_t earlier_meeting(const struct mus_fair *fair, struct mus_text a, struct mus_text b)
{
    for (size_t i = 0; i < fair->meeting_count; i++) {
        if (mus_text_equal(fair->meetings[i].a, a) && mus_text_equal(fair->meetings[i].b, b)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static enum mus_status plan_gain(struct refilling *refilling, struct mus_fair_plan *plan,
                                 const struct mus_candidate *pair, struct mus_error *err)
{
    const struct mus_participant *a = &plan->participants[pair->a];
    const struct mus_participant *b = &plan->participants[pair->b];
    size_t at = earlier_meeting(refilling->fair, a->id, b->id);
    struct mus_meeting *meeting = &plan->meetings[at == SIZE_MAX ? plan->meeting_count++ : at];
    *meeting = (struct mus_meeting){.id = at == SIZE_MAX ? MUS_NO_TEXT : meeting->id,
                                    .a = a->id,
                                    .b = b->id,
                                    .score = pair->score,
                                    .state = MUS_MEETING_PLANNED,
                                    .place = (uint8_t)mus_meeting_place(a, b),
                                    .slot = -1,
                                    .interpreter = -1,
                                    .case_id = at == SIZE_MAX ? MUS_NO_TEXT : meeting->case_id};
    return mus_meeting_plain_language(&plan->event, a, b, &plan->arena, &meeting->language, err);
}

/* What found no seat is not gained; who waited and has nothing then waits on. */
static void drop_unseated(struct mus_fair_plan *plan, struct mus_timetable_run *run)
{
    for (size_t i = 0; i < plan->meeting_count; i++) {
        if (mus_fair_plan_change(plan, i) != MUS_CHANGE_GAINED || plan->meetings[i].slot >= 0) {
            continue;
        }
        if (i < plan->before->meeting_count) {
            plan->meetings[i] = plan->before->meetings[i];
        } else {
            plan->meetings[i].state = MUS_MEETING_CANCELLED;
        }
    }
    size_t kept = 0;
    struct mus_left_over *left = mus_arena_alloc(&plan->arena, run->left_count, sizeof *left);
    for (size_t i = 0; left != NULL && i < run->left_count; i++) {
        if (mus_meeting_counts(&plan->meetings[run->left[i].meeting])) {
            left[kept++] = run->left[i];
        }
    }
    run->left = left;
    run->left_count = kept;
}

static bool has_meeting(const struct mus_fair_plan *plan, struct mus_text who)
{
    for (size_t i = 0; i < plan->meeting_count; i++) {
        if (mus_meeting_counts(&plan->meetings[i]) && (mus_text_equal(plan->meetings[i].a, who) ||
                                                       mus_text_equal(plan->meetings[i].b, who))) {
            return true;
        }
    }
    return false;
}

static enum mus_status make_plan(struct refilling *refilling, struct mus_day *day,
                                 struct mus_error *err)
{
    struct mus_fair_plan *plan = &day->run.plan;
    uint32_t *in = mus_arena_alloc(&plan->arena, refilling->fair->participant_count, sizeof *in);
    enum mus_status status = in == NULL ? mus_fail_memory(err) : MUS_OK;
    for (uint32_t i = 0; status == MUS_OK && i < refilling->fair->participant_count; i++) {
        if (waits(refilling, i) && refilling->got[i] > 0) {
            plan->participants[i].state = MUS_PARTICIPANT_REGISTERED;
        }
    }
    for (size_t i = 0; status == MUS_OK && i < refilling->gained_count; i++) {
        status =
            plan_gain(refilling, plan, &refilling->candidates.pairs[refilling->gained[i]], err);
    }
    if (status == MUS_OK) {
        status = mus_timetable_run_go_on(&day->run, refilling->context, MUS_MODE_UNPLACED, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    drop_unseated(plan, &day->run);
    for (uint32_t i = 0; i < refilling->fair->participant_count; i++) {
        if (waits(refilling, i) && !has_meeting(plan, plan->participants[i].id)) {
            plan->participants[i].state = MUS_PARTICIPANT_WAITING;
        } else if (waits(refilling, i)) {
            in[day->who_count++] = i;
        }
    }
    day->who = in;
    status = mus_fair_plan_count(plan, err);
    return status == MUS_OK ? mus_day_seal(day, refilling->context, err) : status;
}

static enum mus_status find_candidates(struct refilling *refilling, const struct mus_read *read,
                                       struct mus_error *err)
{
    struct mus_candidate_options options = {.world = refilling->context->world,
                                            .read = read,
                                            .threads = refilling->context->threads,
                                            .begun = refilling->begun};
    return mus_candidates_find(&refilling->open, &options, &refilling->candidates, err);
}

enum mus_status mus_day_refill(const struct mus_fair *fair, const struct mus_read *read,
                               const struct mus_fair_context *context,
                               const struct mus_refill_options *options, struct mus_day *out,
                               struct mus_error *err)
{
    struct refilling refilling = {.fair = fair,
                                  .context = context,
                                  .options = options,
                                  .begun = mus_event_begun(&fair->event, context->now)};
    char what[128];
    snprintf(what, sizeof what, "refill%s%.*s%s", options->participant.len > 0 ? " " : "",
             MUS_TEXT_SHORT_ARG(options->participant), options->waiting ? " waiting" : "");
    *out = (struct mus_day){0};
    enum mus_status status = make_room(&refilling, err);
    if (status == MUS_OK) {
        open_doors(&refilling);
        status = find_candidates(&refilling, read, err);
    }
    if (status == MUS_OK) {
        status = choose_all(&refilling, err);
    }
    if (status == MUS_OK) {
        status = mus_fair_plan_init(&out->run.plan, fair, context, refilling.gained_count,
                                    MUS_RUN_REPAIR, what, err);
    }
    if (status == MUS_OK) {
        status = mus_fair_plan_weigh(&out->run.plan, context, err);
    }
    if (status == MUS_OK) {
        status = make_plan(&refilling, out, err);
    }
    mus_candidates_done(&refilling.candidates);
    mus_arena_done(&refilling.arena);
    if (status != MUS_OK) {
        mus_day_done(out);
    }
    return status;
}
