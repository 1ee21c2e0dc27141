/* Every call of the database and every allocation failing in turn, for each kind of change: the
 * store is then as it was before, or as it is after, and sound. */
#include "store_fixture.h"

#include "crypto/note.h"
#include "ledger_fixture.h"

#include "events_fixture.h"
#include "profile/company_join.h"
#include "store/documents.h"
#include "store/erase.h"
#include "store/merge.h"
#include "store/tables.h"

static enum mus_status put_new(struct mus_write *write, void *context, struct mus_error *err)
{
    return mus_store_put(write, context, NULL, err);
}

struct merging {
    const struct mus_company_record *joined;
    uint64_t number;
};

static enum mus_status merge(struct mus_write *write, void *context, struct mus_error *err)
{
    struct merging *merging = context;
    return mus_store_merge(write, merging->joined, MUS_TEXT("c-2"), NOW_MS, &merging->number, err);
}

static enum mus_status undo(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct merging *merging = context;
    return mus_store_undo_merge(write, merging->number, err);
}

static enum mus_status put_data(struct mus_write *write, void *context, struct mus_error *err)
{
    enum mus_status status = mus_store_put_table(write, context, true, NULL, err);
    return status == MUS_OK
               ? mus_store_put_document(write, MUS_TEXT("weights"), MUS_TEXT("{}"), NULL, err)
               : status;
}

struct recording {
    struct mus_text entries[4], request, key;
    const struct mus_case *c;
    struct mus_arena *arena;
};

static enum mus_status put_checkpoint(struct mus_write *write, uint64_t size, struct mus_error *err)
{
    struct mus_checkpoint checkpoint = {.origin = MUS_TEXT("ledger.example"), .size = size};
    struct mus_buf note = {0};
    enum mus_status status =
        mus_store_ledger_root(mus_store_write_view(write), size, &checkpoint.root, err);
    if (status == MUS_OK) {
        mus_checkpoint_write(&checkpoint, &note);
        mus_buf_add_z(&note, "\n— ledger.example AAAAAAAA\n");
        status = mus_buf_check(&note, err);
    }
    if (status == MUS_OK) {
        status = mus_store_put_checkpoint(write, size, mus_buf_text(&note), err);
    }
    mus_buf_done(&note);
    return status;
}

/* Four entries, across the end of a tile, with everything that may stand beside them. */
static enum mus_status record(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct recording *recording = context;
    const struct mus_digest content = {{0}};
    struct mus_ledger_id alias;
    struct mus_text id;
    uint64_t index = 0;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < 4; i++) {
        status = mus_store_ledger_append(write, recording->entries[i], &index, err);
    }
#define NEXT(call) status = status == MUS_OK ? (call) : status
    NEXT(mus_store_ledger_put_request(write, recording->request, index, &content, err));
    NEXT(put_checkpoint(write, index + 1, err));
    NEXT(mus_store_add_ledger_key(write, recording->key, err));
    NEXT(mus_store_alias(write, MUS_ALIAS_COMPANY, MUS_TEXT("c-1"), &alias, err));
    NEXT(mus_store_new_case_id(write, recording->arena, &id, err));
    NEXT(mus_store_put_case(write, recording->c, err));
#undef NEXT
    return status;
}

/* A failure leaves every byte of main as it was; only a data key that nothing needs may stay. In
 * the end the change is made. */
