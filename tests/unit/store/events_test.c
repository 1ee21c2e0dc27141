#include "store_fixture.h"

#include "ledger_fixture.h"

#include "events_fixture.h"
#include "store/erase.h"
#include "store/merge.h"

static void an_event_is_kept_and_changed(void **state)
{
    struct world *world = *state;
    struct sample_event sample;
    struct mus_event event;
    struct mus_event *events = NULL;
    size_t count = 9;
    struct mus_read *read = begin(world);
    must(world, mus_store_events(read, &world->arena, &events, &count, &world->err));
    assert_int_equal(count, 0);
    assert_int_equal(mus_store_event(read, FAIR, &world->arena, &event, &world->err),
                     MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no event \"fair-18\"");
    assert_int_equal(mus_store_event(read, MUS_NO_TEXT, &world->arena, &event, &world->err),
                     MUS_NOT_FOUND);
    mus_store_read_end(read);
    put_event(world);
    make_event(&sample);
    sample.event.theme = (struct mus_bilingual){MUS_TEXT("脱炭素"), MUS_NO_TEXT};
    struct mus_write *write = begin_write(world);
    must(world, mus_store_put_event(write, &sample.event, &world->err));
    sample.event.id = MUS_TEXT("fair-17");
    must(world, mus_store_put_event(write, &sample.event, &world->err));
    sample.event.last = 0;
    assert_int_equal(mus_store_put_event(write, &sample.event, &world->err), MUS_INVALID);
    end_write(world, write);
    read = begin(world);
    must(world, mus_store_events(read, &world->arena, &events, &count, &world->err));
    mus_store_read_end(read);
    assert_int_equal(count, 2);
    assert_text(events[0].id, "fair-17");
    assert_text(events[1].theme.ja, "脱炭素");
    expect_sound(world);
    assert_int_equal(check(world).events, 2);
}

static void a_fair_is_read_whole(void **state)
{
    struct world *world = *state;
    fill_event(world);
    struct mus_fair out = fair(world);
    assert_int_equal(out.participant_count, 4);
    assert_text(out.participants[0].id, "p-1");
    assert_text(out.participants[3].company, "c-1");
    assert_int_equal(out.wish_count, 3);
    assert_text(out.wishes[0].from, "p-1");
    assert_int_equal(out.wishes[2].kind, MUS_WISH_NEVER);
    assert_int_equal(out.meeting_count, 2);
    assert_int_equal(out.meetings[0].slot, 1);
    assert_text(out.meetings[1].b, "p-3");
    expect_sound(world);
    assert_int_equal(check(world).participants, 4);
    assert_int_equal(check(world).meetings, 2);
}

/* The ids of another event begin with the same letters; neither sees what is the other's. */
static void events_do_not_mix(void **state)
{
    struct world *world = *state;
    struct sample_event sample;
    struct mus_fair out;
    const struct mus_participant who = participant_of("p-1", "c-2");
    fill_event(world);
    make_event(&sample);
    struct mus_write *write = begin_write(world);
    sample.event.id = MUS_TEXT("fair-1");
    must(world, mus_store_put_event(write, &sample.event, &world->err));
    sample.event.id = MUS_TEXT("fair-18.2");
    must(world, mus_store_put_event(write, &sample.event, &world->err));
    must(world, mus_store_put_participant(write, MUS_TEXT("fair-1"), &who, &world->err));
    end_write(world, write);
    struct mus_read *read = begin(world);
    must(world, mus_store_fair(read, MUS_TEXT("fair-18.2"), &world->arena, &out, &world->err));
    assert_int_equal(out.participant_count + out.wish_count + out.meeting_count, 0);
    must(world, mus_store_fair(read, MUS_TEXT("fair-1"), &world->arena, &out, &world->err));
    assert_int_equal(out.participant_count, 1);
    mus_store_read_end(read);
    assert_int_equal(fair(world).participant_count, 4);
    expect_sound(world);
}

