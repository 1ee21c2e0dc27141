#include "profile/company_json.h"

#include "base/limits.h"
#include "profile/field.h"
#include "profile/listing_json.h"
#include "profile/part_json.h"
#include "profile/value_json.h"

#include <assert.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char *const COMPANY_KEYS[] = {
    "id",
    "source",
    "name",
    "corporate_number",
    "kind",
    "status",
    "successor",
    "group",
    "country",
    "region",
    "city",
    "ward",
    "postal_code",
    "address",
    "phone",
    "founded_year",
    "employees",
    "capital_jpy",
    "main_business",
    "parent_share_percent",
    "website",
    "languages",
    "certifications",
    "industries",
    "technology_fields",
    "description",
    "target_markets",
    "presence",
    "stage",
    "channels",
    "listings",
    "not_with",
    "hold",
    "declarations",
    "contacts",
    "consent",
    "review",
};
static const char *const SOURCE_KEYS[] = {"name", "id"};
static const char *const NAME_KEYS[] = {"ja", "kana", "en"};
static const char *const DESCRIPTION_KEYS[] = {"ja", "en"};

static_assert(sizeof(enum mus_kind) == sizeof(unsigned), "words are kept as unsigned");

static enum mus_status read_word(struct mus_reader *reader, const struct mus_json *value,
                                 enum mus_vocabulary vocabulary, void *out)
{
    unsigned word = 0;
    enum mus_status status = mus_read_word(reader, value, vocabulary, &word);
    if (status == MUS_OK) {
        memcpy(out, &word, sizeof word);
    }
    return status;
}

/* The value is given; the reader stands at it. */
static enum mus_status read_field(struct mus_reader *reader, const struct mus_field_info *info,
                                  const struct mus_json *value, struct mus_company *company)
{
    void *out = (char *)company + info->offset;
    switch (info->type) {
    case MUS_TYPE_TEXT:
        return info->rule == MUS_RULE_ID ? mus_read_id(reader, value, out)
                                         : mus_read_text(reader, value, (size_t)info->max, out);
    case MUS_TYPE_NUMBER:
        return mus_read_number(reader, value, info->min, info->max, out);
    case MUS_TYPE_WORD:
        return read_word(reader, value, info->vocabulary, out);
    case MUS_TYPE_WORD_SET:
        return mus_read_word_set(reader, value, info->vocabulary, out);
    case MUS_TYPE_TEXTS:
        return mus_read_texts(reader, value, (size_t)info->max, info->rule == MUS_RULE_ID, out);
    case MUS_TYPE_CODES:
        return mus_read_codes(reader, value, info->rule == MUS_RULE_INDUSTRY, out);
    case MUS_TYPE_LISTINGS:
        return mus_listings_read_json(reader, value, out);
    case MUS_TYPE_HOLD:
        return mus_hold_read_json(reader, value, out);
    case MUS_TYPE_DECLARATIONS:
        return mus_declarations_read_json(reader, value, out);
    case MUS_TYPE_CONTACTS:
        return mus_contacts_read_json(reader, value, out);
    case MUS_TYPE_CONSENT:
        return mus_consent_read_json(reader, value, out);
    case MUS_TYPE_REVIEW:
        return mus_review_read_json(reader, value, out);
    }
    return MUS_OK;
}

/* The object that holds the field, and the key in it: name.ja is "ja" in the object "name". Where
 * the object itself is null, its fields are. */
static const struct mus_json *value_of(const struct mus_json *object, const char *path)
{
    const char *dot = strchr(path, '.');
    if (dot == NULL) {
        return mus_json_get(object, path);
    }
    const char *outer = strncmp(path, "name.", 5) == 0 ? "name" : "description";
    const struct mus_json *inner = mus_json_get(object, outer);
    return mus_reader_not_given(inner) ? inner : mus_json_get(inner, dot + 1);
}

