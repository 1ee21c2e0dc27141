/* Pairs are taken greedily by worth, each into the first seat that every rule allows (seat.h), in a
 * slot beside other meetings of the two where there is one. Nobody who stands is moved, so no
 * search is needed: whoever comes next sees who is busy. */
#include "fair/refill.h"

#include "base/mem.h"
#include "fair/candidates.h"
#include "fair/meet.h"
#include "fair/seat.h"

#include <stdio.h>
#include <stdlib.h>

#define ALL UINT32_MAX

struct refilling {
    const struct mus_fair *fair;
    const struct mus_fair_context *context;
    const struct mus_refill_options *options;
    struct mus_fair_plan *plan;
    mus_slots begun;
    uint32_t named; /* ALL: nobody */
    struct mus_arena arena;
    struct mus_candidates candidates;
    uint32_t *order; /* candidates by worth, best first */
    uint32_t *room;  /* meetings that each may still have */
    uint32_t *lost;  /* meetings that each is to get back */
    uint32_t *got;
    mus_slots *busy;
    bool *shut;    /* waits on after all */
    uint64_t *met; /* pairs of companies that meet, sorted */
    size_t met_count;
    uint64_t *gained; /* pairs of companies that are brought together */
    size_t gained_count;
};

/* ------------------------------------------------------------------ what there is */

/* Two companies in either order, by the hashes of their ids. */
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
    refilling->room = mus_arena_alloc(arena, people, sizeof *refilling->room);
    refilling->lost = mus_arena_alloc(arena, people, sizeof *refilling->lost);
    refilling->got = mus_arena_alloc(arena, people, sizeof *refilling->got);
    refilling->busy = mus_arena_alloc(arena, people, sizeof *refilling->busy);
    refilling->shut = mus_arena_alloc(arena, people, sizeof *refilling->shut);
    refilling->met = mus_arena_alloc(arena, refilling->fair->meeting_count, sizeof *refilling->met);
    return refilling->room == NULL || refilling->lost == NULL || refilling->got == NULL ||
                   refilling->busy == NULL || refilling->shut == NULL || refilling->met == NULL
               ? mus_fail_memory(err)
               : MUS_OK;
}

static bool waits(const struct refilling *refilling, uint32_t who)
{
    return refilling->options->waiting &&
           refilling->fair->participants[who].state == MUS_PARTICIPANT_WAITING;
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
    }
}

/* From the fair as it stands: who has room, who is to get something back. Returns how much that is
 * in all. */
static size_t count_all(struct refilling *refilling)
{
    const struct mus_fair *fair = refilling->fair;
    size_t wanted = 0;
    refilling->met_count = refilling->gained_count = 0;
    for (size_t i = 0; i < fair->participant_count; i++) {
        refilling->room[i] = mus_participant_max(&fair->event, &fair->participants[i]);
        refilling->lost[i] = refilling->got[i] = 0;
        refilling->busy[i] = 0;
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        count_meeting(refilling, &fair->meetings[i]);
    }
    for (uint32_t i = 0; i < fair->participant_count; i++) {
        bool fills = refilling->named == ALL ? waits(refilling, i) : refilling->named == i;
        refilling->lost[i] = fills                     ? refilling->room[i]
                             : refilling->named == ALL ? refilling->lost[i]
                                                       : 0;
        wanted += refilling->lost[i];
    }
    if (refilling->met_count > 0) {
        qsort(refilling->met, refilling->met_count, sizeof *refilling->met, by_number);
    }
    return wanted;
}

static enum mus_status find_named(struct refilling *refilling, struct mus_error *err)
{
    struct mus_text id = refilling->options->participant;
    size_t at = id.len == 0 ? SIZE_MAX : mus_fair_participant(refilling->fair, id);
    refilling->named = at == SIZE_MAX ? ALL : (uint32_t)at;
    return id.len > 0 && at == SIZE_MAX
               ? mus_fail(err, MUS_NOT_FOUND, "no participant \"%.*s\"", MUS_TEXT_SHORT_ARG(id))
               : MUS_OK;
}

