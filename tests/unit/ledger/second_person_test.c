#include "../store/store_fixture.h"

#include "ledger/earlier.h"
#include "store/ledger.h"

/* A questionnaire that the person recorded, or a confirmation of entry 0 where there is one. */
static void record(struct world *world, enum mus_ledger_kind kind, const char *by)
{
    struct mus_ledger_entry entry = {.kind = kind, .recorded = UINT64_C(1778461200)};
    struct mus_buf bytes = {0};
    struct mus_write *write = NULL;
    uint64_t index = 0;
    if (kind == MUS_LEDGER_REPORTED) {
        entry.as.reported.date = 20584;
        entry.as.reported.programme = MUS_TEXT("FAIR");
        entry.as.reported.edition = MUS_TEXT("fair-18");
        entry.as.reported.side_of_fair = MUS_LEDGER_EXHIBITOR;
        memcpy(entry.as.reported.respondent.country, "JP", 2);
    }
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_alias(write, MUS_ALIAS_PERSON, mus_text_of(by), &entry.by, &world->err));
    mus_ledger_entry_encode(&entry, &bytes);
    must(world, mus_buf_check(&bytes, &world->err));
    must(world, mus_store_ledger_append(write, mus_buf_text(&bytes), &index, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    mus_buf_done(&bytes);
}

static enum mus_status may_confirm(struct world *world, const char *by)
{
    struct mus_read *read = begin(world);
    enum mus_status status =
        mus_earlier_confirm(read, 0, mus_text_of(by), &world->arena, &world->err);
    mus_store_read_end(read);
    return status;
}

static void a_name_in_other_letters_is_no_second_persons(void **state)
{
    static const char *const tanaka[] = {
        "Tanaka Ichirō", "TANAKA ICHIRŌ",       "Ｔａｎａｋａ　Ｉｃｈｉｒō", "Tanaka  Ichirō",
        "TanakaIchirō",  "Tanaka\u200b Ichirō", "Tanaka Ichiro\u0304"};
    struct world *world = *state;
    record(world, MUS_LEDGER_REPORTED, "Tanaka Ichirō");
    for (size_t i = 0; i < sizeof tanaka / sizeof tanaka[0]; i++) {
        assert_int_equal(may_confirm(world, tanaka[i]), MUS_INVALID);
        assert_string_equal(world->err.message,
                            "by: the person who recorded entry 0 cannot confirm it");
    }
    must(world, may_confirm(world, "Tanaka Jirō"));
    must(world, may_confirm(world, "田中 一郎"));
}

static void who_has_confirmed_has_done_so_in_any_letters(void **state)
{
    struct world *world = *state;
    record(world, MUS_LEDGER_REPORTED, "田中");
    record(world, MUS_LEDGER_CONFIRMED, "山田 花子");
    assert_int_equal(may_confirm(world, "山田　花子"), MUS_CONFLICT);
    assert_int_equal(may_confirm(world, "山田花子"), MUS_CONFLICT);
    assert_string_equal(world->err.message,
                        "by: the same person has confirmed entry 0 already, by entry 1");
    must(world, may_confirm(world, "山田 太郎"));
}

/* Nothing of the name is left when it is folded: the id alone tells. */
static void a_name_of_nothing_visible_is_still_its_own(void **state)
{
    struct world *world = *state;
    record(world, MUS_LEDGER_REPORTED, "\u200b");
    assert_int_equal(may_confirm(world, "\u200b"), MUS_INVALID);
    must(world, may_confirm(world, "山田"));
}

static void memory_may_run_out_at_any_moment(void **state)
{
    struct world *world = *state;
    record(world, MUS_LEDGER_REPORTED, "田中");
    record(world, MUS_LEDGER_CONFIRMED, "山田");
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_read *read = begin(world);
        struct mus_arena arena = {0};
        mus_mem_fail_at(n, true);
        status = mus_earlier_confirm(read, 0, MUS_TEXT("ﾔﾏﾀﾞ"), &arena, &world->err);
        mus_mem_fail_at(0, false);
        mus_arena_done(&arena);
        mus_store_read_end(read);
    }
    must(world, status);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_name_in_other_letters_is_no_second_persons),
        IN_WORLD(who_has_confirmed_has_done_so_in_any_letters),
        IN_WORLD(a_name_of_nothing_visible_is_still_its_own),
        IN_WORLD(memory_may_run_out_at_any_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
