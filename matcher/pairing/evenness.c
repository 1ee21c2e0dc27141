/* The worth of a participant's meetings is concave in their number, so near any number it is well
 * described by its slope there: a bonus for each meeting. The problem with the bonuses of both ends
 * added to every score is a plain one, solved as any other. Where its choice has other numbers of
 * meetings than the bonuses were made for, the next round's bonuses are made for the mean of all
 * numbers so far, weighted to the newer ones, which keeps the rounds from swinging. The best choice
 * of all rounds, the plain one among them, is kept: first by missing, then by worth. A slope sees
 * many at once but not the step of a single meeting, so single exchanges have the last word
 * (level.h). */
#include "matcher/pairing/evenness.h"

#include "base/mem.h"
#include "matcher/attention/attention.h"
#include "matcher/pairing/answer.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/judge.h"
#include "matcher/pairing/level.h"
#include "matcher/pairing/plan.h"

#include <assert.h>
#include <string.h>

enum {
    ROUNDS = 6,
    FINE = 256, /* parts of a meeting in which means are kept */
};

/* One choice, by participant. */
struct counts {
    uint64_t *meetings;
    uint64_t *scores;
    uint64_t *some; /* room for those of one class */
};

static void counts_done(struct counts *counts)
{
    mus_free(counts->meetings);
    mus_free(counts->scores);
    mus_free(counts->some);
}

static enum mus_status count_up(const struct mus_pairing_problem *problem, const uint32_t *chosen,
                                size_t chosen_count, struct counts *counts, struct mus_error *err)
{
    *counts = (struct counts){
        .meetings = mus_alloc_zero(problem->participant_count, sizeof *counts->meetings),
        .scores = mus_alloc_zero(problem->participant_count, sizeof *counts->scores),
        .some = mus_alloc(problem->participant_count, sizeof *counts->some),
    };
    if (counts->meetings == NULL || counts->scores == NULL || counts->some == NULL) {
        counts_done(counts);
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < chosen_count; i++) {
        const struct mus_pairing_pair *pair = &problem->pairs[chosen[i]];
        counts->meetings[pair->a]++;
        counts->meetings[pair->b]++;
        counts->scores[pair->a] += pair->score;
        counts->scores[pair->b] += pair->score;
    }
    return MUS_OK;
}

/* Which participants a spread is of. */
struct those {
    const struct mus_pairing_problem *problem;
    const uint8_t *classes;
    int only; /* the class, or below 0: all */
};

static bool is_one_of(const struct those *those, size_t v)
{
    assert(those->only < 0 || those->classes != NULL);
    return those->problem->participants[v].max > 0 &&
           (those->only < 0 || those->classes[v] == those->only);
}

static enum mus_status gini_of(const struct those *those, const uint64_t *values,
                               struct counts *counts, uint32_t *gini, struct mus_error *err)
{
    size_t count = 0;
    for (size_t v = 0; v < those->problem->participant_count; v++) {
        if (is_one_of(those, v)) {
            counts->some[count++] = values[v];
        }
    }
    return mus_gini(counts->some, count, gini, err);
}

static enum mus_status spread_of(const struct those *those, struct counts *counts,
                                 struct mus_pairing_spread *spread, struct mus_error *err)
{
    *spread = (struct mus_pairing_spread){.fewest = UINT32_MAX};
    for (size_t v = 0; v < those->problem->participant_count; v++) {
        if (is_one_of(those, v)) {
            spread->participants++;
            spread->meetings += counts->meetings[v];
            spread->score += counts->scores[v];
            if (counts->meetings[v] < spread->fewest) {
                spread->fewest = (uint32_t)counts->meetings[v];
            }
        }
    }
    spread->fewest = spread->participants == 0 ? 0 : spread->fewest;
    enum mus_status status = gini_of(those, counts->meetings, counts, &spread->gini, err);
    return status == MUS_OK ? gini_of(those, counts->scores, counts, &spread->gini_scores, err)
                            : status;
}

static size_t count_classes(const struct mus_pairing_problem *problem, const uint8_t *classes)
{
    size_t count = 0;
    for (size_t v = 0; v < problem->participant_count && classes != NULL; v++) {
        assert(classes[v] < MUS_PAIRING_MAX_CLASSES);
        count = classes[v] >= count ? classes[v] + 1U : count;
    }
    return count;
}

enum mus_status mus_pairing_figures_of(const struct mus_pairing_problem *problem,
                                       const uint32_t *chosen, size_t chosen_count,
                                       const uint8_t *classes, struct mus_pairing_figures *figures,
                                       struct mus_error *err)
{
    struct counts counts;
    struct mus_pairing_figures made = {.class_count = count_classes(problem, classes)};
    enum mus_status status = count_up(problem, chosen, chosen_count, &counts, err);
    if (status != MUS_OK) {
        return status;
    }
    for (size_t i = 0; i < chosen_count; i++) {
        made.total += problem->pairs[chosen[i]].score;
    }
    struct those all = {problem, classes, -1};
    status = spread_of(&all, &counts, &made.all, err);
    for (size_t c = 0; c < made.class_count && status == MUS_OK; c++) {
        struct those some = {problem, classes, (int)c};
        status = spread_of(&some, &counts, &made.classes[c], err);
    }
    counts_done(&counts);
    if (status == MUS_OK) {
        *figures = made;
    }
    return status;
}

