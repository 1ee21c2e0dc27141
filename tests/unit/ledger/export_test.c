#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/crypto.h"
#include "ledger/format/export.h"
#include "sample_ledger.h"

enum { ENTRIES = 60, SEEN = 1790000000 };

/* A ledger of 60 entries, 30 of them before its only rotation. */
struct fixture {
    struct sample_ledger ledger;
    struct sample_export export;
    struct mus_export_options options;
    struct mus_error err;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    sample_init(&fixture->ledger, 7);
    sample_grow(&fixture->ledger, 30);
    sample_rotate(&fixture->ledger);
    sample_grow(&fixture->ledger, ENTRIES - 31);
    sample_export(&fixture->ledger, ENTRIES, 0, &fixture->export);
    fixture->options.key = sample_key(&fixture->ledger, 0);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    sample_export_done(&fixture->export);
    sample_done(&fixture->ledger);
    free(fixture);
    return 0;
}

static enum mus_status verify(struct fixture *fixture, struct mus_export_report *report)
{
    struct mus_export bytes = sample_bytes(&fixture->export);
    memset(report, 0, sizeof *report);
    fixture->err = (struct mus_error){0};
    return mus_export_verify(&bytes, &fixture->options, report, &fixture->err);
}

static void accepts(struct fixture *fixture, struct mus_export_report *report)
{
    if (verify(fixture, report) != MUS_OK) {
        fail_msg("%s", fixture->err.message);
    }
}

static void answers(struct fixture *fixture, enum mus_status status, const char *message)
{
    struct mus_export_report report;
    assert_int_equal(verify(fixture, &report), status);
    assert_string_equal(fixture->err.message, message);
    assert_int_equal(fixture->err.status, status);
}

static void refuses(struct fixture *fixture, const char *message)
{
    answers(fixture, MUS_NO, message);
}

/* Where entry `index` begins in entries, its length included. */
static size_t entry_at(const struct fixture *fixture, size_t index)
{
    size_t at = 0;
    for (size_t i = 0; i < index; i++) {
        at += 2 + fixture->ledger.entries[i].bytes.len;
    }
    return at;
}

static size_t line_at(const struct fixture *fixture, size_t index)
{
    size_t at = 0;
    for (size_t i = 0; i < index; at++) {
        i += fixture->export.lines.data[at] == '\n';
    }
    return at;
}

static void cut_out(struct mus_buf *buf, size_t from, size_t to)
{
    memmove(buf->data + from, buf->data + to, buf->len - to);
    buf->len -= to - from;
}

/* The first entry of the kind at or behind `from`. */
static size_t find_kind(const struct fixture *fixture, enum mus_ledger_kind kind, size_t from)
{
    while (fixture->ledger.entries[from].kind != kind) {
        from++;
    }
    return from;
}

static char *line_of(struct fixture *fixture, size_t index, const char *part)
{
    char *found = strstr(fixture->export.lines.data + line_at(fixture, index), part);
    assert_non_null(found);
    return found;
}

static void an_export_is_verified_and_told(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_report report;
    accepts(fixture, &report);
    assert_int_equal(report.checkpoint.size, ENTRIES);
    assert_true(mus_text_equals(report.checkpoint.origin, SAMPLE_ORIGIN));
    assert_true(mus_note_key_equal(&report.key, sample_key(&fixture->ledger, 1)));
    assert_int_equal(report.rotations, 1);
    assert_int_equal(report.first_recorded, SAMPLE_START);
    assert_int_equal(report.last_recorded, SAMPLE_START + 600 * (ENTRIES - 1));
    assert_int_equal(report.witnesses, 0);
    assert_int_equal(report.witnessed_at, 0);
    assert_int_equal(report.since, 0);
    assert_false(report.reach_checked);
}

static void an_empty_ledger_is_verified_too(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_report report;
    sample_export_done(&fixture->export);
    fixture->ledger.key_count = 1;
    sample_export(&fixture->ledger, 0, 0, &fixture->export);
    fixture->ledger.key_count = 2;
    accepts(fixture, &report);
    assert_int_equal(report.checkpoint.size, 0);
    assert_int_equal(report.first_recorded, 0);
    assert_int_equal(report.last_recorded, 0);
    mus_buf_add_byte(&fixture->export.lines, '\n');
    refuses(fixture, "entry 0: entries ends before it, entries.jsonl does not");
}

static void the_book_is_filled_for_counting(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_report report;
    assert_int_equal(mus_book_new(&fixture->options.book, NULL), MUS_OK);
    accepts(fixture, &report);
    assert_int_equal(mus_book_size(fixture->options.book), ENTRIES);
    mus_book_free(fixture->options.book);
}

