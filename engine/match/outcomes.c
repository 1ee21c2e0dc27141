#include "match/outcomes.h"

#include "base/limits.h"
#include "profile/value_json.h"

enum { NOBODY = -1 };

static enum mus_status fail_here(struct mus_reader *reader, const char *what)
{
    return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "%s", what);
}

static enum mus_status read_value(struct mus_reader *reader, const struct mus_json_iter *iter,
                                  struct mus_learn_candidate *out)
{
    enum mus_part part = mus_part_of(iter->key);
    int64_t number = -1;
    if (part == MUS_PART_COUNT) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "no part \"%.*s\"",
                              MUS_TEXT_SHORT_ARG(iter->key));
    }
    size_t mark = mus_place_key(&reader->place, mus_part_name(part));
    enum mus_status status = mus_read_number(reader, iter->value, 0, MUS_MILLION, &number);
    if (status == MUS_OK && number < 0) {
        status = fail_here(reader, "expected an integer");
    }
    mus_place_back(&reader->place, mark);
    if (status == MUS_OK) {
        out->value[part] = (uint32_t)number;
    }
    return status;
}

static enum mus_status read_parts(struct mus_reader *reader, const struct mus_json *value,
                                  const struct mus_weights *weights,
                                  struct mus_learn_candidate *out)
{
    struct mus_json_iter iter;
    size_t mark = mus_place_key(&reader->place, "parts");
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_OBJECT);
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        out->value[part] = weights->neutral[part];
    }
    for (bool more = status == MUS_OK && mus_json_first(value, &iter); more && status == MUS_OK;
         more = mus_json_next(&iter)) {
        status = read_value(reader, &iter, out);
    }
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status read_company(struct mus_reader *reader, const struct mus_json *value,
                                    struct mus_text *out)
{
    size_t mark = mus_place_key(&reader->place, "company");
    enum mus_status status = mus_read_id(reader, value, out);
    if (status == MUS_OK && out->len == 0) {
        status = fail_here(reader, "expected an id");
    }
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status read_chosen(struct mus_reader *reader, const struct mus_json *value,
                                   bool *chosen)
{
    size_t mark = mus_place_key(&reader->place, "chosen");
    enum mus_status status = mus_read_bool(reader, value, chosen);
    mus_place_back(&reader->place, mark);
    return status;
}

struct list {
    const struct mus_weights *weights;
    struct mus_text *companies; /* NULL: parts */
    struct mus_learn_candidate *parts;
    int64_t chosen; /* NOBODY: none so far */
};

static enum mus_status read_candidate(struct mus_reader *reader, const struct mus_json *value,
                                      size_t at, struct list *list)
{
    static const char *const OF_COMPANIES[] = {"company", "chosen"};
    static const char *const OF_PARTS[] = {"parts", "chosen"};
    bool chosen = false;
    enum mus_status status =
        mus_reader_object(reader, value, list->companies != NULL ? OF_COMPANIES : OF_PARTS, 2);
    if (status == MUS_OK) {
        status =
            list->companies != NULL
                ? read_company(reader, mus_json_get(value, "company"), &list->companies[at])
                : read_parts(reader, mus_json_get(value, "parts"), list->weights, &list->parts[at]);
    }
    if (status == MUS_OK) {
        status = read_chosen(reader, mus_json_get(value, "chosen"), &chosen);
    }
    if (status == MUS_OK && chosen && list->chosen != NOBODY) {
        status = fail_here(reader, "a second one is chosen");
    }
    if (status == MUS_OK && chosen) {
        list->chosen = (int64_t)at;
    }
    return status;
}

/* Companies of one list are few: each is held against those before it. */
static enum mus_status check_company(struct mus_reader *reader, struct mus_text from,
                                     const struct list *list, size_t at)
{
    if (list->companies == NULL) {
        return MUS_OK;
    }
    if (mus_text_equal(list->companies[at], from)) {
        return fail_here(reader, "the company that asks");
    }
    for (size_t i = 0; i < at; i++) {
        if (mus_text_equal(list->companies[at], list->companies[i])) {
            return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "\"%.*s\" stands twice",
                                  MUS_TEXT_SHORT_ARG(list->companies[at]));
        }
    }
    return MUS_OK;
}

static enum mus_status read_list(struct mus_reader *reader, const struct mus_json *value,
                                 struct mus_text from, struct list *list)
{
    struct mus_json_iter iter;
    enum mus_status status = mus_reader_array(reader, value, MUS_OUTCOME_CANDIDATES);
    if (status == MUS_OK && mus_json_count(value) < 2) {
        status = fail_here(reader, "expected two or more");
    }
    if (status != MUS_OK) {
        return status;
    }
    size_t count = mus_json_count(value);
    if (from.ptr != NULL) {
        list->companies = mus_arena_alloc(reader->arena, count, sizeof *list->companies);
    } else {
        list->parts = mus_arena_alloc(reader->arena, count, sizeof *list->parts);
    }
    if (list->companies == NULL && list->parts == NULL) {
        return mus_fail_memory(reader->err);
    }
    for (bool more = mus_json_first(value, &iter); more && status == MUS_OK;
         more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_candidate(reader, iter.value, iter.index, list);
        status = status == MUS_OK ? check_company(reader, from, list, iter.index) : status;
        mus_place_back(&reader->place, mark);
    }
    return status == MUS_OK && list->chosen == NOBODY ? fail_here(reader, "none is chosen")
                                                      : status;
}

static enum mus_status read_id_at(struct mus_reader *reader, const struct mus_json *object,
                                  const char *key, struct mus_text *out)
{
    size_t mark = mus_place_key(&reader->place, key);
    enum mus_status status = mus_read_id(reader, mus_json_get(object, key), out);
    mus_place_back(&reader->place, mark);
    return status;
}

enum mus_status mus_outcome_read(const struct mus_json *object, const struct mus_weights *weights,
                                 struct mus_arena *arena, struct mus_outcome *out,
                                 struct mus_error *err)
{
    static const char *const KEYS[] = {"event", "from", "candidates"};
    struct mus_reader reader = {.arena = arena, .err = err};
    struct mus_outcome outcome = {0};
    struct list list = {.weights = weights, .chosen = NOBODY};
    enum mus_status status = mus_reader_object(&reader, object, KEYS, 3);
    if (status == MUS_OK) {
        status = read_id_at(&reader, object, "event", &outcome.event);
    }
    if (status == MUS_OK && outcome.event.len == 0) {
        status = fail_here(&reader, "\"event\" is missing");
    }
    if (status == MUS_OK) {
        status = read_id_at(&reader, object, "from", &outcome.from);
    }
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader.place, "candidates");
        const struct mus_json *candidates = mus_json_get(object, "candidates");
        status = read_list(&reader, candidates, outcome.from, &list);
        mus_place_back(&reader.place, mark);
        outcome.count = mus_json_count(candidates);
    }
    if (status == MUS_OK) {
        outcome.companies = list.companies;
        outcome.parts = list.parts;
        outcome.chosen = (size_t)list.chosen;
        *out = outcome;
    }
    return status;
}
