#include "profile/company_join.h"

#include "profile/company_value.h"
#include "profile/field.h"
#include "profile/listing_json.h"

#include <assert.h>
#include <string.h>

struct join {
    const struct mus_company_record *survivor;
    const struct mus_company_record *other;
    struct mus_merged *out;
    uint8_t source_of[MUS_MAX_SOURCES]; /* where the other's sources stand among the united */
    bool same_place;
    struct mus_arena *arena;
    struct mus_error *err;
};

typedef bool (*same_element)(const void *a, const void *b);

static bool same_text(const void *a, const void *b)
{
    return mus_text_equal(*(const struct mus_text *)a, *(const struct mus_text *)b);
}

static bool same_code(const void *a, const void *b)
{
    return mus_code_equal(a, b);
}

static bool same_contact(const void *a, const void *b)
{
    return mus_contact_equal(a, b);
}

/* One value for a name: the survivor's. */
static bool same_name(const void *a, const void *b)
{
    return mus_text_equal(((const struct mus_declaration *)a)->name,
                          ((const struct mus_declaration *)b)->name);
}

/* The same but for the id, which each side chose for itself. */
static bool same_listing(const void *a, const void *b)
{
    struct mus_listing other = *(const struct mus_listing *)b;
    other.id = ((const struct mus_listing *)a)->id;
    return mus_listing_equal(a, &other);
}

static bool same_source(const void *a, const void *b)
{
    return mus_source_equal(a, b);
}

struct list {
    const void *items;
    size_t count;
};

static bool list_has(const char *items, size_t count, size_t size, const char *item,
                     same_element same)
{
    for (size_t i = 0; i < count; i++) {
        if (same(items + i * size, item)) {
            return true;
        }
    }
    return false;
}

/* All of a, then what b has beyond it, in order; a itself where that is nothing. */
static enum mus_status unite(struct join *join, const char *key, struct list a, struct list b,
                             size_t size, size_t max, same_element same, struct list *out)
{
    char *items = mus_arena_alloc(join->arena, a.count + b.count, size);
    if (items == NULL) {
        return mus_fail_memory(join->err);
    }
    if (a.count > 0) {
        memcpy(items, a.items, a.count * size);
    }
    size_t count = a.count;
    for (size_t i = 0; i < b.count; i++) {
        const char *item = (const char *)b.items + i * size;
        if (list_has(items, count, size, item, same)) {
            continue;
        }
        if (count >= max) {
            return mus_fail(join->err, MUS_LIMIT, "%s: more than %zu entries together", key, max);
        }
        memcpy(items + count * size, item, size);
        count++;
    }
    *out = count == a.count ? a : (struct list){items, count};
    return MUS_OK;
}

static enum mus_status unite_sources(struct join *join)
{
    struct mus_company_record *record = &join->out->record;
    const struct mus_company_record *other = join->other;
    struct list sources = {0};
    enum mus_status status =
        unite(join, "sources", (struct list){record->sources, record->source_count},
              (struct list){other->sources, other->source_count}, sizeof(struct mus_source),
              MUS_MAX_SOURCES, same_source, &sources);
    if (status != MUS_OK) {
        return status;
    }
    record->sources = sources.items;
    record->source_count = sources.count;
    for (size_t i = 0; i < other->source_count; i++) {
        size_t at = 0;
        while (!mus_source_equal(&record->sources[at], &other->sources[i])) {
            at++;
        }
        join->source_of[i] = (uint8_t)at;
    }
    return MUS_OK;
}

/* Neither of the two may be forbidden to the company that both now are. */
static enum mus_status without_themselves(struct join *join, struct mus_texts ids,
                                          struct mus_texts *out)
{
    struct mus_text *items = mus_arena_alloc(join->arena, ids.count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(join->err);
    }
    size_t count = 0;
    for (size_t i = 0; i < ids.count; i++) {
        if (!mus_text_equal(ids.items[i], join->survivor->company.id) &&
            !mus_text_equal(ids.items[i], join->other->company.id)) {
            items[count++] = ids.items[i];
        }
    }
    *out = (struct mus_texts){count == 0 ? NULL : items, count};
    return MUS_OK;
}

