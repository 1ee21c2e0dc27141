/* How a match record is laid out (firm_record.h): what its writer and its reader share. */
#ifndef MUS_PROFILE_FIRM_LAYOUT_H
#define MUS_PROFILE_FIRM_LAYOUT_H

#include "matcher/firm.h"

#include <stddef.h>
#include <stdint.h>

/* What a firm or a listing may have, as bits of its record. The bits are part of the stored format.
 */
enum mus_firm_bit {
    MUS_FIRM_HAS_GROUP = 1 << 0,
    MUS_FIRM_HAS_COUNTRY = 1 << 1,
    MUS_FIRM_HAS_REGION = 1 << 2,
    MUS_FIRM_HAS_CHANNELS = 1 << 3,
    MUS_FIRM_HAS_EMPLOYEES = 1 << 4,
    MUS_FIRM_HAS_CAPITAL = 1 << 5,
    MUS_FIRM_HAS_CONSENT_UNTIL = 1 << 6,
    MUS_FIRM_HAS_PROFILE_VALID_UNTIL = 1 << 7,
    MUS_FIRM_HAS_HELD_UNTIL = 1 << 8,
    MUS_FIRM_IS_HELD = 1 << 9,
    MUS_FIRM_IS_WITHHELD = 1 << 10,
    MUS_FIRM_HAS_LANGUAGES = 1 << 11,
    MUS_FIRM_HAS_CERTIFICATIONS = 1 << 12,
    MUS_FIRM_HAS_INDUSTRIES = 1 << 13,
    MUS_FIRM_HAS_TECHNOLOGY = 1 << 14,
    MUS_FIRM_HAS_TARGET_MARKETS = 1 << 15,
    MUS_FIRM_HAS_PRESENCE = 1 << 16,
    MUS_FIRM_HAS_NOT_WITH = 1 << 17,
    MUS_FIRM_HAS_DESCRIPTION = 1 << 18,
    MUS_FIRM_HAS_TRANSLATED = 1 << 19,
    MUS_FIRM_BITS = (1 << 20) - 1,
};

enum mus_listing_bit {
    MUS_LISTING_SIDE_BITS = 3,
    MUS_LISTING_IS_ANONYMOUS = 1 << 2,
    MUS_LISTING_HAS_VALID_UNTIL = 1 << 3,
    MUS_LISTING_HAS_PARTNER_KINDS = 1 << 4,
    MUS_LISTING_HAS_PARTNER_SIZES = 1 << 5,
    MUS_LISTING_HAS_PURPOSES = 1 << 6,
    MUS_LISTING_HAS_INDUSTRIES = 1 << 7,
    MUS_LISTING_HAS_TECHNOLOGY = 1 << 8,
    MUS_LISTING_HAS_MARKETS = 1 << 9,
    MUS_LISTING_HAS_PARTNER_COUNTRIES = 1 << 10,
    MUS_LISTING_HAS_PARTNER_INDUSTRIES = 1 << 11,
    MUS_LISTING_HAS_TITLE = 1 << 12,
    MUS_LISTING_HAS_KEYWORDS = 1 << 13,
    MUS_LISTING_HAS_TEXT = 1 << 14,
    MUS_LISTING_HAS_PARTNER_TEXT = 1 << 15,
    MUS_LISTING_HAS_TRANSLATED = 1 << 16,
    MUS_LISTING_HAS_PARTNER_TRANSLATED = 1 << 17,
    MUS_LISTING_BITS = (1 << 18) - 1,
};

/* The code of a tf, two bits, is one less than it; this code says that a byte holds it. */
enum { MUS_FIRM_LONG_CODE = 3 };
/* The byte of a tf that is this or more; the tf itself follows behind all bytes. */
enum { MUS_FIRM_LARGE_TF = 255 };

/* What so many codes take. */
static inline size_t mus_firm_code_bytes(size_t count)
{
    return (count + 3) / 4;
}

/* The tf of a translated bag, thousandths in the firm, is stored in steps of so many. */
enum { MUS_FIRM_TRANSLATED_STEP = 10 };

/* A list or a bag of a firm or listing: its bit, and where it lies in the struct. */
struct mus_firm_part {
    uint32_t bit;
    size_t offset;
    uint32_t step; /* of a bag: what a stored tf of 1 stands for */
    bool wide;     /* of a list: its hashes are whole */
};

enum { MUS_FIRM_LISTS = 7, MUS_FIRM_BAGS = 2, MUS_LISTING_LISTS = 6, MUS_LISTING_BAGS = 6 };

/* In the order in which they stand in the record. */
extern const struct mus_firm_part mus_firm_lists[MUS_FIRM_LISTS];
extern const struct mus_firm_part mus_firm_bags[MUS_FIRM_BAGS];
extern const struct mus_firm_part mus_listing_lists[MUS_LISTING_LISTS];
extern const struct mus_firm_part mus_listing_bags[MUS_LISTING_BAGS];

static inline size_t mus_firm_hash_bytes(const struct mus_firm_part *part)
{
    return part->wide ? sizeof(uint64_t) : MUS_SHORT_HASH_BYTES;
}

static inline const struct mus_hashes *mus_firm_list(const void *owner,
                                                     const struct mus_firm_part *part)
{
    return (const struct mus_hashes *)(const void *)((const char *)owner + part->offset);
}

static inline const struct mus_bag *mus_firm_bag(const void *owner,
                                                 const struct mus_firm_part *part)
{
    return (const struct mus_bag *)(const void *)((const char *)owner + part->offset);
}

#endif
