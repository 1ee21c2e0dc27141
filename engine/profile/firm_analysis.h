/* A company analysed for the matcher (matcher/firm.h): codes become hashes (code_hash.h), texts
 * bags of terms (and, where there is a lexicon, bags of what they are in the other language),
 * conditions the days until which they hold. */
#ifndef MUS_PROFILE_FIRM_ANALYSIS_H
#define MUS_PROFILE_FIRM_ANALYSIS_H

#include "base/arena.h"
#include "base/status.h"
#include "lexicon/glossing.h"
#include "matcher/firm.h"
#include "matcher/text/terms.h"
#include "profile/company.h"

/* What an analysis works with. It belongs to one thread at a time. */
struct mus_firm_tools {
    struct mus_analyser *analyser;
    /* Both NULL: texts are not translated. */
    struct mus_glossing *glossing;
    const struct mus_lexicon *lexicon;
};

/* What the firm points to lies in the arena, but the id, which is borrowed from the company. A
 * typed need is a company of one listing and nothing else; without an id the firm's id_hash is 0,
 * without a country its country. Codes are taken as they are: check the company first. MUS_INVALID
 * for texts that are not UTF-8. */
enum mus_status mus_firm_of_company(const struct mus_firm_tools *tools,
                                    const struct mus_company *company, struct mus_arena *arena,
                                    struct mus_firm *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
