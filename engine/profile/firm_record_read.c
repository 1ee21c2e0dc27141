/* Reading a match record. Everything that is pointed to comes out of three runs that were allocated
 * at once by the totals; the record is damaged unless it uses them up.
 *
 * Where only some terms are wanted most of a record is passed over: of a text of hundreds of terms
 * a query has a dozen. Each hash is shown to the sieve of the term set, which lets few others
 * through; the loop that does so has no branch that depends on a term, and looks at nothing but
 * hashes. The count of one that passes is found by its place: where it has a byte, that is the one
 * behind those of the terms before, which are counted 32 at a time. A text with a large count, one
 * in thousands, is read whole. */
#include "profile/firm_record.h"

#include "base/bytes.h"
#include "base/mem.h"
#include "profile/firm_layout.h"

#include <assert.h>
#include <endian.h>

struct decoder {
    struct mus_bytes bytes;
    struct mus_firm_listing *listings;
    size_t listing_count;
    struct mus_term *terms;
    size_t terms_left;
    uint64_t *hashes;
    size_t hashes_left;
    const struct mus_term_set *wanted; /* NULL: every term */
};

static uint64_t load(const unsigned char *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return le64toh(value);
}

/* A hash of six bytes. The two before them, which every record has, take the place of those that
 * are not kept, so that it is one load. */
static uint64_t load_hash(const unsigned char *at)
{
    return mus_short_hash(load(at - (8 - MUS_SHORT_HASH_BYTES)));
}

static size_t take_count(struct mus_bytes *bytes)
{
    uint64_t count = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        uint8_t byte = mus_bytes_u8(bytes);
        count |= (uint64_t)(byte & 0x7F) << shift;
        if ((byte & 0x80) == 0) {
            bytes->failed = bytes->failed || count > UINT32_MAX;
            return bytes->failed ? 0 : (size_t)count;
        }
    }
    bytes->failed = true;
    return 0;
}

/* The count of a list or bag that is there: at least 1, and no more than are left. */
static size_t take_some(struct decoder *decoder, size_t left)
{
    size_t count = take_count(&decoder->bytes);
    if (count == 0 || count > left) {
        decoder->bytes.failed = true;
        return 0;
    }
    return count;
}

static struct mus_hashes take_list(struct decoder *decoder, const struct mus_firm_part *part)
{
    size_t count = take_some(decoder, decoder->hashes_left);
    size_t width = mus_firm_hash_bytes(part);
    const unsigned char *at = mus_bytes_take(&decoder->bytes, count * width);
    if (at == NULL || count == 0) {
        return (struct mus_hashes){NULL, 0};
    }
    uint64_t *items = decoder->hashes;
    for (size_t i = 0; i < count; i++) {
        items[i] = part->wide ? load(at + width * i) : load_hash(at + width * i);
    }
    decoder->hashes += count;
    decoder->hashes_left -= count;
    return (struct mus_hashes){items, count};
}

/* The large counts, which stand behind the others. */
static void take_large_counts(struct decoder *decoder, struct mus_term *terms, size_t count,
                              uint32_t step)
{
    for (size_t i = 0; i < count; i++) {
        if (terms[i].tf == MUS_FIRM_LARGE_TF * step) {
            uint32_t tf = mus_bytes_u32(&decoder->bytes);
            decoder->bytes.failed = decoder->bytes.failed || tf > UINT32_MAX / step;
            terms[i].tf = decoder->bytes.failed ? 0 : tf * step;
        }
    }
}

static void take_shares(struct decoder *decoder, struct mus_term *terms, size_t count)
{
    const unsigned char *shares = mus_bytes_take(&decoder->bytes, count);
    for (size_t i = 0; shares != NULL && i < count; i++) {
        terms[i].share = shares[i];
    }
}

/* A bag's bytes. */
struct packed {
    const unsigned char *hashes;
    const unsigned char *codes; /* NULL: every tf has a byte */
    const unsigned char *bytes;
    size_t byte_count;
    size_t count;
    uint32_t length;
};

/* How many of the codes in so many bytes say that a byte follows: those whose two bits are both
 * set. Few do, and mostly none of the 32 that are looked at together. */
