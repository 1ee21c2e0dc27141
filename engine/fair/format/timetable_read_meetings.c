/* The participants and meetings of a timetabling problem. */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "fair/format/timetable_reading.h"

enum { MAX_AFTER = 10 * MUS_TIMETABLE_MAX_MEETINGS };

/* Room for one more of what is listed. */
#define GROW(items, count, room) mus_grown((items), (count), (room), sizeof *(items))

/* ---- participants ---- */

static enum mus_status read_participant_id(struct mus_problem_reader *reader,
                                           const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    const size_t at = reading->participant_count;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_new_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    uint32_t other = mus_problem_ids_find(&reading->participants_by_id, id);
    if (other != MUS_PROBLEM_NONE) {
        return mus_problem_fail(reader, MUS_INVALID,
                                "\"%.*s\" is the id of participants[%u] already",
                                MUS_TEXT_SHORT_ARG(id), other);
    }
    reading->participant_ids[at] = id;
    return mus_problem_ids_add(&reading->participants_by_id, (uint32_t)at)
               ? MUS_OK
               : mus_fail_memory(reader->err);
}

static enum mus_status read_participant_unavailable(struct mus_problem_reader *reader,
                                                    const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    return mus_read_without(reading, reader, item, true,
                            &reading->participants[reading->participant_count].available);
}

static enum mus_status read_booth_hall(struct mus_problem_reader *reader,
                                       const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    return mus_read_hall(reading, reader, item,
                         &reading->participants[reading->participant_count].hall);
}

static enum mus_status read_participant(struct mus_problem_reader *reader,
                                        const struct mus_json_item *item, void *into)
{
    static const struct mus_problem_member members[] = {
        {"id", read_participant_id, true},
        {"unavailable", read_participant_unavailable, false},
        {"booth_hall", read_booth_hall, false},
    };
    struct mus_timetable_reading *reading = into;
    const size_t at = reading->participant_count;
    struct mus_timetable_participant *participants =
        GROW(reading->participants, at, &reading->participant_room);
    if (participants == NULL) {
        return mus_fail_memory(reader->err);
    }
    reading->participants = participants;
    struct mus_text *ids = GROW(reading->participant_ids, at, &reading->participant_id_room);
    if (ids == NULL) {
        return mus_fail_memory(reader->err);
    }
    reading->participant_ids = ids;
    reading->participants_by_id.ids = ids;
    participants[at] = (struct mus_timetable_participant){
        .available = mus_reading_all_slots(reading), .hall = MUS_TIMETABLE_NO_HALL};
    enum mus_status status = mus_problem_object(reader, item, members, 3, reading);
    reading->participant_count += status == MUS_OK;
    return status;
}

enum mus_status mus_read_participants(struct mus_problem_reader *reader,
                                      const struct mus_json_item *item, void *into)
{
    return mus_problem_array(reader, item, MUS_TIMETABLE_MAX_PARTICIPANTS, read_participant, into);
}

/* ---- members of a meeting ---- */

static struct mus_read_meeting *at_hand(struct mus_timetable_reading *reading)
{
    return &reading->meetings[reading->meeting_count];
}

static enum mus_status read_meeting_id(struct mus_problem_reader *reader,
                                       const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    const size_t at = reading->meeting_count;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_new_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    uint32_t other = mus_problem_ids_find(&reading->meetings_by_id, id);
    if (other != MUS_PROBLEM_NONE) {
        return mus_problem_fail(reader, MUS_INVALID, "\"%.*s\" is the id of meetings[%u] already",
                                MUS_TEXT_SHORT_ARG(id), other);
    }
    reading->meeting_ids[at] = id;
    return mus_problem_ids_add(&reading->meetings_by_id, (uint32_t)at)
               ? MUS_OK
               : mus_fail_memory(reader->err);
}

static enum mus_status read_participant_named(struct mus_timetable_reading *reading,
                                              struct mus_problem_reader *reader,
                                              const struct mus_json_item *item, uint32_t *out)
{
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    *out = mus_problem_ids_find(&reading->participants_by_id, id);
    return *out == MUS_PROBLEM_NONE
               ? mus_problem_fail(reader, MUS_INVALID, "no participant \"%.*s\"",
                                  MUS_TEXT_SHORT_ARG(id))
               : MUS_OK;
}

