/* From a draft to a company: whole fields are set, fields made of parts completed from the company
 * that is there. */
#include "import/draft.h"

#include "crypto/digest.h"
#include "crypto/encode.h"
#include "profile/listing_json.h"

#include <stdlib.h>
#include <string.h>

struct making {
    const struct mus_draft *draft;
    const struct mus_company *old; /* NULL: none */
    struct mus_text source;
    bool clear_empty;
    struct mus_company *company;
    mus_field_set mapped;
    struct mus_error *err;
};

static const struct mus_map_field *field_at(const struct making *making, size_t index)
{
    return &making->draft->map->fields[index];
}

static size_t field_count(const struct making *making)
{
    return making->draft->map->field_count;
}

static void set(struct making *making, enum mus_field field, bool given)
{
    if (field == MUS_FIELD_COUNT) {
        return;
    }
    making->mapped |= MUS_FIELD_BIT(field);
    if (given) {
        making->company->given |= MUS_FIELD_BIT(field);
    }
}

/* ------------------------------------------------------------------ whole fields */

static void make_whole(struct making *making, size_t index)
{
    const struct mus_target *target = &field_at(making, index)->target;
    const struct mus_value *value = &making->draft->values[index];
    if (!value->given) {
        set(making, target->field, false);
        set(making, target->latin_field, false);
        return;
    }
    mus_value_store(value, &target->part, making->company);
    set(making, value->latin ? target->latin_field : target->field, true);
}

/* ------------------------------------------------------------------ hold, consent, review */

static bool is_old(const struct making *making, enum mus_field field)
{
    return making->old != NULL && mus_company_has(making->old, field);
}

static void start_objects(struct making *making)
{
    struct mus_company *company = making->company;
    company->hold.until = MUS_NO_DATE;
    company->consent.until = MUS_NO_DATE;
    company->review.valid_until = MUS_NO_DATE;
    if (is_old(making, MUS_FIELD_HOLD)) {
        company->hold = making->old->hold;
    }
    if (is_old(making, MUS_FIELD_CONSENT)) {
        company->consent = making->old->consent;
    }
    if (is_old(making, MUS_FIELD_REVIEW)) {
        company->review = making->old->review;
    }
}

static void make_part(struct making *making, size_t index)
{
    const struct mus_target *target = &field_at(making, index)->target;
    const struct mus_value *value = &making->draft->values[index];
    if (value->given) {
        mus_value_store(value, &target->part, making->company);
    } else if (making->clear_empty) {
        mus_value_clear(&target->part, making->company);
    }
    making->mapped |= target->field == MUS_FIELD_COUNT ? 0 : MUS_FIELD_BIT(target->field);
}

/* An object is given where one of its parts is. */
static void finish_objects(struct making *making)
{
    struct mus_company *company = making->company;
    const struct mus_hold *hold = &company->hold;
    const struct mus_consent *consent = &company->consent;
    const struct mus_review_state *review = &company->review;
    const struct {
        enum mus_field field;
        bool given;
    } objects[] = {
        {MUS_FIELD_HOLD,
         hold->reason.ptr != NULL || hold->by.ptr != NULL || hold->until != MUS_NO_DATE},
        {MUS_FIELD_CONSENT, consent->share_profile != MUS_ANSWER_NONE ||
                                consent->share_contacts.ptr != NULL ||
                                consent->until != MUS_NO_DATE},
        {MUS_FIELD_REVIEW,
         review->state != MUS_REVIEW_UNKNOWN || review->valid_until != MUS_NO_DATE},
    };
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        mus_field_set bit = MUS_FIELD_BIT(objects[i].field);
        if ((making->mapped & bit) != 0 && objects[i].given) {
            company->given |= bit;
        }
    }
}

/* ------------------------------------------------------------------ listings */

/* The parts of listing `number` of the map, laid over `listing`. `*words`: the row has words for
 * it; `*id`: and an id. */
static void lay_over(const struct making *making, size_t number, struct mus_listing *listing,
                     bool *words)
{
    *words = false;
    for (size_t i = 0; i < field_count(making); i++) {
        const struct mus_target *target = &field_at(making, i)->target;
        const struct mus_value *value = &making->draft->values[i];
        if (target->home != MUS_HOME_LISTING || target->index != number) {
            continue;
        }
        if (value->given) {
            mus_value_store(value, &target->part, listing);
            *words = *words || (target->part.words && making->draft->columns[i] != MUS_NO_COLUMN);
        } else if (making->clear_empty) {
            mus_value_clear(&target->part, listing);
        }
    }
    const struct mus_partner_sought *partner = &listing->partner;
    listing->partner.given = partner->kinds != 0 || partner->sizes != 0 ||
                             partner->countries.count > 0 || partner->industries.count > 0 ||
                             partner->text.ja.ptr != NULL || partner->text.en.ptr != NULL;
}

