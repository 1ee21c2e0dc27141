#include "profile/company_record.h"

#include "record_fixture.h"

#include "base/mem.h"
#include "profile/company_value.h"

static struct mus_buf encoded(const struct mus_company_record *record)
{
    struct mus_buf buf = {0};
    mus_company_record_encode(record, &buf);
    assert_false(buf.failed);
    return buf;
}

static void a_record_is_decoded_as_it_was(void **state)
{
    (void)state;
    static const char *const texts[] = {
        FULL_COMPANY, SMALL_COMPANY,
        ("{\"id\":\"c-1\",\"languages\":[],\"channels\":[],\"listings\":[],\"hold\":{},"
         "\"declarations\":{},\"consent\":{},\"review\":{}}"),
        "{\"id\":\"c-1\",\"listings\":[{},{\"partner_sought\":{}}]}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_company_record record = record_of(texts[i], &arena);
        record.updated_ms = INT64_MIN;
        struct mus_buf buf = encoded(&record);
        struct mus_company_record again;
        assert_int_equal(mus_company_record_decode(buf.data, buf.len, &arena, &again, &err),
                         MUS_OK);
        mus_field_clear(&record.company, MUS_FIELD_CONTACTS);
        assert_true(mus_company_equal(&record.company, &again.company));
        assert_same_record(&record, &again);
        assert_int_equal(again.created_ms, 1000);
        assert_int_equal(again.updated_ms, INT64_MIN);
        assert_memory_equal(again.supplied_by, record.supplied_by, MUS_FIELD_COUNT);
        mus_buf_done(&buf);
        mus_arena_done(&arena);
    }
}

static void contacts_are_not_among_the_bytes(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record = record_of(FULL_COMPANY, &arena);
    struct mus_buf buf = encoded(&record);
    assert_null(memmem(buf.data, buf.len, "t@example.jp", 12));
    assert_null(memmem(buf.data, buf.len, "田中", 6));
    struct mus_company_record again;
    assert_int_equal(mus_company_record_decode(buf.data, buf.len, &arena, &again, NULL), MUS_OK);
    assert_true(again.has_contacts);
    assert_false(mus_company_has(&again.company, MUS_FIELD_CONTACTS));
    assert_int_equal(again.supplied_by[MUS_FIELD_CONTACTS], 0);
    mus_buf_done(&buf);
    mus_arena_done(&arena);
}

/* The stored format itself: a change of these bytes is a new version. */
static void the_bytes_are_these(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record =
        record_of("{\"id\":\"c-1\",\"source\":{\"name\":\"f\",\"id\":\"1\"},"
                  "\"name\":{\"ja\":\"M\"},\"employees\":258,\"channels\":[\"online\"]}",
                  &arena);
    record.updated_ms = 2000;
    record.supplied_by[MUS_FIELD_CITY] = MUS_BY_PERSON;
    struct mus_buf buf = encoded(&record);
    struct mus_buf expected = {0};
    mus_buf_add(&expected,
                "\x01\x00"                         /* version */
                "\x00"                             /* flags */
                "\xE8\x03\x00\x00\x00\x00\x00\x00" /* created */
                "\xD0\x07\x00\x00\x00\x00\x00\x00" /* updated */
                "\x03\x00\x00\x00"
                "c-1"
                "\x01" /* sources */
                "\x01\x00\x00\x00"
                "f"
                "\x01\x00\x00\x00"
                "1"
                "\x26", /* fields */
                38);
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        bool supplied = field == MUS_FIELD_NAME_JA || field == MUS_FIELD_EMPLOYEES ||
                        field == MUS_FIELD_CHANNELS;
        mus_buf_add_byte(&expected, supplied ? 0 : field == MUS_FIELD_CITY ? 0xFE : 0xFF);
    }
    mus_buf_add(&expected,
                "\x00\x05\x00\x00\x00\x01\x00\x00\x00"
                "M"
                "\x10\x08\x00\x00\x00\x02\x01\x00\x00\x00\x00\x00\x00"
                "\x1E\x02\x00\x00\x00\x02\x00",
                30);
    assert_int_equal(buf.len, expected.len);
    assert_memory_equal(buf.data, expected.data, buf.len);
    mus_buf_done(&buf);
    mus_buf_done(&expected);
    mus_arena_done(&arena);
}

