/* Taking companies in from a file: JSON Lines by its ending (.jsonl, .ndjson, .json), else a CSV or
 * XLSX table.
 *
 * The file is read twice. First every row is judged, so that of several rows about one company the
 * last is known that is sound in itself; then these winners are stored, in batches that are each
 * durable and whole. Where a winner lacks what every company must have and finds no company in the
 * store that has it, it is rejected, and those it won over are superseded all the same: what is
 * taken never depends on what the same file has brought before. A dry run does the same, but for
 * storing, and so gives the same numbers. Where the second reading fails, the batches before it
 * stay: importing the file again completes them. One import at a time uses its arena; other threads
 * may use the store.
 *
 * Rows are judged by several threads, batch by batch, up to some batches ahead of the one that is
 * stored. What a judgement rests on is looked at again in the write, and the row judged anew where
 * it has changed, so the result is that of one thread that judges each row where it is stored. */
#ifndef MUS_IMPORT_IMPORT_H
#define MUS_IMPORT_IMPORT_H

#include "base/arena.h"
#include "base/status.h"
#include "import/report.h"
#include "profile/table.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_import_job {
    struct mus_store *store;
    const struct mus_tables *tables;
    mus_date today;
    int64_t now_ms;
    const char *file;
    const char *map;      /* NULL: columns by their headings */
    const char *source;   /* NULL: what the map says, else the file's name */
    const char *encoding; /* NULL: what the map says, else found out */
    const char *sheet;    /* NULL: what the map says, else the first */
    const char *rejected; /* NULL: FILE.rejected.csv or .jsonl, -2, … if it is there */
    uint64_t header_row;  /* 0: what the map says, else the first that is not empty */
    size_t batch;         /* rows; 0: 4096 */
    size_t threads;       /* 0: one a processor; at most MUS_MAX_THREADS */
    bool no_header;
    bool dry_run; /* changes nothing, makes no file of rejected rows */
    bool strict;  /* takes nothing if any row is bad, and makes no file */
    bool clear_empty;
    bool overwrite;
    /* May be NULL. Called when a batch is durable. */
    void (*progress)(void *user, uint64_t done, uint64_t total);
    void *user;
};

/* MUS_OK also where rows were rejected: see the report, which lives in the arena and is written on
 * success only. MUS_NOT_FOUND: no such file; MUS_INVALID: the map, the headings, the options. */
enum mus_status mus_import_run(const struct mus_import_job *job, struct mus_arena *arena,
                               struct mus_import_report **out,
                               struct mus_error *err) MUS_MUST_CHECK;

#endif
