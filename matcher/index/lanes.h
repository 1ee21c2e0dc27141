/* Numbers of 64 documents looked at side by side. Inside the index. */
#ifndef MUS_MATCHER_INDEX_LANES_H
#define MUS_MATCHER_INDEX_LANES_H

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>

/* 0xFFFF where the number is so much. */
static inline __m128i mus_lanes_at_least(__m128i numbers, __m128i least)
{
    return _mm_cmpeq_epi16(_mm_subs_epu16(least, numbers), _mm_setzero_si128());
}

/* A bit for each of the 64 that is `least` or more. */
static inline uint64_t mus_lanes_reach(const uint16_t *numbers, uint16_t least)
{
    const __m128i bound = _mm_set1_epi16((short)least);
    const __m128i *at = (const __m128i *)numbers;
    uint64_t bits = 0;
    for (unsigned i = 0; i < 4; i++) {
        __m128i low = mus_lanes_at_least(_mm_loadu_si128(at + 2 * i), bound);
        __m128i high = mus_lanes_at_least(_mm_loadu_si128(at + 2 * i + 1), bound);
        bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_packs_epi16(low, high)) << 16 * i;
    }
    return bits;
}

/* The same of sums of two, which count as 65535 where they are more. */
static inline uint64_t mus_lanes_reach_both(const uint16_t *numbers, const uint16_t *more,
                                            uint16_t least)
{
    const __m128i bound = _mm_set1_epi16((short)least);
    const __m128i *a = (const __m128i *)numbers;
    const __m128i *b = (const __m128i *)more;
    uint64_t bits = 0;
    for (unsigned i = 0; i < 4; i++) {
        __m128i low = _mm_adds_epu16(_mm_loadu_si128(a + 2 * i), _mm_loadu_si128(b + 2 * i));
        __m128i high =
            _mm_adds_epu16(_mm_loadu_si128(a + 2 * i + 1), _mm_loadu_si128(b + 2 * i + 1));
        __m128i both =
            _mm_packs_epi16(mus_lanes_at_least(low, bound), mus_lanes_at_least(high, bound));
        bits |= (uint64_t)(unsigned)_mm_movemask_epi8(both) << 16 * i;
    }
    return bits;
}

#else

static inline uint64_t mus_lanes_reach(const uint16_t *numbers, uint16_t least)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i++) {
        bits |= (uint64_t)(numbers[i] >= least) << i;
    }
    return bits;
}

static inline uint64_t mus_lanes_reach_both(const uint16_t *numbers, const uint16_t *more,
                                            uint16_t least)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i++) {
        uint32_t sum = (uint32_t)numbers[i] + more[i];
        bits |= (uint64_t)((sum < UINT16_MAX ? sum : UINT16_MAX) >= least) << i;
    }
    return bits;
}

#endif
#endif
