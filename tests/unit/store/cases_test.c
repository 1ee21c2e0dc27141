#include "store_fixture.h"

#include "ledger_fixture.h"
#include "store/erase.h"
#include "store/merge.h"

static void put_three(struct world *world)
{
    put_json(world, COMPANY("c-1", "川崎", ""));
    put_json(world, COMPANY("c-2", "幸", ""));
    put_json(world, COMPANY("c-3", "中原", ""));
}

/* The cases of a company, as their ids with a blank behind each. */
static void expect_cases(struct world *world, const char *company, const char *expected)
{
    struct mus_case *cases = NULL;
    size_t count = 0;
    char ids[256] = "";
    struct mus_read *read = begin(world);
    must(world, mus_store_cases_of(read, mus_text_of(company), &world->arena, &cases, &count,
                                   &world->err));
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(ids);
        snprintf(ids + len, sizeof ids - len, "%.*s ", MUS_TEXT_ARG(cases[i].id));
    }
    assert_string_equal(ids, expected);
    mus_store_read_end(read);
}

static void expect_no_case(struct world *world, const char *id, const char *message)
{
    struct mus_case c;
    struct mus_read *read = begin(world);
    assert_int_equal(mus_store_case(read, mus_text_of(id), &world->arena, &c, &world->err),
                     MUS_NOT_FOUND);
    assert_string_equal(world->err.message, message);
    mus_store_read_end(read);
}

static enum mus_status try_put(struct world *world, const struct mus_case *c)
{
    struct mus_write *write = begin_write(world);
    enum mus_status status = mus_store_put_case(write, c, &world->err);
    struct mus_error kept = world->err;
    end_write(world, write); /* what was refused changed nothing: the write goes on */
    world->err = kept;
    return status;
}

static void a_case_is_found_by_id_and_by_both_companies(void **state)
{
    struct world *world = *state;
    struct mus_case c;
    put_three(world);
    put_case(world, "k-2", "c-1", "c-2");
    put_case(world, "k-1", "c-3", "c-1");
    expect_cases(world, "c-1", "k-1 k-2 ");
    expect_cases(world, "c-2", "k-2 ");
    expect_cases(world, "c-3", "k-1 ");
    struct mus_read *read = begin(world);
    must(world, mus_store_case(read, MUS_TEXT("k-1"), &world->arena, &c, &world->err));
    mus_store_read_end(read);
    assert_text(c.companies[0], "c-3"); /* it outlives the read */
    expect_no_case(world, "k-3", "no case \"k-3\"");
    expect_no_case(world, "", "no case \"\"");
    expect_sound(world);
    assert_int_equal(check(world).cases, 2);
}

static void a_case_changes_but_not_its_companies(void **state)
{
    struct world *world = *state;
    struct mus_case_step steps[2];
    struct mus_case back;
    put_three(world);
    put_case(world, "k-1", "c-1", "c-2");
    struct mus_case c = case_of(world, "k-1", "c-1", "c-2");
    steps[0] = c.steps[0];
    steps[1] = c.steps[0];
    steps[1].stage = MUS_CASE_INTRODUCED;
    c.steps = steps;
    c.step_count = 2;
    must(world, try_put(world, &c));
    struct mus_read *read = begin(world);
    must(world, mus_store_case(read, MUS_TEXT("k-1"), &world->arena, &back, &world->err));
    assert_int_equal(back.step_count, 2);
    mus_store_read_end(read);
    c.companies[1] = MUS_TEXT("c-3");
    assert_int_equal(try_put(world, &c), MUS_CONFLICT);
    assert_string_equal(world->err.message, "companies[1]: case \"k-1\" is one of \"c-2\"");
    expect_cases(world, "c-3", "");
    expect_sound(world);
}

static void what_cannot_be_a_case_is_refused(void **state)
{
    struct world *world = *state;
    uint64_t number = 0;
    struct mus_company_record record;
    put_three(world);
    struct mus_case c = case_of(world, "k-1", "c-1", "c-9");
    assert_int_equal(try_put(world, &c), MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "companies[1]: no company \"c-9\"");
    c = case_of(world, "k 1", "c-1", "c-2");
    assert_int_equal(try_put(world, &c), MUS_INVALID);
    must(world, get(world, "c-1", &record));
    struct mus_write *write = begin_write(world);
    must(world, mus_store_merge(write, &record, MUS_TEXT("c-2"), NOW_MS, &number, &world->err));
    end_write(world, write);
    c = case_of(world, "k-1", "c-1", "c-2");
    assert_int_equal(try_put(world, &c), MUS_INVALID);
    assert_string_equal(world->err.message, "companies: both are \"c-1\"");
    struct mus_case *cases = NULL;
    size_t count = 0;
    struct mus_read *read = begin(world);
    assert_int_equal(
        mus_store_cases_of(read, MUS_TEXT("c-9"), &world->arena, &cases, &count, &world->err),
        MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no company \"c-9\"");
    mus_store_read_end(read);
    assert_int_equal(check(world).cases, 0);
}

