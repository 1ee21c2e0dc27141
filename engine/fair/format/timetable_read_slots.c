/* The slots of a timetabling problem, and lists of them. */
#include <stdio.h>

#include "fair/format/timetable_reading.h"

/* ---- slots ---- */

int mus_reading_slot(const struct mus_timetable_reading *reading, struct mus_text id)
{
    for (size_t i = 0; i < reading->slot_count; i++) {
        if (mus_text_equal(reading->slot_ids[i], id)) {
            return (int)i;
        }
    }
    return -1;
}

enum mus_status mus_read_slot(struct mus_timetable_reading *reading,
                              struct mus_problem_reader *reader, const struct mus_json_item *item,
                              int16_t *out)
{
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    int slot = mus_reading_slot(reading, id);
    if (slot < 0) {
        return mus_problem_fail(reader, MUS_INVALID, "no slot \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
    }
    *out = (int16_t)slot;
    return MUS_OK;
}

/* What is being read stands behind those that were. */
static enum mus_status read_slot_id(struct mus_problem_reader *reader,
                                    const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_new_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    int other = mus_reading_slot(reading, id);
    if (other >= 0) {
        return mus_problem_fail(reader, MUS_INVALID, "\"%.*s\" is the id of slots[%d] already",
                                MUS_TEXT_SHORT_ARG(id), other);
    }
    reading->slot_ids[reading->slot_count] = id;
    return MUS_OK;
}

static enum mus_status read_slot_session(struct mus_problem_reader *reader,
                                         const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    return mus_problem_name(reader, item, &reading->sessions[reading->slot_count]);
}

/* A date, a name or a number. */
static enum mus_status read_slot_day(struct mus_problem_reader *reader,
                                     const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    struct mus_json_item day = *item;
    char digits[24];
    if (item->type == MUS_JSON_INTEGER) {
        int len = snprintf(digits, sizeof digits, "%lld", (long long)item->integer);
        day.type = MUS_JSON_STRING;
        day.text = (struct mus_text){digits, (size_t)len};
    }
    return mus_problem_name(reader, &day, &reading->days[reading->slot_count]);
}

/* "09:30" as a minute of the day; -1 for anything else. */
static int minute_of(struct mus_text time)
{
    if (time.len != 5 || time.ptr[2] != ':') {
        return -1;
    }
    int digits[4];
    static const size_t places[] = {0, 1, 3, 4};
    for (size_t i = 0; i < 4; i++) {
        char byte = time.ptr[places[i]];
        if (byte < '0' || byte > '9') {
            return -1;
        }
        digits[i] = byte - '0';
    }
    int hour = digits[0] * 10 + digits[1];
    int minute = digits[2] * 10 + digits[3];
    return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

static enum mus_status read_slot_start(struct mus_problem_reader *reader,
                                       const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    enum mus_status status = mus_problem_type(reader, item, MUS_JSON_STRING);
    if (status != MUS_OK) {
        return status;
    }
    int minute = minute_of(item->text);
    if (minute < 0) {
        return mus_problem_fail(reader, MUS_INVALID,
                                "expected a time such as \"09:30\", found \"%.*s\"",
                                MUS_TEXT_SHORT_ARG(item->text));
    }
    reading->slots[reading->slot_count].start = (uint16_t)minute;
    return MUS_OK;
}

static enum mus_status read_slot_minutes(struct mus_problem_reader *reader,
                                         const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    int64_t minutes = 0;
    enum mus_status status = mus_problem_integer(reader, item, 1, MUS_MINUTES_A_DAY, &minutes);
    reading->slots[reading->slot_count].minutes = (uint16_t)minutes;
    return status;
}

static enum mus_status read_slot_tables(struct mus_problem_reader *reader,
                                        const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    int64_t tables = 0;
    enum mus_status status = mus_problem_integer(reader, item, 0, reading->tables, &tables);
    reading->slots[reading->slot_count].tables = (uint32_t)tables;
    return status;
}

/* Numbers the day; a day that was left does not come back. */
static enum mus_status settle_day(struct mus_problem_reader *reader,
                                  struct mus_timetable_reading *reading)
{
    const size_t at = reading->slot_count;
    const struct mus_text day = reading->days[at];
    if (at == 0) {
        return MUS_OK;
    }
    const bool same = mus_text_equal(day, reading->days[at - 1]) &&
                      (day.ptr == NULL) == (reading->days[at - 1].ptr == NULL);
    reading->slots[at].day = (uint16_t)(reading->slots[at - 1].day + !same);
    for (size_t i = 0; !same && i < at; i++) {
        if (mus_text_equal(day, reading->days[i]) &&
            (day.ptr == NULL) == (reading->days[i].ptr == NULL)) {
            mus_problem_into(reader, "day");
            enum mus_status status =
                day.ptr == NULL
                    ? mus_problem_fail(reader, MUS_INVALID,
                                       "is missing again, as in slots[%zu], after \"%.*s\"", i,
                                       MUS_TEXT_SHORT_ARG(reading->days[at - 1]))
                    : mus_problem_fail(reader, MUS_INVALID, "\"%.*s\" comes back after \"%.*s\"",
                                       MUS_TEXT_SHORT_ARG(day),
                                       MUS_TEXT_SHORT_ARG(reading->days[at - 1]));
            mus_problem_back(reader);
            return status;
        }
    }
    return MUS_OK;
}

static enum mus_status read_slot(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    static const struct mus_problem_member members[] = {
        {"id", read_slot_id, true},
        {"session", read_slot_session, false},
        {"day", read_slot_day, false},
        {"start", read_slot_start, false},
        {"minutes", read_slot_minutes, false},
        {"tables", read_slot_tables, false},
    };
    struct mus_timetable_reading *reading = into;
    struct mus_timetable_slot *slot = &reading->slots[reading->slot_count];
    slot->start = UINT16_MAX;
    slot->tables = reading->tables;
    enum mus_status status =
        mus_problem_object(reader, item, members, sizeof members / sizeof members[0], reading);
    if (status == MUS_OK && (slot->start == UINT16_MAX) != (slot->minutes == 0)) {
        status = mus_problem_fail(reader, MUS_INVALID,
                                  "\"start\" and \"minutes\" go together, \"%s\" is missing",
                                  slot->minutes == 0 ? "minutes" : "start");
    }
    if (slot->start == UINT16_MAX) {
        slot->start = 0;
    }
    if (status == MUS_OK) {
        status = settle_day(reader, reading);
    }
    reading->slot_count += status == MUS_OK;
    return status;
}

enum mus_status mus_read_slots(struct mus_problem_reader *reader, const struct mus_json_item *item,
                               void *into)
{
    struct mus_timetable_reading *reading = into;
    enum mus_status status =
        mus_problem_array(reader, item, MUS_TIMETABLE_MAX_SLOTS, read_slot, reading);
    return status == MUS_OK && reading->slot_count == 0
               ? mus_problem_fail(reader, MUS_INVALID, "there is none")
               : status;
}

/* ---- lists of slots ---- */

struct slot_list {
    struct mus_timetable_reading *reading;
    mus_slots listed;
    bool may_be_unknown;
};

/* Somebody may well be unavailable in a slot that the event no longer has, or never had: that
 * changes nothing, and is told. */
static enum mus_status pass_over(struct mus_problem_reader *reader,
                                 struct mus_timetable_reading *reading, struct mus_text id)
{
    if (reading->passed_over++ > 0) {
        return MUS_OK;
    }
    struct mus_place place;
    mus_problem_place(reader, &place);
    reading->passed_over_place = mus_arena_copy(reader->arena, mus_text_of(mus_place_text(&place)));
    reading->passed_over_slot = mus_arena_copy(reader->arena, id);
    return reading->passed_over_place.ptr == NULL || reading->passed_over_slot.ptr == NULL
               ? mus_fail_memory(reader->err)
               : MUS_OK;
}

static enum mus_status read_listed_slot(struct mus_problem_reader *reader,
                                        const struct mus_json_item *item, void *into)
{
    struct slot_list *list = into;
    struct mus_text id = MUS_NO_TEXT;
    int16_t slot = 0;
    enum mus_status status = mus_problem_id(reader, item, &id);
    if (status == MUS_OK && list->may_be_unknown && mus_reading_slot(list->reading, id) < 0) {
        return pass_over(reader, list->reading, id);
    }
    if (status == MUS_OK) {
        status = mus_read_slot(list->reading, reader, item, &slot);
    }
    if (status == MUS_OK && (list->listed >> slot & 1) != 0) {
        status = mus_problem_fail(reader, MUS_INVALID, "slot \"%.*s\" is listed twice",
                                  MUS_TEXT_SHORT_ARG(id));
    }
    if (status == MUS_OK) {
        list->listed |= (mus_slots)1 << slot;
    }
    return status;
}

enum mus_status mus_read_without(struct mus_timetable_reading *reading,
                                 struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, bool may_be_unknown,
                                 mus_slots *left)
{
    struct slot_list list = {.reading = reading, .may_be_unknown = may_be_unknown};
    enum mus_status status = mus_problem_array(reader, item, SIZE_MAX, read_listed_slot, &list);
    *left &= ~list.listed;
    return status;
}
