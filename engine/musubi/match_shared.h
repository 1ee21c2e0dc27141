/* What the units of mus_match share; only this folder. */
#ifndef MUS_MUSUBI_MATCH_SHARED_H
#define MUS_MUSUBI_MATCH_SHARED_H

#include "match/need_reading.h"
#include "match/query.h"
#include "matcher/scan.h"
#include "matcher/score.h"
#include "musubi/handle.h"
#include "store/lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

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
    FILE *run;                  /* the TREC run, NULL where none is asked for */
    struct mus_bilingual typed; /* a need as it was typed */
    struct mus_reading reading; /* what was read from it */
    struct mus_buf json;
    struct mus_arena arena; /* of one result */
};

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