static void a_line_that_says_something_else_is_told_by_its_key(void **state)
{
    struct fixture *fixture = *state;
    size_t named = find_kind(fixture, MUS_LEDGER_NAMED, 5);
    char message[120];
    char *date = line_of(fixture, named, "\"date\":\"20");
    date[10] ^= 1;
    snprintf(message, sizeof message, "entry %zu: entries and entries.jsonl differ at \"date\"",
             named);
    refuses(fixture, message);
    date[10] ^= 1;
    date[1] = 'f';
    refuses(fixture, message);
    date[1] = 'd';
    char *country = line_of(fixture, named, "\"country\":\"");
    country[11] ^= 1;
    snprintf(message, sizeof message, "entry %zu: entries and entries.jsonl differ at \"country\"",
             named);
    refuses(fixture, message);
    country[11] ^= 1;
    fixture->export.lines.data[line_at(fixture, named)] ^= 1;
    snprintf(message, sizeof message,
             "entry %zu: entries and entries.jsonl differ at the beginning of its line", named);
    refuses(fixture, message);
}

static void a_changed_entry_is_told_by_its_key_or_its_rule(void **state)
{
    struct fixture *fixture = *state;
    size_t reported = find_kind(fixture, MUS_LEDGER_REPORTED, 5);
    char message[160];
    /* by: the last of its sixteen bytes */
    fixture->export.entries.data[entry_at(fixture, reported) + 2 + 25] ^= 1;
    snprintf(message, sizeof message, "entry %zu: entries and entries.jsonl differ at \"by\"",
             reported);
    refuses(fixture, message);
    fixture->export.entries.data[entry_at(fixture, reported) + 2 + 25] ^= 1;
    fixture->export.entries.data[entry_at(fixture, reported) + 2] ^= 4;
    struct mus_export_report report;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    snprintf(message, sizeof message, "entry %zu: ", reported);
    assert_memory_equal(fixture->err.message, message, strlen(message));
}

static void dropped_entries_and_lines_are_told(void **state)
{
    struct fixture *fixture = *state;
    cut_out(&fixture->export.entries, entry_at(fixture, 12), entry_at(fixture, 13));
    struct mus_export_report report;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "entry 12: ", 10);
    cut_out(&fixture->export.lines, line_at(fixture, 12), line_at(fixture, 13));
    refuses(fixture, "entry 12: entries and entries.jsonl differ at \"entry\"");
}

static void missing_and_surplus_ends_are_told(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf *lines = &fixture->export.lines;
    struct mus_buf *entries = &fixture->export.entries;
    size_t whole = lines->len;
    lines->len = line_at(fixture, ENTRIES - 1);
    refuses(fixture, "entry 59: entries.jsonl ends before it");
    lines->len += 20;
    refuses(fixture, "entry 59: entries.jsonl ends within its line");
    lines->len = whole - 1;
    refuses(fixture, "entry 59: entries.jsonl ends within its line");
    lines->len = whole;
    entries->len--;
    refuses(fixture, "entry 59: entries ends within it");
    entries->len++;
    mus_buf_add_byte(entries, 0);
    refuses(fixture, "entry 60: entries ends within it");
    entries->len--;
    mus_buf_add_z(lines, "{}\n");
    refuses(fixture, "entry 60: entries ends before it, entries.jsonl does not");
}

static void both_files_cut_alike_do_not_fit_the_checkpoint(void **state)
{
    struct fixture *fixture = *state;
    fixture->export.entries.len = entry_at(fixture, 50);
    fixture->export.lines.len = line_at(fixture, 50);
    refuses(fixture, "checkpoint, line 2: it is of 60 entries, entries has 50");
}

static void an_entry_replaced_in_both_files_gives_another_root(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf checkpoint = fixture->export.checkpoint;
    size_t named = find_kind(fixture, MUS_LEDGER_NAMED, 40);
    fixture->export.checkpoint = (struct mus_buf){0};
    fixture->ledger.entries[named].bytes.data[25] ^= 1; /* by */
    sample_export_done(&fixture->export);
    sample_export(&fixture->ledger, ENTRIES, 0, &fixture->export);
    mus_buf_done(&fixture->export.checkpoint);
    fixture->export.checkpoint = checkpoint;
    struct mus_export_report report;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "checkpoint, line 3: the 60 entries have root ", 45);
    assert_non_null(strstr(fixture->err.message, "=, the checkpoint says "));
}

