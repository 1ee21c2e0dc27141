#include "store/redirect.h"

#include "base/bytes.h"

bool mus_redirect_read(struct mus_text value, struct mus_redirect *out)
{
    struct mus_bytes bytes = mus_bytes_of(value.ptr, value.len);
    uint64_t merge = mus_bytes_u64(&bytes);
    struct mus_text id = mus_bytes_text(&bytes, bytes.left);
    if (bytes.failed || !mus_text_is_id(id)) {
        return false;
    }
    *out = (struct mus_redirect){id, merge};
    return true;
}

enum mus_status mus_redirect_of(const struct mus_read *read, struct mus_text id,
                                struct mus_redirect *out, struct mus_error *err)
{
    struct mus_text value;
    enum mus_status status = mus_db_get(read->txn, MUS_DB_REDIRECT, id, &value, err);
    if (status != MUS_OK) {
        return status;
    }
    if (value.ptr == NULL) {
        *out = (struct mus_redirect){MUS_NO_TEXT, 0};
        return MUS_OK;
    }
    if (!mus_redirect_read(value, out)) {
        return mus_fail(err, MUS_CORRUPT, "redirect of \"%.*s\": malformed",
                        MUS_TEXT_SHORT_ARG(id));
    }
    return MUS_OK;
}

enum mus_status mus_redirect_put(struct mus_write *write, struct mus_text id,
                                 const struct mus_redirect *redirect, struct mus_error *err)
{
    struct mus_buf value = {0};
    mus_buf_add_u64(&value, redirect->merge);
    mus_buf_add_text(&value, redirect->id);
    enum mus_status status = mus_buf_check(&value, err);
    if (status == MUS_OK) {
        status = mus_db_put(write->view.txn, MUS_DB_REDIRECT, id, mus_buf_text(&value), err);
    }
    mus_buf_done(&value);
    return status;
}

/* The company the id leads to in the end, borrowed from the store. */
static enum mus_status end_of(const struct mus_read *read, struct mus_text id, struct mus_text *out,
                              struct mus_error *err)
{
    for (size_t steps = 0; steps < MUS_MAX_REDIRECTS; steps++) {
        struct mus_redirect redirect;
        enum mus_status status = mus_redirect_of(read, id, &redirect, err);
        if (status != MUS_OK) {
            return status;
        }
        if (redirect.id.ptr == NULL) {
            *out = id;
            return MUS_OK;
        }
        id = redirect.id;
    }
    return mus_fail(err, MUS_CORRUPT, "redirect of \"%.*s\": leads in a circle",
                    MUS_TEXT_SHORT_ARG(id));
}

/* Redirects are few (one for each merge), so all are looked at; twice, to know how many fit. */
static enum mus_status gather(const struct mus_read *read, struct mus_text id,
                              struct mus_arena *arena, struct mus_text *items, size_t *count,
                              struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    size_t n = 0;
    enum mus_cursor_step step = MUS_CURSOR_FIRST;
    enum mus_status status = mus_cursor_open(read->txn, MUS_DB_REDIRECT, &cursor, err);
    while (status == MUS_OK) {
        struct mus_text from = MUS_NO_TEXT;
        struct mus_text value;
        struct mus_text end;
        status = mus_cursor_step(cursor, step, &from, &value, err);
        if (status != MUS_OK || from.ptr == NULL) {
            break;
        }
        step = MUS_CURSOR_NEXT;
        status = end_of(read, from, &end, err);
        if (status != MUS_OK || !mus_text_equal(end, id)) {
            continue;
        }
        if (items != NULL) {
            items[n] = mus_arena_copy(arena, from);
            status = items[n].ptr == NULL ? mus_fail_memory(err) : MUS_OK;
        }
        n++;
    }
    mus_cursor_close(cursor);
    *count = n;
    return status;
}

enum mus_status mus_redirects_to(const struct mus_read *read, struct mus_text id,
                                 struct mus_arena *arena, struct mus_texts *out,
                                 struct mus_error *err)
{
    size_t count = 0;
    enum mus_status status = gather(read, id, arena, NULL, &count, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text *items = mus_arena_alloc(arena, count + 1, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    items[0] = mus_arena_copy(arena, id);
    if (items[0].ptr == NULL) {
        return mus_fail_memory(err);
    }
    status = gather(read, id, arena, items + 1, &count, err);
    if (status == MUS_OK) {
        *out = (struct mus_texts){items, count + 1};
    }
    return status;
}
