/* What an erasure takes away beside the aliases: the requests that entries about the company came
 * of. Who asked wrote the company's id, and the digest of what was asked says which id that was to
 * whoever tries them all; a request's own id is whatever its caller chose. The entries stay, and a
 * request that comes again finds no company. */
#include "store/ledger_internal.h"

#include <stdlib.h>
#include <string.h>

struct forgetting {
    struct mus_write *write;
    const struct mus_ledger_id *aliases;
    size_t alias_count;
    struct mus_arena *arena;
    uint64_t *entries; /* that name any of the aliases, rising */
    size_t entry_count, entry_room;
    struct mus_error *err;
};

/* 128 random bits do not stand anywhere by chance. */
static bool names(struct mus_text entry, const struct mus_ledger_id *alias)
{
    const char *at = entry.ptr;
    size_t left = entry.len;
    while (left >= sizeof alias->bytes) {
        const char *found = memchr(at, alias->bytes[0], left - sizeof alias->bytes + 1);
        if (found == NULL) {
            return false;
        }
        if (memcmp(found, alias->bytes, sizeof alias->bytes) == 0) {
            return true;
        }
        left -= (size_t)(found - at) + 1;
        at = found + 1;
    }
    return false;
}

static bool names_any(const struct forgetting *forgetting, struct mus_text entry)
{
    for (size_t i = 0; i < forgetting->alias_count; i++) {
        if (names(entry, &forgetting->aliases[i])) {
            return true;
        }
    }
    return false;
}

static enum mus_status note_entry(struct forgetting *forgetting, uint64_t index)
{
    enum { FIRST_ROOM = 64 };
    if (forgetting->entry_count == forgetting->entry_room) {
        size_t room = forgetting->entry_room == 0 ? FIRST_ROOM : 2 * forgetting->entry_room;
        uint64_t *entries = mus_arena_alloc(forgetting->arena, room, sizeof *entries);
        if (entries == NULL) {
            return mus_fail_memory(forgetting->err);
        }
        if (forgetting->entry_count > 0) {
            memcpy(entries, forgetting->entries, forgetting->entry_count * sizeof *entries);
        }
        forgetting->entries = entries;
        forgetting->entry_room = room;
    }
    forgetting->entries[forgetting->entry_count++] = index;
    return MUS_OK;
}

static enum mus_status find_entries(struct forgetting *forgetting)
{
    struct mus_ledger_walker *walker = NULL;
    struct mus_text entry = MUS_TEXT("");
    enum mus_status status =
        mus_ledger_walker_open(&forgetting->write->view, 0, &walker, forgetting->err);
    while (status == MUS_OK && entry.ptr != NULL) {
        uint64_t index = 0;
        status = mus_ledger_walker_next(walker, &index, &entry, forgetting->err);
        if (status == MUS_OK && entry.ptr != NULL && names_any(forgetting, entry)) {
            status = note_entry(forgetting, index);
        }
    }
    mus_ledger_walker_close(walker);
    return status;
}

static int compare_entries(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;
    return *left < *right ? -1 : *left > *right;
}

static enum mus_status is_about_them(const struct forgetting *forgetting, struct mus_text key,
                                     struct mus_text value, bool *is)
{
    uint64_t index = 0;
    struct mus_digest content;
    if (!mus_ledger_request_value(value, &index, &content)) {
        return mus_fail(forgetting->err, MUS_CORRUPT, "request \"%.*s\": malformed",
                        MUS_TEXT_SHORT_ARG(key));
    }
    *is = bsearch(&index, forgetting->entries, forgetting->entry_count, sizeof *forgetting->entries,
                  compare_entries) != NULL;
    return MUS_OK;
}

/* Requests in the order of their ids, which is not that of their entries: all are looked at. Those
 * found are chained, to be deleted when the cursor is closed. */
struct found_request {
    struct mus_text id;
    struct found_request *next;
};

static enum mus_status find_requests(struct forgetting *forgetting, struct found_request **out)
{
    struct mus_cursor *cursor = NULL;
    enum mus_cursor_step step = MUS_CURSOR_FIRST;
    enum mus_status status = mus_cursor_open(forgetting->write->view.txn, MUS_DB_LEDGER_REQUEST,
                                             &cursor, forgetting->err);
    while (status == MUS_OK) {
        struct mus_text id = MUS_NO_TEXT;
        struct mus_text value;
        bool is = false;
        status = mus_cursor_step(cursor, step, &id, &value, forgetting->err);
        step = MUS_CURSOR_NEXT;
        if (status != MUS_OK || id.ptr == NULL) {
            break;
        }
        status = is_about_them(forgetting, id, value, &is);
        if (status == MUS_OK && is) {
            struct found_request *found = mus_arena_alloc(forgetting->arena, 1, sizeof *found);
            struct mus_text copy = mus_arena_copy(forgetting->arena, id);
            if (found == NULL || copy.ptr == NULL) {
                status = mus_fail_memory(forgetting->err);
                break;
            }
            *found = (struct found_request){copy, *out};
            *out = found;
        }
    }
    mus_cursor_close(cursor);
    return status;
}

enum mus_status mus_ledger_forget_requests(struct mus_write *write,
                                           const struct mus_ledger_id *aliases, size_t count,
                                           struct mus_arena *arena, struct mus_error *err)
{
    struct forgetting forgetting = {
        .write = write, .aliases = aliases, .alias_count = count, .arena = arena, .err = err};
    struct found_request *found = NULL;
    enum mus_status status = count == 0 ? MUS_OK : find_entries(&forgetting);
    if (status == MUS_OK && forgetting.entry_count > 0) {
        status = find_requests(&forgetting, &found);
    }
    for (; status == MUS_OK && found != NULL; found = found->next) {
        status = mus_db_delete(write->view.txn, MUS_DB_LEDGER_REQUEST, found->id, MUS_NO_TEXT, err);
    }
    return status;
}
