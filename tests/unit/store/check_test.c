#include "store_fixture.h"

#include "profile/company_join.h"
#include "store/documents.h"
#include "store/merge.h"

/* c-1 with everything, and c-2, into which c-3 was merged. */
static void fill(struct world *world)
{
    struct mus_write *write = NULL;
    struct mus_company_record record;
    uint64_t number;
    put_json(world,
             COMPANY("c-1", "川崎", SOURCE("a", "1") NUMBER("8700110005901") CONTACT("山田")));
    put_json(world, COMPANY("c-2", "幸", SOURCE("a", "2")));
    put_json(world, COMPANY("c-3", "中原", SOURCE("a", "3") CONTACT("田中")));
    must(world, get(world, "c-2", &record));
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_merge(write, &record, MUS_TEXT("c-3"), NOW_MS, &number, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    expect_sound(world);
}

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

static const struct fault FAULTS[] = {
    {MUS_DB_COMPANY, T("c-1"), T("x"), "company \"c-1\": company record: broken in its head"},
    {MUS_DB_COMPANY, T("c-1"), NONE, "match record of \"c-1\": there is no such company"},
    {MUS_DB_FIRM, T("c-1"), NONE, "company \"c-1\": has no match record"},
    {MUS_DB_FIRM, T("c-1"), T("x"),
     "company \"c-1\": its match record is not what its record gives"},
    {MUS_DB_FIRM, T("c-9"), T("x"), "match record of \"c-9\": there is no such company"},
    {MUS_DB_MILESTONE, T("c-1"), T(""), "company \"c-1\": does not belong among the milestones"},
    {MUS_DB_MILESTONE, T("c-9"), T(""), "milestone of \"c-9\": there is no such company"},
    {MUS_DB_SOURCE, T("a\0001"), NONE, "company \"c-1\": missing from the index by source"},
    {MUS_DB_SOURCE, T("a\0001"), T("c-2"),
     "index by source: leads to \"c-2\", whose record does not have it"},
    {MUS_DB_SOURCE, T("b\0001"), T("c-9"), "index by source: leads to \"c-9\", which is not there"},
    {MUS_DB_SOURCE, T("a\0003"), NONE, "merged company \"c-3\": missing from the index by source"},
    {MUS_DB_NUMBER, T("8700110005901"), NONE,
     "company \"c-1\": missing from the index by corporate number"},
    {MUS_DB_NUMBER, T("8700110005901"), T("c-2"),
     "index by corporate number: leads to \"c-2\", whose record does not have it"},
    {MUS_DB_NAME, T("川崎"), NONE, "company \"c-1\": missing from the index by name"},
    {MUS_DB_NAME, T("別"), T("c-1"),
     "index by name: leads to \"c-1\", whose record does not have it"},
    {MUS_DB_SEALED, T("c-1"), NONE, "company \"c-1\": its sealed contacts are missing"},
    {MUS_DB_SEALED, T("c-1"), T("x"),
     "company \"c-1\": contacts of \"c-1\": sealed data: cut short at 1 bytes"},
    {MUS_DB_SEALED, T("c-2"), T("x"),
     "company \"c-2\": has sealed contacts that its record denies"},
    {MUS_DB_SEALED, T("c-9"), T("x"), "sealed contacts of \"c-9\": there is no such company"},
    {MUS_DB_REDIRECT, T("c-3"), NONE, "merge 1: no redirect leads from \"c-3\""},
    {MUS_DB_REDIRECT, T("c-3"), T("x"), "redirect \"c-3\": malformed"},
    {MUS_DB_REDIRECT, T("c-8"), T("\1\0\0\0\0\0\0\0c-1"), "redirect \"c-8\": no merge 1 says so"},
    {MUS_DB_REDIRECT, T("c-8"), T("\1\0\0\0\0\0\0\0c-9"), "redirect \"c-8\": no company \"c-9\""},
    {MUS_DB_REDIRECT, T("c-1"), T("\1\0\0\0\0\0\0\0c-2"),
     "redirect \"c-1\": there is also such a company"},
    {MUS_DB_MERGE, T("\0\0\0\0\0\0\0\1"), NONE, "redirect \"c-3\": no merge 1 says so"},
    {MUS_DB_MERGE, T("\0\0\0\0\0\0\0\1"), T("\1"), "journal \"merge\": journal entry: malformed"},
    {MUS_DB_MERGE, T("\0\0\0\0\0\0\0\2"), T("x"), "journal: a merge that was never counted"},
    {MUS_DB_META, T("last_merge"), T("x"), NULL},
    {MUS_DB_TABLE_IN_FORCE, T("t"), T("1"), "table \"t\": version \"1\" is in force and not there"},
    {MUS_DB_DOCUMENT, T("weights\0abc"), T("x"), "document \"abc\": is not what its digest says"},
    {MUS_DB_DOCUMENT_IN_FORCE, T("weights"), T("abc"),
     "weights document \"abc\": is in force and not there"},
};

static void every_kind_of_fault_is_found(void **state)
{
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        const struct fault *fault = &FAULTS[i];
        assert_int_equal(make_world(state), 0);
        struct world *world = *state;
        fill(world);
        tamper(world, fault->table, fault->key, fault->value);
        if (fault->message != NULL) {
            expect_finding(world, fault->message);
        } else {
            struct mus_check_report report;
            assert_int_equal(mus_store_check(world->store, &world->arena, &report, &world->err),
                             MUS_CORRUPT);
            assert_string_equal(world->err.message, "meta \"last_merge\": 1 bytes, expected 8");
        }
        remove_world(state);
    }
}

