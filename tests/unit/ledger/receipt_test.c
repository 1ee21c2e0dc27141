#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "entry_fixture.h"
#include "ledger/format/receipt.h"
#include "log_fixture.h"

enum { SIZE = 11, INDEX = 5, WITNESSES = 3 };

/* A log of SIZE leaves whose entry INDEX is a named one, and its checkpoint with two of three
 * witnesses' cosignatures. */
struct log {
    struct mus_signing_key *key;
    struct mus_signing_key *witnesses[WITNESSES];
    struct mus_note_key witness_keys[WITNESSES];
    struct mus_buf entry;
    struct mus_merkle_proof proof;
    struct mus_buf checkpoint;
    struct mus_note note;
};

static int make_log(void **state)
{
    static struct log log;
    static const char *const names[WITNESSES] = {"chamber.example", "absent.example",
                                                 "university.example"};
    struct mus_digest leaves[SIZE];
    struct mus_ledger_entry entry = named_entry();
    log = (struct log){.key = key_of(1, ORIGIN, MUS_NOTE_ED25519)};
    mus_ledger_entry_encode(&entry, &log.entry);
    fill_leaves(leaves, SIZE);
    leaves[INDEX] = mus_merkle_leaf(log.entry.data, log.entry.len);
    log.proof = inclusion_of(leaves, INDEX, SIZE);
    const struct mus_checkpoint checkpoint = {
        .origin = MUS_TEXT(ORIGIN), .size = SIZE, .root = root_of(leaves, SIZE)};
    add_checkpoint(&log.checkpoint, log.key, &checkpoint);
    for (size_t i = 0; i < WITNESSES; i++) {
        log.witnesses[i] = key_of((unsigned char)(10 + i), names[i], MUS_NOTE_COSIGNATURE);
        log.witness_keys[i] = *mus_signing_key_public(log.witnesses[i]);
        if (i != 1) {
            sign_too(&log.checkpoint, log.witnesses[i], RECORDED + i);
        }
    }
    assert_int_equal(mus_note_read(mus_buf_text(&log.checkpoint), &log.note, NULL), MUS_OK);
    *state = &log;
    return 0;
}

static int free_log(void **state)
{
    struct log *log = *state;
    for (size_t i = 0; i < WITNESSES; i++) {
        mus_signing_key_free(log->witnesses[i]);
    }
    mus_buf_done(&log->checkpoint);
    mus_buf_done(&log->entry);
    mus_signing_key_free(log->key);
    return 0;
}

