/* An event in a store: companies c-1 to c-3 and what they do at fair-18. Include after
 * store_fixture.h and ledger_fixture.h. */
#ifndef MUS_TEST_EVENTS_FIXTURE_H
#define MUS_TEST_EVENTS_FIXTURE_H

#include "fair/event_fixture.h"

#include "store/documents.h"
#include "store/events.h"

#define FAIR MUS_TEXT("fair-18")

/* In a write of its own; what was said is in world->err, and what was refused changed nothing. */
static inline enum mus_status try_participant(struct world *world,
                                              const struct mus_participant *who)
{
    struct mus_write *write = begin_write(world);
    enum mus_status status = mus_store_put_participant(write, FAIR, who, &world->err);
    struct mus_error kept = world->err;
    end_write(world, write);
    world->err = kept;
    return status;
}

static inline enum mus_status try_wish(struct world *world, const char *from, const char *to,
                                       enum mus_wish_kind kind)
{
    const struct mus_wish wish = {mus_text_of(from), mus_text_of(to), (uint8_t)kind};
    struct mus_write *write = begin_write(world);
    enum mus_status status = mus_store_put_wish(write, FAIR, &wish, &world->err);
    struct mus_error kept = world->err;
    end_write(world, write);
    world->err = kept;
    return status;
}

static inline enum mus_status try_meeting(struct world *world, const struct mus_meeting *m)
{
    struct mus_write *write = begin_write(world);
    enum mus_status status = mus_store_put_meeting(write, FAIR, m, &world->err);
    struct mus_error kept = world->err;
    end_write(world, write);
    world->err = kept;
    return status;
}

static inline void put_event(struct world *world)
{
    struct sample_event sample;
    struct mus_write *write = begin_write(world);
    make_event(&sample);
    must(world, mus_store_put_event(write, &sample.event, &world->err));
    end_write(world, write);
}

static inline void put_participant(struct world *world, const char *id, const char *company)
{
    const struct mus_participant who = participant_of(id, company);
    must(world, try_participant(world, &who));
}

/* A run with documents, which are kept in the same write. */
static inline enum mus_status put_run(struct mus_write *write, struct mus_run *run,
                                      struct mus_error *err)
{
    *run = run_of(0);
    enum mus_status status = mus_store_keep_document(write, MUS_TEXT("pairing-problem"),
                                                     MUS_TEXT("{\"p\":1}"), &run->problem, err);
    if (status == MUS_OK) {
        status = mus_store_keep_document(write, MUS_TEXT("meetings"), MUS_TEXT("[]"),
                                         &run->meetings, err);
    }
    return status == MUS_OK ? mus_store_add_run(write, FAIR, run, err) : status;
}

/* Four participants of three companies, wishes, two meetings, people and a run, in one write: tests
 * make many such stores. */
static inline enum mus_status fill(struct world *world, struct mus_write *write)
{
    static const char *const COMPANIES[] = {
        COMPANY("c-1", "川崎", SOURCE("a", "1") CONTACT("山田")),
        COMPANY("c-2", "幸", SOURCE("a", "2")),
        COMPANY("c-3", "中原", SOURCE("a", "3")),
    };
    const struct mus_participant participants[] = {
        participant_of("p-1", "c-1"), participant_of("p-2", "c-2"), participant_of("p-3", "c-3"),
        participant_of("p-4", "c-1")};
    const struct mus_wish wishes[] = {{MUS_TEXT("p-1"), MUS_TEXT("p-2"), MUS_WISH_MUST},
                                      {MUS_TEXT("p-2"), MUS_TEXT("p-1"), MUS_WISH_WANT},
                                      {MUS_TEXT("p-3"), MUS_TEXT("p-4"), MUS_WISH_NEVER}};
    struct mus_text names[] = {MUS_TEXT("山田 太郎"), MUS_TEXT("John Smith")};
    const struct mus_texts people = {names, 2};
    struct mus_meeting meetings[] = {meeting_of("m-000001", "p-1", "p-2"),
                                     meeting_of("m-000002", "p-2", "p-3")};
    struct sample_event sample;
    struct mus_run run;
    struct mus_error *err = &world->err;
    enum mus_status status = MUS_OK;
    make_event(&sample);
    meetings[0].slot = 1;
    meetings[0].table = 2;
#define NEXT(call) status = status == MUS_OK ? (call) : status
    for (size_t i = 0; i < 3; i++) {
        struct mus_company_record record = record_of(world, COMPANIES[i]);
        NEXT(mus_store_put(write, &record, NULL, err));
    }
    NEXT(mus_store_put_event(write, &sample.event, err));
    for (size_t i = 0; i < 4; i++) {
        NEXT(mus_store_put_participant(write, FAIR, &participants[i], err));
    }
    for (size_t i = 0; i < 3; i++) {
        NEXT(mus_store_put_wish(write, FAIR, &wishes[i], err));
    }
    NEXT(mus_store_put_meetings(write, FAIR, meetings, 2, err));
    NEXT(mus_store_put_people(write, FAIR, MUS_TEXT("p-1"), &people, err));
    NEXT(mus_store_put_people(write, FAIR, MUS_TEXT("p-2"), &people, err));
    NEXT(put_run(write, &run, err));
#undef NEXT
    return status;
}

static inline void fill_event(struct world *world)
{
    struct mus_write *write = begin_write(world);
    must(world, fill(world, write));
    end_write(world, write);
}

/* The whole fair, as it is now. */
static inline struct mus_fair fair(struct world *world)
{
    struct mus_fair out;
    struct mus_read *read = begin(world);
    must(world, mus_store_fair(read, FAIR, &world->arena, &out, &world->err));
    mus_store_read_end(read);
    return out;
}

#endif
