#include "planned_fair.h"

#include "base/mem.h"
#include "fair/format/event_edit.h"
#include "fair/layout.h"
#include "fair/runs.h"

/* An edit of the event under way, in a write of its own. */
typedef enum mus_status edit_step(struct mus_event_edit *edit, struct mus_error *err);

struct becoming {
    edit_step *edit;
    const struct mus_participant *who; /* instead of an edit */
    bool replan;
    uint64_t now;
    struct mus_layout_change change; /* in the match's arena */
};

static enum mus_status become(struct fair *fair, struct mus_write *write, const void *argument,
                              struct mus_error *err)
{
    struct becoming *becoming;
    memcpy(&becoming, argument, sizeof becoming);
    struct mus_arena *arena = &fair->match->arena;
    struct mus_event event;
    struct mus_event_edit edit;
    const struct mus_layout_context context = {
        .by = MUS_TEXT("佐藤"), .now = becoming->now, .replan = becoming->replan, .what = "layout"};
    enum mus_status status =
        mus_store_event(mus_store_write_view(write), EVENT, arena, &event, err);
    if (status == MUS_OK && becoming->who != NULL) {
        return mus_participant_become(write, EVENT, becoming->who, &context, arena,
                                      &becoming->change, err);
    }
    status = status == MUS_OK ? mus_event_edit_begin(&edit, &event, 9, arena, err) : status;
    status = status == MUS_OK ? becoming->edit(&edit, err) : status;
    return status == MUS_OK
               ? mus_event_become(write, &edit.event, &context, arena, &becoming->change, err)
               : status;
}

/* Makes the change, or says what stands in its way, and loads the fair anew. */
static enum mus_status try_change(struct fair *fair, struct becoming *becoming)
{
    becoming->now = becoming->now == 0 ? BEFORE_FAIR : becoming->now;
    enum mus_status status = change_fair(fair, become, &becoming);
    struct mus_error kept = fair->match->err;
    load_fair(fair);
    fair->match->err = kept;
    return status;
}

static void expect_stays(struct fair *fair, struct becoming *becoming, enum mus_status status,
                         const char *message)
{
    assert_int_equal(try_change(fair, becoming), status);
    assert_string_equal(fair->match->err.message, message);
}

/* What is told to people of a meeting: where it is by ids, and how often that was told anew. */
struct told {
    struct mus_text meeting, slot, interpreter;
    uint16_t table;
    uint32_t sequence;
};

static struct told tell(const struct fair *fair, size_t i)
{
    const struct mus_meeting *m = &fair->now.meetings[i];
    const struct mus_event *event = &fair->now.event;
    return (struct told){m->id, m->slot < 0 ? MUS_NO_TEXT : event->slots[m->slot].id,
                         m->interpreter < 0 ? MUS_NO_TEXT : event->interpreters[m->interpreter].id,
                         m->table, m->sequence};
}

static struct told *tell_all(struct fair *fair)
{
    struct told *all = mus_arena_alloc(&fair->match->arena, fair->now.meeting_count, sizeof *all);
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        all[i] = tell(fair, i);
    }
    return all;
}

static bool same_seat(const struct told *a, const struct told *b)
{
    return mus_text_equal(a->meeting, b->meeting) && mus_text_equal(a->slot, b->slot) &&
           mus_text_equal(a->interpreter, b->interpreter) && a->table == b->table;
}

static size_t count_in(const struct told *all, size_t count, const char *slot)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        n += mus_text_equals(all[i].slot, slot);
    }
    return n;
}

static void expect_sound_store(struct fair *fair)
{
    struct mus_check_report report = {0};
    if (mus_store_check(fair->match->place->store, &fair->match->arena, &report,
                        &fair->match->err) != MUS_OK) {
        fail_msg("%s", fair->match->err.message);
    }
}

static uint64_t count_runs(struct fair *fair)
{
    struct mus_event_counts counts;
    struct mus_read *read = begin(fair->match->place);
    ok(fair->match, mus_store_event_counts(read, EVENT, &counts, &fair->match->err));
    mus_store_read_end(read);
    return counts.runs;
}

/* ---- slots ---- */

