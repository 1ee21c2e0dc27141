#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/mem.h"
#include "crypto/crypto.h"
#include "ledger/format/witness.h"
#include "sample_ledger.h"

enum { NOW = 1790000000 };

/* A witness's folder that is not there yet, and a ledger of 40 entries. */
struct fixture {
    char top[32];
    char *dir;
    struct sample_ledger ledger;
    struct mus_buf line;
    struct mus_error err;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    snprintf(fixture->top, sizeof fixture->top, "/tmp/musubi-XXXXXX");
    fixture->dir = mkdtemp(fixture->top) == NULL ? NULL : mus_path_join(fixture->top, "state");
    sample_init(&fixture->ledger, 11);
    sample_grow(&fixture->ledger, 40);
    *state = fixture;
    return fixture->dir == NULL;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    enum mus_status status = mus_tree_remove(fixture->top, NULL);
    sample_done(&fixture->ledger);
    mus_buf_done(&fixture->line);
    mus_free(fixture->dir);
    free(fixture);
    return status != MUS_OK;
}

/* Goes on from `old` to `size` with a proof that it does so from `shown`. */
static enum mus_status ask_with(struct fixture *fixture, uint64_t old, uint64_t shown,
                                uint64_t size)
{
    struct mus_buf checkpoint = {0};
    sample_checkpoint(&fixture->ledger, size, 0, 0, &checkpoint);
    struct mus_witness_request request = {
        .old = old,
        .proof = sample_consistency(&fixture->ledger, shown, size),
        .checkpoint = mus_buf_text(&checkpoint),
    };
    mus_buf_clear(&fixture->line);
    fixture->err = (struct mus_error){0};
    enum mus_status status =
        mus_witness_add(fixture->dir, &request, sample_key(&fixture->ledger, 0),
                        fixture->ledger.witness, NOW, &fixture->line, &fixture->err);
    mus_buf_done(&checkpoint);
    return status;
}

static enum mus_status ask(struct fixture *fixture, uint64_t old, uint64_t size)
{
    return ask_with(fixture, old, old < size ? old : size, size);
}

static void takes(struct fixture *fixture, uint64_t old, uint64_t size)
{
    if (ask(fixture, old, size) != MUS_OK) {
        fail_msg("%s", fixture->err.message);
    }
}

static void refused(const struct fixture *fixture, enum mus_status status, enum mus_status expected,
                    const char *message)
{
    assert_int_equal(status, expected);
    assert_string_equal(fixture->err.message, message);
    assert_int_equal(fixture->line.len, 0);
}

/* The size that the witness saw last. */
static uint64_t last(const struct fixture *fixture)
{
    struct mus_buf bytes = {0};
    struct mus_note note;
    struct mus_checkpoint checkpoint = {0};
    assert_int_equal(mus_witness_last(fixture->dir, MUS_TEXT(SAMPLE_ORIGIN), &bytes, NULL), MUS_OK);
    if (bytes.len > 0) {
        assert_int_equal(mus_note_read(mus_buf_text(&bytes), &note, NULL), MUS_OK);
        assert_int_equal(mus_checkpoint_read(note.text, &checkpoint, NULL), MUS_OK);
    }
    mus_buf_done(&bytes);
    return checkpoint.size;
}

static void a_growing_log_is_cosigned(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(last(fixture), 0);
    takes(fixture, 0, 10);
    assert_int_equal(last(fixture), 10);
    takes(fixture, 10, 31);
    takes(fixture, 31, 31);
    takes(fixture, 31, 40);
    assert_int_equal(last(fixture), 40);
}

static void the_cosignature_fits_the_checkpoint(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf note_bytes = {0};
    struct mus_note note;
    uint64_t time = 0;
    takes(fixture, 0, 10);
    sample_checkpoint(&fixture->ledger, 10, 0, 0, &note_bytes);
    mus_buf_add_text(&note_bytes, mus_buf_text(&fixture->line));
    assert_int_equal(mus_note_read(mus_buf_text(&note_bytes), &note, NULL), MUS_OK);
    assert_int_equal(note.count, 2);
    assert_int_equal(
        mus_note_verify(&note, mus_signing_key_public(fixture->ledger.witness), &time, NULL),
        MUS_OK);
    assert_int_equal(time, NOW);
    mus_buf_done(&note_bytes);
}

