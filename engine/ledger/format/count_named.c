/* A match is looked up in a table of megabytes, where every place is a trip to memory: some
 * candidates are found first, and their places asked for, before the first of them is looked up. */
#include "base/mem.h"
#include "ledger/format/count_internal.h"

enum { AHEAD = 16 };

struct candidate {
    struct mus_match_found match;
    uint64_t hash;
};

static struct mus_match_found match_of(const struct mus_counting *counting, uint32_t entry)
{
    const uint32_t *parties = counting->book->items[entry].as.parties;
    uint32_t a = counting->firms[parties[0]];
    uint32_t b = counting->firms[parties[1]];
    return (struct mus_match_found){
        .firms = {a < b ? a : b, a < b ? b : a},
        .match = mus_counting_use(counting, entry)->match,
        .entry = entry,
    };
}

static uint64_t hash_match(const struct mus_counting *counting, const struct mus_match_found *match)
{
    return mus_keyed_mix(counting->book->firms.key,
                         (uint64_t)match->firms[0] << 32 | match->firms[1], match->match);
}

/* Asks for the match's place, which will have come from memory when it is looked up. */
static void look_at(const struct mus_counting *counting, uint32_t entry, struct candidate *out)
{
    out->match = match_of(counting, entry);
    out->hash = hash_match(counting, &out->match);
    mus_slots_prefetch(&counting->match_slots, out->hash);
}

/* The match that counts already; NULL: none. */
static const struct mus_match_found *find_match(const struct mus_counting *counting, uint64_t hash,
                                                const struct mus_match_found *match)
{
    struct mus_slot_walk walk = mus_slots_walk(&counting->match_slots, hash);
    uint32_t number;
    while (mus_slots_next(&counting->match_slots, &walk, &number)) {
        const struct mus_match_found *found = &counting->matches[number];
        if (found->firms[0] == match->firms[0] && found->firms[1] == match->firms[1] &&
            found->match == match->match) {
            return found;
        }
    }
    return NULL;
}

static enum mus_status stand(struct mus_counting *counting, const struct candidate *candidate)
{
    const struct mus_match_found *match = &candidate->match;
    const struct mus_match_found *found = find_match(counting, candidate->hash, match);
    if (found != NULL) {
        return mus_counting_suppress(counting, match->entry, 1, MUS_COUNT_DUPLICATE, found->entry);
    }
    if (!mus_slots_put(&counting->match_slots, candidate->hash, (uint32_t)counting->match_count)) {
        return mus_fail_memory(counting->err);
    }
    counting->matches[counting->match_count++] = *match;
    const struct mus_topic_use *use = mus_counting_use(counting, match->entry);
    return use->grouped ? mus_counting_reduce(counting, use->group, match) : MUS_OK;
}

static enum mus_status stand_all(struct mus_counting *counting, const struct candidate *candidates,
                                 size_t count)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        status = stand(counting, &candidates[i]);
    }
    return status;
}

static enum mus_status prepare(struct mus_counting *counting)
{
    counting->matches = mus_alloc(counting->match_bound, sizeof *counting->matches);
    return counting->matches != NULL &&
                   mus_slots_reserve(&counting->match_slots, counting->match_bound)
               ? MUS_OK
               : mus_fail_memory(counting->err);
}

enum mus_status mus_counting_named(struct mus_counting *counting)
{
    struct candidate candidates[AHEAD];
    size_t count = 0;
    enum mus_status status = prepare(counting);
    for (size_t i = 0; status == MUS_OK && i < counting->seen; i++) {
        if (!mus_counting_use(counting, i)->named) {
            continue;
        }
        bool is_candidate = false;
        status = mus_counting_judge(counting, (uint32_t)i, &is_candidate);
        if (status == MUS_OK && is_candidate) {
            look_at(counting, (uint32_t)i, &candidates[count++]);
        }
        if (count == AHEAD) {
            status = stand_all(counting, candidates, count);
            count = 0;
        }
    }
    return status == MUS_OK ? stand_all(counting, candidates, count) : status;
}
