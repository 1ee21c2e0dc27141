/* A store in a temporary folder, and companies for it. */
#ifndef MUS_TEST_STORE_FIXTURE_H
#define MUS_TEST_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "codec/json.h"
#include "crypto/digest.h"
#include "profile/company_json.h"
#include "profile/company_merge.h"
#include "store/check.h"
#include "store/companies.h"
#include "store/internal.h"
#include "store/store.h"

#define NOW_MS INT64_C(1767225600000)

struct world {
    char top[32];
    char dir[64]; /* of the store; not there until it is made */
    struct mus_store_options options;
    struct mus_store *store;
    struct mus_arena arena;
    struct mus_error err;
};

static inline int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

static inline int make_place(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    strcpy(world->top, "/tmp/musubi-XXXXXX");
    if (mkdtemp(world->top) == NULL) {
        return -1;
    }
    snprintf(world->dir, sizeof world->dir, "%s/s", world->top);
    world->options.map_bytes = 8 * 1024 * 1024; /* small, so that a sanitizer need not watch much */
    *state = world;
    return 0;
}

static inline void must(struct world *world, enum mus_status status)
{
    if (status != MUS_OK) {
        fail_msg("%s: %s", mus_status_name(status), world->err.message);
    }
}

static inline void open_store(struct world *world)
{
    must(world, mus_store_open(world->dir, &world->options, &world->store, &world->err));
}

static inline void close_store(struct world *world)
{
    mus_store_close(world->store);
    world->store = NULL;
}

static inline void reopen(struct world *world)
{
    close_store(world);
    open_store(world);
}

static inline int make_world(void **state)
{
    if (make_place(state) != 0) {
        return -1;
    }
    struct world *world = *state;
    must(world, mus_store_init(world->dir, &world->options, &world->err));
    open_store(world);
    return 0;
}

static inline int remove_world(void **state)
{
    struct world *world = *state;
    close_store(world);
    mus_arena_done(&world->arena);
    nftw(world->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(world);
    return 0;
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_world)
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, make_world, remove_world)

/* The JSON of a company: id and Japanese name, further fields after a comma. */
#define COMPANY(id, name, more)                                                                    \
    "{\"id\":\"" id "\",\"name\":{\"ja\":\"" name "\"},\"country\":\"JP\"" more "}"
#define SOURCE(name, id) ",\"source\":{\"name\":\"" name "\",\"id\":\"" id "\"}"
#define CONTACT(name) ",\"contacts\":[{\"name\":\"" name "\",\"email\":\"x@example.jp\"}]"
#define NUMBER(number) ",\"corporate_number\":\"" number "\""

static inline struct mus_company_record record_of(struct world *world, const char *json)
{
    struct mus_json *parsed = NULL;
    struct mus_company company;
    struct mus_merged merged;
    struct mus_supply supply = {.mode = MUS_SUPPLY_SOURCE, .now_ms = NOW_MS};
    must(world, mus_json_parse(mus_text_of(json), &parsed, &world->err));
    must(world, mus_company_read_json(parsed, &world->arena, &company, NULL, &world->err));
    must(world, mus_company_supply(NULL, &company, &supply, &world->arena, &merged, &world->err));
    mus_json_free(parsed);
    return merged.record;
}

/* Puts in a write of its own; what putting said is in world->err. */
static inline enum mus_status
try_put_record(struct world *world, const struct mus_company_record *record, enum mus_put *put)
{
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    enum mus_status status = mus_store_put(write, record, put, &world->err);
    if (status == MUS_OK) {
        status = mus_store_write_commit(write, &world->err);
    }
    mus_store_write_end(write);
    return status;
}

static inline enum mus_put put_record(struct world *world, const struct mus_company_record *record)
{
    enum mus_put put = MUS_PUT_UNCHANGED;
    must(world, try_put_record(world, record, &put));
    return put;
}

static inline enum mus_put put_json(struct world *world, const char *json)
{
    struct mus_company_record record = record_of(world, json);
    return put_record(world, &record);
}

static inline void expect_refused(struct world *world, const char *json, enum mus_status status,
                                  const char *message)
{
    struct mus_company_record record = record_of(world, json);
    assert_int_equal(try_put_record(world, &record, NULL), status);
    assert_string_equal(world->err.message, message);
}

static inline struct mus_read *begin(struct world *world)
{
    struct mus_read *read = NULL;
    must(world, mus_store_read_begin(world->store, &read, &world->err));
    return read;
}

/* The company with its contacts, all of it in the arena. */
static inline enum mus_status get(struct world *world, const char *id,
                                  struct mus_company_record *out)
{
    struct mus_read *read = begin(world);
    struct mus_company_record record;
    struct mus_buf bytes = {0};
    enum mus_status status =
        mus_store_company_whole(read, mus_text_of(id), &world->arena, &record, &world->err);
    if (status == MUS_OK) { /* a copy that outlives the read */
        struct mus_contacts contacts = record.company.contacts;
        mus_field_set given = record.company.given;
        mus_company_record_encode(&record, &bytes);
        struct mus_text kept = mus_arena_copy(&world->arena, mus_buf_text(&bytes));
        must(world, mus_company_record_decode(kept.ptr, kept.len, &world->arena, out, &world->err));
        out->company.contacts = contacts;
        out->company.given = given;
    }
    mus_buf_done(&bytes);
    mus_store_read_end(read);
    return status;
}

