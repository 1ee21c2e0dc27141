#include "base/random.h"

#include <assert.h>

static uint64_t rotate_left(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

void mus_random_init(struct mus_random *random, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        seed += UINT64_C(0x9E3779B97F4A7C15);
        uint64_t z = seed;
        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        random->state[i] = z ^ (z >> 31);
    }
}

uint64_t mus_random_next(struct mus_random *random)
{
    uint64_t *s = random->state;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

uint64_t mus_random_below(struct mus_random *random, uint64_t bound)
{
    assert(bound > 0);
    /* Values below `unfair` would make the small remainders more frequent. */
    uint64_t unfair = (UINT64_MAX - bound + 1) % bound;
    uint64_t value;
    do {
        value = mus_random_next(random);
    } while (value < unfair);
    return value % bound;
}
