/* Halls, where there is not always time to walk between them.
 *
 * A meeting at a booth is in the hall of the booth, one at a locked table in the hall of the table.
 * One at any table can be in each hall that has tables: in(m, h), and then the tables of a hall are
 * counted for each slot by themselves, since who can walk where depends on them. is_in(p, s, h)
 * says that participant p is in hall h in slot s; of two that cannot be walked between, one is
 * false. */
#include "matcher/proof/encode.h"

#include <string.h>

enum {
    NOWHERE = MUS_TIMETABLE_MAX_HALLS, /* the hall of tables that are in none */
    PLACES
};

struct halls {
    struct mus_encoding *encoding;
    uint32_t with_tables; /* places that have tables, as bits */
    int *in;    /* meeting × place: at a table there; 0: never. For those at tables only */
    int *is_in; /* slot × hall of one participant */
};

static unsigned place_of_table(const struct mus_timetable_problem *problem, size_t table)
{
    int16_t hall =
        problem->table_halls == NULL ? MUS_TIMETABLE_NO_HALL : problem->table_halls[table];
    return hall < 0 ? NOWHERE : (unsigned)hall;
}

static bool two_or_more(uint32_t bits)
{
    return (bits & (bits - 1)) != 0;
}

/* Whether there are two slots and two halls between which nobody can walk. */
static bool walking_matters(const struct mus_timetable_problem *problem)
{
    for (size_t second = 1; problem->walk_minutes != NULL && second < problem->slot_count;
         second++) {
        for (size_t ways = 0; ways < problem->hall_count * problem->hall_count; ways++) {
            int16_t from = (int16_t)(ways / problem->hall_count);
            int16_t to = (int16_t)(ways % problem->hall_count);
            for (size_t first = 0; first < second; first++) {
                if (!mus_timetable_can_walk(problem, first, from, second, to)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* ---- which tables ---- */

static void encode_place(struct halls *halls, uint32_t m)
{
    struct mus_encoding *encoding = halls->encoding;
    const struct mus_timetable_problem *problem = encoding->problem;
    int *in = &halls->in[(size_t)m * PLACES];
    int somewhere[PLACES];
    size_t count = 0;
    for (unsigned place = 0; place < PLACES; place++) {
        if (halls->with_tables >> place & 1) {
            in[place] = two_or_more(halls->with_tables) ? mus_sat_variable(encoding->sat)
                                                        : mus_sat_true(encoding->sat);
            somewhere[count++] = in[place];
        }
    }
    if (count > 0) {
        mus_sat_add(encoding->sat, somewhere, count);
    }
    if (problem->meetings[m].locked_table == 0) {
        return;
    }
    int unless = encoding->unless_locked[m];
    unsigned locked = place_of_table(problem, problem->meetings[m].locked_table - 1);
    for (unsigned place = 0; place < PLACES; place++) {
        if (in[place] != 0 && place != locked) {
            mus_sat_add2(encoding->sat, unless, -in[place]);
        }
    }
}

static size_t open_tables(const struct mus_timetable_problem *problem, size_t slot, unsigned place)
{
    size_t open = 0;
    for (size_t t = 0; t < problem->table_count; t++) {
        open += place_of_table(problem, t) == place &&
                (problem->table_open == NULL || (problem->table_open[t] >> slot & 1));
    }
    return open;
}

static bool encode_tables_of(struct halls *halls, size_t s, unsigned place, int unless)
{
    struct mus_encoding *encoding = halls->encoding;
    const struct mus_timetable_problem *problem = encoding->problem;
    int *literals = mus_arena_alloc(&encoding->arena, problem->meeting_count, sizeof *literals);
    if (literals == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        int held = mus_encoding_held(encoding, m)[s];
        int in = halls->in[m * PLACES + place];
        if (held != 0 && in != 0) {
            literals[count] = mus_sat_variable(encoding->sat);
            mus_sat_add3(encoding->sat, -held, -in, literals[count++]);
        }
    }
    size_t most = open_tables(problem, s, place);
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

static bool encode_tables(struct halls *halls)
{
    struct mus_encoding *encoding = halls->encoding;
    bool done = true;
    for (size_t s = 0; done && s < encoding->problem->slot_count; s++) {
        int unless = mus_encode_unless_tables(encoding, s);
        done = unless != 0;
        for (unsigned place = 0; done && place < PLACES; place++) {
            if ((halls->with_tables >> place & 1) && !mus_sat_full(encoding->sat)) {
                done = encode_tables_of(halls, s, place, unless);
            }
        }
    }
    return done;
}

/* ---- who walks ---- */

static void mark(struct halls *halls, size_t s, unsigned place, int held, int in)
{
    struct mus_sat *sat = halls->encoding->sat;
    int *is_in = &halls->is_in[s * PLACES + place];
    *is_in = *is_in == 0 ? mus_sat_variable(sat) : *is_in;
    mus_sat_add3(sat, -held, -in, *is_in);
}

static void mark_meeting(struct halls *halls, uint32_t m)
{
    const struct mus_encoding *encoding = halls->encoding;
    const struct mus_timetable_problem *problem = encoding->problem;
    bool at_table = problem->meetings[m].place == MUS_PLACE_TABLE;
    int16_t booth = at_table ? MUS_TIMETABLE_NO_HALL : mus_timetable_hall(problem, m, 0);
    for (size_t s = 0; s < problem->slot_count; s++) {
        int held = mus_encoding_held(encoding, m)[s];
        if (held != 0 && booth >= 0) {
            mark(halls, s, (unsigned)booth, held, mus_sat_true(encoding->sat));
        }
        for (unsigned place = 0; held != 0 && place < NOWHERE; place++) {
            int in = halls->in[(size_t)m * PLACES + place];
            if (in != 0) {
                mark(halls, s, place, held, in);
            }
        }
    }
}

static void forbid_ways(struct halls *halls, size_t first, size_t second, int unless)
{
    const struct mus_timetable_problem *problem = halls->encoding->problem;
    for (size_t from = 0; from < problem->hall_count; from++) {
        for (size_t to = 0; to < problem->hall_count; to++) {
            int leaves = halls->is_in[first * PLACES + from];
            int arrives = halls->is_in[second * PLACES + to];
            if (leaves != 0 && arrives != 0 &&
                !mus_timetable_can_walk(problem, first, (int16_t)from, second, (int16_t)to)) {
                mus_sat_add3(halls->encoding->sat, unless, -leaves, -arrives);
            }
        }
    }
}

static bool encode_walks(struct halls *halls, uint32_t p)
{
    struct mus_encoding *encoding = halls->encoding;
    size_t slots = encoding->problem->slot_count;
    const uint32_t *begin = &encoding->meetings_begin[p];
    if (begin[1] - begin[0] < 2) {
        return true;
    }
    int unless = mus_encode_unless(encoding, mus_demand_of_participant(MUS_DEMAND_WALKING, p));
    memset(halls->is_in, 0, slots * PLACES * sizeof *halls->is_in);
    for (uint32_t i = begin[0]; i < begin[1]; i++) {
        mark_meeting(halls, encoding->meetings[i]);
    }
    for (size_t second = 1; unless != 0 && second < slots; second++) {
        for (size_t first = 0; first < second; first++) {
            forbid_ways(halls, first, second, unless);
        }
    }
    return unless != 0;
}

bool mus_encode_walking(struct mus_encoding *encoding)
{
    const struct mus_timetable_problem *problem = encoding->problem;
    if (!walking_matters(problem)) {
        return true;
    }
    struct halls halls = {.encoding = encoding};
    for (size_t t = 0; t < problem->table_count; t++) {
        halls.with_tables |= 1U << place_of_table(problem, t);
    }
    halls.in = mus_arena_alloc(&encoding->arena, problem->meeting_count, PLACES * sizeof(int));
    halls.is_in = mus_arena_alloc(&encoding->arena, problem->slot_count, PLACES * sizeof(int));
    if (halls.in == NULL || halls.is_in == NULL) {
        return false;
    }
    for (uint32_t m = 0; m < problem->meeting_count; m++) {
        if (problem->meetings[m].place == MUS_PLACE_TABLE) {
            encode_place(&halls, m);
        }
    }
    bool done = !two_or_more(halls.with_tables) || encode_tables(&halls);
    for (uint32_t p = 0; done && p < problem->participant_count && !mus_sat_full(encoding->sat);
         p++) {
        done = encode_walks(&halls, p);
    }
    return done;
}
