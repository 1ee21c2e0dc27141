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

static void add_name(struct writer *writer, size_t participant)
{
    const struct mus_fair_name *name = &writer->papers->names->items[participant];
    mus_paper_say(writer->papers->language, mus_fair_name_in(name, false),
                  mus_fair_name_in(name, true), &writer->words);
}

static struct mus_ical_event event_of(struct writer *writer, const struct mus_appointment *at)
{
    const struct mus_papers *papers = writer->papers;
    const struct mus_meeting *meeting = at->meeting;
    const struct mus_event *event = &papers->fair->event;
    struct mus_ical_event out = {
        .sequence = meeting->sequence,
        .stamp = (int64_t)meeting->changed,
        .no_time = meeting->slot < 0,
    };
    if (meeting->slot >= 0) {
        const struct mus_event_slot *slot = &event->slots[meeting->slot];
        out.start = mus_paper_instant(slot);
        out.end = out.start + (int64_t)slot->minutes * 60;
    }
    mus_buf_printf(&writer->words, "%.*s@%.*s.musubi", MUS_TEXT_ARG(meeting->id),
                   MUS_TEXT_ARG(event->id));
    out.uid = keep(writer);
    mus_buf_add_z(&writer->words, papers->language == MUS_PAPER_EN ? "Meeting: " : "商談：");
    add_name(writer, at->partner);
    out.summary = keep(writer);
    mus_paper_place(papers, meeting, &writer->words);
    out.location = keep(writer);
    mus_paper_say(papers->language, event->name.ja, event->name.en, &writer->words);
    out.description = keep(writer);
    return out;
}

/* What was never in anybody's calendar (sequence 0) has not to be taken out of it. */
static bool belongs(const struct mus_appointment *at, bool cancelled)
{
    const struct mus_meeting *meeting = at->meeting;
    bool off = meeting->state == MUS_MEETING_CANCELLED || meeting->slot < 0;
    return off == cancelled && (!off || meeting->sequence > 0);
}

bool mus_papers_calendar_holds(const struct mus_appointments *all, size_t participant,
                               bool cancelled)
{
    for (size_t i = all->begin[participant]; i < all->begin[participant + 1]; i++) {
        if (belongs(&all->items[i], cancelled)) {
            return true;
        }
    }
    return false;
}

enum mus_status mus_papers_calendar(const struct mus_papers *papers,
                                    const struct mus_appointments *all, size_t participant,
                                    bool cancelled, struct mus_buf *out, struct mus_error *err)
{
    struct writer writer = {.papers = papers};
    struct mus_ical calendar = {.cancel = cancelled};
    size_t begin = all->begin[participant];
    size_t end = all->begin[participant + 1];
    struct mus_ical_event *events = mus_arena_alloc(&writer.arena, end - begin, sizeof *events);
    enum mus_status status = events == NULL ? mus_fail_memory(err) : MUS_OK;
    if (status == MUS_OK) {
        for (size_t i = begin; i < end; i++) {
            if (belongs(&all->items[i], cancelled)) {
                events[calendar.event_count++] = event_of(&writer, &all->items[i]);
            }
        }
        add_name(&writer, participant);
        calendar.name = keep(&writer);
        calendar.events = events;
        status = writer.failed ? mus_fail_memory(err) : mus_ical_write(&calendar, out, err);
    }
    mus_buf_done(&writer.words);
    mus_arena_done(&writer.arena);
    return status;
}
