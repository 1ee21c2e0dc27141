/* The check of what leads to companies: indexes, redirects, and the journal of merges. */
#include "store/check_internal.h"

#include "profile/company_record.h"
#include "store/companies.h"
#include "store/index.h"
#include "store/journal.h"
#include "store/redirect.h"

/* The record of a company that lives, or of a merged one as the journal keeps it; not given where
 * there is neither. */
static enum mus_status record_of(struct mus_checking *c, struct mus_text id, struct mus_text *out,
                                 struct mus_error *err)
{
    struct mus_redirect redirect;
    struct mus_db_key key;
    struct mus_text bytes;
    struct mus_journal_entry entry;
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_COMPANY, id, out, err);
    if (status != MUS_OK || out->ptr != NULL) {
        return status;
    }
    status = mus_db_get(c->read->txn, MUS_DB_REDIRECT, id, &bytes, err);
    if (status != MUS_OK || bytes.ptr == NULL || !mus_redirect_read(bytes, &redirect)) {
        return status;
    }
    mus_key_of_number(redirect.merge, &key);
    status = mus_db_get(c->read->txn, MUS_DB_MERGE, mus_key_text(&key), &bytes, err);
    if (status == MUS_OK && bytes.ptr != NULL &&
        mus_journal_decode(bytes, &entry, NULL) == MUS_OK && mus_text_equal(entry.merged, id)) {
        *out = entry.merged_record;
    }
    return status;
}

static bool has_key(const struct mus_index *index, enum mus_main_table table, struct mus_text key)
{
    for (size_t i = 0; i < index->count; i++) {
        if (index->entries[i].table == table && mus_text_equal(index->entries[i].key, key)) {
            return true;
        }
    }
    return false;
}

/* The entry (key → id) is called for by id's record. A record that does not decode has its own
 * finding. */
