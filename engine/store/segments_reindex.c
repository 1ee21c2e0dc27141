/* The index made anew while the store is in use.
 *
 * A segment is made anew outside of any write, from a view: of the match records that its documents
 * were made of, which those who have changed since keep beside them. The write that puts it in the
 * place of the old one looks whether any of them has gone since the view; then it is made once
 * more, and, when that is so again and again, inside the write. Who has changed is then placed in
 * the new segment. Companies that stand in no segment are folded first. */
#include "store/segments.h"

#include "matcher/index/build.h"
#include "matcher/index/merge.h"
#include "profile/firm_record.h"
#include "store/segments_internal.h"

#include <string.h>

enum { TRIES = 3, MOST_PARTS = MUS_SEGMENT_MOST / MUS_BUILD_MOST + 1 };

struct reindexing {
    struct mus_store *store;
    const struct mus_text_weights *weights;
    uint64_t number; /* of the segment at work */
    struct mus_buf made;
    bool is_made;        /* … of the view; nothing where nobody lives */
    struct mus_buf gone; /* as the view saw it */
};

/* ------------------------------------------------------------------ making one anew */

/* What the document was made of. */
static enum mus_status record_of(const struct mus_read *read, struct mus_text id,
                                 struct mus_text *out, struct mus_error *err)
{
    struct mus_text value;
    struct mus_changed_row row = {0};
    enum mus_status status = mus_db_get(read->txn, MUS_DB_CHANGED, id, &value, err);
    if (status == MUS_OK && value.ptr != NULL) {
        status = mus_changed_row_read(value, &row, err);
    }
    if (status == MUS_OK && row.placed) {
        *out = row.before;
        return MUS_OK;
    }
    return status == MUS_OK ? mus_store_indexed_firm(read, id, out, err) : status;
}

static enum mus_status add_document(const struct mus_read *read, struct mus_text id,
                                    struct mus_segment_builder *builder, struct mus_arena *arena,
                                    struct mus_error *err)
{
    struct mus_text record;
    struct mus_firm firm;
    mus_arena_reset(arena);
    enum mus_status status = record_of(read, id, &record, err);
    if (status == MUS_OK) {
        status = mus_firm_record_decode(record.ptr, record.len, arena, &firm, err);
    }
    return status == MUS_OK ? mus_segment_builder_add(builder, &firm, err) : status;
}

/* Of the documents from *doc on, as many as go into one. */
static enum mus_status make_part(const struct reindexing *reindexing, const struct mus_read *read,
                                 const struct mus_search_segment *segment, uint32_t *doc,
                                 struct mus_buf *out, struct mus_error *err)
{
    struct mus_segment_builder *builder = NULL;
    struct mus_arena arena = {0};
    enum mus_status status =
        mus_segment_builder_new(reindexing->weights, reindexing->store->today, &builder, err);
    for (; status == MUS_OK && *doc < segment->segment.docs &&
           mus_segment_builder_docs(builder) < MUS_BUILD_MOST;
         ++*doc) {
        if (!mus_segment_is_gone(segment, *doc)) {
            status =
                add_document(read, mus_segment_id(&segment->segment, *doc), builder, &arena, err);
        }
    }
    if (status == MUS_OK && mus_segment_builder_docs(builder) > 0) {
        status = mus_segment_builder_finish(builder, out, err);
    }
    mus_segment_builder_free(builder);
    mus_arena_done(&arena);
    return status;
}

static enum mus_status join_parts(struct mus_buf *parts, size_t count, struct mus_buf *out,
                                  struct mus_error *err)
{
    static const struct mus_feature_counts nothing;
    struct mus_search_segment segments[MOST_PARTS];
    enum mus_status status = MUS_OK;
    if (count == 1) {
        *out = parts[0];
        parts[0] = (struct mus_buf){0};
        return MUS_OK;
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        segments[i].gone = NULL;
        status = mus_segment_open(parts[i].data, parts[i].len, &segments[i].segment, err);
    }
    return status == MUS_OK ? mus_segments_merge(segments, count, nothing, out, err) : status;
}