static enum mus_status read_fields(struct mus_reader *reader, const struct mus_json *object,
                                   struct mus_company *out, mus_field_set *cleared)
{
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        const struct mus_field_info *info = mus_field_info((enum mus_field)field);
        const struct mus_json *value = value_of(object, info->key);
        if (mus_reader_not_given(value)) {
            *cleared |= value != NULL ? MUS_FIELD_BIT(field) : 0;
            continue;
        }
        size_t mark = mus_place_key(&reader->place, info->key);
        enum mus_status status = read_field(reader, info, value, out);
        mus_place_back(&reader->place, mark);
        if (status != MUS_OK) {
            return status;
        }
        out->given |= MUS_FIELD_BIT(field);
    }
    return MUS_OK;
}

/* A source without the id there is no key, nor is an id without its source. */
static enum mus_status read_source(struct mus_reader *reader, const struct mus_json *value,
                                   struct mus_source *out)
{
    enum mus_status status = mus_reader_object(reader, value, SOURCE_KEYS, COUNT(SOURCE_KEYS));
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "name", MUS_MAX_SOURCE_NAME, &out->name);
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "id", MUS_MAX_SOURCE_ID, &out->id);
    }
    if (status == MUS_OK && (out->name.ptr == NULL || out->id.ptr == NULL)) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "\"%s\" is missing",
                              out->name.ptr == NULL ? "name" : "id");
    }
    return status;
}

