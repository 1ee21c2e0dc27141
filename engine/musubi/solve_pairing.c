/* musubi pair solve: a problem's file to a pairing's. */
#include <string.h>

#include "fair/format/pairing_json.h"
#include "musubi/handle.h"
#include "musubi/solve_shared.h"

static enum mus_status read_method(const char *method, enum mus_pairing_method *out,
                                   struct mus_error *err)
{
    static const enum mus_pairing_method methods[] = {MUS_PAIRING_BEST, MUS_PAIRING_FLOW,
                                                      MUS_PAIRING_PRICES};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (method == NULL || strcmp(method, mus_pairing_method_name(methods[i])) == 0) {
            *out = methods[i];
            return MUS_OK;
        }
    }
    struct mus_text shown = mus_text_of(method);
    return mus_fail(err, MUS_INVALID,
                    "method: \"%.*s\" is not known; expected best, flow or prices",
                    MUS_TEXT_SHORT_ARG(shown));
}

static enum mus_status give_summary(const struct mus_solve_options *options,
                                    const struct mus_pairing_document *document,
                                    const struct mus_pairing_answer *answer, uint64_t microseconds,
                                    struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "output", options->output);
    mus_json_put_given(&writer, "problem", document->id);
    mus_json_put_integer(&writer, "participant_count",
                         (int64_t)document->problem.participant_count);
    mus_json_put_integer(&writer, "pair_count", (int64_t)answer->chosen_count);
    mus_json_put_integer(&writer, "unmet_count", (int64_t)answer->unmet_count);
    mus_pairing_put_unmet(document, answer, MUS_SOLVE_SHOWN, &writer);
    mus_pairing_put_figures(answer, microseconds, &writer);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

static enum mus_status tell(const struct mus_solve_options *options,
                            const struct mus_pairing_document *document,
                            const struct mus_pairing_answer *answer, uint64_t microseconds,
                            struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf text = {0};
    mus_pairing_answer_write(document, answer, microseconds, &text);
    enum mus_status status = mus_solve_write(options, &text, sink, err);
    if (status == MUS_OK && options->output != NULL) {
        status = give_summary(options, document, answer, microseconds, sink, err);
    }
    mus_buf_done(&text);
    return status;
}

static enum mus_status solve(const struct mus_solve_options *options,
                             const struct mus_pairing_document *document, struct mus_sink *sink,
                             struct mus_error *err)
{
    struct mus_solve_clock clock;
    mus_solve_clock_begin(options, &clock);
    struct mus_pairing_options how = {
        .seed = (uint64_t)options->seed,
        .steps = (uint64_t)options->steps,
        .threads = mus_solve_threads(options),
        .stop = clock.stop,
    };
    struct mus_pairing_answer answer = {0};
    enum mus_status status = read_method(options->method, &how.method, err);
    if (status == MUS_OK) {
        status = mus_pairing_solve(&document->problem, &how, &answer, err);
    }
    if (status == MUS_OK) {
        status = tell(options, document, &answer, mus_solve_clock_microseconds(&clock), sink, err);
    }
    mus_pairing_answer_done(&answer);
    return status;
}

enum mus_status mus_solve_pairing(const struct mus_solve_options *options, struct mus_sink *sink,
                                  struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_pairing_document document;
    enum mus_status status = mus_problem_file_read(options, &json, err);
    if (status == MUS_OK) {
        status = mus_pairing_document_read(mus_buf_text(&json), &arena, &document, err);
        status = status == MUS_OK ? status : mus_fail_at(err, status, "%s", options->file);
    }
    mus_buf_done(&json); /* what is kept of it lies in the arena */
    if (status == MUS_OK) {
        status = solve(options, &document, sink, err);
    }
    mus_arena_done(&arena);
    return status;
}