/* With the cosignatures of the first `witnesses` keys. */
static struct mus_receipt receipt_of(const struct log *log, size_t witnesses)
{
    struct mus_receipt receipt;
    struct mus_error err = {0};
    if (mus_receipt_make(mus_buf_text(&log->entry), INDEX, &log->proof, &log->note,
                         mus_signing_key_public(log->key), log->witness_keys, witnesses, &receipt,
                         &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return receipt;
}

static struct mus_buf encoded(const struct mus_receipt *receipt)
{
    struct mus_buf bytes = {0};
    mus_receipt_encode(receipt, &bytes);
    assert_false(bytes.failed);
    return bytes;
}

static enum mus_status verify(const struct log *log, const struct mus_receipt *receipt,
                              size_t *confirmed, struct mus_error *err)
{
    return mus_receipt_verify(receipt, mus_signing_key_public(log->key), log->witness_keys,
                              WITNESSES, confirmed, err);
}

static void assert_verified(const struct log *log, const struct mus_receipt *receipt,
                            size_t witnesses)
{
    struct mus_error err = {0};
    size_t confirmed = 99;
    if (verify(log, receipt, &confirmed, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(confirmed, witnesses);
}

static void a_receipt_is_read_back_and_verified(void **state)
{
    const struct log *log = *state;
    const size_t confirmed[] = {0, 1, 1, 2};
    for (size_t given = 0; given <= WITNESSES; given++) {
        struct mus_receipt receipt = receipt_of(log, given);
        struct mus_receipt read;
        struct mus_error err = {0};
        struct mus_buf bytes = encoded(&receipt);
        assert_int_equal(mus_receipt_decode(mus_buf_text(&bytes), &read, &err), MUS_OK);
        assert_int_equal(read.witness_count, confirmed[given]);
        assert_verified(log, &read, confirmed[given]);
        struct mus_buf again = encoded(&read);
        assert_true(mus_text_equal(mus_buf_text(&again), mus_buf_text(&bytes)));
        mus_buf_done(&again);
        mus_buf_done(&bytes);
    }
}

static void the_bytes_are_as_documented(void **state)
{
    const struct log *log = *state;
    struct mus_receipt receipt = receipt_of(log, 1);
    struct mus_buf bytes = encoded(&receipt);
    struct mus_buf expected = {0};
    const struct mus_note_key *key = mus_signing_key_public(log->key);
    mus_buf_add(&expected, "MUSr\x01", 5);
    mus_buf_add_u16(&expected, (uint16_t)log->entry.len);
    mus_buf_add_text(&expected, mus_buf_text(&log->entry));
    mus_buf_add_u64(&expected, INDEX);
    mus_buf_add_u64(&expected, SIZE);
    mus_buf_add_byte(&expected, 4);
    mus_buf_add(&expected, log->proof.digests, (size_t)4 * MUS_DIGEST_BYTES);
    mus_buf_add(&expected, "\x0E" ORIGIN, 15);
    mus_buf_add(&expected, key->id, 4);
    mus_buf_add_byte(&expected, 1);
    mus_buf_add(&expected, log->note.signatures[0].bytes, 64);
    mus_buf_add_byte(&expected, 1);
    mus_buf_add(&expected,
                "\x0F"
                "chamber.example",
                16);
    mus_buf_add(&expected, log->witness_keys[0].id, 4);
    mus_buf_add_u64(&expected, RECORDED);
    mus_buf_add(&expected, log->note.signatures[1].bytes + 8, 64);
    assert_int_equal(log->proof.count, 4);
    assert_int_equal(bytes.len, expected.len);
    assert_memory_equal(bytes.data, expected.data, expected.len);
    mus_buf_done(&expected);
    mus_buf_done(&bytes);
}

/* The most there can be: the largest named entry, a path of 20 digests, the longest name. */
static void the_largest_named_entry_fits_in_one_kibibyte(void **state)
{
    (void)state;
    char origin[MUS_MAX_KEY_NAME + 1] = {0};
    memset(origin, 'o', MUS_MAX_KEY_NAME);
    struct mus_signing_key *key = key_of(1, origin, MUS_NOTE_ED25519);
    struct mus_ledger_entry largest = largest_named_entry();
    struct mus_buf entry = {0};
    struct mus_buf note_bytes = {0};
    struct mus_note note;
    struct mus_error err = {0};
    mus_ledger_entry_encode(&largest, &entry);
    const uint64_t size = UINT64_C(1) << 20;
    struct mus_merkle_proof proof = {.count = 20};
    memset(proof.digests, 0x55, sizeof proof.digests);
    struct mus_checkpoint checkpoint = {.origin = mus_text_of(origin), .size = size};
    struct mus_digest leaf = mus_merkle_leaf(entry.data, entry.len);
    assert_true(mus_merkle_inclusion_root(&leaf, size - 1, size, &proof, &checkpoint.root));
    add_checkpoint(&note_bytes, key, &checkpoint);
    assert_int_equal(mus_note_read(mus_buf_text(&note_bytes), &note, &err), MUS_OK);
    struct mus_receipt receipt;
    assert_int_equal(mus_receipt_make(mus_buf_text(&entry), size - 1, &proof, &note,
                                      mus_signing_key_public(key), NULL, 0, &receipt, &err),
                     MUS_OK);
    struct mus_buf bytes = encoded(&receipt);
    assert_int_equal(bytes.len, 1023);
    assert_int_equal(mus_receipt_verify(&receipt, mus_signing_key_public(key), NULL, 0, NULL, &err),
                     MUS_OK);
    mus_buf_done(&bytes);
    mus_buf_done(&note_bytes);
    mus_buf_done(&entry);
    mus_signing_key_free(key);
}

static void any_bit_flipped_is_found(void **state)
{
    const struct log *log = *state;
    struct mus_receipt receipt = receipt_of(log, 1);
    struct mus_buf bytes = encoded(&receipt);
    for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
        struct mus_receipt read;
        size_t confirmed = 0;
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << (bit % 8)));
        if (mus_receipt_decode(mus_buf_text(&bytes), &read, NULL) == MUS_OK) {
            /* A witness whose name or id is damaged is another one, of whom nothing is known. */
            enum mus_status status = verify(log, &read, &confirmed, NULL);
            assert_true(status == MUS_NO || (status == MUS_OK && confirmed == 0));
        }
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << (bit % 8)));
    }
    mus_buf_done(&bytes);
}

