/* Putting a company: everything that can be refused is looked at before anything is changed. */
#include "store/companies.h"

#include "crypto/seal.h"
#include "profile/firm_record.h"
#include "store/entry.h"
#include "store/index.h"
#include "store/internal.h"
#include "store/keys.h"
#include "store/ready.h"
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
static enum mus_status check_sources(const struct mus_read *read, const struct mus_ready *ready,
                                     struct mus_arena *arena, struct mus_error *err)
{
    for (size_t i = 0; i < ready->source_count; i++) {
        struct mus_text owner;
        const struct mus_source *source = &ready->sources[i];
        enum mus_status status = mus_store_find_source(read, *source, arena, &owner, err);
        if (status != MUS_OK) {
            return status;
        }
        if (owner.ptr != NULL && !mus_text_equal(owner, ready->id)) {
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

static enum mus_status seal_contacts(struct mus_write *write, struct mus_text plain,
                                     const struct mus_entry *old, struct mus_arena *arena,
                                     struct mus_text *out, struct mus_error *err)
{
    struct mus_buf sealed = {0};
    bool same = false;
    enum mus_status status = is_sealed_so(&write->view, old, plain, &same, err);
    if (status == MUS_OK && same) {
        *out = old->sealed;
    } else if (status == MUS_OK) {
        status = mus_store_seal(write, old->id, MUS_USE_CONTACTS, plain, &sealed, err);
        if (status == MUS_OK) {
            *out = mus_arena_copy(arena, mus_buf_text(&sealed));
            status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
        }
    }
    mus_buf_done(&sealed);
    return status;
}

/* The contacts that the entry is to have. */
static enum mus_status settle_contacts(struct mus_write *write, const struct mus_ready *ready,
                                       const struct mus_entry *old, struct mus_arena *arena,
                                       struct mus_text *out, struct mus_error *err)
{
    if (!ready->has_contacts) {
        *out = MUS_NO_TEXT;
        return MUS_OK;
    }
    if (ready->contacts.ptr != NULL) {
        return seal_contacts(write, ready->contacts, old, arena, out, err);
    }
    if (old->sealed.ptr == NULL) {
        return mus_fail(err, MUS_INVALID, "contacts: neither in hand nor in the store");
    }
    *out = old->sealed;
    return MUS_OK;
}

/* ------------------------------------------------------------------ making ready */

/* What the buffer holds, copied. */
static enum mus_status take(struct mus_buf *buf, struct mus_arena *arena, struct mus_text *out,
                            struct mus_error *err)
{
    enum mus_status status = mus_buf_check(buf, err);
    if (status == MUS_OK) {
        *out = mus_arena_copy(arena, mus_buf_text(buf));
        status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    return status;
}

static enum mus_status make_index(const struct mus_company_record *record, struct mus_arena *arena,
                                  const struct mus_index **out, struct mus_error *err)
{
    struct mus_index *index = mus_arena_alloc(arena, 1, sizeof *index);
    *out = index;
    return index == NULL ? mus_fail_memory(err) : mus_index_of(record, arena, index, err);
}

static enum mus_status copy_sources(const struct mus_company_record *record,
                                    struct mus_arena *arena, struct mus_ready *out,
                                    struct mus_error *err)
{
    struct mus_source *sources = mus_arena_alloc(arena, record->source_count, sizeof *sources);
    out->id = mus_arena_copy(arena, record->company.id);
    bool failed = sources == NULL || out->id.ptr == NULL;
    for (size_t i = 0; !failed && i < record->source_count; i++) {
        sources[i].name = mus_arena_copy(arena, record->sources[i].name);
        sources[i].id = mus_arena_copy(arena, record->sources[i].id);
        failed = sources[i].name.ptr == NULL || sources[i].id.ptr == NULL;
    }
    out->sources = sources;
    out->source_count = record->source_count;
    return failed ? mus_fail_memory(err) : MUS_OK;
}

static enum mus_status make_firm(const struct mus_store_tools *tools,
                                 const struct mus_company_record *record, struct mus_arena *scratch,
                                 struct mus_arena *arena, struct mus_ready *out,
                                 struct mus_error *err)
{
    struct mus_buf buf = {0};
    enum mus_status status =
        mus_firm_record_encode(&tools->firm, &record->company, scratch, &buf, err);
    out->lexicon = tools->digest;
    if (status == MUS_OK) {
        status = take(&buf, arena, &out->firm, err);
    }
    mus_buf_done(&buf);
    return status;
}

enum mus_status mus_store_make_ready(const struct mus_store_tools *tools,
                                     const struct mus_company_record *record,
                                     struct mus_arena *scratch, struct mus_arena *arena,
                                     struct mus_ready *out, struct mus_error *err)
{
    struct mus_buf buf = {0};
    struct mus_ready ready = {.has_contacts = record->has_contacts};
    enum mus_status status = check_record(record, err);
    if (status == MUS_OK) {
        status = make_index(record, arena, &ready.index, err);
    }
    if (status == MUS_OK) {
        status = copy_sources(record, arena, &ready, err);
    }
    if (status == MUS_OK) {
        mus_company_record_encode(record, &buf);
        status = take(&buf, arena, &ready.record, err);
    }
    if (status == MUS_OK && record->has_contacts &&
        mus_company_has(&record->company, MUS_FIELD_CONTACTS)) {
        mus_buf_clear(&buf);
        mus_contacts_encode(record->company.contacts, &buf);
        status = take(&buf, arena, &ready.contacts, err);
        mus_buf_wipe(&buf);
    }
    mus_buf_done(&buf);
    if (status == MUS_OK && tools != NULL) {
        status = make_firm(tools, record, scratch, arena, &ready, err);
    }
    if (status == MUS_OK) {
        *out = ready;
    }
    return status;
}

/* ------------------------------------------------------------------ putting */

/* A match record that was made with another lexicon is none. */
static enum mus_status take_firm(struct mus_write *write, const struct mus_ready *ready,
                                 struct mus_entry *entry, struct mus_error *err)
{
    struct mus_store_tools tools;
    if (ready->firm.ptr == NULL) {
        return MUS_OK;
    }
    enum mus_status status = mus_write_tools(write, &tools, err);
    if (status == MUS_OK && mus_digest_compare(&tools.digest, &ready->lexicon) == 0) {
        entry->firm = ready->firm;
    }
    return status;
}

/* What is there and what is to be there. Changes nothing but, at most, the making of a data key. */
static enum mus_status prepare(struct mus_write *write, const struct mus_ready *ready,
                               struct mus_arena *arena, struct mus_entry *old,
                               struct mus_entry *entry, struct mus_error *err)
{
    const struct mus_read *read = &write->view;
    enum mus_status status = check_not_merged(read, ready->id, err);
    if (status == MUS_OK) {
        status = check_sources(read, ready, arena, err);
    }
    if (status == MUS_OK) {
        status = mus_entry_read(read, ready->id, arena, old, err);
    }
    *entry = (struct mus_entry){.id = ready->id, .record = ready->record, .index = ready->index};
    return status == MUS_OK ? settle_contacts(write, ready, old, arena, &entry->sealed, err)
                            : status;
}

static bool same_entry(const struct mus_entry *a, const struct mus_entry *b)
{
    return a->record.ptr != NULL && mus_text_equal(a->record, b->record) &&
           (a->sealed.ptr == NULL) == (b->sealed.ptr == NULL) &&
           mus_text_equal(a->sealed, b->sealed);
}

static enum mus_status put_ready(struct mus_write *write, const struct mus_ready *ready,
                                 struct mus_arena *arena, enum mus_put *put, struct mus_error *err)
{
    struct mus_entry old;
    struct mus_entry entry;
    enum mus_put done = MUS_PUT_UNCHANGED;
    enum mus_status status = prepare(write, ready, arena, &old, &entry, err);
    if (status == MUS_OK && !same_entry(&old, &entry)) {
        done = old.record.ptr == NULL ? MUS_PUT_ADDED : MUS_PUT_CHANGED;
        status = take_firm(write, ready, &entry, err);
        if (status == MUS_OK) {
            status = mus_entry_put(write, &old, &entry, arena, err);
        }
    }
    if (status == MUS_OK && put != NULL) {
        *put = done;
    }
    return status;
}

enum mus_status mus_store_put_ready(struct mus_write *write, const struct mus_ready *ready,
                                    enum mus_put *put, struct mus_error *err)
{
    mus_arena_reset(&write->scratch);
    return put_ready(write, ready, &write->scratch, put, err);
}

enum mus_status mus_store_put(struct mus_write *write, const struct mus_company_record *record,
                              enum mus_put *put, struct mus_error *err)
{
    struct mus_ready ready;
    struct mus_arena *arena = &write->scratch;
    mus_arena_reset(arena);
    enum mus_status status = mus_store_make_ready(NULL, record, arena, arena, &ready, err);
    return status == MUS_OK ? put_ready(write, &ready, arena, put, err) : status;
}

/* ------------------------------------------------------------------ looking again */

enum mus_status mus_store_stored(const struct mus_read *read, struct mus_text id,
                                 struct mus_arena *arena, struct mus_stored *out,
                                 struct mus_error *err)
{
    struct mus_entry entry;
    enum mus_status status = mus_entry_read(read, id, arena, &entry, err);
    if (status == MUS_OK) {
        *out = (struct mus_stored){entry.record, entry.sealed};
    }
    return status;
}

bool mus_stored_same(const struct mus_stored *a, const struct mus_stored *b)
{
    return (a->record.ptr == NULL) == (b->record.ptr == NULL) &&
           (a->sealed.ptr == NULL) == (b->sealed.ptr == NULL) &&
           mus_text_equal(a->record, b->record) && mus_text_equal(a->sealed, b->sealed);
}
