/* What can be said of the meetings of a timetabling problem only when all of them are read. */
#include <stdlib.h>

#include "base/mem.h"
#include "fair/format/timetable_reading.h"

/* ---- which are earlier ---- */

/* `listed[m]` is one more than the last meeting in whose list m stood. */
static enum mus_status resolve_meeting(struct mus_timetable_reading *reading, uint32_t m,
                                       uint32_t *listed, struct mus_error *err)
{
    const struct mus_timetable_meeting *meeting = &reading->meetings[m].meeting;
    for (uint32_t i = 0; i < meeting->after_count; i++) {
        const struct mus_text id = reading->after_ids[meeting->after_begin + i];
        const uint32_t earlier = mus_problem_ids_find(&reading->meetings_by_id, id);
        const char *fault = earlier == MUS_PROBLEM_NONE ? "is no meeting"
                            : earlier == m              ? "is the meeting itself"
                            : listed[earlier] == m + 1  ? "is listed twice"
                                                        : NULL;
        if (fault != NULL) {
            return mus_fail(err, MUS_INVALID, "meetings[%u].after[%u]: \"%.*s\" %s", m, i,
                            MUS_TEXT_SHORT_ARG(id), fault);
        }
        listed[earlier] = m + 1;
        reading->after[meeting->after_begin + i] = earlier;
    }
    return MUS_OK;
}

static enum mus_status resolve_after(struct mus_timetable_reading *reading, struct mus_error *err)
{
    uint32_t *listed = mus_alloc_zero(reading->meeting_count, sizeof *listed);
    reading->after = mus_alloc(reading->after_count, sizeof *reading->after);
    enum mus_status status =
        listed == NULL || reading->after == NULL ? mus_fail_memory(err) : MUS_OK;
    for (uint32_t m = 0; status == MUS_OK && m < reading->meeting_count; m++) {
        status = resolve_meeting(reading, m, listed, err);
    }
    mus_free(listed);
    return status;
}

/* ---- cycles ---- */

enum { UNSEEN, ON_PATH, DONE };

/* A walk into the depth without recursion: the path from where it began, and of each meeting on it
 * how many of its earlier ones were seen. */
struct walk {
    uint32_t *path;
    uint32_t *seen;
    uint8_t *state;
    size_t depth;
};

static enum mus_status say_cycle(const struct mus_timetable_reading *reading, const uint32_t *cycle,
                                 size_t count, struct mus_error *err)
{
    enum { SHOWN = 8 };
    size_t first = 0;
    for (size_t i = 1; i < count; i++) {
        first = cycle[i] < cycle[first] ? i : first;
    }
    struct mus_buf words = {0};
    for (size_t i = 0; i <= count && i < SHOWN; i++) {
        const struct mus_text id = reading->meeting_ids[cycle[(first + i) % count]];
        mus_buf_printf(&words, "%s%.*s", i == 0 ? "" : " after ", MUS_TEXT_ARG(id));
    }
    mus_buf_add_z(&words, count >= SHOWN ? " after …" : "");
    enum mus_status status = mus_buf_check(&words, err);
    if (status == MUS_OK) {
        status = mus_fail(err, MUS_INVALID, "meetings[%u].after: leads back to itself: %s",
                          cycle[first], words.data);
    }
    mus_buf_done(&words);
    return status;
}

/* Walks from this meeting to all that must be earlier. */
static enum mus_status walk_from(const struct mus_timetable_reading *reading, uint32_t begin,
                                 struct walk *walk, struct mus_error *err)
{
    walk->path[0] = begin;
    walk->seen[0] = 0;
    walk->state[begin] = ON_PATH;
    for (walk->depth = 1; walk->depth > 0;) {
        const size_t top = walk->depth - 1;
        const struct mus_timetable_meeting *meeting = &reading->meetings[walk->path[top]].meeting;
        if (walk->seen[top] == meeting->after_count) {
            walk->state[walk->path[top]] = DONE;
            walk->depth--;
            continue;
        }
        const uint32_t earlier = reading->after[meeting->after_begin + walk->seen[top]++];
        if (walk->state[earlier] == ON_PATH) {
            size_t from = top;
            while (walk->path[from] != earlier) {
                from--;
            }
            return say_cycle(reading, walk->path + from, walk->depth - from, err);
        }
        if (walk->state[earlier] == UNSEEN) {
            walk->state[earlier] = ON_PATH;
            walk->path[walk->depth] = earlier;
            walk->seen[walk->depth++] = 0;
        }
    }
    return MUS_OK;
}

static enum mus_status check_cycles(const struct mus_timetable_reading *reading,
                                    struct mus_error *err)
{
    struct walk walk = {
        .path = mus_alloc(reading->meeting_count, sizeof *walk.path),
        .seen = mus_alloc(reading->meeting_count, sizeof *walk.seen),
        .state = mus_alloc_zero(reading->meeting_count, sizeof *walk.state),
    };
    enum mus_status status = walk.path == NULL || walk.seen == NULL || walk.state == NULL
                                 ? mus_fail_memory(err)
                                 : MUS_OK;
    for (uint32_t m = 0; status == MUS_OK && m < reading->meeting_count; m++) {
        if (walk.state[m] == UNSEEN) {
            status = walk_from(reading, m, &walk, err);
        }
    }
    mus_free(walk.path);
    mus_free(walk.seen);
    mus_free(walk.state);
    return status;
}

/* ---- tables ---- */

/* The first meeting that was locked to each table of each slot. */
static enum mus_status check_locks(const struct mus_timetable_reading *reading,
                                   struct mus_error *err)
{
    uint32_t *taken =
        mus_alloc_zero(reading->slot_count * (reading->tables + (size_t)1), sizeof *taken);
    if (taken == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = MUS_OK;
    for (uint32_t m = 0; status == MUS_OK && m < reading->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &reading->meetings[m].meeting;
        if (meeting->locked_slot < 0 || meeting->locked_table == 0) {
            continue;
        }
        uint32_t *by = &taken[(size_t)meeting->locked_slot * (reading->tables + (size_t)1) +
                              meeting->locked_table];
        if (*by != 0) {
            const struct mus_text slot = reading->slot_ids[meeting->locked_slot];
            status = mus_fail(err, MUS_INVALID,
                              "meetings[%u].locked_table: table %u in slot \"%.*s\" is that of "
                              "meetings[%u] already",
                              m, meeting->locked_table, MUS_TEXT_SHORT_ARG(slot), *by - 1);
        }
        *by = m + 1;
    }
    mus_free(taken);
    return status;
}

static enum mus_status check_tables(const struct mus_timetable_reading *reading,
                                    struct mus_error *err)
{
    for (size_t m = 0; reading->tables == 0 && m < reading->meeting_count; m++) {
        if (reading->meetings[m].meeting.place == MUS_PLACE_TABLE) {
            return mus_fail(err, MUS_INVALID, "tables: there is none, but meetings[%zu] needs one",
                            m);
        }
    }
    return check_locks(reading, err);
}

enum mus_status mus_check_meetings(struct mus_timetable_reading *reading, struct mus_error *err)
{
    enum mus_status status = check_tables(reading, err);
    if (status == MUS_OK && reading->after_count > 0) {
        status = resolve_after(reading, err);
        if (status == MUS_OK) {
            status = check_cycles(reading, err);
        }
    }
    return status;
}