/* The segment's companies anew, from this view. */
static enum mus_status make(struct reindexing *reindexing, const struct mus_read *read,
                            struct mus_error *err)
{
    struct mus_kept_segment kept;
    struct mus_buf parts[MOST_PARTS];
    size_t count = 0;
    uint32_t doc = 0;
    bool there = false;
    memset(parts, 0, sizeof parts);
    mus_buf_clear(&reindexing->made);
    mus_buf_clear(&reindexing->gone);
    enum mus_status status = mus_segment_kept(read, reindexing->number, &kept, &there, err);
    reindexing->is_made = there;
    if (status != MUS_OK || !there) {
        return status;
    }
    const struct mus_search_segment *segment = &kept.segment;
    if (segment->gone != NULL) {
        mus_buf_add(&reindexing->gone, segment->gone, mus_segment_gone_bytes(&segment->segment));
        status = mus_buf_check(&reindexing->gone, err);
    }
    while (status == MUS_OK && doc < segment->segment.docs) {
        status = make_part(reindexing, read, segment, &doc, &parts[count], err);
        count += parts[count].len > 0;
    }
    if (status == MUS_OK && count > 0) {
        mus_buf_done(&reindexing->made);
        reindexing->made = (struct mus_buf){0};
        status = join_parts(parts, count, &reindexing->made, err);
    }
    for (size_t i = 0; i < MOST_PARTS; i++) {
        mus_buf_done(&parts[i]);
    }
    return status;
}

/* ------------------------------------------------------------------ putting it in its place */

/* Whether what was made is still what the segment holds. */
static enum mus_status is_still_so(const struct reindexing *reindexing, const struct mus_read *read,
                                   bool *so, struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text gone = MUS_NO_TEXT;
    struct mus_text bytes;
    mus_key_of_number(reindexing->number, &key);
    enum mus_status status = mus_db_get(read->txn, MUS_DB_SEGMENT, mus_key_text(&key), &bytes, err);
    if (status == MUS_OK) {
        status = mus_db_get(read->txn, MUS_DB_GONE, mus_key_text(&key), &gone, err);
    }
    *so = status == MUS_OK && bytes.ptr != NULL &&
          mus_text_equal(gone, mus_buf_text(&reindexing->gone));
    return status;
}

struct moving {
    struct mus_write *write;
    uint64_t from;
    struct mus_kept_segment to;
    struct mus_arena arena;
};

static enum mus_status move_row(struct moving *moving, struct mus_text id, struct mus_text value,
                                struct mus_buf *moved, bool *is_moved, struct mus_error *err)
{
    struct mus_changed_row row;
    *is_moved = false;
    enum mus_status status = mus_changed_row_read(value, &row, err);
    if (status != MUS_OK || !row.placed || row.position.segment != moving->from) {
        return status;
    }
    if (!mus_segments_locate(&moving->to, 1, id, &row.position)) {
        return mus_fail(err, MUS_CORRUPT,
                        "company \"%.*s\": has changed, and is not where the "
                        "index had it",
                        MUS_TEXT_SHORT_ARG(id));
    }
    mus_buf_clear(moved);
    mus_changed_row_write(&row, moved);
    *is_moved = true;
    return mus_buf_check(moved, err);
}

