/* A store with eighteen companies and an event of six exhibitors in booths and twelve visitors. */
#ifndef MUS_TESTS_FAIR_FIXTURE_H
#define MUS_TESTS_FAIR_FIXTURE_H

#include "../match/match_fixture.h"
#include "event_fixture.h"

#include "fair/plan.h"
#include "store/events.h"

#define EVENT MUS_TEXT("fair-18")
#define BEFORE_FAIR (FAIR_SECONDS - 86400)

struct fair {
    struct match *match;
    struct sample_event sample;
    struct mus_fair now; /* as it was loaded last; in the match's arena */
    struct mus_fair_context context;
};

typedef enum mus_status fair_change(struct fair *fair, struct mus_write *write,
                                    const void *argument, struct mus_error *err);

/* One change in a write of its own. */
static inline enum mus_status change_fair(struct fair *fair, fair_change *change,
                                          const void *argument)
{
    struct mus_write *write = NULL;
    struct mus_error *err = &fair->match->err;
    ok(fair->match, mus_store_write_begin(fair->match->place->store, &write, err));
    enum mus_status status = change(fair, write, argument, err);
    if (status == MUS_OK) {
        status = mus_store_write_commit(write, err);
    }
    mus_store_write_end(write);
    return status;
}

static inline void load_fair(struct fair *fair)
{
    struct mus_read *read = begin(fair->match->place);
    ok(fair->match,
       mus_store_fair(read, EVENT, &fair->match->arena, &fair->now, &fair->match->err));
    mus_store_read_end(read);
}

/* p-00 to p-05 offer, p-06 to p-17 need; what they say overlaps more or less. */
static inline void put_companies(struct fair *fair)
{
    static const char *const words[] = {"工場の排水を再利用する膜", "太陽光の発電と蓄電池",
                                        "排水を処理するポンプ", "冷凍した魚の流通",
                                        "廃棄物から発電する設備"};
    for (int i = 0; i < 18; i++) {
        char json[512];
        bool offers = i < 6;
        snprintf(json, sizeof json,
                 "{\"id\":\"c-%02d\",\"name\":{\"ja\":\"会社%d\"},\"country\":\"%s\","
                 "\"employees\":%d,\"main_business\":\"manufacturing\","
                 "\"listings\":[{\"id\":\"l\",\"side\":\"%s\",\"purposes\":[\"%s\"],"
                 "\"text\":{\"ja\":\"%s。%s\"}}]}",
                 i, i, i % 3 == 0 ? "VN" : "JP", 10 + 40 * i, offers ? "offer" : "need",
                 offers ? "sales" : "procurement", words[i % 5], words[(i + i / 5) % 5]);
        put_json(fair->match->place, json);
    }
}

static inline enum mus_status put_fair(struct fair *fair, struct mus_write *write,
                                       const void *argument, struct mus_error *err)
{
    (void)argument;
    char id[16];
    char company[16];
    enum mus_status status = mus_store_put_event(write, &fair->sample.event, err);
    for (int i = 0; status == MUS_OK && i < 18; i++) {
        bool exhibits = i < 6;
        snprintf(id, sizeof id, "p-%02d", i);
        snprintf(company, sizeof company, "c-%02d", i);
        struct mus_participant who = participant_of(id, company);
        who.role = exhibits ? 0 : 1;
        who.booth = exhibits ? mus_text_of(id) : MUS_NO_TEXT;
        who.booth_hall = i % 2 == 0 && exhibits ? 1 : 0;
        status = mus_store_put_participant(write, EVENT, &who, err);
    }
    return status;
}

static inline enum mus_status put_participant(struct fair *fair, struct mus_write *write,
                                              const void *argument, struct mus_error *err)
{
    (void)fair;
    return mus_store_put_participant(write, EVENT, argument, err);
}

static inline enum mus_status put_wish(struct fair *fair, struct mus_write *write,
                                       const void *argument, struct mus_error *err)
{
    (void)fair;
    return mus_store_put_wish(write, EVENT, argument, err);
}

static inline void wish(struct fair *fair, const char *from, const char *to, uint8_t kind)
{
    struct mus_wish wish = {mus_text_of(from), mus_text_of(to), kind};
    ok(fair->match, change_fair(fair, put_wish, &wish));
    load_fair(fair);
}

static inline enum mus_status commit_plan(struct fair *fair, struct mus_write *write,
                                          const void *argument, struct mus_error *err)
{
    (void)fair;
    struct mus_fair_plan *plan;
    memcpy(&plan, argument, sizeof plan);
    return mus_fair_plan_commit(write, plan, err);
}

/* Makes the plan, and loads the fair anew. */
static inline enum mus_status make_plan_stand(struct fair *fair, struct mus_fair_plan *plan)
{
    enum mus_status status = change_fair(fair, commit_plan, &plan);
    load_fair(fair);
    return status;
}

static inline int make_fair(void **state)
{
    struct fair *fair = calloc(1, sizeof *fair);
    void *match = NULL;
    if (make_match(&match) != 0) {
        return -1;
    }
    fair->match = match;
    put_companies(fair);
    make_event(&fair->sample);
    fair->sample.event.closed = 0;
    ok(fair->match, change_fair(fair, put_fair, NULL));
    load_fair(fair);
    fair->context = (struct mus_fair_context){.world = &fair->match->world,
                                              .by = MUS_TEXT("佐藤"),
                                              .now = BEFORE_FAIR,
                                              .threads = 2,
                                              .seed = 7};
    *state = fair;
    return 0;
}

static inline int remove_fair(void **state)
{
    struct fair *fair = *state;
    void *match = fair->match;
    remove_match(&match);
    free(fair);
    return 0;
}

#define IN_FAIR(test) cmocka_unit_test_setup_teardown(test, make_fair, remove_fair)

/* Terminated, so that it can be handed to what takes a string. */
static inline const char *terminated(struct fair *fair, struct mus_text text)
{
    struct mus_text copy = mus_arena_copy(&fair->match->arena, text);
    assert_non_null(copy.ptr);
    return copy.ptr;
}

static inline uint32_t place_of(const struct fair *fair, const char *id)
{
    size_t at = mus_fair_participant(&fair->now, mus_text_of(id));
    assert_int_not_equal(at, SIZE_MAX);
    return (uint32_t)at;
}

static inline struct mus_participant participant_now(const struct fair *fair, const char *id)
{
    return fair->now.participants[place_of(fair, id)];
}

static inline void put_changed(struct fair *fair, const struct mus_participant *who)
{
    ok(fair->match, change_fair(fair, put_participant, who));
    load_fair(fair);
}

static inline size_t meetings_with(const struct fair *fair, const char *id)
{
    size_t count = 0;
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->now.meetings[i];
        count += mus_meeting_counts(meeting) &&
                 (mus_text_equals(meeting->a, id) || mus_text_equals(meeting->b, id));
    }
    return count;
}

static inline size_t meetings_placed(const struct fair *fair)
{
    size_t count = 0;
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        count += mus_meeting_counts(&fair->now.meetings[i]) && fair->now.meetings[i].slot >= 0;
    }
    return count;
}

#endif
