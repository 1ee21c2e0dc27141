/* Entries made: one by one, from files, and from the mergers that the store knows. */
#include <inttypes.h>
#include <string.h>

#include "ledger/import_entries.h"
#include "ledger/mergers.h"
#include "musubi/import_answer.h"
#include "musubi/ledger_shared.h"

/* ------------------------------------------------------------------ one entry */

struct appending {
    struct mus_ledger_context context;
    const struct mus_ledger_request *request;
    struct mus_ledger_done done;
};

static enum mus_status append_one(struct mus_write *write, void *context, struct mus_error *err)
{
    struct appending *appending = context;
    return mus_ledger_append(write, &appending->context, appending->request, &appending->done, err);
}

static enum mus_status append(struct mus_musubi *musubi, const struct mus_ledger_request *request,
                              const char *by, struct mus_sink *sink, struct mus_error *err)
{
    struct appending appending = {.context = mus_musubi_context(musubi, by), .request = request};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    appending.context.request = request->id;
    enum mus_status status = mus_store_update(musubi->store, append_one, &appending, err);
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        mus_json_put_integer(&writer, "entry", (int64_t)appending.done.entry);
        mus_json_put_bool(&writer, "repeated", appending.done.repeated);
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_ledger_record(struct mus_musubi *musubi, const char *json, size_t len,
                                  const char *by, struct mus_sink *sink, struct mus_error *err)
{
    struct mus_json *object = NULL;
    struct mus_ledger_request request;
    enum mus_status status = mus_json_parse((struct mus_text){json, len}, &object, err);
    if (status == MUS_OK) {
        status = mus_ledger_request_read(object, &request, err);
    }
    if (status == MUS_OK) {
        status = append(musubi, &request, by, sink, err);
    }
    mus_json_free(object);
    return status;
}

static enum mus_status check_entry(int64_t entry, struct mus_error *err)
{
    return entry >= 0 ? MUS_OK
                      : mus_fail(err, MUS_INVALID,
                                 "entry: expected a number from 0 on, found %" PRId64, entry);
}

enum mus_status mus_ledger_confirm(struct mus_musubi *musubi, int64_t entry, const char *by,
                                   struct mus_sink *sink, struct mus_error *err)
{
    const struct mus_ledger_request request = {
        .kind = MUS_LEDGER_CONFIRMED, .date = MUS_NO_DATE, .entry = (uint64_t)entry};
    enum mus_status status = check_entry(entry, err);
    return status == MUS_OK ? append(musubi, &request, by, sink, err) : status;
}

enum mus_status mus_ledger_reverse(struct mus_musubi *musubi, int64_t entry, const char *reason,
                                   const char *by, struct mus_sink *sink, struct mus_error *err)
{
    struct mus_ledger_request request = {
        .kind = MUS_LEDGER_REVERSED, .date = MUS_NO_DATE, .entry = (uint64_t)entry};
    struct mus_text word = reason == NULL ? MUS_TEXT("") : mus_text_of(reason);
    enum mus_status status = check_entry(entry, err);
    request.reason = mus_ledger_reason_of(word);
    if (status == MUS_OK && request.reason == 0) {
        return mus_fail(err, MUS_INVALID,
                        "reason: expected mistake, duplicate, cancelled, unproven, not_ours, "
                        "found \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(word));
    }
    return status == MUS_OK ? append(musubi, &request, by, sink, err) : status;
}

/* ------------------------------------------------------------------ successions */

struct succession {
    struct mus_ledger_context context;
    const struct mus_ledger_request *request; /* NULL: all that are missing */
    struct mus_arena arena;
    struct mus_merger one;
    struct mus_merger *mergers;
    size_t count;
    bool dry_run;
};

/* What ends the write of a dry run: nothing of it is kept. */
static enum mus_status stop(const struct succession *succession, struct mus_error *err)
{
    return succession->dry_run ? mus_fail(err, MUS_NO, "dry run") : MUS_OK;
}

static enum mus_status succeed(struct mus_write *write, void *context, struct mus_error *err)
{
    struct succession *succession = context;
    struct mus_ledger_done done = {0};
    mus_arena_reset(&succession->arena);
    enum mus_status status;
    if (succession->request == NULL) {
        status = mus_mergers_follow(write, &succession->context, &succession->arena,
                                    &succession->mergers, &succession->count, err);
    } else {
        status = mus_ledger_append(write, &succession->context, succession->request, &done, err);
        succession->one.entry = done.entry;
    }
    return status == MUS_OK ? stop(succession, err) : status;
}

static enum mus_status read_succession(const struct mus_ledger_succession_options *options,
                                       struct succession *succession,
                                       struct mus_ledger_request *request, struct mus_error *err)
{
    *request = (struct mus_ledger_request){.kind = MUS_LEDGER_SUCCESSION, .date = MUS_NO_DATE};
    if ((options->from == NULL) != (options->to == NULL)) {
        return mus_fail(err, MUS_INVALID, "expected both companies, or neither");
    }
    if (options->from == NULL) {
        return options->date == NULL
                   ? MUS_OK
                   : mus_fail(err, MUS_INVALID, "--date: expected two companies with it");
    }
    request->companies[0] = mus_text_of(options->from);
    request->companies[1] = mus_text_of(options->to);
    succession->request = request;
    succession->one.from = request->companies[0];
    succession->one.to = request->companies[1];
    succession->mergers = &succession->one;
    succession->count = 1;
    if (options->date == NULL) {
        return MUS_OK;
    }
    enum mus_status status = mus_date_read(mus_text_of(options->date), &request->date, NULL, err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "--date");
}

static enum mus_status give_successions(const struct succession *succession, struct mus_sink *sink,
                                        struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_bool(&writer, "dry_run", succession->dry_run);
    mus_json_key(&writer, "mergers");
    mus_json_begin_array(&writer);
    for (size_t i = 0; i < succession->count; i++) {
        const struct mus_merger *merger = &succession->mergers[i];
        mus_json_begin_object(&writer);
        mus_json_put_text(&writer, "from", merger->from);
        mus_json_put_text(&writer, "to", merger->to);
        mus_json_put_integer(&writer, "entry", (int64_t)merger->entry);
        mus_json_put_bool(&writer, "contradicted", merger->contradicted);
        mus_json_end_object(&writer);
    }
    mus_json_end_array(&writer);
    mus_json_end_object(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_ledger_succession(struct mus_musubi *musubi,
                                      const struct mus_ledger_succession_options *options,
                                      struct mus_sink *sink, struct mus_error *err)
{
    struct succession succession = {.context = mus_musubi_context(musubi, options->by),
                                    .dry_run = options->dry_run};
    struct mus_ledger_request request;
    struct mus_error said = {0};
    enum mus_status status = mus_ledger_check_person(succession.context.by, err);
    if (status == MUS_OK) {
        status = read_succession(options, &succession, &request, err);
    }
    if (status == MUS_OK) {
        status = mus_store_update(musubi->store, succeed, &succession, &said);
        if (status == MUS_NO && options->dry_run) {
            status = MUS_OK;
        } else if (status != MUS_OK) {
            status = mus_fail(err, status, "%s", said.message);
        }
    }
    if (status == MUS_OK) {
        status = give_successions(&succession, sink, err);
    }
    mus_arena_done(&succession.arena);
    return status;
}

/* ------------------------------------------------------------------ files */

static enum mus_status read_kind(const char *what, enum mus_ledger_kind *kind,
                                 struct mus_error *err)
{
    struct mus_text word = mus_text_of(what);
    if (mus_text_equals(word, "reported") || mus_text_equals(word, "concluded")) {
        *kind = mus_text_equals(word, "reported") ? MUS_LEDGER_REPORTED : MUS_LEDGER_NAMED;
        return MUS_OK;
    }
    return mus_fail(err, MUS_INVALID, "expected reported or concluded, found \"%.*s\"",
                    MUS_TEXT_SHORT_ARG(word));
}

static void fill_defaults(const struct mus_ledger_import_options *options,
                          struct mus_entry_import *job)
{
    bool reported = job->kind == MUS_LEDGER_REPORTED;
    job->defaults[MUS_ENTRY_PROGRAMME] = mus_text_of(options->programme);
    job->defaults[MUS_ENTRY_EDITION] = mus_text_of(options->edition);
    job->defaults[MUS_ENTRY_DATE] = mus_text_of(options->date);
    job->defaults[MUS_ENTRY_SIDE] = mus_text_of(options->side);
    job->defaults[MUS_ENTRY_PURPOSE] = mus_text_of(options->purpose);
    job->defaults[MUS_ENTRY_STAGE] =
        options->stage == NULL ? MUS_TEXT("concluded") : mus_text_of(options->stage);
    if (reported && options->programme == NULL) {
        job->defaults[MUS_ENTRY_PROGRAMME] = MUS_TEXT("FAIR");
    }
}

/* Options that a file of this kind, or JSON Lines, has no use for would be passed over unseen. */
static enum mus_status check_options(const struct mus_ledger_import_options *options,
                                     enum mus_ledger_kind kind, struct mus_error *err)
{
    bool reported = kind == MUS_LEDGER_REPORTED;
    const struct {
        const char *name, *value;
        bool fits;
    } words[] = {{"--side", options->side, reported},
                 {"--purpose", options->purpose, !reported},
                 {"--stage", options->stage, !reported}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (words[i].value != NULL && !words[i].fits) {
            return mus_fail(err, MUS_INVALID, "%s: a file of %s has no such field", words[i].name,
                            reported ? "questionnaires" : "concluded matches");
        }
    }
    if (options->header_row < 0 || options->batch < 0) {
        return mus_fail(err, MUS_INVALID, "%s: expected a number from 0 on",
                        options->header_row < 0 ? "header row" : "batch");
    }
    return MUS_OK;
}

enum mus_status mus_ledger_import(struct mus_musubi *musubi,
                                  const struct mus_ledger_import_options *options,
                                  struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_import_report *report = NULL;
    const struct mus_ledger_context context = mus_musubi_context(musubi, options->by);
    struct mus_entry_import job = {
        .store = musubi->store,
        .tables = context.tables,
        .today = context.today,
        .now = context.now,
        .by = context.by,
        .file = options->file,
        .source = options->source,
        .encoding = options->encoding,
        .sheet = options->sheet,
        .rejected = options->rejected,
        .header_row = (uint64_t)options->header_row,
        .batch = (size_t)options->batch,
        .dry_run = options->dry_run,
        .progress = sink->progress,
        .user = sink->user,
    };
    enum mus_status status = read_kind(options->what, &job.kind, err);
    if (status == MUS_OK) {
        status = check_options(options, job.kind, err);
    }
    if (status == MUS_OK) {
        fill_defaults(options, &job);
        status = mus_entry_import_run(&job, &arena, &report, err);
    }
    if (status == MUS_OK) {
        status = mus_import_answer(report, sink, err);
    }
    mus_arena_done(&arena);
    return status;
}
