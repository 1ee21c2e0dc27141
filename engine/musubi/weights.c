#include "match/reasons.h"
#include "match/weight_sets.h"
#include "musubi/handle.h"
#include "musubi/weights_shared.h"
#include "profile/value_json.h"
#include "store/segments.h"

#include <string.h>

enum mus_status mus_weights_are_indexed(const struct mus_read *read,
                                        const struct mus_weight_sets *sets, bool *indexed,
                                        struct mus_error *err)
{
    const struct mus_weights weights = mus_weights_of_set(&sets->items[sets->in_use]);
    return mus_store_index_serves(read, &weights.text, indexed, err);
}

/* `calibrated` and `indexed` may be NULL. */
static enum mus_status load(struct mus_musubi *musubi, struct mus_arena *arena,
                            struct mus_weight_sets *sets, struct mus_calibrated *calibrated,
                            bool *indexed, struct mus_error *err)
{
    struct mus_read *read = NULL;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_weight_sets_load(read, arena, sets, err);
    }
    if (status == MUS_OK && calibrated != NULL) {
        status = mus_calibrated_load(read, arena, calibrated, err);
    }
    if (status == MUS_OK && indexed != NULL) {
        status = mus_weights_are_indexed(read, sets, indexed, err);
    }
    mus_store_read_end(read);
    return status;
}

enum mus_status mus_musubi_weigh(struct mus_musubi *musubi, struct mus_world *world,
                                 struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_weight_sets sets;
    struct mus_calibrated calibrated;
    enum mus_status status = load(musubi, &arena, &sets, &calibrated, NULL, err);
    if (status == MUS_OK) {
        struct mus_weights weights = mus_weights_of_set(&sets.items[sets.in_use]);
        status = mus_world_weigh(world, &weights, err);
    }
    if (status == MUS_OK) {
        musubi->calibrated =
            calibrated.has_curve && strcmp(calibrated.weights, world->weights_digest) == 0;
        musubi->calibration = calibrated.curve;
        memcpy(musubi->calibration_digest, calibrated.digest, sizeof calibrated.digest);
    }
    mus_arena_done(&arena);
    return status;
}

void mus_put_part(struct mus_json_writer *writer, const struct mus_world *world, enum mus_part part)
{
    mus_json_put_z(writer, "part", mus_part_name(part));
    mus_put_label(writer, "label",
                  mus_world_label(world, "score_parts", mus_text_of(mus_part_name(part))));
}

enum mus_status mus_put_set_digest(struct mus_json_writer *writer, const struct mus_weight_set *set,
                                   struct mus_error *err)
{
    char digest[MUS_WEIGHTS_DIGEST_LEN + 1];
    struct mus_weights weights = mus_weights_of_set(set);
    enum mus_status status = mus_weights_digest(&weights, digest, err);
    if (status == MUS_OK) {
        mus_json_put_z(writer, "digest", digest);
    }
    return status;
}

/* What is known of a set, into the object that is open; of the one in use also whether the index is
 * for it. */
static enum mus_status put_set(struct mus_json_writer *writer, const struct mus_weight_sets *sets,
                               size_t at, bool indexed, struct mus_error *err)
{
    const struct mus_weight_set *set = &sets->items[at];
    mus_json_put_text(writer, "name", set->name);
    enum mus_status status = mus_put_set_digest(writer, set, err);
    mus_json_put_z(writer, "origin", at == 0 ? "expert" : "learned");
    mus_json_put_given(writer, "author", set->author);
    if (set->date != MUS_NO_DATE) {
        mus_put_date(writer, "date", set->date);
        mus_json_put_integer(writer, "events", set->events);
        mus_json_put_integer(writer, "gain", set->gain);
        mus_json_put_integer(writer, "gain_low", set->gain_low);
    }
    mus_json_put_bool(writer, "in_use", at == sets->in_use);
    if (at == sets->in_use) {
        mus_json_put_bool(writer, "indexed", indexed);
    }
    return status;
}