static size_t long_codes(const unsigned char *codes, size_t len)
{
    const uint64_t lower = UINT64_C(0x5555555555555555);
    size_t count = 0;
    size_t at = 0;
    for (; at + 8 <= len; at += 8) {
        uint64_t eight = load(codes + at);
        uint64_t both = eight & eight >> 1 & lower;
        count += both == 0 ? 0 : (size_t)__builtin_popcountll(both);
    }
    for (; at < len; at++) {
        unsigned both = codes[at] & codes[at] >> 1 & (unsigned)lower;
        count += both == 0 ? 0 : (size_t)__builtin_popcount(both);
    }
    return count;
}

static unsigned code_at(const unsigned char *codes, size_t i)
{
    return codes[i / 4] >> (2 * (i % 4)) & 3U;
}

static bool take_packed(struct decoder *decoder, uint32_t step, struct packed *packed)
{
    struct mus_bytes *bytes = &decoder->bytes;
    *packed = (struct packed){.count = take_some(decoder, decoder->terms_left)};
    packed->hashes = mus_bytes_take(bytes, packed->count * MUS_SHORT_HASH_BYTES);
    packed->byte_count = packed->count;
    if (step == 1) {
        size_t len = mus_firm_code_bytes(packed->count);
        packed->length = (uint32_t)take_count(bytes);
        packed->codes = mus_bytes_take(bytes, len);
        packed->byte_count = packed->codes == NULL ? 0 : long_codes(packed->codes, len);
    }
    packed->bytes = mus_bytes_take(bytes, packed->byte_count);
    decoder->terms_left -= packed->count;
    return !bytes->failed && packed->count > 0;
}

static struct mus_bag take_whole(struct decoder *decoder, const struct packed *packed,
                                 uint32_t step)
{
    const size_t count = packed->count;
    const unsigned char *next = packed->bytes;
    struct mus_term *terms = decoder->terms;
    bool large = false;
    for (size_t i = 0; i < count; i++) {
        unsigned code = packed->codes == NULL ? MUS_FIRM_LONG_CODE : code_at(packed->codes, i);
        uint32_t tf = code < MUS_FIRM_LONG_CODE ? code + 1 : *next++;
        uint64_t hash = load_hash(packed->hashes + MUS_SHORT_HASH_BYTES * i);
        terms[i] = (struct mus_term){.hash = hash, .tf = tf * step};
        large = large || tf == MUS_FIRM_LARGE_TF;
    }
    if (large) {
        take_large_counts(decoder, terms, count, step);
    }
    if (step > 1) {
        take_shares(decoder, terms, count);
    }
    return (struct mus_bag){terms, count, packed->length};
}

/* No count of the bag is large. */
static uint32_t tf_at(const struct packed *packed, size_t i)
{
    if (packed->codes == NULL) {
        return packed->bytes[i];
    }
    unsigned code = code_at(packed->codes, i);
    if (code < MUS_FIRM_LONG_CODE) {
        return code + 1;
    }
    size_t before = long_codes(packed->codes, i / 4);
    for (size_t k = i - i % 4; k < i; k++) {
        before += code_at(packed->codes, k) == MUS_FIRM_LONG_CODE;
    }
    return packed->bytes[before];
}

static struct mus_term term_at(const struct packed *packed, const unsigned char *shares, size_t i,
                               uint32_t step)
{
    return (struct mus_term){load_hash(packed->hashes + MUS_SHORT_HASH_BYTES * i),
                             tf_at(packed, i) * step, shares == NULL ? 0 : shares[i]};
}

enum { STRETCH = 256 };

/* The places of those of up to STRETCH terms, from `first` on, that the sieve lets through; returns
 * how many. Most of the time that a scan takes is spent here. */
static size_t sift(const struct mus_term_set *wanted, const struct packed *packed, size_t first,
                   uint8_t places[STRETCH])
{
    size_t left = packed->count - first;
    size_t count = left < STRETCH ? left : STRETCH;
    const unsigned char *hashes = packed->hashes + MUS_SHORT_HASH_BYTES * first;
    const bool *sieve = wanted->sieve;
    unsigned shift = wanted->sieve_shift;
    size_t passed = 0;
    for (size_t i = 0; i < count; i++) {
        places[passed] = (uint8_t)i;
        passed += sieve[load_hash(hashes + MUS_SHORT_HASH_BYTES * i) >> shift] ? 1 : 0;
    }
    return passed;
}