static enum mus_status read_keys(struct mus_reader *reader, const struct mus_json *object,
                                 struct mus_company *out)
{
    size_t mark = mus_place_key(&reader->place, "id");
    enum mus_status status = mus_read_id(reader, mus_json_get(object, "id"), &out->id);
    mus_place_back(&reader->place, mark);
    const struct mus_json *source = mus_json_get(object, "source");
    if (status == MUS_OK && !mus_reader_not_given(source)) {
        mark = mus_place_key(&reader->place, "source");
        status = read_source(reader, source, &out->source);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

/* An object that only groups fields: "name", "description". */
static enum mus_status check_group(struct mus_reader *reader, const struct mus_json *object,
                                   const char *key, const char *const *keys, size_t count)
{
    const struct mus_json *group = mus_json_get(object, key);
    if (mus_reader_not_given(group)) {
        return MUS_OK;
    }
    size_t mark = mus_place_key(&reader->place, key);
    enum mus_status status = mus_reader_object(reader, group, keys, count);
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status check_shape(struct mus_reader *reader, const struct mus_json *object)
{
    enum mus_status status = mus_reader_object(reader, object, COMPANY_KEYS, COUNT(COMPANY_KEYS));
    if (status == MUS_OK) {
        status = check_group(reader, object, "name", NAME_KEYS, COUNT(NAME_KEYS));
    }
    return status == MUS_OK ? check_group(reader, object, "description", DESCRIPTION_KEYS,
                                          COUNT(DESCRIPTION_KEYS))
                            : status;
}

enum mus_status mus_company_read_json(const struct mus_json *object, struct mus_arena *arena,
                                      struct mus_company *out, mus_field_set *cleared,
                                      struct mus_error *err)
{
    struct mus_reader reader = {.arena = arena, .err = err};
    struct mus_company company = {
        .hold.until = MUS_NO_DATE, .consent.until = MUS_NO_DATE, .review.valid_until = MUS_NO_DATE};
    mus_field_set nulls = 0;
    enum mus_status status = check_shape(&reader, object);
    if (status == MUS_OK) {
        status = read_keys(&reader, object, &company);
    }
    if (status == MUS_OK) {
        status = read_fields(&reader, object, &company, &nulls);
    }
    if (status != MUS_OK) {
        return status;
    }
    *out = company;
    if (cleared != NULL) {
        *cleared = nulls;
    }
    return MUS_OK;
}

static void write_listings(struct mus_json_writer *writer, const struct mus_listings *listings)
{
    mus_json_begin_array(writer);
    for (size_t i = 0; i < listings->count; i++) {
        mus_listing_write_json(writer, &listings->items[i]);
    }
    mus_json_end_array(writer);
}

/* The value; its key stands already. */
static void write_field(struct mus_json_writer *writer, const struct mus_field_info *info,
                        const struct mus_company *company)
{
    const void *value = (const char *)company + info->offset;
    unsigned word;
    switch (info->type) {
    case MUS_TYPE_TEXT:
        mus_json_write_text(writer, *(const struct mus_text *)value);
        break;
    case MUS_TYPE_NUMBER:
        mus_json_write_integer(writer, *(const int64_t *)value);
        break;
    case MUS_TYPE_WORD:
        memcpy(&word, value, sizeof word);
        mus_json_write_z(writer, mus_vocabulary_code(info->vocabulary, word));
        break;
    case MUS_TYPE_WORD_SET:
        mus_write_word_set(writer, info->vocabulary, *(const uint16_t *)value);
        break;
    case MUS_TYPE_TEXTS:
        mus_write_texts(writer, *(const struct mus_texts *)value);
        break;
    case MUS_TYPE_CODES:
        mus_write_codes(writer, *(const struct mus_codes *)value);
        break;
    case MUS_TYPE_LISTINGS:
        write_listings(writer, value);
        break;
    case MUS_TYPE_HOLD:
        mus_hold_write_json(writer, value);
        break;
    case MUS_TYPE_DECLARATIONS:
        mus_declarations_write_json(writer, value);
        break;
    case MUS_TYPE_CONTACTS:
        mus_contacts_write_json(writer, value);
        break;
    case MUS_TYPE_CONSENT:
        mus_consent_write_json(writer, value);
        break;
    case MUS_TYPE_REVIEW:
        mus_review_write_json(writer, value);
        break;
    }
}

/* The fields from first to last as one object, where any of them is given. */
static void put_group(struct mus_json_writer *writer, const struct mus_company *company,
                      const char *key, enum mus_field first, enum mus_field last)
{
    bool open = false;
    for (unsigned field = first; field <= last; field++) {
        if (!mus_company_has(company, (enum mus_field)field)) {
            continue;
        }
        if (!open) {
            mus_json_key(writer, key);
            mus_json_begin_object(writer);
            open = true;
        }
        const struct mus_field_info *info = mus_field_info((enum mus_field)field);
        mus_json_key(writer, strchr(info->key, '.') + 1);
        write_field(writer, info, company);
    }
    if (open) {
        mus_json_end_object(writer);
    }
}

static void put_keys(struct mus_json_writer *writer, const struct mus_company *company)
{
    mus_json_put_given(writer, "id", company->id);
    if (company->source.name.ptr != NULL) {
        mus_json_key(writer, "source");
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "name", company->source.name);
        mus_json_put_given(writer, "id", company->source.id);
        mus_json_end_object(writer);
    }
}

void mus_company_write_json(struct mus_json_writer *writer, const struct mus_company *company,
                            bool include_contacts)
{
    mus_json_begin_object(writer);
    put_keys(writer, company);
    put_group(writer, company, "name", MUS_FIELD_NAME_JA, MUS_FIELD_NAME_EN);
    for (unsigned field = MUS_FIELD_CORPORATE_NUMBER; field < MUS_FIELD_COUNT; field++) {
        if (field == MUS_FIELD_DESCRIPTION_JA) {
            put_group(writer, company, "description", MUS_FIELD_DESCRIPTION_JA,
                      MUS_FIELD_DESCRIPTION_EN);
            field = MUS_FIELD_DESCRIPTION_EN;
            continue;
        }
        if (!mus_company_has(company, (enum mus_field)field) ||
            (field == MUS_FIELD_CONTACTS && !include_contacts)) {
            continue;
        }
        const struct mus_field_info *info = mus_field_info((enum mus_field)field);
        mus_json_key(writer, info->key);
        write_field(writer, info, company);
    }
    mus_json_end_object(writer);
}
