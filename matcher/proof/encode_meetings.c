/* Meetings in slots.
 *
 * held(m, s) for each slot s that meeting m can take; exactly one of them. busy(p, s) is true where
 * one of p's meetings is held in s, and only one may be. Order: with reached(m, s) for "m is held
 * in s or earlier", whoever comes later than m is held in s + 1 or later only where m has reached
 * s.
 *
 * For proving, slots are struck out beforehand that order alone forbids: a meeting is later than
 * the earliest slot of what it follows, and earlier than the latest slot of what follows it. */
#include "matcher/proof/encode.h"

void mus_encode_at_most_one(struct mus_sat *sat, const int *literals, size_t count, int unless)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            mus_sat_add3(sat, unless, -literals[i], -literals[j]);
        }
    }
}

/* ---- slots ---- */

static mus_slots above_lowest(mus_slots slots)
{
    return slots == 0 ? 0 : ~(slots ^ (slots - 1));
}

static mus_slots below_highest(mus_slots slots)
{
    return slots == 0 ? 0 : ((mus_slots)1 << (63 - __builtin_clzll(slots))) - 1;
}

/* Whether something was struck out. */
static bool strike_out(struct mus_encoding *encoding, size_t m)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    bool changed = false;
    for (uint32_t i = 0; i < meeting->after_count; i++) {
        mus_slots *earlier = &encoding->allowed[problem->after[meeting->after_begin + i]];
        mus_slots *later = &encoding->allowed[m];
        mus_slots less_later = *later & above_lowest(*earlier);
        mus_slots less_earlier = *earlier & below_highest(*later);
        changed = changed || less_later != *later || less_earlier != *earlier;
        *later = less_later;
        *earlier = less_earlier;
    }
    return changed;
}

static void find_allowed(struct mus_encoding *encoding)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        encoding->allowed[m] = encoding->explaining ? mus_timetable_all_slots(problem)
                                                    : mus_timetable_allowed(problem, m);
    }
    bool changed = !encoding->explaining;
    while (changed) {
        changed = false;
        for (size_t m = 0; m < problem->meeting_count; m++) {
            changed = strike_out(encoding, m) || changed;
        }
    }
}

static void forbid(struct mus_encoding *encoding, uint32_t m, mus_slots slots, int unless)
{
    for (size_t s = 0; s < encoding->problem->slot_count; s++) {
        if (slots >> s & 1) {
            mus_sat_add2(encoding->sat, unless, -mus_encoding_held(encoding, m)[s]);
        }
    }
}

static bool forbid_by(struct mus_encoding *encoding, uint32_t m, mus_slots slots,
                      enum mus_demand_kind kind)
{
    if ((slots & encoding->allowed[m]) == 0) {
        return true;
    }
    int unless = mus_encode_unless(encoding, mus_demand_of_meeting(kind, m));
    if (unless != 0) {
        forbid(encoding, m, slots, unless);
    }
    return unless != 0;
}

/* For explaining: what mus_timetable_allowed says, each reason by itself. */
static bool forbid_slots(struct mus_encoding *encoding, uint32_t m)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    mus_slots locked =
        meeting->locked_slot < 0 ? ~(mus_slots)0 : (mus_slots)1 << meeting->locked_slot;
    mus_slots open = meeting->locked_table == 0 || problem->table_open == NULL
                         ? ~(mus_slots)0
                         : problem->table_open[meeting->locked_table - 1];
    forbid(encoding, m, ~open, encoding->unless_locked[m]);
    return forbid_by(encoding, m, ~meeting->session, MUS_DEMAND_SESSION) &&
           forbid_by(encoding, m, ~locked, MUS_DEMAND_LOCKED_SLOT);
}

static bool encode_slots(struct mus_encoding *encoding, uint32_t m)
{
    int literals[MUS_TIMETABLE_MAX_SLOTS + 1];
    size_t count = 0;
    for (size_t s = 0; s < encoding->problem->slot_count; s++) {
        if (encoding->allowed[m] >> s & 1) {
            literals[count] = mus_sat_variable(encoding->sat);
            mus_encoding_held(encoding, m)[s] = literals[count++];
        }
    }
    mus_encode_at_most_one(encoding->sat, literals, count, -mus_sat_true(encoding->sat));
    int unless = mus_encode_unless(encoding, mus_demand_of_meeting(MUS_DEMAND_MEETING, m));
    int unless_locked = unless;
    if (encoding->problem->meetings[m].locked_table != 0) {
        unless_locked =
            mus_encode_unless(encoding, mus_demand_of_meeting(MUS_DEMAND_LOCKED_TABLE, m));
    }
    if (unless == 0 || unless_locked == 0) {
        return false;
    }
    literals[count] = unless;
    mus_sat_add(encoding->sat, literals, count + 1);
    encoding->unless_held[m] = unless;
    encoding->unless_locked[m] = unless_locked;
    return !encoding->explaining || forbid_slots(encoding, m);
}

/* ---- participants ---- */

static bool encode_available(struct mus_encoding *encoding, uint32_t p)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    mus_slots away = ~problem->participants[p].available & mus_timetable_all_slots(problem);
    if (away == 0) {
        return true;
    }
    int unless = mus_encode_unless(encoding, mus_demand_of_participant(MUS_DEMAND_AVAILABLE, p));
    if (unless == 0) {
        return false;
    }
    for (size_t s = 0; s < problem->slot_count; s++) {
        int busy = mus_encoding_busy(encoding, p)[s];
        if ((away >> s & 1) && busy != 0) {
            mus_sat_add2(encoding->sat, unless, -busy);
        }
    }
    return true;
}

