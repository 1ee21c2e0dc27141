#include "import/target.h"

#include "base/limits.h"

#include "profile/field.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

#define COMPANY(member) offsetof(struct mus_company, member)
#define LISTING(member) offsetof(struct mus_listing, member)
#define CONTACT(member) offsetof(struct mus_contact, member)

/* Parts of a company that are no fields of their own. */
static const struct {
    struct mus_target_part part;
    enum mus_field field, latin_field;
} COMPANY_PARTS[] = {
    {{.key = "id", .offset = COMPANY(id), .rule = MUS_TEXT_ID}, MUS_FIELD_COUNT, MUS_FIELD_COUNT},
    {{.key = "source.name", .offset = COMPANY(source.name)}, MUS_FIELD_COUNT, MUS_FIELD_COUNT},
    {{.key = "source.id", .offset = COMPANY(source.id)}, MUS_FIELD_COUNT, MUS_FIELD_COUNT},
    {{.key = "name",
      .offset = COMPANY(name_ja),
      .by_script = true,
      .latin_offset = COMPANY(name_en)},
     MUS_FIELD_NAME_JA,
     MUS_FIELD_NAME_EN},
    {{.key = "description",
      .lines = true,
      .offset = COMPANY(description.ja),
      .by_script = true,
      .latin_offset = COMPANY(description.en)},
     MUS_FIELD_DESCRIPTION_JA,
     MUS_FIELD_DESCRIPTION_EN},
    {{.key = "hold.reason", .offset = COMPANY(hold.reason)}, MUS_FIELD_HOLD, MUS_FIELD_HOLD},
    {{.key = "hold.by", .offset = COMPANY(hold.by)}, MUS_FIELD_HOLD, MUS_FIELD_HOLD},
    {{.key = "hold.until", .type = MUS_VALUE_DATE, .offset = COMPANY(hold.until)},
     MUS_FIELD_HOLD,
     MUS_FIELD_HOLD},
    {{.key = "consent.share_profile",
      .type = MUS_VALUE_ANSWER,
      .offset = COMPANY(consent.share_profile)},
     MUS_FIELD_CONSENT,
     MUS_FIELD_CONSENT},
    {{.key = "consent.share_contacts",
      .offset = COMPANY(consent.share_contacts),
      .rule = MUS_TEXT_SHARING},
     MUS_FIELD_CONSENT,
     MUS_FIELD_CONSENT},
    {{.key = "consent.until", .type = MUS_VALUE_DATE, .offset = COMPANY(consent.until)},
     MUS_FIELD_CONSENT,
     MUS_FIELD_CONSENT},
    {{.key = "review.state",
      .type = MUS_VALUE_WORD,
      .offset = COMPANY(review.state),
      .vocabulary = MUS_VOCABULARY_REVIEW},
     MUS_FIELD_REVIEW,
     MUS_FIELD_REVIEW},
    {{.key = "review.valid_until", .type = MUS_VALUE_DATE, .offset = COMPANY(review.valid_until)},
     MUS_FIELD_REVIEW,
     MUS_FIELD_REVIEW},
};

#define BY_SCRIPT(ja, en) .offset = (ja), .by_script = true, .latin_offset = (en), .words = true

