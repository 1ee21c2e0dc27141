#include "profile/record_value.h"

#include <string.h>

static const uint32_t NOT_GIVEN = UINT32_MAX;

enum { TEXT_BYTES = 4, CODE_BYTES = 3 * TEXT_BYTES, CONTACT_BYTES = 4 * TEXT_BYTES };
enum { DECLARATION_BYTES = 2 * TEXT_BYTES };
/* The least that a listing takes: its texts and counts. */
enum { LISTING_BYTES = 40 };
enum { PARTNER_GIVEN = 1, ANONYMOUS = 2, ALL_FLAGS = 3 };

void mus_record_add_text(struct mus_buf *out, struct mus_text text)
{
    if (text.ptr == NULL) {
        mus_buf_add_u32(out, NOT_GIVEN);
        return;
    }
    mus_buf_add_u32(out, (uint32_t)text.len);
    mus_buf_add_text(out, text);
}

struct mus_text mus_record_take_text(struct mus_bytes *bytes)
{
    uint32_t len = mus_bytes_u32(bytes);
    return len == NOT_GIVEN ? MUS_NO_TEXT : mus_bytes_text(bytes, len);
}

/* An array for as many elements as are announced, of which each takes `least` bytes or more. */
static void *take_array(struct mus_bytes *bytes, struct mus_arena *arena, size_t least, size_t size,
                        size_t *count)
{
    *count = mus_bytes_u32(bytes);
    if (*count > bytes->left / least) {
        bytes->failed = true;
    }
    if (bytes->failed) {
        *count = 0;
    }
    return *count == 0 ? NULL : mus_arena_alloc(arena, *count, size);
}

static void add_bilingual(struct mus_buf *out, struct mus_bilingual text)
{
    mus_record_add_text(out, text.ja);
    mus_record_add_text(out, text.en);
}

static struct mus_bilingual take_bilingual(struct mus_bytes *bytes)
{
    struct mus_text ja = mus_record_take_text(bytes);
    struct mus_text en = mus_record_take_text(bytes);
    return (struct mus_bilingual){ja, en};
}

static void add_date(struct mus_buf *out, mus_date date)
{
    mus_buf_add_u32(out, (uint32_t)date);
}

static mus_date take_date(struct mus_bytes *bytes)
{
    return (mus_date)mus_bytes_u32(bytes);
}

static void add_texts(struct mus_buf *out, struct mus_texts texts)
{
    mus_buf_add_u32(out, (uint32_t)texts.count);
    for (size_t i = 0; i < texts.count; i++) {
        mus_record_add_text(out, texts.items[i]);
    }
}

static enum mus_status take_texts(struct mus_bytes *bytes, struct mus_arena *arena,
                                  struct mus_texts *out, struct mus_error *err)
{
    size_t count;
    struct mus_text *items = take_array(bytes, arena, TEXT_BYTES, sizeof *items, &count);
    if (count > 0 && items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        items[i] = mus_record_take_text(bytes);
    }
    *out = (struct mus_texts){items, count};
    return MUS_OK;
}

static void add_codes(struct mus_buf *out, struct mus_codes codes)
{
    mus_buf_add_u32(out, (uint32_t)codes.count);
    for (size_t i = 0; i < codes.count; i++) {
        mus_record_add_text(out, codes.items[i].scheme);
        mus_record_add_text(out, codes.items[i].version);
        mus_record_add_text(out, codes.items[i].code);
    }
}

static enum mus_status take_codes(struct mus_bytes *bytes, struct mus_arena *arena,
                                  struct mus_codes *out, struct mus_error *err)
{
    size_t count;
    struct mus_code *items = take_array(bytes, arena, CODE_BYTES, sizeof *items, &count);
    if (count > 0 && items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        items[i].scheme = mus_record_take_text(bytes);
        items[i].version = mus_record_take_text(bytes);
        items[i].code = mus_record_take_text(bytes);
    }
    *out = (struct mus_codes){items, count};
    return MUS_OK;
}