static void bytes_cut_short_anywhere_are_corrupt(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record = record_of(FULL_COMPANY, &arena);
    struct mus_buf buf = encoded(&record);
    size_t accepted = 0;
    for (size_t len = 0; len < buf.len; len++) {
        struct mus_error err = {0};
        struct mus_company_record again;
        char *cut = mus_alloc(len, 1); /* exact, so that the sanitizer sees a step beyond */
        memcpy(cut, buf.data, len);
        enum mus_status status = mus_company_record_decode(cut, len, &arena, &again, &err);
        mus_free(cut);
        accepted += status == MUS_OK;
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_CORRUPT);
            assert_true(strncmp(err.message, "company record: ", 16) == 0);
        }
    }
    /* Only a field at the end can go missing unseen, and then who supplied it is left over. */
    assert_int_equal(accepted, 0);
    mus_buf_done(&buf);
    mus_arena_done(&arena);
}

static void any_flipped_byte_is_corrupt_or_another_whole_record(void **state)
{
    (void)state;
    struct mus_arena whole = {0};
    struct mus_company_record record = record_of(FULL_COMPANY, &whole);
    struct mus_buf buf = encoded(&record);
    static const unsigned char flips[] = {0x01, 0x80, 0xFF};
    for (size_t i = 0; i < buf.len * sizeof flips; i++) {
        struct mus_arena arena = {0};
        struct mus_company_record again;
        size_t at = i / sizeof flips;
        buf.data[at] = (char)(buf.data[at] ^ flips[i % sizeof flips]);
        enum mus_status status = mus_company_record_decode(buf.data, buf.len, &arena, &again, NULL);
        assert_true(status == MUS_OK || status == MUS_CORRUPT);
        if (status == MUS_OK) {
            struct mus_buf second = encoded(&again);
            assert_int_equal(second.len, buf.len);
            assert_memory_equal(second.data, buf.data, buf.len);
            mus_buf_done(&second);
        }
        buf.data[at] = (char)(buf.data[at] ^ flips[i % sizeof flips]);
        mus_arena_done(&arena);
    }
    mus_buf_done(&buf);
    mus_arena_done(&whole);
}

static void assert_corrupt(const char *bytes, size_t len, const char *message)
{
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_company_record record = {.created_ms = 77};
    assert_int_equal(mus_company_record_decode(bytes, len, &arena, &record, &err), MUS_CORRUPT);
    assert_string_equal(err.message, message);
    assert_int_equal(record.created_ms, 77);
    mus_arena_done(&arena);
}

/* Bytes of SMALL_COMPANY's record that are changed, and who says what of it: who reads it whole,
 * and who reads its label alone. */
enum { BY_WHOLE = 1, BY_LABEL = 2 };

static const struct {
    size_t at;
    char byte;
    unsigned told_by;
    const char *message;
} BROKEN[] = {
    {0, 2, BY_WHOLE | BY_LABEL, "company record: version 2, this program reads 1"},
    {1, 1, BY_WHOLE, "company record: version 257, this program reads 1"},
    {2, 2, BY_WHOLE, "company record: broken in its head"},
    {2, 1, BY_WHOLE, "company record: contacts: supplied by nobody"},
    {19, 2, BY_WHOLE | BY_LABEL, "company record: broken in its head"},
    {23, ' ', BY_WHOLE | BY_LABEL, "company record: its id is malformed"},
    {26, 65, BY_WHOLE, "company record: broken in its sources"},
    {27, 39, BY_WHOLE, "company record: broken in its head"},
    {28, 0, BY_WHOLE | BY_LABEL, "company record: name.ja: no source 0"},
    {28, (char)0xFF, BY_WHOLE | BY_LABEL, "company record: name.ja: supplied by nobody"},
    {29, (char)0xFD, BY_WHOLE | BY_LABEL, "company record: name.kana: supplied but not there"},
    {66, 38, BY_WHOLE | BY_LABEL, "company record: field number 38 out of place"},
    {66, MUS_FIELD_CONTACTS, BY_WHOLE, "company record: field number 35 out of place"},
    {66, MUS_FIELD_CITY, BY_WHOLE, "company record: field number 8 out of place"},
    {66, MUS_FIELD_NAME_KANA, BY_WHOLE | BY_LABEL,
     "company record: name.ja: supplied but not there"},
    {67, 11, BY_WHOLE | BY_LABEL, "company record: broken in \"name.ja\""},
    {71, 5, BY_WHOLE | BY_LABEL, "company record: broken in \"name.ja\""},
    {75, (char)0xFF, BY_WHOLE | BY_LABEL, "company record: name.ja: no UTF-8 at byte 0"},
    {66, MUS_FIELD_KIND, BY_LABEL, "company record: name.ja: supplied but not there"},
};

