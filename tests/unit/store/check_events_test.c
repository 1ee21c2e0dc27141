#include "store_fixture.h"

#include "ledger_fixture.h"

#include "events_fixture.h"

struct fault {
    enum mus_main_table table;
    struct mus_text key;
    struct mus_text value; /* not given: the key goes */
    const char *message;
};

#define T(literal)                                                                                 \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
#define NONE                                                                                       \
    {                                                                                              \
        NULL, 0                                                                                    \
    }
#define RUN_1 "fair-18\0\0\0\0\0\0\0\0\1"

static const struct fault FAULTS[] = {
    {MUS_DB_EVENT, T("fair-18"), T("x"), "event \"fair-18\": event record: unknown version 120"},
    {MUS_DB_EVENT, T("fair-18"), NONE, "numbers of event \"fair-18\": there is no such event"},
    {MUS_DB_EVENT, T("fair-18"), NONE, "participant of event \"fair-18\": there is no such event"},
    {MUS_DB_EVENT, T("fair-18"), NONE, "wish of event \"fair-18\": there is no such event"},
    {MUS_DB_EVENT, T("fair-18"), NONE, "meeting of event \"fair-18\": there is no such event"},
    {MUS_DB_EVENT, T("fair-18"), NONE, "run of event \"fair-18\": there is no such event"},
    {MUS_DB_EVENT_NUMBERS, T("fair-18"), NONE, "event \"fair-18\": its numbers are missing"},
    {MUS_DB_EVENT_NUMBERS, T("fair-18"), T("x"), "numbers of event \"fair-18\": malformed"},
    {MUS_DB_PARTICIPANT, T("fair-18\0p-4"), NONE,
     "event \"fair-18\": has 3 participants, its numbers say 4"},
    {MUS_DB_PARTICIPANT, T("fair-18\0p-4"), NONE,
     "attendance of \"c-1\": \"p-4\" is not at \"fair-18\""},
    {MUS_DB_PARTICIPANT, T("fair-18\0p-1"), NONE,
     "people of \"p-1\" of event \"fair-18\": there is no such participant"},
    {MUS_DB_PARTICIPANT, T("fair-18\0p-4"), NONE,
     "wish of \"p-3\" of event \"fair-18\": no participant \"p-4\""},
    {MUS_DB_PARTICIPANT, T("fair-18\0p-3"), NONE,
     "meeting \"m-000002\" of event \"fair-18\": no participant \"p-3\""},
    {MUS_DB_PARTICIPANT, T("fair-18\0p-4"), T("x"),
     "participant \"p-4\" of event \"fair-18\": participant record: unknown version 120"},
    {MUS_DB_PARTICIPANT, T("fair-18"), T("x"), "participant: malformed key"},
    {MUS_DB_COMPANY, T("c-3"), NONE,
     "participant \"p-3\" of event \"fair-18\": no company \"c-3\""},
    {MUS_DB_ATTENDANCE, T("c-3"), NONE,
     "participant \"p-3\" of event \"fair-18\": missing from those of \"c-3\""},
    {MUS_DB_ATTENDANCE, T("c-3"), T("x"), "attendance of \"c-3\": malformed"},
    {MUS_DB_ATTENDANCE, T("c-3"), T("fair-18\0p-1"),
     "attendance of \"c-3\": \"p-1\" at \"fair-18\" is another's"},
    {MUS_DB_PEOPLE, T("fair-18\0p-1"), T("x"),
     "people of \"p-1\" of event \"fair-18\": people fair-18 p-1 of \"c-1\": sealed data: cut "
     "short "
     "at 1 bytes"},
    {MUS_DB_PEOPLE, T("fair-18"), T("x"), "people: malformed key"},
    {MUS_DB_WISH, T("fair-18\0p-1\0p-2"), T("\4"),
     "wish of \"p-1\" of event \"fair-18\": kind: there is no kind 4"},
    {MUS_DB_WISH, T("fair-18\0p-1\0p-2"), NONE,
     "event \"fair-18\": has 2 wishes, its numbers say 3"},
    {MUS_DB_WISH, T("fair-18\0p-1"), T("\1"), "wish: malformed key"},
    {MUS_DB_MEETING, T("fair-18\0m-000001"), T("x"),
     "meeting \"m-000001\" of event \"fair-18\": meeting record: unknown version 120"},
    {MUS_DB_MEETING, T("fair-18\0m-000001"), NONE,
     "event \"fair-18\": has 1 meetings, its numbers say 2"},
    {MUS_DB_MEETING, T("fair-18\0m-000001"), NONE,
     "pair \"p-1\", \"p-2\" of event \"fair-18\": meeting \"m-000001\" is not theirs"},
    {MUS_DB_MEETING, T("fair-18"), T("x"), "meeting: malformed key"},
    {MUS_DB_MEETING_OF_PAIR, T("fair-18\0p-1\0p-2"), NONE,
     "meeting \"m-000001\" of event \"fair-18\": missing from the index by pair"},
    {MUS_DB_MEETING_OF_PAIR, T("fair-18\0p-1\0p-3"), T("m-000001"),
     "pair \"p-1\", \"p-3\" of event \"fair-18\": meeting \"m-000001\" is not theirs"},
    {MUS_DB_MEETING_OF_PAIR, T("fair-18\0p-1"), T("m-000001"), "pair: malformed key"},
    {MUS_DB_RUN, T(RUN_1), T("x"),
     "run \"1\" of event \"fair-18\": run record: unknown version "
     "120"},
    {MUS_DB_RUN, T(RUN_1), NONE, "event \"fair-18\": has 0 runs, its numbers say 1"},
    {MUS_DB_RUN, T("fair-18"), T("x"), "run: malformed key"},
};

