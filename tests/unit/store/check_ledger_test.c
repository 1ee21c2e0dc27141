/* A fault put into every table of the ledger and of cases is found, and said with its place. */
#include "store_fixture.h"

#include "ledger_fixture.h"

enum { FIGURES = 300, REVERSAL = 300, SIZE = 301 };

static struct mus_ledger_id ALIAS; /* that fill gave to c-1 */

/* 300 figures, a reversal of entry 7, a request, a checkpoint, and a case of c-1 and c-2. */
static void fill(struct world *world)
{
    const struct mus_digest content = {{0}};
    struct mus_checkpoint checkpoint = {.origin = MUS_TEXT("ledger.example"), .size = SIZE};
    struct mus_buf note = {0};
    uint64_t index = 0;
    put_json(world, COMPANY("c-1", "川崎", ""));
    put_json(world, COMPANY("c-2", "幸", ""));
    put_case(world, "k-1", "c-1", "c-2");
    append_figures(world, FIGURES);
    struct mus_write *write = begin_write(world);
    must(world, mus_store_ledger_append(write, reversal(world, RECORDED, 7), &index, &world->err));
    must(world, mus_store_ledger_put_request(write, MUS_TEXT("r"), 3, &content, &world->err));
    must(world, mus_store_alias(write, MUS_ALIAS_COMPANY, MUS_TEXT("c-1"), &ALIAS, &world->err));
    must(world,
         mus_store_ledger_root(mus_store_write_view(write), SIZE, &checkpoint.root, &world->err));
    mus_checkpoint_write(&checkpoint, &note);
    mus_buf_add_z(&note, "\n— ledger.example AAAAAAAA\n"); /* of an algorithm nobody knows */
    must(world, mus_store_put_checkpoint(write, SIZE, mus_buf_text(&note), &world->err));
    mus_buf_done(&note);
    end_write(world, write);
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

#define T(literal)                                                                                 \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
#define NONE                                                                                       \
    {                                                                                              \
        NULL, 0                                                                                    \
    }
#define N(last) T("\0\0\0\0\0\0\0" last)   /* a number key below 256 */
#define N_1(last) T("\0\0\0\0\0\0\1" last) /* 256 and that */

static const struct fault {
    enum mus_main_table table;
    struct mus_text key;
    struct mus_text value; /* not given: the key goes */
    const char *message;
} FAULTS[] = {
    {MUS_DB_LEDGER_ENTRY, N("\5"), NONE, "entry 5: is missing"},
    {MUS_DB_LEDGER_ENTRY, N("\5"), T("x"), "ledger tile 0/0: is not what the entries give"},
    {MUS_DB_LEDGER_ENTRY, N_1("\5"), T("x"), "ledger tile 0/1: is not what the entries give"},
    {MUS_DB_LEDGER_ENTRY, N_1("\x2C"), NONE, "ledger tile 0/1: is not what the entries give"},
    {MUS_DB_LEDGER_ENTRY, T("x"), T("x"), "ledger: a key of 1 bytes"},
    {MUS_DB_LEDGER_TILE, T("\0\0\0\0\0\0\0\0\0"), NONE, "ledger tile 0/0: is missing"},
    {MUS_DB_LEDGER_TILE, T("\0\0\0\0\0\0\0\0\1"), T("x"),
     "ledger tile 0/1: is not what the entries give"},
    {MUS_DB_LEDGER_TILE, T("\1\0\0\0\0\0\0\0\0"), T("x"),
     "ledger tile 1/0: is not what the entries give"},
    {MUS_DB_LEDGER_TILE, T("\0\0\0\0\0\0\0\0\2"), T("x"), "ledger tile 0/2: does not belong there"},
    {MUS_DB_LEDGER_TILE, T("\2\0\0\0\0\0\0\0\0"), T("x"), "ledger tile 2/0: does not belong there"},
    {MUS_DB_LEDGER_TILE, T("\x9\0\0\0\0\0\0\0\0"), T("x"),
     "ledger tile 9/0: does not belong there"},
    {MUS_DB_LEDGER_TILE, T("x"), T("x"), "ledger tile: a key of 1 bytes"},
    {MUS_DB_LEDGER_ABOUT, N("\7"), NONE, "entry 300: missing from those about 7"},
    {MUS_DB_LEDGER_ABOUT, N("\7"), N_1("\1"), "entries about 7: entry 257 is not about it"},
    {MUS_DB_LEDGER_ABOUT, N("\1"), N_1("\x2C"), "entries about 1: entry 300 is not about it"},
    {MUS_DB_LEDGER_ABOUT, N("\1"), N_1("\x60"), "entries about 1: entry 352 is not about it"},
    {MUS_DB_LEDGER_ABOUT, N("\1"), T("x"), "index of entries about entries: malformed"},
    {MUS_DB_LEDGER_REQUEST, T("r"), T("x"), "request \"r\": malformed"},
    {MUS_DB_LEDGER_REQUEST, T("s"),
     T("\x2D\1\0\0\0\0\0\0"
       "00000000000000000000000000000000"),
     "request \"s\": entry 301 is not there"},
    {MUS_DB_CHECKPOINT, N_1("\x2D"), T("x\n"), NULL},
    {MUS_DB_CHECKPOINT, T("x"), T("x"), "checkpoint: a key of 1 bytes"},
    {MUS_DB_LEDGER_KEY, T("x"), T("x"), "ledger key: a key of 1 bytes"},
    {MUS_DB_LEDGER_KEY, N("\0"), T("x"), NULL},
    {MUS_DB_ALIAS, T("\1c-1"), NONE, "alias: leads to \"c-1\", which has another"},
    {MUS_DB_ALIAS, T("\1c-1"), T("0123456789abcdef"), "alias of \"c-1\": does not lead back"},
    {MUS_DB_ALIAS, T("\1c-9"), T("0123456789abcdef"), "alias of \"c-9\": no company \"c-9\""},
    {MUS_DB_ALIAS, T("\3c-1"), T("0123456789abcdef"), "alias: malformed"},
    {MUS_DB_ALIAS, T("\1c-1"), T("x"), "alias: malformed"},
    {MUS_DB_ALIAS_OF, T("0123456789abcdef"), T("\1c-1"),
     "alias: leads to \"c-1\", which has another"},
    {MUS_DB_ALIAS_OF, T("x"), T("\1c-1"), "alias: malformed"},
    {MUS_DB_CASE, T("k-1"), NONE, "cases of \"c-1\": \"k-1\" is not there"},
    {MUS_DB_CASE, T("k-1"), T("\1"), "case \"k-1\": case record: cut short or malformed"},
    {MUS_DB_CASE_OF_COMPANY, T("c-2"), NONE, "case \"k-1\": missing from those of \"c-2\""},
    {MUS_DB_CASE_OF_COMPANY, T("c-9"), T("k-1"), "cases of \"c-9\": \"k-1\" does not name it"},
    {MUS_DB_CASE_OF_COMPANY, T("c-1"), T("k-9"), "cases of \"c-1\": \"k-9\" is not there"},
    {MUS_DB_COMPANY, T("c-2"), NONE, "case \"k-1\": no company \"c-2\""},
    {MUS_DB_COMPANY, T("c-1"), NONE, "alias of \"c-1\": no company \"c-1\""},
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
        } else { /* the words are those of whoever reads notes and keys */
            assert_int_equal(check(world).errors, 1);
        }
        remove_world(state);
    }
}

