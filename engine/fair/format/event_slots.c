#include "fair/format/event_slots.h"

#include <stdio.h>
#include <stdlib.h>

enum { MINUTES_A_DAY = 1440 };

static bool digits(struct mus_text text, size_t from, size_t to, unsigned *out)
{
    *out = 0;
    for (size_t i = from; i < to; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
        *out = *out * 10 + (unsigned)(text.ptr[i] - '0');
    }
    return true;
}

bool mus_minute_read(struct mus_text text, unsigned *minute)
{
    unsigned hours = 0;
    unsigned minutes = 0;
    if ((text.len != 4 && text.len != 5) || text.ptr[text.len - 3] != ':' ||
        !digits(text, 0, text.len - 3, &hours) || !digits(text, text.len - 2, text.len, &minutes) ||
        minutes > 59 || hours * 60 + minutes > MINUTES_A_DAY) {
        return false;
    }
    *minute = hours * 60 + minutes;
    return true;
}

void mus_minute_write(struct mus_buf *out, unsigned minute)
{
    mus_buf_printf(out, "%02u:%02u", minute / 60, minute % 60);
}

/* What a slot is called in messages. */
struct called {
    char text[MUS_EVENT_MAX_LABEL + 16];
};

static const char *call(const struct mus_slot_draft *draft, struct called *room)
{
    struct mus_text id = draft->slot.id;
    if (draft->place != SIZE_MAX) {
        snprintf(room->text, sizeof room->text, "slots[%zu]", draft->place);
    } else if (id.len > 0) {
        snprintf(room->text, sizeof room->text, "%.*s", MUS_TEXT_SHORT_ARG(id));
    } else {
        snprintf(room->text, sizeof room->text, "the slot at %02u:%02u", draft->slot.start / 60U,
                 draft->slot.start % 60U);
    }
    return room->text;
}

enum mus_status mus_slot_drafts_add(struct mus_slot_drafts *drafts,
                                    const struct mus_slot_draft *draft, struct mus_error *err)
{
    struct called name;
    if (drafts->count == MUS_TIMETABLE_MAX_SLOTS) {
        return mus_fail(err, MUS_LIMIT, "%s: is the %dth, at most %d", call(draft, &name),
                        MUS_TIMETABLE_MAX_SLOTS + 1, MUS_TIMETABLE_MAX_SLOTS);
    }
    drafts->items[drafts->count++] = *draft;
    return MUS_OK;
}

static enum mus_status check_series(const struct mus_slot_series *series, struct mus_error *err)
{
    if (series->minutes == 0 || series->minutes > MINUTES_A_DAY) {
        return mus_fail(err, MUS_INVALID, "minutes: %u, expected 1 to %d", series->minutes,
                        MINUTES_A_DAY);
    }
    if (series->pause > MINUTES_A_DAY) {
        return mus_fail(err, MUS_INVALID, "pause: %u, expected 0 to %d", series->pause,
                        MINUTES_A_DAY);
    }
    return series->from + series->minutes <= series->to
               ? MUS_OK
               : mus_fail(err, MUS_INVALID,
                          "no slot of %u minutes from %02u:%02u ends by %02u:%02u", series->minutes,
                          series->from / 60, series->from % 60, series->to / 60, series->to % 60);
}

enum mus_status mus_slot_drafts_add_series(struct mus_slot_drafts *drafts,
                                           const struct mus_slot_series *series,
                                           struct mus_error *err)
{
    enum mus_status status = check_series(series, err);
    if (status != MUS_OK && series->place != SIZE_MAX) {
        return mus_fail_at(err, status, "slots[%zu]", series->place);
    }
    for (mus_date day = series->first; status == MUS_OK && day <= series->last; day++) {
        for (unsigned at = series->from; status == MUS_OK && at + series->minutes <= series->to;
             at += series->minutes + series->pause) {
            const struct mus_slot_draft draft = {
                {MUS_NO_TEXT, series->session, day, (uint16_t)at, (uint16_t)series->minutes},
                series->place};
            status = mus_slot_drafts_add(drafts, &draft, err);
        }
    }
    return status;
}

