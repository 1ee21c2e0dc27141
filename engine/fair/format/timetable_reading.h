/* What is known of a timetabling problem while it is read. Only the units timetable_read and
 * timetable_read_* include this. */
#ifndef MUS_FAIR_FORMAT_TIMETABLE_READING_H
#define MUS_FAIR_FORMAT_TIMETABLE_READING_H

#include "fair/format/problem_reader.h"
#include "fair/format/timetable_json.h"

/* A meeting as it stands in the file: its participants and what must be earlier are places in the
 * file, not yet in the order of ids. */
struct mus_read_meeting {
    struct mus_timetable_meeting meeting;
    uint32_t host; /* MUS_PROBLEM_NONE: none is named */
};

struct mus_timetable_reading {
    struct mus_text id;
    uint32_t tables;
    struct mus_timetable_slot slots[MUS_TIMETABLE_MAX_SLOTS];
    struct mus_text slot_ids[MUS_TIMETABLE_MAX_SLOTS];
    struct mus_text sessions[MUS_TIMETABLE_MAX_SLOTS];
    struct mus_text days[MUS_TIMETABLE_MAX_SLOTS];
    size_t slot_count;

    struct mus_text hall_ids[MUS_TIMETABLE_MAX_HALLS];
    size_t hall_count;
    uint16_t walks[MUS_TIMETABLE_MAX_HALLS * MUS_TIMETABLE_MAX_HALLS];
    bool walk_given[MUS_TIMETABLE_MAX_HALLS * MUS_TIMETABLE_MAX_HALLS];

    int16_t *table_halls; /* of the arena; NULL: no table has a place */
    mus_slots *table_open;
    bool *table_given;

    struct mus_text languages[MUS_TIMETABLE_MAX_LANGUAGES];
    size_t language_count;
    uint32_t language_rank[MUS_TIMETABLE_MAX_LANGUAGES]; /* of each when they are in order */
    struct mus_text interpreter_ids[MUS_TIMETABLE_MAX_INTERPRETERS];
    struct mus_timetable_interpreter interpreters[MUS_TIMETABLE_MAX_INTERPRETERS];
    size_t interpreter_count;

    struct mus_text *participant_ids;
    size_t participant_id_room;
    struct mus_timetable_participant *participants;
    size_t participant_room;
    size_t participant_count;
    struct mus_problem_ids participants_by_id;
    uint32_t *participant_rank; /* of the arena */

    struct mus_text *meeting_ids;
    size_t meeting_id_room;
    struct mus_read_meeting *meetings;
    size_t meeting_room;
    size_t meeting_count;
    struct mus_problem_ids meetings_by_id;
    struct mus_text *after_ids; /* as they stand in the file */
    uint32_t *after;            /* the same, when all meetings are known: places in the file */
    size_t after_room;
    size_t after_count;

    uint32_t max_break_difference;
    size_t passed_over; /* slots that somebody is unavailable in, but that there are not */
    struct mus_text passed_over_place, passed_over_slot; /* the first */
};

enum { MUS_MINUTES_A_DAY = 24 * 60 };

static inline mus_slots mus_reading_all_slots(const struct mus_timetable_reading *reading)
{
    return reading->slot_count >= MUS_TIMETABLE_MAX_SLOTS
               ? ~(mus_slots)0
               : ((mus_slots)1 << reading->slot_count) - 1;
}
/* The place of a slot's id; -1: there is none. */
int mus_reading_slot(const struct mus_timetable_reading *reading, struct mus_text id);

/* Values that name something that must be there. */
enum mus_status mus_read_slot(struct mus_timetable_reading *reading,
                              struct mus_problem_reader *reader, const struct mus_json_item *item,
                              int16_t *out) MUS_MUST_CHECK;
enum mus_status mus_read_hall(struct mus_timetable_reading *reading,
                              struct mus_problem_reader *reader, const struct mus_json_item *item,
                              int16_t *out) MUS_MUST_CHECK;
/* Counted from 1, a new one where there is room. */
enum mus_status mus_read_language(struct mus_timetable_reading *reading,
                                  struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, uint8_t *out) MUS_MUST_CHECK;
/* Takes the slots that are listed out of *left. */
enum mus_status mus_read_without(struct mus_timetable_reading *reading,
                                 struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, bool may_be_unknown,
                                 mus_slots *left) MUS_MUST_CHECK;

/* Members of the problem; all take the reading. */
mus_problem_read mus_read_slots;
mus_problem_read mus_read_halls;
mus_problem_read mus_read_walking;
mus_problem_read mus_read_table_places;
mus_problem_read mus_read_interpreters;
mus_problem_read mus_read_participants;
mus_problem_read mus_read_meetings;

/* When all are read: `after` resolved, nothing that leads back to itself, no two at one table of
 * one slot, tables where they are needed. */
enum mus_status mus_check_meetings(struct mus_timetable_reading *reading,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