/* Who has changed is placed in the new segment: all ids first, as what follows writes. */
static enum mus_status move_changed(struct moving *moving, struct mus_error *err)
{
    struct mus_txn *txn = moving->write->view.txn;
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    struct mus_text *ids = NULL;
    struct mus_buf moved = {0};
    size_t count = 0;
    enum mus_status status = mus_db_sizes(txn, MUS_DB_CHANGED, &sizes, err);
    if (status == MUS_OK) {
        ids = mus_arena_alloc(&moving->arena, (size_t)sizes.entries, sizeof *ids);
        status =
            ids == NULL ? mus_fail_memory(err) : mus_cursor_open(txn, MUS_DB_CHANGED, &cursor, err);
    }
    for (; status == MUS_OK && count < sizes.entries; count++) {
        struct mus_text id = MUS_NO_TEXT;
        struct mus_text value;
        status = mus_cursor_step(cursor, count == 0 ? MUS_CURSOR_FIRST : MUS_CURSOR_NEXT, &id,
                                 &value, err);
        ids[count] = status == MUS_OK ? mus_arena_copy(&moving->arena, id) : MUS_NO_TEXT;
        if (status == MUS_OK && ids[count].ptr == NULL) {
            status = mus_fail_memory(err);
        }
    }
    mus_cursor_close(cursor);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_text value;
        bool is_moved = false;
        status = mus_db_get(txn, MUS_DB_CHANGED, ids[i], &value, err);
        if (status == MUS_OK) {
            status = move_row(moving, ids[i], value, &moved, &is_moved, err);
        }
        if (status == MUS_OK && is_moved) {
            status = mus_db_put(txn, MUS_DB_CHANGED, ids[i], mus_buf_text(&moved), err);
        }
    }
    mus_buf_done(&moved);
    return status;
}

static enum mus_status replace(struct reindexing *reindexing, struct mus_write *write,
                               struct mus_error *err)
{
    struct moving moving = {.write = write, .from = reindexing->number};
    struct mus_text bytes = mus_buf_text(&reindexing->made);
    enum mus_status status = mus_segment_remove(write, reindexing->number, err);
    if (status == MUS_OK && bytes.len > 0) {
        status = mus_segment_put(write, bytes, &moving.to.number, err);
    }
    if (status == MUS_OK && bytes.len > 0) {
        status = mus_segment_open(bytes.ptr, bytes.len, &moving.to.segment.segment, err);
    }
    if (status == MUS_OK && bytes.len > 0) {
        status = move_changed(&moving, err);
    }
    mus_arena_done(&moving.arena);
    if (status != MUS_OK) {
        mus_write_doom(write);
    }
    return status;
}

struct swap {
    struct reindexing *reindexing;
    bool inside; /* made in the write itself */
    bool done;
};

static enum mus_status swap_change(struct mus_write *write, void *context, struct mus_error *err)
{
    struct swap *swap = context;
    struct reindexing *reindexing = swap->reindexing;
    bool so = true;
    enum mus_status status = swap->inside ? make(reindexing, &write->view, err)
                                          : is_still_so(reindexing, &write->view, &so, err);
    swap->done = status == MUS_OK && so;
    return swap->done && reindexing->is_made ? replace(reindexing, write, err) : status;
}

static enum mus_status make_in_view(struct reindexing *reindexing, struct mus_error *err)
{
    struct mus_read *read = NULL;
    enum mus_status status = mus_store_read_begin(reindexing->store, &read, err);
    if (status == MUS_OK) {
        status = make(reindexing, read, err);
        mus_store_read_end(read);
    }
    return status;
}

static enum mus_status reindex_segment(struct reindexing *reindexing, struct mus_error *err)
{
    struct swap swap = {.reindexing = reindexing};
    enum mus_status status = MUS_OK;
    for (int tries = 0; status == MUS_OK && !swap.done; tries++) {
        swap.inside = tries == TRIES;
        if (!swap.inside) {
            status = make_in_view(reindexing, err);
        }
        if (status == MUS_OK && !swap.inside && !reindexing->is_made) {
            return MUS_OK; /* merged or gone meanwhile */
        }
        if (status == MUS_OK) {
            status = mus_store_update(reindexing->store, swap_change, &swap, err);
        }
    }
    return status;
}

/* ------------------------------------------------------------------ all of them */

