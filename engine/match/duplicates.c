/* How pairs are found and weighed.
 *
 * Every company becomes a sketch: hashes of its keys. Pairs are looked for only among companies
 * that share a corporate number, a name (as it might be confused), a telephone number or a website;
 * groups that are too large to be compared pair by pair say nothing (a switchboard, a portal) and
 * are counted. Of each pair every field is compared:
 *
 *   agreement      + log2(N / companies that have this value), at most MAX_BITS
 *   contradiction  − the weights below
 *
 * The sum less log2(N), what a stranger taken at random has against him, is the evidence in bits
 * that the two are one. A name alone never suffices: something else must agree. */
#include "match/duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "matcher/text/address_key.h"
#include "matcher/text/name_key.h"
#include "profile/company_record.h"
#include "store/companies.h"

enum {
    MAX_GROUP = 60,
    MAX_BITS = 2000, /* hundredths of a bit, as all weights */
    OTHER_NUMBER = -2500,
    OTHER_PLACE = -500,
    OTHER_FORM = -200,
    SIMILAR_PART = 60, /* percent of the weight of the same name */
    CERTAIN = 700,
    PROBABLE = 330,
};

enum value {
    VALUE_NUMBER,
    VALUE_NAME, /* the three names, compared each with each */
    VALUE_NAME_2,
    VALUE_NAME_3,
    VALUE_BLOCK, /* the same as they might be confused */
    VALUE_BLOCK_2,
    VALUE_BLOCK_3,
    VALUE_CITY,
    VALUE_WARD,
    VALUE_REGION,
    VALUE_ADDRESS,
    VALUE_POSTAL,
    VALUE_PHONE,
    VALUE_WEBSITE,
    VALUE_COUNT
};

struct sketch {
    struct mus_text id;
    uint64_t values[VALUE_COUNT]; /* 0: not given */
    struct mus_legal_ends legal;
};

/* How many companies have the value, for a field; sorted. */
struct frequency {
    uint64_t value;
    uint32_t count;
};

struct search {
    struct mus_arena *arena;
    struct sketch *sketches;
    size_t count, capacity;
    struct frequency *frequencies[VALUE_COUNT];
    size_t frequency_counts[VALUE_COUNT];
    struct mus_buf key; /* working memory */
    struct mus_duplicate *found;
    size_t found_count, found_capacity;
    size_t groups_skipped;
};

/* ------------------------------------------------------------------ sketches */

static uint64_t hash_of(struct mus_text text)
{
    return text.len == 0 ? 0 : mus_text_hash(text);
}

static enum mus_status name_value(struct search *search, struct mus_text name, bool kana,
                                  enum mus_name_level level, struct mus_legal_ends *legal,
                                  uint64_t *value, struct mus_error *err)
{
    if (name.len == 0) {
        return MUS_OK;
    }
    mus_buf_clear(&search->key);
    enum mus_status status = kana ? mus_kana_key(name, level, &search->key, err)
                                  : mus_name_key(name, level, &search->key, legal, err);
    if (status == MUS_OK) {
        *value = hash_of(mus_buf_text(&search->key));
    }
    return status;
}

static uint64_t digits_value(struct search *search, struct mus_text phone)
{
    mus_buf_clear(&search->key);
    for (size_t i = 0; i < phone.len; i++) {
        if (phone.ptr[i] >= '0' && phone.ptr[i] <= '9') {
            mus_buf_add_byte(&search->key, (unsigned char)phone.ptr[i]);
        }
    }
    return search->key.len < 6 ? 0 : hash_of(mus_buf_text(&search->key));
}

/* The host of a website in small letters, without "www." */
static uint64_t host_value(struct search *search, struct mus_text website)
{
    const char *start = website.len == 0 ? NULL : memchr(website.ptr, ':', website.len);
    if (start == NULL || website.len - (size_t)(start - website.ptr) < 4) {
        return 0;
    }
    mus_buf_clear(&search->key);
    for (const char *p = start + 3; p < website.ptr + website.len; p++) {
        if (*p == '/' || *p == '?' || *p == '#' || *p == ':') {
            break;
        }
        mus_buf_add_byte(&search->key, (unsigned char)(*p >= 'A' && *p <= 'Z' ? *p | 0x20 : *p));
    }
    struct mus_text host = mus_buf_text(&search->key);
    if (mus_text_starts(host, MUS_TEXT("www."))) {
        host.ptr += 4;
        host.len -= 4;
    }
    return hash_of(host);
}