static enum mus_status remove_s2(struct mus_event_edit *edit, struct mus_error *err)
{
    return mus_event_edit_remove_slots(edit, 2, err);
}

static void a_slot_with_meetings_goes_only_when_they_may_lose_it(void **state)
{
    struct fair *fair = *state;
    struct becoming becoming = {.edit = remove_s2};
    struct told *before = tell_all(fair);
    size_t in_s2 = count_in(before, fair->now.meeting_count, "s2");
    char start[96];
    assert_true(in_s2 > 1);
    assert_int_equal(try_change(fair, &becoming), MUS_CONFLICT);
    snprintf(start, sizeof start, "%zu meetings would lose their places: m-", in_s2);
    assert_int_equal(strncmp(fair->match->err.message, start, strlen(start)), 0);
    assert_non_null(strstr(fair->match->err.message, " in s2"));
    assert_non_null(
        strstr(fair->match->err.message, " (--replan leaves them to be planned again)"));
    assert_int_equal(fair->now.event.slot_count, 4);
    becoming.replan = true;
    ok(fair->match, try_change(fair, &becoming));
    assert_int_equal(becoming.change.count, in_s2);
    assert_int_equal(becoming.change.run, 3);
    assert_int_equal(fair->now.event.slot_count, 3);
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        struct told after = tell(fair, i);
        bool lost = mus_text_equals(before[i].slot, "s2");
        assert_int_equal(lost, fair->now.meetings[i].slot < 0);
        assert_true(lost || same_seat(&before[i], &after));
        assert_int_equal(after.sequence, before[i].sequence + lost);
    }
    expect_sound_store(fair);
}

static enum mus_status close_s2(struct mus_event_edit *edit, struct mus_error *err)
{
    (void)err;
    edit->event.closed |= 2;
    return MUS_OK;
}

static void a_closed_slot_is_emptied_and_keeps_its_number(void **state)
{
    struct fair *fair = *state;
    struct becoming becoming = {.edit = close_s2};
    struct told *before = tell_all(fair);
    size_t in_s2 = count_in(before, fair->now.meeting_count, "s2");
    assert_int_equal(try_change(fair, &becoming), MUS_CONFLICT);
    becoming.replan = true;
    ok(fair->match, try_change(fair, &becoming));
    assert_int_equal(becoming.change.count, in_s2);
    assert_int_equal(fair->now.event.slot_count, 4);
    assert_true((fair->now.event.closed & 2) != 0);
    assert_int_equal(count_in(tell_all(fair), fair->now.meeting_count, "s2"), 0);
    becoming.replan = false; /* once more changes nothing, and asks for nothing */
    ok(fair->match, try_change(fair, &becoming));
    assert_int_equal(becoming.change.count, 0);
    assert_int_equal(becoming.change.run, 0);
    expect_sound_store(fair);
}

static enum mus_status add_early(struct mus_event_edit *edit, struct mus_error *err)
{
    struct mus_slot_drafts drafts = {.count = 1};
    drafts.items[0] =
        (struct mus_slot_draft){{MUS_NO_TEXT, MUS_NO_TEXT, FAIR_DAY, 540, 20}, SIZE_MAX};
    return mus_event_edit_add_slots(edit, &drafts, err);
}

/* A slot before the first gives all others new numbers; nobody has to be told anything. */
static void a_new_slot_moves_nobody(void **state)
{
    struct fair *fair = *state;
    struct becoming becoming = {.edit = add_early};
    struct told *before = tell_all(fair);
    mus_slots closed = fair->now.event.closed;
    struct mus_participant who = fair->now.participants[7];
    who.unavailable = 8;
    ok(fair->match, change_fair(fair, put_participant, &who));
    ok(fair->match, try_change(fair, &becoming));
    assert_int_equal(becoming.change.run, 0);
    assert_int_equal(count_runs(fair), 2);
    assert_int_equal(fair->now.event.slot_count, 5);
    assert_true(mus_text_equals(fair->now.event.slots[0].id, "s5"));
    assert_int_equal(fair->now.event.closed, closed << 1);
    assert_int_equal(fair->now.event.tables[1].closed, 8);
    assert_int_equal(fair->now.event.interpreters[0].unavailable, 16);
    assert_int_equal(fair->now.participants[7].unavailable, 16);
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        struct told after = tell(fair, i);
        assert_true(same_seat(&before[i], &after) && after.sequence == before[i].sequence);
    }
    expect_sound_store(fair);
}

