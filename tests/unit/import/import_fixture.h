/* A folder of its own, a store with the built-in tables in it, and imports of files made on the
 * spot. */
#ifndef MUS_TEST_IMPORT_FIXTURE_H
#define MUS_TEST_IMPORT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <ftw.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/mem.h"
#include "import/import.h"
#include "profile/builtin.h"
#include "profile/company_json.h"
#include "store/check.h"
#include "store/companies.h"
#include "store/store.h"
#include "store/tables.h"

#define ARRAY_COUNT(list) (sizeof(list) / sizeof(list)[0])
#define TODAY 20500 /* 2026-02-16 */
#define NOW_MS INT64_C(1770000000000)

struct fixture {
    char dir[64];
    char store_dir[96];
    struct mus_store *store;
    struct mus_arena arena; /* of the tables */
    struct mus_tables tables;
    struct mus_arena result; /* of the last import */
    struct mus_import_report *report;
    struct mus_error err;
};

static inline void built_in_tables(struct mus_arena *arena, struct mus_tables *out)
{
    size_t count;
    const struct mus_builtin_table *names = mus_builtin_tables(&count);
    struct mus_table *items = mus_arena_alloc(arena, count, sizeof *items);
    assert_non_null(items);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(mus_builtin_read(names[i].name.ptr, arena, &items[i], NULL), MUS_OK);
    }
    *out = (struct mus_tables){items, count};
}

