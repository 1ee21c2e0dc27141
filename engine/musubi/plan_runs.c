#include <stdio.h>

#include "base/folder.h"
#include "base/new_file.h"
#include "base/workers.h"
#include "fair/runs.h"
#include "musubi/plan_shared.h"

static enum mus_status read_number(int64_t number, uint64_t *out, struct mus_error *err)
{
    *out = (uint64_t)number;
    return number > 0 ? MUS_OK : mus_fail(err, MUS_INVALID, "run: they are counted from 1");
}

/* ------------------------------------------------------------------ list, show */

enum mus_status mus_event_run_list(struct mus_musubi *musubi, const char *event,
                                   struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_read *read = NULL;
    struct mus_run *runs = NULL;
    size_t count = 0;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_store_runs(read, mus_text_of(event), &arena, &runs, &count, err);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_json_writer writer = {.buf = &json};
        mus_json_begin_object(&writer);
        mus_put_run(&writer, &runs[i]);
        mus_json_end_object(&writer);
        mus_json_end(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_store_read_end(read);
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_event_run_show(struct mus_musubi *musubi, const char *event, int64_t number,
                                   struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_run run;
    struct mus_text problem = MUS_NO_TEXT;
    struct mus_text answer = MUS_NO_TEXT;
    uint64_t which = 0;
    enum mus_status status = mus_planning_open(&planning, musubi, event, NULL, err);
    if (status == MUS_OK) {
        status = read_number(number, &which, err);
    }
    if (status == MUS_OK) {
        status =
            mus_store_run(planning.read, planning.fair.event.id, which, &planning.arena, &run, err);
    }
    if (status == MUS_OK) {
        status = mus_run_documents(planning.read, &run, &problem, &answer, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&planning.writer);
        mus_json_put_text(&planning.writer, "event", planning.fair.event.id);
        mus_put_run(&planning.writer, &run);
        mus_json_put_integer(&planning.writer, "problem_bytes", (int64_t)problem.len);
        mus_json_put_integer(&planning.writer, "answer_bytes", (int64_t)answer.len);
        mus_json_end_object(&planning.writer);
        status = mus_planning_give(&planning, sink, err);
    }
    mus_planning_close(&planning);
    return status;
}

/* ------------------------------------------------------------------ compare */

static enum mus_status put_difference(struct mus_planning *planning,
                                      const struct mus_run_difference *row, struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    const struct mus_meeting *some = row->is != NULL ? row->is : row->was;
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "meeting", some->id);
    mus_put_change(writer, row->change);
    enum mus_status status = mus_put_between(planning, some, err);
    if (row->was != NULL && mus_meeting_counts(row->was)) {
        mus_json_key(writer, "was");
        mus_json_begin_object(writer);
        mus_put_seat(planning, &planning->fair.event, row->was);
        mus_json_end_object(writer);
    }
    if (row->is != NULL && mus_meeting_counts(row->is)) {
        mus_json_key(writer, "is");
        mus_json_begin_object(writer);
        mus_put_seat(planning, &planning->fair.event, row->is);
        mus_json_end_object(writer);
    }
    mus_json_end_object(writer);
    return status;
}

static enum mus_status tell_comparison(struct mus_planning *planning,
                                       const struct mus_run_comparison *comparison,
                                       struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    const struct mus_run *runs[2] = {&comparison->a, &comparison->b};
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "event", planning->fair.event.id);
    mus_json_key(writer, "runs");
    mus_json_begin_array(writer);
    for (unsigned i = 0; i < 2; i++) {
        mus_json_begin_object(writer);
        mus_put_run(writer, runs[i]);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    mus_json_key(writer, "counts");
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "stays", (int64_t)comparison->counts[MUS_CHANGE_NONE]);
    for (unsigned change = 1; change < MUS_CHANGE_COUNT; change++) {
        mus_json_put_integer(writer, mus_change_name((enum mus_change)change),
                             (int64_t)comparison->counts[change]);
    }
    mus_json_end_object(writer);
    mus_json_key(writer, "changes");
    mus_json_begin_array(writer);
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < comparison->count; i++) {
        status = put_difference(planning, &comparison->rows[i], err);
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
    return status;
}

enum mus_status mus_event_run_compare(struct mus_musubi *musubi, const char *event, int64_t a,
                                      int64_t b, struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_run_comparison comparison;
    uint64_t first = 0;
    uint64_t second = 0;
    enum mus_status status = mus_planning_open(&planning, musubi, event, NULL, err);
    if (status == MUS_OK) {
        status = read_number(a, &first, err);
    }
    if (status == MUS_OK) {
        status = read_number(b, &second, err);
    }
    if (status == MUS_OK) {
        status = mus_runs_compare(planning.read, planning.fair.event.id, first, second,
                                  &planning.arena, &comparison, err);
    }
    if (status == MUS_OK) {
        status = tell_comparison(&planning, &comparison, err);
    }
    if (status == MUS_OK) {
        status = mus_planning_give(&planning, sink, err);
    }
    mus_planning_close(&planning);
    return status;
}

/* ------------------------------------------------------------------ restore */

static enum mus_status tell_restoring(struct mus_planning *planning,
                                      const struct mus_restoring *restoring, struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "event", planning->fair.event.id);
    mus_put_run(writer, &restoring->plan.run);
    enum mus_status status = mus_put_changes(planning, &restoring->plan, err);
    mus_json_key(writer, "not_restored");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < restoring->left_count; i++) {
        const struct mus_meeting *meeting = &restoring->plan.meetings[restoring->left[i].meeting];
        mus_json_begin_object(writer);
        mus_json_put_given(writer, "meeting", meeting->id);
        status = mus_put_between(planning, meeting, err);
        mus_json_put_text(writer, "why", restoring->left[i].why);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
    return status;
}

