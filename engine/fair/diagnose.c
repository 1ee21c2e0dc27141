#include "fair/diagnose.h"

#include "fair/interpreter_room.h"
#include "fair/meet.h"
#include "fair/spread.h"

static const char *const NAMES[MUS_FEW_COUNT] = {
    [MUS_FEW_NOTHING] = "nothing",
    [MUS_FEW_ABSENT] = "absent",
    [MUS_FEW_ROLES] = "roles",
    [MUS_FEW_NOT_PAIRED] = "not_paired",
    [MUS_FEW_AVAILABILITY] = "availability",
    [MUS_FEW_OWN_MAX] = "own_max",
    [MUS_FEW_VETOES] = "vetoes",
    [MUS_FEW_SLOTS] = "slots",
    [MUS_FEW_LANGUAGE] = "language",
    [MUS_FEW_PARTNERS_FULL] = "partners_full",
    [MUS_FEW_INTERPRETERS] = "interpreters",
    [MUS_FEW_CAPACITY] = "capacity",
};

const char *mus_few_name(enum mus_few few)
{
    return NAMES[few];
}

struct diagnosing {
    const struct mus_fair *fair;
    const struct mus_candidates *candidates;
    struct mus_diagnosis *all; /* of each participant of the fair */
    uint64_t meetings;         /* of the fair */
    uint32_t *served;          /* of each: partners with room, and an interpreter where needed */
};

static uint32_t slots_of(const struct mus_event *event, const struct mus_participant *who)
{
    return (uint32_t)__builtin_popcountll(mus_participant_slots(event, who));
}

static uint32_t most_of(const struct mus_diagnosis *of)
{
    return of->max < of->slots ? of->max : of->slots;
}

static void count_meetings(struct diagnosing *diagnosing)
{
    const struct mus_fair *fair = diagnosing->fair;
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->meetings[i];
        const struct mus_text sides[2] = {meeting->a, meeting->b};
        if (!mus_meeting_counts(meeting)) {
            continue;
        }
        diagnosing->meetings++;
        for (unsigned side = 0; side < 2; side++) {
            size_t at = mus_fair_participant(fair, sides[side]);
            if (at != SIZE_MAX) {
                diagnosing->all[at].meetings++;
                diagnosing->all[at].placed += meeting->slot >= 0;
            }
        }
    }
}

static void add_pair(struct mus_diagnosis *of, const struct mus_diagnosis *other)
{
    of->partners++;
    of->acceptable++;
    of->acceptable_full += other->meetings >= most_of(other);
}

static void count_partners(struct diagnosing *diagnosing)
{
    const struct mus_candidates *candidates = diagnosing->candidates;
    for (size_t i = 0; i < candidates->count; i++) {
        const struct mus_candidate *pair = &candidates->pairs[i];
        add_pair(&diagnosing->all[pair->a], &diagnosing->all[pair->b]);
        add_pair(&diagnosing->all[pair->b], &diagnosing->all[pair->a]);
    }
    for (size_t i = 0; i < candidates->refused_count; i++) {
        const struct mus_refused *refused = &candidates->refused[i];
        struct mus_diagnosis *sides[2] = {&diagnosing->all[refused->a],
                                          &diagnosing->all[refused->b]};
        for (unsigned side = 0; side < 2; side++) {
            sides[side]->partners++;
            sides[side]->apart[refused->why]++;
            sides[side]->vetoes[refused->veto] += refused->why == MUS_APART_VETO;
        }
    }
}

/* Those it meets already are full with it, not against it. */
static void leave_out_own(struct diagnosing *diagnosing)
{
    const struct mus_fair *fair = diagnosing->fair;
    for (size_t i = 0; i < fair->meeting_count; i++) {
        size_t a = mus_fair_participant(fair, fair->meetings[i].a);
        size_t b = mus_fair_participant(fair, fair->meetings[i].b);
        if (!mus_meeting_counts(&fair->meetings[i]) || a == SIZE_MAX || b == SIZE_MAX ||
            mus_candidate_of(diagnosing->candidates, (uint32_t)a, (uint32_t)b) == NULL) {
            continue;
        }
        struct mus_diagnosis *first = &diagnosing->all[a];
        struct mus_diagnosis *second = &diagnosing->all[b];
        first->acceptable_full -= second->meetings >= most_of(second);
        second->acceptable_full -= first->meetings >= most_of(first);
    }
}

