#include "codec/encoding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define BYTES(literal) MUS_TEXT(literal)

static void assert_text(struct mus_text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

/* Decodes the bytes in pieces of at most `step`, with U+FFFD for what is bad. */
static void decode(enum mus_encoding encoding, struct mus_text bytes, size_t step,
                   struct mus_buf *out)
{
    struct mus_decoder *decoder = NULL;
    assert_int_equal(mus_decoder_new(encoding, 0, &decoder, NULL), MUS_OK);
    struct mus_decoded decoded;
    do {
        size_t len = bytes.len < step ? bytes.len : step;
        struct mus_text piece = {bytes.ptr, len};
        assert_int_equal(mus_decoder_feed(decoder, piece, len == bytes.len, out, &decoded, NULL),
                         MUS_OK);
        if (decoded.bad_len > 0) {
            mus_buf_add_char(out, 0xFFFD);
        } else {
            assert_int_equal(decoded.used, len);
        }
        bytes.ptr += decoded.used;
        bytes.len -= decoded.used;
    } while (bytes.len > 0 || decoded.bad_len > 0);
    mus_decoder_free(decoder);
}

static void assert_decodes(enum mus_encoding encoding, struct mus_text bytes, const char *expected)
{
    for (size_t step = 1; step <= bytes.len + 1; step++) {
        struct mus_buf out = {0};
        decode(encoding, bytes, step, &out);
        assert_text(mus_buf_text(&out), expected);
        mus_buf_done(&out);
    }
}

/* The message about the first bad byte, also if the bytes come one at a time. */
static void assert_refuses(enum mus_encoding encoding, struct mus_text bytes, const char *message)
{
    for (size_t step = 1; step <= bytes.len; step++) {
        struct mus_decoder *decoder = NULL;
        struct mus_buf out = {0};
        struct mus_error err = {0};
        struct mus_decoded decoded = {0};
        assert_int_equal(mus_decoder_new(encoding, 0, &decoder, &err), MUS_OK);
        for (size_t at = 0; decoded.bad_len == 0;) {
            size_t len = bytes.len - at < step ? bytes.len - at : step;
            assert_int_equal(mus_decoder_feed(decoder, (struct mus_text){bytes.ptr + at, len},
                                              at + len == bytes.len, &out, &decoded, &err),
                             MUS_OK);
            assert_true(decoded.bad_len > 0 || at + len < bytes.len);
            at += decoded.used;
        }
        assert_int_equal(mus_decoder_refuse(decoder, &decoded, &err), MUS_INVALID);
        assert_string_equal(err.message, message);
        mus_buf_done(&out);
        mus_decoder_free(decoder);
    }
}

struct fact {
    const char *bytes;
    const char *utf8;
};

static void cp932_is_decoded_as_windows_does(void **state)
{
    (void)state;
    static const struct fact FACTS[] = {
        {"\xFB\xFC", "髙"},
        {"\xEE\xE0", "髙"}, /* the same from NEC's selection */
        {"\xFA\xB1", "﨑"},
        {"\xED\x95", "﨑"},
        {"\x87\x40", "①"},
        {"\x87\x8A", "㈱"},
        {"\xFA\x40", "ⅰ"},
        {"\xEE\xEF", "ⅰ"},
        {"\x81\x60", "～"}, /* U+FF5E, not U+301C */
        {"\x81\x61", "∥"},  /* U+2225, not U+2016 */
        {"\x81\x7C", "－"}, /* U+FF0D, not U+2212 */
        {"\x81\x91", "￠"},
        {"\x81\x92", "￡"},
        {"\x81\xCA", "￢"},
        {"\x81\x5C", "―"},  /* U+2015 */
        {"\x83\x5C", "ソ"}, /* second byte: backslash */
        {"\x95\x5C", "表"},
        {"\x94\x5C", "能"},
        {"\x83\x7C", "ポ"}, /* second byte: bar */
        {"\x5C\x7E", "\\~"},
        {"\xB1\xDF", "ｱﾟ"},
        {"\xF0\x40", "\xEE\x80\x80"}, /* U+E000, the first of the user's own */
        {"\xF9\xFC", "\xEE\x9D\x97"}, /* U+E757, the last */
        {"\x80", "\xC2\x80"},
        {"\xA0\xFD\xFE\xFF", "\xEF\xA3\xB0\xEF\xA3\xB1\xEF\xA3\xB2\xEF\xA3\xB3"},
    };
    for (size_t i = 0; i < sizeof FACTS / sizeof FACTS[0]; i++) {
        assert_decodes(MUS_ENCODING_CP932, mus_text_of(FACTS[i].bytes), FACTS[i].utf8);
    }
}

/* All pairs of bytes, once compared one by one with Python's decoder and with Microsoft's table
 * of code page 932: 9,604 are characters, which together have this hash. */
static void every_pair_of_bytes_has_its_known_character(void **state)
{
    (void)state;
    struct mus_decoder *decoder = NULL;
    struct mus_buf all = {0};
    size_t count = 0;
    assert_int_equal(mus_decoder_new(MUS_ENCODING_CP932, 1, &decoder, NULL), MUS_OK);
    for (int first = 0x81; first <= 0xFC; first++) {
        for (int second = 0; second <= 0xFF && (first < 0xA0 || first > 0xDF); second++) {
            char pair[2] = {(char)first, (char)second};
            struct mus_decoded decoded = {0};
            size_t before = all.len;
            assert_int_equal(
                mus_decoder_feed(decoder, (struct mus_text){pair, 2}, true, &all, &decoded, NULL),
                MUS_OK);
            count += decoded.bad_len == 0;
            assert_true(decoded.bad_len == 0 || all.len == before);
        }
    }
    assert_int_equal(count, 9604);
    assert_true(mus_text_hash(mus_buf_text(&all)) == UINT64_C(0xab7d4a3b1876dc72));
    mus_buf_done(&all);
    mus_decoder_free(decoder);
}

static void euc_jp_is_decoded_with_both_planes_and_katakana(void **state)
{
    (void)state;
    assert_decodes(MUS_ENCODING_EUC_JP, BYTES("a\xC6\xFC\xCB\xDC/\x8E\xB1\x8F\xB0\xA1"),
                   "a日本/ｱ丂");
    assert_decodes(MUS_ENCODING_EUC_JP, BYTES("\xA1\xC1\xA1\xDD\xC0\xB6\xBF\xE5\n"), "〜−清水\n");
}

static void what_euc_jp_lacks_is_bad_and_what_follows_is_not(void **state)
{
    (void)state;
    assert_refuses(MUS_ENCODING_EUC_JP, BYTES("ab\xC6\n"), "byte 0xC6 at offset 2 is not EUC-JP");
    assert_refuses(MUS_ENCODING_EUC_JP, BYTES("\xA9\xA1"), "byte 0xA9 at offset 0 is not EUC-JP");
    assert_refuses(MUS_ENCODING_EUC_JP, BYTES("\x8F\xB0"),
                   "bytes 0x8F 0xB0 at offset 0 are not EUC-JP");
    assert_refuses(MUS_ENCODING_EUC_JP, BYTES("a\x80"), "byte 0x80 at offset 1 is not EUC-JP");
    assert_decodes(MUS_ENCODING_EUC_JP, BYTES("\xC6\n\xC6\xFC\xFF\x8E"),
                   "\xEF\xBF\xBD\n日\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void bad_bytes_are_named_and_passed_over(void **state)
{
    (void)state;
    assert_refuses(MUS_ENCODING_CP932, BYTES("ab\x81\x0A"), "byte 0x81 at offset 2 is not CP932");
    assert_refuses(MUS_ENCODING_CP932, BYTES("\x83\x5C\x81\xAD"),
                   "byte 0x81 at offset 2 is not CP932");
    assert_refuses(MUS_ENCODING_CP932, BYTES("\x81"), "byte 0x81 at offset 0 is not CP932");
    assert_refuses(MUS_ENCODING_UTF8, BYTES("\xE3\x81\x82\xE3\x81,"),
                   "bytes 0xE3 0x81 at offset 3 are not UTF-8");
    assert_refuses(MUS_ENCODING_UTF8, BYTES("a\xC0\x80"), "byte 0xC0 at offset 1 is not UTF-8");
    assert_refuses(MUS_ENCODING_UTF8, BYTES("a\xF0\x9F\x98"),
                   "bytes 0xF0 0x9F 0x98 at offset 1 are not UTF-8");
    assert_refuses(MUS_ENCODING_UTF16LE, BYTES("a\0\x00\xDC"),
                   "bytes 0x00 0xDC at offset 2 are not UTF-16LE");
    assert_refuses(MUS_ENCODING_UTF16LE, BYTES("a\0b"), "byte 0x62 at offset 2 is not UTF-16LE");

    assert_decodes(MUS_ENCODING_CP932,
                   BYTES("ab\x81\x0A"
                         "cd"),
                   "ab\xEF\xBF\xBD\ncd");
    assert_decodes(MUS_ENCODING_CP932, BYTES("\x81\xAD\xB1"), "\xEF\xBF\xBDｭｱ");
    assert_decodes(MUS_ENCODING_UTF8, BYTES("\xE3\x81,\x80\xED\xA0\x80"),
                   "\xEF\xBF\xBD,\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_decodes(MUS_ENCODING_UTF16LE, BYTES("\x3D\xD8\x41\x00\x3D\xD8"),
                   "\xEF\xBF\xBD"
                   "A\xEF\xBF\xBD");
}

static void a_byte_order_mark_is_left_out_at_the_beginning_only(void **state)
{
    (void)state;
    assert_decodes(MUS_ENCODING_UTF8, BYTES("\xEF\xBB\xBF会\xEF\xBB\xBF社"), "会\xEF\xBB\xBF社");
    assert_decodes(MUS_ENCODING_UTF8, BYTES("\xEF\xBB"), "\xEF\xBF\xBD");
    assert_decodes(MUS_ENCODING_UTF16LE, BYTES("\xFF\xFE\x1A\x4F\x3D\xD8\x00\xDE"), "会😀");
    assert_decodes(MUS_ENCODING_UTF16LE, BYTES("\x1A\x4F"), "会");
}

static void a_decoder_that_starts_in_the_middle_counts_from_there(void **state)
{
    (void)state;
    struct mus_decoder *decoder = NULL;
    struct mus_buf out = {0};
    struct mus_error err = {0};
    struct mus_decoded decoded;
    assert_int_equal(mus_decoder_new(MUS_ENCODING_UTF8, 1000, &decoder, &err), MUS_OK);
    assert_int_equal(
        mus_decoder_feed(decoder, BYTES("\xEF\xBB\xBF!\xFF"), false, &out, &decoded, &err), MUS_OK);
    assert_text(mus_buf_text(&out), "\xEF\xBB\xBF!");
    assert_int_equal(decoded.used, 5);
    assert_int_equal(mus_decoder_refuse(decoder, &decoded, &err), MUS_INVALID);
    assert_string_equal(err.message, "byte 0xFF at offset 1004 is not UTF-8");
    mus_buf_done(&out);
    mus_decoder_free(decoder);
}

static enum mus_encoding detect(struct mus_text sample, bool whole)
{
    enum mus_encoding encoding = MUS_ENCODING_DETECT;
    struct mus_error err = {0};
    assert_int_equal(mus_encoding_detect(sample, whole, 0, &encoding, &err), MUS_OK);
    return encoding;
}

static void the_encoding_is_detected(void **state)
{
    (void)state;
    assert_int_equal(detect(BYTES("name,country\r\n"), true), MUS_ENCODING_DETECT);
    assert_int_equal(detect(BYTES(""), true), MUS_ENCODING_DETECT);
    assert_int_equal(detect(BYTES("\xEF\xBB\xBFname"), true), MUS_ENCODING_UTF8);
    assert_int_equal(detect(BYTES("\xFF\xFEn\0"), true), MUS_ENCODING_UTF16LE);
    assert_int_equal(detect(BYTES("会社,Müller"), true), MUS_ENCODING_UTF8);
    assert_int_equal(detect(BYTES("\x89\xEF\x8E\xD0,\x87\x8A"), true), MUS_ENCODING_CP932);
    assert_int_equal(detect(BYTES("\xB1\xB2\xB3"), true), MUS_ENCODING_CP932);
}

static void a_character_cut_by_the_end_of_the_sample_is_no_evidence(void **state)
{
    (void)state;
    const struct mus_text utf8 = BYTES("会社名");
    const struct mus_text cp932 = BYTES("\x89\xEF\x8E\xD0\x96\xBC");
    for (size_t len = 3; len <= utf8.len; len++) {
        assert_int_equal(detect((struct mus_text){utf8.ptr, len}, false), MUS_ENCODING_UTF8);
    }
    for (size_t len = 2; len <= cp932.len; len++) {
        assert_int_equal(detect((struct mus_text){cp932.ptr, len}, false), MUS_ENCODING_CP932);
    }
    /* Where nothing follows, the cut is real. */
    struct mus_error err = {0};
    enum mus_encoding encoding = MUS_ENCODING_DETECT;
    assert_int_equal(mus_encoding_detect(BYTES("a\x89"), true, 0, &encoding, &err), MUS_INVALID);
    assert_string_equal(err.message,
                        "neither UTF-8 (byte 0x89 at offset 1) nor CP932 (byte 0x89 at "
                        "offset 1)");
}

static void a_sample_is_judged_over_its_whole_length(void **state)
{
    (void)state;
    struct mus_buf sample = {0};
    for (int i = 0; i < 70000; i++) {
        mus_buf_add_z(&sample, "\x89\xEF\x8E\xD0");
    }
    assert_int_equal(detect(mus_buf_text(&sample), true), MUS_ENCODING_CP932);
    mus_buf_add_z(&sample, "\xFF");
    struct mus_error err = {0};
    enum mus_encoding encoding = MUS_ENCODING_DETECT;
    assert_int_equal(mus_encoding_detect(mus_buf_text(&sample), true, 10, &encoding, &err),
                     MUS_INVALID);
    assert_string_equal(err.message, "neither UTF-8 (byte 0x89 at offset 10) nor CP932 (byte 0xFF "
                                     "at offset 280010)");
    mus_buf_done(&sample);
}

/* E4 BC 9A E7 A4 BE, 会社 in UTF-8, is also CP932, though senseless. */
static void damaged_utf8_is_not_taken_for_cp932(void **state)
{
    (void)state;
    assert_int_equal(detect(BYTES("会社会社会社会社会社会社会社会社会社会社会\xE4\xBC"), true),
                     MUS_ENCODING_UTF8);
    assert_int_equal(detect(BYTES("会社会社会社会社会社会社会社会社会社\xE4\xBC"), true),
                     MUS_ENCODING_CP932);
}

static void the_lone_bytes_speak_against_cp932(void **state)
{
    (void)state;
    struct mus_error err = {0};
    enum mus_encoding encoding = MUS_ENCODING_DETECT;
    assert_int_equal(mus_encoding_detect(BYTES("caf\xE9\x20 \xA0x"), true, 0, &encoding, &err),
                     MUS_INVALID);
    assert_string_equal(err.message,
                        "neither UTF-8 (byte 0xE9 at offset 3) nor CP932 (byte 0xE9 at "
                        "offset 3)");
    assert_int_equal(mus_encoding_detect(BYTES("1\xA0x"), true, 0, &encoding, &err), MUS_INVALID);
    assert_string_equal(err.message,
                        "neither UTF-8 (byte 0xA0 at offset 1) nor CP932 (byte 0xA0 at "
                        "offset 1)");
}

static void assert_writes(const char *text, const char *expected)
{
    struct mus_buf out = {0};
    struct mus_error err = {0};
    assert_int_equal(mus_encoding_write_cp932(mus_text_of(text), &out, &err), MUS_OK);
    assert_text(mus_buf_text(&out), expected);
    mus_buf_done(&out);
}

static void names_are_written_as_cp932(void **state)
{
    (void)state;
    assert_writes("", "");
    assert_writes("髙﨑①㈱", "\xFB\xFC\xFA\xB1\x87\x40\x87\x8A");
    assert_writes("ソ表能ポ,ｱ\r\n", "\x83\x5C\x95\x5C\x94\x5C\x83\x7C,\xB1\r\n");
    assert_writes("～∥－￠￡￢―", "\x81\x60\x81\x61\x81\x7C\x81\x91\x81\x92\x81\xCA\x81\x5C");
    /* what other systems write for the same signs: U+301C, 2016, 2212, 00A2, 00A3, 00AC, 2014 */
    assert_writes("〜‖−¢£¬—", "\x81\x60\x81\x61\x81\x7C\x81\x91\x81\x92\x81\xCA\x81\x5C");
    assert_writes("¥1", "\\1");
}

static void a_character_that_cp932_lacks_is_refused(void **state)
{
    (void)state;
    struct mus_buf out = {0};
    struct mus_error err = {0};
    assert_int_equal(mus_encoding_write_cp932(MUS_TEXT("caf\xC3\xA9"), &out, &err), MUS_INVALID);
    assert_string_equal(err.message, "CP932 has no \"é\" (U+00E9)");
    assert_text(mus_buf_text(&out), "caf");
    assert_int_equal(mus_encoding_write_cp932(MUS_TEXT("表😀"), &out, &err), MUS_INVALID);
    assert_string_equal(err.message, "CP932 has no \"😀\" (U+1F600)");
    assert_int_equal(mus_encoding_write_cp932(MUS_TEXT("ab\xFF"), &out, &err), MUS_INVALID);
    assert_string_equal(err.message, "byte 0xFF at offset 2 is not UTF-8");
    mus_buf_done(&out);
}

static void encodings_have_names(void **state)
{
    (void)state;
    static const char *const CP932[] = {"CP932", "cp932", "sjis", "Shift_JIS", "Windows-31J"};
    enum mus_encoding encoding = MUS_ENCODING_DETECT;
    struct mus_error err = {0};
    for (size_t i = 0; i < sizeof CP932 / sizeof CP932[0]; i++) {
        assert_int_equal(mus_encoding_read_name(mus_text_of(CP932[i]), &encoding, &err), MUS_OK);
        assert_int_equal(encoding, MUS_ENCODING_CP932);
    }
    for (int i = MUS_ENCODING_DETECT; i <= MUS_ENCODING_UTF16LE; i++) {
        const char *name = mus_encoding_name((enum mus_encoding)i);
        assert_int_equal(mus_encoding_read_name(mus_text_of(name), &encoding, &err), MUS_OK);
        assert_int_equal(encoding, i);
    }
    assert_int_equal(mus_encoding_read_name(MUS_TEXT("EUC-JP"), &encoding, &err), MUS_INVALID);
    assert_string_equal(err.message,
                        "unknown encoding \"EUC-JP\", expected detect, UTF-8, CP932 or UTF-16LE");
    assert_string_equal(mus_encoding_name(MUS_ENCODING_EUC_JP), "EUC-JP");
    assert_int_equal(mus_encoding_read_name(MUS_NO_TEXT, &encoding, &err), MUS_INVALID);
}

static enum mus_status detect_decode_and_write(struct mus_error *err)
{
    struct mus_decoder *decoder = NULL;
    struct mus_buf text = {0};
    struct mus_buf bytes = {0};
    struct mus_decoded decoded;
    enum mus_encoding encoding;
    struct mus_text sample = BYTES("\x89\xEF\x8E\xD0\x96\xBC");
    enum mus_status status = mus_encoding_detect(sample, true, 0, &encoding, err);
    if (status == MUS_OK) {
        status = mus_decoder_new(encoding, 0, &decoder, err);
    }
    if (status == MUS_OK) {
        status = mus_decoder_feed(decoder, sample, true, &text, &decoded, err);
    }
    if (status == MUS_OK) {
        status = mus_encoding_write_cp932(mus_buf_text(&text), &bytes, err);
    }
    if (status == MUS_OK) {
        assert_text(mus_buf_text(&bytes), "\x89\xEF\x8E\xD0\x96\xBC");
    }
    mus_buf_done(&text);
    mus_buf_done(&bytes);
    mus_decoder_free(decoder);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_error err = {0};
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    while (status != MUS_OK) {
        mus_mem_fail_at(++n, false);
        status = detect_decode_and_write(&err);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    mus_mem_fail_at(0, false);
    assert_true(n > 4);
    assert_string_equal(err.message, "out of memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cp932_is_decoded_as_windows_does),
        cmocka_unit_test(every_pair_of_bytes_has_its_known_character),
        cmocka_unit_test(euc_jp_is_decoded_with_both_planes_and_katakana),
        cmocka_unit_test(what_euc_jp_lacks_is_bad_and_what_follows_is_not),
        cmocka_unit_test(bad_bytes_are_named_and_passed_over),
        cmocka_unit_test(a_byte_order_mark_is_left_out_at_the_beginning_only),
        cmocka_unit_test(a_decoder_that_starts_in_the_middle_counts_from_there),
        cmocka_unit_test(the_encoding_is_detected),
        cmocka_unit_test(a_character_cut_by_the_end_of_the_sample_is_no_evidence),
        cmocka_unit_test(a_sample_is_judged_over_its_whole_length),
        cmocka_unit_test(damaged_utf8_is_not_taken_for_cp932),
        cmocka_unit_test(the_lone_bytes_speak_against_cp932),
        cmocka_unit_test(names_are_written_as_cp932),
        cmocka_unit_test(a_character_that_cp932_lacks_is_refused),
        cmocka_unit_test(encodings_have_names),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
