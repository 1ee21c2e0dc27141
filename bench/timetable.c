/* How good timetables are and what they and their mending cost.
 *
 *   real     problems of a folder (musubi-timetable-problem/1) that has a best_known.tsv: breaks
 *            after 5 and after 60 seconds beside the best known; proved says that it is the optimum
 *   large    invented fairs (timetable/fairs.h): seconds to a legal timetable, breaks a participant
 *            when the time is up, and the bound that each day by itself gives
 *   mending  a timetable of which participants are lost, or come late: seconds, how many of their
 * meetings found another slot, and how many of the others were moved
 *
 * Wall seconds, judge included. Usage: bench_timetable [FOLDER]; real problems are left out without
 * a folder. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/workers.h"
#include "fair/format/timetable_json.h"
#include "matcher/timetable/model/bound.h"
#include "matcher/timetable/solve.h"
#include "timer.h"
#include "timetable/fairs.h"

enum { MOST_PROBLEMS = 64, MOST_NAME = 64, MOST_BYTES = 64 << 20 };

static struct mus_error error;

static void must(enum mus_status status)
{
    if (status != MUS_OK) {
        fprintf(stderr, "bench_timetable: %s\n", error.message);
        exit(EXIT_FAILURE);
    }
}

static struct mus_timetable_answer solve(const struct mus_timetable_problem *problem,
                                         int64_t milliseconds)
{
    struct mus_deadline deadline = mus_deadline_in_ms(milliseconds);
    struct mus_stop stop = mus_stop_at(&deadline);
    struct mus_timetable_options options = {
        .seed = 1, .threads = mus_workers_available(), .stop = &stop};
    struct mus_timetable_answer answer;
    must(mus_timetable_solve(problem, &options, &answer, &error));
    return answer;
}

/* ---- real ---- */

struct known {
    char name[MOST_NAME];
    unsigned breaks;
};

static size_t read_known(const char *folder, struct known *known)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/best_known.tsv", folder);
    FILE *file = fopen(path, "r");
    size_t count = 0;
    char line[256];
    while (file != NULL && count < MOST_PROBLEMS && fgets(line, sizeof line, file) != NULL) {
        char *tab = strchr(line, '\t');
        size_t length = tab == NULL ? 0 : (size_t)(tab - line);
        char *end = tab;
        unsigned long breaks = tab == NULL ? 0 : strtoul(tab + 1, &end, 10);
        if (length > 0 && length < MOST_NAME && end != tab + 1) {
            memcpy(known[count].name, line, length);
            known[count].name[length] = '\0';
            known[count++].breaks = (unsigned)breaks;
        }
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return count;
}

static void print_real(const char *folder, const struct known *known)
{
    char path[5120];
    (void)snprintf(path, sizeof path, "%s/%s.json", folder, known->name);
    struct mus_buf bytes = {0};
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    must(mus_file_read(path, MOST_BYTES, &bytes, &error));
    must(mus_timetable_document_read(mus_buf_text(&bytes), &arena, &document, &error));
    printf("%-26s %5u", known->name, known->breaks);
    const int64_t budgets[] = {5000, 60000};
    for (size_t i = 0; i < 2; i++) {
        double start = wall_seconds();
        struct mus_timetable_answer answer = solve(&document.problem, budgets[i]);
        printf("  %6llu %6llu %6.2f %-8s", (unsigned long long)answer.figures.breaks,
               (unsigned long long)answer.lower_bound, wall_seconds() - start,
               answer.figures.left_out > 0              ? "left out"
               : answer.status == MUS_TIMETABLE_OPTIMAL ? "proved"
                                                        : "");
        fflush(stdout);
        mus_timetable_answer_done(&answer);
    }
    printf("\n");
    mus_arena_done(&arena);
    mus_buf_done(&bytes);
}

static void print_all_real(const char *folder)
{
    struct known known[MOST_PROBLEMS];
    size_t count = read_known(folder, known);
    printf("%-26s %5s  %6s %6s %6s %-8s  %6s %6s %6s\n", "real problem", "best", "5 s", "bound",
           "s", "", "60 s", "bound", "s");
    for (size_t i = 0; i < count; i++) {
        print_real(folder, &known[i]);
    }
}

/* ---- large ---- */

static void print_large(const struct fair_kind *kind)
{
    struct fair fair;
    struct mus_timetable_bound bound;
    if (!fair_init(&fair, kind)) {
        must(mus_fail_memory(&error));
    }
    must(mus_timetable_bound(&fair.problem, &bound, NULL, &error));
    double start = wall_seconds();
    struct mus_timetable_answer first = solve(&fair.problem, 0);
    double legal = wall_seconds() - start;
    start = wall_seconds();
    struct mus_timetable_answer answer = solve(&fair.problem, 30000);
    printf("%6u %6u %3u %5u  %5.2f %5zu  %5.2f %5zu %6.3f %6.3f\n", kind->participants,
           kind->meetings, kind->slots, kind->tables, legal, first.figures.left_out,
           wall_seconds() - start, answer.figures.left_out,
           (double)answer.figures.breaks / kind->participants,
           (double)bound.breaks / kind->participants);
    fflush(stdout);
    mus_timetable_answer_done(&first);
    mus_timetable_answer_done(&answer);
    fair_done(&fair);
}

