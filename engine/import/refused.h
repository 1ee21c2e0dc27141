/* What is said about rows of a table with a fixed set of columns (columns.h): which failures are
 * the row's own, where in the file it stands, and which columns nobody understood. */
#ifndef MUS_IMPORT_REFUSED_H
#define MUS_IMPORT_REFUSED_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "import/input.h"
#include "import/report.h"

#include <stdbool.h>
#include <stddef.h>

/* A failure that is about the input and not about the machine. */
bool mus_is_refusal(enum mus_status status);

struct mus_refused_row {
    const struct mus_input_row *row;
    struct mus_texts header;
    bool json;         /* a line, not a row */
    bool placed;       /* the message says already where it is */
    size_t column;     /* that it is about; MUS_NO_COLUMN: none, */
    const char *field; /* and then this stands in front of the message; NULL: not known */
};
/* "row 18, column F (役割): the message", "line 3: …"; texts are copied to the arena. */
enum mus_status mus_refused_say(const struct mus_refused_row *refused, const char *message,
                                struct mus_arena *arena, struct mus_import_problem *out,
                                struct mus_error *err) MUS_MUST_CHECK;
/* A warning for each heading that was not understood. */
enum mus_status mus_report_passed_over(struct mus_import_report *report, struct mus_texts headings,
                                       struct mus_error *err) MUS_MUST_CHECK;

#endif
