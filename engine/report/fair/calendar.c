/* The calendar of a participant: each meeting an event of its own, whose name never changes and
 * whose sequence rises with every change. No person is named in it. */
#include "codec/ical.h"
#include "report/fair/papers.h"
#include "report/fair/place.h"

struct writer {
    const struct mus_papers *papers;
    struct mus_arena arena;
    struct mus_buf words;
    bool failed;
};

/* What stands in words, kept; they are then empty again. */
static struct mus_text keep(struct writer *writer)
{
    struct mus_text kept = mus_arena_copy(&writer->arena, mus_buf_text(&writer->words));
    writer->failed =
        writer->failed || writer->words.failed || (kept.ptr == NULL && writer->words.len > 0);
    mus_buf_clear(&writer->words);
    return kept.ptr == NULL ? MUS_TEXT("") : kept;
}

static struct mus_text name_of(struct writer *writer, size_t participant)
{
    const struct mus_fair_name *name = &writer->papers->names->items[participant];
    mus_paper_say(writer->papers->language, mus_fair_name_in(name, false),
                  mus_fair_name_in(name, true), &writer->words);
    return keep(writer);
}

static struct mus_ical_event event_of(struct writer *writer, const struct mus_appointment *at)
{
    const struct mus_fair *fair = writer->papers->fair;
    const struct mus_meeting *meeting = at->meeting;
    const struct mus_event_slot *slot = &fair->event.slots[meeting->slot];
    struct mus_ical_event event = {
        .sequence = meeting->sequence,
        .stamp = (int64_t)meeting->changed,
        .start = mus_paper_instant(slot),
        .end = mus_paper_instant(slot) + (int64_t)slot->minutes * 60,
    };
    mus_buf_printf(&writer->words, "%.*s@%.*s.musubi", MUS_TEXT_ARG(meeting->id),
                   MUS_TEXT_ARG(fair->event.id));
    event.uid = keep(writer);
    mus_paper_say(writer->papers->language, MUS_TEXT("商談："), MUS_TEXT("Meeting: "),
                  &writer->words);
    mus_buf_add_text(&writer->words, mus_fair_name_in(&writer->papers->names->items[at->partner],
                                                      writer->papers->language == MUS_PAPER_EN));
    event.summary = keep(writer);
    mus_paper_place(writer->papers, meeting, &writer->words);
    event.location = keep(writer);
    mus_paper_say(writer->papers->language, fair->event.name.ja, fair->event.name.en,
                  &writer->words);
    event.description = keep(writer);
    return event;
}

static bool belongs(const struct mus_appointment *at, bool cancelled)
{
    bool off = at->meeting->state == MUS_MEETING_CANCELLED;
    return at->meeting->slot >= 0 && off == cancelled && (!cancelled || at->meeting->sequence > 0);
}

enum mus_status mus_papers_calendar(const struct mus_papers *papers, size_t participant,
                                    bool cancelled, struct mus_buf *out, struct mus_error *err)
{
    struct writer writer = {.papers = papers};
    struct mus_appointments appointments;
    struct mus_ical calendar = {.cancel = cancelled};
    enum mus_status status =
        mus_appointments_make(papers->fair, true, &writer.arena, &appointments, err);
    struct mus_ical_event *events = NULL;
    if (status == MUS_OK) {
        size_t most = appointments.begin[participant + 1] - appointments.begin[participant];
        events = mus_arena_alloc(&writer.arena, most, sizeof *events);
        status = events == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    if (status == MUS_OK) {
        for (size_t i = appointments.begin[participant]; i < appointments.begin[participant + 1];
             i++) {
            if (belongs(&appointments.items[i], cancelled)) {
                events[calendar.event_count++] = event_of(&writer, &appointments.items[i]);
            }
        }
        calendar.name = name_of(&writer, participant);
        calendar.events = events;
        status = writer.failed ? mus_fail_memory(err) : mus_ical_write(&calendar, out, err);
    }
    mus_buf_done(&writer.words);
    mus_arena_done(&writer.arena);
    return status;
}
