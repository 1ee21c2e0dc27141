/* Sets of weights that are read, written and read again are the same, each passes the check of
 * weights, and the one in use is one of them. */
#include "match/weight_sets.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_round_trip(const struct mus_weight_sets *sets, struct mus_arena *arena)
{
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    struct mus_weight_sets again;
    demand(sets->in_use < sets->count);
    for (size_t i = 0; i < sets->count; i++) {
        struct mus_weights weights = mus_weights_of_set(&sets->items[i]);
        demand(mus_weights_check(&weights, NULL) == MUS_OK);
    }
    mus_weight_sets_write(sets, &first);
    demand(mus_weight_sets_read(mus_buf_text(&first), arena, &again, NULL) == MUS_OK);
    mus_weight_sets_write(&again, &second);
    demand(mus_text_equal(mus_buf_text(&first), mus_buf_text(&second)));
    mus_buf_done(&first);
    mus_buf_done(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text text = {(const char *)data, size};
    struct mus_arena arena = {0};
    struct mus_weight_sets sets;
    struct mus_error err = {0};
    enum mus_status status = mus_weight_sets_read(text, &arena, &sets, &err);
    if (status == MUS_OK) {
        demand_round_trip(&sets, &arena);
    } else {
        demand(status == MUS_INVALID || status == MUS_LIMIT);
        demand(err.status == status && err.message[0] != '\0');
    }
    mus_arena_done(&arena);
    return 0;
}
