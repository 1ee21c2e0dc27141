/* What an import tells when it is done: numbers, and of what was refused, doubtful, superseded or
 * kept the first MUS_MAX_REPORTED. Lives in the caller's arena. */
#ifndef MUS_IMPORT_REPORT_H
#define MUS_IMPORT_REPORT_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"
#include "codec/encoding.h"
#include "profile/company.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_import_problem {
    uint64_t row;  /* of the spreadsheet; of JSON the how manieth, blank lines not counted */
    uint64_t line; /* 0 in XLSX */
    struct mus_text row_name, column, heading, field; /* as far as known */
    struct mus_text message;                          /* whole: with row and column */
};

struct mus_import_superseded {
    uint64_t row, by;
};

/* Values that a person has edited and the file would have changed. */
struct mus_import_kept {
    uint64_t row;
    struct mus_text company;
    mus_field_set fields;
};

struct mus_import_report {
    /* taken + rejected + superseded = rows; added + changed + unchanged = taken. */
    uint64_t rows, taken, rejected, superseded, added, changed, unchanged;
    uint64_t bad; /* rows that are refused; in a strict import all others are rejected with them */
    bool dry_run, strict;
    enum mus_encoding encoding;
    struct mus_text source; /* the name by which rows that do not say are kept */
    struct mus_import_problem problems[MUS_MAX_REPORTED];
    size_t problem_count;
    struct mus_import_superseded by_others[MUS_MAX_REPORTED];
    size_t by_others_count;
    struct mus_import_kept kept[MUS_MAX_REPORTED];
    size_t kept_listed;
    uint64_t kept_count; /* companies */
    struct mus_text warnings[MUS_MAX_REPORTED];
    size_t warnings_listed;
    uint64_t warning_count;
    struct mus_text rejected_file; /* not given: none was made */
    struct mus_arena *arena;
};

/* All texts are copied. Problems are kept in the order of the rows, whatever the order of calls. */
enum mus_status mus_report_problem(struct mus_import_report *report,
                                   const struct mus_import_problem *problem,
                                   struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_report_kept(struct mus_import_report *report,
                                const struct mus_import_kept *kept,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_report_warning(struct mus_import_report *report, struct mus_text message,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