static void the_checkpoint_is_read_strictly(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf *checkpoint = &fixture->export.checkpoint;
    char *digit = strstr(checkpoint->data, "\n60\n");
    digit[1] = 'x';
    struct mus_export_report report;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "checkpoint, line 2: ", 20);
    digit[1] = '6';
    checkpoint->data[0] = 'L';
    refuses(fixture, "checkpoint, line 1: the log is \"Ledger.example/matches\", the key is of "
                     "\"ledger.example/matches\"");
    checkpoint->data[0] = 'l';
    checkpoint->len = 0;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "checkpoint: ", 12);
}

static void a_checkpoint_signed_by_another_key_is_refused(void **state)
{
    struct fixture *fixture = *state;
    mus_buf_clear(&fixture->export.checkpoint);
    /* The key before the rotation no longer signs. */
    sample_checkpoint(&fixture->ledger, ENTRIES, 0, 0, &fixture->export.checkpoint);
    struct mus_export_report report;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "checkpoint: ", 12);
}

static void rules_between_entries_hold(void **state)
{
    struct fixture *fixture = *state;
    struct mus_ledger_entry entry = sample_named(&fixture->ledger);
    entry.recorded = SAMPLE_START + 86400;
    entry.as.named.date = mus_date_in_tokyo((int64_t)SAMPLE_START * 1000);
    sample_add(&fixture->ledger, &entry);
    entry.recorded--;
    entry.kind = MUS_LEDGER_SUCCESSION;
    entry.as.succession.date = mus_date_in_tokyo((int64_t)SAMPLE_START * 1000);
    memset(entry.as.succession.from.bytes, 5, MUS_LEDGER_ID_BYTES);
    memset(entry.as.succession.to.bytes, 6, MUS_LEDGER_ID_BYTES);
    sample_add(&fixture->ledger, &entry);
    sample_export_done(&fixture->export);
    sample_export(&fixture->ledger, ENTRIES + 2, 0, &fixture->export);
    struct mus_export_report report;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "entry 61: ", 10);
}

static void keys_are_followed_through_rotations(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_report report;
    sample_rotate(&fixture->ledger);
    sample_grow(&fixture->ledger, 3);
    sample_rotate(&fixture->ledger);
    sample_export_done(&fixture->export);
    sample_export(&fixture->ledger, ENTRIES + 5, 0, &fixture->export);
    for (size_t i = 0; i < 4; i++) {
        fixture->options.key = sample_key(&fixture->ledger, i);
        accepts(fixture, &report);
        assert_true(mus_note_key_equal(&report.key, sample_key(&fixture->ledger, 3)));
        assert_int_equal(report.rotations, 3 - i);
    }
}

static void a_key_that_leads_nowhere_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct mus_note_key other;
    unsigned char bytes[32];
    memcpy(bytes, sample_key(&fixture->ledger, 0)->key, sizeof bytes);
    bytes[0] ^= 1;
    assert_int_equal(
        mus_note_key_make(MUS_TEXT(SAMPLE_ORIGIN), MUS_NOTE_ED25519, bytes, &other, NULL), MUS_OK);
    fixture->options.key = &other;
    struct mus_export_report report;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "entry 30: ", 10);
}

static void a_rotation_that_the_key_before_it_has_not_signed_is_refused(void **state)
{
    struct fixture *fixture = *state;
    sample_rotate(&fixture->ledger);
    struct mus_buf *rotation = &fixture->ledger.entries[ENTRIES].bytes;
    rotation->data[rotation->len - 1] ^= 1;
    sample_export_done(&fixture->export);
    sample_export(&fixture->ledger, ENTRIES + 1, 0, &fixture->export);
    struct mus_export_report report;
    for (size_t i = 0; i < 2; i++) {
        fixture->options.key = sample_key(&fixture->ledger, i);
        assert_int_equal(verify(fixture, &report), MUS_NO);
        assert_memory_equal(fixture->err.message, "entry 60: ", 10);
    }
    /* Whoever holds the last key relies on no rotation before it, but each must be in order. */
    fixture->options.key = sample_key(&fixture->ledger, 2);
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "entry 60: ", 10);
}

static void an_earlier_checkpoint_stands_still(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_report report;
    static const size_t sizes[] = {1, 30, 31, 59, 60};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct mus_buf since = {0};
        sample_checkpoint(&fixture->ledger, sizes[i], sizes[i] > 30 ? 1 : 0, 0, &since);
        fixture->options.since = mus_buf_text(&since);
        accepts(fixture, &report);
        assert_int_equal(report.since, sizes[i]);
        assert_true(report.reach_checked);
        mus_buf_done(&since);
    }
}

