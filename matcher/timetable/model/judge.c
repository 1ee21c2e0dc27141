/* The judge of timetables. It knows the rules by their plain definition only, and shares nothing
 * with those who make timetables but the definitions of problem.h: what it lets pass is legal. */
#include "matcher/timetable/model/problem.h"

#include "base/mem.h"

#include <string.h>

#define NOBODY UINT32_MAX

struct judge {
    const struct mus_timetable_problem *problem;
    const struct mus_timetable_seat *seats;
    uint32_t *at;    /* participant × slot: the meeting there, or NOBODY */
    uint32_t *table; /* slot × table: the same */
    uint32_t *load;  /* of each slot: meetings at shared tables */
    uint32_t (*languages)[MUS_TIMETABLE_MAX_LANGUAGES + 1]; /* of each slot: meetings in language */
};

static enum mus_status judge_time(const struct judge *judge, size_t m, struct mus_error *err)
{
    const struct mus_timetable_problem *problem = judge->problem;
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    int16_t slot = judge->seats[m].slot;
    if (slot < 0 || (size_t)slot >= problem->slot_count) {
        return mus_fail(err, MUS_NO, "meetings[%zu]: no slot %d", m, slot);
    }
    if ((meeting->session >> slot & 1) == 0) {
        return mus_fail(err, MUS_NO, "meetings[%zu]: slot %d is not of its session", m, slot);
    }
    if (meeting->locked_slot >= 0 && meeting->locked_slot != slot) {
        return mus_fail(err, MUS_NO, "meetings[%zu]: in slot %d, locked in slot %d", m, slot,
                        meeting->locked_slot);
    }
    return MUS_OK;
}

static enum mus_status take_place(struct judge *judge, size_t m, uint32_t participant,
                                  struct mus_error *err)
{
    size_t slot = (size_t)judge->seats[m].slot;
    if ((judge->problem->participants[participant].available >> slot & 1) == 0) {
        return mus_fail(err, MUS_NO, "meetings[%zu]: participant %u cannot come in slot %zu", m,
                        participant, slot);
    }
    uint32_t *at = &judge->at[participant * judge->problem->slot_count + slot];
    if (*at != NOBODY) {
        return mus_fail(err, MUS_NO,
                        "meetings[%zu]: participant %u is in meetings[%u] as well in slot %zu", m,
                        participant, *at, slot);
    }
    *at = (uint32_t)m;
    return MUS_OK;
}

static enum mus_status take_table(struct judge *judge, size_t m, struct mus_error *err)
{
    const struct mus_timetable_problem *problem = judge->problem;
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    uint16_t table = judge->seats[m].table;
    size_t slot = (size_t)judge->seats[m].slot;
    if (meeting->place != MUS_PLACE_TABLE) {
        return table == 0
                   ? MUS_OK
                   : mus_fail(err, MUS_NO, "meetings[%zu]: at table %u, but needs none", m, table);
    }
    if (table == 0 || table > problem->table_count) {
        return mus_fail(err, MUS_NO, "meetings[%zu]: no table %u", m, table);
    }
    if (meeting->locked_table != 0 && meeting->locked_table != table) {
        return mus_fail(err, MUS_NO, "meetings[%zu]: at table %u, locked at table %u", m, table,
                        meeting->locked_table);
    }
    if (problem->table_open != NULL && (problem->table_open[table - 1] >> slot & 1) == 0) {
        return mus_fail(err, MUS_NO, "meetings[%zu]: table %u is closed in slot %zu", m, table,
                        slot);
    }
    uint32_t *at = &judge->table[slot * problem->table_count + table - 1];
    if (*at != NOBODY) {
        return mus_fail(err, MUS_NO, "meetings[%zu]: table %u is taken by meetings[%u] in slot %zu",
                        m, table, *at, slot);
    }
    *at = (uint32_t)m;
    judge->load[slot]++;
    return MUS_OK;
}