static enum mus_status read_nothing_but_yes(struct mus_text bytes, struct mus_arena *arena,
                                            struct mus_error *err)
{
    (void)arena;
    return mus_text_equals(bytes, "yes") ? MUS_OK : mus_fail(err, MUS_INVALID, "expected \"yes\"");
}

static enum mus_status read_without_memory(struct mus_text bytes, struct mus_arena *arena,
                                           struct mus_error *err)
{
    (void)bytes;
    (void)arena;
    return mus_fail_memory(err);
}

static void documents_of_a_known_kind_are_read(void **state)
{
    struct world *world = *state;
    struct mus_document_kind kind = {"weights", read_nothing_but_yes};
    struct mus_check_report report;
    struct mus_write *write = NULL;
    fill(world);
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world,
         mus_store_keep_document(write, MUS_TEXT("weights"), MUS_TEXT("no"), NULL, &world->err));
    must(world, mus_store_keep_document(write, MUS_TEXT("weights-of-others"), MUS_TEXT("no"), NULL,
                                        &world->err));
    must(world,
         mus_store_put_document(write, MUS_TEXT("weights"), MUS_TEXT("yes"), NULL, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    expect_sound(world);
    assert_int_equal(
        mus_store_check_reading(world->store, &kind, 1, &world->arena, &report, &world->err),
        MUS_CORRUPT);
    assert_int_equal(report.errors, 1);
    assert_int_equal(report.documents, 3);
    assert_text(report.findings[0].message,
                "weights document "
                "\"9390298f3fb0c5b160498935d79cb139aef28e1c47358b4bbba61862b9c26e59\": "
                "expected \"yes\"");
    kind.read = read_without_memory;
    assert_int_equal(
        mus_store_check_reading(world->store, &kind, 1, &world->arena, &report, &world->err),
        MUS_NO_MEMORY);
}

static void faults_of_the_keys_folder_are_found(void **state)
{
    struct world *world = *state;
    fill(world);
    tamper_keys(world, MUS_KEYS_ERASING, MUS_TEXT("c-1"), MUS_TEXT("\1\0\0\0\0\0\0\0"));
    struct mus_check_report report = check(world);
    assert_int_equal(report.errors, 0);
    assert_int_equal(report.warnings, 1);
    assert_text(report.findings[0].message, "erasure of \"c-1\": was cut short; opening the store "
                                            "to write completes it");
    tamper_keys(world, MUS_KEYS_KEY, MUS_TEXT("c-1"), MUS_TEXT("x"));
    expect_finding(world, "key \"c-1\": data key of \"c-1\": sealed data: cut short at 1 bytes");
    tamper_keys(world, MUS_KEYS_KEY, MUS_TEXT("c-1"), MUS_NO_TEXT);
    expect_finding(world, "company \"c-1\": contacts of \"c-1\": the data key of \"c-1\" is gone");
}

static void findings_beyond_the_limit_are_counted(void **state)
{
    struct world *world = *state;
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    for (int i = 0; i < MUS_MAX_FINDINGS + 5; i++) {
        char id[16];
        snprintf(id, sizeof id, "c-%d", i);
        must(world, mus_db_put(write->view.txn, MUS_DB_MILESTONE, mus_text_of(id), MUS_TEXT(""),
                               &world->err));
    }
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    struct mus_check_report report = check(world);
    assert_int_equal(report.errors, MUS_MAX_FINDINGS + 5);
    assert_int_equal(report.count, MUS_MAX_FINDINGS);
    assert_string_equal(world->err.message, "milestone of \"c-0\": there is no such company");
}

static void every_call_and_allocation_may_fail(void **state)
{
    struct world *world = *state;
    fill(world);
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            struct mus_check_report report;
            struct mus_arena arena = {0};
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_check(world->store, &arena, &report, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            mus_arena_done(&arena);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
            assert_true(n < 1000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_fault_is_found),
        IN_WORLD(documents_of_a_known_kind_are_read),
        IN_WORLD(faults_of_the_keys_folder_are_found),
        IN_WORLD(findings_beyond_the_limit_are_counted),
        IN_WORLD(every_call_and_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
