#include "profile/firm_record.h"

#include "profile/firm_layout.h"

#include <assert.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void put_count(struct mus_buf *out, size_t count)
{
    uint32_t rest = (uint32_t)count;
    while (rest >= 0x80) {
        mus_buf_add_byte(out, (unsigned char)(rest | 0x80));
        rest >>= 7;
    }
    mus_buf_add_byte(out, (unsigned char)rest);
}

/* Room for so many bytes at the end, which count as written; NULL without memory, which the buffer
 * remembers. A record is mostly hashes: they are not added one by one. */
static unsigned char *room_for(struct mus_buf *out, size_t bytes)
{
    if (!mus_buf_reserve(out, bytes)) {
        return NULL;
    }
    unsigned char *room = (unsigned char *)out->data + out->len;
    out->len += bytes;
    out->data[out->len] = '\0';
    return room;
}

/* The leading bytes of the hash, so many of them: of a short one that is all there is. */
static unsigned char *write_hash(unsigned char *at, uint64_t hash, size_t bytes)
{
    assert(bytes == sizeof hash || hash == mus_short_hash(hash));
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (unsigned char)(hash >> 8 * (sizeof hash - bytes + i));
    }
    return at + bytes;
}

static void put_hash(struct mus_buf *out, uint64_t hash)
{
    unsigned char *at = room_for(out, MUS_SHORT_HASH_BYTES);
    if (at != NULL) {
        write_hash(at, hash, MUS_SHORT_HASH_BYTES);
    }
}

static void put_list(struct mus_buf *out, const struct mus_hashes *list,
                     const struct mus_firm_part *part)
{
    if (list->count == 0) {
        return;
    }
    size_t width = mus_firm_hash_bytes(part);
    put_count(out, list->count);
    unsigned char *at = room_for(out, list->count * width);
    for (size_t i = 0; at != NULL && i < list->count; i++) {
        at = write_hash(at, list->items[i], width);
    }
}

static unsigned code_of(uint32_t tf)
{
    return tf - 1 < MUS_FIRM_LONG_CODE ? tf - 1 : MUS_FIRM_LONG_CODE;
}

static void put_codes(struct mus_buf *out, const struct mus_bag *bag)
{
    size_t len = mus_firm_code_bytes(bag->count);
    unsigned char *at = room_for(out, len);
    if (at != NULL) {
        memset(at, 0, len);
    }
    for (size_t i = 0; at != NULL && i < bag->count; i++) {
        at[i / 4] |= (unsigned char)(code_of(bag->terms[i].tf) << (2 * (i % 4)));
    }
}

/* The bytes of those tf that are not told by their codes, or of all where there are no codes; then
 * those that are too large for a byte. */
static void put_counts(struct mus_buf *out, const struct mus_bag *bag, uint32_t step)
{
    bool large = false;
    for (size_t i = 0; i < bag->count; i++) {
        uint32_t tf = bag->terms[i].tf / step;
        if (step > 1 || code_of(tf) == MUS_FIRM_LONG_CODE) {
            mus_buf_add_byte(out, (unsigned char)(tf < MUS_FIRM_LARGE_TF ? tf : MUS_FIRM_LARGE_TF));
            large = large || tf >= MUS_FIRM_LARGE_TF;
        }
    }
    for (size_t i = 0; large && i < bag->count; i++) {
        if (bag->terms[i].tf / step >= MUS_FIRM_LARGE_TF) {
            mus_buf_add_u32(out, bag->terms[i].tf / step);
        }
    }
}

static void put_bag(struct mus_buf *out, const struct mus_bag *bag, uint32_t step)
{
    if (bag->count == 0) {
        return;
    }
    put_count(out, bag->count);
    unsigned char *at = room_for(out, bag->count * MUS_SHORT_HASH_BYTES);
    for (size_t i = 0; at != NULL && i < bag->count; i++) {
        at = write_hash(at, bag->terms[i].hash, MUS_SHORT_HASH_BYTES);
    }
    if (step == 1) {
        put_count(out, bag->length);
        put_codes(out, bag);
    }
    put_counts(out, bag, step);
    at = step > 1 ? room_for(out, bag->count) : NULL;
    for (size_t i = 0; at != NULL && i < bag->count; i++) {
        at[i] = (unsigned char)bag->terms[i].share;
    }
}

