/* What differs from width to width is how 64 numbers are told of at once. */
#include "matcher/index/lanes.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define NARROW __attribute__((target("ssse3")))
#define WIDE __attribute__((target("avx2")))
#endif

#define FORCED static inline __attribute__((always_inline))

/* ------------------------------------------------------------------ plain */

static void plain_members(const uint8_t *codes, const struct mus_code_set *set, size_t words,
                          uint64_t *out)
{
    for (size_t i = 0; i < words; i++) {
        out[i] = 0;
        for (unsigned at = 0; at < 64; at++) {
            out[i] |= (uint64_t)mus_code_set_has(set, codes[64 * i + at]) << at;
        }
    }
}

static void plain_kinds(const uint64_t *const bits[], unsigned count, size_t words, uint8_t *out)
{
    for (size_t i = 0; i < 64 * words; i++) {
        unsigned kind = 0;
        for (unsigned bit = 0; bit < count; bit++) {
            kind |= (unsigned)(bits[bit][i / 64] >> (i % 64) & 1) << bit;
        }
        out[i] = (uint8_t)kind;
    }
}

FORCED uint64_t plain_one(const uint16_t *numbers, const uint16_t *more, const uint8_t *kinds,
                          const uint16_t *least)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i++) {
        uint32_t sum = (uint32_t)numbers[i] + (more == NULL ? 0U : more[i]);
        bits |= (uint64_t)((sum < UINT16_MAX ? sum : UINT16_MAX) >= least[kinds[i]]) << i;
    }
    return bits;
}

static void plain_reach(const uint16_t *numbers, const uint16_t *more, const uint8_t *kinds,
                        const uint16_t least[MUS_LANE_KINDS], size_t words, const uint64_t *of,
                        uint64_t *out)
{
    for (size_t i = 0; i < words; i++) {
        const uint16_t *beside = more == NULL ? NULL : more + 64 * i;
        out[i] |=
            of[i] == 0 ? 0 : plain_one(numbers + 64 * i, beside, kinds + 64 * i, least) & of[i];
    }
}

static const struct mus_lanes PLAIN = {"plain", plain_members, plain_kinds, plain_reach};

#ifdef WIDE

/* The least numbers in two tables of bytes, by kind. */
struct tables {
    uint8_t low[16], high[16];
};

FORCED struct tables split(const uint16_t least[MUS_LANE_KINDS])
{
    struct tables tables = {{0}, {0}};
    for (unsigned i = 0; i < MUS_LANE_KINDS; i++) {
        tables.low[i] = (uint8_t)least[i];
        tables.high[i] = (uint8_t)(least[i] >> 8);
    }
    return tables;
}

/* ------------------------------------------------------------------ SSSE3 */

/* A shuffle gives nothing where the index's first bit is set: so each half of the codes has its
 * own rows. */
NARROW FORCED uint64_t ssse3_members_of(const uint8_t *codes, const struct mus_code_set *set)
{
    const __m128i low = _mm_loadu_si128((const __m128i *)set->rows[0]);
    const __m128i high = _mm_loadu_si128((const __m128i *)set->rows[1]);
    const __m128i places = _mm_set1_epi64x((long long)0x8040201008040201U);
    const __m128i half = _mm_set1_epi8((char)0x80);
    const __m128i row = _mm_set1_epi8(15);
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i code = _mm_loadu_si128((const __m128i *)(codes + i));
        __m128i lows = _mm_shuffle_epi8(low, _mm_and_si128(code, _mm_or_si128(half, row)));
        code = _mm_xor_si128(code, half);
        __m128i highs = _mm_shuffle_epi8(high, _mm_and_si128(code, _mm_or_si128(half, row)));
        __m128i place = _mm_shuffle_epi8(places, _mm_and_si128(_mm_srli_epi16(code, 4), row));
        __m128i found = _mm_and_si128(_mm_or_si128(lows, highs), place);
        bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(found, place)) << i;
    }
    return bits;
}

NARROW static void ssse3_members(const uint8_t *codes, const struct mus_code_set *set, size_t words,
                                 uint64_t *out)
{
    for (size_t i = 0; i < words; i++) {
        out[i] = ssse3_members_of(codes + 64 * i, set);
    }
}