static void a_participant_is_of_a_company_that_is_there(void **state)
{
    struct world *world = *state;
    fill_event(world);
    struct mus_participant who = participant_of("p-9", "c-9");
    assert_int_equal(try_participant(world, &who), MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "company: no company \"c-9\"");
    who = participant_of("p-1", "c-2");
    assert_int_equal(try_participant(world, &who), MUS_CONFLICT);
    assert_string_equal(world->err.message, "company: participant \"p-1\" is of \"c-1\"");
    who = participant_of("p-1", "c-1");
    who.role = 7;
    assert_int_equal(try_participant(world, &who), MUS_INVALID);
    assert_string_equal(world->err.message, "role: there is no role 7");
    who.role = 1;
    who.state = MUS_PARTICIPANT_WAITING;
    must(world, try_participant(world, &who));
    assert_int_equal(fair(world).participants[0].state, MUS_PARTICIPANT_WAITING);
    struct mus_write *write = begin_write(world);
    assert_int_equal(mus_store_put_participant(write, MUS_TEXT("fair-9"), &who, &world->err),
                     MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no event \"fair-9\"");
    end_write(world, write);
    expect_sound(world);
}

static void one_participant_is_read(void **state)
{
    struct world *world = *state;
    struct mus_participant who;
    struct mus_meeting m;
    fill_event(world);
    struct mus_read *read = begin(world);
    must(world,
         mus_store_participant(read, FAIR, MUS_TEXT("p-3"), &world->arena, &who, &world->err));
    must(world,
         mus_store_meeting(read, FAIR, MUS_TEXT("m-000002"), &world->arena, &m, &world->err));
    assert_int_equal(
        mus_store_participant(read, FAIR, MUS_TEXT("p-5"), &world->arena, &who, &world->err),
        MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no participant \"p-5\"");
    assert_int_equal(
        mus_store_participant(read, FAIR, MUS_NO_TEXT, &world->arena, &who, &world->err),
        MUS_NOT_FOUND);
    assert_int_equal(mus_store_meeting(read, FAIR, MUS_TEXT(""), &world->arena, &m, &world->err),
                     MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no meeting \"\"");
    mus_store_read_end(read);
    assert_text(who.company, "c-3"); /* it outlives the read */
    assert_text(m.a, "p-2");
}

static void ids_are_never_given_twice(void **state)
{
    struct world *world = *state;
    struct mus_text id;
    struct mus_text meeting;
    fill_event(world);
    put_participant(world, "p-0001", "c-1");
    struct mus_write *write = begin_write(world);
    must(world, mus_store_new_participant_id(write, FAIR, &world->arena, &id, &world->err));
    assert_text(id, "p-0002"); /* p-0001 was brought along */
    must(world, mus_store_new_meeting_id(write, FAIR, &world->arena, &meeting, &world->err));
    assert_text(meeting, "m-000003");
    end_write(world, write);
    write = begin_write(world);
    must(world, mus_store_new_participant_id(write, FAIR, &world->arena, &id, &world->err));
    assert_text(id, "p-0003"); /* though there is no p-0002 */
    assert_int_equal(
        mus_store_new_meeting_id(write, MUS_TEXT("x"), &world->arena, &meeting, &world->err),
        MUS_NOT_FOUND);
    end_write(world, write);
    expect_sound(world);
}

/* The participants of a company, as "event/id " each. */
static void expect_attendances(struct world *world, const char *company, const char *expected)
{
    struct mus_attendance *list = NULL;
    size_t count = 0;
    char ids[256] = "";
    struct mus_read *read = begin(world);
    must(world, mus_store_attendances(read, mus_text_of(company), &world->arena, &list, &count,
                                      &world->err));
    mus_store_read_end(read);
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(ids);
        snprintf(ids + len, sizeof ids - len, "%.*s/%.*s ", MUS_TEXT_ARG(list[i].event),
                 MUS_TEXT_ARG(list[i].participant.id));
    }
    assert_string_equal(ids, expected);
}

static uint64_t merge(struct world *world, const char *survivor, const char *merged)
{
    struct mus_company_record record;
    uint64_t number = 0;
    must(world, get(world, survivor, &record));
    struct mus_write *write = begin_write(world);
    must(world, mus_store_merge(write, &record, mus_text_of(merged), NOW_MS, &number, &world->err));
    end_write(world, write);
    return number;
}

