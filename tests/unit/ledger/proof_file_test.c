#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "ledger/format/proof_file.h"
#include "log_fixture.h"

enum { LEAVES = 12 };

struct log {
    struct mus_signing_key *key;
    struct mus_digest leaves[LEAVES];
    struct mus_buf checkpoints[LEAVES + 1]; /* signed, by size */
};

static int make_log(void **state)
{
    static struct log log;
    log = (struct log){.key = key_of(1, ORIGIN, MUS_NOTE_ED25519)};
    fill_leaves(log.leaves, LEAVES);
    for (size_t size = 0; size <= LEAVES; size++) {
        const struct mus_checkpoint checkpoint = {
            .origin = MUS_TEXT(ORIGIN), .size = size, .root = root_of(log.leaves, size)};
        add_checkpoint(&log.checkpoints[size], log.key, &checkpoint);
    }
    *state = &log;
    return 0;
}

static int free_log(void **state)
{
    struct log *log = *state;
    for (size_t size = 0; size <= LEAVES; size++) {
        mus_buf_done(&log->checkpoints[size]);
    }
    mus_signing_key_free(log->key);
    return 0;
}

static struct mus_proof_file inclusion_file(const struct log *log, uint64_t index, uint64_t size)
{
    return (struct mus_proof_file){
        .index = index,
        .leaf = log->leaves[index],
        .proof = inclusion_of(log->leaves, index, size),
        .checkpoint = mus_buf_text(&log->checkpoints[size]),
    };
}

static struct mus_proof_file consistency_file(const struct log *log, uint64_t old, uint64_t size)
{
    return (struct mus_proof_file){
        .consistency = true,
        .index = old,
        .proof = consistency_of(log->leaves, old, size),
        .old_checkpoint = mus_buf_text(&log->checkpoints[old]),
        .checkpoint = mus_buf_text(&log->checkpoints[size]),
    };
}

static struct mus_buf written(const struct mus_proof_file *proof)
{
    struct mus_buf out = {0};
    mus_proof_file_write(proof, &out);
    assert_false(out.failed);
    return out;
}

static void add_base64_line(struct mus_buf *out, const struct mus_digest *digest)
{
    mus_base64_write(out, digest->bytes, sizeof digest->bytes);
    mus_buf_add_byte(out, '\n');
}