static enum mus_status sketch_names(struct search *search, const struct mus_company *company,
                                    struct sketch *sketch, struct mus_error *err)
{
    const struct mus_text names[] = {company->name_ja, company->name_en, company->name_kana};
    enum mus_status status = MUS_OK;
    for (int i = 0; status == MUS_OK && i < 3; i++) {
        struct mus_legal_ends *legal = i == 0 ? &sketch->legal : NULL;
        status = name_value(search, names[i], i == 2, MUS_NAME_COMPARE, legal,
                            &sketch->values[VALUE_NAME + i], err);
        if (status == MUS_OK) {
            status = name_value(search, names[i], i == 2, MUS_NAME_BLOCK, NULL,
                                &sketch->values[VALUE_BLOCK + i], err);
        }
    }
    return status;
}

static enum mus_status sketch_company(struct search *search, const struct mus_company *company,
                                      struct sketch *sketch, struct mus_error *err)
{
    sketch->id = mus_arena_copy(search->arena, company->id);
    if (sketch->id.ptr == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = sketch_names(search, company, sketch, err);
    if (status == MUS_OK && company->address.len > 0) {
        mus_buf_clear(&search->key);
        status = mus_address_key(company->address, &search->key, err);
        sketch->values[VALUE_ADDRESS] = hash_of(mus_buf_text(&search->key));
    }
    sketch->values[VALUE_NUMBER] = hash_of(company->corporate_number);
    sketch->values[VALUE_CITY] = hash_of(company->city);
    sketch->values[VALUE_WARD] = hash_of(company->ward);
    sketch->values[VALUE_REGION] = hash_of(company->region);
    sketch->values[VALUE_PHONE] = digits_value(search, company->phone);
    sketch->values[VALUE_POSTAL] = digits_value(search, company->postal_code);
    sketch->values[VALUE_WEBSITE] = host_value(search, company->website);
    return status == MUS_OK ? mus_buf_check(&search->key, err) : status;
}

/* The array with room for one more, moved where it had to grow; NULL when memory runs out, and the
 * old one then stays. */
static void *room_for_one(void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return items;
    }
    size_t wanted = *capacity == 0 ? 1024 : *capacity * 2;
    void *grown = mus_realloc(items, wanted, size);
    *capacity = grown == NULL ? *capacity : wanted;
    return grown;
}

static enum mus_status sketch_all(struct search *search, const struct mus_read *read,
                                  struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_walker *walker = NULL;
    struct mus_walk_item item;
    enum mus_status status =
        mus_walker_open(read, MUS_WALK_COMPANIES, (struct mus_id_range){0}, &walker, err);
    while (status == MUS_OK) {
        struct mus_company_record record;
        mus_arena_reset(&arena);
        status = mus_walker_next(walker, &item, err);
        if (status != MUS_OK || item.id.ptr == NULL) {
            break;
        }
        status = mus_company_record_decode(item.bytes.ptr, item.bytes.len, &arena, &record, err);
        if (status != MUS_OK || record.company.status == MUS_COMPANY_MERGED) {
            continue;
        }
        struct sketch *sketches =
            room_for_one(search->sketches, search->count, &search->capacity, sizeof *sketches);
        if (sketches == NULL) {
            status = mus_fail_memory(err);
            break;
        }
        search->sketches = sketches;
        struct sketch *sketch = &search->sketches[search->count++];
        *sketch = (struct sketch){0};
        status = sketch_company(search, &record.company, sketch, err);
    }
    mus_walker_close(walker);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ weights */

/* log2(n) in hundredths, n ≥ 1: whole bits, then two decimals by repeated squaring. */
static int32_t log2_hundredths(uint64_t n)
{
    int32_t whole = 63 - __builtin_clzll(n);
    uint64_t x = whole >= 31 ? n >> (whole - 31) : n << (31 - whole); /* 1 ≤ x/2^31 < 2 */
    int32_t part = 0;
    for (int bit = 0; bit < 12; bit++) {
        x = (x * x) >> 31;
        part <<= 1;
        if (x >= UINT64_C(1) << 32) {
            x >>= 1;
            part |= 1;
        }
    }
    return whole * 100 + part * 100 / 4096;
}

static int by_value(const void *left, const void *right)
{
    uint64_t a = ((const struct frequency *)left)->value;
    uint64_t b = ((const struct frequency *)right)->value;
    return a < b ? -1 : a > b;
}

static enum mus_status count_values(struct search *search, enum value value, struct mus_error *err)
{
    struct frequency *rows = mus_alloc(search->count, sizeof *rows);
    size_t count = 0;
    if (rows == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < search->count; i++) {
        if (search->sketches[i].values[value] != 0) {
            rows[count++] = (struct frequency){search->sketches[i].values[value], 1};
        }
    }
    qsort(rows, count, sizeof *rows, by_value);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && rows[kept - 1].value == rows[i].value) {
            rows[kept - 1].count++;
        } else {
            rows[kept++] = rows[i];
        }
    }
    search->frequencies[value] = rows;
    search->frequency_counts[value] = kept;
    return MUS_OK;
}

