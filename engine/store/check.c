/* Checking a whole store: one view of it, table by table. Each finding is one sentence; going on
 * after a finding shows all of them. */
#include "store/check.h"

#include "profile/firm_record.h"
#include "profile/table.h"
#include "store/check_internal.h"
#include "store/companies.h"
#include "store/index.h"
#include "store/internal.h"
#include "store/journal.h"
#include "store/keys.h"
#include "store/redirect.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_FINDINGS = 16 };

/* Room for one more; false when memory runs out. */
static bool make_room(struct mus_checking *c)
{
    if (c->report.count < c->capacity) {
        return true;
    }
    size_t capacity = c->capacity == 0 ? FIRST_FINDINGS : 2 * c->capacity;
    struct mus_finding *list = mus_arena_alloc(c->arena, capacity, sizeof *list);
    if (list == NULL) {
        return false;
    }
    if (c->report.count > 0) {
        memcpy(list, c->report.findings, c->report.count * sizeof *list);
    }
    c->report.findings = list;
    c->capacity = capacity;
    return true;
}

static enum mus_status add_finding(struct mus_checking *c, bool warning, const char *message,
                                   struct mus_error *err)
{
    *(warning ? &c->report.warnings : &c->report.errors) += 1;
    if (c->report.count == MUS_MAX_FINDINGS) {
        return MUS_OK;
    }
    struct mus_text text = mus_arena_copy(c->arena, mus_text_of(message));
    if (text.ptr == NULL || !make_room(c)) {
        return mus_fail_memory(err);
    }
    c->report.findings[c->report.count++] = (struct mus_finding){warning, text};
    return MUS_OK;
}

enum mus_status mus_check_found(struct mus_checking *c, bool warning, struct mus_error *err,
                                const char *format, ...)
{
    char message[MUS_ERROR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return add_finding(c, warning, message, err);
}

enum mus_status mus_check_judge(struct mus_checking *c, enum mus_status status,
                                const struct mus_error *reason, struct mus_error *err,
                                const char *what, struct mus_text name)
{
    if (status == MUS_OK) {
        return MUS_OK;
    }
    if (status == MUS_NO_MEMORY || status == MUS_IO || status == MUS_STORE) {
        return mus_fail(err, status, "%s", reason->message);
    }
    return mus_check_found(c, false, err, "%s \"%.*s\": %s", what, MUS_TEXT_SHORT_ARG(name),
                           reason->message);
}

enum mus_status mus_check_each(struct mus_checking *c, struct mus_txn *txn, size_t table,
                               mus_check_one *one, struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    enum mus_cursor_step step = MUS_CURSOR_FIRST;
    enum mus_status status = mus_cursor_open(txn, table, &cursor, err);
    while (status == MUS_OK) {
        struct mus_text key = MUS_NO_TEXT;
        struct mus_text value;
        status = mus_cursor_step(cursor, step, &key, &value, err);
        if (status != MUS_OK || key.ptr == NULL) {
            break;
        }
        step = MUS_CURSOR_NEXT;
        mus_arena_reset(&c->scratch);
        status = one(c, key, value, err);
    }
    mus_cursor_close(cursor);
    return status;
}

/* ---- companies ---- */

/* Where the id leads in the end; not given where it leads nowhere. */
static enum mus_status end_of(struct mus_checking *c, struct mus_text id, struct mus_text *end,
                              struct mus_error *err)
{
    *end = MUS_NO_TEXT;
    enum mus_status status = mus_store_resolve(c->read, id, &c->scratch, end, err);
    return status == MUS_NOT_FOUND || status == MUS_CORRUPT ? MUS_OK : status;
}

/* Whether the entry leads to the company. A source's may do so over a redirect. */
static enum mus_status has_entry(struct mus_checking *c, const struct mus_index_entry *entry,
                                 struct mus_text id, bool *there, struct mus_error *err)
{
    struct mus_text key = entry->key;
    if (entry->table != MUS_DB_SOURCE) {
        return mus_db_has_value(c->read->txn, entry->table, key, id, there, err);
    }
    struct mus_text found;
    struct mus_text end = MUS_NO_TEXT;
    struct mus_text wanted = MUS_NO_TEXT;
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_SOURCE, key, &found, err);
    if (status == MUS_OK && found.ptr != NULL) {
        status = end_of(c, found, &end, err);
    }
    if (status == MUS_OK) {
        status = end_of(c, id, &wanted, err);
    }
    *there = end.ptr != NULL && mus_text_equal(end, wanted);
    return status;
}

static const char *name_of_index(enum mus_main_table table)
{
    return table == MUS_DB_SOURCE ? "source" : table == MUS_DB_NUMBER ? "corporate number" : "name";
}