static uint32_t bits_of_lists(const void *owner, const struct mus_firm_part *parts, size_t count)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        bits |= mus_firm_list(owner, &parts[i])->count > 0 ? parts[i].bit : 0;
    }
    return bits;
}

static uint32_t bits_of_bags(const void *owner, const struct mus_firm_part *parts, size_t count)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        bits |= mus_firm_bag(owner, &parts[i])->count > 0 ? parts[i].bit : 0;
    }
    return bits;
}

static void put_bags(struct mus_buf *out, const void *owner, const struct mus_firm_part *parts,
                     size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put_bag(out, mus_firm_bag(owner, &parts[i]), parts[i].step);
    }
}

static uint32_t firm_bits(const struct mus_firm *firm)
{
    const struct {
        bool there;
        uint32_t bit;
    } parts[] = {
        {firm->group != 0, MUS_FIRM_HAS_GROUP},
        {firm->country != 0, MUS_FIRM_HAS_COUNTRY},
        {firm->region != 0, MUS_FIRM_HAS_REGION},
        {firm->channels != 0, MUS_FIRM_HAS_CHANNELS},
        {firm->employees >= 0, MUS_FIRM_HAS_EMPLOYEES},
        {firm->capital_jpy >= 0, MUS_FIRM_HAS_CAPITAL},
        {firm->consent_until != MUS_NO_DATE, MUS_FIRM_HAS_CONSENT_UNTIL},
        {firm->profile_valid_until != MUS_NO_DATE, MUS_FIRM_HAS_PROFILE_VALID_UNTIL},
        {firm->held_until != MUS_NO_DATE, MUS_FIRM_HAS_HELD_UNTIL},
        {firm->held, MUS_FIRM_IS_HELD},
        {firm->profile_withheld, MUS_FIRM_IS_WITHHELD},
    };
    uint32_t bits = bits_of_lists(firm, mus_firm_lists, MUS_FIRM_LISTS) |
                    bits_of_bags(firm, mus_firm_bags, MUS_FIRM_BAGS);
    for (size_t i = 0; i < COUNT(parts); i++) {
        bits |= parts[i].there ? parts[i].bit : 0;
    }
    return bits;
}

static uint32_t listing_bits(const struct mus_firm_listing *listing)
{
    uint32_t bits = (uint32_t)listing->side & MUS_LISTING_SIDE_BITS;
    bits |= listing->anonymous ? MUS_LISTING_IS_ANONYMOUS : 0;
    bits |= listing->valid_until != MUS_NO_DATE ? MUS_LISTING_HAS_VALID_UNTIL : 0;
    bits |= listing->partner.kinds != 0 ? MUS_LISTING_HAS_PARTNER_KINDS : 0;
    bits |= listing->partner.sizes != 0 ? MUS_LISTING_HAS_PARTNER_SIZES : 0;
    bits |= bits_of_lists(listing, mus_listing_lists, MUS_LISTING_LISTS);
    return bits | bits_of_bags(listing, mus_listing_bags, MUS_LISTING_BAGS);
}

static void put_listing(struct mus_buf *out, const struct mus_firm_listing *listing)
{
    uint32_t bits = listing_bits(listing);
    mus_buf_add_u32(out, bits);
    if ((bits & MUS_LISTING_HAS_VALID_UNTIL) != 0) {
        mus_buf_add_u32(out, (uint32_t)listing->valid_until);
    }
    if ((bits & MUS_LISTING_HAS_PARTNER_KINDS) != 0) {
        mus_buf_add_u16(out, listing->partner.kinds);
    }
    if ((bits & MUS_LISTING_HAS_PARTNER_SIZES) != 0) {
        mus_buf_add_u16(out, listing->partner.sizes);
    }
    for (size_t i = 0; i < MUS_LISTING_LISTS; i++) {
        put_list(out, mus_firm_list(listing, &mus_listing_lists[i]), &mus_listing_lists[i]);
    }
    put_bags(out, listing, mus_listing_bags, MUS_LISTING_BAGS);
}

