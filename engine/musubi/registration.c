#include "fair/registration.h"
#include "fair/outcomes.h"

#include <inttypes.h>

#include "musubi/handle.h"
#include "musubi/import_answer.h"

static enum mus_status import_outcomes(struct mus_musubi *musubi,
                                       const struct mus_registration_job *job, const char *by,
                                       struct mus_arena *arena, struct mus_import_report **report,
                                       struct mus_error *err)
{
    const struct mus_fair_context context = {
        .world = &musubi->world, .by = mus_text_of(by), .now = job->now, .threads = 1};
    const struct mus_case_context cases = {
        .tables = job->tables, .today = musubi->today, .now = job->now, .by = mus_text_of(by)};
    return mus_outcomes_import(job, &context, &cases, arena, report, err);
}

enum mus_status mus_event_import(struct mus_musubi *musubi,
                                 const struct mus_event_import_options *options,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_import_report *report = NULL;
    struct mus_text what = mus_text_of(options->what);
    bool wishes = mus_text_equals(what, "wishes");
    bool outcomes = mus_text_equals(what, "outcomes");
    const struct mus_registration_job job = {
        .store = musubi->store,
        .tables = &musubi->tables,
        .now = mus_musubi_now(musubi),
        .event = mus_text_of(options->event),
        .role = mus_text_of(options->role),
        .file = options->file,
        .source = options->source,
        .encoding = options->encoding,
        .sheet = options->sheet,
        .rejected = options->rejected,
        .header_row = (uint64_t)options->header_row,
        .dry_run = options->dry_run,
    };
    if (!wishes && !outcomes && !mus_text_equals(what, "participants")) {
        return mus_fail(err, MUS_INVALID, "expected participants, wishes or outcomes, found \"%s\"",
                        options->what);
    }
    if (outcomes != (options->by != NULL)) {
        return mus_fail(err, MUS_INVALID,
                        outcomes ? "--by: who records the outcomes is missing"
                                 : "--by: a file of %s has no such field",
                        options->what);
    }
    if (options->header_row < 0) {
        return mus_fail(err, MUS_INVALID, "header row: expected a row from 1 on, found %" PRId64,
                        options->header_row);
    }
    if ((wishes || outcomes) && options->role != NULL) {
        return mus_fail(err, MUS_INVALID, "--role: a file of %s has no such field", options->what);
    }
    if (outcomes && options->source != NULL) {
        return mus_fail(err, MUS_INVALID, "--source: a file of outcomes has no such field");
    }
    enum mus_status status = wishes ? mus_wishes_import(&job, &arena, &report, err)
                             : outcomes
                                 ? import_outcomes(musubi, &job, options->by, &arena, &report, err)
                                 : mus_registration_import(&job, &arena, &report, err);
    if (status == MUS_OK) {
        status = mus_import_answer(report, sink, err);
    }
    mus_arena_done(&arena);
    return status;
}
