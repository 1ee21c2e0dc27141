#include "musubi/handle.h"
#include "store/segments.h"

/* What the index is now; others may have changed it since it was made. */
static enum mus_status look(struct mus_musubi *musubi, struct mus_arena *arena,
                            struct mus_segments *out, struct mus_error *err)
{
    struct mus_read *read = NULL;
    bool there = false;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_store_segments(read, arena, out, &there, err);
    }
    mus_store_read_end(read);
    return status;
}

static enum mus_status answer(const struct mus_musubi *musubi, const struct mus_segments *segments,
                              struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_integer(&writer, "companies", (int64_t)segments->companies);
    mus_json_put_integer(&writer, "segments", (int64_t)segments->count);
    mus_json_put_z(&writer, "weights", musubi->world.weights_digest);
    mus_json_end_object(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_reindex(struct mus_musubi *musubi, struct mus_sink *sink, struct mus_error *err)
{
    const struct mus_text_weights weights = musubi->world.weights.text;
    struct mus_arena arena = {0};
    struct mus_segments segments;
    enum mus_status status =
        mus_store_reindex(musubi->store, &weights, sink->progress, sink->user, err);
    if (status == MUS_OK) {
        status = look(musubi, &arena, &segments, err);
    }
    if (status == MUS_OK) {
        status = answer(musubi, &segments, sink, err);
    }
    mus_arena_done(&arena);
    return status;
}