static struct mus_bag take_wanted(struct decoder *decoder, const struct packed *packed,
                                  uint32_t step)
{
    const unsigned char *shares = NULL;
    if (step > 1) {
        shares = mus_bytes_take(&decoder->bytes, packed->count);
        if (shares == NULL) {
            return (struct mus_bag){NULL, 0, 0};
        }
    }
    struct mus_term *terms = decoder->terms;
    size_t kept = 0;
    for (size_t first = 0; first < packed->count; first += STRETCH) {
        uint8_t places[STRETCH];
        size_t passed = sift(decoder->wanted, packed, first, places);
        for (size_t i = 0; i < passed; i++) {
            terms[kept++] = term_at(packed, shares, first + places[i], step);
        }
    }
    if (kept == 0) {
        terms[kept++] = term_at(packed, shares, 0, step);
    }
    return (struct mus_bag){terms, kept, packed->length};
}

static struct mus_bag take_bag(struct decoder *decoder, uint32_t step)
{
    struct packed packed;
    if (!take_packed(decoder, step, &packed)) {
        return (struct mus_bag){NULL, 0, 0};
    }
    bool whole = decoder->wanted == NULL ||
                 memchr(packed.bytes, MUS_FIRM_LARGE_TF, packed.byte_count) != NULL;
    struct mus_bag bag =
        whole ? take_whole(decoder, &packed, step) : take_wanted(decoder, &packed, step);
    decoder->terms += bag.count;
    return bag;
}

static void take_bags(struct decoder *decoder, uint32_t bits, void *owner,
                      const struct mus_firm_part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((bits & parts[i].bit) != 0) {
            struct mus_bag *bag = (struct mus_bag *)(void *)((char *)owner + parts[i].offset);
            *bag = take_bag(decoder, parts[i].step);
        }
    }
}

static void take_lists(struct decoder *decoder, uint32_t bits, void *owner,
                       const struct mus_firm_part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((bits & parts[i].bit) != 0) {
            struct mus_hashes *list =
                (struct mus_hashes *)(void *)((char *)owner + parts[i].offset);
            *list = take_list(decoder, &parts[i]);
        }
    }
}

static unsigned take_word(struct decoder *decoder, enum mus_vocabulary vocabulary)
{
    unsigned word = mus_bytes_u8(&decoder->bytes);
    if (word > mus_vocabulary_size(vocabulary)) {
        decoder->bytes.failed = true;
        return 0;
    }
    return word;
}

static mus_word_set take_words(struct decoder *decoder, enum mus_vocabulary vocabulary)
{
    unsigned set = mus_bytes_u16(&decoder->bytes);
    if ((set & 1U) != 0 || set >> (mus_vocabulary_size(vocabulary) + 1) != 0) {
        decoder->bytes.failed = true;
        return 0;
    }
    return (mus_word_set)set;
}

static mus_date take_day(struct decoder *decoder, uint32_t bits, uint32_t bit)
{
    return (bits & bit) != 0 ? (mus_date)mus_bytes_u32(&decoder->bytes) : MUS_NO_DATE;
}

static void take_listing(struct decoder *decoder, struct mus_firm_listing *listing)
{
    uint32_t bits = mus_bytes_u32(&decoder->bytes);
    unsigned side = bits & MUS_LISTING_SIDE_BITS;
    if (bits > MUS_LISTING_BITS || side > mus_vocabulary_size(MUS_VOCABULARY_SIDE)) {
        decoder->bytes.failed = true;
        return;
    }
    listing->side = (enum mus_side)side;
    listing->anonymous = (bits & MUS_LISTING_IS_ANONYMOUS) != 0;
    listing->valid_until = take_day(decoder, bits, MUS_LISTING_HAS_VALID_UNTIL);
    if ((bits & MUS_LISTING_HAS_PARTNER_KINDS) != 0) {
        listing->partner.kinds = take_words(decoder, MUS_VOCABULARY_KIND);
    }
    if ((bits & MUS_LISTING_HAS_PARTNER_SIZES) != 0) {
        listing->partner.sizes = take_words(decoder, MUS_VOCABULARY_SIZE);
    }
    take_lists(decoder, bits, listing, mus_listing_lists, MUS_LISTING_LISTS);
    take_bags(decoder, bits, listing, mus_listing_bags, MUS_LISTING_BAGS);
    mus_firm_listing_measure(listing);
}