static inline void assert_text(struct mus_text text, const char *expected)
{
    if (!mus_text_equals(text, expected)) {
        fail_msg("\"%.*s\" is not \"%s\"", MUS_TEXT_ARG(text), expected);
    }
}

static inline void expect_name(struct world *world, const char *id, const char *name)
{
    struct mus_company_record record;
    must(world, get(world, id, &record));
    assert_text(record.company.name_ja, name);
}

static inline void expect_contact(struct world *world, const char *id, const char *name)
{
    struct mus_company_record record;
    must(world, get(world, id, &record));
    assert_true(record.has_contacts);
    assert_int_equal(record.company.contacts.count, 1);
    assert_text(record.company.contacts.items[0].name, name);
}

static inline void expect_none(struct world *world, const char *id)
{
    struct mus_company_record record;
    char message[128];
    assert_int_equal(get(world, id, &record), MUS_NOT_FOUND);
    snprintf(message, sizeof message, "no company \"%s\"", id);
    assert_string_equal(world->err.message, message);
}

/* The id that the source's key leads to, "" for none. */
static inline void expect_source(struct world *world, const char *name, const char *id,
                                 const char *expected)
{
    struct mus_text found;
    struct mus_source source = {mus_text_of(name), mus_text_of(id)};
    struct mus_read *read = begin(world);
    must(world, mus_store_find_source(read, source, &world->arena, &found, &world->err));
    mus_store_read_end(read);
    assert_text(found, expected);
}

static inline uint64_t count_companies(struct world *world)
{
    uint64_t count = 0;
    struct mus_read *read = begin(world);
    must(world, mus_store_company_count(read, &count, &world->err));
    mus_store_read_end(read);
    return count;
}

static inline struct mus_check_report check(struct world *world)
{
    struct mus_check_report report = {0};
    enum mus_status status = mus_store_check(world->store, &world->arena, &report, &world->err);
    assert_true(status == MUS_OK || status == MUS_CORRUPT);
    assert_int_equal(status == MUS_OK, report.errors == 0);
    return report;
}

static inline void expect_sound(struct world *world)
{
    struct mus_check_report report = check(world);
    if (report.errors + report.warnings > 0) {
        fail_msg("%.*s", MUS_TEXT_ARG(report.findings[0].message));
    }
}

static inline bool is_of_index(size_t table, struct mus_text key)
{
    return table >= MUS_DB_SEGMENT ||
           (table == MUS_DB_META && mus_text_equal(key, MUS_META_LAST_SEGMENT));
}

static inline struct mus_digest image_of(struct world *world, bool with_index)
{
    struct mus_digest_run run;
    mus_digest_init(&run, MUS_DIGEST_BLAKE2B);
    struct mus_read *read = begin(world);
    for (size_t table = 0; table < MUS_DB_COUNT; table++) {
        struct mus_cursor *cursor = NULL;
        struct mus_text key = MUS_NO_TEXT;
        struct mus_text value;
        must(world, mus_cursor_open(read->txn, table, &cursor, &world->err));
        must(world, mus_cursor_step(cursor, MUS_CURSOR_FIRST, &key, &value, &world->err));
        while (key.ptr != NULL) {
            if (with_index || !is_of_index(table, key)) {
                mus_digest_add(&run, &table, sizeof table);
                mus_digest_add(&run, key.ptr, key.len);
                mus_digest_add(&run, value.ptr, value.len);
            }
            must(world, mus_cursor_step(cursor, MUS_CURSOR_NEXT, &key, &value, &world->err));
        }
        mus_cursor_close(cursor);
    }
    mus_store_read_end(read);
    return mus_digest_take(&run);
}

/* All of main, as one digest. */
static inline struct mus_digest image(struct world *world)
{
    return image_of(world, true);
}

/* … without the index, whose bytes depend on how it came about. */
static inline struct mus_digest image_of_companies(struct world *world)
{
    return image_of(world, false);
}

/* Changes the raw bytes of a table of main, as a fault would. */
static inline void tamper(struct world *world, enum mus_main_table table, struct mus_text key,
                          struct mus_text value)
{
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, value.ptr == NULL ? mus_db_delete(write->view.txn, table, key, value, &world->err)
                                  : mus_db_put(write->view.txn, table, key, value, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
}

/* The same in the keys folder. */
static inline void tamper_keys(struct world *world, enum mus_keys_table table, struct mus_text key,
                               struct mus_text value)
{
    struct mus_txn *txn = NULL;
    must(world, mus_txn_begin(world->store->keys, true, &txn, &world->err));
    must(world, value.ptr == NULL ? mus_db_delete(txn, table, key, value, &world->err)
                                  : mus_db_put(txn, table, key, value, &world->err));
    must(world, mus_txn_commit(txn, &world->err));
    mus_txn_end(txn);
}

#endif