static inline enum mus_status put_tables(struct mus_write *write, void *context,
                                         struct mus_error *err)
{
    const struct mus_tables *tables = context;
    for (size_t i = 0; i < tables->count; i++) {
        enum mus_status status = mus_store_put_table(write, &tables->items[i], false, NULL, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

static inline void fixture_init(struct fixture *fixture)
{
    /* A small map: a sanitizer need not watch much, and it must grow now and then. */
    const struct mus_store_options options = {.map_bytes = 8 * 1024 * 1024};
    *fixture = (struct fixture){.dir = "/tmp/musubi-import-XXXXXX"};
    assert_non_null(mkdtemp(fixture->dir));
    snprintf(fixture->store_dir, sizeof fixture->store_dir, "%s/store", fixture->dir);
    built_in_tables(&fixture->arena, &fixture->tables);
    assert_int_equal(mus_store_init(fixture->store_dir, &options, &fixture->err), MUS_OK);
    assert_int_equal(mus_store_open(fixture->store_dir, &options, &fixture->store, &fixture->err),
                     MUS_OK);
    assert_int_equal(mus_store_update(fixture->store, put_tables, &fixture->tables, &fixture->err),
                     MUS_OK);
}

static inline int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

static inline void fixture_done(struct fixture *fixture)
{
    mus_store_close(fixture->store);
    mus_arena_done(&fixture->result);
    mus_arena_done(&fixture->arena);
    assert_int_equal(nftw(fixture->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

/* The path of a file of this name in the folder; good until the next eight calls. */
static inline const char *path_of(const struct fixture *fixture, const char *name)
{
    static char paths[8][160];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", fixture->dir, name);
    return path;
}

static inline const char *write_bytes(const struct fixture *fixture, const char *name,
                                      const void *bytes, size_t len)
{
    const char *path = path_of(fixture, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline const char *write_file(const struct fixture *fixture, const char *name,
                                     const char *text)
{
    return write_bytes(fixture, name, text, strlen(text));
}

/* The file's contents, freed by the caller; NULL where there is none. */
static inline char *read_file(const char *path, size_t *len)
{
    struct mus_buf buf = {0};
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    char block[4096];
    size_t got;
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        mus_buf_add(&buf, block, got);
    }
    fclose(file);
    mus_buf_add_byte(&buf, 0);
    assert_false(buf.failed);
    *len = buf.len - 1;
    return buf.data;
}

static inline struct mus_import_job job_of(const struct fixture *fixture, const char *file)
{
    return (struct mus_import_job){.store = fixture->store,
                                   .tables = &fixture->tables,
                                   .today = TODAY,
                                   .now_ms = NOW_MS,
                                   .file = file};
}

static inline enum mus_status run_job(struct fixture *fixture, const struct mus_import_job *job)
{
    mus_arena_done(&fixture->result);
    fixture->report = NULL;
    fixture->err = (struct mus_error){0};
    return mus_import_run(job, &fixture->result, &fixture->report, &fixture->err);
}

/* Runs the job, which must succeed. */
static inline const struct mus_import_report *import_job(struct fixture *fixture,
                                                         const struct mus_import_job *job)
{
    enum mus_status status = run_job(fixture, job);
    if (status != MUS_OK) {
        print_error("%s\n", fixture->err.message);
    }
    assert_int_equal(status, MUS_OK);
    const struct mus_import_report *report = fixture->report;
    assert_int_equal(report->taken + report->rejected + report->superseded, report->rows);
    assert_int_equal(report->added + report->changed + report->unchanged, report->taken);
    return report;
}

static inline const struct mus_import_report *import_file(struct fixture *fixture, const char *file)
{
    struct mus_import_job job = job_of(fixture, file);
    return import_job(fixture, &job);
}

static inline const struct mus_import_report *import_mapped(struct fixture *fixture,
                                                            const char *file, const char *map)
{
    struct mus_import_job job = job_of(fixture, file);
    job.map = map;
    return import_job(fixture, &job);
}

static inline void assert_counts(const struct mus_import_report *report, uint64_t added,
                                 uint64_t changed, uint64_t unchanged, uint64_t rejected,
                                 uint64_t superseded)
{
    assert_int_equal(report->added, added);
    assert_int_equal(report->changed, changed);
    assert_int_equal(report->unchanged, unchanged);
    assert_int_equal(report->rejected, rejected);
    assert_int_equal(report->superseded, superseded);
}

static inline void assert_text(struct mus_text text, const char *expected)
{
    char *copy = malloc(text.len + 1);
    assert_non_null(copy);
    memcpy(copy, text.ptr == NULL ? "" : text.ptr, text.len);
    copy[text.len] = '\0';
    assert_string_equal(copy, expected);
    free(copy);
}

static inline uint64_t company_count(const struct fixture *fixture)
{
    struct mus_read *read = NULL;
    uint64_t count = 0;
    assert_int_equal(mus_store_read_begin(fixture->store, &read, NULL), MUS_OK);
    assert_int_equal(mus_store_company_count(read, &count, NULL), MUS_OK);
    mus_store_read_end(read);
    return count;
}

/* Every company as JSON with its contacts, one a line, ordered by source and id; ids that were
 * assigned by chance are left out where `without_ids`. Freed by the caller. */
static inline int by_line(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline char *dump(const struct fixture *fixture, bool without_ids)
{
    struct mus_read *read = NULL;
    struct mus_walker *walker = NULL;
    struct mus_arena arena = {0};
    struct mus_buf all = {0};
    char *lines[4096];
    size_t count = 0;
    assert_int_equal(mus_store_read_begin(fixture->store, &read, NULL), MUS_OK);
    assert_int_equal(
        mus_walker_open(read, MUS_WALK_COMPANIES, (struct mus_id_range){0}, &walker, NULL), MUS_OK);
    for (;;) {
        struct mus_walk_item item;
        struct mus_company_record record;
        struct mus_buf json = {0};
        struct mus_json_writer writer = {.buf = &json};
        assert_int_equal(mus_walker_next(walker, &item, NULL), MUS_OK);
        if (item.id.ptr == NULL) {
            break;
        }
        assert_int_equal(mus_store_company_whole(read, item.id, &arena, &record, NULL), MUS_OK);
        record.company.source = record.source_count > 0 ? record.sources[0] : record.company.source;
        record.company.id = without_ids ? MUS_NO_TEXT : record.company.id;
        mus_company_write_json(&writer, &record.company, true);
        assert_false(json.failed);
        assert_true(count < ARRAY_COUNT(lines));
        lines[count++] = json.data;
    }
    mus_walker_close(walker);
    mus_store_read_end(read);
    qsort(lines, count, sizeof lines[0], by_line);
    for (size_t i = 0; i < count; i++) {
        mus_buf_add_z(&all, lines[i]);
        mus_buf_add_byte(&all, '\n');
        mus_free(lines[i]);
    }
    mus_buf_add_byte(&all, 0);
    mus_arena_done(&arena);
    assert_false(all.failed);
    return all.data;
}

/* The store holds just these companies (without ids). */
static inline void assert_store(const struct fixture *fixture, const char *expected)
{
    char *found = dump(fixture, true);
    assert_string_equal(found, expected);
    mus_free(found);
}

static inline void assert_sound(const struct fixture *fixture)
{
    struct mus_arena arena = {0};
    struct mus_check_report report = {0};
    struct mus_error err = {0};
    enum mus_status status = mus_store_check(fixture->store, &arena, &report, &err);
    if (status != MUS_OK) {
        print_error("%s\n", err.message);
    }
    assert_int_equal(status, MUS_OK);
    mus_arena_done(&arena);
}

#endif