static bool says_anything(const struct mus_listing *listing)
{
    const struct mus_text texts[] = {listing->title.ja,        listing->title.en,
                                     listing->text.ja,         listing->text.en,
                                     listing->conditions.ja,   listing->conditions.en,
                                     listing->partner.text.ja, listing->partner.text.en};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i].ptr != NULL) {
            return true;
        }
    }
    return listing->keywords.count > 0;
}

/* "l-3fa94c12-1": the same for the same source and number, and no other source's. */
static enum mus_status default_id(const struct making *making, size_t number, struct mus_text *out)
{
    enum { SOURCE_BYTES = 4 };
    char hex[2 * SOURCE_BYTES + 1];
    struct mus_buf id = {0};
    struct mus_digest digest =
        mus_digest_of(MUS_DIGEST_BLAKE2B, making->source.ptr, making->source.len);
    mus_hex_print(hex, digest.bytes, SOURCE_BYTES);
    mus_buf_printf(&id, "l-%s-%zu", hex, number + 1);
    enum mus_status status = mus_buf_check(&id, making->err);
    if (status == MUS_OK) {
        *out = mus_arena_copy(making->draft->arena, mus_buf_text(&id));
        status = out->ptr == NULL ? mus_fail_memory(making->err) : MUS_OK;
    }
    mus_buf_done(&id);
    return status;
}

static size_t find_listing(const struct mus_listing *items, size_t count, struct mus_text id)
{
    size_t at = 0;
    while (at < count && !mus_text_equal(items[at].id, id)) {
        at++;
    }
    return at;
}

static enum mus_status make_listing(struct making *making, size_t number, struct mus_listing *items,
                                    size_t *count)
{
    struct mus_listing made = {.valid_until = MUS_NO_DATE};
    bool words;
    lay_over(making, number, &made, &words);
    if (made.id.ptr == NULL) {
        enum mus_status status = default_id(making, number, &made.id);
        if (status != MUS_OK) {
            return status;
        }
    }
    size_t at = find_listing(items, *count, made.id);
    if (at == *count) {
        if (words) {
            items[(*count)++] = made;
        }
        return MUS_OK;
    }
    struct mus_text id = made.id;
    lay_over(making, number, &items[at], &words);
    items[at].id = id;
    if (!says_anything(&items[at])) {
        memmove(&items[at], &items[at + 1], (*count - at - 1) * sizeof *items);
        (*count)--;
    }
    return MUS_OK;
}

static bool has_number(const struct making *making, enum mus_target_home home, size_t number)
{
    for (size_t i = 0; i < field_count(making); i++) {
        const struct mus_target *target = &field_at(making, i)->target;
        if (target->home == home && target->index == number) {
            return true;
        }
    }
    return false;
}

static enum mus_status make_listings(struct making *making)
{
    size_t old_count = is_old(making, MUS_FIELD_LISTINGS) ? making->old->listings.count : 0;
    size_t count = old_count;
    if ((making->mapped & MUS_FIELD_BIT(MUS_FIELD_LISTINGS)) == 0) {
        return MUS_OK;
    }
    struct mus_listing *items =
        mus_arena_alloc(making->draft->arena, old_count + MUS_MAX_MAP_LISTINGS, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(making->err);
    }
    if (old_count > 0) {
        memcpy(items, making->old->listings.items, old_count * sizeof *items);
    }
    enum mus_status status = MUS_OK;
    for (size_t number = 0; status == MUS_OK && number < MUS_MAX_MAP_LISTINGS; number++) {
        if (has_number(making, MUS_HOME_LISTING, number)) {
            status = make_listing(making, number, items, &count);
        }
    }
    if (status == MUS_OK && count > 0) {
        making->company->listings = (struct mus_listings){items, count};
        making->company->given |= MUS_FIELD_BIT(MUS_FIELD_LISTINGS);
    }
    return status;
}

/* ------------------------------------------------------------------ contacts, declarations */

