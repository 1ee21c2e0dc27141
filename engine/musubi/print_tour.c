/* musubi tour print: routes of groups on paper, from files alone. */
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/new_file.h"
#include "musubi/csv_encode.h"
#include "musubi/handle.h"
#include "musubi/print_shared.h"
#include "musubi/solve_shared.h"
#include "report/fair/tour_papers.h"

struct printing {
    const struct mus_tour_print_options *options;
    struct mus_arena arena;
    struct mus_tour_document document;
    struct mus_tour_answer answer;
    struct mus_tour_papers papers;
    const char *format;
    struct mus_buf out;
    size_t replaced;
};

static enum mus_status read_options(struct printing *printing, struct mus_error *err)
{
    const struct mus_tour_print_options *options = printing->options;
    printing->format = options->format == NULL ? "html" : options->format;
    bool csv = mus_is_word(printing->format, "csv");
    if (!csv && !mus_is_word(printing->format, "html") && !mus_is_word(printing->format, "xlsx")) {
        return mus_fail(err, MUS_INVALID, "--format %s: expected html, xlsx or csv",
                        printing->format);
    }
    enum mus_status status = mus_print_encoding(options->encoding, csv, err);
    if (status == MUS_OK) {
        status = mus_print_language(options->language, &printing->papers.language, err);
    }
    return status != MUS_OK || options->output != NULL
               ? status
               : mus_fail(err, MUS_INVALID, "--output: where the papers are to go is missing");
}

static enum mus_status read_answer(struct printing *printing, struct mus_error *err)
{
    struct mus_buf json = {0};
    enum mus_status status =
        mus_file_read(printing->options->answer, MUS_MAX_PROBLEM_BYTES, &json, err);
    if (status == MUS_OK) {
        status =
            mus_tour_answer_read(mus_buf_text(&json), &printing->document, &printing->answer, err);
        status =
            status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", printing->options->answer);
    }
    mus_buf_done(&json);
    return status;
}

static enum mus_status make_csv(struct printing *printing, struct mus_error *err)
{
    struct mus_buf text = {0};
    enum mus_status status = mus_tour_papers_csv(&printing->papers, &text, err);
    if (status == MUS_OK) {
        status =
            mus_csv_encode(mus_buf_text(&text), mus_is_word(printing->options->encoding, "cp932"),
                           &printing->out, &printing->replaced, err);
    }
    mus_buf_done(&text);
    return status;
}

static enum mus_status make(struct printing *printing, struct mus_error *err)
{
    printing->papers.document = &printing->document;
    printing->papers.answer = &printing->answer;
    if (mus_is_word(printing->format, "csv")) {
        return make_csv(printing, err);
    }
    return mus_is_word(printing->format, "xlsx")
               ? mus_tour_papers_xlsx(&printing->papers, &printing->out, err)
               : mus_tour_papers_html(&printing->papers, &printing->out, err);
}

static enum mus_status tell(const struct printing *printing, struct mus_sink *sink,
                            struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_given(&writer, "problem", printing->document.id);
    mus_json_put_z(&writer, "format", printing->format);
    mus_json_put_z(&writer, "output", printing->options->output);
    mus_json_put_integer(&writer, "files", 1);
    mus_json_put_integer(&writer, "bytes", (int64_t)printing->out.len);
    mus_json_put_integer(&writer, "replaced_characters", (int64_t)printing->replaced);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_tour_print(const struct mus_tour_print_options *options, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct printing printing = {.options = options};
    printing.papers.now = (uint64_t)(mus_clock_now_ms() / 1000);
    enum mus_status status = read_options(&printing, err);
    if (status == MUS_OK) {
        status = mus_tour_file_read(options->problem, &printing.arena, &printing.document, err);
    }
    if (status == MUS_OK) {
        status = read_answer(&printing, err);
    }
    if (status == MUS_OK) {
        status = make(&printing, err);
    }
    if (status == MUS_OK) {
        status = mus_file_replace(options->output, mus_buf_text(&printing.out), err);
    }
    if (status == MUS_OK) {
        status = tell(&printing, sink, err);
    }
    mus_buf_done(&printing.out);
    mus_tour_answer_done(&printing.answer);
    mus_arena_done(&printing.arena);
    return status;
}
