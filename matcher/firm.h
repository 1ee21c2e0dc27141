/* What the matcher knows of one company: its *match record*, analysed once when the company is
 * stored and handed to the scorer as pointers.
 *
 * Codes and terms are 64-bit hashes (mus_text_hash): of a country "VN", a group "ASEAN", the word
 * "any", a purpose "sales", a company id, an industry "JSIC:14:24" (scheme:version:code), a
 * technology field "CPC:Y02W", a language "ja", and of a term as matcher/text makes it. All but
 * those of company ids are short ones (mus_short_hash). Code lists and bags are sorted by hash and
 * hold each hash once. Everything is borrowed and read-only; any
 * number of threads may read one firm. */
#ifndef MUS_MATCHER_FIRM_H
#define MUS_MATCHER_FIRM_H

#include "base/calendar.h"
#include "base/text.h"
#include "matcher/vocabulary.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_hashes {
    const uint64_t *items;
    size_t count;
};

enum { MUS_SHORT_HASH_BYTES = 6, MUS_SHORT_HASH_SHIFT = 16 };

/* A hash of which the leading 48 bits are kept, so that six bytes store it: the others are 0. Three
 * of a term's tell its class. Of ten million terms about one pair is then taken for the same:
 * 10^14 / 2 pairs, 2^45 hashes. */
static inline uint64_t mus_short_hash(uint64_t hash)
{
    return hash >> MUS_SHORT_HASH_SHIFT << MUS_SHORT_HASH_SHIFT;
}

/* What kind of stretch of text a term is: the three lowest bits of its short hash, so that whoever
 * holds a term can weigh it by its class. */
enum mus_term_class {
    MUS_TERM_WORD,          /* of a script with spaces; a number */
    MUS_TERM_PAIR,          /* two neighbouring characters of a script without */
    MUS_TERM_SINGLE,        /* one such character */
    MUS_TERM_KATAKANA_PAIR, /* two neighbouring katakana */
    MUS_TERM_KATAKANA_WORD, /* a whole word of katakana */
    MUS_TERM_CLASS_COUNT
};

static inline uint64_t mus_term_of_class(uint64_t hash, enum mus_term_class class)
{
    return (hash & ~UINT64_C(0x7FFFF)) | (uint64_t) class << MUS_SHORT_HASH_SHIFT;
}

static inline enum mus_term_class mus_term_class_of(uint64_t hash)
{
    unsigned class = (unsigned)(hash >> MUS_SHORT_HASH_SHIFT) & 7;
    return class < MUS_TERM_CLASS_COUNT ? (enum mus_term_class) class : MUS_TERM_WORD;
}

/* Whether the term counts toward a text's length: not where others stand for the same characters.
 */
static inline bool mus_term_has_length(uint64_t hash)
{
    return mus_term_class_of(hash) != MUS_TERM_KATAKANA_WORD;
}

struct mus_term {
    uint64_t hash;
    uint32_t tf;    /* how often it stands in the field */
    uint32_t share; /* of a translated bag only, see there */
};

#define MUS_SHARE_WHOLE 255

/* The terms of one field of text.
 *
 * A *translated* bag holds what the words of a text are in the other language, as a lexicon has it,
 * for searching and being found only: terms that the text does not hold itself, so that a need in
 * one language meets an offer in the other. Its tf are in thousandths, as translations are more or
 * less sure. A term's share, in 255ths up to MUS_SHARE_WHOLE, is how much of a word's meaning
 * it is: all that one word can mean shares one whole, so that a word of many senses does not seek
 * more than others. The length is that of the text. */
struct mus_bag {
    const struct mus_term *terms;
    size_t count;
    uint32_t length; /* terms in all that have length, repeats included */
};

enum mus_listing_field {
    MUS_LISTING_TITLE,
    MUS_LISTING_KEYWORDS,
    MUS_LISTING_TEXT,
    MUS_LISTING_FIELD_COUNT
};

/* Sets of vocabulary numbers: bit n stands for number n; 0 means not stated. */
typedef uint16_t mus_word_set;

struct mus_firm_partner {
    mus_word_set kinds;
    mus_word_set sizes;
    struct mus_hashes countries; /* countries, groups, any */
    struct mus_hashes industries;
    struct mus_bag text;
    struct mus_bag translated; /* of the text */
};

struct mus_firm_listing {
    enum mus_side side;
    bool anonymous;
    mus_date valid_until; /* the last day; MUS_NO_DATE: no end */
    struct mus_hashes purposes;
    struct mus_hashes industries;
    struct mus_hashes technology_fields;
    struct mus_hashes markets;
    struct mus_bag fields[MUS_LISTING_FIELD_COUNT];
    struct mus_bag translated; /* of the fields together */
    struct mus_firm_partner partner;
};

struct mus_firm {
    struct mus_text id;
    uint64_t id_hash;
    uint64_t group; /* hash of the corporate group's name as folded; 0: none */
    uint64_t country;
    uint64_t region; /* 0: not given */
    enum mus_kind kind;
    enum mus_size size;
    enum mus_main_business main_business;
    enum mus_stage stage;
    enum mus_company_status status;
    enum mus_review review;
    mus_word_set channels;
    bool profile_withheld;        /* consent was asked, and sharing the profile refused */
    mus_date consent_until;       /* the last day of consent; MUS_NO_DATE: no end or never asked */
    mus_date profile_valid_until; /* the last day; MUS_NO_DATE: no end */
    bool held;
    mus_date held_until; /* the last day of the hold; MUS_NO_DATE: until lifted */
    int64_t employees;   /* -1: not known */
    int64_t capital_jpy; /* -1: not known */
    struct mus_hashes languages;
    struct mus_hashes certifications;
    struct mus_hashes industries;
    struct mus_hashes technology_fields;
    struct mus_hashes target_markets;
    struct mus_hashes presence;
    struct mus_hashes not_with; /* hashes of company ids */
    struct mus_bag description;
    struct mus_bag translated; /* of the description */
    const struct mus_firm_listing *listings;
    size_t listing_count;
};

/* Gives the listing's translated bags the length of the texts they were made of. */
void mus_firm_listing_measure(struct mus_firm_listing *listing);
/* Membership in a sorted list, by bisection. */
bool mus_hashes_has(struct mus_hashes hashes, uint64_t hash);
/* The term's count in the bag, 0 where it is not in it. */
uint32_t mus_bag_tf(struct mus_bag bag, uint64_t hash);

#endif
