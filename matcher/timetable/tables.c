/* Slot by slot in the order of time, the meetings of a slot and its open tables are an assignment
 * problem: who sits where at what cost. Few tables are worth anything to a meeting (the one where a
 * side has just been, the one it goes to next if that is locked, the standing one); all others are
 * alike but for the walk. Up to MOST_EXACT meetings it is solved exactly, by shortest augmenting
 * paths with potentials (Kuhn 1955, Munkres 1957, in the form of Jonker and Volgenant 1987); above
 * that, the dearest wishes are granted first, and the rest gets what is left. */
#include "matcher/timetable/tables.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define NOBODY UINT32_MAX
#define MOST_EXACT 160
#define MOST_EXACT_TABLES 640
/* What a table is worth to a meeting. */
#define WORTH_STAYING 10 /* for each side that need not change */
#define WORTH_NEXT 9     /* … that need not change afterwards */
#define WORTH_STANDING 1000
#define FORBIDDEN 1000000000 /* cannot be walked to */

struct wish {
    int32_t worth;
    uint32_t row; /* among the meetings of the slot */
    uint16_t table;
};

struct seating {
    const struct mus_timetable_problem *problem;
    struct mus_timetable_seat *seats;
    bool keep_standing;
    uint32_t *at;       /* participant × slot: meeting, or NOBODY */
    uint32_t *rows;     /* meetings of the slot in hand that are to be given a table */
    uint32_t row_count; /* */
    uint16_t *tables;   /* open ones that are not taken by a lock */
    uint32_t table_count;
    bool *taken; /* of each table */
    struct wish *wishes;
    int32_t *costs; /* row × table, for the exact way */
    int64_t *row_price, *table_price, *distance;
    uint32_t *row_of, *came_from;
    bool *done;
};

/* ---- what is at hand ---- */

static uint32_t meeting_at(const struct seating *seating, uint32_t participant, size_t slot)
{
    return seating->at[participant * seating->problem->slot_count + slot];
}

/* The participant's meeting before (step -1) or after (1) the slot on the same day. */
static uint32_t neighbour(const struct seating *seating, uint32_t participant, size_t slot,
                          int step)
{
    const struct mus_timetable_problem *problem = seating->problem;
    for (int s = (int)slot + step; s >= 0 && s < (int)problem->slot_count &&
                                   problem->slots[s].day == problem->slots[slot].day;
         s += step) {
        uint32_t meeting = meeting_at(seating, participant, (size_t)s);
        if (meeting != NOBODY) {
            return meeting;
        }
    }
    return NOBODY;
}

/* The table of a meeting, where it has one or will certainly have one; 0: not known, or none. */
static uint16_t known_table(const struct seating *seating, uint32_t meeting)
{
    if (meeting == NOBODY) {
        return 0;
    }
    uint16_t table = seating->seats[meeting].table;
    return table != 0 ? table : seating->problem->meetings[meeting].locked_table;
}

static bool stands(const struct seating *seating, uint32_t meeting)
{
    const struct mus_timetable_meeting *of = &seating->problem->meetings[meeting];
    return seating->keep_standing && of->standing_table != 0 &&
           of->standing_slot == seating->seats[meeting].slot;
}

