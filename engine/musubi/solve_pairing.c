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

struct solved {
    const struct mus_solve_options *options;
    const struct mus_pairing_document *document;
    struct mus_pairing_answer answer;
    struct mus_pairing_price price; /* where evenness is asked for */
    uint64_t microseconds;
};

static enum mus_status give_summary(const struct solved *solved, struct mus_sink *sink,
                                    struct mus_error *err)
{
    const struct mus_pairing_answer *answer = &solved->answer;
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "output", solved->options->output);
    mus_json_put_given(&writer, "problem", solved->document->id);
    mus_json_put_integer(&writer, "participant_count",
                         (int64_t)solved->document->problem.participant_count);
    mus_json_put_integer(&writer, "pair_count", (int64_t)answer->chosen_count);
    mus_json_put_integer(&writer, "unmet_count", (int64_t)answer->unmet_count);
    mus_pairing_put_unmet(solved->document, answer, MUS_SOLVE_SHOWN, &writer);
    if (solved->options->evenness > 0) {
        mus_json_put_integer(&writer, "evenness", solved->options->evenness);
        mus_pairing_put_price(&solved->price, &writer);
    }
    mus_pairing_put_figures(answer, solved->microseconds, &writer);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

static enum mus_status tell(const struct solved *solved, struct mus_sink *sink,
                            struct mus_error *err)
{
    const bool priced = solved->options->evenness > 0;
    struct mus_buf text = {0};
    mus_pairing_priced_answer_write(solved->document, &solved->answer,
                                    (uint32_t)solved->options->evenness,
                                    priced ? &solved->price : NULL, solved->microseconds, &text);
    enum mus_status status = mus_solve_write(solved->options, &text, sink, err);
    if (status == MUS_OK && solved->options->output != NULL) {
        status = give_summary(solved, sink, err);
    }
    mus_buf_done(&text);
    return status;
}

static enum mus_status find(struct solved *solved, enum mus_pairing_method method,
                            struct mus_error *err)
{
    const struct mus_pairing_problem *problem = &solved->document->problem;
    struct mus_solve_clock clock;
    mus_solve_clock_begin(solved->options, &clock);
    const struct mus_pairing_options how = {
        .method = method,
        .seed = (uint64_t)solved->options->seed,
        .steps = (uint64_t)solved->options->steps,
        .threads = mus_solve_threads(solved->options),
        .stop = clock.stop,
    };
    enum mus_status status =
        solved->options->evenness == 0
            ? mus_pairing_solve(problem, &how, &solved->answer, err)
            : mus_pairing_solve_evenly(problem, &how, (uint32_t)solved->options->evenness, NULL,
                                       &solved->answer, &solved->price, err);
    solved->microseconds = mus_solve_clock_microseconds(&clock);
    return status;
}

static enum mus_status solve(const struct mus_solve_options *options,
                             const struct mus_pairing_document *document, struct mus_sink *sink,
                             struct mus_error *err)
{
    struct solved solved = {.options = options, .document = document};
    enum mus_pairing_method method = MUS_PAIRING_BEST;
    if (options->evenness < 0 || options->evenness > MUS_PAIRING_MAX_EVENNESS) {
        return mus_fail(err, MUS_INVALID, "evenness: %lld is out of range; expected 0 to %d",
                        (long long)options->evenness, MUS_PAIRING_MAX_EVENNESS);
    }
    enum mus_status status = read_method(options->method, &method, err);
    if (status == MUS_OK) {
        status = find(&solved, method, err);
    }
    if (status == MUS_OK) {
        status = tell(&solved, sink, err);
    }
    mus_pairing_answer_done(&solved.answer);
    return status;
}

enum mus_status mus_solve_pairing(const struct mus_solve_options *options, struct mus_sink *sink,
                                  struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_pairing_document document;
    enum mus_status status = mus_problem_file_read(options->file, &json, err);
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
