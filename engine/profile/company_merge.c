#include "profile/company_merge.h"

#include "profile/company_value.h"

#include <string.h>

/* What the input says of one field. */
enum wish { LEAVE, SET, CLEAR };

struct merge {
    const struct mus_company_record *old; /* NULL: a new company */
    const struct mus_company *input;
    struct mus_merged *out;
    uint8_t by;
    bool overwrite; /* what a person edited */
    bool by_person;
};

/* No contacts at all are stored as none. */
static bool gives(const struct mus_company *input, enum mus_field field)
{
    return mus_company_has(input, field) &&
           (field != MUS_FIELD_CONTACTS || input->contacts.count > 0);
}

static void start(struct merge *merge, int64_t now_ms)
{
    struct mus_company_record *record = &merge->out->record;
    if (merge->old != NULL) {
        *record = *merge->old;
        if (!gives(&record->company, MUS_FIELD_CONTACTS)) {
            mus_field_clear(&record->company, MUS_FIELD_CONTACTS);
        }
        return;
    }
    record->company.hold.until = MUS_NO_DATE;
    record->company.consent.until = MUS_NO_DATE;
    record->company.review.valid_until = MUS_NO_DATE;
    record->company.id = merge->input->id;
    memset(record->supplied_by, MUS_BY_NOBODY, sizeof record->supplied_by);
    record->created_ms = now_ms;
    merge->out->added = true;
}

/* Its index among the sources, where it is added if it is new. */
static enum mus_status join_source(struct merge *merge, struct mus_arena *arena, uint8_t *index,
                                   struct mus_error *err)
{
    struct mus_company_record *record = &merge->out->record;
    const struct mus_source *source = &merge->input->source;
    if (source->name.ptr == NULL) {
        *index = MUS_BY_UNNAMED;
        return MUS_OK;
    }
    size_t count = record->source_count;
    for (size_t i = 0; i < count; i++) {
        if (mus_source_equal(&record->sources[i], source)) {
            *index = (uint8_t)i;
            return MUS_OK;
        }
    }
    if (count >= MUS_MAX_SOURCES) {
        return mus_fail(err, MUS_LIMIT, "source: at most %d sources may supply one company",
                        MUS_MAX_SOURCES);
    }
    struct mus_source *sources = mus_arena_alloc(arena, count + 1, sizeof *sources);
    if (sources == NULL) {
        return mus_fail_memory(err);
    }
    if (count > 0) {
        memcpy(sources, record->sources, count * sizeof *sources);
    }
    sources[count] = *source;
    record->sources = sources;
    record->source_count = count + 1;
    *index = (uint8_t)count;
    return MUS_OK;
}

static void set_field(struct merge *merge, enum mus_field field)
{
    struct mus_company_record *record = &merge->out->record;
    if (mus_field_equal(&record->company, merge->input, field)) {
        return;
    }
    if (record->supplied_by[field] == MUS_BY_PERSON && !merge->overwrite) {
        merge->out->kept |= MUS_FIELD_BIT(field);
        return;
    }
    mus_field_take(&record->company, merge->input, field);
    record->supplied_by[field] = merge->by;
    record->has_contacts = record->has_contacts || field == MUS_FIELD_CONTACTS;
    merge->out->changed |= MUS_FIELD_BIT(field);
}

static void clear_field(struct merge *merge, enum mus_field field)
{
    struct mus_company_record *record = &merge->out->record;
    if (!mus_company_record_has(record, field)) {
        return;
    }
    if (record->supplied_by[field] == MUS_BY_PERSON && !merge->overwrite) {
        merge->out->kept |= MUS_FIELD_BIT(field);
        return;
    }
    mus_field_clear(&record->company, field);
    record->supplied_by[field] = merge->by_person ? MUS_BY_PERSON : MUS_BY_NOBODY;
    record->has_contacts = record->has_contacts && field != MUS_FIELD_CONTACTS;
    merge->out->changed |= MUS_FIELD_BIT(field);
}

static void apply(struct merge *merge, enum mus_field field, enum wish wish)
{
    switch (wish) {
    case SET:
        set_field(merge, field);
        break;
    case CLEAR:
        clear_field(merge, field);
        break;
    case LEAVE:
        break;
    }
}

static void finish(struct merge *merge, int64_t now_ms)
{
    struct mus_merged *out = merge->out;
    out->unchanged = merge->old != NULL && out->changed == 0 &&
                     out->record.source_count == merge->old->source_count;
    if (!out->unchanged) {
        out->record.updated_ms = now_ms;
    }
}

static enum wish wish_of_supply(const struct merge *merge, const struct mus_supply *supply,
                                enum mus_field field)
{
    bool given = gives(merge->input, field);
    if (supply->mode == MUS_SUPPLY_SOURCE) {
        bool was_theirs = merge->out->record.supplied_by[field] == merge->by;
        return given ? SET : was_theirs ? CLEAR : LEAVE;
    }
    if ((supply->mapped & MUS_FIELD_BIT(field)) == 0) {
        return LEAVE;
    }
    return given ? SET : supply->clear_empty ? CLEAR : LEAVE;
}

enum mus_status mus_company_supply(const struct mus_company_record *old,
                                   const struct mus_company *input, const struct mus_supply *supply,
                                   struct mus_arena *arena, struct mus_merged *out,
                                   struct mus_error *err)
{
    struct mus_merged merged = {.unchanged = false};
    struct merge merge = {
        .old = old, .input = input, .out = &merged, .overwrite = supply->overwrite};
    start(&merge, supply->now_ms);
    enum mus_status status = join_source(&merge, arena, &merge.by, err);
    if (status != MUS_OK) {
        return status;
    }
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        apply(&merge, (enum mus_field)field, wish_of_supply(&merge, supply, (enum mus_field)field));
    }
    finish(&merge, supply->now_ms);
    *out = merged;
    return MUS_OK;
}

static enum wish wish_of_edit(const struct merge *merge, mus_field_set cleared,
                              enum mus_field field)
{
    if (gives(merge->input, field)) {
        return SET;
    }
    bool emptied = mus_company_has(merge->input, field) || (cleared & MUS_FIELD_BIT(field)) != 0;
    return emptied ? CLEAR : LEAVE;
}

enum mus_status mus_company_edit(const struct mus_company_record *old,
                                 const struct mus_company *input, mus_field_set cleared,
                                 int64_t now_ms, struct mus_arena *arena, struct mus_merged *out,
                                 struct mus_error *err)
{
    struct mus_merged merged = {.unchanged = false};
    struct merge merge = {
        .old = old, .input = input, .out = &merged, .overwrite = true, .by_person = true};
    start(&merge, now_ms);
    uint8_t source;
    enum mus_status status = join_source(&merge, arena, &source, err);
    if (status != MUS_OK) {
        return status;
    }
    merge.by = MUS_BY_PERSON;
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        apply(&merge, (enum mus_field)field, wish_of_edit(&merge, cleared, (enum mus_field)field));
    }
    finish(&merge, now_ms);
    *out = merged;
    return MUS_OK;
}
