/* Breaks, as in Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret, "Constraint Solving
 * Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022).
 *
 * A break begins after slot s where p is busy in s, not in s + 1, and meets again later that day:
 *
 *     slot      1 2 3 4 5 6          busy     x x . . x .
 *     meets later than the slot      1 1 1 1 . .
 *     a break begins after               x                       one break
 *
 * For proving, `so_far(s, k)` says that p has had at least k meetings before s: a running count
 * that ends at exactly as many as p has. It is not needed, but holds a place for what follows from
 * that number: who has all meetings behind is free, who has as many before as slots left is not. On
 * the last day "meets later" is "has not had all meetings yet", at no cost.
 *
 * The difference between any two participants is at most d: with `all(k)` for "everybody has at
 * least k breaks", nobody has k + d without it. Mostly there is somebody who cannot have a break at
 * all, for lack of meetings: then d is everybody's limit. */
#include "matcher/proof/encode.h"

#include <string.h>

/* One participant. */
struct day_of {
    struct mus_encoding *encoding;
    size_t participant;
    size_t meetings;
    int busy[MUS_TIMETABLE_MAX_SLOTS + 1]; /* literals, with the constant where it never is */
    int *so_far;                           /* slots + 1 rows of meetings + 2 */
};

static int *so_far(const struct day_of *of, size_t s)
{
    return &of->so_far[s * (of->meetings + 2)];
}

/* Meetings that are surely, and that may be, before slot s. */
static void count_before(const struct day_of *of, size_t s, size_t *surely, size_t *maybe)
{
    const struct mus_encoding *encoding = of->encoding;
    const uint32_t *begin = &encoding->meetings_begin[of->participant];
    mus_slots before = s >= MUS_TIMETABLE_MAX_SLOTS ? ~(mus_slots)0 : ((mus_slots)1 << s) - 1;
    *surely = 0;
    *maybe = 0;
    for (uint32_t i = begin[0]; i < begin[1]; i++) {
        mus_slots allowed = encoding->allowed[encoding->meetings[i]];
        *surely += (allowed & ~before) == 0;
        *maybe += (allowed & before) != 0;
    }
    *maybe = *maybe < s ? *maybe : s;
}

static void name_counts(const struct day_of *of)
{
    int always = mus_sat_true(of->encoding->sat);
    for (size_t s = 0; s <= of->encoding->problem->slot_count; s++) {
        size_t surely;
        size_t maybe;
        count_before(of, s, &surely, &maybe);
        for (size_t k = 0; k <= of->meetings + 1; k++) {
            so_far(of, s)[k] = k <= surely ? always
                               : k > maybe ? -always
                                           : mus_sat_variable(of->encoding->sat);
        }
    }
}

static bool encode_count(struct day_of *of)
{
    struct mus_encoding *encoding = of->encoding;
    struct mus_sat *sat = encoding->sat;
    size_t slots = encoding->problem->slot_count;
    of->so_far =
        mus_arena_alloc(&encoding->arena, (slots + 1) * (of->meetings + 2), sizeof *of->so_far);
    if (of->so_far == NULL) {
        return false;
    }
    name_counts(of);
    for (size_t s = 0; s < slots; s++) {
        const int *now = so_far(of, s);
        const int *next = so_far(of, s + 1);
        for (size_t k = 0; k <= of->meetings; k++) {
            mus_sat_add3(sat, -now[k], -of->busy[s], next[k + 1]);
            if (k > 0) {
                mus_sat_add2(sat, -now[k], next[k]);
                mus_sat_add2(sat, -next[k], next[k - 1]);
                mus_sat_add2(sat, -next[k], now[k - 1]);
                mus_sat_add3(sat, -next[k], now[k], of->busy[s]);
            }
        }
    }
    return true;
}

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
            later[s] = -so_far(of, s + 1)[of->meetings];
        } else {
            later[s] = mus_sat_variable(sat);
            mus_sat_add2(sat, -of->busy[s + 1], later[s]);
            mus_sat_add2(sat, -later[s + 1], later[s]);
            mus_sat_add3(sat, -later[s], of->busy[s + 1], later[s + 1]);
        }
    }
}

/* The literals of breaks that begin after each slot; how many there are. */
static size_t encode_beginnings(const struct day_of *of, int *begins)
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
        mus_sat_add2(sat, -begin, of->busy[s]);
        mus_sat_add2(sat, -begin, -of->busy[s + 1]);
        mus_sat_add2(sat, -begin, later[s]);
        begins[count++] = begin;
    }
    return count;
}

/* At most so many breaks count; with the limit, more there are not. */
static bool encode_breaks_of(struct mus_encoding *encoding, size_t p, size_t most, bool limited)
{
    size_t slots = encoding->problem->slot_count;
    struct day_of of = {.encoding = encoding, .participant = p};
    of.meetings = encoding->meetings_begin[p + 1] - encoding->meetings_begin[p];
    int *begins = mus_arena_alloc(&encoding->arena, slots, sizeof *begins);
    if (begins == NULL) {
        return false;
    }
    for (size_t s = 0; s <= slots; s++) {
        int busy = s < slots ? mus_encoding_busy(encoding, p)[s] : 0;
        of.busy[s] = busy != 0 ? busy : -mus_sat_true(encoding->sat);
    }
    if (!encoding->explaining && !encode_count(&of)) {
        return false;
    }
    size_t count = encode_beginnings(&of, begins);
    size_t bound = most < of.meetings - 1 ? most + (limited ? 1 : 0) : of.meetings - 1;
    const struct mus_totaliser both = {encoding->sat, &encoding->arena, MUS_TOTALISER_BOTH};
    struct mus_unary *breaks = &encoding->breaks[p];
    if (!mus_totaliser_count(&both, begins, count, bound, breaks)) {
        return false;
    }
    if (limited && breaks->count > most) {
        mus_sat_add(encoding->sat, (const int[]){-breaks->at[most]}, 1);
        breaks->count = most;
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

bool mus_encode_breaks(struct mus_encoding *encoding)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    size_t most = problem->slot_count / 2;
    bool limit_all = problem->max_break_difference < most && somebody_without(encoding);
    bool limited = limit_all && !encoding->explaining;
    most = limited ? problem->max_break_difference : most;
    bool done = true;
    for (size_t p = 0; done && p < problem->participant_count && !mus_sat_full(encoding->sat);
         p++) {
        done = encoding->meetings_begin[p + 1] - encoding->meetings_begin[p] < 2 ||
               encode_breaks_of(encoding, p, most, limited);
    }
    if (done && !limited && problem->max_break_difference != MUS_TIMETABLE_NO_LIMIT &&
        !mus_sat_full(encoding->sat)) {
        done = encode_difference(encoding);
    }
    return done;
}