static int32_t agreement(const struct search *search, enum value field, uint64_t value)
{
    struct frequency wanted = {value, 0};
    const struct frequency *row = bsearch(&wanted, search->frequencies[field],
                                          search->frequency_counts[field], sizeof *row, by_value);
    uint32_t count = row == NULL ? 1 : row->count;
    int32_t bits = log2_hundredths(search->count) - log2_hundredths(count);
    return bits < 0 ? 0 : bits > MAX_BITS ? MAX_BITS : bits;
}

static bool same(const struct sketch *a, const struct sketch *b, enum value field)
{
    return a->values[field] != 0 && a->values[field] == b->values[field];
}

static bool differ(const struct sketch *a, const struct sketch *b, enum value field)
{
    return a->values[field] != 0 && b->values[field] != 0 && a->values[field] != b->values[field];
}

static void weigh_field(const struct search *search, const struct sketch *a, const struct sketch *b,
                        enum value field, enum mus_sameness reason, struct mus_duplicate *pair)
{
    if (same(a, b, field)) {
        pair->reasons |= 1U << reason;
        pair->weight += agreement(search, field, a->values[field]);
    }
}

static void weigh_name(const struct search *search, const struct sketch *a, const struct sketch *b,
                       struct mus_duplicate *pair)
{
    int32_t exact = 0;
    int32_t similar = 0;
    for (int i = 0; i < 3; i++) {
        if (same(a, b, (enum value)(VALUE_NAME + i))) {
            int32_t bits =
                agreement(search, (enum value)(VALUE_NAME + i), a->values[VALUE_NAME + i]);
            exact = bits > exact ? bits : exact;
            pair->reasons |= 1U << MUS_SAME_NAME;
        } else if (same(a, b, (enum value)(VALUE_BLOCK + i))) {
            int32_t bits =
                agreement(search, (enum value)(VALUE_BLOCK + i), a->values[VALUE_BLOCK + i]);
            similar = bits > similar ? bits : similar;
            pair->reasons |= 1U << MUS_SAME_NAME_SIMILAR;
        }
    }
    if ((pair->reasons & (1U << MUS_SAME_NAME)) != 0) {
        pair->reasons &= ~(1U << MUS_SAME_NAME_SIMILAR);
        pair->weight += exact;
    } else {
        pair->weight += similar * SIMILAR_PART / 100;
    }
    if ((pair->reasons & (1U << MUS_SAME_NAME)) != 0 &&
        (a->legal.front != b->legal.front || a->legal.back != b->legal.back) &&
        (a->legal.front | a->legal.back) != 0 && (b->legal.front | b->legal.back) != 0) {
        pair->reasons |= 1U << MUS_OTHER_LEGAL_FORM;
        pair->weight += OTHER_FORM;
    }
}

static void weigh_place(const struct search *search, const struct sketch *a, const struct sketch *b,
                        struct mus_duplicate *pair)
{
    if (differ(a, b, VALUE_REGION) || differ(a, b, VALUE_CITY) || differ(a, b, VALUE_WARD)) {
        pair->reasons |= 1U << MUS_OTHER_PLACE;
        pair->weight += OTHER_PLACE;
        return;
    }
    enum value finest = same(a, b, VALUE_WARD) ? VALUE_WARD : VALUE_CITY;
    weigh_field(search, a, b, finest, MUS_SAME_PLACE, pair);
}

#define HAS(pair, reason) (((pair)->reasons & (1U << (reason))) != 0)

/* The same name at the same place, or reached in the same way: says enough in a small store too,
 * where nothing is rare. */
static bool is_named_and_placed(const struct mus_duplicate *pair)
{
    const uint32_t where = 1U << MUS_SAME_PLACE | 1U << MUS_SAME_ADDRESS | 1U << MUS_SAME_PHONE |
                           1U << MUS_SAME_WEBSITE;
    return HAS(pair, MUS_SAME_NAME) && (pair->reasons & where) != 0 && !HAS(pair, MUS_OTHER_PLACE);
}

