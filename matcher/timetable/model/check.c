/* The form of a timetabling problem. What it demands may still be impossible. */
#include "matcher/timetable/model/problem.h"

#include "base/mem.h"

#include <stdlib.h>

static enum mus_status check_count(size_t count, size_t most, const char *what,
                                   struct mus_error *err)
{
    return count <= most ? MUS_OK
                         : mus_fail(err, MUS_LIMIT, "%s: %zu of them, at most %zu are taken", what,
                                    count, most);
}

static enum mus_status check_counts(const struct mus_timetable_problem *problem,
                                    struct mus_error *err)
{
    if (problem->slot_count == 0) {
        return mus_fail(err, MUS_INVALID, "slots: there is none");
    }
    const struct {
        size_t count, most;
        const char *what;
    } limits[] = {
        {problem->slot_count, MUS_TIMETABLE_MAX_SLOTS, "slots"},
        {problem->table_count, MUS_TIMETABLE_MAX_TABLES, "tables"},
        {problem->participant_count, MUS_TIMETABLE_MAX_PARTICIPANTS, "participants"},
        {problem->meeting_count, MUS_TIMETABLE_MAX_MEETINGS, "meetings"},
        {problem->interpreter_count, MUS_TIMETABLE_MAX_INTERPRETERS, "interpreters"},
        {problem->hall_count, MUS_TIMETABLE_MAX_HALLS, "halls"},
    };
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < sizeof limits / sizeof limits[0]; i++) {
        status = check_count(limits[i].count, limits[i].most, limits[i].what, err);
    }
    return status;
}

static bool has_time(const struct mus_timetable_slot *slot)
{
    return slot->start != 0 || slot->minutes != 0;
}

static enum mus_status check_slot(const struct mus_timetable_problem *problem, size_t s,
                                  struct mus_error *err)
{
    const struct mus_timetable_slot *slot = &problem->slots[s];
    if (slot->tables > problem->table_count) {
        return mus_fail(err, MUS_INVALID, "slots[%zu].tables: %u, but there are %u in all", s,
                        slot->tables, problem->table_count);
    }
    if (slot->start + slot->minutes > 24 * 60) {
        return mus_fail(err, MUS_INVALID, "slots[%zu]: ends after midnight", s);
    }
    if (s == 0) {
        return MUS_OK;
    }
    const struct mus_timetable_slot *before = slot - 1;
    if (slot->day < before->day) {
        return mus_fail(err, MUS_INVALID, "slots[%zu].day: %u comes after day %u", s, slot->day,
                        before->day);
    }
    if (slot->day == before->day && has_time(slot) && has_time(before) &&
        slot->start < before->start + before->minutes) {
        return mus_fail(err, MUS_INVALID, "slots[%zu].start: before the end of slots[%zu]", s,
                        s - 1);
    }
    return MUS_OK;
}

static enum mus_status check_hall(int16_t hall, size_t hall_count, const char *what, size_t at,
                                  struct mus_error *err)
{
    if (hall != MUS_TIMETABLE_NO_HALL && (hall < 0 || (size_t)hall >= hall_count)) {
        return mus_fail(err, MUS_INVALID, "%s[%zu].hall: no hall %d", what, at, hall);
    }
    return MUS_OK;
}

static enum mus_status check_walks(const struct mus_timetable_problem *problem,
                                   struct mus_error *err)
{
    if (problem->walk_minutes == NULL) {
        return MUS_OK;
    }
    for (size_t i = 0; i < problem->hall_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (problem->walk_minutes[i * problem->hall_count + j] !=
                problem->walk_minutes[j * problem->hall_count + i]) {
                return mus_fail(err, MUS_INVALID,
                                "walk_minutes[%zu][%zu]: not the same as the way back", i, j);
            }
        }
    }
    return MUS_OK;
}

static enum mus_status check_places(const struct mus_timetable_problem *problem,
                                    struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t s = 0; status == MUS_OK && s < problem->slot_count; s++) {
        status = check_slot(problem, s, err);
    }
    for (size_t p = 0; status == MUS_OK && p < problem->participant_count; p++) {
        status =
            check_hall(problem->participants[p].hall, problem->hall_count, "participants", p, err);
    }
    for (size_t t = 0; status == MUS_OK && problem->table_halls != NULL && t < problem->table_count;
         t++) {
        status = check_hall(problem->table_halls[t], problem->hall_count, "tables", t, err);
    }
    return status == MUS_OK ? check_walks(problem, err) : status;
}