static void a_ledger_that_was_rolled_back_is_found(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf since = {0};
    sample_checkpoint(&fixture->ledger, ENTRIES, 1, 0, &since);
    fixture->options.since = mus_buf_text(&since);
    sample_export_done(&fixture->export);
    sample_export(&fixture->ledger, 45, 0, &fixture->export);
    refuses(fixture, "since: the ledger had 60 entries then, the export has 45");
    mus_buf_done(&since);
}

static void a_ledger_that_was_rewritten_is_found(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf since = {0};
    struct mus_buf receipt = {0};
    size_t named = find_kind(fixture, MUS_LEDGER_NAMED, 40);
    char message[160];
    sample_checkpoint(&fixture->ledger, 50, 1, 0, &since);
    sample_receipt(&fixture->ledger, named, 50, 1, 0, &receipt);
    fixture->ledger.entries[named].bytes.data[25] ^= 1;
    sample_export_done(&fixture->export);
    sample_export(&fixture->ledger, ENTRIES, 0, &fixture->export);
    fixture->options.since = mus_buf_text(&since);
    refuses(fixture, "since: the first 50 entries are not those that stood there then");
    fixture->options.since = MUS_NO_TEXT;
    fixture->options.receipt = mus_buf_text(&receipt);
    snprintf(message, sizeof message, "receipt: entry %zu is another one in the export", named);
    refuses(fixture, message);
    mus_buf_done(&since);
    mus_buf_done(&receipt);
}

static void a_receipt_stands_still(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_report report;
    struct mus_buf receipt = {0};
    sample_receipt(&fixture->ledger, 17, 20, 0, 0, &receipt);
    fixture->options.receipt = mus_buf_text(&receipt);
    accepts(fixture, &report);
    assert_true(report.reach_checked);
    assert_int_equal(report.since, 0);
    sample_export_done(&fixture->export);
    fixture->ledger.key_count = 1;
    sample_export(&fixture->ledger, 10, 0, &fixture->export);
    fixture->ledger.key_count = 2;
    refuses(fixture, "receipt: the ledger had 20 entries then, the export has 10");
    mus_buf_done(&receipt);
}

static void the_first_key_is_not_known_to_whoever_holds_a_later_one(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf since = {0};
    struct mus_buf receipt = {0};
    struct mus_export_report report;
    sample_checkpoint(&fixture->ledger, 20, 0, 0, &since);
    sample_receipt(&fixture->ledger, 17, 20, 0, 0, &receipt);
    fixture->options.key = sample_key(&fixture->ledger, 1);
    fixture->options.since = mus_buf_text(&since);
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "since: ", 7);
    fixture->options.since = MUS_NO_TEXT;
    fixture->options.receipt = mus_buf_text(&receipt);
    refuses(fixture, "receipt: not signed by a key that the log is known to have");
    mus_buf_done(&since);
    mus_buf_done(&receipt);
}

static void what_is_given_beside_the_export_and_malformed_is_bad_input(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_report report;
    fixture->options.since = MUS_TEXT("ledger\n");
    assert_int_equal(verify(fixture, &report), MUS_INVALID);
    assert_memory_equal(fixture->err.message, "since: ", 7);
    fixture->options.since = MUS_NO_TEXT;
    fixture->options.receipt = MUS_TEXT("receipt");
    assert_int_equal(verify(fixture, &report), MUS_INVALID);
    assert_memory_equal(fixture->err.message, "receipt: ", 9);
}

static void of_another_log_nothing_follows(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf since = {0};
    sample_checkpoint(&fixture->ledger, 20, 0, 0, &since);
    since.data[0] = 'L';
    fixture->options.since = mus_buf_text(&since);
    refuses(fixture, "since: of the log \"Ledger.example/matches\", the export is of "
                     "\"ledger.example/matches\"");
    mus_buf_done(&since);
}

static void a_witness_must_have_cosigned(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_report report;
    fixture->options.witnesses = mus_signing_key_public(fixture->ledger.witness);
    fixture->options.witness_count = 1;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "checkpoint: ", 12);
    sample_export_done(&fixture->export);
    sample_export(&fixture->ledger, ENTRIES, SEEN, &fixture->export);
    accepts(fixture, &report);
    assert_int_equal(report.witnesses, 1);
    assert_int_equal(report.witnessed_at, SEEN);
    assert_true(report.reach_checked);
}