static enum mus_status judge_after(const struct judge *judge, size_t m, struct mus_error *err)
{
    const struct mus_timetable_meeting *meeting = &judge->problem->meetings[m];
    for (uint32_t i = 0; i < meeting->after_count; i++) {
        uint32_t earlier = judge->problem->after[meeting->after_begin + i];
        if (judge->seats[earlier].slot >= judge->seats[m].slot) {
            return mus_fail(err, MUS_NO, "meetings[%zu]: in slot %d, but meetings[%u] in slot %d",
                            m, judge->seats[m].slot, earlier, judge->seats[earlier].slot);
        }
    }
    return MUS_OK;
}

static enum mus_status judge_meeting(struct judge *judge, size_t m, struct mus_error *err)
{
    const struct mus_timetable_meeting *meeting = &judge->problem->meetings[m];
    if (judge->seats[m].slot == -1) {
        return judge->seats[m].table == 0
                   ? MUS_OK
                   : mus_fail(err, MUS_NO, "meetings[%zu]: at table %u, but left out", m,
                              judge->seats[m].table);
    }
    enum mus_status status = judge_time(judge, m, err);
    if (status == MUS_OK) {
        status = take_place(judge, m, meeting->a, err);
    }
    if (status == MUS_OK) {
        status = take_place(judge, m, meeting->b, err);
    }
    if (status == MUS_OK) {
        status = take_table(judge, m, err);
    }
    if (status == MUS_OK) {
        judge->languages[judge->seats[m].slot][meeting->language]++;
        status = judge_after(judge, m, err);
    }
    return status;
}

/* Interpreters can be given to meetings if and only if, for every set of languages, there are as
 * many who speak one of them as meetings that ask for one of them (Hall's theorem). */
static enum mus_status judge_interpreters(const struct judge *judge, size_t slot,
                                          struct mus_error *err)
{
    for (unsigned set = 1; set < 1U << MUS_TIMETABLE_MAX_LANGUAGES; set++) {
        uint32_t asked = 0;
        for (unsigned l = 0; l < MUS_TIMETABLE_MAX_LANGUAGES; l++) {
            asked += (set >> l & 1) ? judge->languages[slot][l + 1] : 0;
        }
        if (asked > 0 && asked > mus_timetable_interpreters(judge->problem, slot, set)) {
            return mus_fail(err, MUS_NO,
                            "slots[%zu]: %u meetings ask for interpreters, there are %u for them",
                            slot, asked, mus_timetable_interpreters(judge->problem, slot, set));
        }
    }
    return MUS_OK;
}

static enum mus_status judge_slots(const struct judge *judge, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t s = 0; status == MUS_OK && s < judge->problem->slot_count; s++) {
        status = judge->load[s] <= judge->problem->slots[s].tables
                     ? judge_interpreters(judge, s, err)
                     : mus_fail(err, MUS_NO, "slots[%zu]: %u meetings at %u tables", s,
                                judge->load[s], judge->problem->slots[s].tables);
    }
    return status;
}

static int16_t hall_of(const struct judge *judge, uint32_t meeting)
{
    return mus_timetable_hall(judge->problem, meeting, judge->seats[meeting].table);
}

static enum mus_status judge_walking(const struct judge *judge, uint32_t participant,
                                     struct mus_error *err)
{
    const struct mus_timetable_problem *problem = judge->problem;
    const uint32_t *at = &judge->at[participant * problem->slot_count];
    for (size_t second = 1; second < problem->slot_count; second++) {
        for (size_t first = 0; at[second] != NOBODY && first < second; first++) {
            if (at[first] != NOBODY &&
                !mus_timetable_can_walk(problem, first, hall_of(judge, at[first]), second,
                                        hall_of(judge, at[second]))) {
                return mus_fail(
                    err, MUS_NO,
                    "meetings[%u]: participant %u has no time to walk from meetings[%u]",
                    at[second], participant, at[first]);
            }
        }
    }
    return MUS_OK;
}