/* The run before the slots got other numbers means what it meant. */
static void older_runs_mean_the_same_slots(void **state)
{
    struct fair *fair = *state;
    struct becoming becoming = {.edit = add_early};
    struct mus_restoring restoring;
    ok(fair->match, try_change(fair, &becoming));
    struct mus_read *read = begin(fair->match->place);
    ok(fair->match,
       mus_run_restore(&fair->now, read, &fair->context, 2, &restoring, &fair->match->err));
    assert_int_equal(restoring.left_count, 0);
    for (size_t i = 0; i < restoring.plan.meeting_count; i++) {
        assert_int_equal(mus_fair_plan_change(&restoring.plan, i), MUS_CHANGE_NONE);
    }
    mus_store_read_end(read);
    mus_restoring_done(&restoring);
    becoming = (struct becoming){.edit = remove_s2, .replan = true}; /* s1, the second now */
    ok(fair->match, try_change(fair, &becoming));
    read = begin(fair->match->place);
    ok(fair->match,
       mus_run_restore(&fair->now, read, &fair->context, 2, &restoring, &fair->match->err));
    assert_int_equal(restoring.left_count, becoming.change.count);
    assert_true(mus_text_equals(restoring.left[0].why, "its slot is not there any more"));
    mus_store_read_end(read);
    mus_restoring_done(&restoring);
}

static enum mus_status lengthen_s2(struct mus_event_edit *edit, struct mus_error *err)
{
    struct mus_event_slot slot = edit->slots[1];
    slot.minutes = 30;
    return mus_event_edit_change_slot(edit, 1, &slot, err);
}

static void a_slot_of_another_length_is_told_to_those_in_it(void **state)
{
    struct fair *fair = *state;
    struct becoming becoming = {.edit = lengthen_s2};
    struct told *before = tell_all(fair);
    ok(fair->match, try_change(fair, &becoming));
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        struct told after = tell(fair, i);
        assert_true(same_seat(&before[i], &after));
        assert_int_equal(after.sequence,
                         before[i].sequence + mus_text_equals(before[i].slot, "s2"));
    }
    expect_sound_store(fair);
}

static enum mus_status overlap(struct mus_event_edit *edit, struct mus_error *err)
{
    struct mus_event_slot slot = edit->slots[0];
    slot.minutes = 25;
    return mus_event_edit_change_slot(edit, 0, &slot, err);
}

static void what_cannot_be_an_event_is_refused(void **state)
{
    struct fair *fair = *state;
    struct becoming becoming = {.edit = overlap};
    expect_stays(fair, &becoming, MUS_INVALID, "s2: 10:20 on 2026-05-11 lies before the end of s1");
    assert_int_equal(fair->now.event.slots[0].minutes, 20);
}

static void a_slot_that_has_begun_stays(void **state)
{
    struct fair *fair = *state;
    struct becoming becoming = {
        .edit = remove_s2, .replan = true, .now = FAIR_SECONDS + UINT64_C(30) * 60};
    assert_int_equal(try_change(fair, &becoming), MUS_CONFLICT);
    assert_non_null(strstr(fair->match->err.message, "s2 has begun, and \"m-0000"));
    becoming = (struct becoming){
        .edit = close_s2, .replan = true, .now = FAIR_SECONDS + UINT64_C(30) * 60};
    ok(fair->match, try_change(fair, &becoming)); /* what is in it goes on */
    assert_int_equal(becoming.change.count, 0);
    expect_sound_store(fair);
}

/* ---- tables, interpreters, halls, roles ---- */

/* Puts a meeting at a table, with a lock on it. */
static enum mus_status sit_down(struct fair *fair, struct mus_write *write, const void *argument,
                                struct mus_error *err)
{
    struct mus_meeting m = fair->now.meetings[0];
    memcpy(&m.table, argument, sizeof m.table);
    m.place = MUS_PLACE_TABLE;
    m.lock_table = m.lock_slot = (struct mus_lock){MUS_TEXT("佐藤"), FAIR_SECONDS};
    return mus_store_put_meeting(write, EVENT, &m, err);
}

