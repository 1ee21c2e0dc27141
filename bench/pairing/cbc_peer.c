/* The problem as an LP file in a folder of its own, and a child process that solves it. */
#include "pairing/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

struct lp {
    const struct mus_pairing_problem *problem;
    uint32_t *first; /* of each participant: where its pairs begin */
    uint32_t *places;
};

static bool by_participant(struct lp *lp)
{
    const struct mus_pairing_problem *problem = lp->problem;
    size_t people = problem->participant_count;
    lp->first = mus_alloc_zero(people + 2, sizeof *lp->first);
    lp->places = mus_alloc(problem->pair_count, 2 * sizeof *lp->places);
    if (lp->first == NULL || lp->places == NULL) {
        return false;
    }
    for (size_t i = 0; i < problem->pair_count; i++) {
        lp->first[problem->pairs[i].a + 2]++;
        lp->first[problem->pairs[i].b + 2]++;
    }
    for (size_t v = 0; v < people; v++) {
        lp->first[v + 2] += lp->first[v + 1];
    }
    for (size_t i = 0; i < problem->pair_count; i++) {
        lp->places[lp->first[problem->pairs[i].a + 1]++] = (uint32_t)i;
        lp->places[lp->first[problem->pairs[i].b + 1]++] = (uint32_t)i;
    }
    return true;
}

static void write_lp(const struct lp *lp, FILE *file)
{
    const struct mus_pairing_problem *problem = lp->problem;
    fputs("Maximize\n total:", file);
    for (size_t i = 0; i < problem->pair_count; i++) {
        fprintf(file, " + %u x%zu%s", problem->pairs[i].score, i, i % 8 == 7 ? "\n" : "");
    }
    fputs("\nSubject To\n", file);
    for (size_t v = 0; v < problem->participant_count; v++) {
        if (lp->first[v] == lp->first[v + 1]) {
            continue;
        }
        fprintf(file, " p%zu:", v);
        for (uint32_t i = lp->first[v]; i < lp->first[v + 1]; i++) {
            fprintf(file, " + x%u%s", lp->places[i], i % 12 == 11 ? "\n" : "");
        }
        fprintf(file, " <= %u\n", problem->participants[v].max);
    }
    fputs("Binaries\n", file);
    for (size_t i = 0; i < problem->pair_count; i++) {
        fprintf(file, " x%zu%s", i, i % 12 == 11 ? "\n" : "");
    }
    fputs("\nEnd\n", file);
}

static void become_cbc(const char *lp_path, const char *solution_path, unsigned ratio_millionths)
{
    char ratio[32];
    snprintf(ratio, sizeof ratio, "0.%06u", ratio_millionths);
    if (freopen("/dev/null", "w", stdout) == NULL) {
        _exit(127);
    }
    execlp("cbc", "cbc", lp_path, "-ratioGap", ratio, "-solve", "-solution", solution_path,
           (char *)NULL);
    _exit(127);
}

static bool run_cbc(const char *lp_path, const char *solution_path, unsigned ratio_millionths,
                    struct peer_result *result)
{
    int status = 0;
    struct rusage usage;
    fflush(stdout); /* or the child would print it again */
    pid_t child = fork();
    if (child == 0) {
        become_cbc(lp_path, solution_path, ratio_millionths);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status != 0) {
        return false;
    }
    result->seconds = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
    char line[256];
    FILE *solution = fopen(solution_path, "r");
    bool read = solution != NULL && fgets(line, sizeof line, solution) != NULL;
    const char *value = read ? strstr(line, "objective value") : NULL;
    if (value != NULL) {
        double total = strtod(value + strlen("objective value"), NULL);
        result->total = (int64_t)(total < 0 ? -total + 0.5 : total + 0.5);
    }
    if (solution != NULL) {
        fclose(solution);
    }
    return value != NULL;
}

bool cbc_solve(const struct mus_pairing_problem *problem, unsigned ratio_millionths,
               struct peer_result *result)
{
    char folder[] = "/tmp/musubi-bench-XXXXXX";
    char lp_path[64];
    char solution_path[64];
    if (mkdtemp(folder) == NULL) {
        return false;
    }
    snprintf(lp_path, sizeof lp_path, "%s/p.lp", folder);
    snprintf(solution_path, sizeof solution_path, "%s/p.sol", folder);
    struct lp lp = {.problem = problem};
    FILE *file = by_participant(&lp) ? fopen(lp_path, "w") : NULL;
    bool solved = false;
    if (file != NULL) {
        write_lp(&lp, file);
        solved = fclose(file) == 0 && run_cbc(lp_path, solution_path, ratio_millionths, result);
    }
    mus_free(lp.first);
    mus_free(lp.places);
    unlink(lp_path);
    unlink(solution_path);
    rmdir(folder);
    return solved;
}
