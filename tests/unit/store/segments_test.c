#include "store_fixture.h"

#include "matcher/index/build.h"
#include "profile/firm_record.h"
#include "store/entry.h"
#include "store/erase.h"
#include "store/segments_internal.h"
#include "store/stats.h"

#define DESCRIBED(id, text) COMPANY(id, "川崎", ",\"description\":{\"ja\":\"" text "\"}")

static struct mus_segments view(struct world *world, struct mus_read *read)
{
    struct mus_segments segments;
    bool there = false;
    must(world, mus_store_segments(read, &world->arena, &segments, &there, &world->err));
    assert_true(there);
    return segments;
}

static void expect_index(struct world *world, size_t segments, size_t changed)
{
    struct mus_read *read = begin(world);
    struct mus_segments seen = view(world, read);
    assert_int_equal(seen.count, segments);
    assert_int_equal(seen.changed_count, changed);
    mus_store_read_end(read);
    expect_sound(world);
}

static void put_numbered(struct world *world, unsigned from, unsigned to, const char *text)
{
    for (unsigned i = from; i < to; i++) {
        char json[256];
        snprintf(json, sizeof json,
                 "{\"id\":\"c-%03u\",\"name\":{\"ja\":\"川崎%u\"},\"country\":\"JP\","
                 "\"description\":{\"ja\":\"%s\"}}",
                 i, i, text);
        put_json(world, json);
    }
}

static void who_has_changed_stands_by_itself_until_there_are_many(void **state)
{
    struct world *world = *state;
    put_numbered(world, 0, MUS_CHANGED_MOST, "廃棄物の処理");
    expect_index(world, 0, MUS_CHANGED_MOST);
    put_numbered(world, MUS_CHANGED_MOST, MUS_CHANGED_MOST + 1, "水道");
    expect_index(world, 1, 0);
    put_numbered(world, 3, 4, "水の処理");
    expect_index(world, 1, 1);
}

static void a_changed_company_is_seen_as_it_was_and_as_it_is(void **state)
{
    struct world *world = *state;
    struct mus_firm firm;
    world->store->changed_most = 0;
    put_json(world, DESCRIBED("c-1", "廃棄物"));
    world->store->changed_most = MUS_CHANGED_MOST;
    put_json(world, DESCRIBED("c-1", "水"));
    put_json(world, DESCRIBED("c-1", "水道水"));
    struct mus_read *read = begin(world);
    struct mus_segments seen = view(world, read);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.changed_count, 1);
    assert_int_equal(seen.items[0].gone[0], 1);
    const struct mus_changed_company *changed = &seen.changed[0];
    must(world, mus_firm_record_decode(changed->before.ptr, changed->before.len, &world->arena,
                                       &firm, &world->err));
    assert_int_equal(firm.description.length, 3 + 2); /* three characters, two pairs */
    must(world, mus_firm_record_decode(changed->now.ptr, changed->now.len, &world->arena, &firm,
                                       &world->err));
    assert_true(firm.description.count > 0);
    mus_store_read_end(read);
    expect_sound(world);
}

static void what_is_gone_is_taken_off_and_in_the_end_left_out(void **state)
{
    struct world *world = *state;
    struct mus_read *read = NULL;
    world->store->changed_most = 0;
    put_numbered(world, 0, 1, "水道");
    must(world, mus_store_erase(world->store, MUS_TEXT("c-000"), NULL, &world->err));
    expect_index(world, 0, 0); /* nobody lived in it any more */
    world->store->changed_most = 8;
    put_numbered(world, 0, 9, "水道");
    expect_index(world, 1, 0);
    world->store->changed_most = 0;
    put_numbered(world, 0, 2, "廃棄物");
    read = begin(world);
    struct mus_segments seen = view(world, read);
    assert_int_equal(seen.companies, 9);
    assert_true(seen.discount_count > 0);
    mus_store_read_end(read);
    expect_sound(world);
}

static void segments_become_one_when_a_level_is_full(void **state)
{
    struct world *world = *state;
    world->store->changed_most = 0;
    put_numbered(world, 0, 3, "水道");
    expect_index(world, 3, 0);
    put_numbered(world, 3, 4, "水道");
    expect_index(world, 1, 0);
}

