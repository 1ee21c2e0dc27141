#include <string.h>

#include "base/limits.h"
#include "match/weight_sets.h"
#include "musubi/weights_shared.h"
#include "profile/value_json.h"

/* What is to be stored, and what came of it. */
struct learning {
    struct mus_musubi *musubi;
    const struct mus_weights_learn_options *options;
    struct mus_outcome_lists lists;
    struct mus_weights expert;
    struct mus_learned learned;
    size_t events, candidates;
    struct mus_arena arena;
    struct mus_weight_sets sets;
    size_t at; /* of the set; 0: none */
    bool stored;
    bool indexed; /* whether the store's index serves the set in use */
};

static enum mus_status check_options(const struct mus_weights_learn_options *options,
                                     struct mus_error *err)
{
    if (options->name != NULL && !mus_text_is_id(mus_text_of(options->name))) {
        return mus_fail(err, MUS_INVALID, "name: expected 1 to %d characters of an id", MUS_MAX_ID);
    }
    if (options->by != NULL && strlen(options->by) > MUS_MAX_WEIGHTS_AUTHOR) {
        return mus_fail(err, MUS_LIMIT, "by: longer than %d bytes", MUS_MAX_WEIGHTS_AUTHOR);
    }
    return MUS_OK;
}

static enum mus_status learn(struct learning *learning, struct mus_error *err)
{
    struct mus_outcome_lists *lists = &learning->lists;
    enum mus_status status =
        mus_outcomes_gather(learning->musubi, learning->options->outcomes, lists, err);
    if (status != MUS_OK) {
        return status;
    }
    learning->events = lists->events.len / sizeof(struct mus_logit_event);
    learning->candidates = lists->candidates.len / sizeof(struct mus_learn_candidate);
    struct mus_learn_problem problem = {
        .expert = learning->expert.weight,
        .candidates = (const struct mus_learn_candidate *)(const void *)lists->candidates.data,
        .candidate_count = learning->candidates,
        .events = (const struct mus_logit_event *)(const void *)lists->events.data,
        .event_count = learning->events,
    };
    return mus_learn(&problem, &learning->learned, err);
}

/* ------------------------------------------------------------------ storing */

static bool is_there(const struct mus_weight_sets *sets, struct mus_text name)
{
    size_t at = 0;
    return mus_weight_sets_find(sets, name, &at, NULL) == MUS_OK;
}

