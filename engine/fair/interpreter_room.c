/* A matching of meetings and units, a unit being an interpreter in a slot, by augmenting paths
 * found breadth first: a meeting takes a unit that is free, or one whose meeting can go to another
 * unit. Units that a vain search came by lead to no free one, and never will again, because a later
 * path that entered them could not leave them: they are passed over from then on.
 *
 * Where there is room for one more is found from the free units backward: a unit is open where it
 * is free, or its meeting could go to an open one. All that matters of open units is in which slots
 * a language has any, which is one mask a language. */
#include "fair/interpreter_room.h"

#include "fair/meet.h"

#include <string.h>

#define NO_UNIT UINT32_MAX

struct mus_interpreter_unit {
    struct mus_interpreter_need holds; /* language 0: free */
    uint32_t from, round;              /* how the search came here, and in which it did */
    bool closed;                       /* by what is settled, or because the interpreter is away */
    bool vain;                         /* leads to no free unit */
    bool open;
};

struct language {
    struct mus_text code;
    const bool *speaks; /* of each interpreter */
    mus_slots open;     /* slots with an open unit */
};

static struct language *languages_of(const struct mus_interpreter_room *room)
{
    return (struct language *)(void *)room->languages.data;
}

size_t mus_interpreter_room_language_count(const struct mus_interpreter_room *room)
{
    return room->languages.len / sizeof(struct language);
}

struct mus_text mus_interpreter_room_language(const struct mus_interpreter_room *room,
                                              uint32_t number)
{
    return languages_of(room)[number - 1].code;
}

static size_t unit_count(const struct mus_interpreter_room *room)
{
    return room->fair->event.interpreter_count * room->fair->event.slot_count;
}

/* ------------------------------------------------------------------ what there is */

static void take_settled(struct mus_interpreter_room *room)
{
    const struct mus_fair *fair = room->fair;
    const struct mus_event *event = &fair->event;
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->meetings[i];
        if (meeting->slot < 0 || !mus_meeting_settled(meeting, room->begun)) {
            continue;
        }
        size_t sides[2] = {mus_fair_participant(fair, meeting->a),
                           mus_fair_participant(fair, meeting->b)};
        for (unsigned side = 0; side < 2; side++) {
            if (sides[side] != SIZE_MAX) {
                room->busy[sides[side]] |= (mus_slots)1 << meeting->slot;
            }
        }
        if (meeting->interpreter >= 0 && (size_t)meeting->interpreter < event->interpreter_count) {
            size_t first = (size_t)meeting->interpreter * event->slot_count;
            room->units[first + (size_t)meeting->slot].closed = true;
        }
    }
}

enum mus_status mus_interpreter_room_init(struct mus_interpreter_room *room,
                                          const struct mus_fair *fair, mus_slots begun,
                                          struct mus_arena *arena, struct mus_error *err)
{
    const struct mus_event *event = &fair->event;
    *room = (struct mus_interpreter_room){.fair = fair, .begun = begun, .arena = arena};
    size_t count = unit_count(room);
    mus_slots *busy = mus_arena_alloc(arena, fair->participant_count, sizeof *busy);
    struct mus_interpreter_unit *units = mus_arena_alloc(arena, count, sizeof *units);
    room->queue = mus_arena_alloc(arena, count, sizeof *room->queue);
    if (busy == NULL || units == NULL || room->queue == NULL) {
        return mus_fail_memory(err);
    }
    mus_slots slots = mus_event_slots(event) & ~begun;
    for (size_t u = 0; u < count; u++) {
        const struct mus_event_interpreter *who = &event->interpreters[u / event->slot_count];
        units[u].closed = ((slots & ~who->unavailable) >> u % event->slot_count & 1U) == 0;
    }
    room->busy = busy;
    room->units = units;
    take_settled(room);
    return MUS_OK;
}

void mus_interpreter_room_done(struct mus_interpreter_room *room)
{
    mus_buf_done(&room->languages);
}

/* ------------------------------------------------------------------ what is needed */

static enum mus_status add_language(struct mus_interpreter_room *room, struct mus_text code,
                                    struct mus_error *err)
{
    const struct mus_event *event = &room->fair->event;
    bool *speaks = mus_arena_alloc(room->arena, event->interpreter_count, sizeof *speaks);
    struct language language = {.code = mus_arena_copy(room->arena, code), .speaks = speaks};
    if (speaks == NULL || language.code.ptr == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < event->interpreter_count; i++) {
        speaks[i] = mus_interpreter_speaks(&event->interpreters[i], code);
    }
    mus_buf_add(&room->languages, &language, sizeof language);
    return mus_buf_check(&room->languages, err);
}

