#include "codec/mo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

struct message {
    struct mus_text original;
    struct mus_text translation;
};

#define HEADER "Project-Id-Version: x\nContent-Type: text/plain; charset=UTF-8\n"

static void add_word(struct mus_buf *out, uint32_t value, bool big_endian)
{
    mus_buf_add_u32(out, big_endian ? __builtin_bswap32(value) : value);
}

/* A catalogue of these messages, which must be sorted. */
static void make(const struct message *messages, uint32_t count, bool big_endian,
                 struct mus_buf *out)
{
    const uint32_t header[] = {0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0};
    for (size_t i = 0; i < 7; i++) {
        add_word(out, header[i], big_endian);
    }
    uint32_t at = 28 + 16 * count;
    for (size_t i = 0; i < 2 * (size_t)count; i++) {
        struct mus_text text = i < count ? messages[i].original : messages[i - count].translation;
        add_word(out, (uint32_t)text.len, big_endian);
        add_word(out, at, big_endian);
        at += (uint32_t)text.len + 1;
    }
    for (size_t i = 0; i < 2 * (size_t)count; i++) {
        struct mus_text text = i < count ? messages[i].original : messages[i - count].translation;
        mus_buf_add_text(out, text);
        mus_buf_add_byte(out, 0);
    }
}

#define COUNTRIES                                                                                  \
    {                                                                                              \
        {MUS_TEXT(""), MUS_TEXT(HEADER)}, {MUS_TEXT("Germany"), MUS_TEXT("ドイツ")},               \
            {MUS_TEXT("Japan"), MUS_TEXT("日本")}, {MUS_TEXT("day\0days"), MUS_TEXT("日\0日々")},  \
            {MUS_TEXT("short\004Korea"), MUS_TEXT("韓国")},                                        \
    }

static void assert_found(const struct mus_mo *mo, struct mus_text message, const char *expected)
{
    struct mus_text found = mus_mo_find(mo, message);
    assert_non_null(found.ptr);
    assert_true(mus_text_equals(found, expected));
}

static void messages_are_found_in_either_byte_order(void **state)
{
    (void)state;
    const struct message countries[] = COUNTRIES;
    for (int big_endian = 0; big_endian < 2; big_endian++) {
        struct mus_buf file = {0};
        struct mus_mo mo;
        make(countries, 5, big_endian != 0, &file);
        assert_int_equal(mus_mo_open(mus_buf_text(&file), &mo, NULL), MUS_OK);
        assert_found(&mo, MUS_TEXT("Germany"), "ドイツ");
        assert_found(&mo, MUS_TEXT("Japan"), "日本");
        assert_found(&mo, MUS_TEXT("day"), "日");
        assert_found(&mo, MUS_TEXT("short\004Korea"), "韓国");
        assert_found(&mo, MUS_TEXT(""), HEADER);
        mus_buf_done(&file);
    }
}

static void a_message_that_is_not_there_is_not_given(void **state)
{
    (void)state;
    const struct message countries[] = COUNTRIES;
    struct mus_buf file = {0};
    struct mus_mo mo;
    make(countries, 5, false, &file);
    assert_int_equal(mus_mo_open(mus_buf_text(&file), &mo, NULL), MUS_OK);
    assert_null(mus_mo_find(&mo, MUS_TEXT("France")).ptr);
    assert_null(mus_mo_find(&mo, MUS_TEXT("A")).ptr);
    assert_null(mus_mo_find(&mo, MUS_TEXT("zzz")).ptr);
    assert_null(mus_mo_find(&mo, MUS_TEXT("days")).ptr);
    mus_buf_clear(&file);
    make(NULL, 0, false, &file);
    assert_int_equal(mus_mo_open(mus_buf_text(&file), &mo, NULL), MUS_OK);
    assert_null(mus_mo_find(&mo, MUS_TEXT("")).ptr);
    mus_buf_done(&file);
}

