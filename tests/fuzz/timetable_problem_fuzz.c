/* A timetabling problem that is read passes the problem's own check and reads back the same when it
 * is written; a small one is solved, and the judge finds no rule broken. */
#include "fair/format/timetable_json.h"

#include <stdlib.h>
#include <string.h>

#include "codec/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SMALL_SLOTS = 5, SMALL_MEETINGS = 8 };

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_round_trip(const struct mus_timetable_document *document,
                              struct mus_arena *arena)
{
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    struct mus_timetable_document again;
    mus_timetable_document_write(document, &first);
    demand(mus_timetable_document_read(mus_buf_text(&first), arena, &again, NULL) == MUS_OK);
    mus_timetable_document_write(&again, &second);
    demand(!first.failed && mus_text_equal(mus_buf_text(&first), mus_buf_text(&second)));
    mus_buf_done(&first);
    mus_buf_done(&second);
}

static void demand_solution(const struct mus_timetable_document *document)
{
    const struct mus_timetable_options options = {.seed = 1, .steps = 1};
    struct mus_timetable_answer answer = {0};
    struct mus_timetable_figures figures;
    struct mus_buf written = {0};
    struct mus_json *tree = NULL;
    demand(mus_timetable_solve(&document->problem, &options, &answer, NULL) == MUS_OK);
    demand(mus_timetable_judge(&document->problem, answer.seats, &figures, NULL) == MUS_OK);
    demand(figures.breaks == answer.figures.breaks && figures.left_out == answer.figures.left_out);
    demand(figures.left_out > 0 || figures.breaks >= answer.lower_bound);
    mus_timetable_answer_write(document, &answer, 0, &written);
    demand(mus_json_parse(mus_buf_text(&written), &tree, NULL) == MUS_OK);
    mus_json_free(tree);
    mus_buf_done(&written);
    mus_timetable_answer_done(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text text = {(const char *)data, size};
    struct mus_arena arena = {0};
    struct mus_timetable_document document;
    struct mus_error err = {0};
    enum mus_status status = mus_timetable_document_read(text, &arena, &document, &err);
    if (status == MUS_OK) {
        demand(mus_timetable_check_problem(&document.problem, NULL) == MUS_OK);
        demand_round_trip(&document, &arena);
        if (document.problem.slot_count <= SMALL_SLOTS &&
            document.problem.meeting_count <= SMALL_MEETINGS) {
            demand_solution(&document);
        }
    } else {
        demand(status == MUS_INVALID || status == MUS_LIMIT);
        demand(err.status == status && err.message[0] != '\0');
        demand(strchr(err.message, '\n') == NULL);
    }
    mus_arena_done(&arena);
    return 0;
}
