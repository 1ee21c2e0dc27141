#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "entry_fixture.h"
#include "ledger/format/rotation.h"
#include "log_fixture.h"

static struct mus_ledger_entry rotated(const struct mus_signing_key *from,
                                       const struct mus_signing_key *to)
{
    struct mus_ledger_entry entry = entry_of(MUS_LEDGER_ROTATION);
    struct mus_error err = {0};
    if (mus_rotation_make(from, mus_signing_key_public(to), &entry, &err) != MUS_OK ||
        mus_ledger_entry_check(&entry, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return entry;
}

static void the_old_key_signs_for_the_new_one_as_documented(void **state)
{
    (void)state;
    struct mus_signing_key *from = key_of(1, ORIGIN, MUS_NOTE_ED25519);
    struct mus_signing_key *to = key_of(2, ORIGIN, MUS_NOTE_ED25519);
    struct mus_ledger_entry entry = rotated(from, to);
    const char head[] = "musubi-key-rotation/1\n" ORIGIN "\n\x01";
    unsigned char message[sizeof head - 1 + 32];
    memcpy(message, head, sizeof head - 1);
    memcpy(message + sizeof head - 1, mus_signing_key_public(to)->key, 32);
    assert_int_equal(entry.as.rotation.algorithm, MUS_NOTE_ED25519);
    assert_memory_equal(entry.as.rotation.key, mus_signing_key_public(to)->key, 32);
    assert_true(mus_note_key_check(mus_signing_key_public(from), message, sizeof message,
                                   entry.as.rotation.signature));
    assert_int_equal(entry.recorded, RECORDED);
    mus_signing_key_free(to);
    mus_signing_key_free(from);
}

static void the_first_key_leads_to_the_last(void **state)
{
    (void)state;
    struct mus_note_key at;
    struct mus_error err = {0};
    for (unsigned char byte = 1; byte < 5; byte++) {
        struct mus_signing_key *from = key_of(byte, ORIGIN, MUS_NOTE_ED25519);
        struct mus_signing_key *to = key_of((unsigned char)(byte + 1), ORIGIN, MUS_NOTE_ED25519);
        struct mus_ledger_entry entry = rotated(from, to);
        at = byte == 1 ? *mus_signing_key_public(from) : at;
        assert_int_equal(mus_rotation_follow(&entry, &at, &at, &err), MUS_OK);
        assert_true(mus_note_key_equal(&at, mus_signing_key_public(to)));
        mus_signing_key_free(to);
        mus_signing_key_free(from);
    }
}

static void the_longest_name_fits(void **state)
{
    (void)state;
    const char *name = "0123456789012345678901234567890123456789012345678901234567890123";
    struct mus_signing_key *from = key_of(1, name, MUS_NOTE_ED25519);
    struct mus_signing_key *to = key_of(2, name, MUS_NOTE_ED25519);
    struct mus_ledger_entry entry = rotated(from, to);
    struct mus_note_key next;
    struct mus_error err = {0};
    assert_int_equal(mus_rotation_follow(&entry, mus_signing_key_public(from), &next, &err),
                     MUS_OK);
    assert_string_equal(next.name, name);
    mus_signing_key_free(to);
    mus_signing_key_free(from);
}

static void assert_not_followed(const struct mus_ledger_entry *entry,
                                const struct mus_note_key *key)
{
    struct mus_note_key next = {.name = "untouched"};
    struct mus_error err = {0};
    assert_int_equal(mus_rotation_follow(entry, key, &next, &err), MUS_NO);
    assert_string_equal(err.message, "the rotation is not signed by the key so far");
    assert_string_equal(next.name, "untouched");
}

static void what_the_key_so_far_has_not_signed_is_not_followed(void **state)
{
    (void)state;
    struct mus_signing_key *from = key_of(1, ORIGIN, MUS_NOTE_ED25519);
    struct mus_signing_key *to = key_of(2, ORIGIN, MUS_NOTE_ED25519);
    struct mus_signing_key *elsewhere = key_of(1, "another.example", MUS_NOTE_ED25519);
    struct mus_ledger_entry entry = rotated(from, to);
    assert_not_followed(&entry, mus_signing_key_public(to));
    assert_not_followed(&entry, mus_signing_key_public(elsewhere));
    entry.as.rotation.key[31] ^= 1;
    assert_not_followed(&entry, mus_signing_key_public(from));
    entry.as.rotation.key[31] ^= 1;
    entry.as.rotation.signature[0] ^= 1;
    assert_not_followed(&entry, mus_signing_key_public(from));
    mus_signing_key_free(elsewhere);
    mus_signing_key_free(to);
    mus_signing_key_free(from);
}

static void assert_not_made(const struct mus_signing_key *from, const struct mus_signing_key *to,
                            const char *message)
{
    struct mus_ledger_entry entry = confirmed_entry();
    struct mus_error err = {0};
    assert_int_equal(mus_rotation_make(from, mus_signing_key_public(to), &entry, &err),
                     MUS_INVALID);
    assert_string_equal(err.message, message);
    assert_int_equal(entry.kind, MUS_LEDGER_CONFIRMED);
}

static void keys_of_one_log_rotate_and_no_others(void **state)
{
    (void)state;
    struct mus_signing_key *log = key_of(1, ORIGIN, MUS_NOTE_ED25519);
    struct mus_signing_key *other = key_of(2, "another.example", MUS_NOTE_ED25519);
    struct mus_signing_key *witness = key_of(3, ORIGIN, MUS_NOTE_COSIGNATURE);
    assert_not_made(log, other,
                    "name: the new key must keep the log's name, \"ledger.example\", found "
                    "\"another.example\"");
    assert_not_made(log, witness, "a witness's key cannot sign for a log");
    assert_not_made(witness, log, "a witness's key cannot sign for a log");
    assert_not_made(log, log, "the new key is the one so far");
    mus_signing_key_free(witness);
    mus_signing_key_free(other);
    mus_signing_key_free(log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_old_key_signs_for_the_new_one_as_documented),
        cmocka_unit_test(the_first_key_leads_to_the_last),
        cmocka_unit_test(the_longest_name_fits),
        cmocka_unit_test(what_the_key_so_far_has_not_signed_is_not_followed),
        cmocka_unit_test(keys_of_one_log_rotate_and_no_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