static void expect_finding(struct world *world, const char *message)
{
    struct mus_check_report report = check(world);
    for (size_t i = 0; i < report.count; i++) {
        if (mus_text_equals(report.findings[i].message, message)) {
            assert_true(report.errors > 0);
            return;
        }
    }
    fail_msg("not found among %zu: %s (first: %.*s)", report.count, message,
             MUS_TEXT_ARG(report.count == 0 ? MUS_TEXT("none") : report.findings[0].message));
}

static void every_kind_of_fault_is_found(void **state)
{
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        assert_int_equal(make_world(state), 0);
        struct world *world = *state;
        fill_event(world);
        tamper(world, FAULTS[i].table, FAULTS[i].key, FAULTS[i].value);
        expect_finding(world, FAULTS[i].message);
        remove_world(state);
    }
}

/* The bytes of a table under a key, in the arena. */
static struct mus_text bytes_of(struct world *world, enum mus_main_table table, struct mus_text key)
{
    struct mus_text bytes;
    struct mus_read *read = begin(world);
    must(world, mus_db_get(read->txn, table, key, &bytes, &world->err));
    bytes = mus_arena_copy(&world->arena, bytes);
    mus_store_read_end(read);
    assert_non_null(bytes.ptr);
    return bytes;
}

static void a_record_under_another_key_is_found(void **state)
{
    struct world *world = *state;
    fill_event(world);
    tamper(world, MUS_DB_EVENT, MUS_TEXT("fair-19"),
           bytes_of(world, MUS_DB_EVENT, MUS_TEXT("fair-18")));
    expect_finding(world, "event \"fair-19\": its record says \"fair-18\"");
    tamper(world, MUS_DB_PARTICIPANT, MUS_TEXT("fair-18\0p-9"),
           bytes_of(world, MUS_DB_PARTICIPANT, MUS_TEXT("fair-18\0p-1")));
    expect_finding(world, "participant \"p-9\" of event \"fair-18\": its record says \"p-1\"");
    tamper(world, MUS_DB_MEETING, MUS_TEXT("fair-18\0m-9"),
           bytes_of(world, MUS_DB_MEETING, MUS_TEXT("fair-18\0m-000001")));
    expect_finding(world, "meeting \"m-9\" of event \"fair-18\": its record says \"m-000001\"");
    tamper(world, MUS_DB_RUN, MUS_TEXT("fair-18\0\0\0\0\0\0\0\0\2"),
           bytes_of(world, MUS_DB_RUN, MUS_TEXT(RUN_1)));
    expect_finding(world, "run \"2\" of event \"fair-18\": its record says 1");
}

static void what_the_event_has_no_room_for_is_found(void **state)
{
    struct world *world = *state;
    struct sample_event sample;
    fill_event(world);
    make_event(&sample);
    sample.event.slot_count = 1;
    sample.event.closed = 0;
    sample.tables[1].closed = 0;
    sample.interpreters[0].unavailable = 0;
    struct mus_write *write = begin_write(world);
    must(world, mus_store_put_event(write, &sample.event, &world->err));
    end_write(world, write);
    expect_finding(world, "meeting \"m-000001\" of event \"fair-18\": slot: there is no slot 1");
}

static void documents_of_a_run_that_are_gone_are_found(void **state)
{
    struct world *world = *state;
    fill_event(world);
    tamper(world, MUS_DB_DOCUMENT,
           MUS_TEXT("meetings\0004f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"),
           MUS_NO_TEXT);
    expect_finding(world, "run \"1\" of event \"fair-18\": no meetings document "
                          "\"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_fault_is_found),
        IN_WORLD(a_record_under_another_key_is_found),
        IN_WORLD(what_the_event_has_no_room_for_is_found),
        IN_WORLD(documents_of_a_run_that_are_gone_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
