#include "profile/company_check.h"

#include <string.h>

#include "base/limits.h"
#include "profile/rule_check.h"
#include "profile/value_check.h"

static enum mus_status check_purposes(struct mus_check *check, struct mus_texts purposes)
{
    size_t mark = mus_place_key(&check->place, "purposes");
    enum mus_status status = mus_check_texts(check, purposes, MUS_MAX_LIST, MUS_RULE_NONE);
    for (size_t i = 0; i < purposes.count && status == MUS_OK && check->rules; i++) {
        size_t element = mus_place_index(&check->place, i);
        status =
            mus_rule_check_purpose(purposes.items[i], check->tables, &check->place, check->err);
        mus_place_back(&check->place, element);
    }
    mus_place_back(&check->place, mark);
    return status;
}

static enum mus_status check_partner(struct mus_check *check,
                                     const struct mus_partner_sought *partner)
{
    size_t mark = mus_place_key(&check->place, "partner_sought");
    enum mus_status status =
        mus_check_word_set_at(check, "kinds", MUS_VOCABULARY_KIND, partner->kinds);
    if (status == MUS_OK) {
        status = mus_check_texts_at(check, "countries", partner->countries, MUS_RULE_MARKET);
    }
    if (status == MUS_OK) {
        status = mus_check_word_set_at(check, "sizes", MUS_VOCABULARY_SIZE, partner->sizes);
    }
    if (status == MUS_OK) {
        status = mus_check_codes_at(check, "industries", partner->industries, MUS_RULE_INDUSTRY);
    }
    if (status == MUS_OK) {
        status = mus_check_bilingual_at(check, "text", partner->text, MUS_MAX_LONG_TEXT);
    }
    mus_place_back(&check->place, mark);
    return status;
}

static enum mus_status check_side(struct mus_check *check, enum mus_side side)
{
    size_t mark = mus_place_key(&check->place, "side");
    enum mus_status status = mus_check_word(check, MUS_VOCABULARY_SIDE, side);
    if (status == MUS_OK && check->rules && side == MUS_SIDE_UNKNOWN) {
        status = mus_place_fail(&check->place, check->err, MUS_INVALID,
                                "is missing; expected offer, need");
    }
    mus_place_back(&check->place, mark);
    return status;
}

static enum mus_status check_listing_texts(struct mus_check *check,
                                           const struct mus_listing *listing)
{
    enum mus_status status = mus_check_bilingual_at(check, "title", listing->title, MUS_MAX_NAME);
    if (status == MUS_OK) {
        status = mus_check_bilingual_at(check, "text", listing->text, MUS_MAX_LONG_TEXT);
    }
    if (status == MUS_OK) {
        status = mus_check_texts_at(check, "keywords", listing->keywords, MUS_RULE_NONE);
    }
    if (status == MUS_OK) {
        status =
            mus_check_bilingual_at(check, "conditions", listing->conditions, MUS_MAX_LONG_TEXT);
    }
    return status == MUS_OK ? mus_check_date_at(check, "valid_until", listing->valid_until)
                            : status;
}

static enum mus_status check_listing(struct mus_check *check, const struct mus_listing *listing)
{
    enum mus_status status = check_side(check, listing->side);
    if (status == MUS_OK) {
        status = check_purposes(check, listing->purposes);
    }
    if (status == MUS_OK) {
        status = check_listing_texts(check, listing);
    }
    if (status == MUS_OK) {
        status = mus_check_codes_at(check, "technology_fields", listing->technology_fields,
                                    MUS_RULE_TECHNOLOGY);
    }
    if (status == MUS_OK) {
        status = mus_check_codes_at(check, "industries", listing->industries, MUS_RULE_INDUSTRY);
    }
    if (status == MUS_OK) {
        status = mus_check_texts_at(check, "markets", listing->markets, MUS_RULE_MARKET);
    }
    return status == MUS_OK ? check_partner(check, &listing->partner) : status;
}

/* An id that no listing before this one has. */
static enum mus_status check_listing_id(struct mus_check *check, const struct mus_listing *listings,
                                        size_t index)
{
    struct mus_text id = listings[index].id;
    size_t mark = mus_place_key(&check->place, "id");
    enum mus_status status = mus_check_rule(check, MUS_RULE_ID, id);
    for (size_t i = 0; i < index && status == MUS_OK; i++) {
        if (mus_text_equal(listings[i].id, id)) {
            status = mus_place_fail(&check->place, check->err, MUS_INVALID, "\"%.*s\" stands twice",
                                    MUS_TEXT_SHORT_ARG(id));
        }
    }
    mus_place_back(&check->place, mark);
    return status;
}