static void of_two_faults_the_first_is_told(void **state)
{
    struct fixture *fixture = *state;
    char *version = fixture->export.entries.data + entry_at(fixture, 20) + 2;
    char *line = fixture->export.lines.data + line_at(fixture, 19);
    struct mus_export_report report;
    *version ^= 1;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "entry 20: ", 10);
    *line ^= 1;
    refuses(fixture, "entry 19: entries and entries.jsonl differ at the beginning of its line");
    *line ^= 1;
    fixture->export.lines.data[line_at(fixture, 21)] ^= 1;
    assert_int_equal(verify(fixture, &report), MUS_NO);
    assert_memory_equal(fixture->err.message, "entry 20: ", 10);
}

/* Twelve chunks and a part of one. */
static void threads_do_not_change_what_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_report report;
    sample_grow(&fixture->ledger, 3 * 1024 + 100 - ENTRIES);
    sample_export_done(&fixture->export);
    sample_export(&fixture->ledger, fixture->ledger.count, 0, &fixture->export);
    for (size_t threads = 0; threads < 5; threads++) {
        fixture->options.threads = threads;
        accepts(fixture, &report);
        assert_int_equal(report.checkpoint.size, 3172);
    }
    fixture->export.lines.data[line_at(fixture, 3100)] ^= 1;
    fixture->export.lines.data[line_at(fixture, 2047) + 3] ^= 1;
    fixture->export.lines.data[line_at(fixture, 1030)] ^= 1;
    fixture->options.threads = 1000;
    for (size_t threads = 1; threads < 5; threads++) {
        refuses(fixture,
                "entry 1030: entries and entries.jsonl differ at the beginning of its line");
        fixture->options.threads = threads;
    }
    struct mus_buf since = {0};
    fixture->export.lines.data[line_at(fixture, 3100)] ^= 1;
    fixture->export.lines.data[line_at(fixture, 2047) + 3] ^= 1;
    fixture->export.lines.data[line_at(fixture, 1030)] ^= 1;
    for (size_t size = 255; size < 3100; size += 257) {
        mus_buf_clear(&since);
        sample_checkpoint(&fixture->ledger, size, 1, 0, &since);
        fixture->options.since = mus_buf_text(&since);
        accepts(fixture, &report);
    }
    mus_buf_done(&since);
}

static void memory_may_run_out_at_any_moment(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_report report;
    struct mus_buf since = {0};
    struct mus_buf receipt = {0};
    sample_checkpoint(&fixture->ledger, 20, 0, 0, &since);
    sample_receipt(&fixture->ledger, 17, 20, 0, 0, &receipt);
    fixture->options.since = mus_buf_text(&since);
    fixture->options.receipt = mus_buf_text(&receipt);
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    while (status == MUS_NO_MEMORY) {
        mus_mem_fail_at(++n, true);
        status = verify(fixture, &report);
        mus_mem_fail_at(0, false);
    }
    assert_int_equal(status, MUS_OK);
    assert_true(n > 10);
    mus_buf_done(&since);
    mus_buf_done(&receipt);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_export_is_verified_and_told),
        TEST(an_empty_ledger_is_verified_too),
        TEST(the_book_is_filled_for_counting),
        TEST(a_line_that_says_something_else_is_told_by_its_key),
        TEST(a_changed_entry_is_told_by_its_key_or_its_rule),
        TEST(dropped_entries_and_lines_are_told),
        TEST(missing_and_surplus_ends_are_told),
        TEST(both_files_cut_alike_do_not_fit_the_checkpoint),
        TEST(an_entry_replaced_in_both_files_gives_another_root),
        TEST(the_checkpoint_is_read_strictly),
        TEST(a_checkpoint_signed_by_another_key_is_refused),
        TEST(rules_between_entries_hold),
        TEST(keys_are_followed_through_rotations),
        TEST(a_key_that_leads_nowhere_is_refused),
        TEST(a_rotation_that_the_key_before_it_has_not_signed_is_refused),
        TEST(an_earlier_checkpoint_stands_still),
        TEST(a_ledger_that_was_rolled_back_is_found),
        TEST(a_ledger_that_was_rewritten_is_found),
        TEST(a_receipt_stands_still),
        TEST(the_first_key_is_not_known_to_whoever_holds_a_later_one),
        TEST(what_is_given_beside_the_export_and_malformed_is_bad_input),
        TEST(of_another_log_nothing_follows),
        TEST(a_witness_must_have_cosigned),
        TEST(of_two_faults_the_first_is_told),
        TEST(threads_do_not_change_what_is_told),
        TEST(memory_may_run_out_at_any_moment),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
