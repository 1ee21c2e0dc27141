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

#include "crypto/crypto.h"
#include "crypto/secret_file.h"

struct place {
    char dir[32];
    char file[64];
};

static int make_place(void **state)
{
    static struct place place;
    strcpy(place.dir, "/tmp/musubi-XXXXXX");
    if (mkdtemp(place.dir) == NULL) {
        return -1;
    }
    snprintf(place.file, sizeof place.file, "%s/secret", place.dir);
    *state = &place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    unlink(place->file);
    return rmdir(place->dir);
}

static void what_was_written_is_read_and_nobody_elses(void **state)
{
    const struct place *place = *state;
    char bytes[16];
    size_t len = 0;
    struct stat info;
    mode_t before = umask(0);
    assert_int_equal(mus_secret_file_write(place->file, MUS_TEXT("a secret\n"), NULL), MUS_OK);
    umask(before);
    assert_int_equal(stat(place->file, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(mus_secret_file_read(place->file, bytes, sizeof bytes, &len, NULL), MUS_OK);
    assert_int_equal(len, 9);
    assert_memory_equal(bytes, "a secret\n", 9);
    assert_int_equal(mus_secret_file_read(place->file, bytes, 4, &len, NULL), MUS_OK);
    assert_int_equal(len, 4);
}

static void a_file_that_is_there_is_left_as_it_is(void **state)
{
    const struct place *place = *state;
    char bytes[16];
    size_t len = 0;
    assert_int_equal(mus_secret_file_write(place->file, MUS_TEXT("first\n"), NULL), MUS_OK);
    assert_int_equal(mus_secret_file_write(place->file, MUS_TEXT("second\n"), NULL), MUS_CONFLICT);
    assert_int_equal(mus_secret_file_read(place->file, bytes, sizeof bytes, &len, NULL), MUS_OK);
    assert_memory_equal(bytes, "first\n", 6);
}

static void no_link_is_followed_when_writing(void **state)
{
    const struct place *place = *state;
    char target[80];
    snprintf(target, sizeof target, "%s.target", place->file);
    assert_int_equal(symlink(target, place->file), 0);
    assert_int_equal(mus_secret_file_write(place->file, MUS_TEXT("x\n"), NULL), MUS_CONFLICT);
    assert_int_equal(access(target, F_OK), -1);
}

/* A pipe would be waited for. */
static void what_is_no_plain_file_is_refused(void **state)
{
    const struct place *place = *state;
    char bytes[16];
    size_t len = 0;
    struct mus_error err;
    char message[128];
    assert_int_equal(mkfifo(place->file, 0600), 0);
    assert_int_equal(mus_secret_file_read(place->file, bytes, sizeof bytes, &len, &err),
                     MUS_UNREADABLE);
    snprintf(message, sizeof message, "%s: a key file must be a plain file", place->file);
    assert_string_equal(err.message, message);
}

static void words_are_parted_by_one_blank(void **state)
{
    (void)state;
    struct mus_text line = MUS_TEXT("one two  three ");
    assert_true(mus_text_equals(mus_secret_word(&line), "one"));
    assert_true(mus_text_equals(mus_secret_word(&line), "two"));
    assert_true(mus_text_equals(mus_secret_word(&line), ""));
    assert_true(mus_text_equals(mus_secret_word(&line), "three"));
    assert_true(mus_text_equals(line, " "));
}

static void bytes_have_exactly_the_length_that_is_asked_for(void **state)
{
    (void)state;
    unsigned char bytes[3];
    assert_true(mus_secret_bytes(MUS_TEXT("AQID"), bytes, 3));
    assert_memory_equal(bytes, "\1\2\3", 3);
    assert_false(mus_secret_bytes(MUS_TEXT("AQI="), bytes, 3));
    assert_false(mus_secret_bytes(MUS_TEXT("AQIDBA=="), bytes, 3));
    assert_false(mus_secret_bytes(MUS_TEXT(""), bytes, 3));
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(what_was_written_is_read_and_nobody_elses),
        IN_PLACE(a_file_that_is_there_is_left_as_it_is),
        IN_PLACE(no_link_is_followed_when_writing),
        IN_PLACE(what_is_no_plain_file_is_refused),
        cmocka_unit_test(words_are_parted_by_one_blank),
        cmocka_unit_test(bytes_have_exactly_the_length_that_is_asked_for),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
