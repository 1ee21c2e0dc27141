#include "profile/company_record.h"

#include "base/bytes.h"
#include "profile/company_check.h"
#include "profile/company_value.h"
#include "profile/record_value.h"

enum { VERSION = 1, CONTACTS_VERSION = 1, HAS_CONTACTS = 1 };

/* And more than there are, so that nothing behind the last of them goes unseen. */
static const mus_field_set ALL_FIELDS = UINT64_MAX;

static void add_fields(const struct mus_company *company, struct mus_buf *out)
{
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        if (mus_company_has(company, (enum mus_field)field) && field != MUS_FIELD_CONTACTS) {
            mus_buf_add_byte(out, (unsigned char)field);
            mus_record_add_field(company, (enum mus_field)field, out);
        }
    }
}

void mus_company_record_encode(const struct mus_company_record *record, struct mus_buf *out)
{
    mus_buf_add_u16(out, VERSION);
    mus_buf_add_byte(out, record->has_contacts ? HAS_CONTACTS : 0);
    mus_buf_add_u64(out, (uint64_t)record->created_ms);
    mus_buf_add_u64(out, (uint64_t)record->updated_ms);
    mus_record_add_text(out, record->company.id);
    mus_buf_add_byte(out, (unsigned char)record->source_count);
    for (size_t i = 0; i < record->source_count; i++) {
        mus_record_add_text(out, record->sources[i].name);
        mus_record_add_text(out, record->sources[i].id);
    }
    mus_buf_add_byte(out, MUS_FIELD_COUNT);
    mus_buf_add(out, record->supplied_by, MUS_FIELD_COUNT);
    add_fields(&record->company, out);
}

static enum mus_status corrupt(struct mus_error *err, const char *where)
{
    return mus_fail(err, MUS_CORRUPT, "company record: broken in %s", where);
}

static enum mus_status take_sources(struct mus_bytes *bytes, struct mus_arena *arena,
                                    struct mus_company_record *out, struct mus_error *err)
{
    size_t count = mus_bytes_u8(bytes);
    if (count == 0) {
        return MUS_OK;
    }
    if (count > MUS_MAX_SOURCES) {
        return corrupt(err, "its sources");
    }
    struct mus_source *sources = mus_arena_alloc(arena, count, sizeof *sources);
    if (sources == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        sources[i].name = mus_record_take_text(bytes);
        sources[i].id = mus_record_take_text(bytes);
    }
    out->sources = sources;
    out->source_count = count;
    return MUS_OK;
}

/* An earlier program knew fewer fields. */
static void take_suppliers(struct mus_bytes *bytes, struct mus_company_record *out)
{
    size_t count = mus_bytes_u8(bytes);
    if (count > MUS_FIELD_COUNT) {
        bytes->failed = true;
        count = 0;
    }
    for (size_t field = 0; field < MUS_FIELD_COUNT; field++) {
        out->supplied_by[field] = field < count ? mus_bytes_u8(bytes) : MUS_BY_NOBODY;
    }
}

static enum mus_status take_head(struct mus_bytes *bytes, struct mus_arena *arena,
                                 struct mus_company_record *out, struct mus_error *err)
{
    unsigned version = mus_bytes_u16(bytes);
    if (!bytes->failed && version != VERSION) {
        return mus_fail(err, MUS_CORRUPT, "company record: version %u, this program reads %d",
                        version, VERSION);
    }
    unsigned flags = mus_bytes_u8(bytes);
    out->has_contacts = flags == HAS_CONTACTS;
    out->created_ms = (int64_t)mus_bytes_u64(bytes);
    out->updated_ms = (int64_t)mus_bytes_u64(bytes);
    out->company.id = mus_record_take_text(bytes);
    enum mus_status status = take_sources(bytes, arena, out, err);
    if (status != MUS_OK) {
        return status;
    }
    take_suppliers(bytes, out);
    return bytes->failed || flags > HAS_CONTACTS ? corrupt(err, "its head") : MUS_OK;
}

