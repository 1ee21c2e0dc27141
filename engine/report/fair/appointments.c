#include "report/fair/papers.h"

#include <stdlib.h>

static int by_owner_and_time(const void *left, const void *right)
{
    const struct mus_appointment *a = left;
    const struct mus_appointment *b = right;
    if (a->self != b->self) {
        return a->self < b->self ? -1 : 1;
    }
    /* Those without a slot (-1) come last. */
    unsigned slot_a = (unsigned)a->meeting->slot;
    unsigned slot_b = (unsigned)b->meeting->slot;
    if (slot_a != slot_b) {
        return slot_a < slot_b ? -1 : 1;
    }
    return mus_text_compare(a->meeting->id, b->meeting->id);
}

static bool is_host(const struct mus_meeting *meeting, uint32_t a, uint32_t self)
{
    return (meeting->place == MUS_PLACE_BOOTH_A && self == a) ||
           (meeting->place == MUS_PLACE_BOOTH_B && self != a);
}

static size_t gather(const struct mus_fair *fair, bool cancelled, struct mus_appointment *out)
{
    size_t count = 0;
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->meetings[i];
        size_t a = mus_fair_participant(fair, meeting->a);
        size_t b = mus_fair_participant(fair, meeting->b);
        if ((meeting->state == MUS_MEETING_CANCELLED && !cancelled) || a == SIZE_MAX ||
            b == SIZE_MAX) {
            continue;
        }
        for (int side = 0; side < 2; side++) {
            uint32_t self = (uint32_t)(side == 0 ? a : b);
            out[count++] = (struct mus_appointment){.meeting = meeting,
                                                    .self = self,
                                                    .partner = (uint32_t)(side == 0 ? b : a),
                                                    .hosts = is_host(meeting, (uint32_t)a, self)};
        }
    }
    return count;
}

enum mus_status mus_appointments_make(const struct mus_fair *fair, bool cancelled,
                                      struct mus_arena *arena, struct mus_appointments *out,
                                      struct mus_error *err)
{
    size_t *begin = mus_arena_alloc(arena, fair->participant_count + 1, sizeof *begin);
    struct mus_appointment *items = mus_arena_alloc(arena, fair->meeting_count * 2, sizeof *items);
    if (begin == NULL || items == NULL) {
        return mus_fail_memory(err);
    }
    size_t count = gather(fair, cancelled, items);
    if (count > 1) {
        qsort(items, count, sizeof *items, by_owner_and_time);
    }
    for (size_t i = 0, v = 0; v <= fair->participant_count; v++) {
        while (i < count && items[i].self < v) {
            i++;
        }
        begin[v] = i;
    }
    *out = (struct mus_appointments){items, begin};
    return MUS_OK;
}

bool mus_papers_include(const struct mus_papers *papers, size_t participant)
{
    const struct mus_participant *who = &papers->fair->participants[participant];
    bool takes_part = who->state == MUS_PARTICIPANT_REGISTERED && who->meets;
    return papers->only == SIZE_MAX ? takes_part : papers->only == participant;
}

const char *mus_paper_name(enum mus_paper paper)
{
    static const char *const NAMES[MUS_PAPER_COUNT] = {"agenda", "tables", "halls", "badges",
                                                       "outcomes"};
    return NAMES[paper];
}
