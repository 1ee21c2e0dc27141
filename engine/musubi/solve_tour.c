/* musubi tour solve: a problem's file to the routes of its groups. */
#include "fair/format/tour_json.h"
#include "musubi/handle.h"
#include "musubi/solve_shared.h"

/* With an output file the answer is told as well: routes are short, and people want to see them. */
static enum mus_status tell(const struct mus_solve_options *options,
                            const struct mus_tour_document *document,
                            const struct mus_tour_answer *answer, uint64_t microseconds,
                            struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf text = {0};
    mus_tour_answer_write(document, answer, microseconds, &text);
    enum mus_status status = mus_solve_write(options, &text, sink, err);
    if (status == MUS_OK && options->output != NULL) {
        status = mus_sink_give(sink, &text, err);
    }
    mus_buf_done(&text);
    return status;
}

static enum mus_status solve(const struct mus_solve_options *options,
                             const struct mus_tour_document *document, struct mus_sink *sink,
                             struct mus_error *err)
{
    struct mus_solve_clock clock;
    struct mus_tour_answer answer = {0};
    mus_solve_clock_begin(options, &clock);
    enum mus_status status = mus_tour_solve(&document->problem, (uint64_t)options->seed,
                                            (uint64_t)options->steps, clock.stop, &answer, err);
    uint64_t microseconds = mus_solve_clock_microseconds(&clock);
    /* Nothing is told that the judge has not confirmed. */
    if (status == MUS_OK) {
        status = mus_tour_judge(&document->problem, &answer, err);
    }
    if (status == MUS_OK) {
        status = tell(options, document, &answer, microseconds, sink, err);
    }
    mus_tour_answer_done(&answer);
    return status;
}

enum mus_status mus_tour_file_read(const char *path, struct mus_arena *arena,
                                   struct mus_tour_document *out, struct mus_error *err)
{
    struct mus_buf json = {0};
    enum mus_status status = mus_problem_file_read(path, &json, err);
    if (status == MUS_OK) {
        status = mus_tour_document_read(mus_buf_text(&json), arena, out, err);
        status = status == MUS_OK ? status : mus_fail_at(err, status, "%s", path);
    }
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_solve_tour(const struct mus_solve_options *options, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_tour_document document;
    enum mus_status status = mus_tour_file_read(options->file, &arena, &document, err);
    if (status == MUS_OK) {
        status = solve(options, &document, sink, err);
    }
    mus_arena_done(&arena);
    return status;
}