static void fail_everywhere(struct world *world, bool memory, mus_store_change *change,
                            void *context)
{
    enum mus_status status = MUS_NO;
    struct mus_digest before = image(world);
    for (uint64_t n = 1; status != MUS_OK && n < 1000; n++) {
        (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
        status = mus_store_update(world->store, change, context, &world->err);
        mus_mem_fail_at(0, false);
        mus_store_fail_at(0);
        if (status != MUS_OK) {
            assert_int_equal(status, memory ? MUS_NO_MEMORY : MUS_STORE);
            struct mus_digest after = image(world);
            assert_int_equal(mus_digest_compare(&before, &after), 0);
        }
        assert_int_equal(check(world).errors, 0);
    }
    assert_int_equal(status, MUS_OK);
}

static void putting_is_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    struct mus_company_record first = record_of(
        world, COMPANY("c-1", "川崎", SOURCE("a", "1") NUMBER("8700110005901") CONTACT("山田")));
    struct mus_company_record second =
        record_of(world, COMPANY("c-1", "幸", SOURCE("b", "2") CONTACT("田中")));
    fail_everywhere(world, false, put_new, &first);
    fail_everywhere(world, true, put_new, &second);
    fail_everywhere(world, false, put_new, &first);
    expect_contact(world, "c-1", "山田");
    struct mus_company_record bare = record_of(world, COMPANY("c-1", "川崎", ""));
    fail_everywhere(world, true, put_new, &bare);
}

static void merging_and_undoing_are_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    struct mus_company_record a;
    struct mus_company_record b;
    struct mus_merged joined;
    put_json(world, COMPANY("c-1", "川崎", SOURCE("a", "1") CONTACT("山田")));
    put_json(world, COMPANY("c-2", "幸", SOURCE("a", "2") NUMBER("8700110005901") CONTACT("田中")));
    must(world, get(world, "c-1", &a));
    must(world, get(world, "c-2", &b));
    must(world, mus_company_join(&a, &b, NOW_MS, &world->arena, &joined, &world->err));
    struct merging merging = {&joined.record, 0};
    fail_everywhere(world, false, merge, &merging);
    fail_everywhere(world, false, undo, &merging);
    fail_everywhere(world, true, merge, &merging);
    fail_everywhere(world, true, undo, &merging);
    expect_contact(world, "c-1", "山田");
    expect_contact(world, "c-2", "田中");
    expect_sound(world);
}

static void tables_and_documents_are_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    struct mus_table table;
    static const char one[] = "{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"1\","
                              "\"rows\":[{\"code\":\"A\",\"en\":\"x\"}]}";
    static const char two[] = "{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"2\","
                              "\"rows\":[{\"code\":\"A\",\"en\":\"x\"}]}";
    must(world, mus_table_read_json(mus_text_of(one), &world->arena, &table, &world->err));
    fail_everywhere(world, false, put_data, &table);
    must(world, mus_table_read_json(mus_text_of(two), &world->arena, &table, &world->err));
    fail_everywhere(world, true, put_data, &table);
    expect_sound(world);
}

/* A verification key as text, in the arena. */
static struct mus_text key_text(struct world *world)
{
    const unsigned char bytes[32] = {1};
    struct mus_note_key key;
    struct mus_buf text = {0};
    must(world,
         mus_note_key_make(MUS_TEXT("ledger.example"), MUS_NOTE_ED25519, bytes, &key, &world->err));
    mus_note_key_write(&key, &text);
    struct mus_text kept = mus_arena_copy(&world->arena, mus_buf_text(&text));
    mus_buf_done(&text);
    return kept;
}

static void a_ledger_and_a_case_are_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", ""));
    put_json(world, COMPANY("c-2", "幸", ""));
    for (int memory = 0; memory < 2; memory++) {
        uint64_t first = memory ? 510 : 254;
        append_figures(world, memory ? 510 - 254 - 4 : 254);
        struct mus_case c = case_of(world, memory ? "k-2" : "k-1", "c-1", "c-2");
        struct recording recording = {
            .request = c.id, .key = key_text(world), .c = &c, .arena = &world->arena};
        for (uint32_t i = 0; i < 4; i++) {
            recording.entries[i] = i == 2 ? reversal(world, RECORDED, first)
                                          : figure(world, RECORDED, (uint32_t)first + i);
        }
        fail_everywhere(world, memory, record, &recording);
    }
}