static uint32_t breaks_of(const struct judge *judge, uint32_t participant)
{
    const struct mus_timetable_problem *problem = judge->problem;
    const uint32_t *at = &judge->at[participant * problem->slot_count];
    uint32_t breaks = 0;
    int last = -1;
    for (int s = 0; s < (int)problem->slot_count; s++) {
        if (at[s] == NOBODY) {
            continue;
        }
        breaks += last >= 0 && s != last + 1 && problem->slots[s].day == problem->slots[last].day;
        last = s;
    }
    return breaks;
}

static enum mus_status judge_participants(const struct judge *judge,
                                          struct mus_timetable_figures *figures,
                                          struct mus_error *err)
{
    const struct mus_timetable_problem *problem = judge->problem;
    figures->fewest_breaks = problem->participant_count > 0 ? UINT32_MAX : 0;
    for (uint32_t p = 0; p < problem->participant_count; p++) {
        if (problem->walk_minutes != NULL) {
            enum mus_status status = judge_walking(judge, p, err);
            if (status != MUS_OK) {
                return status;
            }
        }
        uint32_t breaks = breaks_of(judge, p);
        figures->breaks += breaks;
        figures->fewest_breaks = breaks < figures->fewest_breaks ? breaks : figures->fewest_breaks;
        figures->most_breaks = breaks > figures->most_breaks ? breaks : figures->most_breaks;
    }
    if (figures->most_breaks - figures->fewest_breaks > problem->max_break_difference) {
        return mus_fail(err, MUS_NO, "breaks: one participant has %u, another %u, at most %u apart",
                        figures->most_breaks, figures->fewest_breaks,
                        problem->max_break_difference);
    }
    return MUS_OK;
}

static void count_meeting(const struct judge *judge, size_t m,
                          struct mus_timetable_figures *figures)
{
    const struct mus_timetable_meeting *meeting = &judge->problem->meetings[m];
    if (judge->seats[m].slot < 0) {
        figures->left_out++;
        figures->left_out_weight += meeting->weight;
    }
    figures->moved += meeting->standing_slot >= 0 && judge->seats[m].slot != meeting->standing_slot;
}

static enum mus_status judge_all(struct judge *judge, struct mus_timetable_figures *figures,
                                 struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t m = 0; status == MUS_OK && m < judge->problem->meeting_count; m++) {
        status = judge_meeting(judge, m, err);
        count_meeting(judge, m, figures);
    }
    if (status == MUS_OK) {
        status = judge_slots(judge, err);
    }
    return status == MUS_OK ? judge_participants(judge, figures, err) : status;
}

static enum mus_status open_judge(struct judge *judge, struct mus_error *err)
{
    const struct mus_timetable_problem *problem = judge->problem;
    size_t places = problem->participant_count * problem->slot_count;
    size_t tables = problem->table_count * problem->slot_count;
    judge->at = mus_alloc(places, sizeof *judge->at);
    judge->table = mus_alloc(tables, sizeof *judge->table);
    judge->load = mus_alloc_zero(problem->slot_count, sizeof *judge->load);
    judge->languages = mus_alloc_zero(problem->slot_count, sizeof *judge->languages);
    if (judge->at == NULL || judge->table == NULL || judge->load == NULL ||
        judge->languages == NULL) {
        return mus_fail_memory(err);
    }
    memset(judge->at, 0xFF, places * sizeof *judge->at);
    memset(judge->table, 0xFF, tables * sizeof *judge->table);
    return MUS_OK;
}

enum mus_status mus_timetable_judge(const struct mus_timetable_problem *problem,
                                    const struct mus_timetable_seat *seats,
                                    struct mus_timetable_figures *figures, struct mus_error *err)
{
    struct judge judge = {.problem = problem, .seats = seats};
    struct mus_timetable_figures counted = {0};
    enum mus_status status = open_judge(&judge, err);
    if (status == MUS_OK) {
        status = judge_all(&judge, &counted, err);
    }
    mus_free(judge.at);
    mus_free(judge.table);
    mus_free(judge.load);
    mus_free(judge.languages);
    if (status == MUS_OK && figures != NULL) {
        *figures = counted;
    }
    return status;
}