/* The mark where one of sixteen bits is set. */
NARROW FORCED __m128i ssse3_spread(uint64_t bits, __m128i mark)
{
    const __m128i places = _mm_set1_epi64x((long long)0x8040201008040201U);
    const __m128i byte = _mm_set_epi8(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    __m128i spread = _mm_shuffle_epi8(_mm_set1_epi16((short)(uint16_t)bits), byte);
    return _mm_and_si128(_mm_cmpeq_epi8(_mm_and_si128(spread, places), places), mark);
}

NARROW static void ssse3_kinds(const uint64_t *const bits[], unsigned count, size_t words,
                               uint8_t *out)
{
    for (size_t i = 0; i < words; i++) {
        __m128i kinds[4] = {_mm_setzero_si128(), _mm_setzero_si128(), _mm_setzero_si128(),
                            _mm_setzero_si128()};
        for (unsigned bit = 0; bit < count; bit++) {
            const __m128i mark = _mm_set1_epi8((char)(1 << bit));
            for (unsigned part = 0; part < 4; part++) {
                kinds[part] =
                    _mm_or_si128(kinds[part], ssse3_spread(bits[bit][i] >> (16 * part), mark));
            }
        }
        for (unsigned part = 0; part < 4; part++) {
            _mm_storeu_si128((__m128i *)(out + 64 * i + (size_t)16 * part), kinds[part]);
        }
    }
}

NARROW FORCED __m128i ssse3_load(const uint16_t *numbers, const uint16_t *more)
{
    __m128i sum = _mm_loadu_si128((const __m128i *)numbers);
    return more == NULL ? sum : _mm_adds_epu16(sum, _mm_loadu_si128((const __m128i *)more));
}

/* 0xFFFF where the number is so much. */
NARROW FORCED __m128i ssse3_at_least(__m128i numbers, __m128i least)
{
    return _mm_cmpeq_epi16(_mm_subs_epu16(least, numbers), _mm_setzero_si128());
}

NARROW FORCED uint64_t ssse3_one(const uint16_t *numbers, const uint16_t *more,
                                 const uint8_t *kinds, __m128i low, __m128i high)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i kind = _mm_loadu_si128((const __m128i *)(kinds + i));
        __m128i lows = _mm_shuffle_epi8(low, kind);
        __m128i highs = _mm_shuffle_epi8(high, kind);
        const uint16_t *beside = more == NULL ? NULL : more + i;
        __m128i first =
            ssse3_at_least(ssse3_load(numbers + i, beside), _mm_unpacklo_epi8(lows, highs));
        beside = more == NULL ? NULL : more + i + 8;
        __m128i second =
            ssse3_at_least(ssse3_load(numbers + i + 8, beside), _mm_unpackhi_epi8(lows, highs));
        bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_packs_epi16(first, second)) << i;
    }
    return bits;
}

NARROW static void ssse3_reach(const uint16_t *numbers, const uint16_t *more, const uint8_t *kinds,
                               const uint16_t least[MUS_LANE_KINDS], size_t words,
                               const uint64_t *of, uint64_t *out)
{
    const struct tables tables = split(least);
    const __m128i low = _mm_loadu_si128((const __m128i *)tables.low);
    const __m128i high = _mm_loadu_si128((const __m128i *)tables.high);
    for (size_t i = 0; i < words; i++) {
        const uint16_t *beside = more == NULL ? NULL : more + 64 * i;
        out[i] |=
            of[i] == 0 ? 0 : ssse3_one(numbers + 64 * i, beside, kinds + 64 * i, low, high) & of[i];
    }
}

static const struct mus_lanes SSSE3 = {"ssse3", ssse3_members, ssse3_kinds, ssse3_reach};

/* ------------------------------------------------------------------ AVX2 */

WIDE FORCED __m256i avx2_twice(const uint8_t table[16])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
}

WIDE static void avx2_members(const uint8_t *codes, const struct mus_code_set *set, size_t words,
                              uint64_t *out)
{
    const __m256i low = avx2_twice(set->rows[0]);
    const __m256i high = avx2_twice(set->rows[1]);
    const __m256i places = _mm256_set1_epi64x((long long)0x8040201008040201U);
    const __m256i half = _mm256_set1_epi8((char)0x80);
    const __m256i row = _mm256_set1_epi8(15);
    const __m256i both = _mm256_or_si256(half, row);
    memset(out, 0, words * sizeof *out);
    for (size_t i = 0; i < 64 * words; i += 32) {
        __m256i code = _mm256_loadu_si256((const __m256i *)(codes + i));
        __m256i lows = _mm256_shuffle_epi8(low, _mm256_and_si256(code, both));
        code = _mm256_xor_si256(code, half);
        __m256i highs = _mm256_shuffle_epi8(high, _mm256_and_si256(code, both));
        __m256i place =
            _mm256_shuffle_epi8(places, _mm256_and_si256(_mm256_srli_epi16(code, 4), row));
        __m256i found = _mm256_and_si256(_mm256_or_si256(lows, highs), place);
        out[i / 64] |= (uint64_t)(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, place))
                       << (i % 64);
    }
}

