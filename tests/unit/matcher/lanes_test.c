#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "matcher/index/lanes.h"

enum { WORDS = 5, DOCS = 64 * WORDS, ROUNDS = 300 };

static struct mus_random source;

static uint16_t some_number(void)
{
    static const uint16_t EDGES[] = {0, 1, 2, 0x7FFF, 0x8000, 0x8001, 0xFFFE, 0xFFFF};
    uint64_t drawn = mus_random_next(&source);
    return drawn % 3 == 0 ? EDGES[drawn / 3 % 8] : (uint16_t)(drawn >> 32);
}

static void fill(uint16_t numbers[DOCS])
{
    for (size_t i = 0; i < DOCS; i++) {
        numbers[i] = some_number();
    }
}

/* What each number says by itself. */
static uint64_t expected(const uint16_t *numbers, const uint16_t *more, const uint8_t *kinds,
                         const uint16_t *least, uint64_t of)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i++) {
        unsigned sum = numbers[i] + (more == NULL ? 0U : more[i]);
        sum = sum > UINT16_MAX ? UINT16_MAX : sum;
        bits |= (uint64_t)(sum >= least[kinds[i]] && (of >> i & 1) != 0) << i;
    }
    return bits;
}

static void some_bits(uint64_t bits[WORDS])
{
    for (size_t i = 0; i < WORDS; i++) {
        bits[i] = i == 1 ? 0 : mus_random_next(&source) | mus_random_next(&source);
    }
}

static void reaching(const struct mus_lanes *lanes)
{
    uint16_t numbers[DOCS];
    uint16_t more[DOCS];
    uint8_t kinds[DOCS];
    uint16_t least[MUS_LANE_KINDS];
    uint64_t of[WORDS];
    uint64_t before[WORDS];
    uint64_t one[WORDS];
    uint64_t both[WORDS];
    fill(numbers);
    fill(more);
    some_bits(of);
    some_bits(before);
    for (size_t i = 0; i < DOCS; i++) {
        kinds[i] = (uint8_t)(mus_random_next(&source) % MUS_LANE_KINDS);
    }
    for (size_t i = 0; i < MUS_LANE_KINDS; i++) {
        least[i] = some_number();
    }
    memcpy(one, before, sizeof one);
    memcpy(both, before, sizeof both);
    lanes->reach(numbers, NULL, kinds, least, WORDS, of, one);
    lanes->reach(numbers, more, kinds, least, WORDS, of, both);
    for (size_t i = 0; i < WORDS; i++) {
        const size_t at = 64 * i;
        assert_int_equal(one[i],
                         before[i] | expected(numbers + at, NULL, kinds + at, least, of[i]));
        assert_int_equal(both[i],
                         before[i] | expected(numbers + at, more + at, kinds + at, least, of[i]));
    }
}

static void sorting(const struct mus_lanes *lanes)
{
    uint64_t bits[MUS_LANE_KIND_BITS][WORDS];
    const uint64_t *of[MUS_LANE_KIND_BITS];
    uint8_t kinds[DOCS];
    for (unsigned bit = 0; bit < MUS_LANE_KIND_BITS; bit++) {
        some_bits(bits[bit]);
        of[bit] = bits[bit];
    }
    for (unsigned count = 0; count <= MUS_LANE_KIND_BITS; count++) {
        lanes->kinds(of, count, WORDS, kinds);
        for (size_t i = 0; i < DOCS; i++) {
            unsigned kind = 0;
            for (unsigned bit = 0; bit < count; bit++) {
                kind |= (unsigned)(bits[bit][i / 64] >> (i % 64) & 1) << bit;
            }
            assert_int_equal(kinds[i], kind);
        }
    }
}

static void belonging(const struct mus_lanes *lanes)
{
    struct mus_code_set set = {{{0}}};
    bool in[256] = {false};
    uint8_t codes[DOCS];
    uint64_t bits[WORDS];
    for (uint64_t left = mus_random_next(&source) % 300; left > 0; left--) {
        uint8_t code = (uint8_t)mus_random_next(&source);
        in[code] = true;
        mus_code_set_add(&set, code);
    }
    for (size_t i = 0; i < DOCS; i++) { /* all of them, in the first four words */
        codes[i] = (uint8_t)(i < 256 ? i : mus_random_next(&source));
    }
    lanes->members(codes, &set, WORDS, bits);
    for (size_t i = 0; i < DOCS; i++) {
        assert_int_equal(bits[i / 64] >> (i % 64) & 1, in[codes[i]]);
        assert_int_equal(mus_code_set_has(&set, codes[i]), in[codes[i]]);
    }
}

static void bits_are_counted(void **state)
{
    (void)state;
    uint64_t bits[WORDS];
    uint64_t count = 0;
    mus_random_init(&source, 8);
    some_bits(bits);
    for (size_t i = 0; i < DOCS; i++) {
        count += bits[i / 64] >> (i % 64) & 1;
    }
    assert_int_equal(mus_lanes_count(bits, WORDS), count);
}

static void all_widths_tell_the_same(void **state)
{
    (void)state;
    const struct mus_lanes *lanes = mus_lanes_number(0);
    assert_string_equal(lanes->name, "plain");
    for (size_t number = 0; lanes != NULL; lanes = mus_lanes_number(++number)) {
        mus_random_init(&source, 7);
        for (unsigned i = 0; i < ROUNDS; i++) {
            reaching(lanes);
            sorting(lanes);
            belonging(lanes);
        }
    }
}

static void the_best_is_the_last_there_is(void **state)
{
    (void)state;
    size_t number = 0;
    while (mus_lanes_number(number) != mus_lanes_best()) {
        number++;
    }
    assert_null(mus_lanes_number(number + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_widths_tell_the_same),
        cmocka_unit_test(bits_are_counted),
        cmocka_unit_test(the_best_is_the_last_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
