#include "import/import.h"

#include "base/clock.h"
#include "musubi/handle.h"
#include "musubi/import_answer.h"

#include <inttypes.h>

static enum mus_status check_numbers(const struct mus_import_options *options,
                                     struct mus_error *err)
{
    if (options->header_row < 0) {
        return mus_fail(err, MUS_INVALID, "header row: expected a row from 1 on, found %" PRId64,
                        options->header_row);
    }
    if (options->batch < 0) {
        return mus_fail(err, MUS_INVALID, "batch: expected a number of rows, found %" PRId64,
                        options->batch);
    }
    return MUS_OK;
}

enum mus_status mus_import_companies(struct mus_musubi *musubi,
                                     const struct mus_import_options *options,
                                     struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_import_report *report = NULL;
    const struct mus_import_job job = {
        .store = musubi->store,
        .tables = &musubi->tables,
        .today = musubi->today,
        .now_ms = mus_clock_now_ms(),
        .file = options->file,
        .map = options->map,
        .source = options->source,
        .encoding = options->encoding,
        .sheet = options->sheet,
        .rejected = options->rejected,
        .header_row = (uint64_t)options->header_row,
        .batch = (size_t)options->batch,
        .no_header = options->no_header,
        .dry_run = options->dry_run,
        .strict = options->strict,
        .clear_empty = options->clear_empty,
        .overwrite = options->overwrite,
        .progress = sink->progress,
        .user = sink->user,
    };
    enum mus_status status = check_numbers(options, err);
    if (status == MUS_OK) {
        status = mus_import_run(&job, &arena, &report, err);
    }
    if (status == MUS_OK) {
        status = mus_import_answer(report, sink, err);
    }
    mus_arena_done(&arena);
    return status;
}