static void broken_bytes_are_named(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record = record_of(SMALL_COMPANY, &arena);
    struct mus_buf good = encoded(&record);
    assert_corrupt("", 0, "company record: broken in its head");
    for (size_t i = 0; i < sizeof BROKEN / sizeof BROKEN[0]; i++) {
        char kept = good.data[BROKEN[i].at];
        good.data[BROKEN[i].at] = BROKEN[i].byte;
        if ((BROKEN[i].told_by & BY_WHOLE) != 0) {
            assert_corrupt(good.data, good.len, BROKEN[i].message);
        }
        good.data[BROKEN[i].at] = kept;
    }
    mus_buf_done(&good);
    mus_arena_done(&arena);
}

static void fields_out_of_order_or_twice_are_corrupt(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record = record_of(SMALL_COMPANY, &arena);
    struct mus_buf buf = encoded(&record);
    mus_buf_add(&buf, "\x08\x06\x00\x00\x00\x02\x00\x00\x00JP", 11);
    assert_corrupt(buf.data, buf.len, "company record: field number 8 out of place");
    mus_buf_done(&buf);
    mus_arena_done(&arena);
}

static void a_count_that_cannot_be_allocates_nothing(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record = record_of("{\"id\":\"c-1\",\"listings\":[]}", &arena);
    struct mus_buf buf = encoded(&record);
    memcpy(buf.data + buf.len - 4, "\xFF\xFF\xFF\xFF", 4);
    assert_corrupt(buf.data, buf.len, "company record: broken in \"listings\"");
    mus_buf_done(&buf);
    mus_arena_done(&arena);
}

static void an_earlier_program_that_knew_fewer_fields_is_read(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record = record_of(SMALL_COMPANY, &arena);
    struct mus_buf buf = encoded(&record);
    const size_t suppliers = 28;
    const size_t known = MUS_FIELD_REVIEW;
    struct mus_buf earlier = {0};
    mus_buf_add(&earlier, buf.data, suppliers - 1);
    mus_buf_add_byte(&earlier, (unsigned char)known);
    mus_buf_add(&earlier, buf.data + suppliers, known);
    mus_buf_add(&earlier, buf.data + suppliers + MUS_FIELD_COUNT,
                buf.len - suppliers - MUS_FIELD_COUNT);
    struct mus_company_record again;
    assert_int_equal(mus_company_record_decode(earlier.data, earlier.len, &arena, &again, NULL),
                     MUS_OK);
    assert_same_record(&record, &again);
    mus_buf_done(&buf);
    mus_buf_done(&earlier);
    mus_arena_done(&arena);
}

static const mus_field_set LABEL = BIT(NAME_JA) | BIT(NAME_KANA) | BIT(NAME_EN) | BIT(COUNTRY);

static void assert_some(const struct mus_buf *buf, mus_field_set fields,
                        const struct mus_company *whole)
{
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_company some;
    struct mus_company expected = {.id = whole->id};
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        if ((fields & whole->given & MUS_FIELD_BIT(field)) != 0) {
            mus_field_take(&expected, whole, (enum mus_field)field);
        }
    }
    assert_int_equal(
        mus_company_record_decode_some(buf->data, buf->len, fields, &arena, &some, &err), MUS_OK);
    assert_int_equal(some.given, expected.given);
    assert_true(mus_company_equal(&some, &expected));
    mus_arena_done(&arena);
}

static void some_fields_are_those_of_the_whole(void **state)
{
    (void)state;
    static const char *const texts[] = {FULL_COMPANY, SMALL_COMPANY, "{\"id\":\"c-1\"}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_company_record record = record_of(texts[i], &arena);
        struct mus_buf buf = encoded(&record);
        mus_field_clear(&record.company, MUS_FIELD_CONTACTS);
        for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
            assert_some(&buf, MUS_FIELD_BIT(field), &record.company);
            assert_some(&buf, LABEL | MUS_FIELD_BIT(field), &record.company);
        }
        assert_some(&buf, 0, &record.company);
        assert_some(&buf, MUS_FIELD_BIT(MUS_FIELD_COUNT) - 1, &record.company);
        mus_buf_done(&buf);
        mus_arena_done(&arena);
    }
}

static enum mus_status decode_label(const char *bytes, size_t len, struct mus_arena *arena,
                                    struct mus_company *out, struct mus_error *err)
{
    return mus_company_record_decode_some(bytes, len, LABEL, arena, out, err);
}