static enum mus_status read_side(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    struct mus_timetable_meeting *meeting = &at_hand(reading)->meeting;
    const size_t at = mus_problem_index(reader);
    return read_participant_named(reading, reader, item, at == 0 ? &meeting->a : &meeting->b);
}

static enum mus_status read_between(struct mus_problem_reader *reader,
                                    const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    struct mus_timetable_meeting *meeting = &at_hand(reading)->meeting;
    enum mus_status status = mus_problem_array(reader, item, 2, read_side, reading);
    if (status == MUS_OK && meeting->b == MUS_PROBLEM_NONE) {
        status = mus_problem_fail(reader, MUS_INVALID, "expected two participants");
    }
    if (status == MUS_OK && meeting->a == meeting->b) {
        status = mus_problem_fail(reader, MUS_INVALID, "\"%.*s\" meets itself",
                                  MUS_TEXT_SHORT_ARG(reading->participant_ids[meeting->a]));
    }
    return status;
}

static enum mus_status read_meeting_session(struct mus_problem_reader *reader,
                                            const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    mus_slots slots = 0;
    enum mus_status status = mus_problem_type(reader, item, MUS_JSON_STRING);
    for (size_t i = 0; status == MUS_OK && i < reading->slot_count; i++) {
        const bool in =
            reading->sessions[i].ptr != NULL && mus_text_equal(reading->sessions[i], item->text);
        slots |= (mus_slots)in << i;
    }
    if (status == MUS_OK && slots == 0) {
        status = mus_problem_fail(reader, MUS_INVALID, "no slot is in session \"%.*s\"",
                                  MUS_TEXT_SHORT_ARG(item->text));
    }
    at_hand(reading)->meeting.session = slots;
    return status;
}

static enum mus_status read_locked_slot(struct mus_problem_reader *reader,
                                        const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    return mus_read_slot(reading, reader, item, &at_hand(reading)->meeting.locked_slot);
}

static enum mus_status read_standing_slot(struct mus_problem_reader *reader,
                                          const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    return mus_read_slot(reading, reader, item, &at_hand(reading)->meeting.standing_slot);
}

static enum mus_status read_table(struct mus_timetable_reading *reading,
                                  struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, uint16_t *out)
{
    int64_t table = 0;
    enum mus_status status = mus_problem_integer(reader, item, 1, reading->tables, &table);
    *out = (uint16_t)table;
    return status;
}

static enum mus_status read_locked_table(struct mus_problem_reader *reader,
                                         const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    return read_table(reading, reader, item, &at_hand(reading)->meeting.locked_table);
}

static enum mus_status read_standing_table(struct mus_problem_reader *reader,
                                           const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    return read_table(reading, reader, item, &at_hand(reading)->meeting.standing_table);
}

static enum mus_status read_place(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    static const struct {
        const char *name;
        enum mus_timetable_place place;
    } places[] = {
        {"table", MUS_PLACE_TABLE}, {"booth", MUS_PLACE_BOOTH_A}, {"online", MUS_PLACE_ONLINE}};
    enum mus_status status = mus_problem_type(reader, item, MUS_JSON_STRING);
    if (status != MUS_OK) {
        return status;
    }
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (mus_text_equals(item->text, places[i].name)) {
            at_hand(reading)->meeting.place = (uint8_t)places[i].place;
            return MUS_OK;
        }
    }
    return mus_problem_fail(reader, MUS_INVALID,
                            "\"%.*s\" is not known; expected table, booth or online",
                            MUS_TEXT_SHORT_ARG(item->text));
}

static enum mus_status read_host(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    return read_participant_named(reading, reader, item, &at_hand(reading)->host);
}

static enum mus_status read_meeting_language(struct mus_problem_reader *reader,
                                             const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    return mus_read_language(reading, reader, item, &at_hand(reading)->meeting.language);
}

static enum mus_status read_score(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    int64_t score = 0;
    enum mus_status status = mus_problem_integer(reader, item, 0, 1000000, &score);
    at_hand(reading)->meeting.weight = (uint32_t)score;
    return status;
}