static void new_ids_count_up_and_never_come_again(void **state)
{
    struct world *world = *state;
    struct mus_text id;
    put_three(world);
    put_case(world, "case-000002", "c-1", "c-2");
    struct mus_write *write = begin_write(world);
    must(world, mus_store_new_case_id(write, &world->arena, &id, &world->err));
    assert_text(id, "case-000001");
    must(world, mus_store_new_case_id(write, &world->arena, &id, &world->err));
    assert_text(id, "case-000003");
    end_write(world, write);
    must(world, mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err));
    reopen(world);
    write = begin_write(world);
    must(world, mus_store_new_case_id(write, &world->arena, &id, &world->err));
    assert_text(id, "case-000004");
    mus_store_write_end(write);
    tamper(world, MUS_DB_META, MUS_META_LAST_CASE, MUS_TEXT("\x3F\x42\x0F\0\0\0\0\0"));
    write = begin_write(world);
    must(world, mus_store_new_case_id(write, &world->arena, &id, &world->err));
    assert_text(id, "case-1000000");
    mus_store_write_end(write);
}

static void cases_are_found_through_mergers_and_after_their_undoing(void **state)
{
    struct world *world = *state;
    uint64_t number = 0;
    struct mus_company_record record;
    put_three(world);
    put_case(world, "k-1", "c-1", "c-3");
    put_case(world, "k-2", "c-2", "c-3");
    put_case(world, "k-3", "c-1", "c-2");
    must(world, get(world, "c-1", &record));
    struct mus_write *write = begin_write(world);
    must(world, mus_store_merge(write, &record, MUS_TEXT("c-2"), NOW_MS, &number, &world->err));
    end_write(world, write);
    expect_cases(world, "c-1", "k-1 k-2 k-3 ");
    expect_cases(world, "c-2", "k-1 k-2 k-3 ");
    expect_cases(world, "c-3", "k-1 k-2 ");
    struct mus_case c = case_of(world, "k-3", "c-1", "c-2");
    must(world, try_put(world, &c)); /* a case that was there goes on */
    expect_sound(world);
    write = begin_write(world);
    must(world, mus_store_undo_merge(write, number, &world->err));
    end_write(world, write);
    expect_cases(world, "c-1", "k-1 k-3 ");
    expect_cases(world, "c-2", "k-2 k-3 ");
    expect_sound(world);
}

static void an_erased_company_takes_its_cases_along(void **state)
{
    struct world *world = *state;
    uint64_t number = 0;
    struct mus_company_record record;
    put_three(world);
    put_json(world, COMPANY("c-4", "高津", ""));
    put_case(world, "k-1", "c-1", "c-3");
    put_case(world, "k-2", "c-2", "c-3");
    put_case(world, "k-3", "c-1", "c-2");
    put_case(world, "k-4", "c-4", "c-3");
    must(world, get(world, "c-1", &record));
    struct mus_write *write = begin_write(world);
    must(world, mus_store_merge(write, &record, MUS_TEXT("c-2"), NOW_MS, &number, &world->err));
    end_write(world, write);
    must(world, mus_store_erase(world->store, MUS_TEXT("c-2"), NULL, &world->err));
    expect_no_case(world, "k-1", "no case \"k-1\"");
    expect_no_case(world, "k-2", "no case \"k-2\"");
    expect_no_case(world, "k-3", "no case \"k-3\"");
    expect_cases(world, "c-3", "k-4 ");
    expect_sound(world);
    assert_int_equal(check(world).cases, 1);
}

static void a_walk_meets_each_case_by_id(void **state)
{
    struct world *world = *state;
    struct mus_case_walker *walker = NULL;
    struct mus_case c;
    bool more = true;
    put_three(world);
    put_case(world, "k-2", "c-1", "c-2");
    put_case(world, "k-1", "c-1", "c-3");
    struct mus_read *read = begin(world);
    must(world, mus_case_walker_open(read, &walker, &world->err));
    for (int i = 1; i <= 2; i++) {
        must(world, mus_case_walker_next(walker, &world->arena, &more, &c, &world->err));
        assert_true(more);
        assert_text(c.id, i == 1 ? "k-1" : "k-2");
    }
    must(world, mus_case_walker_next(walker, &world->arena, &more, &c, &world->err));
    assert_false(more);
    mus_case_walker_close(walker);
    mus_store_read_end(read);
}

static void an_index_that_leads_nowhere_is_a_fault(void **state)
{
    struct world *world = *state;
    struct mus_case *cases = NULL;
    size_t count = 0;
    put_three(world);
    put_case(world, "k-1", "c-1", "c-2");
    tamper(world, MUS_DB_CASE, MUS_TEXT("k-1"), MUS_NO_TEXT);
    struct mus_read *read = begin(world);
    assert_int_equal(
        mus_store_cases_of(read, MUS_TEXT("c-1"), &world->arena, &cases, &count, &world->err),
        MUS_CORRUPT);
    assert_string_equal(world->err.message, "index of cases: \"k-1\" is not there");
    mus_store_read_end(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_case_is_found_by_id_and_by_both_companies),
        IN_WORLD(a_case_changes_but_not_its_companies),
        IN_WORLD(what_cannot_be_a_case_is_refused),
        IN_WORLD(new_ids_count_up_and_never_come_again),
        IN_WORLD(cases_are_found_through_mergers_and_after_their_undoing),
        IN_WORLD(an_erased_company_takes_its_cases_along),
        IN_WORLD(a_walk_meets_each_case_by_id),
        IN_WORLD(an_index_that_leads_nowhere_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