static void an_index_of_another_version_is_none_and_opening_makes_it_anew(void **state)
{
    struct world *world = *state;
    struct mus_segments segments;
    bool there = true;
    put_numbered(world, 0, 3, "水道");
    tamper(world, MUS_DB_META, MUS_META_INDEX, MUS_TEXT("\xFF\0\0\0"));
    tamper(world, MUS_DB_SEGMENT, MUS_TEXT("\0\0\0\0\0\0\0\7"), MUS_TEXT("of another version"));
    struct mus_read *read = begin(world);
    must(world, mus_store_segments(read, &world->arena, &segments, &there, &world->err));
    assert_false(there);
    mus_store_read_end(read);
    struct mus_check_report report = check(world);
    assert_int_equal(report.warnings, 1);
    reopen(world);
    expect_index(world, 1, 0);
}

static void an_index_is_made_for_the_weights_that_are_wanted(void **state)
{
    struct world *world = *state;
    struct mus_weights weights = mus_weights_default();
    world->store->changed_most = 2;
    put_numbered(world, 0, 4, "水道");
    weights.text.k1 += 100;
    must(world, mus_store_reindex(world->store, &weights.text, NULL, NULL, &world->err));
    expect_index(world, 1, 0);
    put_numbered(world, 2, 6, "廃棄物");
    struct mus_read *read = begin(world);
    struct mus_segments seen = view(world, read);
    for (size_t i = 0; i < seen.count; i++) {
        assert_int_equal(seen.items[i].segment.fingerprint, mus_index_fingerprint(&weights.text));
    }
    mus_store_read_end(read);
    expect_sound(world);
}

/* How many documents have that id, gone or not. */
static size_t documents_of(struct world *world, struct mus_text id)
{
    struct mus_read *read = begin(world);
    struct mus_segments seen = view(world, read);
    size_t count = 0;
    for (size_t i = 0; i < seen.count; i++) {
        for (uint32_t doc = 0; doc < seen.items[i].segment.docs; doc++) {
            count += mus_text_equal(mus_segment_id(&seen.items[i].segment, doc), id);
        }
    }
    mus_store_read_end(read);
    return count;
}

static void who_is_erased_is_in_no_segment_any_more(void **state)
{
    struct world *world = *state;
    world->store->changed_most = 3;
    put_numbered(world, 0, 4, "水道");
    world->store->changed_most = 0;
    put_numbered(world, 1, 2, "廃棄物");
    world->store->changed_most = MUS_CHANGED_MOST;
    put_numbered(world, 1, 3, "水の処理"); /* as it was twice, and as it is */
    assert_int_equal(documents_of(world, MUS_TEXT("c-001")), 2);
    must(world, mus_store_erase(world->store, MUS_TEXT("c-001"), NULL, &world->err));
    assert_int_equal(documents_of(world, MUS_TEXT("c-001")), 0);
    expect_index(world, 2, 0);
}

/* Between its writes others have their turn: a segment more, and in the end a changed company. */
static void change_meanwhile(void *state, uint64_t done, uint64_t companies)
{
    struct world *world = state;
    if (done == 1) {
        put_numbered(world, 3, 4, "水道");
    } else if (done == companies) {
        world->store->changed_most = MUS_CHANGED_MOST;
        put_numbered(world, 0, 1, "廃棄物");
    }
}

static void who_changes_while_the_index_is_made_anew_is_not_lost(void **state)
{
    struct world *world = *state;
    struct mus_weights weights = mus_weights_default();
    weights.text.k1 += 100;
    world->store->changed_most = 0;
    put_numbered(world, 0, 3, "水道");
    must(world,
         mus_store_reindex(world->store, &weights.text, change_meanwhile, world, &world->err));
    expect_index(world, 1, 0);
}

/* ---- faults ---- */

