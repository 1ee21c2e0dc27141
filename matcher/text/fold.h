/* Folding of text for search and comparison: what looks the same becomes the same bytes.
 *
 * Compatibility composition (NFKC) with full case folding, and invisible characters (variation
 * selectors, joiners, soft hyphens) taken out: ｶﾞｽ → ガス, ㈱ → (株), ＡＢＣ → abc, ㎡ → m2. A
 * voiced sound mark written on its own after kana (カ゛) joins it. Control characters count as
 * white space; each run of white space becomes one space, and none is left at either end. Hiragana
 * and katakana, and old and new kanji, stay apart.
 *
 * Text that is not UTF-8 is MUS_INVALID, more than MUS_MAX_ANALYSED_TEXT bytes MUS_LIMIT.
 * Everything here is pure; any thread may call it on objects of its own. */
#ifndef MUS_MATCHER_TEXT_FOLD_H
#define MUS_MATCHER_TEXT_FOLD_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

/* Appends the folded text to out; on failure out is as before. A text that is not given folds to
 * nothing. */
enum mus_status mus_fold_search(struct mus_text text, struct mus_buf *out,
                                struct mus_error *err) MUS_MUST_CHECK;

/* Where folded bytes come from: bytes begin … end-1 of the original text. */
struct mus_fold_source {
    uint32_t begin;
    uint32_t end;
};

/* A folded text that remembers the original spelling. Start with `struct mus_fold fold = {0};`, use
 * it for any number of texts one after another, end it with mus_fold_done. */
struct mus_fold {
    struct mus_buf text;
    struct mus_fold_source *sources; /* one for each byte of text */
    size_t capacity;
};

/* Folds the text as mus_fold_search does, in place of what fold held. On failure it holds nothing.
 */
enum mus_status mus_fold_mapped(struct mus_fold *fold, struct mus_text text,
                                struct mus_error *err) MUS_MUST_CHECK;
/* The original bytes behind bytes begin … end-1 of the folded text (begin < end ≤ its length): the
 * smallest stretch of whole characters that folds to at least these. */
struct mus_fold_source mus_fold_origin(const struct mus_fold *fold, size_t begin, size_t end);
void mus_fold_done(struct mus_fold *fold);

#endif