/* ------------------------------------------------------------------ candidates */

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
    const struct mus_participant *all = refilling->fair->participants;
    struct ranked *ranked = mus_arena_alloc(&refilling->arena, candidates->count, sizeof *ranked);
    refilling->order =
        mus_arena_alloc(&refilling->arena, candidates->count, sizeof *refilling->order);
    if (ranked == NULL || refilling->order == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < candidates->count; i++) {
        const struct mus_candidate *pair = &candidates->pairs[i];
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

/* Those who wait are looked at as if they were let in. */
static enum mus_status find_candidates(struct refilling *refilling, const struct mus_read *read,
                                       struct mus_error *err)
{
    struct mus_fair open = *refilling->fair;
    struct mus_participant *people =
        mus_arena_alloc(&refilling->arena, open.participant_count, sizeof *people);
    struct mus_candidate_options options = {.world = refilling->context->world,
                                            .read = read,
                                            .threads = refilling->context->threads,
                                            .begun = refilling->begun};
    if (people == NULL) {
        return mus_fail_memory(err);
    }
    for (uint32_t i = 0; i < open.participant_count; i++) {
        people[i] = open.participants[i];
        people[i].state =
            waits(refilling, i) ? (uint8_t)MUS_PARTICIPANT_REGISTERED : people[i].state;
    }
    open.participants = people;
    enum mus_status status = mus_candidates_find(&open, &options, &refilling->candidates, err);
    return status == MUS_OK ? rank(refilling, err) : status;
}

/* ------------------------------------------------------------------ choosing */

static bool is_wanted(const struct refilling *refilling, const struct mus_candidate *pair)
{
    if (refilling->room[pair->a] == 0 || refilling->room[pair->b] == 0 ||
        (refilling->lost[pair->a] == 0 && refilling->lost[pair->b] == 0) ||
        refilling->shut[pair->a] || refilling->shut[pair->b]) {
        return false;
    }
    uint64_t key = company_pair(refilling->fair, pair->a, pair->b);
    for (size_t i = 0; i < refilling->gained_count; i++) {
        if (refilling->gained[i] == key) {
            return false;
        }
    }
    return refilling->met_count == 0 ||
           bsearch(&key, refilling->met, refilling->met_count, sizeof key, by_number) == NULL;
}

/* The meeting that the pair had once; a new one at the end where it had none. */
static size_t place_of(const struct refilling *refilling, const struct mus_meeting *meeting)
{
    const struct mus_fair *fair = refilling->fair;
    for (size_t i = 0; i < fair->meeting_count; i++) {
        if (mus_text_equal(fair->meetings[i].a, meeting->a) &&
            mus_text_equal(fair->meetings[i].b, meeting->b)) {
            return i;
        }
    }
    return refilling->plan->meeting_count;
}

/* Slots in which the two could meet, as far as they alone are concerned. */
static enum mus_status free_slots(struct refilling *refilling, const struct mus_candidate *pair,
                                  mus_slots *out, struct mus_error *err)
{
    struct mus_fair_plan *plan = refilling->plan;
    const struct mus_participant *a = &plan->participants[pair->a];
    const struct mus_participant *b = &plan->participants[pair->b];
    enum mus_language_need need = MUS_LANGUAGE_SHARED;
    struct mus_text code = MUS_NO_TEXT;
    enum mus_status status =
        mus_meeting_language(&plan->event, a, b, &plan->arena, &need, &code, err);
    if (status == MUS_OK) {
        *out = mus_meeting_slots(&plan->event, a, b, code) & ~refilling->begun &
               ~refilling->busy[pair->a] & ~refilling->busy[pair->b];
    }
    return status;
}

/* Tries the slots, first those beside a meeting of either. *found says whether one will do. */
static enum mus_status find_seat(struct refilling *refilling, const struct mus_candidate *pair,
                                 size_t at, struct mus_seat *seat, bool *found,
                                 struct mus_error *err)
{
    struct mus_fair after = mus_fair_plan_after(refilling->plan);
    mus_slots busy = refilling->busy[pair->a] | refilling->busy[pair->b];
    mus_slots can = 0;
    enum mus_status status = free_slots(refilling, pair, &can, err);
    mus_slots turns[2] = {can & (busy << 1 | busy >> 1), can & ~(busy << 1 | busy >> 1)};
    *found = false;
    for (size_t k = 0; status == MUS_OK && !*found && k < 2 * after.event.slot_count; k++) {
        size_t slot = k % after.event.slot_count;
        if ((turns[k / after.event.slot_count] >> slot & 1U) == 0) {
            continue;
        }
        status = mus_seat_find(&after, at, slot, 0, refilling->begun, &refilling->plan->arena, seat,
                               err);
        *found = status == MUS_OK;
        status = status == MUS_CONFLICT ? MUS_OK : status;
    }
    return status;
}

static void take(struct refilling *refilling, const struct mus_candidate *pair, int slot)
{
    const uint32_t sides[2] = {pair->a, pair->b};
    for (unsigned side = 0; side < 2; side++) {
        uint32_t who = sides[side];
        refilling->busy[who] |= (mus_slots)1 << slot;
        refilling->room[who]--;
        refilling->lost[who] -= refilling->lost[who] > 0;
        refilling->got[who]++;
    }
    refilling->gained[refilling->gained_count++] = company_pair(refilling->fair, pair->a, pair->b);
}

/* Puts the pair into the plan where there is a seat for it. */
static enum mus_status try_pair(struct refilling *refilling, const struct mus_candidate *pair,
                                struct mus_error *err)
{
    struct mus_fair_plan *plan = refilling->plan;
    struct mus_meeting meeting = {.a = plan->participants[pair->a].id,
                                  .b = plan->participants[pair->b].id,
                                  .score = pair->score,
                                  .state = MUS_MEETING_PLANNED,
                                  .slot = -1,
                                  .interpreter = -1};
    struct mus_seat seat = {0};
    bool found = false;
    size_t at = place_of(refilling, &meeting);
    struct mus_meeting before = plan->meetings[at];
    if (at < plan->meeting_count) {
        meeting.id = before.id;
        meeting.case_id = before.case_id;
    }
    size_t count = plan->meeting_count;
    plan->meeting_count += at == count;
    plan->meetings[at] = meeting;
    enum mus_status status = find_seat(refilling, pair, at, &seat, &found, err);
    if (status == MUS_OK && found) {
        meeting.slot = seat.slot;
        meeting.place = seat.place;
        meeting.table = seat.table;
        meeting.interpreter = seat.interpreter;
        status = mus_meeting_plain_language(&plan->event, &plan->participants[pair->a],
                                            &plan->participants[pair->b], &plan->arena,
                                            &meeting.language, err);
        plan->meetings[at] = meeting;
        take(refilling, pair, seat.slot);
    } else {
        plan->meetings[at] = before;
        plan->meeting_count = count;
    }
    return status;
}

static enum mus_status choose(struct refilling *refilling, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < refilling->candidates.count; i++) {
        const struct mus_candidate *pair = &refilling->candidates.pairs[refilling->order[i]];
        if (is_wanted(refilling, pair)) {
            status = try_pair(refilling, pair, err);
        }
    }
    return status;
}