static void a_label_needs_the_bytes_up_to_the_number_behind_it(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record = record_of(FULL_COMPANY, &arena);
    struct mus_buf buf = encoded(&record);
    const char *country = memmem(buf.data, buf.len, "\x08\x06\0\0\0\x02\0\0\0JP", 11);
    assert_non_null(country);
    const size_t enough = (size_t)(country - buf.data) + 11;
    for (size_t len = 0; len <= buf.len; len++) {
        struct mus_error err = {0};
        struct mus_company label = {.employees = 77};
        char *cut = mus_alloc(len, 1); /* exact, so that the sanitizer sees a step beyond */
        memcpy(cut, buf.data, len);
        enum mus_status status = decode_label(cut, len, &arena, &label, &err);
        assert_int_equal(status, len <= enough ? MUS_CORRUPT : MUS_OK);
        if (status != MUS_OK) {
            assert_true(strncmp(err.message, "company record: ", 16) == 0);
            assert_int_equal(label.employees, 77);
        }
        mus_free(cut);
    }
    mus_buf_done(&buf);
    mus_arena_done(&arena);
}

/* What a flipped byte makes of a label, it makes of the whole record too, or it is corrupt. */
static void a_flipped_byte_makes_no_other_label(void **state)
{
    (void)state;
    struct mus_arena whole = {0};
    struct mus_company_record record = record_of(FULL_COMPANY, &whole);
    struct mus_buf buf = encoded(&record);
    struct mus_company label;
    assert_int_equal(decode_label(buf.data, buf.len, &whole, &label, NULL), MUS_OK);
    struct mus_buf flipped = encoded(&record);
    for (size_t i = 0; i < buf.len * 255; i++) {
        struct mus_arena arena = {0};
        struct mus_company other;
        struct mus_company_record again;
        size_t at = i / 255;
        flipped.data[at] = (char)(buf.data[at] ^ (int)(1 + i % 255));
        enum mus_status status = decode_label(flipped.data, flipped.len, &arena, &other, NULL);
        assert_true(status == MUS_OK || status == MUS_CORRUPT);
        if (status == MUS_OK && !mus_company_equal(&label, &other)) {
            assert_int_equal(
                mus_company_record_decode(flipped.data, flipped.len, &arena, &again, NULL), MUS_OK);
        }
        flipped.data[at] = buf.data[at];
        mus_arena_done(&arena);
    }
    mus_buf_done(&flipped);
    mus_buf_done(&buf);
    mus_arena_done(&whole);
}

static void a_broken_label_is_named(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record = record_of(SMALL_COMPANY, &arena);
    struct mus_buf good = encoded(&record);
    for (size_t i = 0; i < sizeof BROKEN / sizeof BROKEN[0]; i++) {
        struct mus_error err = {0};
        struct mus_company label;
        char kept = good.data[BROKEN[i].at];
        good.data[BROKEN[i].at] = BROKEN[i].byte;
        if ((BROKEN[i].told_by & BY_LABEL) != 0) {
            assert_int_equal(decode_label(good.data, good.len, &arena, &label, &err), MUS_CORRUPT);
            assert_string_equal(err.message, BROKEN[i].message);
        }
        good.data[BROKEN[i].at] = kept;
    }
    mus_buf_done(&good);
    mus_arena_done(&arena);
}

