/* How good pairings are, how well that is proved, and what they cost, on invented markets
 * (pairing/market.h):
 *
 *   gap      what the proven bound leaves open, in % of it; "exact" where it is nothing
 *   s        seconds of CPU for the whole of mus_pairing_solve, judge included; wall s beside it
 *   greedy   pairs taken by score alone, relative to the bound
 *   short    participants below their minimum, those that greedy leaves behind it, and what the
 * minimums cost, in % of the total without them peer     LEMON's network simplex or COIN-OR's cbc
 * (until it has proved 0.1 %) in the same run: its CPU seconds without reading the problem in, and
 * our time over its
 *
 * Usage: bench_pairing [NAME …]; without names, all markets */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/workers.h"
#include "matcher/pairing/solve.h"
#include "pairing/market.h"
#include "pairing/peer.h"
#include "timer.h"

enum { REPEATS = 3, CBC_RATIO_MILLIONTHS = 1000 };

enum peer {
    PEER_NONE,
    PEER_LEMON, /* network simplex, for markets of two sides */
    PEER_CBC,
};

struct row {
    const char *name;
    struct market_kind kind;
    enum peer peer;
};

static const struct row ROWS[] = {
    {"500x500", {500, 500, 500, 200, 10, 10, 0, 33, 1}, PEER_LEMON},
    {"2000x2000", {2000, 2000, 2000, 200, 10, 10, 0, 33, 2}, PEER_LEMON},
    {"5000x5000", {5000, 5000, 1000, 100, 3, 12, 0, 33, 3}, PEER_LEMON},
    {"minimum-2500x2500", {2500, 2500, 800, 40, 3, 12, 3, 41, 4}, PEER_NONE},
    {"minimum-5000", {5000, 0, 400, 20, 3, 12, 3, 41, 5}, PEER_NONE},
    {"5000", {5000, 0, 100, 10, 10, 10, 0, 33, 6}, PEER_CBC},
    {"10000", {10000, 0, 500, 50, 3, 12, 0, 33, 7}, PEER_NONE},
    {"50000x50000", {50000, 50000, 500, 50, 3, 12, 0, 33, 8}, PEER_NONE},
    {"100000", {100000, 0, 500, 50, 3, 12, 0, 33, 9}, PEER_NONE},
};

struct measured {
    struct mus_pairing_answer answer;
    double cpu, wall;
};

static void stop_here(const char *what)
{
    fprintf(stderr, "bench_pairing: %s\n", what);
    exit(EXIT_FAILURE);
}

/* The quickest of a few runs, of one only where it takes long. */
static struct measured solve(const struct market *market)
{
    struct mus_pairing_options options = {.threads = mus_workers_available()};
    struct measured best = {.cpu = 1e9};
    for (int i = 0; i < REPEATS && (i == 0 || best.cpu < 2); i++) {
        struct mus_error err;
        struct measured here;
        double cpu = cpu_seconds();
        double wall = wall_seconds();
        if (mus_pairing_solve(&market->problem, &options, &here.answer, &err) != MUS_OK) {
            stop_here(err.message);
        }
        here.cpu = cpu_seconds() - cpu;
        here.wall = wall_seconds() - wall;
        if (here.cpu < best.cpu) {
            mus_pairing_answer_done(&best.answer);
            best = here;
        } else {
            mus_pairing_answer_done(&here.answer);
        }
    }
    return best;
}

static int64_t total_without_minimums(const struct market *market)
{
    size_t people = market->problem.participant_count;
    struct mus_pairing_participant *free_people = mus_alloc(people, sizeof *free_people);
    if (free_people == NULL) {
        stop_here("memory");
    }
    memcpy(free_people, market->participants, people * sizeof *free_people);
    for (size_t v = 0; v < people; v++) {
        free_people[v].min = 0;
    }
    struct market without = *market;
    without.problem.participants = free_people;
    struct measured measured = solve(&without);
    int64_t total = measured.answer.total;
    mus_pairing_answer_done(&measured.answer);
    mus_free(free_people);
    return total;
}

static bool ask_peer(const struct row *row, const struct market *market, struct peer_result *result)
{
    *result = (struct peer_result){0, 1e9};
    bool found = false;
    for (int i = 0; i < REPEATS && (i == 0 || (found && result->seconds < 2)); i++) {
        struct peer_result here = {0};
        if (row->peer == PEER_LEMON) {
            found = lemon_simplex(&market->problem, row->kind.left, &here);
        } else if (row->peer == PEER_CBC) {
            found = cbc_solve(&market->problem, CBC_RATIO_MILLIONTHS, &here);
        }
        if (found && here.seconds < result->seconds) {
            *result = here;
        }
    }
    return found;
}

static void print_row(const struct row *row, const struct market *market)
{
    struct market_greedy greedy;
    if (!market_greedy(market, &greedy)) {
        stop_here("memory");
    }
    struct measured measured = solve(market);
    const struct mus_pairing_answer *answer = &measured.answer;
    double bound = (double)answer->upper_bound;
    double gap = 100 * (bound - (double)answer->total) / bound;
    printf("%-18s %8zu %-6s %8.5f %9.3f %7.3f", row->name, market->problem.pair_count,
           answer->method == MUS_PAIRING_FLOW ? "flow" : "prices", gap, measured.cpu,
           measured.wall);
    printf(" %8.4f %7.3f", (double)greedy.total / bound, greedy.seconds);
    if (row->kind.min > 0) {
        double free_total = (double)total_without_minimums(market);
        printf(" %4zu (%3zu) %7.4f", answer->unmet_count, (size_t)greedy.short_of,
               100 * (free_total - (double)answer->total) / free_total);
    } else {
        printf(" %18s", "");
    }
    struct peer_result peer;
    if (ask_peer(row, market, &peer)) {
        printf(" %9.3f %6.3f %8.5f", peer.seconds, measured.cpu / peer.seconds,
               100 * (bound - (double)peer.total) / bound);
    }
    printf("\n");
    fflush(stdout);
    mus_pairing_answer_done(&measured.answer);
}

static bool is_wanted(const char *name, int argc, char **argv)
{
    bool wanted = argc < 2;
    for (int i = 1; i < argc; i++) {
        wanted = wanted || strcmp(argv[i], name) == 0;
    }
    return wanted;
}

int main(int argc, char **argv)
{
    printf("%-18s %8s %-6s %8s %9s %7s %8s %7s %10s %7s %9s %6s %8s\n", "market", "pairs", "method",
           "gap %", "s", "wall s", "greedy", "s", "short (gr.)", "cost %", "peer s", "/ peer",
           "its gap");
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        if (is_wanted(ROWS[i].name, argc, argv)) {
            struct market market;
            if (!market_init(&market, &ROWS[i].kind)) {
                stop_here("memory");
            }
            print_row(&ROWS[i], &market);
            market_done(&market);
        }
    }
    return EXIT_SUCCESS;
}
