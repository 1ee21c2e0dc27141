#include "import/refused.h"

#include <inttypes.h>

#include "base/buf.h"
#include "import/columns.h"

bool mus_is_refusal(enum mus_status status)
{
    return status == MUS_INVALID || status == MUS_LIMIT || status == MUS_NOT_FOUND ||
           status == MUS_CONFLICT || status == MUS_REJECTED;
}

/* "line 3: " or "row 18, column F (成立日): " */
static void write_place(const struct mus_refused_row *refused, const char *letters,
                        struct mus_buf *out)
{
    if (refused->json) {
        mus_buf_printf(out, "line %" PRIu64 ": ", refused->row->cells.line);
        return;
    }
    mus_buf_printf(out, "row %" PRIu64, refused->row->cells.number);
    if (refused->column != MUS_NO_COLUMN) {
        mus_buf_printf(out, ", column %s (%.*s)", letters,
                       MUS_TEXT_SHORT_ARG(refused->header.items[refused->column]));
    }
    mus_buf_add_z(out, ": ");
}

enum mus_status mus_refused_say(const struct mus_refused_row *refused, const char *message,
                                struct mus_arena *arena, struct mus_import_problem *out,
                                struct mus_error *err)
{
    struct mus_buf text = {0};
    char letters[MUS_COLUMN_NAME_MAX] = "";
    bool in_column = refused->column != MUS_NO_COLUMN;
    struct mus_import_problem problem = {
        .row = refused->row->cells.number,
        .line = refused->row->cells.line,
        .field = mus_text_of(refused->field),
    };
    if (in_column) {
        mus_column_name(refused->column, letters);
        problem.heading = refused->header.items[refused->column];
        problem.column = mus_arena_copy(arena, mus_text_of(letters));
    }
    if (!refused->placed) {
        write_place(refused, letters, &text);
    }
    if (!in_column && refused->field != NULL) {
        mus_buf_printf(&text, "%s: ", refused->field);
    }
    mus_buf_add_z(&text, message);
    problem.message = text.failed ? MUS_NO_TEXT : mus_arena_copy(arena, mus_buf_text(&text));
    mus_buf_done(&text);
    *out = problem;
    return problem.message.ptr == NULL || (in_column && problem.column.ptr == NULL)
               ? mus_fail_memory(err)
               : MUS_OK;
}

enum mus_status mus_report_passed_over(struct mus_import_report *report, struct mus_texts headings,
                                       struct mus_error *err)
{
    struct mus_buf text = {0};
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < headings.count; i++) {
        mus_buf_clear(&text);
        mus_buf_printf(&text, "column \"%.*s\" was not understood and is passed over",
                       MUS_TEXT_SHORT_ARG(headings.items[i]));
        status = mus_buf_check(&text, err);
        if (status == MUS_OK) {
            status = mus_report_warning(report, mus_buf_text(&text), err);
        }
    }
    mus_buf_done(&text);
    return status;
}