/* Without what an erasure does to the index. */
static void take_away(struct world *world, struct mus_text id)
{
    struct mus_write *write = NULL;
    struct mus_entry entry;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_entry_read(&write->view, id, &world->arena, &entry, &world->err));
    must(world, mus_entry_remove(write, &entry, false, &world->arena, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
}

/* Four in a segment, one of them changed and one gone, and one that no segment has. */
static void fill(struct world *world)
{
    world->store->changed_most = 3;
    put_numbered(world, 0, 4, "水道");
    world->store->changed_most = 0;
    take_away(world, MUS_TEXT("c-003"));
    world->store->changed_most = MUS_CHANGED_MOST;
    put_numbered(world, 1, 2, "廃棄物");
    put_numbered(world, 4, 5, "廃棄物");
    expect_index(world, 1, 2);
}

#define T(literal)                                                                                 \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
#define NONE                                                                                       \
    {                                                                                              \
        NULL, 0                                                                                    \
    }
#define SEGMENT_1 "\0\0\0\0\0\0\0\1"
#define SEGMENT_9 "\0\0\0\0\0\0\0\x9"

static const struct fault {
    enum mus_main_table table;
    struct mus_text key, value;
    const char *message;
} FAULTS[] = {
    {MUS_DB_SEGMENT, T(SEGMENT_1), T("x"),
     "index \"companies\": index segment 1: index segment: 1 bytes are not a whole one"},
    {MUS_DB_SEGMENT, T(SEGMENT_1), NONE, "company \"c-000\": missing from the index"},
    {MUS_DB_GONE, T(SEGMENT_1), T("x"),
     "index \"companies\": index segment 1: who is gone is not as long as the segment"},
    {MUS_DB_GONE, T(SEGMENT_1), NONE, "index: segment 1 has company \"c-003\", which is not there"},
    {MUS_DB_GONE, T(SEGMENT_1), T("\0\0\0\0\0\0\0\x80"),
     "index segment 1: documents are gone that never were"},
    {MUS_DB_DISCOUNT, T(SEGMENT_1 "\0\0\0\0\0\0\0\0"), T("x"),
     "index segment 1: a discount of 1 bytes"},
    {MUS_DB_GONE, T(SEGMENT_9), T("\0\0\0\0\0\0\0\0"),
     "index: who is gone from segment 9, which is not there"},
    {MUS_DB_DISCOUNT, T(SEGMENT_9 SEGMENT_1), T(""),
     "index: a discount of segment 9, which is not there"},
    {MUS_DB_DISCOUNT, T(SEGMENT_1 "\0\0\0\0\0\0\0\0"), NONE,
     "index segment \"1\": in how many companies its features stand is not what they give"},
    {MUS_DB_CHANGED, T("c-001"), NONE,
     "index segment \"1\": its lists of kind 0 are not what its companies give"},
    {MUS_DB_CHANGED, T("c-001"), T("x"),
     "company \"c-001\": index, changed company: 1 bytes, expected more"},
    {MUS_DB_CHANGED, T("c-001"), T("\1\0\0\0\0\0\0\0\3\0\0\0x"),
     "company \"c-001\": has changed, and is not where the index had it"},
    {MUS_DB_CHANGED, T("c-002"), T(""),
     "index: segment 1 has company \"c-002\", which is not there"},
    {MUS_DB_CHANGED, T("c-009"), T(""), "company \"c-009\": has changed, and is not there"},
    {MUS_DB_CHANGED, T("c-004"), NONE, "company \"c-004\": missing from the index"},
};

static void every_kind_of_fault_is_found(void **state)
{
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        const struct fault *fault = &FAULTS[i];
        assert_int_equal(make_world(state), 0);
        struct world *world = *state;
        fill(world);
        tamper(world, fault->table, fault->key, fault->value);
        struct mus_check_report report = check(world);
        bool found = false;
        for (size_t k = 0; k < report.count; k++) {
            found = found || mus_text_equals(report.findings[k].message, fault->message);
        }
        if (!found) {
            fail_msg(
                "not found among %zu: %s (first: %.*s)", report.count, fault->message,
                MUS_TEXT_ARG(report.count == 0 ? MUS_TEXT("none") : report.findings[0].message));
        }
        remove_world(state);
    }
}

/* ---- damage ---- */

static const struct fault DAMAGES[] = {
    {MUS_DB_SEGMENT, T(SEGMENT_1), T("x"), NULL},
    {MUS_DB_GONE, T(SEGMENT_1), T("x"), NULL},
    {MUS_DB_CHANGED, T("c-001"), T("x"), NULL},
    {MUS_DB_CHANGED, T("c-001"), T("\x9\0\0\0\0\0\0\0\3\0\0\0x"), NULL},
};

static void put_another(struct world *world)
{
    world->store->changed_most = 0;
    put_numbered(world, 0, 1, "水の処理");
}

