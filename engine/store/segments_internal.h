/* Keeping the index in step with the companies. Internal to the store.
 *
 * A change notes the company among the changed, in the same transaction. When a write is committed
 * and they have become many, they are made into a segment of their own, and small segments into
 * larger ones. A write that changes a few companies makes small segments only and leaves what is
 * too much at once to the next, so that nobody waits for long; one that changes many merges as far
 * as it goes. */
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
/* A write that changed so many merges all that there are too many of. Others make no segment of
 * more documents than MUS_MERGED_BESIDE (some .1 s), and stop merging at MUS_MERGED_ENOUGH. */
#define MUS_CHANGED_MANY 1024
#define MUS_MERGED_BESIDE (256 * (MUS_CHANGED_MOST + 1))
#define MUS_MERGED_ENOUGH 1024

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
/* Likewise, among those that the store keeps: none is opened beyond the one that has it. */
enum mus_status mus_segments_locate_kept(const struct mus_read *read, struct mus_text id,
                                         struct mus_position *out, bool *there,
                                         struct mus_error *err) MUS_MUST_CHECK;

#define MUS_DISCOUNT_BYTES 16 /* of an item: u64 hash, u32 amount, u32 kind */

/* What is taken off a segment: one row, or several that are ever shorter. */
struct mus_discounts {
    const struct mus_discount *items;
    size_t count;
};
/* Of one segment, or of all where it is NULL. */
enum mus_status mus_discounts_kept(const struct mus_read *read, const uint64_t *segment,
                                   struct mus_arena *arena, struct mus_discounts *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
struct mus_discount mus_discount_open(struct mus_text value);
struct mus_feature_count mus_discount_item(const struct mus_discount *discount, size_t index);
/* Puts one more row for the segment, joining smaller ones with it. The counts are sorted. */
enum mus_status mus_discount_put(struct mus_write *write, uint64_t segment,
                                 struct mus_feature_counts counts,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* Sorted runs, of which each ends where `ends` says, become one; what is repeated adds up. There is
 * room for as many in *room; where the two are swapped, *counts is where they are. Returns how many
 * are left; `ends` is used up. */
size_t mus_counts_join(struct mus_feature_count **counts, struct mus_feature_count **room,
                       size_t *ends, size_t runs);

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
/* As often as there is something to do, of any size; leaves a failure to the caller. */
enum mus_status mus_segments_merge_all(struct mus_write *write, bool thorough,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* What is to be merged after a folding, by a write that changed many companies or a few. */
enum mus_status mus_segments_merge_after(struct mus_write *write, bool many,
                                         struct mus_error *err) MUS_MUST_CHECK;

#endif
