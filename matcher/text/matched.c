#include "matcher/text/matched.h"

#include "base/limits.h"
#include "matcher/text/chars.h"
#include "matcher/text/fold.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A stretch of the text that may be shown. */
struct piece {
    uint32_t begin;
    uint32_t end;
    uint64_t hash; /* of a word */
    enum mus_token_kind kind;
    bool weak;              /* all hiragana */
    struct mus_text folded; /* once chosen */
};

static bool is_wanted(struct mus_hashes wanted, uint64_t hash)
{
    size_t low = 0;
    size_t high = wanted.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (wanted.items[middle] < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < wanted.count && wanted.items[low] == hash;
}

/* Writes the pieces that the wanted tokens make, pairs merged, and returns how many. */
static size_t merge(const struct mus_token *tokens, size_t count, struct mus_hashes wanted,
                    struct piece *pieces)
{
    size_t used = 0;
    struct piece *open = NULL; /* made of pairs; another may reach it */
    for (size_t i = 0; i < count; i++) {
        const struct mus_token *token = &tokens[i];
        if (!is_wanted(wanted, token->hash)) {
            continue;
        }
        if (token->kind == MUS_TOKEN_PAIR && open != NULL && token->begin <= open->end) {
            open->end = token->end > open->end ? token->end : open->end;
            continue;
        }
        struct piece *piece = &pieces[used++];
        *piece = (struct piece){
            .begin = token->begin, .end = token->end, .hash = token->hash, .kind = token->kind};
        open = token->kind == MUS_TOKEN_PAIR ? piece : open;
    }
    return used;
}

static bool is_hiragana(int32_t c)
{
    return mus_char_class(c) == MUS_CHAR_HIRAGANA;
}

static bool is_particle(int32_t c)
{
    switch (c) {
    case U'の':
    case U'を':
    case U'に':
    case U'は':
    case U'が':
    case U'と':
    case U'で':
    case U'も':
    case U'や':
    case U'へ':
    case U'な':
        return true;
    default:
        return false;
    }
}

/* What trimming must know of a piece: its first two and last two characters. */
struct ends {
    int32_t first[2];
    int32_t last[2];
    size_t second_at; /* where the second character begins */
    size_t last_at;   /* where the last one does */
    size_t count;
    size_t hiragana;
};

static struct ends ends_of(const struct piece *piece, struct mus_text text)
{
    struct ends ends = {0};
    struct mus_text part = {text.ptr, piece->end};
    for (size_t at = piece->begin; at < piece->end; ends.count++) {
        if (ends.count == 1) {
            ends.second_at = at;
        }
        ends.last_at = at;
        int32_t c = mus_text_next(part, &at);
        if (ends.count < 2) {
            ends.first[ends.count] = c;
        }
        ends.last[0] = ends.last[1];
        ends.last[1] = c;
        ends.hiragana += is_hiragana(c);
    }
    return ends;
}

/* Takes a particle off either end where something other than hiragana stands next to it, and marks
 * what is all hiragana. Returns false where nothing worth showing is left. */
static bool trim(struct piece *piece, struct mus_text text)
{
    struct ends ends = ends_of(piece, text);
    if (ends.hiragana == ends.count) {
        piece->weak = true;
        return ends.count > 2;
    }
    if (ends.count > 1 && is_particle(ends.last[1]) && !is_hiragana(ends.last[0])) {
        piece->end = (uint32_t)ends.last_at;
    }
    if (ends.count > 1 && is_particle(ends.first[0]) && !is_hiragana(ends.first[1])) {
        piece->begin = (uint32_t)ends.second_at;
    }
    return true;
}

/* Drops what is not worth showing and returns how many stay. */
static size_t trim_all(struct piece *pieces, size_t count, struct mus_text text)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].kind != MUS_TOKEN_PAIR || trim(&pieces[i], text)) {
            pieces[kept++] = pieces[i];
        }
    }
    return kept;
}