/* The rounds of one solution. */
struct rounds {
    const struct mus_pairing_problem *problem;
    const struct mus_pairing_options *options;
    uint32_t evenness;
    struct mus_pairing_pair *pairs;    /* with bonuses */
    struct mus_pairing_problem swayed; /* the problem with these */
    uint32_t *means;                   /* of each participant: meetings, in FINEths */
    uint32_t *meetings;                /* of each participant in the latest choice */
    struct mus_pairing_answer plain;
    struct mus_pairing_answer best; /* nothing while no round was better than plain */
    uint64_t best_missing;
    int64_t best_worth, plain_worth;
    uint32_t count;
};

static enum mus_status rounds_init(struct rounds *r, struct mus_error *err)
{
    const struct mus_pairing_problem *problem = r->problem;
    r->pairs = mus_alloc(problem->pair_count, sizeof *r->pairs);
    r->means = mus_alloc(problem->participant_count, sizeof *r->means);
    r->meetings = mus_alloc(problem->participant_count, sizeof *r->meetings);
    if (r->pairs == NULL || r->means == NULL || r->meetings == NULL) {
        return mus_fail_memory(err);
    }
    r->swayed = *problem;
    r->swayed.pairs = r->pairs;
    return MUS_OK;
}

static void rounds_done(struct rounds *r)
{
    mus_free(r->pairs);
    mus_free(r->means);
    mus_free(r->meetings);
    mus_pairing_answer_done(&r->plain);
    mus_pairing_answer_done(&r->best);
}

/* What is maximised; counts the meetings on the way. */
static int64_t worth_of(struct rounds *r, const struct mus_pairing_answer *answer)
{
    int64_t worth = 0;
    memset(r->meetings, 0, r->problem->participant_count * sizeof *r->meetings);
    for (size_t i = 0; i < answer->chosen_count; i++) {
        const struct mus_pairing_pair *pair = &r->problem->pairs[answer->chosen[i]];
        worth += pair->score;
        worth += r->evenness / ++r->meetings[pair->a];
        worth += r->evenness / ++r->meetings[pair->b];
    }
    return worth;
}

/* The bonus for a meeting of somebody who has so many: between that for the last one and that for
 * the next. */
static uint32_t bonus_at(const struct rounds *r, uint32_t mean)
{
    uint64_t bonus = (uint64_t)r->evenness * 2 * FINE / (2 * (uint64_t)mean + FINE);
    return (uint32_t)(bonus < r->evenness ? bonus : r->evenness);
}

static void sway(struct rounds *r)
{
    for (size_t i = 0; i < r->problem->pair_count; i++) {
        const struct mus_pairing_pair *pair = &r->problem->pairs[i];
        r->pairs[i] = *pair;
        r->pairs[i].score += bonus_at(r, r->means[pair->a]) + bonus_at(r, r->means[pair->b]);
    }
}

static enum mus_status solve_plain(struct rounds *r, struct mus_error *err)
{
    enum mus_status status = mus_pairing_solve(r->problem, r->options, &r->plain, err);
    if (status == MUS_OK) {
        r->plain_worth = r->best_worth = worth_of(r, &r->plain);
        r->best_missing = r->plain.missing;
        for (size_t v = 0; v < r->problem->participant_count; v++) {
            r->means[v] = FINE * r->meetings[v];
        }
    }
    return status;
}

static enum mus_status one_round(struct rounds *r, struct mus_error *err)
{
    struct mus_pairing_answer answer = {0};
    sway(r);
    enum mus_status status = mus_pairing_solve(&r->swayed, r->options, &answer, err);
    if (status != MUS_OK) {
        return status;
    }
    r->count++;
    int64_t worth = worth_of(r, &answer);
    for (size_t v = 0; v < r->problem->participant_count; v++) {
        r->means[v] = (r->means[v] + FINE * r->meetings[v] + 1) / 2;
    }
    if (answer.missing < r->best_missing ||
        (answer.missing == r->best_missing && worth > r->best_worth)) {
        mus_pairing_answer_done(&r->best);
        r->best = answer;
        r->best_missing = answer.missing;
        r->best_worth = worth;
    } else {
        mus_pairing_answer_done(&answer);
    }
    return MUS_OK;
}

