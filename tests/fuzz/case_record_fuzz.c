/* Bytes that decode are the bytes that encoding writes, and the case keeps its rules. */
#include "cases/format/case.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text bytes = {(const char *)data, size};
    struct mus_arena arena = {0};
    struct mus_case c;
    struct mus_error err = {0};
    enum mus_status status = mus_case_decode(bytes, &arena, &c, &err);
    if (status == MUS_OK) {
        struct mus_buf again = {0};
        demand(mus_case_check(&c, NULL) == MUS_OK);
        mus_case_encode(&c, &again);
        demand(mus_text_equal(mus_buf_text(&again), bytes));
        mus_buf_done(&again);
    } else {
        demand(status == MUS_CORRUPT && err.status == status);
    }
    mus_arena_done(&arena);
    return 0;
}
