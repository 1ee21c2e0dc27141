#include "random_firm.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNTRIES 12
#define GROUPS 4
#define PURPOSES 8
#define INDUSTRIES 60
#define FIELDS 30
#define LANGUAGES 5
#define CERTIFICATES 4
#define REGIONS 5
#define CORPORATE_GROUPS 6

uint64_t mus_random_hash(enum mus_random_hash of, uint64_t number)
{
    char name[48];
    int len = snprintf(name, sizeof name, "%d:%llu", (int)of, (unsigned long long)number);
    uint64_t hash = mus_text_hash((struct mus_text){name, (size_t)len});
    return of == MUS_HASH_ID ? hash : mus_short_hash(hash);
}

bool mus_random_chance(struct mus_random *random, unsigned n)
{
    return mus_random_below(random, n) == 0;
}

static void *make(struct mus_random_world *world, size_t count, size_t size)
{
    void *made = mus_arena_alloc(world->arena, count, size);
    if (made == NULL) {
        fputs("random_firm: no memory\n", stderr);
        exit(1);
    }
    return made;
}

static unsigned below(struct mus_random_world *world, unsigned bound)
{
    return (unsigned)mus_random_below(world->random, bound);
}

static bool missing(struct mus_random_world *world)
{
    return world->sizes.sparse > 0 && mus_random_chance(world->random, world->sizes.sparse);
}

static struct mus_hashes hashes(struct mus_random_world *world, enum mus_random_hash of,
                                unsigned different, unsigned most)
{
    if (missing(world)) {
        return (struct mus_hashes){NULL, 0};
    }
    size_t count = 1 + below(world, most);
    uint64_t *items = make(world, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i] = mus_random_hash(of, below(world, different));
    }
    return (struct mus_hashes){items, mus_hashes_sort(items, count)};
}

static struct mus_hashes places(struct mus_random_world *world)
{
    struct mus_hashes countries = hashes(world, MUS_HASH_COUNTRY, COUNTRIES, 3);
    uint64_t *items = make(world, countries.count + 2, sizeof *items);
    size_t count = countries.count;
    if (count == 0) {
        return countries;
    }
    memcpy(items, countries.items, count * sizeof *items);
    if (mus_random_chance(world->random, 3)) {
        items[count++] = mus_random_hash(MUS_HASH_GROUP, below(world, GROUPS));
    }
    if (mus_random_chance(world->random, 8)) {
        items[count++] = world->reference.any;
    }
    return (struct mus_hashes){items, mus_hashes_sort(items, count)};
}

static int compare_terms(const void *left, const void *right)
{
    const struct mus_term *l = left;
    const struct mus_term *r = right;
    return l->hash < r->hash ? -1 : l->hash > r->hash;
}

static struct mus_bag bag(struct mus_random_world *world, unsigned most)
{
    if (missing(world)) {
        return (struct mus_bag){0};
    }
    size_t count = 1 + below(world, most);
    struct mus_term *terms = make(world, count, sizeof *terms);
    for (size_t i = 0; i < count; i++) {
        terms[i].hash = mus_random_hash(MUS_HASH_TERM, below(world, world->sizes.vocabulary));
        terms[i].tf = 1 + (uint32_t)mus_random_below(world->random, world->sizes.tf);
    }
    qsort(terms, count, sizeof *terms, compare_terms);
    struct mus_bag made = {terms, 0, 0};
    uint64_t length = 0;
    for (size_t i = 0; i < count; i++) {
        if (made.count == 0 || terms[made.count - 1].hash != terms[i].hash) {
            length += mus_term_has_length(terms[i].hash) ? terms[i].tf : 0;
            terms[made.count++] = terms[i];
        }
    }
    made.length = length < UINT32_MAX ? (uint32_t)length : UINT32_MAX;
    return made;
}

struct mus_bag mus_random_bag_with(struct mus_random_world *world, struct mus_bag old,
                                   uint64_t term)
{
    struct mus_term *terms = make(world, old.count + 1, sizeof *terms);
    size_t count = 0;
    bool there = false;
    for (size_t i = 0; i < old.count; i++) {
        terms[count] = old.terms[i];
        if (terms[count].hash == term) {
            there = true;
            terms[count].tf += terms[count].tf < UINT32_MAX;
        }
        count++;
    }
    if (!there) {
        terms[count++] = (struct mus_term){.hash = term, .tf = 1};
        qsort(terms, count, sizeof *terms, compare_terms);
    }
    return (struct mus_bag){terms, count, old.length};
}

