#include "matcher/evidence.h"

#include <stdlib.h>

/* Who of query and candidate has not said what the part needs, in one direction. */
static enum mus_missing missing_in(const struct mus_fit *fit, enum mus_part part, bool forth)
{
    enum mus_missing missing = fit->parts[part].missing;
    if (forth || missing == MUS_MISSING_NOTHING || missing == MUS_MISSING_BOTH) {
        return missing;
    }
    return missing == MUS_MISSING_FROM ? MUS_MISSING_TO : MUS_MISSING_FROM;
}

/* The fit with the part at its full value, if that side's entry is all it lacks. */
static uint32_t full_fit(const struct mus_fit *fit, enum mus_part part, enum mus_advice_side side,
                         bool forth)
{
    if ((unsigned)missing_in(fit, part, forth) != (unsigned)side) {
        return fit->fit;
    }
    return fit->fit - fit->parts[part].contribution + fit->parts[part].weight;
}

static int compare_advice(const void *left, const void *right)
{
    const struct mus_advice *l = left;
    const struct mus_advice *r = right;
    if (l->gain != r->gain) {
        return l->gain > r->gain ? -1 : 1;
    }
    if (l->part != r->part) {
        return l->part < r->part ? -1 : 1;
    }
    return (int)l->side - (int)r->side;
}

size_t mus_advice_collect(const struct mus_score *score, struct mus_advice rows[MUS_ADVICE_MAX])
{
    size_t count = 0;
    for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
        for (unsigned side = MUS_ADVICE_QUERY; side <= MUS_ADVICE_BOTH; side++) {
            uint32_t forth =
                full_fit(&score->forth, (enum mus_part)part, (enum mus_advice_side)side, true);
            uint32_t back =
                full_fit(&score->back, (enum mus_part)part, (enum mus_advice_side)side, false);
            uint32_t raised = mus_score_combine(score->formula, forth, back);
            if (raised > score->score) {
                rows[count++] = (struct mus_advice){(enum mus_advice_side)side, (enum mus_part)part,
                                                    raised - score->score};
            }
        }
    }
    if (count > 1) {
        qsort(rows, count, sizeof *rows, compare_advice);
    }
    return count;
}
