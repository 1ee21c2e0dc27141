#include "store_fixture.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "store/folder.h"

static void path_of(const struct world *world, const char *name, char out[128])
{
    snprintf(out, 128, "%s/%s", world->dir, name);
}

static bool there_is(const struct world *world, const char *name)
{
    char path[128];
    path_of(world, name, path);
    return access(path, F_OK) == 0;
}

static void write_file(const struct world *world, const char *name, const char *text)
{
    char path[128];
    path_of(world, name, path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void expect_begin_refused(struct world *world, const char *why)
{
    struct mus_making making;
    char message[128];
    snprintf(message, sizeof message, "%s: %s", world->dir, why);
    assert_int_equal(mus_making_begin(world->dir, &making, &world->err), MUS_CONFLICT);
    assert_string_equal(world->err.message, message);
}

static void a_store_has_its_mark_only_when_it_is_whole(void **state)
{
    struct world *world = *state;
    struct mus_making making;
    char message[160];
    must(world, mus_making_begin(world->dir, &making, &world->err));
    assert_true(there_is(world, "main"));
    assert_true(there_is(world, "keys"));
    assert_int_equal(mus_folder_check_mark(world->dir, &world->err), MUS_NOT_FOUND);
    snprintf(message, sizeof message, "no store at \"%s\"; make one with: musubi init", world->dir);
    assert_string_equal(world->err.message, message);
    must(world, mus_making_finish(&making, &world->err));
    mus_making_end(&making);
    must(world, mus_folder_check_mark(world->dir, &world->err));
    assert_false(there_is(world, "musubi-store.making"));
    expect_begin_refused(world, "a store is already here");
}

static void only_the_owner_may_enter(void **state)
{
    struct world *world = *state;
    struct mus_making making;
    struct stat info;
    char path[128];
    must(world, mus_making_begin(world->dir, &making, &world->err));
    assert_int_equal(stat(world->dir, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    path_of(world, "keys", path);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    mus_making_end(&making);
}

static void a_making_that_is_given_up_leaves_nothing(void **state)
{
    struct world *world = *state;
    struct mus_making making;
    must(world, mus_making_begin(world->dir, &making, &world->err));
    write_file(world, "main/data.mdb", "x");
    write_file(world, "wrapping.key", "x");
    mus_making_end(&making);
    assert_int_equal(access(world->dir, F_OK), -1);
    assert_int_equal(mkdir(world->dir, 0700), 0);
    must(world, mus_making_begin(world->dir, &making, &world->err));
    mus_making_end(&making);
    assert_int_equal(rmdir(world->dir), 0);
}

/* What a crash leaves is the mark-in-the-making, unlocked, and some of the rest. */
static void the_rest_of_an_attempt_is_swept_away(void **state)
{
    struct world *world = *state;
    struct mus_making making;
    must(world, mus_making_begin(world->dir, &making, &world->err));
    write_file(world, "main/data.mdb", "x");
    write_file(world, "wrapping.key", "x");
    close(making.fd); /* as the end of the process would */
    must(world, mus_making_begin(world->dir, &making, &world->err));
    assert_false(there_is(world, "main/data.mdb"));
    assert_false(there_is(world, "wrapping.key"));
    must(world, mus_making_finish(&making, &world->err));
}

static void while_one_makes_a_store_another_is_refused(void **state)
{
    struct world *world = *state;
    struct mus_making making;
    must(world, mus_making_begin(world->dir, &making, &world->err));
    expect_begin_refused(world, "a store is just being made here");
    assert_true(there_is(world, "main"));
    mus_making_end(&making);
}

static void a_folder_with_something_else_is_left_alone(void **state)
{
    struct world *world = *state;
    assert_int_equal(mkdir(world->dir, 0755), 0);
    write_file(world, "letter.txt", "x");
    expect_begin_refused(world, "the folder is not empty");
    char path[128];
    path_of(world, "letter.txt", path);
    unlink(path);
    path_of(world, "main", path);
    assert_int_equal(mkdir(path, 0755), 0);
    expect_begin_refused(world, "the folder is not empty");
    assert_true(there_is(world, "main"));
}

static void a_place_that_cannot_be_is_said(void **state)
{
    struct world *world = *state;
    struct mus_making making;
    assert_int_equal(mus_making_begin("/tmp/musubi-no-such-folder/x", &making, &world->err),
                     MUS_IO);
    assert_string_equal(world->err.message,
                        "/tmp/musubi-no-such-folder/x: No such file or directory");
    assert_int_equal(mus_folder_check_mark("/tmp/musubi-no-such-folder/x", &world->err),
                     MUS_NOT_FOUND);
}

static void a_newer_layout_and_a_foreign_mark_are_told_apart(void **state)
{
    struct world *world = *state;
    char message[160];
    assert_int_equal(mkdir(world->dir, 0755), 0);
    write_file(world, "musubi-store", "musubi-store/2\n");
    assert_int_equal(mus_folder_check_mark(world->dir, &world->err), MUS_STORE);
    snprintf(message, sizeof message,
             "%s: the store has layout 2, this program knows 1: use a newer musubi", world->dir);
    assert_string_equal(world->err.message, message);
    static const char *const foreign[] = {"", "hello\n", "musubi-store/x\n", "musubi-store/0\n"};
    static const char *const shown[] = {"", "hello", "musubi-store/x", "musubi-store/0"};
    for (size_t i = 0; i < 4; i++) {
        write_file(world, "musubi-store", foreign[i]);
        assert_int_equal(mus_folder_check_mark(world->dir, &world->err), MUS_CORRUPT);
        snprintf(message, sizeof message, "%s/musubi-store: not the mark of a store (\"%s\")",
                 world->dir, shown[i]);
        assert_string_equal(world->err.message, message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_store_has_its_mark_only_when_it_is_whole),
        IN_PLACE(only_the_owner_may_enter),
        IN_PLACE(a_making_that_is_given_up_leaves_nothing),
        IN_PLACE(the_rest_of_an_attempt_is_swept_away),
        IN_PLACE(while_one_makes_a_store_another_is_refused),
        IN_PLACE(a_folder_with_something_else_is_left_alone),
        IN_PLACE(a_place_that_cannot_be_is_said),
        IN_PLACE(a_newer_layout_and_a_foreign_mark_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
