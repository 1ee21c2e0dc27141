/* An event of two halls, four slots, three tables, two interpreters and two roles, and one of each
 * of its parts. Include after cmocka. */
#ifndef MUS_TESTS_EVENT_FIXTURE_H
#define MUS_TESTS_EVENT_FIXTURE_H

#include "fair/format/event.h"

#include <string.h>

#define FAIR_DAY ((mus_date)20584)        /* 2026-05-11 */
#define FAIR_SECONDS UINT64_C(1778461200) /* 2026-05-11T10:00:00+09:00 */

struct sample_event {
    struct mus_event event;
    struct mus_hall halls[2];
    uint16_t walk_minutes[4];
    struct mus_event_slot slots[4];
    struct mus_event_table tables[3];
    struct mus_event_interpreter interpreters[2];
    struct mus_event_role roles[2];
    struct mus_text languages[3];
};

static inline void make_event(struct sample_event *out)
{
    *out = (struct sample_event){
        .halls = {{MUS_TEXT("h1"), {MUS_TEXT("東館"), MUS_TEXT("East hall")}},
                  {MUS_TEXT("h2"), {MUS_NO_TEXT, MUS_TEXT("West hall")}}},
        .walk_minutes = {0, 6, 6, 0},
        .slots = {{MUS_TEXT("s1"), MUS_TEXT("am"), FAIR_DAY, 600, 20},
                  {MUS_TEXT("s2"), MUS_TEXT("am"), FAIR_DAY, 620, 20},
                  {MUS_TEXT("s3"), MUS_NO_TEXT, FAIR_DAY + 1, 600, 30},
                  {MUS_TEXT("s4"), MUS_NO_TEXT, FAIR_DAY + 1, 780, 45}},
        .tables = {{0, 0, MUS_NO_TEXT}, {0, 4, MUS_TEXT("窓側")}, {1, 0, MUS_NO_TEXT}},
        .roles = {{MUS_TEXT("exhibitor"), {MUS_TEXT("出展者"), MUS_NO_TEXT}, 1, 20, 2},
                  {MUS_TEXT("visitor"), {MUS_TEXT("来場者"), MUS_NO_TEXT}, 0, 6, 1}},
        .languages = {MUS_TEXT("en"), MUS_TEXT("vi"), MUS_TEXT("en")},
    };
    out->interpreters[0] = (struct mus_event_interpreter){MUS_TEXT("i1"), {out->languages, 2}, 8};
    out->interpreters[1] =
        (struct mus_event_interpreter){MUS_TEXT("i2"), {out->languages + 2, 1}, 0};
    out->event = (struct mus_event){
        .id = MUS_TEXT("fair-18"),
        .edition = MUS_TEXT("fair-18"),
        .programme = MUS_TEXT("FAIR"),
        .purpose = MUS_TEXT("sales"),
        .name = {MUS_TEXT("第18回環境技術展"), MUS_NO_TEXT},
        .theme = {MUS_NO_TEXT, MUS_TEXT("Circular economy")},
        .first = FAIR_DAY,
        .last = FAIR_DAY + 1,
        .halls = out->halls,
        .hall_count = 2,
        .walk_minutes = out->walk_minutes,
        .slots = out->slots,
        .slot_count = 4,
        .tables = out->tables,
        .table_count = 3,
        .interpreters = out->interpreters,
        .interpreter_count = 2,
        .roles = out->roles,
        .role_count = 2,
        .capacity = 1120,
        .max_break_difference = UINT32_MAX,
        .closed = 8,
        .language = MUS_TEXT("ja"),
        .changed = FAIR_SECONDS,
    };
}

static inline struct mus_participant participant_of(const char *id, const char *company)
{
    return (struct mus_participant){.id = mus_text_of(id),
                                    .company = mus_text_of(company),
                                    .mode = MUS_PARTICIPANT_EXCLUSIVE,
                                    .state = MUS_PARTICIPANT_REGISTERED,
                                    .min = MUS_PARTICIPANT_OF_ROLE,
                                    .max = MUS_PARTICIPANT_OF_ROLE,
                                    .meets = true,
                                    .people = 1,
                                    .registered = FAIR_SECONDS};
}

static inline struct mus_meeting meeting_of(const char *id, const char *a, const char *b)
{
    return (struct mus_meeting){.id = mus_text_of(id),
                                .a = mus_text_of(a),
                                .b = mus_text_of(b),
                                .score = 734000,
                                .state = MUS_MEETING_PLANNED,
                                .slot = -1,
                                .interpreter = -1,
                                .changed = FAIR_SECONDS};
}

static inline struct mus_run run_of(uint64_t number)
{
    return (struct mus_run){.number = number,
                            .kind = MUS_RUN_PAIRING,
                            .what = MUS_TEXT("pairing"),
                            .by = MUS_TEXT("佐藤"),
                            .recorded = FAIR_SECONDS,
                            .seed = 7,
                            .steps = 40,
                            .meeting_count = 3,
                            .total = 734000,
                            .upper_bound = -1};
}

#endif
