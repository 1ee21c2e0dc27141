/* Routes read back against their problem. Only who stands where is taken from them; names and
 * times are the problem's. */
#include "fair/format/tour_json.h"

#include <stdio.h>

#include "base/mem.h"
#include "codec/json.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

struct reading {
    const struct mus_tour_document *document;
    struct mus_tour_answer *answer;
    char place[64]; /* of what is read: routes[1].stops[0] */
    struct mus_error *err;
};

/* The place of an id in a list; refused with the place in the file where it is none of them. */
static enum mus_status find(const struct reading *reading, const struct mus_json *object,
                            const char *key, const struct mus_text *ids, size_t count, size_t *at)
{
    const struct mus_json *value = mus_json_get(object, key);
    if (mus_json_type(value) != MUS_JSON_STRING) {
        return mus_fail(reading->err, MUS_INVALID, "%s.%s: expected an id", reading->place, key);
    }
    struct mus_text id = mus_json_text(value);
    for (size_t i = 0; i < count; i++) {
        if (mus_text_equal(ids[i], id)) {
            *at = i;
            return MUS_OK;
        }
    }
    return mus_fail(reading->err, MUS_INVALID, "%s.%s: the problem has no %s \"%.*s\"",
                    reading->place, key, key, MUS_TEXT_SHORT_ARG(id));
}

static enum mus_status read_stop(const struct reading *reading, const struct mus_json *json,
                                 size_t group)
{
    static const char *const known[] = {"slot",  "day",  "start", "minutes",
                                        "booth", "name", "hall",  "interpreter"};
    const struct mus_tour_document *document = reading->document;
    const struct mus_tour_problem *problem = &document->problem;
    size_t slot = 0;
    size_t booth = 0;
    size_t interpreter = 0;
    if (mus_json_type(json) != MUS_JSON_OBJECT) {
        return mus_fail(reading->err, MUS_INVALID, "%s: expected an object", reading->place);
    }
    bool interpreted = mus_json_get(json, "interpreter") != NULL;
    enum mus_status status =
        mus_json_check_keys(json, known, COUNT(known), reading->place, reading->err);
    if (status == MUS_OK) {
        status = find(reading, json, "slot", document->slot_ids, problem->slot_count, &slot);
    }
    if (status == MUS_OK) {
        status = find(reading, json, "booth", document->booth_ids, problem->booth_count, &booth);
    }
    if (status == MUS_OK && interpreted) {
        status = find(reading, json, "interpreter", document->interpreter_ids,
                      problem->interpreter_count, &interpreter);
    }
    if (status != MUS_OK) {
        return status;
    }
    struct mus_tour_stop *stop = &reading->answer->stops[group * problem->slot_count + slot];
    if (stop->booth >= 0) {
        return mus_fail(reading->err, MUS_INVALID,
                        "%s.slot: the group is elsewhere in %.*s already", reading->place,
                        MUS_TEXT_SHORT_ARG(document->slot_ids[slot]));
    }
    *stop = (struct mus_tour_stop){.booth = (int16_t)booth,
                                   .interpreter = interpreted ? (int16_t)interpreter : -1};
    reading->answer->visits++;
    return MUS_OK;
}

static enum mus_status read_route(struct reading *reading, const struct mus_json *json,
                                  size_t route, bool *seen)
{
    static const char *const known[] = {"group", "name", "people", "stops"};
    const struct mus_tour_document *document = reading->document;
    size_t group = 0;
    struct mus_json_iter iter;
    if (mus_json_type(json) != MUS_JSON_OBJECT) {
        return mus_fail(reading->err, MUS_INVALID, "%s: expected an object", reading->place);
    }
    const struct mus_json *stops = mus_json_get(json, "stops");
    enum mus_status status =
        mus_json_check_keys(json, known, COUNT(known), reading->place, reading->err);
    if (status == MUS_OK) {
        status = find(reading, json, "group", document->group_ids, document->problem.group_count,
                      &group);
    }
    if (status == MUS_OK && seen[group]) {
        status = mus_fail(reading->err, MUS_INVALID, "%s.group: %.*s has a route already",
                          reading->place, MUS_TEXT_SHORT_ARG(document->group_ids[group]));
    }
    if (status == MUS_OK && mus_json_type(stops) != MUS_JSON_ARRAY) {
        status = mus_fail(reading->err, MUS_INVALID, "%s.stops: expected an array", reading->place);
    }
    for (bool more = status == MUS_OK && mus_json_first(stops, &iter); status == MUS_OK && more;
         more = mus_json_next(&iter)) {
        snprintf(reading->place, sizeof reading->place, "routes[%zu].stops[%zu]", route,
                 iter.index);
        status = read_stop(reading, iter.value, group);
    }
    if (status == MUS_OK) {
        seen[group] = true;
    }
    return status;
}

