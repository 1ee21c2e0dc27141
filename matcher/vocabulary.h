/* The fixed words of the exchange format, as small numbers, and their codes.
 *
 * 0 is always "not given". The order of the numbers is part of the stored format: additions go to
 * the end. What a city may extend (purposes, programmes, countries, …) is not here but in the
 * reference tables. */
#ifndef MUS_MATCHER_VOCABULARY_H
#define MUS_MATCHER_VOCABULARY_H

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

enum mus_kind {
    MUS_KIND_UNKNOWN,
    MUS_KIND_COMPANY,
    MUS_KIND_SOLE_PROPRIETOR,
    MUS_KIND_UNIVERSITY,
    MUS_KIND_RESEARCH_INSTITUTE,
    MUS_KIND_PUBLIC_BODY,
    MUS_KIND_SUPPORT_ORGANISATION,
    MUS_KIND_FINANCIAL_INSTITUTION,
    MUS_KIND_TRADING_COMPANY,
};

enum mus_company_status {
    MUS_COMPANY_STATUS_UNKNOWN, /* counts as active */
    MUS_COMPANY_ACTIVE,
    MUS_COMPANY_CLOSED,
    MUS_COMPANY_MERGED,
};

enum mus_main_business {
    MUS_BUSINESS_UNKNOWN,
    MUS_BUSINESS_MANUFACTURING,
    MUS_BUSINESS_WHOLESALE,
    MUS_BUSINESS_RETAIL,
    MUS_BUSINESS_SERVICES,
    MUS_BUSINESS_OTHER,
};

enum mus_stage {
    MUS_STAGE_UNKNOWN,
    MUS_STAGE_INTEREST,
    MUS_STAGE_INFORMATION,
    MUS_STAGE_STUDY,
    MUS_STAGE_EXHIBITING,
    MUS_STAGE_FIRST_DEAL,
    MUS_STAGE_ESTABLISHED,
};

enum mus_channel {
    MUS_CHANNEL_UNKNOWN,
    MUS_CHANNEL_ONLINE,
    MUS_CHANNEL_FACE_TO_FACE,
    MUS_CHANNEL_CROSS_BORDER_EC,
};

enum mus_side {
    MUS_SIDE_UNKNOWN,
    MUS_SIDE_OFFER,
    MUS_SIDE_NEED,
};

enum mus_size {
    MUS_SIZE_UNKNOWN,
    MUS_SIZE_SMALL, /* a small firm is an SME too */
    MUS_SIZE_SME,
    MUS_SIZE_LARGE,
};

enum mus_review {
    MUS_REVIEW_UNKNOWN, /* counts as published */
    MUS_REVIEW_DRAFT,
    MUS_REVIEW_PUBLISHED,
    MUS_REVIEW_SUSPENDED,
};

/* What a word belongs to. */
enum mus_vocabulary {
    MUS_VOCABULARY_KIND,
    MUS_VOCABULARY_COMPANY_STATUS,
    MUS_VOCABULARY_MAIN_BUSINESS,
    MUS_VOCABULARY_STAGE,
    MUS_VOCABULARY_CHANNEL,
    MUS_VOCABULARY_SIDE,
    MUS_VOCABULARY_SIZE,
    MUS_VOCABULARY_REVIEW,
    MUS_VOCABULARY_COUNT
};

/* The number of the code ("trading_company"), 0 where it is none of them. */
unsigned mus_vocabulary_number(enum mus_vocabulary vocabulary, struct mus_text code);
/* The code of the number; "" for 0 and for numbers beyond the last. */
const char *mus_vocabulary_code(enum mus_vocabulary vocabulary, unsigned number);
/* How many codes there are; numbers run from 1 to this. */
unsigned mus_vocabulary_size(enum mus_vocabulary vocabulary);
/* The name of the reference table that holds the words' labels: "kinds", "stages", … */
const char *mus_vocabulary_table(enum mus_vocabulary vocabulary);

#endif
