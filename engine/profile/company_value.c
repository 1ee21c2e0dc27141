#include "profile/company_value.h"

#include "profile/field.h"

#include <string.h>

/* Not given is not the same as empty. */
static bool same_text(struct mus_text a, struct mus_text b)
{
    return (a.ptr == NULL) == (b.ptr == NULL) && mus_text_equal(a, b);
}

static bool same_bilingual(struct mus_bilingual a, struct mus_bilingual b)
{
    return same_text(a.ja, b.ja) && same_text(a.en, b.en);
}

static bool same_texts(struct mus_texts a, struct mus_texts b)
{
    if (a.count != b.count) {
        return false;
    }
    for (size_t i = 0; i < a.count; i++) {
        if (!same_text(a.items[i], b.items[i])) {
            return false;
        }
    }
    return true;
}

bool mus_code_equal(const struct mus_code *a, const struct mus_code *b)
{
    return same_text(a->scheme, b->scheme) && same_text(a->version, b->version) &&
           same_text(a->code, b->code);
}

static bool same_codes(struct mus_codes a, struct mus_codes b)
{
    if (a.count != b.count) {
        return false;
    }
    for (size_t i = 0; i < a.count; i++) {
        if (!mus_code_equal(&a.items[i], &b.items[i])) {
            return false;
        }
    }
    return true;
}

static bool same_partner(const struct mus_partner_sought *a, const struct mus_partner_sought *b)
{
    return a->given == b->given && a->kinds == b->kinds && a->sizes == b->sizes &&
           same_texts(a->countries, b->countries) && same_codes(a->industries, b->industries) &&
           same_bilingual(a->text, b->text);
}

bool mus_listing_equal(const struct mus_listing *a, const struct mus_listing *b)
{
    return same_text(a->id, b->id) && a->side == b->side && same_texts(a->purposes, b->purposes) &&
           same_bilingual(a->title, b->title) && same_bilingual(a->text, b->text) &&
           same_texts(a->keywords, b->keywords) &&
           same_codes(a->technology_fields, b->technology_fields) &&
           same_codes(a->industries, b->industries) && same_texts(a->markets, b->markets) &&
           same_partner(&a->partner, &b->partner) && same_bilingual(a->conditions, b->conditions) &&
           a->valid_until == b->valid_until && a->anonymous == b->anonymous;
}

static bool same_listings(const struct mus_listings *a, const struct mus_listings *b)
{
    if (a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (!mus_listing_equal(&a->items[i], &b->items[i])) {
            return false;
        }
    }
    return true;
}

static bool same_hold(const struct mus_hold *a, const struct mus_hold *b)
{
    return same_text(a->reason, b->reason) && same_text(a->by, b->by) && a->until == b->until;
}

static bool same_declarations(const struct mus_declarations *a, const struct mus_declarations *b)
{
    if (a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (!same_text(a->items[i].name, b->items[i].name) ||
            !same_text(a->items[i].value, b->items[i].value)) {
            return false;
        }
    }
    return true;
}

bool mus_contact_equal(const struct mus_contact *a, const struct mus_contact *b)
{
    return same_text(a->name, b->name) && same_text(a->role, b->role) &&
           same_text(a->email, b->email) && same_text(a->phone, b->phone);
}

static bool same_contacts(const struct mus_contacts *a, const struct mus_contacts *b)
{
    if (a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (!mus_contact_equal(&a->items[i], &b->items[i])) {
            return false;
        }
    }
    return true;
}

static bool same_consent(const struct mus_consent *a, const struct mus_consent *b)
{
    return a->share_profile == b->share_profile &&
           same_text(a->share_contacts, b->share_contacts) && a->until == b->until;
}

static bool same_review(const struct mus_review_state *a, const struct mus_review_state *b)
{
    return a->state == b->state && a->valid_until == b->valid_until;
}

