/* Keeping the index in step with the companies. Internal to the store.
 *
 * A change notes the company among the changed, in the same transaction. When a write is committed
 * and they have become many, they are made into a segment of their own, and small segments into
 * larger ones. A write that changes a few companies merges small segments only, so that nobody
 * waits for a large one; one that changes many merges as far as it goes. */
#ifndef MUS_STORE_SEGMENTS_INTERNAL_H
#define MUS_STORE_SEGMENTS_INTERNAL_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "matcher/index/feature.h"
#include "store/internal.h"
#include "store/segments.h"

/* So many changed companies stand by themselves after a commit: each is scored by every match. */
#define MUS_CHANGED_MOST 64
/* A write that changed so many merges segments of any size, others none beyond MUS_MERGED_BESIDE.
 */
#define MUS_CHANGED_MANY 1024
#define MUS_MERGED_BESIDE 69632 /* documents: some .2 s */

/* Before the match record of the company is put, or put anew. */
enum mus_status mus_segments_note(struct mus_write *write, struct mus_text id,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Before it is taken away. */
enum mus_status mus_segments_note_removed(struct mus_write *write, struct mus_text id,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* Before a commit. */
enum mus_status mus_segments_settle(struct mus_write *write, struct mus_error *err) MUS_MUST_CHECK;
/* Makes all changed companies into segments. A failure dooms the write. */
enum mus_status mus_segments_fold(struct mus_write *write, struct mus_error *err) MUS_MUST_CHECK;
/* A damaged index is none: `status` being of one, the whole index is made anew, in the write that
 * found it so. Any other failure dooms the write and is passed on. */
enum mus_status mus_segments_mend(struct mus_write *write, enum mus_status status,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* The whole index anew, of the match records as they are; records its version. */
enum mus_status mus_segments_make(struct mus_write *write, struct mus_error *err) MUS_MUST_CHECK;

/* After companies were taken away for good: no segment has any of their ids any more. A failure
 * dooms the write. */
enum mus_status mus_segments_forget(struct mus_write *write, struct mus_texts ids,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* ------------------------------------------------------------------ what is kept */

/* Whether the index is of this program's version. */
enum mus_status mus_segments_are_current(const struct mus_read *read, bool *current,
                                         struct mus_error *err) MUS_MUST_CHECK;

/* Where a segment has a company: by the segment's number. */
struct mus_position {
    uint64_t segment;
    uint32_t doc;
};

/* What stands among the changed: nothing, or the position and the match record that was indexed. */
struct mus_changed_row {
    bool placed;
    struct mus_position position; /* of a placed one */
    struct mus_text before;
};
enum mus_status mus_changed_row_read(struct mus_text value, struct mus_changed_row *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
void mus_changed_row_write(const struct mus_changed_row *row, struct mus_buf *out);

/* The segments in the order of their numbers; what is gone as it is stored, without the changed. */
struct mus_kept_segment {
    uint64_t number;
    struct mus_search_segment segment;
    uint32_t live; /* see mus_segments_count_living */
};
enum mus_status mus_segments_kept(const struct mus_read *read, struct mus_arena *arena,
                                  struct mus_kept_segment **out, size_t *count,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* The one of that number, likewise; *there is false where there is none. */
enum mus_status mus_segment_kept(const struct mus_read *read, uint64_t number,
                                 struct mus_kept_segment *out, bool *there,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Where it stands in the list; `count` where it does not. */
size_t mus_segments_find(const struct mus_kept_segment *kept, size_t count, uint64_t number);
/* How many live in it; and that, filled in for each. */
uint32_t mus_segment_living(const struct mus_search_segment *segment);
void mus_segments_count_living(struct mus_kept_segment *kept, size_t count);
/* The document of that id that is not gone; false where there is none. */
bool mus_segments_locate(const struct mus_kept_segment *kept, size_t count, struct mus_text id,
                         struct mus_position *out);

#define MUS_DISCOUNT_BYTES 16 /* of an item: u64 hash, u32 amount, u32 kind */

/* What is taken off a segment: one row, or several of sizes that about double. */
struct mus_discounts {
    const struct mus_discount *items;
    size_t count;
};
/* Of one segment, or of all where it is NULL. */
enum mus_status mus_discounts_kept(const struct mus_read *read, const uint64_t *segment,
                                   struct mus_arena *arena, struct mus_discounts *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
struct mus_feature_count mus_discount_item(const struct mus_discount *discount, size_t index);
/* Puts one more row for the segment, joining smaller ones with it. The counts are sorted. */
enum mus_status mus_discount_put(struct mus_write *write, uint64_t segment,
                                 struct mus_feature_counts counts,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* All counts of the segments together, sorted; the items are to be freed. */
struct mus_joined_counts {
    struct mus_feature_count *items;
    size_t count;
};
enum mus_status mus_discounts_of(struct mus_write *write, const struct mus_kept_segment *kept,
                                 size_t count, struct mus_arena *arena,
                                 struct mus_joined_counts *out,
                                 struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_discounts_remove(struct mus_write *write, uint64_t number,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* The weights that the index is made for; the built-in ones where none are kept. */
enum mus_status mus_segments_weights(const struct mus_read *read, struct mus_text_weights *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_segments_set_weights(struct mus_write *write,
                                         const struct mus_text_weights *weights,
                                         struct mus_error *err) MUS_MUST_CHECK;

/* ------------------------------------------------------------------ making and merging */

/* Makes segments of companies, one after the other, and puts them. */
struct mus_segment_maker {
    struct mus_write *write;
    struct mus_text_weights weights;
    struct mus_segment_builder *builder; /* NULL: nothing added since the last was put */
    struct mus_arena arena;
};
enum mus_status mus_segment_maker_start(struct mus_segment_maker *maker, struct mus_write *write,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* The company of this match record, which is read before anything is put. */
enum mus_status mus_segment_maker_add(struct mus_segment_maker *maker, struct mus_text id,
                                      struct mus_text record, struct mus_error *err) MUS_MUST_CHECK;
/* Puts what has been added. */
enum mus_status mus_segment_maker_put(struct mus_segment_maker *maker,
                                      struct mus_error *err) MUS_MUST_CHECK;
void mus_segment_maker_done(struct mus_segment_maker *maker);

enum mus_status mus_segment_put(struct mus_write *write, struct mus_text bytes, uint64_t *number,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_segment_remove(struct mus_write *write, uint64_t number,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* Puts one segment in the place of these, without who is gone. Documents get other numbers, so
 * nobody who is among the changed may be placed in them. */
enum mus_status mus_segments_join(struct mus_write *write, const struct mus_kept_segment *kept,
                                  size_t count, struct mus_arena *arena,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Makes one of those that there are too many of, where that has no more than `most` documents; with
 * `thorough`, of any two or more. *merged is false where there was nothing to do. Nobody may be
 * among the changed: documents get other numbers. A failure dooms the write. */
enum mus_status mus_segments_merge_once(struct mus_write *write, uint32_t most, bool thorough,
                                        bool *merged, struct mus_error *err) MUS_MUST_CHECK;
/* As often as there is something to do; the first leaves a failure to the caller. */
enum mus_status mus_segments_merge_all(struct mus_write *write, uint32_t most,
                                       struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_segments_merge_small(struct mus_write *write, uint32_t most,
                                         struct mus_error *err) MUS_MUST_CHECK;

#endif