/* Everything that an event may be given, in one write. */
static enum mus_status plan(struct mus_write *write, void *context, struct mus_error *err)
{
    struct mus_arena *arena = context;
    struct mus_text name = MUS_TEXT("山田 太郎");
    const struct mus_texts people = {&name, 1};
    struct sample_event sample;
    struct mus_participant one = participant_of("p-1", "c-1");
    struct mus_participant two = participant_of("p-2", "c-2");
    struct mus_participant three;
    const struct mus_wish wish = {one.id, two.id, MUS_WISH_WANT};
    struct mus_meeting meetings[2] = {meeting_of("m-1", "p-1", "p-2")};
    struct mus_run run;
    make_event(&sample);
    enum mus_status status = mus_store_put_event(write, &sample.event, err);
#define NEXT(call) status = status == MUS_OK ? (call) : status
    NEXT(mus_store_put_participant(write, FAIR, &one, err));
    NEXT(mus_store_put_participant(write, FAIR, &two, err));
    NEXT(mus_store_put_participant(write, FAIR, &two, err)); /* once more, as it is */
    three = two;
    NEXT(mus_store_new_participant_id(write, FAIR, arena, &three.id, err));
    NEXT(mus_store_put_participant(write, FAIR, &three, err));
    NEXT(mus_store_put_people(write, FAIR, one.id, &people, err));
    NEXT(mus_store_put_wish(write, FAIR, &wish, err));
    if (status == MUS_OK) {
        meetings[1] = meetings[0];
        meetings[1].a = three.id; /* p-0001 */
        meetings[1].b = one.id;
    }
    NEXT(mus_store_new_meeting_id(write, FAIR, arena, &meetings[1].id, err));
    NEXT(mus_store_put_meetings(write, FAIR, meetings, 2, err));
    NEXT(put_run(write, &run, err));
#undef NEXT
    return status;
}

/* And taken away again, as far as it can be. */
static enum mus_status unplan(struct mus_write *write, void *context, struct mus_error *err)
{
    (void)context;
    const struct mus_texts nobody = {NULL, 0};
    enum mus_status status =
        mus_store_remove_wish(write, FAIR, MUS_TEXT("p-1"), MUS_TEXT("p-2"), err);
    if (status == MUS_OK) {
        status = mus_store_remove_meeting(write, FAIR, MUS_TEXT("m-1"), err);
    }
    return status == MUS_OK ? mus_store_put_people(write, FAIR, MUS_TEXT("p-1"), &nobody, err)
                            : status;
}

static void an_event_is_whole_or_not_at_all(void **state)
{
    for (int memory = 0; memory < 2; memory++) {
        assert_int_equal(make_world(state), 0);
        struct world *world = *state;
        put_json(world, COMPANY("c-1", "川崎", ""));
        put_json(world, COMPANY("c-2", "幸", ""));
        fail_everywhere(world, memory, plan, &world->arena);
        fail_everywhere(world, memory, unplan, NULL);
        remove_world(state);
    }
}

/* Erasing is two commits: a failure in the second leaves an erasure that has begun. */
static void erasing_from_an_event_is_completed(void **state)
{
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK && n < 1000; n += 5) { /* a store each */
            assert_int_equal(make_world(state), 0);
            struct world *world = *state;
            fill_event(world);
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            if (status != MUS_OK) {
                must(world, mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err));
            }
            reopen(world); /* clears a note that stayed */
            assert_int_equal(fair(world).participant_count, 2);
            assert_int_equal(fair(world).meeting_count, 1);
            expect_sound(world);
            remove_world(state);
        }
        assert_int_equal(status, MUS_OK);
    }
}

