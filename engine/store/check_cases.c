/* The check of aliases and cases: what leads from companies to the ledger and to what was done for
 * them. */
#include "store/check_internal.h"

#include "cases/format/case.h"
#include "store/companies.h"
#include "store/ledger.h"

/* ---- aliases ---- */

/* The other table leads back. */
static enum mus_status leads_back(struct mus_checking *c, enum mus_main_table table,
                                  struct mus_text from, struct mus_text to, bool *back,
                                  struct mus_error *err)
{
    struct mus_text found;
    enum mus_status status = mus_db_get(c->read->txn, table, from, &found, err);
    *back = status == MUS_OK && found.ptr != NULL && mus_text_equal(found, to);
    return status;
}

static enum mus_status check_alias(struct mus_checking *c, struct mus_text key,
                                   struct mus_text value, struct mus_error *err)
{
    unsigned what = 0;
    struct mus_text id;
    struct mus_text end;
    struct mus_error reason;
    bool back = false;
    if (value.len != MUS_LEDGER_ID_BYTES || !mus_key_read_alias(key, &what, &id) ||
        (what != MUS_ALIAS_COMPANY && what != MUS_ALIAS_PERSON)) {
        return mus_check_found(c, false, err, "alias: malformed");
    }
    enum mus_status status = leads_back(c, MUS_DB_ALIAS_OF, value, key, &back, err);
    if (status == MUS_OK && !back) {
        status = mus_check_found(c, false, err, "alias of \"%.*s\": does not lead back",
                                 MUS_TEXT_SHORT_ARG(id));
    }
    if (status == MUS_OK && what == MUS_ALIAS_COMPANY) {
        status = mus_store_resolve(c->read, id, &c->scratch, &end, &reason);
        status = mus_check_judge(c, status, &reason, err, "alias of", id);
    }
    return status;
}

static enum mus_status check_alias_of(struct mus_checking *c, struct mus_text key,
                                      struct mus_text value, struct mus_error *err)
{
    unsigned what = 0;
    struct mus_text id;
    bool back = false;
    if (key.len != MUS_LEDGER_ID_BYTES || !mus_key_read_alias(value, &what, &id)) {
        return mus_check_found(c, false, err, "alias: malformed");
    }
    enum mus_status status = leads_back(c, MUS_DB_ALIAS, value, key, &back, err);
    return status != MUS_OK || back
               ? status
               : mus_check_found(c, false, err, "alias: leads to \"%.*s\", which has another",
                                 MUS_TEXT_SHORT_ARG(id));
}

/* ---- cases ---- */

static enum mus_status check_case_company(struct mus_checking *c, const struct mus_case *record,
                                          struct mus_text company, struct mus_error *err)
{
    bool indexed = false;
    struct mus_text end;
    struct mus_error reason;
    enum mus_status status =
        mus_db_has_value(c->read->txn, MUS_DB_CASE_OF_COMPANY, company, record->id, &indexed, err);
    if (status == MUS_OK && !indexed) {
        status = mus_check_found(c, false, err, "case \"%.*s\": missing from those of \"%.*s\"",
                                 MUS_TEXT_SHORT_ARG(record->id), MUS_TEXT_SHORT_ARG(company));
    }
    if (status == MUS_OK) {
        status = mus_store_resolve(c->read, company, &c->scratch, &end, &reason);
        status = mus_check_judge(c, status, &reason, err, "case", record->id);
    }
    return status;
}

static enum mus_status check_case_entries(struct mus_checking *c, const struct mus_case *record,
                                          struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < record->step_count; i++) {
        uint64_t entry = record->steps[i].entry;
        if (entry != MUS_CASE_NO_ENTRY && entry >= c->ledger_size) {
            status =
                mus_check_found(c, false, err, "case \"%.*s\": steps[%zu]: entry %llu is not there",
                                MUS_TEXT_SHORT_ARG(record->id), i, (unsigned long long)entry);
        }
    }
    return status;
}

static enum mus_status check_case(struct mus_checking *c, struct mus_text key,
                                  struct mus_text value, struct mus_error *err)
{
    struct mus_case record;
    struct mus_error reason;
    c->report.cases++;
    enum mus_status status = mus_case_decode(value, &c->scratch, &record, &reason);
    if (status != MUS_OK) {
        return mus_check_judge(c, status, &reason, err, "case", key);
    }
    if (!mus_text_equal(record.id, key)) {
        return mus_check_found(c, false, err, "case \"%.*s\": its record says \"%.*s\"",
                               MUS_TEXT_SHORT_ARG(key), MUS_TEXT_SHORT_ARG(record.id));
    }
    for (int i = 0; status == MUS_OK && i < 2; i++) {
        status = check_case_company(c, &record, record.companies[i], err);
    }
    return status == MUS_OK ? check_case_entries(c, &record, err) : status;
}

/* The case is there and names the company. One that does not decode has its own finding. */
static enum mus_status check_case_index(struct mus_checking *c, struct mus_text company,
                                        struct mus_text id, struct mus_error *err)
{
    struct mus_case record;
    struct mus_text bytes = MUS_NO_TEXT;
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_CASE, id, &bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    if (bytes.ptr == NULL) {
        return mus_check_found(c, false, err, "cases of \"%.*s\": \"%.*s\" is not there",
                               MUS_TEXT_SHORT_ARG(company), MUS_TEXT_SHORT_ARG(id));
    }
    status = mus_case_decode(bytes, &c->scratch, &record, err);
    if (status != MUS_OK) {
        return status == MUS_NO_MEMORY ? status : MUS_OK;
    }
    return mus_text_equal(record.companies[0], company) ||
                   mus_text_equal(record.companies[1], company)
               ? MUS_OK
               : mus_check_found(c, false, err, "cases of \"%.*s\": \"%.*s\" does not name it",
                                 MUS_TEXT_SHORT_ARG(company), MUS_TEXT_SHORT_ARG(id));
}

enum mus_status mus_check_cases(struct mus_checking *c, struct mus_error *err)
{
    static const struct {
        enum mus_main_table table;
        mus_check_one *one;
    } steps[] = {
        {MUS_DB_ALIAS, check_alias},
        {MUS_DB_ALIAS_OF, check_alias_of},
        {MUS_DB_CASE, check_case},
        {MUS_DB_CASE_OF_COMPANY, check_case_index},
    };
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < sizeof steps / sizeof steps[0]; i++) {
        status = mus_check_each(c, c->read->txn, steps[i].table, steps[i].one, err);
    }
    return status;
}
