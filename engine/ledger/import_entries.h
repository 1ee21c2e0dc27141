/* Questionnaires and concluded matches in bulk, from a file: JSON Lines by its ending (.jsonl,
 * .ndjson, .json; requests as mus_ledger_request_read has them), else a CSV or XLSX table
 * (ledger/entry_columns.h). Companies are named by id, corporate number or SOURCE:ID.
 *
 * Good rows are taken, in batches that are each durable and whole; bad ones are told and go to a
 * file, to be mended and imported again. Each row has a request id: its own (the column or key
 * "id", within the kind of file and the source) or one made of what it says and of how many rows
 * before it say the same. So importing a file twice adds nothing. */
#ifndef MUS_LEDGER_IMPORT_ENTRIES_H
#define MUS_LEDGER_IMPORT_ENTRIES_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/status.h"
#include "base/text.h"
#include "import/report.h"
#include "ledger/entry_columns.h"
#include "profile/table.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_entry_import {
    struct mus_store *store;
    const struct mus_tables *tables;
    mus_date today;
    uint64_t now; /* unix seconds */
    struct mus_text by;
    enum mus_ledger_kind kind; /* named or reported */
    const char *file;
    const char *source;   /* NULL: none. Sets the ids of one list apart from those of another */
    const char *encoding; /* NULL: found out */
    const char *sheet;    /* XLSX; NULL: the first */
    const char *rejected; /* NULL: FILE.rejected.csv or .jsonl, -2, … if it is there */
    uint64_t header_row;  /* 0: the first that is not empty */
    size_t batch;         /* rows; 0: 1000 */
    bool dry_run;         /* changes nothing, makes no file of rejected rows */
    /* What an empty cell, or the lack of a column, stands for: tables only. */
    struct mus_text defaults[MUS_ENTRY_COLUMN_COUNT];
    /* May be NULL. Called when a batch is durable. */
    void (*progress)(void *user, uint64_t done, uint64_t total);
    void *user;
};

/* MUS_OK also where rows were rejected: see the report, which lives in the arena and is written on
 * success only; added counts new entries, unchanged rows that had made theirs before.
 * MUS_NOT_FOUND: no such file; MUS_INVALID: the headings, the options, "by". Where it fails half
 * way the batches before stay: importing the file again completes them. */
enum mus_status mus_entry_import_run(const struct mus_entry_import *job, struct mus_arena *arena,
                                     struct mus_import_report **out,
                                     struct mus_error *err) MUS_MUST_CHECK;

#endif