static enum mus_status check_listings(struct mus_check *check, const struct mus_listings *listings)
{
    enum mus_status status = mus_check_count(check, listings->count, MUS_MAX_LISTINGS);
    for (size_t i = 0; i < listings->count && status == MUS_OK; i++) {
        size_t mark = mus_place_index(&check->place, i);
        status = check_listing_id(check, listings->items, i);
        if (status == MUS_OK) {
            status = check_listing(check, &listings->items[i]);
        }
        mus_place_back(&check->place, mark);
    }
    return status;
}

static enum mus_status check_hold(struct mus_check *check, const struct mus_hold *hold)
{
    enum mus_status status = mus_check_text_at(check, "reason", hold->reason, MUS_MAX_LONG_TEXT);
    if (status == MUS_OK) {
        status = mus_check_text_at(check, "by", hold->by, MUS_MAX_NAME);
    }
    return status == MUS_OK ? mus_check_date_at(check, "until", hold->until) : status;
}

static enum mus_status check_declarations(struct mus_check *check,
                                          const struct mus_declarations *declarations)
{
    enum mus_status status = mus_check_count(check, declarations->count, MUS_MAX_LIST);
    for (size_t i = 0; i < declarations->count && status == MUS_OK; i++) {
        const struct mus_declaration *item = &declarations->items[i];
        status = mus_check_present(check, item->name, MUS_MAX_CODE);
        size_t mark = mus_place_key_text(&check->place, item->name);
        if (status == MUS_OK) {
            status = mus_check_present(check, item->value, MUS_MAX_NAME);
        }
        if (status == MUS_OK && i > 0 && mus_text_compare(item[-1].name, item->name) >= 0) {
            status = mus_place_fail(&check->place, check->err, MUS_INVALID, "stands out of order");
        }
        mus_place_back(&check->place, mark);
    }
    return status;
}

static enum mus_status check_contact(struct mus_check *check, const struct mus_contact *contact)
{
    if (check->rules && contact->name.ptr == NULL && contact->role.ptr == NULL &&
        contact->email.ptr == NULL && contact->phone.ptr == NULL) {
        return mus_place_fail(&check->place, check->err, MUS_INVALID, "is empty");
    }
    enum mus_status status = mus_check_text_at(check, "name", contact->name, MUS_MAX_NAME);
    if (status == MUS_OK) {
        status = mus_check_text_at(check, "role", contact->role, MUS_MAX_NAME);
    }
    if (status == MUS_OK) {
        status = mus_check_text_at(check, "phone", contact->phone, MUS_MAX_NAME);
    }
    size_t mark = mus_place_key(&check->place, "email");
    if (status == MUS_OK) {
        status = mus_check_length(check, contact->email, MUS_MAX_NAME);
    }
    if (status == MUS_OK && check->rules && contact->email.ptr != NULL) {
        status = mus_rule_check_email(contact->email, &check->place, check->err);
    }
    mus_place_back(&check->place, mark);
    return status;
}

static enum mus_status check_contacts(struct mus_check *check, const struct mus_contacts *contacts)
{
    enum mus_status status = mus_check_count(check, contacts->count, MUS_MAX_CONTACTS);
    for (size_t i = 0; i < contacts->count && status == MUS_OK; i++) {
        size_t mark = mus_place_index(&check->place, i);
        status = check_contact(check, &contacts->items[i]);
        mus_place_back(&check->place, mark);
    }
    return status;
}

static enum mus_status check_consent(struct mus_check *check, const struct mus_consent *consent)
{
    struct mus_text share = consent->share_contacts;
    size_t mark = mus_place_key(&check->place, "share_contacts");
    enum mus_status status = mus_check_length(check, share, MUS_MAX_NAME);
    if (status == MUS_OK && share.ptr != NULL && !mus_text_equals(share, "on_acceptance") &&
        !mus_text_equals(share, "never")) {
        status = mus_place_fail(&check->place, check->err, MUS_INVALID,
                                "unknown code \"%.*s\"; expected on_acceptance, never",
                                MUS_TEXT_SHORT_ARG(share));
    }
    mus_place_back(&check->place, mark);
    return status == MUS_OK ? mus_check_date_at(check, "until", consent->until) : status;
}

