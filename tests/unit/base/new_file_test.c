#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/mem.h"
#include "base/new_file.h"

struct place {
    char dir[32];
    char *path, *temporary;
};

static int setup(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    snprintf(place->dir, sizeof place->dir, "/tmp/musubi-XXXXXX");
    if (mkdtemp(place->dir) == NULL) {
        return 1;
    }
    place->path = mus_path_join(place->dir, "name");
    place->temporary = mus_path_join(place->dir, "name.new");
    *state = place;
    return 0;
}

static int teardown(void **state)
{
    struct place *place = *state;
    enum mus_status status = mus_tree_remove(place->dir, NULL);
    mus_free(place->path);
    mus_free(place->temporary);
    free(place);
    return status != MUS_OK;
}

static void holds(const char *path, const char *expected)
{
    char content[64] = "";
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t got = fread(content, 1, sizeof content - 1, file);
    fclose(file);
    content[got] = '\0';
    assert_string_equal(content, expected);
}

static void a_file_appears_when_it_is_published(void **state)
{
    struct place *place = *state;
    struct mus_new_file file;
    assert_int_equal(mus_file_replace(place->path, MUS_TEXT("old"), NULL), MUS_OK);
    assert_int_equal(mus_new_file_begin(place->path, &file, NULL), MUS_OK);
    assert_int_equal(mus_new_file_add(&file, "ne", 2, NULL), MUS_OK);
    assert_int_equal(mus_new_file_add(&file, NULL, 0, NULL), MUS_OK);
    assert_int_equal(mus_new_file_add(&file, "w", 1, NULL), MUS_OK);
    assert_int_equal(mus_new_file_settle(&file, NULL), MUS_OK);
    holds(place->path, "old");
    holds(place->temporary, "new");
    assert_int_equal(mus_new_file_publish(&file, NULL), MUS_OK);
    mus_new_file_drop(&file);
    holds(place->path, "new");
    assert_int_equal(access(place->temporary, F_OK), -1);
}

static void one_that_is_dropped_leaves_what_was_there(void **state)
{
    struct place *place = *state;
    struct mus_new_file file;
    assert_int_equal(mus_file_replace(place->path, MUS_TEXT("old"), NULL), MUS_OK);
    assert_int_equal(mus_file_replace(place->temporary, MUS_TEXT("left by a crash"), NULL), MUS_OK);
    assert_int_equal(mus_new_file_begin(place->path, &file, NULL), MUS_OK);
    assert_int_equal(mus_new_file_add(&file, "new", 3, NULL), MUS_OK);
    mus_new_file_drop(&file);
    mus_new_file_drop(&file);
    holds(place->path, "old");
    assert_int_equal(access(place->temporary, F_OK), -1);
}

static void any_length_comes_out_as_it_went_in(void **state)
{
    struct place *place = *state;
    enum { ALL = 1000000 };
    struct mus_new_file file;
    char *bytes = malloc(ALL);
    char *back = malloc(ALL);
    for (size_t i = 0; i < ALL; i++) {
        bytes[i] = (char)(i * 7 / 3);
    }
    static const size_t pieces[] = {1, 262143, 262144, 262145, 0, 200000, 13, 13334};
    size_t at = 0;
    assert_int_equal(mus_new_file_begin(place->path, &file, NULL), MUS_OK);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; at += pieces[i++]) {
        assert_int_equal(mus_new_file_add(&file, bytes + at, pieces[i], NULL), MUS_OK);
    }
    assert_int_equal(mus_new_file_settle(&file, NULL), MUS_OK);
    assert_int_equal(mus_new_file_publish(&file, NULL), MUS_OK);
    mus_new_file_drop(&file);
    FILE *written = fopen(place->path, "rb");
    assert_int_equal(fread(back, 1, ALL, written), at);
    assert_memory_equal(back, bytes, at);
    fclose(written);
    free(bytes);
    free(back);
}

static void what_fails_is_told_with_its_path(void **state)
{
    struct place *place = *state;
    struct mus_new_file file;
    struct mus_error err;
    char message[100];
    assert_int_equal(mus_new_file_begin("/musubi-no-such/name", &file, &err), MUS_IO);
    assert_string_equal(err.message, "/musubi-no-such/name.new: No such file or directory");
    assert_int_equal(mkdir(place->path, 0700), 0);
    assert_int_equal(mus_file_replace(place->path, MUS_TEXT("new"), &err), MUS_IO);
    snprintf(message, sizeof message, "%s: Is a directory", place->temporary);
    assert_string_equal(err.message, message);
    assert_int_equal(access(place->temporary, F_OK), -1);
}

static void when_memory_runs_out_nothing_has_changed(void **state)
{
    struct place *place = *state;
    enum mus_status status = MUS_NO_MEMORY;
    assert_int_equal(mus_file_replace(place->path, MUS_TEXT("old"), NULL), MUS_OK);
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        mus_mem_fail_at(n, false);
        status = mus_file_replace(place->path, MUS_TEXT("new"), NULL);
        mus_mem_fail_at(0, false);
        holds(place->path, status == MUS_OK ? "new" : "old");
        assert_int_equal(access(place->temporary, F_OK), -1);
    }
    assert_int_equal(status, MUS_OK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_file_appears_when_it_is_published),
        TEST(one_that_is_dropped_leaves_what_was_there),
        TEST(any_length_comes_out_as_it_went_in),
        TEST(what_fails_is_told_with_its_path),
        TEST(when_memory_runs_out_nothing_has_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