static enum mus_status remove_a_table(struct mus_event_edit *edit, struct mus_error *err)
{
    (void)err;
    edit->event.table_count--;
    return MUS_OK;
}

static enum mus_status close_third(struct mus_event_edit *edit, struct mus_error *err)
{
    (void)err;
    edit->tables[2].closed = 15;
    return MUS_OK;
}

static enum mus_status label_third(struct mus_event_edit *edit, struct mus_error *err)
{
    (void)err;
    edit->tables[2].label = MUS_TEXT("窓");
    return MUS_OK;
}

static void a_table_with_a_meeting_goes_likewise(void **state)
{
    struct fair *fair = *state;
    uint16_t third = 3;
    struct becoming becoming = {.edit = label_third};
    ok(fair->match, change_fair(fair, sit_down, &third));
    ok(fair->match, try_change(fair, &becoming)); /* another label is told */
    assert_int_equal(fair->now.meetings[0].sequence, 2);
    becoming.edit = close_third;
    assert_int_equal(try_change(fair, &becoming), MUS_CONFLICT);
    assert_non_null(strstr(fair->match->err.message, "1 meeting would lose its place: m-000001"));
    becoming.edit = remove_a_table;
    assert_int_equal(try_change(fair, &becoming), MUS_CONFLICT);
    becoming.replan = true;
    ok(fair->match, try_change(fair, &becoming));
    assert_int_equal(becoming.change.count, 1);
    assert_int_equal(becoming.change.unplaced[0].table, 3);
    assert_int_equal(fair->now.event.table_count, 2);
    assert_int_equal(fair->now.meetings[0].slot, -1);
    assert_int_equal(fair->now.meetings[0].lock_table.by.len, 0);
    expect_sound_store(fair);
}

static enum mus_status remove_first_interpreter(struct mus_event_edit *edit, struct mus_error *err)
{
    (void)err;
    mus_event_edit_remove_interpreter(edit, 0);
    return MUS_OK;
}

/* The first meeting with the second interpreter, the second with the first. */
static enum mus_status interpret(struct fair *fair, struct mus_write *write, const void *argument,
                                 struct mus_error *err)
{
    struct mus_meeting two[2] = {fair->now.meetings[0], fair->now.meetings[1]};
    (void)argument;
    for (int i = 0; i < 2; i++) {
        two[i].language = MUS_TEXT("en");
        two[i].interpreter = (int16_t)(1 - i);
    }
    return mus_store_put_meetings(write, EVENT, two, 2, err);
}

static void meetings_of_an_interpreter_that_goes_are_planned_again(void **state)
{
    struct fair *fair = *state;
    struct becoming becoming = {.edit = remove_first_interpreter, .replan = true};
    ok(fair->match, change_fair(fair, interpret, NULL));
    load_fair(fair);
    size_t with_first = 0;
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        with_first += fair->now.meetings[i].interpreter == 0;
    }
    ok(fair->match, try_change(fair, &becoming));
    assert_int_equal(becoming.change.count, with_first);
    assert_int_equal(fair->now.meetings[0].interpreter, 0); /* i2 is the first now */
    assert_int_equal(fair->now.meetings[1].slot, -1);
    expect_sound_store(fair);
}

static enum mus_status remove_hall_2(struct mus_event_edit *edit, struct mus_error *err)
{
    edit->event.table_count = 2; /* the third was in it */
    return mus_event_edit_remove_hall(edit, 1, err);
}

static enum mus_status remove_hall_with_tables(struct mus_event_edit *edit, struct mus_error *err)
{
    return mus_event_edit_remove_hall(edit, 1, err);
}

static enum mus_status remove_visitors(struct mus_event_edit *edit, struct mus_error *err)
{
    (void)err;
    mus_event_edit_remove_role(edit, 1);
    return MUS_OK;
}

static enum mus_status fewer_for_exhibitors(struct mus_event_edit *edit, struct mus_error *err)
{
    (void)err;
    edit->roles[0].max = 3;
    return MUS_OK;
}