static void put_note(struct world *world, struct mus_checkpoint *checkpoint)
{
    static const char key[] = "\0\0\0\0\0\0\1\x2D";
    struct mus_buf note = {0};
    mus_checkpoint_write(checkpoint, &note);
    mus_buf_add_z(&note, "\n— ledger.example AAAAAAAA\n");
    tamper(world, MUS_DB_CHECKPOINT, (struct mus_text){key, 8}, mus_buf_text(&note));
    mus_buf_done(&note);
}

static void a_checkpoint_of_another_tree_is_found(void **state)
{
    struct world *world = *state;
    struct mus_checkpoint checkpoint = {.origin = MUS_TEXT("ledger.example"), .size = SIZE};
    fill(world);
    put_note(world, &checkpoint);
    expect_finding(world, "checkpoint \"301\": its root is not that of the entries");
    checkpoint.size = SIZE - 1;
    put_note(world, &checkpoint);
    expect_finding(world, "checkpoint \"301\": its note is of size 300");
}

static void an_alias_that_nobody_points_to_is_found(void **state)
{
    struct world *world = *state;
    struct mus_text key = {(const char *)ALIAS.bytes, sizeof ALIAS.bytes};
    fill(world);
    tamper(world, MUS_DB_ALIAS_OF, key, MUS_NO_TEXT);
    expect_finding(world, "alias of \"c-1\": does not lead back");
}

