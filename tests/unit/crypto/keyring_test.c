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

#include "base/mem.h"
#include "crypto/crypto.h"
#include "crypto/keyring.h"

static const struct mus_keyring_options PASSPHRASE = {{"正しい 馬", 13}, {1, 8}};
static const struct mus_keyring_options WRONG = {{"正しい 鹿", 13}, {0, 0}};

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
    snprintf(place.file, sizeof place.file, "%s/wrapping.key", place.dir);
    *state = &place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    unlink(place->file);
    return rmdir(place->dir);
}

static struct mus_keyring *create(const struct place *place,
                                  const struct mus_keyring_options *options)
{
    struct mus_keyring *keyring = NULL;
    struct mus_error err;
    assert_int_equal(mus_keyring_create(place->file, options, &keyring, &err), MUS_OK);
    return keyring;
}

static void expect_refused(const struct place *place, const struct mus_keyring_options *options,
                           enum mus_status status, const char *why)
{
    struct mus_keyring *keyring = NULL;
    struct mus_error err;
    char message[MUS_ERROR_MESSAGE_MAX];
    snprintf(message, sizeof message, "%s: %s", place->file, why);
    assert_int_equal(mus_keyring_open(place->file, options, &keyring, &err), status);
    assert_string_equal(err.message, message);
    assert_null(keyring);
}

/* Wraps with one ring and unwraps with the other. */
static void expect_same_key(const struct mus_keyring *a, const struct mus_keyring *b)
{
    struct mus_key key = {{9, 8, 7}};
    struct mus_key back = {{0}};
    struct mus_buf wrapped = {0};
    assert_true(mus_key_id_equal(mus_keyring_id(a), mus_keyring_id(b)));
    assert_int_equal(mus_keyring_wrap(a, MUS_TEXT("c-1"), &key, &wrapped, NULL), MUS_OK);
    assert_int_equal(wrapped.len, MUS_WRAPPED_BYTES);
    assert_int_equal(mus_keyring_unwrap(b, MUS_TEXT("c-1"), mus_buf_text(&wrapped), &back, NULL),
                     MUS_OK);
    assert_memory_equal(key.bytes, back.bytes, sizeof key.bytes);
    mus_buf_done(&wrapped);
}