static enum mus_status read_earlier(struct mus_problem_reader *reader,
                                    const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    const size_t at = reading->after_count;
    if (at == MAX_AFTER) {
        return mus_problem_fail(reader, MUS_LIMIT, "more than %d in all", MAX_AFTER);
    }
    struct mus_text *ids = GROW(reading->after_ids, at, &reading->after_room);
    if (ids == NULL) {
        return mus_fail_memory(reader->err);
    }
    reading->after_ids = ids;
    enum mus_status status = mus_problem_new_id(reader, item, &ids[at]);
    reading->after_count += status == MUS_OK;
    at_hand(reading)->meeting.after_count += status == MUS_OK;
    return status;
}

static enum mus_status read_after(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, void *into)
{
    return mus_problem_array(reader, item, MUS_TIMETABLE_MAX_MEETINGS, read_earlier, into);
}

/* ---- meetings ---- */

/* What can be said when all members are known. */
static enum mus_status settle_place(struct mus_problem_reader *reader,
                                    struct mus_read_meeting *read)
{
    struct mus_timetable_meeting *meeting = &read->meeting;
    const bool booth = meeting->place == MUS_PLACE_BOOTH_A;
    const bool side = read->host == meeting->a || read->host == meeting->b;
    const char *member = "host";
    const char *fault = NULL;
    if (booth && read->host == MUS_PROBLEM_NONE) {
        fault = "is missing: at whose booth?";
    } else if (!booth && read->host != MUS_PROBLEM_NONE) {
        fault = "the meeting is at no booth";
    } else if (booth && !side) {
        fault = "is not one of the two who meet";
    } else if (meeting->locked_table != 0 && meeting->place != MUS_PLACE_TABLE) {
        member = "locked_table";
        fault = "the meeting is at no shared table";
    }
    if (fault != NULL) {
        mus_problem_into(reader, member);
        enum mus_status status = mus_problem_fail(reader, MUS_INVALID, "%s", fault);
        mus_problem_back(reader);
        return status;
    }
    if (booth && read->host == meeting->b) {
        meeting->place = MUS_PLACE_BOOTH_B;
    }
    return MUS_OK;
}

static bool make_room(struct mus_timetable_reading *reading)
{
    const size_t at = reading->meeting_count;
    struct mus_read_meeting *meetings = GROW(reading->meetings, at, &reading->meeting_room);
    if (meetings == NULL) {
        return false;
    }
    reading->meetings = meetings;
    struct mus_text *ids = GROW(reading->meeting_ids, at, &reading->meeting_id_room);
    if (ids == NULL) {
        return false;
    }
    reading->meeting_ids = ids;
    reading->meetings_by_id.ids = ids;
    return true;
}

static enum mus_status read_meeting(struct mus_problem_reader *reader,
                                    const struct mus_json_item *item, void *into)
{
    static const struct mus_problem_member members[] = {
        {"id", read_meeting_id, true},
        {"between", read_between, true},
        {"session", read_meeting_session, false},
        {"locked_slot", read_locked_slot, false},
        {"locked_table", read_locked_table, false},
        {"after", read_after, false},
        {"place", read_place, false},
        {"host", read_host, false},
        {"language", read_meeting_language, false},
        {"score", read_score, false},
        {"standing_slot", read_standing_slot, false},
        {"standing_table", read_standing_table, false},
    };
    struct mus_timetable_reading *reading = into;
    if (!make_room(reading)) {
        return mus_fail_memory(reader->err);
    }
    *at_hand(reading) =
        (struct mus_read_meeting){.meeting = {.a = MUS_PROBLEM_NONE,
                                              .b = MUS_PROBLEM_NONE,
                                              .session = mus_reading_all_slots(reading),
                                              .locked_slot = -1,
                                              .standing_slot = -1,
                                              .after_begin = (uint32_t)reading->after_count},
                                  .host = MUS_PROBLEM_NONE};
    enum mus_status status =
        mus_problem_object(reader, item, members, sizeof members / sizeof members[0], reading);
    if (status == MUS_OK) {
        status = settle_place(reader, at_hand(reading));
    }
    reading->meeting_count += status == MUS_OK;
    return status;
}

enum mus_status mus_read_meetings(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, void *into)
{
    return mus_problem_array(reader, item, MUS_TIMETABLE_MAX_MEETINGS, read_meeting, into);
}