static int by_time(const void *left, const void *right)
{
    const struct mus_slot_draft *a = left;
    const struct mus_slot_draft *b = right;
    if (a->slot.day != b->slot.day) {
        return a->slot.day < b->slot.day ? -1 : 1;
    }
    if (a->slot.start != b->slot.start) {
        return a->slot.start < b->slot.start ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

/* The later entry of the list is the one that is wrong. */
static bool is_later(const struct mus_slot_draft *a, const struct mus_slot_draft *b)
{
    return a->place > b->place || (a->place == b->place && a->slot.id.len == 0);
}

static enum mus_status fail_overlap(const struct mus_slot_draft *a, const struct mus_slot_draft *b,
                                    struct mus_error *err)
{
    struct called first;
    struct called second;
    struct mus_buf day = {0};
    mus_date_write_iso(&day, b->slot.day);
    enum mus_status status = mus_fail(
        err, MUS_INVALID, "%s: %02u:%02u on %s lies before the end of %s", call(b, &second),
        b->slot.start / 60U, b->slot.start % 60U, day.failed ? "?" : day.data, call(a, &first));
    mus_buf_done(&day);
    return status;
}

/* No two at one time, and no two of one id. */
static enum mus_status check_apart(const struct mus_slot_drafts *drafts, struct mus_error *err)
{
    for (size_t i = 1; i < drafts->count; i++) {
        const struct mus_slot_draft *a = &drafts->items[i - 1];
        const struct mus_slot_draft *b = &drafts->items[i];
        if (a->slot.day == b->slot.day && b->slot.start < a->slot.start + a->slot.minutes) {
            return fail_overlap(a, b, err);
        }
    }
    for (size_t i = 0; i < drafts->count; i++) {
        for (size_t j = 0; drafts->items[i].slot.id.len > 0 && j < i; j++) {
            const struct mus_slot_draft *a = &drafts->items[i];
            const struct mus_slot_draft *b = &drafts->items[j];
            if (mus_text_equal(a->slot.id, b->slot.id)) {
                struct called first;
                struct called second;
                bool later = is_later(a, b);
                return mus_fail(err, MUS_INVALID, "%s: \"%.*s\" is the id of %s",
                                call(later ? a : b, &second), MUS_TEXT_SHORT_ARG(a->slot.id),
                                call(later ? b : a, &first));
            }
        }
    }
    return MUS_OK;
}

static bool is_taken(const struct mus_slot_drafts *drafts, const char *id)
{
    for (size_t i = 0; i < drafts->count; i++) {
        if (mus_text_equals(drafts->items[i].slot.id, id)) {
            return true;
        }
    }
    return false;
}

static enum mus_status give_ids(struct mus_slot_drafts *drafts, struct mus_arena *arena,
                                struct mus_error *err)
{
    unsigned number = 0;
    for (size_t i = 0; i < drafts->count; i++) {
        char id[16];
        struct mus_event_slot *slot = &drafts->items[i].slot;
        if (slot->id.len > 0) {
            continue;
        }
        do {
            snprintf(id, sizeof id, "s%u", ++number);
        } while (is_taken(drafts, id));
        slot->id = mus_arena_copy(arena, mus_text_of(id));
        if (slot->id.ptr == NULL) {
            return mus_fail_memory(err);
        }
    }
    return MUS_OK;
}

enum mus_status mus_slot_drafts_settle(struct mus_slot_drafts *drafts, struct mus_arena *arena,
                                       struct mus_event_slot **slots, struct mus_error *err)
{
    if (drafts->count > 0) {
        qsort(drafts->items, drafts->count, sizeof drafts->items[0], by_time);
    }
    struct mus_event_slot *list = mus_arena_alloc(arena, drafts->count, sizeof *list);
    enum mus_status status = list == NULL ? mus_fail_memory(err) : check_apart(drafts, err);
    status = status == MUS_OK ? give_ids(drafts, arena, err) : status;
    for (size_t i = 0; status == MUS_OK && i < drafts->count; i++) {
        list[i] = drafts->items[i].slot;
    }
    if (status == MUS_OK) {
        *slots = list;
    }
    return status;
}