static enum mus_status begin_change(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct reindexing *reindexing = context;
    enum mus_status status = mus_segments_set_weights(write, reindexing->weights, err);
    return status == MUS_OK ? mus_segments_fold(write, err) : status;
}

/* Who has changed meanwhile is placed in what is merged, and must be folded first. */
static enum mus_status merge_change(struct mus_write *write, void *merged, struct mus_error *err)
{
    enum mus_status status = mus_segments_fold(write, err);
    return status == MUS_OK ? mus_segments_merge_once(write, MUS_SEGMENT_MOST, true, merged, err)
                            : status;
}

/* The segments that are there, and who lives in them. */
static enum mus_status list_segments(struct mus_store *store, struct mus_arena *arena,
                                     struct mus_kept_segment **kept, size_t *count,
                                     struct mus_error *err)
{
    struct mus_read *read = NULL;
    enum mus_status status = mus_store_read_begin(store, &read, err);
    if (status == MUS_OK) {
        status = mus_segments_kept(read, arena, kept, count, err);
        if (status == MUS_OK) {
            mus_segments_count_living(*kept, *count);
        }
        mus_store_read_end(read);
    }
    return status;
}

/* Each in a write of its own, so that changes wait for one of them at most; and no more of them
 * than there were segments, so that it ends however much is changed meanwhile. */
enum mus_status mus_store_tidy_index(struct mus_store *store, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_kept_segment *kept = NULL;
    size_t rounds = 0;
    bool merged = true;
    enum mus_status status = list_segments(store, &arena, &kept, &rounds, err);
    mus_arena_done(&arena);
    for (; status == MUS_OK && merged && rounds > 0; rounds--) {
        status = mus_store_update(store, merge_change, &merged, err);
    }
    return status;
}

static enum mus_status make_change(struct mus_write *write, void *context, struct mus_error *err)
{
    (void)context;
    return mus_segments_make(write, err);
}

/* Those that are there, or of them those that are made for other weights. *done is false where
 * there was one to be made anew. */
static enum mus_status reindex_segments(struct reindexing *reindexing, bool others_alone,
                                        mus_reindex_progress *progress, void *state, bool *done,
                                        struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_kept_segment *kept = NULL;
    size_t count = 0;
    uint64_t companies = 0;
    uint64_t gone_through = 0;
    uint64_t fingerprint = mus_index_fingerprint(reindexing->weights);
    enum mus_status status = list_segments(reindexing->store, &arena, &kept, &count, err);
    *done = true;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        companies += kept[i].live;
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        reindexing->number = kept[i].number;
        gone_through += kept[i].live;
        if (others_alone && kept[i].segment.segment.fingerprint == fingerprint) {
            continue;
        }
        *done = false;
        status = reindex_segment(reindexing, err);
        if (status == MUS_OK && progress != NULL) {
            progress(state, gone_through, companies);
        }
    }
    mus_arena_done(&arena);
    return status;
}

/* Who was erased or merged meanwhile may stand in a segment that was not there before: a few more
 * looks find those. A damaged index is made anew as a whole. */
enum mus_status mus_store_reindex(struct mus_store *store, const struct mus_text_weights *weights,
                                  mus_reindex_progress *progress, void *state,
                                  struct mus_error *err)
{
    struct reindexing reindexing = {.store = store, .weights = weights};
    bool done = false;
    enum mus_status status = mus_store_update(store, begin_change, &reindexing, err);
    for (int look = 0; status == MUS_OK && !done && look <= TRIES; look++) {
        status = reindex_segments(&reindexing, look > 0, progress, state, &done, err);
    }
    if (status == MUS_CORRUPT || status == MUS_CONFLICT) {
        status = mus_store_update(store, make_change, NULL, err);
    }
    if (status == MUS_OK) {
        status = mus_store_tidy_index(store, err);
    }
    mus_buf_done(&reindexing.made);
    mus_buf_done(&reindexing.gone);
    return status;
}