static void assert_corrupt(struct mus_text bytes, const char *message)
{
    struct mus_receipt read;
    struct mus_error err = {0};
    read.index = 99;
    assert_int_equal(mus_receipt_decode(bytes, &read, &err), MUS_CORRUPT);
    assert_string_equal(err.message, message);
    assert_int_equal(read.index, 99);
}

static void a_receipt_cut_anywhere_is_refused(void **state)
{
    const struct log *log = *state;
    struct mus_receipt receipt = receipt_of(log, WITNESSES);
    struct mus_buf bytes = encoded(&receipt);
    for (size_t len = 4; len < bytes.len; len++) {
        assert_corrupt((struct mus_text){bytes.data, len}, "receipt: cut short");
    }
    assert_corrupt((struct mus_text){bytes.data, 3}, "receipt: it does not begin with \"MUSr\"");
    assert_corrupt(MUS_NO_TEXT, "receipt: it does not begin with \"MUSr\"");
    mus_buf_add_byte(&bytes, 0);
    assert_corrupt(mus_buf_text(&bytes), "receipt: bytes behind the end: 1");
    mus_buf_done(&bytes);
}

static void assert_corrupt_receipt(const struct mus_receipt *receipt, const char *message)
{
    struct mus_buf bytes = encoded(receipt);
    assert_corrupt(mus_buf_text(&bytes), message);
    mus_buf_done(&bytes);
}

static void what_no_receipt_says_is_refused(void **state)
{
    const struct log *log = *state;
    const struct mus_receipt good = receipt_of(log, WITNESSES);
    struct mus_receipt receipt = good;
    receipt.index = SIZE;
    assert_corrupt_receipt(&receipt, "receipt: no tree of 11 entries has an entry 11");
    receipt.size = UINT64_C(1) << 63;
    assert_corrupt_receipt(&receipt,
                           "receipt: no tree of 9223372036854775808 entries has an entry 11");
    receipt = good;
    receipt.origin = MUS_TEXT("a b");
    assert_corrupt_receipt(&receipt, "receipt: \"a b\" is no name of a log");
    receipt = good;
    receipt.algorithm = MUS_NOTE_COSIGNATURE;
    assert_corrupt_receipt(&receipt, "receipt: unknown algorithm 4");
    receipt = good;
    receipt.witnesses[1].name = MUS_TEXT("");
    assert_corrupt_receipt(&receipt, "receipt: \"\" is no name of a witness, or stands twice");
    receipt = good;
    receipt.witnesses[1] = receipt.witnesses[0];
    assert_corrupt_receipt(&receipt,
                           "receipt: \"chamber.example\" is no name of a witness, or stands twice");
}

static void counts_and_versions_are_looked_at_first(void **state)
{
    const struct log *log = *state;
    struct mus_receipt receipt = receipt_of(log, 0);
    struct mus_buf bytes = encoded(&receipt);
    size_t digests = 4 + 1 + 2 + log->entry.len + 8 + 8;
    bytes.data[4] = 2;
    assert_corrupt(mus_buf_text(&bytes), "receipt: unknown version 2");
    bytes.data[4] = 1;
    bytes.data[digests] = 65;
    assert_corrupt(mus_buf_text(&bytes), "receipt: no proof has 65 digests");
    bytes.data[digests] = 4;
    bytes.data[bytes.len - 1] = 17;
    assert_corrupt(mus_buf_text(&bytes), "receipt: more than 16 cosignatures");
    mus_buf_done(&bytes);
}

/* Verifying refuses */

static void assert_unverified(const struct log *log, const struct mus_receipt *receipt,
                              const char *message)
{
    struct mus_error err = {0};
    size_t confirmed = 99;
    assert_int_equal(verify(log, receipt, &confirmed, &err), MUS_NO);
    assert_string_equal(err.message, message);
    assert_int_equal(confirmed, 99);
}