static void erase_one(struct world *world)
{
    must(world, mus_store_erase(world->store, MUS_TEXT("c-001"), NULL, &world->err));
}

static void make_anew(struct world *world)
{
    const struct mus_text_weights weights = mus_weights_default().text;
    must(world, mus_store_reindex(world->store, &weights, NULL, NULL, &world->err));
}

static void a_damaged_index_is_made_anew_by_who_writes(void **state)
{
    static void (*const works[])(struct world *) = {put_another, erase_one, make_anew};
    for (size_t i = 0; i < sizeof DAMAGES / sizeof DAMAGES[0]; i++) {
        for (size_t work = 0; work < sizeof works / sizeof works[0]; work++) {
            assert_int_equal(make_world(state), 0);
            struct world *world = *state;
            fill(world);
            tamper(world, DAMAGES[i].table, DAMAGES[i].key, DAMAGES[i].value);
            works[work](world);
            expect_sound(world);
            reopen(world);
            expect_sound(world);
            remove_world(state);
        }
    }
}

static void weights_of_another_version_are_the_built_in_ones(void **state)
{
    struct world *world = *state;
    struct mus_text_weights weights;
    const struct mus_text_weights usual = mus_weights_default().text;
    tamper(world, MUS_DB_META, MUS_META_INDEX_WEIGHTS, MUS_TEXT("\1\0\0\0"));
    struct mus_read *read = begin(world);
    must(world, mus_segments_weights(read, &weights, &world->err));
    assert_memory_equal(&weights, &usual, sizeof usual);
    mus_store_read_end(read);
    put_another(world);
    expect_sound(world);
}

static void an_index_that_a_newer_program_made_meanwhile_is_left_alone(void **state)
{
    struct world *world = *state;
    put_numbered(world, 0, 1, "水道");
    tamper(world, MUS_DB_META, MUS_META_INDEX, MUS_TEXT("\xFF\0\0\0"));
    expect_refused(world, DESCRIBED("c-000", "水"), MUS_STORE,
                   "the index is of another version since the store was opened: open it anew");
}

static void what_changes_beside_the_match_record_leaves_the_index_alone(void **state)
{
    struct world *world = *state;
    world->store->changed_most = 0;
    put_json(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    world->store->changed_most = MUS_CHANGED_MOST;
    put_json(world, COMPANY("c-1", "川崎", CONTACT("田中")));
    expect_index(world, 1, 0);
}

/* ---- failures ---- */

struct putting {
    const struct mus_company_record *records;
    size_t count;
};

static enum mus_status put_all(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct putting *putting = context;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < putting->count; i++) {
        status = mus_store_put(write, &putting->records[i], NULL, err);
    }
    return status;
}

/* MUS_EVERY looks at every call; else one in a few is enough, since each takes a store of its own.
 */
static uint64_t step(void)
{
    return getenv("MUS_EVERY") == NULL ? 13 : 1;
}

/* A write that folds, discounts and merges. */
static enum mus_status put_two(struct world *world, const struct putting *putting)
{
    return mus_store_update(world->store, put_all, (void *)(uintptr_t)putting, &world->err);
}

static void put_pair(struct world *world, const char *first, const char *second)
{
    const struct mus_company_record records[] = {record_of(world, first), record_of(world, second)};
    const struct putting putting = {records, 2};
    must(world, put_two(world, &putting));
}

static uint64_t documents_gone(struct world *world)
{
    struct mus_store_stats stats;
    must(world, mus_store_stats(world->store, &stats, &world->err));
    return stats.index.gone;
}

static void what_is_too_much_to_merge_at_once_is_left_to_the_next_write(void **state)
{
    struct world *world = *state;
    world->store->changed_most = 1;
    world->store->merged_enough = 1;
    put_numbered(world, 0, 4, "水道");
    expect_index(world, 2, 0);
    put_pair(world, DESCRIBED("c-000", "水"), DESCRIBED("c-002", "水"));
    expect_index(world, 3, 0); /* of two segments half is gone, and one was written anew */
    assert_int_equal(documents_gone(world), 1);
    put_pair(world, DESCRIBED("c-004", "水"), DESCRIBED("c-005", "水"));
    expect_index(world, 4, 0);
    assert_int_equal(documents_gone(world), 0);
    put_pair(world, DESCRIBED("c-006", "水"), DESCRIBED("c-007", "水"));
    expect_index(world, 1, 0);
}

