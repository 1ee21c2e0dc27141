/* Which cases there are, and which want following up. */
#include "cases/cases.h"
#include "musubi/case_answer.h"
#include "store/cases.h"

struct wanted {
    const struct mus_case_list_options *options;
    enum mus_case_stage stage; /* 0: any */
    mus_date today;
};

static bool is_wanted(const struct wanted *wanted, const struct mus_case *c)
{
    const struct mus_case_list_options *o = wanted->options;
    enum mus_case_stage stage = mus_case_last(c)->stage;
    return (o->coordinator == NULL || mus_text_equals(c->coordinator, o->coordinator)) &&
           (o->programme == NULL || mus_text_equals(c->programme, o->programme)) &&
           (wanted->stage == 0 || stage == wanted->stage) &&
           (!o->open || mus_case_is_open(stage)) &&
           (o->due_days == 0 || mus_case_idle_days(c, wanted->today) >= o->due_days);
}

static enum mus_status list_of_company(struct mus_musubi *musubi, const struct mus_read *read,
                                       const struct wanted *wanted, struct mus_sink *sink,
                                       struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_case *cases = NULL;
    size_t count = 0;
    enum mus_status status = mus_store_cases_of(read, mus_text_of(wanted->options->company), &arena,
                                                &cases, &count, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        if (is_wanted(wanted, &cases[i])) {
            status = mus_give_case(musubi, read, &cases[i], false, &arena, sink, err);
        }
    }
    mus_arena_done(&arena);
    return status;
}

static enum mus_status list_all(struct mus_musubi *musubi, const struct mus_read *read,
                                const struct wanted *wanted, struct mus_sink *sink,
                                struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_case_walker *walker = NULL;
    bool more = true;
    enum mus_status status = mus_case_walker_open(read, &walker, err);
    while (status == MUS_OK && more) {
        struct mus_case c;
        mus_arena_reset(&arena);
        status = mus_case_walker_next(walker, &arena, &more, &c, err);
        if (status == MUS_OK && more && is_wanted(wanted, &c)) {
            status = mus_give_case(musubi, read, &c, false, &arena, sink, err);
        }
    }
    mus_case_walker_close(walker);
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_case_list(struct mus_musubi *musubi,
                              const struct mus_case_list_options *options, struct mus_sink *sink,
                              struct mus_error *err)
{
    struct wanted wanted = {.options = options, .today = musubi->today};
    struct mus_read *read = NULL;
    enum mus_status status = MUS_OK;
    if (options->stage != NULL) {
        status = mus_read_case_stage(options->stage, &wanted.stage, err);
    }
    if (status == MUS_OK) {
        status = mus_store_read_begin(musubi->store, &read, err);
    }
    if (status == MUS_OK) {
        status = options->company != NULL ? list_of_company(musubi, read, &wanted, sink, err)
                                          : list_all(musubi, read, &wanted, sink, err);
    }
    mus_store_read_end(read);
    return status;
}
