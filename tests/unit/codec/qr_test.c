#include "codec/qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"

/* The three squares by which a reader finds the code: 7 wide, a ring of light, 3×3 dark inside. */
static void assert_finder(const struct mus_qr *qr, unsigned left, unsigned top)
{
    for (unsigned y = 0; y < 7; y++) {
        for (unsigned x = 0; x < 7; x++) {
            bool border = x == 0 || x == 6 || y == 0 || y == 6;
            bool core = x >= 2 && x <= 4 && y >= 2 && y <= 4;
            assert_int_equal(mus_qr_is_dark(qr, left + x, top + y), border || core);
        }
    }
}

static void the_smallest_code_that_holds_the_bytes_is_made(void **state)
{
    (void)state;
    /* Capacities in byte mode, ISO/IEC 18004 table 7: versions 1, 2 and 5 at level M. */
    static const struct {
        size_t len;
        unsigned side;
    } rows[] = {{1, 21}, {14, 21}, {15, 25}, {26, 25}, {64, 37}, {84, 37}, {85, 41}};
    char bytes[85];
    memset(bytes, 'f', sizeof bytes);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_qr qr;
        assert_int_equal(
            mus_qr_make((struct mus_text){bytes, rows[i].len}, MUS_QR_MEDIUM, &qr, NULL), MUS_OK);
        assert_int_equal(qr.side, rows[i].side);
        assert_finder(&qr, 0, 0);
        assert_finder(&qr, qr.side - 7, 0);
        assert_finder(&qr, 0, qr.side - 7);
        assert_true(mus_qr_is_dark(&qr, 8, qr.side - 8)); /* always dark: it is not mirrored */
    }
}

static void more_than_a_code_holds_is_refused(void **state)
{
    (void)state;
    static char bytes[MUS_MAX_QR_BYTES + 1];
    memset(bytes, 0xA5, sizeof bytes);
    static const size_t most[] = {MUS_MAX_QR_BYTES, 2331, 1663, 1273};
    for (int level = MUS_QR_LOW; level <= MUS_QR_HIGH; level++) {
        struct mus_qr qr;
        struct mus_error err;
        struct mus_text text = {bytes, most[level]};
        assert_int_equal(mus_qr_make(text, (enum mus_qr_level)level, &qr, &err), MUS_OK);
        assert_int_equal(qr.side, MUS_QR_MAX_SIDE);
        text.len++;
        assert_int_equal(mus_qr_make(text, (enum mus_qr_level)level, &qr, &err), MUS_LIMIT);
        assert_non_null(strstr(err.message, " bytes are more than a QR code holds at this level"));
    }
    struct mus_qr qr;
    struct mus_error err;
    assert_int_equal(mus_qr_make(MUS_TEXT(""), MUS_QR_LOW, &qr, &err), MUS_INVALID);
    assert_string_equal(err.message, "a QR code of nothing");
    assert_int_equal(mus_qr_make((struct mus_text){bytes, SIZE_MAX}, MUS_QR_LOW, &qr, &err),
                     MUS_LIMIT);
}

static void every_byte_goes_in_a_receipt_too(void **state)
{
    (void)state;
    char bytes[1024];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)i;
    }
    struct mus_qr a;
    struct mus_qr b;
    assert_int_equal(mus_qr_make((struct mus_text){bytes, 1024}, MUS_QR_LOW, &a, NULL), MUS_OK);
    assert_int_equal(a.side, 17 + 4 * 23); /* version 22 holds 1003, version 23 1091 bytes */
    bytes[1023] ^= 1;
    assert_int_equal(mus_qr_make((struct mus_text){bytes, 1024}, MUS_QR_LOW, &b, NULL), MUS_OK);
    assert_memory_not_equal(a.dark, b.dark, sizeof a.dark);
}

/* Paints the path's rectangles, of which each is "Mx yhNv1h-Nz". */
static void paint(const char *path, unsigned width, unsigned char *modules)
{
    while (*path != '\0') {
        char *at;
        assert_int_equal(*path, 'M');
        unsigned long x = strtoul(path + 1, &at, 10);
        unsigned long y = strtoul(at + 1, &at, 10);
        assert_int_equal(*at, 'h');
        unsigned long run = strtoul(at + 1, &at, 10);
        assert_int_equal(strncmp(at, "v1h-", 4), 0);
        assert_int_equal(strtoul(at + 4, &at, 10), run);
        assert_int_equal(*at, 'z');
        for (unsigned long i = 0; i < run; i++) {
            assert_int_equal(modules[y * width + x + i], 0);
            modules[y * width + x + i] = 1;
        }
        path = at + 1;
    }
}

static void the_path_paints_the_dark_modules_once_inside_the_margin(void **state)
{
    (void)state;
    struct mus_qr qr;
    struct mus_buf path = {0};
    assert_int_equal(mus_qr_make(MUS_TEXT("musubi"), MUS_QR_HIGH, &qr, NULL), MUS_OK);
    mus_qr_write_path(&qr, 4, &path);
    assert_int_equal(mus_buf_check(&path, NULL), MUS_OK);
    unsigned width = qr.side + 8;
    unsigned char *modules = calloc(width, width);
    assert_non_null(modules);
    paint(mus_buf_text(&path).ptr, width, modules);
    for (unsigned y = 0; y < width; y++) {
        for (unsigned x = 0; x < width; x++) {
            bool inside = x >= 4 && y >= 4 && x < 4 + qr.side && y < 4 + qr.side;
            bool dark = inside && mus_qr_is_dark(&qr, x - 4, y - 4);
            assert_int_equal(modules[y * width + x], dark);
        }
    }
    free(modules);
    mus_buf_done(&path);
}

static void a_failed_allocation_is_remembered_in_the_buffer(void **state)
{
    (void)state;
    struct mus_qr qr;
    struct mus_buf path = {0};
    assert_int_equal(mus_qr_make(MUS_TEXT("musubi"), MUS_QR_LOW, &qr, NULL), MUS_OK);
    mus_mem_fail_at(1, true);
    mus_qr_write_path(&qr, 4, &path);
    mus_mem_fail_at(0, false);
    assert_int_equal(mus_buf_check(&path, NULL), MUS_NO_MEMORY);
    mus_buf_done(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_code_that_holds_the_bytes_is_made),
        cmocka_unit_test(more_than_a_code_holds_is_refused),
        cmocka_unit_test(every_byte_goes_in_a_receipt_too),
        cmocka_unit_test(the_path_paints_the_dark_modules_once_inside_the_margin),
        cmocka_unit_test(a_failed_allocation_is_remembered_in_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
