#include "fair/candidates.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "fair/candidates_internal.h"
#include "fair/meet.h"

#include <stdlib.h>
#include <string.h>

enum { USUAL_MOST = 1000000, USUAL_PER_PARTICIPANT = 200 };

static const char *const NAMES[MUS_APART_COUNT] = {
    [MUS_APART_NOT] = "",
    [MUS_APART_ABSENT] = "absent",
    [MUS_APART_NO_MEETINGS] = "no_meetings",
    [MUS_APART_ROLES] = "roles",
    [MUS_APART_SAME_COMPANY] = "same_company",
    [MUS_APART_HELD] = "held",
    [MUS_APART_NEVER] = "never",
    [MUS_APART_VETO] = "veto",
    [MUS_APART_SLOTS] = "slots",
    [MUS_APART_LANGUAGE] = "language",
};

const char *mus_apart_name(enum mus_apart apart)
{
    return NAMES[apart];
}

/* ------------------------------------------------------------------ meetings that were */

static int by_number(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* One number for two companies, in either order. Two of 64 bits that collide among the meetings of
 * one fair are not to be expected. */
static uint64_t company_pair(const struct mus_participant *a, const struct mus_participant *b)
{
    uint64_t first = mus_text_hash(a->company);
    uint64_t second = mus_text_hash(b->company);
    uint64_t low = first < second ? first : second;
    uint64_t high = first < second ? second : first;
    return mus_text_hash_seeded(low, (struct mus_text){(const char *)&high, sizeof high});
}

static enum mus_status gather_held(struct mus_gathering *gathering, struct mus_error *err)
{
    const struct mus_fair *fair = gathering->fair;
    uint64_t *held = mus_arena_alloc(&gathering->arena, fair->meeting_count, sizeof *held);
    if (held == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->meetings[i];
        if (!mus_meeting_settled(meeting, gathering->options->begun)) {
            continue;
        }
        size_t a = mus_fair_participant(fair, meeting->a);
        size_t b = mus_fair_participant(fair, meeting->b);
        if (a != SIZE_MAX && b != SIZE_MAX) {
            held[gathering->held_count++] =
                company_pair(&fair->participants[a], &fair->participants[b]);
        }
    }
    qsort(held, gathering->held_count, sizeof *held, by_number);
    gathering->held = held;
    return MUS_OK;
}

static bool was_held(const struct mus_gathering *gathering, uint32_t a, uint32_t b)
{
    const struct mus_participant *all = gathering->fair->participants;
    uint64_t key = company_pair(&all[a], &all[b]);
    return gathering->held_count > 0 &&
           bsearch(&key, gathering->held, gathering->held_count, sizeof key, by_number) != NULL;
}

/* ------------------------------------------------------------------ who may meet */

/* What does not need the slots, which are looked at last because languages cost most. */
static enum mus_apart apart_as_companies(const struct mus_gathering *gathering,
                                         const struct mus_candidate *pair, enum mus_veto *veto)
{
    const struct mus_fair_firm *a = &gathering->firms[gathering->firm_of[pair->a]];
    const struct mus_fair_firm *b = &gathering->firms[gathering->firm_of[pair->b]];
    *veto = MUS_VETO_NONE;
    if (a == b) {
        return MUS_APART_SAME_COMPANY;
    }
    if (was_held(gathering, pair->a, pair->b)) {
        return MUS_APART_HELD;
    }
    if (pair->wish_a == MUS_WISH_NEVER || pair->wish_b == MUS_WISH_NEVER) {
        return MUS_APART_NEVER;
    }
    struct mus_veto_context context = {.today = gathering->options->world->today,
                                       .met = a->acquaintances.met,
                                       .declined = a->acquaintances.declined};
    *veto = mus_veto_pair(&a->firm, &b->firm, &context);
    return *veto == MUS_VETO_NONE ? MUS_APART_NOT : MUS_APART_VETO;
}

static enum mus_status apart_in_time(struct mus_gathering *gathering,
                                     const struct mus_candidate *pair, enum mus_apart *apart,
                                     struct mus_error *err)
{
    const struct mus_event *event = &gathering->fair->event;
    const struct mus_participant *a = &gathering->fair->participants[pair->a];
    const struct mus_participant *b = &gathering->fair->participants[pair->b];
    enum mus_language_need need = MUS_LANGUAGE_SHARED;
    struct mus_text code = MUS_NO_TEXT;
    enum mus_status status =
        mus_meeting_language(event, a, b, &gathering->words, &need, &code, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_slots slots = mus_meeting_slots(event, a, b, code) & ~gathering->options->begun;
    *apart = need == MUS_LANGUAGE_NOBODY ? MUS_APART_LANGUAGE
             : slots == 0                ? MUS_APART_SLOTS
                                         : MUS_APART_NOT;
    mus_arena_reset(&gathering->words);
    return MUS_OK;
}

static enum mus_status look_at(struct mus_gathering *gathering, uint32_t a, uint32_t b,
                               struct mus_error *err)
{
    struct mus_candidate pair = {.a = a,
                                 .b = b,
                                 .wish_a = mus_wish_of(&gathering->wishes, a, b),
                                 .wish_b = mus_wish_of(&gathering->wishes, b, a)};
    enum mus_veto veto = MUS_VETO_NONE;
    enum mus_apart apart = apart_as_companies(gathering, &pair, &veto);
    enum mus_status status = MUS_OK;
    if (apart == MUS_APART_NOT) {
        status = apart_in_time(gathering, &pair, &apart, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (apart == MUS_APART_NOT) {
        mus_buf_add(&gathering->pairs, &pair, sizeof pair);
    } else {
        struct mus_refused refused = {a, b, (uint8_t)apart, (uint8_t)veto};
        mus_buf_add(&gathering->refused, &refused, sizeof refused);
    }
    return MUS_OK;
}

static enum mus_status look_at_all(struct mus_gathering *gathering, struct mus_error *err)
{
    const struct mus_fair *fair = gathering->fair;
    const uint32_t *taking = gathering->taking;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < gathering->taking_count; i++) {
        for (size_t j = i + 1; status == MUS_OK && j < gathering->taking_count; j++) {
            if (mus_roles_meet(&fair->event, &fair->participants[taking[i]],
                               &fair->participants[taking[j]])) {
                status = look_at(gathering, taking[i], taking[j], err);
            }
        }
    }
    if (status == MUS_OK) {
        status = mus_buf_check(&gathering->pairs, err);
    }
    return status == MUS_OK ? mus_buf_check(&gathering->refused, err) : status;
}

/* ------------------------------------------------------------------ only the best */

static int by_worth(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return a > b ? -1 : a < b;
}

/* The worth of the how manieth best pair of each participant; 0 where it has fewer. */
static enum mus_status lines_of(struct mus_gathering *gathering, size_t keep, uint32_t *lines,
                                struct mus_error *err)
{
    const struct mus_candidate *pairs = mus_gathering_pairs(gathering);
    size_t count = mus_gathering_pair_count(gathering);
    size_t people = gathering->fair->participant_count;
    size_t *first = mus_alloc_zero(people + 2, sizeof *first);
    uint32_t *worths = mus_alloc(2 * count, sizeof *worths);
    enum mus_status status = first == NULL || worths == NULL ? mus_fail_memory(err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        first[pairs[i].a + 2]++;
        first[pairs[i].b + 2]++;
    }
    for (size_t v = 2; status == MUS_OK && v < people + 2; v++) {
        first[v] += first[v - 1];
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        worths[first[pairs[i].a + 1]++] = pairs[i].worth;
        worths[first[pairs[i].b + 1]++] = pairs[i].worth;
    }
    for (size_t v = 0; status == MUS_OK && v < people; v++) {
        size_t own = first[v + 1] - first[v];
        qsort(worths + first[v], own, sizeof *worths, by_worth);
        lines[v] = own > keep ? worths[first[v] + keep - 1] : 0;
    }
    mus_free(first);
    mus_free(worths);
    return status;
}

static enum mus_status keep_best(struct mus_gathering *gathering, size_t *dropped,
                                 struct mus_error *err)
{
    const struct mus_candidate_options *options = gathering->options;
    size_t most = options->most == 0 ? USUAL_MOST : options->most;
    size_t keep = options->per_participant == 0 ? USUAL_PER_PARTICIPANT : options->per_participant;
    struct mus_candidate *pairs = mus_gathering_pairs(gathering);
    size_t count = mus_gathering_pair_count(gathering);
    if (count <= most) {
        return MUS_OK;
    }
    uint32_t *lines = mus_alloc(gathering->fair->participant_count, sizeof *lines);
    enum mus_status status =
        lines == NULL ? mus_fail_memory(err) : lines_of(gathering, keep, lines, err);
    size_t kept = 0;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        const struct mus_candidate *pair = &pairs[i];
        if (pair->worth >= lines[pair->a] || pair->worth >= lines[pair->b] || pair->wish_a != 0 ||
            pair->wish_b != 0) {
            pairs[kept++] = *pair;
        }
    }
    if (status == MUS_OK) {
        *dropped = count - kept;
        gathering->pairs.len = kept * sizeof *pairs;
    }
    mus_free(lines);
    return status;
}

/* ------------------------------------------------------------------ all of it */

static enum mus_status list_those_taking_part(struct mus_gathering *gathering,
                                              struct mus_error *err)
{
    const struct mus_fair *fair = gathering->fair;
    gathering->taking =
        mus_arena_alloc(&gathering->arena, fair->participant_count, sizeof *gathering->taking);
    gathering->firm_of =
        mus_arena_alloc(&gathering->arena, fair->participant_count, sizeof *gathering->firm_of);
    if (gathering->taking == NULL || gathering->firm_of == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->participant_count; i++) {
        if (mus_takes_part(&fair->participants[i])) {
            gathering->taking[gathering->taking_count++] = (uint32_t)i;
        }
    }
    return MUS_OK;
}

static enum mus_status gather(struct mus_gathering *gathering, size_t *dropped,
                              struct mus_error *err)
{
    enum mus_status status = list_those_taking_part(gathering, err);
    if (status == MUS_OK) {
        status = mus_wish_table_of(gathering->fair, &gathering->arena, &gathering->wishes, err);
    }
    if (status == MUS_OK) {
        status = gather_held(gathering, err);
    }
    if (status == MUS_OK) {
        status = mus_gathering_load_firms(gathering, err);
    }
    if (status == MUS_OK) {
        status = look_at_all(gathering, err);
    }
    if (status == MUS_OK) {
        status = mus_gathering_score(gathering, err);
    }
    return status == MUS_OK ? keep_best(gathering, dropped, err) : status;
}

enum mus_status mus_candidates_find(const struct mus_fair *fair,
                                    const struct mus_candidate_options *options,
                                    struct mus_candidates *out, struct mus_error *err)
{
    struct mus_gathering gathering = {.fair = fair, .options = options};
    size_t dropped = 0;
    uint8_t *sizes = mus_alloc_zero(fair->participant_count, sizeof *sizes);
    enum mus_status status =
        sizes == NULL ? mus_fail_memory(err) : gather(&gathering, &dropped, err);
    if (status == MUS_OK) {
        for (size_t i = 0; i < gathering.taking_count; i++) {
            uint32_t who = gathering.taking[i];
            sizes[who] = (uint8_t)gathering.firms[gathering.firm_of[who]].firm.size;
        }
        *out = (struct mus_candidates){
            .sizes = sizes,
            .pairs = mus_gathering_pairs(&gathering),
            .count = mus_gathering_pair_count(&gathering),
            .refused = (struct mus_refused *)(void *)gathering.refused.data,
            .refused_count = gathering.refused.len / sizeof(struct mus_refused),
            .dropped = dropped,
            .wishes = gathering.wishes.positive};
    } else {
        mus_buf_done(&gathering.pairs);
        mus_buf_done(&gathering.refused);
        mus_free(sizes);
    }
    mus_arena_done(&gathering.words);
    mus_arena_done(&gathering.arena);
    return status;
}

void mus_candidates_done(struct mus_candidates *candidates)
{
    mus_free(candidates->pairs);
    mus_free(candidates->refused);
    mus_free(candidates->sizes);
    *candidates = (struct mus_candidates){0};
}

/* ------------------------------------------------------------------ finding a pair */

/* Both kinds of row begin with a and b. */
static int by_pair(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    if (a[0] != b[0]) {
        return a[0] < b[0] ? -1 : 1;
    }
    return a[1] < b[1] ? -1 : a[1] > b[1];
}

static const void *find(const void *rows, size_t count, size_t size, uint32_t a, uint32_t b)
{
    uint32_t key[2] = {a < b ? a : b, a < b ? b : a};
    return count == 0 ? NULL : bsearch(key, rows, count, size, by_pair);
}

const struct mus_candidate *mus_candidate_of(const struct mus_candidates *candidates, uint32_t a,
                                             uint32_t b)
{
    return find(candidates->pairs, candidates->count, sizeof *candidates->pairs, a, b);
}

const struct mus_refused *mus_refused_of(const struct mus_candidates *candidates, uint32_t a,
                                         uint32_t b)
{
    return find(candidates->refused, candidates->refused_count, sizeof *candidates->refused, a, b);
}
