#include "learning/outcomes.h"

#include "matcher/attention/elementary.h"

#include <string.h>

/* A typical spread of the values of a part within a list, in millionths. */
enum { MIDDLE = 500000, SPREAD = 150000 };

static double uniform(struct mus_random *random)
{
    return (double)(mus_random_next(random) >> 11) / 9007199254740992.0;
}

/* The sum of twelve uniform numbers, less 6. */
static double normal(struct mus_random *random)
{
    double sum = -6;
    for (int i = 0; i < 12; i++) {
        sum += uniform(random);
    }
    return sum;
}

void mus_year_truth(struct mus_year *year, struct mus_random *random, double sharpness,
                    double departure)
{
    struct mus_weights weights = mus_weights_default();
    memcpy(year->expert, weights.weight, sizeof year->expert);
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        double expert = sharpness * year->expert[part] / MUS_MILLION;
        double moved = expert + departure * normal(random);
        year->truth[part] = year->expert[part] == 0 ? 0 : moved < 0 ? 0 : moved;
    }
}

/* Parts of a candidate share a common cause, so that each two correlate by about 0.3. */
static void draw_candidate(struct mus_random *random, struct mus_learn_candidate *out)
{
    double common = normal(random);
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        double value = MIDDLE + SPREAD * (0.55 * common + 0.835 * normal(random));
        out->value[part] = value < 0 ? 0 : value > MUS_MILLION ? MUS_MILLION : (uint32_t)value;
    }
}

static double likelihood_of(const struct mus_year *year,
                            const struct mus_learn_candidate *candidate)
{
    double utility = 0;
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        utility += year->truth[part] * ((double)candidate->value[part] - MIDDLE) / SPREAD;
    }
    return mus_exp(utility);
}

static size_t choose(const struct mus_year *year, struct mus_random *random, size_t first)
{
    double likelihood[MUS_YEAR_LIST];
    double sum = 0;
    for (size_t c = 0; c < MUS_YEAR_LIST; c++) {
        likelihood[c] = likelihood_of(year, &year->candidates[first + c]);
        sum += likelihood[c];
    }
    double at = uniform(random) * sum;
    size_t chosen = 0;
    while (chosen + 1 < MUS_YEAR_LIST && at >= likelihood[chosen]) {
        at -= likelihood[chosen++];
    }
    return chosen;
}

void mus_year_events(struct mus_year *year, struct mus_random *random, size_t count)
{
    year->event_count = count;
    for (size_t i = 0; i < count; i++) {
        size_t first = i * MUS_YEAR_LIST;
        for (size_t c = 0; c < MUS_YEAR_LIST; c++) {
            draw_candidate(random, &year->candidates[first + c]);
        }
        year->events[i] =
            (struct mus_logit_event){first, MUS_YEAR_LIST, choose(year, random, first)};
    }
}

struct mus_learn_problem mus_year_problem(const struct mus_year *year)
{
    return (struct mus_learn_problem){.expert = year->expert,
                                      .candidates = year->candidates,
                                      .candidate_count = year->event_count * MUS_YEAR_LIST,
                                      .events = year->events,
                                      .event_count = year->event_count};
}

/* Of the candidates of an event: how likely each truly is, its score, and what they come to. */
struct list {
    double truth[MUS_YEAR_LIST];
    double score[MUS_YEAR_LIST];
    double wanted; /* the mean score of what is chosen */
};

static void fill_list(const struct mus_year *year, size_t first, const uint32_t *weights,
                      struct list *list)
{
    double sum = 0;
    list->wanted = 0;
    for (size_t c = 0; c < MUS_YEAR_LIST; c++) {
        const struct mus_learn_candidate *candidate = &year->candidates[first + c];
        list->truth[c] = likelihood_of(year, candidate);
        list->score[c] = 0;
        sum += list->truth[c];
        for (size_t part = 0; part < MUS_PART_COUNT; part++) {
            list->score[c] += weights[part] / (double)MUS_MILLION *
                              ((double)candidate->value[part] - MIDDLE) / SPREAD;
        }
    }
    for (size_t c = 0; c < MUS_YEAR_LIST; c++) {
        list->truth[c] /= sum;
        list->wanted += list->truth[c] * list->score[c];
    }
}

/* The expected loss at a sharpness, and its first two derivatives. */
static double loss_at(const struct list *lists, size_t count, double sharpness, double *first,
                      double *second)
{
    double loss = 0;
    *first = 0;
    *second = 1e-9;
    for (size_t i = 0; i < count; i++) {
        double sum = 0;
        double mean = 0;
        double square = 0;
        for (size_t c = 0; c < MUS_YEAR_LIST; c++) {
            double weight = mus_exp(sharpness * lists[i].score[c]);
            sum += weight;
            mean += weight * lists[i].score[c];
            square += weight * lists[i].score[c] * lists[i].score[c];
        }
        mean /= sum;
        loss += mus_log(sum) - sharpness * lists[i].wanted;
        *first += mean - lists[i].wanted;
        *second += square / sum - mean * mean;
    }
    return loss / (double)count;
}

double mus_year_loss(const struct mus_year *year, const uint32_t *weights)
{
    static struct list lists[MUS_YEAR_MOST_EVENTS];
    double sharpness = 0;
    double first = 0;
    double second = 0;
    for (size_t i = 0; i < year->event_count; i++) {
        fill_list(year, i * MUS_YEAR_LIST, weights, &lists[i]);
    }
    for (int step = 0; step < 8; step++) {
        (void)loss_at(lists, year->event_count, sharpness, &first, &second);
        sharpness -= first / second;
    }
    return loss_at(lists, year->event_count, sharpness, &first, &second);
}
