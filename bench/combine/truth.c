#include "truth.h"

#include "matcher/score.h"

#include <string.h>

enum { MEETS_WELL = 600000, MEETS_BADLY = 300000 };

/* "25 26" has "26". */
static bool has_group(const char *groups, const char *group)
{
    for (const char *at = groups; *at != '\0'; at += at[2] == '\0' ? 2 : 3) {
        if (memcmp(at, group, 2) == 0) {
            return true;
        }
    }
    return false;
}

static bool same_family(const struct mus_gen_concept *a, const struct mus_gen_concept *b)
{
    size_t len = strcspn(a->id, ".");
    return strncmp(a->id, b->id, len + 1) == 0;
}

static bool is_need(const struct truth_firm *firm, size_t listing)
{
    return firm->firm.listings[listing].side == MUS_SIDE_NEED;
}

/* What `from`'s listing gains from `to`'s line of business, whatever `to` lists. */
static int prospect(const struct truth_firm *from, size_t f, const struct truth_firm *to)
{
    const struct mus_gen_concept *topic = from->topics[f];
    return has_group(is_need(from, f) ? topic->offered_by : topic->needed_by, to->industry) ? 3 : 0;
}

/* What `from`, by its line of business, might use of `to`'s listing. */
static int use(const struct truth_firm *from, const struct truth_firm *to, size_t t)
{
    return !is_need(to, t) && has_group(to->topics[t]->needed_by, from->industry) ? 1 : 0;
}

static int subject(const struct truth_firm *from, size_t f, const struct truth_firm *to, size_t t)
{
    if (is_need(from, f) == is_need(to, t)) {
        return 0;
    }
    if (from->topics[f] == to->topics[t]) {
        return 6;
    }
    return same_family(from->topics[f], to->topics[t]) ? 2 : 0;
}

static int purposes(const struct truth_world *world, const struct mus_firm_listing *a,
                    const struct mus_firm_listing *b)
{
    uint32_t best = 0;
    if (a->purposes.count == 0 || b->purposes.count == 0) {
        return 0;
    }
    for (size_t i = 0; i < a->purposes.count; i++) {
        for (size_t k = 0; k < b->purposes.count; k++) {
            uint32_t value = mus_reference_complement(world->reference, a->purposes.items[i],
                                                      b->purposes.items[k]);
            best = value > best ? value : best;
        }
    }
    return best >= MEETS_WELL ? 2 : best < MEETS_BADLY ? -2 : 0;
}

static bool covers(const struct truth_world *world, struct mus_hashes places, uint64_t country)
{
    for (size_t i = 0; i < places.count; i++) {
        if (places.items[i] == country ||
            mus_reference_in_group(world->reference, country, places.items[i])) {
            return true;
        }
    }
    return false;
}

static int market(const struct truth_world *world, struct mus_hashes places,
                  const struct mus_firm *to)
{
    if (places.count == 0) {
        return 0;
    }
    if (covers(world, places, to->country)) {
        return 2;
    }
    bool present = mus_hashes_has(places, world->reference->any);
    for (size_t i = 0; i < to->presence.count; i++) {
        present = present || covers(world, places, to->presence.items[i]);
    }
    return present ? 1 : -2;
}

static int partner(const struct truth_world *world, const struct mus_firm_partner *sought,
                   const struct truth_firm *to)
{
    int points = 0;
    if (sought->kinds != 0 && to->firm.kind != MUS_KIND_UNKNOWN) {
        points += (sought->kinds >> to->firm.kind & 1) != 0 ? 1 : -2;
    }
    if (sought->countries.count > 0 && !mus_hashes_has(sought->countries, world->reference->any)) {
        points += covers(world, sought->countries, to->firm.country) ? 1 : -2;
    }
    if (sought->industries.count > 0) {
        points += mus_hashes_has(sought->industries, to->industry_hash) ? 1 : -1;
    }
    if (sought->sizes != 0 && to->firm.size != MUS_SIZE_UNKNOWN) {
        unsigned fits = 1U << to->firm.size;
        fits |= to->firm.size == MUS_SIZE_SMALL ? 1U << MUS_SIZE_SME : 0;
        points += (sought->sizes & fits) != 0 ? 0 : -1;
    }
    return points;
}

static int language(const struct mus_firm *a, const struct mus_firm *b)
{
    for (size_t i = 0; i < a->languages.count; i++) {
        if (mus_hashes_has(b->languages, a->languages.items[i])) {
            return 0;
        }
    }
    return a->languages.count > 0 && b->languages.count > 0 ? -3 : 0;
}

static int max(int a, int b)
{
    return a > b ? a : b;
}

static int listing_wish(const struct truth_world *world, const struct truth_firm *from, size_t f,
                        const struct truth_firm *to)
{
    const struct mus_firm_listing *listing = &from->firm.listings[f];
    int ground = prospect(from, f, to);
    int best = ground;
    bool any = false;
    for (size_t t = 0; t < to->firm.listing_count; t++) {
        const struct mus_firm_listing *other = &to->firm.listings[t];
        if (mus_listing_is_live(other, world->today)) {
            int points = max(max(ground, use(from, to, t)), subject(from, f, to, t)) +
                         purposes(world, listing, other);
            best = any ? max(best, points) : points;
            any = true;
        }
    }
    struct mus_hashes places =
        listing->markets.count > 0 ? listing->markets : from->firm.target_markets;
    return best + market(world, places, &to->firm) + partner(world, &listing->partner, to);
}

/* Of a company that lists nothing. */
static int bare_wish(const struct truth_world *world, const struct truth_firm *from,
                     const struct truth_firm *to)
{
    int best = 0;
    for (size_t t = 0; t < to->firm.listing_count; t++) {
        if (mus_listing_is_live(&to->firm.listings[t], world->today)) {
            best = max(best, use(from, to, t));
        }
    }
    return best + market(world, from->firm.target_markets, &to->firm);
}

int truth_wish(const struct truth_world *world, const struct truth_firm *from,
               const struct truth_firm *to)
{
    int best = WISH_LEAST;
    bool any = false;
    for (size_t f = 0; f < from->firm.listing_count; f++) {
        if (mus_listing_is_live(&from->firm.listings[f], world->today)) {
            best = max(best, listing_wish(world, from, f, to));
            any = true;
        }
    }
    int wish = (any ? best : bare_wish(world, from, to)) + language(&from->firm, &to->firm);
    return wish < WISH_LEAST ? WISH_LEAST : wish > WISH_MOST ? WISH_MOST : wish;
}