static mus_word_set word_set(struct mus_random_world *world, unsigned words)
{
    if (missing(world)) {
        return 0;
    }
    mus_word_set set = 0;
    for (unsigned i = 0; i < 2; i++) {
        set |= (mus_word_set)(1U << (1 + below(world, words)));
    }
    return set;
}

/* A last day: usually none, sometimes still to come, now and then (if `past`) gone by. */
static mus_date last_day(struct mus_random_world *world, bool past)
{
    switch (below(world, 6)) {
    case 0:
        return world->today + (mus_date)below(world, 100);
    case 1:
        return past ? world->today - 1 - (mus_date)below(world, 100) : MUS_NO_DATE;
    default:
        return MUS_NO_DATE;
    }
}

static struct mus_bag translated_bag(struct mus_random_world *world, unsigned most)
{
    struct mus_bag made = bag(world, most);
    for (size_t i = 0; i < made.count; i++) {
        struct mus_term *term = (struct mus_term *)(uintptr_t)&made.terms[i];
        term->tf = 10 * (1 + below(world, 400));
        term->share = below(world, MUS_SHARE_WHOLE + 1);
    }
    return made;
}

static struct mus_firm_listing listing(struct mus_random_world *world)
{
    unsigned terms = world->sizes.terms;
    struct mus_firm_listing made = {
        .side = mus_random_chance(world->random, 2) ? MUS_SIDE_OFFER : MUS_SIDE_NEED,
        .valid_until = last_day(world, true),
        .purposes = hashes(world, MUS_HASH_PURPOSE, PURPOSES, 2),
        .markets = places(world),
        .fields = {bag(world, terms), bag(world, terms), bag(world, terms)},
        .translated = translated_bag(world, terms),
        .partner = {.kinds = word_set(world, mus_vocabulary_size(MUS_VOCABULARY_KIND)),
                    .sizes = word_set(world, mus_vocabulary_size(MUS_VOCABULARY_SIZE)),
                    .countries = places(world),
                    .text = bag(world, terms),
                    .translated = translated_bag(world, terms)},
    };
    if (mus_random_chance(world->random, 3)) {
        made.industries = hashes(world, MUS_HASH_INDUSTRY, INDUSTRIES, 3);
        made.technology_fields = hashes(world, MUS_HASH_TECHNOLOGY, FIELDS, 3);
        made.partner.industries = hashes(world, MUS_HASH_INDUSTRY, INDUSTRIES, 2);
    }
    mus_firm_listing_measure(&made);
    return made;
}

static unsigned word(struct mus_random_world *world, enum mus_vocabulary vocabulary)
{
    return missing(world) ? 0 : 1 + below(world, mus_vocabulary_size(vocabulary));
}

static int64_t quantity(struct mus_random_world *world, unsigned bound)
{
    return missing(world) ? -1 : (int64_t)below(world, bound);
}

static void bar(struct mus_random_world *world, struct mus_firm *firm)
{
    if (!world->barred) {
        firm->profile_valid_until = firm->consent_until = firm->held_until = MUS_NO_DATE;
        return;
    }
    if (mus_random_chance(world->random, 6)) {
        firm->status = (enum mus_company_status)word(world, MUS_VOCABULARY_COMPANY_STATUS);
        firm->review = (enum mus_review)word(world, MUS_VOCABULARY_REVIEW);
    }
    if (mus_random_chance(world->random, 4)) {
        firm->group = mus_random_hash(MUS_HASH_CORPORATE_GROUP, below(world, CORPORATE_GROUPS));
    }
    firm->profile_withheld = mus_random_chance(world->random, 12);
    firm->consent_until = last_day(world, mus_random_chance(world->random, 4));
    firm->profile_valid_until = last_day(world, mus_random_chance(world->random, 4));
    firm->held = mus_random_chance(world->random, 12);
    mus_date held_until = last_day(world, true);
    firm->held_until = firm->held ? held_until : MUS_NO_DATE;
    if (mus_random_chance(world->random, 4)) {
        firm->not_with = hashes(world, MUS_HASH_ID, 60, 5);
    }
}

