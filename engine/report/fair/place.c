#include "report/fair/place.h"

#include "codec/ical.h"

#include <stdio.h>

enum { SECONDS_A_DAY = 86400, TOKYO_MINUTES = 9 * 60, MINUTES_A_DAY = 1440 };

void mus_paper_say(enum mus_paper_language language, struct mus_text ja, struct mus_text en,
                   struct mus_buf *out)
{
    struct mus_text first = language == MUS_PAPER_EN ? en : ja;
    struct mus_text other = language == MUS_PAPER_EN ? ja : en;
    if (first.len == 0) {
        first = other;
    }
    mus_buf_add_text(out, first);
    if (language == MUS_PAPER_BOTH && other.len > 0 && !mus_text_equal(first, other)) {
        mus_buf_add_z(out, " / ");
        mus_buf_add_text(out, other);
    }
}

void mus_paper_day(enum mus_paper_language language, mus_date day, struct mus_buf *out)
{
    /* 1970-01-01 was a Thursday. */
    static const char *const JA[] = {"木", "金", "土", "日", "月", "火", "水"};
    static const char *const EN[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    size_t weekday = (size_t)(((int64_t)day % 7 + 7) % 7);
    if (language == MUS_PAPER_EN) {
        mus_buf_printf(out, "%s ", EN[weekday]);
    }
    mus_date_write_iso(out, day);
    if (language == MUS_PAPER_JA) {
        mus_buf_printf(out, "（%s）", JA[weekday]);
    } else if (language == MUS_PAPER_BOTH) {
        mus_buf_printf(out, "（%s %s）", JA[weekday], EN[weekday]);
    }
}

static void add_clock(unsigned minutes, struct mus_buf *out)
{
    mus_buf_printf(out, "%02u:%02u", minutes / 60, minutes % 60);
}

void mus_paper_time(const struct mus_event_slot *slot, struct mus_buf *out)
{
    add_clock(slot->start, out);
    mus_buf_add_z(out, "–");
    add_clock((unsigned)slot->start + slot->minutes, out);
}

static struct mus_bilingual words_of(const char *ja, const char *en)
{
    return (struct mus_bilingual){mus_text_of(ja), mus_text_of(en)};
}

static void find_hall(const struct mus_event *event, uint16_t hall, struct mus_paper_place *out)
{
    if (event->hall_count > 1 && hall < event->hall_count) {
        out->hall = event->halls[hall].name;
    }
}

static void find_table(const struct mus_event *event, uint16_t number, struct mus_paper_place *out)
{
    if (number == 0 || number > event->table_count) {
        out->kind = words_of("テーブル未定", "table to be set");
        return;
    }
    const struct mus_event_table *table = &event->tables[number - 1];
    out->kind = words_of("テーブル", "Table");
    out->label = table->label;
    if (table->label.len == 0) {
        snprintf(out->number, sizeof out->number, "%u", number);
        out->label = mus_text_of(out->number);
    }
    find_hall(event, table->hall, out);
}

static void find_booth(const struct mus_fair *fair, struct mus_text host,
                       struct mus_paper_place *out)
{
    size_t place = mus_fair_participant(fair, host);
    out->kind = words_of("小間", "Booth");
    if (place != SIZE_MAX) {
        out->label = fair->participants[place].booth;
        find_hall(&fair->event, fair->participants[place].booth_hall, out);
    }
}

void mus_paper_place_of(const struct mus_papers *papers, const struct mus_meeting *meeting,
                        struct mus_paper_place *out)
{
    *out = (struct mus_paper_place){0};
    switch ((enum mus_timetable_place)meeting->place) {
    case MUS_PLACE_TABLE:
        find_table(&papers->fair->event, meeting->table, out);
        break;
    case MUS_PLACE_BOOTH_A:
        find_booth(papers->fair, meeting->a, out);
        break;
    case MUS_PLACE_BOOTH_B:
        find_booth(papers->fair, meeting->b, out);
        break;
    case MUS_PLACE_ONLINE:
        out->kind = words_of("オンライン", "online");
        break;
    }
}

static void add_place(const struct mus_paper_place *place, bool english, struct mus_buf *out)
{
    mus_buf_add_text(out, english ? place->kind.en : place->kind.ja);
    if (place->label.len > 0) {
        mus_buf_add_byte(out, ' ');
        mus_buf_add_text(out, place->label);
    }
    if (place->hall.ja.len > 0 || place->hall.en.len > 0) {
        mus_buf_add_z(out, english ? " (" : "（");
        mus_paper_say(english ? MUS_PAPER_EN : MUS_PAPER_JA, place->hall.ja, place->hall.en, out);
        mus_buf_add_z(out, english ? ")" : "）");
    }
}

void mus_paper_place(const struct mus_papers *papers, const struct mus_meeting *meeting,
                     struct mus_buf *out)
{
    struct mus_paper_place place;
    mus_paper_place_of(papers, meeting, &place);
    add_place(&place, papers->language == MUS_PAPER_EN, out);
    if (papers->language == MUS_PAPER_BOTH) {
        mus_buf_add_z(out, " / ");
        add_place(&place, true, out);
    }
}

int64_t mus_paper_instant(const struct mus_event_slot *slot)
{
    return (int64_t)slot->day * SECONDS_A_DAY + ((int64_t)slot->start - TOKYO_MINUTES) * 60;
}

/* A zone that is not known is passed over: the time in Tokyo stands there anyway. */
void mus_paper_local_time(const struct mus_papers *papers, size_t participant,
                          const struct mus_event_slot *slot, struct mus_buf *out)
{
    const struct mus_participant *who = &papers->fair->participants[participant];
    int offset = TOKYO_MINUTES;
    if (who->time_zone.len == 0 ||
        mus_ical_offset(who->time_zone, mus_paper_instant(slot), &offset, NULL) != MUS_OK ||
        offset == TOKYO_MINUTES) {
        return;
    }
    int minutes = slot->start + offset - TOKYO_MINUTES;
    int days = minutes < 0 ? -1 : minutes / MINUTES_A_DAY;
    minutes -= days * MINUTES_A_DAY;
    if (days != 0) {
        mus_date_write_iso(out, slot->day + days);
        mus_buf_add_byte(out, ' ');
    }
    add_clock((unsigned)minutes, out);
    mus_buf_printf(out, " %.*s", MUS_TEXT_ARG(who->time_zone));
}
