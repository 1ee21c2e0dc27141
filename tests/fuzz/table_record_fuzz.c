/* Bytes that decode are the bytes that encoding writes, and the table is sound. */
#include "profile/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_arena arena = {0};
    struct mus_table table;
    struct mus_error err = {0};
    enum mus_status status = mus_table_decode(data, size, &arena, &table, &err);
    if (status == MUS_OK) {
        struct mus_buf again = {0};
        demand(mus_table_check(&table, NULL) == MUS_OK);
        mus_table_encode(&table, &again);
        demand(again.len == size && memcmp(again.data, data, size) == 0);
        mus_buf_done(&again);
    } else {
        demand(status == MUS_CORRUPT && err.status == status);
    }
    mus_arena_done(&arena);
    return 0;
}
