#include "import/report.h"

static enum mus_status keep(struct mus_import_report *report, struct mus_text *text,
                            struct mus_error *err)
{
    struct mus_text copy = mus_arena_copy(report->arena, *text);
    if (copy.ptr == NULL && text->ptr != NULL) {
        return mus_fail_memory(err);
    }
    *text = copy;
    return MUS_OK;
}

/* In the order of the rows; of more than fit the first are listed. */
static void insert(struct mus_import_report *report, const struct mus_import_problem *problem)
{
    struct mus_import_problem *items = report->problems;
    size_t at = report->problem_count;
    if (at == MUS_MAX_REPORTED) {
        at--;
    } else {
        report->problem_count++;
    }
    for (; at > 0 && items[at - 1].row > problem->row; at--) {
        items[at] = items[at - 1];
    }
    items[at] = *problem;
}

enum mus_status mus_report_problem(struct mus_import_report *report,
                                   const struct mus_import_problem *problem, struct mus_error *err)
{
    struct mus_import_problem kept = *problem;
    struct mus_text *const texts[] = {&kept.row_name, &kept.column, &kept.heading, &kept.field,
                                      &kept.message};
    if (report->problem_count == MUS_MAX_REPORTED &&
        report->problems[MUS_MAX_REPORTED - 1].row <= problem->row) {
        return MUS_OK;
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        enum mus_status status = keep(report, texts[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    insert(report, &kept);
    return MUS_OK;
}

enum mus_status mus_report_kept(struct mus_import_report *report,
                                const struct mus_import_kept *kept, struct mus_error *err)
{
    struct mus_import_kept copy = *kept;
    report->kept_count++;
    if (report->kept_listed == MUS_MAX_REPORTED) {
        return MUS_OK;
    }
    enum mus_status status = keep(report, &copy.company, err);
    if (status == MUS_OK) {
        report->kept[report->kept_listed++] = copy;
    }
    return status;
}

enum mus_status mus_report_warning(struct mus_import_report *report, struct mus_text message,
                                   struct mus_error *err)
{
    report->warning_count++;
    if (report->warnings_listed == MUS_MAX_REPORTED) {
        return MUS_OK;
    }
    enum mus_status status = keep(report, &message, err);
    if (status == MUS_OK) {
        report->warnings[report->warnings_listed++] = message;
    }
    return status;
}
