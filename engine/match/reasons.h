/* Why two companies suit each other, in words: what the matcher found as hashes, turned back into
 * the codes, labels and spellings of the two profiles, and written as JSON. */
#ifndef MUS_MATCH_REASONS_H
#define MUS_MATCH_REASONS_H

#include "base/arena.h"
#include "base/status.h"
#include "codec/json_write.h"
#include "match/world.h"
#include "matcher/score.h"
#include "matcher/text/memo.h"
#include "profile/company.h"
#include "profile/firm_analysis.h"

/* A company as written and as the matcher sees it. */
struct mus_reason_party {
    const struct mus_company *company;
    const struct mus_firm *firm;
};

struct mus_reasons {
    const struct mus_world *world;
    const struct mus_scorer *scorer;
    const struct mus_firm_tools *tools;
    struct mus_arena *arena;            /* working memory */
    struct mus_reason_party a, b;       /* the query's company and the candidate */
    struct mus_terms_memo *of_a, *of_b; /* of their texts */
    const struct mus_score *score;
};

/* Writes into the object that is open: "combine", "sides" with one side a direction (one only for a
 * bare need), and "advice". */
enum mus_status mus_reasons_write(const struct mus_reasons *reasons, struct mus_json_writer *writer,
                                  struct mus_error *err) MUS_MUST_CHECK;

/* {"ja": …, "en": …} under the key, whatever is not given left out. */
void mus_put_label(struct mus_json_writer *writer, const char *key, struct mus_bilingual label);

#endif
