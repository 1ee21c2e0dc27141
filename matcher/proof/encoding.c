/* The encoding, put together; what each part says stands in its own file. */
#include "matcher/proof/encoding.h"

#include "base/mem.h"
#include "matcher/proof/encode.h"
#include "matcher/proof/prover.h"

#include <string.h>

static bool grow_demands(struct mus_encoding *encoding)
{
    if (encoding->demand_count < encoding->demand_room) {
        return true;
    }
    size_t room = encoding->demand_room == 0 ? 64 : 2 * encoding->demand_room;
    struct mus_demand *demands = mus_realloc(encoding->demands, room, sizeof *encoding->demands);
    if (demands == NULL) {
        return false;
    }
    encoding->demands = demands;
    int *selectors = mus_realloc(encoding->selectors, room, sizeof *encoding->selectors);
    if (selectors == NULL) {
        return false;
    }
    encoding->selectors = selectors;
    encoding->demand_room = room;
    return true;
}

int mus_encode_unless(struct mus_encoding *encoding, struct mus_demand demand)
{
    if (!encoding->explaining) {
        return -mus_sat_true(encoding->sat);
    }
    if (!grow_demands(encoding)) {
        return 0;
    }
    int selector = mus_sat_variable(encoding->sat);
    encoding->demands[encoding->demand_count] = demand;
    encoding->selectors[encoding->demand_count++] = selector;
    return -selector;
}

int mus_encode_unless_tables(struct mus_encoding *encoding, size_t slot)
{
    int *unless = &encoding->unless_tables[slot];
    if (*unless == 0) {
        *unless = mus_encode_unless(encoding, mus_demand_of_slot(MUS_DEMAND_TABLES, slot));
    }
    return *unless;
}

/* Who meets whom, sorted by participant: counted first, then filled in. */
static void list_meetings(struct mus_encoding *encoding)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    uint32_t *begin = encoding->meetings_begin;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        begin[problem->meetings[m].a + 1]++;
        begin[problem->meetings[m].b + 1]++;
    }
    for (size_t p = 0; p < problem->participant_count; p++) {
        begin[p + 1] += begin[p];
    }
    for (size_t m = problem->meeting_count; m-- > 0;) {
        encoding->meetings[--begin[problem->meetings[m].a + 1]] = (uint32_t)m;
        encoding->meetings[--begin[problem->meetings[m].b + 1]] = (uint32_t)m;
    }
    /* Each begin has moved to the front of its own list, one place too far up. */
    memmove(begin, begin + 1, problem->participant_count * sizeof *begin);
    begin[problem->participant_count] = (uint32_t)(2 * problem->meeting_count);
}

static bool open_tables(struct mus_encoding *encoding)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    struct mus_arena *arena = &encoding->arena;
    size_t meetings = problem->meeting_count;
    size_t participants = problem->participant_count;
    encoding->allowed = mus_arena_alloc(arena, meetings, sizeof *encoding->allowed);
    encoding->held = mus_arena_alloc(arena, meetings * problem->slot_count, sizeof(int));
    encoding->busy = mus_arena_alloc(arena, participants * problem->slot_count, sizeof(int));
    encoding->meetings_begin =
        mus_arena_alloc(arena, participants + 1, sizeof *encoding->meetings_begin);
    encoding->meetings = mus_arena_alloc(arena, 2 * meetings, sizeof *encoding->meetings);
    encoding->so_far = mus_arena_alloc(arena, participants, sizeof *encoding->so_far);
    encoding->unless_held = mus_arena_alloc(arena, meetings, sizeof(int));
    encoding->unless_locked = mus_arena_alloc(arena, meetings, sizeof(int));
    encoding->unless_one = mus_arena_alloc(arena, participants, sizeof(int));
    encoding->unless_tables = mus_arena_alloc(arena, problem->slot_count, sizeof(int));
    encoding->breaks = mus_arena_alloc(arena, participants, sizeof *encoding->breaks);
    return encoding->allowed != NULL && encoding->held != NULL && encoding->busy != NULL &&
           encoding->meetings_begin != NULL && encoding->meetings != NULL &&
           encoding->so_far != NULL && encoding->breaks != NULL && encoding->unless_held != NULL &&
           encoding->unless_locked != NULL && encoding->unless_one != NULL &&
           encoding->unless_tables != NULL;
}