static enum mus_likelihood judge(const struct mus_duplicate *pair)
{
    if (pair->weight >= CERTAIN ||
        (HAS(pair, MUS_SAME_CORPORATE_NUMBER) && HAS(pair, MUS_SAME_NAME))) {
        return MUS_LIKELIHOOD_CERTAIN;
    }
    if (pair->weight >= PROBABLE || HAS(pair, MUS_SAME_CORPORATE_NUMBER) ||
        (is_named_and_placed(pair) && !HAS(pair, MUS_OTHER_LEGAL_FORM))) {
        return MUS_LIKELIHOOD_PROBABLE;
    }
    return MUS_LIKELIHOOD_POSSIBLE;
}

/* Worth a person's look: something other than the name agrees, and either the evidence speaks for
 * it, or the names are the same and where to find them too. */
static bool is_worth(const struct mus_duplicate *pair)
{
    const uint32_t beside = 1U << MUS_SAME_CORPORATE_NUMBER | 1U << MUS_SAME_PLACE |
                            1U << MUS_SAME_ADDRESS | 1U << MUS_SAME_POSTAL_CODE |
                            1U << MUS_SAME_PHONE | 1U << MUS_SAME_WEBSITE;
    if ((pair->reasons & beside) == 0 || HAS(pair, MUS_OTHER_CORPORATE_NUMBER)) {
        return false;
    }
    return pair->weight > 0 || HAS(pair, MUS_SAME_CORPORATE_NUMBER) || is_named_and_placed(pair);
}

static void weigh(const struct search *search, const struct sketch *a, const struct sketch *b,
                  struct mus_duplicate *pair)
{
    bool in_order = mus_text_compare(a->id, b->id) < 0;
    *pair = (struct mus_duplicate){.a = in_order ? a->id : b->id,
                                   .b = in_order ? b->id : a->id,
                                   .weight = -log2_hundredths(search->count)};
    weigh_name(search, a, b, pair);
    weigh_place(search, a, b, pair);
    weigh_field(search, a, b, VALUE_NUMBER, MUS_SAME_CORPORATE_NUMBER, pair);
    weigh_field(search, a, b, VALUE_ADDRESS, MUS_SAME_ADDRESS, pair);
    weigh_field(search, a, b, VALUE_POSTAL, MUS_SAME_POSTAL_CODE, pair);
    weigh_field(search, a, b, VALUE_PHONE, MUS_SAME_PHONE, pair);
    weigh_field(search, a, b, VALUE_WEBSITE, MUS_SAME_WEBSITE, pair);
    if (differ(a, b, VALUE_NUMBER)) {
        pair->reasons |= 1U << MUS_OTHER_CORPORATE_NUMBER;
        pair->weight += OTHER_NUMBER;
    }
    pair->likelihood = judge(pair);
}

/* ------------------------------------------------------------------ pairs */

struct place {
    uint64_t value;
    size_t index;
};

static int by_place(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    if (a->value != b->value) {
        return a->value < b->value ? -1 : 1;
    }
    return a->index < b->index ? -1 : a->index > b->index;
}

static enum mus_status keep(struct search *search, const struct mus_duplicate *pair,
                            struct mus_error *err)
{
    struct mus_duplicate *found =
        room_for_one(search->found, search->found_count, &search->found_capacity, sizeof *found);
    if (found == NULL) {
        return mus_fail_memory(err);
    }
    search->found = found;
    search->found[search->found_count++] = *pair;
    return MUS_OK;
}

static enum mus_status compare_group(struct search *search, const struct place *group, size_t count,
                                     struct mus_error *err)
{
    if (count > MAX_GROUP) {
        search->groups_skipped++;
        return MUS_OK;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++) {
            struct mus_duplicate pair;
            weigh(search, &search->sketches[group[i].index], &search->sketches[group[k].index],
                  &pair);
            enum mus_status status = is_worth(&pair) ? keep(search, &pair, err) : MUS_OK;
            if (status != MUS_OK) {
                return status;
            }
        }
    }
    return MUS_OK;
}

