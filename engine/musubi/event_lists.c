#include "fair/lists.h"

#include "base/workers.h"
#include "fair/names.h"
#include "matcher/vocabulary.h"
#include "musubi/handle.h"
#include "musubi/summary.h"
#include "store/events.h"

enum { USUAL_TOP = 20, USUAL_SHARING = 500 };

struct telling {
    const struct mus_fair *fair;
    const struct mus_fair_names *names;
    const struct mus_event_lists *made;
    struct mus_json_writer writer;
};

static void put_who(struct telling *telling, uint32_t member)
{
    struct mus_json_writer *writer = &telling->writer;
    uint32_t place = telling->made->members[member];
    mus_json_put_text(writer, "participant", telling->fair->participants[place].id);
    mus_json_put_text(writer, "company", telling->fair->participants[place].company);
    mus_put_fair_name(writer, &telling->names->items[place]);
}

static void put_list(struct telling *telling, uint32_t member)
{
    struct mus_json_writer *writer = &telling->writer;
    const struct mus_attention_lists *lists = &telling->made->lists;
    mus_json_begin_object(writer);
    put_who(telling, member);
    mus_json_put_integer(writer, "exposure_before", (int64_t)lists->exposure_before[member]);
    mus_json_put_integer(writer, "exposure", (int64_t)lists->exposure_after[member]);
    mus_json_key(writer, "list");
    mus_json_begin_array(writer);
    for (size_t i = lists->begin[member]; i < lists->begin[member + 1]; i++) {
        const struct mus_attention_row *row = &lists->rows[i];
        mus_json_begin_object(writer);
        mus_json_put_integer(writer, "rank", (int64_t)(i - lists->begin[member] + 1));
        put_who(telling, row->partner);
        mus_json_put_integer(writer, "score", row->score);
        mus_json_put_integer(writer, "rank_by_score", row->rank_by_score);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
}

static void put_exposure(struct mus_json_writer *writer, const char *key,
                         const struct mus_exposure *exposure)
{
    mus_json_key(writer, key);
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "gini", exposure->gini);
    mus_json_put_integer(writer, "smallest", (int64_t)exposure->smallest);
    mus_json_put_integer(writer, "worst_tenth", (int64_t)exposure->worst_tenth);
    mus_json_put_integer(writer, "mean", (int64_t)exposure->mean);
    mus_json_put_integer(writer, "mean_score", (int64_t)exposure->mean_score);
    mus_json_put_integer(writer, "mutual", (int64_t)exposure->mutual);
    mus_json_end_object(writer);
}

static void put_by_size(struct telling *telling)
{
    struct mus_json_writer *writer = &telling->writer;
    mus_json_key(writer, "by_size");
    mus_json_begin_array(writer);
    for (unsigned size = 0; size < MUS_SIZE_CLASSES; size++) {
        const struct mus_class_exposure *sum = &telling->made->by_size[size];
        if (sum->participants == 0) {
            continue;
        }
        mus_json_begin_object(writer);
        mus_json_put_z(writer, "size",
                       size == MUS_SIZE_UNKNOWN ? "unknown"
                                                : mus_vocabulary_code(MUS_VOCABULARY_SIZE, size));
        mus_json_put_integer(writer, "participants", (int64_t)sum->participants);
        mus_json_put_integer(writer, "before", (int64_t)sum->before);
        mus_json_put_integer(writer, "after", (int64_t)sum->after);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static enum mus_status find_member(const struct telling *telling, const char *id, uint32_t *member,
                                   struct mus_error *err)
{
    size_t place = mus_fair_participant(telling->fair, mus_text_of(id));
    if (place == SIZE_MAX) {
        return mus_fail(err, MUS_NOT_FOUND, "no participant \"%s\"", id);
    }
    for (size_t i = 0; i < telling->made->member_count; i++) {
        if (telling->made->members[i] == place) {
            *member = (uint32_t)i;
            return MUS_OK;
        }
    }
    return mus_fail(err, MUS_NOT_FOUND, "participant \"%s\" may meet nobody at this event", id);
}

static enum mus_status tell(struct telling *telling, const struct mus_event_lists_options *options,
                            const struct mus_musubi *musubi, uint32_t sharing,
                            struct mus_error *err)
{
    struct mus_json_writer *writer = &telling->writer;
    uint32_t from = 0;
    uint32_t to = (uint32_t)telling->made->member_count;
    if (options->participant != NULL) {
        enum mus_status status = find_member(telling, options->participant, &from, err);
        if (status != MUS_OK) {
            return status;
        }
        to = from + 1;
    }
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "event", telling->fair->event.id);
    mus_json_put_z(writer, "weights", musubi->world.weights_digest);
    mus_json_put_integer(writer, "sharing", sharing);
    mus_json_put_integer(writer, "participants", (int64_t)telling->made->member_count);
    mus_json_put_integer(writer, "pairs", (int64_t)telling->made->candidates.count);
    put_exposure(writer, "before", &telling->made->lists.before);
    put_exposure(writer, "after", &telling->made->lists.after);
    put_by_size(telling);
    mus_json_key(writer, "lists");
    mus_json_begin_array(writer);
    for (uint32_t i = from; i < to; i++) {
        put_list(telling, i);
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
    mus_json_end(writer);
    return MUS_OK;
}

static enum mus_status make_and_tell(struct mus_musubi *musubi,
                                     const struct mus_event_lists_options *options,
                                     const struct mus_read *read, struct mus_arena *arena,
                                     struct mus_buf *json, struct mus_error *err)
{
    struct mus_fair fair = {0};
    struct mus_fair_names names = {0};
    struct mus_event_lists made = {0};
    struct telling telling = {
        .fair = &fair, .names = &names, .made = &made, .writer = {.buf = json}};
    const struct mus_list_options list_options = {
        .candidates = {.world = &musubi->world,
                       .read = read,
                       .threads = options->threads > 0 ? (size_t)options->threads
                                                       : mus_workers_available()},
        .sharing = options->sharing < 0 ? USUAL_SHARING : (uint32_t)options->sharing,
        .top = options->top > 0 ? (size_t)options->top : USUAL_TOP,
    };
    enum mus_status status = mus_store_fair(read, mus_text_of(options->event), arena, &fair, err);
    if (status == MUS_OK) {
        status = mus_event_lists_make(&fair, &list_options, &made, err);
    }
    if (status == MUS_OK) {
        status = mus_fair_names_load(read, &fair, arena, &names, err);
    }
    if (status == MUS_OK) {
        status = tell(&telling, options, musubi, list_options.sharing, err);
    }
    mus_event_lists_done(&made);
    return status;
}

enum mus_status mus_event_lists(struct mus_musubi *musubi,
                                const struct mus_event_lists_options *options,
                                struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_read *read = NULL;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = make_and_tell(musubi, options, read, &arena, &json, err);
    }
    mus_store_read_end(read);
    if (status == MUS_OK) {
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}
