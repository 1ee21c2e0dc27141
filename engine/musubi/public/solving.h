/* Pairings, timetables and tours as files, without a store. A part of musubi.h. */
#ifndef MUSUBI_SOLVING_H
#define MUSUBI_SOLVING_H

#include "musubi/public/opening.h"

/* Problems of pairing and timetabling as files, solved without a store. One object: with an output
 * file a summary (output, problem, what was reached, and of what is missing the first 20),
 * otherwise the answer itself. The file is written whole, also where the answer is no: then
 * MUS_NO, with the reason. */
struct mus_solve_options {
    const char *file;   /* the problem */
    const char *output; /* where the answer goes; NULL: to the sink */
    const char *method; /* of pairing: best (NULL), flow, prices */
    int64_t evenness;   /* of pairing, 0 to 1,000,000: what the first meeting of somebody is worth
                           beside its score, in millionths */
    int64_t seed;
    int64_t steps;   /* 0: the usual */
    int64_t time_ms; /* from when the solver starts; 0: as long as the steps take */
    int64_t threads; /* 0: as many as the machine has; the answer is the same for any number */
    bool no_proof;   /* of timetabling: nothing is proved beyond the simplest bound */
};
/* Whoever stays below a minimum is named with the reason; that is no MUS_NO. */
MUS_PUBLIC enum mus_status mus_solve_pairing(const struct mus_solve_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NO where a meeting is left out: incomplete or infeasible. */
MUS_PUBLIC enum mus_status mus_solve_timetable(const struct mus_solve_options *options,
                                               struct mus_sink *sink,
                                               struct mus_error *err) MUS_MUST_CHECK;
/* Routes of visiting groups. The answer is told also where it goes to a file. */
MUS_PUBLIC enum mus_status mus_solve_tour(const struct mus_solve_options *options,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* Routes as mus_solve_tour wrote them, on paper: a page for each group, a sheet for each booth; or
 * one table of visits. One object: problem, format, output, files, bytes, replaced_characters.
 * MUS_NO where the routes break a rule of the problem. */
struct mus_tour_print_options {
    const char *problem; /* files */
    const char *answer;
    const char *output;
    const char *format;   /* html (NULL), xlsx, csv */
    const char *encoding; /* of CSV; NULL: utf-8, with byte order mark */
    const char *language; /* ja, en, both (NULL) */
};
MUS_PUBLIC enum mus_status mus_tour_print(const struct mus_tour_print_options *options,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;

#endif