static void a_merged_company_is_found_both_ways(void **state)
{
    struct world *world = *state;
    fill_event(world);
    expect_attendances(world, "c-1", "fair-18/p-1 fair-18/p-4 ");
    uint64_t number = merge(world, "c-2", "c-1");
    expect_attendances(world, "c-1", "fair-18/p-1 fair-18/p-2 fair-18/p-4 ");
    expect_attendances(world, "c-2", "fair-18/p-1 fair-18/p-2 fair-18/p-4 ");
    put_participant(world, "p-1", "c-2"); /* by the survivor's id: it is the same company now */
    put_participant(world, "p-5", "c-1"); /* a new one is the survivor's */
    expect_sound(world);
    struct mus_fair out = fair(world);
    assert_text(out.participants[0].company, "c-1");
    assert_text(out.participants[4].company, "c-2");
    struct mus_write *write = begin_write(world);
    must(world, mus_store_undo_merge(write, number, &world->err));
    end_write(world, write);
    expect_attendances(world, "c-1", "fair-18/p-1 fair-18/p-4 ");
    expect_attendances(world, "c-2", "fair-18/p-2 fair-18/p-5 ");
    expect_sound(world);
}

static void wishes_are_between_participants(void **state)
{
    struct world *world = *state;
    fill_event(world);
    assert_int_equal(try_wish(world, "p-1", "p-9", MUS_WISH_WANT), MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no participant \"p-9\"");
    assert_int_equal(try_wish(world, "p-1", "p-1", MUS_WISH_WANT), MUS_INVALID);
    must(world, try_wish(world, "p-1", "p-2", MUS_WISH_NEVER)); /* replaces must */
    assert_int_equal(fair(world).wish_count, 3);
    assert_int_equal(fair(world).wishes[0].kind, MUS_WISH_NEVER);
    struct mus_write *write = begin_write(world);
    must(world, mus_store_remove_wish(write, FAIR, MUS_TEXT("p-1"), MUS_TEXT("p-2"), &world->err));
    assert_int_equal(
        mus_store_remove_wish(write, FAIR, MUS_TEXT("p-1"), MUS_TEXT("p-2"), &world->err),
        MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no wish of \"p-1\" about \"p-2\"");
    end_write(world, write);
    assert_int_equal(fair(world).wish_count, 2);
    expect_sound(world);
}

static void a_pair_has_one_meeting(void **state)
{
    struct world *world = *state;
    fill_event(world);
    struct mus_meeting m = meeting_of("m-7", "p-1", "p-2");
    assert_int_equal(try_meeting(world, &m), MUS_CONFLICT);
    assert_string_equal(world->err.message, "meeting \"m-7\": \"p-1\" and \"p-2\" have meeting "
                                            "\"m-000001\" already");
    m = meeting_of("m-000001", "p-1", "p-3");
    assert_int_equal(try_meeting(world, &m), MUS_CONFLICT);
    assert_string_equal(world->err.message, "meeting \"m-000001\": it is of \"p-1\" and \"p-2\"");
    m = meeting_of("m-7", "p-1", "p-9");
    assert_int_equal(try_meeting(world, &m), MUS_NOT_FOUND);
    m = meeting_of("m-7", "p-1", "p-3");
    m.slot = 4;
    assert_int_equal(try_meeting(world, &m), MUS_INVALID);
    assert_string_equal(world->err.message, "meeting \"m-7\": slot: there is no slot 4");
    m.slot = 0;
    m.case_id = MUS_TEXT("k-1");
    assert_int_equal(try_meeting(world, &m), MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "meeting \"m-7\": no case \"k-1\"");
    put_case(world, "k-1", "c-1", "c-3");
    must(world, try_meeting(world, &m));
    assert_int_equal(fair(world).meeting_count, 3);
    expect_sound(world);
}

