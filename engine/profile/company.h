/* A company as the exchange format describes it (JSON Lines, one object a line), in memory.
 *
 * A company is filled from an arena and lives as long as it; texts may also borrow from the input
 * or from a store transaction. `given` says which fields have a value: what is missing is never
 * zero and never empty. Read-only once filled; any number of threads may read one. */
#ifndef MUS_PROFILE_COMPANY_H
#define MUS_PROFILE_COMPANY_H

#include "base/calendar.h"
#include "base/text.h"
#include "matcher/vocabulary.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The fields that are supplied, kept, cleared and edited one by one. The numbers are part of the
 * stored format: additions go to the end. */
enum mus_field {
    MUS_FIELD_NAME_JA,
    MUS_FIELD_NAME_KANA,
    MUS_FIELD_NAME_EN,
    MUS_FIELD_CORPORATE_NUMBER,
    MUS_FIELD_KIND,
    MUS_FIELD_STATUS,
    MUS_FIELD_SUCCESSOR,
    MUS_FIELD_GROUP,
    MUS_FIELD_COUNTRY,
    MUS_FIELD_REGION,
    MUS_FIELD_CITY,
    MUS_FIELD_WARD,
    MUS_FIELD_POSTAL_CODE,
    MUS_FIELD_ADDRESS,
    MUS_FIELD_PHONE,
    MUS_FIELD_FOUNDED_YEAR,
    MUS_FIELD_EMPLOYEES,
    MUS_FIELD_CAPITAL_JPY,
    MUS_FIELD_MAIN_BUSINESS,
    MUS_FIELD_PARENT_SHARE_PERCENT,
    MUS_FIELD_WEBSITE,
    MUS_FIELD_LANGUAGES,
    MUS_FIELD_CERTIFICATIONS,
    MUS_FIELD_INDUSTRIES,
    MUS_FIELD_TECHNOLOGY_FIELDS,
    MUS_FIELD_DESCRIPTION_JA,
    MUS_FIELD_DESCRIPTION_EN,
    MUS_FIELD_TARGET_MARKETS,
    MUS_FIELD_PRESENCE,
    MUS_FIELD_STAGE,
    MUS_FIELD_CHANNELS,
    MUS_FIELD_LISTINGS,
    MUS_FIELD_NOT_WITH,
    MUS_FIELD_HOLD,
    MUS_FIELD_DECLARATIONS,
    MUS_FIELD_CONTACTS,
    MUS_FIELD_CONSENT,
    MUS_FIELD_REVIEW,
    MUS_FIELD_COUNT
};

typedef uint64_t mus_field_set;
#define MUS_FIELD_BIT(field) (UINT64_C(1) << (field))

struct mus_bilingual {
    struct mus_text ja, en;
};

/* version is not given for technology fields. */
struct mus_code {
    struct mus_text scheme, version, code;
};

struct mus_codes {
    const struct mus_code *items;
    size_t count;
};

struct mus_partner_sought {
    bool given;
    uint16_t kinds; /* bit n: enum mus_kind n */
    uint16_t sizes; /* bit n: enum mus_size n */
    struct mus_texts countries;
    struct mus_codes industries;
    struct mus_bilingual text;
};

struct mus_listing {
    struct mus_text id; /* unique within the company */
    enum mus_side side;
    struct mus_texts purposes;
    struct mus_bilingual title, text;
    struct mus_texts keywords;
    struct mus_codes technology_fields;
    struct mus_codes industries;
    struct mus_texts markets;
    struct mus_partner_sought partner;
    struct mus_bilingual conditions;
    mus_date valid_until; /* MUS_NO_DATE: no end */
    bool anonymous;
};

struct mus_listings {
    const struct mus_listing *items;
    size_t count;
};

struct mus_contact {
    struct mus_text name, role, email, phone;
};

struct mus_contacts {
    const struct mus_contact *items;
    size_t count;
};

struct mus_hold {
    struct mus_text reason, by;
    mus_date until; /* MUS_NO_DATE: until lifted */
};

struct mus_declaration {
    struct mus_text name, value;
};

struct mus_declarations {
    const struct mus_declaration *items;
    size_t count;
};

enum mus_answer { MUS_ANSWER_NONE, MUS_ANSWER_NO, MUS_ANSWER_YES };

struct mus_consent {
    enum mus_answer share_profile;
    struct mus_text share_contacts; /* on_acceptance, never */
    mus_date until;
};

struct mus_review_state {
    enum mus_review state;
    mus_date valid_until;
};

/* Who supplied the company: a source's name and its id there. */
struct mus_source {
    struct mus_text name, id;
};

struct mus_company {
    struct mus_text id;
    struct mus_source source; /* of this input; a stored company may have several */
    mus_field_set given;

    struct mus_text name_ja, name_kana, name_en;
    struct mus_text corporate_number;
    enum mus_kind kind;
    enum mus_company_status status;
    struct mus_text successor;
    struct mus_text group;
    struct mus_text country, region, city, ward, postal_code, address, phone;
    int64_t founded_year;
    int64_t employees;
    int64_t capital_jpy;
    enum mus_main_business main_business;
    int64_t parent_share_percent;
    struct mus_text website;
    struct mus_texts languages;
    struct mus_texts certifications;
    struct mus_codes industries;
    struct mus_codes technology_fields;
    struct mus_bilingual description;
    struct mus_texts target_markets;
    struct mus_texts presence;
    enum mus_stage stage;
    uint16_t channels; /* bit n: enum mus_channel n */
    struct mus_listings listings;
    struct mus_texts not_with;
    struct mus_hold hold;
    struct mus_declarations declarations;
    struct mus_contacts contacts;
    struct mus_consent consent;
    struct mus_review_state review;
};

static inline bool mus_company_has(const struct mus_company *company, enum mus_field field)
{
    return (company->given & MUS_FIELD_BIT(field)) != 0;
}

#endif