static void assert_refused(struct mus_text bytes, const char *message)
{
    struct mus_mo mo;
    struct mus_error err = {0};
    assert_int_equal(mus_mo_open(bytes, &mo, &err), MUS_INVALID);
    assert_string_equal(err.message, message);
}

static void other_files_are_no_catalogue(void **state)
{
    (void)state;
    assert_refused(MUS_TEXT("msgid"), "not a gettext catalogue: only 5 bytes");
    assert_refused(MUS_TEXT("msgid \"Germany\" msgstr \"ドイツ\""), "not a gettext catalogue");
}

/* Changes the word at `at` of a good catalogue. */
static void assert_change_refused(size_t at, uint32_t value, const char *message)
{
    const struct message countries[] = COUNTRIES;
    struct mus_buf file = {0};
    struct mus_buf word = {0};
    make(countries, 5, false, &file);
    mus_buf_add_u32(&word, value);
    memcpy(file.data + at, word.data, 4);
    assert_refused(mus_buf_text(&file), message);
    mus_buf_done(&word);
    mus_buf_done(&file);
}

static void every_offset_is_checked(void **state)
{
    (void)state;
    assert_change_refused(4, 0x20000, "gettext catalogue: unknown revision 2");
    assert_change_refused(8, 0xFFFFFFFF,
                          "gettext catalogue: the table of messages lies outside it");
    assert_change_refused(12, 0xFFFFFFF0,
                          "gettext catalogue: the table of messages lies outside it");
    assert_change_refused(16, 0xFFFFFFF0,
                          "gettext catalogue: the table of translations lies outside it");
    assert_change_refused(28 + 8, 0xFFFFFFFF,
                          "gettext catalogue: text 1 of the messages lies outside it");
    assert_change_refused(28 + 8, 6, "gettext catalogue: text 1 of the messages lies outside it");
    assert_change_refused(28 + 12, 0x7FFFFFFF,
                          "gettext catalogue: text 1 of the messages lies outside it");
    assert_change_refused(68 + 4, 0x7FFFFFFF,
                          "gettext catalogue: text 0 of the translations lies outside it");
}

static void every_shortened_catalogue_is_refused(void **state)
{
    (void)state;
    const struct message countries[] = COUNTRIES;
    struct mus_buf file = {0};
    make(countries, 5, false, &file);
    for (size_t len = 0; len < file.len; len++) {
        struct mus_mo mo;
        assert_int_equal(mus_mo_open((struct mus_text){file.data, len}, &mo, NULL), MUS_INVALID);
    }
    mus_buf_done(&file);
}

static void disorder_and_other_character_sets_are_refused(void **state)
{
    (void)state;
    const struct message unsorted[] = {{MUS_TEXT("b"), MUS_TEXT("1")},
                                       {MUS_TEXT("a"), MUS_TEXT("2")}};
    const struct message twice[] = {{MUS_TEXT("a\0x"), MUS_TEXT("1")},
                                    {MUS_TEXT("a\0y"), MUS_TEXT("2")}};
    const struct message euc[] = {
        {MUS_TEXT(""), MUS_TEXT("Content-Type: text/plain; charset=EUC-JP\n")}};
    struct mus_buf file = {0};
    make(unsorted, 2, false, &file);
    assert_refused(mus_buf_text(&file), "gettext catalogue: message 1 is out of order");
    mus_buf_clear(&file);
    make(twice, 2, false, &file);
    assert_refused(mus_buf_text(&file), "gettext catalogue: message 1 is out of order");
    mus_buf_clear(&file);
    make(euc, 1, false, &file);
    assert_refused(mus_buf_text(&file),
                   "gettext catalogue: its character set is \"EUC-JP\", expected UTF-8");
    mus_buf_done(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_found_in_either_byte_order),
        cmocka_unit_test(a_message_that_is_not_there_is_not_given),
        cmocka_unit_test(other_files_are_no_catalogue),
        cmocka_unit_test(every_offset_is_checked),
        cmocka_unit_test(every_shortened_catalogue_is_refused),
        cmocka_unit_test(disorder_and_other_character_sets_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