static enum mus_status number_of(struct mus_interpreter_room *room, struct mus_text code,
                                 uint32_t *out, struct mus_error *err)
{
    size_t count = mus_interpreter_room_language_count(room);
    size_t at = 0;
    while (at < count && !mus_text_equal(languages_of(room)[at].code, code)) {
        at++;
    }
    *out = (uint32_t)at + 1;
    return at < count ? MUS_OK : add_language(room, code, err);
}

enum mus_status mus_interpreter_room_need(struct mus_interpreter_room *room, uint32_t a, uint32_t b,
                                          struct mus_interpreter_need *out, struct mus_error *err)
{
    const struct mus_event *event = &room->fair->event;
    const struct mus_participant *one = &room->fair->participants[a];
    const struct mus_participant *other = &room->fair->participants[b];
    struct mus_arena words = {0};
    struct mus_text code = MUS_NO_TEXT;
    enum mus_language_need need = MUS_LANGUAGE_SHARED;
    *out = (struct mus_interpreter_need){0};
    enum mus_status status = mus_meeting_language(event, one, other, &words, &need, &code, err);
    if (status == MUS_OK && need == MUS_LANGUAGE_INTERPRETER) {
        status = number_of(room, code, &out->language, err);
        out->slots = mus_meeting_slots(event, one, other, code) & ~room->begun & ~room->busy[a] &
                     ~room->busy[b];
    }
    mus_arena_done(&words);
    return status;
}

static bool can_hold(const struct mus_interpreter_room *room, size_t unit,
                     const struct mus_interpreter_need *need)
{
    size_t slots = room->fair->event.slot_count;
    return !room->units[unit].closed && (need->slots >> unit % slots & 1U) != 0 &&
           languages_of(room)[need->language - 1].speaks[unit / slots];
}

uint32_t mus_interpreter_room_slots(const struct mus_interpreter_room *room, uint32_t number)
{
    struct mus_interpreter_need any = {.language = number, .slots = ~(mus_slots)0};
    uint32_t slots = 0;
    for (size_t u = 0; u < unit_count(room); u++) {
        slots += can_hold(room, u, &any);
    }
    return slots;
}

/* ------------------------------------------------------------------ taking */

/* Every unit along the way gives what it holds to the next one. */
static void give_on(struct mus_interpreter_room *room, uint32_t unit,
                    const struct mus_interpreter_need *need)
{
    struct mus_interpreter_unit *units = room->units;
    for (; units[unit].from != NO_UNIT; unit = units[unit].from) {
        units[unit].holds = units[units[unit].from].holds;
    }
    units[unit].holds = *need;
}

/* Queues the units that can hold it and were not yet come by; the free one where there is one. */
static uint32_t reach(struct mus_interpreter_room *room, const struct mus_interpreter_need *need,
                      uint32_t from, size_t *queued)
{
    for (uint32_t u = 0; u < unit_count(room); u++) {
        struct mus_interpreter_unit *unit = &room->units[u];
        if (unit->vain || unit->round == room->round || !can_hold(room, u, need)) {
            continue;
        }
        unit->round = room->round;
        unit->from = from;
        if (unit->holds.language == 0) {
            return u;
        }
        room->queue[(*queued)++] = u;
    }
    return NO_UNIT;
}

bool mus_interpreter_room_take(struct mus_interpreter_room *room,
                               const struct mus_interpreter_need *need)
{
    size_t queued = 0;
    room->round++;
    uint32_t found = reach(room, need, NO_UNIT, &queued);
    for (size_t i = 0; found == NO_UNIT && i < queued; i++) {
        struct mus_interpreter_need held = room->units[room->queue[i]].holds;
        found = reach(room, &held, room->queue[i], &queued);
    }
    if (found != NO_UNIT) {
        give_on(room, found, need);
        return true;
    }
    for (size_t i = 0; i < queued; i++) {
        room->units[room->queue[i]].vain = true;
    }
    return false;
}

/* ------------------------------------------------------------------ room for one more */

static void open_unit(struct mus_interpreter_room *room, size_t unit)
{
    size_t slots = room->fair->event.slot_count;
    struct language *languages = languages_of(room);
    room->units[unit].open = true;
    for (size_t l = 0; l < mus_interpreter_room_language_count(room); l++) {
        if (languages[l].speaks[unit / slots]) {
            languages[l].open |= (mus_slots)1 << unit % slots;
        }
    }
}

bool mus_interpreter_room_has(const struct mus_interpreter_room *room,
                              const struct mus_interpreter_need *need)
{
    return (languages_of(room)[need->language - 1].open & need->slots) != 0;
}

void mus_interpreter_room_look(struct mus_interpreter_room *room)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t u = 0; u < unit_count(room); u++) {
            const struct mus_interpreter_unit *unit = &room->units[u];
            if (!unit->closed && !unit->open &&
                (unit->holds.language == 0 || mus_interpreter_room_has(room, &unit->holds))) {
                open_unit(room, u);
                more = true;
            }
        }
    }
}
