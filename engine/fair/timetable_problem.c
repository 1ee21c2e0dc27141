#include "fair/timetable_problem.h"

#include "base/buf.h"
#include "fair/meet.h"
#include "fair/worth.h"

#include <stdio.h>
#include <string.h>

#define NOT_IN UINT32_MAX

struct building {
    const struct mus_fair *fair;
    mus_slots begun;
    struct mus_arena *arena;
    struct mus_wish_table wishes;
    uint32_t *place; /* of each participant of the fair in the problem; NOT_IN */
    uint32_t *participant_of;
    uint32_t *meeting_of;
    uint32_t *interpreter_of;
    struct mus_timetable_participant *participants;
    struct mus_timetable_meeting *meetings;
    struct mus_timetable_slot *slots;
    struct mus_timetable_interpreter *interpreters;
    int16_t *table_halls;
    mus_slots *table_open;
    struct mus_text *participant_ids, *meeting_ids, *slot_ids, *hall_ids, *interpreter_ids;
    struct mus_text *sessions, *days;
    struct mus_text languages[MUS_TIMETABLE_MAX_LANGUAGES];
    size_t participant_count, meeting_count, language_count, interpreter_count;
};

/* Room for all of it at once: one place where memory runs out. */
static enum mus_status make_room(struct building *building, struct mus_error *err)
{
    const struct mus_fair *fair = building->fair;
    const struct mus_event *event = &fair->event;
    const struct {
        void *list;
        size_t count, size;
    } rooms[] = {
        {&building->place, fair->participant_count, sizeof *building->place},
        {&building->participant_of, fair->participant_count, sizeof *building->participant_of},
        {&building->participants, fair->participant_count, sizeof *building->participants},
        {&building->participant_ids, fair->participant_count, sizeof *building->participant_ids},
        {&building->meeting_of, fair->meeting_count, sizeof *building->meeting_of},
        {&building->meetings, fair->meeting_count, sizeof *building->meetings},
        {&building->meeting_ids, fair->meeting_count, sizeof *building->meeting_ids},
        {&building->slots, event->slot_count, sizeof *building->slots},
        {&building->slot_ids, event->slot_count, sizeof *building->slot_ids},
        {&building->sessions, event->slot_count, sizeof *building->sessions},
        {&building->days, event->slot_count, sizeof *building->days},
        {&building->table_halls, event->table_count, sizeof *building->table_halls},
        {&building->table_open, event->table_count, sizeof *building->table_open},
        {&building->hall_ids, event->hall_count, sizeof *building->hall_ids},
        {&building->interpreters, event->interpreter_count, sizeof *building->interpreters},
        {&building->interpreter_of, event->interpreter_count, sizeof *building->interpreter_of},
        {&building->interpreter_ids, event->interpreter_count, sizeof *building->interpreter_ids},
    };
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        void *made = mus_arena_alloc(building->arena, rooms[i].count, rooms[i].size);
        if (made == NULL) {
            return mus_fail_memory(err);
        }
        memcpy(rooms[i].list, &made, sizeof made);
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ the event */

static enum mus_status write_day(struct building *building, mus_date day, struct mus_text *out,
                                 struct mus_error *err)
{
    struct mus_buf text = {0};
    mus_date_write_iso(&text, day);
    enum mus_status status = mus_buf_check(&text, err);
    if (status == MUS_OK) {
        *out = mus_arena_copy(building->arena, mus_buf_text(&text));
        status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    mus_buf_done(&text);
    return status;
}

/* Days and sessions are numbered as they first come. */
static enum mus_status add_slots(struct building *building, struct mus_error *err)
{
    const struct mus_event *event = &building->fair->event;
    uint16_t days = 0;
    uint16_t sessions = 0;
    enum mus_status status = MUS_OK;
    for (size_t s = 0; status == MUS_OK && s < event->slot_count; s++) {
        const struct mus_event_slot *slot = &event->slots[s];
        size_t same = 0;
        while (!mus_text_equal(event->slots[same].session, slot->session)) {
            same++;
        }
        if (s > 0 && slot->day != event->slots[s - 1].day) {
            days++;
        }
        building->slots[s] = (struct mus_timetable_slot){
            .day = days,
            .session = same == s ? sessions++ : building->slots[same].session,
            .tables = (uint32_t)event->table_count,
            .start = slot->start,
            .minutes = slot->minutes};
        building->slot_ids[s] = slot->id;
        building->sessions[s] = slot->session;
        status = write_day(building, slot->day, &building->days[s], err);
    }
    return status;
}

static void add_places(struct building *building)
{
    const struct mus_event *event = &building->fair->event;
    mus_slots open = mus_event_slots(event) & ~building->begun;
    for (size_t h = 0; h < event->hall_count; h++) {
        building->hall_ids[h] = event->halls[h].id;
    }
    for (size_t t = 0; t < event->table_count; t++) {
        building->table_halls[t] = (int16_t)event->tables[t].hall;
        building->table_open[t] = open & ~event->tables[t].closed;
    }
    for (size_t i = 0; i < event->interpreter_count; i++) {
        building->interpreters[i].available = open & ~event->interpreters[i].unavailable;
    }
}

/* ------------------------------------------------------------------ participants */

static void add_participants(struct building *building)
{
    const struct mus_fair *fair = building->fair;
    for (size_t i = 0; i < fair->participant_count; i++) {
        const struct mus_participant *who = &fair->participants[i];
        building->place[i] = NOT_IN;
        if (!mus_takes_part(who)) {
            continue;
        }
        size_t v = building->participant_count++;
        building->place[i] = (uint32_t)v;
        building->participant_of[v] = (uint32_t)i;
        building->participant_ids[v] = who->id;
        building->participants[v].available =
            mus_participant_slots(&fair->event, who) & ~building->begun;
        building->participants[v].hall =
            who->booth.len > 0 ? (int16_t)who->booth_hall : MUS_TIMETABLE_NO_HALL;
    }
}

static uint32_t place_of(const struct building *building, struct mus_text id)
{
    size_t at = mus_fair_participant(building->fair, id);
    return at == SIZE_MAX ? NOT_IN : building->place[at];
}

/* What is settled in a slot to come (held early) has its people, table and interpreter there. */
static void take_settled(struct building *building)
{
    for (size_t i = 0; i < building->fair->meeting_count; i++) {
        const struct mus_meeting *meeting = &building->fair->meetings[i];
        if (meeting->slot < 0 || !mus_meeting_settled(meeting, building->begun)) {
            continue;
        }
        mus_slots slot = (mus_slots)1 << meeting->slot;
        const struct mus_text sides[2] = {meeting->a, meeting->b};
        for (unsigned side = 0; side < 2; side++) {
            uint32_t who = place_of(building, sides[side]);
            if (who != NOT_IN) {
                building->participants[who].available &= ~slot;
            }
        }
        if (meeting->table > 0 && meeting->table <= building->fair->event.table_count) {
            building->table_open[meeting->table - 1] &= ~slot;
        }
        if (meeting->interpreter >= 0 &&
            (size_t)meeting->interpreter < building->fair->event.interpreter_count) {
            building->interpreters[meeting->interpreter].available &= ~slot;
        }
    }
}

/* ------------------------------------------------------------------ meetings */

/* The number of the language, from 1; interpreters are told that they speak it. */
static enum mus_status language_of(struct building *building, struct mus_text code, uint8_t *out,
                                   struct mus_error *err)
{
    const struct mus_event *event = &building->fair->event;
    size_t l = 0;
    while (l < building->language_count && !mus_text_equal(building->languages[l], code)) {
        l++;
    }
    if (l == MUS_TIMETABLE_MAX_LANGUAGES) {
        return mus_fail(err, MUS_LIMIT,
                        "\"%.*s\" is one language to interpret too many, at most %d",
                        MUS_TEXT_SHORT_ARG(code), MUS_TIMETABLE_MAX_LANGUAGES);
    }
    if (l == building->language_count) {
        building->languages[building->language_count++] = code;
        for (size_t i = 0; i < event->interpreter_count; i++) {
            building->interpreters[i].languages |=
                (uint8_t)(mus_interpreter_speaks(&event->interpreters[i], code) << l);
        }
    }
    *out = (uint8_t)(l + 1);
    return MUS_OK;
}

static enum mus_status name_new(struct building *building, size_t number, struct mus_text *out,
                                struct mus_error *err)
{
    char name[32];
    snprintf(name, sizeof name, "new-%06zu", number);
    *out = mus_arena_copy(building->arena, mus_text_of(name));
    return out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
}

static struct mus_timetable_meeting seen_by_solver(const struct building *building,
                                                   const struct mus_meeting *meeting, uint32_t a,
                                                   uint32_t b)
{
    const struct mus_participant *all = building->fair->participants;
    uint32_t first = building->participant_of[a];
    uint32_t second = building->participant_of[b];
    enum mus_timetable_place place = mus_meeting_place(&all[first], &all[second]);
    bool at_table = place == MUS_PLACE_TABLE;
    return (struct mus_timetable_meeting){
        .a = a,
        .b = b,
        .session = mus_event_all_slots(&building->fair->event),
        .locked_slot = meeting->lock_slot.by.len > 0 ? meeting->slot : -1,
        .locked_table = at_table && meeting->lock_table.by.len > 0 ? meeting->table : 0,
        .place = (uint8_t)place,
        .weight = mus_pair_worth(building->wishes.positive, meeting->score,
                                 mus_wish_of(&building->wishes, first, second),
                                 mus_wish_of(&building->wishes, second, first)),
        .standing_slot = meeting->slot,
        .standing_table = at_table && meeting->slot >= 0 ? meeting->table : 0};
}

static enum mus_status add_meeting(struct building *building, size_t i, uint32_t a, uint32_t b,
                                   struct mus_error *err)
{
    const struct mus_fair *fair = building->fair;
    size_t m = building->meeting_count;
    enum mus_language_need need = MUS_LANGUAGE_SHARED;
    struct mus_text code = MUS_NO_TEXT;
    building->meeting_of[m] = (uint32_t)i;
    building->meetings[m] = seen_by_solver(building, &fair->meetings[i], a, b);
    building->meeting_ids[m] = fair->meetings[i].id;
    enum mus_status status = MUS_OK;
    if (fair->meetings[i].id.len == 0) {
        status = name_new(building, i, &building->meeting_ids[m], err);
    }
    if (status == MUS_OK) {
        status = mus_meeting_language(
            &fair->event, &fair->participants[building->participant_of[a]],
            &fair->participants[building->participant_of[b]], building->arena, &need, &code, err);
    }
    /* Nobody interprets between them: the language that nobody speaks. */
    if (need == MUS_LANGUAGE_NOBODY) {
        code = MUS_TEXT("none");
    }
    if (status == MUS_OK && code.len > 0) {
        status = language_of(building, code, &building->meetings[m].language, err);
    }
    building->meeting_count += status == MUS_OK;
    return status;
}

static enum mus_status add_meetings(struct building *building, struct mus_error *err)
{
    const struct mus_fair *fair = building->fair;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < fair->meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->meetings[i];
        if (meeting->state != MUS_MEETING_PLANNED ||
            mus_meeting_settled(meeting, building->begun)) {
            continue;
        }
        uint32_t a = place_of(building, meeting->a);
        uint32_t b = place_of(building, meeting->b);
        if (a != NOT_IN && b != NOT_IN) {
            status = add_meeting(building, i, a, b, err);
        }
    }
    return status;
}

/* ------------------------------------------------------------------ all together */

static enum mus_status keep_languages(struct building *building, struct mus_fair_timetable *out,
                                      struct mus_error *err)
{
    size_t count = building->language_count;
    struct mus_text *languages = mus_arena_alloc(building->arena, count, sizeof *languages);
    if (languages == NULL) {
        return mus_fail_memory(err);
    }
    memcpy(languages, building->languages, count * sizeof *languages);
    out->document.languages = languages;
    out->document.language_count = count;
    return MUS_OK;
}

/* Those who speak nothing that is asked for are no part of the problem. */
static void keep_interpreters(struct building *building)
{
    const struct mus_event *event = &building->fair->event;
    for (size_t i = 0; i < event->interpreter_count; i++) {
        if (building->interpreters[i].languages != 0) {
            size_t at = building->interpreter_count++;
            building->interpreter_of[at] = (uint32_t)i;
            building->interpreter_ids[at] = event->interpreters[i].id;
            building->interpreters[at] = building->interpreters[i];
        }
    }
}

static void put_together(const struct building *building, struct mus_fair_timetable *out)
{
    const struct mus_event *event = &building->fair->event;
    out->meetings = building->meeting_of;
    out->participants = building->participant_of;
    out->interpreters = building->interpreter_of;
    out->document.id = event->id;
    out->document.slot_ids = building->slot_ids;
    out->document.participant_ids = building->participant_ids;
    out->document.meeting_ids = building->meeting_ids;
    out->document.interpreter_ids = building->interpreter_ids;
    out->document.hall_ids = building->hall_ids;
    out->document.sessions = building->sessions;
    out->document.days = building->days;
    out->document.problem = (struct mus_timetable_problem){
        .slots = building->slots,
        .slot_count = event->slot_count,
        .table_count = (uint32_t)event->table_count,
        .table_halls = building->table_halls,
        .table_open = building->table_open,
        .participants = building->participants,
        .participant_count = building->participant_count,
        .meetings = building->meetings,
        .meeting_count = building->meeting_count,
        .interpreters = building->interpreters,
        .interpreter_count = building->interpreter_count,
        .hall_count = event->hall_count,
        .walk_minutes = event->hall_count < 2 ? NULL : event->walk_minutes,
        .max_break_difference = event->max_break_difference};
}

enum mus_status mus_fair_timetable_of(const struct mus_fair *fair, mus_slots begun,
                                      struct mus_arena *arena, struct mus_fair_timetable *out,
                                      struct mus_error *err)
{
    struct building building = {.fair = fair, .begun = begun, .arena = arena};
    struct mus_fair_timetable made = {0};
    enum mus_status status = make_room(&building, err);
    if (status == MUS_OK) {
        status = mus_wish_table_of(fair, arena, &building.wishes, err);
    }
    if (status == MUS_OK) {
        status = add_slots(&building, err);
    }
    if (status == MUS_OK) {
        add_places(&building);
        add_participants(&building);
        take_settled(&building);
        status = add_meetings(&building, err);
    }
    if (status == MUS_OK) {
        status = keep_languages(&building, &made, err);
    }
    if (status == MUS_OK) {
        keep_interpreters(&building);
        put_together(&building, &made);
        *out = made;
    }
    return status;
}
