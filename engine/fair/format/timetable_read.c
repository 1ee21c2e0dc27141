/* A timetabling problem read.
 *
 * What is read is first kept in the order of the file, so that a message names the place in the
 * file; at the end participants, meetings, interpreters and languages are put in the order of their
 * ids, so that the order of the file does not show in an answer. */
#include "fair/format/timetable_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fair/format/timetable_reading.h"

enum { MOST_BREAKS = 1000000 };

/* ---- the members of the problem ---- */

static enum mus_status read_format(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, void *into)
{
    (void)into;
    return mus_problem_format(reader, item, MUS_TIMETABLE_PROBLEM_FORMAT);
}

static enum mus_status read_id(struct mus_problem_reader *reader, const struct mus_json_item *item,
                               void *into)
{
    struct mus_timetable_reading *reading = into;
    return mus_problem_new_id(reader, item, &reading->id);
}

static enum mus_status read_tables(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    int64_t tables = 0;
    enum mus_status status =
        mus_problem_integer(reader, item, 0, MUS_TIMETABLE_MAX_TABLES, &tables);
    reading->tables = (uint32_t)tables;
    return status;
}

static enum mus_status read_difference(struct mus_problem_reader *reader,
                                       const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    int64_t most = 0;
    enum mus_status status = mus_problem_integer(reader, item, 0, MOST_BREAKS, &most);
    reading->max_break_difference = (uint32_t)most;
    return status;
}

static const struct mus_problem_member MEMBERS[] = {
    {"format", read_format, true},
    {"id", read_id, false},
    {"tables", read_tables, true},
    {"max_break_difference", read_difference, false},
    {"halls", mus_read_halls, false},
    {"walking", mus_read_walking, false},
    {"slots", mus_read_slots, true},
    {"table_places", mus_read_table_places, false},
    {"interpreters", mus_read_interpreters, false},
    {"participants", mus_read_participants, true},
    {"meetings", mus_read_meetings, true},
};

/* ---- in order ---- */

static bool copy(struct mus_arena *arena, const void *items, size_t count, size_t size, void *out)
{
    void *kept = mus_arena_alloc(arena, count, size);
    if (kept != NULL && count > 0) {
        memcpy(kept, items, count * size);
    }
    memcpy(out, &kept, sizeof kept);
    return kept != NULL;
}

static bool put_slots(struct mus_timetable_reading *reading, struct mus_arena *arena,
                      struct mus_timetable_document *out)
{
    const size_t count = reading->slot_count;
    out->problem.slot_count = count;
    return copy(arena, reading->slots, count, sizeof *reading->slots, &out->problem.slots) &&
           copy(arena, reading->slot_ids, count, sizeof *reading->slot_ids, &out->slot_ids) &&
           copy(arena, reading->sessions, count, sizeof *reading->sessions, &out->sessions) &&
           copy(arena, reading->days, count, sizeof *reading->days, &out->days);
}

static bool put_halls(struct mus_timetable_reading *reading, struct mus_arena *arena,
                      struct mus_timetable_document *out)
{
    const size_t count = reading->hall_count;
    out->problem.hall_count = count;
    out->problem.table_count = reading->tables;
    out->problem.table_halls = reading->table_halls;
    out->problem.table_open = reading->table_open;
    uint16_t *walks = NULL;
    if (count >= 2) {
        walks = mus_arena_alloc(arena, count * count, sizeof *walks);
        for (size_t i = 0; walks != NULL && i < count * count; i++) {
            walks[i] = reading->walks[i / count * MUS_TIMETABLE_MAX_HALLS + i % count];
        }
    }
    out->problem.walk_minutes = walks;
    return (count < 2 || walks != NULL) &&
           copy(arena, reading->hall_ids, count, sizeof *reading->hall_ids, &out->hall_ids);
}

static bool put_interpreters(struct mus_timetable_reading *reading, struct mus_arena *arena,
                             struct mus_timetable_document *out)
{
    const size_t count = reading->interpreter_count;
    struct mus_text *languages = NULL;
    struct mus_text *ids = NULL;
    uint32_t *rank = NULL;
    if (!mus_problem_rank(arena, reading->languages, reading->language_count, &languages, &rank)) {
        return false;
    }
    memcpy(reading->language_rank, rank, reading->language_count * sizeof *rank);
    out->languages = languages;
    out->language_count = reading->language_count;
    struct mus_timetable_interpreter *interpreters =
        mus_arena_alloc(arena, count, sizeof *interpreters);
    if (interpreters == NULL ||
        !mus_problem_rank(arena, reading->interpreter_ids, count, &ids, &rank)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct mus_timetable_interpreter *to = &interpreters[rank[i]];
        to->available = reading->interpreters[i].available;
        for (size_t l = 0; l < reading->language_count; l++) {
            const unsigned speaks = reading->interpreters[i].languages >> l & 1;
            to->languages = (uint8_t)(to->languages | speaks << reading->language_rank[l]);
        }
    }
    out->interpreter_ids = ids;
    out->problem.interpreters = interpreters;
    out->problem.interpreter_count = count;
    return true;
}

