/* Segments made of companies, and the whole index made anew of all of them. */
#include "matcher/index/build.h"
#include "profile/firm_record.h"
#include "store/segments_internal.h"

enum mus_status mus_segment_maker_start(struct mus_segment_maker *maker, struct mus_write *write,
                                        struct mus_error *err)
{
    *maker = (struct mus_segment_maker){.write = write};
    return mus_segments_weights(&write->view, &maker->weights, err);
}

void mus_segment_maker_done(struct mus_segment_maker *maker)
{
    mus_segment_builder_free(maker->builder);
    mus_arena_done(&maker->arena);
    maker->builder = NULL;
}

enum mus_status mus_segment_maker_put(struct mus_segment_maker *maker, struct mus_error *err)
{
    struct mus_buf bytes = {0};
    if (maker->builder == NULL) {
        return MUS_OK;
    }
    enum mus_status status = mus_segment_builder_finish(maker->builder, &bytes, err);
    if (status == MUS_OK) {
        status = mus_segment_put(maker->write, mus_buf_text(&bytes), NULL, err);
    }
    mus_buf_done(&bytes);
    mus_segment_builder_free(maker->builder);
    maker->builder = NULL;
    return status;
}

enum mus_status mus_segment_maker_add(struct mus_segment_maker *maker, struct mus_text id,
                                      struct mus_text record, struct mus_error *err)
{
    struct mus_firm firm;
    enum mus_status status = MUS_OK;
    if (maker->builder == NULL) {
        status = mus_segment_builder_new(&maker->weights, maker->write->view.store->today,
                                         &maker->builder, err);
    }
    mus_arena_reset(&maker->arena);
    if (status == MUS_OK) {
        status = mus_firm_record_decode(record.ptr, record.len, &maker->arena, &firm, err);
    }
    if (status == MUS_OK) {
        status = mus_segment_builder_add(maker->builder, &firm, err);
    }
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "company \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
    }
    return mus_segment_builder_docs(maker->builder) == MUS_BUILD_MOST
               ? mus_segment_maker_put(maker, err)
               : MUS_OK;
}

/* ------------------------------------------------------------------ everything anew */

static enum mus_status clear_all(struct mus_write *write, struct mus_error *err)
{
    static const enum mus_main_table tables[] = {MUS_DB_SEGMENT, MUS_DB_GONE, MUS_DB_DISCOUNT,
                                                 MUS_DB_CHANGED};
    struct mus_db_number room;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < sizeof tables / sizeof tables[0]; i++) {
        status = mus_db_clear(write->view.txn, tables[i], err);
    }
    return status == MUS_OK ? mus_db_put(write->view.txn, MUS_DB_META, MUS_META_INDEX,
                                         mus_value_u32(MUS_SEGMENT_VERSION, &room), err)
                            : status;
}

/* The next companies, at most one segment of them, behind `after`; its room is the arena's. */
static enum mus_status make_one(struct mus_write *write, struct mus_text *after, bool *more,
                                struct mus_arena *arena, struct mus_error *err)
{
    struct mus_segment_maker maker;
    struct mus_cursor *cursor = NULL;
    struct mus_text key = *after;
    struct mus_text firm;
    size_t n = 0;
    enum mus_status status = mus_segment_maker_start(&maker, write, err);
    if (status == MUS_OK) {
        status = mus_cursor_open(write->view.txn, MUS_DB_FIRM, &cursor, err);
    }
    if (status == MUS_OK) {
        status = mus_cursor_step(
            cursor, key.ptr == NULL ? MUS_CURSOR_FIRST : MUS_CURSOR_AT_OR_AFTER, &key, &firm, err);
    }
    if (status == MUS_OK && after->ptr != NULL && mus_text_equal(key, *after)) {
        status = mus_cursor_step(cursor, MUS_CURSOR_NEXT, &key, &firm, err);
    }
    for (; status == MUS_OK && key.ptr != NULL && n < MUS_BUILD_MOST - 1; n++) {
        status = mus_segment_maker_add(&maker, key, firm, err);
        *after = key;
        if (status == MUS_OK) {
            status = mus_cursor_step(cursor, MUS_CURSOR_NEXT, &key, &firm, err);
        }
    }
    mus_cursor_close(cursor);
    *more = key.ptr != NULL;
    mus_arena_reset(arena);
    if (status == MUS_OK && *more) { /* kept, as what follows writes */
        *after = mus_arena_copy(arena, *after);
        status = after->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    if (status == MUS_OK) {
        status = mus_segment_maker_put(&maker, err);
    }
    mus_segment_maker_done(&maker);
    return status;
}

enum mus_status mus_segments_make(struct mus_write *write, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_text after = MUS_NO_TEXT;
    bool more = true;
    enum mus_status status = clear_all(write, err);
    while (status == MUS_OK && more) {
        status = make_one(write, &after, &more, &arena, err);
        if (status == MUS_OK) {
            status = mus_segments_merge_all(write, false, err);
        }
    }
    mus_arena_done(&arena);
    if (status == MUS_OK) {
        status = mus_segments_merge_all(write, true, err);
    }
    if (status != MUS_OK) {
        mus_write_doom(write);
    }
    return status;
}

enum mus_status mus_segments_mend(struct mus_write *write, enum mus_status status,
                                  struct mus_error *err)
{
    bool damaged = status == MUS_CORRUPT || status == MUS_CONFLICT || status == MUS_INVALID;
    if (damaged && !mus_txn_is_doomed(write->view.txn)) {
        return mus_segments_make(write, err);
    }
    if (status != MUS_OK) {
        mus_write_doom(write);
    }
    return status;
}
