/* What differs from width to width is how 64 numbers are told of at once. */
#include "matcher/index/lanes.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define WIDE __attribute__((target("avx2")))
#endif

#define FORCED static inline __attribute__((always_inline))

/* ------------------------------------------------------------------ plain */

FORCED uint64_t plain_one(const uint16_t *numbers, const uint16_t *more, uint16_t least)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i++) {
        uint32_t sum = (uint32_t)numbers[i] + (more == NULL ? 0U : more[i]);
        bits |= (uint64_t)((sum < UINT16_MAX ? sum : UINT16_MAX) >= least) << i;
    }
    return bits;
}

static void plain_reach(const uint16_t *numbers, const uint16_t *more, uint16_t least, size_t words,
                        const uint64_t *of, uint64_t *out)
{
    for (size_t i = 0; i < words; i++) {
        const uint16_t *beside = more == NULL ? NULL : more + 64 * i;
        out[i] |= of[i] == 0 ? 0 : plain_one(numbers + 64 * i, beside, least) & of[i];
    }
}

static const struct mus_lanes PLAIN = {"plain", plain_reach};

#ifdef WIDE

/* ------------------------------------------------------------------ SSE2, which all have */

FORCED __m128i sse2_load(const uint16_t *numbers, const uint16_t *more)
{
    __m128i sum = _mm_loadu_si128((const __m128i *)numbers);
    return more == NULL ? sum : _mm_adds_epu16(sum, _mm_loadu_si128((const __m128i *)more));
}

/* 0xFFFF where the number is so much. */
FORCED __m128i sse2_at_least(__m128i numbers, __m128i least)
{
    return _mm_cmpeq_epi16(_mm_subs_epu16(least, numbers), _mm_setzero_si128());
}

FORCED uint64_t sse2_one(const uint16_t *numbers, const uint16_t *more, __m128i least)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 16) {
        const uint16_t *beside = more == NULL ? NULL : more + i;
        __m128i low = sse2_at_least(sse2_load(numbers + i, beside), least);
        beside = more == NULL ? NULL : more + i + 8;
        __m128i high = sse2_at_least(sse2_load(numbers + i + 8, beside), least);
        bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_packs_epi16(low, high)) << i;
    }
    return bits;
}

static void sse2_reach(const uint16_t *numbers, const uint16_t *more, uint16_t least, size_t words,
                       const uint64_t *of, uint64_t *out)
{
    const __m128i bound = _mm_set1_epi16((short)least);
    for (size_t i = 0; i < words; i++) {
        const uint16_t *beside = more == NULL ? NULL : more + 64 * i;
        out[i] |= of[i] == 0 ? 0 : sse2_one(numbers + 64 * i, beside, bound) & of[i];
    }
}

static const struct mus_lanes SSE2 = {"sse2", sse2_reach};

/* ------------------------------------------------------------------ AVX2 */

WIDE FORCED __m256i avx2_load(const uint16_t *numbers, const uint16_t *more)
{
    __m256i sum = _mm256_loadu_si256((const __m256i *)numbers);
    return more == NULL ? sum : _mm256_adds_epu16(sum, _mm256_loadu_si256((const __m256i *)more));
}

WIDE FORCED __m256i avx2_at_least(__m256i numbers, __m256i least)
{
    return _mm256_cmpeq_epi16(_mm256_subs_epu16(least, numbers), _mm256_setzero_si256());
}

WIDE FORCED uint64_t avx2_one(const uint16_t *numbers, const uint16_t *more, __m256i least)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 32) {
        const uint16_t *beside = more == NULL ? NULL : more + i;
        __m256i low = avx2_at_least(avx2_load(numbers + i, beside), least);
        beside = more == NULL ? NULL : more + i + 16;
        __m256i high = avx2_at_least(avx2_load(numbers + i + 16, beside), least);
        /* Packing goes by halves: put them in order. */
        __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xD8);
        bits |= (uint64_t)(unsigned)_mm256_movemask_epi8(packed) << i;
    }
    return bits;
}

WIDE static void avx2_reach(const uint16_t *numbers, const uint16_t *more, uint16_t least,
                            size_t words, const uint64_t *of, uint64_t *out)
{
    const __m256i bound = _mm256_set1_epi16((short)least);
    for (size_t i = 0; i < words; i++) {
        const uint16_t *beside = more == NULL ? NULL : more + 64 * i;
        out[i] |= of[i] == 0 ? 0 : avx2_one(numbers + 64 * i, beside, bound) & of[i];
    }
}

static const struct mus_lanes AVX2 = {"avx2", avx2_reach};

/* ------------------------------------------------------------------ which */

const struct mus_lanes *mus_lanes_number(size_t number)
{
    const struct mus_lanes *const all[] = {&PLAIN, &SSE2, &AVX2};
    size_t there = __builtin_cpu_supports("avx2") ? 3 : 2;
    return number < there ? all[number] : NULL;
}

#else

const struct mus_lanes *mus_lanes_number(size_t number)
{
    return number == 0 ? &PLAIN : NULL;
}

#endif

const struct mus_lanes *mus_lanes_best(void)
{
    size_t number = 0;
    while (mus_lanes_number(number + 1) != NULL) {
        number++;
    }
    return mus_lanes_number(number);
}

MUS_COUNTING uint64_t mus_lanes_count(const uint64_t *bits, size_t words)
{
    uint64_t count = 0;
    for (size_t i = 0; i < words; i++) {
        count += (uint64_t)__builtin_popcountll(bits[i]);
    }
    return count;
}
