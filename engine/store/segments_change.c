/* Changes of companies, as the index keeps them.
 *
 * What a commit leaves among the changed is scored by every match, one by one. Beyond
 * MUS_CHANGED_MOST they are folded: documents that they have are marked as gone, and what these
 * count for is put beside their segments; who lives becomes a new segment. This is the scheme of
 * the log-structured merge-tree (O'Neil et al. 1996): one company changed costs one small row, and
 * each company is written again about once for each level of sizes (segments_merge.c). */
#include "base/bytes.h"
#include "base/limits.h"
#include "base/mem.h"
#include "matcher/index/build.h"
#include "profile/firm_record.h"
#include "store/segments_internal.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ noting */

/* The row of a company that is not among the changed yet: where a segment has it, if one does. */
static enum mus_status find_row(struct mus_write *write, struct mus_text id,
                                struct mus_arena *arena, struct mus_changed_row *row,
                                struct mus_error *err)
{
    *row = (struct mus_changed_row){0};
    enum mus_status status = mus_read_copy(&write->view, MUS_DB_FIRM, id, arena, &row->before, err);
    if (status != MUS_OK || row->before.ptr == NULL) {
        return status;
    }
    return mus_segments_locate_kept(&write->view, id, &row->position, &row->placed, err);
}

static enum mus_status put_row(struct mus_write *write, struct mus_text id,
                               const struct mus_changed_row *row, struct mus_error *err)
{
    struct mus_buf value = {0};
    mus_changed_row_write(row, &value);
    enum mus_status status = mus_buf_check(&value, err);
    if (status == MUS_OK) {
        status = mus_db_put(write->view.txn, MUS_DB_CHANGED, id,
                            value.len == 0 ? MUS_TEXT("") : mus_buf_text(&value), err);
    }
    mus_buf_done(&value);
    return status;
}

static enum mus_status is_noted(const struct mus_write *write, struct mus_text id, bool *noted,
                                bool *placed, struct mus_error *err)
{
    struct mus_text value;
    enum mus_status status = mus_db_get(write->view.txn, MUS_DB_CHANGED, id, &value, err);
    *noted = status == MUS_OK && value.ptr != NULL;
    *placed = *noted && value.len > 0;
    return status;
}

static enum mus_status note_once(struct mus_write *write, struct mus_text id, bool *placed,
                                 struct mus_error *err)
{
    bool noted = false;
    struct mus_changed_row row;
    enum mus_status status = is_noted(write, id, &noted, placed, err);
    if (status != MUS_OK || noted) {
        return status;
    }
    struct mus_arena arena = {0};
    status = find_row(write, id, &arena, &row, err);
    if (status == MUS_OK) {
        *placed = row.placed;
        status = put_row(write, id, &row, err);
    }
    mus_arena_done(&arena);
    return status;
}

/* An index that a newer program has made meanwhile is not written to. */
static enum mus_status check_current(const struct mus_write *write, struct mus_error *err)
{
    bool current = false;
    enum mus_status status = mus_segments_are_current(&write->view, &current, err);
    return status != MUS_OK || current
               ? status
               : mus_fail(
                     err, MUS_STORE,
                     "the index is of another version since the store was opened: open it anew");
}

static enum mus_status note(struct mus_write *write, struct mus_text id, bool *placed,
                            struct mus_error *err)
{
    enum mus_status status = check_current(write, err);
    if (status != MUS_OK) {
        return status;
    }
    status = note_once(write, id, placed, err);
    if (status == MUS_CORRUPT || status == MUS_CONFLICT) {
        status = mus_segments_mend(write, status, err);
        status = status == MUS_OK ? note_once(write, id, placed, err) : status;
    }
    return status;
}

/* So that a write of any length holds no more than this of them. */
static enum mus_status fold_beyond(struct mus_write *write, uint64_t most, struct mus_error *err)
{
    struct mus_db_sizes sizes;
    enum mus_status status = mus_db_sizes(write->view.txn, MUS_DB_CHANGED, &sizes, err);
    if (status != MUS_OK || sizes.entries <= most) {
        return status;
    }
    status = mus_segments_fold(write, err);
    return status == MUS_OK
               ? mus_segments_merge_after(write, sizes.entries >= MUS_CHANGED_MANY, err)
               : status;
}

enum mus_status mus_segments_note(struct mus_write *write, struct mus_text id,
                                  struct mus_error *err)
{
    bool placed = false;
    enum mus_status status = fold_beyond(write, MUS_BUILD_MOST - 1, err);
    return status == MUS_OK ? note(write, id, &placed, err) : status;
}

/* Who never was in a segment leaves no trace. */
enum mus_status mus_segments_note_removed(struct mus_write *write, struct mus_text id,
                                          struct mus_error *err)
{
    bool placed = false;
    enum mus_status status = note(write, id, &placed, err);
    return status == MUS_OK && !placed
               ? mus_db_delete(write->view.txn, MUS_DB_CHANGED, id, MUS_NO_TEXT, err)
               : status;
}

