/* Routes that are read break no rule of their problem, and are written and read back as the same.
 */
#include "fair/format/tour_json.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char PROBLEM[] =
    "{\"format\": \"musubi-tour-problem/1\", \"id\": \"v\", \"slots\": [{\"id\": \"t1\", "
    "\"start\": \"13:00\", \"minutes\": 20}, {\"id\": \"t2\", \"start\": \"13:25\", \"minutes\": "
    "20}, {\"id\": \"t3\", \"start\": \"14:00\", \"minutes\": 20}], \"interpreters\": [{\"id\": "
    "\"i1\", \"languages\": [\"en\"]}], "
    "\"booths\": [{\"id\": \"b1\", \"room\": 12}, {\"id\": \"b2\", \"room\": 5}], \"groups\": "
    "[{\"id\": \"g1\", \"people\": 9, \"language\": \"en\"}, {\"id\": \"g2\", \"people\": 5}]}";

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_round_trip(const struct mus_tour_document *document,
                              const struct mus_tour_answer *answer)
{
    struct mus_buf written = {0};
    struct mus_tour_answer again = {0};
    size_t stops = document->problem.group_count * document->problem.slot_count;
    mus_tour_answer_write(document, answer, 0, &written);
    demand(mus_tour_answer_read(mus_buf_text(&written), document, &again, NULL) == MUS_OK);
    demand(memcmp(again.stops, answer->stops, stops * sizeof *again.stops) == 0);
    mus_tour_answer_done(&again);
    mus_buf_done(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text text = {(const char *)data, size};
    struct mus_arena arena = {0};
    struct mus_tour_document document;
    struct mus_tour_answer answer = {0};
    struct mus_error err = {0};
    demand(mus_tour_document_read(mus_text_of(PROBLEM), &arena, &document, &err) == MUS_OK);
    enum mus_status status = mus_tour_answer_read(text, &document, &answer, &err);
    if (status == MUS_OK) {
        demand_round_trip(&document, &answer);
    }
    demand(status == MUS_OK || strlen(err.message) > 0);
    mus_tour_answer_done(&answer);
    mus_arena_done(&arena);
    return 0;
}