static void a_log_that_was_rolled_back_is_refused(void **state)
{
    struct fixture *fixture = *state;
    takes(fixture, 0, 30);
    refused(fixture, ask(fixture, 20, 20), MUS_NO,
            "the log was rolled back: it had 30 entries when last seen, this checkpoint has 20");
    refused(fixture, ask(fixture, 0, 29), MUS_NO,
            "the log was rolled back: it had 30 entries when last seen, this checkpoint has 29");
    refused(fixture, ask(fixture, 30, 20), MUS_NO,
            "the log was rolled back: it had 30 entries when last seen, this checkpoint has 20");
    assert_int_equal(last(fixture), 30);
}

static void a_log_that_was_rewritten_is_refused(void **state)
{
    struct fixture *fixture = *state;
    takes(fixture, 0, 30);
    fixture->ledger.entries[12].bytes.data[25] ^= 1;
    refused(fixture, ask(fixture, 30, 30), MUS_NO,
            "the log was rewritten: its 30 entries had another root when last seen");
    refused(fixture, ask(fixture, 30, 40), MUS_NO,
            "the proof does not show that the first 30 of the 40 entries are those last seen");
    assert_int_equal(last(fixture), 30);
}

static void a_proof_from_elsewhere_shows_nothing(void **state)
{
    struct fixture *fixture = *state;
    takes(fixture, 0, 30);
    refused(fixture, ask_with(fixture, 30, 29, 40), MUS_NO,
            "the proof does not show that the first 30 of the 40 entries are those last seen");
    refused(fixture, ask_with(fixture, 30, 0, 40), MUS_NO,
            "the proof does not show that the first 30 of the 40 entries are those last seen");
}

static void who_goes_on_from_elsewhere_is_told_where_the_log_was(void **state)
{
    struct fixture *fixture = *state;
    refused(fixture, ask(fixture, 10, 30), MUS_CONFLICT,
            "the log was at 0 when last seen, the request goes on from 10");
    takes(fixture, 0, 30);
    refused(fixture, ask(fixture, 20, 40), MUS_CONFLICT,
            "the log was at 30 when last seen, the request goes on from 20");
    refused(fixture, ask(fixture, 0, 30), MUS_CONFLICT,
            "the log was at 30 when last seen, the request goes on from 0");
    refused(fixture, ask(fixture, 41, 40), MUS_INVALID,
            "the request goes on from 41, its checkpoint has 40 entries");
}

static void only_the_logs_own_signature_counts(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf checkpoint = {0};
    sample_rotate(&fixture->ledger);
    sample_checkpoint(&fixture->ledger, 10, 1, 0, &checkpoint);
    struct mus_witness_request request = {.checkpoint = mus_buf_text(&checkpoint)};
    assert_int_equal(mus_witness_add(fixture->dir, &request, sample_key(&fixture->ledger, 0),
                                     fixture->ledger.witness, NOW, &fixture->line, &fixture->err),
                     MUS_INVALID);
    assert_memory_equal(fixture->err.message, "checkpoint: ", 12);
    struct mus_note_key other = *sample_key(&fixture->ledger, 1);
    assert_int_equal(
        mus_note_key_make(MUS_TEXT("other.example"), MUS_NOTE_ED25519, other.key, &other, NULL),
        MUS_OK);
    enum mus_status status =
        mus_witness_add(fixture->dir, &request, &other, fixture->ledger.witness, NOW,
                        &fixture->line, &fixture->err);
    refused(fixture, status, MUS_INVALID,
            "checkpoint, line 1: the log is \"ledger.example/matches\", the key is of "
            "\"other.example\"");
    mus_buf_done(&checkpoint);
}

