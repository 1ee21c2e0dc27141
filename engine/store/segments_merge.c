/* Segments put, taken away and merged.
 *
 * Segments are of levels by how many companies live in them; when a level has enough of them they
 * become one of the next. So a store of a million has a handful of large ones and a few of each
 * smaller level, and a company is merged again once a level. A segment of which half is gone is
 * written anew by itself. */
#include "base/bytes.h"
#include "base/limits.h"
#include "base/mem.h"
#include "matcher/index/build.h"
#include "matcher/index/merge.h"
#include "profile/firm_record.h"
#include "store/companies.h"
#include "store/segments_internal.h"

#include <stdlib.h>

/* ------------------------------------------------------------------ rows */

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

/* The key of the segment's first discount; not given where there is none. */
static enum mus_status first_discount(struct mus_write *write, uint64_t number,
                                      struct mus_db_key *key, bool *there, struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_text value;
    uint64_t owner = 0;
    uint64_t row = 0;
    mus_key_of_numbers(number, 0, key);
    struct mus_text at = mus_key_text(key);
    enum mus_status status = mus_cursor_open(write->view.txn, MUS_DB_DISCOUNT, &cursor, err);
    if (status == MUS_OK) {
        status = mus_cursor_step(cursor, MUS_CURSOR_AT_OR_AFTER, &at, &value, err);
    }
    *there = status == MUS_OK && at.ptr != NULL && mus_key_read_numbers(at, &owner, &row) &&
             owner == number;
    mus_cursor_close(cursor);
    mus_key_of_numbers(number, row, key);
    return status;
}

static enum mus_status remove_discounts(struct mus_write *write, uint64_t number,
                                        struct mus_error *err)
{
    for (;;) {
        struct mus_db_key key;
        bool there = false;
        enum mus_status status = first_discount(write, number, &key, &there, err);
        if (status == MUS_OK && there) {
            status = mus_db_delete(write->view.txn, MUS_DB_DISCOUNT, mus_key_text(&key),
                                   MUS_NO_TEXT, err);
        }
        if (status != MUS_OK || !there) {
            return status;
        }
    }
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
    return status == MUS_OK ? remove_discounts(write, number, err) : status;
}

/* ------------------------------------------------------------------ discounts */

/* Counts of one's own, to be freed. */
struct joined {
    struct mus_feature_count *items;
    size_t count;
};

/* All counts of the rows and `more`, sorted. */
static enum mus_status join_counts(const struct mus_discount *rows, size_t row_count,
                                   struct mus_feature_counts more, struct joined *out,
                                   struct mus_error *err)
{
    size_t count = more.count;
    for (size_t i = 0; i < row_count; i++) {
        count += rows[i].count;
    }
    struct mus_feature_count *counts = mus_alloc(count, sizeof *counts);
    if (counts == NULL) {
        return mus_fail_memory(err);
    }
    size_t n = 0;
    for (size_t i = 0; i < more.count; i++) {
        counts[n++] = more.items[i];
    }
    for (size_t i = 0; i < row_count; i++) {
        for (size_t k = 0; k < rows[i].count; k++) {
            counts[n++] = mus_discount_item(&rows[i], k);
        }
    }
    *out = (struct joined){counts, mus_counts_sort(counts, n)};
    return MUS_OK;
}

static enum mus_status put_counts(struct mus_write *write, uint64_t segment, uint64_t row,
                                  const struct joined *counts, struct mus_error *err)
{
    struct mus_buf bytes = {0};
    struct mus_db_key key;
    mus_key_of_numbers(segment, row, &key);
    for (size_t i = 0; i < counts->count; i++) {
        mus_buf_add_u64(&bytes, counts->items[i].hash);
        mus_buf_add_u32(&bytes, counts->items[i].companies);
        mus_buf_add_u32(&bytes, counts->items[i].kind);
    }
    enum mus_status status = mus_buf_check(&bytes, err);
    if (status == MUS_OK) {
        status = mus_db_put(write->view.txn, MUS_DB_DISCOUNT, mus_key_text(&key),
                            mus_buf_text(&bytes), err);
    }
    mus_buf_done(&bytes);
    return status;
}

