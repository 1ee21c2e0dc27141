/* What solving a problem's file takes, whichever problem it is. */
#ifndef MUS_MUSUBI_SOLVE_SHARED_H
#define MUS_MUSUBI_SOLVE_SHARED_H

#include "base/buf.h"
#include "base/stop.h"
#include "fair/format/tour_json.h"
#include "musubi/musubi.h"

#define MUS_SOLVE_SHOWN 20 /* of what is missing, in a summary */

/* The problem's text. */
enum mus_status mus_problem_file_read(const char *path, struct mus_buf *out,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* The problem of group tours in a file; in the arena. */
enum mus_status mus_tour_file_read(const char *path, struct mus_arena *arena,
                                   struct mus_tour_document *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
size_t mus_solve_threads(const struct mus_solve_options *options);

/* Begins to count the time when the solver starts. Not to be moved: the stop leads into it. */
struct mus_solve_clock {
    int64_t began_ms;
    struct mus_deadline deadline;
    struct mus_stop until;
    const struct mus_stop *stop; /* NULL: no time is set */
};
void mus_solve_clock_begin(const struct mus_solve_options *options, struct mus_solve_clock *out);
uint64_t mus_solve_clock_microseconds(const struct mus_solve_clock *clock);

/* Writes the answer to its file, or hands it to the sink where there is none. */
enum mus_status mus_solve_write(const struct mus_solve_options *options, struct mus_buf *answer,
                                struct mus_sink *sink, struct mus_error *err) MUS_MUST_CHECK;

#endif