/* What is planned holds the interpreters that it needs; which candidates have a meeting is marked.
 */
static enum mus_status hold_interpreters(const struct diagnosing *diagnosing,
                                         struct mus_interpreter_room *room, uint8_t *have_met,
                                         struct mus_error *err)
{
    const struct mus_fair *fair = diagnosing->fair;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < fair->meeting_count; i++) {
        size_t a = mus_fair_participant(fair, fair->meetings[i].a);
        size_t b = mus_fair_participant(fair, fair->meetings[i].b);
        struct mus_interpreter_need need;
        if (!mus_meeting_counts(&fair->meetings[i]) || a == SIZE_MAX || b == SIZE_MAX) {
            continue;
        }
        const struct mus_candidate *pair =
            mus_candidate_of(diagnosing->candidates, (uint32_t)a, (uint32_t)b);
        if (pair != NULL) {
            have_met[pair - diagnosing->candidates->pairs] = 1;
        }
        if (!mus_meeting_settled(&fair->meetings[i], room->begun)) {
            status = mus_interpreter_room_need(room, (uint32_t)a, (uint32_t)b, &need, err);
            if (status == MUS_OK && need.language > 0) {
                (void)mus_interpreter_room_take(room, &need);
            }
        }
    }
    mus_interpreter_room_look(room);
    return status;
}

static enum mus_status count_served_in(struct diagnosing *diagnosing,
                                       struct mus_interpreter_room *room, const uint8_t *have_met,
                                       struct mus_error *err)
{
    const struct mus_candidates *candidates = diagnosing->candidates;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < candidates->count; i++) {
        const struct mus_candidate *pair = &candidates->pairs[i];
        struct mus_interpreter_need need;
        if (have_met[i] != 0) {
            continue;
        }
        status = mus_interpreter_room_need(room, pair->a, pair->b, &need, err);
        if (status == MUS_OK && (need.language == 0 || mus_interpreter_room_has(room, &need))) {
            const struct mus_diagnosis *a = &diagnosing->all[pair->a];
            const struct mus_diagnosis *b = &diagnosing->all[pair->b];
            diagnosing->served[pair->a] += b->meetings < most_of(b);
            diagnosing->served[pair->b] += a->meetings < most_of(a);
        }
    }
    return status;
}

