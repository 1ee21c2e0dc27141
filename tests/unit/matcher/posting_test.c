#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "matcher/index/dense.h"
#include "matcher/index/grid.h"
#include "matcher/index/posting.h"

enum { DOCS = 4 * MUS_WINDOW + 100 };

static void the_grid_never_gives_less_and_keeps_what_is_on_it(void **state)
{
    (void)state;
    for (uint64_t value = 1; value < (uint64_t)1 << 34; value += 1 + value / 7) {
        uint8_t code = mus_grid_up(value);
        assert_true(mus_grid_value(code) >= value);
        assert_true(code == 0 || mus_grid_value((uint8_t)(code - 1)) < value);
        assert_true(value <= 8 || mus_grid_value(code) * 8 <= value * 9 + 8);
    }
    for (unsigned code = 0; code < MUS_GRID_TOP; code++) {
        assert_int_equal(mus_grid_up(mus_grid_value((uint8_t)code)), code);
    }
    assert_int_equal(mus_grid_up(UINT64_MAX), MUS_GRID_TOP);
}

/* One document in `rarity`, with codes from `low` up. */
static size_t random_list(struct mus_random *random, unsigned rarity, unsigned low,
                          struct mus_impact *out)
{
    size_t count = 0;
    for (uint32_t doc = 0; doc < DOCS; doc++) {
        if (mus_random_below(random, rarity) == 0) {
            uint8_t code = (uint8_t)(low + mus_random_below(random, 40));
            out[count++] = (struct mus_impact){doc, code};
        }
    }
    return count;
}

static uint8_t kept(const struct mus_posting_reader *reader, uint8_t code)
{
    uint8_t least = mus_posting_code(reader, 0);
    return code < least ? least : code;
}

static void assert_list(const struct mus_impact *impacts, size_t count, const struct mus_buf *bytes)
{
    struct mus_posting_reader reader;
    struct mus_impact impact;
    const unsigned char *at = (const unsigned char *)bytes->data;
    assert_null(mus_posting_check(at, bytes->len, DOCS));
    assert_true(mus_posting_open(&reader, at, bytes->len, DOCS));
    for (size_t i = 0; i < count; i++) {
        assert_true(mus_posting_next(&reader, &impact));
        assert_int_equal(impact.doc, impacts[i].doc);
        assert_int_equal(impact.code, kept(&reader, impacts[i].code));
    }
    assert_false(mus_posting_next(&reader, &impact));
}

static void assert_read_at_once(const struct mus_impact *impacts, size_t count,
                                const struct mus_buf *bytes)
{
    static struct mus_impact read[DOCS];
    struct mus_posting_reader reader;
    assert_true(mus_posting_open(&reader, (const unsigned char *)bytes->data, bytes->len, DOCS));
    assert_int_equal(mus_posting_read(&reader, DOCS, 1000, read), count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(read[i].doc, 1000 + impacts[i].doc);
        assert_int_equal(read[i].code, kept(&reader, impacts[i].code));
    }
    if (count > 0) { /* the last is beyond so few documents */
        assert_int_equal(mus_posting_read(&reader, impacts[count - 1].doc, 0, read),
                         MUS_NO_POSTINGS);
    }
}

/* Some windows are left out, as where nobody may be suggested. */
static void assert_windows(const struct mus_impact *impacts, size_t count,
                           const struct mus_buf *bytes, uint32_t step)
{
    struct mus_posting_reader adding;
    struct mus_posting_reader marking;
    const unsigned char *at = (const unsigned char *)bytes->data;
    uint16_t weights[MUS_LEVELS];
    uint16_t *sums = mus_alloc_zero(MUS_WINDOW, sizeof *sums);
    uint64_t *bits = mus_alloc_zero(MUS_WINDOW / 64, sizeof *bits);
    assert_true(mus_posting_open(&adding, at, bytes->len, DOCS));
    marking = adding;
    for (unsigned level = 0; level < MUS_LEVELS; level++) {
        weights[level] = (uint16_t)(100 + mus_posting_code(&adding, level));
    }
    size_t next = 0;
    struct mus_posting_steps steps;
    mus_posting_make_steps(weights, &steps);
    for (uint32_t window = 0; window * MUS_WINDOW < DOCS; window += step) {
        memset(sums, 0, MUS_WINDOW * sizeof *sums);
        memset(bits, 0, MUS_WINDOW / 8);
        mus_posting_add(&adding, window, weights, &steps, sums);
        mus_posting_mark(&marking, window, bits);
        while (next < count && impacts[next].doc < window * MUS_WINDOW) {
            next++;
        }
        for (uint32_t i = 0; i < MUS_WINDOW; i++) {
            bool there = next < count && impacts[next].doc == window * MUS_WINDOW + i;
            assert_int_equal(sums[i], there ? 100 + kept(&adding, impacts[next].code) : 0);
            assert_int_equal(bits[i / 64] >> (i & 63) & 1, there);
            next += there;
        }
    }
    mus_free(sums);
    mus_free(bits);
}

static void lists_of_every_density_give_back_what_was_put_in(void **state)
{
    (void)state;
    static const unsigned rarities[] = {1, 2, 9, 40, 400, 3000, 20000, 60000};
    struct mus_random random;
    struct mus_impact *impacts = mus_alloc(DOCS, sizeof *impacts);
    mus_random_init(&random, 3);
    for (size_t r = 0; r < sizeof rarities / sizeof *rarities; r++) {
        for (unsigned low = 0; low < 220; low += 71) {
            struct mus_buf bytes = {0};
            size_t count = random_list(&random, rarities[r], low, impacts);
            mus_posting_write(impacts, count, DOCS, &bytes);
            assert_list(impacts, count, &bytes);
            assert_read_at_once(impacts, count, &bytes);
            for (uint32_t step = 1; step < 4; step++) {
                assert_windows(impacts, count, &bytes, step);
            }
            mus_buf_done(&bytes);
        }
    }
    mus_free(impacts);
}

