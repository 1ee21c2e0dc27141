/* A small fair with all that a paper can hold: two hosts at booths, guests at tables, one of them
 * online from another time zone; a hole in a day, a meeting that was cancelled, one without a time,
 * one that lost its time; a company with two agendas; names with markup in them. */
#ifndef MUS_TESTS_PAPERS_FIXTURE_H
#define MUS_TESTS_PAPERS_FIXTURE_H

#include "../fair/event_fixture.h"
#include "report/fair/papers.h"

enum { PARTICIPANTS = 7, MEETINGS = 8 };
enum { E1, E2, V1, V2, V3, V4, V5 };

struct paper_fair {
    struct sample_event sample;
    struct mus_participant participants[PARTICIPANTS];
    struct mus_fair_name items[PARTICIPANTS];
    struct mus_text persons[2];
    struct mus_texts people[PARTICIPANTS];
    struct mus_meeting meetings[MEETINGS];
    struct mus_fair fair;
    struct mus_fair_names names;
    struct mus_papers papers;
};

static inline void sit(struct mus_meeting *meeting, int16_t slot, uint8_t place, uint16_t table)
{
    meeting->slot = slot;
    meeting->place = place;
    meeting->table = table;
    meeting->sequence = 1;
}

static inline void make_participants(struct paper_fair *out)
{
    static const char *const ids[] = {"e-0001", "e-0002", "v-0001", "v-0002",
                                      "v-0003", "v-0004", "v-0005"};
    static const char *const companies[] = {"c-1", "c-2", "c-3", "c-4", "c-4", "c-6", "c-7"};
    const struct mus_fair_name names[] = {
        {MUS_TEXT("架空水処理"), MUS_NO_TEXT, MUS_TEXT("Invented Water"), MUS_NO_TEXT},
        {MUS_TEXT("架空<膜>&技術"), MUS_NO_TEXT, MUS_NO_TEXT, MUS_NO_TEXT},
        {MUS_NO_TEXT, MUS_NO_TEXT, MUS_TEXT("Hanoi \"Clean\" Air"), MUS_NO_TEXT},
        {MUS_TEXT("架空商事"), MUS_NO_TEXT, MUS_TEXT("Invented Trading"), MUS_NO_TEXT},
        {MUS_TEXT("架空商事"), MUS_NO_TEXT, MUS_TEXT("Invented Trading"), MUS_NO_TEXT},
        {MUS_TEXT("架空物産"), MUS_NO_TEXT, MUS_NO_TEXT, MUS_NO_TEXT},
        {MUS_TEXT("架空来場"), MUS_NO_TEXT, MUS_NO_TEXT, MUS_NO_TEXT}};
    for (size_t i = 0; i < PARTICIPANTS; i++) {
        out->participants[i] = participant_of(ids[i], companies[i]);
        out->participants[i].role = i > E2;
        out->items[i] = names[i];
    }
    out->participants[E1].booth = MUS_TEXT("B-02");
    out->participants[E2].booth = MUS_TEXT("A-01");
    out->participants[E2].booth_hall = 1;
    out->participants[V1].online = true;
    out->participants[V1].time_zone = MUS_TEXT("Asia/Ho_Chi_Minh");
    out->participants[V2].people = 3;
    out->participants[V4].state = MUS_PARTICIPANT_CANCELLED;
    out->participants[V5].meets = false;
    out->persons[0] = MUS_TEXT("見本 花子");
    out->persons[1] = MUS_TEXT("見本 太郎");
    out->people[V2] = (struct mus_texts){out->persons, 2};
}

static inline void make_meetings(struct paper_fair *out)
{
    struct mus_meeting *m = out->meetings;
    m[0] = meeting_of("m-000001", "e-0001", "v-0002");
    sit(&m[0], 0, MUS_PLACE_BOOTH_A, 0);
    m[1] = meeting_of("m-000002", "e-0001", "v-0001");
    sit(&m[1], 2, MUS_PLACE_ONLINE, 0);
    m[1].sequence = 2;
    m[2] = meeting_of("m-000003", "e-0002", "v-0003"); /* never had a time */
    m[3] = meeting_of("m-000004", "e-0001", "v-0003");
    sit(&m[3], 1, MUS_PLACE_BOOTH_A, 0);
    m[3].state = MUS_MEETING_CANCELLED;
    m[3].sequence = 2;
    m[4] = meeting_of("m-000005", "v-0002", "v-0003");
    sit(&m[4], 3, MUS_PLACE_TABLE, 2);
    m[4].interpreter = 0;
    m[4].language = MUS_TEXT("vi");
    m[5] = meeting_of("m-000006", "e-0002", "v-0002");
    sit(&m[5], 1, MUS_PLACE_BOOTH_A, 0);
    m[6] = meeting_of("m-000007", "e-0001", "v-0004");
    sit(&m[6], -1, MUS_PLACE_BOOTH_A, 0);
    m[6].state = MUS_MEETING_CANCELLED;
    m[7] = meeting_of("m-000008", "e-0002", "v-0001"); /* has lost its time */
    sit(&m[7], -1, MUS_PLACE_TABLE, 0);
}

static inline void make_papers(struct paper_fair *out, enum mus_paper_language language)
{
    *out = (struct paper_fair){0};
    make_event(&out->sample);
    out->sample.slots[2] = (struct mus_event_slot){MUS_TEXT("s3"), MUS_NO_TEXT, FAIR_DAY, 660, 30};
    make_participants(out);
    make_meetings(out);
    out->fair = (struct mus_fair){.event = out->sample.event,
                                  .participants = out->participants,
                                  .participant_count = PARTICIPANTS,
                                  .meetings = out->meetings,
                                  .meeting_count = MEETINGS};
    out->names = (struct mus_fair_names){out->items, PARTICIPANTS};
    out->papers = (struct mus_papers){.fair = &out->fair,
                                      .names = &out->names,
                                      .people = out->people,
                                      .language = language,
                                      .only = SIZE_MAX,
                                      .now = FAIR_SECONDS};
}

#endif