static void put_totals(struct mus_buf *out, const struct mus_firm *firm)
{
    size_t hashes = 0;
    size_t terms = firm->description.count + firm->translated.count;
    for (size_t i = 0; i < MUS_FIRM_LISTS; i++) {
        hashes += mus_firm_list(firm, &mus_firm_lists[i])->count;
    }
    for (size_t i = 0; i < firm->listing_count; i++) {
        for (size_t k = 0; k < MUS_LISTING_LISTS; k++) {
            hashes += mus_firm_list(&firm->listings[i], &mus_listing_lists[k])->count;
        }
        for (size_t k = 0; k < MUS_LISTING_BAGS; k++) {
            terms += mus_firm_bag(&firm->listings[i], &mus_listing_bags[k])->count;
        }
    }
    put_count(out, firm->listing_count);
    put_count(out, hashes);
    put_count(out, terms);
}

static void put_values(struct mus_buf *out, const struct mus_firm *firm, uint32_t bits)
{
    const struct {
        uint32_t bit;
        uint64_t value;
    } hashes[] = {
        {MUS_FIRM_HAS_GROUP, firm->group},
        {MUS_FIRM_HAS_COUNTRY, firm->country},
        {MUS_FIRM_HAS_REGION, firm->region},
    };
    const struct {
        uint32_t bit;
        int64_t value;
    } amounts[] = {
        {MUS_FIRM_HAS_EMPLOYEES, firm->employees},
        {MUS_FIRM_HAS_CAPITAL, firm->capital_jpy},
    };
    const struct {
        uint32_t bit;
        mus_date day;
    } days[] = {
        {MUS_FIRM_HAS_CONSENT_UNTIL, firm->consent_until},
        {MUS_FIRM_HAS_PROFILE_VALID_UNTIL, firm->profile_valid_until},
        {MUS_FIRM_HAS_HELD_UNTIL, firm->held_until},
    };
    for (size_t i = 0; i < COUNT(hashes); i++) {
        if ((bits & hashes[i].bit) != 0) {
            put_hash(out, hashes[i].value);
        }
    }
    for (size_t i = 0; i < COUNT(amounts); i++) {
        if ((bits & amounts[i].bit) != 0) {
            mus_buf_add_u64(out, (uint64_t)amounts[i].value);
        }
    }
    for (size_t i = 0; i < COUNT(days); i++) {
        if ((bits & days[i].bit) != 0) {
            mus_buf_add_u32(out, (uint32_t)days[i].day);
        }
    }
    if ((bits & MUS_FIRM_HAS_CHANNELS) != 0) {
        mus_buf_add_u16(out, firm->channels);
    }
}

void mus_firm_record_write(const struct mus_firm *firm, struct mus_buf *out)
{
    uint32_t bits = firm_bits(firm);
    assert(firm->id.len <= UINT8_MAX);
    mus_buf_add_u16(out, MUS_FIRM_RECORD_VERSION);
    mus_buf_add_u16(out, MUS_ANALYSIS_VERSION);
    put_totals(out, firm);
    mus_buf_add_byte(out, (unsigned char)firm->id.len);
    mus_buf_add_text(out, firm->id);
    mus_buf_add_byte(out, (unsigned char)firm->kind);
    mus_buf_add_byte(out, (unsigned char)firm->size);
    mus_buf_add_byte(out, (unsigned char)firm->main_business);
    mus_buf_add_byte(out, (unsigned char)firm->stage);
    mus_buf_add_byte(out, (unsigned char)firm->status);
    mus_buf_add_byte(out, (unsigned char)firm->review);
    mus_buf_add_u32(out, bits);
    put_values(out, firm, bits);
    for (size_t i = 0; i < MUS_FIRM_LISTS; i++) {
        put_list(out, mus_firm_list(firm, &mus_firm_lists[i]), &mus_firm_lists[i]);
    }
    put_bags(out, firm, mus_firm_bags, MUS_FIRM_BAGS);
    for (size_t i = 0; i < firm->listing_count; i++) {
        put_listing(out, &firm->listings[i]);
    }
}