enum mus_status mus_segments_settle(struct mus_write *write, struct mus_error *err)
{
    return fold_beyond(write, write->view.store->changed_most, err);
}

/* ------------------------------------------------------------------ folding */

struct changed {
    struct mus_text id;
    struct mus_changed_row row;
};

struct folding {
    struct mus_write *write;
    struct mus_arena arena;  /* of the rows */
    struct mus_arena record; /* of the one at work */
    struct changed *rows;    /* those that are placed first, by segment and document */
    size_t count, placed;
    struct mus_feature_maker *maker;
    struct mus_feature_count *counts; /* of the segment at work, sorted for each company */
    struct mus_feature_count *room;   /* to join them */
    size_t *ends;                     /* of each company's */
    size_t count_count, count_capacity;
};

static int compare_rows(const void *a, const void *b)
{
    const struct changed *first = a;
    const struct changed *second = b;
    if (first->row.placed != second->row.placed) {
        return first->row.placed ? -1 : 1;
    }
    const struct mus_position *x = &first->row.position;
    const struct mus_position *y = &second->row.position;
    if (first->row.placed && x->segment != y->segment) {
        return x->segment < y->segment ? -1 : 1;
    }
    if (first->row.placed && x->doc != y->doc) {
        return x->doc < y->doc ? -1 : 1;
    }
    return mus_text_compare(first->id, second->id);
}

/* Everything is copied: what follows writes. */
static enum mus_status read_rows(struct folding *folding, struct mus_error *err)
{
    struct mus_txn *txn = folding->write->view.txn;
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    enum mus_status status = mus_db_sizes(txn, MUS_DB_CHANGED, &sizes, err);
    if (status == MUS_OK) {
        folding->rows =
            mus_arena_alloc(&folding->arena, (size_t)sizes.entries, sizeof *folding->rows);
        status = folding->rows == NULL ? mus_fail_memory(err)
                                       : mus_cursor_open(txn, MUS_DB_CHANGED, &cursor, err);
    }
    for (; status == MUS_OK && folding->count < sizes.entries; folding->count++) {
        struct changed *changed = &folding->rows[folding->count];
        struct mus_text key = MUS_NO_TEXT;
        struct mus_text value;
        status = mus_cursor_step(cursor, folding->count == 0 ? MUS_CURSOR_FIRST : MUS_CURSOR_NEXT,
                                 &key, &value, err);
        if (status == MUS_OK) {
            status = mus_changed_row_read(value, &changed->row, err);
        }
        if (status != MUS_OK) {
            break;
        }
        changed->id = mus_arena_copy(&folding->arena, key);
        changed->row.before = mus_arena_copy(&folding->arena, changed->row.before);
        folding->placed += changed->row.placed;
        if (changed->id.ptr == NULL || (changed->row.placed && changed->row.before.ptr == NULL)) {
            status = mus_fail_memory(err);
        }
    }
    mus_cursor_close(cursor);
    if (status == MUS_OK && folding->count > 0) {
        qsort(folding->rows, folding->count, sizeof *folding->rows, compare_rows);
    }
    return status;
}

/* ---- who is gone ---- */

static enum mus_status make_room(struct folding *folding, size_t needed, struct mus_error *err)
{
    struct mus_feature_count **const arrays[] = {&folding->counts, &folding->room};
    size_t capacity = needed < 1024 ? 1024 : 2 * needed;
    for (size_t i = 0; needed > folding->count_capacity && i < 2; i++) {
        void *grown = mus_realloc(*arrays[i], capacity, sizeof **arrays[i]);
        if (grown == NULL) {
            return mus_fail_memory(err);
        }
        *arrays[i] = grown;
    }
    folding->count_capacity = needed > folding->count_capacity ? capacity : folding->count_capacity;
    return MUS_OK;
}

static enum mus_status add_counts(struct folding *folding, const struct changed *changed,
                                  struct mus_error *err)
{
    struct mus_firm firm;
    struct mus_feature_counts counts;
    mus_arena_reset(&folding->record);
    struct mus_text before = changed->row.before;
    enum mus_status status =
        mus_firm_record_decode(before.ptr, before.len, &folding->record, &firm, err);
    if (status == MUS_OK) {
        status = mus_feature_counts_of(folding->maker, &firm, &counts, err);
    }
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "index, changed company \"%.*s\"",
                           MUS_TEXT_SHORT_ARG(changed->id));
    }
    status = make_room(folding, folding->count_count + counts.count, err);
    for (size_t i = 0; status == MUS_OK && i < counts.count; i++) {
        folding->counts[folding->count_count++] = counts.items[i];
    }
    return status;
}

