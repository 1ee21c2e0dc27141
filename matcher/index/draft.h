/* A segment in the making: documents first, then every feature with its postings.
 * Who makes one from companies is build.h; from other segments, merge.h. Inside the index. */
#ifndef MUS_MATCHER_INDEX_DRAFT_H
#define MUS_MATCHER_INDEX_DRAFT_H

#include "base/buf.h"
#include "matcher/index/segment.h"

struct mus_draft;

/* NULL: no memory. */
struct mus_draft *mus_draft_new(mus_date day, uint64_t fingerprint);
void mus_draft_free(struct mus_draft *draft);

/* A document's row. */
struct mus_draft_document {
    struct mus_text id;
    uint32_t id_key; /* the upper half of the id's hash */
    const struct mus_facts *facts;
    struct mus_hashes sets[MUS_COLUMN_SETS]; /* of the columns that refer to sets; sorted */
    bool other[MUS_COLUMN_SETS]; /* the set is not known any more: it counts as another */
};
/* Gives the document's number. MUS_LIMIT at MUS_SEGMENT_MOST. */
enum mus_status mus_draft_document(struct mus_draft *draft, const struct mus_draft_document *row,
                                   uint32_t *doc, struct mus_error *err) MUS_MUST_CHECK;
/* So many features of the kind are to come, with lists of so many bytes in all, as far as is known:
 * memory that is asked for at once need not be moved as it fills. */
void mus_draft_expect(struct mus_draft *draft, enum mus_feature_kind kind, size_t features,
                      size_t bytes);
/* Within a kind hashes ascend. `companies` is taken as it is; impacts may be none. */
void mus_draft_feature(struct mus_draft *draft, enum mus_feature_kind kind, uint64_t hash,
                       uint32_t companies, const struct mus_impact *impacts, size_t count);
uint32_t mus_draft_docs(const struct mus_draft *draft);
/* Appends the segment's bytes; the draft is used up. MUS_NO_MEMORY, also for what failed before;
 * MUS_LIMIT where the lists of a kind take more than 4 GB. */
enum mus_status mus_draft_finish(struct mus_draft *draft, struct mus_buf *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