/* Read back, it verifies, and is written as it was. */
static void assert_good(const struct log *log, const struct mus_proof_file *proof)
{
    struct mus_buf file = written(proof);
    struct mus_proof_file read;
    struct mus_error err = {0};
    if (mus_proof_file_read(mus_buf_text(&file), &read, &err) != MUS_OK ||
        mus_proof_file_verify(&read, mus_signing_key_public(log->key), &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    struct mus_buf again = written(&read);
    assert_string_equal(again.data, file.data);
    mus_buf_done(&again);
    mus_buf_done(&file);
}

static void every_entry_of_every_size_is_proved(void **state)
{
    const struct log *log = *state;
    for (uint64_t size = 1; size <= LEAVES; size++) {
        for (uint64_t index = 0; index < size; index++) {
            struct mus_proof_file proof = inclusion_file(log, index, size);
            assert_good(log, &proof);
        }
    }
}

static void every_size_is_proved_to_go_on_from_every_smaller_one(void **state)
{
    const struct log *log = *state;
    for (uint64_t size = 0; size <= LEAVES; size++) {
        for (uint64_t old = 0; old <= size; old++) {
            struct mus_proof_file proof = consistency_file(log, old, size);
            assert_good(log, &proof);
        }
    }
}

static void an_inclusion_proof_reads_so(void **state)
{
    const struct log *log = *state;
    struct mus_proof_file proof = inclusion_file(log, 2, 3);
    struct mus_buf file = written(&proof);
    struct mus_buf expected = {0};
    mus_buf_add_z(&expected, "musubi-inclusion-proof/1\nindex 2\nleaf ");
    add_base64_line(&expected, &log->leaves[2]);
    struct mus_digest other = root_of(log->leaves, 2);
    add_base64_line(&expected, &other);
    mus_buf_add_z(&expected, "\n" ORIGIN "\n3\n");
    assert_true(mus_text_starts(mus_buf_text(&file), mus_buf_text(&expected)));
    mus_buf_done(&expected);
    mus_buf_done(&file);
}

static void a_consistency_proof_reads_so(void **state)
{
    const struct log *log = *state;
    struct mus_proof_file proof = consistency_file(log, 2, 3);
    struct mus_buf file = written(&proof);
    struct mus_buf expected = {0};
    mus_buf_add_z(&expected, "musubi-consistency-proof/1\nold 2\n");
    add_base64_line(&expected, &log->leaves[2]);
    mus_buf_add_byte(&expected, '\n');
    mus_buf_add_text(&expected, mus_buf_text(&log->checkpoints[2]));
    mus_buf_add_byte(&expected, '\n');
    mus_buf_add_text(&expected, mus_buf_text(&log->checkpoints[3]));
    assert_string_equal(file.data, expected.data);
    mus_buf_done(&expected);
    mus_buf_done(&file);
}

/* Reading refuses */

static void assert_unread(struct mus_text bytes, enum mus_status status, const char *message)
{
    struct mus_proof_file read = {.index = 99};
    struct mus_error err = {0};
    assert_int_equal(mus_proof_file_read(bytes, &read, &err), status);
    assert_int_equal(read.index, 99);
    assert_string_equal(err.message, message);
}

#define DIGEST "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

static void what_is_no_proof_is_refused_with_its_line(void **state)
{
    (void)state;
    const char *digest = "line 4: expected a digest in base64 or a blank line";
    assert_unread(MUS_NO_TEXT, MUS_INVALID,
                  "line 1: expected musubi-inclusion-proof/1 or musubi-consistency-proof/1");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/2\n"), MUS_INVALID,
                  "line 1: expected musubi-inclusion-proof/1 or musubi-consistency-proof/1");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\r\n"), MUS_INVALID,
                  "line 1: expected musubi-inclusion-proof/1 or musubi-consistency-proof/1");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\nold 1\n"), MUS_INVALID,
                  "line 2: expected \"index\" and a number");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\nindex 01\n"), MUS_INVALID,
                  "line 2: expected \"index\" and a number");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\nindex \n"), MUS_INVALID,
                  "line 2: expected \"index\" and a number");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\nindex 9223372036854775808\n"), MUS_INVALID,
                  "line 2: expected \"index\" and a number");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\nindex 18446744073709551616\n"), MUS_INVALID,
                  "line 2: expected \"index\" and a number");
    assert_unread(MUS_TEXT("musubi-consistency-proof/1\nold -1\n"), MUS_INVALID,
                  "line 2: expected \"old\" and a size");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\nindex 1\n" DIGEST "\n"), MUS_INVALID,
                  "line 3: expected \"leaf\" and a digest in base64");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\nindex 1\nleaf AA==\n"), MUS_INVALID,
                  "line 3: expected \"leaf\" and a digest in base64");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\nindex 1\nleaf " DIGEST), MUS_INVALID,
                  "line 3: expected \"leaf\" and a digest in base64");
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\nindex 1\nleaf " DIGEST "\n"), MUS_INVALID,
                  digest);
    assert_unread(MUS_TEXT("musubi-inclusion-proof/1\nindex 1\nleaf " DIGEST "\n" DIGEST " \n"),
                  MUS_INVALID, digest);
    assert_unread(MUS_TEXT("musubi-consistency-proof/1\nold 1\n" DIGEST "\n\na\n1\n"), MUS_INVALID,
                  "line 7: expected a blank line behind the old checkpoint");
}