static void what_does_not_fit_together_is_refused(void **state)
{
    const struct log *log = *state;
    const struct mus_receipt good = receipt_of(log, WITNESSES);
    struct mus_receipt receipt = good;
    receipt.index = INDEX - 1;
    assert_unverified(log, &receipt,
                      "entry and proof lead to a checkpoint that ledger.example has not signed");
    receipt = good;
    receipt.proof.count--;
    assert_unverified(log, &receipt, "a proof of 3 digests is not one of entry 5 among 11");
    receipt = good;
    receipt.entry.len--;
    assert_unverified(log, &receipt, "entry: cut short");
    receipt = good;
    receipt.origin = MUS_TEXT("another.example");
    assert_unverified(log, &receipt,
                      "the receipt is of \"another.example\", the key is of \"ledger.example\"");
    receipt = good;
    receipt.witnesses[1].time++;
    assert_unverified(log, &receipt, "the signature of university.example does not fit");
}

static void another_key_of_the_same_name_is_refused(void **state)
{
    const struct log *log = *state;
    struct mus_receipt receipt = receipt_of(log, 0);
    struct mus_signing_key *another = key_of(2, ORIGIN, MUS_NOTE_ED25519);
    struct mus_error err = {0};
    assert_int_equal(
        mus_receipt_verify(&receipt, mus_signing_key_public(another), NULL, 0, NULL, &err), MUS_NO);
    assert_ptr_equal(strstr(err.message, "no signature of ledger.example+"), err.message);
    mus_signing_key_free(another);
}

static void a_cosignature_counts_once(void **state)
{
    const struct log *log = *state;
    struct mus_receipt receipt = receipt_of(log, 1);
    const struct mus_note_key twice[] = {log->witness_keys[0], log->witness_keys[0]};
    size_t confirmed = 99;
    assert_int_equal(
        mus_receipt_verify(&receipt, mus_signing_key_public(log->key), twice, 2, &confirmed, NULL),
        MUS_OK);
    assert_int_equal(confirmed, 1);
}

/* Making refuses */

static void assert_not_made(const struct log *log, const struct mus_note *note,
                            const struct mus_note_key *witnesses, size_t witness_count,
                            const char *message)
{
    struct mus_receipt receipt;
    struct mus_error err = {0};
    receipt.index = 99;
    assert_int_equal(mus_receipt_make(mus_buf_text(&log->entry), INDEX, &log->proof, note,
                                      mus_signing_key_public(log->key), witnesses, witness_count,
                                      &receipt, &err),
                     MUS_INVALID);
    assert_string_equal(err.message, message);
    assert_int_equal(receipt.index, 99);
}

static void a_note_that_a_receipt_cannot_stand_for_is_refused(void **state)
{
    const struct log *log = *state;
    struct mus_buf bytes = {0};
    struct mus_note note;
    struct mus_checkpoint checkpoint;
    assert_int_equal(mus_checkpoint_read(log->note.text, &checkpoint, NULL), MUS_OK);
    checkpoint.extensions = MUS_TEXT("more\n");
    add_checkpoint(&bytes, log->key, &checkpoint);
    assert_int_equal(mus_note_read(mus_buf_text(&bytes), &note, NULL), MUS_OK);
    assert_not_made(log, &note, NULL, 0, "checkpoint: a receipt cannot hold its further lines");
    mus_buf_clear(&bytes);
    checkpoint.extensions = MUS_NO_TEXT;
    checkpoint.root.bytes[0] ^= 1;
    add_checkpoint(&bytes, log->key, &checkpoint);
    assert_int_equal(mus_note_read(mus_buf_text(&bytes), &note, NULL), MUS_OK);
    assert_not_made(log, &note, NULL, 0, "proof: it leads to another root than the checkpoint's");
    mus_buf_clear(&bytes);
    checkpoint.size = 3;
    add_checkpoint(&bytes, log->key, &checkpoint);
    assert_int_equal(mus_note_read(mus_buf_text(&bytes), &note, NULL), MUS_OK);
    assert_not_made(log, &note, NULL, 0,
                    "proof: a proof of 4 digests is not one of entry 5 among 3");
    mus_buf_clear(&bytes);
    checkpoint.origin = MUS_TEXT("another.example");
    add_checkpoint(&bytes, log->key, &checkpoint);
    assert_int_equal(mus_note_read(mus_buf_text(&bytes), &note, NULL), MUS_OK);
    assert_not_made(log, &note, NULL, 0,
                    "checkpoint: it is of \"another.example\", the key is of \"ledger.example\"");
    mus_buf_done(&bytes);
}

