/* The crowded market: 500 firms on each side want partners by popularity (a share of lambda) and by
 * taste (the rest); lists are 50 long. How many mutual choices come of lists that everybody ranks
 * for himself, and how many of lists that share attention? The same model as in the literature on
 * ranking for matching markets (Tomita, Togashi and others, RecSys 2023). */
#include "matcher/attention/attention.h"
#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>

enum { SIDE = 500, ROOM = 5, TOP = 50, MILLION = 1000000, REPEATS = 5 };

static uint32_t wanted(struct mus_random *random, double lambda, uint32_t popularity)
{
    double taste = (double)(mus_random_next(random) % MILLION);
    return (uint32_t)(lambda * popularity + (1 - lambda) * taste);
}

static struct mus_attention_pair *market(uint64_t seed, double lambda)
{
    struct mus_random random;
    mus_random_init(&random, seed);
    uint32_t popularity[2 * SIDE];
    for (size_t v = 0; v < 2 * SIDE; v++) {
        popularity[v] = (uint32_t)(mus_random_next(&random) % MILLION);
    }
    struct mus_attention_pair *pairs = malloc(sizeof *pairs * SIDE * SIDE);
    if (pairs == NULL) {
        abort();
    }
    for (uint32_t a = 0; a < SIDE; a++) {
        for (uint32_t b = 0; b < SIDE; b++) {
            pairs[a * SIDE + b] = (struct mus_attention_pair){
                .a = a,
                .b = SIDE + b,
                .forth = wanted(&random, lambda, popularity[SIDE + b]),
                .back = wanted(&random, lambda, popularity[a]),
            };
        }
    }
    return pairs;
}

struct sums {
    double mutual_before, mutual_after, gini_before, gini_after, worst_before, worst_after,
        score_before, score_after;
};

static void add(struct sums *sums, const struct mus_attention_lists *lists)
{
    sums->mutual_before += (double)lists->before.mutual / MILLION / REPEATS;
    sums->mutual_after += (double)lists->after.mutual / MILLION / REPEATS;
    sums->gini_before += (double)lists->before.gini / MILLION / REPEATS;
    sums->gini_after += (double)lists->after.gini / MILLION / REPEATS;
    sums->worst_before += (double)lists->before.worst_tenth / MILLION / REPEATS;
    sums->worst_after += (double)lists->after.worst_tenth / MILLION / REPEATS;
    sums->score_before += (double)lists->before.mean_score / MILLION / REPEATS;
    sums->score_after += (double)lists->after.mean_score / MILLION / REPEATS;
}

static void measure(double lambda, uint32_t sharing)
{
    uint32_t room[2 * SIDE];
    for (size_t v = 0; v < 2 * SIDE; v++) {
        room[v] = ROOM;
    }
    struct sums sums = {0};
    uint32_t rounds = 0;
    for (uint64_t seed = 1; seed <= REPEATS; seed++) {
        struct mus_attention_pair *pairs = market(seed, lambda);
        struct mus_attention_problem problem = {.participant_count = 2 * SIDE,
                                                .room = room,
                                                .pairs = pairs,
                                                .pair_count = SIDE * SIDE,
                                                .sharing = sharing,
                                                .top = TOP};
        struct mus_attention_lists lists = {0};
        struct mus_error err;
        if (mus_attention_rank(&problem, &lists, &err) != MUS_OK) {
            fprintf(stderr, "%s\n", err.message);
            exit(1);
        }
        add(&sums, &lists);
        rounds = lists.rounds;
        mus_attention_lists_done(&lists);
        free(pairs);
    }
    printf("%6.2f %7u %9.1f %9.1f %6.2f   %.2f -> %.2f   %5.2f -> %5.2f   %.3f -> %.3f %7u\n",
           lambda, sharing, sums.mutual_before, sums.mutual_after,
           sums.mutual_after / sums.mutual_before, sums.gini_before, sums.gini_after,
           sums.worst_before, sums.worst_after, sums.score_before, sums.score_after, rounds);
}

int main(void)
{
    printf("%d and %d firms, %d pairs, room %d, lists of %d, mean of %d markets\n", SIDE, SIDE,
           SIDE * SIDE, ROOM, TOP, REPEATS);
    printf("lambda sharing    own    shared   ratio   gini           worst tenth      mean score   "
           "   rounds\n");
    static const double LAMBDAS[] = {0.25, 0.5, 0.75};
    static const uint32_t DIALS[] = {250, 500, 750, 1000};
    for (size_t l = 0; l < sizeof LAMBDAS / sizeof *LAMBDAS; l++) {
        for (size_t d = 0; d < sizeof DIALS / sizeof *DIALS; d++) {
            measure(LAMBDAS[l], DIALS[d]);
        }
    }
    return 0;
}
