#include "fair/format/tour_json.h"

#include <stdio.h>

#include "codec/json_write.h"

static void put_name(struct mus_json_writer *writer, struct mus_bilingual name)
{
    if (name.ja.ptr == NULL && name.en.ptr == NULL) {
        return;
    }
    mus_json_key(writer, "name");
    mus_json_begin_object(writer);
    mus_json_put_given(writer, "ja", name.ja);
    mus_json_put_given(writer, "en", name.en);
    mus_json_end_object(writer);
}

static void put_stop(struct mus_json_writer *writer, const struct mus_tour_document *document,
                     const struct mus_tour_stop *stop, size_t s)
{
    const struct mus_timetable_slot *slot = &document->problem.slots[s];
    const struct mus_tour_booth *booth = &document->problem.booths[stop->booth];
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "slot", document->slot_ids[s]);
    mus_json_put_given(writer, "day", document->days[s]);
    if (slot->minutes != 0) {
        char start[8];
        snprintf(start, sizeof start, "%02u:%02u", slot->start / 60U % 24, slot->start % 60U);
        mus_json_put_z(writer, "start", start);
        mus_json_put_integer(writer, "minutes", slot->minutes);
    }
    mus_json_put_text(writer, "booth", document->booth_ids[stop->booth]);
    put_name(writer, document->booth_names[stop->booth]);
    if (document->problem.hall_count > 0) {
        mus_json_put_text(writer, "hall", document->hall_ids[booth->hall]);
    }
    if (stop->interpreter >= 0) {
        mus_json_put_text(writer, "interpreter", document->interpreter_ids[stop->interpreter]);
    }
    mus_json_end_object(writer);
}

static void put_route(struct mus_json_writer *writer, const struct mus_tour_document *document,
                      const struct mus_tour_answer *answer, size_t group)
{
    const struct mus_tour_problem *problem = &document->problem;
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "group", document->group_ids[group]);
    put_name(writer, document->group_names[group]);
    mus_json_put_integer(writer, "people", problem->groups[group].people);
    mus_json_key(writer, "stops");
    mus_json_begin_array(writer);
    for (size_t s = 0; s < problem->slot_count; s++) {
        const struct mus_tour_stop *stop = &answer->stops[group * problem->slot_count + s];
        if (stop->booth >= 0) {
            put_stop(writer, document, stop, s);
        }
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
}

void mus_tour_answer_write(const struct mus_tour_document *document,
                           const struct mus_tour_answer *answer, uint64_t microseconds,
                           struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", MUS_TOUR_FORMAT);
    mus_json_put_given(&writer, "problem", document->id);
    mus_json_put_integer(&writer, "visits", answer->visits);
    mus_json_put_integer(&writer, "most_visits", answer->most_visits);
    mus_json_put_integer(&writer, "musts", answer->musts);
    mus_json_put_integer(&writer, "musts_missed", answer->musts_missed);
    mus_json_put_integer(&writer, "wants", answer->wants);
    mus_json_put_integer(&writer, "wants_missed", answer->wants_missed);
    mus_json_put_integer(&writer, "walked_minutes", answer->walked_minutes);
    mus_json_key(&writer, "routes");
    mus_json_begin_array(&writer);
    for (size_t g = 0; g < document->problem.group_count; g++) {
        put_route(&writer, document, answer, g);
    }
    mus_json_end_array(&writer);
    mus_json_put_integer(&writer, "steps", (int64_t)answer->steps);
    mus_json_put_real(&writer, "seconds", (double)microseconds / 1e6);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
}
