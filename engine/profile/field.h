/* The fields of a company as data: name, type and place in struct mus_company. Reading, writing,
 * storing, mapping columns and comparing are loops over this table. Constant; any thread. */
#ifndef MUS_PROFILE_FIELD_H
#define MUS_PROFILE_FIELD_H

#include "profile/company.h"

enum mus_field_type {
    MUS_TYPE_TEXT,         /* struct mus_text */
    MUS_TYPE_NUMBER,       /* int64_t */
    MUS_TYPE_WORD,         /* an enum of matcher/vocabulary */
    MUS_TYPE_WORD_SET,     /* uint16_t */
    MUS_TYPE_TEXTS,        /* struct mus_texts */
    MUS_TYPE_CODES,        /* struct mus_codes */
    MUS_TYPE_LISTINGS,     /* struct mus_listings */
    MUS_TYPE_HOLD,         /* struct mus_hold */
    MUS_TYPE_DECLARATIONS, /* struct mus_declarations */
    MUS_TYPE_CONTACTS,     /* struct mus_contacts */
    MUS_TYPE_CONSENT,      /* struct mus_consent */
    MUS_TYPE_REVIEW,       /* struct mus_review_state */
};

/* What a text, or each text of a list, must be. */
enum mus_field_rule {
    MUS_RULE_NONE,
    MUS_RULE_CORPORATE_NUMBER,
    MUS_RULE_ID,         /* a company id */
    MUS_RULE_COUNTRY,    /* ISO 3166-1 alpha-2, known to the country table */
    MUS_RULE_MARKET,     /* a country, a group or "any" */
    MUS_RULE_REGION,     /* ISO 3166-2: JP-14 */
    MUS_RULE_LANGUAGE,   /* BCP 47 */
    MUS_RULE_WEBSITE,    /* http:// or https:// */
    MUS_RULE_INDUSTRY,   /* codes: scheme, version, code */
    MUS_RULE_TECHNOLOGY, /* codes: scheme, code */
};

struct mus_field_info {
    const char *key; /* "name.ja", "employees": the path in JSON and the name in a map */
    enum mus_field_type type;
    size_t offset;                  /* in struct mus_company */
    enum mus_vocabulary vocabulary; /* WORD and WORD_SET */
    enum mus_field_rule rule;
    int64_t min, max; /* NUMBER: inclusive; TEXT: max bytes; lists: max count */
    const char *label_ja;
    const char *label_en;
};

const struct mus_field_info *mus_field_info(enum mus_field field);
/* The field with this key, MUS_FIELD_COUNT where there is none. */
enum mus_field mus_field_of(struct mus_text key);

#endif
