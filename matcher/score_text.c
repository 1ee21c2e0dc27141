/* A candidate's description belongs to each of its units, so its terms are summed once, for the
 * bare profile; a listing starts from that sum, and only the terms of its own fields change it: by
 * the piece they are worth together with the description, less the piece of the description alone.
 * That is never less than nothing, as what is found and what is translated only grows, and integers
 * make it exact, whatever the order. */
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

/* Adds what is found to who seeks it, less what was counted before. */
static void spread_found(const struct comparison *with, uint32_t term, struct mus_saturations found,
                         struct mus_saturations before, uint64_t *row)
{
    uint32_t rarity = with->text->rarity[term];
    spread(&with->text->seekers, term,
           mus_subject_piece(rarity, found.literal) - mus_subject_piece(rarity, before.literal),
           row);
    spread(&with->text->seekers_tr, term,
           mus_subject_piece(rarity, found.translated) -
               mus_subject_piece(rarity, before.translated),
           row);
}

/* Of the terms of `totals` those that are not in `before`, which have been looked at. */
static void sum_description(const struct comparison *with, const struct mus_totals *totals,
                            const struct mus_totals *before, uint64_t *row)
{
    for (uint32_t i = 0; i < totals->count; i++) {
        uint32_t term = totals->touched[i];
        if (before == NULL || before->of_term[term] == 0) {
            spread_found(with, term, mus_text_in_description(&with->looker, term),
                         (struct mus_saturations){0}, row);
        }
    }
}

static void sum_found(const struct comparison *with, const struct mus_totals *totals,
                      const struct mus_totals *before, uint64_t *row)
{
    for (uint32_t i = 0; i < totals->count; i++) {
        uint32_t term = totals->touched[i];
        if (before == NULL || before->of_term[term] == 0) {
            spread_found(with, term, mus_text_in_listing(&with->looker, term),
                         mus_text_in_description(&with->looker, term), row);
        }
    }
}

static void sum_sought(const struct comparison *with, uint64_t *row)
{
    const struct mus_text_weights *weights = with->looker.weights;
    const struct mus_totals *sought = &with->looker.space->sought;
    const struct mus_totals *translated = &with->looker.space->sought_tr;
    for (uint32_t i = 0; i < sought->count; i++) {
        uint32_t term = sought->touched[i];
        spread(&with->text->finders, term, mus_subject_urge(weights, sought->of_term[term]), row);
    }
    for (uint32_t i = 0; i < translated->count; i++) {
        uint32_t term = translated->touched[i];
        spread(&with->text->finders_tr, term,
               mus_subject_urge_of_share(weights, translated->of_term[term]), row);
    }
}

static void sum_listing(const struct comparison *with, uint64_t *forth, uint64_t *back)
{
    const struct mus_text_space *space = with->looker.space;
    sum_found(with, &space->found, NULL, forth);
    sum_found(with, &space->found_tr, &space->found, forth);
    sum_sought(with, back);
}

void mus_text_sums(const struct mus_query_text *text, const struct mus_text_weights *weights,
                   struct mus_text_space *space, const struct mus_party *candidate, uint32_t stride,
                   uint64_t *forth, uint64_t *back)
{
    struct comparison with = {text, {&text->terms, text->uses, weights, space}};
    uint64_t *bare = &forth[(size_t)candidate->count * stride];
    memset(bare, 0, stride * sizeof *bare);
    memset(back, 0, ((size_t)candidate->count + 1) * stride * sizeof *back);
    mus_text_add_description(&with.looker, candidate->firm);
    sum_description(&with, &space->description, NULL, bare);
    sum_description(&with, &space->description_tr, &space->description, bare);
    for (uint32_t unit = 0; unit < candidate->count; unit++) {
        uint64_t *row = &forth[(size_t)unit * stride];
        memcpy(row, bare, stride * sizeof *row);
        mus_text_add_listing(&with.looker, mus_party_listing(candidate, unit));
        sum_listing(&with, row, &back[(size_t)unit * stride]);
        mus_text_clear_listing(&with.looker);
    }
    mus_text_clear_description(&with.looker);
}
