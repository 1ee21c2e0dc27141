/* The words of a text that matched, as evidence to show: in the original spelling. */
#ifndef MUS_MATCHER_TEXT_MATCHED_H
#define MUS_MATCHER_TEXT_MATCHED_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "matcher/firm.h"
#include "matcher/text/terms.h"

#include <stddef.h>

/* What the wanted terms (sorted) stand for in the text, whose tokens these are: pairs that overlap
 * or touch are shown as one (廃棄 + 棄物 → 廃棄物), without a particle at either end. Left out are
 * what stands within something longer that is shown, a second spelling of the same, and what is all
 * hiragana unless there is nothing else (then it has three characters or more). At most `limit`,
 * and at most MUS_MAX_LIST: the longest (in bytes) are kept, of equals the earlier, and returned in
 * the order of the text. The list lies in the arena; its items point into the text. */
enum mus_status mus_terms_matched(const struct mus_token *tokens, size_t count,
                                  struct mus_text text, struct mus_hashes wanted, size_t limit,
                                  struct mus_arena *arena, struct mus_texts *shown,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
