#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/crypto.h"
#include "crypto/note.h"

/* The example in the documentation of golang.org/x/mod/sumdb/note. */
static const char PETER_KEY[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
static const char PETER_NOTE[] = "If you think cryptography is the answer to your problem,\n"
                                 "then you don't know what your problem is.\n"
                                 "\n"
                                 "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuG"
                                 "UgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

/* A checkpoint that a log of Certificate Transparency published, with signatures of the log (by
 * two algorithms, one of which is unknown here) and of witnesses. */
static const char ARCHE_KEY[] = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+"
                                "AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";
static const char REMORA_KEY[] =
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
static const char ARCHE_NOTE[] =
    "arche2025h1.staging.ct.transparency.dev\n"
    "1432088532\n"
    "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"
    "\n"
    "— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREP"
    "MHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n"
    "— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3"
    "NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n"
    "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9s"
    "XTynk5XeU/zZ0WBxtqB0DrAWfBw==\n";

static struct mus_note_key key_of(const char *text)
{
    struct mus_note_key key;
    assert_int_equal(mus_note_key_read(mus_text_of(text), &key, NULL), MUS_OK);
    return key;
}

static struct mus_note note_of(const char *text)
{
    struct mus_note note;
    assert_int_equal(mus_note_read(mus_text_of(text), &note, NULL), MUS_OK);
    return note;
}

static void assert_text(struct mus_text got, const char *expected)
{
    assert_int_equal(got.len, strlen(expected));
    assert_memory_equal(got.ptr, expected, got.len);
}

static void a_published_note_verifies(void **state)
{
    (void)state;
    struct mus_note_key key = key_of(PETER_KEY);
    struct mus_note note = note_of(PETER_NOTE);
    uint64_t time = 7;
    assert_text(note.text, "If you think cryptography is the answer to your problem,\n"
                           "then you don't know what your problem is.\n");
    assert_int_equal(note.count, 1);
    assert_text(note.signatures[0].name, "PeterNeumann");
    assert_int_equal(note.signatures[0].len, MUS_SIGNATURE_BYTES);
    assert_text(note.signatures[0].line, strstr(PETER_NOTE, "— "));
    assert_int_equal(mus_note_verify(&note, &key, &time, NULL), MUS_OK);
    assert_int_equal(time, 0);
}

static void a_published_checkpoint_verifies_with_its_witness(void **state)
{
    (void)state;
    struct mus_note_key log = key_of(ARCHE_KEY);
    struct mus_note_key witness = key_of(REMORA_KEY);
    struct mus_note note = note_of(ARCHE_NOTE);
    struct mus_checkpoint checkpoint;
    uint64_t time = 0;
    assert_int_equal(note.count, 3);
    assert_int_equal(log.algorithm, MUS_NOTE_ED25519);
    assert_int_equal(witness.algorithm, MUS_NOTE_COSIGNATURE);
    assert_int_equal(mus_note_verify(&note, &log, NULL, NULL), MUS_OK);
    assert_int_equal(mus_note_verify(&note, &witness, &time, NULL), MUS_OK);
    assert_int_equal(time, 1779573024); /* 2026-05-23T21:50:24Z */
    assert_int_equal(mus_checkpoint_read(note.text, &checkpoint, NULL), MUS_OK);
    assert_text(checkpoint.origin, "arche2025h1.staging.ct.transparency.dev");
    assert_int_equal(checkpoint.size, 1432088532);
    assert_int_equal(checkpoint.root.bytes[0], 0x53);
    assert_int_equal(checkpoint.extensions.len, 0);
}

static void expect_no(const char *text, const struct mus_note_key *key, const char *message)
{
    struct mus_note note = note_of(text);
    struct mus_error err;
    uint64_t time = 7;
    assert_int_equal(mus_note_verify(&note, key, &time, &err), MUS_NO);
    assert_string_equal(err.message, message);
    assert_int_equal(time, 7);
}

/* Every byte of the text, and the signature's too, as far as it stays a note. */
static void an_altered_note_verifies_with_no_key(void **state)
{
    (void)state;
    struct mus_note_key peter = key_of(PETER_KEY);
    struct mus_note_key witness = key_of(REMORA_KEY);
    char altered[sizeof ARCHE_NOTE];
    for (size_t i = 0; PETER_NOTE[i + 1] != '\n' || PETER_NOTE[i] != '\n'; i++) {
        strcpy(altered, PETER_NOTE);
        altered[i] ^= 1;
        struct mus_note note;
        if (mus_note_read(mus_text_of(altered), &note, NULL) == MUS_OK) {
            assert_int_equal(mus_note_verify(&note, &peter, NULL, NULL), MUS_NO);
        }
    }
    strcpy(altered, ARCHE_NOTE);
    *strstr(altered, "AAAABqEiEgPlfF") = 'B'; /* in the time of the witness */
    expect_no(altered, &witness, "the signature of remora.n621.de does not fit");
    strcpy(altered, ARCHE_NOTE);
    *strstr(altered, "432088532") = '5';
    expect_no(altered, &witness, "the signature of remora.n621.de does not fit");
}

static void a_key_that_did_not_sign_is_told_from_one_that_did(void **state)
{
    (void)state;
    struct mus_note_key peter = key_of(PETER_KEY);
    struct mus_note_key other;
    expect_no(ARCHE_NOTE, &peter, "no signature of PeterNeumann+c74f20a3");
    assert_int_equal(
        mus_note_key_make(MUS_TEXT("Peter"), MUS_NOTE_ED25519, peter.key, &other, NULL), MUS_OK);
    expect_no(PETER_NOTE, &other, "no signature of Peter+428d3eed");
    other = peter; /* the same name and id, another key */
    other.key[0] ^= 1;
    expect_no(PETER_NOTE, &other, "the signature of PeterNeumann does not fit");
    other = peter; /* a signature without a time is no cosignature */
    other.algorithm = MUS_NOTE_COSIGNATURE;
    expect_no(PETER_NOTE, &other, "the signature of PeterNeumann does not fit");
}

static void each_signature_that_claims_the_key_must_fit(void **state)
{
    (void)state;
    struct mus_note_key peter = key_of(PETER_KEY);
    char twice[2 * sizeof PETER_NOTE];
    snprintf(twice, sizeof twice, "%s%s", PETER_NOTE, strstr(PETER_NOTE, "— "));
    struct mus_note note = note_of(twice);
    assert_int_equal(note.count, 2);
    assert_int_equal(mus_note_verify(&note, &peter, NULL, NULL), MUS_OK);
    char *last = strstr(twice, "AM=\n— ") + 4;
    *strstr(last, "x08go/Z") = 'x';
    strstr(last, "x08go/Z")[6] = 'Y';
    expect_no(twice, &peter, "the signature of PeterNeumann does not fit");
}

static void a_key_is_written_as_it_was_read(void **state)
{
    (void)state;
    static const char *const keys[] = {PETER_KEY, ARCHE_KEY, REMORA_KEY};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct mus_note_key key = key_of(keys[i]);
        struct mus_note_key again;
        struct mus_buf back = {0};
        mus_note_key_write(&key, &back);
        assert_string_equal(back.data, keys[i]);
        assert_int_equal(
            mus_note_key_make(mus_text_of(key.name), key.algorithm, key.key, &again, NULL), MUS_OK);
        assert_true(mus_note_key_equal(&key, &again));
        again.key[31] ^= 1;
        assert_false(mus_note_key_equal(&key, &again));
        mus_buf_done(&back);
    }
}