static enum mus_status check_after(const struct mus_timetable_problem *problem, size_t m,
                                   struct mus_error *err)
{
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    for (uint32_t i = 0; i < meeting->after_count; i++) {
        uint32_t earlier = problem->after[meeting->after_begin + i];
        if (earlier >= problem->meeting_count) {
            return mus_fail(err, MUS_INVALID, "meetings[%zu].after[%u]: no meeting %u", m, i,
                            earlier);
        }
        if (earlier == m) {
            return mus_fail(err, MUS_INVALID, "meetings[%zu].after[%u]: the meeting itself", m, i);
        }
    }
    return MUS_OK;
}

static bool is_slot(const struct mus_timetable_problem *problem, int16_t slot)
{
    return slot == -1 || (slot >= 0 && (size_t)slot < problem->slot_count);
}

static enum mus_status check_sides(const struct mus_timetable_problem *problem, size_t m,
                                   struct mus_error *err)
{
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    const uint32_t sides[] = {meeting->a, meeting->b};
    for (size_t i = 0; i < 2; i++) {
        if (sides[i] >= problem->participant_count) {
            return mus_fail(err, MUS_INVALID, "meetings[%zu].%c: no participant %u", m,
                            i == 0 ? 'a' : 'b', sides[i]);
        }
    }
    return meeting->a != meeting->b
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "meetings[%zu]: participant %u meets itself", m,
                          meeting->a);
}

static enum mus_status check_meeting(const struct mus_timetable_problem *problem, size_t m,
                                     struct mus_error *err)
{
    const struct mus_timetable_meeting *meeting = &problem->meetings[m];
    enum mus_status status = check_sides(problem, m, err);
    if (status != MUS_OK) {
        return status;
    }
    if (!is_slot(problem, meeting->locked_slot)) {
        return mus_fail(err, MUS_INVALID, "meetings[%zu].locked_slot: no slot %d", m,
                        meeting->locked_slot);
    }
    if (!is_slot(problem, meeting->standing_slot)) {
        return mus_fail(err, MUS_INVALID, "meetings[%zu].standing_slot: no slot %d", m,
                        meeting->standing_slot);
    }
    if (meeting->place > MUS_PLACE_ONLINE) {
        return mus_fail(err, MUS_INVALID, "meetings[%zu].place: no such place %u", m,
                        meeting->place);
    }
    if (meeting->locked_table > problem->table_count) {
        return mus_fail(err, MUS_INVALID, "meetings[%zu].locked_table: no table %u", m,
                        meeting->locked_table);
    }
    if (meeting->locked_table != 0 && meeting->place != MUS_PLACE_TABLE) {
        return mus_fail(err, MUS_INVALID, "meetings[%zu].locked_table: it is at no shared table",
                        m);
    }
    if (meeting->standing_table > problem->table_count) {
        return mus_fail(err, MUS_INVALID, "meetings[%zu].standing_table: no table %u", m,
                        meeting->standing_table);
    }
    if (meeting->language > MUS_TIMETABLE_MAX_LANGUAGES) {
        return mus_fail(err, MUS_INVALID, "meetings[%zu].language: no language %u", m,
                        meeting->language);
    }
    return check_after(problem, m, err);
}

/* ---- locks at one table of one slot ---- */

struct lock {
    uint16_t table;
    int16_t slot;
    uint32_t meeting;
};

static int compare_locks(const void *left, const void *right)
{
    const struct lock *l = left;
    const struct lock *r = right;
    if (l->table != r->table) {
        return l->table < r->table ? -1 : 1;
    }
    if (l->slot != r->slot) {
        return l->slot < r->slot ? -1 : 1;
    }
    return l->meeting < r->meeting ? -1 : l->meeting > r->meeting;
}

static size_t collect_locks(const struct mus_timetable_problem *problem, struct lock *locks)
{
    size_t count = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &problem->meetings[m];
        if (meeting->locked_table != 0 && meeting->locked_slot >= 0) {
            if (locks != NULL) {
                locks[count] =
                    (struct lock){meeting->locked_table, meeting->locked_slot, (uint32_t)m};
            }
            count++;
        }
    }
    return count;
}