static enum mus_status check_review(struct mus_check *check, const struct mus_review_state *review)
{
    size_t mark = mus_place_key(&check->place, "state");
    enum mus_status status = mus_check_word(check, MUS_VOCABULARY_REVIEW, review->state);
    mus_place_back(&check->place, mark);
    return status == MUS_OK ? mus_check_date_at(check, "valid_until", review->valid_until) : status;
}

static enum mus_status check_text(struct mus_check *check, const struct mus_field_info *info,
                                  struct mus_text text)
{
    enum mus_status status = mus_check_present(check, text, (size_t)info->max);
    return status == MUS_OK ? mus_check_rule(check, info->rule, text) : status;
}

static enum mus_status check_number(struct mus_check *check, const struct mus_field_info *info,
                                    int64_t number)
{
    if (number < info->min || number > info->max) {
        return mus_place_fail(&check->place, check->err, MUS_INVALID,
                              "%lld is out of range; expected %lld to %lld", (long long)number,
                              (long long)info->min, (long long)info->max);
    }
    return MUS_OK;
}

static enum mus_status check_word(struct mus_check *check, const struct mus_field_info *info,
                                  const void *value)
{
    unsigned word;
    memcpy(&word, value, sizeof word);
    if (word == 0) {
        return mus_place_fail(&check->place, check->err, MUS_INVALID, "is not given");
    }
    return mus_check_word(check, info->vocabulary, word);
}

/* A given field; the check stands at it. */
static enum mus_status check_field(struct mus_check *check, const struct mus_field_info *info,
                                   const struct mus_company *company)
{
    const void *value = (const char *)company + info->offset;
    switch (info->type) {
    case MUS_TYPE_TEXT:
        return check_text(check, info, *(const struct mus_text *)value);
    case MUS_TYPE_NUMBER:
        return check_number(check, info, *(const int64_t *)value);
    case MUS_TYPE_WORD:
        return check_word(check, info, value);
    case MUS_TYPE_WORD_SET:
        return mus_check_word_set(check, info->vocabulary, *(const uint16_t *)value);
    case MUS_TYPE_TEXTS:
        return mus_check_texts(check, *(const struct mus_texts *)value, (size_t)info->max,
                               info->rule);
    case MUS_TYPE_CODES:
        return mus_check_codes(check, *(const struct mus_codes *)value, info->rule);
    case MUS_TYPE_LISTINGS:
        return check_listings(check, value);
    case MUS_TYPE_HOLD:
        return check_hold(check, value);
    case MUS_TYPE_DECLARATIONS:
        return check_declarations(check, value);
    case MUS_TYPE_CONTACTS:
        return check_contacts(check, value);
    case MUS_TYPE_CONSENT:
        return check_consent(check, value);
    case MUS_TYPE_REVIEW:
        return check_review(check, value);
    }
    return MUS_OK;
}

static enum mus_status check_keys(struct mus_check *check, const struct mus_company *company)
{
    enum mus_status status = MUS_OK;
    if (company->id.ptr != NULL) {
        size_t mark = mus_place_key(&check->place, "id");
        status = mus_check_rule(check, MUS_RULE_ID, company->id);
        mus_place_back(&check->place, mark);
    }
    const struct mus_source *source = &company->source;
    if (status != MUS_OK || (source->name.ptr == NULL && source->id.ptr == NULL)) {
        return status;
    }
    size_t mark = mus_place_key(&check->place, "source");
    status = mus_check_needed_at(check, "name", source->name, MUS_MAX_SOURCE_NAME);
    if (status == MUS_OK) {
        status = mus_check_needed_at(check, "id", source->id, MUS_MAX_SOURCE_ID);
    }
    mus_place_back(&check->place, mark);
    return status;
}

static enum mus_status check_fields(struct mus_check *check, const struct mus_company *company)
{
    enum mus_status status = check_keys(check, company);
    for (unsigned field = 0; field < MUS_FIELD_COUNT && status == MUS_OK; field++) {
        if (!mus_company_has(company, (enum mus_field)field)) {
            continue;
        }
        const struct mus_field_info *info = mus_field_info((enum mus_field)field);
        size_t mark = mus_place_key(&check->place, info->key);
        status = check_field(check, info, company);
        mus_place_back(&check->place, mark);
    }
    return status;
}

