/* A store with companies, to make entries in. Include after store_fixture.h. */
#ifndef MUS_TEST_LEDGER_WORLD_H
#define MUS_TEST_LEDGER_WORLD_H

#include "ledger/append.h"
#include "profile/builtin.h"
#include "store/ledger.h"

#define NOW UINT64_C(1795402800) /* 2026-11-23T12:00:00+09:00 */

static uint64_t world_now = NOW;
static struct mus_arena table_arena;
static struct mus_table table_items[2];
static struct mus_tables world_tables;

#define HEAD(kind) "{\"kind\":\"" kind "\","
#define PAIR(a, b) "\"companies\":[\"" a "\",\"" b "\"],"
#define REST(date, purpose)                                                                        \
    "\"stage\":\"concluded\",\"date\":\"" date "\",\"programme\":\"KOBS\",\"purpose\":\"" purpose  \
    "\"}"
#define NAMED(a, b) HEAD("named") PAIR(a, b) REST("2026-05-11", "sales")
#define NAMED_ON(date) HEAD("named") PAIR("c-1", "c-2") REST(date, "sales")
#define WITH_ID(id, a, b, purpose)                                                                 \
    HEAD("named") "\"id\":\"" id "\"," PAIR(a, b) REST("2026-05-11", purpose)
#define REPORTED(respondent, n)                                                                    \
    HEAD("reported")                                                                               \
    "\"respondent\":\"" respondent "\",\"side\":\"exhibitor\",\"n\":" n                            \
    ",\"date\":\"2026-11-14\",\"programme\":\"FAIR\",\"edition\":\"fair-18\"}"
#define ABOUT(kind, key, entry) HEAD(kind) "\"" key "\":" entry "}"
#define REVERSED(entry) HEAD("reversed") "\"reverses\":" entry ",\"reason\":\"mistake\"}"
#define SUCCESSION(from, to) HEAD("succession") "\"from\":\"" from "\",\"to\":\"" to "\"}"
#define RULES_FROM(year)                                                                           \
    "{\"format\":\"musubi-rules/1\",\"id\":\"r\",\"title\":{\"ja\":\"規則\",\"en\":\"Rules\"},"  \
    "\"indicator\":\"city-matches\",\"from_fiscal_year\":" year ",\"home_country\":\"JP\","        \
    "\"named\":[{\"programmes\":[\"any\"],\"stages\":[\"concluded\"],\"confirmed\":false}],"       \
    "\"reported\":[],\"one_match\":[\"pair\"],\"same_company\":\"id\"}"

static inline int make_ledger(void **state)
{
    size_t count = 0;
    size_t taken = 0;
    const struct mus_builtin_table *builtin = mus_builtin_tables(&count);
    if (make_world(state) != 0) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        if (mus_text_equals(builtin[i].name, "programmes") ||
            mus_text_equals(builtin[i].name, "purposes")) {
            if (mus_table_read_json(builtin[i].json, &table_arena, &table_items[taken++], NULL) !=
                MUS_OK) {
                return -1;
            }
        }
    }
    world_tables = (struct mus_tables){table_items, taken};
    world_now = NOW;
    return 0;
}

static inline int remove_ledger(void **state)
{
    mus_arena_done(&table_arena);
    return remove_world(state);
}

#define IN_LEDGER(test) cmocka_unit_test_setup_teardown(test, make_ledger, remove_ledger)

static inline void put_three(struct world *world)
{
    put_json(world, COMPANY("c-1", "川崎工業",
                            NUMBER("8700110005901")
                                SOURCE("fair", "E-1") ",\"kind\":\"company\","
                                                      "\"employees\":42,\"capital_jpy\":10000000,"
                                                      "\"main_business\":\"manufacturing\""));
    put_json(world, "{\"id\":\"c-2\",\"name\":{\"en\":\"Hanoi Water\"},\"country\":\"VN\"}");
    put_json(world, COMPANY("c-3", "幸商店", ",\"kind\":\"sole_proprietor\",\"employees\":2"));
}

static inline struct mus_ledger_context context_of(const char *by)
{
    const mus_date today = mus_date_in_tokyo((int64_t)NOW * 1000);
    return (struct mus_ledger_context){
        .tables = &world_tables, .today = today, .now = world_now, .by = mus_text_of(by)};
}

struct appending {
    struct mus_ledger_context context;
    struct mus_ledger_request request;
    struct mus_ledger_done done;
};

static inline enum mus_status append_one(struct mus_write *write, void *context,
                                         struct mus_error *err)
{
    struct appending *appending = context;
    return mus_ledger_append(write, &appending->context, &appending->request, &appending->done,
                             err);
}

static inline enum mus_status append(struct world *world, const char *json, const char *by,
                                     struct mus_ledger_done *done)
{
    struct mus_json *parsed = NULL;
    struct appending appending = {.context = context_of(by)};
    enum mus_status status = mus_json_parse(mus_text_of(json), &parsed, &world->err);
    if (status == MUS_OK) {
        status = mus_ledger_request_read(parsed, &appending.request, &world->err);
    }
    if (status == MUS_OK) {
        appending.context.request = appending.request.id;
        status = mus_store_update(world->store, append_one, &appending, &world->err);
    }
    mus_json_free(parsed);
    if (status == MUS_OK && done != NULL) {
        *done = appending.done;
    }
    return status;
}

static inline struct mus_ledger_done append_ok(struct world *world, const char *json,
                                               const char *by)
{
    struct mus_ledger_done done = {0};
    must(world, append(world, json, by, &done));
    return done;
}

static inline void expect_append(struct world *world, const char *json, const char *by,
                                 enum mus_status status, const char *message)
{
    assert_int_equal(append(world, json, by, NULL), status);
    assert_string_equal(world->err.message, message);
}

static inline uint64_t size_of(struct world *world)
{
    uint64_t size = 0;
    struct mus_read *read = begin(world);
    must(world, mus_store_ledger_size(read, &size, &world->err));
    mus_store_read_end(read);
    return size;
}

/* Texts are copied into the world's arena. */
static inline struct mus_ledger_entry entry_at(struct world *world, uint64_t index)
{
    struct mus_ledger_entry entry;
    struct mus_text bytes;
    struct mus_read *read = begin(world);
    must(world, mus_store_ledger_entry(read, index, &world->arena, &bytes, &world->err));
    bytes = mus_arena_copy(&world->arena, bytes);
    must(world, mus_ledger_entry_decode(bytes, &entry, &world->err));
    mus_store_read_end(read);
    return entry;
}

static inline bool has_alias(struct world *world, enum mus_alias what, const char *id)
{
    bool found = false;
    struct mus_ledger_id alias;
    struct mus_read *read = begin(world);
    must(world, mus_store_find_alias(read, what, mus_text_of(id), &found, &alias, &world->err));
    mus_store_read_end(read);
    return found;
}

struct adopting {
    const char *rules;
    struct mus_ledger_done done;
};

static inline enum mus_status adopt_one(struct mus_write *write, void *context,
                                        struct mus_error *err)
{
    struct adopting *adopting = context;
    const struct mus_ledger_context who = context_of("課長");
    const struct mus_ledger_request request = {
        .kind = MUS_LEDGER_RULES, .date = MUS_NO_DATE, .rules = mus_text_of(adopting->rules)};
    return mus_ledger_append(write, &who, &request, &adopting->done, err);
}

static inline struct mus_ledger_done adopt(struct world *world, const char *rules)
{
    struct adopting adopting = {.rules = rules};
    must(world, mus_store_update(world->store, adopt_one, &adopting, &world->err));
    return adopting.done;
}

#endif
