#include "report/fair/seats.h"

#include <stdlib.h>

enum rank { AT_TABLE, AT_BOOTH, ONLINE, NOT_SEATED };

static enum rank rank_of(const struct mus_meeting *meeting)
{
    switch ((enum mus_timetable_place)meeting->place) {
    case MUS_PLACE_BOOTH_A:
    case MUS_PLACE_BOOTH_B:
        return AT_BOOTH;
    case MUS_PLACE_ONLINE:
        return ONLINE;
    case MUS_PLACE_TABLE:
        break;
    }
    return meeting->table > 0 ? AT_TABLE : NOT_SEATED;
}

static struct mus_text host_of(const struct mus_meeting *meeting)
{
    return meeting->place == MUS_PLACE_BOOTH_B ? meeting->b : meeting->a;
}

/* Negative where the meeting is held at a place before that one. */
static int compare_place(const struct mus_meeting *meeting, enum rank rank, uint16_t table,
                         struct mus_text host)
{
    enum rank own = rank_of(meeting);
    if (own != rank) {
        return own < rank ? -1 : 1;
    }
    if (rank == AT_TABLE) {
        return (meeting->table > table) - (meeting->table < table);
    }
    return rank == AT_BOOTH ? mus_text_compare(host_of(meeting), host) : 0;
}

static int by_place_and_time(const void *left, const void *right)
{
    const struct mus_meeting *a = *(const struct mus_meeting *const *)left;
    const struct mus_meeting *b = *(const struct mus_meeting *const *)right;
    int order = compare_place(a, rank_of(b), b->table, host_of(b));
    if (order == 0) {
        /* Those without a slot (-1) come last. */
        unsigned slot_a = (unsigned)a->slot;
        unsigned slot_b = (unsigned)b->slot;
        order = (slot_a > slot_b) - (slot_a < slot_b);
    }
    return order != 0 ? order : mus_text_compare(a->id, b->id);
}

struct booth {
    const struct mus_participant *who;
    uint32_t place;
};

static int by_hall_and_label(const void *left, const void *right)
{
    const struct booth *a = left;
    const struct booth *b = right;
    if (a->who->booth_hall != b->who->booth_hall) {
        return a->who->booth_hall < b->who->booth_hall ? -1 : 1;
    }
    int order = mus_text_compare(a->who->booth, b->who->booth);
    return order != 0 ? order : mus_text_compare(a->who->id, b->who->id);
}

static enum mus_status sort_booths(const struct mus_fair *fair, struct mus_arena *arena,
                                   struct mus_seating *out, struct mus_error *err)
{
    struct booth *booths = mus_arena_alloc(arena, fair->participant_count, sizeof *booths);
    uint32_t *places = mus_arena_alloc(arena, fair->participant_count, sizeof *places);
    if (booths == NULL || places == NULL) {
        return mus_fail_memory(err);
    }
    size_t count = 0;
    for (size_t i = 0; i < fair->participant_count; i++) {
        const struct mus_participant *who = &fair->participants[i];
        if (who->booth.len > 0 && who->state == MUS_PARTICIPANT_REGISTERED) {
            booths[count++] = (struct booth){who, (uint32_t)i};
        }
    }
    if (count > 1) {
        qsort(booths, count, sizeof *booths, by_hall_and_label);
    }
    for (size_t i = 0; i < count; i++) {
        places[i] = booths[i].place;
    }
    out->booths = places;
    out->booth_count = count;
    return MUS_OK;
}

enum mus_status mus_seating_make(const struct mus_fair *fair, struct mus_arena *arena,
                                 struct mus_seating *out, struct mus_error *err)
{
    struct mus_seating seating = {0};
    const struct mus_meeting **items = mus_arena_alloc(arena, fair->meeting_count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        if (fair->meetings[i].state != MUS_MEETING_CANCELLED) {
            items[seating.count++] = &fair->meetings[i];
        }
    }
    if (seating.count > 1) {
        qsort(items, seating.count, sizeof *items, by_place_and_time);
    }
    seating.items = items;
    enum mus_status status = sort_booths(fair, arena, &seating, err);
    if (status == MUS_OK) {
        *out = seating;
    }
    return status;
}

static struct mus_seats seats_at(const struct mus_seating *seating, enum rank rank, uint16_t table,
                                 struct mus_text host)
{
    size_t low = 0;
    size_t high = seating->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_place(seating->items[middle], rank, table, host) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t end = low;
    while (end < seating->count && seating->items[end]->slot >= 0 &&
           compare_place(seating->items[end], rank, table, host) == 0) {
        end++;
    }
    return (struct mus_seats){seating->items + low, end - low};
}

struct mus_seats mus_seats_at_table(const struct mus_seating *seating, uint16_t table)
{
    return seats_at(seating, AT_TABLE, table, MUS_NO_TEXT);
}

struct mus_seats mus_seats_at_booth(const struct mus_seating *seating, struct mus_text host)
{
    return seats_at(seating, AT_BOOTH, 0, host);
}
