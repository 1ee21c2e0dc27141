#include "fair/spread.h"

#include "base/mem.h"
#include "fair/meet.h"
#include "fair/plan.h"
#include "matcher/reference.h"

#include <stdlib.h>

static int by_count(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Of counts in ascending order: Σ (2i − n + 1)·count[i] / (n · Σ count). */
struct mus_spread mus_spread_of(uint32_t *counts, size_t count)
{
    struct mus_spread spread = {.participants = count};
    int64_t weighted = 0;
    if (count == 0) {
        return spread;
    }
    qsort(counts, count, sizeof *counts, by_count);
    for (size_t i = 0; i < count; i++) {
        spread.meetings += counts[i];
        weighted += (2 * (int64_t)i - (int64_t)count + 1) * counts[i];
    }
    spread.fewest = counts[0];
    spread.most = counts[count - 1];
    if (spread.meetings > 0) {
        /* At most 100,000 participants × 400,000 sides × a million: 64 bits suffice. */
        spread.gini = (uint32_t)((uint64_t)weighted * MUS_MILLION / (spread.meetings * count));
    }
    return spread;
}

void mus_meetings_of_each(const struct mus_fair *fair, uint32_t *counts)
{
    for (size_t i = 0; i < fair->participant_count; i++) {
        counts[i] = 0;
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        if (!mus_meeting_counts(&fair->meetings[i])) {
            continue;
        }
        const struct mus_text sides[2] = {fair->meetings[i].a, fair->meetings[i].b};
        for (unsigned side = 0; side < 2; side++) {
            size_t who = mus_fair_participant(fair, sides[side]);
            if (who != SIZE_MAX) {
                counts[who]++;
            }
        }
    }
}

enum mus_status mus_spread_by_size(const struct mus_fair *fair, const uint8_t *sizes,
                                   struct mus_spread out[MUS_SPREAD_COUNT], struct mus_error *err)
{
    uint32_t *each = mus_alloc_zero(fair->participant_count, sizeof *each);
    uint32_t *some = mus_alloc_zero(fair->participant_count, sizeof *some);
    if (each == NULL || some == NULL) {
        mus_free(each);
        mus_free(some);
        return mus_fail_memory(err);
    }
    mus_meetings_of_each(fair, each);
    for (unsigned size = 0; size < MUS_SPREAD_COUNT; size++) {
        size_t count = 0;
        for (size_t i = 0; i < fair->participant_count; i++) {
            if (mus_takes_part(&fair->participants[i]) &&
                (size == MUS_SPREAD_ALL || sizes[i] == size)) {
                some[count++] = each[i];
            }
        }
        out[size] = mus_spread_of(some, count);
    }
    mus_free(each);
    mus_free(some);
    return MUS_OK;
}
