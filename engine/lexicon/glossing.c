#include "lexicon/glossing.h"

#include "base/limits.h"
#include "base/mem.h"
#include "lexicon/layout.h"
#include "lexicon/matches.h"
#include "matcher/text/fold.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A term that the texts stand for. */
struct sum {
    uint32_t term;
    uint32_t tf;
    uint32_t share;
};

/* What a term has got so far. */
struct total {
    uint64_t halves; /* of its tf */
    uint64_t shares; /* of its share, in SHARE_PARTS of half a word */
};

#define SHARE_PARTS ((uint64_t)1 << 32)

/* A stretch that may be shown. */
struct piece {
    uint64_t key; /* of its headword */
    uint32_t begin;
    uint32_t end;
};

struct mus_glossing {
    struct mus_buf folded;
    struct mus_fold mapped;
    struct mus_matches matches;
    struct total *totals; /* of each term of the lexicon; all 0 between calls */
    struct sum *found;    /* terms whose sum is not 0, as many as there may be */
    size_t terms;         /* that there is room for */
    struct piece *pieces;
    size_t piece_capacity;
};

struct mus_glossing *mus_glossing_new(void)
{
    return mus_alloc_zero(1, sizeof(struct mus_glossing));
}

void mus_glossing_free(struct mus_glossing *space)
{
    if (space == NULL) {
        return;
    }
    mus_buf_done(&space->folded);
    mus_fold_done(&space->mapped);
    mus_matches_done(&space->matches);
    mus_free(space->totals);
    mus_free(space->found);
    mus_free(space->pieces);
    mus_free(space);
}

static enum mus_status make_room(struct mus_glossing *space, const struct mus_lexicon *lexicon,
                                 struct mus_error *err)
{
    if (lexicon->terms <= space->terms) {
        return MUS_OK;
    }
    struct total *totals = mus_alloc_zero(lexicon->terms, sizeof *totals);
    struct sum *found = totals == NULL ? NULL : mus_alloc(lexicon->terms, sizeof *found);
    if (found == NULL) {
        mus_free(totals);
        return mus_fail_memory(err);
    }
    mus_free(space->totals);
    mus_free(space->found);
    space->totals = totals;
    space->found = found;
    space->terms = lexicon->terms;
    return MUS_OK;
}

/* --- bags --- */

/* All that a headword can mean. */
static uint64_t weight_of(const struct mus_lexicon *lexicon, struct mus_lexicon_list list)
{
    uint64_t weight = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        weight += mus_lexicon_entry_weight(mus_lexicon_word(lexicon, list.first + i));
    }
    return weight;
}

/* Adds the terms of the match to the sums; returns how many are found then. */
static size_t add_match(struct mus_glossing *space, const struct mus_lexicon *lexicon,
                        const struct mus_match *match, size_t count)
{
    struct mus_lexicon_list list = mus_lexicon_list(lexicon, match->value);
    uint64_t whole = weight_of(lexicon, list);
    for (uint32_t i = 0; i < list.count; i++) {
        uint32_t entry = mus_lexicon_word(lexicon, list.first + i);
        uint32_t term = mus_lexicon_entry_term(entry);
        uint32_t weight = mus_lexicon_entry_weight(entry);
        if (term >= lexicon->terms || weight == 0) {
            continue; /* not as compiling writes it */
        }
        struct total *total = &space->totals[term];
        if (total->halves == 0) {
            space->found[count++].term = term;
        }
        total->halves += (uint64_t)match->halves * weight;
        total->shares += match->halves * (weight * SHARE_PARTS / whole);
    }
    return count;
}

static enum mus_status add_text(struct mus_glossing *space, const struct mus_lexicon *lexicon,
                                struct mus_text text, size_t *count, struct mus_error *err)
{
    mus_buf_clear(&space->folded);
    enum mus_status status = mus_fold_search(text, &space->folded, err);
    if (status != MUS_OK) {
        return status;
    }
    if (!mus_matches_start(&space->matches, mus_buf_text(&space->folded))) {
        return mus_fail_memory(err);
    }
    struct mus_match found[MUS_MAX_HEADWORD];
    size_t used = *count;
    for (;;) {
        size_t matches = mus_matches_next(&space->matches, lexicon, found);
        if (matches == 0) {
            break;
        }
        for (size_t i = 0; i < matches; i++) {
            used = add_match(space, lexicon, &found[i], used);
        }
    }
    *count = used;
    return MUS_OK;
}