static enum mus_status compare_by(struct search *search, enum value field, struct mus_error *err)
{
    struct place *places = mus_alloc(search->count, sizeof *places);
    size_t count = 0;
    enum mus_status status = MUS_OK;
    if (places == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < search->count; i++) {
        if (search->sketches[i].values[field] != 0) {
            places[count++] = (struct place){search->sketches[i].values[field], i};
        }
    }
    qsort(places, count, sizeof *places, by_place);
    for (size_t first = 0; status == MUS_OK && first < count;) {
        size_t end = first + 1;
        while (end < count && places[end].value == places[first].value) {
            end++;
        }
        status = compare_group(search, &places[first], end - first, err);
        first = end;
    }
    mus_free(places);
    return status;
}

static int by_ids(const struct mus_duplicate *a, const struct mus_duplicate *b)
{
    int order = mus_text_compare(a->a, b->a);
    return order != 0 ? order : mus_text_compare(a->b, b->b);
}

static int by_weight(const void *left, const void *right)
{
    const struct mus_duplicate *a = left;
    const struct mus_duplicate *b = right;
    if (a->likelihood != b->likelihood) {
        return a->likelihood > b->likelihood ? -1 : 1;
    }
    if (a->weight != b->weight) {
        return a->weight > b->weight ? -1 : 1;
    }
    return by_ids(a, b);
}

/* A pair that shares several keys was found several times, each time with the same weight. */
static size_t drop_repeats(struct mus_duplicate *pairs, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || by_ids(&pairs[kept - 1], &pairs[i]) != 0) {
            pairs[kept++] = pairs[i];
        }
    }
    return kept;
}

static enum mus_status find_pairs(struct search *search, struct mus_error *err)
{
    static const enum value blocks[] = {VALUE_NUMBER,  VALUE_BLOCK, VALUE_BLOCK_2,
                                        VALUE_BLOCK_3, VALUE_PHONE, VALUE_WEBSITE};
    enum mus_status status = MUS_OK;
    for (int field = 0; status == MUS_OK && field < VALUE_COUNT; field++) {
        status = count_values(search, (enum value)field, err);
    }
    for (size_t i = 0; status == MUS_OK && i < sizeof blocks / sizeof blocks[0]; i++) {
        status = compare_by(search, blocks[i], err);
    }
    return status;
}

enum mus_status mus_duplicates_find(const struct mus_read *read, size_t limit,
                                    struct mus_arena *arena, struct mus_duplicates *out,
                                    struct mus_error *err)
{
    struct search search = {.arena = arena};
    enum mus_status status = sketch_all(&search, read, err);
    if (status == MUS_OK && search.count > 0) {
        status = find_pairs(&search, err);
    }
    if (status == MUS_OK && search.found_count > 0) {
        qsort(search.found, search.found_count, sizeof *search.found, by_weight);
        size_t count = drop_repeats(search.found, search.found_count);
        count = count > limit ? limit : count;
        struct mus_duplicate *items = mus_arena_alloc(arena, count, sizeof *items);
        if (items == NULL) {
            status = mus_fail_memory(err);
        } else {
            memcpy(items, search.found, count * sizeof *items);
            *out = (struct mus_duplicates){items, count, search.groups_skipped};
        }
    } else if (status == MUS_OK) {
        *out = (struct mus_duplicates){.groups_skipped = search.groups_skipped};
    }
    for (int field = 0; field < VALUE_COUNT; field++) {
        mus_free(search.frequencies[field]);
    }
    mus_free(search.found);
    mus_free(search.sketches);
    mus_buf_done(&search.key);
    return status;
}

/* ------------------------------------------------------------------ names */

const char *mus_sameness_name(enum mus_sameness sameness)
{
    static const char *const names[MUS_SAMENESS_COUNT] = {
        [MUS_SAME_CORPORATE_NUMBER] = "corporate_number",
        [MUS_SAME_NAME] = "name",
        [MUS_SAME_NAME_SIMILAR] = "name_similar",
        [MUS_SAME_PLACE] = "place",
        [MUS_SAME_ADDRESS] = "address",
        [MUS_SAME_POSTAL_CODE] = "postal_code",
        [MUS_SAME_PHONE] = "phone",
        [MUS_SAME_WEBSITE] = "website",
        [MUS_OTHER_CORPORATE_NUMBER] = "other_corporate_number",
        [MUS_OTHER_PLACE] = "other_place",
        [MUS_OTHER_LEGAL_FORM] = "other_legal_form",
    };
    return (unsigned)sameness < MUS_SAMENESS_COUNT ? names[sameness] : "";
}

const char *mus_likelihood_name(enum mus_likelihood likelihood)
{
    static const char *const names[] = {"possible", "probable", "certain"};
    return names[likelihood];
}