static void fill_profile(struct mus_random_world *world, struct mus_firm *firm)
{
    firm->country = mus_random_hash(MUS_HASH_COUNTRY, below(world, COUNTRIES));
    firm->region = missing(world) ? 0 : mus_random_hash(MUS_HASH_REGION, below(world, REGIONS));
    firm->kind = (enum mus_kind)word(world, MUS_VOCABULARY_KIND);
    firm->size = (enum mus_size)word(world, MUS_VOCABULARY_SIZE);
    firm->main_business = (enum mus_main_business)word(world, MUS_VOCABULARY_MAIN_BUSINESS);
    firm->stage = (enum mus_stage)word(world, MUS_VOCABULARY_STAGE);
    firm->channels = word_set(world, mus_vocabulary_size(MUS_VOCABULARY_CHANNEL));
    firm->employees = quantity(world, 500);
    firm->capital_jpy = quantity(world, 100000000);
    firm->languages = hashes(world, MUS_HASH_LANGUAGE, LANGUAGES, 2);
    firm->certifications = hashes(world, MUS_HASH_CERTIFICATE, CERTIFICATES, 2);
    firm->industries = hashes(world, MUS_HASH_INDUSTRY, INDUSTRIES, 3);
    firm->technology_fields = hashes(world, MUS_HASH_TECHNOLOGY, FIELDS, 3);
    firm->target_markets = places(world);
    firm->presence = hashes(world, MUS_HASH_COUNTRY, COUNTRIES, 3);
    firm->description = bag(world, 3 * world->sizes.terms);
    firm->translated = translated_bag(world, world->sizes.terms);
    firm->translated.length = firm->description.length;
}

struct mus_firm *mus_random_firm(struct mus_random_world *world, unsigned number)
{
    struct mus_firm *firm = make(world, 1, sizeof *firm);
    char *id = make(world, 16, 1);
    int len = snprintf(id, 16, "c-%u", number);
    firm->id = (struct mus_text){id, (size_t)len};
    firm->id_hash = mus_random_hash(MUS_HASH_ID, number);
    fill_profile(world, firm);
    bar(world, firm);
    firm->listing_count = below(world, world->sizes.listings + 1);
    struct mus_firm_listing *listings = make(world, firm->listing_count + 1, sizeof *listings);
    for (size_t i = 0; i < firm->listing_count; i++) {
        listings[i] = listing(world);
    }
    firm->listings = listings;
    return firm;
}

static void make_complements(struct mus_random_world *world)
{
    size_t count = PURPOSES;
    struct mus_complement *rows = make(world, count, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct mus_complement){
            mus_random_hash(MUS_HASH_PURPOSE, below(world, PURPOSES)),
            mus_random_hash(MUS_HASH_PURPOSE, below(world, PURPOSES)),
            (uint32_t)mus_random_below(world->random, MUS_MILLION + 1),
        };
    }
    world->reference.complement_count = mus_complements_sort(rows, count);
    world->reference.complements = rows;
}

/* Class n lies below class n/3 (a tree of some four levels); the last tenth is in no table, and
 * every fifth tree belongs to another scheme. */
static size_t add_classes(struct mus_class *rows, enum mus_random_hash of, unsigned different)
{
    size_t count = 0;
    for (unsigned n = 0; n < different - different / 10; n++) {
        unsigned root = n;
        while (root >= 3) {
            root /= 3;
        }
        rows[count++] = (struct mus_class){
            mus_random_hash(of, n),
            n < 3 ? 0 : mus_random_hash(of, n / 3),
            mus_random_hash(MUS_HASH_SCHEME, root == 2),
        };
    }
    return count;
}

static void make_codes(struct mus_random_world *world)
{
    struct mus_class *rows = make(world, INDUSTRIES + FIELDS, sizeof *rows);
    size_t count = add_classes(rows, MUS_HASH_INDUSTRY, INDUSTRIES);
    count += add_classes(&rows[count], MUS_HASH_TECHNOLOGY, FIELDS);
    world->reference.code_count = mus_codes_sort(rows, count);
    world->reference.codes = rows;
}

static void make_memberships(struct mus_random_world *world)
{
    size_t count = (size_t)2 * COUNTRIES;
    struct mus_membership *rows = make(world, count, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct mus_membership){
            mus_random_hash(MUS_HASH_COUNTRY, below(world, COUNTRIES)),
            mus_random_hash(MUS_HASH_GROUP, below(world, GROUPS)),
        };
    }
    world->reference.membership_count = mus_memberships_sort(rows, count);
    world->reference.memberships = rows;
}