/* Of many, one that is refused takes those before it with it. */
static void many_meetings_are_put_or_none(void **state)
{
    struct world *world = *state;
    fill_event(world);
    const struct mus_meeting many[] = {meeting_of("m-7", "p-1", "p-3"),
                                       meeting_of("m-8", "p-3", "p-4"),
                                       meeting_of("m-9", "p-1", "p-3")};
    struct mus_write *write = begin_write(world);
    assert_int_equal(mus_store_put_meetings(write, FAIR, many, 3, &world->err), MUS_CONFLICT);
    assert_string_equal(world->err.message, "meeting \"m-9\": \"p-1\" and \"p-3\" have meeting "
                                            "\"m-7\" already");
    assert_int_equal(mus_store_write_commit(write, &world->err), MUS_STORE);
    mus_store_write_end(write);
    assert_int_equal(fair(world).meeting_count, 2);
    write = begin_write(world);
    must(world, mus_store_put_meetings(write, FAIR, many, 2, &world->err));
    end_write(world, write);
    assert_int_equal(fair(world).meeting_count, 4);
    expect_sound(world);
}

static void a_meeting_goes_only_before_it_was_announced(void **state)
{
    struct world *world = *state;
    fill_event(world);
    struct mus_meeting m = meeting_of("m-000001", "p-1", "p-2");
    m.sequence = 1;
    must(world, try_meeting(world, &m));
    struct mus_write *write = begin_write(world);
    assert_int_equal(mus_store_remove_meeting(write, FAIR, MUS_TEXT("m-000001"), &world->err),
                     MUS_CONFLICT);
    assert_string_equal(world->err.message, "meeting \"m-000001\": was announced, so that it can "
                                            "only be cancelled");
    must(world, mus_store_remove_meeting(write, FAIR, MUS_TEXT("m-000002"), &world->err));
    assert_int_equal(mus_store_remove_meeting(write, FAIR, MUS_TEXT("m-000002"), &world->err),
                     MUS_NOT_FOUND);
    end_write(world, write);
    m = meeting_of("m-8", "p-2", "p-3"); /* the pair is free again */
    must(world, try_meeting(world, &m));
    expect_sound(world);
}

