#include "profile/firm_layout.h"

const struct mus_firm_part mus_firm_lists[MUS_FIRM_LISTS] = {
    {MUS_FIRM_HAS_LANGUAGES, offsetof(struct mus_firm, languages)},
    {MUS_FIRM_HAS_CERTIFICATIONS, offsetof(struct mus_firm, certifications)},
    {MUS_FIRM_HAS_INDUSTRIES, offsetof(struct mus_firm, industries)},
    {MUS_FIRM_HAS_TECHNOLOGY, offsetof(struct mus_firm, technology_fields)},
    {MUS_FIRM_HAS_TARGET_MARKETS, offsetof(struct mus_firm, target_markets)},
    {MUS_FIRM_HAS_PRESENCE, offsetof(struct mus_firm, presence)},
    {MUS_FIRM_HAS_NOT_WITH, offsetof(struct mus_firm, not_with)},
};

const struct mus_firm_part mus_listing_lists[MUS_LISTING_LISTS] = {
    {MUS_LISTING_HAS_PURPOSES, offsetof(struct mus_firm_listing, purposes)},
    {MUS_LISTING_HAS_INDUSTRIES, offsetof(struct mus_firm_listing, industries)},
    {MUS_LISTING_HAS_TECHNOLOGY, offsetof(struct mus_firm_listing, technology_fields)},
    {MUS_LISTING_HAS_MARKETS, offsetof(struct mus_firm_listing, markets)},
    {MUS_LISTING_HAS_PARTNER_COUNTRIES, offsetof(struct mus_firm_listing, partner.countries)},
    {MUS_LISTING_HAS_PARTNER_INDUSTRIES, offsetof(struct mus_firm_listing, partner.industries)},
};

const struct mus_firm_part mus_listing_bags[MUS_LISTING_BAGS] = {
    {MUS_LISTING_HAS_TITLE, offsetof(struct mus_firm_listing, fields[MUS_LISTING_TITLE])},
    {MUS_LISTING_HAS_KEYWORDS, offsetof(struct mus_firm_listing, fields[MUS_LISTING_KEYWORDS])},
    {MUS_LISTING_HAS_TEXT, offsetof(struct mus_firm_listing, fields[MUS_LISTING_TEXT])},
    {MUS_LISTING_HAS_PARTNER_TEXT, offsetof(struct mus_firm_listing, partner.text)},
};