static void a_logs_key_is_no_witnesss_key(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf checkpoint = {0};
    sample_checkpoint(&fixture->ledger, 10, 0, 0, &checkpoint);
    struct mus_witness_request request = {.checkpoint = mus_buf_text(&checkpoint)};
    enum mus_status status =
        mus_witness_add(fixture->dir, &request, sample_key(&fixture->ledger, 0),
                        fixture->ledger.keys[0], NOW, &fixture->line, &fixture->err);
    refused(fixture, status, MUS_INVALID,
            "the key of \"ledger.example/matches\" is no witness's key");
    mus_buf_done(&checkpoint);
}

static void one_process_at_a_time(void **state)
{
    struct fixture *fixture = *state;
    char message[120];
    int fd = -1;
    assert_int_equal(mus_folder_take(fixture->dir, &fd, NULL), MUS_OK);
    snprintf(message, sizeof message, "%s: another process is writing here", fixture->dir);
    refused(fixture, ask(fixture, 0, 10), MUS_CONFLICT, message);
    close(fd);
    takes(fixture, 0, 10);
}

static char *state_file(const struct fixture *fixture)
{
    struct mus_digest digest =
        mus_digest_of(MUS_DIGEST_SHA256, SAMPLE_ORIGIN, sizeof SAMPLE_ORIGIN - 1);
    char name[80] = "";
    for (size_t i = 0; i < MUS_DIGEST_BYTES; i++) {
        snprintf(name + 2 * i, 3, "%02x", digest.bytes[i]);
    }
    return mus_path_join(fixture->dir, name);
}

static void a_damaged_state_is_told_and_not_overwritten(void **state)
{
    struct fixture *fixture = *state;
    char *path = state_file(fixture);
    takes(fixture, 0, 10);
    int fd = open(path, O_WRONLY);
    assert_int_equal(pwrite(fd, "L", 1, 0), 1);
    char message[200];
    snprintf(message, sizeof message, "%s: of another log, \"Ledger.example/matches\"", path);
    refused(fixture, ask(fixture, 10, 20), MUS_CORRUPT, message);
    assert_int_equal(ftruncate(fd, 40), 0);
    assert_int_equal(ask(fixture, 10, 20), MUS_CORRUPT);
    assert_memory_equal(fixture->err.message, path, strlen(path));
    assert_int_equal(ftruncate(fd, 0), 0);
    snprintf(message, sizeof message, "%s: it is empty", path);
    refused(fixture, ask(fixture, 0, 5), MUS_CORRUPT, message);
    assert_int_equal(ftruncate(fd, MUS_MAX_NOTE_BYTES + 1), 0);
    snprintf(message, sizeof message, "%s: larger than any checkpoint", path);
    refused(fixture, ask(fixture, 10, 20), MUS_CORRUPT, message);
    close(fd);
    mus_free(path);
}

static void nothing_is_given_out_that_is_not_kept(void **state)
{
    struct fixture *fixture = *state;
    char *path = state_file(fixture);
    takes(fixture, 0, 10);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(ask(fixture, 10, 20), MUS_IO);
    assert_int_equal(fixture->line.len, 0);
    mus_free(path);
}

static void memory_may_run_out_at_any_moment(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf checkpoint = {0};
    takes(fixture, 0, 10);
    sample_checkpoint(&fixture->ledger, 20, 0, 0, &checkpoint);
    struct mus_witness_request request = {.old = 10,
                                          .proof = sample_consistency(&fixture->ledger, 10, 20),
                                          .checkpoint = mus_buf_text(&checkpoint)};
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_buf line = {0};
        mus_mem_fail_at(n, true);
        status = mus_witness_add(fixture->dir, &request, sample_key(&fixture->ledger, 0),
                                 fixture->ledger.witness, NOW, &line, &fixture->err);
        mus_mem_fail_at(0, false);
        assert_int_equal(line.len > 0, status == MUS_OK);
        mus_buf_done(&line);
    }
    assert_int_equal(status, MUS_OK);
    assert_int_equal(last(fixture), 20);
    mus_buf_done(&checkpoint);
}