enum mus_status mus_event_run_restore(struct mus_musubi *musubi, const char *event, int64_t number,
                                      const struct mus_plan_options *options, struct mus_sink *sink,
                                      struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_restoring restoring = {0};
    uint64_t which = 0;
    enum mus_status status = mus_planning_open(&planning, musubi, event, options, err);
    if (status == MUS_OK) {
        status = read_number(number, &which, err);
    }
    if (status == MUS_OK) {
        status = mus_run_restore(&planning.fair, planning.read, &planning.context, which,
                                 &restoring, err);
    }
    if (status == MUS_OK) {
        status = mus_planning_commit(&planning, &restoring.plan, err);
    }
    if (status == MUS_OK) {
        status = tell_restoring(&planning, &restoring, err);
    }
    if (status == MUS_OK) {
        status = mus_planning_give(&planning, sink, err);
    }
    mus_restoring_done(&restoring);
    mus_planning_close(&planning);
    return status;
}

/* ------------------------------------------------------------------ repeat */

enum mus_status mus_event_run_repeat(struct mus_musubi *musubi, const char *event, int64_t number,
                                     int64_t threads, struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_repetition repetition = {0};
    struct mus_plan_options options = {.threads = threads};
    uint64_t which = 0;
    enum mus_status status = mus_planning_open(&planning, musubi, event, &options, err);
    if (status == MUS_OK) {
        status = read_number(number, &which, err);
    }
    if (status == MUS_OK) {
        status = mus_run_repeat(planning.read, planning.fair.event.id, which,
                                planning.context.threads, &planning.arena, &repetition, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&planning.writer);
        mus_json_put_text(&planning.writer, "event", planning.fair.event.id);
        mus_put_run(&planning.writer, &repetition.run);
        mus_json_put_bool(&planning.writer, "same", repetition.same);
        mus_json_put_integer(&planning.writer, "answer_bytes", (int64_t)repetition.before.len);
        mus_json_end_object(&planning.writer);
        status = mus_planning_give(&planning, sink, err);
    }
    if (status == MUS_OK && !repetition.same) {
        status = mus_fail(err, MUS_NO, "run %llu: its problem has another answer today",
                          (unsigned long long)which);
    }
    mus_planning_close(&planning);
    return status;
}

/* ------------------------------------------------------------------ export */

static enum mus_status write_file(const char *path, struct mus_text text, struct mus_error *err)
{
    struct mus_new_file file;
    enum mus_status status = mus_new_file_begin(path, &file, err);
    if (status != MUS_OK) {
        return status;
    }
    status = mus_new_file_add(&file, text.ptr, text.len, err);
    if (status == MUS_OK) {
        status = mus_new_file_settle(&file, err);
    }
    if (status == MUS_OK) {
        status = mus_new_file_publish(&file, err);
    }
    mus_new_file_drop(&file);
    return status;
}

/* "timetable-problem-7.json" in the folder; nothing for a document that there is not. */
static enum mus_status export_one(struct mus_planning *planning, const char *dir, const char *name,
                                  uint64_t number, struct mus_text text, struct mus_error *err)
{
    struct mus_buf path = {0};
    if (text.ptr == NULL) {
        return MUS_OK;
    }
    mus_buf_printf(&path, "%s/%s-%llu.json", dir, name, (unsigned long long)number);
    enum mus_status status = mus_buf_check(&path, err);
    if (status == MUS_OK) {
        status = mus_folders_above(path.data, 0, err);
    }
    if (status == MUS_OK) {
        status = write_file(path.data, text, err);
    }
    if (status == MUS_OK) {
        mus_json_write_text(&planning->writer, mus_buf_text(&path));
    }
    mus_buf_done(&path);
    return status;
}

static enum mus_status export_documents(struct mus_planning *planning, const struct mus_run *run,
                                        const char *dir, struct mus_error *err)
{
    bool pairing = run->kind == MUS_RUN_PAIRING;
    struct mus_text problem = MUS_NO_TEXT;
    struct mus_text answer = MUS_NO_TEXT;
    enum mus_status status = mus_run_documents(planning->read, run, &problem, &answer, err);
    if (status == MUS_OK && problem.ptr == NULL) {
        return mus_fail(err, MUS_INVALID, "run %llu solved no problem",
                        (unsigned long long)run->number);
    }
    mus_json_begin_object(&planning->writer);
    mus_json_put_text(&planning->writer, "event", planning->fair.event.id);
    mus_put_run(&planning->writer, run);
    mus_json_key(&planning->writer, "files");
    mus_json_begin_array(&planning->writer);
    if (status == MUS_OK) {
        status = export_one(planning, dir, pairing ? "pairing-problem" : "timetable-problem",
                            run->number, problem, err);
    }
    if (status == MUS_OK) {
        status =
            export_one(planning, dir, pairing ? "pairing" : "timetable", run->number, answer, err);
    }
    mus_json_end_array(&planning->writer);
    mus_json_end_object(&planning->writer);
    return status;
}

enum mus_status mus_event_run_export(struct mus_musubi *musubi, const char *event, int64_t number,
                                     const char *dir, struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_run run;
    uint64_t which = 0;
    enum mus_status status = mus_planning_open(&planning, musubi, event, NULL, err);
    if (status == MUS_OK) {
        status = read_number(number, &which, err);
    }
    if (status == MUS_OK) {
        status =
            mus_store_run(planning.read, planning.fair.event.id, which, &planning.arena, &run, err);
    }
    if (status == MUS_OK) {
        status = export_documents(&planning, &run, dir, err);
    }
    if (status == MUS_OK) {
        status = mus_planning_give(&planning, sink, err);
    }
    mus_planning_close(&planning);
    return status;
}