static enum mus_status read_head(const struct reading *reading, const struct mus_json *json)
{
    static const char *const known[] = {"format", "problem",      "visits",  "most_visits",
                                        "musts",  "musts_missed", "wants",   "wants_missed",
                                        "routes", "steps",        "seconds", "walked_minutes"};
    if (mus_json_type(json) != MUS_JSON_OBJECT) {
        return mus_fail(reading->err, MUS_INVALID, "expected an object");
    }
    struct mus_text format = mus_json_text(mus_json_get(json, "format"));
    const struct mus_json *problem = mus_json_get(json, "problem");
    enum mus_status status = mus_json_check_keys(json, known, COUNT(known), NULL, reading->err);
    if (status == MUS_OK && !mus_text_equals(format, MUS_TOUR_FORMAT)) {
        status = mus_fail(reading->err, MUS_INVALID, "format: expected \"" MUS_TOUR_FORMAT "\"");
    }
    if (status == MUS_OK && problem != NULL &&
        !mus_text_equal(mus_json_text(problem), reading->document->id)) {
        status = mus_fail(
            reading->err, MUS_INVALID, "problem: these are routes of \"%.*s\", not of \"%.*s\"",
            MUS_TEXT_SHORT_ARG(mus_json_text(problem)), MUS_TEXT_SHORT_ARG(reading->document->id));
    }
    if (status == MUS_OK && mus_json_type(mus_json_get(json, "routes")) != MUS_JSON_ARRAY) {
        status = mus_fail(reading->err, MUS_INVALID, "routes: expected an array");
    }
    return status;
}

static enum mus_status read_all(struct reading *reading, const struct mus_json *json)
{
    bool seen[MUS_TOUR_MAX_GROUPS] = {false};
    struct mus_json_iter iter;
    enum mus_status status = read_head(reading, json);
    const struct mus_json *routes = mus_json_get(json, "routes");
    for (bool more = status == MUS_OK && mus_json_first(routes, &iter); status == MUS_OK && more;
         more = mus_json_next(&iter)) {
        snprintf(reading->place, sizeof reading->place, "routes[%zu]", iter.index);
        status = read_route(reading, iter.value, iter.index, seen);
    }
    return status;
}

enum mus_status mus_tour_answer_read(struct mus_text json, const struct mus_tour_document *document,
                                     struct mus_tour_answer *out, struct mus_error *err)
{
    const struct mus_tour_problem *problem = &document->problem;
    size_t count = problem->group_count * problem->slot_count;
    struct mus_tour_answer answer = {0};
    struct mus_json *tree = NULL;
    struct reading reading = {.document = document, .answer = &answer, .err = err};
    enum mus_status status = mus_json_parse(json, &tree, err);
    if (status == MUS_OK) {
        answer.stops = mus_alloc(count, sizeof *answer.stops);
        status = answer.stops == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        answer.stops[i] = (struct mus_tour_stop){.booth = -1, .interpreter = -1};
    }
    if (status == MUS_OK) {
        status = read_all(&reading, tree);
        answer.most_visits = answer.visits;
    }
    if (status == MUS_OK) {
        status = mus_tour_judge(problem, &answer, err);
    }
    mus_json_free(tree);
    if (status == MUS_OK) {
        *out = answer;
    } else {
        mus_tour_answer_done(&answer);
    }
    return status;
}
