/* Twice the same pair is found in linear time: places are sorted by the smaller participant, and
 * within each of those the larger one remembers where it was last seen. */
#include "matcher/pairing/problem.h"

#include "base/mem.h"
#include "matcher/pairing/graph.h"
#include "matcher/reference.h"

#include <stdlib.h>
#include <string.h>

static enum mus_status check_participants(const struct mus_pairing_problem *problem,
                                          struct mus_error *err)
{
    if (problem->participant_count > MUS_PAIRING_MAX_PARTICIPANTS) {
        return mus_fail(err, MUS_LIMIT, "participants: %zu, more than %d",
                        problem->participant_count, MUS_PAIRING_MAX_PARTICIPANTS);
    }
    if (problem->pair_count > MUS_PAIRING_MAX_PAIRS) {
        return mus_fail(err, MUS_LIMIT, "pairs: %zu, more than %d", problem->pair_count,
                        MUS_PAIRING_MAX_PAIRS);
    }
    for (size_t v = 0; v < problem->participant_count; v++) {
        const struct mus_pairing_participant *participant = &problem->participants[v];
        if (participant->max > MUS_PAIRING_MAX_MEETINGS) {
            return mus_fail(err, MUS_LIMIT, "participants[%zu].max: %u, more than %d", v,
                            participant->max, MUS_PAIRING_MAX_MEETINGS);
        }
        if (participant->min > participant->max) {
            return mus_fail(err, MUS_INVALID, "participants[%zu].min: %u is above its max of %u", v,
                            participant->min, participant->max);
        }
    }
    return MUS_OK;
}

static enum mus_status check_pair(const struct mus_pairing_problem *problem, size_t place,
                                  struct mus_error *err)
{
    const struct mus_pairing_pair *pair = &problem->pairs[place];
    uint32_t last = pair->a > pair->b ? pair->a : pair->b;
    if (last >= problem->participant_count) {
        return mus_fail(err, MUS_INVALID, "pairs[%zu]: no participant %u", place, last);
    }
    if (pair->a == pair->b) {
        return mus_fail(err, MUS_INVALID, "pairs[%zu]: participant %u with itself", place, pair->a);
    }
    if (pair->score > MUS_MILLION) {
        return mus_fail(err, MUS_INVALID, "pairs[%zu].score: %u is above %u", place, pair->score,
                        MUS_MILLION);
    }
    uint32_t company = problem->participants[pair->a].company;
    if (company != MUS_PAIRING_NO_COMPANY && company == problem->participants[pair->b].company) {
        return mus_fail(err, MUS_INVALID,
                        "pairs[%zu]: participants %u and %u are of one company, %u", place, pair->a,
                        pair->b, company);
    }
    if (mus_pairing_mark_of(problem, place) > MUS_PAIRING_FORBIDDEN) {
        return mus_fail(err, MUS_INVALID, "marks[%zu]: no such mark, %u", place,
                        mus_pairing_mark_of(problem, place));
    }
    return MUS_OK;
}

static uint32_t smaller(const struct mus_pairing_pair *pair)
{
    return pair->a < pair->b ? pair->a : pair->b;
}

static uint32_t larger(const struct mus_pairing_pair *pair)
{
    return pair->a < pair->b ? pair->b : pair->a;
}

/* The places of all pairs by their smaller participant; starts has room for one participant more
 * than there are, and is left as the end of each one's run. */
static void sort_places(const struct mus_pairing_problem *problem, uint32_t *places, uint32_t *ends)
{
    for (size_t i = 0; i < problem->pair_count; i++) {
        ends[smaller(&problem->pairs[i]) + 1]++;
    }
    for (size_t v = 0; v < problem->participant_count; v++) {
        ends[v + 1] += ends[v];
    }
    for (size_t i = 0; i < problem->pair_count; i++) {
        places[ends[smaller(&problem->pairs[i])]++] = (uint32_t)i;
    }
}

static enum mus_status find_twice(const struct mus_pairing_problem *problem, const uint32_t *places,
                                  uint32_t *seen, struct mus_error *err)
{
    memset(seen, 0xff, problem->participant_count * sizeof *seen);
    for (size_t i = 0; i < problem->pair_count; i++) {
        const struct mus_pairing_pair *pair = &problem->pairs[places[i]];
        uint32_t before = seen[larger(pair)];
        if (before != UINT32_MAX && smaller(&problem->pairs[before]) == smaller(pair)) {
            return mus_fail(err, MUS_INVALID,
                            "pairs[%u]: participants %u and %u stand in pairs[%u] as well",
                            places[i], pair->a, pair->b, before);
        }
        seen[larger(pair)] = places[i];
    }
    return MUS_OK;
}