/* What was met among a record's fields. */
struct met {
    mus_field_set fields;
    unsigned end; /* fields from here on have not been looked for */
};

/* Of the fields those that are wanted, up to the last of them; of the one behind it the number,
 * which tells of bytes that are not what they should be. */
static enum mus_status take_fields(struct mus_bytes *bytes, mus_field_set wanted,
                                   struct mus_arena *arena, struct mus_company *out,
                                   struct met *met, struct mus_error *err)
{
    *met = (struct met){0, 0};
    while (bytes->left > 0) {
        unsigned field = mus_bytes_u8(bytes);
        if (field < met->end || field >= MUS_FIELD_COUNT || field == MUS_FIELD_CONTACTS) {
            return mus_fail(err, MUS_CORRUPT, "company record: field number %u out of place",
                            field);
        }
        met->fields |= MUS_FIELD_BIT(field);
        met->end = field + 1;
        if (wanted >> field == 0) {
            return MUS_OK;
        }
        enum mus_status status =
            (wanted & MUS_FIELD_BIT(field)) != 0
                ? mus_record_take_field(bytes, (enum mus_field)field, arena, out, err)
                : mus_record_skip_field(bytes, (enum mus_field)field, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    met->end = MUS_FIELD_COUNT;
    return MUS_OK;
}

static enum mus_status take_record(const void *bytes, size_t len, mus_field_set wanted,
                                   struct mus_arena *arena, struct mus_company_record *out,
                                   struct met *met, struct mus_error *err)
{
    struct mus_bytes reader = mus_bytes_of(bytes, len);
    *out = (struct mus_company_record){.company = {.hold.until = MUS_NO_DATE,
                                                   .consent.until = MUS_NO_DATE,
                                                   .review.valid_until = MUS_NO_DATE}};
    enum mus_status status = take_head(&reader, arena, out, err);
    return status == MUS_OK ? take_fields(&reader, wanted, arena, &out->company, met, err) : status;
}

enum mus_status mus_company_record_decode(const void *bytes, size_t len, struct mus_arena *arena,
                                          struct mus_company_record *out, struct mus_error *err)
{
    struct mus_company_record record;
    struct met met;
    enum mus_status status = take_record(bytes, len, ALL_FIELDS, arena, &record, &met, err);
    if (status == MUS_OK) {
        status = mus_company_record_check(&record, err);
    }
    if (status == MUS_OK) {
        *out = record;
    }
    return status;
}

static enum mus_status check_sources(const struct mus_company_record *record, struct mus_error *err)
{
    if (record->source_count > MUS_MAX_SOURCES) {
        return mus_fail(err, MUS_CORRUPT, "company record: %zu sources, at most %d",
                        record->source_count, MUS_MAX_SOURCES);
    }
    for (size_t i = 0; i < record->source_count; i++) {
        const struct mus_source *source = &record->sources[i];
        if (source->name.len < 1 || source->name.len > MUS_MAX_SOURCE_NAME || source->id.len < 1 ||
            source->id.len > MUS_MAX_SOURCE_ID || !mus_text_is_utf8(source->name, NULL) ||
            !mus_text_is_utf8(source->id, NULL)) {
            return mus_fail(err, MUS_CORRUPT, "company record: source %zu is malformed", i);
        }
        for (size_t earlier = 0; earlier < i; earlier++) {
            if (mus_source_equal(&record->sources[earlier], source)) {
                return mus_fail(err, MUS_CORRUPT, "company record: source %zu stands twice", i);
            }
        }
    }
    return MUS_OK;
}

static enum mus_status check_suppliers(const struct mus_company_record *record, struct met met,
                                       struct mus_error *err)
{
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        unsigned by = record->supplied_by[field];
        const char *key = mus_field_info((enum mus_field)field)->key;
        if (by < MUS_BY_UNNAMED && by >= record->source_count) {
            return mus_fail(err, MUS_CORRUPT, "company record: %s: no source %u", key, by);
        }
        if (field >= met.end) {
            continue;
        }
        bool has = field == MUS_FIELD_CONTACTS ? record->has_contacts
                                               : (met.fields & MUS_FIELD_BIT(field)) != 0;
        if (has && by == MUS_BY_NOBODY) {
            return mus_fail(err, MUS_CORRUPT, "company record: %s: supplied by nobody", key);
        }
        /* Of what has no value only a person's clearing is remembered. */
        if (!has && by != MUS_BY_NOBODY && by != MUS_BY_PERSON) {
            return mus_fail(err, MUS_CORRUPT, "company record: %s: supplied but not there", key);
        }
    }
    return MUS_OK;
}

static enum mus_status check_id(const struct mus_company *company, struct mus_error *err)
{
    return mus_text_is_id(company->id)
               ? MUS_OK
               : mus_fail(err, MUS_CORRUPT, "company record: its id is malformed");
}

static enum mus_status check_limits(const struct mus_company *company, struct mus_error *err)
{
    return mus_company_check_limits(company, err) == MUS_OK
               ? MUS_OK
               : mus_fail_at(err, MUS_CORRUPT, "company record");
}

enum mus_status mus_company_record_check(const struct mus_company_record *record,
                                         struct mus_error *err)
{
    const struct mus_company *company = &record->company;
    enum mus_status status = check_id(company, err);
    if (status != MUS_OK) {
        return status;
    }
    if (company->given >> MUS_FIELD_COUNT != 0) {
        return mus_fail(err, MUS_CORRUPT, "company record: a field that does not exist");
    }
    if (mus_company_has(company, MUS_FIELD_CONTACTS) &&
        record->has_contacts != (company->contacts.count > 0)) {
        return mus_fail(err, MUS_CORRUPT, "company record: contacts: not as has_contacts says");
    }
    status = check_sources(record, err);
    if (status == MUS_OK) {
        status = check_suppliers(record, (struct met){company->given, MUS_FIELD_COUNT}, err);
    }
    return status == MUS_OK ? check_limits(company, err) : status;
}

enum mus_status mus_company_record_decode_some(const void *bytes, size_t len, mus_field_set fields,
                                               struct mus_arena *arena, struct mus_company *out,
                                               struct mus_error *err)
{
    struct mus_company_record record;
    struct met met;
    enum mus_status status = take_record(bytes, len, fields, arena, &record, &met, err);
    if (status == MUS_OK) {
        status = check_id(&record.company, err);
    }
    if (status == MUS_OK) {
        status = check_sources(&record, err);
    }
    if (status == MUS_OK) {
        status = check_suppliers(&record, met, err);
    }
    if (status == MUS_OK) {
        status = check_limits(&record.company, err);
    }
    if (status == MUS_OK) {
        *out = record.company;
    }
    return status;
}

void mus_contacts_encode(struct mus_contacts contacts, struct mus_buf *out)
{
    mus_buf_add_u16(out, CONTACTS_VERSION);
    mus_record_add_contacts(out, contacts);
}

enum mus_status mus_contacts_decode(const void *bytes, size_t len, struct mus_arena *arena,
                                    struct mus_contacts *out, struct mus_error *err)
{
    struct mus_bytes reader = mus_bytes_of(bytes, len);
    unsigned version = mus_bytes_u16(&reader);
    if (!reader.failed && version != CONTACTS_VERSION) {
        return mus_fail(err, MUS_CORRUPT, "contacts: version %u, this program reads %d", version,
                        CONTACTS_VERSION);
    }
    struct mus_company company = {.given = MUS_FIELD_BIT(MUS_FIELD_CONTACTS)};
    enum mus_status status = mus_record_take_contacts(&reader, arena, &company.contacts, err);
    if (status != MUS_OK) {
        return status;
    }
    if (reader.failed || reader.left > 0) {
        return mus_fail(err, MUS_CORRUPT, "contacts: broken");
    }
    if (mus_company_check_limits(&company, err) != MUS_OK) {
        return mus_fail_at(err, MUS_CORRUPT, "contacts");
    }
    *out = company.contacts;
    return MUS_OK;
}