static void take_words_of_firm(struct decoder *decoder, struct mus_firm *firm)
{
    firm->kind = (enum mus_kind)take_word(decoder, MUS_VOCABULARY_KIND);
    firm->size = (enum mus_size)take_word(decoder, MUS_VOCABULARY_SIZE);
    firm->main_business = (enum mus_main_business)take_word(decoder, MUS_VOCABULARY_MAIN_BUSINESS);
    firm->stage = (enum mus_stage)take_word(decoder, MUS_VOCABULARY_STAGE);
    firm->status = (enum mus_company_status)take_word(decoder, MUS_VOCABULARY_COMPANY_STATUS);
    firm->review = (enum mus_review)take_word(decoder, MUS_VOCABULARY_REVIEW);
}

static uint64_t take_hash(struct decoder *decoder, uint32_t bits, uint32_t bit)
{
    if ((bits & bit) == 0) {
        return 0;
    }
    const unsigned char *at = mus_bytes_take(&decoder->bytes, MUS_SHORT_HASH_BYTES);
    return at == NULL ? 0 : load_hash(at);
}

static int64_t take_amount(struct decoder *decoder, uint32_t bits, uint32_t bit)
{
    if ((bits & bit) == 0) {
        return -1;
    }
    uint64_t amount = mus_bytes_u64(&decoder->bytes);
    decoder->bytes.failed = decoder->bytes.failed || amount > INT64_MAX;
    return (int64_t)amount;
}

static void take_values(struct decoder *decoder, uint32_t bits, struct mus_firm *firm)
{
    firm->group = take_hash(decoder, bits, MUS_FIRM_HAS_GROUP);
    firm->country = take_hash(decoder, bits, MUS_FIRM_HAS_COUNTRY);
    firm->region = take_hash(decoder, bits, MUS_FIRM_HAS_REGION);
    firm->employees = take_amount(decoder, bits, MUS_FIRM_HAS_EMPLOYEES);
    firm->capital_jpy = take_amount(decoder, bits, MUS_FIRM_HAS_CAPITAL);
    firm->consent_until = take_day(decoder, bits, MUS_FIRM_HAS_CONSENT_UNTIL);
    firm->profile_valid_until = take_day(decoder, bits, MUS_FIRM_HAS_PROFILE_VALID_UNTIL);
    firm->held_until = take_day(decoder, bits, MUS_FIRM_HAS_HELD_UNTIL);
    firm->held = (bits & MUS_FIRM_IS_HELD) != 0;
    firm->profile_withheld = (bits & MUS_FIRM_IS_WITHHELD) != 0;
    if ((bits & MUS_FIRM_HAS_CHANNELS) != 0) {
        firm->channels = take_words(decoder, MUS_VOCABULARY_CHANNEL);
    }
}

static void take_firm(struct decoder *decoder, struct mus_firm *firm)
{
    size_t id_len = mus_bytes_u8(&decoder->bytes);
    firm->id = id_len == 0 ? MUS_NO_TEXT : mus_bytes_text(&decoder->bytes, id_len);
    firm->id_hash = firm->id.len == 0 ? 0 : mus_text_hash(firm->id);
    take_words_of_firm(decoder, firm);
    uint32_t bits = mus_bytes_u32(&decoder->bytes);
    if (bits > MUS_FIRM_BITS) {
        decoder->bytes.failed = true;
        return;
    }
    take_values(decoder, bits, firm);
    take_lists(decoder, bits, firm, mus_firm_lists, MUS_FIRM_LISTS);
    take_bags(decoder, bits, firm, mus_firm_bags, MUS_FIRM_BAGS);
    firm->translated.length = firm->description.length;
    for (size_t i = 0; i < decoder->listing_count && !decoder->bytes.failed; i++) {
        take_listing(decoder, &decoder->listings[i]);
    }
    firm->listings = decoder->listing_count == 0 ? NULL : decoder->listings;
    firm->listing_count = decoder->listing_count;
}

static enum mus_status take_versions(struct mus_bytes *bytes, struct mus_error *err)
{
    unsigned record = mus_bytes_u16(bytes);
    unsigned analysis = mus_bytes_u16(bytes);
    if (bytes->failed) {
        return mus_fail(err, MUS_CORRUPT, "match record: %s", "too short");
    }
    if (record != MUS_FIRM_RECORD_VERSION || analysis != MUS_ANALYSIS_VERSION) {
        return mus_fail(err, MUS_CONFLICT,
                        "match record: made by version %u and analysis %u; expected %d and %d",
                        record, analysis, MUS_FIRM_RECORD_VERSION, MUS_ANALYSIS_VERSION);
    }
    return MUS_OK;
}

