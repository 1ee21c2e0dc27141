/* Each filter gives a verdict of its own; of all of them a failure outweighs an unknown, and an
 * unknown a pass. */
#include "matcher/filter.h"

#include "matcher/score.h"

struct subject {
    const struct mus_filter *filter;
    const struct mus_reference *reference;
    const struct mus_firm *firm;
    mus_date today;
};

static enum mus_filter_verdict verdict_of(bool known, bool passes)
{
    if (!known) {
        return MUS_FILTER_UNKNOWN;
    }
    return passes ? MUS_FILTER_PASS : MUS_FILTER_FAIL;
}

/* Lists of a filter come in any order. */
static bool names(struct mus_hashes list, uint64_t hash)
{
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i] == hash) {
            return true;
        }
    }
    return false;
}

static bool share_one(struct mus_hashes wanted, struct mus_hashes have)
{
    for (size_t i = 0; i < wanted.count; i++) {
        if (mus_hashes_has(have, wanted.items[i])) {
            return true;
        }
    }
    return false;
}

static enum mus_filter_verdict filter_word(mus_word_set set, unsigned number)
{
    if (set == 0) {
        return MUS_FILTER_PASS;
    }
    return verdict_of(number != 0, (set >> number & 1) != 0);
}

mus_word_set mus_filter_sizes(mus_word_set sizes)
{
    bool sme = (sizes >> MUS_SIZE_SME & 1) != 0;
    return sme ? (mus_word_set)(sizes | 1U << MUS_SIZE_SMALL) : sizes;
}

static enum mus_filter_verdict filter_bounds(struct mus_bound least, struct mus_bound most,
                                             int64_t value)
{
    if (!least.given && !most.given) {
        return MUS_FILTER_PASS;
    }
    bool passes = (!least.given || value >= least.value) && (!most.given || value <= most.value);
    return verdict_of(value >= 0, passes);
}

static enum mus_filter_verdict filter_one(struct mus_hashes wanted, uint64_t value)
{
    return wanted.count == 0 ? MUS_FILTER_PASS : verdict_of(value != 0, names(wanted, value));
}

static enum mus_filter_verdict filter_list(struct mus_hashes wanted, struct mus_hashes have)
{
    return wanted.count == 0 ? MUS_FILTER_PASS
                             : verdict_of(have.count > 0, share_one(wanted, have));
}

/* Is the country (or group) among the places, which may be groups or "any"? And a company that
 * names a group is found by each of the group's countries. */
bool mus_filter_wants_place(const struct mus_reference *reference, struct mus_hashes wanted,
                            uint64_t place)
{
    for (size_t i = 0; i < wanted.count; i++) {
        uint64_t want = wanted.items[i];
        if (want == place ||
            (reference->any != 0 && (want == reference->any || place == reference->any))) {
            return true;
        }
        if (mus_reference_in_group(reference, place, want) ||
            mus_reference_in_group(reference, want, place)) {
            return true;
        }
    }
    return false;
}

static bool any_place_wanted(const struct subject *subject, struct mus_hashes wanted,
                             struct mus_hashes places)
{
    for (size_t i = 0; i < places.count; i++) {
        if (mus_filter_wants_place(subject->reference, wanted, places.items[i])) {
            return true;
        }
    }
    return false;
}

bool mus_filter_wants_class(const struct mus_reference *reference, struct mus_hashes wanted,
                            uint64_t code)
{
    for (size_t w = 0; w < wanted.count; w++) {
        if (mus_reference_below(reference, code, wanted.items[w])) {
            return true;
        }
    }
    return false;
}

static bool any_class_wanted(const struct subject *subject, struct mus_hashes wanted,
                             struct mus_hashes codes)
{
    for (size_t i = 0; i < codes.count; i++) {
        if (mus_filter_wants_class(subject->reference, wanted, codes.items[i])) {
            return true;
        }
    }
    return false;
}

/* A list that the company and its listings have. */
enum shared_list {
    LIST_PURPOSES,
    LIST_INDUSTRIES,
    LIST_TECHNOLOGY,
    LIST_MARKETS,
};

static struct mus_hashes company_list(const struct mus_firm *firm, enum shared_list list)
{
    switch (list) {
    case LIST_INDUSTRIES:
        return firm->industries;
    case LIST_TECHNOLOGY:
        return firm->technology_fields;
    case LIST_MARKETS:
        return firm->target_markets;
    case LIST_PURPOSES:
        break;
    }
    return (struct mus_hashes){NULL, 0};
}

static struct mus_hashes listing_list(const struct mus_firm_listing *listing, enum shared_list list)
{
    switch (list) {
    case LIST_INDUSTRIES:
        return listing->industries;
    case LIST_TECHNOLOGY:
        return listing->technology_fields;
    case LIST_MARKETS:
        return listing->markets;
    case LIST_PURPOSES:
        break;
    }
    return listing->purposes;
}

static bool list_meets(const struct subject *subject, enum shared_list list,
                       struct mus_hashes wanted, struct mus_hashes have)
{
    switch (list) {
    case LIST_INDUSTRIES:
    case LIST_TECHNOLOGY:
        return any_class_wanted(subject, wanted, have);
    case LIST_MARKETS:
        return any_place_wanted(subject, wanted, have);
    case LIST_PURPOSES:
        break;
    }
    return share_one(wanted, have);
}

