#include <string.h>

#include "fair/by_company.h"
#include "fair/registration.h"
#include "fair/registration_columns.h"
#include "fair/rows.h"
#include "import/refused.h"
#include "ledger/company_of.h"
#include "store/events.h"

struct wishing {
    const struct mus_registration_job *job;
    struct mus_arena *arena;
    struct mus_file_rows rows;
    size_t at[MUS_WISH_COLUMN_COUNT];
    struct mus_texts passed_over;
    struct mus_fair fair;
    struct mus_by_company by_company;
    struct mus_error *err;
};

/* The participant of that id, or the only one of the company so named. */
static enum mus_status find_participant(const struct wishing *wishing, const struct mus_read *view,
                                        struct mus_text written, struct mus_text *id,
                                        struct mus_error *said)
{
    const struct mus_fair *fair = &wishing->fair;
    struct mus_text company = MUS_NO_TEXT;
    size_t known = mus_fair_participant(fair, written);
    if (known != SIZE_MAX) {
        *id = fair->participants[known].id;
        return MUS_OK;
    }
    enum mus_status status = mus_ledger_company_of(view, written, wishing->arena, &company, said);
    if (status == MUS_NOT_FOUND) {
        return mus_fail(said, MUS_NOT_FOUND, "no participant and no company \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(written));
    }
    if (status != MUS_OK) {
        return status;
    }
    size_t first = 0;
    size_t count = mus_by_company_find(&wishing->by_company, company, &first);
    const uint32_t *places = wishing->by_company.places + first;
    if (count == 0) {
        return mus_fail(said, MUS_NOT_FOUND, "company \"%.*s\" takes no part in the event",
                        MUS_TEXT_SHORT_ARG(written));
    }
    if (count > 1) {
        return mus_fail(said, MUS_CONFLICT, "company \"%.*s\" has several participants: %.*s, %.*s",
                        MUS_TEXT_SHORT_ARG(written), MUS_TEXT_ARG(fair->participants[places[0]].id),
                        MUS_TEXT_ARG(fair->participants[places[1]].id));
    }
    *id = fair->participants[places[0]].id;
    return MUS_OK;
}

static const struct mus_wish *known_wish(const struct mus_fair *fair, const struct mus_wish *wish)
{
    for (size_t low = 0, high = fair->wish_count; low < high;) {
        size_t middle = low + (high - low) / 2;
        const struct mus_wish *at = &fair->wishes[middle];
        int order = mus_text_compare(wish->from, at->from);
        order = order != 0 ? order : mus_text_compare(wish->to, at->to);
        if (order == 0) {
            return at;
        }
        low = order > 0 ? middle + 1 : low;
        high = order > 0 ? high : middle;
    }
    return NULL;
}

static enum mus_status take(const struct wishing *wishing, struct mus_write *write,
                            struct mus_file_row *row, enum mus_wish_column *about,
                            struct mus_error *said)
{
    const struct mus_read *view = mus_store_write_view(write);
    struct mus_wish wish = {0};
    enum mus_status status = mus_wish_row_read(wishing->at, &row->row.cells, &wish, about, said);
    if (status == MUS_OK) {
        *about = MUS_WISH_FROM;
        status = find_participant(wishing, view, wish.from, &wish.from, said);
    }
    if (status == MUS_OK) {
        *about = MUS_WISH_TO;
        status = find_participant(wishing, view, wish.to, &wish.to, said);
    }
    if (status == MUS_OK) {
        status = mus_wish_check(&wish, said);
    }
    const struct mus_wish *known = status == MUS_OK ? known_wish(&wishing->fair, &wish) : NULL;
    row->result = known == NULL              ? MUS_ROW_ADDED
                  : known->kind == wish.kind ? MUS_ROW_UNCHANGED
                                             : MUS_ROW_CHANGED;
    return status == MUS_OK ? mus_store_put_wish(write, wishing->job->event, &wish, said) : status;
}

/* The column is named already. */
static const char *without_field(const struct mus_error *said, enum mus_wish_column about)
{
    const char *field = mus_wish_field(about);
    size_t len = strlen(field);
    bool named = strncmp(said->message, field, len) == 0 && said->message[len] == ':';
    return named ? said->message + len + 2 : said->message;
}

static enum mus_status take_all(struct wishing *wishing, struct mus_write *write)
{
    enum mus_status status = mus_store_fair(mus_store_write_view(write), wishing->job->event,
                                            wishing->arena, &wishing->fair, wishing->err);
    if (status == MUS_OK) {
        status =
            mus_by_company_make(&wishing->fair, wishing->arena, &wishing->by_company, wishing->err);
    }
    for (size_t i = 0; status == MUS_OK && i < wishing->rows.count; i++) {
        struct mus_file_row *row = &wishing->rows.rows[i];
        struct mus_error said = {0};
        enum mus_wish_column about = MUS_WISH_FROM;
        if (row->row.error.status != MUS_OK) {
            continue;
        }
        status = take(wishing, write, row, &about, &said);
        if (status != MUS_OK && mus_is_refusal(status)) {
            status =
                mus_file_rows_reject(&wishing->rows, row, wishing->at[about], mus_wish_field(about),
                                     without_field(&said, about), wishing->err);
        } else if (status != MUS_OK) {
            status = mus_fail(wishing->err, status, "%s", said.message);
        }
    }
    return status;
}

static enum mus_status change(struct mus_write *write, void *context, struct mus_error *err)
{
    struct wishing *wishing = context;
    struct mus_error *outer = wishing->err;
    wishing->err = err;
    enum mus_status status = take_all(wishing, write);
    wishing->err = outer;
    return status;
}

enum mus_status mus_wishes_import(const struct mus_registration_job *job, struct mus_arena *arena,
                                  struct mus_import_report **out, struct mus_error *err)
{
    struct wishing wishing = {.job = job, .arena = arena, .err = err};
    enum mus_status status = mus_file_rows_read(job, arena, &wishing.rows, err);
    if (status == MUS_OK) {
        status = mus_wish_columns_find(wishing.at, wishing.rows.header, arena, &wishing.passed_over,
                                       err);
    }
    if (status == MUS_OK) {
        status = mus_file_rows_write(job, change, &wishing, err);
    }
    return status == MUS_OK ? mus_file_rows_report(&wishing.rows, wishing.passed_over, out, err)
                            : status;
}
