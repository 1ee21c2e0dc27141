/* musubi timetable solve: a problem's file to a timetable's. */
#include "fair/format/timetable_json.h"
#include "musubi/handle.h"
#include "musubi/solve_shared.h"

/* ---- the summary ---- */

static void put_left_out(struct mus_json_writer *writer,
                         const struct mus_timetable_document *document,
                         const struct mus_timetable_answer *answer, struct mus_buf *words)
{
    size_t shown = 0;
    mus_json_key(writer, "missing");
    mus_json_begin_array(writer);
    for (size_t m = 0; m < document->problem.meeting_count && shown < MUS_SOLVE_SHOWN; m++) {
        if (answer->seats[m].slot >= 0) {
            continue;
        }
        shown++;
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "id", document->meeting_ids[m]);
        mus_buf_clear(words);
        mus_timetable_why(document, answer, m, false, words);
        mus_json_put_text(writer, "why", mus_buf_text(words));
        mus_buf_clear(words);
        mus_timetable_why(document, answer, m, true, words);
        mus_json_put_text(writer, "why_ja", mus_buf_text(words));
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void put_reason(struct mus_json_writer *writer,
                       const struct mus_timetable_document *document,
                       const struct mus_timetable_answer *answer, struct mus_buf *words)
{
    if (answer->status != MUS_TIMETABLE_INFEASIBLE) {
        return;
    }
    mus_buf_clear(words);
    mus_timetable_reason(document, &answer->clash, false, words);
    mus_json_put_text(writer, "reason", mus_buf_text(words));
    mus_buf_clear(words);
    mus_timetable_reason(document, &answer->clash, true, words);
    mus_json_put_text(writer, "reason_ja", mus_buf_text(words));
}

static enum mus_status give_summary(const struct mus_solve_options *options,
                                    const struct mus_timetable_document *document,
                                    const struct mus_timetable_answer *answer,
                                    uint64_t microseconds, struct mus_sink *sink,
                                    struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_buf words = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "output", options->output);
    mus_json_put_given(&writer, "problem", document->id);
    mus_json_put_z(&writer, "status", mus_timetable_status_name(answer->status));
    put_reason(&writer, document, answer, &words);
    mus_json_put_integer(&writer, "meeting_count", (int64_t)document->problem.meeting_count);
    mus_json_put_integer(&writer, "left_out", (int64_t)answer->figures.left_out);
    put_left_out(&writer, document, answer, &words);
    mus_timetable_put_figures(document, answer, microseconds, &writer);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    json.failed = json.failed || words.failed;
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    mus_buf_done(&words);
    return status;
}

/* ---- solving ---- */

/* The answer is no: what stands on standard error. */
static enum mus_status verdict(const struct mus_timetable_document *document,
                               const struct mus_timetable_answer *answer, struct mus_error *err)
{
    if (answer->status == MUS_TIMETABLE_INCOMPLETE) {
        return mus_fail(err, MUS_NO, "incomplete: %zu of %zu meetings are left out",
                        answer->figures.left_out, document->problem.meeting_count);
    }
    if (answer->status != MUS_TIMETABLE_INFEASIBLE) {
        return MUS_OK;
    }
    struct mus_buf reason = {0};
    mus_timetable_reason(document, &answer->clash, false, &reason);
    enum mus_status status = mus_buf_check(&reason, err);
    if (status == MUS_OK) {
        status = mus_fail(err, MUS_NO, "infeasible: %s", reason.data);
    }
    mus_buf_done(&reason);
    return status;
}

static enum mus_status tell(const struct mus_solve_options *options,
                            const struct mus_timetable_document *document,
                            const struct mus_timetable_answer *answer, uint64_t microseconds,
                            struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf text = {0};
    mus_timetable_answer_write(document, answer, microseconds, &text);
    enum mus_status status = mus_solve_write(options, &text, sink, err);
    if (status == MUS_OK && options->output != NULL) {
        status = give_summary(options, document, answer, microseconds, sink, err);
    }
    mus_buf_done(&text);
    return status == MUS_OK ? verdict(document, answer, err) : status;
}

static enum mus_status solve(const struct mus_solve_options *options,
                             const struct mus_timetable_document *document, struct mus_sink *sink,
                             struct mus_error *err)
{
    struct mus_solve_clock clock;
    mus_solve_clock_begin(options, &clock);
    const struct mus_timetable_options how = {
        .seed = (uint64_t)options->seed,
        .steps = (uint64_t)options->steps,
        .threads = mus_solve_threads(options),
        .no_prover = options->no_proof,
        .stop = clock.stop,
    };
    struct mus_timetable_answer answer = {0};
    enum mus_status status = mus_timetable_solve(&document->problem, &how, &answer, err);
    if (status == MUS_OK) {
        status = tell(options, document, &answer, mus_solve_clock_microseconds(&clock), sink, err);
    }
    mus_timetable_answer_done(&answer);
    return status;
}

enum mus_status mus_solve_timetable(const struct mus_solve_options *options, struct mus_sink *sink,
                                    struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_timetable_document document;
    enum mus_status status = mus_problem_file_read(options->file, &json, err);
    if (status == MUS_OK) {
        status = mus_timetable_document_read(mus_buf_text(&json), &arena, &document, err);
        status = status == MUS_OK ? status : mus_fail_at(err, status, "%s", options->file);
    }
    mus_buf_done(&json); /* what is kept of it lies in the arena */
    if (status == MUS_OK) {
        status = solve(options, &document, sink, err);
    }
    mus_arena_done(&arena);
    return status;
}