static bool put_participants(struct mus_timetable_reading *reading, struct mus_arena *arena,
                             struct mus_timetable_document *out)
{
    const size_t count = reading->participant_count;
    struct mus_text *ids = NULL;
    struct mus_timetable_participant *participants =
        mus_arena_alloc(arena, count, sizeof *participants);
    if (participants == NULL || !mus_problem_rank(arena, reading->participant_ids, count, &ids,
                                                  &reading->participant_rank)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        participants[reading->participant_rank[i]] = reading->participants[i];
    }
    out->participant_ids = ids;
    out->problem.participants = participants;
    out->problem.participant_count = count;
    return true;
}

/* The two of a meeting in the order of their ids. */
static void order_sides(struct mus_timetable_meeting *meeting)
{
    if (meeting->a < meeting->b) {
        return;
    }
    const uint32_t a = meeting->a;
    meeting->a = meeting->b;
    meeting->b = a;
    if (meeting->place == MUS_PLACE_BOOTH_A || meeting->place == MUS_PLACE_BOOTH_B) {
        meeting->place =
            meeting->place == MUS_PLACE_BOOTH_A ? MUS_PLACE_BOOTH_B : MUS_PLACE_BOOTH_A;
    }
}

static int compare_places(const void *left, const void *right)
{
    const uint32_t l = *(const uint32_t *)left;
    const uint32_t r = *(const uint32_t *)right;
    return (l > r) - (l < r);
}

/* The meetings that must be earlier, meeting by meeting in their new order. */
static bool put_after(const struct mus_timetable_reading *reading, const uint32_t *rank,
                      struct mus_timetable_meeting *meetings, struct mus_arena *arena,
                      struct mus_timetable_document *out)
{
    uint32_t *after = mus_arena_alloc(arena, reading->after_count, sizeof *after);
    if (after == NULL) {
        return false;
    }
    uint32_t at = 0;
    for (size_t m = 0; m < reading->meeting_count; m++) {
        struct mus_timetable_meeting *meeting = &meetings[m];
        for (uint32_t i = 0; i < meeting->after_count; i++) {
            after[at + i] = rank[reading->after[meeting->after_begin + i]];
        }
        meeting->after_begin = at;
        at += meeting->after_count;
        qsort(after + meeting->after_begin, meeting->after_count, sizeof *after, compare_places);
    }
    out->problem.after = after;
    return true;
}

static bool put_meetings(struct mus_timetable_reading *reading, struct mus_arena *arena,
                         struct mus_timetable_document *out)
{
    const size_t count = reading->meeting_count;
    struct mus_text *ids = NULL;
    uint32_t *rank = NULL;
    struct mus_timetable_meeting *meetings = mus_arena_alloc(arena, count, sizeof *meetings);
    if (meetings == NULL || !mus_problem_rank(arena, reading->meeting_ids, count, &ids, &rank)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct mus_timetable_meeting *to = &meetings[rank[i]];
        *to = reading->meetings[i].meeting;
        to->a = reading->participant_rank[to->a];
        to->b = reading->participant_rank[to->b];
        order_sides(to);
        if (to->language != 0) {
            to->language = (uint8_t)(reading->language_rank[to->language - 1] + 1);
        }
    }
    out->meeting_ids = ids;
    out->problem.meetings = meetings;
    out->problem.meeting_count = count;
    return put_after(reading, rank, meetings, arena, out);
}

static enum mus_status put(struct mus_timetable_reading *reading, struct mus_arena *arena,
                           struct mus_timetable_document *out, struct mus_error *err)
{
    struct mus_timetable_document document = {
        .id = reading->id,
        .passed_over = reading->passed_over,
        .passed_over_place = reading->passed_over_place,
        .passed_over_slot = reading->passed_over_slot,
        .problem = {.max_break_difference = reading->max_break_difference},
    };
    if (!put_slots(reading, arena, &document) || !put_halls(reading, arena, &document) ||
        !put_interpreters(reading, arena, &document) ||
        !put_participants(reading, arena, &document) || !put_meetings(reading, arena, &document)) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_timetable_check_problem(&document.problem, err);
    if (status == MUS_OK) {
        *out = document;
    }
    return status;
}

/* ---- the document ---- */

static void reading_free(struct mus_timetable_reading *reading)
{
    if (reading != NULL) {
        mus_problem_ids_done(&reading->participants_by_id);
        mus_problem_ids_done(&reading->meetings_by_id);
        mus_free(reading->participant_ids);
        mus_free(reading->participants);
        mus_free(reading->meeting_ids);
        mus_free(reading->meetings);
        mus_free(reading->after_ids);
        mus_free(reading->after);
    }
    mus_free(reading);
}

enum mus_status mus_timetable_document_read(struct mus_text json, struct mus_arena *arena,
                                            struct mus_timetable_document *out,
                                            struct mus_error *err)
{
    struct mus_timetable_reading *reading = mus_alloc_zero(1, sizeof *reading);
    if (reading == NULL) {
        return mus_fail_memory(err);
    }
    reading->max_break_difference = MUS_TIMETABLE_NO_LIMIT;
    enum mus_status status = mus_problem_document(json, arena, MEMBERS,
                                                  sizeof MEMBERS / sizeof MEMBERS[0], reading, err);
    if (status == MUS_OK) {
        status = mus_check_meetings(reading, err);
    }
    if (status == MUS_OK) {
        status = put(reading, arena, out, err);
    }
    reading_free(reading);
    return status;
}
