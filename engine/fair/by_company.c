#include "fair/by_company.h"

#include <stdlib.h>

struct key {
    struct mus_text company;
    uint32_t place;
};

static int by_key(const void *left, const void *right)
{
    const struct key *a = left;
    const struct key *b = right;
    int order = mus_text_compare(a->company, b->company);
    return order != 0 ? order : a->place < b->place ? -1 : a->place > b->place;
}

enum mus_status mus_by_company_make(const struct mus_fair *fair, struct mus_arena *arena,
                                    struct mus_by_company *out, struct mus_error *err)
{
    struct key *keys = mus_arena_alloc(arena, fair->participant_count, sizeof *keys);
    uint32_t *places = mus_arena_alloc(arena, fair->participant_count, sizeof *places);
    if (keys == NULL || places == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->participant_count; i++) {
        keys[i] = (struct key){fair->participants[i].company, (uint32_t)i};
    }
    if (fair->participant_count > 1) {
        qsort(keys, fair->participant_count, sizeof *keys, by_key);
    }
    for (size_t i = 0; i < fair->participant_count; i++) {
        places[i] = keys[i].place;
    }
    *out = (struct mus_by_company){fair, places};
    return MUS_OK;
}

/* The first place whose company is not before (or, with `behind`, is behind) the one asked for. */
static size_t bound(const struct mus_by_company *by_company, struct mus_text company, bool behind)
{
    size_t low = 0;
    size_t high = by_company->fair->participant_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mus_participant *at =
            &by_company->fair->participants[by_company->places[middle]];
        int order = mus_text_compare(at->company, company);
        if (order < 0 || (behind && order == 0)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

size_t mus_by_company_find(const struct mus_by_company *by_company, struct mus_text company,
                           size_t *first)
{
    *first = bound(by_company, company, false);
    return bound(by_company, company, true) - *first;
}
