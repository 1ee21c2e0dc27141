/* Registrations and wishes of an event, from a CSV or XLSX table.
 *
 * A row is a person who registers, or a company that does. Its company is in the store already,
 * named by id, corporate number, SOURCE:ID, or, where the file's source is said, by its id there.
 * Rows of one company that share an agenda become one participant with several people; other rows
 * one each. Good rows are taken, all of them or none of them in one write; bad ones are told, go to
 * a file, and nothing of their company is taken. Importing a file twice changes nothing the second
 * time; a column that is not there, or an empty cell, leaves what is known. */
#ifndef MUS_FAIR_REGISTRATION_H
#define MUS_FAIR_REGISTRATION_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "import/report.h"
#include "profile/table.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_REGISTRATION_MAX_ROWS 100000

struct mus_registration_job {
    struct mus_store *store;
    const struct mus_tables *tables;
    uint64_t now; /* unix seconds */
    struct mus_text event;
    struct mus_text role; /* of participants whose row does not say; not given: none */
    const char *file;
    const char *source;   /* NULL: none. Of the companies' ids in the file */
    const char *encoding; /* NULL: found out */
    const char *sheet;    /* XLSX; NULL: the first */
    const char *rejected; /* NULL: FILE.rejected.csv, -2, … if it is there */
    uint64_t header_row;  /* 0: the first that is not empty */
    bool dry_run;         /* changes nothing, makes no file of rejected rows */
};

/* MUS_OK also where rows were rejected: see the report, which lives in the arena. Participants that
 * the file does not name stay. MUS_NOT_FOUND: no such file or event; MUS_INVALID: the headings;
 * MUS_LIMIT: more rows or participants than there may be. */
enum mus_status mus_registration_import(const struct mus_registration_job *job,
                                        struct mus_arena *arena, struct mus_import_report **out,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* Wishes: whom a participant must, wants to or never wants to meet; both named by participant id,
 * or by their company where that has one participant. Of several rows for the same two the last
 * wins. */
enum mus_status mus_wishes_import(const struct mus_registration_job *job, struct mus_arena *arena,
                                  struct mus_import_report **out,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
