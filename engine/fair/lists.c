#include "fair/lists.h"

#include "base/arena.h"
#include "base/mem.h"
#include "profile/firm_record.h"
#include "store/companies.h"

struct maker {
    const struct mus_fair *fair;
    const struct mus_list_options *options;
    struct mus_event_lists *out;
    struct mus_attention_pair *pairs;
    uint32_t *room;
    uint32_t *place_of; /* of each participant among the members */
};

/* ------------------------------------------------------------------ the market */

static enum mus_status list_members(struct maker *maker, struct mus_error *err)
{
    const struct mus_candidates *candidates = &maker->out->candidates;
    size_t count = maker->fair->participant_count;
    maker->out->members = mus_alloc(count, sizeof *maker->out->members);
    maker->out->sizes = mus_alloc_zero(count, sizeof *maker->out->sizes);
    maker->place_of = mus_alloc_zero(count, sizeof *maker->place_of);
    maker->room = mus_alloc(count, sizeof *maker->room);
    if (maker->out->members == NULL || maker->out->sizes == NULL || maker->place_of == NULL ||
        maker->room == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < candidates->count; i++) {
        maker->place_of[candidates->pairs[i].a] = 1;
        maker->place_of[candidates->pairs[i].b] = 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (maker->place_of[i] == 0) {
            continue;
        }
        uint32_t max = mus_participant_max(&maker->fair->event, &maker->fair->participants[i]);
        size_t place = maker->out->member_count++;
        maker->place_of[i] = (uint32_t)place;
        maker->out->members[place] = (uint32_t)i;
        maker->room[place] = max == 0 ? 1 : max;
    }
    return MUS_OK;
}

static enum mus_status list_pairs(struct maker *maker, struct mus_error *err)
{
    const struct mus_candidates *candidates = &maker->out->candidates;
    maker->pairs = mus_alloc(candidates->count, sizeof *maker->pairs);
    if (maker->pairs == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < candidates->count; i++) {
        const struct mus_candidate *pair = &candidates->pairs[i];
        maker->pairs[i] = (struct mus_attention_pair){.a = maker->place_of[pair->a],
                                                      .b = maker->place_of[pair->b],
                                                      .forth = pair->fit_a,
                                                      .back = pair->fit_b};
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ by size class */

static enum mus_status find_sizes(struct maker *maker, struct mus_error *err)
{
    struct mus_arena arena = {0};
    const struct mus_read *read = maker->options->candidates.read;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < maker->out->member_count; i++) {
        struct mus_walk_item item;
        struct mus_firm firm;
        const struct mus_participant *member = &maker->fair->participants[maker->out->members[i]];
        mus_arena_reset(&arena);
        status = mus_store_firm(read, member->company, &arena, &item, err);
        if (status == MUS_OK) {
            status = mus_firm_record_decode(item.bytes.ptr, item.bytes.len, &arena, &firm, err);
        }
        if (status == MUS_OK) {
            maker->out->sizes[i] = (uint8_t)firm.size;
        }
    }
    mus_arena_done(&arena);
    return status;
}

static void sum_by_size(struct mus_event_lists *out)
{
    for (size_t i = 0; i < out->member_count; i++) {
        struct mus_class_exposure *sum = &out->by_size[out->sizes[i]];
        sum->participants++;
        sum->before += out->lists.exposure_before[i];
        sum->after += out->lists.exposure_after[i];
    }
    for (size_t c = 0; c < MUS_SIZE_CLASSES; c++) {
        struct mus_class_exposure *sum = &out->by_size[c];
        if (sum->participants > 0) {
            sum->before /= sum->participants;
            sum->after /= sum->participants;
        }
    }
}

/* ------------------------------------------------------------------ all */

static enum mus_status make(struct maker *maker, struct mus_error *err)
{
    struct mus_event_lists *out = maker->out;
    enum mus_status status =
        mus_candidates_find(maker->fair, &maker->options->candidates, &out->candidates, err);
    if (status == MUS_OK) {
        status = list_members(maker, err);
    }
    if (status == MUS_OK) {
        status = list_pairs(maker, err);
    }
    if (status == MUS_OK) {
        status = find_sizes(maker, err);
    }
    if (status == MUS_OK) {
        const struct mus_attention_problem problem = {
            .participant_count = out->member_count,
            .room = maker->room,
            .pairs = maker->pairs,
            .pair_count = out->candidates.count,
            .sharing = maker->options->sharing,
            .top = maker->options->top,
        };
        status = mus_attention_rank(&problem, &out->lists, err);
    }
    if (status == MUS_OK) {
        sum_by_size(out);
    }
    return status;
}

enum mus_status mus_event_lists_make(const struct mus_fair *fair,
                                     const struct mus_list_options *options,
                                     struct mus_event_lists *out, struct mus_error *err)
{
    struct mus_event_lists new = {0};
    struct maker maker = {.fair = fair, .options = options, .out = &new};
    if (options->top == 0) {
        return mus_fail(err, MUS_INVALID, "top: 0, expected at least 1");
    }
    enum mus_status status = make(&maker, err);
    mus_free(maker.pairs);
    mus_free(maker.room);
    mus_free(maker.place_of);
    if (status == MUS_OK) {
        *out = new;
    } else {
        mus_event_lists_done(&new);
    }
    return status;
}

void mus_event_lists_done(struct mus_event_lists *lists)
{
    mus_candidates_done(&lists->candidates);
    mus_attention_lists_done(&lists->lists);
    mus_free(lists->members);
    mus_free(lists->sizes);
    *lists = (struct mus_event_lists){0};
}