enum mus_status mus_firm_record_encode(const struct mus_firm_tools *tools,
                                       const struct mus_company *company, struct mus_arena *scratch,
                                       struct mus_buf *out, struct mus_error *err)
{
    struct mus_firm firm;
    enum mus_status status = mus_firm_of_company(tools, company, scratch, &firm, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_firm_record_write(&firm, out);
    return mus_buf_check(out, err);
}

/* Checking */

static bool list_is_sorted(const struct mus_hashes *list)
{
    for (size_t i = 1; i < list->count; i++) {
        if (list->items[i - 1] >= list->items[i]) {
            return false;
        }
    }
    return true;
}

/* A translated bag's length is that of its text, which is not stored with it. */
static bool bag_is_sound(const struct mus_bag *bag, uint32_t step)
{
    uint64_t length = 0;
    for (size_t i = 0; i < bag->count; i++) {
        if (bag->terms[i].tf == 0 || bag->terms[i].share > MUS_SHARE_WHOLE ||
            (i > 0 && bag->terms[i - 1].hash >= bag->terms[i].hash)) {
            return false;
        }
        length += mus_term_has_length(bag->terms[i].hash) ? bag->terms[i].tf : 0;
    }
    return step != 1 || length == bag->length;
}

static bool is_day(mus_date date)
{
    return date == MUS_NO_DATE || mus_date_exists(date);
}

static bool listing_is_sound(const struct mus_firm_listing *listing)
{
    bool sound = is_day(listing->valid_until);
    for (size_t i = 0; i < MUS_LISTING_LISTS; i++) {
        sound = sound && list_is_sorted(mus_firm_list(listing, &mus_listing_lists[i]));
    }
    for (size_t i = 0; i < MUS_LISTING_BAGS; i++) {
        const struct mus_firm_part *part = &mus_listing_bags[i];
        sound = sound && bag_is_sound(mus_firm_bag(listing, part), part->step);
    }
    return sound;
}

static enum mus_status check_firm(const struct mus_firm *firm, struct mus_error *err)
{
    for (size_t i = 0; i < MUS_FIRM_LISTS; i++) {
        if (!list_is_sorted(mus_firm_list(firm, &mus_firm_lists[i]))) {
            return mus_fail(err, MUS_CORRUPT, "match record: list %zu is not sorted", i);
        }
    }
    for (size_t i = 0; i < MUS_FIRM_BAGS; i++) {
        if (!bag_is_sound(mus_firm_bag(firm, &mus_firm_bags[i]), mus_firm_bags[i].step)) {
            return mus_fail(err, MUS_CORRUPT,
                            "match record: the description's terms are not in order");
        }
    }
    if (!is_day(firm->consent_until) || !is_day(firm->profile_valid_until) ||
        !is_day(firm->held_until)) {
        return mus_fail(err, MUS_CORRUPT, "match record: a day that does not exist");
    }
    if (firm->held_until != MUS_NO_DATE && !firm->held) {
        return mus_fail(err, MUS_CORRUPT, "match record: a last day without a hold");
    }
    for (size_t i = 0; i < firm->listing_count; i++) {
        if (!listing_is_sound(&firm->listings[i])) {
            return mus_fail(err, MUS_CORRUPT, "match record: listing %zu is not in order", i);
        }
    }
    return MUS_OK;
}

/* There is one way to write a firm: any other is damage. */
static enum mus_status check_bytes(const struct mus_firm *firm, struct mus_text bytes,
                                   struct mus_error *err)
{
    struct mus_buf again = {0};
    mus_firm_record_write(firm, &again);
    enum mus_status status = mus_buf_check(&again, err);
    if (status == MUS_OK && !mus_text_equal(mus_buf_text(&again), bytes)) {
        status = mus_fail(err, MUS_CORRUPT, "match record: not as it would be written");
    }
    mus_buf_done(&again);
    return status;
}

enum mus_status mus_firm_record_check(const void *bytes, size_t len, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_firm firm;
    enum mus_status status = mus_firm_record_decode(bytes, len, &arena, &firm, err);
    if (status == MUS_OK) {
        status = check_firm(&firm, err);
    }
    if (status == MUS_OK && firm.id.len > 0 && !mus_text_is_id(firm.id)) {
        status = mus_fail(err, MUS_CORRUPT, "match record: malformed id \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(firm.id));
    }
    if (status == MUS_OK) {
        status = check_bytes(&firm, (struct mus_text){bytes, len}, err);
    }
    mus_arena_done(&arena);
    return status;
}
