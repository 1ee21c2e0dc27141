#include "musubi/summary.h"

#include "match/reasons.h"
#include "musubi/labels.h"
#include "profile/company_json.h"
#include "profile/field.h"
#include "profile/size_class.h"

void mus_put_fair_name(struct mus_json_writer *writer, const struct mus_fair_name *name)
{
    mus_json_key(writer, "name");
    mus_json_begin_object(writer);
    mus_json_put_given(writer, "ja", name->ja);
    mus_json_put_given(writer, "kana", name->kana);
    mus_json_put_given(writer, "en", name->en);
    mus_json_end_object(writer);
}

void mus_put_name(struct mus_json_writer *writer, const struct mus_company *company)
{
    const struct mus_fair_name name = {
        .ja = company->name_ja, .kana = company->name_kana, .en = company->name_en};
    mus_put_fair_name(writer, &name);
}

void mus_write_summary(struct mus_json_writer *writer, const struct mus_world *world,
                       const struct mus_company *company)
{
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "id", company->id);
    mus_put_name(writer, company);
    mus_json_put_given(writer, "country", company->country);
    mus_put_label(writer, "country_name", mus_world_market_label(world, company->country));
    mus_json_put_given(writer, "region", company->region);
    mus_json_put_given(writer, "city", company->city);
    enum mus_size size = mus_size_class(company, NULL);
    if (size != MUS_SIZE_UNKNOWN) {
        mus_json_put_z(writer, "size", mus_vocabulary_code(MUS_VOCABULARY_SIZE, size));
    }
    mus_json_put_integer(writer, "listings", (int64_t)company->listings.count);
    mus_json_end_object(writer);
}

const char *mus_contacts_withheld(const struct mus_company *company, mus_date today)
{
    if (!mus_company_has(company, MUS_FIELD_CONSENT) ||
        company->consent.share_contacts.ptr == NULL) {
        return "never_asked";
    }
    if (mus_text_equals(company->consent.share_contacts, "never")) {
        return "refused";
    }
    if (company->consent.until != MUS_NO_DATE && company->consent.until < today) {
        return "expired";
    }
    return "";
}

static void put_fields(struct mus_json_writer *writer, const char *key, mus_field_set fields)
{
    mus_json_key(writer, key);
    mus_json_begin_array(writer);
    for (int field = 0; field < MUS_FIELD_COUNT; field++) {
        if ((fields & MUS_FIELD_BIT(field)) != 0) {
            mus_json_write_z(writer, mus_field_info((enum mus_field)field)->key);
        }
    }
    mus_json_end_array(writer);
}

static void put_derived(struct mus_json_writer *writer, const struct mus_world *world,
                        const struct mus_company *company)
{
    struct mus_size_basis basis;
    enum mus_size size = mus_size_class(company, &basis);
    mus_json_key(writer, "derived");
    mus_json_begin_object(writer);
    if (size != MUS_SIZE_UNKNOWN) {
        struct mus_text code = mus_text_of(mus_vocabulary_code(MUS_VOCABULARY_SIZE, size));
        mus_json_put_text(writer, "size", code);
        mus_put_label(writer, "size_label", mus_world_label(world, "sizes", code));
    } else {
        mus_json_put_null(writer, "size");
    }
    mus_json_put_bool(writer, "size_applicable", basis.applicable);
    if (basis.applicable) {
        mus_put_label(writer, "size_basis",
                      (struct mus_bilingual){mus_text_of(basis.law_ja), mus_text_of(basis.law_en)});
        put_fields(writer, "size_decided_by", basis.decided_by);
        put_fields(writer, "size_missing", basis.missing);
        mus_json_put_bool(writer, "deemed_large", basis.deemed_large);
    }
    mus_json_end_object(writer);
}

static void put_suppliers(struct mus_json_writer *writer, const struct mus_company_record *record)
{
    mus_json_key(writer, "sources");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < record->source_count; i++) {
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "name", record->sources[i].name);
        mus_json_put_text(writer, "id", record->sources[i].id);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    mus_json_key(writer, "supplied_by");
    mus_json_begin_object(writer);
    for (int field = 0; field < MUS_FIELD_COUNT; field++) {
        uint8_t by = record->supplied_by[field];
        const char *key = mus_field_info((enum mus_field)field)->key;
        if (by == MUS_BY_PERSON) {
            mus_json_put_z(writer, key, "person");
        } else if (by < record->source_count) {
            mus_json_put_text(writer, key, record->sources[by].name);
        }
    }
    mus_json_end_object(writer);
}

void mus_write_whole(struct mus_json_writer *writer, const struct mus_world *world,
                     const struct mus_company_record *record, bool include_contacts)
{
    const struct mus_company *company = &record->company;
    mus_json_begin_object(writer);
    mus_json_key(writer, "company");
    mus_company_write_json(writer, company, include_contacts);
    mus_put_labels(writer, world, company);
    put_derived(writer, world, company);
    put_suppliers(writer, record);
    if (!record->has_contacts) {
        mus_json_put_z(writer, "contacts", "none");
    } else if (include_contacts) {
        mus_json_put_z(writer, "contacts", "shown");
    } else {
        const char *reason = mus_contacts_withheld(company, world->today);
        mus_json_put_z(writer, "contacts", reason[0] == '\0' ? "not_asked_for" : reason);
    }
    mus_json_end_object(writer);
}
