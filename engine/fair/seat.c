#include "fair/seat.h"

#include "fair/meet.h"
#include "fair/plan.h"

struct looking {
    const struct mus_fair *fair;
    const struct mus_event *event;
    size_t meeting;
    const struct mus_participant *sides[2];
    enum mus_timetable_place place;
    struct mus_text language; /* to be interpreted */
    size_t slot;
    mus_slots begun;
};

static bool stands_in(const struct looking *looking, size_t i, size_t slot)
{
    const struct mus_meeting *other = &looking->fair->meetings[i];
    return i != looking->meeting && mus_meeting_counts(other) && other->slot == (int)slot;
}

static bool has_side(const struct mus_meeting *meeting, const struct mus_participant *who)
{
    return mus_text_equal(meeting->a, who->id) || mus_text_equal(meeting->b, who->id);
}

/* ------------------------------------------------------------------ people */

static enum mus_status check_comes(const struct looking *looking, struct mus_error *err)
{
    mus_slots slot = (mus_slots)1 << looking->slot;
    struct mus_text name = looking->event->slots[looking->slot].id;
    if ((looking->begun & slot) != 0) {
        return mus_fail(err, MUS_CONFLICT, "%.*s has begun", MUS_TEXT_SHORT_ARG(name));
    }
    if ((mus_event_slots(looking->event) & slot) == 0) {
        return mus_fail(err, MUS_CONFLICT, "%.*s is lost", MUS_TEXT_SHORT_ARG(name));
    }
    for (unsigned side = 0; side < 2; side++) {
        const struct mus_participant *who = looking->sides[side];
        if (!mus_takes_part(who) || (mus_participant_slots(looking->event, who) & slot) == 0) {
            return mus_fail(err, MUS_CONFLICT, "%.*s does not come in %.*s",
                            MUS_TEXT_SHORT_ARG(who->id), MUS_TEXT_SHORT_ARG(name));
        }
    }
    return MUS_OK;
}

