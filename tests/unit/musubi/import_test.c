#include "musubi/musubi.h"

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

struct world {
    char dir[64];
    char store[96];
    char file[96];
    struct mus_musubi *musubi;
    char reply[4096];
    struct mus_sink sink;
    struct mus_error err;
};

static enum mus_status take(void *user, const char *json, size_t len, struct mus_error *err)
{
    struct world *world = user;
    (void)err;
    assert_true(len < sizeof world->reply);
    memcpy(world->reply, json, len);
    world->reply[len] = '\0';
    return MUS_OK;
}

static int setup(void **state)
{
    static struct world world;
    world = (struct world){.dir = "/tmp/musubi-api-XXXXXX", .sink = {.take = take, .user = &world}};
    assert_non_null(mkdtemp(world.dir));
    snprintf(world.store, sizeof world.store, "%s/store", world.dir);
    snprintf(world.file, sizeof world.file, "%s/fair.csv", world.dir);
    const struct mus_open_options options = {.store = world.store, .today = "2026-11-01"};
    assert_int_equal(mus_init(&options, &world.sink, &world.err), MUS_OK);
    assert_int_equal(mus_open(&options, &world.musubi, &world.err), MUS_OK);
    *state = &world;
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

static int teardown(void **state)
{
    struct world *world = *state;
    mus_close(world->musubi);
    return nftw(world->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static struct mus_import_options options_for(struct world *world, const char *text)
{
    FILE *file = fopen(world->file, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return (struct mus_import_options){.file = world->file};
}

static void an_import_is_answered_with_its_numbers(void **state)
{
    struct world *world = *state;
    struct mus_import_options options = options_for(world, "企業名,国,備考\n結び,日本,x\n");
    assert_int_equal(mus_import_companies(world->musubi, &options, &world->sink, &world->err),
                     MUS_OK);
    assert_string_equal(
        world->reply,
        "{\"rows\":1,\"taken\":1,\"rejected\":0,\"superseded\":0,\"added\":1,\"changed\":0,"
        "\"unchanged\":0,\"dry_run\":false,\"strict\":false,\"source\":\"fair\",\"encoding\":"
        "\"UTF-8\",\"errors_total\":0,\"errors\":[],\"superseded_rows\":[],\"kept_total\":0,"
        "\"kept\":"
        "[],\"warnings_total\":1,\"warnings\":[\"column C (\\\"備考\\\") was not understood and is "
        "passed over\"],\"rejected_file\":null}");
}

static void rejected_rows_are_told_after_the_numbers(void **state)
{
    struct world *world = *state;
    char expected[256];
    struct mus_import_options options =
        options_for(world, "企業名,国,従業員数\n結び,日本,1\n結び,日本,2\n海外,VN,多数\n");
    assert_int_equal(mus_import_companies(world->musubi, &options, &world->sink, &world->err),
                     MUS_REJECTED);
    snprintf(expected, sizeof expected, "1 of 3 rows was rejected; it is in \"%s.rejected.csv\"",
             world->file);
    assert_string_equal(world->err.message, expected);
    assert_non_null(strstr(world->reply,
                           "\"errors_total\":1,\"errors\":[{\"row\":4,\"line\":4,\"column\":\"C\","
                           "\"heading\":\"従業員数\",\"field\":\"employees\",\"message\":\"row 4, "
                           "column C (従業員数): expected a number, found \\\"多数\\\"\"}]"));
    assert_non_null(strstr(world->reply, "\"superseded_rows\":[{\"row\":2,\"by\":3}]"));
}

static void a_dry_or_strict_import_says_so(void **state)
{
    struct world *world = *state;
    struct mus_import_options options =
        options_for(world, "企業名,国,従業員数\n結び,日本,1\n海外,VN,多数\n山川,JP,少数\n");
    options.dry_run = true;
    assert_int_equal(mus_import_companies(world->musubi, &options, &world->sink, &world->err),
                     MUS_REJECTED);
    assert_string_equal(world->err.message, "2 of 3 rows would be rejected");
    options.dry_run = false;
    options.strict = true;
    assert_int_equal(mus_import_companies(world->musubi, &options, &world->sink, &world->err),
                     MUS_REJECTED);
    assert_string_equal(world->err.message, "2 of 3 rows are bad; none was taken");
    assert_non_null(strstr(world->reply, "\"rows\":3,\"taken\":0,\"rejected\":3,"));
}

static void numbers_below_zero_are_refused(void **state)
{
    struct world *world = *state;
    struct mus_import_options options = options_for(world, "企業名\n");
    options.header_row = -1;
    assert_int_equal(mus_import_companies(world->musubi, &options, &world->sink, &world->err),
                     MUS_INVALID);
    assert_string_equal(world->err.message, "header row: expected a row from 1 on, found -1");
    options.header_row = 0;
    options.batch = -5;
    assert_int_equal(mus_import_companies(world->musubi, &options, &world->sink, &world->err),
                     MUS_INVALID);
    assert_string_equal(world->err.message, "batch: expected a number of rows, found -5");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_import_is_answered_with_its_numbers),
        TEST(rejected_rows_are_told_after_the_numbers),
        TEST(a_dry_or_strict_import_says_so),
        TEST(numbers_below_zero_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