/* ---- mending ---- */

struct mended {
    double seconds;
    size_t touched, placed; /* meetings that cannot stay; of them, found another slot */
    size_t moved, lost;     /* of all others */
};

struct loss {
    const char *name;
    uint32_t first, step; /* participants first, first + step, … */
    uint32_t count;       /* 0: one in `step` */
    bool late;            /* they miss a quarter of the day only */
};

/* Who is lost cannot come any more, or comes late. */
static struct mended lose(struct fair *fair, const struct loss *loss)
{
    struct mus_timetable_problem *problem = &fair->problem;
    size_t first = problem->slot_count / 4;
    size_t count = loss->count != 0 ? loss->count : problem->participant_count / loss->step;
    for (size_t i = 0; i < count; i++) {
        mus_slots *available = &fair->participants[loss->first + i * loss->step].available;
        *available = loss->late ? *available >> first << first : 0;
    }
    struct mus_timetable_repair_options options = {.seed = 1};
    struct mus_timetable_answer answer;
    struct mended mended = {.seconds = wall_seconds()};
    must(mus_timetable_repair(problem, &options, &answer, &error));
    mended.seconds = wall_seconds() - mended.seconds;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        const struct mus_timetable_meeting *meeting = &fair->meetings[m];
        bool gone = meeting->standing_slot < 0 ||
                    (mus_timetable_allowed(problem, m) >> meeting->standing_slot & 1) == 0;
        int16_t slot = answer.seats[m].slot;
        mended.touched += gone;
        mended.placed += gone && slot >= 0;
        mended.moved += !gone && slot >= 0 && slot != meeting->standing_slot;
        mended.lost += !gone && slot < 0;
    }
    mus_timetable_answer_done(&answer);
    return mended;
}

static void print_mending(const struct fair_kind *kind, const struct loss *loss)
{
    struct fair fair;
    if (!fair_init(&fair, kind)) {
        must(mus_fail_memory(&error));
    }
    struct mus_timetable_answer answer = solve(&fair.problem, 3000);
    for (size_t m = 0; m < fair.problem.meeting_count; m++) {
        fair.meetings[m].standing_slot = answer.seats[m].slot;
        fair.meetings[m].standing_table = answer.seats[m].table;
    }
    mus_timetable_answer_done(&answer);
    struct mended mended = lose(&fair, loss);
    size_t rest = fair.problem.meeting_count - mended.touched;
    printf("%6u %6u %3u %5u  %-10s %7.3f %6zu %6zu %6zu %6.2f %6zu\n", kind->participants,
           kind->meetings, kind->slots, kind->tables, loss->name, mended.seconds, mended.touched,
           mended.placed, mended.moved, 100.0 * (double)mended.moved / (double)rest, mended.lost);
    fflush(stdout);
    fair_done(&fair);
}

int main(int argc, char **argv)
{
    static const struct fair_kind LARGE[] = {
        {2000, 10754, 24, 672, 0, 1},
        {10000, 60000, 30, 3000, 0, 2},
        {10000, 60000, 30, 2300, 0, 2},
    };
    static const struct fair_kind MENDED[] = {
        {500, 2390, 20, 144, 3, 3},
        {723, 3453, 28, 160, 3, 4},
        {10000, 60000, 30, 3000, 3, 5},
    };
    static const struct loss LOSSES[] = {{"one hub", 0, 1, 1, false},
                                         {"one", 100, 1, 1, false},
                                         {"3 hubs", 0, 1, 3, false},
                                         {"2 %", 0, 50, 0, false},
                                         {"2 % late", 0, 50, 0, true}};
    if (argc > 1) {
        print_all_real(argv[1]);
    }
    printf(
        "\n  part. meet. slots tables legal s out  30 s: s  out  breaks  bound (a participant)\n");
    for (size_t i = 0; i < sizeof LARGE / sizeof *LARGE; i++) {
        print_large(&LARGE[i]);
    }
    printf("\n  part. meet. slots tables lost             s theirs placed  moved      %%    out\n");
    for (size_t i = 0; i < sizeof MENDED / sizeof *MENDED; i++) {
        for (size_t j = 0; j < sizeof LOSSES / sizeof *LOSSES; j++) {
            print_mending(&MENDED[i], &LOSSES[j]);
        }
    }
    return EXIT_SUCCESS;
}