static void add_listing(struct mus_buf *out, const struct mus_listing *listing)
{
    mus_record_add_text(out, listing->id);
    mus_buf_add_byte(out, (unsigned char)listing->side);
    mus_buf_add_byte(out, (unsigned char)((listing->partner.given ? PARTNER_GIVEN : 0) |
                                          (listing->anonymous ? ANONYMOUS : 0)));
    add_date(out, listing->valid_until);
    add_texts(out, listing->purposes);
    add_bilingual(out, listing->title);
    add_bilingual(out, listing->text);
    add_texts(out, listing->keywords);
    add_codes(out, listing->technology_fields);
    add_codes(out, listing->industries);
    add_texts(out, listing->markets);
    add_bilingual(out, listing->conditions);
    if (listing->partner.given) {
        mus_buf_add_u16(out, listing->partner.kinds);
        mus_buf_add_u16(out, listing->partner.sizes);
        add_texts(out, listing->partner.countries);
        add_codes(out, listing->partner.industries);
        add_bilingual(out, listing->partner.text);
    }
}

static enum mus_status take_partner(struct mus_bytes *bytes, struct mus_arena *arena,
                                    struct mus_partner_sought *out, struct mus_error *err)
{
    out->given = true;
    out->kinds = mus_bytes_u16(bytes);
    out->sizes = mus_bytes_u16(bytes);
    enum mus_status status = take_texts(bytes, arena, &out->countries, err);
    if (status == MUS_OK) {
        status = take_codes(bytes, arena, &out->industries, err);
    }
    out->text = take_bilingual(bytes);
    return status;
}

static enum mus_status take_listing(struct mus_bytes *bytes, struct mus_arena *arena,
                                    struct mus_listing *out, struct mus_error *err)
{
    out->id = mus_record_take_text(bytes);
    out->side = (enum mus_side)mus_bytes_u8(bytes);
    unsigned flags = mus_bytes_u8(bytes);
    bytes->failed = bytes->failed || (flags & ~(unsigned)ALL_FLAGS) != 0;
    out->anonymous = (flags & ANONYMOUS) != 0;
    out->valid_until = take_date(bytes);
    enum mus_status status = take_texts(bytes, arena, &out->purposes, err);
    out->title = take_bilingual(bytes);
    out->text = take_bilingual(bytes);
    if (status == MUS_OK) {
        status = take_texts(bytes, arena, &out->keywords, err);
    }
    if (status == MUS_OK) {
        status = take_codes(bytes, arena, &out->technology_fields, err);
    }
    if (status == MUS_OK) {
        status = take_codes(bytes, arena, &out->industries, err);
    }
    if (status == MUS_OK) {
        status = take_texts(bytes, arena, &out->markets, err);
    }
    out->conditions = take_bilingual(bytes);
    if (status == MUS_OK && (flags & PARTNER_GIVEN) != 0) {
        status = take_partner(bytes, arena, &out->partner, err);
    }
    return status;
}

static void add_listings(struct mus_buf *out, struct mus_listings listings)
{
    mus_buf_add_u32(out, (uint32_t)listings.count);
    for (size_t i = 0; i < listings.count; i++) {
        add_listing(out, &listings.items[i]);
    }
}