enum mus_status mus_check_index(struct mus_checking *c, const char *what,
                                const struct mus_company_record *record, struct mus_error *err)
{
    struct mus_index index;
    struct mus_error reason;
    struct mus_text id = record->company.id;
    enum mus_status status = mus_index_of(record, &c->scratch, &index, &reason);
    if (status != MUS_OK) {
        return mus_check_judge(c, status, &reason, err, what, id);
    }
    for (size_t i = 0; status == MUS_OK && i < index.count; i++) {
        bool there = false;
        status = has_entry(c, &index.entries[i], id, &there, err);
        if (status == MUS_OK && !there) {
            status =
                mus_check_found(c, false, err, "%s \"%.*s\": missing from the index by %s", what,
                                MUS_TEXT_SHORT_ARG(id), name_of_index(index.entries[i].table));
        }
    }
    return status;
}

/* The match record is what analysing the company gives now. */
static enum mus_status check_firm(struct mus_checking *c, const struct mus_company *company,
                                  struct mus_error *err)
{
    struct mus_text stored;
    struct mus_buf now = {0};
    struct mus_error reason;
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_FIRM, company->id, &stored, err);
    if (status == MUS_OK && stored.ptr == NULL) {
        return mus_check_found(c, false, err, "company \"%.*s\": has no match record",
                               MUS_TEXT_SHORT_ARG(company->id));
    }
    if (status == MUS_OK) {
        status = mus_firm_record_encode(&c->tools.firm, company, &c->scratch, &now, &reason);
        status = mus_check_judge(c, status, &reason, err, "company", company->id);
    }
    if (status == MUS_OK && !mus_text_equal(stored, mus_buf_text(&now))) {
        status = mus_check_found(c, false, err,
                                 "company \"%.*s\": its match record is not what its record gives",
                                 MUS_TEXT_SHORT_ARG(company->id));
    }
    if (status == MUS_OK) {
        status = mus_firm_record_check(stored.ptr, stored.len, &reason);
        status = mus_check_judge(c, status, &reason, err, "match record", company->id);
    }
    mus_buf_done(&now);
    return status;
}

/* The milestone is there exactly where the id is one. */
static enum mus_status check_milestone(struct mus_checking *c, struct mus_text id,
                                       struct mus_error *err)
{
    struct mus_text value;
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_MILESTONE, id, &value, err);
    if (status == MUS_OK && (value.ptr != NULL) != mus_is_milestone(id)) {
        return mus_check_found(c, false, err, "company \"%.*s\": %s among the milestones",
                               MUS_TEXT_SHORT_ARG(id),
                               value.ptr == NULL ? "is missing" : "does not belong");
    }
    return status;
}

static enum mus_status check_plain_contacts(struct mus_checking *c, struct mus_text id,
                                            struct mus_text sealed, struct mus_error *err)
{
    struct mus_buf plain = {0};
    struct mus_contacts contacts;
    struct mus_error reason;
    enum mus_status status =
        mus_store_unseal(c->read, id, MUS_USE_CONTACTS, sealed, &plain, &reason);
    if (status == MUS_OK) {
        status = mus_contacts_decode(plain.data, plain.len, &c->scratch, &contacts, &reason);
    }
    mus_buf_wipe(&plain);
    return mus_check_judge(c, status, &reason, err, "company", id);
}

static enum mus_status check_sealed(struct mus_checking *c, const struct mus_company_record *record,
                                    struct mus_error *err)
{
    struct mus_text id = record->company.id;
    struct mus_text sealed;
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_SEALED, id, &sealed, err);
    if (status != MUS_OK) {
        return status;
    }
    if ((sealed.ptr != NULL) != record->has_contacts) {
        return mus_check_found(c, false, err, "company \"%.*s\": %s", MUS_TEXT_SHORT_ARG(id),
                               sealed.ptr == NULL ? "its sealed contacts are missing"
                                                  : "has sealed contacts that its record denies");
    }
    return sealed.ptr == NULL || c->report.contacts_not_checked
               ? MUS_OK
               : check_plain_contacts(c, id, sealed, err);
}