static enum mus_status unite_texts(struct join *join, const struct mus_field_info *info,
                                   struct mus_texts *mine, const struct mus_texts *theirs)
{
    struct list united = {0};
    enum mus_status status = unite(join, info->key, (struct list){mine->items, mine->count},
                                   (struct list){theirs->items, theirs->count},
                                   sizeof(struct mus_text), (size_t)info->max, same_text, &united);
    if (status == MUS_OK) {
        *mine = (struct mus_texts){united.items, united.count};
    }
    return status;
}

static enum mus_status unite_codes(struct join *join, const struct mus_field_info *info,
                                   struct mus_codes *mine, const struct mus_codes *theirs)
{
    struct list united = {0};
    enum mus_status status = unite(join, info->key, (struct list){mine->items, mine->count},
                                   (struct list){theirs->items, theirs->count},
                                   sizeof(struct mus_code), (size_t)info->max, same_code, &united);
    if (status == MUS_OK) {
        *mine = (struct mus_codes){united.items, united.count};
    }
    return status;
}

static bool has_id(const struct mus_listing *listings, size_t count, struct mus_text id)
{
    for (size_t i = 0; i < count; i++) {
        if (mus_text_equal(listings[i].id, id)) {
            return true;
        }
    }
    return false;
}

/* The survivor's listings keep their ids; of the others those that clash get free ones. */
static enum mus_status settle_ids(struct join *join, struct mus_listings *listings, size_t settled)
{
    struct mus_listing *items = mus_arena_alloc(join->arena, listings->count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(join->err);
    }
    assert(listings->items != NULL);
    memcpy(items, listings->items, listings->count * sizeof *items);
    for (size_t i = settled; i < listings->count; i++) {
        if (has_id(items, i, items[i].id)) {
            items[i].id = mus_listing_free_id(items, listings->count, join->arena);
            if (items[i].id.ptr == NULL) {
                return mus_fail_memory(join->err);
            }
        }
    }
    listings->items = items;
    return MUS_OK;
}

static enum mus_status unite_listings(struct join *join, const struct mus_field_info *info,
                                      struct mus_listings *mine, const struct mus_listings *theirs)
{
    struct list united = {0};
    enum mus_status status =
        unite(join, info->key, (struct list){mine->items, mine->count},
              (struct list){theirs->items, theirs->count}, sizeof(struct mus_listing),
              (size_t)info->max, same_listing, &united);
    if (status != MUS_OK || united.count == mine->count) {
        return status;
    }
    struct mus_listings all = {united.items, united.count};
    status = settle_ids(join, &all, mine->count);
    if (status == MUS_OK) {
        *mine = all;
    }
    return status;
}

/* Both are sorted by name, and so is the union: each newcomer moves down to its place. */
static enum mus_status unite_declarations(struct join *join, const struct mus_field_info *info,
                                          struct mus_declarations *mine,
                                          const struct mus_declarations *theirs)
{
    struct list united = {0};
    enum mus_status status =
        unite(join, info->key, (struct list){mine->items, mine->count},
              (struct list){theirs->items, theirs->count}, sizeof(struct mus_declaration),
              (size_t)info->max, same_name, &united);
    if (status != MUS_OK || united.count == mine->count) {
        return status;
    }
    struct mus_declaration *items = mus_arena_alloc(join->arena, united.count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(join->err);
    }
    const struct mus_declaration *unsorted = united.items;
    for (size_t i = 0; i < united.count; i++) {
        size_t at = i;
        for (; at > 0 && mus_text_compare(items[at - 1].name, unsorted[i].name) > 0; at--) {
            items[at] = items[at - 1];
        }
        items[at] = unsorted[i];
    }
    *mine = (struct mus_declarations){items, united.count};
    return MUS_OK;
}

static enum mus_status unite_contacts(struct join *join, const struct mus_field_info *info,
                                      struct mus_contacts *mine, const struct mus_contacts *theirs)
{
    if (!mus_company_has(&join->survivor->company, MUS_FIELD_CONTACTS) ||
        !mus_company_has(&join->other->company, MUS_FIELD_CONTACTS)) {
        return mus_fail(join->err, MUS_UNREADABLE, "contacts: sealed contacts cannot be united");
    }
    struct list united = {0};
    enum mus_status status =
        unite(join, info->key, (struct list){mine->items, mine->count},
              (struct list){theirs->items, theirs->count}, sizeof(struct mus_contact),
              (size_t)info->max, same_contact, &united);
    if (status == MUS_OK) {
        *mine = (struct mus_contacts){united.items, united.count};
    }
    return status;
}

