/* A store in a temporary folder, the built-in tables, and the world they make. */
#ifndef MUS_TEST_MATCH_FIXTURE_H
#define MUS_TEST_MATCH_FIXTURE_H

#include "../store/store_fixture.h"

#include "match/query.h"
#include "match/world.h"
#include "profile/builtin.h"
#include "profile/code_hash.h"

#define TODAY "2026-11-23"

struct match {
    struct world *place; /* of the store */
    struct mus_arena tables_arena;
    struct mus_table items[40];
    struct mus_tables tables;
    struct mus_world world;
    struct mus_firm_tools tools;
    struct mus_arena arena;
    struct mus_error err;
};

static inline mus_date day_of(const char *text)
{
    mus_date date = MUS_NO_DATE;
    struct mus_error err;
    assert_int_equal(mus_date_read_iso(mus_text_of(text), &date, &err), MUS_OK);
    return date;
}

static inline void ok(struct match *match, enum mus_status status)
{
    if (status != MUS_OK) {
        fail_msg("%s: %s", mus_status_name(status), match->err.message);
    }
}

static inline void read_tables(struct match *match)
{
    size_t count = 0;
    const struct mus_builtin_table *builtin = mus_builtin_tables(&count);
    assert_true(count < sizeof match->items / sizeof match->items[0]);
    for (size_t i = 0; i < count; i++) {
        ok(match, mus_table_read_json(builtin[i].json, &match->tables_arena, &match->items[i],
                                      &match->err));
    }
    match->tables = (struct mus_tables){match->items, count};
}

static inline int make_match(void **state)
{
    struct match *match = calloc(1, sizeof *match);
    void *place = NULL;
    if (make_world(&place) != 0) {
        return -1;
    }
    match->place = place;
    read_tables(match);
    ok(match, mus_world_init(&match->world, &match->tables, day_of(TODAY), &match->err));
    match->tools.analyser = mus_analyser_new();
    *state = match;
    return match->tools.analyser == NULL;
}

static inline int remove_match(void **state)
{
    struct match *match = *state;
    void *place = match->place;
    mus_analyser_free(match->tools.analyser);
    mus_world_done(&match->world);
    mus_arena_done(&match->tables_arena);
    mus_arena_done(&match->arena);
    remove_world(&place);
    free(match);
    return 0;
}

#define IN_MATCH(test) cmocka_unit_test_setup_teardown(test, make_match, remove_match)

/* A company of JSON that is not in the store; all of it in the arena. */
static inline struct mus_company company_of(struct match *match, const char *json)
{
    struct mus_json *parsed = NULL;
    struct mus_company company;
    ok(match, mus_json_parse(mus_text_of(json), &parsed, &match->err));
    ok(match, mus_company_read_json(parsed, &match->arena, &company, NULL, &match->err));
    mus_json_free(parsed);
    return company;
}

/* Forty companies that differ: enough for every thread to have some. */
static inline void put_many(struct match *match)
{
    static const char *const words[] = {"排水を再利用する膜", "太陽光の発電", "冷凍の魚", "ポンプ"};
    for (int i = 0; i < 40; i++) {
        char json[512];
        snprintf(json, sizeof json,
                 "{\"id\":\"m-%02d\",\"name\":{\"ja\":\"会社%d\"},\"country\":\"%s\",%s"
                 "\"listings\":[{\"id\":\"l\",\"side\":\"%s\",\"purposes\":[\"%s\"],"
                 "\"text\":{\"ja\":\"%s\"}}]}",
                 i, i, i % 3 == 0 ? "VN" : "JP", i % 7 == 0 ? "\"status\":\"closed\"," : "",
                 i % 2 == 0 ? "offer" : "need", i % 2 == 0 ? "sales" : "procurement", words[i % 4]);
        put_json(match->place, json);
    }
}

#endif