static void signatures_that_do_not_fit_are_not_taken_along(void **state)
{
    const struct log *log = *state;
    struct mus_note note = log->note;
    note.signatures[0].bytes[5] ^= 1;
    assert_not_made(log, &note, NULL, 0,
                    "checkpoint: the signature of ledger.example does not fit");
    note = log->note;
    note.signatures[1].bytes[70] ^= 1;
    assert_not_made(log, &note, log->witness_keys, 1,
                    "checkpoint: the signature of chamber.example does not fit");
    assert_not_made(log, &log->note, mus_signing_key_public(log->key), 1,
                    "ledger.example is not the key of a witness");
}

static void a_receipt_holds_sixteen_cosignatures(void **state)
{
    const struct log *log = *state;
    enum { MANY = MUS_MAX_RECEIPT_WITNESSES + 1 };
    struct mus_note_key keys[MANY];
    struct mus_buf bytes = {0};
    struct mus_note note;
    mus_buf_add_text(&bytes, mus_buf_text(&log->checkpoint));
    for (size_t i = 0; i < MANY; i++) {
        struct mus_signing_key *key =
            key_of((unsigned char)(100 + i), "witness.example", MUS_NOTE_COSIGNATURE);
        keys[i] = *mus_signing_key_public(key);
        sign_too(&bytes, key, RECORDED);
        mus_signing_key_free(key);
    }
    assert_int_equal(mus_note_read(mus_buf_text(&bytes), &note, NULL), MUS_OK);
    struct mus_receipt receipt;
    struct mus_error err = {0};
    assert_int_equal(mus_receipt_make(mus_buf_text(&log->entry), INDEX, &log->proof, &note,
                                      mus_signing_key_public(log->key), keys, MANY, &receipt, &err),
                     MUS_LIMIT);
    assert_string_equal(err.message, "a receipt holds at most 16 cosignatures");
    assert_int_equal(mus_receipt_make(mus_buf_text(&log->entry), INDEX, &log->proof, &note,
                                      mus_signing_key_public(log->key), keys, MANY - 1, &receipt,
                                      &err),
                     MUS_OK);
    struct mus_buf encoded_bytes = encoded(&receipt);
    struct mus_receipt read;
    assert_int_equal(mus_receipt_decode(mus_buf_text(&encoded_bytes), &read, &err), MUS_OK);
    assert_int_equal(read.witness_count, MUS_MAX_RECEIPT_WITNESSES);
    mus_buf_done(&encoded_bytes);
    mus_buf_done(&bytes);
}

static void everything_survives_every_failing_allocation(void **state)
{
    const struct log *log = *state;
    struct mus_receipt receipt;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_receipt_make(mus_buf_text(&log->entry), INDEX, &log->proof, &log->note,
                                  mus_signing_key_public(log->key), log->witness_keys, WITNESSES,
                                  &receipt, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = verify(log, &receipt, NULL, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        struct mus_buf out = {0};
        mus_mem_fail_at(n, false);
        mus_receipt_encode(&receipt, &out);
        mus_mem_fail_at(0, false);
        failed = out.failed;
        mus_buf_done(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_receipt_is_read_back_and_verified),
        cmocka_unit_test(the_bytes_are_as_documented),
        cmocka_unit_test(the_largest_named_entry_fits_in_one_kibibyte),
        cmocka_unit_test(any_bit_flipped_is_found),
        cmocka_unit_test(a_receipt_cut_anywhere_is_refused),
        cmocka_unit_test(what_no_receipt_says_is_refused),
        cmocka_unit_test(counts_and_versions_are_looked_at_first),
        cmocka_unit_test(what_does_not_fit_together_is_refused),
        cmocka_unit_test(another_key_of_the_same_name_is_refused),
        cmocka_unit_test(a_cosignature_counts_once),
        cmocka_unit_test(a_note_that_a_receipt_cannot_stand_for_is_refused),
        cmocka_unit_test(signatures_that_do_not_fit_are_not_taken_along),
        cmocka_unit_test(a_receipt_holds_sixteen_cosignatures),
        cmocka_unit_test(everything_survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, make_log, free_log);
}
