#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "entry_fixture.h"
#include "ledger/format/entry_view.h"

static struct mus_buf encoded(const struct mus_ledger_entry *entry)
{
    struct mus_buf bytes = {0};
    mus_ledger_entry_encode(entry, &bytes);
    assert_false(bytes.failed);
    return bytes;
}

static void assert_same_side(const struct mus_entry_view *view, unsigned index,
                             const struct mus_ledger_side *side)
{
    struct mus_ledger_side seen = mus_entry_view_side(view, index);
    assert_true(mus_ledger_id_equal(&seen.company, &side->company));
    assert_memory_equal(mus_entry_view_id(view, index), side->company.bytes, MUS_LEDGER_ID_BYTES);
    assert_int_equal(seen.corporate_number, side->corporate_number);
    assert_int_equal(mus_entry_view_number(view, index), side->corporate_number);
    assert_memory_equal(seen.country, side->country, 2);
    assert_int_equal(seen.size, side->size);
    assert_int_equal(seen.kind, side->kind);
}

static void assert_named(const struct mus_ledger_entry *entry)
{
    struct mus_buf bytes = encoded(entry);
    struct mus_entry_view view;
    assert_true(mus_entry_view_read(mus_buf_text(&bytes), &view));
    assert_int_equal(view.date, entry->as.named.date);
    assert_int_equal(view.mark, entry->as.named.stage);
    assert_int_equal(view.count, 1);
    assert_true(mus_text_equal(view.programme, entry->as.named.programme));
    assert_true(mus_text_equal(view.edition, entry->as.named.edition));
    assert_true(mus_text_equal(view.purpose, entry->as.named.purpose));
    assert_int_equal(view.side_count, 2);
    assert_same_side(&view, 0, &entry->as.named.sides[0]);
    assert_same_side(&view, 1, &entry->as.named.sides[1]);
    mus_buf_done(&bytes);
}

static void a_named_entry_is_seen_as_it_is_decoded(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    assert_named(&entry);
    entry = largest_named_entry();
    assert_named(&entry);
    entry.as.named.has_evidence = false;
    entry.as.named.agreement = MUS_TEXT("");
    entry.as.named.edition = MUS_TEXT("");
    assert_named(&entry);
}

static void a_reported_entry_is_seen_as_it_is_decoded(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = reported_entry();
    struct mus_buf bytes = encoded(&entry);
    struct mus_entry_view view;
    assert_true(mus_entry_view_read(mus_buf_text(&bytes), &view));
    assert_int_equal(view.date, entry.as.reported.date);
    assert_int_equal(view.mark, entry.as.reported.side_of_fair);
    assert_int_equal(view.count, 7);
    assert_true(mus_text_equals(view.programme, "FAIR"));
    assert_true(mus_text_equals(view.edition, "18"));
    assert_int_equal(view.purpose.len, 0);
    assert_int_equal(view.side_count, 1);
    assert_same_side(&view, 0, &entry.as.reported.respondent);
    mus_buf_done(&bytes);
}

static void other_kinds_are_not_seen(void **state)
{
    (void)state;
    for (int kind = MUS_LEDGER_CONFIRMED; kind < MUS_LEDGER_KIND_END; kind++) {
        struct mus_ledger_entry entry = entry_of_each(kind);
        struct mus_buf bytes = encoded(&entry);
        struct mus_entry_view view;
        assert_false(mus_entry_view_read(mus_buf_text(&bytes), &view));
        mus_buf_done(&bytes);
    }
}

static void bytes_too_few_or_too_many_are_refused(void **state)
{
    (void)state;
    for (int kind = MUS_LEDGER_NAMED; kind <= MUS_LEDGER_REPORTED; kind++) {
        struct mus_ledger_entry entry = entry_of_each(kind);
        struct mus_buf bytes = encoded(&entry);
        struct mus_entry_view view;
        for (size_t len = 0; len < bytes.len; len++) {
            assert_false(mus_entry_view_read((struct mus_text){bytes.data, len}, &view));
        }
        mus_buf_add_byte(&bytes, 0);
        assert_false(mus_entry_view_read(mus_buf_text(&bytes), &view));
        mus_buf_done(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_named_entry_is_seen_as_it_is_decoded),
        cmocka_unit_test(a_reported_entry_is_seen_as_it_is_decoded),
        cmocka_unit_test(other_kinds_are_not_seen),
        cmocka_unit_test(bytes_too_few_or_too_many_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