/* What is all hiragana last, the longer first, the earlier first. */
static int by_worth(const void *left, const void *right)
{
    const struct piece *a = left;
    const struct piece *b = right;
    if (a->weak != b->weak) {
        return a->weak ? 1 : -1;
    }
    uint32_t length_a = a->end - a->begin;
    uint32_t length_b = b->end - b->begin;
    if (length_a != length_b) {
        return length_a > length_b ? -1 : 1;
    }
    return a->begin < b->begin ? -1 : a->begin > b->begin;
}

static int by_place(const void *left, const void *right)
{
    const struct piece *a = left;
    const struct piece *b = right;
    return a->begin < b->begin ? -1 : a->begin > b->begin;
}

static bool is_word(const struct piece *piece)
{
    return piece->kind == MUS_TOKEN_WORD || piece->kind == MUS_TOKEN_JOINED;
}

/* True where a chosen piece already shows this one. */
static bool is_shown(const struct piece *chosen, size_t count, const struct piece *piece)
{
    for (size_t i = 0; i < count; i++) {
        const struct piece *other = &chosen[i];
        if (piece->begin >= other->begin && piece->end <= other->end) {
            return true;
        }
        if (is_word(piece) != is_word(other)) {
            continue;
        }
        if (is_word(piece) ? piece->hash == other->hash
                           : memmem(other->folded.ptr, other->folded.len, piece->folded.ptr,
                                    piece->folded.len) != NULL) {
            return true;
        }
    }
    return false;
}

/* Moves the pieces to show to the front of `pieces`, which are in the order of their worth. */
static enum mus_status choose(struct piece *pieces, size_t count, size_t limit,
                              struct mus_text text, struct mus_arena *arena, size_t *chosen,
                              struct mus_error *err)
{
    struct mus_buf folded = {0};
    enum mus_status status = MUS_OK;
    size_t used = 0;
    for (size_t i = 0; i < count && used < limit; i++) {
        struct piece piece = pieces[i];
        if (piece.weak && used > 0 && !pieces[0].weak) {
            break;
        }
        mus_buf_clear(&folded);
        struct mus_text part = {text.ptr + piece.begin, piece.end - piece.begin};
        status = mus_fold_search(part, &folded, err);
        if (status != MUS_OK) {
            goto out;
        }
        piece.folded = mus_buf_text(&folded);
        if (is_shown(pieces, used, &piece)) {
            continue;
        }
        piece.folded = mus_arena_copy(arena, piece.folded);
        if (piece.folded.ptr == NULL) {
            status = mus_fail_memory(err);
            goto out;
        }
        pieces[used++] = piece;
    }
    *chosen = used;
out:
    mus_buf_done(&folded);
    return status;
}

static enum mus_status list(const struct piece *pieces, size_t count, struct mus_text text,
                            struct mus_arena *arena, struct mus_texts *shown, struct mus_error *err)
{
    struct mus_text *items = NULL;
    if (count > 0) {
        items = mus_arena_alloc(arena, count, sizeof *items);
        if (items == NULL) {
            return mus_fail_memory(err);
        }
    }
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct mus_text){text.ptr + pieces[i].begin, pieces[i].end - pieces[i].begin};
    }
    *shown = (struct mus_texts){items, count};
    return MUS_OK;
}

enum mus_status mus_terms_matched(const struct mus_token *tokens, size_t count,
                                  struct mus_text text, struct mus_hashes wanted, size_t limit,
                                  struct mus_arena *arena, struct mus_texts *shown,
                                  struct mus_error *err)
{
    struct piece *pieces = mus_arena_alloc(arena, count, sizeof *pieces);
    if (pieces == NULL) {
        return mus_fail_memory(err);
    }
    count = trim_all(pieces, merge(tokens, count, wanted, pieces), text);
    if (count > 1) {
        qsort(pieces, count, sizeof *pieces, by_worth);
    }
    limit = limit > MUS_MAX_LIST ? MUS_MAX_LIST : limit;
    enum mus_status status = choose(pieces, count, limit, text, arena, &count, err);
    if (status != MUS_OK) {
        return status;
    }
    if (count > 1) {
        qsort(pieces, count, sizeof *pieces, by_place);
    }
    return list(pieces, count, text, arena, shown, err);
}