static void runs_are_numbered_and_keep_their_documents(void **state)
{
    struct world *world = *state;
    struct mus_run run = run_of(0);
    struct mus_run *runs = NULL;
    size_t count = 0;
    fill_event(world);
    struct mus_write *write = begin_write(world);
    memset(run.answer.bytes, 7, sizeof run.answer.bytes);
    assert_int_equal(mus_store_add_run(write, FAIR, &run, &world->err), MUS_NOT_FOUND);
    assert_string_equal(world->err.message,
                        "no pairing document \"0707070707070707070707070707070707070707070707070707"
                        "070707070707\"");
    assert_int_equal(run.number, 0);
    must(world, put_run(write, &run, &world->err));
    assert_int_equal(run.number, 2);
    run.by = MUS_NO_TEXT;
    assert_int_equal(mus_store_add_run(write, FAIR, &run, &world->err), MUS_INVALID);
    end_write(world, write);
    struct mus_read *read = begin(world);
    must(world, mus_store_runs(read, FAIR, &world->arena, &runs, &count, &world->err));
    assert_int_equal(count, 2);
    assert_int_equal(runs[1].number, 2);
    must(world, mus_store_run(read, FAIR, 2, &world->arena, &run, &world->err));
    assert_text(run.what, "pairing");
    assert_int_equal(mus_store_run(read, FAIR, 3, &world->arena, &run, &world->err), MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no run 3");
    mus_store_read_end(read);
    expect_sound(world);
}

/* The names of a participant's people, as one text. */
static void expect_people(struct world *world, const char *id, const char *expected)
{
    struct mus_texts names;
    char all[128] = "";
    struct mus_read *read = begin(world);
    must(world, mus_store_people(read, FAIR, mus_text_of(id), &world->arena, &names, &world->err));
    mus_store_read_end(read);
    for (size_t i = 0; i < names.count; i++) {
        size_t len = strlen(all);
        snprintf(all + len, sizeof all - len, "%.*s;", MUS_TEXT_ARG(names.items[i]));
    }
    assert_string_equal(all, expected);
}

static void names_of_people_are_sealed(void **state)
{
    struct world *world = *state;
    const struct mus_texts none = {NULL, 0};
    struct mus_texts names;
    fill_event(world);
    expect_people(world, "p-1", "山田 太郎;John Smith;");
    expect_people(world, "p-3", "");
    assert_int_equal(check(world).keys, 2); /* c-2, which has no contacts, got one */
    struct mus_text sealed;
    struct mus_read *read = begin(world);
    must(world,
         mus_db_get(read->txn, MUS_DB_PEOPLE, MUS_TEXT("fair-18\0p-1"), &sealed, &world->err));
    sealed = mus_arena_copy(&world->arena, sealed);
    mus_store_read_end(read);
    /* What was sealed for one participant of a company is none of another's. */
    tamper(world, MUS_DB_PEOPLE, MUS_TEXT("fair-18\0p-4"), sealed);
    read = begin(world);
    assert_int_equal(
        mus_store_people(read, FAIR, MUS_TEXT("p-4"), &world->arena, &names, &world->err),
        MUS_UNREADABLE);
    mus_store_read_end(read);
    struct mus_write *write = begin_write(world);
    must(world, mus_store_put_people(write, FAIR, MUS_TEXT("p-4"), &none, &world->err));
    must(world, mus_store_put_people(write, FAIR, MUS_TEXT("p-2"), &none, &world->err));
    assert_int_equal(mus_store_put_people(write, FAIR, MUS_TEXT("p-9"), &none, &world->err),
                     MUS_NOT_FOUND);
    end_write(world, write);
    expect_people(world, "p-2", "");
    expect_sound(world);
}

static void an_erased_company_leaves_the_fair(void **state)
{
    struct world *world = *state;
    struct mus_text id;
    fill_event(world);
    merge(world, "c-3", "c-1");
    must(world, mus_store_erase(world->store, MUS_TEXT("c-3"), NULL, &world->err));
    struct mus_fair out = fair(world);
    assert_int_equal(out.participant_count, 1);
    assert_text(out.participants[0].id, "p-2");
    assert_int_equal(out.wish_count, 0);
    assert_int_equal(out.meeting_count, 0);
    expect_people(world, "p-2", "山田 太郎;John Smith;");
    expect_sound(world);
    struct mus_write *write = begin_write(world);
    must(world, mus_store_new_meeting_id(write, FAIR, &world->arena, &id, &world->err));
    end_write(world, write);
    struct mus_run run;
    struct mus_read *read = begin(world);
    must(world, mus_store_run(read, FAIR, 1, &world->arena, &run, &world->err)); /* stays */
    mus_store_read_end(read);
    expect_attendances(world, "c-2", "fair-18/p-2 ");
}

static void an_event_reads_its_own_write(void **state)
{
    struct world *world = *state;
    struct mus_fair out;
    const struct mus_participant who = participant_of("p-7", "c-1");
    fill_event(world);
    struct mus_write *write = begin_write(world);
    must(world, mus_store_put_participant(write, FAIR, &who, &world->err));
    must(world,
         mus_store_fair(mus_store_write_view(write), FAIR, &world->arena, &out, &world->err));
    assert_int_equal(out.participant_count, 5);
    mus_store_write_end(write);
    assert_int_equal(fair(world).participant_count, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(an_event_is_kept_and_changed),
        IN_WORLD(a_fair_is_read_whole),
        IN_WORLD(events_do_not_mix),
        IN_WORLD(a_participant_is_of_a_company_that_is_there),
        IN_WORLD(one_participant_is_read),
        IN_WORLD(ids_are_never_given_twice),
        IN_WORLD(a_merged_company_is_found_both_ways),
        IN_WORLD(wishes_are_between_participants),
        IN_WORLD(a_pair_has_one_meeting),
        IN_WORLD(many_meetings_are_put_or_none),
        IN_WORLD(a_meeting_goes_only_before_it_was_announced),
        IN_WORLD(runs_are_numbered_and_keep_their_documents),
        IN_WORLD(names_of_people_are_sealed),
        IN_WORLD(an_erased_company_leaves_the_fair),
        IN_WORLD(an_event_reads_its_own_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
