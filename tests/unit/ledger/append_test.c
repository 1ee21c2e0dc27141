#include "../store/store_fixture.h"

#include "ledger_world.h"

#include "ledger/earlier.h"
#include "ledger/request_content.h"

static void a_pair_is_recorded_with_what_the_firms_were(void **state)
{
    struct world *world = *state;
    put_three(world);
    struct mus_ledger_done done = append_ok(world, NAMED("c-1", "c-2"), "田中");
    struct mus_ledger_entry entry = entry_at(world, done.entry);
    assert_int_equal(entry.kind, MUS_LEDGER_NAMED);
    assert_int_equal(entry.recorded, NOW);
    assert_int_equal(entry.as.named.stage, MUS_LEDGER_CONCLUDED);
    for (size_t i = 0; i < 2; i++) {
        const struct mus_ledger_side *side = &entry.as.named.sides[i];
        bool home = memcmp(side->country, "JP", 2) == 0;
        assert_int_equal(side->corporate_number, home ? UINT64_C(8700110005901) : 0);
        assert_int_equal(side->size, home ? MUS_SIZE_SME : MUS_SIZE_UNKNOWN);
        assert_int_equal(side->kind, home ? MUS_KIND_COMPANY : MUS_KIND_UNKNOWN);
    }
}

static void a_sole_proprietor_has_no_number(void **state)
{
    struct world *world = *state;
    put_three(world);
    struct mus_ledger_done done = append_ok(world, REPORTED("c-3", "3"), "田中");
    struct mus_ledger_entry entry = entry_at(world, done.entry);
    assert_int_equal(entry.as.reported.n, 3);
    assert_int_equal(entry.as.reported.respondent.corporate_number, 0);
    assert_int_equal(entry.as.reported.respondent.kind, MUS_KIND_SOLE_PROPRIETOR);
}

static void time_never_goes_back(void **state)
{
    struct world *world = *state;
    put_three(world);
    world_now = NOW + 100;
    append_ok(world, NAMED("c-1", "c-2"), "田中");
    world_now = NOW;
    struct mus_ledger_done done = append_ok(world, REPORTED("c-3", "1"), "田中");
    assert_int_equal(entry_at(world, done.entry).recorded, NOW + 100);
}

static void the_same_request_again_is_the_same_entry(void **state)
{
    struct world *world = *state;
    put_three(world);
    struct mus_ledger_done first = append_ok(world, WITH_ID("r-1", "c-1", "c-2", "sales"), "田中");
    struct mus_ledger_done again = append_ok(world, WITH_ID("r-1", "c-2", "c-1", "sales"), "山田");
    assert_false(first.repeated);
    assert_true(again.repeated);
    assert_int_equal(first.entry, again.entry);
    expect_append(world, WITH_ID("r-1", "c-1", "c-2", "agent"), "田中", MUS_CONFLICT,
                  "id: \"r-1\" was used for something else, entry 0");
    assert_int_equal(size_of(world), 1);
}

static void what_is_refused_leaves_no_trace(void **state)
{
    static const struct {
        const char *json, *message;
        enum mus_status status;
    } refused[] = {
        {NAMED("c-1", "c-9"), "companies[1]: no company \"c-9\"", MUS_NOT_FOUND},
        {NAMED("c-1", "c-1"), "companies[1]: \"c-1\" and \"c-1\" are the same company",
         MUS_INVALID},
        {NAMED_ON("2026-11-24"), "date: 2026-11-24 lies after today, 2026-11-23", MUS_INVALID},
        {WITH_ID("r", "c-1", "c-2", "selling"),
         "purpose: unknown code \"selling\"; see: musubi table show purposes", MUS_INVALID},
        {ABOUT("confirmed", "confirms", "0"), "no entry 0 (the ledger has 0)", MUS_NOT_FOUND},
    };
    struct world *world = *state;
    put_three(world);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        expect_append(world, refused[i].json, "田中", refused[i].status, refused[i].message);
    }
    assert_int_equal(size_of(world), 0);
    assert_false(has_alias(world, MUS_ALIAS_PERSON, "田中"));
    assert_false(has_alias(world, MUS_ALIAS_COMPANY, "c-1"));
}

static void a_second_person_confirms_once(void **state)
{
    struct world *world = *state;
    put_three(world);
    append_ok(world, NAMED("c-1", "c-2"), "田中");
    expect_append(world, ABOUT("confirmed", "confirms", "0"), "田中", MUS_INVALID,
                  "by: the person who recorded entry 0 cannot confirm it");
    append_ok(world, ABOUT("confirmed", "confirms", "0"), "山田");
    expect_append(world, ABOUT("confirmed", "confirms", "0"), "山田", MUS_CONFLICT,
                  "by: the same person has confirmed entry 0 already, by entry 1");
    append_ok(world, ABOUT("confirmed", "confirms", "0"), "鈴木");
    /* Taken back, it can be given anew. */
    append_ok(world, REVERSED("1"), "山田");
    append_ok(world, ABOUT("confirmed", "confirms", "0"), "山田");
    expect_append(world, ABOUT("confirmed", "confirms", "1"), "鈴木", MUS_INVALID,
                  "entry 1 is a confirmation, which cannot be confirmed");
}

static void what_was_taken_back_is_taken_back_once(void **state)
{
    struct world *world = *state;
    put_three(world);
    append_ok(world, NAMED("c-1", "c-2"), "田中");
    append_ok(world, REVERSED("0"), "田中");
    expect_append(world, REVERSED("0"), "田中", MUS_CONFLICT,
                  "entry 0 was reversed already, by entry 1");
    expect_append(world, REVERSED("1"), "田中", MUS_INVALID,
                  "entry 1 is a reversal, which cannot be reversed");
    expect_append(world, ABOUT("confirmed", "confirms", "0"), "山田", MUS_CONFLICT,
                  "entry 0 was reversed, by entry 1");
}

