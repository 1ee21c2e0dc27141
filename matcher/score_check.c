#include "matcher/score.h"

uint32_t mus_score_combine(enum mus_formula formula, uint32_t forth, uint32_t back)
{
    if (formula == MUS_FORMULA_FIT) {
        return forth;
    }
    uint64_t sum = (uint64_t)forth + back;
    uint64_t product = (uint64_t)forth * back;
    return sum == 0 ? 0 : (uint32_t)((4 * product + sum) / (2 * sum));
}

static enum mus_status check_part(const struct mus_fit_part *part, enum mus_part number,
                                  const struct mus_weights *weights, struct mus_error *err)
{
    const char *name = mus_part_name(number);
    if (part->weight != weights->weight[number]) {
        return mus_fail(err, MUS_CORRUPT, "%s: weight %u, not %u", name, part->weight,
                        weights->weight[number]);
    }
    if (part->value > MUS_MILLION) {
        return mus_fail(err, MUS_CORRUPT, "%s: value %u is above %u", name, part->value,
                        MUS_MILLION);
    }
    uint64_t contribution = (uint64_t)part->weight * part->value / MUS_MILLION;
    if (part->contribution != contribution) {
        return mus_fail(err, MUS_CORRUPT, "%s: contribution %u, not %u", name, part->contribution,
                        (unsigned)contribution);
    }
    if (part->unknown && part->value != weights->neutral[number]) {
        return mus_fail(err, MUS_CORRUPT, "%s: unknown, but not neutral: %u", name, part->value);
    }
    if (!part->unknown && part->missing != MUS_MISSING_NOTHING) {
        return mus_fail(err, MUS_CORRUPT, "%s: known, but something is missing", name);
    }
    return MUS_OK;
}

enum mus_status mus_fit_check(const struct mus_fit *fit, const struct mus_weights *weights,
                              struct mus_error *err)
{
    uint64_t sum = 0;
    for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
        enum mus_status status = check_part(&fit->parts[part], (enum mus_part)part, weights, err);
        if (status != MUS_OK) {
            return status;
        }
        sum += fit->parts[part].contribution;
    }
    if (sum != fit->fit || sum > MUS_MILLION) {
        return mus_fail(err, MUS_CORRUPT, "fit: %u, but the parts add up to %llu", fit->fit,
                        (unsigned long long)sum);
    }
    return MUS_OK;
}

enum mus_status mus_score_check(const struct mus_score *score, const struct mus_weights *weights,
                                struct mus_error *err)
{
    enum mus_status status = mus_fit_check(&score->forth, weights, err);
    if (status == MUS_OK && score->formula != MUS_FORMULA_FIT) {
        status = mus_fit_check(&score->back, weights, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    uint32_t combined = mus_score_combine(score->formula, score->forth.fit, score->back.fit);
    if (score->score != combined) {
        return mus_fail(err, MUS_CORRUPT, "score: %u, but the fits give %u", score->score,
                        combined);
    }
    return MUS_OK;
}
