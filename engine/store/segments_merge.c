/* Segments put, taken away and merged.
 *
 * Segments are of levels by how many companies live in them; when a level has enough of them they
 * become one of the next. So a store of a million has a handful of large ones and a few of each
 * smaller level, and a company is merged again once a level. A segment of which half is gone is
 * written anew by itself. */
#include "base/mem.h"
#include "matcher/index/build.h"
#include "matcher/index/merge.h"
#include "store/segments_internal.h"

#include <stdlib.h>

enum mus_status mus_segment_put(struct mus_write *write, struct mus_text bytes, uint64_t *number,
                                struct mus_error *err)
{
    struct mus_db_key key;
    uint64_t last = 0;
    enum mus_status status = mus_meta_number(&write->view, MUS_META_LAST_SEGMENT, &last, err);
    if (status == MUS_OK) {
        status = mus_meta_set_number(write, MUS_META_LAST_SEGMENT, last + 1, err);
    }
    if (status == MUS_OK) {
        mus_key_of_number(last + 1, &key);
        status = mus_db_put(write->view.txn, MUS_DB_SEGMENT, mus_key_text(&key), bytes, err);
    }
    if (status == MUS_OK && number != NULL) {
        *number = last + 1;
    }
    return status;
}

enum mus_status mus_segment_remove(struct mus_write *write, uint64_t number, struct mus_error *err)
{
    struct mus_db_key key;
    mus_key_of_number(number, &key);
    enum mus_status status =
        mus_db_delete(write->view.txn, MUS_DB_SEGMENT, mus_key_text(&key), MUS_NO_TEXT, err);
    if (status == MUS_OK) {
        status = mus_db_delete(write->view.txn, MUS_DB_GONE, mus_key_text(&key), MUS_NO_TEXT, err);
    }
    return status == MUS_OK ? mus_discounts_remove(write, number, err) : status;
}

/* ------------------------------------------------------------------ merging */

/* The levels: segments in which fewer live than `below`, and how many of them become one: after a
 * write that changed a few companies, which is to leave few segments, and after one that changed
 * many, as imports do one after the other, which is to write each company seldom. */
static const struct {
    uint32_t below;
    size_t few, many;
} LEVELS[] = {{192, 4, 4},    {768, 4, 4},    {3072, 4, 4},
              {12288, 4, 16}, {49152, 4, 16}, {MUS_SEGMENT_MOST / 4 * 3, 4, 4}};

enum { LEVEL_COUNT = sizeof LEVELS / sizeof LEVELS[0] };

static size_t level_of(uint32_t live)
{
    size_t level = 0;
    while (level < LEVEL_COUNT && live >= LEVELS[level].below) {
        level++;
    }
    return level;
}

static int compare_live(const void *a, const void *b)
{
    const struct mus_kept_segment *x = a;
    const struct mus_kept_segment *y = b;
    return x->live != y->live ? (x->live < y->live ? -1 : 1)
                              : (x->number > y->number) - (x->number < y->number);
}

/* Only what was made for the weights in use can be merged; returns how many are left. */
static size_t keep_serving(struct mus_kept_segment *kept, size_t count,
                           const struct mus_text_weights *weights)
{
    uint64_t fingerprint = mus_index_fingerprint(weights);
    size_t serving = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept[i].segment.segment.fingerprint == fingerprint) {
            kept[serving++] = kept[i];
        }
    }
    return serving;
}

/* What is to become one: `count` segments from `first` on, sorted by how many live in them; none
 * where nothing is to be done. */
struct merging {
    size_t first, count;
};

/* As many of the smallest as fit, where two do. */
static struct merging choose_smallest(const struct mus_kept_segment *kept, size_t count,
                                      uint32_t most)
{
    size_t taken = 0;
    uint64_t sum = 0;
    while (taken < count && sum + kept[taken].live <= most) {
        sum += kept[taken++].live;
    }
    return (struct merging){0, taken >= 2 ? taken : 0};
}

static size_t fan_of(size_t level, uint32_t most)
{
    if (level == LEVEL_COUNT) {
        return SIZE_MAX;
    }
    return most < MUS_SEGMENT_MOST ? LEVELS[level].few : LEVELS[level].many;
}

