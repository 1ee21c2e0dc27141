#include "store_fixture.h"

#include "ledger_fixture.h"
#include "store/erase.h"
#include "store/merge.h"

/* A questionnaire of the company, or a succession where `to` is given; under a request id. */
static void record(struct world *world, const char *company, const char *to, const char *request)
{
    struct mus_ledger_entry entry = {.recorded = RECORDED};
    const struct mus_digest content = {{7}};
    uint64_t index = 0;
    struct mus_write *write = begin_write(world);
    if (to != NULL) {
        entry.kind = MUS_LEDGER_SUCCESSION;
        entry.as.succession.date = TODAY;
        must(world, mus_store_alias(write, MUS_ALIAS_COMPANY, mus_text_of(company),
                                    &entry.as.succession.from, &world->err));
        must(world, mus_store_alias(write, MUS_ALIAS_COMPANY, mus_text_of(to),
                                    &entry.as.succession.to, &world->err));
    } else {
        entry.kind = MUS_LEDGER_REPORTED;
        entry.as.reported.date = TODAY;
        entry.as.reported.programme = MUS_TEXT("FAIR");
        entry.as.reported.edition = MUS_TEXT("fair-18");
        entry.as.reported.side_of_fair = MUS_LEDGER_EXHIBITOR;
        entry.as.reported.n = 3;
        memcpy(entry.as.reported.respondent.country, "JP", 2);
        must(world, mus_store_alias(write, MUS_ALIAS_COMPANY, mus_text_of(company),
                                    &entry.as.reported.respondent.company, &world->err));
    }
    must(world, mus_store_ledger_append(write, write_entry(world, &entry), &index, &world->err));
    must(world,
         mus_store_ledger_put_request(write, mus_text_of(request), index, &content, &world->err));
    end_write(world, write);
}

static bool is_known(struct world *world, const char *request)
{
    bool found = false;
    uint64_t index;
    struct mus_digest content;
    struct mus_read *read = begin(world);
    must(world, mus_store_ledger_request(read, mus_text_of(request), &found, &index, &content,
                                         &world->err));
    mus_store_read_end(read);
    return found;
}

static void put_four(struct world *world)
{
    put_json(world, COMPANY("c-1", "川崎", ""));
    put_json(world, COMPANY("c-2", "幸", ""));
    put_json(world, COMPANY("c-3", "中原", ""));
    put_json(world, COMPANY("c-4", "高津", ""));
}

static void merge(struct world *world, const char *survivor, const char *merged)
{
    struct mus_company_record record;
    uint64_t number = 0;
    must(world, get(world, survivor, &record));
    struct mus_write *write = begin_write(world);
    must(world, mus_store_merge(write, &record, mus_text_of(merged), NOW_MS, &number, &world->err));
    end_write(world, write);
}

static void what_was_asked_about_an_erased_company_is_forgotten(void **state)
{
    struct world *world = *state;
    put_four(world);
    append_figures(world, 2);
    record(world, "c-1", NULL, "z/1");
    record(world, "c-2", NULL, "row/2");
    record(world, "c-3", NULL, "a/3");
    record(world, "c-3", "c-2", "succession");
    record(world, "c-4", "c-3", "other");
    for (int i = 0; i < 70; i++) {
        char request[16];
        snprintf(request, sizeof request, "many/%d", i);
        record(world, "c-1", NULL, request);
    }
    merge(world, "c-1", "c-2");
    must(world, mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err));
    assert_false(is_known(world, "z/1"));
    assert_false(is_known(world, "row/2"));
    assert_false(is_known(world, "succession"));
    assert_false(is_known(world, "many/0"));
    assert_false(is_known(world, "many/69"));
    assert_true(is_known(world, "a/3"));
    assert_true(is_known(world, "other"));
    expect_sound(world);
}

static void a_company_that_no_entry_speaks_of_takes_no_request_along(void **state)
{
    struct world *world = *state;
    put_four(world);
    record(world, "c-3", NULL, "a/3");
    must(world, mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err));
    assert_true(is_known(world, "a/3"));
}

/* However often it fails on the way, in the end all of it is gone. */
static void forgetting_is_done_whatever_fails(void **state)
{
    struct world *world = *state;
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_STORE;
        put_four(world);
        record(world, "c-1", NULL, "z/1");
        record(world, "c-3", NULL, memory == 0 ? "a/3" : "a/4");
        for (uint64_t n = 1; status != MUS_OK; n++) {
            assert_true(n < 2000);
            (memory != 0 ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_erase(world->store, MUS_TEXT("c-1"), NULL, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
        }
        assert_false(is_known(world, "z/1"));
        assert_true(is_known(world, "a/3"));
        reopen(world); /* a note of the erasure may have stayed, which goes with it */
        expect_sound(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(what_was_asked_about_an_erased_company_is_forgotten),
        IN_WORLD(a_company_that_no_entry_speaks_of_takes_no_request_along),
        IN_WORLD(forgetting_is_done_whatever_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
