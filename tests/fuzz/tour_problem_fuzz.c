/* A problem of group tours that is read is solved, the judge finds no rule broken, and the answer
 * is read back as the same. */
#include "fair/format/tour_json.h"

#include <stdlib.h>
#include <string.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SMALL_BOOTHS = 20, SMALL_GROUPS = 6, FEW_STEPS = 200 };

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_solution(const struct mus_tour_document *document)
{
    struct mus_tour_answer answer = {0};
    struct mus_buf written = {0};
    struct mus_tour_answer again = {0};
    size_t stops = document->problem.group_count * document->problem.slot_count;
    demand(mus_tour_solve(&document->problem, 1, FEW_STEPS, NULL, &answer, NULL) == MUS_OK);
    demand(mus_tour_judge(&document->problem, &answer, NULL) == MUS_OK);
    mus_tour_answer_write(document, &answer, 0, &written);
    demand(mus_tour_answer_read(mus_buf_text(&written), document, &again, NULL) == MUS_OK);
    demand(memcmp(again.stops, answer.stops, stops * sizeof *again.stops) == 0);
    mus_tour_answer_done(&again);
    mus_buf_done(&written);
    mus_tour_answer_done(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text text = {(const char *)data, size};
    struct mus_arena arena = {0};
    struct mus_tour_document document;
    struct mus_error err = {0};
    enum mus_status status = mus_tour_document_read(text, &arena, &document, &err);
    if (status == MUS_OK && document.problem.booth_count <= SMALL_BOOTHS &&
        document.problem.group_count <= SMALL_GROUPS) {
        demand_solution(&document);
    }
    demand(status == MUS_OK || strlen(err.message) > 0);
    mus_arena_done(&arena);
    return 0;
}