static enum mus_status check_once(const struct mus_pairing_problem *problem, struct mus_error *err)
{
    enum mus_status status = MUS_NO_MEMORY;
    uint32_t *places = mus_alloc(problem->pair_count, sizeof *places);
    uint32_t *ends = mus_alloc_zero(problem->participant_count + 1, sizeof *ends);
    uint32_t *seen = mus_alloc(problem->participant_count, sizeof *seen);
    if (places != NULL && ends != NULL && seen != NULL) {
        sort_places(problem, places, ends);
        status = find_twice(problem, places, seen, err);
    } else {
        status = mus_fail_memory(err);
    }
    mus_free(places);
    mus_free(ends);
    mus_free(seen);
    return status;
}

/* A fixed pair by the two companies it brings together. */
struct fixed {
    uint64_t firms;
    size_t place;
};

static int compare_fixed(const void *left, const void *right)
{
    const struct fixed *l = left;
    const struct fixed *r = right;
    if (l->firms != r->firms) {
        return l->firms < r->firms ? -1 : 1;
    }
    return (l->place > r->place) - (l->place < r->place);
}

/* firms and room: of each participant. */
static enum mus_status check_fixed_rules(const struct mus_pairing_problem *problem,
                                         struct fixed *fixed, size_t count, const uint32_t *firms,
                                         uint32_t *room, struct mus_error *err)
{
    if (count > problem->capacity) {
        return mus_fail(err, MUS_INVALID, "capacity: %llu, but %zu pairs are fixed",
                        (unsigned long long)problem->capacity, count);
    }
    for (size_t v = 0; v < problem->participant_count; v++) {
        room[v] = problem->participants[v].max;
    }
    for (size_t i = 0; i < count; i++) {
        const struct mus_pairing_pair *pair = &problem->pairs[fixed[i].place];
        uint32_t full = room[pair->a] == 0 ? pair->a : pair->b;
        if (room[full] == 0) {
            return mus_fail(err, MUS_INVALID,
                            "pairs[%zu]: participant %u has more fixed pairs than its max of %u",
                            fixed[i].place, full, problem->participants[full].max);
        }
        room[pair->a]--;
        room[pair->b]--;
        fixed[i].firms = mus_pairing_firm_pair(firms, pair->a, pair->b);
    }
    qsort(fixed, count, sizeof *fixed, compare_fixed);
    for (size_t i = 1; i < count; i++) {
        if (fixed[i].firms == fixed[i - 1].firms) {
            return mus_fail(err, MUS_INVALID,
                            "pairs[%zu]: its companies are brought together by pairs[%zu] as well",
                            fixed[i].place, fixed[i - 1].place);
        }
    }
    return MUS_OK;
}

static enum mus_status check_fixed(const struct mus_pairing_problem *problem, struct mus_error *err)
{
    size_t count = 0;
    for (size_t i = 0; i < problem->pair_count; i++) {
        count += mus_pairing_mark_of(problem, i) == MUS_PAIRING_FIXED;
    }
    if (count == 0) {
        return MUS_OK;
    }
    struct fixed *fixed = mus_alloc(count, sizeof *fixed);
    uint32_t *firms = mus_alloc(problem->participant_count, sizeof *firms);
    uint32_t *room = mus_alloc(problem->participant_count, sizeof *room);
    enum mus_status status = fixed != NULL && firms != NULL && room != NULL
                                 ? mus_pairing_firms(problem, firms, err)
                                 : mus_fail_memory(err);
    if (status == MUS_OK) {
        size_t filled = 0;
        for (size_t i = 0; i < problem->pair_count; i++) {
            if (mus_pairing_mark_of(problem, i) == MUS_PAIRING_FIXED) {
                fixed[filled++] = (struct fixed){.place = i};
            }
        }
        status = check_fixed_rules(problem, fixed, count, firms, room, err);
    }
    mus_free(fixed);
    mus_free(firms);
    mus_free(room);
    return status;
}

enum mus_status mus_pairing_check_problem(const struct mus_pairing_problem *problem,
                                          struct mus_error *err)
{
    enum mus_status status = check_participants(problem, err);
    for (size_t i = 0; status == MUS_OK && i < problem->pair_count; i++) {
        status = check_pair(problem, i, err);
    }
    if (status == MUS_OK) {
        status = check_once(problem, err);
    }
    return status == MUS_OK ? check_fixed(problem, err) : status;
}
