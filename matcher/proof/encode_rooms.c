/* What a slot has room for: tables and interpreters.
 *
 * Meetings at shared tables are counted for each slot. A table can be found for each of them where
 * there are not more than tables that are open, since only those locked at a table care which, and
 * no two of those may want the same one.
 *
 * It is cheaper to count people than meetings, of which there are many more: two sit at each table.
 * Where the participants fall into two sides that never meet among themselves, the smaller side is
 * counted instead, one at each table. That is enough where everybody is in one meeting at a time;
 * for explaining, where that may be spared, meetings are counted as well.
 *
 * Interpreters can be given to the meetings of a slot if and only if for every set of languages
 * there are as many who speak one of them as meetings that ask for one of them (Hall, 1935). Sets
 * that say no more than two of their parts do together are left out. */
#include "matcher/proof/encode.h"

#include <stdlib.h>

static bool at_table(const struct mus_encoding *encoding, size_t m)
{
    return encoding->problem->meetings[m].place == MUS_PLACE_TABLE;
}

/* At most so many of the literals, unless. The literals must stay. */
static bool at_most(struct mus_encoding *encoding, int *literals, size_t count, size_t most,
                    int unless)
{
    if (count <= most) {
        return true;
    }
    const struct mus_totaliser up = {encoding->sat, &encoding->arena, MUS_TOTALISER_UP};
    struct mus_unary sum;
    if (!mus_totaliser_count(&up, literals, count, most + 1, &sum)) {
        return false;
    }
    mus_sat_add2(encoding->sat, unless, -sum.at[most]);
    return true;
}

/* ---- tables, by meetings ---- */

static bool encode_tables_by_meeting(struct mus_encoding *encoding, size_t s)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    int *literals = mus_arena_alloc(&encoding->arena, problem->meeting_count, sizeof *literals);
    if (literals == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        int held = mus_encoding_held(encoding, m)[s];
        if (at_table(encoding, m) && held != 0) {
            literals[count++] = held;
        }
    }
    size_t most = mus_timetable_tables(problem, s);
    if (count <= most) {
        return true;
    }
    int unless = mus_encode_unless_tables(encoding, s);
    return unless != 0 && at_most(encoding, literals, count, most, unless);
}

/* ---- tables, by participants ---- */

struct sides {
    uint8_t *of;     /* of each participant: 1 or 2; 0: not reached */
    uint32_t *queue; /* room for all participants */
    bool *counted;   /* participants that are counted */
    bool two;        /* there are two sides in every part: each meeting has one that is counted */
};

/* Walks from one participant through all that hang together with it. False where a meeting joins
 * two of one side. */
static bool walk(const struct mus_encoding *encoding, struct sides *sides, uint32_t from)
{
    size_t sizes[3] = {0};
    size_t head = 0;
    size_t tail = 0;
    bool two = true;
    sides->queue[tail++] = from;
    sides->of[from] = 1;
    while (head < tail) {
        uint32_t p = sides->queue[head++];
        sizes[sides->of[p]]++;
        for (uint32_t i = encoding->meetings_begin[p]; i < encoding->meetings_begin[p + 1]; i++) {
            const struct mus_timetable_meeting *meeting =
                &encoding->problem->meetings[encoding->meetings[i]];
            uint32_t other = meeting->a == p ? meeting->b : meeting->a;
            if (meeting->place != MUS_PLACE_TABLE) {
                continue;
            }
            if (sides->of[other] == 0) {
                sides->of[other] = 3 - sides->of[p];
                sides->queue[tail++] = other;
            }
            two = two && sides->of[other] != sides->of[p];
        }
    }
    for (size_t i = 0; i < tail; i++) {
        uint32_t p = sides->queue[i];
        sides->counted[p] = sides->of[p] == (sizes[1] <= sizes[2] ? 1 : 2);
    }
    return two;
}

static bool find_sides(struct mus_encoding *encoding, struct sides *sides)
{
    size_t count = encoding->problem->participant_count;
    sides->of = mus_arena_alloc(&encoding->arena, count, sizeof *sides->of);
    sides->queue = mus_arena_alloc(&encoding->arena, count, sizeof *sides->queue);
    sides->counted = mus_arena_alloc(&encoding->arena, count, sizeof *sides->counted);
    if (sides->of == NULL || sides->queue == NULL || sides->counted == NULL) {
        return false;
    }
    sides->two = true;
    for (uint32_t p = 0; p < count; p++) {
        if (sides->of[p] == 0) {
            sides->two = walk(encoding, sides, p) && sides->two;
        }
    }
    for (uint32_t p = 0; !sides->two && p < count; p++) {
        sides->counted[p] = true;
    }
    return true;
}

/* The literal of "p sits at a table in s"; 0: it never does. */
static int sits(struct mus_encoding *encoding, size_t p, size_t s)
{
    bool all = true;
    int literal = 0;
    for (uint32_t i = encoding->meetings_begin[p]; i < encoding->meetings_begin[p + 1]; i++) {
        int held = mus_encoding_held(encoding, encoding->meetings[i])[s];
        all = all && (held == 0 || at_table(encoding, encoding->meetings[i]));
    }
    if (all) {
        return mus_encoding_busy(encoding, p)[s];
    }
    for (uint32_t i = encoding->meetings_begin[p]; i < encoding->meetings_begin[p + 1]; i++) {
        int held = mus_encoding_held(encoding, encoding->meetings[i])[s];
        if (held != 0 && at_table(encoding, encoding->meetings[i])) {
            literal = literal == 0 ? mus_sat_variable(encoding->sat) : literal;
            mus_sat_add2(encoding->sat, -held, literal);
        }
    }
    return literal;
}