static void keep_longer_hold(struct mus_hold *mine, const struct mus_hold *theirs)
{
    if (mine->until != MUS_NO_DATE &&
        (theirs->until == MUS_NO_DATE || theirs->until > mine->until)) {
        *mine = *theirs;
    }
}

static mus_date earlier(mus_date a, mus_date b)
{
    return a == MUS_NO_DATE || (b != MUS_NO_DATE && b < a) ? b : a;
}

static void narrow_consent(struct mus_consent *mine, const struct mus_consent *theirs)
{
    if (mine->share_profile == MUS_ANSWER_NONE || theirs->share_profile == MUS_ANSWER_NO) {
        mine->share_profile = theirs->share_profile;
    }
    mine->until = earlier(mine->until, theirs->until);
}

/* A side with contacts that did not agree to share them is not bound by the other's word. */
static bool withholds_contacts(const struct mus_company_record *record)
{
    return mus_company_record_has(record, MUS_FIELD_CONTACTS) &&
           record->company.consent.share_contacts.ptr == NULL;
}

static struct mus_text share_contacts(const struct join *join)
{
    struct mus_text mine = join->survivor->company.consent.share_contacts;
    struct mus_text theirs = join->other->company.consent.share_contacts;
    if (mus_text_equals(mine, "never") || mus_text_equals(theirs, "never")) {
        return MUS_TEXT("never");
    }
    if (withholds_contacts(join->survivor) || withholds_contacts(join->other)) {
        return MUS_NO_TEXT;
    }
    return mine.ptr != NULL ? mine : theirs;
}

/* Both have the field. */
static enum mus_status unite_field(struct join *join, const struct mus_field_info *info)
{
    struct mus_company *company = &join->out->record.company;
    void *mine = (char *)company + info->offset;
    const void *theirs = (const char *)&join->other->company + info->offset;
    switch (info->type) {
    case MUS_TYPE_WORD_SET:
        *(uint16_t *)mine = (uint16_t)(*(uint16_t *)mine | *(const uint16_t *)theirs);
        return MUS_OK;
    case MUS_TYPE_TEXTS:
        return unite_texts(join, info, mine, theirs);
    case MUS_TYPE_CODES:
        return unite_codes(join, info, mine, theirs);
    case MUS_TYPE_LISTINGS:
        return unite_listings(join, info, mine, theirs);
    case MUS_TYPE_DECLARATIONS:
        return unite_declarations(join, info, mine, theirs);
    case MUS_TYPE_CONTACTS:
        return unite_contacts(join, info, mine, theirs);
    case MUS_TYPE_HOLD:
        keep_longer_hold(mine, theirs);
        return MUS_OK;
    case MUS_TYPE_CONSENT:
        narrow_consent(mine, theirs);
        return MUS_OK;
    case MUS_TYPE_TEXT:
    case MUS_TYPE_NUMBER:
    case MUS_TYPE_WORD:
    case MUS_TYPE_REVIEW:
        break;
    }
    return MUS_OK;
}

static bool agree(const struct join *join, enum mus_field field)
{
    return !mus_company_record_has(join->survivor, field) ||
           !mus_company_record_has(join->other, field) ||
           mus_field_equal(&join->survivor->company, &join->other->company, field);
}

/* Whether a value that the survivor misses may come from the other. */
static bool may_take(const struct join *join, enum mus_field field)
{
    const struct mus_company *mine = &join->survivor->company;
    if (field == MUS_FIELD_STATUS || field == MUS_FIELD_SUCCESSOR || field == MUS_FIELD_REVIEW) {
        return false;
    }
    if (field == MUS_FIELD_REGION || field == MUS_FIELD_CITY || field == MUS_FIELD_WARD) {
        return join->same_place;
    }
    if (field == MUS_FIELD_POSTAL_CODE || field == MUS_FIELD_ADDRESS) {
        return join->same_place && !mus_company_has(mine, MUS_FIELD_POSTAL_CODE) &&
               !mus_company_has(mine, MUS_FIELD_ADDRESS);
    }
    /* A sole proprietor has no corporate number. */
    if (field == MUS_FIELD_CORPORATE_NUMBER) {
        return mine->kind != MUS_KIND_SOLE_PROPRIETOR;
    }
    if (field == MUS_FIELD_KIND && join->other->company.kind == MUS_KIND_SOLE_PROPRIETOR) {
        return !mus_company_has(mine, MUS_FIELD_CORPORATE_NUMBER);
    }
    return true;
}

