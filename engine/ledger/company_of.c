#include "ledger/company_of.h"

#include "base/limits.h"
#include "profile/corporate_number.h"
#include "store/companies.h"

struct search {
    const struct mus_read *read;
    struct mus_text written;
    struct mus_arena *arena;
    struct mus_text found; /* not given: not yet */
    struct mus_error *err;
};

static enum mus_status by_id(struct search *search)
{
    struct mus_error missing = {0};
    if (!mus_text_is_id(search->written)) {
        return MUS_OK;
    }
    enum mus_status status =
        mus_store_resolve(search->read, search->written, search->arena, &search->found, &missing);
    if (status == MUS_NOT_FOUND) {
        search->found = MUS_NO_TEXT;
        return MUS_OK;
    }
    return status == MUS_OK ? MUS_OK : mus_fail(search->err, status, "%s", missing.message);
}

static bool is_numeric(struct mus_text text)
{
    bool digits = false;
    for (size_t at = 0; at < text.len;) {
        int32_t c = mus_text_narrow(mus_text_next(text, &at));
        digits = digits || (c >= '0' && c <= '9');
        if ((c < '0' || c > '9') && c != '-' && c != ' ') {
            return false;
        }
    }
    return digits;
}

static enum mus_status by_number(struct search *search)
{
    struct mus_text number = MUS_NO_TEXT;
    struct mus_texts ids = {0};
    enum mus_status status =
        mus_corporate_number_normalise(search->written, search->arena, &number, search->err);
    if (status == MUS_OK) {
        status = mus_store_find_number(search->read, number, search->arena, &ids, search->err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (ids.count > 1) {
        return mus_fail(search->err, MUS_CONFLICT,
                        "%zu companies have corporate number %.*s: \"%.*s\", \"%.*s\"%s", ids.count,
                        MUS_TEXT_ARG(number), MUS_TEXT_SHORT_ARG(ids.items[0]),
                        MUS_TEXT_SHORT_ARG(ids.items[1]), ids.count > 2 ? ", …" : "");
    }
    if (ids.count == 0) {
        return mus_fail(search->err, MUS_NOT_FOUND, "no company has corporate number %.*s",
                        MUS_TEXT_ARG(number));
    }
    search->found = ids.items[0];
    return MUS_OK;
}

/* Colons may stand in a source's name as in its ids: every one is tried. */
static enum mus_status by_source(struct search *search)
{
    struct mus_text written = search->written;
    enum mus_status status = MUS_OK;
    for (size_t i = 1; status == MUS_OK && search->found.ptr == NULL && i + 1 < written.len; i++) {
        if (written.ptr[i] != ':') {
            continue;
        }
        const struct mus_source source = {
            mus_text_trim((struct mus_text){written.ptr, i}),
            mus_text_trim((struct mus_text){written.ptr + i + 1, written.len - i - 1})};
        if (source.name.len > 0 && source.name.len <= MUS_MAX_SOURCE_NAME && source.id.len > 0 &&
            source.id.len <= MUS_MAX_SOURCE_ID) {
            status = mus_store_find_source(search->read, source, search->arena, &search->found,
                                           search->err);
        }
    }
    return status;
}

enum mus_status mus_ledger_company_of(const struct mus_read *read, struct mus_text written,
                                      struct mus_arena *arena, struct mus_text *id,
                                      struct mus_error *err)
{
    struct search search = {
        .read = read, .written = mus_text_trim(written), .arena = arena, .err = err};
    enum mus_status status = by_id(&search);
    if (status == MUS_OK && search.found.ptr == NULL && is_numeric(search.written)) {
        status = by_number(&search);
    } else if (status == MUS_OK && search.found.ptr == NULL) {
        status = by_source(&search);
    }
    if (status == MUS_OK && search.found.ptr == NULL) {
        return mus_fail(err, MUS_NOT_FOUND,
                        "no company \"%.*s\"; expected an id, a corporate number, or SOURCE:ID",
                        MUS_TEXT_SHORT_ARG(search.written));
    }
    if (status == MUS_OK) {
        *id = search.found;
    }
    return status;
}
