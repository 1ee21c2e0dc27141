/* A case lies under its id and is indexed under the two company ids that it was opened with. These
 * never change: where a company is merged, its cases are found over the redirects. */
#include "store/cases.h"

#include "base/mem.h"
#include "store/cases_internal.h"
#include "store/companies.h"
#include "store/redirect.h"

#include <stdio.h>
#include <stdlib.h>

static enum mus_status no_case(struct mus_text id, struct mus_error *err)
{
    return mus_fail(err, MUS_NOT_FOUND, "no case \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
}

static enum mus_status has_case(const struct mus_read *read, struct mus_text id, bool *has,
                                struct mus_error *err)
{
    struct mus_text record = MUS_NO_TEXT;
    enum mus_status status = mus_db_get(read->txn, MUS_DB_CASE, id, &record, err);
    *has = record.ptr != NULL;
    return status;
}

/* ---- putting ---- */

enum mus_status mus_store_new_case_id(struct mus_write *write, struct mus_arena *arena,
                                      struct mus_text *id, struct mus_error *err)
{
    char name[32];
    uint64_t number = 0;
    bool taken = true;
    enum mus_status status = mus_meta_number(&write->view, MUS_META_LAST_CASE, &number, err);
    while (status == MUS_OK && taken) { /* a case may have been put under an id of that form */
        snprintf(name, sizeof name, "case-%06llu", (unsigned long long)++number);
        status = has_case(&write->view, mus_text_of(name), &taken, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text copy = mus_arena_copy(arena, mus_text_of(name));
    if (copy.ptr == NULL) {
        return mus_fail_memory(err);
    }
    status = mus_meta_set_number(write, MUS_META_LAST_CASE, number, err);
    if (status == MUS_OK) {
        *id = copy;
    }
    return status;
}

/* The companies of a new case are there, and are not one company by now. */
static enum mus_status check_companies(const struct mus_read *read, const struct mus_case *c,
                                       struct mus_arena *arena, struct mus_error *err)
{
    struct mus_text ends[2];
    for (int i = 0; i < 2; i++) {
        enum mus_status status = mus_store_resolve(read, c->companies[i], arena, &ends[i], err);
        if (status != MUS_OK) {
            return mus_fail_at(err, status, "companies[%d]", i);
        }
    }
    return mus_text_equal(ends[0], ends[1])
               ? mus_fail(err, MUS_INVALID, "companies: both are \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(ends[0]))
               : MUS_OK;
}

/* What the case replaces has the same companies; *is_new where it replaces none. */
static enum mus_status check_old(const struct mus_read *read, const struct mus_case *c,
                                 struct mus_arena *arena, bool *is_new, struct mus_error *err)
{
    struct mus_text bytes;
    struct mus_case old;
    enum mus_status status = mus_db_get(read->txn, MUS_DB_CASE, c->id, &bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    *is_new = bytes.ptr == NULL;
    if (*is_new) {
        return check_companies(read, c, arena, err);
    }
    status = mus_case_decode(bytes, arena, &old, err);
    for (int i = 0; status == MUS_OK && i < 2; i++) {
        if (!mus_text_equal(old.companies[i], c->companies[i])) {
            status = mus_fail(err, MUS_CONFLICT, "companies[%d]: case \"%.*s\" is one of \"%.*s\"",
                              i, MUS_TEXT_SHORT_ARG(c->id), MUS_TEXT_SHORT_ARG(old.companies[i]));
        }
    }
    return status;
}

static enum mus_status put(struct mus_write *write, const struct mus_case *c, bool is_new,
                           struct mus_text record, struct mus_error *err)
{
    struct mus_txn *txn = write->view.txn;
    enum mus_status status = mus_db_put(txn, MUS_DB_CASE, c->id, record, err);
    for (int i = 0; is_new && status == MUS_OK && i < 2; i++) {
        status = mus_db_put(txn, MUS_DB_CASE_OF_COMPANY, c->companies[i], c->id, err);
    }
    return status;
}

enum mus_status mus_store_put_case(struct mus_write *write, const struct mus_case *c,
                                   struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf record = {0};
    bool is_new = false;
    enum mus_status status = mus_case_check(c, err);
    if (status == MUS_OK) {
        status = check_old(&write->view, c, &arena, &is_new, err);
    }
    if (status == MUS_OK) {
        mus_case_encode(c, &record);
        status = mus_buf_check(&record, err);
    }
    if (status == MUS_OK) {
        status = put(write, c, is_new, mus_buf_text(&record), err);
    }
    mus_buf_done(&record);
    mus_arena_done(&arena);
    return status;
}

/* ---- finding ---- */

enum mus_status mus_store_case(const struct mus_read *read, struct mus_text id,
                               struct mus_arena *arena, struct mus_case *out, struct mus_error *err)
{
    struct mus_text bytes;
    if (!mus_text_is_id(id)) {
        return no_case(id, err);
    }
    enum mus_status status = mus_read_copy(read, MUS_DB_CASE, id, arena, &bytes, err);
    if (status == MUS_OK && bytes.ptr == NULL) {
        return no_case(id, err);
    }
    return status == MUS_OK ? mus_case_decode(bytes, arena, out, err) : status;
}

/* The ids of the cases that name the company, under exactly this id, go behind the `count` items
 * that are there; where `items` is NULL they are only counted. */
static enum mus_status gather_of(const struct mus_read *read, struct mus_text company,
                                 struct mus_arena *arena, struct mus_text *items, size_t *count,
                                 struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_text key = company;
    struct mus_text id;
    enum mus_cursor_step step = MUS_CURSOR_EXACT;
    enum mus_status status = mus_cursor_open(read->txn, MUS_DB_CASE_OF_COMPANY, &cursor, err);
    while (status == MUS_OK) {
        status = mus_cursor_step(cursor, step, &key, &id, err);
        step = MUS_CURSOR_NEXT_VALUE;
        if (status != MUS_OK || key.ptr == NULL) {
            break;
        }
        if (items != NULL) {
            items[*count] = mus_arena_copy(arena, id);
            status = items[*count].ptr == NULL ? mus_fail_memory(err) : MUS_OK;
        }
        ++*count;
    }
    mus_cursor_close(cursor);
    return status;
}

/* The same for several companies: first counted, then gathered. */
static enum mus_status gather(const struct mus_read *read, struct mus_texts companies,
                              struct mus_arena *arena, struct mus_text **out, size_t *count,
                              struct mus_error *err)
{
    struct mus_text *items = NULL;
    size_t n = 0;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < companies.count; i++) {
        status = gather_of(read, companies.items[i], arena, NULL, &n, err);
    }
    if (status == MUS_OK) {
        items = mus_arena_alloc(arena, n, sizeof *items);
        status = items == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    n = 0;
    for (size_t i = 0; status == MUS_OK && i < companies.count; i++) {
        status = gather_of(read, companies.items[i], arena, items, &n, err);
    }
    if (status == MUS_OK) {
        *out = items;
        *count = n;
    }
    return status;
}

static int compare_ids(const void *a, const void *b)
{
    const struct mus_text *x = a;
    const struct mus_text *y = b;
    return mus_text_compare(*x, *y);
}

/* By id, each once: a case of two companies that were merged later stands under both. */
static size_t sort_ids(struct mus_text *ids, size_t count)
{
    size_t n = 0;
    qsort(ids, count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < count; i++) {
        if (n == 0 || !mus_text_equal(ids[n - 1], ids[i])) {
            ids[n++] = ids[i];
        }
    }
    return n;
}

/* A case that an index leads to: that it is not there is a fault of the store. */
static enum mus_status indexed_case(const struct mus_read *read, struct mus_text id,
                                    struct mus_arena *arena, struct mus_case *out,
                                    struct mus_error *err)
{
    enum mus_status status = mus_store_case(read, id, arena, out, err);
    return status == MUS_NOT_FOUND
               ? mus_fail(err, MUS_CORRUPT, "index of cases: \"%.*s\" is not there",
                          MUS_TEXT_SHORT_ARG(id))
               : status;
}

enum mus_status mus_store_cases_of(const struct mus_read *read, struct mus_text company,
                                   struct mus_arena *arena, struct mus_case **cases, size_t *count,
                                   struct mus_error *err)
{
    struct mus_text end;
    struct mus_texts companies;
    struct mus_text *ids = NULL;
    struct mus_case *list = NULL;
    size_t n = 0;
    enum mus_status status = mus_store_resolve(read, company, arena, &end, err);
    if (status == MUS_OK) {
        status = mus_redirects_to(read, end, arena, &companies, err);
    }
    if (status == MUS_OK) {
        status = gather(read, companies, arena, &ids, &n, err);
    }
    if (status == MUS_OK) {
        n = sort_ids(ids, n);
        list = mus_arena_alloc(arena, n, sizeof *list);
        status = list == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    for (size_t i = 0; status == MUS_OK && i < n; i++) {
        status = indexed_case(read, ids[i], arena, &list[i], err);
    }
    if (status == MUS_OK) {
        *cases = list;
        *count = n;
    }
    return status;
}

/* ---- walking ---- */

struct mus_case_walker {
    struct mus_cursor *cursor;
    bool begun;
};

enum mus_status mus_case_walker_open(const struct mus_read *read, struct mus_case_walker **out,
                                     struct mus_error *err)
{
    struct mus_case_walker *walker = mus_alloc_zero(1, sizeof *walker);
    if (walker == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_cursor_open(read->txn, MUS_DB_CASE, &walker->cursor, err);
    if (status != MUS_OK) {
        mus_free(walker);
        return status;
    }
    *out = walker;
    return MUS_OK;
}

void mus_case_walker_close(struct mus_case_walker *walker)
{
    if (walker != NULL) {
        mus_cursor_close(walker->cursor);
        mus_free(walker);
    }
}

enum mus_status mus_case_walker_next(struct mus_case_walker *walker, struct mus_arena *arena,
                                     bool *more, struct mus_case *out, struct mus_error *err)
{
    struct mus_text id = MUS_NO_TEXT;
    struct mus_text bytes;
    enum mus_cursor_step step = walker->begun ? MUS_CURSOR_NEXT : MUS_CURSOR_FIRST;
    enum mus_status status = mus_cursor_step(walker->cursor, step, &id, &bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    walker->begun = true;
    if (id.ptr == NULL) {
        *more = false;
        return MUS_OK;
    }
    bytes = mus_arena_copy(arena, bytes);
    if (bytes.ptr == NULL) {
        return mus_fail_memory(err);
    }
    status = mus_case_decode(bytes, arena, out, err);
    if (status == MUS_OK) {
        *more = true;
    }
    return status;
}

/* ---- erasing ---- */

static enum mus_status remove_case(struct mus_write *write, const struct mus_case *c,
                                   struct mus_error *err)
{
    struct mus_txn *txn = write->view.txn;
    enum mus_status status = mus_db_delete(txn, MUS_DB_CASE, c->id, MUS_NO_TEXT, err);
    for (int i = 0; status == MUS_OK && i < 2; i++) {
        status = mus_db_delete(txn, MUS_DB_CASE_OF_COMPANY, c->companies[i], c->id, err);
    }
    return status;
}

enum mus_status mus_cases_remove_of(struct mus_write *write, struct mus_text company,
                                    struct mus_arena *arena, struct mus_error *err)
{
    const struct mus_texts one = {&company, 1};
    struct mus_text *ids = NULL;
    size_t count = 0;
    enum mus_status status = gather(&write->view, one, arena, &ids, &count, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_case c;
        status = indexed_case(&write->view, ids[i], arena, &c, err);
        if (status == MUS_OK) {
            status = remove_case(write, &c, err);
        }
    }
    return status;
}