/* The mark where one of 32 bits is set. */
WIDE FORCED __m256i avx2_spread(uint64_t bits, __m256i mark)
{
    const __m256i places = _mm256_set1_epi64x((long long)0x8040201008040201U);
    const __m256i byte = _mm256_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2,
                                          2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
    __m256i spread = _mm256_shuffle_epi8(_mm256_set1_epi32((int)(uint32_t)bits), byte);
    return _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_and_si256(spread, places), places), mark);
}

WIDE static void avx2_kinds(const uint64_t *const bits[], unsigned count, size_t words,
                            uint8_t *out)
{
    for (size_t i = 0; i < words; i++) {
        __m256i first = _mm256_setzero_si256();
        __m256i second = _mm256_setzero_si256();
        for (unsigned bit = 0; bit < count; bit++) {
            const __m256i mark = _mm256_set1_epi8((char)(1 << bit));
            first = _mm256_or_si256(first, avx2_spread(bits[bit][i], mark));
            second = _mm256_or_si256(second, avx2_spread(bits[bit][i] >> 32, mark));
        }
        _mm256_storeu_si256((__m256i *)(out + 64 * i), first);
        _mm256_storeu_si256((__m256i *)(out + 64 * i + 32), second);
    }
}

WIDE FORCED __m256i avx2_load(const uint16_t *numbers, const uint16_t *more)
{
    __m256i sum = _mm256_loadu_si256((const __m256i *)numbers);
    return more == NULL ? sum : _mm256_adds_epu16(sum, _mm256_loadu_si256((const __m256i *)more));
}

WIDE FORCED __m256i avx2_at_least(__m256i numbers, __m256i least)
{
    return _mm256_cmpeq_epi16(_mm256_subs_epu16(least, numbers), _mm256_setzero_si256());
}

/* What packs and unpacks goes by halves, which have to be put in order. */
WIDE FORCED __m256i avx2_in_order(__m256i halves)
{
    return _mm256_permute4x64_epi64(halves, 0xD8);
}

WIDE FORCED uint64_t avx2_one(const uint16_t *numbers, const uint16_t *more, const uint8_t *kinds,
                              __m256i low, __m256i high)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 32) {
        __m256i kind = avx2_in_order(_mm256_loadu_si256((const __m256i *)(kinds + i)));
        __m256i lows = _mm256_shuffle_epi8(low, kind);
        __m256i highs = _mm256_shuffle_epi8(high, kind);
        const uint16_t *beside = more == NULL ? NULL : more + i;
        __m256i first =
            avx2_at_least(avx2_load(numbers + i, beside), _mm256_unpacklo_epi8(lows, highs));
        beside = more == NULL ? NULL : more + i + 16;
        __m256i second =
            avx2_at_least(avx2_load(numbers + i + 16, beside), _mm256_unpackhi_epi8(lows, highs));
        __m256i packed = avx2_in_order(_mm256_packs_epi16(first, second));
        bits |= (uint64_t)(unsigned)_mm256_movemask_epi8(packed) << i;
    }
    return bits;
}

WIDE static void avx2_reach(const uint16_t *numbers, const uint16_t *more, const uint8_t *kinds,
                            const uint16_t least[MUS_LANE_KINDS], size_t words, const uint64_t *of,
                            uint64_t *out)
{
    const struct tables tables = split(least);
    const __m256i low = avx2_twice(tables.low);
    const __m256i high = avx2_twice(tables.high);
    for (size_t i = 0; i < words; i++) {
        const uint16_t *beside = more == NULL ? NULL : more + 64 * i;
        out[i] |=
            of[i] == 0 ? 0 : avx2_one(numbers + 64 * i, beside, kinds + 64 * i, low, high) & of[i];
    }
}

static const struct mus_lanes AVX2 = {"avx2", avx2_members, avx2_kinds, avx2_reach};

/* ------------------------------------------------------------------ which */

const struct mus_lanes *mus_lanes_number(size_t number)
{
    const struct mus_lanes *const all[] = {&PLAIN, &SSSE3, &AVX2};
    size_t there = 1;
    if (__builtin_cpu_supports("ssse3")) {
        there = __builtin_cpu_supports("avx2") ? 3 : 2;
    }
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