static enum mus_status read_event(struct world *world)
{
    struct mus_arena arena = {0};
    struct mus_read *read = NULL;
    struct mus_fair whole;
    struct mus_event *events;
    struct mus_attendance *attendances;
    struct mus_texts names;
    struct mus_run run;
    struct mus_run *runs;
    struct mus_meeting m;
    struct mus_text document;
    struct mus_error *err = &world->err;
    size_t count = 0;
    enum mus_status status = mus_store_read_begin(world->store, &read, err);
#define NEXT(call) status = status == MUS_OK ? (call) : status
    NEXT(mus_store_events(read, &arena, &events, &count, err));
    NEXT(mus_store_fair(read, FAIR, &arena, &whole, err));
    NEXT(mus_store_attendances(read, MUS_TEXT("c-1"), &arena, &attendances, &count, err));
    NEXT(mus_store_people(read, FAIR, MUS_TEXT("p-1"), &arena, &names, err));
    NEXT(mus_store_meeting(read, FAIR, MUS_TEXT("m-000001"), &arena, &m, err));
    NEXT(mus_store_run(read, FAIR, 1, &arena, &run, err));
    NEXT(mus_store_runs(read, FAIR, &arena, &runs, &count, err));
    NEXT(mus_store_borrow_document(read, MUS_TEXT("meetings"), &run.meetings, &document, err));
#undef NEXT
    assert_true(status != MUS_OK || (whole.meeting_count == 2 && names.count == 2 && count == 1));
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}

static void reading_an_event_says_what_failed(void **state)
{
    struct world *world = *state;
    fill_event(world);
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = read_event(world);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
            assert_true(n < 1000);
        }
    }
}

static enum mus_status read_all(struct world *world)
{
    struct mus_arena arena = {0};
    struct mus_read *read = NULL;
    struct mus_company_record record;
    struct mus_texts ids;
    struct mus_text id;
    struct mus_tables tables;
    struct mus_table_info *infos;
    struct mus_merge_info *merges;
    struct mus_id_range *ranges;
    struct mus_walker *walker = NULL;
    struct mus_walk_item item;
    struct mus_error *err = &world->err;
    size_t count;
    enum mus_status status = mus_store_read_begin(world->store, &read, err);
#define NEXT(call) status = status == MUS_OK ? (call) : status
    NEXT(mus_store_company_whole(read, MUS_TEXT("c-1"), &arena, &record, err));
    NEXT(mus_store_firm(read, MUS_TEXT("c-1"), &arena, &item, err));
    NEXT(mus_store_find_source(read, (struct mus_source){MUS_TEXT("a"), MUS_TEXT("1")}, &arena, &id,
                               err));
    NEXT(mus_store_find_number(read, MUS_TEXT("8700110005901"), &arena, &ids, err));
    NEXT(mus_store_find_name(read, MUS_TEXT("川崎"), &arena, &ids, err));
    NEXT(mus_store_tables(read, &arena, &tables, err));
    NEXT(mus_store_list_tables(read, &arena, &infos, &count, err));
    NEXT(mus_store_merges(read, &arena, &merges, &count, err));
    NEXT(mus_store_document_in_force(read, MUS_TEXT("weights"), &arena, &id, err));
    NEXT(mus_store_partition(read, 4, &arena, &ranges, &count, err));
    NEXT(mus_walker_open(read, MUS_WALK_COMPANIES, ranges[0], &walker, err));
    NEXT(mus_walker_next(walker, &item, err));
#undef NEXT
    mus_walker_close(walker);
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}

static enum mus_status walk_all(const struct mus_read *read, struct mus_arena *arena,
                                struct mus_error *err)
{
    struct mus_ledger_walker *entries = NULL;
    struct mus_case_walker *cases = NULL;
    struct mus_text entry;
    struct mus_case c;
    uint64_t index;
    bool more;
    enum mus_status status = mus_ledger_walker_open(read, 1, &entries, err);
#define NEXT(call) status = status == MUS_OK ? (call) : status
    NEXT(mus_ledger_walker_next(entries, &index, &entry, err));
    NEXT(mus_ledger_walker_next(entries, &index, &entry, err));
    NEXT(mus_case_walker_open(read, &cases, err));
    NEXT(mus_case_walker_next(cases, arena, &more, &c, err));
    NEXT(mus_case_walker_next(cases, arena, &more, &c, err));
#undef NEXT
    mus_ledger_walker_close(entries);
    mus_case_walker_close(cases);
    return status;
}