static void what_is_no_verification_key_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *because;
    } bad[] = {
        {"", "expected a verification key as NAME+8 hex digits+base64"},
        {"PeterNeumann", "expected a verification key as NAME+8 hex digits+base64"},
        {"PeterNeumann+c74f20a3", "expected a verification key as NAME+8 hex digits+base64"},
        {"PeterNeumann+c74f20a3+", "expected a verification key as NAME+8 hex digits+base64"},
        {"P+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
         "expected a verification key as NAME+8 hex digits+base64"},
        {"P+c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
         "expected a verification key as NAME+8 hex digits+base64"},
        {"P+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
         "expected a verification key as NAME+8 hex digits+base64"},
        {"P+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAAAA",
         "expected a verification key as NAME+8 hex digits+base64"},
        {"P+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
         "expected a verification key as NAME+8 hex digits+base64"},
        {"P+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy1w==",
         "a key of 30 bytes, expected 32"},
        {"P+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "unknown algorithm 2"},
        {"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
         "the key's id is c74f20a3, not c74f20a4"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct mus_note_key key;
        struct mus_error err;
        assert_int_equal(mus_note_key_read(mus_text_of(bad[i].text), &key, &err), MUS_INVALID);
        assert_string_equal(strstr(err.message, "\": ") + 3, bad[i].because);
    }
}

static void names_hold_neither_white_space_nor_plus(void **state)
{
    (void)state;
    static const char *const bad[] = {"",  "a b", "a+b", "a\tb", "a\nb",    "a\x7f",   "a\xff",
                                      "+", " a",  "a ",  "a　b", "a\u00a0", "a\u2028b"};
    static const unsigned char bytes[32] = {0};
    struct mus_note_key key;
    struct mus_error err;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(mus_note_is_name(mus_text_of(bad[i])));
        assert_int_equal(
            mus_note_key_make(mus_text_of(bad[i]), MUS_NOTE_ED25519, bytes, &key, &err),
            MUS_INVALID);
    }
    assert_string_equal(err.message,
                        "\"a\u2028b\": expected a key's name of 1 to 64 bytes without white space, "
                        "control characters and plus");
    char longest[MUS_MAX_KEY_NAME + 2];
    memset(longest, 'n', sizeof longest);
    longest[sizeof longest - 1] = 0;
    assert_false(mus_note_is_name(mus_text_of(longest)));
    longest[MUS_MAX_KEY_NAME] = 0;
    assert_true(mus_note_is_name(mus_text_of(longest)));
    assert_int_equal(mus_note_key_make(mus_text_of(longest), MUS_NOTE_ED25519, bytes, &key, &err),
                     MUS_OK);
    assert_string_equal(key.name, longest);
    assert_true(mus_note_is_name(MUS_TEXT("kitakyushu.example/北九州/ledger")));
}