static void a_request_is_read_as_it_was_written(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf checkpoint = {0};
    struct mus_buf bytes = {0};
    struct mus_buf again = {0};
    struct mus_witness_request back;
    sample_checkpoint(&fixture->ledger, 37, 0, 0, &checkpoint);
    struct mus_witness_request request = {.old = 10,
                                          .proof = sample_consistency(&fixture->ledger, 10, 37),
                                          .checkpoint = mus_buf_text(&checkpoint)};
    mus_witness_request_write(&request, &bytes);
    assert_memory_equal(bytes.data, "old 10\n", 7);
    assert_int_equal(mus_witness_request_read(mus_buf_text(&bytes), &back, NULL), MUS_OK);
    assert_int_equal(back.old, 10);
    assert_int_equal(back.proof.count, request.proof.count);
    assert_true(mus_text_equal(back.checkpoint, request.checkpoint));
    mus_witness_request_write(&back, &again);
    assert_true(mus_text_equal(mus_buf_text(&again), mus_buf_text(&bytes)));
    mus_buf_done(&checkpoint);
    mus_buf_done(&bytes);
    mus_buf_done(&again);
}

static void other_requests_are_refused_with_the_line(void **state)
{
    (void)state;
    static const char digest[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"", "line 1: expected \"old \" and a size, found \"\""},
        {"old 12", "line 1: expected \"old \" and a size, found \"old 12\""},
        {"new 12\n\n", "line 1: expected \"old \" and a size, found \"new 12\""},
        {"old 012\n\n", "line 1: expected \"old \" and a size, found \"old 012\""},
        {"old -1\n\n", "line 1: expected \"old \" and a size, found \"old -1\""},
        {"old \n\n", "line 1: expected \"old \" and a size, found \"old \""},
        {"old 9223372036854775808\n\n",
         "line 1: expected \"old \" and a size, found \"old 9223372036854775808\""},
        {"old 1\n", "line 2: expected a digest in base64 or a blank line, found the end"},
        {"old 1\nAAAA\n\n", "line 2: expected a digest in base64 or a blank line, found \"AAAA\""},
        {"old 1\n\n", "line 3: expected the checkpoint, found the end"},
    };
    struct mus_witness_request request;
    struct mus_error err;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(mus_witness_request_read(mus_text_of(rows[i].text), &request, &err),
                         MUS_INVALID);
        assert_string_equal(err.message, rows[i].message);
    }
    struct mus_buf many = {0};
    mus_buf_add_z(&many, "old 1\n");
    for (size_t i = 0; i < 63; i++) {
        mus_buf_add_z(&many, digest);
    }
    mus_buf_add_z(&many, "\nx");
    assert_int_equal(mus_witness_request_read(mus_buf_text(&many), &request, &err), MUS_OK);
    assert_int_equal(request.proof.count, 63);
    many.len -= 2;
    mus_buf_add_z(&many, digest);
    mus_buf_add_z(&many, "\nx");
    assert_int_equal(mus_witness_request_read(mus_buf_text(&many), &request, &err), MUS_INVALID);
    assert_string_equal(err.message, "line 65: a proof has at most 63 lines");
    mus_buf_done(&many);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_growing_log_is_cosigned),
        TEST(the_cosignature_fits_the_checkpoint),
        TEST(a_log_that_was_rolled_back_is_refused),
        TEST(a_log_that_was_rewritten_is_refused),
        TEST(a_proof_from_elsewhere_shows_nothing),
        TEST(who_goes_on_from_elsewhere_is_told_where_the_log_was),
        TEST(only_the_logs_own_signature_counts),
        TEST(a_logs_key_is_no_witnesss_key),
        TEST(one_process_at_a_time),
        TEST(a_damaged_state_is_told_and_not_overwritten),
        TEST(nothing_is_given_out_that_is_not_kept),
        TEST(memory_may_run_out_at_any_moment),
        TEST(a_request_is_read_as_it_was_written),
        cmocka_unit_test(other_requests_are_refused_with_the_line),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
