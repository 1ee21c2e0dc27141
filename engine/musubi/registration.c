#include "fair/registration.h"

#include <inttypes.h>

#include "musubi/handle.h"
#include "musubi/import_answer.h"

enum mus_status mus_event_import(struct mus_musubi *musubi,
                                 const struct mus_event_import_options *options,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_import_report *report = NULL;
    bool wishes = mus_text_equals(mus_text_given(options->what), "wishes");
    const struct mus_registration_job job = {
        .store = musubi->store,
        .tables = &musubi->tables,
        .now = mus_musubi_now(musubi),
        .event = mus_text_given(options->event),
        .role = mus_text_given(options->role),
        .file = options->file,
        .source = options->source,
        .encoding = options->encoding,
        .sheet = options->sheet,
        .rejected = options->rejected,
        .header_row = (uint64_t)options->header_row,
        .dry_run = options->dry_run,
    };
    if (!wishes && !mus_text_equals(mus_text_given(options->what), "participants")) {
        return mus_fail(err, MUS_INVALID, "expected participants or wishes, found \"%s\"",
                        options->what);
    }
    if (options->header_row < 0) {
        return mus_fail(err, MUS_INVALID, "header row: expected a row from 1 on, found %" PRId64,
                        options->header_row);
    }
    if (wishes && options->role != NULL) {
        return mus_fail(err, MUS_INVALID, "--role: a file of wishes has no such field");
    }
    enum mus_status status = wishes ? mus_wishes_import(&job, &arena, &report, err)
                                    : mus_registration_import(&job, &arena, &report, err);
    if (status == MUS_OK) {
        status = mus_import_answer(report, sink, err);
    }
    mus_arena_done(&arena);
    return status;
}