/* The segment's marks with those of its changed companies. */
static enum mus_status mark_gone(struct folding *folding, const struct changed *rows, size_t count,
                                 struct mus_error *err)
{
    uint64_t number = rows[0].row.position.segment;
    struct mus_db_key key;
    struct mus_kept_segment kept;
    bool there = false;
    enum mus_status status = mus_segment_kept(&folding->write->view, number, &kept, &there, err);
    if (status == MUS_OK && !there) {
        return mus_fail(err, MUS_CORRUPT, "index, changed company: no segment %llu",
                        (unsigned long long)number);
    }
    if (status != MUS_OK) {
        return status;
    }
    size_t len = mus_segment_gone_bytes(&kept.segment.segment);
    unsigned char *gone = mus_alloc_zero(len, 1);
    if (gone == NULL) {
        return mus_fail_memory(err);
    }
    if (kept.segment.gone != NULL) {
        memcpy(gone, kept.segment.gone, len);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        uint32_t doc = rows[i].row.position.doc;
        if (doc >= kept.segment.segment.docs) {
            status =
                mus_fail(err, MUS_CORRUPT, "index, changed company: no document %u in segment %llu",
                         doc, (unsigned long long)number);
        } else {
            gone[doc / 8] |= (unsigned char)(1u << (doc % 8));
        }
    }
    if (status == MUS_OK) {
        mus_key_of_number(number, &key);
        status = mus_db_put(folding->write->view.txn, MUS_DB_GONE, mus_key_text(&key),
                            (struct mus_text){(const char *)gone, len}, err);
    }
    mus_free(gone);
    return status;
}

static enum mus_status fold_segment(struct folding *folding, const struct changed *rows,
                                    size_t count, struct mus_error *err)
{
    folding->count_count = 0;
    enum mus_status status = mark_gone(folding, rows, count, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        status = add_counts(folding, &rows[i], err);
        folding->ends[i] = folding->count_count;
    }
    if (status != MUS_OK || folding->count_count == 0) {
        return status;
    }
    size_t joined = mus_counts_join(&folding->counts, &folding->room, folding->ends, count);
    const struct mus_feature_counts counts = {folding->counts, joined};
    return mus_discount_put(folding->write, rows[0].row.position.segment, counts, err);
}

static enum mus_status fold_placed(struct folding *folding, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    size_t next = 0;
    for (size_t first = 0; status == MUS_OK && first < folding->placed; first = next) {
        const struct changed *rows = &folding->rows[first];
        next = first + 1;
        while (next < folding->placed &&
               folding->rows[next].row.position.segment == rows->row.position.segment) {
            next++;
        }
        status = fold_segment(folding, rows, next - first, err);
    }
    return status;
}

/* ---- who lives ---- */

static enum mus_status make_segments(struct folding *folding, struct mus_error *err)
{
    struct mus_segment_maker maker;
    enum mus_status status = mus_segment_maker_start(&maker, folding->write, err);
    for (size_t i = 0; status == MUS_OK && i < folding->count; i++) {
        struct mus_text firm;
        struct mus_text id = folding->rows[i].id;
        status = mus_db_get(folding->write->view.txn, MUS_DB_FIRM, id, &firm, err);
        if (status == MUS_OK && firm.ptr != NULL) {
            status = mus_segment_maker_add(&maker, id, firm, err);
        }
    }
    if (status == MUS_OK) {
        status = mus_segment_maker_put(&maker, err);
    }
    mus_segment_maker_done(&maker);
    return status;
}

static enum mus_status fold_all(struct folding *folding, struct mus_error *err)
{
    struct mus_text_weights weights;
    enum mus_status status = mus_segments_weights(&folding->write->view, &weights, err);
    if (status == MUS_OK) {
        folding->maker = mus_feature_maker_new(&weights, folding->write->view.store->today);
        status = folding->maker == NULL ? mus_fail_memory(err) : read_rows(folding, err);
    }
    if (status == MUS_OK) {
        folding->ends = mus_arena_alloc(&folding->arena, folding->placed, sizeof *folding->ends);
        status = folding->ends == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    if (status == MUS_OK) {
        status = fold_placed(folding, err);
    }
    if (status == MUS_OK) {
        status = make_segments(folding, err);
    }
    return status == MUS_OK ? mus_db_clear(folding->write->view.txn, MUS_DB_CHANGED, err) : status;
}

enum mus_status mus_segments_fold(struct mus_write *write, struct mus_error *err)
{
    struct folding folding = {.write = write};
    enum mus_status status = fold_all(&folding, err);
    mus_feature_maker_free(folding.maker);
    mus_free(folding.counts);
    mus_free(folding.room);
    mus_arena_done(&folding.arena);
    mus_arena_done(&folding.record);
    return mus_segments_mend(write, status, err);
}
