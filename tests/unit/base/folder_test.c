#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/mem.h"
#include "base/new_file.h"

static int setup(void **state)
{
    static char top[32];
    snprintf(top, sizeof top, "/tmp/musubi-XXXXXX");
    *state = mkdtemp(top);
    return *state == NULL || chdir(top) != 0;
}

static int teardown(void **state)
{
    return chdir("/") != 0 || mus_tree_remove(*state, NULL) != MUS_OK;
}

static void a_folder_is_made_and_taken_by_one(void **state)
{
    (void)state;
    struct mus_error err;
    int first = -1;
    int second = -1;
    assert_int_equal(mus_folder_take("own", &first, NULL), MUS_OK);
    assert_int_equal(mus_folder_take("own", &second, &err), MUS_CONFLICT);
    assert_string_equal(err.message, "own: another process is writing here");
    close(first);
    assert_int_equal(mus_folder_take("own", &second, &err), MUS_OK);
    close(second);
}

static void what_is_no_folder_cannot_be_taken(void **state)
{
    (void)state;
    struct mus_error err;
    int fd = -1;
    assert_int_equal(mus_file_replace("file", MUS_TEXT("x"), NULL), MUS_OK);
    assert_int_equal(mus_folder_take("file", &fd, &err), MUS_IO);
    assert_string_equal(err.message, "file: Not a directory");
    assert_int_equal(mus_folder_take("no/such", &fd, &err), MUS_IO);
    assert_string_equal(err.message, "no/such: No such file or directory");
}

static void folders_above_a_file_are_made(void **state)
{
    (void)state;
    struct mus_error err;
    assert_int_equal(mus_folders_above("a/b/c/file", 0, NULL), MUS_OK);
    assert_int_equal(mus_folders_above("a/b/c/file", 2, NULL), MUS_OK);
    assert_int_equal(access("a/b/c", F_OK), 0);
    assert_int_equal(access("a/b/c/file", F_OK), -1);
    assert_int_equal(mus_file_replace("a/file", MUS_TEXT("x"), NULL), MUS_OK);
    assert_int_equal(mus_folders_above("a/file/d/e", 0, &err), MUS_IO);
    assert_string_equal(err.message, "a/file/d: Not a directory");
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_folders_above("a/b", 0, NULL), MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
}

static void a_tree_is_removed_and_links_are_not_followed(void **state)
{
    (void)state;
    assert_int_equal(mus_folders_above("a/b/c/file", 0, NULL), MUS_OK);
    assert_int_equal(mus_folders_above("kept/file", 0, NULL), MUS_OK);
    assert_int_equal(mus_file_replace("kept/file", MUS_TEXT("x"), NULL), MUS_OK);
    assert_int_equal(mus_file_replace("a/b/file", MUS_TEXT("x"), NULL), MUS_OK);
    assert_int_equal(symlink("../kept", "a/link"), 0);
    assert_int_equal(mus_tree_remove("a", NULL), MUS_OK);
    assert_int_equal(access("a", F_OK), -1);
    assert_int_equal(access("kept/file", F_OK), 0);
    assert_int_equal(mus_tree_remove("a", NULL), MUS_OK);
    assert_int_equal(mus_tree_remove("kept/file", NULL), MUS_OK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_folder_is_made_and_taken_by_one),
        TEST(what_is_no_folder_cannot_be_taken),
        TEST(folders_above_a_file_are_made),
        TEST(a_tree_is_removed_and_links_are_not_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
