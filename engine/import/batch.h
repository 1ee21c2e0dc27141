/* Rows that are judged together, on any number of threads, part by part: what the first reading
 * wants to know of them, or what is to be stored of them by the second. A batch is filled and used
 * up by one thread; meanwhile each part belongs to the thread that works on it. */
#ifndef MUS_IMPORT_BATCH_H
#define MUS_IMPORT_BATCH_H

#include "base/arena.h"
#include "base/status.h"
#include "import/groups.h"
#include "import/input.h"
#include "import/judge.h"
#include "import/report.h"
#include "import/standing.h"
#include "store/lexicon.h"
#include "store/ready.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_row_result {
    MUS_ROW_SKIPPED, /* refused at the first reading, and told then */
    MUS_ROW_REJECTED,
    MUS_ROW_SUPERSEDED,
    MUS_ROW_ADDED,
    MUS_ROW_CHANGED,
    MUS_ROW_UNCHANGED,
};

struct mus_row_outcome {
    enum mus_row_result result;
    struct mus_import_problem problem; /* of a rejected one */
    struct mus_texts warnings;
    struct mus_import_kept kept;
};

/* What is made of a winner, as far as a look at the store goes. */
struct mus_row_made {
    /* Nothing is made yet, that is for the write: another one was erasing the company, of whose
     * contacts the key goes before a read sees the rest go. */
    bool postponed;
    struct mus_row_outcome outcome;
    struct mus_standing standing; /* what it rests on */
    struct mus_text row_name;
    bool has_ready; /* there is something to store */
    struct mus_ready ready;
};

struct mus_batch_row {
    struct mus_input_row row;
    uint64_t index;  /* among all rows, from 0 */
    uint64_t winner; /* the index of the row that wins over it */
    bool skipped;
    /* by the first reading */
    struct mus_row_key keys[2];
    size_t key_count;
    bool good;
    /* by the first reading the problem of a row without keys; by the second all */
    struct mus_row_made made;
    struct mus_row_outcome outcome; /* in the end */
};

struct mus_batch {
    struct mus_batch_row *rows;
    size_t count, capacity;
    size_t bytes;
    struct mus_arena texts;    /* of the rows */
    struct mus_arena *parts;   /* what is made of the rows, one for each part */
    struct mus_arena outcomes; /* what came of them in another way; anew with each try */
};

/* Room for so many rows, in the arena. End it with mus_batch_done, also after a failure. */
enum mus_status mus_batch_init(struct mus_batch *batch, size_t capacity, struct mus_arena *arena,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_batch_done(struct mus_batch *batch);
void mus_batch_clear(struct mus_batch *batch);
bool mus_batch_is_full(const struct mus_batch *batch);
/* Adds a copy of the row; there must be room. *added is where it stands. */
enum mus_status mus_batch_add(struct mus_batch *batch, const struct mus_input_row *row,
                              uint64_t index, struct mus_batch_row **added,
                              struct mus_error *err) MUS_MUST_CHECK;
size_t mus_batch_parts(const struct mus_batch *batch);

/* What one thread judges with. It must not be moved. */
struct mus_batch_worker {
    struct mus_judge judge; /* with a draft of its own */
    bool analyses; /* the second reading makes match records: not where nothing is stored */
    struct mus_arena scratch;
    struct mus_store_tools tools; /* made with the first row that is analysed */
};

/* End it with mus_batch_worker_done, also after a failure. */
enum mus_status mus_batch_worker_init(struct mus_batch_worker *worker,
                                      const struct mus_judge *judge,
                                      struct mus_error *err) MUS_MUST_CHECK;
void mus_batch_worker_done(struct mus_batch_worker *worker);

/* Work for a crew (base/crew.h): the state is a worker, the task a batch. */
enum mus_status mus_batch_judge_first(void *worker, void *batch, size_t part,
                                      struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_batch_judge_second(void *worker, void *batch, size_t part,
                                       struct mus_error *err) MUS_MUST_CHECK;

/* Judges a winner; with `tools` its match record is made with them, without when it is stored. All
 * that is made lies in the arena, but the texts of the header. */
enum mus_status mus_batch_make(struct mus_batch_worker *worker, const struct mus_input_row *row,
                               const struct mus_read *view, const struct mus_store_tools *tools,
                               struct mus_arena *arena, struct mus_row_made *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* Makes a rejected row of it: what the store says of it, without the row's name. */
enum mus_status mus_batch_refuse(const struct mus_batch_worker *worker,
                                 const struct mus_input_row *row, const struct mus_row_made *made,
                                 struct mus_error *refusal, struct mus_arena *arena,
                                 struct mus_row_outcome *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