static const struct mus_target_part LISTING_PARTS[] = {
    {.key = "id", .offset = LISTING(id), .rule = MUS_TEXT_ID},
    {.key = "side",
     .type = MUS_VALUE_WORD,
     .offset = LISTING(side),
     .vocabulary = MUS_VOCABULARY_SIDE},
    {.key = "purposes",
     .type = MUS_VALUE_TEXTS,
     .offset = LISTING(purposes),
     .rule = MUS_TEXT_PURPOSE},
    {.key = "title", BY_SCRIPT(LISTING(title.ja), LISTING(title.en))},
    {.key = "title.ja", .offset = LISTING(title.ja), .words = true},
    {.key = "title.en", .offset = LISTING(title.en), .words = true},
    {.key = "text", .lines = true, BY_SCRIPT(LISTING(text.ja), LISTING(text.en))},
    {.key = "text.ja", .lines = true, .offset = LISTING(text.ja), .words = true},
    {.key = "text.en", .lines = true, .offset = LISTING(text.en), .words = true},
    {.key = "keywords", .type = MUS_VALUE_TEXTS, .offset = LISTING(keywords), .words = true},
    {.key = "technology_fields",
     .type = MUS_VALUE_CODES,
     .offset = LISTING(technology_fields),
     .rule = MUS_TEXT_TECHNOLOGY},
    {.key = "industries",
     .type = MUS_VALUE_CODES,
     .offset = LISTING(industries),
     .rule = MUS_TEXT_INDUSTRY},
    {.key = "markets",
     .type = MUS_VALUE_TEXTS,
     .offset = LISTING(markets),
     .rule = MUS_TEXT_MARKET},
    {.key = "partner_sought.kinds",
     .type = MUS_VALUE_WORD_SET,
     .offset = LISTING(partner.kinds),
     .vocabulary = MUS_VOCABULARY_KIND},
    {.key = "partner_sought.countries",
     .type = MUS_VALUE_TEXTS,
     .offset = LISTING(partner.countries),
     .rule = MUS_TEXT_MARKET},
    {.key = "partner_sought.sizes",
     .type = MUS_VALUE_WORD_SET,
     .offset = LISTING(partner.sizes),
     .vocabulary = MUS_VOCABULARY_SIZE},
    {.key = "partner_sought.industries",
     .type = MUS_VALUE_CODES,
     .offset = LISTING(partner.industries),
     .rule = MUS_TEXT_INDUSTRY},
    {.key = "partner_sought.text",
     .lines = true,
     BY_SCRIPT(LISTING(partner.text.ja), LISTING(partner.text.en))},
    {.key = "partner_sought.text.ja",
     .lines = true,
     .offset = LISTING(partner.text.ja),
     .words = true},
    {.key = "partner_sought.text.en",
     .lines = true,
     .offset = LISTING(partner.text.en),
     .words = true},
    {.key = "conditions", .lines = true, BY_SCRIPT(LISTING(conditions.ja), LISTING(conditions.en))},
    {.key = "conditions.ja", .lines = true, .offset = LISTING(conditions.ja), .words = true},
    {.key = "conditions.en", .lines = true, .offset = LISTING(conditions.en), .words = true},
    {.key = "valid_until", .type = MUS_VALUE_DATE, .offset = LISTING(valid_until)},
    {.key = "anonymous", .type = MUS_VALUE_FLAG, .offset = LISTING(anonymous)},
};

static const struct mus_target_part CONTACT_PARTS[] = {
    {.key = "name", .offset = CONTACT(name)},
    {.key = "role", .offset = CONTACT(role)},
    {.key = "email", .offset = CONTACT(email), .rule = MUS_TEXT_NARROW},
    {.key = "phone", .offset = CONTACT(phone), .rule = MUS_TEXT_NARROW},
};

static enum mus_text_rule rule_of(enum mus_field field, enum mus_field_rule rule)
{
    switch (rule) {
    case MUS_RULE_CORPORATE_NUMBER:
        return MUS_TEXT_NUMBER;
    case MUS_RULE_ID:
        return MUS_TEXT_ID;
    case MUS_RULE_COUNTRY:
        return MUS_TEXT_COUNTRY;
    case MUS_RULE_MARKET:
        return MUS_TEXT_MARKET;
    case MUS_RULE_REGION:
        return MUS_TEXT_REGION;
    case MUS_RULE_LANGUAGE:
        return MUS_TEXT_LANGUAGE;
    case MUS_RULE_WEBSITE:
        return MUS_TEXT_WEBSITE;
    case MUS_RULE_INDUSTRY:
        return MUS_TEXT_INDUSTRY;
    case MUS_RULE_TECHNOLOGY:
        return MUS_TEXT_TECHNOLOGY;
    case MUS_RULE_NONE:
        break;
    }
    return field == MUS_FIELD_POSTAL_CODE || field == MUS_FIELD_PHONE ? MUS_TEXT_NARROW
                                                                      : MUS_TEXT_PLAIN;
}

/* False for the fields that only their parts can fill. */
static bool type_of(enum mus_field field, enum mus_field_type from, enum mus_value_type *out)
{
    switch (from) {
    case MUS_TYPE_TEXT:
        *out = MUS_VALUE_TEXT;
        return true;
    case MUS_TYPE_NUMBER:
        *out = field == MUS_FIELD_FOUNDED_YEAR           ? MUS_VALUE_YEAR
               : field == MUS_FIELD_PARENT_SHARE_PERCENT ? MUS_VALUE_PERCENT
                                                         : MUS_VALUE_NUMBER;
        return true;
    case MUS_TYPE_WORD:
        *out = MUS_VALUE_WORD;
        return true;
    case MUS_TYPE_WORD_SET:
        *out = MUS_VALUE_WORD_SET;
        return true;
    case MUS_TYPE_TEXTS:
        *out = MUS_VALUE_TEXTS;
        return true;
    case MUS_TYPE_CODES:
        *out = MUS_VALUE_CODES;
        return true;
    case MUS_TYPE_LISTINGS:
    case MUS_TYPE_HOLD:
    case MUS_TYPE_DECLARATIONS:
    case MUS_TYPE_CONTACTS:
    case MUS_TYPE_CONSENT:
    case MUS_TYPE_REVIEW:
        break;
    }
    return false;
}