/* Puts an entry behind the last one without asking. */
static void append_raw(struct world *world, const char key[8], struct mus_text bytes)
{
    tamper(world, MUS_DB_LEDGER_ENTRY, (struct mus_text){key, 8}, bytes);
}

static void rules_between_entries_are_looked_at(void **state)
{
    struct world *world = *state;
    fill(world);
    append_raw(world, "\0\0\0\0\0\0\1\x2D", figure(world, RECORDED - 60, 9));
    append_raw(world, "\0\0\0\0\0\0\1\x2E", reversal(world, RECORDED, 400));
    expect_finding(world, "entry 301: was recorded before the one before it");
    expect_finding(world, "entry 302: missing from those about 400");
    tamper(world, MUS_DB_LEDGER_ABOUT, MUS_TEXT("\0\0\0\0\0\0\1\x90"),
           MUS_TEXT("\0\0\0\0\0\0\1\x2E"));
    expect_finding(world, "entry 302: is about a later one, entry 400");
}

static void a_case_may_only_name_entries_that_are_there(void **state)
{
    struct world *world = *state;
    struct mus_case_step steps[5];
    struct mus_case c = case_of(world, "k-2", "c-1", "c-2");
    fill(world);
    for (int i = 0; i < 5; i++) {
        steps[i] = c.steps[0];
        steps[i].stage = (enum mus_case_stage)(i + 1);
    }
    steps[3].entry = SIZE;
    c.steps = steps;
    c.step_count = 5;
    struct mus_write *write = begin_write(world);
    must(world, mus_store_put_case(write, &c, &world->err));
    end_write(world, write);
    expect_finding(world, "case \"k-2\": steps[3]: entry 301 is not there");
}

static void every_call_and_allocation_may_fail(void **state)
{
    struct world *world = *state;
    struct mus_write *write = NULL;
    uint64_t index = 0;
    const struct mus_digest content = {{0}};
    struct mus_ledger_id alias;
    put_json(world, COMPANY("c-1", "川崎", ""));
    put_json(world, COMPANY("c-2", "幸", ""));
    put_case(world, "k-1", "c-1", "c-2");
    append_figures(world, 3);
    write = begin_write(world);
    must(world, mus_store_ledger_append(write, reversal(world, RECORDED, 1), &index, &world->err));
    must(world, mus_store_ledger_put_request(write, MUS_TEXT("r"), 3, &content, &world->err));
    must(world, mus_store_alias(write, MUS_ALIAS_COMPANY, MUS_TEXT("c-1"), &alias, &world->err));
    end_write(world, write);
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

static void what_was_checked_is_counted(void **state)
{
    struct world *world = *state;
    fill(world);
    struct mus_check_report report = check(world);
    assert_int_equal(report.entries, SIZE);
    assert_int_equal(report.cases, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_fault_is_found),
        IN_WORLD(a_checkpoint_of_another_tree_is_found),
        IN_WORLD(an_alias_that_nobody_points_to_is_found),
        IN_WORLD(rules_between_entries_are_looked_at),
        IN_WORLD(a_case_may_only_name_entries_that_are_there),
        IN_WORLD(every_call_and_allocation_may_fail),
        IN_WORLD(what_was_checked_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