static void expect_bad_note(struct mus_text text, enum mus_status status, const char *message)
{
    struct mus_note note = {.count = 99};
    struct mus_error err;
    assert_int_equal(mus_note_read(text, &note, &err), status);
    assert_string_equal(err.message, message);
    assert_int_equal(note.count, 99);
}

static void what_is_no_note_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message;
    } bad[] = {
        {"", "no blank line between the text and its signatures"},
        {"a\n", "no blank line between the text and its signatures"},
        {"a\n— n AAAAAAA=\n", "no blank line between the text and its signatures"},
        {"\n— n AAAAAAA=\n", "no blank line between the text and its signatures"},
        {"a\n\n", "line 3: expected a signature, found the end"},
        {"a\n\n— n AAAAAAA=\n\n", "line 5: expected a signature, found the end"},
        {"a\n\n— n AAAAAAA=", "line 3: no line feed at its end"},
        {"a\n\n— n AAAAAAA=\n— n AAAAAAA=", "line 4: no line feed at its end"},
        {"a\n\nb\n\nc\n", "line 5: a signature line begins with \"— \""},
        {"a\n\n- n AAAAAAA=\n", "line 3: a signature line begins with \"— \""},
        {"a\n\n—n AAAAAAA=\n", "line 3: a signature line begins with \"— \""},
        {"a\n\n— n\n", "line 3: expected \"— NAME SIGNATURE\", without plus in the name"},
        {"a\n\n—  AAAAAAA=\n", "line 3: expected \"— NAME SIGNATURE\", without plus in the name"},
        {"a\n\n— a+b AAAAAAA=\n",
         "line 3: expected \"— NAME SIGNATURE\", without plus in the name"},
        {"a\n\n— n  AAAAAAA=\n",
         "line 3: expected base64 of a key's id and a signature, found \" AAAAAAA=\""},
        {"a\n\n— n AAAAAAA= \n",
         "line 3: expected base64 of a key's id and a signature, found \"AAAAAAA= \""},
        {"a\n\n— n AAAAAA==\n",
         "line 3: expected base64 of a key's id and a signature, found \"AAAAAA==\""},
        {"a\n\n— n AAAAAAB=\n",
         "line 3: expected base64 of a key's id and a signature, found \"AAAAAAB=\""},
        {"a\n\n— n AAAAAAA\n",
         "line 3: expected base64 of a key's id and a signature, found \"AAAAAAA\""},
        {"a\r\n\n— n AAAAAAA=\n", "line 1: control character U+000D"},
        {"a\nb\t\n\n— n AAAAAAA=\n", "line 2: control character U+0009"},
        {"a\n\xff\n\n— n AAAAAAA=\n", "line 2: not UTF-8"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        expect_bad_note(mus_text_of(bad[i].text), MUS_INVALID, bad[i].message);
    }
    expect_bad_note((struct mus_text){"a\0\n\n— n AAAAAAA=\n", 18}, MUS_INVALID,
                    "line 1: control character U+0000");
}

