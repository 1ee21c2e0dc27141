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
static uint64_t expected(const uint16_t *numbers, const uint16_t *more, uint16_t least, uint64_t of)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i++) {
        unsigned sum = numbers[i] + (more == NULL ? 0U : more[i]);
        sum = sum > UINT16_MAX ? UINT16_MAX : sum;
        bits |= (uint64_t)(sum >= least && (of >> i & 1) != 0) << i;
    }
    return bits;
}

static void round_of(const struct mus_lanes *lanes)
{
    uint16_t numbers[DOCS];
    uint16_t more[DOCS];
    uint64_t of[WORDS];
    uint64_t one[WORDS];
    uint64_t both[WORDS];
    uint64_t count = 0;
    fill(numbers);
    fill(more);
    for (size_t i = 0; i < WORDS; i++) {
        of[i] = i == 1 ? 0 : mus_random_next(&source) | mus_random_next(&source);
        one[i] = both[i] = mus_random_next(&source) & mus_random_next(&source);
        count += (uint64_t)__builtin_popcountll(of[i]);
    }
    uint64_t before[WORDS];
    memcpy(before, one, sizeof before);
    uint16_t least = some_number();
    lanes->reach(numbers, NULL, least, WORDS, of, one);
    lanes->reach(numbers, more, least, WORDS, of, both);
    for (size_t i = 0; i < WORDS; i++) {
        const uint16_t *at = numbers + 64 * i;
        assert_int_equal(one[i], before[i] | expected(at, NULL, least, of[i]));
        assert_int_equal(both[i], before[i] | expected(at, more + 64 * i, least, of[i]));
    }
    assert_int_equal(mus_lanes_count(of, WORDS), count);
}

static void all_widths_tell_the_same(void **state)
{
    (void)state;
    const struct mus_lanes *lanes = mus_lanes_number(0);
    assert_string_equal(lanes->name, "plain");
    for (size_t number = 0; lanes != NULL; lanes = mus_lanes_number(++number)) {
        mus_random_init(&source, 7);
        for (unsigned i = 0; i < ROUNDS; i++) {
            round_of(lanes);
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
        cmocka_unit_test(the_best_is_the_last_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