static enum mus_status reindex(struct world *world, const struct putting *putting)
{
    const struct mus_text_weights weights = mus_weights_default().text;
    (void)putting;
    return mus_store_reindex(world->store, &weights, NULL, NULL, &world->err);
}

static enum mus_status look(struct world *world, const struct putting *putting)
{
    struct mus_arena arena = {0};
    struct mus_segments segments;
    struct mus_read *read = NULL;
    bool there = false;
    (void)putting;
    enum mus_status status = mus_store_read_begin(world->store, &read, &world->err);
    if (status == MUS_OK) {
        status = mus_store_segments(read, &arena, &segments, &there, &world->err);
    }
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}

/* One that was cut short is completed by opening. */
static enum mus_status erase(struct world *world, const struct putting *putting)
{
    (void)putting;
    enum mus_status status = mus_store_erase(world->store, MUS_TEXT("c-001"), NULL, &world->err);
    mus_store_fail_at(0);
    mus_mem_fail_at(0, false);
    reopen(world);
    return status;
}

static void fail_each_in_turn(void **state,
                              enum mus_status (*work)(struct world *, const struct putting *))
{
    for (int kind = 0; kind < 2; kind++) {
        bool failed = true;
        for (uint64_t n = 1; failed; n += step()) {
            assert_int_equal(make_world(state), 0);
            struct world *world = *state;
            fill(world);
            world->store->changed_most = 0;
            const struct mus_company_record records[] = {record_of(world, DESCRIBED("c-001", "水")),
                                                         record_of(world, DESCRIBED("c-7", "水"))};
            const struct putting putting = {records, 2};
            if (kind == 0) {
                mus_store_fail_at(n);
            } else {
                mus_mem_fail_at(n, false);
            }
            enum mus_status status = work(world, &putting);
            mus_store_fail_at(0);
            mus_mem_fail_at(0, false);
            failed = status != MUS_OK;
            assert_true(status == MUS_OK || status == MUS_NO_MEMORY || status == MUS_STORE ||
                        status == MUS_IO);
            world->store->changed_most = MUS_CHANGED_MOST;
            expect_sound(world);
            reopen(world);
            expect_sound(world);
            remove_world(state);
        }
    }
}

static void folding_may_fail_anywhere(void **state)
{
    fail_each_in_turn(state, put_two);
}

static void making_anew_may_fail_anywhere(void **state)
{
    fail_each_in_turn(state, reindex);
}

static void erasing_may_fail_anywhere(void **state)
{
    fail_each_in_turn(state, erase);
}

static void looking_may_fail_anywhere(void **state)
{
    fail_each_in_turn(state, look);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(who_has_changed_stands_by_itself_until_there_are_many),
        IN_WORLD(a_changed_company_is_seen_as_it_was_and_as_it_is),
        IN_WORLD(what_is_gone_is_taken_off_and_in_the_end_left_out),
        IN_WORLD(segments_become_one_when_a_level_is_full),
        IN_WORLD(an_index_of_another_version_is_none_and_opening_makes_it_anew),
        IN_WORLD(an_index_is_made_for_the_weights_that_are_wanted),
        IN_WORLD(who_is_erased_is_in_no_segment_any_more),
        IN_WORLD(who_changes_while_the_index_is_made_anew_is_not_lost),
        cmocka_unit_test(every_kind_of_fault_is_found),
        cmocka_unit_test(a_damaged_index_is_made_anew_by_who_writes),
        IN_WORLD(weights_of_another_version_are_the_built_in_ones),
        IN_WORLD(an_index_that_a_newer_program_made_meanwhile_is_left_alone),
        IN_WORLD(what_changes_beside_the_match_record_leaves_the_index_alone),
        IN_WORLD(what_is_too_much_to_merge_at_once_is_left_to_the_next_write),
        cmocka_unit_test(folding_may_fail_anywhere),
        cmocka_unit_test(making_anew_may_fail_anywhere),
        cmocka_unit_test(erasing_may_fail_anywhere),
        cmocka_unit_test(looking_may_fail_anywhere),
    };
    return cmocka_run_group_tests_name("segments", tests, NULL, NULL);
}