static bool too_large(const struct mus_encoding *encoding)
{
    return mus_sat_full(encoding->sat);
}

enum { RUNNING_COUNT = 11 }; /* literals for each meeting and slot */

/* The bulk of what will be said: a meeting in one slot, a participant in one meeting, and the
 * running count. Looked at first, since saying it takes time, too. */
static uint64_t bulk(const struct mus_encoding *encoding)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    uint64_t literals = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        mus_slots slots = encoding->explaining ? mus_timetable_all_slots(problem)
                                               : mus_timetable_allowed(problem, m);
        uint64_t count = (uint64_t)__builtin_popcountll(slots);
        literals += count * (count - 1);
    }
    for (size_t p = 0; p < problem->participant_count; p++) {
        uint64_t count = encoding->meetings_begin[p + 1] - encoding->meetings_begin[p];
        uint64_t pairs = count * (count - 1) / 2;
        literals +=
            (pairs + (encoding->explaining ? 0 : RUNNING_COUNT * count)) * problem->slot_count;
    }
    return literals;
}

static enum mus_status encode(struct mus_encoding *encoding, enum mus_encoding_form form,
                              struct mus_error *err)
{
    bool (*const parts[])(struct mus_encoding *) = {mus_encode_meetings, mus_encode_counts,
                                                    mus_encode_rooms, mus_encode_walking,
                                                    mus_encode_breaks};
    size_t count = sizeof parts / sizeof parts[0] - (form == MUS_ENCODE_CLASH ? 1 : 0);
    for (size_t i = 0; i < count; i++) {
        if (!parts[i](encoding)) {
            return mus_fail_memory(err);
        }
        if (too_large(encoding)) {
            return MUS_LIMIT;
        }
    }
    return MUS_OK;
}

enum mus_status mus_encoding_init(struct mus_encoding *encoding,
                                  const struct mus_timetable_problem *problem,
                                  enum mus_encoding_form form, struct mus_error *err)
{
    *encoding = (struct mus_encoding){.problem = problem, .explaining = form != MUS_ENCODE_PROOF};
    encoding->sat = mus_sat_new(MUS_PROVER_MAX_LITERALS);
    if (encoding->sat == NULL || !open_tables(encoding)) {
        return mus_fail_memory(err);
    }
    list_meetings(encoding);
    return bulk(encoding) > MUS_PROVER_MAX_LITERALS ? MUS_LIMIT : encode(encoding, form, err);
}

void mus_encoding_done(struct mus_encoding *encoding)
{
    mus_sat_free(encoding->sat);
    mus_arena_done(&encoding->arena);
    mus_free(encoding->demands);
    mus_free(encoding->selectors);
    *encoding = (struct mus_encoding){0};
}

enum mus_status mus_encoding_total(struct mus_encoding *encoding, size_t bound,
                                   struct mus_unary *total, struct mus_error *err)
{
    size_t count = encoding->problem->participant_count;
    struct mus_unary *parts = mus_arena_alloc(&encoding->arena, count, sizeof *parts);
    if (parts == NULL) {
        return mus_fail_memory(err);
    }
    size_t kept = 0;
    for (size_t p = 0; p < count; p++) {
        if (encoding->breaks[p].count > 0) {
            parts[kept++] = encoding->breaks[p];
        }
    }
    const struct mus_totaliser up = {encoding->sat, &encoding->arena, MUS_TOTALISER_UP};
    if (!mus_totaliser_sum(&up, parts, kept, bound, total)) {
        return mus_fail_memory(err);
    }
    return too_large(encoding) ? MUS_LIMIT : MUS_OK;
}

void mus_encoding_read(const struct mus_encoding *encoding, int16_t *slots)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        const int *held = mus_encoding_held(encoding, m);
        slots[m] = -1;
        for (size_t s = 0; slots[m] < 0 && s < problem->slot_count; s++) {
            slots[m] = held[s] != 0 && mus_sat_value(encoding->sat, held[s]) ? (int16_t)s : -1;
        }
    }
}
