/* Breaks, as in Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret, "Constraint Solving
 * Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022).
 *
 * A break begins after slot s where p is busy in s, not in s + 1, and meets again later that day:
 *
 *     slot      1 2 3 4 5 6          busy     x x . . x .
 *     meets later than the slot      1 1 1 1 . .
 *     a break begins after               x                       one break
 *
 * For proving, "meets later" is on the last day "has not had all meetings so far", which is counted
 * anyway.
 *
 * The difference between any two participants is at most d: with `all(k)` for "everybody has at
 * least k breaks", nobody has k + d without it. Mostly there is somebody who cannot have a break at
 * all, for lack of meetings: then d is everybody's limit, and breaks need not be counted from
 * below, which would only be in the way. */
#include "matcher/proof/encode.h"

/* What fairness asks of everybody's breaks. */
struct fairness {
    size_t most;  /* breaks of anybody */
    bool limited; /* that is a demand, not arithmetic */
    bool exact;   /* somebody's breaks are asked for from below as well */
};

/* One participant. */
struct day_of {
    struct mus_encoding *encoding;
    size_t participant;
    size_t meetings;
    int busy[MUS_TIMETABLE_MAX_SLOTS]; /* literals, with the constant where it never is */
};

/* later[s]: p is busy after slot s on its day. */
static void encode_later(const struct day_of *of, int *later)
{
    const struct mus_timetable_problem *problem = of->encoding->problem;
    struct mus_sat *sat = of->encoding->sat;
    size_t last = problem->slot_count - 1;
    bool last_day = !of->encoding->explaining;
    later[last] = -mus_sat_true(sat);
    for (size_t s = last; s-- > 0;) {
        if (problem->slots[s].day != problem->slots[s + 1].day) {
            later[s] = -mus_sat_true(sat);
            last_day = false;
        } else if (last_day) {
            later[s] = -mus_encoding_so_far(of->encoding, of->participant, s + 1)[of->meetings];
        } else {
            later[s] = mus_sat_variable(sat);
            mus_sat_add2(sat, -of->busy[s + 1], later[s]);
            mus_sat_add2(sat, -later[s + 1], later[s]);
            mus_sat_add3(sat, -later[s], of->busy[s + 1], later[s + 1]);
        }
    }
}

/* The literals of breaks that begin after each slot; how many there are. */
static size_t encode_beginnings(const struct day_of *of, bool exact, int *begins)
{
    const struct mus_timetable_problem *problem = of->encoding->problem;
    struct mus_sat *sat = of->encoding->sat;
    int later[MUS_TIMETABLE_MAX_SLOTS];
    size_t count = 0;
    encode_later(of, later);
    for (size_t s = 0; s + 1 < problem->slot_count; s++) {
        if (of->busy[s] == -mus_sat_true(sat) || later[s] == -mus_sat_true(sat)) {
            continue;
        }
        int begin = mus_sat_variable(sat);
        mus_sat_add(sat, (const int[]){-of->busy[s], of->busy[s + 1], -later[s], begin}, 4);
        if (exact) {
            mus_sat_add2(sat, -begin, of->busy[s]);
            mus_sat_add2(sat, -begin, -of->busy[s + 1]);
            mus_sat_add2(sat, -begin, later[s]);
        }
        begins[count++] = begin;
    }
    return count;
}

static bool encode_breaks_of(struct mus_encoding *encoding, size_t p,
                             const struct fairness *fairness)
{
    size_t slots = encoding->problem->slot_count;
    struct day_of of = {.encoding = encoding, .participant = p};
    of.meetings = encoding->meetings_begin[p + 1] - encoding->meetings_begin[p];
    int *begins = mus_arena_alloc(&encoding->arena, slots, sizeof *begins);
    if (begins == NULL) {
        return false;
    }
    for (size_t s = 0; s < slots; s++) {
        int busy = mus_encoding_busy(encoding, p)[s];
        of.busy[s] = busy != 0 ? busy : -mus_sat_true(encoding->sat);
    }
    size_t count = encode_beginnings(&of, fairness->exact, begins);
    size_t bound = fairness->most + (fairness->limited ? 1 : 0);
    bound = bound < of.meetings - 1 ? bound : of.meetings - 1;
    const struct mus_totaliser totaliser = {
        encoding->sat, &encoding->arena, fairness->exact ? MUS_TOTALISER_BOTH : MUS_TOTALISER_UP};
    struct mus_unary *breaks = &encoding->breaks[p];
    if (!mus_totaliser_count(&totaliser, begins, count, bound, breaks)) {
        return false;
    }
    if (fairness->limited && breaks->count > fairness->most) {
        mus_sat_add(encoding->sat, (const int[]){-breaks->at[fairness->most]}, 1);
        breaks->count = fairness->most;
    }
    return true;
}

/* ---- the difference ---- */

/* Whether somebody has so few meetings that there can be no break between them. */
static bool somebody_without(const struct mus_encoding *encoding)
{
    for (size_t p = 0; p < encoding->problem->participant_count; p++) {
        if (encoding->meetings_begin[p + 1] - encoding->meetings_begin[p] < 2) {
            return true;
        }
    }
    return false;
}

static int has_breaks(const struct mus_encoding *encoding, size_t p, size_t k)
{
    const struct mus_unary *breaks = &encoding->breaks[p];
    return k <= breaks->count ? breaks->at[k - 1] : -mus_sat_true(encoding->sat);
}

static bool encode_difference(struct mus_encoding *encoding)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    size_t difference = problem->max_break_difference;
    int unless =
        mus_encode_unless(encoding, mus_demand_of_participant(MUS_DEMAND_BREAKS, UINT32_MAX));
    if (unless == 0) {
        return false;
    }
    int all = mus_sat_true(encoding->sat);
    for (size_t k = 1; k + difference <= problem->slot_count / 2 + 1; k++) {
        int fewer = all;
        all = mus_sat_variable(encoding->sat);
        mus_sat_add2(encoding->sat, -all, fewer);
        for (size_t p = 0; p < problem->participant_count; p++) {
            mus_sat_add2(encoding->sat, -all, has_breaks(encoding, p, k));
            mus_sat_add3(encoding->sat, unless, -has_breaks(encoding, p, k + difference), all);
        }
    }
    return true;
}

static struct fairness find_fairness(const struct mus_encoding *encoding)
{
    size_t difference = encoding->problem->max_break_difference;
    struct fairness fairness = {.most = encoding->problem->slot_count / 2};
    if (difference >= fairness.most) {
        return fairness;
    }
    if (!encoding->explaining && somebody_without(encoding)) {
        fairness.most = difference;
        fairness.limited = true;
    } else {
        fairness.exact = true;
    }
    return fairness;
}

bool mus_encode_breaks(struct mus_encoding *encoding)
{
    const struct fairness fairness = find_fairness(encoding);
    bool done = true;
    for (size_t p = 0;
         done && p < encoding->problem->participant_count && !mus_sat_full(encoding->sat); p++) {
        done = encoding->meetings_begin[p + 1] - encoding->meetings_begin[p] < 2 ||
               encode_breaks_of(encoding, p, &fairness);
    }
    return done && (!fairness.exact || encode_difference(encoding));
}
