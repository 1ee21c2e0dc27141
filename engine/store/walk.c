/* Walking over companies and match records in the order of ids, whole or in ranges. */
#include "store/companies.h"

#include "base/mem.h"
#include "store/internal.h"

struct mus_walker {
    struct mus_cursor *cursor;
    struct mus_text to; /* copied; not given: no end */
    struct mus_text from;
    bool begun;
    char ends[2 * MUS_MAX_ID];
};

static struct mus_text keep(char *room, struct mus_text id)
{
    if (id.ptr == NULL) {
        return MUS_NO_TEXT;
    }
    size_t len = id.len < MUS_MAX_ID ? id.len : MUS_MAX_ID; /* no id is longer */
    for (size_t i = 0; i < len; i++) {
        room[i] = id.ptr[i];
    }
    return (struct mus_text){room, len};
}

enum mus_status mus_walker_open(const struct mus_read *read, enum mus_walk what,
                                struct mus_id_range range, struct mus_walker **out,
                                struct mus_error *err)
{
    struct mus_walker *walker = mus_alloc_zero(1, sizeof *walker);
    if (walker == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_main_table table = what == MUS_WALK_FIRMS ? MUS_DB_FIRM : MUS_DB_COMPANY;
    enum mus_status status = mus_cursor_open(read->txn, table, &walker->cursor, err);
    if (status != MUS_OK) {
        mus_free(walker);
        return status;
    }
    walker->from = keep(walker->ends, range.from);
    walker->to = keep(walker->ends + MUS_MAX_ID, range.to);
    *out = walker;
    return MUS_OK;
}

void mus_walker_close(struct mus_walker *walker)
{
    if (walker != NULL) {
        mus_cursor_close(walker->cursor);
        mus_free(walker);
    }
}

enum mus_status mus_walker_next(struct mus_walker *walker, struct mus_walk_item *item,
                                struct mus_error *err)
{
    struct mus_text id = walker->from;
    struct mus_text bytes;
    enum mus_cursor_step step = walker->begun ? MUS_CURSOR_NEXT : MUS_CURSOR_AT_OR_AFTER;
    enum mus_status status = mus_cursor_step(walker->cursor, step, &id, &bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    walker->begun = true;
    if (id.ptr == NULL || (walker->to.ptr != NULL && mus_text_compare(id, walker->to) >= 0)) {
        *item = (struct mus_walk_item){MUS_NO_TEXT, MUS_NO_TEXT};
    } else {
        *item = (struct mus_walk_item){id, bytes};
    }
    return MUS_OK;
}

/* Milestones are about one id in 16, chosen by hash, so every n-th of them cuts the companies into
 * parts of nearly the same size. The first range has no beginning, the last no end. */
static enum mus_status cut(const struct mus_read *read, size_t parts, uint64_t milestones,
                           struct mus_arena *arena, struct mus_id_range *ranges,
                           struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_text id = MUS_NO_TEXT;
    struct mus_text value;
    enum mus_status status = mus_cursor_open(read->txn, MUS_DB_MILESTONE, &cursor, err);
    enum mus_cursor_step step = MUS_CURSOR_FIRST;
    size_t next = 1; /* the range that begins next */
    for (uint64_t seen = 0; status == MUS_OK && next < parts; seen++) {
        status = mus_cursor_step(cursor, step, &id, &value, err);
        step = MUS_CURSOR_NEXT;
        if (status != MUS_OK || seen != next * milestones / parts) {
            continue;
        }
        struct mus_text begin = mus_arena_copy(arena, id);
        if (begin.ptr == NULL) {
            status = id.ptr == NULL ? mus_fail(err, MUS_CORRUPT, "milestones: fewer than counted")
                                    : mus_fail_memory(err);
            continue;
        }
        ranges[next - 1].to = begin;
        ranges[next++].from = begin;
    }
    mus_cursor_close(cursor);
    return status;
}

enum mus_status mus_store_partition(const struct mus_read *read, size_t parts,
                                    struct mus_arena *arena, struct mus_id_range **ranges,
                                    size_t *count, struct mus_error *err)
{
    struct mus_db_sizes sizes;
    enum mus_status status = mus_db_sizes(read->txn, MUS_DB_MILESTONE, &sizes, err);
    if (status != MUS_OK) {
        return status;
    }
    parts = sizes.entries < parts ? (size_t)sizes.entries : parts;
    parts = parts == 0 ? 1 : parts;
    struct mus_id_range *list = mus_arena_alloc(arena, parts, sizeof *list);
    if (list == NULL) {
        return mus_fail_memory(err);
    }
    status = cut(read, parts, sizes.entries, arena, list, err);
    if (status == MUS_OK) {
        *ranges = list;
        *count = parts;
    }
    return status;
}