static enum mus_status count_served(struct diagnosing *diagnosing, mus_slots begun,
                                    struct mus_arena *arena, struct mus_error *err)
{
    const struct mus_fair *fair = diagnosing->fair;
    struct mus_interpreter_room room;
    uint8_t *have_met = mus_arena_alloc(arena, diagnosing->candidates->count, sizeof *have_met);
    diagnosing->served =
        mus_arena_alloc(arena, fair->participant_count, sizeof *diagnosing->served);
    if (have_met == NULL || diagnosing->served == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_interpreter_room_init(&room, fair, begun, arena, err);
    if (status == MUS_OK) {
        status = hold_interpreters(diagnosing, &room, have_met, err);
    }
    if (status == MUS_OK) {
        status = count_served_in(diagnosing, &room, have_met, err);
    }
    mus_interpreter_room_done(&room);
    return status;
}

/* What keeps most of its partners from it. */
static enum mus_few what_is_between(const struct mus_diagnosis *of)
{
    uint32_t between = of->apart[MUS_APART_VETO] + of->apart[MUS_APART_NEVER] +
                       of->apart[MUS_APART_HELD] + of->apart[MUS_APART_SAME_COMPANY];
    uint32_t never = of->apart[MUS_APART_SLOTS];
    uint32_t foreign = of->apart[MUS_APART_LANGUAGE];
    if (between >= never && between >= foreign) {
        return MUS_FEW_VETOES;
    }
    return never >= foreign ? MUS_FEW_SLOTS : MUS_FEW_LANGUAGE;
}

static enum mus_few judge(const struct diagnosing *diagnosing, const struct mus_diagnosis *of)
{
    const struct mus_fair *fair = diagnosing->fair;
    uint32_t open = of->acceptable - of->acceptable_full;
    if (!mus_takes_part(&fair->participants[of->participant])) {
        return MUS_FEW_ABSENT;
    }
    if (of->meetings >= most_of(of)) {
        return of->slots < of->max ? MUS_FEW_AVAILABILITY : MUS_FEW_OWN_MAX;
    }
    if (of->partners == 0) {
        return MUS_FEW_ROLES;
    }
    if (of->acceptable <= of->meetings) {
        return what_is_between(of);
    }
    if (open <= of->meetings) {
        /* Those it may meet are taken; it would have had more, had less stood in between. */
        return of->acceptable < of->partners / 2 ? what_is_between(of) : MUS_FEW_PARTNERS_FULL;
    }
    if (diagnosing->meetings >= fair->event.capacity) {
        return MUS_FEW_CAPACITY;
    }
    return diagnosing->served[of->participant] == 0 ? MUS_FEW_INTERPRETERS : MUS_FEW_NOT_PAIRED;
}

/* Half the average of each role, rounded up. */
static void half_averages(const struct diagnosing *diagnosing, uint32_t *halves)
{
    const struct mus_fair *fair = diagnosing->fair;
    for (size_t role = 0; role < fair->event.role_count; role++) {
        uint64_t people = 0;
        uint64_t meetings = 0;
        for (size_t i = 0; i < fair->participant_count; i++) {
            if (fair->participants[i].role == role && mus_takes_part(&fair->participants[i])) {
                people++;
                meetings += diagnosing->all[i].meetings;
            }
        }
        halves[role] = people == 0 ? 0 : (uint32_t)((meetings + 2 * people - 1) / (2 * people));
    }
}

static bool is_few(const struct diagnosing *diagnosing, size_t i, const uint32_t *halves)
{
    const struct mus_participant *who = &diagnosing->fair->participants[i];
    uint32_t line = halves[who->role];
    line = diagnosing->all[i].min > line ? diagnosing->all[i].min : line;
    line = line < 1 ? 1 : line;
    return mus_takes_part(who) && diagnosing->all[i].max > 0 && diagnosing->all[i].meetings < line;
}

enum mus_status mus_diagnose(const struct mus_fair *fair, const struct mus_candidates *candidates,
                             struct mus_text participant, mus_slots begun, struct mus_arena *arena,
                             struct mus_diagnosis **out, size_t *count, struct mus_error *err)
{
    uint32_t halves[MUS_EVENT_MAX_ROLES] = {0};
    size_t named = participant.len == 0 ? SIZE_MAX : mus_fair_participant(fair, participant);
    struct diagnosing diagnosing = {.fair = fair, .candidates = candidates};
    if (participant.len > 0 && named == SIZE_MAX) {
        return mus_fail(err, MUS_NOT_FOUND, "no participant \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(participant));
    }
    diagnosing.all = mus_arena_alloc(arena, fair->participant_count, sizeof *diagnosing.all);
    if (diagnosing.all == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->participant_count; i++) {
        diagnosing.all[i].participant = (uint32_t)i;
        diagnosing.all[i].min = mus_participant_min(&fair->event, &fair->participants[i]);
        diagnosing.all[i].max = mus_participant_max(&fair->event, &fair->participants[i]);
        diagnosing.all[i].slots = slots_of(&fair->event, &fair->participants[i]);
    }
    count_meetings(&diagnosing);
    count_partners(&diagnosing);
    leave_out_own(&diagnosing);
    enum mus_status status = count_served(&diagnosing, begun, arena, err);
    if (status != MUS_OK) {
        return status;
    }
    half_averages(&diagnosing, halves);
    size_t found = 0;
    for (size_t i = 0; i < fair->participant_count; i++) {
        if (named == SIZE_MAX ? is_few(&diagnosing, i, halves) : i == named) {
            diagnosing.all[found] = diagnosing.all[i];
            diagnosing.all[found].why = judge(&diagnosing, &diagnosing.all[found]);
            found++;
        }
    }
    *out = diagnosing.all;
    *count = found;
    return MUS_OK;
}
