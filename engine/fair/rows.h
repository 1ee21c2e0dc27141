/* The rows of a table that is taken whole or in part, in one write: what registrations and wishes
 * share. Inside the module; belongs to one thread. */
#ifndef MUS_FAIR_ROWS_H
#define MUS_FAIR_ROWS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "fair/registration.h"
#include "import/columns.h"
#include "import/input.h"
#include "import/report.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_row_result {
    MUS_ROW_OPEN,
    MUS_ROW_REJECTED,
    MUS_ROW_SUPERSEDED,
    MUS_ROW_ADDED,
    MUS_ROW_CHANGED,
    MUS_ROW_UNCHANGED
};

/* One row of the file, and what became of it. */
struct mus_file_row {
    struct mus_input_row row;
    enum mus_row_result result;
    uint64_t by;                       /* SUPERSEDED: the row that wins */
    struct mus_import_problem problem; /* REJECTED */
};

struct mus_file_rows {
    const struct mus_registration_job *job;
    struct mus_arena *arena; /* where everything lies */
    struct mus_texts header;
    struct mus_file_row *rows;
    size_t count;
    enum mus_encoding encoding;
};

/* Reads all rows. */
enum mus_status mus_file_rows_read(const struct mus_registration_job *job, struct mus_arena *arena,
                                   struct mus_file_rows *out, struct mus_error *err) MUS_MUST_CHECK;
/* Changes the store by the rows, in one write; of a dry run it is never committed, but shows what
 * would become of each row. `change` as in mus_store_update. */
enum mus_status mus_file_rows_write(const struct mus_registration_job *job,
                                    mus_store_change *change, void *context,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The row is rejected: "row 18, column F (役割): the message". column MUS_NO_COLUMN: no column, and
 * then `field` (may be NULL) stands in front of the message. */
enum mus_status mus_file_rows_reject(const struct mus_file_rows *rows, struct mus_file_row *row,
                                     size_t column, const char *field, const char *message,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* Counts what became of the rows, writes the file of rejected ones and gives the report. */
enum mus_status mus_file_rows_report(const struct mus_file_rows *rows, struct mus_texts passed_over,
                                     struct mus_import_report **out,
                                     struct mus_error *err) MUS_MUST_CHECK;

#endif