/* Rows are numbered from 0; those from the first on that is not twice as long as what comes behind
 * it are joined, so that there are few, and each count is written again but a few times. */
enum mus_status mus_discount_put(struct mus_write *write, uint64_t segment,
                                 struct mus_feature_counts counts, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_discounts kept = {NULL, 0};
    struct joined joined = {NULL, 0};
    enum mus_status status = mus_discounts_kept(&write->view, &segment, &arena, &kept, err);
    size_t first = kept.count;
    size_t behind = counts.count;
    while (first > 0 && kept.items[first - 1].count < 2 * behind) {
        first--;
        behind += kept.items[first].count;
    }
    if (status == MUS_OK) {
        status = join_counts(kept.items + first, kept.count - first, counts, &joined, err);
    }
    for (size_t i = first; status == MUS_OK && i < kept.count; i++) {
        struct mus_db_key key;
        mus_key_of_numbers(segment, i, &key);
        status =
            mus_db_delete(write->view.txn, MUS_DB_DISCOUNT, mus_key_text(&key), MUS_NO_TEXT, err);
    }
    if (status == MUS_OK) {
        status = put_counts(write, segment, first, &joined, err);
    }
    mus_free(joined.items);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ making */

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

/* ------------------------------------------------------------------ merging */

/* The levels: segments in which fewer live than `below`, and how many of them become one. */
static const struct {
    uint32_t below;
    size_t fan;
} LEVELS[] = {{192, 4}, {768, 4}, {3072, 4}, {49152, 16}, {MUS_SEGMENT_MOST / 4 * 3, 4}};

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
        if (level < LEVEL_COUNT && next - first >= LEVELS[level].fan && taken >= 2) {
            return (struct merging){first, taken};
        }
        first = next;
    }
    return (struct merging){0, 0};
}

static enum mus_status gather_counts(struct mus_write *write, const struct mus_kept_segment *kept,
                                     size_t count, struct mus_arena *arena, struct joined *out,
                                     struct mus_error *err)
{
    static const struct mus_feature_counts nothing;
    struct mus_discount *rows = NULL;
    size_t row_count = 0;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_discounts discounts;
        status = mus_discounts_kept(&write->view, &kept[i].number, arena, &discounts, err);
        struct mus_discount *more =
            status == MUS_OK ? mus_arena_alloc(arena, row_count + discounts.count, sizeof *more)
                             : NULL;
        if (status == MUS_OK && more == NULL) {
            status = mus_fail_memory(err);
        }
        for (size_t k = 0; status == MUS_OK && k < row_count + discounts.count; k++) {
            more[k] = k < row_count ? rows[k] : discounts.items[k - row_count];
        }
        if (status == MUS_OK) {
            rows = more;
            row_count += discounts.count;
        }
    }
    return status == MUS_OK ? join_counts(rows, row_count, nothing, out, err) : status;
}

/* The one segment of them, appended; nothing where nobody lives. */
static enum mus_status merge_bytes(struct mus_write *write, const struct mus_kept_segment *kept,
                                   size_t count, struct mus_arena *arena, struct mus_buf *out,
                                   struct mus_error *err)
{
    struct joined off = {NULL, 0};
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
    enum mus_status status = gather_counts(write, kept, count, arena, &off, err);
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

static enum mus_status merge_once(struct mus_write *write, uint32_t most, bool thorough,
                                  bool *merged, struct mus_error *err)
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
    return mus_segments_mend(write, merge_once(write, most, thorough, merged, err), err);
}

static enum mus_status merge_all(struct mus_write *write, uint32_t most, struct mus_error *err)
{
    bool merged = true;
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && merged) {
        status = merge_once(write, most, false, &merged, err);
    }
    return status;
}

enum mus_status mus_segments_merge_small(struct mus_write *write, uint32_t most,
                                         struct mus_error *err)
{
    return mus_segments_mend(write, merge_all(write, most, err), err);
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
            status = merge_all(write, MUS_SEGMENT_MOST, err);
        }
    }
    mus_arena_done(&arena);
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