static enum mus_status check_entry(struct mus_checking *c, enum mus_main_table table,
                                   const char *what, struct mus_text key, struct mus_text id,
                                   struct mus_error *err)
{
    struct mus_text bytes;
    struct mus_company_record record;
    struct mus_index index;
    enum mus_status status = record_of(c, id, &bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    if (bytes.ptr == NULL) {
        return mus_check_found(c, false, err, "index by %s: leads to \"%.*s\", which is not there",
                               what, MUS_TEXT_SHORT_ARG(id));
    }
    status = mus_company_record_decode(bytes.ptr, bytes.len, &c->scratch, &record, err);
    if (status == MUS_OK) {
        status = mus_index_of(&record, &c->scratch, &index, err);
    }
    if (status != MUS_OK) {
        return status == MUS_NO_MEMORY ? status : MUS_OK;
    }
    return has_key(&index, table, key)
               ? MUS_OK
               : mus_check_found(c, false, err,
                                 "index by %s: leads to \"%.*s\", whose record does not have it",
                                 what, MUS_TEXT_SHORT_ARG(id));
}

static enum mus_status check_source(struct mus_checking *c, struct mus_text key,
                                    struct mus_text value, struct mus_error *err)
{
    return check_entry(c, MUS_DB_SOURCE, "source", key, value, err);
}

static enum mus_status check_number(struct mus_checking *c, struct mus_text key,
                                    struct mus_text value, struct mus_error *err)
{
    return check_entry(c, MUS_DB_NUMBER, "corporate number", key, value, err);
}

static enum mus_status check_name(struct mus_checking *c, struct mus_text key,
                                  struct mus_text value, struct mus_error *err)
{
    return check_entry(c, MUS_DB_NAME, "name", key, value, err);
}

/* A merged id has no company of its own, leads to a living one, and its merge is in the journal. */
static enum mus_status check_redirect(struct mus_checking *c, struct mus_text key,
                                      struct mus_text value, struct mus_error *err)
{
    struct mus_redirect redirect;
    struct mus_text record;
    struct mus_text end;
    struct mus_text bytes;
    struct mus_db_key number;
    struct mus_journal_entry entry;
    struct mus_error reason;
    c->report.redirects++;
    if (!mus_redirect_read(value, &redirect)) {
        return mus_check_found(c, false, err, "redirect \"%.*s\": malformed",
                               MUS_TEXT_SHORT_ARG(key));
    }
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_COMPANY, key, &record, err);
    if (status == MUS_OK && record.ptr != NULL) {
        status = mus_check_found(c, false, err, "redirect \"%.*s\": there is also such a company",
                                 MUS_TEXT_SHORT_ARG(key));
    }
    if (status == MUS_OK) {
        status = mus_store_resolve(c->read, redirect.id, &c->scratch, &end, &reason);
        status = mus_check_judge(c, status, &reason, err, "redirect", key);
    }
    if (status == MUS_OK) {
        mus_key_of_number(redirect.merge, &number);
        status = mus_db_get(c->read->txn, MUS_DB_MERGE, mus_key_text(&number), &bytes, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    bool agrees = bytes.ptr != NULL && mus_journal_decode(bytes, &entry, NULL) == MUS_OK &&
                  mus_text_equal(entry.merged, key) && mus_text_equal(entry.survivor, redirect.id);
    return agrees ? MUS_OK
                  : mus_check_found(c, false, err, "redirect \"%.*s\": no merge %llu says so",
                                    MUS_TEXT_SHORT_ARG(key), (unsigned long long)redirect.merge);
}

static enum mus_status check_merge(struct mus_checking *c, struct mus_text key,
                                   struct mus_text value, struct mus_error *err)
{
    uint64_t number = 0;
    struct mus_journal_entry entry;
    struct mus_company_record merged;
    struct mus_company_record survivor;
    struct mus_redirect redirect = {MUS_NO_TEXT, 0};
    struct mus_text bytes;
    struct mus_error reason;
    c->report.merges++;
    if (!mus_key_read_number(key, &number) || number > c->last_merge) {
        return mus_check_found(c, false, err, "journal: a merge that was never counted");
    }
    enum mus_status status = mus_journal_decode(value, &entry, &reason);
    if (status == MUS_OK) {
        status = mus_company_record_decode(entry.merged_record.ptr, entry.merged_record.len,
                                           &c->scratch, &merged, &reason);
    }
    if (status == MUS_OK) {
        status = mus_company_record_decode(entry.survivor_record.ptr, entry.survivor_record.len,
                                           &c->scratch, &survivor, &reason);
    }
    if (status != MUS_OK) {
        return mus_check_judge(c, status, &reason, err, "journal", MUS_TEXT("merge"));
    }
    status = mus_db_get(c->read->txn, MUS_DB_REDIRECT, entry.merged, &bytes, err);
    if (status == MUS_OK &&
        (bytes.ptr == NULL || !mus_redirect_read(bytes, &redirect) || redirect.merge != number)) {
        status = mus_check_found(c, false, err, "merge %llu: no redirect leads from \"%.*s\"",
                                 (unsigned long long)number, MUS_TEXT_SHORT_ARG(entry.merged));
    }
    return status == MUS_OK ? mus_check_index(c, "merged company", &merged, err) : status;
}

enum mus_status mus_check_links(struct mus_checking *c, struct mus_error *err)
{
    static const struct {
        enum mus_main_table table;
        mus_check_one *one;
    } steps[] = {
        {MUS_DB_SOURCE, check_source},     {MUS_DB_NUMBER, check_number}, {MUS_DB_NAME, check_name},
        {MUS_DB_REDIRECT, check_redirect}, {MUS_DB_MERGE, check_merge},
    };
    enum mus_status status = mus_meta_number(c->read, MUS_META_LAST_MERGE, &c->last_merge, err);
    for (size_t i = 0; status == MUS_OK && i < sizeof steps / sizeof steps[0]; i++) {
        status = mus_check_each(c, c->read->txn, steps[i].table, steps[i].one, err);
    }
    return status;
}