static bool encode_tables_by_participant(struct mus_encoding *encoding, const struct sides *sides,
                                         size_t s)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    int *literals = mus_arena_alloc(&encoding->arena, problem->participant_count, sizeof *literals);
    if (literals == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t p = 0; p < problem->participant_count; p++) {
        int literal = sides->counted[p] ? sits(encoding, p, s) : 0;
        if (literal != 0) {
            literals[count++] = literal;
        }
    }
    size_t tables = mus_timetable_tables(problem, s);
    size_t most = sides->two ? tables : 2 * tables;
    if (count <= most) {
        return true;
    }
    int unless = mus_encode_unless_tables(encoding, s);
    return unless != 0 && at_most(encoding, literals, count, most, unless);
}

static bool encode_tables(struct mus_encoding *encoding)
{
    struct sides sides = {0};
    bool done = find_sides(encoding, &sides);
    for (size_t s = 0; done && s < encoding->problem->slot_count && !mus_sat_full(encoding->sat);
         s++) {
        done = encode_tables_by_participant(encoding, &sides, s) &&
               (!encoding->explaining || encode_tables_by_meeting(encoding, s));
    }
    return done;
}

/* ---- locked tables ---- */

struct locked {
    uint16_t table;
    uint32_t meeting;
};

static int compare_locked(const void *left, const void *right)
{
    const struct locked *l = left;
    const struct locked *r = right;
    return l->table != r->table ? (l->table < r->table ? -1 : 1)
                                : (l->meeting > r->meeting) - (l->meeting < r->meeting);
}

static void keep_apart(struct mus_encoding *encoding, uint32_t m, uint32_t other)
{
    for (size_t s = 0; s < encoding->problem->slot_count; s++) {
        int held = mus_encoding_held(encoding, m)[s];
        int other_held = mus_encoding_held(encoding, other)[s];
        if (held != 0 && other_held != 0) {
            mus_sat_add(encoding->sat,
                        (const int[]){encoding->unless_locked[m], encoding->unless_locked[other],
                                      -held, -other_held},
                        4);
        }
    }
}

static bool encode_locked_tables(struct mus_encoding *encoding)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    struct locked *locked =
        mus_arena_alloc(&encoding->arena, problem->meeting_count, sizeof *locked);
    if (locked == NULL) {
        return false;
    }
    size_t count = 0;
    for (uint32_t m = 0; m < problem->meeting_count; m++) {
        if (problem->meetings[m].locked_table != 0) {
            locked[count++] = (struct locked){problem->meetings[m].locked_table, m};
        }
    }
    qsort(locked, count, sizeof *locked, compare_locked);
    for (size_t i = 0; i < count && !mus_sat_full(encoding->sat); i++) {
        for (size_t j = i + 1; j < count && locked[j].table == locked[i].table; j++) {
            keep_apart(encoding, locked[i].meeting, locked[j].meeting);
        }
    }
    return true;
}

/* ---- interpreters ---- */

enum { LANGUAGE_SETS = 1 << MUS_TIMETABLE_MAX_LANGUAGES };

static unsigned language_bit(const struct mus_timetable_meeting *meeting)
{
    return meeting->language == 0 ? 0 : 1U << (meeting->language - 1);
}

/* Whether every interpreter for the set speaks only languages of one of two parts of it. */
static bool follows(const uint32_t *interpreters, unsigned set)
{
    for (unsigned part = (set - 1) & set; part > 0; part = (part - 1) & set) {
        if (interpreters[part] + interpreters[set ^ part] <= interpreters[set]) {
            return true;
        }
    }
    return false;
}

static bool encode_languages(struct mus_encoding *encoding, size_t s, unsigned set, size_t most,
                             int unless)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    int *literals = mus_arena_alloc(&encoding->arena, problem->meeting_count, sizeof *literals);
    if (literals == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        int held = mus_encoding_held(encoding, m)[s];
        if (held != 0 && (language_bit(&problem->meetings[m]) & set) != 0) {
            literals[count++] = held;
        }
    }
    return at_most(encoding, literals, count, most, unless);
}

static bool encode_interpreters(struct mus_encoding *encoding, size_t s, unsigned used)
{
    uint32_t interpreters[LANGUAGE_SETS];
    for (unsigned set = 0; set < LANGUAGE_SETS; set++) {
        interpreters[set] = mus_timetable_interpreters(encoding->problem, s, set);
    }
    int unless = mus_encode_unless(encoding, mus_demand_of_slot(MUS_DEMAND_INTERPRETERS, s));
    bool done = unless != 0;
    for (unsigned set = used; done && set > 0; set = (set - 1) & used) {
        done = follows(interpreters, set) ||
               encode_languages(encoding, s, set, interpreters[set], unless);
    }
    return done;
}

static bool encode_all_interpreters(struct mus_encoding *encoding)
{
    unsigned used = 0;
    for (size_t m = 0; m < encoding->problem->meeting_count; m++) {
        used |= language_bit(&encoding->problem->meetings[m]);
    }
    bool done = true;
    for (size_t s = 0; done && used != 0 && s < encoding->problem->slot_count; s++) {
        done = encode_interpreters(encoding, s, used);
    }
    return done;
}

bool mus_encode_rooms(struct mus_encoding *encoding)
{
    return encode_tables(encoding) && encode_locked_tables(encoding) &&
           encode_all_interpreters(encoding);
}