static void a_list_copied_from_itself_stays_the_same(void **state)
{
    (void)state;
    struct mus_random random;
    struct mus_posting_reader reader;
    struct mus_impact *impacts = mus_alloc(DOCS, sizeof *impacts);
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    mus_random_init(&random, 4);
    size_t count = random_list(&random, 30, 50, impacts);
    mus_posting_write(impacts, count, DOCS, &first);
    assert_true(mus_posting_open(&reader, (const unsigned char *)first.data, first.len, DOCS));
    for (size_t i = 0; i < count; i++) {
        assert_true(mus_posting_next(&reader, &impacts[i]));
    }
    mus_posting_write(impacts, count, DOCS, &second);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    mus_buf_done(&first);
    mus_buf_done(&second);
    mus_free(impacts);
}

/* Nine documents in the first of two windows make the narrow list; 24 a window and more a table. */
static void damage_is_told(void **state)
{
    (void)state;
    static const unsigned char unknown[] = {9, 0};
    static const unsigned char half[] = {1, 5, 0x10};
    static const unsigned char beyond[] = {0, 5, 0xF0, 0x60};
    static const unsigned char nowhere[] = {0, 5, 0x10, 0x00};
    static const unsigned char good[] = {0, 5, 0x13, 0x21};
    struct mus_posting_reader reader;
    assert_false(mus_posting_open(&reader, unknown, sizeof unknown, 20));
    assert_false(mus_posting_open(&reader, half, sizeof half, 20));
    assert_string_equal(mus_posting_check(half, sizeof half, 20), "no posting list");
    assert_string_equal(mus_posting_check(beyond, sizeof beyond, 20),
                        "a posting beyond the last document");
    assert_string_equal(mus_posting_check(nowhere, sizeof nowhere, 20), "a gap that leads nowhere");
    assert_null(mus_posting_check(good, sizeof good, 20));
    assert_null(mus_posting_check(good, 0, 20));
}

static void a_window_that_is_stronger_than_its_table_says_is_told(void **state)
{
    (void)state;
    struct mus_impact *impacts = mus_alloc(DOCS, sizeof *impacts);
    struct mus_buf bytes = {0};
    struct mus_posting_reader reader;
    for (uint32_t i = 0; i < DOCS / 10; i++) { /* too few to be dense */
        impacts[i] = (struct mus_impact){10 * i, (uint8_t)(90 + (10 * i < MUS_WINDOW))};
    }
    mus_posting_write(impacts, DOCS / 10, DOCS, &bytes);
    unsigned char *at = (unsigned char *)bytes.data;
    assert_true(mus_posting_open(&reader, at, bytes.len, DOCS));
    assert_int_equal(mus_posting_window_top(&reader, 0), MUS_LEVELS - 1);
    assert_int_equal(mus_posting_window_top(&reader, 1), MUS_LEVELS - 2);
    at[2 + 5 + 4]--; /* of the second window */
    assert_string_equal(mus_posting_check(at, bytes.len, DOCS),
                        "a window's greatest level is another");
    at[2 + 5 + 4]++;
    at[2 + 4 * 5]++; /* one byte more for the last window */
    assert_string_equal(mus_posting_check(at, bytes.len, DOCS), "windows that do not fit");
    mus_buf_done(&bytes);
    mus_free(impacts);
}

/* Every third document, of which a level is found without going through the others. */
static void a_dense_list_tells_each_document_and_its_damage(void **state)
{
    (void)state;
    struct mus_impact *impacts = mus_alloc(DOCS, sizeof *impacts);
    struct mus_buf bytes = {0};
    struct mus_posting_reader reader;
    size_t count = 0;
    for (uint32_t doc = 1; doc < DOCS; doc += 3) {
        impacts[count++] = (struct mus_impact){doc, (uint8_t)(60 + doc % 20)};
    }
    mus_posting_write(impacts, count, DOCS, &bytes);
    unsigned char *at = (unsigned char *)bytes.data;
    assert_true(mus_posting_open(&reader, at, bytes.len, DOCS));
    assert_true(reader.is_dense);
    for (uint32_t doc = 0; doc < DOCS; doc++) {
        int level = mus_dense_level(&reader.dense, doc);
        assert_int_equal(level, doc % 3 != 1 ? -1 : doc % 20 < 4 ? 0 : (int)(doc % 20) - 4);
    }
    assert_false(mus_posting_open(&reader, at, bytes.len - 1, DOCS));
    at[6] ^= 1; /* a document more */
    assert_string_equal(mus_posting_check(at, bytes.len, DOCS),
                        "a rank that is not the number of postings before it");
    at[6] ^= 1;
    assert_null(mus_posting_check(at, bytes.len, DOCS));
    mus_buf_done(&bytes);
    mus_free(impacts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grid_never_gives_less_and_keeps_what_is_on_it),
        cmocka_unit_test(lists_of_every_density_give_back_what_was_put_in),
        cmocka_unit_test(a_list_copied_from_itself_stays_the_same),
        cmocka_unit_test(damage_is_told),
        cmocka_unit_test(a_window_that_is_stronger_than_its_table_says_is_told),
        cmocka_unit_test(a_dense_list_tells_each_document_and_its_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