static enum mus_status read_ledger_and_cases(struct world *world)
{
    struct mus_arena arena = {0};
    struct mus_read *read = NULL;
    struct mus_text text;
    struct mus_texts texts;
    struct mus_digest digest;
    struct mus_ledger_id alias = {{0}};
    struct mus_alias_item *items;
    struct mus_case *cases;
    enum mus_alias what;
    struct mus_error *err = &world->err;
    uint64_t *about;
    uint64_t number;
    size_t count;
    bool found;
    enum mus_status status = mus_store_read_begin(world->store, &read, err);
#define NEXT(call) status = status == MUS_OK ? (call) : status
    NEXT(mus_store_ledger_last_recorded(read, &number, err));
    NEXT(mus_store_ledger_entry(read, 1, &arena, &text, err));
    NEXT(mus_store_ledger_about(read, 0, &arena, &about, &count, err));
    NEXT(mus_store_ledger_root(read, 3, &digest, err));
    NEXT(mus_store_ledger_request(read, MUS_TEXT("k-1"), &found, &number, &digest, err));
    NEXT(mus_store_last_checkpoint(read, &arena, &number, &text, err));
    NEXT(mus_store_checkpoint(read, number, &arena, &text, err));
    NEXT(mus_store_ledger_keys(read, &arena, &texts, err));
    NEXT(mus_store_find_alias(read, MUS_ALIAS_COMPANY, MUS_TEXT("c-1"), &found, &alias, err));
    NEXT(mus_store_alias_of(read, &alias, &what, &arena, &text, err));
    NEXT(mus_store_aliases(read, MUS_ALIAS_COMPANY, &arena, &items, &count, err));
    NEXT(mus_store_cases_of(read, MUS_TEXT("c-2"), &arena, &cases, &count, err));
    NEXT(walk_all(read, &arena, err));
#undef NEXT
    assert_true(status != MUS_OK || (found && count == 1 && text.len > 0));
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}

static void reading_ledger_and_cases_says_what_failed(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", ""));
    put_json(world, COMPANY("c-2", "幸", ""));
    struct mus_case c = case_of(world, "k-1", "c-1", "c-2");
    struct recording recording = {
        .entries = {figure(world, RECORDED, 1), reversal(world, RECORDED, 0),
                    figure(world, RECORDED, 2), figure(world, RECORDED, 3)},
        .request = c.id,
        .key = key_text(world),
        .c = &c,
        .arena = &world->arena,
    };
    must(world, mus_store_update(world->store, record, &recording, &world->err));
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = read_ledger_and_cases(world);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
            assert_true(n < 1000);
        }
    }
}

static void reading_says_what_failed(void **state)
{
    struct world *world = *state;
    struct mus_table table;
    static const char json[] = "{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"1\","
                               "\"rows\":[{\"code\":\"A\",\"en\":\"x\"}]}";
    put_json(world,
             COMPANY("c-1", "川崎", SOURCE("a", "1") NUMBER("8700110005901") CONTACT("山田")));
    must(world, mus_table_read_json(mus_text_of(json), &world->arena, &table, &world->err));
    must(world, mus_store_update(world->store, put_data, &table, &world->err));
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = read_all(world);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
            assert_true(n < 1000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(putting_is_whole_or_not_at_all),
        IN_WORLD(merging_and_undoing_are_whole_or_not_at_all),
        IN_WORLD(tables_and_documents_are_whole_or_not_at_all),
        IN_WORLD(a_ledger_and_a_case_are_whole_or_not_at_all),
        cmocka_unit_test(an_event_is_whole_or_not_at_all),
        cmocka_unit_test(erasing_from_an_event_is_completed),
        IN_WORLD(reading_says_what_failed),
        IN_WORLD(reading_an_event_says_what_failed),
        IN_WORLD(reading_ledger_and_cases_says_what_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
