#include "musubi/solve_shared.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/new_file.h"
#include "base/workers.h"
#include "musubi/handle.h"

enum mus_status mus_problem_file_read(const char *path, struct mus_buf *out, struct mus_error *err)
{
    return mus_file_read(path, MUS_MAX_PROBLEM_BYTES, out, err);
}

size_t mus_solve_threads(const struct mus_solve_options *options)
{
    return options->threads > 0 ? (size_t)options->threads : mus_workers_available();
}

void mus_solve_clock_begin(const struct mus_solve_options *options, struct mus_solve_clock *out)
{
    *out = (struct mus_solve_clock){.began_ms = mus_clock_monotonic_ms()};
    if (options->time_ms > 0) {
        out->deadline = mus_deadline_in_ms(options->time_ms);
        out->until = mus_stop_at(&out->deadline);
        out->stop = &out->until;
    }
}

uint64_t mus_solve_clock_microseconds(const struct mus_solve_clock *clock)
{
    return (uint64_t)(mus_clock_monotonic_ms() - clock->began_ms) * 1000;
}

enum mus_status mus_solve_write(const struct mus_solve_options *options, struct mus_buf *answer,
                                struct mus_sink *sink, struct mus_error *err)
{
    enum mus_status status = mus_buf_check(answer, err);
    if (status != MUS_OK || options->output == NULL) {
        return status == MUS_OK ? mus_sink_give(sink, answer, err) : status;
    }
    mus_buf_add_byte(answer, '\n');
    status = mus_buf_check(answer, err);
    return status == MUS_OK ? mus_file_replace(options->output, mus_buf_text(answer), err) : status;
}