struct totals {
    size_t listings, hashes, terms;
    size_t bytes; /* of all three runs */
};

/* What cannot stand in the bytes is not allocated. */
static enum mus_status take_totals(struct decoder *decoder, struct totals *totals,
                                   struct mus_error *err)
{
    struct mus_bytes *bytes = &decoder->bytes;
    totals->listings = take_count(bytes);
    totals->hashes = take_count(bytes);
    totals->terms = take_count(bytes);
    if (bytes->failed || totals->listings > bytes->left / 4 ||
        totals->hashes > bytes->left / MUS_SHORT_HASH_BYTES ||
        totals->terms > bytes->left / MUS_SHORT_HASH_BYTES) {
        return mus_fail(err, MUS_CORRUPT, "match record: totals that do not fit its length");
    }
    totals->bytes = totals->listings * sizeof *decoder->listings +
                    totals->terms * sizeof *decoder->terms +
                    totals->hashes * sizeof *decoder->hashes;
    return MUS_OK;
}

/* The runs lie behind one another: each one's size is a multiple of eight, which aligns the next.
 * The listings must be zeroed. */
static void lay_out(struct decoder *decoder, const struct totals *totals, void *room)
{
    decoder->listings = room;
    decoder->listing_count = totals->listings;
    decoder->terms = (struct mus_term *)(void *)(decoder->listings + totals->listings);
    decoder->terms_left = totals->terms;
    decoder->hashes = (uint64_t *)(void *)(decoder->terms + totals->terms);
    decoder->hashes_left = totals->hashes;
}

_Static_assert(sizeof(struct mus_firm_listing) % 8 == 0 && sizeof(struct mus_term) % 8 == 0,
               "listings, terms and hashes lie behind one another");

static enum mus_status begin(struct decoder *decoder, struct totals *totals, struct mus_error *err)
{
    enum mus_status status = take_versions(&decoder->bytes, err);
    return status == MUS_OK ? take_totals(decoder, totals, err) : status;
}

static enum mus_status finish(struct decoder *decoder, struct mus_firm *out, struct mus_error *err)
{
    struct mus_firm firm = {0};
    take_firm(decoder, &firm);
    if (decoder->bytes.failed || decoder->bytes.left != 0 || decoder->terms_left != 0 ||
        decoder->hashes_left != 0) {
        return mus_fail(err, MUS_CORRUPT, "match record: not what was written");
    }
    *out = firm;
    return MUS_OK;
}

enum mus_status mus_firm_record_decode(const void *bytes, size_t len, struct mus_arena *arena,
                                       struct mus_firm *out, struct mus_error *err)
{
    struct decoder decoder = {.bytes = mus_bytes_of(bytes, len)};
    struct totals totals = {0};
    enum mus_status status = begin(&decoder, &totals, err);
    if (status != MUS_OK) {
        return status;
    }
    void *room = mus_arena_alloc(arena, totals.bytes, 1);
    if (room == NULL) {
        return mus_fail_memory(err);
    }
    lay_out(&decoder, &totals, room);
    return finish(&decoder, out, err);
}

static enum mus_status reserve(struct mus_firm_reader *reader, size_t bytes, struct mus_error *err)
{
    if (bytes <= reader->capacity && reader->room != NULL) {
        return MUS_OK;
    }
    void *room = mus_alloc(1, bytes + bytes / 2);
    if (room == NULL) {
        return mus_fail_memory(err);
    }
    mus_free(reader->room);
    reader->room = room;
    reader->capacity = bytes + bytes / 2;
    return MUS_OK;
}

enum mus_status mus_firm_record_read(struct mus_firm_reader *reader, const void *bytes, size_t len,
                                     const struct mus_term_set *terms, struct mus_firm *out,
                                     struct mus_error *err)
{
    assert(terms == NULL || terms->sieve != NULL);
    struct decoder decoder = {.bytes = mus_bytes_of(bytes, len), .wanted = terms};
    struct totals totals = {0};
    enum mus_status status = begin(&decoder, &totals, err);
    if (status == MUS_OK) {
        status = reserve(reader, totals.bytes, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    lay_out(&decoder, &totals, reader->room);
    memset(decoder.listings, 0, totals.listings * sizeof *decoder.listings);
    return finish(&decoder, out, err);
}

void mus_firm_reader_done(struct mus_firm_reader *reader)
{
    mus_free(reader->room);
    *reader = (struct mus_firm_reader){0};
}