static bool same_value(enum mus_field_type type, const void *a, const void *b)
{
    switch (type) {
    case MUS_TYPE_TEXT:
        return same_text(*(const struct mus_text *)a, *(const struct mus_text *)b);
    case MUS_TYPE_NUMBER:
        return *(const int64_t *)a == *(const int64_t *)b;
    case MUS_TYPE_WORD:
        return memcmp(a, b, sizeof(unsigned)) == 0;
    case MUS_TYPE_WORD_SET:
        return *(const uint16_t *)a == *(const uint16_t *)b;
    case MUS_TYPE_TEXTS:
        return same_texts(*(const struct mus_texts *)a, *(const struct mus_texts *)b);
    case MUS_TYPE_CODES:
        return same_codes(*(const struct mus_codes *)a, *(const struct mus_codes *)b);
    case MUS_TYPE_LISTINGS:
        return same_listings(a, b);
    case MUS_TYPE_HOLD:
        return same_hold(a, b);
    case MUS_TYPE_DECLARATIONS:
        return same_declarations(a, b);
    case MUS_TYPE_CONTACTS:
        return same_contacts(a, b);
    case MUS_TYPE_CONSENT:
        return same_consent(a, b);
    case MUS_TYPE_REVIEW:
        return same_review(a, b);
    }
    return false;
}

bool mus_field_equal(const struct mus_company *a, const struct mus_company *b, enum mus_field field)
{
    if (mus_company_has(a, field) != mus_company_has(b, field)) {
        return false;
    }
    if (!mus_company_has(a, field)) {
        return true;
    }
    const struct mus_field_info *info = mus_field_info(field);
    return same_value(info->type, (const char *)a + info->offset, (const char *)b + info->offset);
}

bool mus_source_equal(const struct mus_source *a, const struct mus_source *b)
{
    return same_text(a->name, b->name) && same_text(a->id, b->id);
}

bool mus_company_equal(const struct mus_company *a, const struct mus_company *b)
{
    if (!same_text(a->id, b->id) || !mus_source_equal(&a->source, &b->source)) {
        return false;
    }
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        if (!mus_field_equal(a, b, (enum mus_field)field)) {
            return false;
        }
    }
    return true;
}

static size_t size_of(enum mus_field_type type)
{
    switch (type) {
    case MUS_TYPE_TEXT:
        return sizeof(struct mus_text);
    case MUS_TYPE_NUMBER:
        return sizeof(int64_t);
    case MUS_TYPE_WORD:
        return sizeof(unsigned);
    case MUS_TYPE_WORD_SET:
        return sizeof(uint16_t);
    case MUS_TYPE_TEXTS:
        return sizeof(struct mus_texts);
    case MUS_TYPE_CODES:
        return sizeof(struct mus_codes);
    case MUS_TYPE_LISTINGS:
        return sizeof(struct mus_listings);
    case MUS_TYPE_HOLD:
        return sizeof(struct mus_hold);
    case MUS_TYPE_DECLARATIONS:
        return sizeof(struct mus_declarations);
    case MUS_TYPE_CONTACTS:
        return sizeof(struct mus_contacts);
    case MUS_TYPE_CONSENT:
        return sizeof(struct mus_consent);
    case MUS_TYPE_REVIEW:
        return sizeof(struct mus_review_state);
    }
    return 0;
}

void mus_field_take(struct mus_company *to, const struct mus_company *from, enum mus_field field)
{
    if (!mus_company_has(from, field)) {
        mus_field_clear(to, field);
        return;
    }
    const struct mus_field_info *info = mus_field_info(field);
    memcpy((char *)to + info->offset, (const char *)from + info->offset, size_of(info->type));
    to->given |= MUS_FIELD_BIT(field);
}

void mus_field_clear(struct mus_company *company, enum mus_field field)
{
    const struct mus_field_info *info = mus_field_info(field);
    memset((char *)company + info->offset, 0, size_of(info->type));
    company->given &= ~MUS_FIELD_BIT(field);
    switch (info->type) {
    case MUS_TYPE_HOLD:
        company->hold.until = MUS_NO_DATE;
        break;
    case MUS_TYPE_CONSENT:
        company->consent.until = MUS_NO_DATE;
        break;
    case MUS_TYPE_REVIEW:
        company->review.valid_until = MUS_NO_DATE;
        break;
    case MUS_TYPE_TEXT:
    case MUS_TYPE_NUMBER:
    case MUS_TYPE_WORD:
    case MUS_TYPE_WORD_SET:
    case MUS_TYPE_TEXTS:
    case MUS_TYPE_CODES:
    case MUS_TYPE_LISTINGS:
    case MUS_TYPE_DECLARATIONS:
    case MUS_TYPE_CONTACTS:
        break;
    }
}
