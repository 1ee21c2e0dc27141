/* The running count, after Bofill et al. (JAIR 74, 2022), who found that it is what makes proofs
 * short: so_far(p, s, k) says that participant p has at least k meetings before slot s.
 *
 *     busy         x x . . x .
 *     so far     0 1 2 2 2 3 3      of 3
 *
 * It ends at all meetings that p has, if these are held, and one at a time: then who has all of
 * them behind is free, and who has as many before it as there are slots left is busy in all of
 * these. For proving, that is so, and bounds on either side of each count are known beforehand:
 * meetings that can only be before the slot, and those that can be. */
#include "matcher/proof/encode.h"

/* Meetings that are surely, and that may be, before slot s. */
static void count_before(const struct mus_encoding *encoding, size_t p, size_t s, size_t *surely,
                         size_t *maybe)
{
    const uint32_t *begin = &encoding->meetings_begin[p];
    mus_slots before = s >= MUS_TIMETABLE_MAX_SLOTS ? ~(mus_slots)0 : ((mus_slots)1 << s) - 1;
    *surely = 0;
    *maybe = 0;
    for (uint32_t i = begin[0]; i < begin[1]; i++) {
        mus_slots allowed = encoding->allowed[encoding->meetings[i]];
        *surely += !encoding->explaining && (allowed & ~before) == 0;
        *maybe += (allowed & before) != 0;
    }
    *maybe = *maybe < s ? *maybe : s;
}

static void name_counts(struct mus_encoding *encoding, size_t p, size_t meetings)
{
    int always = mus_sat_true(encoding->sat);
    for (size_t s = 0; s <= encoding->problem->slot_count; s++) {
        size_t surely;
        size_t maybe;
        count_before(encoding, p, s, &surely, &maybe);
        for (size_t k = 0; k <= meetings + 1; k++) {
            mus_encoding_so_far(encoding, p, s)[k] = k <= surely ? always
                                                     : k > maybe ? -always
                                                                 : mus_sat_variable(encoding->sat);
        }
    }
}

static void count_slot(struct mus_encoding *encoding, size_t p, size_t s, size_t meetings)
{
    struct mus_sat *sat = encoding->sat;
    const int *now = mus_encoding_so_far(encoding, p, s);
    const int *next = mus_encoding_so_far(encoding, p, s + 1);
    int busy = mus_encoding_busy(encoding, p)[s];
    busy = busy != 0 ? busy : -mus_sat_true(sat);
    for (size_t k = 0; k <= meetings; k++) {
        mus_sat_add3(sat, -now[k], -busy, next[k + 1]);
        if (k > 0) {
            mus_sat_add2(sat, -now[k], next[k]);
            mus_sat_add2(sat, -next[k], next[k - 1]);
            mus_sat_add2(sat, -next[k], now[k - 1]);
            mus_sat_add3(sat, -next[k], now[k], busy);
        }
    }
}

/* All meetings are counted in the end, unless one is not held, or two are at a time. */
static void count_all(struct mus_encoding *encoding, size_t p, size_t meetings, int *literals)
{
    const uint32_t *begin = &encoding->meetings_begin[p];
    size_t count = 0;
    for (uint32_t i = begin[0]; i < begin[1]; i++) {
        literals[count++] = encoding->unless_held[encoding->meetings[i]];
    }
    literals[count++] = encoding->unless_one[p];
    literals[count++] = mus_encoding_so_far(encoding, p, encoding->problem->slot_count)[meetings];
    mus_sat_add(encoding->sat, literals, count);
}

bool mus_encode_counts(struct mus_encoding *encoding)
{
    size_t slots = encoding->problem->slot_count;
    for (size_t p = 0; p < encoding->problem->participant_count && !mus_sat_full(encoding->sat);
         p++) {
        size_t meetings = encoding->meetings_begin[p + 1] - encoding->meetings_begin[p];
        if (meetings < 2) {
            continue;
        }
        int *literals = mus_arena_alloc(&encoding->arena, meetings + 2, sizeof *literals);
        encoding->so_far[p] =
            mus_arena_alloc(&encoding->arena, (slots + 1) * (meetings + 2), sizeof(int));
        if (literals == NULL || encoding->so_far[p] == NULL) {
            return false;
        }
        name_counts(encoding, p, meetings);
        for (size_t s = 0; s < slots; s++) {
            count_slot(encoding, p, s, meetings);
        }
        count_all(encoding, p, meetings, literals);
    }
    return true;
}