/* As asked for; else "learned-2026-11-01", and with -2, -3 … where that is taken. */
static enum mus_status name_set(struct learning *learning, struct mus_text *name,
                                struct mus_error *err)
{
    struct mus_buf text = {0};
    if (learning->options->name != NULL) {
        *name = mus_text_of(learning->options->name);
        return MUS_OK;
    }
    mus_buf_add_z(&text, "learned-");
    mus_date_write_iso(&text, learning->musubi->today);
    size_t without_number = text.len;
    for (unsigned n = 2; is_there(&learning->sets, mus_buf_text(&text)); n++) {
        text.len = without_number;
        mus_buf_printf(&text, "-%u", n);
    }
    enum mus_status status = mus_buf_check(&text, err);
    if (status == MUS_OK) {
        *name = mus_arena_copy(&learning->arena, mus_buf_text(&text));
        status = name->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    mus_buf_done(&text);
    return status;
}

/* The same outcomes again are the same weights: they are there already. */
static size_t same_weights(const struct mus_weight_sets *sets, const uint32_t *weight)
{
    size_t at = sets->count - 1;
    while (at > 0 && memcmp(sets->items[at].weight, weight, sizeof sets->items[at].weight) != 0) {
        at--;
    }
    return at;
}

static enum mus_status add_set(struct learning *learning, struct mus_error *err)
{
    const struct mus_learned *learned = &learning->learned;
    struct mus_weight_set set = {.author = mus_text_of(learning->options->by),
                                 .date = learning->musubi->today,
                                 .events = (int64_t)learning->events,
                                 .gain = learned->gain,
                                 .gain_low = learned->gain_low};
    memcpy(set.weight, learned->weight, sizeof set.weight);
    enum mus_status status = name_set(learning, &set.name, err);
    if (status == MUS_OK) {
        status = mus_weight_sets_add(&learning->sets, &learning->arena, &set, err);
    }
    learning->at = learning->sets.count - 1;
    learning->stored = true;
    return status;
}

static enum mus_status store_set(struct mus_write *write, void *context, struct mus_error *err)
{
    struct learning *learning = context;
    mus_arena_reset(&learning->arena);
    learning->stored = false;
    enum mus_status status =
        mus_weight_sets_load(mus_store_write_view(write), &learning->arena, &learning->sets, err);
    if (status != MUS_OK) {
        return status;
    }
    size_t before = learning->sets.in_use;
    learning->at = same_weights(&learning->sets, learning->learned.weight);
    if (learning->at == 0) {
        status = add_set(learning, err);
    }
    if (learning->options->use) {
        learning->sets.in_use = learning->at;
    }
    if (status == MUS_OK) {
        status = mus_weights_are_indexed(mus_store_write_view(write), &learning->sets,
                                         &learning->indexed, err);
    }
    return status == MUS_OK && (learning->stored || before != learning->sets.in_use)
               ? mus_weight_sets_store(write, &learning->sets, err)
               : status;
}

/* ------------------------------------------------------------------ the answer */

static void put_parts(struct mus_json_writer *writer, const struct learning *learning)
{
    const struct mus_learned *learned = &learning->learned;
    mus_json_key(writer, "parts");
    mus_json_begin_array(writer);
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        mus_json_begin_object(writer);
        mus_put_part(writer, &learning->musubi->world, (enum mus_part)part);
        mus_json_put_integer(writer, "before", learning->expert.weight[part]);
        mus_json_put_integer(writer, "after", learned->weight[part]);
        mus_json_put_integer(writer, "low", learned->low[part]);
        mus_json_put_integer(writer, "high", learned->high[part]);
        mus_json_put_bool(writer, "bounded", learned->bounded[part]);
        mus_json_put_bool(writer, "silent", learned->silent[part]);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static enum mus_status put_answer(struct mus_json_writer *writer, const struct learning *learning,
                                  struct mus_error *err)
{
    const struct mus_learned *learned = &learning->learned;
    bool fitted = learned->verdict == MUS_LEARN_ADOPT || learned->verdict == MUS_LEARN_NO_GAIN;
    enum mus_status status = MUS_OK;
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "events", (int64_t)learning->events);
    mus_json_put_integer(writer, "candidates", (int64_t)learning->candidates);
    mus_json_put_integer(writer, "left_out", (int64_t)learning->lists.left_out);
    mus_json_put_z(writer, "verdict", mus_learn_verdict_name(learned->verdict));
    mus_json_put_integer(writer, "needed", MUS_LEARN_LEAST_EVENTS);
    if (fitted) {
        mus_json_put_integer(writer, "loss_expert", learned->loss_expert);
        mus_json_put_integer(writer, "loss", learned->loss);
        mus_json_put_integer(writer, "gain", learned->gain);
        mus_json_put_integer(writer, "gain_low", learned->gain_low);
        put_parts(writer, learning);
    }
    mus_json_put_bool(writer, "stored", learning->stored);
    if (learning->at > 0) {
        const struct mus_weight_set *set = &learning->sets.items[learning->at];
        mus_json_put_text(writer, "name", set->name);
        status = mus_put_set_digest(writer, set, err);
        bool in_use = learning->sets.in_use == learning->at;
        mus_json_put_bool(writer, "in_use", in_use);
        if (in_use) {
            mus_json_put_bool(writer, "indexed", learning->indexed);
        }
    }
    mus_json_end_object(writer);
    return status;
}

enum mus_status mus_weights_learn(struct mus_musubi *musubi,
                                  const struct mus_weights_learn_options *options,
                                  struct mus_sink *sink, struct mus_error *err)
{
    struct learning learning = {
        .musubi = musubi, .options = options, .expert = mus_weights_default()};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    enum mus_status status = check_options(options, err);
    status = status == MUS_OK ? learn(&learning, err) : status;
    if (status == MUS_OK && learning.learned.verdict == MUS_LEARN_ADOPT) {
        status = mus_store_update(musubi->store, store_set, &learning, err);
        status = status == MUS_OK ? mus_musubi_weigh(musubi, &musubi->world, err) : status;
    }
    status = status == MUS_OK ? put_answer(&writer, &learning, err) : status;
    status = status == MUS_OK ? mus_sink_give(sink, &json, err) : status;
    mus_buf_done(&json);
    mus_outcome_lists_done(&learning.lists);
    mus_arena_done(&learning.arena);
    return status;
}
