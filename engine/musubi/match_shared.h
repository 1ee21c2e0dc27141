/* What the units of mus_match share; only this folder. */
#ifndef MUS_MUSUBI_MATCH_SHARED_H
#define MUS_MUSUBI_MATCH_SHARED_H

#include "match/batch.h"
#include "match/need_reading.h"
#include "match/query.h"
#include "matcher/scan.h"
#include "matcher/score.h"
#include "matcher/text/memo.h"
#include "musubi/handle.h"
#include "store/lexicon.h"

#include <stdbool.h>
#include <stddef.h>

/* One match at work: its questions and answers see one moment of the store. */
struct mus_matching {
    struct mus_musubi *musubi;
    const struct mus_match_options *options;
    struct mus_sink *sink;
    const struct mus_read *read;
    struct mus_store_tools tools;
    struct mus_workspace *workspace;
    size_t threads;
    mus_date met_since;         /* MUS_NO_DATE: not asked */
    struct mus_bilingual typed; /* a need as it was typed */
    struct mus_reading reading; /* what was read from it */
    struct mus_buf json;
    struct mus_arena arena;              /* of one result */
    struct mus_terms_memo asking, found; /* of the texts of who asks, and of one result's */
};

/* The filters that the options have, in the arena; *out is left alone where they have none. */
enum mus_status mus_match_filters(const struct mus_matching *matching, struct mus_arena *arena,
                                  struct mus_filter *out, struct mus_error *err) MUS_MUST_CHECK;
/* Scans for loaded queries, borrowed, together; in the batch, which is made where it is NULL, and
 * is the caller's whatever is returned. */
enum mus_status mus_match_scan(const struct mus_matching *matching,
                               const struct mus_match_query *queries, size_t count,
                               struct mus_batch **batch, struct mus_error *err) MUS_MUST_CHECK;
/* The queries of a file or of all companies, answered in their order, and their run. */
enum mus_status mus_match_many(struct mus_matching *matching, struct mus_error *err) MUS_MUST_CHECK;
/* The answer to a query that was scanned, to the sink. */
enum mus_status mus_match_answer(struct mus_matching *matching, const struct mus_match_query *query,
                                 const struct mus_query *prepared, const struct mus_scan *scan,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* How the first of two loaded companies, prepared, and the second fit. */
enum mus_status mus_match_explanation(struct mus_matching *matching,
                                      const struct mus_match_query pair[2],
                                      const struct mus_query *prepared,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