static uint8_t supplier_of(const struct join *join, enum mus_field field)
{
    uint8_t by = join->other->supplied_by[field];
    return by < join->other->source_count ? join->source_of[by] : by;
}

static enum mus_status take_field(struct join *join, enum mus_field field)
{
    struct mus_company_record *record = &join->out->record;
    if (!may_take(join, field)) {
        return MUS_OK;
    }
    if (record->supplied_by[field] == MUS_BY_PERSON) {
        join->out->kept |= MUS_FIELD_BIT(field);
        return MUS_OK;
    }
    if (!mus_company_has(&join->other->company, field)) {
        return mus_fail(join->err, MUS_UNREADABLE, "contacts: sealed contacts cannot be united");
    }
    mus_field_take(&record->company, &join->other->company, field);
    record->supplied_by[field] = supplier_of(join, field);
    record->has_contacts = record->has_contacts || field == MUS_FIELD_CONTACTS;
    join->out->changed |= MUS_FIELD_BIT(field);
    return MUS_OK;
}

static void make_persons(struct join *join, enum mus_field field)
{
    join->out->record.supplied_by[field] = MUS_BY_PERSON;
    join->out->changed |= MUS_FIELD_BIT(field);
}

static enum mus_status join_field(struct join *join, enum mus_field field)
{
    struct mus_company_record *record = &join->out->record;
    if (!mus_company_record_has(join->other, field)) {
        return MUS_OK;
    }
    if (!mus_company_record_has(join->survivor, field)) {
        return take_field(join, field);
    }
    enum mus_status status = unite_field(join, mus_field_info(field));
    if (status == MUS_OK && !mus_field_equal(&record->company, &join->survivor->company, field)) {
        make_persons(join, field);
    }
    return status;
}

/* What depends on more than one field: neither side is forbidden to itself, and consent covers the
 * contacts of both. */
static enum mus_status settle(struct join *join)
{
    struct mus_company *company = &join->out->record.company;
    struct mus_texts allowed = {0};
    enum mus_status status = without_themselves(join, company->not_with, &allowed);
    if (status != MUS_OK) {
        return status;
    }
    if (allowed.count < company->not_with.count) {
        company->not_with = allowed;
        make_persons(join, MUS_FIELD_NOT_WITH);
    }
    struct mus_text share = share_contacts(join);
    if (mus_company_has(company, MUS_FIELD_CONSENT) &&
        !mus_text_equal(company->consent.share_contacts, share)) {
        company->consent.share_contacts = share;
        make_persons(join, MUS_FIELD_CONSENT);
    }
    return MUS_OK;
}

enum mus_status mus_company_join(const struct mus_company_record *survivor,
                                 const struct mus_company_record *other, int64_t now_ms,
                                 struct mus_arena *arena, struct mus_merged *out,
                                 struct mus_error *err)
{
    struct mus_merged merged = {.record = *survivor};
    struct join join = {
        .survivor = survivor, .other = other, .out = &merged, .arena = arena, .err = err};
    join.same_place = agree(&join, MUS_FIELD_COUNTRY) && agree(&join, MUS_FIELD_REGION) &&
                      agree(&join, MUS_FIELD_CITY) && agree(&join, MUS_FIELD_WARD);
    enum mus_status status = unite_sources(&join);
    for (unsigned field = 0; field < MUS_FIELD_COUNT && status == MUS_OK; field++) {
        status = join_field(&join, (enum mus_field)field);
    }
    if (status == MUS_OK) {
        status = settle(&join);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (other->created_ms < merged.record.created_ms) {
        merged.record.created_ms = other->created_ms;
    }
    merged.unchanged = merged.changed == 0 &&
                       merged.record.source_count == survivor->source_count &&
                       merged.record.created_ms == survivor->created_ms;
    if (!merged.unchanged) {
        merged.record.updated_ms = now_ms;
    }
    *out = merged;
    return MUS_OK;
}