static enum mus_status check_locks(const struct mus_timetable_problem *problem,
                                   struct mus_error *err)
{
    size_t count = collect_locks(problem, NULL);
    if (count < 2) {
        return MUS_OK;
    }
    struct lock *locks = mus_alloc(count, sizeof *locks);
    if (locks == NULL) {
        return mus_fail_memory(err);
    }
    (void)collect_locks(problem, locks);
    qsort(locks, count, sizeof *locks, compare_locks);
    enum mus_status status = MUS_OK;
    for (size_t i = 1; status == MUS_OK && i < count; i++) {
        if (locks[i].table == locks[i - 1].table && locks[i].slot == locks[i - 1].slot) {
            status = mus_fail(
                err, MUS_INVALID, "meetings[%u]: locked at table %u in slot %d, as is meetings[%u]",
                locks[i].meeting, locks[i].table, locks[i].slot, locks[i - 1].meeting);
        }
    }
    mus_free(locks);
    return status;
}

/* ---- cycles ---- */

/* Takes away, again and again, a meeting that comes before nothing that is left. What cannot be
 * taken away leads to a cycle. `later` counts for each meeting those left that must come after it.
 * Returns how many were taken into `order`. */
static size_t take_away(const struct mus_timetable_problem *problem, uint32_t *later,
                        uint32_t *order)
{
    for (size_t m = 0; m < problem->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &problem->meetings[m];
        for (uint32_t i = 0; i < meeting->after_count; i++) {
            later[problem->after[meeting->after_begin + i]]++;
        }
    }
    size_t taken = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        if (later[m] == 0) {
            order[taken++] = (uint32_t)m;
        }
    }
    for (size_t next = 0; next < taken; next++) {
        const struct mus_timetable_meeting *meeting = &problem->meetings[order[next]];
        for (uint32_t i = 0; i < meeting->after_count; i++) {
            uint32_t earlier = problem->after[meeting->after_begin + i];
            if (--later[earlier] == 0) {
                order[taken++] = earlier;
            }
        }
    }
    return taken;
}

/* The smallest meeting of a cycle, given which are left. From a meeting that is left, some meeting
 * that must come after it is left too: `next` keeps one; whoever walks long enough is in a cycle.
 */
static uint32_t meeting_of_cycle(const struct mus_timetable_problem *problem, const uint32_t *later,
                                 uint32_t *next)
{
    uint32_t at = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &problem->meetings[m];
        for (uint32_t i = 0; later[m] > 0 && i < meeting->after_count; i++) {
            next[problem->after[meeting->after_begin + i]] = (uint32_t)m;
        }
        at = later[m] > 0 ? (uint32_t)m : at;
    }
    for (size_t i = 0; i < problem->meeting_count; i++) {
        at = next[at];
    }
    uint32_t smallest = at;
    for (uint32_t m = next[at]; m != at; m = next[m]) {
        smallest = m < smallest ? m : smallest;
    }
    return smallest;
}

static enum mus_status check_order(const struct mus_timetable_problem *problem,
                                   struct mus_error *err)
{
    bool any = false;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        any = any || problem->meetings[m].after_count > 0;
    }
    if (!any) {
        return MUS_OK;
    }
    uint32_t *later = mus_alloc_zero(problem->meeting_count, sizeof *later);
    uint32_t *order = mus_alloc(problem->meeting_count, sizeof *order);
    enum mus_status status = MUS_OK;
    if (later == NULL || order == NULL) {
        status = mus_fail_memory(err);
    } else if (take_away(problem, later, order) < problem->meeting_count) {
        status = mus_fail(err, MUS_INVALID, "meetings[%u].after: leads back to itself",
                          meeting_of_cycle(problem, later, order));
    }
    mus_free(later);
    mus_free(order);
    return status;
}

enum mus_status mus_timetable_check_problem(const struct mus_timetable_problem *problem,
                                            struct mus_error *err)
{
    enum mus_status status = check_counts(problem, err);
    if (status == MUS_OK) {
        status = check_places(problem, err);
    }
    for (size_t m = 0; status == MUS_OK && m < problem->meeting_count; m++) {
        status = check_meeting(problem, m, err);
    }
    if (status == MUS_OK) {
        status = check_locks(problem, err);
    }
    return status == MUS_OK ? check_order(problem, err) : status;
}
