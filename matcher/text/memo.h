/* The tokens of texts that are looked at again and again: of a company that is compared with one
 * after the other. */
#ifndef MUS_MATCHER_TEXT_MEMO_H
#define MUS_MATCHER_TEXT_MEMO_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "matcher/text/terms.h"

#include <stddef.h>

struct mus_terms_entry;

/* Start with {0}. It grows with the texts that it is asked for. */
struct mus_terms_memo {
    struct mus_arena arena;
    struct mus_terms_entry *newest;
};

/* As mus_terms_of, which is asked the first time. A text is known by where it lies, so it must not
 * change or go before the memo is cleared, as the tokens do not. */
enum mus_status mus_terms_memo_of(struct mus_terms_memo *memo, struct mus_analyser *analyser,
                                  struct mus_text text, const struct mus_token **tokens,
                                  size_t *count, struct mus_error *err) MUS_MUST_CHECK;
/* Forgets all. */
void mus_terms_memo_clear(struct mus_terms_memo *memo);
void mus_terms_memo_done(struct mus_terms_memo *memo);

#endif