static enum mus_status take_listings(struct mus_bytes *bytes, struct mus_arena *arena,
                                     struct mus_listings *out, struct mus_error *err)
{
    size_t count;
    struct mus_listing *items = take_array(bytes, arena, LISTING_BYTES, sizeof *items, &count);
    if (count > 0 && items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        enum mus_status status = take_listing(bytes, arena, &items[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    *out = (struct mus_listings){items, count};
    return MUS_OK;
}

static void add_declarations(struct mus_buf *out, struct mus_declarations declarations)
{
    mus_buf_add_u32(out, (uint32_t)declarations.count);
    for (size_t i = 0; i < declarations.count; i++) {
        mus_record_add_text(out, declarations.items[i].name);
        mus_record_add_text(out, declarations.items[i].value);
    }
}

static enum mus_status take_declarations(struct mus_bytes *bytes, struct mus_arena *arena,
                                         struct mus_declarations *out, struct mus_error *err)
{
    size_t count;
    struct mus_declaration *items =
        take_array(bytes, arena, DECLARATION_BYTES, sizeof *items, &count);
    if (count > 0 && items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        items[i].name = mus_record_take_text(bytes);
        items[i].value = mus_record_take_text(bytes);
    }
    *out = (struct mus_declarations){items, count};
    return MUS_OK;
}

void mus_record_add_contacts(struct mus_buf *out, struct mus_contacts contacts)
{
    mus_buf_add_u32(out, (uint32_t)contacts.count);
    for (size_t i = 0; i < contacts.count; i++) {
        mus_record_add_text(out, contacts.items[i].name);
        mus_record_add_text(out, contacts.items[i].role);
        mus_record_add_text(out, contacts.items[i].email);
        mus_record_add_text(out, contacts.items[i].phone);
    }
}

enum mus_status mus_record_take_contacts(struct mus_bytes *bytes, struct mus_arena *arena,
                                         struct mus_contacts *out, struct mus_error *err)
{
    size_t count;
    struct mus_contact *items = take_array(bytes, arena, CONTACT_BYTES, sizeof *items, &count);
    if (count > 0 && items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        items[i].name = mus_record_take_text(bytes);
        items[i].role = mus_record_take_text(bytes);
        items[i].email = mus_record_take_text(bytes);
        items[i].phone = mus_record_take_text(bytes);
    }
    *out = (struct mus_contacts){items, count};
    return MUS_OK;
}

static void add_hold(struct mus_buf *out, const struct mus_hold *hold)
{
    mus_record_add_text(out, hold->reason);
    mus_record_add_text(out, hold->by);
    add_date(out, hold->until);
}

static void take_hold(struct mus_bytes *bytes, struct mus_hold *out)
{
    out->reason = mus_record_take_text(bytes);
    out->by = mus_record_take_text(bytes);
    out->until = take_date(bytes);
}

static void add_consent(struct mus_buf *out, const struct mus_consent *consent)
{
    mus_buf_add_byte(out, (unsigned char)consent->share_profile);
    mus_record_add_text(out, consent->share_contacts);
    add_date(out, consent->until);
}

static void take_consent(struct mus_bytes *bytes, struct mus_consent *out)
{
    unsigned answer = mus_bytes_u8(bytes);
    bytes->failed = bytes->failed || answer > MUS_ANSWER_YES;
    out->share_profile = (enum mus_answer)answer;
    out->share_contacts = mus_record_take_text(bytes);
    out->until = take_date(bytes);
}

static void take_review(struct mus_bytes *bytes, struct mus_review_state *out)
{
    out->state = (enum mus_review)mus_bytes_u8(bytes);
    out->valid_until = take_date(bytes);
}

static void add_value(struct mus_buf *out, const struct mus_field_info *info,
                      const struct mus_company *company)
{
    const void *value = (const char *)company + info->offset;
    unsigned word;
    switch (info->type) {
    case MUS_TYPE_TEXT:
        mus_record_add_text(out, *(const struct mus_text *)value);
        break;
    case MUS_TYPE_NUMBER:
        mus_buf_add_u64(out, (uint64_t) * (const int64_t *)value);
        break;
    case MUS_TYPE_WORD:
        memcpy(&word, value, sizeof word);
        mus_buf_add_byte(out, (unsigned char)word);
        break;
    case MUS_TYPE_WORD_SET:
        mus_buf_add_u16(out, *(const uint16_t *)value);
        break;
    case MUS_TYPE_TEXTS:
        add_texts(out, *(const struct mus_texts *)value);
        break;
    case MUS_TYPE_CODES:
        add_codes(out, *(const struct mus_codes *)value);
        break;
    case MUS_TYPE_LISTINGS:
        add_listings(out, company->listings);
        break;
    case MUS_TYPE_HOLD:
        add_hold(out, &company->hold);
        break;
    case MUS_TYPE_DECLARATIONS:
        add_declarations(out, company->declarations);
        break;
    case MUS_TYPE_CONTACTS:
        mus_record_add_contacts(out, company->contacts);
        break;
    case MUS_TYPE_CONSENT:
        add_consent(out, &company->consent);
        break;
    case MUS_TYPE_REVIEW:
        mus_buf_add_byte(out, (unsigned char)company->review.state);
        add_date(out, company->review.valid_until);
        break;
    }
}

void mus_record_add_field(const struct mus_company *company, enum mus_field field,
                          struct mus_buf *out)
{
    size_t start = out->len;
    mus_buf_add_u32(out, 0);
    add_value(out, mus_field_info(field), company);
    if (out->failed) {
        return;
    }
    size_t len = out->len - start - sizeof(uint32_t);
    for (size_t i = 0; i < sizeof(uint32_t); i++) {
        out->data[start + i] = (char)(unsigned char)(len >> (8 * i));
    }
}

static enum mus_status take_value(struct mus_bytes *bytes, const struct mus_field_info *info,
                                  struct mus_arena *arena, struct mus_company *company,
                                  struct mus_error *err)
{
    void *value = (char *)company + info->offset;
    unsigned word;
    switch (info->type) {
    case MUS_TYPE_TEXT:
        *(struct mus_text *)value = mus_record_take_text(bytes);
        return MUS_OK;
    case MUS_TYPE_NUMBER:
        *(int64_t *)value = (int64_t)mus_bytes_u64(bytes);
        return MUS_OK;
    case MUS_TYPE_WORD:
        word = mus_bytes_u8(bytes);
        memcpy(value, &word, sizeof word);
        return MUS_OK;
    case MUS_TYPE_WORD_SET:
        *(uint16_t *)value = mus_bytes_u16(bytes);
        return MUS_OK;
    case MUS_TYPE_TEXTS:
        return take_texts(bytes, arena, value, err);
    case MUS_TYPE_CODES:
        return take_codes(bytes, arena, value, err);
    case MUS_TYPE_LISTINGS:
        return take_listings(bytes, arena, value, err);
    case MUS_TYPE_HOLD:
        take_hold(bytes, value);
        return MUS_OK;
    case MUS_TYPE_DECLARATIONS:
        return take_declarations(bytes, arena, value, err);
    case MUS_TYPE_CONTACTS:
        return mus_record_take_contacts(bytes, arena, value, err);
    case MUS_TYPE_CONSENT:
        take_consent(bytes, value);
        return MUS_OK;
    case MUS_TYPE_REVIEW:
        take_review(bytes, value);
        return MUS_OK;
    }
    return MUS_OK;
}

static enum mus_status broken(const struct mus_field_info *info, struct mus_error *err)
{
    return mus_fail(err, MUS_CORRUPT, "company record: broken in \"%s\"", info->key);
}

enum mus_status mus_record_take_field(struct mus_bytes *bytes, enum mus_field field,
                                      struct mus_arena *arena, struct mus_company *out,
                                      struct mus_error *err)
{
    const struct mus_field_info *info = mus_field_info(field);
    size_t len = mus_bytes_u32(bytes);
    const unsigned char *payload = mus_bytes_take(bytes, len);
    struct mus_bytes value = mus_bytes_of(payload, payload == NULL ? 0 : len);
    enum mus_status status = take_value(&value, info, arena, out, err);
    if (status != MUS_OK) {
        return status;
    }
    if (bytes->failed || value.failed || value.left > 0) {
        return broken(info, err);
    }
    out->given |= MUS_FIELD_BIT(field);
    return MUS_OK;
}

enum mus_status mus_record_skip_field(struct mus_bytes *bytes, enum mus_field field,
                                      struct mus_error *err)
{
    size_t len = mus_bytes_u32(bytes);
    mus_bytes_take(bytes, len);
    return bytes->failed ? broken(mus_field_info(field), err) : MUS_OK;
}