static enum mus_filter_verdict filter_shared(const struct subject *subject, enum shared_list list,
                                             struct mus_hashes wanted)
{
    if (wanted.count == 0) {
        return MUS_FILTER_PASS;
    }
    const struct mus_firm *firm = subject->firm;
    struct mus_hashes own = company_list(firm, list);
    bool known = own.count > 0;
    bool meets = list_meets(subject, list, wanted, own);
    for (size_t i = 0; i < firm->listing_count && !meets; i++) {
        if (mus_listing_is_live(&firm->listings[i], subject->today)) {
            struct mus_hashes have = listing_list(&firm->listings[i], list);
            known = known || have.count > 0;
            meets = list_meets(subject, list, wanted, have);
        }
    }
    return verdict_of(known, meets);
}

static enum mus_filter_verdict filter_sides(const struct subject *subject)
{
    if (subject->filter->sides == 0) {
        return MUS_FILTER_PASS;
    }
    mus_word_set have = 0;
    for (size_t i = 0; i < subject->firm->listing_count; i++) {
        const struct mus_firm_listing *listing = &subject->firm->listings[i];
        if (mus_listing_is_live(listing, subject->today)) {
            have |= (mus_word_set)(1U << listing->side);
        }
    }
    return verdict_of(have != 0, (have & subject->filter->sides) != 0);
}

static enum mus_filter_verdict filter_places(const struct subject *subject,
                                             struct mus_hashes wanted, struct mus_hashes places)
{
    return wanted.count == 0
               ? MUS_FILTER_PASS
               : verdict_of(places.count > 0, any_place_wanted(subject, wanted, places));
}

static enum mus_filter_verdict filter_elsewhere(const struct subject *subject)
{
    uint64_t country = subject->firm->country;
    struct mus_hashes unwanted = subject->filter->not_countries;
    return unwanted.count == 0
               ? MUS_FILTER_PASS
               : verdict_of(country != 0,
                            !mus_filter_wants_place(subject->reference, unwanted, country));
}

/* Of several channels one will do. */
static enum mus_filter_verdict filter_channels(mus_word_set wanted, mus_word_set have)
{
    return wanted == 0 ? MUS_FILTER_PASS : verdict_of(have != 0, (wanted & have) != 0);
}

bool mus_filter_is_empty(const struct mus_filter *filter)
{
    size_t lists = filter->countries.count + filter->industries.count + filter->purposes.count +
                   filter->languages.count + filter->certifications.count + filter->regions.count +
                   filter->technology_fields.count + filter->target_markets.count +
                   filter->presence.count + filter->not_countries.count;
    unsigned sets = (unsigned)filter->kinds | filter->sizes | filter->main_business |
                    filter->stages | filter->sides | filter->channels;
    return lists == 0 && sets == 0 && !filter->min_employees.given &&
           !filter->max_employees.given && !filter->min_capital_jpy.given &&
           !filter->max_capital_jpy.given;
}

/* What needs no tables comes first: it is cheap and decides most. */
static enum mus_filter_verdict apply_plain(const struct mus_filter *filter,
                                           const struct mus_firm *firm)
{
    const enum mus_filter_verdict verdicts[] = {
        filter_word(filter->kinds, firm->kind),
        filter_word(mus_filter_sizes(filter->sizes), firm->size),
        filter_word(filter->main_business, firm->main_business),
        filter_word(filter->stages, firm->stage),
        filter_channels(filter->channels, firm->channels),
        filter_bounds(filter->min_employees, filter->max_employees, firm->employees),
        filter_bounds(filter->min_capital_jpy, filter->max_capital_jpy, firm->capital_jpy),
        filter_one(filter->regions, firm->region),
        filter_list(filter->languages, firm->languages),
        filter_list(filter->certifications, firm->certifications),
    };
    enum mus_filter_verdict result = MUS_FILTER_PASS;
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        if (verdicts[i] == MUS_FILTER_FAIL) {
            return MUS_FILTER_FAIL;
        }
        result = verdicts[i] == MUS_FILTER_UNKNOWN ? MUS_FILTER_UNKNOWN : result;
    }
    return result;
}

static enum mus_filter_verdict apply_tables(const struct subject *subject)
{
    const struct mus_filter *filter = subject->filter;
    const struct mus_firm *firm = subject->firm;
    struct mus_hashes country = {&firm->country, firm->country != 0};
    const enum mus_filter_verdict verdicts[] = {
        filter_places(subject, filter->countries, country),
        filter_elsewhere(subject),
        filter_places(subject, filter->presence, firm->presence),
        filter_sides(subject),
        filter_shared(subject, LIST_PURPOSES, filter->purposes),
        filter_shared(subject, LIST_MARKETS, filter->target_markets),
        filter_shared(subject, LIST_INDUSTRIES, filter->industries),
        filter_shared(subject, LIST_TECHNOLOGY, filter->technology_fields),
    };
    enum mus_filter_verdict result = MUS_FILTER_PASS;
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        if (verdicts[i] == MUS_FILTER_FAIL) {
            return MUS_FILTER_FAIL;
        }
        result = verdicts[i] == MUS_FILTER_UNKNOWN ? MUS_FILTER_UNKNOWN : result;
    }
    return result;
}

enum mus_filter_verdict mus_filter_apply(const struct mus_filter *filter,
                                         const struct mus_reference *reference, mus_date today,
                                         const struct mus_firm *firm)
{
    enum mus_filter_verdict plain = apply_plain(filter, firm);
    if (plain == MUS_FILTER_FAIL) {
        return MUS_FILTER_FAIL;
    }
    struct subject subject = {filter, reference, firm, today};
    enum mus_filter_verdict tables = apply_tables(&subject);
    return tables == MUS_FILTER_PASS ? plain : tables;
}