static void a_new_key_is_in_a_private_file_and_found_again(void **state)
{
    const struct place *place = *state;
    struct mus_keyring *made = create(place, NULL);
    struct mus_keyring *opened = NULL;
    struct stat info;
    struct mus_key_id id;
    assert_int_equal(stat(place->file, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(mus_keyring_open(place->file, NULL, &opened, NULL), MUS_OK);
    expect_same_key(made, opened);
    assert_false(mus_keyring_needs_passphrase(opened));
    assert_int_equal(mus_keyring_file_id(place->file, &id, NULL), MUS_OK);
    assert_true(mus_key_id_equal(id, mus_keyring_id(made)));
    mus_keyring_free(made);
    mus_keyring_free(opened);
}

static void a_key_from_a_passphrase_is_derived_again(void **state)
{
    const struct place *place = *state;
    struct mus_keyring *made = create(place, &PASSPHRASE);
    struct mus_keyring *opened = NULL;
    assert_true(mus_keyring_needs_passphrase(made));
    assert_int_equal(mus_keyring_open(place->file, &PASSPHRASE, &opened, NULL), MUS_OK);
    expect_same_key(made, opened);
    mus_keyring_free(made);
    mus_keyring_free(opened);
}

static void without_the_passphrase_it_stays_shut(void **state)
{
    const struct place *place = *state;
    mus_keyring_free(create(place, &PASSPHRASE));
    expect_refused(place, &WRONG, MUS_UNREADABLE, "the passphrase is wrong");
    expect_refused(place, NULL, MUS_UNREADABLE, "this key needs its passphrase");
}

static void an_existing_file_is_never_overwritten(void **state)
{
    const struct place *place = *state;
    struct mus_keyring *keyring = NULL;
    struct mus_error err;
    char message[128];
    mus_keyring_free(create(place, NULL));
    assert_int_equal(mus_keyring_create(place->file, NULL, &keyring, &err), MUS_CONFLICT);
    snprintf(message, sizeof message, "%s: a key file is already here", place->file);
    assert_string_equal(err.message, message);
}

static void a_file_that_others_may_read_is_refused(void **state)
{
    const struct place *place = *state;
    mus_keyring_free(create(place, NULL));
    assert_int_equal(chmod(place->file, 0640), 0);
    expect_refused(place, NULL, MUS_UNREADABLE,
                   "others than its owner may use this key file (mode 640, expected 600)");
    assert_int_equal(chmod(place->file, 0604), 0);
    expect_refused(place, NULL, MUS_UNREADABLE,
                   "others than its owner may use this key file (mode 604, expected 600)");
    assert_int_equal(chmod(place->file, 0400), 0);
    struct mus_keyring *keyring = NULL;
    assert_int_equal(mus_keyring_open(place->file, NULL, &keyring, NULL), MUS_OK);
    mus_keyring_free(keyring);
}

static void what_is_no_key_file_is_said(void **state)
{
    const struct place *place = *state;
    expect_refused(place, NULL, MUS_NOT_FOUND, "no such key file");
    assert_int_equal(mkdir(place->file, 0700), 0);
    expect_refused(place, NULL, MUS_UNREADABLE, "a key file must be a plain file");
    assert_int_equal(rmdir(place->file), 0);
    FILE *file = fopen(place->file, "w");
    assert_non_null(file);
    fputs("hello\n", file);
    fclose(file);
    assert_int_equal(chmod(place->file, 0600), 0);
    expect_refused(place, NULL, MUS_CORRUPT,
                   "not a key file (expected one line \"musubi-key/1 …\" or "
                   "\"musubi-passphrase/1 …\")");
}

static void an_empty_passphrase_and_an_absurd_cost_are_refused(void **state)
{
    const struct place *place = *state;
    struct mus_keyring *keyring = NULL;
    struct mus_error err;
    const struct mus_keyring_options empty = {MUS_TEXT(""), {0, 0}};
    const struct mus_keyring_options absurd = {MUS_TEXT("x"), {2000, 8}};
    assert_int_equal(mus_keyring_create(place->file, &empty, &keyring, &err), MUS_INVALID);
    assert_string_equal(err.message, "the passphrase is empty");
    assert_int_equal(mus_keyring_create(place->file, &absurd, &keyring, &err), MUS_INVALID);
    assert_string_equal(err.message,
                        "the passphrase's cost of 2000 passes over 8 KiB is out of range");
    assert_int_equal(access(place->file, F_OK), -1);
}

static void a_folder_that_is_not_there_is_said(void **state)
{
    (void)state;
    struct mus_keyring *keyring = NULL;
    struct mus_error err;
    assert_int_equal(mus_keyring_create("/tmp/musubi-no-such-folder/x", NULL, &keyring, &err),
                     MUS_IO);
    assert_string_equal(err.message, "/tmp/musubi-no-such-folder/x: No such file or directory");
}

static void a_wrapped_key_belongs_to_its_owner_and_ring(void **state)
{
    const struct place *place = *state;
    struct mus_keyring *a = create(place, NULL);
    unlink(place->file);
    struct mus_keyring *b = create(place, NULL);
    struct mus_key key = {{9, 8, 7}};
    struct mus_key back = {{0}};
    struct mus_buf wrapped = {0};
    struct mus_buf again = {0};
    struct mus_error err;
    assert_int_equal(mus_keyring_wrap(a, MUS_TEXT("c-1"), &key, &wrapped, &err), MUS_OK);
    assert_int_equal(mus_keyring_unwrap(a, MUS_TEXT("c-2"), mus_buf_text(&wrapped), &back, &err),
                     MUS_UNREADABLE);
    assert_string_equal(err.message, "data key of \"c-2\": sealed data: altered, or sealed for "
                                     "something else");
    assert_int_equal(mus_keyring_unwrap(b, MUS_TEXT("c-1"), mus_buf_text(&wrapped), &back, &err),
                     MUS_UNREADABLE);
    assert_string_equal(err.message, "data key of \"c-1\": sealed data: sealed with another key");
    assert_int_equal(
        mus_keyring_rewrap(a, b, MUS_TEXT("c-1"), mus_buf_text(&wrapped), &again, &err), MUS_OK);
    assert_int_equal(mus_keyring_unwrap(b, MUS_TEXT("c-1"), mus_buf_text(&again), &back, &err),
                     MUS_OK);
    assert_memory_equal(back.bytes, key.bytes, sizeof key.bytes);
    mus_buf_done(&wrapped);
    mus_buf_done(&again);
    mus_keyring_free(a);
    mus_keyring_free(b);
    mus_keyring_free(NULL);
}

static enum mus_status use_all(const struct place *place)
{
    struct mus_keyring *made = NULL;
    struct mus_keyring *opened = NULL;
    struct mus_key key = {{9, 8, 7}};
    struct mus_buf wrapped = {0};
    struct mus_buf again = {0};
    enum mus_status status = mus_keyring_create(place->file, NULL, &made, NULL);
    if (status != MUS_OK) {
        assert_int_equal(access(place->file, F_OK), -1);
    } else {
        status = mus_keyring_open(place->file, NULL, &opened, NULL);
    }
    if (status == MUS_OK) {
        status = mus_keyring_wrap(made, MUS_TEXT("c-1"), &key, &wrapped, NULL);
    }
    if (status == MUS_OK) {
        status =
            mus_keyring_rewrap(made, opened, MUS_TEXT("c-1"), mus_buf_text(&wrapped), &again, NULL);
    }
    mus_buf_done(&wrapped);
    mus_buf_done(&again);
    mus_keyring_free(made);
    mus_keyring_free(opened);
    return status;
}

static void running_out_of_memory_leaves_no_file_behind(void **state)
{
    const struct place *place = *state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = use_all(place);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        unlink(place->file);
        assert_true(n < 100);
    }
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_new_key_is_in_a_private_file_and_found_again),
        IN_PLACE(a_key_from_a_passphrase_is_derived_again),
        IN_PLACE(without_the_passphrase_it_stays_shut),
        IN_PLACE(an_existing_file_is_never_overwritten),
        IN_PLACE(a_file_that_others_may_read_is_refused),
        IN_PLACE(what_is_no_key_file_is_said),
        IN_PLACE(an_empty_passphrase_and_an_absurd_cost_are_refused),
        IN_PLACE(a_folder_that_is_not_there_is_said),
        IN_PLACE(a_wrapped_key_belongs_to_its_owner_and_ring),
        IN_PLACE(running_out_of_memory_leaves_no_file_behind),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
