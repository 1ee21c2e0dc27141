#include "fair/timetable_run.h"
#include "match/reasons.h"
#include "musubi/plan_shared.h"

static const char *status_name(enum mus_timetable_status status)
{
    switch (status) {
    case MUS_TIMETABLE_OPTIMAL:
        return "optimal";
    case MUS_TIMETABLE_FEASIBLE:
        return "feasible";
    case MUS_TIMETABLE_INCOMPLETE:
        return "incomplete";
    case MUS_TIMETABLE_INFEASIBLE:
        break;
    }
    return "infeasible";
}

static enum mus_status tell(struct mus_planning *planning, const struct mus_timetable_run *run,
                            struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "event", planning->fair.event.id);
    mus_put_run(writer, &run->plan.run);
    mus_json_put_z(writer, "status", status_name(run->status));
    mus_json_put_integer(writer, "placed",
                         (int64_t)(run->plan.run.meeting_count - run->plan.run.left_out));
    mus_json_put_integer(writer, "fewest_breaks", run->fewest_breaks);
    mus_json_put_integer(writer, "most_breaks", run->most_breaks);
    mus_json_put_integer(writer, "interpreted", (int64_t)run->interpreted);
    if (run->reason_ja.len > 0) {
        mus_put_label(writer, "reason", (struct mus_bilingual){run->reason_ja, run->reason_en});
    }
    enum mus_status status = mus_put_left(planning, run, err);
    if (status == MUS_OK) {
        mus_json_end_object(writer);
    }
    return status;
}

enum mus_status mus_event_timetable(struct mus_musubi *musubi, const char *event, const char *mode,
                                    const struct mus_plan_options *options, struct mus_sink *sink,
                                    struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_timetable_run run = {0};
    enum mus_timetable_mode how =
        mode == NULL ? MUS_MODE_ALL : mus_timetable_mode_of(mus_text_of(mode));
    enum mus_status status = mus_planning_open(&planning, musubi, event, options, err);
    if (status == MUS_OK && how == MUS_MODE_COUNT) {
        status = mus_fail(err, MUS_INVALID, "mode: expected all, unplaced or repair, found \"%s\"",
                          mode);
    }
    if (status == MUS_OK) {
        status = mus_timetable_run_make(&planning.fair, &planning.context, how, &run, err);
    }
    if (status == MUS_OK) {
        status = mus_planning_commit(&planning, &run.plan, err);
    }
    if (status == MUS_OK) {
        status = tell(&planning, &run, err);
    }
    if (status == MUS_OK) {
        status = mus_planning_give(&planning, sink, err);
    }
    mus_timetable_run_done(&run);
    mus_planning_close(&planning);
    return status;
}