static void successions_make_no_circle(void **state)
{
    struct world *world = *state;
    put_three(world);
    append_ok(world, SUCCESSION("c-1", "c-2"), "課長");
    append_ok(world, SUCCESSION("c-2", "c-3"), "課長");
    expect_append(world, SUCCESSION("c-3", "c-1"), "課長", MUS_INVALID,
                  "to: has itself become the company of \"from\", by entry 1");
    expect_append(world, SUCCESSION("c-1", "c-3"), "課長", MUS_CONFLICT,
                  "from: has become another company already, by entry 0");
    append_ok(world, REVERSED("0"), "課長");
    append_ok(world, SUCCESSION("c-1", "c-3"), "課長");
    struct mus_read *read = begin(world);
    struct mus_book *book = NULL;
    must(world, mus_ledger_book_of(read, &book, &world->err));
    assert_int_equal(mus_book_size(book), 4);
    mus_book_free(book);
    mus_store_read_end(read);
}

static void a_rule_set_keeps_its_id(void **state)
{
    struct world *world = *state;
    struct mus_ledger_done first = adopt(world, RULES_FROM("2014"));
    struct mus_ledger_done again = adopt(world, RULES_FROM("2014"));
    assert_int_equal(again.entry, first.entry + 1);
    struct adopting other = {.rules = RULES_FROM("2015")};
    assert_int_equal(mus_store_update(world->store, adopt_one, &other, &world->err), MUS_CONFLICT);
    assert_string_equal(world->err.message, "rule set \"r\" was adopted with other content, by "
                                            "entry 0; give this one another id");
}

static void requests_are_read_strictly(void **state)
{
    static const struct {
        const char *json, *message;
    } wrong[] = {
        {"[]", "expected an object, found an array"},
        {"{\"kind\":1}", "kind: expected named, reported, confirmed, reversed, succession, figure, "
                         "found an integer"},
        {"{\"kind\":\"rotation\"}", "kind: expected named, reported, confirmed, reversed, "
                                    "succession, figure, found \"rotation\""},
        {"{\"kind\":\"confirmed\"}", "confirms: is missing"},
        {"{\"kind\":\"confirmed\",\"confirms\":-1}",
         "confirms: expected 0 to 9007199254740991, found -1"},
        {"{\"kind\":\"confirmed\",\"confirms\":1,\"n\":1}", "unknown key \"n\""},
        {"{\"kind\":\"named\",\"companies\":[\"c-1\",7]}",
         "companies[1]: expected a string, found an integer"},
        {"{\"kind\":\"succession\",\"from\":\" \",\"to\":\"c-1\"}", "from: is empty"},
        {"{\"kind\":\"succession\",\"from\":\"c-2\",\"to\":\"c-1\",\"date\":\"R8.2.30\"}",
         "date: no such date \"R8.2.30\""},
    };
    struct mus_error err;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct mus_json *json = NULL;
        struct mus_ledger_request request;
        assert_int_equal(mus_json_parse(mus_text_of(wrong[i].json), &json, &err), MUS_OK);
        assert_int_equal(mus_ledger_request_read(json, &request, &err), MUS_INVALID);
        assert_string_equal(err.message, wrong[i].message);
        mus_json_free(json);
    }
}

static void appending_is_whole_or_not_at_all(void **state)
{
    static const char *const requests[] = {
        WITH_ID("r-1", "c-1", "c-2", "sales"),
        REPORTED("c-3", "2"),
        ABOUT("confirmed", "confirms", "0"),
        REVERSED("1"),
        SUCCESSION("c-1", "c-2"),
        SUCCESSION("c-2", "c-3"),
    };
    struct world *world = *state;
    put_three(world);
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        for (int memory = 0; memory < 2; memory++) {
            uint64_t before = size_of(world);
            enum mus_status status = MUS_NO;
            for (uint64_t n = 1; n < 2000; n++) {
                (memory != 0 ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
                status = append(world, requests[i], memory != 0 ? "山田" : "鈴木", NULL);
                mus_mem_fail_at(0, false);
                mus_store_fail_at(0);
                if (status != MUS_NO_MEMORY && status != MUS_STORE) {
                    break;
                }
                assert_int_equal(size_of(world), before);
            }
            /* The second time round some of them are refused, which is an answer too. */
            assert_true(status == MUS_OK || status == MUS_CONFLICT || status == MUS_INVALID);
        }
    }
    assert_int_equal(check(world).errors, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_LEDGER(a_pair_is_recorded_with_what_the_firms_were),
        IN_LEDGER(a_sole_proprietor_has_no_number),
        IN_LEDGER(time_never_goes_back),
        IN_LEDGER(the_same_request_again_is_the_same_entry),
        IN_LEDGER(what_is_refused_leaves_no_trace),
        IN_LEDGER(a_second_person_confirms_once),
        IN_LEDGER(what_was_taken_back_is_taken_back_once),
        IN_LEDGER(successions_make_no_circle),
        IN_LEDGER(a_rule_set_keeps_its_id),
        IN_LEDGER(requests_are_read_strictly),
        IN_LEDGER(appending_is_whole_or_not_at_all),
    };
    return cmocka_run_group_tests_name("ledger/append", tests, NULL, NULL);
}