static enum mus_status check_busy(const struct looking *looking, struct mus_error *err)
{
    for (size_t i = 0; i < looking->fair->meeting_count; i++) {
        const struct mus_meeting *other = &looking->fair->meetings[i];
        for (unsigned side = 0; side < 2; side++) {
            const struct mus_participant *who = looking->sides[side];
            if (stands_in(looking, i, looking->slot) && has_side(other, who)) {
                return mus_fail(err, MUS_CONFLICT, "%.*s is in %.*s in %.*s",
                                MUS_TEXT_SHORT_ARG(who->id), MUS_TEXT_SHORT_ARG(other->id),
                                MUS_TEXT_SHORT_ARG(looking->event->slots[looking->slot].id));
            }
        }
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ walking */

/* Where a meeting of the plan is held; MUS_TIMETABLE_NO_HALL: nowhere that is walked to. */
static int16_t hall_of(const struct looking *looking, enum mus_timetable_place place,
                       const struct mus_participant *a, const struct mus_participant *b,
                       uint16_t table)
{
    switch (place) {
    case MUS_PLACE_BOOTH_A:
        return a == NULL ? MUS_TIMETABLE_NO_HALL : (int16_t)a->booth_hall;
    case MUS_PLACE_BOOTH_B:
        return b == NULL ? MUS_TIMETABLE_NO_HALL : (int16_t)b->booth_hall;
    case MUS_PLACE_TABLE:
        return table == 0 || table > looking->event->table_count
                   ? MUS_TIMETABLE_NO_HALL
                   : (int16_t)looking->event->tables[table - 1].hall;
    case MUS_PLACE_ONLINE:
        break;
    }
    return MUS_TIMETABLE_NO_HALL;
}

static const struct mus_participant *participant_of(const struct mus_fair *fair, struct mus_text id)
{
    size_t at = mus_fair_participant(fair, id);
    return at == SIZE_MAX ? NULL : &fair->participants[at];
}

static bool can_walk(const struct mus_event *event, size_t first, int16_t from, size_t second,
                     int16_t to)
{
    const struct mus_event_slot *a = &event->slots[first];
    const struct mus_event_slot *b = &event->slots[second];
    if (from < 0 || to < 0 || from == to || a->day != b->day || event->walk_minutes == NULL) {
        return true;
    }
    int gap = b->start - (a->start + a->minutes);
    return gap >= event->walk_minutes[(size_t)from * event->hall_count + (size_t)to];
}

/* Against every other meeting of the two on that day. */
static enum mus_status check_walks(const struct looking *looking, uint16_t table,
                                   struct mus_error *err)
{
    const struct mus_fair *fair = looking->fair;
    int16_t here = hall_of(looking, looking->place, looking->sides[0], looking->sides[1], table);
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *other = &fair->meetings[i];
        if (i == looking->meeting || !mus_meeting_counts(other) || other->slot < 0) {
            continue;
        }
        int16_t there =
            hall_of(looking, (enum mus_timetable_place)other->place, participant_of(fair, other->a),
                    participant_of(fair, other->b), other->table);
        size_t slot = (size_t)other->slot;
        bool fits = slot < looking->slot
                        ? can_walk(looking->event, slot, there, looking->slot, here)
                        : can_walk(looking->event, looking->slot, here, slot, there);
        for (unsigned side = 0; !fits && side < 2; side++) {
            const struct mus_participant *who = looking->sides[side];
            if (has_side(other, who)) {
                struct mus_text hall = looking->event->halls[here].id;
                return mus_fail(err, MUS_CONFLICT,
                                "%.*s has no time to walk between hall %.*s in %.*s and %.*s",
                                MUS_TEXT_SHORT_ARG(who->id), MUS_TEXT_SHORT_ARG(hall),
                                MUS_TEXT_SHORT_ARG(looking->event->slots[looking->slot].id),
                                MUS_TEXT_SHORT_ARG(other->id));
            }
        }
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ table and interpreter */

static enum mus_status check_table(const struct looking *looking, uint16_t table,
                                   struct mus_error *err)
{
    struct mus_text name = looking->event->slots[looking->slot].id;
    if (table > looking->event->table_count) {
        return mus_fail(err, MUS_CONFLICT, "there is no table %u", table);
    }
    if ((looking->event->tables[table - 1].closed >> looking->slot & 1U) != 0) {
        return mus_fail(err, MUS_CONFLICT, "table %u is closed in %.*s", table,
                        MUS_TEXT_SHORT_ARG(name));
    }
    for (size_t i = 0; i < looking->fair->meeting_count; i++) {
        const struct mus_meeting *other = &looking->fair->meetings[i];
        if (stands_in(looking, i, looking->slot) && other->table == table) {
            return mus_fail(err, MUS_CONFLICT, "table %u is taken by %.*s in %.*s", table,
                            MUS_TEXT_SHORT_ARG(other->id), MUS_TEXT_SHORT_ARG(name));
        }
    }
    return check_walks(looking, table, err);
}

/* The table asked for, or the first that will do; the last reason is told where none does. */
static enum mus_status find_table(const struct looking *looking, uint16_t asked, uint16_t *table,
                                  struct mus_error *err)
{
    if (looking->place != MUS_PLACE_TABLE) {
        *table = 0;
        return asked > 0 ? mus_fail(err, MUS_CONFLICT, "the meeting is not at a shared table")
                         : check_walks(looking, 0, err);
    }
    if (asked > 0) {
        *table = asked;
        return check_table(looking, asked, err);
    }
    for (uint16_t t = 1; t <= looking->event->table_count; t++) {
        if (check_table(looking, t, NULL) == MUS_OK) {
            *table = t;
            return MUS_OK;
        }
    }
    return mus_fail(err, MUS_CONFLICT, "no table is free in %.*s",
                    MUS_TEXT_SHORT_ARG(looking->event->slots[looking->slot].id));
}

static bool is_free(const struct looking *looking, size_t interpreter)
{
    const struct mus_event_interpreter *who = &looking->event->interpreters[interpreter];
    if ((who->unavailable >> looking->slot & 1U) != 0 ||
        !mus_interpreter_speaks(who, looking->language)) {
        return false;
    }
    for (size_t i = 0; i < looking->fair->meeting_count; i++) {
        if (stands_in(looking, i, looking->slot) &&
            looking->fair->meetings[i].interpreter == (int)interpreter) {
            return false;
        }
    }
    return true;
}

static enum mus_status find_interpreter(const struct looking *looking, int16_t *interpreter,
                                        struct mus_error *err)
{
    int16_t has = looking->fair->meetings[looking->meeting].interpreter;
    *interpreter = -1;
    if (looking->language.len == 0) {
        return MUS_OK;
    }
    if (has >= 0 && (size_t)has < looking->event->interpreter_count &&
        is_free(looking, (size_t)has)) {
        *interpreter = has;
        return MUS_OK;
    }
    for (size_t i = 0; i < looking->event->interpreter_count; i++) {
        if (is_free(looking, i)) {
            *interpreter = (int16_t)i;
            return MUS_OK;
        }
    }
    return mus_fail(err, MUS_CONFLICT, "no interpreter of \"%.*s\" is free in %.*s",
                    MUS_TEXT_SHORT_ARG(looking->language),
                    MUS_TEXT_SHORT_ARG(looking->event->slots[looking->slot].id));
}

/* ------------------------------------------------------------------ all of it */

enum mus_status mus_seat_find(const struct mus_fair *fair, size_t i, size_t slot, uint16_t table,
                              mus_slots begun, struct mus_arena *arena, struct mus_seat *out,
                              struct mus_error *err)
{
    struct looking looking = {.fair = fair,
                              .event = &fair->event,
                              .meeting = i,
                              .sides = {participant_of(fair, fair->meetings[i].a),
                                        participant_of(fair, fair->meetings[i].b)},
                              .slot = slot,
                              .begun = begun};
    if (looking.sides[0] == NULL || looking.sides[1] == NULL) {
        return mus_fail(err, MUS_CONFLICT, "one of the two is not there any more");
    }
    struct mus_seat seat = {.slot = (int16_t)slot};
    enum mus_language_need need = MUS_LANGUAGE_SHARED;
    looking.place = mus_meeting_place(looking.sides[0], looking.sides[1]);
    seat.place = (uint8_t)looking.place;
    enum mus_status status = mus_meeting_language(&fair->event, looking.sides[0], looking.sides[1],
                                                  arena, &need, &looking.language, err);
    if (status == MUS_OK && need == MUS_LANGUAGE_NOBODY) {
        status = mus_fail(err, MUS_CONFLICT, "nobody can interpret between %.*s and %.*s",
                          MUS_TEXT_SHORT_ARG(looking.sides[0]->id),
                          MUS_TEXT_SHORT_ARG(looking.sides[1]->id));
    }
    if (status == MUS_OK) {
        status = check_comes(&looking, err);
    }
    if (status == MUS_OK) {
        status = check_busy(&looking, err);
    }
    if (status == MUS_OK) {
        status = find_table(&looking, table, &seat.table, err);
    }
    if (status == MUS_OK) {
        status = find_interpreter(&looking, &seat.interpreter, err);
    }
    if (status == MUS_OK) {
        *out = seat;
    }
    return status;
}
