#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

static void a_path_is_joined_with_one_slash(void **state)
{
    (void)state;
    char *path = mus_path_join("/a", "b/c");
    assert_string_equal(path, "/a/b/c");
    mus_free(path);
    mus_mem_fail_at(1, false);
    assert_null(mus_path_join("/a", "b"));
    mus_mem_fail_at(0, false);
}

static void the_folder_of_any_path_can_be_flushed(void **state)
{
    (void)state;
    static const char *const paths[] = {"name", "/name", "/tmp/name", "/tmp/"};
    assert_int_equal(chdir("/tmp"), 0);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(mus_folder_sync_of(paths[i], NULL), MUS_OK);
    }
    struct mus_error err;
    assert_int_equal(mus_folder_sync_of("/musubi-no-such/folder/name", &err), MUS_IO);
    assert_string_equal(err.message, "/musubi-no-such/folder/: No such file or directory");
    assert_int_equal(mus_folder_sync("/musubi-no-such", &err), MUS_IO);
    assert_string_equal(err.message, "/musubi-no-such: No such file or directory");
}

static void renaming_replaces_what_was_there(void **state)
{
    (void)state;
    char dir[] = "/tmp/musubi-XXXXXX";
    assert_non_null(mkdtemp(dir));
    char *from = mus_path_join(dir, "from");
    char *to = mus_path_join(dir, "to");
    if (from == NULL || to == NULL) {
        fail();
        return;
    }
    struct mus_error err;
    char message[80];
    fclose(fopen(from, "w"));
    fclose(fopen(to, "w"));
    assert_int_equal(mus_file_rename(from, to, &err), MUS_OK);
    assert_int_equal(access(from, F_OK), -1);
    assert_int_equal(mus_file_rename(from, to, &err), MUS_IO);
    snprintf(message, sizeof message, "%s: No such file or directory", from);
    assert_string_equal(err.message, message);
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_file_rename(to, from, &err), MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    unlink(from);
    rmdir(dir);
    mus_free(from);
    mus_free(to);
}

static void a_file_is_read_whole_up_to_its_limit(void **state)
{
    (void)state;
    char path[] = "/tmp/musubi-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    enum { SIZE = 100000 };
    for (size_t i = 0; i < SIZE / 10; i++) {
        assert_int_equal(write(fd, "0123456789", 10), 10);
    }
    close(fd);
    struct mus_error err;
    struct mus_buf bytes = {0};
    assert_int_equal(mus_file_read(path, SIZE, &bytes, &err), MUS_OK);
    assert_int_equal(bytes.len, SIZE);
    assert_memory_equal(bytes.data + SIZE - 10, "0123456789", 11);
    mus_buf_clear(&bytes);
    assert_int_equal(mus_file_read(path, SIZE - 1, &bytes, &err), MUS_LIMIT);
    char message[80];
    snprintf(message, sizeof message, "%s: larger than 99999 bytes", path);
    assert_string_equal(err.message, message);
    mus_buf_done(&bytes);
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_file_read(path, SIZE, &bytes, &err), MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    mus_buf_done(&bytes);
    unlink(path);
    assert_int_equal(mus_file_read(path, SIZE, &bytes, &err), MUS_NOT_FOUND);
    assert_int_equal(mus_file_read("/tmp", SIZE, &bytes, &err), MUS_IO);
    assert_string_equal(err.message, "/tmp: Is a directory");
    mus_buf_done(&bytes);
}

static void what_grows_while_it_is_read_or_has_no_size_is_read_as_well(void **state)
{
    (void)state;
    struct mus_buf bytes = {0};
    struct mus_error err;
    assert_int_equal(mus_file_read("/proc/self/status", 1000000, &bytes, &err), MUS_OK);
    assert_true(bytes.len > 100);
    mus_buf_done(&bytes);
    assert_int_equal(mus_file_read("/dev/zero", 100000, &bytes, &err), MUS_LIMIT);
    mus_buf_done(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_whole_up_to_its_limit),
        cmocka_unit_test(what_grows_while_it_is_read_or_has_no_size_is_read_as_well),
        cmocka_unit_test(a_path_is_joined_with_one_slash),
        cmocka_unit_test(the_folder_of_any_path_can_be_flushed),
        cmocka_unit_test(renaming_replaces_what_was_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
