/* A file that is read is an event that passes its check, and is written as a file of the same
 * event. */
#include "fair/format/event_file.h"
#include "fair/format/event_record.h"

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
    struct mus_text json = {(const char *)data, size};
    struct mus_arena arena = {0};
    struct mus_buf file = {0};
    struct mus_buf a = {0};
    struct mus_buf b = {0};
    struct mus_event event;
    struct mus_event again;
    struct mus_error err = {0};
    enum mus_status status = mus_event_file_read(json, &arena, &event, &err);
    if (status == MUS_OK) {
        demand(mus_event_check(&event, NULL) == MUS_OK);
        mus_event_file_write(&event, size % 2 == 0, &file);
        demand(mus_event_file_read(mus_buf_text(&file), &arena, &again, NULL) == MUS_OK);
        mus_event_encode(&event, &a);
        mus_event_encode(&again, &b);
        demand(mus_text_equal(mus_buf_text(&a), mus_buf_text(&b)));
    } else {
        demand((status == MUS_INVALID || status == MUS_LIMIT) && err.status == status);
    }
    mus_buf_done(&file);
    mus_buf_done(&a);
    mus_buf_done(&b);
    mus_arena_done(&arena);
    return 0;
}