void mus_random_world_init(struct mus_random_world *world, struct mus_random *random,
                           struct mus_arena *arena)
{
    *world = (struct mus_random_world){
        .random = random,
        .arena = arena,
        .sizes = {.listings = 4, .terms = 12, .vocabulary = 300, .tf = 4, .sparse = 3},
        .today = 20000,
    };
    world->reference.any = mus_random_hash(MUS_HASH_ANY, 0);
    make_complements(world);
    make_codes(world);
    make_memberships(world);
    if (mus_random_chance(random, 2)) {
        world->reference.theme = hashes(world, MUS_HASH_TECHNOLOGY, FIELDS, 3);
    }
}

static uint32_t between(struct mus_random *random, uint32_t least, uint32_t most)
{
    /* The ends are what breaks things. */
    switch (mus_random_below(random, 6)) {
    case 0:
        return least;
    case 1:
        return most;
    default:
        return least + (uint32_t)mus_random_below(random, (uint64_t)most - least + 1);
    }
}

static void random_codes(struct mus_random *random, struct mus_code_weights *codes)
{
    codes->kin = between(random, 0, MUS_MILLION);
    for (unsigned level = 1; level < MUS_CODE_LEVELS; level++) {
        codes->shared[level] = between(random, codes->shared[level - 1], MUS_MILLION);
    }
}

static void random_text(struct mus_random *random, struct mus_text_weights *text)
{
    text->k1 = between(random, 1, 100000);
    text->k1_word = between(random, 1, 100000);
    text->translated_most = between(random, 0, 1000);
    text->translated_both = between(random, 0, 4000);
    for (unsigned class = 0; class < MUS_TERM_CLASS_COUNT; class ++) {
        text->term[class] = between(random, 0, 4000);
    }
    text->b = between(random, 0, 1000);
    text->k3 = between(random, 1, 100000);
    text->rarity_floor = between(random, 1, 1000);
    text->half = between(random, 1, 100000);
    text->topic = between(random, 0, 1000);
    for (unsigned field = 0; field < MUS_TEXT_FIELD_COUNT; field++) {
        text->found[field] = between(random, 0, field == MUS_TEXT_TRANSLATED ? 1000 : 100000);
        text->sought[field] = between(random, 0, field == MUS_TEXT_TRANSLATED ? 1000 : 100000);
        text->length[field] = between(random, 1, 1000000);
    }
}

struct mus_weights mus_random_weights(struct mus_random *random)
{
    struct mus_weights weights = mus_weights_default();
    uint32_t left = MUS_MILLION;
    memset(weights.weight, 0, sizeof weights.weight);
    while (left > 0) {
        uint32_t some = between(random, 1, left);
        weights.weight[mus_random_below(random, MUS_PART_COUNT)] += some;
        left -= some;
    }
    for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
        weights.neutral[part] = between(random, 0, MUS_MILLION);
    }
    for (unsigned gap = 0; gap < MUS_STAGE_GAPS; gap++) {
        weights.stage[gap] = between(random, 0, MUS_MILLION);
    }
    uint32_t *market[] = {&weights.market.country, &weights.market.group, &weights.market.presence,
                          &weights.market.presence_group, &weights.market.any};
    for (size_t i = 0; i < sizeof market / sizeof market[0]; i++) {
        *market[i] = between(random, 0, MUS_MILLION);
    }
    weights.channel = between(random, 0, MUS_MILLION);
    weights.language = between(random, 0, MUS_MILLION);
    random_text(random, &weights.text);
    random_codes(random, &weights.technology);
    random_codes(random, &weights.industry);
    return weights;
}

uint64_t mus_random_seed(void)
{
    const char *given = getenv("MUS_SEED");
    uint64_t seed = given == NULL ? 20250401 : strtoull(given, NULL, 10);
    printf("MUS_SEED=%llu\n", (unsigned long long)seed);
    return seed;
}

unsigned mus_random_cases(unsigned usual)
{
    const char *given = getenv("MUS_CASES");
    return given == NULL ? usual : (unsigned)strtoul(given, NULL, 10);
}
