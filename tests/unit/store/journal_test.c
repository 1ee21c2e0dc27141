#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/mem.h"
#include "store/journal.h"

static struct mus_journal_entry sample(void)
{
    return (struct mus_journal_entry){
        .at_ms = -5,
        .survivor = MUS_TEXT("c-1"),
        .merged = MUS_TEXT("c-2"),
        .survivor_record = MUS_TEXT("record"),
        .survivor_sealed = MUS_NO_TEXT,
        .merged_record = MUS_TEXT("other"),
        .merged_sealed = MUS_TEXT(""),
        .after = {{1, 2, 3}},
    };
}

static void an_entry_is_read_back_as_written(void **state)
{
    (void)state;
    struct mus_journal_entry entry = sample();
    struct mus_journal_entry back;
    struct mus_buf buf = {0};
    mus_journal_encode(&entry, &buf);
    assert_int_equal(mus_journal_decode(mus_buf_text(&buf), &back, NULL), MUS_OK);
    assert_int_equal(back.at_ms, -5);
    assert_true(mus_text_equals(back.survivor, "c-1"));
    assert_true(mus_text_equals(back.merged, "c-2"));
    assert_true(mus_text_equals(back.survivor_record, "record"));
    assert_null(back.survivor_sealed.ptr);
    assert_true(mus_text_equals(back.merged_record, "other"));
    assert_non_null(back.merged_sealed.ptr);
    assert_int_equal(mus_digest_compare(&back.after, &entry.after), 0);
    mus_buf_done(&buf);
}

static void cut_or_lengthened_entries_are_corrupt(void **state)
{
    (void)state;
    struct mus_journal_entry entry = sample();
    struct mus_journal_entry back;
    struct mus_buf buf = {0};
    struct mus_error err;
    mus_journal_encode(&entry, &buf);
    mus_buf_add_byte(&buf, 0);
    for (size_t len = 0; len <= buf.len; len++) {
        if (len == buf.len - 1) {
            continue;
        }
        struct mus_text cut = {buf.data, len};
        assert_int_equal(mus_journal_decode(cut, &back, &err), MUS_CORRUPT);
        assert_string_equal(err.message, "journal entry: malformed");
    }
    buf.data[0] = 9;
    assert_int_equal(mus_journal_decode(mus_buf_text(&buf), &back, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "journal entry: unknown version 9");
    mus_buf_done(&buf);
}

static void the_digest_tells_record_and_contacts_apart(void **state)
{
    (void)state;
    struct mus_digest a = mus_journal_digest(MUS_TEXT("ab"), MUS_TEXT("c"));
    struct mus_digest b = mus_journal_digest(MUS_TEXT("a"), MUS_TEXT("bc"));
    struct mus_digest c = mus_journal_digest(MUS_TEXT("ab"), MUS_TEXT("c"));
    assert_int_not_equal(mus_digest_compare(&a, &b), 0);
    assert_int_equal(mus_digest_compare(&a, &c), 0);
}

static void running_out_of_memory_is_remembered_by_the_buffer(void **state)
{
    (void)state;
    struct mus_journal_entry entry = sample();
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_buf buf = {0};
        mus_mem_fail_at(n, false);
        mus_journal_encode(&entry, &buf);
        mus_mem_fail_at(0, false);
        status = mus_buf_check(&buf, NULL);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_buf_done(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_read_back_as_written),
        cmocka_unit_test(cut_or_lengthened_entries_are_corrupt),
        cmocka_unit_test(the_digest_tells_record_and_contacts_apart),
        cmocka_unit_test(running_out_of_memory_is_remembered_by_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
