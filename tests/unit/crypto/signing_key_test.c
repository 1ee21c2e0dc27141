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
#include "crypto/encode.h"
#include "crypto/signing_key.h"

static const struct mus_text NAME = {"ledger.example", 14};
static const struct mus_text PASSPHRASE = {"正しい 馬", 13};
static const struct mus_passphrase_cost CHEAP = {1, 8};

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
    snprintf(place.file, sizeof place.file, "%s/signing.key", place.dir);
    *state = &place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    unlink(place->file);
    return rmdir(place->dir);
}

static struct mus_signing_key *create(const struct place *place, struct mus_text passphrase)
{
    struct mus_signing_key *key = NULL;
    assert_int_equal(
        mus_signing_key_create(place->file, NAME, MUS_NOTE_ED25519, passphrase, &CHEAP, &key, NULL),
        MUS_OK);
    return key;
}

static struct mus_signing_key *open_key(const struct place *place, struct mus_text passphrase)
{
    struct mus_signing_key *key = NULL;
    assert_int_equal(mus_signing_key_open(place->file, passphrase, &key, NULL), MUS_OK);
    return key;
}

static void expect_refused(const struct place *place, struct mus_text passphrase,
                           enum mus_status status, const char *why)
{
    struct mus_signing_key *key = NULL;
    struct mus_error err;
    char message[MUS_ERROR_MESSAGE_MAX];
    snprintf(message, sizeof message, "%s: %s", place->file, why);
    assert_int_equal(mus_signing_key_open(place->file, passphrase, &key, &err), status);
    assert_string_equal(err.message, message);
    assert_null(key);
}

static struct mus_signing_key *key_of_hex(const char *hex, const char *name,
                                          enum mus_note_algorithm algorithm)
{
    unsigned char seed[32];
    struct mus_signing_key *key = NULL;
    assert_true(mus_hex_read(mus_text_of(hex), seed, sizeof seed));
    assert_int_equal(mus_signing_key_of_seed(seed, mus_text_of(name), algorithm, &key, NULL),
                     MUS_OK);
    return key;
}

/* RFC 8032, section 7.1, tests 1 to 3. */
static void ed25519_gives_the_standards_signatures(void **state)
{
    (void)state;
    static const struct {
        const char *seed, *key, *message, *signature;
    } known[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
         "c"
         "f9b46bd25bf5f0595bbe24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d"
         "0"
         "f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7609"
         "8"
         "4dc6594a7c15e9716ed28dc027beceea1ec40a"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct mus_signing_key *key = key_of_hex(known[i].seed, "k", MUS_NOTE_ED25519);
        const struct mus_note_key *public = mus_signing_key_public(key);
        unsigned char message[2];
        unsigned char signature[MUS_SIGNATURE_BYTES];
        char hex[2 * MUS_SIGNATURE_BYTES + 1];
        size_t len = strlen(known[i].message) / 2;
        assert_true(mus_hex_read(mus_text_of(known[i].message), message, len));
        mus_hex_print(hex, public->key, sizeof public->key);
        assert_string_equal(hex, known[i].key);
        mus_signing_key_sign(key, message, len, signature);
        mus_hex_print(hex, signature, sizeof signature);
        assert_string_equal(hex, known[i].signature);
        assert_true(mus_note_key_check(public, message, len, signature));
        signature[63] ^= 0x10; /* the scalar, as it is or beyond the group's order */
        assert_false(mus_note_key_check(public, message, len, signature));
        mus_signing_key_free(key);
    }
}

/* The example in the documentation of golang.org/x/mod/sumdb/note. */
static void a_note_is_signed_as_a_published_one_is(void **state)
{
    (void)state;
    static const char text[] = "If you think cryptography is the answer to your problem,\n"
                               "then you don't know what your problem is.\n";
    unsigned char seed[33];
    size_t len = 0;
    struct mus_signing_key *key = NULL;
    struct mus_buf out = {0};
    assert_true(mus_base64_read(MUS_TEXT("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"), seed,
                                sizeof seed, &len));
    assert_int_equal(
        mus_signing_key_of_seed(seed + 1, MUS_TEXT("PeterNeumann"), MUS_NOTE_ED25519, &key, NULL),
        MUS_OK);
    mus_note_key_write(mus_signing_key_public(key), &out);
    assert_string_equal(out.data,
                        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    mus_buf_clear(&out);
    mus_signing_key_sign_note(key, mus_text_of(text), 1234, &out);
    assert_string_equal(out.data, "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuG"
                                  "UgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
    mus_buf_done(&out);
    mus_signing_key_free(key);
}

static void a_cosignature_carries_its_time(void **state)
{
    (void)state;
    static const char text[] = "a\n7\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n";
    static const char signed_text[] = "cosignature/v1\ntime 1764262800\n"
                                      "a\n7\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n";
    struct mus_signing_key *log =
        key_of_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "log",
                   MUS_NOTE_ED25519);
    struct mus_signing_key *witness =
        key_of_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "witness",
                   MUS_NOTE_COSIGNATURE);
    struct mus_buf out = {0};
    struct mus_note note;
    uint64_t time = 7;
    mus_buf_add_z(&out, text);
    mus_buf_add_byte(&out, '\n');
    mus_signing_key_sign_note(log, mus_text_of(text), 1, &out);
    mus_signing_key_sign_note(witness, mus_text_of(text), 1764262800, &out);
    assert_int_equal(mus_note_read(mus_buf_text(&out), &note, NULL), MUS_OK);
    assert_int_equal(note.count, 2);
    assert_int_equal(mus_note_verify(&note, mus_signing_key_public(witness), &time, NULL), MUS_OK);
    assert_int_equal(time, 1764262800);
    assert_int_equal(mus_note_verify(&note, mus_signing_key_public(log), &time, NULL), MUS_OK);
    assert_int_equal(time, 0);
    assert_int_equal(note.signatures[1].len, 72);
    assert_true(mus_note_key_check(mus_signing_key_public(witness), signed_text,
                                   strlen(signed_text), note.signatures[1].bytes + 8));
    mus_buf_done(&out);
    mus_signing_key_free(log);
    mus_signing_key_free(witness);
}

