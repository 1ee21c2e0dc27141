#include "fair/meet.h"

#include <string.h>

bool mus_takes_part(const struct mus_participant *who)
{
    return who->state == MUS_PARTICIPANT_REGISTERED && who->meets;
}

bool mus_roles_meet(const struct mus_event *event, const struct mus_participant *a,
                    const struct mus_participant *b)
{
    return (event->roles[a->role].meets >> b->role & 1U) != 0;
}

enum mus_timetable_place mus_meeting_place(const struct mus_participant *a,
                                           const struct mus_participant *b)
{
    if (a->online || b->online) {
        return MUS_PLACE_ONLINE;
    }
    if (a->booth.len > 0) {
        return MUS_PLACE_BOOTH_A;
    }
    return b->booth.len > 0 ? MUS_PLACE_BOOTH_B : MUS_PLACE_TABLE;
}

mus_slots mus_event_slots(const struct mus_event *event)
{
    return mus_event_all_slots(event) & ~event->closed;
}

mus_slots mus_participant_slots(const struct mus_event *event, const struct mus_participant *who)
{
    return mus_event_slots(event) & ~who->unavailable;
}

mus_slots mus_event_table_slots(const struct mus_event *event, uint16_t table)
{
    mus_slots open = 0;
    for (size_t t = 0; t < event->table_count; t++) {
        if (table == 0 || table == t + 1) {
            open |= ~event->tables[t].closed;
        }
    }
    return open & mus_event_slots(event);
}

/* A day in Tokyo begins nine hours before that of UTC. */
mus_slots mus_event_begun(const struct mus_event *event, uint64_t now)
{
    mus_slots begun = 0;
    for (size_t s = 0; s < event->slot_count; s++) {
        int64_t minute = (int64_t)event->slots[s].day * 24 * 60 - 9 * 60 + event->slots[s].start;
        if (minute * 60 <= (int64_t)now) {
            begun |= (mus_slots)1 << s;
        }
    }
    return begun;
}

bool mus_day_is_to_come(mus_date day, uint64_t now)
{
    return day > mus_date_in_tokyo((int64_t)now * 1000);
}

bool mus_meeting_settled(const struct mus_meeting *meeting, mus_slots begun)
{
    return meeting->state == MUS_MEETING_HELD || meeting->state == MUS_MEETING_NO_SHOW ||
           (meeting->state == MUS_MEETING_PLANNED && meeting->slot >= 0 &&
            (begun >> meeting->slot & 1U) != 0);
}

bool mus_meeting_locked(const struct mus_meeting *meeting)
{
    return meeting->lock_pair.by.len > 0 || meeting->lock_slot.by.len > 0 ||
           meeting->lock_table.by.len > 0;
}

/* ------------------------------------------------------------------ languages */

static bool has(struct mus_texts list, struct mus_text item)
{
    for (size_t i = 0; i < list.count; i++) {
        if (mus_text_equal(list.items[i], item)) {
            return true;
        }
    }
    return false;
}

static struct mus_texts spoken(const struct mus_event *event, const struct mus_participant *who)
{
    return who->languages.count > 0 ? who->languages : (struct mus_texts){&event->language, 1};
}

static bool share(struct mus_texts a, struct mus_texts b)
{
    for (size_t i = 0; i < a.count; i++) {
        if (has(b, a.items[i])) {
            return true;
        }
    }
    return false;
}

bool mus_interpreter_speaks(const struct mus_event_interpreter *interpreter, struct mus_text code)
{
    const char *plus = code.len == 0 ? NULL : memchr(code.ptr, '+', code.len);
    if (plus == NULL) {
        return has(interpreter->languages, code);
    }
    size_t first = (size_t)(plus - code.ptr);
    return has(interpreter->languages, (struct mus_text){code.ptr, first}) &&
           has(interpreter->languages, (struct mus_text){plus + 1, code.len - first - 1});
}