static void a_text_may_hold_blank_lines_and_signatures(void **state)
{
    (void)state;
    struct mus_note note = note_of("a\n\n— n AAAAAAA=\n\n— m AAAAAAE=\n");
    assert_text(note.text, "a\n\n— n AAAAAAA=\n");
    assert_int_equal(note.count, 1);
    assert_text(note.signatures[0].name, "m");
    assert_int_equal(note.signatures[0].len, 1);
    assert_int_equal(note.signatures[0].bytes[0], 1);
}

/* A signature that is longer than any of ours, as later algorithms have them. */
static void a_long_signature_is_kept_by_its_length(void **state)
{
    (void)state;
    static unsigned char bytes[2424];
    struct mus_buf text = {0};
    struct mus_note_key key = key_of(PETER_KEY);
    memset(bytes, 7, sizeof bytes);
    for (size_t len = 1; len <= 124 + 4; len++) {
        mus_buf_clear(&text);
        mus_buf_add_z(&text, "a\n\n");
        mus_note_write_signature(&key, bytes, len, &text);
        struct mus_note note = note_of(text.data);
        assert_int_equal(note.signatures[0].len, len);
        assert_memory_equal(note.signatures[0].id, key.id, sizeof key.id);
        assert_memory_equal(note.signatures[0].bytes, bytes, len);
    }
    mus_buf_clear(&text);
    mus_buf_add_z(&text, "a\n\n— other.algorithm ");
    for (size_t i = 0; i < sizeof bytes / 3; i++) {
        mus_buf_add_z(&text, "BwcH");
    }
    mus_buf_add_byte(&text, '\n');
    struct mus_note note = note_of(text.data);
    assert_int_equal(note.signatures[0].len, sizeof bytes - 4);
    assert_memory_equal(note.signatures[0].bytes, bytes, sizeof note.signatures[0].bytes);
    memcpy(text.data + text.len - 101, "====", 4); /* padding before the end */
    expect_bad_note(
        mus_buf_text(&text), MUS_INVALID,
        "line 3: expected base64 of a key's id and a signature, found \"BwcHBwcHBwcHBwcH"
        "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH\"");
    mus_buf_done(&text);
}

static void a_note_has_its_limits(void **state)
{
    (void)state;
    struct mus_buf text = {0};
    mus_buf_add_z(&text, "a\n\n");
    for (int i = 0; i < MUS_MAX_NOTE_SIGNATURES; i++) {
        mus_buf_printf(&text, "— n%d AAAAAAA=\n", i);
    }
    assert_int_equal(note_of(text.data).count, MUS_MAX_NOTE_SIGNATURES);
    mus_buf_add_z(&text, "— n AAAAAAA=\n");
    expect_bad_note(mus_buf_text(&text), MUS_LIMIT, "line 67: more than 64 signatures");
    mus_buf_clear(&text);
    while (text.len < MUS_MAX_NOTE_BYTES - strlen("\n\n— n AAAAAAA=\n")) {
        mus_buf_add_byte(&text, 'a');
    }
    mus_buf_add_z(&text, "\n\n— n AAAAAAA=\n");
    assert_int_equal(note_of(text.data).count, 1);
    mus_buf_add_byte(&text, '\n');
    expect_bad_note(mus_buf_text(&text), MUS_LIMIT, "65537 bytes, expected at most 65536");
    mus_buf_done(&text);
}

#define ROOT "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"

static void a_checkpoint_is_written_as_it_was_read(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "a\n0\n" ROOT,
        "an origin with spaces\n7\n" ROOT,
        "a\n9223372036854775807\n" ROOT,
        "a\n10\n" ROOT "one extension\nand another\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mus_checkpoint checkpoint;
        struct mus_buf back = {0};
        assert_int_equal(mus_checkpoint_read(mus_text_of(texts[i]), &checkpoint, NULL), MUS_OK);
        mus_checkpoint_write(&checkpoint, &back);
        assert_string_equal(back.data, texts[i]);
        mus_buf_done(&back);
    }
}

