/* What an import needs before its first row: the options judged, the map read or made and bound to
 * the file's columns, the source named. */
#ifndef MUS_IMPORT_PREPARE_H
#define MUS_IMPORT_PREPARE_H

#include "import/import.h"
#include "import/input.h"
#include "import/judge.h"
#include "import/map.h"

struct mus_import_plan {
    struct mus_input_options input;
    struct mus_map map;
    struct mus_judge judge; /* points to the map */
};

/* Fills the plan where it stands, and it must stay there; what it needs lies in the arena, but for
 * its draft, which the caller ends with mus_draft_done, also after a failure. Remarks about
 * headings become warnings of the report. */
enum mus_status mus_import_prepare(const struct mus_import_job *job, struct mus_arena *arena,
                                   struct mus_import_report *report, struct mus_import_plan *out,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
