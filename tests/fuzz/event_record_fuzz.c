/* Bytes that decode are the bytes that encoding writes, and what they say keeps its rules. The
 * first byte chooses the record. */
#include "fair/format/event_record.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Reads the record; what was read is written behind what is in `again`, and checked. */
static enum mus_status read_again(char kind, struct mus_text bytes, struct mus_arena *arena,
                                  struct mus_buf *again, struct mus_error *err)
{
    union {
        struct mus_event event;
        struct mus_participant who;
        struct mus_meeting meeting;
        struct mus_run run;
        struct mus_texts names;
    } as;
    enum mus_status status = MUS_OK;
    switch (kind) {
    case 'e':
        status = mus_event_decode(bytes, arena, &as.event, err);
        if (status == MUS_OK) {
            demand(mus_event_check(&as.event, NULL) == MUS_OK);
            mus_event_encode(&as.event, again);
        }
        return status;
    case 'p':
        status = mus_participant_decode(bytes, arena, &as.who, err);
        if (status == MUS_OK) {
            demand(mus_participant_check(&as.who, NULL, NULL) == MUS_OK);
            mus_participant_encode(&as.who, again);
        }
        return status;
    case 'm':
        status = mus_meeting_decode(bytes, &as.meeting, err);
        if (status == MUS_OK) {
            demand(mus_meeting_check(&as.meeting, NULL, NULL) == MUS_OK);
            mus_meeting_encode(&as.meeting, again);
        }
        return status;
    case 'r':
        status = mus_run_decode(bytes, &as.run, err);
        if (status == MUS_OK) {
            demand(mus_run_check(&as.run, NULL) == MUS_OK);
            mus_run_encode(&as.run, again);
        }
        return status;
    default:
        status = mus_people_decode(bytes, arena, &as.names, err);
        if (status == MUS_OK) {
            demand(mus_people_check(&as.names, NULL) == MUS_OK);
            mus_people_encode(&as.names, again);
        }
        return status;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_arena arena = {0};
    struct mus_buf again = {0};
    struct mus_error err = {0};
    if (size == 0) {
        return 0;
    }
    struct mus_text bytes = {(const char *)data + 1, size - 1};
    enum mus_status status = read_again((char)data[0], bytes, &arena, &again, &err);
    if (status == MUS_OK) {
        demand(mus_text_equal(mus_buf_text(&again), bytes));
    } else {
        demand(status == MUS_CORRUPT && err.status == status);
    }
    mus_buf_done(&again);
    mus_arena_done(&arena);
    return 0;
}