static enum mus_status make_contacts(struct making *making)
{
    size_t count = 0;
    if ((making->mapped & MUS_FIELD_BIT(MUS_FIELD_CONTACTS)) == 0) {
        return MUS_OK;
    }
    struct mus_contact *items =
        mus_arena_alloc(making->draft->arena, MUS_MAX_MAP_CONTACTS, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(making->err);
    }
    for (size_t number = 0; number < MUS_MAX_MAP_CONTACTS; number++) {
        struct mus_contact contact = {0};
        bool given = false;
        for (size_t i = 0; i < field_count(making); i++) {
            const struct mus_target *target = &field_at(making, i)->target;
            const struct mus_value *value = &making->draft->values[i];
            if (target->home == MUS_HOME_CONTACT && target->index == number && value->given) {
                mus_value_store(value, &target->part, &contact);
                given = given || making->draft->columns[i] != MUS_NO_COLUMN;
            }
        }
        if (given) {
            items[count++] = contact;
        }
    }
    if (count > 0) {
        making->company->contacts = (struct mus_contacts){items, count};
        making->company->given |= MUS_FIELD_BIT(MUS_FIELD_CONTACTS);
    }
    return MUS_OK;
}

static int by_name(const void *left, const void *right)
{
    const struct mus_declaration *a = left;
    const struct mus_declaration *b = right;
    return mus_text_compare(a->name, b->name);
}

static void declare(struct mus_declaration *items, size_t *count, struct mus_text name,
                    struct mus_text value)
{
    size_t at = 0;
    while (at < *count && !mus_text_equal(items[at].name, name)) {
        at++;
    }
    if (value.ptr == NULL) {
        if (at < *count) {
            items[at] = items[--*count];
        }
        return;
    }
    items[at] = (struct mus_declaration){name, value};
    *count += at == *count;
}

static enum mus_status make_declarations(struct making *making)
{
    bool old = is_old(making, MUS_FIELD_DECLARATIONS);
    size_t count = old ? making->old->declarations.count : 0;
    if ((making->mapped & MUS_FIELD_BIT(MUS_FIELD_DECLARATIONS)) == 0) {
        return MUS_OK;
    }
    struct mus_declaration *items =
        mus_arena_alloc(making->draft->arena, count + field_count(making), sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(making->err);
    }
    if (count > 0) {
        memcpy(items, making->old->declarations.items, count * sizeof *items);
    }
    for (size_t i = 0; i < field_count(making); i++) {
        const struct mus_target *target = &field_at(making, i)->target;
        const struct mus_value *value = &making->draft->values[i];
        if (target->home == MUS_HOME_DECLARATION && (value->given || making->clear_empty)) {
            declare(items, &count, target->name, value->given ? value->as.text : MUS_NO_TEXT);
        }
    }
    if (count > 0) {
        qsort(items, count, sizeof *items, by_name);
        making->company->declarations = (struct mus_declarations){items, count};
        making->company->given |= MUS_FIELD_BIT(MUS_FIELD_DECLARATIONS);
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ all */

bool mus_draft_needs_old(const struct mus_draft *draft)
{
    for (size_t i = 0; i < draft->map->field_count; i++) {
        const struct mus_target *target = &draft->map->fields[i].target;
        if (!target->whole && target->field != MUS_FIELD_COUNT &&
            target->home != MUS_HOME_CONTACT) {
            return true;
        }
    }
    return false;
}

enum mus_status mus_draft_company(const struct mus_draft *draft, const struct mus_company *old,
                                  struct mus_text source, bool clear_empty, struct mus_company *out,
                                  mus_field_set *mapped, struct mus_error *err)
{
    struct mus_company company = {0};
    struct making making = {.draft = draft,
                            .old = old,
                            .source = source,
                            .clear_empty = clear_empty,
                            .company = &company,
                            .err = err};
    start_objects(&making);
    for (size_t i = 0; i < draft->map->field_count; i++) {
        const struct mus_target *target = &draft->map->fields[i].target;
        if (target->home != MUS_HOME_COMPANY) {
            making.mapped |= MUS_FIELD_BIT(target->field);
        } else if (target->whole) {
            make_whole(&making, i);
        } else {
            make_part(&making, i);
        }
    }
    finish_objects(&making);
    enum mus_status status = make_listings(&making);
    if (status == MUS_OK) {
        status = make_contacts(&making);
    }
    if (status == MUS_OK) {
        status = make_declarations(&making);
    }
    if (status == MUS_OK) {
        *out = company;
        *mapped = making.mapped;
    }
    return status;
}