enum mus_status mus_weights_list(struct mus_musubi *musubi, struct mus_sink *sink,
                                 struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_weight_sets sets;
    bool indexed = false;
    enum mus_status status = load(musubi, &arena, &sets, NULL, &indexed, err);
    for (size_t i = 0; status == MUS_OK && i < sets.count; i++) {
        struct mus_json_writer writer = {.buf = &json};
        mus_json_begin_object(&writer);
        status = put_set(&writer, &sets, i, indexed, err);
        mus_json_end_object(&writer);
        status = status == MUS_OK ? mus_sink_give(sink, &json, err) : status;
    }
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

/* What calibrates the scores of this set, where anything does. */
static enum mus_status put_calibration(struct mus_json_writer *writer,
                                       const struct mus_weight_set *set,
                                       const struct mus_calibrated *calibrated,
                                       struct mus_error *err)
{
    char digest[MUS_WEIGHTS_DIGEST_LEN + 1];
    struct mus_weights weights = mus_weights_of_set(set);
    enum mus_status status = mus_weights_digest(&weights, digest, err);
    if (status == MUS_OK && calibrated->has_curve && strcmp(calibrated->weights, digest) == 0) {
        mus_json_key(writer, "calibration");
        mus_json_begin_object(writer);
        mus_json_put_z(writer, "digest", calibrated->digest);
        mus_json_put_given(writer, "author", calibrated->author);
        mus_put_date(writer, "date", calibrated->date);
        mus_json_put_integer(writer, "pairs", calibrated->curve.pairs);
        mus_json_put_integer(writer, "concluded", calibrated->curve.concluded);
        mus_json_end_object(writer);
    }
    return status;
}

static void put_parts(struct mus_json_writer *writer, const struct mus_world *world,
                      const struct mus_weight_set *set)
{
    mus_json_key(writer, "parts");
    mus_json_begin_array(writer);
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        mus_json_begin_object(writer);
        mus_put_part(writer, world, (enum mus_part)part);
        mus_json_put_integer(writer, "weight", set->weight[part]);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

enum mus_status mus_weights_show(struct mus_musubi *musubi, const char *name, struct mus_sink *sink,
                                 struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    struct mus_weight_sets sets;
    struct mus_calibrated calibrated;
    size_t at = 0;
    bool indexed = false;
    enum mus_status status = load(musubi, &arena, &sets, &calibrated, &indexed, err);
    if (status == MUS_OK) {
        at = sets.in_use;
        status = name == NULL ? MUS_OK : mus_weight_sets_find(&sets, mus_text_of(name), &at, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        status = put_set(&writer, &sets, at, indexed, err);
        put_parts(&writer, &musubi->world, &sets.items[at]);
    }
    if (status == MUS_OK) {
        status = put_calibration(&writer, &sets.items[at], &calibrated, err);
        mus_json_end_object(&writer);
    }
    status = status == MUS_OK ? mus_sink_give(sink, &json, err) : status;
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

static enum mus_status put_side(struct mus_json_writer *writer, const char *key,
                                const struct mus_weight_set *set, struct mus_error *err)
{
    mus_json_key(writer, key);
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "name", set->name);
    enum mus_status status = mus_put_set_digest(writer, set, err);
    mus_json_end_object(writer);
    return status;
}

static enum mus_status put_difference(struct mus_json_writer *writer, const struct mus_world *world,
                                      const struct mus_weight_set *a,
                                      const struct mus_weight_set *b, struct mus_error *err)
{
    mus_json_begin_object(writer);
    enum mus_status status = put_side(writer, "a", a, err);
    status = status == MUS_OK ? put_side(writer, "b", b, err) : status;
    mus_json_key(writer, "parts");
    mus_json_begin_array(writer);
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        if (a->weight[part] != b->weight[part]) {
            mus_json_begin_object(writer);
            mus_put_part(writer, world, (enum mus_part)part);
            mus_json_put_integer(writer, "before", a->weight[part]);
            mus_json_put_integer(writer, "after", b->weight[part]);
            mus_json_end_object(writer);
        }
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
    return status;
}

enum mus_status mus_weights_diff(struct mus_musubi *musubi, const char *a, const char *b,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    struct mus_weight_sets sets;
    size_t from = 0;
    size_t to = 0;
    enum mus_status status = load(musubi, &arena, &sets, NULL, NULL, err);
    status = status == MUS_OK ? mus_weight_sets_find(&sets, mus_text_of(a), &from, err) : status;
    status = status == MUS_OK ? mus_weight_sets_find(&sets, mus_text_of(b), &to, err) : status;
    if (status == MUS_OK) {
        status = put_difference(&writer, &musubi->world, &sets.items[from], &sets.items[to], err);
    }
    status = status == MUS_OK ? mus_sink_give(sink, &json, err) : status;
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ use */

struct using
{
    const char *name;
    struct mus_arena arena;
    struct mus_weight_sets sets;
    size_t previous;
    bool indexed;
};

static enum mus_status put_in_use(struct mus_write *write, void *context, struct mus_error *err)
{
    struct using *using = context;
    mus_arena_reset(&using->arena);
    enum mus_status status =
        mus_weight_sets_load(mus_store_write_view(write), &using->arena, &using->sets, err);
    if (status != MUS_OK) {
        return status;
    }
    using->previous = using->sets.in_use;
    status = mus_weight_sets_find(&using->sets, mus_text_of(using->name), &using->sets.in_use, err);
    if (status == MUS_OK) {
        status = mus_weights_are_indexed(mus_store_write_view(write), &using->sets, &using->indexed,
                                         err);
    }
    return status == MUS_OK && using->sets.in_use != using->previous
               ? mus_weight_sets_store(write, &using->sets, err)
               : status;
}

enum mus_status mus_weights_use(struct mus_musubi *musubi, const char *name, struct mus_sink *sink,
                                struct mus_error *err)
{
    struct using using = {.name = name};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    enum mus_status status = mus_store_update(musubi->store, put_in_use, &using, err);
    if (status == MUS_OK) {
        status = mus_musubi_weigh(musubi, &musubi->world, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        mus_json_put_z(&writer, "name", name);
        mus_json_put_z(&writer, "digest", musubi->world.weights_digest);
        mus_json_put_text(&writer, "previous", using.sets.items[using.previous].name);
        mus_json_put_bool(&writer, "indexed", using.indexed);
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    mus_arena_done(&using.arena);
    return status;
}
