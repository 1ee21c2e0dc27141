/* A candidate's description belongs to each of its units, so its terms are summed once, for the
 * bare profile; a listing starts from that sum, and only the terms of its own fields change it: by
 * the piece they are worth together with the description, less the piece of the description alone.
 * Integers make that exact, whatever the order. */
#include "matcher/score_text.h"

#include "matcher/subject.h"

#include <string.h>

struct comparison {
    const struct mus_query_text *text;
    struct mus_text_looker looker;
};

static void spread(const struct mus_posting_lists *lists, uint32_t term, uint64_t worth,
                   uint64_t *row)
{
    for (uint32_t i = lists->starts[term]; i < lists->starts[term + 1]; i++) {
        row[lists->items[i].unit] += lists->items[i].worth * worth;
    }
}

static uint64_t piece(const struct comparison *with, uint32_t term, uint64_t found)
{
    return mus_subject_piece(with->looker.weights, with->text->rarity[term], found);
}

static void sum_description(const struct comparison *with, uint64_t *row)
{
    const struct mus_totals *description = &with->looker.space->description;
    for (uint32_t i = 0; i < description->count; i++) {
        uint32_t term = description->touched[i];
        spread(&with->text->seekers, term, piece(with, term, description->of_term[term]), row);
    }
}

static void sum_listing(const struct comparison *with, uint64_t *forth, uint64_t *back)
{
    const struct mus_totals *description = &with->looker.space->description;
    const struct mus_totals *found = &with->looker.space->found;
    const struct mus_totals *sought = &with->looker.space->sought;
    for (uint32_t i = 0; i < found->count; i++) {
        uint32_t term = found->touched[i];
        uint64_t before = description->of_term[term];
        uint64_t more = piece(with, term, before + found->of_term[term]) -
                        (before == 0 ? 0 : piece(with, term, before));
        spread(&with->text->seekers, term, more, forth);
    }
    for (uint32_t i = 0; i < sought->count; i++) {
        uint32_t term = sought->touched[i];
        spread(&with->text->finders, term,
               mus_subject_urge(with->looker.weights, sought->of_term[term]), back);
    }
}

void mus_text_sums(const struct mus_query_text *text, const struct mus_text_weights *weights,
                   struct mus_text_space *space, const struct mus_party *candidate, uint32_t stride,
                   uint64_t *forth, uint64_t *back)
{
    struct comparison with = {text, {&text->terms, weights, space}};
    uint64_t *bare = &forth[(size_t)candidate->count * stride];
    memset(bare, 0, stride * sizeof *bare);
    memset(back, 0, ((size_t)candidate->count + 1) * stride * sizeof *back);
    mus_text_add_description(&with.looker, candidate->firm->description);
    sum_description(&with, bare);
    for (uint32_t unit = 0; unit < candidate->count; unit++) {
        uint64_t *row = &forth[(size_t)unit * stride];
        memcpy(row, bare, stride * sizeof *row);
        mus_text_add_listing(&with.looker, mus_party_listing(candidate, unit));
        sum_listing(&with, row, &back[(size_t)unit * stride]);
        mus_text_clear_listing(&with.looker);
    }
    mus_text_clear_description(&with.looker);
}