/* ------------------------------------------------------------------ who waits */

/* Shuts out who waits and got less than its minimum; true where there was such a one. */
static bool shut_out(struct refilling *refilling)
{
    const struct mus_fair *fair = refilling->fair;
    bool found = false;
    for (uint32_t i = 0; i < fair->participant_count; i++) {
        uint32_t least = mus_participant_min(&fair->event, &fair->participants[i]);
        if (waits(refilling, i) && !refilling->shut[i] && refilling->got[i] > 0 &&
            refilling->got[i] < least) {
            refilling->shut[i] = true;
            found = true;
        }
    }
    return found;
}

/* The plan as at first, with those who wait and are not shut out let in. */
static void begin_anew(struct refilling *refilling)
{
    struct mus_fair_plan *plan = refilling->plan;
    const struct mus_fair *fair = refilling->fair;
    plan->meeting_count = fair->meeting_count;
    for (size_t i = 0; i < fair->meeting_count; i++) {
        plan->meetings[i] = fair->meetings[i];
    }
    for (uint32_t i = 0; i < fair->participant_count; i++) {
        bool in = waits(refilling, i) && !refilling->shut[i];
        plan->participants[i].state =
            in ? (uint8_t)MUS_PARTICIPANT_REGISTERED : fair->participants[i].state;
    }
}