/* Single exchanges from what is chosen; *changed: they found something. */
static enum mus_status level(struct rounds *r, const struct mus_pairing_graph *graph,
                             struct mus_pairing_plan *plan, bool *changed, struct mus_error *err)
{
    const struct mus_pairing_problem *problem = r->problem;
    uint32_t *fixed = mus_alloc_zero(problem->participant_count, sizeof *fixed);
    if (fixed == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < problem->pair_count; i++) {
        uint32_t one = mus_pairing_mark_of(problem, i) == MUS_PAIRING_FIXED;
        fixed[problem->pairs[i].a] += one;
        fixed[problem->pairs[i].b] += one;
    }
    enum mus_status status =
        mus_pairing_level(graph, fixed, r->evenness, r->options->stop, plan->taken, changed, err);
    mus_free(fixed);
    return status;
}

static void take_plain(struct rounds *r, struct mus_pairing_answer *answer)
{
    *answer = r->plain;
    r->plain = (struct mus_pairing_answer){0};
}

/* The plan's choice, proved by what proves the plain one. */
static enum mus_status prove(struct rounds *r, const struct mus_pairing_graph *graph,
                             struct mus_pairing_plan *plan, struct mus_pairing_answer *answer,
                             struct mus_error *err)
{
    mus_free(plan->proof.prices);
    plan->proof = *r->plain.proof;
    plan->proof.missing_prices = NULL;
    r->plain.proof->prices = NULL;
    plan->steps = r->plain.steps + r->best.steps;
    enum mus_status status = mus_pairing_answer_make(r->problem, graph, plan, r->plain.method,
                                                     r->options->stop, answer, err);
    if (status == MUS_OK) {
        r->best_worth = worth_of(r, answer);
    }
    return status;
}

/* The choice of the best round, exchanged to the last. */
static enum mus_status take_even(struct rounds *r, const struct mus_pairing_graph *graph,
                                 struct mus_pairing_answer *answer, struct mus_error *err)
{
    struct mus_pairing_plan plan;
    bool none = r->best.chosen == NULL; /* better than the plain one */
    const struct mus_pairing_answer *best = none ? &r->plain : &r->best;
    bool changed = false;
    enum mus_status status = mus_pairing_plan_init(&plan, graph, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_pairing_plan_choose(&plan, graph, best->chosen, best->chosen_count);
    status = level(r, graph, &plan, &changed, err);
    if (status == MUS_OK && none && !changed) {
        take_plain(r, answer);
    } else if (status == MUS_OK) {
        status = prove(r, graph, &plan, answer, err);
    }
    mus_pairing_plan_done(&plan);
    return status;
}

static enum mus_status take_best(struct rounds *r, struct mus_pairing_answer *answer,
                                 struct mus_error *err)
{
    if (r->evenness == 0) {
        take_plain(r, answer);
        return MUS_OK;
    }
    struct mus_pairing_graph graph;
    enum mus_status status = mus_pairing_graph_init(&graph, r->problem, err);
    if (status == MUS_OK) {
        status = take_even(r, &graph, answer, err);
        mus_pairing_graph_done(&graph);
    }
    return status;
}

static enum mus_status run(struct rounds *r, const uint8_t *classes,
                           struct mus_pairing_answer *answer, struct mus_pairing_price *price,
                           struct mus_error *err)
{
    enum mus_status status = rounds_init(r, err);
    if (status == MUS_OK) {
        status = solve_plain(r, err);
    }
    if (status == MUS_OK) {
        status = mus_pairing_figures_of(r->problem, r->plain.chosen, r->plain.chosen_count, classes,
                                        &price->before, err);
    }
    for (int i = 0; status == MUS_OK && r->evenness > 0 && i < ROUNDS; i++) {
        if (mus_stop_asked(r->options->stop)) {
            break;
        }
        status = one_round(r, err);
    }
    if (status == MUS_OK) {
        status = take_best(r, answer, err);
    }
    if (status == MUS_OK) {
        status = mus_pairing_figures_of(r->problem, answer->chosen, answer->chosen_count, classes,
                                        &price->after, err);
    }
    return status;
}

enum mus_status mus_pairing_solve_evenly(const struct mus_pairing_problem *problem,
                                         const struct mus_pairing_options *options,
                                         uint32_t evenness, const uint8_t *classes,
                                         struct mus_pairing_answer *answer,
                                         struct mus_pairing_price *price, struct mus_error *err)
{
    if (evenness > MUS_PAIRING_MAX_EVENNESS) {
        return mus_fail(err, MUS_INVALID, "evenness: %u is above %d", evenness,
                        MUS_PAIRING_MAX_EVENNESS);
    }
    struct rounds r = {.problem = problem, .options = options, .evenness = evenness};
    struct mus_pairing_answer made = {0};
    struct mus_pairing_price told = {0};
    enum mus_status status = run(&r, classes, &made, &told, err);
    if (status == MUS_OK) {
        told.lost = told.before.total - told.after.total;
        told.worth_before = r.plain_worth;
        told.worth_after = r.best_worth;
        told.rounds = r.count;
        *price = told;
        *answer = made;
    } else {
        mus_pairing_answer_done(&made);
    }
    rounds_done(&r);
    return status;
}