static void what_participants_are_in_stays(void **state)
{
    struct fair *fair = *state;
    struct becoming becoming = {.edit = remove_hall_with_tables};
    expect_stays(fair, &becoming, MUS_CONFLICT, "hall \"h2\" has tables, such as 3");
    becoming.edit = remove_hall_2;
    expect_stays(fair, &becoming, MUS_CONFLICT, "hall \"h2\" has the booth of \"p-00\"");
    becoming.edit = remove_visitors;
    expect_stays(fair, &becoming, MUS_CONFLICT, "role \"visitor\" is that of \"p-06\"");
    struct mus_participant who = fair->now.participants[0];
    who.min = 5;
    ok(fair->match, change_fair(fair, put_participant, &who));
    becoming.edit = fewer_for_exhibitors;
    expect_stays(fair, &becoming, MUS_INVALID, "\"p-00\": min: 5 is above its max of 3");
}

static enum mus_status add_first_hall_and_role(struct mus_event_edit *edit, struct mus_error *err)
{
    const struct mus_hall hall = {.id = MUS_TEXT("h0")};
    const struct mus_event_role role = {.code = MUS_TEXT("press"), .max = 2};
    enum mus_status status = mus_event_edit_add_hall(edit, &hall, err);
    if (status == MUS_OK) {
        mus_event_edit_walk(edit, 2, 0, 9);
        status = mus_event_edit_add_role(edit, &role, err);
    }
    if (status == MUS_OK) { /* in another order than they were */
        struct mus_event_role first = edit->roles[0];
        edit->roles[0] = edit->roles[2];
        edit->roles[2] = first;
        edit->roles[0].meets = 0;
        edit->roles[1].meets = 4;
        edit->roles[2].meets = 2;
    }
    return status;
}

static void roles_are_found_by_their_codes(void **state)
{
    struct fair *fair = *state;
    struct becoming becoming = {.edit = add_first_hall_and_role};
    ok(fair->match, try_change(fair, &becoming));
    assert_int_equal(fair->now.participants[0].role, 2);
    assert_int_equal(fair->now.participants[6].role, 1);
    assert_int_equal(fair->now.event.walk_minutes[2], 9);
    assert_int_equal(fair->now.event.walk_minutes[1], 6); /* as it was between h1 and h2 */
    expect_sound_store(fair);
}

/* ---- participants ---- */

/* A participant with a meeting in slot 1 (s2), and that meeting. */
static size_t somebody_in_s2(const struct fair *fair, size_t *meeting)
{
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        if (fair->now.meetings[i].slot == 1) {
            *meeting = i;
            return mus_fair_participant(&fair->now, fair->now.meetings[i].b);
        }
    }
    fail_msg("nobody meets in s2");
    return SIZE_MAX;
}

static void who_does_not_come_in_a_slot_loses_its_meeting_there(void **state)
{
    struct fair *fair = *state;
    size_t meeting = 0;
    struct mus_participant who = fair->now.participants[somebody_in_s2(fair, &meeting)];
    struct becoming becoming = {.who = &who};
    who.unavailable |= 2;
    assert_int_equal(try_change(fair, &becoming), MUS_CONFLICT);
    becoming.replan = true;
    ok(fair->match, try_change(fair, &becoming));
    assert_int_equal(becoming.change.count, 1);
    assert_int_equal(becoming.change.run, 3);
    assert_int_equal(fair->now.meetings[meeting].slot, -1);
    who.unavailable = 0; /* comes again: nothing else changes */
    who.max = 9;
    becoming.replan = false;
    ok(fair->match, try_change(fair, &becoming));
    assert_int_equal(becoming.change.count, 0);
    assert_int_equal(fair->now.participants[mus_fair_participant(&fair->now, who.id)].max, 9);
    expect_sound_store(fair);
}