/* A share, rounded, of a whole at most. */
static uint32_t share_of(uint64_t shares)
{
    uint64_t whole = 2 * SHARE_PARTS;
    shares = shares < whole ? shares : whole;
    return (uint32_t)((shares * MUS_SHARE_WHOLE + SHARE_PARTS) / whole);
}

/* Brings the sums of the terms found to tf and shares, and leaves 0 behind. */
static void settle(struct mus_glossing *space, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct total *total = &space->totals[space->found[i].term];
        uint64_t tf = (total->halves + 1) / 2;
        space->found[i].tf = tf > UINT32_MAX ? UINT32_MAX : (uint32_t)tf;
        space->found[i].share = share_of(total->shares);
        *total = (struct total){0};
    }
}

static int by_weight(const void *left, const void *right)
{
    const struct sum *a = left;
    const struct sum *b = right;
    if (a->tf != b->tf) {
        return a->tf > b->tf ? -1 : 1;
    }
    return a->term < b->term ? -1 : a->term > b->term;
}

static int by_term(const void *left, const void *right)
{
    const struct sum *a = left;
    const struct sum *b = right;
    return a->term < b->term ? -1 : a->term > b->term;
}

/* Terms have their places in the order of their hashes. */
static enum mus_status write_bag(struct mus_glossing *space, const struct mus_lexicon *lexicon,
                                 size_t count, struct mus_arena *arena, struct mus_bag *bag,
                                 struct mus_error *err)
{
    if (count > MUS_MAX_TRANSLATED_TERMS) {
        qsort(space->found, count, sizeof *space->found, by_weight);
        count = MUS_MAX_TRANSLATED_TERMS;
    }
    struct mus_term *terms = NULL;
    if (count > 0) {
        terms = mus_arena_alloc(arena, count, sizeof *terms);
        if (terms == NULL) {
            return mus_fail_memory(err);
        }
        qsort(space->found, count, sizeof *space->found, by_term);
    }
    for (size_t i = 0; i < count; i++) {
        struct sum sum = space->found[i];
        terms[i] = (struct mus_term){mus_lexicon_hash(lexicon, sum.term), sum.tf, sum.share};
    }
    *bag = (struct mus_bag){terms, count, 0};
    return MUS_OK;
}

enum mus_status mus_lexicon_bag(const struct mus_lexicon *lexicon, struct mus_glossing *space,
                                struct mus_texts texts, struct mus_arena *arena,
                                struct mus_bag *bag, struct mus_error *err)
{
    enum mus_status status = make_room(space, lexicon, err);
    size_t count = 0;
    for (size_t i = 0; status == MUS_OK && i < texts.count; i++) {
        status = add_text(space, lexicon, texts.items[i], &count, err);
    }
    settle(space, count);
    return status == MUS_OK ? write_bag(space, lexicon, count, arena, bag, err) : status;
}

/* --- evidence --- */