static enum mus_status choose_all(struct refilling *refilling, struct mus_day *day,
                                  struct mus_error *err)
{
    struct mus_fair_plan *plan = refilling->plan;
    size_t people = refilling->fair->participant_count;
    uint32_t *in = mus_arena_alloc(&plan->arena, people, sizeof *in);
    enum mus_status status = in == NULL ? mus_fail_memory(err) : MUS_OK;
    do {
        count_all(refilling);
        begin_anew(refilling);
        status = status == MUS_OK ? choose(refilling, err) : status;
    } while (status == MUS_OK && shut_out(refilling));
    for (uint32_t i = 0; status == MUS_OK && i < people; i++) {
        if (waits(refilling, i) && refilling->got[i] == 0) {
            plan->participants[i].state = MUS_PARTICIPANT_WAITING;
        } else if (waits(refilling, i)) {
            in[day->who_count++] = i;
        }
    }
    day->who = in;
    return status;
}

/* ------------------------------------------------------------------ all of it */

static enum mus_status begin(struct refilling *refilling, struct mus_day *day,
                             struct mus_error *err)
{
    const struct mus_refill_options *options = refilling->options;
    char what[128];
    snprintf(what, sizeof what, "refill%s%.*s%s", options->participant.len > 0 ? " " : "",
             MUS_TEXT_SHORT_ARG(options->participant), options->waiting ? " waiting" : "");
    size_t wanted = count_all(refilling);
    refilling->plan = &day->run.plan;
    refilling->gained = mus_arena_alloc(&refilling->arena, wanted, sizeof *refilling->gained);
    enum mus_status status = refilling->gained == NULL ? mus_fail_memory(err) : MUS_OK;
    if (status == MUS_OK) {
        /* One more than can be gained: the place of the pair that is being tried. */
        status = mus_fair_plan_init(&day->run.plan, refilling->fair, refilling->context, wanted + 1,
                                    MUS_RUN_REPAIR, what, err);
    }
    return status == MUS_OK ? mus_fair_plan_weigh(&day->run.plan, refilling->context, err) : status;
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
    *out = (struct mus_day){0};
    enum mus_status status = find_named(&refilling, err);
    if (status == MUS_OK) {
        status = make_room(&refilling, err);
    }
    if (status == MUS_OK) {
        status = begin(&refilling, out, err);
    }
    if (status == MUS_OK) {
        status = find_candidates(&refilling, read, err);
    }
    if (status == MUS_OK) {
        status = choose_all(&refilling, out, err);
    }
    if (status == MUS_OK) {
        status = mus_fair_plan_count(&out->run.plan, err);
    }
    if (status == MUS_OK) {
        status = mus_day_seal(out, context, err);
    }
    mus_candidates_done(&refilling.candidates);
    mus_arena_done(&refilling.arena);
    if (status != MUS_OK) {
        mus_day_done(out);
    }
    return status;
}