static void broken_invariants_are_found(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    const struct mus_company_record good = record_of(FULL_COMPANY, &arena);
    struct mus_error err = {0};
    struct mus_company_record record = good;
    struct mus_source twice[2] = {good.sources[0], good.sources[0]};
    record.sources = twice;
    record.source_count = 2;
    assert_int_equal(mus_company_record_check(&record, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "company record: source 1 stands twice");
    twice[1].id = MUS_NO_TEXT;
    assert_int_equal(mus_company_record_check(&record, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "company record: source 1 is malformed");
    record = good;
    record.source_count = MUS_MAX_SOURCES + 1;
    assert_int_equal(mus_company_record_check(&record, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "company record: 65 sources, at most 64");
    record = good;
    record.has_contacts = false;
    assert_int_equal(mus_company_record_check(&record, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "company record: contacts: not as has_contacts says");
    record = good;
    record.company.given |= UINT64_C(1) << 40;
    assert_int_equal(mus_company_record_check(&record, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "company record: a field that does not exist");
    record = good;
    record.company.employees = -1;
    assert_int_equal(mus_company_record_check(&record, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "company record: employees: -1 is out of range; expected 0 "
                                     "to 10000000");
    mus_arena_done(&arena);
}

static void contacts_are_decoded_as_they_were(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company = company_of(
        "{\"contacts\":[{\"name\":\"田中\",\"email\":\"t@example.jp\"},{\"phone\":\"1\"}]}",
        &arena);
    struct mus_buf buf = {0};
    mus_contacts_encode(company.contacts, &buf);
    struct mus_contacts again;
    assert_int_equal(mus_contacts_decode(buf.data, buf.len, &arena, &again, NULL), MUS_OK);
    assert_int_equal(again.count, 2);
    assert_true(mus_contact_equal(&again.items[0], &company.contacts.items[0]));
    assert_true(mus_contact_equal(&again.items[1], &company.contacts.items[1]));
    for (size_t len = 0; len < buf.len; len++) {
        struct mus_error err = {0};
        assert_int_equal(mus_contacts_decode(buf.data, len, &arena, &again, &err), MUS_CORRUPT);
        assert_string_equal(err.message, "contacts: broken");
    }
    struct mus_error err = {0};
    mus_buf_add_byte(&buf, 0);
    assert_int_equal(mus_contacts_decode(buf.data, buf.len, &arena, &again, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "contacts: broken");
    buf.data[0] = 2;
    assert_int_equal(mus_contacts_decode(buf.data, buf.len, &arena, &again, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "contacts: version 2, this program reads 1");
    buf.data[0] = 1;
    buf.data[10] = (char)0xFF;
    assert_int_equal(mus_contacts_decode(buf.data, buf.len - 1, &arena, &again, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "contacts: contacts[0].name: no UTF-8 at byte 0");
    mus_buf_done(&buf);
    mus_arena_done(&arena);
}

static void every_failing_allocation_is_said(void **state)
{
    (void)state;
    struct mus_arena whole = {0};
    struct mus_company_record record = record_of(FULL_COMPANY, &whole);
    struct mus_buf buf = encoded(&record);
    struct mus_company_record again;
    struct mus_arena measure = {0};
    assert_int_equal(mus_company_record_decode(buf.data, buf.len, &measure, &again, NULL), MUS_OK);
    for (size_t limit = 1; limit < measure.used; limit += 16) {
        struct mus_arena arena = {.limit = limit};
        struct mus_error err = {0};
        assert_int_equal(mus_company_record_decode(buf.data, buf.len, &arena, &again, &err),
                         MUS_NO_MEMORY);
        assert_string_equal(err.message, "out of memory");
        mus_arena_done(&arena);
    }
    struct mus_arena arena = {0};
    mus_mem_fail_at(1, false);
    enum mus_status status = mus_company_record_decode(buf.data, buf.len, &arena, &again, NULL);
    mus_mem_fail_at(0, false);
    assert_int_equal(status, MUS_NO_MEMORY);
    mus_arena_done(&arena);
    mus_buf_done(&buf);
    mus_arena_done(&measure);
    mus_arena_done(&whole);
}

static void encoding_without_memory_is_remembered_by_the_buffer(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record = record_of(FULL_COMPANY, &arena);
    bool failed = true;
    uint64_t n = 0;
    while (failed) {
        struct mus_buf buf = {0};
        mus_mem_fail_at(++n, false);
        mus_company_record_encode(&record, &buf);
        mus_mem_fail_at(0, false);
        failed = buf.failed;
        mus_buf_done(&buf);
    }
    assert_true(n > 1);
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_decoded_as_it_was),
        cmocka_unit_test(contacts_are_not_among_the_bytes),
        cmocka_unit_test(the_bytes_are_these),
        cmocka_unit_test(bytes_cut_short_anywhere_are_corrupt),
        cmocka_unit_test(any_flipped_byte_is_corrupt_or_another_whole_record),
        cmocka_unit_test(broken_bytes_are_named),
        cmocka_unit_test(fields_out_of_order_or_twice_are_corrupt),
        cmocka_unit_test(a_count_that_cannot_be_allocates_nothing),
        cmocka_unit_test(an_earlier_program_that_knew_fewer_fields_is_read),
        cmocka_unit_test(some_fields_are_those_of_the_whole),
        cmocka_unit_test(a_label_needs_the_bytes_up_to_the_number_behind_it),
        cmocka_unit_test(a_flipped_byte_makes_no_other_label),
        cmocka_unit_test(a_broken_label_is_named),
        cmocka_unit_test(broken_invariants_are_found),
        cmocka_unit_test(contacts_are_decoded_as_they_were),
        cmocka_unit_test(every_failing_allocation_is_said),
        cmocka_unit_test(encoding_without_memory_is_remembered_by_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