static bool is_spoken(const struct mus_event *event, struct mus_text code)
{
    for (size_t i = 0; i < event->interpreter_count; i++) {
        if (mus_interpreter_speaks(&event->interpreters[i], code)) {
            return true;
        }
    }
    return false;
}

/* "id+vi", the smaller first. */
static struct mus_text both(struct mus_text a, struct mus_text b, struct mus_arena *arena)
{
    struct mus_text first = mus_text_compare(a, b) < 0 ? a : b;
    struct mus_text second = mus_text_compare(a, b) < 0 ? b : a;
    char *joined = mus_arena_alloc(arena, first.len + second.len + 2, 1);
    if (joined == NULL) {
        return MUS_NO_TEXT;
    }
    memcpy(joined, first.ptr, first.len);
    joined[first.len] = '+';
    memcpy(joined + first.len + 1, second.ptr, second.len);
    return (struct mus_text){joined, first.len + second.len + 1};
}

static enum mus_status of_each(const struct mus_event *event, struct mus_texts a,
                               struct mus_texts b, struct mus_arena *arena, struct mus_text *code,
                               struct mus_error *err)
{
    for (size_t i = 0; i < a.count; i++) {
        for (size_t j = 0; j < b.count; j++) {
            struct mus_text joined = both(a.items[i], b.items[j], arena);
            if (joined.ptr == NULL) {
                return mus_fail_memory(err);
            }
            if (is_spoken(event, joined)) {
                *code = joined;
                return MUS_OK;
            }
        }
    }
    return MUS_OK;
}

enum mus_status mus_meeting_language(const struct mus_event *event, const struct mus_participant *a,
                                     const struct mus_participant *b, struct mus_arena *arena,
                                     enum mus_language_need *need, struct mus_text *code,
                                     struct mus_error *err)
{
    struct mus_texts of_a = spoken(event, a);
    struct mus_texts of_b = spoken(event, b);
    *need = MUS_LANGUAGE_SHARED;
    *code = MUS_NO_TEXT;
    if (event->interpreter_count == 0 || share(of_a, of_b)) {
        return MUS_OK;
    }
    enum mus_status status = MUS_OK;
    bool a_speaks = has(of_a, event->language);
    if (!a_speaks && !has(of_b, event->language)) {
        status = of_each(event, of_a, of_b, arena, code, err);
    } else {
        struct mus_texts foreign = a_speaks ? of_b : of_a;
        for (size_t i = 0; code->ptr == NULL && i < foreign.count; i++) {
            *code = is_spoken(event, foreign.items[i]) ? foreign.items[i] : MUS_NO_TEXT;
        }
    }
    *need = code->ptr == NULL ? MUS_LANGUAGE_NOBODY : MUS_LANGUAGE_INTERPRETER;
    return status;
}

enum mus_status mus_meeting_plain_language(const struct mus_event *event,
                                           const struct mus_participant *a,
                                           const struct mus_participant *b, struct mus_arena *arena,
                                           struct mus_text *code, struct mus_error *err)
{
    enum mus_language_need need = MUS_LANGUAGE_SHARED;
    enum mus_status status = mus_meeting_language(event, a, b, arena, &need, code, err);
    const char *plus = status == MUS_OK && code->len > 0 ? memchr(code->ptr, '+', code->len) : NULL;
    if (plus != NULL) {
        code->len = (size_t)(plus - code->ptr);
    }
    return status;
}

mus_slots mus_meeting_slots(const struct mus_event *event, const struct mus_participant *a,
                            const struct mus_participant *b, struct mus_text language)
{
    mus_slots slots = mus_participant_slots(event, a) & mus_participant_slots(event, b);
    if (mus_meeting_place(a, b) == MUS_PLACE_TABLE) {
        slots &= mus_event_table_slots(event, 0);
    }
    if (language.len > 0) {
        mus_slots can_come = 0;
        for (size_t i = 0; i < event->interpreter_count; i++) {
            if (mus_interpreter_speaks(&event->interpreters[i], language)) {
                can_come |= ~event->interpreters[i].unavailable;
            }
        }
        slots &= can_come;
    }
    return slots;
}
