/* Putting a company: everything that can be refused is looked at before anything is changed. */
#include "store/companies.h"

#include "crypto/seal.h"
#include "store/entry.h"
#include "store/index.h"
#include "store/internal.h"
#include "store/keys.h"
#include "store/redirect.h"

#include <string.h>

static enum mus_status check_record(const struct mus_company_record *record, struct mus_error *err)
{
    enum mus_status status = mus_company_record_check(record, err);
    if (status == MUS_CORRUPT && err != NULL) { /* corrupt is only what was stored */
        err->status = MUS_INVALID;
    }
    return status == MUS_CORRUPT ? MUS_INVALID : status;
}

static enum mus_status check_not_merged(const struct mus_read *read, struct mus_text id,
                                        struct mus_error *err)
{
    struct mus_redirect redirect;
    enum mus_status status = mus_redirect_of(read, id, &redirect, err);
    if (status == MUS_OK && redirect.id.ptr != NULL) {
        return mus_fail(err, MUS_CONFLICT, "company \"%.*s\" was merged into \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(id), MUS_TEXT_SHORT_ARG(redirect.id));
    }
    return status;
}

/* No source key of the record may belong to another company. */
static enum mus_status check_sources(const struct mus_read *read,
                                     const struct mus_company_record *record,
                                     struct mus_arena *arena, struct mus_error *err)
{
    for (size_t i = 0; i < record->source_count; i++) {
        struct mus_text owner;
        const struct mus_source *source = &record->sources[i];
        enum mus_status status = mus_store_find_source(read, *source, arena, &owner, err);
        if (status != MUS_OK) {
            return status;
        }
        if (owner.ptr != NULL && !mus_text_equal(owner, record->company.id)) {
            return mus_fail(err, MUS_CONFLICT,
                            "source \"%.*s\", id \"%.*s\": belongs to company \"%.*s\"",
                            MUS_TEXT_SHORT_ARG(source->name), MUS_TEXT_SHORT_ARG(source->id),
                            MUS_TEXT_SHORT_ARG(owner));
        }
    }
    return MUS_OK;
}

/* Whether these contacts are what is sealed already. What cannot be unsealed is something else. */
static enum mus_status is_sealed_so(const struct mus_read *read, const struct mus_entry *old,
                                    struct mus_text plain, bool *same, struct mus_error *err)
{
    *same = false;
    if (old->sealed.ptr == NULL) {
        return MUS_OK;
    }
    struct mus_buf was = {0};
    enum mus_status status =
        mus_store_unseal(read, old->id, MUS_USE_CONTACTS, old->sealed, &was, err);
    *same = status == MUS_OK && mus_text_equal(mus_buf_text(&was), plain);
    mus_buf_wipe(&was);
    return status == MUS_UNREADABLE ? MUS_OK : status;
}

static enum mus_status seal_contacts(struct mus_write *write, struct mus_contacts contacts,
                                     const struct mus_entry *old, struct mus_arena *arena,
                                     struct mus_text *out, struct mus_error *err)
{
    struct mus_buf plain = {0};
    struct mus_buf sealed = {0};
    bool same = false;
    mus_contacts_encode(contacts, &plain);
    enum mus_status status = mus_buf_check(&plain, err);
    if (status == MUS_OK) {
        status = is_sealed_so(&write->view, old, mus_buf_text(&plain), &same, err);
    }
    if (status == MUS_OK && same) {
        *out = old->sealed;
    } else if (status == MUS_OK) {
        status =
            mus_store_seal(write, old->id, MUS_USE_CONTACTS, mus_buf_text(&plain), &sealed, err);
        if (status == MUS_OK) {
            *out = mus_arena_copy(arena, mus_buf_text(&sealed));
            status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
        }
    }
    mus_buf_wipe(&plain);
    mus_buf_done(&sealed);
    return status;
}

/* The contacts that the entry is to have. */
static enum mus_status settle_contacts(struct mus_write *write,
                                       const struct mus_company_record *record,
                                       const struct mus_entry *old, struct mus_arena *arena,
                                       struct mus_text *out, struct mus_error *err)
{
    if (!record->has_contacts) {
        *out = MUS_NO_TEXT;
        return MUS_OK;
    }
    if (mus_company_has(&record->company, MUS_FIELD_CONTACTS)) {
        return seal_contacts(write, record->company.contacts, old, arena, out, err);
    }
    if (old->sealed.ptr == NULL) {
        return mus_fail(err, MUS_INVALID, "contacts: neither in hand nor in the store");
    }
    *out = old->sealed;
    return MUS_OK;
}

static enum mus_status encode(const struct mus_company_record *record, struct mus_arena *arena,
                              struct mus_text *out, struct mus_error *err)
{
    struct mus_buf buf = {0};
    mus_company_record_encode(record, &buf);
    enum mus_status status = mus_buf_check(&buf, err);
    if (status == MUS_OK) {
        *out = mus_arena_copy(arena, mus_buf_text(&buf));
        status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    mus_buf_done(&buf);
    return status;
}

/* What is there and what is to be there. Changes nothing but, at most, the making of a data key. */
static enum mus_status prepare(struct mus_write *write, const struct mus_company_record *record,
                               struct mus_arena *arena, struct mus_entry *old,
                               struct mus_entry *entry, struct mus_error *err)
{
    const struct mus_read *read = &write->view;
    struct mus_index index;
    enum mus_status status = check_record(record, err);
    if (status == MUS_OK) {
        status = check_not_merged(read, record->company.id, err);
    }
    if (status == MUS_OK) {
        status = mus_index_of(record, arena, &index, err);
    }
    if (status == MUS_OK) {
        status = check_sources(read, record, arena, err);
    }
    if (status == MUS_OK) {
        status = mus_entry_read(read, record->company.id, arena, old, err);
    }
    if (status == MUS_OK) {
        entry->id = old->id;
        status = encode(record, arena, &entry->record, err);
    }
    if (status == MUS_OK) {
        status = settle_contacts(write, record, old, arena, &entry->sealed, err);
    }
    return status;
}

static bool same_entry(const struct mus_entry *a, const struct mus_entry *b)
{
    return a->record.ptr != NULL && mus_text_equal(a->record, b->record) &&
           (a->sealed.ptr == NULL) == (b->sealed.ptr == NULL) &&
           mus_text_equal(a->sealed, b->sealed);
}

enum mus_status mus_store_put(struct mus_write *write, const struct mus_company_record *record,
                              enum mus_put *put, struct mus_error *err)
{
    struct mus_entry old;
    struct mus_entry entry;
    struct mus_arena *arena = &write->scratch;
    enum mus_put done = MUS_PUT_UNCHANGED;
    mus_arena_reset(arena);
    enum mus_status status = prepare(write, record, arena, &old, &entry, err);
    if (status == MUS_OK && !same_entry(&old, &entry)) {
        done = old.record.ptr == NULL ? MUS_PUT_ADDED : MUS_PUT_CHANGED;
        status = mus_entry_put(write, &old, &entry, arena, err);
    }
    if (status == MUS_OK && put != NULL) {
        *put = done;
    }
    return status;
}
