#include "profile/firm_layout.h"

const struct mus_firm_part mus_firm_lists[MUS_FIRM_LISTS] = {
    {MUS_FIRM_HAS_LANGUAGES, offsetof(struct mus_firm, languages), 1, false},
    {MUS_FIRM_HAS_CERTIFICATIONS, offsetof(struct mus_firm, certifications), 1, false},
    {MUS_FIRM_HAS_INDUSTRIES, offsetof(struct mus_firm, industries), 1, false},
    {MUS_FIRM_HAS_TECHNOLOGY, offsetof(struct mus_firm, technology_fields), 1, false},
    {MUS_FIRM_HAS_TARGET_MARKETS, offsetof(struct mus_firm, target_markets), 1, false},
    {MUS_FIRM_HAS_PRESENCE, offsetof(struct mus_firm, presence), 1, false},
    {MUS_FIRM_HAS_NOT_WITH, offsetof(struct mus_firm, not_with), 1, true},
};

const struct mus_firm_part mus_firm_bags[MUS_FIRM_BAGS] = {
    {MUS_FIRM_HAS_DESCRIPTION, offsetof(struct mus_firm, description), 1, false},
    {MUS_FIRM_HAS_TRANSLATED, offsetof(struct mus_firm, translated), MUS_FIRM_TRANSLATED_STEP,
     false},
};

const struct mus_firm_part mus_listing_lists[MUS_LISTING_LISTS] = {
    {MUS_LISTING_HAS_PURPOSES, offsetof(struct mus_firm_listing, purposes), 1, false},
    {MUS_LISTING_HAS_INDUSTRIES, offsetof(struct mus_firm_listing, industries), 1, false},
    {MUS_LISTING_HAS_TECHNOLOGY, offsetof(struct mus_firm_listing, technology_fields), 1, false},
    {MUS_LISTING_HAS_MARKETS, offsetof(struct mus_firm_listing, markets), 1, false},
    {MUS_LISTING_HAS_PARTNER_COUNTRIES, offsetof(struct mus_firm_listing, partner.countries), 1,
     false},
    {MUS_LISTING_HAS_PARTNER_INDUSTRIES, offsetof(struct mus_firm_listing, partner.industries), 1,
     false},
};

const struct mus_firm_part mus_listing_bags[MUS_LISTING_BAGS] = {
    {MUS_LISTING_HAS_TITLE, offsetof(struct mus_firm_listing, fields[MUS_LISTING_TITLE]), 1, false},
    {MUS_LISTING_HAS_KEYWORDS, offsetof(struct mus_firm_listing, fields[MUS_LISTING_KEYWORDS]), 1,
     false},
    {MUS_LISTING_HAS_TEXT, offsetof(struct mus_firm_listing, fields[MUS_LISTING_TEXT]), 1, false},
    {MUS_LISTING_HAS_PARTNER_TEXT, offsetof(struct mus_firm_listing, partner.text), 1, false},
    {MUS_LISTING_HAS_TRANSLATED, offsetof(struct mus_firm_listing, translated),
     MUS_FIRM_TRANSLATED_STEP, false},
    {MUS_LISTING_HAS_PARTNER_TRANSLATED, offsetof(struct mus_firm_listing, partner.translated),
     MUS_FIRM_TRANSLATED_STEP, false},
};