static void without_a_booth_meetings_are_planned_elsewhere(void **state)
{
    struct fair *fair = *state;
    struct mus_participant who = fair->now.participants[0];
    struct becoming becoming = {.who = &who};
    uint32_t sequence = 0;
    size_t met = 0;
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        met += mus_text_equal(fair->now.meetings[i].a, who.id);
        sequence += fair->now.meetings[i].sequence;
    }
    assert_true(met > 0);
    who.booth = MUS_TEXT("Z-1");
    ok(fair->match, try_change(fair, &becoming)); /* it stands elsewhere: that is told */
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        sequence -= fair->now.meetings[i].sequence;
    }
    assert_int_equal(-(int32_t)sequence, met);
    assert_int_equal(becoming.change.run, 0);
    who.booth = MUS_NO_TEXT;
    who.booth_hall = 0;
    assert_int_equal(try_change(fair, &becoming), MUS_CONFLICT);
    becoming.replan = true;
    ok(fair->match, try_change(fair, &becoming));
    assert_int_equal(becoming.change.count, met);
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        if (mus_text_equal(fair->now.meetings[i].a, who.id)) {
            assert_int_equal(fair->now.meetings[i].place, MUS_PLACE_TABLE);
            assert_int_equal(fair->now.meetings[i].slot, -1);
        }
    }
    expect_sound_store(fair);
}

static void who_has_meetings_keeps_its_role_and_takes_part(void **state)
{
    struct fair *fair = *state;
    char message[96];
    size_t meeting = 0;
    struct mus_participant who = fair->now.participants[somebody_in_s2(fair, &meeting)];
    struct becoming becoming = {.who = &who, .replan = true};
    who.state = MUS_PARTICIPANT_WAITING;
    assert_int_equal(try_change(fair, &becoming), MUS_CONFLICT);
    snprintf(message, sizeof message, "\"%.*s\" has meetings, such as \"m-0000",
             MUS_TEXT_ARG(who.id));
    assert_int_equal(strncmp(fair->match->err.message, message, strlen(message)), 0);
    who.state = MUS_PARTICIPANT_REGISTERED;
    who.role = 0;
    assert_int_equal(try_change(fair, &becoming), MUS_CONFLICT);
    who.id = MUS_TEXT("p-99");
    expect_stays(fair, &becoming, MUS_NOT_FOUND, "no participant \"p-99\"");
}

static void every_call_and_allocation_may_fail(void **state)
{
    struct fair *fair = *state;
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        uint64_t runs = count_runs(fair);
        struct becoming becoming = {.edit = memory ? close_s2 : remove_s2, .replan = true};
        for (uint64_t n = 1; status != MUS_OK; n += 7) {
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            becoming.now = BEFORE_FAIR;
            struct becoming *at = &becoming;
            struct mus_write *write = NULL;
            status = mus_store_write_begin(fair->match->place->store, &write, &fair->match->err);
            status = status == MUS_OK ? become(fair, write, &at, &fair->match->err) : status;
            status = status == MUS_OK ? mus_store_write_commit(write, &fair->match->err) : status;
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            mus_store_write_end(write);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
            assert_int_equal(count_runs(fair), runs + (status == MUS_OK));
            assert_true(n < 5000);
        }
        load_fair(fair);
        expect_sound_store(fair);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLANNED(a_slot_with_meetings_goes_only_when_they_may_lose_it),
        IN_PLANNED(a_closed_slot_is_emptied_and_keeps_its_number),
        IN_PLANNED(a_new_slot_moves_nobody),
        IN_PLANNED(older_runs_mean_the_same_slots),
        IN_PLANNED(a_slot_of_another_length_is_told_to_those_in_it),
        IN_PLANNED(what_cannot_be_an_event_is_refused),
        IN_PLANNED(a_slot_that_has_begun_stays),
        IN_PLANNED(a_table_with_a_meeting_goes_likewise),
        IN_PLANNED(meetings_of_an_interpreter_that_goes_are_planned_again),
        IN_PLANNED(what_participants_are_in_stays),
        IN_PLANNED(roles_are_found_by_their_codes),
        IN_PLANNED(who_does_not_come_in_a_slot_loses_its_meeting_there),
        IN_PLANNED(without_a_booth_meetings_are_planned_elsewhere),
        IN_PLANNED(who_has_meetings_keeps_its_role_and_takes_part),
        IN_PLANNED(every_call_and_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