/* Whether both sides can walk to the table from all that is known of their day, and from it. */
static bool can_walk(const struct seating *seating, uint32_t meeting, uint16_t table)
{
    const struct mus_timetable_problem *problem = seating->problem;
    if (problem->walk_minutes == NULL || problem->table_halls == NULL) {
        return true;
    }
    const uint32_t sides[] = {problem->meetings[meeting].a, problem->meetings[meeting].b};
    size_t slot = (size_t)seating->seats[meeting].slot;
    int16_t hall = mus_timetable_hall(problem, meeting, table);
    for (size_t i = 0; i < 2; i++) {
        for (size_t s = 0; s < problem->slot_count; s++) {
            uint32_t other = meeting_at(seating, sides[i], s);
            if (other == NOBODY || s == slot) {
                continue;
            }
            int16_t there = mus_timetable_hall(problem, other, known_table(seating, other));
            if (s < slot ? !mus_timetable_can_walk(problem, s, there, slot, hall)
                         : !mus_timetable_can_walk(problem, slot, hall, s, there)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- wishes ---- */

static void wish(struct wish *wishes, size_t *count, uint32_t row, uint16_t table, int32_t worth)
{
    for (size_t i = 0; table != 0 && i < *count; i++) {
        if (wishes[i].table == table) {
            wishes[i].worth += worth;
            return;
        }
    }
    if (table != 0) {
        wishes[(*count)++] = (struct wish){worth, row, table};
    }
}

/* At most five tables that are worth more to the meeting than others. */
static size_t wishes_of(const struct seating *seating, uint32_t row, struct wish wishes[5])
{
    uint32_t meeting = seating->rows[row];
    const struct mus_timetable_meeting *of = &seating->problem->meetings[meeting];
    size_t slot = (size_t)seating->seats[meeting].slot;
    const uint32_t sides[] = {of->a, of->b};
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        wish(wishes, &count, row, known_table(seating, neighbour(seating, sides[i], slot, -1)),
             WORTH_STAYING);
        wish(wishes, &count, row, known_table(seating, neighbour(seating, sides[i], slot, 1)),
             WORTH_NEXT);
    }
    if (stands(seating, meeting)) {
        wish(wishes, &count, row, of->standing_table, WORTH_STANDING);
    }
    return count;
}

/* ---- the exact way ---- */

static void fill_costs(struct seating *seating)
{
    for (uint32_t row = 0; row < seating->row_count; row++) {
        struct wish wishes[5];
        size_t count = wishes_of(seating, row, wishes);
        for (uint32_t t = 0; t < seating->table_count; t++) {
            int32_t cost =
                can_walk(seating, seating->rows[row], seating->tables[t]) ? 0 : FORBIDDEN;
            for (size_t i = 0; i < count; i++) {
                cost -= wishes[i].table == seating->tables[t] ? wishes[i].worth : 0;
            }
            seating->costs[(size_t)row * seating->table_count + t] = cost;
        }
    }
}

/* From the row over the cheapest path to a free table; each table on it changes its row. Tables are
 * counted from 1 here, so that 0 can stand for the row that looks for one. */
static void assign_row(struct seating *seating, uint32_t row)
{
    uint32_t tables = seating->table_count;
    for (uint32_t t = 0; t <= tables; t++) {
        seating->distance[t] = INT64_MAX;
        seating->done[t] = false;
    }
    seating->row_of[0] = row;
    uint32_t at = 0;
    while (seating->row_of[at] != NOBODY) {
        seating->done[at] = true;
        uint32_t from = seating->row_of[at];
        int64_t least = INT64_MAX;
        uint32_t next = 0;
        for (uint32_t t = 1; t <= tables; t++) {
            if (seating->done[t]) {
                continue;
            }
            int64_t reduced = seating->costs[(size_t)from * tables + t - 1] -
                              seating->row_price[from] - seating->table_price[t];
            if (reduced < seating->distance[t]) {
                seating->distance[t] = reduced;
                seating->came_from[t] = at;
            }
            if (seating->distance[t] < least) {
                least = seating->distance[t];
                next = t;
            }
        }
        for (uint32_t t = 0; t <= tables; t++) {
            if (seating->done[t]) {
                seating->row_price[seating->row_of[t]] += least;
                seating->table_price[t] -= least;
            } else {
                seating->distance[t] -= least;
            }
        }
        at = next;
    }
    while (at != 0) {
        seating->row_of[at] = seating->row_of[seating->came_from[at]];
        at = seating->came_from[at];
    }
}

static void assign_exactly(struct seating *seating)
{
    fill_costs(seating);
    for (uint32_t t = 0; t <= seating->table_count; t++) {
        seating->table_price[t] = 0;
        seating->row_of[t] = NOBODY;
    }
    for (uint32_t row = 0; row < seating->row_count; row++) {
        seating->row_price[row] = 0;
        assign_row(seating, row);
    }
    for (uint32_t t = 1; t <= seating->table_count; t++) {
        uint32_t row = seating->row_of[t];
        if (row != NOBODY &&
            seating->costs[(size_t)row * seating->table_count + t - 1] < FORBIDDEN / 2) {
            seating->seats[seating->rows[row]].table = seating->tables[t - 1];
        }
    }
}

/* ---- the quick way ---- */

static int compare_wishes(const void *left, const void *right)
{
    const struct wish *l = left;
    const struct wish *r = right;
    if (l->worth != r->worth) {
        return l->worth > r->worth ? -1 : 1;
    }
    if (l->row != r->row) {
        return l->row < r->row ? -1 : 1;
    }
    return l->table < r->table ? -1 : l->table > r->table;
}

static void seat(struct seating *seating, uint32_t meeting, uint16_t table)
{
    seating->seats[meeting].table = table;
    seating->taken[table - 1] = true;
}

static void assign_quickly(struct seating *seating)
{
    size_t count = 0;
    for (uint32_t row = 0; row < seating->row_count; row++) {
        count += wishes_of(seating, row, &seating->wishes[count]);
    }
    if (count > 0) {
        qsort(seating->wishes, count, sizeof *seating->wishes, compare_wishes);
    }
    for (size_t i = 0; i < count; i++) {
        const struct wish *granted = &seating->wishes[i];
        uint32_t meeting = seating->rows[granted->row];
        if (seating->seats[meeting].table == 0 && !seating->taken[granted->table - 1] &&
            can_walk(seating, meeting, granted->table)) {
            seat(seating, meeting, granted->table);
        }
    }
    uint32_t first = 0;
    for (uint32_t row = 0; row < seating->row_count; row++) {
        uint32_t meeting = seating->rows[row];
        while (first < seating->table_count && seating->taken[seating->tables[first] - 1]) {
            first++;
        }
        for (uint32_t t = first; seating->seats[meeting].table == 0 && t < seating->table_count;
             t++) {
            uint16_t table = seating->tables[t];
            if (!seating->taken[table - 1] && can_walk(seating, meeting, table)) {
                seat(seating, meeting, table);
            }
        }
    }
}

/* ---- slot by slot ---- */

/* Seats what is locked, and collects what else is to be seated and where there is room. */
static void open_slot(struct seating *seating, size_t slot)
{
    const struct mus_timetable_problem *problem = seating->problem;
    seating->row_count = 0;
    seating->table_count = 0;
    for (size_t t = 0; t < problem->table_count; t++) {
        seating->taken[t] =
            problem->table_open != NULL && (problem->table_open[t] >> slot & 1) == 0;
    }
    for (uint32_t p = 0; p < problem->participant_count; p++) {
        uint32_t meeting = meeting_at(seating, p, slot);
        if (meeting == NOBODY || problem->meetings[meeting].a != p ||
            problem->meetings[meeting].place != MUS_PLACE_TABLE) {
            continue;
        }
        if (problem->meetings[meeting].locked_table != 0) {
            seat(seating, meeting, problem->meetings[meeting].locked_table);
        } else {
            seating->rows[seating->row_count++] = meeting;
        }
    }
    for (size_t t = 0; t < problem->table_count; t++) {
        if (!seating->taken[t]) {
            seating->tables[seating->table_count++] = (uint16_t)(t + 1);
        }
    }
}

static void assign_slot(struct seating *seating, size_t slot, uint32_t *unseated)
{
    open_slot(seating, slot);
    if (seating->row_count <= MOST_EXACT && seating->table_count <= MOST_EXACT_TABLES &&
        seating->row_count <= seating->table_count) {
        assign_exactly(seating);
    } else {
        assign_quickly(seating);
    }
    for (uint32_t row = 0; *unseated == NOBODY && row < seating->row_count; row++) {
        if (seating->seats[seating->rows[row]].table == 0) {
            *unseated = seating->rows[row];
        }
    }
}

static bool allocate(struct seating *seating)
{
    const struct mus_timetable_problem *problem = seating->problem;
    size_t places = problem->participant_count * problem->slot_count;
    size_t tables = problem->table_count;
    size_t rows = problem->participant_count / 2 + 1;
    size_t exact_tables = (tables < MOST_EXACT_TABLES ? tables : MOST_EXACT_TABLES) + 1;
    seating->at = mus_alloc(places, sizeof *seating->at);
    seating->rows = mus_alloc(rows, sizeof *seating->rows);
    seating->tables = mus_alloc(tables, sizeof *seating->tables);
    seating->taken = mus_alloc(tables, sizeof *seating->taken);
    seating->wishes = mus_alloc(rows * 5, sizeof *seating->wishes);
    seating->costs = mus_alloc(MOST_EXACT * exact_tables, sizeof *seating->costs);
    seating->row_price = mus_alloc(MOST_EXACT, sizeof *seating->row_price);
    seating->table_price = mus_alloc(exact_tables, sizeof *seating->table_price);
    seating->distance = mus_alloc(exact_tables, sizeof *seating->distance);
    seating->row_of = mus_alloc(exact_tables, sizeof *seating->row_of);
    seating->came_from = mus_alloc(exact_tables, sizeof *seating->came_from);
    seating->done = mus_alloc(exact_tables, sizeof *seating->done);
    return seating->at != NULL && seating->rows != NULL && seating->tables != NULL &&
           seating->taken != NULL && seating->wishes != NULL && seating->costs != NULL &&
           seating->row_price != NULL && seating->table_price != NULL &&
           seating->distance != NULL && seating->row_of != NULL && seating->came_from != NULL &&
           seating->done != NULL;
}

static void release(struct seating *seating)
{
    mus_free(seating->at);
    mus_free(seating->rows);
    mus_free(seating->tables);
    mus_free(seating->taken);
    mus_free(seating->wishes);
    mus_free(seating->costs);
    mus_free(seating->row_price);
    mus_free(seating->table_price);
    mus_free(seating->distance);
    mus_free(seating->row_of);
    mus_free(seating->came_from);
    mus_free(seating->done);
}

static void fill_places(struct seating *seating)
{
    const struct mus_timetable_problem *problem = seating->problem;
    memset(seating->at, 0xFF,
           problem->participant_count * problem->slot_count * sizeof *seating->at);
    for (uint32_t m = 0; m < problem->meeting_count; m++) {
        int16_t slot = seating->seats[m].slot;
        seating->seats[m].table = 0;
        if (slot >= 0) {
            const struct mus_timetable_meeting *of = &problem->meetings[m];
            seating->at[of->a * problem->slot_count + (size_t)slot] = m;
            seating->at[of->b * problem->slot_count + (size_t)slot] = m;
        }
    }
}

enum mus_status mus_tables_assign(const struct mus_timetable_problem *problem, bool keep_standing,
                                  struct mus_timetable_seat *seats, uint32_t *unseated,
                                  struct mus_error *err)
{
    struct seating seating = {.problem = problem, .seats = seats, .keep_standing = keep_standing};
    enum mus_status status = allocate(&seating) ? MUS_OK : mus_fail_memory(err);
    if (status == MUS_OK) {
        fill_places(&seating);
        *unseated = NOBODY;
        for (size_t s = 0; s < problem->slot_count; s++) {
            assign_slot(&seating, s, unseated);
        }
    }
    release(&seating);
    return status;
}

/* ---- one more ---- */

static bool is_free(const struct mus_timetable_problem *problem,
                    const struct mus_timetable_seat *seats, uint32_t slot, uint16_t table)
{
    bool free = problem->table_open == NULL || (problem->table_open[table - 1] >> slot & 1) != 0;
    for (size_t m = 0; free && m < problem->meeting_count; m++) {
        free = seats[m].slot != (int16_t)slot || seats[m].table != table;
    }
    return free;
}

static bool shares_side(const struct mus_timetable_meeting *left,
                        const struct mus_timetable_meeting *right)
{
    return left->a == right->a || left->a == right->b || left->b == right->a || left->b == right->b;
}

static bool is_near(const struct mus_timetable_problem *problem,
                    const struct mus_timetable_seat *seats, uint32_t meeting, uint32_t slot,
                    uint16_t table)
{
    int16_t hall = mus_timetable_hall(problem, meeting, table);
    bool near = true;
    for (size_t m = 0; near && hall >= 0 && m < problem->meeting_count; m++) {
        if (seats[m].slot < 0 || m == meeting ||
            !shares_side(&problem->meetings[m], &problem->meetings[meeting])) {
            continue;
        }
        size_t other = (size_t)seats[m].slot;
        int16_t there = mus_timetable_hall(problem, m, seats[m].table);
        near = other < slot ? mus_timetable_can_walk(problem, other, there, slot, hall)
                            : mus_timetable_can_walk(problem, slot, hall, other, there);
    }
    return near;
}

bool mus_tables_find(const struct mus_timetable_problem *problem,
                     const struct mus_timetable_seat *seats, uint32_t meeting, uint32_t slot,
                     uint16_t *table)
{
    const struct mus_timetable_meeting *of = &problem->meetings[meeting];
    if (of->place != MUS_PLACE_TABLE) {
        *table = 0;
        return is_near(problem, seats, meeting, slot, 0);
    }
    uint32_t first = of->locked_table != 0 ? of->locked_table : 1;
    uint32_t last = of->locked_table != 0 ? of->locked_table : problem->table_count;
    for (uint32_t t = first; t <= last; t++) {
        if (is_free(problem, seats, slot, (uint16_t)t) &&
            is_near(problem, seats, meeting, slot, (uint16_t)t)) {
            *table = (uint16_t)t;
            return true;
        }
    }
    return false;
}