/* Signs with one key and checks with the other's public half. */
static void expect_same_key(const struct mus_signing_key *a, const struct mus_signing_key *b)
{
    unsigned char signature[MUS_SIGNATURE_BYTES];
    assert_true(mus_note_key_equal(mus_signing_key_public(a), mus_signing_key_public(b)));
    mus_signing_key_sign(a, "text", 4, signature);
    assert_true(mus_note_key_check(mus_signing_key_public(b), "text", 4, signature));
}

static void a_new_key_is_in_a_private_file_and_found_again(void **state)
{
    const struct place *place = *state;
    struct mus_signing_key *made = create(place, MUS_NO_TEXT);
    struct mus_signing_key *opened = open_key(place, MUS_NO_TEXT);
    struct mus_note_key public;
    struct stat info;
    bool locked = true;
    assert_int_equal(stat(place->file, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    expect_same_key(made, opened);
    assert_int_equal(mus_signing_key_file(place->file, &public, &locked, NULL), MUS_OK);
    assert_true(mus_note_key_equal(&public, mus_signing_key_public(made)));
    assert_false(locked);
    mus_signing_key_free(made);
    mus_signing_key_free(opened);
}

static void a_key_under_a_passphrase_is_opened_with_it(void **state)
{
    const struct place *place = *state;
    struct mus_signing_key *made = create(place, PASSPHRASE);
    struct mus_signing_key *opened = open_key(place, PASSPHRASE);
    struct mus_note_key public;
    bool locked = false;
    expect_same_key(made, opened);
    assert_int_equal(mus_signing_key_file(place->file, &public, &locked, NULL), MUS_OK);
    assert_true(mus_note_key_equal(&public, mus_signing_key_public(made)));
    assert_true(locked);
    assert_int_equal(mus_signing_key_file(place->file, &public, NULL, NULL), MUS_OK);
    mus_signing_key_free(made);
    mus_signing_key_free(opened);
    expect_refused(place, MUS_TEXT("正しい 鹿"), MUS_UNREADABLE, "the passphrase is wrong");
    expect_refused(place, MUS_TEXT(""), MUS_UNREADABLE, "the passphrase is wrong");
    expect_refused(place, MUS_NO_TEXT, MUS_UNREADABLE, "this key needs its passphrase");
}

static void two_keys_differ(void **state)
{
    const struct place *place = *state;
    struct mus_signing_key *a = create(place, MUS_NO_TEXT);
    unlink(place->file);
    struct mus_signing_key *b = create(place, MUS_NO_TEXT);
    assert_false(mus_note_key_equal(mus_signing_key_public(a), mus_signing_key_public(b)));
    mus_signing_key_free(a);
    mus_signing_key_free(b);
    mus_signing_key_free(NULL);
}

static void an_existing_file_is_never_overwritten(void **state)
{
    const struct place *place = *state;
    struct mus_signing_key *key = NULL;
    struct mus_error err;
    char message[128];
    mus_signing_key_free(create(place, MUS_NO_TEXT));
    assert_int_equal(
        mus_signing_key_create(place->file, NAME, MUS_NOTE_ED25519, MUS_NO_TEXT, NULL, &key, &err),
        MUS_CONFLICT);
    snprintf(message, sizeof message, "%s: a key file is already here", place->file);
    assert_string_equal(err.message, message);
}

static void a_file_that_others_may_read_is_refused(void **state)
{
    const struct place *place = *state;
    mus_signing_key_free(create(place, MUS_NO_TEXT));
    assert_int_equal(chmod(place->file, 0640), 0);
    expect_refused(place, MUS_NO_TEXT, MUS_UNREADABLE,
                   "others than its owner may use this key file (mode 640, expected 600)");
    struct mus_note_key public;
    assert_int_equal(mus_signing_key_file(place->file, &public, NULL, NULL), MUS_UNREADABLE);
}

static void write_file(const struct place *place, struct mus_text text)
{
    unlink(place->file);
    FILE *file = fopen(place->file, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(place->file, 0600), 0);
}

static void what_is_no_key_file_is_said(void **state)
{
    const struct place *place = *state;
    expect_refused(place, MUS_NO_TEXT, MUS_NOT_FOUND, "no such key file");
    write_file(place, MUS_TEXT("hello\n"));
    expect_refused(place, MUS_NO_TEXT, MUS_CORRUPT,
                   "not a signing key's file (expected one line \"musubi-signing-key/1 …\" or "
                   "\"musubi-signing-passphrase/1 …\")");
}

/* The public half of RFC 8032's first test with the seed of its second. */
static void a_seed_that_is_not_the_keys_is_refused(void **state)
{
    const struct place *place = *state;
    struct mus_signing_key *key =
        key_of_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "log",
                   MUS_NOTE_ED25519);
    struct mus_buf text = {0};
    mus_buf_add_z(&text, "musubi-signing-key/1 ");
    mus_note_key_write(mus_signing_key_public(key), &text);
    mus_buf_add_z(&text, " TM0Imyj/ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U+4pvs=\n");
    write_file(place, mus_buf_text(&text));
    expect_refused(place, MUS_NO_TEXT, MUS_CORRUPT, "the seed is not that of the key log");
    mus_buf_done(&text);
    mus_signing_key_free(key);
}

static size_t read_file(const struct place *place, char *bytes, size_t capacity)
{
    FILE *file = fopen(place->file, "r");
    assert_non_null(file);
    size_t len = fread(bytes, 1, capacity, file);
    assert_int_equal(fclose(file), 0);
    return len;
}

/* Every byte of the line: no other line opens the key, nor another key. */
static void an_altered_file_under_a_passphrase_is_refused(void **state)
{
    const struct place *place = *state;
    char text[512];
    mus_signing_key_free(create(place, PASSPHRASE));
    size_t len = read_file(place, text, sizeof text);
    for (size_t i = 0; i < len; i++) {
        struct mus_signing_key *key = NULL;
        text[i] ^= 1;
        write_file(place, (struct mus_text){text, len});
        enum mus_status status = mus_signing_key_open(place->file, PASSPHRASE, &key, NULL);
        assert_true(status == MUS_CORRUPT || status == MUS_UNREADABLE);
        assert_null(key);
        text[i] ^= 1;
    }
}

static void a_bad_name_passphrase_or_cost_makes_no_file(void **state)
{
    const struct place *place = *state;
    const struct {
        struct mus_text name, passphrase;
        struct mus_passphrase_cost cost;
        const char *message;
    } bad[] = {
        {MUS_TEXT("a b"),
         MUS_NO_TEXT,
         {0, 0},
         "\"a b\": expected a key's name of 1 to 64 bytes without white space, control characters "
         "and plus"},
        {MUS_TEXT("a"), MUS_TEXT(""), {0, 0}, "the passphrase is empty"},
        {MUS_TEXT("a"),
         MUS_TEXT("x"),
         {2000, 8},
         "the passphrase's cost of 2000 passes over 8 KiB is out of range"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct mus_signing_key *key = NULL;
        struct mus_error err;
        assert_int_equal(mus_signing_key_create(place->file, bad[i].name, MUS_NOTE_ED25519,
                                                bad[i].passphrase, &bad[i].cost, &key, &err),
                         MUS_INVALID);
        assert_string_equal(err.message, bad[i].message);
        assert_null(key);
        assert_int_equal(access(place->file, F_OK), -1);
    }
}

static enum mus_status use_all(const struct place *place)
{
    struct mus_signing_key *made = NULL;
    struct mus_signing_key *opened = NULL;
    struct mus_buf line = {0};
    enum mus_status status = mus_signing_key_create(place->file, NAME, MUS_NOTE_COSIGNATURE,
                                                    PASSPHRASE, &CHEAP, &made, NULL);
    if (status != MUS_OK) {
        assert_int_equal(access(place->file, F_OK), -1);
    } else {
        status = mus_signing_key_open(place->file, PASSPHRASE, &opened, NULL);
    }
    if (status == MUS_OK) {
        mus_signing_key_sign_note(opened, MUS_TEXT("a\n"), 7, &line);
        status = mus_buf_check(&line, NULL);
    }
    mus_buf_done(&line);
    mus_signing_key_free(made);
    mus_signing_key_free(opened);
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
        cmocka_unit_test(ed25519_gives_the_standards_signatures),
        cmocka_unit_test(a_note_is_signed_as_a_published_one_is),
        cmocka_unit_test(a_cosignature_carries_its_time),
        IN_PLACE(a_new_key_is_in_a_private_file_and_found_again),
        IN_PLACE(a_key_under_a_passphrase_is_opened_with_it),
        IN_PLACE(two_keys_differ),
        IN_PLACE(an_existing_file_is_never_overwritten),
        IN_PLACE(a_file_that_others_may_read_is_refused),
        IN_PLACE(what_is_no_key_file_is_said),
        IN_PLACE(a_seed_that_is_not_the_keys_is_refused),
        IN_PLACE(an_altered_file_under_a_passphrase_is_refused),
        IN_PLACE(a_bad_name_passphrase_or_cost_makes_no_file),
        IN_PLACE(running_out_of_memory_leaves_no_file_behind),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