/* The place of the hash among the lexicon's; lexicon->terms where it is none of them. */
static uint32_t term_of(const struct mus_lexicon *lexicon, uint64_t hash)
{
    uint32_t low = 0;
    uint32_t high = lexicon->terms;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (mus_lexicon_hash(lexicon, middle) < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < lexicon->terms && mus_lexicon_hash(lexicon, low) == hash ? low : lexicon->terms;
}

bool mus_lexicon_has_any(const struct mus_lexicon *lexicon, struct mus_hashes terms)
{
    for (size_t i = 0; i < terms.count; i++) {
        if (term_of(lexicon, terms.items[i]) < lexicon->terms) {
            return true;
        }
    }
    return false;
}

/* Sets the sums of the wanted terms to `halves`. */
static void mark_wanted(struct mus_glossing *space, const struct mus_lexicon *lexicon,
                        struct mus_hashes wanted, uint64_t halves)
{
    for (size_t i = 0; i < wanted.count; i++) {
        uint32_t term = term_of(lexicon, wanted.items[i]);
        if (term < lexicon->terms) {
            space->totals[term].halves = halves;
        }
    }
}

static bool is_wanted(const struct mus_glossing *space, const struct mus_lexicon *lexicon,
                      const struct mus_match *match)
{
    struct mus_lexicon_list list = mus_lexicon_list(lexicon, match->value);
    for (uint32_t i = 0; i < list.count; i++) {
        uint32_t term = mus_lexicon_entry_term(mus_lexicon_word(lexicon, list.first + i));
        if (term < lexicon->terms && space->totals[term].halves != 0) {
            return true;
        }
    }
    return false;
}

static bool push_piece(struct mus_glossing *space, const struct mus_match *match, size_t count)
{
    if (count == space->piece_capacity) {
        size_t capacity = count < 64 ? 64 : 2 * count;
        struct piece *pieces = mus_realloc(space->pieces, capacity, sizeof *pieces);
        if (pieces == NULL) {
            return false;
        }
        space->pieces = pieces;
        space->piece_capacity = capacity;
    }
    const struct mus_place *places = space->matches.places;
    struct mus_fold_source origin =
        mus_fold_origin(&space->mapped, places[match->begin].begin, places[match->end - 1].end);
    space->pieces[count] = (struct piece){match->key, origin.begin, origin.end};
    return true;
}

/* Of the matches that begin at one place the longest wanted one is enough: it contains the others.
 */
static enum mus_status collect(struct mus_glossing *space, const struct mus_lexicon *lexicon,
                               size_t *count, struct mus_error *err)
{
    struct mus_match found[MUS_MAX_HEADWORD];
    size_t used = 0;
    for (;;) {
        size_t matches = mus_matches_next(&space->matches, lexicon, found);
        if (matches == 0) {
            break;
        }
        while (matches > 0 && !is_wanted(space, lexicon, &found[matches - 1])) {
            matches--;
        }
        if (matches > 0 && !push_piece(space, &found[matches - 1], used++)) {
            return mus_fail_memory(err);
        }
    }
    *count = used;
    return MUS_OK;
}

static int by_length(const void *left, const void *right)
{
    const struct piece *a = left;
    const struct piece *b = right;
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

static bool is_shown(const struct piece *chosen, size_t count, const struct piece *piece)
{
    for (size_t i = 0; i < count; i++) {
        bool within = piece->begin >= chosen[i].begin && piece->end <= chosen[i].end;
        if (within || piece->key == chosen[i].key) {
            return true;
        }
    }
    return false;
}

/* Moves the pieces to show to the front, in the order of the text; returns how many. */
static size_t choose(struct piece *pieces, size_t count, size_t limit)
{
    size_t used = 0;
    if (count > 1) {
        qsort(pieces, count, sizeof *pieces, by_length);
    }
    for (size_t i = 0; i < count && used < limit; i++) {
        if (!is_shown(pieces, used, &pieces[i])) {
            pieces[used++] = pieces[i];
        }
    }
    if (used > 1) {
        qsort(pieces, used, sizeof *pieces, by_place);
    }
    return used;
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

enum mus_status mus_lexicon_matched(const struct mus_lexicon *lexicon, struct mus_glossing *space,
                                    struct mus_text text, struct mus_hashes wanted, size_t limit,
                                    struct mus_arena *arena, struct mus_texts *shown,
                                    struct mus_error *err)
{
    enum mus_status status = make_room(space, lexicon, err);
    if (status == MUS_OK) {
        status = mus_fold_mapped(&space->mapped, text, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (!mus_matches_start(&space->matches, mus_buf_text(&space->mapped.text))) {
        return mus_fail_memory(err);
    }
    size_t count = 0;
    mark_wanted(space, lexicon, wanted, 1);
    status = collect(space, lexicon, &count, err);
    mark_wanted(space, lexicon, wanted, 0);
    if (status != MUS_OK) {
        return status;
    }
    count = choose(space->pieces, count, limit > MUS_MAX_LIST ? MUS_MAX_LIST : limit);
    return list(space->pieces, count, text, arena, shown, err);
}