static void encode_busy(struct mus_encoding *encoding, size_t p, size_t s, int *literals,
                        int unless)
{
    size_t count = 0;
    for (uint32_t i = encoding->meetings_begin[p]; i < encoding->meetings_begin[p + 1]; i++) {
        int held = mus_encoding_held(encoding, encoding->meetings[i])[s];
        if (held != 0) {
            literals[count++] = held;
        }
    }
    if (count == 0) {
        return;
    }
    mus_encode_at_most_one(encoding->sat, literals, count, unless);
    int busy = mus_sat_variable(encoding->sat);
    mus_encoding_busy(encoding, p)[s] = busy;
    for (size_t i = 0; i < count; i++) {
        mus_sat_add2(encoding->sat, -literals[i], busy);
    }
    literals[count] = -busy;
    mus_sat_add(encoding->sat, literals, count + 1);
}

static bool encode_participant(struct mus_encoding *encoding, uint32_t p, int *literals)
{
    uint32_t count = encoding->meetings_begin[p + 1] - encoding->meetings_begin[p];
    int unless = -mus_sat_true(encoding->sat);
    if (count > 1) {
        unless =
            mus_encode_unless(encoding, mus_demand_of_participant(MUS_DEMAND_ONE_AT_A_TIME, p));
    }
    if (unless == 0) {
        return false;
    }
    encoding->unless_one[p] = unless;
    for (size_t s = 0; s < encoding->problem->slot_count; s++) {
        encode_busy(encoding, p, s, literals, unless);
    }
    return !encoding->explaining || count == 0 || encode_available(encoding, p);
}

static bool encode_participants(struct mus_encoding *encoding)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    uint32_t most = 0;
    for (size_t p = 0; p < problem->participant_count; p++) {
        uint32_t count = encoding->meetings_begin[p + 1] - encoding->meetings_begin[p];
        most = count > most ? count : most;
    }
    int *literals = mus_arena_alloc(&encoding->arena, (size_t)most + 1, sizeof *literals);
    bool done = literals != NULL;
    for (uint32_t p = 0; done && p < problem->participant_count; p++) {
        done = encode_participant(encoding, p, literals);
    }
    return done;
}

/* ---- order ---- */

/* reached(m, s) for every slot. */
static void encode_reached(struct mus_encoding *encoding, size_t m, int *reached)
{
    struct mus_sat *sat = encoding->sat;
    const int *held = mus_encoding_held(encoding, m);
    int before = -mus_sat_true(sat);
    for (size_t s = 0; s < encoding->problem->slot_count; s++) {
        if (held[s] == 0) {
            reached[s] = before;
            continue;
        }
        reached[s] = mus_sat_variable(sat);
        mus_sat_add2(sat, -held[s], reached[s]);
        mus_sat_add2(sat, -held[s], -before);
        mus_sat_add2(sat, -before, reached[s]);
        mus_sat_add3(sat, -reached[s], before, held[s]);
        before = reached[s];
    }
}

static bool encode_after(struct mus_encoding *encoding, uint32_t later, uint32_t earlier,
                         const int *reached)
{
    struct mus_demand demand = mus_demand_of_meeting(MUS_DEMAND_AFTER, later);
    demand.other = earlier;
    int unless = mus_encode_unless(encoding, demand);
    if (unless == 0) {
        return false;
    }
    const struct mus_timetable_problem *problem = encoding->problem;
    size_t slots = problem->slot_count;
    int never = -mus_sat_true(encoding->sat);
    /* Where the earlier one is not held at all, nothing is asked of the later one. */
    int left_out = encoding->explaining ? -reached[earlier * slots + slots - 1] : never;
    for (size_t s = 0; s < slots; s++) {
        int held = mus_encoding_held(encoding, later)[s];
        int before = s == 0 ? never : reached[earlier * slots + s - 1];
        if (held != 0) {
            mus_sat_add(encoding->sat, (const int[]){unless, left_out, -held, before}, 4);
        }
    }
    return true;
}

static bool encode_order(struct mus_encoding *encoding)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    size_t slots = problem->slot_count;
    int *reached =
        mus_arena_alloc(&encoding->arena, problem->meeting_count * slots, sizeof *reached);
    if (reached == NULL) {
        return false;
    }
    bool done = true;
    for (uint32_t m = 0; done && m < problem->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &problem->meetings[m];
        for (uint32_t i = 0; done && i < meeting->after_count; i++) {
            uint32_t earlier = problem->after[meeting->after_begin + i];
            if (reached[earlier * slots] == 0) {
                encode_reached(encoding, earlier, &reached[earlier * slots]);
            }
            done = encode_after(encoding, m, earlier, reached);
        }
    }
    return done;
}

bool mus_encode_meetings(struct mus_encoding *encoding)
{
    find_allowed(encoding);
    bool done = true;
    for (uint32_t m = 0; done && m < encoding->problem->meeting_count; m++) {
        done = encode_slots(encoding, m);
    }
    return done && encode_participants(encoding) && encode_order(encoding);
}