static void a_proof_has_no_more_digests_than_a_tree_has_levels(void **state)
{
    (void)state;
    struct mus_buf file = {0};
    mus_buf_add_z(&file, "musubi-consistency-proof/1\nold 1\n");
    for (size_t i = 0; i <= MUS_MERKLE_MAX_PROOF; i++) {
        mus_buf_add_z(&file, DIGEST "\n");
    }
    assert_unread(mus_buf_text(&file), MUS_INVALID,
                  "line 67: expected a blank line: no proof has more digests");
    mus_buf_done(&file);
}

static void malformed_checkpoints_are_refused_with_their_line(void **state)
{
    const struct log *log = *state;
    struct mus_proof_file proof = inclusion_file(log, 2, 3);
    proof.checkpoint = MUS_TEXT(ORIGIN "\n3\n" DIGEST "\n\nnot a signature\n");
    struct mus_buf file = written(&proof);
    assert_unread(mus_buf_text(&file), MUS_INVALID,
                  "checkpoint: line 5: a signature line begins with \"— \"");
    mus_buf_done(&file);
    proof = consistency_file(log, 2, 3);
    proof.old_checkpoint = MUS_TEXT(ORIGIN "\n-3\n" DIGEST "\n\n— a AAAAAAAA\n");
    file = written(&proof);
    assert_unread(mus_buf_text(&file), MUS_INVALID,
                  "old checkpoint: line 2: expected the size as a decimal number, found \"-3\"");
    mus_buf_done(&file);
}

static void a_proof_cut_anywhere_is_refused(void **state)
{
    const struct log *log = *state;
    struct mus_proof_file proofs[] = {inclusion_file(log, 5, 11), consistency_file(log, 5, 11)};
    for (size_t i = 0; i < 2; i++) {
        struct mus_buf file = written(&proofs[i]);
        for (size_t len = 0; len < file.len; len++) {
            struct mus_proof_file read;
            assert_int_not_equal(
                mus_proof_file_read((struct mus_text){file.data, len}, &read, NULL), MUS_OK);
        }
        mus_buf_done(&file);
    }
}

/* Verifying refuses */

static void assert_unproved(const struct log *log, const struct mus_proof_file *proof,
                            const char *message)
{
    struct mus_error err = {0};
    assert_int_equal(mus_proof_file_verify(proof, mus_signing_key_public(log->key), &err), MUS_NO);
    assert_string_equal(err.message, message);
}

static void any_bit_flipped_is_found(void **state)
{
    const struct log *log = *state;
    struct mus_proof_file proofs[] = {inclusion_file(log, 5, 11), consistency_file(log, 5, 11)};
    for (size_t i = 0; i < 2; i++) {
        struct mus_buf file = written(&proofs[i]);
        for (size_t bit = 0; bit < 8 * file.len; bit++) {
            struct mus_proof_file read;
            file.data[bit / 8] = (char)(file.data[bit / 8] ^ (1 << (bit % 8)));
            if (mus_proof_file_read(mus_buf_text(&file), &read, NULL) == MUS_OK) {
                assert_int_equal(
                    mus_proof_file_verify(&read, mus_signing_key_public(log->key), NULL), MUS_NO);
            }
            file.data[bit / 8] = (char)(file.data[bit / 8] ^ (1 << (bit % 8)));
        }
        mus_buf_done(&file);
    }
}

