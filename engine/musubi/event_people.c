/* The people of a participant: their names, which are sealed in the store, and how many they are.
 */
#include "musubi/handle.h"
#include "store/events.h"

#include <inttypes.h>

/* What is to become of them; one of the four. */
struct changing {
    const struct mus_people_options *options;
    struct mus_arena arena; /* of this try */
};

static size_t find(const struct mus_texts *names, struct mus_text name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (mus_text_equal(names->items[i], name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static enum mus_status find_named(const struct mus_texts *names, const char *option,
                                  const char *name, size_t *at, struct mus_error *err)
{
    *at = find(names, mus_text_of(name));
    return *at != SIZE_MAX
               ? MUS_OK
               : mus_fail(err, MUS_NOT_FOUND, "%s: nobody of it is called \"%s\"", option, name);
}

/* A name that nobody of them has, without the blanks around it. */
static enum mus_status read_new(const struct mus_texts *names, const char *option, const char *name,
                                struct mus_text *out, struct mus_error *err)
{
    *out = mus_text_trim(mus_text_of(name));
    if (out->len == 0) {
        return mus_fail(err, MUS_INVALID, "%s: the name is empty", option);
    }
    return find(names, *out) == SIZE_MAX
               ? MUS_OK
               : mus_fail(err, MUS_CONFLICT, "%s: \"%.*s\" is one of its people already", option,
                          MUS_TEXT_SHORT_ARG(*out));
}

/* A name goes to somebody who has none yet; otherwise there is one person more. */
static enum mus_status add(const char *name, struct mus_texts *names, struct mus_text *items,
                           struct mus_participant *who, struct mus_error *err)
{
    struct mus_text new = MUS_NO_TEXT;
    enum mus_status status = read_new(names, "--add", name, &new, err);
    if (status == MUS_OK && names->count >= MUS_EVENT_MAX_PEOPLE) {
        status = mus_fail(err, MUS_LIMIT, "--add: %d people are named already, no more may be",
                          MUS_EVENT_MAX_PEOPLE);
    }
    if (status == MUS_OK) {
        items[names->count++] = new;
        who->people = who->people < names->count ? (uint16_t)names->count : who->people;
    }
    return status;
}

static enum mus_status take_away(const char *name, struct mus_texts *names, struct mus_text *items,
                                 struct mus_participant *who, struct mus_error *err)
{
    size_t at = 0;
    enum mus_status status = find_named(names, "--remove", name, &at, err);
    if (status == MUS_OK) {
        names->count--;
        for (size_t i = at; i < names->count; i++) {
            items[i] = items[i + 1];
        }
        who->people = who->people > 1 ? who->people - 1 : 1;
    }
    return status;
}

static enum mus_status rename_one(const struct mus_people_options *options,
                                  const struct mus_texts *names, struct mus_text *items,
                                  struct mus_error *err)
{
    size_t at = 0;
    struct mus_text new = MUS_NO_TEXT;
    enum mus_status status = find_named(names, "--rename", options->rename, &at, err);
    if (status == MUS_OK) {
        status = read_new(names, "--to", options->to, &new, err);
    }
    if (status == MUS_OK) {
        items[at] = new;
    }
    return status;
}

static enum mus_status count(int64_t people, const struct mus_texts *names,
                             struct mus_participant *who, struct mus_error *err)
{
    if (people < (int64_t)names->count) {
        return mus_fail(err, MUS_CONFLICT,
                        "--count: %zu of its people are named; remove some first", names->count);
    }
    who->people = (uint16_t)people;
    return MUS_OK;
}

static enum mus_status edit(const struct mus_people_options *options, struct mus_texts *names,
                            struct mus_text *items, struct mus_participant *who,
                            struct mus_error *err)
{
    if (options->add != NULL) {
        return add(options->add, names, items, who, err);
    }
    if (options->remove != NULL) {
        return take_away(options->remove, names, items, who, err);
    }
    return options->rename != NULL ? rename_one(options, names, items, err)
                                   : count(options->count, names, who, err);
}

static enum mus_status change(struct mus_write *write, void *context, struct mus_error *err)
{
    struct changing *changing = context;
    const struct mus_people_options *options = changing->options;
    const struct mus_read *view = mus_store_write_view(write);
    struct mus_text event = mus_text_of(options->event);
    struct mus_text id = mus_text_of(options->participant);
    struct mus_participant who;
    struct mus_texts names = {NULL, 0};
    mus_arena_reset(&changing->arena);
    struct mus_text *items = mus_arena_alloc(&changing->arena, MUS_EVENT_MAX_PEOPLE, sizeof *items);
    enum mus_status status =
        items == NULL ? mus_fail_memory(err)
                      : mus_store_participant(view, event, id, &changing->arena, &who, err);
    if (status == MUS_OK) {
        status = mus_store_people(view, event, id, &changing->arena, &names, err);
    }
    for (size_t i = 0; status == MUS_OK && i < names.count; i++) {
        items[i] = names.items[i];
    }
    names.items = items;
    if (status == MUS_OK) {
        status = edit(options, &names, items, &who, err);
    }
    if (status == MUS_OK) {
        status = mus_store_put_people(write, event, id, &names, err);
    }
    return status == MUS_OK ? mus_store_put_participant(write, event, &who, err) : status;
}

static enum mus_status check_options(const struct mus_people_options *options,
                                     struct mus_error *err)
{
    unsigned asked = (options->add != NULL) + (options->remove != NULL) +
                     (options->rename != NULL) + (options->count != 0);
    if (asked != 1 && options->to == NULL) {
        return mus_fail(err, MUS_INVALID, "expected one of --add, --remove, --rename and --count");
    }
    if ((options->rename != NULL) != (options->to != NULL)) {
        return mus_fail(err, MUS_INVALID,
                        options->rename != NULL ? "--rename: the new name is missing: --to NAME"
                                                : "--to goes with --rename");
    }
    if (asked != 1) {
        return mus_fail(err, MUS_INVALID, "--rename: goes with nothing but --to");
    }
    if (options->count < 0 || options->count > MUS_EVENT_MAX_PEOPLE) {
        return mus_fail(err, MUS_LIMIT, "--count: expected 1 to %d, found %" PRId64,
                        MUS_EVENT_MAX_PEOPLE, options->count);
    }
    return MUS_OK;
}

enum mus_status mus_participant_people(struct mus_musubi *musubi,
                                       const struct mus_people_options *options,
                                       struct mus_sink *sink, struct mus_error *err)
{
    struct changing changing = {.options = options};
    enum mus_status status = check_options(options, err);
    if (status == MUS_OK) {
        status = mus_store_update(musubi->store, change, &changing, err);
    }
    mus_arena_done(&changing.arena);
    return status == MUS_OK
               ? mus_participant_show(musubi, options->event, options->participant, true, sink, err)
               : status;
}