static void what_is_no_checkpoint_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message;
    } bad[] = {
        {"", "line 1: expected the log's origin"},
        {"a", "line 1: expected the log's origin"},
        {"\n7\n" ROOT, "line 1: expected the log's origin"},
        {"a\n", "line 2: expected the size as a decimal number, found \"\""},
        {"a\n7", "line 2: expected the size as a decimal number, found \"7\""},
        {"a\n\n" ROOT, "line 2: expected the size as a decimal number, found \"\""},
        {"a\n07\n" ROOT, "line 2: expected the size as a decimal number, found \"07\""},
        {"a\n00\n" ROOT, "line 2: expected the size as a decimal number, found \"00\""},
        {"a\n-7\n" ROOT, "line 2: expected the size as a decimal number, found \"-7\""},
        {"a\n+7\n" ROOT, "line 2: expected the size as a decimal number, found \"+7\""},
        {"a\n7 \n" ROOT, "line 2: expected the size as a decimal number, found \"7 \""},
        {"a\n7e3\n" ROOT, "line 2: expected the size as a decimal number, found \"7e3\""},
        {"a\n9223372036854775808\n" ROOT,
         "line 2: expected the size as a decimal number, found \"9223372036854775808\""},
        {"a\n18446744073709551617\n" ROOT,
         "line 2: expected the size as a decimal number, found \"18446744073709551617\""},
        {"a\n7\n", "line 3: expected the root as base64 of 32 bytes"},
        {"a\n7\n\n", "line 3: expected the root as base64 of 32 bytes"},
        {"a\n7\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=",
         "line 3: expected the root as base64 of 32 bytes"},
        {"a\n7\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Rp=\n",
         "line 3: expected the root as base64 of 32 bytes"},
        {"a\n7\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC\n",
         "line 3: expected the root as base64 of 32 bytes"},
        {"a\n7\n " ROOT, "line 3: expected the root as base64 of 32 bytes"},
        {"a\n7\n" ROOT "\n", "line 4: empty"},
        {"a\n7\n" ROOT "b\n\nc\n", "line 5: empty"},
        {"a\n7\n" ROOT "b\nc", "line 5: no line feed at its end"},
        {"a\r\n7\n" ROOT, "line 1: control character U+000D"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct mus_checkpoint checkpoint = {.size = 99};
        struct mus_error err;
        assert_int_equal(mus_checkpoint_read(mus_text_of(bad[i].text), &checkpoint, &err),
                         MUS_INVALID);
        assert_string_equal(err.message, bad[i].message);
        assert_int_equal(checkpoint.size, 99);
    }
}

static void running_out_of_memory_is_said(void **state)
{
    (void)state;
    struct mus_note_key witness = key_of(REMORA_KEY);
    struct mus_note note = note_of(ARCHE_NOTE);
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    while (status != MUS_OK) {
        mus_mem_fail_at(++n, false);
        status = mus_note_verify(&note, &witness, NULL, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_true(n < 100);
    }
    assert_true(n > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_published_note_verifies),
        cmocka_unit_test(a_published_checkpoint_verifies_with_its_witness),
        cmocka_unit_test(an_altered_note_verifies_with_no_key),
        cmocka_unit_test(a_key_that_did_not_sign_is_told_from_one_that_did),
        cmocka_unit_test(each_signature_that_claims_the_key_must_fit),
        cmocka_unit_test(a_key_is_written_as_it_was_read),
        cmocka_unit_test(what_is_no_verification_key_is_refused),
        cmocka_unit_test(names_hold_neither_white_space_nor_plus),
        cmocka_unit_test(what_is_no_note_is_refused_with_its_line),
        cmocka_unit_test(a_text_may_hold_blank_lines_and_signatures),
        cmocka_unit_test(a_long_signature_is_kept_by_its_length),
        cmocka_unit_test(a_note_has_its_limits),
        cmocka_unit_test(a_checkpoint_is_written_as_it_was_read),
        cmocka_unit_test(what_is_no_checkpoint_is_refused_with_its_line),
        cmocka_unit_test(running_out_of_memory_is_said),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