static void a_proof_of_something_else_is_refused(void **state)
{
    const struct log *log = *state;
    struct mus_proof_file proof = inclusion_file(log, 5, 11);
    proof.index = 11;
    assert_unproved(log, &proof, "index 11 is not among the 11 entries of the checkpoint");
    proof = inclusion_file(log, 5, 11);
    proof.index = 4;
    assert_unproved(log, &proof,
                    "the leaf is not entry 4 of the log: the proof leads to another root than the "
                    "checkpoint's");
    proof = inclusion_file(log, 5, 11);
    proof.proof.count--;
    assert_unproved(log, &proof, "a proof of 3 digests is not one of entry 5 among 11");
    proof = consistency_file(log, 5, 11);
    proof.index = 6;
    assert_unproved(log, &proof, "the proof goes on from 6 entries, the old checkpoint is of 5");
    proof = consistency_file(log, 5, 11);
    proof.proof.digests[1].bytes[0] ^= 1;
    assert_unproved(log, &proof,
                    "the proof does not show that the log of 11 entries begins with that of 5");
    proof = consistency_file(log, 5, 11);
    struct mus_text newer = proof.checkpoint;
    proof.checkpoint = proof.old_checkpoint;
    proof.old_checkpoint = newer;
    proof.index = 11;
    assert_unproved(log, &proof, "the old checkpoint is of 11 entries, the new one of 5 only");
}

static void both_checkpoints_are_signed_by_the_key(void **state)
{
    const struct log *log = *state;
    struct mus_signing_key *another = key_of(2, "another.example", MUS_NOTE_ED25519);
    struct mus_proof_file proof = consistency_file(log, 5, 11);
    struct mus_error err = {0};
    assert_int_equal(mus_proof_file_verify(&proof, mus_signing_key_public(another), &err), MUS_NO);
    assert_ptr_equal(strstr(err.message, "checkpoint: no signature of another.example+"),
                     err.message);
    struct mus_buf old = {0};
    const struct mus_checkpoint checkpoint = {
        .origin = MUS_TEXT(ORIGIN), .size = 5, .root = root_of(log->leaves, 5)};
    add_checkpoint(&old, another, &checkpoint);
    proof.old_checkpoint = mus_buf_text(&old);
    assert_int_equal(mus_proof_file_verify(&proof, mus_signing_key_public(log->key), &err), MUS_NO);
    assert_ptr_equal(strstr(err.message, "old checkpoint: no signature of ledger.example+"),
                     err.message);
    mus_buf_done(&old);
    mus_signing_key_free(another);
}

static void a_key_proves_nothing_of_another_log(void **state)
{
    const struct log *log = *state;
    struct mus_buf note = {0};
    const struct mus_checkpoint checkpoint = {
        .origin = MUS_TEXT("another.example"), .size = 11, .root = root_of(log->leaves, 11)};
    add_checkpoint(&note, log->key, &checkpoint);
    struct mus_proof_file proof = inclusion_file(log, 5, 11);
    proof.checkpoint = mus_buf_text(&note);
    assert_unproved(log, &proof,
                    "checkpoint: it is of \"another.example\", the key is of \"ledger.example\"");
    mus_buf_done(&note);
}

static void a_failing_allocation_is_remembered(void **state)
{
    const struct log *log = *state;
    struct mus_proof_file proof = consistency_file(log, 5, 11);
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        struct mus_buf out = {0};
        mus_mem_fail_at(n, false);
        mus_proof_file_write(&proof, &out);
        mus_mem_fail_at(0, false);
        failed = out.failed;
        mus_buf_done(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_of_every_size_is_proved),
        cmocka_unit_test(every_size_is_proved_to_go_on_from_every_smaller_one),
        cmocka_unit_test(an_inclusion_proof_reads_so),
        cmocka_unit_test(a_consistency_proof_reads_so),
        cmocka_unit_test(what_is_no_proof_is_refused_with_its_line),
        cmocka_unit_test(a_proof_has_no_more_digests_than_a_tree_has_levels),
        cmocka_unit_test(malformed_checkpoints_are_refused_with_their_line),
        cmocka_unit_test(a_proof_cut_anywhere_is_refused),
        cmocka_unit_test(any_bit_flipped_is_found),
        cmocka_unit_test(a_proof_of_something_else_is_refused),
        cmocka_unit_test(both_checkpoints_are_signed_by_the_key),
        cmocka_unit_test(a_key_proves_nothing_of_another_log),
        cmocka_unit_test(a_failing_allocation_is_remembered),
    };
    return cmocka_run_group_tests(tests, make_log, free_log);
}
