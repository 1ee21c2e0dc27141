/* An outcome that is read has two or more candidates, one of them chosen, and values in range;
 * anything else is refused with a word. */
#include "match/outcomes.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_sound(const struct mus_outcome *outcome)
{
    demand(outcome->count >= 2 && outcome->chosen < outcome->count);
    demand((outcome->parts == NULL) != (outcome->companies == NULL));
    demand((outcome->from.ptr == NULL) == (outcome->companies == NULL));
    for (size_t i = 0; i < outcome->count; i++) {
        demand(outcome->companies == NULL || mus_text_is_id(outcome->companies[i]));
        for (size_t part = 0; part < MUS_PART_COUNT; part++) {
            demand(outcome->parts == NULL || outcome->parts[i].value[part] <= MUS_MILLION);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text text = {(const char *)data, size};
    struct mus_weights weights = mus_weights_default();
    struct mus_arena arena = {0};
    struct mus_json *json = NULL;
    struct mus_outcome outcome = {0};
    struct mus_error err = {0};
    if (mus_json_parse(text, &json, NULL) == MUS_OK) {
        enum mus_status status = mus_outcome_read(json, &weights, &arena, &outcome, &err);
        if (status == MUS_OK) {
            demand_sound(&outcome);
        } else {
            demand(status == MUS_INVALID || status == MUS_LIMIT);
            demand(err.status == status && err.message[0] != '\0');
        }
    }
    mus_json_free(json);
    mus_arena_done(&arena);
    return 0;
}