static bool read_field(struct mus_text path, struct mus_target *out)
{
    enum mus_field field = mus_field_of(path);
    if (field == MUS_FIELD_COUNT) {
        return false;
    }
    const struct mus_field_info *info = mus_field_info(field);
    struct mus_target_part part = {.key = info->key,
                                   .offset = info->offset,
                                   .rule = rule_of(field, info->rule),
                                   .lines = field == MUS_FIELD_DESCRIPTION_JA ||
                                            field == MUS_FIELD_DESCRIPTION_EN,
                                   .vocabulary = info->vocabulary};
    if (!type_of(field, info->type, &part.type)) {
        return false;
    }
    *out = (struct mus_target){.part = part, .field = field, .latin_field = field, .whole = true};
    return true;
}

static bool read_company_part(struct mus_text path, struct mus_target *out)
{
    for (size_t i = 0; i < COUNT(COMPANY_PARTS); i++) {
        if (mus_text_equals(path, COMPANY_PARTS[i].part.key)) {
            *out = (struct mus_target){.part = COMPANY_PARTS[i].part,
                                       .field = COMPANY_PARTS[i].field,
                                       .latin_field = COMPANY_PARTS[i].latin_field,
                                       .whole = COMPANY_PARTS[i].part.by_script};
            return true;
        }
    }
    return false;
}

/* "listings[12].title" begins with the list's name; then *index and the rest of the path. */
static bool read_element(struct mus_text path, struct mus_text list, size_t *index,
                         struct mus_text *rest)
{
    enum { MAX_DIGITS = 3 };
    if (!mus_text_starts(path, list) || path.len <= list.len || path.ptr[list.len] != '[') {
        return false;
    }
    size_t at = list.len + 1;
    size_t digits = 0;
    *index = 0;
    for (; at < path.len && path.ptr[at] >= '0' && path.ptr[at] <= '9'; at++, digits++) {
        *index = digits < MAX_DIGITS ? *index * 10 + (size_t)(path.ptr[at] - '0') : *index;
    }
    if (digits == 0 || digits > MAX_DIGITS || path.len - at < 3 || path.ptr[at] != ']' ||
        path.ptr[at + 1] != '.') {
        return false;
    }
    *rest = (struct mus_text){path.ptr + at + 2, path.len - at - 2};
    return true;
}

static const struct mus_target_part *find_part(const struct mus_target_part *parts, size_t count,
                                               struct mus_text key)
{
    for (size_t i = 0; i < count; i++) {
        if (mus_text_equals(key, parts[i].key)) {
            return &parts[i];
        }
    }
    return NULL;
}

static enum mus_status no_field(struct mus_text path, struct mus_error *err)
{
    return mus_fail(err, MUS_INVALID, "no field is called \"%.*s\"", MUS_TEXT_SHORT_ARG(path));
}

static enum mus_status read_part(struct mus_text path, const struct mus_target_part *part,
                                 enum mus_target_home home, enum mus_field field, size_t index,
                                 size_t max, struct mus_target *out, struct mus_error *err)
{
    if (part == NULL) {
        return no_field(path, err);
    }
    if (index >= max) {
        return mus_fail(err, MUS_LIMIT, "\"%.*s\" lies beyond the %zu that a map may have",
                        MUS_TEXT_SHORT_ARG(path), max);
    }
    *out = (struct mus_target){
        .home = home, .part = *part, .field = field, .latin_field = field, .index = index};
    return MUS_OK;
}

enum mus_status mus_target_read(struct mus_text path, struct mus_target *out, struct mus_error *err)
{
    static const struct mus_text declarations = {"declarations.", sizeof "declarations." - 1};
    struct mus_text rest;
    size_t index;
    if (read_company_part(path, out) || read_field(path, out)) {
        return MUS_OK;
    }
    if (read_element(path, MUS_TEXT("listings"), &index, &rest)) {
        return read_part(path, find_part(LISTING_PARTS, COUNT(LISTING_PARTS), rest),
                         MUS_HOME_LISTING, MUS_FIELD_LISTINGS, index, MUS_MAX_MAP_LISTINGS, out,
                         err);
    }
    if (read_element(path, MUS_TEXT("contacts"), &index, &rest)) {
        return read_part(path, find_part(CONTACT_PARTS, COUNT(CONTACT_PARTS), rest),
                         MUS_HOME_CONTACT, MUS_FIELD_CONTACTS, index, MUS_MAX_MAP_CONTACTS, out,
                         err);
    }
    if (mus_text_starts(path, declarations) && path.len > declarations.len) {
        *out =
            (struct mus_target){.home = MUS_HOME_DECLARATION,
                                .field = MUS_FIELD_DECLARATIONS,
                                .latin_field = MUS_FIELD_DECLARATIONS,
                                .name = {path.ptr + declarations.len, path.len - declarations.len}};
        return MUS_OK;
    }
    return no_field(path, err);
}
