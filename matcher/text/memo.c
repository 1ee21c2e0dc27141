#include "matcher/text/memo.h"

#include <string.h>

struct mus_terms_entry {
    struct mus_terms_entry *next;
    struct mus_text text;
    const struct mus_token *tokens;
    size_t count;
};

static enum mus_status add(struct mus_terms_memo *memo, struct mus_text text,
                           const struct mus_token *tokens, size_t count, struct mus_error *err)
{
    struct mus_terms_entry *entry = mus_arena_alloc(&memo->arena, 1, sizeof *entry);
    struct mus_token *copy = mus_arena_alloc(&memo->arena, count, sizeof *copy);
    if (entry == NULL || copy == NULL) {
        return mus_fail_memory(err);
    }
    if (count > 0) {
        memcpy(copy, tokens, count * sizeof *copy);
    }
    *entry = (struct mus_terms_entry){memo->newest, text, copy, count};
    memo->newest = entry;
    return MUS_OK;
}

static const struct mus_terms_entry *find(const struct mus_terms_memo *memo, struct mus_text text)
{
    const struct mus_terms_entry *entry = memo->newest;
    while (entry != NULL && (entry->text.ptr != text.ptr || entry->text.len != text.len)) {
        entry = entry->next;
    }
    return entry;
}

enum mus_status mus_terms_memo_of(struct mus_terms_memo *memo, struct mus_analyser *analyser,
                                  struct mus_text text, const struct mus_token **tokens,
                                  size_t *count, struct mus_error *err)
{
    const struct mus_terms_entry *entry = find(memo, text);
    if (entry == NULL) {
        enum mus_status status = mus_terms_of(analyser, text, tokens, count, err);
        if (status == MUS_OK) {
            status = add(memo, text, *tokens, *count, err);
        }
        if (status != MUS_OK) {
            return status;
        }
        entry = memo->newest;
    }
    *tokens = entry->tokens;
    *count = entry->count;
    return MUS_OK;
}

void mus_terms_memo_clear(struct mus_terms_memo *memo)
{
    memo->newest = NULL;
    mus_arena_reset(&memo->arena);
}

void mus_terms_memo_done(struct mus_terms_memo *memo)
{
    memo->newest = NULL;
    mus_arena_done(&memo->arena);
}