static struct merging choose(const struct mus_kept_segment *kept, size_t count, uint32_t most,
                             bool thorough)
{
    for (size_t i = 0; i < count; i++) {
        bool sparse = kept[i].live <= kept[i].segment.segment.docs / 2;
        if (kept[i].live == 0 || (sparse && kept[i].live <= most)) {
            return (struct merging){i, 1};
        }
    }
    if (thorough) {
        return choose_smallest(kept, count, most);
    }
    for (size_t first = 0; first < count;) {
        size_t level = level_of(kept[first].live);
        size_t next = first;
        size_t taken = 0;
        uint64_t sum = 0;
        for (; next < count && level_of(kept[next].live) == level; next++) {
            sum += kept[next].live;
            taken += sum <= most;
        }
        if (next - first >= fan_of(level, most) && taken >= 2) {
            return (struct merging){first, taken};
        }
        first = next;
    }
    return (struct merging){0, 0};
}

/* The one segment of them, appended; nothing where nobody lives. */
static enum mus_status merge_bytes(struct mus_write *write, const struct mus_kept_segment *kept,
                                   size_t count, struct mus_arena *arena, struct mus_buf *out,
                                   struct mus_error *err)
{
    struct mus_joined_counts off = {NULL, 0};
    struct mus_search_segment *parts = mus_arena_alloc(arena, count, sizeof *parts);
    uint64_t live = 0;
    if (parts == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        parts[i] = kept[i].segment;
        live += mus_segment_living(&kept[i].segment);
    }
    if (live == 0) {
        return MUS_OK;
    }
    enum mus_status status = mus_discounts_of(write, kept, count, arena, &off, err);
    if (status == MUS_OK) {
        const struct mus_feature_counts counts = {off.items, off.count};
        status = mus_segments_merge(parts, count, counts, out, err);
    }
    mus_free(off.items);
    return status;
}

enum mus_status mus_segments_join(struct mus_write *write, const struct mus_kept_segment *kept,
                                  size_t count, struct mus_arena *arena, struct mus_error *err)
{
    struct mus_buf bytes = {0};
    enum mus_status status = merge_bytes(write, kept, count, arena, &bytes, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        status = mus_segment_remove(write, kept[i].number, err);
    }
    if (status == MUS_OK && bytes.len > 0) {
        status = mus_segment_put(write, mus_buf_text(&bytes), NULL, err);
    }
    mus_buf_done(&bytes);
    return status;
}

/* Adds to *documents how many were merged or written anew. */
static enum mus_status merge_once(struct mus_write *write, uint32_t most, bool thorough,
                                  bool *merged, uint64_t *documents, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_kept_segment *kept = NULL;
    struct mus_text_weights weights;
    size_t count = 0;
    *merged = false;
    enum mus_status status = mus_segments_kept(&write->view, &arena, &kept, &count, err);
    if (status == MUS_OK) {
        status = mus_segments_weights(&write->view, &weights, err);
    }
    if (status == MUS_OK) {
        count = keep_serving(kept, count, &weights);
    }
    if (status == MUS_OK && count > 0) {
        mus_segments_count_living(kept, count);
        qsort(kept, count, sizeof *kept, compare_live);
        struct merging merging = choose(kept, count, most, thorough);
        *merged = merging.count > 0;
        for (size_t i = 0; i < merging.count; i++) {
            *documents += kept[merging.first + i].live;
        }
        if (*merged) {
            status = mus_segments_join(write, kept + merging.first, merging.count, &arena, err);
        }
    }
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_segments_merge_once(struct mus_write *write, uint32_t most, bool thorough,
                                        bool *merged, struct mus_error *err)
{
    uint64_t documents = 0;
    return mus_segments_mend(write, merge_once(write, most, thorough, merged, &documents, err),
                             err);
}

/* Until there is nothing to do, or `enough` documents or more have been merged. */
static enum mus_status merge_some(struct mus_write *write, uint32_t most, bool thorough,
                                  uint64_t enough, struct mus_error *err)
{
    uint64_t documents = 0;
    bool merged = true;
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && merged && documents < enough) {
        status = merge_once(write, most, thorough, &merged, &documents, err);
    }
    return status;
}

enum mus_status mus_segments_merge_all(struct mus_write *write, bool thorough,
                                       struct mus_error *err)
{
    return merge_some(write, MUS_SEGMENT_MOST, thorough, UINT64_MAX, err);
}

/* What a write of a few leaves undone the next ones do: each folding makes one segment, and there
 * are more foldings than segments to be merged. */
enum mus_status mus_segments_merge_after(struct mus_write *write, bool many, struct mus_error *err)
{
    enum mus_status status =
        many ? mus_segments_merge_all(write, false, err)
             : merge_some(write, MUS_MERGED_BESIDE, false, write->view.store->merged_enough, err);
    return mus_segments_mend(write, status, err);
}
