/* The index of companies for matches, as the store keeps it: segments (matcher/index/segment.h),
 * who of them is gone, and the companies that have changed since.
 *
 * Every company is found once: as a document of one segment that is not gone, or among the changed,
 * who are few and are to be looked at one by one. What a changed company was before still counts in
 * the lists of its segment; so does who is gone. What they count for stands beside, to be taken
 * off. */
#ifndef MUS_STORE_SEGMENTS_H
#define MUS_STORE_SEGMENTS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "matcher/index/segment.h"
#include "matcher/weights.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What documents that are gone count for: for some of them, in the order of kinds and hashes. */
struct mus_discount {
    const unsigned char *bytes;
    size_t count;
    size_t translated; /* where what is found in translations begins */
};

struct mus_changed_company {
    struct mus_text id;
    struct mus_text before; /* the match record that a segment has of it; not given: none has */
    struct mus_text now;    /* its match record; not given: it is no more */
};

struct mus_segments {
    const struct mus_search_segment *items;
    size_t count;
    const struct mus_discount *discounts;
    size_t discount_count;
    const struct mus_changed_company *changed; /* in the order of their ids */
    size_t changed_count;
    uint64_t companies; /* that live */
};

/* A view of the index; lists lie in the arena, bytes are borrowed until the read ends (in a write:
 * until its next change). A segment is opened in place; nothing is loaded. `there` is false where
 * the index was made by another version of it, so that everybody must be looked at: opening the
 * store to write makes it anew. MUS_CORRUPT: `index segment 3: …`. */
enum mus_status mus_store_segments(const struct mus_read *read, struct mus_arena *arena,
                                   struct mus_segments *out, bool *there,
                                   struct mus_error *err) MUS_MUST_CHECK;

/* Whether the index answers matches by these text weights: it is of this version, and all of it was
 * made for them. Otherwise they look at everybody, until mus_store_reindex. MUS_CORRUPT as above.
 */
enum mus_status mus_store_index_serves(const struct mus_read *read,
                                       const struct mus_text_weights *weights, bool *serves,
                                       struct mus_error *err) MUS_MUST_CHECK;

/* The match record of a company that a segment or the list of changed ones names; borrowed as
 * above. MUS_CORRUPT where it has none. */
enum mus_status mus_store_indexed_firm(const struct mus_read *read, struct mus_text id,
                                       struct mus_text *out, struct mus_error *err) MUS_MUST_CHECK;

/* For how much of a company the discount takes off a feature of what is found, in 1024ths. */
uint32_t mus_discount_of(const struct mus_discount *discount, enum mus_feature_kind kind,
                         uint64_t hash);

/* Makes as few segments as can be, which is what a match likes best: after many changes. */
enum mus_status mus_store_tidy_index(struct mus_store *store, struct mus_error *err) MUS_MUST_CHECK;

/* Makes the index anew for these text weights, one segment after the other, each in a write of its
 * own: matches go on meanwhile, and changes wait for no more than one of them. Wanted where matches
 * are by other weights, or the segments are of days long past. `progress` (may be
 * NULL) is told how many of how many companies have been gone through. */
typedef void mus_reindex_progress(void *state, uint64_t done, uint64_t companies);
enum mus_status mus_store_reindex(struct mus_store *store, const struct mus_text_weights *weights,
                                  mus_reindex_progress *progress, void *state,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