static enum mus_status check_required(const struct mus_company *company, struct mus_error *err)
{
    if (!mus_company_has(company, MUS_FIELD_NAME_JA) &&
        !mus_company_has(company, MUS_FIELD_NAME_EN)) {
        return mus_fail(err, MUS_INVALID, "name: is missing; expected one in ja or en");
    }
    if (!mus_company_has(company, MUS_FIELD_COUNTRY)) {
        return mus_fail(err, MUS_INVALID,
                        "country: is missing; expected an ISO 3166-1 country code such as JP");
    }
    return MUS_OK;
}

static enum mus_status check_successor(const struct mus_company *company, struct mus_error *err)
{
    bool merged = company->status == MUS_COMPANY_MERGED;
    bool succeeded = mus_company_has(company, MUS_FIELD_SUCCESSOR);
    if (merged && !succeeded) {
        return mus_fail(err, MUS_INVALID, "successor: is missing; a merged company has one");
    }
    if (succeeded && !merged) {
        return mus_fail(err, MUS_INVALID,
                        "successor: \"%.*s\" without status merged; only a merged company has one",
                        MUS_TEXT_SHORT_ARG(company->successor));
    }
    if (succeeded && company->id.ptr != NULL && mus_text_equal(company->successor, company->id)) {
        return mus_fail(err, MUS_INVALID, "successor: \"%.*s\" is the company itself",
                        MUS_TEXT_SHORT_ARG(company->successor));
    }
    return MUS_OK;
}

static enum mus_status check_not_with(const struct mus_company *company, struct mus_error *err)
{
    for (size_t i = 0; i < company->not_with.count && company->id.ptr != NULL; i++) {
        if (mus_text_equal(company->not_with.items[i], company->id)) {
            return mus_fail(err, MUS_INVALID, "not_with[%zu]: \"%.*s\" is the company itself", i,
                            MUS_TEXT_SHORT_ARG(company->id));
        }
    }
    return MUS_OK;
}

static enum mus_status check_founded(const struct mus_company *company, mus_date today,
                                     struct mus_error *err)
{
    if (today == MUS_NO_DATE || !mus_company_has(company, MUS_FIELD_FOUNDED_YEAR)) {
        return MUS_OK;
    }
    int year, month, day;
    mus_date_parts(today, &year, &month, &day);
    if (company->founded_year > year + 1) {
        return mus_fail(err, MUS_INVALID, "founded_year: %lld lies in the future",
                        (long long)company->founded_year);
    }
    return MUS_OK;
}

/* What one field says against another. */
static enum mus_status check_together(const struct mus_company *company, struct mus_error *err)
{
    if (company->kind == MUS_KIND_SOLE_PROPRIETOR &&
        mus_company_has(company, MUS_FIELD_CORPORATE_NUMBER)) {
        return mus_fail(err, MUS_INVALID, "corporate_number: a sole proprietor has none");
    }
    /* ISO 3166-2 begins with the country. */
    if (mus_company_has(company, MUS_FIELD_REGION) &&
        !mus_text_starts(company->region, company->country)) {
        return mus_fail(err, MUS_INVALID, "region: \"%.*s\" does not lie in country \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(company->region), MUS_TEXT_SHORT_ARG(company->country));
    }
    enum mus_status status = check_successor(company, err);
    return status == MUS_OK ? check_not_with(company, err) : status;
}

enum mus_status mus_company_check(const struct mus_company *company,
                                  const struct mus_tables *tables, mus_date today,
                                  struct mus_error *err)
{
    struct mus_check check = {.tables = tables, .rules = true, .err = err};
    enum mus_status status = check_fields(&check, company);
    if (status == MUS_OK) {
        status = check_required(company, err);
    }
    if (status == MUS_OK) {
        status = check_together(company, err);
    }
    return status == MUS_OK ? check_founded(company, today, err) : status;
}

enum mus_status mus_company_check_limits(const struct mus_company *company, struct mus_error *err)
{
    struct mus_check check = {.err = err};
    return check_fields(&check, company);
}

enum mus_status mus_listing_check(const struct mus_listing *listing,
                                  const struct mus_tables *tables, const char *place,
                                  struct mus_error *err)
{
    struct mus_check check = {.tables = tables, .rules = true, .err = err};
    if (place != NULL && place[0] != '\0') {
        mus_place_key(&check.place, place);
    }
    return check_listing(&check, listing);
}