static enum mus_status check_company(struct mus_checking *c, struct mus_text key,
                                     struct mus_text value, struct mus_error *err)
{
    struct mus_company_record record;
    struct mus_error reason;
    c->report.companies++;
    enum mus_status status =
        mus_company_record_decode(value.ptr, value.len, &c->scratch, &record, &reason);
    if (status == MUS_OK) {
        status = mus_company_record_check(&record, &reason);
    }
    if (status != MUS_OK) {
        return mus_check_judge(c, status, &reason, err, "company", key);
    }
    if (!mus_text_equal(record.company.id, key)) {
        return mus_check_found(c, false, err, "company \"%.*s\": its record says \"%.*s\"",
                               MUS_TEXT_SHORT_ARG(key), MUS_TEXT_SHORT_ARG(record.company.id));
    }
    status = mus_check_index(c, "company", &record, err);
    status = status == MUS_OK ? check_firm(c, &record.company, err) : status;
    status = status == MUS_OK ? check_milestone(c, key, err) : status;
    return status == MUS_OK ? check_sealed(c, &record, err) : status;
}

/* ---- what must belong to a company ---- */

static enum mus_status has_company(const struct mus_checking *c, struct mus_text id, bool *has,
                                   struct mus_error *err)
{
    struct mus_text record = MUS_NO_TEXT;
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_COMPANY, id, &record, err);
    *has = record.ptr != NULL;
    return status;
}

static enum mus_status check_orphan(struct mus_checking *c, const char *what, struct mus_text id,
                                    struct mus_error *err)
{
    bool has = false;
    enum mus_status status = has_company(c, id, &has, err);
    return status != MUS_OK || has
               ? status
               : mus_check_found(c, false, err, "%s of \"%.*s\": there is no such company", what,
                                 MUS_TEXT_SHORT_ARG(id));
}

static enum mus_status check_firm_owner(struct mus_checking *c, struct mus_text key,
                                        struct mus_text value, struct mus_error *err)
{
    (void)value;
    return check_orphan(c, "match record", key, err);
}

static enum mus_status check_milestone_owner(struct mus_checking *c, struct mus_text key,
                                             struct mus_text value, struct mus_error *err)
{
    (void)value;
    return check_orphan(c, "milestone", key, err);
}

static enum mus_status check_sealed_owner(struct mus_checking *c, struct mus_text key,
                                          struct mus_text value, struct mus_error *err)
{
    (void)value;
    c->report.sealed++;
    return check_orphan(c, "sealed contacts", key, err);
}

static enum mus_status check_all(struct mus_checking *c, struct mus_error *err)
{
    static const struct {
        enum mus_main_table table;
        mus_check_one *one;
    } steps[] = {
        {MUS_DB_COMPANY, check_company},
        {MUS_DB_FIRM, check_firm_owner},
        {MUS_DB_MILESTONE, check_milestone_owner},
        {MUS_DB_SEALED, check_sealed_owner},
    };
    enum mus_status status = mus_check_lexicon(c, err);
    for (size_t i = 0; status == MUS_OK && i < sizeof steps / sizeof steps[0]; i++) {
        status = mus_check_each(c, c->read->txn, steps[i].table, steps[i].one, err);
    }
    status = status == MUS_OK ? mus_check_links(c, err) : status;
    status = status == MUS_OK ? mus_check_segments(c, err) : status;
    status = status == MUS_OK ? mus_check_data(c, err) : status;
    status = status == MUS_OK ? mus_check_ledger(c, err) : status;
    status = status == MUS_OK ? mus_check_cases(c, err) : status;
    return status == MUS_OK ? mus_check_events(c, err) : status;
}

enum mus_status mus_store_check(struct mus_store *store, struct mus_arena *arena,
                                struct mus_check_report *out, struct mus_error *err)
{
    return mus_store_check_reading(store, NULL, 0, arena, out, err);
}

enum mus_status mus_store_check_reading(struct mus_store *store,
                                        const struct mus_document_kind *kinds, size_t count,
                                        struct mus_arena *arena, struct mus_check_report *out,
                                        struct mus_error *err)
{
    struct mus_checking checking = {.arena = arena, .kinds = kinds, .kind_count = count};
    struct mus_read *read = NULL;
    checking.report.contacts_not_checked = mus_store_key_status(store, NULL) != MUS_OK;
    enum mus_status status = mus_store_read_begin(store, &read, err);
    if (status == MUS_OK) {
        checking.read = read;
        status = check_all(&checking, err);
    }
    mus_store_read_end(read);
    mus_store_tools_close(&checking.tools);
    mus_buf_done(&checking.lexicon);
    mus_arena_done(&checking.scratch);
    if (status != MUS_OK) {
        return status;
    }
    *out = checking.report;
    for (size_t i = 0; i < out->count; i++) {
        if (!out->findings[i].warning) {
            return mus_fail(err, MUS_CORRUPT, "%.*s", MUS_TEXT_ARG(out->findings[i].message));
        }
    }
    return out->errors == 0 ? MUS_OK
                            : mus_fail(err, MUS_CORRUPT,
                                       "the store has errors beyond the first %d "
                                       "findings",
                                       MUS_MAX_FINDINGS);
}
